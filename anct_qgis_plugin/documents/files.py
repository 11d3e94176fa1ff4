"""Files that documents read and write: templates, the user's first; results put in place whole or not at all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from .. import paths
from ..errors import OutputError
from ..i18n import translate


def template(names: Sequence[str], own: Path | None = None, instead: str = "") -> Path:
    """The template of one of these names: in the user's folder, else the plugin's.

    Args:
        instead: the plugin's template to take where none has these names.

    Raises:
        OutputError: if there is none.
    """
    own = paths.user_folder() / "templates" if own is None else own
    for folder in (own, paths.TEMPLATES):
        for name in names:
            if (folder / name).is_file():
                return folder / name
    if instead and (paths.TEMPLATES / instead).is_file():
        return paths.TEMPLATES / instead
    raise OutputError(translate("Anct", "The template {file} is missing: reinstall the plugin.").format(file=names[0]))


def broken(file: Path, reason: str, line: int = 0) -> OutputError:
    """The error of a template that cannot be used."""
    if line:
        return OutputError(
            translate("Anct", "The template {file} cannot be used: line {line}: {reason}.").format(
                file=file, line=line, reason=reason
            )
        )
    return OutputError(
        translate("Anct", "The template {file} cannot be used: {reason}.").format(file=file, reason=reason)
    )


def put(path: Path, content: bytes | Path) -> Path:
    """Write a file beside, whole, then put it in place; or give a file already written (a path) its place.

    Raises:
        OutputError: if it cannot be written (read-only place, open elsewhere); nothing is left.
    """
    if (path.parent / f".~lock.{path.name}#").exists():
        raise OutputError(
            translate("Anct", "{file} is open in LibreOffice: close it there, then try again.").format(file=path.name)
        )
    if path.with_name(f"{path.name}-wal").exists():
        # A GeoPackage's journal: it would be played into the new file.
        raise OutputError(
            translate("Anct", "{file} is open in QGIS: take its layers away there, then try again.").format(
                file=path.name
            )
        )
    beside = content if isinstance(content, Path) else path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if not isinstance(content, Path):
            beside.write_bytes(content)
        os.replace(beside, path)
    except OSError as error:
        try:
            beside.unlink(missing_ok=True)
        except OSError:
            beside = path  # the folder itself cannot be written: there is nothing to take away
        raise _unwritable(path, error) from error
    return path


def put_all(ready: Mapping[Path, bytes | Path]) -> list[Path]:
    """Several files, as `put`: all of them, or what was there before stays.

    Raises:
        OutputError: if one cannot be written.
    """
    kept: dict[Path, Path | None] = {}
    done: list[Path] = []
    try:
        for path, content in ready.items():
            kept[path] = _kept(path) if len(ready) > 1 else None
            put(path, content)
            done.append(path)
    except OutputError:
        # One could not be written: the others become what they were.
        for path in done:
            older = kept[path]
            if older is None:
                path.unlink(missing_ok=True)
            else:
                os.replace(older, path)
        raise
    finally:
        for older in kept.values():
            if older is not None:
                older.unlink(missing_ok=True)
    return list(ready)


def _kept(path: Path) -> Path | None:
    """A copy of an older file, beside it; None where there is none."""
    if not path.is_file():
        return None
    kept = path.with_name(f".{path.name}.before")
    try:
        shutil.copy2(path, kept)
    except OSError as error:
        raise _unwritable(path, error) from error
    return kept


def _unwritable(path: Path, error: OSError) -> OutputError:
    return OutputError(
        translate(
            "Anct", "{file} cannot be written in {folder}: close it if it is open, and check the folder's rights."
        ).format(file=path.name, folder=path.parent),
        details=str(error),
    )
