"""The perimeter workshop: try a perimeter out, compare two variants, keep one, hand it on."""

from __future__ import annotations

from collections.abc import Callable

from qgis.PyQt.QtCore import QRect, Qt
from qgis.PyQt.QtGui import QCloseEvent, QKeySequence
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QRadioButton,
    QShortcut,
    QSplitter,
    QTableWidget,
    QTableWidgetItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ... import messages
from ...core import wording
from ...core.kept import Kept
from ...core.prefill_tables import short_name
from ...core.sandbox import Sandbox
from ...errors import AnctError
from ...gis.jobs import Job
from ...i18n import translate
from .. import dossiers, style, work
from ..news import DataNews
from ..perimeter_tool import PerimeterBands, PerimeterTool
from ..variants import KEYS, Variants
from ..widgets.kept_perimeters import KeptPerimeters
from ..widgets.measures_table import MeasuresTable
from ..widgets.perimeter_sources import PerimeterSources

LOW = 330  # height of the window while the map is clicked, pixels


def open_dialog(iface) -> QDialog:
    """Open the workshop; the data are read first."""
    dialog = PerimeterDialog(iface, iface.mainWindow())
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.show()
    dialog.read_data()
    return dialog


class PerimeterDialog(QDialog):
    """The workshop. Its variants are kept at each change and found again when it is opened next."""

    def __init__(self, iface, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.iface = iface
        self.data: work.Ready | None = None
        self.sandbox: Sandbox | None = None
        self.job: Job | None = None
        self._aside: tuple[QRect, QRect] | None = None  # geometry before, and while the map is clicked
        self.variants = Variants(self)
        self.bands = PerimeterBands(iface.mapCanvas())
        self.tool = PerimeterTool(iface.mapCanvas())
        self.tool.clicked.connect(self.clicked_on_map)
        self.setObjectName("AnctPerimeterDialog")
        self.setWindowTitle(translate("Anct", "Perimeter workshop"))
        style.open_at(self, 1280, 760)
        self._build()
        self.news = DataNews(self)
        self.news.changed.connect(self.read_again)
        self.variants.changed.connect(self.refresh)
        self._enable()

    # -- building -------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        self.sources = PerimeterSources(self._around, self)
        self.sources.said.connect(self.say)
        self.sources.given.connect(lambda what, codes: getattr(self.variants, what)(self.key, codes))
        self.sources.picked.connect(self.start_from)
        self.sources.click_button.toggled.connect(self.click_on_map)
        self.tool.deactivated.connect(lambda: self.sources.click_button.setChecked(False))
        layout.addWidget(self.sources)
        layout.addLayout(self._build_variants())
        self.communes = self._build_communes()
        self.measures = MeasuresTable(self)
        splitter = QSplitter(Qt.Orientation.Horizontal, self)
        splitter.addWidget(self.communes)
        splitter.addWidget(self.measures)
        splitter.setSizes([490, 770])
        layout.addWidget(splitter, 1)
        self.sentence = style.Label("", self)
        self.sentence.setWordWrap(True)
        self.sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        layout.addWidget(self.sentence)
        layout.addLayout(self._build_hand_over())

    def _build_variants(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(style.Label(translate("Anct", "Work on:"), self))
        self.choice = QButtonGroup(self)
        for number, key in enumerate(KEYS):
            button = QRadioButton(variant_name(key), self)
            button.setChecked(number == 0)
            self.choice.addButton(button, number)
            row.addWidget(button)
        self.choice.idToggled.connect(lambda _number, on: self.refresh() if on else None)
        self.copy_button = QToolButton(self)
        self.copy_button.clicked.connect(self.copy_variant)
        self.undo_button = QToolButton(self)
        self.undo_button.setText(translate("Anct", "Undo"))
        self.undo_button.clicked.connect(lambda: self.variants.undo(self.key))
        self.redo_button = QToolButton(self)
        self.redo_button.setText(translate("Anct", "Redo"))
        self.redo_button.clicked.connect(lambda: self.variants.redo(self.key))
        QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), self, lambda: self.variants.undo(self.key))
        QShortcut(QKeySequence(QKeySequence.StandardKey.Redo), self, lambda: self.variants.redo(self.key))
        self.zoom_button = QToolButton(self)
        self.zoom_button.setText(translate("Anct", "See on the map"))
        self.zoom_button.clicked.connect(lambda _=False: self.zoom())
        for button in (self.copy_button, self.undo_button, self.redo_button, self.zoom_button):
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _build_communes(self) -> QTableWidget:
        table = QTableWidget(0, 4, self)
        table.setHorizontalHeaderLabels(
            [
                translate("Anct", "Commune"),
                translate("Anct", "Code"),
                translate("Anct", "EPCI"),
                translate("Anct", "Population"),
            ]
        )
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.verticalHeader().hide()
        table.horizontalHeader().setSortIndicator(0, Qt.SortOrder.AscendingOrder)
        table.horizontalHeader().setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        for column, sample in ((0, "Saint-Jean-Lespinasse"), (1, "2A004 00"), (3, "Population 0")):
            table.setColumnWidth(column, table.fontMetrics().horizontalAdvance(sample) + 12)
        table.setToolTip(translate("Anct", "Select communes and press Del to take them away."))
        delete = QShortcut(QKeySequence(Qt.Key.Key_Delete), table)
        delete.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        delete.activated.connect(self.remove_selected)
        return table

    def _build_hand_over(self) -> QHBoxLayout:
        self.kept = KeptPerimeters(self)
        self.kept.keep_asked.connect(lambda: self.attempt(self.keep))
        self.kept.chosen.connect(self.load_kept)
        self.kept.altered.connect(self._know_kept)
        self.kept.failed.connect(self.say)
        self.diagnostic_button = QPushButton(translate("Anct", "Diagnostic…"), self)
        self.diagnostic_button.clicked.connect(lambda: self.hand_over(self._ask_diagnostic))
        self.pacte_button = QPushButton(translate("Anct", "Pacte…"), self)
        self.pacte_button.clicked.connect(lambda: self.hand_over(self._draft_pacte))
        close = QPushButton(translate("Anct", "Close"), self)
        close.clicked.connect(self.close)
        row = QHBoxLayout()
        row.addWidget(self.kept)
        row.addStretch(1)
        for button in (self.diagnostic_button, self.pacte_button, close):
            button.setAutoDefault(False)
            row.addWidget(button)
        return row

    # -- data -----------------------------------------------------------------------------------------------------

    def read_data(self) -> None:
        """Read the data in the background, then take up what was left."""
        self.say(translate("Anct", "Loading data…"))
        job = work.read_data()
        job.succeeded.connect(self.ready)
        job.failed.connect(lambda problem: self.say(str(problem)))
        self._run(job)

    def read_again(self) -> None:
        """Other data are in use: measure the same variants with them."""
        if self.job is not None:
            self.job.ended.connect(self.read_again)
        elif self.data is not None:
            self.read_data()

    def ready(self, data: work.Ready) -> None:
        """Begin with the data, or go on with others."""
        first = self.data is None
        self.data = data
        self.sandbox = Sandbox(data.analyst, data.profile)
        self.sources.set_analyst(data.analyst)
        self.say(translate("Anct", "Choose a territory to start from, then add or take away communes."))
        self.attempt(lambda: self.variants.restore(data.analyst.facts.codes))
        self.kept.reload()
        self.refresh()
        if first and self.variants.codes(self.key):
            self.zoom()

    @property
    def key(self) -> str:
        """The variant worked on, "a" or "b"."""
        return KEYS[self.choice.checkedId()]

    def say(self, text: str) -> None:
        """One sentence under the tables."""
        self.sentence.setText(text)

    def attempt(self, action: Callable[[], object]) -> bool:
        """Do it; what goes wrong is said under the tables. True if nothing did."""
        try:
            action()
        except AnctError as problem:
            self.say(str(problem))
            return False
        return True

    # -- changing -------------------------------------------------------------------------------------------------

    def start_from(self) -> None:
        """A territory was picked in the list: it starts an empty variant; else a button says what to do with it."""
        if not self.variants.codes(self.key):
            self.sources.give("put", self.sources.typed_codes)
            self.zoom()

    def zoom(self) -> None:
        """Bring the variant worked on into view."""
        self.attempt(lambda: self.bands.zoom(self.variants.codes(self.key)))

    def click_on_map(self, on: bool) -> None:
        """Take the tool that adds or takes away the commune clicked, or give it back."""
        canvas = self.iface.mapCanvas()
        if on:
            canvas.setMapTool(self.tool)
            self.say(translate("Anct", "Click a commune to add it, or to take it away."))
            self._stand_aside()
        else:
            if canvas.mapTool() is self.tool:
                canvas.unsetMapTool(self.tool)
            if self._aside is not None and self.geometry() == self._aside[1]:
                self.setGeometry(self._aside[0])
            self._aside = None

    def _stand_aside(self) -> None:
        """Leave the map free while it is clicked: low, along the foot of QGIS's window."""
        behind, before = self.iface.mainWindow().geometry(), self.geometry()
        height = max(self.minimumSizeHint().height(), LOW)
        if not before.intersects(behind) or before.height() <= height:
            return
        width = min(before.width(), behind.width())
        self.setGeometry(behind.center().x() - width // 2, behind.bottom() - height - 4, width, height)
        self._aside = before, self.geometry()

    def clicked_on_map(self, code: str) -> None:
        """A place was clicked."""
        if self.sandbox is None:
            return
        if code not in self.data.analyst.facts.position:
            self.say(
                translate(
                    "Anct", "There is no commune of France here: click inside métropole or an overseas département."
                )
            )
            return
        self.variants.toggle(self.key, code)
        name = self.data.analyst.facts.communes.at[code, "nom"]
        text = (
            translate("Anct", "{name} added.")
            if code in self.variants.codes(self.key)
            else translate("Anct", "{name} taken away.")
        )
        self.say(text.format(name=name))

    def remove_selected(self) -> None:
        """Take the selected communes away."""
        rows = {index.row() for index in self.communes.selectedIndexes()}
        self.variants.remove(self.key, [self.communes.item(row, 1).text() for row in rows])

    def copy_variant(self) -> None:
        """Copy the other variant into this one."""
        other = KEYS[1 - KEYS.index(self.key)]
        self.variants.put(self.key, self.variants.codes(other))

    # -- showing --------------------------------------------------------------------------------------------------

    def refresh(self, _key: str = "") -> None:
        """Show the variants as they are now."""
        if self.sandbox is None:
            return
        filled = [key for key in KEYS if self.variants.codes(key)]
        territories = [self.sandbox.territory(self.variants.codes(key), variant_name(key)) for key in filled]
        self.measures.show_lines(
            self.sandbox.compare(territories) if territories else [], [t.label for t in territories]
        )
        self._show_communes()
        self.attempt(self._show_on_map)
        self._enable()

    def _show_on_map(self) -> None:
        self.bands.show("around", self._around())
        for key in KEYS:
            self.bands.show(key, self.variants.codes(key))

    def _around(self) -> list[str]:
        communes = self.data.analyst.facts.communes
        mine = [code for key in KEYS for code in self.variants.codes(key)]
        return list(communes.index[communes["code_departement"].isin(communes.loc[mine, "code_departement"].unique())])

    def _show_communes(self) -> None:
        facts, table = self.data.analyst.facts, self.communes
        codes = self.variants.codes(self.key)
        rows = facts.communes.loc[list(codes)]
        table.setSortingEnabled(False)
        table.setRowCount(len(rows))
        for row, (code, name, unit) in enumerate(zip(codes, rows["nom"], rows["code_epci"], strict=True)):
            epci = facts.unit_rows.get(("epci", unit), {}).get("nom", "")
            people = facts.population[facts.position[code]]
            items = (name, code, short_name(epci))
            for column, text in enumerate(items):
                table.setItem(row, column, QTableWidgetItem(text))
            table.item(row, 2).setToolTip(messages.plain(epci))
            table.setItem(row, 3, _Number(wording.quantity(people, ""), people))
        table.setSortingEnabled(True)

    def _enable(self) -> None:
        mine = bool(self.sandbox is not None and self.variants.codes(self.key))
        other = KEYS[1 - KEYS.index(self.key)]
        self.kept.set_can_keep(mine)
        self.zoom_button.setEnabled(mine)
        for widget in (self.diagnostic_button, self.pacte_button):
            widget.setEnabled(mine and self.job is None)
        self.copy_button.setText(translate("Anct", "Copy {variant} here").format(variant=variant_name(other)))
        self.copy_button.setEnabled(self.sandbox is not None and bool(self.variants.codes(other)))
        self.undo_button.setEnabled(self.variants.can_undo(self.key))
        self.redo_button.setEnabled(self.variants.can_redo(self.key))

    # -- keeping and handing on -----------------------------------------------------------------------------------

    def keep(self) -> Kept:
        """Keep the variant under the name typed.

        Raises:
            PerimeterError: as `KeptPerimeters.keep`.
        """
        made = self.kept.keep(self.variants.codes(self.key))
        text = translate("Anct", "“{name}” is kept: type its name, or {expression}, wherever a territory is asked for.")
        self.say(text.format(name=made.name, expression=made.expression))
        return made

    def load_kept(self, kept: Kept) -> None:
        """Put a kept perimeter in the variant worked on."""
        if self.sandbox is not None:
            facts = self.data.analyst.facts
            self.variants.put(self.key, [code for code in kept.communes if code in facts.position])
            self.zoom()

    def _know_kept(self, kept: dict[str, Kept]) -> None:
        if self.data is not None:
            self.data.analyst.gazetteer.keep(kept)

    def hand_over(self, then: Callable[[object], None]) -> None:
        """Keep the variant, gather its facts, and hand them on."""
        if not self.attempt(self.keep):
            return
        job = work.gather(self.data, self.kept.current().expression)
        job.succeeded.connect(lambda facts: then(facts.diagnostic))
        job.failed.connect(lambda problem: self.say(str(problem)))
        self._run(job)

    def _ask_diagnostic(self, diagnostic) -> None:
        from .export_dialog import DiagnosticDialog

        dialog = DiagnosticDialog(diagnostic.territory.label, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self._make_diagnostic(diagnostic, dialog.folder, dialog.chosen))
        dialog.show()

    def _make_diagnostic(self, diagnostic, folder, formats) -> None:
        job = work.make_diagnostic(self.data, diagnostic, folder, formats)
        job.succeeded.connect(
            lambda files: self.say(translate("Anct", "Written: {files}").format(files=", ".join(str(f) for f in files)))
        )
        job.failed.connect(lambda problem: self.say(str(problem)))
        self._run(job)

    def _draft_pacte(self, diagnostic) -> None:
        job = dossiers.draft(self.data, diagnostic, "pacte")
        job.succeeded.connect(
            lambda made: self.attempt(lambda: dossiers.open_draft(made[0], made[1], self.iface.mainWindow()))
        )
        job.failed.connect(lambda problem: self.say(str(problem)))
        self._run(job)

    def _run(self, job: Job) -> None:
        self.job = job
        job.progressed.connect(lambda percent, doing: self.say(f"{doing} {round(percent)} %"))
        job.ended.connect(self._over)
        self._enable()
        job.start()

    def _over(self) -> None:
        self.job = None
        self._enable()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        if self.job is not None:
            self.job.blockSignals(True)  # nobody is left to hear how it ends
            self.job.cancel()
        self.click_on_map(False)
        self.bands.clear()
        super().closeEvent(event)


class _Number(QTableWidgetItem):
    """A cell sorted by its number."""

    def __init__(self, text: str, number: float) -> None:
        super().__init__(text)
        self.number = number if number == number else -1.0
        self.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def __lt__(self, other: QTableWidgetItem) -> bool:
        return self.number < getattr(other, "number", -1.0)


def variant_name(key: str) -> str:
    """A variant's name in the interface."""
    return {"a": translate("Anct", "Variant A"), "b": translate("Anct", "Variant B")}[key]
