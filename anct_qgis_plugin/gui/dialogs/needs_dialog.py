"""What the dossiers of a store ask for: trainings for elected officials, operators, programmes; counted, and copied."""

from __future__ import annotations

from qgis.PyQt.QtGui import QGuiApplication
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from ...i18n import translate
from ...store.base import DossierStore
from .. import style


class NeedsDialog(QDialog):
    """One page per subject, most asked for first. Raises StoreError if the store does not answer."""

    def __init__(self, store: DossierStore, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("AnctNeedsDialog")
        self.setWindowTitle(translate("Anct", "What the dossiers ask for"))
        style.open_at(self, 820, 460)
        self.tabs = QTabWidget(self)
        for facet, title in (
            ("formation", translate("Anct", "Training")),
            ("operateur", translate("Anct", "Operators")),
            ("programme", translate("Anct", "Programmes")),
            ("mot_cle", translate("Anct", "Keywords")),
            ("departement", translate("Anct", "Départements")),
            ("etat", translate("Anct", "States")),
        ):
            counts = store.counts(facet)
            table = QTableWidget(len(counts), 2, self)
            table.setHorizontalHeaderLabels([title, translate("Anct", "Dossiers")])
            table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
            table.verticalHeader().hide()
            table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
            for row, count in enumerate(counts):
                table.setItem(row, 0, QTableWidgetItem(count.label))
                table.setItem(row, 1, QTableWidgetItem(str(count.dossiers)))
            self.tabs.addTab(table, f"{title} ({len(counts)})")
        box = QDialogButtonBox(self)
        self.copy_button = box.addButton(translate("Anct", "Copy"), QDialogButtonBox.ButtonRole.ActionRole)
        self.copy_button.clicked.connect(lambda _checked=False: QGuiApplication.clipboard().setText(self.text()))
        box.addButton(translate("Anct", "Close"), QDialogButtonBox.ButtonRole.RejectRole)
        box.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self.tabs)
        layout.addWidget(box)

    def text(self) -> str:
        """The page shown, as tab-separated text."""
        table = self.tabs.currentWidget()
        rows = [[table.horizontalHeaderItem(column).text() for column in range(2)]]
        rows += [[table.item(row, column).text() for column in range(2)] for row in range(table.rowCount())]
        return "\n".join("\t".join(row) for row in rows) + "\n"
