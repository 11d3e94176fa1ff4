"""Codes and names of territories: compared, never applied (docs/decisions.md)."""

from __future__ import annotations

from . import geography_checks
from .refresh_entry import File, Refreshable

ENTRIES: tuple[Refreshable, ...] = (
    Refreshable(
        "cog", "Code officiel géographique (contrôle)", "cog",
        {"": File(r"^(v_commune|cog_ensemble)_20\d\d.*\.(csv|zip)$", dataset="cog",
                  title=r"v_commune_20\d\d|liste des communes")},
        geography_checks.read_cog, 34000, example="v_commune_2027.csv",
    ),
    Refreshable(
        "geo_api", "API Géo, communes et EPCI (contrôle)", "cog",
        {"": File(r"^communes[-_].*\.json$", service="geo_api", path="/communes")},
        geography_checks.read_geo_api, 34000, example="communes-geo-api.json",
    ),
)  # fmt: skip
