"""Dossiers in a service's PostgreSQL/PostGIS, schema "anct": several people at once, roles by the database's grants."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from ..errors import MigrationNeeded, MissingDependency, StoreError, StoreReadOnly, StoreUnreachable
from ..i18n import translate
from .base import SCHEMA, Migration, Query, Role
from .queries import COLUMNS, Where, cut, order, sorted_by
from .sql import SqlStore
from .tables import Database, clean, script

SCRIPTS = {1: "001_tables.sql", 2: "002_droits.sql"}
# Any number of our own: two migrations at once wait for each other.
_MIGRATION_LOCK = 46042
# The planner takes by default a jump for four times a step, as on a turning disk, and reads the whole store
# where an index would do. In parallel it does so still, and takes every core of a server that others use.
_SETTINGS = (
    "SELECT set_config('search_path', 'anct, ' || current_setting('search_path'), false), "
    "set_config('lock_timeout', '10s', false), set_config('statement_timeout', '60s', false), "
    "set_config('idle_in_transaction_session_timeout', '60s', false), set_config('random_page_cost', '1.1', false), "
    "set_config('max_parallel_workers_per_gather', '0', false)"
)
_READ = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SELECT value FROM anct.store_info WHERE key = 'schema'"
_WRITE = "BEGIN; SELECT value FROM anct.store_info WHERE key = 'schema'"


class PostgresDatabase:
    """`tables.Database` on a psycopg2 cursor."""

    def __init__(self, cursor: Any) -> None:
        self.cursor = cursor

    def execute(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """The rows that a statement gives."""
        # Without values, psycopg2 reads no mark at all.
        self.cursor.execute(_marked(sql), tuple(map(_plain, values)) or None)
        return self.cursor.fetchall() if self.cursor.description else []

    def changed(self, sql: str, values: Sequence[Any] = ()) -> int:
        """How many rows a statement wrote."""
        # Without values, psycopg2 reads no mark at all.
        self.cursor.execute(_marked(sql), tuple(map(_plain, values)) or None)
        return self.cursor.rowcount

    def many(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        """Run a statement once for each row of values."""
        from psycopg2.extras import execute_batch

        execute_batch(self.cursor, _marked(sql), [tuple(map(_plain, row)) for row in rows], page_size=500)


def _marked(sql: str) -> str:
    """A statement with psycopg2's marks; ours hold neither a question mark nor a percent sign of their own."""
    return sql.replace("?", "%s")


def _plain(value: Any) -> Any:
    return clean(value) if isinstance(value, str) else value


class PostgresStore(SqlStore):
    """A store in a database that QGIS has a connection to. Each thread has its own session, opened at first use."""

    # The dossiers of the facets are found first, then read by their ids. Asked for by IN, the planner may go through
    # all the dossiers in the list's order and look the facets of each up: 120 to 230 ms for an EPCI, instead of 5.
    _among = ("id = ANY(ARRAY(", "))")

    def __init__(self, name: str, connect: Callable[[], Any]) -> None:
        """Open nothing yet.

        Args:
            name: of the connection, for people.
            connect: opens a psycopg2 connection, with the credentials that QGIS's authentication manager keeps.
        """
        self.name = name
        self.label = name
        self.key = f"postgresql:{name}"
        self._connect = connect
        self._local = threading.local()

    # -- the store itself -----------------------------------------------------------------------------------------

    def check(self) -> None:
        with self._reading():
            return

    def schema_version(self) -> int:
        with self._session("BEGIN READ ONLY") as db:
            return self._version(db)

    def migrations_pending(self) -> tuple[Migration, ...]:
        version = self.schema_version()
        return tuple(one for one in self._migrations() if one.number > version)

    def migrate(self, yes: bool) -> tuple[Migration, ...]:
        pending = self.migrations_pending()
        if not pending:
            return ()
        if not yes:
            raise self._older(self.schema_version())
        done = []
        for migration in pending:
            with self._session("BEGIN") as db:
                db.execute("SELECT pg_advisory_xact_lock(?)", (_MIGRATION_LOCK,))
                # Someone else may have done it while the user was asked.
                if self._version(db) < migration.number:
                    db.execute(script("postgresql", SCRIPTS[migration.number]))
                    db.execute(
                        "INSERT INTO anct.store_info (key, value) VALUES ('schema', ?) "
                        "ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                        (str(migration.number),),
                    )
                    done.append(migration)
        return tuple(done)

    def role(self) -> Role:
        try:
            with self._session("BEGIN READ ONLY") as db:
                if not self._version(db):
                    may = db.execute("SELECT has_database_privilege(current_database(), 'CREATE')")[0][0]
                    return Role.ADMIN if may else Role.NONE
                rights = db.execute(
                    "SELECT has_table_privilege('anct.dossier', 'DELETE'), "
                    "has_table_privilege('anct.section', 'UPDATE'), has_table_privilege('anct.dossier', 'SELECT')"
                )[0]
        except StoreReadOnly:
            # Not even the schema may be looked into.
            return Role.NONE
        roles = (Role.ADMIN, Role.WRITER, Role.READER)
        return next((role for role, has in zip(roles, rights, strict=True) if has), Role.NONE)

    def warnings(self) -> tuple[str, ...]:
        return ()

    def close(self) -> None:
        connection = getattr(self._local, "connection", None)
        self._local.connection = None
        if connection is not None:
            connection.close()

    # -- sessions -------------------------------------------------------------------------------------------------

    @contextmanager
    def _reading(self) -> Iterator[Database]:
        with self._session(_READ) as db:
            yield db

    @contextmanager
    def _writing(self) -> Iterator[Database]:
        with self._session(_WRITE) as db:
            yield db

    @contextmanager
    def _session(self, begin: str) -> Iterator[Database]:
        """One transaction, committed if nothing is raised. The driver's errors become sentences."""
        psycopg2 = _driver()
        try:
            cursor = self._begun(begin)
            if "store_info" in begin:
                self._known(cursor.fetchone())
            yield PostgresDatabase(cursor)
            cursor.execute("COMMIT")
        except psycopg2.Error as error:
            self._end()
            raise self._sentence(error) from error
        except BaseException:
            self._end()
            raise

    def _begun(self, begin: str) -> Any:
        """A cursor in a new transaction; a session that died while idle is opened again, once."""
        psycopg2 = _driver()
        connection = getattr(self._local, "connection", None)
        if connection is not None and not connection.closed:
            try:
                cursor = connection.cursor()
                cursor.execute(begin)
                return cursor
            except (psycopg2.OperationalError, psycopg2.InterfaceError):
                self.close()
        connection = self._connect()
        connection.autocommit = True
        self._local.connection = connection
        cursor = connection.cursor()
        cursor.execute(_SETTINGS)
        cursor.execute(begin)
        return cursor

    def _end(self) -> None:
        """Roll back; a session that cannot is given up."""
        psycopg2 = _driver()
        connection = getattr(self._local, "connection", None)
        if connection is None:
            return
        try:
            connection.cursor().execute("ROLLBACK")
        except psycopg2.Error:
            self.close()

    def _version(self, db: Database) -> int:
        if not db.execute("SELECT to_regclass('anct.store_info')")[0][0]:
            return 0
        rows = db.execute("SELECT value FROM anct.store_info WHERE key = 'schema'")
        version = int(rows[0][0]) if rows and str(rows[0][0]).isdigit() else 0
        self._refuse_newer(version)
        return version

    def _known(self, row: tuple[Any, ...] | None) -> None:
        version = int(row[0]) if row is not None and str(row[0]).isdigit() else 0
        self._refuse_newer(version)
        if version < SCHEMA:
            raise self._older(version)

    def _refuse_newer(self, version: int) -> None:
        if version > SCHEMA:
            raise StoreError(
                translate(
                    "Anct",
                    "The dossier store {file} was made by a newer version of the plugin (schema {found}, this version "
                    "knows {known}): update the plugin. The store was left as it is.",
                ).format(file=self.label, found=version, known=SCHEMA)
            )

    def _older(self, version: int) -> MigrationNeeded:
        if not version:
            message = translate(
                "Anct",
                "The database “{name}” holds no dossier store yet: an administrator makes it first (tables in the "
                "schema “anct”, and three group roles).",
            )
        else:
            message = translate(
                "Anct", "The dossier store “{name}” must first be brought up to date by an administrator."
            )
        return MigrationNeeded(message.format(name=self.label))

    def _migrations(self) -> tuple[Migration, ...]:
        return (
            Migration(1, translate("Anct", "Make the tables of the dossiers in the schema “anct”.")),
            Migration(
                2,
                translate(
                    "Anct",
                    "Make the group roles anct_lecteur, anct_redacteur and anct_administrateur where they are missing, "
                    "and give them their rights on these tables.",
                ),
            ),
        )

    def _sentence(self, error: Any) -> StoreError:
        psycopg2 = _driver()
        code, text = error.pgcode or "", str(error).strip()
        if code in ("42P01", "3F000"):
            return self._older(0)
        if code == "42501":
            message = translate(
                "Anct", "Your role in the database “{name}” does not allow this: ask its administrator."
            )
            return StoreReadOnly(message.format(name=self.label), details=text)
        if code in ("55P03", "57014"):
            message = translate("Anct", "The dossier store {file} is in use elsewhere: try again in a moment.")
            return StoreError(message.format(file=self.label), details=text)
        if code.startswith("53"):
            message = translate(
                "Anct", "The server of “{name}” has no room or no session left: warn its administrator."
            )
            return StoreError(message.format(name=self.label), details=text)
        lost = isinstance(error, psycopg2.OperationalError | psycopg2.InterfaceError)
        if lost and ("authentication failed" in text or "does not exist" in text or "no password" in text):
            message = translate(
                "Anct", "The database “{name}” refuses the connection: check its credentials in QGIS's connection."
            )
            return StoreError(message.format(name=self.label), details=text)
        if lost:
            message = translate(
                "Anct", "The database “{name}” does not answer. What you write is kept here and sent when it answers."
            )
            return StoreUnreachable(message.format(name=self.label), details=text)
        message = translate("Anct", "The database “{name}” did not accept the change; nothing was written.")
        return StoreError(message.format(name=self.label), details=text)

    # -- rows -----------------------------------------------------------------------------------------------------

    def _now(self, db: Database) -> str:
        rows = db.execute(
            "SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"+00:00\"')"
        )
        return str(rows[0][0])

    def _lock(self, db: Database, identifier: str) -> list[tuple[Any, ...]]:
        return db.execute("SELECT revision, etat, corbeille FROM dossier WHERE id = ? FOR UPDATE", (identifier,))

    def _write_perimeter(self, db: Database, identifier: str, wkb: bytes) -> None:
        db.execute("UPDATE dossier SET geom = ST_Multi(ST_GeomFromWKB(?, 4326)) WHERE id = ?", (wkb, identifier))

    def _read_perimeters(self, db: Database, identifier: str = "") -> dict[str, bytes]:
        if identifier:
            rows = db.execute(
                "SELECT id, ST_AsBinary(geom, 'NDR') FROM dossier WHERE id = ? AND geom IS NOT NULL", (identifier,)
            )
        else:
            rows = db.execute("SELECT id, ST_AsBinary(geom, 'NDR') FROM dossier WHERE geom IS NOT NULL")
        return {str(row[0]): bytes(row[1]) for row in rows}

    def _write_search(self, db: Database, texts: Sequence[tuple[str, str]]) -> None:
        db.many(
            "INSERT INTO recherche (fid, mots) SELECT fid, array_to_tsvector(string_to_array(?, ' ')) FROM dossier "
            "WHERE id = ? ON CONFLICT (fid) DO UPDATE SET mots = excluded.mots",
            [(text, identifier) for identifier, text in texts],
        )

    def _search(self, words: Sequence[str], alone: bool) -> tuple[str, list[Any]]:
        # Words hold letters and digits only: quoted, none is an operator.
        pattern = " & ".join(f"'{word}':*" for word in words)
        return "fid IN (SELECT fid FROM recherche WHERE mots @@ CAST(? AS tsquery))", [pattern]

    def _page(self, db: Database, query: Query, where: Where) -> tuple[list[tuple[Any, ...]], int]:
        if not where.faceted or query.limit is None:
            return super()._page(db, query, where)
        # Listed and counted in one go: finding them is the work.
        ending, limit = cut(query)
        ordered = order(query)
        found = [
            "WITH found AS MATERIALIZED (SELECT fid, id,",
            sorted_by(query),
            "FROM dossier",
            where.sql,
            ")",
            COLUMNS,
        ]
        page = ["WHERE fid = ANY(ARRAY(SELECT fid FROM found", ordered, ending, "))", ordered]
        counted = ", (SELECT count(*) FROM found) FROM dossier"
        rows = db.execute(" ".join([*found, counted, *page]), [*where.values, *limit])
        # An empty page says nothing of the others.
        return (rows, int(rows[0][-1])) if rows else super()._page(db, query, where)

    def _delete(self, db: Database, identifier: str) -> None:
        db.execute("DELETE FROM dossier WHERE id = ?", (identifier,))


def _driver() -> Any:
    """psycopg2. Raises MissingDependency where it is not installed."""
    try:
        import psycopg2
        import psycopg2.extensions
    except ImportError as error:
        raise MissingDependency(
            translate("Anct", "PostgreSQL stores need the Python library psycopg2, which this QGIS lacks: install it."),
            details=str(error),
        ) from error
    return psycopg2
