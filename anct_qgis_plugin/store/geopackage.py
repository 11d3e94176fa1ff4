"""Dossiers in a GeoPackage that plain QGIS opens: one polygon per dossier, its sections and history beside."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from ..errors import MigrationNeeded, StoreError
from ..i18n import translate
from . import geopackage_file
from .base import SCHEMA, Migration, Role
from .geometry import blob, bounds, wkb_of
from .geopackage_file import SqliteDatabase
from .geopackage_migration import migrate_to_2
from .location import NetworkLock, on_network
from .sql import SqlStore
from .tables import TABLES, Database

WAIT_SECONDS = 5.0


class GeoPackageStore(SqlStore):
    """A store in one file, made at the first save."""

    def __init__(self, path: Path, network: bool | None = None) -> None:
        """Open nothing yet.

        Args:
            network: whether the file lies on a network drive; None asks the system.
        """
        self.path = Path(path)
        self.label = self.path.name
        self.key = str(self.path.absolute())
        self._network = on_network(self.path) if network is None else network
        self._lock_file = NetworkLock(self.path) if self._network else None

    # -- the store itself -----------------------------------------------------------------------------------------

    def check(self) -> None:
        if self.path.exists():
            with self._open():
                return

    def schema_version(self) -> int:
        if not self.path.exists():
            return 0
        with self._open(any_version=True) as connection:
            return self._version(connection)

    def migrations_pending(self) -> tuple[Migration, ...]:
        version = self.schema_version()
        if not version:
            return ()
        found = (Migration(2, translate("Anct", "Cut the dossiers into sections that are saved one by one.")),)
        return tuple(one for one in found if one.number > version)

    def migrate(self, yes: bool) -> tuple[Migration, ...]:
        pending = self.migrations_pending()
        if not pending:
            return ()
        if not yes:
            raise self._older()
        done = []
        for migration in pending:
            with self._open(any_version=True) as connection, self._transaction(connection):
                # Someone else may have done it while the user was asked.
                if self._version(connection) < migration.number:
                    migrate_to_2(SqliteDatabase(connection), self.path.parent, self)
                    done.append(migration)
        return tuple(done)

    def role(self) -> Role:
        place = self.path if self.path.exists() else _existing(self.path.parent)
        if os.access(place, os.W_OK) and os.access(_existing(self.path.parent), os.W_OK):
            return Role.ADMIN
        return Role.READER if os.access(place, os.R_OK) else Role.NONE

    def warnings(self) -> tuple[str, ...]:
        if not self._network:
            return ()
        return (
            translate(
                "Anct",
                "The dossier store {file} lies on a network drive: one person writes in it at a time. For a whole "
                "service, use a PostgreSQL store.",
            ).format(file=self.label),
        )

    def close(self) -> None:
        if self._lock_file is not None:
            self._lock_file.release()

    # -- the file -------------------------------------------------------------------------------------------------

    @contextmanager
    def _open(self, any_version: bool = False) -> Iterator[sqlite3.Connection]:
        """A connection whose schema is known. SQLite's errors become sentences."""
        if not self.path.exists():
            raise StoreError(translate("Anct", "The dossier store {file} is not there.").format(file=self.path))
        try:
            with closing(geopackage_file.connect(self.path, WAIT_SECONDS)) as connection:
                version = self._version(connection)
                if version < SCHEMA and not any_version:
                    raise self._older()
                if self._network:
                    # Write-ahead logs need memory that two machines do not share.
                    connection.execute("PRAGMA journal_mode = DELETE")
                yield connection
        except sqlite3.Error as error:
            raise self._sentence(error) from error

    @contextmanager
    def _reading(self) -> Iterator[Database]:
        with self._open() as connection:
            connection.execute("BEGIN")
            yield SqliteDatabase(connection)
            connection.execute("ROLLBACK")

    @contextmanager
    def _writing(self) -> Iterator[Database]:
        with self._open() as connection, self._transaction(connection):
            yield SqliteDatabase(connection)
            connection.execute("UPDATE gpkg_contents SET last_change = strftime('%Y-%m-%dT%H:%M:%fZ', 'now')")

    @contextmanager
    def _transaction(self, connection: sqlite3.Connection) -> Iterator[None]:
        if self._lock_file is not None:
            self._lock_file.take()
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")

    def _version(self, connection: sqlite3.Connection) -> int:
        known = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if not {"dossier", "journal", "store_info"} <= known:
            raise StoreError(
                translate("Anct", "{file} is not a dossier store: choose another file.").format(file=self.label)
            )
        row = connection.execute("SELECT value FROM store_info WHERE key = 'schema'").fetchone()
        version = int(row[0]) if row is not None and str(row[0]).isdigit() else 0
        if version > SCHEMA:
            raise StoreError(
                translate(
                    "Anct",
                    "The dossier store {file} was made by a newer version of the plugin (schema {found}, this version "
                    "knows {known}): update the plugin. The store was left as it is.",
                ).format(file=self.label, found=version, known=SCHEMA)
            )
        if version < 1:
            raise StoreError(
                translate("Anct", "The dossier store {file} does not say its version.").format(file=self.label)
            )
        return version

    def _older(self) -> MigrationNeeded:
        return MigrationNeeded(
            translate(
                "Anct",
                "The dossier store {file} was made by an earlier version of the plugin and must be brought up to date "
                "before it is used. Nothing is lost; earlier versions can no longer open it afterwards.",
            ).format(file=self.label)
        )

    def _sentence(self, error: sqlite3.Error) -> StoreError:
        text = str(error)
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
        return StoreError(message.format(file=self.label), details=text)

    def _is_there(self) -> bool:
        return self.path.exists()

    def _make(self) -> None:
        if self.path.exists():
            return
        try:
            geopackage_file.make(self.path)
        except (OSError, RuntimeError, sqlite3.Error) as error:
            raise StoreError(
                translate(
                    "Anct", "The dossier store cannot be made in {folder}: check the rights of this folder."
                ).format(folder=self.path.parent),
                details=str(error),
            ) from error

    # -- rows -----------------------------------------------------------------------------------------------------

    def _lock(self, db: Database, identifier: str) -> list[tuple[Any, ...]]:
        # BEGIN IMMEDIATE has taken the whole file.
        return db.execute("SELECT revision, etat, corbeille FROM dossier WHERE id = ?", (identifier,))

    def _write_perimeter(self, db: Database, identifier: str, wkb: bytes) -> None:
        stored = blob(wkb)
        db.execute("UPDATE dossier SET geom = ? WHERE id = ?", (stored, identifier))
        grow_extent(db, stored)

    def _read_perimeters(self, db: Database, identifier: str = "") -> dict[str, bytes]:
        if identifier:
            rows = db.execute("SELECT id, geom FROM dossier WHERE id = ? AND geom IS NOT NULL", (identifier,))
        else:
            rows = db.execute("SELECT id, geom FROM dossier WHERE geom IS NOT NULL")
        return {str(row[0]): wkb_of(row[1]) for row in rows}

    def _write_search(self, db: Database, texts: Sequence[tuple[str, str]]) -> None:
        for identifier, text in texts:
            (fid,) = db.execute("SELECT fid FROM dossier WHERE id = ?", (identifier,))[0]
            db.execute("DELETE FROM recherche WHERE rowid = ?", (fid,))
            db.execute("INSERT INTO recherche (rowid, texte) VALUES (?, ?)", (fid, text))

    def _search(self, words: Sequence[str], alone: bool) -> tuple[str, list[Any]]:
        # Words hold letters and digits only: quoted, none is an operator.
        pattern = " ".join(f'"{word}"*' for word in words)
        # SQLite would look each id up with each number found, in an index of both: a thousand million of them for a
        # common word and a common facet. The sign keeps the number out of the index.
        column = "fid" if alone else "+fid"
        return " ".join([column, "IN (SELECT rowid FROM recherche WHERE recherche MATCH ?)"]), [pattern]

    def _delete(self, db: Database, identifier: str) -> None:
        db.execute("DELETE FROM recherche WHERE rowid IN (SELECT fid FROM dossier WHERE id = ?)", (identifier,))
        db.execute("DELETE FROM dossier WHERE id = ?", (identifier,))
        for table in TABLES:
            if table != "dossier":
                db.execute(" ".join(["DELETE FROM", table, "WHERE dossier = ?"]), (identifier,))


def grow_extent(db: Database, stored: bytes) -> None:
    """The layer's extent only grows: QGIS zooms to it."""
    box = bounds(stored)
    if box is not None:
        db.execute(
            "UPDATE gpkg_contents SET min_x = min(coalesce(min_x, ?1), ?1), min_y = min(coalesce(min_y, ?3), ?3), "
            "max_x = max(coalesce(max_x, ?2), ?2), max_y = max(coalesce(max_y, ?4), ?4) WHERE table_name = 'dossier'",
            box,
        )


def _existing(folder: Path) -> Path:
    """The nearest folder above that is there."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return folder
