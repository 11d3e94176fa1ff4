"""Travel times along a user's own line layer: QGIS network analysis, one pass for all sites."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from qgis.analysis import (
    QgsGraphAnalyzer,
    QgsGraphBuilder,
    QgsNetworkSpeedStrategy,
    QgsVectorLayerDirector,
)
from qgis.core import QgsFeatureSource, QgsFeedback, QgsPointXY

from ..errors import RoadsError
from ..i18n import translate
from .locate import WGS84

# Beyond this many metres a place is not on the network: a road is missing, or the layer ends before it.
FARTHEST_ROAD = 2000.0
DEFAULT_SPEED = 50.0  # km/h, where the layer has no speed field or no value


@dataclass(frozen=True)
class Routed:
    """minutes: float (n,), NaN where no road of the layer leads to a site. site: int (n,), -1 likewise. off: bool (n,),
    the place itself lies farther than `FARTHEST_ROAD` from any line."""

    minutes: np.ndarray
    site: np.ndarray
    off: np.ndarray


def route(
    source: QgsFeatureSource,
    speed_field: str,
    default_speed: float,
    places: np.ndarray,
    sites: np.ndarray,
    feedback: QgsFeedback | None = None,
) -> Routed:
    """The quickest site of each place; roads are taken both ways, and the way to the road at the default speed.

    Args:
        source: lines. speed_field: km/h; "" for none. places, sites: float (n, 2), (m, 2), longitude and latitude;
            NaN where unknown.

    Raises:
        RoadsError: the layer has no line, no such field, or a speed makes no sense.
    """
    if source.featureCount() == 0:
        raise RoadsError(translate("Anct", "The road layer has no line: choose another one."))
    field = source.fields().lookupField(speed_field) if speed_field else -1
    if speed_field and field < 0:
        raise RoadsError(
            translate("Anct", "The road layer has no field “{field}”. Its fields: {known}.").format(
                field=speed_field, known=", ".join(source.fields().names())
            )
        )
    if not default_speed > 0:
        raise RoadsError(translate("Anct", "The default speed is a number of km/h above 0."))
    director = QgsVectorLayerDirector(source, -1, "", "", "", QgsVectorLayerDirector.Direction.DirectionBoth)
    director.addStrategy(QgsNetworkSpeedStrategy(field, default_speed, 1000 / 3600))
    builder = QgsGraphBuilder(WGS84, True, 0.0, "WGS84")
    known = np.flatnonzero(~np.isnan(places[:, 0]))
    points = [QgsPointXY(*places[row]) for row in known] + [QgsPointXY(*site) for site in sites]
    snapped = director.makeGraph(builder, points, feedback)
    graph = builder.takeGraph()
    reach = np.array([builder.distanceArea().measureLine(a, b) for a, b in zip(points, snapped, strict=True)])
    walk = reach / (default_speed * 1000 / 3600)  # seconds to the road
    vertices = [graph.findVertex(point) for point in snapped]
    # One more vertex, joined to every site: a single pass then gives the quickest one of each place.
    start = graph.addVertex(QgsPointXY(0, 0))
    site_of: dict[int, int] = {}
    for number in range(len(sites)):
        vertex = vertices[len(known) + number]
        if reach[len(known) + number] <= FARTHEST_ROAD and vertex >= 0:
            edge = graph.addEdge(start, vertex, [walk[len(known) + number]])
            site_of[edge] = number
    minutes, site = np.full(len(places), np.nan), np.full(len(places), -1)
    off = np.ones(len(places), dtype=bool)
    off[known] = reach[: len(known)] > FARTHEST_ROAD
    if not site_of:
        return Routed(minutes, site, off)
    tree, costs = QgsGraphAnalyzer.dijkstra(graph, start, 0)
    for place, row in enumerate(known):
        vertex = vertices[place]
        if off[row] or vertex < 0 or tree[vertex] < 0:
            continue
        minutes[row] = (costs[vertex] + walk[place]) / 60
        while (edge := tree[vertex]) not in site_of:
            vertex = graph.edge(edge).fromVertex()
        site[row] = site_of[edge]
    return Routed(minutes, site, off)
