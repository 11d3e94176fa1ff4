"""Where a territory and those around it stand among the units of France, for every indicator."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from . import index as engine
from . import indicators
from .facts import Facts, Status
from .fragility import compared_with
from .indicators import Figure
from .levels import all_units
from .territory import Territory


@dataclass(frozen=True)
class Position:
    """One indicator on the scale of the units of a level.

    figures: one per territory asked for. shares: beside each, the percentile of its value among the units of `level`
    that have one (0-100, ties share their mean, 100 = the fragile side), None without a value. total: how many units
    have a value.
    """

    indicator: str
    short: str
    fragile: str
    figures: tuple[Figure, ...]
    shares: tuple[float | None, ...]
    level: str
    total: int


def positions(facts: Facts, territories: Sequence[Territory]) -> list[Position]:
    """The position of each territory for each indicator, among the French units of the first one's kind."""
    level = compared_with(territories[0])
    units = all_units(facts, level)
    keys = facts.shown()
    if level == "commune":  # the communes themselves: nothing to aggregate
        peers = np.column_stack([facts.values[key].value for key in keys])
    else:
        found = indicators.table(facts, keys, units.labels, len(units.codes))
        peers = np.column_stack([found[key].value for key in keys])
    rows = [[indicators.figure(facts, key, territory) for key in keys] for territory in territories]
    own = np.array([[np.nan if f.value is None else f.value for f in row] for row in rows], dtype=float)
    inside = np.arange(len(peers) + len(own)) < len(peers)
    high = np.array([facts.catalogue.indicators[key].fragile == "high" for key in keys])
    scale = engine.normalise(np.vstack([peers, own]), high, "percentile", inside)[len(peers) :]
    return [
        Position(
            indicator=key,
            short=facts.catalogue.indicators[key].short,
            fragile=facts.catalogue.indicators[key].fragile,
            figures=tuple(row[k] for row in rows),
            shares=tuple(
                float(scale[t, k]) if rows[t][k].status is Status.OK and not np.isnan(scale[t, k]) else None
                for t in range(len(rows))
            ),
            level=level,
            total=int((~np.isnan(peers[:, k])).sum()),
        )
        for k, key in enumerate(keys)
    ]
