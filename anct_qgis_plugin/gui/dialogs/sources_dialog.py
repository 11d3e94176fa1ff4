"""Where the data come from: producer, title, vintage, licence of each source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.PyQt.QtCore import Qt, QUrl
from qgis.PyQt.QtGui import QDesktopServices
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ...i18n import translate

if TYPE_CHECKING:
    from ...core.facts import Facts

_COLUMNS = ("producteur", "titre", "millesime", "licence", "date", "limites")
_ADDRESS = Qt.ItemDataRole.UserRole


class SourcesDialog(QDialog):
    """A table of the sources; a double click opens a source's page."""

    def __init__(self, facts: Facts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(translate("Anct", "Sources of the data"))
        self.resize(900, 480)
        intro = QLabel(
            translate(
                "Anct",
                "Codes of {cog} (COG). Facts and figures belong to their producers."
                " Double-click a line to open its page.",
            ).format(cog=facts.info.get("cog", "")),
            self,
        )
        intro.setWordWrap(True)
        self.table = QTableWidget(len(facts.sources), len(_COLUMNS), self)
        self.table.setHorizontalHeaderLabels(
            [
                translate("Anct", "Producer"),
                translate("Anct", "Title"),
                translate("Anct", "Vintage"),
                translate("Anct", "Licence"),
                translate("Anct", "Fetched"),
                translate("Anct", "Limits"),
            ]
        )
        for row, source in enumerate(facts.sources.to_dict("records")):
            for column, key in enumerate(_COLUMNS):
                item = QTableWidgetItem(str(source[key]))
                item.setToolTip(str(source[key]))
                item.setData(_ADDRESS, source["adresse"])
                self.table.setItem(row, column, item)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.verticalHeader().hide()
        for column, width in enumerate((150, 300, 90, 110, 90)):
            self.table.setColumnWidth(column, width)
        self.table.horizontalHeader().setSectionResizeMode(len(_COLUMNS) - 1, QHeaderView.ResizeMode.Stretch)
        self.table.setSortingEnabled(True)
        self.table.itemDoubleClicked.connect(self._open)
        buttons = QDialogButtonBox(self)
        buttons.addButton(translate("Anct", "Close"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(intro)
        layout.addWidget(self.table)
        layout.addWidget(buttons)

    @staticmethod
    def _open(item: QTableWidgetItem) -> None:
        address = str(item.data(_ADDRESS) or "")
        if address.startswith(("http://", "https://")):
            QDesktopServices.openUrl(QUrl(address))
