"""Counts of the census by commune, from a table of Melodi: some classes of one dimension over its whole.

A table crosses many dimensions and gives their totals beside their parts, on lines alike: what is not asked for must
stand at "_T". The classes that make up the whole are all read, not only those wanted: a commune whose classes do not
add up to its whole has lost a line, or has one of another commune; and a class without a line is a zero only where the
others are the whole (small tables leave zeros out).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ...errors import SourceError
from ...i18n import translate
from ..http.transport import IsCancelled, never
from ..tables.raw import Raw, number
from .melodi_lines import Lines, commune_code, odd

TOTAL = "_T"
# The columns that are no dimension.
_ATTRIBUTES = {
    "GEO", "GEO_OBJECT", "FREQ", "TIME_PERIOD", "OBS_VALUE", "OBS_STATUS", "OBS_STATUS_FR", "CONF_STATUS",
    "UNIT_MEASURE", "UNIT_MULT", "DECIMALS",
}  # fmt: skip
_NEEDED = ("GEO", "GEO_OBJECT", "TIME_PERIOD", "OBS_VALUE")
_MEASURE = "RP_MEASURE"
# Its figures are in another commune's, which has taken it in (those of that one bear "W").
_ELSEWHERE = "K"
_FREE = ("", "F")
# Classes are estimates, added up by the producer before they are rounded.
_ROUNDING, _RELATIVE = 0.5, 1e-4


@dataclass(frozen=True)
class Table:
    """What is read of one dataset.

    fixed: dimension → the modality wanted; the others must stand at "_T", and a measure that is not named here must be
    the only one. dimension: the one whose classes are counted; classes: those that make up `whole`, each person or
    dwelling in one of them.
    """

    dataset: str
    dimension: str
    classes: tuple[str, ...]
    whole: str = TOTAL
    fixed: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Counts:
    """The newest year of a table, by commune code as the file writes it.

    found: code → (count of each numerator asked for, whole). refused: (code, reason). secret: codes withheld by their
    producer. broken: lines that have lost or gained cells. communes: all the codes met that year.
    """

    file: str
    year: str
    found: dict[str, tuple[tuple[float, ...], float]]
    refused: list[tuple[str, str]]
    secret: set[str]
    broken: list[tuple[int, str]]
    communes: set[str]


@dataclass
class _Year:
    """What is met of one year.

    sums: code → [whole (None: no line yet, NaN: two that differ), sum of its classes, numerators…].
    """

    sums: dict[str, list[float | None]] = field(default_factory=dict)
    elsewhere: set[str] = field(default_factory=set)
    secret: set[str] = field(default_factory=set)
    modalities: set[str] = field(default_factory=set)


def read(raw: Raw, table: Table, numerators: Sequence[Sequence[str]], cancelled: IsCancelled = never) -> Counts:
    """The counts of the newest year.

    Args:
        numerators: for each figure, the classes that it counts.

    Raises:
        SourceError: a column, a modality or every line is missing, or a cell is no figure: it is another table.
        BadContent, TooLarge: the archive is damaged or another one. Cancelled.
    """
    lines = Lines(raw, (*_NEEDED, table.dimension, *table.fixed), _ATTRIBUTES, cancelled)
    years = _years(lines, table, numerators)
    year = max((key for key, one in years.items() if table.whole in one.modalities), default="")
    if not year:
        raise _another(raw.name, table, f"{table.dimension} = {table.whole}")
    one = years[year]
    absent = [modality for modality in table.classes if modality not in one.modalities]
    if absent:
        raise _another(raw.name, table, f"{table.dimension} = {', '.join(absent[:5])}", year)
    found: dict[str, tuple[tuple[float, ...], float]] = {}
    refused = [(code, "counted in the commune that has taken it in") for code in sorted(one.elsewhere)]
    for code, (whole, total, *counted) in sorted(one.sums.items()):
        if code in one.elsewhere or code in one.secret:
            continue
        if whole is None:
            refused.append((code, "no figure"))
        elif math.isnan(whole):
            refused.append((code, "repeated code with different figures"))
        elif not abs((total or 0) - whole) <= _ROUNDING + _RELATIVE * whole:
            refused.append((code, "classes that do not add up to their whole"))
        else:
            found[code] = (tuple(count or 0.0 for count in counted), whole)
    return Counts(raw.name, year, found, refused, one.secret, lines.broken, {*one.sums, *one.elsewhere, *one.secret})


def _years(lines: Lines, table: Table, numerators: Sequence[Sequence[str]]) -> dict[str, _Year]:
    column = lines.columns
    geo, level, time, value = (column[name] for name in _NEEDED)
    status, confidential, over = column.get("OBS_STATUS"), column.get("CONF_STATUS"), column[table.dimension]
    conditions = [
        (place, (table.fixed[name],) if name in table.fixed else (TOTAL, ""))
        for name, place in column.items()
        if name not in _ATTRIBUTES and name != table.dimension and (name != _MEASURE or name in table.fixed)
    ]
    measure = None if _MEASURE in table.fixed else column.get(_MEASURE)
    measures: set[str] = set()
    conditions.sort(key=lambda condition: TOTAL in condition[1])
    counts = {
        modality: [2 + rank for rank, wanted in enumerate(numerators) if modality in wanted]
        for modality in table.classes
    }
    years: dict[str, _Year] = {}
    for cells in lines:
        if cells[level].strip().upper() != "COM":
            continue
        modality = cells[over].strip()
        if (modality not in counts and modality != table.whole) or not all(
            cells[place].strip() in allowed for place, allowed in conditions
        ):
            continue
        year = cells[time].strip()[:4]
        if not (year.isdigit() and year.startswith("20")):
            continue
        if measure is not None:
            measures.add(cells[measure].strip())
        code = commune_code(cells[geo].strip())
        one = years.setdefault(year, _Year())
        one.modalities.add(modality)
        if status is not None and cells[status].strip() == _ELSEWHERE:
            one.elsewhere.add(code)
            continue
        written = cells[value].strip()
        figure = number(written)
        if figure is None:
            if written:
                raise odd(lines.name, written, "OBS_VALUE", code)
            if confidential is not None and cells[confidential].strip().upper() not in _FREE:
                one.secret.add(code)
            continue
        if figure < 0 or not math.isfinite(figure):
            raise odd(lines.name, written, "OBS_VALUE", code)
        sums = one.sums.setdefault(code, [None, 0.0, *[0.0] * len(numerators)])
        if modality == table.whole:
            sums[0] = figure if sums[0] in (None, figure) else math.nan
        if modality in counts:
            for place in (1, *counts[modality]):
                sums[place] = (sums[place] or 0.0) + figure
    if len(measures) > 1:
        raise SourceError(
            translate("Anct", "{file}: several measures ({measures}), where {dataset} has one.").format(
                file=lines.name, measures=", ".join(sorted(measures)), dataset=table.dataset
            )
        )
    return years


def _another(file: str, table: Table, what: str, year: str = "") -> SourceError:
    """The file lacks what tells that it is the table wanted."""
    fixed = ", ".join(f"{name} = {modality}" for name, modality in table.fixed.items())
    return SourceError(
        translate(
            "Anct",
            "{file}: no line by commune with {what}{fixed}, which is looked for in {dataset}. It is a part, or another "
            "table.",
        ).format(
            file=file, what=f"{what} ({year})" if year else what, fixed=f", {fixed}" if fixed else "",
            dataset=table.dataset,
        )
    )  # fmt: skip
