"""Whole lives of a pacte and of a request, by mouse and keyboard, on a GeoPackage and on a real PostGIS.

From the panel to the archive and back: typed, completed, sent, sent back, accepted, archived, reopened; attachments,
an earlier version given back, a file carried to another store, the trash. Real data. States as DOMAIN 5.3 has them;
amounts worked out by hand.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from officer import SOON, choose_in_menu, click, comment, fill, in_modal
from qgis.core import QgsProject
from qgis.PyQt.QtCore import QLocale, Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QFileDialog, QMenu, QTableWidget
from waiting import Bot

from anct_qgis_plugin import settings
from anct_qgis_plugin.gui.dialogs.attachments_dialog import AttachmentsDialog
from anct_qgis_plugin.gui.dialogs.dossier_dialog import DossierDialog
from anct_qgis_plugin.gui.dialogs.history_dialog import HistoryDialog
from anct_qgis_plugin.gui.dialogs.library_dialog import LibraryDialog
from anct_qgis_plugin.gui.docks.territory_dock import TerritoryDock
from anct_qgis_plugin.store.opening import open_store

NBSP, THIN = "\u00a0", "\u202f"
# The officer types 120 000,50 and 50 000; FNADT 60 000,25 in 2026 and 10 000 in 2027, Region 30 000,10 in 2027:
# cost 170 000,50; FNADT 70 000,25; fundings 100 000,35 (58,8 %); left to the owners 70 000,15.
ACTIONS = [
    {
        "intitule": "Maison de sante de Figeac", "axe": "Soins", "maitre_ouvrage": "Figeac", "communes": ["46102"],
        "description": "Batir, equiper, ouvrir.", "maturite": "fiche action", "debut": "01/03/2026",
        "fin": "30/06/2027", "cout_ht": "120 000,50",
        "financements": [
            {"financeur": "FNADT", "annee": "2026", "montant": "60000,25", "statut": "sollicité"},
            {"financeur": "Region", "annee": "2027", "montant": "30 000,10"},
        ],
        "impacts": ["eau"],
    },
    {
        "intitule": "Navette", "axe": "Mobilites", "maitre_ouvrage": "Grand-Figeac", "communes": ["46042", "46102"],
        "description": "Une navette le jour du marche.", "maturite": "fiche projet", "cout_ht": "50000",
        "financements": [{"financeur": "fnadt", "annee": "2027", "montant": "10000"}],
    },
]  # fmt: skip
PACTE: dict[str, dict[str, Any]] = {
    "Identité du pacte": {
        "pilote": "Sous-prefete de Figeac",
        "signataires": [{"qualite": "prefete"}, {"qualite": "presidente"}, *3 * [{"qualite": "president"}]],
    },
    "Ambition": {"enjeux": "Garder les soins", "ambition": "Vivre ici"},
    "Axes stratégiques": {
        "axes": [
            {"intitule": "Soins", "objectif": "Un medecin a vingt minutes", "cible": "0 %", "echeance": "2030"},
            {"intitule": "Mobilites", "objectif": "Sans voiture", "cible": "25 %", "echeance": "2030"},
        ]
    },
    "Fiches actions": {"fiches_actions": ACTIONS},
    "Participation citoyenne": {"modalites": "Trois reunions"},
    "Gouvernance et suivi": {
        "comite_pilotage": [{"organisme": "Prefecture"}], "frequence": "deux fois par an", "evaluation": "Chaque annee",
    },
    "Projetothèque": {"publier": "yes", "mots_cles": "sante, mobilite"},
}  # fmt: skip
REQUEST: dict[str, dict[str, Any]] = {
    "Demandeur": {
        "representant": "La maire", "contact_nom": "Camille", "contact_mail": "camille@figeac.example",
        # The SIRET that INSEE's documentation of the Luhn formula takes as an example.
        "contact_tel": "05 65 00 00 00", "siret": "732 829 320 00074",
    },
    "Projet": {
        "intitule": "Halle", "thematique": ["attractivité"], "description": "Rouvrir", "objectifs": "Un marche",
        "avancement": "études", "cout_estime": "12 500,5", "debut_prevu": "01/09/2026",
    },
    "Besoin d'ingénierie": {"prestation": ["AMO"], "livrables": "Un programme", "duree_mois": "18"},
    "Critère B : insuffisance des ressources locales": {
        "acteurs_sollicites": [
            {"acteur": "CAUE", "date": "05/01/2026", "reponse": "non disponible"},
            {"acteur": "DDT", "reponse": "partiel"},
        ]
    },
    "Participation, formation, projetothèque": {"mots_cles": "halle"},
    "Pièces jointes": {"piece_deliberation": "yes"},
}  # fmt: skip
# DOMAIN 5.3, with what the officer writes beside each change.
STEPS = (
    ("complet", ""), ("transmis", "par courrier"), ("en instruction", ""), ("à compléter", "il manque une piece"),
    ("transmis", "piece jointe"), ("en instruction", ""), ("validé", "commission du 3 mars"), ("archivé", ""),
    ("en instruction", "erreur de perimetre"),
)  # fmt: skip


@pytest.fixture(autouse=True)
def french(qgis_app):
    """Dates and amounts as typed in France; the sentences stay English, as in the other tests."""
    before = QLocale()
    QLocale.setDefault(QLocale("fr_FR"))
    yield
    QLocale.setDefault(before)


@pytest.fixture(params=["geopackage", "postgis"])
def store_name(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """What a user chooses a store by: a file, or a connection of QGIS."""
    if request.param == "geopackage":
        return str(tmp_path / "magasin.gpkg")
    return request.getfixturevalue("connection")


@pytest.fixture
def dock(interface, qtbot, real_snapshot, store_name: str):
    settings.set_store_name(store_name)
    panel = TerritoryDock(interface, interface.window, None)
    interface.window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, panel)
    with qtbot.waitSignal(panel.ready, timeout=2 * SOON):
        panel.show()
    yield panel
    panel.close_work()


@pytest.fixture
def says(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """What the system's own file window answers, which no test can click."""

    def answer(path: str) -> None:
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (path, ""))
        monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_, **__: (path, ""))
        monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_, **__: ([path], ""))

    return answer


def new_dossier(dock: TerritoryDock, qtbot: Bot, typed: str, kind: str) -> DossierDialog:
    """From the name of a territory to the window of a new draft."""
    dock.search.field.setFocus()
    QTest.keyClicks(dock.search.field, typed)
    with qtbot.waitSignal(dock.territory_shown, timeout=SOON):
        QTest.keyClick(dock.search.field, Qt.Key.Key_Return)
    click(dock.buttons["dossier"])
    choose_in_menu(opened_menu(dock), kind)
    qtbot.waitUntil(lambda: dock.job is None and bool(dock.findChildren(DossierDialog)), 2 * SOON)
    (dialog,) = dock.findChildren(DossierDialog)
    return dialog


def opened_menu(window) -> QMenu:
    return next(menu for menu in window.findChildren(QMenu) if menu.isVisible())


def move_on(library: LibraryDialog, state: str, text: str, goes_on: bool = True) -> None:
    """Choose a state, and write the comment."""
    click(library.state_button)
    menu = opened_menu(library)
    asked = in_modal(comment(text, goes_on))
    choose_in_menu(menu, state)
    Bot().waitUntil(lambda: bool(asked()), SOON)


def close(dialog) -> None:
    """By Escape: in a dossier, the first one leaves the field."""
    if isinstance(dialog, DossierDialog) and dialog.focusWidget() is not dialog.form.sections:
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        assert dialog.isVisible()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("typed", "kind", "kind_label", "pages", "amount"),
    [
        ("grand-figeac", "pacte", "Pacte de cohésion territoriale", PACTE, "170000.50"),
        ("figeac", "ingenierie", "Demande d'ingénierie", REQUEST, "12500.50"),
    ],
    ids=["pacte", "ingenierie"],
)
def test_from_draft_to_archive(
    dock: TerritoryDock, qtbot: Bot, says, tmp_path: Path, store_name: str,
    typed: str, kind: str, kind_label: str, pages: dict[str, dict[str, Any]], amount: str,
) -> None:  # fmt: skip
    store = open_store(store_name)
    began = time.monotonic()
    dialog = new_dossier(dock, qtbot, typed, kind_label)
    for section, values in pages.items():
        fill(dialog, section, values)
    assert dialog.problems.findings == () or {one.level for one in dialog.problems.findings} == {"warning"}, [
        (one.where, one.text) for one in dialog.problems.findings
    ]
    typed_values = dialog.dossier.values
    if kind == "pacte":
        first_action = typed_values["fiches_actions"][0]
        assert (first_action["debut"], first_action["fin"]) == ("2026-03-01", "2027-06-30")
        assert first_action["communes"] == [{"code": "46102", "nom": "Figeac"}]
        check_budget(dialog)
    else:
        assert (typed_values["debut_prevu"], typed_values["siret"]) == ("2026-09-01", "732 829 320 00074")
        assert typed_values["acteurs_sollicites"][0]["date"] == "2026-01-05"
        check_admissible(dialog)
    qtbot.waitUntil(lambda: dialog.session.is_saved, SOON)
    identifier = dialog.dossier.id
    close(dialog)
    written = store.load(identifier).dossier
    assert written.state == "brouillon" and written.values == dialog.dossier.values

    click(dock.buttons["dossiers"])
    library = dock.window().findChild(LibraryDialog)
    assert library.model.total == 1 and library.selected().amount == amount
    attach(library, says, tmp_path)
    first = give_back_a_version(library, qtbot, store)
    assert store.load(identifier).dossier.values == first
    for state, text in STEPS:
        move_on(library, state, text)
        assert library.selected().state == state, library.bar.currentItem().text()
    assert [(one.after, one.comment) for one in store.load(identifier).dossier.changes] == list(STEPS)
    refused_without_reason(library)
    assert store.load(identifier).dossier.state == "validé"

    # Found by what was typed, without its accents; on the map; then in the trash and out of it.
    word = "soins" if kind == "pacte" else "HALLE"
    QTest.keyClicks(library.filters.text, word)
    qtbot.waitUntil(lambda: not library.filters._timer.isActive(), SOON)
    assert library.model.total == 1
    click(library.map_button)
    (layer,) = [one for one in QgsProject.instance().mapLayers().values() if one.name().startswith("Projetothèque")]
    (feature,) = layer.getFeatures()
    assert (feature["etat"], str(feature["montant"]).rstrip("0")) == ("validé", amount.rstrip("0"))
    click(library.trash_button)
    assert library.model.total == 0 and not list(layer.getFeatures())
    QTest.keyClick(library.filters.trash, Qt.Key.Key_Space)
    click(library.trash_button)
    QTest.keyClick(library.filters.trash, Qt.Key.Key_Space)
    assert library.model.total == 1 and store.load(identifier).dossier.state == "validé"

    carry_to_another_store(library, says, tmp_path, identifier)
    close(library)
    QgsProject.instance().clear()
    assert time.monotonic() - began < 120
    store.close()


def check_budget(dialog: DossierDialog) -> None:
    """The maquette financière of the window: funder by year, to the cent."""
    fill(dialog, "Maquette financière", {})
    table = dialog.form.editors["maquette"].editor
    assert isinstance(table, QTableWidget)
    heads = [table.horizontalHeaderItem(column).text() for column in range(table.columnCount())]
    assert heads == ["Financeur", "2026", "2027", "Total", "Part"]
    cells = [
        [table.item(row, column).text().replace(THIN, " ").replace(NBSP, " ") for column in range(5)]
        for row in range(table.rowCount())
    ]
    assert cells == [
        ["FNADT", "60 000,25 €", "10 000 €", "70 000,25 €", "41,2 %"],
        ["Region", "–", "30 000,10 €", "30 000,10 €", "17,6 %"],
        ["Total des financements", "60 000,25 €", "40 000,10 €", "100 000,35 €", "58,8 %"],
        ["Reste à la charge des maîtres d'ouvrage", "–", "–", "70 000,15 €", "41,2 %"],
        ["Coût total des actions", "–", "–", "170 000,50 €", "100,0 %"],
    ]


def check_admissible(dialog: DossierDialog) -> None:
    """A by the index of Figeac or by declaration; B by two answers."""
    fill(dialog, "Recevabilité", {})
    table = dialog.form.editors["recevabilite"].editor
    rows = {table.item(row, 0).text()[0]: table.item(row, 1).text() for row in range(3)}
    assert (rows["B"], rows["C"]) == ("oui", "non")


def attach(library: LibraryDialog, says, folder: Path) -> None:
    file = folder / "délibération.pdf"
    file.write_bytes(b"%PDF-1.4 essai")
    click(library.files_button)
    window = library.findChild(AttachmentsDialog)
    says(str(file))
    click(window.add_button)
    assert window.table.item(0, 0).text() == "délibération.pdf"
    close(window)


def give_back_a_version(library: LibraryDialog, qtbot: Bot, store) -> dict[str, Any]:
    """Change a text, then take the version before it; the values that must be there again."""
    before = dict(store.load(library.selected().id).dossier.values)
    click(library.open_button)
    dialog = library.findChildren(DossierDialog)[-1]
    name = "enjeux" if "enjeux" in dialog.definition.fields else "objectifs"
    fill(dialog, "Ambition" if name == "enjeux" else "Projet", {name: "Efface par erreur"})
    close(dialog)
    assert store.load(library.selected().id).dossier.values[name] == "Efface par erreur"
    click(library.history_button)
    window = library.findChild(HistoryDialog)
    assert "Efface par erreur" in window.tree.topLevelItem(0).child(0).text(2)
    window.tree.setCurrentItem(window.tree.topLevelItem(1))
    click(window.restore_button)
    close(window)
    return before


def refused_without_reason(library: LibraryDialog) -> None:
    """Accepted again; a closed dossier is not reopened without a word."""
    move_on(library, "validé", "")
    before = library.store.load(library.selected().id).dossier.state
    move_on(library, "en instruction", "", goes_on=False)
    assert before == library.store.load(library.selected().id).dossier.state == "validé"


def carry_to_another_store(library: LibraryDialog, says, folder: Path, identifier: str) -> None:
    """One file, taken into a new GeoPackage: the same content, state, changes and attachments."""
    here = library.store.load(identifier).dossier
    says(str(folder / "porter.anct-dossier"))
    library.menu_button.menu().ask_export()
    library.use(str(folder / "ailleurs.gpkg"))
    library.menu_button.menu().ask_import()
    there = library.store.load(identifier).dossier
    assert (there.values, there.title, there.communes) == (here.values, here.title, here.communes)
    assert [one.name for one in library.store.attachments(identifier)] == ["délibération.pdf"]
