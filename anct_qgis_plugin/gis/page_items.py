"""Text that flows over the pages of a layout: paragraphs, headings, tables, cards; measured first, so never cut.

Positions and sizes are in millimetres, type in points.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from qgis.core import (
    Qgis,
    QgsLayoutItem,
    QgsLayoutItemLabel,
    QgsLayoutItemPage,
    QgsLayoutItemPicture,
    QgsLayoutSize,
    QgsPrintLayout,
)
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QFont, QFontMetricsF

from ..core.wording import typographic
from . import map_items as items
from .literal import literal
from .map_items import CENTRE, INK, LEFT, PALE, QUIET, RIGHT, RULE

VIOLET = "#4b2e83"
LILAC = "#efebf6"
LEADING = 1.32  # line height over type size: running text needs more air than a legend
SHORT_TABLE = 90.0
PAD = 1.0  # above and below the text of a table's cell
GUTTER = 1.5  # left and right of it
PART_GAP = 7.0  # mm, above a part that begins within a page


@dataclass(frozen=True)
class Style:
    """How a text is set. points: 7 at least (`map_items.SMALLEST`)."""

    points: float = 8.0
    colour: str = INK
    bold: bool = False
    italic: bool = False
    align: Qt.AlignmentFlag = LEFT

    @property
    def line(self) -> float:
        """Height of a line."""
        return max(self.points, items.SMALLEST) * items.MM_PER_POINT * LEADING


BODY = Style(8.5)
SMALL = Style(7.0, QUIET)
CELL = Style(7.5)
HEAD = Style(7.0, QUIET, bold=True)
SECTION = Style(7.5, VIOLET, bold=True)
CARD_FIGURE = Style(15.0, VIOLET, bold=True)
CARD_LABEL = Style(7.5, bold=True)
CARD_PAD, CARD_GAP, NOTE_PAD = 2.2, 2.5, 6.0


@dataclass(frozen=True)
class Cell:
    """A table cell in a style of its own."""

    text: str
    style: Style = CELL


@dataclass(frozen=True)
class Column:
    """A column of a table."""

    title: str
    width: float
    align: Qt.AlignmentFlag = LEFT


@dataclass(frozen=True)
class Row:
    """Cells of a table. kind: "row", "section" (one text over the whole width), "total" or "own" (set off)."""

    cells: tuple[Cell | str, ...]
    kind: str = "row"


@cache
def _metrics(bold: bool, italic: bool) -> QFontMetricsF:
    font = QFont(items.FONT)
    font.setBold(bold)
    font.setItalic(italic)
    font.setPixelSize(200)
    return QFontMetricsF(font)


def width_of(text: str, style: Style) -> float:
    """Width of one line."""
    size = max(style.points, items.SMALLEST) * items.MM_PER_POINT
    return _metrics(style.bold, style.italic).horizontalAdvance(text) / 200 * size


def wrap(text: str, width: float, style: Style) -> list[str]:
    """Lines that fit a width: broken at ordinary spaces, after hyphens and slashes where a word alone is too long, and
    within a word only where nothing else helps."""
    lines = []
    space = width_of(" ", style)
    for paragraph in typographic(text).split("\n"):
        line, used = "", 0.0
        for word in paragraph.split(" "):
            for place, piece in enumerate(_pieces(word, width, style)):
                size = width_of(piece, style)
                glue = " " if line and place == 0 else ""
                if line and used + (space if glue else 0) + size > width:
                    lines.append(line)
                    line, used = piece, size
                else:
                    line += glue + piece
                    used += size + (space if glue else 0)
        lines.append(line)
    return lines


def _pieces(word: str, width: float, style: Style) -> list[str]:
    if width_of(word, style) <= width:
        return [word]
    found, piece = [], ""
    for letter in word:
        if piece and width_of(piece + letter, style) > width:
            cut = max(piece.rfind(mark) for mark in "-/_.?") + 1 or len(piece)
            found.append(piece[:cut])
            piece = piece[cut:]
        piece += letter
    return [*found, piece]


def height_of(text: str, width: float, style: Style) -> float:
    """Height that a text takes in a column."""
    return len(wrap(text, width, style)) * style.line


def write(
    layout: QgsPrintLayout,
    text: str | list[str],
    x: float,
    y: float,
    width: float,
    style: Style,
    page: int,
    name: str = "",
) -> float:
    """Write a text in a column; gives the y below it. A list is written line by line, as it is."""
    lines = wrap(text, width, style) if isinstance(text, str) else text
    height = len(lines) * style.line
    if not any(lines):
        return y + height
    item = QgsLayoutItemLabel(layout)
    item.setMode(QgsLayoutItemLabel.Mode.ModeFont)
    form = items.text_format(style.points, style.colour, style.bold, style.italic)
    form.setLineHeight(style.line)
    form.setLineHeightUnit(Qgis.RenderUnit.Millimeters)
    item.setTextFormat(form)
    item.setText(literal("\n".join(lines)))
    item.setMarginX(0)
    item.setMarginY(0)
    item.setHAlign(style.align)
    item.setVAlign(Qt.AlignmentFlag.AlignTop)
    # A little more room than measured, on the side that the text does not lean on.
    left = {LEFT: x, RIGHT: x - 2, CENTRE: x - 1}[style.align]
    items.place(layout, item, (left, y, width + 2, height + 1.5), page, name)
    return y + height


@dataclass(frozen=True)
class _Title:
    """The title of a part that begins within a page: the y below it, what it says, its items."""

    below: float
    written: tuple[str, str, str]
    items: list[QgsLayoutItem]


@dataclass
class Flow:
    """A cursor over the pages of a portrait layout.

    heads: running title of each page, set by `new_page`. head: that of the next page.
    """

    layout: QgsPrintLayout
    width: float = 210.0
    height: float = 297.0
    left: float = 14.0
    right: float = 14.0
    top: float = 20.0
    bottom: float = 277.0
    page: int = 0
    y: float = 20.0
    heads: list[str] = field(default_factory=lambda: [""])
    head: str = ""
    _title: _Title | None = None

    @property
    def inner(self) -> float:
        """Width between the margins."""
        return self.width - self.left - self.right

    def new_page(self, head: str | None = None) -> None:
        """Add a page and go to its top; without a head, the last one goes on."""
        added = QgsLayoutItemPage(self.layout)
        added.setPageSize(QgsLayoutSize(self.width, self.height, Qgis.LayoutUnit.Millimeters))
        self.layout.pageCollection().addPage(added)
        self.page += 1
        alone = self._title if self._title and self._title.below == self.y else None
        self.y, self._title = self.top, None
        self.head = self.head if head is None else head
        self.heads.append(self.head)
        if alone:  # nothing stands under it yet: it goes with what follows
            for item in alone.items:
                self.layout.removeLayoutItem(item)
            self.title(*alone.written)

    def need(self, height: float) -> bool:
        """Go to a new page where less than that is left; True if it did."""
        if self.y + height <= self.bottom or self.y <= self.top:
            return False
        self.new_page()
        return True

    def skip(self, height: float) -> None:
        """Leave a blank."""
        self.y += height

    def paragraph(self, text: str, style: Style = BODY, after: float = 1.6, name: str = "") -> None:
        """Text over the whole width; carried over to the next page line by line where it must."""
        lines = wrap(text, self.inner, style)
        while lines:
            room = max(int((self.bottom - self.y) / style.line + 1e-6), 0)
            if room == 0 or (room < 2 and len(lines) > 1):
                self.new_page()
                continue
            self.y = write(self.layout, lines[:room], self.left, self.y, self.inner, style, self.page, name)
            lines = lines[room:]
        self.y += after

    def title(self, text: str, note: str = "", name: str = "") -> None:
        """A page's title with a short line under it."""
        self.y = write(self.layout, text, self.left, self.y, self.inner, Style(17, INK, bold=True), self.page, name)
        if note:
            self.y = write(self.layout, note, self.left, self.y + 0.3, self.inner, Style(9, QUIET), self.page)
        self.y += 3.0

    def part(self, head: str, text: str, note: str = "", name: str = "", room: float = 1000.0) -> None:
        """A part with its title: on a page of its own, or below the one before where `room` mm are left for it."""
        if self.y > self.top and self.y + PART_GAP + room <= self.bottom:
            self.y += PART_GAP
            self.head = head
            before = self.layout.items()
            self.title(text, note, name)
            made = [item for item in self.layout.items() if item not in before]
            self._title = _Title(self.y, (text, note, name), made)
        else:
            self.new_page(head)
            self.title(text, note, name)

    def heading(self, text: str, keep: float = 22.0, note: str = "") -> None:
        """A heading that stays with what follows (`keep`)."""
        if not self.need(keep):
            self.y += 2.4 if self.y > self.top else 0
        self.y = write(self.layout, text, self.left, self.y, self.inner, Style(10.5, VIOLET, bold=True), self.page)
        if note:
            self.y = write(self.layout, note, self.left, self.y, self.inner, SMALL, self.page)
        self.y += 1.0

    def headed_table(self, text: str, columns: Sequence[Column], rows: Sequence[Row], note: str = "") -> None:
        """A heading and its table, never one without the other; a short table is not cut."""
        if not rows:
            return
        whole = _head_height(columns) + sum(_row_height(columns, row) for row in rows)
        self.heading(text, 14.0 + (whole if whole <= SHORT_TABLE else _start_height(columns, rows)), note)
        self.table(columns, rows)

    def table(self, columns: Sequence[Column], rows: Sequence[Row]) -> None:
        """A table; its head is repeated on each page, and no row is cut between two."""
        if not rows:
            return
        head_height = _head_height(columns)
        self.need(_start_height(columns, rows))
        self._table_head(columns, head_height)
        for place, row in enumerate(rows):
            height = _row_height(columns, row)
            # A section's name is not left alone at the foot.
            after = _row_height(columns, rows[place + 1]) if row.kind == "section" and place + 1 < len(rows) else 0.0
            if self.need(height + after):
                self._table_head(columns, head_height)
            self._table_row(columns, row, height)
        self._rule(self.left, sum(c.width for c in columns), 0.25, QUIET)
        self.y += 2.0

    def _table_head(self, columns: Sequence[Column], height: float) -> None:
        x = self.left
        for column in columns:
            inner = column.width - 2 * GUTTER
            lines = wrap(column.title, inner, HEAD)
            top = self.y + height - PAD - len(lines) * HEAD.line
            write(self.layout, lines, x + GUTTER, top, inner, replace(HEAD, align=column.align), self.page)
            x += column.width
        self.y += height
        self._rule(self.left, x - self.left, 0.35, INK)

    def _table_row(self, columns: Sequence[Column], row: Row, height: float) -> None:
        whole = sum(c.width for c in columns)
        if row.kind == "section":
            write(
                self.layout, _cell(row.cells[0]).text, self.left + GUTTER, self.y + PAD + 0.8, whole, SECTION, self.page
            )
        else:
            if row.kind in ("own", "total"):
                items.box(
                    self.layout,
                    (self.left, self.y, whole, height),
                    LILAC if row.kind == "own" else PALE,
                    page=self.page,
                )
            x = self.left
            for column, raw in zip(columns, row.cells, strict=True):
                cell = _cell(raw)
                style = replace(cell.style, align=column.align, bold=cell.style.bold or row.kind != "row")
                write(self.layout, cell.text, x + GUTTER, self.y + PAD, column.width - 2 * GUTTER, style, self.page)
                x += column.width
        self.y += height
        self._rule(self.left, whole, 0.12, RULE)

    def _rule(self, x: float, width: float, thickness: float, colour: str) -> None:
        items.box(self.layout, (x, self.y - thickness / 2, width, thickness), colour, page=self.page)

    def cards(self, cards: Sequence[tuple[str, str, str]], height: float = 0.0) -> None:
        """A strip of key figures: (figure, what it is, a word more), side by side; higher where a text needs it."""
        width, pad = self._card_width(len(cards)), CARD_PAD
        inner = width - 2 * pad
        height = max(height, self.cards_height(cards))
        self.need(height)
        for place, (figure, label, note) in enumerate(cards):
            x = self.left + place * (width + CARD_GAP)
            items.box(self.layout, (x, self.y, width, height), PALE, page=self.page)
            items.box(self.layout, (x, self.y, width, 0.6), VIOLET, page=self.page)
            points = CARD_FIGURE.points
            while points > 9 and width_of(figure, Style(points, bold=True)) > inner:
                points -= 0.5
            big = Style(points, VIOLET, bold=True)
            # Figures of several sizes stand on one line.
            top = self.y + pad + 0.8 * (CARD_FIGURE.line - big.line)
            write(self.layout, figure, x + pad, top, inner, big, self.page)
            y = write(self.layout, label, x + pad, self.y + pad + CARD_FIGURE.line, inner, CARD_LABEL, self.page)
            if note:
                write(self.layout, note, x + pad, y, inner, SMALL, self.page)
        self.y += height + 2.5

    def cards_height(self, cards: Sequence[tuple[str, str, str]]) -> float:
        """Height that a strip of cards needs, without the blank after it."""
        inner = self._card_width(len(cards)) - 2 * CARD_PAD
        texts = (
            height_of(label, inner, CARD_LABEL) + (height_of(note, inner, SMALL) if note else 0)
            for _, label, note in cards
        )
        return CARD_FIGURE.line + max(texts, default=0.0) + 2 * CARD_PAD

    def _card_width(self, number: int) -> float:
        return (self.inner - CARD_GAP * (number - 1)) / max(number, 1)

    def note_box(self, title: str, text: str, style: Style = Style(8.0)) -> None:
        """A text on a pale ground under a small title; goes to the next page whole."""
        height = self.note_height(text, style)
        self.need(height)
        items.box(self.layout, (self.left, self.y, self.inner, height), PALE, page=self.page)
        items.box(self.layout, (self.left, self.y, 0.8, height), VIOLET, page=self.page)
        inner = self.inner - NOTE_PAD
        y = write(self.layout, title, self.left + 3.4, self.y + 2, inner, replace(style, bold=True), self.page)
        write(self.layout, text, self.left + 3.4, y, inner, style, self.page)
        self.y += height + 3.0

    def note_height(self, text: str, style: Style = Style(8.0)) -> float:
        """Height that a `note_box` takes, without the blank after it."""
        return style.line + height_of(text, self.inner - NOTE_PAD, style) + 4.4

    def picture(self, svg: Path, width: float, height: float, name: str = "") -> None:
        """An SVG file at the left margin; QGIS would turn one embedded in the layout into pixels."""
        self.need(height)
        item = QgsLayoutItemPicture(self.layout)
        item.setMode(QgsLayoutItemPicture.Format.FormatSVG)
        item.setPicturePath(str(svg))
        item.setResizeMode(QgsLayoutItemPicture.ResizeMode.Zoom)
        items.place(self.layout, item, (self.left, self.y, width, height), self.page, name)
        self.y += height + 2.0


def _cell(raw: Cell | str) -> Cell:
    return raw if isinstance(raw, Cell) else Cell(raw)


def _head_height(columns: Sequence[Column]) -> float:
    return max(height_of(c.title, c.width - 2 * GUTTER, HEAD) for c in columns) + 2 * PAD


def _start_height(columns: Sequence[Column], rows: Sequence[Row]) -> float:
    """What must hold together at the beginning of a table: its head and two rows."""
    return _head_height(columns) + sum(_row_height(columns, row) for row in rows[:2])


def _row_height(columns: Sequence[Column], row: Row) -> float:
    if row.kind == "section":
        return SECTION.line + 2 * PAD + 0.8
    bold = row.kind != "row"
    heights = []
    for column, raw in zip(columns, row.cells, strict=True):
        cell = _cell(raw)
        style = replace(cell.style, bold=cell.style.bold or bold)
        heights.append(height_of(cell.text, column.width - 2 * GUTTER, style))
    return max(heights) + 2 * PAD
