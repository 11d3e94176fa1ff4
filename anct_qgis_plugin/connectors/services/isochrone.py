"""The IGN's isochrones (Géoplateforme): how far one gets by car or on foot. Licence Ouverte 2.0, credit "© IGN"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ...errors import BadContent, RequestRefused
from ..http import failures, replies
from ..http.client import Client
from .geo_api import polygon

PROFILES = ("car", "pedestrian")
DIRECTIONS = ("departure", "arrival")
# The longest that a client of the service is known to ask for, minutes; the capabilities tell the real one.
MINUTES_MAXIMUM = 600.0


@dataclass(frozen=True)
class Isochrone:
    """What can be reached.

    Attributes:
        geometry: GeoJSON polygon or multipolygon, WGS 84 lon-lat; None where the service finds no road.
        version: of the road network ("2026-07-01"); "" if not said.
        cost, unit: as the service understood them (15, "minute").
    """

    geometry: dict[str, Any] | None
    version: str
    cost: float
    unit: str
    profile: str
    direction: str
    resource: str


class Isochrones(Client):
    """Areas reached from a point, or from which a point is reached."""

    SERVICE = "isochrone"

    def minutes(
        self,
        longitude: float,
        latitude: float,
        minutes: float,
        profile: str = "car",
        direction: str = "departure",
        resource: str = "bdtopo-valhalla",
    ) -> Isochrone:
        """The area within so many minutes.

        Args:
            longitude, latitude: WGS 84, degrees.
            minutes: 0-600, above zero.
            profile: "car" or "pedestrian".
            direction: "departure" (from the point) or "arrival" (to it).
            resource: "bdtopo-valhalla" or "bdtopo-pgr".

        Raises:
            ValueError: for an argument out of its bounds.
            RequestRefused: with the service's words (a point too far from any road, overseas…).
            BadContent: if the answer is for another question, or its geometry is no polygon.
        """
        return self._ask("time", minutes, "minute", MINUTES_MAXIMUM, longitude, latitude, profile, direction, resource)

    def metres(
        self,
        longitude: float,
        latitude: float,
        metres: float,
        profile: str = "car",
        direction: str = "departure",
        resource: str = "bdtopo-valhalla",
    ) -> Isochrone:
        """The area within so many metres of road (above zero, at most 1,000 km); see `minutes`."""
        return self._ask("distance", metres, "meter", 1e6, longitude, latitude, profile, direction, resource)

    def _ask(
        self,
        cost_type: str,
        cost: float,
        unit: str,
        most: float,
        longitude: float,
        latitude: float,
        profile: str,
        direction: str,
        resource: str,
    ) -> Isochrone:
        if not (-180 <= longitude <= 180 and -90 <= latitude <= 90):
            raise ValueError(f"not degrees: {longitude}, {latitude}")
        if not 0 < cost <= most or profile not in PROFILES or direction not in DIRECTIONS:
            raise ValueError(f"out of bounds: {cost} {unit}, {profile}, {direction}")
        query = {
            "resource": resource,
            "point": f"{longitude:.6f},{latitude:.6f}",
            "costType": cost_type,
            "costValue": f"{cost:g}",
            "timeUnit" if cost_type == "time" else "distanceUnit": unit,
            "profile": profile,
            "direction": direction,
            "geometryFormat": "geojson",
            "crs": "EPSG:4326",
        }
        try:
            value = self.json(self.request("/isochrone", query))
        except RequestRefused as refusal:
            raise explained(refusal) from refusal
        return parse(value, self.name, cost, unit)


def parse(value: Any, service: str, cost: float, unit: str) -> Isochrone:
    """The answer, which must be for the question that was asked.

    Raises:
        BadContent: if it is for another, or has another form.
    """
    found = replies.mapping(value, service, "isochrone")
    if "geometry" not in found:
        raise failures.not_understood(service, f"no geometry: {list(found)}")
    said = found.get("costValue")
    try:
        answered = float(said) if said is not None else cost
    except (TypeError, ValueError):
        answered = float("nan")
    said_unit = replies.word(found, "timeUnit") if unit == "minute" else replies.word(found, "distanceUnit")
    if answered != cost or (said_unit and said_unit != unit):
        raise failures.not_understood(service, f"asked for {cost} {unit}, answered {said} {said_unit}")
    return Isochrone(
        polygon(found.get("geometry"), service),
        replies.word(found, "resourceVersion"),
        cost,
        unit,
        replies.word(found, "profile"),
        replies.word(found, "direction"),
        replies.word(found, "resource"),
    )


def explained(refusal: RequestRefused) -> RequestRefused:
    """The refusal with the service's words: {"error": {"message"}} or {"error": text}."""
    try:
        value = replies.json_of(refusal.body, refusal.service)
    except BadContent:
        return refusal
    error = value.get("error") if isinstance(value, dict) else None
    return failures.with_words(refusal, replies.word(error, "message") if isinstance(error, dict) else str(error or ""))
