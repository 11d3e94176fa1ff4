"""The 54 gaps of the commune layer, each with the commune of COG 2026 that owns it."""

from __future__ import annotations

from ..tables.codes import CommuneCodes
from ..tables.raw import Raw, ring_text
from ..tables.report import ReadReport, Tally

COLUMNS = ("commune", "wkt")


def read(raw: Raw, codes: CommuneCodes) -> tuple[list[tuple[str, ...]], ReadReport]:
    """Rows (commune, POLYGON in WGS84), sorted; coordinates untouched: rounding them would open slivers.

    Raises:
        SourceError: if the file lacks `cog2026` or holds something that is not a point.
    """
    tally = Tally("gaps", codes)
    rows = []
    for feature in raw.features(("cog2026",)):
        tally.rows_read += 1
        properties, geometry = feature["properties"], feature["geometry"]
        code = tally.resolve(properties["cog2026"])
        if not code:
            continue
        if geometry["type"] != "Polygon":
            tally.refuse(code, "not a polygon")
            continue
        rings = ring_text(geometry["coordinates"], raw.name)
        if not rings:
            tally.refuse(code, "encloses nothing")
            continue
        rows.append((code, f"POLYGON {rings}"))
        tally.matched += 1
    return sorted(rows), tally.report()
