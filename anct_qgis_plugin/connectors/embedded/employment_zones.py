"""The zone d'emploi (2020) of each commune: Insee's file of unemployment rates names zones, and not their communes."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import lru_cache

from ... import paths
from ..tables.codes import CommuneCodes
from ..tables.raw import Raw, missing_column

# Insee's table of membership of 2025, with its rates.
RAW = "indicateurs/chomage_zones_emploi_2025T4.json.gz"
FILE = "zones_emploi.csv"
COLUMNS = ("zone", "nom", "communes")


def rows(raw: Raw, codes: CommuneCodes) -> list[tuple[str, str, str]]:
    """(zone, its name where it has a rate, its current communes separated by spaces), sorted.

    Raises:
        SourceError: if the file has no membership.
    """
    found: dict[str, set[str]] = {}
    for written, zone in raw.json_object("communes").items():
        match = codes.resolve(written)
        if match.code:
            found.setdefault(str(zone), set()).add(match.code)
    if not found:
        raise missing_column(raw.name, "communes")
    labels = {zone: str(entry.get("label", "")) for zone, entry in raw.json_object("zes").items()}
    return [(zone, labels.get(zone, ""), " ".join(sorted(communes))) for zone, communes in sorted(found.items())]


@lru_cache(maxsize=1)
def _known() -> list[dict[str, str]]:
    with (paths.CATALOGUE / FILE).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@lru_cache(maxsize=1)
def members() -> Mapping[str, str]:
    """Commune → zone, from the file beside the catalogue; read once."""
    return {code: line["zone"] for line in _known() for code in line["communes"].split()}


def names() -> Mapping[str, str]:
    """Zone → name."""
    return {line["zone"]: line["nom"] for line in _known()}
