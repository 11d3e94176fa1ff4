"""One field of a dossier in a form: its label, its editor by type, and what is wrong with what was typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from qgis.PyQt.QtCore import Qt, QTimer, pyqtSignal
from qgis.PyQt.QtGui import QColor, QResizeEvent
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ... import messages
from ...core.dossier import is_empty
from ...core.dossier_checks import money, problem
from ...core.dossier_definition import Field
from ...core.dossier_finance import TOTAL_MARK
from ...core.dossier_text import display
from ...i18n import translate
from .. import style
from .date_line import DateLine
from .places_editor import PlacesEditor
from .rows_editor import RowsEditor
from .suggesting_line import SuggestingLine

TEXT_LINES = 7
LONG_TEXT_LINES = 14
# Lines of a table shown at once; the rest is reached by scrolling.
TABLE_ROWS = 20
# Beyond, lines are not wrapped: measuring them all would be felt.
WRAPPED_ROWS = 200
_CHECK_COLUMNS = 3


class FieldEditor(QWidget):
    """Shows a field's value and lets a person change it where its type allows; `edited` says that they did."""

    edited = pyqtSignal(str)

    def __init__(
        self,
        field: Field,
        value: Any,
        generated: bool,
        parent: QWidget | None = None,
        suggest: Callable[[Field], Sequence[str]] | None = None,
    ) -> None:
        """Make the editor.

        Args:
            generated: the value was drafted from the data. suggest: what to offer in a field that has `suggest`.
        """
        super().__init__(parent)
        self.field = field
        self.setObjectName(f"field_{field.id}")
        self.label = style.Label(f"{field.label} *" if field.required else field.label, self)
        self.label.setFont(style.font(self.label, 1.0, bold=True))
        self.label.setWordWrap(True)
        self.mark = style.Label(translate("Anct", "drafted from the data, to be read again"), self)
        style.colour(self.mark, style.accent(self.palette()))
        self.mark.setVisible(generated)
        head = QHBoxLayout()
        head.addWidget(self.label, 1)
        head.addWidget(self.mark)
        self.editor = _make(field, self, suggest)
        self.warning = style.Label("", self)
        self.warning.setWordWrap(True)
        dark = style.is_dark(self.palette())
        style.colour(self.warning, QColor("#ffb4a0") if dark else QColor("#a02c0c"))
        self.warning.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(head)
        if field.help:
            hint = style.Label(field.help, self)
            hint.setWordWrap(True)
            style.colour(hint, style.quiet(self.palette()))
            layout.addWidget(hint)
        self.source = style.Label("", self)
        self.source.setWordWrap(True)
        style.colour(self.source, style.quiet(self.palette()))
        self.source.hide()
        layout.addWidget(self.editor)
        layout.addWidget(self.source)
        layout.addWidget(self.warning)
        self.label.setBuddy(self.editor)
        self.editor.setAccessibleName(field.label)
        self.show_value(value)
        self._listen()

    @property
    def editable(self) -> bool:
        """True if a person can change it here."""
        return not isinstance(self.editor, (_Table, QLabel))

    def value(self) -> Any:
        """What stands in the editor, as a dossier keeps it; None if it is empty."""
        editor, kind = self.editor, self.field.type
        if isinstance(editor, QPlainTextEdit):
            # As it stands: toPlainText() would make ordinary spaces of the no-break ones.
            return editor.document().toRawText().replace("\u2029", "\n") or None
        if isinstance(editor, QComboBox):
            return editor.currentData()
        if isinstance(editor, DateLine):
            return editor.value()
        if isinstance(editor, _Checks):
            return editor.checked() or None
        if isinstance(editor, RowsEditor | PlacesEditor):
            return editor.value() or None
        if not isinstance(editor, QLineEdit):
            return None
        text = editor.text()
        if not text.strip():
            return None
        if kind == "int":
            return _whole(text)
        if kind == "eur":
            amount = money(text)
            return text if amount is None else str(amount)
        if kind == "list":
            return [one.strip() for one in text.split(",") if one.strip()] or None
        return text

    def show_value(self, value: Any, columns: Sequence[Field] | None = None) -> None:
        """Put a value into the editor, without saying that it was edited.

        Args:
            columns: of a table whose columns depend on the dossier; those of the field otherwise.
        """
        editor = self.editor
        editor.blockSignals(True)
        if isinstance(editor, QPlainTextEdit):
            editor.setPlainText(str(value or ""))
        elif isinstance(editor, QComboBox):
            if not is_empty(value) and editor.findData(value) < 0:
                # A choice that the definition no longer offers is kept.
                editor.addItem(str(value), value)
            editor.setCurrentIndex(max(editor.findData(value), 0))
        elif isinstance(editor, DateLine):
            editor.show_value(value)
        elif isinstance(editor, _Checks):
            editor.check(value or [])
        elif isinstance(editor, QLineEdit):
            editor.setText(_typed(self.field, value))
            editor.setCursorPosition(0)
        elif isinstance(editor, RowsEditor | PlacesEditor):
            editor.set_value(value or [])
        elif isinstance(editor, _Table):
            editor.show_rows(value or [], columns or self.field.columns)
        elif isinstance(editor, QLabel):
            editor.setText(display(self.field, value) or translate("Anct", "not filled in"))
        editor.blockSignals(False)
        self.check()

    def show_source(self, text: str) -> None:
        """Say under the value where it comes from; nothing where there is nothing to say."""
        self.source.setText(text)
        self.source.setVisible(bool(text))

    def go_to(self, path: Sequence[str | int]) -> None:
        """Put the keyboard here, or further in: on the row (from 1) and the field of the row that a path names."""
        if path and isinstance(self.editor, RowsEditor):
            self.editor.go_to(int(path[0]), path[1:])
        else:
            self.focus_editor()

    def focus_editor(self) -> None:
        """Put the keyboard here, and bring the field into view."""
        self.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        area = self.parentWidget()
        while area is not None and not isinstance(area, QScrollArea):
            area = area.parentWidget()
        if area is not None:
            area.ensureWidgetVisible(self)

    def check(self) -> None:
        """Show what is wrong with the value, if anything; it is kept all the same."""
        text = problem(self.field, self.value()) if self.editable else ""
        self.warning.setText(text)
        self.warning.setVisible(bool(text))

    def _listen(self) -> None:
        editor = self.editor
        if isinstance(editor, QPlainTextEdit):
            editor.textChanged.connect(self._changed)
        elif isinstance(editor, QComboBox):
            editor.currentIndexChanged.connect(self._changed)
        elif isinstance(editor, _Checks | RowsEditor | PlacesEditor):
            editor.changed.connect(self._changed)
        elif isinstance(editor, QLineEdit):
            editor.textEdited.connect(self._changed)
            editor.editingFinished.connect(self.check)

    def _changed(self, *_: Any) -> None:
        self.mark.hide()
        # What is half typed is not yet wrong: a complaint comes when the field is left, and goes at once.
        if not isinstance(self.editor, QLineEdit) or self.warning.isVisible():
            self.check()
        self.edited.emit(self.field.id)


class _Checks(QWidget):
    """Boxes to tick, in columns."""

    changed = pyqtSignal()

    def __init__(self, choices: tuple[str, ...], parent: QWidget) -> None:
        super().__init__(parent)
        self._boxes = {choice: QCheckBox(choice, self) for choice in choices}
        self._others: list[str] = []
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        for rank, box in enumerate(self._boxes.values()):
            grid.addWidget(box, rank // _CHECK_COLUMNS, rank % _CHECK_COLUMNS)
            box.toggled.connect(lambda _checked: self.changed.emit())
        if self._boxes:
            self.setFocusProxy(next(iter(self._boxes.values())))

    def checked(self) -> list[str]:
        """The ticked labels, in their order, then those that the definition no longer offers."""
        return [choice for choice, box in self._boxes.items() if box.isChecked()] + self._others

    def check(self, values: list[str]) -> None:
        """Tick these and no others."""
        self._others = [value for value in values if value not in self._boxes]
        for choice, box in self._boxes.items():
            box.blockSignals(True)
            box.setChecked(choice in values)
            box.blockSignals(False)


def _make(field: Field, parent: QWidget, suggest: Callable[[Field], Sequence[str]] | None) -> QWidget:
    if field.tabular:
        return _Table(field, parent) if field.auto or field.type == "table" else RowsEditor(field, parent, suggest)
    if field.type == "geo" and not field.auto:
        return PlacesEditor(parent)
    if field.auto or field.type == "table":
        shown = style.Label("", parent)
        shown.setWordWrap(True)
        shown.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        shown.setTextFormat(Qt.TextFormat.PlainText)
        return shown
    if field.type == "long":
        text = QPlainTextEdit(parent)
        text.setTabChangesFocus(True)
        lines = LONG_TEXT_LINES if field.prefill else TEXT_LINES
        text.setMinimumHeight(text.fontMetrics().lineSpacing() * lines)
        return text
    if field.type in ("choice", "bool"):
        return _choices(field, parent)
    if field.type == "multi":
        return _Checks(field.choices, parent)
    if field.type == "date":
        return DateLine(parent)
    if field.suggest and suggest is not None:
        return SuggestingLine(lambda: suggest(field), parent)
    line = QLineEdit(parent)
    if field.type in ("int", "eur"):
        line.setMaximumWidth(180)
        line.setPlaceholderText("€" if field.type == "eur" else field.unit)
    elif field.type == "list":
        line.setPlaceholderText(translate("Anct", "separated by commas"))
    return line


def _choices(field: Field, parent: QWidget) -> QComboBox:
    box = QComboBox(parent)
    box.addItem(translate("Anct", "not filled in"), None)
    if field.type == "bool":
        box.addItem(translate("Anct", "yes"), True)
        box.addItem(translate("Anct", "no"), False)
    for choice in field.choices:
        box.addItem(choice, choice)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    box.setMaximumWidth(360)
    # The wheel scrolls the form; it must not change an answer on its way.
    box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    box.wheelEvent = lambda event: event.ignore()
    return box


class _Table(QTableWidget):
    """A table to read, as high as its first rows; follows its width."""

    def __init__(self, field: Field, parent: QWidget) -> None:
        super().__init__(0, len(field.columns), parent)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setAlternatingRowColors(True)
        self.setTabKeyNavigation(False)
        self.setWordWrap(True)
        self.verticalHeader().hide()
        self.horizontalHeader().setStretchLastSection(True)
        self._natural: list[int] = []
        self._least: list[int] = []
        self._first = 0
        # The last column gets its width after the table: rows are measured once all columns have theirs.
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self.fit)
        self.horizontalHeader().sectionResized.connect(lambda *_: self._later.start(0))

    def show_rows(self, rows: Sequence[Mapping[str, Any]], columns: Sequence[Field]) -> None:
        """Show these rows; a total stands out."""
        self.setColumnCount(len(columns))
        for rank, column in enumerate(columns):
            head = QTableWidgetItem(column.label)
            head.setTextAlignment(_aligned(column))
            self.setHorizontalHeaderItem(rank, head)
        self.setRowCount(len(rows))
        bold = style.font(self, 1.0, bold=True)
        for number, row in enumerate(rows):
            for rank, column in enumerate(columns):
                text = display(column, row.get(column.id))
                item = QTableWidgetItem(text)
                item.setToolTip(messages.plain(text))
                item.setTextAlignment(_aligned(column))
                if TOTAL_MARK in row:
                    item.setFont(bold)
                self.setItem(number, rank, item)
        # Words get the room that is left, never figures.
        modes = QHeaderView.ResizeMode
        figures = columns[-1].align == "right"
        self.horizontalHeader().setStretchLastSection(not figures)
        self.horizontalHeader().setSectionResizeMode(0, modes.Stretch if figures else modes.Interactive)
        self.resizeColumnsToContents()
        self._natural = [min(self.columnWidth(rank) + 8, 260) for rank in range(len(columns))]
        self._least = list(map(self._narrowest, range(len(columns) - 1), columns)) + self._natural[-1:]
        self._first = int(figures)
        self._spread()
        self.fit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._spread()

    def _narrowest(self, rank: int, column: Field) -> int:
        """The least width of a column in pixels: its figures, or its head and its longest word, uncut."""
        if column.align == "right":
            return self._natural[rank]
        words = {word for row in range(self.rowCount()) for word in self.item(row, rank).text().split()}
        longest = max(map(self.fontMetrics().horizontalAdvance, words), default=0) + 10
        return min(max(self.horizontalHeader().sectionSizeHint(rank), longest), self._natural[rank])

    def _spread(self) -> None:
        """Columns as wide as they are, or, where they would not fit, words on more lines; figures stay whole."""
        yielding = [max(width - least, 0) for width, least in zip(self._natural, self._least, strict=True)]
        # Beside the table's own: rows that do not all show are scrolled.
        bar = self.verticalScrollBar().sizeHint().width() if self.rowCount() > TABLE_ROWS else 0
        over = sum(self._natural) - (self.width() - 2 * self.frameWidth() - bar - 4)
        share = min(max(over / sum(yielding), 0), 1) if sum(yielding) else 0
        for rank in range(self._first, len(self._natural) - 1):
            self.setColumnWidth(rank, int(self._natural[rank] - share * yielding[rank]))

    def fit(self) -> None:
        """Heights of the rows, then of the table."""
        if self.rowCount() <= WRAPPED_ROWS:
            self.resizeRowsToContents()
        heights = sum(self.rowHeight(number) for number in range(min(self.rowCount(), TABLE_ROWS)))
        self.setFixedHeight(self.horizontalHeader().sizeHint().height() + heights + 2 * self.frameWidth() + 18)


def _aligned(column: Field) -> int:
    side = Qt.AlignmentFlag.AlignRight if column.align == "right" else Qt.AlignmentFlag.AlignLeft
    return int(side | Qt.AlignmentFlag.AlignVCenter)


def _typed(field: Field, value: Any) -> str:
    """A value as a person would type it."""
    if is_empty(value):
        return ""
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    if field.type == "eur":
        return str(value).replace(".", ",")
    return str(value)


def _whole(text: str) -> Any:
    """A whole number, or the text itself: a draft keeps what was typed."""
    digits = "".join(text.split())
    return int(digits) if digits.isascii() and digits.isdigit() else text
