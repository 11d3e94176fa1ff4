"""What is known of units of a level, as a row each: their people, programmes and indicators, aggregated."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from ..core import coverage, indicators
from ..core.diagnostic import Analyst
from ..core.facts import Status
from ..core.levels import Units


def fields(analyst: Analyst) -> list[tuple[str, type]]:
    """Names and types of `rows`, as `anct:loadterritory` documents them."""
    catalogue = analyst.facts.catalogue
    return [
        ("code", str), ("nom", str), ("niveau", str), ("population", int), ("code_epci", str),
        ("code_departement", str), ("code_region", str),
        *((f"prog_{p.id}", int) for p in catalogue.of_kind("programme")),
        *((key, float) for key in analyst.facts.shown()),
        ("secret", str), ("approche", str),
    ]  # fmt: skip


def rows(analyst: Analyst, units: Units) -> Iterator[list[Any]]:
    """One list per unit, in their order; None where there is no value."""
    facts, n = analyst.facts, len(units.codes)
    counts = [coverage.counts_by_unit(facts, p.id, units) for p in facts.catalogue.of_kind("programme")]
    table = indicators.table(facts, facts.shown(), units.labels, n)
    population = indicators.people(facts, units.labels, n)
    for row, code in enumerate(units.codes):
        yield [
            code, units.names[row], units.level, _whole(population[row]), *_parents(analyst, units, row),
            *(_whole(column[row]) for column in counts),
            *(_number(a.value[row]) for a in table.values()),
            ",".join(key for key, a in table.items() if a.status[row] == Status.SECRET) or None,
            ",".join(key for key, a in table.items() if a.approximate[row]) or None,
        ]  # fmt: skip


def _parents(analyst: Analyst, units: Units, row: int) -> list[str | None]:
    code = units.codes[row]
    if units.level == "commune":
        line = analyst.facts.communes.loc[code]
        found = [line["code_epci"], line["code_departement"], line["code_region"]]
    else:
        unit = analyst.facts.unit_rows[units.level, code]
        found = [
            code if units.level == "epci" else None,
            code if units.level == "departement" else unit["code_departement"],
            code if units.level == "region" else unit["code_region"],
        ]
        if units.level == "region":
            found[1] = None
    return [value or None for value in found]


def _whole(value: float) -> int | None:
    return None if math.isnan(value) else int(value)


def _number(value: float) -> float | None:
    return None if math.isnan(value) else float(value)
