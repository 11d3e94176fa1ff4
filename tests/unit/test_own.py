"""The user's own indicators and lists: kept whole, shown where they were given, usable like the official ones."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
import world

from anct_qgis_plugin.core import coverage, indicators, own
from anct_qgis_plugin.core.diagnostic import Analyst
from anct_qgis_plugin.core.facts import Status
from anct_qgis_plugin.core.levels import all_units
from anct_qgis_plugin.core.profile import Profile, Weighted
from anct_qgis_plugin.errors import OwnDataError
from anct_qgis_plugin.snapshot import own as store

INDICATOR = own.OwnIndicator(
    id="logements_sociaux", label="Logements sociaux", unit="%", fragile="high", decimals=1, level="commune",
    aggregation="population", source="DDT du Lot", vintage="2025", imported="2026-01-02", file="parc.csv",
    values={"46042": (10.0, False, None), "46102": (20.0, False, None), "46103": (None, True, None)},
)  # fmt: skip
PROGRAMME = own.OwnProgramme(
    id="bourgs46", label="Bourgs du Lot", short="Bourgs", colour="#117733", symbol="star", definition="Aide du CD46.",
    source="Département du Lot", vintage="2025", members=(("commune", "01007"), ("epci", "200000002")),
)  # fmt: skip


def laid(*entries) -> Analyst:
    facts = world.facts(niveau_vie_median=world.column(c46042=(20000.0, world.NAN, 100.0)))
    data = own.OwnData(
        {e.id: e for e in entries if isinstance(e, own.OwnIndicator)},
        {e.id: e for e in entries if isinstance(e, own.OwnProgramme)},
        "1",
    )
    return Analyst(own.overlaid(facts, data))


def figure(analyst: Analyst, expression: str, key: str = INDICATOR.id) -> indicators.Figure:
    return indicators.figure(analyst.facts, key, analyst.gazetteer.resolve(expression))


def test_an_own_indicator_is_a_figure_like_the_others_with_its_source():
    analyst = laid(INDICATOR)
    cahors = figure(analyst, "com:46042")
    assert (cahors.value, cahors.vintage, cahors.text) == (10.0, "2025", "10,0\u00a0%")
    assert analyst.facts.sources.loc[cahors.source, "producteur"] == "DDT du Lot"
    assert "parc.csv" in analyst.facts.sources.loc[cahors.source, "limites"]
    assert figure(analyst, "com:46103").status is Status.SECRET
    assert figure(analyst, "com:01004").status is Status.MISSING
    # Weighted by people, by hand: (10 x 20000 + 20 x 10000) / 30000; the 400 people withheld weigh under a fifth.
    lot = figure(analyst, "dep:46")
    assert lot.value == pytest.approx(400000 / 30000) and lot.approximate
    assert analyst.facts.catalogue.indicators[INDICATOR.id].theme == own.THEME


def test_an_indicator_without_a_rule_stays_empty_above_the_commune_and_says_why():
    analyst = laid(replace(INDICATOR, aggregation="none"))
    lot = figure(analyst, "dep:46")
    assert lot.value is None and "valeur communale seulement" in lot.note


def test_what_is_known_to_be_absent_is_kept():
    assert laid(INDICATOR, PROGRAMME).facts.catalogue.absences == world.catalogue().absences


def test_a_weight_that_came_with_the_values_is_used():
    values = {"46042": (10.0, False, 1.0), "46102": (20.0, False, 3.0)}
    analyst = laid(replace(INDICATOR, aggregation="column", values=values))
    lot = analyst.gazetteer.resolve("com:46042+com:46102")
    assert indicators.figure(analyst.facts, INDICATOR.id, lot).value == pytest.approx(17.5)


def test_values_of_epci_are_shown_for_epci_only():
    analyst = laid(replace(INDICATOR, level="epci", values={"200000002": (7.0, False, None)}))
    assert figure(analyst, "epci:200000002").value == 7.0
    assert figure(analyst, "epci:200000001").value is None
    for other in ("com:46042", "com:46102", "com:46042+com:46102", "FR"):
        found = figure(analyst, other)
        assert found.value is None, other
    assert "l’intercommunalité" in figure(analyst, "com:46042").note or figure(analyst, "FR").note
    # The same communes are the same territory, whatever it is called.
    assert figure(analyst, "com:46042+com:46102+com:46103").value == 7.0


def test_the_table_of_epci_has_them_and_the_table_of_communes_has_none():
    analyst = laid(replace(INDICATOR, level="epci", values={"200000002": (7.0, False, None)}))
    epci = all_units(analyst.facts, "epci")
    table = indicators.table(analyst.facts, [INDICATOR.id], epci.labels, len(epci.codes))[INDICATOR.id]
    assert dict(zip(epci.codes, table.value, strict=True))["200000002"] == 7.0
    assert np.isnan(table.value).sum() == len(epci.codes) - 1
    assert np.isnan(analyst.facts.values[INDICATOR.id].value).all()


def test_an_own_list_counts_in_coverage_and_in_a_diagnostic():
    analyst = laid(PROGRAMME)
    facts = analyst.facts
    covered = set(facts.codes[coverage.covered(facts, PROGRAMME.id)])
    assert covered == {"01007", "46042", "46102", "46103"}
    profile = Profile("p", "p", "", (Weighted("niveau_vie_median", 1.0, "low", ""),), ())
    diagnostic = analyst.diagnostic(analyst.gazetteer.resolve("dep:46"), profile)
    (fact,) = [f for f in diagnostic.programmes if f.programme.id == PROGRAMME.id]
    assert fact.communes == ("46042", "46102", "46103") and fact.share == 1.0
    assert own.source_id(PROGRAMME.id) in diagnostic.sources.index


def test_an_own_indicator_enters_a_profile():
    analyst = laid(INDICATOR)
    profile = Profile("p", "p", "", (Weighted(INDICATOR.id, 1.0, "high", ""),), ())
    table = analyst.fragility(profile, "commune").table.set_index("code")
    assert table.at["46102", "rang"] == 1 and table.at["46042", "rang"] == 2
    assert np.isnan(table.at["46103", "indice"])


def test_an_entry_that_has_since_become_official_is_left_aside():
    analyst = laid(replace(INDICATOR, id="niveau_vie_median", label="Le mien"))
    assert analyst.facts.catalogue.indicators["niveau_vie_median"].label == "Niveau de vie médian"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"id": "Parc social"}, "Parc social"),
        ({"id": "taux_pauvrete"}, "taux_pauvrete"),
        ({"label": " "}, "name"),
        ({"source": ""}, "source"),
        ({"vintage": ""}, "vintage"),
        ({"fragile": "haut"}, "haut"),
        ({"values": {}}, "No row"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_the_reason(change, said):
    with pytest.raises(OwnDataError, match=said):
        own.check_indicator(replace(INDICATOR, **change), own.official_keys(world.catalogue()))


def test_a_label_gives_a_key():
    assert own.identifier("Taux d’équipement (%)") == "taux_d_equipement"
    assert own.identifier("65 ans et +") == "x_65_ans_et"
    own.check_indicator(replace(INDICATOR, id=own.identifier("é")), own.official_keys(world.catalogue()))


# -- the store ------------------------------------------------------------------------------------------------------


def test_what_is_kept_is_read_again_and_can_be_renamed_and_deleted(tmp_path):
    path = tmp_path / "profile" / "own.sqlite"
    assert store.read(path) == own.OwnData()
    store.save_indicator(INDICATOR, path)
    store.save_programme(PROGRAMME, path)
    found = store.read(path)
    assert found.indicators == {INDICATOR.id: INDICATOR} and found.programmes == {PROGRAMME.id: PROGRAMME}
    before = store.state(path)
    store.rename("indicator", INDICATOR.id, "HLM", path)
    assert store.read(path).indicators[INDICATOR.id] == replace(INDICATOR, label="HLM")
    assert store.state(path) != before
    store.save_indicator(replace(INDICATOR, values={"46042": (1.0, False, None)}), path)
    assert store.read(path).indicators[INDICATOR.id].values == {"46042": (1.0, False, None)}
    store.delete("indicator", INDICATOR.id, path)
    store.delete("programme", PROGRAMME.id, path)
    assert not store.read(path).indicators and not store.read(path).programmes
    with pytest.raises(OwnDataError, match="no own entry"):
        store.delete("indicator", INDICATOR.id, path)


def test_an_export_says_value_secret_and_weight(tmp_path):
    path = tmp_path / "own.sqlite"
    store.save_indicator(replace(INDICATOR, values={"46042": (10.5, False, 3.0), "46103": (None, True, None)}), path)
    assert store.export("indicator", INDICATOR.id, path).splitlines() == [
        "code;logements_sociaux;poids", "46042;10,5;3", "46103;s;",
    ]  # fmt: skip


def test_a_change_that_fails_half_way_leaves_what_was_there(tmp_path):
    path = tmp_path / "own.sqlite"
    store.save_indicator(INDICATOR, path)
    broken = replace(INDICATOR, values={"46042": (3.0, False, None), "46102": (object(), False, None)})
    with pytest.raises(OwnDataError):
        store.save_indicator(broken, path)
    assert store.read(path).indicators[INDICATOR.id] == INDICATOR
    assert not list(tmp_path.glob("own.sqlite-*"))


def test_a_process_killed_in_the_middle_leaves_what_was_there(tmp_path):
    path = tmp_path / "own.sqlite"
    store.save_indicator(INDICATOR, path)
    script = f"""
import os, signal, sqlite3
from dataclasses import replace
from pathlib import Path
from anct_qgis_plugin.snapshot import own as store
path = Path({str(path)!r})
entry = store.read(path).indicators["logements_sociaux"]
class Dying(dict):
    def items(self):
        yield "46042", (99.0, False, None)
with store._changing(path) as database:
    database.execute("DELETE FROM indicator_value")
    database.execute("PRAGMA cache_spill = 1")
    database.executemany("INSERT INTO indicator_value VALUES (?, ?, 1.0, 'ok', NULL)",
        [("x", str(n)) for n in range(200000)])
    os.kill(os.getpid(), signal.SIGKILL)
"""
    done = subprocess.run([sys.executable, "-c", script], env={**os.environ, "PYTHONPATH": os.getcwd()}, check=False)
    assert done.returncode == -signal.SIGKILL
    assert store.read(path).indicators[INDICATOR.id] == INDICATOR


def test_a_store_that_is_not_one_is_refused_and_does_not_hide_the_official_data(tmp_path, caplog):
    path = tmp_path / "own.sqlite"
    path.write_bytes(b"not a database, not at all" * 40)
    with pytest.raises(OwnDataError, match="move it away"):
        store.read(path)
    with pytest.raises(OwnDataError):
        store.save_indicator(INDICATOR, path)
    assert path.read_bytes().startswith(b"not a database")
    assert store.read_or_nothing(path) == own.OwnData()
    assert "own.sqlite" in caplog.text


def test_a_newer_store_is_refused(tmp_path):
    path = tmp_path / "own.sqlite"
    store.save_indicator(INDICATOR, path)
    with sqlite3.connect(path) as database:
        database.execute("UPDATE store_info SET value = '9'")
    with pytest.raises(OwnDataError, match="another version"):
        store.read(path)


def test_the_analyst_sees_a_change_of_the_store(tiny_snapshot, tmp_path, monkeypatch):
    from anct_qgis_plugin.snapshot import reader

    monkeypatch.setenv("ANCT_USER_FOLDER", str(tmp_path))
    first = reader.analyst(tiny_snapshot)
    assert INDICATOR.id not in first.facts.values and reader.analyst(tiny_snapshot) is first
    store.save_indicator(INDICATOR)
    second = reader.analyst(tiny_snapshot)
    assert second.facts.values[INDICATOR.id].value[second.facts.position["46042"]] == 10.0
    store.delete("indicator", INDICATOR.id)
    assert INDICATOR.id not in reader.analyst(tiny_snapshot).facts.values
    reader.forget()
