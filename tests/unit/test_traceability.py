"""Citations, what uses a source, and how much of a territory an indicator covers, worked out by hand."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
import world

from anct_qgis_plugin.core import traceability
from anct_qgis_plugin.core.territory import Gazetteer


def facts():
    made = world.facts(
        taux_pauvrete=world.column(c46042=(10.0, world.NAN, 1.0), c46102=("secret", world.NAN, 1.0)),
    )
    sources = pd.DataFrame(
        [
            ("filosofi_2021", "Insee", "Filosofi", "2021", "Licence Ouverte 2.0", "https://www.insee.fr/", "9", "2021"),
            ("acv", "ANCT", "Action cœur de ville, juillet 2025", "juillet 2025", "Licence Ouverte 2.0", "", "1", ""),
        ],
        columns=["id", "producteur", "titre", "millesime", "licence", "adresse", "lignes", "date"],
    ).set_index("id")
    return replace(made, sources=sources, info={"built": "2026-03-01"})


def test_a_citation_says_all_that_is_known_once():
    made = facts()
    assert traceability.citation(made.sources.loc["filosofi_2021"], "2026-03-01") == (
        "Insee, Filosofi, 2021, Licence Ouverte 2.0, https://www.insee.fr/, consulté le 1er mars 2026."
    )
    assert traceability.citation(made.sources.loc["acv"], "") == (
        "ANCT, Action cœur de ville, juillet 2025, Licence Ouverte 2.0."
    )


def test_a_source_names_what_it_serves():
    used = traceability.uses(facts())
    assert "Taux de pauvreté au seuil de 60 %" in used["filosofi_2021"]
    assert used["acv"] == ["Action cœur de ville"]


def test_the_reach_counts_communes_people_and_secrets():
    made = facts()
    (one,) = traceability.reach(made, Gazetteer(made).resolve("dep:46"))
    # Three communes: Cahors has a value (20,000 of 30,400 people), Figeac is withheld, the third has nothing.
    assert (one.communes, one.secret) == (pytest.approx(1 / 3), pytest.approx(1 / 3))
    assert one.people == pytest.approx(20000 / 30400) and one.absence == ""
    (nothing,) = traceability.reach(made, Gazetteer(made).resolve("com:97608"))
    assert nothing.communes == 0 and nothing.absence


def test_the_citations_of_a_territory_are_those_of_what_it_has():
    made = facts()
    lot = traceability.citations(made, Gazetteer(made).resolve("dep:46"))
    ain = traceability.citations(made, Gazetteer(made).resolve("dep:01"))
    assert "Filosofi" in lot and "cœur de ville" in lot
    assert "Filosofi" not in ain and "cœur de ville" not in ain


@pytest.mark.parametrize(
    ("share", "said"), [(0.0, "0\u00a0%"), (0.001, "<\u00a01\u00a0%"), (0.999, ">\u00a099\u00a0%"), (1.0, "100\u00a0%")]
)
def test_all_and_nothing_are_said_only_when_they_are(share, said):
    assert traceability.percent(share) == said
