"""Where the data come from: sources, coverage of a territory, what does not exist, and the user's own entries."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from qgis.core import QgsFeedback
from qgis.PyQt import sip
from qgis.PyQt.QtCore import Qt, QUrl
from qgis.PyQt.QtGui import QDesktopServices, QGuiApplication
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QInputDialog,
    QLineEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from ... import messages
from ...connectors.refresh import renewal
from ...core import absences, traceability
from ...core.search import plain
from ...errors import AnctError
from ...gis.jobs import Job
from ...i18n import system_reason, translate
from .. import asking, style
from ..news import DataNews

if TYPE_CHECKING:
    from ...core.diagnostic import Analyst
    from ...core.territory import Territory

_ADDRESS = Qt.ItemDataRole.UserRole
_ORDER = Qt.ItemDataRole.UserRole + 1
_KEY = Qt.ItemDataRole.UserRole + 2
_RENEWAL = Qt.ItemDataRole.UserRole + 3


def open_dialog(iface) -> None:
    """Open the window once the data are read."""
    parent = iface.mainWindow()

    def compute(feedback: QgsFeedback) -> Analyst:
        from ...snapshot import reader

        return reader.analyst()

    def show(analyst: Analyst) -> None:
        dialog = SourcesDialog(analyst, None, parent)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.show()

    def failed(problem: AnctError) -> None:
        from ... import messages

        messages.error(iface, problem)

    job = Job(translate("Anct", "Reading the data…"), compute)
    job.succeeded.connect(show)
    job.failed.connect(failed)
    job.start()


class SourcesDialog(QDialog):
    """Four tabs; a double click opens a source's page, Ctrl+C copies what is selected as citations."""

    def __init__(self, analyst: Analyst, territory: Territory | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.analyst = analyst
        self.territory = territory or analyst.gazetteer.resolve("FR")
        self.setObjectName("AnctSources")
        self.setWindowTitle(translate("Anct", "Sources of the data"))
        style.open_at(self, 1180, 640)
        self.tabs = QTabWidget(self)
        self._add_tabs()
        self.news = DataNews(self)
        self.news.changed.connect(self.read_again)
        buttons = QDialogButtonBox(self)
        buttons.addButton(translate("Anct", "Close"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self.tabs)
        layout.addWidget(buttons)
        self.search.setFocus()

    def _add_tabs(self) -> None:
        self.tabs.addTab(self._sources_tab(), translate("Anct", "Sources"))
        self.tabs.addTab(self._reach_tab(), translate("Anct", "Coverage of a territory"))
        self.tabs.addTab(self._absences_tab(), translate("Anct", "What does not exist"))
        self.tabs.addTab(self._own_tab(), translate("Anct", "Your data"))

    def read_again(self) -> None:
        """Other data are in use: read them, then show the same page of them."""

        def compute(_feedback: QgsFeedback) -> Analyst:
            from ...snapshot import reader

            return reader.analyst()

        def take(analyst: Analyst) -> None:
            if not sip.isdeleted(self) and analyst is not self.analyst:
                self.take(analyst)

        job = Job(translate("Anct", "Reading the data…"), compute)
        job.succeeded.connect(take)
        job.start()

    def take(self, analyst: Analyst) -> None:
        """Show other data where these were: same page, same search, same territory if it is still known."""
        self.analyst = analyst
        page, words, place = self.tabs.currentIndex(), self.search.text(), self.place.text()
        old = [self.tabs.widget(number) for number in range(self.tabs.count())]
        self.tabs.clear()
        self._add_tabs()
        for widget in old:
            widget.deleteLater()
        self.search.setText(words)
        self.place.setText(place)
        self.show_reach()
        self.tabs.setCurrentIndex(page)

    # -- sources --------------------------------------------------------------------------------------------------

    def _sources_tab(self) -> QWidget:
        facts = self.analyst.facts
        page = QWidget(self)
        self.search = QLineEdit(page)
        self.search.setPlaceholderText(translate("Anct", "Search a producer, a title, an indicator…"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._filter)
        self.table = _table(page)
        headings = [
            translate("Anct", "Producer"), translate("Anct", "Title"), translate("Anct", "Vintage"),
            translate("Anct", "Used for"), translate("Anct", "Rows"), translate("Anct", "Date"),
            translate("Anct", "Licence"), translate("Anct", "Renewal"), translate("Anct", "Limits"),
        ]  # fmt: skip
        used = traceability.uses(facts)
        never = renewal.reasons()
        told = {key: renewal.renewal(str(key), never) for key in facts.sources.index}
        rows = []
        for key, source in facts.sources.iterrows():
            cells = [source["producteur"], source["titre"], source["millesime"], ", ".join(used[key]),
                     source["lignes"], source["date"], source["licence"], told[key].short,
                     source.get("limites", "")]  # fmt: skip
            rows.append([str(cell) for cell in cells])
        _fill(self.table, headings, rows, numbers=(4,))
        for row, (key, source) in enumerate(facts.sources.iterrows()):
            self.table.item(row, 0).setData(_KEY, key)
            for column in range(len(headings)):
                self.table.item(row, column).setData(_ADDRESS, source["adresse"])
                self.table.item(row, column).setData(_RENEWAL, told[key].sentence)
            self.table.item(row, 7).setToolTip(messages.plain(told[key].sentence))
        for column, width in enumerate((122, 166, 104, 136, 68, 116, 84, 112)):
            self.table.setColumnWidth(column, width)
        self.table.setSortingEnabled(True)
        self.table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
        self.table.itemDoubleClicked.connect(self._open)
        self.cite = QPushButton(translate("Anct", "Copy the citation"), page)
        self.cite.clicked.connect(self.copy_citations)
        self.page_button = QPushButton(translate("Anct", "Open the page"), page)
        self.page_button.clicked.connect(lambda _checked=False: self._open(self.table.currentItem()))
        self.said = style.Label("", page)
        style.colour(self.said, style.quiet(self.palette()))
        # A column would take the room of the limits: the address is that of the line where the cursor is.
        self.address = QLineEdit(page)
        self.address.setReadOnly(True)
        self.address.setAccessibleName(translate("Anct", "Address of the source"))
        self.address.setPlaceholderText(translate("Anct", "Address of the source"))
        self.renewal = style.Label("", page)
        self.renewal.setWordWrap(True)
        # A method, which goes with the window: the table tells of its current line while it is taken down, too.
        self.table.currentItemChanged.connect(self._show_address)
        self._show_address(None)
        row = QHBoxLayout()
        row.addWidget(self.cite)
        row.addWidget(self.page_button)
        row.addWidget(self.said, 1)
        layout = QVBoxLayout(page)
        layout.addWidget(self.search)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.renewal)
        layout.addWidget(self.address)
        layout.addLayout(row)
        return page

    def _show_address(self, item: QTableWidgetItem | None, _before: QTableWidgetItem | None = None) -> None:
        address = str(item.data(_ADDRESS) or "") if item is not None else ""
        how = str(item.data(_RENEWAL) or "") if item is not None else ""
        self.renewal.setText(how or translate("Anct", "Choose a line: how the source is renewed, and its address."))
        self.address.setText(address)
        self.address.setCursorPosition(0)
        self.page_button.setEnabled(address.startswith(("http://", "https://")))

    def _filter(self, text: str) -> None:
        words = plain(text).split()
        for row in range(self.table.rowCount()):
            cells = " ".join(self.table.item(row, column).text() for column in range(self.table.columnCount()))
            self.table.setRowHidden(row, not all(word in plain(cells) for word in words))

    def copy_citations(self) -> None:
        """Put the citations of the selected sources, or of all those shown, on the clipboard."""
        shown = [row for row in range(self.table.rowCount()) if not self.table.isRowHidden(row)]
        chosen = {index.row() for index in self.table.selectedIndexes()}
        rows = [row for row in shown if row in chosen] or shown
        facts = self.analyst.facts
        built = facts.info.get("built", "")
        lines = [traceability.citation(facts.sources.loc[self.table.item(row, 0).data(_KEY)], built) for row in rows]
        QGuiApplication.clipboard().setText("\n".join(lines))
        self.said.setText(translate("Anct", "{n} citations copied").format(n=len(lines)))

    @staticmethod
    def _open(item: QTableWidgetItem | None) -> None:
        address = str(item.data(_ADDRESS) or "") if item is not None else ""
        if address.startswith(("http://", "https://")):
            QDesktopServices.openUrl(QUrl(address))

    # -- coverage -------------------------------------------------------------------------------------------------

    def _reach_tab(self) -> QWidget:
        page = QWidget(self)
        self.place = QLineEdit(self.territory.expression, page)
        self.place.setPlaceholderText(translate("Anct", "Territory (name, code or expression)"))
        self.place.returnPressed.connect(self.show_reach)
        go = QPushButton(translate("Anct", "Show"), page)
        go.setAutoDefault(False)
        go.clicked.connect(lambda _checked=False: self.show_reach())
        self.place_label = style.Label("", page)
        self.place_label.setWordWrap(True)
        self.reach = _table(page)
        copy = QPushButton(translate("Anct", "Copy all the citations of this territory"), page)
        copy.clicked.connect(lambda _checked=False: self.copy_territory())
        row = QHBoxLayout()
        row.addWidget(self.place, 1)
        row.addWidget(go)
        layout = QVBoxLayout(page)
        layout.addLayout(row)
        layout.addWidget(self.place_label)
        layout.addWidget(self.reach, 1)
        layout.addWidget(copy, 0, Qt.AlignmentFlag.AlignLeft)
        self.show_reach()
        return page

    def show_reach(self) -> None:
        """How much of the territory typed each indicator covers."""
        try:
            self.territory = self.analyst.gazetteer.resolve(self.place.text())
        except AnctError as problem:
            self.place_label.setText(str(problem))
            return
        self.place_label.setText(
            translate("Anct", "{name}: share of the communes, and of the people, that have a value").format(
                name=self.territory.label
            )
        )
        headings = [
            translate("Anct", "Indicator"), translate("Anct", "Vintage"), translate("Anct", "Communes"),
            translate("Anct", "Population"), translate("Anct", "Withheld"), translate("Anct", "Why there is nothing"),
        ]  # fmt: skip
        found = traceability.reach(self.analyst.facts, self.territory)
        self.reach.setSortingEnabled(False)
        percent = traceability.percent
        _fill(
            self.reach, headings,
            [[r.label, r.vintage, percent(r.communes), percent(r.people), percent(r.secret), r.absence] for r in found],
        )  # fmt: skip
        for row, one in enumerate(found):
            for column, share in ((2, one.communes), (3, one.people), (4, one.secret)):
                self.reach.item(row, column).setData(_ORDER, share)
        for column, width in enumerate((240, 80, 100, 100, 70)):
            self.reach.setColumnWidth(column, width)
        self.reach.setSortingEnabled(True)
        self.reach.sortByColumn(-1, Qt.SortOrder.AscendingOrder)

    def copy_territory(self) -> None:
        """Put the citations of all that is shown of the territory on the clipboard."""
        text = traceability.citations(self.analyst.facts, self.territory)
        QGuiApplication.clipboard().setText(text)
        self.place_label.setText(translate("Anct", "{n} citations copied").format(n=len(text.splitlines())))

    # -- what does not exist --------------------------------------------------------------------------------------

    def _absences_tab(self) -> QWidget:
        page = QWidget(self)
        intro = style.Label(
            translate(
                "Anct", "Data that are not published, or not everywhere. Nothing is put in their place: it is said."
            ),
            page,
        )
        intro.setWordWrap(True)
        self.absent = _table(page)
        lines = [*absences.everywhere(self.analyst.facts), *_optional()]
        _fill(self.absent, [translate("Anct", "What does not exist")], [[line] for line in lines])
        layout = QVBoxLayout(page)
        layout.addWidget(intro)
        layout.addWidget(self.absent, 1)
        return page

    # -- the user's own -------------------------------------------------------------------------------------------

    def _own_tab(self) -> QWidget:
        page = QWidget(self)
        self.own = _table(page)
        row = QHBoxLayout()
        for text, slot in (
            (translate("Anct", "Rename…"), self._rename),
            (translate("Anct", "Export…"), self._export),
            (translate("Anct", "Delete…"), self._delete),
        ):
            button = QPushButton(text, page)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _checked=False, slot=slot: self._with_own(slot))
            row.addWidget(button)
        row.addStretch(1)
        self.own_said = style.Label("", page)
        self.own_said.setWordWrap(True)
        layout = QVBoxLayout(page)
        layout.addWidget(self.own, 1)
        layout.addWidget(self.own_said)
        layout.addLayout(row)
        self.show_own()
        return page

    def show_own(self) -> None:
        """List what the user brought."""
        from ...snapshot import own as store

        headings = [
            translate("Anct", "Name"), translate("Anct", "Key"), translate("Anct", "Kind"), translate("Anct", "Source"),
            translate("Anct", "Vintage"), translate("Anct", "Rows"), translate("Anct", "Imported"),
        ]  # fmt: skip
        rows, keys = [], []
        try:
            data = store.read()
        except AnctError as problem:
            self.own_said.setText(str(problem))
            return
        for one in data.indicators.values():
            kind = translate("Anct", "indicator")
            rows.append([one.label, one.id, kind, one.source, one.vintage, str(len(one.values)),
                         f"{one.imported}, {one.file}"])  # fmt: skip
            keys.append(("indicator", one.id))
        for scheme in data.programmes.values():
            kind = translate("Anct", "list")
            rows.append([scheme.label, scheme.id, kind, scheme.source, scheme.vintage, str(len(scheme.members)),
                         f"{scheme.imported}, {scheme.file}"])  # fmt: skip
            keys.append(("programme", scheme.id))
        _fill(self.own, headings, rows, numbers=(5,))
        for row, key in enumerate(keys):
            self.own.item(row, 0).setData(_KEY, key)
        for column, width in enumerate((230, 150, 100, 190, 90, 64)):
            self.own.setColumnWidth(column, width)
        if not rows:
            self.own_said.setText(translate("Anct", "Nothing yet: ANCT menu, “Import data of your own…”."))

    def _with_own(self, slot) -> None:
        row = self.own.currentRow()
        if row < 0:
            self.own_said.setText(translate("Anct", "Choose a line first."))
            return
        try:
            slot(*self.own.item(row, 0).data(_KEY), self.own.item(row, 0).text())
        except AnctError as problem:
            self.own_said.setText(str(problem))

    def _rename(self, kind: str, key: str, label: str) -> None:
        from ...snapshot import own as store

        text, agreed = QInputDialog.getText(self, translate("Anct", "Rename…"), translate("Anct", "Name"), text=label)
        if agreed:
            store.rename(kind, key, text)
            self.show_own()

    def _export(self, kind: str, key: str, label: str) -> None:
        from ...snapshot import own as store

        name, _ = QFileDialog.getSaveFileName(self, translate("Anct", "Export…"), f"{key}.csv", "CSV (*.csv)")
        if name:
            try:
                Path(name).write_text("\ufeff" + store.export(kind, key), encoding="utf-8", newline="")
            except OSError as error:
                self.own_said.setText(
                    translate("Anct", "{file} cannot be written: {reason}.").format(
                        file=name, reason=system_reason(error)
                    )
                )

    def _delete(self, kind: str, key: str, label: str) -> None:
        from ...snapshot import own as store

        question = translate("Anct", "Delete “{name}” for good? Saved profiles that use it will no longer be read.")
        title, action = translate("Anct", "Delete…"), translate("Anct", "Delete")
        if asking.sure(self, title, question.format(name=label), action):
            store.delete(kind, key)
            self.show_own()


def _optional() -> list[str]:
    """What the refresh can bring beside the usual sources, in sentences."""
    from ...connectors.refresh.refreshable import REFRESHABLE

    said = translate("Anct", "Optional source, read only if you tick it in “Refresh the data”: {source}. {limits}")
    return [
        said.format(source=entry.label, limits=entry.limits).strip() for entry in REFRESHABLE.values() if entry.optional
    ]


class _Item(QTableWidgetItem):
    """Sorts by a number where it has one, else by its text without accents."""

    def __lt__(self, other: QTableWidgetItem) -> bool:
        mine, theirs = self.data(_ORDER), other.data(_ORDER)
        if mine is not None and theirs is not None:
            return bool(mine < theirs)
        return plain(self.text()) < plain(other.text())


def _table(page: QWidget) -> QTableWidget:
    table = QTableWidget(page)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setAlternatingRowColors(True)
    table.setWordWrap(True)
    table.setTabKeyNavigation(False)
    table.verticalHeader().hide()
    table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    return table


def _fill(table: QTableWidget, headings: list[str], rows: list[list[str]], numbers: tuple[int, ...] = ()) -> None:
    """Cells with their text as tooltip; the last column takes what is left of the width."""
    table.setColumnCount(len(headings))
    table.setHorizontalHeaderLabels(headings)
    table.setRowCount(len(rows))
    for row, cells in enumerate(rows):
        for column, text in enumerate(cells):
            item = _Item(text)
            item.setToolTip(messages.plain(text))
            if column in numbers:
                item.setData(_ORDER, int(text) if text.isdigit() else -1)
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            table.setItem(row, column, item)
    table.horizontalHeader().setSectionResizeMode(len(headings) - 1, QHeaderView.ResizeMode.Stretch)
