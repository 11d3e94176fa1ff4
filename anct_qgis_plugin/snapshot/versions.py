"""Which snapshot is in use: the one that came with the plugin, or a refreshed version; one step forward or back.

Refreshed versions lie in `<QGIS profile>/anct/snapshots/<name>/anct.gpkg`. The file `active` beside them holds the
name in use; it is replaced at once or not at all. The embedded snapshot is version "0": always there, never touched.
"""

from __future__ import annotations

import datetime
import os
import shutil
import sqlite3
import threading
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from .. import paths
from ..errors import AnctError, OutputError, SnapshotMissing, SnapshotVersionError
from ..i18n import system_reason, translate
from . import changes, reader

EMBEDDED = "0"
KEPT = 3
FILE = "anct.gpkg"
_POINTER = "active"
_PARTIAL = ".partial-"
_lock = threading.Lock()
_states: dict[tuple[Path, int, int], tuple[str, dict[str, str]]] = {}


@dataclass(frozen=True)
class Version:
    """One snapshot that could be in use.

    name: "0" for the embedded one, else when it was made ("20261125-143000").
    state: "ok"; "damaged"; "form" (made for another version of the plugin); "older" (than the embedded one).
    info: its `snapshot_info` ({} where it cannot be read). active: whether it is the one in use.
    """

    name: str
    path: Path
    state: str
    info: dict[str, str]
    active: bool = False

    @property
    def built(self) -> str:
        """ISO date on which it was made, "" if unknown."""
        return self.info.get("built", "")


def folder() -> Path:
    """Where refreshed versions are kept: in the QGIS profile, or the folder that ANCT_SNAPSHOTS names."""
    named = os.environ.get("ANCT_SNAPSHOTS")
    return Path(named) if named else paths.user_folder() / "snapshots"


def active() -> Path:
    """The snapshot in use: the one pointed at if whole and fit, else the newest that is, else the embedded one."""
    pointed = _pointed()
    if pointed == EMBEDDED:
        return paths.SNAPSHOT
    names = _names()
    for name in [pointed, *(other for other in reversed(names) if other < pointed)]:
        path = folder() / name / FILE
        if name in names and _state(path)[0] == "ok":
            return path
    return paths.SNAPSHOT


def kept() -> list[Version]:
    """Every version, newest first, the embedded one last."""
    using = active()
    found = []
    for name in reversed(_names()):
        path = folder() / name / FILE
        state, info = _state(path)
        found.append(Version(name, path, state, info, path == using))
    embedded = Version(EMBEDDED, paths.SNAPSHOT, *_read(paths.SNAPSHOT), using == paths.SNAPSHOT)
    return [*found, embedded]


def earlier() -> list[Version]:
    """The versions made before the one in use that can be read beside it, newest first."""
    every = kept()
    place = next((rank for rank, one in enumerate(every) if one.active), len(every))
    return [one for one in every[place + 1 :] if one.state in ("ok", "older")]


def find(name: str) -> Version:
    """The version of a name.

    Raises:
        SnapshotMissing: there is none.
    """
    for version in kept():
        if version.name == name:
            return version
    raise SnapshotMissing(
        translate("Anct", "There is no version “{name}” of the data; those kept are: {names}.").format(
            name=name, names=", ".join(version.name for version in kept())
        )
    )


def activate(name: str) -> Version:
    """Put a version into use, after reading it whole; the others stay.

    Raises:
        SnapshotMissing, SnapshotVersionError: it is not there, damaged, or not fit; what was in use stays so.
        OutputError: the choice cannot be written.
    """
    version = find(name)
    if version.state == "older":
        raise SnapshotVersionError(
            translate("Anct", "The version {name} is older than the data that came with the plugin.").format(name=name)
        )
    verify(version.path)
    _point(name)
    reader.forget()
    changes.announce()
    return find(name)


def rollback() -> Version:
    """Go back one step: to the newest fit version made before the one in use, the embedded one at the latest.

    Raises:
        OutputError: the choice cannot be written. SnapshotMissing: there is nothing to go back to.
    """
    versions = kept()
    place = next((rank for rank, version in enumerate(versions) if version.active), len(versions))
    for version in versions[place + 1 :]:
        if version.state == "ok":
            return activate(version.name)
    raise SnapshotMissing(translate("Anct", "The data that came with the plugin are already in use."))


def verify(path: Path) -> dict[str, str]:
    """Read a snapshot whole (`PRAGMA quick_check`); its `snapshot_info`.

    Raises:
        SnapshotMissing, SnapshotVersionError: as `reader.check`, or a page is damaged.
    """
    info = reader.check(path)
    try:
        with closing(sqlite3.connect(f"file:{quote(str(path.resolve()))}?mode=ro&immutable=1", uri=True)) as connection:
            said = [str(row[0]) for row in connection.execute("PRAGMA quick_check")]
    except sqlite3.Error as error:
        said = [repr(error)]
    if said != ["ok"]:
        raise SnapshotMissing(
            translate("Anct", "The data in {path} are damaged.").format(path=path), details="; ".join(said[:5])
        )
    return info


def set_aside(path: Path) -> None:
    """Count a file as damaged until it changes: reading it failed where its form had looked whole."""
    with suppress(OSError):
        stat = path.stat()
        with _lock:
            _states[(path, stat.st_mtime_ns, stat.st_size)] = ("damaged", {})


def begin() -> Path:
    """A new folder for a version in the making; what earlier, interrupted ones left behind is removed first.

    Raises:
        OutputError: it cannot be made.
    """
    try:
        folder().mkdir(parents=True, exist_ok=True)
        for left in folder().glob(f"{_PARTIAL}*"):
            if not _alive(left.name.rpartition("-")[2]):
                shutil.rmtree(left, ignore_errors=True)
        partial = folder() / f"{_PARTIAL}{os.getpid()}"
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir()
    except OSError as error:
        raise unwritable(folder(), error) from error
    return partial


def publish(partial: Path) -> Version:
    """Turn a finished folder into a version, not yet in use: checked, on the disk, then renamed.

    Raises:
        SnapshotMissing, SnapshotVersionError: it is not whole. OutputError: it cannot be written.
    """
    verify(partial / FILE)
    stamp = datetime.datetime.now().strftime("%Y%m%d-%H%M%S")
    taken = _names()
    name, rank = stamp, 1
    while name in taken:
        rank += 1
        name = f"{stamp}-{rank}"
    try:
        _sync(partial / FILE)
        _sync(partial)
        os.rename(partial, folder() / name)
        _sync(folder())
    except OSError as error:
        raise unwritable(folder(), error) from error
    return find(name)


def discard(name: str) -> None:
    """Remove a version that is not in use; the embedded one and the one in use stay."""
    if name in _names() and folder() / name / FILE != active():
        shutil.rmtree(folder() / name, ignore_errors=True)


def prune(keep: int = KEPT) -> None:
    """Remove all but the newest `keep` refreshed versions; the one in use always stays."""
    for name in _names()[:-keep]:
        discard(name)


def _names() -> list[str]:
    """Names of the refreshed versions, oldest first."""
    try:
        return sorted(entry.name for entry in folder().iterdir() if entry.name[:1].isdigit() and entry.is_dir())
    except OSError:
        return []


def _pointed() -> str:
    try:
        return (folder() / _POINTER).read_text(encoding="ascii").strip() or EMBEDDED
    except (OSError, UnicodeDecodeError):
        return EMBEDDED


def _point(name: str) -> None:
    beside = folder() / f".{_POINTER}.{os.getpid()}"
    try:
        folder().mkdir(parents=True, exist_ok=True)
        with beside.open("w", encoding="ascii") as file:
            file.write(name)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, folder() / _POINTER)
        _sync(folder())
    except OSError as error:
        with suppress(OSError):
            beside.unlink()
        raise unwritable(folder(), error) from error


def _state(path: Path) -> tuple[str, dict[str, str]]:
    """State of a refreshed version, `snapshot_info`."""
    state, info = _read(path)
    if state == "ok" and info.get("built", "") < _read(paths.SNAPSHOT)[1].get("built", ""):
        return "older", info
    return state, info


def _read(path: Path) -> tuple[str, dict[str, str]]:
    with suppress(AnctError):
        reader.unpack(path)
    try:
        stat = path.stat()
    except OSError:
        return "damaged", {}
    key = (path, stat.st_mtime_ns, stat.st_size)
    with _lock:
        if key in _states:
            return _states[key]
    try:
        found = ("ok", reader.check(path))
    except SnapshotVersionError:
        found = ("form", {})
    except AnctError:
        found = ("damaged", {})
    with _lock:
        _states[key] = found
    return found


def _alive(process: str) -> bool:
    """Whether the process of that number runs; another user's counts as running."""
    if not process.isdigit() or int(process) == os.getpid():
        return False
    if os.name == "nt":
        return False
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _sync(path: Path) -> None:
    """Have the disk keep what was written; a folder where the system allows it."""
    if os.name == "nt" and path.is_dir():
        return
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def unwritable(place: Path, error: OSError) -> OutputError:
    """The error for a folder of versions that cannot be written."""
    return OutputError(
        translate(
            "Anct", "The data cannot be written in {folder}: {reason}. What was in use stays. Free some space there."
        ).format(folder=place, reason=system_reason(error))
    )
