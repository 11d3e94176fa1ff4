"""Fragility profiles: which indicators, with which weights, read from the JSON that users own."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from ..errors import ProfileError
from ..i18n import translate
from .catalogue import Indicator

NORMALISATIONS = ("percentile", "minmax", "zscore")
AGGREGATIONS = ("arithmetic", "geometric")
TREATMENTS = ("none", "winsorise")
_KEYS = {
    "id", "label", "description", "themes", "indicators", "treatment", "normalisation", "aggregation", "missing_max",
}  # fmt: skip


@dataclass(frozen=True)
class Weighted:
    """An indicator in a profile. weight: share of the whole, sums to 1 over the profile. fragile: "high" or "low"."""

    indicator: str
    weight: float
    fragile: str
    theme: str


@dataclass(frozen=True)
class Profile:
    """How an index is built: an "indice construit, non officiel"."""

    id: str
    label: str
    description: str
    indicators: tuple[Weighted, ...]
    themes: tuple[tuple[str, str], ...]
    normalisation: str = "percentile"
    aggregation: str = "arithmetic"
    treatment: str = "none"
    missing_max: float = 1 / 3


def parse(text: str, known: Mapping[str, Indicator]) -> Profile:
    """A profile from its JSON text.

    Themes, where there are any, are weighted first; an indicator's weight is then its part of its theme.

    Raises:
        ProfileError: naming the key that is unknown, missing or out of range.
    """
    try:
        raw = json.loads(text)
    except json.JSONDecodeError as error:
        raise _error("?", translate("Anct", "this is not valid JSON ({error})").format(error=error)) from error
    if not isinstance(raw, dict):
        raise _error("?", translate("Anct", "a profile is a JSON object"))
    _only(raw, _KEYS, "")
    themes = _themes(raw.get("themes", []))
    rows = raw.get("indicators")
    if not isinstance(rows, list) or not rows:
        raise _error("indicators", translate("Anct", "at least one indicator is needed"))
    weighted = [_indicator(row, known, themes, rank) for rank, row in enumerate(rows)]
    if len({w.indicator for w in weighted}) < len(weighted):
        raise _error("indicators", translate("Anct", "an indicator is given twice"))
    _all_used(raw.get("themes", []), weighted)
    missing_max = raw.get("missing_max", 1 / 3)
    if not _is_number(missing_max) or not 0 <= missing_max <= 1:
        raise _error("missing_max", translate("Anct", "a share between 0 and 1 is needed"))
    return Profile(
        id=_text(raw, "id"),
        label=_text(raw, "label"),
        description=_text(raw, "description") if raw.get("description", "") != "" else "",
        indicators=_shares(weighted, {key: weight for key, (_, weight) in themes.items()}),
        themes=tuple((key, label) for key, (label, _) in themes.items()),
        normalisation=_choice(raw, "normalisation", NORMALISATIONS),
        aggregation=_choice(raw, "aggregation", AGGREGATIONS),
        treatment=_choice(raw, "treatment", TREATMENTS),
        missing_max=float(missing_max),
    )


def _shares(weighted: list[Weighted], themes: dict[str, float]) -> tuple[Weighted, ...]:
    """Weights as shares of the whole: first among themes (one nameless theme where none is declared), then within."""
    themes = themes or {"": 1.0}
    # By the largest: the scale of the weights says nothing, and sums of very large ones stay numbers.
    themes = dict(zip(themes, _by_the_largest(themes.values()), strict=True))
    parts = _by_the_largest(one.weight for one in weighted)
    weighted = [replace(one, weight=part) for one, part in zip(weighted, parts, strict=True)]
    totals = dict.fromkeys(themes, 0.0)
    for one in weighted:
        totals[one.theme] += one.weight
    # A theme whose indicators all weigh nothing takes no part.
    whole = sum(weight for theme, weight in themes.items() if totals[theme] > 0)
    if whole <= 0:
        raise _error("weight", translate("Anct", "all weights are zero"))
    return tuple(
        Weighted(
            one.indicator,
            one.weight / totals[one.theme] * themes[one.theme] / whole if totals[one.theme] > 0 else 0.0,
            one.fragile,
            one.theme,
        )
        for one in weighted
    )


def _by_the_largest(weights: Iterable[float]) -> list[float]:
    given = list(weights)
    largest = max(given, default=0.0)
    return [one / largest for one in given] if largest > 0 else given


def _themes(rows: Any) -> dict[str, tuple[str, float]]:
    if not isinstance(rows, list):
        raise _error("themes", translate("Anct", "a list is needed"))
    found: dict[str, tuple[str, float]] = {}
    for rank, row in enumerate(rows):
        where = f"themes[{rank}]."
        _only(row, {"id", "label", "weight"}, where)
        key = _text(row, "id", where)
        if key in found:
            raise _error(f"{where}id", translate("Anct", "a theme is given twice"))
        found[key] = (_text(row, "label", where), _weight(row, where))
    return found


def _all_used(rows: list[Any], weighted: list[Weighted]) -> None:
    """A theme without indicators would leave its weight to the others without a word."""
    used = {one.theme for one in weighted}
    for rank, row in enumerate(rows):
        if row["id"] not in used:
            raise _error(f"themes[{rank}].id", translate("Anct", "no indicator belongs to this theme"))


def _indicator(row: Any, known: Mapping[str, Indicator], themes: Mapping[str, Any], rank: int) -> Weighted:
    where = f"indicators[{rank}]."
    _only(row, {"id", "weight", "direction", "theme"}, where)
    key = _text(row, "id", where)
    if key not in known:
        raise _error(f"{where}id", translate("Anct", "unknown indicator “{id}”").format(id=key))
    theme = row.get("theme", "")
    if not isinstance(theme, str) or (theme != "" or themes) and theme not in themes:
        raise _error(f"{where}theme", translate("Anct", "unknown theme “{id}”").format(id=theme))
    direction = row.get("direction", known[key].fragile)
    if not isinstance(direction, str) or direction not in ("high", "low"):
        raise _error(f"{where}direction", translate("Anct", "“high” or “low” is needed"))
    return Weighted(key, _weight(row, where), direction, theme)


def _weight(row: Mapping[str, Any], where: str) -> float:
    weight = row.get("weight", 1.0)
    if not _is_number(weight) or weight < 0:
        raise _error(f"{where}weight", translate("Anct", "a number that is not negative is needed"))
    return float(weight)


def _is_number(value: Any) -> bool:
    # Neither NaN nor infinite, nor a whole number that no float holds.
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= sys.float_info.max


def _text(row: Mapping[str, Any], key: str, where: str = "") -> str:
    value = row.get(key)
    if not isinstance(value, str) or not value:
        raise _error(f"{where}{key}", translate("Anct", "a text is needed"))
    return value


def _choice(row: Mapping[str, Any], key: str, allowed: tuple[str, ...]) -> str:
    value = row.get(key, allowed[0])
    if not isinstance(value, str) or value not in allowed:
        raise _error(key, translate("Anct", "one of {list} is needed").format(list=", ".join(allowed)))
    return str(value)


def _only(row: Any, allowed: set[str], where: str) -> None:
    if not isinstance(row, dict):
        raise _error(where.rstrip(".") or "?", translate("Anct", "an object is needed"))
    for key in row:
        if key not in allowed:
            raise _error(f"{where}{key}", translate("Anct", "unknown key"))


def _error(key: str, reason: str) -> ProfileError:
    return ProfileError(
        translate("Anct", "The fragility profile is not valid: “{key}”: {reason}.").format(key=key, reason=reason)
    )
