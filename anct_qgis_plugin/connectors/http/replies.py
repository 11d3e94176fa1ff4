"""Bytes of a reply into Python values, with a check of type and shape at each step."""

from __future__ import annotations

import csv
import io
import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

from ..tables.raw import is_secret, number
from . import failures

SEPARATORS = (";", ",", "\t", "|")
MISSING = frozenset({"", "nd", "n/d", "-9999", "null"})


def text(data: bytes) -> str:
    """The bytes as text: UTF-8 with or without BOM, else Windows-1252 (undefined bytes become U+FFFD)."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def json_of(data: bytes, service: str) -> Any:
    """The parsed JSON (UTF-8, as RFC 8259 wants it).

    Raises:
        BadContent: if it is none.
    """
    try:
        return json.loads(data.decode("utf-8-sig"), parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise failures.not_understood(service, f"not JSON: {error}; {data[:200]!r}") from error


def _no_number(name: str) -> None:
    """Python's reader accepts NaN and Infinity, which JSON does not have."""
    raise ValueError(f"{name} is no number")


def mapping(value: Any, service: str, what: str) -> dict[str, Any]:
    """The value, which must be a JSON object.

    Args:
        what: its place in the reply, for the log.

    Raises:
        BadContent: if it is not.
    """
    if not isinstance(value, dict):
        raise failures.not_understood(service, f"{what}: an object was expected, not {str(value)[:100]!r}")
    return value


def objects(value: Any, service: str, what: str) -> list[dict[str, Any]]:
    """The value, which must be a JSON array of objects.

    Raises:
        BadContent: if it is not.
    """
    if not isinstance(value, list):
        raise failures.not_understood(service, f"{what}: a list was expected, not {str(value)[:100]!r}")
    return [mapping(item, service, f"{what}[{rank}]") for rank, item in enumerate(value)]


def word(found: Mapping[str, Any], key: str) -> str:
    """The text under a key, trimmed; "" if absent or null; a number is written out (never for codes: see `code`)."""
    value = found.get(key)
    return "" if value is None or isinstance(value, (dict, list, bool)) else str(value).strip()


def code(found: Mapping[str, Any], key: str, service: str, pattern: str = r"[0-9A-Z]+") -> str:
    """The code under a key, which must be text and complete.

    Raises:
        BadContent: if it is absent, not text, or not of that form: a number has lost its zeros.
    """
    value = found.get(key)
    if not isinstance(value, str) or not re.fullmatch(pattern, value.strip()):
        raise failures.not_understood(service, f"{key}: not a code: {value!r}")
    return value.strip()


def whole(found: Mapping[str, Any], key: str) -> int | None:
    """The integer under a key; None if absent or not one."""
    value = found.get(key)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return int(value) if math.isfinite(value) and value == int(value) else None


@dataclass(frozen=True)
class Value:
    """A published value: `status` is "ok", "secret" (withheld by its producer) or "missing"; None unless "ok"."""

    value: float | None
    status: str

    @classmethod
    def of(cls, written: object) -> Value:
        """From a cell: a number in any French writing, `s`, `nd`, -9999, empty, null. A text is "missing"."""
        if is_secret(written):
            return cls(None, "secret")
        found = number(written)
        # "inf" is a word, not a figure.
        found = found if found is not None and math.isfinite(found) else None
        return cls(found, "missing" if found is None else "ok")


@dataclass(frozen=True)
class Table:
    """A CSV file: columns in order, rows as text by column ("" where a line is short).

    Attributes:
        separator: as found on the header line.
        ragged: numbers of lines (from 1, header included) with more or fewer cells than columns.
    """

    columns: tuple[str, ...]
    rows: tuple[dict[str, str], ...]
    separator: str
    ragged: tuple[int, ...] = ()


def table(data: bytes, service: str, required: Sequence[str] = (), ignore_case: bool = False) -> Table:
    """The lines of a CSV file, whatever its encoding and separator; all cells are text, trimmed.

    Spreadsheet armour (`="01004"`) is taken off; unnamed columns at the end and blank lines are left out.

    Args:
        required: columns that must be there.
        ignore_case: give the columns in lower case.

    Raises:
        BadContent: if there is no header, a required column is not there, a column comes twice, or there is no row.
    """
    content = text(data)
    if "\x00" in content:
        raise failures.not_understood(service, "not a text file")
    header = content.lstrip("\r\n").splitlines()[:1]
    if not header:
        raise failures.empty(service, "no header line")
    separator = max(SEPARATORS, key=header[0].count)
    armour = re.compile(f'(^|{re.escape(separator)})="', re.MULTILINE)
    try:
        lines = list(csv.reader(io.StringIO(armour.sub(r'\1"', content), newline=""), delimiter=separator))
    except csv.Error as error:
        raise failures.not_understood(service, str(error)) from error
    numbered = [(rank, line) for rank, line in enumerate(lines, 1) if any(cell.strip() for cell in line)]
    if not numbered:
        raise failures.empty(service, "blank lines only")
    names = [name.strip().lower() if ignore_case else name.strip() for name in numbered[0][1]]
    while names and not names[-1]:
        names.pop()
    absent = [name for name in required if name not in names]
    if absent or len(set(names)) != len(names):
        raise failures.not_understood(service, f"columns {names}; not found: {absent}")
    rows, ragged = [], []
    for rank, line in numbered[1:]:
        cells = [cell.strip() for cell in line]
        if len(cells) < len(names) or any(cells[len(names) :]):
            ragged.append(rank)
        cells += [""] * (len(names) - len(cells))
        rows.append(dict(zip(names, cells, strict=False)))
    if not rows:
        raise failures.empty(service, "a header line and no row")
    return Table(tuple(names), tuple(rows), separator, tuple(ragged))


def plain_text(html: str | None) -> str:
    """The text of an HTML fragment: no tag, no script, paragraphs and items on lines of their own."""
    reader = _TextOnly()
    reader.feed(html or "")
    reader.close()
    lines = (re.sub(r"[ \t\r\f\v\u00a0]+", " ", line).strip() for line in "".join(reader.parts).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


class _TextOnly(HTMLParser):
    BLOCKS = frozenset({"p", "br", "li", "ul", "ol", "div", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "table", "hr"})
    HIDDEN = frozenset({"script", "style", "template", "noscript", "iframe", "object", "head"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self.HIDDEN:
            self._hidden += 1
        elif tag == "li":
            self.parts.append("\n- ")
        elif tag in self.BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in self.HIDDEN:
            self._hidden = max(0, self._hidden - 1)
        elif tag in self.BLOCKS and tag != "li":
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.parts.append(re.sub(r"\s+", " ", data))
