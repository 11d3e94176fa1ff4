"""Layer styles: .qml files that a user may copy to the QGIS profile and edit, completed from the catalogue.

A QML is the base. At load time code adds what a file cannot know: counts and class bounds in legend labels, and a
category for each programme of the catalogue that the file does not name.
"""

from __future__ import annotations

import logging
import math
from functools import cache
from pathlib import Path

from qgis.core import (
    NULL,
    QgsCategorizedSymbolRenderer,
    QgsFeatureRenderer,
    QgsFillSymbol,
    QgsLinePatternFillSymbolLayer,
    QgsLineSymbol,
    QgsMarkerSymbol,
    QgsPointPatternFillSymbolLayer,
    QgsRenderContext,
    QgsRendererCategory,
    QgsSimpleFillSymbolLayer,
    QgsSimpleLineSymbolLayer,
    QgsSimpleMarkerSymbolLayer,
    QgsSymbol,
    QgsSymbolLayer,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QColor

from .. import paths
from ..core import wording, zoning
from ..core.catalogue import Catalogue, Programme, parse
from ..core.fragility import CLASS_LABELS
from ..errors import CatalogueError
from ..i18n import translate
from . import map_change, map_indicator, map_zoning
from .analysis_fields import class_field
from .dataset import Info
from .literal import inert

logger = logging.getLogger(__name__)

NAMES = (
    "limites",
    "fragilite",
    "lacunes",
    "acces",
    "evolution",
    "indicateur",
    "zonage",
    "fond",
    "programmes",
    "sites",
    "perimetres",
    "quartiers",
    "contexte",
)
# Ways of drawing that each style answers for.
DRAWS = {
    "programmes": ("symbole",),
    "sites": ("points",),
    "perimetres": ("hachures", "contour"),
    "quartiers": ("surface",),
}
# Textures and outlines that a catalogue entry may name.
ANGLES = {"diagonal": 45.0, "antidiagonal": 135.0, "horizontal": 0.0, "vertical": 90.0}
PENS = {"outline": Qt.PenStyle.DashLine, "dotted": Qt.PenStyle.DotLine, "dashdot": Qt.PenStyle.DashDotLine}
NO_INDEX = "sans indice\u00a0: données absentes ou secrètes"
# Styles of the communes whose classes are told in the file; where their counts are.
CROSSED = {"lacunes": "croisement", "acces": "acces"}
SITE_KINDS = {"fixe": "site fixe", "antenne": "antenne", "bus": "bus (lieu d’attache)"}


@cache
def declared() -> Catalogue:
    """The catalogue as shipped, for layers opened without the snapshot's facts."""
    files = [(paths.CATALOGUE / name).read_text(encoding="utf-8") for name in ("programmes.toml", "indicators.toml")]
    return parse(*files)


def user_folder() -> Path:
    """Where a user's own styles lie; not created here."""
    return paths.user_folder() / "styles"


def style_file(name: str) -> Path:
    """The .qml of a style: the user's copy where there is one."""
    own = user_folder() / f"{name}.qml"
    return own if own.exists() else paths.STYLES / f"{name}.qml"


def apply(layer: QgsVectorLayer, name: str, info: Info, catalogue: Catalogue, with_counts: bool = True) -> None:
    """Style a layer and complete its legend. name: of `NAMES`; with ":<id>" for one indicator or zoning.

    A user's style that cannot be read is put aside with a word in the log, and the plugin's own one taken.
    """
    name, _, indicator = name.partition(":")
    message, loaded = layer.loadNamedStyle(str(style_file(name)))
    if not loaded:
        logger.warning("Style %s cannot be read (%s); the plugin's own one is used.", style_file(name), message)
        message, loaded = layer.loadNamedStyle(str(paths.STYLES / f"{name}.qml"))
        if not loaded:
            logger.error("Style %s: %s", name, message)
            return
    renderer = layer.renderer()
    if info.light and name in ("fragilite", "lacunes", "acces", "evolution", "indicateur", "zonage", "fond"):
        _without_outlines(renderer)
    if not isinstance(renderer, QgsCategorizedSymbolRenderer):
        return
    if name == "fragilite":
        _label_classes(renderer, info, with_counts)
    elif name in CROSSED:
        _label_crossed(renderer, info.counts[CROSSED[name]], with_counts)
    elif name == "evolution":
        _label_changes(renderer, indicator, info, catalogue, with_counts)
    elif name == "indicateur":
        _label_indicator(renderer, indicator, info, catalogue, with_counts)
    elif name == "zonage":
        _classify_zoning(renderer, indicator, info, catalogue, with_counts)
    elif name == "sites":
        _label_sites(renderer, info, with_counts)
    elif name in DRAWS:
        _label_programmes(renderer, name, info, catalogue, with_counts)


def class_label(number: int, bounds: list[float]) -> str:
    """A class and the values that it holds: "fragile : 54,1 à 58,3"."""
    values = class_range(number, bounds)
    return f"{CLASS_LABELS[number]}{wording.NBSP}: {values}" if values else CLASS_LABELS[number]


def class_range(number: int, bounds: list[float]) -> str:
    """The values of a class, "54,1 à 58,3"; bounds: where classes 2-5 begin. Empty where the reference is too small."""
    if any(math.isnan(value) for value in bounds):
        return ""
    texts = [wording.number(value, 1) for value in bounds]
    if number == 5:
        return f"{texts[3]} et plus"
    if number == 1:
        return f"moins de {texts[0]}"
    return f"{texts[number - 2]} à {texts[number - 1]}"


def of_draw(catalogue: Catalogue, name: str) -> list[Programme]:
    """Programmes that a style draws, in the catalogue's order."""
    return [p for p in catalogue.of_kind("programme") if p.draw in DRAWS[name]]


def symbols(layer: QgsVectorLayer) -> dict[str, QgsSymbol]:
    """Category value, as text ("" for the rest) → symbol, for legends that are drawn by hand."""
    renderer = layer.renderer()
    if not isinstance(renderer, QgsCategorizedSymbolRenderer):
        return {}
    # Copies: the renderer's own ones go with the layer.
    return {"" if c.value() in (None, NULL) else str(c.value()): c.symbol().clone() for c in renderer.categories()}


def _without_outlines(renderer: QgsFeatureRenderer) -> None:
    """Tens of thousands of communes: hairlines would cost most of the painting and hide the colours."""
    for symbol in renderer.symbols(QgsRenderContext()):
        layer = symbol.symbolLayer(0)
        if isinstance(layer, QgsSimpleFillSymbolLayer):
            layer.setStrokeStyle(Qt.PenStyle.NoPen)
        while symbol.symbolLayerCount() > 2:
            symbol.deleteSymbolLayer(symbol.symbolLayerCount() - 1)


def _label_classes(renderer: QgsCategorizedSymbolRenderer, info: Info, with_counts: bool) -> None:
    counts = info.counts["classes"]
    for place, category in enumerate(renderer.categories()):
        value = str(category.value() or "")
        label = class_label(int(value), info.bounds) if value.isdigit() else NO_INDEX
        renderer.updateCategoryLabel(place, label + _count(counts.get(value or "0", 0), with_counts))


def _label_crossed(renderer: QgsCategorizedSymbolRenderer, counts: dict[str, int], with_counts: bool) -> None:
    for place, category in enumerate(renderer.categories()):
        value = "" if category.value() in (None, NULL) else str(category.value())
        renderer.updateCategoryLabel(place, category.label() + _count(counts.get(value, 0), with_counts))


def _label_changes(
    renderer: QgsCategorizedSymbolRenderer, indicator: str, info: Info, catalogue: Catalogue, with_counts: bool
) -> None:
    """The file's classes go by their sense; the indicator gives the field, the figures and the order."""
    renderer.setClassAttribute(class_field(indicator))
    labels = map_change.class_labels(catalogue.indicators[indicator], info.breaks[indicator])
    counts = info.counts[f"{map_change.THEME}:{indicator}"]
    for place, category in enumerate(renderer.categories()):
        value = "" if category.value() in (None, NULL) else str(category.value())
        label = inert(labels.get(value, map_change.UNKNOWN))
        renderer.updateCategoryLabel(place, label + _count(counts.get(value, 0), with_counts))


def _label_indicator(
    renderer: QgsCategorizedSymbolRenderer, indicator: str, info: Info, catalogue: Catalogue, with_counts: bool
) -> None:
    """The file's classes go from the least fragile to the most; the indicator gives values, figures and number."""
    one, scale = catalogue.indicators[indicator], info.scales[indicator]
    renderer.setClassAttribute(map_indicator.expression(one, scale))
    labels = map_indicator.class_labels(one, scale)
    counts = info.counts[f"{map_indicator.THEME}:{indicator}"]
    for place in range(len(renderer.categories()) - 1, -1, -1):
        category = renderer.categories()[place]
        value = "" if category.value() in (None, NULL) else str(category.value())
        if value in labels:
            renderer.updateCategoryLabel(place, inert(labels[value]) + _count(counts.get(value, 0), with_counts))
        else:
            renderer.deleteCategory(place)


def _classify_zoning(
    renderer: QgsCategorizedSymbolRenderer, key: str, info: Info, catalogue: Catalogue, with_counts: bool
) -> None:
    """The file says how a class, a commune not classed and one of unknown class are drawn; the catalogue says which
    classes there are, and their colours. Only those of the territory are in the legend."""
    one, counts = catalogue.programmes[key], info.counts[f"{map_zoning.THEME}:{key}"]
    models = {str(c.value() or ""): c.symbol().clone() for c in renderer.categories()}
    renderer.setClassAttribute(map_zoning.field(key))
    renderer.deleteAllCategories()
    for label, words in map_zoning.class_labels(one, counts).items():
        kind = map_zoning.kind(one, label)
        symbol = models[{"class": "classe", "aside": "hors", "unknown": ""}[kind]].clone()
        declared = zoning.declared(one, label)
        if label != zoning.NONE and kind != "unknown":
            _coloured(symbol, QColor(declared.colour), declared.texture)
        text = inert(words) + _count(counts[label], with_counts)
        renderer.addCategory(QgsRendererCategory(label, symbol, text))


def _coloured(symbol: QgsSymbol, colour: QColor, texture: str) -> None:
    """A class's own colour; lines of it on a pale ground where a commune is classed in part."""
    if not texture:
        symbol.symbolLayer(0).setColor(colour)
        return
    pale = QColor.fromRgbF(*(0.8 + 0.2 * part for part in (colour.redF(), colour.greenF(), colour.blueF())))
    symbol.symbolLayer(0).setColor(pale)
    lines = QgsLinePatternFillSymbolLayer()
    lines.setLineAngle(ANGLES[texture])
    lines.setDistance(1.1)
    lines.setSubSymbol(QgsLineSymbol.createSimple({"color": colour.name(), "width": "0.5"}))
    symbol.insertSymbolLayer(1, lines)


def _label_sites(renderer: QgsCategorizedSymbolRenderer, info: Info, with_counts: bool) -> None:
    for place, category in enumerate(renderer.categories()):
        kind = str(category.value() or "")
        if kind in SITE_KINDS:
            label = SITE_KINDS[kind] + _count(info.counts["sites"].get(kind, 0), with_counts)
            renderer.updateCategoryLabel(place, label[:1].upper() + label[1:])


def _label_programmes(
    renderer: QgsCategorizedSymbolRenderer, name: str, info: Info, catalogue: Catalogue, with_counts: bool
) -> None:
    declared = {p.id: p for p in of_draw(catalogue, name)}
    named = {str(c.value()) for c in renderer.categories()}
    for key, programme in declared.items():
        if key not in named:
            renderer.addCategory(
                QgsRendererCategory(key, programme_symbol(programme, renderer), inert(programme.label))
            )
    # A programme that is absent here would only lengthen the legend.
    for place in range(len(renderer.categories()) - 1, -1, -1):
        key = str(renderer.categories()[place].value())
        if key in declared and not info.counts["programmes"].get(key, 0):
            renderer.deleteCategory(place)
    for place, category in enumerate(renderer.categories()):
        programme = declared.get(str(category.value()))
        if programme is not None:
            n = info.counts["programmes"].get(programme.id, 0)
            renderer.updateCategoryLabel(place, inert(programme.label) + _count(n, with_counts, info.communes))


def _count(n: int, wanted: bool, total: int = 0) -> str:
    if not wanted:
        return ""
    if total:
        return f" ({wording.counted(n, 'commune', 'communes')} sur {wording.number(total)})"
    return f" ({wording.number(n)})"


def programme_symbol(programme: Programme, like: QgsCategorizedSymbolRenderer | None = None) -> QgsSymbol:
    """A symbol from a programme's catalogue entry; marker sizes and displacement come from a category of `like`."""
    if programme.draw == "symbole":
        # Cloned while its category lives: PyQGIS does not keep one for the other.
        models = [category.symbol().clone() for category in like.categories()] if like is not None else []
        symbol = models[0] if models else QgsMarkerSymbol.createSimple({"size": "2.7"})
        fresh = QgsSimpleMarkerSymbolLayer.create(
            {"name": programme.symbol, "color": programme.colour, "outline_color": "#ffffff", "outline_width": "0.28"}
        )
        fresh.setSize(symbol.symbolLayer(0).size())
        fresh.setDataDefinedProperties(symbol.symbolLayer(0).dataDefinedProperties())
        while symbol.symbolLayerCount() > 1:
            symbol.deleteSymbolLayer(1)
        return _with_layers(symbol, fresh)
    colour = QColor(programme.colour)
    if programme.draw == "surface":
        pale = QColor(colour)
        pale.setAlpha(150)
        return QgsFillSymbol.createSimple(
            {
                "color": pale.name(QColor.NameFormat.HexArgb),
                "outline_color": colour.darker(150).name(),
                "outline_width": "0.35",
            }
        )
    outline = QgsSimpleLineSymbolLayer(colour.darker(115), 0.5)
    outline.setOffset(0.4)
    symbol = QgsFillSymbol()
    if programme.draw == "hachures":
        return _with_layers(symbol, _texture(programme), outline)
    outline.setPenStyle(PENS.get(programme.symbol, Qt.PenStyle.DashLine))
    return _with_layers(symbol, outline)


def _texture(programme: Programme) -> QgsSymbolLayer:
    """Lines in the programme's own direction, or dots: several textures can lie over one another and still be told."""
    if programme.symbol == "dots":
        dots = QgsPointPatternFillSymbolLayer()
        dots.setDistanceX(2.4)
        dots.setDistanceY(2.4)
        dots.setDisplacementX(1.2)
        dots.setSubSymbol(
            QgsMarkerSymbol.createSimple(
                {"name": "circle", "color": programme.colour, "size": "0.7", "outline_style": "no"}
            )
        )
        return dots
    pattern = QgsLinePatternFillSymbolLayer()
    pattern.setLineAngle(ANGLES.get(programme.symbol, 135))
    pattern.setDistance(2.2)
    pattern.setSubSymbol(QgsLineSymbol.createSimple({"color": programme.colour, "width": "0.3"}))
    return pattern


def _with_layers(symbol: QgsSymbol, first: QgsSymbolLayer, *others: QgsSymbolLayer) -> QgsSymbol:
    """The symbol, drawn by these layers instead of its first one.

    Raises:
        CatalogueError: if a layer is not of the symbol's kind.
    """
    if not symbol.changeSymbolLayer(0, first) or not all(symbol.appendSymbolLayer(other) for other in others):
        raise CatalogueError(translate("Anct", "A programme of the catalogue cannot be drawn: check its “draw” key."))
    return symbol
