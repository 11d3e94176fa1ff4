"""Whose line is it? The commune of a line by its code, checked against the name that the line gives beside it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher
from functools import cached_property

from . import former_names
from .codes import CommuneCodes, Match
from .forms import Table, clean
from .report import ARRONDISSEMENT, Tally

_ARTICLES = {"le", "la", "les", "l", "d", "de", "du", "des"}
_SHORT = {"st": "saint", "ste": "sainte"}
_DECIMAL = re.compile(r"(\d{4,6})[.,]0+")
_SEVERAL = re.compile(r"[;|/\s]+")
_SAME, _LIKE, _AKIN = 0.88, 0.85, 0.6
BROKEN = "cells lost or added"
UNNAMED = "no name beside the code"


def folded(name: str) -> str:
    """A commune's name without case, accents, articles and abbreviations: "L'Haÿ-les-Roses", "LHAY LES ROSES"."""
    plain = unicodedata.normalize("NFD", name.casefold().replace("œ", "oe").replace("æ", "ae"))
    plain = "".join(character for character in plain if not unicodedata.combining(character))
    words = re.split(r"[^a-z0-9]+", plain)
    return "".join(_SHORT.get(word, word) for word in words if word and word not in _ARTICLES)


def codes_in(cell: str) -> list[str]:
    """The codes of a cell: one, or several as "A;B"; written as text, as a number, or as a spreadsheet's ="A"."""
    parts = [clean(part) for part in _SEVERAL.split(clean(cell).replace('="', "").replace('"', ""))]
    return [(_DECIMAL.fullmatch(part) or re.match(r"(.*)", part)).group(1) for part in parts if part]  # type: ignore[union-attr]


def swallowed(cell: str) -> bool:
    """Whether a cell holds more than itself: a lost quote joins lines, a lost byte of UTF-16 makes odd signs."""
    return "\n" in cell or "\r" in cell or any(c >= "\u0250" and c not in "‐‑–—‘’\ufffd" for c in cell)


def _merged(row: Mapping[str, str]) -> bool:
    """Whether a commune has taken in others: former codes of its own département, not those of an older département."""
    return any(code[:2] == row["code"][:2] for code in row["former_codes"].split())


class Names:
    """The names of the current communes, and those that they or the ones merged into them had (code → names)."""

    def __init__(self, codes: CommuneCodes, former: Mapping[str, Iterable[str]] | None = None) -> None:
        self._codes = codes
        self._former = former_names.known() if former is None else former

    @cached_property
    def _owners(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for code in self._codes.current:
            found.setdefault(folded(self._codes.row(code)["nom"]), []).append(code)
        return found

    def agree(self, match: Match, written: str, code: str = "") -> bool:
        """Whether a written name may be that of the commune that the code led to.

        An older name kept for that very code settles it, whoever else has the name. Those of before are not known: a
        former or delegated commune's only must not be that of another commune of the département; a commune that has
        changed its name keeps a part of it, as a rule.

        Args:
            code: as written; a former one may be of another département than its present commune.
        """
        name = folded(written)
        row = self._codes.row(match.code)
        own = folded(row["nom"])
        if not name or name == own or any(name == folded(old) for old in self._former.get(match.code, ())):
            return True
        if match.how == ARRONDISSEMENT:
            return name.startswith(own)
        others = [code for code in self._owners.get(name, ()) if code != match.code]
        around = {row["departement"], code.zfill(5)[: 3 if code.startswith("97") else 2]}
        near = [other for other in others if self._codes.row(other)["departement"] in around]
        if near:
            return False
        if match.how != "direct":
            return True
        part = own.startswith(name) or name.startswith(own)
        if others:
            return part
        alike = SequenceMatcher(None, own, name, autojunk=False).ratio()
        if not part and alike < _LIKE:
            rivals = (
                SequenceMatcher(None, other, name, autojunk=False)
                for other, at in self._owners.items()
                if abs(len(other) - len(name)) <= 3
            )
            # A commune nouvelle keeps the code of its seat, and lists go on naming the seat.
            same = _SAME if _merged(row) else _LIKE
            if any(rival.quick_ratio() >= same and rival.ratio() >= same for rival in rivals):
                return False
        return part or alike >= _AKIN or _merged(row)


class Finder:
    """Resolves the lines of one file, and counts what it could not.

    seen, known: codes met, and those of a commune (overseas collectivities count as known). named, doubted: codes with
    a name beside them, and those whose name is another's; doubts: (key, current commune) of these.
    """

    def __init__(self, codes: CommuneCodes, tally: Tally, written: Iterable[str]) -> None:
        self._codes, self._tally, self._names = codes, tally, Names(codes)
        # Spreadsheets drop the leading zero from a whole column: where some lines still have it, a code of four digits
        # may as well be one of five that lost another digit, unless its name says otherwise.
        self._lost_zeros = not any(re.fullmatch(r"0\d{4}", code) for cell in written for code in codes_in(cell))
        self.seen = self.known = self.named = self.doubted = 0
        self.doubts: set[tuple[str, str]] = set()

    def communes(
        self, cell: str, name: str = "", department: str = "", key: str = "", several: bool = False
    ) -> list[str]:
        """Current communes of a cell of codes; what is refused goes to the tally with what was tried.

        Args:
            name: as the line writes it, "" if it does not. department: of the line, "" if unknown. key: of the line.
            several: whether a line may name one commune and hold the codes of others beside it (districts do).
        """
        if swallowed(cell) or swallowed(name):
            self.seen += 1
            self._tally.refuse(" ".join(f"{cell} {name}".split())[:60], BROKEN)
            return []
        written = codes_in(cell)
        if not written:
            self._tally.refuse(key or name or "?", "no code")
            self.seen += 1
            return []
        matches = [self._codes.resolve(code) for code in written]
        agreeing = [
            bool(m.code) and bool(name) and self._names.agree(m, name, one)
            for one, m in zip(written, matches, strict=True)
        ]
        found: list[str] = []
        for code, match, agrees in zip(written, matches, agreeing, strict=True):
            self.seen += 1
            label = f"{key} {code} {name}".strip()
            if match.how == "com":
                self.known += 1
                self._tally.refuse(label, "overseas collectivity, out of scope")
                continue
            if not match.code:
                self._tally.refuse(
                    label, "unknown code, tried as current, former, delegated commune and municipal arrondissement"
                )
                continue
            if match.padded == "four_digit_code" and not agrees and not self._lost_zeros:
                self._tally.refuse(label, "code of four digits in a file whose codes have five")
                continue
            self.known += 1
            if name:
                self.named += 1
            near = self._same_department(match, department)
            beside = several and len(written) > 1 and any(agreeing) and near
            named = agrees and (near or folded(name) == folded(self._codes.row(match.code)["nom"]))
            unchecked = not name and not (department and near)
            if (name and not named and not beside) or unchecked:
                self.doubted += 1
                self.doubts.add((key, match.code))
                whose = f"the code is that of {self._codes.row(match.code)['nom']}"
                self._tally.refuse(label, whose if name or department else UNNAMED)
                continue
            if match.padded:
                self._tally.repaired[match.padded] += 1
            if match.how != "direct":
                self._tally.repaired[match.how] += 1
            found.append(match.code)
        return list(dict.fromkeys(found))

    def _same_department(self, match: Match, department: str) -> bool:
        """Whether a département as written (code; "" or a name says nothing) may be that of the commune."""
        written = department.strip().upper()
        written = written.zfill(2) if written else ""
        if match.how != "direct" or re.fullmatch(r"\d[\dAB]\d?", written) is None:
            return True
        return self._codes.row(match.code)["departement"] == written


def finder(table: Table, codes: CommuneCodes, tally: Tally, column: str) -> Finder:
    """A finder for a table whose codes are in a column; its broken lines are refused now."""
    for number, start in table.broken:
        tally.refuse(f"line {number}: {start}", BROKEN)
    tally.rows_read = len(table.lines) + len(table.broken)
    return Finder(codes, tally, (line[column] for line in table.lines))
