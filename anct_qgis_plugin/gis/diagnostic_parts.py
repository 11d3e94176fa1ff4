"""The diagnostic's parts, told to any kind of pages: identity, programmes, fragility, construction, sources."""

from __future__ import annotations

from collections.abc import Callable

from ..core import robustness, sentences, wording
from ..core.diagnostic import Analyst, Diagnostic
from ..core.wording import LEVEL_PLURALS, NBSP, number
from ..documents.charts import contributions_chart, rank_chart
from . import diagnostic_analysis as analysis
from . import diagnostic_cards as cards
from . import diagnostic_tables as tables
from . import map_text
from .page_items import SMALL, Style
from .pages import Pages

TITLE = "Diagnostic de cohésion territoriale"
UNOFFICIAL = "Indice construit, non officiel"
REMINDER = f"{UNOFFICIAL}{NBSP}: sa construction est donnée plus loin. ≈{NBSP}: valeur approchée par agrégation."
CONTRIBUTIONS, RANKS = "Ce qui pèse dans l’indice", "Le rang et son intervalle"
MAP = 98.0  # height of a part's map, mm
CHART_WIDTH, CHART_FULL = 11.5, 16.5  # cm


def _identity(pages: Pages, analyst: Analyst, diagnostic: Diagnostic) -> None:
    others = [t.label for t in diagnostic.columns[1:]]
    beside = f"En regard{NBSP}: {wording.listing(others)}" if others else ""
    pages.part("Fiche d’identité", "Fiche d’identité", beside, "titre_identite")
    pages.table(*tables.identity(diagnostic, pages.inner))
    pages.paragraph(
        f"n. d.{NBSP}: donnée non disponible, ou non agrégeable à ce niveau. secret{NBSP}: valeur couverte par le "
        f"secret statistique. ≈{NBSP}: valeur approchée par agrégation des communes (une médiane ou une part sans "
        "effectif publié ne s’additionne pas). "
        f"0 est une valeur. [n]{NBSP}: numéro dans la table des sources.",
        SMALL,
    )
    missing = tables.absences(diagnostic)
    if missing:
        pages.heading("Valeurs absentes")
        for text in missing:
            pages.paragraph(text, SMALL, 0.3)
    notes = tables.indicator_notes(diagnostic)
    if notes:
        pages.heading("Limites des indicateurs")
        for label, text in notes:
            pages.paragraph(f"{label}{NBSP}: {text}", SMALL, 0.3)


def _programmes(pages: Pages, analyst: Analyst, diagnostic: Diagnostic) -> None:
    dated = map_text.lists_of(diagnostic).capitalize()
    pages.part("Programmes et zonages", "Programmes et zonages", dated, "titre_programmes", MAP + 45)
    pages.themed_map("programmes", MAP)
    pages.note_box("Lecture", map_text.reading(diagnostic, "programmes"))
    pages.headed_table("Programmes", *tables.programmes(diagnostic, pages.inner))
    absent = tables.absent_programmes(diagnostic)
    if absent:
        pages.paragraph(absent, SMALL)
    pages.headed_table("Zonages", *tables.zonings(diagnostic, pages.inner))
    pages.paragraph(
        f"Éligibles{NBSP}: communes qui remplissent la condition déclarée du programme, ou qui ont le label{NBSP}; "
        f"«{NBSP}toutes{NBSP}» sans condition. Habitants{NBSP}: population des communes couvertes rapportée à celle "
        f"du territoire. Listes{NBSP}: voir leurs dates dans la table des sources.",
        SMALL,
    )
    columns, rows = tables.sites(diagnostic, pages.inner)
    pages.headed_table("Sites France services", columns, rows, "Un site itinérant est inscrit à son lieu d’attache.")


def _fragility(pages: Pages, analyst: Analyst, diagnostic: Diagnostic) -> None:
    note = f"{UNOFFICIAL}. Données {map_text.years(diagnostic)}, toutes les communes de France pour référence."
    pages.part("Fragilité", diagnostic.profile.label, note, "titre_fragilite", MAP + 40)
    pages.themed_map("fragilite", MAP)
    if diagnostic.index is not None:
        pages.cards(cards.index_figures(diagnostic))
    else:
        pages.note_box("Pas d’indice pour ce territoire", sentences.absence_of_index(diagnostic))
    ranked = diagnostic.communes["classe"] > 0
    if ranked.any():
        pages.note_box("Lecture", map_text.reading(diagnostic, "fragilite"))
    if len(diagnostic.communes) == 1:
        _beside(pages, analyst, diagnostic)
    elif ranked.any():
        columns, rows = tables.fragile_communes(diagnostic, pages.inner)
        of = f"{number(len(rows))} sur {number(len(diagnostic.communes))}, dont {number(int(ranked.sum()))} avec indice"
        note = f"{of}. Rang{NBSP}: 1 = la plus fragile de France."
        pages.headed_table("Communes les plus fragiles", columns, rows, note)
    else:
        pages.heading("Communes les plus fragiles")
        pages.paragraph(
            "Aucune commune du territoire n’a d’indice : trop d’indicateurs du profil y sont absents ou secrets. "
            "La fiche d’identité donne ceux qui existent.".replace(" :", f"{NBSP}:")
        )


def _beside(pages: Pages, analyst: Analyst, diagnostic: Diagnostic) -> None:
    name, columns, rows = tables.neighbours(analyst, diagnostic, pages.inner)
    if not rows:
        pages.paragraph(
            "La commune n’appartient à aucune intercommunalité du référentiel, ou ses communes n’ont pas d’indice"
            f"{NBSP}: il n’y a pas de voisines à lui comparer.",
        )
        return
    note = (
        f"{name}{NBSP}: ses communes les plus fragiles, et la commune elle-même. "
        f"Rang{NBSP}: 1 = la plus fragile de France."
    )
    pages.headed_table("La commune dans son intercommunalité", columns, rows, note)


def _construction(pages: Pages, analyst: Analyst, diagnostic: Diagnostic) -> None:
    name, profile = "Construction de l’indice", diagnostic.profile.label
    pages.part(name, name, f"Profil «{NBSP}{profile}{NBSP}». {UNOFFICIAL}.", "titre_construction", 100.0)
    method = tables.how_built(diagnostic)
    if diagnostic.index is None:
        pages.note_box("Méthode", method)
    else:
        figure = contributions_chart(diagnostic, CHART_WIDTH)
        pages.chart_beside(figure, "contributions", CONTRIBUTIONS, "Méthode", method)
    _robustness(pages, analyst, diagnostic)
    pages.headed_table("Indicateurs, poids et contributions", *tables.construction(diagnostic, pages.inner))
    legend = (
        f"Rang{NBSP}: 1 = le plus fragile, parmi les unités qui ont une valeur. Sur 100{NBSP}: l’indicateur normalisé. "
        f"Part de l’indice{NBSP}: ce que l’indicateur y apporte{NBSP}; les parts s’additionnent."
    )
    pages.paragraph(legend, SMALL)
    strong, weak = sentences.strength_sentences(diagnostic, 2), sentences.fragility_sentences(diagnostic, 3)
    for heading, said in (("Points de fragilité", weak), ("Points d’appui", strong)):
        if said:
            pages.heading(heading, 20)
            for sentence in said:
                pages.paragraph(f"–{NBSP}{sentence}", Style(7.5), 0.8)


def _robustness(pages: Pages, analyst: Analyst, diagnostic: Diagnostic) -> None:
    """How sure the rank is, and which choices it depends on."""
    index, declared = diagnostic.index, diagnostic.facts.catalogue.indicators
    if index is not None and index.uncertainty is not None:
        figure = rank_chart(index, LEVEL_PLURALS.get(index.level, "territoires comparés"), CHART_FULL)
        pages.heading("Solidité du rang", 40)
        pages.chart(figure, "rang", RANKS)
        pages.paragraph(robustness.verdict_sentence(index), Style(7.5), 0.8)
        moving = robustness.moving_sentence(index, declared)
        pages.paragraph(f"{moving} {tables.HOW_DRAWN}".strip(), SMALL)
    for pair in analyst.redundancies(diagnostic.profile):
        if pair.same:
            pages.paragraph(f"Attention{NBSP}: {robustness.redundancy_sentence(pair, declared)}", SMALL)


def _sources(pages: Pages, analyst: Analyst, diagnostic: Diagnostic) -> None:
    info = diagnostic.facts.info
    built = f", données assemblées le {map_text.date(info['built'])}" if info.get("built") else ""
    note = f"Géographie administrative au 1er janvier {info.get('cog', '')}{built}."
    pages.part("Sources", "Sources", note, "titre_sources", 90.0)
    pages.table(*tables.sources(diagnostic, pages.inner))


PARTS: tuple[tuple[str, Callable[[Pages, Analyst, Diagnostic], None]], ...] = (
    ("identite", _identity), ("programmes", _programmes), ("fragilite", _fragility), ("construction", _construction),
    ("lacunes", analysis.gap_pages), ("acces", analysis.access_pages), ("comparaisons", analysis.comparison_pages),
    ("sources", _sources),
)  # fmt: skip
