"""Tables that people bring: how they are read, what their columns are taken for, what becomes of each row."""

from __future__ import annotations

import random

import pytest
import workbooks
import world

from anct_qgis_plugin.connectors.own import own_import, own_table
from anct_qgis_plugin.connectors.own.own_numbers import Number, decimal_mark, parse_number
from anct_qgis_plugin.connectors.own.place_codes import PlaceCodes
from anct_qgis_plugin.core.search import NameIndex
from anct_qgis_plugin.errors import AnctError, OwnDataError


@pytest.fixture(scope="module")
def codes() -> PlaceCodes:
    facts = world.facts()
    return PlaceCodes(facts, NameIndex(facts))


def table(text: str, encoding: str = "utf-8") -> own_table.Table:
    return own_table.read_text("liste.csv", text.encode(encoding))


@pytest.mark.parametrize(
    ("text", "decimal", "expected"),
    [
        ("12,5 %", ",", Number(12.5)),
        ("12.5", ",", Number(12.5)),
        ("1 234,50 €", ",", Number(1234.5)),
        ("1\u202f234,5", ",", Number(1234.5)),
        ("1.234,5", ",", Number(1234.5)),
        ("1,234.5", ".", Number(1234.5)),
        ("1.234", ",", Number(1234.0)),
        ("1.234", ".", Number(1.234)),
        ("−3,2", ",", Number(-3.2)),
        ("0", ",", Number(0.0)),
        ("1,5E2", ",", Number(150.0)),
        ("s", ",", Number(secret=True)),
        ("", ",", Number()),
        ("n.d.", ",", Number()),
        ("N/A", ",", Number()),
        ("douze", ",", Number(problem="ce n’est pas un nombre")),
        ("12/03/2024", ",", Number(problem="ce n’est pas un nombre")),
        ("1,2,3", ",", Number(problem="ce n’est pas un nombre")),
        ("inf", ",", Number(problem="ce n’est pas un nombre")),
        ("1e40", ",", Number(problem="nombre démesuré")),
    ],
)
def test_numbers_are_read_as_people_write_them(text, decimal, expected):
    assert parse_number(text, decimal) == expected


def test_the_decimal_mark_is_told_by_the_column():
    assert decimal_mark(["12,5", "3", "4,25 %"])[0] == ","
    assert decimal_mark(["12.5", "3", "1,234.75"])[0] == "."
    mark, why = decimal_mark(["1.234", "2.500"])
    assert mark == "," and "vérifiez" in why


def test_the_reading_of_a_windows_file_is_explained():
    made = table("Liste 2025 ; DDT\r\n\r\ncode_insee;commune;Taux d’équipement\r\n46042;Cahors;12,5 %\r\n", "cp1252")
    assert made.columns == ("code_insee", "commune", "Taux d’équipement")
    assert made.rows == [["46042", "Cahors", "12,5 %"]] and made.first == 4
    assert "Windows-1252" in made.reasons[0] and "point-virgule" in made.reasons[1]
    assert any("titre" in reason for reason in made.reasons)


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_every_separator_and_encoding_gives_the_same_cells(separator, encoding):
    rows = [["code", "été"], ["46042", "12.5"], ["46102", "3"]]
    made = table("\n".join(separator.join(row) for row in rows), encoding)
    assert [list(made.columns), *made.rows] == rows


def test_a_table_without_headings_and_with_repeated_ones():
    made = table("46042;12\n46102;13\n")
    assert made.columns == ("Colonne 1", "Colonne 2") and len(made.rows) == 2 and made.first == 1
    assert table("code;taux;taux\n46042;1;2\n").columns == ("code", "taux", "taux (2)")
    assert table("code;2021\n46042;1\n").columns == ("code", "2021")


@pytest.mark.parametrize(
    ("text", "code", "level", "value"),
    [
        ("nom;insee;pop;taux\nCahors;46042;20000;1,5\nFigeac;46102;10000;2\n", "insee", "commune", "taux"),
        ("x;y\n1004;5\n46042;6\n2A004;7\n", "x", "commune", "y"),
        ("siren;valeur\n200000001;5\n200000002;6\n", "siren", "epci", "valeur"),
        ("dep;part\n01;5\n2A;6\n46;7\n974;8\n", "dep", "departement", "part"),
        ("libelle;codgeo\n5;46042\n6;46102\n", "codgeo", "commune", ""),
    ],
)
def test_columns_are_told_by_their_content(codes, text, code, level, value):
    made = table(text)
    found = own_table.guess(made, codes)
    assert made.columns[found.code] == code and found.level == level
    assert (made.columns[found.value] if found.value >= 0 else "") == value
    assert found.reasons


def test_small_numbers_are_not_taken_for_departments(codes):
    made = table("rang;valeur\n1;46\n24;46\n75;93\n")
    assert own_table.guess(made, codes).code == -1


def imported(codes, text, level="commune", unit="", weight=-1, decimal=","):
    return own_import.values_of(table(text), 0, 1, level, decimal, codes, unit, weight)


def reasons(done):
    return {one.code: one.reason for one in done.left_out}


def test_each_row_has_its_outcome(codes):
    done = imported(
        codes,
        "code;v\n1004;1,5\n46217;2\n46102;s\n46103;\n75101;9\n99999;1\n97701;1\n;3\n2A004;beaucoup\nSaint-Denis;4\n"
        "Dzaoudzi;5\n971005;6\n",
    )
    assert done.values == {
        "01004": (1.5, False, None), "46042": (2.0, False, None), "46102": (None, True, None),
        "97608": (5.0, False, None),
    } or done.values == {
        "01004": (1.5, False, None), "46042": (2.0, False, None), "46102": (None, True, None),
        "97608": (5.0, False, None), "97105": (6.0, False, None),
    }  # fmt: skip
    assert done.missing == 1 and done.rows == 12
    why = reasons(done)
    assert "arrondissement" in why["75101"] and "essayé" in why["99999"] and "outre-mer" in why["97701"]
    assert "vide" in why[""] and "nombre" in why["2A004"] and "2 communes" in why["Saint-Denis"]
    assert [one.row for one in done.left_out] == sorted(one.row for one in done.left_out)
    assert "code Insee, zéro initial rétabli" in done.repaired and "nom sans homonyme" in done.repaired
    assert done.left_out_csv().startswith("\ufeffligne;code;valeur;raison\r\n")


def test_rows_that_contradict_each_other_are_all_left_out(codes):
    done = imported(codes, "code;v\n46042;1\n46042;2\n46102;3\n46102;3\n")
    assert done.values == {"46102": (3.0, False, None)}
    assert len(done.left_out) == 2 and "lignes 2, 3" in done.left_out[0].reason


def test_the_current_code_wins_over_a_former_one(codes):
    done = imported(codes, "code;v\n46217;9\n46042;1\n")
    assert done.values == {"46042": (1.0, False, None)}
    assert "ancien code" in done.left_out[0].reason


def test_with_weights_several_rows_make_a_mean(codes):
    # By hand: (10 x 1 + 20 x 3) / 4; the arrondissements of Paris: (1 x 100 + 2 x 300) / 400.
    text = "code;v;poids\n46042;10;1\n46217;20;3\n75101;1;100\n75102;2;300\n46102;5;-1\n"
    done = imported(codes, text, weight=2)
    assert done.values["75056"] == (pytest.approx(1.75), False, 400.0)
    assert "poids" in reasons(done)["46102"]


def test_values_of_epci_and_of_departments(codes):
    assert imported(codes, "siren;v\n200000002;7\n46042;1\n", "epci").values == {"200000002": (7.0, False, None)}
    assert imported(codes, "d;v\n1;7\n2a;8\n46042;1\n", "departement").values == {
        "01": (7.0, False, None), "2A": (8.0, False, None),
    }  # fmt: skip


def test_absurd_percentages_are_pointed_at(codes):
    assert any("hors de 0 à 100" in w for w in imported(codes, "c;v\n46042;120\n46102;3\n", unit="%").warnings)


def test_a_list_of_codes_from_a_pasted_text(codes):
    done = own_import.members_of(own_table.pasted("46042, 46102\n200000001;46042\nzzz 9\n"), 0, codes)
    assert done.members == [("commune", "46042"), ("commune", "46102"), ("epci", "200000001")]
    assert [one.code for one in done.left_out] == ["zzz 9"]
    assert own_table.pasted("46042 46102").rows == [["46042"], ["46102"]]
    names = own_import.members_of(own_table.pasted("La Boisse\nFigeac"), 0, codes)
    assert names.members == [("commune", "01007"), ("commune", "46102")]


@pytest.mark.parametrize(
    ("data", "said"),
    [(b"", "empty"), (b"  \n", "empty"), (b"<!DOCTYPE html><p>", "not a table"), (b"%PDF-1.4 x", "not a table"),
     (b"a\0b;c\n", "not a table"), (b";;\n;;\n", "no cell")],
)  # fmt: skip
def test_what_is_no_table_is_refused(tmp_path, data, said):
    path = tmp_path / "x.csv"
    path.write_bytes(data)
    with pytest.raises(OwnDataError, match=said):
        own_table.read_file(path)


def test_a_damaged_workbook_and_an_absent_file_are_refused(tmp_path):
    (tmp_path / "x.xlsx").write_bytes(b"PK\x03\x04 cut")
    with pytest.raises(AnctError):
        own_table.read_file(tmp_path / "x.xlsx")
    # The system's words would be English whatever the interface speaks.
    with pytest.raises(OwnDataError, match="cannot be read: there is no such file or folder"):
        own_table.read_file(tmp_path / "absent.csv")


def test_a_workbook_with_titles_formulas_and_dates_gives_what_it_shows(tmp_path, codes):
    text, number = workbooks.text_cell, workbooks.number_cell
    book = tmp_path / "aides.xlsx"
    book.write_bytes(
        workbooks.xlsx(
            [
                [text("Aides versées dans le département du Lot")],
                [text("Édité le 12 mai 2025")],
                [],
                [text("Code INSEE"), text("Commune"), text("Dossiers"), text("Taux (%)")],
                [text("46042"), text("Cahors"), number(40), number(25, "10/C5*100")],
                [number(1004), text("Ambérieu-en-Bugey"), number(8), number(37.5, "3/C6*100")],
                [text("46102"), text("Figeac"), number(0), workbooks.error_cell("#DIV/0!", "1/C7*100")],
                [text("46103"), text("Fons"), number(2), text("abandon")],
                [number(45789, style=1), text("Une date"), number(2), number(5)],  # 12 May 2025
            ]
        )
    )
    made = own_table.read_file(book)
    assert made.columns == ("Code INSEE", "Commune", "Dossiers", "Taux (%)") and made.first == 5
    guess = own_table.guess(made, codes)
    assert guess.code == 0
    done = own_import.values_of(made, guess.code, made.column("taux (%)"), "commune", guess.decimal, codes, "%")
    assert done.values == {"46042": (25.0, False, None), "01004": (37.5, False, None)}
    reasons = {one.row: one.reason for one in done.left_out}
    assert "nombre" in reasons[8] and "une date, pas un code" in reasons[9]
    # An error is no figure: left out, or counted as without value.
    assert done.missing == 1 or 7 in reasons


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("x.xlsx", workbooks.locked_xlsx()),
        ("x.xls", workbooks.locked_xls()),
        ("x.xls", workbooks.locked_xlsx()),
        ("x.ods", workbooks.locked_ods()),
    ],
)
def test_a_workbook_under_a_password_says_so(tmp_path, name, data):
    (tmp_path / name).write_bytes(data)
    with pytest.raises(AnctError, match="protected by a password"):
        own_table.read_file(tmp_path / name)


def test_a_workbook_or_a_text_under_the_wrong_name_is_read_for_what_it_is(tmp_path):
    """Many an "export.xls" of a web application is a text or a web page."""
    cells = [["insee", "taux"], ["46042", "12,5"]]
    (tmp_path / "text.xls").write_text("insee\ttaux\n46042\t12,5\n", encoding="utf-8")
    (tmp_path / "old.xlsx").write_bytes(workbooks.xls(cells))
    (tmp_path / "new.xls").write_bytes(workbooks.xlsx([[workbooks.text_cell(cell) for cell in row] for row in cells]))
    for name in ("text.xls", "old.xlsx", "new.xls"):
        made = own_table.read_file(tmp_path / name)
        assert (made.columns, made.rows) == (("insee", "taux"), [["46042", "12,5"]]), name
    (tmp_path / "page.xls").write_text("<html><table><tr><td>46042</td></tr></table></html>", encoding="utf-8")
    with pytest.raises(OwnDataError, match="not a table"):
        own_table.read_file(tmp_path / "page.xls")


def test_a_huge_file_is_refused_before_it_is_read(tmp_path):
    with (tmp_path / "x.csv").open("wb") as file:
        file.truncate(own_table.MOST_BYTES + 1)  # a hole: nothing is written
    with pytest.raises(OwnDataError, match="larger than 200 MB"):
        own_table.read_file(tmp_path / "x.csv")


def test_mangled_files_are_read_or_refused_never_a_crash(codes):
    """400 mutations of a real-form file: a code that comes out is one that some cell says."""
    original = "code_insee;commune;taux\n01004;Ambérieu;1,5\n2A004;Ajaccio;2\n46042;Cahors;3,25 %\n97105;B;s\n".encode()
    picked = random.Random(46)
    known = set(world.facts().codes)
    for _ in range(400):
        data = bytearray(original)
        for _ in range(picked.randint(1, 8)):
            place = picked.randrange(len(data))
            if picked.random() < 0.5:
                del data[place]
            else:
                data[place] = picked.randrange(256)
        try:
            made = own_table.read_text("x.csv", bytes(data))
            guess = own_table.guess(made, codes)
            if guess.code >= 0 and guess.value >= 0:
                done = own_import.values_of(made, guess.code, guess.value, guess.level, guess.decimal, codes)
                assert set(done.values) <= known | {"01", "2A", "46", "971"} | set(world.EPCI)
        except AnctError:
            continue
