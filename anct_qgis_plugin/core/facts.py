"""All that the plugin knows, in memory: communes, levels, values, beneficiaries, sites, sources; no geometry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cached_property

import numpy as np
import pandas as pd

from .catalogue import Catalogue


class Status(IntEnum):
    """Why a value is there, or is not. Zero is a value, never a status."""

    OK = 0
    MISSING = 1
    SECRET = 2


@dataclass(frozen=True)
class UnitValues:
    """Values that exist for whole units of a level only, never for the communes in them.

    labels: int per commune, its unit, -1 for none. value: float64 per unit, NaN where status is not OK. status: int8.
    """

    level: str
    labels: np.ndarray
    value: np.ndarray
    status: np.ndarray


@dataclass(frozen=True)
class Column:
    """One indicator for all communes, aligned with `Facts.communes`.

    value: float64, in the indicator's unit, NaN where status is not OK.
    status: int8, a `Status`.
    numerator, denominator: float64 counts (NaN if unknown); for a published rate, `denominator` is the weight that
        goes with it, known even where the rate is secret if its producer gives it.
    units: values given for wider units; nothing is then known of the communes.
    """

    value: np.ndarray
    status: np.ndarray
    numerator: np.ndarray
    denominator: np.ndarray
    units: UnitValues | None = None


@dataclass(frozen=True)
class Facts:
    """The whole content of a snapshot but its geometry.

    communes: index `code`, sorted; columns nom, population (float, NaN if unknown), population_annee, population_2015,
        siren, code_epci, code_arrondissement, code_departement, code_region, mairie_lon, mairie_lat, lieu_lon, lieu_lat
        (the town hall, else a point inside), former_codes, arm_codes, epci_former (text, "" if none).
    units: the levels above: columns niveau ("epci", "arrondissement", "departement", "region"), code, nom, nature,
        population, code_departement, code_region, departements.
    values: indicator id → `Column`, older points included (catalogue: `before`).
    beneficiaries: columns programme, code (commune), identifiant, libelle, statut, depuis; text, "" if none.
    perimeters: columns programme, identifiant, libelle.
    sites: columns programme, site_id, nom, code, genre, format, adresse, code_postal, horaires, rendez_vous,
        labellisation, telephone, mail, longitude, latitude.
    sources: index `id`; columns producteur, titre, millesime, licence, adresse, lignes, date, limites.
    info: `snapshot_info`, e.g. info["cog"] == "2026".
    """

    communes: pd.DataFrame
    units: pd.DataFrame
    values: dict[str, Column]
    beneficiaries: pd.DataFrame
    perimeters: pd.DataFrame
    sites: pd.DataFrame
    sources: pd.DataFrame
    catalogue: Catalogue
    info: dict[str, str] = field(default_factory=dict)

    def shown(self, card: bool = False) -> list[str]:
        """Ids of the indicators in force that have values here; those of identity cards only, if asked."""
        return [key for key in self.catalogue.current(card) if key in self.values and key not in self.awaited]

    @cached_property
    def awaited(self) -> frozenset[str]:
        """Ids of the optional indicators that no refresh has brought: no commune has anything of them."""
        optional = [key for key, one in self.catalogue.indicators.items() if one.optional]
        return frozenset(
            key for key in optional if key not in self.values or (self.values[key].status == Status.MISSING).all()
        )

    @cached_property
    def codes(self) -> np.ndarray:
        """Commune codes, sorted (object array)."""
        return self.communes.index.to_numpy()

    @cached_property
    def population(self) -> np.ndarray:
        """People per commune, float64; NaN where no census figure exists."""
        return self.communes["population"].to_numpy(dtype=float)

    @cached_property
    def position(self) -> dict[str, int]:
        """Commune code → its row in `communes` and in every array."""
        return {code: row for row, code in enumerate(self.codes)}

    def rows_of(self, codes: Sequence[str] | pd.Series | np.ndarray) -> np.ndarray:
        """The row of each commune code, int; -1 where there is no such commune."""
        return self.communes.index.get_indexer(codes)

    def labels(self, level: str) -> tuple[np.ndarray, np.ndarray]:
        """The unit of a level that each commune belongs to.

        Args:
            level: "commune", "epci", "arrondissement", "departement", "region".

        Returns:
            (labels, codes): int array per commune, -1 outside any unit, and the units' codes that labels point into.
        """
        return self._labels[level]

    @cached_property
    def _labels(self) -> dict[str, tuple[np.ndarray, np.ndarray]]:
        found = {"commune": (np.arange(len(self.communes)), self.codes)}
        for level in ("epci", "arrondissement", "departement", "region"):
            labels, codes = pd.factorize(self.communes[f"code_{level}"].replace("", None), sort=True)
            found[level] = (labels, np.asarray(codes, dtype=object))
        return found

    def members(self, programme: str) -> tuple[pd.DataFrame, np.ndarray]:
        """The rows of `beneficiaries` of one programme or zoning, and beside each the position of its commune."""
        return self._members.get(programme) or (self.beneficiaries.iloc[:0], np.zeros(0, dtype=int))

    @cached_property
    def _members(self) -> dict[str, tuple[pd.DataFrame, np.ndarray]]:
        # Split once: asking each time for "the rows of that programme" compares 150,000 texts.
        positions = self.rows_of(self.beneficiaries["code"])
        known = positions >= 0
        rows, positions = self.beneficiaries[known], positions[known]
        labels, programmes = pd.factorize(rows["programme"])
        split = [np.flatnonzero(labels == label) for label in range(len(programmes))]
        return {str(key): (rows.iloc[of], positions[of]) for key, of in zip(programmes, split, strict=True)}

    @cached_property
    def perimeter_sizes(self) -> dict[tuple[str, str], int]:
        """(programme, identifiant) → its communes, whatever their status."""
        rows = self.beneficiaries.drop_duplicates(["programme", "identifiant", "code"])
        return rows.groupby(["programme", "identifiant"]).size().to_dict()

    @cached_property
    def perimeter_names(self) -> dict[str, dict[str, str]]:
        """programme → identifiant → label, "" where it has none."""
        return {
            str(programme): dict(zip(rows["identifiant"], rows["libelle"], strict=True))
            for programme, rows in self.perimeters.groupby("programme", sort=False)
        }

    @cached_property
    def memory(self) -> dict[tuple[str, str], np.ndarray]:
        """What is worked out once for all from these facts: (what, of what) → a read-only array."""
        return {}

    @cached_property
    def unit_rows(self) -> dict[tuple[str, str], dict]:
        """(level, code) → its row of `units` as a dict."""
        return {(row["niveau"], row["code"]): row for row in self.units.to_dict("records")}
