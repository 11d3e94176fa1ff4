"""Perimeters: from WKB to what a store keeps, and back."""

from __future__ import annotations

import struct
from typing import Any

from ..errors import StoreError
from ..i18n import translate

# Bytes of a GeoPackage header's envelope, by its code.
_ENVELOPES = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}


def multipolygon(wkb: bytes) -> bytes:
    """A multipolygon in two dimensions, as little-endian WKB. Raises StoreError if the WKB holds no polygon."""
    return bytes(_geometry(wkb).ExportToIsoWkb(1))


def _geometry(wkb: bytes) -> Any:
    from osgeo import ogr

    # GDAL gives None or raises, as the program around it has chosen.
    try:
        geometry = ogr.CreateGeometryFromWkb(bytes(wkb))
        problem = "not WKB" if geometry is None else ""
    except RuntimeError as error:
        geometry, problem = None, str(error)
    if geometry is not None:
        geometry = ogr.ForceToMultiPolygon(geometry)
        geometry.FlattenTo2D()
        problem = "" if geometry.GetGeometryType() == ogr.wkbMultiPolygon else geometry.GetGeometryName()
    if problem:
        raise StoreError(translate("Anct", "The perimeter of the dossier is not a valid polygon."), details=problem)
    return geometry


def blob(wkb: bytes) -> bytes:
    """A geometry as a GeoPackage stores it: header with its envelope, little-endian, EPSG:4326, then WKB."""
    geometry = _geometry(wkb)
    content = bytes(geometry.ExportToIsoWkb(1))
    if geometry.IsEmpty():
        return b"GP\x00" + struct.pack("<Bi", 0x11, 4326) + content
    west, east, south, north = geometry.GetEnvelope()
    return b"GP\x00" + struct.pack("<Bi4d", 0x03, 4326, west, east, south, north) + content


def wkb_of(stored: bytes) -> bytes:
    """The WKB in a GeoPackage's geometry. Raises StoreError if it is none."""
    envelope = _ENVELOPES.get((stored[3] >> 1) & 7) if len(stored) > 8 and stored[:2] == b"GP" else None
    if envelope is None:
        raise StoreError(translate("Anct", "The perimeter of the dossier is not a valid polygon."), details="header")
    return bytes(stored[8 + envelope :])


def bounds(stored: bytes | None) -> tuple[float, float, float, float] | None:
    """xmin, xmax, ymin, ymax of a GeoPackage's geometry; None where it is empty or none."""
    if stored is None or len(stored) < 8 or stored[:2] != b"GP" or stored[3] & 0x10:
        return None
    if (stored[3] >> 1) & 7:
        order = "<" if stored[3] & 1 else ">"
        return struct.unpack(f"{order}4d", stored[8:40])
    geometry = _geometry(wkb_of(stored))
    return None if geometry.IsEmpty() else geometry.GetEnvelope()


def is_empty(stored: bytes | None) -> int | None:
    """1 or 0, as the triggers of a GeoPackage's spatial index ask; None where there is no geometry."""
    return None if stored is None else int(bounds(stored) is None)
