"""Territory expressions (docs: INTERFACE, "Territory expressions"): text → a set of communes, or a clear error."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from ..errors import AmbiguousTerritory, UnknownTerritory
from ..i18n import translate
from .facts import Facts
from .kept import Kept
from .search import Entry, NameIndex

_LEVELS = {"reg": "region", "dep": "departement", "arr": "arrondissement", "epci": "epci", "com": "commune"}
_CONTRACTS = ("crte", "ti")
_KEPT = "per"  # perimeters that the user keeps under a name
_PREFIX = "|".join((*_LEVELS, *_CONTRACTS, _KEPT))
# "+" and "-" are operators only before a known prefix: ids and names hold hyphens themselves.
_OPERATOR = re.compile(rf"\s*([+-])\s*(?=(?:{_PREFIX}):)", re.IGNORECASE)
_PREFIXED = re.compile(rf"({_PREFIX}):\s*(.+)", re.IGNORECASE)
_HALF_TYPED = re.compile(rf"({_PREFIX}):\s*(\S*)", re.IGNORECASE)


@dataclass(frozen=True)
class Territory:
    """A set of communes with a name.

    expression: canonical text that resolves to the same territory. level: "commune", "epci", "arrondissement",
    "departement", "region", "pays", "crte", "ti" or "perimetre". code: of the unit, "" for a perimeter.
    positions: sorted int array of rows in `Facts.communes`, never empty. notes: what the answer must say (a former
    code, a name that also stands for something else), translated.
    """

    expression: str
    label: str
    level: str
    code: str
    positions: np.ndarray
    notes: tuple[str, ...] = ()

    @property
    def slug(self) -> str:
        """The expression as a file name: "dep:46" → "dep-46"."""
        return re.sub(r"[^A-Za-z0-9]+", "-", self.expression).strip("-")[:60]


class Gazetteer:
    """Resolves expressions against one snapshot; holds the name index."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.names = NameIndex(facts)
        self._heirs = _heirs(facts)
        self._by_siren = dict(zip(facts.communes["siren"], facts.communes.index, strict=True))
        self._kept: dict[str, Kept] = {}

    def keep(self, perimeters: Mapping[str, Kept]) -> None:
        """Know these perimeters of the user's by their name and by "per:id", instead of those known before."""
        if perimeters == self._kept:
            return
        self._kept = dict(perimeters)
        self.names.add_kept([self._kept_entry(one) for one in self._kept.values()])

    def _kept_entry(self, one: Kept) -> Entry:
        rows = [self.facts.position[code] for code in one.communes if code in self.facts.position]
        people = float(np.nansum(self.facts.population[rows]))
        return Entry(one.expression, "perimetre", "", one.name, "", people)

    def search(self, text: str, limit: int = 20) -> list[Entry]:
        """Entries for a list under a search box: by name, code, or expression; near misses where nothing matches."""
        return self.suggest(text, limit)[0]

    def suggest(self, text: str, limit: int = 20) -> tuple[list[Entry], bool]:
        """`search`, and whether the entries answer the text (False: they are near misses, or there are none)."""
        text = text.strip()
        try:
            if self._may_resolve(text):
                return [self._entry(self.resolve(text))], True
        except (UnknownTerritory, AmbiguousTerritory):
            pass  # half-typed: the list below shows what begins like it
        completed = self._completed(text, limit)
        if completed is not None:
            return completed, bool(completed)
        found = self.names.matching(text, limit)
        return (found, True) if found else (self.names.near(text, limit=min(limit, 5)), False)

    def _completed(self, text: str, limit: int) -> list[Entry] | None:
        """What a half-typed expression ("dep:4", "com:46042+com:4") may become; None if the text is no expression."""
        last = _OPERATOR.split(text)[-1].strip()
        half = _HALF_TYPED.fullmatch(last)
        if half is None:
            return None
        prefix, code = half[1].lower(), half[2].lower()
        found = self.names.completing(f"{prefix}:{code.removeprefix(f'{prefix}-')}", limit)
        head = text[: len(text) - len(last)]
        if not head:
            return found
        return [
            replace(e, expression=f"{head}{e.expression}", level="perimetre", code="", name=f"{head}{e.name}")
            for e in found
        ]

    def _may_resolve(self, text: str) -> bool:
        """True for an expression worth resolving while it is typed: what is near a wrong code takes long to find."""
        last = _OPERATOR.split(text)[-1]
        if not (_PREFIXED.match(text) or text[:1].isdigit()):
            return False
        prefix, _, number = last.lower().strip().partition(":")
        if prefix in _CONTRACTS:
            return f"{prefix}:{number.strip().removeprefix(f'{prefix}-')}" in self.names.by_expression
        if prefix == _KEPT:
            return number.strip() in self._kept
        code = number.strip().upper() or prefix.upper()
        levels = [_LEVELS[prefix]] if prefix in _LEVELS else list(_LEVELS.values())
        if "commune" in levels and (code in self.facts.position or code in self._heirs or code in self._by_siren):
            return True
        return any((level, code) in self.facts.unit_rows for level in levels)

    def _entry(self, territory: Territory) -> Entry:
        known = self.names.by_expression.get(territory.expression)
        people = float(np.nansum(self.facts.population[territory.positions]))
        return known or Entry(territory.expression, territory.level, territory.code, territory.label, "", people)

    def resolve(self, expression: str) -> Territory:
        """The territory that an expression names.

        Raises:
            UnknownTerritory: nothing answers, or nothing is left of a difference; names the nearest candidates.
            AmbiguousTerritory: several communes of that name; lists them with their codes.
        """
        text = expression.strip()
        if not text:
            raise UnknownTerritory(
                translate("Anct", "No territory was given. Type a name, a code or an expression such as dep:46.")
            )
        parts = _OPERATOR.split(text)
        territory = self._one(parts[0].strip())
        if len(parts) == 1:
            return territory
        positions, notes = territory.positions, list(territory.notes)
        labels, canonical = [territory.label], [territory.expression]
        for operator, part in zip(parts[1::2], parts[2::2], strict=True):
            other = self._one(part.strip())
            notes += other.notes
            canonical += [operator, other.expression]
            if operator == "+":
                positions = np.union1d(positions, other.positions)
                labels.append(other.label)
            else:
                positions = np.setdiff1d(positions, other.positions)
                labels[-1] += f" sans {other.label}"
        if not len(positions):
            raise UnknownTerritory(
                translate("Anct", "Nothing is left of “{expression}”: it takes away all that it holds.").format(
                    expression=text
                )
            )
        label = " + ".join(labels) if len(labels) < 4 else f"{labels[0]} + {len(labels) - 1} autres"
        return Territory("".join(canonical), label, "perimetre", "", positions, tuple(notes))

    def of_unit(self, level: str, code: str) -> Territory:
        """The territory of one unit given by level and code."""
        prefix = next(p for p, lev in _LEVELS.items() if lev == level)
        return self._prefixed(prefix, code)

    def containing(self, territory: Territory) -> list[Territory]:
        """The units around a territory, smallest first: its EPCI, département, région; then, to compare, FRM and FR.

        A perimeter over several départements or régions is compared with the one that has most of its people; an EPCI
        that holds a part of it only says nothing about the whole.
        """
        facts = self.facts
        people = np.nan_to_num(facts.population[territory.positions], nan=0.0) + 1e-9
        found = []
        above = ("commune", "epci", "departement", "region")
        first = above.index(territory.level) + 1 if territory.level in above else 0
        for level in above[max(first, 1) :] if territory.level != "pays" else ():
            labels, codes = facts.labels(level)
            inside = labels[territory.positions]
            if (inside < 0).all() or (level == "epci" and (inside != inside[0]).any()):
                continue
            weight = np.bincount(inside[inside >= 0], weights=people[inside >= 0])
            unit = self.of_unit(level, codes[int(weight.argmax())])
            if not np.array_equal(unit.positions, territory.positions):
                found.append(unit)
        if territory.level != "pays":
            found += [self._one("FRM"), self._one("FR")]
        elif territory.code == "FRM":
            found.append(self._one("FR"))
        return found

    # -- one term -------------------------------------------------------------------------------------------------

    def _one(self, text: str) -> Territory:
        upper = text.upper()
        if upper == "FR":
            return Territory("FR", "France entière", "pays", "FR", np.arange(len(self.facts.communes)))
        if upper == "FRM":
            inside = (self.facts.communes["code_departement"].str.len() == 2).to_numpy()
            return Territory("FRM", "France métropolitaine", "pays", "FRM", np.flatnonzero(inside))
        prefixed = _PREFIXED.fullmatch(text)
        if prefixed:
            return self._prefixed(prefixed[1].lower(), prefixed[2].strip())
        if re.fullmatch(r"\d{2,3}|2[AB]", upper):
            return self._prefixed("dep", upper)
        if re.fullmatch(r"\d{4,5}|2[AB]\d{3}", upper):
            return self._prefixed("com", upper)
        if re.fullmatch(r"\d{9}", text):
            return self._prefixed("com" if text in self._by_siren else "epci", text)
        return self._named(text)

    def _prefixed(self, prefix: str, code: str) -> Territory:
        if prefix in _CONTRACTS:
            return self._contract(prefix, code)
        if prefix == _KEPT:
            return self._own(code)
        level, code = _LEVELS[prefix], code.upper()
        notes: tuple[str, ...] = ()
        if prefix == "com":
            code, notes = self._commune_code(code)
            if code in self.facts.position:
                name = self.facts.communes.at[code, "nom"]
                return Territory(f"com:{code}", name, "commune", code, np.array([self.facts.position[code]]), notes)
        else:
            if prefix in ("dep", "reg") and len(code) == 1:
                code = code.zfill(2)
            row = self.facts.unit_rows.get((level, code))
            if row is not None:
                labels, codes = self.facts.labels(level)
                positions = np.flatnonzero(labels == np.searchsorted(codes.astype(str), code))
                if len(positions):
                    return Territory(f"{prefix}:{code}", row["nom"], level, code, positions)
        raise self._unknown(f"{prefix}:{code}", [e for e in self.names.entries if e.level == level], code)

    def _commune_code(self, code: str) -> tuple[str, tuple[str, ...]]:
        if re.fullmatch(r"\d{4}", code):
            code = code.zfill(5)
        code = self._by_siren.get(code, code)
        if code in self.facts.position or code not in self._heirs:
            return code, ()
        heir = self._heirs[code]
        name = self.facts.communes.at[heir, "nom"]
        note = translate("Anct", "{old} is a former or delegated code: its present commune is {name} ({code}).")
        return heir, (note.format(old=code, name=name, code=heir),)

    def _contract(self, programme: str, number: str) -> Territory:
        wanted = number.lower().removeprefix(f"{programme}-")
        rows, members = self.facts.members(programme)
        members = members[(rows["identifiant"] == f"{programme}-{wanted}").to_numpy()]
        if not len(members):
            raise self._unknown(
                f"{programme}:{number}", [e for e in self.names.entries if e.level == programme], wanted
            )
        names = self.facts.perimeters
        names = names[(names["programme"] == programme) & (names["identifiant"] == f"{programme}-{wanted}")]["libelle"]
        short = self.facts.catalogue.programmes[programme].short
        label = f"{short} {next(iter(names), '') or wanted}"
        return Territory(f"{programme}:{wanted}", label, programme, wanted, np.unique(members))

    def _own(self, identifier: str) -> Territory:
        one = self._kept.get(identifier.lower())
        entries = [self._kept_entry(kept) for kept in self._kept.values()]
        if one is None:
            raise self._unknown(f"{_KEPT}:{identifier}", entries, identifier)
        found = {code: self._commune_code(code)[0] for code in one.communes}
        lost = sorted(code for code, present in found.items() if present not in self.facts.position)
        rows = np.unique([self.facts.position[c] for c in found.values() if c in self.facts.position]).astype(int)
        if not len(rows):
            raise self._unknown(one.name, entries, identifier)
        note = translate("Anct", "Codes of “{name}” that are no longer communes: {codes}.")
        notes = (note.format(name=one.name, codes=", ".join(lost)),) if lost else ()
        return Territory(one.expression, one.name, "perimetre", "", rows, notes)

    def _named(self, text: str) -> Territory:
        entries = self.names.exact(text)
        communes = [e for e in entries if e.level == "commune"]
        if len(communes) > 1:
            raise self._ambiguous(text, communes)
        if communes:
            return self._chosen(communes[0], [e for e in entries if e.level != "commune"])
        levels = ("departement", "region", "epci", "arrondissement", "pays", "perimetre", "ti", "crte")
        entries.sort(key=lambda e: levels.index(e.level))
        if not entries:
            raise self._unknown(text, [], text)
        same_level = [e for e in entries if e.level == entries[0].level]
        if len(same_level) > 1:
            raise self._ambiguous(text, same_level)
        return self._chosen(entries[0], entries[1:])

    def _chosen(self, entry: Entry, others: list[Entry]) -> Territory:
        territory = self._one(entry.expression)
        if not others:
            return territory
        note = translate("Anct", "“{name}” was read as {chosen}; it may also mean {others}.").format(
            name=entry.name, chosen=entry.expression, others=", ".join(e.expression for e in others)
        )
        return replace(territory, notes=(*territory.notes, note))

    # -- errors ---------------------------------------------------------------------------------------------------

    def _ambiguous(self, text: str, entries: list[Entry]) -> AmbiguousTerritory:
        return AmbiguousTerritory(
            translate(
                "Anct", "Several territories are called “{name}”: {list}. Give the code of the one you want."
            ).format(name=text, list=", ".join(f"{e.name} – {e.context} ({e.expression})" for e in entries))
        )

    def _unknown(self, text: str, entries: list[Entry], code: str) -> UnknownTerritory:
        near = _closest(code, entries, 0.5) or self.names.near(code, 5)
        if not near and (entries or code.isalnum()):
            # A code like none: the least unlike it of its level, or else of the départements.
            near = _closest(code, entries or [e for e in self.names.entries if e.level == "departement"], 0.0)
        message = translate("Anct", "No territory answers to “{text}”.").format(text=text)
        if not near:
            return UnknownTerritory(message, hint=translate("Anct", "Type a name, or an expression such as dep:46."))
        candidates = ", ".join(f"{e.name} ({e.expression})" for e in near)
        return UnknownTerritory(message, hint=translate("Anct", "Nearest: {list}.").format(list=candidates))


def _closest(code: str, entries: list[Entry], cutoff: float) -> list[Entry]:
    by_code = {e.code: e for e in entries}
    return [by_code[c] for c in difflib.get_close_matches(code, list(by_code), n=3, cutoff=cutoff)]


def _heirs(facts: Facts) -> dict[str, str]:
    found: dict[str, str] = {}
    for column in ("former_codes", "arm_codes"):
        with_codes = facts.communes[facts.communes[column] != ""][column]
        for code, old in with_codes.items():
            for one in old.split():
                found.setdefault(one, code)
    return found
