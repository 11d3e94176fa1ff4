"""anct:dossier on the real snapshot: a draft in the store, a document in the folder, or one clear sentence."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from algorithms import outputs_of
from qgis.core import (
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsVectorLayer,
)

from anct_qgis_plugin import paths
from anct_qgis_plugin.documents.json_form import loads
from anct_qgis_plugin.processing.dossier import DossierAlgorithm
from anct_qgis_plugin.store.geopackage import GeoPackageStore

pytestmark = [
    pytest.mark.usefixtures("qgis_app", "qgis_processing"),
    pytest.mark.skipif(not paths.SNAPSHOT.exists(), reason="the embedded data are not built (make snapshot)"),
]
pytest.importorskip("odfdo")


def run(folder: Path, feedback: QgsProcessingFeedback | None = None, **parameters: str) -> dict[str, Any]:
    given = {"TYPE": "pacte", "TERRITORY": "dep:46", "STORE": str(folder / "s.gpkg"), "FOLDER": str(folder / "out")}
    return outputs_of(DossierAlgorithm(), given | parameters, feedback)


@pytest.mark.parametrize(("kind", "field"), [("pacte", "fragilites"), ("ingenierie", "justification_A")])
def test_a_draft_is_kept_and_written(kind: str, field: str, tmp_path: Path) -> None:
    results = run(tmp_path, TYPE=kind, TITLE="Pour le Lot")
    (file,) = results["FILES"].split("\n")
    assert Path(file).stat().st_size > 10_000
    kept = GeoPackageStore(tmp_path / "s.gpkg").load(results["DOSSIER_ID"]).dossier
    assert (kept.type, kept.title, kept.territory, len(kept.communes)) == (kind, "Pour le Lot", "dep:46", 312)
    assert field in kept.generated
    # Every figure shown has its source, its vintage and its status.
    assert all(f.source and f.vintage and f.status in ("ok", "missing", "secret") for f in kept.figures)
    layer = QgsVectorLayer(f"{tmp_path / 's.gpkg'}|layername=dossier", "d", "ogr")
    (feature,) = layer.getFeatures()
    # The Lot has 5 217 km² (INSEE); a degree of longitude is about 79 km at 44.6° north, one of latitude 111 km.
    assert feature.geometry().area() * 79.3 * 111.1 == pytest.approx(5217, rel=0.02)


def test_every_format_is_written_in_one_go(tmp_path: Path) -> None:
    results = run(tmp_path, TYPE="ingenierie", TERRITORY="com:46102", FORMATS="odt,pdf,html,json")
    files = [Path(file) for file in results["FILES"].split("\n")]
    assert [file.suffix for file in files] == [".odt", ".pdf", ".html", ".json"]
    assert files[1].read_bytes().startswith(b"%PDF")
    # Two maps and a chart, within the page itself.
    assert files[2].read_text(encoding="utf-8").count("data:image/png;base64,") == 3
    kept = GeoPackageStore(tmp_path / "s.gpkg").load(results["DOSSIER_ID"]).dossier
    assert loads(files[3].read_text(encoding="utf-8")).values == kept.values


@pytest.mark.parametrize("expression", ["dep:976", "com:46042+com:12300", "com:97411"])
def test_any_territory_has_its_draft(expression: str, tmp_path: Path) -> None:
    results = run(tmp_path, TERRITORY=expression)
    layer = QgsVectorLayer(f"{tmp_path / 's.gpkg'}|layername=dossier", "d", "ogr")
    assert next(layer.getFeatures()).geometry().area() > 0
    assert results["DOSSIER_ID"]


@pytest.mark.parametrize(
    ("parameters", "said"),
    [
        ({"FORMATS": "odt,docx"}, "docx"),
        ({"STORE": "base_postgres"}, "base_postgres"),
        ({"TERRITORY": "dep:99"}, "dep:99"),
        ({"TERRITORY": "Saint-Denis"}, "974"),
    ],
)
def test_bad_input_is_said_and_leaves_nothing(parameters: dict[str, str], said: str, tmp_path: Path) -> None:
    with pytest.raises(QgsProcessingException, match=said):
        run(tmp_path, **parameters)
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == []


def test_a_damaged_store_leaves_no_document(tmp_path: Path) -> None:
    (tmp_path / "s.gpkg").write_bytes(b"rien de tel" * 200)
    with pytest.raises(QgsProcessingException, match="damaged"):
        run(tmp_path)
    assert [p.name for p in tmp_path.rglob("*") if p.is_file()] == ["s.gpkg"]


def test_a_folder_that_is_a_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("x")
    with pytest.raises(QgsProcessingException, match="out"):
        run(tmp_path)
    assert not (tmp_path / "s.gpkg").exists()


def test_cancelled_in_the_middle_leaves_nothing(tmp_path: Path) -> None:
    class Stopping(QgsProcessingFeedback):
        def setProgress(self, _percent: float) -> None:  # noqa: N802
            self.cancel()

    with pytest.raises(QgsProcessingException):
        run(tmp_path, Stopping())
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == []
