"""Territory expressions, line by line of the interface contract, on a made-up country."""

from __future__ import annotations

import pytest
import world

from anct_qgis_plugin.core.levels import situation
from anct_qgis_plugin.core.territory import Gazetteer, Territory
from anct_qgis_plugin.errors import AmbiguousTerritory, UnknownTerritory


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer(world.facts())


def codes(gazetteer: Gazetteer, territory: Territory) -> list[str]:
    return list(gazetteer.facts.codes[territory.positions])


@pytest.mark.parametrize(
    ("expression", "level", "expected"),
    [
        ("reg:76", "region", ["46042", "46102", "46103"]),
        ("dep:46", "departement", ["46042", "46102", "46103"]),
        ("arr:461", "arrondissement", ["46042"]),
        ("epci:200000001", "epci", ["01004", "01007", "24049"]),
        ("com:2A004", "commune", ["2A004"]),
        ("com:2a004", "commune", ["2A004"]),
        ("com:214604200", "commune", ["46042"]),
        ("214604200", "commune", ["46042"]),
        ("com:214604200+com:46102", "perimetre", ["46042", "46102"]),
        ("46", "departement", ["46042", "46102", "46103"]),
        ("2A", "departement", ["2A004"]),
        ("2a", "departement", ["2A004"]),
        ("974", "departement", ["97411"]),
        ("dep:1", "departement", ["01004", "01007"]),
        ("46042", "commune", ["46042"]),
        ("1004", "commune", ["01004"]),
        ("200000002", "epci", ["46042", "46102", "46103"]),
        ("ti:7603", "ti", ["46042", "46102"]),
        ("ti:ti-7603", "ti", ["46042", "46102"]),
        ("crte:76-46-1", "crte", ["46042"]),
        ("crte:crte-76-46-1", "crte", ["46042"]),
        ("crte:84-01-7", "crte", ["01004"]),
        ("crte:84-01-8", "crte", ["01004"]),
        ("Figeac", "commune", ["46102"]),
        ("figeac", "commune", ["46102"]),
        ("AMBERIEU EN BUGEY", "commune", ["01004"]),
        ("st denis les martel", "commune", ["46103"]),
        ("Lot", "departement", ["46042", "46102", "46103"]),
        ("ile de france", "region", ["75056", "93066"]),
        ("La Réunion", "departement", ["97411"]),
        ("Paris", "commune", ["75056"]),
        ("grand figeac", "epci", ["46042", "46102", "46103"]),
        ("com:46042+com:46102", "perimetre", ["46042", "46102"]),
        ("dep:46-com:46042", "perimetre", ["46102", "46103"]),
        ("dep:46 + epci:200000001 - com:46042", "perimetre", ["01004", "01007", "24049", "46102", "46103"]),
        ("crte:76-46-1+crte:84-01-7", "perimetre", ["01004", "46042"]),
        ("Figeac+com:46042", "perimetre", ["46042", "46102"]),
    ],
)  # fmt: skip
def test_expression(gazetteer: Gazetteer, expression: str, level: str, expected: list[str]) -> None:
    territory = gazetteer.resolve(expression)
    assert (territory.level, codes(gazetteer, territory)) == (level, expected)
    again = gazetteer.resolve(territory.expression)
    assert list(again.positions) == list(territory.positions)


def test_france_and_metropolitan_france(gazetteer: Gazetteer) -> None:
    assert len(gazetteer.resolve("FR").positions) == 12
    assert codes(gazetteer, gazetteer.resolve("FRM"))[-1] == "93066"
    assert len(gazetteer.resolve("FR-dep:976").positions) == 11


def test_former_code_gives_its_present_commune_and_says_so(gazetteer: Gazetteer) -> None:
    territory = gazetteer.resolve("93059")
    assert territory.code == "93066" and "93059" in territory.notes[0] and "Saint-Denis" in territory.notes[0]
    assert gazetteer.resolve("75101").code == "75056"


def test_a_commune_wins_over_other_levels_and_says_so(gazetteer: Gazetteer) -> None:
    territory = gazetteer.resolve("Paris")
    assert territory.expression == "com:75056" and "dep:75" in territory.notes[0]
    cahors = gazetteer.resolve("cahors")
    assert cahors.expression == "com:46042" and "arr:461" in cahors.notes[0]


def test_several_communes_of_a_name_are_listed_with_their_codes(gazetteer: Gazetteer) -> None:
    with pytest.raises(AmbiguousTerritory) as caught:
        gazetteer.resolve("saint-denis")
    assert "com:93066" in str(caught.value) and "com:97411" in str(caught.value)


def test_articles_tell_namesakes_apart_only_when_typed(gazetteer: Gazetteer) -> None:
    assert gazetteer.resolve("La Boisse").code == "01007"
    assert gazetteer.resolve("Boisse").code == "24049"


@pytest.mark.parametrize(
    "text", ["dep:99", "com:46999", "com:999999999", "Figac", "epci:200000009", "crte:99-99-9", "ti:1", "", "zzzzqq"]
)
def test_unknown_is_an_error_never_an_empty_result(gazetteer: Gazetteer, text: str) -> None:
    with pytest.raises(UnknownTerritory):
        gazetteer.resolve(text)


def test_unknown_names_the_nearest(gazetteer: Gazetteer) -> None:
    with pytest.raises(UnknownTerritory, match=r"Figeac \(com:46102\)"):
        gazetteer.resolve("Figac")
    with pytest.raises(UnknownTerritory, match=r"com:46042"):
        gazetteer.resolve("com:46043")


def test_a_difference_that_leaves_nothing_is_an_error(gazetteer: Gazetteer) -> None:
    with pytest.raises(UnknownTerritory):
        gazetteer.resolve("com:46042-dep:46")


def test_search_as_one_types(gazetteer: Gazetteer) -> None:
    assert [e.expression for e in gazetteer.search("fig")][0] == "com:46102"
    assert gazetteer.search("46042")[0].expression == "com:46042"
    assert gazetteer.search("saint denis 974")[0].expression == "com:97411"
    assert {e.level for e in gazetteer.search("figeac")} >= {"commune", "epci", "arrondissement", "ti"}
    assert gazetteer.search("figaec")[0].name == "Figeac"
    assert gazetteer.search("") == []


def test_equally_good_names_are_ranked_by_population(gazetteer: Gazetteer) -> None:
    found = [e.expression for e in gazetteer.search("saint denis") if e.level == "commune"]
    assert found[2] == "com:46103"  # whole names first, the longer name last


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("com:46102", ["epci:200000002", "dep:46", "reg:76", "FRM", "FR"]),
        # Three quarters of its people live in Ambérieu: the perimeter is compared with the Ain, and with no EPCI.
        ("com:01004+com:46103", ["dep:01", "reg:84", "FRM", "FR"]),
        ("com:46042+com:46102", ["epci:200000002", "dep:46", "reg:76", "FRM", "FR"]),
        ("arr:461", ["epci:200000002", "dep:46", "reg:76", "FRM", "FR"]),
        ("FRM", ["FR"]),
        ("FR", []),
    ],
)
def test_what_lies_around(gazetteer: Gazetteer, expression: str, expected: list[str]) -> None:
    assert [t.expression for t in gazetteer.containing(gazetteer.resolve(expression))] == expected


def test_many_beginnings_come_largest_first(gazetteer: Gazetteer) -> None:
    # Three communes begin with "sain" (and more match than are asked for): 150,000 people twice, then 400.
    found = [e.expression for e in gazetteer.search("sain", limit=2)]
    assert set(found) == {"com:93066", "com:97411"}


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("dep:9", "dep:93"), ("epci:20000000", "epci:200000004"), ("crte:76", "crte:76-46-1"),
        ("crte:crte-84", "crte:84-01-7"), ("com:46042+com:46", "com:46042+com:46042"), ("TI:76", "ti:7603"),
    ],
)  # fmt: skip
def test_a_half_typed_expression_is_completed(gazetteer: Gazetteer, typed: str, first: str) -> None:
    entries, answered = gazetteer.suggest(typed)
    assert answered and first in [e.expression for e in entries]
    assert all(gazetteer.resolve(e.expression) for e in entries)


@pytest.mark.parametrize(
    ("text", "prefix"), [("epci:999999999", "epci:"), ("arr:999", "arr:"), ("ti:0000", "ti:"), ("9A", "dep:")]
)
def test_a_code_like_no_other_still_names_candidates_of_its_level(gazetteer: Gazetteer, text: str, prefix: str) -> None:
    with pytest.raises(UnknownTerritory, match=rf"\({prefix}"):
        gazetteer.resolve(text)


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("com:46102", "CC Grand-Figeac, Lot, Occitanie"),
        # Most people first; each département and région that it touches; no EPCI holds it whole.
        ("com:46103+com:01004", "Ain et Lot, Auvergne-Rhône-Alpes et Occitanie"),
        ("epci:200000001", "Ain et Dordogne, Auvergne-Rhône-Alpes et Nouvelle-Aquitaine"),
        ("dep:46", "Occitanie"),
        ("com:97105", "CA Grand Sud Caraïbe, Guadeloupe"),  # département and région have one name
        ("dep:01+dep:24+dep:2A+dep:46+dep:75", "5\u00a0départements, 5\u00a0régions"),
        ("reg:76", ""),
        ("FRM", ""),
    ],
)
def test_where_a_territory_is(gazetteer: Gazetteer, expression: str, expected: str) -> None:
    assert situation(gazetteer.facts, gazetteer.resolve(expression)) == expected
