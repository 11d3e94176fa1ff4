"""Numbers as people write them in tables: "12,5 %", "1 234,50 €", "s", "n.d."."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

MISSING = frozenset({
    "", "-", "–", "—", "nd", "n.d.", "n.d", "n/d", "na", "n/a", "#n/a", "#div/0!", "null", "none", "nan", "ns", "n.s.",
    ".", "..", "...", "…", "nc", "n.c.", "-9999",
})  # fmt: skip
SECRET = frozenset({"s", "secret", "(s)", "secret statistique"})
_LARGEST = 1e15
_SPACES = re.compile(r"[\s\u00a0\u202f'’]")
_UNIT = re.compile(r"(%|€|euros?|hab\.?|km²?|ha|m²)$", re.IGNORECASE)
_THOUSANDS = {",": re.compile(r"[+-]?\d{1,3}(\.\d{3})+"), ".": re.compile(r"[+-]?\d{1,3}(,\d{3})+")}


@dataclass(frozen=True)
class Number:
    """What a cell says: a value, or that it is withheld, or nothing; `problem` where it says something else."""

    value: float | None = None
    secret: bool = False
    problem: str = ""


def parse_number(text: str, decimal: str) -> Number:
    """A cell as a number.

    Args:
        decimal: the mark that is meant, "," or ".". The other one separates thousands; where it cannot (12.5), it is
            read as the decimal mark all the same.
    """
    written = text.strip()
    if written.lower() in MISSING:
        return Number()
    if written.lower() in SECRET:
        return Number(secret=True)
    bare = _UNIT.sub("", _SPACES.sub("", written).replace("−", "-"))
    other = "." if decimal == "," else ","
    whole, mark, rest = bare.partition(decimal)
    if other in whole and _THOUSANDS[decimal].fullmatch(whole):
        bare = whole.replace(other, "") + mark + rest
    bare = bare.replace(",", ".")
    if not re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?", bare, re.IGNORECASE):
        return Number(problem="ce n’est pas un nombre")
    value = float(bare)
    if abs(value) > _LARGEST:
        return Number(problem="nombre démesuré")
    return Number(value)


def decimal_mark(cells: Iterable[str]) -> tuple[str, str]:
    """The decimal mark that a column's numbers use, and why (French)."""
    commas = points = ambiguous = 0
    for cell in cells:
        bare = _UNIT.sub("", _SPACES.sub("", cell.strip()))
        if "," in bare and "." in bare:
            commas += bare.rfind(",") > bare.rfind(".")
            points += bare.rfind(".") > bare.rfind(",")
        elif _THOUSANDS[","].fullmatch(bare) or _THOUSANDS["."].fullmatch(bare):
            ambiguous += 1
        else:
            commas += "," in bare
            points += "." in bare
    doubt = f" ; {ambiguous} nombre(s) comme 1.234 ou 1,234 suivent cette lecture" if ambiguous else ""
    if commas > points:
        return ",", f"décimale : virgule ({commas} nombre(s) l’emploient){doubt}"
    if points:
        return ".", f"décimale : point ({points} nombre(s) l’emploient){doubt}"
    if ambiguous:
        return ",", f"décimale : virgule, par défaut{doubt} ; vérifiez"
    return ",", "nombres entiers"
