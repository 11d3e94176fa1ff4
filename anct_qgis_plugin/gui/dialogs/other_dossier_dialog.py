"""Taking from another dossier of the store: what a person wrote in it, or one of its fiches actions."""

from __future__ import annotations

from qgis.PyQt.QtCore import Qt, QTimer
from qgis.PyQt.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ...core.dossier import Dossier
from ...core.dossier_copy import sheets
from ...errors import AnctError
from ...i18n import translate
from ...store.base import DossierStore, Query
from .. import style

_DATA = Qt.ItemDataRole.UserRole
MOST = 50


class OtherDossierDialog(QDialog):
    """Choose a dossier of the same kind, then all of its texts, or some of its action sheets."""

    def __init__(self, store: DossierStore, own: Dossier, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.store, self.own = store, own
        self.other: Dossier | None = None
        self.setObjectName("AnctOtherDossierDialog")
        self.setWindowTitle(translate("Anct", "Take from another dossier"))
        self.resize(760, 560)
        self.words = QLineEdit(self)
        self.words.setPlaceholderText(translate("Anct", "Words in the dossiers…"))
        self.words.setClearButtonEnabled(True)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.look)
        self.words.textChanged.connect(lambda _text: self._timer.start(250))
        self.dossiers = QListWidget(self)
        self.dossiers.currentItemChanged.connect(lambda *_: self.show_other())
        self.pieces = QTreeWidget(self)
        self.pieces.setHeaderLabels([translate("Anct", "What to take")])
        self.sentence = style.Label("", self)
        self.sentence.setWordWrap(True)
        box = QDialogButtonBox(self)
        self.take_button = box.addButton(translate("Anct", "Take"), QDialogButtonBox.ButtonRole.AcceptRole)
        box.addButton(translate("Anct", "Close"), QDialogButtonBox.ButtonRole.RejectRole)
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        for widget in (self.words, self.dossiers, self.pieces, self.sentence, box):
            layout.addWidget(widget)
        self.look()

    def look(self) -> None:
        """List the dossiers that hold the words."""
        self.dossiers.clear()
        try:
            page = self.store.query(Query(text=self.words.text().strip(), types=(self.own.type,), limit=MOST))
        except AnctError as problem:
            self.sentence.setText(str(problem))
            return
        for summary in page.rows:
            if summary.id != self.own.id:
                item = QListWidgetItem(f"{summary.title} – {summary.territory_label} ({summary.state})", self.dossiers)
                item.setData(_DATA, summary.id)
        if not self.dossiers.count():
            self.pieces.clear()
            self.sentence.setText(translate("Anct", "No other dossier of this kind answers to these words."))
        else:
            self.sentence.setText("")
            self.dossiers.setCurrentRow(0)
        self.take_button.setEnabled(bool(self.dossiers.count()))

    def show_other(self) -> None:
        """Show what can be taken from the chosen dossier."""
        self.pieces.clear()
        item = self.dossiers.currentItem()
        if item is None:
            return
        try:
            self.other = self.store.load(item.data(_DATA)).dossier
        except AnctError as problem:
            self.sentence.setText(str(problem))
            return
        whole = QTreeWidgetItem([translate("Anct", "All that a person wrote, where this dossier is still empty")])
        whole.setCheckState(0, Qt.CheckState.Unchecked)
        whole.setData(0, _DATA, None)
        self.pieces.addTopLevelItem(whole)
        names = sheets(self.other)
        if names:
            branch = QTreeWidgetItem([translate("Anct", "Action sheets")])
            branch.setFlags(Qt.ItemFlag.ItemIsEnabled)
            for number, name in enumerate(names):
                leaf = QTreeWidgetItem([name or translate("Anct", "without title")])
                leaf.setCheckState(0, Qt.CheckState.Unchecked)
                leaf.setData(0, _DATA, number)
                branch.addChild(leaf)
            self.pieces.addTopLevelItem(branch)
            branch.setExpanded(True)

    def takes_all(self) -> bool:
        """Whether everything that a person wrote is wanted."""
        first = self.pieces.topLevelItem(0)
        return first is not None and first.checkState(0) == Qt.CheckState.Checked

    def sheets(self) -> list[int]:
        """Numbers of the action sheets that are ticked, from 0."""
        branch = self.pieces.topLevelItem(1)
        leaves = [] if branch is None else [branch.child(n) for n in range(branch.childCount())]
        return [leaf.data(0, _DATA) for leaf in leaves if leaf.checkState(0) == Qt.CheckState.Checked]
