"""Grants open to the dossier's territory, from Aides-territoires; those ticked are listed in the dossier."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import TYPE_CHECKING

from qgis.core import QgsFeedback
from qgis.gui import QgsAuthConfigSelect
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ... import messages, settings
from ...core.dossier_text import long_date
from ...core.search import plain
from ...gis.jobs import Job
from ...i18n import translate
from .. import style

if TYPE_CHECKING:
    from ...connectors.services.aides import Aid

MOST = 300
AUDIENCES = {"commune": "commune", "EPCI": "epci", "département": "department"}


class AidsDialog(QDialog):
    """Needs a personal key, kept in QGIS's authentication manager and nowhere else."""

    def __init__(self, insee: str, audience: str, parent: QWidget | None = None) -> None:
        """Nothing is asked before the button is pressed.

        Args:
            insee: code of the commune whose grants are looked for. audience: kind of the body that asks for them, as
                the service names it ("commune", "epci", "department").
        """
        super().__init__(parent)
        self.insee, self.audience = insee, audience
        self.job: Job | None = None
        self.aids: list[Aid] = []
        self.setObjectName("AnctAidsDialog")
        self.setWindowTitle(translate("Anct", "Grants open to this territory (Aides-territoires)"))
        style.open_at(self, 1000, 560)
        key = style.Label(
            translate("Anct", "Your key: an “API header” configuration with X-AUTH-TOKEN, asked of aides-territoires."),
            self,
        )
        key.setWordWrap(True)
        self.auth = QgsAuthConfigSelect(self)
        self.auth.setConfigId(settings.aids_key())
        # It would take half of the window, the list of grants the rest.
        self.auth.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.look_button = QPushButton(translate("Anct", "Look for grants"), self)
        self.look_button.setAutoDefault(False)
        self.look_button.clicked.connect(lambda _checked=False: self.look())
        self.words = QLineEdit(self)
        self.words.setPlaceholderText(translate("Anct", "Words in the grants…"))
        self.words.textChanged.connect(self._filter)
        self.table = QTableWidget(0, 4, self)
        self.table.setHorizontalHeaderLabels(
            [
                translate("Anct", "Grant"),
                translate("Anct", "Financed by"),
                translate("Anct", "Until"),
                translate("Anct", "Rate"),
            ]
        )
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.verticalHeader().hide()
        self.table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column, width in ((1, 230), (2, 130), (3, 90)):
            self.table.setColumnWidth(column, width)
        self.sentence = style.Label("", self)
        self.sentence.setWordWrap(True)
        self.sentence.setTextFormat(Qt.TextFormat.PlainText)
        box = QDialogButtonBox(self)
        self.take_button = box.addButton(
            translate("Anct", "List in the dossier"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        self.take_button.setEnabled(False)
        box.addButton(translate("Anct", "Close"), QDialogButtonBox.ButtonRole.RejectRole)
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        for widget in (key, self.auth, self.look_button, self.words, self.table, self.sentence, box):
            layout.addWidget(widget)
        layout.setStretchFactor(self.table, 1)

    def look(self) -> None:
        """Ask the service."""
        authcfg, insee, audience = self.auth.configId(), self.insee, self.audience
        if not authcfg:
            self.sentence.setText(translate("Anct", "Choose or make the configuration that holds your key first."))
            return
        settings.set_aids_key(authcfg)

        def compute(feedback: QgsFeedback) -> list[Aid]:
            from ...connectors.services.aides import Aides
            from ...gis.network import QgisTransport

            service = Aides(QgisTransport(), authcfg=authcfg, cancelled=feedback.isCanceled)
            perimeters = service.perimeters(insee=insee)
            return list(islice(service.aids(perimeters[0].id, audience), MOST)) if perimeters else []

        self.job = Job(translate("Anct", "Looking for grants…"), compute)
        self.job.succeeded.connect(self.show_aids)
        self.job.failed.connect(lambda problem: self.sentence.setText(str(problem)))
        self.job.ended.connect(self._over)
        self.look_button.setEnabled(False)
        self.sentence.setText(self.job.title)
        self.job.start()

    def show_aids(self, aids: Sequence[Aid]) -> None:
        """List these grants, those that end soonest first."""
        self.aids = sorted(aids, key=lambda aid: (not aid.deadline, aid.deadline, plain(aid.name)))
        self.table.setRowCount(len(self.aids))
        for row, aid in enumerate(self.aids):
            first = QTableWidgetItem(aid.name)
            first.setFlags(first.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            first.setCheckState(Qt.CheckState.Unchecked)
            first.setToolTip(messages.plain(f"{aid.url}\n{aid.description[:400]}"))
            self.table.setItem(row, 0, first)
            until = long_date(aid.deadline) if aid.deadline else translate("Anct", "no end")
            for column, text in enumerate((", ".join(aid.financers), until, _rate(aid)), start=1):
                self.table.setItem(row, column, QTableWidgetItem(text))
        text = translate("Anct", "{count} grants. Read each one on its page before counting on it.")
        self.sentence.setText(
            text.format(count=len(self.aids)) if self.aids else translate("Anct", "The service knows none for it.")
        )
        self.take_button.setEnabled(bool(self.aids))
        self._filter(self.words.text())

    def rows(self) -> list[dict[str, str]]:
        """The grants ticked, as rows of the dossier's list."""
        chosen = (
            aid for row, aid in enumerate(self.aids) if self.table.item(row, 0).checkState() == Qt.CheckState.Checked
        )
        return [
            {"intitule": aid.name, "financeur": ", ".join(aid.financers), "lien": aid.url, "echeance": aid.deadline}
            for aid in chosen
        ]

    def _filter(self, text: str) -> None:
        words = plain(text).split()
        for row, aid in enumerate(self.aids):
            line = plain(" ".join((aid.name, *aid.financers, aid.description)))
            self.table.setRowHidden(row, not all(word in line for word in words))

    def _over(self) -> None:
        self.job = None
        self.look_button.setEnabled(True)

    def done(self, result: int) -> None:
        if self.job is not None:
            self.job.blockSignals(True)
            self.job.cancel()
        super().done(result)


def _rate(aid: Aid) -> str:
    rates = [f"{rate:g}" for rate in (aid.rate_low, aid.rate_high) if rate is not None]
    return f"{'–'.join(dict.fromkeys(rates))}\u00a0%" if rates else ""
