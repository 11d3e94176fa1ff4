"""Text files of French offices, whose letters QGIS would misread: it takes every CSV for UTF-8."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsVectorLayer

WINDOWS = "windows-1252"


def well_encoded(layer: QgsVectorLayer | None) -> QgsVectorLayer | None:
    """The same CSV file opened as Windows-1252, where it is not UTF-8; None where nothing is to be mended.

    The user's own layer is left as it is. None too where only some of its rows are selected: they would be lost.
    """
    if layer is None or layer.providerType() != "ogr" or layer.selectedFeatureCount():
        return None
    path = Path(layer.source().split("|")[0])
    if path.suffix.lower() not in (".csv", ".txt", ".tsv") or layer.dataProvider().encoding() != "UTF-8":
        return None
    try:
        if is_utf8(path.read_bytes()):
            return None
    except OSError:
        return None
    mended = QgsVectorLayer(layer.source(), layer.name(), "ogr")
    mended.setProviderEncoding(WINDOWS)
    return mended if mended.isValid() and mended.setSubsetString(layer.subsetString()) else None


def is_utf8(data: bytes) -> bool:
    """True if the bytes are text in UTF-8 (with or without a mark at the beginning)."""
    try:
        data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return True
