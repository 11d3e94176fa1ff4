"""Where every figure comes from: what uses a source, how to cite it, how much of a territory an indicator covers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from . import absences, wording
from .facts import Facts, Status
from .outlines import EXACT
from .territory import Territory

# Sources that serve everything: codes, outlines, people.
COMMON = {"cog": "codes", "geometry": "contours", "gaps": "contours", "populations": "population"}
_MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
    "décembre",
)  # fmt: skip


@dataclass(frozen=True)
class Reach:
    """How much of a territory an indicator covers. Shares 0-1 of communes and of people with a value, of communes
    whose value is withheld; absence: why there is nothing, in French, "" where there is something."""

    indicator: str
    label: str
    vintage: str
    communes: float
    people: float
    secret: float
    absence: str


def uses(facts: Facts) -> dict[str, list[str]]:
    """What each source serves, by id: labels of programmes, zonings and indicators."""
    found: dict[str, list[str]] = {key: [] for key in facts.sources.index}
    for key, what in COMMON.items():
        if key in found:
            found[key].append(what)
    for key in facts.sources.index:
        if key.startswith(EXACT):
            found[key].append("contours exacts")
    named = [(p.source, p.label) for p in facts.catalogue.programmes.values()]
    named += [(i.source, i.label) for i in facts.catalogue.indicators.values()]
    for source, label in named:
        if source in found:
            found[source].append(label)
    return found


def reach(facts: Facts, territory: Territory) -> list[Reach]:
    """Every indicator in a territory, in the catalogue's order."""
    positions = territory.positions
    people = np.nan_to_num(facts.population[positions])
    total = people.sum()
    found = []
    for key, column in facts.values.items():
        declared = facts.catalogue.indicators[key]
        known = column.status[positions] == Status.OK
        secret = column.status[positions] == Status.SECRET
        absence = "" if known.any() else " ".join(absences.for_(facts, key, territory))
        if column.units is not None:
            absence = declared.why_not_aggregable
        found.append(
            Reach(
                key, declared.label, declared.vintage, float(known.mean()),
                float(people[known].sum() / total) if total else float("nan"), float(secret.mean()), absence,
            )
        )  # fmt: skip
    return found


def citation(source: Mapping[str, str], consulted: str) -> str:
    """A source as it is cited: "Insee, Recensement 2021, millésime 2021, Licence Ouverte 2.0, https://…, consulté le
    3 mars 2026".

    Args:
        source: a row of `Facts.sources`. consulted: ISO date of the snapshot, "" if unknown.
    """
    title, vintage = str(source["titre"]), str(source["millesime"])
    parts = [str(source["producteur"]), title]
    if vintage and vintage not in title:
        parts.append(vintage)
    parts += [str(source["licence"]), str(source.get("adresse", ""))]
    if consulted:
        parts.append(f"consulté le {long_date(consulted)}")
    return ", ".join(part for part in parts if part) + "."


def citations(facts: Facts, territory: Territory) -> str:
    """All that is shown of a territory, one line per source: those of its programmes and of the indicators it has."""
    wanted = [key for key in COMMON if key in facts.sources.index]
    mine = np.zeros(len(facts.communes), dtype=bool)
    mine[territory.positions] = True
    for key, programme in facts.catalogue.programmes.items():
        _, positions = facts.members(key)
        if programme.unit == "site" or mine[positions].any():
            wanted.append(programme.source)
    for key, column in facts.values.items():
        if (column.status[territory.positions] != Status.MISSING).any() or column.units is not None:
            wanted.append(facts.catalogue.indicators[key].source)
    rows = [facts.sources.loc[key] for key in dict.fromkeys(wanted) if key in facts.sources.index]
    return "\n".join(citation(row, facts.info.get("built", "")) for row in rows)


def long_date(iso: str) -> str:
    """ "2026-03-01" → "1er mars 2026"; what is no full date stays as it is."""
    parts = iso.split("-")
    if len(parts) != 3 or not all(part.isdigit() for part in parts) or not 1 <= int(parts[1]) <= 12:
        return iso
    day = int(parts[2])
    return f"{'1er' if day == 1 else day} {_MONTHS[int(parts[1]) - 1]} {parts[0]}"


def percent(share: float) -> str:
    """A share as it is read: "98 %", "< 1 %"; all and nothing are only said when they are."""
    if np.isnan(share):
        return "–"
    rounded = round(100 * share)
    if share > 0 and rounded == 0:
        return f"<{wording.NBSP}1{wording.NBSP}%"
    if share < 1 and rounded == 100:
        return f">{wording.NBSP}99{wording.NBSP}%"
    return f"{rounded}{wording.NBSP}%"
