"""The dossiers of a store as a Qt table, read page after page: a hundred thousand of them open at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

from qgis.PyQt.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt, pyqtSignal

from ... import messages
from ...core import wording
from ...errors import AnctError
from ...i18n import translate
from ...store.base import DossierStore, Query, Summary

PAGE = 200
SUMMARY = Qt.ItemDataRole.UserRole
# Columns, in order: what the store sorts by, and whether it is a number.
SORTS = ("title", "type", "territory", "state", "year", "amount", "modified")


class SummariesModel(QAbstractTableModel):
    """Signal: `failed` with the AnctError of a store that does not answer."""

    failed = pyqtSignal(object)

    def __init__(self, store: DossierStore, local_time: Callable[[str], str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.store = store
        self.total = 0
        self._local_time = local_time
        self._query = Query(limit=PAGE)
        self._rows: list[Summary] = []

    def show(self, query: Query) -> None:
        """Show what answers another query."""
        self._query = replace(query, offset=0, limit=PAGE)
        self._read([])

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column: the store does it, over all that the query finds."""
        if 0 <= column < len(SORTS):
            descending = order == Qt.SortOrder.DescendingOrder
            self._query = replace(self._query, sort=SORTS[column], descending=descending, offset=0)
            self._read([])

    def _read(self, before: list[Summary]) -> None:
        try:
            page = self.store.query(replace(self._query, offset=len(before)))
        except AnctError as problem:
            self.failed.emit(problem)
            return
        self.beginResetModel()
        self._rows, self.total = [*before, *page.rows], page.total
        self.endResetModel()

    # -- Qt -------------------------------------------------------------------------------------------------------

    def canFetchMore(self, parent: QModelIndex) -> bool:  # noqa: N802
        return not parent.isValid() and len(self._rows) < self.total

    def fetchMore(self, parent: QModelIndex) -> None:  # noqa: N802
        try:
            page = self.store.query(replace(self._query, offset=len(self._rows)))
        except AnctError as problem:
            self.failed.emit(problem)
            return
        if not page.rows:
            self.total = len(self._rows)
            return
        self.beginInsertRows(QModelIndex(), len(self._rows), len(self._rows) + len(page.rows) - 1)
        self._rows += page.rows
        self.total = page.total
        self.endInsertRows()

    def rowCount(self, parent: QModelIndex | None = None) -> int:  # noqa: N802
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: QModelIndex | None = None) -> int:  # noqa: N802
        return 0 if parent is not None and parent.isValid() else len(SORTS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: N802
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return [
            translate("Anct", "Title"),
            translate("Anct", "Kind"),
            translate("Anct", "Territory"),
            translate("Anct", "State"),
            translate("Anct", "Year"),
            translate("Anct", "Amount"),
            translate("Anct", "Modified"),
        ][section]

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        summary = self._rows[index.row()]
        if role == SUMMARY:
            return summary
        if role == Qt.ItemDataRole.TextAlignmentRole and SORTS[index.column()] in ("year", "amount"):
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(summary, SORTS[index.column()])
        if role == Qt.ItemDataRole.ToolTipRole:
            return messages.plain(self._text(summary, SORTS[index.column()]))
        return None

    def _text(self, summary: Summary, column: str) -> str:
        if column == "type":
            return kind_name(summary.type)
        if column == "territory":
            return summary.territory_label
        if column == "year":
            return "" if summary.year is None else str(summary.year)
        if column == "amount":
            return "" if summary.amount is None else wording.quantity(float(Decimal(summary.amount)), "€")
        if column == "modified":
            return self._local_time(summary.modified)
        return str(getattr(summary, column))


def kind_name(kind: str) -> str:
    """A kind of dossier in a list."""
    return {"pacte": translate("Anct", "pacte"), "ingenierie": translate("Anct", "engineering request")}.get(kind, kind)
