"""What a reader of an official file hands over: rows of facts, how sure it is of them, and their vintage."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from ...core.wording import MONTHS
from ...core.wording import day as in_french
from ..http.transport import IsCancelled, never
from .codes import CommuneCodes
from .identify import Finder
from .merging import Row
from .raw import Raw
from .report import ReadReport

# How a vintage that the file does not tell begins.
UNDATED = "non indiqué"
_IN_NAME = re.compile(r"(?<!\d)(20\d\d)-?([01]\d)-?([0-3]\d)(?!\d)")
_GEOGRAPHY = re.compile(r"(?:com|grpt|cog)-?(20\d\d)", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_WRITTEN = re.compile(rf"(\d{{1,2}})(?:er)?\s+({'|'.join(MONTHS)})\s+(20\d\d)", re.IGNORECASE)


@dataclass(frozen=True)
class Trust:
    """How sure the codes of a file are: met, known; with a name beside them, and with another's name.

    doubts: (line's key, current commune of the code) of the last.
    """

    seen: int = 0
    known: int = 0
    named: int = 0
    doubted: int = 0
    doubts: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True)
class Reading:
    """The content of one source.

    tables: facts file ("programme_acv") → (columns, rows), as in docs/architecture.md. perimeters: rows of
        perimeters.csv. contours: facts of districts, identifier → WKT, where the file gives them.
    report: the account. trust: how sure the codes are.
    vintage: in French, as shown; date: ISO, no finer than known, "" if unknown. years: indicator → vintage.
    exact: indicators whose rows hold the denominators of their own figures, where the embedded data have a stand-in.
    shapes: commune → WKB MULTIPOLYGON (WGS 84) of its exact outline.
    kept: (row, why) of the rows of the last good version that stay, though no line of the file gives them for sure.
    """

    tables: Mapping[str, tuple[Sequence[str], list[Row]]]
    report: ReadReport
    vintage: str
    date: str
    perimeters: list[Row] = field(default_factory=list)
    trust: Trust = Trust()
    years: Mapping[str, str] = field(default_factory=dict)
    shapes: Mapping[str, bytes] = field(default_factory=dict)
    kept: tuple[tuple[str, str], ...] = ()
    exact: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Desk:
    """What a reader works with: its files by role ("" = the main one), the codes, and what the last good version says.

    facts: facts file → rows as dicts, of the last good version ("districts_qpv", for contours).
    cancelled: asked now and then by readers of files that take seconds.
    """

    files: Mapping[str, Raw]
    codes: CommuneCodes
    facts: Mapping[str, Sequence[Mapping[str, str]]] = field(default_factory=dict)
    cancelled: IsCancelled = never


def trust(finder: Finder) -> Trust:
    """The counts of a finder, as a reading holds them."""
    return Trust(finder.seen, finder.known, finder.named, finder.doubted, frozenset(finder.doubts))


def day_of(name: str) -> str:
    """The ISO date in a file's name, as "liste-acv-com2025-20250704.csv", else its year, else ""."""
    for year, month, day in _IN_NAME.findall(name):
        try:
            return date(int(year), int(month), int(day)).isoformat()
        except ValueError:
            continue
    year = _GEOGRAPHY.search(name) or _YEAR.search(name)
    return year.group(1) if year else ""


def day_in(sentence: str) -> str:
    """The ISO date in a French sentence ("… au 10 juillet 2025"), else ""."""
    found = _WRITTEN.search(sentence)
    if found is None:
        return ""
    try:
        return date(int(found.group(3)), MONTHS.index(found.group(2).lower()) + 1, int(found.group(1))).isoformat()
    except ValueError:
        return ""


def vintage_of(name: str, heading: str = "", years: Iterable[str] = ()) -> tuple[str, str]:
    """The vintage in French and the year, "" if unknown, of a list that tells them by a column, a heading or its name.

    The geography in a name ("com2025") is that of the communes, and a whole date is the day when it was taken: neither
    is a vintage, they are only told.
    """
    found = [year for year in years if _YEAR.fullmatch(year)] or _YEAR.findall(heading)
    found = found or _YEAR.findall(_IN_NAME.sub(" ", _GEOGRAPHY.sub(" ", name)))
    if found:
        return max(found), max(found)
    geography, day = _GEOGRAPHY.search(name), day_of(name)
    said = f"{UNDATED} (communes de {geography.group(1)})" if geography else UNDATED
    return f"{said}, repris le {in_french(day)}" if len(day) == 10 else said, ""
