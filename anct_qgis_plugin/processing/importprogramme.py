"""anct:importprogramme – a list of one's own (a departmental scheme) becomes a programme like the official ones."""

from __future__ import annotations

import datetime
from collections import Counter
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
)

from ..core.catalogue import OWN_SYMBOLS
from ..i18n import translate
from .base import stop_if_cancelled
from .own_files import OwnFileAlgorithm, warn_of_left_out, write_report


class ImportProgramme(OwnFileAlgorithm):
    ID = "importprogramme"

    def label(self) -> str:
        return translate("Anct", "Import a programme list of your own")

    def help(self) -> str:
        return translate(
            "Anct",
            "A list of communes or EPCI in a CSV, ODS or XLSX file (a departmental scheme, for instance) becomes a "
            "programme, kept in your QGIS profile and usable in maps, coverage, gaps, diagnostics and lists like the "
            "official ones. Codes may be INSEE or SIREN codes; lost zeros, former and delegated communes are mended. "
            "A list of EPCI alone is drawn as perimeters. The same key again replaces the former list. The report "
            "names each row left out and why.",
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:  # noqa: N802
        self.add_file()
        self.add_text("PROGRAMME", translate("Anct", "Key of the programme (letters without accents, digits, _)"))
        self.add_text("LABEL", translate("Anct", "Name, as shown"))
        self.add_text("SOURCE", translate("Anct", "Source (who made this list)"))
        self.add_text("VINTAGE", translate("Anct", "Vintage (year or date)"))
        self.add_text("DEFINITION", translate("Anct", "Limits, definition"), "", True)
        self.add_text("COLOUR", translate("Anct", "Colour (as #4b2e83)"), "#4b2e83", True)
        self.add_choice("SYMBOL", translate("Anct", "Symbol"), list(OWN_SYMBOLS), OWN_SYMBOLS[0])
        self.add_report()

    def compute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        from ..connectors.own import own_import
        from ..core import own
        from ..snapshot import own as store

        def given(name: str) -> str:
            return self.text(parameters, name, context)

        analyst = self.analyst(feedback)
        table, codes, guess = self.read_table(parameters, context, analyst)
        code = self.column(parameters, "CODE_FIELD", context, table, guess.code)
        reasons = guess.reasons[:1]  # the others are about a column of values, and a list has none
        for line in (*table.reasons, *reasons):
            feedback.pushInfo(line)
        done = own_import.members_of(table, code, codes)
        stop_if_cancelled(feedback)
        feedback.pushInfo(done.report())
        programme = own.OwnProgramme(
            id=given("PROGRAMME"),
            label=given("LABEL"),
            short=given("LABEL"),
            colour=given("COLOUR") or "#4b2e83",
            symbol=self.parameterAsEnumString(parameters, "SYMBOL", context),
            definition=given("DEFINITION"),
            source=given("SOURCE"),
            vintage=given("VINTAGE"),
            imported=datetime.date.today().isoformat(),
            file=table.name,
            members=tuple(done.members),
        )
        own.check_programme(programme, own.official_keys(analyst.facts.catalogue))
        report = self.parameterAsFileOutput(parameters, "REPORT", context)
        if report:
            counts = Counter(level for level, _ in done.members)
            figures = {"territoires": len(done.members), "communes": counts["commune"], "epci": counts["epci"]}
            write_report(Path(report), done, table, reasons, figures)
        store.save_programme(programme)
        warn_of_left_out(feedback, done)
        return {"REPORT": report, "SUMMARY": done.report()}
