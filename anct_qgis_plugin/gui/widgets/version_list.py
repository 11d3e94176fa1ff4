"""The kept versions of the data: which is in use, which one can go back to or compare with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QDate, QDateTime, QLocale, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ...i18n import translate

if TYPE_CHECKING:
    from ...snapshot.versions import Version

_KEY = Qt.ItemDataRole.UserRole


class VersionList(QWidget):
    """A table of versions. Signals: `back_asked` and `compare_asked`, with the name of the selected version."""

    back_asked = pyqtSignal(str)
    compare_asked = pyqtSignal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._busy = False
        headings = [translate("Anct", "Version"), translate("Anct", "Made on"), translate("Anct", "State")]
        self.table = plain_table(self, headings)
        self.back = QPushButton(translate("Anct", "Go back to this version"), self)
        self.back.clicked.connect(lambda: self.back_asked.emit(self._selected()[0]))
        self.compare = QPushButton(translate("Anct", "What has changed since this version"), self)
        self.compare.clicked.connect(lambda: self.compare_asked.emit(self._selected()[0]))
        self.table.itemSelectionChanged.connect(self._offer)
        actions = QHBoxLayout()
        actions.addWidget(self.compare)
        actions.addStretch(1)
        actions.addWidget(self.back)
        layout = QVBoxLayout(self)
        layout.addWidget(self.table)
        layout.addLayout(actions)

    def show_versions(self, found: list[Version]) -> None:
        """Fill the table, newest first."""
        states = {
            "ok": "",
            "damaged": translate("Anct", "damaged"),
            "form": translate("Anct", "made for another version of the plugin"),
            "older": translate("Anct", "older than the data that came with the plugin"),
        }
        self.table.setRowCount(len(found))
        for row, version in enumerate(found):
            name = version_text(version.name)
            state = translate("Anct", "in use") if version.active else states[version.state]
            for column, text in enumerate((name, day_text(version.built), state)):
                item = QTableWidgetItem(text)
                item.setData(_KEY, (version.name, version.state == "ok" and not version.active))
                self.table.setItem(row, column, item)
        # The version before is the one that people go back to: it is chosen already.
        fit = [row for row, version in enumerate(found) if version.state == "ok" and not version.active]
        if fit:
            self.table.selectRow(fit[0])
        self._offer()

    def set_busy(self, busy: bool) -> None:
        """Offer nothing while work is going on."""
        self._busy = busy
        self._offer()

    def _offer(self) -> None:
        possible = bool(self._selected()[1]) and not self._busy
        self.back.setEnabled(possible)
        self.compare.setEnabled(possible)

    def _selected(self) -> tuple[str, bool]:
        """(name, whether one can go back to it) of the selected version."""
        chosen = self.table.selectedItems()
        return chosen[0].data(_KEY) if chosen else ("", False)


def plain_table(parent: QWidget, headings: list[str]) -> QTableWidget:
    """A table to read and choose a line in."""
    table = QTableWidget(0, len(headings), parent)
    table.setHorizontalHeaderLabels(headings)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.verticalHeader().hide()
    table.horizontalHeader().setStretchLastSection(True)
    for column, width in enumerate((330, 180, 150)):
        if column < len(headings) - 1:
            table.setColumnWidth(column, width)
    return table


def version_text(name: str) -> str:
    """What a version is called on screen: when it was made, or that it came with the plugin."""
    made = QDateTime.fromString(name[:15], "yyyyMMdd-HHmmss")
    if not made.isValid():
        return translate("Anct", "came with the plugin")
    return translate("Anct", "refreshed on {date} at {time}").format(
        date=day_text(made.date().toString(Qt.DateFormat.ISODate)), time=made.toString("HH:mm")
    )


def day_text(day: str) -> str:
    """An ISO date, or a month ("2024-09"), in the interface's language; a year as it is."""
    month = len(day) == len("2024-09")
    found = QDate.fromString(f"{day}-01" if month else day, Qt.DateFormat.ISODate)
    form = "MMMM yyyy" if month else "d MMMM yyyy"
    if not found.isValid():
        return day
    text = QLocale(QgsApplication.locale()).toString(found, form)
    # French says "1er"; Qt does not know it.
    return f"1er {text[2:]}" if QgsApplication.locale().startswith("fr") and text.startswith("1 ") else text
