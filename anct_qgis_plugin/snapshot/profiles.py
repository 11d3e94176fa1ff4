"""Fragility profiles by key (shipped with the plugin) or by path (the user's own)."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from .. import paths
from ..core import profile
from ..core.catalogue import Indicator
from ..errors import ProfileError
from ..i18n import translate


def read_profile(known: Mapping[str, Indicator], key: str) -> profile.Profile:
    """A shipped profile by key, or the user's own by path.

    Args:
        known: the catalogue's indicators.

    Raises:
        ProfileError: if there is none, or it is badly written.
    """
    shipped = {file.stem: file for file in sorted((paths.CATALOGUE / "profiles").glob("*.json"))}
    file = shipped.get(key.strip()) or Path(key)
    if not file.is_file():
        raise ProfileError(
            translate(
                "Anct", "There is no fragility profile “{key}”. Known ones: {known}; or give a file's path."
            ).format(key=key, known=", ".join(shipped))
        )
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ProfileError(
            translate("Anct", "The profile {file} cannot be read: {reason}").format(file=file.name, reason=error)
        ) from error
    return profile.parse(text, known)
