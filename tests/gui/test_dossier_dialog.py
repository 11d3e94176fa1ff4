"""The dossier window as a person uses it: type, save, close, open again."""

from __future__ import annotations

import struct
from dataclasses import replace
from pathlib import Path

import pytest
from drafts import draft
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QColor
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QLineEdit, QPlainTextEdit, QTableWidget
from waiting import Bot

from anct_qgis_plugin import paths, settings
from anct_qgis_plugin.core.dossier import Dossier
from anct_qgis_plugin.errors import StoreError, StoreUnreachable
from anct_qgis_plugin.gui import asking
from anct_qgis_plugin.gui.dialogs.conflict_dialog import ConflictDialog
from anct_qgis_plugin.gui.dialogs.dossier_dialog import DossierDialog
from anct_qgis_plugin.gui.dialogs.history_dialog import HistoryDialog
from anct_qgis_plugin.gui.dialogs.library_dialog import LibraryDialog
from anct_qgis_plugin.gui.library_menu import LibraryMenu
from anct_qgis_plugin.store import exchange
from anct_qgis_plugin.store.base import StoredDossier
from anct_qgis_plugin.store.definitions import definition
from anct_qgis_plugin.store.geopackage import GeoPackageStore

SOON = 20_000
# A square of one degree, as well-known binary.
SQUARE = (
    struct.pack("<BII", 1, 3, 1), struct.pack("<I", 5),
    *(struct.pack("<dd", x, y) for x, y in ((8, 41), (9, 41), (9, 42), (8, 42), (8, 41))),
)  # fmt: skip

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
    (item,) = [i for i in range(dialog.form.sections.count()) if dialog.form.sections.item(i).text().startswith(label)]
    dialog.form.sections.setCurrentRow(item)


def test_text_typed_and_saved_is_there_when_opened_again(store: GeoPackageStore) -> None:
    first = opened(store, draft("pacte", "com:46102"))
    assert store.list() == []  # a new draft is kept from the first change on
    go_to(first, "Ambition")
    field = first.form.editors["enjeux"].editor
    assert isinstance(field, QPlainTextEdit)
    QTest.keyClicks(field, "Garder le college")
    QTest.keyClick(field, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    if not first.session.is_saved:  # offscreen, a window without focus may not get shortcuts
        QTest.mouseClick(first.save_button, Qt.MouseButton.LeftButton)
    assert first.session.is_saved
    assert not first.save_button.isEnabled()
    assert first.close()

    (summary,) = store.list()
    again = opened(store, store.load(summary.id))
    go_to(again, "Ambition")
    assert again.form.editors["enjeux"].editor.toPlainText() == "Garder le college"
    assert again.session.is_saved
    assert again.close()


def test_sections_show_what_they_lack_as_one_types(store: GeoPackageStore) -> None:
    dialog = opened(store, draft("pacte", "com:46102"))
    go_to(dialog, "Ambition")
    row = dialog.form.sections.currentRow()
    assert dialog.form.sections.item(row).text() == "Ambition\n2 to complete"
    QTest.keyClicks(dialog.form.editors["enjeux"].editor, "a")
    QTest.keyClicks(dialog.form.editors["ambition"].editor, "b")
    assert dialog.form.sections.item(row).text() == "Ambition\ncomplete"
    QTest.keyClick(dialog.form.editors["ambition"].editor, Qt.Key.Key_Backspace)
    assert dialog.form.sections.item(row).text() == "Ambition\n1 to complete"


def test_a_drafted_text_loses_its_mark_when_edited(store: GeoPackageStore) -> None:
    dialog = opened(store, draft("pacte", "com:46102"))
    go_to(dialog, "Diagnostic")
    editor = dialog.form.editors["fragilites"]
    assert editor.mark.isVisible()
    QTest.keyClicks(editor.editor, "Vu. ")
    assert not editor.mark.isVisible()
    assert "fragilites" not in dialog.dossier.generated
    assert "atouts" in dialog.dossier.generated
    assert dialog.dossier.values["fragilites"].startswith("Vu. ")


def test_a_wrong_siret_is_said_and_saved_all_the_same(store: GeoPackageStore) -> None:
    dialog = opened(store, draft("ingenierie", "com:46102"))
    editor = dialog.form.editors["siret"]
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
    box = dialog.form.editors["complexe"].editor
    box.setCurrentIndex(box.findData(True))
    dialog.form.editors["justification_C"].editor.setPlainText("c" * 100)
    go_to(dialog, "Recevabilité")
    table = dialog.form.editors["recevabilite"].editor
    assert isinstance(table, QTableWidget)
    assert [table.item(row, 1).text() for row in range(4)] == ["oui", "non", "oui", "oui"]


def test_every_field_of_both_kinds_is_in_the_form(store: GeoPackageStore) -> None:
    for kind in ("pacte", "ingenierie"):
        dialog = opened(store, draft(kind, "dep:46"))
        for row in range(dialog.form.sections.count()):
            dialog.form.sections.setCurrentRow(row)
        assert set(dialog.form.editors) == {f.id for f in definition(kind) if f.layout not in ("images", "charts")}
        # Building the form and looking at it changes nothing.
        assert dialog.dossier.values == replace(dialog.dossier).values
        assert dialog.dossier.generated


def test_amounts_dates_and_boxes_are_kept_as_values(store: GeoPackageStore) -> None:
    dialog = opened(store, draft("ingenierie", "com:46102"))
    go_to(dialog, "Projet")
    QTest.keyClicks(dialog.form.editors["cout_estime"].editor, "12 500,5")
    first = next(iter(dialog.form.editors["thematique"].editor._boxes.values()))
    QTest.keyClick(first, Qt.Key.Key_Space)
    go_to(dialog, "Besoin")
    QTest.keyClicks(dialog.form.editors["duree_mois"].editor, "18")
    values = dialog.dossier.values
    assert (values["cout_estime"], values["thematique"], values["duree_mois"]) == ("12500.50", ["attractivité"], 18)


def test_a_pause_in_typing_keeps_the_work_and_closing_asks_nothing(store: GeoPackageStore) -> None:
    dialog = opened(store, draft("pacte", "com:46102"))
    go_to(dialog, "Ambition")
    QTest.keyClicks(dialog.form.editors["enjeux"].editor, "Garder le college")
    Bot().waitUntil(lambda: dialog.session.is_saved, SOON)
    (summary,) = store.list()
    assert store.load(summary.id).dossier.values["enjeux"] == "Garder le college"
    QTest.keyClicks(dialog.form.editors["enjeux"].editor, "!")
    assert dialog.close()  # before the pause: closing keeps it
    assert store.load(summary.id).dossier.values["enjeux"] == "Garder le college!"


def test_what_was_acknowledged_and_never_saved_is_found_again(store: GeoPackageStore) -> None:
    saved = store.create(draft("pacte", "com:46102"), "camille")
    dialog = opened(store, saved)
    go_to(dialog, "Ambition")
    dialog.session.send = lambda: None  # as if the power went between the disk and the store
    QTest.keyClicks(dialog.form.editors["enjeux"].editor, "Garder le college")
    assert dialog.session.keep()
    dialog.session.close()
    dialog.deleteLater()
    assert "enjeux" not in store.load(saved.dossier.id).dossier.values
    again = opened(store, store.load(saved.dossier.id))
    assert "were found" in again.bar.currentItem().text()
    assert again.dossier.values["enjeux"] == "Garder le college"
    Bot().waitUntil(lambda: again.session.is_saved, SOON)
    assert store.load(saved.dossier.id).dossier.values["enjeux"] == "Garder le college"


def test_a_store_that_does_not_answer_keeps_the_work_here(
    store: GeoPackageStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved = store.create(draft("pacte", "com:46102"), "camille")
    dialog = opened(store, saved)
    go_to(dialog, "Ambition")

    def gone(*_: object, **__: object) -> None:
        raise StoreUnreachable("away")

    with monkeypatch.context() as away:
        away.setattr(store, "save_section", gone)
        QTest.keyClicks(dialog.form.editors["enjeux"].editor, "Garder")
        Bot().waitUntil(lambda: "does not answer" in dialog.status.text(), SOON)
        assert not dialog.session.is_saved and dialog.session.is_kept
    dialog.session.send()
    Bot().waitUntil(lambda: "saved" in dialog.status.text(), SOON)
    assert dialog.session.is_saved
    assert store.load(saved.dossier.id).dossier.values["enjeux"] == "Garder"


def test_two_people_in_the_same_section_see_both_texts_and_choose(store: GeoPackageStore) -> None:
    saved = store.create(draft("pacte", "com:46102"), "camille")
    dialog = opened(store, saved)
    theirs = {**saved.dossier.values, "enjeux": "les leurs", "ambition": "la leur"}
    store.save(saved, replace(saved.dossier, values=theirs), "dominique")
    go_to(dialog, "Ambition")
    QTest.keyClicks(dialog.form.editors["enjeux"].editor, "les miens")
    assert not dialog.save()
    assert dialog.dossier.values["enjeux"] == "les miens"
    (choice,) = dialog.findChildren(ConflictDialog)
    assert set(choice.choices) == {"enjeux", "ambition"}
    choice.choices["enjeux"].button(0).setChecked(True)
    QTest.mouseClick(choice.keep_button, Qt.MouseButton.LeftButton)
    Bot().waitUntil(lambda: dialog.session.is_saved, SOON)
    found = store.load(saved.dossier.id).dossier.values
    assert (found["enjeux"], found["ambition"]) == ("les miens", "la leur")
    assert dialog.form.editors["ambition"].editor.toPlainText() == "la leur"


@pytest.mark.parametrize("chosen", [0, 1])
def test_the_text_that_is_not_chosen_stays_in_the_history(store: GeoPackageStore, chosen: int) -> None:
    saved = store.create(draft("pacte", "com:46102"), "camille")
    dialog = opened(store, saved)
    store.save(saved, replace(saved.dossier, values={**saved.dossier.values, "enjeux": "les leurs"}), "dominique")
    go_to(dialog, "Ambition")
    QTest.keyClicks(dialog.form.editors["enjeux"].editor, "les miens")
    assert not dialog.save()
    (choice,) = dialog.findChildren(ConflictDialog)
    choice.choices["enjeux"].button(chosen).setChecked(True)
    QTest.mouseClick(choice.keep_button, Qt.MouseButton.LeftButton)
    Bot().waitUntil(lambda: dialog.session.is_saved, SOON)
    assert store.load(saved.dossier.id).dossier.values["enjeux"] == ("les miens", "les leurs")[chosen]
    known = [
        store.version(saved.dossier.id, one.number).values.get("enjeux") for one in store.versions(saved.dossier.id)
    ]
    assert {"les miens", "les leurs"} <= set(known)
    # Both can be worked on from there.
    dialog.session.set_value("enjeux", "les deux")
    assert dialog.save() and store.load(saved.dossier.id).dossier.values["enjeux"] == "les deux"
    dialog.close()


def test_two_people_in_different_sections_both_save(store: GeoPackageStore) -> None:
    saved = store.create(draft("pacte", "com:46102"), "camille")
    dialog = opened(store, saved)
    go_to(dialog, "Ambition")
    other = {**saved.dossier.values, "modalites": "réunions"}
    store.save(saved, replace(saved.dossier, values=other), "dominique")
    QTest.keyClicks(dialog.form.editors["enjeux"].editor, "les miens")
    assert dialog.save()
    found = store.load(saved.dossier.id).dossier.values
    assert (found["enjeux"], found["modalites"]) == ("les miens", "réunions")
    assert dialog.dossier.values["modalites"] == "réunions"


def test_undo_gives_back_the_text_and_its_mark(store: GeoPackageStore) -> None:
    dialog = opened(store, draft("pacte", "com:46102"))
    before = dialog.dossier.values["fragilites"]
    go_to(dialog, "Diagnostic")
    QTest.keyClicks(dialog.form.editors["fragilites"].editor, "Vu. ")
    dialog.form.sections.setFocus()
    QTest.mouseClick(dialog.undo_button, Qt.MouseButton.LeftButton)
    assert dialog.dossier.values["fragilites"] == before
    assert "fragilites" in dialog.dossier.generated
    assert dialog.form.editors["fragilites"].value() == before  # no-break spaces included
    QTest.mouseClick(dialog.redo_button, Qt.MouseButton.LeftButton)
    assert dialog.dossier.values["fragilites"].startswith("Vu. ")


def test_a_problem_leads_to_its_row_and_column(store: GeoPackageStore) -> None:
    dialog = opened(store, draft("pacte", "com:46102"))
    go_to(dialog, "Fiches actions")
    actions = dialog.form.editors["fiches_actions"].editor
    actions.add()
    actions.add()
    path = next(one.path for one in dialog.problems.findings if one.path[:2] == ("fiches_actions", 2))
    dialog.form.sections.setCurrentRow(0)
    dialog.problems.chosen.emit(path)
    assert dialog.form.sections.currentItem().text().startswith("Fiches actions")
    assert actions.table.currentRow() == 1


def test_export_writes_what_is_on_the_screen(store: GeoPackageStore, tmp_path: Path) -> None:
    pytest.importorskip("odfdo")
    dialog = opened(store, draft("pacte", "com:46102"))
    dialog.export_to(tmp_path / "essai")
    assert (tmp_path / "essai.odt").stat().st_size > 5000
    (tmp_path / "fichier").write_text("x")
    dialog.export_to(tmp_path / "fichier" / "d.odt")
    assert "d.odt" in dialog.bar.currentItem().text()


def test_the_title_is_one_thing_in_both_places(store: GeoPackageStore) -> None:
    dialog = opened(store, draft("pacte", "com:46102"))
    first = dialog.dossier.title
    field = dialog.form.editors["titre"]
    field.editor.clear()
    QTest.keyClicks(field.editor, "Pacte du Lot")
    assert dialog.title.text() == dialog.dossier.title == "Pacte du Lot" and "Pacte du Lot" in dialog.windowTitle()
    dialog.form.sections.setFocus()
    dialog.title.clear()
    QTest.keyClicks(dialog.title, "Pacte de Figeac")
    assert (dialog.dossier.title, dialog.dossier.values["titre"]) == ("Pacte de Figeac", "Pacte de Figeac")
    assert dialog.save()
    kept = store.load(dialog.dossier.id).dossier
    assert (kept.title, kept.values["titre"], store.list()[0].title) == (3 * ("Pacte de Figeac",))
    dialog.session.undo()
    assert dialog.dossier.title == dialog.dossier.values["titre"] == first
    dialog.close()


def test_the_tab_key_goes_through_the_form_before_the_buttons(store: GeoPackageStore) -> None:
    dialog = opened(store, draft("pacte", "com:46102"))
    go_to(dialog, "Ambition")
    go_to(dialog, "Fiches actions")
    dialog.form.editors["fiches_actions"].editor.add()
    Bot().wait(20)
    order, widget = [], dialog.form.sections
    while widget.nextInFocusChain() is not dialog.form.sections:
        widget = widget.nextInFocusChain()
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None:
            order.append(widget)
    actions = dialog.form.editors["fiches_actions"].editor
    row = [actions._form[name].editor for name in ("intitule", "axe", "maitre_ouvrage", "description", "cout_ht")]
    places = [order.index(one) for one in (actions.table, *row, dialog.problems.heading, dialog.save_button)]
    assert places == sorted(places), places
    assert order[0] is actions.table and not dialog.form.editors["enjeux"].isVisible()
    dialog.close()


# -- the projetothèque ------------------------------------------------------------------------------------------------


@pytest.fixture
def library(store: GeoPackageStore):
    for expression in ("dep:46", "dep:974", "com:46102"):
        store.create(draft("pacte", expression), "camille")
    store.create(draft("ingenierie", "com:46102"), "camille")
    window = LibraryDialog(store)
    window.show()
    yield window
    window.close()


def titles(window: LibraryDialog) -> list[str]:
    return [window.model.index(row, 0).data() for row in range(window.model.rowCount())]


def choose(window: LibraryDialog, part: str) -> None:
    row = next(n for n, title in enumerate(titles(window)) if part in title)
    window.table.selectRow(row)


def test_an_empty_store_says_what_to_do(store: GeoPackageStore) -> None:
    window = LibraryDialog(store)
    window.show()
    assert window.empty.isVisible() and "New dossier" in window.empty.text()
    assert not window.open_button.isEnabled()


def test_the_list_filters_without_accents_and_opens(library: LibraryDialog) -> None:
    QTest.keyClicks(library.filters.text, "reunion")
    Bot().waitUntil(lambda: library.model.total == 1, SOON)
    dialog = library.open_selected()
    assert dialog is not None
    assert dialog.dossier.territory == "dep:974"
    assert dialog.close()
    QTest.mouseClick(library.filters.clear_button, Qt.MouseButton.LeftButton)
    assert library.model.total == 4


def test_boxes_filter_by_kind_and_state(library: LibraryDialog) -> None:
    library.filters.boxes["types"].setCheckedItems(["engineering request"])
    assert library.model.total == 1
    library.filters.boxes["states"].setCheckedItems(["validé"])
    assert library.model.total == 0 and library.empty.isVisible() and "filters" in library.empty.text()


def test_columns_sort_over_the_whole_store(library: LibraryDialog) -> None:
    library.table.sortByColumn(2, Qt.SortOrder.AscendingOrder)
    places = [library.model.index(row, 2).data() for row in range(4)]
    assert places == sorted(places)
    library.table.sortByColumn(2, Qt.SortOrder.DescendingOrder)
    assert [library.model.index(row, 2).data() for row in range(4)] == sorted(places, reverse=True)


def test_the_trash_takes_gives_back_and_purges(library: LibraryDialog, monkeypatch: pytest.MonkeyPatch) -> None:
    choose(library, "Réunion")
    QTest.mouseClick(library.trash_button, Qt.MouseButton.LeftButton)
    assert library.model.total == 3
    library.filters.trash.setChecked(True)
    assert library.model.total == 1 and not library.open_button.isEnabled()
    QTest.mouseClick(library.trash_button, Qt.MouseButton.LeftButton)
    assert library.model.total == 0
    library.filters.trash.setChecked(False)
    assert library.model.total == 4
    choose(library, "Réunion")
    QTest.mouseClick(library.trash_button, Qt.MouseButton.LeftButton)
    library.filters.trash.setChecked(True)
    choose(library, "Réunion")
    monkeypatch.setattr(asking, "sure", lambda *_: False)
    library.purge()
    assert library.model.total == 1
    monkeypatch.setattr(asking, "sure", lambda *_: True)
    library.purge()
    assert library.model.total == 0


def test_a_state_that_is_refused_says_what_is_missing(library: LibraryDialog) -> None:
    choose(library, "Réunion")
    library.change_state(library.selected(), "complet")
    assert "not complete" in library.bar.currentItem().text()
    assert library.selected().state == "brouillon"


def test_a_copy_is_a_draft_of_its_own(library: LibraryDialog) -> None:
    choose(library, "Réunion")
    before = library.selected().id
    QTest.mouseClick(library.copy_button, Qt.MouseButton.LeftButton)
    assert library.selected().id != before and library.selected().title in library.bar.currentItem().text()
    assert library.model.total == 5 and any(title.endswith("(copie)") for title in titles(library))


def test_the_history_gives_back_an_earlier_version(library: LibraryDialog, store: GeoPackageStore) -> None:
    choose(library, "Réunion")
    first = store.load(library.selected().id)
    store.save(first, replace(first.dossier, values={**first.dossier.values, "enjeux": "deux"}), "dominique")
    window = HistoryDialog(store, library.selected())
    window.show()
    assert window.tree.topLevelItemCount() == 2 and not window.restore_button.isEnabled()
    newest = window.tree.topLevelItem(0)
    assert newest.text(1) == "dominique" and "nothing → deux" in newest.child(0).text(2)
    made = window.tree.topLevelItem(1)
    said = [made.text(2), *(made.child(n).text(2) for n in range(made.childCount()))]
    assert not [text for text in said if "drafts" in text or "territory_label" in text or "['" in text], said
    window.tree.setCurrentItem(window.tree.topLevelItem(1))
    QTest.mouseClick(window.restore_button, Qt.MouseButton.LeftButton)
    assert "enjeux" not in store.load(first.dossier.id).dossier.values
    assert window.tree.topLevelItemCount() == 3


def test_files_are_attached_taken_out_and_put_back(
    library: LibraryDialog, store: GeoPackageStore, tmp_path: Path
) -> None:
    from anct_qgis_plugin.gui.dialogs.attachments_dialog import AttachmentsDialog

    choose(library, "Réunion")
    (tmp_path / "délibération.pdf").write_bytes(b"%PDF-1.4 essai")
    (tmp_path / "programme.exe").write_bytes(b"MZ")
    window = AttachmentsDialog(store, library.selected())
    window.show()
    window.add([tmp_path / "programme.exe", tmp_path / "délibération.pdf", tmp_path / "absent.pdf"])
    assert window.table.rowCount() == 1 and window.table.item(0, 0).text() == "délibération.pdf"
    window.table.selectRow(0)
    window.take_out()
    assert window.table.rowCount() == 0
    window.removed.setChecked(True)
    assert window.table.rowCount() == 1
    window.table.selectRow(0)
    window.take_out()
    assert [one.name for one in store.attachments(library.selected().id)] == ["délibération.pdf"]


def test_the_dossiers_are_a_layer_of_the_project(library: LibraryDialog, store: GeoPackageStore) -> None:
    from qgis.core import QgsProject

    from anct_qgis_plugin.gis.library_layer import add_layer

    project = QgsProject()
    store.create(draft("pacte", "dep:2A"), "camille", b"".join(SQUARE))
    layer = add_layer(project, store)
    assert layer.isValid() and layer.featureCount() == 5
    assert add_layer(project, store) is layer and len(project.mapLayers()) == 1
    categories = layer.renderer().categories()
    tints = {category.value(): QColor(category.symbol().color()) for category in categories}
    # Violet, darker as a dossier moves on: read back as QGIS draws it.
    draft_tint, valid_tint = tints["brouillon"], tints["validé"]
    assert (draft_tint.red(), draft_tint.green(), draft_tint.blue()) == (0xE6, 0xE0, 0xF2)
    assert valid_tint.lightness() < draft_tint.lightness()
    assert set(layer.styleManager().styles()) == {"État", "Montant"} and layer.styleManager().currentStyle() == "État"


def test_many_dossiers_are_counted_by_departement_from_afar(tmp_path: Path) -> None:
    from crowd import crowd
    from qgis.core import QgsProject

    from anct_qgis_plugin.gis.library_layer import add_layer

    if not paths.SNAPSHOT.exists():
        pytest.skip("the embedded data are not built (make snapshot)")
    store = GeoPackageStore(tmp_path / "beaucoup.gpkg")
    for rows, shapes in crowd(1200):
        store.insert_rows(rows, shapes)
    project = QgsProject()
    layer = add_layer(project, store)
    far = 3_000_000.0
    (counted,) = [one for one in project.mapLayers().values() if one is not layer]
    # One or the other at any scale, never both.
    for scale in (far, 1_000_000.0, 100_000.0):
        assert layer.isInScaleRange(scale) is not counted.isInScaleRange(scale)
    assert counted.isInScaleRange(far)
    expected = {one.key: one.dossiers for one in store.counts("departement")}
    got = {feature["code"]: feature["dossiers"] for feature in counted.getFeatures()}
    # The crowd's départements 01 to 95; 20 is none.
    assert got == {code: number for code, number in expected.items() if code != "20"} and len(got) > 80
    # Shown again: counted anew, once.
    assert add_layer(project, store) is layer and len(project.mapLayers()) == 2


def test_the_layer_can_be_drawn_by_amount(store: GeoPackageStore) -> None:
    from qgis.core import QgsRenderContext

    from anct_qgis_plugin.gis.library_layer import library_layer

    for cost in ("99999.99", "100000.50", "12000000.00"):
        made = draft("pacte", "dep:2A")
        sheets = [{"intitule": "a", "cout_ht": cost}]
        made = replace(made, id=cost, values={**made.values, "fiches_actions": sheets})
        store.create(made, "camille", b"".join(SQUARE))
    layer = library_layer(store)
    layer.styleManager().setCurrentStyle("Montant")
    context = QgsRenderContext()
    context.expressionContext().setFields(layer.fields())
    renderer = layer.renderer()
    renderer.startRender(context, layer.fields())
    drawn = {}
    for feature in layer.getFeatures():
        context.expressionContext().setFeature(feature)
        drawn[feature["id"]] = renderer.legendKeysForFeature(feature, context)
    renderer.stopRender(context)
    labels = {item.ruleKey(): item.label() for item in renderer.legendSymbolItems()}
    assert {cost: labels[next(iter(keys))] for cost, keys in drawn.items()} == {
        "99999.99": "moins de 100 000 €", "100000.50": "de 100 000 € à 1 M€", "12000000.00": "10 M€ et plus",
    }  # fmt: skip


def test_a_store_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    (tmp_path / "s.gpkg").write_bytes(b"rien de tel" * 100)
    listed = LibraryDialog(GeoPackageStore(tmp_path / "s.gpkg"))
    assert "damaged" in listed.bar.currentItem().text()
    with pytest.raises(StoreError):
        GeoPackageStore(tmp_path / "s.gpkg").check()


def test_another_store_is_used_and_remembered_and_a_bad_one_leaves_the_present(
    library: LibraryDialog, tmp_path: Path
) -> None:
    menu = LibraryMenu(library)
    menu._use(str(tmp_path / "autre.gpkg"))
    assert library.model.total == 0 and "autre" in library.windowTitle()
    assert settings.store_name() == str(tmp_path / "autre.gpkg")
    menu._use("nulle part")
    assert "nulle part" in library.bar.currentItem().text()
    assert "autre" in library.windowTitle()


def test_a_dossier_goes_from_store_to_store_in_one_file(
    library: LibraryDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    menu = LibraryMenu(library)
    choose(library, "Réunion")
    file = exchange.export_dossier(library.store, library.selected().id, tmp_path / "reunion.anct-dossier")
    monkeypatch.setattr(asking, "sure", lambda *_: False)
    menu.take_in(file)
    assert library.model.total == 4
    monkeypatch.setattr(asking, "sure", lambda *_: True)
    before = library.selected().id
    menu.take_in(file)
    assert library.model.total == 5
    assert library.selected().id != before and "Réunion" in library.selected().title
    library.use(str(tmp_path / "autre.gpkg"))
    menu.take_in(file)
    assert titles(library) and "Réunion" in titles(library)[0]
    (tmp_path / "faux.anct-dossier").write_text("rien")
    menu.take_in(tmp_path / "faux.anct-dossier")
    assert "faux.anct-dossier" in library.bar.currentItem().text() and library.model.total == 1


def test_escape_leaves_a_field_before_the_window(store: GeoPackageStore) -> None:
    saved = store.create(draft("pacte", "com:46102"), "camille")
    dialog = opened(store, saved)
    dialog.activateWindow()
    go_to(dialog, "Ambition")
    text = dialog.form.editors["enjeux"].editor
    text.setFocus()
    QTest.keyClicks(text, "Garder le bourg vivant")
    QTest.keyClick(text, Qt.Key.Key_Escape)
    assert dialog.isVisible() and dialog.focusWidget() is dialog.form.sections
    assert dialog.dossier.values["enjeux"] == "Garder le bourg vivant"
    QTest.keyClick(dialog.form.sections, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert store.load(saved.dossier.id).dossier.values["enjeux"] == "Garder le bourg vivant"


def test_the_population_names_its_source_and_year(store: GeoPackageStore) -> None:
    dialog = opened(store, draft("pacte", "com:46102"))
    (figure,) = dialog.dossier.provenance("population")
    said = dialog.form.editors["population"].source
    assert said.isVisible() and figure.vintage in said.text() and figure.source in said.text() and figure.vintage
    assert not dialog.form.editors["regions"].source.isVisible()
    dialog.close()


def test_moments_are_written_in_the_language_of_the_interface(monkeypatch: pytest.MonkeyPatch) -> None:
    from anct_qgis_plugin.gui.dialogs.dossier_dialog import local_time

    monkeypatch.setattr("anct_qgis_plugin.i18n._language", "fr")
    assert local_time("2026-11-25T12:00:00+00:00").startswith("25/11/2026 ")
    monkeypatch.setattr("anct_qgis_plugin.i18n._language", "en")
    assert "Nov" in local_time("2026-11-25T12:00:00+00:00") or "11/25/26" in local_time("2026-11-25T12:00:00+00:00")
    assert local_time("hier") == "hier"


def test_a_section_says_what_in_it_cannot_be_right(store: GeoPackageStore) -> None:
    dialog = opened(store, draft("ingenierie", "com:46102"))
    go_to(dialog, "Demandeur")
    for field, text in (("representant", "La maire"), ("contact_nom", "Paule"), ("contact_mail", "paule(at)figeac")):
        dialog.session.set_value(field, text)
    item = dialog.form.sections.item(0)
    assert item.text() == "Demandeur\n1 to look at"
    assert "Contact : courriel" in item.toolTip()
    dialog.session.set_value("contact_mail", "paule@figeac.fr")
    assert item.text() == "Demandeur\ncomplete" and not item.toolTip()
    assert dialog.close()


def test_an_optional_section_that_was_begun_says_so(store: GeoPackageStore) -> None:
    dialog = opened(store, draft("pacte", "com:46102"))
    row = next(i for i in range(dialog.form.sections.count()) if "Formation" in dialog.form.sections.item(i).text())
    assert dialog.form.sections.item(row).text() == "Formation des élus\noptional"
    dialog.session.set_value("besoins", ["finances locales"])
    assert dialog.form.sections.item(row).text() == "Formation des élus\noptional, begun"
    assert dialog.close()


def test_a_row_taken_away_is_undone_by_itself(store: GeoPackageStore) -> None:
    dialog = opened(store, draft("pacte", "com:46102"))
    session = dialog.session
    rows = session.dossier.values["signataires"]
    named = [{**rows[0], "qualite": "Préfète"}, *rows[1:]]
    session.set_value("signataires", [{**rows[0], "qualite": "Préfèt"}, *rows[1:]])
    session.set_value("signataires", named)
    session.set_value("signataires", named[:-1])
    session.undo()
    assert session.dossier.values["signataires"] == named
    session.undo()
    assert session.dossier.values["signataires"] == rows
    assert dialog.close()


def test_the_figures_of_a_table_all_show_in_the_width_of_the_window(store: GeoPackageStore) -> None:
    dialog = opened(store, draft("pacte", "com:46102"))
    go_to(dialog, "Fiche d'identité")
    table = dialog.form.editors["chiffres"].editor
    assert isinstance(table, QTableWidget)
    Bot().waitUntil(lambda: table.horizontalScrollBar().maximum() == 0, SOON)
    for column in range(1, 5):  # a figure is never cut
        assert table.columnWidth(column) >= table.sizeHintForColumn(column)
    assert dialog.close()


def test_the_projetotheque_fits_the_screen_of_a_laptop(library: LibraryDialog) -> None:
    # French is longer than English by a third at most; QGIS's own font is larger than Qt's by a sixth.
    assert library.minimumSizeHint().width() <= 1366 / 1.25


def test_a_small_perimeter_is_drawn_over_a_large_one_and_a_click_tells_what_a_person_reads(
    store: GeoPackageStore,
) -> None:
    from qgis.core import QgsMapRendererSequentialJob, QgsMapSettings
    from qgis.PyQt.QtCore import QSize

    from anct_qgis_plugin.gis.library_layer import library_layer

    within = b"".join(
        (
            struct.pack("<BII", 1, 3, 1), struct.pack("<I", 5),
            *(struct.pack("<dd", x, y) for x, y in ((8.4, 41.4), (8.6, 41.4), (8.6, 41.6), (8.4, 41.6), (8.4, 41.4))),
        )
    )  # fmt: skip
    small = replace(draft("ingenierie", "com:46102"), id="petit", state="validé")
    store.create(small, "camille", within)
    store.create(replace(draft("pacte", "dep:2A"), id="grand"), "camille", b"".join(SQUARE))
    layer = library_layer(store)
    shown = QgsMapSettings()
    shown.setLayers([layer])
    shown.setDestinationCrs(layer.crs())
    shown.setExtent(layer.extent())
    shown.setOutputSize(QSize(200, 200))
    shown.setBackgroundColor(QColor("white"))
    job = QgsMapRendererSequentialJob(shown)
    job.start()
    job.waitForFinished()
    middle, edge = (job.renderedImage().pixelColor(x, 100).lightness() for x in (100, 30))
    assert middle < edge - 60  # "validé" is much darker than "brouillon"

    assert layer.readOnly()
    names = {layer.attributeDisplayName(n) for n, field in enumerate(layer.fields())}
    assert {"Titre", "Territoire", "État", "Année", "Montant (€)", "Créé le"} <= names
    hidden = [f.name() for n, f in enumerate(layer.fields()) if layer.editorWidgetSetup(n).type() == "Hidden"]
    assert {"id", "titre_tri", "territoire_tri", "revision", "corbeille", "communes"} <= set(hidden)
    setup = layer.editorWidgetSetup(layer.fields().indexOf("type"))
    assert {value: label for label, value in setup.config()["map"].items()}["ingenierie"] == "demande d’ingénierie"


def test_the_list_of_programmes_that_pops_up_shows_their_names(library: LibraryDialog) -> None:
    view = library.filters.boxes["programmes"].view()
    assert library.filters.boxes["programmes"].count()
    assert view.minimumWidth() >= min(view.sizeHintForColumn(0), 640)


def test_the_history_gives_most_room_to_what_changed(library: LibraryDialog, store: GeoPackageStore) -> None:
    window = HistoryDialog(store, library.selected())
    window.show()
    header = window.tree.header()
    assert header.sectionSize(2) > window.tree.viewport().width() / 2 > header.sectionSize(3) * 2
    assert window.close()
