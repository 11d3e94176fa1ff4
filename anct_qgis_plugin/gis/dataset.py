"""A territory's own GeoPackage: what its layers show, in its legal CRS, so that a saved project opens again.

Made from the facts and the snapshot by `write_dataset`, which may run in a task: it touches no project and no widget.
"""

from __future__ import annotations

import json
import math
import os
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from osgeo import gdal, ogr, osr
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsFeedback,
)

from .. import paths
from ..core import outlines, zoning
from ..core.diagnostic import Analyst
from ..core.profile import Profile
from ..core.projection import METROPOLITAN, legal_crs, parts
from ..core.territory import Territory
from ..errors import Cancelled, OutputError
from ..i18n import translate
from . import analysis_fields, map_indicator, map_zoning
from . import dataset_rows as rows

# Raised when the layers change, so that files of an older version are written anew.
FORM = 5
INFO = "anct_info"
# A layer that only the diagnostic's GeoPackage has.
UNITS = "intercommunalites"
LAYERS = ("limites", "communes", "contexte", "programmes", "sites", "perimetres", "quartiers")
TITLES = {
    "limites": "Limites administratives",
    "communes": "Indice de fragilité des communes",
    UNITS: "Indice des intercommunalités",
    "contexte": "Territoires voisins",
    "programmes": "Communes lauréates des programmes",
    "sites": "France services",
    "perimetres": "Périmètres des contrats et programmes",
    "quartiers": "Quartiers prioritaires de la politique de la ville",
}
_OGR = {str: ogr.OFTString, float: ogr.OFTReal, int: ogr.OFTInteger64}


@dataclass(frozen=True)
class Info:
    """What a dataset says of itself.

    crs: authority id. counts: "classes", "programmes", "sites", "evolution:<id>", "zonage:<id>"… → key → number.
    bounds: the index from which classes 2-5 begin. breaks: where the classes of a change part, by indicator. scales:
    those of its map, by indicator (`core.scale.Scale`). sources: layer, or theme of a zoning → attribution lines.
    parts: "" or overseas code → CRS. extents: part → (xmin, ymin, xmax, ymax) in the part's CRS. light: drawn with the
    light generalisation. base: whose outlines these are.
    """

    form: int
    expression: str
    label: str
    level: str
    profile: str
    profile_label: str
    snapshot: str
    cog: str
    crs: str
    light: bool
    base: str
    communes: int
    counts: dict[str, dict[str, int]]
    bounds: list[float]
    breaks: dict[str, list[float]]
    scales: dict[str, dict]
    sources: dict[str, list[str]]
    parts: dict[str, str]
    extents: dict[str, list[float]]


def default_folder() -> Path:
    """Where the datasets of layers go: in the user's QGIS profile, not created here."""
    return paths.user_folder() / "territoires"


def read_info(path: Path) -> Info | None:
    """What a dataset says of itself; None if it is not one, or one of another form."""
    source = ogr.Open(str(path)) if path.exists() else None
    table = source.GetLayerByName(INFO) if source else None
    feature = table.GetNextFeature() if table else None
    text = feature.GetField("contenu") if feature else None
    try:
        content = json.loads(text or "{}")
        return Info(**content) if content.get("form") == FORM else None
    except (ValueError, TypeError):
        return None


def write_dataset(
    analyst: Analyst,
    territory: Territory,
    profile: Profile,
    folder: Path | None = None,
    feedback: QgsFeedback | None = None,
    snapshot: Path | None = None,
) -> Path:
    """The dataset of a territory, `<folder>/<slug>.gpkg`; one already made from the same data is used as it is.

    Raises:
        Cancelled: if the feedback is; nothing is left behind.
        OutputError: if the folder cannot be written.
        SnapshotMissing: if the snapshot cannot be read.
    """
    from ..snapshot import versions

    folder, snapshot = folder or default_folder(), snapshot or versions.active()
    target = folder / f"{territory.slug}.gpkg"
    signature = _signature(analyst, profile, snapshot)
    if (known := read_info(target)) and (known.expression, known.snapshot, known.profile) == (
        territory.expression,
        *signature,
    ):
        return target
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _unwritable(folder, str(error)) from error
    beside = folder / f".{territory.slug}-{os.getpid()}.gpkg"
    try:
        _write(beside, analyst, territory, profile, feedback, snapshot, signature)
        return _put(beside, target)
    finally:
        for leftover in folder.glob(f"{beside.name}*"):
            leftover.unlink(missing_ok=True)


def _write(
    path: Path,
    analyst: Analyst,
    territory: Territory,
    profile: Profile,
    feedback: QgsFeedback | None,
    snapshot: Path,
    signature: tuple[str, str],
) -> None:
    facts = analyst.facts

    def cancelled() -> None:
        if feedback is not None and feedback.isCanceled():
            raise Cancelled(translate("Anct", "Stopped: nothing was written."))

    def step(done: int) -> None:
        cancelled()
        if feedback is not None:
            feedback.setProgress(done)

    crs = legal_crs(facts, territory)
    transform = QgsCoordinateTransform(
        QgsCoordinateReferenceSystem("EPSG:4326"), QgsCoordinateReferenceSystem(crs), QgsCoordinateTransformContext()
    )
    cancelled()
    scope = rows.Scope(analyst, territory, profile, transform, snapshot, cancelled)
    step(15)
    programme_rows, site_rows, symbols = rows.points(scope)
    package = _Package(path, crs)
    try:
        package.add("communes", ogr.wkbMultiPolygon, rows.commune_fields(scope), rows.communes(scope, symbols))
        step(45)
        package.add("limites", ogr.wkbMultiPolygon, rows.LIMIT_FIELDS, rows.limits(scope))
        step(60)
        package.add("contexte", ogr.wkbMultiPolygon, rows.CONTEXT_FIELDS, rows.context(scope))
        step(70)
        package.add("programmes", ogr.wkbPoint, rows.PROGRAMME_FIELDS, programme_rows)
        package.add("sites", ogr.wkbPoint, rows.SITE_FIELDS, site_rows)
        step(75)
        contracts, districts = ("hachures", "contour"), ("surface",)
        package.add("perimetres", ogr.wkbMultiPolygon, rows.PERIMETER_FIELDS, rows.perimeters(scope, contracts))
        step(92)
        package.add("quartiers", ogr.wkbMultiPolygon, rows.PERIMETER_FIELDS, rows.perimeters(scope, districts))
        info = Info(
            form=FORM,
            expression=territory.expression,
            label=territory.label,
            level=territory.level,
            profile=signature[1],
            profile_label=profile.label,
            snapshot=signature[0],
            cog=facts.info.get("cog", ""),
            crs=crs,
            light=scope.light,
            base=outlines.credit(facts, territory),
            communes=len(territory.positions),
            counts=rows.counts(scope),
            bounds=rows.class_bounds(scope),
            breaks=analysis_fields.breaks(analyst),
            scales=map_indicator.scales_of(facts),
            sources={layer: _credits(scope, layer) for layer in LAYERS} | _zoning_credits(scope),
            parts=parts(facts, territory),
            extents=_extents(scope),
        )
        package.add(INFO, ogr.wkbNone, [("contenu", str)], [([json.dumps(asdict(info), ensure_ascii=False)], None)])
        step(98)
    finally:
        package.close()


class _Package:
    """A new GeoPackage, filled layer by layer."""

    def __init__(self, path: Path, crs: str) -> None:
        self.path = path
        self.source = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
        if self.source is None:
            raise _unwritable(path.parent, gdal.GetLastErrorMsg())
        self.srs = osr.SpatialReference()
        self.srs.ImportFromEPSG(int(crs.split(":")[1]))

    def add(self, name: str, kind: int, fields: list[tuple[str, type]], content: Iterable[rows.Row]) -> None:
        """A layer with its rows, in one transaction. Raises OutputError, for instance when the disk is full."""
        options = [f"DESCRIPTION={TITLES.get(name, name)}", f"IDENTIFIER={name}", "GEOMETRY_NAME=geom"]
        layer = self.source.CreateLayer(name, None if kind == ogr.wkbNone else self.srs, kind, options)
        self._check(layer is not None)
        for field, field_type in fields:
            self._check(layer.CreateField(ogr.FieldDefn(field, _OGR[field_type])) == 0)
        definition = layer.GetLayerDefn()
        self._check(self.source.StartTransaction() == 0)
        for values, geometry in content:
            feature = ogr.Feature(definition)
            for place, value in enumerate(values):
                set_field(feature, place, fields[place][1], value)
            if geometry is not None:
                shape = ogr.CreateGeometryFromWkb(bytes(geometry.asWkb()))
                feature.SetGeometryDirectly(ogr.ForceToMultiPolygon(shape) if kind == ogr.wkbMultiPolygon else shape)
            self._check(layer.CreateFeature(feature) == 0)
        self._check(self.source.CommitTransaction() == 0)

    def close(self) -> None:
        self.source = None

    def _check(self, good: bool) -> None:
        if not good:
            raise _unwritable(self.path.parent, gdal.GetLastErrorMsg())


def set_field(feature: ogr.Feature, place: int, kind: type, value: object) -> None:
    """Set a field of a feature by the type that it was declared with."""
    # numpy numbers are not known to OGR; NaN and None are NULL.
    if value is None or (isinstance(value, float | np.floating) and math.isnan(value)):
        feature.SetFieldNull(place)
    elif kind is str:
        feature.SetField(place, str(value))
    elif kind is int:
        feature.SetFieldInteger64(place, int(value))  # type: ignore[call-overload]
    else:
        feature.SetField(place, float(value))  # type: ignore[arg-type]


def _put(beside: Path, target: Path) -> Path:
    """Give a finished file its name. One that QGIS has open is left alone, and the next free name taken: its journal
    would otherwise be played into the new file, and Windows does not let go of it."""
    for number in range(1, 100):
        place = target if number == 1 else target.with_name(f"{target.stem}-{number}.gpkg")
        if place.with_name(f"{place.name}-wal").exists():
            continue
        try:
            os.replace(beside, place)
        except PermissionError:
            continue
        except OSError as error:
            raise _unwritable(target.parent, str(error)) from error
        return place
    raise _unwritable(target.parent, "no free name")


def _unwritable(folder: Path, details: str) -> OutputError:
    return OutputError(
        translate(
            "Anct", "The folder “{folder}” cannot be written. Choose another one, or ask for the right to write there."
        ).format(folder=folder),
        details,
    )


def _signature(analyst: Analyst, profile: Profile, snapshot: Path) -> tuple[str, str]:
    """What a dataset depends on, as texts: the snapshot (vintage, day, the file, the user's own data), the profile."""
    info = analyst.facts.info
    file = snapshot.stat() if snapshot.exists() else None
    own = f"{file.st_size}-{int(file.st_mtime)}" if file else ""
    return f"{info.get('cog', '')}/{info.get('built', '')}/{own}/{info.get('own', '')}", repr(profile)


def _credits(scope: rows.Scope, layer: str) -> list[str]:
    """One line per source of a layer: producer, title, vintage, licence."""
    facts, profile = scope.analyst.facts, scope.profile
    programmes = facts.catalogue.of_kind("programme")
    wanted: Callable[[str], list[str]] = lambda draw: [p.source for p in programmes if p.draw in draw.split()]  # noqa: E731
    used = {
        "limites": [],
        "contexte": [],
        "communes": ["populations", *(facts.catalogue.indicators[w.indicator].source for w in profile.indicators)],
        "programmes": wanted("symbole"),
        "sites": wanted("points"),
        "perimetres": wanted("hachures contour"),
        "quartiers": wanted("surface"),
    }[layer]
    drawn = [*scope.outlines, "cog"] if layer not in ("programmes", "sites", "quartiers") else []
    known = [key for key in dict.fromkeys([*used, *drawn]) if key in facts.sources.index]
    return [credit(facts.sources.loc[key]) for key in known]


def _zoning_credits(scope: rows.Scope) -> dict[str, list[str]]:
    """The same for each zoning, by theme: its list, then what its outlines are from."""
    facts = scope.analyst.facts
    found = {}
    for one in zoning.mapped(facts.catalogue):
        known = [key for key in (one.source, *scope.outlines, "cog") if key in facts.sources.index]
        found[f"{map_zoning.THEME}:{one.id}"] = [credit(facts.sources.loc[key]) for key in known]
    return found


def credit(source: object) -> str:
    """A row of `Facts.sources` as one French line."""
    text = [str(source[name]) for name in ("producteur", "titre", "millesime", "licence") if source[name]]  # type: ignore[index]
    return ", ".join(text)


def _extents(scope: rows.Scope) -> dict[str, list[float]]:
    """Bounds of each part of the territory in its own CRS."""
    found: dict[str, list[float]] = {}
    departments = scope.rows["code_departement"]
    systems = parts(scope.analyst.facts, scope.territory)
    transforms = {
        part: QgsCoordinateTransform(
            QgsCoordinateReferenceSystem("EPSG:4326"),
            QgsCoordinateReferenceSystem(crs),
            QgsCoordinateTransformContext(),
        )
        for part, crs in systems.items()
    }
    for code, department in departments.items():
        if code not in scope.communes:
            continue
        part = department if department in systems else ""
        geometry = scope.communes[code]
        box = transforms[part].transformBoundingBox(geometry.boundingBox())
        bounds = [box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum()]
        old = found.get(part, bounds)
        found[part] = [*map(min, old[:2], bounds[:2]), *map(max, old[2:], bounds[2:])]
    return found


__all__ = ["INFO", "LAYERS", "METROPOLITAN", "TITLES", "Info", "credit", "default_folder", "read_info", "write_dataset"]
