"""The perimeter of a dossier: the territory that its list of EPCI and communes names, once a person has changed it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from ..errors import AmbiguousTerritory, UnknownTerritory
from .dossier import Dossier
from .dossier_definition import Definition, Field
from .facts import Facts
from .levels import all_units
from .territory import Gazetteer, Territory

# Units that one word names, largest first.
_UNITS = (("region", "reg"), ("departement", "dep"), ("arrondissement", "arr"), ("epci", "epci"), ("commune", "com"))


def perimeter_field(definition: Definition) -> Field | None:
    """The field that lists the dossier's EPCI and communes, if the definition has one."""
    return next((one for one in definition if one.layout == "territories"), None)


def has_moved(dossier: Dossier, definition: Definition) -> bool:
    """True if a person added or took away a row of the perimeter since the dossier's figures were drafted."""
    field = perimeter_field(definition)
    if field is None or field.id not in dossier.drafts:
        return False
    typed = _names(dossier.values.get(field.id))
    return bool(typed) and typed != _names(dossier.drafts[field.id])


def territory_of(dossier: Dossier, definition: Definition, gazetteer: Gazetteer) -> tuple[Territory, tuple[str, ...]]:
    """The territory that a dossier is about, and the rows of its perimeter that name no commune or EPCI of the data.

    It is the one that the dossier was drafted for, unless its list of EPCI and communes now says otherwise.

    Raises:
        UnknownTerritory: neither the list, nor the dossier's expression, nor its communes are known.
    """
    base = _drafted_for(dossier, gazetteer)
    field = perimeter_field(definition)
    if field is None or not has_moved(dossier, definition):
        return base, ()
    parts, unread = [], []
    for row in dossier.values[field.id]:
        try:
            parts.append(_positions(dossier, row, gazetteer))
        except (UnknownTerritory, AmbiguousTerritory):
            unread.append(str(row.get("nom") or row.get("code") or ""))
    positions = np.unique(np.concatenate(parts)).astype(int) if parts else base.positions
    if np.array_equal(positions, base.positions):
        return base, tuple(unread)
    return named(gazetteer, positions, base), tuple(unread)


def named(gazetteer: Gazetteer, positions: np.ndarray, base: Territory | None = None) -> Territory:
    """The territory of some communes under the shortest expression: a unit, a list, or what it adds to another one.

    Args:
        positions: sorted rows of `Facts.communes`, never empty. base: what it may be said from.
    """
    facts = gazetteer.facts
    for level, prefix in _UNITS:
        labels, codes = facts.labels(level)
        first = labels[positions[0]]
        if first >= 0 and np.array_equal(np.flatnonzero(labels == first), positions):
            return gazetteer.resolve(f"{prefix}:{codes[first]}")
    listed = _terms(facts, positions, positions)
    if base is not None:
        outside = np.setdiff1d(np.arange(len(facts.communes)), positions)
        more = _terms(facts, np.setdiff1d(positions, base.positions), positions)
        less = _terms(facts, np.setdiff1d(base.positions, positions), outside)
        if len(more) + len(less) + 1 < len(listed):
            text = "".join([base.expression, *(f"+{one}" for one in more), *(f"-{one}" for one in less)])
            return gazetteer.resolve(text)
    return gazetteer.resolve("+".join(listed))


def _drafted_for(dossier: Dossier, gazetteer: Gazetteer) -> Territory:
    try:
        return gazetteer.resolve(dossier.territory)
    except (UnknownTerritory, AmbiguousTerritory):
        # A perimeter of the user's that was deleted since, or of somebody else's: the dossier has its communes.
        found = [gazetteer.facts.position[code] for code in dossier.communes if code in gazetteer.facts.position]
        if not found:
            raise
        return named(gazetteer, np.unique(found).astype(int))


def _names(rows: Any) -> set[str]:
    """What the rows of a perimeter name: codes, or names where there is none."""
    found = {str(row.get("code") or row.get("nom") or "").strip() for row in _rows(rows)}
    return found - {""}


def _rows(value: Any) -> Sequence[Mapping[str, Any]]:
    return [row for row in value if isinstance(row, Mapping)] if isinstance(value, list) else []


def _positions(dossier: Dossier, row: Mapping[str, Any], gazetteer: Gazetteer) -> np.ndarray:
    """The communes of one row; of an EPCI that is partly inside, those that the row keeps, or else the dossier."""
    territory = gazetteer.resolve(str(row.get("code") or row.get("nom") or ""))
    if not str(row.get("nature", "")).endswith("(partie)"):
        return territory.positions
    inside = str(row.get("codes") or "").split() or dossier.communes
    known = [gazetteer.facts.position[code] for code in inside if code in gazetteer.facts.position]
    part = np.intersect1d(territory.positions, known).astype(int)
    return part if len(part) else territory.positions


def _terms(facts: Facts, positions: np.ndarray, within: Iterable[int]) -> list[str]:
    """Expressions that cover some communes without leaving a larger set: whole EPCI first, then single communes."""
    units = all_units(facts, "epci")
    inside = np.zeros(len(facts.communes), dtype=bool)
    inside[np.asarray(within, dtype=int)] = True
    labels = units.labels
    split = set(labels[(labels >= 0) & ~inside])
    whole = sorted({k for k in labels[positions] if k >= 0 and k not in split}, key=lambda k: str(units.codes[k]))
    alone = [position for position in positions if labels[position] < 0 or labels[position] in split]
    return [*(f"epci:{units.codes[k]}" for k in whole), *(f"com:{facts.codes[position]}" for position in alone)]
