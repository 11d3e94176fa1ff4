"""A made-up country of a dozen communes, in memory, whose every aggregate can be worked out by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from anct_qgis_plugin import paths
from anct_qgis_plugin.core.catalogue import Catalogue, parse
from anct_qgis_plugin.core.facts import Column, Facts, Status
from anct_qgis_plugin.core.travel import parse as parse_travel

NAN = float("nan")

# code, nom, population, epci, arrondissement, departement, region, former codes, arrondissements municipaux
COMMUNES = [
    ("01004", "Ambérieu-en-Bugey", 15000, "200000001", "011", "01", "84", "01099", ""),
    ("01007", "La Boisse", 3000, "200000001", "011", "01", "84", "", ""),
    ("24049", "Boisse", 200, "200000001", "241", "24", "75", "", ""),
    ("2A004", "Ajaccio", 70000, "200000003", "2A1", "2A", "94", "", ""),
    ("46042", "Cahors", 20000, "200000002", "461", "46", "76", "46217", ""),
    ("46102", "Figeac", 10000, "200000002", "462", "46", "76", "", ""),
    ("46103", "Saint-Denis-lès-Martel", 400, "200000002", "462", "46", "76", "", ""),
    ("75056", "Paris", 2100000, "200000004", "751", "75", "11", "", "75101 75102"),
    ("93066", "Saint-Denis", 150000, "200000004", "931", "93", "11", "93059", ""),
    ("97105", "Basse-Terre", 10000, "200000005", "9711", "971", "01", "", ""),
    ("97411", "Saint-Denis", 150000, "200000006", "9741", "974", "04", "", ""),
    ("97608", "Dzaoudzi", 17000, "200000007", "", "976", "06", "", ""),
]
EPCI = {
    "200000001": "CC du Bugey", "200000002": "CC Grand-Figeac", "200000003": "CA du Pays Ajaccien",
    "200000004": "Métropole du Grand Paris", "200000005": "CA Grand Sud Caraïbe", "200000006": "CA du Nord",
    "200000007": "CC de Petite-Terre",
}  # fmt: skip
DEPARTMENTS = {
    "01": "Ain", "24": "Dordogne", "2A": "Corse-du-Sud", "46": "Lot", "75": "Paris", "93": "Seine-Saint-Denis",
    "971": "Guadeloupe", "974": "La Réunion", "976": "Mayotte",
}  # fmt: skip
REGIONS = {
    "84": "Auvergne-Rhône-Alpes", "75": "Nouvelle-Aquitaine", "94": "Corse", "76": "Occitanie", "11": "Île-de-France",
    "01": "Guadeloupe", "04": "La Réunion", "06": "Mayotte",
}  # fmt: skip
ARRONDISSEMENTS = {"461": "Cahors", "462": "Figeac"}


def catalogue() -> Catalogue:
    """The product's own catalogue."""
    made = parse(
        (paths.CATALOGUE / "programmes.toml").read_text(encoding="utf-8"),
        (paths.CATALOGUE / "indicators.toml").read_text(encoding="utf-8"),
        (paths.CATALOGUE / "absences.toml").read_text(encoding="utf-8"),
    )
    return replace(made, travel=parse_travel((paths.CATALOGUE / "acces.toml").read_text(encoding="utf-8")))


def column(**by_code: tuple | float | None) -> Column:
    """An indicator from `c46042=(value, numerator, denominator)`, a bare value, "secret", or nothing for missing."""
    n = len(COMMUNES)
    arrays = {name: np.full(n, NAN) for name in ("value", "numerator", "denominator")}
    status = np.full(n, int(Status.MISSING), dtype=np.int8)
    for row, commune in enumerate(COMMUNES):
        given = by_code.get(f"c{commune[0]}")
        if given is None:
            continue
        value, numerator, denominator = given if isinstance(given, tuple) else (given, NAN, NAN)
        secret = value == "secret"
        status[row] = Status.SECRET if secret else Status.OK
        arrays["value"][row] = NAN if secret else value
        arrays["numerator"][row], arrays["denominator"][row] = numerator, denominator
    return Column(status=status, **arrays)


def facts(**columns: Column) -> Facts:
    """The made-up country with some indicators."""
    names = [
        "code", "nom", "population", "code_epci", "code_arrondissement", "code_departement", "code_region",
        "former_codes", "arm_codes",
    ]  # fmt: skip
    communes = pd.DataFrame(COMMUNES, columns=names).set_index("code")
    communes["population"] = communes["population"].astype(float)
    communes["population_annee"] = np.where(communes["code_departement"] == "976", "2017", "2022")
    communes["siren"] = [f"21{code}00"[:9] for code in communes.index]  # of the form that Insee gives to communes
    communes["epci_former"] = communes["code_epci"]
    # Nobody knows where they are: a test that needs distances says so.
    for name in ("mairie_lon", "mairie_lat", "lieu_lon", "lieu_lat"):
        communes[name] = NAN
    units = []
    for level, known in (
        ("epci", EPCI), ("arrondissement", ARRONDISSEMENTS), ("departement", DEPARTMENTS), ("region", REGIONS)
    ):  # fmt: skip
        for code, name in known.items():
            members = communes[communes[f"code_{level}"] == code]
            main = members.groupby("code_departement")["population"].sum().idxmax()
            region = members["code_region"].iloc[0] if level != "epci" else ""
            units.append(
                {
                    "niveau": level, "code": code, "nom": name, "nature": "", "population": members["population"].sum(),
                    "code_departement": main if level not in ("region",) else "", "code_region": region,
                    "departements": main,
                }
            )  # fmt: skip
    beneficiaries = pd.DataFrame(
        [
            ("acv", "46042", "acv-1", "Cahors", "", "2018-09-28"),
            ("pvd", "46102", "pvd-46-1", "Figeac", "", ""),
            ("ti", "46042", "ti-7603", "", "", ""),
            ("ti", "46102", "ti-7603", "", "", ""),
            ("crte", "46042", "crte-76-46-1", "", "", ""),
            ("crte", "46102", "crte-76-46-2", "", "", ""),
            ("crte", "01004", "crte-84-01-7", "", "", ""),
            ("crte", "01004", "crte-84-01-8", "", "", ""),
            ("frr", "46102", "", "", "FRR socle", ""),
            ("frr", "46042", "", "", "Non classée", ""),
            ("frr", "46103", "", "", "FRR+", ""),
        ],
        columns=["programme", "code", "identifiant", "libelle", "statut", "depuis"],
    )
    perimeters = pd.DataFrame(
        [("ti", "ti-7603", "Figeac-Aurillac-Rodez"), ("crte", "crte-76-46-1", ""), ("crte", "crte-84-01-7", "")],
        columns=["programme", "identifiant", "libelle"],
    )
    sites = pd.DataFrame(
        [("fs", "1", "Figeac", "46102", "fixe", 2.03, 44.61), ("fs", "2", "Figeac bus", "46102", "bus", 2.03, 44.61)],
        columns=["programme", "site_id", "nom", "code", "genre", "longitude", "latitude"],
    )
    sources = pd.DataFrame(columns=["id", "producteur", "titre", "millesime", "licence", "adresse", "lignes", "date"])
    return Facts(
        communes=communes, units=pd.DataFrame(units), values=columns, beneficiaries=beneficiaries,
        perimeters=perimeters, sites=sites, sources=sources.set_index("id"), catalogue=catalogue(),
    )  # fmt: skip
