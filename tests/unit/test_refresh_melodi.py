"""Filosofi from Melodi: the newest year, secret told from missing, weights of the last bases, nothing invented."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import melodi_zips
import pytest
import refreshing

from anct_qgis_plugin import paths
from anct_qgis_plugin.connectors.http.endpoints import Endpoints
from anct_qgis_plugin.connectors.http.requests_transport import RequestsTransport
from anct_qgis_plugin.connectors.refresh.refreshable import REFRESHABLE
from anct_qgis_plugin.connectors.refresh.supply import from_folder, from_web
from anct_qgis_plugin.connectors.tables.raw import Raw
from anct_qgis_plugin.connectors.tables.reading import Desk
from anct_qgis_plugin.core.facts import Status
from anct_qgis_plugin.errors import SourceError
from anct_qgis_plugin.snapshot import reader
from anct_qgis_plugin.snapshot.refresh import put_into_use, refresh

NAME = "DS_FILOSOFI_CC_2023_CSV_FR"
SOURCES = {key: replace(REFRESHABLE[key], floor=1) for key in ("filosofi_melodi", "filosofi")}
HEAD = (
    '"FILOSOFI_MEASURE";"GEO";"GEO_OBJECT";"UNIT_MEASURE";"UNIT_MULT";"CONF_STATUS";'
    '"OBS_STATUS";"TIME_PERIOD";"OBS_VALUE"'
)
LINES = [
    ("MED_SL", "46042", "COM", "F", "2023", "22500"), ("PR_MD60", "46042", "COM", "F", "2023", "18.0"),
    ("MED_SL", "46102", "COM", "F", "2023", "23100.5"), ("PR_MD60", "46102", "COM", "C", "2023", ""),
    ("MED_SL", "46088", "COM", "C", "2023", ""), ("MED_SL", "12052", "COM", "F", "2023", ""),
    ("MED_SL", "46042", "COM", "F", "2022", "1"), ("MED_SL", "200023737", "EPCI", "F", "2023", "22800"),
]  # fmt: skip


def zipped(lines=LINES, head=HEAD):
    rows = "\r\n".join(f'"{m}";"{g}";"{o}";"X";"0";"{c}";"A";"{t}";"{v}"' for m, g, o, c, t, v in lines)
    text = io.BytesIO()
    with zipfile.ZipFile(text, "w") as archive:
        archive.writestr("DS_FILOSOFI_CC_2023_data.csv", f"{head}\r\n{rows}\r\n")
        archive.writestr("DS_FILOSOFI_CC_2023_metadata.csv", '"COD_VAR";"LIB_VAR";"COD_MOD";"LIB_MOD"\r\n' * 900)
    return text.getvalue()


def folder_with(tmp_path, data=None):
    folder = tmp_path / "files"
    folder.mkdir(exist_ok=True)
    (folder / f"{NAME}.zip").write_bytes(zipped() if data is None else data)
    return folder


def column(indicator):
    facts = reader.current()
    found = facts.values[indicator]
    rows = zip(facts.codes, found.value, found.status, found.denominator, strict=True)
    return {code: (value, Status(status), weight) for code, value, status, weight in rows}


def test_from_a_folder(embedded, tmp_path):
    outcome = refresh(from_folder(folder_with(tmp_path)), ["filosofi_melodi"], sources=SOURCES)
    (result,) = outcome.results
    assert (result.state, result.reason) == ("refreshed", "")
    put_into_use(outcome)
    poverty, median = column("taux_pauvrete"), column("niveau_vie_median")
    # 9,000 people are the weight held for Cahors (tiny.py): this file has none.
    assert poverty["46042"] == (18.0, Status.OK, 9000.0)
    assert poverty["46102"][1] == Status.SECRET
    assert (median["46042"][0], median["46102"][0]) == (22500.0, 23100.5)
    assert median["46088"][1] == Status.SECRET
    assert median["12052"][1] == Status.MISSING  # free to publish, and empty: not withheld
    assert median["46265"][1] == Status.MISSING
    facts = reader.current()
    assert facts.catalogue.indicators["niveau_vie_median"].vintage == "2023"


def test_the_other_measures_and_the_weights_of_the_file(embedded, tmp_path):
    others = {"S_HH_TAX": "51", "D1_SL": "11200", "D9_SL": "38000", "IR_D9_D1_SL": "3.4", "S_SOC_BEN_DI": "6.1",
              "NUM_HH": "9100", "NUM_PER": "18700"}  # fmt: skip
    lines = [*LINES, *((measure, "46042", "COM", "F", "2023", value) for measure, value in others.items()),
             ("D1_SL", "46102", "COM", "F", "2021", "1")]  # fmt: skip
    put_into_use(refresh(from_folder(folder_with(tmp_path, zipped(lines))), ["filosofi_melodi"], sources=SOURCES))
    assert column("taux_pauvrete")["46042"] == (18.0, Status.OK, 18700.0)
    assert column("niveau_vie_median")["46042"] == (22500.0, Status.OK, 9100.0)
    expected = {"part_menages_imposes": 51.0, "premier_decile": 11200.0, "neuvieme_decile": 38000.0,
                "rapport_interdecile": 3.4, "part_prestations_sociales": 6.1}  # fmt: skip
    for indicator, value in expected.items():
        assert column(indicator)["46042"][0] == pytest.approx(value)
        assert reader.current().catalogue.indicators[indicator].vintage == "2023"
        assert column(indicator)["46102"][1] == Status.MISSING  # nothing, or of another year


def test_a_file_of_bases_that_is_older_does_not_come_after(embedded, tmp_path):
    folder = folder_with(tmp_path)
    refreshing.write_files(folder, ("filosofi",))  # of 2022
    outcome = refresh(from_folder(folder), sources=SOURCES)
    states = {result.key: result.state for result in outcome.results}
    assert states == {"filosofi_melodi": "refreshed", "filosofi": "refused"}
    put_into_use(outcome)
    assert column("niveau_vie_median")["46042"][0] == 22500.0


BAD = {
    "no poverty": ([line for line in LINES if line[0] != "PR_MD60"], "PR_MD60"),
    "an older year of one measure": ([*LINES[:1], ("PR_MD60", "46042", "COM", "F", "2022", "18.0")], "PR_MD60"),
    "a word": ([("MED_SL", "46042", "COM", "F", "2023", "beaucoup"), *LINES[1:]], "beaucoup"),
    "not plausible": ([("MED_SL", "46042", "COM", "F", "2023", "2"), *LINES[1:]], "not plausible"),
    "only groups": ([("MED_SL", "200023737", "EPCI", "F", "2023", "2")], "MED_SL"),
    "unknown codes": ([*LINES, *(("MED_SL", f"9999{n}", "COM", "F", "2023", "20000") for n in range(3))], "not known"),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD)
def test_a_bad_file_is_refused(embedded, tmp_path, case):
    lines, words = BAD[case]
    folder = folder_with(tmp_path, zipped(lines))
    outcome = refresh(from_folder(folder), ["filosofi_melodi"], sources=SOURCES)
    assert outcome.results[0].state == "refused"
    assert words in outcome.results[0].reason
    assert outcome.version is None


def test_another_archive_or_half_of_one_is_refused(embedded, tmp_path):
    whole = zipped()
    for data in (whole[: len(whole) // 2], zipped(head=HEAD.replace("OBS_VALUE", "VALEUR")), b"<html></html>"):
        outcome = refresh(from_folder(folder_with(tmp_path, data)), ["filosofi_melodi"], sources=SOURCES)
        assert outcome.results[0].state == "refused"


def test_two_figures_of_one_commune_are_not_used(embedded, tmp_path):
    folder = folder_with(tmp_path, zipped([*LINES, ("MED_SL", "46042", "COM", "F", "2023", "30000")]))
    outcome = refresh(from_folder(folder), ["filosofi_melodi"], sources=SOURCES)
    assert ("46042", "code met several times with different figures: none is taken") in outcome.results[0].unmatched
    put_into_use(outcome)
    assert column("niveau_vie_median")["46042"][1] == Status.MISSING


@pytest.fixture
def server():
    """Melodi: the entry of the catalogue with two years and a workbook, and the newest file."""
    products = [f"DS_FILOSOFI_CC_{year}_CSV_FR" for year in (2021, 2023)]
    with melodi_zips.service("DS_FILOSOFI_CC", [*products, "FILOSOFI_CC_FR"], {NAME: zipped()}) as address:
        yield address


def test_from_the_service_the_newest_year(embedded, server, tmp_path):
    (tmp_path / "web").mkdir()
    supply = from_web(RequestsTransport(Endpoints({"melodi": server})), tmp_path / "web")
    outcome = refresh(supply, ["filosofi_melodi"], sources=SOURCES)
    assert (outcome.results[0].state, outcome.results[0].origin) == ("refreshed", f"{NAME}.zip")


def test_the_recorded_file(shared):
    from anct_qgis_plugin.connectors.embedded.facts import load_codes

    raw = Raw.open(shared / "fixtures" / "http" / "insee" / "DS_FILOSOFI_CC_2021_CSV_FR.zip")
    found = REFRESHABLE["filosofi_melodi"].read(Desk({"": raw}, load_codes(paths.FACTS)))
    assert found.tables["indicator_niveau_vie_median"][1] == [
        ("90001", "", "", "", "secret"), ("90010", "20140", "", "", ""),
    ]  # fmt: skip
    assert found.tables["indicator_taux_pauvrete"][1] == [("90010", "21", "", "", "")]
    assert found.years["taux_pauvrete"] == "2021"


def test_a_file_without_lines_is_refused(embedded, tmp_path):
    outcome = refresh(from_folder(folder_with(tmp_path, zipped([]))), ["filosofi_melodi"], sources=SOURCES)
    assert outcome.results[0].state == "refused"
    with pytest.raises(SourceError):
        REFRESHABLE["filosofi_melodi"].read(Desk({"": Raw(f"{NAME}.zip", zipped([]))}, None))
