"""The history of a dossier: who changed what and when, and any earlier version given back."""

from __future__ import annotations

from qgis.gui import QgsMessageBar
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ... import messages
from ...core.dossier import is_empty
from ...core.dossier_definition import Definition
from ...core.dossier_text import display
from ...errors import AnctError, DossierError
from ...gis.perimeter import perimeter_wkb
from ...i18n import translate
from ...store.base import Change, DossierStore, Summary, Version
from ...store.definitions import definition
from .. import style
from .dossier_dialog import author, local_time

_NUMBER = Qt.ItemDataRole.UserRole
_LONGEST = 300
# Kept to compare and to compute with; their other names are listed ("Territory") or their fields are.
_INNER = ("drafts", "territory")


class HistoryDialog(QDialog):
    """One line per save, newest first; under it the fields that it changed. Signal: `restored`."""

    restored = pyqtSignal()

    def __init__(self, store: DossierStore, summary: Summary, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.store, self.summary = store, summary
        self.setObjectName("AnctHistoryDialog")
        self.setWindowTitle(translate("Anct", "History of “{title}”").format(title=summary.title))
        style.open_at(self, 900, 560)
        self.bar = QgsMessageBar(self)
        self.tree = QTreeWidget(self)
        self.tree.setColumnCount(4)
        self.tree.setHeaderLabels(
            [translate("Anct", "When"), translate("Anct", "Who"), translate("Anct", "What"), translate("Anct", "State")]
        )
        self.tree.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.tree.setAlternatingRowColors(True)
        # What changed has the room; the state, its own width.
        self.tree.header().setStretchLastSection(False)
        self.tree.header().setSectionResizeMode(3, QHeaderView.ResizeMode.ResizeToContents)
        self.tree.header().setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        self.tree.setColumnWidth(0, 190)
        self.tree.setColumnWidth(1, 130)
        self.tree.currentItemChanged.connect(lambda *_: self._enable())
        box = QDialogButtonBox(self)
        self.restore_button = box.addButton(
            translate("Anct", "Give back this version"), QDialogButtonBox.ButtonRole.ActionRole
        )
        self.restore_button.setAutoDefault(False)
        self.restore_button.clicked.connect(lambda _checked=False: self.restore())
        box.addButton(translate("Anct", "Close"), QDialogButtonBox.ButtonRole.RejectRole)
        box.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        for widget in (self.bar, self.tree, box):
            layout.addWidget(widget)
        self.reload()

    def messageBar(self) -> QgsMessageBar:  # noqa: N802
        """The window's own message bar."""
        return self.bar

    def mainWindow(self) -> QWidget:  # noqa: N802
        """The window that a details viewer belongs to."""
        return self

    def reload(self) -> None:
        """Read the history again."""
        try:
            versions = self.store.versions(self.summary.id)
            changes = self.store.history(self.summary.id)
        except AnctError as problem:
            messages.error(self, problem)
            return
        by_save: dict[int, list[Change]] = {}
        for change in changes:
            by_save.setdefault(change.number, []).append(change)
        declared = _definition(self.summary.type)
        self.tree.clear()
        for version in reversed(versions):
            self.tree.addTopLevelItem(_item(version, by_save.get(version.number, []), declared))
        if self.tree.topLevelItemCount():
            self.tree.setCurrentItem(self.tree.topLevelItem(0))
        self._enable()

    def restore(self) -> None:
        """Give the dossier the content it had after the chosen save; the present one stays in the history."""
        number = self._number()
        if number is None:
            return
        try:
            self.store.restore(self.summary.id, number, author(), self._outline(number))
        except AnctError as problem:
            messages.error(self, problem)
            return
        messages.success(self, translate("Anct", "The version is given back; the one it replaces is still listed."))
        self.reload()
        self.restored.emit()

    def _outline(self, number: int) -> bytes | None:
        """The outline of a version's territory, where it is not that of the present one."""
        then, now = self.store.version(self.summary.id, number), self.store.load(self.summary.id).dossier
        return None if then.communes == now.communes else perimeter_wkb("perimetre", "", then.communes)

    def _number(self) -> int | None:
        item = self.tree.currentItem()
        while item is not None and item.parent() is not None:
            item = item.parent()
        return None if item is None else int(item.data(0, _NUMBER))

    def _enable(self) -> None:
        first = self.tree.topLevelItem(0)
        newest = None if first is None else int(first.data(0, _NUMBER))
        older = self._number() is not None and self._number() != newest
        self.restore_button.setEnabled(older and not self.summary.trashed and self.store.can_write)


def _definition(kind: str) -> Definition | None:
    try:
        return definition(kind)
    except DossierError:
        return None


def _item(version: Version, changes: list[Change], declared: Definition | None) -> QTreeWidgetItem:
    fields = [change for change in changes if change.field and change.field not in _INNER]
    names = ", ".join(dict.fromkeys(_label(change, declared) for change in fields))
    what = f"{version.action} : {names}" if names else version.action
    if version.comment:
        what = f"{what} – {version.comment}"
    item = QTreeWidgetItem([local_time(version.date), version.author, what, version.state])
    item.setToolTip(2, messages.plain(what))
    item.setData(0, _NUMBER, version.number)
    for change in fields:
        text = translate("Anct", "{field}: {old} → {new}").format(
            field=_label(change, declared),
            old=_text(change, change.old, declared),
            new=_text(change, change.new, declared),
        )
        child = QTreeWidgetItem(["", "", text, ""])
        child.setToolTip(2, messages.plain(text))
        child.setData(0, _NUMBER, version.number)
        item.addChild(child)
    return item


def _label(change: Change, declared: Definition | None) -> str:
    known = declared.fields if declared is not None else {}
    own = {
        "title": translate("Anct", "Title"),
        "communes": translate("Anct", "Communes"),
        "territory_label": translate("Anct", "Territory"),
        "note_interne": translate("Anct", "Internal note"),
    }
    return known[change.field].label if change.field in known else own.get(change.field, change.field)


def _text(change: Change, value: object, declared: Definition | None) -> str:
    if is_empty(value):
        return translate("Anct", "nothing")
    known = declared.fields if declared is not None else {}
    if change.field in known:
        text = display(known[change.field], value)
    else:
        text = ", ".join(str(one) for one in value) if isinstance(value, list | tuple) else str(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
