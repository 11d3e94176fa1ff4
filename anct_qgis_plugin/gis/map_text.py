"""What a map page says in words: title, sources, reading note, method; French, made from the facts."""

from __future__ import annotations

import datetime as dt
import re

import numpy as np
import pandas as pd
from qgis.core import QgsSettings

from ..core import coverage, wording
from ..core.diagnostic import Diagnostic
from ..core.fragility import CLASS_LABELS
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


def title(diagnostic: Diagnostic, theme: str, with_symbols: bool) -> str:
    """What and where."""
    what = {
        "programmes": "programmes de cohésion des territoires",
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
    parts.append(f"indice, données {years(diagnostic)}" if theme == "fragilite" else lists_of(diagnostic))
    return " · ".join(part for part in parts if part)


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
    catalogue = diagnostic.facts.catalogue
    drawn = [p for p in catalogue.of_kind("programme") if p.draw != "aucun"]
    if theme == "fragilite":
        used = [catalogue.indicators[w.indicator].source for w in diagnostic.profile.indicators]
        drawn = [p for p in drawn if p.draw == "symbole"] if with_symbols else []
    else:
        used = []
    here = {fact.programme.id for fact in diagnostic.programmes if fact.present}
    used += [p.source for p in drawn if p.id in here]
    return [key for key in dict.fromkeys(used) if key in diagnostic.facts.sources.index]


def sources(diagnostic: Diagnostic, theme: str, with_symbols: bool) -> str:
    """Every source with its vintage, gathered by producer."""
    rows = diagnostic.facts.sources.loc[source_ids(diagnostic, theme, with_symbols)]
    # Twenty lists by their full titles would fill a quarter of the page: the legend says what their names stand for.
    shorts = {p.source: p.short for p in diagnostic.facts.catalogue.of_kind("programme")}
    by_producer: dict[str, list[str]] = {}
    for row in rows.itertuples():
        if row.Index in shorts:
            vintage = f" ({row.millesime})" if row.millesime else ""
            by_producer.setdefault(str(row.producteur), []).append(f"{shorts[row.Index]}{vintage}")
            continue
        # A title that tells its year does not need it twice.
        told = all(year in str(row.titre) for year in re.findall(r"\d{4}", str(row.millesime))) and row.millesime
        vintage = "" if told and str(row.millesime).isdigit() else f" ({row.millesime})" if row.millesime else ""
        by_producer.setdefault(str(row.producteur), []).append(f"{row.titre}{vintage}")
    parts = [f"{producer}{NBSP}: {', '.join(listed)}" for producer, listed in by_producer.items()]
    return f"Sources{NBSP}– {f'{NBSP}; '.join(parts)}."


def base(info: Info) -> str:
    """The geographic base."""
    return f"Fond{NBSP}: IGN Admin Express COG {info.cog}."


def licence(diagnostic: Diagnostic, theme: str, with_symbols: bool) -> str:
    """The licence, its licensors, and the last update of the data."""
    rows = diagnostic.facts.sources.loc[source_ids(diagnostic, theme, with_symbols)]
    producers = sorted(
        {part.strip() for text in rows["producteur"] for part in re.split(r"[/,;]", str(text))} | {"IGN"}
    )
    built = diagnostic.facts.info.get("built", "")
    updated = f", données assemblées le {date(built)}" if built else ""
    return f"Licence Ouverte 2.0 ({', '.join(producers)}{updated})."


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
    profile, indicators = diagnostic.profile, diagnostic.facts.catalogue.indicators
    shorts = [indicators[w.indicator].short for w in profile.indicators]
    names = [short if short[1:2].isupper() else short[:1].lower() + short[1:] for short in shorts]
    themes = "thèmes de même poids" if len(profile.themes) > 1 else "pondération du profil"
    if len(profile.themes) > 1 and not _equal_themes(diagnostic):
        themes = "thèmes pondérés"
    return (
        f"Indice construit, non officiel. Profil «{NBSP}{profile.label}{NBSP}»{NBSP}: {', '.join(names)} "
        f"({themes}, {NORMALISATIONS[profile.normalisation]}, {MEANS[profile.aggregation]}). "
        "Prudence dans les petites communes."
    )


def limits(diagnostic: Diagnostic, info: Info) -> str:
    """What the programme map cannot say."""
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
