"""The dossiers of a store as a layer of the project: their perimeters, coloured by state."""

from __future__ import annotations

from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsFillSymbol,
    QgsGraduatedSymbolRenderer,
    QgsProject,
    QgsRendererCategory,
    QgsRendererRange,
    QgsVectorLayer,
)

from ..core.dossier_states import STATES
from ..errors import StoreError
from ..i18n import translate
from ..store.base import DossierStore
from ..store.opening import layer_source
from .features import added

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
NAME = "Projetothèque"


def library_layer(store: DossierStore) -> QgsVectorLayer:
    """The layer, not in any project yet.

    Raises:
        StoreError: if QGIS cannot read the store.
    """
    source, provider = layer_source(store)
    layer = QgsVectorLayer(source, f"{NAME} – {store.label}", provider)
    if not layer.isValid():
        raise StoreError(
            translate("Anct", "QGIS cannot read the dossiers of “{store}” as a layer: save one first.").format(
                store=store.label
            )
        )
    by_state = [QgsRendererCategory(state, _fill(_TINTS[state]), state) for state in STATES]
    layer.setRenderer(QgsCategorizedSymbolRenderer("etat", by_state))
    layer.setDisplayExpression('"titre"')
    # What a person typed is text, never markup.
    title, place = (f"[% replace(coalesce(\"{name}\", ''), '<', '&lt;') %]" for name in ("titre", "territoire_libelle"))
    amount = "[% coalesce(' · ' || format_number(\"montant\", 0) || ' €', '') %]"
    layer.setMapTipTemplate(f'<b>{title}</b><br>{place}<br>[% "etat" %]{amount}')
    _add_amounts(layer)
    return layer


def _add_amounts(layer: QgsVectorLayer) -> None:
    """A second style, by amount, in the layer's menu of styles; the one by state stays the present one."""
    styles = layer.styleManager()
    styles.renameStyle(styles.currentStyle(), "État")
    styles.addStyleFromLayer("Montant")
    styles.setCurrentStyle("Montant")
    ranges = [QgsRendererRange(low, high, _fill(tint), label) for low, high, tint, label in _AMOUNTS]
    layer.setRenderer(QgsGraduatedSymbolRenderer("montant", ranges))
    styles.setCurrentStyle("État")


def _fill(tint: str) -> QgsFillSymbol:
    symbol = QgsFillSymbol.createSimple({"color": tint, "outline_color": "#3a2168", "outline_width": "0.4"})
    # Not in the colour's text: Qt reads "#e6e0f2b0" as alpha first, another colour altogether.
    symbol.setOpacity(_OPACITY)
    return symbol


def add_layer(project: QgsProject, store: DossierStore) -> QgsVectorLayer:
    """Put the store's layer on the map, or show the one that is there. Raises StoreError, SnapshotMissing."""
    source = layer_source(store)[0]
    for known in project.mapLayers().values():
        if known.source() == source:
            known.triggerRepaint()
            return known
    layer = added(project, library_layer(store))
    project.layerTreeRoot().insertLayer(0, layer)
    return layer
