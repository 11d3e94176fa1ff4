"""anct:gaps – communes that are fragile and not covered, and the other situations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from qgis.core import (
    Qgis,
    QgsFeature,
    QgsFields,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterNumber,
)

from ..core.situations import SITUATIONS, THRESHOLD
from ..gis.features import geometries
from ..i18n import translate
from .base import INTEGER, REAL, TEXT, AnctAlgorithm, Columns, plain

if TYPE_CHECKING:
    from ..core.diagnostic import Analyst
    from ..core.gaps import Gaps

_FIELDS: Columns = [
    ("code", TEXT), ("nom", TEXT), ("population", INTEGER), ("indice", REAL), ("classe", INTEGER),
    ("nb_programmes", INTEGER), ("eligible", INTEGER), ("situation", TEXT),
]  # fmt: skip
_RANKED: Columns = [
    ("situation", TEXT), ("place", INTEGER), ("code", TEXT), ("nom", TEXT), ("population", INTEGER), ("indice", REAL),
    ("rang", INTEGER), ("rang_total", INTEGER), ("nb_programmes", INTEGER), ("pires_indicateurs", TEXT),
]  # fmt: skip


class GapAnalysis(AnctAlgorithm):
    ID = "gaps"

    def label(self) -> str:
        return translate("Anct", "Gap analysis")

    def help(self) -> str:
        return translate(
            "Anct",
            "Each commune of a territory by its fragility and by the programmes that cover it. `situation` is NULL "
            "where a commune has none of the programmes and may have none of them (a commune of 25,000 inhabitants is "
            "not missing PVD). The second output, optional, ranks the fragile communes without programme with their "
            "worst indicators, then those covered without being fragile.",
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:  # noqa: N802
        self.add_territory()
        self.add_profile()
        self.add_programmes()
        self.addParameter(
            QgsProcessingParameterNumber(
                "THRESHOLD",
                translate("Anct", "Class from which a commune counts as fragile (1-5)"),
                QgsProcessingParameterNumber.Type.Integer,
                THRESHOLD,
                minValue=1,
                maxValue=5,
            )
        )
        self.add_output(translate("Anct", "Situations"))
        self.add_output(translate("Anct", "Ranked communes"), "RANKED", table=True, optional=True)
        for key in SITUATIONS:
            self.addOutput(QgsProcessingOutputNumber(f"POPULATION_{key.upper()}", f"population: {key}"))

    def compute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        from ..core import gaps

        analyst = self.analyst(feedback)
        territory = self.territory(analyst, parameters, context, feedback)
        profile = self.profile(analyst, parameters, context)
        keys = analyst.facts.catalogue.programme_keys(self.parameterAsString(parameters, "PROGRAMMES", context))
        threshold = self.parameterAsInt(parameters, "THRESHOLD", context)
        found = gaps.gaps(analyst.facts, analyst.fragility(profile, "commune"), territory, keys, threshold)
        summary = found.summary
        for row in summary.itertuples():
            feedback.pushInfo(f"{row.libelle}: {row.communes} communes, {round(row.population)} habitants")
        shapes = geometries("commune", found.table["code"])

        def features(fields: QgsFields) -> Iterator[QgsFeature]:
            for number, row in enumerate(found.table.to_dict("records")):
                feature = QgsFeature(fields)
                # 0 stands for a missing index in the table, not for a class.
                row["classe"] = row["classe"] or None
                feature.setAttributes([plain(row[name], kind) for name, kind in _FIELDS])
                if row["code"] in shapes:
                    feature.setGeometry(shapes[row["code"]])
                feedback.setProgress(100 * number / len(found.table))
                yield feature

        outputs = self.write(parameters, context, feedback, _FIELDS, features, Qgis.WkbType.MultiPolygon)
        ranked = list(_ranked(analyst, found))

        def rows(fields: QgsFields) -> Iterator[QgsFeature]:
            for row in ranked:
                feature = QgsFeature(fields)
                feature.setAttributes([plain(row[name], kind) for name, kind in _RANKED])
                yield feature

        outputs |= self.write(parameters, context, feedback, _RANKED, rows, Qgis.WkbType.NoGeometry, "RANKED")
        people = dict(zip(summary["situation"], summary["population"], strict=True))
        return outputs | {f"POPULATION_{key.upper()}": people[key] for key in SITUATIONS}


def _ranked(analyst: Analyst, found: Gaps) -> Iterator[dict[str, Any]]:
    from ..core.wording import quantity

    declared = analyst.facts.catalogue.indicators
    for rows in (found.uncovered, found.mirror):
        for place, row in enumerate(rows.to_dict("records"), start=1):
            worst = [
                f"{declared[key].label} : {quantity(value, declared[key].unit, declared[key].decimals)}"
                for key, value, _ in found.worst.get(row["code"], ())
            ]
            yield {**row, "place": place, "pires_indicateurs": " ; ".join(worst) or None}
