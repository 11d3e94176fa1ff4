"""What the communes layer of a dataset says of gaps and access: fields, values, and the counts of their legends."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..core import access as reach
from ..core import change as changes
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


EVOLUTION = "evolution"


def fields(analyst: Analyst) -> Fields:
    """Those above, then the change and its class for each indicator that has two vintages."""
    two = changes.with_two_vintages(analyst.facts)
    return [*FIELDS, *(field for key in two for field in ((f"evol_{key}", float), (class_field(key), str)))]


def class_field(indicator: str) -> str:
    """The field with the class of an indicator's change."""
    return f"evol_classe_{indicator}"


def values(analyst: Analyst, territory: Territory, profile: Profile) -> list[Sequence]:
    """One sequence per field of `fields`, in the order of the territory's communes."""
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
        *_changes(analyst, rows),
    ]


def breaks(analyst: Analyst) -> dict[str, list[float]]:
    """Where the classes of change part, for each indicator that has two vintages: the same on every map of France."""
    found = changes.with_two_vintages(analyst.facts)
    return {key: list(changes.breaks(analyst.change(key, "commune"))) for key in found}


def _changes(analyst: Analyst, rows: np.ndarray) -> list[Sequence]:
    found: list[Sequence] = []
    for key, apart in breaks(analyst).items():
        one = analyst.change(key, "commune").at(rows)
        decimals = max(one.after.decimals, 1) + 1
        found += [
            np.round(one.table["ecart"].to_numpy(), decimals),
            [kind or None for kind in changes.classes(one, (apart[0], apart[1]))],
        ]
    return found


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


def counts(analyst: Analyst, columns: list[Sequence]) -> dict[str, dict[str, int]]:
    """Communes per cell of the bivariate map ("" without index), class of access ("" unknown) and of each change."""
    cells, reached = columns[2], columns[6]
    return {
        "croisement": _tally(cells),
        "acces": _tally(reached),
        **{
            f"{EVOLUTION}:{key}": _tally(columns[len(FIELDS) + 2 * k + 1])
            for k, key in enumerate(changes.with_two_vintages(analyst.facts))
        },
    }


def _tally(values: Sequence) -> dict[str, int]:
    found: dict[str, int] = {}
    for value in values:
        found[value or ""] = found.get(value or "", 0) + 1
    return found
