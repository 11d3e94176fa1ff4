"""The user's settings, typed, with their defaults; kept in QGIS's own settings under "anct/"."""

from __future__ import annotations

import json
from pathlib import Path

from qgis.core import QgsSettings
from qgis.PyQt.QtCore import QStandardPaths

from . import paths

PREFIX = "anct/"
RECENT_MAXIMUM = 10


def profile_folder() -> Path:
    """The plugin's own folder in the QGIS profile (not created here)."""
    return paths.user_folder()


def output_folder() -> Path:
    """Where maps and documents go unless the user says otherwise: ANCT in the user's documents."""
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return Path(_text("output_folder") or Path(documents or Path.home()) / "ANCT")


def set_output_folder(folder: Path) -> None:
    """Remember the folder of the last documents."""
    QgsSettings().setValue(PREFIX + "output_folder", str(folder))


def own_store() -> str:
    """The GeoPackage that keeps the user's dossiers unless another store is chosen."""
    return str(profile_folder() / "dossiers.gpkg")


def store_name() -> str:
    """The store of dossiers in use: path of a GeoPackage, or name of a PostgreSQL connection of QGIS."""
    return _text("store_path") or own_store()


def set_store_name(name: str) -> None:
    """Use another store of dossiers; the present one is left as it is."""
    QgsSettings().setValue(PREFIX + "store_path", name)


def layers_path() -> Path:
    """The GeoPackage that holds the data of the layers added to projects, so that a saved project opens again."""
    return profile_folder() / "layers.gpkg"


def profile() -> str:
    """Key of the fragility profile last used."""
    return _text("profile") or "generale"


def set_profile(key: str) -> None:
    """Remember the fragility profile."""
    QgsSettings().setValue(PREFIX + "profile", key)


def recent_territories() -> tuple[str, ...]:
    """Territory expressions last used, newest first."""
    value = QgsSettings().value(PREFIX + "recent_territories", [])
    # Settings files give a list of one back as a bare text.
    values = [value] if isinstance(value, str) else list(value or [])
    return tuple(str(item) for item in values if item)[:RECENT_MAXIMUM]


def add_recent_territory(expression: str) -> None:
    """Put an expression first among the recent ones."""
    others = [item for item in recent_territories() if item != expression]
    QgsSettings().setValue(PREFIX + "recent_territories", [expression, *others][:RECENT_MAXIMUM])


def endpoint_overrides() -> dict[str, str]:
    """Service key → address put in the place of its own (anct/endpoints/<key>): a relay inside an administration."""
    settings = QgsSettings()
    settings.beginGroup(PREFIX + "endpoints")
    keys = settings.childKeys()
    settings.endGroup()
    return {key: _text(f"endpoints/{key}") for key in keys}


def _text(key: str) -> str:
    return str(QgsSettings().value(PREFIX + key, "") or "").strip()


def procedure(kind: str) -> str:
    """The procedure of the State's portal last used for a kind of dossier; "" if none was."""
    return _text(f"procedure/{kind}")


def set_procedure(kind: str, path: str) -> None:
    """Remember the procedure used for a kind of dossier."""
    QgsSettings().setValue(f"{PREFIX}procedure/{kind}", path)


def mapping(path: str) -> dict[str, str] | None:
    """Field of a procedure → field of the dossier, as last chosen; None if it never was."""
    try:
        found = json.loads(_text(f"mapping/{path}") or "null")
    except ValueError:
        return None
    return {str(key): str(value) for key, value in found.items()} if isinstance(found, dict) else None


def set_mapping(path: str, chosen: dict[str, str]) -> None:
    """Remember the mapping of a procedure."""
    QgsSettings().setValue(f"{PREFIX}mapping/{path}", json.dumps(chosen, sort_keys=True))


def aids_key() -> str:
    """Id of the authentication configuration that holds the user's key of Aides-territoires; "" if none is chosen."""
    return _text("aides_authcfg")


def set_aids_key(authcfg: str) -> None:
    """Remember which configuration holds the key: its id, never the key."""
    QgsSettings().setValue(PREFIX + "aides_authcfg", authcfg)
