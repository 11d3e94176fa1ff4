"""The window of sources on the real snapshot: search, order, citations, coverage, absences, own entries."""

from __future__ import annotations

import pytest
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QGuiApplication
from qgis.PyQt.QtWidgets import QInputDialog

from anct_qgis_plugin.core.own import OwnIndicator
from anct_qgis_plugin.gui import asking
from anct_qgis_plugin.gui.dialogs.sources_dialog import SourcesDialog
from anct_qgis_plugin.snapshot import own as store
from anct_qgis_plugin.snapshot import reader


@pytest.fixture
def dialog(interface, real_snapshot, tmp_path, monkeypatch):
    monkeypatch.setenv("ANCT_USER_FOLDER", str(tmp_path))
    store.save_indicator(
        OwnIndicator(
            "velo", "Vélo", "%", "high", 1, "commune", "none", "DDT", "2025", values={"46042": (1.0, False, None)}
        )
    )
    analyst = reader.analyst()
    shown = SourcesDialog(analyst, analyst.gazetteer.resolve("dep:46"), interface.window)
    shown.show()
    yield shown
    shown.close()
    shown.deleteLater()


def column(table, number):
    return [table.item(row, number).text() for row in range(table.rowCount()) if not table.isRowHidden(row)]


def test_search_order_and_citation(dialog):
    facts = dialog.analyst.facts
    assert dialog.table.rowCount() == len(facts.sources)
    dialog.search.setText("pauvrete filosofi")  # through the indicator it serves, accents or not
    assert "Insee" in column(dialog.table, 0) and 0 < len(column(dialog.table, 0)) < len(facts.sources)
    dialog.search.setText("")
    dialog.table.sortByColumn(4, Qt.SortOrder.DescendingOrder)
    counts = [int(text) for text in column(dialog.table, 4) if text.isdigit()]
    assert counts == sorted(counts, reverse=True)
    dialog.search.setText("coeur de ville communes")
    dialog.cite.click()
    copied = QGuiApplication.clipboard().text()
    assert copied.startswith("ANCT, ") and "Licence Ouverte 2.0" in copied and "consulté le" in copied


def test_a_selected_source_that_the_search_hides_is_not_what_is_cited(dialog):
    dialog.table.selectRow(column(dialog.table, 1).index("Vélo"))
    dialog.search.setText("coeur de ville communes")
    dialog.cite.click()
    assert QGuiApplication.clipboard().text().startswith("ANCT, ")


def test_the_own_source_stands_among_the_others(dialog):
    dialog.search.setText("DDT")
    assert column(dialog.table, 1) == ["Vélo"]


def test_coverage_of_a_territory_typed(dialog):
    labels = column(dialog.reach, 0)
    assert len(labels) == len(dialog.analyst.facts.values)
    dialog.place.setText("dep:976")
    dialog.show_reach()
    row = column(dialog.reach, 0).index("Niveau de vie médian")
    assert column(dialog.reach, 2)[row] == "0\u00a0%" and "Mayotte" in column(dialog.reach, 5)[row]
    dialog.copy_territory()
    assert "Insee" in QGuiApplication.clipboard().text()
    dialog.place.setText("nowhere at all")
    dialog.show_reach()
    assert "nowhere at all" in dialog.place_label.text()


def test_what_does_not_exist_is_listed(dialog):
    assert any("Mayotte" in text for text in column(dialog.absent, 0))
    # What an optional source would bring is there too, with how to ask for it.
    assert any("DGF par habitant" in text for text in column(dialog.absent, 0))
    optional = [text for text in column(dialog.absent, 0) if text.startswith("Optional source")]
    assert all(any(word in text for text in optional) for word in ("Observatoire", "OFGL"))


def test_the_address_of_the_source_under_the_cursor_is_shown(dialog):
    sources = dialog.analyst.facts.sources
    for row in range(dialog.table.rowCount()):
        dialog.table.setCurrentCell(row, 1)
        title = dialog.table.item(row, 1).text()
        assert dialog.address.text() in set(sources.loc[sources["titre"] == title, "adresse"])
        # The user's own source has none, and nothing to open.
        assert dialog.page_button.isEnabled() == dialog.address.text().startswith("http")
    assert not set(sources.index[sources["adresse"] == ""]) - {"own_velo"}


def test_how_a_source_is_renewed_is_said(dialog):
    """In a column, and in a sentence for the line under the cursor; the citation has nothing of it."""
    kinds = {}
    for row in range(dialog.table.rowCount()):
        key = dialog.table.item(row, 0).data(Qt.ItemDataRole.UserRole + 2)
        kinds[key] = dialog.table.item(row, 7).text()
        dialog.table.setCurrentCell(row, 1)
        assert bool(dialog.renewal.text()) and dialog.table.item(row, 7).toolTip() in dialog.renewal.text()
    assert (kinds["frr"], kinds["ruralite"], kinds["zrr"]) == ("web or file", "file", "never")
    assert kinds["own_velo"] == "yours"
    dialog.search.setText("revitalisation rurale")
    dialog.cite.click()
    assert "close" not in QGuiApplication.clipboard().text()
    dialog.search.setText("never")
    assert "Zones de revitalisation rurale" in column(dialog.table, 1)


def test_no_table_is_cut_at_the_side(dialog):
    for number, table in enumerate((dialog.table, dialog.reach, dialog.absent, dialog.own)):
        dialog.tabs.setCurrentIndex(number)
        assert table.horizontalScrollBar().maximum() == 0


def test_own_entries_are_renamed_and_deleted(dialog, monkeypatch):
    assert column(dialog.own, 0) == ["Vélo"]
    dialog.own.selectRow(0)
    monkeypatch.setattr(QInputDialog, "getText", lambda *_args, **_named: ("Cycles", True))
    dialog._with_own(dialog._rename)
    assert column(dialog.own, 0) == ["Cycles"] and store.read().indicators["velo"].label == "Cycles"
    dialog.own.selectRow(0)
    monkeypatch.setattr(asking, "sure", lambda *_args: False)
    dialog._with_own(dialog._delete)
    assert "velo" in store.read().indicators
    monkeypatch.setattr(asking, "sure", lambda *_args: True)
    dialog._with_own(dialog._delete)
    assert store.read().indicators == {} and dialog.own.rowCount() == 0
