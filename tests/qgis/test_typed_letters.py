"""What people and their files name stays letters: on maps, in legends, charts, tips, tables, windows, file names."""

from __future__ import annotations

import csv
import html
import io
import json
import re
import shutil
import sqlite3
import subprocess
import zipfile
from types import SimpleNamespace

import pytest
from algorithms import outputs_of
from qgis.core import (
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsLayerTreeModel,
    QgsLayoutItemLabel,
    QgsLegendSettings,
    QgsProject,
)
from qgis.PyQt.QtGui import QTextDocument

from anct_qgis_plugin import paths
from anct_qgis_plugin.core import own
from anct_qgis_plugin.core.kept import named
from anct_qgis_plugin.core.prefill import slug
from anct_qgis_plugin.documents import charts
from anct_qgis_plugin.gis import dataset, diagnostic_document, group, map_page, own_layer
from anct_qgis_plugin.gis.literal import inert, literal
from anct_qgis_plugin.snapshot import own as store
from anct_qgis_plugin.snapshot import reader
from anct_qgis_plugin.snapshot.kept import PerimeterFile
from anct_qgis_plugin.snapshot.profiles import read_profile

pytestmark = pytest.mark.usefixtures("qgis_app", "qgis_processing")
# Each sign of it means something somewhere: to Qt, QGIS, Jinja, a spreadsheet, SQL, matplotlib.
NASTY = "=<b>gras</b> [% 6*7 %] {{ 6*7 }} $\\frac{1}$ ' \"; DROP TABLE x; -- &lt;"
# The page and the document first, as the test reads them.
DIAGNOSTIC_FORMATS = ("pdf", "html", "odt", "xlsx", "gpkg")
THEMES = ("programmes", "fragilite", "lacunes", "acces", "indicateur:guichets")


def letters(text: str) -> str:
    """One-space text, without the joiner that keeps a bracket from being one."""
    return re.sub(r"\s+", " ", text.replace("\u2060", "").replace("\u00a0", " ").replace("\u202f", " ")).strip()


def check(text: str) -> None:
    assert "gras" in text
    found = letters(text)
    if found.endswith("…"):
        # Cut where there was no room for more.
        assert "<b>gras</b> [% 6*7 %] {{ 6*7 }}".startswith(found[found.index("<b>") : -1]), found
        return
    # A list of producers is cut where they are: at ";" and "/".
    assert "<b>gras<" in found and "b> [% 6*7 %] {{ 6*7 }}" in found, found


@pytest.fixture
def country(tiny_snapshot, tmp_path, monkeypatch):
    """The tiny country with an indicator, a list and a kept perimeter whose every text is nasty."""
    monkeypatch.setenv("ANCT_USER_FOLDER", str(tmp_path / "own"))
    monkeypatch.setattr(paths, "SNAPSHOT", tiny_snapshot)
    store.save_indicator(
        own.OwnIndicator(
            id="guichets", label=f"Taux {NASTY}", unit="%", fragile="high", decimals=1, level="commune",
            aggregation="population", source=f"Source {NASTY}", vintage="2025", imported="2026-01-02", file=NASTY,
            values={"46042": (10.0, False, None), "46088": (50.0, False, None), "46102": (None, True, None)},
        )
    )  # fmt: skip
    # The two communes of Grand Cahors in the tiny country.
    store.save_programme(
        own.OwnProgramme(
            id="schema_lot", label=f"Liste {NASTY}", short=f"L {NASTY}", colour="#aa3355", symbol="star",
            definition=NASTY, source=f"Source {NASTY}", vintage="2025", imported="2026-01-02", file=NASTY,
            members=(("epci", "200023737"),),
        )
    )  # fmt: skip
    PerimeterFile().keep(named(f"Vallée {NASTY}", ("46042", "46088", "46102"), "2026-01-02"))
    return reader.analyst()


@pytest.fixture
def profile(tmp_path, country):
    text = {
        "id": "le_mien", "label": f"Profil {NASTY}", "description": NASTY,
        "indicators": [{"id": "guichets", "weight": 2, "direction": "high"}],
    }  # fmt: skip
    path = tmp_path / "le_mien.json"
    path.write_text(json.dumps(text), encoding="utf-8")
    return read_profile(country.facts.catalogue.indicators, str(path))


@pytest.fixture
def valley(country):
    (entry,) = [one for one in country.gazetteer.search("Vallée") if one.level == "perimetre"]
    return country.gazetteer.resolve(entry.expression)


def test_the_two_spellings_are_worked_out_to_the_same_letters() -> None:
    context = QgsExpressionContext()
    for text in ("[% 6*7 %]", "a [%b%] [%", "[[%%]", "%] [% '", "rien", "[% '[%' %]"):
        assert QgsExpression.replaceExpressionText(literal(text), context) == text
        assert letters(QgsExpression.replaceExpressionText(inert(text), context)) == letters(text)


@pytest.mark.parametrize("theme", THEMES)
def test_map_pages(country, profile, valley, tmp_path, theme) -> None:
    path = dataset.write_dataset(country, valley, profile, tmp_path / "set", snapshot=paths.SNAPSHOT)
    project = QgsProject()
    layout = map_page.build_map_layout(project, country, country.diagnostic(valley, profile), path, theme, "A4")
    labels = [item.currentText() for item in layout.items() if isinstance(item, QgsLayoutItemLabel)]
    named_here = [text for text in labels if "gras" in text]
    assert named_here, labels
    for text in named_here:
        check(text)
    assert not [text for text in labels if "42" in letters(text).replace("46042", "") and "gras" in text]
    project.clear()


def test_the_diagnostic_and_its_pages(country, profile, valley, tmp_path) -> None:
    made, page, *others = diagnostic_document.write_diagnostic(
        country, country.diagnostic(valley, profile), tmp_path, None,
        dataset.write_dataset(country, valley, profile, tmp_path / "set", snapshot=paths.SNAPSHOT), DIAGNOSTIC_FORMATS,
    )  # fmt: skip
    assert re.fullmatch(r"[A-Za-z0-9._-]+", made.name)
    text = subprocess.run(["pdftotext", "-layout", str(made), "-"], capture_output=True, check=True).stdout.decode()
    assert "[% 6*7 %]" in letters(text) and "<b>gras</b>" in letters(text)
    told = page.read_text(encoding="utf-8")
    assert "<b>" not in told and "&lt;b&gt;gras&lt;/b&gt; [% 6*7 %] {{ 6*7 }}" in letters(told)
    document, book, package = others
    with zipfile.ZipFile(document) as archive:
        assert "&lt;b&gt;gras&lt;/b&gt; [% 6*7 %] {{ 6*7 }}" in letters(archive.read("content.xml").decode())
    with zipfile.ZipFile(book) as archive:
        told = archive.read("xl/sharedStrings.xml").decode()
        assert f"Taux {html.escape(NASTY, quote=False)}" in told.replace("&quot;", '"').replace("&apos;", "'")
    with sqlite3.connect(f"file:{package}?mode=ro", uri=True) as base:
        labels = {one for (one,) in base.execute("SELECT libelle FROM fiche_identite")}
        assert f"Taux {NASTY}" in labels


def test_layers_groups_legends_and_tips(country, profile, valley, tmp_path) -> None:
    path = dataset.write_dataset(country, valley, profile, tmp_path / "set", snapshot=paths.SNAPSHOT)
    project = QgsProject()
    tree = group.add_group(project, path, valley, country.diagnostic(valley, profile))
    check(tree.name())
    for kind, key in (("indicator", "guichets"), ("programme", "schema_lot")):
        own_layer.add_layer(project, country, kind, key, own_layer.write_layer(country, kind, key, tmp_path))
    # What a layout's legend makes of the names and lines of the tree.
    settings, context = QgsLegendSettings(), QgsExpressionContext()
    model = QgsLayerTreeModel(project.layerTreeRoot())
    told = [tree.name(), *(layer.name() for layer in project.mapLayers().values())]
    for node in project.layerTreeRoot().findLayers():
        told += [str(one.data(0) or "") for one in model.layerLegendNodes(node)]
    worked = [" ".join(settings.evaluateItemText(text, context)) for text in told]
    assert sum("gras" in text for text in worked) >= 4
    for text in worked:
        if "gras" in text:
            check(text)
    tips = 0
    for layer in project.mapLayers().values():
        for feature in layer.getFeatures():
            context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
            context.setFeature(feature)
            tip = QgsExpression.replaceExpressionText(layer.mapTipTemplate(), context)
            assert tip and "gras</b>" not in tip
            tips += 1
    assert tips
    project.clear()


def test_a_map_tip_shows_what_was_typed() -> None:
    from qgis.core import QgsFeature, QgsVectorLayer

    from anct_qgis_plugin.gis.literal import tell_by_name

    layer = QgsVectorLayer("NoGeometry?field=nom:string", "x", "memory")
    feature = QgsFeature(layer.fields())
    feature.setAttributes([NASTY])
    tell_by_name(layer)
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
    context.setFeature(feature)
    page = QTextDocument()
    page.setHtml(QgsExpression.replaceExpressionText(layer.mapTipTemplate(), context))
    assert letters(page.toPlainText()) == letters(NASTY)


def test_charts(country, profile, valley) -> None:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.text import Text

    from anct_qgis_plugin.core.positions import positions

    diagnostic = country.diagnostic(valley, profile)
    for figure in (
        charts.contributions_chart(diagnostic),
        charts.indicator_chart(positions(country.facts, [valley]), "communes"),
    ):
        # A formula that is none would stop the drawing.
        FigureCanvasAgg(figure).draw()
        told = [one.get_text() for one in figure.findobj(Text) if "gras" in one.get_text()]
        assert told
        for text in told:
            check(text)


def test_tables_for_spreadsheets(country, tmp_path) -> None:
    from anct_qgis_plugin.connectors.own.own_import import Imported, LeftOut
    from anct_qgis_plugin.core.difference import Difference
    from anct_qgis_plugin.documents.difference_report import csv_text, html_text

    nothing = Difference("2026-01-01", "2026-02-01", (), (), (), ())
    for first in ("=", "+", "-", "@", "\t="):
        text = f"{first}6*7{NASTY[1:]}"
        reports = (
            csv_text(nothing, [(text, text, text)], [(text, text, text)]),
            Imported(left_out=[LeftOut(2, text, text, text)]).left_out_csv(),
        )
        for report in reports:
            cells = [cell for row in csv.reader(io.StringIO(report.lstrip("\ufeff")), delimiter=";") for cell in row]
            assert [cell for cell in cells if "gras" in cell]
            for cell in cells:
                assert "gras" not in cell or cell == f"'{text}"
        page = html_text(nothing, [(text,) * 4], [(text, text, text)])
        assert "<b>gras" not in page and html.escape(NASTY[1:20]) in page


@pytest.mark.parametrize("window", ["inspect", "card", "analysis", "sources", "maps", "workshop", "profile"])
def test_windows(country, profile, valley, tmp_path, window) -> None:
    """The windows of a territory show the names of a perimeter, a list, an indicator and a profile letter by letter."""
    from letters import shown
    from qgis.gui import QgsMapCanvas, QgsMessageBar
    from qgis.PyQt.QtWidgets import QMainWindow

    from anct_qgis_plugin.core.positions import positions
    from anct_qgis_plugin.gui import analyses, work
    from anct_qgis_plugin.gui.dialogs.analysis_dialog import AnalysisDialog
    from anct_qgis_plugin.gui.dialogs.export_dialog import MapsDialog
    from anct_qgis_plugin.gui.dialogs.inspect_dialog import InspectDialog
    from anct_qgis_plugin.gui.dialogs.perimeter_dialog import PerimeterDialog
    from anct_qgis_plugin.gui.dialogs.profile_dialog import ProfileDialog
    from anct_qgis_plugin.gui.dialogs.sources_dialog import SourcesDialog
    from anct_qgis_plugin.gui.widgets.territory_card import CardFacts, TerritoryCard

    main = QMainWindow()
    canvas, bar = QgsMapCanvas(main), QgsMessageBar(main)
    iface = SimpleNamespace(mainWindow=lambda: main, mapCanvas=lambda: canvas, messageBar=lambda: bar)
    diagnostic = country.diagnostic(valley, profile)
    if window == "card":
        made = TerritoryCard(main)
        made.show_facts(CardFacts(diagnostic, positions(country.facts, [valley])))
    elif window == "analysis":
        made = AnalysisDialog(iface, analyses._gaps(country, diagnostic), main)
    elif window == "inspect":
        made = InspectDialog(country, valley, main)
    elif window == "maps":
        made = MapsDialog(valley.label, None, {}, {"indicateur:guichets": f"Taux {NASTY}"})
    elif window == "sources":
        made = SourcesDialog(country, valley, main)
    elif window == "workshop":
        made = PerimeterDialog(iface, main)
    else:
        made = ProfileDialog(country, profile, main)
    made.show()
    if window == "workshop":
        made.ready(work.Ready(country, profile))
        made.kept.box.setCurrentIndex(1)
    told = [(where, text) for where, text in shown(made) if "gras" in text and not text.startswith("per:")]
    assert told
    for where, text in told:
        assert "<b>gras" in text, (where, text)
    made.close()
    made.deleteLater()


@pytest.mark.parametrize("ending", ["xlsx", "ods", "csv"])
def test_an_enriched_list_keeps_its_letters(country, tmp_path, ending) -> None:
    """What QGIS writes of an algorithm, read again by LibreOffice: a cell that begins like a formula is none."""
    from anct_qgis_plugin.processing.enrich import Enrich

    listed = tmp_path / "liste.csv"
    listed.write_text("insee;projet\n46042;=6*7+35\n", encoding="utf-8")
    target = tmp_path / f"fait.{ending}"
    outputs_of(
        Enrich(),
        {
            "INPUT": str(listed),
            "CODE_FIELD": "insee",
            "PROGRAMMES": "schema_lot",
            "INDICATORS": "",
            "OUTPUT": str(target),
        },
    )
    assert target.exists()
    if ending != "csv":
        if shutil.which("soffice") is None:
            pytest.skip("LibreOffice is not installed")
        out = tmp_path / "relu"
        subprocess.run(
            ["soffice", f"-env:UserInstallation=file://{tmp_path}/lo", "--headless", "--convert-to", "csv", "--outdir",
             str(out), str(target)], capture_output=True, check=True, timeout=120,
        )  # fmt: skip
        if not out.exists():
            pytest.skip("LibreOffice Calc is not installed")
        target = out / "fait.csv"
    text = target.read_text(encoding="utf-8")
    assert "=6*7+35" in text and ",77" not in text


@pytest.mark.parametrize("text", [NASTY, "../../etc/passwd", "con", "a" * 300, "\x00\x07\u202e", "..", "C:\\x|y?*"])
def test_names_of_files(text: str) -> None:
    from anct_qgis_plugin.store.files import safe_name

    assert re.fullmatch(r"[a-z0-9][a-z0-9-]{0,59}", slug(text))
    name = safe_name(f"{text}.pdf")
    assert name.endswith(".pdf") and not re.search(r'[/\\:*?"<>|\x00-\x1f\u202e]', name) and len(name.encode()) <= 255
    assert name.strip(". ") and name.split(".")[0].lower() != "con"
