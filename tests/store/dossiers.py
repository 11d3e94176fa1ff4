"""Dossiers that the tests of the stores share."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from anct_qgis_plugin.core.dossier import Dossier, new_dossier
from anct_qgis_plugin.store.definitions import definition

NOW = "2026-11-24T10:00:00+00:00"
SQUARE = "POLYGON ((1 44, 2 44, 2 45, 1 45, 1 44))"


def draft(title: str = "Pacte d'essai « à lire »", kind: str = "pacte", **values: Any) -> Dossier:
    made = new_dossier(definition(kind), title, "dep:46", "Lot", ("46042", "46102"), NOW)
    return replace(made, values={"enjeux": "Garder le collège", "periode_debut": 2026, "publier": False, **values})


def wkb(text: str = SQUARE) -> bytes:
    from osgeo import ogr

    return bytes(ogr.CreateGeometryFromWkt(text).ExportToWkb())
