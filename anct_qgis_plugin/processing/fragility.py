"""anct:fragility – the fragility index of a territory's units, with contributions and ranks."""

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

from ..errors import ProfileError
from ..gis.features import geometries
from ..i18n import translate
from .base import INTEGER, REAL, TEXT, AnctAlgorithm, Columns

# Filled by drawing weights at random, which this version does not do.
_UNCERTAINTY: Columns = [
    ("rang_p05", INTEGER),
    ("rang_p50", INTEGER),
    ("rang_p95", INTEGER),
    ("proba_decile", REAL),
    ("verdict", TEXT),
]


class FragilityIndex(AnctAlgorithm):
    ID = "fragility"

    def label(self) -> str:
        return translate("Anct", "Fragility index")

    def help(self) -> str:
        return translate(
            "Anct",
            "A built, not official index from 0 to 100 (100 = most fragile), with the contribution of each indicator, "
            "the rank and the class among the units of the reference territory. Above the commune it is computed from "
            "aggregated indicators. A unit that lacks too much of the profile's weight has none. Ranks under drawn "
            "weights (DRAWS > 0) are not computed in this version: the fields stay NULL.",
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:  # noqa: N802
        self.add_territory()
        self.add_level(("commune", "epci", "departement"))
        self.add_profile()
        self.add_territory("REFERENCE", "FR")
        integer = QgsProcessingParameterNumber.Type.Integer
        self.addParameter(
            QgsProcessingParameterNumber(
                "DRAWS", translate("Anct", "Draws of weights (0 = none)"), integer, 0, minValue=0
            )
        )
        self.addParameter(QgsProcessingParameterNumber("SEED", translate("Anct", "Seed of the draws"), integer, 2020))
        self.add_output(translate("Anct", "Index"))

    def compute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        from ..core.levels import units_of

        if self.parameterAsInt(parameters, "DRAWS", context) > 0:
            raise ProfileError(
                translate("Anct", "Ranks under drawn weights are not available in this version: give DRAWS=0.")
            )
        analyst = self.analyst(feedback)
        territory = self.territory(analyst, parameters, context, feedback)
        reference = self.territory(analyst, parameters, context, feedback, "REFERENCE")
        profile = self.profile(analyst, parameters, context)
        level = self.parameterAsEnumString(parameters, "LEVEL", context)
        units = units_of(analyst.facts, territory, level)
        table = analyst.fragility(profile, level, reference).of(units)
        if table["indice"].isna().all():
            feedback.pushWarning(
                translate(
                    "Anct", "No unit of {territory} has an index: too much of the profile's weight is missing there."
                ).format(territory=territory.label)
            )
        contributions = [name for name in table.columns if name.startswith("contrib_")]
        columns: Columns = [("code", TEXT), ("nom", TEXT), ("indice", REAL), ("rang", INTEGER), ("rang_total", INTEGER)]
        columns += [("classe", INTEGER), ("classe_libelle", TEXT), *_UNCERTAINTY, ("couverture_donnees", REAL)]
        columns += [(name, REAL) for name in contributions]
        shapes = geometries(level, units.codes)
        names = [name for name, _ in columns]
        whole = {name for name, kind in columns if kind == INTEGER}

        def features(fields: QgsFields) -> Iterator[QgsFeature]:
            for number, row in enumerate(table.to_dict("records")):
                if row["classe"] == 0:
                    row["classe"] = None
                feature = QgsFeature(fields)
                feature.setAttributes([_plain(row.get(name), name in whole) for name in names])
                if row["code"] in shapes:
                    feature.setGeometry(shapes[row["code"]])
                feedback.setProgress(100 * number / len(table))
                yield feature

        return self.write(parameters, context, feedback, columns, features, Qgis.WkbType.MultiPolygon)


def _plain(value: Any, whole: bool) -> Any:
    if value is None or value != value:  # NaN is the one value that differs from itself
        return None
    if isinstance(value, str):
        return value
    return int(value) if whole else float(value)
