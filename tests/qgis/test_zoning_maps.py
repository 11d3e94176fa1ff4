"""Zonings on the map: layers of the group and pages, against the classes of the facts files."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import Counter

import pytest
from qgis.core import NULL, QgsLayoutItemLabel, QgsProject, QgsRenderContext, QgsVectorLayer
from qgis.PyQt.QtGui import QColor

from anct_qgis_plugin import paths
from anct_qgis_plugin.errors import OutputError
from anct_qgis_plugin.gis import dataset, group, map_page, map_zoning

pytestmark = pytest.mark.skipif(not paths.SNAPSHOT.exists(), reason="the snapshot is not built: make snapshot")
KEYS = ("frr", "zrr", "montagne", "densite", "ruralite", "centralite")


def facts_of(key, departement):
    """Commune → class, from the facts file."""
    with (paths.FACTS / f"zoning_{key}.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: row["statut"] for row in csv.DictReader(file) if row["code"].startswith(departement)}


def page(analyst, profile, place, theme):
    """The page of a territory and its dataset: project, layout, texts."""
    territory, path = place
    project = QgsProject()
    made = map_page.build_map_layout(project, analyst, analyst.diagnostic(territory, profile), path, theme)
    labels = [item for item in made.items() if isinstance(item, QgsLayoutItemLabel)]
    # As one reads: line by line, a line's parts being within a millimetre.
    labels.sort(key=lambda item: (round(item.pos().y()), item.pos().x()))
    texts = [item.text() for item in labels]
    return project, made, [re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text)) for text in texts]


def drawn(layer):
    """Commune → colour of its symbol, "hatched" or "lines" where it has a pattern."""
    renderer, context, found = layer.renderer().clone(), QgsRenderContext(), {}
    context.expressionContext().setFields(layer.fields())
    renderer.startRender(context, layer.fields())
    for feature in layer.getFeatures():
        context.expressionContext().setFeature(feature)
        symbol = renderer.symbolForFeature(feature, context)
        pattern = any(one.layerType() == "LinePatternFill" for one in symbol.symbolLayers())
        colour = symbol.symbolLayer(0).color().name()
        found[feature["code"]] = "hatched" if pattern and colour == "#ffffff" else "lines" if pattern else colour
    renderer.stopRender(context)
    return found


def layer_of(project):
    return next(one for one in project.mapLayers().values() if "communes" in one.source())


@pytest.fixture(scope="module")
def jura(analyst, profile, tmp_path_factory):
    """All classes of FRR but one, and communes classed in part."""
    territory = analyst.gazetteer.resolve("dep:39")
    return territory, dataset.write_dataset(analyst, territory, profile, tmp_path_factory.mktemp("jura"))


@pytest.fixture(scope="module")
def guadeloupe(analyst, profile, tmp_path_factory):
    territory = analyst.gazetteer.resolve("dep:971")
    return territory, dataset.write_dataset(analyst, territory, profile, tmp_path_factory.mktemp("guadeloupe"))


def test_the_dataset_holds_the_class_of_each_commune(jura):
    layer = QgsVectorLayer(f"{jura[1]}|layername=communes", "communes", "ogr")
    counts = dataset.read_info(jura[1]).counts
    for key in KEYS:
        wanted = facts_of(key, "39")
        found = {f["code"]: f[f"zone_{key}"] for f in layer.getFeatures()}
        assert {code: label for code, label in found.items() if label not in (None, NULL)} == wanted, key
        expected = Counter(wanted.values()) + Counter({"": len(found) - len(wanted)})
        assert counts[f"zonage:{key}"] == expected, key


def test_each_commune_has_the_colour_of_its_class(analyst, profile, jura):
    project, _, _ = page(analyst, profile, jura, "zonage:frr")
    colours = {one.label: one for one in analyst.facts.catalogue.programmes["frr"].classes}
    found, wanted = drawn(layer_of(project)), facts_of("frr", "39")
    assert len(found) == len(wanted)
    for code, label in wanted.items():
        assert found[code] == ("lines" if colours[label].texture else QColor(colours[label].colour).name()), code
    assert {"lines", "#00504a", "#4c9f91", "#d9a441", "#f1eee6"} == set(found.values())


def test_the_legend_has_the_classes_there_and_no_other(analyst, profile, jura):
    _, made, texts = page(analyst, profile, jura, "zonage:frr")
    for name in ("titre", "sous_titre", "carte", "echelle", "sources", "fond", "licence", "lecture", "limites"):
        assert made.itemById(name) is not None, name
    said = " | ".join(texts)
    assert "FRR en partie" not in said  # "Classée FRR partiellement": none here
    n = Counter(facts_of("frr", "39").values())
    place = texts.index("FRR+")
    assert texts[place : place + 10] == [
        "FRR+", str(n["FRR+"]), "FRR socle", str(n["FRR socle"]),
        "FRR bénéficiaire (ancienne ZRR)", str(n["FRR bénéficiaire"]),
        "FRR bénéficiaire en partie", str(n["FRR bénéficiaire partiellement"]), "non classée", str(n["Non classée"]),
    ]  # fmt: skip
    inside = sum(n.values()) - n["Non classée"]
    assert f"Dole : non classée. {inside} communes sur {sum(n.values())} sont en FRR, " in said
    assert "Jura : France ruralités revitalisation" in texts and "zonage : 10 juillet 2025" in said
    assert "Sources – DGCL : FRR (10 juillet 2025)." in texts


def test_a_commune_outside_the_massifs_is_pale_not_missing(analyst, profile, jura):
    project, _, texts = page(analyst, profile, jura, "zonage:montagne")
    found, wanted = drawn(layer_of(project)), facts_of("montagne", "39")
    assert {found[code] for code in wanted} == {"#c9a24a"}  # the Jura
    others = {colour for code, colour in found.items() if code not in wanted}
    assert len(others) == 1 and QColor(others.pop()).lightnessF() > 0.9
    assert "hors massif" in texts and f"{len(wanted)} communes sur {len(found)} sont dans un massif" in " ".join(texts)


def test_what_is_not_known_is_hatched_with_its_reason(analyst, profile, guadeloupe):
    project, _, texts = page(analyst, profile, guadeloupe, "zonage:centralite")
    assert set(drawn(layer_of(project)).values()) == {"hatched"}
    said = " ".join(texts)
    assert "sans donnée" in texts
    assert "32 communes sans classe connue. Le niveau de centre d’équipements et de services n’est pas défini" in said
    assert "temps d’accès" not in said  # what the whole list lacks is not the reason here
    assert "'" not in said


def test_a_type_lost_by_a_merging_has_its_own_reason(analyst, profile, tmp_path):
    territory = analyst.gazetteer.resolve("dep:63")
    path = dataset.write_dataset(analyst, territory, profile, tmp_path)
    project, _, texts = page(analyst, profile, (territory, path), "zonage:ruralite")
    changed = [code for code, label in facts_of("ruralite", "63").items() if label.startswith("Commune dont")]
    assert changed and {code for code, look in drawn(layer_of(project)).items() if look == "hatched"} == set(changed)
    said = " ".join(texts)
    assert f"Hachuré : {len(changed)} commune, périmètre changé depuis la typologie." in said
    assert "outre-mer." not in said.split("Lecture")[1]


def test_density_and_history_have_their_words(analyst, profile, lot):
    _, _, texts = page(analyst, profile, lot, "zonage:densite")
    said = " ".join(texts)
    assert "Lot : grille communale de densité" in texts and "millésime non indiqué" in said
    # Worked out from the facts: the class with most people, and their share.
    label, people = classes_by_people(analyst, lot[0], "densite")
    share = round(100 * people / analyst.facts.population[lot[0].positions].sum())
    assert f"Classe la plus peuplée : {label}, {share} % des habitants" in said
    _, _, texts = page(analyst, profile, lot, "zonage:zrr")
    assert "Lot : zone de revitalisation rurale (zonage abrogé)" in texts


def classes_by_people(analyst, territory, key):
    found, people = facts_of(key, "46"), Counter()
    for position in territory.positions:
        people[found[analyst.facts.codes[position]]] += analyst.facts.population[position]
    return people.most_common(1)[0]


def test_an_unknown_zoning_is_answered_with_those_there_are(analyst, profile, lot):
    with pytest.raises(OutputError, match="zonage:qpv.*no zoning.*“qpv”.*zonage:frr, zonage:zrr, zonage:montagne"):
        page(analyst, profile, lot, "zonage:qpv")
    with pytest.raises(OutputError, match="zonage:<id>"):
        page(analyst, profile, lot, "zonages")
    assert map_zoning.themes(analyst.facts) == [f"zonage:{key}" for key in KEYS]


# -- the group of layers -------------------------------------------------------------------------------------------


@pytest.fixture
def project():
    made = QgsProject()
    yield made
    made.clear()


def test_the_group_has_its_zonings_apart_and_unticked(lot, project):
    made = group.add_group(project, lot[1], lot[0], None)
    inside = made.findGroup("Zonages")
    names = [node.name() for node in inside.findLayers()]
    assert names == [
        "France ruralités revitalisation", "Zone de revitalisation rurale", "Massif de montagne",
        "Grille communale de densité", "Typologie des ruralités", "Centres d’équipements et de services",
    ]  # fmt: skip
    assert not any(node.isVisible() for node in inside.findLayers())
    # Names of communes come from the index below, once.
    assert not any(node.layer().labelsEnabled() for node in inside.findLayers())
    assert group.tree_layer(made, "communes").layer().labelsEnabled()
    # Over the index, under the outlines.
    order = [child.name() for child in made.children()]
    assert order.index("Limites") < order.index("Zonages") < order.index("Indice de fragilité")
    about = inside.findLayers()[0].layer().metadata()
    assert about.title() == "France ruralités revitalisation – Lot"
    assert "DGCL" in about.abstract() and "10 juillet 2025" in about.abstract() and "Indice" not in about.abstract()


def test_one_zoning_at_a_time_is_shown(lot, project):
    made = group.add_group(project, lot[1], lot[0], None)

    def shown():
        nodes = made.findGroup("Zonages").findLayers()
        return [node.layer().customProperty(group.ZONING_PROPERTY) for node in nodes if node.isVisible()]

    assert group.tree_layer(made, "perimetres").isVisible()
    assert group.show_zoning(made, "densite") and shown() == ["densite"]
    assert not group.tree_layer(made, "perimetres").isVisible()  # its textures would be read as classes
    assert group.show_zoning(made, "frr") and shown() == ["frr"]
    # A click in the layer tree does the same.
    group.zoning_layer(made, "montagne").setItemVisibilityChecked(True)
    assert shown() == ["montagne"]
    labels = [c.label() for c in group.zoning_layer(made, "frr").layer().renderer().categories()]
    assert labels == ["FRR+ (2)", "FRR socle (310)"]
    assert group.group_of(project, lot[0]) is not None


def test_a_zoning_without_any_commune_has_no_layer(guadeloupe, project):
    made = group.add_group(project, guadeloupe[1], guadeloupe[0], None)
    there = {node.layer().customProperty(group.ZONING_PROPERTY) for node in made.findGroup("Zonages").findLayers()}
    assert "montagne" in there and "centralite" not in there and "ruralite" not in there
    assert not group.show_zoning(made, "centralite")


def test_a_saved_project_opens_with_its_zonings(lot, project, tmp_path):
    made = group.add_group(project, lot[1], lot[0], None)
    group.show_zoning(made, "ruralite")
    assert project.write(str(tmp_path / "lot.qgz"))
    again = QgsProject()
    assert again.read(str(tmp_path / "lot.qgz"))
    node = group.zoning_layer(group.group_of(again, lot[0]), "ruralite")
    assert node.layer().isValid() and node.isVisible()
    assert len(set(drawn(node.layer()).values())) > 4
    again.clear()


def test_a_users_copy_of_the_style_wins(lot, tmp_path, monkeypatch):
    from anct_qgis_plugin.gis import styles

    monkeypatch.setenv("ANCT_USER_FOLDER", str(tmp_path))
    styles.user_folder().mkdir(parents=True)
    text = (paths.STYLES / "zonage.qml").read_text(encoding="utf-8")
    changed = re.sub(r'(<Option [^>]*)"0.12"([^>]*"outline_width")', r'\1"0.5"\2', text)
    changed = re.sub(r'(<Option [^>]*"outline_width"[^>]*)"0.12"', r'\1"0.5"', changed)
    assert changed != text
    (styles.user_folder() / "zonage.qml").write_text(changed, encoding="utf-8")
    info = dataset.read_info(lot[1])
    layer = group.open_layer(lot[1], info, styles.declared(), "communes", "zonage:frr", "FRR")
    assert {c.symbol().symbolLayer(0).strokeWidth() for c in layer.renderer().categories()} == {0.5}
