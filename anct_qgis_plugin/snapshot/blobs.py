"""Geometries as GeoPackage stores them, for the plain SQLite that has no spatial functions of its own."""

from __future__ import annotations

import sqlite3
import struct
from typing import Any

_SRS = 4326
_ENVELOPES = (0, 32, 48, 48, 64)
_FUNCTIONS = {"ST_MinX": 0, "ST_MaxX": 1, "ST_MinY": 2, "ST_MaxY": 3}


def blob(wkb: bytes | None) -> bytes | None:
    """A geometry of the snapshot from its WKB: a point without envelope, anything else with one; None stays None."""
    if wkb is None:
        return None
    from shapely import wkb as reader

    shape = reader.loads(wkb)
    if shape.is_empty:
        return None
    if shape.geom_type == "Point":
        return struct.pack("<2sBBi", b"GP", 0, 1, _SRS) + wkb
    west, south, east, north = shape.bounds
    return struct.pack("<2sBBi4d", b"GP", 0, 3, _SRS, west, east, south, north) + wkb


def wkb_of(data: bytes) -> bytes:
    """The WKB in a stored geometry."""
    return bytes(data[8 + _ENVELOPES[(data[3] >> 1) & 7] :])


def add_functions(connection: sqlite3.Connection) -> None:
    """What the triggers of a GeoPackage's spatial indexes ask for."""
    connection.create_function("ST_IsEmpty", 1, lambda data: int(data is None or bool(data[3] & 16)))
    for name, place in _FUNCTIONS.items():
        connection.create_function(name, 1, _bound(place))


def _bound(place: int) -> Any:
    def value(data: bytes | None) -> float | None:
        if data is None:
            return None
        if (data[3] >> 1) & 7:
            return float(struct.unpack_from("<4d", data, 8)[place])
        return float(struct.unpack_from("<2d", data, 13)[place // 2])

    return value
