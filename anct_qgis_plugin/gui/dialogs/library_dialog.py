"""The projetothèque: all dossiers of a store, found by words, place and what they say; opened, moved on, set aside."""

from __future__ import annotations

from collections.abc import Callable

from qgis.core import QgsProject
from qgis.gui import QgsMessageBar
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QItemSelectionModel, Qt
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QMenu,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from ... import messages, paths, settings
from ...core import wording
from ...core.dossier_copy import duplicate
from ...errors import AnctError
from ...i18n import translate
from ...store.base import DossierStore, Role, Summary, utc_now
from ...store.definitions import definition
from ...store.journal import DraftJournal
from .. import asking, state_menu, style
from ..dossiers import user_store
from ..library_menu import LibraryMenu
from ..widgets.library_filters import LibraryFilters
from ..widgets.summaries_model import SUMMARY, SummariesModel
from .dossier_dialog import DossierDialog, author, local_time


class LibraryDialog(QDialog):
    """Last modified first; a double click, Enter or "Open" opens one. What a reader may not do is greyed."""

    def __init__(self, store: DossierStore, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.store = store
        self.opened: list[QDialog] = []
        self.setObjectName("AnctDossierList")
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint, True)
        style.open_at(self, 1320, 640)
        self.bar = QgsMessageBar(self)
        self.filters = LibraryFilters(self)
        self.filters.changed.connect(self.refresh)
        self.model = SummariesModel(store, local_time, self)
        self.model.failed.connect(lambda problem: messages.error(self, problem))
        self.table = self._table()
        self.count = style.Label("", self)
        self.count.setWordWrap(True)
        self.empty = style.Label("", self)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.addWidget(self.bar)
        layout.addWidget(self.filters)
        layout.addLayout(self._of_store())
        layout.addWidget(self.table, 1)
        layout.addWidget(self.empty, 1)
        layout.addLayout(self._buttons())
        self._greet()

    # -- what messages.py needs of an interface -------------------------------------------------------------------

    def messageBar(self) -> QgsMessageBar:  # noqa: N802
        """The window's own message bar."""
        return self.bar

    def mainWindow(self) -> QWidget:  # noqa: N802
        """The window that a details viewer belongs to."""
        return self

    def use(self, name: str) -> None:
        """Show another store, and use it from now on.

        Raises:
            StoreError: if it cannot be used; the present one stays.
        """
        store = user_store(self, name)
        self.store.close()
        self.store = self.model.store = store
        settings.set_store_name(name)
        self._greet()

    def _greet(self) -> None:
        """Say which store this is, what must be known of it, and send it what waits for it on this computer."""
        self.setWindowTitle(translate("Anct", "Projetothèque – {store}").format(store=self.store.label))
        for sentence in self.store.warnings():
            messages.warning(self, sentence)
        self._attempt(self._send_waiting)
        self.reload()

    def _send_waiting(self) -> None:
        journal = DraftJournal(paths.user_folder() / "journal")
        # Dossiers that the store has yet to create; sections wait for their dossier to be opened.
        if any(entry.whole is not None for entry in journal.pending(self.store.key)):
            sent = journal.send(self.store)
            if sent.saved:
                text = translate("Anct", "Dossiers kept on this computer were sent to “{store}”.")
                messages.success(self, text.format(store=self.store.label))

    # -- showing --------------------------------------------------------------------------------------------------

    def reload(self) -> None:
        """Read what can be chosen, and the list, again."""
        self._attempt(lambda: self.filters.fill(self.store))
        self.refresh()

    def refresh(self) -> None:
        """Show what the filters ask for; a territory that nothing answers to is said."""
        chosen = self.selected()
        typed = self.filters.territory.text().strip()
        try:
            query = self.filters.query(_expression(typed) if typed else "")
        except AnctError as problem:
            self.count.setText(str(problem))
            return
        self.model.show(query)
        total = self.model.total
        self.count.setText(wording.counted(total, "dossier", "dossiers"))
        self.table.setVisible(total > 0)
        self.empty.setVisible(total == 0)
        self.empty.setText(
            translate("Anct", "No dossier answers to these filters.")
            if self._filtering()
            else translate("Anct", "No dossier yet. Choose a territory in the panel, then “New dossier…”.")
        )
        self.select("" if chosen is None else chosen.id)
        self._enable()

    def selected(self) -> Summary | None:
        """The dossier chosen in the list."""
        rows = self.table.selectionModel().selectedRows()
        return rows[0].data(SUMMARY) if rows else None

    def select(self, identifier: str) -> None:
        """Choose a dossier of the list by its id; the first one where it is not there."""
        wanted = 0
        for row in range(self.model.rowCount()):
            found = self.model.index(row, 0).data(SUMMARY)
            if found.id == identifier:
                wanted = row
                break
        if self.model.rowCount():
            flags = QItemSelectionModel.SelectionFlag
            self.table.selectionModel().setCurrentIndex(self.model.index(wanted, 0), flags.ClearAndSelect | flags.Rows)

    def _filtering(self) -> bool:
        filters = self.filters
        ticked = any(box.checkedItems() for box in filters.boxes.values())
        return bool(filters.text.text() or filters.territory.text() or ticked or filters.trash.isChecked())

    # -- actions --------------------------------------------------------------------------------------------------

    def open_selected(self) -> DossierDialog | None:
        """Open the chosen dossier in a window of its own."""
        summary = self.selected()
        if summary is None or summary.trashed:
            return None
        try:
            dossier = self.store.load(summary.id)
            dialog = DossierDialog(self.store, dossier, definition(summary.type), parent=self)
        except AnctError as problem:
            messages.error(self, problem)
            return None
        dialog.saved.connect(lambda _dossier: self.refresh())
        self._show(dialog)
        return dialog

    def ask_state(self) -> None:
        """Offer the states that the chosen dossier may go to."""
        summary = self.selected()
        if summary is None:
            return
        stored = self.store.load(summary.id)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        state_menu.fill(menu, stored.dossier, self, lambda after, comment: self.change_state(summary, after, comment))
        menu.popup(self.state_button.mapToGlobal(self.state_button.rect().bottomLeft()))

    def change_state(self, summary: Summary, after: str, comment: str = "") -> None:
        """Move a dossier on; a refusal says what is missing."""
        self._attempt(lambda: self.store.change_state(summary.id, after, author(), comment))
        self.refresh()

    def show_history(self) -> None:
        """Who changed what, and earlier versions."""
        from .history_dialog import HistoryDialog

        summary = self.selected()
        if summary is not None:
            dialog = HistoryDialog(self.store, summary, self)
            dialog.restored.connect(self.refresh)
            self._show(dialog)

    def show_attachments(self) -> None:
        """The files kept with the dossier."""
        from .attachments_dialog import AttachmentsDialog

        summary = self.selected()
        if summary is not None:
            self._show(AttachmentsDialog(self.store, summary, self))

    def show_needs(self) -> None:
        """How many dossiers ask for which training, and which operators they name."""
        from .needs_dialog import NeedsDialog

        self._attempt(lambda: self._show(NeedsDialog(self.store, self)))

    def duplicate(self) -> None:
        """A new draft from the chosen dossier, without its state and history."""
        summary = self.selected()
        if summary is None:
            return

        def copy() -> None:
            stored = self.store.load(summary.id)
            made = self.store.create(
                duplicate(stored.dossier, definition(summary.type), utc_now()), author(), stored.perimeter
            )
            self.reload()
            # What is done next is done to the copy.
            self.select(made.dossier.id)
            text = translate("Anct", "“{title}” was made; it is a draft.").format(title=made.dossier.title)
            messages.success(self, text)

        self._attempt(copy)

    def set_aside(self) -> None:
        """Put the chosen dossier in the trash, or take it out again."""
        summary = self.selected()
        if summary is None:
            return
        if summary.trashed:
            self._attempt(lambda: self.store.recover(summary.id, author()))
        elif self._attempt(lambda: self.store.trash(summary.id, author())):
            text = translate("Anct", "“{title}” is in the trash, where it can be taken out again.")
            messages.success(self, text.format(title=summary.title))
        self.reload()

    def purge(self) -> None:
        """Delete for ever, after asking."""
        summary = self.selected()
        if summary is None:
            return
        text = translate("Anct", "Delete “{title}” for ever, with its history and attachments? This cannot be undone.")
        action = translate("Anct", "Delete for ever")
        if asking.sure(self, action, text.format(title=summary.title), action):
            self._attempt(lambda: self.store.purge(summary.id))
            self.reload()

    def show_on_map(self) -> None:
        """Add the store's perimeters to the project, coloured by state."""
        from ...gis.library_layer import add_layer

        self._attempt(lambda: add_layer(QgsProject.instance(), self.store))

    # -- building -------------------------------------------------------------------------------------------------

    def _table(self) -> QTableView:
        table = QTableView(self)
        table.setObjectName("dossier_table")
        table.setModel(self.model)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setAlternatingRowColors(True)
        table.setTabKeyNavigation(False)
        table.setWordWrap(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(table.fontMetrics().height() + 9)
        table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        samples = (
            "demande d’ingénierie",
            "Communauté de communes du Grand-Figeac",
            "classé sans suite",
            "Année 0",
            "999 999 999 €",
        )
        for column, sample in enumerate((*samples, f"{local_time(utc_now())} 0"), 1):
            table.setColumnWidth(column, table.fontMetrics().horizontalAdvance(sample) + 14)
        table.horizontalHeader().setSortIndicator(self.model.columnCount() - 1, Qt.SortOrder.DescendingOrder)
        table.setSortingEnabled(True)
        table.activated.connect(lambda _index: self.open_selected())
        table.selectionModel().selectionChanged.connect(lambda *_: self._enable())
        return table

    def _button(self, row: QHBoxLayout, text: str, action: Callable[[], object]) -> QPushButton:
        made = QPushButton(text, self)
        made.setAutoDefault(False)
        made.clicked.connect(lambda _checked=False: self._attempt(action))
        row.addWidget(made)
        return made

    def _of_store(self) -> QHBoxLayout:
        """How many dossiers, and what is done with all of them: over the list, so that a small screen holds it."""
        row = QHBoxLayout()
        row.addWidget(self.count, 1)
        self.menu_button = self._button(row, translate("Anct", "Store, import, export"), lambda: None)
        self.menu_button.setMenu(LibraryMenu(self))
        self.needs_button = self._button(row, translate("Anct", "Needs…"), self.show_needs)
        self.map_button = self._button(row, translate("Anct", "On the map"), self.show_on_map)
        return row

    def _buttons(self) -> QHBoxLayout:
        """What is done with the chosen dossier."""
        row = QHBoxLayout()

        def button(text: str, action: Callable[[], object]) -> QPushButton:
            return self._button(row, text, action)

        self.open_button = button(translate("Anct", "Open"), self.open_selected)
        self.state_button = button(translate("Anct", "Change state…"), self.ask_state)
        self.history_button = button(translate("Anct", "History…"), self.show_history)
        self.files_button = button(translate("Anct", "Attachments…"), self.show_attachments)
        self.copy_button = button(translate("Anct", "Duplicate"), self.duplicate)
        self.trash_button = button(translate("Anct", "Trash"), self.set_aside)
        self.purge_button = button(translate("Anct", "Delete for ever"), self.purge)
        row.addStretch(1)
        button(translate("Anct", "Close"), self.close)
        return row

    def _enable(self) -> None:
        summary = self.selected()
        try:
            role = self.store.role()
        except AnctError:
            role = Role.READER
        writer = role in (Role.WRITER, Role.ADMIN)
        live, trashed = summary is not None and not summary.trashed, summary is not None and bool(summary.trashed)
        self.open_button.setEnabled(live)
        for button in (self.history_button, self.files_button):
            button.setEnabled(summary is not None)
        for button in (self.state_button, self.copy_button):
            button.setEnabled(live and writer)
        self.trash_button.setEnabled(summary is not None and writer)
        take_out = translate("Anct", "Take out of the trash")
        self.trash_button.setText(take_out if trashed else translate("Anct", "Put in the trash"))
        self.purge_button.setVisible(trashed)
        self.purge_button.setEnabled(role is Role.ADMIN)

    def _show(self, dialog: QDialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        # Not through `destroyed`: it may come while this dialog itself is being collected.
        self.opened = [one for one in self.opened if not sip.isdeleted(one)]
        self.opened.append(dialog)
        dialog.show()

    def _attempt(self, action: Callable[[], object]) -> bool:
        try:
            action()
        except AnctError as problem:
            messages.error(self, problem)
            return False
        return True


def _expression(typed: str) -> str:
    """The canonical form of a territory. Raises UnknownTerritory, AmbiguousTerritory."""
    from ...snapshot import reader

    return reader.analyst().gazetteer.resolve(typed).expression
