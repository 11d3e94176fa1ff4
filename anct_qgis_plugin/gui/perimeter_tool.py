"""The workshop's map side: outlines of the variants, and a tool that adds or takes away the commune clicked."""

from __future__ import annotations

from collections.abc import Iterable

from qgis.core import Qgis, QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsGeometry, QgsProject
from qgis.gui import QgsMapCanvas, QgsMapMouseEvent, QgsMapTool, QgsRubberBand
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtGui import QColor

from ..gis import features
from ..gis.locate import commune_at

WGS84 = QgsCoordinateReferenceSystem("EPSG:4326")
# Outline and fill of each band; "around": the communes that may be clicked next.
_TINTS = {"around": (QColor(110, 110, 120, 150), QColor(0, 0, 0, 0)), "a": (QColor("#4b2e83"), QColor(75, 46, 131, 70)),
          "b": (QColor("#c05a00"), QColor(192, 90, 0, 55))}  # fmt: skip
# Above this many communes the light outlines are drawn.
_MANY = 1500


class PerimeterBands:
    """Draws sets of communes over the map; nothing of it enters the project."""

    def __init__(self, canvas: QgsMapCanvas) -> None:
        self._canvas = canvas
        self._bands: dict[str, QgsRubberBand] = {}
        self._shapes: dict[tuple[str, str], QgsGeometry] = {}
        for key, (line, fill) in _TINTS.items():
            band = QgsRubberBand(canvas, Qgis.GeometryType.Polygon)
            band.setStrokeColor(line)
            band.setFillColor(fill)
            band.setWidth(1 if key == "around" else 3)
            if key != "around":
                band.setSecondaryStrokeColor(QColor(255, 255, 255, 230))  # seen on any map below
            if key == "b":
                band.setLineStyle(Qt.PenStyle.DashLine)
            self._bands[key] = band

    def show(self, key: str, codes: Iterable[str]) -> None:
        """Draw these communes in the band's colours.

        Raises:
            SnapshotMissing: if the outlines cannot be read.
        """
        wanted = list(codes)
        shapes = self._read("commune_light" if len(wanted) > _MANY or key == "around" else "commune", wanted)
        band = self._bands[key]
        band.reset(Qgis.GeometryType.Polygon)
        for number, shape in enumerate(shapes):
            band.addGeometry(shape, WGS84, number == len(shapes) - 1)
        band.updatePosition()

    def zoom(self, codes: Iterable[str]) -> None:
        """Bring these communes into view."""
        shapes = self._read("commune_light", list(codes))
        if not shapes:
            return
        box = shapes[0].boundingBox()
        for shape in shapes[1:]:
            box.combineExtentWith(shape.boundingBox())
        crs = self._canvas.mapSettings().destinationCrs()
        if crs.isValid():
            box = QgsCoordinateTransform(WGS84, crs, QgsProject.instance()).transformBoundingBox(box)
        box.scale(1.2)
        self._canvas.setExtent(box)
        self._canvas.refresh()

    def clear(self) -> None:
        """Take everything off the map."""
        for band in self._bands.values():
            self._canvas.scene().removeItem(band)
        self._bands.clear()

    def _read(self, table: str, codes: list[str]) -> list[QgsGeometry]:
        lacking = [code for code in codes if (table, code) not in self._shapes]
        if lacking:
            for code, shape in features.geometries(table, lacking).items():
                self._shapes[table, code] = shape
        return [self._shapes[table, code] for code in codes if (table, code) in self._shapes]


class PerimeterTool(QgsMapTool):
    """`clicked` gives the code of the commune under the pointer; outside France, an empty text."""

    clicked = pyqtSignal(str)

    def __init__(self, canvas: QgsMapCanvas) -> None:
        super().__init__(canvas)
        self.setCursor(Qt.CursorShape.CrossCursor)

    def canvasReleaseEvent(self, event: QgsMapMouseEvent) -> None:  # noqa: N802
        if event.button() == Qt.MouseButton.LeftButton:
            crs = self.canvas().mapSettings().destinationCrs()
            self.clicked.emit(commune_at(event.mapPoint(), crs if crs.isValid() else WGS84) or "")
