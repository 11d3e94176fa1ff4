"""What a dossier lacks or has wrong, as one types; a click leads to the place. Nothing keeps a draft from saving."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtGui import QColor
from qgis.PyQt.QtWidgets import QListWidget, QListWidgetItem, QToolButton, QVBoxLayout, QWidget

from ... import messages
from ...core.dossier_checks import Finding
from ...i18n import translate
from .. import style

_PATH = Qt.ItemDataRole.UserRole
_ORDER = ("error", "warning", "missing")
ROWS_SHOWN = 6


class ProblemsList(QWidget):
    """A heading with the number, the list under it once opened. Signal: `chosen` with the path of a `Finding`."""

    chosen = pyqtSignal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading = QToolButton(self)
        self.heading.setObjectName("dossier_problems")
        self.heading.setCheckable(True)
        self.heading.setAutoRaise(True)
        self.heading.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.heading.setArrowType(Qt.ArrowType.RightArrow)
        self.heading.toggled.connect(self._open)
        self.list = QListWidget(self)
        self.list.setAccessibleName(translate("Anct", "What is missing or wrong"))
        self.list.hide()
        self.list.itemClicked.connect(lambda item: self.chosen.emit(item.data(_PATH)))
        self.list.itemActivated.connect(lambda item: self.chosen.emit(item.data(_PATH)))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self.heading)
        layout.addWidget(self.list)
        self.findings: tuple[Finding, ...] = ()

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Show these; what is wrong comes before what is missing."""
        found = tuple(sorted(findings, key=lambda finding: _ORDER.index(finding.level)))
        if found == self.findings and self.heading.text():
            return
        self.findings = found
        missing = sum(finding.level == "missing" for finding in found)
        if not found:
            text = translate("Anct", "Nothing is missing, nothing is wrong")
        else:
            text = translate("Anct", "To look at: {wrong} · still to fill in: {missing}").format(
                wrong=len(found) - missing, missing=missing
            )
        self.heading.setText(text)
        self.heading.setEnabled(bool(found))
        self.list.clear()
        red = QColor("#ffb4a0") if style.is_dark(self.palette()) else QColor("#a02c0c")
        for finding in found:
            text = sentence(finding)
            item = QListWidgetItem(text, self.list)
            item.setData(_PATH, finding.path)
            item.setToolTip(messages.plain(text))
            if finding.level == "error":
                item.setForeground(red)
        row = self.list.fontMetrics().height() + 5
        self.list.setFixedHeight(min(max(len(found), 1), ROWS_SHOWN) * row + 8)
        if not found:
            self.heading.setChecked(False)

    def _open(self, on: bool) -> None:
        self.heading.setArrowType(Qt.ArrowType.DownArrow if on else Qt.ArrowType.RightArrow)
        self.list.setVisible(on)


def sentence(finding: Finding) -> str:
    """Where, and what."""
    # What is missing names its place itself.
    return finding.text if finding.level == "missing" else f"{finding.where} – {finding.text}"
