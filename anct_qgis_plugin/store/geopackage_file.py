"""The file of a GeoPackage store: its layer, its tables, and what SQLite needs to keep the layer's index."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from .base import SCHEMA
from .geometry import bounds, is_empty
from .tables import clean, script, statements

# Fields of the layer beside fid and geom, in the order in which QGIS shows them.
FIELDS = (
    ("id", "text"), ("type", "text"), ("titre", "text"), ("territoire", "text"), ("territoire_libelle", "text"),
    ("etat", "text"), ("annee", "integer"), ("montant", "real"), ("auteur", "text"), ("cree", "text"),
    ("modifie", "text"), ("corbeille", "text"), ("communes", "text"), ("titre_tri", "text"),
    ("territoire_tri", "text"), ("revision", "integer"),
)  # fmt: skip
# What schema 1 had not.
ADDED_IN_2 = (
    "ALTER TABLE dossier ADD COLUMN annee INTEGER",
    "ALTER TABLE dossier ADD COLUMN montant REAL",
    "ALTER TABLE dossier ADD COLUMN auteur TEXT",
    "ALTER TABLE dossier ADD COLUMN corbeille TEXT",
    "ALTER TABLE dossier ADD COLUMN titre_tri TEXT",
    "ALTER TABLE dossier ADD COLUMN territoire_tri TEXT",
)
_INFO = (
    "CREATE TABLE store_info (key TEXT PRIMARY KEY, value TEXT NOT NULL)",
    "CREATE UNIQUE INDEX dossier_id ON dossier (id)",
    "INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id) "
    "VALUES ('journal', 'attributes', 'journal', 0)",
)  # fmt: skip


class SqliteDatabase:
    """`tables.Database` on a SQLite connection."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    def execute(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """The rows that a statement gives."""
        return self.connection.execute(sql, tuple(map(_plain, values))).fetchall()

    def changed(self, sql: str, values: Sequence[Any] = ()) -> int:
        """How many rows a statement wrote."""
        return self.connection.execute(sql, tuple(map(_plain, values))).rowcount

    def many(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        """Run a statement once for each row of values."""
        self.connection.executemany(sql, [tuple(map(_plain, row)) for row in rows])


def _plain(value: Any) -> Any:
    """Text without what is no text; decimals, which SQLite does not take, as the layer's real numbers."""
    if isinstance(value, str):
        return clean(value)
    return value if value is None or isinstance(value, int | float | bytes) else float(value)


def connect(path: Path, wait: float) -> sqlite3.Connection:
    """A connection that waits until the disk has what it commits, with the functions that the spatial index calls."""
    # Transactions are opened by hand, so that a save takes the write lock before it reads.
    connection = sqlite3.connect(path, timeout=wait, isolation_level=None)
    connection.execute("PRAGMA synchronous = EXTRA")
    connection.execute("PRAGMA trusted_schema = ON")
    connection.execute("PRAGMA temp_store = MEMORY")
    connection.execute("PRAGMA cache_size = -32000")
    for number, name in enumerate(("ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY")):
        connection.create_function(name, 1, _side(number), deterministic=True)
    connection.create_function("ST_IsEmpty", 1, is_empty, deterministic=True)
    return connection


def _side(number: int) -> Any:
    def side(stored: bytes | None) -> float | None:
        found = bounds(stored)
        return None if found is None else found[number]

    return side


def make(path: Path) -> None:
    """Make the file beside, whole, then put it in place; a store made meanwhile by another is kept.

    Raises:
        OSError, RuntimeError, sqlite3.Error: if it cannot be made; nothing is then left.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}.part.gpkg")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.unlink(missing_ok=True)
        _layer(beside)
        with closing(connect(beside, 5.0)) as database:
            database.execute("BEGIN")
            for statement in (*_INFO, *statements(script("geopackage", "002_sections.sql"))):
                database.execute(statement)
            database.execute("INSERT INTO store_info VALUES ('schema', ?)", (str(SCHEMA),))
            database.execute("COMMIT")
        if not path.exists():
            os.replace(beside, path)
    finally:
        beside.unlink(missing_ok=True)


def _layer(path: Path) -> None:
    """Make the GeoPackage with its layer of dossiers. Raises OSError if GDAL cannot."""
    from osgeo import gdal, ogr, osr

    kinds = {"text": ogr.OFTString, "integer": ogr.OFTInteger, "real": ogr.OFTReal}
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(4326)
    source = gdal.GetDriverByName("GPKG").Create(str(path), 0, 0, 0, gdal.GDT_Unknown)
    if source is None:
        raise OSError(gdal.GetLastErrorMsg())
    layer = source.CreateLayer("dossier", reference, ogr.wkbMultiPolygon, ["SPATIAL_INDEX=YES", "GEOMETRY_NAME=geom"])
    if layer is None:
        raise OSError(gdal.GetLastErrorMsg())
    for name, kind in FIELDS:
        layer.CreateField(ogr.FieldDefn(name, kinds[kind]))
    source.FlushCache()


def spatial_index(folder: Path) -> list[str]:
    """The statements that give the layer its spatial index, as the present GDAL makes it.

    Args:
        folder: where a model may be made, and is removed.
    """
    model = folder / f".modele.{os.getpid()}.gpkg"
    try:
        model.unlink(missing_ok=True)
        _layer(model)
        with closing(sqlite3.connect(model)) as database:
            rows = database.execute(
                "SELECT sql FROM sqlite_master WHERE name LIKE 'rtree_dossier_geom%' AND sql IS NOT NULL "
                "AND (type = 'trigger' OR sql LIKE 'CREATE VIRTUAL%') ORDER BY type = 'trigger'"
            ).fetchall()
            extension = database.execute(
                "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = 'gpkg_extensions'"
            ).fetchall()
    finally:
        model.unlink(missing_ok=True)
    return [
        *(str(row[0]).replace("CREATE TABLE", "CREATE TABLE IF NOT EXISTS", 1) for row in extension),
        *(str(row[0]) for row in rows),
        "INSERT INTO gpkg_extensions (table_name, column_name, extension_name, definition, scope) VALUES ('dossier', "
        "'geom', 'gpkg_rtree_index', 'http://www.geopackage.org/spec120/#extension_rtree', 'write-only')",
    ]
