"""A person at the keyboard of a dossier's windows: fills in fields by typing and clicking, as their type asks for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from qgis.PyQt.QtCore import Qt, QTimer
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QDialog,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)
from waiting import Bot

from anct_qgis_plugin.gui.asking import TextQuestion
from anct_qgis_plugin.gui.dialogs.dossier_dialog import DossierDialog
from anct_qgis_plugin.gui.widgets.field_editor import FieldEditor
from anct_qgis_plugin.gui.widgets.places_editor import PlacesEditor
from anct_qgis_plugin.gui.widgets.rows_editor import RowsEditor

SOON = 30_000


def click(widget: QWidget) -> None:
    """The left button, in the middle of a widget that is there to be clicked."""
    assert widget.isVisible() and widget.isEnabled(), widget.objectName()
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def fill(dialog: DossierDialog, section: str, values: Mapping[str, Any]) -> None:
    """Go to a section and type these values, by id of field."""
    labels = [dialog.form.sections.item(row).text() for row in range(dialog.form.sections.count())]
    (row,) = [number for number, label in enumerate(labels) if label.partition("\n")[0] == section]
    item = dialog.form.sections.item(row)
    dialog.form.sections.scrollToItem(item)
    place = dialog.form.sections.visualItemRect(item).center()
    QTest.mouseClick(dialog.form.sections.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    assert dialog.form.sections.currentRow() == row
    for name, value in values.items():
        answer(dialog.form.editors[name], value)


def answer(field: FieldEditor, value: Any) -> None:
    """Type, choose or tick a value.

    Args:
        value: text for lines, texts, dates (as typed: "01/03/2026") and choices (the label shown); a list of labels for
            boxes; of what to look for, for places; of rows, for lists: each {column: value}, None to keep a row as is.
    """
    editor = field.editor
    if isinstance(editor, RowsEditor):
        _rows(editor, value)
    elif isinstance(editor, PlacesEditor):
        Bot().waitUntil(lambda: editor.analyst is not None, SOON)
        for place in value:
            QTest.keyClicks(editor.search.field, place)
            QTest.keyClick(editor.search.field, Qt.Key.Key_Return)
    elif isinstance(editor, QPlainTextEdit):
        editor.setFocus()
        editor.selectAll()
        QTest.keyClicks(editor, value)
    elif isinstance(editor, QComboBox):
        editor.setFocus()
        QTest.keyClick(editor, Qt.Key.Key_Home)
        for _ in range(editor.count()):
            if editor.currentText() == value:
                break
            QTest.keyClick(editor, Qt.Key.Key_Down)
        assert editor.currentText() == value
    elif isinstance(editor, QLineEdit):
        editor.setFocus()
        editor.selectAll()
        QTest.keyClicks(editor, value)
    else:
        boxes = {box.text(): box for box in editor.findChildren(QCheckBox)}
        for label in value:
            QTest.keyClick(boxes[label], Qt.Key.Key_Space)


def _rows(editor: RowsEditor, rows: list[Mapping[str, Any] | None]) -> None:
    for number, row in enumerate(rows):
        if number < editor.table.rowCount():
            place = editor.table.visualItemRect(editor.table.item(number, 0)).center()
            viewport = editor.table.viewport()
            QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
        else:
            click(editor.findChild(QPushButton, "rows_add"))
        QTest.qWait(10)  # the row's fields come with the next turn of the event loop
        for column, value in (row or {}).items():
            direct = Qt.FindChildOption.FindDirectChildrenOnly
            found = editor.frame.findChildren(FieldEditor, f"field_{column}", direct)
            (field,) = [one for one in found if not one.isHidden()]
            answer(field, value)


def in_modal(act: Callable[[QDialog], None]) -> Callable[[], list[str]]:
    """Do something in the next modal window, which stops everything else; call the result to know that it came."""
    done: list[str] = []

    def look() -> None:
        window = QApplication.activeModalWidget()
        if window is None:
            QTimer.singleShot(20, look)
            return
        done.append(window.windowTitle())
        act(window)

    QTimer.singleShot(20, look)
    return lambda: done


def choose_in_menu(menu: QMenu, label: str) -> None:
    """Click an entry of an open menu."""
    (action,) = [one for one in menu.actions() if one.text() == label]
    QTest.mouseClick(
        menu, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, menu.actionGeometry(action).center()
    )


def comment(text: str, goes_on: bool = True) -> Callable[[QDialog], None]:
    """What to do in the window that asks for a comment; where it does not let one go on, give up."""

    def act(window: QDialog) -> None:
        assert isinstance(window, TextQuestion)
        QTest.keyClicks(window.field, text)
        assert window.action_button.isEnabled() is goes_on
        if goes_on:
            click(window.action_button)
        else:
            QTest.keyClick(window, Qt.Key.Key_Escape)

    return act
