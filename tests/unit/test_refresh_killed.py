"""A refresh killed at any moment leaves whole data in use (tests/torture.py, on the tiny snapshot)."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from anct_qgis_plugin import paths


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and SIGKILL")
def test_fifty_kills():
    done = subprocess.run(
        [sys.executable, paths.ROOT / "tests" / "torture.py", "--rounds", "50", "--seed", "20"],
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    summary = json.loads(done.stdout)
    assert summary["killed"] == 50  # on the way: a refresh that ended before is not one of them
    assert summary["failures"] == []
    assert summary["left_behind"] == 0
