"""The lines of a Melodi whole-country file, one after the other: some hold 18 million of them, a gigabyte unpacked.

Form of the data file in the zip: one line per figure, `;` between cells, mostly quoted, UTF-8. Columns GEO, GEO_OBJECT,
TIME_PERIOD, OBS_VALUE, often OBS_STATUS, and one per dimension.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator, Sequence

from ...errors import Cancelled, SourceError
from ...i18n import translate
from ..http import archives
from ..http.transport import IsCancelled, never
from ..services.melodi import GEO
from ..tables import forms
from ..tables.raw import Raw, missing_column

# Enough for the largest table seen (1.2 GB of text in 98 MB), and for its growth.
LIMITS = archives.Limits(member=4000 * archives.MB, total=4500 * archives.MB)
_MEMBER = r".*_data\.csv"
_HEADING_LINES = 12
_SEPARATORS = ";,\t|"
_ASKED_EVERY = 50_000


class Lines:
    """The lines of one file, to be read once.

    Attributes:
        columns: heading as Insee writes it ("GEO_OBJECT") → place of its cell.
        broken: (line number, its beginning) of the lines that have lost or gained a cell, filled while reading.
    """

    def __init__(
        self, raw: Raw, required: Sequence[str], known: Iterable[str] = (), cancelled: IsCancelled = never
    ) -> None:
        """Open a file and find its headings.

        Args:
            known: other headings, whose writing does not matter either.

        Raises:
            SourceError: naming the first required column that it lacks; if it is a web page or has nothing in it.
            BadContent, TooLarge: if the archive is damaged, or is another one.
        """
        self.name = raw.name
        self.broken: list[tuple[int, str]] = []
        self._cancelled = cancelled
        self._lines = enumerate(_lines(raw), 1)
        self.columns = self._headings(required, known)

    def __iter__(self) -> Iterator[list[str]]:
        """The cells of each line, in the order of `columns`; not stripped.

        Raises:
            Cancelled: as soon as it is asked for.
        """
        width, separator = self._width, self._separator
        for number, line in self._lines:
            if number % _ASKED_EVERY == 0 and self._cancelled():
                raise Cancelled(translate("Anct", "Stopped: the data in use were not touched."))
            # No cell of these files holds a separator: a quote lost or added changes nothing.
            cells = line.replace('"', "").split(separator)
            if len(cells) == width:
                yield cells
            elif line.strip():
                self.broken.append((number, line.strip()[:60]))

    def _headings(self, required: Sequence[str], known: Iterable[str]) -> dict[str, int]:
        wanted = {forms.folded(name): name for name in (*required, *known)}
        best: tuple[int, dict[str, int], str, int] = (0, {}, ";", 0)
        for number, line in self._lines:
            for separator in _SEPARATORS:
                cells = [forms.clean(cell).upper() for cell in line.replace('"', "").split(separator)]
                found = {wanted.get(forms.folded(cell), cell): place for place, cell in enumerate(cells) if cell}
                count = sum(name in found for name in required)
                if count > best[0]:
                    best = (count, found, separator, len(cells))
            if best[0] == len(required) or number >= _HEADING_LINES:
                break
        count, found, self._separator, self._width = best
        if count < len(required):
            raise missing_column(self.name, next(name for name in required if name not in found))
        return found


def _lines(raw: Raw) -> Iterator[str]:
    if raw.data[:2] != b"PK":
        data = raw.data.lstrip()[:9].lower()
        if not data or data.startswith((b"<!doctype", b"<html")):
            raw.text()  # says which of the two it is
        yield from _texts([raw.data])
        return
    with archives.Archive(raw.data, raw.name, LIMITS) as archive:
        yield from _texts(archive.parts(archive.find(_MEMBER)))


def _texts(parts: Iterable[bytes]) -> Iterator[str]:
    """Lines of text; codes and figures are plain ASCII in any encoding but UTF-16."""
    decoder, rest = None, ""
    for part in parts:
        if decoder is None:
            wide = part[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
            decoder = codecs.getincrementaldecoder("utf-16" if wide else "utf-8-sig")(errors="replace")
        lines = (rest + decoder.decode(part)).split("\n")
        rest = lines.pop()
        yield from lines
    if rest:
        yield rest


def commune_code(written: str) -> str:
    """ "46042", from "46042", "COM-46042" or "2025-COM-46042"."""
    place = GEO.fullmatch(written) if "-" in written else None
    return place["code"] if place else written


def odd(file: str, cell: str, column: str, code: str) -> SourceError:
    """A cell that holds neither a figure nor nothing: a shifted column must not be read as missing."""
    return SourceError(
        translate(
            "Anct", "{file}: “{cell}” in column {column} for commune {code} is no figure. Download it again."
        ).format(file=file, cell=cell[:30], column=column, code=code)
    )
