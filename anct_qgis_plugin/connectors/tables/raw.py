"""Bytes of an official file into rows, with a clear sentence when the file is not what its reader knows."""

from __future__ import annotations

import csv
import gzip
import io
import json
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

from ...errors import SourceError
from ...i18n import translate


@dataclass(frozen=True)
class Raw:
    """A file's name, for messages, and its bytes, already decompressed."""

    name: str
    data: bytes

    @classmethod
    def open(cls, path: Path) -> Raw:
        """The file at a path; gzip is undone.

        Raises:
            SourceError: if the file is not there, cannot be read, or is cut short.
        """
        try:
            data = path.read_bytes()
        except OSError as error:
            raise SourceError(
                translate("Anct", "The source file {file} cannot be read. Check the folder of raw files.").format(
                    file=path.name
                ),
                details=str(error),
            ) from error
        if data[:2] == b"\x1f\x8b":
            try:
                data = gzip.decompress(data)
            except (OSError, EOFError, zlib.error) as error:
                raise _broken(path.name, str(error)) from error
        return cls(path.name, data)

    def member(self, name: str) -> Raw:
        """A file inside this zip archive.

        Raises:
            SourceError: if it is no zip, is damaged, or holds no such file.
        """
        try:
            with zipfile.ZipFile(io.BytesIO(self.data)) as archive:
                return Raw(name, archive.read(name))
        except KeyError as error:
            raise missing_column(self.name, name) from error
        except (zipfile.BadZipFile, zlib.error, OSError, RuntimeError) as error:
            raise _broken(self.name, str(error)) from error

    def text(self) -> str:
        """The content as text: UTF-8 with or without BOM, or Windows-1252.

        Raises:
            SourceError: if the file is empty or is a web page.
        """
        if not self.data.strip():
            raise SourceError(
                translate("Anct", "The source file {file} is empty. Download it again.").format(file=self.name)
            )
        if self.data.lstrip()[:9].lower().startswith((b"<!doctype", b"<html")):
            raise SourceError(
                translate("Anct", "{file} is a web page, not a data file. Download the file itself.").format(
                    file=self.name
                )
            )
        try:
            return self.data.decode("utf-8-sig")
        except UnicodeDecodeError:
            return self.data.decode("cp1252", errors="replace")

    def csv(self, required: Sequence[str], delimiter: str = ",") -> list[dict[str, str]]:
        """The lines of a CSV file by column name, trimmed text ("" where a line is short).

        Raises:
            SourceError: naming the first required column that is not there.
        """
        reader = csv.DictReader(io.StringIO(self.text(), newline=""), delimiter=delimiter)
        names = [name.strip() for name in reader.fieldnames or []]
        reader.fieldnames = names
        for name in required:
            if name not in names:
                raise missing_column(self.name, name)
        return [{key: (value or "").strip() for key, value in row.items() if key} for row in reader]

    def json(self) -> Any:
        """The parsed JSON.

        Raises:
            SourceError: if it is not valid JSON.
        """
        try:
            return json.loads(self.text())
        except json.JSONDecodeError as error:
            raise _broken(self.name, str(error)) from error

    def json_object(self, *path: str) -> dict[str, Any]:
        """The JSON object under `path` ("communes"), by key.

        Raises:
            SourceError: if it is not there, or is no object.
        """
        found = self.json()
        for key in path:
            if not isinstance(found, dict) or key not in found:
                raise missing_column(self.name, key)
            found = found[key]
        if not isinstance(found, dict):
            raise _broken(self.name, "a JSON object was expected")
        return found

    def features(self, required: Sequence[str]) -> list[dict[str, Any]]:
        """The features of a GeoJSON collection.

        Raises:
            SourceError: naming the first required property that some feature lacks.
        """
        found = self.json()
        features = found.get("features") if isinstance(found, dict) else None
        if not isinstance(features, list):
            raise missing_column(self.name, "features")
        for feature in features:
            for name in required:
                if name not in feature.get("properties", {}):
                    raise missing_column(self.name, name)
        return features


def keyed(raw: Raw, key: str, *path: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """(commune code, its object) of a JSON file keyed by commune.

    Raises:
        SourceError: if no object of the file has `key`.
    """
    found = raw.json_object(*path)
    if not any(isinstance(value, dict) and key in value for value in found.values()):
        raise missing_column(raw.name, key)
    yield from found.items()


def number(text: object) -> float | None:
    """A number as French files write it (decimal comma, any space); None for empty, `s`, `nd`, -9999, null."""
    if text is None or isinstance(text, bool):
        return None
    if isinstance(text, (int, float)):
        value = float(text)
    else:
        written = str(text).replace("\u00a0", "").replace("\u202f", "").replace(" ", "").replace(",", ".")
        try:
            value = float(written)
        except ValueError:
            return None
    return None if value == -9999 or value != value else value


def is_secret(text: object) -> bool:
    """Whether the cell says "withheld by the producer"."""
    return isinstance(text, str) and text.strip().lower() == "s"


def plain(value: float | None) -> str:
    """A number for a CSV cell: at most four decimals, no trailing zero, "" for None."""
    if value is None:
        return ""
    rounded = round(value, 4)
    return str(int(rounded)) if rounded == int(rounded) else repr(rounded)


def plausible_date(text: str | None, first: date, last: date) -> str:
    """An ISO date, "" unless it is a date between the two (the programme's beginning, the file's vintage).

    An impossible date often is one whose day and month were swapped; nothing tells which, so nothing is guessed.
    """
    written = (text or "").strip().replace("/", "-")
    parts = written.split("-")
    try:
        numbers = [int(part) for part in parts]
        if len(numbers) != 3:
            return ""
        day = date(*numbers) if len(parts[0]) == 4 else date(numbers[2], numbers[1], numbers[0])
    except ValueError:
        return ""
    return day.isoformat() if first <= day <= last else ""


def missing_column(file: str, column: str) -> SourceError:
    """The error for a file that lacks a column."""
    return SourceError(
        translate(
            "Anct", "{file} has no column “{column}”: it is another file, or its form has changed. Check its origin."
        ).format(file=file, column=column)
    )


def ring_text(rings: Iterable[Sequence[Sequence[float]]], file: str) -> str:
    """WKT of a polygon's rings: closed, without repeated points, coordinates as they came.

    Returns:
        "((x y,…),(…))", or "" if the outer ring encloses nothing (rounding can flatten a tiny part to a line); holes
        that enclose nothing are left out.

    Raises:
        SourceError: if a point has no two numbers.
    """
    written: list[str] = []
    for rank, ring in enumerate(rings):
        points: list[tuple[float, float]] = []
        for position in ring:
            if len(position) < 2 or not all(isinstance(c, (int, float)) for c in position[:2]):
                raise _broken(file, f"not a point: {position}")
            point = (position[0], position[1])
            if not points or points[-1] != point:
                points.append(point)
        if points and points[0] != points[-1]:
            points.append(points[0])
        if len(points) >= 4 and _encloses(points):
            written.append(f"({','.join(f'{x!r} {y!r}' for x, y in points)})")
        elif rank == 0:
            return ""
    return f"({','.join(written)})" if written else ""


def _encloses(ring: list[tuple[float, float]]) -> bool:
    """Whether a closed ring has an area, from its first point so that equal coordinates cancel exactly."""
    x0, y0 = ring[0]
    twice = sum((a - x0) * (d - y0) - (c - x0) * (b - y0) for (a, b), (c, d) in pairwise(ring))
    return abs(twice) > 1e-12


def _broken(file: str, details: str) -> SourceError:
    return SourceError(
        translate("Anct", "{file} is damaged or cut short. Download it again.").format(file=file), details=details
    )
