"""Files that documents read and write: templates, the user's first; results put in place whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from .. import paths
from ..errors import OutputError
from ..i18n import translate


def template(names: Sequence[str], own: Path | None = None) -> Path:
    """The template of one of these names: in the user's folder, else the plugin's.

    Raises:
        OutputError: if there is none.
    """
    own = paths.user_folder() / "templates" if own is None else own
    for folder in (own, paths.TEMPLATES):
        for name in names:
            if (folder / name).is_file():
                return folder / name
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


def put(path: Path, content: bytes) -> Path:
    """Write a file beside, whole, then put it in place.

    Raises:
        OutputError: if it cannot be written (read-only place, open elsewhere); nothing is left.
    """
    if (path.parent / f".~lock.{path.name}#").exists():
        raise OutputError(
            translate("Anct", "{file} is open in LibreOffice: close it there, then try again.").format(file=path.name)
        )
    beside = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(content)
        os.replace(beside, path)
    except OSError as error:
        try:
            beside.unlink(missing_ok=True)
        except OSError:
            beside = path  # the folder itself cannot be written: there is nothing to take away
        raise OutputError(
            translate(
                "Anct", "{file} cannot be written in {folder}: close it if it is open, and check the folder's rights."
            ).format(file=path.name, folder=path.parent),
            details=str(error),
        ) from error
    return path
