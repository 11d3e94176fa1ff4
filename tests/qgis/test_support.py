"""On too old a QGIS or Python the plugin says so in one sentence and registers nothing."""

from __future__ import annotations

import ast
import sys
from pathlib import Path
from unittest.mock import MagicMock

import pytest
from qgis.core import Qgis

import anct_qgis_plugin
from anct_qgis_plugin import support

PACKAGE = Path(anct_qgis_plugin.__file__).parent


def test_nothing_to_say_here():
    assert support.why_not() == ""


def test_an_old_python_is_named_with_what_to_do(monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 9, 5, "final", 0))
    iface = MagicMock()
    plugin = anct_qgis_plugin.classFactory(iface)
    assert isinstance(plugin, support.UnsupportedPlugin)
    plugin.initGui()
    title, text, _level, seconds = iface.messageBar().pushMessage.call_args.args
    assert title == "ANCT"
    assert "3.9.5" in text
    assert "3.11" in text
    assert seconds == 0
    plugin.initProcessing()
    plugin.unload()
    assert not iface.addPluginToMenu.called


def test_an_old_qgis_is_named_with_what_to_do(monkeypatch):
    monkeypatch.setattr(Qgis, "versionInt", staticmethod(lambda: 32200))
    monkeypatch.setattr(Qgis, "version", staticmethod(lambda: "3.22.16-Białowieża"))
    assert "3.22.16" in support.why_not()
    assert "3.40" in support.why_not()


@pytest.mark.parametrize("name", ["__init__", "support", "i18n", "paths"])
def test_what_an_old_python_loads_is_written_for_it(name):
    source = (PACKAGE / f"{name}.py").read_text(encoding="utf-8")
    ast.parse(source, feature_version=(3, 9))
    # `X | None` in an annotation is only text there.
    assert "from __future__ import annotations" in source
    assert "tomllib" not in source
