"""Insee's unemployment rates by zone d'emploi, a column per quarter: each commune has the rate of its zone.

The zone of each commune is that of Insee's table of membership, where it is given, else the one embedded.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from ...errors import SourceError
from ...i18n import translate
from ..embedded import employment_zones
from ..tables import forms
from ..tables.identify import BROKEN, Finder
from ..tables.merging import INDICATOR_COLUMNS, Line, Row, rates
from ..tables.raw import Raw, number
from ..tables.reading import Desk, Reading, Trust
from ..tables.report import Tally
from .official import COMMUNE
from .official_figures import figure

SOURCE = "chomage_ze"
Quarter = tuple[int, int]


@dataclass(frozen=True)
class Zone:
    """A zone d'emploi: its name as written ("" where it is not), and quarter → rate in percent."""

    label: str
    rates: Mapping[Quarter, float | None]


# Two lines of headings stand in some editions: short names are looked for first.
_SHORT = re.compile(r"(?P<year>20\d\d)[-_ ]?T(?P<quarter>[1-4])", re.IGNORECASE)
_LONG = re.compile(
    r"(?:[^;,\t|]{0,20}\s)?(?P<quarter>[1-4])\s?(?:er|e|è?me)?\s+trimestre\s+(?P<year>20\d\d)", re.IGNORECASE
)
_ZONES: dict[str, tuple[str, ...]] = {"ZE": ("ze2020", "ze"), "LIB": ("libze2020",)}
_LONG_ZONES: dict[str, tuple[str, ...]] = {
    "ZE": ("code de la zone d'emploi*",),
    "LIB": ("libellé de la zone d'emploi*",),
}
_MEMBERSHIP = forms.Form(
    {"CODGEO": COMMUNE["insee_com"], "ZE": ("ze2020",)}, {"LIBGEO": COMMUNE["lib_com"]}, r"\.(xlsx|xls|ods|csv)$"
)
# The zones of 2020 stand until the next ones; a commune that joins another one may change.
_MOVED_SHARE = 0.02
_AKIN = 0.6
_ENDS = {1: "03-31", 2: "06-30", 3: "09-30", 4: "12-31"}


def read(desk: Desk, newest: str, dated: Mapping[str, Quarter]) -> Reading:
    """Rows of the rate of each commune's zone.

    Args:
        newest: indicator of the newest quarter. dated: indicator → the quarter of an older point, left out where the
            file has it not.

    Raises:
        SourceError: a column is missing, a rate is none, or the table of membership is another.
    """
    quarters, zones = _series(desk.files[""])
    tally = Tally(SOURCE, desk.codes)
    members = _members(desk.files["zones"], desk, tally) if "zones" in desk.files else employment_zones.members()
    named, doubted = _named(zones, tally)
    wanted = {newest: max(quarters), **{key: quarter for key, quarter in dated.items() if quarter in quarters}}
    tables: dict[str, tuple[Sequence[str], list[Row]]] = {}
    reports = []
    for indicator, quarter in wanted.items():
        own = Tally(SOURCE, desk.codes)
        own.refused += tally.refused
        own.notes += tally.notes
        found = {key: zone.rates[quarter] for key, zone in zones.items() if key not in doubted}
        lines = [Line(code, found.get(zone)) for code, zone in sorted(members.items())]
        tables[f"indicator_{indicator}"] = (INDICATOR_COLUMNS, rates(lines, own, combine=False))
        own.rows_read = len(zones)
        reports.append(own.report())
    first, last = min(quarters), max(quarters)
    known = zones.keys() & set(members.values())
    return Reading(
        tables, reports[0], f"{_said(first)} au {_said(last)}", f"{last[0]}-{_ENDS[last[1]]}",
        trust=Trust(len(zones), len(known), named, len(doubted)), years={newest: f"T{last[1]} {last[0]}"},
    )  # fmt: skip


def _named(zones: Mapping[str, Zone], tally: Tally) -> tuple[int, set[str]]:
    """How many zones have a name beside their code, and those whose name is not theirs."""
    names, doubted = employment_zones.names(), set()
    named = {key: zone.label for key, zone in zones.items() if zone.label and names.get(key)}
    for key, label in sorted(named.items()):
        if not _alike(forms.folded(label), forms.folded(names[key])):
            tally.refuse(f"{key} {label}", f"the code is that of {names[key]}")
            doubted.add(key)
    for key in sorted(zones.keys() - names.keys()):
        tally.refuse(f"{key} {zones[key].label}".strip(), "zone d'emploi of no commune known")
    return len(named), doubted


def _alike(name: str, known: str) -> bool:
    """Whether two names, folded, may be those of one zone: Insee's tables do not all write the longer ones in full."""
    part = name.startswith(known) or known.startswith(name)
    return part or SequenceMatcher(None, name, known, autojunk=False).ratio() >= _AKIN


def _said(quarter: Quarter) -> str:
    """ "1er trimestre 2021"."""
    return f"{quarter[1]}{'er' if quarter[1] == 1 else 'e'} trimestre {quarter[0]}"


def _series(raw: Raw) -> tuple[set[Quarter], dict[str, Zone]]:
    """The quarters, and the zones."""
    if raw.data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{":
        return _keyed(raw)
    opened = forms.opened(raw, r"\.(xlsx|xls|ods|csv)$")
    columns, heads = _quarters(opened.headings(), _SHORT.fullmatch), _ZONES
    if not columns:
        columns, heads = _quarters(opened.headings(), _LONG.fullmatch), _LONG_ZONES
    if not columns:
        raise _no_quarter(opened.name)
    named: dict[str, tuple[str, ...]] = {
        f"{year}-T{quarter}": (heading,) for (year, quarter), heading in columns.items()
    }
    table = forms.read(opened, forms.Form({"ZE": heads["ZE"], **named}, {"LIB": heads["LIB"]}))
    found: dict[str, Zone] = {}
    for row in table.lines:
        code = row["ZE"]
        if not re.fullmatch(r"\d{1,4}", code):
            if any(number(row[name]) is not None for name in named):
                raise SourceError(
                    translate("Anct", "{file}: “{code}” is no code of a zone d’emploi. Download it again.").format(
                        file=table.name, code=code[:40]
                    )
                )
            continue  # a note below the table
        if code.zfill(4) in found:
            raise SourceError(
                translate("Anct", "{file}: the zone d’emploi {code} comes twice. It is another file.").format(
                    file=table.name, code=code
                )
            )
        told = {
            quarter: figure(table.name, heading, {heading: row[f"{quarter[0]}-T{quarter[1]}"], "CODGEO": code})
            for quarter, heading in columns.items()
        }
        found[code.zfill(4)] = Zone(row["LIB"], told)
    return set(columns), found


def _quarters(headings: Sequence[str], match: Callable[[str], re.Match[str] | None]) -> dict[Quarter, str]:
    """Quarter → the first heading that names it."""
    found: dict[Quarter, str] = {}
    for cell in headings:
        named = match(cell)
        if named:
            found.setdefault((int(named["year"]), int(named["quarter"])), cell)
    return found


def _no_quarter(file: str) -> SourceError:
    return SourceError(
        translate("Anct", "{file}: no column of a quarter (“2025-T4”). It is another file.").format(file=file)
    )


def _keyed(raw: Raw) -> tuple[set[Quarter], dict[str, Zone]]:
    """The same of objects: "quarters", and under "zes" the rates of each zone in their order."""
    content = raw.json_object()
    places = {
        (int(match["year"]), int(match["quarter"])): place
        for place, quarter in enumerate(content.get("quarters") or ())
        if (match := _SHORT.fullmatch(str(quarter)))
    }
    zones = content.get("zes")
    if not places or not isinstance(zones, dict) or not zones:
        raise _no_quarter(raw.name)
    if not all(isinstance(zone, dict) and isinstance(zone.get("rate_pct"), list) for zone in zones.values()):
        raise _no_quarter(raw.name)
    short = next((key for key, zone in zones.items() if len(zone["rate_pct"]) != len(content["quarters"])), None)
    if short is not None:
        raise SourceError(
            translate("Anct", "{file}: the zone d’emploi {code} has not a rate per quarter. It is damaged.").format(
                file=raw.name, code=short
            )
        )
    return set(places), {
        str(key): Zone(
            str(zone.get("label") or ""),
            {quarter: number(zone["rate_pct"][place]) for quarter, place in places.items()},
        )
        for key, zone in zones.items()
    }


def _members(raw: Raw, desk: Desk, tally: Tally) -> Mapping[str, str]:
    """Commune → zone, of Insee's table; the embedded one for communes that it does not tell.

    Raises:
        SourceError: a column is missing, or most communes have another zone than the one embedded: it is shifted.
    """
    table = forms.read(raw, _MEMBERSHIP)
    finder = Finder(desk.codes, tally, (row["CODGEO"] for row in table.lines))
    for line, start in table.broken:
        tally.refuse(f"line {line}: {start}", BROKEN)
    told: dict[str, set[str]] = {}
    for row in table.lines:
        if re.fullmatch(r"\d{1,4}", row["ZE"]):
            for code in finder.communes(row["CODGEO"], row["LIBGEO"]):
                told.setdefault(code, set()).add(row["ZE"].zfill(4))
    held = employment_zones.members()
    sure = {code: next(iter(zones)) for code, zones in told.items() if len(zones) == 1}
    moved = sum(held.get(code, zone) != zone for code, zone in sure.items())
    if not sure or moved > _MOVED_SHARE * len(sure):
        raise SourceError(
            translate(
                "Anct",
                "{file}: {moved} communes of {total} are in another zone d’emploi than the one known. It is another"
                " file, or its lines were shifted.",
            ).format(file=raw.name, moved=moved, total=len(sure))
        )
    if moved:
        tally.note(f"{moved} communes in another zone d'emploi than before")
    return {**held, **sure}
