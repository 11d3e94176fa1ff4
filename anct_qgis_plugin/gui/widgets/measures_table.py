"""The measures of one or two variants side by side, under their headings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QGuiApplication, QKeySequence
from qgis.PyQt.QtWidgets import QAbstractItemView, QHeaderView, QShortcut, QTableWidget, QTableWidgetItem, QWidget

from ... import messages
from ...i18n import translate
from .. import style

if TYPE_CHECKING:
    from ...core.sandbox import Line


class MeasuresTable(QTableWidget):
    """One line per measure: its name, its value in each variant, the gap. Ctrl+C copies it for a spreadsheet."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 7)
        self.setShowGrid(False)
        self.setAccessibleName(translate("Anct", "Measures of the variants"))
        shortcut = QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(lambda: QGuiApplication.clipboard().setText(self.text()))

    def show_lines(self, lines: Sequence[Line], names: Sequence[str]) -> None:
        """Show other measures.

        Args:
            names: of the variants, one per measure of each line.
        """
        heads = [translate("Anct", "Measure"), *names]
        if len(names) > 1:
            heads.append(translate("Anct", "Gap"))
        groups: dict[str, list[Line]] = {}
        for line in lines:
            groups.setdefault(line.group, []).append(line)
        scrolled = self.verticalScrollBar().value()
        self.setUpdatesEnabled(False)
        self.clearSpans()
        self.setColumnCount(len(heads))
        self.setHorizontalHeaderLabels(heads)
        self.setRowCount(len(lines) + len(groups))
        row = 0
        for group, members in groups.items():
            heading = QTableWidgetItem(group)
            heading.setFont(style.font(self, 1.0, True))
            heading.setBackground(style.track(self.palette()))
            heading.setFlags(Qt.ItemFlag.ItemIsEnabled)
            self.setItem(row, 0, heading)
            self.setSpan(row, 0, 1, len(heads))
            for line in members:
                row += 1
                self._fill(row, line, len(heads))
            row += 1
        header = self.horizontalHeader()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in range(1, len(heads)):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        self.setUpdatesEnabled(True)
        self.verticalScrollBar().setValue(scrolled)

    def text(self) -> str:
        """The table as tab-separated text, headings included."""
        heads = [self.horizontalHeaderItem(column).text() for column in range(self.columnCount())]
        rows = ["\t".join(heads)]
        for row in range(self.rowCount()):
            cells = [self.item(row, column) for column in range(self.columnCount())]
            rows.append("\t".join("" if cell is None else " ".join(cell.text().split()) for cell in cells).rstrip())
        return "\n".join(rows) + "\n"

    def _fill(self, row: int, line: Line, columns: int) -> None:
        first = line.measures[0]
        about = "\n".join(part for part in (first.note, " ".join((first.source, first.vintage)).strip()) if part)
        label = first.label if not first.vintage else f"{first.label} ({first.vintage})"
        texts = [label, *(measure.text for measure in line.measures), line.gap][:columns]
        for column, text in enumerate(texts):
            item = QTableWidgetItem(text)
            item.setToolTip(messages.plain(about or text))
            if column:
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                if column <= len(line.measures) and line.measures[column - 1].value is None:
                    item.setForeground(style.quiet(self.palette()))
            self.setItem(row, column, item)
