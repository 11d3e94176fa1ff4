"""The outline of any territory, for the dossier store."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from qgis.core import Qgis, QgsGeometry

from . import features

# Levels whose outline is in the snapshot as it is.
_KEPT = {"commune", "epci", "arrondissement", "departement", "region"}


def perimeter_wkb(level: str, code: str, communes: Sequence[str], snapshot: Path | None = None) -> bytes | None:
    """The outline as WKB, EPSG:4326; None where no commune has a geometry.

    Args:
        level, code: of the territory; a made-to-measure perimeter is dissolved from its communes.

    Raises:
        SnapshotMissing: if the snapshot cannot be read.
    """
    if level in _KEPT:
        shapes = features.geometries(level, [code], snapshot=snapshot)
    elif level == "pays":
        # A country is made of whole régions; the overseas ones have two digits as well, from 01 to 06.
        every = features.geometries("region", snapshot=snapshot)
        shapes = {key: shape for key, shape in every.items() if code == "FR" or key > "06"}
    else:
        shapes = features.geometries("commune", communes, snapshot=snapshot)
    if not shapes:
        return None
    outline = QgsGeometry.unaryUnion(list(shapes.values()))
    if outline.isEmpty() or outline.type() != Qgis.GeometryType.Polygon or not outline.convertToMultiType():
        return None
    return bytes(outline.asWkb())
