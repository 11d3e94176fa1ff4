"""Small painted charts of the card: the index on its scale, what weighs in it, a position among peers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qgis.PyQt.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from qgis.PyQt.QtGui import QHelpEvent, QPainter, QPaintEvent
from qgis.PyQt.QtWidgets import QSizePolicy, QToolTip, QWidget

from ... import messages
from .. import style


class IndexBar(QWidget):
    """A value between 0 and 100 as a dot on a rounded track, filled up to it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.value = 0.0
        self.setFixedHeight(18)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_value(self, value: float) -> None:
        """Show another value."""
        self.value = value
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        middle = self.height() / 2
        painter.setBrush(style.track(self.palette()))
        painter.drawRoundedRect(QRectF(0, middle - 5, self.width(), 10), 5, 5)
        x = 7 + (self.width() - 14) * self.value / 100
        painter.setBrush(style.mixed(style.accent(self.palette()), style.paper(self.palette()), 0.7))
        painter.drawRoundedRect(QRectF(0, middle - 5, x, 10), 5, 5)
        painter.setBrush(style.accent(self.palette()))
        painter.drawEllipse(QPointF(x, middle), 7, 7)
        painter.end()


@dataclass(frozen=True)
class Bar:
    """One line of a bar chart. most: the longest it could be; text: written after the bar."""

    label: str
    value: float
    most: float
    text: str
    tooltip: str


class BarChart(QWidget):
    """Labelled horizontal bars, one under the other."""

    ROW = 22

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bars: tuple[Bar, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFont(style.font(self, 0.95))

    def set_bars(self, bars: Sequence[Bar]) -> None:
        """Show other bars."""
        self.bars = tuple(bars)
        self.setAccessibleName("; ".join(f"{b.label} {b.text}" for b in self.bars))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(300, self._row() * len(self.bars))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(200, self._row() * len(self.bars))

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            row = event.pos().y() // self._row()
            if 0 <= row < len(self.bars):
                QToolTip.showText(event.globalPos(), self.bars[row].tooltip, self)
                return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        if not self.bars:
            return
        painter = QPainter(self)
        metrics = self.fontMetrics()
        widest = max(metrics.horizontalAdvance(b.label) for b in self.bars)
        left = min(widest + 12, int(self.width() * 0.55))
        room = self.width() - left - max(metrics.horizontalAdvance(b.text) for b in self.bars) - 8
        scale = room / max([b.most for b in self.bars] + [1e-9])
        centre = Qt.AlignmentFlag.AlignVCenter
        for number, one in enumerate(self.bars):
            top = number * self._row()
            label = metrics.elidedText(one.label, Qt.TextElideMode.ElideRight, left - 10)
            painter.setPen(style.ink(self.palette()))
            painter.drawText(QRectF(0, top, left, self._row()), centre, label)
            painter.fillRect(QRectF(left, top + 4, one.most * scale, self._row() - 8), style.track(self.palette()))
            painter.fillRect(QRectF(left, top + 4, one.value * scale, self._row() - 8), style.bar(self.palette()))
            painter.drawText(QRectF(left + one.most * scale + 6, top, 80, self._row()), centre, one.text)
        painter.end()

    def _row(self) -> int:
        return max(self.ROW, self.fontMetrics().height() + 6)


class PeerDot(QWidget):
    """A dot on a hairline: where a value stands among those it is compared with (0-100); nothing without value."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.share: float | None = None
        self.setMinimumSize(36, 14)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def set_share(self, share: float | None, tooltip: str) -> None:
        """Show another position."""
        self.share = share
        self.setToolTip(messages.plain(tooltip))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        if self.share is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = self.height() / 2
        painter.setPen(style.mixed(style.ink(self.palette()), style.paper(self.palette()), 0.7))
        painter.drawLine(QPointF(2, middle), QPointF(self.width() - 2, middle))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(style.accent(self.palette()))
        painter.drawEllipse(QPointF(6 + (self.width() - 12) * self.share / 100, middle), 4.5, 4.5)
        painter.end()
