"""The dossiers of a store as a layer of the project: their perimeters, coloured by state."""

from __future__ import annotations

from qgis.core import (
    Qgis,
    QgsCategorizedSymbolRenderer,
    QgsEditorWidgetSetup,
    QgsFeature,
    QgsFeatureRenderer,
    QgsFeatureRequest,
    QgsFillSymbol,
    QgsGraduatedSymbolRenderer,
    QgsMarkerSymbol,
    QgsPalLayerSettings,
    QgsProject,
    QgsProperty,
    QgsRendererCategory,
    QgsRendererRange,
    QgsSingleSymbolRenderer,
    QgsTextFormat,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
)
from qgis.PyQt.QtGui import QColor

from ..core.dossier_states import STATES
from ..errors import StoreError
from ..i18n import translate
from ..store.base import DossierStore
from ..store.opening import layer_source
from .features import added, geometries
from .literal import inert, tip_of

# From what is being written to what is over: one hue, darker as a dossier moves on; refusals apart. They differ in
# lightness, so that they stay apart in grey.
_TINTS = {
    "brouillon": "#e6e0f2",
    "complet": "#cdbfe6",
    "transmis": "#b29bd6",
    "en instruction": "#8f6fc0",
    "à compléter": "#f0c27a",
    "validé": "#4b2e83",
    "refusé": "#8c8c94",
    "classé sans suite": "#b9b9c0",
    "archivé": "#dcdce0",
}
# Amounts as people speak of them.
_AMOUNTS = (
    (0, 1e5, "#e6e0f2", "moins de 100 000 €"),
    (1e5, 1e6, "#b29bd6", "de 100 000 € à 1 M€"),
    (1e6, 1e7, "#8f6fc0", "de 1 à 10 M€"),
    (1e7, 1e12, "#4b2e83", "10 M€ et plus"),
)
_OPACITY = 0.7
# Columns that a person reads, and what they are called; the others serve the store.
_COLUMNS = {
    "type": "Type",
    "titre": "Titre",
    "territoire_libelle": "Territoire",
    "etat": "État",
    "annee": "Année",
    "montant": "Montant (€)",
    "auteur": "Auteur",
    "cree": "Créé le",
    "modifie": "Modifié le",
}
_KINDS = {"pacte de cohésion": "pacte", "demande d’ingénierie": "ingenierie"}
NAME = "Projetothèque"
# As many perimeters are drawn in less than a fifth of a second, and the whole country stands at about this scale.
_FEW = 350
_COUNTRY_SCALE = 3_200_000
_COUNTED = "anct/projetotheque"  # of a layer of counts: the source of what it counts


def library_layer(store: DossierStore) -> QgsVectorLayer:
    """The layer, not in any project yet.

    Raises:
        StoreError: if QGIS cannot read the store.
    """
    source, provider = layer_source(store)
    layer = QgsVectorLayer(source, inert(f"{NAME} – {store.label}"), provider)
    if not layer.isValid():
        raise StoreError(
            translate("Anct", "QGIS cannot read the dossiers of “{store}” as a layer: save one first.").format(
                store=store.label
            )
        )
    by_state = [QgsRendererCategory(state, _fill(_TINTS[state]), state) for state in STATES]
    renderer = QgsCategorizedSymbolRenderer("etat", by_state)
    _small_above(renderer)
    layer.setRenderer(renderer)
    layer.setDisplayExpression('"titre"')
    _describe(layer)
    # Dossiers are written in their window, which keeps their history and checks.
    layer.setReadOnly(True)
    title, place = (tip_of(f'"{name}"') for name in ("titre", "territoire_libelle"))
    amount = "[% coalesce(' · ' || format_number(\"montant\", 0) || ' €', '') %]"
    layer.setMapTipTemplate(f'<b>{title}</b><br>{place}<br>[% "etat" %]{amount}')
    _add_amounts(layer)
    return layer


def _describe(layer: QgsVectorLayer) -> None:
    """French names for what a click on the map shows; the store's own columns stay out of it."""
    for number, field in enumerate(layer.fields()):
        name = field.name()
        if name not in _COLUMNS:
            layer.setEditorWidgetSetup(number, QgsEditorWidgetSetup("Hidden", {}))
            continue
        layer.setFieldAlias(number, _COLUMNS[name])
        if name == "type":
            layer.setEditorWidgetSetup(number, QgsEditorWidgetSetup("ValueMap", {"map": _KINDS}))


def _small_above(renderer: QgsFeatureRenderer) -> None:
    """Draw large perimeters first: a commune's is not covered by that of its intercommunality."""
    renderer.setOrderBy(QgsFeatureRequest.OrderBy([QgsFeatureRequest.OrderByClause("area($geometry)", False)]))
    renderer.setOrderByEnabled(True)


def _add_amounts(layer: QgsVectorLayer) -> None:
    """A second style, by amount, in the layer's menu of styles; the one by state stays the present one."""
    styles = layer.styleManager()
    styles.renameStyle(styles.currentStyle(), "État")
    styles.addStyleFromLayer("Montant")
    styles.setCurrentStyle("Montant")
    ranges = [QgsRendererRange(low, high, _fill(tint), label) for low, high, tint, label in _AMOUNTS]
    renderer = QgsGraduatedSymbolRenderer("montant", ranges)
    _small_above(renderer)
    layer.setRenderer(renderer)
    styles.setCurrentStyle("État")


def _fill(tint: str) -> QgsFillSymbol:
    symbol = QgsFillSymbol.createSimple({"color": tint, "outline_color": "#3a2168", "outline_width": "0.4"})
    # Not in the colour's text: Qt reads "#e6e0f2b0" as alpha first, another colour altogether.
    symbol.setOpacity(_OPACITY)
    return symbol


def add_layer(project: QgsProject, store: DossierStore) -> QgsVectorLayer:
    """Put the store's layer on the map, or show the one that is there. Raises StoreError, SnapshotMissing.

    Where there are many dossiers, their perimeters are drawn from close by only, and their number by département from
    farther: a country under thousands of shapes says nothing, and takes seconds to draw.
    """
    source = layer_source(store)[0]
    layers = list(project.mapLayers().values())
    layer = next((known for known in layers if known.source() == source), None)
    for old in (known for known in layers if known.customProperty(_COUNTED) == source):
        project.removeMapLayer(old.id())
    if layer is None:
        layer = added(project, library_layer(store))
        project.layerTreeRoot().insertLayer(0, layer)
    number = layer.featureCount()
    layer.setScaleBasedVisibility(number > _FEW)
    if number > _FEW:
        scale = _COUNTRY_SCALE * (_FEW / number) ** 0.5
        layer.setMinimumScale(scale)
        counted = count_layer(store)
        counted.setCustomProperty(_COUNTED, source)
        counted.setScaleBasedVisibility(True)
        counted.setMaximumScale(scale)
        project.layerTreeRoot().insertLayer(0, added(project, counted))
    layer.triggerRepaint()
    return layer


def count_layer(store: DossierStore) -> QgsVectorLayer:
    """A point in each département with how many dossiers touch it, as they are now; not in any project yet.

    Raises:
        StoreError: if the store cannot be read. SnapshotMissing: without the outlines of the départements.
    """
    layer = QgsVectorLayer(
        "Point?crs=EPSG:4326&field=code:string&field=dossiers:integer",
        inert(f"{NAME} – {store.label} – dossiers par département"),
        "memory",
    )
    outlines = geometries("departement_light")
    counts = {count.key: count.dossiers for count in store.counts("departement") if count.key in outlines}
    features = []
    for code, dossiers in counts.items():
        feature = QgsFeature(layer.fields())
        feature.setAttributes([code, dossiers])
        feature.setGeometry(outlines[code].pointOnSurface())
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    layer.updateExtents()
    symbol = QgsMarkerSymbol.createSimple({"color": "#b29bd6", "outline_color": "#3a2168", "outline_width": "0.3"})
    # The area of a circle, not its width, says how many.
    size = f'3 + 7 * sqrt("dossiers" / {max(counts.values(), default=1)}.0)'
    symbol.setDataDefinedSize(QgsProperty.fromExpression(size))
    layer.setRenderer(QgsSingleSymbolRenderer(symbol))
    text = QgsPalLayerSettings()
    text.fieldName = "format_number(\"dossiers\", 0, 'fr')"
    text.isExpression = True
    text.placement = Qgis.LabelPlacement.OverPoint
    form = QgsTextFormat()
    form.setSize(7)
    form.setColor(QColor("#1e1e1e"))
    text.setFormat(form)
    layer.setLabeling(QgsVectorLayerSimpleLabeling(text))
    layer.setLabelsEnabled(True)
    return layer
