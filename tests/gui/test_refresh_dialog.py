"""The refresh window: from a folder to a report, into use or not, and back; nothing happens unasked."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
import refreshing
from qgis.PyQt.QtWidgets import QFileDialog

from anct_qgis_plugin.connectors.refresh import refreshable
from anct_qgis_plugin.errors import NoNetwork
from anct_qgis_plugin.gui.dialogs.refresh_dialog import open_dialog
from anct_qgis_plugin.snapshot import reader, refresh, versions


@pytest.fixture
def embedded(embedded, monkeypatch):
    """With the sources of `refreshing`, and an optional one."""
    sources = {**refreshing.SOURCES, "ofgl_dgf": refreshable.REFRESHABLE["ofgl_dgf"]}
    monkeypatch.setattr(refreshable, "REFRESHABLE", sources)
    monkeypatch.setattr(refresh.refresh, "__defaults__", (*refresh.refresh.__defaults__[:-1], sources))
    return embedded


@pytest.fixture
def dialog(embedded, interface):
    made = open_dialog(interface)
    yield made
    made.close()


def refreshed(dialog, qtbot, folder):
    dialog.folder.setText(str(folder))
    dialog.local.setChecked(True)
    dialog.run.click()
    qtbot.waitUntil(lambda: dialog.job is None, timeout=20000)


def states(dialog):
    rows = range(dialog.table.rowCount())
    return {dialog.table.item(row, 0).data(256): dialog.table.item(row, 3).text() for row in rows}


def test_from_a_folder_into_use_and_back(dialog, qtbot, tmp_path, embedded, monkeypatch):
    folder = refreshing.write_files(tmp_path / "files", ("acv", "pvd"))
    (folder / "liste-va-com2026.csv").write_text("<html>")
    refreshed(dialog, qtbot, folder)
    said = states(dialog)
    assert said["acv"].startswith("refreshed")
    assert "web page" in said["va"]
    assert said["frr"].startswith("not there")
    assert dialog.pages.currentIndex() == 1
    assert "Ajaccio" in dialog.changes.text.toPlainText()
    assert versions.active() == embedded  # the report comes before
    target = tmp_path / "report.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    dialog.changes.as_csv.click()
    assert "2A004" in target.read_text(encoding="utf-8")
    dialog.changes.use.click()
    qtbot.waitUntil(lambda: dialog.job is None, timeout=20000)
    assert versions.active() != embedded
    assert dialog.pages.currentIndex() == 2
    assert dialog.versions.table.rowCount() == 2
    assert dialog.versions.back.isEnabled()  # the version before is chosen: one click goes back
    dialog.versions.compare.click()
    qtbot.waitUntil(lambda: dialog.job is None, timeout=20000)
    assert "Ajaccio" in dialog.changes.text.toPlainText()
    assert not dialog.changes.use.isEnabled()  # nothing to put into use: it is a look back
    dialog.versions.back.click()
    qtbot.waitUntil(lambda: dialog.job is None, timeout=20000)
    assert versions.active() == embedded


def test_the_old_data_can_be_kept(dialog, qtbot, tmp_path, embedded):
    refreshed(dialog, qtbot, refreshing.write_files(tmp_path / "files", ("acv",)))
    dialog.changes.keep.click()
    assert versions.active() == embedded
    assert [version.name for version in versions.kept()] == ["0"]
    assert not dialog.pages.isTabEnabled(1)


def test_closing_leaves_no_version_that_nobody_chose(dialog, qtbot, tmp_path, embedded):
    refreshed(dialog, qtbot, refreshing.write_files(tmp_path / "files", ("acv",)))
    dialog.reject()
    assert [version.name for version in versions.kept()] == ["0"]


def test_what_is_missing_is_said(dialog, qtbot, tmp_path):
    dialog.none.click()
    dialog.run.click()
    assert "at least one" in dialog.status.text()
    dialog.all.click()
    dialog.local.setChecked(True)
    dialog.run.click()
    assert "folder" in dialog.status.text()
    refreshed(dialog, qtbot, tmp_path / "nowhere")
    assert "cannot be read" in dialog.status.text()
    (tmp_path / "empty").mkdir()
    refreshed(dialog, qtbot, tmp_path / "empty")
    assert "Nothing new" in dialog.status.text()


def test_a_refused_file_is_said_under_the_table_with_its_reason(dialog, qtbot, tmp_path, embedded):
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "liste-acv-com2026-20260101.csv").write_text("a;b\n1;2\n", encoding="utf-8")
    refreshed(dialog, qtbot, folder)
    assert "Nothing new" not in dialog.status.text()
    assert "refused: 1" in dialog.status.text() and "insee_com" in dialog.status.text()
    (folder / "liste-acv-com2026-20260101.csv").unlink()
    refreshed(dialog, qtbot, folder)  # what the former reading said is not shown any more
    assert not [row for row in range(dialog.table.rowCount()) if "insee_com" in dialog.table.item(row, 3).text()]
    assert versions.active() == embedded


def test_without_network_the_date_of_the_data_is_shown(dialog, qtbot, monkeypatch, embedded):
    from anct_qgis_plugin.gis import network

    asked = []

    class Cut:
        def send(self, request, cancelled=None):
            asked.append(request.url)
            raise NoNetwork("no network")

    monkeypatch.setattr(network, "QgisTransport", Cut)
    dialog.web.setChecked(True)
    dialog.run.click()
    qtbot.waitUntil(lambda: dialog.job is None, timeout=20000)
    assert "No network" in dialog.status.text()
    assert "20" in dialog.status.text()  # the year of the data held
    assert len(asked) == 1
    assert set(states(dialog).values()) == {"refused, the old data stay", ""}  # said once, under the table
    assert versions.active() == embedded


def test_the_exact_limits_of_the_territory_shown_are_offered(embedded, interface, monkeypatch):
    from qgis.PyQt.QtWidgets import QDockWidget

    from anct_qgis_plugin.gui.dialogs import refresh_dialog

    analyst = reader.analyst()

    class Dock(QDockWidget):
        territory = analyst.gazetteer.resolve("200067361")  # over the Lot and the Aveyron

        data = SimpleNamespace(analyst=analyst)

    dock = Dock(interface.mainWindow())
    dock.setObjectName("AnctTerritoryDock")
    made = refresh_dialog.open_dialog(interface)
    keys = [made.table.item(row, 0).data(256) for row in range(made.table.rowCount())]
    assert keys[-2:] == ["ign_limites:12", "ign_limites:46"]
    assert not {"ign_limites:12", "ign_limites:46"} & set(made.ticked())  # a download that one asks for
    made.close()
    dock.setParent(None)
    dock.deleteLater()


def test_rows_kept_for_a_doubtful_line_are_counted_and_told(dialog, qtbot, tmp_path, monkeypatch):
    """tiny.py holds Cahors in Action cœur de ville; the line about its code names Figeac."""
    folder = refreshing.write_files(tmp_path / "files", ("acv",))
    listed = folder / "liste-acv-com2025-20260704.csv"
    listed.write_text(listed.read_text("utf-8").replace('"46042","Cahors"', '"46042","Figeac"'), "utf-8")
    refreshed(dialog, qtbot, folder)
    shown = dialog.changes.text.toPlainText()
    assert "rows kept as held: 1" in shown and "Lignes gardées : 1" in shown and "46042 Cahors, acv-46" in shown
    target = tmp_path / "report"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    dialog.changes.as_html.click()
    assert "Lignes gardées : 1" in target.read_text(encoding="utf-8")
    dialog.changes.as_csv.click()
    line = next(row for row in target.read_text(encoding="utf-8-sig").splitlines() if row.startswith("ligne gardée"))
    assert line.split(";")[1] == "Action cœur de ville" and "46042 Cahors, acv-46, Cahors" in line


def test_optional_sources_are_said_to_be_so_and_not_ticked(dialog):
    rows = {dialog.table.item(row, 0).data(256): dialog.table.item(row, 0) for row in range(dialog.table.rowCount())}
    assert "ofgl_dgf" in rows and rows["ofgl_dgf"].text().endswith("(optional)")
    assert "ofgl_dgf" not in dialog.ticked() and set(dialog.ticked()) == set(rows) - {"ofgl_dgf"}
