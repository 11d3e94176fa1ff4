"""INSEE's files: the communal comparator, Filosofi, the official geographic code, and Melodi's whole-country zips.

Columns carry two-digit vintages that move each year ("P22_POP", "MED21"): they are found by form, never by name.
insee.fr refuses scraping: only the fixed addresses of files are ever asked for.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ...errors import RequestRefused
from ..http import failures, replies
from ..http.archives import Archive
from ..http.client import Client
from ..http.replies import Table, Value
from ..http.transport import Reply

COMPARATOR = "/2521169/base_cc_comparateur_csv.zip"
# One file a year; those of 2021 to 2024 were seen.
DENSITY = "/6439600/grille_densite_7_niveaux_{year}.xlsx"
# One file a quarter since the first of 2003; that of the last one of 2025 was seen.
UNEMPLOYMENT = "/1893230/chomage-zone-t1-2003-t{quarter}-{year}.xlsx"
# The page of the COG changes each year: year → its number.
COG_PAGES: Mapping[int, int] = {2023: 6800675, 2024: 7766585, 2025: 8377162}
NAME = "Insee"


@dataclass(frozen=True)
class Figures:
    """One indicator of a wide file.

    Attributes:
        column: where it was found ("P22_POP").
        year: of its vintage.
        values: commune code → value.
    """

    column: str
    year: int
    values: Mapping[str, Value]


class InseeFiles(Client):
    """Downloads; the reading is done by the functions below, on files of any origin."""

    SERVICE = "insee_files"

    def download(self, path: str, target: Path, **more: Any) -> Reply:
        """A file by its path under /fr/statistiques/fichier (COMPARATOR, `cog_path`…); `more`: etag, check…"""
        return self.transport.send(
            self.request(path, save_to=target, headers={"Accept": "*/*"}, **more), self.cancelled
        )

    def newest(self, path: str, years: Sequence[int], target: Path) -> Reply:
        """The file of the first year, and in it of the last quarter, that is there.

        Args:
            path: with "{year}" in it, and "{quarter}" for one file a quarter.

        Raises:
            RequestRefused: there is none of these years.
        """
        *others, oldest = editions(path, years, datetime.date.today())
        for one in others:
            try:
                return self.download(one, target)
            except RequestRefused as refused:
                if refused.status not in (404, 410):
                    raise
        return self.download(oldest, target)


def editions(path: str, years: Sequence[int], today: datetime.date) -> list[str]:
    """The paths of the editions of some years, in their order; of quarters, the last ones first, once they are over."""
    if "{quarter}" not in path:
        return [path.format(year=year) for year in years]
    under_way = (today.year, (today.month + 2) // 3)
    quarters = [(year, quarter) for year in years for quarter in (4, 3, 2, 1) if (year, quarter) < under_way]
    return [path.format(year=year, quarter=quarter) for year, quarter in quarters]


def cog_path(year: int) -> str:
    """Path of a year's geographic code.

    Raises:
        KeyError: for a year whose page is not known.
    """
    return f"/{COG_PAGES[year]}/cog_ensemble_{year}_csv.zip"


def read_comparator(source: bytes | Path) -> Table:
    """The wide table of the comparator's zip, one row per commune, cells as text.

    Raises:
        BadContent, TooLarge: if it is another archive.
    """
    with Archive(source, "base_cc_comparateur_csv.zip") as archive:
        return replies.table(archive.read(archive.find(r"base_cc_comparateur\.csv")), NAME, ("CODGEO",))


def read_comparator_labels(source: bytes | Path) -> dict[str, str]:
    """Column → label, from the description that lies beside the table."""
    with Archive(source, "base_cc_comparateur_csv.zip") as archive:
        table = replies.table(
            archive.read(archive.find(r"meta_base_cc_comparateur\.csv")), NAME, ("COD_VAR", "LIB_VAR")
        )
    return {row["COD_VAR"]: row["LIB_VAR"] for row in table.rows}


def read_filosofi(data: bytes) -> Table:
    """The wide table of cc_filosofi_<year>_COM.csv (decimal commas, `s` = secret, `nd` = missing), cells as text."""
    return replies.table(data, NAME, ("CODGEO",))


def vintages(columns: tuple[str, ...], pattern: str) -> list[tuple[int, str]]:
    """(year, column) of the columns of a form, newest first.

    Args:
        pattern: with one group for the two-digit year: r"P(\\d\\d)_POP", r"MED(\\d\\d)".
    """
    found = [(2000 + int(match[1]), name) for name in columns if (match := re.fullmatch(pattern, name))]
    return sorted(found, reverse=True)


def figures(table: Table, pattern: str, rank: int = 0, codes: str = "CODGEO") -> Figures:
    """An indicator's newest vintage (`rank` 0), or the one before (1).

    Raises:
        BadContent: if there is none.
    """
    found = vintages(table.columns, pattern)
    if rank >= len(found):
        raise failures.not_understood(NAME, f"no column {pattern} (rank {rank}) in {table.columns}")
    year, column = found[rank]
    return Figures(column, year, {row[codes]: Value.of(row[column]) for row in table.rows})


@dataclass(frozen=True)
class CogCommune:
    """A commune of the geographic code.

    Attributes:
        kind: "COM", "ARM" (arrondissement of Paris, Lyon, Marseille), "COMD" or "COMA" (delegated, associated).
        parent: commune that holds it; "" for "COM".
    """

    code: str
    name: str
    kind: str
    departement: str
    region: str
    parent: str


def read_cog(source: bytes | Path) -> list[CogCommune]:
    """All communes of a year's geographic code, with arrondissements and delegated ones, in the file's order.

    Args:
        source: the zip, or v_commune_<year>.csv itself (bytes).

    Raises:
        BadContent: if it is another file, or a code is not one.
    """
    if isinstance(source, Path) or source[:2] == b"PK":
        with Archive(source, "cog_ensemble_csv.zip") as archive:
            data = archive.read(archive.find(r"v_commune_\d{4}\.csv"))
    else:
        data = source
    table = replies.table(data, NAME, ("TYPECOM", "COM", "DEP", "REG", "LIBELLE", "COMPARENT"))
    return [
        CogCommune(
            replies.code(row, "COM", NAME, r"(?:\d{2}|2[AB])\d{3}"),
            row["LIBELLE"],
            row["TYPECOM"],
            row["DEP"],
            row["REG"],
            row["COMPARENT"],
        )
        for row in table.rows
    ]


def read_melodi(source: bytes | Path, filters: Mapping[str, str]) -> tuple[dict[str, Value], Table]:
    """The figures of a Melodi zip for one choice of dimensions.

    Args:
        filters: dimension → value, enough to leave one figure per territory
            ({"GEO_OBJECT": "COM", "FILOSOFI_MEASURE": "MED_SL", "TIME_PERIOD": "2021"}).

    Returns:
        Territory code → value, and the dictionary of the dimensions (COD_VAR, LIB_VAR, COD_MOD, LIB_MOD).

    Raises:
        BadContent: if a dimension is not there, or a territory has two figures.
    """
    with Archive(source, "Melodi") as archive:
        data = replies.table(archive.read(archive.find(r"DS_.*_data\.csv")), NAME, ("GEO", "OBS_VALUE", *filters))
        labels = replies.table(archive.read(archive.find(r"DS_.*_metadata\.csv")), NAME, ("COD_VAR", "COD_MOD"))
    found: dict[str, Value] = {}
    for row in data.rows:
        if any(row[name] != value for name, value in filters.items()):
            continue
        if row["GEO"] in found:
            raise failures.not_understood(NAME, f"two figures for {row['GEO']} with {dict(filters)}")
        value = Value.of(row["OBS_VALUE"])
        if value.status != "ok" and row.get("CONF_STATUS", "") not in ("", "F"):
            value = Value(None, "secret")
        found[row["GEO"]] = value
    return found, labels
