"""What is said where there is no figure: the real snapshot, the territories that data/README names."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import world

from anct_qgis_plugin import paths
from anct_qgis_plugin.core import absences, indicators
from anct_qgis_plugin.core.catalogue import parse
from anct_qgis_plugin.core.facts import Status
from anct_qgis_plugin.core.territory import Territory
from anct_qgis_plugin.errors import CatalogueError

ENTRY = 'text = "Rien."\n'


def commune(facts, code: str) -> Territory:
    return Territory(f"com:{code}", code, "commune", code, np.array([facts.position[code]]))


def test_secret_missing_and_published_give_three_answers():
    facts = world.facts(niveau_vie_median=world.column(c46042=21000.0, c46102=("secret", np.nan, np.nan)))
    assert absences.for_(facts, "niveau_vie_median", commune(facts, "46042")) == []
    assert absences.for_(facts, "niveau_vie_median", commune(facts, "46102")) == [absences.WITHHELD]
    assert absences.for_(facts, "niveau_vie_median", commune(facts, "46103")) == [absences.NOTHING]
    said = absences.for_(facts, "niveau_vie_median", commune(facts, "97105"))
    assert len(said) == 1 and "Guadeloupe" in said[0]
    found = indicators.figure(facts, "niveau_vie_median", commune(facts, "97105"))
    assert found.value is None and found.absence == said[0] and found.note  # the limits stay beside it


def test_what_cannot_be_aggregated_says_why():
    facts = world.facts(fedi=world.column(c46042=1.0, c46102=2.0, c46103=3.0))
    lot = Territory("dep:46", "Lot", "departement", "46", np.array([facts.position[c] for c in ("46042", "46102")]))
    assert absences.for_(facts, "fedi", lot) == [facts.catalogue.indicators["fedi"].why_not_aggregable]


def test_a_programme_says_what_its_list_lacks():
    facts = world.facts()
    assert any("signataires" in text for text in absences.for_(facts, "crte", commune(facts, "46042")))
    assert not any("outre-mer" in text for text in absences.for_(facts, "ruralite", commune(facts, "46042")))
    assert any("outre-mer" in text for text in absences.for_(facts, "ruralite", commune(facts, "97411")))


@pytest.mark.parametrize(("day", "said"), [("2024-08-01", True), ("2025-03-01", False)])
def test_a_newer_vintage_ends_what_was_said_of_the_older_one(day, said):
    facts = world.facts()
    row = dict.fromkeys(facts.sources.columns, "") | {"date": day}
    sources = pd.concat([facts.sources, pd.DataFrame([row], index=["fs"])])
    facts = replace(facts, sources=sources[~sources.index.duplicated(keep="last")])
    assert any("1er août 2024" in text for text in absences.everywhere(facts)) is said
    assert any("1er août 2024" in text for text in absences.for_(facts, "fs", commune(facts, "46042"))) is said


def test_an_absence_must_name_what_is_declared():
    with pytest.raises(CatalogueError, match="absences.toml.*nothing"):
        parse("", "", f'[a]\n{ENTRY}indicators = ["nothing"]\n')
    with pytest.raises(CatalogueError, match="where"):
        parse("", "", f'[a]\n{ENTRY}where = ["46"]\n')


@pytest.mark.skipif(not paths.SNAPSHOT.exists(), reason="the snapshot is not built: make snapshot")
class TestSnapshot:
    """Every gap that data/README names, in the snapshot itself."""

    @pytest.fixture(scope="class")
    def analyst(self):
        from anct_qgis_plugin.snapshot import reader

        return reader.analyst()

    @pytest.mark.parametrize(
        ("expression", "indicator", "word"),
        [
            ("dep:971", "niveau_vie_median", "Guadeloupe"),
            ("dep:973", "taux_pauvrete", "Guyane"),
            ("dep:976", "part_65_plus", "Mayotte"),
            ("dep:976", "evolution_population", "2017"),
            ("com:15031", "taux_vacance", "recréée"),
            ("com:60694", "taux_vacance", "recréée"),
            ("com:27676", "taux_chomage_rp", "recréée"),
            ("com:55039", "part_75_plus", "Meuse"),
            ("com:75056", "fedi", "arrondissement"),
            ("dep:46", "vacance_longue", "parc privé"),
            ("dep:46", "taux_chomage_ze", "zone d’emploi"),
            ("com:97302", "taux_chomage_ze", "Guyane"),
        ],
    )
    def test_a_blank_has_its_reason(self, analyst, expression, indicator, word):
        figure = indicators.figure(analyst.facts, indicator, analyst.gazetteer.resolve(expression))
        assert figure.value is None and figure.status is Status.MISSING
        assert word in figure.absence

    def test_every_blank_of_a_card_has_a_reason(self, analyst):
        for expression in ("com:15047", "com:46042", "dep:976", "reg:03", "com:55039", "FR"):
            territory = analyst.gazetteer.resolve(expression)
            for key in analyst.facts.shown():
                figure = indicators.figure(analyst.facts, key, territory)
                assert (figure.absence == "") == (figure.value is not None), (expression, key)

    def test_recreated_communes_are_those_of_which_older_files_know_nothing(self, analyst):
        """A declared place must be a real gap: no commune of the list has all the figures that it is said to lack."""
        facts = analyst.facts
        for absence in facts.catalogue.absences:
            lacking = [
                k
                for k, i in facts.catalogue.indicators.items()
                if i.source in absence.sources or k in absence.indicators
            ]
            for code in absence.communes if lacking else ():
                status = [facts.values[key].status[facts.position[code]] for key in lacking]
                assert Status.MISSING in status, (absence.id, code)
            for department in absence.departements if lacking else ():
                inside = (facts.communes["code_departement"] == department).to_numpy()
                assert any((facts.values[k].status[inside] == Status.MISSING).all() for k in lacking), absence.id
