"""A legend drawn by hand: swatches from the map's own styles, labels, counts in a column of their own."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

from qgis.core import QgsFillSymbol, QgsLayout, QgsSymbol

from ..core import wording
from ..core.diagnostic import Analyst
from ..core.fragility import CLASS_LABELS
from . import dataset as datasets
from . import map_analysis, map_change, map_indicator, map_zoning, styles
from . import map_items as items
from .group import open_layer
from .map_frame import has_symbols, read
from .map_items import Rect

NBSP = wording.NBSP
ROW_GAP = 1.2  # mm
# With more programmes than this, lines stand closer and long names give way to short ones.
MANY = 10
WAYS = ("programmes", "perimetres", "quartiers")  # styles of programmes, in the order of the legend
CLOSE_GAP = 0.5  # mm
SWATCH = (6.0, 3.7)  # mm
SPACE = 1.4  # mm, between swatch, text and number


@dataclass(frozen=True)
class Line:
    """One line of a legend.

    shape: "fill", "marker" or "line". count: None for no number. detail: grey, before the number.
    """

    symbol: QgsSymbol
    shape: str
    text: str
    count: int | None = None
    size: float = 3.2
    detail: str = ""


def add_legend(
    layout: QgsLayout, analyst: Analyst, dataset: Path, theme: str, rect_mm: Rect, page: int = 0, points: float = 7.5
) -> float:
    """Draw the legend of a theme in a column; gives the y below it, in mm.

    Args:
        rect_mm: x, y, width of the column (its height is what the legend takes).

    Raises:
        OutputError: if the dataset cannot be read.
    """
    info = read(dataset)
    x, y, width = rect_mm[0], rect_mm[1], rect_mm[2]
    marks = [p for p in styles.of_draw(analyst.facts.catalogue, WAYS[0]) if info.counts["programmes"].get(p.id, 0)]
    # Classes and symbols in one column: the lines stand closer where both are many.
    close = theme == "fragilite" and has_symbols(info, theme) and len(marks) + len(CLASS_LABELS) > MANY
    apart = 0.8 if close else 1.8  # mm, between sections
    column = Column(layout, x, width, page, points, close)
    if theme == "fragilite":
        y = column.head(
            y,
            f"Indice de {info.profile_label.lower()}",
            f"0 à 100, cinquièmes des communes de France{NBSP}; nombre de communes",
            "legende_indice",
        )
        y = column.lines(y, _classes(analyst, dataset, info))
    if theme == "lacunes":
        y = _gaps(column, y, analyst, dataset, info)
    if map_change.is_change(theme):
        y = _change(column, y, analyst, dataset, info, theme)
    if map_indicator.is_indicator(theme):
        y = _indicator(column, y, analyst, dataset, info, theme)
    if map_zoning.is_zoning(theme):
        y = _zoning(column, y, analyst, dataset, info, theme)
    if theme == "acces":
        y = _access(column, y, analyst, dataset, info)
    if has_symbols(info, theme):
        note = f"nombre de communes, sur {wording.number(info.communes)}" if info.communes > 1 else ""
        y = column.head(y + apart * (theme == "fragilite"), "Programmes", note, "legende_programmes")
        y = column.lines(y, _programmes(analyst, dataset, info, theme, column))
        absent = _absent(analyst, info) if theme == "programmes" else ""
        if absent:
            y = column.note(y, absent)
    if theme in ("programmes", "acces"):
        y = column.head(y + apart, "France services", "nombre de sites", "legende_sites")
        y = column.lines(y, _sites(analyst, dataset, info))
    y = column.head(y + apart, "Limites", "", "legende_limites")
    return column.lines(y, _limits(analyst, dataset, info))


@dataclass
class Column:
    layout: QgsLayout
    x: float
    width: float
    page: int
    points: float
    close: bool = False

    def head(self, y: float, text: str, note: str, name: str) -> float:
        y = items.label(
            self.layout, text, self.x, y, self.width, self.points + 1.5, bold=True, page=self.page, name=name
        )
        if note:
            y = items.label(self.layout, note, self.x, y + 0.1, self.width, 7, items.QUIET, page=self.page)
        return y + 1.2

    def note(self, y: float, text: str) -> float:
        return items.label(self.layout, text, self.x, y, self.width, 7, items.QUIET, page=self.page, name="absents")

    def lines(self, y: float, lines: list[Line]) -> float:
        counts, room = self._counts(lines), self.room(lines)
        start = self.x + SWATCH[0] + SPACE
        gap = CLOSE_GAP if self.close or len(lines) > MANY else ROW_GAP
        small = max(7.0, self.points - 0.5)
        # Details stand beside the words where all have room, else under them.
        under = any(
            line.detail and items.width_of(line.text, self.points) + items.width_of(line.detail, small) + 0.6 > room
            for line in lines
        )
        for line in lines:
            wrapped = items.wrap(line.text, room, self.points)
            more = items.height_of(1, small) if under and line.detail else 0.0
            height = max(items.height_of(len(wrapped), self.points) + more, SWATCH[1])
            middle = y + height / 2
            self._swatch(line, middle)
            top = middle - (items.height_of(len(wrapped), self.points) + more) / 2
            below = items.label(self.layout, line.text, start, top, room, self.points, page=self.page)
            one = middle - items.height_of(1, self.points) / 2
            if line.detail:
                align, at = (items.LEFT, below) if under else (items.RIGHT, one + 0.15)
                items.label(self.layout, line.detail, start, at, room, small, items.QUIET, align=align, page=self.page)
            if line.count is not None:
                items.label(
                    self.layout, wording.number(line.count), self.x + self.width - counts, one, counts, self.points,
                    items.QUIET, align=items.RIGHT, page=self.page,
                )  # fmt: skip
            y += height + gap
        return y

    def room(self, lines: list[Line]) -> float:
        """Width left for the words of these lines, mm."""
        counts = self._counts(lines)
        return self.width - SWATCH[0] - SPACE - (counts + SPACE if counts else 0)

    def _counts(self, lines: list[Line]) -> float:
        numbers = [wording.number(line.count) for line in lines if line.count is not None]
        return max((items.width_of(number, self.points) for number in numbers), default=0.0)

    def _swatch(self, line: Line, middle: float) -> None:
        if line.shape == "marker":
            items.marker(self.layout, line.symbol, self.x + SWATCH[0] / 2, middle, line.size, self.page)
            return
        height = 0.01 if line.shape == "line" else SWATCH[1]
        items.swatch(self.layout, line.symbol, (self.x, middle - height / 2, SWATCH[0], height), self.page)


def _classes(analyst: Analyst, dataset: Path, info: datasets.Info) -> list[Line]:
    symbols = _symbols(analyst, dataset, info, "communes", "fragilite")
    counts = info.counts["classes"]
    found = [
        Line(
            symbols[str(k)],
            "fill",
            CLASS_LABELS[k],
            counts[str(k)],
            detail=styles.class_range(k, info.bounds).replace(" à ", "–"),
        )
        for k in range(5, 0, -1)
        if str(k) in symbols
    ]
    if "" in symbols:
        found.append(Line(symbols[""], "fill", styles.NO_INDEX, counts["0"]))
    return found


def _programmes(analyst: Analyst, dataset: Path, info: datasets.Info, theme: str, column: Column) -> list[Line]:
    catalogue = analyst.facts.catalogue
    ways = WAYS if theme == "programmes" else WAYS[:1]
    found: list[Line] = []
    shorts: list[str] = []
    for name in ways:
        symbols = _symbols(analyst, dataset, info, name, name)
        for programme in styles.of_draw(catalogue, name):
            if info.light and programme.draw == "contour":
                continue
            count = info.counts["programmes"].get(programme.id, 0)
            if not count:
                continue
            symbol = symbols.get(programme.id) or styles.programme_symbol(programme)
            found.append(Line(symbol, "marker" if name == "programmes" else "fill", programme.label, count))
            shorts.append(programme.short)
    if column.close or len(found) > MANY:
        room = column.room(found)
        found = [
            line if items.width_of(line.text, column.points) <= room else replace(line, text=short)
            for line, short in zip(found, shorts, strict=True)
        ]
    return found


def _gaps(column: Column, y: float, analyst: Analyst, dataset: Path, info: datasets.Info) -> float:
    symbols, counts = _symbols(analyst, dataset, info, "communes", "lacunes"), info.counts["croisement"]
    y = column.head(y, "Fragilité et programmes", "nombre de communes", "legende_lacunes")
    y = map_analysis.bivariate_legend(column, y, symbols, counts)
    if "" in symbols and counts.get(""):
        y = column.lines(y, [Line(symbols[""], "fill", styles.NO_INDEX, counts[""])])
    return y


def _access(column: Column, y: float, analyst: Analyst, dataset: Path, info: datasets.Info) -> float:
    symbols, counts = _symbols(analyst, dataset, info, "communes", "acces"), info.counts["acces"]
    note = f"estimation, depuis la mairie{NBSP}; nombre de communes"
    y = column.head(y, "Temps jusqu’au site fixe le plus proche", note, "legende_acces")
    labels = {**map_analysis.access_labels(), "": "sans lieu connu"}
    always = ("1", "2", "3", "4")
    lines = [
        Line(symbols[key], "fill", label, counts.get(key, 0))
        for key, label in labels.items()
        if key in symbols and (key in always or counts.get(key))
    ]
    return column.lines(y, lines)


def _change(column: Column, y: float, analyst: Analyst, dataset: Path, info: datasets.Info, theme: str) -> float:
    catalogue, indicator = analyst.facts.catalogue, map_change.indicator_of(theme)
    after = catalogue.indicators[indicator]
    symbols, counts = _symbols(analyst, dataset, info, "communes", theme), info.counts[theme]
    labels = map_change.class_labels(after, info.breaks[indicator])
    y = column.head(y, *map_change.head(catalogue, theme), "legende_evolution")
    lines = [
        Line(symbols[key], "fill", label, counts.get(key, 0))
        for key, label in labels.items()
        if key in symbols and (counts.get(key) or key not in map_change.seldom(after, info.breaks[indicator]))
    ]
    if "" in symbols and counts.get(""):
        lines.append(Line(symbols[""], "fill", map_change.UNKNOWN, counts[""]))
    return column.lines(y, lines)


def _indicator(column: Column, y: float, analyst: Analyst, dataset: Path, info: datasets.Info, theme: str) -> float:
    catalogue = analyst.facts.catalogue
    one = map_indicator.declared(catalogue, theme)
    symbols, counts = _symbols(analyst, dataset, info, "communes", theme), info.counts[theme]
    y = column.head(y, *map_indicator.head(catalogue, theme, info.scales[one.id]), "legende_indicateur")
    lines = [
        Line(symbols[key], "fill", label, counts.get(key, 0))
        for key, label in map_indicator.class_labels(one, info.scales[one.id]).items()
        if key in symbols and (counts.get(key) or key not in map_indicator.ABSENT)
    ]
    return column.lines(y, lines)


def _zoning(column: Column, y: float, analyst: Analyst, dataset: Path, info: datasets.Info, theme: str) -> float:
    """Only the classes that are there."""
    one = map_zoning.declared(analyst.facts, theme)
    symbols, counts = _symbols(analyst, dataset, info, "communes", theme), info.counts[theme]
    y = column.head(y, *map_zoning.head(analyst.facts, theme), "legende_zonage")
    words = map_zoning.class_labels(one, counts)
    return column.lines(
        y, [Line(symbols[key], "fill", label, counts[key]) for key, label in words.items() if key in symbols]
    )


def _absent(analyst: Analyst, info: datasets.Info) -> str:
    """The programmes that the map would show and that are not in the territory, in one sentence."""
    declared = [p for name in WAYS for p in styles.of_draw(analyst.facts.catalogue, name)]
    names = [p.short for p in declared if not info.counts["programmes"].get(p.id, 0)]
    return f"Absents du territoire{NBSP}: {', '.join(names)}." if names else ""


def _sites(analyst: Analyst, dataset: Path, info: datasets.Info) -> list[Line]:
    symbols = _symbols(analyst, dataset, info, "sites", "sites")
    return [
        Line(symbols[kind], "marker", text, info.counts["sites"].get(kind, 0))
        for kind, text in styles.SITE_KINDS.items()
        if kind in symbols and (kind == "fixe" or info.counts["sites"].get(kind, 0))
    ]


def _limits(analyst: Analyst, dataset: Path, info: datasets.Info) -> list[Line]:
    layer = open_layer(dataset, info, analyst.facts.catalogue, "limites", "limites", "limites", False)
    found = []
    if layer is not None:
        present = Counter(feature["niveau"] for feature in layer.getFeatures())
        # A level of which the territory holds one unit only has no border inside it.
        shown = {level: present[level] > 1 for level in ("epci", "departement", "region")}
        shown["epci"] = shown["epci"] and not info.light
        shown["territoire"] = info.level != "pays"
        for rule in layer.renderer().rootRule().children():
            level = next((key for key in shown if f"'{key}'" in rule.filterExpression()), "")
            if shown.get(level, True) and rule.active():
                found.append(Line(rule.symbol().clone(), "line", rule.label()))
    around = open_layer(dataset, info, analyst.facts.catalogue, "contexte", "contexte", "contexte", False)
    if around is not None:
        symbol = around.renderer().symbol()
        if isinstance(symbol, QgsFillSymbol):
            found.append(Line(symbol.clone(), "fill", "Hors du territoire"))
    return found


def _symbols(analyst: Analyst, dataset: Path, info: datasets.Info, table: str, style: str) -> dict[str, QgsSymbol]:
    layer = open_layer(dataset, info, analyst.facts.catalogue, table, style, table, False, even_empty=True)
    return styles.symbols(layer) if layer is not None else {}
