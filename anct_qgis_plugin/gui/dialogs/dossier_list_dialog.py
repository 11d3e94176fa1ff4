"""The dossiers of a store, to choose one from."""

from __future__ import annotations

from qgis.gui import QgsMessageBar
from qgis.PyQt import sip
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ... import messages
from ...core.search import plain
from ...errors import AnctError
from ...i18n import translate
from ...store.base import DossierStore, Summary
from ...store.definitions import definition
from .dossier_dialog import DossierDialog, local_time

_ID = Qt.ItemDataRole.UserRole


class DossierListDialog(QDialog):
    """Existing dossiers, last modified first; a double click, Enter or "Open" opens one."""

    def __init__(self, store: DossierStore, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.store = store
        self.opened: list[DossierDialog] = []
        self.setObjectName("AnctDossierList")
        self.setWindowTitle(translate("Anct", "Dossiers"))
        self.resize(1000, 480)
        self.bar = QgsMessageBar(self)
        self.filter = QLineEdit(self)
        self.filter.setObjectName("dossier_filter")
        self.filter.setPlaceholderText(translate("Anct", "Filter by title, territory, state…"))
        self.filter.setClearButtonEnabled(True)
        self.filter.textChanged.connect(self._filter)
        self.table = self._table()
        self.empty = QLabel(
            translate("Anct", "No dossier yet. Choose a territory in the panel, then “New dossier…”."), self
        )
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        box = QDialogButtonBox(self)
        self.open_button = box.addButton(translate("Anct", "Open"), QDialogButtonBox.ButtonRole.AcceptRole)
        box.addButton(translate("Anct", "Close"), QDialogButtonBox.ButtonRole.RejectRole)
        box.accepted.connect(self.open_selected)
        box.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self.bar)
        layout.addWidget(self.filter)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.empty, 1)
        layout.addWidget(box)
        self.reload()

    def messageBar(self) -> QgsMessageBar:  # noqa: N802
        """The dialog's own message bar."""
        return self.bar

    def mainWindow(self) -> QWidget:  # noqa: N802
        """The window that a details viewer belongs to."""
        return self

    def reload(self) -> None:
        """Read the list again; a store that cannot be read is said and shown empty."""
        rows: list[Summary] = []
        try:
            rows = self.store.list()
        except AnctError as problem:
            messages.error(self, problem)
        self.table.setSortingEnabled(False)
        self.table.setRowCount(len(rows))
        kinds = {"pacte": translate("Anct", "pacte"), "ingenierie": translate("Anct", "engineering request")}
        for number, row in enumerate(rows):
            shown = (row.title, kinds.get(row.type, row.type), row.territory_label, row.state, local_time(row.modified))
            for column, text in enumerate(shown):
                item = QTableWidgetItem(text)
                item.setData(_ID, row.id)
                item.setToolTip(text)
                self.table.setItem(number, column, item)
        self.table.setVisible(bool(rows))
        self.empty.setVisible(not rows)
        self.open_button.setEnabled(bool(rows))
        if rows:
            self.table.selectRow(0)
        self._filter(self.filter.text())

    def open_selected(self) -> DossierDialog | None:
        """Open the dossier of the selected row in a window of its own."""
        item = self.table.item(self.table.currentRow(), 0)
        if item is None or self.table.isRowHidden(item.row()):
            return None
        try:
            stored = self.store.load(str(item.data(_ID)))
            dialog = DossierDialog(self.store, stored, definition(stored.dossier.type), parent=self)
        except AnctError as problem:
            messages.error(self, problem)
            return None
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.saved.connect(lambda _dossier: self.reload())
        # Not through `destroyed`: it may come while this dialog itself is being collected.
        self.opened = [one for one in self.opened if not sip.isdeleted(one)]
        self.opened.append(dialog)
        dialog.show()
        return dialog

    def _filter(self, text: str) -> None:
        words = plain(text).split()
        for row in range(self.table.rowCount()):
            line = plain(" ".join(self.table.item(row, column).text() for column in range(self.table.columnCount())))
            self.table.setRowHidden(row, not all(word in line for word in words))

    def _table(self) -> QTableWidget:
        titles = [
            translate("Anct", "Title"),
            translate("Anct", "Kind"),
            translate("Anct", "Territory"),
            translate("Anct", "State"),
            translate("Anct", "Modified"),
        ]
        table = QTableWidget(0, len(titles), self)
        table.setObjectName("dossier_table")
        table.setHorizontalHeaderLabels(titles)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setAlternatingRowColors(True)
        table.setTabKeyNavigation(False)
        table.verticalHeader().hide()
        table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column, width in enumerate((160, 190, 110, 160), 1):
            table.setColumnWidth(column, width)
        table.itemActivated.connect(lambda _item: self.open_selected())
        return table
