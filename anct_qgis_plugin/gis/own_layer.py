"""A layer of one own indicator or list, to see at once what was imported, and what it leaves out around."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from qgis.core import (
    NULL,
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
    QgsProject,
    QgsRuleBasedRenderer,
    QgsSingleSymbolRenderer,
    QgsVectorFileWriter,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QMetaType
from qgis.PyQt.QtGui import QColor

from .. import paths
from ..core import coverage, wording
from ..core.catalogue import Indicator
from ..core.diagnostic import Analyst
from ..core.facts import Facts, Status
from ..core.levels import all_units
from ..errors import OutputError
from ..i18n import translate
from . import features
from .literal import inert, tell_by_name

CLASSES = 5
# Why a place has no value, in the column "statut".
SECRET, ABSENT = "secret", "absent"
_OUTLINE = {"outline_color": "255,255,255,255", "outline_width": "0.1"}
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
        around = _around(facts, level, units.codes, status != Status.MISSING)
        for row, code in enumerate(units.codes):
            if status[row] == Status.OK:
                rows.append((code, units.names[row], float(value[row]), ""))
            elif around[row]:
                rows.append((code, units.names[row], None, SECRET if status[row] == Status.SECRET else ABSENT))
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


def _around(facts: Facts, level: str, codes: Sequence[str], said: np.ndarray) -> np.ndarray:
    """Which units lie in a département about which the entry says something; all of them for wider levels."""
    if level in ("departement", "region"):
        return np.ones(len(codes), dtype=bool)
    where = (
        facts.communes.loc[list(codes), "code_departement"].to_numpy()
        if level == "commune"
        else np.array([facts.unit_rows[level, code]["code_departement"] for code in codes])
    )
    return np.isin(where, np.unique(where[said]))


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
    layer = QgsVectorLayer(f"{path}|layername={key}", inert(title), "ogr")
    tell_by_name(layer)
    if kind == "indicator":
        layer.setRenderer(_classes(layer, catalogue.indicators[key]))
    else:
        colour = QColor(catalogue.programmes[key].colour).name()
        layer.setRenderer(QgsSingleSymbolRenderer(QgsFillSymbol.createSimple({**_OUTLINE, "color": colour})))
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


def _classes(layer: QgsVectorLayer, indicator: Indicator) -> QgsRuleBasedRenderer:
    """Classes of equal counts, darker = more fragile, each with its count; then withheld and missing, hatched apart."""
    found = sorted(f["valeur"] for f in layer.getFeatures() if f["valeur"] != NULL)
    method = QgsClassificationQuantile()
    bounds = [(one.lowerBound(), one.upperBound()) for one in method.classes(found, CLASSES)] if found else []
    ramp = QgsGradientColorRamp(*((_LIGHT, _DARK) if indicator.fragile == "high" else (_DARK, _LIGHT)))
    root = QgsRuleBasedRenderer.Rule(None)
    for number, (low, high) in enumerate(bounds):
        low = min(low, found[0]) if number == 0 else low
        test = f'"valeur" {">=" if number == 0 else ">"} {low!r} AND "valeur" <= {high!r}'
        count = sum((low <= value if number == 0 else low < value) and value <= high for value in found)
        label = (
            f"{wording.number(low, indicator.decimals)} – {wording.quantity(high, indicator.unit, indicator.decimals)}"
        )
        colour = ramp.color(number / max(len(bounds) - 1, 1)).name()
        _rule(root, QgsFillSymbol.createSimple({**_OUTLINE, "color": colour}), test, f"{label} ({count})")
    for status, style, label in ((SECRET, "b_diagonal", "Secret statistique"), (ABSENT, "f_diagonal", "Pas de donnée")):
        count = sum(f["statut"] == status for f in layer.getFeatures())
        if count:
            hatched = {"style": style, "color": "#8a8a8a", "outline_color": "#b5b5b5", "outline_width": "0.1"}
            _rule(root, QgsFillSymbol.createSimple(hatched), f"\"statut\" = '{status}'", f"{label} ({count})")
    return QgsRuleBasedRenderer(root)


def _rule(root: QgsRuleBasedRenderer.Rule, symbol: QgsFillSymbol, test: str, label: str) -> None:
    root.appendChild(QgsRuleBasedRenderer.Rule(symbol, filterExp=test, label=inert(label)))


def _unwritable(path: Path, details: str) -> OutputError:
    return OutputError(
        translate("Anct", "The result cannot be written to {place}. Check the folder and its rights.").format(
            place=path
        ),
        details=details,
    )
