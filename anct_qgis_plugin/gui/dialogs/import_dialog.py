"""The wizard that takes in an indicator or a list of one's own."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from qgis.core import QgsFeedback, QgsProject
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QWidget, QWizard

from ... import dependencies, messages
from ...core import own
from ...errors import AnctError
from ...gis.jobs import Job, Steps
from ...i18n import translate
from .. import style
from ..widgets.import_pages import ColumnsPage, DescribePage, DonePage, ReportPage, SourcePage, cells_of

if TYPE_CHECKING:
    from ...connectors.own.own_import import Imported
    from ...connectors.own.own_table import Guess, Table
    from ...connectors.own.place_codes import PlaceCodes
    from ...core.diagnostic import Analyst


def open_dialog(iface) -> ImportDialog:
    """Open the wizard; the data are read meanwhile."""
    dialog = ImportDialog(iface, iface.mainWindow())
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.show()
    dialog.read_data()
    return dialog


class ImportDialog(QWizard):
    """Five pages; nothing is kept before “Import”."""

    def __init__(self, iface, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.iface = iface
        self.analyst: Analyst | None = None
        self.codes: PlaceCodes | None = None
        self.table: Table | None = None
        self.done: Imported | None = None
        self.job: Job | None = None
        self.setWindowTitle(translate("Anct", "Import data of your own"))
        self.setObjectName("AnctImport")
        self.setWizardStyle(QWizard.WizardStyle.ModernStyle)
        self.setOption(QWizard.WizardOption.NoBackButtonOnLastPage)
        self.setOption(QWizard.WizardOption.NoCancelButtonOnLastPage)
        self.source, self.columns = SourcePage(self), ColumnsPage(self)
        self.describe, self.report, self.last = DescribePage(self), ReportPage(self), DonePage(self)
        for page in (self.source, self.columns, self.describe, self.report, self.last):
            self.addPage(page)
        for button, text in (
            (QWizard.WizardButton.NextButton, translate("Anct", "Next")),
            (QWizard.WizardButton.BackButton, translate("Anct", "Back")),
            (QWizard.WizardButton.CancelButton, translate("Anct", "Cancel")),
            (QWizard.WizardButton.FinishButton, translate("Anct", "Close")),
        ):
            self.setButtonText(button, text)
        style.open_at(self, 820, 600)

    # -- what the pages ask ---------------------------------------------------------------------------------------

    @property
    def is_indicator(self) -> bool:
        """An indicator, or a list."""
        return self.source.indicator.isChecked()

    @property
    def level(self) -> str:
        """Of the codes."""
        return str(self.columns.level.currentData())

    def read_data(self) -> None:
        """Read the snapshot in the background; the first page can be filled in meanwhile."""

        def compute(feedback: QgsFeedback) -> Analyst:
            dependencies.require("geopandas")
            from ...snapshot import reader

            return reader.analyst()

        self.source.say(translate("Anct", "Reading the data…"))
        self.job = Job(translate("Anct", "Reading the data…"), compute)
        self.job.succeeded.connect(self.take)
        self.job.failed.connect(lambda problem: self.source.say(str(problem), True))
        self.job.start()

    def take(self, analyst: Analyst) -> None:
        """Go on with these data."""
        from ...connectors.own.place_codes import PlaceCodes

        self.analyst = analyst
        self.codes = PlaceCodes(analyst.facts, analyst.gazetteer.names)
        self.source.say("")
        self.source.completeChanged.emit()

    def read_table(self, encoding: str = "", separator: str = "", sheet: str | None = None) -> None:
        """Read what the first page names. Raises AnctError."""
        from ...connectors.own import own_table

        source = self.source
        if source.text_choice.isChecked():
            self.table = own_table.pasted(source.text.toPlainText())
        elif source.layer_choice.isChecked():
            layer = source.layer.currentLayer()
            self.table = own_table.of_rows(layer.name(), *cells_of(layer))
        else:
            path = Path(source.file.filePath().strip()).expanduser()
            self.table = own_table.read_file(path, encoding, separator, sheet)

    def guess(self) -> Guess:
        """What the columns seem to be."""
        from ...connectors.own import own_table

        return own_table.guess(self.table, self.codes)

    def match(self) -> None:
        """Find the place of every row."""
        from ...connectors.own import own_import

        columns = self.columns
        code, value = columns.code.currentIndex(), columns.value.currentIndex()
        if self.is_indicator:
            self.done = own_import.values_of(
                self.table, code, value, self.level, columns.decimal.currentData(), self.codes,
                weight=columns.weight_column(),
            )  # fmt: skip
        else:
            self.done = own_import.members_of(self.table, code, self.codes)

    def suggested_name(self) -> str:
        """The heading of the values, or the name of the file."""
        if self.table is None:
            return ""
        if self.is_indicator and self.columns.value.currentIndex() >= 0:
            return self.table.columns[self.columns.value.currentIndex()]
        return Path(self.table.name).stem if not self.source.text_choice.isChecked() else ""

    def check(self) -> None:
        """See that it can be kept. Raises AnctError."""
        official = own.official_keys(self.analyst.facts.catalogue)
        made = self._made()
        if isinstance(made, own.OwnIndicator):
            from ...connectors.own import own_import

            own.check_indicator(made, official)
            columns = self.columns
            self.done = own_import.values_of(
                self.table, columns.code.currentIndex(), columns.value.currentIndex(), self.level,
                columns.decimal.currentData(), self.codes, made.unit,
                columns.weight_column() if made.aggregation == "column" else -1,
            )  # fmt: skip
        else:
            own.check_programme(made, official)

    def keep(self) -> None:
        """Put it among the user's data. Raises AnctError."""
        from ...snapshot import own as store

        made = self._made()
        if isinstance(made, own.OwnIndicator):
            store.save_indicator(made)
        else:
            store.save_programme(made)

    def _made(self) -> own.OwnIndicator | own.OwnProgramme:
        page, done = self.describe, self.done
        key, label, source = page.key.text().strip(), page.name.text().strip(), page.source.text().strip()
        vintage, remark, today = (
            page.vintage.text().strip(),
            page.remark.text().strip(),
            datetime.date.today().isoformat(),
        )
        file = self.table.name
        if self.is_indicator:
            return own.OwnIndicator(
                id=key, label=label, unit=page.unit.text().strip(), fragile=page.direction.currentData(),
                decimals=page.decimals.value(), level=self.level,
                aggregation=page.aggregation.currentData() if self.level == "commune" else "none", source=source,
                vintage=vintage, note=remark, imported=today, file=file, values=done.values,
            )  # fmt: skip
        return own.OwnProgramme(
            id=key, label=label, short=label, colour=page.colour.color().name(), symbol=page.symbol.currentText(),
            definition=remark, source=source, vintage=vintage, imported=today, file=file, members=tuple(done.members),
        )  # fmt: skip

    def show_on_map(self) -> None:
        """Add a layer of what was imported to the project."""
        kind, key = "indicator" if self.is_indicator else "programme", self.describe.key.text().strip()

        def compute(feedback: QgsFeedback) -> tuple[Analyst, Path]:
            from ...gis import own_layer
            from ...snapshot import reader

            analyst = reader.analyst()
            return analyst, own_layer.write_layer(analyst, kind, key)

        def steps(made: tuple[Analyst, Path], feedback: QgsFeedback) -> Steps:
            from ...gis import own_layer

            yield 50, translate("Anct", "Adding the layers…")
            return own_layer.add_layer(QgsProject.instance(), made[0], kind, key, made[1])

        self.last.show_button.setEnabled(False)
        self.job = Job(translate("Anct", "Adding the layers…"), compute, steps)
        self.job.failed.connect(self._say)
        self.job.ended.connect(lambda: self.last.show_button.setEnabled(True))
        self.job.start()

    def _say(self, problem: AnctError) -> None:
        messages.error(self.iface, problem)

    def closeEvent(self, event) -> None:  # noqa: N802
        if self.job is not None:
            self.job.cancel()
        super().closeEvent(event)
