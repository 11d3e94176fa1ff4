"""The georeferenced PDF: read by GDAL, as a desktop GIS reads it."""

from __future__ import annotations

import re

import numpy as np
import pytest
from algorithms import outputs_of
from osgeo import gdal, osr

from anct_qgis_plugin import paths
from anct_qgis_plugin.errors import OutputError
from anct_qgis_plugin.gis import layout_export, map_page
from anct_qgis_plugin.processing.maps import Maps

pytestmark = [
    pytest.mark.skipif(not paths.SNAPSHOT.exists(), reason="the snapshot is not built: make snapshot"),
    pytest.mark.skipif(not layout_export._georeferences(), reason="GDAL reads no PDF here"),
]
DPI = 200
# Cahors' town hall, as its website tells it: 73 boulevard Gambetta.
CAHORS = (1.4409, 44.4478)


@pytest.fixture(scope="module")
def written(analyst, profile, lot, tmp_path_factory):
    folder = tmp_path_factory.mktemp("geopdf")
    territory, path = lot
    (plain,) = map_page.write_maps(analyst, territory, profile, ["programmes"], "A4", "pdf", folder, None, path)
    (placed,) = map_page.write_maps(analyst, territory, profile, ["programmes"], "A4", "geopdf", folder, None, path)
    return plain, placed


def drawn(file, *options) -> np.ndarray:
    """The page's pixels, rows × columns × red, green, blue."""
    page = gdal.OpenEx(str(file), gdal.OF_RASTER, open_options=[f"DPI={DPI}", *options])
    return np.moveaxis(page.ReadAsArray()[:3], 0, 2).astype(int)


def pixel_of(file, longitude: float, latitude: float) -> tuple[int, int]:
    """Row and column of a place, by the file's own georeference."""
    page = gdal.OpenEx(str(file), gdal.OF_RASTER, open_options=[f"DPI={DPI}"])
    wgs84 = osr.SpatialReference()
    wgs84.ImportFromEPSG(4326)
    wgs84.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    own = page.GetSpatialRef()
    own.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    x, y, _ = osr.CoordinateTransformation(wgs84, own).TransformPoint(longitude, latitude)
    left, width, _, top, _, height = page.GetGeoTransform()
    return round((y - top) / height), round((x - left) / width)


def near(pixels: np.ndarray, row: int, column: int, colour: str, reach: int) -> int:
    """How many pixels around a place are of a colour."""
    around = pixels[row - reach : row + reach + 1, column - reach : column + reach + 1]
    wanted = [int(colour[k : k + 2], 16) for k in (1, 3, 5)]
    return int((np.abs(around - wanted).max(axis=2) < 12).sum())


def test_a_place_lies_where_it_is_drawn(analyst, written):
    """The symbol of Action cœur de ville stands at Cahors' town hall, and not ten millimetres from there."""
    _, placed = written
    page = gdal.Open(str(placed))
    assert page.GetSpatialRef().GetAuthorityCode(None) == "2154"
    colour = analyst.facts.catalogue.programmes["acv"].colour
    pixels = drawn(placed)
    row, column = pixel_of(placed, *CAHORS)
    assert near(pixels, row, column, colour, 16) > 100
    for away in (-80, 80):
        assert near(pixels, row + away, column, colour, 16) == near(pixels, row, column + away, colour, 16) == 0
    # Toulouse is beyond the map's frame, Figeac within.
    frame = page.GetMetadataItem("NEATLINE")
    xs, ys = zip(*((float(x), float(y)) for x, y in re.findall(r"([\d.]+) ([\d.]+)", frame)), strict=True)
    assert min(xs) < 630000 < max(xs) and min(ys) < 6391000 < max(ys)  # Figeac
    assert not (min(xs) < 574000 < max(xs) and min(ys) < 6279000 < max(ys))  # Toulouse


def test_it_looks_like_the_plain_one(written):
    plain, placed = (drawn(file) for file in written)
    assert abs(plain.shape[0] - placed.shape[0]) <= 3 and plain.shape[1] == placed.shape[1]
    rows = min(plain.shape[0], placed.shape[0])
    rows, columns = rows // 8 * 8, plain.shape[1] // 8 * 8
    # The page is rounded up to whole points: what is a pixel aside is the same, seen in squares of a millimetre.
    square = [
        one[:rows, :columns].reshape(rows // 8, 8, columns // 8, 8, 3).mean(axis=(1, 3)) for one in (plain, placed)
    ]
    difference = np.abs(square[0] - square[1]).max(axis=2)
    assert (difference > 64).mean() < 0.01 and difference.mean() < 6
    assert written[1].stat().st_size < 1.5 * written[0].stat().st_size


def test_its_layers_bear_french_names_and_can_be_put_out(analyst, written):
    _, placed = written
    page = gdal.Open(str(placed))
    names = {name.replace("_", " ") for name in page.GetMetadata("LAYERS").values()}
    assert names == {
        "France services", "Communes lauréates des programmes", "Quartiers prioritaires de la politique de la ville",
        "Limites administratives", "Périmètres des contrats et programmes", "Communes", "Territoires voisins",
    }  # fmt: skip
    colour = analyst.facts.catalogue.programmes["acv"].colour
    place = pixel_of(placed, *CAHORS)
    without = drawn(placed, "LAYERS_OFF=Communes_lauréates_des_programmes")
    assert near(without, *place, colour, 16) == 0
    # The page's own texts are in no layer.
    legend = (slice(None), slice(int(without.shape[1] * 0.79), None))
    assert np.abs(without[legend] - drawn(placed)[legend]).max() == 0


def test_it_says_what_it_is(written):
    told = gdal.Open(str(written[1])).GetMetadata()
    assert told["TITLE"] == "Lot\u00a0: programmes de cohésion des territoires" and "ANCT" in told["AUTHOR"]


def test_an_overseas_territory_has_its_own_projection(analyst, profile, tmp_path):
    territory = analyst.gazetteer.resolve("dep:974")
    (file,) = map_page.write_maps(analyst, territory, profile, ["fragilite"], "A4", "geopdf", tmp_path)
    assert gdal.Open(str(file)).GetSpatialRef().GetAuthorityCode(None) == "2975"
    assert "Indice_de_fragilité_des_communes" in gdal.Open(str(file)).GetMetadata("LAYERS").values()
    row, column = pixel_of(file, 55.4481, -20.8789)  # Saint-Denis, on the north coast: the frame is around it
    assert 100 < row < drawn(file).shape[0] / 2


def test_processing_names_both_kinds_apart(qgis_app, tmp_path):
    parameters = {"TERRITORY": "com:46042", "THEMES": "programmes", "FOLDER": str(tmp_path)}
    for fmt, name in (("pdf", "com-46042_programmes.pdf"), ("geopdf", "com-46042_programmes_geo.pdf")):
        told = outputs_of(Maps(), {**parameters, "FORMAT": fmt})["FILES"]
        assert told == str(tmp_path / name)
    assert len(list(tmp_path.iterdir())) == 2


def test_a_gdal_that_reads_no_pdf_is_told_before_any_work(analyst, profile, lot, tmp_path, monkeypatch):
    monkeypatch.setattr(layout_export, "_PDF_READERS", ("HAVE_NOTHING",))
    with pytest.raises(OutputError, match="georeferenced PDF.*GDAL"):
        map_page.write_maps(analyst, lot[0], profile, ["programmes"], "A4", "geopdf", tmp_path / "maps", None, lot[1])
    assert not (tmp_path / "maps").exists()
    with pytest.raises(Exception, match="georeferenced PDF.*GDAL"):
        outputs_of(Maps(), {"TERRITORY": "com:46042", "FORMAT": "geopdf", "FOLDER": str(tmp_path)})
    assert not list(tmp_path.iterdir())


def test_a_broken_composition_leaves_nothing(analyst, profile, lot, tmp_path, monkeypatch):
    monkeypatch.setattr(layout_export.QgsLayoutExporter, "exportToPdf", lambda self, path, settings: 4)
    with pytest.raises(OutputError, match="could not be drawn"):
        map_page.write_maps(analyst, lot[0], profile, ["programmes"], "A4", "geopdf", tmp_path, None, lot[1])
    assert not list(tmp_path.iterdir())
