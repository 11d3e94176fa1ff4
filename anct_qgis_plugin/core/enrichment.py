"""What a list of places receives: yes or no per programme and zoning, indicators, index; a row per place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from . import coverage, indicators
from .catalogue import Programme
from .diagnostic import Analyst
from .facts import Facts, Status
from .levels import Units, all_units
from .profile import Profile

YES, NO, PARTLY = "oui", "non", "en partie"
# Levels that have an index.
INDEXED = ("commune", "epci", "departement")


@dataclass(frozen=True)
class Field:
    """A column that is added. kind: "text", "real" or "integer"; label: what it is, in French."""

    name: str
    kind: str
    label: str


def has_classes_only(programme: Programme) -> bool:
    """True for a zoning that puts every commune in some class: "yes" would say nothing, the class does."""
    return programme.kind == "zonage" and programme.status_matters and not programme.not_covering


def fields(facts: Facts, programmes: Sequence[str], keys: Sequence[str], profile: Profile) -> list[Field]:
    """The columns, in their order."""
    found = []
    for key in programmes:
        programme = facts.catalogue.programmes[key]
        found.append(Field(key, "text", programme.label))
        if programme.status_matters and not has_classes_only(programme):
            found.append(Field(f"{key}_statut", "text", f"{programme.label} : classement"))
    for key in keys:
        indicator = facts.catalogue.indicators[key]
        unit = f" ({indicator.unit})" if indicator.unit else ""
        found.append(Field(key, "real", f"{indicator.label}{unit}, {indicator.vintage}"))
    return [
        *found,
        Field("indice", "real", f"{profile.label} : indice de fragilité, 0 à 100 (construit, non officiel)"),
        Field("classe", "integer", "Classe de fragilité, de 1 à 5 (5 = très fragile)"),
        Field("classe_libelle", "text", "Classe de fragilité"),
        Field("anct_secret", "text", "Indicateurs couverts par le secret statistique"),
        Field("anct_approche", "text", "Indicateurs approchés par agrégation"),
    ]


def values(
    analyst: Analyst,
    level: str,
    codes: Iterable[str],
    programmes: Sequence[str],
    keys: Sequence[str],
    profile: Profile,
) -> dict[str, list[str | float | int | None]]:
    """What each place of a level receives, by code, in the order of `fields`; None where nothing is known."""
    facts = analyst.facts
    units = all_units(facts, level)
    at = {code: row for row, code in enumerate(units.codes)}
    wanted = [code for code in dict.fromkeys(codes) if code in at]
    columns = [column for key in programmes for column in _programme(facts, facts.catalogue.programmes[key], units)]
    table = indicators.table(facts, keys, units.labels, len(units.codes))
    index = analyst.fragility(profile, level).table if level in INDEXED else None
    found = {}
    for code in wanted:
        row = at[code]
        cells: list[str | float | int | None] = [column[row] for column in columns]
        cells += [None if np.isnan(a.value[row]) else float(a.value[row]) for a in table.values()]
        if index is None or not index["classe"].iat[row]:
            cells += [None, None, None if index is None else str(index["classe_libelle"].iat[row])]
        else:
            cells += [float(index["indice"].iat[row]), int(index["classe"].iat[row])]
            cells.append(str(index["classe_libelle"].iat[row]))
        cells.append(", ".join(key for key, a in table.items() if a.status[row] == Status.SECRET) or None)
        cells.append(", ".join(key for key, a in table.items() if a.approximate[row]) or None)
        found[code] = cells
    return found


def _programme(facts: Facts, programme: Programme, units: Units) -> list[np.ndarray]:
    """The columns of one programme or zoning, an object array per unit each."""
    if has_classes_only(programme):
        return [_statuses(facts, programme, units)]
    inside = units.labels >= 0
    labels, n = units.labels[inside], len(units.codes)
    has = np.bincount(labels, weights=coverage.covered(facts, programme.id)[inside], minlength=n)
    size = np.bincount(labels, minlength=n)
    answer = np.full(n, NO, dtype=object)
    answer[has > 0] = PARTLY
    # A district covers a part of its commune only; a site serves the whole of where it stands.
    if programme.unit == "site":
        answer[has > 0] = YES
    elif programme.unit != "quartier":
        answer[(has > 0) & (has == size)] = YES
    return [answer, _statuses(facts, programme, units)] if programme.status_matters else [answer]


def _statuses(facts: Facts, programme: Programme, units: Units) -> np.ndarray:
    """The class of each commune; for wider units it is named only where all their communes share it."""
    rows, positions = facts.members(programme.id)
    by_commune = np.full(len(facts.communes), None, dtype=object)
    by_commune[positions] = rows["statut"].to_numpy(dtype=object)
    if units.level == "commune":
        return by_commune
    seen: dict[int, set] = {}
    for label, status in zip(units.labels, by_commune, strict=True):
        if label >= 0:
            seen.setdefault(int(label), set()).add(status)
    found = np.full(len(units.codes), None, dtype=object)
    for label, statuses in seen.items():
        found[label] = next(iter(statuses)) if len(statuses) == 1 else "plusieurs classements"
    return found


def sources(facts: Facts, programmes: Sequence[str], keys: Sequence[str], profile: Profile) -> str:
    """Where all of it comes from, in one line: producer, title and vintage of each source, named once."""
    used = [facts.catalogue.programmes[key].source for key in programmes]
    used += [facts.catalogue.indicators[key].source for key in keys]
    used += [facts.catalogue.indicators[w.indicator].source for w in profile.indicators]
    lines = []
    for key in dict.fromkeys(used):
        if key in facts.sources.index:
            source = facts.sources.loc[key]
            lines.append(f"{source['producteur']}, {source['titre']} ({source['millesime']})")
    return " ; ".join(lines)
