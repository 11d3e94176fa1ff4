"""Classes of a map of one indicator: bounds that are the same on every map, keys that grow with fragility."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from . import wording
from .catalogue import Indicator
from .facts import Column, Facts, Status

CLASSES = 5
# Beyond this share of the communes at zero, zero is a class of its own: it would else fill the first one or two.
ZERO_APART = 0.2
# Fewer classes where bounds fall together: their keys stay spread from the palest to the darkest.
KEYS = {1: "3", 2: "24", 3: "135", 4: "1245", 5: "12345"}
SECRET, MISSING = "secret", ""


@dataclass(frozen=True)
class Scale:
    """Where the classes of an indicator part.

    bounds: growing, in the indicator's unit, rounded to its decimals; a value equal to a bound is in the class above.
    zero: whether zero is a class of its own, below the others. least: the smallest value in France, NaN without any.
    """

    bounds: list[float]
    zero: bool
    least: float

    @property
    def size(self) -> int:
        """Number of classes."""
        return len(self.bounds) + 1 + self.zero


def mappable(facts: Facts) -> list[str]:
    """Ids of the indicators in force that have a value for at least one commune."""
    return [key for key in facts.shown() if (facts.values[key].status == Status.OK).any()]


def scale(indicator: Indicator, column: Column) -> Scale:
    """Fifths of the communes of France that have a value (fourths of the others where zero stands apart)."""
    values = column.value[column.status == Status.OK]
    if not len(values):
        return Scale([], False, float("nan"))
    least = float(values.min())
    zero = least == 0 and float((values == 0).mean()) > ZERO_APART and bool((values > 0).any())
    inner = values[values > 0] if zero else values
    parts = CLASSES - 1 if zero else CLASSES
    cuts = np.round(np.quantile(inner, np.arange(1, parts) / parts), indicator.decimals)
    found = [float(cut) for cut in np.unique(cuts) if inner.min() < cut <= inner.max()]
    return Scale(found, zero, least)


def keys(indicator: Indicator, apart: Scale) -> list[str]:
    """The key of each class, from the smallest values to the largest: "5" is the most fragile side, "1" the least."""
    order = list(KEYS[apart.size])
    return order if indicator.fragile == "high" else order[::-1]


def classes(indicator: Indicator, apart: Scale, values: np.ndarray, status: np.ndarray) -> list[str]:
    """The key of each commune's class; `SECRET` where its value is withheld, `MISSING` where there is none."""
    named = keys(indicator, apart)
    place = np.searchsorted(apart.bounds, values, side="right") + (apart.zero & (values != 0))
    absent = {int(Status.SECRET): SECRET, int(Status.MISSING): MISSING}
    return [absent.get(int(s), named[min(p, len(named) - 1)]) for s, p in zip(status, place, strict=True)]


def labels(indicator: Indicator, apart: Scale) -> dict[str, str]:
    """Key → the values of its class in figures, the most fragile class first."""
    texts = [wording.number(bound, indicator.decimals) for bound in apart.bounds]
    nought = apart.least >= 0 and round(apart.least, indicator.decimals) == 0
    if not texts:
        said = ["plus de 0" if apart.zero else "toutes les valeurs"]
    else:
        first = f"plus de 0 à {texts[0]}" if apart.zero else f"0 à {texts[0]}" if nought else f"moins de {texts[0]}"
        said = [first, *(f"{a} à {b}" for a, b in zip(texts, texts[1:], strict=False)), f"{texts[-1]} et plus"]
    said = ["0", *said] if apart.zero else said
    found = dict(zip(keys(indicator, apart), said, strict=True))
    return {key: found[key] for key in sorted(found, reverse=True)}


def expression(indicator: Indicator, apart: Scale) -> str:
    """`classes` as a QGIS expression on the fields `<id>` and `secret` of a layer of communes."""
    field, named = f'"{indicator.id}"', keys(indicator, apart)
    withheld = f"CASE WHEN strpos(concat(',', \"secret\", ','), ',{indicator.id},') > 0 THEN '{SECRET}' END"
    cases = [f"WHEN {field} IS NULL THEN {withheld}"]
    if apart.zero:
        cases.append(f"WHEN {field} = 0 THEN '{named[0]}'")
        named = named[1:]
    cases += [f"WHEN {field} < {bound!r} THEN '{key}'" for bound, key in zip(apart.bounds, named, strict=False)]
    return f"CASE {' '.join(cases)} ELSE '{named[-1]}' END"
