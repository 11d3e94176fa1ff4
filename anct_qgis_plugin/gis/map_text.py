"""What a map page says in words: title, sources, reading note, method; French, made from the facts."""

from __future__ import annotations

import datetime as dt
import re
from types import ModuleType

import numpy as np
import pandas as pd
from qgis.core import QgsSettings

from ..core import coverage, wording
from ..core.catalogue import Programme
from ..core.diagnostic import Diagnostic
from ..core.fragility import CLASS_LABELS
from . import map_analysis, map_change, map_indicator, map_zoning
from .dataset import Info

NBSP, THIN = wording.NBSP, wording.THIN
MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
    "décembre",
)  # fmt: skip
NORMALISATIONS = {"percentile": "rang centile", "minmax": "min-max", "zscore": "score centré réduit"}
MEANS = {"arithmetic": "moyenne arithmétique", "geometric": "moyenne géométrique"}
LEVEL_OF = {
    "commune": "Commune", "epci": "Intercommunalité", "arrondissement": "Arrondissement", "departement": "Département",
    "region": "Région", "crte": "Périmètre de CRTE", "ti": "Territoire d’industrie",
    "perimetre": "Périmètre sur mesure",
}  # fmt: skip


def _of_one(theme: str) -> ModuleType | None:
    """The module that speaks for the map of one indicator, its change, or one zoning; None for the other themes."""
    if map_change.is_change(theme):
        return map_change
    if map_zoning.is_zoning(theme):
        return map_zoning
    return map_indicator if map_indicator.is_indicator(theme) else None


def title(diagnostic: Diagnostic, theme: str, with_symbols: bool) -> str:
    """What and where."""
    if one := _of_one(theme):
        return f"{diagnostic.territory.label}{NBSP}: {one.title(diagnostic.facts, theme)}"
    what = {
        "programmes": "programmes de cohésion des territoires",
        **{key: map_analysis.title(key) for key in map_analysis.THEMES},
        "fragilite": "communes fragiles et programmes" if with_symbols else "fragilité des communes",
    }[theme]
    return f"{diagnostic.territory.label}{NBSP}: {what}"


def subtitle(diagnostic: Diagnostic, theme: str) -> str:
    """When, and how large the territory is."""
    territory = diagnostic.territory
    parts = []
    if territory.level in LEVEL_OF:
        around = f" ({diagnostic.around})" if diagnostic.around else ""
        parts.append(LEVEL_OF[territory.level] + around)
    n = len(territory.positions)
    if n > 1:
        parts.append(wording.counted(n, "commune", "communes"))
    if diagnostic.population.value is not None:
        parts.append(f"{wording.number(diagnostic.population.value)}{NBSP}habitants ({diagnostic.population.vintage})")
    parts.append(_when(diagnostic, theme))
    return " · ".join(part for part in parts if part)


def _when(diagnostic: Diagnostic, theme: str) -> str:
    if theme == "acces":
        sources = diagnostic.facts.sources
        return f"sites{NBSP}: {sources.at['fs', 'millesime']}" if "fs" in sources.index else ""
    if one := _of_one(theme):
        return one.when(diagnostic.facts, theme)
    index = f"indice, données {years(diagnostic)}"
    if theme == "lacunes":
        # Short, so that who and when stand beside it.
        lists = lists_of(diagnostic).replace("listes de ", "listes ").replace(" à ", "-")
        return f"indice {years(diagnostic)}, {lists}" if lists else index
    return index if theme == "fragilite" else lists_of(diagnostic)


def years(diagnostic: Diagnostic) -> str:
    """First and last year of the index's data: "2021-2024"."""
    indicators = diagnostic.facts.catalogue.indicators
    found = [
        y for w in diagnostic.profile.indicators for y in re.findall(r"\d{4}", indicators[w.indicator].vintage)[-1:]
    ]
    return f"{min(found)}-{max(found)}" if found and min(found) != max(found) else "".join(found[:1])


def lists_of(diagnostic: Diagnostic) -> str:
    """First and last year of the lists of programmes."""
    sources = diagnostic.facts.sources
    texts = [
        str(sources.at[p.programme.source, "millesime"])
        for p in diagnostic.programmes
        if p.programme.source in sources.index
    ]
    found = [y for text in texts for y in re.findall(r"20\d{2}", text)]
    if not found:
        return ""
    return f"listes de {min(found)} à {max(found)}" if min(found) != max(found) else f"listes de {found[0]}"


def source_ids(diagnostic: Diagnostic, theme: str, with_symbols: bool) -> list[str]:
    """Ids of the sources of all that the map shows, but its geographic base."""
    indicators, used = diagnostic.facts.catalogue.indicators, []
    if theme == "fragilite":
        used = [indicators[w.indicator].source for w in diagnostic.profile.indicators]
    elif one := _of_one(theme):
        used = [source for source, _, _ in one.sources(diagnostic, theme)]
    elif theme in map_analysis.THEMES:
        used = [source for source, _, _ in map_analysis.sources(diagnostic, theme)]
    used += [p.source for p in _drawn(diagnostic, theme, with_symbols)]
    return [key for key in dict.fromkeys(used) if key in diagnostic.facts.sources.index]


def sources(diagnostic: Diagnostic, theme: str, with_symbols: bool) -> str:
    """Every source with its vintage, gathered by producer.

    Indicators and programmes go by their short names, which the page explains: their titles would fill a quarter.
    """
    facts = diagnostic.facts
    lines: list[tuple[str, str, str]] = []
    if theme == "fragilite":
        for weighted in diagnostic.profile.indicators:
            indicator = facts.catalogue.indicators[weighted.indicator]
            lines.append((indicator.source, _lower(indicator.short), indicator.vintage))
    if one := _of_one(theme):
        lines = one.sources(diagnostic, theme)
    elif theme in map_analysis.THEMES:
        names = {programme.short for programme in facts.catalogue.of_kind("programme")}
        lines = [
            (source, what if what in names else _lower(what), vintage)
            for source, what, vintage in map_analysis.sources(diagnostic, theme)
        ]
    shown = set(source_ids(diagnostic, theme, with_symbols))
    for programme in _drawn(diagnostic, theme, with_symbols):
        if programme.source in shown:
            lines.append((programme.source, programme.short, str(facts.sources.at[programme.source, "millesime"])))
    by_producer: dict[str, list[str]] = {}
    for source, what, vintage in lines:
        producer = str(facts.sources.at[source, "producteur"]) if source in facts.sources.index else source
        by_producer.setdefault(producer, []).append(_dated(what, vintage))
    parts = [f"{producer}{NBSP}: {', '.join(listed)}" for producer, listed in by_producer.items()]
    return f"Sources{NBSP}– {f'{NBSP}; '.join(parts)}."


def _dated(what: str, vintage: str) -> str:
    """A name and its vintage in brackets, none inside others: "densité (communes de 2026, millésime non indiqué)"."""
    told, _, detail = (part.strip() for part in vintage.partition("("))
    told = UNTOLD if told == "non indiqué" else told
    detail = detail.rstrip(")")
    inner = ", ".join(part for part in ((detail, told) if told == UNTOLD else (told, detail)) if part)
    return f"{what} ({inner})" if inner else what


def _drawn(diagnostic: Diagnostic, theme: str, with_symbols: bool) -> list[Programme]:
    """The programmes that the map shows and that are in the territory."""
    here = [fact.programme for fact in diagnostic.programmes if fact.present]
    if theme in map_analysis.THEMES or _of_one(theme):
        return []
    if theme == "fragilite":
        return [p for p in here if p.draw == "symbole"] if with_symbols else []
    return [p for p in here if p.draw != "aucun"]


def _lower(text: str) -> str:
    """Text with a small first letter, but for initials: "RSA", "65 ans et plus"."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def base(info: Info) -> str:
    """The geographic base."""
    return f"Fond{NBSP}: {info.base}."


UNTOLD = "millésime non indiqué"
OPEN_LICENCE = "Licence Ouverte 2.0"


def licence(diagnostic: Diagnostic, theme: str, with_symbols: bool) -> str:
    """The licence, its licensors, and the last update of the data."""
    rows = diagnostic.facts.sources.loc[source_ids(diagnostic, theme, with_symbols)]
    by: dict[str, set[str]] = {OPEN_LICENCE: {"IGN"}}
    for name, text in zip(rows["licence"], rows["producteur"], strict=True):
        by.setdefault(str(name), set()).update(part.strip() for part in re.split(r"[/,;]", str(text)))
    built = diagnostic.facts.info.get("built", "")
    updated = f", données assemblées le {date(built)}" if built else ""
    first = f"{OPEN_LICENCE} ({', '.join(sorted(by.pop(OPEN_LICENCE)))}{updated})."
    # What the user brought is under no open licence that anybody has stated.
    return " ".join([first, *(f"{name} ({', '.join(sorted(producers))})." for name, producers in by.items())])


def date(iso: str) -> str:
    """An ISO date in French: "24 novembre 2026"; the text itself where it is none."""
    try:
        day = dt.date.fromisoformat(iso[:10])
    except ValueError:
        return iso
    return f"{'1er' if day.day == 1 else day.day}{NBSP}{MONTHS[day.month - 1]} {day.year}"


def maker() -> str:
    """Who makes the map: the body named in the settings, else the extension."""
    return str(QgsSettings().value("anct/producer", "") or "").strip() or "extension QGIS ANCT"


def producer() -> str:
    """The mention of who makes the map."""
    return f"Réalisation{NBSP}: {maker()}"


def today() -> str:
    """Edition date."""
    return f"Édité le {date(dt.date.today().isoformat())}"


def reading(diagnostic: Diagnostic, theme: str) -> str:
    """The reading note, from real figures."""
    if one := _of_one(theme):
        return one.reading(diagnostic, theme)
    if theme in map_analysis.THEMES:
        return map_analysis.reading(diagnostic, theme)
    return _reading_programmes(diagnostic) if theme == "programmes" else _reading_index(diagnostic)


def _reading_index(diagnostic: Diagnostic) -> str:
    communes = diagnostic.communes
    ranked = communes[communes["classe"] > 0]
    if ranked.empty:
        return "Aucune commune n’a d’indice ici : trop de données manquent ou sont secrètes."
    # A middle one is easier to find one's bearings by than an extreme.
    one = ranked.iloc[len(ranked) // 2]
    first = (
        f"{one.nom} a un indice de {wording.number(one.indice, 1)} sur 100, rang {wording.number(one.rang)} sur "
        f"{wording.number(one.rang_total)}{NBSP}communes classées en France (rang 1{NBSP}: la plus fragile), "
        f"classe «{NBSP}{CLASS_LABELS[int(one.classe)]}{NBSP}»."
    )
    if len(communes) == 1:
        return first
    fragile = communes[communes["classe"] >= 4]
    total = (
        f"{wording.number(len(fragile))} communes sur {wording.number(len(communes))}"
        if len(fragile) != 1
        else (f"1 commune sur {wording.number(len(communes))}")
    )
    share = (
        f"sont parmi les 40{NBSP}% les plus fragiles de France"
        if len(fragile) > 1
        else (f"est parmi les 40{NBSP}% les plus fragiles de France")
    )
    text = f"{first} {total} {share}"
    without = fragile[~fragile["code"].isin(_symbol_communes(diagnostic))]
    if len(fragile) > 1:
        people = float(np.nansum(without["population"]))
        text += (
            f"{NBSP}; {wording.number(len(without))} d’entre elles, soit {wording.number(people)}{NBSP}habitants, "
            "n’ont aucun des programmes à symbole"
        )
    return text + "."


def _reading_programmes(diagnostic: Diagnostic) -> str:
    people = diagnostic.population.value
    symbols = _symbol_communes(diagnostic)
    facts, positions = diagnostic.facts, diagnostic.territory.positions
    inside = (
        np.isin(facts.codes[positions].astype(str), list(symbols)) if symbols else np.zeros(len(positions), dtype=bool)
    )
    n = int(inside.sum())
    if len(positions) == 1:
        ones = [p.programme.label for p in diagnostic.programmes if p.present]
        name = diagnostic.territory.label
        return f"Présents à {name}{NBSP}: {wording.listing(ones)}." if ones else f"Aucun de ces programmes à {name}."
    living = float(np.nansum(facts.population[positions][inside]))
    share = f"{wording.number(100 * living / people)}{NBSP}%" if people else "n. d."
    sites = facts.sites[facts.sites["code"].isin(set(facts.codes[positions]))]
    text = (
        f"{wording.counted(n, 'commune', 'communes')} sur {wording.number(len(positions))} "
        f"{'ont' if n > 1 else 'a'} au moins un des programmes à symbole{NBSP}; {share} des habitants y vivent. "
        if n
        else "Aucune commune n’a de programme à symbole. "
    )
    if len(sites):
        serve = "servent" if len(sites) > 1 else "sert"
        text += f"{wording.counted(len(sites), 'site', 'sites')} France services {serve} le territoire."
    return text.strip()


def method(diagnostic: Diagnostic) -> str:
    """How the index is built and what it cannot say."""
    profile = diagnostic.profile
    themes = "thèmes de même poids" if len(profile.themes) > 1 else "pondération du profil"
    if len(profile.themes) > 1 and not _equal_themes(diagnostic):
        themes = "thèmes pondérés"
    return (
        f"Indice construit, non officiel. Profil «{NBSP}{profile.label}{NBSP}»{NBSP}: "
        f"{len(profile.indicators)} indicateurs, nommés dans les sources "
        f"({themes}, {NORMALISATIONS[profile.normalisation]}, {MEANS[profile.aggregation]}). "
        "Prudence dans les petites communes." + _sure(diagnostic)
    )


def _sure(diagnostic: Diagnostic) -> str:
    """How sure the territory's own rank is; "" where it has none."""
    index = diagnostic.index
    if index is None or index.uncertainty is None:
        return ""
    low, high, total = (wording.number(n) for n in (index.uncertainty.p05, index.uncertainty.p95, index.total))
    peers = wording.LEVEL_PLURALS.get(index.level, "territoires comparés")
    return (
        f" Rang du territoire entier {index.uncertainty.verdict}{NBSP}: {low} à {high} sur {total}{NBSP}{peers} "
        "selon les poids."
    )


def limits(diagnostic: Diagnostic, info: Info, theme: str = "programmes") -> str:
    """What a map cannot say."""
    if one := _of_one(theme):
        return one.limits(diagnostic.facts, theme)
    if theme in map_analysis.THEMES:
        return map_analysis.limits(diagnostic, theme)
    text = "Un symbole par commune et programme, posé à la mairie. Un bus est situé à son lieu d’attache."
    rows = diagnostic.facts.sources
    if "fs" in rows.index:
        text += (
            f" Sites France services{NBSP}: liste du {rows.at['fs', 'millesime']}."
            if rows.at["fs", "millesime"]
            else ""
        )
    if info.light:
        text += " Les CRTE couvrent presque tout le pays et ne sont pas tracés à cette échelle."
    return text


def _equal_themes(diagnostic: Diagnostic) -> bool:
    totals = (
        pd.Series([w.weight for w in diagnostic.profile.indicators])
        .groupby([w.theme for w in diagnostic.profile.indicators])
        .sum()
    )
    return bool(np.isclose(totals, totals.iloc[0]).all())


def _symbol_programmes(diagnostic: Diagnostic) -> list:
    return [p for p in diagnostic.facts.catalogue.of_kind("programme") if p.draw == "symbole"]


def _symbol_communes(diagnostic: Diagnostic) -> set[str]:
    facts = diagnostic.facts
    masks = [coverage.covered(facts, p.id) for p in _symbol_programmes(diagnostic)]
    return set(facts.codes[np.logical_or.reduce(masks)]) if masks else set()
