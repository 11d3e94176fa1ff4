"""The two dossiers hold every field of the domain brief, and a bad definition is named by file, section and field."""

from __future__ import annotations

from pathlib import Path

import pytest

from anct_qgis_plugin import paths
from anct_qgis_plugin.core.dossier_definition import PREFILLS, Definition, parse
from anct_qgis_plugin.core.prefill import PREFILLERS
from anct_qgis_plugin.errors import DossierError
from anct_qgis_plugin.store.definitions import choices, definition

# Copied by hand from the domain brief, sections 5.1 and 5.2: field, type, "!" where required, "auto" where computed;
# the columns of a list after a colon.
PACTE = """
titre text !
perimetre list !
departements text auto
regions text auto
population int auto
periode_debut int !
periode_fin int !
pilote text !
signataires list ! : organisme! qualite! nom
chiffres table auto : indicateur territoire departement region france source millesime
atouts long !
fragilites long !
opportunites long
menaces long
indice table auto
couverture table auto
acces_fs table auto
zonages table auto
enjeux long !
ambition long !
axes list ! : intitule! objectif! indicateur! valeur_initiale cible! echeance!
fiches_actions list : intitule! axe! maitre_ouvrage! communes! description! maturite! debut fin cout_ht! financements indicateur_suivi impacts avancement
engagements list : signataire! engagement! montant
maquette table auto
programmes table auto
crte text
autres_contrats text
modalites long !
publics multi
calendrier text
besoins multi
comite_pilotage list !
frequence choice !
comite_technique text
evaluation long !
publier bool
mots_cles list
cartes text auto
liste_communes table auto
sources table auto
"""  # noqa: E501
INGENIERIE = """
collectivite text !
type choice !
code_insee text auto
siren text auto
siret text
population int auto
epci text auto
departement text auto
crte text auto
representant text !
contact_nom text !
contact_mail text !
contact_tel text
intitule text !
localisation geo !
thematique multi !
description long !
objectifs long !
difficultes long
avancement choice !
etudes_existantes long
cout_estime eur
debut_prevu date
prestation multi !
livrables long !
duree_mois int !
budget_prestation eur
preuve_fragilite table auto
justification_A long !
acteurs_sollicites list : acteur! date reponse
justification_B long
innovant bool
complexe bool
justification_C long
recevabilite table auto
operateurs list : operateur! role precisions
cofinancements list
prise_en_charge text auto
programmes table auto
dans_crte bool
contrats text
participation long
formation_elus multi
projetotheque bool
mots_cles list
piece_deliberation bool !
cartes text auto
piece_notes bool
piece_devis bool
orientation choice
avis choice
motivation long
date date
"""
CHOICES = {
    ("pacte", "fiches_actions.maturite"): "fiche projet|fiche action",
    ("pacte", "fiches_actions.impacts"): "artificialisation|GES|eau|énergie",
    ("pacte", "fiches_actions.avancement"): "à venir|en cours|réalisé|en pause|bloqué|en retard|abandonné",
    ("pacte", "fiches_actions.financements.statut"): "sollicité|acquis",
    ("ingenierie", "thematique"): "attractivité|développement économique|éducation et jeunesse|infrastructures|"
    "logement et cadre de vie|mobilités|numérique|services au public|solidarité|associations|transition écologique",
    ("ingenierie", "avancement"): "idée|études|programmé|engagé",
    ("ingenierie", "prestation"): "AMO|étude|montage|accompagnement|diagnostic|concertation",
    ("ingenierie", "acteurs_sollicites.acteur"): "agence technique départementale|CAUE|agence d'urbanisme|EPCI|DDT|PNR|"
    "EPF|opérateur",
    ("ingenierie", "acteurs_sollicites.reponse"): "non disponible|partiel|hors champ",
    # With their role, as the agency's communiqué asks: the brief's "multi" became a list.
    ("pacte", "operateurs.operateur"): "Ademe|Anru|Anah|Cerema|Banque des Territoires",
    ("ingenierie", "operateurs.operateur"): "Ademe|Anru|Anah|Cerema|Banque des Territoires",
    ("ingenierie", "orientation"): "solution locale|opérateur|ANCT",
}
SMALL = """
id = "essai"
label = "Essai"
[[section]]
id = "une"
label = "Une"
[[section.field]]
id = "champ"
label = "Champ"
type = "text"
"""


@pytest.mark.parametrize(("kind", "listed"), [("pacte", PACTE), ("ingenierie", INGENIERIE)])
def test_every_field_of_the_brief_is_there_with_its_type_and_marks(kind: str, listed: str) -> None:
    found = definition(kind)
    for line in listed.strip().splitlines():
        head, _, columns = line.partition(":")
        name, expected, *marks = head.split()
        field = found.field(name)
        assert (field.type, field.required, field.auto) == (expected, "!" in marks, "auto" in marks), name
        if columns:
            given = [column.id + ("!" if column.required else "") for column in field.columns]
            assert given == columns.split(), name


@pytest.mark.parametrize(("kind", "sections"), [("pacte", 14), ("ingenierie", 13)])
def test_the_sections_of_the_brief_are_in_order(kind: str, sections: int) -> None:
    # The engineering request has the brief's twelve, and the annexes.
    assert len(definition(kind).sections) == sections


@pytest.mark.parametrize(("key", "labels"), CHOICES.items())
def test_choices_are_those_of_the_brief(key: tuple[str, str], labels: str) -> None:
    kind, path = key
    name, *columns = path.split(".")
    field = definition(kind).field(name)
    for column in columns:
        field = next(c for c in field.columns if c.id == column)
    assert list(field.choices) == labels.split("|")


def test_axes_are_two_to_six_and_every_prefill_has_its_function() -> None:
    axes = definition("pacte").field("axes")
    assert (axes.minimum, axes.maximum) == (2, 6)
    assert set(PREFILLERS) | {"titre"} == set(PREFILLS)


def test_a_small_definition_is_read() -> None:
    found = parse(SMALL, "essai.toml")
    assert isinstance(found, Definition)
    assert [field.id for field in found] == ["champ"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (('type = "text"', 'type = "texte"'), ["essai.toml", "[une]", "champ", "type", "texte"]),
        (('type = "text"', 'type = "text"\nrequis = true'), ["essai.toml", "[une]", "champ", "requis"]),
        (('type = "text"', 'type = "text"\nprefill = "astres"'), ["essai.toml", "[une]", "champ", "astres"]),
        (('type = "text"', 'type = "text"\nrequired = "oui"'), ["essai.toml", "[une]", "champ", "required"]),
        (('type = "text"', 'type = "text"\nwidth = true'), ["champ", "width"]),
        (('type = "text"', 'type = "choice"'), ["champ", "choices"]),
        (('type = "text"', 'type = "table"'), ["champ", "columns"]),
        (('type = "text"', 'type = "list"\ncolumns = [{ id = "a", label = "A", type = "x" }]'), ["champ, a", "x"]),
        (('label = "Champ"', ""), ["[une]", "champ", "label"]),
        (('label = "Une"', 'label = "Une"\ncouleur = "bleu"'), ["[une]", "couleur"]),
        (('label = "Essai"', 'label = "Essai"\nversion = 3'), ["essai.toml", "version"]),
        (('id = "essai"', "id = "), ["essai.toml", "TOML"]),
        (('type = "text"', 'type = "multi"\nchoices_from = "astres"'), ["champ", "choices_from", "astres"]),
        (('type = "text"', 'type = "text"\nsuggest = "autre.nom"'), ["champ", "suggest", "autre.nom"]),
        (('label = "Essai"', 'label = "Essai"\n[[rule]]\nkind = "magie"\n'), ["rule magie", "order, funding, refuse"]),
        (('label = "Essai"', 'label = "Essai"\n[[rule]]\nkind = "order"\nfirst = "champ"\n'), ["rule order", "last"]),
        (
            ('label = "Essai"', 'label = "Essai"\n[[rule]]\nkind = "refuse"\nfield = "x"\ntext = "t"\n'),
            ["rule refuse", "field", "“x”"],
        ),
    ],
)
def test_a_bad_definition_is_named(change: tuple[str, str], said: list[str]) -> None:
    text = SMALL.replace(*change, 1)
    assert text != SMALL
    with pytest.raises(DossierError) as caught:
        parse(text, "essai.toml")
    for part in said:
        assert part in str(caught.value)


def test_an_identifier_given_twice_is_named() -> None:
    twice = SMALL + SMALL.split('label = "Essai"')[1].replace('"une"', '"deux"')
    with pytest.raises(DossierError, match="champ.*twice"):
        parse(twice, "essai.toml")


def test_an_unknown_kind_names_the_known_ones() -> None:
    with pytest.raises(DossierError, match="contrat.*pacte, ingenierie"):
        definition("contrat")
    assert (paths.DOSSIERS / "pacte.toml").is_file()


# -- the user's own files ---------------------------------------------------------------------------------------------


def test_a_copy_in_the_user_s_folder_wins_and_is_read_again_when_it_changes(tmp_path: Path) -> None:
    own = tmp_path / "dossiers"
    own.mkdir()
    text = (paths.DOSSIERS / "pacte.toml").read_text(encoding="utf-8")
    added = '[[section]]\nid = "local"\nlabel = "Volet local"\n[[section.field]]\nid = "vallee"\nlabel = "Vallée"\n'
    added += 'type = "text"\n'
    (own / "pacte.toml").write_text(text.replace('label = "Ambition"', 'label = "Cap"', 1) + added, encoding="utf-8")
    found = definition("pacte", own=own)
    assert (found.section_of("ambition").label, found.field("vallee").label) == ("Cap", "Vallée")
    (own / "pacte.toml").write_text(text, encoding="utf-8")
    assert "vallee" not in definition("pacte", own=own).fields


def test_a_type_unknown_in_the_user_s_copy_names_file_field_and_type(tmp_path: Path) -> None:
    (tmp_path / "pacte.toml").write_text(SMALL.replace('"essai"', '"pacte"', 1).replace('"text"', '"carte"'), "utf-8")
    with pytest.raises(DossierError) as caught:
        definition("pacte", own=tmp_path)
    for part in (str(tmp_path / "pacte.toml"), "champ", "carte"):
        assert part in str(caught.value)


def test_the_lists_are_extended_or_replaced_by_the_user_s(tmp_path: Path) -> None:
    (tmp_path / "formations.toml").write_text('[[choice]]\nlabel = "gestion de l\'eau"\nhelp = "Gemapi"\n', "utf-8")
    (tmp_path / "operateurs.toml").write_text('alone = true\n[[choice]]\nlabel = "EPF"\n', "utf-8")
    found = definition("pacte", own=tmp_path)
    ours = [one.label for one in choices("formations", own=tmp_path / "rien").choices]
    assert list(found.field("besoins").choices) == [*ours, "gestion de l'eau"]
    assert found.field("operateurs").columns[0].choices == ("EPF",)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("label = 1", "label"),
        ("[[choice]]\nhelp = 'x'", "choice 1"),
        ("[[choice]]\nlabel = 'x'\ncouleur = 'y'", "choice 1"),
        ("[[choice]]\nlabel = 'x'\n[[choice]]\nlabel = 'x'", "“x” is given twice"),
        ("choice =", "TOML"),
    ],
)
def test_a_bad_list_is_named(text: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "formations.toml").write_text(text, "utf-8")
    with pytest.raises(DossierError, match=said) as caught:
        definition("pacte", own=tmp_path)
    assert "formations.toml" in str(caught.value)


@pytest.mark.parametrize("kind", ["pacte", "ingenierie"])
def test_training_and_participation_are_offered_in_both(kind: str) -> None:
    from anct_qgis_plugin.core.dossier_facets import FIELDS

    found = definition(kind)
    assert sum(len(found.fields[key].choices) >= 5 for key in FIELDS["formation"] if key in found.fields) == 1
    assert len(found.field("methodes_participation").choices) >= 5


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('id = "essai"\nlabel = "oups\n', "line 2"),  # the quotation mark of the second line is not closed
        ('id = "essai"\n[[section]\n', "line 2"),
        ('id = "essai"\ncolumns = [', "end of the file"),
    ],
)
def test_a_broken_file_names_its_line_in_our_words(text: str, place: str) -> None:
    with pytest.raises(DossierError) as caught:
        parse(text, "pacte.toml")
    said = str(caught.value)
    assert "pacte.toml" in said and place in said
    # The reader's English stays in the details.
    assert "Illegal" not in said and "Expected" not in said and caught.value.details
