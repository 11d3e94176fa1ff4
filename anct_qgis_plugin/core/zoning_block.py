"""The zoning block of grant files (DETR, DSIL): is a project in QPV, FRR, CRTE, ACV, PVD or VA? Yes or no, and source.

By commune: a project in a commune that has a priority district is not thereby in the district, unless its place is
given.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from . import prose, wording
from .catalogue import Programme
from .facts import Facts
from .territory import Territory

# What the forms ask for (domain brief, 5.5), in their order; one that the catalogue lacks is left out.
ASKED = ("qpv", "frr", "crte", "acv", "pvd", "va")
MOST_NAMES = 15


@dataclass(frozen=True)
class Zoning:
    """One line of the block. yes: None where it cannot be said; communes: names of those inside, of `total`."""

    key: str
    label: str
    yes: bool | None
    communes: tuple[str, ...]
    total: int
    detail: str
    source: str
    date: str

    @property
    def answer(self) -> str:
        """ "oui", "non", or "en partie (3 communes sur 12)"."""
        if self.yes is None:
            return "non déterminé"
        if self.yes and len(self.communes) < self.total:
            some = wording.counted(len(self.communes), "commune", "communes")
            return f"en partie ({some} sur {wording.number(self.total)})"
        return "oui" if self.yes else "non"


def zonings(facts: Facts, territory: Territory, district: str | None = None) -> list[Zoning]:
    """The answers for a commune or several.

    Args:
        district: the priority district that the project's own place is in, "" if it is in none; None: no place given.
    """
    known = facts.catalogue.programmes
    return [_zoning(facts, territory, known[key], district) for key in ASKED if key in known]


def _zoning(facts: Facts, territory: Territory, programme: Programme, district: str | None) -> Zoning:
    rows, positions = facts.members(programme.id)
    mine = rows[np.isin(positions, territory.positions)]
    mine = mine[~mine["statut"].isin(programme.not_covering)]
    names = facts.communes["nom"]
    codes = [code for code in facts.codes[territory.positions] if code in set(mine["code"])]
    details = [str(status) for status in mine["statut"].unique() if status] if programme.status_matters else []
    if programme.unit in ("perimetre", "quartier"):
        labels = facts.perimeters[facts.perimeters["programme"] == programme.id].set_index("identifiant")["libelle"]
        for row in mine.drop_duplicates("identifiant").itertuples():
            name = labels.get(row.identifiant) or row.libelle
            details.append(f"{name} ({row.identifiant})" if name else str(row.identifiant))
    yes: bool | None = bool(codes)
    if programme.unit == "quartier" and district is not None:
        yes, details = bool(district), [district] if district else []
        codes = list(facts.codes[territory.positions]) if district else []
    source = facts.sources.loc[programme.source] if programme.source in facts.sources.index else None
    return Zoning(
        key=programme.id,
        label=f"{programme.label} ({programme.short})",
        yes=yes,
        communes=tuple(str(names[code]) for code in codes),
        total=len(territory.positions),
        detail=wording.listing(details, MOST_NAMES),
        source=prose.source_text(facts.sources, programme.source),
        date="" if source is None else str(source["date"]),
    )


def zoning_text(facts: Facts, territory: Territory, district: str | None = None) -> str:
    """The block to copy into a grant file, in plain French lines."""
    where = territory.label + (f" (Insee {territory.code})" if territory.level == "commune" else "")
    found = zonings(facts, territory, district)
    lines = [prose.typeset(f"Zonages – {where}")]
    for one in found:
        line = f"{one.label} : {one.answer}"
        if one.yes and 1 < one.total != len(one.communes):
            line += f" : {wording.listing(list(one.communes), MOST_NAMES)}"
        if one.yes and one.detail:
            line += f" – {one.detail}"
        said = f"source : {one.source}" + (f", fichier du {_day(one.date)}" if one.date else "")
        lines.append(prose.typeset(f"- {line} [{said}]"))
    if any(one.key == "qpv" for one in found):
        lines.append(_note(district))
    return "\n".join(lines)


def _note(district: str | None) -> str:
    if district is None:
        return prose.typeset(
            "QPV : réponse à la commune, faute de localisation du projet ; « oui » dit que la commune a un quartier "
            "prioritaire, non que le projet s'y trouve."
        )
    return prose.typeset("QPV : réponse à l'emplacement donné du projet.")


def zoning_table(facts: Facts, territory: Territory) -> tuple[list[str], list[list[str]]]:
    """(titles, rows): one row per commune of a territory, "oui" or "non" per zoning, to paste into a spreadsheet."""
    known = [facts.catalogue.programmes[key] for key in ASKED if key in facts.catalogue.programmes]
    covered = {one.id: _covered(facts, one) for one in known}
    rows = [
        [
            str(code),
            str(facts.communes.at[code, "nom"]),
            *("oui" if code in covered[one.id] else "non" for one in known),
        ]
        for code in facts.codes[territory.positions]
    ]
    return ["Code Insee", "Commune", *(one.short for one in known)], rows


def _covered(facts: Facts, programme: Programme) -> set[str]:
    rows, _ = facts.members(programme.id)
    return set(rows.loc[~rows["statut"].isin(programme.not_covering), "code"])


def _day(text: str) -> str:
    from .dossier_text import long_date

    return long_date(text)


def tab_separated(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table as text that a spreadsheet takes from the clipboard; cells cannot be formulas."""
    from .spreadsheet_text import safe

    return "\n".join("\t".join(safe(cell) for cell in row) for row in (titles, *rows))
