"""The census from Melodi: shares worked out by hand from their counts, and other tables refused."""

from __future__ import annotations

from dataclasses import replace

import melodi_zips
import pytest
from melodi_zips import classes, line

from anct_qgis_plugin.connectors.refresh.refreshable import REFRESHABLE
from anct_qgis_plugin.connectors.refresh.supply import from_folder
from anct_qgis_plugin.connectors.tables.raw import Raw
from anct_qgis_plugin.connectors.tables.reading import Desk
from anct_qgis_plugin.core.facts import Status
from anct_qgis_plugin.core.indicators import figure
from anct_qgis_plugin.core.territory import Gazetteer
from anct_qgis_plugin.errors import Cancelled, SourceError
from anct_qgis_plugin.snapshot import reader
from anct_qgis_plugin.snapshot.refresh import put_into_use, refresh

KEYS = ("rp_structure", "rp_75", "rp_familles", "rp_logement", "rp_chomage")
SOURCES = {key: replace(REFRESHABLE[key], floor=1) for key in KEYS}
AGES, WORK, SCHOOL = "DS_RP_POPULATION_PRINC", "DS_RP_EMPLOI_LR_COMP", "DS_RP_DIPLOMES_PRINC"
YEARS, FAMILIES = "DS_RP_TD_POPULATION_AGESEX_PRINC", "DS_RP_FAMILLE_COMP"
HOMES, ACTIVE = "DS_RP_LOGEMENT_PRINC", "DS_RP_EMPLOI_LR_PRINC"
BANDS = ("_T", "Y_LT15", "Y15T24", "Y25T39", "Y40T54", "Y55T64", "Y65T79", "Y_GE80")


def ages(geo, *values, **more):
    found = {band: value for band, value in zip(BANDS, values, strict=True) if value is not None}
    return classes(AGES, "AGE", geo, found, **more)


# Cahors has taken in Le Montat (46217): 3,000 + 100 young people of 20,000 + 1,000; 4,000 + 500 of 65 and more.
CAHORS = [
    *ages("46042", 20000, 3000, 2500, 3500, 4000, 3000, 2800, 1200),
    *ages("46217", 1000, 100, 50, 100, 150, 100, 300, 200),
]
STRUCTURE = {
    AGES: [
        *CAHORS,
        # Nobody of less than 15: no line, and the others are the whole.
        *ages("46102", 10000.4, None, 1000, 2000, 2000, 2000.4, 2500, 500),
        # A line is lost: what it said is not known.
        *ages("12052", 4500, 500, 400, 600, 900, 800, 1000, None),
        *ages("46088", "", "", "", "", "", "", "", "", OBS_STATUS="K"),
        *ages("2A004", 70000, 7000, 7000, 14000, 14000, 14000, 7000, 7000, OBS_STATUS="W"),
        # Other levels, sexes, years and aggregates, which are not to be counted.
        *ages("200023737", 1, 1, 0, 0, 0, 0, 0, 0, GEO_OBJECT="EPCI"),
        *ages("75101", 1, 1, 0, 0, 0, 0, 0, 0, GEO_OBJECT="ARM"),
        *ages("46042", 9, 1, 1, 1, 1, 1, 2, 2, SEX="F"),
        *ages("46042", 19000, 19000, 0, 0, 0, 0, 0, 0, TIME_PERIOD="2017"),
        line(AGES, "46042", 4000, AGE="Y_GE65"), line(AGES, "46042", 3600, AGE="Y_LT20"),
    ],
    WORK: [
        *classes(WORK, "PCS", "46042", {"_T": 8000, "1": 0, "2": 500, "3": 1200, "4": 2300, "5": 2500, "6": 1500}),
        *classes(WORK, "PCS", "46102", {"_T": 4000, "2": 500, "4": 1500, "5": 1000, "6": 1000}),
        *classes(WORK, "PCS", "46042", {"_T": 9000, "3": 1300}, EMPSTA_ENQ="1T2"),
        line(WORK, "2A004", 0, PCS="_T"), line(WORK, "2A004", 0, PCS="1"),
    ],
    SCHOOL: classes(
        SCHOOL, "EDUC", "46042",
        {"_T": 15000, "001T100_RP": 3000, "200_RP": 1000, "300_RP": 3500, "350T351_RP": 2500, "500_RP": 1500,
         "600_RP": 1500, "700_RP": 2000},
    ),
}  # fmt: skip


def folder_with(tmp_path, tables, year="2023"):
    folder = tmp_path / "files"
    folder.mkdir(exist_ok=True)
    for dataset, lines in tables.items():
        data = lines if isinstance(lines, bytes) else melodi_zips.zipped(dataset, lines)
        (folder / f"{dataset}_{year}_CSV_FR.zip").write_bytes(data)
    return folder


def run(tmp_path, key, tables):
    outcome = refresh(from_folder(folder_with(tmp_path, tables)), [key], sources=SOURCES)
    (result,) = outcome.results
    return outcome, result


def column(indicator):
    facts = reader.current()
    found = facts.values[indicator]
    return {
        code: (value, weight, Status(status))
        for code, value, weight, status in zip(facts.codes, found.value, found.denominator, found.status, strict=True)
    }


def test_ages_occupations_and_diplomas(embedded, tmp_path):
    outcome, result = run(tmp_path, "rp_structure", STRUCTURE)
    assert (result.state, result.reason, result.vintage) == ("refreshed", "", "2023")
    said = dict(result.unmatched)
    assert "lacking" not in said and "classes" in said["12052"] and "taken it in" in said["46088"]
    put_into_use(outcome)
    young, old = column("part_moins_15"), column("part_65_plus")
    assert young["46042"] == (pytest.approx(100 * 3100 / 21000, abs=1e-4), 21000.0, Status.OK)
    assert old["46042"][0] == pytest.approx(100 * 4500 / 21000, abs=1e-4)
    assert young["46102"][0] == 0.0  # nobody is a figure
    assert old["46102"][0] == pytest.approx(100 * 3000 / 10000.4, abs=1e-4)
    assert old["2A004"][0] == 20.0
    assert {old[code][2] for code in ("12052", "46088", "01004", "97608")} == {Status.MISSING}
    assert column("part_cadres")["46042"][:2] == (15.0, 8000.0)
    assert column("part_cadres")["46102"][0] == 0.0 and column("part_ouvriers")["46102"][0] == 25.0
    assert column("part_cadres")["2A004"][2] == Status.MISSING  # nobody with a job
    assert column("part_diplomes_superieur")["46042"][:2] == (pytest.approx(100 * 5000 / 15000, abs=1e-4), 15000.0)


def test_aggregates_have_their_own_weights_and_are_no_longer_approximate(embedded, tmp_path):
    before = reader.current().catalogue.indicators["part_cadres"]
    outcome, _ = run(tmp_path, "rp_structure", STRUCTURE)
    put_into_use(outcome)
    facts = reader.current()
    lot = Gazetteer(facts).resolve("dep:46")
    # Cahors 1,200 of 8,000 and Figeac 0 of 4,000; Douelle and Saint-Denis (1,180 of 31,180 people) lack.
    found = figure(facts, "part_cadres", lot)
    assert (before.approximate, found.approximate, found.vintage) == (True, False, "2023")
    assert found.value == pytest.approx(10.0)
    assert figure(facts, "part_65_plus", lot).value == pytest.approx(100 * 7500 / 31000.4, abs=1e-3)
    title = facts.sources.loc["rp_2022"]
    assert title["millesime"] == "2023" and "2022" not in title["titre"] and title["limites"].startswith("Sans Mayotte")


def people(geo, **older):
    """Ten people of each age under 75, and as many as said of some older ones."""
    return classes(YEARS, "AGE", geo, {"_T": 750 + sum(older.values()), **{f"Y{n}": 10 for n in range(75)}, **older})


def test_people_of_75_and_more_by_year_of_age(embedded, tmp_path):
    every = people("46042", **{f"Y{n}": 0 for n in range(75, 100)}, Y_GE100=0)
    every += [*people("46102", Y75=100, Y99=50, Y_GE100=100), line(YEARS, "46102", 9000, AGE="Y75", SEX="F")]
    outcome, result = run(tmp_path, "rp_75", {YEARS: every})
    assert (result.state, result.reason) == ("refreshed", "")
    put_into_use(outcome)
    assert column("part_75_plus")["46042"][0] == 0.0
    assert column("part_75_plus")["46102"][:2] == (25.0, 1000.0)  # 250 of 1,000


def test_families(embedded, tmp_path):
    lines = [
        *classes(FAMILIES, "TFN", "46042", {"_T": 500, "1": 100, "21": 250, "22": 150, "11": 20, "12": 80, "220": 15}),
        line(FAMILIES, "46042", 300, NCH="CH1_Y_LT25"),
    ]
    outcome, result = run(tmp_path, "rp_familles", {FAMILIES: lines})
    assert (result.state, result.reason) == ("refreshed", "")
    put_into_use(outcome)
    assert column("familles_monoparentales")["46042"][:2] == (20.0, 500.0)
    assert not reader.current().catalogue.indicators["familles_monoparentales"].approximate


def test_dwellings_and_unemployment_are_counts_like_those_of_the_comparateur(embedded, tmp_path):
    homes = [
        *classes(HOMES, "OCS", "46042", {"_T": 1000, "DW_MAIN": 700, "DW_SEC_DW_OCC": 100.4, "DW_VAC": 199.6}),
        *classes(HOMES, "OCS", "46042", {"_T": 4, "DW_MAIN": 4}, TDW="2"),
        line(HOMES, "46042", 3000, RP_MEASURE="DWELLINGS_ROOMS", OCS="DW_MAIN"),
    ]
    outcome, result = run(tmp_path, "rp_logement", {HOMES: homes})
    assert (result.state, result.reason) == ("refreshed", "")
    put_into_use(outcome)
    assert column("taux_vacance")["46042"][:2] == (pytest.approx(19.96), 1000.0)
    assert column("part_residences_secondaires")["46042"][0] == pytest.approx(10.04)
    active = classes(ACTIVE, "EMPSTA_ENQ", "46042", {"1T2": 9000, "1": 8000, "2": 1000, "3": 4000, "_T": 13000})
    active += classes(ACTIVE, "EMPSTA_ENQ", "46102", {"1T2": 4000, "1": 4000})
    (tmp_path / "files" / f"{HOMES}_2023_CSV_FR.zip").unlink()
    outcome, result = run(tmp_path, "rp_chomage", {ACTIVE: active})
    assert (result.state, result.reason, result.vintage) == ("refreshed", "", "2023 (chômage, Melodi)")
    put_into_use(outcome)
    assert column("taux_chomage_rp")["46042"][:2] == (pytest.approx(100 / 9), 9000.0)
    assert column("taux_chomage_rp")["46102"][0] == 0.0


def without(lines, **cells):
    return [one for one in lines if any(one[name] != value for name, value in cells.items())]


BAD = {
    "a modality": ({**STRUCTURE, AGES: without(STRUCTURE[AGES], AGE="Y_GE80")}, "Y_GE80"),
    "the whole": ({**STRUCTURE, SCHOOL: without(STRUCTURE[SCHOOL], EDUC="_T")}, "EDUC = _T"),
    "another measure": ({**STRUCTURE, AGES: [one | {"RP_MEASURE": "SUP"} for one in STRUCTURE[AGES]]}, "DS_RP_POP"),
    "another table": ({**STRUCTURE, AGES: melodi_zips.zipped(SCHOOL, STRUCTURE[SCHOOL])}, "AGE"),
    "no column": ({**STRUCTURE, WORK: melodi_zips.zipped(WORK, STRUCTURE[WORK], without=("PCS",))}, "PCS"),
    "two years": ({**STRUCTURE, WORK: [one | {"TIME_PERIOD": "2022"} for one in STRUCTURE[WORK]]}, "(2022)"),
    "a word": ({**STRUCTURE, AGES: [*STRUCTURE[AGES], line(AGES, "46042", "beaucoup", AGE="Y_LT15")]}, "beaucoup"),
    "a negative": ({**STRUCTURE, AGES: [*STRUCTURE[AGES], line(AGES, "46042", -1, AGE="Y_LT15")]}, "-1"),
    "only groups": ({**STRUCTURE, AGES: [one | {"GEO_OBJECT": "EPCI"} for one in STRUCTURE[AGES]]}, "AGE = _T"),
    "no line": ({**STRUCTURE, AGES: []}, "AGE = _T"),
    "unknown codes": (
        {**STRUCTURE, AGES: [*CAHORS, *(one for rank in range(3) for one in ages(f"9999{rank}", 7, *[1] * 7))]},
        "not known",
    ),
    "a web page": ({**STRUCTURE, AGES: b"<!DOCTYPE html><html></html>"}, "web page"),
    "nothing": ({**STRUCTURE, AGES: b""}, "empty"),
    "half of it": ({**STRUCTURE, AGES: melodi_zips.zipped(AGES, STRUCTURE[AGES])[:900]}, "damaged"),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD)
def test_a_bad_file_is_refused(embedded, tmp_path, case):
    tables, words = BAD[case]
    outcome, result = run(tmp_path, "rp_structure", tables)
    assert result.state == "refused" and words in result.reason, result.reason
    assert outcome.version is None


def test_an_older_census_is_refused(embedded, tmp_path):
    outcome, _ = run(tmp_path, "rp_structure", STRUCTURE)
    put_into_use(outcome)
    older = {key: [one | {"TIME_PERIOD": "2021"} for one in lines] for key, lines in STRUCTURE.items()}
    _, result = run(tmp_path, "rp_structure", older)
    assert result.state == "refused" and "2021" in result.reason and "2023" in result.reason


def test_one_of_three_files_is_not_enough(embedded, tmp_path):
    _, result = run(tmp_path, "rp_structure", {AGES: STRUCTURE[AGES]})
    assert result.state == "absent" and WORK in result.reason


def test_a_small_list_is_a_part(embedded, tmp_path):
    folder = folder_with(tmp_path, STRUCTURE)
    (result,) = refresh(from_folder(folder), ["rp_structure"]).results
    assert result.state == "refused" and "30" in result.reason


def read(codes, lines, **more):
    raw = Raw(f"{FAMILIES}_2023_data.csv", melodi_zips.table(FAMILIES, lines, **more).encode())
    return REFRESHABLE["rp_familles"].read(Desk({"": raw}, codes))


@pytest.fixture
def codes(embedded):
    from anct_qgis_plugin.snapshot import content

    with content.opened(embedded) as connection:
        return content.codes(content.members(connection))


def families(geo, *values, **more):
    return classes(FAMILIES, "TFN", geo, dict(zip(("_T", "1", "21", "22"), values, strict=True)), **more)


def test_two_wholes_of_one_commune_are_not_used(codes):
    lines = [*families("46042", 10, 2, 3, 5), *families("46102", 10, 2, 3, 5), line(FAMILIES, "46102", 11, TFN="_T")]
    found = read(codes, lines)
    assert [row[0] for row in found.tables["indicator_familles_monoparentales"][1]] == ["46042"]
    assert ("46102", "repeated code with different figures") in found.report.refused


def test_a_line_given_twice_does_not_count_twice(codes):
    lines = [*families("46042", 10, 2, 3, 5), *families("46042", 10, 2, 3, 5), *families("46102", 10, 4, 1, 5)]
    assert [row[:2] for row in read(codes, lines).tables["indicator_familles_monoparentales"][1]] == [("46102", "40")]


def test_withheld_is_not_missing(codes):
    lines = [one | {"CONF_STATUS": "C"} for one in families("46042", "", "", "", "")]
    lines += [
        one | {"CONF_STATUS": "F"} for one in [*families("46102", 10, 4, 1, 5), *families("46088", "", "", "", "")]
    ]
    text = melodi_zips.table(FAMILIES, lines).splitlines()
    with_status = [
        f'"CONF_STATUS";{text[0]}',
        *(f'"{c["CONF_STATUS"]}";{t}' for c, t in zip(lines, text[1:], strict=True)),
    ]
    raw = Raw("DS_RP_FAMILLE_COMP_2023_data.csv", "\n".join(with_status).encode())
    rows = REFRESHABLE["rp_familles"].read(Desk({"": raw}, codes)).tables["indicator_familles_monoparentales"][1]
    assert rows == [("46042", "", "", "", "secret"), ("46102", "40", "", "10", "")]


def test_codes_with_their_geography(codes):
    rows = read(codes, families("2025-COM-46042", 10, 2, 3, 5)).tables["indicator_familles_monoparentales"][1]
    assert rows == [("46042", "20", "", "10", "")]


def measured(*measures):
    text = melodi_zips.table(FAMILIES, families("46042", 10, 2, 3, 5)).splitlines()
    lines = [f'"RP_MEASURE";{text[0]}', *(f'"{m}";{line}' for m in measures for line in text[1:])]
    return Desk({"": Raw("DS_RP_FAMILLE_COMP_2023_data.csv", "\n".join(lines).encode())}, None)


def test_the_only_measure_of_a_table_may_have_any_name(codes):
    desk = replace(measured("ANY"), codes=codes)
    found = REFRESHABLE["rp_familles"].read(desk)
    assert found.tables["indicator_familles_monoparentales"][1] == [("46042", "20", "", "10", "")]
    with pytest.raises(SourceError, match="OTHER"):
        REFRESHABLE["rp_familles"].read(replace(measured("ANY", "OTHER"), codes=codes))


def test_a_long_file_can_be_stopped(codes):
    lines = families("46042", 10, 2, 3, 5) * 15000
    raw = Raw(f"{FAMILIES}_2023_CSV_FR.zip", melodi_zips.zipped(FAMILIES, lines))
    with pytest.raises(Cancelled):
        REFRESHABLE["rp_familles"].read(Desk({"": raw}, codes, cancelled=lambda: True))


def test_a_table_without_a_dimension_that_must_be_at_its_total_is_another(codes):
    with pytest.raises(SourceError, match="TFN"):
        read(codes, families("46042", 10, 2, 3, 5), without=("TFN",))
