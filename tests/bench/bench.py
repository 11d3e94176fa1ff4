"""`make bench`: speed and size, each beside something measured in the same run where one exists.

    /usr/bin/python3 tests/bench/bench.py [--snapshot] [name …]
    make bench CLOCK=cpu BENCH="department national"      (processor time: on a machine that others use as well)

Each measure is a function named below; what it needs and does not find is said, never guessed. `--snapshot` also builds
the embedded data anew (a minute or more), in a temporary file.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / "build"
sys.path.insert(0, str(BUILD))
# As in a QGIS that has started before: compiled once.
sys.dont_write_bytecode, sys.pycache_prefix = False, str(BUILD / "pycache")
CLOCK = time.process_time if os.environ.get("CLOCK") == "cpu" else time.perf_counter
EPCI = "epci:200023372"
DEPARTMENT = "dep:46"


def median_time(function: Callable[[], object], repeats: int = 5) -> float:
    """Median of a few runs, seconds, after one that is not counted."""
    function()
    found = []
    for _ in range(repeats):
        begun = CLOCK()
        function()
        found.append(CLOCK() - begun)
    return statistics.median(found)


def once(function: Callable[[], object]) -> float:
    """Seconds of a single run."""
    begun = CLOCK()
    function()
    return CLOCK() - begun


def line(what: str, value: str, target: str) -> None:
    print(f"{what:<58} {value:<38} target {target}", flush=True)


class State:
    """What several measures share, read once."""

    def __init__(self) -> None:
        self._analyst = None

    @property
    def analyst(self):
        if self._analyst is None:
            from anct_qgis_plugin.snapshot import reader

            self._analyst = reader.analyst()
        return self._analyst

    @property
    def profile(self):
        from anct_qgis_plugin.snapshot import profiles

        return profiles.read_profile(self.analyst.facts.catalogue.indicators, "generale")


def start(_state: State) -> None:
    """classFactory + initGui, in a QGIS that runs."""
    from unittest.mock import MagicMock

    from qgis.PyQt.QtWidgets import QMainWindow, QToolBar

    window = QMainWindow()
    iface = MagicMock()
    iface.mainWindow.return_value = window
    iface.addToolBar.side_effect = lambda name: QToolBar(name, window)
    begun = CLOCK()
    import anct_qgis_plugin

    plugin = anct_qgis_plugin.classFactory(iface)
    plugin.initGui()
    seconds = CLOCK() - begun
    heavy = [name for name in ("geopandas", "matplotlib") if name in sys.modules]
    plugin.unload()
    text = f"{seconds * 1000:.0f} ms, imported: {', '.join(heavy) or 'none'}"
    line("start: classFactory + initGui", text, "60 ms, none")


def snapshot(state: State) -> None:
    """Reading the embedded data and building the name index."""
    line("reading the snapshot, and the index of names", f"{once(lambda: state.analyst):.2f} s", "(in a task)")


def search(state: State) -> None:
    """Each keystroke of a few names."""
    gazetteer = state.analyst.gazetteer
    gazetteer.names.prepare()  # as the panel does while it reads the data
    times = []
    for name in ("figeac", "saint-denis", "cahors", "montpelier", "l'hay les roses", "46042"):
        times += [once(lambda text=name[:size]: gazetteer.suggest(text)) for size in range(1, len(name) + 1)]
    worst, middle = max(times) * 1000, statistics.median(times) * 1000
    line("search: keystroke to list", f"median {middle:.1f} ms, worst {worst:.1f} ms", "15 ms")


def fifteen(state: State):
    """A profile of the fifteen indicators that most communes have, each of the same weight."""
    import json

    import numpy as np

    from anct_qgis_plugin.core.profile import parse

    facts = state.analyst.facts
    keys = sorted(facts.values, key=lambda key: int(np.isnan(facts.values[key].value).sum()))[:15]
    text = json.dumps({"id": "bench", "label": "bench", "indicators": [{"id": key} for key in keys]})
    return parse(text, facts.catalogue.indicators)


def index(state: State) -> None:
    """The index of all communes, contributions and ranks, beside numpy's argsort of the same fifteen columns."""
    import numpy as np

    from anct_qgis_plugin.core.fragility import fragility

    facts, profile = state.analyst.facts, fifteen(state)
    france = state.analyst.gazetteer.resolve("FR")
    columns = [facts.values[weighted.indicator].value for weighted in profile.indicators]
    plain = median_time(lambda: [np.argsort(column) for column in columns])
    ours = median_time(lambda: fragility(facts, profile, "commune", france))
    text = f"{ours * 1000:.0f} ms = {ours / plain:.1f} x argsort of its {len(columns)} columns"
    line(f"index of {len(facts.codes):,} communes", text, "1.5 x")


def draws(state: State) -> None:
    """A thousand draws of weights and normalisation, beside the same work as a plain pandas script."""
    import numpy as np

    facts, profile = state.analyst.facts, fifteen(state)
    script = Path(__file__).with_name("draws.py")
    with tempfile.TemporaryDirectory() as folder:
        file = f"{folder}/columns.npz"
        np.savez(
            file,
            values=np.array([facts.values[w.indicator].value for w in profile.indicators]).T,
            high=np.array([w.fragile == "high" for w in profile.indicators]),
            weights=np.array([w.weight for w in profile.indicators]),
        )
        found = {}
        for way in ("ours", "plain"):
            command = [sys.executable, str(script), way, file]
            output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
            found[way] = [float(part) for part in output.split()]
    (mine, peak, _, check), (theirs, their_peak, _, their_check) = found["ours"], found["plain"]
    same = "same ranks" if abs(check / their_check - 1) < 1e-4 else "OTHER RANKS"
    text = f"{mine:.1f} s, {peak:.0f} MB; plain {theirs:.1f} s, {their_peak:.0f} MB"
    line(f"1,000 draws over {len(facts.codes):,} communes x 15 ({same})", text, "3 s, 400 MB")


def labels(state: State) -> None:
    """The expression functions, four in each label, for 300 communes."""
    from anct_qgis_plugin.gis import expressions as functions

    codes = [code for code in state.analyst.facts.codes if code.startswith("46")][:300]

    def write() -> None:
        for code in codes:
            functions.name(code), functions.programmes(code)
            functions.indicator(code, "taux_vacance"), functions.fragility(code, "ruralite")

    functions.programmes(codes[0]), functions.fragility(codes[0], "ruralite")
    line("labels of 300 communes, four functions each", f"{once(write) * 1000:.0f} ms", "no visible pause")


def nearest(state: State) -> None:
    """The nearest fixed France services site of every commune."""
    from anct_qgis_plugin.core.access import nearest as find

    facts = state.analyst.facts
    lon, lat = (facts.communes[name].to_numpy(float) for name in ("mairie_lon", "mairie_lat"))
    sites = facts.sites[facts.sites["genre"] != "bus"]
    site_lon, site_lat = (sites[name].to_numpy(float) for name in ("longitude", "latitude"))
    seconds = median_time(lambda: find(lon, lat, site_lon, site_lat), 3)
    line(f"nearest of {len(sites):,} sites for all communes", f"{seconds:.2f} s", "0.5 s")


def paint(layers: list, extent, crs) -> None:
    """Paint layers on an image of 1,200 x 900 points, as a canvas does: labels and symbols know the scale."""
    from qgis.core import QgsExpressionContext, QgsExpressionContextUtils, QgsMapRendererSequentialJob, QgsMapSettings
    from qgis.PyQt.QtCore import QSize

    settings = QgsMapSettings()
    settings.setLayers(layers)
    settings.setDestinationCrs(crs)
    settings.setExtent(extent)
    settings.setOutputSize(QSize(1200, 900))
    context = QgsExpressionContext()
    context.appendScope(QgsExpressionContextUtils.globalScope())
    context.appendScope(QgsExpressionContextUtils.mapSettingsScope(settings))
    settings.setExpressionContext(context)
    job = QgsMapRendererSequentialJob(settings)
    job.start()
    job.waitForFinished()


def plain_layer(subset: str = ""):
    """The full-detail commune layer as plain QGIS opens it."""
    from qgis.core import QgsVectorLayer

    from anct_qgis_plugin import paths

    layer = QgsVectorLayer(f"{paths.SNAPSHOT}|layername=commune", "commune", "ogr")
    layer.setSubsetString(subset)
    return layer


def group_of(state: State, territory: str, folder: Path):
    """The territory's layers, as the panel adds them; (project, visible layers, group)."""
    from qgis.core import QgsProject

    from anct_qgis_plugin.gis import dataset
    from anct_qgis_plugin.gis.group import add_group

    resolved = state.analyst.gazetteer.resolve(territory)
    path = dataset.write_dataset(state.analyst, resolved, state.profile, folder)
    project = QgsProject()
    group = add_group(project, path, resolved)
    layers = [node.layer() for node in group.findLayers() if node.isVisible()]
    return project, layers, group


def projected(extent, source, target):
    """An extent in another CRS."""
    from qgis.core import QgsCoordinateTransform, QgsProject

    return QgsCoordinateTransform(source, target, QgsProject.instance()).transformBoundingBox(extent)


def department(state: State) -> None:
    """From the choice of a département to its first picture, beside plain QGIS opening the same features."""
    from anct_qgis_plugin.gis.group import extent

    def plain() -> None:
        layer = plain_layer("code_departement = '46'")
        paint([layer], layer.extent(), layer.crs())

    state.profile, state.analyst.fragility(state.profile, "commune")
    reference = median_time(plain, 3)
    with tempfile.TemporaryDirectory() as folder:
        begun = CLOCK()
        project, layers, group = group_of(state, DEPARTMENT, Path(folder))
        paint(layers, extent(project, group), project.crs())
        seconds = CLOCK() - begun
        begun = CLOCK()
        project, layers, group = group_of(state, DEPARTMENT, Path(folder))
        paint(layers, extent(project, group), project.crs())
        again = CLOCK() - begun
    text = f"{seconds:.2f} s = {seconds / reference:.1f} x plain; again {again / reference:.1f} x"
    line("choose a département: to the first paint", text, "1.5 x")


def national(state: State) -> None:
    """The national commune map beside plain QGIS painting the full-detail layer."""
    from qgis.core import QgsCoordinateReferenceSystem, QgsRectangle

    from anct_qgis_plugin.gis.group import DATASET_PROPERTY

    crs = QgsCoordinateReferenceSystem("EPSG:2154")
    france = QgsRectangle(80000, 6030000, 1260000, 7130000)
    layer = plain_layer()
    reference = median_time(lambda: paint([layer], france, crs), 3)
    with tempfile.TemporaryDirectory() as folder:
        _project, layers, _group = group_of(state, "FR", Path(folder))
        communes = [one for one in layers if one.customProperty(DATASET_PROPERTY) == "communes"]
        alone = median_time(lambda: paint(communes, france, crs), 3)
        seconds = median_time(lambda: paint(layers, france, crs), 3)
    line("national commune map", f"{alone:.2f} s = {alone / reference:.2f} x plain", "0.25 x")
    line("  with limits, programmes and sites", f"{seconds:.2f} s = {seconds / reference:.2f} x plain", "(none)")


def algorithm(identifier: str, parameters: dict) -> dict:
    """Outputs of an algorithm of the provider."""
    import processing

    return processing.run(identifier, parameters)


def diagnostic(_state: State) -> None:
    """The diagnostic of an EPCI: the first one, and the next."""
    with tempfile.TemporaryDirectory() as folder:
        parameters = {"TERRITORY": EPCI, "FORMATS": "pdf", "FOLDER": folder}
        first = once(lambda: algorithm("anct:diagnostic", parameters))
        following = once(lambda: algorithm("anct:diagnostic", {**parameters, "TERRITORY": "epci:200067361"}))
    line("diagnostic of an EPCI, PDF", f"first {first:.1f} s, next {following:.1f} s", "4 s, 2 s")


def dossier(_state: State) -> None:
    """A draft dossier to ODT, data already read."""
    with tempfile.TemporaryDirectory() as folder:
        parameters = {"TYPE": "pacte", "TERRITORY": DEPARTMENT, "STORE": f"{folder}/store.gpkg", "FORMATS": "odt"}
        seconds = median_time(lambda: algorithm("anct:dossier", {**parameters, "FOLDER": folder}), 2)
    line("draft dossier to ODT", f"{seconds:.2f} s", "1 s")


def library(_state: State) -> None:
    """100,000 made-up dossiers in a GeoPackage: what the projetothèque asks of it."""
    sys.path.append(str(ROOT / "tests" / "store"))
    from crowd import crowd
    from osgeo import ogr

    from anct_qgis_plugin.store.base import Query
    from anct_qgis_plugin.store.geopackage import GeoPackageStore

    with tempfile.TemporaryDirectory() as folder:
        store = GeoPackageStore(Path(folder) / "dossiers.gpkg")
        for rows, shapes in crowd(100_000):
            store.insert_rows(rows, shapes)

        def mapped() -> int:
            source = ogr.Open(str(store.path))
            layer = source.GetLayerByName("dossier")
            layer.SetSpatialFilterRect(0.9, 44.2, 2.3, 45.1)
            return sum(1 for _feature in layer)

        for what, function in (
            ("list, first page", lambda: store.query(Query())),
            ("list by amount", lambda: store.query(Query(sort="amount"))),
            ("search of three words", lambda: store.query(Query(text="pacte ecole gare"))),
            ("map of the Lot", mapped),
        ):
            line(f"100,000 dossiers: {what}", f"{median_time(function) * 1000:.0f} ms", "<= 200 ms")


def workshop(state: State) -> None:
    """What the perimeter workshop shows, worked out again for 300 communes at each click."""
    from anct_qgis_plugin.core.sandbox import Sandbox

    facts = state.analyst.facts
    sandbox = Sandbox(state.analyst, state.profile)
    territory = sandbox.territory([code for code in facts.codes if code.startswith("46")][:300], "300")
    seconds = median_time(lambda: sandbox.measure(territory))
    line("perimeter of 300 communes measured", f"{seconds * 1000:.0f} ms", "100 ms")


def beside_scripts(_state: State) -> None:
    """Access, new sites, twins and gaps beside plain scripts, each in a process of its own: `bench_access.py`."""
    script = Path(__file__).with_name("bench_access.py")
    output = subprocess.run([sys.executable, str(script)], check=True, capture_output=True, text=True).stdout
    print(output, end="", flush=True)


def flat(_state: State) -> None:
    """Memory over twenty diagnostics, after three that fill what is kept."""
    epci = ["200067361", "200066371", "200023737", "200023372", "244600573"]

    def resident() -> float:
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6

    with tempfile.TemporaryDirectory() as folder:
        held = []
        for turn in range(23):
            parameters = {"TERRITORY": f"epci:{epci[turn % len(epci)]}", "FORMATS": "pdf", "FOLDER": folder}
            algorithm("anct:diagnostic", parameters)
            held.append(resident())
    text = f"{held[2]:.0f} MB after 3, {held[12]:.0f} after 13, {held[22]:.0f} after 23"
    line("memory over diagnostics", text, "flat")


def size(_state: State) -> None:
    """The package."""
    zips = sorted((ROOT / "dist").glob("*.zip"), key=lambda path: path.stat().st_mtime)
    text = f"{zips[-1].stat().st_size / 1e6:.1f} MB" if zips else "not built: run “make package”"
    line("package (zip)", text, "20 MB")


def build(_state: State) -> None:
    """The whole snapshot, in a process of its own so that its memory can be told."""
    import resource

    with tempfile.TemporaryDirectory() as folder:
        command = [str(ROOT / ".venv/bin/python"), "-m", "anct_qgis_plugin.snapshot", "--out", f"{folder}/anct.gpkg"]
        seconds = once(lambda: subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL))
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1e6
    line("building the snapshot", f"{seconds:.0f} s, {memory:.2f} GB", "90 s, 1.5 GB")


MEASURES = [
    start, snapshot, search, index, draws, labels, nearest, department, national, workshop,
    beside_scripts, diagnostic, flat, dossier, library, size,
]  # fmt: skip


def main() -> int:
    from qgis.core import QgsApplication

    application = QgsApplication([], True)
    application.initQgis()
    # Processing belongs to a running QGIS: it is there before the plugin starts.
    sys.path.append(os.path.join(QgsApplication.pkgDataPath(), "python", "plugins"))
    from processing.core.Processing import Processing

    Processing.initialize()
    wanted = [name for name in sys.argv[1:] if not name.startswith("--")]
    measures = [m for m in MEASURES if not wanted or m.__name__ in wanted]
    if "--snapshot" in sys.argv:
        measures.append(build)
    state = State()
    provider = None
    failed = 0
    for measure in measures:
        if measure in (diagnostic, flat, dossier) and provider is None:
            import anct_qgis_plugin

            provider = anct_qgis_plugin.classFactory(None)
            provider.initProcessing()
        try:
            measure(state)
        except ImportError as error:
            failed += 1
            line(measure.__name__, f"not there yet: {error}", "-")
    if provider is not None:
        provider.unload()
    application.exitQgis()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
