"""The key figures on a diagnostic's pages: (figure, what it is, a word more). French at the source."""

from __future__ import annotations

from ..core import wording
from ..core.diagnostic import Diagnostic
from ..core.wording import NBSP, number
from . import map_text
from .pages import Card


def where(diagnostic: Diagnostic, dated: bool = True) -> str:
    """Level, code, place and, `dated`, edition date, in one line."""
    territory = diagnostic.territory
    level = map_text.LEVEL_OF.get(territory.level, "")
    code = f"{'SIREN' if territory.level == 'epci' else 'code'} {territory.code}" if territory.code and level else ""
    parts = [level, code, diagnostic.around, map_text.today() if dated else ""]
    return " · ".join(part for part in parts if part)


def key_figures(diagnostic: Diagnostic) -> list[Card]:
    """The cover's strip: people, communes, index, fragile communes, sites."""
    people = diagnostic.population
    cards = [(number(people.value) if people.value is not None else "n. d.", "habitants", people.vintage)]
    if len(diagnostic.territory.positions) > 1:
        cards.append(
            (number(len(diagnostic.territory.positions)), "communes", f"COG {diagnostic.facts.info.get('cog', '')}")
        )
    index = diagnostic.index
    if index is not None:
        peers = wording.LEVEL_PLURALS[index.level]
        rank = number(min(index.rank, index.total))
        beyond = index.rank > index.total
        place = (
            f"au-delà du dernier de {number(index.total)} {peers}"
            if beyond
            else f"rang {rank} sur {number(index.total)} {peers}"
        )
        cards.append((number(index.value, 1), f"indice sur 100{NBSP}: {index.class_label}", place))
    else:
        note = "territoire de référence" if diagnostic.territory.level == "pays" else "trop de données manquent"
        cards.append(("–", "pas d’indice", note))
    ranked = diagnostic.communes[diagnostic.communes["classe"] > 0]
    if len(diagnostic.communes) > 1 and len(ranked):
        note = f"sur {number(len(diagnostic.communes))}, parmi les 40{NBSP}% les plus fragiles de France"
        cards.append((number(len(diagnostic.fragile_communes)), "communes fragiles ou très fragiles", note))
    sites = sum(sum(p.sites.values()) for p in diagnostic.programmes)
    cards.append((number(sites), "site France services" if sites < 2 else "sites France services", ""))
    return cards


def index_figures(diagnostic: Diagnostic) -> list[Card]:
    """The index, its rank out of its total, its class, and how much of the weight it stands on."""
    index = diagnostic.index
    if index is None:
        return []
    peers = wording.LEVEL_PLURALS[index.level]
    member = diagnostic.territory.level == index.level
    if index.rank > index.total:
        place = (f"> {number(index.total)}", "rang", f"moins fragile que les {number(index.total)} {peers} de France")
    else:
        said = "" if member else "serait "
        place = (
            number(index.rank),
            f"{said}rang sur {number(index.total)}",
            f"{peers} de France{NBSP}; 1 = le plus fragile",
        )
    return [
        (number(index.value, 1), "indice sur 100", "100 = le plus fragile"),
        place,
        (index.class_label, "classe", f"cinquièmes des {peers} de France"),
        (
            f"{number(100 * index.coverage)}{NBSP}%",
            "du poids renseigné",
            wording.counted(len(diagnostic.profile.indicators), "indicateur", "indicateurs"),
        ),
    ]
