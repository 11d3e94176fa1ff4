"""anct:diagnostic – the diagnostic of a territory as a document."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputString,
    QgsProcessingParameterString,
)

from ..gis.formats import DIAGNOSTIC
from ..i18n import translate
from .base import FolderAlgorithm

if TYPE_CHECKING:  # loading the provider must not import pandas
    from ..core.territory import Territory


class DiagnosticAlgorithm(FolderAlgorithm):
    ID = "diagnostic"

    def label(self) -> str:
        return translate("Anct", "Diagnostic of a territory")

    def help(self) -> str:
        return translate(
            "Anct",
            "A document with the territory's map, its identity card beside comparison territories, the programmes that "
            "cover it, its fragility and the table of sources. pdf: laid out, to be shown; odt: to be edited in a word "
            "processor; html: one page for a browser, images included; xlsx: its tables as numbers, to calculate with; "
            "gpkg: layers, styles and tables for a GIS.",
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:  # noqa: N802
        self.add_territory()
        self.add_profile()
        self.addParameter(
            QgsProcessingParameterString(
                "REFERENCES",
                translate("Anct", "Comparison territories, comma separated (empty = those around)"),
                defaultValue="",
                optional=True,
            )
        )
        self.addParameter(
            QgsProcessingParameterString(
                "FORMATS",
                translate("Anct", "Formats, comma separated ({known})").format(known=", ".join(DIAGNOSTIC)),
                defaultValue="pdf",
            )
        )
        self.add_split(translate("Anct", "One document per"))
        self.add_folder()
        self.addOutput(QgsProcessingOutputString("FILES", translate("Anct", "Files")))

    def compute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        from ..gis.diagnostic_document import check_formats, write_diagnostic

        def write(part: Territory, folder: Path, steps: QgsProcessingFeedback) -> list[Path]:
            steps.setProgressText(translate("Anct", "Computing the diagnostic…"))
            diagnostic = analyst.diagnostic(part, profile, references or None)
            return write_diagnostic(analyst, diagnostic, folder, steps, None, formats)

        texts = self.parameterAsString(parameters, "FORMATS", context).lower().split(",")
        formats = [text.strip() for text in texts if text.strip()] or ["pdf"]
        check_formats(formats)
        analyst = self.analyst(feedback)
        territory = self.territory(analyst, parameters, context, feedback)
        profile = self.profile(analyst, parameters, context)
        texts = self.parameterAsString(parameters, "REFERENCES", context).split(",")
        references = [analyst.gazetteer.resolve(text) for text in texts if text.strip()]
        return self.each(territory, parameters, context, feedback, analyst, write)
