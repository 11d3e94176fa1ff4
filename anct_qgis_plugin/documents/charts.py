"""The charts of the panel and of the documents, as matplotlib figures; French, ready for the screen, PDF and SVG.

Nothing here touches matplotlib's global state (pyplot, rcParams): every figure carries its own fonts and colours, so
that charts may be drawn beside whatever else runs in QGIS.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .. import dependencies
from ..core import wording
from ..core.diagnostic import Diagnostic
from ..core.fragility import TerritoryIndex
from ..core.positions import Position

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FONT = "DejaVu Sans"
VIOLET = "#4b2e83"
LILAC = "#a58fc4"
CM = 1 / 2.54


@dataclass(frozen=True)
class Palette:
    """Colours of a chart: on paper, or on a dark window."""

    ink: str = "#1b1b2f"
    quiet: str = "#6a6a7a"
    line: str = "#d9d9e0"
    paper: str = "#ffffff"
    accent: str = VIOLET
    bar: str = LILAC
    track: str = "#f0eef5"
    others: tuple[str, ...] = ("#c8791f", "#1f7a8c", "#7a5aa6")


PAPER = Palette()
DARK = Palette(
    ink="#ececf2",
    quiet="#a9a9b8",
    line="#55555f",
    paper="#2b2b30",
    accent="#b79df0",
    bar="#8f76bd",
    track="#3a3944",
    others=("#f0a95a", "#63c3d6", "#d0bdf7"),
)
_MARKERS = ("D", "s", "^")


def contributions_chart(diagnostic: Diagnostic, width_cm: float = 17.0, palette: Palette = PAPER) -> Figure:
    """What the index is made of: one bar per indicator, longest first; the bars add up to the index.

    Behind each bar stands the most that the indicator could weigh. Indicators without a value are named below the bars.
    A territory without index gives one sentence saying why.

    Raises:
        MissingDependency: without matplotlib.
    """
    if diagnostic.index is None:
        return _sentence(diagnostic.index_absence, width_cm, palette)
    catalogue = diagnostic.facts.catalogue.indicators
    weights = {w.indicator: w.weight for w in diagnostic.profile.indicators}
    parts = {key: part for key, part in diagnostic.index.contributions.items() if part == part}
    present = sum(weights[key] for key in parts)
    keys = sorted(parts, key=lambda key: parts[key], reverse=True)
    # The index is the weighted mean of what is present: each indicator's ceiling is its share of that weight.
    most = {key: 100 * weights[key] / present for key in keys}
    additive = diagnostic.profile.aggregation == "arithmetic"
    left, right, row, head, foot = 5.6, 2.6, 0.62, 0.75, 0.75
    figure, axes = _axes(width_cm, head + foot + row * len(keys), left, right, head, foot, palette)
    longest = max([*most.values(), 1.0] if additive else [*parts.values(), 1.0])
    for position, key in enumerate(keys):
        if additive:
            axes.barh(position, most[key], height=0.56, color=palette.track, linewidth=0)
        axes.barh(position, parts[key], height=0.56, color=palette.bar, linewidth=0)
        end = most[key] if additive else parts[key]
        text = wording.number(parts[key], 1)
        if additive:
            text += f" sur {wording.number(most[key], 1)}"
        _text(axes, end + longest * 0.02, position, text, palette.ink, 7.5)
        _text(axes, -longest * 0.02, position, catalogue[key].short, palette.ink, 8, "right")
    axes.set_xlim(0, longest)
    axes.set_ylim(len(keys) - 0.45, -0.55)
    total = wording.number(diagnostic.index.value, 0)
    _head(figure, axes, f"Ce qui pèse dans l’indice : {total} sur 100", width_cm, palette)
    absent = [catalogue[key].short for key in weights if key not in parts and weights[key] > 0]
    note = "Points d’indice. Fond clair : le plus que l’indicateur peut peser." if additive else "Points d’indice."
    if absent:
        note += f" Sans valeur : {', '.join(absent)}."
    _foot(figure, note, palette)
    return _letters(figure)


def rank_chart(index: TerritoryIndex, peers: str, width_cm: float = 17.0, palette: Palette = PAPER) -> Figure:
    """The rank on the line of all ranks, with its interval and its median over the drawn weights.

    The most fragile tenth and fifth are shaded; the most fragile rank is on the right, as in the other charts.

    Args:
        index: with its uncertainty.
        peers: what it is ranked among, in French ("communes").

    Raises:
        ValueError: if no weights were drawn. MissingDependency: without matplotlib.
    """
    found = index.uncertainty
    if found is None:
        raise ValueError("no weights were drawn")
    left, right, head, foot = 0.9, 0.9, 1.2, 1.25
    height = head + foot + 0.9
    figure, axes = _axes(width_cm, height, left, right, head, foot, palette)
    total = index.total
    place = {rank: total + 1 - rank for rank in (found.p05, found.p50, found.p95, index.rank)}
    axes.barh(0, total, left=0.5, height=0.34, color=palette.track, linewidth=0)
    for share, shade in ((5, 0.35), (10, 0.6)):
        most = -(-total // share)
        axes.barh(0, most, left=total + 0.5 - most, height=0.34, color=palette.bar, alpha=shade, linewidth=0)
    low, high = place[found.p95], place[found.p05]
    axes.plot([low, high], [0, 0], color=palette.accent, linewidth=3.2, solid_capstyle="butt", zorder=3)
    for end in (low, high):
        axes.plot([end, end], [-0.26, 0.26], color=palette.accent, linewidth=1.4, solid_capstyle="butt", zorder=3)
    median = place[found.p50]
    axes.plot([median], [0], marker="|", markersize=13, markeredgewidth=1.6, color=palette.accent, zorder=4)
    axes.plot(
        [place[index.rank]], [0], marker="o", markersize=7.5, color=palette.paper, markeredgecolor=palette.accent,
        markeredgewidth=1.8, zorder=5, linestyle="none",
    )  # fmt: skip
    shaded = f"les 20{wording.NBSP}% les plus fragiles, dont les 10{wording.NBSP}% (foncé)"
    axes.text(total + 0.5, 0.45, shaded, color=palette.quiet, fontsize=6.5, family=FONT, ha="right", va="center")
    axes.set_xlim(0, total + 1)
    axes.set_ylim(-0.45, 0.55)
    _head(figure, axes, f"Rang sous incertitude parmi {wording.number(total)} {peers} : {found.verdict}",
          width_cm, palette)  # fmt: skip
    _foot(figure, f"← rang {wording.number(total)}, moins fragile", palette, x=left / width_cm)
    _foot(figure, "plus fragile, rang 1 →", palette, x=1 - right / width_cm, align="right")
    _foot(
        figure,
        f"Rond : rang du profil ({wording.number(index.rank)}). Trait : neuf tirages sur dix ("
        f"{wording.number(found.p05)} à {wording.number(found.p95)}), médiane {wording.number(found.p50)}.",
        palette,
    )
    return _letters(figure)


def indicator_chart(
    positions: Sequence[Position], level_plural: str, width_cm: float = 17.0, palette: Palette = PAPER
) -> Figure:
    """Where the first territory of `positions` stands in France for each indicator, the others marked beside it.

    Args:
        positions: `core.positions.positions` of the territory, then at most three others around it.
        level_plural: what it is compared with, in French ("communes").

    Raises:
        MissingDependency: without matplotlib.
    """
    names = [figure.territory for figure in positions[0].figures] if positions else []
    left, right, row, head, foot = 5.0, 3.1, 0.6, 1.35, 1.15
    figure, axes = _axes(width_cm, head + foot + row * len(positions), left, right, head, foot, palette)
    axes.axvline(50, color=palette.line, linewidth=0.8, dashes=(3, 3), zorder=0)
    for row_number, position in enumerate(positions):
        axes.plot([0, 100], [row_number] * 2, color=palette.line, linewidth=0.9, solid_capstyle="round", zorder=1)
        _text(axes, -2.5, row_number, position.short, palette.ink, 8, "right")
        own = position.figures[0]
        weight = "bold" if own.value is not None else "normal"
        _text(
            axes, 103, row_number, own.text, palette.ink if own.value is not None else palette.quiet, 8, weight=weight
        )
        for rank in range(min(len(position.shares), 4) - 1, -1, -1):
            share = position.shares[rank]
            if share is not None:
                _mark(axes, share, row_number, rank, palette)
    axes.set_xlim(-1.5, 101.5)
    axes.set_ylim(len(positions) - 0.4, -0.6)
    for rank, name in enumerate(names[:4]):
        axes.plot([], [], **_style(rank, palette), label=name)
    if names:
        handles, labels = axes.get_legend_handles_labels()
        legend = figure.legend(
            handles,
            labels,
            loc="upper left",
            bbox_to_anchor=(0.2 / width_cm, 1 - 0.6 / (head + foot + row * len(positions))),
            ncol=len(labels),
            frameon=False,
            prop={"family": FONT, "size": 7.5},
            handletextpad=0.1,
            columnspacing=1.2,
            borderpad=0,
            borderaxespad=0,
        )
        for text in legend.get_texts():
            text.set_color(palette.ink)
        _head(figure, axes, f"{names[0]} parmi les {level_plural} de France", width_cm, palette)
    _foot(figure, "← moins fragile", palette, x=left / width_cm)
    _foot(figure, "plus fragile →", palette, x=1 - right / width_cm, align="right")
    height = head + foot + row * len(positions)
    figure.text(
        0.2 / width_cm,
        0.14 / height,
        f"Position : part des {level_plural} ayant une valeur moins défavorable ; tirets : la médiane.",
        family=FONT,
        fontsize=6.5,
        color=palette.quiet,
        va="bottom",
    )
    return _letters(figure)


def _style(rank: int, palette: Palette) -> dict[str, Any]:
    if rank == 0:
        return {"marker": "o", "markersize": 8.5, "color": palette.accent, "linestyle": "none"}
    return {
        "marker": _MARKERS[rank - 1],
        "markersize": 5.5,
        "color": palette.others[rank - 1],
        "markeredgecolor": palette.paper,
        "markeredgewidth": 0.5,
        "linestyle": "none",
    }


def _mark(axes: Any, x: float, y: float, rank: int, palette: Palette) -> None:
    # Those around it lie above the line's main mark where they coincide, being smaller.
    axes.plot([x], [y], **_style(rank, palette), zorder=3 if rank == 0 else 4, clip_on=False)


def _axes(
    width: float, height: float, left: float, right: float, head: float, foot: float, palette: Palette
) -> tuple[Figure, Any]:
    """A figure of that size in centimetres, with one bare plotting area inside those margins."""
    dependencies.require("matplotlib")
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width * CM, height * CM), facecolor=palette.paper)
    axes = figure.add_axes(
        (left / width, foot / height, (width - left - right) / width, (height - head - foot) / height)
    )
    axes.set_facecolor("none")
    axes.set_axis_off()
    return figure, axes


def _text(
    axes: Any, x: float, y: float, text: str, colour: str, size: float, align: str = "left", weight: str = "normal"
) -> None:
    axes.text(
        x,
        y,
        text,
        color=colour,
        fontsize=size,
        family=FONT,
        ha=align,
        va="center_baseline",
        weight=weight,
        clip_on=False,
    )


def _head(figure: Figure, axes: Any, text: str, width: float, palette: Palette) -> None:
    height = figure.get_figheight() / CM
    figure.text(
        0.2 / width, 1 - 0.12 / height, text, family=FONT, fontsize=9, weight="bold", color=palette.ink, va="top"
    )


def _foot(figure: Figure, text: str, palette: Palette, x: float | None = None, align: str = "left") -> None:
    height, width = figure.get_figheight() / CM, figure.get_figwidth() / CM
    alone = x is None
    figure.text(
        0.2 / width if x is None else x,
        (0.14 if alone else 0.62) / height,
        text,
        family=FONT,
        fontsize=6.5 if alone else 7,
        color=palette.quiet,
        va="bottom",
        ha=align,
    )


def _sentence(text: str, width_cm: float, palette: Palette) -> Figure:
    dependencies.require("matplotlib")
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width_cm * CM, 1.6 * CM), facecolor=palette.paper)
    figure.text(
        0.2 / width_cm,
        0.5,
        _wrapped(text, int(width_cm * 6)),
        family=FONT,
        fontsize=8,
        color=palette.quiet,
        va="center",
    )
    return _letters(figure)


def _letters(figure: Figure) -> Figure:
    """The figure with its texts as they are: between two dollars, matplotlib would read a formula."""
    from matplotlib.text import Text

    for text in figure.findobj(Text):
        text.set_parse_math(False)
    return figure


def _wrapped(text: str, columns: int) -> str:
    import textwrap

    return "\n".join(textwrap.wrap(text, columns, break_long_words=False))
