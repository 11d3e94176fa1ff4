"""Refreshing the data: choose sources, see what would change, put it into use or not; go back to a kept version."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import QgsFeedback
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QDockWidget,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QRadioButton,
    QTableWidgetItem,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from ... import messages
from ...errors import AnctError
from ...gis.jobs import Job
from ...i18n import translate
from .. import style
from ..widgets.refresh_report import RefreshReport
from ..widgets.version_list import VersionList, day_text, plain_table, version_text

if TYPE_CHECKING:
    from ...core.difference import Difference
    from ...snapshot.refresh import Outcome

_KEY = Qt.ItemDataRole.UserRole
# The largest région has 13 départements: beyond, the list would be all of them.
_OFFERED = 13


def open_dialog(iface: Any) -> QDialog:
    """Open the window."""
    dialog = RefreshDialog(iface, iface.mainWindow())
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.show()
    return dialog


class RefreshDialog(QDialog):
    """Sources on the first page, what changes on the second, kept versions on the third."""

    def __init__(self, iface: Any, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.iface = iface
        self.job: Job | None = None
        self.outcome: Outcome | None = None
        self.setObjectName("AnctRefreshDialog")
        self.setWindowTitle(translate("Anct", "Refresh the data"))
        style.open_at(self, 980, 640)
        self.held = style.Label("", self)
        self.held.setWordWrap(True)
        self.pages = QTabWidget(self)
        self.pages.addTab(self._sources_page(), translate("Anct", "Sources"))
        self.changes = RefreshReport(self)
        self.changes.said.connect(self.status.setText)
        self.changes.use.clicked.connect(self.activate)
        self.changes.keep.clicked.connect(self.refuse)
        self.pages.addTab(self.changes, translate("Anct", "What changes"))
        self.versions = VersionList(self)
        self.versions.back_asked.connect(self.go_back)
        self.versions.compare_asked.connect(self.compare_version)
        self.pages.addTab(self.versions, translate("Anct", "Kept versions"))
        self.pages.setTabEnabled(1, False)
        buttons = QDialogButtonBox(self)
        buttons.addButton(translate("Anct", "Close"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self.held)
        layout.addWidget(self.pages)
        layout.addWidget(buttons)
        self.show_state()

    # -- pages ----------------------------------------------------------------------------------------------------

    def _sources_page(self) -> QWidget:
        page = QWidget(self)
        self.web = QRadioButton(translate("Anct", "From the public services (Internet)"), page)
        self.local = QRadioButton(translate("Anct", "From a folder of downloaded files:"), page)
        self.web.setChecked(True)
        self.folder = QLineEdit(page)
        self.browse = QPushButton(translate("Anct", "Choose…"), page)
        self.browse.clicked.connect(self._choose_folder)
        self.folder.textEdited.connect(lambda _text: self.local.setChecked(True))
        headings = [
            translate("Anct", "Source"),
            translate("Anct", "Vintage held"),
            translate("Anct", "Date"),
            translate("Anct", "State"),
        ]
        self.table = plain_table(page, headings)
        for column, width in enumerate((290, 150, 140)):  # the rest is for what became of the source
            self.table.setColumnWidth(column, width)
        self.all = QPushButton(translate("Anct", "Tick all"), page)
        self.all.clicked.connect(lambda: self._tick(True))
        self.none = QPushButton(translate("Anct", "Untick all"), page)
        self.none.clicked.connect(lambda: self._tick(False))
        self.status = style.Label("", page)
        self.status.setWordWrap(True)
        self.bar = QProgressBar(page)
        self.bar.setRange(0, 100)
        self.bar.hide()
        self.run = QPushButton(translate("Anct", "Refresh"), page)
        self.run.setDefault(True)
        self.run.clicked.connect(self.start)
        self.stop = QPushButton(translate("Anct", "Cancel"), page)
        self.stop.clicked.connect(self.cancel)
        self.stop.setEnabled(False)
        origin, actions = QHBoxLayout(), QHBoxLayout()
        for widget in (self.local, self.folder, self.browse):
            origin.addWidget(widget)
        for widget in (self.all, self.none):
            actions.addWidget(widget)
        actions.addWidget(self.bar, 1)
        actions.addStretch(0)
        for widget in (self.stop, self.run):
            actions.addWidget(widget)
        layout = QVBoxLayout(page)
        layout.addWidget(self.web)
        layout.addLayout(origin)
        layout.addWidget(self.table)
        layout.addWidget(self.status)
        layout.addLayout(actions)
        return page

    # -- state ----------------------------------------------------------------------------------------------------

    def show_state(self) -> None:
        """Show the data held and the versions kept, as they are now."""
        from ...connectors.refresh import limits
        from ...connectors.refresh.refreshable import REFRESHABLE
        from ...snapshot import content, reader, refresh, versions

        found = versions.kept()
        using = next(version for version in found if version.active)
        name = version_text(using.name)
        if using.name == versions.EMBEDDED:
            name = translate("Anct", "those that came with the plugin")
        self.held.setText(
            translate(
                "Anct", "Data in use: {name}, put together on {date}. They stay usable without any network."
            ).format(name=name, date=day_text(using.built))
        )
        catalogue = reader.read_catalogue()
        with content.opened(using.path) as connection:
            lines = {
                str(key): (str(vintage), str(day))
                for key, vintage, day in connection.execute("SELECT id, millesime, date FROM source")
            }
        known = [entry for entry in REFRESHABLE.values() if refresh.declared(entry, catalogue)]
        first = {entry.key for entry in known if not entry.optional}
        ticked = set(self.ticked()) if self.table.rowCount() else first
        known += [limits.located(code) for code in self._departements(set(lines))]
        self.table.setRowCount(len(known))
        for row, entry in enumerate(known):
            vintage, day = lines.get(entry.source, (translate("Anct", "not there yet"), ""))
            label = entry.label
            if entry.optional:
                label = translate("Anct", "{source} (optional)").format(source=label)
            elif entry.by_hand:
                label = translate("Anct", "{source} (file to download)").format(source=label)
            item = QTableWidgetItem(label)
            item.setData(_KEY, entry.key)
            item.setToolTip(messages.plain(f"{label}\n{entry.page}".strip()))
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if entry.key in ticked else Qt.CheckState.Unchecked)
            self.table.setItem(row, 0, item)
            for column, text in enumerate((vintage, day_text(day)), 1):
                self.table.setItem(row, column, QTableWidgetItem(text))
            if self.table.item(row, 3) is None:
                self.table.setItem(row, 3, QTableWidgetItem(""))
        self.table.resizeRowsToContents()
        self.versions.show_versions(found)

    def _departements(self, sources: set[str]) -> list[str]:
        """Départements whose exact limits are offered: those held, and those of the territory shown."""
        from ...core.outlines import EXACT

        found = {source.removeprefix(EXACT) for source in sources if source.startswith(EXACT)}
        dock = self.iface.mainWindow().findChild(QDockWidget, "AnctTerritoryDock")
        territory = None if dock is None else dock.territory
        if territory is not None:
            here = set(dock.data.analyst.facts.communes["code_departement"].iloc[territory.positions])
            found |= here if len(here) <= _OFFERED else set()
        return sorted(found)

    def ticked(self) -> list[str]:
        """Keys of the sources that are ticked."""
        items = [self.table.item(row, 0) for row in range(self.table.rowCount())]
        return [item.data(_KEY) for item in items if item.checkState() == Qt.CheckState.Checked]

    def _tick(self, on: bool) -> None:
        for row in range(self.table.rowCount()):
            self.table.item(row, 0).setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)

    def _choose_folder(self) -> None:
        found = QFileDialog.getExistingDirectory(
            self, translate("Anct", "Folder of downloaded files"), self.folder.text()
        )
        if found:
            self.folder.setText(found)
            self.local.setChecked(True)

    def _busy(self, busy: bool) -> None:
        for widget in (self.run, self.web, self.local, self.folder, self.browse, self.all, self.none,
                       self.table):  # fmt: skip
            widget.setEnabled(not busy)
        for widget in (self.changes.use, self.changes.keep):
            widget.setEnabled(not busy and self.outcome is not None and self.outcome.version is not None)
        self.stop.setEnabled(busy)
        self.bar.setVisible(busy)
        self.versions.set_busy(busy)

    # -- work -----------------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Read the ticked sources in the background; what is in use stays so."""
        keys = self.ticked()
        folder = self.folder.text().strip() if self.local.isChecked() else ""
        if not keys:
            self.status.setText(translate("Anct", "Tick at least one source."))
            return
        if self.local.isChecked() and not folder:
            self.status.setText(translate("Anct", "Choose the folder that holds the downloaded files."))
            return
        self._drop()

        def compute(feedback: QgsFeedback) -> Outcome:
            from ...connectors.refresh import supply
            from ...gis.network import QgisTransport
            from ...snapshot import refresh

            def say(share: float, text: str) -> None:
                feedback.setProgress(100 * share)

            with tempfile.TemporaryDirectory(prefix="anct-") as place:
                if folder:
                    source = supply.from_folder(Path(folder))
                else:
                    source = supply.from_web(QgisTransport(), Path(place), feedback.isCanceled, supply.downloads())
                return refresh.refresh(source, keys, cancelled=feedback.isCanceled, say=say)

        for row in range(self.table.rowCount()):  # what an earlier reading said is not about this one
            self.table.setItem(row, 3, QTableWidgetItem(""))
        self.status.setText(translate("Anct", "Reading and checking the sources…"))
        self.bar.setValue(0)
        self._run(Job(translate("Anct", "Refreshing the data"), compute), self._read)

    def _run(self, job: Job, done: Any) -> None:
        self.job = job
        job.progressed.connect(lambda share, _text: self.bar.setValue(int(share)))
        job.succeeded.connect(done)
        job.failed.connect(self._failed)
        job.cancelled.connect(
            lambda: self.status.setText(translate("Anct", "Stopped: the data in use were not touched."))
        )
        job.ended.connect(self._ended)
        self._busy(True)
        job.start()

    def _ended(self) -> None:
        self.job = None
        self._busy(False)

    def _failed(self, problem: AnctError) -> None:
        messages.LOGGER.error("%s %s", problem, problem.details)
        self.status.setText(str(problem))

    def cancel(self) -> None:
        """Stop the work."""
        if self.job is not None:
            self.job.cancel()

    def _read(self, outcome: Outcome) -> None:
        """Show what became of each source and, if there is something new, what it changes."""
        from ...snapshot.refresh import state_names

        self.outcome = outcome
        states = state_names()
        # What the network does to all of them alike is said once, under the table.
        refusals = Counter(result.reason for result in outcome.results if result.state == "refused")
        for result in outcome.results:
            alike = outcome.version is None and refusals[result.reason] > 1
            for row in range(self.table.rowCount()):
                if self.table.item(row, 0).data(_KEY) == result.key:
                    said = result.reason or f"{result.vintage_before} → {result.vintage}"
                    item = QTableWidgetItem(states[result.state] if alike else f"{states[result.state]} : {said}")
                    item.setToolTip(messages.plain(f"{result.origin}\n{said}".strip()))
                    self.table.setItem(row, 3, item)
        if outcome.offline:
            self.status.setText(
                translate("Anct", "No network: nothing to refresh from the services now. {held}").format(
                    held=self.held.text()
                )
            )
        elif outcome.version is None and (refused := [r for r in outcome.results if r.state == "refused"]):
            self.status.setText(
                translate("Anct", "Sources refused: {count}. The data in use stay. {reason}").format(
                    count=len(refused), reason=refusals.most_common(1)[0][0]
                )
            )
        elif outcome.version is None:
            self.status.setText(translate("Anct", "Nothing new: the data in use stay."))
        else:
            count = sum(result.state == "refreshed" for result in outcome.results)
            self.status.setText(
                translate("Anct", "Sources ready: {count}. See what changes, then put the new data into use.").format(
                    count=count
                )
            )
            self.changes.show_report(outcome.difference, outcome)
            self.pages.setTabEnabled(1, True)
            self.pages.setCurrentIndex(1)
        self.show_state()

    def activate(self) -> None:
        """Put the new version into use; the panel reads it at once."""
        outcome = self.outcome
        if outcome is None or outcome.version is None:
            return

        def compute(_feedback: QgsFeedback) -> str:
            from ...snapshot import refresh

            using = refresh.put_into_use(outcome)
            return using.name if using else ""

        self.outcome = None
        self._run(Job(translate("Anct", "Putting the new data into use"), compute), self._activated)

    def go_back(self, name: str) -> None:
        """Put a version into use."""

        def compute(_feedback: QgsFeedback) -> str:
            from ...snapshot import versions

            return versions.activate(name).name

        self._run(Job(translate("Anct", "Going back to another version"), compute), self._activated)

    def compare_version(self, name: str) -> None:
        """Show what has changed between a version and the data in use."""

        def compute(_feedback: QgsFeedback) -> Difference:
            from ...core.difference import difference
            from ...snapshot import reader, versions

            return difference(reader.load(versions.find(name).path), reader.load(versions.active()))

        self._drop()
        self._run(Job(translate("Anct", "Comparing two versions"), compute), self._compared)

    def _compared(self, found: Difference) -> None:
        self.changes.show_report(found)
        self.pages.setTabEnabled(1, True)
        self.pages.setCurrentIndex(1)

    def _activated(self, name: str) -> None:
        self.pages.setTabEnabled(1, False)
        self.pages.setCurrentIndex(2)
        self.show_state()
        self.status.setText(translate("Anct", "Done: other data are now in use."))

    def refuse(self) -> None:
        """Keep what is in use; the new version is removed."""
        self._drop()
        self.pages.setTabEnabled(1, False)
        self.pages.setCurrentIndex(0)
        self.show_state()
        self.status.setText(translate("Anct", "The data in use stay."))

    def _drop(self) -> None:
        """Remove a version that was made and not put into use."""
        if self.outcome is not None and self.outcome.version is not None:
            from ...snapshot import versions

            versions.discard(self.outcome.version.name)
        self.outcome = None

    def done(self, result: int) -> None:
        """Stop the work and leave no version that nobody chose."""
        self.cancel()
        self._drop()
        super().done(result)
