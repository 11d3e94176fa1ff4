"""The inspect dialog and its map tool: what is shown, what is copied, where a click lands."""

from __future__ import annotations

import csv
import io

import pytest
from qgis.core import QgsCoordinateReferenceSystem, QgsPointXY
from qgis.PyQt.QtCore import QLocale, Qt
from qgis.PyQt.QtGui import QGuiApplication
from qgis.PyQt.QtTest import QTest

from anct_qgis_plugin.errors import MissingDependency
from anct_qgis_plugin.gui.dialogs.inspect_dialog import InspectDialog
from anct_qgis_plugin.gui.inspect_tool import InspectTool

SOON = 20000


@pytest.fixture
def french():
    before = QLocale()
    QLocale.setDefault(QLocale("fr_FR"))
    yield
    QLocale.setDefault(before)


@pytest.fixture
def dialog(interface, made_up, french):
    shown = InspectDialog(made_up, made_up.gazetteer.resolve("com:46042"), interface.window)
    shown.show()
    yield shown
    shown.close()


def rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text), delimiter="\t"))


def test_the_table_stands_beside_department_region_and_france(dialog):
    table = dialog.table
    heads = [table.horizontalHeaderItem(column).text() for column in range(table.columnCount())]
    assert heads[1:5] == ["Cahors", "Lot", "Occitanie", "France"]
    assert [table.item(row, 0).text() for row in range(table.rowCount())] == [
        "Population", "Niveau de vie médian", "Taux de pauvreté au seuil de 60 %",
    ]  # fmt: skip
    # Cahors is row 4 of the made-up country; the Lot is the mean of rows 4 to 6, each with the same weight.
    assert table.item(1, 1).text() == "20\u202f000"
    assert table.item(1, 2).text() == "≈\u00a020\u202f500"


def test_the_button_copies_what_a_spreadsheet_reads(dialog):
    dialog.copy_button.click()
    copied = rows(QGuiApplication.clipboard().text())
    assert copied[0][1:5] == ["Cahors", "Lot", "Occitanie", "France"]
    by_name = {row[0]: row for row in copied[1:] if row}
    assert by_name["Population"][1] == "20000"
    assert by_name["Niveau de vie médian"][1:3] == ["20000", "20500"]
    # Zero, secret and missing stay three different answers; Figeac's secret weighs 100 of the 200 known in the Lot.
    assert by_name["Taux de pauvreté au seuil de 60 %"][1] == "0"
    assert by_name["Action cœur de ville"][1] == "oui"
    assert all(len(row) == len(copied[0]) for row in copied[1:4])


def test_control_c_copies_the_selected_row_only(dialog):
    dialog.table.selectRow(1)
    dialog.copy_selection()
    copied = rows(QGuiApplication.clipboard().text())
    assert len(copied) == 2 and copied[1][0] == "Niveau de vie médian"


def test_a_click_on_a_heading_sorts_by_number(dialog):
    dialog.table.sortByColumn(1, Qt.SortOrder.AscendingOrder)
    values = [dialog.table.item(row, 1).text() for row in range(3)]
    assert values[0] == "0" and set(values[1:]) == {"20\u202f000"}


def test_secret_and_missing_are_said(interface, made_up):
    for code, text in (("46102", "secret"), ("2A004", "n. d.")):
        shown = InspectDialog(made_up, made_up.gazetteer.resolve(f"com:{code}"), interface.window)
        assert shown.table.item(2, 1).text() == text
        assert f"\t{text}\t" in shown.text()
        shown.close()


def test_the_chart_is_drawn_and_copied_as_an_image(dialog):
    dialog.tabs.setCurrentIndex(1)
    assert dialog.figure is not None
    said = {text.get_text() for text in dialog.figure.axes[0].texts}
    assert {"Niveau de vie", "20\u202f000\u00a0€/UC/an", "0\u00a0%"} <= said
    dialog.copy_button.click()
    image = QGuiApplication.clipboard().image()
    assert image.width() > 1000 and len({image.pixel(x, image.height() // 2) for x in range(image.width())}) > 3


def test_without_matplotlib_the_chart_page_says_what_to_install(dialog, monkeypatch):
    def refuse():
        raise MissingDependency("The Python library matplotlib is missing: install it.")

    monkeypatch.setattr(dialog, "draw", refuse)
    dialog.tabs.setCurrentIndex(1)
    page = dialog.tabs.currentWidget()
    assert "matplotlib" in page.findChild(type(dialog.told)).text()
    assert dialog.table.rowCount() == 3


@pytest.fixture
def tool(interface, qtbot, real_snapshot):
    made = InspectTool(interface)
    interface.canvas.setMapTool(made)
    yield made
    made.close_dialogs()
    interface.canvas.unsetMapTool(made)


@pytest.mark.parametrize(
    ("crs", "x", "y", "name"),
    [
        ("EPSG:4326", 2.0333, 44.6083, "Figeac"),
        ("EPSG:3857", 226346, 5562090, "Figeac"),  # the same place in Web Mercator
        ("EPSG:2975", 338500, 7690500, "Saint-Denis"),  # La Réunion in its own CRS
    ],
)
def test_a_click_opens_the_commune_under_it(interface, qtbot, tool, crs, x, y, name):
    canvas = interface.canvas
    canvas.setDestinationCrs(QgsCoordinateReferenceSystem(crs))
    half = 0.05 if crs == "EPSG:4326" else 5000
    from qgis.core import QgsRectangle

    canvas.setExtent(QgsRectangle(x - half, y - half, x + half, y + half))
    place = canvas.getCoordinateTransform().transform(QgsPointXY(x, y)).toQPointF().toPoint()
    QTest.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    qtbot.waitUntil(lambda: tool.dialog is not None, timeout=SOON)
    assert tool.dialog.territory.label == name
    assert tool.dialog.table.rowCount() > 10


def test_a_click_outside_france_is_answered(interface, qtbot, tool):
    interface.canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:4326"))
    tool.inspect_at(QgsPointXY(-30.0, 45.0))
    qtbot.waitUntil(lambda: interface.said() != "", timeout=SOON)
    assert "France" in interface.said() and tool.dialog is None


def test_the_zoning_block_is_copied_with_yes_and_no(dialog):
    dialog.zonings_button.click()
    copied = QGuiApplication.clipboard().text()
    lines = copied.replace("\u00a0", " ").splitlines()
    # Cahors: Action cœur de ville, not Petites villes de demain; listed in FRR as "Non classée".
    for name, answer in (("cœur de ville", "oui"), ("Petites villes", "non"), ("ruralités", "non")):
        line = next(line for line in lines if name in line)
        assert f": {answer}" in line, line
    assert "copied" in dialog.told.text()
