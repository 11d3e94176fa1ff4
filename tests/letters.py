"""Every text that a window shows, as a person reads it: what Qt takes for markup is read without it."""

from __future__ import annotations

from collections.abc import Iterator

from qgis.PyQt.QtCore import QAbstractListModel, QModelIndex, Qt
from qgis.PyQt.QtGui import QTextDocument
from qgis.PyQt.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTextBrowser,
    QWidget,
)


def read(text: str) -> str:
    """What a person reads of a text that Qt may take for markup."""
    if not Qt.mightBeRichText(text):
        return text
    page = QTextDocument()
    page.setHtml(text)
    return page.toPlainText()


def shown(window: QWidget) -> Iterator[tuple[str, str]]:
    """Every text of a window, as it is read, and where."""
    yield "title", window.windowTitle()
    for widget in [window, *window.findChildren(QWidget)]:
        where = f"{type(widget).__name__} {widget.objectName()}"
        yield f"{where} tip", read(widget.toolTip())
        if isinstance(widget, QLabel):
            auto = widget.textFormat() != Qt.TextFormat.PlainText
            yield where, read(widget.text()) if auto else widget.text()
        elif isinstance(widget, QLineEdit | QAbstractButton):
            yield where, widget.text()
        elif isinstance(widget, QPlainTextEdit | QTextBrowser):
            yield where, widget.toPlainText()
        elif isinstance(widget, QComboBox):
            yield where, widget.currentText()
        elif isinstance(widget, QAbstractItemView) and widget.model() is not None:
            yield from items(widget.model(), QModelIndex(), where)


def items(model, parent: QModelIndex, where: str) -> Iterator[tuple[str, str]]:
    for row in range(model.rowCount(parent)):
        columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount(parent)
        for column in range(columns):
            index = model.index(row, column, parent)
            yield where, str(index.data() or "")
            yield f"{where} tip", read(str(index.data(Qt.ItemDataRole.ToolTipRole) or ""))
        yield from items(model, model.index(row, 0, parent), where)
