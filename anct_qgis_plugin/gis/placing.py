"""In which commune and in which districts features lie: points, lines, polygons of any CRS, thousands at a time."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsDistanceArea,
    QgsFeature,
    QgsFeatureRequest,
    QgsGeometry,
    QgsRectangle,
    QgsSpatialIndex,
)

from .. import paths
from . import features
from .locate import WGS84

LOGGER = logging.getLogger(__name__)
# Outlines are generalised by a few hundred metres: a point of the shore may lie outside all of them, this near to one.
NEAR_METRES = 1000.0
_DEGREE_METRES = 111_320.0


@dataclass(frozen=True)
class Placed:
    """Where a feature lies. code: commune, "" if none. how, in French. districts: programme → "oui", "en partie"."""

    code: str
    how: str
    districts: dict[str, str] = field(default_factory=dict)


class _Shapes:
    """Polygons with a spatial index; each is prepared when it is first asked for."""

    def __init__(self, table: str, key: str, box: QgsRectangle, where: str, snapshot: Path) -> None:
        layer = features.table(table, where, snapshot)
        request = QgsFeatureRequest(box)
        request.setSubsetOfAttributes([key], layer.fields())
        self.index = QgsSpatialIndex()
        self.geometry: dict[int, QgsGeometry] = {}
        self.name: dict[int, str] = {}
        self._engine: dict[int, object] = {}
        feature = QgsFeature()
        source = layer.getFeatures(request)
        while source.nextFeature(feature):
            if feature.hasGeometry() and self.index.addFeature(feature):
                self.geometry[feature.id()] = QgsGeometry(feature.geometry())
                self.name[feature.id()] = str(feature[key])

    def engine(self, number: int):
        if number not in self._engine:
            made = QgsGeometry.createGeometryEngine(self.geometry[number].constGet())
            made.prepareGeometry()
            self._engine[number] = made
        return self._engine[number]

    def touching(self, geometry: QgsGeometry, box: QgsRectangle | None = None) -> list[int]:
        """Shapes that intersect a geometry, in the order of their names."""
        near = self.index.intersects(box or geometry.boundingBox())
        found = [number for number in near if self.engine(number).intersects(geometry.constGet())]
        return sorted(found, key=lambda number: self.name[number])


class Placer:
    """Places features of one CRS within a box; districts are those of the programmes given."""

    def __init__(
        self,
        crs: QgsCoordinateReferenceSystem,
        extent: QgsRectangle,
        districts: Sequence[str],
        context: QgsCoordinateTransformContext,
        snapshot: Path = paths.SNAPSHOT,
    ) -> None:
        """Read the outlines around `extent` (in `crs`). Raises SnapshotMissing, QgsCsException."""
        self._transform = QgsCoordinateTransform(crs, WGS84, context)
        self._transform.setBallparkTransformsAreAppropriate(True)
        box = self._transform.transformBoundingBox(extent)
        box.grow(2 * NEAR_METRES / _DEGREE_METRES)
        self._communes = _Shapes("commune", "code", box, "", snapshot)
        self._districts = {
            key: _Shapes("perimeter", "identifiant", box, features.where_in("programme", [key]), snapshot)
            for key in districts
        }
        self._measure = QgsDistanceArea()
        self._measure.setSourceCrs(WGS84, context)
        if not self._measure.setEllipsoid("EPSG:7030"):
            LOGGER.warning("no ellipsoid: overlaps are compared on the plane")

    def place(self, geometry: QgsGeometry) -> Placed:
        """Where a geometry lies."""
        if geometry.isNull() or geometry.isEmpty():
            return Placed("", "non rattaché : sans géométrie")
        moved = QgsGeometry(geometry)
        if moved.transform(self._transform) != Qgis.GeometryOperationResult.Success:
            return Placed("", "non rattaché : position impossible dans ce système de coordonnées")
        if moved.type() == Qgis.GeometryType.Point and moved.isMultipart() and moved.constGet().numGeometries() == 1:
            moved = QgsGeometry(moved.constGet().geometryN(0).clone())
        placed = self._commune(moved)
        return Placed(*placed, {key: self._district(shapes, moved) for key, shapes in self._districts.items()})

    def _commune(self, geometry: QgsGeometry) -> tuple[str, str]:
        found = self._communes.touching(geometry, _box(geometry))
        if not found:
            return self._nearest(geometry)
        if len(found) == 1:
            return self._communes.name[found[0]], "position"
        if geometry.type() == Qgis.GeometryType.Point and not geometry.isMultipart():
            # On the border of two: the first by its code, said so.
            names = [self._communes.name[number] for number in found]
            return names[0], f"position, sur la limite de {' et '.join(names[:3])}"
        parts = [(self._size(geometry, number), number) for number in found]
        whole = sum(size for size, _ in parts)
        size, best = max(parts, key=lambda part: (part[0], -part[1]))
        detail = f"{round(100 * size / whole)}\u00a0%, " if whole else ""
        return self._communes.name[best], f"plus grand recouvrement ({detail}{len(found)} communes touchées)"

    def _size(self, geometry: QgsGeometry, number: int) -> float:
        """Area, length or number of points of a geometry within a commune; m², m, or a count."""
        part = geometry.intersection(self._communes.geometry[number])
        if part.isEmpty():
            return 0.0
        if geometry.type() == Qgis.GeometryType.Polygon:
            return float(self._measure.measureArea(part))
        if geometry.type() == Qgis.GeometryType.Line:
            return float(self._measure.measureLength(part))
        return float(part.constGet().nCoordinates())

    def _nearest(self, geometry: QgsGeometry) -> tuple[str, str]:
        box = _box(geometry)
        box.grow(2 * NEAR_METRES / _DEGREE_METRES)
        best: tuple[float, str] | None = None
        for number in self._communes.index.intersects(box):
            line = geometry.shortestLine(self._communes.geometry[number])
            distance = float(self._measure.measureLength(line)) if not line.isNull() else NEAR_METRES + 1
            if distance <= NEAR_METRES and (best is None or (distance, self._communes.name[number]) < best):
                best = (distance, self._communes.name[number])
        if best is None:
            return "", "non rattaché : hors de toute commune de métropole et des DROM"
        return best[1], f"position, à {max(1, round(best[0]))}\u00a0m du contour généralisé de la commune"

    @staticmethod
    def _district(shapes: _Shapes, geometry: QgsGeometry) -> str:
        found = shapes.touching(geometry, _box(geometry))
        if not found:
            return "non"
        contained: Callable[[int], bool] = lambda number: shapes.engine(number).contains(geometry.constGet())  # noqa: E731
        point = geometry.type() == Qgis.GeometryType.Point and not geometry.isMultipart()
        return "oui" if point or any(contained(number) for number in found) else "en partie"


def _box(geometry: QgsGeometry) -> QgsRectangle:
    """Bounds a hair wide: an empty rectangle means "everything" to QGIS."""
    box = geometry.boundingBox()
    box.grow(1e-9)
    return box
