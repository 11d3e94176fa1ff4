"""Thematic map pages: one A4 or A3 landscape page per theme, fit to be shown as it comes out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from qgis.core import (
    Qgis,
    QgsFeedback,
    QgsLayout,
    QgsLayoutSize,
    QgsPrintLayout,
    QgsProject,
)

from ..core.diagnostic import Analyst, Diagnostic
from ..core.indicators import figure
from ..core.profile import Profile
from ..core.territory import Territory
from ..errors import AnctError, OutputError
from ..i18n import translate
from . import dataset as datasets
from . import map_analysis, map_change, map_indicator, map_zoning
from . import map_items as items
from . import map_text as text
from .layout_export import check_format, check_known, check_writable, ending, export_layout, stop
from .map_frame import add_map, has_symbols, read
from .map_legend import add_legend

THEMES = ("programmes", "fragilite", *map_analysis.THEMES)
PAPERS = {"A4": (297.0, 210.0), "A3": (420.0, 297.0)}
MARGIN = 10.0
MAP_SHARE = 0.601  # of the page's area
GAP = 3.4
NARROWEST_LEGEND = 47.5


def build_map_layout(
    project: QgsProject, analyst: Analyst, diagnostic: Diagnostic, dataset_path: Path, theme: str, paper: str = "A4"
) -> QgsPrintLayout:
    """The page of one theme, in the project's layout manager, in place of an older one of the same name.

    Args:
        project: owns the layout and the map's layers, kept out of its layer tree. theme: one of `themes_of(analyst)`.
        paper: a key of `PAPERS`.

    Raises:
        OutputError: if the theme or the paper is unknown, or the dataset cannot be read.
    """
    check_theme(analyst, theme)
    check_known(paper, tuple(PAPERS))
    info = read(dataset_path)
    with_symbols = has_symbols(info, theme)
    layout = QgsPrintLayout(project)
    layout.initializeDefaults()
    layout.setName(f"{text.title(diagnostic, theme, with_symbols)} ({paper})")
    frame = _page(layout, diagnostic, info, theme, paper, with_symbols)
    grown = frame.width / PAPERS["A4"][0]
    points = 7.5 * (1 + (grown - 1) * 0.5)
    items.label(
        layout,
        text.title(diagnostic, theme, with_symbols),
        MARGIN,
        MARGIN - 1.4,
        frame.width - 2 * MARGIN,
        _fitting(text.title(diagnostic, theme, with_symbols), 15.5 * points / 7.5, frame.width - 2 * MARGIN),
        bold=True,
        name="titre",
    )
    items.label(
        layout,
        text.subtitle(diagnostic, theme),
        MARGIN,
        frame.map[1] - 1.3 - items.height_of(1, 1.15 * points),
        frame.width - 2 * MARGIN,
        1.15 * points,
        items.QUIET,
        name="sous_titre",
    )
    add_map(layout, analyst, dataset_path, theme, frame.map)
    y = add_legend(layout, analyst, dataset_path, theme, frame.legend, points=points)
    _notes(layout, diagnostic, info, theme, frame, y, points)
    items.settle(layout)
    # Owned by the project: a layout that outlives its project takes QGIS down with it.
    manager = project.layoutManager()
    older = manager.layoutByName(layout.name())
    if older is not None:
        manager.removeLayout(older)
    manager.addLayout(layout)
    return layout


def themes_of(analyst: Analyst) -> tuple[str, ...]:
    """`THEMES`, "indicateur:<id>" for each indicator of communes, "evolution:<id>" for those of two vintages, and
    "zonage:<id>" for each zoning in classes."""
    made = (map_indicator, map_change, map_zoning)
    return (*THEMES, *(theme for one in made for theme in one.themes(analyst.facts)))


def check_theme(analyst: Analyst, theme: str) -> None:
    """See that a theme can be mapped.

    Raises:
        OutputError: naming those that can, of the same kind where the kind is known, and where to find their names.
    """
    known, (kind, colon, key) = themes_of(analyst), theme.partition(":")
    if theme in known:
        return
    if key in analyst.facts.awaited:
        nothing = figure(analyst.facts, key, analyst.gazetteer.resolve("FR"))
        raise OutputError(
            translate("Anct", "“{indicator}” cannot be mapped. {why}").format(
                indicator=nothing.label, why=nothing.absence
            )
        )
    if map_zoning.is_zoning(theme):
        raise OutputError(
            translate("Anct", "“{theme}”: no zoning of communes is called “{key}”. Known ones: {list}.").format(
                theme=theme, key=key, list=", ".join(map_zoning.themes(analyst.facts))
            )
        )
    near = [one for one in known if one.startswith(f"{kind}:")]
    if colon and near:
        raise OutputError(
            translate(
                "Anct",
                "“{theme}”: no indicator “{key}” has the values of communes that this map needs. Known ones: {list}."
                " The panel’s maps window lists them under their full names.",
            ).format(theme=theme, key=key, list=", ".join(near))
        )
    check_known(theme, (*THEMES, *(f"{one.THEME}:<id>" for one in (map_indicator, map_change, map_zoning))))


def file_name(territory: Territory, theme: str, fmt: str) -> str:
    """The name of a map's file; a colon is no part of a file name everywhere."""
    return f"{territory.slug}_{theme.replace(':', '_')}{ending(fmt)}"


@dataclass(frozen=True)
class _Frame:
    """Where things stand on a page, in mm."""

    width: float
    height: float
    map: items.Rect
    legend: items.Rect
    footer: float


def _page(
    layout: QgsLayout, diagnostic: Diagnostic, info: datasets.Info, theme: str, paper: str, with_symbols: bool
) -> _Frame:
    width, height = PAPERS[paper]
    layout.pageCollection().page(0).setPageSize(QgsLayoutSize(width, height, Qgis.LayoutUnit.Millimeters))
    inner = width - 2 * MARGIN
    points = 7.0
    lines = text.sources(diagnostic, theme, with_symbols)
    base = text.base(info)
    licence = text.licence(diagnostic, theme, with_symbols)
    closing = f"{text.producer()}. {text.today()}."
    wrapped = items.wrap(lines, inner, points)
    # The base and the licence follow the sources on their last line where they fit.
    after = items.width_of(wrapped[-1] + "  ", points)
    follows = after + items.width_of(f"{base} {licence}  ", points) < inner - 2
    rows = len(wrapped) + (0 if follows else 1)
    # Who and when stand beside the subtitle, unless it is long.
    day = f"{text.today()}."
    closing = items.width_of(f"{text.producer()}. {day}", points) + 4
    beside = items.width_of(text.subtitle(diagnostic, theme), 9.5) + closing < inner
    rows += 0 if beside else 1
    footer = height - MARGIN - items.height_of(rows, points)
    top = MARGIN + 10.8 * (width / 297) ** 0.5
    map_height = footer - 1.2 - top
    map_width = min(MAP_SHARE * width * height / map_height, inner - GAP - NARROWEST_LEGEND * (width / 297) ** 0.5)
    legend_x = MARGIN + map_width + GAP
    y = items.label(layout, lines, MARGIN, footer, inner, points, items.QUIET, name="sources")
    x = MARGIN
    if follows:
        x, y = MARGIN + after, y - items.height_of(1, points)
    items.label(layout, base, x, y, width - MARGIN - x, points, items.QUIET, name="fond")
    x += items.width_of(base + " ", points) + 0.6
    items.label(layout, licence, x, y, width - MARGIN - x, points, items.QUIET, name="licence")
    y = top - 1.5 - items.height_of(1, points) if beside else y + items.height_of(1, points)
    right = width - MARGIN
    items.label(layout, day, right - 60, y, 60, points, items.QUIET, align=items.RIGHT, name="date_edition")
    end = right - items.width_of(day, points) - 1.2
    made = f"{text.producer()}."
    items.label(layout, made, end - 110, y, 110, points, items.QUIET, align=items.RIGHT, name="realisation")
    return _Frame(
        width,
        height,
        (MARGIN, top, map_width, map_height),
        (legend_x, top, width - MARGIN - legend_x, map_height),
        footer,
    )


def _notes(
    layout: QgsLayout, diagnostic: Diagnostic, info: datasets.Info, theme: str, frame: _Frame, y: float, points: float
) -> None:
    """The reading note, on a pale ground, then method and limits, at the foot of the legend's column."""
    x, top, width, height = frame.legend
    bottom = top + height
    small = max(7.0, points - 0.5)
    said = text.reading(diagnostic, theme)
    how = text.method(diagnostic) if theme == "fragilite" else text.limits(diagnostic, info, theme)
    how_height = items.height_of(len(items.wrap(how, width, small)), small)
    pad = 1.8
    said_height = items.height_of(len(items.wrap(said, width - 2 * pad, small)) + 1, small) + 2 * pad
    start = max(y + 1.5, bottom - how_height - said_height - 2.2)
    items.box(layout, (x, start, width, said_height), items.PALE, name="lecture_fond")
    inside = items.label(layout, "Lecture", x + pad, start + pad, width - 2 * pad, small, bold=True)
    items.label(layout, said, x + pad, inside, width - 2 * pad, small, name="lecture")
    items.label(
        layout,
        how,
        x,
        start + said_height + 1.6,
        width,
        small,
        items.QUIET,
        name="methode" if theme == "fragilite" else "limites",
    )


def _fitting(words: str, points: float, width: float) -> float:
    """The largest size, up to `points`, at which a title holds on one line."""
    long = items.width_of(words, points, True)
    return points if long <= width else max(9.0, points * width / long * 0.98)


def write_maps(
    analyst: Analyst,
    territory: Territory,
    profile: Profile,
    themes: Sequence[str],
    paper: str,
    fmt: str,
    folder: Path,
    feedback: QgsFeedback | None = None,
    dataset_path: Path | None = None,
) -> list[Path]:
    """The maps of a territory, `<folder>/<slug>_<theme>` and the format's ending (":" as "_"). Main thread.

    Args:
        themes: of `themes_of(analyst)`; `THEMES` when empty. dataset_path: the territory's dataset where it exists.

    Raises:
        OutputError, Cancelled, SnapshotMissing: as `write_dataset` and `export_layout`. New maps done before are
            taken away again.
    """
    chosen = list(themes) or list(THEMES)
    for theme in chosen:
        check_theme(analyst, theme)
    check_format(fmt)
    check_known(paper, tuple(PAPERS))
    check_writable(folder)
    dataset_path = dataset_path or datasets.write_dataset(analyst, territory, profile, None, feedback)
    stop(feedback)
    diagnostic = analyst.diagnostic(territory, profile)
    written: list[Path] = []
    try:
        for done, theme in enumerate(chosen):
            stop(feedback)
            project = QgsProject()
            about = project.metadata()
            about.setAuthor(text.maker())
            about.setTitle(text.title(diagnostic, theme, has_symbols(read(dataset_path), theme)))
            project.setMetadata(about)
            layout = build_map_layout(project, analyst, diagnostic, dataset_path, theme, paper)
            target = folder / file_name(territory, theme, fmt)
            fresh = not target.exists()
            export_layout(layout, target, fmt, feedback=feedback)
            if fresh:
                written.append(target)
            if feedback is not None:
                feedback.setProgress(100 * (done + 1) / len(chosen))
    except AnctError:
        for file in written:
            file.unlink(missing_ok=True)
        raise
    return [folder / file_name(territory, theme, fmt) for theme in chosen]
