"""What a made-to-measure perimeter is worth, recomputed at each change: people, indicators, index, programmes, access.

Everything that does not depend on the perimeter is made once per snapshot and profile (`Sandbox`), so that a change
costs a few sums over its communes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from ..errors import NoIndex, UnknownTerritory
from ..i18n import translate
from . import access, coverage, indicators, wording
from .diagnostic import Analyst
from .facts import Facts
from .fragility import territory_index
from .profile import Profile
from .territory import Territory

# A perimeter stands beside units of its size, whatever it is made of.
COMPARED_LEVEL = "epci"


@dataclass(frozen=True)
class Measure:
    """One line of the comparison.

    group: heading it stands under. value: in `unit`, None where there is none (`text` then says why in a few words).
    decimals: as shown. note: what must be said beside it. source, vintage: of the figure, "" where it is a count of
    the perimeter itself.
    """

    key: str
    group: str
    label: str
    value: float | None
    text: str
    unit: str = ""
    decimals: int = 0
    note: str = ""
    source: str = ""
    vintage: str = ""


@dataclass(frozen=True)
class Line:
    """The same measure in each variant; `gap`: second minus first as text, "" where either has no value."""

    measures: tuple[Measure, ...]
    gap: str

    @property
    def label(self) -> str:
        return self.measures[0].label

    @property
    def group(self) -> str:
        return self.measures[0].group


class Sandbox:
    """Measures any set of communes of one snapshot under one profile."""

    def __init__(self, analyst: Analyst, profile: Profile) -> None:
        self.analyst, self.profile = analyst, profile
        facts = analyst.facts
        self.facts = facts
        self._people = np.nan_to_num(facts.population)
        self._indicators = [key for key in facts.shown() if facts.catalogue.indicators[key].aggregation != "none"]
        programmes = facts.catalogue.of_kind("programme")
        self._covered = {p.id: coverage.covered(facts, p.id) for p in programmes}
        self._counts = {p.id: coverage.count(facts, p.id) for p in programmes if p.unit == "site"}
        self._eligible = {p.id: coverage.eligible(facts, p.id) for p in programmes}
        self._zones = {p.id: coverage.covered(facts, p.id) for p in facts.catalogue.of_kind("zonage")}
        self._peers = analyst.fragility(profile, COMPARED_LEVEL)
        self._communes = analyst.fragility(profile, "commune").table["classe"].to_numpy()
        self._nearest = analyst.access() if facts.catalogue.travel is not None else None
        self._parts: list[Callable[[Territory], list[Measure]]] = [
            self._size,
            self._index,
            self._figures,
            self._programmes,
            self._zonings,
            self._access,
        ]

    def territory(self, codes: Sequence[str], label: str) -> Territory:
        """The territory made of some communes, under the shortest expression that gives it back.

        Raises:
            UnknownTerritory: no commune is left, or a code is not one.
        """
        return of_communes(self.facts, codes, label)

    def measure(self, territory: Territory) -> tuple[Measure, ...]:
        """All measures of a territory, in the order of the screen."""
        return tuple(measure for part in self._parts for measure in part(territory))

    def compare(self, territories: Sequence[Territory]) -> list[Line]:
        """The measures of one or several variants side by side."""
        return [Line(row, _gap(row)) for row in zip(*(self.measure(t) for t in territories), strict=True)]

    # -- parts ----------------------------------------------------------------------------------------------------

    def _size(self, territory: Territory) -> list[Measure]:
        group = translate("Anct", "Size")
        rows = self.facts.communes.iloc[territory.positions]
        population = indicators.population_figure(self.facts, territory)
        counted = {
            "communes": (translate("Anct", "Communes"), len(rows)),
            "epci": (translate("Anct", "EPCI concerned"), rows["code_epci"].replace("", np.nan).nunique()),
            "departements": (translate("Anct", "Départements concerned"), rows["code_departement"].nunique()),
        }
        return [
            *(Measure(key, group, label, n, wording.number(n)) for key, (label, n) in counted.items()),
            _of_figure(population, group),
        ]

    def _index(self, territory: Territory) -> list[Measure]:
        group = translate("Anct", "Fragility")
        label = translate("Anct", "Index “{profile}” (built, not official)").format(profile=self.profile.label)
        ranked, beside = translate("Anct", "Rank among EPCI (1 = most fragile)"), translate("Anct", "Class")
        try:
            found = territory_index(self.facts, self._peers, territory, "France")
        except NoIndex as problem:
            none = translate("Anct", "no index")
            why = str(problem)
            rows = [(key, name) for key, name in (("indice", label), ("rang", ranked), ("classe", beside))]
            measures = [Measure(key, group, name, None, none, note=why) for key, name in rows]
        else:
            rank = f"{wording.number(found.rank)} / {wording.number(found.total)}"
            measures = [
                Measure("indice", group, label, found.value, wording.number(found.value, 1), decimals=1),
                Measure("rang", group, ranked, found.rank, rank),
                Measure("classe", group, beside, found.class_number, found.class_label),
            ]
        return [*measures, self._fragile_communes(territory, group)]

    def _fragile_communes(self, territory: Territory, group: str) -> Measure:
        """How many of the communes are fragile: none where none of them has an index, which is not zero."""
        key, label = "communes_fragiles", translate("Anct", "Communes fragile or very fragile")
        classes = self._communes[territory.positions]
        if not (classes > 0).any():
            return Measure(key, group, label, None, translate("Anct", "no index"))
        fragile = int((classes >= 4).sum())
        return Measure(key, group, label, fragile, wording.number(fragile))

    def _figures(self, territory: Territory) -> list[Measure]:
        group = translate("Anct", "Indicators")
        found = [indicators.figure(self.facts, key, territory) for key in self._indicators]
        declared = self.facts.catalogue.indicators
        return [_of_figure(figure, group, declared[figure.indicator].short) for figure in found]

    def _programmes(self, territory: Territory) -> list[Measure]:
        group, found = translate("Anct", "Programmes"), []
        for programme in self.facts.catalogue.of_kind("programme"):
            inside = self._covered[programme.id][territory.positions]
            if programme.id in self._counts:
                n = int(self._counts[programme.id][territory.positions].sum())
                text = wording.counted(n, "site", "sites")
            else:
                n, able = int(inside.sum()), int(self._eligible[programme.id][territory.positions].sum())
                text = self._communes_text(n, able, inside, territory)
            found.append(
                Measure(
                    f"prog_{programme.id}",
                    group,
                    programme.label,
                    n,
                    text,
                    note=programme.definition,
                    source=programme.source,
                    vintage=self._vintage(programme.source),
                )
            )
        return found

    def _communes_text(self, n: int, able: int, inside: np.ndarray, territory: Territory) -> str:
        if not able:
            return translate("Anct", "not eligible")
        text = wording.counted(n, "commune", "communes")
        return f"{text} ({_percent(self._share(inside, territory))})" if n else text

    def _zonings(self, territory: Territory) -> list[Measure]:
        """Share of the people who live in communes of each zoning, and in communes that hold a QPV."""
        group, found = translate("Anct", "Zonings (share of the population)"), []
        declared = [p for p in self.facts.catalogue.of_kind("zonage") if p.not_covering or not p.status_matters]
        declared += [p for p in self.facts.catalogue.of_kind("programme") if p.unit == "quartier"]
        for zoning in declared:
            inside = {**self._covered, **self._zones}[zoning.id][territory.positions]
            share = self._share(inside, territory)
            label = zoning.label
            if zoning.unit == "quartier":
                label = translate("Anct", "Communes that hold a {zoning}").format(zoning=zoning.short)
            value = None if np.isnan(share) else 100 * share
            text = _percent(share)
            found.append(
                Measure(
                    f"zone_{zoning.id}",
                    group,
                    label,
                    value,
                    text,
                    "%",
                    1,
                    note=zoning.definition,
                    source=zoning.source,
                    vintage=self._vintage(zoning.source),
                )
            )
        return found

    def _access(self, territory: Territory) -> list[Measure]:
        """People far from a fixed France services site, by estimated times; nothing without a travel model."""
        if self._nearest is None:
            return []
        group = translate("Anct", "Access to France services (estimate)")
        found = access.remote(self.facts, self._nearest, territory.positions)
        vintage = self._vintage(access.SERVICES)
        told = [wording.number(one) for one in self._nearest.told_margins(territory.positions)]
        note = translate("Anct", "Estimated times by car, not calibrated overseas.")
        if len(told) == 1:
            note = translate("Anct", "Estimated times by car, within {margin} min nine times out of ten.").format(
                margin=told[0]
            )
        elif told:
            note = translate(
                "Anct", "Estimated times by car, within {margin} min nine times out of ten, {mountain} in the massifs."
            ).format(margin=told[0], mountain=told[-1])
        measures = []
        for limit, people in found.beyond.items():
            label = translate("Anct", "People beyond {minutes} min").format(minutes=limit)
            text = f"{wording.quantity(people, 'hab.')} ({_percent(found.share(limit))})"
            measures.append(
                Measure(f"acces_{limit}", group, label, people, text, "hab.", 0, note, access.SERVICES, vintage)
            )
        label, text = translate("Anct", "People without a road to a site"), wording.quantity(found.no_road, "hab.")
        measures.append(Measure("acces_sans_route", group, label, found.no_road, text, "hab.", 0, note))
        return measures

    def _share(self, inside: np.ndarray, territory: Territory) -> float:
        people = self._people[territory.positions]
        total = people.sum()
        return float(people[inside].sum() / total) if total > 0 else float("nan")

    def _vintage(self, source: str) -> str:
        sources = self.facts.sources
        return str(sources.at[source, "millesime"]) if source in sources.index else ""


def of_communes(facts: Facts, codes: Sequence[str], label: str) -> Territory:
    """The perimeter of some communes, whole EPCI named as such so that its expression stays short.

    Raises:
        UnknownTerritory: no commune is given, or a code is no present commune.
    """
    unknown = sorted({code for code in codes if code not in facts.position})
    if unknown:
        raise UnknownTerritory(
            translate("Anct", "These codes are not communes of the data: {codes}.").format(codes=", ".join(unknown))
        )
    positions = np.unique(np.array([facts.position[code] for code in codes], dtype=int))
    if not len(positions):
        raise UnknownTerritory(translate("Anct", "The perimeter holds no commune: add one first."))
    labels, epci = facts.labels("epci")
    mine = labels[positions]
    sizes = np.bincount(labels[labels >= 0], minlength=len(epci))
    held = np.bincount(mine[mine >= 0], minlength=len(epci))
    whole = np.flatnonzero((held == sizes) & (held > 0))
    alone = positions[~np.isin(mine, whole)]
    terms = [f"epci:{epci[unit]}" for unit in whole] + [f"com:{facts.codes[p]}" for p in alone]
    return Territory("+".join(terms), label, "perimetre", "", positions)


def _of_figure(figure: indicators.Figure, group: str, short: str = "") -> Measure:
    return Measure(
        figure.indicator,
        group,
        short or figure.label,
        figure.value,
        figure.text,
        figure.unit,
        figure.decimals,
        f"{figure.label}. {figure.note}".strip(),
        figure.source,
        figure.vintage,
    )


def _gap(row: Sequence[Measure]) -> str:
    if len(row) < 2 or row[0].value is None or row[-1].value is None or row[0].key == "classe":
        return ""
    gap, decimals = row[-1].value - row[0].value, row[0].decimals
    shown = round(row[-1].value, decimals) - round(row[0].value, decimals)
    if round(gap, decimals) != round(shown, decimals):
        decimals += 1  # "3 %", "4 %" and "0 pt" would not be believed
    unit = translate("Anct", "pt") if row[0].unit == "%" else row[0].unit
    return wording.quantity(gap, unit, decimals, signed=True)


def _percent(share: float) -> str:
    return wording.quantity(100 * share, "%", 1)
