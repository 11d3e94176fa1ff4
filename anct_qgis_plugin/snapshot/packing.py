"""The snapshot as the plugin's zip carries it, and back. Standard library only: packaging needs no QGIS.

A million and a half rows of figures compress badly as rows, where each figure stands among codes and page numbers. For
the journey they become columns: per indicator its codes, its statuses, and its figures with the first byte of all of
them, then the second byte of all… (neighbours then look alike). xz makes 3.7 MB of that, for 8.7 of the rows. Nothing
is rounded or left out: what is unpacked has the same rows in the same order.
"""

from __future__ import annotations

import errno
import lzma
import os
import shutil
import sqlite3
import sys
from array import array
from collections.abc import Iterable
from contextlib import closing
from itertools import groupby, repeat
from operator import itemgetter
from pathlib import Path

# A window as large as the data, and fields that are not aligned on four bytes.
FILTERS = [{"id": lzma.FILTER_LZMA2, "preset": 9, "lc": 4, "pb": 0}]
# What SQLite says of a disk that takes no more.
_DISK = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_IOERR_WRITE)
_ROWS = "SELECT indicator, code, status, value, numerator, denominator FROM indicator_value ORDER BY fid"


def pack(snapshot: Path, beside: Path) -> bytes:
    """The packed snapshot.

    Args:
        beside: a file that may be written meanwhile; it is removed again.

    Raises:
        sqlite3.Error: the snapshot is damaged. OSError: `beside` cannot be written.
    """
    copy = beside.with_name(beside.name + ".rows")
    try:
        shutil.copyfile(snapshot, copy)
        with closing(sqlite3.connect(copy, isolation_level=None)) as database:
            _to_columns(database)
            database.execute("VACUUM INTO ?", (str(beside),))
        return lzma.compress(beside.read_bytes(), filters=FILTERS)
    finally:
        copy.unlink(missing_ok=True)
        beside.unlink(missing_ok=True)


def unpack(packed: Path, target: Path) -> None:
    """Write the snapshot that `packed` holds to `target`, which is whole only once this has returned.

    Raises:
        lzma.LZMAError, EOFError, sqlite3.Error, ValueError: what is packed is damaged.
        OSError: `target` cannot be written, or the disk is full.
    """
    with lzma.open(packed) as source, target.open("wb") as file:
        shutil.copyfileobj(source, file, 1 << 20)
    with closing(sqlite3.connect(target, isolation_level=None)) as database:
        # Nobody reads the file yet, and a failure leaves it to be removed.
        database.execute("PRAGMA journal_mode = OFF")
        database.execute("PRAGMA synchronous = OFF")
        try:
            _to_rows(database)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode in _DISK:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(target)) from error
            raise


def _has(database: sqlite3.Connection, table: str) -> bool:
    return database.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (table,)).fetchone() is not None


def _to_columns(database: sqlite3.Connection) -> None:
    if not _has(database, "indicator_value"):
        return
    database.execute("BEGIN")
    database.execute("CREATE TABLE packed_value (indicator, codes, status, value, numerator, denominator)")
    rows = database.execute(_ROWS).fetchall()
    for indicator, group in groupby(rows, key=itemgetter(0)):
        columns = list(zip(*group, strict=True))
        database.execute(
            "INSERT INTO packed_value VALUES (?, ?, ?, ?, ?, ?)",
            (indicator, " ".join(columns[1]), " ".join(columns[2]), *(_shuffled(column) for column in columns[3:])),
        )
    database.execute("DELETE FROM indicator_value")
    database.execute("COMMIT")


def _to_rows(database: sqlite3.Connection) -> None:
    if not _has(database, "packed_value"):
        return
    packed = database.execute(
        "SELECT indicator, codes, status, value, numerator, denominator FROM packed_value ORDER BY rowid"
    ).fetchall()
    database.execute("BEGIN")
    # Its pages are taken again by the rows.
    database.execute("DROP TABLE packed_value")
    for indicator, codes, status, *figures in packed:
        columns = [codes.split(" "), status.split(" "), *(_figures(content) for content in figures)]
        database.executemany(
            "INSERT INTO indicator_value (indicator, code, status, value, numerator, denominator)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            zip(repeat(indicator, len(columns[0])), *columns, strict=True),
        )
    database.execute("COMMIT")


def _shuffled(column: Iterable[float | None]) -> bytes:
    """Eight bytes per figure (IEEE 754, least first), not a number where there is none, all first bytes first."""
    content = array("d", (float("nan") if figure is None else figure for figure in column))
    if sys.byteorder == "big":
        content.byteswap()
    raw = content.tobytes()
    return b"".join(raw[place::8] for place in range(8))


def _figures(content: bytes) -> list[float]:
    raw = bytearray(len(content))
    count = len(content) // 8
    for place in range(8):
        raw[place::8] = content[place * count : (place + 1) * count]
    found = array("d")
    found.frombytes(bytes(raw))
    if sys.byteorder == "big":
        found.byteswap()
    # SQLite stores what is not a number as NULL.
    return found.tolist()
