"""The diagnostic's parts on gaps, access, twins and change, for any kind of pages. French at the source."""

from __future__ import annotations

from contextlib import suppress

from ..core import change as changes
from ..core import twins as resembling
from ..core.diagnostic import Analyst, Diagnostic
from ..core.gaps import NOT_ELIGIBLE
from ..core.wording import NBSP, counted, number, quantity
from ..errors import AnctError
from ..snapshot import reader, versions
from . import map_analysis, map_text
from .map_items import RIGHT
from .page_items import SMALL, Cell, Column, Row, Style
from .pages import Pages

NAME, QUIET = Style(7.5, bold=True), Style(7.0)
MOST_LISTED = 10
MOST_CHANGES = 40
MAP = 92.0  # height of a map, mm


def gap_pages(pages: Pages, analyst: Analyst, diagnostic: Diagnostic) -> None:
    """Fragility against programmes: map, situations, ranked communes without programme."""
    found = diagnostic.gaps
    dated = map_text.lists_of(diagnostic).capitalize()
    pages.part("Lacunes", "Fragilité et programmes", dated, "titre_lacunes", MAP + 50)
    pages.themed_map("lacunes", MAP)
    pages.note_box("Lecture", map_analysis.reading(diagnostic, "lacunes"))
    columns = [
        Column("Situation", pages.inner - 84), Column("Communes", 24, RIGHT), Column("Habitants", 30, RIGHT),
        Column("Part", 30, RIGHT),
    ]  # fmt: skip
    rows = [
        Row(
            (
                Cell(row.libelle[:1].upper() + row.libelle[1:], NAME),
                number(row.communes),
                number(row.population),
                quantity(100 * row.part, "%", 1),
            )
        )
        for row in found.summary.itertuples()
        if row.libelle != NOT_ELIGIBLE or row.communes
    ]
    pages.headed_table("Habitants par situation", columns, rows)
    declared = diagnostic.facts.catalogue.indicators
    columns = [
        Column("Commune", 38), Column("Habitants", 18, RIGHT), Column("Indice", 15, RIGHT), Column("Rang", 27, RIGHT),
        Column("Indicateurs les plus défavorables", pages.inner - 98),
    ]  # fmt: skip
    rows = []
    for row in found.uncovered.head(MOST_LISTED).itertuples():
        worst = [
            f"{declared[key].short}{NBSP}: {quantity(value, declared[key].unit, declared[key].decimals)}"
            for key, value, _ in found.worst.get(row.code, ())
        ]
        rank = f"{number(row.rang)} / {number(row.rang_total)}"
        cells = (Cell(row.nom, NAME), quantity(row.population, ""), number(row.indice, 1), rank)
        rows.append(Row((*cells, Cell(f"{NBSP}; ".join(worst), QUIET))))
    of = f"{number(len(rows))} sur {number(len(found.uncovered))}. Rang{NBSP}: 1 = la plus fragile de France."
    pages.headed_table("Communes fragiles sans programme", columns, rows, of)
    pages.paragraph(map_analysis.limits(diagnostic, "lacunes"), SMALL)


def access_pages(pages: Pages, analyst: Analyst, diagnostic: Diagnostic) -> None:
    """Access to France services: map, people far from a site, where new sites would help most."""
    far = diagnostic.remote
    sources = diagnostic.facts.sources
    dated = f"Temps estimés en voiture. Sites{NBSP}: {sources.at['fs', 'millesime']}." if "fs" in sources.index else ""
    name = "Accès à France services"
    pages.part(name, name, dated, "titre_acces", MAP + 38)
    pages.themed_map("acces", MAP)
    cards = []
    for limit in (20, 30):
        share = quantity(100 * far.share(limit), "%", 1)
        cards.append((number(far.beyond[limit]), f"habitants à plus de {limit}{NBSP}min", f"{share}, estimation"))
    if far.no_road:
        communes = counted(far.no_road_communes, "commune", "communes")
        cards.append((number(far.no_road), "habitants sans liaison routière", communes))
    pages.cards(cards)
    if diagnostic.new_sites:  # none where nobody knows the places: the cards say so
        columns = [
            Column("", 8, RIGHT), Column("Commune d’accueil", pages.inner - 110),
            Column("Habitants rapprochés", 34, RIGHT), Column("Communes", 28, RIGHT),
            Column("Restent au-delà", 40, RIGHT),
        ]  # fmt: skip
        names = diagnostic.facts.communes["nom"].to_numpy()
        rows = [
            Row(
                (number(k), Cell(names[one.position], NAME), number(one.people), number(one.communes), number(one.left))
            )
            for k, one in enumerate(diagnostic.new_sites, start=1)
        ]
        note = (
            f"Commune dont la mairie, comme site, ramènerait le plus d’habitants à 20{NBSP}minutes ou moins{NBSP}; "
            "chacune compte une fois les précédentes ouvertes. Estimation."
        )
        pages.headed_table("Où un site de plus aiderait le plus", columns, rows, note)
    pages.paragraph(map_analysis.limits(diagnostic, "acces"), SMALL)


def comparison_pages(pages: Pages, analyst: Analyst, diagnostic: Diagnostic) -> None:
    """Statistical twins, and the indicators that have two vintages."""
    alone = diagnostic.territory.level not in resembling.LEVELS
    title = "Évolutions" if alone else "Territoires semblables et évolutions"
    pages.part("Comparaisons", title, "", "titre_comparaisons", 60.0)
    _twins(pages, diagnostic)
    _changes(pages, diagnostic)
    programmes_since(pages, diagnostic)


def _twins(pages: Pages, diagnostic: Diagnostic) -> None:
    facts, found = diagnostic.facts, diagnostic.twins
    if isinstance(found, str):
        if found:
            pages.paragraph(found, SMALL)
        return
    kept = [v for v in found.variables if v.own is not None]
    each = 21.0
    named = {key: one.short for key, one in facts.catalogue.indicators.items()} | {"densite": "Densité (de 1 à 7)"}
    columns = [Column("Territoire", 44), *(Column(named.get(v.id, v.label), each, RIGHT) for v in kept)]
    columns.append(Column("Programmes qu’il a en plus / en moins", pages.inner - 44 - each * len(kept)))
    shorts = {key: p.short for key, p in facts.catalogue.programmes.items()}
    own = [number(v.own, v.decimals) for v in kept if v.own is not None]
    ours = ", ".join(shorts[key] for key in found.programmes) or "aucun"
    rows = [Row((Cell(diagnostic.territory.label, NAME), *own, Cell(ours, QUIET)), "own")]
    for row in found.table.to_dict("records"):
        more, less = (", ".join(shorts[p] for p in row[k].split(",") if p) or "–" for k in ("en_plus", "en_moins"))
        values = [number(row[v.id], v.decimals) for v in kept]
        rows.append(Row((Cell(row["nom"], NAME), *values, Cell(f"+ {more} / {chr(0x2212)} {less}", QUIET))))
    left = [v.label for v in found.variables if v.own is None]
    note = (
        f"Les plus proches parmi {number(found.compared)}, par écart moyen sur ces variables centrées réduites "
        f"(densité{NBSP}: 1 = la plus dense)"
        + (f"{NBSP}; non comparé, faute de donnée{NBSP}: {', '.join(left)}" if left else "")
        + (f"{NBSP}; {number(found.set_aside)} écartés, une donnée manquant." if found.set_aside else ".")
    )
    pages.headed_table("Territoires les plus semblables", columns, rows, note)


def _changes(pages: Pages, diagnostic: Diagnostic) -> None:
    columns = [
        Column("Indicateur", pages.inner - 122), Column("Avant", 32, RIGHT), Column("Après", 32, RIGHT),
        Column("Évolution", 28, RIGHT), Column("Rang", 30, RIGHT),
    ]  # fmt: skip
    rows = [
        Row(
            (
                Cell(one.after.label, NAME),
                f"{one.before.text} ({one.before.vintage})",
                f"{one.after.text} ({one.after.vintage})",
                quantity(one.gap, one.unit, one.after.decimals, signed=True),
                f"{number(one.rank)} / {number(one.total)}" if one.rank is not None else "–",
            )
        )
        for one in diagnostic.moved
    ]
    note = f"Rang{NBSP}: 1 = l’évolution la plus défavorable, parmi les unités de même niveau qui ont les deux valeurs."
    pages.headed_table("Évolutions entre deux millésimes", columns, rows, note)
    for one in diagnostic.moved:
        if one.comparable:
            pages.paragraph(f"{one.after.label}{NBSP}: {one.comparable}", SMALL, 0.5)


def programmes_since(pages: Pages, diagnostic: Diagnostic) -> None:
    """What changed in programmes since the version of the data kept before the one in use, where there is one."""
    for version in versions.earlier()[:1]:
        facts, territory = diagnostic.facts, diagnostic.territory
        with suppress(AnctError):  # a version that can no longer be read is not what the diagnostic is about
            codes = {str(code) for code in facts.codes[territory.positions]}
            found = changes.programme_changes(reader.load(version.path), facts, codes)
            heading = "Programmes depuis la version précédente des données"
            when = f"Données assemblées le {map_text.date(version.built)}, comparées à celles de ce diagnostic"
            if found.empty:
                pages.heading(heading)
                pages.paragraph(f"{when}{NBSP}: aucune entrée, aucune sortie, aucun changement de statut.", SMALL)
                continue
            statuses = 40.0 if found[["avant", "apres"]].ne("").any(axis=None) else 0.0
            columns = [
                Column("Programme", 58), Column("Commune", pages.inner - 112 - statuses), Column("Évolution", 20),
                Column("Contrat ou site", 34),
            ]  # fmt: skip
            if statuses:
                columns += [Column("Avant", statuses / 2), Column("Après", statuses / 2)]
            rows = [
                Row(
                    (Cell(row.libelle, NAME), row.nom, row.changement, row.identifiant, row.avant, row.apres)[
                        : len(columns)
                    ]
                )
                for row in found.itertuples(index=False)
            ]
            said = counted(len(rows), "changement", "changements")
            note = f"{when}{NBSP}: {said}, zonages compris" + (
                f"{NBSP}; les {MOST_CHANGES} premiers sont donnés, tous par anct:change."
                if len(rows) > MOST_CHANGES
                else "."
            )
            pages.headed_table(heading, columns, rows[:MOST_CHANGES], note)
