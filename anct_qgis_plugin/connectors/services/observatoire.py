"""Observatoire des territoires: an indicator by territory. Undocumented service: an optional source, never required."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ...errors import ServiceDown, SourceError
from ...i18n import translate
from ..http import failures, replies
from ..http.client import Client
from ..http.replies import Value
from ..tables.spreadsheet import rows as sheet_rows

LEVELS = ("com2025", "epci2025", "dep")


@dataclass(frozen=True)
class Indicator:
    """An indicator.

    Attributes:
        values: territory code → value as a number; a text ("FRR+") is "missing" there and stands in `texts`.
        texts: territory code → cell as written; "" where there is none (empty, -9999).
        years: territory code → year, where the file has one.
    """

    name: str
    values: Mapping[str, Value]
    texts: Mapping[str, str]
    years: Mapping[str, str]


class Observatoire(Client):
    """Indicators, one at a time."""

    SERVICE = "observatoire"

    def indicator(self, level: str, dataset: str, name: str, spreadsheet: bool = False) -> Indicator:
        """The last year of an indicator, as `file` brings it.

        Raises:
            BadContent: if the answer does not hold this indicator; and as `file`.
        """
        return read(self.file(level, dataset, name, spreadsheet), name, self.name)

    def file(self, level: str, dataset: str, name: str, spreadsheet: bool = False) -> bytes:
        """The file of an indicator, its last year.

        Args:
            level: of LEVELS (the year is that of the communes' list).
            dataset, name: codes of the service ("frr", "codefrr").
            spreadsheet: ask for the XLSX instead of the CSV.

        Raises:
            ServiceDown: also for an unknown code, which this service answers with an error 500; the message says so.
        """
        query = {"lang": "fr", "type": "stat", "nivgeo": level, "dataset": dataset, "indic": name, "filter": "last"}
        if not spreadsheet:
            query["format"] = "csv"
        request = self.request("/GC_API_download.php", query, headers={"Accept": "*/*"})
        try:
            return self.transport.send(request, self.cancelled).body
        except ServiceDown as down:
            if not down.details.startswith("HTTP 500"):
                raise
            raise ServiceDown(
                translate("Anct", "{service} is out of order, or knows no indicator “{name}”.").format(
                    service=self.name, name=name
                ),
                down.details,
                down.hint,
                self.name,
            ) from down


def read(body: bytes, name: str, service: str) -> Indicator:
    """The indicator of a file, CSV or XLSX, whatever heading rows stand above its columns.

    Raises:
        BadContent: if there is no row of columns, or not this indicator among them.
    """
    if body[:2] == b"PK":
        try:
            lines = sheet_rows(body, ".xlsx", "Data")
        except SourceError as error:
            raise failures.not_understood(service, f"{error.message} {error.details}") from error
        return from_rows(lines, name, service)
    table = replies.table(body, service, ("codgeo",), ignore_case=True)
    lines = [list(table.columns), *[[row[column] for column in table.columns] for row in table.rows]]
    return from_rows(lines, name, service)


def from_rows(lines: Sequence[Sequence[str]], name: str, service: str) -> Indicator:
    """The indicator of rows of text.

    Raises:
        BadContent: if no row holds "codgeo" and the indicator, or a territory comes twice.
    """
    wanted = name.lower()
    lowered = [[cell.strip().lower() for cell in line] for line in lines]
    heading = next((rank for rank, line in enumerate(lowered) if "codgeo" in line and wanted in line), None)
    if heading is None:
        raise failures.not_understood(service, f"no row with codgeo and {name}")
    columns = lowered[heading]
    code, cell = columns.index("codgeo"), columns.index(wanted)
    year = columns.index("an") if "an" in columns else None
    texts: dict[str, str] = {}
    years: dict[str, str] = {}
    for line in lines[heading + 1 :]:
        place = line[code].strip() if code < len(line) else ""
        if not place:
            continue
        # A spreadsheet may have lost the first zero of a commune or of a département.
        if place.isdigit() and len(place) in (1, 4):
            place = place.zfill(len(place) + 1)
        written = line[cell].strip() if cell < len(line) else ""
        if place in texts:
            raise failures.not_understood(service, f"{place} comes twice")
        texts[place] = "" if written in replies.MISSING else written
        if year is not None and year < len(line):
            years[place] = line[year].strip()
    if not texts:
        raise failures.empty(service, "no territory")
    return Indicator(name, {place: Value.of(written) for place, written in texts.items()}, texts, years)
