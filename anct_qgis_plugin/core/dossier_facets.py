"""What the projetothèque filters, counts and maps dossiers by, read from a dossier's values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from .dossier_checks import money
from .search import plain

# Facet → ids of the fields that say it, in either kind of dossier.
FIELDS: dict[str, tuple[str, ...]] = {
    "formation": ("besoins", "formation_elus"),
    "operateur": ("operateurs",),
    "mot_cle": ("mots_cles",),
    "programme": ("programmes",),
}
FACETS = (*FIELDS, "departement", "commune", "territoire")
# A row of a list or table is named by its first of these columns.
_NAMES = ("programme", "operateur", "theme", "besoin", "mot", "intitule", "nom", "libelle")
# The amount of a dossier: of its fiches actions, or of its project.
_AMOUNTS = (("fiches_actions", "cout_ht"), ("cout_estime", ""))
# The row of the table of programmes that lists those that no commune has: no dossier is about them.
OTHER_PROGRAMMES = "Autres programmes"
_YEARS = ("periode_debut", "debut_prevu")


@dataclass(frozen=True)
class Facet:
    """One thing that a dossier can be found by. key: without accents or case; label: as written."""

    kind: str
    key: str
    label: str


def facets(values: Mapping[str, Any], territory: str, communes: Iterable[str]) -> list[Facet]:
    """Every facet of a dossier, each once."""
    found: dict[tuple[str, str], Facet] = {}

    def add(kind: str, label: str, key: str | None = None) -> None:
        key = plain(label) if key is None else key
        if key:
            found.setdefault((kind, key), Facet(kind, key, label.strip()))

    for kind, fields in FIELDS.items():
        for field in fields:
            for label in _labels(values.get(field)):
                if label != OTHER_PROGRAMMES:
                    add(kind, label)
    add("territoire", territory, territory)
    for code in communes:
        department = department_of(code)
        add("departement", department, department)
        add("commune", code, code)
    return list(found.values())


def department_of(commune: str) -> str:
    """The département of a commune's code: "46042" → "46", "97411" → "974", "2A004" → "2A"."""
    return commune[:3] if commune.startswith(("97", "98")) else commune[:2]


def amount(values: Mapping[str, Any]) -> Decimal | None:
    """The dossier's amount, euros to the cent; None where none is given."""
    for field, column in _AMOUNTS:
        value = values.get(field)
        if column:
            rows = value if isinstance(value, list) else []
            cells = [row.get(column) for row in rows if isinstance(row, Mapping)]
        else:
            cells = [value]
        amounts = [found for cell in cells if cell is not None and (found := money(cell)) is not None]
        if amounts:
            return sum(amounts, Decimal(0))
    return None


def year(values: Mapping[str, Any], created: str) -> int | None:
    """The year a dossier begins, else the one it was made in."""
    for text in (*(values.get(field) for field in _YEARS), created):
        match = re.match(r"[12][0-9]{3}", str(text or ""))
        if match:
            return int(match.group())
    return None


def search_text(title: str, territory_label: str, values: Mapping[str, Any]) -> str:
    """Every word of a dossier, without accents, each once, in order: what the full-text search looks in."""
    words: dict[str, None] = {}
    for text in (title, territory_label, *_texts(values)):
        words.update(dict.fromkeys(tokens(text)))
    return " ".join(words)


def tokens(text: str) -> list[str]:
    """The words that a search compares: lower case, no accents, at most 40 signs, and ASCII only.

    Databases disagree on which other signs make a word: those are written by their number.
    """
    return ["".join(c if c.isascii() else f"x{ord(c):x}" for c in word[:40]) for word in plain(text).split()]


def _texts(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _texts(one)


def _labels(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        yield from (part for part in re.split(r"[;\n]", value) if part.strip())
    elif isinstance(value, list):
        for one in value:
            if isinstance(one, str):
                yield one
            elif isinstance(one, Mapping):
                name = next((one[key] for key in _NAMES if isinstance(one.get(key), str)), None)
                if name is not None:
                    yield name
