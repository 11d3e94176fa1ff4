"""A dossier handed to a procedure of the State's portal: the mapping, what would be sent and what not; then a yes."""

from __future__ import annotations

import json
from collections.abc import Callable
from html import escape
from typing import Any

from qgis.core import QgsFeedback
from qgis.PyQt.QtCore import Qt, QUrl
from qgis.PyQt.QtGui import QDesktopServices
from qgis.PyQt.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ... import messages, settings
from ...core import handover
from ...core.dossier import Dossier
from ...core.dossier_definition import Definition
from ...gis.jobs import Job
from ...i18n import translate
from .. import style


class HandoverDialog(QDialog):
    """Nothing leaves before the box is ticked and the button pressed; short files go by a link that the user opens."""

    def __init__(
        self, dossier: Dossier, definition: Definition, places: handover.Places, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.dossier, self.definition, self.places = dossier, definition, places
        self.procedure: handover.Procedure | None = None
        self.items: list[handover.Item] = []
        self.job: Job | None = None
        self.setObjectName("AnctHandoverDialog")
        self.setWindowTitle(translate("Anct", "Hand over to Démarche numérique"))
        style.open_at(self, 1000, 620)
        self.address = QLineEdit(self)
        self.address.setPlaceholderText(translate("Anct", "Address of the procedure, or the last part of it"))
        self.address.returnPressed.connect(self.read)
        self.read_button = QPushButton(translate("Anct", "Read its form"), self)
        self.read_button.setAutoDefault(False)
        self.read_button.clicked.connect(lambda _checked=False: self.read())
        row = QHBoxLayout()
        row.addWidget(self.address, 1)
        row.addWidget(self.read_button)
        self.table = QTableWidget(0, 4, self)
        self.table.setHorizontalHeaderLabels(
            [
                translate("Anct", "Field of the procedure"),
                translate("Anct", "Field of the dossier"),
                translate("Anct", "What is sent"),
                translate("Anct", "Note"),
            ]
        )
        self.table.verticalHeader().hide()
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        for column in (0, 2, 3):
            self.table.horizontalHeader().setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        self.table.setColumnWidth(1, 230)
        # A reason is read whole.
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.sentence = style.Label(translate("Anct", "Only procedures marked as open data give their form."), self)
        self.sentence.setWordWrap(True)
        self.sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)
        self.sentence.setOpenExternalLinks(True)
        self.consent = QCheckBox(
            translate(
                "Anct",
                "I agree that these values are sent to the portal. “Send and open” opens a file there in my name.",
            ),
            self,
        )
        self.consent.toggled.connect(lambda _on: self._enable())
        box = QDialogButtonBox(self)
        roles = QDialogButtonBox.ButtonRole
        self.link_button = box.addButton(translate("Anct", "Open the filled-in link"), roles.ActionRole)
        self.link_button.clicked.connect(lambda _checked=False: self.open_link())
        self.send_button = box.addButton(translate("Anct", "Send and open"), roles.ActionRole)
        self.send_button.clicked.connect(lambda _checked=False: self.send())
        for button in (self.link_button, self.send_button):
            # Enter in the address reads the form, and sends nothing.
            button.setAutoDefault(False)
        box.addButton(translate("Anct", "Close"), roles.RejectRole)
        box.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addLayout(row)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.sentence)
        layout.addWidget(self.consent)
        layout.addWidget(box)
        self.address.setText(settings.procedure(definition.id))
        self._enable()

    # -- the procedure --------------------------------------------------------------------------------------------

    def read(self) -> None:
        """Read the form of the procedure."""
        path = self.address.text().strip().rstrip("/").rpartition("/")[2].partition("?")[0]
        if not path:
            self.say(translate("Anct", "Give the address of the procedure first."))
            return

        def compute(feedback: QgsFeedback) -> handover.Procedure:
            return _portal(feedback).procedure(path)

        self._run(Job(translate("Anct", "Reading the procedure…"), compute), self.show_procedure)

    def show_procedure(self, procedure: handover.Procedure) -> None:
        """Propose a mapping: the one kept for this procedure, else what labels suggest."""
        self.procedure = procedure
        settings.set_procedure(self.definition.id, procedure.path)
        kept = settings.mapping(procedure.path)
        mapping = kept if kept is not None else handover.suggest(procedure, self.definition)
        choices = [("", translate("Anct", "nothing"))]
        choices += [(key, _place_name(key)) for key in handover.PLACES]
        choices += [(field.id, field.label) for field in self.definition if not field.auto]
        self.table.setRowCount(len(procedure.champs))
        for row, champ in enumerate(procedure.champs):
            name = f"{champ.label} *" if champ.required else champ.label
            self.table.setItem(row, 0, QTableWidgetItem(name))
            combo = QComboBox(self.table)
            for key, text in choices:
                combo.addItem(text, key)
            combo.setCurrentIndex(max(combo.findData(mapping.get(champ.id, "")), 0))
            combo.setAccessibleName(champ.label)
            combo.currentIndexChanged.connect(lambda _index: self.preview())
            self.table.setCellWidget(row, 1, combo)
        self.preview()

    def mapping(self) -> dict[str, str]:
        """Field of the procedure → field of the dossier, as chosen."""
        combos = (self.table.cellWidget(row, 1) for row in range(self.table.rowCount()))
        pairs = zip(self.procedure.champs, combos, strict=True)
        return {champ.id: combo.currentData() for champ, combo in pairs if combo.currentData()}

    def preview(self) -> None:
        """Show what would be sent, and what cannot be."""
        mapping = self.mapping()
        settings.set_mapping(self.procedure.path, mapping)
        self.items = handover.preview(self.procedure, mapping, self.dossier, self.definition, self.places)
        for row, item in enumerate(self.items):
            sent = "" if item.value is None else _shown(item.value)
            for column, text in ((2, sent), (3, item.reason)):
                cell = QTableWidgetItem(text)
                cell.setToolTip(messages.plain(text))
                if column == 3:
                    cell.setForeground(style.quiet(self.palette()))
                self.table.setItem(row, column, cell)
        sent = sum(item.value is not None for item in self.items)
        self.say(
            translate(
                "Anct",
                "{sent} of {total} fields can be filled in. The portal drops what it does not accept without a word: "
                "read them again there. A file that nobody claims is forgotten after five days.",
            ).format(sent=sent, total=len(self.items))
        )
        self._enable()

    # -- sending --------------------------------------------------------------------------------------------------

    def open_link(self) -> None:
        """Open the procedure filled in by its address: nothing is created before the user sends it there."""
        from ...connectors.http.endpoints import Endpoints
        from ...gis.network import endpoint_overrides

        base = Endpoints.from_settings(endpoint_overrides()).url("demarche", "")
        made = handover.link(base.rstrip("/"), self.procedure, self.items)
        if made is not None:
            QDesktopServices.openUrl(QUrl(made))

    def send(self) -> None:
        """Open a file on the portal with these values, once, then its page."""
        number, values = self.procedure.number, handover.body(self.items)
        self.consent.setChecked(False)

        def compute(feedback: QgsFeedback) -> Any:
            return _portal(feedback).create(number, values, agreed=True)

        self._run(Job(translate("Anct", "Sending to the portal…"), compute), self._sent)

    def _sent(self, made: Any) -> None:
        self.say(
            translate(
                "Anct",
                'A file was opened with {count} values. <a href="{url}">Open it and log in</a> within five days, and '
                "read every field again.",
            ).format(count=len(made.sent), url=escape(made.url)),
            rich=True,
        )
        QDesktopServices.openUrl(QUrl(made.url))

    def say(self, text: str, rich: bool = False) -> None:
        """One sentence under the table; what came from elsewhere is text, never markup."""
        self.sentence.setTextFormat(Qt.TextFormat.RichText if rich else Qt.TextFormat.PlainText)
        self.sentence.setText(text)

    def _run(self, job: Job, then: Callable[[Any], None]) -> None:
        self.job = job
        self.say(job.title)
        job.succeeded.connect(then)
        job.failed.connect(lambda problem: self.say(str(problem)))
        job.ended.connect(self._over)
        self._enable()
        job.start()

    def _over(self) -> None:
        self.job = None
        self._enable()

    def _enable(self) -> None:
        ready = self.procedure is not None and self.job is None and bool(handover.body(self.items))
        short = ready and handover.link("", self.procedure, self.items) is not None
        self.read_button.setEnabled(self.job is None)
        # The address of the link holds the values: opening it sends them.
        self.link_button.setEnabled(bool(short) and self.consent.isChecked())
        self.send_button.setEnabled(ready and self.consent.isChecked() and self.procedure.number > 0)
        self.consent.setEnabled(ready)

    def done(self, result: int) -> None:
        if self.job is not None:
            self.job.blockSignals(True)
            self.job.cancel()
        super().done(result)


def _portal(feedback: QgsFeedback):
    from ...connectors.services.demarche import DemarcheNumerique
    from ...gis.network import QgisTransport

    return DemarcheNumerique(QgisTransport(), cancelled=feedback.isCanceled)


def _shown(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _place_name(key: str) -> str:
    return {
        "@commune": translate("Anct", "the commune of the dossier"),
        "@epci": translate("Anct", "the EPCI of the dossier"),
        "@departement": translate("Anct", "the département of the dossier"),
        "@region": translate("Anct", "the région of the dossier"),
    }[key]
