"""Official files as they are published, and as people save them again: the same rows every time."""

from __future__ import annotations

import gzip
import io
import json
import zipfile

import pytest
import workbooks

from anct_qgis_plugin import paths
from anct_qgis_plugin.connectors.embedded.facts import load_codes
from anct_qgis_plugin.connectors.refresh.refreshable import REFRESHABLE
from anct_qgis_plugin.connectors.tables import former_names, forms
from anct_qgis_plugin.connectors.tables.codes import CommuneCodes
from anct_qgis_plugin.connectors.tables.identify import Names, codes_in, folded
from anct_qgis_plugin.connectors.tables.raw import Raw
from anct_qgis_plugin.connectors.tables.reading import Desk, day_in, day_of
from anct_qgis_plugin.errors import SourceError


@pytest.fixture(scope="module")
def codes():
    return load_codes(paths.FACTS)


@pytest.fixture
def static(shared):
    return shared / "fixtures" / "http" / "datagouv" / "static"


def rows(key, name, data, codes, table=None):
    reading = REFRESHABLE[key].read(Desk({"": Raw(name, data)}, codes))
    return reading.tables[table or f"programme_{key}"][1]


def test_the_published_forms(static, codes):
    def read(key, name, table=None):
        return rows(key, name, (static / name).read_bytes(), codes, table)

    assert read("acv", "liste-acv-com2025.csv") == [
        ("01053", "ACV035", "Bourg-en-Bresse", "", "2024-01-25"), ("26362", "ACV001", "Valence", "", "2024-01-02"),
        ("75056", "ACV200", "Paris", "", "2020-06-15"),
    ]  # fmt: skip
    assert read("pvd", "liste-pvd-com2025.csv") == [
        ("01034", "pvd-84-01-2", "Belley", "", "2021-04-22"), ("75056", "pvd-11-75-1", "Paris", "", "2021-09-09"),
    ]  # fmt: skip
    assert [row[:2] for row in read("va", "liste-va-com2025.csv")] == [("01004", "va-01-001"), ("2A004", "va-2A-002")]
    assert [row[:2] for row in read("qpv", "listeqp2024-cog2024.csv")] == [
        ("01004", "QN00103M"), ("75056", "QN07501M"), ("92025", "QN09201M"), ("92036", "QN09201M"),
    ]  # fmt: skip
    assert dict(read("frr", "liste-communes-FRR-juillet2025.csv", "zoning_frr"))["01060"] == "FRR bénéficiaire"


def test_groups_by_siren(static, codes):
    groups = Raw("liste-crte-grpt2025.csv", (static / "liste-crte-grpt2025.csv").read_bytes())
    reading = REFRESHABLE["crte"].read(Desk({"groups": groups}, codes))
    found = {row[0]: row for row in reading.tables["programme_crte"][1]}
    assert found["90010"][1] == "crte-27-90-1"  # Belfort is in Grand Belfort
    assert found["29084"] == ("29084", "crte-53-29-9", "", "", "2021-11-03")  # Île-Molène by its own SIREN
    assert ("crte", "crte-27-90-1", "CRTE Grand Belfort") in reading.perimeters
    other = Raw(groups.name, groups.data.replace(b"siren_groupement", b"siren_epci"))
    assert REFRESHABLE["crte"].read(Desk({"groups": other}, codes)).tables == reading.tables
    wrong = Raw(groups.name, groups.data.replace(b"200069052", b"200069053"))
    refused = REFRESHABLE["crte"].read(Desk({"groups": wrong}, codes)).report.refused
    assert refused == (("200069053 CA Grand Belfort", "SIREN of no known EPCI, établissement public territorial or "
                        "commune"),)  # fmt: skip


FRR = [
    ("Code_insee", "Departement", "Commune", "Classement FRR et FRR+ au 10 juillet 2026"),
    ("01001", "01", "L'Abergement-Clémenciat", "Non classée"), ("2A004", "2A", "Ajaccio", "FRR+"),
    ("46042", "46", "Cahors", "FRR bénéficiaire"),
]  # fmt: skip
CLASSES = [("01001", "Non classée"), ("2A004", "FRR+"), ("46042", "FRR bénéficiaire")]


def frr_csv(separator=";", lines=FRR):
    return "".join(separator.join(f'"{cell}"' for cell in line) + "\r\n" for line in lines)


def zipped(name, data):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("lisez-moi.pdf", b"%PDF")
        archive.writestr(name, data)
    return out.getvalue()


def saved_again(tmp_path):
    """(file name, bytes) of the same list, saved in every way."""
    text = frr_csv()
    objects = [dict(zip(FRR[0], line, strict=True)) for line in FRR[1:]]
    keyed = {one["Code_insee"]: {key: one[key] for key in FRR[0][1:]} for one in objects}
    features = [{"type": "Feature", "properties": one, "geometry": None} for one in objects]
    columns = dict.fromkeys(FRR[0], str)
    numbers = [(1001.0, *FRR[1][1:]), *FRR[2:]]
    return {
        "utf-8": ("a.csv", text.encode()), "bom": ("a.csv", b"\xef\xbb\xbf" + text.encode()),
        "cp1252": ("a.csv", text.encode("cp1252")), "utf-16": ("a.txt", text.encode("utf-16")),
        "comma": ("a.csv", frr_csv(",").encode()), "tab": ("a.txt", frr_csv("\t").encode()),
        "title lines": ("a.csv", ("Liste des communes;;;\r\n;;;\r\n" + text).encode()),
        "reordered": ("a.csv", frr_csv(lines=[line[::-1] for line in FRR]).encode()),
        "zeros lost": ("a.csv", text.replace('"01001"', "1001").encode()),
        "formula": ("a.csv", text.replace('"01001"', '="01001"').encode()),
        "spaces": ("a.csv", text.replace('"01001"', '"\u00a001001\u202f"').encode()),
        "other headings": ("a.csv", text.replace("Code_insee", "CODGEO").replace("Commune", "LIBGEO").encode()),
        "zip": ("a.zip", zipped("liste.csv", text.encode())),
        "json": ("a.json", json.dumps(objects).encode()),
        "keyed json": ("a.json", json.dumps({"meta": {"lignes": 3}, "communes": keyed}).encode()),
        "geojson": ("a.geojson", json.dumps({"type": "FeatureCollection", "features": features}).encode()),
        "xls": ("a.xls", workbooks.xls([list(line) for line in [FRR[0], *numbers]])),
        "xlsx": ("a.xlsx", workbooks.gdal_book(tmp_path / "a.xlsx", columns, FRR[1:])),
        "ods": ("a.ods", workbooks.gdal_book(tmp_path / "a.ods", columns, FRR[1:])),
    }  # fmt: skip


WAYS = ("utf-8", "bom", "cp1252", "utf-16", "comma", "tab", "title lines", "reordered", "zeros lost", "formula",
        "spaces", "other headings", "zip", "json", "keyed json", "geojson", "xls", "xlsx", "ods")  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
def test_a_file_saved_again(codes, tmp_path, way):
    pytest.importorskip("osgeo")
    name, data = saved_again(tmp_path)[way]
    assert rows("frr", name, data, codes, "zoning_frr") == CLASSES


@pytest.mark.parametrize("data", [b'{"communes": ', b"[]", b"{}", b'{"a": 1}', b"[1, 2]", b"[" * 99999])
def test_json_that_holds_no_table(data):
    with pytest.raises(SourceError, match="damaged"):
        forms.opened(Raw("a.json", data))
    # Under another name it may be a list whose title is in brackets: no column is found in it.
    with pytest.raises(SourceError):
        forms.read(Raw("a.csv", data), forms.form("codgeo"))


def test_gzip_is_undone_when_opened(codes, tmp_path):
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(frr_csv().encode()))
    raw = Raw.open(tmp_path / "a.csv.gz")
    assert rows("frr", raw.name, raw.data, codes, "zoning_frr") == CLASSES


@pytest.mark.parametrize("name", ["../liste.csv", "/etc/liste.csv"])
def test_unsafe_archives(name):
    with pytest.raises(SourceError, match="unsafe name"):
        forms.unzipped(Raw("a.zip", zipped(name, b"x")), r"\.csv$")


def test_archives_that_are_none(codes):
    with pytest.raises(SourceError, match="damaged"):
        forms.unzipped(Raw("a.zip", zipped("liste.csv", b"x" * 99)[:60]), r"\.csv$")
    with pytest.raises(SourceError, match="not in it"):
        forms.unzipped(Raw("a.zip", zipped("liste.doc", b"x")), r"\.csv$")


def test_cells_of_codes():
    assert codes_in('="92025;92036"') == ["92025", "92036"]
    assert codes_in(" 1004.0 ") == ["1004"]
    assert codes_in("'01004") == ["01004"]
    assert codes_in("") == []


@pytest.mark.parametrize(
    ("code", "name", "agrees"),
    [
        ("01004", "Ambérieu-en-Bugey", True), ("01004", "AMBERIEU EN BUGEY", True),
        ("01005", "Ambérieu-en-Bugey", False), ("01001", "Abergement-Clémenciat (L')", True),
        ("46042", "Figeac", False), ("75118", "Paris 18e Arrondissement", True),
        ("75118", "Lyon 8e Arrondissement", False), ("05127", "Rousset", True), ("46265", "St Denis les Martel", True),
        ("49018", "Beaugé-en-Anjou", True),
        # Genay, in the Rhône, was 01168 in the Ain, where Frans is 01166: one wrong digit is not Genay's.
        ("01168", "Frans", False), ("01168", "Genay", True),
    ],
)  # fmt: skip
def test_names_beside_codes(codes, code, name, agrees):
    assert Names(codes).agree(codes.resolve(code), name, code) is agrees


@pytest.mark.parametrize(
    ("code", "name"),
    [("19248", "Saint-Ybard"), ("32365", "Saint-Blancard"), ("14408", "May-sur-Orne"), ("16393", "VARS")],
)
def test_a_seat_named_as_before_its_merging(codes, code, name):
    """Lines of the list of France services of 1 August 2024: the code stayed, the name is no longer the commune's."""
    assert folded(codes.row(code)["nom"]) != folded(name)
    assert Names(codes).agree(codes.resolve(code), name)
    # The same name beside the code of another commune stays another's.
    assert not Names(codes).agree(codes.resolve("46042"), "Figeac")
    assert not Names(codes, {}).agree(codes.resolve(code), name)


def listed(codes, *lines):
    """What is read of a list in the agency's form, and what is refused."""
    text = "\n".join(lines) + "\n"
    found = REFRESHABLE["pvd"].read(Desk({"": Raw("liste-pvd-com2026.csv", text.encode())}, codes))
    return [row[0] for row in found.tables["programme_pvd"][1]], list(found.report.refused)


@pytest.mark.parametrize("heading", ("lib_com", "Nom de la commune"))
def test_a_list_without_a_column_of_departements_knows_older_names(codes, heading):
    """The lists of ACV, PVD and VA give none: "19248 Saint-Ybard" is Les Trois-Saints all the same."""
    read, refused = listed(
        codes, f"insee_com,{heading},id_pvd,date_signature", "19248,Saint-Ybard,p1,2021-04-22",
        "1004,Ambérieu-en-Bugey,p2,22/04/2021", "46102,Cahors,p3,2021-04-22",
    )  # fmt: skip
    assert read == ["01004", "19248"]
    assert refused == [("46102 Cahors", "the code is that of Figeac")]


def test_codes_with_nothing_beside_them_are_not_taken_and_the_reason_is_true(codes):
    read, refused = listed(codes, "insee_com,id_pvd,date_signature", "46102,p1,2021-04-22", "46217,p2,2021-04-22")
    assert read == [] and {why for _, why in refused} == {"no name beside the code"}
    read, refused = listed(codes, "insee_com,insee_dep,id_pvd", "46102,46,p1", "01004,46,p2", "01004,1,p3")
    assert read == ["01004", "46102"] and refused == [("01004", "the code is that of Ambérieu-en-Bugey")]


def test_an_older_name_holds_for_its_code_alone():
    row = {"departement": "90", "former_codes": "", "arm_codes": "", "epci_former": "", "ept": "", "siren": ""}
    made = [("90001", "Les Deux-Rives"), ("90002", "Valmont"), ("90003", "Brienne")]
    names = Names(CommuneCodes([row | {"code": c, "nom": n} for c, n in made]), {"90001": ["Valmont"]})
    own = CommuneCodes([row | {"code": c, "nom": n} for c, n in made]).resolve
    assert names.agree(own("90001"), "VALMONT")  # once its name, now also another's
    assert names.agree(own("90002"), "Valmont")
    assert not names.agree(own("90003"), "Valmont")
    assert not names.agree(own("90001"), "Brienne")


def test_older_names_come_from_the_agency_table(codes, shared):
    found = former_names.rows(Raw.open(shared / "data" / "sources" / former_names.RAW), codes)
    assert former_names.grouped(found) == former_names.known()
    assert "Saint-Ybard" in former_names.known()["19248"]


def test_every_site_of_the_real_list_is_read(codes, shared):
    raw = Raw.open(shared / "data" / "sources" / "programmes" / "liste-fs-20240801.csv")
    found = REFRESHABLE["fs"].read(Desk({"": raw}, codes))
    sites = {(row[0], row[2]) for row in found.tables["sites_fs"][1]}
    assert {("121", "19248"), ("2307", "32365"), ("2350", "14408"), ("2354", "16393")} <= sites
    # What is left out: two sites of Saint-Martin, a collectivity out of scope.
    assert {line for line, _ in found.report.refused} == {"1684 97801 Saint-Martin", "1685 97801 Saint-Martin"}


def test_dates_of_files():
    assert day_of("liste-acv-com2025-20250704.csv") == "2025-07-04"
    assert day_of("liste-fs-20240801.csv") == "2024-08-01"
    assert day_of("listeqp2024-cog2024.csv") == "2024"
    assert day_of("liste-acv-com2025-20251399.csv") == "2025"
    assert day_of("liste.csv") == ""
    assert day_in("Classement FRR et FRR+ au 10 juillet 2025") == "2025-07-10"
    assert day_in("Classement au 1er juillet 2024") == "2024-07-01"
    assert day_in("Classement") == ""


def test_newest_vintage_of_insee_files(shared, codes):
    folder = shared / "fixtures" / "http" / "insee"
    raw = Raw.open(folder / "base_cc_comparateur_csv.zip")
    reading = REFRESHABLE["logement"].read(Desk({"": raw}, codes))
    assert reading.vintage == "2022"
    found = {row[0]: row for row in reading.tables["indicator_taux_vacance"][1]}
    # LOGVAC and LOG of L'Abergement-Clémenciat in the file, to four decimals.
    assert found["01001"][2:4] == ("26.4522", "353.7304")
    people = REFRESHABLE["comparateur"].read(Desk({"": raw}, codes))
    # NAISD24 10, DECESD24 7, P22_POP 771 on the same line.
    assert people.tables["indicator_solde_naturel"][1][0] == ("01001", "", "3", "771", "")
    assert people.years == {"taux_chomage_rp": "2022", "taux_emploi": "2022", "solde_naturel": "2024 (population 2022)"}
    # Of Ajaccio: P22_ACT1564 31792.867763 less P22_CHOM1564 3082.747531, P22_POP1564 42603.139449.
    (work,) = (row for row in people.tables["indicator_taux_emploi"][1] if row[0] == "2A004")
    assert [float(cell) for cell in work[2:4]] == pytest.approx([28710.120232, 42603.139449], abs=1e-3)
    incomes = REFRESHABLE["filosofi"].read(Desk({"": Raw.open(folder / "cc_filosofi_2021_COM.csv")}, codes))
    poverty = {row[0]: row for row in incomes.tables["indicator_taux_pauvrete"][1]}
    assert poverty["01001"][4] == "secret"
    assert poverty["01004"][1:4] == ("17", "", "15092")


def test_every_source_feeds_what_the_catalogue_declares():
    from anct_qgis_plugin.snapshot.reader import read_catalogue

    catalogue = read_catalogue()
    for entry in REFRESHABLE.values():
        assert all(key in catalogue.programmes for key in entry.programmes), entry.key
        assert all(key in catalogue.indicators for key in entry.indicators), entry.key
        assert set(entry.ranges) <= set(entry.indicators), entry.key


@pytest.mark.parametrize(
    ("name", "key", "role"),
    [
        ("liste-acv-com2025-20250704.csv", "acv", ""), ("liste-acv2-com2025-20250704.csv", "edv", ""),
        ("liste-ti-com2025-20250601.csv", "ti", ""), ("liste-ti-grpt.csv", "ti", "groups"),
        ("liste-crte-grpt2025-20250701.csv", "crte", "groups"), ("liste-fs-20240801.csv", "fs", ""),
        ("listeqp2024-cog2024.csv", "qpv", ""), ("qpv-2024-geojson.zip", "qpv", "contours"),
        ("liste-communes-FRR-juillet2025.csv", "frr", ""), ("cc_filosofi_2021_COM.csv", "filosofi", ""),
        ("frr_com2025.csv", "observatoire_frr", ""), ("dotations-communes-2026.csv", "ofgl_dgf", ""),
        ("observatoire-codefrr-com2025-20261125.csv", "observatoire_frr", ""),
        ("grille_densite_7_niveaux_2024.xlsx", "densite", ""), ("ruralite.csv", "ruralite", ""),
        ("centralite_com2025.csv", "centralite", ""), ("niveau-de-centres-d-equipements.xlsx", "centralite", ""),
        ("diffusion-zonages-massifs-cog2021.xls", "montagne", ""), ("montagne.csv", "montagne", ""),
        ("DS_RP_POPULATION_PRINC_2023_CSV_FR.zip", "rp_structure", ""),
        ("DS_RP_EMPLOI_LR_COMP_2023_CSV_FR (1).zip", "rp_structure", "professions"),
        ("DS_RP_EMPLOI_LR_PRINC_2023_data.csv", "rp_chomage", ""),
        ("DS_RP_LOGEMENT_PRINC_CSV_FR.zip", "rp_logement", ""),
        ("DS_RP_TD_POPULATION_AGESEX_PRINC_2023_CSV_FR.zip", "rp_75", ""),
        ("DS_POPULATIONS_HISTORIQUES_CSV_FR.zip", "populations", ""),
        ("base-pop-historiques-1876-2023.xlsx", "populations", ""),
        ("liste-va-com2025.xlsx", "va", ""), ("LISTE-PVD-COM2026-20260427.CSV", "pvd", ""),
    ],
)  # fmt: skip
def test_files_are_known_by_their_names(name, key, role):
    found = {(k, r) for k, entry in REFRESHABLE.items() for r, file in entry.files.items() if file.matches(name)}
    assert found == {(key, role)}


def test_a_dictionary_is_not_taken_for_the_data_beside_it():
    files = [file for entry in REFRESHABLE.values() for file in entry.files.values()]
    for name in ("DS_RP_FAMILLE_COMP_2023_metadata.csv", "DS_POPULATIONS_HISTORIQUES_metadata.csv"):
        assert not any(file.matches(name) for file in files)


def test_a_cell_that_holds_other_lines_sets_its_line_aside(codes):
    """Two bytes of UTF-16 lost in one line and two in a later one: what lies between becomes one cell."""
    lines = [f'"patde-{n}","T{n}","{code}","{name}"' for n, (code, name) in enumerate(
        [("46042", "Cahors"), ("46102", "Figeac"), ("46088", "Douelle"), ("2A004", "Ajaccio")])]  # fmt: skip
    text = "\n".join(['"id_tec","lib_tec","siren_groupement","lib_groupement"', *lines])
    data = bytearray(text.encode("utf-16-le"))
    # A byte goes after patde-1's separator, another before T3's closing quote: Ajaccio would be given to patde-1.
    later = 2 * text.index('3","2A004')
    del data[later + 1]
    del data[2 * text.index('"T1"')]
    reading = REFRESHABLE["tec"].read(Desk({"": Raw("liste-tec-2026.csv", b"\xff\xfe" + bytes(data))}, codes))
    rows = {(row[0], row[1]) for row in reading.tables["programme_tec"][1]}
    assert ("2A004", "patde-1") not in rows and ("46042", "patde-0") in rows
