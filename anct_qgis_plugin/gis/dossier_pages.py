"""Where the pages of a dossier's PDF end: titles, labels, rows and pictures that must go on to the next one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from qgis.PyQt.QtGui import QTextDocument, QTextFormat, QTextTable

# Everything is laid out in tenths of a point (whole pixels for Qt, fine enough for type).
UNIT = 10.0
PAGE = (595.0 * UNIT, 842.0 * UNIT)
MARGIN = 56.0 * UNIT
TOP, BOTTOM = 62.0 * UNIT, 58.0 * UNIT
WIDTH, HEIGHT = PAGE[0] - 2 * MARGIN, PAGE[1] - TOP - BOTTOM
# Properties of a text block: its name, its level as a title, the title to send on with it.
ANCHOR = int(QTextFormat.Property.UserProperty) + 1
LEVEL = ANCHOR + 1
LABEL = 4
START = ANCHOR + 2  # of a title or picture: the title to send on with it
# A title or label this near the foot of a page goes to the next one.
_KEPT = {1: 110.0 * UNIT, 2: 80.0 * UNIT, 3: 120.0 * UNIT, LABEL: 60.0 * UNIT}


@dataclass(frozen=True)
class Part:
    """A table, or what of it begins a page: key of its block, its first row, the title or label just above it."""

    key: str
    first: int
    table: QTextTable
    head: bool
    above: str
    kept: bool


def places(document: QTextDocument, parts: list[Part], pushed: set[str]) -> tuple[dict[str, int], str]:
    """The page of each title, and the first title, label or row to send to the next page; "" if there is none."""
    layout = document.documentLayout()
    found: dict[str, int] = {}
    low: list[tuple[float, str]] = []
    block = document.begin()
    while block.isValid():
        anchor = block.blockFormat().property(ANCHOR)
        if anchor:
            top = layout.blockBoundingRect(block).top()
            found[str(anchor)] = int(top // HEIGHT) + 1
            room = HEIGHT - top % HEIGHT
            if room < _KEPT[int(block.blockFormat().property(LEVEL))]:
                low.append((top, str(block.blockFormat().property(START) or anchor)))
        elif (start := block.blockFormat().property(START)) and start in found:
            # A picture: its titles go with it.
            place = layout.blockBoundingRect(block)
            if found[start] < _page(place.bottom() - 1) + 1:
                low.append((place.top(), str(start)))
        block = block.next()
    for part in parts:
        low += _cut(layout, part)
    waiting = [one for one in low if one[1] not in pushed]
    return found, min(waiting)[1] if waiting else ""


def _cut(layout: Any, part: Part) -> list[tuple[float, str]]:
    """Where a table must go on to the next page: no row is cut in two, and no single one is left alone."""
    table, shift = part.table, 1 if part.head else 0
    spans = []
    for number in range(table.rows()):
        cells = [table.cellAt(number, column) for column in range(table.columns())]
        top = min(layout.blockBoundingRect(cell.firstCursorPosition().block()).top() for cell in cells)
        bottom = max(layout.blockBoundingRect(cell.lastCursorPosition().block()).bottom() for cell in cells)
        spans.append((top, bottom + 3 * UNIT))
    start = part.above if part.above and not part.first else f"{part.key}r{part.first}"
    height = spans[-1][1] - spans[0][0]
    if part.kept and height < HEIGHT * 0.6 and _page(spans[0][0]) != _page(spans[-1][1]):
        return [(spans[0][0], start)]
    last = len(spans) - 1
    for number, (top, bottom) in enumerate(spans):
        begins = number > shift and _page(top) != _page(spans[number - 1][0])
        if _page(top) == _page(bottom) and not (begins and number == last):
            continue
        if bottom - top > HEIGHT * 0.8:
            # Longer than a page: it is cut wherever it stands.
            continue
        row = number - shift
        if row >= 2 and number == last:
            row -= 1
        return [(top, start if row < 2 else f"{part.key}r{part.first + row}")]
    return []


def _page(position: float) -> int:
    return int(position // HEIGHT)
