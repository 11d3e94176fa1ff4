"""The snapshot as the zip carries it: what comes out is what went in, or is refused with a sentence."""

from __future__ import annotations

import lzma
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from anct_qgis_plugin.errors import SnapshotMissing
from anct_qgis_plugin.snapshot import packing, reader


def rows(path: Path) -> dict[str, list[tuple]]:
    with closing(sqlite3.connect(path)) as database:
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        kept = [name for name in tables if not name.startswith(("rtree_", "sqlite_"))]
        return {name: database.execute(f'SELECT * FROM "{name}"').fetchall() for name in kept}


@pytest.fixture
def packed(tiny_snapshot, tmp_path) -> Path:
    """A folder with the packed snapshot alone."""
    folder = tmp_path / "data"
    folder.mkdir()
    content = packing.pack(tiny_snapshot, folder / "beside.gpkg")
    (folder / "anct.gpkg.xz").write_bytes(content)
    return folder


def test_every_row_of_every_table_comes_back(tiny_snapshot, packed):
    assert [path.name for path in packed.iterdir()] == ["anct.gpkg.xz"]
    reader.unpack(packed / "anct.gpkg")
    assert rows(packed / "anct.gpkg") == rows(tiny_snapshot)
    statuses = {row[4] for row in rows(tiny_snapshot)["indicator_value"]}
    assert {"ok", "secret"} <= statuses
    reader.load(packed / "anct.gpkg")


def test_figures_keep_every_bit(packed, tmp_path):
    """Numbers that no rounding would leave alone, and none at all."""
    source = tmp_path / "source.gpkg"
    reader.unpack(packed / "anct.gpkg")
    shutil.copy(packed / "anct.gpkg", source)
    figures = [0.1, 1e-310, 1.7976931348623157e308, float("inf"), None, 2 / 3]
    with closing(sqlite3.connect(source)) as database:
        database.execute("DELETE FROM indicator_value")
        database.executemany(
            "INSERT INTO indicator_value (indicator, code, value, status, numerator, denominator)"
            " VALUES ('x', ?, ?, 'ok', NULL, ?)",
            [(f"{place:05}", figure, figure) for place, figure in enumerate(figures)],
        )
        database.commit()
    (tmp_path / "x.gpkg.xz").write_bytes(packing.pack(source, tmp_path / "beside.gpkg"))
    reader.unpack(tmp_path / "x.gpkg")
    found = rows(tmp_path / "x.gpkg")["indicator_value"]
    assert [repr(row[3]) for row in found] == [repr(row[6]) for row in found] == [repr(figure) for figure in figures]


def _cut(content: bytes) -> bytes:
    return content[: len(content) // 2]


def _other(content: bytes) -> bytes:
    return lzma.compress(b"SQLite format 3\0 but nothing of it")


@pytest.mark.parametrize("harm", [_cut, _other, lambda content: b"", lambda content: b"PK" + content[2:]])
def test_a_damaged_one_is_said_and_leaves_nothing(packed, harm):
    file = packed / "anct.gpkg.xz"
    file.write_bytes(harm(file.read_bytes()))
    with pytest.raises(SnapshotMissing, match="cut short or damaged"):
        reader.unpack(packed / "anct.gpkg")
    assert [path.name for path in packed.iterdir()] == ["anct.gpkg.xz"]


def test_a_column_shorter_than_the_others_is_damage(tiny_snapshot, packed, tmp_path):
    with lzma.open(packed / "anct.gpkg.xz") as file:
        (tmp_path / "columns.gpkg").write_bytes(file.read())
    with closing(sqlite3.connect(tmp_path / "columns.gpkg")) as database:
        database.execute("UPDATE packed_value SET codes = substr(codes, 7)")
        database.commit()
    (packed / "anct.gpkg.xz").write_bytes(lzma.compress((tmp_path / "columns.gpkg").read_bytes()))
    with pytest.raises(SnapshotMissing, match="cut short or damaged"):
        reader.unpack(packed / "anct.gpkg")
    assert [path.name for path in packed.iterdir()] == ["anct.gpkg.xz"]


def test_a_disk_that_fills_up_while_rows_are_made_is_said(packed, monkeypatch):
    """A ceiling of pages stands for the disk: SQLite gives the same error."""
    inner = packing._to_rows

    def narrow(database: sqlite3.Connection) -> None:
        pages = database.execute("PRAGMA page_count").fetchone()[0]
        database.execute(f"PRAGMA max_page_count = {pages}")
        database.execute("CREATE TABLE filler AS SELECT zeroblob(100000) AS x")
        inner(database)

    monkeypatch.setattr(packing, "_to_rows", narrow)
    with pytest.raises(SnapshotMissing, match="the disk is full.*Free some space"):
        reader.unpack(packed / "anct.gpkg")
    assert [path.name for path in packed.iterdir()] == ["anct.gpkg.xz"]
