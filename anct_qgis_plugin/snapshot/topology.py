"""Communes as a planar coverage of shared edges: dissolving, gap filling and repair on whole numbers, in numpy.

Coordinates are whole numbers of grid steps (2^-17 degree), so two neighbours that share a border share the very same
edges, and a border between units of any level is what remains when the edges met from both sides cancel out. Nothing
is intersected in floating point, hence no sliver can be born.

Convention: an edge runs from `start` to `end` with its owner on the left; shells turn anticlockwise, holes clockwise.
"""

from __future__ import annotations

import struct
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

GRID = 2.0**17  # steps per degree; a power of two, so that grid coordinates are exact in floating point
CELL = 1311  # steps; side of the cells (about 0.01 degree) in which edges are compared with each other
NEAR = 1.5  # steps; a vertex closer than this to an edge that it crosses was carried over it by rounding


@dataclass(frozen=True)
class Coverage:
    """Faces given by their directed edges.

    points: int64 (n, 2), grid steps. start, end: int64 (m,), rows of `points`. owner: int64 (m,), face on the left.
    """

    points: np.ndarray
    start: np.ndarray
    end: np.ndarray
    owner: np.ndarray

    def undirected(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """(edge, sign, ends): index of each directed edge in `ends` (k, 2; low vertex first), +1 if run low to high."""
        low, high = np.minimum(self.start, self.end), np.maximum(self.start, self.end)
        ends, edge = np.unique(low * len(self.points) + high, return_inverse=True)
        pairs = np.column_stack([ends // len(self.points), ends % len(self.points)])
        return edge, np.where(self.start < self.end, 1, -1), pairs


Ring = np.ndarray  # rows of `points`, first vertex not repeated
Polygons = list[list[Ring]]  # polygons of one unit: shell first, then its holes


def from_rings(coordinates: np.ndarray, offsets: np.ndarray, owners: np.ndarray, holes: np.ndarray) -> Coverage:
    """The coverage of closed rings, rounded to the grid.

    Args:
        coordinates: float (n, 2), degrees, rings one after the other, last vertex repeating the first.
        offsets: int (r + 1,), where each ring begins.
        owners: int (r,), face of each ring. holes: bool (r,), whether it is a hole.
    """
    grid = np.rint(coordinates * GRID).astype(np.int64)
    low = grid.min(axis=0)
    width = int(grid[:, 1].max() - low[1]) + 1
    keys, vertex = np.unique((grid[:, 0] - low[0]) * width + grid[:, 1] - low[1], return_inverse=True)
    points = np.column_stack([keys // width, keys % width]) + low

    ring = np.repeat(np.arange(len(owners)), np.diff(offsets))
    inside = np.ones(len(vertex), dtype=bool)
    inside[np.asarray(offsets[1:]) - 1] = False
    here = np.flatnonzero(inside)
    start, end, ring = vertex[here], vertex[here + 1], ring[here]
    # Sums are exact in whole numbers only near the origin of each ring: areas are taken from its first vertex.
    origin = points[vertex[np.asarray(offsets[:-1])]][ring]
    a, b = points[start] - origin, points[end] - origin
    area = np.bincount(ring, (a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]).astype(float), minlength=len(owners))
    wrong = ((area < 0) != np.asarray(holes))[ring]
    start, end = np.where(wrong, end, start), np.where(wrong, start, end)
    moved = start != end
    return Coverage(points, start[moved], end[moved], np.asarray(owners, dtype=np.int64)[ring][moved])


def boundary(coverage: Coverage, faces: np.ndarray, units: np.ndarray) -> Coverage:
    """Edges of the units' limits: what is met from both sides of a unit has gone; `owner` is the unit.

    Args:
        faces, units: int (p,), face `faces[i]` belongs to unit `units[i]`; a face may be in several units.
    """
    edge, sign, ends = coverage.undirected()
    order = np.argsort(coverage.owner, kind="stable")
    first = np.searchsorted(coverage.owner[order], faces, "left")
    count = np.searchsorted(coverage.owner[order], faces, "right") - first
    chosen = order[_ranges(first, count)]
    unit = np.repeat(units, count)
    keys, inverse = np.unique(unit * len(ends) + edge[chosen], return_inverse=True)
    total = np.rint(np.bincount(inverse, sign[chosen])).astype(np.int64)
    left = np.repeat(np.flatnonzero(total), np.abs(total[total != 0]))
    ends_left, forward = ends[keys[left] % len(ends)], total[left] > 0
    return Coverage(
        coverage.points,
        np.where(forward, ends_left[:, 0], ends_left[:, 1]),
        np.where(forward, ends_left[:, 1], ends_left[:, 0]),
        keys[left] // len(ends),
    )


def dissolve(coverage: Coverage, faces: np.ndarray, units: np.ndarray) -> dict[int, Polygons]:
    """Polygons of each unit made of faces (arguments as for `boundary`); a unit without area is absent."""
    return polygons(boundary(coverage, faces, units))


def polygons(limits: Coverage) -> dict[int, Polygons]:
    """Polygons of each owner of closed chains of edges."""
    shells: dict[int, list[tuple[int, Ring]]] = defaultdict(list)
    holes: dict[int, list[Ring]] = defaultdict(list)
    for unit, ring, area in rings(limits):
        if area > 0:
            shells[unit].append((area, ring))
        else:
            holes[unit].append(ring)
    found: dict[int, Polygons] = {}
    for unit, own in shells.items():
        own.sort(key=lambda pair: pair[0])
        parts: Polygons = [[ring] for _, ring in own]
        for hole in holes.get(unit, []):
            _home(limits.points, parts, hole).append(hole)
        found[unit] = parts[::-1]
    return found


def rings(limits: Coverage) -> Iterator[tuple[int, Ring, int]]:
    """(owner, ring, twice its signed area in square steps) of each simple ring of closed chains of edges."""
    following = _following(limits).tolist()
    start, owner = limits.start.tolist(), limits.owner.tolist()
    todo = [True] * len(following)
    for first in range(len(following)):
        if not todo[first]:
            continue
        path, at = [], first
        while todo[at]:
            todo[at] = False
            path.append(start[at])
            at = following[at]
        for ring in _simple(path):
            vertices = np.array(ring, dtype=np.int64)
            area = twice_area(limits.points[vertices])
            if area:
                yield owner[first], vertices, area


def twice_area(points: np.ndarray) -> int:
    """Twice the signed area of a ring (n, 2) of whole numbers, positive if it turns anticlockwise."""
    x, y = (points - points[0]).T
    return int(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1)))


def wkb(points: np.ndarray, parts: Polygons) -> bytes:
    """OGC well-known binary of a MultiPolygon in degrees."""
    out = [struct.pack("<BII", 1, 6, len(parts))]
    for part in parts:
        out.append(struct.pack("<BII", 1, 3, len(part)))
        for ring in part:
            closed = np.append(ring, ring[0])
            out.append(struct.pack("<I", len(closed)))
            out.append((points[closed] / GRID).astype("<f8").tobytes())
    return b"".join(out)


def close_slivers(coverage: Coverage, largest: float) -> tuple[Coverage, list[tuple[Ring, float]]]:
    """Give each small hole between faces to the neighbour that borders most of it; take each overlap away from one.

    Args:
        largest: square steps; a hole beyond this stays.

    Returns:
        (coverage, the holes that stay with their area in square steps).
    """
    everything = np.unique(coverage.owner)
    outline = boundary(coverage, everything, np.zeros_like(everything))
    edge, _, ends = coverage.undirected()
    size = len(coverage.points)
    known = ends[:, 0] * size + ends[:, 1]
    owner_of = np.empty(len(ends), dtype=np.int64)
    owner_of[edge] = coverage.owner
    start, end, owner, kept = [coverage.start], [coverage.end], [coverage.owner], []
    found = list(rings(outline))
    shells = [ring for _, ring, area in found if area > 0]
    for ring in [ring for _, ring, area in found if area < 0] + _doubled(coverage.points, shells):
        area = -twice_area(coverage.points[ring]) / 2
        if area > largest:
            kept.append((ring, area))
            continue
        after = np.roll(ring, -1)
        row = np.searchsorted(known, np.minimum(ring, after) * size + np.maximum(ring, after))
        length = np.hypot(*(coverage.points[after] - coverage.points[ring]).T)
        start.append(after)
        end.append(ring)
        owner.append(np.full(len(ring), np.argmax(np.bincount(owner_of[row], length))))
    return Coverage(coverage.points, np.concatenate(start), np.concatenate(end), np.concatenate(owner)), kept


def _doubled(points: np.ndarray, shells: list[Ring]) -> list[Ring]:
    """Shells of the outline that lie in another shell: what two faces both cover."""
    from shapely.geometry import Polygon
    from shapely.prepared import prep

    areas = [Polygon(points[ring]) for ring in shells]
    ranked = sorted(range(len(shells)), key=lambda number: -areas[number].area)
    found: list[Ring] = []
    outer: list = []
    for number in ranked:
        bounds = areas[number].bounds
        if any(_within(bounds, box) and ready.covers(areas[number]) for box, ready in outer):
            found.append(shells[number])
        else:
            outer.append((bounds, prep(areas[number])))
    return found


def _within(inner: tuple[float, ...], outer: tuple[float, ...]) -> bool:
    return inner[0] >= outer[0] and inner[1] >= outer[1] and inner[2] <= outer[2] and inner[3] <= outer[3]


def node(coverage: Coverage, rounds: int = 12) -> tuple[Coverage, int]:
    """Make edges meet at vertices only.

    Rounding may carry a vertex over a nearby edge: that edge is then led through the vertex (as snap rounding does),
    for all faces at once, so that no gap or overlap is born. Edges that truly cross are cut where they do.

    Returns:
        (coverage, number of cuts).
    """
    cuts = 0
    for _ in range(rounds):
        edge, sign, ends = coverage.undirected()
        first, second = crossings(coverage.points[ends[:, 0]], coverage.points[ends[:, 1]])
        if not len(first):
            break
        points, middle = coverage.points, np.full(len(ends), -1)
        for one, two in zip(first.tolist(), second.tolist(), strict=True):
            points = _cut(points, ends, middle, one, two)
        split = middle[edge] >= 0
        cuts += int((middle >= 0).sum())
        centre = middle[edge][split]
        start = np.concatenate([coverage.start, centre])
        end = np.concatenate([np.where(split, middle[edge], coverage.end), coverage.end[split]])
        owner = np.concatenate([coverage.owner, coverage.owner[split]])
        points, same = np.unique(points, axis=0, return_inverse=True)  # a cut may fall on a third vertex
        start, end = same.reshape(-1)[start], same.reshape(-1)[end]
        moved = start != end
        coverage = Coverage(points, start[moved], end[moved], owner[moved])
    return coverage, cuts


def crossings(a: np.ndarray, b: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Pairs of segments that meet elsewhere than at a common end, or lie on each other.

    Args:
        a, b: int64 (k, 2), ends of the segments in grid steps; no two segments have both ends in common.
    """
    low, high = np.minimum(a, b) // CELL, np.maximum(a, b) // CELL
    wide = high - low + 1
    count = wide[:, 0] * wide[:, 1]
    segment = np.repeat(np.arange(len(a)), count)
    rank = _ranges(np.zeros(len(a), dtype=np.int64), count)
    cell = (low[segment, 0] + rank % wide[segment, 0]) * (1 << 20) + low[segment, 1] + rank // wide[segment, 0]
    order = np.argsort(cell, kind="stable")
    segment, cell = segment[order], cell[order]
    found = []
    step, here = 0, np.arange(len(cell))
    while len(here):
        step += 1
        here = here[here + step < len(cell)]
        here = here[cell[here] == cell[here + step]]
        one, two = segment[here], segment[here + step]
        hit = _meet(a[one], b[one], a[two], b[two])
        found.append(np.column_stack([one[hit], two[hit]]))
    pairs = np.concatenate(found) if found else np.empty((0, 2), dtype=np.int64)
    pairs = np.unique(np.sort(pairs, axis=1), axis=0)
    return pairs[:, 0], pairs[:, 1]


def _meet(a: np.ndarray, b: np.ndarray, c: np.ndarray, d: np.ndarray) -> np.ndarray:
    """Whether segments ab and cd meet elsewhere than at a common end (exact; coordinates in whole numbers)."""
    near = np.all((np.minimum(a, b) <= np.maximum(c, d)) & (np.minimum(c, d) <= np.maximum(a, b)), axis=1)
    result = np.zeros(len(a), dtype=bool)
    a, b, c, d = a[near], b[near], c[near], d[near]
    one, two = np.sign(_turn(a, b, c)), np.sign(_turn(a, b, d))
    three, four = np.sign(_turn(c, d, a)), np.sign(_turn(c, d, b))
    meeting = (one * two <= 0) & (three * four <= 0)
    flat = (one == 0) & (two == 0)
    same = [np.all(p == q, axis=1) for p, q in ((a, c), (a, d), (b, c), (b, d))]
    common = same[0] | same[1] | same[2] | same[3]
    # With a common end they meet again only if they leave it in the same direction.
    away = np.where((same[0] | same[1])[:, None], b - a, a - b)
    other = np.where((same[0] | same[2])[:, None], d - c, c - d)
    along = np.sum(away * other, axis=1) > 0
    result[near] = np.where(common, flat & along, meeting)
    return result


def _turn(a: np.ndarray, b: np.ndarray, c: np.ndarray) -> np.ndarray:
    return (b[:, 0] - a[:, 0]) * (c[:, 1] - a[:, 1]) - (b[:, 1] - a[:, 1]) * (c[:, 0] - a[:, 0])


def _cut(points: np.ndarray, ends: np.ndarray, middle: np.ndarray, one: int, two: int) -> np.ndarray:
    """Choose where edges `one` and `two` are cut (written into `middle`); gives the points, perhaps one more."""
    if middle[one] >= 0 or middle[two] >= 0:
        return points  # cut already in this round: looked at again in the next one
    best = (NEAR, -1, -1)
    for edge, other in ((one, two), (two, one)):
        a, b = points[ends[edge, 0]], points[ends[edge, 1]]
        for vertex in ends[other]:
            if vertex not in ends[edge]:
                best = min(best, (_distance(points[vertex], a, b), edge, int(vertex)))
    if best[1] >= 0:
        middle[best[1]] = best[2]
        return points
    a, b, c, d = (points[v].astype(float) for v in (*ends[one], *ends[two]))
    (ux, uy), (vx, vy), (wx, wy) = b - a, d - c, c - a
    place = np.rint(a + (wx * vy - wy * vx) / (ux * vy - uy * vx) * (b - a)).astype(np.int64)
    middle[one] = middle[two] = len(points)
    return np.vstack([points, place])


def _distance(p: np.ndarray, a: np.ndarray, b: np.ndarray) -> float:
    """Distance in steps of a point from a segment's inside; infinite beyond its ends."""
    along = float(np.dot(p - a, b - a)) / float(np.dot(b - a, b - a))
    return float(np.hypot(*(p - a - along * (b - a)))) if 0 < along < 1 else float("inf")


def _following(limits: Coverage) -> np.ndarray:
    """The edge after each edge on its ring: where several leave a vertex, the first one clockwise from where we came.

    The face lies on the left, so this goes round one face only: parts that touch in a point come apart.
    """
    size = len(limits.points)
    leaving, arriving = limits.owner * size + limits.start, limits.owner * size + limits.end
    order = np.argsort(leaving, kind="stable")
    ranked = leaving[order]
    first = np.searchsorted(ranked, arriving, "left")
    following = order[np.minimum(first, len(order) - 1)]
    crowded = np.flatnonzero(np.searchsorted(ranked, arriving, "right") - first > 1)
    places: dict[int, list[int]] = defaultdict(list)
    for edge in crowded.tolist():
        places[int(arriving[edge])].append(edge)
    for place, incoming in places.items():
        low, high = np.searchsorted(ranked, [place, place + 1])
        free = order[low:high].tolist()
        here = limits.points[limits.end[incoming[0]]]
        back = {edge: _angle(limits.points[limits.start[edge]] - here) for edge in incoming}
        ahead = {edge: _angle(limits.points[limits.end[edge]] - here) for edge in free}
        # Narrowest first: where two faces overlap, two edges want the same follower.
        turns = sorted(((back[i] - ahead[o]) % (2 * np.pi) or 7.0, i, o) for i in incoming for o in free)
        while turns:
            _, edge, out = turns[0]
            following[edge] = out
            turns = [turn for turn in turns if turn[1] != edge and turn[2] != out]
    return following


def _angle(vector: np.ndarray) -> float:
    return float(np.arctan2(vector[1], vector[0]))


def _simple(path: list[int]) -> Iterator[list[int]]:
    """The simple rings in a ring that may pass several times through a vertex."""
    if len(set(path)) == len(path):
        yield path
        return
    stack: list[int] = []
    seen: set[int] = set()
    for vertex in path:
        if vertex in seen:
            cut = stack.index(vertex)
            yield stack[cut:]
            seen.difference_update(stack[cut:])
            del stack[cut:]
        stack.append(vertex)
        seen.add(vertex)
    yield stack


def _home(points: np.ndarray, parts: Polygons, hole: Ring) -> list[Ring]:
    """The smallest shell (parts come smallest first) around a hole."""
    if len(parts) == 1:
        return parts[0]
    from shapely.geometry import Polygon

    inner = Polygon(points[hole])
    low, high = points[hole].min(axis=0), points[hole].max(axis=0)
    for part in parts:
        shell = points[part[0]]
        if (shell.min(axis=0) <= low).all() and (shell.max(axis=0) >= high).all() and Polygon(shell).covers(inner):
            return part
    return parts[-1]


def _ranges(first: np.ndarray, count: np.ndarray) -> np.ndarray:
    """first[0], first[0] + 1, … (count[0] of them), then first[1], …"""
    before = np.cumsum(count) - count
    return np.repeat(first - before, count) + np.arange(int(count.sum()))
