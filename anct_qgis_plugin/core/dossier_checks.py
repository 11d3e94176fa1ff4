"""Is what was typed into a field plausible? One translated sentence if not; never a reason to refuse a draft."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from ..i18n import translate
from .dossier import is_empty
from .dossier_definition import Definition, Field

YEARS = (1900, 2100)
_MAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>.]+(\.[^@\s,;<>.]+)+")
# The SIREN of La Poste; its SIRET are checked by the plain sum of their digits.
_LA_POSTE = "356000000"


def problem(field: Field, value: Any) -> str:
    """What is wrong with a value, in a sentence; "" if nothing is, or nothing was typed."""
    if is_empty(value):
        return ""
    if field.format == "siret":
        return siret_problem(str(value))
    if field.format == "mail":
        return mail_problem(str(value))
    if field.type == "int":
        return year_problem(value) if field.format == "year" else _count_problem(value)
    if field.type == "eur":
        return money_problem(value)
    if field.type == "date":
        return date_problem(str(value))
    return ""


def problems(definition: Definition, values: Mapping[str, Any]) -> dict[str, str]:
    """By field id: what is wrong, in the order of the definition; one sentence each."""
    found: dict[str, str] = {}
    for field in definition:
        value = values.get(field.id)
        text = problem(field, value)
        if not text and field.tabular and not field.auto and isinstance(value, list):
            text = next((t for row in value for c in field.columns if (t := problem(c, row.get(c.id)))), "")
            if not text and field.maximum and len(value) > field.maximum:
                text = translate("Anct", "There are {n} rows, at most {most} are allowed.").format(
                    n=len(value), most=field.maximum
                )
        if text:
            found[field.id] = text
    start, end = values.get("periode_debut"), values.get("periode_fin")
    if isinstance(start, int) and isinstance(end, int) and end < start:
        found.setdefault("periode_fin", translate("Anct", "The period ends before it starts."))
    return found


def siret_problem(text: str) -> str:
    """Checks the fourteen digits of a SIRET by the Luhn formula (La Poste: sum of digits, as INSEE says)."""
    digits = re.sub(r"\s", "", text)
    if not re.fullmatch(r"[0-9]{14}", digits):
        return translate("Anct", "A SIRET has fourteen digits; this has {n} characters.").format(n=len(digits))
    if luhn(digits) or (digits.startswith(_LA_POSTE) and sum(map(int, digits)) % 5 == 0):
        return ""
    return translate("Anct", "This SIRET is not valid: a digit is wrong or two are swapped.")


def luhn(digits: str) -> bool:
    """True if a string of digits passes the Luhn formula."""
    total = 0
    for rank, character in enumerate(reversed(digits)):
        number = int(character) * (2 if rank % 2 else 1)
        total += number - 9 if number > 9 else number
    return total % 10 == 0


def mail_problem(text: str) -> str:
    """Checks the form of one e-mail address."""
    if _MAIL.fullmatch(text.strip()):
        return ""
    return translate("Anct", "“{text}” is not an e-mail address: it should look like name@town.fr.").format(text=text)


def year_problem(value: Any) -> str:
    """Checks a year."""
    if isinstance(value, int) and not isinstance(value, bool) and YEARS[0] <= value <= YEARS[1]:
        return ""
    return translate("Anct", "“{value}” is not a year between {first} and {last}.").format(
        value=value, first=YEARS[0], last=YEARS[1]
    )


def _count_problem(value: Any) -> str:
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return ""
    return translate("Anct", "“{value}” is not a whole number.").format(value=value)


def money_problem(value: Any) -> str:
    """Checks an amount in euros, number or text."""
    amount = money(value)
    if amount is None:
        return translate("Anct", "“{value}” is not an amount in euros.").format(value=value)
    return translate("Anct", "An amount cannot be negative.") if amount < 0 else ""


def money(value: Any) -> Decimal | None:
    """An amount as typed in French ("12 500,50 €") or as kept (12500.5), to the cent; None if it is not one."""
    text = re.sub(r"[\s\u00a0\u202f€]", "", str(value)).replace(",", ".").replace("\u2212", "-")
    if not re.fullmatch(r"-?[0-9]{1,15}(\.[0-9]{1,2}0*)?", text):
        return None
    try:
        return Decimal(text).quantize(Decimal("0.01"))
    except InvalidOperation:
        return None


def date_problem(text: str) -> str:
    """Checks an ISO date."""
    try:
        date.fromisoformat(text)
    except ValueError:
        return translate("Anct", "“{text}” is not a date.").format(text=text)
    return ""
