"""The entry of the context menu of vector layers: it opens the enrichment of that layer, and goes with the plugin."""

from __future__ import annotations

import pytest
from qgis import processing
from qgis.core import Qgis, QgsVectorLayer
from qgis.PyQt.QtWidgets import QToolBar

from anct_qgis_plugin.plugin import AnctPlugin

pytestmark = pytest.mark.usefixtures("qgis_app")


@pytest.fixture
def menus(interface):
    """The parts of QgisInterface that the plugin calls, noting what its layer menus hold."""
    held = []
    interface.layer = None
    interface.addToolBar = lambda name: interface.window.addToolBar(QToolBar(name, interface.window)) or QToolBar(name)
    interface.addPluginToMenu = interface.removePluginMenu = lambda name, action: None
    interface.addCustomActionForLayerType = lambda action, menu, kind, every: held.append((action, kind, every))
    interface.removeCustomActionForLayerType = lambda action: held.clear()
    interface.activeLayer = lambda: interface.layer
    return held


def test_it_opens_the_enrichment_of_that_layer_and_goes_with_the_plugin(interface, menus, monkeypatch):
    asked = []
    monkeypatch.setattr(processing, "execAlgorithmDialog", lambda name, given: asked.append((name, given)))
    plugin = AnctPlugin(interface)
    plugin.initGui()
    try:
        ((action, kind, every),) = menus
        assert (kind, every) == (Qgis.LayerType.Vector, True)
        assert not action.icon().isNull() and "nri" in action.text()
        interface.layer = QgsVectorLayer("None?field=insee:string", "subventions", "memory")
        action.trigger()
        interface.layer = None
        action.trigger()
        assert [name for name, _ in asked] == ["anct:enrich"] * 2
        assert asked[0][1]["INPUT"].startswith("subventions") and asked[1][1] == {}
    finally:
        plugin.unload()
    assert menus == [] and plugin.layer_action is None
