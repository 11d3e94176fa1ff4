"""Access, new sites, twins and gaps beside plain geopandas/pandas scripts of the same work; time and peak memory.

    .venv/bin/python tests/bench/bench_access.py

Each side runs in a process of its own, on data already read; peak memory is what it allocates beyond them. Also run by
`make bench`.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
import tracemalloc
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))


def ours_access(facts):  # type: ignore[no-untyped-def]
    """Nearest fixed site of every commune with its time."""
    from anct_qgis_plugin.core.access import access

    return float(access(facts).km[facts.position["46102"]])


def plain_access(facts):  # type: ignore[no-untyped-def]
    """The same nearest sites by geopandas in metres of Lambert-93 (planar, right in métropole only)."""
    import geopandas as gpd
    import numpy as np

    from anct_qgis_plugin.core.access import fixed_sites, places

    lon, lat, _ = places(facts)
    known = lon == lon
    shapes = gpd.points_from_xy(lon[known], lat[known])
    homes = gpd.GeoDataFrame({"code": facts.codes[known]}, geometry=shapes, crs=4326).to_crs(2154)
    sites = fixed_sites(facts)
    shapes = gpd.points_from_xy(sites["longitude"], sites["latitude"])
    sites = gpd.GeoDataFrame(sites[["site_id"]], geometry=shapes, crs=4326).to_crs(2154)
    x, y = sites.geometry.x.to_numpy(), sites.geometry.y.to_numpy()
    # geopandas before Shapely 2 has no join by distance: one commune after the other.
    metres = [float(np.hypot(x - a, y - b).min()) for a, b in zip(homes.geometry.x, homes.geometry.y, strict=True)]
    return dict(zip(homes["code"], metres, strict=True))["46102"] / 1000


def ours_twins(facts):  # type: ignore[no-untyped-def]
    """Five twins of Figeac."""
    from anct_qgis_plugin.core.territory import Gazetteer
    from anct_qgis_plugin.core.twins import twins

    return twins(facts, Gazetteer(facts).resolve("com:46102")).table["code"].tolist()


def plain_twins(facts):  # type: ignore[no-untyped-def]
    """The same by pandas."""
    import numpy as np
    import pandas as pd

    from anct_qgis_plugin.core.travel import density
    from anct_qgis_plugin.core.twins import DENSITY_ORDER

    table = pd.DataFrame({"people": np.log10(facts.communes["population"].where(facts.communes["population"] > 0))})
    table["grid"] = pd.Series(density(facts), index=table.index).map({k: i for i, k in enumerate(DENSITY_ORDER)})
    for key in ("niveau_vie_median", "part_65_plus", "taux_chomage_rp"):
        table[key] = facts.values[key].value
    table = table.astype(float).dropna()
    scaled = (table - table.mean()) / table.std(ddof=0)
    gap = ((scaled - scaled.loc["46102"]) ** 2).mean(axis=1) ** 0.5
    return gap.drop("46102").sort_values(kind="stable").index[:5].tolist()


PAIRS = {
    "nearest site of all communes (target 0.5 s)": ("ours_access", "plain_access"),
    "five twins of a commune": ("ours_twins", "plain_twins"),
}


def one(name: str) -> None:
    """Run one function and print what it took as JSON."""
    from anct_qgis_plugin.snapshot import reader

    facts = reader.load()
    run = globals()[name]
    start = time.perf_counter()
    answer = run(facts)
    first = time.perf_counter() - start
    start = time.perf_counter()
    run(facts)
    again = time.perf_counter() - start
    tracemalloc.start()
    run(facts)
    peak = tracemalloc.get_traced_memory()[1] / 1e6
    print(json.dumps({"first": first, "again": again, "mb": peak, "answer": answer}))


def main() -> int:
    if len(sys.argv) == 3 and sys.argv[1] == "--one":
        one(sys.argv[2])
        return 0
    for title, pair in PAIRS.items():
        print(title)
        for name in pair:
            command = [sys.executable, str(Path(__file__)), "--one", name]
            told = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
            answer = f"{told['answer']:.3f}" if isinstance(told["answer"], float) else told["answer"]
            print(
                f"  {name:14} {told['first']:6.3f} s, then {told['again']:6.3f} s, {told['mb']:5.0f} MB at most; "
                f"answer {answer}"
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
