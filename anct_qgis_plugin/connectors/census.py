"""Census indicators (Insee): unemployment and dwellings of 2021, shares of 2022."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from .codes import CommuneCodes
from .merging import Line, Row, counts, rates
from .raw import Raw, keyed, number
from .report import ARRONDISSEMENT, ReadReport, Tally

_COMPARATEUR = ("insee_com", "commune_type", "menages_2021", "pop_15_64_chomage_2021", "pop_15_64_active_2021")


def comparateur_lines(raw: Raw) -> tuple[list[dict[str, str]], int]:
    """Lines of communes and arrondissements of the comparateur (RP 2021), each once, and how many were dropped.

    The file has one line per postal code, and lines of delegated communes beside their commune.

    Raises:
        SourceError: if a column is missing.
    """
    lines = raw.csv(_COMPARATEUR)
    kept = {line["insee_com"]: line for line in lines if line["commune_type"] in ("COM", "ARM")}
    return list(kept.values()), len(lines) - len(kept)


def read_unemployment(raw: Raw, codes: CommuneCodes) -> tuple[list[Row], ReadReport]:
    """Rows of `taux_chomage_rp`: unemployed and active people of 15 to 64. Paris, Lyon, Marseille are the sums of
    their arrondissements.

    Raises:
        SourceError: if a column is missing.
    """
    tally = Tally("rp_2021_comparateur", codes)
    lines, dropped = comparateur_lines(raw)
    rows = counts(
        [
            Line(
                line["insee_com"],
                numerator=number(line["pop_15_64_chomage_2021"]),
                denominator=number(line["pop_15_64_active_2021"]),
            )
            for line in lines
        ],
        tally,
    )
    tally.rows_read += dropped
    tally.note(f"{dropped} lines dropped: repeated for several postal codes, or delegated communes")
    return rows, tally.report()


def households(raw: Raw, codes: CommuneCodes) -> dict[str, float]:
    """Households of 2021 by current commune, and by municipal arrondissement under its own code.

    Raises:
        SourceError: if a column is missing.
    """
    found: dict[str, float] = {}
    for line in comparateur_lines(raw)[0]:
        match, homes = codes.resolve(line["insee_com"]), number(line["menages_2021"])
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
            people = None if young is None else people * (1 - young / 100)
        lines.append(Line(line["code"], number(line[column]), denominator=people))
    return rates(lines, tally), tally.report()


def read_share(
    raw: Raw, codes: CommuneCodes, source: str, key: str, weights: Mapping[str, float], combine: bool = True
) -> tuple[list[Row], ReadReport]:
    """Rows of a published share or score in a JSON file keyed by commune; null is missing, 0 a value.

    Args:
        source: id in sources.csv. key: the figure's key. weights: commune or arrondissement → denominator.
        combine: whether a weighted mean of parts means something.

    Raises:
        SourceError: if the key is nowhere in the file.
    """
    tally = Tally(source, codes)
    lines: Iterable[Line] = [
        Line(code, number(entry.get(key)), denominator=weights.get(code)) for code, entry in keyed(raw, key)
    ]
    return rates(lines, tally, combine), tally.report()


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


def read_lovac(raw: Raw, codes: CommuneCodes) -> tuple[list[Row], ReadReport]:
    """Rows of `vacance_longue` (LOVAC 2025): private dwellings vacant for more than two years.

    An empty rate on an existing line was withheld (secret); a commune without a line is missing. The number of
    dwellings is not published: arrondissements cannot be brought together, and Paris, Lyon, Marseille have no row.

    Raises:
        SourceError: if a column is missing.
    """
    tally = Tally("lovac_2025", codes)
    column = "taux_vacance_long_25_pct"
    lines = [
        Line(line["INSEE_C"], number(line[column]), secret=not line[column])
        for line in raw.csv(("INSEE_C", column), delimiter=";")
    ]
    return rates(lines, tally, combine=False), tally.report()
