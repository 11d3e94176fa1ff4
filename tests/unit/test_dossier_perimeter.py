"""A dossier whose perimeter changed: its new territory, and old → new figure by figure, worked out by hand."""

from __future__ import annotations

import json
from dataclasses import replace

import drafts
import numpy as np
import pytest
import world
from hypothesis import given
from hypothesis import strategies as st

from anct_qgis_plugin.core.diagnostic import Analyst
from anct_qgis_plugin.core.dossier import Dossier, with_value
from anct_qgis_plugin.core.dossier_perimeter import has_moved, named, territory_of
from anct_qgis_plugin.core.living import TERRITORY, TITLE, Refresh, Update, accept, refresh
from anct_qgis_plugin.core.prefill_tables import territory_rows
from anct_qgis_plugin.core.profile import parse
from anct_qgis_plugin.core.territory import Territory
from anct_qgis_plugin.errors import UnknownTerritory
from anct_qgis_plugin.store.definitions import definition

PACTE, REQUEST = definition("pacte"), definition("ingenierie")
ANALYST = Analyst(drafts.facts())
GAZETTEER = ANALYST.gazetteer
PROFILE = parse(json.dumps(drafts.PROFILE), world.catalogue().indicators)
BUGEY = {"nature": "EPCI", "code": "200000001", "nom": "CC du Bugey", "communes": "3"}


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def rows(dossier: Dossier, *given: dict) -> Dossier:
    """The dossier with these rows of its perimeter, as a person leaves them."""
    return with_value(dossier, PACTE.field("perimetre"), list(given))


def compared(dossier: Dossier, expression: str = "") -> Refresh:
    kind = definition(dossier.type)
    territory, unread = territory_of(dossier, kind, GAZETTEER)
    territory = GAZETTEER.resolve(expression) if expression else territory
    return refresh(dossier, kind, ANALYST.diagnostic(territory, PROFILE), ANALYST, unread)


def update(found: Refresh, start: str) -> Update:
    (one,) = [one for one in found.updates if one.id.startswith(start)]
    return one


def codes(territory: Territory) -> list[str]:
    return list(ANALYST.facts.codes[territory.positions])


# -- which territory ---------------------------------------------------------------------------------------------------


def test_an_untouched_list_says_what_the_dossier_was_drafted_for() -> None:
    for kind in ("pacte", "ingenierie"):
        for expression in ("com:46102", "dep:24", "epci:200000004", "com:46102+com:75056"):
            made = drafts.draft(kind, expression)
            assert not has_moved(made, definition(kind))
            territory, unread = territory_of(made, definition(kind), GAZETTEER)
            assert (territory.expression, unread) == (expression, ())


def test_rows_added_and_taken_away_name_the_shortest_territory() -> None:
    made = drafts.draft("pacte", "com:46102")
    figeac = made.values["perimetre"][0]
    for given_rows, expected in (
        ([BUGEY], "epci:200000001"),
        ([figeac, BUGEY], "epci:200000001+com:46102"),
        # A code is enough, and so is a name.
        ([figeac, {"code": "75056"}], "com:46102+com:75056"),
        ([figeac, {"nom": "Ajaccio"}], "com:2A004+com:46102"),
        # The three communes of the Lot are its one EPCI: said as the larger unit.
        ([{"code": "200000002", "nature": "EPCI"}], "dep:46"),
    ):
        moved = rows(made, *given_rows)
        assert has_moved(moved, PACTE)
        territory, unread = territory_of(moved, PACTE, GAZETTEER)
        got = GAZETTEER.resolve(territory.expression)
        assert codes(got) == codes(GAZETTEER.resolve(expected)), given_rows
        assert (territory.expression.count("+"), unread) == (expected.count("+"), ())


def test_a_part_of_an_epci_stays_that_part() -> None:
    """The Dordogne holds one commune of the Bugey (24049): adding Paris must not bring in the two others."""
    made = drafts.draft("pacte", "dep:24")
    (part,) = made.values["perimetre"]
    assert (part["nature"], part["codes"]) == ("EPCI (partie)", "24049")
    territory, _ = territory_of(rows(made, part, {"code": "75056"}), PACTE, GAZETTEER)
    assert codes(territory) == ["24049", "75056"]
    # Written before the communes were kept in the row: those of the dossier.
    old = {key: value for key, value in part.items() if key != "codes"}
    assert codes(territory_of(rows(made, old, {"code": "75056"}), PACTE, GAZETTEER)[0]) == ["24049", "75056"]


def test_rows_that_name_nothing_are_named_and_left_out() -> None:
    made = drafts.draft("pacte", "com:46102")
    moved = rows(
        made, BUGEY, {"nom": "Syndicat des eaux"}, {"code": "99999", "nom": "Ville perdue"}, {"nom": "Saint-Denis"}
    )
    territory, unread = territory_of(moved, PACTE, GAZETTEER)
    assert territory.expression == "epci:200000001"
    assert unread == ("Syndicat des eaux", "Ville perdue", "Saint-Denis")  # two communes have that name
    assert compared(moved).unread == unread
    nothing = rows(made, {"nom": "Syndicat des eaux"})
    assert territory_of(nothing, PACTE, GAZETTEER)[0].expression == "com:46102"


def test_a_perimeter_of_the_users_that_is_gone_is_found_again_by_its_communes() -> None:
    made = replace(drafts.draft("ingenierie", "epci:200000001"), territory="per:disparu")
    assert territory_of(made, REQUEST, GAZETTEER)[0].expression == "epci:200000001"
    with pytest.raises(UnknownTerritory):
        territory_of(replace(made, communes=("99999",)), REQUEST, GAZETTEER)


@given(
    st.sets(st.integers(0, len(world.COMMUNES) - 1), min_size=1),
    st.sampled_from(["dep:46", "com:75056", "FRM", "epci:200000001+com:2A004"]),
)
def test_the_expression_names_exactly_the_communes(chosen: set[int], base: str) -> None:
    positions = np.array(sorted(chosen))
    territory = named(GAZETTEER, positions, GAZETTEER.resolve(base))
    assert np.array_equal(GAZETTEER.resolve(territory.expression).positions, positions)
    # Read again from the rows that it is listed by.
    made = drafts.draft("pacte", "com:97608")
    listed = rows(made, *territory_rows(ANALYST.facts, territory))
    assert np.array_equal(territory_of(listed, PACTE, GAZETTEER)[0].positions, positions)


# -- old and new -------------------------------------------------------------------------------------------------------


def test_figures_of_the_new_perimeter_are_listed_and_what_turned_round_is_marked() -> None:
    """Figeac: 20 % vacant, Lot 13,3 %. The Bugey: (10+10+2)/300 = 7,3 %, its département the Ain: 20/200 = 10,0 %."""
    found = compared(rows(drafts.draft("pacte", "com:46102"), BUGEY))
    assert found.moved
    head = update(found, TERRITORY)
    assert (plain(head.old), plain(head.new)) == ("Figeac (1 commune)", "CC du Bugey (3 communes)")
    assert "Figeac" in update(found, "titre/").old and "CC du Bugey" in update(found, "titre/").new
    row = update(found, "chiffres/Logements vacants")
    texts = {one.old.place: (plain(one.old_text), plain(one.new_text)) for one in row.figures}
    assert texts["territoire"] == ("20,0 % (2021)", "7,3 % (2021)")
    assert texts["departement"] == ("13,3 % (2021)", "10,0 % (2021)")
    assert row.flipped
    assert "de plus que le département (Lot" in plain(update(found, "fragilites/Logements vacants").old)
    people = update(found, "population/")
    assert ("10" in people.old, plain(people.new)) == (True, "18 200 hab.")
    # What stands in the list of the perimeter is the person's own, and no change to it is proposed.
    assert not [one for one in found.updates if one.field == "perimetre"]


def test_one_figure_taken_moves_the_dossier_and_leaves_the_rest() -> None:
    moved = rows(drafts.draft("pacte", "com:46102"), BUGEY)
    found = compared(moved)
    row = update(found, "chiffres/Logements vacants")
    done = accept(moved, found, PACTE, [row.id])
    assert (done.territory, done.territory_label) == ("epci:200000001", "CC du Bugey")
    assert done.communes == ("01004", "01007", "24049")
    assert done.values["perimetre"] == [BUGEY] and not has_moved(done, PACTE)
    assert done.values["fragilites"] == moved.values["fragilites"]
    assert done.title == moved.title
    left = compared(done)
    assert not left.moved
    # The title is proposed with the move only: left then, it is the person's.
    assert {one.id for one in left.updates} == {one.id for one in found.updates} - {row.id, TERRITORY, "titre/"}


def test_a_territory_chosen_otherwise_brings_its_list_along() -> None:
    made = drafts.draft("pacte", "com:46102")
    own = {"nom": "Syndicat des eaux"}
    made = rows(made, *made.values["perimetre"], own)
    made = replace(made, drafts={**made.drafts, "perimetre": made.values["perimetre"]})
    done = accept(made, compared(made, "epci:200000001"), PACTE, [TERRITORY])
    assert done.values["perimetre"] == [BUGEY, own]
    assert not has_moved(done, PACTE)


@pytest.mark.parametrize("kind", ["pacte", "ingenierie"])
def test_taking_all_gives_what_a_draft_of_the_new_territory_says(kind: str) -> None:
    made = drafts.draft(kind, "com:46102")
    found = compared(made, "epci:200000001")
    done = accept(made, found, definition(kind), [one.id for one in found.updates])
    expected = drafts.draft(kind, "epci:200000001")
    assert compared(done).updates == ()
    assert (done.title, done.communes, done.territory_label) == (
        expected.title, expected.communes, expected.territory_label,
    )  # fmt: skip
    for key in {**expected.values, **done.values}:
        old, new = done.values.get(key), expected.values.get(key)
        if isinstance(new, str):
            old, new = sorted(str(old).split("\n")), sorted(new.split("\n"))
        elif isinstance(new, list):
            old, new = sorted(map(str, old)), sorted(map(str, new))
        assert old == new, key
    # Every figure is of the new territory or of one around it; none is left of the old one.
    assert set(done.figures) == set(expected.figures)


def test_a_title_that_a_person_gave_stays() -> None:
    made = drafts.draft("ingenierie", "com:46102")
    assert [one.new for one in compared(made, "dep:46").updates if one.id == TITLE]
    mine = replace(made, title="Une halle pour Figeac")
    found = compared(mine, "dep:46")
    assert TITLE not in {one.id for one in found.updates}
    assert accept(mine, found, REQUEST, [one.id for one in found.updates]).title == "Une halle pour Figeac"


def test_what_a_person_wrote_is_never_touched_by_a_move() -> None:
    made = rows(drafts.draft("pacte", "com:46102"), BUGEY)
    mine = "Le logement vacant y atteint 20,0 %, plus que dans le département."
    for key, value in (("fragilites", mine), ("enjeux", "Nos enjeux"), ("periode_fin", 2040)):
        made = with_value(made, PACTE.field(key), value)
    found = compared(made)
    done = accept(made, found, PACTE, [one.id for one in found.updates])
    assert (done.values["enjeux"], done.values["periode_fin"]) == ("Nos enjeux", 2040)
    assert mine in done.values["fragilites"].split("\n")
    (again,) = [one for one in found.rereads if one.figure.old.place == "territoire"]
    assert (again.sentence, again.flipped, plain(again.figure.new_text)) == (mine, True, "7,3 % (2021)")


def test_the_class_that_criterion_a_reads_goes_where_the_new_territory_has_no_index() -> None:
    """Mayotte has neither figure of the profile: no index there, so none must be left of Figeac's."""
    made = drafts.draft("ingenierie", "com:46102")
    found = compared(made, "com:97608")
    gone = update(found, "/classe_fragilite")
    assert gone.old and not gone.new
    done = accept(made, found, REQUEST, [gone.id])
    assert not [one for one in done.figures if one.indicator == "classe_fragilite"]
