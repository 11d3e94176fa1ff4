"""What a snapshot holds, as the refresh needs it: codes, counts, contours; read through one connection."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

import numpy as np
import pandas as pd

from ..connectors.embedded.cog import MAYOTTE
from ..connectors.tables.codes import CommuneCodes
from ..connectors.tables.raw import plain
from ..connectors.tables.reading import UNDATED
from . import blobs

_MEMBERS = (
    "code", "nom", "population", "population_annee", "code_epci", "code_arrondissement", "code_departement",
    "code_region", "siren", "mairie_lon", "mairie_lat", "former_codes", "arm_codes", "epci_former",
)  # fmt: skip


@contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    """A snapshot to read from."""
    address = f"file:{quote(str(path.resolve()))}?mode=ro&immutable=1"
    with closing(sqlite3.connect(address, uri=True)) as connection:
        yield connection


def members(connection: sqlite3.Connection) -> pd.DataFrame:
    """The communes' attributes, sorted by code; places as float64 with NaN."""
    own = {row[1] for row in connection.execute("PRAGMA table_info(commune)")}
    columns = [*_MEMBERS, *(name for name in ("ept", "lieu_lon", "lieu_lat") if name in own)]
    rows = connection.execute(
        f"SELECT {', '.join(columns)} FROM commune ORDER BY code"  # nosec B608: our own names
    ).fetchall()
    found = pd.DataFrame(rows, columns=columns)
    places = [name for name in columns if name.endswith(("_lon", "_lat"))]
    for column in places:
        found[column] = found[column].astype(float)
    found["population"] = found["population"].astype("Float64")
    return found.fillna({name: "" for name in columns if name not in (*places, "population")})


def codes(communes: pd.DataFrame) -> CommuneCodes:
    """The codes of the snapshot's own geography, with its membership of EPCI before that of older lists."""
    table = communes.rename(
        columns={"code_arrondissement": "arrondissement", "code_departement": "departement", "code_region": "region"}
    )
    if "ept" not in table:
        table = table.assign(ept="")
    mayotte = table["code"].str.startswith(MAYOTTE)
    table = table.assign(
        population_2017=[
            str(int(people)) if here and not pd.isna(people) else ""
            for here, people in zip(mayotte, table["population"], strict=True)
        ]
    )
    return CommuneCodes(
        table.drop(columns=[c for c in table if c.endswith(("_lon", "_lat")) or c == "population"]).to_dict("records")
    )


def outlines(connection: sqlite3.Connection, wanted: list[str]) -> dict[str, bytes]:
    """WKB of communes that have a geometry."""
    # By row number: the table has no index on its codes.
    place = dict(connection.execute("SELECT code, fid FROM commune").fetchall()) if wanted else {}
    found = {}
    for code in wanted:
        row = connection.execute("SELECT geom FROM commune WHERE fid = ?", (place.get(code),)).fetchone()
        if row is not None and row[0] is not None:
            found[code] = blobs.wkb_of(row[0])
    return found


def contours(connection: sqlite3.Connection, programme: str) -> list[dict[str, str]]:
    """Districts of a programme with their contours as WKT."""
    from shapely import wkb

    return [
        {"identifiant": ident, "wkt": wkb.loads(blobs.wkb_of(geometry)).wkt}
        for ident, geometry in connection.execute(
            "SELECT identifiant, geom FROM perimeter WHERE programme = ? AND geom IS NOT NULL", (programme,)
        )
    ]


def memberships(connection: sqlite3.Connection, programme: str) -> dict[str, frozenset[str]]:
    """Identifier → communes, of a programme made of groups."""
    found: dict[str, set[str]] = {}
    for ident, code in connection.execute(
        "SELECT identifiant, code FROM beneficiary WHERE programme = ?", (programme,)
    ):
        found.setdefault(ident, set()).add(code)
    return {ident: frozenset(communes) for ident, communes in found.items()}


def counts(connection: sqlite3.Connection) -> dict[str, int]:
    """Rows held, by facts file that they would make."""
    found = {}
    for programme, count in connection.execute("SELECT programme, count(*) FROM beneficiary GROUP BY programme"):
        found[f"programme_{programme}"] = found[f"zoning_{programme}"] = count
    for programme, count in connection.execute("SELECT programme, count(*) FROM site GROUP BY programme"):
        found[f"sites_{programme}"] = count
    for programme, count in connection.execute("SELECT programme, count(*) FROM perimeter GROUP BY programme"):
        found[f"districts_{programme}"] = count
    for indicator, count in connection.execute("SELECT indicator, count(*) FROM indicator_value GROUP BY indicator"):
        found[f"indicator_{indicator}"] = count
    return found


def weights(connection: sqlite3.Connection, indicator: str) -> list[dict[str, str]]:
    """Commune and denominator of an indicator's rows, as text."""
    return [
        {"code": code, "denominator": plain(weight)}
        for code, weight in connection.execute(
            "SELECT code, denominator FROM indicator_value WHERE indicator = ? AND denominator IS NOT NULL",
            (indicator,),
        )
    ]


def total(connection: sqlite3.Connection, indicator: str) -> list[dict[str, str]]:
    """The sum of the numerators of an indicator, as text; nothing where it has none."""
    found = connection.execute(
        "SELECT sum(numerator) FROM indicator_value WHERE indicator = ?", (indicator,)
    ).fetchone()
    return [{"numerator": plain(found[0])}] if found[0] is not None else []


def inhabited(communes: pd.DataFrame) -> list[dict[str, str]]:
    """The communes whose people of the main year are known, and there are some."""
    told = (communes["population_annee"] == main_year(communes)) & (people(communes).to_numpy() > 0)
    return [{"code": str(code)} for code in communes["code"][told]]


def statuses(connection: sqlite3.Connection, zoning: str) -> list[dict[str, str]]:
    """Commune and status in a zoning."""
    rows = connection.execute("SELECT code, statut FROM beneficiary WHERE programme = ?", (zoning,))
    return [{"code": str(code), "statut": str(status or "")} for code, status in rows]


def main_year(communes: pd.DataFrame) -> str:
    """The year of the population of most communes, "" if it is not known."""
    years = communes["population_annee"][communes["population_annee"] != ""].mode()
    return str(years.iloc[0]) if len(years) else ""


def populations(communes: pd.DataFrame) -> list[dict[str, str]]:
    """Commune, people and their year, as text; communes whose people are not known are left out."""
    known = communes[communes["population"].notna()]
    return [
        {"code": str(code), "population": plain(float(people)), "annee": str(year)}
        for code, people, year in zip(known["code"], known["population"], known["population_annee"], strict=True)
    ]


def dates(connection: sqlite3.Connection) -> dict[str, str]:
    """Source → ISO date of its vintage; "" where it is not told: the date is then that of the collection."""
    return {
        str(key): "" if str(vintage).startswith(UNDATED) else str(day or "")
        for key, vintage, day in connection.execute("SELECT id, millesime, date FROM source")
    }


def people(communes: pd.DataFrame) -> pd.Series:
    """Population by commune, float64 with NaN."""
    return pd.Series(communes["population"].to_numpy(dtype=float, na_value=np.nan), index=communes["code"])
