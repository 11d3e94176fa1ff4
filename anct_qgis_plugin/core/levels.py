"""The units of one level that make up a territory."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from . import wording
from .facts import Facts
from .territory import Territory

# Départements or régions named one by one where a territory touches several.
_MOST_NAMED = 4


@dataclass(frozen=True)
class Units:
    """n units of one level.

    codes, names: object arrays (n,). labels: int (n_communes,), the unit of every commune of France in this
    selection, -1 outside; a unit counts with all its communes.
    """

    level: str
    codes: np.ndarray
    names: np.ndarray
    labels: np.ndarray


def all_units(facts: Facts, level: str) -> Units:
    """Every unit of a level."""
    labels, codes = facts.labels(level)
    if level == "commune":
        names = facts.communes["nom"].to_numpy()
    else:
        names = np.array([facts.unit_rows[level, code]["nom"] for code in codes], dtype=object)
    return Units(level, codes, names, labels)


def units_of(facts: Facts, territory: Territory, level: str) -> Units:
    """The units of a level that lie mostly in a territory (by population); those that touch it where none does.

    An EPCI over two départements thus goes with the one where most of its people live, and counts whole.
    """
    everything = all_units(facts, level)
    kept = _mostly_inside(facts, territory, everything.labels, len(everything.codes))
    renumbered = np.full(len(everything.codes) + 1, -1)  # the last cell answers for label -1
    renumbered[np.flatnonzero(kept)] = np.arange(kept.sum())
    return Units(level, everything.codes[kept], everything.names[kept], renumbered[everything.labels])


def situation(facts: Facts, territory: Territory) -> str:
    """Where a territory is, in a few words: "Grand-Figeac, Lot et Aveyron, Occitanie"; "" for a country.

    Its EPCI when one holds it whole, then every département and région that it touches, most people first.
    """
    order = ("commune", "epci", "arrondissement", "departement", "region", "pays")
    known = order.index(territory.level) if territory.level in order else 0
    people = np.nan_to_num(facts.population[territory.positions]) + 1e-6
    parts: list[str] = []
    for level in ("epci", "departement", "region"):
        labels = facts.labels(level)[0][territory.positions]
        if order.index(level) <= known or (labels < 0).any() or (level == "epci" and labels.min() != labels.max()):
            continue
        found, weights = np.unique(labels, return_inverse=True)
        found = found[np.argsort(-np.bincount(weights, weights=people), kind="stable")]
        names = all_units(facts, level).names[found].tolist()
        one, several = wording.LEVEL_NAMES[level], wording.LEVEL_PLURALS[level]
        said = wording.listing(names) if len(names) <= _MOST_NAMED else wording.counted(len(names), one, several)
        if said not in parts:  # Guadeloupe is both
            parts.append(said)
    return ", ".join(parts)


def _mostly_inside(facts: Facts, territory: Territory, labels: np.ndarray, n: int) -> np.ndarray:
    # Communes without inhabitants count a little, so that a unit made of them is placed too.
    people = np.nan_to_num(facts.population) + 1e-6
    inside = np.zeros(len(labels), dtype=bool)
    inside[territory.positions] = True
    known = labels >= 0
    total = np.bincount(labels[known], weights=people[known], minlength=n)
    within = np.bincount(labels[known & inside], weights=people[known & inside], minlength=n)
    mostly = within > total / 2
    return mostly if mostly.any() else within > 0
