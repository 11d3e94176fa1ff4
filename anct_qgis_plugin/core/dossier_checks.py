"""Is what was typed plausible and whole? One translated sentence for each thing that is not; never blocks a draft.

`findings` checks a whole dossier and says where each thing is, so that a form can go there; `problem` checks one value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_FLOOR, Decimal, InvalidOperation
from typing import Any

from ..i18n import translate
from . import wording
from .dossier import Dossier, is_empty, missing, rows_of
from .dossier_definition import Definition, Field, Rule
from .search import plain

YEARS = (1900, 2100)
_MAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>.]+(\.[^@\s,;<>.]+)+")
# The SIREN of La Poste; its SIRET are checked by the plain sum of their digits.
_LA_POSTE = "356000000"


_PHONE = re.compile(r"(\+[0-9]{1,3}|0)[0-9]{8,12}|[1-9][0-9]{3}")
# A path into a dossier: field, then row (from 1) and column, then row and column again for a list in a list.
Path = tuple[int | str, ...]


@dataclass(frozen=True)
class Finding:
    """One thing to look at. level: "missing" (required, and not there), "error" (cannot be right), "warning".

    section: its id. path: ("periode_fin",), or ("fiches_actions", 2, "financements", 1, "montant"). where: the same in
    words: "Fiches actions, ligne 2 : Financements, ligne 1 : Montant". text: a sentence.
    """

    level: str
    section: str
    path: Path
    where: str
    text: str

    @property
    def field(self) -> str:
        """Id of the field."""
        return str(self.path[0])


def findings(definition: Definition, dossier: Dossier) -> list[Finding]:
    """Everything to look at in a dossier, in the order of the definition; at one place, errors come first."""
    found = []
    for section in definition.sections:
        for field in section.fields:
            if not field.auto:
                value = dossier.values.get(field.id)
                found += [_finding(definition, "error", path, text) for path, text in _wrong(field, value)]
    for lacks in missing(dossier, definition).values():
        for lack in lacks:
            text = translate("Anct", "To fill in: {what}.").format(what=lack.text)
            found.append(_finding(definition, "missing", lack.path or (lack.field.id,), text))
    for rule in definition.rules:
        found += [_finding(definition, level, path, text) for level, path, text in _CHECKS[rule.kind](rule, dossier)]
    order = {name: number for number, name in enumerate(definition.fields)}
    levels = ("error", "missing", "warning")
    return sorted(found, key=lambda one: (order[one.field], _rank(one.path), levels.index(one.level)))


def _rank(path: Path) -> tuple[int, int]:
    rows = [part for part in path if isinstance(part, int)]
    return (rows[0] if rows else 0, rows[1] if len(rows) > 1 else 0)


def _finding(definition: Definition, level: str, path: Path, text: str) -> Finding:
    section = definition.section_of(str(path[0]))
    return Finding(level, section.id if section else "", path, place(definition, path), text)


def place(definition: Definition, path: Path) -> str:
    """A path in words: "Fiches actions, ligne 2 : Coût hors taxes"."""
    fields: Mapping[str, Field] = definition.fields
    parts: list[str] = []
    for step in path:
        if isinstance(step, int):
            parts[-1] = translate("Anct", "{field}, row {row}").format(field=parts[-1], row=step)
        else:
            one = fields.get(step)
            parts.append(one.label if one else step)
            fields = {column.id: column for column in one.columns} if one else {}
    text = parts[0]
    for part in parts[1:]:
        text = translate("Anct", "{place}: {inside}").format(place=text, inside=part)
    return text


def _wrong(field: Field, value: Any, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """What is wrong in a field's value, and in the rows of a list, at any depth."""
    here = (*path, field.id)
    text = problem(field, value)
    if text:
        yield here, text
    if field.type == "list" and field.columns and isinstance(value, list):
        for number, row in enumerate(rows_of(field, value), 1):
            for column in field.columns:
                yield from _wrong(column, row.get(column.id), (*here, number))


# -- rules over several fields ----------------------------------------------------------------------------------------

_Found = Iterator[tuple[str, Path, str]]


def _scopes(rule: Rule, dossier: Dossier) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    """Where a rule applies: the dossier's own fields, or each row of its list."""
    if not rule.list:
        yield (), dossier.values
        return
    value = dossier.values.get(rule.list)
    for number, row in enumerate(value if isinstance(value, list) else [], 1):
        if isinstance(row, Mapping):
            yield (rule.list, number), row


def _order(rule: Rule, dossier: Dossier) -> _Found:
    for path, values in _scopes(rule, dossier):
        first, last = values.get(rule.first), values.get(rule.last)
        comparable = isinstance(first, int) and isinstance(last, int)
        if isinstance(first, str) and isinstance(last, str):
            comparable = not date_problem(first) and not date_problem(last)
        if comparable and last < first:  # type: ignore[operator]
            yield "error", (*path, rule.last), translate("Anct", "The period ends before it starts.")


def _funding(rule: Rule, dossier: Dossier) -> _Found:
    for path, values in _scopes(rule, dossier):
        cost = money(values.get(rule.cost))
        lines = values.get(rule.lines)
        if cost is None or not isinstance(lines, list):
            continue
        owner = plain(str(values.get(rule.owner) or "")) if rule.owner else ""
        total, others = Decimal(0), Decimal(0)
        for line in lines:
            amount = money(line.get(rule.amount)) if isinstance(line, Mapping) else None
            if amount is None or amount < 0:
                continue
            total += amount
            if not owner or plain(str(line.get(rule.funder) or "")) != owner:
                others += amount
        if total > cost:
            text = translate("Anct", "The fundings ({total}) exceed the cost ({cost}) by {gap}.").format(
                total=_euros(total), cost=_euros(cost), gap=_euros(total - cost)
            )
            yield "error", (*path, rule.lines), text
        elif lines and 100 * (cost - others) < rule.own_share * cost:
            # Rounded down: 19,99 % is not "20,0 %, under 20 %".
            share = (100 * (cost - others) / cost).quantize(Decimal("0.1"), ROUND_FLOOR)
            text = translate(
                "Anct", "The project owner keeps {share} of the cost at its own charge, under {least}."
            ).format(
                share=wording.quantity(float(share), "%", 1),
                least=wording.quantity(rule.own_share, "%"),
            )
            yield "warning", (*path, rule.lines), text


def _refuse(rule: Rule, dossier: Dossier) -> _Found:
    for path, values in _scopes(rule, dossier):
        if values.get(rule.field) in rule.values:
            yield "error", (*path, rule.field), rule.text


_CHECKS = {"order": _order, "funding": _funding, "refuse": _refuse}


def _euros(amount: Decimal) -> str:
    return wording.quantity_exact(amount, "€", 0 if amount == amount.to_integral_value() else 2)


# -- one value --------------------------------------------------------------------------------------------------------


def problem(field: Field, value: Any) -> str:
    """What is wrong with a value, in a sentence; "" if nothing is, or nothing was typed."""
    if is_empty(value):
        return ""
    if field.format == "siret":
        return siret_problem(str(value))
    if field.format == "mail":
        return mail_problem(str(value))
    if field.format == "phone":
        return phone_problem(str(value))
    if field.type in ("multi", "list") and isinstance(value, list) and field.maximum and len(value) > field.maximum:
        message = translate("Anct", "There are {n} rows, at most {most} are allowed.")
        if field.type == "multi":
            message = translate("Anct", "{n} choices are ticked, at most {most} are allowed.")
        return message.format(n=len(value), most=field.maximum)
    if field.type == "int":
        return year_problem(value) if field.format == "year" else _count_problem(value)
    if field.type == "eur":
        return money_problem(value)
    if field.type == "date":
        return date_problem(str(value))
    return ""


def problems(definition: Definition, dossier: Dossier) -> dict[str, str]:
    """By field id: the first thing that is wrong in it, in the order of the definition; one sentence each."""
    found: dict[str, str] = {}
    for one in findings(definition, dossier):
        if one.level == "error":
            found.setdefault(one.field, one.text)
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


def phone_problem(text: str) -> str:
    """Checks the form of a telephone number, French or with its country's prefix."""
    if _PHONE.fullmatch(re.sub(r"[\s.\-()\u00a0\u202f]", "", text)):
        return ""
    return translate("Anct", "“{text}” is not a telephone number: it should look like 05 65 00 00 00.").format(
        text=text
    )


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
