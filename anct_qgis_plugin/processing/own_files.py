"""What the algorithms that read a person's own file share: its columns, the report, the rows left out."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputString,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterString,
)

from ..errors import OutputError, OwnDataError
from ..i18n import translate
from .base import AnctAlgorithm

if TYPE_CHECKING:  # loading the provider must not import pandas
    from ..connectors.own.own_import import Imported
    from ..connectors.own.own_table import Guess, Table
    from ..connectors.own.place_codes import PlaceCodes
    from ..core.diagnostic import Analyst

FILES = "*.csv *.txt *.tsv *.ods *.xlsx *.xls"


class OwnFileAlgorithm(AnctAlgorithm):
    """An algorithm that reads one table of a person's own, and may write a report."""

    def add_text(self, name: str, label: str, default: str | None = None, optional: bool = False) -> None:
        """A line of text."""
        self.addParameter(QgsProcessingParameterString(name, label, defaultValue=default, optional=optional))

    def add_file(self) -> None:
        """FILE, SHEET and CODE_FIELD."""
        self.addParameter(
            QgsProcessingParameterFile("FILE", translate("Anct", "File (CSV, ODS, XLSX)"), fileFilter=file_filter())
        )
        sheet = translate("Anct", "Sheet of the spreadsheet (empty = the first that holds something)")
        self.add_text("SHEET", sheet, "", True)
        self.add_text("CODE_FIELD", translate("Anct", "Column of the codes (empty = found by its content)"), "", True)

    def add_report(self) -> None:
        """REPORT and SUMMARY."""
        self.addParameter(
            QgsProcessingParameterFileDestination(
                "REPORT", translate("Anct", "Report"), "JSON (*.json)", None, optional=True
            )
        )
        self.addOutput(QgsProcessingOutputString("SUMMARY", translate("Anct", "Summary")))

    def text(self, parameters: dict[str, Any], name: str, context: QgsProcessingContext) -> str:
        """What was typed, without the blanks around it."""
        return self.parameterAsString(parameters, name, context).strip()

    def read_table(
        self, parameters: dict[str, Any], context: QgsProcessingContext, analyst: Analyst
    ) -> tuple[Table, PlaceCodes, Guess]:
        """The table of FILE (and SHEET), what knows its codes, and what its columns look like."""
        from ..connectors.own import own_table
        from ..connectors.own.place_codes import PlaceCodes

        path = Path(self.parameterAsFile(parameters, "FILE", context))
        table = own_table.read_file(path, sheet=self.text(parameters, "SHEET", context) or None)
        codes = PlaceCodes(analyst.facts, analyst.gazetteer.names)
        return table, codes, own_table.guess(table, codes)

    def column(
        self, parameters: dict[str, Any], name: str, context: QgsProcessingContext, table: Table, guessed: int
    ) -> int:
        """Number of the column that a parameter names, else of the one told by its content.

        Raises:
            OwnDataError: not named, and not to be told.
        """
        named = self.text(parameters, name, context)
        number = table.column(named) if named else guessed
        if number < 0:
            raise OwnDataError(
                translate(
                    "Anct", "The column cannot be told by its content: name it ({name}). Columns: {known}."
                ).format(name=name, known=", ".join(table.columns))
            )
        return number


def file_filter() -> str:
    """What QGIS checks a file's name against, case minded: a filter without brackets would refuse all files, one
    without "*.*" would refuse "LISTE.CSV"."""
    return f"{translate('Anct', 'Tables')} ({FILES});;{translate('Anct', 'All files')} (*.*)"


def write_report(
    path: Path, done: Imported, table: Table, reasons: Sequence[str], figures: Mapping[str, object]
) -> None:
    """The outcome as JSON, its keys and reasons in French.

    Args:
        reasons: how the columns were told.
        figures: what is counted of this kind of import.

    Raises:
        OutputError: it cannot be written.
    """
    content = {
        "fichier": table.name,
        "lecture": [*table.reasons, *reasons],
        "lignes": done.rows,
        **figures,
        "repares": done.repaired,
        "avertissements": done.warnings,
        "laissees_de_cote": [
            {"ligne": one.row, "code": one.code, "valeur": one.value, "raison": one.reason} for one in done.left_out
        ],
    }
    try:
        path.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")
    except OSError as error:
        raise OutputError(
            translate("Anct", "The result cannot be written to {place}. Check the folder and its rights.").format(
                place=path
            )
        ) from error


def warn_of_left_out(feedback: QgsProcessingFeedback, done: Imported) -> None:
    """Say what a person should look at."""
    for warning in done.warnings:
        feedback.pushWarning(warning)
    if done.left_out:
        feedback.pushWarning(translate("Anct", "Rows left out: {n}; the report says why.").format(n=len(done.left_out)))
