"""Texts of people where QGIS looks for expressions: "[% … %]" stays what was typed, and so does markup.

A kept perimeter, a list or an indicator of one's own, a dossier: their names come from people, or from files of others.
"""

from __future__ import annotations

from qgis.core import QgsVectorLayer

_OPENING = "[%"
# A word joiner: nothing is seen of it, and QGIS finds no expression.
_APART = "[\u2060%"


def literal(text: str) -> str:
    """A text for a label of a layout, which works out what stands in brackets: there, the opening bracket itself."""
    return text.replace(_OPENING, f"[% '{_OPENING}' %]")


def inert(text: str) -> str:
    """A text for the name of a layer, a group, or a line of a legend: shown as it is by QGIS's panels, and worked out
    by the legend of a layout."""
    return text.replace(_OPENING, _APART)


def tip_of(expression: str) -> str:
    """What a map tip (HTML) holds to show the text of an expression as letters."""
    return f"[% replace(replace(coalesce({expression}, ''), '&', '&amp;'), '<', '&lt;') %]"


def tell_by_name(layer: QgsVectorLayer) -> None:
    """Give a layer without a map tip of its own that of its features' name: QGIS would take the name for markup."""
    if not layer.mapTipTemplate() and layer.displayExpression():
        layer.setMapTipTemplate(tip_of(layer.displayExpression()))
