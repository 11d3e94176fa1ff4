"""The administration's directory: how to reach a town hall. Named persons are left out, never kept."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from ..http import replies
from ..http.client import Client
from .geo_api import COMMUNE


@dataclass(frozen=True)
class TownHall:
    """A town hall.

    Attributes:
        delegated: whether it is that of a delegated commune, not of the commune itself.
        phone, email, site: "" where there is none.
        longitude, latitude: WGS 84; None where there is none.
        updated: as written ("09/08/2023 13:30:19").
    """

    name: str
    code: str
    siret: str
    delegated: bool
    phone: str
    email: str
    site: str
    street: str
    postcode: str
    city: str
    longitude: float | None
    latitude: float | None
    updated: str


class Annuaire(Client):
    """Town halls."""

    SERVICE = "annuaire"

    def town_halls(self, code: str, limit: int = 50) -> list[TownHall]:
        """Those of a commune, the commune's own first, then those of its delegated communes.

        Raises:
            ValueError: if it is no code of a commune.
        """
        if not re.fullmatch(COMMUNE, code):
            raise ValueError(f"not a code of a commune: {code!r}")
        where = f'pivot like "mairie" and code_insee_commune="{code}"'
        value = self.json(self.request("/api-lannuaire-administration/records", [("where", where), ("limit", limit)]))
        found = replies.mapping(value, self.name, "answer")
        halls = [parse_hall(item) for item in replies.objects(found.get("results"), self.name, "results")]
        return sorted(halls, key=lambda hall: (hall.delegated, hall.name))


def parse_hall(found: dict[str, Any]) -> TownHall:
    """A town hall; what stands as JSON inside texts is read, and left empty where it cannot be."""
    address = _first(found, "adresse")
    name = replies.word(found, "nom")
    street = " ".join(
        part for key in ("complement1", "complement2", "numero_voie", "service_distribution")
        if (part := replies.word(address, key))
    )  # fmt: skip
    site = replies.word(_first(found, "site_internet"), "valeur")
    return TownHall(
        name,
        replies.word(found, "code_insee_commune"),
        replies.word(found, "siret"),
        "délégué" in name.casefold() or "associé" in name.casefold(),
        replies.word(_first(found, "telephone"), "valeur"),
        replies.word(found, "adresse_courriel"),
        site if site.startswith(("https://", "http://")) else "",
        street,
        replies.word(address, "code_postal"),
        replies.word(address, "nom_commune"),
        replies.Value.of(address.get("longitude")).value,
        replies.Value.of(address.get("latitude")).value,
        replies.word(found, "date_modification"),
    )


def _first(found: dict[str, Any], key: str) -> dict[str, Any]:
    """The first object of a JSON list that stands inside a text; {} where there is none."""
    value = found.get(key)
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except json.JSONDecodeError:
            return {}
    return value[0] if isinstance(value, list) and value and isinstance(value[0], dict) else {}
