"""Plugin ANCT for QGIS: programmes, fragility, maps, diagnostics and draft dossiers for any territory of France."""

from __future__ import annotations


def classFactory(iface):  # noqa: N802  (name asked for by QGIS)
    """The plugin object that QGIS starts and stops; on too old a QGIS or Python, one that only says so."""
    from . import support

    reason = support.why_not()
    if reason:
        return support.UnsupportedPlugin(iface, reason)
    from .plugin import AnctPlugin

    return AnctPlugin(iface)
