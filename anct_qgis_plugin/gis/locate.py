"""Which commune lies under a point of the map."""

from __future__ import annotations

from pathlib import Path

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsFeatureRequest,
    QgsGeometry,
    QgsPointXY,
    QgsProject,
    QgsRectangle,
)

from . import features

WGS84 = QgsCoordinateReferenceSystem("EPSG:4326")


def commune_at(point: QgsPointXY, crs: QgsCoordinateReferenceSystem, snapshot: Path | None = None) -> str | None:
    """Code of the commune under a point given in any CRS; None outside France.

    Raises:
        SnapshotMissing: if the communes cannot be read.
    """
    try:
        place = QgsCoordinateTransform(crs, WGS84, QgsProject.instance().transformContext()).transform(point)
    except QgsCsException:
        return None  # nowhere on Earth for that CRS, hence not in France
    # The box lets the spatial index answer; a hair wide, since an empty rectangle means "everything" to QGIS.
    box = QgsRectangle(place.x() - 1e-7, place.y() - 1e-7, place.x() + 1e-7, place.y() + 1e-7)
    layer = features.table("commune", snapshot=snapshot)
    request = QgsFeatureRequest(box)
    request.setSubsetOfAttributes(["code"], layer.fields())
    spot = QgsGeometry.fromPointXY(place)
    for feature in layer.getFeatures(request):
        if feature.geometry().intersects(spot):
            return str(feature["code"])
    return None
