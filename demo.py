"""`make demo`: the main job without a window, for one territory: maps, diagnostic, two draft dossiers.

    /usr/bin/python3 demo.py [dep:46]

Prints each file written and the time it took; for the Lot, then puts figures of the plugin beside the same figures
worked out from the raw official files in plain Python.
"""

from __future__ import annotations

import csv
import gzip
import json
import os
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent
RAW = Path(os.environ.get("ANCT_SHARED", ROOT.parent / "shared")) / "data" / "sources"
CHECKED_TERRITORY = "dep:46"


def start() -> tuple[object, object]:
    """QGIS without a window, Processing, and the staged plugin's provider; (application, plugin) to be kept alive."""
    from qgis.core import QgsApplication

    application = QgsApplication([], False)
    application.initQgis()
    sys.path.append(os.path.join(QgsApplication.pkgDataPath(), "python", "plugins"))
    from processing.core.Processing import Processing

    Processing.initialize()
    sys.path.insert(0, str(ROOT / "build"))
    import anct_qgis_plugin

    plugin = anct_qgis_plugin.classFactory(None)
    plugin.initProcessing()
    return application, plugin


def run(identifier: str, parameters: dict) -> dict:
    """The outputs of one algorithm; its errors go to the screen and end the program."""
    import processing
    from qgis.core import QgsProcessingException, QgsProcessingFeedback

    class Feedback(QgsProcessingFeedback):
        def reportError(self, error: str, fatalError: bool = False) -> None:  # noqa: N802, N803
            print(f"  {identifier}: {error}", file=sys.stderr)

        def pushWarning(self, warning: str) -> None:  # noqa: N802
            print(f"  {identifier}: {warning}")

    try:
        return processing.run(identifier, parameters, feedback=Feedback())
    except QgsProcessingException as error:
        print(f"{identifier}: {error}", file=sys.stderr)
        sys.exit(1)


def files(result: dict) -> list[Path]:
    """Paths in an algorithm's FILES."""
    found = result["FILES"]
    return [Path(name) for name in (found if isinstance(found, list) else re.split(r"[;\n]", found)) if name]


def slug(territory: str) -> str:
    """A folder name for a territory expression: "dep-46"."""
    return re.sub(r"[^0-9A-Za-z]+", "-", territory).strip("-").lower() or "territoire"


def documents(territory: str, folder: Path) -> int:
    """Make every document, print its path and time. Returns the number of files."""
    store = folder / "dossiers.gpkg"
    # The demonstration's own store: without this, each run would add two more drafts to it.
    store.unlink(missing_ok=True)
    common = {"TERRITORY": territory, "FOLDER": str(folder)}
    jobs = [
        ("maps, PDF", "anct:maps", {"THEMES": "programmes,fragilite", "PAPER": "A4", "FORMAT": "pdf"}),
        ("maps, PNG", "anct:maps", {"THEMES": "programmes,fragilite", "PAPER": "A4", "FORMAT": "png"}),
        ("diagnostic", "anct:diagnostic", {"FORMATS": "pdf"}),
        ("draft pacte", "anct:dossier", {"TYPE": "pacte", "STORE": str(store), "FORMATS": "odt"}),
        ("draft engineering request", "anct:dossier", {"TYPE": "ingenierie", "STORE": str(store), "FORMATS": "odt"}),
    ]
    written = 0
    for title, identifier, parameters in jobs:
        begun = time.perf_counter()
        found = files(run(identifier, {**common, **parameters}))
        seconds = time.perf_counter() - begun
        print(f"{title} ({seconds:.1f} s)")
        for path in found:
            print(f"  {os.path.relpath(path, ROOT)}  {path.stat().st_size / 1024:.0f} kB")
            written += 1
        if not found:
            print(f"{identifier} wrote nothing.", file=sys.stderr)
            sys.exit(1)
    return written


def computed() -> dict[str, float]:
    """The Lot's figures as the plugin gives them."""
    folder = ROOT / "build" / "demo"
    folder.mkdir(parents=True, exist_ok=True)
    lot = rows("dep:46", "departement", folder / "lot.gpkg")
    communes = rows("dep:46", "commune", folder / "communes.gpkg")
    cahors = next(row for row in communes if row["code"] == "46042")
    return {
        "communes": len(communes),
        "population 2022": lot[0]["population"],
        "communes Action cœur de ville": lot[0]["prog_acv"],
        "communes Petites villes de demain": lot[0]["prog_pvd"],
        "sites France services": lot[0]["prog_fs"],
        "unemployment, census 2021 (%)": lot[0]["taux_chomage_rp"],
        "vacant dwellings, 2021 (%)": lot[0]["taux_vacance"],
        "median income of Cahors, 2021 (€/UC/year)": cahors["niveau_vie_median"],
    }


def rows(territory: str, level: str, output: Path) -> list[dict]:
    """Attributes of what anct:loadterritory gives."""
    from qgis.core import QgsVectorLayer

    result = run("anct:loadterritory", {"TERRITORY": territory, "LEVEL": level, "OUTPUT": str(output)})
    layer = QgsVectorLayer(str(result["OUTPUT"]), "result", "ogr")
    return [feature.attributeMap() for feature in layer.getFeatures()]


def from_raw_files() -> dict[str, float]:
    """The Lot's figures straight from the official files, with nothing of the plugin's code."""
    lot = "46"
    programmes = read_json(RAW / "programmes" / "anct_programmes.json")["communes"]
    population = read_json(RAW / "indicateurs" / "population-by-commune.json.gz")
    dwellings = read_json(RAW / "indicateurs" / "vacance_communes_rp2021.json.gz")["communes"]
    work = {
        row["insee_com"]: row
        for row in read_csv(RAW / "indicateurs" / "datasfun_communes_rp2021.csv.gz", ",")
        if row["commune_type"] == "COM" and row["insee_com"].startswith(lot)
    }
    income = {row["CODGEO"]: row["MED21"] for row in read_csv(RAW / "indicateurs" / "cc_filosofi_2021_COM.csv.gz", ";")}
    frr = read_csv(RAW / "zonages" / "liste-communes-FRR-juillet2025.csv", ";")
    sites = read_csv(RAW / "programmes" / "liste-fs-20240801.csv", ",")
    homes = [row for code, row in dwellings.items() if code.startswith(lot)]
    return {
        "communes": sum(row["Code_insee"].startswith(lot) for row in frr),
        "population 2022": sum(row["history"]["2022"] for code, row in population.items() if code.startswith(lot)),
        "communes Action cœur de ville": sum(
            c.startswith(lot) and bool(row.get("acv")) for c, row in programmes.items()
        ),
        "communes Petites villes de demain": sum(
            c.startswith(lot) and bool(row.get("pvd")) for c, row in programmes.items()
        ),
        "sites France services": sum(row["insee_com"].startswith(lot) for row in sites),
        "unemployment, census 2021 (%)": 100
        * sum(float(row["pop_15_64_chomage_2021"] or 0) for row in work.values())
        / sum(float(row["pop_15_64_active_2021"] or 0) for row in work.values()),
        "vacant dwellings, 2021 (%)": 100 * sum(row["vac"] for row in homes) / sum(row["log"] for row in homes),
        "median income of Cahors, 2021 (€/UC/year)": float(income["46042"].replace(",", ".")),
    }


def read_json(path: Path) -> dict:
    """Content of a JSON file, gzipped or not."""
    opener: Callable = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as stream:
        return json.load(stream)


def read_csv(path: Path, delimiter: str) -> list[dict[str, str]]:
    """Rows of a CSV file, gzipped or not."""
    opener: Callable = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream, delimiter=delimiter))


def spot_checks() -> bool:
    """Print the plugin's figures beside those of the raw files; True if they are the same."""
    if not RAW.is_dir():
        print("spot checks: raw files not here: spot checks skipped")
        return True
    print("spot checks of the Lot: plugin | raw files")
    plugin, raw = computed(), from_raw_files()
    same = True
    for name, expected in raw.items():
        value = plugin[name]
        # Counts are exact; rates are the same division done twice.
        agrees = isinstance(value, int | float) and abs(value - expected) <= 1e-6 * max(1.0, abs(expected))
        same = same and agrees
        print(f"  {name}: {shown(value)} | {shown(expected)}{'' if agrees else '   DIFFERENT'}")
    return same


def shown(value: object) -> str:
    """A figure as text, without needless decimals."""
    if not isinstance(value, int | float):
        return "no value"
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.4f}"


def main() -> int:
    territory = sys.argv[1] if len(sys.argv) > 1 else CHECKED_TERRITORY
    begun = time.perf_counter()
    folder = ROOT / "out" / slug(territory)
    folder.mkdir(parents=True, exist_ok=True)
    application, plugin = start()
    print(f"{territory}: QGIS and the plugin ready in {time.perf_counter() - begun:.1f} s")
    written = documents(territory, folder)
    same = spot_checks() if territory == CHECKED_TERRITORY else True
    print(f"{written} files in {os.path.relpath(folder, ROOT)}, {time.perf_counter() - begun:.1f} s in all")
    plugin.unload()
    application.exitQgis()
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
