"""The light generalisation: each shared border is simplified once, for both sides.

Borders are cut into arcs where three faces meet; each arc is simplified by Douglas and Peucker's rule; where the result
would meet itself, or carry an island over a border, the arcs concerned are kept in finer detail, until nothing does.
Vertices of the light coverage are vertices of the full one, so there is neither gap nor overlap.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .topology import CELL, Coverage, crossings

ROUNDS = 14  # the tolerance of a troublesome arc is halved in each; the last one keeps it whole


@dataclass(frozen=True)
class Arcs:
    """Borders between the points where three faces meet; an arc that closes on itself starts and ends alike.

    vertices: rows of the coverage's points, arcs one after the other. first: int (a + 1,), where each begins.
    left, right: face on either side, -1 for none.
    """

    vertices: np.ndarray
    first: np.ndarray
    left: np.ndarray
    right: np.ndarray


def generalise(coverage: Coverage, tolerance: float) -> Coverage:
    """The coverage with lighter borders.

    Args:
        tolerance: degrees of latitude converted to grid steps: how far a border may move.
    """
    arcs = cut(coverage)
    allowed = np.full(len(arcs.left), float(tolerance))
    arc_of = np.repeat(np.arange(len(arcs.left)), np.diff(arcs.first))
    places = _islands(coverage.points, arcs)
    before = _face_west(coverage.points, arcs, np.ones(len(arcs.vertices), dtype=bool), places)
    kept = np.ones(len(arcs.vertices), dtype=bool)
    for number in range(ROUNDS):
        kept = simplify(coverage.points, arcs, allowed)
        wrong = _trouble(coverage.points, arcs, kept, arc_of)
        after = _face_west(coverage.points, arcs, kept, places)
        moved = places[np.any(before != after, axis=1)]
        if len(moved):
            wrong = np.union1d(wrong, _around(coverage.points, arcs, moved, 2 * tolerance))
        if not len(wrong):
            break
        allowed[wrong] = allowed[wrong] / 2 if number < ROUNDS - 2 else 0.0
    start, end, arc = _segments(arcs, kept, arc_of)
    inner, outer = arcs.left[arc] >= 0, arcs.right[arc] >= 0
    return Coverage(
        coverage.points,
        np.concatenate([start[inner], end[outer]]),
        np.concatenate([end[inner], start[outer]]),
        np.concatenate([arcs.left[arc][inner], arcs.right[arc][outer]]),
    )


def cut(coverage: Coverage) -> Arcs:
    """The arcs of a coverage whose edges meet at vertices only."""
    edge, sign, ends = coverage.undirected()
    left, right = np.full(len(ends), -1), np.full(len(ends), -1)
    left[edge[sign > 0]] = coverage.owner[sign > 0]
    right[edge[sign < 0]] = coverage.owner[sign < 0]
    real = left != right  # an edge with one face on both sides is no border
    ends, left, right = ends[real], left[real], right[real]
    # Each border edge twice, once per direction, sorted by the vertex it leaves.
    tail = np.concatenate([ends[:, 0], ends[:, 1]])
    head = np.concatenate([ends[:, 1], ends[:, 0]])
    order = np.argsort(tail, kind="stable")
    degree = np.bincount(tail, minlength=len(coverage.points))
    begin = np.concatenate([[0], np.cumsum(degree)])
    half, heads, begins, degrees = order.tolist(), head.tolist(), begin.tolist(), degree.tolist()
    count = len(ends)
    used = [False] * count
    vertices: list[int] = []
    first = [0]
    seed: list[int] = []

    def follow(half_edge: int) -> None:
        seed.append(half_edge)
        vertices.append(int(tail[half_edge]))
        origin = vertices[-1]
        while True:
            used[half_edge % count] = True
            at = heads[half_edge]
            vertices.append(at)
            if degrees[at] != 2 or at == origin:
                break
            one, two = half[begins[at]], half[begins[at] + 1]
            half_edge = two if one % count == half_edge % count else one
        first.append(len(vertices))

    for vertex in np.flatnonzero((degree > 0) & (degree != 2)).tolist():
        for place in range(begins[vertex], begins[vertex + 1]):
            if not used[half[place] % count]:
                follow(half[place])
    for number in range(count):
        if not used[number]:
            follow(number)
    seeds = np.array(seed, dtype=np.int64)
    along = seeds < count
    row = seeds % count if count else seeds
    return Arcs(
        np.array(vertices, dtype=np.int64),
        np.array(first, dtype=np.int64),
        np.where(along, left[row], right[row]),
        np.where(along, right[row], left[row]),
    )


def simplify(points: np.ndarray, arcs: Arcs, tolerance: np.ndarray) -> np.ndarray:
    """Which vertices of the arcs stay, by Douglas and Peucker's rule, all arcs at once.

    Args:
        tolerance: float (a,), grid steps of latitude, for each arc.
    """
    place = points[arcs.vertices].astype(float)
    size = np.diff(arcs.first)
    arc_of = np.repeat(np.arange(len(size)), size)
    shrink = np.cos(np.radians(place[arcs.first[:-1], 1] / 2.0**17))[arc_of]
    place[:, 0] *= shrink
    kept = np.zeros(len(place), dtype=bool)
    kept[arcs.first[:-1]] = kept[arcs.first[1:] - 1] = True
    limit = tolerance[arc_of]
    while True:
        marks = np.flatnonzero(kept)
        segment = np.cumsum(kept) - 1  # of each vertex: the last kept one before it (or itself)
        before = place[marks[segment]]
        after = place[marks[np.minimum(segment + 1, len(marks) - 1)]]
        away = _from_segment(place, before, after)
        away[kept] = 0.0
        away[away <= limit] = 0.0
        farthest = np.maximum.reduceat(away, marks)
        hit = (away > 0) & (away == farthest[segment])
        if not hit.any():
            return kept
        rows = np.flatnonzero(hit)
        _, one = np.unique(segment[rows], return_index=True)
        kept[rows[one]] = True


def _from_segment(p: np.ndarray, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    span = b - a
    length = np.einsum("ij,ij->i", span, span)
    along = np.einsum("ij,ij->i", p - a, span) / np.where(length > 0, length, 1.0)
    off = p - a - np.clip(along, 0.0, 1.0)[:, None] * span
    return np.hypot(off[:, 0], off[:, 1])


def _segments(arcs: Arcs, kept: np.ndarray, arc_of: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(start, end, arc) of the segments between kept vertices."""
    rows = np.flatnonzero(kept)
    same = arc_of[rows[:-1]] == arc_of[rows[1:]]
    return arcs.vertices[rows[:-1][same]], arcs.vertices[rows[1:][same]], arc_of[rows[:-1][same]]


def _trouble(points: np.ndarray, arcs: Arcs, kept: np.ndarray, arc_of: np.ndarray) -> np.ndarray:
    """Arcs whose simplified form meets itself or another one."""
    start, end, arc = _segments(arcs, kept, arc_of)
    low, high = np.minimum(start, end), np.maximum(start, end)
    keys, inverse, count = np.unique(low * len(points) + high, return_inverse=True, return_counts=True)
    flat = arc[(count[inverse] > 1) | (start == end)]  # two arcs became one line, or an island a point
    first = np.zeros(len(keys), dtype=np.int64)
    first[inverse] = np.arange(len(start))
    one, two = crossings(points[start[first]], points[end[first]])
    return np.unique(np.concatenate([flat, arc[first[one]], arc[first[two]]]))


def _islands(points: np.ndarray, arcs: Arcs) -> np.ndarray:
    """One vertex (row of points) of each connected group of arcs: it stays, whatever the simplification."""
    tail, head = arcs.vertices[arcs.first[:-1]], arcs.vertices[arcs.first[1:] - 1]
    nodes, both = np.unique(np.concatenate([tail, head]), return_inverse=True)
    one, two = both[: len(tail)], both[len(tail) :]
    group = np.arange(len(nodes))
    while True:
        lowest = np.minimum(group[one], group[two])
        new = group.copy()
        np.minimum.at(new, one, lowest)
        np.minimum.at(new, two, lowest)
        new = new[new]
        if np.array_equal(new, group):
            break
        group = new
    return nodes[np.unique(group)]


def _face_west(points: np.ndarray, arcs: Arcs, kept: np.ndarray, places: np.ndarray) -> np.ndarray:
    """For each place (a vertex), the faces (west, east side) next to it on its west, arcs through it left out."""
    arc_of = np.repeat(np.arange(len(arcs.left)), np.diff(arcs.first))
    start, end, arc = _segments(arcs, kept, arc_of)
    a, b = points[start], points[end]
    low, high = np.minimum(a[:, 1], b[:, 1]), np.maximum(a[:, 1], b[:, 1])
    count = high // CELL - low // CELL + 1
    segment = np.repeat(np.arange(len(a)), count)
    before = np.cumsum(count) - count
    row = (low // CELL)[segment] + np.arange(len(segment)) - before[segment]
    order = np.argsort(row, kind="stable")
    segment, row = segment[order], row[order]
    found = np.full((len(places), 2), -1)
    for number, vertex in enumerate(places.tolist()):
        x, y = points[vertex]
        one, two = np.searchsorted(row, [y // CELL, y // CELL + 1])
        near = segment[one:two]
        near = near[(low[near] <= y) & (high[near] > y) & (start[near] != vertex) & (end[near] != vertex)]
        span = b[near] - a[near]
        at = a[near, 0] + (y - a[near, 1]) / span[:, 1] * span[:, 0]
        west = at < x
        if west.any():
            best = near[west][np.argmax(at[west])]
            upward = b[best, 1] > a[best, 1]  # going up, the west is on the left
            found[number, 0] = arcs.right[arc[best]] if upward else arcs.left[arc[best]]
    return found


def _around(points: np.ndarray, arcs: Arcs, places: np.ndarray, margin: float) -> np.ndarray:
    """Arcs whose bounding box, widened, holds one of the places."""
    place = points[arcs.vertices]
    low = np.minimum.reduceat(place, arcs.first[:-1]) - margin
    high = np.maximum.reduceat(place, arcs.first[:-1]) + margin
    hit = np.zeros(len(low), dtype=bool)
    for x, y in points[places]:
        hit |= (low[:, 0] <= x) & (high[:, 0] >= x) & (low[:, 1] <= y) & (high[:, 1] >= y)
    return np.flatnonzero(hit)
