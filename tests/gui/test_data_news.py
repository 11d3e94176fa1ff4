"""Windows that are open learn of an import, a deletion and a version put into use, whoever did it and in any thread."""

from __future__ import annotations

import datetime
import threading

import pytest

from anct_qgis_plugin import paths
from anct_qgis_plugin.core.own import OwnIndicator, OwnProgramme
from anct_qgis_plugin.gui.dialogs.sources_dialog import SourcesDialog
from anct_qgis_plugin.gui.docks.territory_dock import TerritoryDock
from anct_qgis_plugin.gui.news import DataNews
from anct_qgis_plugin.snapshot import changes, own, reader, versions

pytestmark = pytest.mark.skipif(not paths.SNAPSHOT.is_file(), reason="the snapshot is not built (make snapshot)")

MINE = OwnIndicator(
    "acces_velo", "Accès à vélo", "%", "low", 1, "commune", "none", "DDT du Lot", "2025",
    values={"46042": (12.5, False, None)},
)  # fmt: skip
SCHEME = OwnProgramme(
    "schema_velo", "Schéma vélo du Lot", "Schéma vélo", "#4b2e83", "star", "", "DDT du Lot", "2025",
    members=(("commune", "46042"),),
)  # fmt: skip


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("ANCT_USER_FOLDER", str(tmp_path / "profile"))
    monkeypatch.delenv("ANCT_SNAPSHOTS", raising=False)
    yield
    reader.forget()


@pytest.fixture
def dock(interface, qtbot):
    panel = TerritoryDock(interface, interface.window)
    panel.show()
    qtbot.waitUntil(lambda: panel.data is not None, timeout=60000)
    panel.choose("com:46042")
    qtbot.waitUntil(lambda: panel.facts is not None, timeout=60000)
    yield panel
    panel.close_work()
    panel.close()
    panel.deleteLater()


def of_the_card(dock):
    diagnostic = dock.facts.diagnostic
    return [fact.programme.id for fact in diagnostic.programmes if fact.communes]


def test_the_panel_shows_the_same_territory_with_what_was_imported_meanwhile(dock, qtbot):
    assert "schema_velo" not in of_the_card(dock)
    before = dock.data.analyst
    # As an algorithm does: in a thread that is not the window's.
    importing = threading.Thread(target=lambda: own.save_programme(SCHEME))
    importing.start()
    importing.join()
    qtbot.waitUntil(lambda: "schema_velo" in of_the_card(dock), timeout=60000)
    assert dock.territory.expression == "com:46042"
    assert dock.data.analyst is not before and reader.is_current(dock.data.analyst)
    own.delete("programme", "schema_velo")
    qtbot.waitUntil(lambda: "schema_velo" not in of_the_card(dock), timeout=60000)


def test_the_panel_learns_of_a_version_put_into_use_and_of_the_step_back(dock, qtbot):
    made = versions.begin()
    refreshed = made / versions.FILE
    reader.unpack(paths.SNAPSHOT)
    refreshed.write_bytes(paths.SNAPSHOT.read_bytes())
    tomorrow = (datetime.date.today() + datetime.timedelta(days=1)).isoformat()
    import sqlite3

    with sqlite3.connect(refreshed) as database:
        database.execute("UPDATE snapshot_info SET value = ? WHERE key = 'built'", (tomorrow,))
    database.close()
    version = versions.publish(made)
    shown = dock.date.text()
    versions.activate(version.name)
    qtbot.waitUntil(lambda: dock.date.text() != shown, timeout=60000)
    assert dock.territory.expression == "com:46042"
    versions.rollback()
    qtbot.waitUntil(lambda: dock.date.text() == shown, timeout=60000)


def test_the_window_of_sources_lists_what_was_imported_meanwhile(interface, qtbot):
    window = SourcesDialog(reader.analyst(), None, interface.window)
    window.show()
    window.tabs.setCurrentIndex(1)
    window.search.setText("DDT du Lot")
    own.save_indicator(MINE)
    qtbot.waitUntil(lambda: "own_acces_velo" in window.analyst.facts.sources.index, timeout=60000)
    seen = [row for row in range(window.table.rowCount()) if not window.table.isRowHidden(row)]
    assert [window.table.item(row, 0).text() for row in seen] == ["DDT du Lot"]
    assert window.own.rowCount() == 1 and window.tabs.currentIndex() == 1
    window.close()
    window.deleteLater()


def test_a_window_that_has_gone_is_not_told_any_more(interface, qtbot):
    news = DataNews(interface.window)
    told = []
    news.changed.connect(lambda: told.append(1))
    changes.announce()
    changes.announce()
    qtbot.waitUntil(lambda: bool(told), timeout=2000)
    assert told == [1]  # one reading for several changes at once
    news.deleteLater()
    qtbot.wait(50)
    changes.announce()
    qtbot.wait(150)
    assert told == [1]
