"""A table that a person brings (CSV, ODS, XLSX, rows of a layer, pasted text), and what its columns seem to be.

Reasons are French: they stand in reports that French administrations keep (as in place_codes).
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ...errors import OwnDataError
from ...i18n import system_reason, translate
from ..tables import spreadsheet
from .own_numbers import decimal_mark, parse_number
from .place_codes import PlaceCodes

SEPARATORS = {";": "point-virgule", ",": "virgule", "\t": "tabulation", "|": "barre verticale"}
ENCODINGS = ("utf-8", "windows-1252", "utf-16")
MOST_BYTES = 200 << 20
_SAMPLE = 400
_CODE_NAME = re.compile(
    r"insee|codgeo|com(mune)?_?code|code|siren|siret|dep\b|d[ée]partement|epci|\breg\b|r[ée]gion", re.IGNORECASE
)
_REGION_NAME = re.compile(r"\b(code_?)?reg\b|codreg|r[ée]gion", re.IGNORECASE)
_NOT_VALUE = re.compile(r"insee|code|siren|siret|^id|nom|libell|annee|année|postal|^dep|^reg", re.IGNORECASE)
_VALUE_NAME = re.compile(r"%|taux|part|valeur|value|indice|nombre|montant|nb", re.IGNORECASE)
_LEVEL_NAMES = {
    "commune": "communes",
    "epci": "intercommunalités (SIREN)",
    "departement": "départements",
    "region": "régions",
}


@dataclass(frozen=True)
class Table:
    """Cells as text. columns: names, each once. rows: all of the width of `columns`. first: number of the first row in
    the file (from 1). reasons: how it was read. sheets: all those of a spreadsheet."""

    name: str
    columns: tuple[str, ...]
    rows: list[list[str]]
    first: int = 2
    encoding: str = ""
    separator: str = ""
    reasons: tuple[str, ...] = ()
    sheets: tuple[str, ...] = ()

    def column(self, name: str) -> int:
        """Position of a column by its name, case ignored. Raises OwnDataError naming those that are there."""
        for number, known in enumerate(self.columns):
            if known.strip().lower() == name.strip().lower():
                return number
        raise OwnDataError(
            translate("Anct", "{file} has no column “{name}”. Its columns: {known}.").format(
                file=self.name, name=name, known=", ".join(self.columns)
            )
        )

    def cells(self, number: int) -> list[str]:
        """The cells of a column."""
        return [row[number] for row in self.rows]


@dataclass(frozen=True)
class Guess:
    """What the columns seem to be. code, value: positions, -1 if none. level of the codes; decimal: "," or "."."""

    code: int
    level: str
    value: int
    decimal: str
    reasons: tuple[str, ...]


def read_file(path: Path, encoding: str = "", separator: str = "", sheet: str | None = None) -> Table:
    """A CSV file or a spreadsheet.

    Args:
        encoding, separator: guessed when empty. sheet: the first one with cells when None.

    Raises:
        OwnDataError, SourceError: what is wrong with the file and what to do.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise OwnDataError(
                translate("Anct", "{file} is larger than {size} MB: keep only the columns that are needed.").format(
                    file=path.name, size=MOST_BYTES >> 20
                )
            )
        data = path.read_bytes()
    except OSError as error:
        raise OwnDataError(
            translate("Anct", "{file} cannot be read: {reason}. Check its path and its rights.").format(
                file=path, reason=system_reason(error)
            )
        ) from error
    if not data.strip():
        raise OwnDataError(translate("Anct", "{file} is empty.").format(file=path.name))
    if spreadsheet.is_spreadsheet(path.name) and spreadsheet.looks_like_one(data):
        table = _table(path.name, spreadsheet.rows(data, path.suffix, sheet), reasons=("classeur lu par GDAL",))
        return replace(table, sheets=tuple(spreadsheet.sheets(data, path.suffix)))
    if data.lstrip()[:9].lower().startswith((b"<!doctype", b"<html")) or data[:4] in (b"PK\x03\x04", b"%PDF"):
        raise OwnDataError(
            translate("Anct", "{file} is not a table: choose a CSV, ODS or XLSX file.").format(file=path.name)
        )
    return read_text(path.name, data, encoding, separator)


def read_text(name: str, data: bytes, encoding: str = "", separator: str = "") -> Table:
    """A CSV file from its bytes. Raises OwnDataError."""
    text, encoding, why = _decoded(name, data, encoding)
    if "\0" in text:
        raise OwnDataError(
            translate("Anct", "{file} is not a table: choose a CSV, ODS or XLSX file.").format(file=name)
        )
    reasons = [why]
    if not separator:
        separator, why = _separator(text)
        reasons.append(why)
    csv.field_size_limit(1 << 20)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error as error:
        raise OwnDataError(
            translate("Anct", "{file} cannot be read as CSV: {error}. Try another separator.").format(
                file=name, error=error
            )
        ) from error
    return _table(name, rows, encoding, separator, tuple(reasons))


def pasted(text: str) -> Table:
    """A list of codes as pasted: one a line, or separated by commas, semicolons or spaces."""
    lines = [line for line in text.splitlines() if line.strip()]
    if lines and all("\t" in line for line in lines):  # columns copied from a spreadsheet
        return read_text(translate("Anct", "pasted text"), "\n".join(lines).encode(), separator="\t")
    cells = [cell.strip() for line in lines for cell in re.split(r"[,;\t]", line) if cell.strip()]
    if all(re.fullmatch(r"(2[AB]\d{3}|\d{4,9})( +(2[AB]\d{3}|\d{4,9}))*", cell, re.IGNORECASE) for cell in cells):
        cells = [code for cell in cells for code in cell.split()]
    return Table(translate("Anct", "pasted text"), ("code",), [[cell] for cell in cells], first=1)


def _decoded(name: str, data: bytes, encoding: str) -> tuple[str, str, str]:
    if encoding:
        try:
            return (
                data.decode("utf-8-sig" if encoding == "utf-8" else encoding),
                encoding,
                f"encodage {encoding} choisi",
            )
        except (UnicodeDecodeError, LookupError) as error:
            raise OwnDataError(
                translate("Anct", "{file} is not written in {encoding}. Choose another encoding.").format(
                    file=name, encoding=encoding
                )
            ) from error
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        try:
            return data.decode("utf-16"), "utf-16", "encodage UTF-16, d’après la marque en tête du fichier"
        except UnicodeDecodeError:
            pass
    try:
        return data.decode("utf-8-sig"), "utf-8", "encodage UTF-8 : tout le fichier s’y lit"
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
        return text, "windows-1252", "encodage Windows-1252 : le fichier n’est pas de l’UTF-8"


def _separator(text: str) -> tuple[str, str]:
    lines = [line for line in text.splitlines()[:60] if line.strip()]
    best, most = ";", 0.0
    for separator in SEPARATORS:
        try:
            widths = Counter(len(row) for row in csv.reader(lines, delimiter=separator) if row)
        except csv.Error:
            continue
        width, times = max(widths.items(), key=lambda item: (item[1], item[0]), default=(1, 0))
        # The same number of columns on every line, and more than one.
        score = 0.0 if width < 2 else times / max(len(lines), 1) + width / 1000
        if score > most:
            best, most = separator, score
    if not most:
        return ";", "une seule colonne"
    return best, f"séparateur {SEPARATORS[best]} : le même nombre de colonnes sur presque toutes les lignes"


def _table(
    name: str, rows: list[list[str]], encoding: str = "", separator: str = "", reasons: tuple[str, ...] = ()
) -> Table:
    filled = [sum(bool(cell.strip()) for cell in row) for row in rows]
    wide = max(filled[:200], default=0)
    if not wide:
        raise OwnDataError(translate("Anct", "{file} has no cell that holds anything.").format(file=name))
    # Above the table many files have a title: the headings are the first line about as full as the fullest.
    start = next(number for number, count in enumerate(filled) if count >= max(1, 0.75 * wide))
    heading = [cell.strip() for cell in rows[start]]
    width = max(len(row) for row in rows[start:])
    notes = list(reasons)
    if start:
        notes.append(f"{start} ligne(s) de titre laissée(s) de côté")
    if any(
        re.fullmatch(r"\d[\d\s.,%€]*|2[AB]\d{3}", cell) and not re.fullmatch(r"(19|20)\d\d", cell) for cell in heading
    ):
        notes.append("pas de ligne d’en-tête : la première ligne contient déjà des nombres")
        heading, body, first = [], rows[start:], start + 1
    else:
        body, first = rows[start + 1 :], start + 2
    names: list[str] = []
    for number in range(width):
        title = heading[number] if number < len(heading) and heading[number] else f"Colonne {number + 1}"
        same = sum(known == title or known.startswith(f"{title} (") for known in names)
        names.append(f"{title} ({same + 1})" if same else title)
    made = [[*(cell.strip() for cell in row), *([""] * (width - len(row)))] for row in body]
    while made and not any(made[-1]):
        made.pop()
    return Table(name, tuple(names), made, first, encoding, separator, tuple(notes))


def guess(table: Table, codes: PlaceCodes) -> Guess:
    """Which column holds the codes, which the values, and how its decimals are written; each with its reason."""
    reasons: list[str] = []
    code, level, share = _code_column(table, codes)
    if code >= 0:
        reasons.append(
            f"code : « {table.columns[code]} », {round(100 * share)} % de codes de {_LEVEL_NAMES[level]} reconnus"
        )
    else:
        reasons.append("code : aucune colonne n’a assez de codes connus ; choisissez-la")
    value = _value_column(table, code)
    decimal = ","
    if value >= 0:
        decimal, why = decimal_mark(table.cells(value))
        reasons += [f"valeur : « {table.columns[value]} »", why]
    else:
        reasons.append("valeur : aucune colonne de nombres ; choisissez-la")
    return Guess(code, level, value, decimal, tuple(reasons))


def _code_column(table: Table, codes: PlaceCodes) -> tuple[int, str, float]:
    best: tuple[float, int, str, float] = (0.0, -1, "commune", 0.0)
    for number, name in enumerate(table.columns):
        cells = [row[number] for row in table.rows[:_SAMPLE]]
        named = bool(_CODE_NAME.search(name))
        for level in _levels(name):
            share = codes.share(cells, level)
            # Any small whole number looks like a département: only a heading that says so is believed.
            short = level in ("departement", "region")
            enough = 0.6 if not short else 0.9 if named else 2.0
            if len(table.columns) == 1:
                enough = min(enough, 0.5)
            if share >= enough or (named and share >= 0.4 and not short):
                score = share + (0.3 if named else 0.0) + {"commune": 0.02, "epci": 0.01}.get(level, 0.0)
                if score > best[0]:
                    best = (score, number, level, share)
    return best[1], best[2], best[3]


def _levels(heading: str) -> list[str]:
    """The levels that codes under a heading may be of: a région and a département have the same numbers, so that a
    région is one only where the heading says so."""
    apart = "departement" if _REGION_NAME.search(heading) else "region"
    return [level for level in _LEVEL_NAMES if level != apart]


def level_of(cells: Sequence[str], codes: PlaceCodes, heading: str = "") -> str:
    """The level that most of a column's codes belong to; "commune" when none does."""
    return max(_levels(heading), key=lambda level: codes.share(cells[:_SAMPLE], level))


def _value_column(table: Table, code: int) -> int:
    best = (0.0, -1)
    for number, name in enumerate(table.columns):
        if number == code or _NOT_VALUE.search(name):
            continue
        cells = [row[number] for row in table.rows[:_SAMPLE] if row[number]]
        read = [parse_number(cell, ",") for cell in cells]
        numbers = sum(one.value is not None or one.secret for one in read)
        share = numbers / len(cells) if cells else 0.0
        score = share + (0.2 if _VALUE_NAME.search(name) else 0.0)
        if share >= 0.5 and score > best[0]:
            best = (score, number)
    return best[1]


def of_rows(name: str, columns: Sequence[str], rows: list[list[str]]) -> Table:
    """A table from rows already read: those of a layer. Row numbers start at 1."""
    return Table(name, tuple(columns), rows, first=1)
