"""A line of text that offers what the dossier already says elsewhere: the axes of a fiche action, the signatories."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from qgis.PyQt.QtCore import QStringListModel, Qt
from qgis.PyQt.QtGui import QFocusEvent, QKeyEvent
from qgis.PyQt.QtWidgets import QCompleter, QLineEdit, QStyle, QWidget

from ...i18n import translate


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
        arrow = self.addAction(
            self.style().standardIcon(QStyle.StandardPixmap.SP_ArrowDown), QLineEdit.ActionPosition.TrailingPosition
        )
        arrow.setToolTip(translate("Anct", "What the dossier already says"))
        arrow.triggered.connect(lambda _checked=False: self.show_all())

    def show_all(self) -> None:
        """Open the list, whatever is typed."""
        self._model.setStringList(list(self._offered()))
        self.completer().setCompletionPrefix("")
        self.completer().complete()

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        self._model.setStringList(list(self._offered()))
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() == Qt.Key.Key_Down and not self.completer().popup().isVisible():
            self.show_all()
        else:
            super().keyPressEvent(event)

    def _take(self, text: str) -> None:
        self.setText(text)
        self.textEdited.emit(text)
