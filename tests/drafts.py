"""Drafts of dossiers about the made-up country of world.py."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pandas as pd
import world
from world import COMMUNES, NAN, column

from anct_qgis_plugin.core.diagnostic import Analyst
from anct_qgis_plugin.core.dossier import Dossier
from anct_qgis_plugin.core.facts import Facts
from anct_qgis_plugin.core.prefill import prefill
from anct_qgis_plugin.core.profile import parse
from anct_qgis_plugin.store.definitions import definition

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
PROFILE = {
    "id": "essai", "label": "Essai", "missing_max": 0.5,
    "indicators": [{"id": "taux_vacance", "weight": 3}, {"id": "part_rsa", "weight": 1}],
}  # fmt: skip
# Vacancy: 10 % of 100 dwellings everywhere, but 20 % in Figeac, 2 % in Boisse (24049), nothing known in Mayotte.
# Lot: 40/300 = 13.3 %; France without Mayotte: 112/1100 = 10.2 %. RSA: secret everywhere but Cahors and Figeac.
VACANCY = {f"c{row[0]}": (10, 10, 100) for row in COMMUNES if row[0] != "97608"} | {
    "c46102": (20, 20, 100),
    "c24049": (2, 2, 100),
}
RSA = {f"c{row[0]}": "secret" for row in COMMUNES} | {"c46042": (8, NAN, 10), "c46102": (4, NAN, 10)}


def facts() -> Facts:
    """The country with two indicators and one source."""
    made = world.facts(taux_vacance=column(**VACANCY), part_rsa=column(**RSA))
    sources = pd.DataFrame(
        [("rp_2021_logement", "Insee", "Recensement, logement", "2021", "Licence Ouverte 2.0", "", "", "", "")],
        columns=["id", "producteur", "titre", "millesime", "licence", "adresse", "lignes", "date", "limites"],
    )
    return replace(made, sources=sources.set_index("id"))


def draft(kind: str, expression: str) -> Dossier:
    """A prefilled dossier of a kind for a territory."""
    analyst = Analyst(facts())
    profile = parse(json.dumps(PROFILE), world.catalogue().indicators)
    diagnostic = analyst.diagnostic(analyst.gazetteer.resolve(expression), profile)
    return prefill(definition(kind), diagnostic, analyst, now=NOW)
