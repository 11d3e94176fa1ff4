"""A territory's dataset, its styles and the group of layers."""

from __future__ import annotations

import collections
import re

import pytest
from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsFeedback,
    QgsMapRendererParallelJob,
    QgsMapSettings,
    QgsProject,
    QgsRectangle,
    QgsSimpleMarkerSymbolLayerBase,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor

from anct_qgis_plugin import paths
from anct_qgis_plugin.errors import Cancelled, OutputError
from anct_qgis_plugin.gis import dataset, group, map_items, styles

pytestmark = pytest.mark.skipif(not paths.SNAPSHOT.exists(), reason="the snapshot is not built: make snapshot")


@pytest.fixture
def project():
    made = QgsProject()
    yield made
    made.clear()


def rows(path, table):
    layer = QgsVectorLayer(f"{path}|layername={table}", table, "ogr")
    assert layer.isValid(), table
    return [dict(zip(layer.fields().names(), f.attributes(), strict=True)) for f in layer.getFeatures()]


def layer_of(tree_group, table):
    return group.tree_layer(tree_group, table).layer()


def test_the_dataset_holds_every_commune_and_layer(lot):
    territory, path = lot
    communes = rows(path, "communes")
    assert len(communes) == 312  # the Lot in the COG 2026
    assert len({row["code"] for row in communes}) == 312
    assert all(isinstance(row["code"], str) and row["code"].startswith("46") for row in communes)
    assert {row["niveau"] for row in rows(path, "limites")} >= {"epci", "departement", "territoire"}
    around = {row["nom"] for row in rows(path, "contexte")}
    assert {"Corrèze", "Cantal", "Aveyron", "Dordogne"} <= around and "Lot" not in around
    info = dataset.read_info(path)
    assert info.expression == "dep:46" and info.crs == "EPSG:2154"
    assert sum(info.counts["classes"].values()) == 312


def test_contributions_sum_to_the_index(lot):
    for row in rows(lot[1], "communes"):
        if isinstance(row["indice"], float):
            parts = [value for key, value in row.items() if key.startswith("contrib_") and isinstance(value, float)]
            assert sum(parts) == pytest.approx(row["indice"], abs=1e-6)


def test_symbols_of_one_place_are_numbered_apart(lot):
    path = lot[1]
    places = collections.defaultdict(list)
    for table in ("programmes", "sites"):
        for row in rows(path, table):
            if row["nb_lieu"] > 1:
                places[row["code"]].append((row["rang_lieu"], row["nb_lieu"]))
    assert "46042" in places  # Cahors: Action cœur de ville and a bus
    for code, ranks in places.items():
        assert sorted(rank for rank, _ in ranks) == list(range(1, ranks[0][1] + 1)), code


def test_a_dataset_made_from_the_same_data_is_used_again(lot, analyst, profile):
    territory, path = lot
    before = path.stat().st_mtime_ns
    assert dataset.write_dataset(analyst, territory, profile, path.parent) == path
    assert path.stat().st_mtime_ns == before


def test_cancel_leaves_nothing(analyst, profile, tmp_path):
    feedback = QgsFeedback()
    feedback.progressChanged.connect(lambda _: feedback.cancel())  # in the middle: at the first progress
    with pytest.raises(Cancelled):
        dataset.write_dataset(analyst, analyst.gazetteer.resolve("dep:09"), profile, tmp_path, feedback)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_a_file_is_refused(analyst, profile, tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("")
    with pytest.raises(OutputError, match="cannot be written"):
        dataset.write_dataset(analyst, analyst.gazetteer.resolve("com:46042"), profile, blocked / "in")


def test_a_perimeter_is_cut_to_the_territory_or_kept_whole(lot):
    for row in rows(lot[1], "perimetres"):
        assert 0 < row["communes"] <= row["communes_total"]


@pytest.mark.parametrize(
    ("expression", "crs"),
    [("com:97105", "EPSG:5490"), ("dep:976", "EPSG:4471"), ("dep:974", "EPSG:2975"), ("com:2A004", "EPSG:2154")],
)
def test_a_new_project_takes_the_legal_crs(analyst, profile, project, tmp_path, expression, crs):
    territory = analyst.gazetteer.resolve(expression)
    path = dataset.write_dataset(analyst, territory, profile, tmp_path)
    made = group.add_group(project, path, territory, None)
    assert project.crs().authid() == crs
    assert layer_of(made, "communes").crs().authid() == crs
    assert not group.extent(project, made).isEmpty()


def test_one_group_in_order_with_french_names(lot, project):
    territory, path = lot
    group.add_group(project, path, territory, None)
    made = group.add_group(project, path, territory, None)  # again: takes the place of the first
    assert [g.name() for g in project.layerTreeRoot().findGroups()] == ["Lot (département) – ANCT"]
    own = [node for node in made.findLayers() if node.parent() is made]  # zonings have a group of their own
    order = [node.layer().customProperty(group.DATASET_PROPERTY) for node in own]
    assert order == [
        "sites", "programmes", "quartiers", "perimetres", "limites", "communes", "communes", "communes", "contexte"
    ]  # fmt: skip
    assert len(project.mapLayers()) == 9 + 6
    # Three colours of the same communes: only the index is shown at first.
    shown = {node.name(): node.isVisible() for node in made.findLayers()}
    assert shown["Indice de fragilité"]
    assert not shown["Fragilité et programmes"] and not shown["Accès à France services"]
    communes = [n for n in own if n.layer().customProperty(group.DATASET_PROPERTY) == "communes"]
    styles = {n.name(): n.layer().renderer().classAttribute() for n in communes}
    assert styles == {
        "Indice de fragilité": "classe", "Fragilité et programmes": "croisement", "Accès à France services": "fs_classe"
    }  # fmt: skip


def test_a_project_with_layers_keeps_its_crs(lot, project):
    from qgis.core import QgsCoordinateReferenceSystem

    project.setCrs(QgsCoordinateReferenceSystem("EPSG:3857"))
    project.addMapLayer(QgsVectorLayer("Point?crs=EPSG:3857", "mine", "memory"))
    group.add_group(project, lot[1], lot[0], None)
    assert project.crs().authid() == "EPSG:3857"


def test_layers_carry_their_sources(lot, project):
    made = group.add_group(project, lot[1], lot[0], None)
    for node in made.findLayers():
        layer = node.layer()
        metadata = layer.metadata()
        assert metadata.licenses() == ["Licence Ouverte 2.0"], layer.name()
        assert metadata.rights(), layer.name()
        assert "Licence Ouverte 2.0" in layer.serverProperties().attribution()
    communes = layer_of(made, "communes").metadata().abstract()
    assert "non officiel" in communes and "Insee" in communes and "2021" in communes
    assert "IGN" in " ".join(layer_of(made, "limites").metadata().rights())


def test_the_legend_has_five_classes_and_the_missing_apart(lot, project):
    made = group.add_group(project, lot[1], lot[0], None)
    labels = [c.label() for c in layer_of(made, "communes").renderer().categories()]
    counts = dataset.read_info(lot[1]).counts["classes"]
    assert len(labels) == 6
    assert labels[0].startswith("très fragile") and labels[0].endswith(f"({counts['5']})")
    assert labels[5].startswith("sans indice") and "secrètes" in labels[5] and labels[5].endswith(f"({counts['0']})")
    assert any(label.startswith("Action cœur de ville (2 communes sur 312)".replace("2 c", "2\u00a0c")) for label in
               [c.label() for c in layer_of(made, "programmes").renderer().categories()])  # fmt: skip


def test_styles_and_catalogue_agree(analyst):
    """Each programme's colour and shape in the QML are those of the catalogue."""
    catalogue = analyst.facts.catalogue
    layer = QgsVectorLayer("Point?field=programme:string&field=rang_lieu:integer&field=nb_lieu:integer", "x", "memory")
    assert layer.loadNamedStyle(str(paths.STYLES / "programmes.qml"))[1]
    symbols = styles.symbols(layer)
    declared = {p.id: p for p in styles.of_draw(catalogue, "programmes")}
    assert set(symbols) <= set(declared)
    for key, symbol in symbols.items():
        assert QColor(declared[key].colour) == symbol.symbolLayer(0).color(), key
        made = styles.programme_symbol(declared[key])
        assert made.symbolLayer(0).shape() == symbol.symbolLayer(0).shape(), key
    assert sorted(file.stem for file in paths.STYLES.glob("*.qml")) == sorted(styles.NAMES)


def test_no_two_entries_share_a_mark_and_qgis_knows_each():
    """Zonings included, which are on no layer of their own but have their mark beside their name."""
    declared = list(styles.declared().programmes.values())
    for what in ("symbol", "colour"):
        values = [getattr(programme, what).lower() for programme in declared]
        assert [value for value, n in collections.Counter(values).items() if n > 1] == []
    for programme in declared:
        if programme.draw in ("symbole", "points", "aucun"):
            shape, known = QgsSimpleMarkerSymbolLayerBase.decodeShape(programme.symbol)
            assert known and QgsSimpleMarkerSymbolLayerBase.shapeIsFilled(shape), programme.id


def test_a_programme_unknown_to_the_style_is_drawn_from_the_catalogue(lot, analyst):
    from dataclasses import replace

    catalogue = analyst.facts.catalogue
    invented = replace(
        catalogue.programmes["pvd"], id="va", label="Villages d'avenir", colour="#a40037", symbol="triangle"
    )
    wider = replace(catalogue, programmes={**catalogue.programmes, "va": invented})
    layer = group.open_layer(lot[1], dataset.read_info(lot[1]), wider, "programmes", "programmes", "x")
    symbol = styles.symbols(layer)["va"]
    assert symbol.symbolLayer(0).color() == QColor("#a40037")
    assert symbol.symbolLayer(0).encodeShape(symbol.symbolLayer(0).shape()) == "triangle"
    assert symbol.symbolLayer(0).dataDefinedProperties().hasActiveProperties()  # displaced like the others


def test_a_users_own_style_wins(lot, analyst, tmp_path, monkeypatch):
    shipped = (paths.STYLES / "contexte.qml").read_text(encoding="utf-8")
    own = re.sub(r'"228,228,232,255[^"]*"', '"1,2,3,255"', shipped)
    assert own != shipped
    (tmp_path / "contexte.qml").write_text(own, encoding="utf-8")
    monkeypatch.setattr(styles, "user_folder", lambda: tmp_path)
    layer = group.open_layer(lot[1], dataset.read_info(lot[1]), analyst.facts.catalogue, "contexte", "contexte", "x")
    assert layer.renderer().symbol().color() == QColor(1, 2, 3)


def test_a_users_broken_style_falls_back(lot, analyst, tmp_path, monkeypatch):
    (tmp_path / "fragilite.qml").write_text("<qgis", encoding="utf-8")
    monkeypatch.setattr(styles, "user_folder", lambda: tmp_path)
    layer = group.open_layer(lot[1], dataset.read_info(lot[1]), analyst.facts.catalogue, "communes", "fragilite", "x")
    assert isinstance(layer.renderer(), QgsCategorizedSymbolRenderer)


def test_two_symbols_of_one_commune_are_both_drawn(lot, project):
    """Cahors: the ACV square and the bus, side by side: both colours are on the picture."""
    made = group.add_group(project, lot[1], lot[0], None)
    sites, programmes = layer_of(made, "sites"), layer_of(made, "programmes")
    cahors = next(f for f in programmes.getFeatures() if f["code"] == "46042").geometry().asPoint()
    settings = QgsMapSettings()
    settings.setDestinationCrs(project.crs())
    settings.setLayers([sites, programmes])
    settings.setOutputSize(QSize(300, 300))
    settings.setBackgroundColor(QColor("white"))
    settings.setExtent(QgsRectangle(cahors.x() - 8000, cahors.y() - 8000, cahors.x() + 8000, cahors.y() + 8000))
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    image = job.renderedImage()
    seen = collections.Counter(image.pixelColor(x, y).name() for x in range(300) for y in range(300))
    assert seen["#e12a5c"] > 30  # Action cœur de ville
    assert seen["#273375"] > 15  # France services


def test_class_ranges_have_no_gap():
    bounds = [35.6, 45.4, 54.2, 64.1]
    assert [styles.class_range(k, bounds) for k in (1, 2, 5)] == ["moins de 35,6", "35,6 à 45,4", "64,1 et plus"]
    assert styles.class_range(3, [float("nan")] * 4) == ""


def test_text_is_never_under_seven_points():
    assert map_items.text_format(5).size() == 7
