"""The files kept with a dossier: added, opened by the system, taken out and put back."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from qgis.gui import QgsMessageBar
from qgis.PyQt.QtCore import Qt, QUrl
from qgis.PyQt.QtGui import QDesktopServices
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ... import messages, settings
from ...core import wording
from ...errors import AnctError
from ...i18n import translate
from ...store.base import LIMITS, Attachment, DossierStore, Summary
from .. import style
from .dossier_dialog import author, local_time

_ATTACHMENT = Qt.ItemDataRole.UserRole
_MEGABYTE = 1024 * 1024


class AttachmentsDialog(QDialog):
    """Files can also be dropped on the window."""

    def __init__(self, store: DossierStore, summary: Summary, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.store, self.summary = store, summary
        self.setObjectName("AnctAttachmentsDialog")
        self.setWindowTitle(translate("Anct", "Attachments of “{title}”").format(title=summary.title))
        self.setAcceptDrops(True)
        style.open_at(self, 760, 420)
        self.bar = QgsMessageBar(self)
        limits = style.Label(
            translate("Anct", "Copied into the dossier; at most {file} MB each, {all} MB in all: {types}.").format(
                file=LIMITS.file // _MEGABYTE,
                all=LIMITS.dossier // _MEGABYTE,
                types=", ".join(kind.removeprefix(".") for kind in LIMITS.extensions),
            ),
            self,
        )
        limits.setWordWrap(True)
        self.table = QTableWidget(0, 4, self)
        self.table.setHorizontalHeaderLabels(
            [
                translate("Anct", "Name"),
                translate("Anct", "Size"),
                translate("Anct", "Added"),
                translate("Anct", "By"),
            ]
        )
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.verticalHeader().hide()
        self.table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column, width in ((1, 90), (2, 150), (3, 130)):
            self.table.setColumnWidth(column, width)
        self.table.itemSelectionChanged.connect(self._enable)
        self.table.itemActivated.connect(lambda _item: self.open_selected())
        self.removed = QCheckBox(translate("Anct", "Also those taken out"), self)
        self.removed.toggled.connect(lambda _on: self.reload())
        layout = QVBoxLayout(self)
        for widget in (self.bar, limits, self.table, self.removed):
            layout.addWidget(widget)
        layout.addLayout(self._buttons())
        self.reload()

    def messageBar(self) -> QgsMessageBar:  # noqa: N802
        """The window's own message bar."""
        return self.bar

    def mainWindow(self) -> QWidget:  # noqa: N802
        """The window that a details viewer belongs to."""
        return self

    def reload(self) -> None:
        """Read the list again."""

        def read() -> None:
            found = self.store.attachments(self.summary.id, removed=self.removed.isChecked())
            self.table.setRowCount(len(found))
            for row, one in enumerate(found):
                name = one.name if not one.removed else translate("Anct", "{name} (taken out)").format(name=one.name)
                texts = (name, size_text(one.size), local_time(one.date), one.author)
                for column, text in enumerate(texts):
                    item = QTableWidgetItem(text)
                    item.setData(_ATTACHMENT, one)
                    self.table.setItem(row, column, item)

        self._attempt(read)
        self._enable()

    def selected(self) -> Attachment | None:
        """The file chosen in the list."""
        item = self.table.item(self.table.currentRow(), 0)
        return None if item is None or not item.isSelected() else item.data(_ATTACHMENT)

    def ask_files(self) -> None:
        """Ask which files to add."""
        files, _ = QFileDialog.getOpenFileNames(
            self, translate("Anct", "Files to attach"), str(settings.output_folder())
        )
        self.add([Path(file) for file in files])

    def add(self, files: list[Path]) -> None:
        """Copy files into the dossier; each that cannot be is said, the others are taken."""
        for file in files:
            self._attempt(lambda file=file: self.store.attach(self.summary.id, file, author()))
        self.reload()

    def open_selected(self) -> None:
        """Open a copy of the chosen file with the system's program for it."""
        chosen = self.selected()
        if chosen is not None:
            folder = Path(tempfile.mkdtemp(prefix="anct-"))
            self._attempt(lambda: open_file(self.store.extract(self.summary.id, chosen.id, folder)))

    def take_out(self) -> None:
        """Take the chosen file out, or put it back."""
        chosen = self.selected()
        if chosen is None:
            return
        change = self.store.recover_attachment if chosen.removed else self.store.remove_attachment
        self._attempt(lambda: change(self.summary.id, chosen.id, author()))
        self.reload()

    def dragEnterEvent(self, event) -> None:  # noqa: N802
        if event.mimeData().hasUrls() and self.add_button.isEnabled():
            event.acceptProposedAction()

    def dropEvent(self, event) -> None:  # noqa: N802
        self.add([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()

        def button(text: str, action: Callable[[], None]) -> QPushButton:
            made = QPushButton(text, self)
            made.setAutoDefault(False)
            made.clicked.connect(lambda _checked=False: action())
            row.addWidget(made)
            return made

        self.add_button = button(translate("Anct", "Add…"), self.ask_files)
        self.open_button = button(translate("Anct", "Open"), self.open_selected)
        self.out_button = button(translate("Anct", "Take out"), self.take_out)
        row.addStretch(1)
        button(translate("Anct", "Close"), self.close)
        return row

    def _enable(self) -> None:
        chosen = self.selected()
        free = self.store.can_write and not self.summary.trashed
        self.add_button.setEnabled(free)
        self.open_button.setEnabled(chosen is not None)
        self.out_button.setEnabled(free and chosen is not None)
        back = chosen is not None and bool(chosen.removed)
        self.out_button.setText(translate("Anct", "Put back") if back else translate("Anct", "Take out"))

    def _attempt(self, action: Callable[[], object]) -> None:
        try:
            action()
        except AnctError as problem:
            messages.error(self, problem)


def open_file(path: Path) -> None:
    """Open a file with the system's program for it."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def size_text(size: int) -> str:
    """Bytes as a person reads them."""
    if size < _MEGABYTE:
        return wording.quantity(max(size / 1024, 1), translate("Anct", "kB"))
    return wording.quantity(size / _MEGABYTE, translate("Anct", "MB"), 1)
