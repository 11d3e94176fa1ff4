"""Perimeters that the user keeps under a name, and the text of the file that holds them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace

from ..errors import PerimeterError
from ..i18n import translate
from .search import plain

FORM = 1


@dataclass(frozen=True)
class Kept:
    """A perimeter under a name.

    id: what an expression says after "per:". communes: codes, sorted, as they were when it was kept. date: ISO date.
    """

    id: str
    name: str
    communes: tuple[str, ...]
    date: str = ""

    @property
    def expression(self) -> str:
        return f"per:{self.id}"


def named(name: str, communes: Iterable[str], date: str, others: Iterable[str] = ()) -> Kept:
    """A perimeter to keep; its id is made from its name, numbered where another one has it.

    Args:
        others: ids already taken.

    Raises:
        PerimeterError: the name is empty, or there is no commune.
    """
    codes = tuple(sorted(set(communes)))
    if not name.strip():
        raise PerimeterError(translate("Anct", "Give the perimeter a name, so that it can be found again."))
    if not codes:
        raise PerimeterError(translate("Anct", "The perimeter holds no commune: there is nothing to keep."))
    base = plain(name).replace(" ", "-") or "perimetre"
    taken, identifier, number = set(others), base, 2
    while identifier in taken:
        identifier, number = f"{base}-{number}", number + 1
    return Kept(identifier, " ".join(name.split()), codes, date)


def renamed(kept: Kept, name: str) -> Kept:
    """The same perimeter under another name; its id stays, so that what refers to it still does.

    Raises:
        PerimeterError: the name is empty.
    """
    return replace(kept, name=named(name, kept.communes, kept.date).name)


def text_of(perimeters: Mapping[str, Kept]) -> str:
    """The file's text (JSON)."""
    rows = [asdict(perimeters[key]) for key in sorted(perimeters)]
    return json.dumps({"form": FORM, "perimetres": rows}, ensure_ascii=False, indent=1) + "\n"


def parse(text: str) -> dict[str, Kept]:
    """The perimeters by id, from the file's text.

    Raises:
        PerimeterError: the text is of a newer form, or is no such file.
    """
    try:
        found = json.loads(text)
        if found["form"] > FORM:
            raise PerimeterError(
                translate("Anct", "The kept perimeters were written by a newer version of the plugin: update it first.")
            )
        rows = [Kept(str(r["id"]), str(r["name"]), tuple(r["communes"]), str(r["date"])) for r in found["perimetres"]]
    except (ValueError, TypeError, KeyError) as error:
        raise PerimeterError(
            translate("Anct", "The file of kept perimeters is damaged: it was left as it is. Restore a copy of it."),
            details=repr(error),
        ) from error
    return {row.id: row for row in rows}
