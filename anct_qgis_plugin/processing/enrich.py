"""anct:enrich – a list or a layer of one's own, with the programmes, zonings, indicators and index of each row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import (
    NULL,
    Qgis,
    QgsCsException,
    QgsFeature,
    QgsField,
    QgsFields,
    QgsMapLayer,
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeatureSource,
    QgsProcessingFeedback,
    QgsProcessingLayerPostProcessorInterface,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterString,
    QgsProject,
)

from ..errors import OwnDataError
from ..gis import readable
from ..i18n import translate
from .base import INTEGER, REAL, TEXT, AnctAlgorithm, stop_if_cancelled

if TYPE_CHECKING:
    from ..core.diagnostic import Analyst

_KINDS = {"text": TEXT, "real": REAL, "integer": INTEGER}
_PLACE = (
    ("anct_commune", "Code du territoire trouvé (commune, EPCI ou département)"),
    ("anct_nom", "Nom du territoire trouvé"),
    ("anct_rattachement", "Comment la ligne a été rattachée, ou pourquoi elle ne l’est pas"),
)
_ORIGIN = (("anct_source", "Sources des colonnes ajoutées"), ("anct_date", "Date des données"))


class Enrich(AnctAlgorithm):
    ID = "enrich"

    def label(self) -> str:
        return translate("Anct", "Enrich a list or a layer")

    def help(self) -> str:
        return translate(
            "Anct",
            "Every row of a layer or table of yours (grant files, projects, schools), its own fields first, then "
            "whether each programme and zoning covers it, the indicators and the fragility index, with source and "
            "date. Rows are matched by a code (commune, EPCI, département, SIREN) or, without a code field, by "
            "location: a point by the commune it lies in, a line or polygon by the largest overlap. A priority "
            "district (QPV) covers only a part of a commune: matched by code the answer is “en partie”, matched by a "
            "point's location it is the real one. Rows that match nothing are kept, and “anct_rattachement” says why.",
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:  # noqa: N802
        self.addParameter(
            QgsProcessingParameterFeatureSource(
                "INPUT", translate("Anct", "List or layer to enrich"), [QgsProcessing.SourceType.TypeVector]
            )
        )
        self.addParameter(
            QgsProcessingParameterField(
                "CODE_FIELD",
                translate("Anct", "Field of the code (empty = by location)"),
                parentLayerParameterName="INPUT",
                optional=True,
            )
        )
        self.addParameter(
            QgsProcessingParameterString(
                "PROGRAMMES",
                translate("Anct", "Programmes and zonings (keys, comma separated; empty = all)"),
                defaultValue="",
                optional=True,
            )
        )
        self.addParameter(
            QgsProcessingParameterString(
                "INDICATORS",
                translate("Anct", "Indicators (keys, comma separated; empty = all)"),
                defaultValue="",
                optional=True,
            )
        )
        self.add_profile()
        self.add_output(translate("Anct", "Enriched list"))

    def compute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        from ..core import enrichment

        source = self.parameterAsSource(parameters, "INPUT", context)
        if source is None:
            raise OwnDataError(translate("Anct", "The list or layer cannot be opened. Check its path and its format."))
        names = source.fields()
        source = readable.well_encoded(self.parameterAsVectorLayer(parameters, "INPUT", context)) or source
        analyst = self.analyst(feedback)
        facts, profile = analyst.facts, self.profile(analyst, parameters, context)
        catalogue = facts.catalogue
        text = self.parameterAsString(parameters, "PROGRAMMES", context)
        programmes = catalogue.programme_keys(text) if text.strip(" ,") else list(catalogue.programmes)
        keys = _indicators(analyst, self.parameterAsString(parameters, "INDICATORS", context))
        by_code = self.parameterAsString(parameters, "CODE_FIELD", context)

        rows = []
        for feature in source.getFeatures():
            stop_if_cancelled(feedback)
            rows.append(feature)
        feedback.setProgressText(translate("Anct", "Matching {n} rows…").format(n=len(rows)))
        if by_code:
            districts: Sequence[str] = ()
            places = _by_code(analyst, names, rows, by_code)
        else:
            districts = [key for key in programmes if catalogue.programmes[key].unit == "quartier"]
            places = _by_location(source, rows, districts, context, feedback)
        lost = sum(not code for _, code, _, _ in places)
        if lost:
            feedback.pushWarning(
                translate(
                    "Anct", "{lost} of {n} rows match nothing; they are kept, “anct_rattachement” says why."
                ).format(lost=lost, n=len(rows))
            )
        added = enrichment.fields(facts, programmes, keys, profile)
        known = {
            level: enrichment.values(
                analyst, level, [c for lev, c, _, _ in places if lev == level], programmes, keys, profile
            )
            for level in {lev for lev, _, _, _ in places if lev}
        }
        origin = [enrichment.sources(facts, programmes, keys, profile), facts.info.get("built") or None]
        at = {field.name: number for number, field in enumerate(added)}

        def features(fields: QgsFields) -> Iterator[QgsFeature]:
            for number, (row, (level, code, how, inside)) in enumerate(zip(rows, places, strict=True)):
                cells = list(known[level][code]) if level and code in known[level] else [None] * len(added)
                for key, answer in inside.items():
                    cells[at[key]] = answer if code else None
                made = QgsFeature(fields)
                made.setAttributes([*row.attributes(), code or None, _name(analyst, level, code), how, *cells, *origin])
                if row.hasGeometry():
                    made.setGeometry(row.geometry())
                feedback.setProgress(60 + 40 * number / len(rows))
                yield made

        columns = [(f.name, _KINDS[f.kind], f.label) for f in added]
        fields = _all_fields(source.fields(), columns, feedback)
        written = self.write(parameters, context, feedback, fields, features, source.wkbType(), crs=source.sourceCrs())
        destination = written["OUTPUT"]
        _name_columns(destination, fields, len(source.fields()))
        if context.willLoadLayerOnCompletion(destination):
            self._naming = _Naming({f.name(): f.alias() for f in fields if f.alias()})
            context.layerToLoadOnCompletionDetails(destination).setPostProcessor(self._naming)
        return written


class _Naming(QgsProcessingLayerPostProcessorInterface):
    """Shows the French names of the columns in the layer that is opened, whatever its format keeps of them."""

    def __init__(self, aliases: dict[str, str]) -> None:
        super().__init__()
        self._aliases = aliases

    def postProcessLayer(  # noqa: N802
        self, layer: QgsMapLayer, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> None:
        for name, alias in self._aliases.items():
            layer.setFieldAlias(layer.fields().lookupField(name), alias)


def _name_columns(destination: str, fields: QgsFields, first: int) -> None:
    """Give the added columns of a GeoPackage their French names; other formats have no place for them."""
    from ..snapshot.gpkg import describe_columns

    path, _, table = destination.partition("|layername=")
    if path.endswith(".gpkg"):
        added = [fields.at(number) for number in range(first, fields.count())]
        describe_columns(Path(path), table.split("|")[0] or Path(path).stem, {f.name(): f.alias() for f in added})


def _indicators(analyst: Analyst, text: str) -> list[str]:
    from ..core.indicators import figure

    known = analyst.facts.values
    keys = [key.strip() for key in text.split(",") if key.strip()]
    for key in keys:
        if key not in known:
            raise OwnDataError(
                translate("Anct", "Unknown indicator “{key}”. Known ones: {known}.").format(
                    key=key, known=", ".join(known)
                )
            )
        if key in analyst.facts.awaited:
            raise OwnDataError(figure(analyst.facts, key, analyst.gazetteer.resolve("FR")).absence)
    return list(dict.fromkeys(keys)) or [key for key in known if key not in analyst.facts.awaited]


# level, code, how it was matched, and for what is tested by the real location: programme → answer.
_Places = list[tuple[str, str, str, dict[str, str]]]


def _by_code(analyst: Analyst, fields: QgsFields, rows: Iterable[QgsFeature], name: str) -> _Places:
    from ..connectors.own.place_codes import PlaceCodes

    number = fields.lookupField(name)
    if number < 0:
        raise OwnDataError(
            translate("Anct", "There is no field “{name}”. Those of the list: {known}.").format(
                name=name, known=", ".join(fields.names())
            )
        )
    codes = PlaceCodes(analyst.facts, analyst.gazetteer.names)
    found = []
    for row in rows:
        written = row.attribute(number)
        place = codes.resolve("" if written == NULL else written)
        found.append((place.level, place.code, place.how or f"non rattaché\u00a0: {place.reason}", {}))
    return found


def _by_location(
    source: QgsProcessingFeatureSource,
    rows: Sequence[QgsFeature],
    districts: Sequence[str],
    context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
) -> _Places:
    from ..gis.placing import Placer

    if source.wkbType() == Qgis.WkbType.NoGeometry:
        raise OwnDataError(
            translate("Anct", "This list has no geometry: name the field that holds the code (CODE_FIELD).")
        )
    if not source.sourceCrs().isValid():
        raise OwnDataError(
            translate("Anct", "The layer has no coordinate reference system: set it in its properties, then try again.")
        )
    try:
        transforms = context.transformContext() if context.project() else QgsProject.instance().transformContext()
        placer = Placer(source.sourceCrs(), source.sourceExtent(), districts, transforms)
    except QgsCsException as error:
        raise OwnDataError(
            translate(
                "Anct",
                "The positions of the layer are not on Earth for its coordinate reference system ({crs}). Check it.",
            ).format(crs=source.sourceCrs().authid()),
            details=str(error),
        ) from error
    found = []
    for number, row in enumerate(rows):
        stop_if_cancelled(feedback)
        placed = placer.place(row.geometry())
        found.append(("commune" if placed.code else "", placed.code, placed.how, placed.districts))
        feedback.setProgress(60 * number / len(rows))
    return found


def _name(analyst: Analyst, level: str, code: str) -> str | None:
    if not code:
        return None
    facts = analyst.facts
    return str(facts.communes.at[code, "nom"] if level == "commune" else facts.unit_rows[level, code]["nom"])


def _all_fields(own: QgsFields, columns: Sequence[tuple[str, Any, str]], feedback: QgsProcessingFeedback) -> QgsFields:
    """The input's fields, then ours; where a name is taken, ours gets "_anct", a number if need be."""
    fields = QgsFields()
    for field in own:
        copy = QgsField(field)
        if field.name().lower() == "fid" and not field.isNumeric():
            copy.setName("fid_origine")  # a GeoPackage keeps that name for whole numbers, each once
        fields.append(copy)
    taken = {name.lower() for name in own.names()}
    place = [(name, TEXT, label) for name, label in _PLACE]
    origin = [(name, TEXT, label) for name, label in _ORIGIN]
    for name, kind, label in (*place, *columns, *origin):
        free, rank = name, 1
        while free.lower() in taken:
            rank += 1
            free = f"{name}_anct" if rank == 2 else f"{name}_anct{rank - 1}"
        if free != name:
            feedback.pushInfo(
                translate("Anct", "The list already has a field “{name}”: ours is called “{free}”.").format(
                    name=name, free=free
                )
            )
        taken.add(free.lower())
        field = QgsField(free, kind)
        field.setAlias(label)
        fields.append(field)
    return fields
