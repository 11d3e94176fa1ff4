"""Thematic map pages: what is on them, and how they are written."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import unicodedata

import numpy as np
import pytest
from qgis.core import QgsFeedback, QgsLayoutItemLabel, QgsLayoutItemMap, QgsLayoutItemScaleBar, QgsProject

from anct_qgis_plugin import paths
from anct_qgis_plugin.core.diagnostic import Analyst
from anct_qgis_plugin.errors import Cancelled, OutputError
from anct_qgis_plugin.gis import dataset, map_page, map_text, styles

pytestmark = pytest.mark.skipif(not paths.SNAPSHOT.exists(), reason="the snapshot is not built: make snapshot")

# Required mentions (title, when and where, map, scale, sources, base, licence, producer, date, reading note).
REQUIRED = (
    "titre",
    "sous_titre",
    "carte",
    "echelle",
    "sources",
    "fond",
    "licence",
    "realisation",
    "date_edition",
    "lecture",
)


def layout_of(analyst, profile, territory, path, theme, paper="A4"):
    project = QgsProject()
    made = map_page.build_map_layout(project, analyst, analyst.diagnostic(territory, profile), path, theme, paper)
    return project, made


def plain(text):
    """One-space text; ligatures and no-break spaces as ordinary characters."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text))


@pytest.mark.parametrize("theme", map_page.THEMES)
@pytest.mark.parametrize("paper", ["A4", "A3"])
def test_the_required_mentions_are_on_the_page(analyst, profile, lot, theme, paper):
    project, layout = layout_of(analyst, profile, lot[0], lot[1], theme, paper)
    for name in (*REQUIRED, "methode" if theme == "fragilite" else "limites"):
        assert layout.itemById(name) is not None, name
    assert "Licence Ouverte 2.0" in layout.itemById("licence").text()
    assert "IGN Admin Express COG 2026" in plain(layout.itemById("fond").text())
    told = layout.itemById("sources").text()
    known = analyst.facts.sources
    for source in {"acces": ("fs", "populations"), "lacunes": ("acv", "pvd"), "programmes": ("acv",)}.get(theme, ()):
        assert known.at[source, "producteur"] in told and known.at[source, "millesime"] in told
    assert re.search(r"\(.*\d{4}", told)
    labels = [item for item in layout.items() if isinstance(item, QgsLayoutItemLabel)]
    assert min(item.textFormat().size() for item in labels) >= 7
    width, height = map_page.PAPERS[paper]
    frame = layout.itemById("carte").rect()
    assert frame.width() * frame.height() >= 0.6 * width * height - 1
    for item in labels:  # nothing beyond the margins
        assert item.pos().x() >= 9 - 1e-6 and item.pos().x() + item.rect().width() <= width - 9 + 1e-6, item.text()
        assert item.pos().y() + item.rect().height() <= height - 10 + 1.2, item.text()


def test_the_legend_stays_clear_of_the_notes(analyst, profile, lot):
    project, layout = layout_of(analyst, profile, lot[0], lot[1], "fragilite")
    frame, note, how = layout.itemById("carte"), layout.itemById("lecture_fond"), layout.itemById("methode")
    bottom = frame.pos().y() + frame.rect().height()
    assert how.pos().y() + how.rect().height() <= bottom + 1.5
    limits = layout.itemById("legende_limites")
    assert limits.pos().y() + limits.rect().height() < note.pos().y()


def test_the_scale_is_round(analyst, profile, lot):
    project, layout = layout_of(analyst, profile, lot[0], lot[1], "programmes")
    bar = layout.itemById("echelle")
    assert isinstance(bar, QgsLayoutItemScaleBar)
    assert bar.unitsPerSegment() in (1, 2, 5, 10, 20, 50, 100, 200)
    assert bar.rect().width() < layout.itemById("carte").rect().width() / 2


def test_the_pdf_is_one_page_with_its_texts(analyst, profile, lot, tmp_path):
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext (poppler-utils) is not installed")
    territory, path = lot
    (file,) = map_page.write_maps(analyst, territory, profile, ["fragilite"], "A4", "pdf", tmp_path, dataset_path=path)
    assert file.name == "dep-46_fragilite.pdf"
    info = subprocess.run(["pdfinfo", file], capture_output=True, text=True, check=True).stdout
    assert re.search(r"Pages:\s+1\n", info) and re.search(r"84[12](\.\d+)? x 595", info)
    text = plain(subprocess.run(["pdftotext", file, "-"], capture_output=True, text=True, check=True).stdout)
    for words in (
        "Lot : communes fragiles",
        "Cahors",
        "très fragile",
        "sans indice",
        "Indice construit, non officiel",
        "km",
    ):
        assert words in text, words
    assert list(tmp_path.iterdir()) == [file]


def test_the_reading_note_never_gives_a_rank_without_its_total(analyst, profile, lot):
    diagnostic = analyst.diagnostic(lot[0], profile)
    note = plain(map_text.reading(diagnostic, "fragilite"))
    ranked = diagnostic.communes[diagnostic.communes["classe"] > 0]
    fragile = int((ranked["classe"] >= 4).sum())
    assert re.search(r"rang [\d ]+ sur [\d ]+ communes", note)
    assert f"{fragile} communes sur 312" in note


def test_a_folder_that_cannot_be_written(analyst, profile, lot, tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("")
    with pytest.raises(OutputError, match="cannot be written"):
        map_page.write_maps(analyst, lot[0], profile, [], "A4", "png", blocked / "maps", dataset_path=lot[1])
    assert list(tmp_path.iterdir()) == [blocked]


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere")
def test_a_read_only_folder(analyst, profile, lot, tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(OutputError):
        map_page.write_maps(analyst, lot[0], profile, [], "A4", "png", tmp_path, dataset_path=lot[1])


def test_a_file_that_cannot_be_replaced(analyst, profile, lot, tmp_path):
    (tmp_path / "dep-46_programmes.png").mkdir()  # what an open file is on Windows: it cannot be replaced
    with pytest.raises(OutputError, match="cannot be replaced"):
        map_page.write_maps(analyst, lot[0], profile, ["programmes"], "A4", "png", tmp_path, dataset_path=lot[1])
    assert [item.name for item in tmp_path.iterdir()] == ["dep-46_programmes.png"]


def test_cancel_leaves_nothing(analyst, profile, lot, tmp_path):
    feedback = QgsFeedback()
    feedback.progressChanged.connect(lambda _: feedback.cancel())  # after the first map
    with pytest.raises(Cancelled):
        map_page.write_maps(analyst, lot[0], profile, [], "A4", "png", tmp_path, feedback, lot[1])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("theme", "fmt", "paper"), [("meteo", "pdf", "A4"), ("programmes", "doc", "A4"), ("programmes", "pdf", "A9")]
)
def test_unknown_choices_are_named(analyst, profile, lot, tmp_path, theme, fmt, paper):
    with pytest.raises(OutputError, match="Known ones"):
        map_page.write_maps(analyst, lot[0], profile, [theme], paper, fmt, tmp_path, dataset_path=lot[1])
    assert list(tmp_path.iterdir()) == []


def test_parts_far_apart_have_insets_with_their_own_scale(analyst, profile, tmp_path):
    territory = analyst.gazetteer.resolve("com:46042+com:97411+com:97105")
    path = dataset.write_dataset(analyst, territory, profile, tmp_path)
    project, layout = layout_of(analyst, profile, territory, path, "programmes")
    maps = {item.id(): item for item in layout.items() if isinstance(item, QgsLayoutItemMap)}
    assert set(maps) == {"carte", "encart_Guadeloupe", "encart_La Réunion"}
    assert maps["carte"].crs().authid() == "EPSG:2154"
    assert maps["encart_La Réunion"].crs().authid() == "EPSG:2975"
    bars = {item.linkedMap().id() for item in layout.items() if isinstance(item, QgsLayoutItemScaleBar)}
    assert bars == set(maps)


def test_a_map_of_change_counts_its_classes_and_names_both_vintages(analyst, profile, lot):
    """Counted again from the changes themselves; orange where the indicator moves towards fragility."""
    from qgis.PyQt.QtGui import QColor

    territory, path = lot
    theme = "evolution:taux_vacance"
    project, made = layout_of(analyst, profile, territory, path, theme)
    said = " ".join(item.text() for item in made.items() if isinstance(item, QgsLayoutItemLabel))
    assert "évolution de 2018 à 2021" in said and "2018 → 2021" in said and "points" in said
    for name in REQUIRED:
        assert made.itemById(name) is not None, name
    communes = next(one for one in project.mapLayers().values() if "communes" in one.source())
    gaps = {f["code"]: f["evol_taux_vacance"] for f in communes.getFeatures()}
    table = analyst.change("taux_vacance", "commune").table.set_index("code")["ecart"]
    near, far = dataset.read_info(path).breaks["taux_vacance"]
    inside = table.reindex(list(gaps))
    assert max(abs(inside[code] - gaps[code]) for code in gaps) < 0.006
    counts = dataset.read_info(path).counts[theme]
    assert counts.get("3", 0) == int((inside >= far).sum()) and counts["-1"] == int(
        inside.between(-near, 0, "neither").sum()
    )
    assert sum(counts.values()) == len(gaps) == 312
    for category in communes.renderer().categories():
        colour = QColor(category.symbol().color())
        if str(category.value()) in ("1", "2", "3"):
            assert colour.red() > colour.blue(), category.value()
        elif str(category.value()) in ("-1", "-2", "-3"):
            assert colour.blue() > colour.red(), category.value()


def test_a_change_without_two_vintages_is_refused(analyst, profile, lot):
    territory, path = lot
    with pytest.raises(OutputError, match="evolution:taux_vacance"):
        layout_of(analyst, profile, territory, path, "evolution:part_rsa")


def keys_of(project):
    """code → (value or None, secret, key of its class) of the communes layer, as QGIS sorts them."""
    from qgis.core import NULL, QgsExpression, QgsExpressionContext, QgsExpressionContextUtils

    layer = next(one for one in project.mapLayers().values() if "communes" in one.source())
    sort = QgsExpression(layer.renderer().classAttribute())
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
    found = {}
    for feature in layer.getFeatures():
        context.setFeature(feature)
        key = sort.evaluate(context)
        assert not sort.hasEvalError(), sort.evalErrorString()
        found[feature["code"]] = "" if key in (None, NULL) else key
    return layer, found


def test_a_map_of_an_indicator_tells_withheld_missing_and_values_apart(analyst, profile, lot):
    """Sorted again from the facts; classes from a quantile written here."""
    territory, path = lot
    theme = "indicateur:taux_pauvrete"
    project, made = layout_of(analyst, profile, territory, path, theme)
    for name in (*REQUIRED, "limites", "legende_indicateur"):
        assert made.itemById(name) is not None, name
    said = plain(" ".join(item.text() for item in made.items() if isinstance(item, QgsLayoutItemLabel)))
    for words in ("taux de pauvreté", "(2021)", "% ; cinquièmes", "valeur secrète", "Insee", "Cahors : "):
        assert words in said, words
    column = analyst.facts.values["taux_pauvrete"]
    known = np.sort(column.value[column.status == 0])
    bounds = [round(float(np.percentile(known, q))) for q in (20, 40, 60, 80)]
    layer, keys = keys_of(project)
    assert len(keys) == 312
    for code, key in keys.items():
        row = analyst.facts.position[code]
        expected = {1: "", 2: "secret"}.get(int(column.status[row]))
        if expected is None:
            expected = str(1 + sum(column.value[row] >= b for b in bounds))
        assert key == expected, code
    counts = dataset.read_info(path).counts[theme]
    assert counts == {key: list(keys.values()).count(key) for key in set(keys.values())}
    assert counts["secret"] > 250
    shades = {str(c.value()): c.symbol().color().lightness() for c in layer.renderer().categories()}
    assert shades["5"] < shades["4"] < shades["3"] < shades["2"] < shades["1"]
    hatches = {}
    for key, symbol in styles.symbols(layer).items():  # copies, that live as long as they are looked at
        for one in symbol.symbolLayers():
            if one.layerType() == "LinePatternFill":
                hatches[key] = one.lineAngle()
    assert set(hatches) == {"", "secret"} and hatches[""] != hatches["secret"]


def test_an_own_indicator_has_its_map(analyst, profile, tmp_path):
    """The darkest where low is fragile, a zero that is not missing, a withheld value."""
    from anct_qgis_plugin.core import own

    given = {"46042": (0.0, False, None), "46102": (50.0, False, None), "46128": (None, True, None)}
    one = own.OwnIndicator(
        "places_creche", "Places en crèche pour 100 enfants", "pour 100", "low", 0, "commune", "none", "CAF du Lot",
        "2025", values=given,
    )  # fmt: skip
    wide = own.OwnIndicator(
        "note_epci", "Note des EPCI", "", "high", 0, "epci", "none", "CAF", "2025",
        values={"200023737": (1.0, False, None)},
    )  # fmt: skip
    data = own.OwnData({"places_creche": one, "note_epci": wide}, {}, "essai")
    mine = Analyst(own.overlaid(analyst.facts, data))
    territory = mine.gazetteer.resolve("com:46042+com:46102+com:46128+com:46127")
    path = dataset.write_dataset(mine, territory, profile, tmp_path)
    project, made = layout_of(mine, profile, territory, path, "indicateur:places_creche")
    _, keys = keys_of(project)
    assert keys["46128"] == "secret" and keys["46127"] == ""
    assert keys["46042"] > keys["46102"] > "0"
    said = plain(" ".join(item.text() for item in made.items() if isinstance(item, QgsLayoutItemLabel)))
    for words in ("places en crèche pour 100 enfants (2025)", "CAF du Lot", "Donnée de l’utilisateur"):
        assert words in said, words
    with pytest.raises(OutputError, match="note_epci.*indicateur:places_creche"):
        layout_of(mine, profile, territory, path, "indicateur:note_epci")


def test_an_unknown_indicator_is_answered_with_those_there_are(analyst, profile, lot):
    with pytest.raises(OutputError, match="indicateur:meteo.*indicateur:taux_pauvrete.*maps window"):
        layout_of(analyst, profile, lot[0], lot[1], "indicateur:meteo")


def test_a_vintage_with_brackets_puts_none_in_another(analyst, profile, lot):
    told = map_text.sources(analyst.diagnostic(lot[0], profile), "acces", False)
    assert "densité (communes de 2025-2026, millésime non indiqué)" in told
    assert not re.search(r"\([^()]*\(", told), told
