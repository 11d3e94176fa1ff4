"""The facts as tables: communes, the levels above them, beneficiaries, perimeters, values."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import numpy as np
import pandas as pd

from ..core.access import nearest
from ..core.catalogue import Catalogue, Indicator
from ..core.indicators import derived
from ..errors import SourceError
from ..i18n import translate

LEVELS = ("epci", "arrondissement", "departement", "region")
# Indicators computed here from the sites rather than read from a file: indicator → programme whose sites are meant.
DISTANCES = {"distance_france_services": "fs"}
ITINERANT = "bus"


# Derived rates and distances lie on a grid of 2^-10, for readers of plain QGIS: a double that ends in zero bits
# compresses well. The plugin works rates out again from their counts (reader.py).
_GRAIN = 2.0**10


def rounded(values: np.ndarray) -> np.ndarray:
    """Derived rates and distances as they are stored."""
    return np.rint(values * _GRAIN) / _GRAIN


def read(folder: Path, name: str, columns: str) -> pd.DataFrame:
    """A file of facts as text, empty where there is nothing.

    Args:
        columns: names that must be there, comma separated.

    Raises:
        SourceError: the file is not there, or lacks a column.
    """
    path = folder / f"{name}.csv"
    try:
        table = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8")
    except (OSError, ValueError) as error:
        raise SourceError(
            translate(
                "Anct", "The facts file {path} cannot be read. Get it again from the repository (git checkout)."
            ).format(path=path),
            details=repr(error),
        ) from error
    lacking = [column for column in columns.split(",") if column not in table.columns]
    if lacking:
        raise SourceError(
            translate("Anct", "The facts file {path} lacks the column {columns}.").format(
                path=path, columns=", ".join(lacking)
            )
        )
    return table


def numbers(column: pd.Series) -> np.ndarray:
    """float64 from text, NaN where it is empty."""
    return column.replace("", "nan").astype(float).to_numpy()


def whole(values: np.ndarray) -> pd.Series:
    """Nullable whole numbers from floats."""
    return pd.Series(np.rint(values)).astype("Int64")


def communes(
    folder: Path,
    epci_of: dict[str, str],
    town_halls: dict[str, tuple[float, float]],
) -> pd.DataFrame:
    """Attributes of the commune table, sorted by code (columns as in docs/architecture.md)."""
    cog = read(
        folder,
        "cog",
        "code,nom,arrondissement,departement,region,siren,epci_former,former_codes,arm_codes",
    ).sort_values("code", ignore_index=True)
    people = read(folder, "population", "code,population,annee,population_2015").set_index("code").reindex(cog["code"])
    people = people.fillna("").reset_index(drop=True)
    halls = np.array([town_halls.get(code, (np.nan, np.nan)) for code in cog["code"]], dtype=float).reshape(-1, 2)
    return pd.DataFrame(
        {
            "code": cog["code"],
            "nom": cog["nom"],
            "population": whole(numbers(people["population"])),
            "population_annee": people["annee"],
            "population_2015": whole(numbers(people["population_2015"])),
            "code_epci": [epci_of.get(code, "") for code in cog["code"]],
            "code_arrondissement": cog["arrondissement"],
            "code_departement": cog["departement"],
            "code_region": cog["region"],
            "siren": cog["siren"],
            "mairie_lon": halls[:, 0],
            "mairie_lat": halls[:, 1],
            "former_codes": cog["former_codes"],
            "arm_codes": cog["arm_codes"],
            "epci_former": cog["epci_former"],
            "ept": cog.get("ept", ""),
        }
    )


def units(folder: Path, level: str, members: pd.DataFrame, epci: dict[str, tuple[str, str]]) -> pd.DataFrame:
    """Attributes of one level above the communes, sorted by code.

    population: sum of what is known of its communes; NA where none is. An EPCI over several départements belongs to
    the one with most of its people; `departements` lists them all.
    """
    if level == "epci":
        names = {code: name for code, (name, _) in epci.items()}
    else:
        table = read(folder, "levels", "niveau,code,nom,departement,region")
        table = table[table["niveau"] == level]
        names = dict(zip(table["code"], table["nom"], strict=True))
    codes = sorted(names)
    named = pd.DataFrame(
        {
            "code": codes,
            "nom": [names[code] for code in codes],
            "nature": [epci[code][1] if level == "epci" else "" for code in codes],
        }
    )
    return pd.concat([named, belonging(level, codes, members)], axis=1)


def belonging(level: str, codes: list[str], members: pd.DataFrame) -> pd.DataFrame:
    """What the people of the communes say of the units of a level, in the order of their codes: population,
    code_departement, code_region, departements.
    """
    column = f"code_{level}"
    inside = members[members[column] != ""]
    people = pd.DataFrame(
        {
            "unit": inside[column],
            "department": inside["code_departement"],
            "people": inside["population"].astype("Float64").to_numpy(dtype=float, na_value=np.nan),
        }
    )
    total = people.groupby("unit")["people"].sum(min_count=1)
    shares = people.groupby(["unit", "department"])["people"].sum().reset_index()
    # The stable sort keeps the lower code first among equals.
    main = shares.sort_values("people", ascending=False, kind="stable").drop_duplicates("unit")
    home = dict(zip(main["unit"], main["department"], strict=True))
    region_of = dict(zip(inside["code_departement"], inside["code_region"], strict=True))
    every = shares.sort_values(["unit", "department"]).groupby("unit")["department"].agg(" ".join)
    return pd.DataFrame(
        {
            "population": whole(np.array([total.get(code, np.nan) for code in codes], dtype=float)),
            "code_departement": ["" if level == "region" else home.get(code, "") for code in codes],
            "code_region": [code if level == "region" else region_of.get(home.get(code, ""), "") for code in codes],
            "departements": [every.get(code, "") for code in codes],
        }
    )


def beneficiaries(folder: Path, catalogue: Catalogue) -> pd.DataFrame:
    """Programmes and zonings of every commune: programme, code, identifiant, libelle, statut, depuis (text)."""
    wanted = ["programme", "code", "identifiant", "libelle", "statut", "depuis"]
    found = []
    for programme in catalogue.programmes.values():
        if programme.unit == "site":
            continue
        if programme.kind != "programme":
            table = read(folder, f"zoning_{programme.id}", "code,statut")
        else:
            table = read(folder, f"programme_{programme.id}", "code,identifiant,libelle,statut,depuis")
        found.append(table.assign(programme=programme.id).reindex(columns=wanted, fill_value=""))
    return pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=wanted)


def sites(folder: Path, catalogue: Catalogue) -> pd.DataFrame:
    """Sites of every programme made of sites; longitude and latitude as float64."""
    columns = (
        "site_id,nom,code,genre,format,adresse,code_postal,horaires,rendez_vous,labellisation,telephone,mail,"
        "longitude,latitude"
    )
    found = []
    for programme in catalogue.programmes.values():
        if programme.unit == "site":
            table = read(folder, f"sites_{programme.id}", columns)
            found.append(table.assign(programme=programme.id)[["programme", *columns.split(",")]])
    table = pd.concat(found, ignore_index=True)
    return table.assign(longitude=numbers(table["longitude"]), latitude=numbers(table["latitude"]))


def indicator_values(folder: Path, indicator: Indicator, people: pd.Series) -> tuple[pd.DataFrame, int]:
    """(values of one indicator, rows left out because nothing can be derived from their counts).

    Args:
        people: population by commune (float, NaN if unknown): the denominator of those that declare it as their weight.
            It is not stored again beside each; a refresh may bring the figures with their own.

    Values: indicator, code, value, status ("ok", "secret"), numerator, denominator; missing = no row.
    """
    table = read(folder, f"indicator_{indicator.id}", "code,value,numerator,denominator,status")
    value, numerator, denominator = (numbers(table[name]) for name in ("value", "numerator", "denominator"))
    secret = (table["status"] == "secret").to_numpy()
    by = denominator
    if indicator.weight and np.isnan(denominator).any():  # a row that has its own keeps it
        if indicator.weight == "population":
            shared = people.reindex(table["code"]).to_numpy(dtype=float)
        else:
            other = read(folder, f"indicator_{indicator.weight}", "code,denominator").set_index("code")["denominator"]
            shared = numbers(other.reindex(table["code"]).fillna(""))
        by = np.where(np.isnan(denominator), shared, denominator)
    value = np.where(np.isnan(value), rounded(derived(indicator, numerator, by)), value)
    found = pd.DataFrame(
        {
            "indicator": indicator.id,
            "code": table["code"],
            "value": np.where(secret, np.nan, value),
            "status": np.where(secret, "secret", "ok"),
            "numerator": numerator,
            "denominator": denominator,
        }
    )
    known = secret | np.isfinite(value)
    return found[known].sort_values("code", ignore_index=True), int((~known).sum())


def distances(indicator: str, members: pd.DataFrame, points: np.ndarray, places: pd.DataFrame) -> pd.DataFrame:
    """Distance to the nearest fixed site as an indicator, weighted by people.

    Args:
        points: float (n, 2), longitude and latitude of each commune (town hall, else a point inside), NaN if unknown.
        places: the sites.
    """
    fixed = places[(places["programme"] == DISTANCES[indicator]) & (places["genre"] != ITINERANT)]
    _, km = nearest(points[:, 0], points[:, 1], fixed["longitude"].to_numpy(), fixed["latitude"].to_numpy())
    found = pd.DataFrame(
        {
            "indicator": indicator,
            "code": members["code"],
            "value": rounded(km),
            "status": "ok",
            "numerator": np.nan,
            "denominator": np.nan,  # the population, stored once
        }
    )
    return found[np.isfinite(km)].reset_index(drop=True)


# How the makers of the data read them, and how maps show their classes, say nothing of the data.
_OF_THE_CODE = ("read", "classes", "inside", "outside")


def declared(entries: dict) -> pd.DataFrame:
    """Programmes or indicators of the catalogue, flattened: lists as comma-separated text."""
    rows = [
        {
            key: ", ".join(value) if isinstance(value, tuple) else value
            for key, value in asdict(entry).items()
            if key not in _OF_THE_CODE
        }
        for entry in entries.values()
    ]
    table = pd.DataFrame(rows)
    for column in table.columns:
        if table[column].dtype == bool:
            table[column] = table[column].astype(int)
    return table
