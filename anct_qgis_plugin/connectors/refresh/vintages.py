"""Columns whose headings carry two digits of their year, which move with each edition ("MED21", "pp_vacant_26")."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from ..tables import forms


def newest(opened: forms.Opened, columns: Mapping[str, Sequence[str]]) -> str | None:
    """The newest year for which a file has every column, two digits; None where there is none.

    Args:
        columns: name → headings that it may have, with "{year}" and "{before}" (the year before) in their places.
    """
    years = set(re.findall(r"\d\d", " ".join(cell for cell in _headings(opened) if len(cell) < 80)))
    return next((year for year in sorted(years, reverse=True) if not lacking(opened, columns, year)), None)


def lacking(opened: forms.Opened, columns: Mapping[str, Sequence[str]], year: str) -> list[str]:
    """The names of the columns that a file has not for a year."""
    headings = _headings(opened)
    return [name for name, known in columns.items() if not any(_is_there(n, headings) for n in written(known, year))]


def written(headings: Iterable[str], year: str) -> tuple[str, ...]:
    """The headings of a year of two digits."""
    return tuple(name.format(year=year, before=f"{int(year) - 1:02d}") for name in headings)


def _headings(opened: forms.Opened) -> set[str]:
    return {forms.folded(cell) for cell in opened.headings()}


def _is_there(name: str, headings: set[str]) -> bool:
    wanted = forms.folded(name)
    return wanted in headings or (name.endswith("*") and any(heading.startswith(wanted) for heading in headings))
