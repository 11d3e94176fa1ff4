"""anct:coverage – communes and people covered, per unit and programme."""

from __future__ import annotations

from typing import Any

from qgis.core import Qgis, QgsFeature, QgsProcessingContext, QgsProcessingFeedback

from ..i18n import translate
from .base import INTEGER, REAL, TEXT, AnctAlgorithm, Columns


class Coverage(AnctAlgorithm):
    ID = "coverage"

    def label(self) -> str:
        return translate("Anct", "Coverage by programmes")

    def help(self) -> str:
        return translate(
            "Anct",
            "A table with one row per unit and programme: communes, covered and eligible communes, people, people "
            "living in covered communes and their share. A commune that has the label is always eligible.",
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:  # noqa: N802
        self.add_territory()
        self.add_level()
        self.add_programmes()
        self.add_output(translate("Anct", "Coverage"))

    def compute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        from ..core import coverage
        from ..core.levels import units_of

        analyst = self.analyst(feedback)
        territory = self.territory(analyst, parameters, context, feedback)
        keys = analyst.facts.catalogue.programme_keys(self.parameterAsString(parameters, "PROGRAMMES", context))
        units = units_of(analyst.facts, territory, self.parameterAsEnumString(parameters, "LEVEL", context))
        table = coverage.coverage(analyst.facts, units, keys)
        kinds = {"code": TEXT, "nom": TEXT, "programme": TEXT, "part_couverte": REAL}
        columns: Columns = [(name, kinds.get(name, INTEGER)) for name in table.columns]
        rows = table.astype(object).where(table.notna(), None).to_numpy().tolist()
        whole = [kind == INTEGER for _, kind in columns]

        def features(fields: Any) -> Any:
            for row in rows:
                feature = QgsFeature(fields)
                feature.setAttributes([int(v) if w and v is not None else v for v, w in zip(row, whole, strict=True)])
                yield feature

        return self.write(parameters, context, feedback, columns, features, Qgis.WkbType.NoGeometry)
