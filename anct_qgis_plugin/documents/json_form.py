"""A dossier in its own versioned form, JSON: what another store, or another program, reads back."""

from __future__ import annotations

import json
from pathlib import Path

from ..core.dossier import Dossier
from ..errors import DossierError
from ..i18n import translate
from .files import put

FORMAT = "anct-dossier"
VERSION = 1


def write_json(dossier: Dossier, path: Path) -> Path:
    """The file written: the whole dossier but its internal note. Raises OutputError if it cannot be."""
    return put(path, dumps(dossier).encode("utf-8"))


def dumps(dossier: Dossier) -> str:
    """A dossier as text; its internal note stays behind, and its count of saves, which is its store's."""
    data = {key: value for key, value in dossier.to_dict().items() if key not in ("note_interne", "revision")}
    return json.dumps({"format": FORMAT, "version": VERSION, "dossier": data}, ensure_ascii=False, indent=1) + "\n"


def loads(text: str) -> Dossier:
    """The dossier that `dumps` wrote, never saved.

    Raises:
        DossierError: if it is not one, or one of a newer version.
    """
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        raise DossierError(
            translate("Anct", "The file is not valid JSON: line {line}: {reason}.").format(
                line=error.lineno, reason=error.msg
            )
        ) from error
    if not isinstance(data, dict) or data.get("format") != FORMAT or not isinstance(data.get("dossier"), dict):
        raise DossierError(translate("Anct", "The file is not a dossier exported by this plugin."))
    version = data.get("version")
    if not isinstance(version, int) or version > VERSION:
        raise DossierError(
            translate("Anct", "The dossier was exported by a newer version of the plugin (form {found}): update it.")
            .format(found=version)
        )  # fmt: skip
    return Dossier.from_dict({**data["dossier"], "note_interne": "", "revision": 0})
