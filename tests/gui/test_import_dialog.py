"""The import wizard: typed into and clicked through, in the made-up country."""

from __future__ import annotations

import pytest
from osgeo import ogr
from qgis.core import QgsFeatureRequest, QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QWizard

from anct_qgis_plugin.core import indicators
from anct_qgis_plugin.core.own import overlaid
from anct_qgis_plugin.gui.dialogs.import_dialog import ImportDialog
from anct_qgis_plugin.snapshot import own as store


@pytest.fixture
def wizard(interface, made_up, tmp_path, monkeypatch):
    monkeypatch.setenv("ANCT_USER_FOLDER", str(tmp_path / "profile"))
    shown = ImportDialog(interface, interface.window)
    shown.show()
    assert not shown.source.isComplete()  # the data are not read yet
    shown.take(made_up)
    yield shown
    shown.close()
    shown.deleteLater()


def click(wizard, qtbot, button=QWizard.WizardButton.NextButton):
    qtbot.mouseClick(wizard.button(button), Qt.MouseButton.LeftButton)


def bring(wizard, tmp_path, text, encoding="cp1252"):
    path = tmp_path / "velo.csv"
    path.write_text(text, encoding=encoding)
    wizard.source.file.setFilePath(str(path))


def described(wizard):
    wizard.describe.name.setText("Accès à vélo")
    wizard.describe.source.setText("DDT du Lot")
    wizard.describe.vintage.setText("2025")


def test_a_file_goes_through_to_the_store(wizard, qtbot, tmp_path):
    bring(wizard, tmp_path, "insee;nom;part\n46042;Cahors;12,5 %\n1004;Ambérieu;3\n46102;Figeac;s\n99999;?;1\n")
    click(wizard, qtbot)
    assert wizard.currentPage() is wizard.columns
    assert wizard.columns.code.currentText() == "insee" and wizard.columns.value.currentText() == "part"
    assert "Windows-1252" in wizard.columns.reasons.text() and "virgule" in wizard.columns.reasons.text()
    assert wizard.columns.table.item(1, 1).text() == "Ambérieu"
    click(wizard, qtbot)
    assert wizard.currentPage() is wizard.describe
    assert not wizard.describe.isComplete()
    described(wizard)
    wizard.describe.unit.setText("%")
    assert wizard.describe.key.text() == "acces_a_velo"
    click(wizard, qtbot)
    assert wizard.currentPage() is wizard.report
    assert [wizard.report.table.item(0, n).text() for n in range(3)] == ["5", "99999", "1"]
    assert store.read().indicators == {}  # nothing is kept before "Import"
    wizard.report.write_left_out(tmp_path / "rest.csv")
    assert "99999" in (tmp_path / "rest.csv").read_text(encoding="utf-8-sig")
    click(wizard, qtbot, QWizard.WizardButton.CommitButton)
    assert wizard.currentPage() is wizard.last
    kept = store.read().indicators["acces_a_velo"]
    assert kept.values == {"01004": (3.0, False, None), "46042": (12.5, False, None), "46102": (None, True, None)}
    assert (kept.label, kept.unit, kept.source, kept.vintage, kept.file) == (
        "Accès à vélo", "%", "DDT du Lot", "2025", "velo.csv",
    )  # fmt: skip


def test_pasted_codes_make_a_list(wizard, qtbot):
    wizard.source.programme.setChecked(True)
    wizard.source.text_choice.setChecked(True)
    wizard.source.text.setPlainText("46042\n200000001\n46217\nzzz")
    click(wizard, qtbot)
    assert not wizard.columns.value.isVisible()
    click(wizard, qtbot)
    described(wizard)
    click(wizard, qtbot)
    assert "3 ligne(s)" not in wizard.report.summary.text() and wizard.report.table.item(0, 1).text() == "zzz"
    click(wizard, qtbot, QWizard.WizardButton.CommitButton)
    assert store.read().programmes["acces_a_velo"].members == (("commune", "46042"), ("epci", "200000001"))


def test_a_layer_of_the_project_can_be_brought(wizard, qtbot):
    layer = QgsVectorLayer("None?field=code:string&field=v:double", "table", "memory")
    features = []
    from qgis.core import QgsFeature

    for code, value in (("46042", 1.5), ("46102", 2.0)):
        feature = QgsFeature(layer.fields())
        feature.setAttributes([code, value])
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    QgsProject.instance().addMapLayer(layer)
    try:
        wizard.source.layer_choice.setChecked(True)
        wizard.source.layer.setLayer(layer)
        click(wizard, qtbot)
        click(wizard, qtbot)
        assert wizard.done.values == {"46042": (1.5, False, None), "46102": (2.0, False, None)}
    finally:
        QgsProject.instance().removeAllMapLayers()


@pytest.mark.parametrize(("text", "said"), [("", "empty"), ("<!DOCTYPE html>", "not a table"), (";;\n;;", "no cell")])
def test_a_bad_file_is_said_and_the_page_stays(wizard, qtbot, tmp_path, text, said):
    bring(wizard, tmp_path, text)
    click(wizard, qtbot)
    assert wizard.currentPage() is wizard.source and said in wizard.source.doing.text()


def test_codes_that_match_nothing_say_what_was_tried_and_the_page_stays(wizard, qtbot, tmp_path):
    bring(wizard, tmp_path, "code;v\n99998;1\n99999;2\n")
    click(wizard, qtbot)
    wizard.columns.code.setCurrentIndex(0)
    wizard.columns.value.setCurrentIndex(1)
    click(wizard, qtbot)
    assert wizard.currentPage() is wizard.columns and "essayé" in wizard.columns.reasons.text()


def test_an_official_key_is_refused_in_its_page(wizard, qtbot, tmp_path):
    bring(wizard, tmp_path, "code;v\n46042;1\n")
    click(wizard, qtbot)
    click(wizard, qtbot)
    described(wizard)
    wizard.describe.key.setText("taux_pauvrete")
    click(wizard, qtbot)
    assert wizard.currentPage() is wizard.describe and "taux_pauvrete" in wizard.describe.problem.text()
    assert not store.default_path().exists()


def test_what_was_imported_is_seen_on_the_map(wizard, qtbot, tmp_path, real_snapshot):
    from anct_qgis_plugin.gis import own_layer
    from anct_qgis_plugin.snapshot import reader

    bring(wizard, tmp_path, "code;v\n46042;1\n46102;2\n01007;s\n")
    for _ in range(2):
        click(wizard, qtbot)
    described(wizard)
    click(wizard, qtbot)
    click(wizard, qtbot, QWizard.WizardButton.CommitButton)
    analyst = reader.analyst()
    path = own_layer.write_layer(analyst, "indicator", "acces_a_velo")
    layer = own_layer.add_layer(QgsProject.instance(), analyst, "indicator", "acces_a_velo", path)
    try:
        rows = list(layer.getFeatures())
        assert {f["code"]: f["statut"] or f["valeur"] for f in rows if f["statut"] != "absent"} == {
            "46042": 1.0, "46102": 2.0, "01007": "secret",
        }  # fmt: skip
        # The other communes of Ain and Lot are there too, as having no value; those of other départements are not.
        assert {f["code"][:2] for f in rows} == {"01", "46"} and len(rows) > 600
        assert all(f.hasGeometry() for f in rows)
        assert "DDT du Lot" in layer.metadata().abstract()
        rules = layer.renderer().rootRule().children()
        drawn = {
            rule.label(): sum(
                1 for _ in layer.getFeatures(QgsFeatureRequest().setFilterExpression(rule.filterExpression()))
            )
            for rule in rules
        }
        assert sum(drawn.values()) == len(rows)  # each place once
        assert all(label.endswith(f"({count})") for label, count in drawn.items())
        assert drawn["Secret statistique (1)"] == 1
        assert rules[-1].symbol().symbolLayer(0).properties()["style"] == "f_diagonal"
    finally:
        QgsProject.instance().removeAllMapLayers()


def test_a_column_of_weights_weighs_what_lies_above_the_commune(wizard, qtbot, tmp_path):
    bring(wizard, tmp_path, "insee;part;logements\n46042;10;100\n46102;20;300\n")
    click(wizard, qtbot)
    wizard.columns.value.setCurrentIndex(1)
    wizard.columns.weight.setCurrentText("logements")
    click(wizard, qtbot)
    described(wizard)
    assert wizard.describe.aggregation.currentData() == "column"
    click(wizard, qtbot)
    click(wizard, qtbot, QWizard.WizardButton.CommitButton)
    kept = store.read().indicators["acces_a_velo"]
    assert kept.aggregation == "column"
    assert kept.values == {"46042": (10.0, False, 100.0), "46102": (20.0, False, 300.0)}
    # (10 x 100 + 20 x 300) / 400
    facts = own_facts(wizard)
    lot = wizard.analyst.gazetteer.resolve("com:46042+com:46102")
    assert indicators.figure(facts, "acces_a_velo", lot).value == pytest.approx(17.5)


def own_facts(wizard):
    return overlaid(wizard.analyst.facts, store.read())


def test_a_sheet_of_a_workbook_can_be_chosen(wizard, qtbot, tmp_path):
    book = workbook(tmp_path, {"Lisez-moi": [("À lire",)], "Taux": [("insee", "taux"), ("46042", "12")]})
    wizard.source.file.setFilePath(str(book))
    click(wizard, qtbot)
    assert wizard.columns.sheet.isVisible()
    assert wizard.table.columns == ("À lire",)
    wizard.columns.sheet.setCurrentText("Taux")
    assert wizard.table.columns == ("insee", "taux")
    assert wizard.columns.sheet.currentText() == "Taux"
    click(wizard, qtbot)
    assert wizard.done.values == {"46042": (12.0, False, None)}


def workbook(folder, sheets):
    path = folder / "classeur.xlsx"
    book = ogr.GetDriverByName("XLSX").CreateDataSource(str(path))
    for name, rows in sheets.items():
        layer = book.CreateLayer(name)
        for heading in rows[0]:
            layer.CreateField(ogr.FieldDefn(heading, ogr.OFTString))
        for cells in rows[1:] or [("",) * len(rows[0])]:
            row = ogr.Feature(layer.GetLayerDefn())
            for number, cell in enumerate(cells):
                row.SetField(number, cell)
            layer.CreateFeature(row)
    del layer, book
    return path
