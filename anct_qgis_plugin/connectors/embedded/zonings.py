"""Zonings by commune: FRR, the ZRR that it replaced, massifs, density grid, rurality typology, level of centre."""

from __future__ import annotations

import re

from ...errors import SourceError
from ...i18n import translate
from ..tables.codes import CommuneCodes
from ..tables.merging import Row
from ..tables.raw import Raw, missing_column
from ..tables.report import ReadReport, Tally

COLUMNS = ("code", "statut")
_NUMBER = re.compile(r"^\d\d - ")
_FRR_LABELS = {
    "Non classée",
    "FRR socle",
    "FRR+",
    "FRR bénéficiaire",
    "FRR bénéficiaire partiellement",
    "Classée FRR partiellement",
}

_ZRR_LABELS = {"C": "Classée", "PC": "Classée partiellement", "NC": "Non classée"}


def read_frr(raw: Raw, codes: CommuneCodes) -> tuple[list[Row], ReadReport]:
    """Rows of zoning_frr.csv. The heading holds a date, so it is found by its beginning.

    Raises:
        SourceError: if a column is missing, or on an unknown class: it must not be taken for "not classed".
    """
    lines = raw.csv(("Code_insee",), delimiter=";")
    heading = next((name for name in (lines[0] if lines else {}) if name.startswith("Classement")), None)
    if heading is None:
        raise missing_column(raw.name, "Classement")
    for line in lines:
        if line[heading] not in _FRR_LABELS:
            raise SourceError(
                translate(
                    "Anct", "{file}: unknown class “{label}” for commune {code}. Check the file's version."
                ).format(file=raw.name, label=line[heading], code=line["Code_insee"])
            )
    return _statuses("frr", [(line["Code_insee"], line[heading]) for line in lines], codes)


def read_grid(raw: Raw, source: str, codes: CommuneCodes) -> tuple[list[Row], ReadReport]:
    """Rows of zoning_<source>.csv from an ANCT grid: "densite", "ruralite", "centralite" or "montagne".

    Labels lose their leading space and number ("02 - Massif du Jura"); " - undefined" (DROM, centralite) is no status.

    Raises:
        SourceError: if a column is missing.
    """
    column = f"niveau_{source}"
    lines = raw.csv(("insee_com", column))
    return _statuses(source, [(line["insee_com"], _NUMBER.sub("", line[column].strip())) for line in lines], codes)


def read_zrr(raw: Raw, codes: CommuneCodes) -> tuple[list[Row], ReadReport]:
    """Rows of zoning_zrr.csv, from a fixture of records: C (classed), PC (in part), NC (not classed).

    Raises:
        SourceError: if the file holds no such record, or an unknown class.
    """
    records = raw.json()
    cells = []
    for record in records if isinstance(records, list) else []:
        values = record.get("fields") if isinstance(record, dict) else None
        if not isinstance(values, dict) or not {"insee_code", "status"} <= set(values):
            raise missing_column(raw.name, "insee_code")
        if values["status"] not in _ZRR_LABELS:
            raise SourceError(
                translate(
                    "Anct", "{file}: unknown class “{label}” for commune {code}. Check the file's version."
                ).format(file=raw.name, label=values["status"], code=values["insee_code"])
            )
        cells.append((str(values["insee_code"]), _ZRR_LABELS[values["status"]]))
    if not cells:
        raise missing_column(raw.name, "insee_code")
    return _statuses("zrr", cells, codes)


def _statuses(source: str, cells: list[tuple[str, str]], codes: CommuneCodes) -> tuple[list[Row], ReadReport]:
    tally = Tally(source, codes)
    found: dict[str, set[str]] = {}
    for written, status in cells:
        tally.rows_read += 1
        code = tally.resolve(written)
        if not code:
            continue
        if not status or status.strip(" -").lower() == "undefined":
            tally.refuse(written, "no status")
            continue
        found.setdefault(code, set()).add(status)
        tally.matched += 1
    rows: list[Row] = []
    for code, statuses in sorted(found.items()):
        if len(statuses) > 1:
            tally.refuse(code, f"merged since from communes of several statuses: {', '.join(sorted(statuses))}")
        else:
            rows.append((code, statuses.pop()))
    return rows, tally.report()
