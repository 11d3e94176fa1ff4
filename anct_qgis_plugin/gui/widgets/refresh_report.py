"""What a refresh would change, or has changed: the report, its export, and the choice to take it or not."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QTextBrowser, QVBoxLayout, QWidget

from ...core.wording import NBSP, number
from ...i18n import system_reason, translate

if TYPE_CHECKING:
    from ...core.difference import Difference
    from ...snapshot.refresh import Outcome, SourceResult


class RefreshReport(QWidget):
    """`said` gives a sentence on an export that failed."""

    said = pyqtSignal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._difference: Difference | None = None
        self._outcome: Outcome | None = None
        self.text = QTextBrowser(self)
        self.text.setOpenLinks(False)
        self.use = QPushButton(translate("Anct", "Put into use"), self)
        self.keep = QPushButton(translate("Anct", "Keep the old data"), self)
        self.as_csv = QPushButton(translate("Anct", "Export as CSV…"), self)
        self.as_csv.clicked.connect(lambda: self._export("csv"))
        self.as_html = QPushButton(translate("Anct", "Export as HTML…"), self)
        self.as_html.clicked.connect(lambda: self._export("html"))
        actions = QHBoxLayout()
        for widget in (self.as_csv, self.as_html):
            actions.addWidget(widget)
        actions.addStretch(1)
        for widget in (self.keep, self.use):
            actions.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.addWidget(self.text)
        layout.addLayout(actions)

    def show_report(self, difference: Difference | None, outcome: Outcome | None = None) -> None:
        """Show a difference, with what became of each source where it comes from a refresh."""
        self._difference, self._outcome = difference, outcome
        self.text.setHtml(self._html())

    def _html(self) -> str:
        from ...documents.difference_report import html_text
        from ...snapshot.refresh import state_names

        if self._difference is None:
            return ""
        states = state_names()
        results = [
            (r.label, states[r.state], r.vintage or r.vintage_before, r.reason or _read_of(r))
            for r in (self._outcome.results if self._outcome else ())
            if r.state != "absent"
        ]
        return html_text(self._difference, results, self._unmatched(), self._kept())

    def _unmatched(self) -> list[tuple[str, str, str]]:
        if self._outcome is None:
            return []
        return [(r.label, row, tried) for r in self._outcome.results for row, tried in r.unmatched]

    def _kept(self) -> list[tuple[str, str, str]]:
        if self._outcome is None:
            return []
        return [(r.label, row, why) for r in self._outcome.results for row, why in r.kept]

    def _export(self, form: str) -> None:
        """Write the report to a file that the person names."""
        from ...documents.difference_report import csv_text

        if self._difference is None:
            return
        name, _ = QFileDialog.getSaveFileName(
            self, translate("Anct", "Export the report"), f"anct-changements.{form}", f"*.{form}"
        )
        if not name:
            return
        text = self._html() if form == "html" else csv_text(self._difference, self._unmatched(), self._kept())
        try:
            Path(name).write_text(text, encoding="utf-8", newline="")
        except OSError as error:
            self.said.emit(
                translate("Anct", "Cannot write {path}: {error}").format(path=name, error=system_reason(error))
            )


def _read_of(result: SourceResult) -> str:
    """What was read of a source, what was kept, and what is to be known of its file."""
    said = translate("Anct", "{rows} lines read, {matched} matched").format(
        rows=number(result.rows_read), matched=number(result.matched)
    )
    if result.kept:
        said = translate("Anct", "{read}; rows kept as held: {count}").format(read=said, count=number(len(result.kept)))
    return f"{NBSP}; ".join([said, *result.notes])
