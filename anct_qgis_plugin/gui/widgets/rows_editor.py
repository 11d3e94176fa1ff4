"""A list of a dossier: its rows in short, and the chosen one as a form; add, copy, move, take away, with totals."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtGui import QKeySequence
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QShortcut,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ... import messages
from ...core.dossier import is_empty
from ...core.dossier_checks import money
from ...core.dossier_definition import Field
from ...core.dossier_text import display
from ...i18n import translate
from .. import style
from ..tab_order import follow
from .shared_width import share_width

# Columns shown in the short table; all are in the form.
MOST_COLUMNS = 5
ROWS_SHOWN = 8
_NOT_SHORT = ("long", "geo", "list", "table", "multi")


class RowsEditor(QWidget):
    """`changed` says that a person changed a row, or the list of rows."""

    changed = pyqtSignal()

    def __init__(
        self,
        field: Field,
        parent: QWidget | None = None,
        suggest: Callable[[Field], Sequence[str]] | None = None,
    ) -> None:
        super().__init__(parent)
        self.field, self._suggest = field, suggest
        self._rows: list[dict[str, Any]] = []
        self._form: dict[str, QWidget] = {}
        short = [column for column in field.columns if column.type not in _NOT_SHORT]
        # What must be said and what it costs come before the rest, in the order of the definition.
        best = sorted(short, key=lambda column: (not column.required, column.type != "eur"))[:MOST_COLUMNS]
        self._short = [column for column in short if column in best] or list(field.columns[:1])
        self.table = self._table()
        self.total = style.Label("", self)
        self.total.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        buttons = self._buttons()
        self.frame = QFrame(self)
        self.frame.setFrameShape(QFrame.Shape.StyledPanel)
        self._form_layout = QVBoxLayout(self.frame)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.table)
        layout.addWidget(self.total)
        layout.addLayout(buttons)
        if field.layout == "territories":
            layout.addWidget(self._picker())
        layout.addWidget(self.frame)
        self.setFocusProxy(self.table)
        self._show_rows()

    # -- values ---------------------------------------------------------------------------------------------------

    def value(self) -> list[dict[str, Any]]:
        """The rows, without the empty cells; a row all of whose cells are empty stays, since a person added it."""
        return [dict(row) for row in self._rows]

    def set_value(self, rows: list[Any]) -> None:
        """Show these rows; nothing is said to have changed."""
        self._rows = [dict(row) for row in rows if isinstance(row, Mapping)]
        self._show_rows(0 if self._rows else -1)

    def go_to(self, row: int, path: Sequence[str | int] = ()) -> None:
        """Show a row (from 1) in the form, and put the keyboard on one of its fields, or further in."""
        self.table.selectRow(row - 1)
        if path and str(path[0]) in self._form:
            self._form[str(path[0])].go_to(path[1:])

    # -- changing -------------------------------------------------------------------------------------------------

    def add(self) -> None:
        """Add an empty row after the chosen one."""
        if self.field.maximum and len(self._rows) >= self.field.maximum:
            return
        place = self._current() + 1 if self._rows else 0
        defaults = {c.id: c.default for c in self.field.columns if c.default is not None}
        self._rows.insert(place, defaults)
        self._changed(place)
        if self._form:
            next(iter(self._form.values())).focus_editor()

    def copy(self) -> None:
        """Add a copy of the chosen row after it."""
        place = self._current()
        if place >= 0 and not (self.field.maximum and len(self._rows) >= self.field.maximum):
            self._rows.insert(place + 1, dict(self._rows[place]))
            self._changed(place + 1)

    def move(self, by: int) -> None:
        """Move the chosen row up (-1) or down (1)."""
        place = self._current()
        if 0 <= place < len(self._rows) and 0 <= place + by < len(self._rows):
            self._rows[place], self._rows[place + by] = self._rows[place + by], self._rows[place]
            self._changed(place + by)

    def remove(self) -> None:
        """Take the chosen row away."""
        place = self._current()
        if place >= 0:
            del self._rows[place]
            self._changed(min(place, len(self._rows) - 1))

    def add_rows(self, rows: list[dict[str, Any]]) -> None:
        """Add rows that have a code; those already there stay once."""
        present = {row.get("code") for row in self._rows}
        new = [row for row in rows if row["code"] not in present]
        if new:
            self._rows += new
            self._changed(len(self._rows) - 1)

    def toggle_rows(self, rows: list[dict[str, Any]]) -> None:
        """Add these rows, or take away those that are there."""
        codes = {row["code"] for row in rows}
        if codes <= {row.get("code") for row in self._rows}:
            self._rows = [row for row in self._rows if row.get("code") not in codes]
            self._changed(len(self._rows) - 1)
        else:
            self.add_rows(rows)

    def _picker(self) -> QWidget:
        from .territory_picker import TerritoryPicker

        picker = TerritoryPicker(self)
        picker.picked.connect(self.add_rows)
        picker.clicked.connect(self.toggle_rows)
        return picker

    def _changed(self, place: int) -> None:
        self._show_rows(place)
        self.changed.emit()

    def _cell_edited(self, column_id: str) -> None:
        place = self._current()
        if place < 0:
            return
        value = self._form[column_id].value()
        if is_empty(value):
            self._rows[place].pop(column_id, None)
        else:
            self._rows[place][column_id] = value
        self._show_row(place)
        self._show_total()
        self.changed.emit()

    # -- showing --------------------------------------------------------------------------------------------------

    def _current(self) -> int:
        return self.table.currentRow()

    def _show_rows(self, place: int = -1) -> None:
        table = self.table
        table.blockSignals(True)
        table.setRowCount(len(self._rows))
        for row in range(len(self._rows)):
            self._show_row(row)
        if 0 <= place < len(self._rows):
            table.setCurrentCell(place, 0)
            table.selectRow(place)
        table.blockSignals(False)
        height = table.fontMetrics().height() + 9
        shown = min(max(len(self._rows), 1), ROWS_SHOWN)
        table.setFixedHeight(table.horizontalHeader().sizeHint().height() + shown * height + 6)
        self._show_form()
        self._show_total()

    def _show_row(self, row: int) -> None:
        for number, column in enumerate(self._short):
            text = display(column, self._rows[row].get(column.id))
            lacking = column.required and not text
            item = QTableWidgetItem(text or ("—" if not lacking else translate("Anct", "to fill in")))
            item.setToolTip(messages.plain(text))
            if lacking:
                item.setForeground(style.quiet(self.palette()))
            if column.type in ("eur", "int"):
                item.setTextAlignment(int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter))
            self.table.setItem(row, number, item)

    def _show_total(self) -> None:
        parts = []
        for column in self.field.columns:
            if column.type != "eur":
                continue
            amounts = [money(row.get(column.id)) for row in self._rows if not is_empty(row.get(column.id))]
            known = [amount for amount in amounts if amount is not None]
            if known:
                whole = display(column, str(sum(known, Decimal(0))))
                text = translate("Anct", "{column}, total: {amount}").format(column=column.label, amount=whole)
                lost = len(amounts) - len(known)
                if lost:
                    text += " " + translate("Anct", "({n} amounts that cannot be read left out)").format(n=lost)
                parts.append(text)
        self.total.setText(" · ".join(parts))
        self.total.setVisible(bool(parts))

    def _show_form(self) -> None:
        """The chosen row's fields; built again, as another row has other warnings and nested lists."""
        from .field_editor import FieldEditor  # a field of a row is a field like any other

        place = self._current() if self._rows else -1
        while self._form_layout.count():
            old = self._form_layout.takeAt(0).widget()
            old.hide()
            old.deleteLater()
        self._form = {}
        self.frame.setVisible(0 <= place < len(self._rows))
        for button in self._of_row:
            button.setEnabled(0 <= place < len(self._rows))
        full = bool(self.field.maximum) and len(self._rows) >= self.field.maximum
        self.add_button.setEnabled(not full)
        if not 0 <= place < len(self._rows):
            return
        heading = style.Label(translate("Anct", "Row {row} of {total}").format(row=place + 1, total=len(self._rows)))
        style.colour(heading, style.accent(self.palette()))
        self._form_layout.addWidget(heading)
        for column in self.field.columns:
            editor = FieldEditor(column, self._rows[place].get(column.id), False, self.frame, self._suggest)
            editor.edited.connect(self._cell_edited)
            self._form[column.id] = editor
            self._form_layout.addWidget(editor)
        follow(self._of_row[-1], self.frame)

    def _table(self) -> QTableWidget:
        table = QTableWidget(0, len(self._short), self)
        table.setHorizontalHeaderLabels([column.label for column in self._short])
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setTabKeyNavigation(False)
        table.setWordWrap(False)
        table.verticalHeader().setDefaultSectionSize(table.fontMetrics().height() + 9)
        share_width(table, [column.width for column in self._short])
        table.setAccessibleName(self.field.label)
        table.currentCellChanged.connect(lambda row, _c, before, _b: self._show_form() if row != before else None)
        delete = QShortcut(QKeySequence(Qt.Key.Key_Delete), table)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self.remove)
        return table

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self._of_row = []
        for key, text, action in (
            ("add", translate("Anct", "Add"), self.add),
            ("copy", translate("Anct", "Duplicate"), self.copy),
            ("up", translate("Anct", "Up"), lambda: self.move(-1)),
            ("down", translate("Anct", "Down"), lambda: self.move(1)),
            ("remove", translate("Anct", "Take away"), self.remove),
        ):
            button = QPushButton(text, self)
            button.setObjectName(f"rows_{key}")
            button.setAutoDefault(False)
            button.clicked.connect(lambda _checked=False, action=action: action())
            row.addWidget(button)
            if key == "add":
                self.add_button = button
            else:
                self._of_row.append(button)
        row.addStretch(1)
        return row
