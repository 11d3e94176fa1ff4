"""The pages of the import wizard: what to import, how it is read, what it is called, what became of each row."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from qgis.core import NULL, QgsMapLayerProxyModel, QgsVectorLayer
from qgis.gui import QgsColorButton, QgsFileWidget, QgsMapLayerComboBox
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QColor
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QComboBox,
    QFileDialog,
    QFormLayout,
    QGridLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QSpinBox,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWizardPage,
)

from ... import messages
from ...core.catalogue import OWN_SYMBOLS
from ...core.own import identifier
from ...errors import AnctError
from ...i18n import system_reason, translate
from .. import names, style

if TYPE_CHECKING:
    from ..dialogs.import_dialog import ImportDialog

PREVIEW_ROWS = 8
MOST_SHOWN = 500


def note(page: QWizardPage, text: str = "") -> QLabel:
    """A paragraph that wraps, in quiet ink."""
    label = style.Label(text, page)
    label.setWordWrap(True)
    style.colour(label, style.quiet(page.palette()))
    return label


def fill(table: QTableWidget, headings: list[str], rows: list[list[str]]) -> None:
    """Show text cells that can be read and copied but not changed."""
    table.setColumnCount(len(headings))
    table.setHorizontalHeaderLabels(headings)
    table.setRowCount(len(rows))
    for number, row in enumerate(rows):
        for place, cell in enumerate(row):
            item = QTableWidgetItem(cell)
            item.setToolTip(messages.plain(cell))
            table.setItem(number, place, item)
    table.resizeColumnsToContents()
    for place in range(len(headings)):
        table.setColumnWidth(place, min(table.columnWidth(place) + 8, 260))


def quiet_table(page: QWizardPage) -> QTableWidget:
    table = QTableWidget(page)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setAlternatingRowColors(True)
    table.verticalHeader().hide()
    return table


class SourcePage(QWizardPage):
    """A file, a layer of the project, or pasted codes; an indicator or a list."""

    def __init__(self, wizard: ImportDialog) -> None:
        super().__init__(wizard)
        self.owner = wizard
        self.setTitle(translate("Anct", "What do you bring?"))
        self.setSubTitle(
            translate(
                "Anct", "Figures by territory become an indicator; a list of communes or EPCI becomes a programme."
            )
        )
        self.indicator = QRadioButton(translate("Anct", "An indicator: one figure per territory"), self)
        self.programme = QRadioButton(translate("Anct", "A list of territories: a scheme of your own"), self)
        self.file_choice = QRadioButton(translate("Anct", "A file (CSV, ODS, XLSX)"), self)
        self.layer_choice = QRadioButton(translate("Anct", "A layer or table of the project"), self)
        self.text_choice = QRadioButton(translate("Anct", "Codes to paste"), self)
        self.file = QgsFileWidget(self)
        self.file.setFilter(translate("Anct", "Tables") + " (*.csv *.txt *.tsv *.ods *.xlsx *.xls)")
        self.layer = QgsMapLayerComboBox(self)
        self.layer.setFilters(QgsMapLayerProxyModel.Filter.VectorLayer)
        self.text = QPlainTextEdit(self)
        self.text.setPlaceholderText("46042\n46102\n200023737")
        self.text.setMaximumHeight(110)
        for buttons in ((self.indicator, self.programme), (self.file_choice, self.layer_choice, self.text_choice)):
            group = QButtonGroup(self)  # two questions: each has one answer
            for button in buttons:
                group.addButton(button)
            buttons[0].setChecked(True)
            for button in buttons:
                button.toggled.connect(self._changed)
        self.file.fileChanged.connect(self._changed)
        self.layer.layerChanged.connect(self._changed)
        self.text.textChanged.connect(self._changed)
        self.doing = note(self)
        layout = QVBoxLayout(self)
        layout.addWidget(self.indicator)
        layout.addWidget(self.programme)
        layout.addSpacing(12)
        grid = QGridLayout()
        for row, pair in enumerate(
            ((self.file_choice, self.file), (self.layer_choice, self.layer), (self.text_choice, self.text))
        ):
            grid.addWidget(pair[0], row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(pair[1], row, 1)
        grid.setColumnStretch(1, 1)
        layout.addLayout(grid)
        layout.addStretch(1)
        layout.addWidget(self.doing)
        self._changed()

    def isComplete(self) -> bool:  # noqa: N802
        if self.owner.analyst is None:
            return False
        if self.file_choice.isChecked():
            return bool(self.file.filePath().strip())
        if self.layer_choice.isChecked():
            return self.layer.currentLayer() is not None
        return bool(self.text.toPlainText().strip())

    def validatePage(self) -> bool:  # noqa: N802
        """Read the table; a problem is said here and the page stays."""
        try:
            self.owner.read_table()
        except AnctError as problem:
            self.say(str(problem), True)
            return False
        self.say("")
        return True

    def say(self, text: str, wrong: bool = False) -> None:
        """A line under the choices."""
        self.doing.setText(text)
        style.colour(self.doing, QColor("#b3261e") if wrong else style.quiet(self.palette()))

    def _changed(self) -> None:
        listing = self.programme.isChecked()
        self.text_choice.setEnabled(listing)
        if not listing and self.text_choice.isChecked():
            self.file_choice.setChecked(True)
        self.file.setEnabled(self.file_choice.isChecked())
        self.layer.setEnabled(self.layer_choice.isChecked())
        self.text.setEnabled(self.text_choice.isChecked())
        self.completeChanged.emit()


class ColumnsPage(QWizardPage):
    """The first rows, and which columns are meant."""

    def __init__(self, wizard: ImportDialog) -> None:
        super().__init__(wizard)
        self.owner = wizard
        self._filling = False
        self.setTitle(translate("Anct", "How is it read?"))
        self.setSubTitle(translate("Anct", "What was recognised, and why; choose otherwise if need be."))
        self.table = quiet_table(self)
        self.reasons = note(self)
        self.code, self.value, self.level = QComboBox(self), QComboBox(self), QComboBox(self)
        self.decimal, self.encoding, self.separator = QComboBox(self), QComboBox(self), QComboBox(self)
        self.weight, self.sheet = QComboBox(self), QComboBox(self)
        for key in ("commune", "epci", "departement", "region"):
            self.level.addItem(names.level(key, several=True), key)
        self.decimal.addItem(translate("Anct", "comma (12,5)"), ",")
        self.decimal.addItem(translate("Anct", "point (12.5)"), ".")
        for key, label in (("", translate("Anct", "guessed")), ("utf-8", "UTF-8"), ("windows-1252", "Windows-1252"),
                           ("utf-16", "UTF-16")):  # fmt: skip
            self.encoding.addItem(label, key)
        for key, label in (("", translate("Anct", "guessed")), (";", translate("Anct", "semicolon")),
                           (",", translate("Anct", "comma")), ("\t", translate("Anct", "tab"))):  # fmt: skip
            self.separator.addItem(label, key)
        left, right = QFormLayout(), QFormLayout()
        left.addRow(translate("Anct", "Column of the codes"), self.code)
        left.addRow(translate("Anct", "Level of the codes"), self.level)
        left.addRow(translate("Anct", "Column of the values"), self.value)
        left.addRow(translate("Anct", "Column of the weights"), self.weight)
        self.weight.setToolTip(
            translate(
                "Anct", "What the values are a share or a mean of (households, dwellings…): it weighs the communes."
            )
        )
        right.addRow(translate("Anct", "Sheet"), self.sheet)
        right.addRow(translate("Anct", "Decimal mark"), self.decimal)
        right.addRow(translate("Anct", "Encoding"), self.encoding)
        right.addRow(translate("Anct", "Separator"), self.separator)
        self._value_label, self._decimal_label = left.labelForField(self.value), right.labelForField(self.decimal)
        self._level_label = left.labelForField(self.level)
        self._weight_label, self._sheet_label = left.labelForField(self.weight), right.labelForField(self.sheet)
        grid = QGridLayout()
        grid.addLayout(left, 0, 0)
        grid.addLayout(right, 0, 1)
        layout = QVBoxLayout(self)
        layout.addWidget(self.table, 1)
        layout.addLayout(grid)
        layout.addWidget(self.reasons)
        self.encoding.currentIndexChanged.connect(self._read_again)
        self.separator.currentIndexChanged.connect(self._read_again)
        self.sheet.currentIndexChanged.connect(self._read_again)
        self.level.currentIndexChanged.connect(self._weigh)
        for box in (self.code, self.value):
            box.currentIndexChanged.connect(lambda _row: self.completeChanged.emit())

    def initializePage(self) -> None:  # noqa: N802
        self._show()

    def isComplete(self) -> bool:  # noqa: N802
        if self.code.currentIndex() < 0:
            return False
        return not self.owner.is_indicator or 0 <= self.value.currentIndex() != self.code.currentIndex()

    def validatePage(self) -> bool:  # noqa: N802
        self.owner.match()
        if self.owner.done.values or self.owner.done.members:
            return True
        self.reasons.setText(self.owner.done.report())  # nothing to go on with: it says what was tried
        return False

    def _show(self) -> None:
        owner, table = self.owner, self.owner.table
        if table is None:
            return
        guess = owner.guess()
        self._filling = True
        for box, chosen in ((self.code, guess.code), (self.value, guess.value)):
            box.clear()
            box.addItems(table.columns)
            box.setCurrentIndex(chosen)
        self.level.setCurrentIndex(self.level.findData(guess.level))
        self.weight.clear()
        self.weight.addItem(translate("Anct", "none"))
        self.weight.addItems(table.columns)
        if [self.sheet.itemData(row) for row in range(1, self.sheet.count())] != list(table.sheets):
            self.sheet.clear()
            self.sheet.addItem(translate("Anct", "the first that holds something"), None)
            for name in table.sheets:
                self.sheet.addItem(name, name)
        for widget in (self.sheet, self._sheet_label):
            widget.setVisible(len(table.sheets) > 1)
        self.decimal.setCurrentIndex(self.decimal.findData(guess.decimal))
        for widget in (self.value, self._value_label, self.decimal, self._decimal_label, self.level, self._level_label):
            widget.setVisible(owner.is_indicator)
        self._weigh()
        is_text = bool(table.separator)
        self.encoding.setEnabled(is_text)
        self.separator.setEnabled(is_text)
        self._filling = False
        fill(self.table, list(table.columns), table.rows[:PREVIEW_ROWS])
        reasons = [*table.reasons, *guess.reasons]
        if not owner.is_indicator:
            reasons = [one for one in reasons if not one.startswith(("valeur", "décimale", "nombres"))]
        self.reasons.setText("\n".join(f"• {one}" for one in reasons))
        self.completeChanged.emit()

    def weight_column(self) -> int:
        """Position of the column of weights, -1 if none."""
        return self.weight.currentIndex() - 1 if self.owner.is_indicator and self.owner.level == "commune" else -1

    def _weigh(self) -> None:
        """Only values of communes are brought to wider territories, hence weighed."""
        for widget in (self.weight, self._weight_label):
            widget.setVisible(self.owner.is_indicator and self.owner.level == "commune")

    def _read_again(self) -> None:
        if self._filling:
            return
        try:
            self.owner.read_table(self.encoding.currentData(), self.separator.currentData(), self.sheet.currentData())
        except AnctError as problem:
            self.reasons.setText(str(problem))
            return
        self._show()


class DescribePage(QWizardPage):
    """Name, unit, direction, source and vintage; for a list, its colour and sign."""

    def __init__(self, wizard: ImportDialog) -> None:
        super().__init__(wizard)
        self.owner = wizard
        self.setTitle(translate("Anct", "What is it called?"))
        self.setSubTitle(translate("Anct", "Name, source and vintage stand beside every figure, map and document."))
        self.name, self.key, self.unit = QLineEdit(self), QLineEdit(self), QLineEdit(self)
        self.source, self.vintage, self.remark = QLineEdit(self), QLineEdit(self), QLineEdit(self)
        self.direction, self.aggregation, self.symbol = QComboBox(self), QComboBox(self), QComboBox(self)
        self.direction.addItem(translate("Anct", "a high value"), "high")
        self.direction.addItem(translate("Anct", "a low value"), "low")
        self.aggregation.addItem(translate("Anct", "nothing: values of communes only"), "none")
        self.aggregation.addItem(translate("Anct", "mean weighted by population (approximate)"), "population")
        self.decimals = QSpinBox(self)
        self.decimals.setRange(0, 6)
        self.decimals.setValue(1)
        self.colour = QgsColorButton(self)
        self.colour.setColor(QColor("#4b2e83"))
        self.symbol.addItems(OWN_SYMBOLS)
        self.unit.setPlaceholderText("%")
        self.source.setPlaceholderText("DDT du Lot, observatoire de l’habitat")
        self.vintage.setPlaceholderText("2025")
        self.form = QFormLayout(self)
        rows = (
            (translate("Anct", "Name"), self.name, ""), (translate("Anct", "Key"), self.key, ""),
            (translate("Anct", "Unit"), self.unit, "indicator"),
            (translate("Anct", "Fragile means"), self.direction, "indicator"),
            (translate("Anct", "Decimals shown"), self.decimals, "indicator"),
            (translate("Anct", "Above the commune"), self.aggregation, "indicator"),
            (translate("Anct", "Colour"), self.colour, "programme"),
            (translate("Anct", "Symbol"), self.symbol, "programme"),
            (translate("Anct", "Source"), self.source, ""), (translate("Anct", "Vintage"), self.vintage, ""),
            (translate("Anct", "Limits, definition"), self.remark, ""),
        )  # fmt: skip
        self._only = {}
        for label, widget, only in rows:
            self.form.addRow(label, widget)
            self._only[widget] = only
        self.problem = note(self)
        self.form.addRow(self.problem)
        self._own_key = False
        self.key.textEdited.connect(self._key_typed)
        self.name.textChanged.connect(self._name_changed)
        for line in (self.name, self.key, self.source, self.vintage):
            line.textChanged.connect(lambda _text: self.completeChanged.emit())

    def initializePage(self) -> None:  # noqa: N802
        indicator = self.owner.is_indicator
        for widget, only in self._only.items():
            shown = not only or (only == "indicator") == indicator
            widget.setVisible(shown)
            self.form.labelForField(widget).setVisible(shown)
        weight = self.owner.columns.weight_column()
        at = self.aggregation.findData("column")
        if at >= 0:
            self.aggregation.removeItem(at)
        if weight >= 0:
            name = self.owner.table.columns[weight]
            self.aggregation.addItem(translate("Anct", "mean weighted by “{column}”").format(column=name), "column")
            self.aggregation.setCurrentIndex(self.aggregation.count() - 1)
        self.aggregation.setEnabled(self.owner.level == "commune")
        self.problem.setText("")
        if not self.name.text():
            self.name.setText(self.owner.suggested_name())

    def isComplete(self) -> bool:  # noqa: N802
        return all(line.text().strip() for line in (self.name, self.key, self.source, self.vintage))

    def validatePage(self) -> bool:  # noqa: N802
        try:
            self.owner.check()
        except AnctError as problem:
            self.problem.setText(str(problem))
            style.colour(self.problem, QColor("#b3261e"))
            return False
        return True

    def _key_typed(self) -> None:
        self._own_key = True

    def _name_changed(self, text: str) -> None:
        if not self._own_key:
            self.key.setText(identifier(text) if text.strip() else "")


class ReportPage(QWizardPage):
    """What becomes of each row, before anything is kept."""

    def __init__(self, wizard: ImportDialog) -> None:
        super().__init__(wizard)
        self.owner = wizard
        self.setTitle(translate("Anct", "What becomes of each row"))
        self.setSubTitle(translate("Anct", "Nothing is kept yet: “Import” keeps what is counted here."))
        self.summary = style.Label("", self)
        self.summary.setWordWrap(True)
        self.summary.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.table = quiet_table(self)
        self.export = QPushButton(translate("Anct", "Export the rows left out (CSV)…"), self)
        self.export.clicked.connect(self._export)
        layout = QVBoxLayout(self)
        layout.addWidget(self.summary)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.export, 0, Qt.AlignmentFlag.AlignLeft)
        self.setCommitPage(True)
        self.setButtonText(self.owner.WizardButton.CommitButton, translate("Anct", "Import"))

    def initializePage(self) -> None:  # noqa: N802
        done = self.owner.done
        self.summary.setText(done.report().split("\n  ")[0])
        rows = [[str(one.row), one.code, one.value, one.reason] for one in done.left_out[:MOST_SHOWN]]
        headings = [translate("Anct", "Row"), translate("Anct", "Code"), translate("Anct", "Value"),
                    translate("Anct", "Why it is left out, what was tried")]  # fmt: skip
        fill(self.table, headings, rows)
        self.table.horizontalHeader().setSectionResizeMode(3, QHeaderView.ResizeMode.Stretch)
        self.table.resizeRowsToContents()
        self.table.setVisible(bool(rows))
        self.export.setVisible(bool(rows))

    def validatePage(self) -> bool:  # noqa: N802
        try:
            self.owner.keep()
        except AnctError as problem:
            self.summary.setText(str(problem))
            style.colour(self.summary, QColor("#b3261e"))
            return False
        return True

    def _export(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, self.export.text(), "lignes_laissees_de_cote.csv", "CSV (*.csv)")
        if name:
            self.write_left_out(Path(name))

    def write_left_out(self, path: Path) -> None:
        """Write the rows left out; a problem is said in the page."""
        try:
            path.write_text(self.owner.done.left_out_csv(), encoding="utf-8", newline="")
        except OSError as error:
            self.summary.setText(
                translate("Anct", "{file} cannot be written: {reason}.").format(file=path, reason=system_reason(error))
            )


class DonePage(QWizardPage):
    """It is kept; see it."""

    def __init__(self, wizard: ImportDialog) -> None:
        super().__init__(wizard)
        self.owner = wizard
        self.setTitle(translate("Anct", "It is in your data"))
        self.text = style.Label("", self)
        self.text.setWordWrap(True)
        self.show_button = QPushButton(translate("Anct", "See on the map"), self)
        self.show_button.clicked.connect(lambda _checked=False: self.owner.show_on_map())
        layout = QVBoxLayout(self)
        layout.addWidget(self.text)
        layout.addWidget(self.show_button, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addStretch(1)

    def initializePage(self) -> None:  # noqa: N802
        self.text.setText(
            translate(
                "Anct",
                "“{name}” (key {key}) can now be used like the official data: panel, maps, profiles, diagnostics, "
                "enriched lists. It can be renamed, exported or deleted in the window “Sources of the data”.",
            ).format(name=self.owner.describe.name.text(), key=self.owner.describe.key.text())
        )


def cells_of(layer: QgsVectorLayer) -> tuple[list[str], list[list[str]]]:
    """Names and cells (text, "" for NULL) of a layer's rows."""
    rows = [
        ["" if value is None or value == NULL else str(value) for value in feature.attributes()]
        for feature in layer.getFeatures()
    ]
    return layer.fields().names(), rows
