"""ODT, HTML and JSON of a dossier: notes, totals, templates that a service replaces, and hostile texts."""

from __future__ import annotations

import json
import re
import zipfile
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from drafts import draft

from anct_qgis_plugin import paths
from anct_qgis_plugin.core.dossier import Dossier
from anct_qgis_plugin.core.dossier_definition import Field
from anct_qgis_plugin.documents import html, json_form, odt
from anct_qgis_plugin.documents.content import Heading, Row, Run, Table, content, fitted, numbers, sourced
from anct_qgis_plugin.errors import DossierError, OutputError
from anct_qgis_plugin.store.definitions import definition

odfdo = pytest.importorskip("odfdo")
DAY = date(2026, 11, 25)
OURS = paths.TEMPLATES / "dossier.fodt"
PAGE = paths.TEMPLATES / "dossier.html"
HOSTILE = (
    "<script>alert(1)</script> & \"'</p> [% @user_account_name %] {{ 7*7 }} {% raw %} {{titre}} =1+1 @SUM(A1) ${x}"
)


def filled(one: Field, text: str) -> Any:
    """A value of the field's type that holds a text wherever one can be typed."""
    if one.columns:
        return [{column.id: filled(column, text) for column in one.columns}]
    if one.type in ("list", "multi"):
        return [text]
    if one.type == "geo":
        return [{"code": text, "nom": text}]
    return True if one.type == "bool" else text


def everywhere(kind: str, text: str) -> Dossier:
    made = draft(kind, "dep:46")
    values = {one.id: filled(one, text) for one in definition(kind)}
    figures = tuple(replace(figure, source=text, label=text) for figure in made.figures)
    return replace(made, title=text, territory_label=text, values=values, figures=figures, note_interne="SECRET" + text)


def opened(data: bytes, folder: Path) -> odfdo.Document:
    (folder / "d.odt").write_bytes(data)
    return odfdo.Document(folder / "d.odt")


def words(document: odfdo.Document, part: str = "content") -> str:
    """All the text of a document, tables included, as an XML parser gives it."""
    root = ElementTree.fromstring(document.get_part(part).serialize())
    return squeezed("".join(root.itertext()))


def squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text)


class Reader(HTMLParser):
    """Text and elements of a page, by Python's own parser."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self._skipped = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._skipped += tag == "style"

    def handle_endtag(self, tag: str) -> None:
        self._skipped -= tag == "style"

    def handle_data(self, data: str) -> None:
        if not self._skipped:
            self.texts.append(data)


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    return reader


# -- injection --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["pacte", "ingenierie"])
def test_hostile_text_in_every_field_comes_out_as_text(kind: str, tmp_path: Path) -> None:
    made = content(everywhere(kind, HOSTILE), definition(kind), today=DAY)
    document = opened(odt.odt_bytes(made, OURS), tmp_path)
    text = words(document)
    assert text.count(HOSTILE) >= len(definition(kind).fields) // 2
    assert HOSTILE in words(document, "styles")
    assert document.body.get_elements("//text:script") == []
    assert "49" not in text
    assert all(not cell.get_attribute("table:formula") for cell in document.body.get_elements("//table:table-cell"))
    reader = read(html.html_text(made, PAGE))
    assert squeezed(" ".join(reader.texts)).count(HOSTILE) >= len(definition(kind).fields) // 2
    assert not [tag for tag, _ in reader.elements if tag == "script"]
    assert all(not key.startswith("on") for _, attributes in reader.elements for key in attributes)
    for out in (text, " ".join(reader.texts), json_form.dumps(everywhere(kind, HOSTILE))):
        assert "SECRET" not in out


def test_control_characters_do_not_break_the_document(tmp_path: Path) -> None:
    made = content(everywhere("pacte", "a\x00\x0b\x1f\ufffe\ud800b"), definition("pacte"), today=DAY)
    assert "ab" in opened(odt.odt_bytes(made, OURS), tmp_path).body.text_recursive


# -- content ----------------------------------------------------------------------------------------------------------


def test_sources_in_brackets_become_notes_after_the_stop() -> None:
    runs = sourced("Vacance\u00a0: 3 % [source\u00a0: Insee, 2021]. Suite [source : DGFiP].")
    assert [(run.text, run.note) for run in runs] == [
        ("Vacance\u00a0: 3 %.", "Insee, 2021"), (" Suite.", "DGFiP")
    ]  # fmt: skip
    assert [run.text for run in sourced("[source] n'en est pas une")] == ["[source] n'en est pas une"]


def test_headings_are_numbered_by_section_and_field() -> None:
    made = [
        Heading(1, "a", "1"),
        Heading(2, "b", "2"),
        Heading(3, "c", "3"),
        Heading(1, "d", "4"),
        Heading(2, "e", "5"),
    ]
    assert list(numbers(made).values()) == ["1.", "1.1", "", "2.", "2.1"]


def test_every_note_heading_and_table_reaches_both_documents(tmp_path: Path) -> None:
    made = content(draft("pacte", "com:46102"), definition("pacte"), today=DAY)
    document = opened(odt.odt_bytes(made, OURS), tmp_path)
    reader = read(html.html_text(made, PAGE))
    tags = [tag for tag, _ in reader.elements]
    tables = [block for block in made.blocks if isinstance(block, Table)]
    notes = sum(bool(run.note) for block in made.blocks for runs in html._runs(block) for run in runs)
    assert notes >= 2
    assert len(document.body.get_elements("//text:note")) == notes == tags.count("sup")
    assert len(document.body.tables) == len(tables) == tags.count("table")
    assert len(document.body.headers) == len(made.headings)
    anchors = {attributes.get("id") for _, attributes in reader.elements}
    links = [attributes["href"] for tag, attributes in reader.elements if tag == "a"]
    assert links
    assert all(link and link[1:] in anchors for link in links)
    marks = {mark.get_attribute("text:name") for mark in document.body.get_elements("//text:bookmark")}
    entries = [ref.get_attribute("text:ref-name") for ref in document.body.get_elements("//text:bookmark-ref")]
    assert entries
    assert set(entries) <= marks


def test_a_list_with_amounts_has_its_total() -> None:
    made = draft("pacte", "dep:46")
    rows = [
        {"signataire": "A", "engagement": "x", "montant": "0.10"},
        {"signataire": "B", "engagement": "y", "montant": "0.20"},
    ]
    shown = content(replace(made, values={**made.values, "engagements": rows}), definition("pacte"))
    (table,) = [b for b in shown.blocks if isinstance(b, Table) and b.columns[0].label == "Signataire"]
    last = table.rows[-1]
    assert last.total
    assert [cell[0].text.replace("\u00a0", " ") for cell in last.cells] == ["Total", "", "0,30 €"]


def test_the_maquette_is_in_the_document_with_its_years() -> None:
    sheet = {"intitule": "a", "cout_ht": "100", "financements": [{"financeur": "DETR", "montant": "40", "annee": 2027}]}
    made = draft("pacte", "dep:46")
    shown = content(replace(made, values={**made.values, "fiches_actions": [sheet]}), definition("pacte"))
    (table,) = [
        b for b in shown.blocks if isinstance(b, Table) and [c.label for c in b.columns][:2] == ["Financeur", "2027"]
    ]
    assert [row.total for row in table.rows] == [False, True, False, True]


# -- templates --------------------------------------------------------------------------------------------------------


def changed(folder: Path, before: str, after: str, source: Path = OURS) -> Path:
    text = source.read_text(encoding="utf-8")
    assert before in text
    file = folder / f"modele{source.suffix}"
    file.write_text(text.replace(before, after, 1), encoding="utf-8")
    return file


def test_a_service_s_template_gives_its_styles_and_keeps_ours_where_it_has_none(tmp_path: Path) -> None:
    ours = odfdo.Document(OURS)
    style = ours.get_style("paragraph", "Heading_20_1")
    style.set_properties({"fo:color": "#00aa00"}, area="text")
    ours.get_style("paragraph", "Anct_20_Label").delete()
    ours.body.get_elements("//text:p")[0].text = "Préfecture du Lot – {{type}} – {{champ:pilote}}"
    model = tmp_path / "dossier.odt"
    ours.save(model)
    made = content(draft("pacte", "dep:46"), definition("pacte"), today=DAY)
    document = opened(odt.odt_bytes(made, model), tmp_path / "")
    text = document.body.text_recursive
    assert "Préfecture du Lot – Pacte de cohésion territoriale – non renseigné" in text
    assert "#00aa00" in document.get_style("paragraph", "Heading_20_1").serialize()
    assert document.get_style("paragraph", "Anct_20_Label") is not None
    assert "#00aa00" in document.get_style("table-cell", "AnctCellHead").serialize()


def test_the_user_s_folder_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANCT_USER_FOLDER", str(tmp_path))
    (tmp_path / "templates").mkdir()
    changed(tmp_path / "templates", ">Sommaire<", ">Table<").rename(tmp_path / "templates" / "dossier.fodt")
    made = content(draft("pacte", "dep:46"), definition("pacte"), today=DAY)
    assert "Table" in opened(odt.odt_bytes(made), tmp_path).body.text_recursive


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("{{titre}}", "{{titres}}", ["{{titres}}", "titre, "]),
        ("{{edition}}<", "{{edition<", ["not closed"]),
        ("{{contenu}}", "", ["{{contenu}}", "missing"]),
        ("{{contenu}}", "Voici {{contenu}}", ["{{contenu}}", "alone"]),
        ("{{type}}", "{{champ:astres}}", ["{{champ:astres}}"]),
        ("</office:text>", "", ["line"]),
    ],
)
def test_a_broken_template_gives_its_line_and_reason(before: str, after: str, said: list[str], tmp_path: Path) -> None:
    file = changed(tmp_path, before, after)
    made = content(draft("pacte", "dep:46"), definition("pacte"), today=DAY)
    with pytest.raises(OutputError) as caught:
        odt.odt_bytes(made, file)
    message = str(caught.value)
    for part in (str(file), *said):
        assert part in message
    if after and before != "</office:text>":
        (line,) = re.findall(r"line (\d+)", message)
        assert after.strip("<") in file.read_text(encoding="utf-8").splitlines()[int(line) - 1]


def test_a_template_that_is_no_document_is_refused(tmp_path: Path) -> None:
    made = content(draft("pacte", "dep:46"), definition("pacte"), today=DAY)
    for name, data in (("a.odt", b"PK\x03\x04 no"), ("b.odt", b""), ("c.fodt", b"<x/>"), ("d.odt", b"hello")):
        (tmp_path / name).write_bytes(data)
        with pytest.raises(OutputError, match=name):
            odt.odt_bytes(made, tmp_path / name)


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [
        ("<main>", "<main>\n{% if %}", "{% if %}"),
        ("<main>", "<main>\n{{ dossier.titre_inconnu }}", "titre_inconnu"),
        ("<main>", "<main>\n{{ dossier.title.__class__.__mro__ }}", "__mro__"),
        ("<main>", "<main>\n{{ 1 / 0 }}", "1 / 0"),
    ],
)
def test_a_broken_page_template_gives_its_line(before: str, after: str, line: str, tmp_path: Path) -> None:
    file = changed(tmp_path, before, after, PAGE)
    made = content(draft("pacte", "dep:46"), definition("pacte"), today=DAY)
    with pytest.raises(OutputError) as caught:
        html.html_text(made, file)
    (found,) = re.findall(r"line (\d+)", str(caught.value))
    assert line in file.read_text(encoding="utf-8").splitlines()[int(found) - 1]


# -- JSON -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["pacte", "ingenierie"])
def test_json_gives_the_dossier_back(kind: str) -> None:
    made = replace(draft(kind, "com:46102"), revision=3, note_interne="entre nous")
    back = json_form.loads(json_form.dumps(made))
    assert back == replace(made, revision=0, note_interne="")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "line 1"),
        ("[]", "not a dossier"),
        ('{"format": "anct-dossier", "version": 99, "dossier": {}}', "newer"),
        ('{"format": "anct-dossier", "version": 1, "dossier": {}}', "cannot be read"),
    ],
)
def test_json_that_is_no_dossier_is_refused(text: str, said: str) -> None:
    with pytest.raises(DossierError, match=said):
        json_form.loads(text)


def test_json_without_what_came_later_is_read() -> None:
    data = json.loads(json_form.dumps(draft("pacte", "dep:46")))
    del data["dossier"]["drafts"]
    for figure in data["dossier"]["figures"]:
        del figure["place"]
    assert json_form.loads(json.dumps(data)).values


def test_a_long_text_widens_its_column_and_no_title_is_cut() -> None:
    short = Row(((Run("Soins"),), (Run("x" * 12),), (Run("2030"),)))
    labels = ["Axe", "Objectif", "Communes couvertes"]
    assert fitted([3, 3, 3], labels, [short]) == pytest.approx([1 / 3] * 3)
    long = Row(((Run("Soins"),), (Run("un texte long " * 40),), (Run("2030"),)))
    wide = fitted([3, 3, 3], labels, [long])
    assert sum(wide) == pytest.approx(1) and wide[1] > wide[0] + 0.1
    # "couvertes" in a column declared too narrow: a tenth of the width holds about eleven signs.
    assert fitted([8, 8, 0.5], labels, [short])[2] > 0.1
    # More columns than the page can hold: as declared.
    assert fitted([1] * 20, ["x" * 15] * 20, []) == pytest.approx([0.05] * 20)
    # Room made for two long words does not cut a year, which had just enough: its title takes 5.75 signs in bold, and
    # three for its margins, of 110 in a line that counts for 1.1.
    years = Row(tuple((Run(text),) for text in ("x" * 16, "x" * 16, "a", "2022")))
    shares = fitted([1, 1, 6, 0.85], ["a", "b", "c", "Année"], [years])
    assert sum(shares) == pytest.approx(1) and shares[-1] >= 8.75 / 110 * 1.1 - 1e-9
    assert min(shares[:2]) == pytest.approx(19 / 110 * 1.1)


def test_short_tables_are_not_cut_and_labels_stay_with_them(tmp_path: Path) -> None:
    made = draft("pacte", "dep:46")
    money = [{"financeur": "État", "annee": 2026, "montant": "1.00"}]
    values = {**made.values, "fiches_actions": [{"intitule": "Halle", "financements": money}]}
    text = _xml(replace(made, values=values), tmp_path)
    assert 'style:may-break-between-rows="false"' in text and 'fo:keep-with-next="always"' in text
    label = r'<text:p text:style-name="AnctLabelKept">Financements</text:p>'
    assert re.search(label + r"\s*<table:table [^>]*AnctTableKept", text)


def _xml(dossier: Dossier, folder: Path) -> str:
    path = odt.write_odt(dossier, definition(dossier.type), folder / "d.odt", today=DAY)
    with zipfile.ZipFile(path) as archive:
        return archive.read("content.xml").decode()
