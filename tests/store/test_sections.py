"""Cutting a dossier into sections and joining them: nothing lost, whatever it holds."""

from __future__ import annotations

import json
from decimal import Decimal

import drafts
from dossiers import NOW
from hypothesis import given, settings
from hypothesis import strategies as st

from anct_qgis_plugin.core.dossier import Dossier
from anct_qgis_plugin.core.dossier_facets import amount, department_of, facets, search_text, year
from anct_qgis_plugin.core.dossier_sections import HEAD, NOTE, OTHER, SectionContent, changed_fields, join, split
from anct_qgis_plugin.store.definitions import definition

STORED = ("id", "type", "created", "modified", "state", "changes", "revision")
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
FIELDS = st.sampled_from([*definition("pacte").fields, "inconnu", "fiches_actions.2.cout_ht"])


def joined(dossier: Dossier, pieces: dict[str, SectionContent]) -> Dossier:
    kept = {one: SectionContent.from_dict(json.loads(json.dumps(c.to_dict()))) for one, c in pieces.items()}
    return join({key: value for key, value in dossier.to_dict().items() if key in STORED}, kept)


def test_prefilled_dossiers_are_cut_and_joined_without_loss() -> None:
    for kind in ("pacte", "ingenierie"):
        dossier = drafts.draft(kind, "dep:46")
        pieces = split(dossier, definition(kind))
        # What stands for the whole dossier (its index) belongs to no field.
        assert not pieces[OTHER].values
        assert {figure["field"] for figure in pieces[OTHER].figures} == {""}
        again = joined(dossier, pieces)
        assert sorted(map(repr, again.figures)) == sorted(map(repr, dossier.figures))
        data, found = dossier.to_dict(), again.to_dict()
        data["figures"] = found["figures"] = []
        assert json.loads(json.dumps(found)) == json.loads(json.dumps(data))


@given(values=st.dictionaries(FIELDS, JSON, max_size=6), generated=st.frozensets(FIELDS, max_size=3), note=st.text())
@settings(deadline=None, max_examples=60)
def test_any_dossier_is_cut_and_joined_without_loss(values, generated, note) -> None:
    made = Dossier("a", "pacte", "Titre", "dep:46", "Lot", ("46042",), NOW, NOW, "brouillon", values, generated)
    dossier = Dossier.from_dict({**made.to_dict(), "note_interne": note})
    for known in (definition("pacte"), None):
        pieces = split(dossier, known)
        assert joined(dossier, pieces) == dossier
        assert all("note_interne" not in content.values for one, content in pieces.items() if one != NOTE)
        assert set(pieces[HEAD].values) == {"title", "territory", "territory_label", "communes", "drafts"}


@given(st.dictionaries(FIELDS, JSON, max_size=4), st.dictionaries(FIELDS, JSON, max_size=4))
def test_changed_fields_are_those_that_differ(before, after) -> None:
    found = changed_fields(SectionContent(before), SectionContent(after))
    for key in {*before, *after}:
        same = key in before and key in after and before[key] == after[key]
        assert (key in found) is not same


def test_facets_amounts_and_years_by_hand() -> None:
    assert [department_of(code) for code in ("01004", "2A004", "97105", "97608", "46042")] == [
        "01", "2A", "971", "976", "46",
    ]  # fmt: skip
    assert amount({"fiches_actions": [{"cout_ht": "0.10"}, {"cout_ht": "0.20"}, {}]}) == Decimal("0.30")
    assert amount({"fiches_actions": "mal rangé", "cout_estime": "12 500,50"}) == Decimal("12500.50")
    assert amount({"fiches_actions": [{}]}) is None
    assert (year({"periode_debut": 2026}, "2020"), year({}, "2020-01-01"), year({}, "")) == (2026, 2020, None)
    found = {(f.kind, f.key, f.label) for f in facets({"operateurs": ["Cerema", " CÉRÉMA "]}, "dep:46", ["46042"])}
    assert found == {
        ("operateur", "cerema", "Cerema"),
        ("territoire", "dep:46", "dep:46"),
        ("departement", "46", "46"),
        ("commune", "46042", "46042"),
    }
    rows = [{"programme": "France services (FS)", "presence": "1 site"}, {"programme": "Autres programmes"}]
    told = [f.label for f in facets({"programmes": rows}, "dep:46", ()) if f.kind == "programme"]
    assert told == ["France services (FS)"]  # the others are those that no commune has
    assert search_text("L'été", "Lot", {"a": ["École", {"b": "été"}], "c": 3}) == "l ete lot ecole"
