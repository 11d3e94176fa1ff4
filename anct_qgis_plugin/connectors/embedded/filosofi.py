"""Filosofi 2021 (Insee): median standard of living and poverty rate."""

from __future__ import annotations

from ..tables.codes import CommuneCodes
from ..tables.merging import Line, Row, rates
from ..tables.raw import Raw, is_secret, number
from ..tables.report import ReadReport, Tally


def read(raw: Raw, codes: CommuneCodes, value: str, weight: str) -> tuple[list[Row], ReadReport]:
    """Rows of an indicator of the base-cc file.

    `s` is secret, `nd` or an empty cell is missing. Weights are empty where `s` hides them too.

    Args:
        value: column of the figure ("MED21", "TP6021"). weight: its denominator ("NBMENFISC21", …), "" where figures
            are not to be brought together: communes merged since then have none.

    Raises:
        SourceError: if a column is missing.
    """
    tally = Tally("filosofi_2021", codes)
    lines = [
        Line(
            line["CODGEO"],
            number(line[value]),
            denominator=number(line[weight]) if weight else None,
            secret=is_secret(line[value]),
        )
        for line in raw.csv(("CODGEO", value, *([weight] if weight else [])), delimiter=";")
    ]
    return rates(lines, tally, combine=bool(weight)), tally.report()
