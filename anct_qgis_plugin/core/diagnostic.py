"""A territory's facts, gathered once for the card, the diagnostic and the dossiers; each figure keeps its source."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from ..errors import NoIndex
from . import coverage, findings, indicators, outlines, wording
from .access import Access, Remote, access, remote
from .catalogue import Programme
from .change import Change, change
from .facts import Facts
from .fragility import (
    Fragility,
    Redundancy,
    TerritoryIndex,
    compared_with,
    fragility,
    intervals,
    redundancies,
    territory_index,
)
from .gaps import Gaps, gaps, targeted
from .indicators import Figure
from .levels import Units, situation, units_of
from .profile import Profile
from .siting import NewSite
from .territory import Gazetteer, Territory
from .twins import Twins
from .uncertainty import DRAWS, SEED, Intervals

# Territories that stand beside the one studied in an identity card.
MOST_REFERENCES = 4
# Diagnostics kept in memory: a dossier and its maps, a panel and its pages ask for the same one.
DIAGNOSTICS_KEPT = 4
# Rank intervals kept in memory, some 2 MB each for communes.
MOST_KEPT = 12


@dataclass(frozen=True)
class ProgrammeFact:
    """What one programme or zoning does in a territory.

    communes: codes of the covered communes. sites: number of sites by kind ("fixe", "bus", "antenne").
    contracts: (identifiant, label) of the contracts, perimeters or districts that touch it.
    statuses: status → number of communes, where the
    status matters (FRR, FRR+). population_covered / population: people; eligible: number of eligible communes.
    """

    programme: Programme
    communes: tuple[str, ...]
    total: int
    eligible: int
    population: float
    population_covered: float
    contracts: tuple[tuple[str, str], ...]
    sites: dict[str, int]
    statuses: dict[str, int]

    @property
    def share(self) -> float:
        """Share of the people living in covered communes, 0-1; NaN without population."""
        return self.population_covered / self.population if self.population else float("nan")

    @property
    def present(self) -> bool:
        """Whether the programme has a commune or a site there."""
        return bool(self.communes or sum(self.sites.values()))

    @property
    def text(self) -> str:
        """What to say of it in a few French words: "3 communes sur 312", "12 sites"."""
        if self.programme.unit == "site":
            kinds = {"fixe": ("fixe", "fixes"), "antenne": ("antenne", "antennes"), "bus": ("itinérant", "itinérants")}
            parts = [wording.counted(n, *kinds[kind]) for kind, n in self.sites.items() if n]
            total = wording.counted(sum(self.sites.values()), "site", "sites")
            return f"{total} ({', '.join(parts)})" if parts else "aucun site"
        if not self.communes:
            return "aucune commune" if self.eligible else "non éligible"
        if self.total == 1:
            return ", ".join(self.statuses) if self.statuses else "oui"
        return f"{wording.counted(len(self.communes), 'commune', 'communes')} sur {wording.number(self.total)}"


@dataclass(frozen=True)
class Standing:
    """Where a territory stands for one indicator of the profile, among the units it is compared with.

    fragility: 0-100, share of those units that are less fragile (100 = most fragile). rank: 1 = most fragile.
    """

    figure: Figure
    fragility: float
    contribution: float
    rank: int
    total: int


@dataclass(frozen=True)
class Diagnostic:
    """Everything that the card, the diagnostic's pages and a dossier's prefills are written from.

    columns: the territory, then up to four reference territories around it. card: one row per indicator, population
    first, one `Figure` per column. index: None with the reason in `index_absence`. communes: the index of the
    territory's communes (columns of `Fragility.table` and population), most fragile first. gaps: of its communes,
    for the programmes aimed at a commune. access, remote: to France services, of all communes, and its people far
    from a site. sources: rows of `Facts.sources` for all that is shown, in order of first use.
    """

    facts: Facts
    territory: Territory
    profile: Profile
    population: Figure
    columns: tuple[Territory, ...]
    card: tuple[tuple[Figure, ...], ...]
    programmes: tuple[ProgrammeFact, ...]
    zonings: tuple[ProgrammeFact, ...]
    index: TerritoryIndex | None
    index_absence: str
    standings: tuple[Standing, ...]
    communes: pd.DataFrame
    communal: Fragility
    sources: pd.DataFrame
    gaps: Gaps
    access: Access
    remote: Remote

    @property
    def fragile_communes(self) -> pd.DataFrame:
        """Communes of the two most fragile classes."""
        return self.communes[self.communes["classe"] >= 4]

    @property
    def around(self) -> str:
        """Where it is, in a few words: "Lot et Aveyron, Occitanie"."""
        return situation(self.facts, self.territory)

    # Worked out once, for whichever documents are written.

    @cached_property
    def new_sites(self) -> tuple[NewSite, ...]:
        """As `findings.new_sites`."""
        return findings.new_sites(self)

    @cached_property
    def twins(self) -> Twins | str:
        """As `findings.twins`."""
        return findings.twins(self)

    @cached_property
    def moved(self) -> tuple[findings.Moved, ...]:
        """As `findings.moved`."""
        return findings.moved(self)


class Analyst:
    """Answers questions about territories from one snapshot; indices are computed once per level."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.gazetteer = Gazetteer(facts)
        self._access: Access | None = None
        self._changes: dict[tuple[str, str], Change] = {}
        self._fragilities: dict[tuple[Profile, str, str], Fragility] = {}
        self._intervals: dict[tuple[Profile, str, str, int, int], Intervals] = {}
        self._redundancies: dict[Profile, list[Redundancy]] = {}
        self._diagnostics: dict[tuple, Diagnostic] = {}

    def fragility(self, profile: Profile, level: str, reference: Territory | None = None) -> Fragility:
        """The index of a level, ranked in `reference` (France by default)."""
        reference = reference or self.gazetteer.resolve("FR")
        key = (profile, level, reference.expression)
        if key not in self._fragilities:
            self._fragilities[key] = fragility(self.facts, profile, level, reference)
        return self._fragilities[key]

    def intervals(
        self,
        profile: Profile,
        level: str,
        reference: Territory | None = None,
        draws: int = DRAWS,
        seed: int = SEED,
        proceed: Callable[[float], None] = lambda _share: None,
    ) -> Intervals:
        """The ranks of a level's units under drawn weights; a second or two for communes, the first time."""
        reference = reference or self.gazetteer.resolve("FR")
        key = (profile, level, reference.expression, draws, seed)
        if key not in self._intervals:
            found = intervals(self.fragility(profile, level, reference), draws, seed, proceed)
            while len(self._intervals) >= MOST_KEPT:
                self._intervals.pop(next(iter(self._intervals)))
            self._intervals[key] = found
        return self._intervals[key]

    def redundancies(self, profile: Profile) -> list[Redundancy]:
        """Pairs of the profile's indicators by their correlation over the communes of France, the strongest first."""
        if profile not in self._redundancies:
            self._redundancies[profile] = redundancies(self.fragility(profile, "commune"))
        return self._redundancies[profile]

    def access(self) -> Access:
        """The nearest fixed France services site of every commune, made once. Raises CatalogueError."""
        if self._access is None:
            self._access = access(self.facts)
        return self._access

    def change(self, indicator: str, level: str) -> Change:
        """An indicator between its two vintages, for all units of a level. Raises ComparisonError."""
        if (indicator, level) not in self._changes:
            self._changes[indicator, level] = change(self.facts, indicator, level)
        return self._changes[indicator, level]

    def references(self, territory: Territory) -> list[Territory]:
        """The default comparison territories: those around it, at most four (a commune does without FRM)."""
        around = self.gazetteer.containing(territory)
        if len(around) > MOST_REFERENCES:
            around = [t for t in around if t.code != "FRM"]
        return around[-MOST_REFERENCES:]

    def programme_facts(self, territory: Territory, kind: str) -> list[ProgrammeFact]:
        """What each programme ("programme") or zoning ("zonage") does in a territory."""
        labels = indicators.membership(self.facts, [territory])[0]
        units = Units(territory.level, np.array([territory.code], object), np.array([territory.label], object), labels)
        return [_programme_fact(self.facts, territory, units, p) for p in self.facts.catalogue.of_kind(kind)]

    def index(self, profile: Profile, territory: Territory, draws: int = DRAWS) -> TerritoryIndex:
        """The index of a territory among French units of its kind, and how sure its rank is. Raises NoIndex."""
        peers = self.fragility(profile, compared_with(territory))
        return territory_index(self.facts, peers, territory, "France", draws)

    def diagnostic(
        self, territory: Territory, profile: Profile, references: Sequence[Territory] | None = None
    ) -> Diagnostic:
        """All the facts of a territory; the last ones made are given again, so nobody changes their tables."""
        around = self.references(territory) if references is None else list(references)
        # The communes too: a kept perimeter changes under its name.
        places = [(t.expression, t.label, t.notes, t.positions.tobytes()) for t in (territory, *around)]
        key = (profile, *places)
        if key not in self._diagnostics:
            made = self._diagnostic(territory, profile, around)
            while len(self._diagnostics) >= DIAGNOSTICS_KEPT:
                self._diagnostics.pop(next(iter(self._diagnostics)))
            self._diagnostics[key] = made
        return self._diagnostics[key]

    def _diagnostic(self, territory: Territory, profile: Profile, around: list[Territory]) -> Diagnostic:
        facts = self.facts
        columns = (territory, *around)
        card = [tuple(indicators.population_figure(facts, t) for t in columns)]
        card += [tuple(indicators.figure(facts, key, t) for t in columns) for key in _card(facts, profile)]
        try:
            found, absence = self.index(profile, territory), ""
        except NoIndex as error:
            found, absence = None, error.message
        communal = self.fragility(profile, "commune")
        communes = communal.of(units_of(facts, territory, "commune"))
        communes["population"] = facts.population[territory.positions]
        communes = communes.sort_values(["indice", "population"], ascending=[False, False], na_position="last")
        reached = self.access()
        programmes = self.programme_facts(territory, "programme")
        zonings = self.programme_facts(territory, "zonage")
        used = ["cog", *outlines.sources(facts, territory), "populations"]
        used += [p.programme.source for p in (*programmes, *zonings)] + [row[0].source for row in card]
        known = [key for key in dict.fromkeys(used) if key in facts.sources.index]
        return Diagnostic(
            facts=facts,
            territory=territory,
            profile=profile,
            population=card[0][0],
            columns=columns,
            card=tuple(card),
            programmes=tuple(programmes),
            zonings=tuple(zonings),
            index=found,
            index_absence=absence,
            standings=tuple(self._standings(territory, profile, found)),
            communes=communes.reset_index(drop=True),
            communal=communal,
            sources=facts.sources.loc[known],
            gaps=gaps(facts, communal, territory, targeted(facts.catalogue)),
            access=reached,
            remote=remote(facts, reached, territory.positions),
        )

    def _standings(self, territory: Territory, profile: Profile, index: TerritoryIndex | None) -> list[Standing]:
        if index is None:
            return []
        peers = self.fragility(profile, compared_with(territory))
        found = []
        for k, weighted in enumerate(profile.indicators):
            own = indicators.figure(self.facts, weighted.indicator, territory)
            if own.value is None:
                continue
            values = peers.values[peers.reference, k]
            values = values[~np.isnan(values)]
            worse = values > own.value if weighted.fragile == "high" else values < own.value
            less = values < own.value if weighted.fragile == "high" else values > own.value
            share = 100 * float(less.sum()) / max(len(values), 1)
            contribution = index.contributions[weighted.indicator]
            found.append(Standing(own, share, contribution, 1 + int(worse.sum()), len(values)))
        return sorted(found, key=lambda s: s.rank / s.total)


def _card(facts: Facts, profile: Profile) -> list[str]:
    """Indicators of the identity card: those declared so, and those of the profile."""
    used = {weighted.indicator for weighted in profile.indicators}
    return [key for key in facts.shown() if facts.catalogue.indicators[key].card or key in used]


def _programme_fact(facts: Facts, territory: Territory, units: Units, programme: Programme) -> ProgrammeFact:
    row = coverage.coverage(facts, units, [programme.id]).iloc[0]
    inside = np.zeros(len(facts.communes), dtype=bool)
    inside[territory.positions] = True
    codes = facts.codes[coverage.covered(facts, programme.id) & inside]
    rows, positions = facts.members(programme.id)
    rows = rows[inside[positions]]
    covering = rows[~rows["statut"].isin(programme.not_covering)]
    names = facts.perimeter_names.get(programme.id, {})
    contracts = covering[covering["identifiant"] != ""].drop_duplicates("identifiant")
    kinds: Mapping[str, int] = {}
    if programme.unit == "site":
        of_it = facts.sites[facts.sites["programme"] == programme.id]
        kinds = of_it[of_it["code"].isin(facts.codes[territory.positions])]["genre"].value_counts()
    return ProgrammeFact(
        programme=programme,
        communes=tuple(codes),
        total=int(row["communes"]),
        eligible=int(row["communes_eligibles"]),
        population=float(row["population"]),
        population_covered=float(row["population_couverte"]),
        contracts=tuple((r.identifiant, names.get(r.identifiant) or r.libelle or "") for r in contracts.itertuples()),
        sites={kind: int(kinds.get(kind, 0)) for kind in ("fixe", "antenne", "bus")}
        if programme.unit == "site"
        else {},
        statuses=covering["statut"].value_counts().to_dict() if programme.status_matters else {},
    )
