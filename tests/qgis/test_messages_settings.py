"""The log reaches QGIS under one tag, news carries its button, settings keep their types."""

from __future__ import annotations

import logging
from pathlib import Path
from unittest.mock import MagicMock

import pytest
from qgis.core import Qgis, QgsApplication, QgsSettings
from qgis.gui import QgsMessageBar, QgsMessageViewer
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QMainWindow, QPushButton, QTextBrowser, QTextEdit

from anct_qgis_plugin import messages, settings
from anct_qgis_plugin.errors import AnctError


@pytest.fixture
def iface(qgis_app):
    window = QMainWindow()
    bar = QgsMessageBar(window)
    found = MagicMock()
    found.mainWindow.return_value = window
    found.messageBar.return_value = bar
    yield found
    window.deleteLater()


@pytest.fixture
def log():
    messages.install()
    received = []
    QgsApplication.messageLog().messageReceived.connect(lambda text, tag, level: received.append((text, tag, level)))
    yield received
    messages.remove()


def test_what_the_plugin_logs_appears_under_its_tag_with_its_level(qgis_app, log):
    logging.getLogger("anct_qgis_plugin.core.example").warning("3 rows refused")
    assert ("3 rows refused", "ANCT", Qgis.MessageLevel.Warning) in log


def test_the_handler_is_added_once_and_removed(qgis_app):
    before = list(messages.LOGGER.handlers)
    messages.install()
    messages.install()
    assert len(messages.LOGGER.handlers) == len(before) + 1
    messages.remove()
    assert messages.LOGGER.handlers == before


@pytest.mark.parametrize("words", [3, 24, 200])
def test_no_line_of_a_message_is_cut_in_two(iface, words):
    window, bar = iface.mainWindow(), iface.messageBar()
    window.setCentralWidget(bar)
    window.resize(700, 120)
    window.show()
    messages.error(iface, AnctError("manque " * words))
    QTest.qWait(100)
    shown = bar.currentItem().findChild(QTextBrowser)
    line = shown.fontMetrics().lineSpacing()
    whole, room = shown.document().size().height(), shown.viewport().height()
    assert room >= whole or room >= 3 * line  # all of it, or three lines
    assert shown.height() < 4 * line


def test_an_error_stays_with_its_details_one_click_away(iface, log):
    messages.error(iface, AnctError("The folder is read-only.", details="errno 13", hint="Choose another one."))
    item = iface.messageBar().currentItem()
    assert item.text() == "The folder is read-only. Choose another one."
    assert item.level() == Qgis.MessageLevel.Critical
    assert item.duration() == 0
    item.findChild(QPushButton).click()
    viewer = iface.mainWindow().findChild(QgsMessageViewer, "AnctDetails")
    assert "errno 13" in viewer.findChild(QTextEdit).toPlainText()
    viewer.close()


def test_a_warning_without_details_has_no_button(iface, log):
    messages.warning(iface, "2 communes without value.")
    item = iface.messageBar().currentItem()
    assert item.level() == Qgis.MessageLevel.Warning
    assert item.findChild(QPushButton) is None


def test_a_success_is_short_unless_it_offers_a_folder(iface, log, tmp_path, monkeypatch):
    messages.success(iface, "Done.")
    assert iface.messageBar().currentItem().duration() == messages.SUCCESS_SECONDS
    opened = []
    monkeypatch.setattr(messages.QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    messages.success(iface, "3 files written.", folder=tmp_path)
    item = iface.messageBar().currentItem()
    assert item.duration() == 0
    item.findChild(QPushButton).click()
    assert opened == [str(tmp_path)]


@pytest.fixture
def no_settings(qgis_app):
    QgsSettings().remove("anct")
    yield
    QgsSettings().remove("anct")


def test_defaults_lie_in_the_documents_and_in_the_profile(no_settings, monkeypatch):
    assert settings.output_folder().name == "ANCT"
    monkeypatch.delenv("ANCT_USER_FOLDER", raising=False)
    assert Path(settings.store_name()) == Path(QgsApplication.qgisSettingsDirPath()) / "anct" / "dossiers.gpkg"
    assert settings.profile() == "generale"
    assert settings.recent_territories() == ()


def test_settings_are_kept(no_settings, tmp_path):
    settings.set_output_folder(tmp_path)
    settings.set_store_name(str(tmp_path / "été.gpkg"))
    assert settings.output_folder() == tmp_path
    assert settings.store_name() == str(tmp_path / "été.gpkg")


def test_recent_territories_newest_first_without_repeats_and_bounded(no_settings):
    settings.add_recent_territory("dep:46")
    assert settings.recent_territories() == ("dep:46",)
    for number in range(12):
        settings.add_recent_territory(f"dep:{number:02}")
    settings.add_recent_territory("dep:05")
    recent = settings.recent_territories()
    assert recent[:2] == ("dep:05", "dep:11")
    assert len(recent) == settings.RECENT_MAXIMUM == len(set(recent))


def test_a_single_recent_territory_read_back_as_text_is_one_entry(no_settings):
    QgsSettings().setValue("anct/recent_territories", "epci:200023372")
    assert settings.recent_territories() == ("epci:200023372",)
