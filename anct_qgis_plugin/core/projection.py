"""The legal projection of each part of France."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the projections alone need no pandas
    from .facts import Facts
    from .territory import Territory

METROPOLITAN = "EPSG:2154"
OVERSEAS = {
    "971": "EPSG:5490",
    "972": "EPSG:5490",
    "973": "EPSG:2972",
    "974": "EPSG:2975",
    "976": "EPSG:4471",
}
OVERSEAS_NAMES = {"971": "Guadeloupe", "972": "Martinique", "973": "Guyane", "974": "La Réunion", "976": "Mayotte"}


def legal_crs(facts: Facts, territory: Territory) -> str:
    """The authority id of the CRS that a territory is drawn in: its own if it lies overseas in one, else Lambert-93."""
    departments = set(facts.communes["code_departement"].iloc[territory.positions])
    systems = {OVERSEAS.get(code, METROPOLITAN) for code in departments}
    return systems.pop() if len(systems) == 1 else METROPOLITAN


def parts(facts: Facts, territory: Territory) -> dict[str, str]:
    """The parts of a territory that cannot share one map: overseas département code, or "" for the mainland → CRS."""
    departments = sorted(set(facts.communes["code_departement"].iloc[territory.positions]))
    return {code if code in OVERSEAS else "": OVERSEAS.get(code, METROPOLITAN) for code in departments}
