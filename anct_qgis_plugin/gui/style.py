"""Colours drawn from the window's palette, so that light and dark themes both read well."""

from __future__ import annotations

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QColor, QFont, QGuiApplication, QPalette
from qgis.PyQt.QtWidgets import QLabel, QWidget

VIOLET = QColor("#4b2e83")
LIGHT_VIOLET = QColor("#b79df0")
# The smallest screen that is reckoned with; Qt without a screen has an even smaller one.
SMALLEST = (1264, 680)


def is_dark(palette: QPalette) -> bool:
    """True for light text on a dark window."""
    return palette.color(QPalette.ColorRole.Window).lightnessF() < 0.5


def mixed(first: QColor, second: QColor, share: float) -> QColor:
    """A colour between two; `share` is the second one's part, 0-1."""
    return QColor.fromRgbF(
        *(
            getattr(first, part)() * (1 - share) + getattr(second, part)() * share
            for part in ("redF", "greenF", "blueF")
        )
    )


def ink(palette: QPalette) -> QColor:
    """Text."""
    return palette.color(QPalette.ColorRole.WindowText)


def paper(palette: QPalette) -> QColor:
    """What text stands on."""
    return palette.color(QPalette.ColorRole.Window)


def quiet(palette: QPalette) -> QColor:
    """Secondary text; contrast stays above 4.5 to 1 on common themes."""
    return mixed(ink(palette), paper(palette), 0.34)


def line(palette: QPalette) -> QColor:
    """Hairlines and borders."""
    return mixed(ink(palette), paper(palette), 0.8)


def track(palette: QPalette) -> QColor:
    """The empty part of a bar."""
    return mixed(ink(palette), paper(palette), 0.91)


def accent(palette: QPalette) -> QColor:
    """The plugin's violet, lighter on a dark window."""
    return LIGHT_VIOLET if is_dark(palette) else VIOLET


def bar(palette: QPalette) -> QColor:
    """Bars of a chart."""
    return mixed(accent(palette), paper(palette), 0.45)


def font(widget: QWidget, factor: float = 1.0, bold: bool = False) -> QFont:
    """The widget's own font, larger, smaller or bold."""
    changed = QFont(widget.font())
    if changed.pointSizeF() > 0:
        changed.setPointSizeF(changed.pointSizeF() * factor)
    else:
        changed.setPixelSize(round(changed.pixelSize() * factor))
    changed.setBold(bold)
    return changed


def open_at(window: QWidget, width: int, height: int) -> None:
    """Give a window its first size in pixels, or what the screen has room for beside the window's own frame."""
    screen = QGuiApplication.primaryScreen() if window.screen() is None else window.screen()
    room = screen.availableSize()
    window.resize(min(width, max(room.width() - 16, SMALLEST[0])), min(height, max(room.height() - 48, SMALLEST[1])))


class Label(QLabel):
    """A label that shows what it is given as it is: a "<" typed by a person stays one."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)


def colour(label: QLabel, tint: QColor) -> None:
    """Give a label its text colour."""
    palette = label.palette()
    palette.setColor(QPalette.ColorRole.WindowText, tint)
    label.setPalette(palette)
