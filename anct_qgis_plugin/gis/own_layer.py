"""A layer of one own indicator or list, to see at once what was imported: only the places that have something."""

from __future__ import annotations

import json
import os
from pathlib import Path

from qgis.core import (
    Qgis,
    QgsClassificationQuantile,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsFeature,
    QgsFeatureSink,
    QgsField,
    QgsFields,
    QgsFillSymbol,
    QgsGradientColorRamp,
    QgsGraduatedSymbolRenderer,
    QgsProject,
    QgsSingleSymbolRenderer,
    QgsVectorFileWriter,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QMetaType
from qgis.PyQt.QtGui import QColor

from .. import paths
from ..core import coverage
from ..core.diagnostic import Analyst
from ..core.facts import Status
from ..core.levels import all_units
from ..errors import OutputError
from ..i18n import translate
from . import features

CLASSES = 5
_LIGHT, _DARK = QColor("#f1ecf8"), QColor("#45237a")


def write_layer(analyst: Analyst, kind: str, key: str, folder: Path | None = None) -> Path:
    """The places of an own entry with their values, as a GeoPackage in the profile; replaces the one before.

    Args:
        kind: "indicator" or "programme".

    Raises:
        OutputError, SnapshotMissing: it cannot be written, or outlines cannot be read.
    """
    facts = analyst.facts
    rows: list[tuple[str, str, float | None, str]] = []
    if kind == "indicator":
        column = facts.values[key]
        level = column.units.level if column.units is not None else "commune"
        units = all_units(facts, level)
        value, status = (column.units.value, column.units.status) if column.units else (column.value, column.status)
        for row, code in enumerate(units.codes):
            if status[row] != Status.MISSING:
                secret = status[row] == Status.SECRET
                rows.append((code, units.names[row], None if secret else float(value[row]), "secret" if secret else ""))
    else:
        level = "commune"
        for code in facts.codes[coverage.covered(facts, key)]:
            rows.append((code, facts.communes.at[code, "nom"], None, ""))
    shapes = features.geometries(level, [row[0] for row in rows])
    folder = folder or paths.user_folder() / "territoires"
    path, beside = folder / f"perso-{key}.gpkg", folder / f".perso-{key}-{os.getpid()}.gpkg"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _write(beside, key, rows, shapes)
        os.replace(beside, path)
    except OSError as error:
        raise _unwritable(path, str(error)) from error
    finally:
        beside.unlink(missing_ok=True)
    return path


def _write(path: Path, name: str, rows: list, shapes: dict) -> None:
    fields = QgsFields()
    for column, kind in (("code", QMetaType.Type.QString), ("nom", QMetaType.Type.QString),
                         ("valeur", QMetaType.Type.Double), ("statut", QMetaType.Type.QString)):  # fmt: skip
        fields.append(QgsField(column, kind))
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName, options.layerName = "GPKG", name
    writer = QgsVectorFileWriter.create(
        str(path), fields, Qgis.WkbType.MultiPolygon, QgsCoordinateReferenceSystem("EPSG:4326"),
        QgsCoordinateTransformContext(), options,
    )  # fmt: skip
    if writer.hasError() != QgsVectorFileWriter.WriterError.NoError:
        raise _unwritable(path, writer.errorMessage())
    made = []
    for code, label, value, status in rows:
        feature = QgsFeature(fields)
        feature.setAttributes([code, label, value, status])
        if code in shapes:
            feature.setGeometry(shapes[code])
        made.append(feature)
    if not writer.addFeatures(made, QgsFeatureSink.Flag.FastInsert):
        raise _unwritable(path, writer.errorMessage())
    del writer


def add_layer(project: QgsProject, analyst: Analyst, kind: str, key: str, path: Path) -> QgsVectorLayer:
    """Open it in the project, drawn: five classes of equal counts, or the list's own colour."""
    catalogue = analyst.facts.catalogue
    if kind == "indicator":
        indicator = catalogue.indicators[key]
        title = f"{indicator.label}, {indicator.vintage}" + (f" ({indicator.unit})" if indicator.unit else "")
    else:
        title = catalogue.programmes[key].label
    layer = QgsVectorLayer(f"{path}|layername={key}", title, "ogr")
    outline = {"outline_color": "255,255,255,255", "outline_width": "0.1", "color": "75,46,131,255"}
    if kind == "indicator":
        renderer = QgsGraduatedSymbolRenderer("valeur")
        renderer.setSourceSymbol(QgsFillSymbol.createSimple(outline))
        ends = (_LIGHT, _DARK) if catalogue.indicators[key].fragile == "high" else (_DARK, _LIGHT)
        renderer.setSourceColorRamp(QgsGradientColorRamp(*ends))
        method = QgsClassificationQuantile()
        method.setLabelPrecision(catalogue.indicators[key].decimals)
        renderer.setClassificationMethod(method)
        renderer.updateClasses(layer, CLASSES)
        layer.setRenderer(renderer)
    else:
        layer.setRenderer(
            QgsSingleSymbolRenderer(
                QgsFillSymbol.createSimple({**outline, "color": QColor(catalogue.programmes[key].colour).name()})
            )
        )
    source = analyst.facts.sources.loc[
        catalogue.indicators[key].source if kind == "indicator" else catalogue.programmes[key].source
    ]
    metadata = layer.metadata()
    metadata.setTitle(title)
    metadata.setAbstract(f"{source['producteur']}, {source['millesime']}. {source['limites']}")
    layer.setMetadata(metadata)
    layer.setCustomProperty("anct/own", json.dumps({"kind": kind, "key": key}))
    if project.addMapLayer(layer) is None:
        raise _unwritable(path, "addMapLayer")
    return layer


def _unwritable(path: Path, details: str) -> OutputError:
    return OutputError(
        translate("Anct", "The result cannot be written to {place}. Check the folder and its rights.").format(
            place=path
        ),
        details=details,
    )
