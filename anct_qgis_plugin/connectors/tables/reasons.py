"""Why a line was left out, and what is to be known of a file, for the person who reads the report of a refresh.

Readers write reasons in English, as the reports of the embedded data give them. Here each one has its sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from ...i18n import translate


def lines_said(lines: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """(line, reason) of a report in the interface's words; a reason that is not known stays as it is."""
    said = _Sentences()
    return tuple((said.line(line), said.reason(reason)) for line, reason in lines)


def notes_said(notes: Iterable[str]) -> tuple[str, ...]:
    """The notes of a report in the interface's words."""
    said = _Sentences()
    return tuple(map(said.reason, notes))


class _Sentences:
    """The sentences in the language of now, each reason worked out once."""

    def __init__(self) -> None:
        self._known = [(re.compile(pattern, re.DOTALL), text) for pattern, text in sentences()]
        self._numbered = translate("Anct", "line {number}: {start}")
        self._done: dict[str, str] = {}

    def reason(self, reason: str) -> str:
        if reason not in self._done:
            found = ((pattern.fullmatch(reason), text) for pattern, text in self._known)
            self._done[reason] = next((text.format(**match.groupdict()) for match, text in found if match), reason)
        return self._done[reason]

    def line(self, line: str) -> str:
        found = re.fullmatch(r"line (?P<number>\d+): (?P<start>.*)", line, re.DOTALL)
        return self._numbered.format(**found.groupdict()) if found else line


def sentences() -> list[tuple[str, str]]:
    """Pattern of a reason or a note as the readers write it → its sentence, with the pattern's names in braces."""
    return [
        (
            r"the code is that of (?P<name>.+)",
            translate("Anct", "the code is that of {name}, not of the name beside it"),
        ),
        (
            r"unknown code, tried as current, former, delegated commune and municipal arrondissement",
            translate("Anct", "unknown code, sought among current, former and delegated communes and arrondissements"),
        ),
        (
            r"no name beside the code",
            translate("Anct", "neither commune name nor département beside the code: nothing to check it with"),
        ),
        (r"unknown commune code", translate("Anct", "unknown commune code")),
        (r"overseas collectivity, out of scope", translate("Anct", "overseas collectivity, out of the plugin’s scope")),
        (r"no code", translate("Anct", "no code on the line")),
        (
            r"another line of its commune is doubtful",
            translate("Anct", "another line of its commune is doubtful: the commune has no figure"),
        ),
        (r"several codes", translate("Anct", "several codes on the line: whose figure it is cannot be told")),
        (r"cells lost or added", translate("Anct", "the line has lost or gained cells")),
        (
            r"code of four digits in a file whose codes have five",
            translate("Anct", "code of four digits in a file whose codes have five"),
        ),
        (r"no identifier", translate("Anct", "no identifier of the contract or territory")),
        (r"no date of signature", translate("Anct", "no date of signature: the agreement is being prepared")),
        (
            r"SIREN of no known EPCI, établissement public territorial or commune",
            translate("Anct", "SIREN of no known EPCI, établissement public territorial or commune"),
        ),
        (r"several classes: (?P<names>.+)", translate("Anct", "several classes for one commune: {names}")),
        (r"no status", translate("Anct", "no class on the line")),
        (r"repeated code", translate("Anct", "code already met above")),
        (
            r"repeated code with different figures",
            translate("Anct", "code met several times with different figures: none is taken"),
        ),
        (r"no figure", translate("Anct", "no figure on the line")),
        (
            r"counted in the commune that has taken it in",
            translate("Anct", "its figures are counted in those of the commune that has taken it in"),
        ),
        (
            r"classes that do not add up to their whole",
            translate("Anct", "its classes do not add up to their whole: a line is missing, or is another commune’s"),
        ),
        (r"nobody to count", translate("Anct", "nobody to count: the denominator is zero")),
        (
            r"several former communes or arrondissements, not to be averaged",
            translate("Anct", "several former communes or arrondissements: their figures are not averaged"),
        ),
        (
            r"several former communes or arrondissements, and no weight to combine them",
            translate("Anct", "several former communes or arrondissements, and no weight to combine them"),
        ),
        (
            r"arrondissement, already counted in its city",
            translate("Anct", "municipal arrondissement, already counted in its city"),
        ),
        (
            r"arrondissement of a city that is not complete",
            translate("Anct", "municipal arrondissement: the others of its city are not all there"),
        ),
        (r"several communes for one site", translate("Anct", "several communes for one site")),
        (r"repeated site id", translate("Anct", "number of a site already met above")),
        (r"no usable coordinates", translate("Anct", "no usable coordinates")),
        (r"zone d'emploi of no commune known", translate("Anct", "zone d’emploi of no commune known")),
        # Notes.
        (
            r"(?P<count>\d+) communes in another zone d'emploi than before",
            translate("Anct", "communes in another zone d’emploi than before: {count}"),
        ),
        (
            r"(?P<count>\d+) communes only in part",
            translate("Anct", "communes that the file says to be classed only in part: {count}"),
        ),
        (
            r"(?P<count>\d+) communes without a weight, left out of the aggregates",
            translate("Anct", "communes without a weight, left out of the aggregates: {count}"),
        ),
        (
            r"(?P<kind>\S+): left as held, as its codes are no longer those known: (?P<codes>.+)",
            translate(
                "Anct", "{kind}: left as held, as these codes of facilities are no longer those known: {codes}"
            ),
        ),
        (
            r"weighted mean of several lines for (?P<count>\d+) communes: (?P<codes>.+)",
            translate("Anct", "weighted mean of several lines for these communes ({count}): {codes}"),
        ),
        (
            r"Mayotte stays at its own census",
            translate("Anct", "Mayotte is in the file, and stays at its own census"),
        ),
        (
            r"(?P<count>\d+) communes of COG 2026 without a line",
            translate("Anct", "current communes without a line: {count}"),
        ),
        (
            r"(?P<count>\d+) districts without contour: (?P<codes>.+)",
            translate("Anct", "districts without contour ({count}): {codes}"),
        ),
        (
            r"identifiers of several territories, told apart by their member: (?P<codes>.+)",
            translate("Anct", "identifiers shared by several territories, told apart by their member: {codes}"),
        ),
        (r"(?P<code>\S+): no contour", translate("Anct", "{code}: no contour")),
        (
            r"site (?P<site>\S+): département (?P<other>\S+), but commune (?P<code>\w+); the commune is kept",
            translate("Anct", "site {site}: département {other}, but commune {code}; the commune is kept"),
        ),
    ]  # fmt: skip
