"""The analyses offered by the panel: their windows, told against the core, copied, and put on the map."""

from __future__ import annotations

import pytest
from qgis.core import QgsProject
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QApplication, QMenu

from anct_qgis_plugin.core import change as changes
from anct_qgis_plugin.core import coverage
from anct_qgis_plugin.gui import analyses, work
from anct_qgis_plugin.gui.dialogs.analysis_dialog import AnalysisDialog


@pytest.fixture(scope="module")
def ready(real_analyst):
    from anct_qgis_plugin.snapshot.profiles import read_profile

    return work.Ready(real_analyst, read_profile(real_analyst.facts.catalogue.indicators, "generale"))


@pytest.fixture(scope="session")
def real_analyst(real_snapshot):
    from anct_qgis_plugin.snapshot import reader

    return reader.analyst()


def made(qtbot, ready, expression, kind):
    diagnostic = ready.analyst.diagnostic(ready.analyst.gazetteer.resolve(expression), ready.profile)
    job = analyses.analyse(ready, diagnostic, kind)
    with qtbot.waitSignal(job.succeeded, timeout=15000) as heard:
        job.start()
    return diagnostic, heard.args[0]


def test_fragile_communes_without_programme_are_those_that_no_list_holds(qtbot, ready):
    diagnostic, found = made(qtbot, ready, "dep:46", "gaps")
    facts = diagnostic.facts
    lists = [p.id for p in facts.catalogue.of_kind("programme") if p.unit in ("commune", "quartier", "site")]
    covered = {str(c) for p in lists for c in facts.codes[coverage.covered(facts, p)]}
    fragile = diagnostic.communes[diagnostic.communes["classe"] >= 4]
    wanted = set(fragile["code"]) - covered
    assert set(found.codes) == wanted and len(wanted) > 50
    assert found.rows[0][0] == fragile[~fragile["code"].isin(covered)]["nom"].iat[0]  # the most fragile first
    assert all(len(row) == len(found.columns) for row in found.rows)


def test_twins_begin_with_the_commune_itself_and_open_in_the_panel(qtbot, ready, interface):
    diagnostic, found = made(qtbot, ready, "com:46102", "twins")
    assert found.codes[0] == "46102" and len(found.rows) == 1 + analyses.MOST_TWINS
    gaps = [float(row[1].replace(",", ".")) for row in found.rows[1:]]
    assert gaps == sorted(gaps)
    dialog = AnalysisDialog(interface, found, interface.window)
    heard = []
    dialog.chosen.connect(heard.append)
    dialog.table.cellDoubleClicked.emit(1, 0)
    assert heard == [f"com:{found.codes[1]}"]
    dialog.copy()
    lines = QApplication.clipboard().text().splitlines()
    assert lines[1].split("\t")[0] == found.columns[0][0] and lines[2].split("\t")[0] == "Figeac"
    assert len(lines) == 2 + len(found.rows) + len(found.note.splitlines())
    dialog.deleteLater()


def test_a_departement_has_no_twins_and_is_told_so(qtbot, ready):
    diagnostic = ready.analyst.diagnostic(ready.analyst.gazetteer.resolve("dep:46"), ready.profile)
    job = analyses.analyse(ready, diagnostic, "twins")
    with qtbot.waitSignal(job.failed, timeout=15000) as heard:
        job.start()
    assert "Lot" in str(heard.args[0])


def test_the_menu_does_not_offer_twins_where_there_are_none(qtbot, interface, ready):
    from anct_qgis_plugin.gui.docks.territory_dock import TerritoryDock

    dock = TerritoryDock(interface, interface.window)
    dock.show()
    with qtbot.waitSignal(dock.ready, timeout=15000):
        dock.read_data()
    able = {}
    for expression in ("dep:46", "com:46102"):
        with qtbot.waitSignal(dock.territory_shown, timeout=15000):
            dock.choose(expression)
        dock.ask_analysis()
        menu = dock.findChildren(QMenu, options=Qt.FindChildOption.FindDirectChildrenOnly)[-1]
        able[expression] = [entry.isEnabled() for entry in menu.actions()[: len(analyses.offered("commune"))]]
        menu.close()
    dock.close_work()
    dock.deleteLater()
    assert able["com:46102"] == [True] * 4 and able["dep:46"] == [True, False, True, True]


def test_heads_stand_over_their_figures(ready, interface, qtbot):
    _, found = made(qtbot, ready, "dep:46", "sites")
    dialog = AnalysisDialog(interface, found, interface.window)
    for column, (_title, figures) in enumerate(found.columns):
        head = dialog.table.horizontalHeaderItem(column).textAlignment()
        assert head == dialog.table.item(0, column).textAlignment()
        assert bool(head & Qt.AlignmentFlag.AlignRight) == figures
    dialog.deleteLater()


def test_new_sites_go_on_the_map_as_they_are_listed(qtbot, ready, interface):
    diagnostic, found = made(qtbot, ready, "dep:46", "sites")
    assert 1 <= len(found.rows) <= 5 and set(found.codes) <= {
        str(c) for c in diagnostic.facts.codes[diagnostic.territory.positions]
    }
    dialog = AnalysisDialog(interface, found, interface.window)
    before = set(QgsProject.instance().mapLayers())
    dialog.put_on_map()
    (layer,) = (QgsProject.instance().mapLayer(k) for k in set(QgsProject.instance().mapLayers()) - before)
    assert {f["code"] for f in layer.getFeatures()} == set(found.codes)
    assert all(f.hasGeometry() for f in layer.getFeatures())
    QgsProject.instance().removeMapLayer(layer.id())
    dialog.deleteLater()


def test_changes_name_both_vintages(qtbot, ready):
    diagnostic, found = made(qtbot, ready, "epci:200067361", "changes")
    row = next(row for row in found.rows if row[0].startswith("Logements vacants"))
    assert "2018" in row[1] and "2021" in row[2] and "points" in row[3] and "/" in row[4]
    assert not found.codes  # indicators are no units: nothing to put on the map
    dialog = AnalysisDialog(None, found)
    assert dialog.map_button.isHidden()
    dialog.deleteLater()


def test_what_left_a_programme_since_an_older_version_is_listed(qtbot, ready, monkeypatch, tmp_path):
    """The older version is today's, but Figeac was not in its programmes and Cahors had one more."""
    import copy

    from anct_qgis_plugin.snapshot import reader

    facts = ready.analyst.facts
    older = copy.copy(facts)
    rows = facts.beneficiaries
    programmes = set(facts.catalogue.programmes)
    figeac = rows[(rows["code"] == "46102") & rows["programme"].isin(programmes)]
    older_rows = rows.drop(figeac.index)
    object.__setattr__(older, "beneficiaries", older_rows)
    monkeypatch.setattr(reader, "load", lambda path: older)
    diagnostic = ready.analyst.diagnostic(ready.analyst.gazetteer.resolve("dep:46"), ready.profile)
    job = analyses.since(ready, diagnostic, "1er mars 2026", tmp_path)
    with qtbot.waitSignal(job.succeeded, timeout=15000) as heard:
        job.start()
    found = heard.args[0]
    assert set(found.codes) == {"46102"} and {row[2] for row in found.rows} == {"entrée"}
    assert len(found.rows) == len(changes.programme_changes(older, facts, {"46102"})) > 0
    assert "1er mars 2026" in found.title
