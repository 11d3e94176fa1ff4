"""Sites and districts in their official form: France services, quartiers prioritaires."""

from __future__ import annotations

from typing import Any

from ...core.wording import day as in_french
from ...errors import SourceError
from ..embedded import france_services, labels, qpv
from ..tables import forms
from ..tables.identify import finder
from ..tables.merging import Row
from ..tables.raw import Raw, missing_column, ring_text
from ..tables.reading import Desk, Reading, day_of, trust
from ..tables.report import Tally
from .official import COMMUNE

_DAYS = " ".join(f"h_{day}" for day in ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"))
_QPV = forms.form(
    "code_qp insee_com",
    "lib_qp lib_com insee_dep",
    {
        "code_qp": ("code_qpv", "codeqp", "code_quartier"),
        "lib_qp": ("nom_qp", "lib_qpv", "nom_quartier"),
        **COMMUNE,
    },
)


def read_sites(desk: Desk) -> Reading:
    """Rows of sites_fs.csv from the list of France services.

    Raises:
        SourceError: if a column is missing.
    """
    raw = desk.files[""]
    form = forms.form(
        f"id_fs lib_fs adresse insee_com code_postal latitude longitude type_fs format_fs {_DAYS}",
        "insee_dep complement_adresse lib_com prise_rdv labellisation_fs telephone mail",
        {**COMMUNE, "latitude": ("lat", "y"), "longitude": ("lon", "long", "x")},
    )
    table = forms.read(raw, form)
    tally = Tally("fs", desk.codes)
    find = finder(table, desk.codes, tally, "insee_com")
    kept = []
    for line in table.lines:
        codes = find.communes(line["insee_com"], line["lib_com"], line["insee_dep"], line["id_fs"])
        if len(codes) == 1:
            kept.append(line | {"insee_com": codes[0]})
        elif codes:
            tally.refuse(line["id_fs"], "several communes for one site")
    rows, report = france_services.read(_as_csv(raw.name, form, kept), desk.codes)
    tally.matched = report.matched
    tally.refused += report.refused
    tally.notes += report.notes
    day = day_of(raw.name)
    return Reading(
        {"sites_fs": (france_services.COLUMNS, rows)}, tally.report(), in_french(day), day, trust=trust(find)
    )


def read_districts(desk: Desk) -> Reading:
    """Rows of programme_qpv.csv and districts_qpv.csv: the list ("" role), the contours ("contours"), or both.

    Without contours, districts keep the ones they had; a new one has none until the contours come.

    Raises:
        SourceError: if a column is missing, or the contours cannot be read.
    """
    shapes = {row["identifiant"]: row["wkt"] for row in desk.facts.get("districts_qpv", ())}
    table = forms.read(desk.files[""], _QPV)
    tally = Tally("qpv", desk.codes)
    find = finder(table, desk.codes, tally, "insee_com")
    if "contours" in desk.files:
        shapes |= _contours(desk.files["contours"], tally)
    rows: set[Row] = set()
    districts: dict[str, tuple[str, set[str]]] = {}
    for line in table.lines:
        ident = line["code_qp"].upper()
        codes = find.communes(line["insee_com"], line["lib_com"], line["insee_dep"], ident, several=True)
        if not ident:
            tally.refuse(f"{line['insee_com']} {line['lib_com']}", "no identifier")
            continue
        if codes:
            tally.matched += 1
            rows |= {(code, ident, line["lib_qp"], "", "") for code in codes}
            districts.setdefault(ident, (line["lib_qp"], set()))[1].update(codes)
    without = sorted(districts.keys() - shapes.keys())
    if without:
        tally.note(f"{len(without)} districts without contour: {', '.join(without[:20])}")
    contours: list[Row] = [
        (ident, label, " ".join(sorted(codes)), shapes.get(ident, ""))
        for ident, (label, codes) in sorted(districts.items())
    ]
    day = day_of(desk.files[""].name)
    return Reading(
        {"programme_qpv": (labels.COLUMNS, sorted(rows)), "districts_qpv": (qpv.DISTRICT_COLUMNS, contours)},
        tally.report(), in_french(day), day, trust=trust(find),
    )  # fmt: skip


def _contours(raw: Raw, tally: Tally) -> dict[str, str]:
    """District → WKT MULTIPOLYGON, from GeoJSON in WGS84, zipped or not."""
    plain = forms.unzipped(raw, r"wgs84.*\.(geo)?json$")
    found: dict[str, str] = {}
    for feature in plain.features(("code_qp",)):
        ident = str(feature["properties"]["code_qp"]).strip().upper()
        shape: dict[str, Any] = feature.get("geometry") or {}
        parts = shape.get("coordinates") or []
        if shape.get("type") == "Polygon":
            parts = [parts]
        elif shape.get("type") != "MultiPolygon":
            tally.note(f"{ident}: no contour")
            continue
        try:
            written = [text for rings in parts if (text := ring_text(rings, plain.name))]
        except (TypeError, IndexError) as error:
            raise SourceError(missing_column(plain.name, "coordinates").message, details=repr(error)) from error
        if any(not -180 <= x <= 180 or not -90 <= y <= 90 for rings in parts for ring in rings for x, y, *_ in ring):
            raise missing_column(plain.name, "WGS84")
        if written:
            found[ident] = f"MULTIPOLYGON ({','.join(written)})"
    return found


def _as_csv(name: str, form: forms.Form, lines: list[dict[str, str]]) -> Raw:
    """The lines as the plain CSV that the reader of the embedded data knows."""
    from ..embedded.facts import table_text

    columns = [*form.required, *form.optional]
    return Raw(name, table_text(columns, [tuple(line[column] for column in columns) for line in lines]).encode())
