"""The values of each indicator, read as its catalogue entry says ([x.read] in indicators.toml).

`reader` names one of `READERS`; `file` is the raw file ("archive.zip!member" for a member). Most indicators need no
reader of their own, only one of the two forms:

    rates: `value`, a published rate, and `weight`, what it is weighted by when communes are brought together: a column
        of the file, or "@population" (2022), "@households", "@active" or "@dwellings" (2021).
        `combine = false` where a mean of parts means nothing; `blank = "secret"` where an empty cell is withheld by the
        producer, but in the départements of `uncovered`; `decimals` to round what was published with too many.
    counts: `numerator` and `denominator`, columns; `minus`, a column taken off the numerator.

Both read CSV (`code`, `delimiter`), or JSON objects keyed by commune (`path` to them, `form = "json"`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ...core.catalogue import Indicator
from ...errors import CatalogueError
from ...i18n import translate
from ..tables.codes import CommuneCodes
from ..tables.merging import Line, Row, counts, rates
from ..tables.raw import Raw, is_secret, keyed, missing_column, number, plain
from ..tables.report import ReadReport, Tally
from . import census, filosofi, populations

Read = tuple[list[Row], ReadReport]


@dataclass
class Desk:
    """What readers share: the raw files, the codes, and weights that come from other files, read when first asked for.

    opened: gives the raw file of a name as declared. comparateur: file of the weights of 2021.
    """

    opened: Callable[[str], Raw]
    codes: CommuneCodes
    comparateur: str = "indicateurs/datasfun_communes_rp2021.csv.gz"
    dwellings: str = "indicateurs/vacance_communes_rp2021.json.gz"
    population: str = "indicateurs/population-by-commune.json.gz"
    _weights: dict[str, dict[str, float]] = field(default_factory=dict)
    _people: list[Row] | None = None

    def people(self) -> list[Row]:
        """Rows of population.csv."""
        if self._people is None:
            self._people = populations.read(self.opened(self.population), self.codes)[0]
        return self._people

    def weight(self, name: str) -> dict[str, float]:
        """Commune (or municipal arrondissement) → weight."""
        if name not in self._weights:
            column = {
                "households": "menages_2021",
                "active": "pop_15_64_active_2021",
            }
            if name == "population":
                found = populations.weights(self.people())
            elif name == "dwellings":
                rows, _ = census.read_dwellings(self.opened(self.dwellings), self.codes)
                found = {row[0]: float(row[3]) for row in rows}
            else:
                found = census.sums(self.opened(self.comparateur), self.codes, column[name])
            self._weights[name] = found
        return self._weights[name]


def read(indicator: Indicator, desk: Desk) -> Read:
    """Rows of indicator_<id>.csv, and the account.

    Raises:
        CatalogueError: if the entry names no known reader. SourceError: as the reader.
    """
    reader = READERS.get(str(indicator.read.get("reader", "")))
    if reader is None:
        raise CatalogueError(
            translate("Anct", "{file}: in [{entry}], “{key}” is “{value}”; it may be: {allowed}.").format(
                file="indicators.toml", entry=indicator.id, key="reader",
                value=indicator.read.get("reader", ""), allowed=", ".join(READERS),
            )
        )  # fmt: skip
    rows, report = reader(indicator, desk)
    if indicator.weight:  # the denominator is there already, with the communes or with another indicator
        rows = [(code, value, numerator, "", status) for code, value, numerator, _, status in rows]
    return rows, report


def _lines(indicator: Indicator, desk: Desk, columns: list[str]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """(commune code as written, its cells)."""
    how = indicator.read
    raw = desk.opened(how["file"])
    if how.get("form") == "json":
        yield from keyed(raw, columns[0], *how.get("path", ()))
        return
    code = how.get("code", "CODGEO")
    for line in raw.csv((code, *columns), delimiter=how.get("delimiter", ";")):
        yield line[code], line


def _rates(indicator: Indicator, desk: Desk) -> Read:
    how = indicator.read
    value, weight = how["value"], how.get("weight", "")
    shared = desk.weight(weight[1:]) if weight.startswith("@") else None
    own = [weight] if weight and shared is None else []
    tally = Tally(indicator.source, desk.codes)
    lines = []
    for code, cells in _lines(indicator, desk, [value, *own]):
        figure = number(cells.get(value))
        if figure is not None and "decimals" in how:
            figure = round(figure, how["decimals"])
        by = shared.get(code) if shared is not None else number(cells.get(weight)) if own else None
        blank = how.get("blank") == "secret" and cells.get(value) == "" and not code.startswith(tuple(how["uncovered"]))
        # An empty commune has nothing to withhold.
        withheld = is_secret(cells.get(value)) or (blank and number(cells.get(how.get("people", ""))) != 0)
        lines.append(Line(code, figure, denominator=by, secret=withheld))
    rows, report = rates(lines, tally, how.get("combine", True)), tally.report()
    return rows, report


def _counts(indicator: Indicator, desk: Desk) -> Read:
    how = indicator.read
    columns = [how[key] for key in ("numerator", "denominator", "minus") if key in how]
    tally = Tally(indicator.source, desk.codes)
    lines = []
    for code, cells in _lines(indicator, desk, columns):
        top, bottom = _rounded(cells.get(how["numerator"])), _rounded(cells.get(how["denominator"]))
        if "minus" in how and top is not None:
            less = _rounded(cells.get(how["minus"]))
            top = None if less is None else top - less
        lines.append(Line(code, numerator=top, denominator=bottom))
    return counts(lines, tally), tally.report()


def _rounded(cell: object) -> float | None:
    """Counts of the census are sums of weights: a tenth of a person is more than they can say."""
    found = number(cell)
    return None if found is None else round(found, 1)


def _comparateur(indicator: Indicator, desk: Desk) -> Read:
    """Counts of the comparateur of 2021, whose lines are one per postal code."""
    how = indicator.read
    tally = Tally(indicator.source, desk.codes)
    columns = [how[key] for key in ("numerator", "denominator", "minus") if key in how]
    found, dropped = census.comparateur_lines(desk.opened(how["file"]), columns)
    lines = []
    for line in found:
        top, less = number(line[how["numerator"]]), number(line[how["minus"]]) if "minus" in how else 0.0
        top = None if top is None or less is None else top - less
        lines.append(Line(line["insee_com"], numerator=top, denominator=number(line[how["denominator"]])))
    rows = counts(lines, tally)
    tally.rows_read += dropped
    tally.note(f"{dropped} lines dropped: repeated for several postal codes, or delegated communes")
    return rows, tally.report()


def _zone(indicator: Indicator, desk: Desk) -> Read:
    """The rate of each commune's zone d'emploi, at one quarter of the series.

    Raises:
        SourceError: if the file has no such quarter, or lacks a key.
    """
    how = indicator.read
    raw = desk.opened(how["file"])
    content = raw.json_object()
    for key in ("quarters", "zes", "communes"):
        if key not in content:
            raise missing_column(raw.name, key)
    if how["quarter"] not in content["quarters"]:
        raise missing_column(raw.name, how["quarter"])
    place = content["quarters"].index(how["quarter"])
    zones = {key: number(zone["rate_pct"][place]) for key, zone in content["zes"].items()}
    tally = Tally(indicator.source, desk.codes)
    lines = [Line(code, zones.get(str(zone))) for code, zone in content["communes"].items()]
    return rates(lines, tally, combine=False), tally.report()


def _facilities(indicator: Indicator, desk: Desk) -> Read:
    """Facilities of one kind per inhabitant of 2022: a commune that is not in the file has none of them.

    Raises:
        SourceError: if no commune has that kind of facility.
    """
    how = indicator.read
    tally = Tally(indicator.source, desk.codes)
    found: dict[str, float] = {}
    for written, entry in keyed(desk.opened(how["file"]), how["numerator"], "communes"):
        tally.rows_read += 1
        code = tally.resolve(written)
        if code:
            tally.matched += 1
            found[code] = found.get(code, 0.0) + (number(entry.get(how["numerator"])) or 0.0)
    people = desk.weight("population")
    return [
        (code, "", plain(found.get(code, 0.0)), "", "") for code in sorted(people) if people[code] > 0
    ], tally.report()


def _change(indicator: Indicator, desk: Desk) -> Read:
    """Population of two years: `after` over `earlier`."""
    how = indicator.read
    return populations.between(desk.opened(how["file"]), desk.codes, how["after"], how["earlier"])


def _filosofi(indicator: Indicator, desk: Desk) -> Read:
    how = indicator.read
    return filosofi.read(desk.opened(how["file"]), desk.codes, how["value"], how.get("weight", ""))


def _rp_2022(indicator: Indicator, desk: Desk) -> Read:
    how = indicator.read
    return census.read_2022(desk.opened(how["file"]), desk.codes, how["value"], adults=how.get("adults", False))


READERS: dict[str, Callable[[Indicator, Desk], Read]] = {
    "rates": _rates,
    "counts": _counts,
    "comparateur": _comparateur,
    "zone": _zone,
    "facilities": _facilities,
    "change": _change,
    "filosofi": _filosofi,
    "rp_2022": _rp_2022,
    "dwellings": lambda i, desk: census.read_dwellings(desk.opened(i.read["file"]), desk.codes),
    "lovac": lambda i, desk: census.read_lovac(desk.opened(i.read["file"]), desk.codes, i.read["value"]),
}
