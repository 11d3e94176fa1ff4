"""The exact limits of the communes of a département: what the IGN's WFS gives, or the same GeoJSON in a folder.

A département is taken whole or not at all: outlines of two editions do not meet.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from ...core.outlines import EXACT
from ...core.wording import day as in_french
from ...errors import SourceError
from ...i18n import translate
from ..services import geopf_wfs
from ..tables import forms
from ..tables.reading import Desk, Reading, day_of
from ..tables.report import Tally
from .refreshable import LIMITS, File, Refreshable

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

DEPARTEMENT = re.compile(r"\d{2}|2[AB]|97[1-46]")
SERVICE = "IGN"
# A repaired outline may lose a spike, not a part of a commune.
_REPAIRED_SHARE = 0.001


def located(departement: str) -> Refreshable:
    """The source of one département's limits ("46", "2A", "974").

    Raises:
        SourceError: it is no code of a département.
    """
    code = departement.strip().upper()
    if not DEPARTEMENT.fullmatch(code):
        raise SourceError(
            translate(
                "Anct",
                "“{code}” is no code of a département. Write one, as in “{key}:46” or “{key}:2A”.",
            ).format(code=departement, key=LIMITS)
        )
    pattern = (
        rf"^(.*[-_])?(communes?|limites|admin.?express)[-_].*?(?<!\d){code}(?![0-9A-Z]).*\.((geo)?json|zip)(\.gz)?$"
    )
    return Refreshable(
        f"{LIMITS}:{code}",
        f"Limites exactes (IGN), département {code}",
        EXACT + code,
        {"": File(pattern, service="geopf_wfs", path=code)},
        partial(read, departement=code),
        1,
        origin={
            "producteur": "IGN",
            "titre": f"Admin Express COG, limites exactes des communes ({code})",
            "licence": "Licence Ouverte 2.0",
            "adresse": "https://geoservices.ign.fr/adminexpress",
        },
        example=f"limites-{code}.geojson",
    )


def read(desk: Desk, departement: str) -> Reading:
    """The outlines of a file, checked against the codes of the data held.

    Parts of a commune that has merged since are joined. Communes of other départements are left aside.

    Raises:
        SourceError: a code is unknown, a commune of the département has no outline, or an outline is not one.
    """
    from shapely import wkb
    from shapely.ops import unary_union

    raw = forms.unzipped(desk.files[""], r"\.(geo)?json$")
    tally = Tally(EXACT + departement, desk.codes)
    expected = {code for code in desk.codes.current if desk.codes.row(code)["departement"] == departement}
    parts: dict[str, list[BaseGeometry]] = {}
    written: set[str] = set()
    for feature in raw.features(()):
        properties = feature.get("properties") or {}
        ident = str(feature.get("id") or properties.get("cleabs") or "?")
        found = geopf_wfs.commune(geopf_wfs.Feature(ident, properties, feature.get("geometry")), SERVICE)
        match = desk.codes.resolve(found.code)
        if found.departement not in ("", departement) or (match.code and match.code not in expected):
            continue
        tally.rows_read += 1
        if not match.code or match.how == "arrondissement" or found.code in written:
            raise SourceError(
                translate(
                    "Anct",
                    "{file}: commune {code} ({name}) is not one of the communes known here, or comes twice. The limits "
                    "are of another year than the plugin's geography; those held stay.",
                ).format(file=raw.name, code=found.code, name=found.name)
            )
        written.add(found.code)
        tally.resolve(found.code)
        parts.setdefault(match.code, []).append(_valid(found, raw.name))
    absent = sorted(expected - parts.keys())
    if absent:
        raise SourceError(
            translate(
                "Anct",
                "{file}: {absent} communes of {total} of the département {departement} have no outline ({codes}). A "
                "département is taken whole or not at all; the limits held stay.",
            ).format(
                file=raw.name, absent=len(absent), total=len(expected), departement=departement,
                codes=", ".join(absent[:5]),
            )
        )  # fmt: skip
    tally.matched = tally.rows_read
    shapes = {
        code: wkb.dumps(_multi(group[0] if len(group) == 1 else unary_union(group)), output_dimension=2)
        for code, group in sorted(parts.items())
    }
    day = day_of(raw.name) or day_of(desk.files[""].name)
    vintage = in_french(day) if day else translate("Anct", "date not given")
    if len(day) > 4:
        vintage = f"en ligne le {vintage}"
    return Reading({}, tally.report(), vintage, day, shapes=shapes)


def document(features: list[geopf_wfs.Feature]) -> Mapping[str, object]:
    """Features of the service as one GeoJSON collection, in an order that does not depend on the pages."""
    return {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "id": f.id, "properties": f.properties, "geometry": f.geometry}
            for f in sorted(features, key=lambda feature: feature.id)
        ],
    }


def _valid(commune: geopf_wfs.CommuneLimits, file: str) -> BaseGeometry:
    """The outline, repaired where it crosses itself.

    Raises:
        SourceError: there is nothing in it, or repairing it would change it.
    """
    from shapely.geometry import Polygon, shape

    try:
        outline = shape(commune.geometry)
    except ValueError:  # a ring of two points
        outline = Polygon()
    found = outline if outline.is_valid else outline.buffer(0)
    if found.is_empty or abs(found.area - outline.area) > _REPAIRED_SHARE * found.area:
        raise SourceError(
            translate("Anct", "{file}: the outline of commune {code} ({name}) is damaged. Download it again.").format(
                file=file, code=commune.code, name=commune.name
            )
        )
    return found


def _multi(outline: BaseGeometry) -> BaseGeometry:
    from shapely.geometry import MultiPolygon

    return outline if outline.geom_type == "MultiPolygon" else MultiPolygon([outline])
