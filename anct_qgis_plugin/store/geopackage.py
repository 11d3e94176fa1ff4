"""Dossiers in a GeoPackage that plain QGIS opens: one row per dossier with its perimeter, and a journal of saves."""

from __future__ import annotations

import json
import os
import sqlite3
import struct
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from ..core.dossier import Dossier
from ..errors import DossierError, StoreError
from ..i18n import translate
from .base import DossierStore, JournalEntry, Summary

SCHEMA = 1
WAIT_SECONDS = 5.0
_SCHEMA_SQL = """
CREATE TABLE journal (
    numero INTEGER PRIMARY KEY AUTOINCREMENT,
    dossier TEXT NOT NULL,
    revision INTEGER NOT NULL,
    date TEXT NOT NULL,
    auteur TEXT NOT NULL,
    action TEXT NOT NULL,
    etat TEXT NOT NULL,
    champs TEXT NOT NULL,
    contenu TEXT NOT NULL,
    UNIQUE (dossier, revision)
);
CREATE TABLE store_info (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE UNIQUE INDEX dossier_id ON dossier (id);
INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id) VALUES ('journal', 'attributes', 'journal', 0);
"""
# Fields of the layer beside fid and geom; `contenu` holds the whole dossier as JSON.
_TEXT_FIELDS = (
    "id", "type", "titre", "territoire", "territoire_libelle", "etat", "cree", "modifie", "communes", "contenu",
)  # fmt: skip


class GeoPackageStore(DossierStore):
    """A store in one file, made at the first save. Every save is one transaction."""

    def __init__(self, path: Path) -> None:
        self.path = Path(path)

    # -- the interface --------------------------------------------------------------------------------------------

    def save(self, dossier: Dossier, author: str, now: str, perimeter: bytes | None = None) -> Dossier:
        geometry = None if perimeter is None else _multipolygon(perimeter)
        if not self.path.exists():
            self._create()
        with self._open() as database, self._transaction(database):
            row = database.execute("SELECT contenu, revision FROM dossier WHERE id = ?", (dossier.id,)).fetchone()
            before = None if row is None else self._parsed(row[0], int(row[1]))
            self._check_revision(dossier, before)
            saved = Dossier.from_dict({**dossier.to_dict(), "modified": now, "revision": dossier.revision + 1})
            content = json.dumps(saved.to_dict(), ensure_ascii=False, sort_keys=True)
            self._write(database, saved, content, geometry, before is None)
            database.execute(
                "INSERT INTO journal (dossier, revision, date, auteur, action, etat, champs, contenu) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (saved.id, saved.revision, now, author, _action(before, saved), saved.state,
                 json.dumps(_changed(before, saved), ensure_ascii=False), content),
            )  # fmt: skip
            database.execute("UPDATE gpkg_contents SET last_change = strftime('%Y-%m-%dT%H:%M:%fZ', 'now')")
        return saved

    def load(self, identifier: str) -> Dossier:
        with self._open() as database:
            row = database.execute("SELECT contenu, revision FROM dossier WHERE id = ?", (identifier,)).fetchone()
        if row is None:
            raise StoreError(
                translate("Anct", "The store {file} holds no dossier “{id}”.").format(
                    file=self.path.name, id=identifier
                )
            )
        return self._parsed(row[0], int(row[1]))

    def list(self) -> list[Summary]:
        if not self.path.exists():
            return []
        with self._open() as database:
            rows = database.execute(
                "SELECT id, type, titre, territoire, territoire_libelle, etat, cree, modifie, revision FROM dossier "
                "ORDER BY modifie DESC, id"
            ).fetchall()
        return [Summary(*row) for row in rows]

    def check(self) -> None:
        if self.path.exists():
            with self._open():
                return

    def journal(self, identifier: str) -> list[JournalEntry]:
        with self._open() as database:
            rows = database.execute(
                "SELECT revision, date, auteur, action, etat, champs, contenu FROM journal WHERE dossier = ? "
                "ORDER BY revision",
                (identifier,),
            ).fetchall()
        return [
            JournalEntry(int(r[0]), r[1], r[2], r[3], r[4], tuple(json.loads(r[5])), self._parsed(r[6], int(r[0])))
            for r in rows
        ]

    # -- the file -------------------------------------------------------------------------------------------------

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """A connection whose schema is known. SQLite's errors become sentences."""
        if not self.path.exists():
            raise StoreError(translate("Anct", "The dossier store {file} is not there.").format(file=self.path))
        try:
            # Transactions are opened by hand, so that a save takes the write lock before it reads.
            with closing(sqlite3.connect(self.path, timeout=WAIT_SECONDS, isolation_level=None)) as database:
                self._check_schema(database)
                yield database
        except sqlite3.DatabaseError as error:
            raise self._sentence(error) from error

    @contextmanager
    def _transaction(self, database: sqlite3.Connection) -> Iterator[None]:
        database.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            database.execute("ROLLBACK")
            raise
        database.execute("COMMIT")

    def _check_schema(self, database: sqlite3.Connection) -> None:
        known = {row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if not {"dossier", "journal", "store_info"} <= known:
            raise StoreError(
                translate("Anct", "{file} is not a dossier store: choose another file.").format(file=self.path.name)
            )
        row = database.execute("SELECT value FROM store_info WHERE key = 'schema'").fetchone()
        version = int(row[0]) if row is not None and str(row[0]).isdigit() else 0
        if version > SCHEMA:
            raise StoreError(
                translate(
                    "Anct",
                    "The dossier store {file} was made by a newer version of the plugin (schema {found}, this version "
                    "knows {known}): update the plugin. The store was left as it is.",
                ).format(file=self.path.name, found=version, known=SCHEMA)
            )
        if version < 1:
            raise StoreError(
                translate("Anct", "The dossier store {file} does not say its version.").format(file=self.path.name)
            )

    def _sentence(self, error: sqlite3.DatabaseError) -> StoreError:
        text, file = str(error), self.path.name
        if "locked" in text or "busy" in text:
            message = translate("Anct", "The dossier store {file} is in use elsewhere: try again in a moment.")
        elif "readonly" in text or "read-only" in text or "unable to open" in text:
            message = translate("Anct", "The dossier store {file} cannot be written: check the rights of its folder.")
        elif "full" in text:
            message = translate("Anct", "The disk is full: the dossier could not be saved in {file}.")
        else:
            message = translate(
                "Anct",
                "The dossier store {file} is damaged or not a GeoPackage. It was left as it is: put a copy back, or "
                "choose another file.",
            )
        return StoreError(message.format(file=file), details=text)

    def _create(self) -> None:
        """Make the file beside, whole, then put it in place; a store made meanwhile by another is kept."""
        beside = self.path.with_name(f".{self.path.name}.{os.getpid()}.part.gpkg")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            beside.unlink(missing_ok=True)
            _layer(beside)
            with closing(sqlite3.connect(beside)) as database:
                database.executescript(_SCHEMA_SQL)
                database.execute("INSERT INTO store_info VALUES ('schema', ?)", (str(SCHEMA),))
                database.commit()
            if self.path.exists():
                beside.unlink()
            else:
                os.replace(beside, self.path)
        except (OSError, RuntimeError, sqlite3.Error) as error:
            raise StoreError(
                translate(
                    "Anct", "The dossier store cannot be made in {folder}: check the rights of this folder."
                ).format(folder=self.path.parent),
                details=str(error),
            ) from error

    # -- rows -----------------------------------------------------------------------------------------------------

    def _check_revision(self, dossier: Dossier, before: Dossier | None) -> None:
        found = 0 if before is None else before.revision
        if found == dossier.revision:
            return
        if before is None:
            message = translate("Anct", "The dossier “{title}” is no longer in this store.")
        else:
            message = translate(
                "Anct",
                "“{title}” was saved elsewhere on {date} since you opened it. Nothing was overwritten: open it again, "
                "or save yours as a copy.",
            )
        raise StoreError(message.format(title=dossier.title, date=before.modified if before else ""))

    def _write(
        self, database: sqlite3.Connection, saved: Dossier, content: str, geometry: Any | None, new: bool
    ) -> None:
        texts = (
            saved.id, saved.type, saved.title, saved.territory, saved.territory_label, saved.state, saved.created,
            saved.modified, " ".join(saved.communes), content,
        )  # fmt: skip
        if new:
            database.execute(
                "INSERT INTO dossier (id, type, titre, territoire, territoire_libelle, etat, cree, modifie, communes, "
                "contenu, revision) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (*texts, saved.revision),
            )
        else:
            database.execute(
                "UPDATE dossier SET id = ?, type = ?, titre = ?, territoire = ?, territoire_libelle = ?, etat = ?, "
                "cree = ?, modifie = ?, communes = ?, contenu = ?, revision = ? WHERE id = ?",
                (*texts, saved.revision, saved.id),
            )
        if geometry is not None:
            database.execute("UPDATE dossier SET geom = ? WHERE id = ?", (_blob(geometry), saved.id))
            west, east, south, north = geometry.GetEnvelope()
            # The layer's extent only grows: QGIS zooms to it.
            database.execute(
                "UPDATE gpkg_contents SET min_x = min(coalesce(min_x, ?1), ?1), min_y = min(coalesce(min_y, ?2), ?2), "
                "max_x = max(coalesce(max_x, ?3), ?3), max_y = max(coalesce(max_y, ?4), ?4) "
                "WHERE table_name = 'dossier'",
                (west, south, east, north),
            )

    def _parsed(self, content: str, revision: int) -> Dossier:
        try:
            return Dossier.from_dict({**json.loads(content), "revision": revision})
        except (json.JSONDecodeError, TypeError, DossierError) as error:
            raise StoreError(
                translate("Anct", "A dossier of the store {file} cannot be read: its content is damaged.").format(
                    file=self.path.name
                ),
                details=str(error),
            ) from error


def _action(before: Dossier | None, after: Dossier) -> str:
    if before is None:
        return "création"
    return "changement d'état" if before.state != after.state else "modification"


def _changed(before: Dossier | None, after: Dossier) -> list[str]:
    """Ids of the values that differ, and "titre_dossier" or "note_interne" for those beside the values."""
    if before is None:
        return sorted(after.values)
    keys = sorted({*before.values, *after.values})
    found = [key for key in keys if before.values.get(key) != after.values.get(key)]
    found += ["titre_dossier"] if before.title != after.title else []
    return found + (["note_interne"] if before.note_interne != after.note_interne else [])


def _layer(path: Path) -> None:
    """Make the GeoPackage with its layer of dossiers. Raises OSError if GDAL cannot."""
    from osgeo import gdal, ogr, osr

    reference = osr.SpatialReference()
    reference.ImportFromEPSG(4326)
    source = gdal.GetDriverByName("GPKG").Create(str(path), 0, 0, 0, gdal.GDT_Unknown)
    if source is None:
        raise OSError(gdal.GetLastErrorMsg())
    # Without a spatial index: its triggers need functions that plain SQLite does not have.
    options = ["SPATIAL_INDEX=NO", "GEOMETRY_NAME=geom"]
    layer = source.CreateLayer("dossier", reference, ogr.wkbMultiPolygon, options)
    if layer is None:
        raise OSError(gdal.GetLastErrorMsg())
    for name in _TEXT_FIELDS:
        layer.CreateField(ogr.FieldDefn(name, ogr.OFTString))
    layer.CreateField(ogr.FieldDefn("revision", ogr.OFTInteger))
    source.FlushCache()


def _multipolygon(wkb: bytes) -> Any:
    """An OGR multipolygon from WKB. Raises StoreError if it is none."""
    from osgeo import ogr

    # GDAL gives None or raises, as the program around it has chosen.
    try:
        geometry = ogr.CreateGeometryFromWkb(wkb)
        problem = "not WKB" if geometry is None else ""
    except RuntimeError as error:
        geometry, problem = None, str(error)
    if geometry is not None:
        geometry = ogr.ForceToMultiPolygon(geometry)
        geometry.FlattenTo2D()
        problem = "" if geometry.GetGeometryType() == ogr.wkbMultiPolygon else geometry.GetGeometryName()
    if problem:
        raise StoreError(translate("Anct", "The perimeter of the dossier is not a valid polygon."), details=problem)
    return geometry


def _blob(geometry: Any) -> bytes:
    """A geometry as a GeoPackage stores it: header (little-endian, no envelope, EPSG:4326), then WKB."""
    from osgeo import ogr

    empty = 0x10 if geometry.IsEmpty() else 0
    return b"GP\x00" + struct.pack("<Bi", 1 | empty, 4326) + bytes(geometry.ExportToIsoWkb(ogr.wkbNDR))
