"""Municipal populations of all years, in one geography: Insee's historical populations, from Melodi or as a workbook.

They are the people of each commune and every sum of them, the weights of what is aggregated and the denominator of what
is counted per inhabitant: a file that does not speak of exactly the communes held, or of people far from theirs, is
refused whole.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ...core import wording
from ...errors import SourceError
from ...i18n import translate
from ..embedded.cog import MAYOTTE
from ..tables import forms
from ..tables.identify import finder
from ..tables.merging import INDICATOR_COLUMNS, Line, Row, by_commune
from ..tables.raw import Raw, number, plain
from ..tables.reading import Desk, Reading, Trust
from ..tables.report import Tally
from .geography_checks import another_geography
from .melodi_lines import Lines, commune_code, odd

SOURCE = "populations"
COLUMNS = ("code", "population", "annee")
_MEASURE, _MUNICIPAL = "POPREF_MEASURE", "PMUN"
_NEEDED = ("GEO", "GEO_OBJECT", _MEASURE, "TIME_PERIOD", "OBS_VALUE")
_FIRST, _LAST = 2006, 2060  # municipal populations are known since 2006
_WIDE = forms.form(
    "CODGEO", " ".join(["LIBGEO", *(f"PMUN{year}" for year in range(_FIRST, _LAST))]),
    {
        "CODGEO": ("code_insee", "com", "code géographique"), "LIBGEO": ("libellé géographique", "nom"),
        **{f"PMUN{year}": (f"PMUN{year % 100:02}",) for year in range(_FIRST, _LAST)},
    },
)  # fmt: skip
# France gains some 0.4 % a year; a commune of some size hardly ever moves by half.
_PLAUSIBLE_SUM, _SIZE, _PLAUSIBLE, _FEW = 0.03, 200, 0.5, 0.01


def read_populations(desk: Desk, indicator: str, years: int) -> Reading:
    """Rows of population (newest year) and of the change since `years` before; without Mayotte.

    Args:
        indicator: of the annual change, whose numerator and denominator are the two populations.

    Raises:
        SourceError: a year or a column is missing, the file is older than the data held, its communes are not those
            held, or its figures are implausible beside theirs (`desk.facts`: "geography", "population").
        BadContent, TooLarge: the archive is damaged or another one. Cancelled.
    """
    raw, tally = desk.files[""], Tally(SOURCE, desk.codes)
    series, trust = _long(desk, raw, tally) if raw.name.upper().startswith("DS_") else _wide(desk, raw, tally)
    year = max((key for key, people in series.items() if people), default=0)
    earlier = year - years
    if not year or not series.get(earlier):
        raise SourceError(
            translate(
                "Anct",
                "{file}: no municipal population (PMUN) of {year}. The file must hold the newest year and the one "
                "{years} years before: take the historical populations.",
            ).format(file=raw.name, year=earlier if year else "20··", years=years)
        )
    held_year = next((row["population"] for row in desk.facts.get("geography", ())), "")
    if held_year.isdigit() and year < int(held_year):
        raise SourceError(
            translate(
                "Anct", "{file}: populations of {year}, older than those held ({held}), which stay."
            ).format(file=raw.name, year=year, held=held_year)
        )  # fmt: skip
    groups = by_commune(
        (Line(code, numerator=people, denominator=series[earlier].get(code))
         for code, people in sorted(series[year].items()) if not code.startswith(MAYOTTE)),
        tally,
    )  # fmt: skip
    people: dict[str, float] = {}
    changes: list[Row] = []
    for code, group in sorted(groups.items()):
        people[code] = sum(line.numerator or 0.0 for line in group)
        before = [line.denominator for line in group if line.denominator is not None]
        tally.matched += len(group)
        if len(before) < len(group):
            tally.refuse(code, "no figure")
        elif sum(before) > 0:
            changes.append((code, "", plain(people[code]), plain(sum(before)), ""))
    _compared(raw.name, people, desk.facts.get("population", ()), tally)
    if any(code.startswith(MAYOTTE) for code in series[year]):
        tally.note("Mayotte stays at its own census")
    rows: list[Row] = [(code, plain(count), str(year)) for code, count in people.items()]
    return Reading(
        {"population": (COLUMNS, rows), f"indicator_{indicator}": (INDICATOR_COLUMNS, changes)}, tally.report(),
        str(year), str(year), trust=trust, years={indicator: f"{earlier}-{year}"},
    )  # fmt: skip


def _long(desk: Desk, raw: Raw, tally: Tally) -> tuple[dict[int, dict[str, float]], Trust]:
    """Year → commune → people, of Melodi's series (one line per commune, measure and year)."""
    lines = Lines(raw, _NEEDED, ("FREQ",), desk.cancelled)
    geo, level, measure, time, value = (lines.columns[name] for name in _NEEDED)
    series: dict[int, dict[str, float]] = {}
    doubtful: set[str] = set()
    for cells in lines:
        year = cells[time].strip()[:4]
        if (
            cells[level].strip().upper() != "COM" or cells[measure].strip() != _MUNICIPAL
            or not (year.isdigit() and _FIRST <= int(year) < _LAST)
        ):  # fmt: skip
            continue
        code, written = commune_code(cells[geo].strip()), cells[value].strip()
        figure = _people(lines.name, written, code)
        if figure is not None and series.setdefault(int(year), {}).setdefault(code, figure) != figure:
            doubtful.add(code)
    for code in sorted(doubtful):
        tally.refuse(code, "repeated code with different figures")
    for line, start in lines.broken:
        tally.refuse(f"line {line}: {start}", "cells lost or added")
    codes = {code for people in series.values() for code in people}
    tally.rows_read = len(lines.broken)
    found = {year: {c: n for c, n in people.items() if c not in doubtful} for year, people in series.items()}
    known = sum(bool((match := desk.codes.resolve(code)).code) or match.how == "com" for code in codes)
    return found, Trust(len(codes), known)


def _wide(desk: Desk, raw: Raw, tally: Tally) -> tuple[dict[int, dict[str, float]], Trust]:
    """The same from the workbook: one line per commune, a column PMUN2023 per year; names checked where there are."""
    table = forms.read(raw, _WIDE)
    find = finder(table, desk.codes, tally, "CODGEO")
    years = [year for year in range(_FIRST, _LAST) if f"PMUN{year}" in table.headings]
    series: dict[int, dict[str, float]] = {year: {} for year in years}
    for row in table.lines:
        code = row["CODGEO"]
        if "LIBGEO" in table.headings and not code.startswith(MAYOTTE) and not find.communes(code, row["LIBGEO"]):
            continue
        for year in years:
            figure = _people(table.name, row[f"PMUN{year}"], code)
            if figure is not None and series[year].setdefault(code, figure) != figure:
                tally.refuse(code, "repeated code with different figures")
                series[year][code] = -1.0
    found = {year: {c: n for c, n in people.items() if n >= 0} for year, people in series.items()}
    tally.rows_read = len(table.broken)  # the lines themselves are counted as they are brought to communes
    return found, Trust(find.seen, find.known, find.named, find.doubted)


def _people(file: str, written: str, code: str) -> float | None:
    """People, None where nothing is written.

    Raises:
        SourceError: on anything else.
    """
    figure = number(written)
    if (figure is None and written) or (figure is not None and not 0 <= figure < 1e8):
        raise odd(file, written, _MUNICIPAL, code)
    return figure


def _compared(file: str, people: Mapping[str, float], held: Sequence[Mapping[str, str]], tally: Tally) -> None:
    """Refuse other communes than those held, or people far from theirs."""
    before = {row["code"]: float(row["population"]) for row in held if not row["code"].startswith(MAYOTTE)}
    new = [row for row, reason in tally.refused if reason.startswith("unknown")]
    gone = sorted(before.keys() - people.keys())
    doubted = {row.split(" ")[0] for row, _ in tally.refused}
    if new or not doubted.issuperset(gone):
        raise another_geography(file, gone, new)
    if gone:
        raise SourceError(
            translate("Anct", "{file}: no sure figure for {count} communes, as {code}. Download it again.").format(
                file=file, count=wording.number(len(gone)), code=gone[0]
            )
        )
    now, then = sum(people[code] for code in before), sum(before.values())
    if then and abs(now / then - 1) > _PLAUSIBLE_SUM:
        raise SourceError(
            translate(
                "Anct", "{file}: {now} people in all, where the same communes had {then}: it is not plausible."
            ).format(file=file, now=wording.number(now), then=wording.number(then))
        )  # fmt: skip
    large = [code for code, count in before.items() if count >= _SIZE]
    moved = [code for code in large if abs(people[code] / before[code] - 1) > _PLAUSIBLE]
    if len(moved) > max(2, _FEW * len(large)):
        raise SourceError(
            translate(
                "Anct",
                "{file}: the population of {count} communes has changed by more than half, as that of {code} ({then} → "
                "{now}): the codes or the columns are mixed up.",
            ).format(
                file=file, count=wording.number(len(moved)), code=moved[0],
                then=wording.number(before[moved[0]]), now=wording.number(people[moved[0]]),
            )
        )  # fmt: skip
