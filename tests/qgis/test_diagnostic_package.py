"""The diagnostic as a GeoPackage: what plain QGIS and plain SQLite find in it."""

from __future__ import annotations

import math
import shutil
import sqlite3

import numpy as np
import pytest
from qgis.core import QgsFeedback, QgsProject, QgsVectorLayer

from anct_qgis_plugin import paths
from anct_qgis_plugin.core import coverage
from anct_qgis_plugin.errors import Cancelled, OutputError
from anct_qgis_plugin.gis import dataset, diagnostic_package
from anct_qgis_plugin.gis.diagnostic_document import diagnostic_steps, write_diagnostic

pytestmark = pytest.mark.skipif(not paths.SNAPSHOT.exists(), reason="the snapshot is not built: make snapshot")


@pytest.fixture(scope="module")
def written(analyst, profile, tmp_path_factory):
    """Expression → (diagnostic, dataset, file)."""
    folder = tmp_path_factory.mktemp("packages")
    made: dict[str, tuple] = {}

    def of(expression):
        if expression not in made:
            territory = analyst.gazetteer.resolve(expression)
            diagnostic = analyst.diagnostic(territory, profile)
            data = dataset.write_dataset(analyst, territory, profile, folder / "data")
            (file,) = write_diagnostic(analyst, diagnostic, folder / "out", None, data, ("gpkg",))
            made[expression] = diagnostic, data, file
        return made[expression]

    return of


def rows(file, query: str, values: tuple = ()) -> list[tuple]:
    """By SQLite alone."""
    with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as base:
        return base.execute(query, values).fetchall()


def test_the_communes_hold_index_indicators_and_programmes(written):
    """312 communes; each cell is that of the facts, and "secret" names what was withheld."""
    diagnostic, _, file = written("dep:46")
    facts = diagnostic.facts
    index = diagnostic.communal.table.set_index("code")
    known = list(facts.shown())
    found = rows(file, f"SELECT code, indice, secret, prog_pvd, prog_fs, {', '.join(known)} FROM communes")
    assert len(found) == 312
    withheld = 0
    for code, value, secret, pvd, sites, *values in found:
        place = facts.position[code]
        assert value is None if np.isnan(index.at[code, "indice"]) else math.isclose(value, index.at[code, "indice"])
        # A town that is too large for the programme: there is no number to give.
        assert pvd == (coverage.count(facts, "pvd")[place] if coverage.eligible(facts, "pvd")[place] else None)
        assert sites == coverage.count(facts, "fs")[place]
        told = set((secret or "").split(",")) - {""}
        for key, cell in zip(known, values, strict=True):
            column = facts.values[key]
            assert (cell is None) == bool(np.isnan(column.value[place]))
            assert (key in told) == (column.status[place] == 2)
        withheld += len(told)
    assert withheld > 250


def test_units_and_their_coverage_are_those_of_the_core(analyst, written):
    diagnostic, _, file = written("dep:46")
    facts, profile = diagnostic.facts, diagnostic.profile
    ranked = analyst.fragility(profile, "epci").table.set_index("code")
    found = rows(file, "SELECT code, nom, population, indice, rang FROM intercommunalites")
    assert len(found) == 9
    for code, _name, people, value, rank in found:
        inside = (facts.communes["code_epci"] == code).to_numpy()
        assert people == facts.population[inside].sum()
        assert math.isclose(value, ranked.at[code, "indice"]) and rank == ranked.at[code, "rang"]
    for code, programme, covered, people in rows(
        file, "SELECT code, programme, communes_couvertes, population_couverte FROM couverture"
    ):
        inside = (facts.communes["code_epci"] == code).to_numpy() & (coverage.count(facts, programme) > 0)
        assert covered == inside.sum() and people == facts.population[inside].sum()


def test_tables_say_why_a_value_is_not_there(written):
    diagnostic, _, file = written("dep:46")
    facts = diagnostic.facts
    statuses = dict(rows(file, "SELECT statut, COUNT(*) FROM indicateurs_communes GROUP BY statut"))
    assert set(statuses) == {"valeur", "secret", "absente"}
    keys = [row[0].indicator for row in diagnostic.card if row[0].indicator in facts.values]
    told = [int((facts.values[key].status[diagnostic.territory.positions] == 2).sum()) for key in keys]
    assert statuses["secret"] == sum(told)
    assert rows(file, "SELECT COUNT(*) FROM indicateurs_communes WHERE statut <> 'valeur' AND valeur NOT NULL") == [
        (0,)
    ]
    assert [one for (one,) in rows(file, "SELECT titre FROM sources ORDER BY n")] == list(diagnostic.sources["titre"])
    about = dict(rows(file, "SELECT rubrique, texte FROM lisez_moi"))
    assert about["Territoire"] == "Lot" and "secret statistique" in about["Statut"]
    described = {what.split(" ", 1)[1] for what in about if what.startswith(("Couche ", "Table "))}
    contents = {one for (one,) in rows(file, "SELECT table_name FROM gpkg_contents")}
    assert contents - {"layer_styles", "qgis_projects", "lisez_moi"} <= described
    assert dataset.INFO not in contents


@pytest.mark.parametrize("place", ["dep:46", "epci:200023372", "com:46240"])
def test_plain_qgis_shows_it_as_our_map_does(written, tmp_path, place):
    """Styles by default, from the file alone, wherever it was moved; nothing of the plugin's in them."""
    _, _, file = written(place)
    moved = tmp_path / "elsewhere" / file.name
    moved.parent.mkdir()
    shutil.copy(file, moved)
    layer = QgsVectorLayer(f"{moved}|layername=communes", "communes", "ogr")
    labels = [category.label() for category in layer.renderer().categories()]
    assert labels[0].startswith("très fragile") and layer.labelsEnabled()
    styles = rows(moved, "SELECT f_table_name, styleName, useAsDefault, styleQML FROM layer_styles")
    assert {name for table, name, _, _ in styles if table == "communes"} >= {
        "Indice de fragilité", "Fragilité et programmes", "Accès à France services", "Densité",
    }  # fmt: skip
    assert all(sum(d for t, _, d, _ in styles if t == table) == 1 for table in {t for t, *_ in styles})
    assert not [name for _, name, _, qml in styles if "anct_indicator" in qml or "anct_fragility" in qml]
    project = QgsProject()
    assert project.read(f"geopackage:{moved}?projectName={diagnostic_package.PROJECT}")
    layers = list(project.mapLayers().values())
    assert len(layers) >= 6 and all(one.isValid() and one.source().startswith(str(moved)) for one in layers)
    (group,) = project.layerTreeRoot().children()
    assert group.name().endswith("– ANCT")
    assert [n.name() for n in group.findLayers() if n.isVisible()][-1] == "Territoires voisins"
    project.clear()


def test_one_file_without_a_journal_and_the_dataset_as_it_was(written):
    _, data, file = written("dep:46")
    assert [one.name for one in file.parent.iterdir() if one.name.startswith(file.name)] == [file.name]
    with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as base:
        assert base.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert base.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    assert dataset.read_info(data) is not None
    assert ("layer_styles",) not in rows(data, "SELECT table_name FROM gpkg_contents")


def test_overseas_keeps_its_projection(analyst, profile, tmp_path):
    diagnostic = analyst.diagnostic(analyst.gazetteer.resolve("dep:974"), profile)
    (file,) = write_diagnostic(analyst, diagnostic, tmp_path, formats=("gpkg",))
    for table in ("communes", "intercommunalites"):
        layer = QgsVectorLayer(f"{file}|layername={table}", table, "ogr")
        assert layer.crs().authid() == "EPSG:2975" and 300_000 < layer.extent().center().x() < 400_000


def test_a_file_open_in_qgis_is_left_alone(analyst, written, tmp_path):
    diagnostic, data, _ = written("com:46240")
    target = tmp_path / "com-46240_diagnostic.gpkg"
    target.write_bytes(b"open")
    (tmp_path / f"{target.name}-wal").touch()
    with pytest.raises(OutputError, match="open in QGIS"):
        write_diagnostic(analyst, diagnostic, tmp_path, None, data, ("gpkg",))
    assert target.read_bytes() == b"open" and len(list(tmp_path.iterdir())) == 2


@pytest.mark.parametrize("stop", [1, 3, 4])
def test_a_cancel_leaves_nothing(analyst, written, tmp_path, stop):
    diagnostic, data, _ = written("com:46240")
    feedback = QgsFeedback()
    steps = diagnostic_steps(analyst, diagnostic, tmp_path, feedback, data, ("gpkg",))
    for _ in range(stop):
        next(steps)
    feedback.cancel()
    with pytest.raises(Cancelled):
        list(steps)
    assert not list(tmp_path.iterdir())


def test_a_dataset_that_is_none_is_said(analyst, written, tmp_path):
    diagnostic, _, _ = written("com:46240")
    spoilt = tmp_path / "spoilt.gpkg"
    spoilt.write_bytes(b"not a GeoPackage")
    with pytest.raises(OutputError, match="could not be written"):
        write_diagnostic(analyst, diagnostic, tmp_path / "out", None, spoilt, ("gpkg",))
    assert not list((tmp_path / "out").iterdir())


def test_a_title_makes_the_name_of_a_field():
    for title, name in (("N°", "n"), ("Part de l’indice (points)", "part_de_l_indice_points"), ("Œuvre", "oeuvre")):
        assert diagnostic_package._plain(title) == name
