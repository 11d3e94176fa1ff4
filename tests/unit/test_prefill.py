"""What a draft says of a territory, against figures worked out by hand on the made-up country of world.py."""

from __future__ import annotations

import pytest
from drafts import draft

from anct_qgis_plugin.core import prose
from anct_qgis_plugin.core.diagnostic import Standing
from anct_qgis_plugin.core.facts import Status
from anct_qgis_plugin.core.indicators import Figure
from anct_qgis_plugin.core.prefill import slug
from anct_qgis_plugin.core.prefill_tables import short_name


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def test_identity_of_a_pacte() -> None:
    made = draft("pacte", "dep:46")
    values = made.values
    assert plain(made.title) == values["titre"] == "Pacte de cohésion – Lot"
    assert (values["periode_debut"], values["periode_fin"]) == (2026, 2030)
    assert (values["departements"], values["regions"]) == ("Lot (46)", "Occitanie (76)")
    assert values["population"] == 20000 + 10000 + 400
    assert values["perimetre"] == [{"nature": "EPCI", "code": "200000002", "nom": "CC Grand-Figeac", "communes": "3"}]
    assert made.communes == ("46042", "46102", "46103")
    (people,) = made.provenance("population")
    assert (people.value, people.vintage, people.status) == (30400.0, "2022", "ok")


def test_the_sentence_holds_value_vintage_gaps_rank_with_total_and_source() -> None:
    text = plain(draft("pacte", "com:46102").values["fragilites"])
    # 20.0 - 13.3 = 6.7; 20.0 - 10.2 = 9.8; the only commune at 20 %, of eleven that have a value.
    assert (
        "Logements vacants : 20,0 % en 2021, soit 6,7 points de plus que le département (Lot : 13,3 %) et 9,8 points "
        "de plus que la France (10,2 %) ; rang 1 sur 11 communes (1 = la plus fragile) "
        "[source : Insee, Recensement, logement, 2021]."
    ) in text


def test_the_rank_comes_with_how_sure_it_is() -> None:
    made = draft("pacte", "com:46102")
    rows = {row["element"]: plain(row["valeur"]) for row in made.values["indice"]}
    assert rows["Intervalle de rang sous incertitude"].startswith(("Rang robuste", "Rang non concluant"))
    assert "sur 11 communes" in rows["Intervalle de rang sous incertitude"]
    assert "1 000 tirages" in rows["Intervalle de rang sous incertitude"]
    request = draft("ingenierie", "com:46102").values
    proof = {row["element"]: row for row in request["preuve_fragilite"]}
    assert plain(proof["Rang sous incertitude"]["rang"]).endswith("sur 11 communes")
    assert "pondérations étudiées" in plain(request["justification_A"])


def test_texts_are_marked_as_generated_and_blanks_stay_blank() -> None:
    made = draft("pacte", "com:46102")
    assert {"fragilites", "atouts", "signataires"} <= made.generated
    for name in ("enjeux", "ambition", "pilote", "opportunites", "menaces", "fiches_actions", "maquette"):
        assert name not in made.values


def test_the_card_keeps_secret_missing_and_absent_apart() -> None:
    rows = {row["indicateur"]: row for row in draft("pacte", "com:2A004").values["chiffres"]}
    assert rows["Ménages allocataires du RSA"]["territoire"] == "secret"
    assert plain(rows["Logements vacants"]["territoire"]) == "10,0 %"
    missing = {row["indicateur"]: row for row in draft("pacte", "com:97608").values["chiffres"]}
    assert missing["Logements vacants"]["territoire"] == "n. d."
    # A département has no département around it.
    assert {row["departement"] for row in draft("pacte", "dep:46").values["chiffres"]} == {"–"}


def test_without_index_the_draft_says_why_and_gives_no_rank() -> None:
    made = draft("pacte", "dep:976")
    text = plain(made.values["fragilites"])
    assert text.startswith("Indice de fragilité « Essai » non calculé : 100 % du poids du profil manque")
    assert "rang" not in text
    assert "atouts" not in made.values
    assert plain(made.values["indice"][0]["valeur"]).startswith("Indice de fragilité « Essai » non calculé")
    request = draft("ingenierie", "dep:976")
    assert request.values["preuve_fragilite"][0]["territoire"] == "non calculé"
    assert plain(made.values["departements"]) == "Mayotte (976)"


def test_access_is_an_estimate_and_says_so() -> None:
    made = draft("pacte", "com:46102")
    rows = {row["element"]: row["valeur"] for row in made.values["indice"]}
    rows = {row["element"]: row["valeur"] for row in made.values["acces_fs"]}
    assert plain(rows["Part de la population à plus de 20 minutes"]) == "0,0 % (0 hab., estimation)"
    assert "non calibré outre-mer" in plain(rows["Méthode"]) and "± 5 min" in plain(rows["Méthode"])
    assert plain(rows["Sites dans le territoire"]) == "2 sites (1 fixe, 1 itinérant)"


def test_coverage_counts_covered_eligible_and_people() -> None:
    rows = {row["programme"]: row for row in draft("pacte", "dep:46").values["couverture"]}
    # PVD: Figeac; Cahors is an ACV and so not eligible: Saint-Denis-lès-Martel is left. 10 000 of 30 400 people.
    assert rows["Petites villes de demain"]["communes"] == "1 sur 3"
    assert rows["Petites villes de demain"]["non_couvertes"] == "1"
    assert plain(rows["Petites villes de demain"]["part"]) == "32,9 %"


def test_zonings_give_statuses_with_counts() -> None:
    rows = {row["zonage"]: plain(row["resultat"]) for row in draft("pacte", "dep:46").values["zonages"]}
    assert set(rows["France ruralités revitalisation"].split(" (")[0].split(" ; ")) == {
        "FRR socle : 1", "FRR+ : 1", "hors zonage : 1"
    }  # fmt: skip
    assert rows["Quartier prioritaire de la politique de la ville"] == "aucun quartier"


def test_identity_of_a_request() -> None:
    values = draft("ingenierie", "com:46103").values
    assert (values["collectivite"], values["type"], values["code_insee"]) == (
        "Saint-Denis-lès-Martel",
        "commune",
        "46103",
    )
    assert values["epci"] == "CC Grand-Figeac (200000002)"
    assert values["localisation"] == [{"code": "46103", "nom": "Saint-Denis-lès-Martel"}]
    assert "siret" not in values
    assert (values["dans_crte"], draft("ingenierie", "com:46102").values["dans_crte"]) == (False, True)
    # Two of the three communes of the Lot are in a contract: a person must say.
    assert "dans_crte" not in draft("ingenierie", "dep:46").values


@pytest.mark.parametrize(
    ("expression", "begins"),
    [
        ("com:46103", "Prise en charge totale possible : 400 hab., moins de 3 500"),
        ("com:46102", "Selon le degré de fragilité"),
        ("epci:200000007", "Selon le degré de fragilité (indice non calculé)"),
        ("epci:200000005", "Prise en charge totale possible : 10 000 hab., moins de 15 000"),
        ("dep:46", "Selon le degré de fragilité"),
    ],
)
def test_support_follows_the_thresholds(expression: str, begins: str) -> None:
    assert plain(draft("ingenierie", expression).values["prise_en_charge"]).startswith(begins)


def test_criterion_a_says_when_the_class_is_not_enough() -> None:
    assert "ne suffit pas" in draft("ingenierie", "com:24049").values["justification_A"]
    fragile = draft("ingenierie", "com:46102").values["justification_A"]
    assert "ne suffit pas" not in fragile
    assert "FRR socle" in fragile


def test_the_list_of_communes_gives_epci_people_and_class() -> None:
    rows = draft("pacte", "dep:46").values["liste_communes"]
    assert [row["nom"] for row in rows] == ["Cahors", "Figeac", "Saint-Denis-lès-Martel"]
    assert plain(rows[0]["population"]) == "20 000"
    assert short_name("Communauté d'agglomération du Grand Cahors") == "CA du Grand Cahors"
    assert short_name("Nantes Métropole") == "Nantes Métropole"


# -- sentences --------------------------------------------------------------------------------------------------------


def figure(value: float | None, territory: str = "Ici", unit: str = "%", status: Status = Status.OK) -> Figure:
    return Figure("x", "X", territory, value, status, unit, 1, "2021", "s")


@pytest.mark.parametrize(
    ("own", "other", "said"),
    [
        (figure(12.04), figure(10.96, "Lot"), "1,0 point de plus que le département (Lot : 11,0 %)"),
        (figure(8.0), figure(11.0, "Lot"), "3,0 points de moins que le département (Lot : 11,0 %)"),
        (figure(8.01), figure(7.99, "Lot"), "comme le département (Lot : 8,0 %)"),
        (figure(5.0, unit="km"), figure(3.5, "Lot", "km"), "1,5 km de plus que le département (Lot : 3,5 km)"),
        # Nothing between the figure and "de plus" where the unit says per what.
        (figure(11.2, unit="/10 000 hab."), figure(10.6, "Lot", "/10 000 hab."),
         "0,6 de plus que le département (Lot : 10,6 /10 000 hab.)"),
        (figure(5.0), figure(None, "Lot", status=Status.SECRET),
         "sans comparaison possible avec le département (Lot : secret)"),
        (figure(5.0), None, ""),
    ],
)  # fmt: skip
def test_gaps_are_taken_between_printed_values(own: Figure, other: Figure | None, said: str) -> None:
    assert plain(prose.gap(own, other, "le département")) == said


def test_ties_do_not_make_a_weakness() -> None:
    # Nothing is more fragile than half of a hundred units, and all others are equal to it: the middle, not the worst.
    tied = Standing(figure(0.0), fragility=0.0, contribution=0.0, rank=21, total=100)
    assert prose.ties(tied) == (20, 80, 0)
    assert prose.position(tied) == pytest.approx(0.6)
    assert prose.weaknesses([tied]) == prose.strengths([tied]) == []
    assert "à égalité avec 79 autres" in plain(prose.rank_text(tied, "commune", True))
    worst = Standing(figure(9.0), fragility=99.0, contribution=1.0, rank=1, total=100)
    assert prose.weaknesses([tied, worst]) == [worst]


def test_vintages_and_spacing() -> None:
    assert prose.when("2015-2022") == "sur la période 2015-2022"
    assert prose.when("août 2024") == "en août 2024"
    assert prose.typeset("A : « b » ; 5 % à 10:30") == "A\u00a0: «\u00a0b\u00a0»\u00a0; 5\u00a0% à 10:30"
    assert prose.typeset(prose.typeset("« b » ; 5 %")) == prose.typeset("« b » ; 5 %")
    assert slug("Pacte – L'Haÿ/les: Roses") == "pacte-l-hay-les-roses"
