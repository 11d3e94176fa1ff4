"""The diagnostic as XLSX: typed cells, the Analyst's figures, blanks that say why."""

from __future__ import annotations

import csv
import math
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from osgeo import gdal, ogr

from anct_qgis_plugin import paths
from anct_qgis_plugin.core import own
from anct_qgis_plugin.core.diagnostic import Analyst
from anct_qgis_plugin.core.facts import Status
from anct_qgis_plugin.documents import diagnostic_sheets
from anct_qgis_plugin.documents.sheet import Sheet
from anct_qgis_plugin.errors import OutputError
from anct_qgis_plugin.gis import spreadsheet
from anct_qgis_plugin.gis.diagnostic_document import write_diagnostic
from anct_qgis_plugin.gis.spreadsheet import write_xlsx

pytestmark = pytest.mark.skipif(not paths.SNAPSHOT.exists(), reason="the snapshot is not built: make snapshot")
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
PLACES = ("dep:46", "epci:200023372", "com:46240")


def workbook(path: Path) -> dict[str, list[dict[str, object]]]:
    """Sheet → rows by title; a text cell is str, a number float, an empty one None; read by the standard."""
    with zipfile.ZipFile(path) as archive:
        texts = [
            "".join(one.itertext()).strip("\n")
            for one in ElementTree.fromstring(archive.read("xl/sharedStrings.xml")).iter(f"{MAIN}si")
        ]
        names = [
            one.get("name") for one in ElementTree.fromstring(archive.read("xl/workbook.xml")).iter(f"{MAIN}sheet")
        ]
        found = {}
        for number, name in enumerate(names, start=1):
            page = ElementTree.fromstring(archive.read(f"xl/worksheets/sheet{number}.xml"))
            assert not list(page.iter(f"{MAIN}f")), "a formula"
            rows = []
            for row in page.iter(f"{MAIN}row"):
                cells = {}
                for cell in row.iter(f"{MAIN}c"):
                    value = cell.findtext(f"{MAIN}v")
                    column = re.sub(r"\d", "", cell.get("r"))
                    cells[column] = texts[int(value)] if cell.get("t") == "s" else float(value)
                rows.append(cells)
            titles = rows[0]
            found[name] = [{title: row.get(column) for column, title in titles.items()} for row in rows[1:]]
    return found


@pytest.fixture(scope="module")
def written(analyst, profile, tmp_path_factory):
    """Expression → (diagnostic, rows of each sheet, file)."""
    folder = tmp_path_factory.mktemp("sheets")
    made: dict[str, tuple] = {}

    def of(expression):
        if expression not in made:
            diagnostic = analyst.diagnostic(analyst.gazetteer.resolve(expression), profile)
            (file,) = write_diagnostic(analyst, diagnostic, folder, formats=("xlsx",))
            made[expression] = diagnostic, workbook(file), file
        return made[expression]

    return of


@pytest.mark.parametrize("place", PLACES)
def test_the_card_holds_the_values_and_says_why_it_does_not(written, place):
    diagnostic, book, _ = written(place)
    rows = iter(book["Fiche d’identité"])
    seen = set()
    for figures in diagnostic.card:
        for territory, figure in zip(diagnostic.columns, figures, strict=True):
            row = next(rows)
            assert (row["Indicateur"], row["Expression"]) == (figure.indicator, territory.expression)
            status = {Status.OK: "valeur", Status.SECRET: "secret", Status.MISSING: "absente"}[figure.status]
            assert row["Statut"] == status and row["Unité"] == figure.unit and row["Millésime"] == figure.vintage
            assert (row["Valeur"] is None) == (figure.value is None)
            if figure.value is not None:
                assert math.isclose(row["Valeur"], figure.value, rel_tol=1e-12, abs_tol=1e-12)
            else:
                assert row["Motif d’absence"] == (figure.absence or None)
            seen.add(status)
    assert next(rows, None) is None and {"valeur", "secret"} <= seen


def test_the_values_of_communes_are_those_of_the_facts(written):
    """Zero, withheld and missing: three answers, in each cell of 312 communes by some twenty indicators."""
    diagnostic, book, _ = written("dep:46")
    facts, seen = diagnostic.facts, set()
    for row in book["Indicateurs des communes"]:
        column = facts.values[row["Indicateur"]]
        place = facts.position[row["Code"]]
        value, status = column.value[place], int(column.status[place])
        assert row["Statut"] == ["valeur", "absente", "secret"][status]
        assert row["Valeur"] is None if np.isnan(value) else math.isclose(row["Valeur"], value, rel_tol=1e-12)
        seen.add("zéro" if value == 0 else row["Statut"])
    assert seen == {"zéro", "valeur", "absente", "secret"}
    assert len(book["Indicateurs des communes"]) == 312 * (len(diagnostic.card) - 1)


def test_the_index_adds_up(written):
    diagnostic, book, _ = written("dep:46")
    parts = [row["Part de l’indice (points)"] for row in book["Construction"]]
    (index,) = [row["Valeur"] for row in book["Indice"] if row["Grandeur"] == "Indice"]
    assert math.isclose(sum(parts), index, rel_tol=1e-9) and math.isclose(index, diagnostic.index.value)
    assert math.isclose(sum(row["Poids"] for row in book["Construction"]), 100)
    ranked = {row["Code"]: row["Indice"] for row in book["Communes"]}
    table = diagnostic.communal.table.set_index("code")["indice"]
    assert len(ranked) == 312 and all(
        row["Statut de l’indice"] == ("sans indice" if np.isnan(table[row["Code"]]) else "valeur")
        for row in book["Communes"]
    )
    assert all(value is None or math.isclose(value, table[code]) for code, value in ranked.items())


def test_programmes_and_people_are_counted_again(written):
    """Covered communes and people, from the lists themselves."""
    diagnostic, book, _ = written("dep:46")
    facts = diagnostic.facts
    inside = set(facts.codes[diagnostic.territory.positions])
    for row in book["Programmes"]:
        programme = facts.catalogue.programmes[row["Programme"]]
        if programme.unit == "site" or programme.not_covering:
            continue
        held = facts.beneficiaries
        codes = set(held[(held["programme"] == programme.id) & held["code"].isin(inside)]["code"])
        assert row["Communes couvertes"] == (len(codes) if row["Statut"] == "valeur" else None), programme.id
        people = sum(facts.population[facts.position[code]] for code in codes)
        assert row["Population couverte"] == people
        assert {one["Code"] for one in book["Bénéficiaires"] if one["Programme"] == programme.id} == codes
    assert sum(row["Communes"] for row in book["Lacunes"]) == 312
    assert sum(row["Population"] for row in book["Lacunes"]) == int(
        facts.population[diagnostic.territory.positions].sum()
    )
    fragile = {row["Code"] for row in book["Fragiles sans programme"]}
    assert fragile == set(diagnostic.gaps.uncovered["code"])


def test_codes_are_texts_and_sources_are_all_there(written):
    diagnostic, book, _ = written("dep:46")
    for rows in book.values():
        for row in rows:
            for title in ("Code", "Code EPCI", "Code postal", "Code département", "Millésime", "Identifiant"):
                assert row.get(title) is None or isinstance(row[title], str), title
    assert [row["Titre"] for row in book["Sources"]] == list(diagnostic.sources["titre"])
    assert [row["N°"] for row in book["Sources"]] == list(range(1, len(diagnostic.sources) + 1))
    assert list(book)[0] == "Lisez-moi" and list(book)[-1] == "Sources"
    told = {row["Rubrique"]: row["Texte"] for row in book["Lisez-moi"]}
    assert told["Territoire"] == "Lot" and "non officiel" in told["Indice"]
    assert {f"Feuille {name}" for name in book if name != "Lisez-moi"} <= set(told)
    assert all(len(name) <= 31 for name in book)


def test_a_commune_has_its_neighbours_and_its_twins(written):
    diagnostic, book, _ = written("com:46240")
    assert [row["Code"] for row in book["Voisines"] if row["Commune étudiée"] == "oui"] == ["46240"]
    communes = diagnostic.facts.communes
    assert {communes.at[row["Code"], "code_epci"] for row in book["Voisines"]} == {communes.at["46240", "code_epci"]}
    assert {row["Code"] for row in book["Semblables"]} == {"46240", *diagnostic.twins.table["code"]}
    moved = {row["Indicateur"]: row for row in book["Évolutions"]}
    assert all(math.isclose(row["Après"] - row["Avant"], row["Évolution"], abs_tol=1e-9) for row in moved.values())


def test_it_opens_in_a_spreadsheet_with_the_same_types(written, tmp_path):
    """LibreOffice quotes its text cells when asked to: a code is one, a number is none."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not here")
    _, book, file = written("com:46240")
    # The 7th token: quote all text cells; the 8th: cells as shown; the last: every sheet.
    convert = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,true,true,false,false,false,-1"
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    subprocess.run(
        [office, profile, "--headless", "--convert-to", convert, "--outdir", str(tmp_path), str(file)],
        capture_output=True, timeout=180,
    )  # fmt: skip
    for name, rows in book.items():
        text = (tmp_path / f"{file.stem}-{name}.csv").read_text(encoding="utf-8")
        read = list(csv.DictReader(text.splitlines()))
        if name != "Sources":  # no line ends within its cells
            assert len(read) == len(rows), name
    lines = (tmp_path / f"{file.stem}-Communes.csv").read_text(encoding="utf-8").splitlines()
    assert lines[1].startswith('"46240","Rocamadour",604,"valeur",'), lines[1]


def test_texts_are_never_formulas_whatever_they_begin_with(tmp_path):
    nasty = ["=1+1", "+SOMME(A1)", "-2", "@x", "\t=2", "00123", "1e5", "<b>&\x07x</b>", "x" * 40_000]
    sheet = Sheet("Essai", "", (("Texte", str), ("Nombre", float), ("Entier", int)), [(t, 0.0, None) for t in nasty])
    file = write_xlsx(tmp_path / "essai.xlsx", [sheet])
    rows = workbook(file)["Essai"]
    assert [row["Texte"] for row in rows[:-1]] == [text.replace("\x07", "") for text in nasty[:-1]]
    assert len(rows[-1]["Texte"]) == 32_767
    assert all(row["Nombre"] == 0 and row["Entier"] is None for row in rows)
    book = ogr.Open(str(file))
    assert book.GetLayer(0).GetFeatureCount() >= len(nasty)


def test_titles_stay_in_sight_and_columns_do_not_overlap(written):
    _, book, file = written("com:46240")
    with zipfile.ZipFile(file) as archive:
        assert archive.testzip() is None
        styles = ElementTree.fromstring(archive.read("xl/styles.xml"))
        cells = styles.find(f"{MAIN}cellXfs")
        assert int(cells.get("count")) == len(cells)
        for number in range(1, len(book) + 1):
            page = ElementTree.fromstring(archive.read(f"xl/worksheets/sheet{number}.xml"))
            assert next(page.iter(f"{MAIN}pane")).get("state") == "frozen"
            columns = [(int(one.get("min")), int(one.get("max"))) for one in page.iter(f"{MAIN}col")]
            assert columns == [(k, k) for k in range(1, len(columns) + 1)]
            bold = {int(cell.get("s")) for cell in next(page.iter(f"{MAIN}row"))}
            assert bold == {len(cells) - 1}
            # In the standard's order.
            order = [one.tag.removeprefix(MAIN) for one in page]
            assert order == ["sheetViews", "cols", "sheetData", "autoFilter"]


def test_an_own_zero_and_an_own_secret(analyst, profile, tmp_path):
    given = {"46042": (0.0, False, None), "46102": (50.0, False, None), "46128": (None, True, None)}
    one = own.OwnIndicator(
        "places", "=Places", "pour 100", "low", 0, "commune", "none", "CAF", "2025", values=given
    )  # fmt: skip
    mine = Analyst(own.overlaid(analyst.facts, own.OwnData({"places": one}, {}, "essai")))
    territory = mine.gazetteer.resolve("com:46042+com:46102+com:46128+com:46127")
    weighed = replace(profile, indicators=(replace(profile.indicators[0], indicator="places"), *profile.indicators[1:]))
    (file,) = write_diagnostic(mine, mine.diagnostic(territory, weighed), tmp_path, formats=("xlsx",))
    rows = {r["Code"]: r for r in workbook(file)["Indicateurs des communes"] if r["Indicateur"] == "places"}
    told = {code: (row["Valeur"], row["Statut"]) for code, row in rows.items()}
    assert told == {
        "46042": (0.0, "valeur"), "46102": (50.0, "valeur"), "46128": (None, "secret"), "46127": (None, "absente"),
    }  # fmt: skip
    assert rows["46042"]["Libellé"] == "=Places"


def test_too_many_rows_are_left_out_and_said(written, monkeypatch):
    diagnostic, _, _ = written("dep:46")
    monkeypatch.setattr(diagnostic_sheets, "MOST_ROWS", 1000)
    made = {sheet.name: sheet for sheet in diagnostic_sheets.sheets(diagnostic)}
    assert "Indicateurs des communes" not in made
    assert any("trop de lignes" in row[1] and "gpkg" in row[1] for row in made["Lisez-moi"].rows)


def test_without_an_index_the_reason_is_told(analyst, profile, tmp_path):
    diagnostic = analyst.diagnostic(analyst.gazetteer.resolve("dep:976"), profile)
    (file,) = write_diagnostic(analyst, diagnostic, tmp_path, formats=("xlsx",))
    book = workbook(file)
    assert "Indice" not in book
    (told,) = [row["Texte"] for row in book["Lisez-moi"] if row["Rubrique"] == "Indice"]
    assert "Pas d’indice pour ce territoire" in told


def test_a_gdal_without_spreadsheets_is_said(written, tmp_path, monkeypatch):
    class Driverless:
        """GDAL as some build it."""

        OFTString, OFTReal, OFTInteger64 = ogr.OFTString, ogr.OFTReal, ogr.OFTInteger64
        GetDriverByName = staticmethod(lambda name: None)

    monkeypatch.setattr(spreadsheet, "ogr", Driverless)
    with pytest.raises(OutputError, match="XLSX"):
        write_xlsx(tmp_path / "x.xlsx", [])
    assert not list(tmp_path.iterdir())


def test_a_file_that_cannot_be_made_is_said(tmp_path):
    gdal.PushErrorHandler("CPLQuietErrorHandler")
    sheet = Sheet("Essai", "", (("Texte", str),), [("a",)])
    try:
        with pytest.raises(OutputError, match="could not be written"):
            write_xlsx(tmp_path / "nowhere" / "x.xlsx", [sheet])
    finally:
        gdal.PopErrorHandler()
    assert not list(tmp_path.iterdir())
