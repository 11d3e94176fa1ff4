"""What the user is told: the log under the tag "ANCT", and the message bar."""

from __future__ import annotations

import logging
import math
from pathlib import Path

from qgis.core import Qgis, QgsMessageLog
from qgis.gui import QgsMessageBarItem, QgsMessageViewer
from qgis.PyQt.QtCore import QEvent, QObject, Qt, QUrl
from qgis.PyQt.QtGui import QDesktopServices
from qgis.PyQt.QtWidgets import QPushButton, QTextBrowser

from .errors import AnctError
from .i18n import translate

TAG = "ANCT"
LOGGER = logging.getLogger(__name__.partition(".")[0])
SUCCESS_SECONDS = 8
LONG = 150
MOST_LINES = 3
# Pixels that a text area keeps around what it shows.
EDGES = 6


class _QgisHandler(logging.Handler):
    """Hands log records to the panel of log messages."""

    def emit(self, record: logging.LogRecord) -> None:
        if record.levelno >= logging.ERROR:
            level = Qgis.MessageLevel.Critical
        elif record.levelno >= logging.WARNING:
            level = Qgis.MessageLevel.Warning
        else:
            level = Qgis.MessageLevel.Info
        QgsMessageLog.logMessage(self.format(record), TAG, level, notifyUser=False)


_handler: _QgisHandler | None = None


def install() -> None:
    """Send what the plugin logs (`logging.getLogger(__name__)`, from INFO up) to QGIS."""
    global _handler
    if _handler is None:
        _handler = _QgisHandler()
        _handler.setFormatter(logging.Formatter("%(message)s"))
        LOGGER.addHandler(_handler)
        LOGGER.setLevel(logging.INFO)


def remove() -> None:
    """Stop sending the log to QGIS."""
    global _handler
    if _handler is not None:
        LOGGER.removeHandler(_handler)
        LOGGER.setLevel(logging.NOTSET)
        _handler = None


def plain(text: str) -> str:
    """A text for a tooltip or a message, which Qt would read as markup where it looks like it: shown as it stands."""
    return Qt.convertFromPlainText(text) if Qt.mightBeRichText(text) else text


def success(iface, text: str, folder: Path | None = None) -> None:
    """Good news: short and gone, unless it offers a folder to open."""
    LOGGER.info(text)
    item = iface.messageBar().createMessage(TAG, plain(text))
    if folder is not None:
        button = QPushButton(translate("Anct", "Open the location"), item)
        button.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))))
        item.layout().addWidget(button)
    seconds = SUCCESS_SECONDS if folder is None else 0
    _Lines(item)
    iface.messageBar().pushWidget(item, Qgis.MessageLevel.Success, seconds)


def warning(iface, text: str, details: str = "") -> None:
    """A warning: stays until it is closed."""
    LOGGER.warning("%s %s", text, details)
    _push(iface, text, details, Qgis.MessageLevel.Warning)


def error(iface, problem: AnctError) -> None:
    """An error: stays until it is closed, with its details one click away."""
    LOGGER.error("%s %s", problem, problem.details)
    _push(iface, str(problem), problem.details, Qgis.MessageLevel.Critical)


def _push(iface, text: str, details: str, level: Qgis.MessageLevel) -> None:
    item = iface.messageBar().createMessage(TAG, plain(text))
    # A bar shows three lines: a longer sentence can be read whole in the viewer.
    if details or len(text) > LONG:
        button = QPushButton(translate("Anct", "Details"), item)
        button.clicked.connect(lambda: _show_details(iface, f"{text}\n\n{details}".strip()))
        item.layout().addWidget(button)
    _Lines(item)
    iface.messageBar().pushWidget(item, level, 0)


class _Lines(QObject):
    """Makes a message as high as its lines, three at most: QGIS leaves room for one and a half, and cuts the second."""

    def __init__(self, item: QgsMessageBarItem) -> None:
        super().__init__(item)
        self._text = item.findChild(QTextBrowser)
        if self._text is not None:
            self._text.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Never stops an event."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Show) and self._text is not None:
            document = self._text.document()
            most = MOST_LINES * self._text.fontMetrics().lineSpacing() + 2 * document.documentMargin()
            wanted = math.ceil(min(document.size().height(), most)) + EDGES
            if self._text.maximumHeight() != wanted:
                self._text.setFixedHeight(wanted)
        return False


def _show_details(iface, text: str) -> None:
    viewer = QgsMessageViewer(iface.mainWindow())
    viewer.setObjectName("AnctDetails")
    viewer.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    viewer.setTitle(TAG)
    viewer.setMessageAsPlainText(text)
    viewer.show()
