"""Reading the snapshot: all but its geometry, as one `Facts`."""

from __future__ import annotations

import gc
import logging
import lzma
import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import numpy as np
import pandas as pd

from .. import paths
from ..core.catalogue import Catalogue, parse
from ..core.diagnostic import Analyst
from ..core.facts import Column, Facts, Status
from ..core.indicators import derived
from ..core.own import overlaid
from ..core.travel import parse as parse_travel
from ..errors import CatalogueError, PerimeterError, SnapshotMissing, SnapshotVersionError
from ..i18n import system_reason, translate
from . import facts_cache, own, packing
from .facts_cache import Stored
from .kept import PerimeterFile

LOGGER = logging.getLogger(__name__)

# 2: places where people are taken to be (lieu_lon, lieu_lat); versions of form 1 give way to the embedded data.
SCHEMA = "2"
CATALOGUE_FILES = ("programmes", "indicators", "absences", "acces")
_COMMUNES = """
    SELECT code, nom, population, population_annee, population_2015, code_epci, code_arrondissement, code_departement,
        code_region, siren, mairie_lon, mairie_lat, lieu_lon, lieu_lat, former_codes, arm_codes, epci_former
    FROM commune ORDER BY code
"""
_UNITS = """
    SELECT 'epci' AS niveau, code, nom, nature, population, code_departement, code_region, departements FROM epci
    UNION ALL SELECT 'arrondissement', code, nom, nature, population, code_departement, code_region, departements
        FROM arrondissement
    UNION ALL SELECT 'departement', code, nom, nature, population, code_departement, code_region, departements
        FROM departement
    UNION ALL SELECT 'region', code, nom, nature, population, code_departement, code_region, departements FROM region
    ORDER BY niveau, code
"""
_SITES = """
    SELECT programme, site_id, nom, code, genre, format, adresse, code_postal, horaires, rendez_vous, labellisation,
        telephone, mail, geom
    FROM site
"""
_NUMERIC = (
    "population",
    "population_2015",
    "mairie_lon",
    "mairie_lat",
    "lieu_lon",
    "lieu_lat",
    "longitude",
    "latitude",
)

_lock = threading.Lock()
_cache: dict[tuple, Analyst] = {}
_snapshots: dict[tuple, Facts] = {}


def current(path: Path | None = None) -> Facts:
    """The facts of the snapshot: see `analyst`."""
    return analyst(path).facts


def analyst(path: Path | None = None) -> Analyst:
    """What answers questions on the snapshot and the user's own data. Safe in any thread.

    Both are read once, and again only when one of their files has changed.

    Args:
        path: the one in use (`versions.active`) when None; one found damaged gives way to the one before.

    Raises:
        SnapshotMissing, SnapshotVersionError: as `check`.
    """
    if path is not None:
        return _analyst(Path(path))
    from . import versions

    while (using := versions.active()) != paths.SNAPSHOT:
        try:
            return _analyst(using)
        except (SnapshotMissing, SnapshotVersionError) as problem:
            LOGGER.warning("%s %s", problem, problem.details)
            versions.set_aside(using)
    return _analyst(paths.SNAPSHOT)


def is_current(found: Analyst) -> bool:
    """Whether it is still what `analyst` would give; nothing is read, only the files' times are looked at."""
    from . import versions

    try:
        key = _key(versions.active())
    except OSError:
        return False
    with _lock:
        return _cache.get(key) is found


def _key(path: Path) -> tuple:
    state = path.stat()
    return (path, state.st_mtime_ns, state.st_size, own.default_path(), own.state())


def _analyst(path: Path) -> Analyst:
    with _lock:
        unpack(path)
        try:
            key = _key(path)
        except OSError as error:
            raise _absent(path) from error
        if key not in _cache:
            # What the user brings changes often, the snapshot hardly ever: it is not read again for that.
            facts = _snapshots.get(key[:3]) or load(path, keep=True)
            _snapshots.clear()
            _snapshots[key[:3]] = facts
            found = Analyst(overlaid(facts, own.read_or_nothing()))
            _cache.clear()
            _cache[key] = found
        _know_kept(_cache[key])
        return _cache[key]


def _know_kept(found: Analyst) -> None:
    """The perimeters that the user keeps; a damaged file of them must not keep all the rest away."""
    try:
        found.gazetteer.keep(PerimeterFile().read())
    except PerimeterError as problem:
        LOGGER.warning("%s %s", problem, problem.details)


def forget() -> None:
    """Drop what `analyst` keeps in memory."""
    with _lock:
        _cache.clear()
        _snapshots.clear()


def check(path: Path = paths.SNAPSHOT) -> dict[str, str]:
    """See that the snapshot is there, whole and of this version; its `snapshot_info`.

    Raises:
        SnapshotMissing: there is no file, it is cut short, or it is not a snapshot.
        SnapshotVersionError: it was made for another version of the plugin.
    """
    with _opened(path) as connection:
        return _info(path, connection)


def load(path: Path = paths.SNAPSHOT, catalogue: Catalogue | None = None, keep: bool = False) -> Facts:
    """Read the snapshot.

    Args:
        catalogue: programmes and indicators; those of resources/catalogue when None.
        keep: its long tables are kept in the user's folder, and taken from there the next time (`facts_cache`).

    Raises:
        SnapshotMissing, SnapshotVersionError: as `check`.
        CatalogueError: the catalogue cannot be read.
    """
    catalogue = catalogue or read_catalogue()
    with _opened(path) as connection, _collector_off():
        info = _info(path, connection)
        catalogue = _dated(catalogue, connection)
        stored = _kept(path, info, connection) if keep else _stored(connection)
        return Facts(
            communes=stored.communes,
            units=_frame(connection, _UNITS),
            values=_columns(stored, catalogue),
            beneficiaries=stored.beneficiaries,
            perimeters=_frame(connection, "SELECT programme, identifiant, libelle FROM perimeter"),
            sites=_sites(connection),
            sources=_frame(connection, "SELECT * FROM source").drop(columns="fid").set_index("id"),
            catalogue=catalogue,
            info=info,
        )


def _kept(path: Path, info: dict[str, str], connection: sqlite3.Connection) -> Stored:
    key = facts_cache.identity(path, info)
    stored = facts_cache.read(key)
    if stored is None:
        stored = _stored(connection)
        facts_cache.write(key, stored)
    return stored


def read_catalogue(folder: Path = paths.CATALOGUE) -> Catalogue:
    """The catalogue of programmes and indicators.

    Raises:
        CatalogueError: a file is not there, or is badly written.
    """
    try:
        *texts, travel = ((folder / f"{name}.toml").read_text(encoding="utf-8") for name in CATALOGUE_FILES)
    except (OSError, UnicodeDecodeError) as error:
        raise CatalogueError(
            translate("Anct", "The catalogue in {folder} cannot be read: {error}. Reinstall the plugin.").format(
                folder=folder, error=error
            )
        ) from error
    return replace(parse(*texts), travel=parse_travel(travel))


def _dated(catalogue: Catalogue, connection: sqlite3.Connection) -> Catalogue:
    """The catalogue with what the data themselves say: vintages, and whether an aggregate is exact after a refresh."""
    held = {key: said for key, *said in connection.execute("SELECT id, vintage, approximate FROM indicator")}
    found = {}
    for key, entry in catalogue.indicators.items():
        vintage, approximate = held.get(key, (None, None))
        stands_in = entry.approximate and approximate != 0
        found[key] = replace(entry, vintage=vintage or entry.vintage, approximate=stands_in)
    return replace(catalogue, indicators=found)


@contextmanager
def _collector_off() -> Iterator[None]:
    """Half a million rows become tuples: none is garbage, and looking for it takes a third of the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    path = Path(path)
    if not path.is_file():
        raise _absent(path)
    # Immutable: the file is only ever replaced whole, and may lie in a folder where SQLite cannot make its lock.
    address = f"file:{quote(str(path.resolve()))}?mode=ro&immutable=1"
    try:
        with closing(sqlite3.connect(address, uri=True, check_same_thread=False)) as connection:
            yield connection
    except (sqlite3.Error, UnicodeDecodeError) as error:
        raise _damaged(path, repr(error)) from error


def _info(path: Path, connection: sqlite3.Connection) -> dict[str, str]:
    if connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'snapshot_info'").fetchone()[0] == 0:
        raise _damaged(path, "no table snapshot_info")
    info = {str(key): str(value) for key, value in connection.execute("SELECT key, value FROM snapshot_info")}
    if info.get("schema") != SCHEMA:
        raise SnapshotVersionError(
            translate(
                "Anct",
                "The embedded data in {path} were made for another version of the plugin (form {found}, this one reads "
                "{wanted}). Run “make snapshot”, or reinstall the plugin.",
            ).format(path=path, found=info.get("schema", "?"), wanted=SCHEMA)
        )
    if "complete" not in info:
        raise _damaged(path, "snapshot_info has no `complete`")
    pages, size = (connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size"))
    if pages * size != path.stat().st_size:
        raise _damaged(path, f"{path.stat().st_size} bytes, {pages * size} expected")
    return info


def unpack(path: Path) -> None:
    """Unpack the compressed snapshot that the plugin's zip holds, at first use; written beside, then renamed."""
    packed = path.with_name(path.name + ".xz")
    if path.is_file() or not packed.is_file():
        return
    beside = path.with_name(f"{path.name}.{os.getpid()}-{threading.get_ident()}.part")
    try:
        packing.unpack(packed, beside)
        beside.replace(path)
    except (lzma.LZMAError, EOFError, sqlite3.Error, ValueError) as error:
        raise _damaged(packed, repr(error)) from error
    except OSError as error:
        raise SnapshotMissing(
            translate(
                "Anct",
                "The embedded data cannot be unpacked in {folder}: {reason}. Free some space there, or ask for the "
                "right to write.",
            ).format(folder=path.parent, reason=system_reason(error))
        ) from error
    finally:
        if beside.exists():
            beside.unlink()


def _absent(path: Path) -> SnapshotMissing:
    return SnapshotMissing(
        translate(
            "Anct",
            "The embedded data are not there: {path} does not exist. Run “make snapshot”, or reinstall the plugin.",
        ).format(path=path)
    )


def _damaged(path: Path, details: str) -> SnapshotMissing:
    return SnapshotMissing(
        translate(
            "Anct",
            "The embedded data in {path} are cut short or damaged. Run “make snapshot”, or reinstall the plugin.",
        ).format(path=path),
        details=details,
    )


def communes_query(connection: sqlite3.Connection) -> str:
    """The columns of the communes. Versions kept from before 25 November 2026 have no `lieu_*`: read as unknown."""
    held = {row[1] for row in connection.execute("PRAGMA table_info(commune)")}
    if "lieu_lon" in held:
        return _COMMUNES
    return _COMMUNES.replace("lieu_lon, lieu_lat", "NULL AS lieu_lon, NULL AS lieu_lat")


def _frame(connection: sqlite3.Connection, query: str) -> pd.DataFrame:
    """A query as a table: numbers as float64 with NaN, text with "" where there is none."""
    cursor = connection.execute(query)
    names = [column[0] for column in cursor.description]
    found = list(zip(*cursor, strict=True)) or [()] * len(names)
    return pd.DataFrame({name: _column(name, values) for name, values in zip(names, found, strict=True)})


def _column(name: str, values: tuple) -> np.ndarray:
    if name in _NUMERIC:
        return np.array(values, dtype=float)
    result = np.array(values, dtype=object)
    if None in values:
        result[[value is None for value in values]] = ""
    return result


def _sites(connection: sqlite3.Connection) -> pd.DataFrame:
    from struct import unpack_from

    table = _frame(connection, _SITES)
    # A GeoPackage point without envelope: eight bytes of header, then WKB with its coordinates at byte 5.
    places = np.array([unpack_from("<dd", shape, 13) for shape in table.pop("geom")], dtype=float).reshape(-1, 2)
    return table.assign(longitude=places[:, 0], latitude=places[:, 1])


def _stored(connection: sqlite3.Connection) -> Stored:
    communes = _frame(connection, communes_query(connection)).set_index("code")
    position = {code: row for row, code in enumerate(communes.index)}
    # One pass over the whole table: an index would double its size.
    rows = connection.execute(
        "SELECT indicator, code, status = 'secret', value, numerator, denominator FROM indicator_value"
    ).fetchall()
    indicator, code, secret, *given = zip(*rows, strict=True) if rows else [()] * 6
    indicators = tuple(dict.fromkeys(indicator))
    number = {key: rank for rank, key in enumerate(indicators)}
    which, at = np.array([number[key] for key in indicator], int), np.array([position[key] for key in code], int)
    figures = np.full((3, len(number), len(communes)), np.nan)
    status = np.full((len(number), len(communes)), int(Status.MISSING), dtype=np.int8)
    status[which, at] = np.where(np.array(secret, dtype=bool), int(Status.SECRET), int(Status.OK))
    for array, values in zip(figures, given, strict=True):
        array[which, at] = np.array(values, dtype=float)
    beneficiaries = _frame(connection, "SELECT programme, code, identifiant, libelle, statut, depuis FROM beneficiary")
    return Stored(communes, beneficiaries, indicators, figures, status)


def _columns(stored: Stored, catalogue: Catalogue) -> dict[str, Column]:
    """The indicators that the catalogue declares: one that is not stored is missing everywhere, others stay aside."""
    people = stored.communes["population"].to_numpy(dtype=float)
    row = {key: rank for rank, key in enumerate(stored.indicators)}
    number = {indicator: rank for rank, indicator in enumerate(catalogue.indicators)}
    arrays = np.full((3, len(number), len(people)), np.nan)
    status = np.full((len(number), len(people)), int(Status.MISSING), dtype=np.int8)
    there = [(rank, row[key]) for key, rank in number.items() if key in row]
    if there:
        ours, theirs = (list(ranks) for ranks in zip(*there, strict=True))
        arrays[:, ours], status[ours] = stored.figures[:, theirs], stored.status[theirs]
    for key, rank in number.items():
        declared = catalogue.indicators[key]
        if declared.weight:  # stored once, with the communes or another indicator, where a row has not its own
            lacking = (status[rank] != Status.MISSING) & np.isnan(arrays[2, rank])
            shared = people if declared.weight == "population" else arrays[2, number[declared.weight]]
            arrays[2, rank][lacking] = shared[lacking]
        if declared.aggregation in ("ratio", "annual_rate"):
            # The file's values are rounded; those of their counts are not.
            exact = derived(declared, arrays[1, rank], arrays[2, rank])
            arrays[0, rank] = np.where(np.isnan(exact), arrays[0, rank], exact)
    return {
        key: Column(arrays[0, rank], status[rank], arrays[1, rank], arrays[2, rank]) for key, rank in number.items()
    }
