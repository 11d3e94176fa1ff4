"""The maps of one indicator, "indicateur:<id>", official or the user's own: words, legend lines, counts."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from typing import Any

import numpy as np

from ..core import indicators
from ..core import scale as scales
from ..core.catalogue import Catalogue, Indicator
from ..core.diagnostic import Analyst, Diagnostic
from ..core.facts import Facts, Status
from ..core.wording import NBSP, counted, number, quantity, typographic

THEME = "indicateur"
ABSENT = {scales.SECRET: "valeur secrète", scales.MISSING: "sans donnée"}


def is_indicator(theme: str) -> bool:
    """Whether a theme is one of these maps."""
    return theme.partition(":")[0] == THEME


def themes(facts: Facts) -> list[str]:
    """The themes that these data allow."""
    return [f"{THEME}:{key}" for key in scales.mappable(facts)]


def declared(catalogue: Catalogue, theme: str) -> Indicator:
    """The indicator of a theme."""
    return catalogue.indicators[theme.partition(":")[2]]


def scales_of(facts: Facts) -> dict[str, dict[str, Any]]:
    """Indicator → its `Scale` as a dict, for the dataset: the same on every map of France."""
    return {key: asdict(_scale(facts, key)) for key in scales.mappable(facts)}


def counts(analyst: Analyst, positions: np.ndarray) -> dict[str, dict[str, int]]:
    """Theme → key of a class → communes of the territory in it."""
    facts, found = analyst.facts, {}
    for key in scales.mappable(facts):
        column = facts.values[key]
        given = scales.classes(
            facts.catalogue.indicators[key], _scale(facts, key), column.value[positions], column.status[positions]
        )
        found[f"{THEME}:{key}"] = dict(Counter(given))
    return found


def _scale(facts: Facts, key: str) -> scales.Scale:
    return scales.scale(facts.catalogue.indicators[key], facts.values[key])


def class_labels(indicator: Indicator, scale: dict[str, Any]) -> dict[str, str]:
    """Key → words, the most fragile class first, then what has no value."""
    return {**scales.labels(indicator, scales.Scale(**scale)), **ABSENT}


def expression(indicator: Indicator, scale: dict[str, Any]) -> str:
    """What the layer's communes are sorted by."""
    return scales.expression(indicator, scales.Scale(**scale))


def title(facts: Facts, theme: str) -> str:
    """What the map shows, and when."""
    one = declared(facts.catalogue, theme)
    label = one.label if one.label[1:2].isupper() else one.label[:1].lower() + one.label[1:]
    return label if one.vintage in label else f"{label} ({one.vintage.replace('(', '– ').replace(')', '')})"


def when(facts: Facts, theme: str) -> str:
    """The vintage, as the subtitle tells it."""
    return f"données {declared(facts.catalogue, theme).vintage}"


def head(catalogue: Catalogue, theme: str, scale: dict[str, Any]) -> tuple[str, str]:
    """The legend's title, and its second line: unit, method, what is counted."""
    one = declared(catalogue, theme)
    parts = "zéro à part, quarts des autres communes" if scale["zero"] else "cinquièmes des communes renseignées"
    unit = f"{one.unit}{NBSP}; " if one.unit else ""
    return one.short, f"{unit}{parts} de France (quantiles){NBSP}; nombre de communes"


def sources(diagnostic: Diagnostic, theme: str) -> list[tuple[str, str, str]]:
    """(source, what, vintage)."""
    one = declared(diagnostic.facts.catalogue, theme)
    name = one.short if one.short[1:2].isupper() else one.short[:1].lower() + one.short[1:]
    return [(one.source, name, one.vintage)]


def reading(diagnostic: Diagnostic, theme: str) -> str:
    """The reading note, from real figures."""
    facts, positions = diagnostic.facts, diagnostic.territory.positions
    one = declared(facts.catalogue, theme)
    column = facts.values[one.id]
    status, value = column.status[positions], column.value[positions]
    known = np.flatnonzero(status == Status.OK)
    secret, missing = int((status == Status.SECRET).sum()), int((status == Status.MISSING).sum())
    told = [counted(n, "commune", "communes") + words for n, words in (
        (secret, " sous secret statistique"), (missing, " sans donnée")) if n]  # fmt: skip
    absent = f" Hachuré, ni zéro ni estimé{NBSP}: {' et '.join(told)}." if told else ""
    if not len(known):
        why = indicators.figure(facts, one.id, diagnostic.territory).absence
        return typographic(f"Aucune commune n’a de valeur ici.{absent} {why}".strip())
    # The best known commune, so that one finds one's bearings.
    best = known[int(np.argmax(np.nan_to_num(facts.population[positions[known]])))]
    name = facts.communes["nom"].iat[int(positions[best])]
    text = f"{name}{NBSP}: {quantity(float(value[best]), one.unit, one.decimals)}."
    every = column.value[column.status == Status.OK]
    text += f" Médiane des communes de France{NBSP}: {quantity(float(np.median(every)), one.unit, one.decimals)}."
    if len(known) > 1:
        low, high = (number(float(v), one.decimals) for v in (value[known].min(), value[known].max()))
        text += f" Ici, de {low} à {high}."
    return text + absent


def limits(facts: Facts, theme: str) -> str:
    """Which way fragility goes, and what the map cannot say."""
    one = declared(facts.catalogue, theme)
    side = "haute" if one.fragile == "high" else "basse"
    text = f"Plus foncé{NBSP}: valeur plus {side}, vers plus de fragilité. Mêmes bornes sur toutes les cartes."
    return typographic(f"{text} {one.note}") if one.note else text
