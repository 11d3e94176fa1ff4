"""Figures and names written in French: narrow no-break spaces for thousands, decimal comma, "%" after a space."""

from __future__ import annotations

import math
import re
from decimal import ROUND_HALF_UP, Decimal

THIN = "\u202f"  # narrow no-break space, for thousands
NBSP = "\u00a0"
MINUS = "\u2212"


MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
    "décembre",
)  # fmt: skip


def day(iso: str) -> str:
    """An ISO date, or a year or month as it is, as French documents write it; "non indiqué" for ""."""
    parts = iso.split("-")
    if len(parts) != 3:
        return iso or "non indiqué"
    rank = "1er" if parts[2] == "01" else str(int(parts[2]))
    return f"{rank} {MONTHS[int(parts[1]) - 1]} {parts[0]}"


def number(value: float, decimals: int = 0, signed: bool = False) -> str:
    """A number in French: 1234.5 → "1 234,5"; a half is rounded up, as in print; signed adds "+" to positive ones."""
    rounded = Decimal(repr(abs(float(value)))).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    text = f"{rounded:,.{decimals}f}".replace(",", THIN).replace(".", ",")
    nothing = not any(c in "123456789" for c in text)
    if value < 0 and not nothing:
        return MINUS + text
    return f"+{text}" if signed and not nothing else text


def quantity(value: float | None, unit: str, decimals: int = 0, signed: bool = False) -> str:
    """A number and its unit: (8.25, "%", 1) → "8,3 %"; "n. d." where there is no value."""
    if value is None or math.isnan(value):
        return "n. d."
    text = number(value, decimals, signed)
    return f"{text}{NBSP}{unit}" if unit and unit != "score" else text


def quantity_exact(value: Decimal, unit: str, decimals: int = 0) -> str:
    """An exact amount and its unit: no detour by floating point, which loses cents of the largest ones."""
    text = f"{abs(value):,.{decimals}f}".replace(",", THIN).replace(".", ",")
    sign = MINUS if value < 0 and any(c in "123456789" for c in text) else ""
    return f"{sign}{text}{NBSP}{unit}"


def ordinal(rank: int) -> str:
    """A rank in French: 1 → "1er", 14210 → "14 210e"."""
    return "1er" if rank == 1 else f"{number(rank)}e"


def counted(n: int, singular: str, plural: str) -> str:
    """A number and its noun in the right form: (1, "commune", "communes") → "1 commune"."""
    return f"{number(n)}{NBSP}{singular if abs(n) < 2 else plural}"


def typographic(text: str) -> str:
    """A French text with its typographic apostrophes, and no-break spaces before ; : ! ? % » and after «."""
    text = text.replace("'", "’").replace("« ", f"«{NBSP}")
    return re.sub(r" (?=[;:!?%»€](?:\s|$|[).,]))", NBSP, text)


def listing(items: list[str], most: int = 0) -> str:
    """Items joined as a French sentence does; beyond `most`, "et n autres"."""
    if most and len(items) > most:
        return f"{', '.join(items[:most])} et {number(len(items) - most)} autres"
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} et {items[-1]}"


LEVEL_NAMES = {
    "commune": "commune",
    "epci": "intercommunalité",
    "arrondissement": "arrondissement",
    "departement": "département",
    "region": "région",
    "pays": "pays",
    "crte": "périmètre de CRTE",
    "ti": "Territoire d'industrie",
    "perimetre": "périmètre sur mesure",
}

LEVEL_PLURALS = {
    "commune": "communes",
    "epci": "intercommunalités",
    "arrondissement": "arrondissements",
    "departement": "départements",
    "region": "régions",
}

# From the smallest to the largest.
LEVELS = tuple(LEVEL_PLURALS)
