"""A table with the code of a commune and a column per indicator, whoever publishes it: its headings are declared.

A figure is a rate as published, or two counts of which the published rate is made. Where the name of the commune stands
beside its code, both must agree: a shifted column shows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from ...errors import SourceError
from ...i18n import translate
from ..tables import forms
from ..tables.identify import Finder, codes_in
from ..tables.merging import Line, Row, rates, shares
from ..tables.raw import is_secret, missing_column, number
from ..tables.reading import Desk, Reading, Trust, day_of, trust, vintage_of
from ..tables.report import Tally
from . import vintages
from .official import COMMUNE
from .official_figures import CODE, figure, indicators

Lines = tuple[Sequence[Line], Callable[[Sequence[Line], Tally], list[Row]]]
# Of fewer values, none above 1 may be chance.
_COUNTRY = 100
_NO_YEAR = "01"
_NAMES = ("libgeo*", "nom", "libcom", *COMMUNE["lib_com"])


@dataclass(frozen=True)
class Figure:
    """One indicator in one form of a table.

    value: headings of the rate as published; or above, below: of the two counts that make it. "{year}" and "{before}"
        stand for two digits of the edition's year and of the year before.
    blank: whether an empty cell is withheld by the producer, and not missing. zero: whether 0 is a value.
    percent: whether a rate is out of 100; a spreadsheet may hold 5 % as 0.05. decimals: of the rate.
    """

    value: tuple[str, ...] = ()
    above: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
    blank: bool = False
    zero: bool = True
    percent: bool = True
    decimals: int = 2

    def columns(self) -> dict[str, tuple[str, ...]]:
        """What it needs of the table, by role."""
        roles = {"value": self.value, "above": self.above, "below": self.below}
        return {role: headings for role, headings in roles.items() if headings}


@dataclass(frozen=True)
class Layout:
    """A table.

    source: for the report. figures: indicator → the forms in which it may stand; the first that the file has is read.
        The very first is that of the producer, who writes the name of the commune beside its code.
    code: headings of the code, beside the usual ones. level: headings of a column that says whose figures a line gives,
        and how it begins for a commune.
    year: headings of a column of years, the newest of which is read; said: what else tells it in the heading of a
        figure (regular expression with one group); named: whether the file's name does. One must, or `undated`.
    combine: whether the rates of the parts of a commune are brought together, by their weight.
    """

    source: str
    figures: Mapping[str, Sequence[Figure]]
    code: tuple[str, ...] = ()
    level: tuple[tuple[str, ...], str] = ((), "")
    year: tuple[str, ...] = ()
    said: str = ""
    named: bool = False
    undated: bool = False
    combine: bool = False


def read(desk: Desk, layout: Layout, weights: Callable[[], Mapping[str, float]] = dict) -> Reading:
    """Rows of the indicators of a table, its newest year.

    What is held as the weight of a commune (`desk.facts["weights_<indicator>"]`) stays beside its new rate.

    Args:
        weights: of municipal arrondissements, to bring their rates together.

    Raises:
        SourceError: a column is missing, a cell is neither a figure nor a known sign, or nothing tells the year.
    """
    opened = forms.opened(desk.files[""])
    edition, chosen, published = _forms(opened, layout)
    columns = {
        _column(key, role): vintages.written(headings, edition) if edition else headings
        for key, one in chosen.items()
        for role, headings in one.columns().items()
    }
    code = vintages.written(layout.code, edition) if edition else layout.code
    required, others = {"CODGEO": (*code, *CODE)} | columns, {"niveau": layout.level[0], "annee": layout.year}
    (required if published else others)["nom"] = _NAMES
    wanted = forms.Form(required, others)
    table = forms.read(opened, wanted)
    table = replace(table, lines=[row for row in table.lines if _is_commune(row, layout)])
    year = f"20{edition}" if edition else _year(table, layout)
    if table.headings.get("annee"):
        table = replace(table, lines=[row for row in table.lines if year in row["annee"]])
    table, named, refused = _whose(desk, table)
    lines = {key: _lines(desk, table, key, one, layout, weights) for key, one in chosen.items()}
    reading = indicators(desk, table, year, layout.source, lines, named, refused)
    held = {key: _held(desk, key) for key in chosen}
    tables = {
        name: (heads, [_weighed(row, held[name.removeprefix("indicator_")]) for row in rows])
        for name, (heads, rows) in reading.tables.items()
    }
    if year:
        return replace(reading, tables=tables)
    said, _ = vintage_of(desk.files[""].name)
    return replace(reading, tables=tables, vintage=said, years=dict.fromkeys(chosen, said))


def _forms(opened: forms.Opened, layout: Layout) -> tuple[str, dict[str, Figure], bool]:
    """The edition's year (two digits, "" where headings have none), the form of each indicator in this file, and
    whether it is the published one.

    All indicators come from one form: the first of each, else the second of each…

    Raises:
        SourceError: naming the column that the first form lacks.
    """
    absent = ""
    for rank in range(max(map(len, layout.figures.values()))):
        chosen = {key: kinds[min(rank, len(kinds) - 1)] for key, kinds in layout.figures.items()}
        columns = {_column(key, role): heads for key, one in chosen.items() for role, heads in one.columns().items()}
        # The newest edition of which there is a column: one that lacks another is not to be read as an older one.
        dated = {name: heads for name, heads in columns.items() if any("{year}" in heading for heading in heads)}
        years = [vintages.newest(opened, {name: heads}) or "" for name, heads in dated.items()]
        year = max(years, default="")
        lacking = vintages.lacking(opened, columns, year or _NO_YEAR)
        if not lacking:
            return year, chosen, rank == 0
        absent = absent or (vintages.written(columns[lacking[0]], year)[0] if year else columns[lacking[0]][0])
    raise missing_column(opened.name, absent.format(year="··", before="··").rstrip("*"))


def _column(indicator: str, role: str) -> str:
    return f"{indicator}: {role}"


def _is_commune(row: Mapping[str, str], layout: Layout) -> bool:
    """Whether a line is about a commune: all are where no column says."""
    return not row["niveau"] or forms.folded(row["niveau"]).startswith(layout.level[1])


def _year(table: forms.Table, layout: Layout) -> str:
    """The year of four digits; "" where the layout bears that none is told.

    Raises:
        SourceError: if nothing tells it.
    """
    found = [match.group() for row in table.lines if (match := re.search(r"20\d\d", row["annee"]))]
    if layout.said:
        found += [match.group(1) for head in table.headings.values() if (match := re.search(layout.said, head))]
    if not found and layout.named:
        found = [day_of(table.name)[:4]]
    year = max(found, default="")
    if not year and not layout.undated:
        raise SourceError(
            translate(
                "Anct",
                "{file}: nothing tells the year of its figures. Give it back the name under which it is published.",
            ).format(file=table.name)
        )
    return year


def _whose(desk: Desk, table: forms.Table) -> tuple[forms.Table, Trust | None, list[tuple[str, str]]]:
    """The lines whose code is sure, written in five characters; how codes and names agree; the lines set aside."""
    tally = Tally("", desk.codes)
    finder = Finder(desk.codes, tally, (row["CODGEO"] for row in table.lines))
    by_name = "nom" in table.headings
    kept = []
    for row in table.lines:
        written = codes_in(row["CODGEO"])
        if len(written) != 1:
            tally.refuse(f"{row['CODGEO']} {row['nom']}".strip() or "?", "no code" if not written else "several codes")
        elif not by_name:
            kept.append(row | {"CODGEO": written[0]})
        elif finder.communes(row["CODGEO"], row["nom"]):
            padded = len(written[0]) == 4 and written[0].isdigit()
            kept.append(row | {"CODGEO": f"0{written[0]}" if padded else written[0]})
    if not by_name:
        return replace(table, lines=kept), None, tally.refused
    # One of its lines being doubtful, a commune has no figure: those of its other parts are not its own.
    doubtful = {code for _, code in finder.doubts}
    sure = []
    for row in kept:
        if desk.codes.resolve(row["CODGEO"]).code in doubtful:
            tally.refuse(f"{row['CODGEO']} {row['nom']}", "another line of its commune is doubtful")
        else:
            sure.append(row)
    return replace(table, lines=sure), trust(finder), tally.refused


def _lines(
    desk: Desk,
    table: forms.Table,
    key: str,
    one: Figure,
    layout: Layout,
    weights: Callable[[], Mapping[str, float]],
) -> Lines:
    """The lines of one indicator, and what makes rows of them."""
    if one.value:
        column = _column(key, "value")
        found = [_cell(table, column, row, one) for row in table.lines]
        if one.percent and _fractions(found):
            found = [None if value is None else 100 * value for value in found]
        held = {**_held(desk, key), **(weights() if layout.combine else {})}
        lines = [
            Line(
                row["CODGEO"], None if value is None else round(value, one.decimals),
                denominator=number(held.get(row["CODGEO"])), secret=_withheld(row[column], one),
            )
            for row, value in zip(table.lines, found, strict=True)
        ]  # fmt: skip
        return lines, partial(rates, combine=layout.combine)
    above, below = _column(key, "above"), _column(key, "below")
    lines = [
        Line(
            row["CODGEO"],
            numerator=_cell(table, above, row, one),
            denominator=_cell(table, below, row, one),
            secret=_withheld(row[above], one) or _withheld(row[below], one),
        )
        for row in table.lines
    ]
    return lines, partial(shares, decimals=one.decimals)


def _cell(table: forms.Table, column: str, row: Mapping[str, str], one: Figure) -> float | None:
    written = row[column].removesuffix("%").strip()
    value = figure(table.name, heading := table.headings[column], {heading: written, "CODGEO": row["CODGEO"]})
    return None if value == 0 and not one.zero else value


def _withheld(cell: str, one: Figure) -> bool:
    return is_secret(cell) or (one.blank and not cell)


def _fractions(values: Sequence[float | None]) -> bool:
    """Whether percentages are held as fractions: none above 1 in a whole country, and some between 0 and 1."""
    known = [value for value in values if value is not None]
    return len(known) >= _COUNTRY and max(known) <= 1 and any(0 < value < 1 for value in known)


def _held(desk: Desk, indicator: str) -> dict[str, str]:
    """Commune → the weight held beside its rate."""
    return {row["code"]: row["denominator"] for row in desk.facts.get(f"weights_{indicator}", ())}


def _weighed(row: Row, held: Mapping[str, str]) -> Row:
    code, value, above, below, status = row
    return code, value, above, below or held.get(code, ""), status
