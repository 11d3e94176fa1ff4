"""anct:dossier – a prefilled draft, kept in the store and exported."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsApplication,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputString,
    QgsProcessingParameterString,
)

from .. import settings
from ..errors import AnctError, OutputError
from ..i18n import translate
from .base import FolderAlgorithm, stop_if_cancelled

FORMATS = ("odt", "pdf", "html", "json")


class DossierAlgorithm(FolderAlgorithm):
    ID = "dossier"

    def label(self) -> str:
        return translate("Anct", "Draft dossier")

    def help(self) -> str:
        return translate(
            "Anct",
            "A draft of a pacte de cohésion territoriale or of a demande d’ingénierie, prefilled from a territory’s "
            "figures with their sources, kept in the dossier store and exported as a document. What the data do not "
            "say stays a marked blank.",
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:  # noqa: N802
        self.add_choice("TYPE", translate("Anct", "Kind of dossier"), ["pacte", "ingenierie"], "pacte")
        self.add_territory()
        for name, label, default in (
            ("STORE", translate("Anct", "Dossier store (GeoPackage or PostgreSQL connection; empty = your own)"), ""),
            ("TITLE", translate("Anct", "Title (empty = made from the territory)"), ""),
            ("FORMATS", translate("Anct", "Formats, comma separated (odt, pdf, html, json)"), "odt"),
        ):
            self.addParameter(QgsProcessingParameterString(name, label, defaultValue=default, optional=True))
        self.add_profile()
        self.add_folder()
        self.addOutput(QgsProcessingOutputString("DOSSIER_ID", translate("Anct", "Identifier of the dossier")))
        self.addOutput(QgsProcessingOutputString("FILES", translate("Anct", "Files")))

    def compute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        from ..core.prefill import prefill, slug
        from ..gis.dossier_document import write_documents
        from ..gis.perimeter import perimeter_wkb
        from ..store.definitions import definition
        from ..store.opening import open_store

        wanted = formats(self.parameterAsString(parameters, "FORMATS", context))
        kind = definition(self.parameterAsEnumString(parameters, "TYPE", context))
        store = open_store(self.parameterAsString(parameters, "STORE", context).strip() or settings.store_name())
        store.check()
        folder = self.folder(parameters, context)
        analyst = self.analyst(feedback)
        territory = self.territory(analyst, parameters, context, feedback)
        feedback.setProgressText(
            translate("Anct", "Gathering the facts of {territory}…").format(territory=territory.label)
        )
        profile = self.profile(analyst, parameters, context)
        diagnostic = analyst.diagnostic(territory, profile)
        title = self.parameterAsString(parameters, "TITLE", context)
        dossier = prefill(kind, diagnostic, analyst, title)
        feedback.setProgress(50)
        stop_if_cancelled(feedback)
        perimeter = perimeter_wkb(territory.level, territory.code, dossier.communes)
        stop_if_cancelled(feedback)
        # The documents first: if one cannot be written, no dossier is left in the store.
        stem = f"{slug(dossier.title)}-{dossier.id[:8]}"
        files = write_documents(analyst, profile, dossier, kind, folder, stem, wanted, feedback)
        try:
            author = QgsApplication.userLoginName()
            store.create(dossier, author, perimeter)
        except AnctError:
            for file in files:
                file.unlink(missing_ok=True)
            raise
        feedback.setProgress(100)
        return {"DOSSIER_ID": dossier.id, **self.files(files)}


def formats(text: str) -> list[str]:
    """The formats asked for.

    Raises:
        OutputError: naming one that this version does not write.
    """
    wanted = [one.strip().lower() for one in text.split(",") if one.strip()] or ["odt"]
    for one in wanted:
        if one not in FORMATS:
            raise OutputError(
                translate("Anct", "This version does not write dossiers as “{format}”. Known formats: {known}.").format(
                    format=one, known=", ".join(FORMATS)
                )
            )
    return wanted
