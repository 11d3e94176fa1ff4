"""Programmes that can be refreshed: the agency's lists at data.gouv.fr."""

from __future__ import annotations

from functools import partial

from ..http import endpoints
from . import official, official_places
from .refresh_entry import TABLE, File, Refreshable


def _list(programme: str, label: str, name: str, floor: int, resource: str, identifier: str = "") -> Refreshable:
    """A list of communes in the agency's form."""
    file = File(rf"^liste[-_]({name})([-_].*)?{TABLE}", resource=endpoints.RESOURCES.get(resource, ""))
    return Refreshable(
        programme, label, programme, {"": file},
        partial(official.read_communes, programme=programme, identifier=identifier), floor, (programme,),
    )  # fmt: skip


def _contract(programme: str, label: str, floor: int, resource: str = "") -> Refreshable:
    """A programme of groups: its list of communes, of groups, or both."""
    known = resource or programme
    own = File(rf"^liste[-_]{programme}([-_]com.*)?{TABLE}", endpoints.RESOURCES[known], optional=True)
    groups = File(rf"^liste[-_]{programme}[-_]grpt.*{TABLE}", endpoints.GROUP_RESOURCES[known], optional=True)
    return Refreshable(
        programme, label, programme, {"": own, "groups": groups},
        partial(official.read_contract, programme=programme), floor, (programme,),
    )  # fmt: skip


ENTRIES: tuple[Refreshable, ...] = (
    _list("acv", "Action cœur de ville", "acv", 200, "acv"),
    _list("edv", "Entrées de ville", "acv2|edv", 30, "entrees_de_ville", "id_acv2"),
    _list("pvd", "Petites villes de demain", "pvd", 1200, "pvd"),
    _list("va", "Villages d’avenir", "va", 2000, "va"),
    _contract("ti", "Territoires d’industrie", 500),
    _contract("crte", "Contrats pour la réussite de la transition écologique", 800),
    Refreshable(
        "fs", "France services", "fs",
        {"": File(rf"^liste[-_](fs|france[-_]services)([-_].*)?{TABLE}", endpoints.RESOURCES["fs"])},
        official_places.read_sites, 2400, ("fs",), ("distance_france_services",),
        limits="Un bus est placé à son garage.",
    ),
    Refreshable(
        "qpv", "Quartiers prioritaires de la politique de la ville", "qpv",
        {
            "": File(rf"^liste[-_]?q(p|pv)(20\d\d)?([-_].*)?{TABLE}", endpoints.RESOURCES["qpv"]),
            "contours": File(r"^qpv.*geo_?json.*\.(zip|json|geojson)$|^qpv.*\.geojson$", optional=True,
                             dataset="qpv", title=r"geojson"),
        },
        official_places.read_districts, 1200, ("qpv",),
        limits="Collectivités d’outre-mer hors champ.",
    ),
    _contract("ami", "Avenir montagnes ingénierie", 40, "avenir_montagnes_ingenierie"),
    _contract("amm", "Avenir montagnes mobilités", 60, "avenir_montagnes_mobilites"),
    _contract("fabp", "Fabriques prospectives", 40, "fabriques_prospectives"),
    _list("cite", "Cités éducatives", "cite|cites[-_]educatives", 150, "cites_educatives"),
    _list("cde", "Cités de l’emploi", "cde|cites[-_]emploi", 150, "cites_emploi"),
    _list("fabt", "Fabriques de territoire", "fabt|fabriques[-_]territoire", 200, "fabriques_territoire"),
    _list("manup", "Manufactures de proximité", "manup|manufactures", 60, "manufactures"),
    _list("site", "Sites clés en main", "site|sites[-_]cles[-_]en[-_]main", 30, "sites_cles_en_main"),
    _list("frla", "Fonds de restructuration des locaux d’activité", "frla", 20, "frla"),
    Refreshable(
        "ort", "Opérations de revitalisation de territoire", "ort",
        {"": File(rf"^(liste[-_])?ort([-_].*)?{TABLE}", endpoints.RESOURCES["ort"])},
        partial(official.read_signed, programme="ort"), 1500, ("ort",),
        limits="Communes dont la convention est signée.", example="liste-ort-….xlsx",
    ),
    Refreshable(
        "tec", "Territoires d’engagement", "tec",
        {"": File(rf"^liste[-_](tec|territoires[-_]engagement)([-_].*)?{TABLE}",
                  endpoints.RESOURCES["territoires_engagement"])},
        partial(official.read_groups, programme="tec", communes=True), 250, ("tec",),
    ),
    _list("pao", "Projets d’appui opérationnel", "pao", 60, "pao"),
)  # fmt: skip
