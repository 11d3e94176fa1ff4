"""Columns of a table that share its width as their definition says, so that a name has more room than a code."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.PyQt.QtCore import QEvent, QObject
from qgis.PyQt.QtWidgets import QHeaderView, QTableWidget


def share_width(table: QTableWidget, shares: Sequence[float]) -> None:
    """Give each column its share of the table's width, now and whenever it changes; a head is never cut."""
    _Sharing(table, shares)


class _Sharing(QObject):
    def __init__(self, table: QTableWidget, shares: Sequence[float]) -> None:
        super().__init__(table)
        self._table, self._shares = table, [max(share, 0.1) for share in shares]
        header = table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setStretchLastSection(True)
        table.viewport().installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Never stops an event."""
        if event.type() == QEvent.Type.Resize:
            self._share()
        return False

    def _share(self) -> None:
        room = self._table.viewport().width()
        header = self._table.horizontalHeader()
        heads = [header.sectionSizeHint(column) for column in range(len(self._shares))]
        # What heads do not need is shared out; the last column takes what is left.
        spare = max(room - sum(heads), 0)
        wanted = [
            max(share * room / sum(self._shares) - head, 0) for share, head in zip(self._shares, heads, strict=True)
        ]
        for column in range(len(self._shares) - 1):
            more = spare * wanted[column] / sum(wanted) if sum(wanted) else spare / len(self._shares)
            self._table.setColumnWidth(column, heads[column] + int(more))
