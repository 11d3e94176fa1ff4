"""Living figures: old → new on the made-up country, worked out by hand; a person's words are left alone."""

from __future__ import annotations

import json
from dataclasses import replace

import drafts
import pytest
import world
from world import column

from anct_qgis_plugin.core.diagnostic import Analyst
from anct_qgis_plugin.core.dossier import Dossier, with_value
from anct_qgis_plugin.core.living import Refresh, Update, accept, refresh
from anct_qgis_plugin.core.profile import parse
from anct_qgis_plugin.store.definitions import definition

PACTE = definition("pacte")
# Figeac: from 20 % (above Lot 13.3 % and France 10.2 %) to 5 %: Lot (10+5+10)/300 = 8.3 %, France 97/1100 = 8.8 %.
LOWER = {**drafts.VACANCY, "c46102": (5, 5, 100)}
# To 25 %: still above.
HIGHER = {**drafts.VACANCY, "c46102": (25, 25, 100)}


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def compared(dossier: Dossier, vacancy: dict = LOWER) -> Refresh:
    made = replace(
        world.facts(taux_vacance=column(**vacancy), part_rsa=column(**drafts.RSA)), sources=drafts.facts().sources
    )
    analyst = Analyst(made)
    profile = parse(json.dumps(drafts.PROFILE), world.catalogue().indicators)
    diagnostic = analyst.diagnostic(analyst.gazetteer.resolve(dossier.territory), profile)
    return refresh(dossier, definition(dossier.type), diagnostic, analyst)


def named(found: Refresh, start: str) -> Update:
    (one,) = [update for update in found.updates if update.id.startswith(start)]
    return one


def test_the_same_data_change_nothing() -> None:
    for kind in ("pacte", "ingenierie"):
        assert compared(drafts.draft(kind, "com:46102"), drafts.VACANCY).updates == ()


def test_old_and_new_are_listed_and_the_sentence_turned_round_is_marked() -> None:
    found = compared(drafts.draft("pacte", "com:46102"))
    row = named(found, "chiffres/Logements vacants")
    (own,) = [one for one in row.figures if one.old.place == "territoire"]
    assert (plain(own.old_text), plain(own.new_text)) == ("20,0 % (2021)", "5,0 % (2021)")
    (lot,) = [one for one in row.figures if one.old.place == "departement"]
    assert (plain(lot.old_text), plain(lot.new_text)) == ("13,3 % (2021)", "8,3 % (2021)")
    assert row.flipped
    gone = named(found, "fragilites/Logements vacants")
    assert "de plus que le département" in plain(gone.old)
    assert gone.new == ""  # 5 % is no weakness any more: it goes, and comes among the strengths
    appeared = named(found, "atouts/Logements vacants")
    assert "de moins que le département" in plain(appeared.new)


def test_a_figure_that_moves_on_the_same_side_is_not_marked_as_turned() -> None:
    found = compared(drafts.draft("pacte", "com:46102"), HIGHER)
    sentence = named(found, "fragilites/Logements vacants")
    # Lot: (10+25+10)/300 = 15.0 %.
    assert "25,0 % en 2021, soit 10,0 points de plus que le département (Lot : 15,0 %)" in plain(sentence.new)
    assert not sentence.flipped
    assert not sentence.edited


def test_accepting_one_changes_that_one_only() -> None:
    made = drafts.draft("pacte", "com:46102")
    found = compared(made, HIGHER)
    done = accept(made, found, PACTE, ["fragilites/Logements vacants"])
    assert "25,0" in done.values["fragilites"]
    assert "fragilites" in done.generated
    assert done.values["chiffres"] == made.values["chiffres"]
    assert {one.value for one in done.provenance("fragilites") if one.place == "territoire"} == {25.0}
    left = {one.id for one in compared(done, HIGHER).updates}
    assert "fragilites/Logements vacants" not in left
    assert any(one.startswith("chiffres/") for one in left)


def test_accepting_all_gives_what_a_fresh_draft_would_say() -> None:
    made = drafts.draft("ingenierie", "com:46102")
    found = compared(made)
    done = accept(made, found, definition("ingenierie"), [one.id for one in found.updates])
    assert compared(done).updates == ()
    for key, value in found.fresh.values.items():
        if isinstance(value, str):
            assert sorted(done.values[key].split("\n")) == sorted(value.split("\n")), key
        elif isinstance(value, list):
            assert sorted(map(str, done.values[key])) == sorted(map(str, value)), key
        else:
            assert done.values[key] == value


def test_what_a_person_wrote_is_never_touched() -> None:
    made = drafts.draft("pacte", "com:46102")
    first, *others = made.values["fragilites"].split("\n")
    written = "Le logement vacant y atteint 20,0 %, plus que dans le département."
    mine = with_value(made, PACTE.field("fragilites"), "\n".join([first, written]))
    found = compared(mine)
    sentence = named(found, "fragilites/Logements vacants")
    assert sentence.edited
    done = accept(mine, found, PACTE, [one.id for one in found.updates])
    assert written in done.values["fragilites"]
    assert sentence.old not in done.values["fragilites"]
    (again,) = [one for one in found.rereads if one.figure.old.place == "territoire"]
    assert (again.sentence, again.flipped) == (written, True)
    assert others


def test_a_line_left_as_drafted_can_still_be_renewed_beside_a_person_s_own() -> None:
    made = drafts.draft("pacte", "com:46102")
    mine = with_value(made, PACTE.field("fragilites"), made.values["fragilites"] + "\nNotre avis.")
    done = accept(mine, compared(mine, HIGHER), PACTE, ["fragilites/Logements vacants"])
    assert "25,0" in done.values["fragilites"]
    assert done.values["fragilites"].endswith("Notre avis.")
    assert "fragilites" not in done.generated


def test_a_short_value_a_person_changed_stays() -> None:
    made = drafts.draft("ingenierie", "com:46102")
    field = definition("ingenierie").field("type")
    mine = with_value(made, field, "autre")
    found = compared(mine)
    assert accept(mine, found, definition("ingenierie"), [one.id for one in found.updates]).values["type"] == "autre"


def test_the_class_that_criterion_a_reads_is_renewed_only_when_accepted() -> None:
    made = drafts.draft("ingenierie", "com:46102")
    found = compared(made)
    change = named(found, "/classe_fragilite")
    before = next(one.value for one in made.figures if one.indicator == "classe_fragilite")
    done = accept(made, found, definition("ingenierie"), [change.id])
    after = [one.value for one in done.figures if one.indicator == "classe_fragilite"]
    assert before == pytest.approx(change.figures[0].old.value)
    assert after == [change.figures[0].new.value] != [before]


def test_figures_kept_before_places_were_are_matched_by_name() -> None:
    made = drafts.draft("pacte", "com:46102")
    old = replace(made, figures=tuple(replace(one, place="") for one in made.figures), drafts={})
    (own,) = [one for one in named(compared(old), "chiffres/Logements").figures if one.old.territory == "Figeac"]
    assert plain(own.new_text) == "5,0 % (2021)"
