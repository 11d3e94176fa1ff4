"""The gap and access maps in words and in legends: what `map_text` and `map_legend` ask for those themes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..core import gaps, wording
from ..core.diagnostic import Diagnostic
from ..core.wording import NBSP, number
from . import analysis_fields as analysis
from . import map_items as items

if TYPE_CHECKING:  # that module asks this one
    from .map_legend import Column

THEMES = ("lacunes", "acces")
CLASS_NAMES = ("peu ou non fragile", "intermédiaire", "fragile")
COUNT_NAMES = ("aucun", "1", "2 et plus")
CELL = (13.5, 8.5)  # mm


def title(theme: str) -> str:
    """What the map shows."""
    return {"lacunes": "fragilité et programmes des communes", "acces": "accès aux espaces France services"}[theme]


def sources(diagnostic: Diagnostic, theme: str) -> list[tuple[str, str, str]]:
    """(source, what, vintage) of all that the map is made from, but its geographic base."""
    catalogue, known = diagnostic.facts.catalogue, diagnostic.facts.sources

    def dated(source: str, what: str) -> tuple[str, str, str]:
        return source, what, str(known.at[source, "millesime"]) if source in known.index else ""

    if theme == "acces":
        named = {one.source: one.short for one in catalogue.programmes.values()}
        return [
            dated(source, named.get(source, "population")) for source in ("fs", "densite", "montagne", "populations")
        ]
    present = {fact.programme.id for fact in diagnostic.programmes if fact.present}
    counted = [catalogue.programmes[key] for key in diagnostic.gaps.programmes if key in present]
    measured = [catalogue.indicators[weighted.indicator] for weighted in diagnostic.profile.indicators]
    return [
        *((one.source, one.short, one.vintage) for one in measured), *(dated(one.source, one.short) for one in counted)
    ]  # fmt: skip


def reading(diagnostic: Diagnostic, theme: str) -> str:
    """The reading note, from real figures."""
    return _reading_access(diagnostic) if theme == "acces" else _reading_gaps(diagnostic)


def _reading_gaps(diagnostic: Diagnostic) -> str:
    found = diagnostic.gaps
    summary = found.summary.set_index("situation")
    row = summary.loc["fragile_non_couvert"]
    if not len(found.uncovered):
        text = "Aucune commune fragile n’est sans programme."
    else:
        n = int(row["communes"])
        verb, adjective = ("n’ont", "fragiles ou très fragiles") if n > 1 else ("n’a", "fragile ou très fragile")
        text = (
            f"{wording.counted(n, 'commune', 'communes')} {adjective} {verb} aucun des programmes comptés{NBSP}: "
            f"{number(row['population'])}{NBSP}habitants, {number(100 * row['part'])}{NBSP}% du territoire. "
            f"La plus fragile{NBSP}: {found.uncovered['nom'].iat[0]}."
        )
    mirror = summary.loc["non_fragile_couvert"]
    if mirror["communes"]:
        verb = "ont" if mirror["communes"] > 1 else "a"
        text += (
            f" À l’inverse, {wording.counted(int(mirror['communes']), 'commune', 'communes')} {verb} un programme sans "
            "être fragile" + ("s." if mirror["communes"] > 1 else ".")
        )
    return text


def _reading_access(diagnostic: Diagnostic) -> str:
    far = diagnostic.remote
    if not far.population:
        return "Aucune population n’est connue ici."
    text = "D’après l’estimation, aucune commune n’est à plus de 20\u00a0minutes d’un site fixe."
    if far.communes_beyond[20]:
        beyond = number(far.beyond[30]) if far.communes_beyond[30] else "aucun"
        text = (
            f"D’après l’estimation, {number(far.beyond[20])}{NBSP}habitants ({number(100 * far.share(20), 1)}{NBSP}%) "
            f"vivent dans une commune à plus de 20{NBSP}minutes d’un site fixe, dont {beyond} à plus de "
            f"30{NBSP}minutes."
        )
    if far.no_road:
        text += (
            f" {number(far.no_road)}{NBSP}habitants de {wording.counted(far.no_road_communes, 'commune', 'communes')} "
            "n’ont pas de liaison routière avec un site."
        )
    return text


def limits(diagnostic: Diagnostic, theme: str) -> str:
    """How it is made and what it cannot say."""
    if theme == "acces":
        precision = diagnostic.access.precision(diagnostic.territory.positions)
        error = f" ({precision})" if precision else ""
        return (
            f"Temps en voiture{NBSP}: estimation d’après la distance à vol d’oiseau depuis la mairie, la densité et "
            f"la montagne{error}{NBSP}; non calibrée outre-mer. Tous les habitants d’une commune sont comptés à "
            "sa mairie. Les bus ne comptent pas."
        )
    catalogue = diagnostic.facts.catalogue
    shorts = [catalogue.programmes[key].short for key in diagnostic.gaps.programmes]
    return (
        f"Indice construit, non officiel, profil «{NBSP}{diagnostic.profile.label}{NBSP}»{NBSP}; fragile{NBSP}: "
        f"classes 4 et 5. Programmes comptés{NBSP}: {', '.join(shorts)} (ceux qui visent la commune)."
    )


def bivariate_legend(column: Column, y: float, symbols: dict, counts: dict[str, int]) -> float:
    """The 3 x 3 square of the gap map: index upwards, programmes to the right; communes in each cell. Gives y below.

    symbols: cell → symbol.
    """
    layout, points, page = column.layout, column.points, column.page
    wide = min(CELL[0], (column.width - 19) / 3)
    left = column.x + column.width - 3 * wide
    for row, name in zip((3, 2, 1), reversed(CLASS_NAMES), strict=True):
        lines = items.wrap(name, left - column.x - 1.5, 7)
        middle = y + CELL[1] / 2 - items.height_of(len(lines), 7) / 2
        items.label(
            layout, "\n".join(lines), column.x, middle, left - column.x - 1.5, 7, align=items.RIGHT, page=page
        )  # fmt: skip
        for k in (1, 2, 3):
            x = left + (k - 1) * wide
            cell = f"{row}{k}"
            if cell in symbols:
                items.swatch(layout, symbols[cell], (x + 0.25, y + 0.25, wide - 0.5, CELL[1] - 0.5), page)
            light = symbols[cell].color().lightnessF() > 0.62 if cell in symbols else True
            text = number(counts.get(cell, 0))
            top = y + CELL[1] / 2 - items.height_of(1, points) / 2
            ink = items.INK if light else "#ffffff"
            # The layout's labels lean left or right: centred by measure.
            at = x + wide / 2 - items.width_of(text, points) / 2
            items.label(layout, text, at, top, items.width_of(text, points) + 1, points, ink, page=page)
        y += CELL[1]
    for k, name in enumerate(COUNT_NAMES):
        room = items.width_of(name, 7) + 1
        at = min(left + (k + 0.5) * wide - (room - 1) / 2, column.x + column.width - room)
        items.label(layout, name, at, y + 0.4, room, 7, page=page)
    y += items.height_of(1, 7) + 0.6
    words = "nombre de programmes"
    at = min(left + 1.5 * wide - items.width_of(words, 7) / 2, column.x + column.width - items.width_of(words, 7) - 0.5)
    return items.label(layout, words, at, y, items.width_of(words, 7) + 1, 7, items.QUIET, page=page) + 1.0


def access_labels() -> dict[str, str]:
    """Class of access → words, from the farthest to the nearest."""
    return dict(analysis.LABELS)


def fragile_share(diagnostic: Diagnostic) -> float:
    """Share of the people who live in fragile communes without programme, 0-1."""
    table = diagnostic.gaps.table
    people = float(np.nansum(table["population"]))
    return float(diagnostic.gaps.uncovered["population"].sum()) / people if people else float("nan")


__all__ = ["THEMES", "access_labels", "bivariate_legend", "fragile_share", "gaps", "limits", "reading", "title"]
