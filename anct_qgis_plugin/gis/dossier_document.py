"""A dossier written as documents, with its territory's maps and charts: what the panel and Processing both call."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from qgis.core import QgsFeedback

from ..core.diagnostic import Analyst
from ..core.dossier import Dossier, conform
from ..core.dossier_definition import Definition
from ..core.profile import Profile
from ..documents.charts import contributions_chart
from ..documents.content import PICTURES, Joined, content
from ..documents.files import put_all
from ..documents.html import html_text
from ..documents.json_form import dumps
from ..documents.odt import odt_bytes
from ..errors import OutputError
from ..i18n import translate
from .dossier_pdf import pdf_bytes
from .map_page import write_maps

FORMATS = ("odt", "pdf", "html", "json")
# Maps joined to a dossier, and their captions.
CAPTIONS = {"programmes": "Programmes de cohésion des territoires", "fragilite": "Fragilité des communes"}
CHART_DPI = 220


def write_document(
    analyst: Analyst,
    profile: Profile,
    dossier: Dossier,
    definition: Definition,
    path: Path,
    feedback: QgsFeedback | None = None,
) -> Path:
    """The dossier in the format that a file's name says (.odt, .pdf, .html, .json). Main thread: maps are layouts.

    Raises:
        As `write_documents`.
    """
    fmt = path.suffix.lower().lstrip(".")
    write_documents(analyst, profile, dossier, definition, path.parent, path.stem, [fmt], feedback)
    return path


def write_documents(
    analyst: Analyst,
    profile: Profile,
    dossier: Dossier,
    definition: Definition,
    folder: Path,
    stem: str,
    formats: Sequence[str],
    feedback: QgsFeedback | None = None,
) -> list[Path]:
    """The dossier in several formats, all of them or none, with the maps and charts that its definition asks for.

    Args:
        stem: the files' name without ending. formats: of `FORMATS`.

    Raises:
        UnknownTerritory: if the dossier's territory does not exist in these data.
        OutputError: if a format is unknown, a template is broken (its line and reason), or a file cannot be written.
        MissingDependency: without odfdo or Jinja2. Cancelled, SnapshotMissing: as `write_maps`.
    """
    for fmt in formats:
        if fmt not in FORMATS:
            raise OutputError(
                translate("Anct", "This version does not write dossiers as “{format}”. Known formats: {known}.").format(
                    format=fmt, known=", ".join(FORMATS)
                )
            )
    dossier = conform(dossier, definition)
    with tempfile.TemporaryDirectory() as place:
        pictures: list[Joined] = []
        if set(formats) - {"json"}:
            pictures = join_pictures(analyst, profile, dossier, definition, Path(place), feedback)
        made = content(dossier, definition, pictures)
        makers = {
            "odt": lambda: odt_bytes(made),
            "pdf": lambda: pdf_bytes(made),
            "html": lambda: html_text(made).encode("utf-8"),
            "json": lambda: dumps(dossier).encode("utf-8"),
        }
        # Everything is made before anything is written.
        ready = {folder / f"{stem}.{fmt}": makers[fmt]() for fmt in dict.fromkeys(formats)}
    return put_all(ready)


def join_pictures(
    analyst: Analyst,
    profile: Profile,
    dossier: Dossier,
    definition: Definition,
    folder: Path,
    feedback: QgsFeedback | None = None,
) -> list[Joined]:
    """The maps and charts of the dossier's territory as PNG files in a folder, for the fields that show them."""
    layouts = {field.layout for field in definition if field.layout in PICTURES}
    territory = analyst.gazetteer.resolve(dossier.territory)
    found: list[Joined] = []
    if "charts" in layouts:
        diagnostic = analyst.diagnostic(territory, profile)
        file = folder / "indice.png"
        contributions_chart(diagnostic).savefig(file, dpi=CHART_DPI)
        found.append(Joined("charts", f"Contribution de chaque indicateur à l'indice – {territory.label}", file))
    if "images" in layouts:
        maps = write_maps(analyst, territory, profile, list(CAPTIONS), "A4", "png", folder, feedback)
        for caption, file in zip(CAPTIONS.values(), maps, strict=True):
            found.append(Joined("images", f"{caption} – {territory.label}", file))
    return found
