"""Census indicators (Insee): unemployment and dwellings of 2021, shares of 2022."""

from __future__ import annotations

from collections.abc import Sequence

from ..tables.codes import CommuneCodes
from ..tables.merging import Line, Row, counts, rates
from ..tables.raw import Raw, keyed, number
from ..tables.report import ARRONDISSEMENT, ReadReport, Tally


def comparateur_lines(raw: Raw, columns: Sequence[str]) -> tuple[list[dict[str, str]], int]:
    """Lines of communes and arrondissements of the comparateur (RP 2021), each once, and how many were dropped.

    The file has one line per postal code, and lines of delegated communes beside their commune.

    Raises:
        SourceError: if a column is missing.
    """
    lines = raw.csv(("insee_com", "commune_type", *columns))
    kept = {line["insee_com"]: line for line in lines if line["commune_type"] in ("COM", "ARM")}
    return list(kept.values()), len(lines) - len(kept)


def sums(raw: Raw, codes: CommuneCodes, column: str) -> dict[str, float]:
    """A count of 2021 by current commune, and by municipal arrondissement under its own code.

    Raises:
        SourceError: if a column is missing.
    """
    found: dict[str, float] = {}
    for line in comparateur_lines(raw, [column])[0]:
        match, homes = codes.resolve(line["insee_com"]), number(line[column])
        if not match.code or homes is None:
            continue
        found[match.code] = found.get(match.code, 0) + homes
        if match.how == ARRONDISSEMENT:
            found[line["insee_com"]] = homes
    return found


def read_2022(raw: Raw, codes: CommuneCodes, column: str, adults: bool = False) -> tuple[list[Row], ReadReport]:
    """Rows of a share of the RP 2022 table, weighted by its population.

    Args:
        column: "partDiplomeSup", "part65plus"; adults: the weight is the population of 15 and more.

    Raises:
        SourceError: if a column is missing.
    """
    tally = Tally("rp_2022", codes)
    lines = []
    for line in raw.csv(("code", "population", "partMoins15", column)):
        people, young = number(line["population"]), number(line["partMoins15"])
        if adults and people is not None:
            people = None if young is None else round(people * (1 - young / 100))
        lines.append(Line(line["code"], number(line[column]), denominator=people))
    return rates(lines, tally), tally.report()


def read_dwellings(raw: Raw, codes: CommuneCodes) -> tuple[list[Row], ReadReport]:
    """Rows of `taux_vacance`: vacant dwellings and dwellings of RP 2021.

    The published rate is left aside: it was computed before the counts were rounded and cannot be aggregated.

    Raises:
        SourceError: if a key is missing.
    """
    tally = Tally("rp_2021_logement", codes)
    lines = [
        Line(code, numerator=number(entry.get("vac")), denominator=number(entry.get("log")))
        for code, entry in keyed(raw, "log", "communes")
    ]
    return counts(lines, tally), tally.report()


def read_lovac(raw: Raw, codes: CommuneCodes, column: str = "taux_vacance_long_25_pct") -> tuple[list[Row], ReadReport]:
    """Rows of a rate of LOVAC 2025: private dwellings that are vacant, for more than two years by default.

    An empty rate on an existing line was withheld (secret); a commune without a line is missing. The number of
    dwellings is not published: arrondissements cannot be brought together, and Paris, Lyon, Marseille have no row.

    Raises:
        SourceError: if a column is missing.
    """
    tally = Tally("lovac_2025", codes)
    lines = [
        Line(line["INSEE_C"], number(line[column]), secret=not line[column])
        for line in raw.csv(("INSEE_C", column), delimiter=";")
    ]
    return rates(lines, tally, combine=False), tally.report()
