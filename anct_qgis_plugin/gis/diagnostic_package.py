"""The diagnostic as a GeoPackage: the map's layers with figures and styles, and tables; read without the plugin."""

from __future__ import annotations

import datetime as dt
import re
import shutil
import unicodedata
from collections.abc import Generator, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
from osgeo import gdal, ogr
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsFeedback,
    QgsPalLayerSettings,
    QgsProject,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
)

from ..core import coverage
from ..core.diagnostic import Analyst, Diagnostic
from ..core.fragility import Fragility
from ..core.levels import Units, units_of
from ..documents import diagnostic_sheets
from ..documents.sheet import Sheet
from ..errors import OutputError
from ..i18n import translate
from . import dataset as datasets
from . import group, unit_rows
from .features import added, geometries
from .layout_export import stop
from .literal import inert

UNITS = datasets.UNITS
TITLE_OF_UNITS = datasets.TITLES[UNITS]
PROJECT = "diagnostic"
STYLE_NAME = 30  # signs in the name of a style, as QGIS has it
LABEL_WIDTH = 22  # signs in a line of a name
_OGR = {str: ogr.OFTString, float: ogr.OFTReal, int: ogr.OFTInteger64}
_INDEX = [
    ("indice", float), ("rang", int), ("rang_total", int), ("classe", int), ("classe_libelle", str),
    ("couverture_donnees", float),
]  # fmt: skip
_ABOUT = "lisez_moi"


def package_steps(
    analyst: Analyst, diagnostic: Diagnostic, dataset: Path, target: Path, feedback: QgsFeedback | None = None
) -> Generator[tuple[float, str], None, None]:
    """The GeoPackage written, in short steps: yields (percent done, what comes next). Main thread: a project is made.

    Raises:
        OutputError: if the dataset cannot be read or the file not written. Cancelled: if the feedback is.
    """
    doing = translate("Anct", "Writing the GeoPackage")
    info = datasets.read_info(dataset)
    if info is None:
        raise _failed(target, "dataset")
    yield 0.0, doing
    stop(feedback)
    try:
        shutil.copy(dataset, target)
        target.chmod(0o644)
    except OSError as error:
        raise _failed(target, str(error)) from error
    units = units_of(analyst.facts, diagnostic.territory, "epci")
    ranked = analyst.fragility(diagnostic.profile, "epci")
    package = _Package(target)
    try:
        package.complete_communes(analyst, diagnostic)
        yield 30.0, doing
        stop(feedback)
        if len(units.codes) and diagnostic.territory.level != "commune":
            package.add_units(analyst, diagnostic, units, ranked, info)
        yield 45.0, doing
        stop(feedback)
        for name, sheet in _tables(analyst, diagnostic, units):
            package.add_table(name, sheet)
    finally:
        package.close()
    yield 70.0, doing
    stop(feedback)
    _style(target, diagnostic, _info_of_units(info, ranked, units))
    _settle(target)


class _Package:
    """An open GeoPackage, each change in a transaction."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.source = gdal.OpenEx(str(path), gdal.OF_VECTOR | gdal.OF_UPDATE)
        self._check(self.source is not None)

    def complete_communes(self, analyst: Analyst, diagnostic: Diagnostic) -> None:
        """What each programme labels in each commune: prog_<id>, 0 = none, NULL where it cannot be had."""
        facts = analyst.facts
        units = units_of(facts, diagnostic.territory, "commune")
        programmes = facts.catalogue.of_kind("programme")
        counts = pd.DataFrame(
            {f"prog_{p.id}": coverage.counts_by_unit(facts, p.id, units) for p in programmes}, index=units.codes
        )
        layer = self.source.GetLayerByName("communes")
        for name in counts.columns:
            self._check(layer.CreateField(ogr.FieldDefn(name, ogr.OFTInteger64)) == 0)
        self._check(self.source.StartTransaction() == 0)
        for feature in layer:
            for name, value in counts.loc[feature.GetField("code")].items():
                if value == value:
                    feature.SetFieldInteger64(feature.GetFieldIndex(name), int(value))
            self._check(layer.SetFeature(feature) == 0)
        self._check(self.source.CommitTransaction() == 0)

    def add_units(
        self, analyst: Analyst, diagnostic: Diagnostic, units: Units, ranked: Fragility, info: datasets.Info
    ) -> None:
        """The territory's EPCI, each whole, with their figures and index."""
        layer = self.source.GetLayerByName("communes")
        made = self.source.CreateLayer(
            UNITS, layer.GetSpatialRef(), ogr.wkbMultiPolygon,
            [f"DESCRIPTION={TITLE_OF_UNITS}", f"IDENTIFIER={UNITS}", "GEOMETRY_NAME=geom"],
        )  # fmt: skip
        self._check(made is not None)
        fields = [*unit_rows.fields(analyst), *_INDEX]
        self._fields(made, fields)
        suffix = "_light" if info.light else ""
        shapes = geometries(units.level + suffix, units.codes)
        transform = QgsCoordinateTransform(
            QgsCoordinateReferenceSystem("EPSG:4326"),
            QgsCoordinateReferenceSystem(info.crs),
            QgsCoordinateTransformContext(),
        )
        index = ranked.of(units)
        rows = []
        for row, values in enumerate(unit_rows.rows(analyst, units)):
            line = index.iloc[row]
            known = line["classe"] > 0
            values += [line[name] if known or name == "couverture_donnees" else None for name, _ in _INDEX]
            shape = shapes.get(values[0])
            if shape is not None:
                shape.transform(transform)
            rows.append((values, shape))
        self._rows(made, fields, rows)

    def add_table(self, name: str, sheet: Sheet) -> None:
        """A table without geometry, its titles as names of fields."""
        made = self.source.CreateLayer(name, None, ogr.wkbNone, [f"DESCRIPTION={sheet.about}", f"IDENTIFIER={name}"])
        self._check(made is not None)
        fields = [(_plain(title), kind) for title, kind in sheet.columns]
        self._fields(made, fields)
        self._rows(made, fields, ((row, None) for row in sheet.rows))

    def close(self) -> None:
        self.source = None

    def _fields(self, layer: ogr.Layer, fields: Iterable[tuple[str, type]]) -> None:
        for name, kind in fields:
            self._check(layer.CreateField(ogr.FieldDefn(name, _OGR[kind])) == 0)

    def _rows(
        self, layer: ogr.Layer, fields: list[tuple[str, type]], rows: Iterable[tuple[Iterable[Any], Any]]
    ) -> None:
        self._check(self.source.StartTransaction() == 0)
        for values, shape in rows:
            feature = ogr.Feature(layer.GetLayerDefn())
            for place, value in enumerate(values):
                datasets.set_field(feature, place, fields[place][1], value)
            if shape is not None:
                feature.SetGeometryDirectly(ogr.ForceToMultiPolygon(ogr.CreateGeometryFromWkb(bytes(shape.asWkb()))))
            self._check(layer.CreateFeature(feature) == 0)
        self._check(self.source.CommitTransaction() == 0)

    def _check(self, good: bool) -> None:
        if not good:
            raise _failed(self.path, gdal.GetLastErrorMsg())


def _tables(analyst: Analyst, diagnostic: Diagnostic, units: Units) -> Iterable[tuple[str, Sheet]]:
    """The tables of the workbook that are no layer, the coverage of each EPCI, and what must be known of all."""
    made: list[tuple[str, Sheet]] = [
        ("fiche_identite", diagnostic_sheets.identity(diagnostic)),
        ("indicateurs_communes", diagnostic_sheets.commune_values(diagnostic)),
        ("construction_indice", diagnostic_sheets.construction(diagnostic)),
        ("beneficiaires", diagnostic_sheets.beneficiaries(diagnostic)),
        ("couverture", _coverage(analyst, diagnostic, units)),
        ("sources", diagnostic_sheets.sources(diagnostic)),
    ]
    rows: list[tuple[Any, ...]] = [*diagnostic_sheets.about(diagnostic, dt.date.today())]
    rows += [(f"Couche {name}", datasets.TITLES[name]) for name in datasets.LAYERS]
    rows.append((f"Couche {UNITS}", f"{TITLE_OF_UNITS}, entières ; vide pour une commune"))
    rows.append(
        (
            "Champs prog_…",
            "Nombre de communes ou de sites labellisés par le programme ; 0 = aucun, NULL = aucune commune éligible.",
        )
    )
    rows.append(
        (
            "Champs secret, approche",
            "Les indicateurs couverts par le secret statistique, ou approchés ; un indicateur NULL hors de « secret » "
            "est absent. La table indicateurs_communes le dit ligne à ligne.",
        )
    )
    rows += [(f"Table {name}", sheet.about) for name, sheet in made]
    return [*made, (_ABOUT, Sheet("Lisez-moi", "À lire d’abord.", (("Rubrique", str), ("Texte", str)), rows))]


def _coverage(analyst: Analyst, diagnostic: Diagnostic, units: Units) -> Sheet:
    facts = analyst.facts
    keys = [p.id for p in facts.catalogue.of_kind("programme")]
    rows = []
    for line in coverage.coverage(facts, units, keys).itertuples():
        part = None if line.part_couverte != line.part_couverte else 100 * line.part_couverte
        rows.append(
            (
                line.code, line.nom, line.programme, facts.catalogue.programmes[line.programme].label, line.communes,
                line.communes_couvertes, line.communes_eligibles, int(line.population), int(line.population_couverte),
                part, "%",
            )
        )  # fmt: skip
    columns = (
        ("Code", str), ("Nom", str), ("Programme", str), ("Libellé", str), ("Communes", int),
        ("Communes couvertes", int), ("Communes éligibles", int), ("Population", int), ("Population couverte", int),
        ("Part couverte", float), ("Unité", str),
    )  # fmt: skip
    return Sheet("Couverture", "La couverture de chaque intercommunalité par chaque programme.", columns, rows)


def _plain(title: str) -> str:
    """A title as the name of a field: "Source n°" → "source_n"."""
    title = title.replace("œ", "oe").replace("Œ", "OE").replace("’", " ")
    letters = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9]+", "_", letters).strip("_").lower() or "valeur"


def _info_of_units(info: datasets.Info, ranked: Fragility, units: Units) -> datasets.Info:
    """The dataset's description with the counts and classes of the EPCI in the place of the communes'."""
    table = ranked.of(units)
    counts = {str(int(number)): int(n) for number, n in table["classe"].value_counts().items()}
    inside = ranked.table[ranked.table["classe"] > 0]
    bounds = [float(inside[inside["classe"] == number]["indice"].min()) for number in (2, 3, 4, 5)]
    return replace(info, counts={**info.counts, "classes": counts}, bounds=bounds)


# -- styles and project ---------------------------------------------------------------------------------------------


def _style(path: Path, diagnostic: Diagnostic, of_units: datasets.Info) -> None:
    """Keep each layer's styles in the file, and the map itself as a project that opens from the file."""
    project = QgsProject()
    project.setTitle(inert(f"Diagnostic – {diagnostic.territory.label}"))
    tree = group.add_group(project, path, diagnostic.territory, diagnostic)
    units = group.open_layer(path, of_units, diagnostic.facts.catalogue, UNITS, "fragilite", TITLE_OF_UNITS)
    if units is not None:
        _label_by_name(units)
        node = tree.insertLayer(len(tree.children()) - 1, added(project, units))
        node.setItemVisibilityChecked(False)
        node.setExpanded(False)
    kept: set[str] = set()
    for node in tree.findLayers():
        layer, table = node.layer(), node.layer().customProperty(group.DATASET_PROPERTY)
        # The first one of a table is the map's own, but for zonings, which lie over it on demand.
        zoning = layer.customProperty(group.ZONING_PROPERTY)
        own = table not in kept and not zoning
        name = diagnostic.facts.catalogue.programmes[zoning].short if zoning else layer.name()
        problem = layer.saveStyleToDatabase(name[:STYLE_NAME], "", own, "")
        if problem:
            raise _failed(path, problem)
        kept |= {table} if own else set()
    for name in (group.DATASET_PROPERTY, group.TERRITORY_PROPERTY):
        tree.removeCustomProperty(name)  # where the plugin's own data lie says nothing elsewhere
    written = project.write(f"geopackage:{path}?projectName={PROJECT}")
    reason = project.error()
    project.clear()
    if not written:
        raise _failed(path, reason)


def _label_by_name(layer: QgsVectorLayer) -> None:
    """Names in the letters of the style of communes, which thins them by fields that units above do not have."""
    plain = QgsPalLayerSettings()
    if layer.labeling() is not None:
        plain.setFormat(layer.labeling().settings().format())
    plain.fieldName, plain.autoWrapLength = "nom", LABEL_WIDTH
    layer.setLabeling(QgsVectorLayerSimpleLabeling(plain))
    layer.setLabelsEnabled(True)


def _settle(path: Path) -> None:
    """Leave one file: without the plugin's own notes, nor a journal that may hold what QGIS wrote last."""
    source = gdal.OpenEx(str(path), gdal.OF_VECTOR | gdal.OF_UPDATE)
    if source is None:
        raise _failed(path, gdal.GetLastErrorMsg())
    for number in range(source.GetLayerCount()):
        if source.GetLayer(number).GetName() == datasets.INFO:
            source.DeleteLayer(number)
            break
    source.ReleaseResultSet(source.ExecuteSQL("PRAGMA journal_mode = delete"))
    source = None
    if path.with_name(f"{path.name}-wal").exists():
        raise _failed(path, "wal")


def _failed(path: Path, details: str) -> OutputError:
    return OutputError(
        translate("Anct", "The GeoPackage “{file}” could not be written. Check the free disk space.").format(
            file=path.name
        ),
        details,
    )
