"""Small pieces of a page, placed in millimetres: texts, boxes, lines, swatches."""

from __future__ import annotations

from qgis.core import (
    Qgis,
    QgsFillSymbol,
    QgsGeometryGeneratorSymbolLayer,
    QgsLayout,
    QgsLayoutItem,
    QgsLayoutItemLabel,
    QgsLayoutItemMarker,
    QgsLayoutItemRegistry,
    QgsLayoutItemShape,
    QgsLayoutPoint,
    QgsLayoutSize,
    QgsPropertyCollection,
    QgsSymbol,
    QgsTextFormat,
)
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QColor, QFont, QFontMetricsF

from .literal import literal

INK, QUIET, PALE, RULE = "#1b1b2f", "#5f5f70", "#f5f6f9", "#c9c9d3"
FONT = "DejaVu Sans"
# Where that one is not installed.
OTHER_FONTS = ["Verdana", "Segoe UI", "Arial", "Liberation Sans", "sans-serif"]
SMALLEST = 7.0  # points
MM_PER_POINT = 25.4 / 72
LEADING = 1.26  # line height over font size
FONT_LINE = 1.164  # the font's own line height, to which a layout's line height refers
LEFT, RIGHT, CENTRE = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight, Qt.AlignmentFlag.AlignHCenter

Rect = tuple[float, float, float, float]


def text_format(points: float, colour: str = INK, bold: bool = False, italic: bool = False) -> QgsTextFormat:
    """Text as all pages write it; never under 7 points."""
    font = QFont(FONT)
    font.setBold(bold)
    font.setItalic(italic)
    made = QgsTextFormat()
    made.setFont(font)
    made.setFamilies(OTHER_FONTS)
    made.setSize(max(points, SMALLEST))
    made.setSizeUnit(Qgis.RenderUnit.Points)
    made.setColor(QColor(colour))
    made.setLineHeight(LEADING / FONT_LINE)
    made.setLineHeightUnit(Qgis.RenderUnit.Percentage)
    return made


def width_of(text: str, points: float, bold: bool = False) -> float:
    """Width of one line in mm."""
    font = QFont(FONT)
    font.setBold(bold)
    font.setPixelSize(200)
    return QFontMetricsF(font).horizontalAdvance(text) / 200 * max(points, SMALLEST) * MM_PER_POINT


def wrap(text: str, width: float, points: float, bold: bool = False) -> list[str]:
    """Lines that fit a width in mm; broken at ordinary spaces only, so that no-break spaces hold."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split(" "):
            longer = f"{line} {word}" if line else word
            if line and width_of(longer, points, bold) > width:
                lines.append(line)
                line = word
            else:
                line = longer
        lines.append(line)
    return lines


def height_of(lines: int, points: float) -> float:
    """Height in mm of some lines of text."""
    return lines * max(points, SMALLEST) * MM_PER_POINT * LEADING


def place(layout: QgsLayout, item: QgsLayoutItem, rect: Rect, page: int = 0, name: str = "") -> None:
    """Put an item on a page and lock it: a page is read, and moved on purpose only. `settle` the layout at the end."""
    item.setLocked(True)
    # Into the scene alone: the layout would go through all its items at each one, to list and to measure them.
    layout.addItem(item)
    unit = Qgis.LayoutUnit.Millimeters
    item.attemptMove(QgsLayoutPoint(rect[0], rect[1], unit), True, False, page)
    item.attemptResize(QgsLayoutSize(rect[2], rect[3], unit))
    if name:
        item.setId(name)


def settle(layout: QgsLayout) -> None:
    """Have the layout list and measure the items that were placed: once all of them are."""
    last = next((item for item in layout.items() if isinstance(item, QgsLayoutItem)), None)  # the topmost comes first
    if last is not None and last.type() != QgsLayoutItemRegistry.ItemType.LayoutPage:
        layout.removeItem(last)
        layout.addLayoutItem(last)


def label(
    layout: QgsLayout,
    text: str,
    x: float,
    y: float,
    width: float,
    points: float = 7.5,
    colour: str = INK,
    bold: bool = False,
    italic: bool = False,
    align: Qt.AlignmentFlag = LEFT,
    page: int = 0,
    name: str = "",
    halo: bool = False,
) -> float:
    """Write text in a column, wrapped; gives the y below it."""
    lines = wrap(text, width, points, bold)
    item = QgsLayoutItemLabel(layout)
    item.setMode(QgsLayoutItemLabel.Mode.ModeFont)
    made = text_format(points, colour, bold, italic)
    if halo:
        around = made.buffer()
        around.setEnabled(True)
        around.setSize(0.7)
        around.setSizeUnit(Qgis.RenderUnit.Millimeters)
        around.setColor(QColor("#ffffff"))
        made.setBuffer(around)
    item.setTextFormat(made)
    item.setText(literal("\n".join(lines)))
    item.setMarginX(0)
    item.setMarginY(0)
    item.setHAlign(align)
    item.setVAlign(Qt.AlignmentFlag.AlignTop)
    height = height_of(len(lines), points)
    # A little more room than measured: a renderer that counts differently must not cut a word.
    place(layout, item, (x if align == LEFT else x - 1, y, width + 1, height + 1), page, name)
    return y + height


def box(layout: QgsLayout, rect: Rect, fill: str, line: str = "", page: int = 0, name: str = "") -> QgsLayoutItemShape:
    """A rectangle."""
    properties = {
        "color": fill,
        "outline_style": "solid" if line else "no",
        "outline_color": line or fill,
        "outline_width": "0.15",
    }
    return swatch(layout, QgsFillSymbol.createSimple(properties), rect, page, name)


def swatch(layout: QgsLayout, symbol: QgsFillSymbol, rect: Rect, page: int = 0, name: str = "") -> QgsLayoutItemShape:
    """A rectangle drawn with a map's own fill."""
    item = QgsLayoutItemShape(layout)
    item.setShapeType(QgsLayoutItemShape.Shape.Rectangle)
    item.setSymbol(plain(symbol))
    place(layout, item, rect, page, name)
    return item


def marker(layout: QgsLayout, symbol: QgsSymbol, x: float, y: float, size: float, page: int = 0) -> None:
    """A map's own marker, centred on a point."""
    item = QgsLayoutItemMarker(layout)
    made = plain(symbol)
    made.setSize(size)
    item.setSymbol(made)
    layout.addItem(item)
    item.setReferencePoint(QgsLayoutItem.ReferencePoint.Middle)
    item.attemptMove(QgsLayoutPoint(x, y, Qgis.LayoutUnit.Millimeters), True, False, page)
    item.setLocked(True)


def rule(layout: QgsLayout, x: float, y: float, width: float, page: int = 0) -> None:
    """A thin line across."""
    box(layout, (x, y, width, 0.2), RULE, page=page)


def plain(symbol: QgsSymbol) -> QgsSymbol:
    """A symbol as a legend shows it: what depends on the feature or the scale is left out."""
    made = symbol.clone()
    first = made.symbolLayer(0)
    if isinstance(first, QgsGeometryGeneratorSymbolLayer):
        made = first.subSymbol().clone()
    for layer in made.symbolLayers():
        layer.setDataDefinedProperties(QgsPropertyCollection())
    return made
