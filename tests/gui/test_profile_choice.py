"""Choosing a fragility profile in the panel, on the real data: shipped ones, one's own file, a spoilt one."""

from __future__ import annotations

import json

import pytest
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QMenu

from anct_qgis_plugin import settings
from anct_qgis_plugin.gui import profiles
from anct_qgis_plugin.gui.dialogs.profile_dialog import ProfileDialog
from anct_qgis_plugin.gui.docks.territory_dock import TerritoryDock

SOON = 30000


@pytest.fixture
def dock(interface, qtbot, real_snapshot):
    panel = TerritoryDock(interface, interface.window, None)
    interface.window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, panel)
    with qtbot.waitSignal(panel.ready, timeout=SOON):
        panel.show()
    with qtbot.waitSignal(panel.territory_shown, timeout=SOON):
        panel.choose("com:46102")
    yield panel
    panel.close_work()


def dialogs(dock):
    return [one for one in dock.findChildren(ProfileDialog) if one.isVisible()]


def test_another_profile_is_used_from_the_card_on(dock, qtbot):
    general = dock.card.index_value.text()
    assert dock.card.verdict.isVisible() and "34" in dock.card.verdict.text()
    dock.card.index_links.linkActivated.emit("profile")
    (menu,) = [one for one in dock.findChildren(QMenu) if one.isVisible()]
    labels = [action.text() for action in menu.actions() if action.text()]
    assert len(labels) == 7 and [a.text() for a in menu.actions() if a.isChecked()] == ["Fragilité générale"]
    with qtbot.waitSignal(dock.territory_shown, timeout=SOON):
        next(a for a in menu.actions() if a.text().startswith("Vieillissement")).trigger()
    menu.close()
    assert settings.profile() == "vieillissement"
    assert dock.card.index_title.text() == "Vieillissement et accès aux soins"
    assert dock.card.index_value.text() != general
    assert dock.data.profile.id == "vieillissement"


def test_how_it_is_built_names_what_says_the_same_thing(dock, qtbot):
    with qtbot.waitSignal(dock.territory_shown, timeout=SOON):
        dock.use_profile("vieillissement")
    dock.card.index_links.linkActivated.emit("built")
    (dialog,) = dialogs(dock)
    text = dialog.page.toPlainText()
    assert "Ce que ce profil ne dit pas" in text and "Attention" in text
    assert "Personnes de 75 ans et plus" in text and "APL" in text
    dialog.close()


def test_one_s_own_file_then_a_spoilt_one(dock, qtbot, tmp_path, monkeypatch, interface):
    own = tmp_path / "mien.json"
    content = {"id": "mien", "label": "Le mien", "indicators": [{"id": "taux_vacance"}], "treatment": "winsorise"}
    own.write_text(json.dumps(content), encoding="utf-8")
    monkeypatch.setattr(profiles.QFileDialog, "getOpenFileName", lambda *_: (str(own), ""))
    with qtbot.waitSignal(dock.territory_shown, timeout=SOON):
        profiles._own(dock.use_profile, dock)
    assert dock.card.index_title.text() == "Le mien" and settings.profile() == str(own)
    dock.explain_profile()
    (dialog,) = dialogs(dock)
    assert "Logements vacants" in dialog.page.toPlainText() and "winsorise" in dialog.page.toPlainText()
    dialog.close()
    bad = tmp_path / "faux.json"
    bad.write_text(json.dumps(content | {"poids": 3}), encoding="utf-8")
    dock.use_profile(str(bad))
    with qtbot.waitSignal(dock.job.ended, timeout=SOON):
        pass
    assert settings.profile() == str(own) and dock.data.profile.label == "Le mien"
    assert any("poids" in item.text() for item in interface.messageBar().items())


def test_a_profile_that_has_gone_is_said_and_the_balanced_one_stands_in(interface, qtbot, real_snapshot, tmp_path):
    settings.set_profile(str(tmp_path / "parti.json"))
    panel = TerritoryDock(interface, interface.window, None)
    interface.window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, panel)
    with qtbot.waitSignal(panel.ready, timeout=SOON):
        panel.show()
    assert panel.data.profile.id == "generale" and "parti.json" in panel.sentence.text()
    panel.close_work()
