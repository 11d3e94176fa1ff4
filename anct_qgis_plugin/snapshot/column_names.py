"""What the snapshot's columns are called in French, where a GeoPackage says so to whoever opens it."""

from __future__ import annotations

NAMES = {
    "code": "Code", "nom": "Nom", "nature": "Nature", "population": "Population municipale",
    "population_annee": "Année de la population", "population_2015": "Population en 2015",
    "code_epci": "SIREN de l’intercommunalité", "code_arrondissement": "Code de l’arrondissement",
    "code_departement": "Code du département", "code_region": "Code de la région",
    "departements": "Codes de tous les départements", "siren": "SIREN", "mairie_lon": "Longitude de la mairie",
    "mairie_lat": "Latitude de la mairie", "lieu_lon": "Longitude du lieu habité",
    "lieu_lat": "Latitude du lieu habité", "former_codes": "Anciens codes et communes déléguées",
    "arm_codes": "Arrondissements municipaux", "epci_former": "SIREN de l’intercommunalité précédente",
    "ept": "SIREN de l’établissement public territorial", "programme": "Programme ou zonage",
    "identifiant": "Identifiant du contrat ou du périmètre", "libelle": "Nom du contrat ou du périmètre",
    "statut": "Statut", "depuis": "Depuis le", "site_id": "Identifiant du site", "genre": "Genre (fixe, bus, antenne)",
    "format": "Forme d’accueil", "adresse": "Adresse", "code_postal": "Code postal", "horaires": "Horaires",
    "rendez_vous": "Rendez-vous", "labellisation": "Labellisation", "telephone": "Téléphone", "mail": "Courriel",
    "indicator": "Indicateur", "value": "Valeur", "status": "État (ok, secret)", "numerator": "Numérateur",
    "denominator": "Dénominateur", "id": "Identifiant", "producteur": "Producteur", "titre": "Titre",
    "millesime": "Millésime", "licence": "Licence", "lignes": "Lignes", "date": "Date", "limites": "Limites connues",
    "kind": "Genre", "label": "Libellé", "short": "Libellé court", "family": "Famille", "unit": "Unité",
    "colour": "Couleur officielle", "symbol": "Symbole", "draw": "Représentation", "definition": "Définition",
    "source": "Identifiant de la source", "max_population": "Population au plus", "excludes": "Incompatible avec",
    "not_covering": "Statuts qui ne couvrent pas", "status_matters": "Le statut compte", "note": "Limites",
    "theme": "Thème", "decimals": "Décimales", "fragile": "Sens de la fragilité", "aggregation": "Règle d’agrégation",
    "vintage": "Millésime du chiffre", "approximate": "Agrégation approchée", "factor": "Facteur", "years": "Années",
    "why_not_aggregable": "Pourquoi il ne s’agrège pas", "card": "Montré dans le panneau",
    "before": "Point antérieur", "comparable": "Comparable à", "weight": "Pondération", "key": "Clé",
    "optional": "Facultatif : présent après actualisation seulement",
}  # fmt: skip
