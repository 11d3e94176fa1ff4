"""Populations of 2022 and 2015 (Insee, historical populations); Mayotte at its census of 2017."""

from __future__ import annotations

from ..tables.codes import CommuneCodes
from ..tables.merging import Line, Row, counts
from ..tables.raw import Raw, keyed, number, plain
from ..tables.report import ReadReport, Tally
from .cog import MAYOTTE

COLUMNS = ("code", "population", "annee", "population_2015")
YEAR, BEFORE, MAYOTTE_YEAR = "2022", "2015", "2017"


def read(raw: Raw, codes: CommuneCodes) -> tuple[list[Row], ReadReport]:
    """Rows of population.csv; the six communes without inhabitants have 0, which is a value.

    Raises:
        SourceError: if the file has no `history`.
    """
    tally = Tally("populations", codes)
    sums: dict[str, list[float]] = {}
    for written, entry in keyed(raw, "history"):
        tally.rows_read += 1
        code = tally.resolve(written)
        people, before = number(entry["history"].get(YEAR)), number(entry["history"].get(BEFORE))
        if not code:
            continue
        if people is None or before is None:
            tally.refuse(written, "no figure")
            continue
        found = sums.setdefault(code, [0, 0])
        found[0], found[1] = found[0] + people, found[1] + before
        tally.matched += 1
    rows: list[Row] = [(code, plain(people), YEAR, plain(before)) for code, (people, before) in sums.items()]
    mayotte = [c for c in codes.current if c.startswith(MAYOTTE) and codes.row(c).get("population_2017")]
    rows += [(code, codes.row(code)["population_2017"], MAYOTTE_YEAR, "") for code in mayotte if code not in sums]
    if mayotte:
        tally.note(f"Mayotte: {len(mayotte)} communes at the census of {MAYOTTE_YEAR}, from the COG package")
    return sorted(rows), tally.report()


def between(raw: Raw, codes: CommuneCodes, after: str, earlier: str) -> tuple[list[Row], ReadReport]:
    """Rows of a change of population: people of `after` over people of `earlier` (years); without Mayotte.

    Raises:
        SourceError: if the file has no `history`.
    """
    tally = Tally("populations", codes)
    lines = [
        Line(code, numerator=number(entry["history"].get(after)), denominator=number(entry["history"].get(earlier)))
        for code, entry in keyed(raw, "history")
    ]
    return counts(lines, tally), tally.report()


def weights(rows: list[Row]) -> dict[str, float]:
    """Commune → people in 2022, the weight of the shares of 2022."""
    return {code: float(people) for code, people, year, _ in rows if year == YEAR}
