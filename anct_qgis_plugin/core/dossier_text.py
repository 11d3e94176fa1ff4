"""How a field's value is written in French: in documents, and wherever the form only shows it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from . import dossier_finance, wording
from .admissibility import admissibility
from .dossier import Dossier, is_empty, rows_of
from .dossier_checks import money
from .dossier_definition import Field

EMPTY = "non renseigné"
MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
    "décembre",
)  # fmt: skip


def value_of(dossier: Dossier, field: Field) -> Any:
    """A field's value; what is computed from other fields is computed now."""
    if field.live == "recevabilite":
        return admissibility(dossier).rows()
    if field.live == "maquette":
        return dossier_finance.rows(dossier_finance.budget(dossier.values.get("fiches_actions")))
    value = dossier.values.get(field.id)
    return rows_of(field, value) if field.tabular and isinstance(value, list) else value


def columns_of(dossier: Dossier, field: Field) -> tuple[Field, ...]:
    """The columns of a list or table as they are shown now; those of the maquette financière depend on its years."""
    if field.live == "maquette":
        return dossier_finance.columns(field, dossier_finance.budget(dossier.values.get("fiches_actions")))
    return field.columns


def display(field: Field, value: Any) -> str:
    """A value in French; "" where there is none. Rows of tables are joined by semicolons."""
    if is_empty(value):
        return ""
    if field.type == "bool":
        return "oui" if value is True else "non"
    if field.type == "int" and isinstance(value, int):
        return str(value) if field.format == "year" else wording.quantity(float(value), field.unit)
    if field.type == "eur":
        amount = money(value)
        if amount is None:
            return str(value)
        return euros(amount)
    if field.type == "date":
        return long_date(str(value))
    if field.format == "siret":
        digits = "".join(str(value).split())
        return wording.NBSP.join([digits[:3], digits[3:6], digits[6:9], digits[9:]]) if len(digits) == 14 else digits
    if isinstance(value, list):
        return _listed(field, value)
    return str(value)


def euros(amount: Decimal) -> str:
    """An amount in French, without cents where there are none: "12 500,50 €"."""
    return wording.quantity_exact(amount, "€", 0 if amount == amount.to_integral_value() else 2)


def _listed(field: Field, value: list[Any]) -> str:
    if field.type == "geo":
        return ", ".join(_place(one) for one in value)
    if field.columns:
        return " ; ".join(
            ", ".join(filter(None, (display(column, row.get(column.id)) for column in field.columns))) for row in value
        )
    return ", ".join(str(one) for one in value)


def _place(one: Any) -> str:
    return f"{one.get('nom', '')} ({one.get('code', '')})" if isinstance(one, Mapping) else str(one)


def long_date(text: str) -> str:
    """An ISO date or moment in French: "1er mars 2026"; the text itself if it is none."""
    try:
        day = datetime.fromisoformat(text).date() if "T" in text else date.fromisoformat(text)
    except ValueError:
        return text
    number = "1er" if day.day == 1 else str(day.day)
    return f"{number}{wording.NBSP}{MONTHS[day.month - 1]} {day.year}"
