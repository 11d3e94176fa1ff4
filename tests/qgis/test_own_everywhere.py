"""An indicator and a list of one's own, followed through all the places where the official ones are."""

from __future__ import annotations

import json

import pytest
import tiny
from qgis.core import (
    QgsExpression,
    QgsExpressionContext,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProject,
    QgsVectorLayer,
)

from anct_qgis_plugin import paths
from anct_qgis_plugin.core import own, traceability
from anct_qgis_plugin.gis import dataset, diagnostic_tables, expressions, group, styles
from anct_qgis_plugin.processing import coverage as coverage_algorithm
from anct_qgis_plugin.processing import enrich, fragility, gaps, programmes
from anct_qgis_plugin.snapshot import own as store
from anct_qgis_plugin.snapshot import reader
from anct_qgis_plugin.snapshot.profiles import read_profile

# Grand Cahors: Cahors and Douelle of tiny.COMMUNES. Figeac and Saint-Denis are in other intercommunalités.
CAHORS = "200023737"
INDICATOR = own.OwnIndicator(
    id="guichets", label="Recours aux guichets", unit="%", fragile="high", decimals=1, level="commune",
    aggregation="population", source="DDT du Lot", vintage="2025", imported="2026-01-02", file="g.csv",
    values={"46042": (10.0, False, None), "46088": (50.0, False, None), "46102": (None, True, None)},
)  # fmt: skip
SCHEME = own.OwnProgramme(
    id="schema_lot", label="Schéma des services du Lot", short="Schéma", colour="#aa3355", symbol="star",
    definition="Liste du département.", source="Département du Lot", vintage="2025", imported="2026-01-02",
    file="l.csv", members=(("epci", CAHORS),),
)  # fmt: skip
pytestmark = pytest.mark.usefixtures("qgis_app", "qgis_processing")


@pytest.fixture
def analyst(tiny_snapshot, tmp_path, monkeypatch):
    monkeypatch.setenv("ANCT_USER_FOLDER", str(tmp_path / "own"))
    monkeypatch.setattr(paths, "SNAPSHOT", tiny_snapshot)
    store.save_indicator(INDICATOR)
    store.save_programme(SCHEME)
    return reader.analyst()


@pytest.fixture
def profile(tmp_path):
    """A profile file in which the own indicator has a weight, as the editor of profiles writes them."""
    text = {
        "id": "le_mien", "label": "Le mien", "description": "",
        "indicators": [{"id": "guichets", "weight": 2, "direction": "high"}],
    }  # fmt: skip
    path = tmp_path / "le_mien.json"
    path.write_text(json.dumps(text), encoding="utf-8")
    return str(path)


def rows_of(algorithm: QgsProcessingAlgorithm, tmp_path, **given):
    target = tmp_path / f"{algorithm.name()}.gpkg"
    _, done = QgsProcessingAlgorithm.run(
        algorithm.create(), {**given, "OUTPUT": str(target)}, QgsProcessingContext(), QgsProcessingFeedback(), {}, False
    )
    assert done
    layer = QgsVectorLayer(str(target), "", "ogr")
    assert layer.isValid()
    return list(layer.getFeatures())


def test_a_list_of_epci_is_outlined_on_the_map_with_its_name_and_its_legend(analyst, tmp_path):
    territory = analyst.gazetteer.resolve("dep:46")
    general = read_profile(analyst.facts.catalogue.indicators, "generale")
    path = dataset.write_dataset(analyst, territory, general, tmp_path / "set", snapshot=paths.SNAPSHOT)
    project = QgsProject()
    tree = group.add_group(project, path, territory, analyst.diagnostic(territory, general))
    areas = group.tree_layer(tree, "perimetres").layer()
    (scheme,) = [f for f in areas.getFeatures() if f["programme"] == "schema_lot"]
    assert scheme["libelle"] == f"Intercommunalité {CAHORS}"
    # Two communes of one square each, side by side: 1.4 to 1.5 east, 44.3 to 44.5 north.
    own_area = scheme.geometry().area()
    communes = {f["code"]: f.geometry().area() for f in group.tree_layer(tree, "communes").layer().getFeatures()}
    assert own_area == pytest.approx(communes["46042"] + communes["46088"], rel=1e-6)
    labels = {str(c.value()): c.label() for c in areas.renderer().categories()}
    assert labels["schema_lot"].startswith("Schéma des services du Lot (2\u00a0communes sur 4)")
    assert styles.symbols(areas)["schema_lot"].color().isValid()
    # The figures of the communes hold the own indicator.
    values = {f["code"]: f["guichets"] for f in group.tree_layer(tree, "communes").layer().getFeatures()}
    assert values["46042"] == 10.0 and values["46088"] == 50.0
    project.clear()


def test_the_algorithms_have_both(analyst, profile, tmp_path):
    (area,) = rows_of(programmes.Programmes(), tmp_path, TERRITORY="dep:46", PROGRAMMES="schema_lot")
    assert area["libelle"] == f"Intercommunalité {CAHORS}" and "Département du Lot" in area["source"]
    # 0.1 x 0.1 degree each, on the grid of the snapshot.
    assert area.geometry().area() == pytest.approx(2 * tiny.SIDE**2, rel=1e-3)
    (covered,) = rows_of(
        coverage_algorithm.Coverage(), tmp_path, TERRITORY="dep:46", LEVEL="departement", PROGRAMMES="schema_lot"
    )
    assert (covered["communes_couvertes"], covered["population_couverte"]) == (2, 20800)
    rows = {f["code"]: f for f in rows_of(fragility.FragilityIndex(), tmp_path, TERRITORY="dep:46", PROFILE=profile)}
    # Of two values the higher one is the more fragile; what is withheld gives no index.
    assert rows["46088"]["indice"] > rows["46042"]["indice"] and not rows["46102"]["classe"]
    found = {
        f["code"]: f
        for f in rows_of(gaps.GapAnalysis(), tmp_path, TERRITORY="dep:46", PROGRAMMES="schema_lot", PROFILE=profile)
    }
    assert {c: f["nb_programmes"] for c, f in found.items()} == {"46042": 1, "46088": 1, "46102": 0, "46265": 0}


def test_an_enriched_list_has_both_with_their_sources(analyst, tmp_path):
    listed = tmp_path / "dossiers.csv"
    listed.write_text("insee;projet\n46042;Halle\n46102;École\n", encoding="utf-8")
    rows = rows_of(
        enrich.Enrich(), tmp_path, INPUT=str(listed), CODE_FIELD="insee", PROGRAMMES="schema_lot", INDICATORS="guichets"
    )
    assert [(f["schema_lot"], f["guichets"] or None) for f in rows] == [("oui", 10.0), ("non", None)]
    assert "guichets" in rows[1]["anct_secret"] or "Recours aux guichets" in rows[1]["anct_secret"]
    assert "DDT du Lot" in rows[0]["anct_source"] and "Département du Lot" in rows[0]["anct_source"]


def test_the_diagnostic_has_both_with_their_sources(analyst, profile):
    known = read_profile(analyst.facts.catalogue.indicators, profile)
    diagnostic = analyst.diagnostic(analyst.gazetteer.resolve("dep:46"), known)
    (fact,) = [f for f in diagnostic.programmes if f.programme.id == "schema_lot"]
    assert fact.communes == ("46042", "46088") and fact.contracts[0][1] == f"Intercommunalité {CAHORS}"
    _, lines = diagnostic_tables.programmes(diagnostic, 190)
    text = " ".join(str(getattr(cell, "text", cell)) for row in lines for cell in row.cells)
    assert "Schéma des services du Lot" in text and f"Intercommunalité {CAHORS}" in text
    assert {"own_guichets", "own_schema_lot"} <= set(diagnostic.sources.index)
    (figure,) = [row[0] for row in diagnostic.card if row[0].indicator == "guichets"]
    assert figure.value is None and figure.absence  # a third of the people have no value: no mean, and it is said
    whole = analyst.diagnostic(analyst.gazetteer.resolve(f"epci:{CAHORS}"), known)
    (figure,) = [row[0] for row in whole.card if row[0].indicator == "guichets"]
    # Cahors and Douelle: (10 x 20,000 + 50 x 800) / 20,800
    assert figure.value == pytest.approx(240000 / 20800)


def test_expressions_and_the_window_of_sources_know_both(analyst):
    expressions.register()
    try:
        value = QgsExpression("anct_indicator('46088', 'guichets')").evaluate(QgsExpressionContext())
        assert value == 50.0
        listed = QgsExpression("anct_programmes('46088')").evaluate(QgsExpressionContext())
        assert "schema_lot" in listed
    finally:
        expressions.unregister()
    served = traceability.uses(analyst.facts)
    assert served["own_guichets"] == [INDICATOR.label] and served["own_schema_lot"] == [SCHEME.label]
    (reach,) = [
        r for r in traceability.reach(analyst.facts, analyst.gazetteer.resolve("dep:46")) if r.indicator == "guichets"
    ]
    # Two communes of four have a value, one is withheld; 20,800 people of 31,180.
    assert (reach.communes, reach.secret) == (0.5, 0.25) and reach.people == pytest.approx(20800 / 31180)
    cited = traceability.citations(analyst.facts, analyst.gazetteer.resolve("dep:46"))
    assert "DDT du Lot" in cited and "Département du Lot" in cited
