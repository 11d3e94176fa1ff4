"""Replaces the rows of refreshed sources in a copy of a snapshot, inside the caller's transaction."""

from __future__ import annotations

import re
import sqlite3
import struct
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from ..connectors.refresh.refreshable import Refreshable
from ..connectors.tables.reading import UNDATED, Reading
from ..core.catalogue import Catalogue, Programme
from ..core.indicators import derived
from . import blobs, content, gpkg, tables
from .geometry import from_outlines, inside, snapped

_BENEFICIARY = ("programme", "code", "identifiant", "libelle", "statut", "depuis")
EXACT_TABLE = (
    "commune_exact", "Communes, limites exactes",
    "Limites non généralisées (IGN, Admin Express COG) des départements demandés ; voir « source ».",
)  # fmt: skip
_POPULATION_OF = re.compile(r"\(population \d{4}\)")
_VALUE = ("indicator", "code", "value", "status", "numerator", "denominator")


class Rewriter:
    """The work on one copy."""

    def __init__(self, connection: sqlite3.Connection, catalogue: Catalogue) -> None:
        self._connection, self._catalogue = connection, catalogue
        blobs.add_functions(connection)
        self._communes = content.members(connection)
        self._counted_anew = False

    def info(self, values: Mapping[str, str | None]) -> None:
        """Set, or with None remove, keys of `snapshot_info`."""
        for key, value in values.items():
            self._connection.execute("DELETE FROM snapshot_info WHERE key = ?", (key,))
            if value is not None:
                self._connection.execute("INSERT INTO snapshot_info (key, value) VALUES (?, ?)", (key, value))

    def source(self, entry: Refreshable, reading: Reading, facts: Path) -> None:
        """Everything that one source feeds, and its line in `source`; facts: folder of its facts files."""
        for key in entry.programmes:
            programme = self._catalogue.programmes.get(key)
            if programme is not None:
                self._programme(programme, reading, facts)
        for key in entry.indicators:
            if f"indicator_{key}" in reading.tables and key in self._catalogue.indicators:
                people = content.people(self._communes)
                rows, _ = tables.indicator_values(facts, self._catalogue.indicators[key], people)
                self._values(key, rows)
                if key in reading.years:
                    self._dated(key, reading.years[key], key in reading.exact)
            elif key in tables.DISTANCES and key in self._catalogue.indicators:
                self._dated(key, reading.vintage or UNDATED)  # worked out below from the sites: of their date
        if reading.shapes:
            self._outlines(reading.shapes)
        if "population" in reading.tables:
            self._people(reading.tables["population"][1])
        self._declare(entry)
        self._connection.execute(
            "UPDATE source SET millesime = ?, lignes = ?, date = ?, limites = ? WHERE id = ?",
            (reading.vintage, str(reading.report.rows_read), reading.date, entry.limits, entry.source),
        )

    def _declare(self, entry: Refreshable) -> None:
        """A line of `source` for one that the embedded data have not, or that another producer gave before."""
        if entry.origin:
            self._connection.execute("DELETE FROM source WHERE id = ?", (entry.source,))
            self._insert("source", ("id", *entry.origin), [(entry.source, *entry.origin.values())])

    def _dated(self, key: str, vintage: str, exact: bool = False) -> None:
        """The vintage of an indicator, with its line where the snapshot is older than its declaration.

        exact: its rows have their own denominators, where the catalogue may declare a stand-in.
        """
        known = self._connection.execute("SELECT 1 FROM indicator WHERE id = ?", (key,)).fetchone()
        if known is None:
            own = {row[1] for row in self._connection.execute("PRAGMA table_info(indicator)")}
            line = tables.declared({key: self._catalogue.indicators[key]}).astype(object).iloc[0]
            held = {column: line[column] for column in line.index if column in own}
            self._insert("indicator", tuple(held), [tuple(held.values())])
        approximate = int(self._catalogue.indicators[key].approximate and not exact)
        self._connection.execute(
            "UPDATE indicator SET vintage = ?, approximate = ? WHERE id = ?", (vintage, approximate, key)
        )

    def _outlines(self, shapes: Mapping[str, bytes]) -> None:
        """Exact outlines of communes, beside the generalised ones of the whole country."""
        gpkg.add_spatial_table(self._connection, *EXACT_TABLE)
        self._connection.executemany("DELETE FROM commune_exact WHERE code = ?", [(code,) for code in shapes])
        self._insert("commune_exact", ("code", "geom"), ((code, blobs.blob(shape)) for code, shape in shapes.items()))

    def _people(self, rows: Sequence[tuple[str, ...]]) -> None:
        """The people of the communes (code, people, year) and of every unit above; the others keep theirs."""
        # By row number: the tables have no index on their codes.
        place = dict(self._connection.execute("SELECT code, fid FROM commune").fetchall())
        self._connection.executemany(
            "UPDATE commune SET population = ?, population_annee = ? WHERE fid = ?",
            [(int(float(people)), year, place[code]) for code, people, year in rows],
        )
        self._communes = content.members(self._connection)
        for level in tables.LEVELS:
            codes = [row[0] for row in self._connection.execute(f'SELECT code FROM "{level}"')]  # nosec B608: our names
            found = tables.belonging(level, codes, self._communes).assign(code=codes).astype(object)
            found = found.where(found.notna(), None)
            # An intercommunality belongs to the département where most of its people are.
            for name, columns in (
                (level, ("population", "code_departement", "code_region")),
                (f"{level}_light", ("code_departement", "code_region")),
            ):
                settings = ", ".join(f'"{column}" = ?' for column in columns)
                self._connection.executemany(
                    f'UPDATE "{name}" SET {settings} WHERE code = ?',  # nosec B608: our own names
                    found[[*columns, "code"]].itertuples(index=False, name=None),
                )
        self._counted_anew = True

    def _per_inhabitant(self) -> None:
        """Rates over the population, worked out again from their counts, and its year where a vintage tells it."""
        people, year = content.people(self._communes), content.main_year(self._communes)
        for key, indicator in self._catalogue.indicators.items():
            if indicator.weight != "population":
                continue
            query = f"SELECT {', '.join(_VALUE)} FROM indicator_value WHERE indicator = ?"  # nosec B608: our own names
            rows = pd.DataFrame(self._connection.execute(query, (key,)).fetchall(), columns=list(_VALUE))
            counted = rows["numerator"].notna() & rows["denominator"].isna()
            if counted.any():
                above, below = (
                    rows["numerator"].to_numpy(dtype=float),
                    people.reindex(rows["code"]).to_numpy(dtype=float),
                )
                rates = tables.rounded(derived(indicator, above, below))
                rows["value"] = np.where(counted, rates, rows["value"].to_numpy(dtype=float))
                self._values(key, rows[rows["value"].notna() | (rows["status"] == "secret")])
            for (vintage,) in self._connection.execute("SELECT vintage FROM indicator WHERE id = ?", (key,)).fetchall():
                told = _POPULATION_OF.sub(f"(population {year})", str(vintage))
                self._connection.execute("UPDATE indicator SET vintage = ? WHERE id = ?", (told, key))

    def derived(self, changed: Mapping[str, Path]) -> None:
        """What is worked out from sites or people that have changed, once every source has been rewritten.

        Args:
            changed: programme → folder of its facts files.
        """
        if self._counted_anew:
            self._per_inhabitant()
        for indicator, programme in tables.DISTANCES.items():
            if programme in changed and indicator in self._catalogue.indicators:
                places = tables.sites(changed[programme], self._only(self._catalogue.programmes[programme]))
                self._values(indicator, tables.distances(indicator, self._communes, self._origins(), places))

    def _programme(self, programme: Programme, reading: Reading, facts: Path) -> None:
        before = content.memberships(self._connection, programme.id)
        if programme.unit == "site":
            self._sites(programme, facts)
            return
        rows = tables.beneficiaries(facts, self._only(programme))
        self._connection.execute("DELETE FROM beneficiary WHERE programme = ?", (programme.id,))
        self._insert("beneficiary", _BENEFICIARY, rows[list(_BENEFICIARY)].itertuples(index=False, name=None))
        if programme.unit == "quartier":
            self._districts(programme, facts)
        elif programme.unit == "perimetre":
            self._perimeters(programme, before, reading)

    def _only(self, programme: Programme) -> Catalogue:
        return Catalogue({programme.id: programme}, {})

    def _sites(self, programme: Programme, facts: Path) -> None:
        places = tables.sites(facts, self._only(programme))
        columns = [name for name in places.columns if name not in ("longitude", "latitude")]
        shapes = [
            blobs.blob(struct.pack("<BIdd", 1, 1, x, y))
            for x, y in zip(places["longitude"], places["latitude"], strict=True)
        ]
        self._connection.execute("DELETE FROM site WHERE programme = ?", (programme.id,))
        rows = places[columns].itertuples(index=False, name=None)
        self._insert("site", [*columns, "geom"], ((*row, shape) for row, shape in zip(rows, shapes, strict=True)))

    def _districts(self, programme: Programme, facts: Path) -> None:
        found = tables.read(facts, f"districts_{programme.id}", "identifiant,libelle,wkt")
        self._connection.execute("DELETE FROM perimeter WHERE programme = ?", (programme.id,))
        self._insert(
            "perimeter", ("programme", "identifiant", "libelle", "geom"),
            ((programme.id, ident, label, blobs.blob(snapped(text)) if text else None)
             for ident, label, text in found[["identifiant", "libelle", "wkt"]].itertuples(index=False, name=None)),
        )  # fmt: skip

    def _perimeters(self, programme: Programme, before: Mapping[str, frozenset[str]], reading: Reading) -> None:
        """Dissolve again the groups whose members have changed; the others keep their outline."""
        after = content.memberships(self._connection, programme.id)
        labels = {row[1]: row[2] for row in reading.perimeters}
        for ident in before.keys() - after.keys():
            self._connection.execute(
                "DELETE FROM perimeter WHERE programme = ? AND identifiant = ?", (programme.id, ident)
            )
        for ident, label in labels.items():
            if label:
                self._connection.execute(
                    "UPDATE perimeter SET libelle = ? WHERE programme = ? AND identifiant = ?",
                    (label, programme.id, ident),
                )
        changed = sorted(ident for ident, communes in after.items() if before.get(ident) != communes)
        if not changed:
            return
        wanted = sorted({code for ident in changed for code in after[ident]})
        shapes = from_outlines(content.outlines(self._connection, wanted))
        outlines = shapes.dissolve_pairs([(code, ident) for ident in changed for code in sorted(after[ident])])
        for ident in changed:
            found = self._connection.execute(
                "SELECT libelle FROM perimeter WHERE programme = ? AND identifiant = ?", (programme.id, ident)
            ).fetchone()
            label = labels.get(ident) or (found[0] if found else "")
            self._connection.execute(
                "DELETE FROM perimeter WHERE programme = ? AND identifiant = ?", (programme.id, ident)
            )
            self._insert(
                "perimeter", ("programme", "identifiant", "libelle", "geom"),
                [(programme.id, ident, label, blobs.blob(outlines.get(ident)))],
            )  # fmt: skip

    def _values(self, indicator: str, rows: pd.DataFrame) -> None:
        self._connection.execute("DELETE FROM indicator_value WHERE indicator = ?", (indicator,))
        plain = rows[list(_VALUE)].astype(object)
        plain = plain.where(rows[list(_VALUE)].notna(), None)
        self._insert("indicator_value", _VALUE, plain.itertuples(index=False, name=None))

    def _origins(self) -> np.ndarray:
        """Where the people of each commune are taken to be, as in the embedded snapshot."""
        if "lieu_lon" in self._communes:
            return self._communes[["lieu_lon", "lieu_lat"]].to_numpy(dtype=float)
        points = self._communes[["mairie_lon", "mairie_lat"]].to_numpy(dtype=float)
        without = [int(row) for row in np.flatnonzero(np.isnan(points[:, 0]))]
        shapes = content.outlines(self._connection, [self._communes["code"][row] for row in without])
        for row in without:
            shape = shapes.get(self._communes["code"][row])
            if shape is not None:
                points[row] = inside(shape)
        return points

    def _insert(self, table: str, columns: Sequence[str], rows: Iterable[tuple]) -> None:
        names, marks = ", ".join(f'"{name}"' for name in columns), ", ".join("?" * len(columns))
        self._connection.executemany(
            f'INSERT INTO "{table}" ({names}) VALUES ({marks})',  # nosec B608: our own names, quoted
            rows,
        )
