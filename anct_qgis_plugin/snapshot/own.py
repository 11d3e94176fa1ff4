"""Keeps the user's own indicators and lists: `own.sqlite` in the plugin's folder of the QGIS profile.

One SQLite file with its plain rollback journal: a change is one transaction, whole or not at all, whatever stops it.
"""

from __future__ import annotations

import csv
import io
import json
import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, replace
from pathlib import Path

from .. import paths
from ..core.own import OwnData, OwnIndicator, OwnProgramme
from ..errors import OwnDataError
from ..i18n import translate
from . import changes

LOGGER = logging.getLogger(__name__)
SCHEMA = "1"
WAIT_SECONDS = 5.0
_TABLES = (
    "CREATE TABLE store_info (key TEXT PRIMARY KEY, value TEXT NOT NULL)",
    "CREATE TABLE indicator (id TEXT PRIMARY KEY, declared TEXT NOT NULL)",
    "CREATE TABLE indicator_value (indicator TEXT NOT NULL, code TEXT NOT NULL, value REAL, status TEXT NOT NULL, "
    "weight REAL, PRIMARY KEY (indicator, code))",
    "CREATE TABLE programme (id TEXT PRIMARY KEY, declared TEXT NOT NULL)",
    "CREATE TABLE beneficiary (programme TEXT NOT NULL, level TEXT NOT NULL, code TEXT NOT NULL, "
    "PRIMARY KEY (programme, level, code))",
)


def default_path() -> Path:
    """Where the user's own data are kept (not created here)."""
    return paths.user_folder() / "own.sqlite"


def state(path: Path | None = None) -> tuple[int, int]:
    """Changes whenever the store does: (time of the last change in ns, size); zeros where there is none."""
    try:
        found = (path or default_path()).stat()
    except OSError:
        return (0, 0)
    return (found.st_mtime_ns, found.st_size)


def read(path: Path | None = None) -> OwnData:
    """All that the user brought.

    Raises:
        OwnDataError: the store is damaged, or was made by a newer version of the plugin.
    """
    path = path or default_path()
    if not path.is_file():
        return OwnData()
    with _opened(path) as database:
        values: dict[str, dict[str, tuple[float | None, bool, float | None]]] = {}
        for key, code, value, status, weight in database.execute(
            "SELECT indicator, code, value, status, weight FROM indicator_value ORDER BY indicator, code"
        ):
            values.setdefault(key, {})[code] = (value, status == "secret", weight)
        members: dict[str, list[tuple[str, str]]] = {}
        for key, level, code in database.execute(
            "SELECT programme, level, code FROM beneficiary ORDER BY programme, level, code"
        ):
            members.setdefault(key, []).append((level, code))
        indicators = {
            key: OwnIndicator(**json.loads(text), values=values.get(key, {}))
            for key, text in database.execute("SELECT id, declared FROM indicator ORDER BY rowid")
        }
        programmes = {
            key: OwnProgramme(**json.loads(text), members=tuple(members.get(key, ())))
            for key, text in database.execute("SELECT id, declared FROM programme ORDER BY rowid")
        }
    return OwnData(indicators, programmes, "-".join(map(str, state(path))))


def read_or_nothing(path: Path | None = None) -> OwnData:
    """`read`, where a store that cannot be read must not keep the official data from being shown: it is logged."""
    try:
        return read(path)
    except OwnDataError as problem:
        LOGGER.error("%s %s", problem, problem.details)
        return OwnData()


def save_indicator(indicator: OwnIndicator, path: Path | None = None) -> None:
    """Keep an indicator; one of the same id is replaced, values and all. Raises OwnDataError."""
    described = json.dumps({k: v for k, v in asdict(indicator).items() if k != "values"}, ensure_ascii=False)
    rows = [
        (indicator.id, code, value, "secret" if secret else "ok", weight)
        for code, (value, secret, weight) in indicator.values.items()
    ]
    with _changing(path or default_path()) as database:
        database.execute("DELETE FROM indicator_value WHERE indicator = ?", (indicator.id,))
        database.execute(
            "INSERT INTO indicator (id, declared) VALUES (?, ?) "
            "ON CONFLICT (id) DO UPDATE SET declared = excluded.declared",
            (indicator.id, described),
        )
        database.executemany(
            "INSERT INTO indicator_value (indicator, code, value, status, weight) VALUES (?, ?, ?, ?, ?)", rows
        )


def save_programme(programme: OwnProgramme, path: Path | None = None) -> None:
    """Keep a list; one of the same id is replaced. Raises OwnDataError."""
    described = json.dumps({k: v for k, v in asdict(programme).items() if k != "members"}, ensure_ascii=False)
    with _changing(path or default_path()) as database:
        database.execute("DELETE FROM beneficiary WHERE programme = ?", (programme.id,))
        database.execute(
            "INSERT INTO programme (id, declared) VALUES (?, ?) "
            "ON CONFLICT (id) DO UPDATE SET declared = excluded.declared",
            (programme.id, described),
        )
        database.executemany(
            "INSERT INTO beneficiary (programme, level, code) VALUES (?, ?, ?)",
            [(programme.id, level, code) for level, code in dict.fromkeys(programme.members)],
        )


def rename(kind: str, key: str, label: str, path: Path | None = None) -> None:
    """Give an entry another name; its key, which profiles and models use, stays. kind: "indicator" or "programme"."""
    entry = _entry(kind, key, path)
    if not label.strip():
        raise OwnDataError(translate("Anct", "A name is needed."))
    if isinstance(entry, OwnIndicator):
        save_indicator(replace(entry, label=label.strip()), path)
    else:
        save_programme(replace(entry, label=label.strip(), short=label.strip()), path)


def delete(kind: str, key: str, path: Path | None = None) -> None:
    """Forget an entry. Raises OwnDataError if there is none of that key."""
    _entry(kind, key, path)
    with _changing(path or default_path()) as database:
        if kind == "indicator":
            database.execute("DELETE FROM indicator_value WHERE indicator = ?", (key,))
            database.execute("DELETE FROM indicator WHERE id = ?", (key,))
        else:
            database.execute("DELETE FROM beneficiary WHERE programme = ?", (key,))
            database.execute("DELETE FROM programme WHERE id = ?", (key,))


def export(kind: str, key: str, path: Path | None = None) -> str:
    """An entry as CSV text that can be imported again: semicolons, decimal comma, as French spreadsheets read it."""
    entry = _entry(kind, key, path)
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    if isinstance(entry, OwnIndicator):
        writer.writerow(["code", key, "poids"])
        for code, (value, secret, weight) in entry.values.items():
            writer.writerow([code, "s" if secret else _french(value), _french(weight)])
    else:
        writer.writerow(["niveau", "code"])
        writer.writerows(entry.members)
    return out.getvalue()


def _french(value: float | None) -> str:
    return "" if value is None else repr(value).removesuffix(".0").replace(".", ",")


def _entry(kind: str, key: str, path: Path | None) -> OwnIndicator | OwnProgramme:
    own = read(path)
    entries: dict = own.indicators if kind == "indicator" else own.programmes
    if key not in entries:
        raise OwnDataError(translate("Anct", "There is no own entry of key “{key}” any more.").format(key=key))
    return entries[key]


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    try:
        with closing(sqlite3.connect(path, timeout=WAIT_SECONDS, isolation_level=None)) as database:
            found = database.execute("SELECT value FROM store_info WHERE key = 'schema'").fetchone()
            if found is None or found[0] != SCHEMA:
                raise OwnDataError(
                    translate(
                        "Anct",
                        "Your own data in {path} were kept by another version of the plugin (form {found}). Update the "
                        "plugin, or move this file away.",
                    ).format(path=path, found="?" if found is None else found[0])
                )
            yield database
    except (sqlite3.Error, json.JSONDecodeError, TypeError) as error:
        raise _unusable(path, error) from error


@contextmanager
def _changing(path: Path) -> Iterator[sqlite3.Connection]:
    """One transaction on the store, made if need be."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(path, timeout=WAIT_SECONDS, isolation_level=None)) as database:
            database.execute("PRAGMA synchronous = FULL")
            database.execute("BEGIN IMMEDIATE")
            try:
                if database.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0:
                    for statement in _TABLES:
                        database.execute(statement)
                    database.execute("INSERT INTO store_info (key, value) VALUES ('schema', ?)", (SCHEMA,))
                found = database.execute("SELECT value FROM store_info WHERE key = 'schema'").fetchone()
                if found is None or found[0] != SCHEMA:
                    raise sqlite3.DatabaseError(f"form {found}")
                yield database
            except BaseException:  # a full disk ends the transaction by itself
                if database.in_transaction:
                    database.execute("ROLLBACK")
                raise
            database.execute("COMMIT")
        changes.announce()
    except OSError as error:
        raise _unusable(path, error) from error
    except sqlite3.Error as error:
        raise _unusable(path, error) from error


def _unusable(path: Path, error: Exception) -> OwnDataError:
    return OwnDataError(
        translate(
            "Anct",
            "Your own data in {path} cannot be read or written. Check the folder, its rights and the free space; if "
            "the file is damaged, move it away.",
        ).format(path=path),
        details=repr(error),
    )
