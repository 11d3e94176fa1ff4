"""What the algorithms of the provider share: territory, profile, errors said once, results written whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFeatureSink,
    QgsField,
    QgsFields,
    QgsProcessing,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingMultiStepFeedback,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFolderDestination,
    QgsProcessingParameterString,
)
from qgis.PyQt.QtCore import QMetaType

from ..core.wording import LEVELS
from ..dependencies import require
from ..errors import AnctError, Cancelled, OutputError
from ..i18n import system_reason, translate

if TYPE_CHECKING:  # loading the provider must not import pandas
    from ..core.diagnostic import Analyst
    from ..core.profile import Profile
    from ..core.territory import Territory

WGS84 = QgsCoordinateReferenceSystem("EPSG:4326")
TEXT, INTEGER, REAL = QMetaType.Type.QString, QMetaType.Type.Int, QMetaType.Type.Double
# Field types as the algorithms declare them.
Columns = list[tuple[str, QMetaType.Type]]


class AnctAlgorithm(QgsProcessingAlgorithm):
    """Root of the provider's algorithms. A subclass gives `ID`, `label()`, `help()`, its parameters and `compute()`."""

    ID = ""

    def label(self) -> str:
        """The name in the toolbox, translated."""
        raise NotImplementedError

    def help(self) -> str:
        """What it does, in a few translated sentences."""
        raise NotImplementedError

    def compute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """The outputs by name; raises AnctError for what a person must know."""
        raise NotImplementedError

    # -- QGIS -----------------------------------------------------------------------------------------------------

    def name(self) -> str:
        return self.ID

    def displayName(self) -> str:  # noqa: N802
        return self.label()

    def shortHelpString(self) -> str:  # noqa: N802
        return self.help()

    def createInstance(self) -> AnctAlgorithm:  # noqa: N802
        return type(self)()

    def processAlgorithm(  # noqa: N802
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        try:
            require("geopandas")
            return self.compute(parameters, context, feedback)
        except AnctError as error:
            if error.details:
                feedback.pushDebugInfo(error.details)
            raise QgsProcessingException(str(error)) from error

    # -- parameters -----------------------------------------------------------------------------------------------

    def add_territory(self, name: str = "TERRITORY", default: str | None = None) -> None:
        """A territory expression."""
        label = {
            "TERRITORY": translate("Anct", "Territory (name, code or expression)"),
            "REFERENCE": translate("Anct", "Territory that the ranks refer to"),
        }[name]
        self.addParameter(QgsProcessingParameterString(name, label, defaultValue=default))

    def add_level(self, levels: Iterable[str] = LEVELS) -> None:
        """The level of the units."""
        self.add_choice("LEVEL", translate("Anct", "Level"), list(levels), "commune")

    def add_choice(self, name: str, label: str, options: list[str], default: str | None) -> None:
        """One of some text keys."""
        parameter = QgsProcessingParameterEnum(name, label, options, defaultValue=default)
        parameter.setUsesStaticStrings(True)
        self.addParameter(parameter)

    def add_programmes(self) -> None:
        """Programme keys, comma separated; empty = all."""
        self.addParameter(
            QgsProcessingParameterString(
                "PROGRAMMES",
                translate("Anct", "Programmes (keys, comma separated; empty = all)"),
                defaultValue="",
                optional=True,
            )
        )

    def add_profile(self) -> None:
        """Key of a profile, or path of a JSON profile."""
        self.addParameter(
            QgsProcessingParameterString(
                "PROFILE", translate("Anct", "Fragility profile (key, or path of a JSON file)"), defaultValue="generale"
            )
        )

    def add_output(self, label: str, name: str = "OUTPUT", table: bool = False, optional: bool = False) -> None:
        """A resulting layer, or table without geometry; one that is optional is not made unless asked for."""
        kind = QgsProcessing.SourceType.TypeVector if table else QgsProcessing.SourceType.TypeVectorAnyGeometry
        self.addParameter(QgsProcessingParameterFeatureSink(name, label, kind, None, optional, not optional))

    # -- values ---------------------------------------------------------------------------------------------------

    def analyst(self, feedback: QgsProcessingFeedback) -> Analyst:
        """The analyst of the active snapshot, read once per session."""
        from ..snapshot import reader

        feedback.setProgressText(translate("Anct", "Reading the data…"))
        return reader.analyst()

    def territory(
        self,
        analyst: Analyst,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
        name: str = "TERRITORY",
    ) -> Territory:
        """The territory of a parameter; what must be said about it goes to the log."""
        territory = analyst.gazetteer.resolve(self.parameterAsString(parameters, name, context))
        for note in territory.notes:
            feedback.pushInfo(note)
        return territory

    def profile(self, analyst: Analyst, parameters: dict[str, Any], context: QgsProcessingContext) -> Profile:
        """The profile of the PROFILE parameter."""
        return _profile(analyst, self.parameterAsString(parameters, "PROFILE", context))

    def write(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
        columns: Columns | QgsFields,
        features: Callable[[QgsFields], Iterable[QgsFeature]],
        geometry: Qgis.WkbType,
        name: str = "OUTPUT",
        crs: QgsCoordinateReferenceSystem = WGS84,
    ) -> dict[str, Any]:
        """Make every feature, then write them all: a cancel or an error before that leaves no file.

        Args:
            columns: names and types; or the fields themselves, where more is to be said of them.
            features: gives the features for the fields; may stop early when the feedback is cancelled.
            crs: of the geometries.
            name: of the output; an optional one that nobody asked for is not written.
        """
        if name != "OUTPUT" and not parameters.get(name):
            return {}
        fields = columns if isinstance(columns, QgsFields) else QgsFields()
        if not isinstance(columns, QgsFields):
            for column, kind in columns:
                fields.append(QgsField(column, kind))
        made = []
        for feature in features(fields):
            stop_if_cancelled(feedback)
            made.append(feature)
        sink, destination = self.parameterAsSink(parameters, name, context, fields, geometry, crs)
        if sink is None:
            raise OutputError(
                translate("Anct", "The result cannot be written to {place}. Check the folder and its rights.").format(
                    place=self.parameterAsOutputLayer(parameters, name, context)
                )
            )
        if not sink.addFeatures(made, QgsFeatureSink.Flag.FastInsert):
            raise OutputError(
                translate("Anct", "The result could not be written: {reason}").format(reason=sink.lastError())
            )
        sink.flushBuffer()
        return {name: destination}


def plain(value: Any, kind: QMetaType.Type) -> Any:
    """A cell of a table as a field of that type; NaN and None are NULL."""
    if value is None or value != value:  # NaN is the one value that differs from itself
        return None
    return str(value) if kind == TEXT else int(value) if kind == INTEGER else float(value)


def stop_if_cancelled(feedback: QgsProcessingFeedback) -> None:
    """Raise Cancelled if the user asked to stop."""
    if feedback.isCanceled():
        raise Cancelled(translate("Anct", "Stopped: nothing was written."))


def _profile(analyst: Analyst, key: str) -> Profile:
    from ..snapshot.profiles import read_profile

    return read_profile(analyst.facts.catalogue.indicators, key)


class FolderAlgorithm(AnctAlgorithm):
    """An algorithm that writes files in a folder; page layouts are drawn in the main thread."""

    def flags(self) -> Qgis.ProcessingAlgorithmFlags:
        return super().flags() | Qgis.ProcessingAlgorithmFlag.NoThreading

    def add_folder(self) -> None:
        """Where the files go; made if it does not exist."""
        self.addParameter(QgsProcessingParameterFolderDestination("FOLDER", translate("Anct", "Folder")))

    def folder(self, parameters: dict[str, Any], context: QgsProcessingContext) -> Path:
        """The folder, made now.

        Raises:
            OutputError: if it cannot be made or written to.
        """
        folder = Path(self.parameterAsString(parameters, "FOLDER", context))
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OutputError(
                translate("Anct", "The folder {folder} cannot be made: {reason}. Choose another one.").format(
                    folder=folder, reason=system_reason(error)
                )
            ) from error
        return folder

    def add_split(self, label: str) -> None:
        """The whole territory at once, or one after the other of its units."""
        self.add_choice("SPLIT", label, ["none", "epci", "departement"], "none")

    def each(
        self,
        territory: Territory,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
        analyst: Analyst,
        write: Callable[[Territory, Path, QgsProcessingFeedback], list[Path]],
    ) -> dict[str, Any]:
        """Write the files of the territory, or of each of its units where SPLIT says so; the outputs FILES and FOLDER.

        An EPCI over two départements goes with the one where most of its people live, whole (`units_of`). Where one
        unit fails, the new files of the others are taken away: nothing is half written.
        """
        from ..core.levels import units_of

        folder = self.folder(parameters, context)
        level = self.parameterAsEnumString(parameters, "SPLIT", context)
        parts = [territory]
        if level != "none":
            parts = [
                analyst.gazetteer.of_unit(level, str(code)) for code in units_of(analyst.facts, territory, level).codes
            ]
        there = set(folder.iterdir())
        steps = QgsProcessingMultiStepFeedback(len(parts), feedback)
        written: list[Path] = []
        try:
            for done, part in enumerate(parts):
                stop_if_cancelled(feedback)  # the steps hear only of what comes after them
                steps.setCurrentStep(done)
                if len(parts) > 1:
                    feedback.pushInfo(part.label)
                written += write(part, folder, steps)
        except AnctError:
            for file in set(written) - there:
                file.unlink(missing_ok=True)
            raise
        return self.files(written)

    def files(self, written: list[Path]) -> dict[str, Any]:
        """The outputs FILES and FOLDER."""
        return {"FILES": "\n".join(str(file) for file in written), "FOLDER": str(written[0].parent) if written else ""}
