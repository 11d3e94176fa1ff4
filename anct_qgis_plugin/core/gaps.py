"""Who is fragile and who is covered: gaps, their mirror, and how many people each situation holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ..errors import CatalogueError
from ..i18n import translate
from .catalogue import Catalogue
from .coverage import covered, eligible
from .facts import Facts
from .fragility import Fragility
from .levels import units_of
from .situations import SITUATIONS, THRESHOLD
from .territory import Territory

# A commune that has none of the programmes and may have none of them is not "missing" them.
NOT_ELIGIBLE = "non éligible"
# The bivariate map: rows by class of the index, columns by number of programmes.
CLASS_GROUPS = ((1, 2), (3, 3), (4, 5))
COUNT_GROUPS = ((0, 0), (1, 1), (2, None))
WORST = 3


@dataclass(frozen=True)
class Gaps:
    """The gap analysis of a territory's communes.

    programmes: ids that were counted. threshold: class from which a commune counts as fragile.
    table: one row per commune of the territory, in the order of `Facts.communes`: code, nom, population (NaN if
        unknown), indice, rang, rang_total, classe (0 without index), nb_programmes (of those counted), eligible (bool:
        may have one of them, or has), situation (a key of `SITUATIONS`, None where not eligible), cellule (row and
        column of the bivariate map, "31" = most fragile and no programme; None without index).
    worst: commune code → up to three (indicator id, value, 0-100 normalised), most fragile first; for fragile ones.
    """

    programmes: tuple[str, ...]
    threshold: int
    table: pd.DataFrame
    worst: dict[str, tuple[tuple[str, float, float], ...]]

    @property
    def summary(self) -> pd.DataFrame:
        """One row per situation, then the communes that are not eligible: situation, libelle, communes, population,
        part (of the people whose number is known, 0-1; NaN without any)."""
        known = self.table["situation"].fillna("non_eligible")
        total = float(self.table["population"].sum())
        rows = []
        for key, label in {**SITUATIONS, "non_eligible": NOT_ELIGIBLE}.items():
            of_it = self.table[known == key]
            people = float(of_it["population"].sum())
            rows.append((key, label, len(of_it), people, people / total if total else float("nan")))
        return pd.DataFrame(rows, columns=["situation", "libelle", "communes", "population", "part"])

    @property
    def uncovered(self) -> pd.DataFrame:
        """Fragile communes that none of the programmes covers, most fragile first."""
        rows = self.table[self.table["situation"] == "fragile_non_couvert"]
        return rows.sort_values(["indice", "population", "code"], ascending=[False, False, True])

    @property
    def mirror(self) -> pd.DataFrame:
        """Communes covered without being fragile, least fragile first."""
        rows = self.table[self.table["situation"] == "non_fragile_couvert"]
        return rows.sort_values(["indice", "population", "code"], ascending=[True, False, True])


def targeted(catalogue: Catalogue) -> list[str]:
    """Programmes that aim at the commune itself: a label, a district or a site in it.

    Those of a group of intercommunalities are left out: they cover nearly every commune, whatever its state.
    """
    return [p.id for p in catalogue.of_kind("programme") if p.unit in ("commune", "quartier", "site")]


def gaps(
    facts: Facts,
    fragility: Fragility,
    territory: Territory,
    programmes: Sequence[str],
    threshold: int = THRESHOLD,
) -> Gaps:
    """Cross the index of a territory's communes with the programmes that cover them.

    Args:
        fragility: of the communes. programmes: ids, at least one.

    Raises:
        CatalogueError: without programme, or with a threshold outside 1-5.
    """
    if not programmes:
        raise CatalogueError(translate("Anct", "A gap analysis needs at least one programme."))
    if not 1 <= threshold <= 5:
        raise CatalogueError(
            translate("Anct", "The threshold is a class of the index, from 1 to 5: {given} is none.").format(
                given=threshold
            )
        )
    own = fragility.of(units_of(facts, territory, "commune"))
    positions = territory.positions
    number = np.sum([covered(facts, p)[positions] for p in programmes], axis=0)
    able = np.any([eligible(facts, p)[positions] for p in programmes], axis=0)
    classes = own["classe"].to_numpy()
    table = pd.DataFrame(
        {
            "code": facts.codes[positions],
            "nom": facts.communes["nom"].to_numpy()[positions],
            "population": facts.population[positions],
            "indice": own["indice"].to_numpy(),
            "rang": own["rang"].to_numpy(),
            "rang_total": own["rang_total"].to_numpy(),
            "classe": classes,
            "nb_programmes": number,
            "eligible": able,
            "situation": _situations(classes, number, able, threshold),
            "cellule": _cells(classes, number),
        }
    )
    fragile = positions[classes >= threshold]
    return Gaps(tuple(programmes), threshold, table, _worst(facts, fragility, fragile))


def _situations(classes: np.ndarray, number: np.ndarray, able: np.ndarray, threshold: int) -> np.ndarray:
    fragile, has = classes >= threshold, number > 0
    found = np.full(len(classes), None, dtype=object)
    found[fragile & ~has] = "fragile_non_couvert"
    found[fragile & has] = "fragile_couvert"
    found[~fragile & has] = "non_fragile_couvert"
    found[~fragile & ~has] = "non_fragile_non_couvert"
    found[~able] = None
    found[classes == 0] = "sans_indice"
    return found


def _cells(classes: np.ndarray, number: np.ndarray) -> np.ndarray:
    rows = np.searchsorted([high for _, high in CLASS_GROUPS], classes)
    columns = np.minimum(number, len(COUNT_GROUPS) - 1)
    names = [[f"{r}{c}" for c in range(1, len(COUNT_GROUPS) + 1)] for r in range(1, len(CLASS_GROUPS) + 1)]
    found = np.array(names, dtype=object)[rows, columns]
    found[classes == 0] = None
    return found


def _worst(
    facts: Facts, fragility: Fragility, positions: np.ndarray
) -> dict[str, tuple[tuple[str, float, float], ...]]:
    keys = np.array([w.indicator for w in fragility.profile.indicators], dtype=object)
    scores = fragility.normalised[positions]
    # Missing indicators sort last; the profile's order decides between equals.
    order = np.argsort(-np.where(np.isnan(scores), -1.0, scores), axis=1, kind="stable")[:, :WORST]
    points = np.take_along_axis(scores, order, axis=1)
    values = np.take_along_axis(fragility.values[positions], order, axis=1)
    known = (~np.isnan(points)).sum(axis=1).tolist()
    rows = zip(
        facts.codes[positions].tolist(), keys[order].tolist(), values.tolist(), points.tolist(), known, strict=True
    )
    # Lists, not cells of arrays: for the whole country, four times as fast.
    return {str(code): tuple(zip(ids[:n], of[:n], scored[:n], strict=True)) for code, ids, of, scored, n in rows}
