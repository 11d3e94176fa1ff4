"""A dossier written as a document with the maps of its territory in annex: what the panel and Processing both call."""

from __future__ import annotations

import tempfile
from pathlib import Path

from qgis.core import QgsFeedback

from ..core.diagnostic import Analyst
from ..core.dossier import Dossier
from ..core.dossier_definition import Definition
from ..core.profile import Profile
from ..documents.odt import write_odt
from .map_page import THEMES, write_maps

_CAPTIONS = {"programmes": "Programmes de cohésion des territoires", "fragilite": "Fragilité des communes"}


def write_document(
    analyst: Analyst,
    profile: Profile,
    dossier: Dossier,
    definition: Definition,
    path: Path,
    feedback: QgsFeedback | None = None,
) -> Path:
    """The dossier as ODT, with the thematic maps of its territory. Main thread: maps are layouts.

    Raises:
        UnknownTerritory: if the dossier's territory does not exist in these data.
        OutputError, MissingDependency: as `write_odt`. Cancelled, SnapshotMissing: as `write_maps`.
    """
    territory = analyst.gazetteer.resolve(dossier.territory)
    with tempfile.TemporaryDirectory() as folder:
        maps = write_maps(analyst, territory, profile, list(THEMES), "A4", "png", Path(folder), feedback)
        captions = [_CAPTIONS[theme] for theme in THEMES]
        return write_odt(dossier, definition, path, list(zip(captions, maps, strict=True)))
