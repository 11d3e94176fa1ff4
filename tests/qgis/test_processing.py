"""The provider's algorithms on the real snapshot: fields, values against the committed facts, and each bad input."""

from __future__ import annotations

import csv
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from algorithms import outputs_of
from qgis.core import (
    NULL,
    QgsApplication,
    QgsProcessingAlgorithm,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsVectorLayer,
    QgsWkbTypes,
)

from anct_qgis_plugin import dependencies, paths
from anct_qgis_plugin.errors import MissingDependency
from anct_qgis_plugin.processing.coverage import Coverage
from anct_qgis_plugin.processing.diagnostic import DiagnosticAlgorithm
from anct_qgis_plugin.processing.fragility import FragilityIndex
from anct_qgis_plugin.processing.loadterritory import LoadTerritory
from anct_qgis_plugin.processing.maps import Maps
from anct_qgis_plugin.processing.programmes import Programmes
from anct_qgis_plugin.processing.provider import AnctProvider
from anct_qgis_plugin.snapshot import reader

pytestmark = [
    pytest.mark.usefixtures("qgis_app", "qgis_processing"),
    pytest.mark.skipif(not paths.SNAPSHOT.exists(), reason="the embedded data are not built (make snapshot)"),
]

# INTERFACE §3 and §5, in the extent: five programmes and QPV, fifteen indicators.
UNIT_FIELDS = ["code", "nom", "niveau", "population", "code_epci", "code_departement", "code_region"]
# INTERFACE, "Keys".
PROGRAMMES = (
    "acv edv pvd va ti fs crte qpv cite cde fabt fabp manup ami amm tec site frla pao ort".split()  # noqa: SIM905
)
INDICATORS = [
    "niveau_vie_median", "taux_pauvrete", "part_rsa", "taux_chomage_rp", "part_diplomes_superieur", "part_65_plus",
    "part_75_plus", "familles_monoparentales", "evolution_population", "taux_vacance", "vacance_longue",
    "eloignement_sante", "distance_france_services", "fedi",
]  # fmt: skip
FRAGILITY_FIELDS = [
    "code", "nom", "indice", "rang", "rang_total", "classe", "classe_libelle", "rang_p05", "rang_p50", "rang_p95",
    "proba_decile", "verdict", "couverture_donnees",
]  # fmt: skip


class Stopping(QgsProcessingFeedback):
    """A person who presses Cancel once the work is under way."""

    def setProgress(self, percent: float) -> None:  # noqa: N802
        if percent > 10:
            self.cancel()


def rows_of(algorithm: QgsProcessingAlgorithm, folder: Path, **parameters: Any) -> tuple[QgsVectorLayer, list[dict]]:
    """The result as a layer, and its features as dicts with None for NULL."""
    output = outputs_of(algorithm, {**parameters, "OUTPUT": str(folder / "out.gpkg")})["OUTPUT"]
    layer = QgsVectorLayer(output, "out", "ogr")
    assert layer.isValid()
    names = [name for name in layer.fields().names() if name != "fid"]
    return layer, [{n: None if f[n] == NULL else f[n] for n in names} for f in layer.getFeatures()]


@cache
def facts(name: str) -> list[dict[str, str]]:
    """A committed file of facts, read by csv alone."""
    with (paths.FACTS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def cog(department: str) -> dict[str, dict[str, str]]:
    return {row["code"]: row for row in facts("cog") if row["departement"] == department}


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


# -- anct:loadterritory ---------------------------------------------------------------------------------------------


def test_the_lot_has_312_communes_with_their_real_values(tmp_path: Path) -> None:
    layer, rows = rows_of(LoadTerritory(), tmp_path, TERRITORY="dep:46", LEVEL="commune")
    names = [name for name in layer.fields().names() if name != "fid"]
    assert names[: len(UNIT_FIELDS)] == UNIT_FIELDS
    programmes = [name.removeprefix("prog_") for name in names if name.startswith("prog_")]
    assert names[len(UNIT_FIELDS) : len(UNIT_FIELDS) + len(programmes)] == [f"prog_{p}" for p in programmes]
    assert set(programmes) == set(PROGRAMMES)
    indicators = names[len(UNIT_FIELDS) + len(programmes) : -2]
    assert set(INDICATORS) <= set(indicators)
    assert names[-2:] == ["secret", "approche"]
    assert layer.crs().authid() == "EPSG:4326"
    assert all(f.hasGeometry() and f.geometry().isGeosValid() for f in layer.getFeatures())

    lot = cog("46")
    assert {row["code"]: row["nom"] for row in rows} == {code: row["nom"] for code, row in lot.items()}
    people = {row["code"]: row["population"] for row in facts("population")}
    unemployed = {row["code"]: row for row in facts("indicator_taux_chomage_rp")}
    income = {row["code"]: row for row in facts("indicator_niveau_vie_median")}
    sites = Counter(row["code"] for row in facts("sites_fs"))
    pvd = {row["code"] for row in facts("programme_pvd")}
    assert {row["code_departement"] for row in rows} == {"46"} and {row["code_region"] for row in rows} == {"76"}
    for row in rows:
        code = row["code"]
        assert row["population"] == int(people[code])
        counts = unemployed.get(code)
        if counts and float(counts["denominator"]) > 0:
            rate = 100 * float(counts["numerator"]) / float(counts["denominator"])
            assert row["taux_chomage_rp"] == pytest.approx(rate)
        published = income.get(code)
        withheld = published is not None and published["status"] == "secret"
        assert ("niveau_vie_median" in (row["secret"] or "").split(",")) == withheld
        value = float(published["value"]) if published and published["value"] else None
        assert row["niveau_vie_median"] == value
        assert row["prog_fs"] == sites[code]
        assert row["prog_pvd"] == 1 if code in pvd else row["prog_pvd"] in (0, None)
        assert row["approche"] is None  # nothing is aggregated at the commune's own level
    # Cahors is an ACV town, so PVD does not apply to it: NULL, not 0.
    cahors = next(row for row in rows if row["code"] == "46042")
    assert (cahors["prog_acv"], cahors["prog_pvd"]) == (1, None)


@pytest.mark.parametrize(("territory", "department"), [("dep:2A", "2A"), ("dep:974", "974"), ("976", "976")])
def test_corsica_and_overseas_are_departments_like_others(territory: str, department: str, tmp_path: Path) -> None:
    layer, rows = rows_of(LoadTerritory(), tmp_path, TERRITORY=territory, LEVEL="commune")
    assert {row["code"] for row in rows} == set(cog(department))
    assert all(f.hasGeometry() for f in layer.getFeatures())
    # RSA is the one figure that CNAF publishes for all of them, Mayotte included.
    shares = {row["code"]: float(row["value"]) for row in facts("indicator_part_rsa") if row["value"]}
    assert {row["code"]: row["part_rsa"] for row in rows} == {row["code"]: shares.get(row["code"]) for row in rows}
    if department == "976":
        assert {row["taux_chomage_rp"] for row in rows} == {None}


@pytest.mark.parametrize(("territory", "number"), [("reg:76", 4446), ("FR", 34_875)])
def test_a_region_and_the_whole_country(territory: str, number: int, tmp_path: Path) -> None:
    expected = [row for row in facts("cog") if territory == "FR" or row["region"] == "76"]
    assert len(expected) == number
    layer, rows = rows_of(LoadTerritory(), tmp_path, TERRITORY=territory, LEVEL="commune")
    assert {row["code"] for row in rows} == {row["code"] for row in expected}
    known = {row["code"]: int(row["population"]) for row in facts("population") if row["population"]}
    assert sum(row["population"] or 0 for row in rows) == sum(known.get(row["code"], 0) for row in expected)
    # Every commune is there, those without an outline too (data/README §3).
    without = {f["code"] for f in layer.getFeatures() if f.geometry().isEmpty()}
    assert without == ({"15031", "15035", "15047", "15171"} if territory == "FR" else set())


@pytest.mark.parametrize(
    ("level", "number", "empty"),
    [
        ("epci", None, set()),
        ("arrondissement", 3, {"code_epci"}),
        ("departement", 1, {"code_epci"}),
        ("region", 1, {"code_epci", "code_departement"}),
    ],
)
def test_codes_above_a_unit_s_level_are_null(level: str, number: int | None, empty: set[str], tmp_path: Path) -> None:
    territory = "reg:76" if level == "region" else "dep:46"
    _, rows = rows_of(LoadTerritory(), tmp_path, TERRITORY=territory, LEVEL=level)
    assert rows and (number is None or len(rows) == number)
    for row in rows:
        codes = ("code_epci", "code_departement", "code_region")
        assert {name for name in codes if row[name] is None} == empty
        assert row["niveau"] == level
        # A median is never more than approximated above the commune, and says so.
        if row["niveau_vie_median"] is not None:
            assert "niveau_vie_median" in row["approche"].split(",")
        own = {"epci": "code_epci", "departement": "code_departement", "region": "code_region"}.get(level)
        assert own is None or row[own] == row["code"]


# -- anct:programmes ------------------------------------------------------------------------------------------------


def test_points_of_a_programme_are_its_labelled_communes(tmp_path: Path) -> None:
    layer, rows = rows_of(Programmes(), tmp_path, TERRITORY="dep:46", PROGRAMMES="pvd")
    expected = {row["code"]: row for row in facts("programme_pvd") if row["code"] in cog("46")}
    assert {row["code"] for row in rows} == set(expected)
    assert list(rows[0]) == [
        "programme", "libelle", "code", "nom", "identifiant", "statut", "depuis", "source", "millesime",
    ]  # fmt: skip
    assert all((row["depuis"] or "") == expected[row["code"]]["depuis"] for row in rows)
    assert {row["source"][:4] for row in rows} == {"ANCT"} and all(row["millesime"] for row in rows)
    assert QgsWkbTypes.geometryType(layer.wkbType()) == QgsWkbTypes.GeometryType.PointGeometry


def test_sites_stand_where_their_list_says(tmp_path: Path) -> None:
    layer, rows = rows_of(Programmes(), tmp_path, TERRITORY="dep:2A", PROGRAMMES="fs")
    listed = {row["site_id"]: row for row in facts("sites_fs") if row["code"] in cog("2A")}
    assert {row["identifiant"] for row in rows} == set(listed)
    for feature in layer.getFeatures():
        site, point = listed[feature["identifiant"]], feature.geometry().asPoint()
        assert (point.x(), point.y()) == pytest.approx((float(site["longitude"]), float(site["latitude"])), abs=1e-5)


def test_areas_are_polygons_and_both_kinds_share_a_layer(tmp_path: Path) -> None:
    layer, rows = rows_of(Programmes(), tmp_path, TERRITORY="dep:46", PROGRAMMES="crte,ti")
    assert QgsWkbTypes.geometryType(layer.wkbType()) == QgsWkbTypes.GeometryType.PolygonGeometry
    lot = cog("46")
    wanted = {row["identifiant"] for key in ("crte", "ti") for row in facts(f"programme_{key}") if row["code"] in lot}
    assert {row["identifiant"] for row in rows} == wanted
    both, _ = rows_of(Programmes(), tmp_path, TERRITORY="dep:46", PROGRAMMES="")
    kinds = {QgsWkbTypes.geometryType(f.geometry().wkbType()) for f in both.getFeatures()}
    assert kinds == {QgsWkbTypes.GeometryType.PointGeometry, QgsWkbTypes.GeometryType.PolygonGeometry}
    assert {f["programme"] for f in both.getFeatures()} >= {"acv", "pvd", "fs", "ti", "crte"}


# -- anct:coverage --------------------------------------------------------------------------------------------------


def test_coverage_of_the_lot_by_hand(tmp_path: Path) -> None:
    _, rows = rows_of(Coverage(), tmp_path, TERRITORY="dep:46", LEVEL="departement", PROGRAMMES="pvd,fs")
    lot = cog("46")
    people = {row["code"]: int(row["population"]) for row in facts("population") if row["code"] in lot}
    labelled = {
        "pvd": {row["code"] for row in facts("programme_pvd")} & set(lot),
        "fs": {row["code"] for row in facts("sites_fs")} & set(lot),
    }
    acv = {row["code"] for row in facts("programme_acv")}
    # PVD: under 20,000 inhabitants and not ACV, or labelled; France services: everywhere.
    able = {code for code in lot if (people[code] < 20_000 and code not in acv) or code in labelled["pvd"]}
    assert [row["programme"] for row in rows] == ["pvd", "fs"]
    for row in rows:
        reached = sum(people[code] for code in labelled[row["programme"]])
        assert list(row.values()) == [
            "46", "Lot", row["programme"], 312, len(labelled[row["programme"]]),
            len(able) if row["programme"] == "pvd" else 312, sum(people.values()), reached,
            pytest.approx(reached / sum(people.values())),
        ]  # fmt: skip


# -- anct:fragility -------------------------------------------------------------------------------------------------


def test_contributions_sum_to_the_index_and_ranks_follow_it(tmp_path: Path) -> None:
    layer, rows = rows_of(FragilityIndex(), tmp_path, TERRITORY="dep:46", REFERENCE="dep:46")
    names = [name for name in layer.fields().names() if name != "fid"]
    assert names[: len(FRAGILITY_FIELDS)] == FRAGILITY_FIELDS
    assert all(name.startswith("contrib_") for name in names[len(FRAGILITY_FIELDS) :]) and len(names) > 20
    known = [row for row in rows if row["indice"] is not None]
    assert len(known) > 200
    for row in known:
        parts = [value for name, value in row.items() if name.startswith("contrib_") and value is not None]
        assert sum(parts) == pytest.approx(row["indice"])
        assert row["rang"] == 1 + sum(other["indice"] > row["indice"] for other in known)
        assert row["rang_total"] == len(known)
        assert row["couverture_donnees"] <= 1
        held = [row[name] is not None for name in row if name.startswith("contrib_")]
        assert (row["couverture_donnees"] == 1) == all(held)
        assert row["rang_p05"] <= row["rang_p50"] <= row["rang_p95"] <= len(known)
    for row in rows:
        if row["indice"] is None:
            assert row["couverture_donnees"] < 2 / 3 and row["rang"] is None and row["classe"] is None


def test_ranks_refer_to_the_reference(tmp_path: Path) -> None:
    _, rows = rows_of(FragilityIndex(), tmp_path, TERRITORY="com:46042", REFERENCE="reg:76")
    assert len(rows) == 1 and 4_000 < rows[0]["rang_total"] <= 4_446
    _, rows = rows_of(FragilityIndex(), tmp_path, TERRITORY="FR", LEVEL="departement")
    assert len(rows) == 101
    # Mayotte has two indicators of the nine: too little for an index, and the row stays.
    mayotte = next(row for row in rows if row["code"] == "976")
    assert mayotte["indice"] is None and mayotte["classe_libelle"] == "sans indice"


def test_a_territory_without_any_index_is_said(tmp_path: Path) -> None:
    class Listening(QgsProcessingFeedback):
        warned = ""

        def pushWarning(self, text: str) -> None:  # noqa: N802
            self.warned += text

    feedback = Listening()
    output = str(tmp_path / "out.gpkg")
    outputs_of(FragilityIndex(), {"TERRITORY": "dep:976", "OUTPUT": output}, feedback)
    assert "Mayotte" in feedback.warned
    assert {f["indice"] for f in QgsVectorLayer(output, "o", "ogr").getFeatures()} == {NULL}


def test_ranks_come_with_their_uncertainty(tmp_path: Path) -> None:
    """Every field of the contract is filled by default; the same seed gives the same ranks, another one others."""

    def drawn(name: str, **more: Any) -> dict[str, tuple]:
        output = str(tmp_path / f"{name}.gpkg")
        outputs_of(FragilityIndex(), {"TERRITORY": "dep:46", "LEVEL": "epci", "OUTPUT": output, **more})
        names = ("rang", "rang_total", "rang_p05", "rang_p50", "rang_p95", "proba_decile", "verdict")
        return {f["code"]: tuple(f[n] for n in names) for f in QgsVectorLayer(output, "o", "ogr").getFeatures()}

    default = drawn("default")
    assert len(default) >= 8
    for rank, total, low, median, high, tenth, verdict in default.values():
        assert 1 <= low <= median <= high <= total and 1 <= rank <= total and 0 <= tenth <= 1
        assert verdict == ("robuste" if high - low <= total / 5 else "non concluant")
    assert drawn("same", DRAWS=1000, SEED=2020) == default
    assert drawn("other", SEED=7) != default
    none = drawn("none", DRAWS=0)
    assert {row[2:] for row in none.values()} == {(NULL,) * 5}
    assert {code: row[0] for code, row in none.items()} == {code: row[0] for code, row in default.items()}


# -- bad cases ------------------------------------------------------------------------------------------------------

LAYERS = [LoadTerritory, Programmes, Coverage, FragilityIndex]


@pytest.mark.parametrize("algorithm", LAYERS)
@pytest.mark.parametrize(
    ("territory", "said"),
    [("dep:99", "No territory answers to “dep:99”"), ("Figeak", r"com:46102"), ("Saint-Denis", "com:97411.*com:93066")],
)
def test_an_unknown_or_ambiguous_territory_is_said(algorithm: type, territory: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(QgsProcessingException, match=said):
        outputs_of(algorithm(), {"TERRITORY": territory, "OUTPUT": str(tmp_path / "out.gpkg")})
    assert files(tmp_path) == []


@pytest.mark.parametrize("algorithm", LAYERS)
@pytest.mark.parametrize("name", ["out.gpkg", "out.geojson"])
def test_a_cancel_leaves_no_file(algorithm: type, name: str, tmp_path: Path) -> None:
    feedback = Stopping()
    parameters = {"TERRITORY": "dep:46", "OUTPUT": str(tmp_path / name)}
    if algorithm is Coverage:
        feedback.cancel()  # it takes a moment only: stopped before it begins
    with pytest.raises(QgsProcessingException, match="Stopped"):
        outputs_of(algorithm(), parameters, feedback)
    assert files(tmp_path) == []


@pytest.mark.parametrize(
    ("algorithm", "parameters", "said"),
    [
        (FragilityIndex, {"DRAWS": 1_000_000}, "DRAWS=1000000.*5000"),
        (FragilityIndex, {"DRAWS": -1}, "DRAWS"),
        (FragilityIndex, {"SEED": -4}, "SEED=-4"),
        (FragilityIndex, {"PROFILE": "inconnu"}, "inconnu.*generale"),
        (FragilityIndex, {"REFERENCE": "dep:99"}, "dep:99"),
        (Programmes, {"PROGRAMMES": "pvd,xyz"}, "xyz.*acv"),
        (Coverage, {"PROGRAMMES": "xyz"}, "xyz.*acv"),
    ],
)
def test_a_bad_parameter_is_named(algorithm: type, parameters: dict, said: str, tmp_path: Path) -> None:
    with pytest.raises(QgsProcessingException, match=said):
        outputs_of(algorithm(), {"TERRITORY": "dep:46", "OUTPUT": str(tmp_path / "out.gpkg"), **parameters})
    assert files(tmp_path) == []


def test_a_bad_profile_file_is_said_with_its_key(tmp_path: Path) -> None:
    (tmp_path / "mien.json").write_text('{"id": "m", "label": "M", "indicators": [{"id": "pib"}]}', encoding="utf-8")
    with pytest.raises(QgsProcessingException, match="pib"):
        outputs_of(
            FragilityIndex(),
            {"TERRITORY": "dep:46", "PROFILE": str(tmp_path / "mien.json"), "OUTPUT": str(tmp_path / "out.gpkg")},
        )
    assert [file.name for file in files(tmp_path)] == ["mien.json"]


@pytest.mark.parametrize(
    ("algorithm", "parameters", "said"),
    [
        (Maps, {"THEMES": "programmes,meteo"}, "meteo.*fragilite"),
        (Maps, {"THEMES": "indicateur:meteo"}, "indicateur:meteo.*indicateur:taux_pauvrete"),
        (Maps, {"TERRITORY": "dep:99"}, "dep:99"),
        (DiagnosticAlgorithm, {"FORMATS": "pdf,docx"}, "docx.*pdf"),
        (DiagnosticAlgorithm, {"PROFILE": "inconnu"}, "inconnu.*generale"),
        (DiagnosticAlgorithm, {"REFERENCES": "dep:46,dep:99"}, "dep:99"),
    ],
)
def test_documents_with_bad_parameters_are_said(algorithm: type, parameters: dict, said: str, tmp_path: Path) -> None:
    with pytest.raises(QgsProcessingException, match=said):
        outputs_of(algorithm(), {"TERRITORY": "epci:200067361", "FOLDER": str(tmp_path / "out"), **parameters})
    assert files(tmp_path) == []


@pytest.mark.parametrize("algorithm", [Maps, DiagnosticAlgorithm])
def test_a_folder_that_cannot_be_made_is_said(algorithm: type, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(QgsProcessingException, match="cannot be made"):
        outputs_of(algorithm(), {"TERRITORY": "epci:200067361", "FOLDER": str(tmp_path / "file" / "out")})
    assert [file.name for file in files(tmp_path)] == ["file"]


@pytest.mark.parametrize("algorithm", [Maps, DiagnosticAlgorithm])
def test_documents_stopped_at_once_leave_nothing(algorithm: type, tmp_path: Path) -> None:
    feedback = QgsProcessingFeedback()
    feedback.cancel()
    with pytest.raises(QgsProcessingException):
        outputs_of(algorithm(), {"TERRITORY": "epci:200067361", "FOLDER": str(tmp_path / "out")}, feedback)
    assert files(tmp_path) == []


@pytest.mark.parametrize("algorithm", LAYERS)
def test_an_output_that_cannot_be_written_is_said(algorithm: type, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(QgsProcessingException, match="out.gpkg"):
        outputs_of(algorithm(), {"TERRITORY": "com:46042", "OUTPUT": str(tmp_path / "file" / "out.gpkg")})


@pytest.mark.parametrize("algorithm", [*LAYERS, Maps, DiagnosticAlgorithm])
def test_a_missing_snapshot_is_said(algorithm: type, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "SNAPSHOT", tmp_path / "none.gpkg")
    place = (
        {"FOLDER": str(tmp_path / "out")}
        if algorithm in (Maps, DiagnosticAlgorithm)
        else {"OUTPUT": str(tmp_path / "o.gpkg")}
    )
    with pytest.raises(QgsProcessingException, match="none.gpkg does not exist"):
        outputs_of(algorithm(), {"TERRITORY": "dep:46", **place})
    assert files(tmp_path) == []


@pytest.mark.parametrize("algorithm", [*LAYERS, Maps, DiagnosticAlgorithm])
def test_a_missing_library_is_said(algorithm: type, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise MissingDependency(f"{name} is not installed")

    monkeypatch.setattr("anct_qgis_plugin.processing.base.require", missing)
    assert dependencies.require is not missing
    place = (
        {"FOLDER": str(tmp_path / "out")}
        if algorithm in (Maps, DiagnosticAlgorithm)
        else {"OUTPUT": str(tmp_path / "o.gpkg")}
    )
    with pytest.raises(QgsProcessingException, match="geopandas is not installed"):
        outputs_of(algorithm(), {"TERRITORY": "dep:46", **place})
    assert files(tmp_path) == []


# -- through Processing itself --------------------------------------------------------------------------------------


@pytest.fixture
def provider():
    """The provider in the registry, as in a running QGIS."""
    registry = QgsApplication.processingRegistry()
    had = registry.providerById("anct")
    if had is not None:
        yield had
        return
    made = AnctProvider()
    registry.addProvider(made)
    yield made
    registry.removeProvider("anct")


def test_the_provider_offers_the_interface_s_algorithms(provider: AnctProvider) -> None:
    parameters = {a.name(): [p.name() for p in a.parameterDefinitions()] for a in provider.algorithms()}
    # Algorithms tested in files of their own are not repeated here.
    wanted = {
        "loadterritory": ["TERRITORY", "LEVEL", "OUTPUT"],
        "programmes": ["TERRITORY", "PROGRAMMES", "OUTPUT"],
        "coverage": ["TERRITORY", "LEVEL", "PROGRAMMES", "OUTPUT"],
        "fragility": ["TERRITORY", "LEVEL", "PROFILE", "REFERENCE", "DRAWS", "SEED", "OUTPUT"],
        "maps": ["TERRITORY", "THEMES", "PAPER", "FORMAT", "SPLIT", "PROFILE", "FOLDER"],
        "diagnostic": ["TERRITORY", "PROFILE", "REFERENCES", "FORMATS", "SPLIT", "FOLDER"],
        "dossier": ["TYPE", "TERRITORY", "STORE", "TITLE", "FORMATS", "PROFILE", "FOLDER"],
    }
    assert {key: parameters[key] for key in wanted} == wanted


def test_processing_run_and_a_temporary_output(provider: AnctProvider, tmp_path: Path) -> None:
    import processing

    reader.analyst()
    result = processing.run(
        "anct:loadterritory", {"TERRITORY": "Figeac", "LEVEL": "commune", "OUTPUT": "TEMPORARY_OUTPUT"}
    )
    layer = result["OUTPUT"]
    layer = layer if isinstance(layer, QgsVectorLayer) else QgsVectorLayer(layer, "o", "ogr")
    assert [f["code"] for f in layer.getFeatures()] == ["46102"]
    with pytest.raises(QgsProcessingException, match="dep:99"):
        processing.run("anct:coverage", {"TERRITORY": "dep:99", "OUTPUT": str(tmp_path / "o.gpkg")})
    assert files(tmp_path) == []


TWO = "epci:200067361+epci:200023737"  # Grand-Figeac and Grand Cahors


def test_maps_and_diagnostics_of_each_intercommunality(tmp_path: Path) -> None:
    """SPLIT: one file per theme and EPCI of the territory; the EPCI of a commune, whole."""
    parameters = {"TERRITORY": TWO, "THEMES": "programmes", "FORMAT": "svg", "SPLIT": "epci", "FOLDER": str(tmp_path)}
    made = outputs_of(Maps(), parameters)["FILES"].split("\n")
    names = {"epci-200067361_programmes.svg", "epci-200023737_programmes.svg"}
    assert {Path(file).name for file in made} == names == {file.name for file in files(tmp_path)}
    folder = tmp_path / "diagnostics"
    outputs_of(DiagnosticAlgorithm(), {"TERRITORY": "com:74056", "SPLIT": "epci", "FOLDER": str(folder)})
    assert [file.name for file in files(folder)] == ["epci-200023372_diagnostic.pdf"]


def test_a_stop_among_several_units_takes_all_away(tmp_path: Path) -> None:
    seen: list[list[str]] = []
    feedback = QgsProcessingFeedback()

    def stop(percent: float) -> None:
        if percent >= 50 and not feedback.isCanceled():
            seen.append(sorted(file.name for file in files(tmp_path)))
            feedback.cancel()

    feedback.progressChanged.connect(stop)
    (tmp_path / "notes.txt").write_text("mine")
    parameters = {"TERRITORY": TWO, "THEMES": "programmes", "FORMAT": "svg", "SPLIT": "epci", "FOLDER": str(tmp_path)}
    with pytest.raises(QgsProcessingException, match="Stopped"):
        outputs_of(Maps(), parameters, feedback)
    assert seen == [["epci-200023737_programmes.svg", "notes.txt"]]  # one was done
    assert [file.name for file in files(tmp_path)] == ["notes.txt"]
