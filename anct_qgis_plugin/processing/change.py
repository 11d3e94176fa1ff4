"""anct:change – an indicator between its two vintages, and programmes between two versions of the data."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from qgis.core import (
    Qgis,
    QgsFeature,
    QgsFields,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingParameterFile,
    QgsProcessingParameterString,
)

from ..gis.features import geometries
from ..i18n import translate
from .base import INTEGER, REAL, TEXT, AnctAlgorithm, Columns, plain

_FIELDS: Columns = [
    ("code", TEXT), ("nom", TEXT), ("avant", REAL), ("apres", REAL), ("ecart", REAL), ("unite", TEXT),
    ("rang", INTEGER), ("rang_total", INTEGER), ("millesime_avant", TEXT), ("millesime_apres", TEXT),
]  # fmt: skip


class ChangeOverTime(AnctAlgorithm):
    ID = "change"

    def label(self) -> str:
        return translate("Anct", "Change over time")

    def help(self) -> str:
        return translate(
            "Anct",
            "An indicator between its two vintages for each unit: the change in the indicator's unit (points for "
            "percentages) and its rank among all units of the level (1 = most towards fragility); NULL where either "
            "value is missing or withheld. With an older snapshot, the second output lists what changed in programmes "
            "and zonings since.",
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:  # noqa: N802
        self.add_territory()
        self.add_level(("commune", "epci", "departement"))
        self.addParameter(
            QgsProcessingParameterString("INDICATOR", translate("Anct", "Indicator (key)"), "taux_chomage_rp")
        )
        self.addParameter(
            QgsProcessingParameterFile(
                "BEFORE", translate("Anct", "Older snapshot (GeoPackage)"), optional=True, extension="gpkg"
            )
        )
        self.add_output(translate("Anct", "Change"))
        self.add_output(translate("Anct", "Changes in programmes"), "PROGRAMMES_CHANGED", table=True, optional=True)

    def compute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        from ..core.change import COLUMNS, change, programme_changes
        from ..core.levels import units_of
        from ..errors import ComparisonError
        from ..snapshot import reader

        analyst = self.analyst(feedback)
        facts = analyst.facts
        territory = self.territory(analyst, parameters, context, feedback)
        level = self.parameterAsEnumString(parameters, "LEVEL", context)
        found = change(facts, self.parameterAsString(parameters, "INDICATOR", context).strip(), level)
        older = self.parameterAsString(parameters, "BEFORE", context)
        if parameters.get("PROGRAMMES_CHANGED") and not older:
            raise ComparisonError(translate("Anct", "Changes in programmes need an older snapshot: give BEFORE."))
        listed = None
        if older:
            codes = set(facts.codes[territory.positions])
            listed = programme_changes(reader.load(Path(older)), facts, codes)
        if found.after.comparable:
            feedback.pushInfo(found.after.comparable)
        units = units_of(facts, territory, level)
        rows = found.table.set_index("code", drop=False).loc[list(units.codes)].to_dict("records")
        shapes = geometries(level, units.codes)
        told = {
            "unite": found.unit,
            "millesime_avant": found.before.vintage,
            "millesime_apres": found.after.vintage,
        }

        def features(fields: QgsFields) -> Iterator[QgsFeature]:
            for row in rows:
                feature = QgsFeature(fields)
                feature.setAttributes([plain({**row, **told}[name], kind) for name, kind in _FIELDS])
                if row["code"] in shapes:
                    feature.setGeometry(shapes[row["code"]])
                yield feature

        outputs = self.write(parameters, context, feedback, _FIELDS, features, Qgis.WkbType.MultiPolygon)
        if listed is not None:
            columns: Columns = [(name, TEXT) for name in COLUMNS]

            def lines(fields: QgsFields) -> Iterator[QgsFeature]:
                for row in listed.to_dict("records"):
                    feature = QgsFeature(fields)
                    feature.setAttributes([row[name] or None for name in COLUMNS])
                    yield feature

            outputs |= self.write(
                parameters, context, feedback, columns, lines, Qgis.WkbType.NoGeometry, "PROGRAMMES_CHANGED"
            )
        return outputs
