"""Indicators: counts are summed, rates weighted, and missing, secret and zero stay apart. Expected values by hand."""

from __future__ import annotations

import pytest
from readers import codes, raw, raw_json

from anct_qgis_plugin.connectors.embedded import census, figures, filosofi, populations
from anct_qgis_plugin.connectors.tables.raw import Raw
from anct_qgis_plugin.core.catalogue import Indicator, parse
from anct_qgis_plugin.errors import CatalogueError, SourceError


def by_code(rows):
    return {row[0]: row[1:] for row in rows}


def declared(**read: object) -> Indicator:
    """A catalogue entry with this way of reading."""
    return Indicator(
        id="essai", label="Essai", short="Essai", theme="Essai", unit="%", decimals=1, fragile="high",
        aggregation="weighted_mean", source="essai", vintage="2022", read=read,
    )  # fmt: skip


def desk(**files: Raw) -> figures.Desk:
    """A desk with these files, and the comparateur of 2021 for weights."""
    known = {"comparateur": raw("comparateur.csv"), **files}
    return figures.Desk(lambda name: known[name], codes(), "comparateur", "dwellings", "population")


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
    rows, report = figures.read(
        declared(
            reader="comparateur", file="comparateur",
            numerator="pop_15_64_chomage_2021", denominator="pop_15_64_active_2021",
        ),
        desk(),
    )  # fmt: skip
    found = by_code(rows)
    assert found["01004"] == ("", "969", "7118", "")  # two postal codes, one commune
    assert found["01015"] == ("", "30", "300", "")  # 10 + 20 of 100 + 200; the COMD line is not added
    assert found["75056"] == ("", "80", "800", "")  # 30 + 50 of 300 + 500, the doubled line once
    assert found["2A004"] == ("", "0", "28000", "")  # zero is a value
    assert "55039" not in found  # nobody
    assert report.rows_read == 10 and "3 lines dropped" in report.notes[-1]


def test_households_by_commune_and_by_arrondissement():
    homes = desk().weight("households")
    assert (homes["01015"], homes["75056"], homes["75102"]) == (300, 400, 300)


def test_rsa_shares_are_integers_and_paris_is_rebuilt():
    file = raw_json(
        "caf.json",
        {
            code: {"rsaShareAmongHouseholdsPercent": share, "vintage": 2024}
            for code, share in {"01004": 8, "2A004": 0, "15031": None, "75056": None, "75101": 5, "75102": 9}.items()
        },
    )
    how = {"form": "json", "value": "rsaShareAmongHouseholdsPercent", "weight": "@households"}
    rows, report = figures.read(declared(reader="rates", file="caf", **how), desk(caf=file))
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
    rows, report = figures.read(
        declared(reader="rates", file="fedi", form="json", value="EDI", combine=False), desk(fedi=file)
    )
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
    change, _ = populations.between(file, codes(), "2022", "2015")
    assert change == [("01004", "", "15000", "14000", ""), ("01015", "", "150", "150", "")]
    assert populations.weights(rows) == {"01004": 15000, "01015": 150, "55039": 0}


def test_an_empty_cell_is_secret_only_where_its_producer_covers():
    file = Raw(
        "f.csv",
        b"CODGEO;P18_POP;MEN;MED19\n01004;15000;6000;20660\n01015;250;;\n55039;0;;\n97105;10000;;\n97608;;;\n",
    )
    how = {"value": "MED19", "weight": "MEN", "blank": "secret", "uncovered": ["971", "976"], "people": "P18_POP"}
    rows, report = figures.read(declared(reader="rates", file="f", **how), desk(f=file))
    # Small: withheld. Nobody there, or a département that the source leaves out: missing.
    assert by_code(rows) == {"01004": ("20660", "", "6000", ""), "01015": ("", "", "", "secret")}
    assert {row for row, _ in report.refused} == {"55039", "97105", "97608"}


def test_counts_take_one_column_off_another():
    file = Raw("f.csv", b"CODGEO;BORN;DEAD;POP\n01004;120;150,04;15000\n2A004;3;;10\n01015;1;0;100\n01340;0;4;50\n")
    rows, _ = figures.read(
        declared(reader="counts", file="f", numerator="BORN", minus="DEAD", denominator="POP"), desk(f=file)
    )
    assert by_code(rows) == {"01004": ("", "-30", "15000", ""), "01015": ("", "-3", "150", "")}


def test_the_rate_of_a_zone_is_given_to_its_communes_and_never_averaged():
    content = {
        "quarters": ["2021-T1", "2025-T4"],
        "zes": {"0051": {"rate_pct": [7.4, 7.2]}, "0052": {"rate_pct": [9.1, None]}},
        "communes": {"01004": "0051", "2A004": "0052", "01015": "0051", "01340": "0051", "97608": None},
    }
    entry = {"reader": "zone", "file": "ze", "quarter": "2025-T4"}
    rows, report = figures.read(declared(**entry), desk(ze=raw_json("ze.json", content)))
    assert by_code(rows) == {"01004": ("7.2", "", "", "")}
    assert "not to be averaged" in dict(report.refused)["01015"] and dict(report.refused)["2A004"] == "no figure"
    with pytest.raises(SourceError, match="2019-T1"):
        figures.read(declared(**entry | {"quarter": "2019-T1"}), desk(ze=raw_json("ze.json", content)))


def test_a_commune_absent_from_the_facilities_has_none_of_them():
    file = raw_json(
        "bpe.json", {"communes": {"01004": {"pharmacie": 4}, "01340": {"pharmacie": 1}, "2A004": {"gare": 1}}}
    )
    people = raw_json(
        "population.json",
        {
            c: {"history": {"2015": 1, "2022": n}}
            for c, n in {"01004": 15000, "01015": 150, "2A004": 70000, "55039": 0}.items()
        },
    )
    entry = {"reader": "facilities", "file": "bpe", "numerator": "pharmacie"}
    rows, _ = figures.read(declared(**entry), desk(bpe=file, population=people))
    # Nobody lives in 55039, and Mayotte is not counted in 2022: no rate there.
    assert rows == [("01004", "", "4", "", ""), ("01015", "", "1", "", ""), ("2A004", "", "0", "", "")]


def test_an_entry_that_names_no_reader_is_said():
    with pytest.raises(CatalogueError, match="essai.*reader.*magic.*rates"):
        figures.read(declared(reader="magic"), desk())


def test_a_member_of_an_archive_and_what_is_none():
    import io
    import zipfile

    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.csv", "CODGEO;X\n01004;1\n")
    file = Raw("a.zip", packed.getvalue())
    assert file.member("a.csv").csv(("X",), ";") == [{"CODGEO": "01004", "X": "1"}]
    with pytest.raises(SourceError, match="b.csv"):
        file.member("b.csv")
    with pytest.raises(SourceError, match="damaged"):
        Raw("a.zip", packed.getvalue()[:40]).member("a.csv")


def test_a_catalogue_entry_with_a_word_that_nobody_knows_is_refused():
    entry = (
        '[x]\nlabel = "X"\nshort = "X"\ntheme = "T"\nunit = "%"\ndecimals = 1\nfragile = "{fragile}"\n'
        'aggregation = "none"\nsource = "s"\nvintage = "2022"\n{more}'
    )
    assert parse("", entry.format(fragile="low", more="")).indicators["x"].before == ""
    with pytest.raises(CatalogueError, match="fragile.*sideways"):
        parse("", entry.format(fragile="sideways", more=""))
    for key in ("before", "weight"):
        with pytest.raises(CatalogueError, match=f"{key}.*nothing"):
            parse("", entry.format(fragile="low", more=f'{key} = "nothing"'))
