"""The analyses that the panel offers, as tables: twins, new sites, changes, fragile communes without programme."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from qgis.core import QgsFeedback
from qgis.PyQt.QtCore import QDate, QLocale, Qt

from ..core import wording
from ..gis.jobs import Job
from ..i18n import translate

if TYPE_CHECKING:  # pandas is imported when the data are first read, not with the panel
    from ..core.diagnostic import Analyst, Diagnostic
    from .work import Ready

MOST_TWINS = 10


@dataclass(frozen=True)
class Result:
    """What a result window shows.

    columns: title and whether it holds numbers, by column. rows: texts. codes: the unit of each row, of `level`;
    empty where rows are no units. note: what the figures mean, and how far they can be trusted.
    """

    title: str
    note: str
    columns: tuple[tuple[str, bool], ...]
    rows: tuple[tuple[str, ...], ...]
    level: str = ""
    codes: tuple[str, ...] = ()
    empty: str = ""


def offered(level: str) -> dict[str, str]:
    """Key → entry of the menu, for a territory of that level; the keys of `withheld` cannot be chosen."""
    if "twins" in withheld(level):
        twins = translate("Anct", "Statistical twins (of a commune or an EPCI)")
    else:
        twins = translate("Anct", "Statistical twins…")
    return {
        "gaps": translate("Anct", "Fragile and without programme…"),
        "twins": twins,
        "sites": translate("Anct", "One more France services site…"),
        "changes": translate("Anct", "Changes between two vintages…"),
    }


def withheld(level: str) -> set[str]:
    """The analyses that have no answer for a territory of that level."""
    from ..core.twins import LEVELS

    return set() if level in LEVELS else {"twins"}


def older_versions() -> list[tuple[str, Path]]:
    """The kept versions made before the data in use, newest first: when they were made, and their file."""
    from ..snapshot import versions

    return [(_made(one), one.path) for one in versions.earlier()]


def _made(version: object) -> str:
    """When a version was made, in words of the interface."""
    text = str(getattr(version, "name", ""))
    day = QDate.fromString(text[:8], "yyyyMMdd")
    if day.isValid():
        return QLocale().toString(day, "d MMMM yyyy")
    from ..snapshot import reader

    built = QDate.fromString(reader.check(version.path).get("built", "")[:10], Qt.DateFormat.ISODate)  # type: ignore[attr-defined]
    shown = QLocale().toString(built, "d MMMM yyyy") if built.isValid() else ""
    return translate("Anct", "data of the plugin ({date})").format(date=shown)


def analyse(ready: Ready, diagnostic: Diagnostic, kind: str) -> Job:
    """One of `offered`; the result is a `Result`."""
    made: dict[str, Callable[[Analyst, Diagnostic], Result]] = {
        "gaps": _gaps, "twins": _twins, "sites": _sites, "changes": _changes
    }  # fmt: skip

    def compute(_feedback: QgsFeedback) -> Result:
        return made[kind](ready.analyst, diagnostic)

    return Job(translate("Anct", "Analysing {name}…").format(name=diagnostic.territory.label), compute)


def since(ready: Ready, diagnostic: Diagnostic, made: str, path: Path) -> Job:
    """What changed in programmes since a kept version; the result is a `Result`."""

    def compute(feedback: QgsFeedback) -> Result:
        from ..core.change import programme_changes
        from ..snapshot import reader

        before = reader.load(path)
        feedback.setProgress(70)
        codes = {str(code) for code in diagnostic.facts.codes[diagnostic.territory.positions]}
        table = programme_changes(before, diagnostic.facts, codes)
        rows = tuple(
            (row.libelle, row.nom, row.changement, row.identifiant, row.avant, row.apres)
            for row in table.itertuples(index=False)
        )
        columns = (
            (translate("Anct", "Programme"), False), (translate("Anct", "Commune"), False),
            (translate("Anct", "Change"), False), (translate("Anct", "Contract or site"), False),
            (translate("Anct", "Before"), False), (translate("Anct", "After"), False),
        )  # fmt: skip
        return Result(
            translate("Anct", "{name}: programmes since {date}").format(name=diagnostic.territory.label, date=made),
            translate("Anct", "Entries, exits and changes of status between that version of the data and this one."),
            columns,
            rows,
            "commune",
            tuple(table["code"]),
            translate("Anct", "Nothing has changed in the programmes of this territory."),
        )

    return Job(translate("Anct", "Comparing two versions…"), compute)


def _gaps(_analyst: Analyst, diagnostic: Diagnostic) -> Result:
    found = diagnostic.gaps
    declared = diagnostic.facts.catalogue
    rows = []
    for row in found.uncovered.itertuples():
        worst = [
            f"{declared.indicators[key].short}{wording.NBSP}: "
            f"{wording.quantity(value, declared.indicators[key].unit, declared.indicators[key].decimals)}"
            for key, value, _ in found.worst.get(row.code, ())
        ]
        rank = f"{wording.number(row.rang)} / {wording.number(row.rang_total)}"
        index = wording.number(row.indice, 1)
        rows.append(
            (row.nom, row.code, wording.quantity(row.population, ""), index, rank, f"{wording.NBSP}; ".join(worst))
        )
    counted = ", ".join(declared.programmes[key].short for key in found.programmes)
    people = float(found.uncovered["population"].sum())
    return Result(
        translate("Anct", "{name}: fragile communes without programme").format(name=diagnostic.territory.label),
        translate(
            "Anct",
            "{communes} communes, {people} inhabitants. Fragile: classes 4 and 5 of the index “{profile}” (built here, "
            "not official), ranks among the communes of France. Programmes counted: {programmes}.",
        ).format(
            communes=wording.number(len(rows)), people=wording.number(people), profile=diagnostic.profile.label,
            programmes=counted,
        ),
        (
            (translate("Anct", "Commune"), False), (translate("Anct", "Code"), False),
            (translate("Anct", "Inhabitants"), True), (translate("Anct", "Index"), True),
            (translate("Anct", "Rank"), True), (translate("Anct", "Most unfavourable indicators"), False),
        ),
        tuple(rows),
        "commune",
        tuple(found.uncovered["code"]),
        translate("Anct", "No fragile commune is without programme."),
    )  # fmt: skip


def _twins(analyst: Analyst, diagnostic: Diagnostic) -> Result:
    from ..core.prefill_tables import short_name
    from ..core.twins import twins

    facts = diagnostic.facts
    found = twins(facts, diagnostic.territory, MOST_TWINS)
    kept = [v for v in found.variables if v.own is not None]
    shorts = {key: p.short for key, p in facts.catalogue.programmes.items()}

    def listed(text: str) -> str:
        return ", ".join(shorts[key] for key in text.split(",") if key) or "–"

    named = {key: one.short for key, one in facts.catalogue.indicators.items()}
    named["densite"] = f"Densité (1{wording.NBSP}à{wording.NBSP}7)"
    own = tuple(wording.quantity(v.own, "", v.decimals) for v in kept)
    rows = [(short_name(diagnostic.territory.label), "", *own, listed(",".join(found.programmes)), "", "")]
    for row in found.table.to_dict("records"):
        values = tuple(wording.quantity(row[v.id], "", v.decimals) for v in kept)
        rows.append(
            (
                short_name(row["nom"]), wording.number(row["distance"], 2), *values, listed(row["programmes"]),
                listed(row["en_plus"]), listed(row["en_moins"]),
            )
        )  # fmt: skip
    left = ", ".join(v.label for v in found.variables if v.own is None)
    note = translate(
        "Anct",
        "The nearest of {compared}, by the mean gap over these variables, standardised (gap in standard deviations); "
        "{aside} lack a value and are set aside. Density: 1 is the densest class.",
    ).format(compared=wording.number(found.compared), aside=wording.number(found.set_aside))
    if left:
        note += " " + translate("Anct", "Not compared, for lack of data here: {variables}.").format(variables=left)
    return Result(
        translate("Anct", "{name}: statistical twins").format(name=diagnostic.territory.label),
        note,
        (
            (translate("Anct", "Territory"), False), (translate("Anct", "Gap"), True),
            *((f"{named.get(v.id, v.label)} ({v.unit})" if v.unit else named.get(v.id, v.label), True) for v in kept),
            (translate("Anct", "Programmes"), False), (translate("Anct", "Has, we have not"), False),
            (translate("Anct", "We have, has not"), False),
        ),
        tuple(rows),
        found.level,
        (diagnostic.territory.code, *found.table["code"]),
    )  # fmt: skip


def _sites(_analyst: Analyst, diagnostic: Diagnostic) -> Result:
    from ..core import siting

    facts = diagnostic.facts
    found = siting.new_sites(facts, diagnostic.access, diagnostic.territory.positions, siting.MOST)
    names = facts.communes["nom"].to_numpy()
    rows = tuple(
        (
            wording.number(k), names[one.position], str(facts.codes[one.position]), wording.number(one.people),
            wording.number(one.communes), wording.number(one.left),
        )
        for k, one in enumerate(found, start=1)
    )  # fmt: skip
    return Result(
        translate("Anct", "{name}: where one more site would help most").format(name=diagnostic.territory.label),
        translate(
            "Anct",
            "Communes whose town hall, as a France services site, would bring most people within 20 minutes by car; "
            "each counts once those before it are open. Times are estimated.",
        ),
        (
            ("", True), (translate("Anct", "Commune"), False), (translate("Anct", "Code"), False),
            (translate("Anct", "People brought nearer"), True), (translate("Anct", "Communes"), True),
            (translate("Anct", "Still beyond"), True),
        ),
        rows,
        "commune",
        tuple(str(facts.codes[one.position]) for one in found),
        translate("Anct", "Nobody would be brought within 20 minutes by one more site."),
    )  # fmt: skip


def _changes(analyst: Analyst, diagnostic: Diagnostic) -> Result:
    from ..core import change as changes
    from ..core.fragility import compared_with
    from ..core.indicators import figure

    facts, territory = diagnostic.facts, diagnostic.territory
    level = compared_with(territory)
    rows, notes = [], []
    for key in changes.with_two_vintages(facts):
        old, new = figure(facts, facts.catalogue.indicators[key].before, territory), figure(facts, key, territory)
        if old.value is None or new.value is None:
            continue
        found = analyst.change(key, level)
        ranks = found.table.set_index("code")
        rank = ranks["rang"].get(territory.code) if territory.level == level else None
        total = wording.number(ranks["rang_total"].iat[0])
        rows.append(
            (
                new.label, f"{old.text} ({old.vintage})", f"{new.text} ({new.vintage})",
                wording.quantity(new.value - old.value, found.unit, new.decimals, signed=True),
                f"{wording.number(rank)} / {total}" if rank is not None and rank == rank else "–",
            )
        )  # fmt: skip
        if found.after.comparable:
            notes.append(f"{new.label}{wording.NBSP}: {found.after.comparable}")
    return Result(
        translate("Anct", "{name}: changes between two vintages").format(name=territory.label),
        "\n".join(
            [
                translate(
                    "Anct", "Rank 1: the change most towards fragility, among units of the same level with both values."
                ),
                *notes,
            ]
        ),
        (
            (translate("Anct", "Indicator"), False), (translate("Anct", "Before"), True),
            (translate("Anct", "After"), True), (translate("Anct", "Change"), True), (translate("Anct", "Rank"), True),
        ),
        tuple(rows),
        empty=translate("Anct", "No indicator has two vintages here."),
    )  # fmt: skip


__all__ = ["Result", "analyse", "offered", "older_versions", "since", "withheld"]
