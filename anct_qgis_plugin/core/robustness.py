"""How sure a rank is, said in French for people: never a rank without its total, "non concluant" where it is so."""

from __future__ import annotations

from collections.abc import Mapping

from .catalogue import Indicator
from .fragility import Redundancy, TerritoryIndex
from .uncertainty import INCONCLUSIVE
from .wording import LEVEL_PLURALS, NBSP, number

_FEMININE = ("commune", "epci", "region")
COLON, SEMICOLON = f"{NBSP}: ", f"{NBSP}; "


def frequency(share: float) -> str:
    """A share of the draws: "93 %"; neither "0 %" nor "100 %" unless it is exactly so."""
    percent = 100 * share
    if 0 < percent < 1:
        return f"moins de 1{NBSP}%"
    if 99 < percent < 100:
        return f"plus de 99{NBSP}%"
    return f"{number(percent)}{NBSP}%"


def verdict_sentence(index: TerritoryIndex) -> str:
    """ "Rang robuste : parmi les 10 % les plus fragiles dans 93 % des pondérations étudiées…"; "" without draws."""
    found = index.uncertainty
    if found is None:
        return ""
    interval = (
        f"rang médian {ordinal(found.p50, index.level)} sur {number(index.total)}{NBSP}"
        f"{LEVEL_PLURALS.get(index.level, 'territoires comparés')}, entre {ordinal(found.p05, index.level)} et "
        f"{ordinal(found.p95, index.level)} dans neuf tirages sur dix"
    )
    draws = f"{number(found.draws)}{NBSP}tirages"
    if found.verdict == INCONCLUSIVE:
        return (
            f"Rang non concluant{COLON}il dépend trop de la pondération choisie ({interval})"
            f"{SEMICOLON}{tail_clause(index)} ({draws})."
        )
    return f"Rang robuste{COLON}{tail_clause(index)} ({draws}){SEMICOLON}{interval}."


def tail_clause(index: TerritoryIndex) -> str:
    """ "parmi les 10 % les plus fragiles dans 93 % des pondérations étudiées"."""
    found = index.uncertainty
    if found is None:
        return ""
    if found.fifth < 0.5:
        return f"hors des 20{NBSP}% les plus fragiles dans {_of_the_draws(1 - found.fifth)}"
    share, among = (found.decile, 10) if found.decile >= 0.5 else (found.fifth, 20)
    return f"parmi les {among}{NBSP}% les plus fragiles dans {_of_the_draws(share)}"


def _of_the_draws(share: float) -> str:
    if share == 1:
        return "toutes les pondérations étudiées"
    return f"{frequency(share)} des pondérations étudiées"


def moving_sentence(index: TerritoryIndex, indicators: Mapping[str, Indicator]) -> str:
    """Which indicator's weight moves the rank most, and how much; "" where the rank does not move."""
    found = index.uncertainty
    if found is None or not found.most_moving:
        return ""
    key = found.most_moving
    share = frequency(found.sensitivity[key])
    text = (
        f"Le poids donné à «{NBSP}{indicators[key].label}{NBSP}» est celui qui déplace le plus ce rang "
        f"({share} de sa variance)"
    )
    if found.normalisation > found.sensitivity[key]:
        text += f"{SEMICOLON}le choix de la normalisation compte davantage encore ({frequency(found.normalisation)})"
    return text + "."


def ordinal(rank: int, level: str) -> str:
    """ "1re", "12e": with the gender of what is ranked."""
    return ("1re" if level in _FEMININE else "1er") if rank == 1 else f"{number(rank)}e"


def redundancy_sentence(pair: Redundancy, indicators: Mapping[str, Indicator]) -> str:
    """A warning about two indicators that say the same thing."""
    said = "disent presque la même chose" if pair.correlation > 0 else "se compensent presque"
    return (
        f"«{NBSP}{indicators[pair.first].label}{NBSP}» et «{NBSP}{indicators[pair.second].label}{NBSP}» {said} "
        f"(corrélation des rangs{NBSP}: {number(pair.correlation, 2)})."
    )
