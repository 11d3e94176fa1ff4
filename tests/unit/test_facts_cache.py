"""The long tables kept in the user's folder: the same facts as from the snapshot, never those of another one."""

from __future__ import annotations

import os
import shutil
import sqlite3

import numpy as np
import pytest
from pandas.testing import assert_frame_equal

from anct_qgis_plugin.snapshot import facts_cache, reader

FRAMES = ("communes", "units", "beneficiaries", "perimeters", "sites", "sources")
ARRAYS = ("value", "status", "numerator", "denominator")


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("ANCT_USER_FOLDER", str(tmp_path / "user"))
    return tmp_path / "user"


def same(one, other):
    for name in FRAMES:
        assert_frame_equal(getattr(one, name), getattr(other, name))
    assert list(one.values) == list(other.values)
    for key in one.values:
        for name in ARRAYS:
            mine, theirs = getattr(one.values[key], name), getattr(other.values[key], name)
            assert mine.dtype == theirs.dtype
            np.testing.assert_array_equal(mine, theirs)


def unread(*_):
    raise AssertionError("the snapshot's long tables were read")


def test_the_second_reading_gives_the_same_without_the_long_tables(tiny_snapshot, monkeypatch):
    plain = reader.load(tiny_snapshot)
    assert not facts_cache.place().exists()  # only what is in use is kept
    same(reader.load(tiny_snapshot, keep=True), plain)
    assert [file.name for file in facts_cache.place().parent.iterdir()] == ["facts.npz"]
    monkeypatch.setattr(reader, "_stored", unread)
    same(reader.load(tiny_snapshot, keep=True), plain)


def test_another_snapshot_in_the_same_place_is_read_anew(tiny_snapshot, tmp_path):
    path = shutil.copy(tiny_snapshot, tmp_path / "anct.gpkg")
    reader.load(path, keep=True)
    before = os.stat(path)
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE indicator_value SET value = 21 WHERE indicator = 'taux_pauvrete' AND code = '46042'")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns + 1))
    assert os.stat(path).st_size == before.st_size
    facts = reader.load(path, keep=True)
    assert facts.values["taux_pauvrete"].value[facts.position["46042"]] == 21


def test_a_catalogue_that_changes_is_followed(tiny_snapshot):
    catalogue = reader.load(tiny_snapshot, keep=True).catalogue
    fewer = {key: entry for key, entry in catalogue.indicators.items() if key != "taux_pauvrete"}
    facts = reader.load(tiny_snapshot, type(catalogue)(**{**vars(catalogue), "indicators": fewer}), keep=True)
    assert list(facts.values) == list(fewer)


def damages():
    yield "cut", lambda data: data[: len(data) // 2]
    yield "empty", lambda data: b""
    yield "text", lambda data: b"not an archive" * 100
    for share in (0.05, 0.3, 0.5, 0.7, 0.9):
        yield f"byte at {share}", lambda data, share=share: _flipped(data, int(share * len(data)))


def _flipped(data, place):
    return data[:place] + bytes(byte ^ 0xFF for byte in data[place : place + 64]) + data[place + 64 :]


@pytest.mark.parametrize(("_name", "damage"), damages())
def test_a_damaged_file_is_left_aside_and_written_anew(tiny_snapshot, monkeypatch, _name, damage):
    plain = reader.load(tiny_snapshot, keep=True)
    whole = facts_cache.place().read_bytes()
    facts_cache.place().write_bytes(damage(whole))
    same(reader.load(tiny_snapshot, keep=True), plain)
    monkeypatch.setattr(reader, "_stored", unread)
    same(reader.load(tiny_snapshot, keep=True), plain)


def test_a_folder_that_cannot_be_written_costs_time_only(tiny_snapshot, folder):
    folder.write_text("a file where the folder should be", encoding="utf-8")
    same(reader.load(tiny_snapshot, keep=True), reader.load(tiny_snapshot))
