"""Names that communes had, and those of the communes that merged into them: lists go on writing them beside the code.

A commune nouvelle keeps the code of its seat under another name ("19248 Saint-Ybard" is Les Trois-Saints), and a name
may be that of a commune elsewhere ("16393 Vars"): without these names such a line looks like another commune's.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from functools import lru_cache

from ... import paths
from .codes import CommuneCodes
from .raw import Raw

# The agency's table of communes at COG 2023, with the name of each.
RAW = "programmes/ngeo-anct-cog2023.csv"
FILE = "former_names.csv"
COLUMNS = ("code", "nom")


def rows(raw: Raw, codes: CommuneCodes) -> list[tuple[str, str]]:
    """(current code, older name), sorted: names that the commune or one merged into it had, and has no more.

    Raises:
        SourceError: if a column is missing.
    """
    found = set()
    for line in raw.csv(("insee_com", "lib_com")):
        match = codes.resolve(line["insee_com"])
        if match.how in ("direct", "former_code") and line["lib_com"] != codes.row(match.code)["nom"]:
            found.add((match.code, line["lib_com"]))
    return sorted(found)


@lru_cache(maxsize=1)
def known() -> Mapping[str, frozenset[str]]:
    """Current code → its older names, from the file beside the catalogue; read once."""
    with (paths.CATALOGUE / FILE).open(encoding="utf-8", newline="") as file:
        return grouped((line["code"], line["nom"]) for line in csv.DictReader(file))


def grouped(pairs: Iterable[tuple[str, str]]) -> Mapping[str, frozenset[str]]:
    """Code → names."""
    found: dict[str, set[str]] = {}
    for code, name in pairs:
        found.setdefault(code, set()).add(name)
    return {code: frozenset(names) for code, names in found.items()}
