"""The choice of maps: an indicator and a change beside the themes."""

from __future__ import annotations

from anct_qgis_plugin.gis.formats import DIAGNOSTIC, MAPS
from anct_qgis_plugin.gui.dialogs.export_dialog import DiagnosticDialog, MapsDialog


def test_an_indicator_is_chosen_by_its_name(qtbot, tmp_path):
    dialog = MapsDialog("Lot", None, {"evolution:a": "Vacance"}, {"indicateur:a": "Vacance", "indicateur:b": "Crèches"})
    dialog.folder_field.setFilePath(str(tmp_path))
    assert dialog.choice.themes == ("programmes", "fragilite")
    for box in dialog.themes.values():
        box.setChecked(False)
    assert not dialog.go.isEnabled()
    dialog.indicator.setCurrentIndex(dialog.indicator.findText("Crèches"))
    assert dialog.go.isEnabled() and dialog.choice.themes == ("indicateur:b",)
    dialog.evolution.setCurrentIndex(1)
    assert dialog.choice.themes == ("indicateur:b", "evolution:a")


def test_every_format_is_offered(qtbot):
    dialog = MapsDialog("Lot")
    assert [dialog.format.itemData(row) for row in range(dialog.format.count())] == list(MAPS)
    dialog.format.setCurrentIndex(3)
    assert dialog.choice.form == "geopdf"


def test_a_zoning_is_chosen_by_its_name(qtbot, tmp_path):
    dialog = MapsDialog("Lot", None, None, None, {"zonage:frr": "FRR", "zonage:densite": "Densité"})
    dialog.folder_field.setFilePath(str(tmp_path))
    dialog.zoning.setCurrentIndex(dialog.zoning.findText("Densité"))
    assert dialog.choice.themes == ("programmes", "fragilite", "zonage:densite")
    assert dialog.indicator.isHidden()


def test_without_indicators_there_is_nothing_to_choose(qtbot):
    dialog = MapsDialog("Lot")
    assert dialog.indicator.isHidden() and dialog.evolution.isHidden() and dialog.zoning.isHidden()


def test_a_diagnostic_is_made_in_the_formats_ticked(qtbot, tmp_path):
    dialog = DiagnosticDialog("Lot")
    dialog.folder_field.setFilePath(str(tmp_path))
    assert tuple(dialog.formats) == DIAGNOSTIC and dialog.chosen == ("pdf",)
    dialog.formats["html"].setChecked(True)
    dialog.formats["pdf"].setChecked(False)
    assert dialog.go.isEnabled() and dialog.chosen == ("html",)
    dialog.formats["html"].setChecked(False)
    assert not dialog.go.isEnabled()
