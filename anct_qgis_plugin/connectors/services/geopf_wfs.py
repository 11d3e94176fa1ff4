"""The IGN's WFS (Géoplateforme): exact administrative limits, page after page until all have come.

    limits = Wfs(transport, cancelled=feedback.isCanceled)
    communes = limits.communes("46")          # one département: code, name, population, outline in WGS 84

Licence Ouverte 2.0; credit "© IGN".
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ...errors import RequestRefused
from ..http import failures, replies
from ..http.client import Client
from ..http.endpoints import WFS_LIGHT_TYPES, WFS_TYPES
from ..http.transport import Request
from .geo_api import COMMUNE, DEPARTEMENT, polygon

PAGE = 1000
# Above, the service cuts without a word.
PAGE_MAXIMUM = 5000
COMMON = {"SERVICE": "WFS", "VERSION": "2.0.0"}
# Our name → the columns that held it, newest edition first.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "code": ("code_insee", "insee_com"),
    "name": ("nom_officiel", "nom"),
    "status": ("statut",),
    "population": ("population",),
    "departement": ("code_insee_du_departement", "insee_dep"),
    "region": ("code_insee_de_la_region", "insee_reg"),
    "siren": ("code_siren",),
    "epci": ("codes_siren_des_epci", "siren_epci"),
}


@dataclass(frozen=True)
class Feature:
    """A feature: id given by the service, attributes, GeoJSON geometry (WGS 84, lon-lat) or None."""

    id: str
    properties: dict[str, Any]
    geometry: dict[str, Any] | None


@dataclass(frozen=True)
class CommuneLimits:
    """A commune: COG code, name, status, population (None if absent), SIREN of its EPCI and EPT, outline."""

    code: str
    name: str
    status: str
    population: int | None
    departement: str
    region: str
    siren: str
    epci: tuple[str, ...]
    geometry: dict[str, Any]


class Wfs(Client):
    """Features of the administrative limits."""

    SERVICE = "geopf_wfs"

    def types(self) -> tuple[str, ...]:
        """Names of the feature types that the service offers (the document weighs some 5 MB)."""
        reply = self.transport.send(self.request("", {**COMMON, "REQUEST": "GetCapabilities"}), self.cancelled)
        text = replies.text(reply.body)
        check_exception(text, self.name)
        found = re.findall(r"<(?:\w+:)?FeatureType\b[^>]*>\s*<(?:\w+:)?Name>([^<]+)<", text)
        if not found:
            raise failures.not_understood(self.name, "no feature type in the capabilities")
        return tuple(html.unescape(name.strip()) for name in found)

    def count(self, type_name: str, cql: str = "") -> int:
        """How many features fit (the answer is XML whatever format is asked for)."""
        query = {**COMMON, "REQUEST": "GetFeature", "TYPENAMES": type_name, "RESULTTYPE": "hits"}
        reply = self.transport.send(self._request(query, cql), self.cancelled)
        text = replies.text(reply.body)
        check_exception(text, self.name)
        found = re.search(r'\bnumberMatched="(\d+)"', text)
        if not found:
            raise failures.not_understood(self.name, f"no numberMatched: {text[:200]}")
        return int(found[1])

    def features(self, type_name: str, cql: str = "", page: int = PAGE) -> list[Feature]:
        """All features that fit, each once.

        Args:
            type_name: of `endpoints.WFS_TYPES`.
            cql: filter ("code_insee_du_departement='46'"); beware that BBOX() inside it is in latitude, longitude.
            page: features per request, 1-5,000.

        Raises:
            RequestRefused: with the words of the service's exception.
            BadContent: if fewer come than the service says there are.
        """
        page = max(1, min(page, PAGE_MAXIMUM))
        try:
            return self._all(type_name, cql, page, {"SORTBY": "cleabs"})
        except RequestRefused as refusal:
            if "sort" not in refusal.message.lower():
                raise
            # Not promised for every type; without it two pages may overlap, which the count below shows.
            return self._all(type_name, cql, page, {})

    def communes(self, departement: str, light: bool = False) -> list[CommuneLimits]:
        """The communes of a département with their outlines, sorted by code.

        Args:
            departement: "46", "2A", "974"…
            light: the generalised edition, for maps of a whole département or région.

        Raises:
            ValueError: if it is no code of a département.
        """
        if not re.fullmatch(DEPARTEMENT, departement):
            raise ValueError(f"not a code of a département: {departement!r}")
        kind = (WFS_LIGHT_TYPES if light else WFS_TYPES)["commune"]
        found = self.features(kind, f"code_insee_du_departement='{departement}'")
        return sorted((commune(feature, self.name) for feature in found), key=lambda c: c.code)

    def _all(self, type_name: str, cql: str, page: int, more: Mapping[str, str]) -> list[Feature]:
        found: dict[str, Feature] = {}
        start = 0
        while True:
            query = {
                **COMMON,
                "REQUEST": "GetFeature",
                "TYPENAMES": type_name,
                "OUTPUTFORMAT": "application/json",
                "COUNT": str(page),
                "STARTINDEX": str(start),
                **more,
            }
            try:
                reply = self.transport.send(self._request(query, cql), self.cancelled)
            except RequestRefused as refusal:
                raise explained(refusal) from refusal
            features, returned, matched = parse_page(reply.body, self.name)
            found.update((feature.id, feature) for feature in features)
            start += returned
            if start >= matched:
                break
            if not returned:
                raise failures.not_understood(self.name, f"{start} features of {matched}, then none")
        if len(found) != matched:
            raise failures.not_understood(self.name, f"{len(found)} different features of {matched}")
        return list(found.values())

    def _request(self, query: Mapping[str, str], cql: str) -> Request:
        full = {**query, **({"CQL_FILTER": cql} if cql else {})}
        get = self.request("", full, still_worth=is_passing)
        if len(get.url) <= 2000:
            return get
        # Long filters go as a form; asking twice does no harm.
        form = self.endpoints.url(self.SERVICE, "", full).partition("?")[2]
        return self.request(
            method="POST",
            headers={"Content-Type": "application/x-www-form-urlencoded"},
            body=form.encode("ascii"),
            repeatable=True,
            still_worth=is_passing,
        )


def is_passing(status: int, body: bytes) -> bool:
    """Whether a refusal is one of those that pass: a 400 without an exception that says why."""
    return status == 400 and not exception_text(replies.text(body))


def exception_text(text: str) -> str:
    """What an exception of the service says, XML or JSON, also inside a status 200; "" if it is none."""
    if "Exception" in text[:1000] and text.lstrip().startswith("<"):
        said = re.search(r"<(?:\w+:)?ExceptionText[^>]*>(.*?)</(?:\w+:)?ExceptionText>", text, re.DOTALL)
        said = said or re.search(r"<(?:\w+:)?ServiceException[^>]*>(.*?)</", text, re.DOTALL)
        return html.unescape(said[1].strip()) if said else "exception"
    if '"exceptions"' in text[:1000] and text.lstrip().startswith("{"):
        said = re.search(r'"text"\s*:\s*"((?:[^"\\]|\\.)*)"', text)
        return said[1] if said else "exception"
    return ""


def check_exception(text: str, service: str) -> None:
    """Raise the exception that stands in an answer.

    Raises:
        RequestRefused: with the service's words.
    """
    said = exception_text(text)
    if said:
        plain = failures.refused(service, 400, text.encode()[:2000], said)
        raise failures.with_words(plain, said)


def explained(refusal: RequestRefused) -> RequestRefused:
    """The refusal with the words of the exception."""
    return failures.with_words(refusal, exception_text(replies.text(refusal.body)))


def parse_page(body: bytes, service: str) -> tuple[list[Feature], int, int]:
    """(features, how many the page holds, how many there are in all).

    Raises:
        RequestRefused: if an exception stands in it.
        BadContent: if it is no GeoJSON collection that counts.
    """
    check_exception(replies.text(body[:4000]), service)
    page = replies.mapping(replies.json_of(body, service), service, "page")
    items = replies.objects(page.get("features"), service, "features")
    features = []
    for item in items:
        ident = replies.word(item, "id")
        if not ident:
            raise failures.not_understood(service, "feature without id")
        properties = replies.mapping(item.get("properties"), service, "properties")
        geometry = item.get("geometry")
        features.append(
            Feature(ident, properties, None if geometry is None else replies.mapping(geometry, service, "geometry"))
        )
    returned = replies.whole(page, "numberReturned")
    if returned is not None and returned != len(features):
        raise failures.not_understood(service, f"{len(features)} features in a page of {returned}")
    matched = replies.whole(page, "numberMatched")
    if matched is None:
        matched = replies.whole(page, "totalFeatures")
    if matched is None:
        raise failures.not_understood(service, "neither numberMatched nor totalFeatures")
    return features, len(features), matched


def column(properties: Mapping[str, Any], name: str) -> Any:
    """The value under our name for a column, whichever edition's column holds it; None if none does."""
    return next((properties[key] for key in COLUMNS[name] if properties.get(key) is not None), None)


def commune(feature: Feature, service: str) -> CommuneLimits:
    """A commune of any edition.

    Raises:
        BadContent: if it has no code, no name or no outline.
    """
    values = {name: column(feature.properties, name) for name in COLUMNS}
    outline = polygon(feature.geometry, service)
    name = replies.word(values, "name")
    if outline is None or not name:
        raise failures.not_understood(service, f"{feature.id}: no outline or no name")
    return CommuneLimits(
        replies.code(values, "code", service, COMMUNE),
        name,
        replies.word(values, "status"),
        replies.whole(values, "population"),
        replies.word(values, "departement"),
        replies.word(values, "region"),
        replies.word(values, "siren"),
        # Around Paris: the métropole and the EPT, one cell.
        tuple(re.findall(r"\d{9}", replies.word(values, "epci"))),
        outline,
    )
