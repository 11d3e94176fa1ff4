"""Versions of the data: what is in use is always whole, whatever lies in the folder."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing

import pytest

from anct_qgis_plugin.errors import SnapshotMissing, SnapshotVersionError
from anct_qgis_plugin.snapshot import blobs, reader, versions


def make(source, name, population=1, **info):
    """A version of that name, with a population of Cahors and changes to its snapshot_info."""
    path = versions.folder() / name / versions.FILE
    path.parent.mkdir(parents=True)
    shutil.copy(source, path)
    with closing(sqlite3.connect(path)) as connection, connection:
        blobs.add_functions(connection)
        if population:
            connection.execute("UPDATE commune SET population = ? WHERE code = '46042'", (population,))
        for key, value in info.items():
            connection.execute("UPDATE snapshot_info SET value = ? WHERE key = ?", (value, key))
    return path


def cahors():
    return reader.analyst().facts.communes.loc["46042", "population"]


def test_without_versions_the_embedded_one_is_in_use(embedded):
    assert versions.active() == embedded
    assert [v.name for v in versions.kept()] == ["0"]
    with pytest.raises(SnapshotMissing, match="already in use"):
        versions.rollback()


def test_activation_changes_what_is_read_and_one_step_goes_back(embedded):
    make(embedded, "20990101-000000", 111)
    make(embedded, "20990102-000000", 222)
    assert cahors() == 20000  # a version is not in use until it is activated
    versions.activate("20990101-000000")
    assert cahors() == 111
    assert versions.activate("20990102-000000").active
    assert cahors() == 222
    assert versions.rollback().name == "20990101-000000"
    assert cahors() == 111
    assert versions.rollback().name == "0"
    assert cahors() == 20000


def test_a_damaged_version_is_never_activated(embedded):
    path = make(embedded, "20990101-000000", 111)
    path.write_bytes(path.read_bytes()[:-4096])
    with pytest.raises(SnapshotMissing):
        versions.activate("20990101-000000")
    assert versions.active() == embedded


def test_a_damaged_page_is_seen_at_activation(embedded):
    path = make(embedded, "20990101-000000", 111)
    data = bytearray(path.read_bytes())
    with closing(sqlite3.connect(path)) as connection:
        root = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'beneficiary'").fetchone()[0]
    data[(root - 1) * 4096 : root * 4096] = b"\xff" * 4096
    path.write_bytes(data)
    with pytest.raises(SnapshotMissing):
        versions.activate("20990101-000000")


@pytest.mark.parametrize("harm", ["cut", "gone", "page", "pointer"])
def test_damage_after_activation_gives_way_to_the_last_whole_version(embedded, harm):
    make(embedded, "20990101-000000", 111)
    path = make(embedded, "20990102-000000", 222)
    versions.activate("20990102-000000")
    assert cahors() == 222
    if harm == "cut":
        path.write_bytes(path.read_bytes()[:5000])
    elif harm == "gone":
        shutil.rmtree(path.parent)
    elif harm == "pointer":
        (versions.folder() / "active").write_bytes(b"\xff\xfe\x00")
    else:
        with closing(sqlite3.connect(path)) as connection:
            root = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'beneficiary'").fetchone()[0]
        data = bytearray(path.read_bytes())
        data[(root - 1) * 4096 : root * 4096] = b"\xff" * 4096
        path.write_bytes(data)
        os.utime(path, ns=(1, 1))
    reader.forget()
    assert cahors() == (20000 if harm == "pointer" else 111)


def test_versions_of_another_form_or_older_than_the_plugins_data(embedded):
    make(embedded, "20200101-000000", 111, built="2020-01-01")
    make(embedded, "20990101-000000", 222, schema="999")
    (versions.folder() / "active").write_text("20990101-000000")
    assert versions.active() == embedded
    assert {v.name: v.state for v in versions.kept()} == {
        "0": "ok", "20200101-000000": "older", "20990101-000000": "form",
    }  # fmt: skip
    for name in ("20200101-000000", "20990101-000000"):
        with pytest.raises(SnapshotVersionError):
            versions.activate(name)
    assert versions.active() == embedded


def test_unknown_version_names_those_there(embedded):
    with pytest.raises(SnapshotMissing, match="20990101.*: 0"):
        versions.activate("20990101-000000")


def test_the_three_last_are_kept_and_the_one_in_use(embedded):
    for day in range(1, 7):
        make(embedded, f"2099010{day}-000000", day)
    versions.activate("20990101-000000")
    versions.prune()
    assert [v.name[:8] for v in versions.kept()] == ["20990106", "20990105", "20990104", "20990101", "0"]


def test_publishing_renames_only_what_is_whole(embedded):
    partial = versions.begin()
    shutil.copy(embedded, partial / versions.FILE)
    version = versions.publish(partial)
    assert version.state == "ok"
    assert not version.active
    assert not partial.exists()
    broken = versions.begin()
    (broken / versions.FILE).write_bytes(embedded.read_bytes()[:9000])
    with pytest.raises(SnapshotMissing):
        versions.publish(broken)
    assert len(versions.kept()) == 2
    versions.begin()
    assert len(list(versions.folder().glob(".partial-*"))) == 1  # what was left behind has gone


def test_a_version_from_before_the_inner_points_is_read_without_them():
    """Kept versions of the same schema may lack the two columns: their places are unknown, nothing else is lost."""
    import sqlite3

    from anct_qgis_plugin.snapshot import reader

    older = sqlite3.connect(":memory:")
    names = (
        "code, nom, population, population_annee, population_2015, code_epci, code_arrondissement, code_departement, "
        "code_region, siren, mairie_lon, mairie_lat, former_codes, arm_codes, epci_former"
    )
    older.execute(f"CREATE TABLE commune ({names})")
    older.execute("INSERT INTO commune (code, nom, mairie_lon) VALUES ('46102', 'Figeac', 2.03)")
    row = dict(zip(names.split(", "), [None] * 15, strict=True))
    cursor = older.execute(reader.communes_query(older))
    found = dict(zip([c[0] for c in cursor.description], cursor.fetchone(), strict=True))
    assert found["lieu_lon"] is None and found["lieu_lat"] is None and set(row) < set(found)
    assert (found["code"], found["mairie_lon"]) == ("46102", 2.03)
    older.close()
