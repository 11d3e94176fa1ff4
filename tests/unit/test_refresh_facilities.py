"""Facilities of the BPE: counted by kind, zero told from unknown, kinds whose codes have changed left as they were."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from dataclasses import replace

import pytest

from anct_qgis_plugin import paths
from anct_qgis_plugin.connectors.embedded.facts import load_codes
from anct_qgis_plugin.connectors.refresh.refreshable import REFRESHABLE
from anct_qgis_plugin.connectors.refresh.supply import from_folder
from anct_qgis_plugin.connectors.tables.raw import Raw
from anct_qgis_plugin.connectors.tables.reading import Desk
from anct_qgis_plugin.core.facts import Status
from anct_qgis_plugin.snapshot import reader
from anct_qgis_plugin.snapshot.refresh import put_into_use, refresh

SOURCES = {"bpe": replace(REFRESHABLE["bpe"], floor=1)}
HEAD = (
    '"GEO";"GEO_OBJECT";"FACILITY_DOM";"FACILITY_SDOM";"FACILITY_TYPE";"BPE_MEASURE";"UNIT_MEASURE";"OBS_STATUS";'
    '"UNIT_MULT";"TIME_PERIOD";"OBS_VALUE"\r\n'
)
# Labels of the edition of 2024.
LABELS = {
    "A206": "Bureau de poste", "A207": "Relais poste", "A208": "Agence postale", "B201": "Supérette",
    "B207": "Boulangerie-pâtisserie", "C107": "École maternelle", "C108": "École primaire", "C109": "École élémentaire",
    "C201": "Collège", "C301": "Lycée d’enseignement général et/ou technologique",
    "C302": "Lycée d’enseignement professionnel", "D265": "Médecin généraliste", "D281": "Infirmier",
    "D307": "Pharmacie", "E107": "Gare de voyageurs d’intérêt national",
    "E108": "Gare de voyageurs d’intérêt régional", "E109": "Gare de voyageurs d’intérêt local",
}  # fmt: skip
KINDS = (
    "medecin_generaliste", "infirmier", "pharmacie", "poste", "ecole_primaire", "boulangerie", "college", "lycee",
    "gare", "superette",
)  # fmt: skip
# Of the tiny snapshot: Cahors has 20,000 people, Figeac 10,000, Douelle 800.
LINES = [
    *(("01004", "COM", code, 1) for code in LABELS),
    ("46042", "COM", "D265", 30), ("46042", "COM", "A206", 2), ("46042", "COM", "A207", 5),
    ("46102", "COM", "A206", 1), ("46102", "COM", "A208", 1), ("46088", "COM", "A208", 1),
    ("46217", "COM", "D265", 2), ("46042", "COM", "C107", 4), ("46042", "COM", "C108", 6), ("46042", "COM", "C109", 9),
    ("46", "DEP", "D265", 999), ("46042", "ARM", "D265", 999), ("46042", "COM", "_T", 999),
]  # fmt: skip


def zipped(lines=LINES, head=HEAD, labels=LABELS, year=2025):
    rows = "".join(
        f'"{geo}";"{level}";"{code[:1]}";"{code[:2]}";"{code}";"FACILITIES";"NUMBER";"A";"0";{year};{count}\r\n'
        for geo, level, code, count in lines
    )
    names = "".join(f'"FACILITY_TYPE";"Type d’équipement";"{code}";"{name}"\r\n' for code, name in labels.items())
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(f"DS_BPE_{year}_data.csv", head + rows)
        archive.writestr(f"DS_BPE_{year}_metadata.csv", '"COD_VAR";"LIB_VAR";"COD_MOD";"LIB_MOD"\r\n' + names)
    return out.getvalue()


def refreshed(tmp_path, data, name="DS_BPE_2025_CSV_FR.zip"):
    folder = tmp_path / "files"
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(data)
    return refresh(from_folder(folder), ["bpe"], sources=SOURCES)


def column(indicator):
    facts = reader.current()
    found = facts.values[indicator]
    rows = zip(facts.codes, found.value, found.status, strict=True)
    return {code: float(value) if status == Status.OK else Status(status) for code, value, status in rows}


def test_counts_by_kind_over_the_population_held(embedded, tmp_path):
    outcome = refreshed(tmp_path, zipped())
    (result,) = outcome.results
    assert (result.state, result.reason, result.vintage, result.notes) == ("refreshed", "", "2025", ())
    put_into_use(outcome)
    doctors, posts, schools = (column(key) for key in ("medecins_generalistes", "postes", "ecoles_primaires"))
    # Cahors: 30 doctors and the 2 of Pern, which has joined it, for 20,000 people; 2 post offices, relays apart;
    # 4 + 6 schools, élémentaires apart (the grouping of the embedded data).
    assert (doctors["46042"], posts["46042"], schools["46042"]) == (16.0, 1.0, 5.0)
    # Figeac: 2 of 10,000; Douelle: 1 of 800. No line is none of them.
    assert (posts["46102"], posts["46088"], doctors["46088"]) == (2.0, 12.5, 0.0)
    # Nobody lives there; nobody was counted in the year of the others.
    assert doctors["55039"] == doctors["97608"] == Status.MISSING
    assert reader.current().catalogue.indicators["gares"].vintage == "2025 (population 2022)"


def test_the_same_table_without_labels_around_it(embedded, tmp_path):
    with zipfile.ZipFile(io.BytesIO(zipped())) as archive:
        data = archive.read("DS_BPE_2025_data.csv")
    outcome = refreshed(tmp_path, data, "DS_BPE_2025_data.csv")
    assert outcome.results[0].state == "refreshed"
    put_into_use(outcome)
    assert column("medecins_generalistes")["46042"] == 16.0


def test_a_kind_whose_code_has_become_another_stays_as_it_was(embedded, tmp_path):
    put_into_use(refreshed(tmp_path, zipped()))
    labels = {**LABELS, "D265": "Spécialiste en cardiologie"}
    lines = [(geo, level, code, count) for geo, level, code, count in LINES if code != "A208"]
    outcome = refreshed(tmp_path, zipped([*lines, ("46042", "COM", "B207", 40)], labels=labels, year=2026))
    (result,) = outcome.results
    assert result.state == "refreshed" and set(result.notes) == {
        "medecin_generaliste: left as held, as these codes of facilities are no longer those known: "
        "D265 (Spécialiste en cardiologie)",
        "poste: left as held, as these codes of facilities are no longer those known: A208",
    }
    put_into_use(outcome)
    assert (column("medecins_generalistes")["46042"], column("boulangeries")["46042"]) == (16.0, 20.0)
    indicators = reader.current().catalogue.indicators
    vintages = [indicators[key].vintage for key in ("medecins_generalistes", "boulangeries")]
    assert vintages == ["2025 (population 2022)", "2026 (population 2022)"]


def test_a_count_given_twice_or_missing_is_not_taken_for_zero(embedded, tmp_path):
    more = [("46102", "COM", "D265", 5), ("46102", "COM", "D265", 6), ("46088", "COM", "D265", "")]
    put_into_use(refreshed(tmp_path, zipped([*LINES, *more])))
    doctors = column("medecins_generalistes")
    assert doctors["46102"] == doctors["46088"] == Status.MISSING and doctors["2A004"] == 0.0


def test_a_file_with_far_fewer_facilities_than_held_is_refused(embedded, tmp_path):
    put_into_use(refreshed(tmp_path, zipped([*LINES, ("2A004", "COM", "D307", 20)])))
    (result,) = refreshed(tmp_path, zipped(year=2026)).results
    assert result.state == "refused"
    assert "1 facilities of the kind “pharmacie”, 21 are held" in result.reason


BAD = {
    "no type": (zipped(head=HEAD.replace("FACILITY_TYPE", "TYPE")), "no column “FACILITY_TYPE”"),
    "no count": (zipped(head=HEAD.replace("OBS_VALUE", "VALEUR")), "no column “OBS_VALUE”"),
    "no commune": (zipped([line for line in LINES if line[1] != "COM"]), "no count of facilities by commune"),
    "a word": (zipped([*LINES, ("46102", "COM", "D265", "peu")]), "“peu” in column OBS_VALUE for commune 46102"),
    "none of the kinds": (zipped([("46042", "COM", "F307", 3), ("46042", "COM", "A207", 3)]), "facilities"),
    "unknown codes": (zipped([*LINES, *((f"9999{n}", "COM", "D265", 1) for n in range(3))]), "are not known"),
    "not plausible": (zipped([*LINES, ("46088", "COM", "D265", 90000)]), "not plausible"),
    "cut short": (zipped()[:900], "is damaged or is no zip file"),
    "a page": (b"<html></html>", "web page"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_file_is_refused(embedded, tmp_path, case):
    data, words = BAD[case]
    outcome = refreshed(tmp_path, data)
    assert (outcome.results[0].state, outcome.version) == ("refused", None)
    assert words in outcome.results[0].reason


def test_counts_in_columns_without_a_year_in_the_name(embedded, tmp_path):
    communes = {"46042": dict.fromkeys(KINDS, 2), "46102": {"poste": 3}}
    data = json.dumps({"meta": {}, "communes": communes}).encode()
    (result,) = refreshed(tmp_path, data, "bpe_communes.json").results
    assert result.state == "refused" and "nothing tells the year" in result.reason
    outcome = refreshed(tmp_path, data, "bpe_communes_2025.json")
    put_into_use(outcome)
    assert column("postes")["46102"] == pytest.approx(3.0)
    assert (column("gares")["46102"], column("gares")["46042"]) == (0.0, 1.0)
    del communes["46042"]["gare"]
    (result,) = refreshed(tmp_path, json.dumps(communes).encode(), "bpe_communes_2026.json").results
    assert result.state == "refused" and "FACILITY_TYPE" in result.reason


def rows_of(name):
    with (paths.FACTS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_raw_file_gives_exactly_the_embedded_counts(shared):
    entry = REFRESHABLE["bpe"]
    raw = Raw.open(shared / "data" / "sources" / "indicateurs" / "bpe_communes_2024.json.gz")
    assert entry.files[""].matches(raw.name)
    held = {key: rows_of(f"indicator_{key}") for key in entry.indicators}
    people = [row for row in rows_of("population") if row["annee"] == "2022" and float(row["population"]) > 0]
    totals = {f"total_{key}": rows for key, rows in held.items()}
    reading = entry.read(Desk({"": raw}, load_codes(paths.FACTS), {"people": people, **totals}))
    assert (reading.date, reading.report.rows_read, len(entry.indicators)) == ("2024", 21690, 10)
    for key, rows in held.items():
        assert reading.tables[f"indicator_{key}"][1] == [tuple(row.values()) for row in rows]
