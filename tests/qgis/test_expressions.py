"""The expression functions on the real data: values against the facts, NULL, errors, help, and speed of labels."""

from __future__ import annotations

import csv
import sys
import time

import pytest
from qgis.core import (
    QgsExpression,
    QgsExpressionContext,
    QgsFeature,
    QgsField,
    QgsFields,
    QgsGeometry,
    QgsMapRendererSequentialJob,
    QgsMapSettings,
    QgsPalLayerSettings,
    QgsPointXY,
    QgsRectangle,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
)
from qgis.PyQt.QtCore import QMetaType, QSize

from anct_qgis_plugin import paths
from anct_qgis_plugin.gis import expressions
from anct_qgis_plugin.snapshot import profiles, reader

pytestmark = [
    pytest.mark.usefixtures("qgis_app"),
    pytest.mark.skipif(not paths.SNAPSHOT.exists(), reason="the embedded data are not built (make snapshot)"),
]
NAMES = ("anct_fragility", "anct_indicator", "anct_programmes", "anct_territory_name")


@pytest.fixture(autouse=True)
def _registered():
    expressions.register()
    yield
    expressions.unregister()


def value(text: str):
    expression = QgsExpression(text)
    assert not expression.hasParserError(), expression.parserErrorString()
    result = expression.evaluate()
    assert not expression.hasEvalError(), expression.evalErrorString()
    return result


def error(text: str) -> str:
    expression = QgsExpression(text)
    assert expression.evaluate() is None
    return expression.evalErrorString()


def fact(indicator: str, code: str) -> dict[str, str]:
    with open(paths.FACTS / f"indicator_{indicator}.csv", encoding="utf-8") as file:
        return next(row for row in csv.DictReader(file) if row["code"] == code)


def test_an_indicator_is_the_published_one() -> None:
    row = fact("taux_vacance", "46102")
    expected = 100 * float(row["numerator"]) / float(row["denominator"])
    assert value("anct_indicator('46102', 'taux_vacance')") == pytest.approx(expected)
    # An EPCI's comes from the sums: more than the commune alone, and not NULL.
    assert value("anct_indicator('200067361', 'taux_vacance')") > 0
    assert value("anct_indicator('epci:200067361', 'niveau_vie_median')") > 15_000
    # Columns of codes that a spreadsheet made numbers of, whole or decimal.
    assert value("anct_indicator(46102, 'taux_vacance')") == pytest.approx(expected)
    assert value("anct_indicator(46102.0, 'taux_vacance')") == pytest.approx(expected)
    assert value("anct_territory_name(200067361.0)") == value("anct_territory_name('200067361')") is not None


def test_programmes_are_an_array_of_keys() -> None:
    with open(paths.FACTS / "programme_pvd.csv", encoding="utf-8") as file:
        codes = {row["code"] for row in csv.DictReader(file)}
    assert "46102" not in codes or "pvd" in value("anct_programmes('46102')")
    labelled = min(codes)
    assert value(f"array_contains(anct_programmes('{labelled}'), 'pvd')") in (True, 1)
    assert "crte" in value("anct_programmes('200067361')")


def test_the_index_is_that_of_the_table() -> None:
    analyst = reader.analyst()
    for key in ("generale", "ruralite"):
        table = analyst.fragility(profiles.read_profile(analyst.facts.catalogue.indicators, key), "commune").table
        expected = table.set_index("code").at["46102", "indice"]
        assert value(f"anct_fragility('46102', '{key}')") == pytest.approx(expected)
    assert value("anct_fragility('46102')") == value("anct_fragility('46102', 'generale')")
    assert 0 < value("anct_fragility('dep:46', 'cohesion')") < 100


def test_names() -> None:
    assert value("anct_territory_name('46102')") == "Figeac"
    assert value("anct_territory_name('01049')") == "La Boisse"
    assert "Grand-Figeac" in value("anct_territory_name('200067361')")
    assert value("anct_territory_name('2A')") == "Corse-du-Sud"


def test_what_does_not_exist_is_null_without_an_error() -> None:
    assert value("anct_indicator('97608', 'niveau_vie_median')") is None  # Mayotte: missing
    assert value("anct_indicator('46049', 'taux_pauvrete')") is None  # withheld
    assert value("anct_fragility('97608', 'generale')") is None
    assert value("anct_territory_name(NULL)") is None and value("anct_indicator(NULL, 'fedi')") is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("anct_indicator('99999', 'fedi')", "99999"),
        ("anct_indicator('46102', 'pib')", "pib.*taux_vacance"),
        ("anct_fragility('46102', 'inconnu')", "inconnu.*generale"),
        ("anct_programmes('dep:99')", "dep:99"),
        ("anct_territory_name('Saint-Denis')", "com:93066"),
    ],
)
def test_a_bad_argument_is_said(text: str, said: str) -> None:
    import re

    assert re.search(said, error(text))


def test_each_has_its_help_in_the_group() -> None:
    found = {f.name(): f for f in QgsExpression.Functions() if f.name().startswith("anct_")}
    assert tuple(sorted(found)) == NAMES
    for name, function in found.items():
        assert function.group() == expressions.GROUP and f"{name}(" in function.helpText()
        assert len(function.helpText()) > 100


def test_registering_reads_nothing_and_leaves_nothing(monkeypatch) -> None:
    def no_reading(*_arguments):
        raise AssertionError("the data were read")

    expressions.unregister()
    assert not [f for f in QgsExpression.Functions() if f.name().startswith("anct_")]
    monkeypatch.setattr(reader, "analyst", no_reading)
    expressions.register()
    expressions.register()  # twice does no harm
    assert len([f for f in QgsExpression.Functions() if f.name().startswith("anct_")]) == len(NAMES)


def test_another_version_of_the_data_is_seen(monkeypatch, tiny_snapshot) -> None:
    before = value("anct_territory_name('46102')")
    assert before == "Figeac"
    other = reader.analyst(tiny_snapshot)
    monkeypatch.setattr(reader, "analyst", lambda: other)
    monkeypatch.setattr(expressions, "_LOOK_AGAIN", 0.0)
    expression = QgsExpression("anct_territory_name('46050')")  # a commune that the small data do not hold
    expression.evaluate()
    assert expression.hasEvalError()


def test_300_communes_are_labelled_without_a_pause() -> None:
    """A map of the Lot with four functions in each label, data read beforehand as they are once in a session."""
    analyst = reader.analyst()
    codes = [code for code in analyst.facts.codes if code.startswith("46")][:300]
    assert len(codes) == 300
    layer = QgsVectorLayer("Point?crs=EPSG:2154", "communes", "memory")
    fields = QgsFields()
    fields.append(QgsField("code", QMetaType.Type.QString))
    layer.dataProvider().addAttributes(fields)
    layer.updateFields()
    features = []
    for rank, code in enumerate(codes):
        feature = QgsFeature(layer.fields())
        feature.setAttributes([str(code)])
        feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(rank % 20 * 100, rank // 20 * 100)))
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    settings = QgsPalLayerSettings()
    settings.isExpression = True
    settings.fieldName = (
        "anct_territory_name(code) || ' ' || round(coalesce(anct_fragility(code, 'ruralite'), 0)) || ' ' || "
        "coalesce(anct_indicator(code, 'taux_vacance'), 0) || array_to_string(anct_programmes(code))"
    )
    value("anct_fragility('46102', 'ruralite')"), value("anct_programmes('46102')")
    context = QgsExpressionContext()
    context.setFields(layer.fields())
    expression = QgsExpression(settings.fieldName)
    begun = time.perf_counter()
    texts = []
    for feature in features:
        context.setFeature(feature)
        texts.append(expression.evaluate(context))
    seconds = time.perf_counter() - begun
    assert all(texts) and len(set(texts)) == 300
    layer.setLabeling(QgsVectorLayerSimpleLabeling(settings))
    layer.setLabelsEnabled(True)
    canvas = QgsMapSettings()
    canvas.setLayers([layer])
    canvas.setExtent(QgsRectangle(-50, -50, 2000, 1600))
    canvas.setOutputSize(QSize(1600, 1200))
    job = QgsMapRendererSequentialJob(canvas)
    job.start()
    job.waitForFinished()
    assert job.takeLabelingResults().allLabels()
    # A pause is seen from a tenth of a second; the margin is for a machine that does other things.
    sys.stdout.write(f"300 labels of four functions: {seconds * 1000:.0f} ms\n")
    assert seconds < 0.5
