"""Travel times by car estimated from distances, and which communes a road links; constants in a data file.

The file is resources/catalogue/acces.toml; docs/methode-acces.md says how it was made and how far it may be wrong.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ..errors import CatalogueError
from ..i18n import translate
from .facts import Facts

FILE = "acces.toml"
DENSITY, MOUNTAIN = "densite", "montagne"
# Corsica is one land for its two départements; each overseas département is one; the rest of France is another.
CONTINENT, CORSICA = "continent", "Corse"


@dataclass(frozen=True)
class TravelModel:
    """minutes = fixed + 60 x km x detour / speed, with the speed of the density class that one leaves from.

    fixed: minutes. detour_plain, detour_mountain: length of the road over the straight line. speeds: density class →
    km/h; "" for an unknown one. islands: commune → name of its island, for communes that no road links to their land.
    mean_error, margin, margin_mountain: minutes; agreement_20, agreement_30: 0-1. series: what it was calibrated on.
    """

    fixed: float
    detour_plain: float
    detour_mountain: float
    speeds: tuple[tuple[str, float], ...]
    islands: tuple[tuple[str, str], ...]
    mean_error: float
    margin: float
    margin_mountain: float
    agreement_20: float
    agreement_30: float
    series: str

    @cached_property
    def speed_of(self) -> dict[str, float]:
        return dict(self.speeds)

    @cached_property
    def island_of(self) -> dict[str, str]:
        return dict(self.islands)

    def minutes(self, km: np.ndarray, density: np.ndarray, mountain: np.ndarray) -> np.ndarray:
        """Estimated minutes, NaN where the distance is.

        Args:
            km: float, straight line. density: class of the commune one leaves from. mountain: bool.
        """
        other = self.speed_of[""]
        speed = np.array([self.speed_of.get(str(label), other) for label in density], dtype=float)
        detour = np.where(mountain, self.detour_mountain, self.detour_plain)
        return self.fixed + 60.0 * km * detour / speed

    def margins(self, mountain: np.ndarray, calibrated: np.ndarray) -> np.ndarray:
        """Minutes that an estimate stays within nine times out of ten, NaN where nothing was there to calibrate it on.

        Args:
            mountain, calibrated: bool.
        """
        return np.where(calibrated, np.where(mountain, self.margin_mountain, self.margin), np.nan)


def parse(text: str) -> TravelModel:
    """The model from its file.

    Raises:
        CatalogueError: if the file is not TOML, or a constant is missing or makes no sense; names it.
    """
    try:
        raw = tomllib.loads(text)
        speeds = tuple((label, float(entry["kmh"])) for entry in raw["speed"] for label in entry["classes"])
        islands = tuple((code, entry["name"]) for entry in raw.get("island", []) for code in entry["communes"])
        calibration = raw["calibration"]
        model = TravelModel(
            fixed=float(raw["fixed"]["minutes"]),
            detour_plain=float(raw["detour"]["plain"]),
            detour_mountain=float(raw["detour"]["mountain"]),
            speeds=speeds,
            islands=islands,
            mean_error=float(calibration["mean_error"]),
            margin=float(calibration["margin"]),
            margin_mountain=float(calibration["margin_mountain"]),
            agreement_20=float(calibration["agreement_20"]),
            agreement_30=float(calibration["agreement_30"]),
            series=str(calibration["series"]),
        )
    except tomllib.TOMLDecodeError as error:
        raise CatalogueError(
            translate("Anct", "{file} is not valid TOML: {error}").format(file=FILE, error=error)
        ) from error
    except KeyError as error:
        raise CatalogueError(translate("Anct", "{file}: {key} is missing.").format(file=FILE, key=error)) from error
    except (TypeError, ValueError) as error:
        raise CatalogueError(
            translate("Anct", "{file}: a constant is not a number ({error}).").format(file=FILE, error=error)
        ) from error
    if "" not in model.speed_of:
        raise CatalogueError(translate("Anct", "{file}: {key} is missing.").format(file=FILE, key='[[speed]] ""'))
    if min(model.speed_of.values()) <= 0 or min(model.detour_plain, model.detour_mountain) < 1 or model.fixed < 0:
        raise CatalogueError(
            translate("Anct", "{file}: speeds are above 0, detours at least 1, fixed minutes at least 0.").format(
                file=FILE
            )
        )
    return model


def lands(facts: Facts, model: TravelModel) -> np.ndarray:
    """The land that roads link each commune to, as text (n_communes,): "continent", "Corse", "971", an island."""
    departments = facts.communes["code_departement"].to_numpy()
    found = np.full(len(departments), CONTINENT, dtype=object)
    for row, code in enumerate(departments):
        if code in ("2A", "2B"):
            found[row] = CORSICA
        elif code.startswith("97"):
            found[row] = code
    for code, island in model.islands:
        if code in facts.position:
            found[facts.position[code]] = island
    return found


def density(facts: Facts) -> np.ndarray:
    """The density class of each commune, "" where it is not known."""
    rows, positions = facts.members(DENSITY)
    found = np.full(len(facts.communes), "", dtype=object)
    found[positions] = rows["statut"].to_numpy()
    return found


def mountain(facts: Facts) -> np.ndarray:
    """True for each commune of a massif; nowhere where the zoning is not in the data."""
    _, positions = facts.members(MOUNTAIN)
    found = np.zeros(len(facts.communes), dtype=bool)
    found[positions] = True
    return found
