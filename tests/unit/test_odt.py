"""The document as odfdo and LibreOffice read it back."""

from __future__ import annotations

import re
import shutil
import struct
import subprocess
import zipfile
import zlib
from dataclasses import replace
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest
from drafts import draft

from anct_qgis_plugin import paths
from anct_qgis_plugin.core.dossier import Dossier
from anct_qgis_plugin.documents.content import GENERATED_NOTE, Joined, Table, content
from anct_qgis_plugin.documents.html import _runs as note_runs
from anct_qgis_plugin.documents.odt import write_odt
from anct_qgis_plugin.errors import OutputError
from anct_qgis_plugin.store.definitions import definition

odfdo = pytest.importorskip("odfdo")
DAY = date(2026, 11, 24)


def written(
    dossier: Dossier, folder: Path, images: tuple[tuple[str, Path], ...] = (), model: Path | None = None
) -> odfdo.Document:
    joined = [Joined("images", caption, file) for caption, file in images]
    model = model or paths.TEMPLATES / "dossier.fodt"
    return odfdo.Document(write_odt(dossier, definition(dossier.type), folder / "d.odt", joined, DAY, model))


def text_of(document: odfdo.Document) -> str:
    return document.get_formatted_text().replace("\u00a0", " ").replace("\u202f", " ")


def cells_of(table: odfdo.Table) -> list[list[str]]:
    return [
        [cell.text_recursive.strip().replace("\u00a0", " ") for cell in row.get_elements("table:table-cell")]
        for row in table.get_elements("descendant::table:table-row")
    ]


def png(path: Path, width: int = 40, height: int = 20) -> Path:
    """A grey image."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = zlib.compress(b"".join(b"\x00" + b"\x80" * width for _ in range(height)))
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b""))
    return path


@pytest.mark.parametrize("kind", ["pacte", "ingenierie"])
def test_sections_are_real_headings_and_fields_second_level_ones(kind: str, tmp_path: Path) -> None:
    document = written(draft(kind, "dep:46"), tmp_path)
    headings = [(h.get_attribute("text:outline-level"), h.text_recursive) for h in document.body.headers]
    assert [text for level, text in headings if level == "1"] == [
        section.label.replace(" :", "\u00a0:") for section in definition(kind).sections
    ]
    second = {text for level, text in headings if level == "2"}
    assert "Liste des communes" in second
    styles = {h.get_attribute("text:style-name") for h in document.body.headers}
    assert styles == {"Heading_20_1", "Heading_20_2", "AnctNewPage"}


@pytest.mark.parametrize("kind", ["pacte", "ingenierie"])
def test_every_field_is_in_the_document(kind: str, tmp_path: Path) -> None:
    text = text_of(written(draft(kind, "dep:46"), tmp_path))
    for field in definition(kind):
        assert field.label.replace("\u00a0", " ") in text, field.id


def test_blanks_are_marked_required_ones_by_name(tmp_path: Path) -> None:
    text = text_of(written(draft("pacte", "dep:46"), tmp_path))
    assert "[à compléter : Enjeux]" in text
    assert "[à compléter : Pilote (préfet ou sous-préfet)]" in text
    assert "non renseigné" in text
    assert "[à compléter : Opportunités]" not in text


def test_tables_have_header_rows_and_the_figures_their_source(tmp_path: Path) -> None:
    document = written(draft("pacte", "com:46102"), tmp_path)
    (card,) = [t for t in document.body.tables if "Indicateur" in cells_of(t)[0] and "Millésime" in cells_of(t)[0]]
    assert card.get_element("table:table-header-rows") is not None
    assert ["Logements vacants", "20,0 %", "13,3 %", "13,3 %", "10,2 %", "Insee", "2021"] in cells_of(card)
    styles = [p.get_attribute("text:style-name") for p in card.get_elements("table:table-row[2]//text:p")]
    assert styles == ["Anct_20_Cell", *["Anct_20_Number"] * 4, "Anct_20_Cell", "Anct_20_Cell"]


def test_the_status_line_header_and_page_numbers(tmp_path: Path) -> None:
    document = written(draft("pacte", "dep:46"), tmp_path)
    text = text_of(document)
    assert "Brouillon – édité le 24 novembre 2026" in text
    master = document.styles.get_element("//style:master-page")
    assert master.get_element("style:footer//text:page-number") is not None
    assert "Pacte de cohésion – Lot" in master.get_element("style:header").text_recursive
    assert document.meta.title == "Pacte de cohésion – Lot"


def test_generated_texts_are_marked_until_edited_and_the_internal_note_stays_inside(tmp_path: Path) -> None:
    made = replace(draft("pacte", "dep:46"), note_interne="Entre nous : patience.")
    text = text_of(written(made, tmp_path))
    assert "patience" not in text
    before = text.count(GENERATED_NOTE)
    edited = replace(made, generated=made.generated - {"fragilites"})
    assert before == len(made.generated) > text_of(written(edited, tmp_path)).count(GENERATED_NOTE)


def test_what_is_typed_comes_out_as_text(tmp_path: Path) -> None:
    nasty = 'a & b < c > "d" [% @x %] {{ y }} =1+1 \x07 </text:p>\nseconde ligne'
    made = draft("pacte", "dep:46")
    values = {**made.values, "enjeux": nasty, "signataires": [{"organisme": nasty, "qualite": "q"}]}
    document = written(replace(made, title="<b>Titre</b> & co", values=values), tmp_path)
    text = " ".join(text_of(document).split())
    assert 'a & b < c > "d" [% @x %] {{ y }} =1+1 </text:p> seconde ligne' in text
    assert "<b>Titre</b> & co" in text


def test_admissibility_is_worked_out_when_printed(tmp_path: Path) -> None:
    made = draft("ingenierie", "com:46102")
    assert "Il manque : critère B ou C" in text_of(written(made, tmp_path))
    values = {**made.values, "complexe": True, "justification_C": "c" * 100}
    assert "La demande remplit A et (B ou C)." in text_of(written(replace(made, values=values), tmp_path))


def test_action_sheets_become_cards_with_their_financing(tmp_path: Path) -> None:
    sheet = {
        "intitule": "Maison de santé", "axe": "1", "cout_ht": "1250000.00",
        "communes": [{"code": "46102", "nom": "Figeac"}],
        "financements": [{"financeur": "DETR", "montant": "300000.50", "statut": "sollicité"}],
    }  # fmt: skip
    made = draft("pacte", "dep:46")
    document = written(replace(made, values={**made.values, "fiches_actions": [sheet]}), tmp_path)
    assert [h.text_recursive for h in document.body.headers if h.get_attribute("text:outline-level") == "3"] == [
        "1. Maison de santé"
    ]
    text = text_of(document)
    assert "1 250 000 €" in text
    assert "300 000,50 €" in text


def test_maps_are_joined_with_their_caption(tmp_path: Path) -> None:
    document = written(draft("pacte", "dep:46"), tmp_path, (("fragilite du lot", png(tmp_path / "fragilite.png")),))
    (frame,) = document.body.get_frames()
    assert (frame.size[0], frame.size[1]) == ("17.00cm", "8.50cm")
    assert "Carte 1 – fragilite du lot" in text_of(document)


def test_an_image_that_is_none_is_named(tmp_path: Path) -> None:
    (tmp_path / "carte.png").write_bytes(b"texte")
    with pytest.raises(OutputError, match="carte.png"):
        written(draft("pacte", "dep:46"), tmp_path, (("Carte", tmp_path / "carte.png"),))
    with pytest.raises(OutputError, match="absente.png"):
        written(draft("pacte", "dep:46"), tmp_path, (("Carte", tmp_path / "absente.png"),))
    assert not (tmp_path / "d.odt").exists()


def test_a_place_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "fichier").write_text("x")
    with pytest.raises(OutputError, match=r"d\.odt"):
        write_odt(draft("pacte", "dep:46"), definition("pacte"), tmp_path / "fichier" / "d.odt")
    (tmp_path / "d.odt").mkdir()
    with pytest.raises(OutputError, match=r"d\.odt"):
        write_odt(draft("pacte", "dep:46"), definition("pacte"), tmp_path / "d.odt")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["d.odt", "fichier"]


def test_a_document_open_in_libreoffice_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "d.odt").write_text("celui qui est ouvert")
    (tmp_path / ".~lock.d.odt#").write_text(",moi,")
    with pytest.raises(OutputError, match="LibreOffice"):
        write_odt(draft("pacte", "dep:46"), definition("pacte"), tmp_path / "d.odt")
    assert (tmp_path / "d.odt").read_text() == "celui qui est ouvert"


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["pacte", "ingenierie"])
def test_libreoffice_opens_it(kind: str, tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None or shutil.which("pdftotext") is None:
        pytest.skip("LibreOffice or pdftotext is not installed")
    file = write_odt(
        draft(kind, "dep:46"),
        definition(kind),
        tmp_path / "d.odt",
        (Joined("images", "Carte", png(tmp_path / "c.png")),),
        DAY,
    )
    subprocess.run(
        [office, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to", "pdf",
         "--outdir", str(tmp_path), str(file)], check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    text = subprocess.run(
        ["pdftotext", "-layout", str(tmp_path / "d.pdf"), "-"], check=True, capture_output=True, text=True
    ).stdout.replace("\u00a0", " ")  # fmt: skip
    last = definition(kind).sections[-1].label
    assert f"{len(definition(kind).sections)}. {last}" in text  # numbered by the outline
    assert "Page 1 sur" in text
    # Each section's entry in the contents got its page number when LibreOffice laid the pages out.
    pages = text.split("\f")
    entries = re.findall(r"^ *(\d+\. [^.]*?)[ .]*?(\d+)$", pages[0], re.M)
    assert len(entries) == len(definition(kind).sections)
    assert all(title.strip()[:30] in pages[int(page) - 1] for title, page in entries)
    assert "Saint-Denis-lès-Martel" in text


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["pacte", "ingenierie"])
def test_libreoffice_keeps_headings_tables_images_and_notes(kind: str, tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    image = png(tmp_path / "c.png")
    joined = [Joined("images", "Carte", image), Joined("charts", "Graphique", image)]
    made = draft(kind, "com:46102")
    file = write_odt(made, definition(kind), tmp_path / "d.odt", joined, DAY, paths.TEMPLATES / "dossier.fodt")
    subprocess.run(
        [office, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to", "fodt",
         "--outdir", str(tmp_path), str(file)], check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    root = ElementTree.parse(tmp_path / "d.fodt").getroot()
    office_ns, text, table, draw = (
        f"{{urn:oasis:names:tc:opendocument:xmlns:{name}:1.0}}" for name in ("office", "text", "table", "drawing")
    )
    body = root.find(f"{office_ns}body")
    said = content(made, definition(kind), joined, DAY)
    notes = sum(bool(run.note) for b in said.blocks for runs in note_runs(b) for run in runs)
    counted = {
        "headings": sum(1 for _ in body.iter(f"{text}h")),
        "tables": sum(1 for _ in body.iter(f"{table}table")),
        "images": sum(1 for _ in body.iter(f"{draw}image")),
        "notes": sum(1 for _ in body.iter(f"{text}note")),
    }
    assert counted == {
        "headings": len(said.headings),
        "tables": sum(isinstance(b, Table) for b in said.blocks),
        "images": 2,
        "notes": notes,
    }
    assert notes >= 2
    # As an officer goes on in Word.
    subprocess.run(
        [office, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to", "docx",
         "--outdir", str(tmp_path), str(file)], check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    with zipfile.ZipFile(tmp_path / "d.docx") as archive:
        word = archive.read("word/document.xml").decode()
    in_word = {
        "headings": len(re.findall(r'<w:pStyle w:val="Heading\d', word)),
        "tables": word.count("<w:tbl>"),
        "images": len(re.findall("<a:blip ", word)),
        "notes": len(re.findall("<w:(?:foot|end)noteReference ", word)),
    }
    assert in_word == counted
    assert "TOC" in word
