"""Fragility profiles by key (shipped with the plugin) or by path (the user's own)."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from .. import paths
from ..core import profile
from ..core.catalogue import Indicator
from ..errors import ProfileError
from ..i18n import translate

DEFAULT = "generale"


def shipped() -> dict[str, Path]:
    """The profiles shipped with the plugin, by key: the balanced one first, then in alphabetical order."""
    files = sorted((paths.CATALOGUE / "profiles").glob("*.json"), key=lambda file: (file.stem != DEFAULT, file.stem))
    return {file.stem: file for file in files}


def explanation(profile_id: str) -> str:
    """The page (Markdown, French) that explains a shipped profile; "" for the user's own."""
    page = paths.RESOURCES / "help" / "fr" / "profils" / f"{profile_id}.md"
    return page.read_text(encoding="utf-8") if page.is_file() else ""


def read_profile(known: Mapping[str, Indicator], key: str) -> profile.Profile:
    """A shipped profile by key, or the user's own by path.

    Args:
        known: the catalogue's indicators.

    Raises:
        ProfileError: if there is none, or it is badly written.
    """
    known_keys = shipped()
    file = known_keys.get(key.strip()) or Path(key.strip())
    if not file.is_file():
        raise ProfileError(
            translate(
                "Anct", "There is no fragility profile “{key}”. Known ones: {known}; or give a file's path."
            ).format(key=key, known=", ".join(known_keys))
        )
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ProfileError(
            translate("Anct", "The profile {file} cannot be read: {reason}").format(file=file.name, reason=error)
        ) from error
    return profile.parse(text, known)
