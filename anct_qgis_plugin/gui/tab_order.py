"""Where the Tab key goes: widgets made late come right after those that they stand below, not at the window's end."""

from __future__ import annotations

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QWidget


def follow(first: QWidget, container: QWidget) -> QWidget:
    """Put what takes the keyboard in a container right after a widget, in the order it was made; the last of them."""
    window = first.window()
    for widget in container.findChildren(QWidget):
        # Lists that pop up are windows of their own; what hands the keyboard on (the line inside a date) is no stop.
        stops = widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None
        if stops and widget.window() is window:
            QWidget.setTabOrder(first, widget)
            first = widget
    return first
