"""A result window: what an analysis found, to read, copy or put on the map."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import QgsCoordinateTransform, QgsFeature, QgsField, QgsFillSymbol, QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import QMetaType, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ... import messages
from ...core.spreadsheet_text import safe
from ...errors import AnctError
from ...i18n import translate
from .. import style

if TYPE_CHECKING:
    from ..analyses import Result

# Columns are no wider than this, pixels; the whole text stands in a tooltip.
_WIDEST, _LAST = 330, 520


class AnalysisDialog(QDialog):
    """Shows one result. Signal: `chosen`, the expression of a row that was double-clicked."""

    chosen = pyqtSignal(str)

    def __init__(self, iface, result: Result, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.iface, self.result = iface, result
        self.setWindowTitle(result.title)
        self.note = style.Label(result.note if result.rows else result.empty or result.note, self)
        self.note.setWordWrap(True)
        self.note.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.table = self._table()
        buttons = QDialogButtonBox(self)
        # Not Qt's own button: its text is English wherever Qt's translations are not installed.
        buttons.addButton(translate("Anct", "Close"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        self.copy_button = buttons.addButton(
            translate("Anct", "Copy the table"), QDialogButtonBox.ButtonRole.ActionRole
        )
        self.copy_button.clicked.connect(lambda _checked=False: self.copy())
        self.map_button = buttons.addButton(translate("Anct", "Put on the map"), QDialogButtonBox.ButtonRole.ActionRole)
        self.map_button.clicked.connect(lambda _checked=False: self.put_on_map())
        self.map_button.setVisible(bool(result.codes))
        self.copy_button.setEnabled(bool(result.rows))
        layout = QVBoxLayout(self)
        layout.addWidget(self.note)
        layout.addWidget(self.table, 1)
        layout.addWidget(buttons)
        self.table.setVisible(bool(result.rows))
        widths = sum(self.table.columnWidth(k) for k in range(self.table.columnCount()))
        row = self.table.verticalHeader().defaultSectionSize()
        widest = int(0.9 * self.screen().availableGeometry().width())
        self.resize(min(max(widths + 60, 560), widest), min(190 + row * len(result.rows), 640))

    def _table(self) -> QTableWidget:
        table = QTableWidget(len(self.result.rows), len(self.result.columns), self)
        table.setHorizontalHeaderLabels([title for title, _ in self.result.columns])
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setAlternatingRowColors(True)
        table.verticalHeader().hide()
        for column, (_, figures) in enumerate(self.result.columns):
            table.horizontalHeaderItem(column).setTextAlignment(_side(figures))
        for k, row in enumerate(self.result.rows):
            for column, text in enumerate(row):
                item = QTableWidgetItem(text)
                item.setToolTip(messages.plain(text))
                item.setTextAlignment(_side(self.result.columns[column][1]))
                table.setItem(k, column, item)
        table.resizeColumnsToContents()
        for column in range(table.columnCount()):
            last = column == table.columnCount() - 1
            table.setColumnWidth(column, min(table.columnWidth(column) + 8, _LAST if last else _WIDEST))
        # What room is left goes to words: a column of figures would stand far from the others.
        words = [column for column, (_, figures) in enumerate(self.result.columns) if not figures]
        last = table.columnCount() - 1
        wide = last if last in words else words[0] if words else last
        table.horizontalHeader().setSectionResizeMode(wide, QHeaderView.ResizeMode.Stretch)
        table.cellDoubleClicked.connect(self._choose)
        if self.result.codes:
            table.setToolTip(translate("Anct", "Double-click a line to see that territory in the panel."))
        return table

    def _choose(self, row: int, _column: int) -> None:
        if self.result.codes:
            prefix = {"commune": "com", "epci": "epci"}[self.result.level]
            self.chosen.emit(f"{prefix}:{self.result.codes[row]}")

    def copy(self) -> None:
        """The table as text with tabs, its note first, for a spreadsheet or a letter."""
        titles = [title for title, _ in self.result.columns]
        rows = [titles, *self.result.rows]
        lines = ["\t".join(safe(cell) for cell in row) for row in rows]
        QApplication.clipboard().setText("\n".join([self.result.title, *lines, *self.result.note.splitlines()]))

    def put_on_map(self) -> None:
        """Outline the units found in a temporary layer, with what the table says of them, and go there."""
        try:
            layer = outlined(self.result)
        except AnctError as problem:
            messages.error(self.iface, problem)
            return
        project = QgsProject.instance()
        if project.addMapLayer(layer) is None:
            messages.error(
                self.iface,
                AnctError(translate("Anct", "QGIS cannot add the layer “{name}”.").format(name=layer.name())),
            )
            return
        canvas = self.iface.mapCanvas()
        transform = QgsCoordinateTransform(layer.crs(), canvas.mapSettings().destinationCrs(), project)
        box = transform.transformBoundingBox(layer.extent())
        canvas.setExtent(box.buffered(0.1 * max(box.width(), box.height())))
        canvas.refresh()


def _side(figures: bool) -> Qt.AlignmentFlag:
    """Figures to the right, words to the left, heads and cells alike."""
    return (Qt.AlignmentFlag.AlignRight if figures else Qt.AlignmentFlag.AlignLeft) | Qt.AlignmentFlag.AlignVCenter


def outlined(result: Result) -> QgsVectorLayer:
    """A temporary layer of the units of a result: `code`, then one text field per column.

    Raises:
        SnapshotMissing: if the outlines cannot be read.
    """
    from ...gis.features import geometries
    from ...gis.literal import inert, tell_by_name

    shapes = geometries(result.level, result.codes)
    layer = QgsVectorLayer("MultiPolygon?crs=EPSG:4326", inert(result.title), "memory")
    fields = [QgsField("code", QMetaType.Type.QString)]
    for place, (title, _) in enumerate(result.columns, start=1):
        fields.append(QgsField(f"c{place}", QMetaType.Type.QString))
        fields[-1].setAlias(title or translate("Anct", "Order"))
    layer.dataProvider().addAttributes(fields)
    layer.updateFields()
    features = []
    for code, row in zip(result.codes, result.rows, strict=True):
        feature = QgsFeature(layer.fields())
        feature.setAttributes([code, *row])
        if code in shapes:
            feature.setGeometry(shapes[code])
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    layer.updateExtents()
    tell_by_name(layer)
    symbol = QgsFillSymbol.createSimple({"color": "232,146,60,60", "outline_color": "#a6490a", "outline_width": "0.7"})
    layer.renderer().setSymbol(symbol)
    return layer
