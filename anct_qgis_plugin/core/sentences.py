"""Figures put into plain French sentences: indicator, value, vintage, gaps, rank out of its total, source in brackets.

Pattern: DOMAIN §5.6. Nothing is said that the figures do not say: a missing, withheld or approximate value is named as
such, and a rank never goes without its total.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from . import robustness
from .diagnostic import Diagnostic, Standing
from .facts import Facts, Status
from .indicators import Figure
from .territory import Territory
from .wording import LEVEL_PLURALS, NBSP, counted, listing, number, typographic

COLON = f"{NBSP}: "
SEMICOLON = f"{NBSP}; "

# The territory itself, as the subject of a sentence; levels that are compared, as objects.
_SUBJECTS = {
    "commune": "La commune",
    "epci": "L’intercommunalité",
    "arrondissement": "L’arrondissement",
    "departement": "Le département",
    "region": "La région",
    "crte": "Le périmètre du CRTE",
    "ti": "Le Territoire d’industrie",
    "perimetre": "Le périmètre",
}
_FEMININE = ("commune", "epci", "region")
# Beyond this many, programmes that are absent are counted rather than named.
MOST_ABSENT = 5
_COUNTRIES = {"FR": "la France entière", "FRM": "la France métropolitaine"}


def standing_sentence(
    standing: Standing,
    references: Sequence[tuple[Territory, Figure]],
    level: str = "",
    member: bool = True,
    source: str = "",
) -> str:
    """One sentence on where a territory stands for an indicator.

    Args:
        references: territories compared with, and their figures for the same indicator.
        level: level of the units that the rank is among ("commune", "epci", "departement"); "": "territoires comparés".
        member: the territory is one of these units; otherwise the rank is the one that it would have.
        source: what to put in brackets at the end, without brackets; "" for none.
    """
    body = figure_clause(standing.figure, references)
    place = rank_clause(standing.rank, standing.total, level, member)
    return f"{body}{SEMICOLON}{place}{_bracket(source)}."


def figure_sentence(figure: Figure, references: Sequence[tuple[Territory, Figure]], source: str = "") -> str:
    """One sentence on a figure without a rank, or on its absence."""
    return f"{figure_clause(figure, references)}{_bracket(source)}."


def figure_clause(figure: Figure, references: Sequence[tuple[Territory, Figure]]) -> str:
    """ "Label : value en vintage, soit gap que …"; says why where there is no value. No full stop."""
    if figure.value is None:
        return f"{figure.label}{COLON}{_absence(figure.status)}{_when(figure)}"
    text = f"{figure.label}{COLON}{figure.text}{_when(figure)}"
    known = [gap_clause(figure, territory, other) for territory, other in references if other.value is not None]
    if known:
        text += f", soit {listing(known)}"
    unknown = [(territory, other) for territory, other in references if other.value is None]
    if unknown:
        reasons = [f"{_object(territory)} ({_absence(other.status)})" for territory, other in unknown]
        text += f", sans comparaison possible avec {listing(reasons)}"
    return text


def gap_clause(figure: Figure, territory: Territory, other: Figure) -> str:
    """ "1,5 point de plus que le département (Lot : 11,7 %)".

    The gap is between the values as they are shown, so that a reader who subtracts finds the same.

    Raises:
        ValueError: if either figure has no value.
    """
    if figure.value is None or other.value is None:
        raise ValueError("a gap needs two values")
    gap = round(figure.value, figure.decimals) - round(other.value, figure.decimals)
    shown = f"{_named(territory)}{other.text})"
    if round(gap, figure.decimals) == 0:
        return f"autant que {shown}"
    about = "environ " if figure.approximate or other.approximate else ""
    more = "de plus" if gap > 0 else "de moins"
    return f"{about}{gap_text(gap, figure.unit, figure.decimals)} {more} que {shown}"


def gap_text(gap: float, unit: str, decimals: int) -> str:
    """The size of a gap, without sign: percentages differ by points."""
    size = abs(gap)
    if unit.startswith("%"):
        return f"{number(size, decimals)}{NBSP}{'point' if round(size, decimals) < 2 else 'points'}"
    if unit == "score":
        return f"{number(size, decimals)}{NBSP}{'point de score' if round(size, decimals) < 2 else 'points de score'}"
    return f"{number(size, decimals)}{NBSP}{unit}"


def rank_clause(rank: int, total: int, level: str = "", member: bool = True) -> str:
    """ "14e sur 96 départements, du plus au moins fragile"; the rank of an outsider is conditional."""
    peers = LEVEL_PLURALS.get(level, "territoires comparés")
    feminine = level in _FEMININE
    among = f"{number(total)}{NBSP}{peers}"
    order = "de la plus à la moins fragile" if feminine else "du plus au moins fragile"
    if rank > total:
        # Only an outsider can come after the last one.
        return f"moins fragile que l’ensemble des {among}"
    first = "1re" if feminine else "1er"
    place = first if rank == 1 else f"{number(rank)}e"
    return f"{place} sur {among}, {order}" if member else f"serait {place} sur {among}, {order}"


# -- of a diagnostic ------------------------------------------------------------------------------------------------


def comparisons(diagnostic: Diagnostic, indicator: str) -> list[tuple[Territory, Figure]]:
    """The reference columns worth a gap in a sentence: the nearest two around the territory, then the widest."""
    row = next((r for r in diagnostic.card if r[0].indicator == indicator), None)
    if row is None:
        return []
    pairs = list(zip(diagnostic.columns[1:], row[1:], strict=True))
    around = [p for p in pairs if p[0].level in ("departement", "region")]
    countries = [p for p in pairs if p[0].level == "pays"]
    others = [p for p in pairs if p[0].level not in ("departement", "region", "pays", "epci")]
    # A single gap on each side keeps the sentence readable: département (or région) and France.
    kept = (others + around)[:1] + countries[-1:]
    return kept or pairs[:1]


def citation(facts: Facts, source: str) -> str:
    """A source as it is named in brackets: "Insee, Filosofi, 2021"; the id itself where it is not described."""
    if source not in facts.sources.index:
        return source
    row = facts.sources.loc[source]
    title, vintage = str(row["titre"]), str(row["millesime"])
    parts = [str(row["producteur"]), title]
    if vintage and vintage not in title:
        parts.append(vintage)
    return typographic(", ".join(p for p in parts if p))


def sentence_of(diagnostic: Diagnostic, standing: Standing, cite: bool = True) -> str:
    """`standing_sentence` with what a diagnostic knows around it."""
    level = diagnostic.index.level if diagnostic.index else ""
    return standing_sentence(
        standing,
        comparisons(diagnostic, standing.figure.indicator),
        level=level,
        member=diagnostic.territory.level == level,
        source=citation(diagnostic.facts, standing.figure.source) if cite else "",
    )


def fragility_sentences(diagnostic: Diagnostic, most: int = 4) -> list[str]:
    """A sentence for each indicator on which the territory ranks in the most fragile 40 %, worst first.

    Without index there are no ranks: an empty list.
    """
    worst = [s for s in diagnostic.standings if s.rank <= 0.4 * s.total]
    return [sentence_of(diagnostic, s) for s in worst[:most]]


def strength_sentences(diagnostic: Diagnostic, most: int = 4) -> list[str]:
    """A sentence for each indicator on which the territory ranks in the least fragile 40 %, best first."""
    best = [s for s in reversed(diagnostic.standings) if s.rank > 0.6 * s.total]
    return [sentence_of(diagnostic, s) for s in best[:most]]


def subject(territory: Territory) -> str:
    """How a sentence names the territory it is about: "Le département"."""
    if territory.level == "pays":
        country = _COUNTRIES.get(territory.code, territory.label)
        return country[:1].upper() + country[1:]
    return _SUBJECTS.get(territory.level, "Le territoire")


def population_sentence(diagnostic: Diagnostic) -> str:
    """How many people and communes, and since when they are counted."""
    territory, people = diagnostic.territory, diagnostic.population
    if people.value is None:
        return f"{subject(territory)} n’a pas de population publiée dans les données utilisées."
    text = f"{subject(territory)} compte {number(people.value)}{NBSP}habitants"
    if people.vintage:
        text += f" ({people.vintage})"
    if len(territory.positions) > 1:
        text += f" dans {counted(len(territory.positions), 'commune', 'communes')}"
    people_known = diagnostic.facts.population[territory.positions]
    unknown = int(np.isnan(people_known).sum())
    if unknown:
        text += f", dont {number(unknown)} sans population publiée"
    return f"{text}{_bracket(citation(diagnostic.facts, people.source))}."


def index_sentence(diagnostic: Diagnostic) -> str:
    """The index, its rank out of its total and its class; or why there is none."""
    index = diagnostic.index
    label = diagnostic.profile.label
    if index is None:
        return absence_of_index(diagnostic)
    place = rank_clause(index.rank, index.total, index.level, diagnostic.territory.level == index.level)
    return (
        f"{subject(diagnostic.territory)} a un indice «{NBSP}{label}{NBSP}» de {number(index.value, 1)} sur 100 "
        f"(100 = le plus fragile){COLON}{place}{SEMICOLON}classe «{NBSP}{index.class_label}{NBSP}» "
        f"(indice construit, non officiel)."
    )


def absence_of_index(diagnostic: Diagnostic) -> str:
    """Why a territory has no index: which indicators lack, and how much they weigh."""
    if diagnostic.index is not None:
        return ""
    figures = {row[0].indicator: row[0] for row in diagnostic.card}
    lacking, weight = [], 0.0
    for weighted in diagnostic.profile.indicators:
        own = figures.get(weighted.indicator)
        if own is None or own.value is None:
            weight += weighted.weight
            status = own.status if own else Status.MISSING
            label = own.label if own else weighted.indicator
            lacking.append(f"{label[:1].lower() + label[1:]} ({_absence(status)})")
    if diagnostic.territory.level == "pays":
        said = "c’est à ce territoire que les autres sont comparés"
        return f"{subject(diagnostic.territory)} n’a pas d’indice propre{COLON}{said}."
    return (
        f"{subject(diagnostic.territory)} n’a pas d’indice «{NBSP}{diagnostic.profile.label}{NBSP}»{COLON}"
        f"{number(100 * weight)}{NBSP}% du poids des indicateurs manque, pour un maximum admis de "
        f"{number(100 * diagnostic.profile.missing_max)}{NBSP}%{COLON}{listing(lacking)}."
    )


def programmes_sentence(diagnostic: Diagnostic) -> str:
    """Which programmes are at work, in one sentence."""
    active = [p for p in diagnostic.programmes if p.present]
    absent = [p.programme.short for p in diagnostic.programmes if p not in active]
    if not active:
        return "Aucun des programmes suivis n’y est présent à la date des listes utilisées."
    single = len(diagnostic.territory.positions) == 1
    parts = []
    for fact in active:
        short = fact.programme.short
        if fact.programme.unit == "site":
            parts.append(f"{fact.programme.label} ({counted(sum(fact.sites.values()), 'site', 'sites')})")
        elif fact.programme.unit in ("perimetre", "quartier") and len(fact.contracts) > 1:
            noun = ("quartier", "quartiers") if fact.programme.unit == "quartier" else ("périmètre", "périmètres")
            parts.append(f"{short} ({counted(len(fact.contracts), *noun)})")
        elif single:
            parts.append(short)
        else:
            parts.append(f"{short} ({counted(len(fact.communes), 'commune', 'communes')})")
    text = f"Programmes présents{COLON}{listing(parts)}"
    if len(absent) > MOST_ABSENT:
        return f"{text}{SEMICOLON}{number(len(absent))} autres programmes suivis en sont absents."
    return f"{text}{SEMICOLON}absents{COLON}{listing(absent)}." if absent else f"{text}."


def summary(diagnostic: Diagnostic) -> list[str]:
    """Four to seven sentences: people, index, how sure its rank is, the two worst indicators, the best one, programmes.

    Without index: the reason, then what is known of population change and income beside the references.
    """
    found = [population_sentence(diagnostic), index_sentence(diagnostic)]
    if diagnostic.index is not None and diagnostic.index.uncertainty is not None:
        found.append(robustness.verdict_sentence(diagnostic.index))
    standings = diagnostic.standings
    if standings:
        chosen = list(standings[:2])
        if len(standings) > 2 and standings[-1].rank > 0.5 * standings[-1].total:
            chosen.append(standings[-1])
        found += [sentence_of(diagnostic, s) for s in chosen]
    else:
        known = [row[0] for row in diagnostic.card[1:] if row[0].value is not None]
        found += [
            figure_sentence(f, comparisons(diagnostic, f.indicator), citation(diagnostic.facts, f.source))
            for f in known[:3]
        ]
    return [*found, programmes_sentence(diagnostic)]


# -- parts ----------------------------------------------------------------------------------------------------------


def _bracket(source: str) -> str:
    return f" ({source})" if source else ""


def _when(figure: Figure) -> str:
    if not figure.vintage or figure.vintage in figure.label:
        return ""
    return f" en {figure.vintage}"


def _absence(status: Status) -> str:
    return "secret statistique" if status is Status.SECRET else "donnée non disponible"


def _object(territory: Territory) -> str:
    if territory.level == "pays":
        return _COUNTRIES.get(territory.code, territory.label)
    phrase = _SUBJECTS.get(territory.level)
    return f"{phrase[:1].lower()}{phrase[1:]} ({territory.label})" if phrase else territory.label


def _named(territory: Territory) -> str:
    """The start of "le département (Lot : 11,7 %)", up to the value."""
    if territory.level == "pays":
        return f"{_COUNTRIES.get(territory.code, territory.label)} ("
    phrase = _SUBJECTS.get(territory.level)
    return f"{phrase[:1].lower()}{phrase[1:]} ({territory.label}{COLON}" if phrase else f"{territory.label} ("
