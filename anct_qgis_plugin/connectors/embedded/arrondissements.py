"""Households of the municipal arrondissements of Paris, Lyon and Marseille: the weights of rates given for them alone.

The data of the plugin know the whole cities only; a refresh must bring the rates of their parts together as the
embedded data did.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import lru_cache

from ... import paths
from ..tables.codes import CommuneCodes
from ..tables.raw import Raw, plain
from ..tables.report import ARRONDISSEMENT
from . import census

# Insee's base du comparateur: households of 2021.
RAW = "indicateurs/datasfun_communes_rp2021.csv.gz"
FILE = "arrondissements.csv"
COLUMNS = ("code", "menages")


def rows(raw: Raw, codes: CommuneCodes) -> list[tuple[str, str]]:
    """(code of an arrondissement, its households), sorted.

    Raises:
        SourceError: if a column is missing.
    """
    found = census.sums(raw, codes, "menages_2021")
    return sorted((code, plain(n)) for code, n in found.items() if codes.resolve(code).how == ARRONDISSEMENT)


@lru_cache(maxsize=1)
def households() -> Mapping[str, float]:
    """Code → households, from the file beside the catalogue; read once."""
    with (paths.CATALOGUE / FILE).open(encoding="utf-8", newline="") as file:
        return {line["code"]: float(line["menages"]) for line in csv.DictReader(file)}
