"""The diagnostic as a PDF: its parts laid out on pages, with cover, running heads and feet."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Generator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from qgis.core import (
    Qgis,
    QgsFeedback,
    QgsLayout,
    QgsLayoutObject,
    QgsLayoutSize,
    QgsPrintLayout,
    QgsProject,
    QgsProjectMetadata,
)
from qgis.PyQt.QtCore import QCoreApplication, QDateTime, QEvent

from ..core import outlines, sentences
from ..core.diagnostic import Analyst, Diagnostic
from ..core.wording import NBSP
from ..i18n import translate
from . import diagnostic_cards as cards
from . import map_items as items
from . import map_text
from .diagnostic_parts import PARTS, REMINDER, TITLE
from .layout_export import export_layout, stop, unwritable
from .map_frame import add_map
from .map_items import QUIET, RIGHT
from .page_items import SMALL, VIOLET, Flow, Style, height_of, wrap, write
from .themed_map import GAP, themed_map

if TYPE_CHECKING:
    from matplotlib.figure import Figure

LICENCE = "Licence Ouverte 2.0"
DPI = 200
SURROUNDINGS = 1.7  # how much wider than the territory the cover's map looks
# Its smallest text, 6.5 points, is not made smaller: the chart is set a little larger than it is drawn.
CHART_SCALE = 7.0 / 6.5


def build_diagnostic_layout(
    project: QgsProject, analyst: Analyst, diagnostic: Diagnostic, dataset: Path
) -> QgsPrintLayout:
    """All the pages, not yet in the project's layout manager. Main thread.

    Args:
        project: owns the maps' layers, kept out of its layer tree. dataset: from `dataset.write_dataset`.

    Raises:
        OutputError: if the dataset cannot be read. MissingDependency: without matplotlib.
    """
    flow = _begin(project, analyst, diagnostic, dataset)
    _cover(flow, analyst, diagnostic)
    for _title, part in PARTS:
        part(flow, analyst, diagnostic)
    _furnish(flow, diagnostic)
    return flow.layout


def pdf_steps(
    analyst: Analyst, diagnostic: Diagnostic, dataset: Path, target: Path, feedback: QgsFeedback | None = None
) -> Generator[tuple[float, str], None, None]:
    """The diagnostic as a PDF file, in short steps: yields (percent done, what comes next). Main thread.

    Raises:
        OutputError: if the file cannot be written. Cancelled: if the feedback is. Nothing is then left behind.
    """
    project = QgsProject()
    flow = _begin(project, analyst, diagnostic, dataset)
    try:
        for place, part in enumerate((_cover, *(part for _, part in PARTS))):
            yield 75 * place / (len(PARTS) + 1), translate("Anct", "Page {number}").format(number=flow.page + 1)
            stop(feedback)
            part(flow, analyst, diagnostic)
        _furnish(flow, diagnostic)
        _describe(project, diagnostic)
        yield 75.0, translate("Anct", "Writing the PDF")
        stop(feedback)
        export_layout(flow.layout, target, "pdf", DPI, feedback)
    finally:
        let_go(flow.layout)


@dataclass
class _LayoutPages(Flow):
    """The parts' pages, on a layout."""

    analyst: Analyst = field(kw_only=True)
    diagnostic: Diagnostic = field(kw_only=True)
    dataset: Path = field(kw_only=True)

    def themed_map(self, theme: str, height: float) -> None:
        themed_map(self, self.analyst, self.dataset, theme, height)

    def chart(self, figure: Figure, name: str, caption: str) -> None:
        self.picture(*self._drawn(figure, name), name)

    def chart_beside(self, figure: Figure, name: str, caption: str, title: str, text: str) -> None:
        svg, width, height = self._drawn(figure, name)
        column = self.left + width + GAP
        room, style = self.inner - width - GAP, Style(7.5)
        below = write(self.layout, title, column, self.y + 1, room, Style(9, bold=True), self.page)
        below = write(self.layout, text, column, below + 0.8, room, style, self.page, "methode")
        top = self.y
        self.picture(svg, width, height, name)
        self.y = max(top + height, below) + 2.0

    def _drawn(self, figure: Figure, name: str) -> tuple[Path, float, float]:
        """A chart as an SVG file beside the dataset, and its size on the page in mm."""
        slug, profile = self.diagnostic.territory.slug, self.diagnostic.profile.id
        target = self.dataset.with_name(f"{slug}-{profile}_{name}.svg")
        beside = target.with_name(f".{target.name}-{os.getpid()}")
        try:
            figure.savefig(beside, format="svg")
            os.replace(beside, target)
        except OSError as error:
            raise unwritable(target.parent, error) from error
        finally:
            beside.unlink(missing_ok=True)
        return target, figure.get_figwidth() * 25.4 * CHART_SCALE, figure.get_figheight() * 25.4 * CHART_SCALE


def situation_map(layout: QgsLayout, analyst: Analyst, dataset: Path, diagnostic: Diagnostic, rect: items.Rect) -> None:
    """Where the territory lies, with a wide strip of what is around; rect in mm on the first page."""
    main = add_map(layout, analyst, dataset, "situation", rect, 0, "carte_situation")
    if diagnostic.territory.level != "pays":
        extent = main.extent()
        extent.scale(SURROUNDINGS)
        main.setExtent(extent)
        main.setId("carte_situation")
        _rescale(layout, "echelle_carte_situation")


def _cover(flow: _LayoutPages, analyst: Analyst, diagnostic: Diagnostic) -> None:
    layout, territory = flow.layout, diagnostic.territory
    items.box(layout, (0, 0, flow.width, 5), VIOLET)
    flow.y = 15
    flow.y = write(layout, TITLE, flow.left, flow.y, flow.inner, Style(12, VIOLET, bold=True), 0, "titre")
    points = 30.0
    while points > 15 and len(wrap(territory.label, flow.inner, Style(points, bold=True))) > 1:
        points -= 1
    flow.y = write(
        layout, territory.label, flow.left, flow.y + 1, flow.inner, Style(points, bold=True), 0, "territoire"
    )
    flow.y = write(
        layout, cards.where(diagnostic), flow.left, flow.y + 0.5, flow.inner, Style(10, QUIET), 0, "situation"
    )
    flow.y += 4

    figures = cards.key_figures(diagnostic)
    said = " ".join(sentences.summary(diagnostic))
    summary = Style(8.5)
    small = height_of(REMINDER, flow.inner, SMALL)
    # The map takes what the rest leaves: the cover is one page.
    needed = 3.5 + flow.cards_height(figures) + 2.5 + flow.note_height(said, summary) + 3.0 + small
    height = max(60.0, flow.bottom - flow.y - needed - 0.5)
    situation_map(layout, analyst, flow.dataset, diagnostic, (flow.left, flow.y, flow.inner, height))
    flow.y += height + 3.5
    flow.cards(figures)
    flow.note_box("En bref", said, summary)
    flow.paragraph(REMINDER, SMALL, 0)


def _begin(project: QgsProject, analyst: Analyst, diagnostic: Diagnostic, dataset: Path) -> _LayoutPages:
    layout = QgsPrintLayout(project)
    layout.initializeDefaults()
    layout.setName(f"{TITLE} – {diagnostic.territory.label}")
    # Nobody undoes the making of a page, and noting each step takes longer than doing it.
    layout.undoStack().blockCommands(True)
    flow = _LayoutPages(layout, analyst=analyst, diagnostic=diagnostic, dataset=dataset)
    layout.pageCollection().page(0).setPageSize(QgsLayoutSize(flow.width, flow.height, Qgis.LayoutUnit.Millimeters))
    return flow


def _furnish(flow: Flow, diagnostic: Diagnostic) -> None:
    """Running heads and feet, once the number of pages is known."""
    layout, pages = flow.layout, flow.page + 1
    info = diagnostic.facts.info
    built = f", données assemblées le {map_text.date(info['built'])}" if info.get("built") else ""
    base = f"Fond{NBSP}: {outlines.credit(diagnostic.facts, diagnostic.territory)}"
    foot = f"{map_text.producer()}. {base}. {LICENCE} (producteurs{NBSP}: table des sources{built})."
    for page in range(pages):
        if page:
            head = f"{TITLE} – {diagnostic.territory.label}"
            write(layout, wrap(head, flow.inner - 60, SMALL)[:1], flow.left, 10.5, flow.inner - 60, SMALL, page)
            right = Style(7.0, VIOLET, bold=True, align=RIGHT)
            write(layout, [flow.heads[page]], flow.width - flow.right - 58, 10.5, 58, right, page)
            items.box(layout, (flow.left, 14.6, flow.inner, 0.15), items.RULE, page=page)
        items.box(layout, (flow.left, 281.0, flow.inner, 0.15), items.RULE, page=page)
        write(layout, foot, flow.left, 282.0, flow.inner - 42, SMALL, page, "pied")
        numbered = f"{map_text.date(dt.date.today().isoformat())} · page {page + 1}{NBSP}/{NBSP}{pages}"
        write(
            layout, [numbered], flow.width - flow.right - 60, 282.0, 60, Style(7.0, QUIET, align=RIGHT), page, "folio"
        )
    items.settle(layout)
    layout.undoStack().blockCommands(False)


def _describe(project: QgsProject, diagnostic: Diagnostic) -> None:
    """What the PDF says of itself: QGIS takes it from the project."""
    metadata = QgsProjectMetadata()
    metadata.setTitle(f"{TITLE} – {diagnostic.territory.label}")
    metadata.setAuthor(map_text.producer().split(f"{NBSP}: ", 1)[-1])
    metadata.setAbstract(" ".join(sentences.summary(diagnostic)))
    metadata.setLanguage("FRA")
    metadata.setCreationDateTime(QDateTime.currentDateTime())
    metadata.setKeywords({"mots-clés": ["cohésion des territoires", "fragilité", diagnostic.territory.label]})
    project.setMetadata(metadata)


def _rescale(layout: QgsLayout, name: str) -> None:
    """Take a scale bar's step anew once its map has been zoomed out."""
    bar = layout.itemById(name)
    if bar is not None:
        bar.setUnitsPerSegment(bar.unitsPerSegment() * 2)
        bar.update()


def let_go(layout: QgsPrintLayout) -> None:
    """Free the items all at once (left to itself, a layout parts with them one by one), and now.

    A cleared layout leaves them to the event loop: a series of diagnostics that never goes back to it, as in a batch,
    would keep some 6 MB of each.
    """
    freed = [item for item in layout.items() if isinstance(item, QgsLayoutObject)]
    layout.clear()
    for item in freed:
        QCoreApplication.sendPostedEvents(item, QEvent.Type.DeferredDelete)
