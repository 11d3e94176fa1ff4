"""Housing, benefits, taxes, health, employment: what can be refreshed of them, each from its producer's table."""

from __future__ import annotations

from functools import partial

from ..embedded import arrondissements
from ..http import endpoints
from ..services import insee_files
from . import official_facilities, official_tables, official_unemployment
from .official_facilities import Kind
from .official_tables import Figure, Layout
from .refresh_entry import TABLE, File, Refreshable

# An edition counts the vacant dwellings of its year, and the stock of the year before, the last that is known then.
_STOCK = ("ff_pp_total_{before}", "pp_total_{before}")
_LOVAC = Layout(
    "lovac_2025",
    {
        "vacance_privee": (Figure(above=("pp_vacant_{year}",), below=_STOCK),
                           Figure(("taux_vacance_{year}_pct",), blank=True)),
        "vacance_longue": (Figure(above=("pp_vacant_plus_2ans_{year}",), below=_STOCK),
                           Figure(("taux_vacance_long_{year}_pct",), blank=True)),
    },
    code=("codgeo_{year}", "insee_c"),
)  # fmt: skip
_CNAF = Layout(
    "caf_rsa",
    {"part_rsa": (Figure(("part des allocataires du rsa*",)), Figure(("rsaShareAmongHouseholdsPercent",)))},
    code=("id",), level=(("niveau géographique*",), "commune"), year=("vintage",), said=r"CAF\s*(20\d\d)", combine=True,
)  # fmt: skip
_FEDI = Layout("fedi_2021", {"fedi": (Figure(("edi", "f_edi"), percent=False),)}, code=("commune_code",), named=True)
_TAXES = Layout(
    "fiscalite_2025",
    {
        "taux_foncier_bati": (Figure(("taux_global_tfb",)), Figure(("tfpb_pct",))),
        # No tax is voted where the service is paid for otherwise.
        "taux_teom": (Figure(("taux_plein_teom",), zero=False), Figure(("teom_pct",), zero=False)),
    },
    year=("exercice",), named=True,
)  # fmt: skip
_HEALTH = Layout(
    "observatoire_sante",
    {"eloignement_sante": (Figure(("part_pop_eloigne_soin",)), Figure(("healthDistantSharePercent",)))},
    year=("an", "healthVintage"), undated=True, combine=True,
)  # fmt: skip
# The groupings of the embedded data, with the names that Insee gives to their types.
_KINDS = {
    "medecins_generalistes": Kind("medecin_generaliste", {"D265": "Médecin généraliste"}),
    "infirmiers": Kind("infirmier", {"D281": "Infirmier"}),
    "pharmacies": Kind("pharmacie", {"D307": "Pharmacie"}),
    "postes": Kind("poste", {"A206": "Bureau de poste", "A208": "Agence postale"}),
    "ecoles_primaires": Kind("ecole_primaire", {"C107": "École maternelle", "C108": "École primaire"}),
    "boulangeries": Kind("boulangerie", {"B207": "Boulangerie"}),
    "colleges": Kind("college", {"C201": "Collège"}),
    "lycees": Kind("lycee", {"C301": "Lycée d’enseignement général", "C302": "Lycée d’enseignement professionnel"}),
    "gares": Kind("gare", {"E107": "Gare de voyageurs", "E108": "Gare de voyageurs", "E109": "Gare de voyageurs"}),
    "superettes": Kind("superette", {"B201": "Supérette"}),
}

ENTRIES: tuple[Refreshable, ...] = (
    Refreshable(
        "lovac", "LOVAC, vacance du parc privé", "lovac_2025",
        {"": File(rf"^lovac.*communes.*{TABLE}", endpoints.RESOURCES["lovac"])},
        partial(official_tables.read, layout=_LOVAC), 15000, (), ("vacance_privee", "vacance_longue"),
        {"vacance_privee": (0, 100), "vacance_longue": (0, 100)},
        "Parc privé ; secret dans les petites communes. Logements vacants au 1er janvier de l’année, rapportés au parc "
        "de l’année précédente.",
        example="lovac-opendata-communes.csv",
    ),
    Refreshable(
        "rsa", "Cnaf, allocataires du RSA", "caf_rsa",
        {"": File(rf"(pr[eé]carit|^(caf|cnaf)[-_]).*{TABLE}", dataset="precarite", title=r"pr[eé]carit.*\.csv")},
        partial(official_tables.read, layout=_CNAF, weights=arrondissements.households), 33000, (), ("part_rsa",),
        {"part_rsa": (0, 100)},
        "Part arrondie à l’unité ; Paris, Lyon et Marseille reconstitués depuis leurs arrondissements, pondérés par "
        "les ménages de 2021.",
        example="20260306-indicateurs-precarite.csv",
    ),
    Refreshable(
        "fedi", "Indice de défavorisation F-EDI", "fedi_2021",
        {"": File(rf"f[-_]?edi.*commune.*{TABLE}", service="odisse",
                  path="french-european-deprivation-index-f-edi-2021-par-commune")},
        partial(official_tables.read, layout=_FEDI), 33000, (), ("fedi",), {"fedi": (-60, 60)},
        "Métropole seulement ; Paris, Lyon et Marseille par arrondissement seulement.",
        example="french-european-deprivation-index-f-edi-2021-par-commune.csv",
    ),
    Refreshable(
        "fiscalite", "Fiscalité locale des particuliers", "fiscalite_2025",
        {"": File(rf"^fiscalite[-_ ]locale.*{TABLE}", endpoints.RESOURCES["fiscalite"])},
        partial(official_tables.read, layout=_TAXES), 33000, (), ("taux_foncier_bati", "taux_teom"),
        {"taux_foncier_bati": (0, 250), "taux_teom": (0, 60)},
        "Taux d’imposition, non des mesures de richesse.",
        example="fiscalite-locale-des-particuliers.csv",
    ),
    Refreshable(
        "observatoire_sante", "Éloignement des services de santé (Observatoire des territoires)", "observatoire_sante",
        {"": File(rf"(part[-_]pop[-_]eloigne[-_]soin|^observatoire[-_]access).*{TABLE}", service="observatoire",
                  path="com2025/acces_soin/part_pop_eloigne_soin")},
        partial(official_tables.read, layout=_HEALTH), 33000, (), ("eloignement_sante",),
        {"eloignement_sante": (0, 100)},
        "Source facultative, d’un service non documenté. Temps en voiture calculés par l’Insee ; sans Mayotte.",
        example="part_pop_eloigne_soin_com2025.csv", optional=True,
    ),
    Refreshable(
        "bpe", "Base permanente des équipements", "bpe_2024",
        {"": File(r"^(DS_)?BPE[-_].*\.(zip|csv|json)(\.gz)?$", service="melodi", path="DS_BPE")},
        partial(official_facilities.read, kinds=_KINDS), 20000, (), tuple(_KINDS),
        dict.fromkeys(_KINDS, (0, 20000)),
        "Nombres d’équipements regroupés par type, non des distances ; une commune absente n’en a aucun.",
        example="DS_BPE_2025_CSV_FR.zip",
    ),
    Refreshable(
        "chomage_ze", "Chômage localisé par zone d’emploi", "chomage_ze",
        {
            "": File(r"^ch[oô]mage[-_]zones?[-_].*\.(xlsx|xls|ods|csv|json)(\.gz)?$", service="insee_files",
                     path=insee_files.UNEMPLOYMENT, since=2025),
            "zones": File(r"^table[-_]appartenance[-_]geo[-_]communes.*\.(zip|xlsx|xls|ods|csv)$", optional=True),
        },
        partial(official_unemployment.read, newest="taux_chomage_ze", dated={"taux_chomage_ze_2021": (2021, 1)}),
        280, (), ("taux_chomage_ze", "taux_chomage_ze_2021"),
        dict.fromkeys(("taux_chomage_ze", "taux_chomage_ze_2021"), (0, 50)),
        "Taux de zones d’emploi (découpage de 2020), non de communes ; ni Guyane, ni Mayotte.",
        example="chomage-zone-t1-2003-t2-2026.xlsx",
    ),
)  # fmt: skip
