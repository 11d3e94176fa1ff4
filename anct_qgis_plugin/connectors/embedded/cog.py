"""Code officiel géographique 2026: communes and levels, from the package @etalab/decoupage-administratif 6.0.0.

Its EPCI are the older list (1,255): files of the programmes name those SIREN. The current membership comes with the
geometry.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ..tables.raw import Raw, missing_column, plain
from ..tables.report import ReadReport, Tally

COG_COLUMNS = (
    "code", "nom", "arrondissement", "departement", "region", "siren", "epci_former", "former_codes", "arm_codes",
    "ept", "population_2017",
)  # fmt: skip
LEVEL_COLUMNS = ("niveau", "code", "nom", "departement", "region")
_SCOPE = ("metro", "drom")
MAYOTTE = "976"


def read(package: Path) -> tuple[list[tuple[str, ...]], list[tuple[str, ...]], ReadReport]:
    """Rows of cog.csv and levels.csv.

    Args:
        package: folder of the unpacked npm package (or its `data` folder).

    Returns:
        (communes as COG_COLUMNS, levels as LEVEL_COLUMNS, report). `population_2017` is filled for Mayotte alone, the
        only census figure there is; the package's other populations do not state their year.

    Raises:
        SourceError: if a file or a key is missing.
    """
    folder = package / "data" if (package / "data").is_dir() else package
    tally = Tally("cog")
    entries = _entries(folder, "communes", ("code", "nom", "type"))
    tally.rows_read = len(entries)
    # 584 codes appear under two types: sort by type before anything else.
    current = {c["code"]: c for c in entries if c["type"] == "commune-actuelle" and c.get("zone") in _SCOPE}
    former: dict[str, set[str]] = {code: set(c.get("anciensCodes", ())) for code, c in current.items()}
    arms: dict[str, set[str]] = {code: set() for code in current}
    for entry in entries:
        kind, code = entry["type"], entry["code"]
        if kind == "commune-actuelle":
            if code in current:
                tally.matched += 1
            else:
                tally.refuse(code, "overseas collectivity, out of scope")
        elif kind == "arrondissement-municipal":
            arms[entry["commune"]].add(code)
            tally.matched += 1
        elif entry["chefLieu"] in former:
            former[entry["chefLieu"]].add(code)
            tally.matched += 1
        else:
            tally.refuse(code, "its chef-lieu is not a current commune")
    epci = {m["code"]: e["code"] for e in _entries(folder, "epci", ("code", "membres")) for m in e["membres"]}
    ept = {m["code"]: e["code"] for e in _entries(folder, "ept", ("code", "membres")) for m in e["membres"]}
    communes: list[tuple[str, ...]] = []
    for code, entry in sorted(current.items()):
        # A former code that is a current commune again (re-created) belongs to that commune.
        old = sorted(former[code] - current.keys())
        people = plain(entry.get("population")) if entry["departement"] == MAYOTTE else ""
        communes.append(
            (code, entry["nom"], entry.get("arrondissement", ""), entry["departement"], entry["region"],
             entry.get("siren", ""), epci.get(code, ""), " ".join(old), " ".join(sorted(arms[code])),
             ept.get(code, ""), people)
        )  # fmt: skip
    return communes, _levels(folder), tally.report()


def _levels(folder: Path) -> list[tuple[str, ...]]:
    keys = ("code", "nom")
    rows: list[tuple[str, ...]] = []
    for entry in _entries(folder, "regions", keys):
        if entry.get("zone") in _SCOPE:
            rows.append(("region", entry["code"], entry["nom"], "", entry["code"]))
    for entry in _entries(folder, "departements", keys):
        if entry.get("zone") in _SCOPE:
            rows.append(("departement", entry["code"], entry["nom"], entry["code"], entry["region"]))
    for entry in _entries(folder, "arrondissements", keys):
        rows.append(("arrondissement", entry["code"], entry["nom"], entry["departement"], entry["region"]))
    return sorted(rows)


def _entries(folder: Path, name: str, required: tuple[str, ...]) -> list[dict[str, Any]]:
    raw = Raw.open(folder / f"{name}.json")
    found: list[dict[str, Any]] = raw.json()
    for key in required:
        if not isinstance(found, list) or not found or any(key not in entry for entry in found):
            raise missing_column(raw.name, key)
    return found
