"""Adding a programme is a catalogue entry and at most a reader: one is made up here and followed to the screen."""

from __future__ import annotations

import csv
import json
from dataclasses import replace

import pytest
import tiny
from qgis.core import QgsProject

from anct_qgis_plugin import paths
from anct_qgis_plugin.connectors.embedded import programmes, sources
from anct_qgis_plugin.connectors.tables.codes import CommuneCodes
from anct_qgis_plugin.connectors.tables.raw import Raw
from anct_qgis_plugin.core import coverage
from anct_qgis_plugin.core.catalogue import parse
from anct_qgis_plugin.core.diagnostic import Analyst
from anct_qgis_plugin.core.levels import units_of
from anct_qgis_plugin.gis import dataset, diagnostic_tables, group, map_frame, map_legend, styles
from anct_qgis_plugin.snapshot.build import build
from anct_qgis_plugin.snapshot.profiles import read_profile
from anct_qgis_plugin.snapshot.reader import load, read_catalogue

ENTRY = """
[fontaines]
kind = "programme"
label = "Fontaines de France"
short = "Fontaines"
family = "Coopération territoriale et lien social"
unit = "commune"
colour = "#123456"
symbol = "heart"
draw = "symbole"
definition = "Programme inventé pour un test."
source = "fontaines"
max_population = 5000

[fontaines.read]
reader = "members"
file = "fontaines.geojson"

[vallees]
kind = "programme"
label = "Vallées unies"
short = "Vallées"
family = "Territoires, transition écologique"
unit = "perimetre"
colour = "#654321"
symbol = "antidiagonal"
draw = "hachures"
definition = "Périmètre inventé pour un test."
source = "fontaines"

[vallees.read]
reader = "members"
file = "vallees.geojson"
"""
SOURCE = """
[fontaines]
producteur = "Personne"
titre = "Fontaines"
millesime = "2026"
adresse = "https://example.org"
date = "2026"
limites = "Inventé."
"""


def features(*lines: tuple[str, str, str]) -> Raw:
    point = {"type": "Point", "coordinates": [0, 0]}
    names = ("id_territoire", "lib_territoire", "liste_geo")
    found = [
        {"type": "Feature", "geometry": point, "properties": dict(zip(names, line, strict=True))} for line in lines
    ]
    return Raw("x.geojson", json.dumps({"type": "FeatureCollection", "features": found}).encode())


@pytest.fixture(scope="module")
def made_up(tmp_path_factory):
    """(analyst, snapshot) of a dozen communes with two programmes that only a text and two files know of."""
    folder = tmp_path_factory.mktemp("made_up")
    facts = tiny.write_facts(folder / "facts")
    shipped = [(paths.CATALOGUE / f"{name}.toml").read_text(encoding="utf-8") for name in ("programmes", "indicators")]
    (folder / "programmes.toml").write_text(shipped[0] + ENTRY, encoding="utf-8")
    catalogue = replace(
        parse((folder / "programmes.toml").read_text(encoding="utf-8"), shipped[1]), travel=read_catalogue().travel
    )
    files = {
        "fontaines.geojson": features(
            ("f-1", "Fontaine du Lot", "Douelle (46088); Figeac (46102)"), ("f-2", "Ailleurs", "Ajaccio (2A004)")
        ),
        "vallees.geojson": features(("v-1", "Vallée du Célé", "Figeac (46102); Capdenac-Gare (12052)")),
    }
    with (facts / "cog.csv").open(encoding="utf-8") as file:
        codes = CommuneCodes([{**row, "ept": ""} for row in csv.DictReader(file)])
    perimeters = []
    for key in ("fontaines", "vallees"):
        reading = programmes.read(catalogue.programmes[key], files.__getitem__, codes)
        perimeters += reading.perimeters
        for name, (columns, rows) in reading.tables.items():
            _write(facts / f"{name}.csv", [columns, *rows])
    _append(facts / "perimeters.csv", perimeters)
    _append(facts / "sources.csv", sources.rows(sources.parse(SOURCE), {"fontaines": 2}))
    build(folder / "anct.gpkg", facts, tiny.source(), catalogue)
    return Analyst(load(folder / "anct.gpkg", catalogue)), folder / "anct.gpkg"


def _write(path, rows) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def _append(path, rows) -> None:
    with path.open("a", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def test_it_is_counted_in_coverage_with_its_eligibility(made_up):
    facts = made_up[0].facts
    lot = made_up[0].gazetteer.resolve("dep:46")
    table = coverage.coverage(facts, units_of(facts, lot, "departement"), ["fontaines", "vallees"]).set_index(
        "programme"
    )
    row = table.loc["fontaines"]
    # Of Cahors (20,000 people), Douelle (800), Figeac (10,000, labelled whatever its size), Saint-Denis (380).
    assert (row["communes"], row["communes_couvertes"], row["communes_eligibles"]) == (4, 2, 3)
    assert row["population_couverte"] == 10800 and row["part_couverte"] == 10800 / 31180
    assert table.loc["vallees", "communes_couvertes"] == 1


def test_it_is_on_the_map_and_in_its_legends(made_up, tmp_path, monkeypatch):
    analyst, snapshot = made_up
    monkeypatch.setattr(paths, "SNAPSHOT", snapshot)
    territory = analyst.gazetteer.resolve("dep:46")
    profile = read_profile(analyst.facts.catalogue.indicators, "generale")
    path = dataset.write_dataset(analyst, territory, profile, tmp_path, snapshot=snapshot)
    info = dataset.read_info(path)
    project = QgsProject()
    tree = group.add_group(project, path, territory, analyst.diagnostic(territory, profile))
    marks = group.tree_layer(tree, "programmes").layer()
    labels = {str(c.value()): c.label() for c in marks.renderer().categories()}
    assert labels["fontaines"].startswith("Fontaines de France (2\u00a0communes sur 4)")
    # What is absent from the territory does not lengthen the legend.
    assert set(labels) == {"acv", "fontaines"}
    drawn = styles.symbols(marks)["fontaines"]  # kept: its layers go with it
    symbol = drawn.symbolLayer(0)
    assert symbol.properties()["name"] == "heart" and symbol.color().name() == "#123456"
    assert {f["code"] for f in marks.getFeatures() if f["programme"] == "fontaines"} == {"46088", "46102"}
    areas = group.tree_layer(tree, "perimetres").layer()
    assert "vallees" in {str(c.value()) for c in areas.renderer().categories()}
    assert [f["libelle"] for f in areas.getFeatures() if f["programme"] == "vallees"] == ["Vallée du Célé"]
    layout_lines = map_legend._programmes(analyst, path, info, "programmes", map_legend.Column(None, 0, 60, 0, 7.5))
    assert {"Fontaines de France": 2, "Vallées unies": 1}.items() <= {
        line.text: line.count for line in layout_lines
    }.items()
    assert "Fontaines" not in map_legend._absent(analyst, info)
    assert "PVD" in map_legend._absent(analyst, info)
    assert map_frame.has_symbols(info, "programmes")
    project.clear()


def test_it_is_in_a_diagnostic_with_its_source(made_up):
    analyst = made_up[0]
    profile = read_profile(analyst.facts.catalogue.indicators, "generale")
    diagnostic = analyst.diagnostic(analyst.gazetteer.resolve("dep:46"), profile)
    fact = next(f for f in diagnostic.programmes if f.programme.id == "fontaines")
    assert fact.text == "2\u00a0communes sur 4" and fact.contracts == (("f-1", "Fontaine du Lot"),)
    assert diagnostic.sources.at["fontaines", "producteur"] == "Personne"
    _, rows = diagnostic_tables.programmes(diagnostic, 190)
    written = {row.cells[0].text: [getattr(cell, "text", cell) for cell in row.cells] for row in rows}
    assert written["Fontaines de France"][1:3] == ["2\u00a0communes sur 4", "3 sur 4"]
    assert "Douelle et Figeac" in written["Fontaines de France"][4]
    assert "Vallée du Célé" in written["Vallées unies"][4]
    # Those that are not there are named in one line.
    assert "Petites villes de demain" in diagnostic_tables.absent_programmes(diagnostic)
    assert "Fontaines" not in diagnostic_tables.absent_programmes(diagnostic)


def test_a_reader_that_does_not_exist_is_said():
    from anct_qgis_plugin.errors import CatalogueError

    catalogue = parse(ENTRY.replace('reader = "members"', 'reader = "crystal_ball"'), "")
    with pytest.raises(CatalogueError, match="fontaines.*crystal_ball.*members"):
        programmes.read(catalogue.programmes["fontaines"], lambda name: Raw(name, b""), CommuneCodes([]))
