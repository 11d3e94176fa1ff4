"""Reads the definitions of dossiers from resources/dossiers/."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from .. import paths
from ..core.dossier_definition import Definition, parse
from ..errors import DossierError
from ..i18n import translate

TYPES = ("pacte", "ingenierie")


@cache
def definition(kind: str, folder: Path = paths.DOSSIERS) -> Definition:
    """The definition of a kind of dossier.

    Raises:
        DossierError: if there is none of that name, or it is badly written.
    """
    file = folder / f"{kind}.toml"
    if kind not in TYPES or not file.is_file():
        raise DossierError(
            translate("Anct", "There is no kind of dossier “{kind}”. Known ones: {known}.").format(
                kind=kind, known=", ".join(TYPES)
            )
        )
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DossierError(
            translate("Anct", "The dossier definition {file} cannot be read: {reason}").format(
                file=file.name, reason=error
            )
        ) from error
    return parse(text, file.name)
