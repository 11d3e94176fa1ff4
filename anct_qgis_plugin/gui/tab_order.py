"""Where the Tab key goes: widgets made late come right after those that they stand below, not at the window's end."""

from __future__ import annotations

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QWidget


def follow(first: QWidget, container: QWidget) -> QWidget:
    """Put what takes the keyboard in a container right after a widget, in the order it was made; the last of them."""
    for widget in container.findChildren(QWidget):
        # What hands the keyboard on to another one (the line inside a date) is no stop of its own.
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None:
            QWidget.setTabOrder(first, widget)
            first = widget
    return first
