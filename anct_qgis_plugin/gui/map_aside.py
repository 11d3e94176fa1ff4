"""Windows that stand over QGIS's map step aside while one clicks on it; a bar over the map brings them back."""

from __future__ import annotations

from qgis.core import Qgis
from qgis.gui import QgsMessageBarItem
from qgis.PyQt.QtCore import QObject, pyqtSignal
from qgis.PyQt.QtWidgets import QPushButton, QWidget

from .. import messages
from ..i18n import translate


class MapAside(QObject):
    """From `start()` to `end()`; `back` says that the user asked for the windows again.

    Args:
        widget: what stands in the windows that step aside: its own, and those that it was opened from.
        iface: of QGIS, for its window and its message bar.
    """

    back = pyqtSignal()

    def __init__(self, widget: QWidget, iface, text: str) -> None:
        super().__init__(widget)
        self._windows = _over(widget, iface.mainWindow())
        self._bar = iface.messageBar()
        self._item = self._bar.createMessage(messages.TAG, messages.plain(text))
        self.button = QPushButton(translate("Anct", "Back to the window"), self._item)
        self.button.setObjectName("AnctBackFromMap")
        self.button.clicked.connect(self._asked)
        self._item.layout().addWidget(self.button)
        # Gone with the window, if that is closed meanwhile.
        widget.destroyed.connect(self._item.deleteLater)

    def start(self) -> None:
        """Hide the windows, and show the bar."""
        self._bar.pushWidget(self._item, Qgis.MessageLevel.Info, 0)
        # Closed by its cross, it brings the windows back as well.
        self._bar.widgetRemoved.connect(self._removed)
        for window in self._windows:
            window.hide()

    def say(self, text: str) -> None:
        """Another text in the bar."""
        self._item.setText(messages.plain(text))

    def end(self) -> None:
        """Show the windows again, in their order, and take the bar away."""
        if not self._windows:
            return
        windows, self._windows = self._windows, []
        self._bar.widgetRemoved.disconnect(self._removed)
        self._bar.popWidget(self._item)
        for window in reversed(windows):
            window.show()
        windows[0].raise_()
        windows[0].activateWindow()
        self.deleteLater()

    def _asked(self) -> None:
        self.back.emit()

    def _removed(self, item: QgsMessageBarItem) -> None:
        if item is self._item:
            self.back.emit()


def _over(widget: QWidget, main: QWidget) -> list[QWidget]:
    """The windows that hold a widget, innermost first, without QGIS's own."""
    found = []
    window = widget.window()
    while window is not None and window is not main:
        if window.isVisible():
            found.append(window)
        parent = window.parentWidget()
        window = parent.window() if parent is not None else None
    return found
