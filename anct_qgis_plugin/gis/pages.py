"""What the diagnostic's parts are told to: pages of a layout, or a document for a word processor or a browser."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from .page_items import BODY, Column, Row, Style

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Card = tuple[str, str, str]
# A part that begins a page of its own: no room is enough.
WHOLE_PAGE = 1000.0


class Pages(Protocol):
    """Where a text goes; widths and heights in mm mean something on pages only."""

    @property
    def inner(self) -> float:
        """Width between the margins."""

    def part(self, head: str, text: str, note: str = "", name: str = "", room: float = WHOLE_PAGE) -> None:
        """A part with its title and a line under it; `head` runs on its pages."""

    def heading(self, text: str, keep: float = 22.0, note: str = "") -> None:
        """A heading within a part."""

    def paragraph(self, text: str, style: Style = BODY, after: float = 1.6, name: str = "") -> None:
        """Running text."""

    def note_box(self, title: str, text: str, style: Style = BODY) -> None:
        """A text set off under a small title."""

    def cards(self, cards: Sequence[Card]) -> None:
        """Key figures: (figure, what it is, a word more)."""

    def table(self, columns: Sequence[Column], rows: Sequence[Row]) -> None:
        """The table that a part is made of."""

    def headed_table(self, text: str, columns: Sequence[Column], rows: Sequence[Row], note: str = "") -> None:
        """A heading and its table; neither without rows."""

    def themed_map(self, theme: str, height: float) -> None:
        """The territory's map of a theme with its legend."""

    def chart(self, figure: Figure, name: str, caption: str) -> None:
        """A chart."""

    def chart_beside(self, figure: Figure, name: str, caption: str, title: str, text: str) -> None:
        """A chart, and a text under a small title beside it."""
