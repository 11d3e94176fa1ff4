"""The long tables of a snapshot, kept in one file of the user's folder and read from there in a fraction of the time.

A million and a half values lie in the snapshot as rows, for readers of plain QGIS; here they lie as arrays. The file
stands for one snapshot, told by its place, size, time and `snapshot_info`; where it is absent, of another snapshot or
damaged, the snapshot itself is read and the file is written anew. Losing it loses nothing.
"""

from __future__ import annotations

import json
import logging
import os
import threading
import zipfile
import zlib
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from .. import paths

LOGGER = logging.getLogger(__name__)

# Raised when what is kept changes.
FORM = 1


@dataclass(frozen=True)
class Stored:
    """The long tables of a snapshot, as they are stored.

    communes, beneficiaries: as in `Facts`. indicators: ids, one per row of the arrays. figures: float64 (3, indicators,
    communes), value, numerator, denominator, NaN where there is none. status: int8 (indicators, communes), `Status`.
    """

    communes: pd.DataFrame
    beneficiaries: pd.DataFrame
    indicators: tuple[str, ...]
    figures: np.ndarray
    status: np.ndarray


def place() -> Path:
    """The file, in the user's folder (not created here)."""
    return paths.user_folder() / "cache" / "facts.npz"


def identity(snapshot: Path, info: dict[str, str]) -> str:
    """What tells one state of a snapshot from any other."""
    state = snapshot.stat()
    return json.dumps([FORM, str(snapshot.resolve()), state.st_size, state.st_mtime_ns, sorted(info.items())])


def read(key: str) -> Stored | None:
    """What was kept for the snapshot of that identity; None where nothing was, or it cannot be read."""
    try:
        # Each member's checksum is verified as it is read; no pickle is.
        with place().open("rb") as file, np.load(file, allow_pickle=False) as kept:
            if _words(kept["key"]) != key:
                return None
            communes = _unpacked(kept, "communes").set_index("code")
            status = kept["status"]
            indicators = tuple(_words(kept["indicators"]))
            if status.shape != (len(indicators), len(communes)):
                return None
            figures = np.full((3 * len(indicators), len(communes)), np.nan)
            figures[kept["rows"]] = kept["figures"]
            return Stored(
                communes,
                _unpacked(kept, "beneficiaries"),
                indicators,
                figures.reshape(3, len(indicators), len(communes)),
                status,
            )
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, IndexError, EOFError, zipfile.BadZipFile, zlib.error) as problem:
        LOGGER.info("The kept tables are not used: %r", problem)
        return None


def write(key: str, stored: Stored) -> None:
    """Keep the tables of the snapshot of that identity, in place of those kept before; in vain where none can be
    written, without harm."""
    figures = stored.figures.reshape(-1, stored.figures.shape[-1])
    rows = np.flatnonzero(~np.isnan(figures).all(axis=1))
    content = {
        "key": _bytes(key),
        "indicators": _bytes(list(stored.indicators)),
        "status": stored.status,
        "rows": rows,
        "figures": figures[rows],
        **_packed("communes", stored.communes.reset_index()),
        **_packed("beneficiaries", stored.beneficiaries),
    }
    target = place()
    beside = target.with_name(f".{target.stem}-{os.getpid()}-{threading.get_ident()}.npz")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with beside.open("wb") as file:
            np.savez(file, **content)
        os.replace(beside, target)
    except OSError as problem:  # a full disk, a folder that cannot be written, a file that Windows holds
        LOGGER.info("The tables of the snapshot are not kept: %r", problem)
        with suppress(OSError):
            beside.unlink()


def _packed(name: str, table: pd.DataFrame) -> dict[str, np.ndarray]:
    """A table as arrays: numbers as they are, texts as numbers into the list of those that occur."""
    found = {f"{name}/": _bytes(list(table.columns))}
    for column in table.columns:
        values = table[column].to_numpy()
        if values.dtype == object:
            values, texts = pd.factorize(values)
            found[f"{name}/{column}/texts"] = _bytes(list(texts))
        found[f"{name}/{column}"] = values
    return found


def _unpacked(kept: np.lib.npyio.NpzFile, name: str) -> pd.DataFrame:
    columns = {}
    for column in _words(kept[f"{name}/"]):
        values = kept[f"{name}/{column}"]
        if f"{name}/{column}/texts" in kept.files:
            values = np.array(_words(kept[f"{name}/{column}/texts"]), dtype=object)[values]
        columns[column] = values
    return pd.DataFrame(columns)


def _bytes(value: object) -> np.ndarray:
    return np.frombuffer(json.dumps(value, ensure_ascii=False).encode("utf-8"), dtype=np.uint8)


def _words(value: np.ndarray) -> Any:
    return json.loads(value.tobytes().decode("utf-8"))
