"""Recherche d'entreprises: identity of a project owner (SIREN, SIRET). Elected people and directors are left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ...errors import BadContent, RequestRefused
from ..http import failures, replies
from ..http.client import Client

PAGE_MAXIMUM = 25
# page × per_page may not pass it.
REACH = 10_000


@dataclass(frozen=True)
class Entity:
    """A legal entity.

    Attributes:
        siret: of its seat.
        level, code: of a local authority ("commune", "90010"); "" for others.
        active: whether it still exists.
    """

    siren: str
    siret: str
    name: str
    level: str
    code: str
    address: str
    postcode: str
    commune: str
    legal_form: str
    active: bool


class Entreprises(Client):
    """Entities by territory or by words."""

    SERVICE = "entreprises"

    def authority(self, code: str) -> list[Entity]:
        """The local authority of a territory (INSEE code of a commune, number of a département or région, SIREN)."""
        return self._search({"code_collectivite_territoriale": code, "est_collectivite_territoriale": "true"}, 5)

    def search(self, words: str, count: int = 10) -> list[Entity]:
        """Entities by name, SIREN or SIRET, best first.

        Raises:
            ValueError: without a word.
        """
        if not words.strip():
            raise ValueError("a word is needed")
        return self._search({"q": words.strip()}, count)

    def _search(self, query: dict[str, str | int | float | None], count: int) -> list[Entity]:
        query = {**query, "page": 1, "per_page": max(1, min(count, PAGE_MAXIMUM))}
        try:
            value = self.json(self.request("/search", query))
        except RequestRefused as refusal:
            raise explained(refusal) from refusal
        found = replies.mapping(value, self.name, "answer")
        return [parse_entity(item, self.name) for item in replies.objects(found.get("results"), self.name, "results")]


def parse_entity(found: dict[str, Any], service: str) -> Entity:
    """An entity without its people.

    Raises:
        BadContent: if it has no SIREN.
    """
    seat = found.get("siege")
    seat = seat if isinstance(seat, dict) else {}
    more = found.get("complements")
    authority = more.get("collectivite_territoriale") if isinstance(more, dict) else None
    authority = authority if isinstance(authority, dict) else {}
    siret = replies.word(seat, "siret")
    return Entity(
        replies.code(found, "siren", service, r"\d{9}"),
        siret if len(siret) == 14 and siret.isdigit() else "",
        replies.word(found, "nom_complet") or replies.word(found, "nom_raison_sociale"),
        replies.word(authority, "niveau"),
        replies.word(authority, "code_insee") or replies.word(authority, "code"),
        replies.word(seat, "adresse"),
        replies.word(seat, "code_postal"),
        replies.word(seat, "commune"),
        replies.word(found, "nature_juridique"),
        replies.word(found, "etat_administratif") != "C",
    )


def explained(refusal: RequestRefused) -> RequestRefused:
    """The refusal with the service's words: {"erreur"}."""
    try:
        value = replies.json_of(refusal.body, refusal.service)
    except BadContent:
        return refusal
    return failures.with_words(refusal, replies.word(value, "erreur") if isinstance(value, dict) else "")
