"""Taking from another dossier of the store: what a person wrote in it, or one of its fiches actions."""

from __future__ import annotations

from qgis.core import QgsFeedback
from qgis.PyQt.QtCore import Qt, QTimer
from qgis.PyQt.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ...core.dossier import Dossier
from ...core.dossier_copy import sheets
from ...errors import AnctError
from ...gis.jobs import Job
from ...i18n import translate
from ...store.base import DossierStore, Query, Summary
from .. import style, work

_DATA = Qt.ItemDataRole.UserRole
MOST = 50
MOST_TWINS = 10


class OtherDossierDialog(QDialog):
    """Choose a dossier of the same kind, then all of its texts, or some of its action sheets.

    Those of the territory's statistical twins come first, nearest first, as soon as the twins are known.
    """

    def __init__(self, store: DossierStore, own: Dossier, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.store, self.own = store, own
        self.other: Dossier | None = None
        self.twins: tuple[str, ...] = ()
        self.setObjectName("AnctOtherDossierDialog")
        self.setWindowTitle(translate("Anct", "Take from another dossier"))
        style.open_at(self, 760, 560)
        self.words = QLineEdit(self)
        self.words.setPlaceholderText(translate("Anct", "Words in the dossiers…"))
        self.words.setClearButtonEnabled(True)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.look)
        self.words.textChanged.connect(lambda _text: self._timer.start(250))
        self.dossiers = QListWidget(self)
        self.dossiers.currentItemChanged.connect(lambda *_: self.show_other())
        self.dossiers.setWordWrap(True)
        self._chosen = ""
        self.dossiers.itemClicked.connect(self._choose)
        self.pieces = QTreeWidget(self)
        self.pieces.setHeaderLabels([translate("Anct", "What to take")])
        self.pieces.itemChanged.connect(lambda *_: self._enable())
        self.hint = style.Label("", self)
        self.hint.setWordWrap(True)
        style.colour(self.hint, style.quiet(self.palette()))
        self.sentence = style.Label("", self)
        self.sentence.setWordWrap(True)
        box = QDialogButtonBox(self)
        self.take_button = box.addButton(translate("Anct", "Take"), QDialogButtonBox.ButtonRole.AcceptRole)
        box.addButton(translate("Anct", "Close"), QDialogButtonBox.ButtonRole.RejectRole)
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        for widget in (self.words, self.hint, self.dossiers, self.pieces, self.sentence, box):
            layout.addWidget(widget)
        self.look()
        self._job = Job(translate("Anct", "Looking for the statistical twins…"), self._find_twins)
        self._job.succeeded.connect(self.put_twins_first)
        self._job.failed.connect(lambda problem: self.hint.setText(str(problem)))
        self._job.start()

    def _find_twins(self, feedback: QgsFeedback) -> tuple[str, ...]:
        """Expressions of the territories that resemble the dossier's own most, nearest first."""
        from ...core.twins import twins
        from ...snapshot import reader

        analyst = reader.analyst()
        work.stop_if_cancelled(feedback)
        found = twins(analyst.facts, analyst.gazetteer.resolve(self.own.territory), MOST_TWINS)
        prefix = "com" if found.level == "commune" else found.level
        return tuple(f"{prefix}:{code}" for code in found.table["code"])

    def put_twins_first(self, expressions: tuple[str, ...]) -> None:
        """Put the dossiers of these territories first; what a person chose or ticked meanwhile stays as it is."""
        self.twins = tuple(expressions)
        if self.takes_all() or self.sheets():
            return
        chosen, self._chosen = self._chosen, ""
        self.look()
        for row in range(self.dossiers.count()):
            if chosen and self.dossiers.item(row).data(_DATA) == chosen:
                self.dossiers.setCurrentRow(row)

    def done(self, result: int) -> None:
        """However the window closes, stop what it looks for."""
        self._timer.stop()
        self._job.blockSignals(True)
        self._job.cancel()
        super().done(result)

    def look(self) -> None:
        """List the dossiers that hold the words."""
        self.dossiers.clear()
        try:
            alike = self._of_twins()
            others = self._query()
        except AnctError as problem:
            self.sentence.setText(str(problem))
            return
        ranks = {summary.id: rank for rank, summary in alike}
        for summary in [one for _rank, one in alike] + [one for one in others if one.id not in ranks]:
            if summary.id == self.own.id:
                continue
            # The title of most dossiers ends with their territory.
            named = summary.territory_label in summary.title
            text = summary.title if named else f"{summary.title} – {summary.territory_label}"
            text = f"{text} ({summary.state})"
            if summary.id in ranks:
                text = translate("Anct", "Statistical twin {rank}: {dossier}").format(
                    rank=ranks[summary.id], dossier=text
                )
            item = QListWidgetItem(text, self.dossiers)
            item.setData(_DATA, summary.id)
        if self.twins:
            some = translate("Anct", "The dossiers of the territories that resemble yours most come first.")
            none = translate("Anct", "No dossier here is about one of the territories that resemble yours most.")
            self.hint.setText(some if alike else none)
        if not self.dossiers.count():
            self.pieces.clear()
            self.sentence.setText(translate("Anct", "No other dossier of this kind answers to these words."))
        else:
            self.sentence.setText("")
            self.dossiers.setCurrentRow(0)
        self._enable()

    def _choose(self, item: QListWidgetItem) -> None:
        self._chosen = item.data(_DATA)

    def _query(self, territory: str = "") -> tuple[Summary, ...]:
        words = self.words.text().strip()
        return self.store.query(Query(text=words, territory=territory, types=(self.own.type,), limit=MOST)).rows

    def _of_twins(self) -> list[tuple[int, Summary]]:
        """The dossiers about a twin and nothing else, with the twin's rank."""
        return [
            (rank, summary)
            for rank, expression in enumerate(self.twins, start=1)
            for summary in self._query(expression)
            if summary.territory == expression
        ]

    def show_other(self) -> None:
        """Show what can be taken from the chosen dossier."""
        self.pieces.clear()
        self._enable()
        item = self.dossiers.currentItem()
        if item is None:
            return
        try:
            self.other = self.store.load(item.data(_DATA)).dossier
        except AnctError as problem:
            self.sentence.setText(str(problem))
            return
        whole = QTreeWidgetItem([translate("Anct", "All that a person wrote, where this dossier is still empty")])
        whole.setCheckState(0, Qt.CheckState.Unchecked)
        whole.setData(0, _DATA, None)
        self.pieces.addTopLevelItem(whole)
        names = sheets(self.other)
        if names:
            branch = QTreeWidgetItem([translate("Anct", "Action sheets")])
            branch.setFlags(Qt.ItemFlag.ItemIsEnabled)
            for number, name in enumerate(names):
                leaf = QTreeWidgetItem([name or translate("Anct", "without title")])
                leaf.setCheckState(0, Qt.CheckState.Unchecked)
                leaf.setData(0, _DATA, number)
                branch.addChild(leaf)
            self.pieces.addTopLevelItem(branch)
            branch.setExpanded(True)

    def _enable(self) -> None:
        self.take_button.setEnabled(self.takes_all() or bool(self.sheets()))

    def takes_all(self) -> bool:
        """Whether everything that a person wrote is wanted."""
        first = self.pieces.topLevelItem(0)
        return first is not None and first.checkState(0) == Qt.CheckState.Checked

    def sheets(self) -> list[int]:
        """Numbers of the action sheets that are ticked, from 0."""
        branch = self.pieces.topLevelItem(1)
        leaves = [] if branch is None else [branch.child(n) for n in range(branch.childCount())]
        return [leaf.data(0, _DATA) for leaf in leaves if leaf.checkState(0) == Qt.CheckState.Checked]
