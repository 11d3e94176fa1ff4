"""Several lines of a file for one commune of COG 2026 (mergers, arrondissements) into one fact, never the last one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from .raw import plain
from .report import ARRONDISSEMENT, Tally

INDICATOR_COLUMNS = ("code", "value", "numerator", "denominator", "status")
Row = tuple[str, ...]


@dataclass(frozen=True)
class Line:
    """One line of a file.

    code: as written. value: a published rate. numerator, denominator: counts; for a rate, `denominator` is its weight.
    secret: withheld by the producer. A line with neither value, counts nor secret says nothing (missing).
    """

    code: str
    value: float | None = None
    numerator: float | None = None
    denominator: float | None = None
    secret: bool = False


def counts(lines: Iterable[Line], tally: Tally) -> list[Row]:
    """Rows of an indicator made of two counts: lines of one commune are summed.

    A commune with a line that lacks a count has no row; a denominator of zero makes no rate, hence no row.
    """
    rows = []
    for code, group in by_commune(lines, tally).items():
        if any(line.numerator is None or line.denominator is None for line in group):
            tally.refuse(code, "no figure")
            continue
        numerator, denominator = sum(x.numerator or 0 for x in group), sum(x.denominator or 0 for x in group)
        if denominator <= 0:
            tally.refuse(code, "nobody to count")
            continue
        rows.append((code, "", plain(numerator), plain(denominator), ""))
        tally.matched += len(group)
    return sorted(rows)


def shares(lines: Iterable[Line], tally: Tally, decimals: int) -> list[Row]:
    """Rows of an indicator published as two counts and shown as their share, in percent: parts of a commune are summed.

    Secret as soon as one part is; no row where a count lacks or the denominator is zero.
    """
    rows: list[Row] = []
    for code, group in by_commune(lines, tally).items():
        above, below = ([line.numerator for line in group], [line.denominator for line in group])
        if any(line.secret for line in group):
            rows.append((code, "", "", "", "secret"))
        elif None in above or None in below:
            tally.refuse(code, "no figure")
            continue
        elif sum(x or 0 for x in below) <= 0:
            tally.refuse(code, "nobody to count")
            continue
        else:
            share = 100 * sum(x or 0 for x in above) / sum(x or 0 for x in below)
            rows.append((code, plain(round(share, decimals)), "", "", ""))
        tally.matched += len(group)
    return sorted(rows)


def rates(lines: Iterable[Line], tally: Tally, combine: bool = True) -> list[Row]:
    """Rows of an indicator published as a rate.

    One line: as it is. Several: mean weighted by `denominator`, said in the report; secret as soon as one part is;
    no row if a part is missing, if a weight is unknown, or if `combine` is False.
    """
    rows: list[Row] = []
    merged: list[str] = []
    for code, group in by_commune(lines, tally).items():
        weights = [line.denominator for line in group]
        known = [weight for weight in weights if weight is not None]
        total = sum(known) if len(known) == len(group) else None
        if any(line.value is None and not line.secret for line in group):
            tally.refuse(code, "no figure")
        elif len(group) > 1 and not combine:
            tally.refuse(code, "several former communes or arrondissements, not to be averaged")
        elif any(line.secret for line in group):
            rows.append((code, "", "", plain(total), "secret"))
            tally.matched += len(group)
        elif len(group) == 1:
            rows.append((code, plain(group[0].value), "", plain(total), ""))
            tally.matched += 1
        elif not total:
            tally.refuse(code, "several former communes or arrondissements, and no weight to combine them")
        else:
            mean = sum((line.value or 0) * (line.denominator or 0) for line in group) / total
            rows.append((code, plain(round(mean, 2)), "", plain(total), ""))
            merged.append(code)
            tally.matched += len(group)
    if merged:
        tally.note(f"weighted mean of several lines for {len(merged)} communes: {', '.join(sorted(merged))}")
    return sorted(rows)


def shortened(codes: Iterable[str]) -> set[str]:
    """Codes of four digits of a file whose codes have five: they lost any digit, not a zero at their head."""
    written = set(codes)
    if not any(re.fullmatch(r"0\d{4}", code) for code in written):
        return set()
    return {code for code in written if re.fullmatch(r"\d{4}", code)}


def by_commune(lines: Iterable[Line], tally: Tally) -> dict[str, list[Line]]:
    """Lines by current commune; arrondissements only where the whole city has no line that says something."""
    whole: dict[str, list[Line]] = {}
    parts: dict[str, list[Line]] = {}
    seen: set[str] = set()
    for line in lines:
        tally.rows_read += 1
        if line.code in seen:
            tally.refuse(line.code, "repeated code")
            continue
        seen.add(line.code)
        code = tally.resolve(line.code)
        if not code:
            continue
        is_part = tally.codes is not None and tally.codes.resolve(line.code).how == ARRONDISSEMENT
        (parts if is_part else whole).setdefault(code, []).append(line)
    for code, group in parts.items():
        said = [x for x in whole.get(code, []) if x.secret or x.value is not None or x.numerator is not None]
        expected = tally.codes.row(code)["arm_codes"].split() if tally.codes is not None else []
        if said:
            for line in group:
                tally.refuse(line.code, "arrondissement, already counted in its city")
        elif len(group) < len(expected):
            # A few arrondissements do not speak for their city.
            for line in group:
                tally.refuse(line.code, "arrondissement of a city that is not complete")
        else:
            for line in whole.get(code, []):
                tally.refuse(line.code, "no figure")
            whole[code] = group
    if tally.codes is not None:
        absent = [code for code in tally.codes.current if code not in whole]
        if absent and len(absent) <= 300:
            tally.note(f"{len(absent)} communes of COG 2026 without a line")
    return whole
