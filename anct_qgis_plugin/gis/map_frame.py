"""A territory's map on a page: the frame, its insets, their scale bars; usable on any page of any layout."""

from __future__ import annotations

from pathlib import Path

from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsLayout,
    QgsLayoutItemMap,
    QgsLayoutItemScaleBar,
    QgsLayoutMeasurement,
    QgsMapLayer,
    QgsProject,
    QgsRectangle,
    QgsVectorLayer,
)
from qgis.PyQt.QtGui import QColor

from ..core.catalogue import Catalogue
from ..core.diagnostic import Analyst
from ..core.projection import OVERSEAS_NAMES
from ..core.wording import NBSP
from ..errors import OutputError
from ..i18n import translate
from . import dataset as datasets
from . import map_change, map_indicator, map_zoning
from . import map_items as items
from .features import added, where_in
from .group import TITLES, open_layer
from .literal import inert
from .map_items import Rect

# Layer in the dataset and style, from top to bottom.
THEMES: dict[str, tuple[tuple[str, str], ...]] = {
    "programmes": (
        ("sites", "sites"), ("programmes", "programmes"), ("quartiers", "quartiers"), ("limites", "limites"),
        ("perimetres", "perimetres"), ("communes", "fond"), ("contexte", "contexte"),
    ),
    "fragilite": (
        ("programmes", "programmes"), ("limites", "limites"), ("communes", "fragilite"), ("contexte", "contexte"),
    ),
    "lacunes": (("limites", "limites"), ("communes", "lacunes"), ("contexte", "contexte")),
    "evolution": (("limites", "limites"), ("communes", "evolution"), ("contexte", "contexte")),
    "indicateur": (("limites", "limites"), ("communes", "indicateur"), ("contexte", "contexte")),
    "zonage": (("limites", "limites"), ("communes", "zonage"), ("contexte", "contexte")),
    "acces": (("sites", "sites"), ("limites", "limites"), ("communes", "acces"), ("contexte", "contexte")),
    # Where the territory lies, for the cover of a diagnostic.
    "situation": (("limites", "limites"), ("communes", "fond"), ("contexte", "contexte")),
}  # fmt: skip
# Above this many communes the choropleth stands alone: symbols would hide it.
SYMBOLS_OVER_CHOROPLETH_UP_TO = 1000
SEA = "#f7f8fa"
INSET = (30.0, 28.0)  # mm, width and height on an A4 page
ROUND = [step * 10**power for power in range(-1, 4) for step in (1, 2, 5)]  # km
ILE_DE_FRANCE = "11"


def layers_of(project: QgsProject, analyst: Analyst, dataset: Path, theme: str) -> list[QgsVectorLayer]:
    """The layers of a theme, opened, styled and owned by the project but kept out of its tree."""
    info = read(dataset)
    found = []
    for table, style in THEMES[theme.partition(":")[0]]:
        if theme == "fragilite" and table == "programmes" and not has_symbols(info, theme):
            continue
        style = theme if style in (map_change.THEME, map_indicator.THEME, map_zoning.THEME) else style
        layer = _open(project, dataset, info, analyst.facts.catalogue, table, style)
        if layer is not None:
            found.append(layer)
    return found


def has_symbols(info: datasets.Info, theme: str) -> bool:
    """Whether a theme's map shows the programmes of communes."""
    return theme == "programmes" or theme == "fragilite" and info.communes <= SYMBOLS_OVER_CHOROPLETH_UP_TO


def read(dataset: Path) -> datasets.Info:
    """What a dataset says of itself. Raises OutputError."""
    info = datasets.read_info(dataset)
    if info is None:
        raise OutputError(
            translate("Anct", "The data of the map cannot be read: {file}. Load the territory again.").format(
                file=dataset.name
            )
        )
    return info


def add_map(
    layout: QgsLayout, analyst: Analyst, dataset: Path, theme: str, rect_mm: Rect, page: int = 0, name: str = "carte"
) -> QgsLayoutItemMap:
    """A framed map of the territory with scale bar, and an inset for each part that lies apart; gives the main map.

    Args:
        theme: a key of `THEMES`, with ":<id>" for the map or the change of an indicator, or a zoning.
        rect_mm: x, y, width, height on the page.
        name: id of the map item.

    Raises:
        OutputError: if the dataset cannot be read.
    """
    info = read(dataset)
    layers = layers_of(layout.project(), analyst, dataset, theme)
    parts = _parts(info)
    main, *others = parts
    zoom = info.level == "pays"
    grown = rect_mm[2] / 225 if rect_mm[2] > 225 else 1.0
    inset_w, inset_h = (size * grown for size in INSET)
    if len(others) * (inset_h + 1) > rect_mm[3] - 12:
        inset_h = (rect_mm[3] - 12) / len(others) - 1
    left = inset_w + 3 if others else 0.0
    box = QgsRectangle(*info.extents[main])
    margin = 0.4 if info.communes == 1 else 0.05 if info.communes > 30 else 0.12
    item = QgsLayoutItemMap(layout)
    items.place(layout, item, rect_mm, page, name)
    _prepare(item, info.parts[main], layers)
    item.setExtent(_framed(box, margin, rect_mm[2], rect_mm[3], left))
    _scale_bar(
        layout,
        item,
        rect_mm[0] + left + 3,
        rect_mm[1] + rect_mm[3] - 9.5,
        42 * grown,
        page,
        "echelle" if name == "carte" else f"echelle_{name}",
    )
    shown = [layer for layer in layers if layer.customProperty("anct/dataset") != "contexte"]
    own = [_unlabelled(layout.project(), layer) for layer in shown] if others or zoom else []
    y = rect_mm[1] + 2
    for part in others:
        place = (rect_mm[0] + 2, y, inset_w, inset_h)
        _inset(
            layout,
            own,
            QgsRectangle(*info.extents[part]),
            info.parts[part],
            place,
            OVERSEAS_NAMES.get(part, "Métropole"),
            page,
        )
        y += inset_h + 1
    if zoom:
        region = _bounds(analyst, dataset, ILE_DE_FRANCE)
        side = 40 * grown
        place = (rect_mm[0] + rect_mm[2] - side - 2, rect_mm[1] + 2, side, side * 0.82)
        if not region.isEmpty():
            _inset(layout, own, region, info.crs, place, "Île-de-France", page)
    return item


def _parts(info: datasets.Info) -> list[str]:
    """The parts of the territory, the main one first: the mainland, else the widest."""
    order = sorted(info.extents)
    if "" not in info.extents:
        order.sort(key=lambda part: -QgsRectangle(*info.extents[part]).width())
    return order


def _framed(box: QgsRectangle, margin: float, width: float, height: float, left: float) -> QgsRectangle:
    """The ground shown by a frame of width x height mm in which the territory fills what lies right of `left` mm."""
    reach = max(box.width() / (width - left), box.height() / height) * (1 + 2 * margin)  # metres per mm
    x = box.center().x() - (left + (width - left) / 2) * reach
    y = box.center().y() - height / 2 * reach
    return QgsRectangle(x, y, x + width * reach, y + height * reach)


def _prepare(item: QgsLayoutItemMap, crs: str, layers: list[QgsVectorLayer]) -> None:
    item.setCrs(QgsCoordinateReferenceSystem(crs))
    item.setLayers(layers)
    item.setKeepLayerSet(True)
    item.setBackgroundColor(QColor(SEA))
    item.setFrameEnabled(True)
    item.setFrameStrokeColor(QColor(items.RULE))
    item.setFrameStrokeWidth(QgsLayoutMeasurement(0.2, Qgis.LayoutUnit.Millimeters))


def _inset(
    layout: QgsLayout, layers: list[QgsVectorLayer], box: QgsRectangle, crs: str, rect: Rect, title: str, page: int
) -> None:
    item = QgsLayoutItemMap(layout)
    items.place(layout, item, rect, page, f"encart_{title}")
    _prepare(item, crs, layers)
    # Room above for the name, below for the scale.
    x, y, width, height = rect
    reach = max(box.width() / (width - 3), box.height() / (height - 11))
    left, bottom = box.center().x() - width / 2 * reach, box.center().y() - (height / 2 + 1) * reach
    item.setExtent(QgsRectangle(left, bottom, left + width * reach, bottom + height * reach))
    items.label(layout, title, x + 1.2, y + 0.8, width - 2, 7, items.INK, True, page=page, halo=True)
    _scale_bar(layout, item, x + 1.2, y + height - 6.3, width * 0.42, page, f"echelle_{title}", 1)


def _unlabelled(project: QgsProject, layer: QgsVectorLayer) -> QgsVectorLayer:
    """The layer, or a copy without names: they are too large for an inset, which has its own."""
    if not layer.labelsEnabled():
        return layer
    copy = layer.clone()
    copy.setName(f"{layer.name()} (encarts)")
    copy.setLabelsEnabled(False)
    return added(project, copy)


def _scale_bar(
    layout: QgsLayout,
    linked: QgsLayoutItemMap,
    x: float,
    y: float,
    widest: float,
    page: int,
    name: str,
    segments: int = 2,
) -> None:
    """A scale bar in round kilometres (or metres), at most `widest` mm long."""
    per_mm = linked.extent().width() / linked.rect().width() / 1000  # km of ground
    step = max([size for size in ROUND if size * segments / per_mm <= widest] or ROUND[:1])
    bar = QgsLayoutItemScaleBar(layout)
    bar.setStyle("Line Ticks Up")
    bar.setLinkedMap(linked)
    metres = step < 1
    bar.setUnits(Qgis.DistanceUnit.Meters if metres else Qgis.DistanceUnit.Kilometers)
    bar.setUnitLabel("m" if metres else "km")
    bar.setMapUnitsPerScaleBarUnit(1)
    bar.setNumberOfSegmentsLeft(0)
    bar.setNumberOfSegments(segments)
    bar.setUnitsPerSegment(step * 1000 if metres else step)
    bar.setHeight(1.3)
    bar.setBoxContentSpace(0.6)
    bar.setLabelBarSpace(0.7)
    text = items.text_format(7)
    buffer = text.buffer()
    buffer.setEnabled(True)
    buffer.setSize(0.6)
    buffer.setColor(QColor("#ffffff"))
    text.setBuffer(buffer)
    bar.setTextFormat(text)
    line = bar.lineSymbol().clone()
    line.setColor(QColor(items.INK))
    line.setWidth(0.35)
    bar.setLineSymbol(line)
    # A veil, so that a name underneath does not run into the figures.
    bar.setBackgroundEnabled(True)
    bar.setBackgroundColor(QColor(247, 248, 250, 190))
    items.place(layout, bar, (x, y, widest, 7), page, name)
    bar.update()


def _bounds(analyst: Analyst, dataset: Path, region: str) -> QgsRectangle:
    layer = QgsVectorLayer(
        f"{dataset}|layername=limites|subset=\"niveau\" = 'region' AND \"code\" = '{region}'", "region", "ogr"
    )
    return layer.extent() if layer.isValid() and layer.featureCount() else QgsRectangle()


def _named(catalogue: Catalogue, table: str, style: str) -> str:
    """A layer's name, as a georeferenced PDF lists it: what its map shows, not only what it is made of."""
    kind, _, key = style.partition(":")
    if kind in (map_change.THEME, map_indicator.THEME):
        prefix = "Évolution des communes" if kind == map_change.THEME else "Communes"
        return inert(f"{prefix}{NBSP}: {catalogue.indicators[key].label}")
    if kind == map_zoning.THEME:
        return inert(f"Communes{NBSP}: {catalogue.programmes[key].label}")
    return "Communes" if style == "fond" else TITLES.get(style, datasets.TITLES[table])


def _open(
    project: QgsProject, dataset: Path, info: datasets.Info, catalogue: Catalogue, table: str, style: str
) -> QgsVectorLayer | None:
    layer = open_layer(dataset, info, catalogue, table, style, _named(catalogue, table, style), with_counts=False)
    if layer is None:
        return None
    if info.light and table == "perimetres":
        # Outlines that cover the whole country would only make a grey net at this scale; textures remain.
        textured = [p.id for p in catalogue.of_kind("programme") if p.draw == "hachures"]
        if not layer.setSubsetString(where_in("programme", textured)):
            return None
    layer.setFlags(layer.flags() | QgsMapLayer.LayerFlag.Private)
    return added(project, layer)
