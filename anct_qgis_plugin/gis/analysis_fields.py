"""What the communes layer of a dataset says of gaps and access: fields, values, and the counts of their legends."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..core import access as reach
from ..core import gaps
from ..core.diagnostic import Analyst
from ..core.profile import Profile
from ..core.territory import Territory

Fields = list[tuple[str, type]]
FIELDS: Fields = [
    ("nb_programmes", int), ("situation", str), ("croisement", str), ("fs_nom", str), ("fs_km", float),
    ("fs_min", float), ("fs_classe", str), ("fs_methode", str),
]  # fmt: skip
# Minutes at which the classes of access end; the two goals of the programme are among them.
STEPS = (10, 20, 30)
NO_ROAD = "sans route"
LABELS = {
    "4": "plus de 30 min", "3": "20 à 30 min", "2": "10 à 20 min", "1": "10 min au plus",
    NO_ROAD: "pas de liaison routière",
}  # fmt: skip


def values(analyst: Analyst, territory: Territory, profile: Profile) -> list[Sequence]:
    """One sequence per field of `FIELDS`, in the order of the territory's communes."""
    found = gaps.gaps(
        analyst.facts, analyst.fragility(profile, "commune"), territory, gaps.targeted(analyst.facts.catalogue)
    )
    table = found.table
    access = analyst.access()
    rows = territory.positions
    names = access.sites["nom"].to_numpy()
    site = access.site[rows]
    return [
        table["nb_programmes"].to_numpy(),
        list(table["situation"]),
        list(table["cellule"]),
        [str(names[k]) if k >= 0 else None for k in site],
        np.round(access.km[rows], 2),
        np.round(access.minutes[rows], 1),
        classes(access, rows),
        [str(m) or None for m in access.method[rows]],
    ]


def classes(access: reach.Access, rows: np.ndarray) -> list[str | None]:
    """The class of each commune: "1" to "4", `NO_ROAD`, None where its place is not known."""
    found = []
    for minutes, method in zip(access.minutes[rows], access.method[rows], strict=True):
        if method == reach.NO_ROAD:
            found.append(NO_ROAD)
        elif np.isnan(minutes):
            found.append(None)
        else:
            found.append(str(1 + int(np.searchsorted(STEPS, minutes, side="left"))))
    return found


def counts(columns: list[Sequence]) -> dict[str, dict[str, int]]:
    """Communes per cell of the bivariate map ("" without index) and per class of access ("" unknown)."""
    cells, reached = columns[2], columns[6]
    return {
        "croisement": _tally(cells),
        "acces": _tally(reached),
    }


def _tally(values: Sequence) -> dict[str, int]:
    found: dict[str, int] = {}
    for value in values:
        found[value or ""] = found.get(value or "", 0) + 1
    return found
