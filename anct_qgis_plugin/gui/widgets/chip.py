"""A programme as a small rounded label with the programme's own shape and colour."""

from __future__ import annotations

from qgis.core import QgsMarkerSymbol, QgsRenderContext
from qgis.PyQt.QtCore import QPointF, QRectF, QSize, Qt
from qgis.PyQt.QtGui import QColor, QPainter, QPaintEvent, QPen
from qgis.PyQt.QtWidgets import QSizePolicy, QWidget

from ... import messages
from ...core.catalogue import Programme
from .. import style

_HEIGHT = 26
_ICON = 13.0
_SIDE = 10
# Of outlines on a chip, as `gis.styles.PENS` has them on a map.
_DASHES = {"dotted": [0.6, 0.9], "dashdot": [1.8, 0.8, 0.6, 0.8]}


class ProgrammeChip(QWidget):
    """Shape, text, and the whole story as a tooltip."""

    def __init__(self, programme: Programme, text: str, tooltip: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.programme = programme
        self.text = text
        self.setToolTip(messages.plain(tooltip))
        self.setAccessibleName(text)
        self.setFont(style.font(self, 0.95))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(
            round(2 * _SIDE + _ICON + 6 + self.fontMetrics().horizontalAdvance(self.text) + 2),
            max(_HEIGHT, self.fontMetrics().height() + 8),
        )

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(60, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(style.line(self.palette()), 1))
        painter.setBrush(self.palette().base())
        painter.drawRoundedRect(frame, frame.height() / 2, frame.height() / 2)
        area = QRectF(_SIDE, (self.height() - _ICON) / 2, _ICON, _ICON)
        draw_programme(painter, self.programme, area, style.is_dark(self.palette()))
        left = float(_SIDE + _ICON + 6)
        painter.setPen(style.ink(self.palette()))
        room = self.width() - left - _SIDE + 2
        text = self.fontMetrics().elidedText(self.text, Qt.TextElideMode.ElideRight, int(room))
        painter.drawText(
            QRectF(left, 0, room, self.height()),
            Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft,
            text,
        )
        painter.end()


def draw_programme(painter: QPainter, programme: Programme, area: QRectF, dark: bool = False) -> None:
    """The programme's mark: its marker, or a sample of its outline, hatching or fill."""
    tint = QColor(programme.colour)
    if dark and tint.lightnessF() < 0.45:
        tint = style.mixed(tint, QColor("white"), 0.45)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if programme.draw == "hachures":
        painter.setPen(QPen(tint, 1.2))
        painter.setBrush(tint)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(area.adjusted(0.5, 1.5, -0.5, -1.5))
        painter.setClipRect(area.adjusted(0.5, 1.5, -0.5, -1.5))
        painter.setPen(QPen(tint, 1.3))
        _draw_texture(painter, programme.symbol, area, tint)
    elif programme.draw == "contour":
        pen = QPen(tint, 2)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        pen.setDashPattern(_DASHES.get(programme.symbol, [1.6, 1.1]))
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(area.adjusted(0.5, 2, -0.5, -2))
    elif programme.draw == "surface":
        painter.setPen(QPen(tint, 1.2))
        light = QColor(tint)
        light.setAlphaF(0.45)
        painter.setBrush(light)
        painter.drawRect(area.adjusted(0.5, 1.5, -0.5, -1.5))
    else:
        _draw_marker(painter, programme.symbol, tint, area)
    painter.restore()


def _draw_texture(painter: QPainter, texture: str, area: QRectF, tint: QColor) -> None:
    left, right, top, bottom, height = area.left(), area.right(), area.top(), area.bottom(), area.height()
    if texture == "dots":
        painter.setBrush(tint)
        painter.setPen(Qt.PenStyle.NoPen)
        for x in range(3, int(area.width()), 4):
            for y in range(4, int(height), 4):
                painter.drawEllipse(QPointF(left + x, top + y), 1.0, 1.0)
        return
    for offset in range(-12, 14, 4):
        if texture == "horizontal":
            painter.drawLine(QPointF(left, bottom + offset), QPointF(right, bottom + offset))
        elif texture == "vertical":
            painter.drawLine(QPointF(left + offset, bottom), QPointF(left + offset, top))
        elif texture == "diagonal":
            painter.drawLine(QPointF(left + offset, bottom), QPointF(left + offset + height, top))
        else:
            painter.drawLine(QPointF(left + offset, top), QPointF(left + offset + height, bottom))


def _draw_marker(painter: QPainter, shape: str, tint: QColor, area: QRectF) -> None:
    """The marker as QGIS draws it on the map."""
    size = str(area.width() * 0.92)
    symbol = QgsMarkerSymbol.createSimple(
        {"name": shape, "color": tint.name(), "outline_style": "no", "size": size, "size_unit": "Pixel"}
    )
    context = QgsRenderContext.fromQPainter(painter)
    symbol.startRender(context)
    symbol.renderPoint(area.center(), None, context)
    symbol.stopRender(context)
