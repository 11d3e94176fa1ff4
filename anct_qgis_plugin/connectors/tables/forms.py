"""Any file that a person may have downloaded, as a table with the columns that a reader asks for by name.

Separator, encoding, order and writing of the headings, lines of title above them, spreadsheets, JSON, a zip around the
file: none of it matters. A line that has lost or gained a cell is set aside, never read with its cells one place
further.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
import zipfile
import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ...errors import SourceError
from ...i18n import translate
from . import json_table, spreadsheet
from .raw import Raw, missing_column

MEMBER = r"\.(csv|txt|xlsx|xls|ods)$"
_SEPARATORS = (",", ";", "\t", "|")
_HEADING_LINES = 12
_LARGEST_MEMBER = 400 << 20
_LARGEST_ARCHIVE = 1 << 30
_FORMULA = re.compile(r'="([^"\r\n]*)"')
_WRAPPED = re.compile(r'=\s*"(.*)"', re.DOTALL)
_MANGLED = re.compile(r"[ÂÃ][^\x00-\x7f]|â€")
# From this sign on, one whose low byte is zero is a letter moved by a byte, where there are several of them.
_SHIFTED, _FEW_SIGNS = 0x2000, 3
_SPACES = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2007": " ", "\ufeff": "", "\u200b": ""})


@dataclass(frozen=True)
class Form:
    """The columns of a file.

    required, optional: name used by the reader → headings under which it is known, beside the name itself. A heading
        that ends in "*" is matched by its beginning. Case, accents, spaces, hyphens and underscores do not count.
    member: how the file is called inside a zip archive (a regular expression, searched in the name).
    """

    required: Mapping[str, tuple[str, ...]]
    optional: Mapping[str, tuple[str, ...]]
    member: str = MEMBER


@dataclass(frozen=True)
class Table:
    """What was read: lines by the form's names, "" where a column is absent.

    headings: the form's names → the heading as written. broken: (line number, its beginning) of lines set aside because
    their number of cells is not that of the headings, or one cell holds whole lines. others: headings that the form
    does not name.
    """

    name: str
    lines: list[dict[str, str]]
    headings: dict[str, str]
    broken: list[tuple[int, str]]
    others: tuple[str, ...] = ()


def form(required: str, optional: str = "", aliases: Mapping[str, tuple[str, ...]] | None = None) -> Form:
    """A form from names in a row, separated by spaces, with aliases for some of them."""
    known = aliases or {}
    return Form(
        {name: known.get(name, ()) for name in required.split()},
        {name: known.get(name, ()) for name in optional.split()},
    )


@dataclass(frozen=True)
class Opened:
    """A file cut into cells, once per separator that it may have."""

    name: str
    grids: list[list[list[str]]]

    def headings(self) -> list[str]:
        """The cells of the first lines, cleaned: the headings are among them."""
        return [clean(cell) for grid in self.grids for line in grid[:_HEADING_LINES] for cell in line]


def opened(raw: Raw, member: str = MEMBER) -> Opened:
    """A file cut into cells, for what must look at its headings before it can say which it wants.

    Raises:
        SourceError: if it cannot be read.
    """
    raw = unzipped(raw, member)
    return Opened(raw.name, _grids(raw))


def read(raw: Raw | Opened, wanted: Form) -> Table:
    """The lines of a file.

    Raises:
        SourceError: if it cannot be read, or naming the first required column that it lacks.
    """
    if isinstance(raw, Raw):
        raw = opened(raw, wanted.member)
    best: tuple[int, int, dict[str, int], list[list[str]]] | None = None
    for grid in raw.grids:
        for number, cells in enumerate(grid[:_HEADING_LINES]):
            places = _places(cells, wanted)
            if best is None or len(places) > best[0]:
                best = (len(places), number, places, grid)
    if best is None:
        raise missing_column(raw.name, next(iter(wanted.required)))
    _, number, places, grid = best
    for name in wanted.required:
        if name not in places:
            raise missing_column(raw.name, name)
    headings, rows = [clean(cell) for cell in grid[number]], grid[number + 1 :]
    width = _width(headings, rows)
    lines, broken = [], []
    for row, cells in enumerate(rows, number + 2):
        if not any(map(str.strip, cells)):
            continue
        if len(cells) != width or any(map(str.strip, cells[len(headings) :])) or any(_joins(c, width) for c in cells):
            broken.append((row, clean(" ".join(cells))[:60]))
            continue
        lines.append(
            {
                name: clean(cells[places[name]]) if places.get(name, width) < width else ""
                for name in (*wanted.required, *wanted.optional)
            }
        )
    others = tuple(text for place, text in enumerate(headings) if text and place not in places.values())
    return Table(raw.name, lines, {name: headings[place] for name, place in places.items()}, broken, others)


def _joins(cell: str, width: int) -> bool:
    """Whether a cell holds other lines: the row then begins as one of them and ends as another.

    A lost quote leaves all their separators in it; two lost bytes of UTF-16 turn each letter "A" (0041) into "4100".
    """
    if cell.isascii() and "\n" not in cell:
        return False
    if sum(ord(sign) >= _SHIFTED and not ord(sign) & 0xFF for sign in cell) >= _FEW_SIGNS:
        return True
    breaks = cell.strip().count("\n")
    return bool(breaks) and width > 2 and any(cell.count(mark) >= breaks * (width - 1) for mark in ",;\t")


def unzipped(raw: Raw, member: str) -> Raw:
    """The member of a zip archive whose name matches; a file that is no archive, or a spreadsheet, as it is.

    Raises:
        SourceError: if the archive is damaged, holds no such file, unsafe names, or too much.
    """
    if raw.data[:4] != b"PK\x03\x04" or spreadsheet_suffix(raw):
        return raw
    try:
        with zipfile.ZipFile(io.BytesIO(raw.data)) as archive:
            members = [entry for entry in archive.infolist() if not entry.filename.endswith("/")]
            if any(entry.filename.startswith(("/", "\\")) or ".." in entry.filename for entry in members):
                raise _archive(raw.name, translate("Anct", "it holds a file with an unsafe name"))
            if sum(entry.file_size for entry in members) > _LARGEST_ARCHIVE:
                raise _archive(raw.name, translate("Anct", "it is too large once unpacked"))
            found = [entry for entry in members if re.search(member, entry.filename, re.IGNORECASE)]
            found = [entry for entry in found if "meta" not in entry.filename.lower()] or found
            if not found:
                raise _archive(raw.name, translate("Anct", "the expected file is not in it"))
            chosen = max(found, key=lambda entry: entry.file_size)
            if chosen.file_size > _LARGEST_MEMBER:
                raise _archive(raw.name, translate("Anct", "it is too large once unpacked"))
            with archive.open(chosen) as stream:
                data = stream.read(_LARGEST_MEMBER + 1)
    except (zipfile.BadZipFile, zlib.error, OSError, RuntimeError, NotImplementedError, ValueError, EOFError) as error:
        raise _archive(raw.name, translate("Anct", "it is damaged or cut short"), repr(error)) from error
    if len(data) > _LARGEST_MEMBER:
        raise _archive(raw.name, translate("Anct", "it is too large once unpacked"))
    return Raw(chosen.filename.replace("\\", "/").rsplit("/", 1)[-1], data)


def spreadsheet_suffix(raw: Raw) -> str:
    """ ".xlsx", ".ods" or ".xls" if the bytes are those of a spreadsheet, else ""."""
    if raw.data[:8] == bytes.fromhex("d0cf11e0a1b11ae1"):
        return ".xls"
    if raw.data[:4] != b"PK\x03\x04":
        return ""
    if b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet" in raw.data[:120]:
        return ".ods"
    return ".xlsx" if raw.name.lower().endswith(".xlsx") or b"xl/workbook" in raw.data else ""


def text(raw: Raw) -> str:
    """The text of a file: UTF-8 with or without mark, UTF-16 with mark, else Windows-1252.

    A few bytes lost in a long UTF-8 text do not make it Windows-1252: what cannot be read is marked U+FFFD.

    Raises:
        SourceError: if the file is empty or a web page.
    """
    if raw.data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return raw.data.decode("utf-16", errors="replace")
    try:
        raw.data.decode("utf-8-sig")
    except UnicodeDecodeError:
        tolerant = raw.data.decode("utf-8-sig", errors="replace")
        lost = tolerant.count("\ufffd")
        if sum(character > "\x7f" for character in tolerant) > 4 * lost:
            return Raw(raw.name, tolerant.encode()).text()
    return raw.text()


def folded(heading: str) -> str:
    """A heading or a name without case, accents, spaces and punctuation."""
    plain = unicodedata.normalize("NFD", heading.casefold().replace("œ", "oe").replace("æ", "ae"))
    return "".join(character for character in plain if character.isalnum())


def clean(cell: str) -> str:
    """A cell without what spreadsheets put around it: spaces of any kind, ="01004", a leading apostrophe."""
    plain = mended(cell).translate(_SPACES).strip() if not cell.isascii() else cell.strip()
    wrapped = _WRAPPED.fullmatch(plain)
    if wrapped is not None:
        plain = wrapped.group(1).strip()
    if len(plain) > 1 and plain[0] == plain[-1] == '"':
        plain = plain[1:-1].strip()
    return plain.removeprefix("'").strip() if plain[:1] == "'" and plain[1:2].isdigit() else plain


def mended(text: str) -> str:
    """A text in UTF-8 that was once read as Windows-1252 ("CommunautÃ©"), as it was; any other one as it is."""
    if _MANGLED.search(text) is None:
        return text
    try:
        return text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return text


def _grids(raw: Raw) -> list[list[list[str]]]:
    """The file cut into cells, once per separator that it may have; a workbook's sheets, in order."""
    suffix = spreadsheet_suffix(raw)
    if suffix:
        return spreadsheet.every_sheet(raw.data, suffix)
    if _is_json(raw):
        table = json_table.rows(text(raw))
        if table is not None:
            return [table]
        if raw.name.lower().removesuffix(".gz").endswith("json"):
            raise _damaged(raw.name)
    # ="92025;92036" keeps its zeros in Excel, but its quotes do not keep its separators together.
    content = _FORMULA.sub(r'"\1"', text(raw).replace("\x00", ""))
    top = content[:20000]
    cut = content[-1:] not in ("\r", "\n") and content.rpartition("\n")[2].count('"') % 2 == 1
    found = []
    for separator in _SEPARATORS:
        if separator not in top:
            continue
        try:
            rows = list(csv.reader(io.StringIO(content, newline=""), delimiter=separator))
            if cut and rows:
                rows[-1] = rows[-1][:-1]  # what is left of the last cell is not its content: the line lacks one
            found.append(rows)
        except csv.Error as error:
            raise _damaged(raw.name, str(error)) from error
    return found


def _is_json(raw: Raw) -> bool:
    """Whether a file begins as an object or a list of JSON does."""
    return raw.data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"[")


def _damaged(file: str, details: str = "") -> SourceError:
    return SourceError(
        translate("Anct", "{file} is damaged or cut short. Download it again.").format(file=file), details=details
    )


def _width(headings: list[str], rows: list[list[str]]) -> int:
    """How many cells a line has: as most of them do, as the headings do where none prevails.

    Some files have a separator more at the end of every line, but not of the headings, or the other way round.
    """
    lengths = Counter(len(cells) for cells in rows if any(map(str.strip, cells)))
    return max(lengths, key=lambda length: (lengths[length], length == len(headings)), default=len(headings))


def _places(cells: Sequence[str], wanted: Form) -> dict[str, int]:
    """Name → column, for the names that a line of headings holds."""
    known: dict[str, int] = {}
    for place, cell in enumerate(cells):
        known.setdefault(folded(clean(cell)), place)
    found = {}
    for name, aliases in (*wanted.required.items(), *wanted.optional.items()):
        for alias in (name, *aliases):
            start = folded(alias)
            places = [p for key, p in known.items() if key == start or (alias.endswith("*") and key.startswith(start))]
            if places:
                found[name] = places[0]
                break
    return found


def _archive(file: str, reason: str, details: str = "") -> SourceError:
    return SourceError(
        translate("Anct", "The archive {file} cannot be used: {reason}. Download it again.").format(
            file=file, reason=reason
        ),
        details=details,
    )
