"""Figures in their official form: Insee's Filosofi and base du comparateur, OFGL's dotations; the newest vintage."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from ...errors import SourceError
from ...i18n import translate
from ..tables import forms
from ..tables.merging import INDICATOR_COLUMNS, Line, Row, counts, rates, shortened
from ..tables.raw import is_secret, missing_column, number
from ..tables.reading import Desk, Reading, Trust
from ..tables.report import Tally
from . import vintages

CODE = ("code", "codgeo", "code_insee", "insee_com", "com")
_MISSING = {"", "nd", "nc", "-9999", "s", "c"}
_DOTATIONS = forms.form(
    "CODGEO exercice variable valeur", "unite", {"CODGEO": CODE, "exercice": ("exer", "annee"), "valeur": ("montant",)}
)
_EUROS = ("", "euro", "euros", "eur", "€")


def read_filosofi(desk: Desk, figures: Mapping[str, tuple[str, str]]) -> Reading:
    """Rows of indicators of the base-cc file.

    Args:
        figures: indicator → (column of the figure, of its weight), without their two digits: ("MED", "NBMENFISC"); a
            weight "" is none, and the parts of a commune are then not combined.

    Raises:
        SourceError: if a column is missing, or a cell holds neither a figure nor a known sign.
    """
    year, table = _newest(desk, {stem for pair in figures.values() for stem in pair if stem}, "{stem}{year}")

    def line(row: Mapping[str, str], value: str, weight: str) -> Line:
        return Line(
            row["CODGEO"], figure(table.name, value, row), denominator=number(row[weight]) if weight else None,
            secret=is_secret(row[value]),
        )  # fmt: skip

    return indicators(
        desk, table, f"20{year}", f"filosofi_20{year}",
        {key: ([line(row, *pair) for row in table.lines], rates) for key, pair in figures.items()},
    )  # fmt: skip


def read_comparateur(desk: Desk, figures: Mapping[str, tuple[str, ...]], balance: str = "") -> Reading:
    """Rows of indicators made of two counts of the base du comparateur.

    Args:
        figures: indicator → (numerator, denominator), without "P" and their two digits: ("LOGVAC", "LOG"); a third one
            is taken off the numerator.
        balance: indicator of births less deaths of the last year, over the population of the last census; "" for none.

    Raises:
        SourceError: as `read_filosofi`.
    """
    year, table = _newest(desk, {stem for counted in figures.values() for stem in counted}, "P{year}_{stem}")

    def line(row: Mapping[str, str], above: str, below: str, off: str = "") -> Line:
        top = _less(table.name, row, above, off) if off else figure(table.name, above, row)
        return Line(row["CODGEO"], numerator=top, denominator=figure(table.name, below, row))

    reading = indicators(
        desk, table, f"20{year}", f"comparateur_20{year}",
        {key: ([line(row, *counted) for row in table.lines], counts) for key, counted in figures.items()},
    )  # fmt: skip
    if not balance:
        return reading
    born, table = _newest(desk, {"NAISD", "DECESD"}, "{stem}{year}")
    _, people = _newest(desk, {"POP"}, f"P{year}_{{stem}}")
    inhabitants = {row["CODGEO"]: figure(people.name, "POP", row) for row in people.lines}
    lines = [
        Line(
            row["CODGEO"],
            numerator=_less(table.name, row, "NAISD", "DECESD"),
            denominator=inhabitants.get(row["CODGEO"]),
        )
        for row in table.lines
    ]
    natural = indicators(desk, table, f"20{born}", f"comparateur_20{year}", {balance: (lines, counts)})
    return replace(
        reading,
        tables={**reading.tables, **natural.tables},
        years={**reading.years, balance: f"20{born} (population 20{year})"},
    )


def _less(file: str, row: Mapping[str, str], above: str, off: str) -> float | None:
    """One count less another; None where one of them is not known."""
    whole, part = figure(file, above, row), figure(file, off, row)
    return None if whole is None or part is None else whole - part


def read_dotations(desk: Desk, indicator: str, variable: str) -> Reading:
    """Rows of an indicator per inhabitant from a file of OFGL's dotations, long form: its newest year.

    The amount is the numerator; the denominator is the population held, whose year the vintage tells
    (`desk.facts["geography"]`).

    Raises:
        SourceError: a column or the variable is missing, a year or an amount is none, or the unit is not the euro.
    """
    table = forms.read(desk.files[""], _DOTATIONS)
    ours = [row for row in table.lines if forms.folded(row["variable"]) == forms.folded(variable)]
    years = [re.match(r"20\d\d", row["exercice"]) for row in ours]
    if not ours or None in years:
        raise SourceError(
            translate("Anct", "{file}: no line of “{variable}” with its year. It is another file.").format(
                file=table.name, variable=variable
            )
        )
    year = max(found.group() for found in years if found)
    lines = [row for row in ours if row["exercice"].startswith(year)]
    for row in lines:
        if forms.folded(row["unite"]) not in _EUROS:
            raise SourceError(
                translate("Anct", "{file}: amounts in “{unit}”, where euros are expected.").format(
                    file=table.name, unit=row["unite"]
                )
            )
    amounts = [Line(row["CODGEO"], numerator=figure(table.name, "valeur", row), denominator=1) for row in lines]
    reading = indicators(desk, replace(table, lines=lines), year, "ofgl_dgf", {indicator: (amounts, _sums)})
    people = next((row.get("population", "") for row in desk.facts.get("geography", ())), "")
    return replace(reading, years={indicator: f"{year} (population {people})" if people else year})


def _sums(lines: Sequence[Line], tally: Tally) -> list[Row]:
    """Sums by commune, without a denominator of their own."""
    return [(code, value, above, "", status) for code, value, above, _, status in counts(lines, tally)]


def _newest(desk: Desk, stems: set[str], pattern: str) -> tuple[str, forms.Table]:
    """The newest year for which the file has every column, and the table with columns named by their stems.

    Raises:
        SourceError: naming a column of which no year is there.
    """
    opened = forms.opened(desk.files[""])
    columns = {stem: (pattern.format(stem=stem, year="{year}"),) for stem in sorted(stems)}
    year = vintages.newest(opened, columns)
    if year is None:
        alone = (stem for stem in columns if vintages.newest(opened, {stem: columns[stem]}) is None)
        raise missing_column(opened.name, pattern.format(stem=next(alone, min(stems)), year="··"))
    dated = {stem: vintages.written(names, year) for stem, names in columns.items()}
    return year, forms.read(opened, forms.form(f"CODGEO {' '.join(columns)}", "", {"CODGEO": CODE, **dated}))


def figure(file: str, column: str, row: Mapping[str, str]) -> float | None:
    """A figure, None for what stands for no figure.

    Raises:
        SourceError: on anything else: a shifted column must not be read as missing.
    """
    value = number(row[column])
    if value is None and row[column].strip().lower() not in _MISSING:
        raise _odd(file, column, row)
    return value


def _odd(file: str, column: str, row: Mapping[str, str]) -> SourceError:
    return SourceError(
        translate(
            "Anct", "{file}: “{cell}” in column {column} for commune {code} is no figure. Download it again."
        ).format(file=file, cell=row[column][:30], column=column, code=row["CODGEO"])
    )


def indicators(
    desk: Desk,
    table: forms.Table,
    year: str,
    source: str,
    lines: Mapping[str, tuple[Sequence[Line], Callable[[Sequence[Line], Tally], list[Row]]]],
    named: Trust | None = None,
    refused: Sequence[tuple[str, str]] = (),
) -> Reading:
    """A reading of several indicators of one table, whose codes are in its column CODGEO.

    Args:
        year: of four digits, "" if unknown. lines: indicator → (its lines, what makes rows of them).
        named, refused: where names stand beside the codes, how they agree, and the lines set aside for it.
    """
    tables: dict[str, tuple[Sequence[str], list[Row]]] = {}
    # A code met twice with different figures is wrong at least once: none of its lines is used.
    seen: dict[str, set[tuple[str, ...]]] = {}
    for row in table.lines:
        seen.setdefault(row["CODGEO"], set()).add(tuple(row.values()))
    doubtful = {code for code, contents in seen.items() if len(contents) > 1}
    short = shortened(seen)
    report = None
    for indicator, (found, make) in lines.items():
        tally = Tally(source, desk.codes)
        kept = [line for line in found if line.code not in doubtful | short]
        rows = make(kept, tally)
        for number_, start in table.broken:
            tally.refuse(f"line {number_}: {start}", "cells lost or added")
        for code in sorted(doubtful):
            tally.refuse(code, "repeated code with different figures")
        for code in sorted(short):
            tally.refuse(code, "code of four digits in a file whose codes have five")
        tally.refused += refused
        tally.rows_read = len(table.lines) + len(table.broken) + len(refused)
        tables[f"indicator_{indicator}"] = (INDICATOR_COLUMNS, rows)
        report = report or tally.report()
    if report is None:
        raise missing_column(table.name, "CODGEO")
    known = sum(bool((match := desk.codes.resolve(code)).code) or match.how == "com" for code in seen)
    return Reading(tables, report, year, year, trust=named or Trust(len(seen), known), years=dict.fromkeys(lines, year))
