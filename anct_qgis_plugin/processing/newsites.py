"""anct:newsites – where one more site would bring most people within reach."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from qgis.core import (
    Qgis,
    QgsFeature,
    QgsFields,
    QgsGeometry,
    QgsPointXY,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingParameterNumber,
)

from ..i18n import translate
from .base import INTEGER, REAL, TEXT, AnctAlgorithm, Columns, plain

_FIELDS: Columns = [
    ("ordre", INTEGER), ("code", TEXT), ("nom", TEXT), ("habitants_rapproches", INTEGER), ("communes", INTEGER),
    ("restent_au_dela", INTEGER), ("seuil_min", REAL), ("methode", TEXT),
]  # fmt: skip


class NewSites(AnctAlgorithm):
    ID = "newsites"

    def label(self) -> str:
        return translate("Anct", "Where a new France services site helps most")

    def help(self) -> str:
        return translate(
            "Anct",
            "The communes of a territory whose town hall, as a new fixed site, would bring most people within the "
            "threshold, by estimated travel times. Each is the best once those before it stand: the first one is the "
            "best of all, the set need not be. Fewer are given where no commune would help anybody.",
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:  # noqa: N802
        kind = QgsProcessingParameterNumber.Type
        self.add_territory()
        self.addParameter(
            QgsProcessingParameterNumber(
                "NUMBER", translate("Anct", "Number of new sites (1-5)"), kind.Integer, 1, minValue=1, maxValue=5
            )
        )
        self.addParameter(
            QgsProcessingParameterNumber(
                "THRESHOLD", translate("Anct", "Threshold (minutes by car)"), kind.Double, 20, minValue=0
            )
        )
        self.add_output(translate("Anct", "New sites"))

    def compute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        from ..core.access import ESTIMATE, places
        from ..core.siting import new_sites

        analyst = self.analyst(feedback)
        facts = analyst.facts
        territory = self.territory(analyst, parameters, context, feedback)
        threshold = self.parameterAsDouble(parameters, "THRESHOLD", context)
        number = self.parameterAsInt(parameters, "NUMBER", context)
        proposals = new_sites(facts, analyst.access(), territory.positions, number, threshold)
        if len(proposals) < number:
            feedback.pushInfo(
                translate("Anct", "{n} sites are enough: one more would bring nobody nearer.").format(n=len(proposals))
            )
        lon, lat, _ = places(facts)

        def features(fields: QgsFields) -> Iterator[QgsFeature]:
            for order, one in enumerate(proposals, start=1):
                row = {
                    "ordre": order,
                    "code": facts.codes[one.position],
                    "nom": facts.communes["nom"].iat[one.position],
                    "habitants_rapproches": one.people,
                    "communes": one.communes,
                    "restent_au_dela": one.left,
                    "seuil_min": threshold,
                    "methode": ESTIMATE,
                }
                feature = QgsFeature(fields)
                feature.setAttributes([plain(row[name], kind) for name, kind in _FIELDS])
                feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(lon[one.position], lat[one.position])))
                yield feature

        return self.write(parameters, context, feedback, _FIELDS, features, Qgis.WkbType.Point)
