"""anct:loadterritory – the units of a territory with their programmes and indicators."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from qgis.core import Qgis, QgsFeature, QgsFields, QgsProcessingContext, QgsProcessingFeedback

from ..gis.features import geometries
from ..i18n import translate
from .base import INTEGER, REAL, TEXT, AnctAlgorithm, Columns

if TYPE_CHECKING:
    from ..core.diagnostic import Analyst
    from ..core.levels import Units


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

        analyst = self.analyst(feedback)
        territory = self.territory(analyst, parameters, context, feedback)
        level = self.parameterAsEnumString(parameters, "LEVEL", context)
        units = units_of(analyst.facts, territory, level)
        feedback.setProgressText(translate("Anct", "{n} units").format(n=len(units.codes)))
        catalogue = analyst.facts.catalogue
        columns: Columns = [("code", TEXT), ("nom", TEXT), ("niveau", TEXT), ("population", INTEGER)]
        columns += [("code_epci", TEXT), ("code_departement", TEXT), ("code_region", TEXT)]
        columns += [(f"prog_{p.id}", INTEGER) for p in catalogue.of_kind("programme")]
        columns += [(key, REAL) for key in analyst.facts.shown()]
        columns += [("secret", TEXT), ("approche", TEXT)]
        return self.write(
            parameters,
            context,
            feedback,
            columns,
            lambda fields: _features(analyst, units, fields, feedback),
            Qgis.WkbType.MultiPolygon,
        )


def _features(
    analyst: Analyst, units: Units, fields: QgsFields, feedback: QgsProcessingFeedback
) -> Iterator[QgsFeature]:
    from ..core import coverage, indicators
    from ..core.facts import Status

    facts, n = analyst.facts, len(units.codes)
    counts = [coverage.counts_by_unit(facts, p.id, units) for p in facts.catalogue.of_kind("programme")]
    table = indicators.table(facts, facts.shown(), units.labels, n)
    population = indicators.people(facts, units.labels, n)
    shapes = geometries(units.level, units.codes)
    for row, code in enumerate(units.codes):
        feature = QgsFeature(fields)
        values: list[Any] = [
            code,
            units.names[row],
            units.level,
            _whole(population[row]),
            *_parents(analyst, units, row),
        ]
        values += [_whole(column[row]) for column in counts]
        values += [_number(a.value[row]) for a in table.values()]
        values.append(",".join(key for key, a in table.items() if a.status[row] == Status.SECRET) or None)
        values.append(",".join(key for key, a in table.items() if a.approximate[row]) or None)
        feature.setAttributes(values)
        if code in shapes:
            feature.setGeometry(shapes[code])
        else:
            feedback.pushInfo(
                translate("Anct", "{name} ({code}) has no outline.").format(name=units.names[row], code=code)
            )
        feedback.setProgress(100 * row / n)
        yield feature


def _parents(analyst: Analyst, units: Units, row: int) -> list[str | None]:
    code = units.codes[row]
    if units.level == "commune":
        line = analyst.facts.communes.loc[code]
        found = [line["code_epci"], line["code_departement"], line["code_region"]]
    else:
        unit = analyst.facts.unit_rows[units.level, code]
        found = [
            code if units.level == "epci" else None,
            code if units.level == "departement" else unit["code_departement"],
            code if units.level == "region" else unit["code_region"],
        ]
        if units.level == "region":
            found[1] = None
    return [value or None for value in found]


def _whole(value: float) -> int | None:
    return None if math.isnan(value) else int(value)


def _number(value: float) -> float | None:
    return None if math.isnan(value) else float(value)
