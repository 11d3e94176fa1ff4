"""Questions answered by what will be done: the buttons yes, no and OK speak Qt's language, not always that of QGIS."""

from __future__ import annotations

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QDialog, QDialogButtonBox, QMessageBox, QPlainTextEdit, QVBoxLayout, QWidget

from ..i18n import translate
from . import style


def sure(parent: QWidget | None, title: str, question: str, action: str, leave: str = "") -> bool:
    """Whether the user chose the action; closing the window, Escape and Enter leave things as they are.

    Args:
        question: plain text; what a person typed in it is never read as markup.
        action: what the button that does it says, a verb first.
        leave: what the other button says; "Cancel" when empty.
    """
    box = QMessageBox(parent)
    box.setObjectName("AnctQuestion")
    box.setIcon(QMessageBox.Icon.Question)
    box.setWindowTitle(title)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(question)
    doing = box.addButton(action, QMessageBox.ButtonRole.AcceptRole)
    leaving = box.addButton(leave or translate("Anct", "Cancel"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(leaving)
    box.setEscapeButton(leaving)
    box.exec()
    chosen = box.clickedButton() is doing
    box.deleteLater()
    return chosen


class TextQuestion(QDialog):
    """Asks for some lines of text; the button that goes on stays grey while a text that is needed is empty."""

    def __init__(self, parent: QWidget | None, title: str, asked: str, action: str, needed: bool = False) -> None:
        super().__init__(parent)
        self.setObjectName("AnctTextQuestion")
        self.setWindowTitle(title)
        self.resize(460, 220)
        label = style.Label(asked, self)
        label.setWordWrap(True)
        self.field = QPlainTextEdit(self)
        self.field.setAccessibleName(asked)
        self.field.setTabChangesFocus(True)
        box = QDialogButtonBox(self)
        roles = QDialogButtonBox.ButtonRole
        self.action_button = box.addButton(action, roles.AcceptRole)
        box.addButton(translate("Anct", "Cancel"), roles.RejectRole)
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        for widget in (label, self.field, box):
            layout.addWidget(widget)
        self._needed = needed
        self.field.textChanged.connect(self._typed)
        self._typed()

    def text(self) -> str:
        """What was typed, without blanks around."""
        return self.field.toPlainText().strip()

    def _typed(self) -> None:
        self.action_button.setEnabled(bool(self.text()) or not self._needed)


def text(parent: QWidget | None, title: str, asked: str, action: str, needed: bool = False) -> str | None:
    """The text typed, or None if the user gave up.

    Args:
        action: what the button that goes on says, a verb first.
        needed: an empty text does not go on.
    """
    dialog = TextQuestion(parent, title, asked, action, needed)
    accepted = dialog.exec() == QDialog.DialogCode.Accepted
    typed = dialog.text()
    dialog.deleteLater()
    return typed if accepted else None
