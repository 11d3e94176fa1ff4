"""Windows learn here that other data are in use: one signal, in the main thread, whoever changed them."""

from __future__ import annotations

from qgis.PyQt import sip
from qgis.PyQt.QtCore import QObject, Qt, QTimer, pyqtSignal

from ..snapshot import changes

# Several changes at once (a version put into use, then old ones removed) make one reading.
SETTLE_MS = 60


class DataNews(QObject):
    """A child of the window that listens, and goes with it. Signal: `changed`."""

    changed = pyqtSignal()
    _heard = pyqtSignal()

    def __init__(self, window: QObject) -> None:
        super().__init__(window)
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(SETTLE_MS)
        self._settling.timeout.connect(self.changed)
        # Heard in the thread that changed the data, passed on in the window's.
        self._heard.connect(self._settling.start, Qt.ConnectionType.QueuedConnection)
        changes.listen(self._hear)

    def _hear(self) -> None:
        if not sip.isdeleted(self):
            self._heard.emit()
