"""The PDF that Qt lays out: read back by pdftotext, page by page; all formats or none."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from drafts import draft

from anct_qgis_plugin.core.dossier import Dossier
from anct_qgis_plugin.documents.content import content
from anct_qgis_plugin.errors import OutputError
from anct_qgis_plugin.gis import dossier_document
from anct_qgis_plugin.gis.dossier_pdf import pdf_bytes
from anct_qgis_plugin.store.definitions import definition

pytestmark = pytest.mark.usefixtures("qgis_app")
DAY = date(2026, 11, 25)
HOSTILE = "<b>x</b> & [% 1+1 %] {{ 7*7 }} =1+1"


def pages(made: Dossier, folder: Path) -> list[str]:
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed")
    (folder / "d.pdf").write_bytes(pdf_bytes(content(made, definition(made.type), today=DAY)))
    done = subprocess.run(
        ["pdftotext", "-layout", str(folder / "d.pdf"), "-"], check=True, capture_output=True, text=True
    )
    text = done.stdout.replace("\u00a0", " ").replace("\u202f", " ")
    return text.split("\f")[:-1]


def test_pages_are_numbered_and_the_contents_say_where_sections_are(tmp_path: Path) -> None:
    found = pages(draft("pacte", "dep:46"), tmp_path)
    for number, page in enumerate(found, 1):
        assert f"Page {number} sur {len(found)}" in page
        assert "Pacte de cohésion – Lot" in page
        assert "édité le 25 novembre 2026" in page
    for section, entry in re.findall(r"^ *(\d+\. .*?)  +(\d+)$", found[0], re.M):
        assert section in found[int(entry) - 1], section
    assert len(re.findall(r"^ *\d+\. .*?  +\d+$", found[0], re.M)) == len(definition("pacte").sections)


def test_no_title_is_left_at_the_foot_of_a_page(tmp_path: Path) -> None:
    headings = {section.label for section in definition("pacte").sections}
    for page in pages(draft("pacte", "dep:46"), tmp_path)[1:]:
        lines = [line.strip() for line in page.splitlines() if line.strip()]
        # The last line is the footer.
        assert re.sub(r"^[0-9.]+ ", "", lines[-2]) not in headings


def test_what_is_typed_is_printed_as_typed(tmp_path: Path) -> None:
    made = draft("ingenierie", "com:46102")
    values = {**made.values, "description": HOSTILE, "contact_nom": HOSTILE}
    text = "\n".join(pages(replace(made, title=HOSTILE, values=values, note_interne="SECRET"), tmp_path))
    assert text.count(HOSTILE) >= 3
    assert "SECRET" not in text


def test_all_the_formats_or_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dossier_document, "join_pictures", lambda *_: [])
    made, kind = draft("ingenierie", "com:46102"), definition("ingenierie")
    (tmp_path / "d.json").mkdir()
    (tmp_path / "d.odt").write_text("celui d'avant")
    with pytest.raises(OutputError, match="d.json"):
        dossier_document.write_documents(None, None, made, kind, tmp_path, "d", ["odt", "pdf", "json"])
    assert sorted(file.name for file in tmp_path.iterdir()) == ["d.json", "d.odt"]
    assert (tmp_path / "d.odt").read_text() == "celui d'avant"
    (tmp_path / "d.json").rmdir()
    files = dossier_document.write_documents(None, None, made, kind, tmp_path, "d", ["odt", "pdf", "html", "json"])
    assert [file.name for file in files] == ["d.odt", "d.pdf", "d.html", "d.json"]
    assert sorted(file.name for file in tmp_path.iterdir()) == ["d.html", "d.json", "d.odt", "d.pdf"]
    with pytest.raises(OutputError, match="docx"):
        dossier_document.write_documents(None, None, made, kind, tmp_path, "d", ["docx"])


def long_pacte() -> Dossier:
    """A pacte with twelve fiches of several paragraphs and financing, so that pages end anywhere."""
    made = draft("pacte", "dep:46")
    text = " ".join(["Le territoire accueille de nouveaux habitants."] * 9)
    sheets = [
        {
            "intitule": f"Action {number}", "axe": "Soins", "maitre_ouvrage": "Figeac",
            "description": f"{text}\n{text}", "maturite": "fiche action",
            "debut": "2026-03-01", "fin": "2027-03-01", "cout_ht": "1000.00",
            "communes": [{"code": "46102", "nom": "Figeac"}], "indicateur_suivi": "Patients", "avancement": "en cours",
            "financements": [
                {"financeur": f"Financeur {number}-{rank}", "annee": 2026, "montant": "10.00"} for rank in range(4)
            ],
        }
        for number in range(1, 13)
    ]  # fmt: skip
    return replace(made, values={**made.values, "fiches_actions": sheets, "enjeux": text})


def test_a_financing_table_stays_with_its_label_and_total(tmp_path: Path) -> None:
    # The maquette financière names the funders too, without that label.
    found = [page for page in pages(long_pacte(), tmp_path) if re.search(r"^ *Financements *$", page, re.M)]
    for number in range(1, 13):
        (page,) = [page for page in found if f"Financeur {number}-0" in page]
        assert all(f"Financeur {number}-{rank}" in page for rank in range(4)), number
        after = page[page.index(f"Financeur {number}-3") :]
        assert "Total" in after and "40 €" in after.replace(",00", ""), number
        before = page[: page.index(f"Financeur {number}-0")].splitlines()
        assert any(line.strip() == "Financements" for line in before[-4:]), number


def test_no_row_is_cut_between_two_pages(tmp_path: Path) -> None:
    # A description is eighteen sentences, all on the page of its label.
    sheets = [page for page in pages(long_pacte(), tmp_path) if "Description" in page]
    assert sum(page.count("Description") for page in sheets) == 12
    for page in sheets:
        assert page.count("accueille") == 18 * page.count("Description")
