"""What can be refreshed, one entry per source. Adding one is an entry in a `refresh_….py` and, at most, a reader."""

from __future__ import annotations

from collections.abc import Mapping

from . import refresh_census, refresh_figures, refresh_geography, refresh_programmes, refresh_services, refresh_zonings
from .refresh_entry import LIMITS, File, Refreshable

__all__ = ["LIMITS", "REFRESHABLE", "File", "Refreshable"]

# In this order they are read: where two give the same figures or zoning, the later one is taken.
REFRESHABLE: Mapping[str, Refreshable] = {
    entry.key: entry
    for module in (
        refresh_programmes,
        refresh_zonings,
        refresh_geography,
        refresh_figures,
        refresh_services,
        refresh_census,
    )  # fmt: skip
    for entry in module.ENTRIES
}
