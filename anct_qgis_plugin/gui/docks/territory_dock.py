"""The territory panel: choose a territory, see what it is, put it on the map, make its documents."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from qgis.core import QgsApplication, QgsLayerTreeGroup, QgsProject
from qgis.gui import QgsDockWidget
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QDate, QLocale, Qt, QTimer, pyqtSignal
from qgis.PyQt.QtGui import QShowEvent
from qgis.PyQt.QtWidgets import (
    QAction,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QMenu,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ... import messages, settings
from ...errors import AnctError
from ...gis.jobs import Job
from ...i18n import translate
from .. import style, work
from ..news import DataNews
from ..widgets.territory_search import TerritorySearch

if TYPE_CHECKING:  # they import pandas, which may be missing
    from ...core.territory import Territory
    from ..widgets.territory_card import CardFacts, TerritoryCard


class TerritoryDock(QgsDockWidget):
    """The panel. It holds nothing that matters: layers live in the project, dossiers in their store.

    Signals: `ready` once the data are read; `territory_shown` with the expression whose card is complete.
    """

    ready = pyqtSignal()
    territory_shown = pyqtSignal(str)

    def __init__(self, iface, parent: QWidget | None = None, actions: Mapping[str, QAction] | None = None) -> None:
        """Build the empty panel; the data are read when it is first shown.

        Args:
            actions: the plugin's own actions by key; "inspect" and "dossier" get a button here.
        """
        super().__init__(translate("Anct", "ANCT – Territory"), parent)
        self.setObjectName("AnctTerritoryDock")
        self.iface = iface
        self.data: work.Ready | None = None
        self.facts: CardFacts | None = None
        self._shown_from: work.Ready | None = None
        self.card: TerritoryCard | None = None
        self.job: Job | None = None
        self._reading: Job | None = None
        self._gathering: Job | None = None
        self._dialogs: list[QWidget] = []
        self._build(actions or {})
        self.news = DataNews(self)
        self.news.changed.connect(self.read_again)

    # -- building -------------------------------------------------------------------------------------------------

    def _build(self, actions: Mapping[str, QAction]) -> None:
        content = QWidget(self)
        layout = QVBoxLayout(content)
        layout.setContentsMargins(10, 10, 10, 8)
        layout.setSpacing(6)
        self.search = TerritorySearch(content)
        self.search.chosen.connect(self.choose)
        self.search.failed.connect(self.say)
        self.search.typed.connect(lambda: self.say(""))
        self.sentence = self._label("AnctSentence")
        self.retry = QPushButton(translate("Anct", "Retry"), content)
        self.retry.clicked.connect(self.read_data)
        self.retry.hide()
        self.breadcrumb = self._label("AnctBreadcrumb")
        self.breadcrumb.setTextInteractionFlags(Qt.TextInteractionFlag.LinksAccessibleByMouse)
        self.breadcrumb.linkActivated.connect(self.choose)
        self.breadcrumb.hide()
        self.scroll = QScrollArea(content)
        self.scroll.setWidgetResizable(True)
        self.scroll.setFrameShape(QFrame.Shape.NoFrame)
        self.scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout.addWidget(self.search)
        layout.addWidget(self.breadcrumb)
        layout.addWidget(self.sentence)
        layout.addWidget(self.retry, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self.scroll, 1)
        layout.addWidget(self._build_buttons(actions))
        layout.addLayout(self._build_progress())
        layout.addLayout(self._build_footer())
        content.setMinimumWidth(372)
        self.setWidget(content)
        self.search.set_gazetteer(None)
        self._enable()

    def _build_buttons(self, actions: Mapping[str, QAction]) -> QWidget:
        box = QWidget(self)
        grid = QGridLayout(box)
        grid.setContentsMargins(0, 4, 0, 0)
        grid.setSpacing(6)
        self.buttons = {
            "load": self._button(translate("Anct", "Load on the map"), self.load_layers),
            "maps": self._button(translate("Anct", "Maps…"), self.ask_maps),
            "diagnostic": self._button(translate("Anct", "Diagnostic…"), self.ask_diagnostic),
            "dossier": self._button(translate("Anct", "New dossier…"), self.new_dossier),
            "dossiers": self._button(translate("Anct", "Dossiers…"), self.open_dossiers),
            "inspect": self._button(translate("Anct", "Inspect on the map"), lambda: None),
        }
        load = self.buttons["load"]
        load.setFont(style.font(load, 1.0, True))
        # The one primary action; white on the agency's violet reads in light and dark themes alike.
        load.setStyleSheet(
            "QPushButton { background: #4b2e83; color: white; border: 1px solid #4b2e83; border-radius: 4px; }"
            "QPushButton:hover { background: #5d3c9c; } QPushButton:pressed { background: #3a2168; }"
            "QPushButton:focus { border: 1px solid #b79df0; }"
            "QPushButton:disabled { background: #a99cc4; border-color: #a99cc4; color: #f2f0f6; }"
        )
        for number, button in enumerate(self.buttons.values()):
            grid.addWidget(button, number // 2, number % 2)
        inspect = actions.get("inspect")
        self.buttons["inspect"].setVisible(inspect is not None)
        if inspect is not None:
            button = self.buttons["inspect"]
            button.setCheckable(True)
            button.setChecked(inspect.isChecked())
            inspect.toggled.connect(button.setChecked)
            button.clicked.connect(lambda: inspect.trigger())
        return box

    def _build_progress(self) -> QHBoxLayout:
        self.doing = style.Label("", self)
        self.bar = QProgressBar(self)
        self.bar.setRange(0, 100)
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(8)
        self.stop = QPushButton(translate("Anct", "Cancel"), self)
        self.stop.clicked.connect(self.cancel)
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addWidget(self.doing)
        column.addWidget(self.bar)
        row = QHBoxLayout()
        row.addLayout(column, 1)
        row.addWidget(self.stop)
        for widget in (self.doing, self.bar, self.stop):
            widget.hide()
        return row

    def _build_footer(self) -> QHBoxLayout:
        self.date = style.Label("", self)
        self.date.setFont(style.font(self.date, 0.9))
        style.colour(self.date, style.quiet(self.palette()))
        self.sources = QLabel(self)  # a link
        self.sources.setFont(style.font(self.sources, 0.9))
        self.sources.setText(self._link("sources", translate("Anct", "Sources")))
        self.sources.linkActivated.connect(self.show_sources)
        self.sources.hide()
        row = QHBoxLayout()
        row.addWidget(self.date, 1)
        row.addWidget(self.sources)
        return row

    def _button(self, text: str, slot: Callable[[], None]) -> QPushButton:
        button = QPushButton(text, self)
        button.setMinimumHeight(30)
        button.clicked.connect(lambda _checked=False: slot())
        return button

    def _label(self, name: str) -> QLabel:
        label = QLabel(self)
        label.setObjectName(name)
        label.setWordWrap(True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return label

    def _link(self, target: str, text: str) -> str:
        tint = style.accent(self.palette()).name()
        return f'<a href="{escape(target)}" style="color:{tint}; text-decoration:none">{escape(text)}</a>'

    # -- reading the data -----------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        super().showEvent(event)
        if self.data is None and self._reading is None and self.retry.isHidden():
            self.read_data()

    def read_again(self) -> None:
        """Other data may be in use: read them, and show the same territory with them. Nothing is done before the first
        reading; one under way is followed by another."""
        if self._reading is not None:
            self._reading.ended.connect(self.read_again)
            return
        if self.data is None:
            return
        from ...snapshot import reader

        if not reader.is_current(self.data.analyst):
            self.read_data()

    def read_data(self) -> None:
        """Read the data in the background; a failure is one sentence with a button to try again."""
        self.retry.hide()
        self.say(translate("Anct", "Loading data…"))
        self._reading = work.read_data()
        self._reading.succeeded.connect(self._data_ready)
        self._reading.failed.connect(self._data_failed)
        self._reading.cancelled.connect(self._data_cancelled)
        self._reading.start()

    def _data_ready(self, data: work.Ready) -> None:
        self._reading = None
        self.data = data
        self.search.set_gazetteer(data.analyst.gazetteer)
        self.search.set_recent(settings.recent_territories())
        info = data.analyst.facts.info
        built = QDate.fromString(info.get("built", "")[:10], Qt.DateFormat.ISODate)
        if built.isValid():
            # In a sentence of the interface, hence in its language, whatever the number format is set to.
            date = QLocale(QgsApplication.locale()).toString(built, "d MMMM yyyy")
            self.date.setText(translate("Anct", "Data put together on {date}").format(date=date))
        self.sources.show()
        asked = translate("Anct", "Type the name or the code of a territory: commune, EPCI, département, région…")
        self.say(f"{data.note}\n{asked}" if data.note else asked)
        self._enable()
        self.ready.emit()
        if self.facts is not None:
            self.choose(self.territory.expression)

    def _data_failed(self, problem: AnctError) -> None:
        self._reading = None
        messages.LOGGER.error("%s %s", problem, problem.details)
        self.say(str(problem))
        self.retry.show()

    def _data_cancelled(self) -> None:
        self._reading = None
        self.say(translate("Anct", "Reading the data was cancelled."))
        self.retry.show()

    # -- choosing -------------------------------------------------------------------------------------------------

    @property
    def territory(self) -> Territory | None:
        """The territory whose card is shown."""
        return None if self.facts is None else self.facts.diagnostic.territory

    def choose(self, expression: str) -> None:
        """Show another territory; the latest choice wins over one still being gathered."""
        if self.data is None:
            return
        self.search.close_list()
        if self._gathering is not None:
            self._gathering.cancel()
        job = work.gather(self.data, expression)
        self._gathering = job
        job.succeeded.connect(lambda facts: self._show(job, facts))
        job.failed.connect(lambda problem: self._not_shown(job, problem))
        job.start()

    def _show(self, job: Job, facts: CardFacts) -> None:
        if job is not self._gathering:
            return
        self._gathering = None
        self.facts = facts
        self._shown_from = self.data
        self.say("")
        if self.card is None:
            from ..widgets.territory_card import TerritoryCard

            self.card = TerritoryCard(self)
            self.card.details_asked.connect(self.inspect)
            self.card.profile_asked.connect(self.ask_profile)
            self.card.explanation_asked.connect(self.explain_profile)
            self.card.analysis_asked.connect(self.ask_analysis)
            self.card.zoning_asked.connect(self.show_zoning)
            self.scroll.setWidget(self.card)
        self.card.show_facts(facts)
        self.scroll.verticalScrollBar().setValue(0)
        territory = facts.diagnostic.territory
        self._show_breadcrumb(territory)
        if not self.search.field.hasFocus() or self.search.field.text().strip() in ("", territory.expression):
            self.search.field.setText(territory.label)
            self.search.field.setCursorPosition(0)  # a long name is read from its beginning
        settings.add_recent_territory(territory.expression)
        self.search.set_recent(settings.recent_territories())
        self._enable()
        self.territory_shown.emit(territory.expression)

    def _not_shown(self, job: Job, problem: AnctError) -> None:
        if job is self._gathering:
            self._gathering = None
            self.say(str(problem))
            if self.facts is not None and self.data is not self._shown_from:
                self._clear()

    def _clear(self) -> None:
        """Show no territory: the one shown is not in the data any more."""
        self.facts = None
        if self.card is not None:
            self.scroll.takeWidget().deleteLater()
            self.card = None
        self.breadcrumb.hide()
        self._enable()

    def _show_breadcrumb(self, territory: Territory) -> None:
        from ...core.prefill_tables import short_name

        around = [t for t in self.data.analyst.gazetteer.containing(territory) if t.expression != "FRM"]
        links = [
            self._link(t.expression, "France" if t.expression == "FR" else short_name(t.label))
            for t in reversed(around)
        ]
        self.breadcrumb.setText("&nbsp;› ".join([*links, f"<b>{escape(territory.label)}</b>"]))
        self.breadcrumb.setVisible(bool(links))

    def say(self, text: str) -> None:
        """One sentence under the field; nothing when empty."""
        self.sentence.setText(text)
        self.sentence.setVisible(bool(text))

    # -- work -----------------------------------------------------------------------------------------------------

    def load_layers(self) -> None:
        """Put the territory on the map."""
        diagnostic = self.facts.diagnostic
        self._run(work.load_layers(self.data, diagnostic), self._layers_loaded)

    def show_zoning(self, key: str) -> None:
        """Show a zoning on the map; the territory's layers are loaded first where they are not there."""
        from ...gis import group

        def show(made: QgsLayerTreeGroup) -> None:
            group.show_zoning(made, key)

        there = group.group_of(QgsProject.instance(), self.territory)
        if there is not None and group.zoning_layer(there, key) is not None:
            show(there)
            return

        def loaded(made: QgsLayerTreeGroup) -> None:
            self._layers_loaded(made)
            show(made)

        self._run(work.load_layers(self.data, self.facts.diagnostic), loaded)

    def ask_maps(self) -> None:
        """Ask which maps, then make them."""
        from ..dialogs.export_dialog import MapsDialog

        dialog = MapsDialog(self.territory.label, self, self._evolutions(), self._indicators(), self._zonings())
        dialog.accepted.connect(lambda: self.make_maps(dialog))
        self._open(dialog)

    def _evolutions(self) -> dict[str, str]:
        """Theme → label of the changes that can be mapped."""
        from ...gis import map_change

        facts = self.data.analyst.facts
        known = facts.catalogue.indicators
        return {theme: known[map_change.indicator_of(theme)].label for theme in map_change.themes(facts)}

    def _indicators(self) -> dict[str, str]:
        """Theme → label of the indicators that can be mapped, the user's own among them."""
        from ...gis import map_indicator

        facts = self.data.analyst.facts
        return {theme: map_indicator.declared(facts.catalogue, theme).label for theme in map_indicator.themes(facts)}

    def _zonings(self) -> dict[str, str]:
        """Theme → label of the zonings that can be mapped."""
        from ...gis import map_zoning

        facts = self.data.analyst.facts
        return {theme: map_zoning.declared(facts, theme).label for theme in map_zoning.themes(facts)}

    def make_maps(self, dialog) -> None:
        """Make the maps that the dialog asks for."""
        choice = dialog.choice
        job = work.make_maps(self.data, self.facts.diagnostic, choice.themes, choice.paper, choice.form, choice.folder)
        self._run(job, lambda files: self._files_made(files, choice.folder))

    def ask_diagnostic(self) -> None:
        """Ask how the diagnostic is made and where it goes, then make it."""
        from ..dialogs.export_dialog import DiagnosticDialog

        dialog = DiagnosticDialog(self.territory.label, self)
        dialog.accepted.connect(lambda: self.make_diagnostic(dialog.folder, dialog.chosen))
        self._open(dialog)

    def make_diagnostic(self, folder: Path, formats: Sequence[str] = ("pdf",)) -> None:
        """Make the diagnostic."""
        job = work.make_diagnostic(self.data, self.facts.diagnostic, folder, formats)
        self._run(job, lambda files: self._files_made(files, folder))

    def new_dossier(self) -> None:
        """Ask which kind of dossier, below the button."""
        from ..dossiers import kinds

        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for kind, label in kinds().items():
            menu.addAction(label, lambda kind=kind: self.draft_dossier(kind))
        button = self.buttons["dossier"]
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()))

    def draft_dossier(self, kind: str) -> None:
        """Open a new draft of that kind, prefilled for the territory."""
        from .. import dossiers

        def opened(result: object) -> None:
            dossier, perimeter = result
            self._attempt(lambda: self._dialogs.append(dossiers.open_draft(dossier, perimeter, self)))

        self._run(dossiers.draft(self.data, self.facts.diagnostic, kind), opened)

    def open_dossiers(self) -> None:
        """Open the list of dossiers."""
        from ..dossiers import open_list

        self._attempt(lambda: self._dialogs.append(open_list(self)))

    def ask_profile(self) -> None:
        """Propose the fragility profiles, and the user's own file."""
        from ..profiles import profile_menu

        menu = profile_menu(self.data, self.use_profile, self)
        card = self.card.index_links
        menu.popup(card.mapToGlobal(card.rect().bottomLeft()))

    def use_profile(self, key: str) -> None:
        """Use another profile, by key or path, from now on: here, on maps, in documents and dossiers."""

        def ready(data: object) -> None:
            self.data = data
            settings.set_profile(key)
            if self.facts is not None:
                self.choose(self.territory.expression)

        self._run(work.change_profile(self.data, key), ready)

    def explain_profile(self) -> None:
        """Show how the index is built."""
        from ..dialogs.profile_dialog import ProfileDialog

        self._open(ProfileDialog(self.data.analyst, self.data.profile, self))

    def inspect(self) -> None:
        """Show every figure of the territory."""
        from ..dialogs.inspect_dialog import InspectDialog

        self._attempt(lambda: self._open(InspectDialog(self.data.analyst, self.territory, self)))

    def ask_analysis(self) -> None:
        """Propose the analyses of the territory, below their button."""
        from .. import analyses

        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        level = self.territory.level
        for kind, label in analyses.offered(level).items():
            entry = menu.addAction(label, lambda kind=kind: self.analyse(kind))
            entry.setEnabled(kind not in analyses.withheld(level))
        older = menu.addMenu(translate("Anct", "Programmes: what has changed since"))
        self._attempt(lambda: self._add_versions(older))
        if older.isEmpty():
            older.addAction(translate("Anct", "No earlier version of the data is kept")).setEnabled(False)
        button = self.card.analyses
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()))

    def _add_versions(self, menu: QMenu) -> None:
        from ..analyses import older_versions

        for made, path in older_versions():
            menu.addAction(made, lambda made=made, path=path: self.analyse_since(made, path))

    def analyse(self, kind: str) -> None:
        """Run one of `analyses.offered`, then show its result."""
        from .. import analyses

        if self.job is None:
            self._run(analyses.analyse(self.data, self.facts.diagnostic, kind), self._analysed)

    def analyse_since(self, made: str, path: Path) -> None:
        """Show what changed in programmes since a kept version."""
        from .. import analyses

        if self.job is None:
            self._run(analyses.since(self.data, self.facts.diagnostic, made, path), self._analysed)

    def _analysed(self, result: object) -> None:
        from ..dialogs.analysis_dialog import AnalysisDialog

        dialog = AnalysisDialog(self.iface, result, self)
        dialog.chosen.connect(self.choose)
        self._open(dialog)

    def show_sources(self) -> None:
        """Show where the data come from."""
        from ..dialogs.sources_dialog import SourcesDialog

        if self.data is not None:
            self._open(SourcesDialog(self.data.analyst, self.territory, self))

    def cancel(self) -> None:
        """Stop what runs."""
        if self.job is not None:
            self.stop.setEnabled(False)
            self.doing.setText(translate("Anct", "Stopping…"))
            self.job.cancel()

    def close_work(self) -> None:
        """Stop every job and close every dialog; called when the plugin is unloaded."""
        for job in (self._reading, self._gathering, self.job):
            if job is not None:
                job.blockSignals(True)  # nobody is left to hear how it ends
                job.cancel()
        for dialog in list(self._dialogs):
            if not sip.isdeleted(dialog):
                dialog.close()

    def _run(self, job: Job, then: Callable[[object], None]) -> None:
        self.job = job
        job.progressed.connect(self._progress)
        job.succeeded.connect(then)
        job.failed.connect(lambda problem: messages.error(self.iface, problem))
        job.cancelled.connect(lambda: self.say(translate("Anct", "Cancelled: nothing was changed half-way.")))
        job.ended.connect(self._work_ended)
        for widget in (self.doing, self.bar, self.stop):
            widget.show()
        self.stop.setEnabled(True)
        self.say("")
        self._enable()
        job.start()

    def _progress(self, percent: float, doing: str) -> None:
        self.bar.setValue(round(percent))
        if self.stop.isEnabled():
            self.doing.setText(doing)

    def _work_ended(self) -> None:
        self.job = None
        for widget in (self.doing, self.bar, self.stop):
            widget.hide()
        self._enable()

    def _layers_loaded(self, group: object) -> None:
        # QGIS shows the whole of the first layers added, neighbours included, in its next turn: zoom after it.
        QTimer.singleShot(100, lambda: self._zoom_to(group))
        messages.success(self.iface, translate("Anct", "{name} is on the map.").format(name=self.territory.label))

    def _zoom_to(self, group: QgsLayerTreeGroup) -> None:
        from ...gis.group import extent

        if sip.isdeleted(self) or sip.isdeleted(group):  # unloaded, or taken off the project, meanwhile
            return
        area = extent(QgsProject.instance(), group)
        if not area.isEmpty():
            canvas = self.iface.mapCanvas()
            canvas.setExtent(area)
            canvas.refresh()

    def _files_made(self, files: Sequence[Path], folder: Path) -> None:
        names = ", ".join(file.name for file in files)
        messages.success(self.iface, translate("Anct", "Written: {files}").format(files=names), folder)

    def _attempt(self, action: Callable[[], object]) -> None:
        try:
            action()
        except AnctError as problem:
            messages.error(self.iface, problem)

    def _open(self, dialog: QWidget) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._dialogs = [one for one in self._dialogs if not sip.isdeleted(one)]
        self._dialogs.append(dialog)
        dialog.show()

    def _enable(self) -> None:
        chosen = self.facts is not None
        for key, button in self.buttons.items():
            free = self.job is None
            button.setEnabled((chosen or key in ("dossiers", "inspect")) and (free or key in ("dossiers", "inspect")))
