"""Geometry out of the snapshot: the one place where PyQGIS reads it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from qgis.core import QgsFeature, QgsFeatureRequest, QgsGeometry, QgsProject, QgsVectorLayer

from ..errors import SnapshotMissing
from ..i18n import translate


def table(name: str, where: str = "", snapshot: Path | None = None) -> QgsVectorLayer:
    """A table of a snapshot (of the one in use when None) as a layer, with an optional SQL filter.

    Raises:
        SnapshotMissing: if the table cannot be read.
    """
    from ..snapshot import versions  # pandas comes with it

    snapshot = snapshot or versions.active()
    subset = f"|subset={where}" if where else ""
    # Neither styles nor an extent are wanted: looking for them takes longer than opening.
    options = QgsVectorLayer.LayerOptions(QgsProject.instance().transformContext(), False)
    options.skipCrsValidation = True
    layer = QgsVectorLayer(f"{snapshot}|layername={name}{subset}", name, "ogr", options)
    if not layer.isValid():
        raise SnapshotMissing(
            translate("Anct", "The embedded data cannot be read: table “{name}” of {file}.").format(
                name=name, file=snapshot.name
            )
        )
    return layer


def added(project: QgsProject, layer: QgsVectorLayer) -> QgsVectorLayer:
    """The layer, now the project's but not in its tree.

    Raises:
        SnapshotMissing: if QGIS refuses it.
    """
    if project.addMapLayer(layer, False) is None:
        raise SnapshotMissing(
            translate("Anct", "QGIS cannot open the layer “{name}”. Load the territory again.").format(
                name=layer.name()
            )
        )
    return layer


def where_in(field: str, values: Iterable[str]) -> str:
    """An SQL condition that a text field is one of some values."""
    listed = ",".join("'" + value.replace("'", "''") + "'" for value in values)
    return f'"{field}" IN ({listed})'


def geometries(
    name: str, codes: Iterable[str] | None = None, key: str = "code", snapshot: Path | None = None
) -> dict[str, QgsGeometry]:
    """Geometries of a table by code, EPSG:4326; a unit without geometry is absent.

    Args:
        name: "commune", "epci", … or their "_light" generalisation.
        codes: the units wanted; all by default. Few are asked for one by one, many are read in one pass.
    """
    wanted = None if codes is None else set(codes)
    few = wanted is not None and len(wanted) <= 2000
    layer = table(name, where_in(key, sorted(wanted)) if few and wanted else "", snapshot)
    request = QgsFeatureRequest()
    request.setSubsetOfAttributes([key], layer.fields())
    found: dict[str, QgsGeometry] = {}
    feature = QgsFeature()
    features = layer.getFeatures(request)
    while features.nextFeature(feature):
        code = feature[key]
        if feature.hasGeometry() and (wanted is None or code in wanted):
            found[code] = QgsGeometry(feature.geometry())
    return found
