"""What a reader did with a file: rows read, matched, repaired, and refused with the reason."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from .codes import CommuneCodes

ARRONDISSEMENT = "arrondissement"


@dataclass(frozen=True)
class ReadReport:
    """The account of one reading.

    source: id in sources.csv. rows_read: lines or features of the file. matched: those that went into the facts.
    repaired: how many codes were brought to COG 2026, by kind ("former_code", "arrondissement", "four_digit_code",
        "six_digit_code"); they are counted in `matched` too, unless refused later.
    refused: (row's key, reason). notes: what a reader of the figures should know.
    """

    source: str
    rows_read: int
    matched: int
    repaired: dict[str, int] = field(default_factory=dict)
    refused: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()

    def reasons(self) -> dict[str, int]:
        """Refusals counted by reason, most frequent first."""
        return dict(Counter(reason for _, reason in self.refused).most_common())

    def text(self) -> str:
        """The report in one line."""
        repaired = ", ".join(f"{kind} {count}" for kind, count in sorted(self.repaired.items())) or "none"
        refused = "; ".join(f"{count} {reason}" for reason, count in self.reasons().items()) or "none"
        notes = f" | notes: {'; '.join(self.notes)}" if self.notes else ""
        return (
            f"{self.source}: {self.rows_read} rows read, {self.matched} matched | repaired: {repaired}"
            f" | refused: {refused}{notes}"
        )

    def as_dict(self) -> dict[str, Any]:
        """The report as plain lists and dicts (JSON)."""
        return {
            "source": self.source,
            "rows_read": self.rows_read,
            "matched": self.matched,
            "repaired": dict(sorted(self.repaired.items())),
            "refused": [{"row": row, "reason": reason} for row, reason in self.refused],
            "notes": list(self.notes),
        }


class Tally:
    """Counts while a file is read; `report()` closes it."""

    def __init__(self, source: str, codes: CommuneCodes | None = None) -> None:
        self.source = source
        self.codes = codes
        self.rows_read = 0
        self.matched = 0
        self.repaired: Counter[str] = Counter()
        self.refused: list[tuple[str, str]] = []
        self.notes: list[str] = []

    def refuse(self, row: str, reason: str) -> None:
        """Record a row that does not go into the facts."""
        self.refused.append((row, reason))

    def note(self, text: str) -> None:
        """Record something to know."""
        self.notes.append(text)

    def resolve(self, code: str, row: str = "") -> str:
        """The current commune for a code as written, "" (and a refusal) if there is none."""
        if self.codes is None:
            return code
        match = self.codes.resolve(code)
        if not match.code:
            reason = "overseas collectivity, out of scope" if match.how == "com" else "unknown commune code"
            self.refuse(row or code, reason)
            return ""
        if match.padded:
            self.repaired[match.padded] += 1
        if match.how != "direct":
            self.repaired[match.how] += 1
        return match.code

    def report(self) -> ReadReport:
        """The account, frozen."""
        return ReadReport(
            self.source, self.rows_read, self.matched, dict(self.repaired), tuple(self.refused), tuple(self.notes)
        )
