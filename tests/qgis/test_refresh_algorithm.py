"""anct:refresh: a folder of files in, a version and a report out."""

from __future__ import annotations

import json

import pytest
import refreshing

pytest.importorskip("qgis.core")
from qgis.core import QgsProcessingContext, QgsProcessingException, QgsProcessingFeedback

from anct_qgis_plugin.connectors.refresh import refreshable
from anct_qgis_plugin.processing.refresh import RefreshAlgorithm
from anct_qgis_plugin.snapshot import versions


@pytest.fixture
def embedded(embedded, monkeypatch):
    """With the sources of `refreshing`."""
    from anct_qgis_plugin.snapshot import refresh

    monkeypatch.setattr(refreshable, "REFRESHABLE", refreshing.SOURCES)
    monkeypatch.setattr(refresh.refresh, "__defaults__", (*refresh.refresh.__defaults__[:-1], refreshing.SOURCES))
    return embedded


def run(**parameters):
    algorithm = RefreshAlgorithm()
    algorithm.initAlgorithm()
    feedback = QgsProcessingFeedback(False)
    result = algorithm.processAlgorithm(parameters, QgsProcessingContext(), feedback)
    return result, json.loads(result["REPORT"]), feedback.textLog()


def test_a_folder_makes_a_version_in_use(embedded, tmp_path, qgis_app):
    folder = refreshing.write_files(tmp_path / "files", ("acv", "pvd"))
    (folder / "liste-va-com2026.csv").write_text("insee_com,autre\n46042,1\n")
    result, report, log = run(SOURCES="acv, pvd,va", FROM=str(folder), SNAPSHOT="")
    assert result["ACTIVATED"] is True
    assert result["SNAPSHOT"] == str(versions.active()) != str(embedded)
    acv = report["sources"]["acv"]
    assert (acv["rows_read"], acv["matched"], acv["unmatched"], acv["added"], acv["removed"]) == (
        2,
        2,
        0,
        ["2A004"],
        [],
    )
    assert acv["vintage"] == "4 juillet 2026"
    assert report["sources"]["va"]["state"] == "refused"
    assert "id_va" in report["sources"]["va"]["reason"]
    assert "id_va" in log


def test_only_refused_files_change_nothing(embedded, tmp_path, qgis_app):
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "liste-va-com2026.csv").write_text("<html>")
    result, report, _ = run(SOURCES="", FROM=str(folder), SNAPSHOT="")
    assert result["ACTIVATED"] is False
    assert result["SNAPSHOT"] == str(embedded)
    assert report["version"] == ""


def test_what_cannot_be_asked_is_said(embedded, tmp_path, qgis_app):
    with pytest.raises(QgsProcessingException, match="Unknown source"):
        run(SOURCES="abc", FROM=str(tmp_path), SNAPSHOT="")
    with pytest.raises(QgsProcessingException, match="cannot be read"):
        run(SOURCES="", FROM=str(tmp_path / "nowhere"), SNAPSHOT="")
    with pytest.raises(QgsProcessingException, match="no version"):
        run(SOURCES="", FROM=str(tmp_path), SNAPSHOT="20990101")
