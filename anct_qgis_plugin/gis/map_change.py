"""The maps of an indicator's change between its two vintages, "evolution:<id>": words, legend lines, class labels."""

from __future__ import annotations

import numpy as np

from ..core import change as changes
from ..core.catalogue import Catalogue, Indicator
from ..core.diagnostic import Diagnostic
from ..core.facts import Facts
from ..core.wording import MINUS, NBSP, counted, number, quantity

THEME = "evolution"
# From the largest rise to the largest fall for an indicator that is fragile when high; the other way round otherwise.
ORDER = ("3", "2", "1", "0", "-1", "-2", "-3")
UNKNOWN = "évolution inconnue\u00a0: une des deux valeurs manque ou est secrète"


def is_change(theme: str) -> bool:
    """Whether a theme is one of these maps."""
    return theme.partition(":")[0] == THEME


def indicator_of(theme: str) -> str:
    """The indicator of a theme: "evolution:taux_vacance" → "taux_vacance"."""
    return theme.partition(":")[2]


def themes(facts: Facts) -> list[str]:
    """The themes that these data allow."""
    return [f"{THEME}:{key}" for key in changes.with_two_vintages(facts)]


def pair(catalogue: Catalogue, theme: str) -> tuple[Indicator, Indicator]:
    """The indicator at its older and its newer vintage."""
    after = catalogue.indicators[indicator_of(theme)]
    return catalogue.indicators[after.before], after


def unit(after: Indicator) -> str:
    """The unit of a change."""
    return after.unit.replace("%", "points", 1)


def class_labels(after: Indicator, apart: list[float]) -> dict[str, str]:
    """Class → what it holds, in figures, from the largest rise to the largest fall."""
    near, far = apart
    decimals = max(_digits(near), _digits(far))
    low, high = number(near, decimals), number(far, decimals)
    told = (
        f"+{high} et plus", f"+{low} à +{high}", f"0 à +{low}", "inchangé",
        f"{MINUS}{low} à 0", f"{MINUS}{high} à {MINUS}{low}", f"{MINUS}{high} et moins",
    )  # fmt: skip
    order = ORDER if after.fragile == "high" else ORDER[::-1]
    return dict(zip(order, told, strict=True))


def seldom(after: Indicator, apart: list[float]) -> set[str]:
    """Classes that a legend names only where they occur: no change, and less than the smallest change of integers."""
    return {"0", "1", "-1"} if after.decimals == 0 and apart[0] <= 1 else {"0"}


def _digits(value: float) -> int:
    """Decimals that a break has: 0.25 → 2."""
    return next((n for n in range(4) if abs(round(value, n) - value) < 1e-9), 4)


def title(facts: Facts, theme: str) -> str:
    """What the map shows, and between which vintages."""
    before, after = pair(facts.catalogue, theme)
    told = after.label.replace(f" {after.vintage}", "")
    label = told if told[1:2].isupper() else told[:1].lower() + told[1:]
    what = "" if label.startswith("évolution") else "évolution "
    return f"{label}, {what}de {before.vintage} à {after.vintage}"


def when(facts: Facts, theme: str) -> str:
    """Both vintages, as the subtitle tells them."""
    before, after = pair(facts.catalogue, theme)
    return f"données {before.vintage} et {after.vintage}"


def head(catalogue: Catalogue, theme: str) -> tuple[str, str]:
    """The legend's title, and its second line: unit, method, what is counted."""
    before, after = pair(catalogue, theme)
    return (
        f"Évolution {before.vintage} → {after.vintage}",
        f"{unit(after)}{NBSP}; mêmes bornes pour toute la France{NBSP}; nombre de communes",
    )


def sources(diagnostic: Diagnostic, theme: str) -> list[tuple[str, str, str]]:
    """(source, what, vintage) of both points."""
    before, after = pair(diagnostic.facts.catalogue, theme)
    name = after.short if after.short[1:2].isupper() else after.short[:1].lower() + after.short[1:]
    told = diagnostic.facts.sources["producteur"]
    if before.source == after.source or told.get(before.source) == told.get(after.source):
        return [(after.source, name, f"{before.vintage} et {after.vintage}")]
    return [(before.source, name, before.vintage), (after.source, name, after.vintage)]


def reading(diagnostic: Diagnostic, theme: str) -> str:
    """The reading note, from real figures."""
    facts = diagnostic.facts
    found = changes.change(facts, indicator_of(theme), "commune").at(diagnostic.territory.positions).table
    after = facts.catalogue.indicators[indicator_of(theme)]
    known = found[found["ecart"].notna()]
    if known.empty:
        return "Aucune commune n’a les deux valeurs ici."
    people = facts.population[diagnostic.territory.positions][found["ecart"].notna().to_numpy()]
    # The best known commune, so that one finds one's bearings.
    one = known.iloc[int(np.argmax(np.nan_to_num(people)))]
    decimals = after.decimals
    text = (
        f"{one['nom']}{NBSP}: {quantity(one['avant'], after.unit, decimals)} puis "
        f"{quantity(one['apres'], after.unit, decimals)}, soit "
        f"{quantity(one['ecart'], unit(after), decimals, signed=True)}."
    )
    if len(known) > 1:
        worse = int((known["ecart"] * (1 if after.fragile == "high" else -1) > 0).sum())
        verb = "vont" if worse > 1 else "va"
        share = f"{counted(worse, 'commune', 'communes')} sur {number(len(known))}"
        text += f" {share} {verb} vers plus de fragilité (en orange)."
    return text


def limits(facts: Facts, theme: str) -> str:
    """What the map cannot say."""
    after = pair(facts.catalogue, theme)[1]
    side = "la hausse" if after.fragile == "high" else "la baisse"
    text = f"Orange{NBSP}: {side} de l’indicateur, vers plus de fragilité{NBSP}; violet{NBSP}: l’inverse. "
    text += "Dans une petite commune, l’écart peut n’être dû qu’au hasard."
    return f"{text} {after.comparable}" if after.comparable else text
