"""The diagnostic as a document of QGIS layout pages: cover, identity card, programmes, fragility, sources."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Generator
from pathlib import Path
from typing import TYPE_CHECKING

from qgis.core import (
    Qgis,
    QgsFeedback,
    QgsLayoutObject,
    QgsLayoutSize,
    QgsPrintLayout,
    QgsProject,
    QgsProjectMetadata,
)
from qgis.PyQt.QtCore import QCoreApplication, QDateTime, QEvent

from ..core import outlines, robustness, sentences, wording
from ..core.diagnostic import Analyst, Diagnostic
from ..core.wording import LEVEL_PLURALS, NBSP, number
from ..documents.charts import contributions_chart, rank_chart
from ..i18n import translate
from . import dataset as datasets
from . import diagnostic_analysis as analysis
from . import diagnostic_cards as cards
from . import diagnostic_tables as tables
from . import map_items as items
from . import map_text
from .layout_export import check_writable, export_layout, stop, unwritable
from .map_frame import add_map
from .map_items import QUIET, RIGHT
from .page_items import BODY, SMALL, VIOLET, Flow, Style, height_of, wrap, write
from .themed_map import GAP, themed_map

if TYPE_CHECKING:
    from matplotlib.figure import Figure

TITLE = "Diagnostic de cohésion territoriale"
UNOFFICIAL = "Indice construit, non officiel"
REMINDER = f"{UNOFFICIAL}{NBSP}: sa construction est donnée plus loin. ≈{NBSP}: valeur approchée par agrégation."
LICENCE = "Licence Ouverte 2.0"
DPI = 200
MAP = 98.0  # height of a part's map, mm
SURROUNDINGS = 1.7  # how much wider than the territory the cover's map looks
CHART_WIDTH, CHART_FULL = 11.5, 16.5  # cm
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
    flow = _begin(project, diagnostic)
    for _title, part in _PARTS:
        part(flow, analyst, diagnostic, dataset)
    _furnish(flow, diagnostic)
    return flow.layout


def diagnostic_steps(
    analyst: Analyst,
    diagnostic: Diagnostic,
    folder: Path,
    feedback: QgsFeedback | None = None,
    dataset: Path | None = None,
) -> Generator[tuple[float, str], None, list[Path]]:
    """`write_diagnostic` in short steps for `gis.jobs.Job`: yields (percent done, what comes next).

    Left half-way (closed or cancelled), it leaves nothing behind.
    """
    check_writable(folder)
    stop(feedback)
    if dataset is None:
        yield 0.0, translate("Anct", "Preparing the layers")
        dataset = datasets.write_dataset(analyst, diagnostic.territory, diagnostic.profile, None, feedback)
    project = QgsProject()
    flow = _begin(project, diagnostic)
    for place, (_title, part) in enumerate(_PARTS):
        yield 15 + 45 * place / len(_PARTS), translate("Anct", "Page {number}").format(number=flow.page + 1)
        stop(feedback)
        part(flow, analyst, diagnostic, dataset)
    _furnish(flow, diagnostic)
    _describe(project, diagnostic)
    yield 60.0, translate("Anct", "Writing the PDF")
    stop(feedback)
    target = folder / f"{diagnostic.territory.slug}_diagnostic.pdf"
    try:
        return [export_layout(flow.layout, target, "pdf", DPI, feedback)]
    finally:
        _let_go(flow.layout)


def write_diagnostic(
    analyst: Analyst,
    diagnostic: Diagnostic,
    folder: Path,
    feedback: QgsFeedback | None = None,
    dataset: Path | None = None,
) -> list[Path]:
    """The diagnostic as `<folder>/<slug>_diagnostic.pdf`. Main thread.

    Args:
        dataset: the territory's dataset where it exists already; made in the user's profile otherwise.

    Raises:
        OutputError: if the folder or the file cannot be written. Cancelled: if the feedback is; nothing is left behind.
        SnapshotMissing: if the snapshot cannot be read. MissingDependency: without matplotlib.
    """
    steps = diagnostic_steps(analyst, diagnostic, folder, feedback, dataset)
    while True:
        try:
            percent, _doing = next(steps)
        except StopIteration as done:
            return list(done.value)
        if feedback is not None:
            feedback.setProgress(percent)


# -- pages ----------------------------------------------------------------------------------------------------------


def _cover(flow: Flow, analyst: Analyst, diagnostic: Diagnostic, dataset: Path) -> None:
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
    rect = (flow.left, flow.y, flow.inner, height)
    main = add_map(layout, analyst, dataset, "situation", rect, 0, "carte_situation")
    if territory.level != "pays":
        extent = main.extent()
        extent.scale(SURROUNDINGS)
        main.setExtent(extent)
        main.setId("carte_situation")
        _rescale(layout, "echelle_carte_situation")
    flow.y += height + 3.5
    flow.cards(figures)
    flow.note_box("En bref", said, summary)
    flow.paragraph(REMINDER, SMALL, 0)


def _identity(flow: Flow, analyst: Analyst, diagnostic: Diagnostic, dataset: Path) -> None:
    flow.new_page("Fiche d’identité")
    others = [t.label for t in diagnostic.columns[1:]]
    beside = f"En regard{NBSP}: {wording.listing(others)}" if others else ""
    flow.title("Fiche d’identité", beside, "titre_identite")
    flow.table(*tables.identity(diagnostic, flow.inner))
    flow.paragraph(
        f"n. d.{NBSP}: donnée non disponible, ou non agrégeable à ce niveau. secret{NBSP}: valeur couverte par le "
        f"secret statistique. ≈{NBSP}: valeur approchée par agrégation des communes (une médiane ou une part sans "
        "effectif publié ne s’additionne pas). "
        f"0 est une valeur. [n]{NBSP}: numéro dans la table des sources.",
        SMALL,
    )
    missing = tables.absences(diagnostic)
    if missing:
        flow.heading("Valeurs absentes")
        for text in missing:
            flow.paragraph(text, SMALL, 0.3)
    notes = tables.indicator_notes(diagnostic)
    if notes:
        flow.heading("Limites des indicateurs")
        for label, text in notes:
            flow.paragraph(f"{label}{NBSP}: {text}", SMALL, 0.3)


def _programmes(flow: Flow, analyst: Analyst, diagnostic: Diagnostic, dataset: Path) -> None:
    dated = map_text.lists_of(diagnostic).capitalize()
    flow.part("Programmes et zonages", "Programmes et zonages", dated, "titre_programmes", MAP + 45)
    themed_map(flow, analyst, dataset, "programmes", MAP)
    flow.note_box("Lecture", map_text.reading(diagnostic, "programmes"))
    flow.headed_table("Programmes", *tables.programmes(diagnostic, flow.inner))
    absent = tables.absent_programmes(diagnostic)
    if absent:
        flow.paragraph(absent, SMALL)
    flow.headed_table("Zonages", *tables.zonings(diagnostic, flow.inner))
    flow.paragraph(
        f"Éligibles{NBSP}: communes qui remplissent la condition déclarée du programme, ou qui ont le label{NBSP}; "
        f"«{NBSP}toutes{NBSP}» sans condition. Habitants{NBSP}: population des communes couvertes rapportée à celle "
        f"du territoire. Listes{NBSP}: voir leurs dates dans la table des sources.",
        SMALL,
    )
    columns, rows = tables.sites(diagnostic, flow.inner)
    flow.headed_table("Sites France services", columns, rows, "Un site itinérant est inscrit à son lieu d’attache.")


def _fragility(flow: Flow, analyst: Analyst, diagnostic: Diagnostic, dataset: Path) -> None:
    note = f"{UNOFFICIAL}. Données {map_text.years(diagnostic)}, toutes les communes de France pour référence."
    flow.part("Fragilité", diagnostic.profile.label, note, "titre_fragilite", MAP + 40)
    themed_map(flow, analyst, dataset, "fragilite", MAP)
    if diagnostic.index is not None:
        flow.cards(cards.index_figures(diagnostic))
    else:
        flow.note_box("Pas d’indice pour ce territoire", sentences.absence_of_index(diagnostic))
    ranked = diagnostic.communes["classe"] > 0
    if ranked.any():
        flow.note_box("Lecture", map_text.reading(diagnostic, "fragilite"))
    if len(diagnostic.communes) == 1:
        _beside(flow, analyst, diagnostic)
    elif ranked.any():
        columns, rows = tables.fragile_communes(diagnostic, flow.inner)
        of = f"{number(len(rows))} sur {number(len(diagnostic.communes))}, dont {number(int(ranked.sum()))} avec indice"
        note = f"{of}. Rang{NBSP}: 1 = la plus fragile de France."
        flow.headed_table("Communes les plus fragiles", columns, rows, note)
    else:
        flow.heading("Communes les plus fragiles")
        flow.paragraph(
            "Aucune commune du territoire n’a d’indice : trop d’indicateurs du profil y sont absents ou secrets. "
            "La fiche d’identité donne ceux qui existent.".replace(" :", f"{NBSP}:")
        )


def _beside(flow: Flow, analyst: Analyst, diagnostic: Diagnostic) -> None:
    name, columns, rows = tables.neighbours(analyst, diagnostic, flow.inner)
    if not rows:
        flow.paragraph(
            "La commune n’appartient à aucune intercommunalité du référentiel, ou ses communes n’ont pas d’indice"
            f"{NBSP}: il n’y a pas de voisines à lui comparer.",
        )
        return
    note = (
        f"{name}{NBSP}: ses communes les plus fragiles, et la commune elle-même. "
        f"Rang{NBSP}: 1 = la plus fragile de France."
    )
    flow.headed_table("La commune dans son intercommunalité", columns, rows, note)


def _construction(flow: Flow, analyst: Analyst, diagnostic: Diagnostic, dataset: Path) -> None:
    name, profile = "Construction de l’indice", diagnostic.profile.label
    flow.part(name, name, f"Profil «{NBSP}{profile}{NBSP}». {UNOFFICIAL}.", "titre_construction", 100.0)
    method = tables.how_built(diagnostic)
    if diagnostic.index is None:
        flow.note_box("Méthode", method)
    else:
        svg, width, height = _chart(diagnostic, dataset)
        column = flow.left + width + GAP
        room, style = flow.inner - width - GAP, Style(7.5)
        below = write(flow.layout, "Méthode", column, flow.y + 1, room, Style(9, bold=True), flow.page)
        below = write(flow.layout, method, column, below + 0.8, room, style, flow.page, "methode")
        top = flow.y
        flow.picture(svg, width, height, "contributions")
        flow.y = max(top + height, below) + 2.0
    _robustness(flow, analyst, diagnostic, dataset)
    flow.headed_table("Indicateurs, poids et contributions", *tables.construction(diagnostic, flow.inner))
    legend = (
        f"Rang{NBSP}: 1 = le plus fragile, parmi les unités qui ont une valeur. Sur 100{NBSP}: l’indicateur normalisé. "
        f"Part de l’indice{NBSP}: ce que l’indicateur y apporte{NBSP}; les parts s’additionnent."
    )
    flow.paragraph(legend, SMALL)
    strong, weak = sentences.strength_sentences(diagnostic, 2), sentences.fragility_sentences(diagnostic, 3)
    for heading, said in (("Points de fragilité", weak), ("Points d’appui", strong)):
        if said:
            flow.heading(heading, 20)
            for sentence in said:
                flow.paragraph(f"–{NBSP}{sentence}", Style(7.5), 0.8)


def _robustness(flow: Flow, analyst: Analyst, diagnostic: Diagnostic, dataset: Path) -> None:
    """How sure the rank is, and which choices it depends on."""
    index, declared = diagnostic.index, diagnostic.facts.catalogue.indicators
    if index is not None and index.uncertainty is not None:
        figure = rank_chart(index, LEVEL_PLURALS.get(index.level, "territoires comparés"), CHART_FULL)
        flow.heading("Solidité du rang", 40)
        flow.picture(*_drawn(figure, diagnostic, dataset, "rang"), "rang_incertain")
        flow.paragraph(robustness.verdict_sentence(index), Style(7.5), 0.8)
        moving = robustness.moving_sentence(index, declared)
        flow.paragraph(f"{moving} {tables.HOW_DRAWN}".strip(), SMALL)
    for pair in analyst.redundancies(diagnostic.profile):
        if pair.same:
            flow.paragraph(f"Attention{NBSP}: {robustness.redundancy_sentence(pair, declared)}", SMALL)


def _sources(flow: Flow, analyst: Analyst, diagnostic: Diagnostic, dataset: Path) -> None:
    info = diagnostic.facts.info
    built = f", données assemblées le {map_text.date(info['built'])}" if info.get("built") else ""
    note = f"Géographie administrative au 1er janvier {info.get('cog', '')}{built}."
    flow.part("Sources", "Sources", note, "titre_sources", 90.0)
    flow.table(*tables.sources(diagnostic, flow.inner))


_PARTS: tuple[tuple[str, Callable[[Flow, Analyst, Diagnostic, Path], None]], ...] = (
    ("couverture", _cover), ("identite", _identity), ("programmes", _programmes), ("fragilite", _fragility),
    ("construction", _construction), ("lacunes", analysis.gap_pages), ("acces", analysis.access_pages),
    ("comparaisons", analysis.comparison_pages), ("sources", _sources),
)  # fmt: skip


# -- parts of pages -------------------------------------------------------------------------------------------------


def _begin(project: QgsProject, diagnostic: Diagnostic) -> Flow:
    layout = QgsPrintLayout(project)
    layout.initializeDefaults()
    layout.setName(f"{TITLE} – {diagnostic.territory.label}")
    # Nobody undoes the making of a page, and noting each step takes longer than doing it.
    layout.undoStack().blockCommands(True)
    flow = Flow(layout)
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


def _rescale(layout: QgsPrintLayout, name: str) -> None:
    """Take a scale bar's step anew once its map has been zoomed out."""
    bar = layout.itemById(name)
    if bar is not None:
        bar.setUnitsPerSegment(bar.unitsPerSegment() * 2)
        bar.update()


def _chart(diagnostic: Diagnostic, dataset: Path) -> tuple[Path, float, float]:
    """The contributions as an SVG file beside the dataset, and its size on the page in mm."""
    return _drawn(contributions_chart(diagnostic, CHART_WIDTH), diagnostic, dataset, "contributions")


def _drawn(figure: Figure, diagnostic: Diagnostic, dataset: Path, name: str) -> tuple[Path, float, float]:
    target = dataset.with_name(f"{diagnostic.territory.slug}-{diagnostic.profile.id}_{name}.svg")
    beside = target.with_name(f".{target.name}-{os.getpid()}")
    try:
        figure.savefig(beside, format="svg")
        os.replace(beside, target)
    except OSError as error:
        raise unwritable(target.parent, error) from error
    finally:
        beside.unlink(missing_ok=True)
    return target, figure.get_figwidth() * 25.4 * CHART_SCALE, figure.get_figheight() * 25.4 * CHART_SCALE


def _let_go(layout: QgsPrintLayout) -> None:
    """Free the items all at once (left to itself, a layout parts with them one by one), and now.

    A cleared layout leaves them to the event loop: a series of diagnostics that never goes back to it, as in a batch,
    would keep some 6 MB of each.
    """
    freed = [item for item in layout.items() if isinstance(item, QgsLayoutObject)]
    layout.clear()
    for item in freed:
        QCoreApplication.sendPostedEvents(item, QEvent.Type.DeferredDelete)


__all__ = ["BODY", "build_diagnostic_layout", "diagnostic_steps", "write_diagnostic"]
