"""A question before what cannot be undone: its buttons say what they do."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from drafts import draft
from qgis.PyQt.QtCore import QSize, Qt, QTimer
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QMenu, QMessageBox, QWidget

from anct_qgis_plugin.errors import MigrationNeeded
from anct_qgis_plugin.gui import asking, dossiers, state_menu, style
from anct_qgis_plugin.store.geopackage import GeoPackageStore

pytestmark = pytest.mark.usefixtures("qgis_app")


def answered(by, title: str = "Supprimer", question: str = "Supprimer « a » ?") -> tuple[bool, list[str]]:
    """What `sure` gives when the box is treated so, and the texts of its buttons."""
    seen: list[str] = []

    def act() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        seen.extend(button.text().replace("&", "") for button in box.buttons())
        by(box)

    QTimer.singleShot(0, act)
    return asking.sure(None, title, question, "Supprimer définitivement"), seen


def press(text: str):
    def by(box: QMessageBox) -> None:
        (button,) = [one for one in box.buttons() if one.text().replace("&", "") == text]
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    return by


def test_the_buttons_say_what_they_do():
    done, texts = answered(press("Supprimer définitivement"))
    assert done and sorted(texts) == ["Cancel", "Supprimer définitivement"]
    assert answered(press("Cancel"))[0] is False


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_Return])
def test_a_key_too_many_changes_nothing(key: Qt.Key):
    assert answered(lambda box: QTest.keyClick(box, key))[0] is False


def test_a_name_with_markup_is_shown_as_it_is():
    texts = []

    def look(box: QMessageBox) -> None:
        texts.append(box.textFormat())
        box.reject()

    answered(look, question="Supprimer « <b>a</b> » ?")
    assert texts == [Qt.TextFormat.PlainText]


@pytest.mark.parametrize(
    ("version", "title", "action"),
    [(0, "New dossier store", "Create the store"), (1, "Dossier store of an earlier version", "Update the store")],
)
def test_a_store_is_made_or_updated_after_a_yes_only(tmp_path: Path, monkeypatch, version, title, action):
    calls, migrated = [], []

    class Older(GeoPackageStore):
        def check(self) -> None:
            raise MigrationNeeded("Le magasin attend.")

        def schema_version(self) -> int:
            return version

        def migrate(self, yes: bool = False) -> None:
            migrated.append(yes)

    monkeypatch.setattr("anct_qgis_plugin.store.opening.open_store", lambda _name: Older(tmp_path / "d.gpkg"))
    monkeypatch.setattr(asking, "sure", lambda *asked: calls.append(asked) or False)
    with pytest.raises(MigrationNeeded):
        dossiers.user_store(None, "d.gpkg")
    assert not migrated and calls[0][1] == title and calls[0][3:] == (action, "Not now")
    monkeypatch.setattr(asking, "sure", lambda *_asked: True)
    dossiers.user_store(None, "d.gpkg")
    assert migrated == [True]


def reopened(typed: str) -> tuple[list[tuple[str, str]], bool]:
    """What changes when an archived dossier is reopened with this reason by the keyboard; whether it could go on."""
    dossier = replace(draft("pacte", "com:46102"), state="archivé")
    changes: list[tuple[str, str]] = []
    could: list[bool] = []

    def act() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, asking.TextQuestion)
        QTest.keyClicks(dialog.field, typed)
        could.append(dialog.action_button.isEnabled())
        if dialog.action_button.isEnabled():
            QTest.mouseClick(dialog.action_button, Qt.MouseButton.LeftButton)
        else:
            dialog.reject()

    menu = QMenu()
    state_menu.fill(menu, dossier, menu, lambda after, comment: changes.append((after, comment)))
    QTimer.singleShot(50, act)
    menu.actions()[0].trigger()
    QTest.qWait(200)
    return changes, could[0]


def test_a_closed_dossier_is_not_reopened_without_a_reason():
    assert reopened("  ") == ([], False)
    assert reopened(" Nouveau financement ") == ([("en instruction", "Nouveau financement")], True)


def test_tab_leaves_the_lines_of_a_comment():
    dialog = asking.TextQuestion(None, "brouillon → complet", "Commentaire :", "Changer d’état")
    assert dialog.field.tabChangesFocus() and dialog.action_button.isEnabled()


def test_a_window_is_not_larger_than_the_screen(monkeypatch):
    laptop = SimpleNamespace(availableSize=lambda: QSize(1366, 768))
    window = QWidget()
    monkeypatch.setattr(window, "screen", lambda: laptop)
    style.open_at(window, 1400, 900)
    assert 1300 < window.width() < 1366 and 700 < window.height() < 768
    style.open_at(window, 300, 200)
    assert (window.width(), window.height()) == (300, 200)
