"""Small real-form files for the readers' tests."""

from __future__ import annotations

import json
from pathlib import Path

from anct_qgis_plugin.connectors.embedded.cog import COG_COLUMNS as COG
from anct_qgis_plugin.connectors.tables.codes import CommuneCodes
from anct_qgis_plugin.connectors.tables.raw import Raw

FOLDER = Path(__file__).resolve().parent / "fixtures" / "readers"


def raw(name: str) -> Raw:
    """A file of tests/fixtures/readers."""
    return Raw.open(FOLDER / name)


def raw_json(name: str, content: object) -> Raw:
    """JSON bytes made on the spot."""
    return Raw(name, json.dumps(content).encode())


def collection(*properties: dict) -> Raw:
    """A GeoJSON collection of points with these properties."""
    point = {"type": "Point", "coordinates": [0, 0]}
    features = [{"type": "Feature", "properties": p, "geometry": point} for p in properties]
    return raw_json("territories.geojson", {"type": "FeatureCollection", "features": features})


def codes() -> CommuneCodes:
    """Eleven communes: current, merged, re-created, Corsica, empty, Paris, Grand Paris, Guadeloupe, Mayotte."""
    return CommuneCodes(raw("cog.csv").csv(COG))
