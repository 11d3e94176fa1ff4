"""Where one more site would bring most people within reach: greedy over communes, with the gain of each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..errors import ComparisonError
from ..i18n import translate
from .access import Access, earth_centred, model_of, places
from .facts import Facts
from .travel import density, lands, mountain

MOST = 5
_AXIS = 6378.137  # km
_CHUNK = 1024


@dataclass(frozen=True)
class NewSite:
    """One proposal.

    position: commune that would host it. people: brought within the threshold by it, once those before it stand.
    communes: how many communes that makes. left: people of the territory still beyond after it.
    """

    position: int
    people: float
    communes: int
    left: float


def new_sites(
    facts: Facts, found: Access, positions: np.ndarray, number: int = 1, minutes: float = 20
) -> list[NewSite]:
    """Up to `number` communes of a territory whose town hall, as a site, brings most people within `minutes`.

    Each is the best one given those before it (greedy): the set of all may not be the best set. People who have no
    road to a site count as beyond. Fewer are given where no commune would help anybody.

    Args:
        found: of the present sites. positions: the territory's communes, where sites may stand and people count.

    Raises:
        ComparisonError: a number outside 1-5, a threshold that no trip can meet, or no commune whose place is known.
    """
    model = model_of(facts)
    if not 1 <= number <= MOST:
        raise ComparisonError(translate("Anct", "The number of new sites is from 1 to {most}.").format(most=MOST))
    if minutes <= model.fixed:
        raise ComparisonError(
            translate("Anct", "The threshold is above {fixed} minutes, which any trip takes.").format(
                fixed=round(model.fixed)
            )
        )
    lon, lat, _ = places(facts)
    known = positions[~np.isnan(lon[positions])]
    if not len(known):
        raise ComparisonError(
            translate(
                "Anct", "Nobody can say where a new site would help: no commune of this territory has a known place."
            )
        )
    people = np.nan_to_num(facts.population)
    far = known[~(found.minutes[known] <= minutes) & (people[known] > 0)]
    if not len(far):
        return []
    # How far, as the crow flies, each commune reaches within the threshold.
    per_km = model.minutes(np.ones(len(far)), density(facts)[far], mountain(facts)[far]) - model.fixed
    reach = (minutes - model.fixed) / per_km
    land = lands(facts, model)
    who, where = _pairs(lon, lat, land, far, known, reach)
    open_ = np.ones(len(far), dtype=bool)
    left = float(people[far].sum())
    proposals = []
    for _ in range(number):
        live = open_[who]
        gain = np.bincount(where[live], weights=people[far][who[live]], minlength=len(known))
        best = int(np.argmax(gain))
        if gain[best] <= 0:
            break
        served = who[live & (where == best)]
        open_[served] = False
        left -= float(gain[best])
        proposals.append(NewSite(int(known[best]), float(gain[best]), len(served), max(left, 0.0)))
    return proposals


def _pairs(
    lon: np.ndarray, lat: np.ndarray, land: np.ndarray, far: np.ndarray, known: np.ndarray, reach: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """(row in `far`, row in `known`) of each commune and each host that it would reach, on the same land."""
    # Chords differ from geodesics by a millionth at these distances.
    homes, hosts = (earth_centred(lon[rows], lat[rows]) * _AXIS for rows in (far, known))
    who, where = [], []
    for first in range(0, len(known), _CHUNK):
        some = hosts[first : first + _CHUNK]
        gap = (homes**2).sum(axis=1)[:, None] + (some**2).sum(axis=1)[None, :] - 2 * homes @ some.T
        near = gap <= (reach**2)[:, None] + 1e-9
        rows, columns = np.nonzero(near)
        same = land[far[rows]] == land[known[first + columns]]
        who.append(rows[same])
        where.append(first + columns[same])
    return np.concatenate(who), np.concatenate(where)
