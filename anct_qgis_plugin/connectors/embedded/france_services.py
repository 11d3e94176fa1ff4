"""France services: sites with position, hours and kind (ANCT list of 1 August 2024)."""

from __future__ import annotations

import re

from ..tables.codes import CommuneCodes
from ..tables.merging import Row
from ..tables.raw import Raw, number
from ..tables.report import ReadReport, Tally

COLUMNS = (
    "site_id", "nom", "code", "genre", "format", "longitude", "latitude", "adresse", "code_postal", "horaires",
    "rendez_vous", "labellisation", "telephone", "mail",
)  # fmt: skip
_DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi")
_REQUIRED = (
    "id_fs", "lib_fs", "adresse", "insee_com", "code_postal", "latitude", "longitude", "type_fs", "format_fs",
    *(f"h_{day}" for day in _DAYS),
)  # fmt: skip
_MOVING = ("Bus_équivalent", "Itinérante")
_CLOCK = re.compile(r"\b0?(\d{1,2})[:hH](\d\d)\b")


def read(raw: Raw, codes: CommuneCodes) -> tuple[list[Row], ReadReport]:
    """Rows of sites_fs.csv, sorted by commune then site.

    Raises:
        SourceError: if a column is missing.
    """
    tally = Tally("fs", codes)
    rows: dict[str, Row] = {}
    for line in raw.csv(_REQUIRED):
        tally.rows_read += 1
        ident = line["id_fs"]
        if ident in rows:
            tally.refuse(ident, "repeated site id")
            continue
        longitude, latitude = number(line["longitude"]), number(line["latitude"])
        if not longitude or not latitude or not (-180 <= longitude <= 180 and -90 <= latitude <= 90):
            tally.refuse(ident, "no usable coordinates")
            continue
        code = tally.resolve(line["insee_com"], ident)
        if not code:
            continue
        tally.matched += 1
        department = line.get("insee_dep", "")
        if department and department != codes.row(code)["departement"]:
            tally.note(f"site {ident}: département {department}, but commune {code}; the commune is kept")
        rows[ident] = (
            ident, _line(line["lib_fs"]), code, kind(line["type_fs"], line["format_fs"]), line["format_fs"],
            f"{longitude!r}", f"{latitude!r}",
            ", ".join(part for part in (_line(line["adresse"]), _line(line.get("complement_adresse", ""))) if part),
            line["code_postal"], hours([line[f"h_{day}"] for day in _DAYS]), line.get("prise_rdv", ""),
            _line(line.get("labellisation_fs", "")), _line(line.get("telephone", "")), _line(line.get("mail", "")),
        )  # fmt: skip
    return sorted(rows.values(), key=lambda row: (row[2], row[0].zfill(9))), tally.report()


def kind(type_fs: str, format_fs: str) -> str:
    """The kind of a site: "bus" (its point is a garage, not a place of service), "antenne" or "fixe"."""
    if format_fs in _MOVING:
        return "bus"
    return "antenne" if type_fs == "Antenne" else "fixe"


def hours(days: list[str]) -> str:
    """Opening hours in French, days with the same hours together: "lundi, mardi 9 h-12 h, 13 h 30-17 h ; …".

    Args:
        days: six cells, Monday to Saturday, "09:00 - 12:00 / 13:30 - 17:00", empty when closed; other text is kept.
    """
    groups: dict[str, list[str]] = {}
    for name, cell in zip(_DAYS, days, strict=True):
        written = _spans(cell)
        if written:
            groups.setdefault(written, []).append(name)
    return " ; ".join(f"{', '.join(names)} {written}" for written, names in groups.items())


def _spans(cell: str) -> str:
    spans = [re.sub(r"\s*-\s*", "-", _CLOCK.sub(_clock, span.strip())) for span in _line(cell).split("/")]
    return ", ".join(span for span in spans if span)


def _clock(found: re.Match[str]) -> str:
    hour, minutes = found.groups()
    return f"{hour}\u00a0h" if minutes == "00" else f"{hour}\u00a0h\u00a0{minutes}"


def _line(text: str) -> str:
    """Text on one line."""
    return " ".join(text.split())
