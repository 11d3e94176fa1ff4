"""Indicators that can be refreshed."""

from __future__ import annotations

from functools import partial

from ..http import endpoints
from . import official_figures, official_melodi
from .refresh_entry import TABLE, File, Refreshable

_FILOSOFI = {
    "niveau_vie_median": ("MED", "NBMENFISC"), "taux_pauvrete": ("TP60", "NBPERSMENFISC"),
    "part_menages_imposes": ("PIMP", "NBMENFISC"), "premier_decile": ("D1", ""), "neuvieme_decile": ("D9", ""),
    "rapport_interdecile": ("RD", ""), "part_prestations_sociales": ("PPSOC", ""),
}  # fmt: skip
_INCOMES = {
    "niveau_vie_median": (5000, 90000), "taux_pauvrete": (0, 80), "part_menages_imposes": (0, 100),
    "premier_decile": (0, 60000), "neuvieme_decile": (10000, 300000), "rapport_interdecile": (1, 30),
    "part_prestations_sociales": (0, 60),
}  # fmt: skip
_COMPARATEUR = File(
    rf"^base[-_]cc[-_]comparateur.*{TABLE}", service="insee_files", path="/2521169/base_cc_comparateur_csv.zip"
)


def _origin(title: str) -> dict[str, str]:
    return {
        "producteur": "Insee", "titre": title, "licence": endpoints.LICENCE_OUVERTE,
        "adresse": "https://www.insee.fr/fr/statistiques/2521169",
    }  # fmt: skip


ENTRIES: tuple[Refreshable, ...] = (
    # Before the file of bases: of the same year, that one has the weights of the aggregates.
    Refreshable(
        "filosofi_melodi", "Filosofi, revenus et pauvreté (Melodi)", official_melodi.SOURCE,
        {"": File(r"^DS_FILOSOFI_CC.*\.zip$", service="melodi", path="DS_FILOSOFI_CC")},
        partial(official_melodi.read_filosofi, measures={
            "niveau_vie_median": ("MED_SL", "NUM_HH"), "taux_pauvrete": ("PR_MD60", "NUM_PER"),
        }, others={
            "part_menages_imposes": ("S_HH_TAX", "NUM_HH"), "premier_decile": ("D1_SL", ""),
            "neuvieme_decile": ("D9_SL", ""), "rapport_interdecile": ("IR_D9_D1_SL", ""),
            "part_prestations_sociales": ("S_SOC_BEN_DI", ""),
        }),
        30000, (), tuple(_FILOSOFI), _INCOMES,
        "Agrégé avec les ménages et les personnes du fichier ou, à défaut, du dernier fichier des bases ; "
        "ni Guadeloupe, ni Guyane, ni Mayotte.",
        example="DS_FILOSOFI_CC_2023_CSV_FR.zip",
    ),
    Refreshable(
        "filosofi", "Filosofi, revenus et pauvreté", "filosofi_2021",
        {"": File(rf"^(base[-_])?cc[-_]filosofi.*com.*{TABLE}", service="insee_files",
                  path="/7756855/cc_filosofi_2021_COM.csv")},
        partial(official_figures.read_filosofi, figures=_FILOSOFI), 30000, (), tuple(_FILOSOFI),
        _INCOMES,
        "Ni Guadeloupe, ni Guyane, ni Mayotte ; taux de pauvreté secret pour sept communes sur huit.",
    ),
    Refreshable(
        "comparateur", "Recensement, emploi et solde naturel (base du comparateur)", "rp_2021_comparateur",
        {"": _COMPARATEUR},
        partial(official_figures.read_comparateur, figures={
            "taux_chomage_rp": ("CHOM1564", "ACT1564"), "taux_emploi": ("ACT1564", "POP1564", "CHOM1564"),
        }, balance="solde_naturel"),
        30000, (), ("taux_chomage_rp", "taux_emploi", "solde_naturel"),
        {"taux_chomage_rp": (0, 100), "taux_emploi": (0, 100), "solde_naturel": (-1000, 1000)},
        "Sans Mayotte ; chômage au sens du recensement, exploitation principale.",
        _origin("Base du comparateur de territoires (recensement, état civil)"),
    ),
    Refreshable(
        "logement", "Recensement, logement (base du comparateur)", "rp_2021_logement",
        {"": _COMPARATEUR},
        partial(official_figures.read_comparateur, figures={
            "taux_vacance": ("LOGVAC", "LOG"), "part_residences_secondaires": ("RSECOCC", "LOG"),
        }),
        30000, (), ("taux_vacance", "part_residences_secondaires"),
        {"taux_vacance": (0, 100), "part_residences_secondaires": (0, 100)}, "Sans Mayotte.",
        _origin("Base du comparateur de territoires, logement"),
    ),
    Refreshable(
        "ofgl_dgf", "OFGL, dotation globale de fonctionnement des communes", "ofgl_dgf",
        {"": File(rf"^(ofgl[-_])?dotations[-_]communes.*{TABLE}", service="ofgl", path="dotations-communes",
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
)  # fmt: skip
