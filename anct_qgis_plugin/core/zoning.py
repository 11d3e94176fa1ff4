"""The classes of a zoning in a territory: which there are, their communes, what is not classed or not known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import numpy as np

from .catalogue import Catalogue, Programme, ZoningClass
from .facts import Facts

# Of a commune that the list does not name.
NONE = ""


def mapped(catalogue: Catalogue) -> list[Programme]:
    """The zonings that have a map: those, in force or not, whose classes are declared."""
    return [one for one in catalogue.programmes.values() if one.classes]


def statuses(facts: Facts, key: str) -> np.ndarray:
    """The class of every commune, (n_communes,) of text; `NONE` where the list does not name it."""
    known = ("zoning", key)
    if known not in facts.memory:
        rows, positions = facts.members(key)
        found = np.full(len(facts.codes), NONE, dtype=object)
        found[positions] = rows["statut"].to_numpy()
        found.setflags(write=False)
        facts.memory[known] = found
    return facts.memory[known]


def counts(facts: Facts, key: str, positions: np.ndarray) -> dict[str, int]:
    """Class → communes of the territory in it, `NONE` included."""
    return dict(Counter(statuses(facts, key)[positions]))


def classed(programme: Programme, found: Iterable[str]) -> list[str]:
    """Of these classes, those by which a commune is in the zoning, in the catalogue's order."""
    aside = {one.label for one in programme.classes if one.kind != "class"} | {NONE}
    return [label for label in labels(programme, found) if label not in aside]


def labels(programme: Programme, found: Iterable[str]) -> list[str]:
    """These classes in the catalogue's order; those that it does not know after them, `NONE` last."""
    present = set(found)
    known = [one.label for one in programme.classes if one.label in present]
    return [*known, *sorted(present - {NONE} - set(known)), *([NONE] if NONE in present else [])]


def declared(programme: Programme, label: str) -> ZoningClass:
    """A class as declared; one that is not is shown under its own name, in the zoning's colour."""
    found = next((one for one in programme.classes if one.label == label), None)
    return found or ZoningClass(label, programme.colour)


def present(facts: Facts, positions: np.ndarray) -> list[Programme]:
    """The zonings of which some commune of the territory is in a class."""
    return [one for one in mapped(facts.catalogue) if classed(one, counts(facts, one.id, positions))]
