"""Values, completeness, states, admissibility and checks of a dossier."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal

import pytest

from anct_qgis_plugin.core.admissibility import CLASS_OF_INDEX, admissibility
from anct_qgis_plugin.core.dossier import Dossier, Provenance, missing, new_dossier, with_value
from anct_qgis_plugin.core.dossier_checks import luhn, money, problem, problems
from anct_qgis_plugin.core.dossier_states import FINAL_STATES, STATES, TRANSITIONS, blockers, change_state
from anct_qgis_plugin.core.dossier_text import display, long_date
from anct_qgis_plugin.errors import DossierError
from anct_qgis_plugin.store.definitions import definition

NOW = "2026-11-24T10:00:00+00:00"
PACTE, REQUEST = definition("pacte"), definition("ingenierie")


def draft(kind: str = "ingenierie", **values: object) -> Dossier:
    made = new_dossier(definition(kind), "Essai", "com:46102", "Figeac", ("46102",), NOW)
    return replace(made, values={**made.values, **values})


def of_class(number: int) -> Provenance:
    return Provenance("", CLASS_OF_INDEX, "Classe", "Figeac", float(number), "/5", "2021", "indice", "ok")


def test_a_dossier_survives_json() -> None:
    made = replace(
        draft(innovant=True, mots_cles=["eau", "« guillemets » {{ x }}"], cout_estime="12500.50"),
        figures=(of_class(4),), generated=frozenset({"justification_A"}), note_interne="pour nous",
    )  # fmt: skip
    assert Dossier.from_dict(json.loads(json.dumps(made.to_dict()))) == made


def test_content_that_is_no_dossier_is_refused() -> None:
    with pytest.raises(DossierError):
        Dossier.from_dict({"id": "1"})


def test_an_edit_takes_the_generated_mark_away_and_an_empty_value_is_removed() -> None:
    field = REQUEST.field("justification_A")
    made = replace(draft(justification_A="proposé"), generated=frozenset({"justification_A"}))
    assert with_value(made, field, "proposé").generated == {"justification_A"}
    edited = with_value(made, field, "écrit")
    assert (edited.values["justification_A"], edited.generated) == ("écrit", frozenset())
    assert "justification_A" not in with_value(made, field, "  ").values


def test_zero_and_no_are_answers() -> None:
    made = with_value(with_value(draft(), REQUEST.field("innovant"), False), REQUEST.field("duree_mois"), 0)
    assert (made.values["innovant"], made.values["duree_mois"]) == (False, 0)


def test_what_is_missing_is_named_by_section_row_and_column() -> None:
    made = draft("pacte", signataires=[{"organisme": "État", "qualite": "préfète"}, {"organisme": "Région"}],
                 axes=[{c.id: "x" for c in PACTE.field("axes").columns}])  # fmt: skip
    found = missing(made, PACTE)
    assert list(found) == [section.id for section in PACTE.sections]
    assert [lack.text for lack in found["identite"] if lack.row] == ["Signataires, row 2: Qualité"]
    assert {lack.field.id for lack in found["identite"]} == {
        "titre", "perimetre", "periode_debut", "periode_fin", "pilote", "signataires"
    }  # fmt: skip
    assert [lack.column for lack in found["axes"]] == ["at least 2 rows"]
    assert found["engagements"] == []


def test_a_required_piece_is_missing_until_ticked() -> None:
    for value, lacks in ((False, True), (True, False)):
        found = missing(draft(piece_deliberation=value), REQUEST)["pieces"]
        assert bool(found) is lacks


# -- states: domain brief 5.3 -----------------------------------------------------------------------------------------


def test_the_path_from_draft_to_archive() -> None:
    for before, after in zip(
        ("complet", "transmis", "en instruction", "à compléter", "transmis", "en instruction", "validé"),
        ("transmis", "en instruction", "à compléter", "transmis", "en instruction", "validé", "archivé"),
        strict=True,
    ):
        done = change_state(replace(draft(), state=before), REQUEST, after, NOW, "moi", "vu")
        assert done.state == after
        assert (done.changes[-1].before, done.changes[-1].author, done.changes[-1].comment) == (before, "moi", "vu")


def test_no_other_change_is_allowed() -> None:
    assert set(TRANSITIONS) == set(STATES)
    for before in STATES:
        for after in set(STATES) - set(TRANSITIONS[before]):
            with pytest.raises(DossierError, match=before):
                change_state(replace(draft(), state=before), REQUEST, after, NOW, "moi", "motif")


@pytest.mark.parametrize("state", [*FINAL_STATES, "archivé"])
def test_reopening_needs_a_reason(state: str) -> None:
    closed = replace(draft(), state=state)
    with pytest.raises(DossierError, match="reason"):
        change_state(closed, REQUEST, "en instruction", NOW, "moi", " ")
    assert change_state(closed, REQUEST, "en instruction", NOW, "moi", "recours").state == "en instruction"


def test_a_draft_is_not_called_complete_before_it_is() -> None:
    with pytest.raises(DossierError, match="Contact : courriel"):
        change_state(draft(), REQUEST, "complet", NOW, "moi")
    whole = {f.id: True if f.type == "bool" else "x" for f in REQUEST if f.required}
    whole["localisation"] = [{"code": "46102", "nom": "Figeac"}]
    assert blockers(draft(**whole), REQUEST) == admissibility(draft(**whole)).missing != []
    whole |= {"innovant": True, "justification_C": "c" * 100}
    ready = replace(draft(**whole), figures=(of_class(5),))
    assert change_state(ready, REQUEST, "complet", NOW, "moi").state == "complet"


# -- admissibility: A and (B or C) ------------------------------------------------------------------------------------

TWO_ACTORS = [{"acteur": "CAUE", "reponse": "partiel"}, {"acteur": "DDT", "reponse": "hors champ"}]
COMPLEX = {"complexe": True, "justification_C": "c" * 100}


@pytest.mark.parametrize(
    ("number", "values", "a", "b", "c"),
    [
        (5, {}, True, False, False),
        (4, {"acteurs_sollicites": TWO_ACTORS}, True, True, False),
        (3, {"acteurs_sollicites": TWO_ACTORS}, False, True, False),
        (3, {"declaration_a": True, "justification_A": "Fermeture de l'usine."} | COMPLEX, True, False, True),
        (3, {"declaration_a": True}, False, False, False),
        (5, {"acteurs_sollicites": TWO_ACTORS[:1]}, True, False, False),
        (5, {"acteurs_sollicites": [TWO_ACTORS[0], {"acteur": "DDT"}]}, True, False, False),
        (5, {"acteurs_sollicites": [TWO_ACTORS[0]] * 2}, True, False, False),
        (5, {"innovant": True, "justification_C": "c" * 99}, True, False, False),
        (5, {"justification_C": "c" * 100}, True, False, False),
        (5, COMPLEX, True, False, True),
    ],
)
def test_the_rule(number: int, values: dict, a: bool, b: bool, c: bool) -> None:
    found = admissibility(replace(draft(**values), figures=(of_class(number),)))
    assert (found.a.met, found.b.met, found.c.met, found.met) == (a, b, c, a and (b or c))
    assert bool(found.missing) is not found.met
    assert [row["rempli"] for row in found.rows()] == ["oui" if x else "non" for x in (a, b, c, a and (b or c))]


def test_a_drafted_text_is_no_statement_of_the_applicant() -> None:
    made = draft(declaration_a=True, justification_A="phrase proposée")
    assert admissibility(made).a.met
    assert not admissibility(replace(made, generated=frozenset({"justification_A"}))).a.met


def test_without_index_criterion_a_says_so() -> None:
    found = admissibility(draft())
    assert not found.a.met
    assert "pas d'indice" in found.a.evidence


# -- checks -----------------------------------------------------------------------------------------------------------


def test_siret() -> None:
    # 732 829 320 00074 is the textbook example of a valid SIRET; La Poste's are checked by their sum.
    field = REQUEST.field("siret")
    assert luhn("73282932000074")
    assert problem(field, "732 829 320 00074") == ""
    assert "not valid" in problem(field, "732 829 320 00047")
    assert "fourteen" in problem(field, "73282932")
    assert "fourteen" in problem(field, "٧٣٢٨٢٩٣٢٠٠٠٠٧٤")
    # La Poste: the head office passes Luhn; a branch passes by the sum of its digits, 45, a multiple of 5.
    assert luhn("35600000000048")
    assert not luhn("35600000049837")
    assert problem(field, "35600000049837") == ""
    assert problem(field, "35600000049838") != ""


@pytest.mark.parametrize(
    ("kind", "name", "good", "bad"),
    [
        ("ingenierie", "contact_mail", "mairie@figeac.fr", "mairie@figeac"),
        ("ingenierie", "contact_mail", "a.b+c@x.gouv.fr", "deux@x.fr, trois@x.fr"),
        ("pacte", "periode_debut", 2026, 26),
        ("pacte", "periode_debut", 2026, "bientôt"),
        ("ingenierie", "duree_mois", 0, -1),
        ("ingenierie", "cout_estime", "12500.50", "douze"),
        ("ingenierie", "cout_estime", "0", "-3"),
        ("ingenierie", "debut_prevu", "2026-02-28", "2026-02-30"),
    ],
)
def test_values_are_checked(kind: str, name: str, good: object, bad: object) -> None:
    field = definition(kind).field(name)
    assert problem(field, good) == ""
    assert problem(field, bad) != ""
    assert problem(field, "") == ""


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("12 500,50 €", "12500.50"),
        ("12\u202f500", "12500.00"),
        ("0", "0.00"),
        ("1,005", None),
        ("1e5", None),
        ("", None),
    ],
)
def test_money_is_exact(typed: str, amount: str | None) -> None:
    assert money(typed) == (None if amount is None else Decimal(amount))


def test_a_period_that_ends_before_it_starts_and_too_many_axes() -> None:
    values = {"periode_debut": 2030, "periode_fin": 2026, "axes": [{"echeance": 2030}] * 7}
    assert set(problems(PACTE, draft("pacte", **values))) == {"periode_fin", "axes"}
    assert problems(PACTE, draft("pacte", axes=[{"echeance": 2030}])) == {}
    assert "12" in problems(PACTE, draft("pacte", axes=[{"echeance": 12}]))["axes"]


# -- French text ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "name", "value", "text"),
    [
        ("ingenierie", "population", 9851, "9\u202f851\u00a0hab."),
        ("pacte", "periode_debut", 2026, "2026"),
        ("ingenierie", "cout_estime", "12500.50", "12\u202f500,50\u00a0€"),
        ("ingenierie", "cout_estime", "12500.00", "12\u202f500\u00a0€"),
        ("ingenierie", "innovant", False, "non"),
        ("ingenierie", "debut_prevu", "2027-03-01", "1er\u00a0mars 2027"),
        ("ingenierie", "localisation", [{"code": "46102", "nom": "Figeac"}], "Figeac (46102)"),
        ("ingenierie", "siret", "73282932000074", "732\u00a0829\u00a0320\u00a000074"),
        ("pacte", "mots_cles", ["eau", "bois"], "eau, bois"),
        ("pacte", "pilote", None, ""),
    ],
)
def test_values_are_written_in_french(kind: str, name: str, value: object, text: str) -> None:
    assert display(definition(kind).field(name), value) == text


def test_dates() -> None:
    assert long_date("2026-11-24T10:00:00+00:00") == "24\u00a0novembre 2026"
    assert long_date("demain") == "demain"
