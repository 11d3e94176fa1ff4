"""The grids of density, ruralities, levels of centre and massifs in the forms of their producers; bad files refused."""

from __future__ import annotations

import csv
import sqlite3
import threading
from contextlib import closing
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from workbooks import xls

from anct_qgis_plugin import paths
from anct_qgis_plugin.connectors.http.endpoints import Endpoints
from anct_qgis_plugin.connectors.refresh.refreshable import REFRESHABLE
from anct_qgis_plugin.connectors.refresh.supply import from_folder, from_web
from anct_qgis_plugin.connectors.tables.codes import CommuneCodes
from anct_qgis_plugin.connectors.tables.raw import Raw
from anct_qgis_plugin.connectors.tables.reading import Desk, Reading
from anct_qgis_plugin.errors import SourceError
from anct_qgis_plugin.snapshot import reader
from anct_qgis_plugin.snapshot.refresh import put_into_use, refresh

GRIDS = ("densite", "ruralite", "centralite", "montagne")
# Classes of real communes, as the embedded facts have them; the forms below are those of the producers.
DENSITY = [
    ("01004", "Ambérieu-en-Bugey", "3", "Petites villes"), ("12052", "Capdenac-Gare", "5", "Bourgs ruraux"),
    ("2A004", "Ajaccio", "2", "Centres urbains intermédiaires"),
    ("46042", "Cahors", "2", "Centres urbains intermédiaires"),
    ("46088", "Douelle", "6", "Rural à habitat dispersé"), ("46102", "Figeac", "3", "Petites villes"),
    ("46265", "Saint-Denis-lès-Martel", "7", "Rural à habitat très dispersé"),
]  # fmt: skip
HELD = {
    "densite": {code: label for code, _, _, label in DENSITY},
    "ruralite": {
        "46042": "Hors champ : DOM ou commune urbaine", "46088": "Les ruralités résidentielles mixtes",
        "46102": "Les petites polarités mixtes",
        "46265": "Commune dont le périmètre a changé depuis la réalisation de la typologie",
    },
    "centralite": {
        "46042": "Centre structurant d'équipements et de services", "46088": "Communes non centre",
        "46102": "Centre intermédiaire d'équipements et de services",
    },
    "montagne": {"01004": "Massif du Jura", "12052": "Massif Central", "46102": "Massif Central"},
}  # fmt: skip
NAMES = {code: name for code, name, *_ in DENSITY}


def facts(name: str) -> list[dict[str, str]]:
    with (paths.FACTS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def codes() -> CommuneCodes:
    return CommuneCodes(facts("cog"))


def read(codes: CommuneCodes, zoning: str, data: str | bytes, name: str = "", held: dict | None = None) -> Reading:
    content = data.encode() if isinstance(data, str) else data
    known = HELD[zoning] if held is None else held
    rows = [{"code": code, "statut": label} for code, label in known.items()]
    desk = Desk({"": Raw(name or f"{zoning}.csv", content)}, codes, {f"zoning_{zoning}": rows})
    return REFRESHABLE[zoning].read(desk)


def rows(reading: Reading) -> dict[str, str]:
    return dict(next(iter(reading.tables.values()))[1])


def refused(codes: CommuneCodes, zoning: str, data: str | bytes) -> str:
    with pytest.raises(SourceError) as caught:
        read(codes, zoning, data)
    return str(caught.value)


@pytest.mark.parametrize("zoning", GRIDS)
def test_the_raw_grids_give_the_embedded_rows(codes, shared, zoning):
    held = {row["code"]: row["statut"] for row in facts(f"zoning_{zoning}")}
    data = (shared / "data" / "sources" / "grilles" / f"{zoning}.csv").read_bytes()
    found = read(codes, zoning, data, held=held)
    assert rows(found) == held
    assert (found.vintage, found.date, found.trust.doubted) == ("non indiqué", "", 0)


# -- forms ---------------------------------------------------------------------------------------------------------


def test_the_workbook_of_insee_has_lines_of_title_and_both_codes_and_labels(codes):
    """ "CODGEO, LIBGEO, DENS, LIBDENS, PMUN…" on the fifth line (seen in programs that read the file)."""
    book = xls([
        ["Grille de densité - Géographie au 1er janvier 2024"], ["Champ : France"], ["Source : Insee"], [" "],
        ["CODGEO", "LIBGEO", "DENS", "LIBDENS", "PMUN21"],
        *[[code, name, float(dens), label, 1000.0] for code, name, dens, label in DENSITY],
    ])  # fmt: skip
    found = read(codes, "densite", book, "grille_densite_7_niveaux_2024.xlsx")
    assert rows(found) == HELD["densite"]
    assert (found.vintage, found.date) == ("2024", "2024")


def test_a_detailed_table_with_other_headings(codes):
    text = "\n".join(f"{code},{name},{label},12" for code, name, _, label in DENSITY)
    assert rows(read(codes, "densite", f"depcom,libcom,libdens,pop\n{text}\n")) == HELD["densite"]
    text = "\n".join(f"{code};{name};6 - {label}" for code, name, _, label in DENSITY)
    wanted = "Code;Libellé;Grille communale de densité en 7 niveaux 2025"
    found = read(codes, "densite", f"Observatoire des territoires - ANCT\n\n{wanted}\n{text}\n")
    assert rows(found) == HELD["densite"] and found.vintage == "2025"


def test_an_export_of_codes_is_read_by_what_their_communes_are(codes):
    lines = "\n".join(f'"{code}";"{name}";2024;"{dens}"' for code, name, dens, _ in DENSITY)
    for heading in ("typodens7", "densite_x"):
        found = read(codes, "densite", f'"codgeo";"libgeo";"an";"{heading}"\n{lines}\n', "densite_com2025.csv")
        assert rows(found) == HELD["densite"]
        assert (found.vintage, found.date) == ("2024", "2024")  # the column's, not the communes' year
    # Another numbering of the same classes is as good: what the communes are settles it.
    turned = lines.replace('"3"\n', '"4"\n')
    assert rows(read(codes, "densite", f'"codgeo";"libgeo";"an";"dens"\n{turned}\n')) == HELD["densite"]


def test_ruralities_with_numbers_plurals_and_the_words_of_another_edition(codes):
    written = {
        "46042": " 00 - Hors champ : DOM ou commune urbaine", "46088": "6 - Les ruralités résidentielles mixtes",
        "46102": "LES PETITES POLARITES MIXTES",
        "46265": "Communes ayant changé de périmètre depuis la réalisation de la typologie",
    }  # fmt: skip
    text = "\ufeffinsee_com,lib_com,niveau_ruralite\n" + "".join(f"{c},{NAMES[c]},{w}\n" for c, w in written.items())
    assert rows(read(codes, "ruralite", text)) == HELD["ruralite"]
    # A later edition may have no commune left whose perimeter has changed.
    assert "46265" not in rows(read(codes, "ruralite", text.replace(written["46265"], "")))


def test_levels_of_centre_undefined_overseas_are_no_class(codes):
    text = (
        "codgeo;libgeo;niveau_centralite\n46042;Cahors;Centre structurant\n46088;Douelle;Commune non centre\n"
        "46102;Figeac;Centre intermédiaire d'équipements et de services\n97105;Basse-Terre; - undefined\n"
        "97101;Les Abymes;null\n"
    )
    found = read(codes, "centralite", text, "centralite_com2025.csv")
    assert rows(found) == HELD["centralite"]
    assert found.report.reasons() == {"no status": 2}
    assert (found.vintage, found.date) == ("non indiqué (communes de 2025)", "")


MASSIFS = [
    ["Zonages de massifs"], [" "], ["CODGEO", "LIBGEO", "MASSIF"],
    ["01004", "Ambérieu-en-Bugey", "Jura (partiellement)"], ["12052", "Capdenac-Gare", "Massif Central"],
    ["46102", "Figeac", "Massif Central"], ["46042", "Cahors", "Hors massif"],
]  # fmt: skip


def test_the_list_of_massifs_names_them_shortly_and_the_communes_outside(codes):
    found = read(codes, "montagne", xls(MASSIFS), "diffusion-zonages-massifs-cog2021.xls")
    assert rows(found) == HELD["montagne"]
    assert found.report.notes == ("1 communes only in part",)
    assert found.vintage == "non indiqué (communes de 2021)"


def test_the_sheet_that_has_the_columns_is_found(codes, tmp_path):
    """Such workbooks begin with a sheet of presentation."""
    from osgeo import ogr

    path = tmp_path / "massifs.xlsx"
    book = ogr.GetDriverByName("XLSX").CreateDataSource(str(path))
    for name, lines in (("À lire", [["Producteur", "ANCT"]]), ("Communes", MASSIFS[2:])):
        sheet = book.CreateLayer(name)
        for heading in lines[0]:
            sheet.CreateField(ogr.FieldDefn(heading, ogr.OFTString))
        for line in lines[1:]:
            feature = ogr.Feature(sheet.GetLayerDefn())
            for place, text in enumerate(line):
                feature.SetField(place, text)
            sheet.CreateFeature(feature)
    del sheet
    del book
    assert rows(read(codes, "montagne", path.read_bytes(), path.name)) == HELD["montagne"]


# -- what is refused -----------------------------------------------------------------------------------------------


def grid(lines: list[tuple[str, ...]], heading: str = "insee_com;lib_com;niveau_densite") -> str:
    return "\n".join([heading, *(f"{code};{name};{label}" for code, name, _, label in lines)]) + "\n"


def test_an_unknown_class_is_an_error_never_no(codes):
    assert "unknown class “Rural profond” for commune 46088" in refused(
        codes, "densite", grid(DENSITY).replace("Rural à habitat dispersé", "Rural profond")
    )
    assert "unknown class “2” for commune" in refused(
        codes, "densite", grid(DENSITY).replace("Centres urbains intermédiaires", "2")
    )


def test_the_grid_of_four_levels_is_not_read_as_that_of_seven(codes):
    """Its codes 1 to 4 are codes of the other one too; its level 2 gathers three of the seven."""
    four = {"2": "2", "3": "2", "5": "3", "6": "3", "7": "4"}
    text = "codgeo;libgeo;dens\n" + "".join(f"{code};{name};{four[dens]}\n" for code, name, dens, _ in DENSITY)
    assert "do not tell which class the code “2” stands for" in refused(codes, "densite", text)
    # Two codes of one class do not pass either.
    text = "codgeo;libgeo;dens\n" + "".join(f"{code};{name};{code[:2]}\n" for code, name, *_ in DENSITY[2:4])
    assert "do not tell" in refused(codes, "densite", text)


def test_a_class_that_nobody_has_any_more_is_a_part_of_a_file(codes):
    said = refused(codes, "densite", grid([line for line in DENSITY if line[2] != "3"]))
    assert "no commune is “Petites villes”, 2 are in the data held" in said
    assert "no commune is “Massif du Jura”" in refused(
        codes, "montagne", "insee_com;lib_com;massif\n12052;Capdenac-Gare;Massif Central\n46102;Figeac;Massif Central\n"
    )


def test_a_file_without_classes_or_without_names(codes):
    assert "niveau_densite" in refused(
        codes, "densite", grid(DENSITY, "insee_com;lib_com;x\n").replace("x\n\n", "x;y\n")
    )
    assert "lib_com" in refused(codes, "densite", "insee_com;niveau_densite\n46042;Petites villes\n")
    assert "unknown class" in refused(codes, "densite", "codgeo;libgeo;an;pop\n46042;Cahors;2024;20 141\n")


def test_a_name_that_is_another_s_takes_nothing(codes):
    found = read(codes, "montagne", xls([*MASSIFS, ["46088", "Figeac", "Massif Central"]]), "massifs.xls")
    assert rows(found) == HELD["montagne"] and found.trust.doubted == 1


# -- as a refresh --------------------------------------------------------------------------------------------------


@pytest.fixture
def held(embedded: Path) -> Path:
    """The tiny snapshot with classes of density and massifs."""
    with closing(sqlite3.connect(embedded)) as connection, connection:
        connection.execute(
            "INSERT INTO source (id, titre, millesime, date) VALUES ('densite', 'Grille', ?, '2026-11')",
            ("non indiqué (communes de 2025-2026)",),
        )
        for zoning in ("densite", "montagne"):
            connection.executemany(
                "INSERT INTO beneficiary (programme, code, statut) VALUES (?, ?, ?)",
                [(zoning, code, label) for code, label in HELD[zoning].items()],
            )
    return embedded


SOURCES = {key: replace(REFRESHABLE[key], floor=1) for key in GRIDS}


def test_from_a_folder_into_the_data_in_use(held, tmp_path):
    folder = tmp_path / "files"
    folder.mkdir()
    moved = [(c, n, d, "Bourgs ruraux" if c == "46102" else label) for c, n, d, label in DENSITY]
    (folder / "grille_densite_7_niveaux_2026.csv").write_text(grid(moved), encoding="utf-8")
    outcome = refresh(from_folder(folder), sources=SOURCES)
    states = {result.key: result.state for result in outcome.results}
    assert states == {"densite": "refreshed", "ruralite": "absent", "centralite": "absent", "montagne": "absent"}
    put_into_use(outcome)
    table = reader.current().members("densite")[0]
    assert dict(zip(table["code"], table["statut"], strict=True))["46102"] == "Bourgs ruraux"
    assert reader.current().sources.loc["densite", "millesime"] == "2026"
    # An older edition than the one now held is refused with both years.
    (folder / "grille_densite_7_niveaux_2026.csv").unlink()
    (folder / "grille_densite_7_niveaux_2024.csv").write_text(grid(DENSITY), encoding="utf-8")
    again = refresh(from_folder(folder), ["densite"], sources=SOURCES)
    assert "is of 2024, older than the data held (2026)" in again.results[0].reason


def test_an_undated_file_of_what_is_held_leaves_its_vintage(held, tmp_path):
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "densite.csv").write_text(grid(DENSITY), encoding="utf-8")
    outcome = refresh(from_folder(folder), ["densite"], sources=SOURCES)
    assert [(r.state, r.vintage) for r in outcome.results] == [("unchanged", "non indiqué (communes de 2025-2026)")]
    assert "Differences: 0" in outcome.results[0].reason and outcome.version is None
    (folder / "densite.csv").write_text(grid(DENSITY).replace("Figeac;Petites villes", "Figeac;Bourgs ruraux"),
                                        encoding="utf-8")  # fmt: skip
    changed = refresh(from_folder(folder), ["densite"], sources=SOURCES)
    assert [(r.state, r.vintage) for r in changed.results] == [("refreshed", "non indiqué")]


def test_too_few_communes_in_massifs_are_refused(held, tmp_path):
    folder = tmp_path / "files"
    folder.mkdir()
    lines = ("insee_com;lib_com;massif", "01004;Ambérieu-en-Bugey;Jura", "12052;Capdenac-Gare;Massif Central")
    (folder / "massifs.csv").write_text("\n".join([*lines, "46102;Figeac;Hors massif\n"]), encoding="utf-8")
    outcome = refresh(from_folder(folder), ["montagne"], sources=SOURCES)
    assert "2 rows could be used, 3 are held" in outcome.results[0].reason
    whole = refresh(from_folder(folder), ["montagne"])
    assert "a whole file has at least 8" in whole.results[0].reason


def test_on_the_web_only_what_has_an_address_is_asked(held, tmp_path):
    """The year under way has no edition yet: the newest one there is taken; the other grids are files to download."""
    requests = pytest.importorskip("anct_qgis_plugin.connectors.http.requests_transport")
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_):
            pass

        def do_GET(self):
            asked.append(self.path)
            there = self.path.endswith("_2025.xlsx")
            body = grid(DENSITY).encode() if there else b"nothing here"
            self.send_response(200 if there else 404)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        base = f"http://127.0.0.1:{server.server_address[1]}"
        endpoints = Endpoints(dict.fromkeys(("insee_files", "observatoire", "datagouv", "datagouv_static"), base))
        web = tmp_path / "web"
        web.mkdir()
        outcome = refresh(from_web(requests.RequestsTransport(endpoints), web), sources=SOURCES)
        server.shutdown()
    assert asked[-1] == "/6439600/grille_densite_7_niveaux_2025.xlsx" and len(set(asked)) == len(asked)
    assert all(path.startswith("/6439600/grille_densite_7_niveaux_20") for path in asked)
    found = {result.key: result for result in outcome.results}
    assert (found["densite"].state, found["densite"].vintage) == ("refreshed", "2025")
    for key in ("ruralite", "centralite", "montagne"):
        assert found[key].state == "absent"
        assert "File to download" in found[key].reason and REFRESHABLE[key].page in found[key].reason


def test_what_is_read_from_a_folder_only_says_where_to_get_it():
    for entry in REFRESHABLE.values():
        assert entry.page.startswith("https://") or not entry.by_hand, entry.key
