"""anct:access – the nearest France services site of each commune, and the people far from any."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from qgis.core import (
    NULL,
    Qgis,
    QgsCoordinateTransform,
    QgsFeature,
    QgsFields,
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterNumber,
)

from ..errors import RoadsError, SourceUnavailable
from ..gis.features import geometries
from ..i18n import translate
from .base import INTEGER, REAL, TEXT, WGS84, AnctAlgorithm, Columns, plain, stop_if_cancelled
from .refresh import transport

if TYPE_CHECKING:
    import pandas as pd

    from ..core.access import Access
    from ..core.facts import Facts
    from ..core.territory import Territory

_FIELDS: Columns = [
    ("code", TEXT), ("nom", TEXT), ("site_id", TEXT), ("site_nom", TEXT), ("distance_km", REAL), ("temps_min", REAL),
    ("methode", TEXT), ("au_dela_20", INTEGER), ("au_dela_30", INTEGER),
    # Beyond the contract: where the distance starts, how far an estimate may be wrong, what must be said.
    ("population", INTEGER), ("depart", TEXT), ("marge_min", REAL), ("remarque", TEXT),
]  # fmt: skip
_BANDS = {20.0: "20 minutes au plus (IGN)", 30.0: "de 20 à 30 minutes (IGN)", float("inf"): "plus de 30 minutes (IGN)"}
_BUSES = ("Bus_équivalent", "Itinérante")


class AccessToServices(AnctAlgorithm):
    ID = "access"

    def label(self) -> str:
        return translate("Anct", "Access to France services")

    def help(self) -> str:
        return translate(
            "Anct",
            "The nearest fixed site of each commune (buses excepted): geodesic distance from the town hall, else from "
            "a point inside (`depart` says which), and travel time by car. Without a road layer the time is an "
            "estimate from the distance (`methode` = estimation, right within `marge_min` nine times out of ten); with "
            "one it follows its lines (reseau). Asked for and online, the IGN tells which communes are within 20 and "
            "30 minutes of a site (isochrone: a band in `remarque`, no time). No time is given where no road leads to "
            "a site: islands without bridge, places off the network. The people of a commune are counted as "
            "living at its town hall.",
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:  # noqa: N802
        number = QgsProcessingParameterNumber.Type.Double
        self.add_territory()
        self.addParameter(
            QgsProcessingParameterFeatureSource(
                "SITES",
                translate("Anct", "Sites (points; default: France services)"),
                [QgsProcessing.SourceType.TypeVectorPoint],
                optional=True,
            )
        )
        self.addParameter(
            QgsProcessingParameterFeatureSource(
                "NETWORK",
                translate("Anct", "Roads (lines; default: estimated times)"),
                [QgsProcessing.SourceType.TypeVectorLine],
                optional=True,
            )
        )
        self.addParameter(
            QgsProcessingParameterField(
                "SPEED_FIELD",
                translate("Anct", "Field of the roads' speed (km/h)"),
                None,
                "NETWORK",
                QgsProcessingParameterField.DataType.Numeric,
                optional=True,
            )
        )
        self.addParameter(
            QgsProcessingParameterNumber(
                "DEFAULT_SPEED", translate("Anct", "Speed where the roads give none (km/h)"), number, 50, minValue=1
            )
        )
        self.addParameter(
            QgsProcessingParameterBoolean(
                "ISOCHRONES",
                translate("Anct", "Ask the IGN which communes are within 20 and 30 minutes (online)"),
                False,
            )
        )
        self.add_output(translate("Anct", "Access"))
        for name in ("POPULATION", "POPULATION_20", "POPULATION_30", "POPULATION_SANS_ROUTE"):
            self.addOutput(QgsProcessingOutputNumber(name, name))

    def compute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        from ..core import access

        analyst = self.analyst(feedback)
        facts = analyst.facts
        territory = self.territory(analyst, parameters, context, feedback)
        own = self._sites(facts, parameters, context, feedback)
        stop_if_cancelled(feedback)
        found = analyst.access() if own is None else access.access(facts, own)
        if parameters.get("NETWORK"):
            found = self._routed(facts, territory, found, parameters, context, feedback)
        elif self.parameterAsBool(parameters, "ISOCHRONES", context):
            found = self._asked(facts, territory, found, feedback)
        if not parameters.get("NETWORK"):
            model = access.model_of(facts)
            feedback.pushInfo(
                translate(
                    "Anct",
                    "Times are estimates: nine in ten are right within {margin} minutes, {mountain} in the massifs; "
                    "not calibrated overseas (docs/methode-acces.md).",
                ).format(margin=round(model.margin), mountain=round(model.margin_mountain))
            )
        stop_if_cancelled(feedback)
        totals = access.remote(facts, found, territory.positions)
        shapes = geometries("commune", facts.codes[territory.positions])

        def features(fields: QgsFields) -> Iterator[QgsFeature]:
            for number, row in enumerate(_rows(facts, territory, found)):
                feature = QgsFeature(fields)
                feature.setAttributes([plain(row[name], kind) for name, kind in _FIELDS])
                if row["code"] in shapes:
                    feature.setGeometry(shapes[row["code"]])
                feedback.setProgress(100 * number / len(territory.positions))
                yield feature

        outputs = self.write(parameters, context, feedback, _FIELDS, features, Qgis.WkbType.MultiPolygon)
        return outputs | {
            "POPULATION": totals.population,
            "POPULATION_20": totals.beyond[20],
            "POPULATION_30": totals.beyond[30],
            "POPULATION_SANS_ROUTE": totals.no_road,
        }

    def _sites(
        self, facts: Facts, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> pd.DataFrame | None:
        """The user's sites, buses left out; None where none are given."""
        import pandas as pd

        from ..gis.locate import commune_at

        if not parameters.get("SITES"):
            return None
        source = self.parameterAsSource(parameters, "SITES", context)
        if source is None:
            raise QgsProcessingException(self.invalidSourceError(parameters, "SITES"))
        names = source.fields().names()
        transform = QgsCoordinateTransform(source.sourceCrs(), WGS84, context.transformContext())
        rows = []
        buses = 0
        for feature in source.getFeatures():
            stop_if_cancelled(feedback)
            if not feature.hasGeometry():
                continue
            values = {name: feature[name] for name in names}
            if values.get("format", values.get("format_fs")) in _BUSES or values.get("genre") == "bus":
                buses += 1
                continue
            point = transform.transform(feature.geometry().centroid().asPoint())
            code = commune_at(point, WGS84) or ""
            identifier = _first(values, ("site_id", "id_fs", "id", "fid")) or str(feature.id())
            label = _first(values, ("nom", "lib_fs", "name", "libelle")) or identifier
            rows.append((identifier, label, point.x(), point.y(), code))
        if buses:
            feedback.pushInfo(translate("Anct", "{n} buses left aside: they have no fixed place.").format(n=buses))
        if not rows:
            raise RoadsError(translate("Anct", "The layer of sites has no fixed point: choose another one."))
        return pd.DataFrame(rows, columns=["site_id", "nom", "longitude", "latitude", "code"])

    def _routed(
        self,
        facts: Facts,
        territory: Territory,
        found: Access,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> Access:
        import numpy as np

        from ..core import access
        from ..gis.roads import route

        source = self.parameterAsSource(parameters, "NETWORK", context)
        if source is None:
            raise QgsProcessingException(self.invalidSourceError(parameters, "NETWORK"))
        lon, lat, _ = access.places(facts)
        here = territory.positions
        routed = route(
            source,
            self.parameterAsString(parameters, "SPEED_FIELD", context),
            self.parameterAsDouble(parameters, "DEFAULT_SPEED", context),
            np.column_stack([lon[here], lat[here]]),
            found.sites[["longitude", "latitude"]].to_numpy(dtype=float),
            feedback,
        )
        lost = int(np.isnan(routed.minutes).sum())
        if lost:
            feedback.pushWarning(
                translate(
                    "Anct",
                    "{n} communes of {total} have no time: no road of the layer leads from them to a site.",
                ).format(n=lost, total=len(here))
            )
        return access.along_roads(facts, found, here, routed.minutes, routed.site)

    def _asked(self, facts: Facts, territory: Territory, found: Access, feedback: QgsProcessingFeedback) -> Access:
        """By the IGN's isochrones; estimates stay where the service cannot tell, or be asked at all."""
        from ..connectors.services.isochrone import Isochrones
        from ..core import access
        from ..gis.isochrones import reach

        client = Isochrones(transport(), cancelled=feedback.isCanceled)
        try:
            minutes, site, told = reach(facts, found, territory.positions, client, feedback)
        except SourceUnavailable as problem:
            feedback.pushWarning(f"{problem} " + translate("Anct", "The estimated times are kept."))
            return found
        if not told.all():
            feedback.pushWarning(
                translate("Anct", "{n} communes keep an estimate: the service could not tell for their site.").format(
                    n=int((~told).sum())
                )
            )
        rows = territory.positions[told]
        return access.along_roads(facts, found, rows, minutes[told], site[told], access.ISOCHRONE)


def _first(values: dict[str, Any], names: tuple[str, ...]) -> str:
    for name in names:
        if values.get(name) not in (None, NULL, ""):
            return str(values[name])
    return ""


def _rows(facts: Facts, territory: Territory, found: Access) -> Iterator[dict[str, Any]]:
    from ..core.access import ESTIMATE, ISOCHRONE, NETWORK, NO_ROAD

    names = facts.communes["nom"].to_numpy()
    sites = found.sites
    beyond = {limit: found.beyond(limit) for limit in (20, 30)}
    for row in territory.positions:
        site = found.site[row]
        method = found.method[row]
        lost = method == NETWORK and found.minutes[row] != found.minutes[row]
        yield {
            "code": facts.codes[row],
            "nom": names[row],
            "site_id": sites["site_id"].iat[site] if site >= 0 else None,
            "site_nom": sites["nom"].iat[site] if site >= 0 else None,
            "distance_km": found.km[row],
            # An isochrone says on which side of a threshold a place lies, not how long it takes.
            "temps_min": None if method == ISOCHRONE else found.minutes[row],
            "methode": method or None,
            "au_dela_20": beyond[20][row],
            "au_dela_30": beyond[30][row],
            "population": facts.population[row],
            "depart": found.origin[row] or None,
            "marge_min": found.margins[row] if method == ESTIMATE else None,
            "remarque": (
                "aucune route de la couche ne mène à un site"
                if lost
                else "à vol d’oiseau, par-dessus la mer ou la forêt : aucune route ne mène au site"
                if method == NO_ROAD
                else _BANDS[found.minutes[row]]
                if method == ISOCHRONE
                else None
            ),
        }
