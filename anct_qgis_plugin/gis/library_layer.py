"""The dossiers of a store as a layer of the project: their perimeters, coloured by state."""

from __future__ import annotations

from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsFillSymbol,
    QgsProject,
    QgsRendererCategory,
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
    categories = [
        QgsRendererCategory(
            state,
            QgsFillSymbol.createSimple(
                {"color": f"{_TINTS[state]}b0", "outline_color": "#3a2168", "outline_width": "0.4"}
            ),
            state,
        )
        for state in STATES
    ]
    layer.setRenderer(QgsCategorizedSymbolRenderer("etat", categories))
    layer.setDisplayExpression('"titre"')
    # What a person typed is text, never markup.
    title, place = (f"[% replace(coalesce(\"{name}\", ''), '<', '&lt;') %]" for name in ("titre", "territoire_libelle"))
    amount = "[% coalesce(' · ' || format_number(\"montant\", 0) || ' €', '') %]"
    layer.setMapTipTemplate(f'<b>{title}</b><br>{place}<br>[% "etat" %]{amount}')
    return layer


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
