"""Filosofi from Insee's Melodi (DS_FILOSOFI_CC, the whole country in one zip, long form): one line per figure.

The households and people of the file weigh its figures above the commune; where it gives none, those of the last file
of bases do, which is said with the source. A commune without a weight keeps its figure and leaves the aggregates.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ...errors import SourceError
from ...i18n import translate
from ..services.melodi import GEO
from ..tables import forms
from ..tables.merging import INDICATOR_COLUMNS, Line, Row, rates
from ..tables.raw import number, plain
from ..tables.reading import Desk, Reading, Trust
from ..tables.report import Tally

SOURCE = "filosofi_2021"
_FORM = forms.form("GEO GEO_OBJECT FILOSOFI_MEASURE TIME_PERIOD OBS_VALUE", "CONF_STATUS OBS_STATUS")
_FREE = ("", "F")
_MISSING = {"", "nd", "s", "c"}


def read_filosofi(
    desk: Desk, measures: Mapping[str, tuple[str, str]], others: Mapping[str, tuple[str, str]]
) -> Reading:
    """Rows of indicators, newest year of the file.

    Args:
        measures: indicator → codes of its measure and of its weight ("MED_SL", "NUM_HH"; "" is none). others: those
            that stay as held where the file has them not that year.

    Raises:
        SourceError: a column or a measure is missing, a cell is no figure, or the years of the measures differ.
    """
    table = forms.read(forms.unzipped(desk.files[""], r"_data\.csv$"), _FORM)
    communes = [row for row in table.lines if row["GEO_OBJECT"].strip().upper() == "COM"]
    years = {m: max((r["TIME_PERIOD"] for r in communes if r["FILOSOFI_MEASURE"] == m), default="") for m, _ in
             measures.values()}  # fmt: skip
    year = max(years.values())
    for measure, found in years.items():
        if not re.fullmatch(r"20\d\d", found) or found != year:
            raise SourceError(
                translate(
                    "Anct", "{file}: no figure {measure} by commune for {year}. It is a part, or another file."
                ).format(file=table.name, measure=measure, year=year or "20··")
            )
    told: dict[str, list[Mapping[str, str]]] = {}
    for row in communes:
        if row["TIME_PERIOD"] == year:
            told.setdefault(row["FILOSOFI_MEASURE"], []).append(row)
    read = {**measures, **{key: pair for key, pair in others.items() if pair[0] in told}}
    tables: dict[str, tuple[Sequence[str], list[Row]]] = {}
    report, seen, known = None, set(), 0
    for indicator, (measure, weight) in read.items():
        tally = Tally(SOURCE, desk.codes)
        lines = _lines(told[measure], table.name, tally)
        weights = {row["code"]: row["denominator"] for row in desk.facts.get(f"weights_{indicator}", ())}
        own = _lines(told.get(weight, ()), table.name, Tally(SOURCE, desk.codes))
        weights |= {line.code: plain(line.value) for line in own if line.value is not None}
        rows: list[Row] = [
            (code, value, above, weights.get(code, ""), status)
            for code, value, above, _, status in rates(lines, tally, combine=False)
        ]
        for line, start in table.broken:
            tally.refuse(f"line {line}: {start}", "cells lost or added")
        tally.rows_read = len(lines) + len(table.broken)
        without = sum(not row[3] and bool(row[1]) for row in rows) if weight else 0
        if without:
            tally.note(f"{without} communes without a weight, left out of the aggregates")
        tables[f"indicator_{indicator}"] = (INDICATOR_COLUMNS, rows)
        report = report or tally.report()
        seen |= {line.code for line in lines}
    known = sum(bool((match := desk.codes.resolve(code)).code) or match.how == "com" for code in seen)
    if report is None:
        raise SourceError(translate("Anct", "{file}: nothing to read.").format(file=table.name))
    return Reading(
        tables, report, f"{year} ({'' if others.keys() <= read.keys() else 'niveau de vie et pauvreté, '}Melodi)", year,
        trust=Trust(len(seen), known), years=dict.fromkeys(read, year),
    )  # fmt: skip


def _lines(rows: Sequence[Mapping[str, str]], file: str, tally: Tally) -> list[Line]:
    """One line per territory; one with two different figures is wrong at least once, and not used.

    Raises:
        SourceError: a cell holds neither a figure nor nothing.
    """
    found: dict[str, set[tuple[float | None, bool]]] = {}
    for row in rows:
        place = GEO.fullmatch(row["GEO"].strip())
        code = place["code"] if place else row["GEO"].strip()
        value = number(row["OBS_VALUE"])
        if value is None and row["OBS_VALUE"].strip().lower() not in _MISSING:
            raise SourceError(
                translate(
                    "Anct", "{file}: “{cell}” in column {column} for commune {code} is no figure. Download it again."
                ).format(file=file, cell=row["OBS_VALUE"][:30], column="OBS_VALUE", code=code)
            )
        secret = value is None and row.get("CONF_STATUS", "").strip().upper() not in _FREE
        found.setdefault(code, set()).add((value, secret))
    lines = []
    for code, figures in found.items():
        if len(figures) > 1:
            tally.refuse(code, "repeated code with different figures")
            continue
        value, secret = next(iter(figures))
        lines.append(Line(code, value, secret=secret))
    return lines
