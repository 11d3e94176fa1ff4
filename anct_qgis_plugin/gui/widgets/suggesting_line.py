"""A line of text that offers what the dossier already says elsewhere: the axes of a fiche action, the signatories."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from qgis.PyQt.QtCore import QPoint, QStringListModel, Qt
from qgis.PyQt.QtGui import QColor, QFocusEvent, QIcon, QKeyEvent, QPainter, QPixmap, QPolygon
from qgis.PyQt.QtWidgets import QCompleter, QLineEdit, QWidget

from ...i18n import translate
from .. import style


class SuggestingLine(QLineEdit):
    """Anything may be typed; the arrow, or Down, shows all that is offered."""

    def __init__(self, offered: Callable[[], Sequence[str]], parent: QWidget | None = None) -> None:
        """Offer texts.

        Args:
            offered: gives them anew each time the line is entered.
        """
        super().__init__(parent)
        self._offered = offered
        self._model = QStringListModel(self)
        completer = QCompleter(self._model, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        # Qt puts the text in without saying that it was edited.
        completer.activated.connect(self._take)
        self.setCompleter(completer)
        self._arrow = self.addAction(_triangle(style.quiet(self.palette())), QLineEdit.ActionPosition.TrailingPosition)
        self._arrow.setToolTip(translate("Anct", "What the dossier already says"))
        self._arrow.triggered.connect(lambda _checked=False: self.show_all())
        self._look()

    def show_all(self) -> None:
        """Open the list, whatever is typed."""
        self._look()
        self.completer().setCompletionPrefix("")
        self.completer().complete()

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        self._look()
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() == Qt.Key.Key_Down and not self.completer().popup().isVisible():
            self.show_all()
        else:
            super().keyPressEvent(event)

    def _look(self) -> None:
        offered = list(self._offered())
        self._model.setStringList(offered)
        self._arrow.setVisible(bool(offered))

    def _take(self, text: str) -> None:
        self.setText(text)
        self.textEdited.emit(text)


def _triangle(tint: QColor) -> QIcon:
    """The arrow of a list, in the colours of the window."""
    picture = QPixmap(32, 32)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(tint)
    painter.drawPolygon(QPolygon([QPoint(8, 12), QPoint(24, 12), QPoint(16, 22)]))
    painter.end()
    return QIcon(picture)
