"""Which commune, EPCI, département or région a person's file means by a code, and what was tried where none answers.

What it says of its work (`how`, `reason`) goes into reports and columns that French administrations read: it is French.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ...core.facts import Facts
from ...core.search import NameIndex
from ..tables.codes import CommuneCodes, Match

_HOW = {
    "direct": "code Insee",
    "former_code": "ancien code ou commune déléguée",
    "arrondissement": "arrondissement municipal",
}
_PADDED = {"four_digit_code": "zéro initial rétabli", "six_digit_code": "code outre-mer à six chiffres"}
# Ways of being found that need no word in a report.
PLAIN = frozenset({"code Insee", "SIREN de l’intercommunalité", "code de département", "code de région"})
_DEPARTMENT = re.compile(r"\d{1,3}|2[AB]")
_DATE = re.compile(r"\d{4}([-/])\d\d\1\d\d|\d\d?([-/.])\d\d?\2(19|20)\d\d")


@dataclass(frozen=True)
class Place:
    """What a written code means.

    level: "commune", "epci", "departement" or "region", "" if nothing answers. code: today's. kind: "direct",
    "former_code", "arrondissement", "siren", "name", "unknown", … how: the way it was found; reason: why nothing was.
    """

    level: str
    code: str
    kind: str
    how: str
    reason: str = ""


class PlaceCodes:
    """Resolves codes against one snapshot."""

    def __init__(self, facts: Facts, names: NameIndex | None = None) -> None:
        """`names`, where given, lets the plain name of one commune stand for its code."""
        wanted = ["siren", "epci_former", "former_codes", "arm_codes"]
        table = facts.communes.reindex(columns=wanted, fill_value="").fillna("")
        self._facts = facts
        self._names = names
        self._communes = CommuneCodes({"code": code, **row} for code, row in table.to_dict("index").items())
        self._sirens = {siren: code for code, siren in table["siren"].items() if siren}
        self._old_epci = set(table["epci_former"]) - {""}
        self._known: dict[tuple[str, str], Place] = {}

    def resolve(self, written: object, level: str = "") -> Place:
        """The place for what a cell holds.

        Args:
            level: the one level that is meant; any when empty (a bare "46" is then a département).
        """
        text = clean(written)
        key = (text, level)
        if key not in self._known:
            self._known[key] = self._resolve(text, level)
        return self._known[key]

    def _resolve(self, text: str, level: str) -> Place:
        if not text:
            return Place("", "", "empty", "", "code vide")
        for attempt in (self._unit, self._siren, self._commune, self._name):
            found = attempt(text.upper() if attempt != self._name else text, level)
            if found is not None:
                return found
        return Place("", "", "unknown", "", self._reason(text, level))

    def _unit(self, text: str, level: str) -> Place | None:
        if not _DEPARTMENT.fullmatch(text) or level not in ("", "departement", "region"):
            return None
        for kind in ("departement", "region") if level in ("", "departement") else ("region",):
            if level and kind != level:
                continue
            code = text.zfill(2)
            if (kind, code) in self._facts.unit_rows:
                how = "code de département" if kind == "departement" else "code de région"
                return Place(kind, code, "direct", how if code == text else f"{how}, zéro initial rétabli")
        return None

    def _siren(self, text: str, level: str) -> Place | None:
        if len(text) == 14 and text.isdigit():
            found = self._siren(text[:9], level)
            return found and Place(found.level, found.code, "siren", f"{found.how}, d’après le SIRET")
        if len(text) != 9 or not text.isdigit():
            return None
        if level in ("", "epci") and ("epci", text) in self._facts.unit_rows:
            return Place("epci", text, "siren", "SIREN de l’intercommunalité")
        if level in ("", "commune") and text in self._sirens:
            return Place("commune", self._sirens[text], "siren", "SIREN de la commune")
        return None

    def _commune(self, text: str, level: str) -> Place | None:
        if level not in ("", "commune"):
            return None
        match: Match = self._communes.resolve(text)
        if not match.code:
            return None
        how = ", ".join(part for part in (_HOW[match.how], _PADDED.get(match.padded, "")) if part)
        return Place("commune", match.code, match.how, how)

    def _name(self, text: str, level: str) -> Place | None:
        if self._names is None or not any(letter.isalpha() for letter in text) or len(text) < 2:
            return None
        if re.fullmatch(r"2[AB]\d*", text.upper()):
            return None
        found = [e for e in self._names.exact(text) if e.level == (level or "commune")]
        if len(found) != 1:
            return None
        return Place(found[0].level, found[0].code, "name", "nom sans homonyme")

    def _reason(self, text: str, level: str) -> str:
        code = text.upper()
        if code in self._old_epci:
            return "ancienne intercommunalité, aujourd’hui fusionnée ou dissoute"
        if self._communes.resolve(code).how == "com":
            return "collectivité d’outre-mer (975, 977, 978, 98x) : hors champ"
        if self._names is not None and any(letter.isalpha() for letter in text):
            homonyms = [e for e in self._names.exact(text) if e.level == "commune"]
            if len(homonyms) > 1:
                return f"nom porté par {len(homonyms)} communes : {', '.join(e.code for e in homonyms[:4])}"
        if _DATE.fullmatch(text.strip()):
            return "une date, pas un code : mettez la colonne au format texte dans le tableur et rétablissez les codes"
        tried = {
            "commune": "code Insee, zéro perdu, ancien code, commune déléguée, arrondissement, outre-mer, SIREN, nom",
            "epci": "SIREN, SIRET, nom de l’intercommunalité",
            "departement": "code de département, zéro perdu, nom",
            "region": "code de région, zéro perdu, nom",
        }.get(level, "codes Insee actuels, anciens et sans zéro, SIREN, SIRET, département, nom")
        return f"inconnu (essayé : {tried})"

    def share(self, written: Iterable[object], level: str) -> float:
        """Share (0-1) of the cells that are not empty which name a place of that level by its code, not by its name."""
        cells = [text for text in map(clean, written) if text]
        if not cells:
            return 0.0
        found = (self.resolve(text, level) for text in cells)
        return sum(place.level == level and place.kind != "name" for place in found) / len(cells)


def clean(written: object) -> str:
    """A code without what spreadsheets add: spaces, apostrophe, ".0"; "" for nothing."""
    if written is None:
        return ""
    text = str(written).replace("\u00a0", " ").replace("\u202f", " ").strip().lstrip("'’").strip()
    if re.fullmatch(r"[\d ]+", text):
        text = text.replace(" ", "")
    return re.sub(r"^(\d+)\.0+$", r"\1", text)
