"""Without a window, as qgis_process starts it: the provider comes and goes."""

from __future__ import annotations

from qgis.core import QgsApplication

from anct_qgis_plugin import classFactory


def test_the_provider_comes_and_goes_without_an_interface(qgis_app) -> None:
    registry = QgsApplication.processingRegistry()
    plugin = classFactory(None)
    plugin.initProcessing()
    assert registry.providerById("anct") is not None
    plugin.unload()
    assert registry.providerById("anct") is None
