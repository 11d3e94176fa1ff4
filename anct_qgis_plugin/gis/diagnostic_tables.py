"""The tables of a diagnostic's pages, row by row, from its facts. French at the source."""

from __future__ import annotations

import re

import numpy as np

from ..core import wording
from ..core.catalogue import Programme
from ..core.diagnostic import Analyst, Diagnostic, ProgrammeFact
from ..core.facts import Status
from ..core.indicators import Figure
from ..core.levels import units_of
from ..core.territory import Territory
from ..core.wording import NBSP, number
from .map_items import CENTRE, LEFT, QUIET, RIGHT
from .page_items import CELL, Cell, Column, Row, Style

ABSENT = Style(7.5, QUIET, italic=True)
QUIET_CELL = Style(7.0, QUIET)
NAME = Style(7.5, bold=True)
MOST_COMMUNES = 10
# Beyond this many, naming communes or contracts no longer tells anything: the list would be cut anyway.
MOST_NAMES = 12
TOO_MANY_NAMES = 60
TOO_MANY_SITES = 32
SITE_KINDS = {"fixe": "fixe", "antenne": "antenne", "bus": "itinérant"}


def source_numbers(diagnostic: Diagnostic) -> dict[str, int]:
    """Source id → its number in the table of sources."""
    return {key: place for place, key in enumerate(diagnostic.sources.index, start=1)}


def value(figure: Figure) -> Cell:
    """A figure without its unit, for a column of them; absences told apart."""
    if figure.status is Status.SECRET:
        return Cell("secret", ABSENT)
    if figure.value is None:
        return Cell("n. d.", ABSENT)
    text = number(figure.value, figure.decimals, figure.indicator == "evolution_population")
    return Cell(f"≈{NBSP}{text}" if figure.approximate else text)


def identity(diagnostic: Diagnostic, width: float) -> tuple[list[Column], list[Row]]:
    """One row per indicator: unit, the territory and its references, vintage, source."""
    numbers, facts = source_numbers(diagnostic), diagnostic.facts
    n = len(diagnostic.columns)
    label, unit, vintage, source = 43.0, 13.5, 17.0, 20.5
    each = min((width - label - unit - vintage - source) / n, 26.0)
    label = width - unit - vintage - source - n * each
    columns = [Column("Indicateur", label), Column("Unité", unit)]
    columns += [Column(_short(t), each, RIGHT) for t in diagnostic.columns]
    columns += [Column("Année", vintage), Column("Source", source)]
    rows = []
    for figures in diagnostic.card:
        own = figures[0]
        cells = [value(f) for f in figures]
        cells[0] = Cell(cells[0].text, NAME if own.value is not None else ABSENT)
        named = str(facts.sources.at[own.source, "producteur"]) if own.source in facts.sources.index else own.source
        mark = f" [{numbers[own.source]}]" if own.source in numbers else ""
        # A no-break space keeps the number with the producer's last word.
        cited = Cell(f"{named}{mark.replace(' ', NBSP)}", QUIET_CELL)
        rows.append(Row((own.label, Cell(own.unit, QUIET_CELL), *cells, Cell(own.vintage, QUIET_CELL), cited)))
    return columns, rows


def indicator_notes(diagnostic: Diagnostic) -> list[tuple[str, str]]:
    """(label, its limits) of each indicator that has a note."""
    declared = diagnostic.facts.catalogue.indicators
    notes = []
    for row in diagnostic.card:
        figure = row[0]
        note = declared[figure.indicator].note if figure.indicator in declared else ""
        why = declared[figure.indicator].why_not_aggregable if figure.indicator in declared else ""
        text = " ".join(part for part in (note, f"Non agrégé{NBSP}: {why}" if why else "") if part)
        text = text or next((f.note for f in row if f.note), "")
        if text:
            notes.append((figure.label, text))
    return notes


def absences(diagnostic: Diagnostic) -> list[str]:
    """Why the territory has no value: each reason with the indicators that it holds for."""
    found: dict[str, list[str]] = {}
    for row in diagnostic.card:
        if row[0].absence:
            found.setdefault(row[0].absence, []).append(row[0].label)
    return [f"{', '.join(labels)}{NBSP}: {reason}" for reason, labels in found.items()]


def programmes(diagnostic: Diagnostic, width: float) -> tuple[list[Column], list[Row]]:
    """One row per programme: coverage, eligible communes, share of the people, names."""
    columns = [
        Column("Programme", 40), Column("Présence", 34), Column("Éligibles", 20, RIGHT),
        Column("Habitants couverts", 18, RIGHT), Column("Communes, contrats, sites", width - 112),
    ]  # fmt: skip
    rows = []
    present = [fact for fact in diagnostic.programmes if fact.present]
    for fact in present:
        rows.append(
            Row(
                (
                    Cell(_named(fact.programme), NAME),
                    Cell(_first_upper(fact.text)),
                    Cell(_eligible(fact)),
                    _share(fact),
                    Cell(_names(diagnostic, fact), QUIET_CELL),
                )
            )
        )
    return columns, rows


def absent_programmes(diagnostic: Diagnostic) -> str:
    """The programmes that are not in the territory, those apart for which no commune is eligible."""
    absent = [fact for fact in diagnostic.programmes if not fact.present]
    able = [_named(fact.programme) for fact in absent if fact.eligible]
    unable = [_named(fact.programme) for fact in absent if not fact.eligible]
    said = [f"Absents du territoire{NBSP}: {', '.join(able)}."] if able else []
    said += [f"Sans commune éligible{NBSP}: {', '.join(unable)}."] if unable else []
    return " ".join(said)


def _named(programme: Programme) -> str:
    """Label and short name, once where they are nearly the same."""
    label, short = programme.label, programme.short
    return label if short.lower().rstrip("s") in label.lower().replace("s ", " ") else f"{label} ({short})"


def zonings(diagnostic: Diagnostic, width: float) -> tuple[list[Column], list[Row]]:
    """One row per zoning: its statuses with their communes, and the share of the people."""
    columns = [
        Column("Zonage", 40), Column("Statuts", width - 58), Column("Habitants concernés", 18, RIGHT),
    ]  # fmt: skip
    single = diagnostic.territory.level == "commune"
    rows = []
    for fact in diagnostic.zonings:
        parts = [
            name if single else f"{name}{NBSP}: {number(count)}"
            for name, count in sorted(fact.statuses.items(), key=lambda item: -item[1])
        ]
        text = f"{NBSP}; ".join(parts) or "aucune commune concernée"
        if parts and not single:
            text += f" (communes sur {number(fact.total)})"
        label = (
            f"{fact.programme.label} ({fact.programme.short})"
            if fact.programme.short.isupper()
            else fact.programme.label
        )
        rows.append(Row((Cell(label, NAME), Cell(text, CELL if parts else ABSENT), _share(fact))))
    return columns, rows


def sites(diagnostic: Diagnostic, width: float) -> tuple[list[Column], list[Row]]:
    """The territory's service sites, by commune; none where there are too many to read (`TOO_MANY_SITES`)."""
    facts = diagnostic.facts
    mine = facts.sites[facts.sites["code"].isin(set(facts.codes[diagnostic.territory.positions]))]
    columns = [
        Column("Commune", 36),
        Column("Site", 50),
        Column("Type", 17),
        Column("Adresse", width - 127),
        Column("Téléphone", 24),
    ]
    if len(mine) > TOO_MANY_SITES:
        return columns, []
    named = mine.assign(commune=[facts.communes.at[code, "nom"] for code in mine["code"]]).sort_values(
        ["commune", "nom"]
    )
    rows = [
        Row(
            (
                Cell(str(site.commune), NAME),
                Cell(_site_name(str(site.nom)), Style(7.0)),
                Cell(SITE_KINDS.get(str(site.genre), str(site.genre)), QUIET_CELL),
                Cell(str(site.adresse), QUIET_CELL),
                Cell(str(site.telephone), QUIET_CELL),
            )
        )
        for site in named.itertuples()
    ]
    return columns, rows


def construction(diagnostic: Diagnostic, width: float) -> tuple[list[Column], list[Row]]:
    """How the index comes about: direction, weight, value, rank, normalised value, contribution; their sum."""
    profile, index = diagnostic.profile, diagnostic.index
    declared = diagnostic.facts.catalogue.indicators
    figures = {row[0].indicator: row[0] for row in diagnostic.card}
    standings = {s.figure.indicator: s for s in diagnostic.standings}
    columns = [
        Column("Indicateur", width - 125), Column("Fragile si", 15.5), Column("Poids", 13.5, RIGHT),
        Column("Valeur", 28, RIGHT), Column("Rang", 30, RIGHT), Column("Sur 100", 16, RIGHT),
        Column("Part de l’indice", 22, RIGHT),
    ]  # fmt: skip
    rows = []
    for weighted in profile.indicators:
        key = weighted.indicator
        own = figures.get(key)
        standing = standings.get(key)
        normalised = index.normalised[key] if index else float("nan")
        part = index.contributions[key] if index else float("nan")
        rows.append(
            Row(
                (
                    declared[key].label,
                    Cell("élevé ↑" if weighted.fragile == "high" else "bas ↓", QUIET_CELL),
                    f"{number(100 * weighted.weight, 1)}{NBSP}%",
                    Cell(own.text, CELL if own.value is not None else ABSENT) if own else Cell("n. d.", ABSENT),
                    f"{number(standing.rank)} / {number(standing.total)}" if standing else Cell("–", ABSENT),
                    _score(normalised),
                    _score(part),
                )
            )
        )
    if index is not None:
        whole = f"{number(index.rank)} / {number(index.total)}"
        rows.append(
            Row(
                (f"Indice «{NBSP}{profile.label}{NBSP}»", "", f"100{NBSP}%", "", whole, "", number(index.value, 1)),
                "total",
            )
        )
    return columns, rows


def fragile_communes(diagnostic: Diagnostic, width: float) -> tuple[list[Column], list[Row]]:
    """The territory's most fragile communes; none where no commune has an index."""
    ranked = diagnostic.communes[diagnostic.communes["classe"] > 0].head(MOST_COMMUNES)
    return _commune_columns(width), [_commune_row(diagnostic, row) for row in ranked.itertuples()]


def neighbours(analyst: Analyst, diagnostic: Diagnostic, width: float) -> tuple[str, list[Column], list[Row]]:
    """For a single commune: those of its intercommunalité, itself set off.

    Returns:
        (name of the intercommunalité, columns, rows): ("", …, []) where it belongs to none. The most fragile, and the
        commune itself wherever it ranks.
    """
    facts, code = diagnostic.facts, diagnostic.communes["code"].iloc[0]
    epci = str(facts.communes.at[code, "code_epci"])
    if not epci or ("epci", epci) not in facts.unit_rows:
        return "", _commune_columns(width), []
    territory = analyst.gazetteer.of_unit("epci", epci)
    table = diagnostic.communal.of(units_of(facts, territory, "commune"))
    table["population"] = facts.population[territory.positions]
    table = (
        table[table["classe"] > 0]
        .sort_values(["indice", "population"], ascending=[False, False])
        .reset_index(drop=True)
    )
    table["place"] = np.arange(1, len(table) + 1)
    kept = table.head(MOST_COMMUNES)
    if code not in set(kept["code"]):
        kept = table[(table.index < MOST_COMMUNES - 1) | (table["code"] == code)]
    rows = [_commune_row(diagnostic, row, "own" if row.code == code else "row") for row in kept.itertuples()]
    return territory.label, _commune_columns(width), rows


def _commune_columns(width: float) -> list[Column]:
    return [
        Column("Commune", width - 131), Column("Population", 19, RIGHT), Column("Indice (0-100)", 17, RIGHT),
        Column("Rang en France", 29, RIGHT), Column("Classe", 23), Column("Ce qui la fragilise le plus", 43),
    ]  # fmt: skip


def _commune_row(diagnostic: Diagnostic, row: object, kind: str = "row") -> Row:
    people = row.population  # type: ignore[attr-defined]
    return Row(
        (
            Cell(row.nom, NAME),  # type: ignore[attr-defined]
            Cell("n. d.", ABSENT) if np.isnan(people) else number(people),
            number(row.indice, 1),  # type: ignore[attr-defined]
            f"{number(row.rang)} / {number(row.rang_total)}",  # type: ignore[attr-defined]
            row.classe_libelle,  # type: ignore[attr-defined]
            Cell(worst_indicator(diagnostic, row.code), QUIET_CELL),  # type: ignore[attr-defined]
        ),
        kind,
    )


def worst_indicator(diagnostic: Diagnostic, code: str) -> str:
    """The indicator on which a commune is closest to the most fragile of France, with its value: "Vacance (18,2 %)"."""
    communal = diagnostic.communal
    position = diagnostic.facts.position[code]
    scores = communal.normalised[position]
    if np.isnan(scores).all():
        return "n. d."
    worst = int(np.nanargmax(scores))
    declared = diagnostic.facts.catalogue.indicators[communal.profile.indicators[worst].indicator]
    shown = wording.quantity(
        communal.values[position, worst], declared.unit, declared.decimals, declared.id == "evolution_population"
    )
    return f"{declared.short} ({shown})"


def sources(diagnostic: Diagnostic, width: float) -> tuple[list[Column], list[Row]]:
    """Every source shown, numbered: producer, title, vintage, licence, date, limits."""
    columns = [
        Column("N°", 8, CENTRE), Column("Producteur", 24), Column("Titre et adresse", 52), Column("Millésime", 20),
        Column("Licence", 18), Column("Date du fichier", 20), Column("Limites", width - 142, LEFT),
    ]  # fmt: skip
    rows = []
    for key, place in source_numbers(diagnostic).items():
        row = diagnostic.sources.loc[key]
        title = "\n".join(part for part in (str(row["titre"]), str(row["adresse"])) if part)
        rows.append(
            Row(
                (
                    str(place), Cell(str(row["producteur"]), NAME), Cell(title, Style(7.0)),
                    Cell(str(row["millesime"]), Style(7.0)),
                    Cell(str(row["licence"]), QUIET_CELL), Cell(_date(str(row["date"])), QUIET_CELL),
                    Cell(str(row["limites"]), QUIET_CELL),
                )
            )
        )  # fmt: skip
    return columns, rows


def how_built(diagnostic: Diagnostic) -> str:
    """The recipe of the index in a few sentences."""
    profile = diagnostic.profile
    said = f"{profile.description.split(' Indice construit')[0].rstrip('.')}. " if profile.description else ""
    level = diagnostic.index.level if diagnostic.index else "commune"
    peers = wording.LEVEL_PLURALS[level]
    first = {
        "percentile": "Chaque indicateur est ramené de 0 à 100 par son rang centile parmi les "
        f"{peers} de France qui ont une valeur",
        "minmax": f"Chaque indicateur est ramené de 0 à 100 entre le minimum et le maximum des {peers} de France",
        "zscore": f"Chaque indicateur est centré sur la moyenne des {peers} de France (50) "
        "et réduit par leur écart type (10 points)",
    }[profile.normalisation]
    mean = {"arithmetic": "moyenne arithmétique pondérée", "geometric": "moyenne géométrique pondérée"}[
        profile.aggregation
    ]
    return (
        f"{said}{first}, 100 étant le plus fragile. L’indice en est la {mean}. Un indicateur absent ou secret ne "
        f"compte pas{NBSP}: les poids des autres sont portés à 100{NBSP}%{NBSP}; au-delà de "
        f"{number(100 * profile.missing_max)}{NBSP}% du poids manquant, il n’y a pas d’indice. Classes{NBSP}: "
        "cinquièmes des rangs. Au-dessus de la commune, l’indice est calculé sur les indicateurs agrégés, jamais en "
        f"moyenne d’indices{NBSP}; les petites communes varient beaucoup d’une année à l’autre."
    )


HOW_DRAWN = (
    f"Pondérations étudiées{NBSP}: tirées autour de celles du profil (loi de Dirichlet, concentration de quatre par "
    "indicateur) et l’une des trois normalisations, tirée elle aussi. "
    f"«{NBSP}Robuste{NBSP}»{NBSP}: l’intervalle de neuf tirages sur dix ne dépasse pas un cinquième des rangs{NBSP}; "
    f"sinon «{NBSP}non concluant{NBSP}»."
)


def _score(figure: float) -> Cell:
    return Cell("–", ABSENT) if np.isnan(figure) else Cell(number(figure, 1))


def _eligible(fact: ProgrammeFact) -> str:
    ruled = fact.programme.max_population is not None or fact.programme.excludes
    if fact.programme.unit == "site" or not ruled:
        return "toutes"
    return f"{number(fact.eligible)} sur {number(fact.total)}"


def _share(fact: ProgrammeFact) -> Cell:
    if np.isnan(fact.share):
        return Cell("n. d.", ABSENT)
    return Cell(f"{number(100 * fact.share, 0 if fact.share in (0, 1) else 1)}{NBSP}%")


def _names(diagnostic: Diagnostic, fact: ProgrammeFact) -> str:
    facts, programme = diagnostic.facts, fact.programme
    if programme.unit == "site":
        mine = set(facts.codes[diagnostic.territory.positions])
        sites = facts.sites[(facts.sites["programme"] == programme.id) & facts.sites["code"].isin(mine)]
        places = [str(facts.communes.at[code, "nom"]) for code in dict.fromkeys(sites["code"])]
        return (
            _list_of(places, "communes")
            if len(diagnostic.territory.positions) > 1
            else _list_of([str(name) for name in sites["nom"]], "sites")
        )
    if programme.unit == "commune":
        if len(diagnostic.territory.positions) == 1:
            return ""
        return _list_of([str(facts.communes.at[code, "nom"]) for code in fact.communes], "communes")
    named = [label or identifiant.removeprefix(f"{programme.id}-") for identifiant, label in fact.contracts]
    text = _list_of(named, "quartiers" if programme.unit == "quartier" else "périmètres")
    if named and not any(label for _, label in fact.contracts):
        text += f" (identifiants{NBSP}; la source ne donne pas de nom)"
    return text


def _list_of(names: list[str], noun: str) -> str:
    if len(names) > TOO_MANY_NAMES:
        return f"{number(len(names))} {noun}{NBSP}: voir les couches du territoire dans QGIS"
    return wording.listing(names, MOST_NAMES)


def _site_name(name: str) -> str:
    """A site without the words that the table's heading says already."""
    return (
        _first_upper(re.sub(r"^France services (de |du |des |d['’])?", "", name, flags=re.IGNORECASE).strip()) or name
    )


def _first_upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _short(territory: Territory) -> str:
    """A label for the head of a narrow column."""
    text = {"FR": "France", "FRM": "Métropole"}.get(territory.code, territory.label)
    kinds = {"d’agglomération": "CA", "d'agglomération": "CA", "de communes": "CC", "urbaine": "CU"}
    for long, abbreviated in kinds.items():
        text = text.replace(f"Communauté {long}", abbreviated)
    return text


def _date(iso: str) -> str:
    parts = iso.split("-")
    return "/".join(reversed(parts)) if len(parts) == 3 else iso
