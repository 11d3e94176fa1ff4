"""Quartiers prioritaires de la politique de la ville, 2024 (overseas 2025): contours and communes."""

from __future__ import annotations

from ...errors import SourceError
from ...i18n import translate
from ..tables.codes import CommuneCodes
from ..tables.merging import Row
from ..tables.raw import Raw, missing_column, ring_text
from ..tables.report import ReadReport, Tally

DISTRICT_COLUMNS = ("identifiant", "libelle", "communes", "wkt")
_FLOOR = 1500


def read(raw: Raw, codes: CommuneCodes, floor: int = _FLOOR) -> tuple[list[Row], list[Row], ReadReport]:
    """Rows of programme_qpv.csv (one per commune and district) and of districts_qpv.csv (MULTIPOLYGON, WGS84).

    Args:
        floor: fewest districts that a whole list has.

    Raises:
        SourceError: if the file keeps one district per commune (824 points instead of 1,584 districts), is a part
            of the list, or lacks a key.
    """
    tally = Tally("qpv", codes)
    found = raw.json()
    if isinstance(found, dict) and "features" in found:
        raise _incomplete(raw.name, len(found["features"]))
    districts = raw.json_object().get("qpvs")
    if not isinstance(districts, list):
        raise missing_column(raw.name, "qpvs")
    if len(districts) < floor:
        raise _incomplete(raw.name, len(districts))
    rows: set[Row] = set()
    contours: list[Row] = []
    for district in districts:
        for key in ("code", "label", "insee", "g"):
            if key not in district:
                raise missing_column(raw.name, key)
        tally.rows_read += 1
        ident, label = district["code"], district["label"].strip()
        # Two former communes of one (93059 and 93066) are one row.
        communes = sorted({code for written in district["insee"] if (code := tally.resolve(written, ident))})
        if not communes:
            continue
        tally.matched += 1
        rows |= {(code, ident, label, "", "") for code in communes}
        polygons = [text for rings in district["g"] if (text := ring_text(rings, raw.name))]
        if len(polygons) < len(district["g"]):
            tally.note(f"{ident}: {len(district['g']) - len(polygons)} part flattened to a line by rounding, left out")
        if polygons:
            contours.append((ident, label, " ".join(communes), f"MULTIPOLYGON ({','.join(polygons)})"))
        else:
            tally.note(f"{ident}: no contour")
    return sorted(rows), sorted(contours), tally.report()


def _incomplete(file: str, count: int) -> SourceError:
    return SourceError(
        translate(
            "Anct",
            "{file} holds {count} districts, one per commune or a part of the list. "
            "Use the contours of the 1,584 quartiers prioritaires.",
        ).format(file=file, count=count)
    )
