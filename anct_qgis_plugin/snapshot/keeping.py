"""Lines whose name and code disagree leave nothing removed: what the last good version has of them stays.

Such a line is in the list, so its commune has not left the programme; but the code may be the wrong one. It brings
nothing new, it is listed as unmatched, and the rows held for that very code (and identifier, for sites) are kept.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import replace

from ..connectors import labels, zonings
from ..connectors.merging import Row
from ..connectors.reading import Reading
from ..i18n import translate
from . import blobs

_BY_CODE = {"programme_": labels.COLUMNS, "zoning_": zonings.COLUMNS}


def kept(connection: sqlite3.Connection, reading: Reading) -> Reading:
    """The reading, with the rows held for its doubtful lines where it has none, and a note that counts them."""
    doubts = reading.trust.doubts
    if not doubts:
        return reading
    found = dict(reading.tables)
    count = 0
    for name, (columns, rows) in reading.tables.items():
        more = _held(connection, name, columns, rows, doubts)
        count += len(more)
        found[name] = (columns, sorted([*rows, *more]))
    if not count:
        return reading
    note = translate("Anct", "Rows kept as held, their lines having a code and a name that disagree: {count}.").format(
        count=count
    )
    return replace(reading, tables=found, report=replace(reading.report, notes=(*reading.report.notes, note)))


def _held(
    connection: sqlite3.Connection,
    name: str,
    columns: Sequence[str],
    rows: list[Row],
    doubts: frozenset[tuple[str, str]],
) -> list[Row]:
    """Rows of one facts file held for doubtful lines."""
    kind, _, programme = name.partition("_")
    more: list[Row] = []
    if kind == "sites":
        present = {row[0] for row in rows}
        for ident, code in sorted(doubts):
            if ident in present:
                continue
            cursor = connection.execute(
                "SELECT * FROM site WHERE programme = ? AND site_id = ? AND code = ?", (programme, ident, code)
            )
            names = [column[0] for column in cursor.description]
            for values in cursor.fetchall():
                more.append(_site(dict(zip(names, values, strict=True)), columns))
    elif _BY_CODE.get(f"{kind}_") == columns:
        present = {row[0] for row in rows}
        for code in sorted({code for _, code in doubts} - present):
            held = connection.execute(
                "SELECT code, identifiant, libelle, statut, depuis FROM beneficiary WHERE programme = ? AND code = ?",
                (programme, code),
            ).fetchall()
            for values in held:
                row = dict(zip(labels.COLUMNS, values, strict=True))
                more.append(tuple(str(row[column] or "") for column in _BY_CODE[f"{kind}_"]))
    return more


def _site(row: dict[str, object], columns: Sequence[str]) -> Row:
    from shapely import wkb

    geometry = row.pop("geom")
    point = wkb.loads(blobs.wkb_of(geometry)) if isinstance(geometry, bytes) else None
    place = {"longitude": f"{point.x!r}", "latitude": f"{point.y!r}"} if point is not None else {}
    return tuple(str((row | place).get(column) or "") for column in columns)
