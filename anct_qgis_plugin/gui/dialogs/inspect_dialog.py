"""Every fact of one territory: programmes, indicators beside those around it, as a table and as a chart, to copy."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from qgis.PyQt.QtCore import QLocale, Qt
from qgis.PyQt.QtGui import QGuiApplication, QImage, QKeySequence
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QScrollArea,
    QShortcut,
    QTableWidget,
    QTableWidgetItem,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from ... import messages
from ...core import indicators, wording
from ...core.diagnostic import Analyst, ProgrammeFact
from ...core.indicators import Figure
from ...core.positions import Position, positions
from ...core.territory import Territory
from ...core.zoning_block import zoning_text
from ...documents import charts
from ...errors import MissingDependency
from ...i18n import translate
from .. import names, style, work
from ..widgets.chip import ProgrammeChip
from ..widgets.figures import tooltip
from ..widgets.flow import FlowLayout
from ..widgets.territory_card import chip_text, chip_tooltip, zoning_line

_FIGURE = Qt.ItemDataRole.UserRole


@dataclass(frozen=True)
class Sheet:
    """What the dialog shows: the territory and those around it, and their figures (one row per indicator)."""

    columns: tuple[Territory, ...]
    rows: tuple[tuple[Figure, ...], ...]
    positions: tuple[Position, ...]
    programmes: tuple[ProgrammeFact, ...]


def gather(analyst: Analyst, territory: Territory) -> Sheet:
    """The facts of a territory, its département, région and France (those wider than itself)."""
    facts = analyst.facts
    columns = (territory, *work.beside(analyst, territory))
    found = tuple(positions(facts, columns))
    people = tuple(indicators.population_figure(facts, t) for t in columns)
    programmes = [*analyst.programme_facts(territory, "programme"), *analyst.programme_facts(territory, "zonage")]
    return Sheet(columns, (people, *(p.figures for p in found)), found, tuple(programmes))


class InspectDialog(QDialog):
    """The dialog; several may be open side by side."""

    def __init__(self, analyst: Analyst, territory: Territory, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("AnctInspectDialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.facts = analyst.facts
        self.territory = territory
        self.sheet = gather(analyst, territory)
        self.setWindowTitle(translate("Anct", "Inspect: {name}").format(name=territory.label))
        style.open_at(self, 1120, 640)
        layout = QVBoxLayout(self)
        layout.addWidget(self._heading())
        layout.addWidget(self._chips())
        zonings = style.Label(zoning_line(self.sheet.programmes), self)
        zonings.setWordWrap(True)
        zonings.setVisible(bool(zonings.text()))
        style.colour(zonings, style.quiet(self.palette()))
        layout.addWidget(zonings)
        self.tabs = QTabWidget(self)
        self.table = self._table()
        self.tabs.addTab(self.table, translate("Anct", "Table"))
        self.figure = None
        self._chart_page = QVBoxLayout()
        page = QWidget(self)
        page.setLayout(self._chart_page)
        self._chart_page.setContentsMargins(0, 0, 0, 0)
        self.tabs.addTab(page, translate("Anct", "Chart"))
        # matplotlib is imported when its page is first looked at.
        self.tabs.currentChanged.connect(self._turn_to)
        layout.addWidget(self.tabs, 1)
        self.told = style.Label("", self)
        layout.addWidget(self.told)
        layout.addWidget(self._buttons())
        # On the table, as its own keys come before those of the dialog.
        shortcut = QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), self.table)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.copy_selection)

    # -- parts ----------------------------------------------------------------------------------------------------

    def _heading(self) -> QLabel:
        label = QLabel(self)
        label.setWordWrap(True)
        population = self.sheet.rows[0][0]
        people = (
            translate("Anct", "population unknown")
            if population.value is None
            else names.people(population.value, population.vintage)
        )
        code = f" · {self.territory.code}" if self.territory.code else ""
        label.setTextFormat(Qt.TextFormat.RichText)
        quiet = style.quiet(self.palette()).name()
        label.setText(
            f'<span style="font-size:15pt; font-weight:bold">{escape(self.territory.label)}</span>'
            f'&nbsp;&nbsp; <span style="color:{quiet}">{names.level(self.territory.level)} · {people}{code}</span>'
        )
        return label

    def _chips(self) -> QWidget:
        box = QWidget(self)
        flow = FlowLayout(box)
        for fact in self.sheet.programmes:
            text = chip_text(fact)
            if text:
                flow.addWidget(ProgrammeChip(fact.programme, text, chip_tooltip(fact), box))
        if not flow.count():
            flow.addWidget(style.Label(translate("Anct", "No programme of the data covers it."), box))
        return box

    def _table(self) -> QTableWidget:
        columns = self.sheet.columns
        heads = [
            translate("Anct", "Indicator"),
            *(column_name(t) for t in columns),
            translate("Anct", "Unit"),
            translate("Anct", "Year"),
            translate("Anct", "Status"),
            translate("Anct", "Source"),
        ]
        table = QTableWidget(len(self.sheet.rows), len(heads), self)
        table.setHorizontalHeaderLabels(heads)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for row, figures in enumerate(self.sheet.rows):
            own = figures[0]
            texts = [own.unit, own.vintage, self._status(own), self._source(own)]
            first = _Item(own.label)
            first.setToolTip(messages.plain(own.note))
            first.setData(_FIGURE, row)
            table.setItem(row, 0, first)
            for column, figure in enumerate(figures, start=1):
                item = _Item(figure.text if figure.value is None else value_text(figure), figure.value)
                item.setTextAlignment(right)
                item.setToolTip(messages.plain(tooltip(self.facts, figure)))
                if figure.value is None:
                    item.setForeground(style.quiet(self.palette()))
                elif column == 1:
                    item.setFont(style.font(table, 1.0, True))
                table.setItem(row, column, item)
            for column, text in enumerate(texts, start=len(figures) + 1):
                item = _Item(text)
                item.setToolTip(messages.plain(text))
                table.setItem(row, column, item)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setAlternatingRowColors(True)
        table.setWordWrap(False)
        table.verticalHeader().hide()
        table.resizeColumnsToContents()
        table.setColumnWidth(0, min(table.columnWidth(0), 320))
        for column in range(1, len(columns) + 1):
            table.setColumnWidth(column, max(78, table.columnWidth(column) + 6))
        table.horizontalHeader().setSectionResizeMode(len(heads) - 1, QHeaderView.ResizeMode.Stretch)
        table.verticalHeader().setDefaultSectionSize(table.fontMetrics().height() + 8)
        # No column is marked before sorting is switched on, so that the catalogue's order stays until one is clicked.
        table.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        table.setSortingEnabled(True)
        return table

    def _status(self, figure: Figure) -> str:
        name = indicators.status_name(figure.status)
        return f"{name}, {translate('Anct', 'approximated (≈)')}" if figure.approximate else name

    def _source(self, figure: Figure) -> str:
        sources = self.facts.sources
        if figure.source not in sources.index:
            return figure.source
        row = sources.loc[figure.source]
        return f"{row['producteur']}, {row['titre']}"

    def _buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox(self)
        self.copy_button = buttons.addButton(translate("Anct", "Copy"), QDialogButtonBox.ButtonRole.ActionRole)
        self.copy_button.clicked.connect(self.copy)
        zonings = translate("Anct", "Copy the zoning block")
        self.zonings_button = buttons.addButton(zonings, QDialogButtonBox.ButtonRole.ActionRole)
        self.zonings_button.setToolTip(
            translate("Anct", "QPV, FRR, CRTE, ACV, PVD, VA: what grant forms ask, with sources")
        )
        self.zonings_button.clicked.connect(lambda _checked=False: self.copy_zonings())
        buttons.addButton(translate("Anct", "Close"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        return buttons

    # -- chart ----------------------------------------------------------------------------------------------------

    def _turn_to(self, page: int) -> None:
        if page != 1 or self._chart_page.count():
            return
        try:
            canvas = self._canvas()
        except MissingDependency as problem:
            sentence = style.Label(str(problem), self)
            sentence.setWordWrap(True)
            self._chart_page.addWidget(sentence)
            return
        area = QScrollArea(self)
        area.setWidget(canvas)
        area.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._chart_page.addWidget(area)

    def _canvas(self) -> QWidget:
        self.figure = self.draw()
        from matplotlib.backends.backend_qtagg import FigureCanvasQTAgg

        self.figure.set_dpi(110)
        canvas = FigureCanvasQTAgg(self.figure)
        width, height = (int(side * 110) for side in self.figure.get_size_inches())
        canvas.setFixedSize(width, height)
        return canvas

    def draw(self):
        """The chart as a matplotlib figure, in the window's colours.

        Raises:
            MissingDependency: without matplotlib.
        """
        palette = charts.DARK if style.is_dark(self.palette()) else charts.PAPER
        plural = wording.LEVEL_PLURALS.get(self.sheet.positions[0].level, "") if self.sheet.positions else ""
        return charts.indicator_chart(self.sheet.positions, plural, width_cm=21, palette=palette)

    # -- copying --------------------------------------------------------------------------------------------------

    def copy(self) -> None:
        """Copy what the page shows: the table as text, the chart as image."""
        if self.tabs.currentIndex() == 0:
            QGuiApplication.clipboard().setText(self.text())
            self.told.setText(translate("Anct", "The table is copied: paste it into a spreadsheet."))
        elif self.figure is not None:
            QGuiApplication.clipboard().setImage(self.image())
            self.told.setText(translate("Anct", "The chart is copied as an image."))

    def copy_zonings(self) -> None:
        """Copy what the forms of DETR and DSIL ask about zonings, with source and date."""
        QGuiApplication.clipboard().setText(zoning_text(self.facts, self.territory))
        self.told.setText(translate("Anct", "The zoning block is copied: paste it into the form."))

    def copy_selection(self) -> None:
        """Copy the selected rows with their heading; the whole table where none is selected."""
        rows = sorted({index.row() for index in self.table.selectedIndexes()})
        QGuiApplication.clipboard().setText(self._tabbed(rows) if rows else self.text())
        self.told.setText(translate("Anct", "Copied: paste it into a spreadsheet."))

    def text(self) -> str:
        """The whole table in its present order, tab-separated, numbers in the interface's language; then programmes."""
        lines = [self._tabbed(range(self.table.rowCount())), ""]
        lines.append("\t".join([translate("Anct", "Programme"), translate("Anct", "Situation")]))
        lines += ["\t".join([fact.programme.label, fact.text]) for fact in self.sheet.programmes]
        return "\n".join(lines) + "\n"

    def image(self) -> QImage:
        """The chart at 200 dots per inch, on white paper."""
        from matplotlib.backends.backend_agg import FigureCanvasAgg

        plural = wording.LEVEL_PLURALS.get(self.sheet.positions[0].level, "") if self.sheet.positions else ""
        figure = charts.indicator_chart(self.sheet.positions, plural, width_cm=21)
        figure.set_dpi(200)
        canvas = FigureCanvasAgg(figure)
        canvas.draw()
        width, height = canvas.get_width_height()
        pixels = bytes(canvas.buffer_rgba())
        return QImage(pixels, width, height, 4 * width, QImage.Format.Format_RGBA8888).copy()

    def _tabbed(self, rows) -> str:
        table = self.table
        lines = ["\t".join(table.horizontalHeaderItem(c).text() for c in range(table.columnCount()))]
        for row in rows:
            figures = self.sheet.rows[table.item(row, 0).data(_FIGURE)]
            after = range(len(figures) + 1, table.columnCount())
            cells = [
                table.item(row, 0).text(),
                *(bare(f) for f in figures),
                *(table.item(row, c).text() for c in after),
            ]
            lines.append("\t".join(" ".join(cell.split()) for cell in cells))
        return "\n".join(lines)


class _Item(QTableWidgetItem):
    """A cell sorted by its number where it has one; what has none comes last in ascending order."""

    def __init__(self, text: str, number: float | None = None) -> None:
        super().__init__(text)
        self.number = number

    def __lt__(self, other: QTableWidgetItem) -> bool:
        mine, others = self.number, getattr(other, "number", None)
        if mine is None and others is None:
            return QLocale().toLower(self.text()) < QLocale().toLower(other.text())
        if mine is None or others is None:
            return others is None
        return mine < others


def column_name(territory: Territory) -> str:
    """A territory at the head of a column."""
    return "France" if territory.expression == "FR" else territory.label


def value_text(figure: Figure) -> str:
    """A value without its unit, which has its own column; "≈" before an approximation."""
    signed = figure.indicator == "evolution_population"
    number = wording.number(figure.value or 0.0, figure.decimals, signed)
    return f"≈{wording.NBSP}{number}" if figure.approximate else number


def bare(figure: Figure) -> str:
    """A value as a spreadsheet reads it: no thousands separator, the decimal sign of the interface's language."""
    if figure.value is None:
        return figure.text
    locale = QLocale()
    locale.setNumberOptions(QLocale.NumberOption.OmitGroupSeparator)
    return locale.toString(float(figure.value), "f", figure.decimals)
