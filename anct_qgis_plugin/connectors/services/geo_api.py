"""API Géo (geo.api.gouv.fr): communes, EPCI and départements as they are today, and outlines by département.

A key that is absent is a value that does not exist (four islands belong to no EPCI): it is given as "" or None.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ...errors import RequestRefused
from ..http import failures, replies
from ..http.client import Client

COMMUNE = r"(?:\d{2}|2[AB])\d{3}"
SIREN = r"\d{9}"
DEPARTEMENT = r"\d{2}|2[AB]|97\d"


@dataclass(frozen=True)
class Commune:
    """A commune.

    Attributes:
        epci: SIREN; "" for a commune of no EPCI.
        postcodes: as text, in order.
        population: None where the service has none.
        surface: hectares; None unless asked for.
        geometry: GeoJSON in WGS 84; None unless outlines were asked for.
    """

    code: str
    name: str
    departement: str
    region: str
    siren: str
    epci: str
    postcodes: tuple[str, ...]
    population: int | None
    surface: float | None = None
    geometry: dict[str, Any] | None = None


@dataclass(frozen=True)
class Group:
    """An EPCI: SIREN, name, codes of its départements and régions, population (None if absent)."""

    code: str
    name: str
    departements: tuple[str, ...]
    regions: tuple[str, ...]
    population: int | None


@dataclass(frozen=True)
class Departement:
    """A département: code, name, code of its région."""

    code: str
    name: str
    region: str


class GeoApi(Client):
    """Who is where, today."""

    SERVICE = "geo_api"

    def communes(self, **filters: str) -> list[Commune]:
        """Communes that fit the filters of the service: code, nom, codePostal, codeEpci, codeDepartement, limit…

        An unknown value gives an empty list. Without a filter: all 35,000.
        """
        return parse_communes(self.json(self.request("/communes", filters)), self.name)

    def commune(self, code: str) -> Commune | None:
        """One commune by code; None where there is none of that code."""
        try:
            value = self.json(self.request(f"/communes/{code}"))
        except RequestRefused as refusal:
            if refusal.status == 404:
                return None
            raise said(refusal) from refusal
        return parse_commune(replies.mapping(value, self.name, "commune"), self.name)

    def communes_of_departement(self, code: str) -> list[Commune]:
        """The communes of a département.

        Raises:
            RequestRefused: 404 for an unknown code.
        """
        return self._list(f"/departements/{code}/communes")

    def communes_of_epci(self, siren: str) -> list[Commune]:
        """The communes of an EPCI.

        Raises:
            RequestRefused: 404 for an unknown code.
        """
        return self._list(f"/epcis/{siren}/communes")

    def contours(self, departement: str) -> list[Commune]:
        """The communes of a département with their outlines (a région would weigh 34 MB and often fails).

        Raises:
            RequestRefused: 404 for an unknown code.
        """
        query = {"format": "geojson", "geometry": "contour"}
        try:
            value = self.json(self.request(f"/departements/{departement}/communes", query, timeout=30))
        except RequestRefused as refusal:
            raise said(refusal) from refusal
        return parse_features(value, self.name)

    def epci(self, siren: str) -> Group:
        """An EPCI by SIREN.

        Raises:
            RequestRefused: 404 for an unknown code.
        """
        try:
            found = replies.mapping(self.json(self.request(f"/epcis/{siren}")), self.name, "epci")
        except RequestRefused as refusal:
            raise said(refusal) from refusal
        return parse_group(found, self.name)

    def departements(self) -> list[Departement]:
        """The départements of métropole and DROM."""
        values = replies.objects(self.json(self.request("/departements")), self.name, "departements")
        return [
            Departement(
                replies.code(found, "code", self.name, DEPARTEMENT),
                replies.word(found, "nom"),
                replies.word(found, "codeRegion"),
            )
            for found in values
        ]

    def _list(self, path: str) -> list[Commune]:
        try:
            return parse_communes(self.json(self.request(path)), self.name)
        except RequestRefused as refusal:
            raise said(refusal) from refusal


def said(refusal: RequestRefused) -> RequestRefused:
    """The refusal with the service's words, which are plain text."""
    words = replies.text(refusal.body)
    return refusal if refusal.status == 404 or words.lstrip().startswith("<") else failures.with_words(refusal, words)


def parse_communes(value: Any, service: str) -> list[Commune]:
    """A bare array of communes; a commune given twice is kept once."""
    found = {c.code: c for c in (parse_commune(item, service) for item in replies.objects(value, service, "communes"))}
    return list(found.values())


def parse_features(value: Any, service: str) -> list[Commune]:
    """A GeoJSON collection of communes.

    Raises:
        BadContent: if it is none, or an outline is no polygon.
    """
    collection = replies.mapping(value, service, "collection")
    communes = []
    for feature in replies.objects(collection.get("features"), service, "features"):
        properties = replies.mapping(feature.get("properties"), service, "properties")
        geometry = polygon(feature.get("geometry"), service)
        communes.append(parse_commune(properties, service, geometry))
    return communes


def parse_commune(found: dict[str, Any], service: str, geometry: dict[str, Any] | None = None) -> Commune:
    """One commune.

    Raises:
        BadContent: if it has no code or no name.
    """
    name = replies.word(found, "nom")
    if not name:
        raise failures.not_understood(service, f"commune without name: {found}")
    postcodes = found.get("codesPostaux")
    surface = found.get("surface")
    return Commune(
        replies.code(found, "code", service, COMMUNE),
        name,
        replies.word(found, "codeDepartement"),
        replies.word(found, "codeRegion"),
        replies.word(found, "siren"),
        replies.word(found, "codeEpci"),
        tuple(str(p) for p in postcodes) if isinstance(postcodes, list) else (),
        replies.whole(found, "population"),
        float(surface) if isinstance(surface, (int, float)) and not isinstance(surface, bool) else None,
        geometry,
    )


def parse_group(found: dict[str, Any], service: str) -> Group:
    """One EPCI.

    Raises:
        BadContent: if it has no code.
    """

    def codes(key: str) -> tuple[str, ...]:
        value = found.get(key)
        return tuple(str(c) for c in value) if isinstance(value, list) else ()

    return Group(
        replies.code(found, "code", service, SIREN),
        replies.word(found, "nom"),
        codes("codesDepartements"),
        codes("codesRegions"),
        replies.whole(found, "population"),
    )


def polygon(value: Any, service: str) -> dict[str, Any] | None:
    """A GeoJSON polygon or multipolygon, with numbers where they should be; None for null.

    Raises:
        BadContent: for anything else.
    """
    if value is None:
        return None
    found = replies.mapping(value, service, "geometry")
    depth = {"Polygon": 1, "MultiPolygon": 2}.get(replies.word(found, "type"))
    if depth is None or not _is_nested(found.get("coordinates"), depth):
        raise failures.not_understood(service, f"not a polygon: {str(found)[:200]}")
    return found


def _is_nested(value: Any, depth: int) -> bool:
    """Whether lists are nested that deep around points, and no ring is empty."""
    if not isinstance(value, list) or not value:
        return False
    if depth:
        return all(_is_nested(item, depth - 1) for item in value)
    return all(
        isinstance(point, list)
        and len(point) >= 2
        and all(isinstance(c, (int, float)) and not isinstance(c, bool) for c in point)
        for point in value
    )
