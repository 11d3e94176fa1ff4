"""anct:importindicator – a column of one's own file becomes an indicator like the official ones."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingParameterNumber,
)

from ..errors import OwnDataError
from ..i18n import translate
from .base import stop_if_cancelled
from .own_files import OwnFileAlgorithm, warn_of_left_out, write_report

LEVELS = ["auto", "commune", "epci", "departement", "region"]


class ImportIndicator(OwnFileAlgorithm):
    ID = "importindicator"

    def label(self) -> str:
        return translate("Anct", "Import an indicator of your own")

    def help(self) -> str:
        return translate(
            "Anct",
            "One column of a CSV, ODS or XLSX file becomes an indicator, kept in your QGIS profile and usable in maps, "
            "profiles, diagnostics and lists like the official ones. Codes may be INSEE or SIREN codes, or numbers of "
            "départements or régions; lost zeros, former and delegated communes are mended. Values given for EPCI, "
            "départements or régions are shown for them only. The same key again replaces the former values. The "
            "report names each row left out and why.",
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:  # noqa: N802
        self.add_file()
        self.add_text("VALUE_FIELD", translate("Anct", "Column of the values (empty = found by its content)"), "", True)
        self.add_text("INDICATOR", translate("Anct", "Key of the indicator (letters without accents, digits, _)"))
        self.add_text("LABEL", translate("Anct", "Name, as shown"))
        self.add_text("UNIT", translate("Anct", "Unit (%, €, km…)"), "", True)
        self.add_choice("DIRECTION", translate("Anct", "Fragile when it is"), ["high", "low"], "high")
        self.add_text("SOURCE", translate("Anct", "Source (who made these figures)"))
        self.add_text("VINTAGE", translate("Anct", "Vintage (year or date)"))
        self.add_choice("LEVEL", translate("Anct", "Level of the codes"), LEVELS, "auto")
        self.add_choice(
            "AGGREGATION",
            translate("Anct", "Above the commune: nothing, or a mean weighted by people or by a column"),
            ["none", "population", "column"],
            "none",
        )
        self.add_text("WEIGHT_FIELD", translate("Anct", "Column of the weights"), "", True)
        self.addParameter(
            QgsProcessingParameterNumber(
                "DECIMALS", translate("Anct", "Decimals shown"), defaultValue=1, minValue=0, maxValue=6
            )
        )
        self.add_report()

    def compute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        from ..connectors.own import own_import, own_table
        from ..core import own
        from ..snapshot import own as store

        def given(name: str) -> str:
            return self.text(parameters, name, context)

        analyst = self.analyst(feedback)
        table, codes, guess = self.read_table(parameters, context, analyst)
        code = self.column(parameters, "CODE_FIELD", context, table, guess.code)
        value = self.column(parameters, "VALUE_FIELD", context, table, guess.value)
        level = self.parameterAsEnumString(parameters, "LEVEL", context)
        if level == "auto":
            level = own_table.level_of(table.cells(code), codes, table.columns[code])
        decimal, why = own_table.decimal_mark(table.cells(value))
        for line in (*table.reasons, *guess.reasons, why):
            feedback.pushInfo(line)
        aggregation = self.parameterAsEnumString(parameters, "AGGREGATION", context)
        if aggregation == "column" and not given("WEIGHT_FIELD"):
            raise OwnDataError(translate("Anct", "Name the column of the weights (WEIGHT_FIELD)."))
        weight = table.column(given("WEIGHT_FIELD")) if aggregation == "column" else -1
        done = own_import.values_of(table, code, value, level, decimal, codes, given("UNIT"), weight)
        stop_if_cancelled(feedback)
        feedback.pushInfo(done.report())
        indicator = own.OwnIndicator(
            id=given("INDICATOR"),
            label=given("LABEL"),
            unit=given("UNIT"),
            fragile=self.parameterAsEnumString(parameters, "DIRECTION", context),
            decimals=self.parameterAsInt(parameters, "DECIMALS", context),
            level=level,
            aggregation=aggregation if level == "commune" else "none",
            source=given("SOURCE"),
            vintage=given("VINTAGE"),
            imported=datetime.date.today().isoformat(),
            file=table.name,
            values=done.values,
        )
        own.check_indicator(indicator, own.official_keys(analyst.facts.catalogue))
        report = self.parameterAsFileOutput(parameters, "REPORT", context)
        if report:
            figures = {
                "niveau": level,
                "territoires": len(done.values),
                "secret": sum(one[1] for one in done.values.values()),
                "sans_valeur": done.missing,
            }
            write_report(Path(report), done, table, guess.reasons, figures)
        store.save_indicator(indicator)
        warn_of_left_out(feedback, done)
        return {"REPORT": report, "SUMMARY": done.report()}
