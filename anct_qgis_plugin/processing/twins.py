"""anct:twins – the communes or EPCI that resemble one most, with their programmes beside its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from qgis.core import (
    Qgis,
    QgsFeature,
    QgsFields,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingParameterNumber,
)

from ..gis.features import geometries
from ..i18n import translate
from .base import INTEGER, REAL, TEXT, AnctAlgorithm, Columns, plain


class StatisticalTwins(AnctAlgorithm):
    ID = "twins"

    def label(self) -> str:
        return translate("Anct", "Statistical twins")

    def help(self) -> str:
        return translate(
            "Anct",
            "The communes (or EPCI) that resemble a commune (or an EPCI) most by size, density, income, age and "
            "employment, each standardised; with their programmes, those that they have more (`en_plus`) and those "
            "that they lack (`en_moins`). Units that miss a variable are not compared, and are counted in the log.",
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:  # noqa: N802
        self.add_territory()
        self.addParameter(
            QgsProcessingParameterNumber(
                "NUMBER",
                translate("Anct", "Number of twins"),
                QgsProcessingParameterNumber.Type.Integer,
                5,
                minValue=1,
                maxValue=100,
            )
        )
        self.add_output(translate("Anct", "Twins"))

    def compute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        from ..core.twins import twins

        analyst = self.analyst(feedback)
        territory = self.territory(analyst, parameters, context, feedback)
        found = twins(analyst.facts, territory, self.parameterAsInt(parameters, "NUMBER", context))
        for variable in found.variables:
            feedback.pushInfo(f"{variable.label}: {'–' if variable.own is None else round(variable.own, 2)}")
        feedback.pushInfo(
            translate("Anct", "{n} units compared, {left} set aside for lack of data.").format(
                n=found.compared, left=found.set_aside
            )
        )
        kept = [v.id for v in found.variables if v.own is not None]
        columns: Columns = [("place", INTEGER), ("code", TEXT), ("nom", TEXT), ("distance", REAL)]
        columns += [(name, REAL) for name in kept]
        columns += [("programmes", TEXT), ("en_plus", TEXT), ("en_moins", TEXT)]
        shapes = geometries(found.level, found.table["code"])

        def features(fields: QgsFields) -> Iterator[QgsFeature]:
            for place, row in enumerate(found.table.to_dict("records"), start=1):
                row["place"] = place
                feature = QgsFeature(fields)
                feature.setAttributes([plain(row[name], kind) for name, kind in columns])
                if row["code"] in shapes:
                    feature.setGeometry(shapes[row["code"]])
                yield feature

        return self.write(parameters, context, feedback, columns, features, Qgis.WkbType.MultiPolygon)
