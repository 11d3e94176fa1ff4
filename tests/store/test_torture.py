"""Violence: killed editors, several people at once. Short here; `make torture` gives each its full length."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from cluster import Cluster
from dossiers import draft
from torture_writers import PLACES

HERE = Path(__file__).resolve().parent
FULL = os.environ.get("ANCT_TORTURE") == "1"
KILLS = 200 if FULL else 40
SECONDS = 60 if FULL else 3


def test_nothing_acknowledged_is_lost_when_an_editor_is_killed(tmp_path: Path) -> None:
    folder = tmp_path / "k"
    folder.mkdir()
    command = [sys.executable, str(HERE / "torture_kill.py"), str(folder), str(KILLS)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=500)
    assert done.returncode == 0, done.stderr[-3000:]
    found = json.loads(done.stdout)
    print(found)
    assert found["kills"] == KILLS
    # The editors had written before they were killed.
    assert found["sections_saved_before_a_kill"] + found["texts_acknowledged"] >= KILLS
    assert found["sections_saved_before_a_kill"] > 0


@pytest.mark.parametrize("writers", [2, 4])
def test_people_who_write_at_once_lose_no_update(postgis, cluster: Cluster, database: str, writers: int) -> None:
    environment = {
        "PGHOST": "127.0.0.1", "PGPORT": str(cluster.port), "PGDATABASE": database, "PGUSER": "essai",
        "PGPASSWORD": cluster.password,
    }  # fmt: skip
    _write_at_once(postgis(), environment, writers, SECONDS if writers == 2 else SECONDS / 3)


def test_two_processes_on_one_geopackage_lose_no_update(geopackage, tmp_path: Path) -> None:
    store = geopackage()
    _write_at_once(store, {"ANCT_GEOPACKAGE": str(store.path)}, 2, SECONDS)
    with sqlite3.connect(store.path) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def _write_at_once(store, environment: dict[str, str], writers: int, seconds: float) -> None:
    """People in processes of their own edit two dossiers at random; then each word acknowledged is there, once."""
    identifiers = [store.create(draft(f"Dossier {n}", enjeux=""), "camille").dossier.id for n in range(2)]
    names = "abcd"[:writers]
    running = [
        subprocess.Popen(
            [sys.executable, str(HERE / "torture_writers.py"), name, str(seconds), *identifiers],
            env=os.environ | environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for name in names
    ]  # fmt: skip
    results = []
    for process in running:
        out, problem = process.communicate(timeout=seconds + 60)
        assert process.returncode == 0, problem[-3000:]
        results.append(json.loads(out))
    told = [tuple(one) for result in results for one in result["told"]]
    print({"saves": len(told), "conflicts": [result["conflicts"] for result in results]})
    assert all(result["told"] for result in results)
    # They did meet: otherwise nothing was shown.
    assert sum(result["conflicts"] for result in results) > 0
    kept: list[tuple[str, str, str]] = []
    for identifier in identifiers:
        stored = store.load(identifier)
        for section, field in PLACES.items():
            content = stored.sections[section].content.values if section in stored.sections else {}
            words = content.get(field, "").split()
            kept += [(identifier, section, word) for word in words]
            # One revision for each word: no save wrote over another.
            before = 1 if section == "ambition" else 0
            assert stored.revision(section) == len(words) + before
        saves = [v for v in store.versions(identifier) if v.author in names]
        assert len(saves) == sum(one[0] == identifier for one in told)
        assert stored.dossier.revision == len(saves) + 1
    assert Counter(kept) == Counter(told)
