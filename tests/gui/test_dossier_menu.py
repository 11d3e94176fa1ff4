"""Beside editing: new figures taken one by one, another dossier's parts, the portal's form, identity, grants."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from drafts import draft
from qgis.core import QgsSettings
from qgis.PyQt.QtCore import Qt
from waiting import Bot

from anct_qgis_plugin import settings
from anct_qgis_plugin.connectors.services.aides import Aid
from anct_qgis_plugin.core import living
from anct_qgis_plugin.core.handover import Champ, Places, Procedure
from anct_qgis_plugin.gui.dialogs.dossier_dialog import DossierDialog
from anct_qgis_plugin.store.definitions import definition
from anct_qgis_plugin.store.geopackage import GeoPackageStore

pytestmark = pytest.mark.usefixtures("qgis_app")
SOON = 20_000


@pytest.fixture
def store(tmp_path: Path) -> GeoPackageStore:
    return GeoPackageStore(tmp_path / "dossiers.gpkg")


@pytest.fixture
def window(store: GeoPackageStore):
    saved = store.create(draft("ingenierie", "com:46102"), "camille")
    made = DossierDialog(store, saved, definition("ingenierie"))
    made.show()
    yield made
    made.close()


@pytest.fixture
def pacte(store: GeoPackageStore):
    saved = store.create(draft("pacte", "com:46102"), "camille")
    made = DossierDialog(store, saved, definition("pacte"))
    made.show()
    yield made
    made.close()


# -- figures -----------------------------------------------------------------------------------------------------------


def update(identifier: str, field: str, edited: bool = False, flipped: bool = False) -> living.Update:
    return living.Update(identifier, field, field, "ancien", "nouveau", (), flipped, edited)


def test_updates_are_ticked_one_by_one_and_a_persons_text_cannot_be(pacte: DossierDialog) -> None:
    updates = (update("a/", "atouts"), update("b/", "enjeux", edited=True), update("c/", "menaces", flipped=True))
    refreshed = living.Refresh(pacte.dossier, updates, ())
    dialog = pacte.menu.show_figures(refreshed)
    assert dialog.chosen() == []
    dialog.table.item(0, 0).setCheckState(Qt.CheckState.Checked)
    assert dialog.chosen() == ["a/"]
    assert not dialog.table.item(1, 0).flags() & Qt.ItemFlag.ItemIsUserCheckable
    dialog.tick(True)
    assert dialog.chosen() == ["a/", "c/"]
    assert "turned round" in dialog.table.item(2, 3).text()
    dialog.close()


def test_the_rows_of_new_figures_are_as_high_as_their_texts(pacte: DossierDialog) -> None:
    long = replace(update("a/", "atouts"), old="Logements vacants dans la commune, en 2021. " * 6)
    dialog = pacte.menu.show_figures(living.Refresh(pacte.dossier, (long, update("b/", "menaces")), ()))
    Bot().wait(100)
    table = dialog.table
    lines = table.fontMetrics().boundingRect(
        0, 0, table.columnWidth(1) - 8, 9999, int(Qt.TextFlag.TextWordWrap), long.old
    )
    assert lines.height() <= table.rowHeight(0) <= lines.height() + 2 * table.fontMetrics().lineSpacing()
    assert table.rowHeight(1) < table.rowHeight(0)
    dialog.close()


def test_what_is_taken_is_saved_and_can_be_undone(pacte: DossierDialog, store: GeoPackageStore) -> None:
    session = pacte.session
    session.take(replace(session.dossier, values={**session.dossier.values, "enjeux": "nouveau"}))
    assert pacte.save()
    assert store.load(pacte.dossier.id).dossier.values["enjeux"] == "nouveau"
    session.undo()
    assert "enjeux" not in pacte.dossier.values


def test_new_data_are_compared_shown_and_taken_one_by_one(pacte: DossierDialog, store, monkeypatch) -> None:
    """Vacancy in Figeac falls from 20 % (Lot 13,3 %) to 5 % (Lot 8,3 %, by hand in tests/unit/test_living.py)."""
    import json
    from dataclasses import replace as changed

    import drafts
    import world

    from anct_qgis_plugin.core.diagnostic import Analyst
    from anct_qgis_plugin.core.profile import parse
    from anct_qgis_plugin.gui.dialogs.living_dialog import LivingDialog
    from anct_qgis_plugin.snapshot import profiles, reader

    lower = {**drafts.VACANCY, "c46102": (5, 5, 100)}
    columns = {"taux_vacance": world.column(**lower), "part_rsa": world.column(**drafts.RSA)}
    analyst = Analyst(changed(world.facts(**columns), sources=drafts.facts().sources))
    profile = parse(json.dumps(drafts.PROFILE), world.catalogue().indicators)
    monkeypatch.setattr(reader, "analyst", lambda: analyst)
    monkeypatch.setattr(profiles, "read_profile", lambda known, key: profile)
    pacte.session.set_value("atouts", "Un bourg vivant")
    before = pacte.dossier.values["fragilites"]
    assert "Logements vacants" in before

    pacte.menu.look_at_figures()
    Bot().waitUntil(lambda: bool(pacte.findChildren(LivingDialog)), SOON)
    (dialog,) = pacte.findChildren(LivingDialog)
    rows = [
        [dialog.table.item(row, column).text().replace("\u00a0", " ") for column in range(4)]
        for row in range(dialog.table.rowCount())
    ]
    lost = next(n for n, row in enumerate(rows) if "de plus que le département" in row[1] and "20" in row[1])
    assert rows[lost][2] == "nothing"
    turned = [row for row in rows if "turned round" in row[3]]
    assert any("20,0 %" in row[1] and "5,0 %" in row[2] for row in turned), rows
    assert not any("Un bourg vivant" in row[2] for row in rows)
    dialog.table.item(lost, 0).setCheckState(Qt.CheckState.Checked)
    dialog.accept()
    values = pacte.dossier.values
    assert "Logements vacants" not in values["fragilites"] and values["atouts"] == "Un bourg vivant"
    # Only what was ticked: the table still has the old figure, and the next look still lists it.
    assert "20,0" in str(values["chiffres"])
    assert pacte.save()
    assert store.load(pacte.dossier.id).dossier.values["fragilites"] == values["fragilites"]
    pacte.session.undo()
    assert pacte.dossier.values["fragilites"] == before


@pytest.fixture
def country(monkeypatch):
    """The made-up country of tests/drafts.py in place of the embedded data."""
    import json

    import drafts
    import world
    from shapely.geometry import box

    from anct_qgis_plugin.core.diagnostic import Analyst
    from anct_qgis_plugin.core.profile import parse
    from anct_qgis_plugin.gis import perimeter
    from anct_qgis_plugin.snapshot import profiles, reader

    analyst = Analyst(drafts.facts())
    profile = parse(json.dumps(drafts.PROFILE), world.catalogue().indicators)
    monkeypatch.setattr(reader, "analyst", lambda: analyst)
    monkeypatch.setattr(profiles, "read_profile", lambda known, key: profile)
    # An outline of as many degrees as there are communes.
    monkeypatch.setattr(perimeter, "perimeter_wkb", lambda level, code, communes: box(0, 0, len(communes), 1).wkb)
    return analyst


def areas(store, identifier: str) -> float:
    """Of the outline that the store has, in the degrees of `country`."""
    from shapely import wkb

    return wkb.loads(store.load(identifier).perimeter).area


def test_a_changed_perimeter_is_said_and_its_figures_are_taken_one_by_one(pacte, store, country) -> None:
    """Figeac 20 % vacant, the Bugey 7,3 % (by hand in tests/unit/test_dossier_perimeter.py)."""
    from anct_qgis_plugin.gui.dialogs.living_dialog import LivingDialog

    session = pacte.session
    assert not pacte.moved.isVisible()
    session.set_value("enjeux", "Nos enjeux")
    session.set_value("perimetre", [{"nature": "EPCI", "code": "200000001", "nom": "CC du Bugey"}])
    assert pacte.moved.isVisible()
    pacte.moved_button.click()
    Bot().waitUntil(lambda: bool(pacte.findChildren(LivingDialog)), SOON)
    (dialog,) = pacte.findChildren(LivingDialog)
    rows = [
        [dialog.table.item(row, column).text().replace("\u00a0", " ") for column in range(4)]
        for row in range(dialog.table.rowCount())
    ]
    assert rows[0][1:3] == ["Figeac (1 commune)", "CC du Bugey (3 communes)"]
    assert dialog.chosen() == ["/territoire"]
    vacancy = next(n for n, row in enumerate(rows) if "20,0 %" in row[1] and "7,3 %" in row[2])
    assert "turned round" in rows[vacancy][3]
    assert not [row for row in rows if "Nos enjeux" in row[1]]
    dialog.table.item(vacancy, 0).setCheckState(Qt.CheckState.Checked)
    before = pacte.dossier.values["fragilites"]
    dialog.accept()
    assert not pacte.moved.isVisible()
    assert pacte.save()
    kept = store.load(pacte.dossier.id).dossier
    assert (kept.territory, kept.communes) == ("epci:200000001", ("01004", "01007", "24049"))
    assert "7,3" in str(kept.values["chiffres"]) and kept.values["fragilites"] == before
    assert kept.values["enjeux"] == "Nos enjeux"
    # The list and the map of the projetothèque follow.
    assert [row.territory_label for row in store.list()] == ["CC du Bugey"]
    assert areas(store, kept.id) == 3


def test_a_move_is_undone_and_an_earlier_version_has_its_outline_back(pacte, store, country, monkeypatch) -> None:
    from shapely.geometry import box

    from anct_qgis_plugin.gui.dialogs import history_dialog
    from anct_qgis_plugin.gui.dialogs.living_dialog import LivingDialog

    monkeypatch.setattr(history_dialog, "perimeter_wkb", lambda level, code, communes: box(0, 0, len(communes), 1).wkb)
    identifier = pacte.dossier.id
    pacte.menu.look_at_figures("dep:46")
    Bot().waitUntil(lambda: bool(pacte.findChildren(LivingDialog)), SOON)
    (dialog,) = pacte.findChildren(LivingDialog)
    dialog.accept()
    # The title typed afterwards is another save of the same section: the outline is not lost with it.
    pacte.session.set_title("Un pacte")
    assert pacte.save()
    assert (store.load(identifier).dossier.territory, areas(store, identifier)) == ("dep:46", 3)
    while pacte.session.can_undo:
        pacte.session.undo()
    assert pacte.save()
    assert store.load(identifier).dossier.territory == "com:46102"
    while pacte.session.can_redo:
        pacte.session.redo()
    assert pacte.save()
    assert (store.load(identifier).dossier.territory, areas(store, identifier)) == ("dep:46", 3)
    history = pacte.menu.show_history()
    history.tree.setCurrentItem(history.tree.topLevelItem(history.tree.topLevelItemCount() - 1))
    history.restore()
    assert (store.load(identifier).dossier.territory, areas(store, identifier)) == ("com:46102", 1)
    assert pacte.dossier.territory == "com:46102"
    history.close()


def test_another_territory_is_chosen_by_name_or_on_the_map(window, store, country) -> None:
    """A request has no list of its perimeter: its territory is chosen in a window of its own."""
    from anct_qgis_plugin.gui.dialogs.living_dialog import LivingDialog

    dialog = window.menu.choose_territory()
    Bot().waitUntil(lambda: dialog.go.isEnabled(), SOON)
    assert dialog.expression == "com:46102" and "Figeac" in dialog.shown.text()
    dialog.choice.toggle("46042")
    assert dialog.expression == "com:46042+com:46102"
    dialog.choice.toggle("46042")
    dialog.choice.toggle("46102")
    assert dialog.expression == "com:46102" and "holds no commune" in dialog.choice.sentence.text()
    dialog.choice.toggle("")
    assert "no commune of France" in dialog.choice.sentence.text()
    dialog.choice.add("nulle part")
    assert dialog.expression == "com:46102" and "nulle part" in dialog.choice.sentence.text()
    dialog.choice.add("dep:46")
    dialog.accept()
    Bot().waitUntil(lambda: bool(window.findChildren(LivingDialog)), SOON)
    (living_dialog,) = window.findChildren(LivingDialog)
    living_dialog.tick(True)
    living_dialog.accept()
    assert window.save()
    kept = store.load(window.dossier.id).dossier
    assert (kept.territory, kept.values["collectivite"], kept.values["type"]) == ("dep:46", "Lot", "département")
    assert "46102" not in str(kept.values.get("code_insee"))


# -- other dossiers ----------------------------------------------------------------------------------------------------


def test_a_fiche_and_the_texts_of_another_dossier_are_taken(pacte: DossierDialog, store: GeoPackageStore) -> None:
    other = draft("pacte", "dep:46")
    rows = [{"intitule": "Halle", "cout_ht": "1000.00"}, {"intitule": "Gare"}]
    other = replace(other, title="Autre", values={**other.values, "fiches_actions": rows, "ambition": "la leur"})
    store.create(other, "dominique")
    pacte.session.set_value("enjeux", "les miens")
    dialog = pacte.menu.take_from_another()
    assert dialog.dossiers.count() == 1 and "Autre" in dialog.dossiers.item(0).text()
    dialog.pieces.topLevelItem(0).setCheckState(0, Qt.CheckState.Checked)
    fiches = dialog.pieces.topLevelItem(1)
    assert [fiches.child(n).text(0) for n in range(2)] == ["Halle", "Gare"]
    fiches.child(1).setCheckState(0, Qt.CheckState.Checked)
    dialog.accept()
    values = pacte.dossier.values
    assert values["ambition"] == "la leur" and values["enjeux"] == "les miens"
    assert "Gare" in [row.get("intitule") for row in values["fiches_actions"]]


def test_no_other_dossier_is_said(pacte: DossierDialog) -> None:
    dialog = pacte.menu.take_from_another()
    assert "No other dossier" in dialog.sentence.text() and not dialog.take_button.isEnabled()
    dialog.close()


# -- the portal --------------------------------------------------------------------------------------------------------


@pytest.fixture
def procedure() -> Procedure:
    return Procedure(
        42, "demande", "Demande",
        (Champ("QQ==", "Intitulé du projet", "Text", True), Champ("Qg==", "Commune", "Commune"),
         Champ("Qw==", "Délibération", "PieceJustificative")),
    )  # fmt: skip


def test_nothing_is_sent_without_a_yes(window: DossierDialog, procedure: Procedure) -> None:
    QgsSettings().remove("anct/mapping")
    window.session.set_value("intitule", "Une halle")
    dialog = window.menu.show_hand_over(Places("46100", "46102", "46", "200067361", "76"))
    assert not dialog.consent.isEnabled() and not dialog.send_button.isEnabled()
    dialog.show_procedure(procedure)
    combo = dialog.table.cellWidget(1, 1)
    combo.setCurrentIndex(combo.findData("@commune"))
    sent = {item.champ.label: item.value for item in dialog.items}
    assert sent == {"Intitulé du projet": "Une halle", "Commune": ["46100", "46102"], "Délibération": None}
    assert "2 of 3" in dialog.sentence.text() and "no file" in dialog.table.item(2, 3).text()
    # The link holds the values in its address.
    assert not dialog.send_button.isEnabled() and not dialog.link_button.isEnabled()
    assert not (dialog.send_button.autoDefault() or dialog.link_button.autoDefault())
    reason = dialog.table.item(2, 3).text()
    room = dialog.table.fontMetrics().boundingRect(
        0, 0, dialog.table.columnWidth(3) - 6, 9999, int(Qt.TextFlag.TextWordWrap), reason
    )
    assert dialog.table.rowHeight(2) >= room.height()  # read whole
    dialog.consent.setChecked(True)
    assert dialog.send_button.isEnabled() and dialog.link_button.isEnabled()
    assert settings.mapping("demande")["Qg=="] == "@commune"
    dialog.close()


def test_an_empty_address_asks_nothing(window: DossierDialog) -> None:
    dialog = window.menu.show_hand_over(Places())
    dialog.address.clear()
    dialog.read()
    assert dialog.job is None and "address" in dialog.sentence.text()
    dialog.close()


# -- identity and grants -----------------------------------------------------------------------------------------------


def test_identity_fills_what_is_empty_and_leaves_what_a_person_wrote(window: DossierDialog) -> None:
    window.session.set_value("contact_mail", "a@b.fr")
    window.menu.take_identity({"siret": "21460102900012", "contact_mail": "mairie@figeac.fr", "contact_tel": ""})
    assert window.dossier.values["siret"] == "21460102900012"
    assert window.dossier.values["contact_mail"] == "a@b.fr"
    assert "SIRET" in window.bar.currentItem().text()


def aid(number: int, name: str, deadline: str) -> Aid:
    return Aid(
        number, name, f"https://aides.example/{number}", ("Région",), (), "Texte <b>brut</b>", "", (), (), "", deadline,
        "", 20.0, 50.0, "",
    )  # fmt: skip


def test_grants_ticked_are_listed_in_the_dossier(window: DossierDialog) -> None:
    dialog = window.menu.look_for_aids()
    dialog.look()
    assert "key" in dialog.sentence.text() and dialog.job is None
    dialog.show_aids([aid(1, "Sans fin", ""), aid(2, "Bientôt", "2026-12-01")])
    assert [dialog.table.item(row, 0).text() for row in range(2)] == ["Bientôt", "Sans fin"]
    dialog.words.setText("bientot")
    assert dialog.table.isRowHidden(1)
    dialog.table.item(0, 0).setCheckState(Qt.CheckState.Checked)
    dialog.accept()
    assert window.dossier.values["aides"] == [
        {"intitule": "Bientôt", "financeur": "Région", "lien": "https://aides.example/2", "echeance": "2026-12-01"}
    ]
    Bot().waitUntil(lambda: window.session.is_saved, SOON)


def test_the_dossiers_of_twins_come_first_marked_as_such(pacte: DossierDialog, store: GeoPackageStore) -> None:
    far, twin = draft("pacte", "com:46042"), draft("pacte", "com:24049")
    wider = replace(draft("pacte", "dep:24"), title="Tout le département")
    store.create(replace(twin, title="Le jumeau"), "dominique")
    store.create(wider, "dominique")
    store.create(replace(far, title="Le dernier écrit"), "dominique")
    dialog = pacte.menu.take_from_another()

    def listed() -> list[str]:
        return [dialog.dossiers.item(row).text() for row in range(dialog.dossiers.count())]

    assert listed()[0].startswith("Le dernier écrit")
    dialog.dossiers.itemClicked.emit(dialog.dossiers.item(1))
    chosen = dialog.dossiers.item(1).data(Qt.ItemDataRole.UserRole)
    # Nearest first: the first of them has no dossier here, the second has one; the département around it is no twin.
    dialog.put_twins_first(("com:97608", "com:24049"))
    assert len(listed()) == 3 and listed()[0].startswith("Statistical twin 2: Le jumeau")
    assert not any("twin" in text for text in listed()[1:])
    assert "come first" in dialog.hint.text()
    assert dialog.dossiers.currentItem().data(Qt.ItemDataRole.UserRole) == chosen
    # Nothing ticked, nothing to take; and a tick is not lost to twins that come late.
    assert not dialog.take_button.isEnabled()
    dialog.pieces.topLevelItem(0).setCheckState(0, Qt.CheckState.Checked)
    dialog.put_twins_first(("com:24049",))
    assert dialog.takes_all() and dialog.take_button.isEnabled()
    dialog.twins = ("com:97608", "com:24049")
    # Words narrow both; the twin keeps its mark.
    dialog.words.setText("jumeau")
    dialog.look()
    assert len(listed()) == 1 and "twin 2" in listed()[0]
    dialog.close()


def test_twins_are_those_of_the_comparison(pacte: DossierDialog, monkeypatch) -> None:
    from anct_qgis_plugin.core import twins
    from anct_qgis_plugin.gui.dialogs.other_dossier_dialog import OtherDossierDialog
    from anct_qgis_plugin.snapshot import reader

    class Found:
        level = "commune"
        table = {"code": ["46042", "24049"]}

    class Gazetteer:
        def resolve(self, expression: str) -> str:
            return expression

    class Known:
        facts, gazetteer = "facts", Gazetteer()

    asked = []
    monkeypatch.setattr(reader, "analyst", lambda: Known())
    monkeypatch.setattr(twins, "twins", lambda *given: asked.append(given) or Found())
    dialog = pacte.menu.take_from_another()
    assert isinstance(dialog, OtherDossierDialog)
    Bot().waitUntil(lambda: dialog.twins == ("com:46042", "com:24049"), SOON)
    assert asked == [("facts", "com:46102", 10)]
    assert "No dossier here" in dialog.hint.text()
    dialog.close()


def test_the_sentence_on_twins_is_said_where_there_are_none(pacte: DossierDialog, monkeypatch) -> None:
    # Nothing but vacancy and RSA is known in the made-up country: too little to compare with.
    import drafts

    from anct_qgis_plugin.core.diagnostic import Analyst
    from anct_qgis_plugin.snapshot import reader

    monkeypatch.setattr(reader, "analyst", lambda: Analyst(drafts.facts()))
    dialog = pacte.menu.take_from_another()
    Bot().waitUntil(lambda: "cannot be compared" in dialog.hint.text(), SOON)
    assert dialog.twins == ()
    dialog.close()


def test_the_list_of_grants_has_the_window_to_itself(pacte: DossierDialog) -> None:
    dialog = pacte.menu.look_for_aids()
    assert dialog.auth.height() < 60 < dialog.table.height()
    dialog.close()
