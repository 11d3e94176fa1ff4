"""What a whole dossier is checked for, where each thing is, and money to the cent (properties)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anct_qgis_plugin.core import dossier_finance
from anct_qgis_plugin.core.dossier import Dossier, conform, is_edited, new_dossier, suggestions, with_value
from anct_qgis_plugin.core.dossier_checks import Finding, findings
from anct_qgis_plugin.core.dossier_copy import duplicate, import_sheet, sheets, start_from
from anct_qgis_plugin.core.dossier_text import columns_of, display, value_of
from anct_qgis_plugin.errors import DossierError
from anct_qgis_plugin.store.definitions import definition

NOW = "2026-11-25T10:00:00+00:00"
PACTE, REQUEST = definition("pacte"), definition("ingenierie")


def pacte(**values: Any) -> Dossier:
    return replace(new_dossier(PACTE, "Essai", "dep:46", "Lot", ("46102",), NOW), values=values)


def sheet(cost: Any, *lines: tuple[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "intitule": "Halle", "maitre_ouvrage": "Ville de Figeac", "cout_ht": cost,
        "financements": [{"financeur": who, "montant": amount} for who, amount in lines], **more,
    }  # fmt: skip


def of(dossier: Dossier, level: str, start: str) -> list[Finding]:
    definition_ = PACTE if dossier.type == "pacte" else REQUEST
    return [one for one in findings(definition_, dossier) if one.level == level and one.field == start]


# -- places -----------------------------------------------------------------------------------------------------------


def test_each_thing_missing_has_its_path_down_to_a_list_in_a_list() -> None:
    made = pacte(fiches_actions=[sheet("100"), sheet("100.00", ("", "20"), ("Etat", ""))])
    paths = [one.path for one in of(made, "missing", "fiches_actions")]
    assert ("fiches_actions", 1, "axe") in paths
    assert ("fiches_actions", 2, "financements", 1, "financeur") in paths
    assert ("fiches_actions", 2, "financements", 2, "montant") in paths
    (last,) = [one for one in findings(PACTE, made) if one.path[-3:] == ("financements", 2, "montant")]
    assert last.section == "fiches"
    assert last.where == "Fiches actions, row 2: Financements, row 2: Montant"


def test_wrong_values_are_found_in_rows_and_in_lists_of_rows() -> None:
    made = pacte(
        axes=[{"echeance": 2030}, {"echeance": 12}],
        fiches_actions=[sheet("douze", ("DETR", "-3")), sheet("5", debut="2026-02-31")],
    )
    assert [one.path for one in findings(PACTE, made) if one.level == "error"] == [
        ("axes", 2, "echeance"),
        ("fiches_actions", 1, "cout_ht"),
        ("fiches_actions", 1, "financements", 1, "montant"),
        ("fiches_actions", 2, "debut"),
    ]


def test_every_finding_names_a_field_of_its_section() -> None:
    for one in findings(REQUEST, new_dossier(REQUEST, "t", "com:46102", "Figeac", ("46102",), NOW)):
        assert REQUEST.section_of(one.field).id == one.section
        assert one.text


def test_a_complete_small_definition_has_nothing_to_say() -> None:
    made = pacte(periode_debut=2026, periode_fin=2030, frequence="deux fois par an")
    assert [one for one in findings(PACTE, made) if one.level != "missing"] == []


# -- rules ------------------------------------------------------------------------------------------------------------


def test_end_after_start_of_the_period_and_of_each_action() -> None:
    made = pacte(
        periode_debut=2030, periode_fin=2026,
        fiches_actions=[
            sheet("1", debut="2027-03-01", fin="2027-02-28"), sheet("1", debut="2027-03-01", fin="2027-03-01")
        ],
    )  # fmt: skip
    errors = [one.path for one in findings(PACTE, made) if one.level == "error"]
    assert errors == [("periode_fin",), ("fiches_actions", 1, "fin")]


@pytest.mark.parametrize(
    ("cost", "lines", "level"),
    [
        ("1000.00", [("DETR", "400"), ("Région", "400")], ""),  # 20 % left, exactly
        ("1000.00", [("DETR", "400"), ("Région", "400.01")], "warning"),
        ("1000.00", [("DETR", "1000.01")], "error"),
        ("1000.00", [("DETR", "800"), ("ville de  FIGEAC", "200")], ""),  # the owner's own money is its share
        ("1000.00", [("DETR", "801"), ("Ville de Figeac", "199")], "warning"),
        ("0", [("DETR", "0")], ""),
        ("0", [], ""),
        ("1000", [], ""),
    ],
)
def test_fundings_and_the_owner_s_share(cost: str, lines: list[tuple[str, str]], level: str) -> None:
    made = pacte(fiches_actions=[sheet(cost, *lines)])
    found = of(made, "error", "fiches_actions") + of(made, "warning", "fiches_actions")
    assert [one.level for one in found] == ([level] if level else [])
    assert all(one.path == ("fiches_actions", 1, "financements") for one in found)


def test_the_excess_is_said_in_euros_and_cents() -> None:
    (one,) = of(pacte(fiches_actions=[sheet("1000.00", ("DETR", "1000.01"))]), "error", "fiches_actions")
    assert "0,01\u00a0€" in one.text


def test_one_meeting_a_year_is_too_few() -> None:
    (one,) = of(pacte(frequence="une fois par an"), "error", "frequence")
    assert "deux fois par an" in one.text
    assert of(pacte(frequence="deux fois par an"), "error", "frequence") == []


def test_cofinancing_of_a_request_does_not_exceed_its_budget() -> None:
    values = {"budget_prestation": "100", "cofinancements": [{"financeur": "EPCI", "montant": "100.01"}]}
    made = replace(new_dossier(REQUEST, "t", "com:46102", "Figeac", ("46102",), NOW), values=values)
    assert [one.path for one in of(made, "error", "cofinancements")] == [("cofinancements",)]


@pytest.mark.parametrize("good", ["05 65 50 05 40", "+33 5 65 50 05 40", "0262.40.77.77", "3939"])
def test_telephones(good: str) -> None:
    made = replace(new_dossier(REQUEST, "t", "com:46102", "Figeac", ("46102",), NOW), values={"contact_tel": good})
    assert of(made, "error", "contact_tel") == []
    assert len(of(replace(made, values={"contact_tel": good + " poste"}), "error", "contact_tel")) == 1


@pytest.mark.parametrize("cut", ["05 65", "0565", "05 65 50"])
def test_a_telephone_number_that_was_cut_is_said(cut: str) -> None:
    made = replace(new_dossier(REQUEST, "t", "com:46102", "Figeac", ("46102",), NOW), values={"contact_tel": cut})
    assert len(of(made, "error", "contact_tel")) == 1


# -- maquette financière ----------------------------------------------------------------------------------------------

CENTS = st.integers(0, 10**13).map(lambda cents: str(Decimal(cents) / 100))
LINES = st.fixed_dictionaries(
    {"financeur": st.sampled_from(["État", "etat ", "Région", "EPCI", ""]), "montant": CENTS},
    optional={"annee": st.integers(2024, 2036)},
)
DATES = st.sampled_from(["2026-01-01", "2026-12-31", "2027-05-05", ""])
SHEETS = st.lists(
    st.fixed_dictionaries(
        {"cout_ht": CENTS, "debut": DATES, "fin": DATES, "financements": st.lists(LINES, max_size=8)}
    ),
    max_size=8,
)


@settings(deadline=None, max_examples=150)
@given(SHEETS)
def test_sums_over_years_over_funders_and_of_the_lines_are_one(actions: list[dict[str, Any]]) -> None:
    found = dossier_finance.budget(actions)
    # In whole cents, by integers: independent of what is tested.
    cents = sum(int(Decimal(line["montant"]) * 100) for action in actions for line in action["financements"])
    assert 100 * found.total == cents
    assert sum((found.of(years=[year]) for year in found.years), Decimal(0)) == found.total
    assert sum((found.of(funder=name) for name in found.funders), Decimal(0)) == found.total
    assert 100 * found.cost == sum(int(Decimal(action["cout_ht"]) * 100) for action in actions)
    table = dossier_finance.rows(found)
    if not found.lines:
        assert table == []
        return
    field = PACTE.field("maquette")
    shown = dossier_finance.columns(field, found)
    years = [column.id for column in shown if column.id.startswith("a")]
    assert len(years) <= dossier_finance.MOST_YEARS + 1
    for row in table[: len(found.funders) + 1]:
        across = sum((Decimal(row[key]) for key in years if row[key] != dossier_finance.NOTHING), Decimal(0))
        assert across == Decimal(row["total"])
    for key in [*years, "total"]:
        column = [row[key] for row in table[: len(found.funders)] if row[key] != dossier_finance.NOTHING]
        assert sum(map(Decimal, column), Decimal(0)) == Decimal(table[len(found.funders)][key])


def test_a_maquette_by_hand() -> None:
    actions = [
        sheet("1000.10", ("État", "300.05"), ("Région", "200"), debut="2026-02-01", fin="2026-11-30"),
        {**sheet("500", debut="2026-02-01", fin="2028-11-30"), "financements": [
            {"financeur": "etat", "montant": "100", "annee": 2027}, {"financeur": "EPCI", "montant": "50.50"},
            {"financeur": "EPCI", "montant": "beaucoup"}]},
    ]  # fmt: skip
    made = pacte(fiches_actions=actions)
    field = PACTE.field("maquette")
    assert [column.label for column in columns_of(made, field)] == [
        "Financeur", "2026", "2027", "Année à préciser", "Total", "Part"
    ]  # fmt: skip
    rows = [[display(c, row.get(c.id)).replace("\u00a0", " ").replace("\u202f", " ") for c in columns_of(made, field)]
            for row in value_of(made, field)]  # fmt: skip
    # 400.05 / 1500.10 = 26.7 %; 200 / 1500.10 = 13.3 %; 50.50 / 1500.10 = 3.4 %; 650.55 = 43.4 %; 849.55 = 56.6 %.
    assert rows == [
        ["État", "300,05 €", "100 €", "–", "400,05 €", "26,7 %"],
        ["Région", "200 €", "–", "–", "200 €", "13,3 %"],
        ["EPCI", "–", "–", "50,50 €", "50,50 €", "3,4 %"],
        ["Total des financements", "500,05 €", "100 €", "50,50 €", "650,55 €", "43,4 %"],
        ["Reste à la charge des maîtres d'ouvrage", "–", "–", "–", "849,55 €", "56,6 %"],
        ["Coût total des actions", "–", "–", "–", "1 500,10 €", "100,0 %"],
    ]
    assert dossier_finance.budget(actions).unreadable == 1


# -- content of older dossiers, copies --------------------------------------------------------------------------------


def test_a_list_of_labels_becomes_rows_where_the_definition_now_has_columns() -> None:
    old = pacte(operateurs=["Cerema", "Anah"], mots_cles=["eau"])
    new = conform(old, PACTE)
    assert new.values["operateurs"] == [{"operateur": "Cerema"}, {"operateur": "Anah"}]
    assert new.values["mots_cles"] == ["eau"]
    assert conform(new, PACTE) is new
    assert value_of(old, PACTE.field("operateurs")) == new.values["operateurs"]


def test_suggestions_come_from_the_dossier_itself() -> None:
    made = pacte(axes=[{"intitule": "Centre"}, {"intitule": "Centre "}, {"intitule": ""}, {"intitule": "Eau"}])
    (axis,) = [column for column in PACTE.field("fiches_actions").columns if column.id == "axe"]
    assert suggestions(made, axis) == ["Centre", "Eau"]


def test_undoing_an_edit_makes_the_text_the_drafted_one_again() -> None:
    made = replace(pacte(atouts="proposé"), drafts={"atouts": "proposé"}, generated=frozenset({"atouts"}))
    edited = with_value(made, PACTE.field("atouts"), "écrit")
    assert is_edited(edited, "atouts")
    assert not is_edited(with_value(edited, PACTE.field("atouts"), "proposé"), "atouts")
    assert with_value(edited, PACTE.field("atouts"), "proposé").generated == {"atouts"}


def test_a_duplicate_has_its_own_life() -> None:
    made = replace(pacte(axes=[{"intitule": "Eau"}]), state="validé", note_interne="entre nous", revision=7)
    twin = duplicate(made, PACTE, "2026-12-01T00:00:00+00:00")
    assert (twin.title, twin.state, twin.revision, twin.note_interne, twin.changes) == (
        "Essai (copie)", "brouillon", 0, "", ()
    )  # fmt: skip
    assert twin.id != made.id and twin.values["titre"] == twin.title  # one thing, in two places
    twin.values["axes"][0]["intitule"] = "Autre"
    assert made.values["axes"][0]["intitule"] == "Eau"


def test_starting_from_a_twin_takes_words_and_leaves_figures_and_places() -> None:
    twin = pacte(
        titre="Pacte du twin", population=5, pilote="La sous-préfète", ambition="Habiter", fragilites="Ses fragilités",
        fiches_actions=[sheet("10", communes=[{"code": "12", "nom": "X"}], debut="2026-01-01")],
    )  # fmt: skip
    made = start_from(pacte(titre="Pacte du Lot", population=175000), twin, PACTE)
    assert (made.values["titre"], made.values["population"], made.values["ambition"]) == (
        "Pacte du Lot", 175000, "Habiter"
    )  # fmt: skip
    assert "fragilites" not in made.values
    assert "pilote" not in made.values
    (row,) = made.values["fiches_actions"]
    assert (row["intitule"], "communes" in row, "debut" in row) == ("Halle", False, False)
    with pytest.raises(DossierError, match="kind"):
        start_from(new_dossier(REQUEST, "t", "com:46102", "Figeac", ("46102",), NOW), twin, REQUEST)


def test_a_fiche_is_taken_over_without_what_belongs_to_the_other_territory() -> None:
    source = pacte(fiches_actions=[sheet("10"), sheet("20.50", ("DETR", "5"), axe="1", debut="2026-01-01")])
    source.values["fiches_actions"][1]["financements"][0]["statut"] = "acquis"
    made = import_sheet(pacte(fiches_actions=[sheet("1")]), source, 1)
    assert sheets(made) == ["Halle", "Halle"]
    assert made.values["fiches_actions"][1] == {
        "intitule": "Halle", "cout_ht": "20.50", "financements": [{"financeur": "DETR", "montant": "5"}]
    }  # fmt: skip
    with pytest.raises(DossierError, match="number 3"):
        import_sheet(made, source, 2)


def test_a_share_just_under_the_least_is_not_rounded_up_to_it() -> None:
    # 40000.10 + 39999.95 = 80000.05 of 100000: 19.99995 % are left, which "20,0 %, under 20 %" would contradict.
    made = pacte(fiches_actions=[sheet("100000.00", ("État", "40000.10"), ("Région", "39999.95"))])
    (found,) = of(made, "warning", "fiches_actions")
    assert "19,9" in found.text and "20,0" not in found.text
