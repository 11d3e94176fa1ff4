"""What can be refreshed, one entry per source: the files that hold it, where they are, how they are read, and how many
lines a whole one has. Adding a source is an entry here and, at most, a reader."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

from . import (
    endpoints,
    geography_checks,
    official,
    official_figures,
    official_melodi,
    official_optional,
    official_places,
)
from .reading import Desk, Reading

# Exact limits of communes, one département at a time: "ign_limites:46" (connectors/limits.py).
LIMITS = "ign_limites"
_TABLE = r"\.(csv|txt|xlsx|xls|ods|zip)(\.gz)?$"


@dataclass(frozen=True)
class File:
    """One file of a source.

    pattern: its name in a folder (regular expression, any case). resource: id at data.gouv.fr, "" if it is not there.
    title: pattern of its title among the resources of `dataset`, where no id is known. path: at `service` (for the
    Observatoire: level, dataset and indicator). variable: of a dataset of OFGL.
    optional: whether the source can be read without it.
    """

    pattern: str
    resource: str = ""
    dataset: str = ""
    title: str = ""
    service: str = "datagouv"
    path: str = ""
    variable: str = ""
    optional: bool = False

    def matches(self, name: str) -> bool:
        """Whether a file of that name is this one."""
        return re.search(self.pattern, name, re.IGNORECASE) is not None


@dataclass(frozen=True)
class Refreshable:
    """A source that can be refreshed.

    key: as `anct:refresh` names it. label: in French. source: id in the table `source`.
    programmes, indicators: ids of the catalogue that it feeds; only those declared there are.
    files: by role, "" the main one. read: Desk → Reading. floor: least number of lines of a whole file.
    ranges: indicator → least and greatest plausible value. limits: what to say of the new data ("" = nothing).
    origin: columns of its line in `source`, where the embedded data have none, or another producer may have given it.
    example: of a file's name. optional: read only when it is named or ticked, never as one of "all".
    """

    key: str
    label: str
    source: str
    files: Mapping[str, File]
    read: Callable[[Desk], Reading]
    floor: int
    programmes: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()
    ranges: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    limits: str = ""
    origin: Mapping[str, str] = field(default_factory=dict)
    example: str = ""
    optional: bool = False


def _list(programme: str, label: str, name: str, floor: int, resource: str, identifier: str = "") -> Refreshable:
    """A list of communes in the agency's form."""
    file = File(rf"^liste[-_]({name})([-_].*)?{_TABLE}", resource=endpoints.RESOURCES.get(resource, ""))
    return Refreshable(
        programme, label, programme, {"": file},
        partial(official.read_communes, programme=programme, identifier=identifier), floor, (programme,),
    )  # fmt: skip


def _contract(programme: str, label: str, floor: int, resource: str = "") -> Refreshable:
    """A programme of groups: its list of communes, of groups, or both."""
    known = resource or programme
    own = File(rf"^liste[-_]{programme}([-_]com.*)?{_TABLE}", endpoints.RESOURCES[known], optional=True)
    groups = File(rf"^liste[-_]{programme}[-_]grpt.*{_TABLE}", endpoints.GROUP_RESOURCES[known], optional=True)
    return Refreshable(
        programme, label, programme, {"": own, "groups": groups},
        partial(official.read_contract, programme=programme), floor, (programme,),
    )  # fmt: skip


_FILOSOFI = {
    "niveau_vie_median": ("MED", "NBMENFISC"), "taux_pauvrete": ("TP60", "NBPERSMENFISC"),
    "part_menages_imposes": ("PIMP", "NBMENFISC"), "premier_decile": ("D1", ""), "neuvieme_decile": ("D9", ""),
    "rapport_interdecile": ("RD", ""), "part_prestations_sociales": ("PPSOC", ""),
}  # fmt: skip
_COMPARATEUR = File(
    rf"^base[-_]cc[-_]comparateur.*{_TABLE}", service="insee_files", path="/2521169/base_cc_comparateur_csv.zip"
)

_CLASSED = {
    "producteur": "DGCL", "titre": "Communes classées France ruralités revitalisation",
    "licence": endpoints.LICENCE_OUVERTE,
    "adresse": f"https://www.data.gouv.fr/fr/datasets/{endpoints.DATASETS['frr']}/",
}  # fmt: skip

REFRESHABLE: Mapping[str, Refreshable] = {
    entry.key: entry
    for entry in (
        _list("acv", "Action cœur de ville", "acv", 200, "acv"),
        _list("edv", "Entrées de ville", "acv2|edv", 30, "entrees_de_ville", "id_acv2"),
        _list("pvd", "Petites villes de demain", "pvd", 1200, "pvd"),
        _list("va", "Villages d’avenir", "va", 2000, "va"),
        _contract("ti", "Territoires d’industrie", 500),
        _contract("crte", "Contrats pour la réussite de la transition écologique", 800),
        Refreshable(
            "fs", "France services", "fs",
            {"": File(rf"^liste[-_](fs|france[-_]services)([-_].*)?{_TABLE}", endpoints.RESOURCES["fs"])},
            official_places.read_sites, 2400, ("fs",), ("distance_france_services",),
            limits="Un bus est placé à son garage.",
        ),
        Refreshable(
            "qpv", "Quartiers prioritaires de la politique de la ville", "qpv",
            {
                "": File(rf"^liste[-_]?q(p|pv)(20\d\d)?([-_].*)?{_TABLE}", endpoints.RESOURCES["qpv"]),
                "contours": File(r"^qpv.*geo_?json.*\.(zip|json|geojson)$|^qpv.*\.geojson$", optional=True,
                                 dataset="qpv", title=r"geojson"),
            },
            official_places.read_districts, 1200, ("qpv",),
            limits="Collectivités d’outre-mer hors champ.",
        ),
        # Before the list of the DGCL, which says more: where both are asked for, that one is taken.
        Refreshable(
            "observatoire_frr", "FRR d’après l’Observatoire des territoires", "frr",
            {"": File(rf"^(observatoire[-_])?(code)?frr[-_]com20\d\d.*{_TABLE}", service="observatoire",
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
            {"": File(rf"^liste[-_](communes[-_])?frr.*{_TABLE}", dataset="frr", title=r"liste.*communes")},
            official.read_frr, 33000, ("frr",),
            limits="« FRR bénéficiaire » désigne une ancienne ZRR maintenue, non une classe de fragilité.",
            origin=_CLASSED,
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
            {"": File(rf"^(liste[-_])?ort([-_].*)?{_TABLE}", endpoints.RESOURCES["ort"])},
            partial(official.read_signed, programme="ort"), 1500, ("ort",),
            limits="Communes dont la convention est signée.", example="liste-ort-….xlsx",
        ),
        Refreshable(
            "tec", "Territoires d’engagement", "tec",
            {"": File(rf"^liste[-_](tec|territoires[-_]engagement)([-_].*)?{_TABLE}",
                      endpoints.RESOURCES["territoires_engagement"])},
            partial(official.read_groups, programme="tec", communes=True), 250, ("tec",),
        ),
        _list("pao", "Projets d’appui opérationnel", "pao", 60, "pao"),
        Refreshable(
            "cog", "Code officiel géographique (contrôle)", "cog",
            {"": File(r"^(v_commune|cog_ensemble)_20\d\d.*\.(csv|zip)$", dataset="cog",
                      title=r"v_commune_20\d\d|liste des communes")},
            geography_checks.read_cog, 34000, example="v_commune_2027.csv",
        ),
        Refreshable(
            "geo_api", "API Géo, communes et EPCI (contrôle)", "cog",
            {"": File(r"^communes[-_].*\.json$", service="geo_api", path="/communes")},
            geography_checks.read_geo_api, 34000, example="communes-geo-api.json",
        ),
        # Before the file of bases: of the same year, that one has the weights of the aggregates.
        Refreshable(
            "filosofi_melodi", "Filosofi, niveau de vie et pauvreté (Melodi)", official_melodi.SOURCE,
            {"": File(r"^DS_FILOSOFI_CC.*\.zip$", service="melodi", path="DS_FILOSOFI_CC")},
            partial(official_melodi.read_filosofi, measures={"niveau_vie_median": "MED_SL",
                                                             "taux_pauvrete": "PR_MD60"}),
            30000, (), ("niveau_vie_median", "taux_pauvrete"),
            {"niveau_vie_median": (5000, 90000), "taux_pauvrete": (0, 80)},
            "Niveau de vie et pauvreté agrégés avec les ménages du dernier fichier des bases ; "
            "ni Guadeloupe, ni Guyane, ni Mayotte.",
            example="DS_FILOSOFI_CC_2023_CSV_FR.zip",
        ),
        Refreshable(
            "filosofi", "Filosofi, revenus et pauvreté", "filosofi_2021",
            {"": File(rf"^(base[-_])?cc[-_]filosofi.*com.*{_TABLE}", service="insee_files",
                      path="/7756855/cc_filosofi_2021_COM.csv")},
            partial(official_figures.read_filosofi, figures=_FILOSOFI), 30000, (), tuple(_FILOSOFI),
            {
                "niveau_vie_median": (5000, 90000), "taux_pauvrete": (0, 80), "part_menages_imposes": (0, 100),
                "premier_decile": (0, 60000), "neuvieme_decile": (10000, 300000), "rapport_interdecile": (1, 30),
                "part_prestations_sociales": (0, 60),
            },
            "Ni Guadeloupe, ni Guyane, ni Mayotte ; taux de pauvreté secret pour sept communes sur huit.",
        ),
        Refreshable(
            "comparateur", "Recensement, emploi et solde naturel (base du comparateur)", "rp_2021_comparateur",
            {"": _COMPARATEUR},
            partial(official_figures.read_comparateur, figures={"taux_chomage_rp": ("CHOM1564", "ACT1564")},
                    balance="solde_naturel"),
            30000, (), ("taux_chomage_rp", "solde_naturel"),
            {"taux_chomage_rp": (0, 100), "solde_naturel": (-1000, 1000)},
            "Sans Mayotte ; chômage au sens du recensement, exploitation principale.",
        ),
        Refreshable(
            "logement", "Recensement, logement (base du comparateur)", "rp_2021_logement",
            {"": _COMPARATEUR},
            partial(official_figures.read_comparateur, figures={
                "taux_vacance": ("LOGVAC", "LOG"), "part_residences_secondaires": ("RSECOCC", "LOG"),
            }),
            30000, (), ("taux_vacance", "part_residences_secondaires"),
            {"taux_vacance": (0, 100), "part_residences_secondaires": (0, 100)}, "Sans Mayotte.",
        ),
        Refreshable(
            "ofgl_dgf", "OFGL, dotation globale de fonctionnement des communes", "ofgl_dgf",
            {"": File(rf"^(ofgl[-_])?dotations[-_]communes.*{_TABLE}", service="ofgl", path="dotations-communes",
                      variable="Montant Dotation DGF")},
            partial(official_figures.read_dotations, indicator="dgf_par_habitant", variable="Montant Dotation DGF"),
            30000, (), ("dgf_par_habitant",), {"dgf_par_habitant": (0, 50000)},
            "Source facultative. Dotations des communes seules, sans leur intercommunalité ni leur département.",
            origin={
                "producteur": "OFGL, DGCL", "titre": "Dotations des communes, montant de la DGF",
                "licence": endpoints.LICENCE_OUVERTE,
                "adresse": "https://data.ofgl.fr/explore/dataset/dotations-communes/",
            },
            example="dotations-communes.csv", optional=True,
        ),
    )
}  # fmt: skip
