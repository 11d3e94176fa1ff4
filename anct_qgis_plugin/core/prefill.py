"""Drafts a dossier from a territory's facts: each figure keeps its source, what is not known stays a blank."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

import numpy as np

from . import indicators, prefill_tables, prose, robustness, wording
from .admissibility import CLASS_OF_INDEX, FRAGILE_FROM
from .diagnostic import Analyst, Diagnostic, ProgrammeFact
from .dossier import Dossier, Provenance, is_empty, new_dossier
from .dossier_definition import Definition
from .facts import Facts, Status
from .fragility import compared_with
from .indicators import Figure
from .territory import Territory

DEFAULT_YEARS = 4
# Sentences drafted in one field.
MOST_SENTENCES = 6
MOST_NAMES = 20
# Prise en charge: full below these numbers of inhabitants (DOMAIN 5.2, section 8).
FULL_SUPPORT = {"commune": 3500, "epci": 15000}
_STATUS = {status: status.name.lower() for status in Status}


@dataclass(frozen=True)
class Drafted:
    """A field's prefilled value, the figures it shows, and whether it is a text to be marked as generated."""

    value: Any
    figures: tuple[Figure, ...] = ()
    generated: bool = False


class Context:
    """What the prefills read: the diagnostic, and the figures of the territories around."""

    def __init__(self, diagnostic: Diagnostic, analyst: Analyst, now: datetime) -> None:
        self.diagnostic = diagnostic
        self.analyst = analyst
        self.now = now
        self._figures: dict[tuple[str, str], Figure | None] = {}

    @property
    def facts(self) -> Facts:
        return self.diagnostic.facts

    @property
    def territory(self) -> Territory:
        return self.diagnostic.territory

    @cached_property
    def around(self) -> dict[str, Territory]:
        """The units that contain the territory, by "epci", "departement", "region", "FR"; a missing key: none does."""
        found = self.analyst.gazetteer.containing(self.territory)
        return {unit.code if unit.level == "pays" else unit.level: unit for unit in found}

    def figure(self, key: str, where: str) -> Figure | None:
        """An indicator ("population" or an id) in the territory ("") or a unit around it; None where there is none."""
        if (key, where) not in self._figures:
            territory = self.territory if not where else self.around.get(where)
            found = None
            if territory is not None and key == "population":
                found = indicators.population_figure(self.facts, territory)
            elif territory is not None:
                found = indicators.figure(self.facts, key, territory)
            self._figures[key, where] = found
        return self._figures[key, where]

    def place(self, figure: Figure) -> str:
        """Which territory a figure is of: "territoire", "epci", "departement", "region", "FR"."""
        return next((where or "territoire" for (_, where), one in self._figures.items() if one is figure), "territoire")

    def own(self, key: str) -> Figure:
        """An indicator of the territory itself."""
        found = self.figure(key, "")
        if found is None:
            raise KeyError(key)
        return found

    def fact(self, key: str) -> ProgrammeFact | None:
        """What a programme or zoning does in the territory; None if it is not in the catalogue."""
        every = (*self.diagnostic.programmes, *self.diagnostic.zonings)
        return next((fact for fact in every if fact.programme.id == key), None)

    @cached_property
    def departments(self) -> list[str]:
        """Codes of the départements touched, most of its people first."""
        return self._touched("departement")

    @cached_property
    def regions(self) -> list[str]:
        """Codes of the régions touched, most of its people first."""
        return self._touched("region")

    def _touched(self, level: str) -> list[str]:
        positions = self.territory.positions
        codes = self.facts.communes[f"code_{level}"].to_numpy()[positions]
        people = np.nan_to_num(self.facts.population[positions])
        weights: dict[str, float] = {}
        for code, n in zip(codes, people, strict=True):
            if code:
                weights[code] = weights.get(code, 0.0) + float(n)
        return sorted(weights, key=lambda code: (-weights[code], code))

    def names(self, level: str, codes: list[str]) -> str:
        """Units in a sentence: "Lot (46) et Aveyron (12)"."""
        rows = self.facts.unit_rows
        return wording.listing([f"{rows[level, code]['nom']} ({code})" for code in codes if (level, code) in rows])


def prefill(
    definition: Definition, diagnostic: Diagnostic, analyst: Analyst, title: str = "", now: datetime | None = None
) -> Dossier:
    """A draft with every field that the facts can fill; the others stay blank.

    Args:
        title: the dossier's title; by default made of its kind and the territory.
        now: moment of creation, UTC; the present by default.
    """
    now = now or datetime.now(UTC)
    stamp = now.isoformat(timespec="seconds")
    territory = diagnostic.territory
    title = title.strip() or title_of(definition, territory.label)
    codes = tuple(str(code) for code in diagnostic.facts.codes[territory.positions])
    dossier = new_dossier(definition, title, territory.expression, territory.label, codes, stamp)
    context = Context(diagnostic, analyst, now)
    values, figures, drafts, generated = dict(dossier.values), [], {}, set()
    for field in definition:
        if not field.prefill:
            continue
        drafted = title_draft(title) if field.prefill == "titre" else PREFILLERS[field.prefill](context)
        if is_empty(drafted.value):
            continue
        values[field.id] = drafted.value
        figures += [provenance(context.facts, field.id, one, context.place(one)) for one in drafted.figures]
        if not field.auto:
            drafts[field.id] = drafted.value
        if drafted.generated:
            generated.add(field.id)
    if diagnostic.index is not None:
        figures += _index_provenance(context)
    return replace(dossier, values=values, figures=tuple(figures), drafts=drafts, generated=frozenset(generated))


def title_of(definition: Definition, territory_label: str) -> str:
    """The title of a dossier that nobody gave one."""
    return prose.typeset(f"{definition.short or definition.label} – {territory_label}")


def provenance(facts: Facts, field: str, figure: Figure, place: str = "territoire") -> Provenance:
    """What is kept of a figure in the dossier."""
    return Provenance(
        field=field,
        indicator=figure.indicator,
        label=figure.label,
        territory=figure.territory,
        value=figure.value,
        unit=figure.unit,
        vintage=figure.vintage,
        source=prose.source_text(facts.sources, figure.source, figure.vintage),
        status=_STATUS[figure.status],
        approximate=figure.approximate,
        place=place,
    )


def _index_provenance(context: Context) -> list[Provenance]:
    index, profile = context.diagnostic.index, context.diagnostic.profile
    if index is None:
        return []
    vintages = ", ".join(
        f"{context.own(w.indicator).label} {context.own(w.indicator).vintage}" for w in profile.indicators
    )
    source = f"indice construit, profil « {profile.label} »"
    territory = context.territory.label
    return [
        Provenance("", key, label, territory, value, unit, vintages, source, "ok", place="territoire")
        for key, label, value, unit in (
            ("indice_fragilite", "Indice de fragilité", index.value, "/100"),
            (CLASS_OF_INDEX, "Classe de fragilité", float(index.class_number), "/5"),
        )
    ]


# -- identity ---------------------------------------------------------------------------------------------------------


def title_draft(title: str) -> Drafted:
    """The title given when the dossier was made."""
    return Drafted(title)


def _departments(c: Context) -> Drafted:
    text = c.names("departement", c.departments)
    if len(c.departments) > 1 and c.territory.level == "epci":
        attached = c.facts.unit_rows["departement", c.departments[0]]["nom"]
        text += f" ; rattachement statistique : {attached}, où vit la plus grande part de la population"
    return Drafted(prose.typeset(text))


def _regions(c: Context) -> Drafted:
    return Drafted(c.names("region", c.regions))


def _population(c: Context) -> Drafted:
    own = c.own("population")
    return Drafted(int(own.value) if own.value is not None else None, (own,))


def _signatories(c: Context) -> Drafted:
    rows = c.facts.unit_rows
    names = ["État, délégué territorial de l'ANCT"]
    names += [prose.typeset(f"Région : {rows['region', code]['nom']}") for code in c.regions]
    names += [prose.typeset(f"Département : {rows['departement', code]['nom']}") for code in c.departments]
    units = [row for row in prefill_tables.perimeter_rows(c) if row["nature"].startswith("EPCI")]
    if len(names) + len(units) <= MOST_NAMES:
        names += [row["nom"] for row in units]
    return Drafted([{"organisme": name} for name in names[:MOST_NAMES]], generated=True)


def _collectivity(c: Context) -> Drafted:
    return Drafted(c.territory.label)


def _kind(c: Context) -> Drafted:
    known = {"commune": "commune", "epci": "EPCI", "departement": "département", "region": "région"}
    return Drafted(known.get(c.territory.level))


def _insee(c: Context) -> Drafted:
    return Drafted(c.territory.code if c.territory.level in ("commune", "departement", "region") else None)


def _siren(c: Context) -> Drafted:
    if c.territory.level == "epci":
        return Drafted(c.territory.code)
    if c.territory.level == "commune" and "siren" in c.facts.communes:
        return Drafted(str(c.facts.communes.at[c.territory.code, "siren"]) or None)
    return Drafted(None)


def _epci(c: Context) -> Drafted:
    if c.territory.level == "epci":
        return Drafted(f"{c.territory.label} ({c.territory.code})")
    unit = c.around.get("epci")
    return Drafted(f"{unit.label} ({unit.code})" if unit else None)


def _crte(c: Context) -> Drafted:
    fact = c.fact("crte")
    if fact is None or not fact.contracts:
        return Drafted(None)
    names = [f"{label} ({key})" if label else key for key, label in fact.contracts]
    return Drafted(wording.listing(names, MOST_NAMES))


def _in_crte(c: Context) -> Drafted:
    fact = c.fact("crte")
    # Partly inside: a person must say which side the project is on.
    if fact is None or 0 < len(fact.communes) < fact.total:
        return Drafted(None)
    return Drafted(bool(fact.communes))


def _place(c: Context) -> Drafted:
    territory = c.territory
    if territory.level == "perimetre" and len(territory.positions) <= MOST_NAMES:
        rows = c.facts.communes.iloc[territory.positions]
        return Drafted([{"code": code, "nom": name} for code, name in rows["nom"].items()])
    return Drafted([{"code": territory.code or territory.expression, "nom": territory.label}])


def _support(c: Context) -> Drafted:
    people, level = c.own("population"), c.territory.level
    limit = FULL_SUPPORT.get(level)
    if limit is not None and people.value is not None and people.value < limit:
        text = f"Prise en charge totale possible : {people.text}, moins de {wording.number(limit)} habitants"
    else:
        index = c.diagnostic.index
        degree = f"classe « {index.class_label} »" if index else "indice non calculé"
        reason = "le demandeur n'est ni une commune, ni un EPCI"
        if limit is not None:
            reason = f"{people.text}, seuil de prise en charge totale : {wording.number(limit)} habitants"
        text = f"Selon le degré de fragilité ({degree}) : {reason}"
    return Drafted(prose.typeset(text + "."), (people,))


# -- draft sentences --------------------------------------------------------------------------------------------------


def _sentences(c: Context, keys: list[tuple[str, str]]) -> tuple[list[str], tuple[Figure, ...]]:
    """Sentences for (indicator, rank text) and the figures that they show."""
    lines, used = [], []
    for key, rank in keys:
        own, department, france = c.own(key), c.figure(key, "departement"), c.figure(key, "FR")
        lines.append(prose.sentence(own, department, france, rank, c.facts.sources))
        used += [one for one in (own, department, france) if one is not None]
    return lines, tuple(used)


def _ranked(c: Context, best: bool) -> list[tuple[str, str]]:
    level, ranked = compared_with(c.territory), prose.is_ranked(c.territory.level)
    chosen = (prose.strengths if best else prose.weaknesses)(c.diagnostic.standings)
    return [(s.figure.indicator, prose.rank_text(s, level, ranked, best)) for s in chosen[:MOST_SENTENCES]]


def _unranked(c: Context, best: bool) -> list[tuple[str, str]]:
    """Where there is no index: the profile's indicators that lie on one side of France's value."""
    found = []
    for weighted in c.diagnostic.profile.indicators:
        own, france = c.own(weighted.indicator), c.figure(weighted.indicator, "FR")
        if own.value is None or france is None or france.value is None or own.value == france.value:
            continue
        fragile = (own.value > france.value) == (weighted.fragile == "high")
        if fragile != best:
            found.append((weighted.indicator, ""))
    return found[:MOST_SENTENCES]


def _weaknesses(c: Context) -> Drafted:
    index = c.diagnostic.index
    first = prose.index_sentence(c.diagnostic, index) if index else prose.absence_sentence(c.diagnostic)
    lines, used = _sentences(c, _ranked(c, False) if index else _unranked(c, False))
    if not lines:
        lines = [_nothing(c, "plus")] if index else []
    sure = [prose.typeset(robustness.verdict_sentence(index))] if index and index.uncertainty else []
    return Drafted("\n".join([first, *sure, *lines]), used, generated=True)


def _strengths(c: Context) -> Drafted:
    index = c.diagnostic.index
    lines, used = _sentences(c, _ranked(c, True) if index else _unranked(c, True))
    if not lines and index:
        lines = [_nothing(c, "moins")]
    return Drafted("\n".join(lines), used, generated=True)


def _nothing(c: Context, side: str) -> str:
    return prose.typeset(
        f"Aucun indicateur du profil « {c.diagnostic.profile.label} » ne place le territoire dans les deux cinquièmes "
        f"les {side} fragiles des {prose.units_name(compared_with(c.territory))}."
    )


def _criterion_a(c: Context) -> Drafted:
    index = c.diagnostic.index
    if index is None:
        lines = [prose.absence_sentence(c.diagnostic)]
    else:
        lines = [prose.index_sentence(c.diagnostic, index)]
        if index.uncertainty is not None:
            lines.append(prose.typeset(robustness.verdict_sentence(index)))
        if index.class_number < FRAGILE_FROM:
            lines.append(
                prose.typeset(
                    "Cette classe ne suffit pas à établir le critère A : le demandeur peut déclarer une fragilité que "
                    "l'indice ne montre pas et la motiver ici."
                )
            )
    more, used = _sentences(c, (_ranked(c, False) if index else _unranked(c, False))[:3])
    lines += more
    for key in ("frr", "qpv"):
        fact = c.fact(key)
        if fact is not None and fact.communes:
            text = f"{fact.programme.label} : {prefill_tables.presence(c, fact)}"
            source = prose.source_text(c.facts.sources, fact.programme.source)
            lines.append(prose.typeset(f"{text} [source : {source}]."))
    return Drafted("\n".join(lines), used, generated=True)


PREFILLERS: dict[str, Callable[[Context], Drafted]] = {
    "departements": _departments,
    "regions": _regions,
    "population": _population,
    "periode_debut": lambda c: Drafted(c.now.year),
    "periode_fin": lambda c: Drafted(c.now.year + DEFAULT_YEARS),
    "signataires": _signatories,
    "atouts": _strengths,
    "fragilites": _weaknesses,
    "crte": _crte,
    "collectivite": _collectivity,
    "type": _kind,
    "code_insee": _insee,
    "siren": _siren,
    "epci": _epci,
    "localisation": _place,
    "justification_a": _criterion_a,
    "prise_en_charge": _support,
    "dans_crte": _in_crte,
    "perimetre": lambda c: Drafted(prefill_tables.perimeter_rows(c)),
    "chiffres": lambda c: Drafted(*prefill_tables.card(c)),
    "indice": lambda c: Drafted(prefill_tables.index(c)),
    "couverture": lambda c: Drafted(prefill_tables.coverage(c)),
    "acces_fs": lambda c: Drafted(*prefill_tables.access(c)),
    "couverture_texte": lambda c: Drafted("\n".join(prefill_tables.coverage_sentences(c)), generated=True),
    "acces_texte": lambda c: Drafted("\n".join(prefill_tables.access_sentences(c)), generated=True),
    "zonages": lambda c: Drafted(prefill_tables.zonings(c)),
    "axes": lambda c: Drafted(*prefill_tables.axes(c), generated=True),
    "programmes": lambda c: Drafted(prefill_tables.programmes(c)),
    "liste_communes": lambda c: Drafted(prefill_tables.communes(c)),
    "sources": lambda c: Drafted(prefill_tables.sources(c)),
    "preuve_fragilite": lambda c: Drafted(*prefill_tables.evidence(c)),
}


def slug(text: str) -> str:
    """A title as a file name: letters, digits and hyphens, at most sixty characters."""
    import unicodedata

    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-").lower()[:60] or "dossier"
