"""A question before something that cannot be undone, answered by what will be done rather than by yes or no."""

from __future__ import annotations

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QMessageBox, QWidget

from ..i18n import translate


def sure(parent: QWidget | None, title: str, question: str, action: str, leave: str = "") -> bool:
    """Whether the user chose the action; closing the window, Escape and Enter leave things as they are.

    Args:
        question: plain text; what a person typed in it is never read as markup.
        action: what the button that does it says, a verb first.
        leave: what the other button says; "Cancel" when empty.
    """
    # The standard buttons speak Qt's language, which is not always that of QGIS.
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
