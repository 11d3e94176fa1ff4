"""What new data would change in a dossier: old and new side by side, taken one by one."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QColor
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ... import messages
from ...core.living import TERRITORY, Refresh
from ...i18n import translate
from .. import style

_UPDATE = Qt.ItemDataRole.UserRole


class LivingDialog(QDialog):
    """One line per piece that would change; those that a person wrote are shown and cannot be ticked."""

    def __init__(self, refreshed: Refresh, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.refreshed = refreshed
        self.setObjectName("AnctLivingDialog")
        self.setWindowTitle(translate("Anct", "Bring the figures up to date"))
        style.open_at(self, 1080, 600)
        intro = style.Label(_intro(refreshed), self)
        intro.setWordWrap(True)
        self.table = QTableWidget(len(refreshed.updates) + len(refreshed.rereads), 4, self)
        self.table.setHorizontalHeaderLabels(
            [
                translate("Anct", "Field"),
                translate("Anct", "In the dossier"),
                translate("Anct", "With the present data"),
                translate("Anct", "Note"),
            ]
        )
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setWordWrap(True)
        self.table.verticalHeader().hide()
        # Again when the columns have their width: texts of several lines.
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        for column, width in ((0, 210), (3, 190)):
            self.table.setColumnWidth(column, width)
        for column in (1, 2):
            self.table.horizontalHeader().setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        # Rows are as high as their texts once the columns have their widths.
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self._fill()
        box = QDialogButtonBox(self)
        roles = QDialogButtonBox.ButtonRole
        self.accept_button = box.addButton(translate("Anct", "Take what is ticked"), roles.AcceptRole)
        box.addButton(translate("Anct", "Close"), roles.RejectRole)
        self.all_button = QPushButton(translate("Anct", "Tick all"), self)
        self.all_button.setAutoDefault(False)
        self.all_button.clicked.connect(lambda _checked=False: self.tick(True))
        box.addButton(self.all_button, roles.ActionRole)
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(intro)
        layout.addWidget(self.table, 1)
        layout.addWidget(box)
        free = any(not update.edited for update in refreshed.updates)
        self.accept_button.setEnabled(free)
        self.all_button.setEnabled(free)

    def chosen(self) -> Sequence[str]:
        """Ids of the updates that are ticked."""
        items = (self.table.item(row, 0) for row in range(len(self.refreshed.updates)))
        return [item.data(_UPDATE) for item in items if item.checkState() == Qt.CheckState.Checked]

    def tick(self, on: bool) -> None:
        """Tick all that can be taken, or none."""
        for row, update in enumerate(self.refreshed.updates):
            if not update.edited:
                self.table.item(row, 0).setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)

    def _fill(self) -> None:
        red = QColor("#ffb4a0") if style.is_dark(self.palette()) else QColor("#a02c0c")
        none = translate("Anct", "nothing")
        for row, update in enumerate(self.refreshed.updates):
            notes = []
            if update.id == TERRITORY:
                notes.append(translate("Anct", "taken along with anything else"))
            if update.flipped:
                notes.append(translate("Anct", "the sense is turned round: read the sentence again"))
            if update.edited:
                notes.append(translate("Anct", "written by a person: left as it is"))
            sources = "\n".join(
                f"{one.new.label} ({one.new.territory}) : {one.old_text} → {one.new_text} – {one.new.source}, "
                f"{one.new.vintage}"
                for one in update.figures
            )
            first = QTableWidgetItem(update.label)
            first.setData(_UPDATE, update.id)
            if update.edited:
                first.setFlags(Qt.ItemFlag.ItemIsSelectable)
            else:
                first.setFlags(first.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                # Whatever is taken of another territory makes the dossier one of it.
                moves = update.id == TERRITORY
                first.setCheckState(Qt.CheckState.Checked if moves else Qt.CheckState.Unchecked)
            self._row(row, first, (update.old or none, update.new or none, " ; ".join(notes)), sources)
            if update.flipped:
                self.table.item(row, 3).setForeground(red)
        for number, reread in enumerate(self.refreshed.rereads, start=len(self.refreshed.updates)):
            first = QTableWidgetItem(reread.label)
            first.setFlags(Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled)
            note = translate("Anct", "your own sentence quotes this figure: read it again")
            change = f"{reread.figure.new.label} : {reread.figure.old_text} → {reread.figure.new_text}"
            self._row(number, first, (reread.sentence, change, note), change)
            if reread.flipped:
                self.table.item(number, 3).setForeground(red)

    def _row(self, row: int, first: QTableWidgetItem, texts: Sequence[str], tip: str) -> None:
        self.table.setItem(row, 0, first)
        for column, text in enumerate(texts, start=1):
            item = QTableWidgetItem(text)
            item.setToolTip(messages.plain(tip or text))
            item.setTextAlignment(int(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft))
            self.table.setItem(row, column, item)


def _intro(refreshed: Refresh) -> str:
    text = _what_changed(refreshed)
    if refreshed.unread:
        names = ", ".join(refreshed.unread)
        text += " " + translate(
            "Anct", "These rows of the perimeter name no commune or EPCI of the data and are not counted: {names}."
        ).format(names=names)
    return text


def _what_changed(refreshed: Refresh) -> str:
    if refreshed.moved:
        return translate(
            "Anct",
            "The dossier’s perimeter has changed: these are its figures there. Tick what you take; the rest stays as "
            "it is, and what a person wrote is never touched.",
        )
    if not refreshed.updates and not refreshed.rereads:
        return translate("Anct", "Every figure of the dossier is that of the present data.")
    return translate(
        "Anct",
        "The data have changed since these figures were written. Tick what you take; the rest stays as it is, and what "
        "a person wrote is never touched.",
    )
