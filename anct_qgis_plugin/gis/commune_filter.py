"""Communes chosen by a QGIS expression on what the data know of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from qgis.core import (
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsFeature,
    QgsFeatureRequest,
    QgsField,
    QgsFields,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QMetaType

from ..core import coverage
from ..core.facts import Facts
from ..errors import PerimeterError
from ..i18n import translate

_TEXTS = ("code", "nom", "code_epci", "code_arrondissement", "code_departement", "code_region")


def fields(facts: Facts) -> QgsFields:
    """The fields that an expression may name: unit codes, population, indicators by id, programmes as prog_<id>."""
    found = QgsFields()
    for name in _TEXTS:
        found.append(QgsField(name, QMetaType.Type.QString))
    found.append(QgsField("population", QMetaType.Type.Int))
    for key in facts.shown():
        field = QgsField(key, QMetaType.Type.Double)
        field.setAlias(facts.catalogue.indicators[key].label)
        found.append(field)
    for programme in facts.catalogue.programmes.values():
        field = QgsField(f"prog_{programme.id}", QMetaType.Type.Int)
        field.setAlias(programme.label)
        found.append(field)
    return found


def layer(facts: Facts) -> QgsVectorLayer:
    """An empty layer with those fields, for the expression builder."""
    made = QgsVectorLayer("NoGeometry", translate("Anct", "Communes"), "memory")
    made.dataProvider().addAttributes(fields(facts).toList())
    made.updateFields()
    return made


def matching(facts: Facts, positions: Sequence[int], text: str) -> list[str]:
    """Codes of the communes for which the expression is true.

    Args:
        positions: rows of `facts.communes` to look through.

    Raises:
        PerimeterError: the expression cannot be read, names an unknown field, or fails on a commune.
    """
    declared = fields(facts)
    expression = QgsExpression(text)
    if expression.hasParserError():
        raise PerimeterError(
            translate("Anct", "The expression cannot be read: {reason}").format(reason=expression.parserErrorString())
        )
    wanted = expression.referencedColumns()
    if QgsFeatureRequest.ALL_ATTRIBUTES in wanted:  # what a function such as attribute() asks for
        wanted = set(declared.names())
    unknown = [name for name in sorted(wanted) if declared.lookupField(name) < 0]
    if unknown:
        raise PerimeterError(
            translate("Anct", "The expression names fields that communes do not have: {fields}.").format(
                fields=", ".join(unknown)
            )
        )
    wanted = [declared.names()[declared.lookupField(name)] for name in sorted(wanted)]
    columns = [_column(facts, name)[list(positions)].tolist() for name in wanted]
    numbers = [declared.indexOf(name) for name in wanted]
    context = QgsExpressionContext()
    context.appendScope(QgsExpressionContextUtils.globalScope())
    context.setFields(declared)
    expression.prepare(context)
    feature = QgsFeature(declared)
    found = []
    for row, code in enumerate(facts.codes[list(positions)]):
        for number, column in zip(numbers, columns, strict=True):
            value = column[row]
            feature.setAttribute(number, None if value is None or value != value else value)
        context.setFeature(feature)
        answer = expression.evaluate(context)
        if expression.hasEvalError():
            raise PerimeterError(
                translate("Anct", "The expression fails for commune {code}: {reason}").format(
                    code=code, reason=expression.evalErrorString()
                )
            )
        if answer:
            found.append(str(code))
    return found


def _column(facts: Facts, name: str) -> np.ndarray:
    if name == "code":
        return facts.codes
    if name in _TEXTS:
        return facts.communes[name].to_numpy()
    if name == "population":
        return facts.population
    if name in facts.values:
        return facts.values[name].value
    return coverage.count(facts, name.removeprefix("prog_"))


def entries(text: str) -> list[str]:
    """The entries of a pasted list: one per line, or separated by commas, semicolons or tabs."""
    parts = text.replace("\t", "\n").replace(";", "\n").replace(",", "\n").splitlines()
    return [part.strip().strip('"') for part in parts if part.strip().strip('"')]
