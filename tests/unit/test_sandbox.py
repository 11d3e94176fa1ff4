"""The perimeter workshop's measures by hand, the shortest expression of a perimeter, the perimeters kept."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import world
from world import NAN

from anct_qgis_plugin.core.diagnostic import Analyst
from anct_qgis_plugin.core.kept import Kept, named, parse, renamed, text_of
from anct_qgis_plugin.core.profile import Profile, Weighted
from anct_qgis_plugin.core.sandbox import Sandbox, of_communes
from anct_qgis_plugin.errors import PerimeterError, UnknownTerritory
from anct_qgis_plugin.snapshot.kept import PerimeterFile


@pytest.fixture(scope="module")
def sandbox() -> Sandbox:
    """Unemployed of actives, and a score that cannot be aggregated."""
    counts = {f"c{row[0]}": (10.0, 10.0, 100.0) for row in world.COMMUNES}
    counts["c46042"] = (20.0, 200.0, 1000.0)
    score = world.column(c46042=3.0)
    analyst = Analyst(world.facts(taux_chomage_rp=world.column(**counts), fedi=score))
    return Sandbox(analyst, Profile("essai", "Essai", "", (Weighted("taux_chomage_rp", 1.0, "high", ""),), ()))


def measures(sandbox: Sandbox, *codes: str) -> dict:
    return {m.key: m for m in sandbox.measure(sandbox.territory(codes, "Essai"))}


def test_measures_of_three_communes_by_hand(sandbox: Sandbox) -> None:
    found = measures(sandbox, "46042", "46103", "24049")
    assert (found["communes"].value, found["epci"].value, found["departements"].value) == (3, 2, 2)
    assert found["population"].value == 20000 + 400 + 200
    # (200 + 10 + 10) unemployed of (1000 + 100 + 100) actives, not the mean of 20, 10 and 10.
    assert found["taux_chomage_rp"].value == pytest.approx(100 * 220 / 1200)
    assert "fedi" not in found  # it cannot be aggregated: a perimeter has none
    # FRR+ at Saint-Denis-lès-Martel alone: Cahors is listed as not classed.
    assert found["zone_frr"].value == pytest.approx(100 * 400 / 20600)
    assert found["prog_acv"].value == 1 and found["prog_acv"].text.startswith("1\u00a0commune (")


def test_the_index_stands_among_the_epci(sandbox: Sandbox) -> None:
    # Cahors alone has 20 %; its EPCI, with Figeac and Saint-Denis, 220 of 1 200: 18.3 %; the six others 10 %.
    found = measures(sandbox, "46042")
    assert found["rang"].value == 1 and found["rang"].text == "1 / 7"
    tied = measures(sandbox, "01004")
    assert tied["rang"].value == 2  # 10 % like six EPCI: one alone is more fragile


def test_sites_are_counted_and_eligibility_is_said(sandbox: Sandbox) -> None:
    found = measures(sandbox, "46102")
    assert found["prog_fs"].value == 2 and found["prog_fs"].text == "2\u00a0sites"
    assert measures(sandbox, "75056")["prog_pvd"].text == "not eligible"  # over 20 000 inhabitants


def test_two_variants_side_by_side_with_their_gap(sandbox: Sandbox) -> None:
    first, second = sandbox.territory(["46042"], "A"), sandbox.territory(["46042", "46102"], "B")
    lines = {line.measures[0].key: line for line in sandbox.compare([first, second])}
    assert lines["communes"].gap == "+1"
    assert lines["population"].gap == "+10\u202f000\u00a0hab."
    assert lines["taux_chomage_rp"].gap == f"\u2212{'0,9'}\u00a0pt"  # 210 / 1100 is 19.1 %
    assert lines["classe"].gap == ""
    assert all(line.gap == "" for line in sandbox.compare([first]))


def test_whole_epci_shorten_the_expression_and_give_the_same_communes(sandbox: Sandbox) -> None:
    facts = sandbox.facts
    perimeter = of_communes(facts, ["46042", "46102", "46103", "01004"], "Essai")
    assert perimeter.expression == "epci:200000002+com:01004"
    again = sandbox.analyst.gazetteer.resolve(perimeter.expression)
    assert again.positions.tolist() == perimeter.positions.tolist()


def test_an_empty_perimeter_or_an_unknown_code_is_refused(sandbox: Sandbox) -> None:
    with pytest.raises(UnknownTerritory, match="no commune"):
        sandbox.territory([], "Vide")
    with pytest.raises(UnknownTerritory, match="99999"):
        sandbox.territory(["46042", "99999"], "Faux")


# -- kept perimeters -----------------------------------------------------------------------------------------------


def test_a_kept_perimeter_answers_to_its_name_and_its_id() -> None:
    analyst = Analyst(world.facts())
    kept = named("Vallée du Lot", ["46102", "46042", "46042"], "2026-01-02")
    assert kept == Kept("vallee-du-lot", "Vallée du Lot", ("46042", "46102"), "2026-01-02")
    analyst.gazetteer.keep({kept.id: kept})
    for text in ("per:vallee-du-lot", "vallee du lot", "VALLÉE DU LOT"):
        found = analyst.gazetteer.resolve(text)
        assert (found.label, found.level, found.expression) == ("Vallée du Lot", "perimetre", "per:vallee-du-lot")
        assert analyst.facts.codes[found.positions].tolist() == ["46042", "46102"]
    assert analyst.gazetteer.search("vallée")[0].expression == "per:vallee-du-lot"
    more = analyst.gazetteer.resolve("per:vallee-du-lot+com:46103-com:46102")
    assert analyst.facts.codes[more.positions].tolist() == ["46042", "46103"]
    analyst.gazetteer.keep({})
    with pytest.raises(UnknownTerritory):
        analyst.gazetteer.resolve("per:vallee-du-lot")


def test_codes_of_merged_communes_follow_and_lost_ones_are_said() -> None:
    analyst = Analyst(world.facts())
    analyst.gazetteer.keep({"p": Kept("p", "P", ("46217", "99999"), "")})
    found = analyst.gazetteer.resolve("per:p")
    assert analyst.facts.codes[found.positions].tolist() == ["46042"]  # 46217 is a former code of Cahors
    assert "99999" in found.notes[0]


def test_ids_are_numbered_and_a_new_name_keeps_the_id() -> None:
    first = named("Pays d'Olt", ["46042"], "")
    second = named("Pays d Olt", ["46102"], "", [first.id])
    assert (first.id, second.id) == ("pays-d-olt", "pays-d-olt-2")
    assert renamed(first, "  Autre   nom ") == Kept(first.id, "Autre nom", ("46042",), "")
    for name, codes in (("  ", ["46042"]), ("Nom", [])):
        with pytest.raises(PerimeterError):
            named(name, codes, "")


def test_the_file_is_read_back_whole_and_bad_ones_are_left_alone(tmp_path: Path) -> None:
    file = PerimeterFile(tmp_path / "user" / "perimetres.json")
    assert file.read() == {}
    one, two = named("Un", ["46042"], "2026-01-02"), named("Été « d'ici »", ["2A004"], "2026-01-02")
    file.keep(one)
    file.keep(two)
    assert file.read() == {one.id: one, two.id: two}
    assert parse(text_of({one.id: one})) == {one.id: one}
    file.forget(one.id)
    assert list(file.read()) == [two.id]
    assert [path.name for path in file.path.parent.iterdir()] == ["perimetres.json"]
    for bad in ("{", json.dumps({"form": 99, "perimetres": []}), json.dumps({"form": 1}), "[]"):
        file.path.write_text(bad, encoding="utf-8")
        with pytest.raises(PerimeterError):
            file.keep(one)
        assert file.path.read_text(encoding="utf-8") == bad


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(PerimeterError, match="cannot be"):
        PerimeterFile(tmp_path / "file" / "perimetres.json").keep(named("Un", ["46042"], ""))


def test_nothing_is_known_of_the_index_where_all_is_missing() -> None:
    analyst = Analyst(world.facts(taux_chomage_rp=world.column(c46042=(NAN, NAN, NAN))))
    profile = Profile("essai", "Essai", "", (Weighted("taux_chomage_rp", 1.0, "high", ""),), ())
    found = {m.key: m for m in Sandbox(analyst, profile).measure(of_communes(analyst.facts, ["46102"], "X"))}
    assert found["indice"].value is None and found["indice"].text == "no index" and found["indice"].note
    # Nobody knows how many are fragile: that is not "0".
    assert found["communes_fragiles"].value is None and found["communes_fragiles"].text == "no index"


def test_people_far_from_france_services_are_those_of_the_access_tables(tiny_facts) -> None:
    from anct_qgis_plugin.core import access

    facts = tiny_facts
    profile = Profile("essai", "Essai", "", (Weighted("taux_chomage_rp", 1.0, "high", ""),), ())
    everything = of_communes(facts, list(facts.codes), "Tout")
    found = {m.key: m for m in Sandbox(Analyst(facts), profile).measure(everything)}
    times = access.access(facts).minutes
    for limit in (20, 30):
        far = sum(p for p, t in zip(facts.population, times, strict=True) if t > limit and p == p)
        assert found[f"acces_{limit}"].value == far
        assert "nine times out of ten" in found[f"acces_{limit}"].note
