"""Zonings that can be refreshed."""

from __future__ import annotations

from functools import partial

from ..http import endpoints
from ..services import insee_files
from . import official, official_optional, official_zonings
from .refresh_entry import TABLE, File, Refreshable

_OBSERVATOIRE = "https://www.observatoire-des-territoires.gouv.fr/"
_CLASSED = {
    "producteur": "DGCL", "titre": "Communes classées France ruralités revitalisation",
    "licence": endpoints.LICENCE_OUVERTE,
    "adresse": f"https://www.data.gouv.fr/fr/datasets/{endpoints.DATASETS['frr']}/",
}  # fmt: skip

ENTRIES: tuple[Refreshable, ...] = (
    # Before the list of the DGCL, which says more: where both are asked for, that one is taken.
    Refreshable(
        "observatoire_frr", "FRR d’après l’Observatoire des territoires", "frr",
        {"": File(rf"^(observatoire[-_])?(code)?frr[-_]com20\d\d.*{TABLE}", service="observatoire",
                  path="com2025/frr/codefrr")},
        official_optional.read_frr, 33000, ("frr",),
        limits="Source facultative, d’un service non documenté : deux classes, FRR et FRR+ ; les communes "
        "bénéficiaires ou classées en partie restent celles de la liste de la DGCL.",
        origin=_CLASSED | {
            "producteur": "ANCT", "titre": "Observatoire des territoires, communes classées FRR et FRR+",
            "adresse": "https://www.observatoire-des-territoires.gouv.fr/",
        },
        example="frr_com2025.csv", optional=True,
    ),
    Refreshable(
        "frr", "France ruralités revitalisation", "frr",
        {"": File(rf"^liste[-_](communes[-_])?frr.*{TABLE}", dataset="frr", title=r"liste.*communes")},
        official.read_frr, 33000, ("frr",),
        limits="« FRR bénéficiaire » désigne une ancienne ZRR maintenue, non une classe de fragilité.",
        origin=_CLASSED,
    ),
    Refreshable(
        "densite", "Grille communale de densité", "densite",
        {"": File(rf"densit[eé].*{TABLE}", path=insee_files.DENSITY, since=2024)},
        partial(official_zonings.read_grid, zoning="densite"), 33000, ("densite",),
        example="grille_densite_7_niveaux_2026.xlsx", page="https://www.insee.fr/fr/information/6439600",
    ),
    Refreshable(
        "ruralite", "Typologie des ruralités", "ruralite",
        {"": File(rf"^(?!.*(frr|revitalisation)).*ruralit.*{TABLE}")},
        partial(official_zonings.read_grid, zoning="ruralite"), 33000, ("ruralite",),
        limits="Sans les départements d’outre-mer ; les communes dont le périmètre a changé n’ont pas de type.",
        example="ruralite.csv", page=_OBSERVATOIRE,
    ),
    Refreshable(
        "centralite", "Centres d’équipements et de services", "centralite",
        {"": File(rf"(centralit|centres?[-_ ]d.?[-_ ]?[eé]quipements).*{TABLE}")},
        partial(official_zonings.read_grid, zoning="centralite"), 33000, ("centralite",),
        limits="Non défini outre-mer.", example="centralite.csv", page=_OBSERVATOIRE,
    ),
    Refreshable(
        "montagne", "Massifs de montagne", "montagne",
        {"": File(rf"^(?!.*avenir).*(massif|montagne).*{TABLE}")},
        partial(official_zonings.read_grid, zoning="montagne"), 8000, ("montagne",),
        limits="Une commune absente de la liste n’est dans aucun massif.", example="montagne.csv",
        page="https://www.data.gouv.fr/fr/datasets/les-perimetres-de-massifs/",
    ),
)  # fmt: skip
