"""The one place that finds metadata.txt, resources/ and i18n/, in the source tree and in the installed plugin."""

from __future__ import annotations

import os
import sys
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
# In the source tree these lie beside the package; in the staged plugin, inside it.
ROOT = PACKAGE if (PACKAGE / "metadata.txt").exists() else PACKAGE.parent

METADATA = ROOT / "metadata.txt"
RESOURCES = ROOT / "resources"
TRANSLATIONS = ROOT / "i18n"
CATALOGUE = RESOURCES / "catalogue"
FACTS = RESOURCES / "snapshot"
SNAPSHOT = RESOURCES / "data" / "anct.gpkg"
STYLES = RESOURCES / "styles"
SYMBOLS = RESOURCES / "symbols"
DOSSIERS = RESOURCES / "dossiers"
TEMPLATES = RESOURCES / "templates"
VENDOR = PACKAGE / "vendor"


def user_folder() -> Path:
    """The plugin's own folder in the QGIS profile (not created here): own data, kept perimeters, versions of the data.

    `ANCT_USER_FOLDER` names another one; outside QGIS it is in the user's data folder.
    """
    named = os.environ.get("ANCT_USER_FOLDER")
    if named:
        return Path(named)
    if "qgis.core" in sys.modules:
        from qgis.core import QgsApplication

        settings = QgsApplication.qgisSettingsDirPath()
        if settings:
            return Path(settings) / "anct"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "anct"


def version() -> str:
    """The plugin's version, read from metadata.txt."""
    for line in METADATA.read_text(encoding="utf-8").splitlines():
        if line.startswith("version="):
            return line.split("=", 1)[1].strip()
    return "0"
