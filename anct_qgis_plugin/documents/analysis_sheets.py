"""The sheets of the diagnostic's analyses: gaps, access, new sites, twins, changes. French at the source."""

from __future__ import annotations

from typing import Any

from ..core.diagnostic import Diagnostic
from ..core.facts import Status
from ..core.siting import MOST
from .sheet import STATUSES, Sheet, real, whole


def situations(diagnostic: Diagnostic) -> Sheet:
    rows = [
        (row.situation, row.libelle, int(row.communes), whole(row.population), real(100 * row.part), "%")
        for row in diagnostic.gaps.summary.itertuples()
    ]
    columns = (
        ("Situation", str), ("Libellé", str), ("Communes", int), ("Population", int), ("Part", float), ("Unité", str),
    )  # fmt: skip
    shorts = ", ".join(diagnostic.facts.catalogue.programmes[key].short for key in diagnostic.gaps.programmes)
    about = f"Fragilité et programmes : communes et habitants par situation. Programmes comptés : {shorts}."
    return Sheet("Lacunes", about, columns, rows)


def uncovered(diagnostic: Diagnostic) -> Sheet:
    found, declared = diagnostic.gaps, diagnostic.facts.catalogue.indicators
    rows = [
        (
            row.code, row.nom, whole(row.population), float(row.indice), int(row.rang), int(row.rang_total), place,
            declared[key].label, float(value), declared[key].unit, float(score),
        )
        for row in found.uncovered.itertuples()
        for place, (key, value, score) in enumerate(found.worst.get(row.code, ()), start=1)
    ]  # fmt: skip
    columns = (
        ("Code", str), ("Commune", str), ("Population", int), ("Indice", float), ("Rang en France", int), ("Sur", int),
        ("Ordre de l’indicateur", int), ("Indicateur défavorable", str), ("Valeur", float), ("Unité", str),
        ("Normalisé (0 à 100)", float),
    )  # fmt: skip
    about = "Les communes fragiles sans programme, et les indicateurs qui les fragilisent le plus (un par ligne)."
    return Sheet("Fragiles sans programme", about, columns, rows)


def access(diagnostic: Diagnostic) -> Sheet:
    far = diagnostic.remote
    people = far.population
    rows: list[tuple[Any, ...]] = [
        (f"À plus de {limit} minutes d’un site", far.communes_beyond[limit], whole(far.beyond[limit]),
         real(100 * far.share(limit)), "%")
        for limit in sorted(far.beyond)
    ]  # fmt: skip
    share = 100 * far.no_road / people if people else None
    rows.append(("Sans liaison routière avec un site", far.no_road_communes, whole(far.no_road), share, "%"))
    rows.append(("Lieu non connu", None, whole(far.unknown), 100 * far.unknown / people if people else None, "%"))
    columns = (("Accès", str), ("Communes", int), ("Population", int), ("Part", float), ("Unité", str))
    about = "Les habitants loin d’un site fixe, d’après un temps de trajet estimé."
    return Sheet("Accès", about, columns, rows)


def new_sites(diagnostic: Diagnostic) -> Sheet:
    facts = diagnostic.facts
    rows = [
        (
            rank, str(facts.codes[one.position]), facts.communes["nom"].iat[one.position], whole(one.people),
            one.communes, whole(one.left),
        )
        for rank, one in enumerate(diagnostic.new_sites, start=1)
    ]  # fmt: skip
    columns = (
        ("Ordre", int), ("Code", str), ("Commune d’accueil", str), ("Habitants rapprochés", int), ("Communes", int),
        ("Habitants encore au-delà", int),
    )  # fmt: skip
    about = f"Où un site de plus aiderait le plus ({MOST} au plus), chacun une fois les précédents ouverts. Estimation."
    return Sheet("Nouveaux sites", about, columns, rows)


def twins(diagnostic: Diagnostic) -> Sheet:
    found = diagnostic.twins
    rows: list[tuple[Any, ...]] = []
    if not isinstance(found, str):
        own = {one.id: one.own for one in found.variables}
        own_row = {"code": diagnostic.territory.code, "nom": diagnostic.territory.label, "distance": 0.0, **own}
        for rank, line in enumerate([own_row, *found.table.to_dict("records")]):
            more, less = line.get("en_plus") or None, line.get("en_moins") or None
            for one in found.variables:
                value = None if one.own is None else real(line[one.id])
                status = STATUSES[Status.MISSING if value is None else Status.OK]
                told = (one.label, value, status, one.unit or None, more, less)
                rows.append((rank, str(line["code"]), line["nom"], float(line["distance"]), *told))
    columns = (
        ("Rang", int), ("Code", str), ("Territoire", str), ("Écart moyen", float), ("Variable", str), ("Valeur", float),
        ("Statut", str), ("Unité", str), ("Programmes qu’il a en plus", str), ("Programmes qu’il a en moins", str),
    )  # fmt: skip
    about = "Les territoires les plus semblables (rang 0 : le territoire lui-même), une ligne par variable comparée."
    return Sheet("Semblables", about, columns, rows)


def moved(diagnostic: Diagnostic) -> Sheet:
    rows = [
        (
            one.after.indicator, one.after.label, one.before.value, one.before.vintage, one.after.value,
            one.after.vintage, one.after.unit, one.gap, one.unit, one.rank, one.total, one.comparable or None,
        )
        for one in diagnostic.moved
    ]  # fmt: skip
    columns = (
        ("Indicateur", str), ("Libellé", str), ("Avant", float), ("Millésime avant", str), ("Après", float),
        ("Millésime après", str), ("Unité", str), ("Évolution", float), ("Unité de l’évolution", str), ("Rang", int),
        ("Sur", int), ("Limites", str),
    )  # fmt: skip
    about = "Les indicateurs à deux millésimes. Rang : 1 = l’évolution la plus défavorable parmi les unités du niveau."
    return Sheet("Évolutions", about, columns, rows)
