"""A table of figures for people who calculate, and how its cells say what a blank means. French at the source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ..core.diagnostic import Diagnostic
from ..core.facts import Status
from ..core.indicators import Figure

# What stands beside a value: zero is a value, a withheld one is not a missing one.
STATUSES = {Status.OK: "valeur", Status.SECRET: "secret", Status.MISSING: "absente"}
NO_INDEX, NOT_ELIGIBLE = "sans indice", "non éligible"
YES, NO = "oui", "non"


@dataclass(frozen=True)
class Sheet:
    """One table.

    about: what it holds, in a sentence. columns: (title, str, int or float). rows: one value per column, None for an
    empty cell.
    """

    name: str
    about: str
    columns: tuple[tuple[str, type], ...]
    rows: list[tuple[Any, ...]]


def real(value: float | None) -> float | None:
    """A number; None where there is none."""
    return None if value is None or np.isnan(value) else float(value)


def whole(value: float | None) -> int | None:
    """A whole number; None where there is none."""
    return None if value is None or np.isnan(value) else int(value)


def yes(value: bool) -> str:
    """In French."""
    return YES if value else NO


def source_number(diagnostic: Diagnostic, key: str) -> int | None:
    """Its number in the sheet of sources."""
    known = list(diagnostic.sources.index)
    return known.index(key) + 1 if key in known else None


def value(figure: Figure) -> tuple[float | None, str, str, str, str]:
    """value, status, whether approximate, unit, vintage."""
    return figure.value, STATUSES[figure.status], yes(figure.approximate), figure.unit, figure.vintage


VALUE = (("Valeur", float), ("Statut", str), ("Approchée", str), ("Unité", str), ("Millésime", str))
