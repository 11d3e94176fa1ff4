"""Names of territories found as they are typed: accents, case, hyphens and articles do not count."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

import numpy as np

from .facts import Facts

_APART = re.compile(r"[\W_]+")  # what is neither letter nor digit
_ARTICLES = {"le", "la", "les", "l"}
_SHORT = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}
_NATURES = ("cc ", "ca ", "cu ", "communaute de communes ", "communaute d agglomeration ", "communaute urbaine ")
# Between equally good matches, levels that people name come before contracts and State districts.
_LEVEL_ORDER = {
    "commune": 0,
    "departement": 0,
    "region": 0,
    "epci": 0,
    "pays": 0,
    "perimetre": 0,
    "arrondissement": 1,
    "ti": 1,
    "crte": 1,
}


def plain(text: str) -> str:
    """Lower case, no accents, words separated by single spaces: "L'Haÿ-les-Roses" → "l hay les roses"."""
    text = text.replace("œ", "oe").replace("Œ", "oe").replace("æ", "ae").replace("Æ", "ae")
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join([_SHORT.get(word, word) for word in _APART.sub(" ", text).lower().split()])


def bare(text: str) -> str:
    """`plain` without its articles: "La Boisse" → "boisse"; a name made of articles only keeps them."""
    words = plain(text).split()
    return " ".join([w for w in words if w not in _ARTICLES] or words)


@dataclass(frozen=True)
class Entry:
    """A territory that can be chosen by name.

    expression: what `territory.resolve` takes ("com:46102"). context: what tells namesakes apart ("Lot").
    """

    expression: str
    level: str
    code: str
    name: str
    context: str
    population: float


class NameIndex:
    """The names of all units, ready for search as one types; about 37,000 entries, built once per snapshot."""

    def __init__(self, facts: Facts) -> None:
        self._declared = tuple(_entries(facts))
        self._index(self._declared)

    def add_kept(self, kept: Sequence[Entry]) -> None:
        """Have the perimeters that the user keeps beside the units, instead of those added before."""
        self._index((*self._declared, *kept))
        for made in ("by_expression", "_by_code", "_by_name", "_grams", "_sizes"):
            self.__dict__.pop(made, None)

    def _index(self, entries: Iterable[Entry]) -> None:
        # In the order in which equally good matches are shown: by level, then population.
        self.entries = sorted(
            entries, key=lambda e: (_LEVEL_ORDER[e.level], -e.population if e.population > 0 else 0.0)
        )
        self.names = [_without_nature(e.level, bare(e.name)) for e in self.entries]
        self._codes = [e.code.lower() for e in self.entries]
        self._expressions = [e.expression.lower() for e in self.entries]
        # Also what a person may add to tell namesakes apart, the code and the département: "saint denis 974".
        contexts = {context: bare(context) for context in {e.context for e in self.entries}}
        self._keys = [
            f"{name} {code} {contexts[e.context]}"
            for name, code, e in zip(self.names, self._codes, self.entries, strict=True)
        ]

    def prepare(self) -> None:
        """Make now what the first searches would otherwise wait for (about 0.2 s)."""
        _ = self.by_expression, self._by_code, self._by_name, self._grams, self._sizes

    def search(self, text: str, limit: int = 20) -> list[Entry]:
        """The entries that match best: whole name, then its beginning, a word's beginning, any part; near misses last.

        Equally good matches are ranked by level, then population.
        """
        return self.matching(text, limit) or self.near(text, limit=min(limit, 5))

    def matching(self, text: str, limit: int = 20) -> list[Entry]:
        """`search` without the near misses: empty when no name holds all the words."""
        query = bare(text)
        if not query:
            return []
        return self._matches(query, limit) or self._matches(_without_nature("epci", query), limit)

    def completing(self, expression: str, limit: int = 20) -> list[Entry]:
        """The entries whose expression begins like a half-typed one ("epci:2000"), best first."""
        beginning = expression.lower()
        rows = (row for row, known in enumerate(self._expressions) if known.startswith(beginning))
        return [self.entries[row] for row in islice(rows, limit)]

    def _matches(self, query: str, limit: int) -> list[Entry]:
        words = query.split()
        first = max(words, key=len)
        beginnings = self._codes if query[0].isdigit() else self.names
        hits = [row for row, name in enumerate(beginnings) if name.startswith(query)]
        if len(hits) >= limit:
            # One or two letters match most of France: only a unit of that very code can come before such beginnings.
            # (In order: the best rows come first, and the search stops at the first whole page of them.)
            hits = sorted({*hits, *self._by_code.get(query, [])})
            words = [first]
        else:
            hits = [row for row, key in enumerate(self._keys) if first in key]
        for word in words:
            if word != first:
                hits = [row for row in hits if word in self._keys[row]]
        kinds: tuple[list[int], ...] = ([], [], [], [], [])
        for row in hits:
            kinds[self._quality(row, query, words)].append(row)
            if len(kinds[0]) == limit:
                break
        best = [row for kind in kinds for row in kind][:limit]
        return [self.entries[row] for row in best]

    def _quality(self, row: int, query: str, words: list[str]) -> int:
        name = self.names[row]
        if name.startswith(query):
            return 0 if len(name) == len(query) else 1 if name[len(query)] == " " else 2
        if self.entries[row].code.lower() == query:
            return 0
        spaced = f" {self._keys[row]}"
        return 3 if all(f" {word}" in spaced for word in words) else 4

    def exact(self, text: str) -> list[Entry]:
        """The entries whose name is the text; those that also share its articles alone, where there are any."""
        query = bare(text)
        rows = self._by_name.get(query, []) or self._by_name.get(_without_nature("epci", query), [])
        entries = [self.entries[row] for row in rows]
        same = [e for e in entries if plain(e.name) == plain(text)]
        if any(e.level == "commune" for e in same) or not any(e.level == "commune" for e in entries):
            return same or entries
        return entries

    def near(self, text: str, limit: int = 5) -> list[Entry]:
        """The entries whose name looks most like the text (shared trigrams, then difflib's ratio)."""
        query = bare(text)
        counts = np.zeros(len(self.entries), dtype=np.int32)
        for gram in set(_trigrams(query)):
            rows = self._grams.get(gram)
            if rows is not None:
                counts[rows] += 1
        if not counts.any():
            return []
        likeness = counts / (self._sizes + len(set(_trigrams(query))) - counts)
        closest = np.argsort(-likeness, kind="stable")[:60]
        best = sorted(
            (int(row) for row in closest if counts[row]),
            key=lambda row: (-round(difflib.SequenceMatcher(None, query, self.names[row]).ratio(), 2), row),
        )
        return [self.entries[row] for row in best[:limit]]

    @cached_property
    def by_expression(self) -> dict[str, Entry]:
        """Expression of one unit → its entry."""
        return {entry.expression: entry for entry in self.entries}

    @cached_property
    def _by_code(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for row, entry in enumerate(self.entries):
            found.setdefault(entry.code.lower(), []).append(row)
        return found

    @cached_property
    def _by_name(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for row, name in enumerate(self.names):
            found.setdefault(name, []).append(row)
        return found

    @cached_property
    def _grams(self) -> dict[str, np.ndarray]:
        found: dict[str, list[int]] = {}
        for row, name in enumerate(self.names):
            for gram in set(_trigrams(name)):
                found.setdefault(gram, []).append(row)
        return {gram: np.array(rows) for gram, rows in found.items()}

    @cached_property
    def _sizes(self) -> np.ndarray:
        return np.array([len(set(_trigrams(name))) for name in self.names])


def _trigrams(name: str) -> Iterator[str]:
    padded = f"  {name} "
    return (padded[i : i + 3] for i in range(len(padded) - 2))


def _without_nature(level: str, name: str) -> str:
    if level == "epci":
        for nature in _NATURES:
            if name.startswith(nature):
                rest = name[len(nature) :].strip()
                for link in ("de ", "du ", "des ", "d "):
                    rest = rest.removeprefix(link)
                return rest or name
    return name


def _entries(facts: Facts) -> Iterator[Entry]:
    names = {(row["niveau"], row["code"]): row["nom"] for row in facts.units.to_dict("records")}
    yield Entry("FR", "pays", "FR", "France entière", "", float(np.nansum(facts.population)))
    metropolitan = facts.communes["code_departement"].str.len() == 2
    yield Entry("FRM", "pays", "FRM", "France métropolitaine", "", float(np.nansum(facts.population[metropolitan])))
    prefixes = {"region": "reg", "departement": "dep", "arrondissement": "arr", "epci": "epci"}
    for row in facts.units.to_dict("records"):
        level = row["niveau"]
        # A région needs nothing to tell it apart; a département its région; the others their département.
        around = {"departement": ("region", row["code_region"]), "region": ("", "")}
        context = names.get(around.get(level, ("departement", row["code_departement"])), "")
        yield Entry(f"{prefixes[level]}:{row['code']}", level, row["code"], row["nom"], context, row["population"])
    communes = facts.communes
    for code, name, department, people in zip(
        facts.codes, communes["nom"], communes["code_departement"], facts.population, strict=True
    ):
        context = names.get(("departement", department), department)
        yield Entry(f"com:{code}", "commune", code, name, context, people)
    members = facts.beneficiaries[facts.beneficiaries["programme"].isin(["ti", "crte"])]
    rows = members["code"].map(facts.position)
    people = facts.population[rows.to_numpy(dtype=int)] if len(members) else np.array([])
    totals = members.assign(people=people).groupby(["programme", "identifiant"])["people"].sum()
    labels = {(r.programme, r.identifiant): r.libelle for r in facts.perimeters.itertuples()}
    for (programme, identifiant), total in totals.items():
        short = facts.catalogue.programmes[programme].short
        label = labels.get((programme, identifiant)) or identifiant.removeprefix(f"{programme}-")
        number = identifiant.removeprefix(f"{programme}-")
        yield Entry(f"{programme}:{number}", programme, number, f"{short} {label}", "", float(total))
