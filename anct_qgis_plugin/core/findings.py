"""What a territory's facts lead to: where a site would help, who resembles it, what moved; for every document alike."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..errors import ComparisonError
from . import change as changes
from . import siting
from . import twins as resembling
from .fragility import compared_with
from .indicators import Figure, figure
from .siting import NewSite
from .twins import Twins

if TYPE_CHECKING:
    from .diagnostic import Diagnostic

MOST_TWINS = 5


@dataclass(frozen=True)
class Moved:
    """An indicator of a territory at its two vintages.

    gap: after - before, in `unit` (points for percentages). rank: 1 = the change most towards fragility among `total`
    units of the same level; None where the territory is none of them. comparable: what limits the comparison.
    """

    before: Figure
    after: Figure
    gap: float
    unit: str
    rank: int | None
    total: int
    comparable: str


def new_sites(diagnostic: Diagnostic) -> tuple[NewSite, ...]:
    """Where one more France services site would help most; none where no place is known."""
    with suppress(ComparisonError):
        return tuple(siting.new_sites(diagnostic.facts, diagnostic.access, diagnostic.territory.positions, siting.MOST))
    return ()


def twins(diagnostic: Diagnostic) -> Twins | str:
    """The territories most like it; else why there are none, "" where none are sought at its level."""
    try:
        return resembling.twins(diagnostic.facts, diagnostic.territory, MOST_TWINS)
    except ComparisonError as error:
        return str(error) if diagnostic.territory.level in resembling.LEVELS else ""


def moved(diagnostic: Diagnostic) -> tuple[Moved, ...]:
    """The indicators that have two vintages and both values there."""
    facts, territory = diagnostic.facts, diagnostic.territory
    level, found = compared_with(territory), []
    for key in changes.with_two_vintages(facts):
        old = figure(facts, facts.catalogue.indicators[key].before, territory)
        new = figure(facts, key, territory)
        if old.value is None or new.value is None:
            continue
        of_all = changes.change(facts, key, level)
        ranks = of_all.table.set_index("code")
        rank = ranks["rang"].get(territory.code, np.nan) if territory.level == level else np.nan
        total = int(ranks["rang_total"].iat[0])
        found.append(
            Moved(
                old, new, new.value - old.value, of_all.unit, int(rank) if rank == rank else None, total,
                of_all.after.comparable,
            )
        )  # fmt: skip
    return tuple(found)
