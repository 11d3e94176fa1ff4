"""Indicators: counts are summed, rates weighted, and missing, secret and zero stay apart. Expected values by hand."""

from __future__ import annotations

import pytest
from readers import codes, raw, raw_json

from anct_qgis_plugin.connectors import census, filosofi, populations
from anct_qgis_plugin.connectors.raw import Raw
from anct_qgis_plugin.errors import SourceError


def by_code(rows):
    return {row[0]: row[1:] for row in rows}


def test_median_income_decimal_comma_secret_nd_and_mergers():
    rows, report = filosofi.read(raw("filosofi.csv"), codes(), "MED21", "NBMENFISC21")
    found = by_code(rows)
    assert found["01004"] == ("21660.5", "", "6855", "")
    # (100 × 20000 + 300 × 24000) / 400, not the last line
    assert found["01015"] == ("23000", "", "400", "")
    # One part is secret, and its weight with it.
    assert found["12218"] == ("", "", "", "secret")
    assert "2A004" not in found  # nd is missing
    assert found["75056"] == ("28000", "", "1000", "")  # arrondissements are not counted twice
    assert "15031" not in found and "15141" not in found  # re-created: nothing is copied
    assert report.reasons()["arrondissement, already counted in its city"] == 2
    assert any("01015" in note for note in report.notes)


def test_poverty_secret_keeps_its_weight_where_it_is_known():
    found = by_code(filosofi.read(raw("filosofi.csv"), codes(), "TP6021", "NBPERSMENFISC21")[0])
    assert found["01004"] == ("17", "", "15092", "")
    assert found["01015"] == ("", "", "1000", "secret")
    with pytest.raises(SourceError, match="TP6022"):
        filosofi.read(raw("filosofi.csv"), codes(), "TP6022", "NBPERSMENFISC21")


def test_unemployment_counts_once_per_commune_and_sums_arrondissements():
    rows, report = census.read_unemployment(raw("comparateur.csv"), codes())
    found = by_code(rows)
    assert found["01004"] == ("", "969", "7118", "")  # two postal codes, one commune
    assert found["01015"] == ("", "30", "300", "")  # 10 + 20 of 100 + 200; the COMD line is not added
    assert found["75056"] == ("", "80", "800", "")  # 30 + 50 of 300 + 500, the doubled line once
    assert found["2A004"] == ("", "0", "28000", "")  # zero is a value
    assert "55039" not in found  # nobody
    assert report.rows_read == 10 and "3 lines dropped" in report.notes[-1]


def test_households_by_commune_and_by_arrondissement():
    homes = census.households(raw("comparateur.csv"), codes())
    assert (homes["01015"], homes["75056"], homes["75102"]) == (300, 400, 300)


def test_rsa_shares_are_integers_and_paris_is_rebuilt():
    file = raw_json(
        "caf.json",
        {
            code: {"rsaShareAmongHouseholdsPercent": share, "vintage": 2024}
            for code, share in {"01004": 8, "2A004": 0, "15031": None, "75056": None, "75101": 5, "75102": 9}.items()
        },
    )
    homes = census.households(raw("comparateur.csv"), codes())
    rows, report = census.read_share(file, codes(), "caf_rsa", "rsaShareAmongHouseholdsPercent", homes)
    found = by_code(rows)
    assert found["01004"] == ("8", "", "6932", "")
    assert found["2A004"] == ("0", "", "30000", "")
    assert "15031" not in found
    assert found["75056"] == ("8", "", "400", "")  # (100 × 5 + 300 × 9) / 400
    assert any("75056" in note for note in report.notes)


def test_shares_of_2022_and_their_weights():
    file = Raw(
        "rp.csv",
        b"code,population,part65plus,partMoins15,partDiplomeSup\n01004,1000.0,23.3,20.0,12.9\n55039,2.0,,,0.0\n",
    )
    assert by_code(census.read_2022(file, codes(), "part65plus")[0]) == {"01004": ("23.3", "", "1000", "")}
    found = by_code(census.read_2022(file, codes(), "partDiplomeSup", adults=True)[0])
    assert found == {"01004": ("12.9", "", "800", ""), "55039": ("0", "", "", "")}


def test_vacancy_drops_arrondissements_where_the_city_is():
    file = raw_json(
        "vacance.json",
        {
            "communes": {
                "01015": {"log": 100, "vac": 7},
                "01340": {"log": 50, "vac": 8},
                "75056": {"log": 900, "vac": 90},
                "75101": {"log": 400, "vac": 40},
            }
        },
    )
    found = by_code(census.read_dwellings(file, codes())[0])
    assert found == {"01015": ("", "15", "150", ""), "75056": ("", "90", "900", "")}
    with pytest.raises(SourceError, match="“log”"):
        census.read_dwellings(raw_json("v.json", {"communes": {"01004": {}}}), codes())


def test_lovac_withheld_absent_and_zero():
    file = Raw(
        "lovac.csv",
        b"INSEE_C;taux_vacance_25_pct;taux_vacance_long_25_pct\n01004;6.29;0.0\n01015;5.1;\n75101;9;4.9\n75102;9;4\n97127;0;0\n",
    )
    rows, report = census.read_lovac(file, codes())
    assert by_code(rows) == {"01004": ("0", "", "", ""), "01015": ("", "", "", "secret")}
    assert dict(report.refused)["97127"] == "unknown commune code"
    assert "not to be averaged" in dict(report.refused)["75056"]


def test_a_score_is_never_averaged():
    file = raw_json(
        "fedi.json",
        {c: {"EDI": v} for c, v in {"01004": -0.97, "01015": 1.0, "01340": 3.0, "12076": 2.5, "75101": 6.9}.items()},
    )
    rows, report = census.read_share(file, codes(), "fedi_2021", "EDI", {}, combine=False)
    # A single former line is the commune's own; two are left out. One arrondissement does not speak for its city.
    assert by_code(rows)["01004"] == ("-0.97", "", "", "") and "01015" not in by_code(rows)
    assert "01015" in dict(report.refused)
    assert "75056" not in by_code(rows)


def test_a_repeated_code_is_refused_not_overwritten():
    file = Raw("f.csv", b"CODGEO;NBMENFISC21;MED21\n01004;10;100\n01004;20;200\n")
    rows, report = filosofi.read(file, codes(), "MED21", "NBMENFISC21")
    assert by_code(rows) == {"01004": ("100", "", "10", "")} and report.refused == (("01004", "repeated code"),)


def test_populations_are_of_2022_and_of_2017_in_mayotte_only():
    file = raw_json(
        "population.json",
        {
            "01004": {"history": {"2015": 14000, "2021": 1, "2022": 15000}},
            "01015": {"history": {"2015": 100, "2022": 110}},
            "01340": {"history": {"2015": 50, "2022": 40}},
            "55039": {"history": {"2015": 0, "2022": 0}},
            "2A004": {"history": {"2015": 5}},
        },
    )
    rows, report = populations.read(file, codes())
    assert rows == [
        ("01004", "15000", "2022", "14000"),
        ("01015", "150", "2022", "150"),
        ("55039", "0", "2022", "0"),
        ("97608", "71437", "2017", ""),
    ]
    assert ("2A004", "no figure") in report.refused
    change, _ = populations.change(rows)
    assert change == [("01004", "", "15000", "14000", ""), ("01015", "", "150", "150", "")]
    assert populations.weights(rows) == {"01004": 15000, "01015": 150, "55039": 0}
