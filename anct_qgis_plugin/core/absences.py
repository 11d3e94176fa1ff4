"""Why a figure is not there: the data that do not exist, or not everywhere (resources/catalogue/absences.toml)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .catalogue import Absence
from .facts import Status

if TYPE_CHECKING:
    from .facts import Facts
    from .territory import Territory

WITHHELD = "Valeur couverte par le secret statistique."
WITHHELD_IN_PART = "Le secret statistique couvre plus d’un cinquième du territoire."
TOO_FEW = "Trop de communes n’ont pas de valeur : elles pèsent plus d’un cinquième du territoire."
NO_WEIGHT = "Les communes ont une valeur, mais pas l’effectif qui permettrait de les réunir."
NOTHING = "La source n’a pas de valeur pour cette commune."
NOT_REFRESHED = "Cet indicateur vient d’une source facultative qui n’a pas été actualisée."


def for_(facts: Facts, key: str, territory: Territory) -> list[str]:
    """What to say of the absence of an indicator, or of the gaps of a programme's list, in a territory.

    For an indicator: the reasons why it has no value there, none if it has one. For a programme or zoning: what its
    list lacks, there or everywhere.

    Returns:
        French sentences, the most particular first.
    """
    if key in facts.catalogue.programmes:
        return [a.text for a in _of(facts, key) if not a.local or _touches(facts, a, territory.positions)]
    from .indicators import aggregate, membership  # which takes its reasons from here

    (labels,) = membership(facts, [territory])
    found = aggregate(facts.catalogue.indicators[key], facts.values[key], facts.population, labels, 1)
    return reasons(facts, key, territory, Status(int(found.status[0])))


def reasons(facts: Facts, key: str, territory: Territory, status: Status) -> list[str]:
    """`for_` an indicator whose status in the territory is known."""
    if status is Status.OK:
        return []
    if key in facts.awaited:
        return [a.text for a in _of(facts, key) if a.until == key] or [NOT_REFRESHED]
    several = len(territory.positions) > 1
    if status is Status.SECRET:
        return [WITHHELD_IN_PART if several else WITHHELD]
    declared = facts.catalogue.indicators[key]
    without = territory.positions[facts.values[key].status[territory.positions] == Status.MISSING]
    own = [a.text for a in _of(facts, key) if a.local and _touches(facts, a, without)]
    if several and declared.aggregation == "none":
        return [declared.why_not_aggregable or TOO_FEW, *own]
    if several and not len(without):
        return [NO_WEIGHT]
    if several:
        return own or [TOO_FEW]
    # What holds everywhere explains a single commune too: there is no line for most of them.
    return own or [a.text for a in _of(facts, key, source_only=True) if not a.local][:1] or [NOTHING]


def everywhere(facts: Facts) -> list[str]:
    """All that is known not to be there, for the window of sources."""
    return [a.text for a in _in_force(facts)]


def _in_force(facts: Facts) -> list[Absence]:
    """What is still absent: what a refresh has brought ends what was said of it."""
    held = [a for a in facts.catalogue.absences if not a.until or a.until in facts.awaited]
    return [a for a in held if not a.as_of or all(day <= a.as_of for day in _dates(facts, a))]


def _dates(facts: Facts, absence: Absence) -> list[str]:
    """The dates of the sources of what an absence concerns, where they are known."""
    catalogue = facts.catalogue
    concerned = [catalogue.programmes[key].source for key in absence.programmes]
    concerned += [catalogue.indicators[key].source for key in absence.indicators]
    known = [key for key in (*absence.sources, *concerned) if key in facts.sources.index]
    return [str(facts.sources.at[key, "date"]) for key in known]


def _of(facts: Facts, key: str, source_only: bool = False) -> list[Absence]:
    """Absences that concern an indicator or a programme, by its id or its source; local ones first."""
    entry = facts.catalogue.programmes.get(key) or facts.catalogue.indicators[key]
    named = [
        a
        for a in _in_force(facts)
        if entry.source in a.sources or (not source_only and (key in a.indicators or key in a.programmes))
    ]
    return sorted(named, key=lambda a: not a.local)


def _touches(facts: Facts, absence: Absence, positions: np.ndarray) -> bool:
    departments = facts.communes["code_departement"].to_numpy()
    if absence.departements and not set(absence.departements).isdisjoint(departments[positions]):
        return True
    return bool(absence.communes) and not set(absence.communes).isdisjoint(facts.codes[positions])
