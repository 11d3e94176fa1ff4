"""Tables in the forms in which their producers publish them: read by hand-worked values, or refused whole."""

from __future__ import annotations

import csv
from dataclasses import replace

import pytest

from anct_qgis_plugin import paths
from anct_qgis_plugin.connectors.facts import load_codes
from anct_qgis_plugin.connectors.raw import Raw
from anct_qgis_plugin.connectors.reading import Desk
from anct_qgis_plugin.connectors.refreshable import REFRESHABLE
from anct_qgis_plugin.connectors.supply import from_folder
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
FILES = {"lovac": ("Lovac_opendata_Communes.csv", LOVAC)}
SOURCES = {key: replace(REFRESHABLE[key], floor=1) for key in FILES}


def refreshed(tmp_path, key, text=None, name=None, encoding="utf-8"):
    """What a refresh makes of one file in a folder."""
    folder = tmp_path / "files"
    folder.mkdir(exist_ok=True)
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


# Source → [what is wrong, change (old, new), words of the refusal]
BAD = {
    "lovac": [
        ("no stock of the year before", ("ff_pp_total_25", "pp_total_26"), "no column “ff_pp_total_25”"),
        ("a word", ('"900"', '"beaucoup"'), "“beaucoup” in column pp_vacant_26 for commune 46042 is no figure"),
        ("more vacant than dwellings", ('"641"', '"6410"'), "106,8 for commune 46102 (0 to 100 expected)"),
        ("another year's codes", ("CODGEO_26", "SIREN"), "no column “CODGEO”"),
        ("no edition at all", ("pp_vacant", "vacants"), "no column “pp_vacant_··”"),
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


def test_codes_moved_by_one_line_are_refused(embedded, tmp_path):
    head, *lines = LOVAC.splitlines(keepends=True)
    codes = [line[:7] for line in lines]
    moved = "".join(code + line[7:] for code, line in zip(codes[-1:] + codes[:-1], lines, strict=True))
    (result,) = refreshed(tmp_path, "lovac", head + moved).results
    assert result.state == "refused" and "codes of 6 are those of other communes" in result.reason


def embedded_rows(indicator):
    with (paths.FACTS / f"indicator_{indicator}.csv").open(encoding="utf-8", newline="") as file:
        return [tuple(row.values()) for row in csv.DictReader(file)]


@pytest.mark.parametrize("key", FILES)
def test_the_raw_files_give_exactly_the_embedded_figures(shared, key):
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
    reading = entry.read(Desk(found, load_codes(paths.FACTS), held))
    for indicator in entry.indicators:
        assert reading.tables[f"indicator_{indicator}"][1] == embedded_rows(indicator)
        assert reading.years[indicator] == reader.read_catalogue().indicators[indicator].vintage
