"""Stages the plugin in build/anct_qgis_plugin/ and zips it in dist/: real copies, fixed order, standard library only.

python package_plugin.py stage      the folder that QGIS loads when QGIS_PLUGINPATH points at build/
python package_plugin.py package    the same, and dist/anct_qgis_plugin-<version>.zip
python package_plugin.py outdate    makes the embedded data older than all else if the code does not read their form,
                                    so that make, which compares times only, builds them again
"""

from __future__ import annotations

import argparse
import filecmp
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).resolve().parent
NAME = "anct_qgis_plugin"
SNAPSHOT = Path("resources", "data", "anct.gpkg")
SIZE_LIMIT_MB = 20
# What the snapshot is built from: read by `make snapshot`, never by the plugin in QGIS.
NOT_SHIPPED = ("snapshot",)
# Every entry of the zip bears this time, so that the same sources give the same bytes.
ENTRY_TIME = (2020, 1, 1, 0, 0, 0)


class PackagingError(Exception):
    """A file that the package needs is not there; the message says how to make it."""


def version(root: Path = ROOT) -> str:
    """The version in metadata.txt."""
    for line in (root / "metadata.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("version="):
            return line.partition("=")[2].strip()
    raise PackagingError("metadata.txt has no line “version=”.")


def shipped_files(root: Path = ROOT) -> Iterator[tuple[str, Path]]:
    """Each file of the plugin: its place in the staged folder, and where it comes from.

    Raises:
        PackagingError: if the translations or the embedded data have not been built, or the data have a form that the
            code does not read.
    """
    for name in ("metadata.txt", "LICENSE"):
        yield name, root / name
    for path in _files(root / NAME):
        relative = path.relative_to(root / NAME)
        if relative.parts[0] != "vendor":
            yield relative.as_posix(), path
    resources = root / "resources"
    if not (root / SNAPSHOT).exists():
        raise PackagingError(f"{SNAPSHOT} is not there: run “make snapshot” first.")
    found, wanted = snapshot_form(root / SNAPSHOT), form_read(root)
    if found != wanted:
        raise PackagingError(
            f"{SNAPSHOT} has form {found or 'unknown'}, and this code reads form {wanted}: run “make snapshot” first."
        )
    for path in _files(resources):
        if path.relative_to(resources).parts[0] not in NOT_SHIPPED:
            yield path.relative_to(root).as_posix(), path
    translations = sorted((root / "i18n").glob("*.qm"))
    if not translations:
        raise PackagingError("i18n/*.qm are not there: run “make i18n/anct_fr.qm” first.")
    for path in translations:
        yield path.relative_to(root).as_posix(), path


def form_read(root: Path = ROOT) -> str:
    """The form of the embedded data that the code reads.

    Raises:
        PackagingError: if the code does not say it.
    """
    reader = root / NAME / "snapshot" / "reader.py"
    found = re.search(r'^SCHEMA = "(\w+)"', reader.read_text(encoding="utf-8"), re.MULTILINE)
    if found is None:
        raise PackagingError(f"{reader.relative_to(root)} has no line “SCHEMA = …”.")
    return found[1]


def snapshot_form(file: Path) -> str:
    """The form written in a snapshot; "" where it has none or is damaged."""
    # Immutable: no journal is made beside the file, which may lie where nothing can be written.
    address = f"file:{quote(str(file.resolve()))}?mode=ro&immutable=1"
    try:
        with closing(sqlite3.connect(address, uri=True)) as database:
            found = database.execute("SELECT value FROM snapshot_info WHERE key = 'schema'").fetchone()
    except sqlite3.Error:
        return ""
    return str(found[0]) if found else ""


def outdate(root: Path = ROOT) -> bool:
    """Give the embedded data the oldest time if the code does not read their form. Returns whether it did."""
    file = root / SNAPSHOT
    if not file.exists() or snapshot_form(file) == form_read(root):
        return False
    os.utime(file, (0, 0))
    return True


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith((".", "__pycache__")) for part in path.relative_to(folder).parts)
        # A GeoPackage in use leaves -wal and -shm files beside it.
        if path.is_file() and not hidden and not path.name.endswith((".pyc", ".orig", "~", "-wal", "-shm", "-journal")):
            yield path


def vendored(root: Path = ROOT) -> list[tuple[str, Path]]:
    """The libraries that travel inside the plugin, downloaded by pip when requirements-vendor.txt has changed."""
    requirements = root / "requirements-vendor.txt"
    folder = root / "build" / "vendor"
    stamp = root / "build" / "vendor.txt"
    wanted = requirements.read_text(encoding="utf-8")
    if not stamp.exists() or stamp.read_text(encoding="utf-8") != wanted:
        shutil.rmtree(folder, ignore_errors=True)
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
        command += ["--no-compile", "--target", str(folder), "--requirement", str(requirements)]
        subprocess.run(command, check=True)
        stamp.write_text(wanted, encoding="utf-8")
    return [(f"vendor/{path.relative_to(folder).as_posix()}", path) for path in _files(folder) if _wanted(path, folder)]


def _wanted(path: Path, folder: Path) -> bool:
    parts = path.relative_to(folder).parts
    # Command-line scripts are of no use in QGIS; RECORD and the like only serve pip.
    return "scripts" not in parts and parts[0] != "bin" and path.name not in ("RECORD", "entry_points.txt", "REQUESTED")


def stage(target: Path, root: Path = ROOT, with_vendor: bool = True) -> int:
    """Make `target` hold exactly the plugin; only what differs is copied. Returns the number of changes made."""
    wanted = dict(shipped_files(root))
    if with_vendor:
        wanted.update(vendored(root))
    changes = 0
    for place, source in wanted.items():
        copy = target / place
        # The same size and time of change mean the same file: the copy keeps the time of its source.
        if copy.exists() and filecmp.cmp(source, copy, shallow=True):
            continue
        copy.parent.mkdir(parents=True, exist_ok=True)
        # Written beside and renamed: a QGIS that has the old file open keeps it.
        beside = copy.with_name(copy.name + ".part")
        shutil.copy2(source, beside)
        beside.replace(copy)
        changes += 1
    for path in sorted(target.rglob("*"), reverse=True):
        if path.is_dir():
            if not any(path.iterdir()):
                path.rmdir()
        elif path.relative_to(target).as_posix() not in wanted and path.suffix != ".pyc":
            path.unlink()
            changes += 1
    return changes


def make_zip(staged: Path, file: Path) -> None:
    """Zip a staged folder: sorted entries, one fixed time, no caches."""
    # Here alone: the other commands need nothing of the plugin's code.
    from anct_qgis_plugin.snapshot import packing

    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_name(file.name + ".part")
    with zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in _files(staged):
            place, method = path.relative_to(staged).as_posix(), zipfile.ZIP_DEFLATED
            if path.suffix == ".gpkg":
                # A third of what zip makes of it; snapshot/reader.py unpacks it at first use.
                place, method = f"{place}.xz", zipfile.ZIP_STORED
                content = packing.pack(path, beside.with_name(beside.name + ".gpkg"))
            else:
                content = path.read_bytes()
            entry = zipfile.ZipInfo(f"{NAME}/{place}", ENTRY_TIME)
            entry.compress_type = method
            entry.external_attr = 0o100644 << 16
            archive.writestr(entry, content)
    beside.replace(file)


def main() -> int:
    parser = argparse.ArgumentParser(description="Stage or package the plugin.")
    parser.add_argument("what", choices=("stage", "package", "outdate"))
    arguments = parser.parse_args()
    staged = ROOT / "build" / NAME
    stamp = ROOT / "build" / "staged"
    try:
        if arguments.what == "outdate":
            if outdate():
                print(f"{SNAPSHOT} has another form than this code reads: it is built again")
            return 0
        changes = stage(staged)
        if changes or not stamp.exists():
            stamp.touch()
        print(f"{staged.relative_to(ROOT)}: {changes} file(s) changed" if changes else f"{staged.name}: up to date")
        if arguments.what == "package":
            file = ROOT / "dist" / f"{NAME}-{version()}.zip"
            if not file.exists() or file.stat().st_mtime < stamp.stat().st_mtime:
                make_zip(staged, file)
            size = file.stat().st_size / 1e6
            print(f"{file.relative_to(ROOT)}: {size:.1f} MB (limit {SIZE_LIMIT_MB} MB)")
            if size > SIZE_LIMIT_MB:
                print("The package is larger than what the plugin portal accepts.", file=sys.stderr)
                return 1
    except (PackagingError, subprocess.CalledProcessError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
