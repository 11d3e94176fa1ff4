"""The diagnostic as ODT and HTML: the PDF's figures, whole documents, nothing half written."""

from __future__ import annotations

import re
import shutil
import subprocess
import unicodedata
import zipfile
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
from algorithms import outputs_of
from qgis.core import QgsFeedback, QgsProcessingException

from anct_qgis_plugin import paths
from anct_qgis_plugin.core.facts import Status
from anct_qgis_plugin.errors import Cancelled, OutputError
from anct_qgis_plugin.gis import dataset, diagnostic_document
from anct_qgis_plugin.gis.diagnostic_document import diagnostic_steps, write_diagnostic
from anct_qgis_plugin.gis.formats import DIAGNOSTIC
from anct_qgis_plugin.processing.diagnostic import DiagnosticAlgorithm

pytestmark = pytest.mark.skipif(not paths.SNAPSHOT.exists(), reason="the snapshot is not built: make snapshot")
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TOLD = ("odt", "html")
# The Lot, an EPCI, and a commune most of whose incomes are withheld.
PLACES = ("dep:46", "epci:200023372", "com:46240")


@pytest.fixture(scope="module")
def written(analyst, profile, tmp_path_factory):
    """Expression → (diagnostic, dataset, format → file), each made once."""
    folder = tmp_path_factory.mktemp("documents")
    made: dict[str, tuple] = {}

    def of(expression):
        if expression not in made:
            territory = analyst.gazetteer.resolve(expression)
            diagnostic = analyst.diagnostic(territory, profile)
            data = dataset.write_dataset(analyst, territory, profile, folder / "data")
            files = write_diagnostic(analyst, diagnostic, folder, None, data, TOLD)
            made[expression] = diagnostic, data, dict(zip(TOLD, files, strict=True))
        return made[expression]

    return of


def plain(text: str) -> str:
    """Letters only: spaces, line breaks and apostrophes differ between a page and its source."""
    return re.sub(r"[\s'’‐-]+", "", unicodedata.normalize("NFKC", text)).lower()


def french(value: float, decimals: int) -> str:
    """A number as the documents write it, without the plugin's own wording."""
    text = f"{abs(value):,.{decimals}f}".replace(",", "\u202f").replace(".", ",")
    return f"\u2212{text}" if value < 0 and re.search("[1-9]", text) else text


class Page(HTMLParser):
    """What a browser makes of a page: tables as rows of cells, headings, images, addresses."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tables: list[dict] = []
        self.headings: list[tuple[str, str]] = []
        self.images: list[dict] = []
        self.links: list[str] = []
        self.ids: set[str] = set()
        self._into: list[str] | None = None
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        told = dict(attrs)
        self.ids |= {told["id"]} if "id" in told else set()
        if tag == "table":
            self.tables.append({"caption": [], "rows": [], "scopes": []})
        elif tag == "tr":
            self.tables[-1]["rows"].append([])
        elif tag in ("td", "th"):
            self._into = []
            self.tables[-1]["rows"][-1].append(self._into)
            self.tables[-1]["scopes"].append((tag, told.get("scope")))
        elif tag == "caption":
            self._into = self.tables[-1]["caption"]
        elif tag in ("h1", "h2", "h3"):
            self._into = []
            self.headings.append((tag, self._into))
        elif tag == "img":
            self.images.append(told)
        elif tag == "a":
            self.links.append(told["href"])

    def handle_data(self, data):
        if self._into is not None:
            self._into.append(data)

    def handle_endtag(self, tag):
        if tag in ("td", "th", "caption", "h1", "h2", "h3"):
            self._into = None

    def rows(self, caption: str) -> list[list[str]]:
        (table,) = [one for one in self.tables if "".join(one["caption"]).endswith(caption)]
        return [["".join(cell) for cell in row] for row in table["rows"]]


def odt_body(file: Path) -> ElementTree.Element:
    """The content of a document, line breaks as such."""
    with zipfile.ZipFile(file) as archive:
        root = ElementTree.fromstring(archive.read("content.xml"))
    for mark in root.iter(f"{TEXT}line-break"):
        mark.text = "\n"
    return root


def odt_rows(file: Path) -> list[list[list[str]]]:
    """Every table as rows of texts."""
    return [
        [
            ["".join(cell.itertext()) for cell in row.iter(f"{TABLE}table-cell")]
            for row in table.iter(f"{TABLE}table-row")
        ]
        for table in odt_body(file).iter(f"{TABLE}table")
    ]


def of_page(file: Path) -> Page:
    return Page(file.read_text(encoding="utf-8"))


@pytest.mark.parametrize("place", PLACES)
def test_the_figures_are_those_of_the_analyst(written, place):
    """Every cell of the identity card, in both documents, written again from the numbers."""
    diagnostic, _, files = written(place)
    html = of_page(files["html"]).rows("fiche d’identité")[1:]
    (odt,) = [rows[1:] for rows in odt_rows(files["odt"]) if rows[0][:2] == ["Indicateur", "Unité"]]
    assert len(html) == len(odt) == len(diagnostic.card)
    seen = set()
    for told in (html, odt):
        for row, figures in zip(told, diagnostic.card, strict=True):
            assert plain(row[0]) == plain(figures[0].label)
            for text, figure in zip(row[2:], figures, strict=False):
                seen.add(figure.status)
                if figure.status is Status.SECRET:
                    assert text == "secret"
                elif figure.value is None:
                    assert plain(text) == "n.d."
                else:
                    expected = french(figure.value, figure.decimals)
                    assert text.replace("≈\u00a0", "").replace("+", "") == expected, figure
                    assert ("≈" in text) == figure.approximate
    assert {Status.OK, Status.SECRET} <= seen


@pytest.mark.parametrize("place", PLACES)
def test_index_programmes_and_sources(written, place):
    diagnostic, _, files = written(place)
    page = of_page(files["html"])
    texts = {"html": plain(re.sub("<[^>]+>", " ", files["html"].read_text("utf-8"))).replace("&#39;", "")}
    texts["odt"] = plain("".join(odt_body(files["odt"]).itertext()))
    parts = page.rows("indicateurs, poids et contributions")
    assert parts[-1][-1] == french(diagnostic.index.value, 1)
    shown = [float(row[-1].replace(",", ".")) for row in parts[1:-1] if row[-1] != "–"]
    assert abs(sum(shown) - diagnostic.index.value) < 0.05 * len(shown) + 0.05
    for text in texts.values():
        for fact in (*diagnostic.programmes, *diagnostic.zonings):
            assert plain(fact.programme.label) in text or plain(fact.programme.short) in text
        for title in diagnostic.sources["titre"]:
            assert plain(title) in text.replace("&amp;", "&"), title
        assert plain("Ce qui pèse dans l’indice") in text and plain("Licence Ouverte 2.0") in text
    for table in odt_rows(files["odt"]):
        assert any(
            [[plain(cell) for cell in row] for row in table]
            == [[plain("".join(cell)) for cell in row] for row in other["rows"]]
            for other in page.tables
        )
    assert len(page.tables) == len(odt_rows(files["odt"])) >= 10


def test_the_page_is_alone_and_accessible(written):
    _, _, files = written("dep:46")
    page = of_page(files["html"])
    assert len(page.images) == 7
    for image in page.images:
        assert image["src"].startswith("data:image/png;base64,") and re.match(r"(Carte|Graphique) \d", image["alt"])
    assert all(link.startswith("#") and link[1:] in page.ids for link in page.links)
    for table in page.tables:
        assert "".join(table["caption"]).startswith("Lot")
        width = len(table["rows"][0])
        assert table["scopes"][:width] == [("th", "col")] * width
        assert table["scopes"][width::width] == [("th", "row")] * (len(table["rows"]) - 1)
    levels = [tag for tag, _ in page.headings]
    assert levels[0] == "h1" and all(
        b <= a or int(b[1]) == int(a[1]) + 1 for a, b in zip(levels, levels[1:], strict=False)
    )
    text = files["html"].read_text("utf-8")
    assert '<html lang="fr">' in text and "@media print" in text and "<script" not in text


def test_the_document_opens_in_a_word_processor(written, tmp_path):
    """Its title, table of contents, headings and seven images; every page of it is there in LibreOffice."""
    diagnostic, _, files = written("dep:46")
    body = odt_body(files["odt"])
    titles = ["".join(one.itertext()) for one in body.iter(f"{TEXT}h")]
    assert [t for t in titles if "Fiche" in t or t == "Sources"] == ["Fiche d’identité", "Sources"]
    assert len(list(next(body.iter(f"{TEXT}index-body")))) == len(titles)
    with zipfile.ZipFile(files["odt"]) as archive:
        assert sum(name.endswith(".png") and "Pictures" in name for name in archive.namelist()) == 7
    office = shutil.which("soffice")
    if office is None or shutil.which("pdftotext") is None:
        pytest.skip("LibreOffice or poppler-utils is not here")
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    done = subprocess.run(
        [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(files["odt"])],
        capture_output=True, timeout=180,
    )  # fmt: skip
    made = tmp_path / "dep-46_diagnostic.pdf"
    assert made.exists(), done.stderr
    read = subprocess.run(["pdftotext", "-raw", str(made), "-"], capture_output=True, text=True, check=True).stdout
    text = plain(read)
    for words in ("Diagnostic de cohésion territoriale", "Sommaire", "175 620", "Communes les plus fragiles"):
        assert plain(words) in text
    assert french(diagnostic.index.value, 1) in read


def test_several_formats_share_the_work(analyst, written, tmp_path, monkeypatch):
    """Once for the analysis, once for the maps of both documents; the files come in the order asked for."""
    from anct_qgis_plugin.core import siting

    diagnostic, data, _ = written("com:46240")
    calls = []
    monkeypatch.setattr(siting, "new_sites", lambda *args: calls.append("sites"))
    told = diagnostic_document.content_steps
    monkeypatch.setattr(diagnostic_document, "content_steps", lambda *args: calls.append("maps") or told(*args))
    wanted = ("html", "pdf", "odt", "html")
    files = write_diagnostic(analyst, diagnostic, tmp_path, None, data, wanted)
    assert [file.suffix for file in files] == [".html", ".pdf", ".odt"]
    assert calls == ["maps"]
    assert sorted(tmp_path.iterdir()) == sorted(files)


@pytest.mark.parametrize("stop", [3, 12, 14])
def test_a_cancel_leaves_nothing_of_any_format(analyst, written, tmp_path, stop):
    diagnostic, data, _ = written("com:46240")
    feedback = QgsFeedback()
    steps = diagnostic_steps(analyst, diagnostic, tmp_path, feedback, data, ("odt", "pdf"))
    for _ in range(stop):
        next(steps)
    feedback.cancel()
    with pytest.raises(Cancelled):
        list(steps)
    assert not list(tmp_path.iterdir())


def test_steps_that_are_closed_leave_nothing(analyst, written, tmp_path):
    diagnostic, data, _ = written("com:46240")
    steps = diagnostic_steps(analyst, diagnostic, tmp_path, None, data, TOLD)
    next(steps)
    assert list(tmp_path.iterdir())
    steps.close()
    assert not list(tmp_path.iterdir())


def test_one_that_cannot_be_written_puts_the_others_back(analyst, written, tmp_path):
    """The ODT is open in LibreOffice: the older page stays as it was."""
    diagnostic, data, _ = written("com:46240")
    older = tmp_path / "com-46240_diagnostic.html"
    older.write_text("older")
    (tmp_path / ".~lock.com-46240_diagnostic.odt#").touch()
    with pytest.raises(OutputError, match="open in LibreOffice"):
        write_diagnostic(analyst, diagnostic, tmp_path, None, data, ("html", "odt"))
    assert older.read_text() == "older"
    assert sorted(one.name for one in tmp_path.iterdir()) == [".~lock.com-46240_diagnostic.odt#", older.name]


def test_a_service_has_its_own_template(analyst, written, tmp_path, monkeypatch):
    """Its copy wins; a broken one is named with its line, and nothing is written."""
    diagnostic, data, _ = written("com:46240")
    monkeypatch.setenv("ANCT_USER_FOLDER", str(tmp_path / "own"))
    mine = tmp_path / "own" / "templates" / "diagnostic.html"
    mine.parent.mkdir(parents=True)
    mine.write_text("<h1>{{ dossier.title }}</h1><p>{{ dossier.blocks | length }}", encoding="utf-8")
    (file,) = write_diagnostic(analyst, diagnostic, tmp_path / "out", None, data, ("html",))
    assert file.read_text("utf-8").startswith("<h1>Rocamadour</h1><p>")
    mine.write_text("<h1>{{ dossier.title }", encoding="utf-8")
    with pytest.raises(OutputError, match="diagnostic.html.*line 1"):
        write_diagnostic(analyst, diagnostic, tmp_path / "other", None, data, ("odt", "html"))
    assert not list((tmp_path / "other").iterdir())


def test_an_index_that_is_not_there_is_said(analyst, profile, tmp_path):
    """Mayotte: no chart of contributions, its reason in words."""
    territory = analyst.gazetteer.resolve("dep:976")
    (file,) = write_diagnostic(analyst, analyst.diagnostic(territory, profile), tmp_path, formats=("html",))
    text = file.read_text("utf-8")
    assert "Pas d’indice pour ce territoire" in text and "Ce qui pèse dans l’indice" not in text


def test_processing_writes_each_format_of_each_unit(qgis_app, tmp_path):
    asked = {"TERRITORY": "com:74056", "FORMATS": " HTML, odt ", "SPLIT": "epci", "FOLDER": str(tmp_path)}
    told = outputs_of(DiagnosticAlgorithm(), asked)["FILES"].split("\n")
    stem = str(tmp_path / "epci-200023372_diagnostic")
    assert told == [f"{stem}.html", f"{stem}.odt"] and len(list(tmp_path.iterdir())) == 2


def test_an_unknown_format_is_named_with_the_known_ones(qgis_app, tmp_path):
    with pytest.raises(QgsProcessingException, match="docx.*" + ", ".join(DIAGNOSTIC)):
        outputs_of(DiagnosticAlgorithm(), {"TERRITORY": "com:46042", "FORMATS": "odt,docx", "FOLDER": str(tmp_path)})
    assert not list(tmp_path.iterdir())
