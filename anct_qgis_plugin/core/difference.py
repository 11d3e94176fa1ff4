"""What changed between two snapshots: communes per programme, sites, vintages and values of indicators.

Any two versions can be compared, for the whole country or a territory: "what has changed in programmes here since the
last committee" is `difference(then, now, territory's codes)`.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from .facts import Facts, Status

BIGGEST = 20


@dataclass(frozen=True)
class Commune:
    """A commune in a list of changes; `before` and `after`: its identifiers or status, "" where it has none."""

    code: str
    nom: str
    before: str
    after: str


@dataclass(frozen=True)
class ProgrammeChange:
    """A programme or zoning: communes that came, went, or changed their contract or status."""

    programme: str
    label: str
    count_before: int
    count_after: int
    added: tuple[Commune, ...]
    removed: tuple[Commune, ...]
    changed: tuple[Commune, ...]

    @property
    def any(self) -> bool:
        """Whether something changed."""
        return bool(self.added or self.removed or self.changed)


@dataclass(frozen=True)
class SiteChange:
    """Sites of a programme that came and went: (id, name, commune's code and name)."""

    programme: str
    label: str
    count_before: int
    count_after: int
    added: tuple[tuple[str, str, str], ...]
    removed: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class ValueChange:
    """One commune's value; None where there is none (missing or secret)."""

    code: str
    nom: str
    before: float | None
    after: float | None


@dataclass(frozen=True)
class IndicatorChange:
    """An indicator, or the population: vintages, how many values changed, came and went, and the biggest changes."""

    indicator: str
    label: str
    unit: str
    decimals: int
    vintage_before: str
    vintage_after: str
    changed: int
    appeared: int
    vanished: int
    biggest: tuple[ValueChange, ...]


@dataclass(frozen=True)
class Difference:
    """What changed from one snapshot (`before`: ISO date of its making) to another; what did not change is left out."""

    before: str
    after: str
    programmes: tuple[ProgrammeChange, ...]
    sites: tuple[SiteChange, ...]
    indicators: tuple[IndicatorChange, ...]
    sources: tuple[tuple[str, str, str, str], ...]

    @property
    def any(self) -> bool:
        """Whether something changed."""
        return bool(self.programmes or self.sites or self.indicators)


def difference(before: Facts, after: Facts, codes: Collection[str] | None = None) -> Difference:
    """Compare two snapshots.

    Args:
        codes: communes to look at; all when None.

    Returns:
        Programmes in the order of the catalogue of `after`; communes sorted by code; `sources`: (id, title, vintage
        before, after) of those whose vintage moved.
    """
    wanted = None if codes is None else set(codes)
    names = before.communes["nom"].to_dict() | after.communes["nom"].to_dict()
    programmes, sites = [], []
    for key, programme in after.catalogue.programmes.items():
        if programme.unit == "site":
            moved = _sites(before, after, key, programme.label, names, wanted)
            if moved.added or moved.removed:
                sites.append(moved)
            continue
        change = _programme(before, after, key, programme.label, names, wanted)
        if change.any:
            programmes.append(change)
    moved_values = [
        _people(before, after, wanted), *(_indicator(before, after, key, wanted) for key in after.catalogue.indicators)
    ]  # fmt: skip
    indicators = [one for one in moved_values if one is not None]
    moved_sources = [
        (str(key), str(row["titre"]), str(before.sources["millesime"].get(key, "")), str(row["millesime"]))
        for key, row in after.sources.iterrows()
        if str(before.sources["millesime"].get(key, "")) != str(row["millesime"])
    ]
    return Difference(
        before.info.get("built", ""), after.info.get("built", ""), tuple(programmes), tuple(sites), tuple(indicators),
        tuple(moved_sources),
    )  # fmt: skip


def _states(facts: Facts, programme: str, wanted: set[str] | None) -> dict[str, str]:
    """Commune → its identifiers and status in a programme, as one text."""
    rows = facts.members(programme)[0]
    found: dict[str, set[str]] = {}
    for code, ident, status in zip(rows["code"], rows["identifiant"], rows["statut"], strict=True):
        if wanted is None or code in wanted:
            found.setdefault(code, set()).add(status or ident)
    return {code: " ; ".join(sorted(filter(None, said))) for code, said in found.items()}


def _programme(
    before: Facts, after: Facts, key: str, label: str, names: dict[str, str], wanted: set[str] | None
) -> ProgrammeChange:
    old, new = _states(before, key, wanted), _states(after, key, wanted)

    def communes(codes: Collection[str]) -> tuple[Commune, ...]:
        return tuple(Commune(c, names.get(c, ""), old.get(c, ""), new.get(c, "")) for c in sorted(codes))

    # A list that only now has ids says nothing new of a commune without one.
    kept = [c for c in old.keys() & new.keys() if old[c] and new[c] and old[c] != new[c]]
    return ProgrammeChange(
        key, label, len(old), len(new), communes(new.keys() - old.keys()), communes(old.keys() - new.keys()),
        communes(kept),
    )  # fmt: skip


def _sites(
    before: Facts, after: Facts, key: str, label: str, names: dict[str, str], wanted: set[str] | None
) -> SiteChange:
    def places(facts: Facts) -> dict[str, tuple[str, str, str]]:
        rows = facts.sites[facts.sites["programme"] == key]
        return {
            ident: (ident, name, f"{code} {names.get(code, '')}".strip())
            for ident, name, code in zip(rows["site_id"], rows["nom"], rows["code"], strict=True)
            if wanted is None or code in wanted
        }

    old, new = places(before), places(after)
    return SiteChange(
        key, label, len(old), len(new), tuple(new[i] for i in sorted(new.keys() - old.keys())),
        tuple(old[i] for i in sorted(old.keys() - new.keys())),
    )  # fmt: skip


def _indicator(before: Facts, after: Facts, key: str, wanted: set[str] | None) -> IndicatorChange | None:
    """The change of one indicator, None if nothing changed."""
    declared, known = after.catalogue.indicators[key], before.catalogue.indicators.get(key)
    blank = IndicatorChange(
        key, declared.label, declared.unit, declared.decimals, known.vintage if known else "", declared.vintage,
        0, 0, 0, (),
    )  # fmt: skip
    return _moved(blank, _values(before, key), _values(after, key), after.communes["nom"], wanted)


def _people(before: Facts, after: Facts, wanted: set[str] | None) -> IndicatorChange | None:
    """The change of the communes' population, told as an indicator's; its year is that of most communes."""
    old, new = (pd.Series(facts.population, index=facts.communes.index) for facts in (before, after))
    years = (facts.communes["population_annee"].mode() for facts in (before, after))
    was, now = (str(year.iloc[0]) if len(year) else "" for year in years)
    blank = IndicatorChange("population", "Population", "hab.", 0, was, now, 0, 0, 0, ())
    return _moved(blank, old, new, after.communes["nom"], wanted)


def _moved(
    blank: IndicatorChange, old: pd.Series, new: pd.Series, names: pd.Series, wanted: set[str] | None
) -> IndicatorChange | None:
    """What changed between two series of values by commune, None if nothing did."""
    both = pd.DataFrame({"old": old, "new": new})
    if wanted is not None:
        both = both[both.index.isin(wanted)]
    had, has = both["old"].notna(), both["new"].notna()
    moved = both[had & has & ~np.isclose(both["old"], both["new"], rtol=1e-9, atol=1e-9)]
    appeared, vanished = int((has & ~had).sum()), int((had & ~has).sum())
    if not len(moved) and not appeared and not vanished and blank.vintage_before == blank.vintage_after:
        return None
    order = (moved["new"] - moved["old"]).abs().sort_values(ascending=False, kind="stable").index[:BIGGEST]
    biggest = tuple(
        ValueChange(str(c), str(names.get(c, "")), float(moved["old"][c]), float(moved["new"][c])) for c in order
    )
    return replace(blank, changed=len(moved), appeared=appeared, vanished=vanished, biggest=biggest)


def _values(facts: Facts, key: str) -> pd.Series:
    column = facts.values.get(key)
    if column is None:
        return pd.Series(dtype=float)
    return pd.Series(np.where(column.status == Status.OK, column.value, np.nan), index=facts.communes.index)
