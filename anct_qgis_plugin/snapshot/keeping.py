"""Lines whose name and code disagree leave nothing removed: what the last good version has of them stays.

Such a line is in the list, so its commune has not left the programme; but the code may be the wrong one. It brings
nothing new, it is listed as unmatched, and the rows held for that very code (and identifier, for sites) are kept: the
report tells them one by one.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import replace

from ..connectors.embedded import labels, zonings
from ..connectors.tables.merging import Row
from ..connectors.tables.reading import Reading
from ..i18n import translate
from . import blobs

_BY_CODE = {"programme_": labels.COLUMNS, "zoning_": zonings.COLUMNS}


def kept(connection: sqlite3.Connection, reading: Reading) -> Reading:
    """The reading, with the rows held for its doubtful lines where it has none, and an account of each."""
    doubts = reading.trust.doubts
    if not doubts:
        return reading
    found = dict(reading.tables)
    told: list[tuple[str, str]] = []
    for name, (columns, rows) in reading.tables.items():
        more = _held(connection, name, columns, rows, doubts)
        told += [_told(connection, dict(zip(columns, row, strict=True))) for row in more]
        found[name] = (columns, sorted([*rows, *more]))
    return replace(reading, tables=found, kept=tuple(told)) if told else reading


def as_held(reading: Reading, facts: Mapping[str, Sequence[Mapping[str, str]]]) -> bool:
    """Whether a file that does not tell its vintage says of zonings just what is held: the vintage held is then theirs.

    Args:
        facts: facts file → rows as dicts, of the last good version.
    """
    if reading.date or not reading.tables or not all(name.startswith("zoning_") for name in reading.tables):
        return False
    return all(
        sorted(rows) == sorted((row["code"], row["statut"]) for row in facts.get(name, ()))
        for name, (_, rows) in reading.tables.items()
    )


def _told(connection: sqlite3.Connection, row: dict[str, str]) -> tuple[str, str]:
    """A row kept, in words: (commune, or site and its commune; why)."""
    code = row["code"]
    found = connection.execute("SELECT nom FROM commune WHERE code = ?", (code,)).fetchone()
    own = [row.get(name, "") for name in ("site_id", "identifiant", "libelle", "statut")]
    label = ", ".join(dict.fromkeys(part for part in (f"{code} {found[0] if found else ''}".strip(), *own) if part))
    return label, translate("Anct", "a line of the file has this code beside another name: what was held stays")


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
