"""The diagnostic as a PDF: what a reader finds in it, and what happens where it cannot be written."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest
from qgis.core import QgsFeedback, QgsLayoutItemLabel, QgsLayoutItemMap, QgsPrintLayout, QgsProject

from anct_qgis_plugin import paths
from anct_qgis_plugin.core import sentences
from anct_qgis_plugin.core.diagnostic import Analyst
from anct_qgis_plugin.errors import Cancelled, OutputError
from anct_qgis_plugin.gis import dataset, page_items
from anct_qgis_plugin.gis.diagnostic_document import diagnostic_steps, write_diagnostic
from anct_qgis_plugin.gis.diagnostic_pages import build_diagnostic_layout

pytestmark = pytest.mark.skipif(not paths.SNAPSHOT.exists(), reason="the snapshot is not built: make snapshot")
needs_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext (poppler-utils) is not here")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("diagnostics")


@pytest.fixture(scope="module")
def written(analyst, profile, folder):
    """Expression → (diagnostic, dataset, PDF), each made once."""
    made: dict[str, tuple] = {}

    def of(expression):
        if expression not in made:
            territory = analyst.gazetteer.resolve(expression)
            diagnostic = analyst.diagnostic(territory, profile)
            data = dataset.write_dataset(analyst, territory, profile, folder / "data")
            (file,) = write_diagnostic(analyst, diagnostic, folder, dataset=data)
            made[expression] = (diagnostic, data, file)
        return made[expression]

    return of


def plain(text: str) -> str:
    """Letters only: spaces, line breaks and apostrophes differ between a page and its source."""
    return re.sub(r"[\s'’‐-]+", "", unicodedata.normalize("NFKC", text)).lower()


def read(file: Path) -> list[str]:
    """The text of each page, column by column."""
    done = subprocess.run(["pdftotext", "-raw", str(file), "-"], capture_output=True, text=True, check=True, timeout=60)
    return done.stdout.split("\f")[:-1]


def info(file: Path) -> dict[str, str]:
    done = subprocess.run(["pdfinfo", str(file)], capture_output=True, text=True, check=True, timeout=60)
    return {k.strip(): v.strip() for k, _, v in (line.partition(":") for line in done.stdout.splitlines())}


@needs_poppler
def test_the_lot_is_told_whole(written):
    diagnostic, _data, file = written("dep:46")
    assert file.name == "dep-46_diagnostic.pdf"
    pages = read(file)
    said = info(file)
    assert said["Title"] == "Diagnostic de cohésion territoriale – Lot"
    assert int(said["Pages"]) == len(pages) >= 6
    assert "(A4)" in said["Page size"]
    text = plain("".join(pages))
    assert "Lot" in pages[0] and "Département" in pages[0] and "Occitanie" in pages[0]
    for row in diagnostic.card:
        assert plain(row[0].label) in text, row[0].label
    for fact in (*diagnostic.programmes, *diagnostic.zonings):
        assert plain(fact.programme.label) in text, fact.programme.label
    for number, page in enumerate(pages, start=1):
        assert plain(f"page {number} / {len(pages)}") in plain(page)
        assert "licenceouverte2.0" in plain(page)


@needs_poppler
def test_every_source_is_named(written):
    diagnostic, _data, file = written("dep:46")
    pages = [plain(page) for page in read(file)]
    first = next(number for number, page in enumerate(pages) if "titreetadresse" in page)
    text = "".join(pages[first:])
    assert len(diagnostic.sources) > 15
    for title in diagnostic.sources["titre"]:
        assert plain(title) in text, title


@needs_poppler
def test_figures_are_those_of_the_facts(written):
    diagnostic, _data, file = written("dep:46")
    pages = [plain(page) for page in read(file)]
    assert diagnostic.index is not None
    # Written again from the numbers, in French, without the plugin's own wording.
    people = int(diagnostic.facts.population[diagnostic.territory.positions].sum())
    assert f"{people}habitants" in pages[0]
    assert f"{diagnostic.index.value:.1f}".replace(".", ",") in pages[0]
    assert f"rang{diagnostic.index.rank}sur{diagnostic.index.total}départements" in pages[0]
    contributions = [page for page in pages if "partdelindice" in page]
    for value in diagnostic.index.contributions.values():
        assert f"{value:.1f}".replace(".", ",") in contributions[0]


@needs_poppler
def test_a_commune_is_set_beside_its_neighbours(written):
    diagnostic, _data, file = written("com:46042")
    text = plain("".join(read(file)))
    assert len(diagnostic.communes) == 1
    assert "lacommunedanssonintercommunalité" in text
    assert "communeslesplusfragiles" not in text.replace("sescommuneslesplusfragiles", "")


@needs_poppler
def test_a_territory_without_index_says_why(written):
    diagnostic, _data, file = written("dep:976")
    assert diagnostic.index is None, "Mayotte has too few indicators for an index"
    text = plain("".join(read(file)))
    assert "pasdindicepourceterritoire" in text
    assert plain(sentences.absence_of_index(diagnostic)) in text
    lacking = next(row[0].label for row in diagnostic.card if row[0].indicator == "taux_chomage_rp")
    assert plain(lacking) in plain(sentences.absence_of_index(diagnostic))
    assert "n.d." in text


def test_nothing_is_cut_nor_out_of_the_page(analyst, written):
    """No label passes the margins, overlaps the foot, or is set under 7 points."""
    for expression in ("dep:46", "com:46042", "dep:976"):
        diagnostic, data, _file = written(expression)
        project = QgsProject()
        layout = build_diagnostic_layout(project, analyst, diagnostic, data)
        labels = [item for item in layout.items() if isinstance(item, QgsLayoutItemLabel)]
        assert min(item.textFormat().size() for item in labels) >= 7
        assert {"carte_situation", "carte_programmes", "carte_fragilite"} <= {
            item.id() for item in layout.items() if isinstance(item, QgsLayoutItemMap)
        }
        for item in labels:
            corner, box = item.pagePos(), item.rect()
            assert corner.x() >= 10 and corner.x() + box.width() <= 201.5, item.text()
            # Measured by QGIS itself, not by the plugin: every line has room in its box.
            needed = item.sizeForText()
            assert needed.height() <= box.height() + 0.8, item.text()
            foot = item.id() in ("pied", "folio")
            assert foot or corner.y() + box.height() - 1.5 <= 280.5, item.text()


@pytest.mark.parametrize("follows", [10.0, 60.0])
def test_a_title_is_not_left_alone_at_the_foot(qgis_app, follows):
    project = QgsProject()
    layout = QgsPrintLayout(project)
    layout.initializeDefaults()
    flow = page_items.Flow(layout)
    flow.skip(flow.bottom - flow.top - 60)  # 60 mm are left
    flow.part("Comparaisons", "Territoires semblables", "Une note", "titre", room=40)
    flow.need(follows)
    assert flow.page == (0 if follows == 10 else 1)
    titles = [item for item in layout.items() if isinstance(item, QgsLayoutItemLabel)]
    assert sorted(item.text() for item in titles) == ["Territoires semblables", "Une note"]
    assert {item.page() for item in titles} == {flow.page} and layout.itemById("titre") in titles
    assert flow.heads[flow.page] == ("" if follows == 10 else "Comparaisons")
    assert all(item.pos().y() - flow.page * 307 < flow.y for item in titles)
    project.clear()


def test_a_written_diagnostic_leaves_no_item_in_memory(qgis_app):
    """A batch does not go back to the event loop between two of them."""
    from qgis.PyQt import sip

    from anct_qgis_plugin.gis import diagnostic_pages

    project = QgsProject()
    flow = page_items.Flow(QgsPrintLayout(project))
    flow.paragraph("Une phrase.")
    (label,) = [item for item in flow.layout.items() if isinstance(item, QgsLayoutItemLabel)]
    diagnostic_pages.let_go(flow.layout)
    assert sip.isdeleted(label)
    project.clear()


def test_a_word_too_long_for_its_column_is_broken_not_cut():
    address = "https://www.data.gouv.fr/fr/datasets/programme-territoires-dindustrie/"
    lines = page_items.wrap(address, 30, page_items.CELL)
    assert "".join(lines) == address
    assert all(page_items.width_of(line, page_items.CELL) <= 30 for line in lines)


def test_a_folder_that_cannot_be_written(analyst, profile, written, tmp_path):
    diagnostic, data, _file = written("com:46042")
    occupied = tmp_path / "a file, not a folder"
    occupied.write_text("")
    with pytest.raises(OutputError, match="cannot be written"):
        write_diagnostic(analyst, diagnostic, occupied / "inside", dataset=data)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder(analyst, written, tmp_path):
    diagnostic, data, _file = written("com:46042")
    tmp_path.chmod(0o500)
    with pytest.raises(OutputError, match="cannot be written"):
        write_diagnostic(analyst, diagnostic, tmp_path, dataset=data)
    tmp_path.chmod(0o700)


def test_a_file_open_elsewhere(analyst, written, tmp_path, monkeypatch):
    """Windows refuses to replace an open file: the old one stays, and no half file is left."""
    diagnostic, data, _file = written("com:46042")
    target = tmp_path / "com-46042_diagnostic.pdf"
    target.write_bytes(b"open elsewhere")
    replace = os.replace

    def refuse(source, destination):
        if Path(destination) == target:
            raise PermissionError("in use")
        replace(source, destination)

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(OutputError, match="close it if it is open"):
        write_diagnostic(analyst, diagnostic, tmp_path, dataset=data)
    assert target.read_bytes() == b"open elsewhere"
    assert [file.name for file in tmp_path.iterdir()] == [target.name]


@pytest.mark.parametrize("stop", [1, 4, 10])
def test_cancelled_on_the_way_leaves_nothing(analyst, written, tmp_path, stop):
    """Steps 1 to 9 draw pages, the tenth writes the file."""
    diagnostic, data, _file = written("com:46042")
    feedback = QgsFeedback()
    steps = diagnostic_steps(analyst, diagnostic, tmp_path, feedback, data)
    for _ in range(stop):
        next(steps)
    feedback.cancel()
    with pytest.raises(Cancelled):
        next(steps)
    assert not list(tmp_path.iterdir())


def test_cancelled_before_it_begins(analyst, written, tmp_path):
    diagnostic, data, _file = written("com:46042")
    feedback = QgsFeedback()
    feedback.cancel()
    with pytest.raises(Cancelled):
        write_diagnostic(analyst, diagnostic, tmp_path, feedback, data)
    assert not list(tmp_path.iterdir())


@needs_poppler
def test_what_changed_since_the_version_kept_before_is_told(analyst, profile, tmp_path, monkeypatch):
    """That version is today's, but Gourdon had no contract of Petites villes de demain, and Gramat is out of it now."""
    from anct_qgis_plugin.snapshot import reader, versions

    held = analyst.facts.beneficiaries
    pvd = held["programme"] == "pvd"
    before = replace(analyst.facts, beneficiaries=held[~(pvd & (held["code"] == "46127"))])
    now = Analyst(replace(analyst.facts, beneficiaries=held[~(pvd & (held["code"] == "46128"))]))
    kept = versions.Version("20260303-090000", tmp_path / "anct.gpkg", "ok", {"built": "2026-03-03"})
    monkeypatch.setattr(versions, "earlier", lambda: [kept])
    monkeypatch.setattr(reader, "load", lambda path: {kept.path: before}[path])
    territory = now.gazetteer.resolve("com:46127+com:46128+com:46042")
    diagnostic = now.diagnostic(territory, profile)
    data = dataset.write_dataset(now, territory, profile, tmp_path)
    (file,) = write_diagnostic(now, diagnostic, tmp_path, dataset=data)
    told = " ".join(read(file))
    part = told[told.index("Programmes depuis la version précédente des données") :].split("Sources")[0]
    assert "Données assemblées le 3 mars 2026" in part and "2 changements" in part
    assert re.search(r"Petites villes de demain\s+Gourdon\s+entrée", part)
    assert re.search(r"Petites villes de demain\s+Gramat\s+sortie", part)


def test_an_earlier_version_that_cannot_be_read_stops_nothing(qgis_app, analyst, profile, tmp_path, monkeypatch):
    from anct_qgis_plugin.gis import diagnostic_analysis
    from anct_qgis_plugin.snapshot import versions

    (tmp_path / "anct.gpkg").write_bytes(b"not a GeoPackage")
    kept = versions.Version("20260303-090000", tmp_path / "anct.gpkg", "ok", {"built": "2026-03-03"})
    monkeypatch.setattr(versions, "earlier", lambda: [kept])
    project = QgsProject()
    flow = page_items.Flow(QgsPrintLayout(project))
    diagnostic_analysis.programmes_since(flow, analyst.diagnostic(analyst.gazetteer.resolve("com:46102"), profile))
    assert flow.y == flow.top and not [i for i in flow.layout.items() if isinstance(i, QgsLayoutItemLabel)]
    project.clear()
