"""The maps of a zoning, "zonage:<id>": words, legend lines, communes per class, what is not known and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from ..core import absences, zoning
from ..core.catalogue import Programme
from ..core.diagnostic import Diagnostic
from ..core.facts import Facts
from ..core.wording import NBSP, counted, number, typographic

THEME = "zonage"
MISSING = "sans donnée"
# Names that keep their capital within a sentence.
_PROPER = ("France ",)


def is_zoning(theme: str) -> bool:
    """Whether a theme is one of these maps."""
    return theme.partition(":")[0] == THEME


def themes(facts: Facts) -> list[str]:
    """The themes that these data allow: zonings with classes of which something is known."""
    return [f"{THEME}:{one.id}" for one in zoning.mapped(facts.catalogue) if len(facts.members(one.id)[1])]


def declared(facts: Facts, theme: str) -> Programme:
    """The zoning of a theme."""
    return facts.catalogue.programmes[theme.partition(":")[2]]


def field(key: str) -> str:
    """The field of the layer of communes that has its class."""
    return f"zone_{key}"


def values(facts: Facts, positions: np.ndarray) -> dict[str, Sequence[str | None]]:
    """Field → the class of each commune of a territory, None where the list does not name it."""
    return {
        field(one.id): [label or None for label in zoning.statuses(facts, one.id)[positions]]
        for one in zoning.mapped(facts.catalogue)
    }


def counts(facts: Facts, positions: np.ndarray) -> dict[str, dict[str, int]]:
    """Theme → class → communes of the territory in it."""
    return {f"{THEME}:{one.id}": zoning.counts(facts, one.id, positions) for one in zoning.mapped(facts.catalogue)}


def class_labels(programme: Programme, found: Iterable[str]) -> dict[str, str]:
    """Class → words, those present only, in order; what is not classed, then what is not known, last."""
    named = {label: zoning.declared(programme, label) for label in zoning.labels(programme, found)}
    texts = {
        label: (programme.outside or MISSING) if label == zoning.NONE else one.text or one.label
        for label, one in named.items()
    }
    return dict(sorted(texts.items(), key=lambda pair: ORDER.index(kind(programme, pair[0]))))


ORDER = ("class", "aside", "unknown")


def kind(programme: Programme, label: str) -> str:
    """What a class is: "class", "aside" (not classed) or "unknown" (why is told by its name, or by an absence)."""
    if label == zoning.NONE:
        return "aside" if programme.outside else "unknown"
    return zoning.declared(programme, label).kind


def title(facts: Facts, theme: str) -> str:
    """What the map shows."""
    one = declared(facts, theme)
    label = one.label if one.label.startswith(_PROPER) else one.label[:1].lower() + one.label[1:]
    return typographic(f"{label} (zonage abrogé)" if one.kind == "history" else label)


def when(facts: Facts, theme: str) -> str:
    """The vintage, as the subtitle tells it."""
    return f"zonage{NBSP}: {_vintage(facts, theme)}"


def _vintage(facts: Facts, theme: str) -> str:
    source = declared(facts, theme).source
    told = str(facts.sources.at[source, "millesime"]) if source in facts.sources.index else ""
    return told.replace("non indiqué", "millésime non indiqué") or "millésime non indiqué"


def head(facts: Facts, theme: str) -> tuple[str, str]:
    """The legend's title, and its second line: what is counted."""
    return typographic(declared(facts, theme).label), "nombre de communes"


def sources(diagnostic: Diagnostic, theme: str) -> list[tuple[str, str, str]]:
    """(source, what, vintage)."""
    facts, one = diagnostic.facts, declared(diagnostic.facts, theme)
    told = str(facts.sources.at[one.source, "millesime"]) if one.source in facts.sources.index else ""
    return [(one.source, one.short, told)]


def reading(diagnostic: Diagnostic, theme: str) -> str:
    """The reading note, from real figures: the best known commune, what is classed, what is not known and why."""
    facts, positions = diagnostic.facts, diagnostic.territory.positions
    one = declared(facts, theme)
    found = zoning.statuses(facts, one.id)[positions]
    kinds = np.array([kind(one, label) for label in found], dtype=object)
    people = np.nan_to_num(facts.population[positions])
    words = class_labels(one, set(found))
    known = np.flatnonzero(kinds != "unknown")
    parts = []
    if len(known):
        best = known[int(np.argmax(people[known]))]
        name = facts.communes["nom"].iat[int(positions[best])]
        parts.append(f"{name}{NBSP}: {words[found[best]]}.")
        if len(positions) > 1:
            parts.append(_shares(one, found, kinds, people, words))
    for label in (label for label in words if kind(one, label) == "unknown"):
        n = counted(int((found == label).sum()), "commune", "communes")
        if label != zoning.NONE:
            parts.append(f"Hachuré{NBSP}: {n}, {words[label]}.")
            continue
        why = [text for text in absences.for_(facts, one.id, diagnostic.territory) if _explains(facts, one.id, text)]
        parts.append(" ".join([f"Hachuré{NBSP}: {n} sans classe connue.", *why]))
    return typographic(" ".join(part for part in parts if part))


def _explains(facts: Facts, key: str, text: str) -> bool:
    """Whether a sentence tells why some places have no class: those of a place, not those of the whole list."""
    return any(a.text == text and a.local and key in a.programmes for a in facts.catalogue.absences)


def _shares(one: Programme, found: np.ndarray, kinds: np.ndarray, people: np.ndarray, words: dict[str, str]) -> str:
    """How many communes and people are classed; where all are, the class in which most people live."""
    total = people.sum()
    inside = kinds == "class"
    if not inside.all():
        n = int(inside.sum())
        if not n:
            return f"Aucune des {number(len(found))} communes n’est {one.inside}."
        share = f", {number(100 * people[inside].sum() / total)}{NBSP}% des habitants" if total else ""
        verb = "sont" if n > 1 else "est"
        return f"{counted(n, 'commune', 'communes')} sur {number(len(found))} {verb} {one.inside}{share}."
    if not total:
        return ""
    if len(set(found)) == 1:
        return f"Les {number(len(found))}{NBSP}communes sont dans la même classe."
    weight = {label: people[found == label].sum() for label in set(found)}
    most = max(weight, key=lambda label: (weight[label], label))
    n = int((found == most).sum())
    return (
        f"Classe la plus peuplée{NBSP}: {words[most]}, {number(100 * weight[most] / total)}{NBSP}% des habitants dans "
        f"{counted(n, 'commune', 'communes')}."
    )


def limits(facts: Facts, theme: str) -> str:
    """What the zoning is, and what its list cannot say."""
    one = declared(facts, theme)
    return typographic(f"{one.definition} {one.note}".strip())
