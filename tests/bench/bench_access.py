"""The analyses beside plain geopandas/pandas scripts of the same work; time and peak memory.

    .venv/bin/python tests/bench/bench_access.py

Each side runs in a process of its own, on data already read: once, then again on the same data (what the plugin has
kept for later questions shows there); peak memory is what it allocates beyond them. Answers must agree. Also run by
`make bench`, as `beside_scripts`.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
import tracemalloc
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

    from anct_qgis_plugin.core.access import Access
    from anct_qgis_plugin.core.facts import Facts
    from anct_qgis_plugin.core.profile import Profile

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))


def ours_access(facts: Facts) -> object:
    """Nearest fixed site of every commune with its time."""
    from anct_qgis_plugin.core.access import access

    return float(access(facts).km[facts.position["46102"]])


def plain_access(facts: Facts) -> object:
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


def ours_twins(facts: Facts) -> object:
    """Five twins of Figeac."""
    from anct_qgis_plugin.core.territory import Gazetteer
    from anct_qgis_plugin.core.twins import twins

    if "figeac" not in _kept:  # names are resolved once, for all questions
        _kept["figeac"] = Gazetteer(facts).resolve("com:46102")
    return twins(facts, _kept["figeac"]).table["code"].tolist()


def plain_twins(facts: Facts) -> object:
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


def _profile(facts: Facts) -> Profile:
    from anct_qgis_plugin.snapshot.profiles import read_profile

    return read_profile(facts.catalogue.indicators, "generale")


def ours_gaps(facts: Facts) -> object:
    """Index of all communes, then those fragile without PVD or VA, eligible, each with what weighs most on it."""
    from anct_qgis_plugin.core.fragility import fragility
    from anct_qgis_plugin.core.gaps import gaps
    from anct_qgis_plugin.core.territory import Gazetteer

    if "france" not in _kept:
        _kept["france"] = Gazetteer(facts).resolve("FR")
    index = fragility(facts, _profile(facts), "commune", _kept["france"])
    found = gaps(facts, index, _kept["france"], ["pvd", "va"]).uncovered
    return [len(found), int(found["population"].sum())]


def plain_gaps(facts: Facts) -> object:
    """By pandas, but what weighs most: percentile ranks, weighted mean, classes, labels read from the rows."""
    import numpy as np
    import pandas as pd

    communes = facts.communes.reset_index(drop=True)
    communes["code"] = facts.codes
    score, weight = pd.Series(0.0, communes.index), pd.Series(0.0, communes.index)
    for one in _profile(facts).indicators:
        column = pd.Series(facts.values[one.indicator].value)
        points = 100 * (column.rank() - 0.5) / column.notna().sum()
        points = points if one.fragile == "high" else 100 - points
        score += (points * one.weight).fillna(0)
        weight += column.notna() * one.weight
    index = (score / weight).where(weight / weight.max() >= 2 / 3 - 1e-9).round(9)
    rank = index.rank(ascending=False, method="min")
    communes["classe"] = 5 - np.floor(5 * (rank - 1) / index.notna().sum())
    labelled = {key: set(facts.members(key)[0]["code"]) for key in ("pvd", "va", "acv")}
    inside = {key: communes["code"].isin(codes) for key, codes in labelled.items()}
    able = (communes["population"] < 20_000) & ~inside["acv"] | ~(communes["population"] >= 3_500)
    kept = communes[(communes["classe"] >= 4) & ~inside["pvd"] & ~inside["va"] & able]
    return [len(kept), int(kept["population"].sum())]


def ours_sites(facts: Facts) -> object:
    """Three more sites in the Aveyron, each where it brings most people within 20 minutes; present times known."""
    from anct_qgis_plugin.core.siting import new_sites

    found = new_sites(facts, _present(facts), _aveyron(facts), 3)
    return [[str(facts.codes[one.position]), round(one.people)] for one in found]


def plain_sites(facts: Facts) -> object:
    """The same by pandas: all distances from each candidate in turn, on the sphere."""
    import numpy as np
    import pandas as pd

    from anct_qgis_plugin.core.access import places
    from anct_qgis_plugin.core.travel import density, lands, mountain

    present, model = _present(facts), facts.catalogue.travel
    lon, lat, _ = places(facts)
    table = pd.DataFrame({"code": facts.codes, "x": np.radians(lon), "y": np.radians(lat), "people": facts.population})
    table["land"], table["minutes"] = lands(facts, model), present.minutes
    table["each"] = model.minutes(np.ones(len(table)), density(facts), mountain(facts)) - model.fixed
    table = table.iloc[_aveyron(facts)]
    table = table[table["x"].notna()]
    far = table[~(table["minutes"] <= 20) & (table["people"] > 0)]
    found = []
    for _ in range(3):
        gain = {}
        for one in table.itertuples():
            part = np.sin((far["y"] - one.y) / 2) ** 2
            part += np.cos(one.y) * np.cos(far["y"]) * np.sin((far["x"] - one.x) / 2) ** 2
            km = 2 * 6371.0088 * np.arcsin(np.sqrt(part))
            served = far[(model.fixed + km * far["each"] <= 20) & (far["land"] == one.land)]
            gain[one.Index] = (served["people"].sum(), served.index)
        best = max(gain, key=lambda row: gain[row][0])
        found.append([str(table.at[best, "code"]), round(gain[best][0])])
        far = far.drop(gain[best][1])
    return found


def _present(facts: Facts) -> Access:
    from anct_qgis_plugin.core.access import access

    if "present" not in _kept:
        _kept["present"] = access(facts)
    return _kept["present"]


def _aveyron(facts: Facts) -> np.ndarray:
    return (facts.communes["code_departement"] == "12").to_numpy().nonzero()[0]


def ours_change(facts: Facts) -> object:
    """Unemployment between its two censuses, for every EPCI, with ranks."""
    from anct_qgis_plugin.core.change import change

    table = change(facts, "taux_chomage_rp", "epci").table.set_index("code")
    return [round(float(table.at["200067361", "ecart"]), 6), int(table.at["200067361", "rang"])]


def plain_change(facts: Facts) -> object:
    """The same by pandas groupby (an EPCI that lacks over a fifth of its people is left out)."""
    import pandas as pd

    before = facts.catalogue.indicators["taux_chomage_rp"].before
    epci, people = facts.communes["code_epci"].to_numpy(), facts.population
    rates = []
    for key in (before, "taux_chomage_rp"):
        column = facts.values[key]
        table = pd.DataFrame({"epci": epci, "a": column.numerator, "b": column.denominator, "p": people})
        table = table[table["epci"] != ""]
        known = table["a"].notna() & table["b"].notna()
        total = table[known].groupby("epci")[["a", "b", "p"]].sum()
        share = total["p"] / table.groupby("epci")["p"].sum()
        rates.append((100 * total["a"] / total["b"]).where(share >= 0.8))
    gap = rates[1] - rates[0]
    rank = gap.rank(ascending=False, method="min")
    return [round(float(gap["200067361"]), 6), int(rank["200067361"])]


def ours_perimeter(facts: Facts) -> object:
    """People, vacant dwellings, share in FRR of 300 communes, as the workshop measures them with all the rest."""
    from anct_qgis_plugin.core.diagnostic import Analyst
    from anct_qgis_plugin.core.sandbox import Sandbox

    if "sandbox" not in _kept:
        _kept["sandbox"] = Sandbox(Analyst(facts), _profile(facts))
    sandbox = _kept["sandbox"]
    territory = sandbox.territory([code for code in facts.codes if code.startswith("46")][:300], "300")
    found = {one.key: one.value for one in sandbox.measure(territory)}
    return [int(found["population"]), round(found["taux_vacance"], 6), round(found["zone_frr"], 6)]


def plain_perimeter(facts: Facts) -> object:
    """By pandas, every shared rate and the share of each zoning and programme, without the index and its rank."""
    import pandas as pd

    mine = [code for code in facts.codes if code.startswith("46")][:300]
    communes = pd.DataFrame({"code": facts.codes, "people": facts.population})
    inside = communes["code"].isin(mine)
    rates = {}
    for key in facts.shown():
        column = facts.values[key]
        table = pd.DataFrame({"a": column.numerator, "b": column.denominator, "v": column.value})[inside]
        top = table["a"].fillna(table["v"] * table["b"] / 100)
        rates[key] = 100 * top.sum() / table["b"][top.notna()].sum() if table["b"].notna().any() else None
    shares = {}
    for entry in facts.catalogue.programmes.values():
        rows = facts.members(entry.id)[0] if entry.unit != "site" else facts.sites
        if "code" in rows:
            chosen = communes[inside & communes["code"].isin(set(rows["code"]))]
            shares[entry.id] = 100 * chosen["people"].sum() / communes["people"][inside].sum()
    return [int(communes["people"][inside].sum()), round(rates["taux_vacance"], 6), round(shares["frr"], 6)]


_kept: dict[str, Any] = {}
PAIRS = {
    "nearest site of all communes (target 0.5 s)": ("ours_access", "plain_access"),
    "five twins of a commune": ("ours_twins", "plain_twins"),
    "index and gaps of all communes (pvd, va)": ("ours_gaps", "plain_gaps"),
    "three more sites in a département": ("ours_sites", "plain_sites"),
    "change of every EPCI, ranked": ("ours_change", "plain_change"),
    "perimeter of 300 communes (target 0.1 s, once ready)": ("ours_perimeter", "plain_perimeter"),
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
