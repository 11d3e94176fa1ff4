"""The maquette financière: what each funder gives each year, from the fiches actions; exact to the cent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from . import wording
from .dossier_checks import money
from .dossier_definition import Field
from .search import plain

# Beyond these years, the later ones share a column: more could not be read on a page.
MOST_YEARS = 6
UNKNOWN_YEAR = "a_preciser"
NOTHING = "–"
# Key of a row that sums up others, for those who print it; no column bears it.
TOTAL_MARK = "_total"


@dataclass(frozen=True)
class Line:
    """One amount of one funder. year: None where it is not known."""

    year: int | None
    funder: str
    amount: Decimal


@dataclass(frozen=True)
class Budget:
    """Every funding of the fiches actions. cost: of all of them; unreadable: cells that are no amount, not counted."""

    lines: tuple[Line, ...]
    cost: Decimal
    unreadable: int = 0

    @property
    def total(self) -> Decimal:
        """All fundings."""
        return sum((line.amount for line in self.lines), Decimal(0))

    @property
    def years(self) -> list[int | None]:
        """The years that have a line, in order; None last."""
        return sorted({line.year for line in self.lines}, key=lambda year: (year is None, year or 0))

    @property
    def funders(self) -> list[str]:
        """The funders, most generous first."""
        sums = {name: self.of(funder=name) for name in dict.fromkeys(line.funder for line in self.lines)}
        return sorted(sums, key=lambda name: (-sums[name], plain(name)))

    def of(self, funder: str | None = None, years: Sequence[int | None] | None = None) -> Decimal:
        """The sum of the lines of a funder, of some years, or both."""
        return sum(
            (
                line.amount
                for line in self.lines
                if (funder is None or line.funder == funder) and (years is None or line.year in years)
            ),
            Decimal(0),
        )


def budget(actions: Any) -> Budget:
    """The fundings of a dossier's fiches actions (the value of their field; anything else counts as none).

    A funding without a year takes its action's when that begins and ends in one year; else its year is not known.
    Spellings of a funder that differ by case, accents or spaces are one funder, under the first.
    """
    names: dict[str, str] = {}
    lines: list[Line] = []
    cost, unreadable = Decimal(0), 0
    for action in _rows(actions):
        amount = money(action.get("cout_ht"))
        cost += amount or Decimal(0)
        unreadable += amount is None and bool(str(action.get("cout_ht") or "").strip())
        only = _only_year(action)
        for row in _rows(action.get("financements")):
            given = money(row.get("montant"))
            if given is None:
                unreadable += bool(str(row.get("montant") or "").strip())
                continue
            name = " ".join(str(row.get("financeur") or "").split()) or "Financeur à préciser"
            year = row.get("annee")
            known = year if isinstance(year, int) and not isinstance(year, bool) else only
            lines.append(Line(known, names.setdefault(plain(name) or name, name), given))
    return Budget(tuple(lines), cost, unreadable)


def _rows(value: Any) -> list[Mapping[str, Any]]:
    return [row for row in value if isinstance(row, Mapping)] if isinstance(value, list) else []


def _only_year(action: Mapping[str, Any]) -> int | None:
    years = {str(action.get(key) or "")[:4] for key in ("debut", "fin")}
    year = years.pop() if len(years) == 1 else ""
    return int(year) if year.isdecimal() and len(year) == 4 else None


# -- the table --------------------------------------------------------------------------------------------------------


def columns(field: Field, found: Budget) -> tuple[Field, ...]:
    """The columns declared, with one for each year before the total."""
    if not field.columns or not found.lines:
        return field.columns
    made = [Field(key, label, "eur", auto=True, align="right", width=2.2) for key, label, _ in _year_columns(found)]
    before = [column for column in field.columns if column.id not in ("total", "part")]
    after = [column for column in field.columns if column.id in ("total", "part")]
    return (*before, *made, *after)


def rows(found: Budget) -> list[dict[str, str]]:
    """A row per funder, then the totals, what the project owners pay, and the cost; empty without any funding."""
    if not found.lines:
        return []
    spans = _year_columns(found)

    def row(name: str, funder: str | None, mark: bool = False) -> dict[str, str]:
        cells = {"financeur": name}
        for key, _, years in spans:
            has = any(line.year in years and funder in (None, line.funder) for line in found.lines)
            cells[key] = str(found.of(funder, years)) if has else NOTHING
        total = found.of(funder)
        return {**cells, "total": str(total), "part": share(total, found.cost), **({TOTAL_MARK: "1"} if mark else {})}

    made = [row(name, name) for name in found.funders]
    made.append(row("Total des financements", None, mark=True))
    empty = {key: NOTHING for key, _, _ in spans}
    own = found.cost - found.total
    if found.cost:
        name = "Reste à la charge des maîtres d'ouvrage" if own >= 0 else "Financements au-delà du coût"
        made.append({"financeur": name, **empty, "total": str(abs(own)), "part": share(abs(own), found.cost)})
        made.append(
            {"financeur": "Coût total des actions", **empty, "total": str(found.cost),
             "part": share(found.cost, found.cost), TOTAL_MARK: "1"}
        )  # fmt: skip
    return made


def share(amount: Decimal, whole: Decimal) -> str:
    """A ratio in French: "24,3 %"; a dash without a whole."""
    return wording.quantity(float(100 * amount / whole), "%", 1) if whole else NOTHING


def _year_columns(found: Budget) -> list[tuple[str, str, list[int | None]]]:
    """(column id, label, years) of the columns of years."""
    known = [year for year in found.years if year is not None]
    spans: list[tuple[str, str, list[int | None]]] = []
    shown = known if len(known) <= MOST_YEARS else known[: MOST_YEARS - 1]
    spans += [(f"a{year}", str(year), [year]) for year in shown]
    if len(known) > len(shown):
        later: list[int | None] = list(known[len(shown) :])
        spans.append(("a_suivantes", f"{known[len(shown)]} et suivantes", later))
    if None in found.years:
        spans.append((UNKNOWN_YEAR, "Année à préciser", [None]))
    return spans


def with_columns(field: Field, found: Budget) -> Field:
    """The field as it is shown for this budget."""
    return replace(field, columns=columns(field, found))
