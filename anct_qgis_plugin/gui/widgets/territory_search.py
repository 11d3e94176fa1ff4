"""A search field for territories: a list under it as one types, by name, code or expression."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from qgis.PyQt.QtCore import QAbstractListModel, QEvent, QModelIndex, QObject, QPoint, QRectF, QSize, Qt, pyqtSignal
from qgis.PyQt.QtGui import QFontMetrics, QKeyEvent, QPainter, QPalette
from qgis.PyQt.QtWidgets import (
    QFrame,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from ... import messages
from ...errors import AnctError
from ...i18n import translate
from .. import names, style

if TYPE_CHECKING:  # they import pandas, which may be missing
    from ...core.search import Entry
    from ...core.territory import Gazetteer

MOST_SHOWN = 12
_ENTRY = Qt.ItemDataRole.UserRole + 1


class TerritorySearch(QWidget):
    """The field. `chosen` gives the expression picked; `failed` a sentence when what was typed names nothing.

    Down and Up move in the list, Enter takes the line that is lit (the first one unless moved), Esc closes the list,
    then empties the field.
    """

    chosen = pyqtSignal(str)
    failed = pyqtSignal(str)
    typed = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._gazetteer: Gazetteer | None = None
        self._recent: Sequence[str] = ()
        self.field = QLineEdit(self)
        self.field.setObjectName("AnctSearchField")
        self.field.setClearButtonEnabled(True)
        self.field.setPlaceholderText(translate("Anct", "A name, 46102, 200067361, dep:46…"))
        self.field.setMinimumHeight(30)
        self.field.setAccessibleName(translate("Anct", "Territory to look for"))
        self.field.textEdited.connect(self.refresh)
        self.field.installEventFilter(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.field)
        self.setFocusProxy(self.field)
        self._model = _Entries(self)
        # The list must lie over what is below the field: it belongs to the widget that holds both.
        self.list = _Popup(parent or self)
        self.list.setModel(self._model)
        self.list.clicked.connect(self._take)
        self.list.hide()

    def set_gazetteer(self, gazetteer: Gazetteer | None) -> None:
        """Search in this one; the field is off without one."""
        self._gazetteer = gazetteer
        self.field.setEnabled(gazetteer is not None)
        if gazetteer is not None and self.field.hasFocus() and self.field.text().strip():
            self.refresh(self.field.text())  # typed while the data were being read

    def set_recent(self, expressions: Sequence[str]) -> None:
        """What the list offers while the field is empty."""
        self._recent = tuple(expressions)

    def refresh(self, text: str) -> None:
        """Show what matches the text."""
        self.typed.emit()
        if self._gazetteer is None:
            return
        if not text.strip():
            self._show_recent()
            return
        entries, found = self._gazetteer.suggest(text, MOST_SHOWN)
        if found or entries:
            self._show(entries, "" if found else translate("Anct", "Nothing of that name. Did you mean:"))
        else:
            self._show([], translate("Anct", "Nothing looks like “{text}”.").format(text=text.strip()))

    @property
    def entries(self) -> list[Entry]:
        """The lines of the open list."""
        return self._model.entries if self.list.isVisible() else []

    def close_list(self) -> None:
        """Close the list."""
        self.list.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(event)
        if event.type() == QEvent.Type.FocusOut and not self.list.underMouse():
            self.list.hide()
        if event.type() == QEvent.Type.MouseButtonPress and not self.field.text():
            self._show_recent()
        return False

    def resizeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        if self.list.isVisible():
            self._place()

    def _key(self, event: QKeyEvent) -> bool:
        key = event.key()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            if not self.list.isVisible():
                self.refresh(self.field.text())
            else:
                self._move(1 if key == Qt.Key.Key_Down else -1)
            return True
        if key == Qt.Key.Key_Escape:
            if self.list.isVisible():
                self.list.hide()
            else:
                self.field.clear()
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
            return True
        return False

    def _move(self, step: int) -> None:
        count = len(self._model.entries)
        if count:
            row = (self.list.currentIndex().row() + step) % count
            self.list.setCurrentIndex(self._model.index(row, 0))

    def _enter(self) -> None:
        current = self.list.currentIndex()
        if self.list.isVisible() and current.isValid() and current.data(_ENTRY) is not None:
            self._take(current)
        elif self._gazetteer is not None and self.field.text().strip():
            try:
                territory = self._gazetteer.resolve(self.field.text())
            except AnctError as problem:
                self.failed.emit(str(problem))
            else:
                self.list.hide()
                self.chosen.emit(territory.expression)

    def _take(self, index: QModelIndex) -> None:
        entry = index.data(_ENTRY)
        if entry is None:
            return
        typed = self.field.text().strip()
        self.list.hide()
        self.field.setText(entry.name)
        self.field.selectAll()
        # A former code is handed on as it was typed, so that the card can say which commune it became.
        self.chosen.emit(typed if typed[:1].isdigit() and self._means(typed, entry) else entry.expression)

    def _means(self, text: str, entry: Entry) -> bool:
        try:
            return self._gazetteer is not None and self._gazetteer.resolve(text).expression == entry.expression
        except AnctError:
            return False

    def _show_recent(self) -> None:
        entries = []
        for expression in self._recent:
            if self._gazetteer is None:
                return
            found, answers = self._gazetteer.suggest(expression, 1)
            if found and answers:
                entries.append(found[0])
        if entries:
            self._show(entries[:MOST_SHOWN], translate("Anct", "Recent territories"))
        else:
            self.list.hide()

    def _show(self, entries: Sequence[Entry], heading: str) -> None:
        self._model.set_entries(entries, heading)
        self.list.setVisible(True)
        self._place()
        self.list.raise_()
        self.list.setCurrentIndex(self._model.index(0, 0) if entries and not heading else QModelIndex())
        if entries and heading:
            self.list.setCurrentIndex(self._model.index(1, 0))

    def _place(self) -> None:
        rows = self._model.rowCount()
        height = sum(self.list.sizeHintForRow(row) for row in range(rows)) + 2 * self.list.frameWidth()
        # In a form, the widget around is no higher than the field: the list then lies over the whole window.
        owner = self.list.parentWidget()
        if owner is not self.window() and self._below(owner) < height:
            self.list.setParent(self.window())
            self.list.show()
            self.destroyed.connect(self.list.deleteLater)
            owner = self.window()
        below = self._below(owner)
        top = self.field.mapTo(owner, QPoint(0, 0))
        if below < height and top.y() > below:
            height = min(height, top.y() - 4)
            self.list.setGeometry(top.x(), top.y() - height - 1, self.field.width(), height)
        else:
            self.list.setGeometry(top.x(), top.y() + self.field.height() + 1, self.field.width(), min(height, below))

    def _below(self, owner: QWidget) -> int:
        """Pixels that an owner has under the field."""
        return owner.height() - self.field.mapTo(owner, QPoint(0, self.field.height() + 1)).y() - 4


class _Popup(QListView):
    """The list: it lies over what is below the field, in the same window, and never takes the keyboard."""

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner)
        self.setObjectName("AnctSearchList")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.Box)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        self.setItemDelegate(_Delegate(self))


class _Entries(QAbstractListModel):
    """The lines, a heading first where there is one."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.entries: list[Entry] = []
        self.heading = ""

    def set_entries(self, entries: Sequence[Entry], heading: str) -> None:
        """Replace the lines."""
        self.beginResetModel()
        self.entries = list(entries)
        self.heading = heading
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | None = None) -> int:  # noqa: N802
        return len(self.entries) + bool(self.heading)

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = index.row() - bool(self.heading)
        entry = self.entries[row] if 0 <= row < len(self.entries) else None
        if role == _ENTRY:
            return entry
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.heading if entry is None else f"{entry.name}, {describe(entry)}"
        if role == Qt.ItemDataRole.ToolTipRole and entry is not None:
            return messages.plain(f"{entry.name}\n{describe(entry)}\n{names.people(entry.population)}")
        return None

    def flags(self, index: QModelIndex) -> Qt.ItemFlags:
        if self.heading and index.row() == 0:
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


def describe(entry: Entry) -> str:
    """What tells an entry apart: "commune · Lot · 46102"."""
    code = entry.code or entry.expression
    return " · ".join(part for part in (names.level(entry.level), entry.context, code) if part)


class _Delegate(QStyledItemDelegate):
    """Name in bold, what tells it apart under it where the line is too short to hold both."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:  # noqa: N802
        height = QFontMetrics(option.font).height()
        return QSize(100, height + 12 if index.data(_ENTRY) is None else 2 * height + 9)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        entry = index.data(_ENTRY)
        palette = option.palette
        painter.save()
        area = QRectF(option.rect).adjusted(9, 0, -9, 0)
        if entry is None:
            painter.setPen(style.quiet(palette))
            painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, str(index.data()))
            painter.restore()
            return
        lit = bool(option.state & QStyle.StateFlag.State_Selected)
        if lit:
            painter.fillRect(option.rect, palette.color(QPalette.ColorRole.Highlight))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(option.rect, style.track(palette))
        first = palette.color(QPalette.ColorRole.HighlightedText) if lit else palette.color(QPalette.ColorRole.Text)
        second = first if lit else style.quiet(palette)
        bold = option.font
        bold.setBold(True)
        painter.setFont(bold)
        metrics = painter.fontMetrics()
        painter.setPen(first)
        top = QRectF(area.left(), area.top() + 4, area.width(), metrics.height())
        painter.drawText(
            top,
            Qt.AlignmentFlag.AlignVCenter,
            metrics.elidedText(entry.name, Qt.TextElideMode.ElideRight, int(top.width())),
        )
        bold.setBold(False)
        painter.setFont(bold)
        painter.setPen(second)
        under = QRectF(area.left(), top.bottom() + 1, area.width(), metrics.height())
        painter.drawText(
            under,
            Qt.AlignmentFlag.AlignVCenter,
            painter.fontMetrics().elidedText(describe(entry), Qt.TextElideMode.ElideRight, int(under.width())),
        )
        painter.restore()
