"""Fits the constants of resources/catalogue/acces.toml and measures their error. See docs/methode-acces.md.

    .venv/bin/python tests/bench/calibrate_access.py          (needs the raw files: ../shared, or ANCT_SHARED)

The published series gives, for each commune, the minutes to the nearest cinema or theatre, not where those are. A
commune is taken to hold one where its own time is as short as a trip inside it (`HOSTS`, minutes by density class).
Marseille, one wide commune with cinemas throughout, is such a host too (published: 11 minutes).
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import numpy as np
import pandas as pd

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
SHARED = Path(os.environ.get("ANCT_SHARED", ROOT.parent / "shared"))
SERIES = SHARED / "data/sources/indicateurs/kitscarto_datacom_2015-2018.csv.gz"
MASSIFS = SHARED / "data/sources/grilles/montagne.csv"
GROUPS = (
    ("Grands centres urbains", "Centres urbains intermédiaires"),
    ("Ceintures urbaines", "Petites villes"),
    ("Bourgs ruraux",),
    ("Rural à habitat dispersé",),
    ("Rural à habitat très dispersé",),
)
HOSTS = (6.0, 4.0, 4.0, 4.0, 4.0)
FARTHEST = 60.0  # km; beyond, the host was not recognised


def observations() -> tuple[np.ndarray, ...]:
    """(minutes, km to the nearest host, group, mountain, people, even département): communes of métropole, no host."""
    from anct_qgis_plugin.core.access import nearest, places
    from anct_qgis_plugin.core.travel import density
    from anct_qgis_plugin.snapshot import reader

    facts = reader.load()
    table = pd.read_csv(SERIES, sep=";", dtype=str).set_index("CODGEO")["ID_5"]
    minutes = pd.to_numeric(table.str.replace(",", ".")).reindex(facts.codes).to_numpy(float)
    label = density(facts)
    group = np.array([next((k for k, names in enumerate(GROUPS) if one in names), -1) for one in label])
    massif = set(pd.read_csv(MASSIFS, dtype=str, encoding="utf-8-sig")["insee_com"])
    mountain = np.array([code in massif for code in facts.codes])
    lon, lat, _ = places(facts)
    department = facts.communes["code_departement"].to_numpy()
    metropole = np.array([not d.startswith("97") for d in department])
    limit = np.array([*HOSTS, -1.0])[group]
    host = np.isfinite(minutes) & ((minutes <= limit) | (facts.codes == "13055")) & np.isfinite(lon) & metropole
    _, km = nearest(lon, lat, lon[host], lat[host])
    used = np.isfinite(minutes) & np.isfinite(km) & ~host & metropole & (km < FARTHEST) & (group >= 0)
    even = np.array([int(d.replace("A", "0").replace("B", "1")) % 2 == 0 for d in department])
    people = np.nan_to_num(facts.population)
    return tuple(a[used] for a in (minutes, km, group, mountain, people, even, label))


def fit(minutes: np.ndarray, km: np.ndarray, group: np.ndarray, mountain: np.ndarray) -> np.ndarray:
    """Least absolute deviations: fixed minutes, minutes per km of each group, and of a massif on top."""
    columns = [np.ones(len(km)), *(km * (group == k) for k in range(len(GROUPS))), km * mountain]
    matrix = np.column_stack(columns)
    result = np.linalg.lstsq(matrix, minutes, rcond=None)[0]
    for _ in range(60):
        weight = np.sqrt(1 / np.maximum(np.abs(minutes - matrix @ result), 0.05))
        result = np.linalg.lstsq(matrix * weight[:, None], minutes * weight, rcond=None)[0]
    return result


def predicted(found: np.ndarray, km: np.ndarray, group: np.ndarray, mountain: np.ndarray) -> np.ndarray:
    """Minutes by the constants of a fit."""
    slope = np.asarray(found[1:-1])[group] + found[-1] * mountain
    return found[0] + km * slope


def crossed(
    minutes: np.ndarray, km: np.ndarray, group: np.ndarray, mountain: np.ndarray, even: np.ndarray
) -> np.ndarray:
    """Minutes of each commune by a fit that has seen no département of its half (even or odd)."""
    estimate = np.empty(len(km))
    for half in (even, ~even):
        found = fit(minutes[~half], km[~half], group[~half], mountain[~half])
        estimate[half] = predicted(found, km[half], group[half], mountain[half])
    return estimate


def constants(found: np.ndarray) -> tuple[float, np.ndarray, float]:
    """(fixed minutes, km/h of each group, detour of massifs) of a fit, for a detour of 1.30 in the plain."""
    slopes = np.asarray(found[1:-1])
    return found[0], 60 * 1.3 / slopes, 1.3 * (1 + found[-1] / np.median(slopes[2:]))


def report(name: str, estimate: np.ndarray, minutes: np.ndarray, people: np.ndarray) -> None:
    gap = estimate - minutes
    print(f"{name}: {len(gap)} communes, mean absolute error {np.abs(gap).mean():.2f} min, mean {gap.mean():+.2f},")
    ninth = np.percentile(np.abs(gap), 90)
    print(f"  by people {np.average(np.abs(gap), weights=people):.2f}, nine in ten within {ninth:.1f}")
    for limit in (20, 30):
        right = ((estimate > limit) == (minutes > limit)).mean()
        print(
            f"  beyond {limit} min: right for {right:.3f} of the communes; people published "
            f"{people[minutes > limit].sum():,.0f}, estimated {people[estimate > limit].sum():,.0f}"
        )


def main() -> int:
    from anct_qgis_plugin.snapshot.reader import read_catalogue

    if not SERIES.exists():
        print(f"raw files not here: {SERIES}")
        return 1
    minutes, km, group, mountain, people, even, label = observations()
    fixed, speeds, detour = constants(fit(minutes, km, group, mountain))
    print(f"all départements: fixed {fixed:.2f} min; detour 1.30, in massifs {detour:.2f}")
    for names, speed in zip(GROUPS, speeds, strict=True):
        print(f"  {speed:5.1f} km/h  {', '.join(names)}")
    unseen = crossed(minutes, km, group, mountain, even)
    report("each half by the fit of the other", unseen, minutes, people)
    for name, rows in (("of which plain", ~mountain), ("of which massifs", mountain)):
        report(name, unseen[rows], minutes[rows], people[rows])
    report("constants of acces.toml", read_catalogue().travel.minutes(km, label, mountain), minutes, people)
    return 0


if __name__ == "__main__":
    sys.exit(main())
