"""The diagnostic's tables for people who calculate: numbers as numbers, and what a blank means in a column of its own.

Each sheet is one table: a row of titles, then the rows. Units and vintages are columns. French at the source.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from ..core import outlines, robustness, wording
from ..core.diagnostic import Diagnostic, ProgrammeFact
from ..core.facts import Status
from . import analysis_sheets as analyses
from .sheet import NO_INDEX, NOT_ELIGIBLE, STATUSES, VALUE, Sheet, real, source_number, value, whole, yes

# A sheet of one row per commune and indicator is left out beyond this: the GeoPackage holds it.
MOST_ROWS = 200_000


def sheets(diagnostic: Diagnostic, today: date | None = None) -> list[Sheet]:
    """All the tables of a diagnostic, from "Lisez-moi" to "Sources"; those without any row are left out."""
    made = [make(diagnostic) for make in _MAKERS]
    kept = [sheet for sheet in made if sheet.rows]
    listed = [*kept, sources(diagnostic)]
    return [_about(diagnostic, listed, today or date.today()), *listed]


def sources(diagnostic: Diagnostic) -> Sheet:
    """Every source, numbered as in the other sheets."""
    names = ("producteur", "titre", "millesime", "licence", "date", "adresse", "limites")
    rows = [
        (number, str(key), *(str(row[name]) for name in names))
        for number, (key, row) in enumerate(diagnostic.sources.iterrows(), start=1)
    ]
    titles = ("Producteur", "Titre", "Millésime", "Licence", "Date du fichier", "Adresse", "Limites")
    return Sheet(
        "Sources",
        "Les sources, avec le numéro que citent les autres feuilles.",
        (("N°", int), ("Identifiant", str), *((title, str) for title in titles)),
        rows,
    )


def about(diagnostic: Diagnostic, today: date) -> list[tuple[str, str]]:
    """What whoever opens the file must know: (what, text)."""
    facts, territory, info = diagnostic.facts, diagnostic.territory, diagnostic.facts.info
    index = diagnostic.index
    rows = [
        ("Document", "Diagnostic de cohésion territoriale, données"),
        ("Territoire", territory.label),
        ("Niveau", wording.LEVEL_NAMES[territory.level]),
        ("Expression", territory.expression),
        ("Communes", str(len(territory.positions))),
        ("Édité le", wording.day(today.isoformat())),
        ("Données assemblées le", wording.day(info["built"]) if info.get("built") else "date non connue"),
        ("Géographie", f"communes au 1er janvier {info.get('cog', '')} ; {outlines.credit(facts, territory)}"),
        ("Profil de l’indice", f"{diagnostic.profile.label} ({diagnostic.profile.id})"),
        (
            "Indice",
            "Indice construit, non officiel, de 0 à 100 (100 = le plus fragile). Rang : 1 = le plus fragile."
            + ("" if index else f" Pas d’indice pour ce territoire : {diagnostic.index_absence}"),
        ),
        (
            "Statut",
            "« valeur » : la valeur est dans sa colonne, zéro compris. « secret » : couverte par le secret "
            "statistique. « absente » : non disponible, ou non agrégeable à ce niveau. Dans ces deux cas la cellule "
            "est vide : ne pas la lire comme un zéro.",
        ),
        (
            "Approchée",
            "« oui » : valeur approchée par agrégation des communes (une médiane ou une part sans effectif publié ne "
            "s’additionne pas).",
        ),
        ("Codes", "Les codes sont des textes : leurs zéros de tête comptent (01001, 2A004)."),
        ("Licence", "Licence Ouverte 2.0 ; producteurs dans « Sources »."),
    ]
    return [(what, wording.typographic(text)) for what, text in rows]


def _about(diagnostic: Diagnostic, others: Sequence[Sheet], today: date) -> Sheet:
    rows: list[tuple[Any, ...]] = list(about(diagnostic, today))
    rows += [(f"Feuille {sheet.name}", wording.typographic(sheet.about)) for sheet in others]
    if not any(sheet.name == COMMUNE_VALUES for sheet in others):
        rows.append((f"Feuille {COMMUNE_VALUES}", "Absente : trop de lignes pour un tableur. Voir le format gpkg."))
    return Sheet("Lisez-moi", "", (("Rubrique", str), ("Texte", str)), rows)


def identity(diagnostic: Diagnostic) -> Sheet:
    """The indicators of the territory and of those beside it."""
    rows = [
        (
            figure.indicator, figure.label, place.expression, place.label, *value(figure),
            source_number(diagnostic, figure.source), figure.absence or None, figure.note or None,
        )
        for figures in diagnostic.card
        for place, figure in zip(diagnostic.columns, figures, strict=True)
    ]  # fmt: skip
    columns = (
        ("Indicateur", str), ("Libellé", str), ("Expression", str), ("Territoire", str), *VALUE, ("Source n°", int),
        ("Motif d’absence", str), ("Limites", str),
    )  # fmt: skip
    return Sheet(
        "Fiche d’identité", "Les indicateurs du territoire et de ses territoires de comparaison.", columns, rows
    )


def _programme(diagnostic: Diagnostic, fact: ProgrammeFact) -> tuple[Any, ...]:
    programme, sources = fact.programme, diagnostic.facts.sources
    vintage = str(sources.at[programme.source, "millesime"]) if programme.source in sources.index else None
    status = NOT_ELIGIBLE if not fact.eligible else STATUSES[Status.OK]
    return (
        programme.id, programme.label, programme.family, yes(fact.present), status,
        len(fact.communes) if fact.eligible else None, fact.total, fact.eligible, whole(fact.population_covered),
        whole(fact.population), real(100 * fact.share), "%",
        *(fact.sites.get(kind) for kind in ("fixe", "antenne", "bus")), vintage,
        source_number(diagnostic, programme.source),
    )  # fmt: skip


def _programmes(diagnostic: Diagnostic) -> Sheet:
    columns = (
        ("Programme", str), ("Libellé", str), ("Famille", str), ("Présent", str), ("Statut", str),
        ("Communes couvertes", int), ("Communes", int), ("Communes éligibles", int), ("Population couverte", int),
        ("Population", int), ("Part couverte", float), ("Unité de la part", str), ("Sites fixes", int),
        ("Antennes", int), ("Sites itinérants", int), ("Millésime", str), ("Source n°", int),
    )  # fmt: skip
    return Sheet(
        "Programmes",
        "La couverture du territoire par chaque programme ; « non éligible » : aucune commune ne peut y prétendre.",
        columns,
        [_programme(diagnostic, fact) for fact in diagnostic.programmes],
    )


def _contracts(diagnostic: Diagnostic) -> Sheet:
    rows = [
        (fact.programme.id, fact.programme.label, identifier, label or None)
        for fact in diagnostic.programmes
        for identifier, label in fact.contracts
    ]
    columns = (("Programme", str), ("Libellé", str), ("Identifiant", str), ("Nom", str))
    about = "Les contrats, périmètres et quartiers qui touchent le territoire ; nom vide si la source n’en donne pas."
    return Sheet("Contrats", about, columns, rows)


def beneficiaries(diagnostic: Diagnostic) -> Sheet:
    """Each commune with each programme or zoning that touches it."""
    facts = diagnostic.facts
    inside = set(facts.codes[diagnostic.territory.positions])
    found = facts.beneficiaries[facts.beneficiaries["code"].isin(inside)].sort_values(["programme", "code"])
    known = facts.catalogue.programmes
    rows = [
        (
            row.programme, known[row.programme].label, row.code, facts.communes.at[row.code, "nom"],
            row.identifiant or None, row.statut or None, row.depuis or None,
        )
        for row in found.itertuples()
        if row.programme in known
    ]  # fmt: skip
    columns = (
        ("Programme", str), ("Libellé", str), ("Code", str), ("Commune", str), ("Identifiant", str), ("Statut", str),
        ("Depuis", str),
    )  # fmt: skip
    return Sheet("Bénéficiaires", "Une ligne par commune et par programme ou zonage qui la touche.", columns, rows)


def _zonings(diagnostic: Diagnostic) -> Sheet:
    rows = [
        (
            fact.programme.id, fact.programme.label, status, count, fact.total, whole(fact.population_covered),
            whole(fact.population), real(100 * fact.share), "%", source_number(diagnostic, fact.programme.source),
        )
        for fact in diagnostic.zonings
        for status, count in (sorted(fact.statuses.items(), key=lambda item: -item[1]) or [("aucun", 0)])
    ]  # fmt: skip
    columns = (
        ("Zonage", str), ("Libellé", str), ("Classe", str), ("Communes de la classe", int), ("Communes", int),
        ("Population concernée par le zonage", int), ("Population", int), ("Part concernée", float),
        ("Unité de la part", str), ("Source n°", int),
    )  # fmt: skip
    about = "Les communes de chaque classe ; population et part valent pour le zonage entier, non pour la classe."
    return Sheet("Zonages", about, columns, rows)


def _sites(diagnostic: Diagnostic) -> Sheet:
    facts = diagnostic.facts
    mine = facts.sites[facts.sites["code"].isin(set(facts.codes[diagnostic.territory.positions]))]
    texts = ("genre", "format", "adresse", "code_postal", "horaires", "telephone", "mail")
    rows = [
        (
            row["programme"], row["site_id"], row["nom"], row["code"], facts.communes.at[row["code"], "nom"],
            *(row[name] or None for name in texts), real(row["longitude"]), real(row["latitude"]),
        )
        for row in mine.sort_values(["code", "site_id"]).to_dict("records")
    ]  # fmt: skip
    titles = ("Genre", "Format", "Adresse", "Code postal", "Horaires", "Téléphone", "Courriel")
    columns = (
        ("Programme", str), ("Identifiant", str), ("Nom", str), ("Code", str), ("Commune", str),
        *((title, str) for title in titles), ("Longitude", float), ("Latitude", float),
    )  # fmt: skip
    about = "Les sites France services (longitude et latitude en degrés) ; un site itinérant à son lieu d’attache."
    return Sheet("Sites", about, columns, rows)


def _index(diagnostic: Diagnostic) -> Sheet:
    index = diagnostic.index
    rows: list[tuple[Any, ...]] = []
    if index is not None:
        peers = wording.LEVEL_PLURALS[index.level]
        rows = [
            ("Indice", index.value, "sur 100", None),
            ("Rang", float(index.rank), f"sur {index.total} {peers}", "1 = le plus fragile"),
            ("Classe", float(index.class_number), "de 1 à 5", index.class_label),
            ("Part du poids renseignée", 100 * index.coverage, "%", None),
        ]
        found = index.uncertainty
        if found is not None:
            rows += [
                ("Rang, 5e centile des tirages", float(found.p05), f"sur {index.total}", None),
                ("Rang, médiane des tirages", float(found.p50), f"sur {index.total}", None),
                ("Rang, 95e centile des tirages", float(found.p95), f"sur {index.total}", None),
                ("Part des tirages dans le dixième le plus fragile", 100 * found.decile, "%", None),
                ("Part des tirages dans le cinquième le plus fragile", 100 * found.fifth, "%", None),
                ("Solidité", None, None, robustness.verdict_sentence(index)),
            ]
    columns = (("Grandeur", str), ("Valeur", float), ("Unité", str), ("En mots", str))
    return Sheet("Indice", "L’indice de fragilité du territoire, et la solidité de son rang.", columns, rows)


def construction(diagnostic: Diagnostic) -> Sheet:
    """How the index comes about."""
    index, declared = diagnostic.index, diagnostic.facts.catalogue.indicators
    figures = {row[0].indicator: row[0] for row in diagnostic.card}
    standings = {one.figure.indicator: one for one in diagnostic.standings}
    rows = []
    for weighted in diagnostic.profile.indicators:
        key = weighted.indicator
        standing = standings.get(key)
        rows.append(
            (
                key, declared[key].label, "élevé" if weighted.fragile == "high" else "bas", 100 * weighted.weight, "%",
                *value(figures[key]), standing.rank if standing else None, standing.total if standing else None,
                real(index.normalised[key]) if index else None,
                real(index.contributions[key]) if index else None,
            )
        )  # fmt: skip
    columns = (
        ("Indicateur", str), ("Libellé", str), ("Fragile si", str), ("Poids", float), ("Unité du poids", str), *VALUE,
        ("Rang", int), ("Sur", int), ("Normalisé (0 à 100)", float), ("Part de l’indice (points)", float),
    )  # fmt: skip
    about = "Les indicateurs du profil, leur poids et ce que chacun apporte à l’indice ; les parts s’additionnent."
    return Sheet("Construction", about, columns, rows)


def _communes(diagnostic: Diagnostic) -> Sheet:
    facts, access = diagnostic.facts, diagnostic.access
    gaps = diagnostic.gaps.table.set_index("code")
    sites = access.sites["nom"].to_numpy()
    rows = []
    for row in diagnostic.communes.to_dict("records"):
        code = row["code"]
        place, gap = facts.position[code], gaps.loc[code]
        ranked = row["classe"] > 0
        site = access.site[place]
        people = whole(row["population"])
        rows.append(
            (
                code, row["nom"], people, STATUSES[Status.MISSING if people is None else Status.OK],
                real(row["indice"]), STATUSES[Status.OK] if ranked else NO_INDEX, whole(row["rang"]),
                whole(row["rang_total"]) if ranked else None, int(row["classe"]) if ranked else None,
                row["classe_libelle"] if ranked else None, 100 * row["couverture_donnees"],
                int(gap["nb_programmes"]), gap["situation"] or NOT_ELIGIBLE, str(sites[site]) if site >= 0 else None,
                real(access.km[place]), real(access.minutes[place]), access.method[place] or None,
                str(facts.communes.at[code, "code_epci"]) or None, str(facts.communes.at[code, "code_departement"]),
            )
        )  # fmt: skip
    columns = (
        ("Code", str), ("Commune", str), ("Population", int), ("Statut de la population", str), ("Indice", float),
        ("Statut de l’indice", str), ("Rang en France", int), ("Sur", int), ("Classe", int), ("Libellé de classe", str),
        ("Poids renseigné (%)", float), ("Programmes qui visent la commune", int), ("Situation", str),
        ("Site France services le plus proche", str), ("Distance (km)", float), ("Temps estimé (min)", float),
        ("Méthode du temps", str), ("Code EPCI", str), ("Code département", str),
    )  # fmt: skip
    about = "Toutes les communes, la plus fragile d’abord : indice, programmes, accès à France services."
    return Sheet("Communes", about, columns, rows)


COMMUNE_VALUES = "Indicateurs des communes"


def _some_commune_values(diagnostic: Diagnostic) -> Sheet:
    return commune_values(diagnostic, MOST_ROWS)


def commune_values(diagnostic: Diagnostic, most: int | None = None) -> Sheet:
    """The card's indicators for each commune; without rows where they are more than `most`."""
    facts, positions = diagnostic.facts, diagnostic.territory.positions
    keys = [row[0].indicator for row in diagnostic.card if row[0].indicator in facts.values]
    rows: list[tuple[Any, ...]] = []
    if most is None or len(keys) * len(positions) <= most:
        codes, names = facts.codes[positions], facts.communes["nom"].to_numpy()[positions]
        for key in keys:
            declared, column = facts.catalogue.indicators[key], facts.values[key]
            told = (declared.unit, declared.vintage)
            rows += [
                (key, declared.label, code, name, real(value), STATUSES[Status(int(status))], *told)
                for code, name, value, status in zip(
                    codes, names, column.value[positions], column.status[positions], strict=True
                )
            ]
    columns = (
        ("Indicateur", str), ("Libellé", str), ("Code", str), ("Commune", str), ("Valeur", float), ("Statut", str),
        ("Unité", str), ("Millésime", str),
    )  # fmt: skip
    return Sheet(COMMUNE_VALUES, "Les indicateurs de la fiche, commune par commune.", columns, rows)


def _neighbours(diagnostic: Diagnostic) -> Sheet:
    """For a single commune: those of its intercommunalité, itself among them."""
    facts, rows = diagnostic.facts, []
    code = str(diagnostic.communes["code"].iat[0])
    epci = str(facts.communes.at[code, "code_epci"]) if len(diagnostic.communes) == 1 else ""
    if epci:
        table = diagnostic.communal.table
        of_it = table[(facts.communes["code_epci"] == epci).to_numpy() & (table["classe"] > 0).to_numpy()]
        rows = [
            (
                row.code, row.nom, yes(row.code == code), whole(facts.population[facts.position[row.code]]),
                float(row.indice), int(row.rang), int(row.rang_total), int(row.classe), row.classe_libelle,
            )
            for row in of_it.sort_values("indice", ascending=False).itertuples()
        ]  # fmt: skip
    columns = (
        ("Code", str), ("Commune", str), ("Commune étudiée", str), ("Population", int), ("Indice", float),
        ("Rang en France", int), ("Sur", int), ("Classe", int), ("Libellé de classe", str),
    )  # fmt: skip
    about = "Les communes de son intercommunalité qui ont un indice, la plus fragile d’abord."
    return Sheet("Voisines", about, columns, rows)


_MAKERS: tuple[Callable[[Diagnostic], Sheet], ...] = (
    identity, _programmes, _contracts, beneficiaries, _zonings, _sites, _index, construction, _communes,
    _some_commune_values, _neighbours, analyses.situations, analyses.uncovered, analyses.access, analyses.new_sites,
    analyses.twins, analyses.moved,
)  # fmt: skip
