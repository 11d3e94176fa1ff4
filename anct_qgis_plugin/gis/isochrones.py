"""Who is within reach of a site by the IGN's isochrones: asked site by site, in a background thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from qgis.core import QgsFeedback, QgsGeometry, QgsJsonUtils, QgsPointXY

from ..connectors.services.isochrone import Isochrones
from ..errors import RequestRefused, RoadsError
from ..i18n import translate

if TYPE_CHECKING:
    from ..core.access import Access
    from ..core.facts import Facts

THRESHOLDS = (20, 30)  # minutes
# Nobody drives farther than that in half an hour, as the crow flies; km.
FARTHEST = 45.0
# Two requests a site, five a second at most: more would take minutes, and strain a public service.
MOST_SITES = 250
_KM = 6378.137


def reach(
    facts: Facts, found: Access, positions: np.ndarray, client: Isochrones, feedback: QgsFeedback
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The smallest threshold within which each commune's place reaches a site.

    Returns:
        (minutes, site, asked), beside `positions`: 20, 30 or inf (beyond); row in `found.sites`, -1 where beyond;
        False where the service could not tell for the commune's own site (its estimate should stay).

    Raises:
        RoadsError: too many sites. SourceUnavailable: offline, or the service fails.
    """
    from ..core.access import earth_centred, places

    lon, lat, _ = places(facts)
    home = np.column_stack([lon[positions], lat[positions]])
    x, y = (found.sites[name].to_numpy(dtype=float) for name in ("longitude", "latitude"))
    known = ~np.isnan(home).any(axis=1)
    gaps = np.full((len(positions), len(x)), np.inf)
    centre, place = earth_centred(x, y), earth_centred(home[known, 0], home[known, 1])
    squared = (place**2).sum(axis=1)[:, None] + (centre**2).sum(axis=1)[None, :] - 2 * place @ centre.T
    gaps[known] = _KM * np.sqrt(np.maximum(squared, 0.0))
    near = np.flatnonzero((gaps <= FARTHEST).any(axis=0)) if len(positions) else np.empty(0, dtype=int)
    if len(near) > MOST_SITES:
        raise RoadsError(
            translate(
                "Anct",
                "{n} sites are near this territory: isochrones are asked for up to {most}. Choose a smaller territory, "
                "or give a layer of roads.",
            ).format(n=len(near), most=MOST_SITES)
        )
    minutes, site = np.full(len(positions), np.inf), np.full(len(positions), -1, dtype=np.int64)
    nearest_known = np.ones(len(positions), dtype=bool)
    for number, row in enumerate(near):
        feedback.setProgress(90 * number / len(near))
        inside = {
            limit: _within(client, float(x[row]), float(y[row]), limit, home, gaps[:, row]) for limit in THRESHOLDS
        }
        for limit, mask in inside.items():
            if mask is None:
                nearest_known &= found.site[positions] != row
                continue
            # The shortest time first, then the nearest site.
            current = np.where(site >= 0, gaps[np.arange(len(positions)), site], np.inf)
            better = mask & ((limit < minutes) | ((limit == minutes) & (gaps[:, row] < current)))
            minutes[better], site[better] = limit, row
    return minutes, site, known & (nearest_known | (site >= 0))


def _within(
    client: Isochrones, longitude: float, latitude: float, minutes: int, home: np.ndarray, gaps: np.ndarray
) -> np.ndarray | None:
    """Which places lie within an isochrone; None where the service refuses the point."""
    import json

    try:
        found = client.minutes(longitude, latitude, minutes, direction="arrival")
    except RequestRefused:
        return None
    if found.geometry is None:
        return None
    area = QgsJsonUtils.geometryFromGeoJson(json.dumps(found.geometry))
    engine = QgsGeometry.createGeometryEngine(area.constGet())
    engine.prepareGeometry()
    mask = np.zeros(len(home), dtype=bool)
    for k in np.flatnonzero(gaps <= FARTHEST):
        point = QgsGeometry.fromPointXY(QgsPointXY(home[k, 0], home[k, 1]))
        mask[k] = engine.intersects(point.constGet())
    return mask
