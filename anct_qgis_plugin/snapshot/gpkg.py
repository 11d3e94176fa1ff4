"""Writing the GeoPackage: spatial tables through GDAL, plain tables through SQLite."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from ..errors import OutputError
from ..i18n import translate

# As in the GeoPackage standard.
_DATA_COLUMNS = """
    CREATE TABLE IF NOT EXISTS gpkg_data_columns (
        table_name TEXT NOT NULL, column_name TEXT NOT NULL, name TEXT, title TEXT, description TEXT, mime_type TEXT,
        constraint_name TEXT, CONSTRAINT pk_gdc PRIMARY KEY (table_name, column_name),
        CONSTRAINT gdc_tn UNIQUE (table_name, name)
    )
"""
_EXTENSIONS = """
    CREATE TABLE IF NOT EXISTS gpkg_extensions (
        table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL, scope TEXT NOT NULL,
        CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name)
    )
"""


@dataclass(frozen=True)
class Layer:
    """A spatial table in EPSG:4326.

    rows: its attributes; float and integer columns keep their type (NaN and NA become NULL), the others are text.
    shapes: WKB, one per row, or None. kind: "MULTIPOLYGON" or "POINT".
    """

    name: str
    rows: pd.DataFrame
    shapes: Sequence[bytes | None]
    kind: str = "MULTIPOLYGON"


def write_layers(path: Path, layers: Sequence[Layer]) -> None:
    """Write the spatial tables, with a spatial index each, into a new file.

    Raises:
        OutputError: GDAL cannot write there, or the disk is full.
    """
    from osgeo import gdal, ogr, osr

    # SQLite's own journal off: the file is renamed into place only when it is whole.
    with _no_journal(gdal):
        try:
            dataset = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
            if dataset is None:
                raise RuntimeError(gdal.GetLastErrorMsg())
            crs = osr.SpatialReference()
            crs.ImportFromEPSG(4326)
            dataset.StartTransaction()
            for layer in layers:
                _write_layer(ogr, dataset, crs, layer)
            if dataset.CommitTransaction() != 0:
                raise RuntimeError(gdal.GetLastErrorMsg())
            dataset = None
        except RuntimeError as error:  # GDAL's own, where exceptions are on in the process, or ours
            raise OutputError(
                translate("Anct", "Cannot write {path}: {error}").format(path=path, error=error)
            ) from error


@contextmanager
def _no_journal(gdal: Any) -> Iterator[None]:
    before = gdal.GetConfigOption("OGR_SQLITE_JOURNAL")
    gdal.SetConfigOption("OGR_SQLITE_JOURNAL", "OFF")
    try:
        yield
    finally:
        gdal.SetConfigOption("OGR_SQLITE_JOURNAL", before)


def _write_layer(ogr: Any, dataset: Any, crs: Any, layer: Layer) -> None:
    kind = ogr.wkbMultiPolygon if layer.kind == "MULTIPOLYGON" else ogr.wkbPoint
    table = dataset.CreateLayer(layer.name, crs, kind, ["GEOMETRY_NAME=geom", "FID=fid", "SPATIAL_INDEX=YES"])
    names = {"f": ogr.OFTReal, "i": ogr.OFTInteger, "I": ogr.OFTInteger}
    columns = list(layer.rows.columns)
    for column in columns:
        table.CreateField(ogr.FieldDefn(column, names.get(layer.rows[column].dtype.kind, ogr.OFTString)))
    definition = table.GetLayerDefn()
    values = [_plain(layer.rows[column]) for column in columns]
    for number, shape in enumerate(layer.shapes):
        feature = ogr.Feature(definition)
        for field, column in enumerate(values):
            if column[number] is None:
                feature.SetFieldNull(field)
            else:
                feature.SetField(field, column[number])
        if shape is not None:
            feature.SetGeometryDirectly(ogr.CreateGeometryFromWkb(shape))
        if table.CreateFeature(feature) != 0:
            raise RuntimeError(f"{layer.name}, {number}")


def _plain(column: pd.Series) -> list:
    """Python values, None where there is none."""
    values = column.astype(object) if column.dtype.kind in "fiIb" else column.map(str, na_action="ignore")
    return [None if missing else value for missing, value in zip(column.isna(), values.tolist(), strict=True)]


def write_tables(path: Path, tables: Mapping[str, pd.DataFrame]) -> None:
    """Add plain tables, listed in gpkg_contents so that QGIS shows them; without index, as they are read whole.

    Raises:
        OutputError: SQLite cannot write there, or the disk is full.
    """
    kinds = {"f": "REAL", "i": "INTEGER", "I": "INTEGER"}
    try:
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.execute("PRAGMA journal_mode = OFF")
            for name, rows in tables.items():
                columns = ", ".join(f"{_name(c)} {kinds.get(rows[c].dtype.kind, 'TEXT')}" for c in rows.columns)
                connection.execute(f"CREATE TABLE {_name(name)} (fid INTEGER PRIMARY KEY, {columns})")
                marks = ", ".join("?" * len(rows.columns))
                into = ", ".join(_name(c) for c in rows.columns)
                connection.executemany(
                    f"INSERT INTO {_name(name)} ({into}) VALUES ({marks})",  # nosec B608: our own names, quoted
                    zip(*(_plain(rows[c]) for c in rows.columns), strict=True),
                )
                connection.execute(
                    "INSERT INTO gpkg_contents (table_name, data_type, identifier) VALUES (?, 'attributes', ?)",
                    (name, name),
                )
    except sqlite3.Error as error:
        raise OutputError(translate("Anct", "Cannot write {path}: {error}").format(path=path, error=error)) from error


def add_spatial_table(connection: sqlite3.Connection, name: str, title: str, description: str) -> None:
    """A table (code, geom) of multipolygons in EPSG:4326, without spatial index, inside the caller's transaction; one
    that is there stays."""
    if connection.execute("SELECT 1 FROM gpkg_contents WHERE table_name = ?", (name,)).fetchone():
        return
    connection.execute(f"CREATE TABLE {_name(name)} (fid INTEGER PRIMARY KEY, geom MULTIPOLYGON, code TEXT UNIQUE)")
    connection.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, srs_id) "
        "VALUES (?, 'features', ?, ?, 4326)",
        (name, title, description),
    )
    connection.execute(
        "INSERT INTO gpkg_geometry_columns (table_name, column_name, geometry_type_name, srs_id, z, m) "
        "VALUES (?, 'geom', 'MULTIPOLYGON', 4326, 0, 0)",
        (name,),
    )


def describe_tables(path: Path, described: Mapping[str, tuple[str, str]]) -> None:
    """Say in the GeoPackage what each table holds: table → (title, description), as QGIS shows them.

    Raises:
        OutputError: SQLite cannot write there.
    """
    try:
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.execute("PRAGMA journal_mode = OFF")
            connection.executemany(
                "UPDATE gpkg_contents SET identifier = ?, description = ? WHERE table_name = ?",
                [(title, text, table) for table, (title, text) in described.items()],
            )
    except sqlite3.Error as error:
        raise OutputError(translate("Anct", "Cannot write {path}: {error}").format(path=path, error=error)) from error


def columns_of(path: Path, table: str) -> list[str]:
    """Names of a table's columns, in order; none where there is no such table."""
    with closing(sqlite3.connect(path)) as connection:
        return [str(row[0]) for row in connection.execute("SELECT name FROM pragma_table_info(?)", (table,))]


def describe_columns(path: Path, table: str, labels: Mapping[str, str]) -> None:
    """Give columns the names that QGIS shows for them (aliases), in the GeoPackage's own table of columns.

    Raises:
        OutputError: SQLite cannot write there.
    """
    try:
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.execute(_DATA_COLUMNS)
            connection.execute(_EXTENSIONS)
            known = connection.execute(
                "SELECT 1 FROM gpkg_extensions WHERE table_name = 'gpkg_data_columns'"
            ).fetchone()
            if known is None:
                connection.execute(
                    "INSERT INTO gpkg_extensions (table_name, extension_name, definition, scope) VALUES "
                    "('gpkg_data_columns', 'gpkg_schema', 'http://www.geopackage.org/spec120/#extension_schema', "
                    "'read-write')"
                )
            seen: set[str] = set()
            for column, label in labels.items():
                name = label if label not in seen else f"{label} ({column})"  # one name names one column
                seen.add(name)
                connection.execute(
                    "INSERT OR REPLACE INTO gpkg_data_columns (table_name, column_name, name, title) "
                    "VALUES (?, ?, ?, ?)",
                    (table, column, name, name),
                )
    except sqlite3.Error as error:
        raise OutputError(translate("Anct", "Cannot write {path}: {error}").format(path=path, error=error)) from error


def _name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
