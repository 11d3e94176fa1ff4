"""Tables in the forms in which their producers publish them: read by hand-worked values, or refused whole."""

from __future__ import annotations

import csv
import json
import threading
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

import pytest

from anct_qgis_plugin import paths
from anct_qgis_plugin.connectors.embedded import arrondissements
from anct_qgis_plugin.connectors.embedded.facts import load_codes
from anct_qgis_plugin.connectors.http.endpoints import DATASETS, RESOURCES, Endpoints
from anct_qgis_plugin.connectors.http.requests_transport import RequestsTransport
from anct_qgis_plugin.connectors.refresh.refreshable import REFRESHABLE
from anct_qgis_plugin.connectors.refresh.supply import from_folder, from_web
from anct_qgis_plugin.connectors.tables.raw import Raw
from anct_qgis_plugin.connectors.tables.reading import Desk
from anct_qgis_plugin.core.facts import Status
from anct_qgis_plugin.snapshot import reader
from anct_qgis_plugin.snapshot.refresh import put_into_use, refresh

# Headings as published, about the communes of tiny.py.
LOVAC = (
    '"CODGEO_26";"LIBGEO_26";"pp_vacant_26";"pp_vacant_plus_2ans_26";"ff_pp_total_25";"pp_vacant_25";'
    '"pp_vacant_plus_2ans_25";"ff_pp_total_24";"EPCI_26";"DEP"\r\n'
    '"46042";"Cahors";"900";"250";"8000";"1";"1";"1000";"200023737";"46"\r\n'
    '"46217";"Pern";"100";"50";"2000";"1";"1";"1000";"200023737";"46"\r\n'
    '"46102";"Figeac";"641";"s";"6000";"1";"1";"1000";"200067361";"46"\r\n'
    '"46088";"Douelle";"s";"s";"s";"1";"1";"1000";"200023737";"46"\r\n'
    '"46265";"Saint-Denis-lès-Martel";"0";"0";"0";"1";"1";"1000";"200066371";"46"\r\n'
    '"2A004";"Ajaccio";"0";"";"38000";"1";"1";"1000";"242010056";"2A"\r\n'
)
RSA = (
    "ID;Niveau géographique;NOM;Revenu médian (Insee FiLoSoFi 2021);Part des allocataires du RSA (CAF 2025) parmi les "
    "ménages (Insee 2022);Part des 15-24 ans actifs au chômage (Insee 2022)\r\n"
    "46042;Commune;Cahors;20 900 ;11%;30%\r\n"
    "46102;Commune;Figeac;21 800 ;0%;\r\n"
    "46088;Commune;Douelle;;nd;\r\n"
    "1004;Commune;Ambérieu-en-Bugey;22 000 ;4,5 %;20%\r\n"
    "2A004;Commune;Ajaccio;;s;\r\n"
    "D46;Département;Lot;21 000 ;6%;22%\r\n"
    "200023737;EPCI;CA du Grand Cahors;;9%;\r\n"
    "R76;Région;Occitanie;;8%;\r\n"
)
FEDI = (
    "\ufeffRégion;Commune;Commune Code;EDI\r\n"
    "Occitanie;Cahors;46042;8.0912\r\nOccitanie;Figeac;46102;-1.255\r\nOccitanie;Douelle;46088;\r\n"
    "Corse;Ajaccio;2A004;0\r\n"
)
TAXES = (
    "EXERCICE;DEP;COM;INSEE COM;LIBCOM;Taux_Global_TFNB;Taux_Global_TFB;Taux_Plein_TEOM\n"
    "2025;46;042;46042;CAHORS;200,1;50,1;10,0\n2026;46;042;46042;CAHORS;201,5;52,345;11,07\n"
    "2026;46;102;46102;FIGEAC;180;101,13;0\n2026;46;088;46088;DOUELLE;150;44;\n"
    "2025;2A;004;2A004;AJACCIO;90;30;9\n2026;01;004;01004;AMBERIEU EN BUGEY;;;8,5\n"
)
HEALTH = (
    '"codgeo";"libgeo";"an";"part_pop_eloigne_soin"\n"46042";"Cahors";"2024";"0"\n'
    '"46102";"Figeac";"2024";"12.5"\n"46088";"Douelle";"2024";"-9999"\n"2A004";"Ajaccio";"2023";"3"\n'
)
FILES = {
    "lovac": ("Lovac_opendata_Communes.csv", LOVAC),
    "rsa": ("20270306-indicateurs-precarite.csv", RSA),
    "fedi": ("french-european-deprivation-index-f-edi-2022-par-commune.csv", FEDI),
    "fiscalite": ("fiscalite-locale-des-particuliers.csv", TAXES),
    "observatoire_sante": ("part_pop_eloigne_soin_com2025.csv", HEALTH),
}
SOURCES = {key: replace(REFRESHABLE[key], floor=1) for key in FILES}


@pytest.fixture(scope="module")
def codes():
    return load_codes(paths.FACTS)


def refreshed(tmp_path, key, text=None, name=None, encoding="utf-8"):
    """What a refresh makes of one file in a folder."""
    folder = tmp_path / "files"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / (name or FILES[key][0])).write_bytes((FILES[key][1] if text is None else text).encode(encoding))
    return refresh(from_folder(folder), [key], sources=SOURCES)


def column(indicator):
    facts = reader.current()
    found = facts.values[indicator]
    rows = zip(facts.codes, found.value, found.status, strict=True)
    return {code: float(value) if status == Status.OK else Status(status) for code, value, status in rows}


def test_lovac_the_vacant_of_the_edition_over_the_stock_of_the_year_before(embedded, tmp_path):
    outcome = refreshed(tmp_path, "lovac", encoding="latin-1")
    (result,) = outcome.results
    assert (result.state, result.reason, result.vintage) == ("refreshed", "", "2026")
    put_into_use(outcome)
    every, long = column("vacance_privee"), column("vacance_longue")
    # Cahors with Pern, which has joined it: (900 + 100) / (8,000 + 2,000) and (250 + 50) / 10,000. Figeac 641 / 6,000.
    assert (every["46042"], every["46102"], long["46042"]) == (10.0, 10.68, 3.0)
    assert long["46102"] == every["46088"] == long["46088"] == Status.SECRET
    # No stock, nothing to divide by; an empty cell is missing; no vacant dwelling at all is a value.
    assert every["46265"] == long["2A004"] == every["01004"] == Status.MISSING
    assert every["2A004"] == 0.0
    assert ("46265", "nobody to count: the denominator is zero") in result.unmatched
    facts = reader.current()
    assert facts.catalogue.indicators["vacance_longue"].vintage == "2026"


def test_rsa_communes_alone_whatever_else_the_table_holds(embedded, tmp_path):
    outcome = refreshed(tmp_path, "rsa")
    (result,) = outcome.results
    assert (result.state, result.reason, result.vintage, result.rows_read) == ("refreshed", "", "2025", 5)
    put_into_use(outcome)
    found = column("part_rsa")
    # "0%" is a value; "1004" has lost its zero, and its name says whose it is; "nd" is missing, "s" is withheld.
    assert [found[code] for code in ("46042", "46102", "01004")] == [11.0, 0.0, 4.5]
    assert (found["46088"], found["2A004"]) == (Status.MISSING, Status.SECRET)


def test_rsa_of_paris_is_worked_out_from_its_arrondissements_and_weights_stay(codes):
    households = {code: float(n) for code, n in arrondissement_lines()}
    of_paris = {code: n for code, n in households.items() if code.startswith("75")}
    assert len(of_paris) == 20
    head = RSA.splitlines()[0]
    lines = [f"{code};Commune;Paris {n}e Arrondissement;;{25 if n == 1 else 5}%;" for n, code in enumerate(of_paris, 1)]
    text = "\n".join([head, "75056;Commune;Paris;;;", "46042;Commune;Cahors;;11%;", *lines])
    facts = {"weights_part_rsa": [{"code": "46042", "denominator": "9900"}]}
    reading = REFRESHABLE["rsa"].read(Desk({"": Raw("precarite.csv", text.encode())}, codes, facts))
    total, first = sum(of_paris.values()), of_paris["75101"]
    mean = round((25 * first + 5 * (total - first)) / total, 2)
    assert reading.tables["indicator_part_rsa"][1] == [
        ("46042", "11", "", "9900", ""), ("75056", str(mean), "", str(int(total)), ""),
    ]  # fmt: skip
    # A city of which one arrondissement lacks has no rate.
    part = "\n".join(line for line in text.splitlines() if not line.startswith("75101"))
    reading = REFRESHABLE["rsa"].read(Desk({"": Raw("precarite.csv", part.encode())}, codes, facts))
    assert [row[0] for row in reading.tables["indicator_part_rsa"][1]] == ["46042"]


def arrondissement_lines():
    with (paths.CATALOGUE / arrondissements.FILE).open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))[1:]


def test_households_of_arrondissements_are_those_of_the_raw_file(shared, codes):
    raw = Raw.open(shared / "data" / "sources" / arrondissements.RAW)
    found = arrondissements.rows(raw, codes)
    assert [list(row) for row in found] == arrondissement_lines() and len(found) == 45
    with (paths.FACTS / "indicator_part_rsa.csv").open(encoding="utf-8", newline="") as file:
        held = {row["code"]: row["denominator"] for row in csv.DictReader(file)}
    for city, start in (("75056", "75"), ("13055", "13"), ("69123", "69")):
        assert sum(int(n) for code, n in found if code.startswith(start)) == int(held[city])


def test_percentages_that_a_spreadsheet_holds_as_fractions(codes):
    communes = codes.current[:150]
    lines = [f"{code};{codes.row(code)['nom']};{n / 1000}" for n, code in enumerate(communes)]
    text = "\n".join(["ID;NOM;Part des allocataires du RSA (CAF 2025) parmi les ménages (Insee 2022)", *lines])
    rows = REFRESHABLE["rsa"].read(Desk({"": Raw("a.csv", text.encode())}, codes)).tables["indicator_part_rsa"][1]
    assert [row[1] for row in rows[:12]] == ["0", *(str(n / 10) for n in range(1, 10)), "1", "1.1"]
    # One above 1, and they are percentages as they stand; so are the few figures of a handful of communes.
    for other in (f"{text}\n46042;Cahors;2", "\n".join(text.splitlines()[:20])):
        rows = REFRESHABLE["rsa"].read(Desk({"": Raw("a.csv", other.encode())}, codes)).tables["indicator_part_rsa"][1]
        assert rows[12][1] == "0.01"


def test_fedi_a_score_with_its_year_in_the_name(embedded, tmp_path):
    outcome = refreshed(tmp_path, "fedi")
    assert (outcome.results[0].state, outcome.results[0].vintage) == ("refreshed", "2022")
    put_into_use(outcome)
    found = column("fedi")
    assert [found[code] for code in ("46042", "46102", "2A004")] == [8.09, -1.25, 0.0]
    assert found["46088"] == Status.MISSING


def test_taxes_of_the_newest_year_alone(embedded, tmp_path):
    outcome = refreshed(tmp_path, "fiscalite")
    (result,) = outcome.results
    assert (result.state, result.reason, result.vintage, result.rows_read) == ("refreshed", "", "2026", 4)
    put_into_use(outcome)
    built, waste = column("taux_foncier_bati"), column("taux_teom")
    # 101.13 % is published as such; a tax of zero is none; Ajaccio has no line of 2026; Ambérieu has one of its taxes.
    assert [built[code] for code in ("46042", "46102", "46088")] == [52.34, 101.13, 44.0]
    assert (waste["46042"], waste["01004"]) == (11.07, 8.5)
    assert {waste["46102"], waste["46088"], built["2A004"], built["01004"]} == {Status.MISSING}


def test_health_of_the_newest_year_missing_told_from_zero(embedded, tmp_path):
    outcome = refreshed(tmp_path, "observatoire_sante")
    assert (outcome.results[0].state, outcome.results[0].vintage) == ("refreshed", "2024")
    put_into_use(outcome)
    found = column("eloignement_sante")
    assert (found["46042"], found["46102"], found["46088"]) == (0.0, 12.5, Status.MISSING)
    # Of a year before: another vintage than the one said.
    assert found["2A004"] == Status.MISSING


def test_health_without_a_column_of_years_says_that_the_year_is_not_told(embedded, tmp_path):
    text = HEALTH.replace('"an";', "").replace('"2024";', "").replace('"2023";', "")
    outcome = refreshed(tmp_path, "observatoire_sante", text)
    assert (outcome.results[0].state, outcome.results[0].vintage) == ("refreshed", "non indiqué (communes de 2025)")


# Source → [what is wrong, change (old, new), words of the refusal]
BAD = {
    "lovac": [
        ("no stock of the year before", ("ff_pp_total_25", "pp_total_26"), "no column “ff_pp_total_25”"),
        ("a word", ('"900"', '"beaucoup"'), "“beaucoup” in column pp_vacant_26 for commune 46042 is no figure"),
        ("more vacant than dwellings", ('"641"', '"6410"'), "106,8 for commune 46102 (0 to 100 expected)"),
        ("another year's codes", ("CODGEO_26", "SIREN"), "no column “CODGEO”"),
        ("no name beside the codes", ("LIBGEO_26", "LIBELLE"), "no column “nom”"),
        ("no edition at all", ("pp_vacant", "vacants"), "no column “pp_vacant_··”"),
    ],
    "rsa": [
        ("no share", ("Part des allocataires du RSA", "Allocataires"), "no column “part des allocataires du rsa”"),
        ("no year", ("CAF 2025", "CAF"), "nothing tells the year"),
        ("a word", ("11%", "onze"), "“onze” in column Part des allocataires du RSA (CAF 2025)"),
        ("not plausible", ("11%", "110%"), "110,0 for commune 46042 (0 to 100 expected)"),
    ],
    "fedi": [
        ("no score", ("EDI\r", "Quintile\r"), "no column “edi”"),
        ("a quintile's name", ("8.0912", "Q5"), "“Q5” in column EDI for commune 46042"),
        ("not plausible", ("8.0912", "80912"), "not plausible"),
    ],
    "fiscalite": [
        ("one tax missing", ("Taux_Plein_TEOM", "Taux_Reduit"), "no column “taux_plein_teom”"),
        ("not plausible", ("52,345", "5234,5"), "not plausible"),
        ("a word", (";11,07", ";oui"), "“oui” in column Taux_Plein_TEOM"),
    ],
    "observatoire_sante": [
        ("another indicator", ("part_pop_eloigne_soin", "apl"), "no column “part_pop_eloigne_soin”"),
        ("not plausible", ('"12.5"', '"125"'), "not plausible"),
    ],
}  # fmt: skip
CASES = [(key, *case) for key, cases in BAD.items() for case in cases]


@pytest.mark.parametrize(("key", "case", "change", "words"), CASES, ids=[f"{case[0]}-{case[1]}" for case in CASES])
def test_a_bad_table_is_refused_whole_with_its_reason(embedded, tmp_path, key, case, change, words):
    assert change[0] in FILES[key][1]
    outcome = refreshed(tmp_path, key, FILES[key][1].replace(*change))
    (result,) = outcome.results
    assert (result.state, outcome.version) == ("refused", None)
    assert words in result.reason


def test_a_code_beside_the_name_of_another_is_not_used(embedded, tmp_path):
    outcome = refreshed(tmp_path, "lovac", LOVAC.replace('"46102";"Figeac"', '"46102";"Cahors"'))
    (result,) = outcome.results
    assert ("46102 Cahors", "the code is that of Figeac, not of the name beside it") in result.unmatched
    put_into_use(outcome)
    assert column("vacance_privee")["46102"] == Status.MISSING


def test_a_commune_of_which_a_part_is_doubtful_has_no_figure(embedded, tmp_path):
    """Pern has joined Cahors: without its line, the others are not those of Cahors."""
    outcome = refreshed(tmp_path, "lovac", LOVAC.replace('"46217";"Pern"', '"46217";"Figeac"'))
    (result,) = outcome.results
    assert {line for line, _ in result.unmatched} >= {"46217 Figeac", "46042 Cahors"}
    put_into_use(outcome)
    found = column("vacance_privee")
    assert (found["46042"], found["46102"]) == (Status.MISSING, 10.68)


def test_codes_moved_by_one_line_are_refused(embedded, tmp_path):
    head, *lines = LOVAC.splitlines(keepends=True)
    codes = [line[:7] for line in lines]
    moved = "".join(code + line[7:] for code, line in zip(codes[-1:] + codes[:-1], lines, strict=True))
    (result,) = refreshed(tmp_path, "lovac", head + moved).results
    assert result.state == "refused" and "codes of 6 are those of other communes" in result.reason


def embedded_rows(indicator):
    with (paths.FACTS / f"indicator_{indicator}.csv").open(encoding="utf-8", newline="") as file:
        return [tuple(row.values()) for row in csv.DictReader(file)]


def test_a_name_without_a_year_where_nothing_else_tells_it(embedded, tmp_path):
    for key, name in (("fedi", "f-edi-par-commune.csv"), ("fiscalite", "fiscalite_locale.csv")):
        text = FILES[key][1].replace("EXERCICE", "ANNUITE")
        (result,) = refreshed(tmp_path / key, key, text, name).results
        assert result.state == "refused" and "nothing tells the year of its figures" in result.reason


WEB = {
    f"/api/1/datasets/r/{RESOURCES['lovac']}": LOVAC,
    f"/api/1/datasets/r/{RESOURCES['fiscalite']}": TAXES,
    f"/api/1/datasets/{DATASETS['precarite']}/": json.dumps(
        {
            "id": "0" * 24,
            "resources": [
                {
                    "id": f"0000000{n}",
                    "title": title,
                    "url": f"https://static.data.gouv.fr/{title}",
                    "last_modified": day,
                }
                for n, (title, day) in enumerate(
                    (
                        ("20250306-indicateurs-precarite.csv", "2025"),
                        ("20260306-indicateurs-precarite.csv", "2026"),
                        ("20260306-indicateurs-precarite.xlsx", "2027"),
                    )
                )
            ],
        }
    ),
    "/api/1/datasets/r/00000001": RSA,
    f"/{REFRESHABLE['fedi'].files[''].path}/exports/csv": FEDI,
    "/GC_API_download.php": HEALTH,
}


@pytest.fixture
def server():
    """The services of WEB, and what each was asked."""
    asked = {}

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_):
            pass

        def do_GET(self):
            parts = urlsplit(self.path)
            asked[parts.path] = dict(parse_qsl(parts.query))
            body = WEB.get(parts.path, "").encode()
            self.send_response(200 if body else 404)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as found:
        threading.Thread(target=found.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{found.server_address[1]}", asked
        found.shutdown()


def test_from_the_services(embedded, server, tmp_path):
    base, asked = server
    services = ("datagouv", "datagouv_static", "odisse", "observatoire")
    (tmp_path / "web").mkdir()
    supply = from_web(RequestsTransport(Endpoints(dict.fromkeys(services, base))), tmp_path / "web")
    keys = ("lovac", "rsa", "fedi", "fiscalite", "observatoire_sante")
    found = {result.key: result for result in refresh(supply, keys, sources=SOURCES).results}
    assert {key: (result.state, result.reason) for key, result in found.items()} == dict.fromkeys(
        keys, ("refreshed", "")
    )
    # The newest of the resources whose title is that of the table, not that of the workbook.
    assert "/api/1/datasets/r/00000001" in asked
    assert asked[f"/{REFRESHABLE['fedi'].files[''].path}/exports/csv"]["use_labels"] == "true"
    assert found["fedi"].vintage == "2021"  # as its data set says in its name
    question = asked["/GC_API_download.php"]
    assert [question[name] for name in ("nivgeo", "dataset", "indic")] == [
        "com2025", "acces_soin", "part_pop_eloigne_soin",
    ]  # fmt: skip


@pytest.mark.parametrize("key", FILES)
def test_the_raw_files_give_exactly_the_embedded_figures(shared, codes, key):
    """Two readers of the same file, that of the embedded data and that of the refresh, agree on every row."""
    entry = REFRESHABLE[key]
    folder = shared / "data" / "sources" / "indicateurs"
    held = {
        f"weights_{indicator}": [{"code": row[0], "denominator": row[3]} for row in embedded_rows(indicator) if row[3]]
        for indicator in entry.indicators
    }
    files = {role: next(filter(lambda path: file.matches(path.name), sorted(folder.iterdir())), None)
             for role, file in entry.files.items()}  # fmt: skip
    found = {role: Raw.open(path) for role, path in files.items() if path is not None}
    reading = entry.read(Desk(found, codes, held))
    for indicator in entry.indicators:
        assert reading.tables[f"indicator_{indicator}"][1] == embedded_rows(indicator)
        assert reading.years[indicator] == reader.read_catalogue().indicators[indicator].vintage
