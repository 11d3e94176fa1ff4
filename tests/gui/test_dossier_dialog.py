"""The dossier window as a person uses it: type, save, close, open again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from drafts import draft
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QLineEdit, QMessageBox, QPlainTextEdit, QTableWidget

from anct_qgis_plugin.core.dossier import Dossier
from anct_qgis_plugin.errors import StoreError
from anct_qgis_plugin.gui.dialogs import dossier_dialog
from anct_qgis_plugin.gui.dialogs.dossier_dialog import DossierDialog
from anct_qgis_plugin.gui.dialogs.dossier_list_dialog import DossierListDialog
from anct_qgis_plugin.store.base import StoredDossier
from anct_qgis_plugin.store.definitions import definition
from anct_qgis_plugin.store.geopackage import GeoPackageStore

pytestmark = pytest.mark.usefixtures("qgis_app")


@pytest.fixture
def store(tmp_path: Path) -> GeoPackageStore:
    return GeoPackageStore(tmp_path / "dossiers.gpkg")


def opened(store: GeoPackageStore, dossier: Dossier | StoredDossier) -> DossierDialog:
    kind = dossier.dossier.type if isinstance(dossier, StoredDossier) else dossier.type
    dialog = DossierDialog(store, dossier, definition(kind))
    dialog.show()
    return dialog


def go_to(dialog: DossierDialog, label: str) -> None:
    (item,) = [i for i in range(dialog.sections.count()) if dialog.sections.item(i).text().startswith(label)]
    dialog.sections.setCurrentRow(item)


def answer(monkeypatch: pytest.MonkeyPatch, button: QMessageBox.StandardButton) -> list[str]:
    asked: list[str] = []

    def question(*arguments: object) -> QMessageBox.StandardButton:
        asked.append(str(arguments[2]))
        return button

    monkeypatch.setattr(dossier_dialog.QMessageBox, "question", question)
    return asked


def test_text_typed_and_saved_is_there_when_opened_again(store: GeoPackageStore) -> None:
    first = opened(store, draft("pacte", "com:46102"))
    assert first.is_dirty  # a new draft is kept only once it is saved
    go_to(first, "Ambition")
    field = first.editors["enjeux"].editor
    assert isinstance(field, QPlainTextEdit)
    QTest.keyClicks(field, "Garder le college")
    QTest.keyClick(field, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    if first.is_dirty:  # offscreen, a window without focus may not get shortcuts
        QTest.mouseClick(first.save_button, Qt.MouseButton.LeftButton)
    assert not first.is_dirty
    assert not first.save_button.isEnabled()
    assert first.close()

    (summary,) = store.list()
    again = opened(store, store.load(summary.id))
    go_to(again, "Ambition")
    assert again.editors["enjeux"].editor.toPlainText() == "Garder le college"
    assert not again.is_dirty
    assert again.close()


def test_sections_show_what_they_lack_as_one_types(store: GeoPackageStore) -> None:
    dialog = opened(store, draft("pacte", "com:46102"))
    go_to(dialog, "Ambition")
    row = dialog.sections.currentRow()
    assert dialog.sections.item(row).text() == "Ambition\n2 to complete"
    QTest.keyClicks(dialog.editors["enjeux"].editor, "a")
    QTest.keyClicks(dialog.editors["ambition"].editor, "b")
    assert dialog.sections.item(row).text() == "Ambition\ncomplete"
    QTest.keyClick(dialog.editors["ambition"].editor, Qt.Key.Key_Backspace)
    assert dialog.sections.item(row).text() == "Ambition\n1 to complete"


def test_a_drafted_text_loses_its_mark_when_edited(store: GeoPackageStore) -> None:
    dialog = opened(store, draft("pacte", "com:46102"))
    go_to(dialog, "Diagnostic")
    editor = dialog.editors["fragilites"]
    assert editor.mark.isVisible()
    QTest.keyClicks(editor.editor, "Vu. ")
    assert not editor.mark.isVisible()
    assert "fragilites" not in dialog.dossier.generated
    assert "atouts" in dialog.dossier.generated
    assert dialog.dossier.values["fragilites"].startswith("Vu. ")


def test_a_wrong_siret_is_said_and_saved_all_the_same(store: GeoPackageStore) -> None:
    dialog = opened(store, draft("ingenierie", "com:46102"))
    editor = dialog.editors["siret"]
    assert isinstance(editor.editor, QLineEdit)
    QTest.keyClicks(editor.editor, "73282932000047")
    editor.check()
    assert editor.warning.isVisible()
    assert "not valid" in editor.warning.text()
    assert dialog.save()
    assert store.load(dialog.dossier.id).dossier.values["siret"] == "73282932000047"
    editor.editor.clear()
    QTest.keyClicks(editor.editor, "73282932000074")
    editor.check()
    assert not editor.warning.isVisible()


def test_admissibility_follows_what_is_ticked(store: GeoPackageStore) -> None:
    dialog = opened(store, draft("ingenierie", "com:46102"))
    go_to(dialog, "Critère C")
    box = dialog.editors["complexe"].editor
    box.setCurrentIndex(box.findData(True))
    dialog.editors["justification_C"].editor.setPlainText("c" * 100)
    go_to(dialog, "Recevabilité")
    table = dialog.editors["recevabilite"].editor
    assert isinstance(table, QTableWidget)
    assert [table.item(row, 1).text() for row in range(4)] == ["oui", "non", "oui", "oui"]


def test_every_field_of_both_kinds_is_in_the_form(store: GeoPackageStore) -> None:
    for kind in ("pacte", "ingenierie"):
        dialog = opened(store, draft(kind, "dep:46"))
        for row in range(dialog.sections.count()):
            dialog.sections.setCurrentRow(row)
        assert set(dialog.editors) == {f.id for f in definition(kind) if f.layout != "images"}
        # Building the form and looking at it changes nothing.
        assert dialog.dossier.values == replace(dialog.dossier).values
        assert dialog.dossier.generated


def test_amounts_dates_and_boxes_are_kept_as_values(store: GeoPackageStore) -> None:
    dialog = opened(store, draft("ingenierie", "com:46102"))
    go_to(dialog, "Projet")
    QTest.keyClicks(dialog.editors["cout_estime"].editor, "12 500,5")
    first = next(iter(dialog.editors["thematique"].editor._boxes.values()))
    QTest.keyClick(first, Qt.Key.Key_Space)
    go_to(dialog, "Besoin")
    QTest.keyClicks(dialog.editors["duree_mois"].editor, "18")
    values = dialog.dossier.values
    assert (values["cout_estime"], values["thematique"], values["duree_mois"]) == ("12500.50", ["attractivité"], 18)


def test_closing_asks_only_before_loss(store: GeoPackageStore, monkeypatch: pytest.MonkeyPatch) -> None:
    dialog = opened(store, draft("pacte", "com:46102"))
    asked = answer(monkeypatch, QMessageBox.StandardButton.Cancel)
    assert not dialog.close()
    assert dialog.isVisible()
    assert "Figeac" in asked[0]
    answer(monkeypatch, QMessageBox.StandardButton.Save)
    assert dialog.close()
    assert len(store.list()) == 1

    again = opened(store, store.load(store.list()[0].id))
    asked = answer(monkeypatch, QMessageBox.StandardButton.Discard)
    assert again.close()
    assert asked == []


def test_a_conflict_is_said_and_nothing_is_lost(store: GeoPackageStore) -> None:
    saved = store.create(draft("pacte", "com:46102"), "camille")
    dialog = opened(store, saved)
    theirs = {**saved.dossier.values, "enjeux": "les leurs"}
    store.save(saved, replace(saved.dossier, values=theirs), "dominique")
    go_to(dialog, "Ambition")
    QTest.keyClicks(dialog.editors["enjeux"].editor, "les miens")
    assert not dialog.save()
    assert "dominique saved this section" in dialog.bar.currentItem().text()
    assert dialog.is_dirty
    assert dialog.dossier.values["enjeux"] == "les miens"


def test_export_writes_what_is_on_the_screen(store: GeoPackageStore, tmp_path: Path) -> None:
    pytest.importorskip("odfdo")
    dialog = opened(store, draft("pacte", "com:46102"))
    dialog.export_to(tmp_path / "essai")
    assert (tmp_path / "essai.odt").stat().st_size > 5000
    (tmp_path / "fichier").write_text("x")
    dialog.export_to(tmp_path / "fichier" / "d.odt")
    assert "d.odt" in dialog.bar.currentItem().text()


def test_the_list_filters_without_accents_and_opens(store: GeoPackageStore) -> None:
    empty = DossierListDialog(store)
    empty.show()
    assert empty.empty.isVisible()
    assert not empty.open_button.isEnabled()
    for expression in ("dep:46", "dep:974"):
        store.create(draft("pacte", expression), "camille")
    listed = DossierListDialog(store)
    listed.show()
    QTest.keyClicks(listed.filter, "reunion")
    assert [listed.table.isRowHidden(row) for row in range(2)].count(True) == 1
    listed.table.selectRow(next(row for row in range(2) if not listed.table.isRowHidden(row)))
    dialog = listed.open_selected()
    assert dialog is not None
    assert dialog.dossier.territory == "dep:974"
    assert dialog.close()


def test_a_store_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    (tmp_path / "s.gpkg").write_bytes(b"rien de tel" * 100)
    listed = DossierListDialog(GeoPackageStore(tmp_path / "s.gpkg"))
    assert "damaged" in listed.bar.currentItem().text()
    with pytest.raises(StoreError):
        GeoPackageStore(tmp_path / "s.gpkg").check()
