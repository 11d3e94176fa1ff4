"""Reads the definitions of dossiers and their lists of choices; the user's copy wins over the plugin's."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from .. import paths
from ..core import catalogue, dossier_catalogues
from ..core.dossier_catalogues import LISTS, ChoiceList
from ..core.dossier_definition import Definition, parse
from ..errors import DossierError
from ..i18n import translate

TYPES = ("pacte", "ingenierie")


def user_definitions() -> Path:
    """The folder whose files take the place of the plugin's (not created here)."""
    return paths.user_folder() / "dossiers"


def definition(kind: str, folder: Path = paths.DOSSIERS, own: Path | None = None) -> Definition:
    """The definition of a kind of dossier, with its lists of choices; a file changed meanwhile is read again.

    Args:
        folder: the plugin's files. own: the user's, which win; by default `user_definitions()`.

    Raises:
        DossierError: if there is none of that name, or it is badly written; names the file, the field and what is
            wrong.
    """
    own = user_definitions() if own is None else own
    file = next((f for f in (own / f"{kind}.toml", folder / f"{kind}.toml") if f.is_file()), None)
    if kind not in TYPES or file is None:
        raise DossierError(
            translate("Anct", "There is no kind of dossier “{kind}”. Known ones: {known}.").format(
                kind=kind, known=", ".join(TYPES)
            )
        )
    made = _parsed(_read(file), _shown(file, own))
    if made.id != kind:
        raise DossierError(
            translate("Anct", "The dossier definition {file} says id = “{found}”, and should say “{kind}”.").format(
                file=_shown(file, own), found=made.id, kind=kind
            )
        )
    lists = {name: [one.label for one in choices(name, folder, own).choices] for name in LISTS}
    lists["indicators"] = list(_indicators())
    return _completed(made, tuple((name, tuple(labels)) for name, labels in lists.items()))


def choices(name: str, folder: Path = paths.DOSSIERS, own: Path | None = None) -> ChoiceList:
    """A list of choices ("formations", "participation", "operateurs"): the plugin's, extended by the user's.

    Raises:
        DossierError: if a file is badly written.
    """
    own = user_definitions() if own is None else own
    found = ChoiceList(())
    for place in (folder, own):
        file = place / f"{name}.toml"
        if file.is_file():
            found = found.extended_by(_parsed_list(_read(file), _shown(file, own)))
    return found


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DossierError(
            translate("Anct", "The dossier definition {file} cannot be read: {reason}").format(
                file=file.name, reason=error
            )
        ) from error


def _shown(file: Path, own: Path) -> str:
    """How a message names a file: the user's by its path, since a person must find it."""
    return str(file) if file.parent == own else file.name


# Parsing is remembered by text: a changed file is another text.
_parsed = lru_cache(maxsize=8)(parse)
_parsed_list = lru_cache(maxsize=8)(dossier_catalogues.parse)


@lru_cache(maxsize=8)
def _completed(made: Definition, lists: tuple[tuple[str, tuple[str, ...]], ...]) -> Definition:
    return made.with_choices(dict(lists))


@lru_cache(maxsize=1)
def _indicators() -> tuple[str, ...]:
    """The labels of the catalogue's indicators."""
    try:
        texts = [
            (paths.CATALOGUE / name).read_text(encoding="utf-8") for name in ("programmes.toml", "indicators.toml")
        ]
    except OSError as error:
        raise DossierError(
            translate("Anct", "The dossier definition {file} cannot be read: {reason}").format(
                file=paths.CATALOGUE.name, reason=error
            )
        ) from error
    return tuple(one.label for one in catalogue.parse(*texts).indicators.values())
