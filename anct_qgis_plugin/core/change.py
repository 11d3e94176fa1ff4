"""What changed: an indicator between its two vintages, and programmes between two snapshots."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from ..errors import ComparisonError
from ..i18n import translate
from . import indicators
from .catalogue import Indicator
from .facts import Facts
from .levels import Units, all_units


@dataclass(frozen=True)
class Change:
    """An indicator between two vintages, for all units of a level.

    before, after: its two declarations (vintages, sources). table: code, nom, avant, apres, ecart (after - before, in
    the indicator's unit; NaN where either is missing or withheld), rang (1 = the change most towards fragility), and
    rang_total (units that have a change).
    """

    before: Indicator
    after: Indicator
    table: pd.DataFrame

    @property
    def unit(self) -> str:
        """The unit of a change: percentages differ by points."""
        return self.after.unit.replace("%", "points", 1)

    def at(self, rows: np.ndarray) -> Change:
        """The same of these rows only, ranks unchanged."""
        return replace(self, table=self.table.iloc[rows])


def with_two_vintages(facts: Facts) -> list[str]:
    """Ids of the indicators that have an older point in these data."""
    declared = facts.catalogue.indicators
    return [key for key in facts.values if key in declared and declared[key].before in facts.values]


def change(facts: Facts, indicator: str, level: str) -> Change:
    """The change of an indicator for every unit of a level; aggregates are made on each side, then compared.

    Raises:
        ComparisonError: an indicator without an older point; names those that have one.
    """
    known = with_two_vintages(facts)
    if indicator not in known:
        raise ComparisonError(
            translate("Anct", "“{indicator}” has no older vintage. Indicators that have one: {known}.").format(
                indicator=indicator, known=", ".join(known)
            )
        )
    after = facts.catalogue.indicators[indicator]
    before = facts.catalogue.indicators[after.before]
    units = all_units(facts, level)
    old, new = _values(facts, before.id, units), _values(facts, after.id, units)
    gap = new - old
    towards = gap if after.fragile == "high" else -gap
    ordered = np.sort(towards[~np.isnan(towards)])
    ranks = 1.0 + len(ordered) - np.searchsorted(ordered, towards, side="right")
    table = pd.DataFrame(
        {
            "code": units.codes,
            "nom": units.names,
            "avant": old,
            "apres": new,
            "ecart": gap,
            "rang": np.where(np.isnan(gap), np.nan, ranks),
            "rang_total": len(ordered),
        }
    )
    return Change(before, after, table)


def breaks(found: Change) -> tuple[float, float]:
    """Where the classes of a map of changes part, in absolute value, beside 0: the same on every map of a level.

    Rounded (1, 2, 3, 5 times a power of ten) from the median and the 85th percentile of the sizes of the changes that
    are not nil; no finer than the indicator's own decimals.
    """
    sizes = np.abs(found.table["ecart"].to_numpy())
    sizes = sizes[np.isfinite(sizes) & (sizes > 0)]
    finest = 10.0**-found.after.decimals
    if not len(sizes):
        return finest, 2 * finest
    near, far = (max(_rounded(float(np.quantile(sizes, q))), finest) for q in (0.5, 0.85))
    return near, far if far > near else 2 * near


def _rounded(value: float) -> float:
    power = 10.0 ** np.floor(np.log10(value))
    steps = np.array([1, 2, 3, 5, 10]) * power
    # Rounded to its own digits: 3 * 0.1 is not 0.3.
    return float(np.round(steps[np.argmin(np.abs(np.log(steps / value)))], int(max(0, 1 - np.log10(power)))))


def classes(found: Change, apart: tuple[float, float]) -> list[str]:
    """The class of each change: "1" to "3" the more it goes towards fragility, "-1" to "-3" the other way.

    "0": nil; "": not known. A change of exactly a break belongs to the outer class.
    """
    gap = found.table["ecart"].to_numpy()
    towards = np.sign(gap) * (1 if found.after.fragile == "high" else -1)
    # Differences of decimal figures: 0.3 - 0.1 is a hair under 0.2.
    size = 1 + np.searchsorted(apart, np.round(np.abs(gap), 9), side="right")
    return ["" if np.isnan(g) else str(int(t * s)) for g, t, s in zip(gap, towards, size, strict=True)]


def _values(facts: Facts, key: str, units: Units) -> np.ndarray:
    return indicators.table(facts, [key], units.labels, len(units.codes))[key].value


COLUMNS = ("programme", "libelle", "code", "nom", "changement", "identifiant", "avant", "apres")


def programme_changes(before: Facts, after: Facts, codes: set[str] | None = None) -> pd.DataFrame:
    """What changed in programmes and zonings between two snapshots.

    A commune that has merged since counts under its present code: what its former communes had, it had.

    Args:
        codes: present communes looked at; all when None.

    Returns:
        columns `COLUMNS`: changement is "entrée", "sortie" or "statut" (avant and apres then differ); sites count by
        their own id. Sorted by programme, then code.
    """
    heirs = {
        former: str(code)
        for code, formers in after.communes["former_codes"].items()
        for former in str(formers).split()
        if former not in after.position
    }
    old, new = _held(before, heirs), _held(after, {})
    declared = {**before.catalogue.programmes, **after.catalogue.programmes}
    rows = []
    for key in sorted(old.keys() | new.keys()):
        programme, code, identifier = key
        if programme not in declared or (codes is not None and code not in codes):
            continue
        was, now = old.get(key), new.get(key)
        if was == now:
            continue
        what = "entrée" if was is None else "sortie" if now is None else "statut"
        name = after.communes["nom"].get(code, code)
        label = declared[programme].label
        rows.append((programme, label, code, name, what, identifier, was or "", now or ""))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _held(facts: Facts, heirs: dict[str, str]) -> dict[tuple[str, str, str], str]:
    """(programme, commune, contract or site) → status; "" where none is told."""
    declared = facts.catalogue.programmes
    held: dict[tuple[str, str, str], str] = {}
    for row in facts.beneficiaries.itertuples(index=False):
        if row.programme in declared and row.statut in declared[row.programme].not_covering:
            continue
        held[row.programme, heirs.get(row.code, row.code), row.identifiant] = row.statut
    for row in facts.sites.itertuples(index=False):
        held[row.programme, heirs.get(row.code, row.code), row.site_id] = ""
    return held
