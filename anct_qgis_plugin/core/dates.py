"""Days as people type them in French: "01/03/2026", "1.3.26", "1er mars 2026", "01032026", "2026-03-01"."""

from __future__ import annotations

import re
from datetime import date

from .search import plain

_MONTHS = (
    "janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre", "octobre", "novembre",
    "decembre",
)  # fmt: skip
_NUMBERS = re.compile(r"([0-9]{1,2})[/.\-\s]([0-9]{1,2})[/.\-\s]([0-9]{4}|[0-9]{2})")
_RUN = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{4})")
_WORDS = re.compile(r"([0-9]{1,2})(?:er)? ([a-z]+) ([0-9]{4})")


def iso_date(text: str) -> str | None:
    """The day as ISO text; None if it is none. A year of two digits is of this century."""
    text = text.strip()
    try:
        return date.fromisoformat(text).isoformat() if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) else _day(text)
    except ValueError:
        return None


def _day(text: str) -> str | None:
    found = _NUMBERS.fullmatch(text) or _RUN.fullmatch(text)
    if found:
        day, month, year = (int(part) for part in found.groups())
        return date(year + 2000 if year < 100 else year, month, day).isoformat()
    words = _WORDS.fullmatch(plain(text))
    if words and words[2] in _MONTHS:
        return date(int(words[3]), _MONTHS.index(words[2]) + 1, int(words[1])).isoformat()
    return None


def short_date(text: str) -> str:
    """An ISO date as it is typed, "01/03/2026"; any other text as it is."""
    try:
        return date.fromisoformat(text).strftime("%d/%m/%Y")
    except ValueError:
        return text
