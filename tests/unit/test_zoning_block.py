"""The zoning block of grant files, and cells that cannot be formulas."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
from pathlib import Path

import drafts
import pytest

from anct_qgis_plugin.core.diagnostic import Analyst
from anct_qgis_plugin.core.spreadsheet_text import safe
from anct_qgis_plugin.core.zoning_block import ASKED, tab_separated, zoning_table, zoning_text, zonings

FACTS = drafts.facts()
ANALYST = Analyst(FACTS)


def answers(expression: str, district: str | None = None) -> dict[str, str]:
    territory = ANALYST.gazetteer.resolve(expression)
    return {one.key: one.answer for one in zonings(FACTS, territory, district)}


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def test_a_commune_by_hand() -> None:
    # world.py: Figeac is PVD, FRR socle, in a CRTE; Cahors is ACV and "Non classée".
    assert answers("com:46102") == {"qpv": "non", "frr": "oui", "crte": "oui", "acv": "non", "pvd": "oui", "va": "non"}
    assert answers("com:46042") == {"qpv": "non", "frr": "non", "crte": "oui", "acv": "oui", "pvd": "non", "va": "non"}


def test_several_communes_say_how_many() -> None:
    assert answers("dep:46")["pvd"] == "en partie (1\u00a0commune sur 3)"
    text = plain(zoning_text(FACTS, ANALYST.gazetteer.resolve("dep:46")))
    assert "(PVD) : en partie (1 commune sur 3) : Figeac" in text


def test_every_line_has_its_source_and_the_block_says_what_qpv_means() -> None:
    text = plain(zoning_text(FACTS, ANALYST.gazetteer.resolve("com:46102")))
    lines = text.splitlines()
    assert lines[0] == "Zonages – Figeac (Insee 46102)"
    assert sum(line.startswith("- ") and "source :" in line for line in lines) == len(ASKED)
    assert "faute de localisation" in lines[-1]
    assert "FRR socle" in text


def test_a_place_answers_for_the_district_itself() -> None:
    territory = ANALYST.gazetteer.resolve("com:46102")
    assert answers("com:46102", "Terre Rouge")["qpv"] == "oui"
    assert answers("com:46102", "")["qpv"] == "non"
    assert "emplacement" in zoning_text(FACTS, territory, "")
    assert "Terre Rouge" in zoning_text(FACTS, territory, "Terre Rouge")


def test_a_list_is_a_table_of_yes_and_no() -> None:
    titles, rows = zoning_table(FACTS, ANALYST.gazetteer.resolve("dep:46"))
    assert titles[:2] == ["Code Insee", "Commune"]
    assert ["46102", "Figeac", "non", "oui", "oui", "non", "oui", "non"] in rows
    assert len(tab_separated(titles, rows).splitlines()) == 4


DANGEROUS = ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1:A9)", "\t=1", " =1+1", "\n=HYPERLINK(1)", "\uff1d1", "-=1"]


@pytest.mark.parametrize("text", DANGEROUS)
def test_formulas_become_text(text: str) -> None:
    assert safe(text).startswith("'")


@pytest.mark.parametrize("text", ["Figeac", "-12,5 %", "+33 5 65 50 05 40", "a=b", "", "12 500,50 €", "l'eau"])
def test_ordinary_texts_stay(text: str) -> None:
    assert safe(text) == text


@pytest.mark.slow
def test_libreoffice_reads_them_as_text(tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    stream = io.StringIO()
    csv.writer(stream).writerows([[safe(text)] for text in DANGEROUS])
    (tmp_path / "a.csv").write_text(stream.getvalue(), encoding="utf-8")
    done = subprocess.run(
        [office, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless",
         "--infilter=CSV:44,34,76,1,,0,false,true", "--convert-to", "fods", "--outdir", str(tmp_path),
         str(tmp_path / "a.csv")], capture_output=True, timeout=120, check=False,
    )  # fmt: skip
    file = tmp_path / "a.fods"
    if done.returncode or not file.exists():
        pytest.skip("LibreOffice Calc is not installed")
    assert "table:formula" not in file.read_text(encoding="utf-8")
