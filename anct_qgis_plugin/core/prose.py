"""Draft sentences about figures: indicator, value, vintage, gap to département and France, rank, source in brackets."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pandas as pd

from . import wording
from .diagnostic import Diagnostic, Standing
from .fragility import TerritoryIndex
from .indicators import Figure
from .wording import NBSP

# An indicator is written up as a weakness (or a strength) when it puts the territory in the two most (least) fragile
# fifths, as the classes "fragile" and "très fragile" do.
EXTREME_SHARE = 0.4
_POINTS = {"%", "%/an", "score"}
# Levels whose territories are themselves among the units they are compared with.
_RANKED = {"commune", "epci", "departement"}


def typeset(text: str) -> str:
    """French spacing: a no-break space before : ; ? ! % € » and after «; an apostrophe is left as typed."""
    text = re.sub(r"[ \u00a0]([:;?!%€»])(?=[\s.,)\]]|$)", NBSP + r"\1", text)
    return re.sub(r"«[ \u00a0]?", "«" + NBSP, text)


def source_text(sources: pd.DataFrame, key: str, vintage: str = "") -> str:
    """How a source is named: producer, title, vintage (the figure's own, else the source's)."""
    if key not in sources.index:
        return ", ".join(filter(None, [key, vintage]))
    row = sources.loc[key]
    title, when = str(row["titre"]), vintage or str(row["millesime"])
    parts = [str(row["producteur"]), title] + ([when] if when and when not in title else [])
    return typeset(", ".join(filter(None, parts)))


def when(vintage: str) -> str:
    """A vintage in a sentence: "en 2021", "sur la période 2015-2022"."""
    return f"sur la période {vintage}" if re.fullmatch(r"\d{4}-\d{4}", vintage) else f"en {vintage}"


def gap(own: Figure, other: Figure | None, name: str) -> str:
    """The gap to another territory: "1,2 point de plus que le département (Lot : 12,0 %)"; "" without it.

    Taken between the values as printed, so that a reader's own subtraction agrees.
    """
    if other is None or own.value is None:
        return ""
    if other.value is None:
        return f"sans comparaison possible avec {name} ({other.territory} : {other.text})"
    difference = round(own.value, own.decimals) - round(other.value, other.decimals)
    size = wording.number(abs(difference), own.decimals)
    # "la France (12,1 %)", but "le département (Lot : 12,0 %)".
    reference = f"({other.text})" if name == "la France" else f"({other.territory} : {other.text})"
    if not any(c in "123456789" for c in size):
        return f"comme {name} {reference}"
    points = "point" if abs(difference) < 2 else "points"
    unit = points if own.unit in _POINTS else own.unit.partition("/")[0]
    # "par 10 000 habitants" has been said with the value; a space before nothing would be two.
    much = f"{size}{NBSP}{unit}" if unit else size
    return f"{much} de {'plus' if difference > 0 else 'moins'} que {name} {reference}"


def ties(standing: Standing) -> tuple[int, int, int]:
    """(more fragile, equal, less fragile): how many of the units compared with, the territory itself left out if in."""
    worse = standing.rank - 1
    less = round(standing.fragility / 100 * standing.total)
    return worse, max(standing.total - worse - less, 0), less


def position(standing: Standing) -> float:
    """Where it stands, 0 = most fragile, 1 = least; equals share the middle of their ranks."""
    worse, equal, _ = ties(standing)
    return (worse + equal / 2) / standing.total if standing.total else 0.5


def weaknesses(standings: Sequence[Standing]) -> list[Standing]:
    """Those in the two most fragile fifths, most fragile first."""
    return sorted((s for s in standings if s.total and position(s) <= EXTREME_SHARE), key=position)


def strengths(standings: Sequence[Standing]) -> list[Standing]:
    """Those in the two least fragile fifths, least fragile first."""
    return sorted((s for s in standings if s.total and position(s) > 1 - EXTREME_SHARE), key=position, reverse=True)


def units_name(level: str) -> str:
    """The units a rank counts: "communes", "intercommunalités", "départements"."""
    return wording.LEVEL_PLURALS.get(level, level)


def rank_text(standing: Standing, level: str, ranked: bool, from_best: bool = False) -> str:
    """The rank with its total: "rang 312 sur 1 253 intercommunalités, 1 étant la plus fragile"."""
    worse, equal, less = ties(standing)
    rank = 1 + (less if from_best else worse)
    feminine = level in ("commune", "epci")
    first = f"{'la' if feminine else 'le'} {'moins' if from_best else 'plus'} fragile"
    same = equal - 1 if ranked else equal
    together = f", à égalité avec {wording.number(same)} autres" if same > 1 else ""
    equivalent = "" if ranked else " équivalent"
    return (
        f"rang{equivalent} {wording.number(rank)} sur {wording.number(standing.total)} {units_name(level)}{together}"
        f" (1 = {first})"
    )


def sentence(own: Figure, department: Figure | None, france: Figure | None, rank: str, sources: pd.DataFrame) -> str:
    """One figure in a sentence; what does not exist is left out, what is withheld is said."""
    gaps = list(filter(None, [gap(own, department, "le département"), gap(own, france, "la France")]))
    text = f"{own.label} : {own.text} {when(own.vintage)}"
    if own.approximate:
        text += " (valeur approchée)"
    if gaps:
        text += f", soit {' et '.join(gaps)}"
    if rank:
        text += f" ; {rank}"
    return typeset(f"{text} [source : {source_text(sources, own.source, own.vintage)}].")


def index_sentence(diagnostic: Diagnostic, index: TerritoryIndex) -> str:
    """The index in a sentence: value, class, rank with its total, and that it is not official."""
    equivalent = "" if diagnostic.territory.level in _RANKED else " équivalent"
    return typeset(
        f"Indice de fragilité construit « {diagnostic.profile.label} » (non officiel) : "
        f"{wording.number(index.value, 1)} sur 100, classe « {index.class_label} », rang{equivalent} "
        f"{wording.number(index.rank)} sur {wording.number(index.total)} {units_name(index.level)} "
        f"(1 = {'la' if index.level in ('commune', 'epci') else 'le'} plus fragile)."
    )


def absence_sentence(diagnostic: Diagnostic) -> str:
    """Why there is no index, in French: the share of the profile's weight that is missing, and of which indicators."""
    own = {row[0].indicator: row[0] for row in diagnostic.card}
    lacking = [w for w in diagnostic.profile.indicators if w.indicator in own and own[w.indicator].value is None]
    share = wording.quantity(100 * sum(w.weight for w in lacking), "%")
    names = wording.listing([own[w.indicator].label for w in lacking])
    return typeset(
        f"Indice de fragilité « {diagnostic.profile.label} » non calculé : {share} du poids du profil manque pour ce "
        f"territoire ({names})."
    )


def is_ranked(level: str) -> bool:
    """True if territories of a level are among the units they are compared with."""
    return level in _RANKED
