"""Brings any commune code to COG 2026."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

_SIX_DIGITS = re.compile(r"97[1-8]0\d\d|98\d0\d\d")
_COM = ("975", "977", "978", "98")


@dataclass(frozen=True)
class Match:
    """The current commune for a code.

    code: COG 2026, "" if there is none.
    how: "direct", "former_code" (former, delegated or associated commune), "arrondissement" (of Paris, Lyon or
        Marseille), "com" (overseas collectivity, out of scope) or "unknown".
    padded: "four_digit_code" or "six_digit_code" if the writing was repaired first, else "".
    """

    code: str
    how: str
    padded: str = ""


class CommuneCodes:
    """Codes of COG 2026 and of what they absorbed, from the rows of cog.csv."""

    def __init__(self, rows: Iterable[Mapping[str, str]]) -> None:
        self._rows = {row["code"]: dict(row) for row in rows}
        self._former = {old: code for code, row in self._rows.items() for old in row["former_codes"].split()}
        self._arm = {arm: code for code, row in self._rows.items() for arm in row["arm_codes"].split()}
        self._members: dict[str, list[str]] = {}
        # A SIREN of the older list of EPCI is looked for there only if it is no present one (`code_epci`, which the
        # rows of a snapshot have, those of cog.csv have not).
        for key in ("code_epci", "epci_former", "ept", "siren"):
            found: dict[str, list[str]] = {}
            for code, row in self._rows.items():
                if row.get(key):
                    found.setdefault(row[key], []).append(code)
            self._members = found | self._members

    @property
    def current(self) -> list[str]:
        """Current communes of métropole and DROM, sorted."""
        return sorted(self._rows)

    def row(self, code: str) -> dict[str, str]:
        """The row of cog.csv of a current commune (KeyError if it is not one)."""
        return self._rows[code]

    def resolve(self, written: str) -> Match:
        """The current commune for a code as written in some file (data/README 4.1, in that order)."""
        code, padded = written.strip().upper(), ""
        if len(code) == 4 and code.isdigit():
            code, padded = f"0{code}", "four_digit_code"
        elif _SIX_DIGITS.fullmatch(code):
            # DGFiP writes overseas codes as département + rank on three digits.
            code, padded = code[:3] + code[4:], "six_digit_code"
        if code in self._rows:
            return Match(code, "direct", padded)
        if code in self._former:
            return Match(self._former[code], "former_code", padded)
        if code in self._arm:
            return Match(self._arm[code], "arrondissement", padded)
        if code.startswith(_COM) and len(code) == 5:
            return Match("", "com", padded)
        return Match("", "unknown", padded)

    def members(self, siren: str) -> list[str]:
        """Communes of an EPCI (older list), of an établissement public territorial, or the commune of that SIREN."""
        return sorted(self._members.get(siren.strip(), []))
