"""The diagnostic as a document's content: what ODT and HTML lay out, with its maps and charts as images."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from qgis.core import Qgis, QgsFeedback, QgsLayoutSize, QgsPrintLayout, QgsProject

from ..core import sentences
from ..core.diagnostic import Analyst, Diagnostic
from ..core.wording import NBSP, typographic
from ..documents import content
from ..documents.content import Content, Heading, Paragraph, Picture, Run
from ..i18n import translate
from . import diagnostic_cards as cards
from . import map_items as items
from . import map_text
from .diagnostic_pages import let_go, situation_map
from .diagnostic_parts import PARTS, REMINDER, TITLE
from .diagnostic_tables import ABSENT
from .layout_export import export_layout, stop
from .map_items import RIGHT
from .page_items import BODY, SMALL, Cell, Column, Flow, Row, Style
from .pages import WHOLE_PAGE
from .themed_map import themed_map

if TYPE_CHECKING:
    from matplotlib.figure import Figure

IMAGE_DPI, CHART_DPI = 200, 220
WIDTH = 182.0  # of an image with its legend, mm
SITUATION = 110.0  # height of the first map, mm
EDGE = 0.5  # around an image, mm
KEY_FIGURES = "Chiffres clés"


def content_steps(
    analyst: Analyst, diagnostic: Diagnostic, dataset: Path, folder: Path, feedback: QgsFeedback | None = None
) -> Generator[tuple[float, str], None, Content]:
    """The whole document, in short steps: yields (percent done, what comes next). Main thread: maps are layouts.

    Args:
        folder: where the images go; they must stay there until the document is written.

    Raises:
        OutputError: if the dataset cannot be read. Cancelled: if the feedback is.
        MissingDependency: without matplotlib.
    """
    told = _Told(analyst, diagnostic, dataset, folder)
    for place, part in enumerate((_opening, *(part for _, part in PARTS))):
        yield 90 * place / (len(PARTS) + 1), translate("Anct", "Maps and tables of the document")
        stop(feedback)
        part(told, analyst, diagnostic)
    territory = diagnostic.territory
    return Content(
        kind=TITLE,
        title=typographic(territory.label),
        subtitle=typographic(cards.where(diagnostic, dated=False)),
        edition=map_text.today(),
        progress=typographic(f"profil « {diagnostic.profile.label} »"),
        warning=typographic(REMINDER),
        territory=territory.label,
        state="",
        fields={},
        blocks=tuple(told.blocks),
    )


def _opening(told: _Told, analyst: Analyst, diagnostic: Diagnostic) -> None:
    """What the PDF's cover shows."""
    told.part("", "En bref")
    told.situation()
    told.cards(cards.key_figures(diagnostic), KEY_FIGURES)
    for sentence in sentences.summary(diagnostic):
        told.paragraph(sentence)


class _Told:
    """The parts' pages, gathered as blocks."""

    inner = WIDTH

    def __init__(self, analyst: Analyst, diagnostic: Diagnostic, dataset: Path, folder: Path) -> None:
        self.analyst, self.diagnostic, self.dataset, self.folder = analyst, diagnostic, dataset, folder
        self.blocks: list[content.Block] = []
        self._parts = self._headings = self._pictures = 0
        self._title = ""

    def part(self, head: str, text: str, note: str = "", name: str = "", room: float = WHOLE_PAGE) -> None:
        self._parts, self._headings = self._parts + 1, 0
        self._title = text
        self.blocks.append(Heading(1, typographic(text), f"partie-{self._parts}", self._parts == 1))
        self._lead(note)

    def heading(self, text: str, keep: float = 0.0, note: str = "") -> None:
        self._headings += 1
        self.blocks.append(Heading(2, typographic(text), f"partie-{self._parts}-{self._headings}"))
        self._lead(note)

    def _lead(self, note: str) -> None:
        if note:
            self.blocks.append(Paragraph((Run(typographic(note)),), "lead"))

    def paragraph(self, text: str, style: Style = BODY, after: float = 0.0, name: str = "") -> None:
        self.blocks.append(Paragraph((Run(typographic(text)),), "note" if style == SMALL else "body"))

    def note_box(self, title: str, text: str, style: Style = BODY) -> None:
        self.blocks.append(Paragraph((Run(typographic(title)),), "label"))
        self.paragraph(text)

    def cards(self, cards: Sequence[tuple[str, str, str]], caption: str = "") -> None:
        rows = tuple(
            content.Row(tuple((Run(typographic(text)),) for text in (label, figure, note)))
            for figure, label, note in cards
        )
        columns = (content.Column("Chiffre", 0.42), content.Column("Valeur", 0.2, "right"))
        caption = self._caption(caption or f"{self._title}, {KEY_FIGURES.lower()}")
        self.blocks.append(content.Table((*columns, content.Column("Précision", 0.38)), rows, caption=caption))

    def table(self, columns: Sequence[Column], rows: Sequence[Row], caption: str = "") -> None:
        cells = tuple(content.Row(tuple(map(_runs, row.cells)), row.kind in ("own", "total")) for row in rows)
        titles = [typographic(column.title) or "N°" for column in columns]
        shares = content.fitted([column.width for column in columns], titles, cells)
        shown = tuple(
            content.Column(title, share, "right" if column.align == RIGHT else "left")
            for title, share, column in zip(titles, shares, columns, strict=True)
        )
        self.blocks.append(content.Table(shown, cells, caption=self._caption(caption or self._title)))

    def headed_table(self, text: str, columns: Sequence[Column], rows: Sequence[Row], note: str = "") -> None:
        if rows:
            self.heading(text, note=note)
            self.table(columns, rows, text)

    def themed_map(self, theme: str, height: float) -> None:
        title = map_text.title(self.diagnostic, theme, theme == "programmes")

        def draw(flow: Flow) -> None:
            themed_map(flow, self.analyst, self.dataset, theme, height)

        self._map(theme, title, draw)

    def situation(self) -> None:
        """Where the territory lies."""

        def draw(flow: Flow) -> None:
            situation_map(
                flow.layout, self.analyst, self.dataset, self.diagnostic, (flow.left, flow.y, flow.inner, SITUATION)
            )
            flow.y += SITUATION

        self._map("situation", f"{self.diagnostic.territory.label}{NBSP}: situation", draw)

    def chart(self, figure: Figure, name: str, caption: str) -> None:
        file = self.folder / f"{name}.png"
        figure.savefig(file, dpi=CHART_DPI)
        self._picture("Graphique", caption, file, round(figure.get_figwidth() * 2.54, 1))

    def chart_beside(self, figure: Figure, name: str, caption: str, title: str, text: str) -> None:
        self.chart(figure, name, caption)
        self.note_box(title, text)

    def _map(self, name: str, caption: str, draw: Callable[[Flow], None]) -> None:
        """A map drawn on a page of its size."""
        project = QgsProject()  # held as long as its layout
        layout = QgsPrintLayout(project)
        layout.initializeDefaults()
        layout.undoStack().blockCommands(True)
        flow = Flow(layout, width=WIDTH + 2 * EDGE, left=EDGE, right=EDGE, top=EDGE, y=EDGE)
        try:
            draw(flow)
            size = QgsLayoutSize(flow.width, flow.y + EDGE, Qgis.LayoutUnit.Millimeters)
            layout.pageCollection().page(0).setPageSize(size)
            items.settle(layout)
            file = export_layout(layout, self.folder / f"{name}.png", "png", IMAGE_DPI)
        finally:
            let_go(layout)
            project.clear()
        self._picture("Carte", caption, file)

    def _picture(self, kind: str, caption: str, file: Path, width: float = 0.0) -> None:
        self._pictures += 1
        name = f"{kind} {self._pictures}"
        self.blocks.append(Picture(file, f"{name} – {typographic(caption)}", name, width))

    def _caption(self, text: str) -> str:
        return f"{self.diagnostic.territory.label}{NBSP}: {typographic(text[:1].lower() + text[1:])}"


def _runs(cell: Cell | str) -> tuple[Run, ...]:
    if isinstance(cell, str):
        return (Run(typographic(cell)),)
    return (Run(typographic(cell.text), "empty" if cell.style == ABSENT else ""),)
