"""anct:loadterritory – the units of a territory with their programmes and indicators."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from qgis.core import Qgis, QgsFeature, QgsFields, QgsProcessingContext, QgsProcessingFeedback

from ..gis.features import geometries
from ..i18n import translate
from .base import INTEGER, REAL, TEXT, AnctAlgorithm

if TYPE_CHECKING:
    from ..core.diagnostic import Analyst
    from ..core.levels import Units

_TYPES = {str: TEXT, int: INTEGER, float: REAL}


class LoadTerritory(AnctAlgorithm):
    ID = "loadterritory"

    def label(self) -> str:
        return translate("Anct", "Load a territory")

    def help(self) -> str:
        return translate(
            "Anct",
            "The communes, EPCI, arrondissements, départements or régions of a territory, with what each programme "
            "labels in them and every indicator. Missing and withheld values are NULL; the field “secret” names those "
            "withheld by their producer, “approche” those that an aggregation only approximates. An EPCI over two "
            "départements goes with the one where most of its people live.",
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:  # noqa: N802
        self.add_territory()
        self.add_level()
        self.add_output(translate("Anct", "Units"))

    def compute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        from ..core.levels import units_of
        from ..gis import unit_rows

        analyst = self.analyst(feedback)
        territory = self.territory(analyst, parameters, context, feedback)
        level = self.parameterAsEnumString(parameters, "LEVEL", context)
        units = units_of(analyst.facts, territory, level)
        feedback.setProgressText(translate("Anct", "{n} units").format(n=len(units.codes)))
        return self.write(
            parameters,
            context,
            feedback,
            [(name, _TYPES[kind]) for name, kind in unit_rows.fields(analyst)],
            lambda fields: _features(analyst, units, fields, feedback),
            Qgis.WkbType.MultiPolygon,
        )


def _features(
    analyst: Analyst, units: Units, fields: QgsFields, feedback: QgsProcessingFeedback
) -> Iterator[QgsFeature]:
    from ..gis import unit_rows

    shapes = geometries(units.level, units.codes)
    for row, values in enumerate(unit_rows.rows(analyst, units)):
        code = values[0]
        feature = QgsFeature(fields)
        feature.setAttributes(values)
        if code in shapes:
            feature.setGeometry(shapes[code])
        else:
            feedback.pushInfo(
                translate("Anct", "{name} ({code}) has no outline.").format(name=units.names[row], code=code)
            )
        feedback.setProgress(100 * row / len(units.codes))
        yield feature
