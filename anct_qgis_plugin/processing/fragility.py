"""anct:fragility – the fragility index of a territory's units, with contributions and ranks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

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
from ..snapshot.profiles import shipped
from .base import INTEGER, REAL, TEXT, AnctAlgorithm, Columns, stop_if_cancelled

if TYPE_CHECKING:  # loading the provider must not import pandas
    from pandas import DataFrame

    from ..core.diagnostic import Analyst
    from ..core.profile import Profile
    from ..core.territory import Territory

# All their ranks are in memory at once: for every commune, 70 MB a thousand.
MOST_DRAWS = 5000
# Filled where weights are drawn at random.
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
            "aggregated indicators. A unit that lacks too much of the profile's weight has none.\n\n"
            "How sure is a rank? The weights (Dirichlet law around the profile's) and the normalisation are drawn at "
            "random DRAWS times: median rank, 5-95 % interval, probability of being in the most fragile tenth. The "
            "verdict is “robuste” where that interval is not wider than a fifth of the ranks, else “non concluant”. "
            "The same SEED gives the same draws. DRAWS=0 leaves these fields NULL.\n\n"
            "Profiles: {profiles}, or the path of your own JSON file.",
        ).format(profiles=", ".join(shipped()))

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:  # noqa: N802
        self.add_territory()
        self.add_level(("commune", "epci", "departement"))
        self.add_profile()
        self.add_territory("REFERENCE", "FR")
        integer = QgsProcessingParameterNumber.Type.Integer
        self.addParameter(
            QgsProcessingParameterNumber(
                "DRAWS", translate("Anct", "Draws of weights (0 = none)"), integer, 1000, minValue=0
            )
        )
        self.addParameter(QgsProcessingParameterNumber("SEED", translate("Anct", "Seed of the draws"), integer, 2020))
        self.add_output(translate("Anct", "Index"))

    def compute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        from ..core.levels import units_of

        draws = self.parameterAsInt(parameters, "DRAWS", context)
        seed = self.parameterAsInt(parameters, "SEED", context)
        if not 0 <= draws <= MOST_DRAWS:
            raise ProfileError(
                translate("Anct", "DRAWS={draws}: give a number of draws from 0 (none) to {most}.").format(
                    draws=draws, most=MOST_DRAWS
                )
            )
        if seed < 0:
            raise ProfileError(translate("Anct", "SEED={seed}: the seed is a whole number from 0.").format(seed=seed))
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
        if draws:
            self._add_uncertainty(analyst, profile, level, reference, table, draws, seed, feedback)
        self._say_redundancies(analyst, profile, feedback)
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
                feedback.setProgress(90 + 10 * number / len(table))
                yield feature

        return self.write(parameters, context, feedback, columns, features, Qgis.WkbType.MultiPolygon)

    @staticmethod
    def _add_uncertainty(
        analyst: Analyst,
        profile: Profile,
        level: str,
        reference: Territory,
        table: DataFrame,
        draws: int,
        seed: int,
        feedback: QgsProcessingFeedback,
    ) -> None:
        """The columns of `_UNCERTAINTY`, for the units of the table."""
        feedback.setProgressText(translate("Anct", "Drawing weights…"))

        def proceed(share: float) -> None:
            stop_if_cancelled(feedback)
            feedback.setProgress(90 * share)

        from pandas import Index

        found = analyst.intervals(profile, level, reference, draws, seed, proceed)
        codes = analyst.fragility(profile, level, reference).units.codes
        rows = Index(codes).get_indexer(table["code"])
        table["rang_p05"], table["rang_p50"], table["rang_p95"] = found.p05[rows], found.p50[rows], found.p95[rows]
        table["proba_decile"] = found.decile[rows]
        table["verdict"] = [verdict or None for verdict in found.verdict[rows]]

    @staticmethod
    def _say_redundancies(analyst: Analyst, profile: Profile, feedback: QgsProcessingFeedback) -> None:
        names = analyst.facts.catalogue.indicators
        for pair in analyst.redundancies(profile):
            if pair.same:
                feedback.pushWarning(
                    translate(
                        "Anct",
                        "“{first}” and “{second}” say almost the same thing (correlation of ranks {correlation}): the "
                        "profile counts it twice.",
                    ).format(
                        first=names[pair.first].label,
                        second=names[pair.second].label,
                        correlation=f"{pair.correlation:.2f}",
                    )
                )


def _plain(value: Any, whole: bool) -> Any:
    if value is None or value != value:  # NaN is the one value that differs from itself
        return None
    if isinstance(value, str):
        return value
    return int(value) if whole else float(value)
