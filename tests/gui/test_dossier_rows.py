"""Lists and places in a dossier's form: rows added, copied, moved and taken away, nested lists, totals, communes."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from qgis import utils
from qgis.gui import QgsMapCanvas, QgsMessageBar
from qgis.PyQt.QtCore import QLocale, Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QDialog, QMainWindow, QPushButton, QTableView, QWidget
from waiting import Bot

from anct_qgis_plugin.core.dossier_definition import Field
from anct_qgis_plugin.gui.widgets.field_editor import FieldEditor
from anct_qgis_plugin.gui.widgets.places_editor import PlacesEditor
from anct_qgis_plugin.gui.widgets.territory_picker import TerritoryPicker
from anct_qgis_plugin.store.definitions import definition

FUNDING = Field(
    "financements", "Financements", "list",
    columns=(Field("financeur", "Financeur", "text", required=True), Field("montant", "Montant", "eur")),
)  # fmt: skip
ACTIONS = Field(
    "actions", "Actions", "list", maximum=3,
    columns=(Field("intitule", "Intitulé", "text", required=True), Field("cout", "Coût", "eur"), FUNDING),
)  # fmt: skip
SOON = 20000


@pytest.fixture(autouse=True)
def french(qgis_app):
    before = QLocale()
    QLocale.setDefault(QLocale("fr_FR"))
    yield
    QLocale.setDefault(before)


@pytest.fixture
def actions(qgis_app):
    rows = [{"intitule": "Halle", "cout": "1000.10"}, {"intitule": "Gare", "cout": "0.20"}]
    editor = FieldEditor(ACTIONS, rows, False)
    editor.show()
    yield editor
    editor.close()


def press(editor, key: str) -> None:
    button = editor.editor.findChild(object, f"rows_{key}")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def typed(editor, column: str, text: str) -> None:
    line = editor.editor._form[column].editor
    line.clear()
    QTest.keyClicks(line, text)


def test_a_row_is_added_filled_and_moved(actions):
    heard = []
    actions.edited.connect(heard.append)
    press(actions, "add")
    typed(actions, "intitule", "Ecole")
    typed(actions, "cout", "12,30")
    assert [row["intitule"] for row in actions.value()] == ["Halle", "Ecole", "Gare"]
    assert actions.value()[1] == {"intitule": "Ecole", "cout": "12.30"}
    press(actions, "up")
    assert [row["intitule"] for row in actions.value()] == ["Ecole", "Halle", "Gare"]
    press(actions, "down")
    press(actions, "down")
    assert [row["intitule"] for row in actions.value()] == ["Halle", "Gare", "Ecole"]
    press(actions, "down")  # it is the last: nothing moves
    assert [row["intitule"] for row in actions.value()] == ["Halle", "Gare", "Ecole"]
    assert set(heard) == {"actions"}


def test_the_total_is_exact_to_the_cent_and_says_what_it_leaves_out(actions):
    # 1 000,10 + 0,20 in binary floating point would be 1000.3000000000001.
    assert actions.editor.total.text() == "Coût, total: 1\u202f000,30\u00a0€"
    typed(actions, "cout", "beaucoup")
    assert actions.value()[0]["cout"] == "beaucoup"  # a draft keeps what was typed
    assert "(1 amounts" in actions.editor.total.text() and "0,20" in actions.editor.total.text()


def test_no_more_rows_than_allowed_and_a_copy_stands_alone(actions):
    press(actions, "copy")
    assert [row["intitule"] for row in actions.value()] == ["Halle", "Halle", "Gare"]
    typed(actions, "intitule", "Autre")
    assert [row["intitule"] for row in actions.value()] == ["Halle", "Autre", "Gare"]
    press(actions, "copy")
    actions.editor.add()
    assert len(actions.value()) == 3


def test_a_row_is_taken_away_and_none_is_left(actions):
    press(actions, "remove")
    press(actions, "remove")
    assert actions.value() is None and actions.editor.frame.isHidden()
    press(actions, "remove")
    assert actions.value() is None


def test_a_list_inside_a_row(actions):
    inner = actions.editor._form["financements"]
    press(inner, "add")
    typed(inner, "financeur", "FNADT")
    typed(inner, "montant", "500")
    assert actions.value()[0]["financements"] == [{"financeur": "FNADT", "montant": "500.00"}]
    actions.editor.table.selectRow(1)
    assert actions.editor._form["financements"].value() is None
    actions.editor.table.selectRow(0)
    assert actions.editor._form["financements"].value() == [{"financeur": "FNADT", "montant": "500.00"}]


def test_going_to_a_cell_shows_its_row(actions):
    actions.go_to((2, "cout"))
    assert actions.editor._form["intitule"].value() == "Gare"


@pytest.fixture
def places(in_made_up_country, qtbot):
    editor = PlacesEditor()
    editor.show()
    qtbot.waitUntil(lambda: editor.analyst is not None, SOON)
    yield editor
    editor.close()


def test_communes_by_name_code_or_territory_each_once(places):
    heard = []
    places.changed.connect(lambda: heard.append(places.value()))
    places.add("Cahors")
    places.add("epci:200000002")
    assert places.value() == [
        {"code": "46042", "nom": "Cahors"}, {"code": "46102", "nom": "Figeac"},
        {"code": "46103", "nom": "Saint-Denis-lès-Martel"},
    ]  # fmt: skip
    places.add("com:46042")
    assert "already" in places.sentence.text() and len(heard) == 2
    places.add("dep:99")
    assert "dep:99" in places.sentence.text() and len(places.value()) == 3
    places.list.item(0).setSelected(True)
    QTest.mouseClick(places.remove_button, Qt.MouseButton.LeftButton)
    assert [place["code"] for place in places.value()] == ["46102", "46103"]


def test_a_click_on_the_map_adds_and_takes_away(places):
    places.toggle("2A004")
    assert places.value() == [{"code": "2A004", "nom": "Ajaccio"}]
    places.toggle("2A004")
    assert places.value() == []
    places.toggle("")
    assert "no commune" in places.sentence.text()


@pytest.fixture
def perimeter(in_made_up_country, qtbot):
    field = definition("pacte").field("perimetre")
    editor = FieldEditor(field, [], False)
    editor.show()
    picker = editor.findChild(TerritoryPicker)
    qtbot.waitUntil(lambda: picker.analyst is not None, SOON)
    yield editor
    editor.close()


def test_a_perimeter_is_made_by_name_and_on_the_map(perimeter):
    picker, heard = perimeter.findChild(TerritoryPicker), []
    perimeter.edited.connect(lambda _field: heard.append([row["code"] for row in perimeter.value() or []]))
    picker.add("com:46042")  # its EPCI is not wanted when a commune is named
    assert perimeter.value() == [{"nature": "commune", "code": "46042", "nom": "Cahors", "communes": "1"}]
    picker.toggle("46102")  # on the map: the intercommunality of Figeac, which has three communes
    assert perimeter.value()[1]["code"] == "200000002" and perimeter.value()[1]["communes"] == "3"
    assert perimeter.value()[1]["nature"] == "EPCI"
    picker.add("epci:200000002")  # there already: once
    assert heard == [["46042"], ["46042", "200000002"]]
    picker.toggle("46103")  # another commune of the same one: it goes
    assert heard[-1] == ["46042"]
    picker.toggle("")
    assert "no commune" in picker.sentence.text()
    picker.add("dep:99")
    assert "dep:99" in picker.sentence.text() and heard[-1] == ["46042"] and len(heard) == 3


def test_the_perimeter_s_picker_has_no_list_of_its_own_and_says_what_a_click_does(perimeter):
    picker = perimeter.findChild(TerritoryPicker)
    assert not picker.list.isVisible() and not picker.remove_button.isVisible()
    assert "intercommunality" in picker.hint()


def test_too_large_a_place_is_refused(places, monkeypatch):
    from anct_qgis_plugin.gui.widgets import places_editor

    monkeypatch.setattr(places_editor.PlacesEditor, "most", 2)
    places.add("dep:46")
    assert "3" in places.sentence.text() and places.value() == []


def test_a_suggestion_taken_is_a_value(qtbot):
    """From the axes that the dossier has: by the arrow, by Down, by typing a part; anything else may be typed."""
    field = Field("axe", "Axe", "text", suggest="axes.intitule")
    offered = ["Soins de proximité", "Mobilités"]
    editor = FieldEditor(field, None, False, None, lambda _field: offered)
    editor.show()
    heard = []
    editor.edited.connect(lambda _key: heard.append(editor.value()))
    line = editor.editor
    QTest.keyClick(line, Qt.Key.Key_Down)
    popup = line.completer().popup()
    assert popup.isVisible() and popup.model().rowCount() == 2
    QTest.keyClick(popup, Qt.Key.Key_Down)
    QTest.keyClick(popup, Qt.Key.Key_Return)
    assert heard[-1] == editor.value() == "Soins de proximité"
    line.clear()
    QTest.keyClicks(line, "mobil")
    assert [popup.model().index(row, 0).data() for row in range(popup.model().rowCount())] == ["Mobilités"]
    QTest.keyClicks(line, "e")
    assert heard[-1] == "mobile"
    editor.close()


def test_a_day_is_typed_or_picked(qtbot):
    field = Field("debut", "Début", "date")
    editor = FieldEditor(field, None, False)
    editor.show()
    heard = []
    editor.edited.connect(lambda _key: heard.append(editor.value()))
    line = editor.editor
    QTest.keyClicks(line, "1/3/26")
    assert heard[-1] == "2026-03-01"
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert line.text() == "01/03/2026" and not editor.warning.isVisible()
    calendar = line.show_calendar()
    assert calendar.selectedDate().toString("yyyy-MM-dd") == "2026-03-01"
    days = calendar.findChild(QTableView)
    QTest.keyClick(days, Qt.Key.Key_Right)
    QTest.keyClick(days, Qt.Key.Key_Return)
    assert heard[-1] == editor.value() == "2026-03-02"
    line.clear()
    QTest.keyClicks(line, "au printemps")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert editor.value() == "au printemps" and "not a date" in editor.warning.text()
    editor.show_value("2027-12-31")
    assert (line.text(), editor.value()) == ("31/12/2027", "2027-12-31")
    editor.close()


@pytest.mark.parametrize("room_above", [0, 400])
def test_the_list_of_places_is_not_cut_by_its_field(in_made_up_country, qtbot, room_above):
    host = QWidget()
    host.resize(500, 500)
    places = PlacesEditor(QWidget(host))
    places.parentWidget().setGeometry(10, room_above, 480, 90)
    places.resize(480, 90)
    host.show()
    qtbot.waitUntil(lambda: places.analyst is not None, SOON)
    QTest.keyClicks(places.search.field, "saint-denis")
    shown, rows = places.search.list, len(places.search.entries)
    assert rows >= 3
    assert shown.height() >= sum(shown.sizeHintForRow(row) for row in range(rows))
    assert host.rect().contains(shown.geometry()) and shown.parentWidget() is host
    field = places.search.field
    assert not shown.geometry().intersects(field.rect().translated(field.mapTo(host, field.rect().topLeft())))
    host.close()


def test_columns_share_the_width_as_the_definition_says(qgis_app):
    field = definition("pacte").field("perimetre")
    editor = FieldEditor(
        field, [{"nature": "EPCI", "code": "200067361", "nom": "Grand-Figeac", "communes": "92"}], False
    )
    editor.resize(780, 400)
    editor.show()
    table = editor.editor.table
    code, name = ([column.id for column in editor.editor._short].index(one) for one in ("code", "nom"))
    assert table.columnWidth(name) > 1.8 * table.columnWidth(code)  # widths 5 and 2 in the definition
    assert sum(table.columnWidth(column) for column in range(table.columnCount())) == table.viewport().width()


@pytest.fixture
def qgis_window(qgis_app, monkeypatch):
    """QGIS's window with a map and a message bar, and a dialog over it."""
    main = QMainWindow()
    canvas, bar = QgsMapCanvas(main), QgsMessageBar(main)
    main.show()
    iface = SimpleNamespace(mainWindow=lambda: main, mapCanvas=lambda: canvas, messageBar=lambda: bar)
    monkeypatch.setattr(utils, "iface", iface)
    yield iface
    main.deleteLater()


def test_windows_step_aside_for_the_map_and_come_back(qgis_window):
    outer = QDialog(qgis_window.mainWindow())
    inner = QDialog(outer)
    editor = PlacesEditor(inner)
    outer.show()
    inner.show()
    Bot().waitUntil(lambda: editor.analyst is not None, SOON)
    editor.set_value([{"code": "46042", "nom": "Cahors"}])
    QTest.mouseClick(editor.map_button, Qt.MouseButton.LeftButton)
    assert not outer.isVisible() and not inner.isVisible() and qgis_window.mainWindow().isVisible()
    bar = qgis_window.messageBar()
    assert "Cahors" in bar.currentItem().text()
    qgis_window.mapCanvas().mapTool().clicked.emit("46102")
    assert "Cahors, Figeac" in bar.currentItem().text()
    qgis_window.mapCanvas().mapTool().clicked.emit("")
    assert bar.currentItem().text() == "There is no commune of France here."
    QTest.mouseClick(bar.findChild(QPushButton, "AnctBackFromMap"), Qt.MouseButton.LeftButton)
    assert outer.isVisible() and inner.isVisible() and not editor.map_button.isChecked()
    assert qgis_window.mapCanvas().mapTool() is None
    assert [place["nom"] for place in editor.value()] == ["Cahors", "Figeac"]


def test_closing_the_bar_over_the_map_brings_the_window_back(qgis_window):
    dialog = QDialog(qgis_window.mainWindow())
    editor = PlacesEditor(dialog)
    dialog.show()
    editor.map_button.setChecked(True)
    assert not dialog.isVisible()
    bar = qgis_window.messageBar()
    bar.popWidget()
    Bot().waitUntil(dialog.isVisible, SOON)
    assert not editor.map_button.isChecked()


def test_a_window_closed_while_aside_takes_its_bar_with_it(qgis_window):
    dialog = QDialog(qgis_window.mainWindow())
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    editor = PlacesEditor(dialog)
    dialog.show()
    editor.map_button.setChecked(True)
    dialog.close()
    Bot().waitUntil(lambda: qgis_window.messageBar().findChild(QPushButton, "AnctBackFromMap") is None, SOON)
    Bot().waitUntil(lambda: qgis_window.mapCanvas().mapTool() is None, SOON)
