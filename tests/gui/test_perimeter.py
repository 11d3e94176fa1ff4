"""The perimeter workshop as a person uses it: start, add, take away, click, compare, keep, come back."""

from __future__ import annotations

from contextlib import suppress

import numpy as np
import pytest
from qgis.core import QgsCoordinateReferenceSystem, QgsPointXY, QgsRectangle
from qgis.gui import QgsMapMouseEvent
from qgis.PyQt.QtCore import QEvent, QLocale, QPoint, QRect, Qt
from qgis.PyQt.QtTest import QTest

from anct_qgis_plugin.errors import PerimeterError
from anct_qgis_plugin.gis import commune_filter
from anct_qgis_plugin.gui import asking
from anct_qgis_plugin.gui.dialogs import perimeter_dialog
from anct_qgis_plugin.gui.variants import Variants
from anct_qgis_plugin.snapshot.kept import PerimeterFile

SOON = 20000


@pytest.fixture(autouse=True)
def own_folder(monkeypatch, tmp_path):
    monkeypatch.setenv("ANCT_USER_FOLDER", str(tmp_path / "anct"))


@pytest.fixture
def french():
    before = QLocale()
    QLocale.setDefault(QLocale("fr_FR"))
    yield
    QLocale.setDefault(before)


@pytest.fixture
def opened(interface, in_made_up_country, french, qtbot):
    """A function that opens the workshop and waits for its data."""
    made = []

    def open_it():
        dialog = perimeter_dialog.open_dialog(interface)
        made.append(dialog)
        qtbot.waitUntil(lambda: dialog.sandbox is not None, SOON)
        return dialog

    yield open_it
    for dialog in made:
        with suppress(RuntimeError):  # closed by the test, hence deleted
            dialog.close()


def click(button) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def shown(dialog) -> dict[str, list[str]]:
    rows = [line.split("\t") for line in dialog.measures.text().splitlines()]
    return {row[0]: row[1:] for row in rows}


def listed(dialog) -> list[str]:
    return sorted(dialog.communes.item(row, 1).text() for row in range(dialog.communes.rowCount()))


def test_a_perimeter_is_built_from_a_territory_an_expression_and_a_list(opened, qtbot):
    dialog = opened()
    dialog.sources.search.field.setText("dep:46")
    click(dialog.sources.buttons["territory", "put"])
    assert listed(dialog) == ["46042", "46102", "46103"]
    assert shown(dialog)["Communes"] == ["3"]
    dialog.sources.expression.setExpression('"population" < 1000')
    click(dialog.sources.buttons["expression", "remove"])
    assert listed(dialog) == ["46042", "46102"]
    assert dialog.sources.add_list("Ajaccio; 24049\nNulle-Part\n") == ["Nulle-Part"]
    assert listed(dialog) == ["24049", "2A004", "46042", "46102"]
    assert shown(dialog)["Départements concerned"] == ["3"]
    dialog.activateWindow()
    dialog.communes.setFocus()
    qtbot.waitUntil(dialog.communes.hasFocus, SOON)
    dialog.communes.selectRow(0)
    first = dialog.communes.item(0, 1).text()
    QTest.keyClick(dialog.communes, Qt.Key.Key_Delete)
    assert first not in listed(dialog) and len(listed(dialog)) == 3
    click(dialog.undo_button)
    assert first in listed(dialog)
    click(dialog.redo_button)
    assert first not in listed(dialog)


@pytest.mark.parametrize(
    ("expression", "said"),
    [("", "Write an expression"), ('"population" <', "cannot be read"), ('"revenu" > 3', "revenu"),
     ("to_int('abc') > 1", "fails for commune")],
)  # fmt: skip
def test_a_bad_expression_is_said_and_changes_nothing(opened, expression, said):
    dialog = opened()
    dialog.variants.put("a", ["46042"])
    dialog.sources.expression.setExpression(expression)
    click(dialog.sources.buttons["expression", "put"])
    assert said in dialog.sentence.text()
    assert listed(dialog) == ["46042"]


def test_a_territory_that_does_not_exist_is_said(opened):
    dialog = opened()
    dialog.sources.search.field.setText("dep:99")
    click(dialog.sources.buttons["territory", "add"])
    assert "dep:99" in dialog.sentence.text() and listed(dialog) == []
    assert not dialog.diagnostic_button.isEnabled() and not dialog.kept.button.isEnabled()


def test_two_variants_stand_side_by_side(opened):
    dialog = opened()
    dialog.variants.put("a", ["46042"])
    click(dialog.choice.button(1))
    assert listed(dialog) == []
    click(dialog.copy_button)
    dialog.variants.add("b", ["46102"])
    heads = [dialog.measures.horizontalHeaderItem(c).text() for c in range(dialog.measures.columnCount())]
    assert heads == ["Measure", "Variant A", "Variant B", "Gap"]
    assert shown(dialog)["Communes"] == ["1", "2", "+1"]


def test_what_was_left_is_found_again_and_unknown_codes_are_dropped(opened):
    dialog = opened()
    dialog.variants.put("a", ["46042", "46102"])
    dialog.close()
    again = Variants()
    again.restore(["46042", "2A004"])
    assert again.codes("a") == ("46042",)
    assert listed(opened()) == ["46042", "46102"]


def test_a_perimeter_is_kept_under_a_name_replaced_renamed_and_deleted(opened, monkeypatch):
    dialog = opened()
    dialog.variants.put("a", ["46042"])
    click(dialog.kept.button)
    assert "name" in dialog.sentence.text() and PerimeterFile().read() == {}
    dialog.kept.name.setText("Vallée du Lot")
    click(dialog.kept.button)
    assert dialog.data.analyst.gazetteer.resolve("per:vallee-du-lot").label == "Vallée du Lot"
    dialog.variants.add("a", ["46102"])
    click(dialog.kept.button)
    (only,) = PerimeterFile().read().values()
    assert only.communes == ("46042", "46102")
    dialog.kept.rename(only, "Val du Lot")
    assert dialog.data.analyst.gazetteer.resolve("per:vallee-du-lot").label == "Val du Lot"
    dialog.variants.put("a", ["2A004"])
    dialog.kept.box.setCurrentIndex(1)
    dialog.kept.box.activated.emit(1)
    assert listed(dialog) == ["46042", "46102"]
    monkeypatch.setattr(asking, "sure", lambda *_: True)
    dialog.kept.ask_delete()
    assert PerimeterFile().read() == {}


def test_a_damaged_file_of_perimeters_is_said_and_left_alone(opened):
    path = PerimeterFile().path
    path.parent.mkdir(parents=True)
    path.write_text("{", encoding="utf-8")
    dialog = opened()
    dialog.variants.put("a", ["46042"])
    dialog.kept.name.setText("Nom")
    click(dialog.kept.button)
    assert "damaged" in dialog.sentence.text() and path.read_text(encoding="utf-8") == "{"


def test_a_perimeter_is_handed_to_a_pacte(opened, qtbot, monkeypatch):
    drafted = []
    monkeypatch.setattr(
        perimeter_dialog.dossiers, "open_draft", lambda dossier, outline, parent: drafted.append(dossier)
    )
    dialog = opened()
    dialog.variants.put("a", ["46042", "24049"])
    dialog.kept.name.setText("Essai")
    click(dialog.pacte_button)
    qtbot.waitUntil(lambda: bool(drafted) or "stopped" in dialog.sentence.text(), SOON)
    assert drafted and set(drafted[0].communes) == {"46042", "24049"}


def test_clicking_the_map_adds_and_takes_away(opened, interface, real_snapshot):
    dialog = opened()
    canvas = interface.canvas
    canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:4326"))
    canvas.setExtent(QgsRectangle(1.3, 44.35, 1.6, 44.55))
    click(dialog.sources.click_button)
    assert canvas.mapTool() is dialog.tool
    cahors = canvas.mapSettings().mapToPixel().transform(QgsPointXY(1.4365, 44.4475))
    place = QPoint(round(cahors.x()), round(cahors.y()))
    for expected in (["46042"], []):
        event = QgsMapMouseEvent(
            canvas, QEvent.Type.MouseButtonRelease, place, Qt.MouseButton.LeftButton, Qt.MouseButton.LeftButton
        )
        dialog.tool.canvasReleaseEvent(event)
        assert listed(dialog) == expected
    dialog.clicked_on_map("")
    assert "no commune" in dialog.sentence.text()
    click(dialog.sources.click_button)
    assert canvas.mapTool() is not dialog.tool


def test_the_window_leaves_the_map_free_while_it_is_clicked(opened, interface):
    dialog = opened()
    interface.window.setGeometry(0, 0, 1400, 900)
    dialog.setGeometry(50, 50, 1280, 760)
    click(dialog.sources.click_button)
    assert dialog.geometry().height() < 760 and dialog.geometry().top() > 450
    click(dialog.sources.click_button)
    assert dialog.geometry() == QRect(50, 50, 1280, 760)


def test_closing_takes_the_outlines_off_the_map(opened, interface):
    before = len(interface.canvas.scene().items())
    dialog = opened()
    assert len(interface.canvas.scene().items()) > before
    dialog.close()
    assert len(interface.canvas.scene().items()) == before


def test_expressions_see_codes_indicators_and_programmes(made_up):
    facts = made_up.facts
    everything = np.arange(len(facts.codes))
    assert commune_filter.matching(facts, everything, "\"code_departement\" = '2A'") == ["2A004"]
    # Its poverty is secret, hence NULL, hence not below anything.
    assert "46102" not in commune_filter.matching(facts, everything, '"taux_pauvrete" < 50')
    assert commune_filter.matching(facts, everything, '"prog_acv" = 1 and "niveau_vie_median" = 20000') == ["46042"]
    assert commune_filter.matching(facts, everything, "attribute('nom') = 'Ajaccio'") == ["2A004"]
    with pytest.raises(PerimeterError, match="inconnu"):
        commune_filter.matching(facts, everything, '"inconnu" = 1')
