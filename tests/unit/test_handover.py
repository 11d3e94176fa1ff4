"""A dossier handed to a procedure: the mapping, each value in the portal's form, what cannot be sent and why."""

from __future__ import annotations

import json
from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit

import pytest

from anct_qgis_plugin.core import handover
from anct_qgis_plugin.core.dossier import new_dossier
from anct_qgis_plugin.core.dossier_definition import Definition, Field, Section
from anct_qgis_plugin.core.handover import Champ, Places, Procedure
from anct_qgis_plugin.errors import HandoverError

DEFINITION = Definition(
    "essai",
    "Essai",
    (
        Section(
            "s",
            "S",
            (
                Field("intitule", "Intitulé du projet", "text"),
                Field("siret", "SIRET du porteur", "text", format="siret"),
                Field("montant", "Montant demandé", "eur"),
                Field("duree", "Durée", "int"),
                Field("dans_crte", "Inscrit dans un CRTE", "bool"),
                Field("debut", "Début prévu", "date"),
                Field("programme", "Programme", "multi"),
                Field(
                    "cofinanceurs", "Cofinanceurs", "list",
                    columns=(Field("nom", "Nom", "text"), Field("montant", "Montant", "eur")),
                ),
            ),
        ),
    ),
)  # fmt: skip
PLACES = Places("46100", "46102", "46", "200067361", "76")


def dossier(**values):
    made = new_dossier(DEFINITION, "T", "com:46102", "Figeac", ("46102",), "2026-01-01T00:00:00Z")
    return replace(made, values=values)


def one(kind: str, source: str, options=(), other=False, columns=(), **values):
    champ = Champ("Q2hhbXAtMQ==", "Champ", kind, options=options, other=other, columns=columns)
    procedure = Procedure(1, "p", "P", (champ,))
    (item,) = handover.preview(procedure, {champ.id: source} if source else {}, dossier(**values), DEFINITION, PLACES)
    return item


def test_the_identifier_is_the_portals() -> None:
    assert handover.champ_id(22) == "Q2hhbXAtMjI"  # the schema of the service gives "Q2hhbXAtMjI="
    assert Champ("Q2hhbXAtMjI=", "", "Text").key == "champ_Q2hhbXAtMjI"


@pytest.mark.parametrize(
    ("kind", "source", "value", "sent"),
    [
        ("Text", "intitule", " Halle ", "Halle"),
        ("Text", "montant", "12500.50", "12500.50"),
        ("DecimalNumber", "montant", "12500.50", "12500.50"),
        ("IntegerNumber", "montant", "12500.00", "12500"),
        ("IntegerNumber", "duree", 12, "12"),
        ("YesNo", "dans_crte", True, "true"),
        ("Checkbox", "dans_crte", False, "false"),
        ("Date", "debut", "2026-09-01", "2026-09-01"),
        ("Siret", "siret", "130 026 032 00016", "13002603200016"),
        ("Textarea", "programme", ["PVD", "ACV"], "PVD; ACV"),
    ],
)
def test_each_type_in_the_portals_form(kind, source, value, sent) -> None:
    item = one(kind, source, **{source: value})
    assert (item.value, item.reason) == (sent, "")


@pytest.mark.parametrize(
    ("kind", "source", "value", "reason"),
    [
        ("IntegerNumber", "montant", "12500.50", "whole number"),
        ("DecimalNumber", "intitule", "beaucoup", "number is needed"),
        ("YesNo", "intitule", "oui", "yes or a no"),
        ("Siret", "siret", "123", "14 digits"),
        ("Date", "debut", "demain", "date is needed"),
        ("DecimalNumber", "programme", ["PVD"], "one value"),
        ("Repetition", "intitule", "x", "list with columns"),
        ("PieceJustificative", "intitule", "x", "no file"),
        ("Pays", "intitule", "France", "Pays"),
        ("Text", "intitule", "  ", "nothing is written"),
        ("Text", "", "x", "no field of the dossier"),
    ],
)
def test_what_cannot_be_sent_says_why(kind, source, value, reason) -> None:
    item = one(kind, source, **{source or "intitule": value})
    assert item.value is None and reason in item.reason


def test_choices_take_the_exact_label_of_the_procedure() -> None:
    options = ("Action cœur de ville", "Petites villes de demain", "Villages d'avenir")
    assert one("DropDownList", "programme", options, programme=["VILLAGES D’AVENIR"]).value == "Villages d'avenir"
    assert one("DropDownList", "programme", options, programme=["Autre"]).value is None
    assert one("DropDownList", "programme", options, other=True, programme=["Autre"]).value == "Autre"
    assert one("DropDownList", "programme", options, programme=list(options[:2])).value is None
    several = one("MultipleDropDownList", "programme", options, programme=[options[0], "Autre"])
    assert several.value == [options[0]] and "Autre" in several.reason


def test_places_are_pairs_of_codes() -> None:
    assert one("Commune", "@commune").value == ["46100", "46102"]
    assert one("Epci", "@epci").value == ["46", "200067361"]
    assert one("Departement", "@departement").value == "46"
    champ = Champ("a", "Commune", "Commune")
    (item,) = handover.preview(
        Procedure(1, "", "", (champ,)), {"a": "@commune"}, dossier(), DEFINITION, Places(insee="46102")
    )
    assert item.value is None and "postal code" in item.reason


def test_a_list_becomes_rows_by_the_labels_of_its_columns() -> None:
    columns = (Champ("QQ==", "Nom", "Text"), Champ("Qg==", "Montant", "DecimalNumber"))
    rows = [{"nom": "Région", "montant": "1000"}, {"nom": "Département", "montant": "?"}, {"nom": ""}]
    item = one("Repetition", "cofinanceurs", columns=columns, cofinanceurs=rows)
    assert item.value == [{"champ_QQ": "Région", "champ_Qg": "1000"}, {"champ_QQ": "Département"}]
    assert "row 2" in item.reason


def test_the_link_is_short_or_there_is_none() -> None:
    champ = Champ("QQ==", "Intitulé du projet", "Text")
    procedure = Procedure(1, "demande", "", (champ,))
    items = handover.preview(procedure, {champ.id: "intitule"}, dossier(intitule="Halle & marché"), DEFINITION, PLACES)
    made = handover.link("https://demarche.example", procedure, items)
    assert dict(parse_qsl(urlsplit(made).query)) == {"champ_QQ": "Halle & marché"}
    assert urlsplit(made).path == "/commencer/demande"
    assert handover.body(items) == {"champ_QQ": "Halle & marché"}
    long = handover.preview(procedure, {champ.id: "intitule"}, dossier(intitule="é" * 700), DEFINITION, PLACES)
    assert handover.link("https://demarche.example", procedure, long) is None
    assert handover.link("https://demarche.example", replace(procedure, path=""), items) is None


def test_a_mapping_to_a_field_that_is_not_there_is_refused() -> None:
    with pytest.raises(HandoverError, match="inconnu"):
        handover.preview(Procedure(1, "", "", ()), {"a": "inconnu"}, dossier(), DEFINITION, PLACES)


def test_the_proposed_mapping_follows_labels_and_types(shared) -> None:
    raw = json.loads((shared / "fixtures/http/demarche/schema.json").read_text(encoding="utf-8"))
    champs = tuple(
        Champ(c["id"], c["label"], c["__typename"].removesuffix("ChampDescriptor"))
        for c in raw["revision"]["champDescriptors"]
    )
    found = handover.suggest(Procedure(42, "demande", "", champs), DEFINITION)
    by_label = {champ.label: found.get(champ.id) for champ in champs}
    assert by_label["Intitulé du projet"] == "intitule" and by_label["SIRET du porteur"] == "siret"
    assert by_label["Montant demandé"] == "montant" and by_label["Cofinanceurs"] == "cofinanceurs"
    assert by_label["Délibération"] is None  # a file
