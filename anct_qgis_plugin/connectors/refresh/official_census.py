"""Indicators of the census from Insee's tables in Melodi: counts, of which a share and its own weight are made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from ...errors import SourceError
from ...i18n import translate
from ..tables.merging import INDICATOR_COLUMNS, Line, Row, counts, shortened
from ..tables.raw import plain
from ..tables.reading import Desk, Reading, Trust
from ..tables.report import ReadReport, Tally
from .census_tables import Counts, Table, read

# The seven classes of age and their totals; the shares are of all the people of the commune.
AGES = Table(
    "DS_RP_POPULATION_PRINC", "AGE", ("Y_LT15", "Y15T24", "Y25T39", "Y40T54", "Y55T64", "Y65T79", "Y_GE80"),
    fixed={"RP_MEASURE": "POP"},
)  # fmt: skip
# Each year of age.
YEARS_OF_AGE = Table(
    "DS_RP_TD_POPULATION_AGESEX_PRINC", "AGE", (*(f"Y{age}" for age in range(100)), "Y_GE100"),
    fixed={"RP_MEASURE": "POP"},
)  # fmt: skip
# Residents of 15 to 64 who have a job, by occupation (sample).
OCCUPATIONS = Table(
    "DS_RP_EMPLOI_LR_COMP", "PCS", ("1", "2", "3", "4", "5", "6"),
    fixed={"AGE": "Y15T64", "EMPSTA_ENQ": "1", "RP_MEASURE": "POP"},
)  # fmt: skip
# People of 15 and more who have left school, by highest diploma.
DIPLOMAS = Table(
    "DS_RP_DIPLOMES_PRINC", "EDUC",
    ("001T100_RP", "200_RP", "300_RP", "350T351_RP", "500_RP", "600_RP", "700_RP"),
    fixed={"AGE": "Y_GE15", "RP_MEASURE": "POP"},
)  # fmt: skip
# Lone parents, couples without and with children (sample).
FAMILIES = Table("DS_RP_FAMILLE_COMP", "TFN", ("1", "21", "22"))
DWELLINGS = Table(
    "DS_RP_LOGEMENT_PRINC", "OCS", ("DW_MAIN", "DW_SEC_DW_OCC", "DW_VAC"), fixed={"RP_MEASURE": "DWELLINGS"}
)
# Active people of 15 to 64: with a job, and who say that they are unemployed.
ACTIVITY = Table("DS_RP_EMPLOI_LR_PRINC", "EMPSTA_ENQ", ("1", "2"), "1T2", fixed={"AGE": "Y15T64", "RP_MEASURE": "POP"})


@dataclass(frozen=True)
class Share:
    """An indicator: the classes that it counts, over the whole of their table.

    counted: kept as two counts (the catalogue makes the rate); else as a rate with its whole as weight.
    """

    classes: tuple[str, ...]
    counted: bool = False


def read_shares(
    desk: Desk, source: str, tables: Mapping[str, tuple[Table, Mapping[str, Share]]], about: str = ""
) -> Reading:
    """Rows of indicators of the newest year of one or several tables.

    Args:
        source: id in sources.csv. tables: role of the file → (its form, indicator → share). about: what to say beside
            the year in the vintage of the source, where the tables feed a part of it.

    Raises:
        SourceError: a table is another one, lacks something, or the tables are of different years.
        BadContent, TooLarge: an archive is damaged or another one. Cancelled.
    """
    found = {
        role: read(desk.files[role], table, [share.classes for share in shares.values()], desk.cancelled)
        for role, (table, shares) in tables.items()
    }
    years = {one.year for one in found.values()}
    if len(years) > 1:
        raise SourceError(
            translate("Anct", "These files are of different years: {files}. Take those of one year.").format(
                files=", ".join(f"{one.file} ({one.year})" for one in found.values())
            )
        )
    year = min(years)
    rows: dict[str, tuple[Sequence[str], list[Row]]] = {}
    reports = []
    for role, (_, shares) in tables.items():
        for rank, (indicator, share) in enumerate(shares.items()):
            tally = Tally(source, desk.codes)
            rows[f"indicator_{indicator}"] = (INDICATOR_COLUMNS, _rows(found[role], rank, share, tally))
            reports.append(tally.report())
    codes = {code for one in found.values() for code in one.communes}
    known = sum(bool((match := desk.codes.resolve(code)).code) or match.how == "com" for code in codes)
    indicators = [key for _, shares in tables.values() for key in shares]
    return Reading(
        rows, _together(reports), f"{year} ({about})" if about else year, year, trust=Trust(len(codes), known),
        years=dict.fromkeys(indicators, year),
        exact=frozenset(key for _, shares in tables.values() for key, share in shares.items() if not share.counted),
    )  # fmt: skip


def _rows(found: Counts, rank: int, share: Share, tally: Tally) -> list[Row]:
    """Rows of one indicator; lines of one commune are summed."""
    short = shortened(found.communes)
    lines = [
        Line(code, numerator=numerators[rank], denominator=whole)
        for code, (numerators, whole) in found.found.items()
        if code not in short
    ]
    for code, reason in found.refused:
        tally.refuse(code, reason)
    for code in sorted(short & found.found.keys()):
        tally.refuse(code, "code of four digits in a file whose codes have five")
    for number, start in found.broken:
        tally.refuse(f"line {number}: {start}", "cells lost or added")
    rows = counts(lines, tally)
    if not share.counted:
        rows = [
            (code, plain(100 * float(above) / float(below)), "", below, status)
            for code, _, above, below, status in rows
        ]
    given = {row[0] for row in rows}
    for code in sorted(found.secret - short):
        current = tally.resolve(code)
        if current and current not in given:
            given.add(current)
            rows.append((current, "", "", "", "secret"))
    tally.rows_read = len(found.communes) + len(found.broken)
    return sorted(rows)


def _together(reports: Iterable[ReadReport]) -> ReadReport:
    """One account of several: the shortest file counts its lines, and each thing is said once."""
    first, *others = reports
    for other in others:
        first = replace(
            first, rows_read=min(first.rows_read, other.rows_read), matched=min(first.matched, other.matched),
            refused=tuple(dict.fromkeys([*first.refused, *other.refused])),
            notes=tuple(dict.fromkeys([*first.notes, *other.notes])),
        )  # fmt: skip
    return first
