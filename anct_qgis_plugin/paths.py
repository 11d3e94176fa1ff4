"""The one place that finds metadata.txt, resources/ and i18n/, in the source tree and in the installed plugin."""

from __future__ import annotations

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
VENDOR = PACKAGE / "vendor"


def version() -> str:
    """The plugin's version, read from metadata.txt."""
    for line in METADATA.read_text(encoding="utf-8").splitlines():
        if line.startswith("version="):
            return line.split("=", 1)[1].strip()
    return "0"
