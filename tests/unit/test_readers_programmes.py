"""Programmes, districts, sites and zonings: one test per reader and per known trap."""

from __future__ import annotations

import pytest
from readers import codes, collection, raw, raw_json

from anct_qgis_plugin.connectors.embedded import contracts, france_services, gaps, labels, qpv, zonings
from anct_qgis_plugin.connectors.tables.raw import Raw
from anct_qgis_plugin.errors import SourceError

TERRITORIES = collection(
    {"id_territoire": "t-1", "lib_territoire": "Ambérieu", "date_signature": "2021-05-28",
     "liste_geo": "Ambérieu (01004)"},
    {"id_territoire": "t-2", "lib_territoire": "Deux villes", "date_signature": "2020-01-15",
     "liste_geo": "Arboys (en) Bugey (01340); Ajaccio (2A004)"},
    {"id_territoire": "t-3", "lib_territoire": "Parti", "date_signature": None, "liste_geo": "Saint-Denis (93066)"},
)  # fmt: skip


def programmes(**communes: dict):
    return raw_json("anct.json", {"communes": {code.strip("c"): entry for code, entry in communes.items()}})


def test_acv_takes_members_from_one_file_and_names_from_the_other():
    file = programmes(
        c01004={"label": "Ambérieu", "acv": True, "acv_signed_at": "2023-12-19"},
        c01340={"acv": True, "acv_signed_at": "2018-02-10"},  # before the programme: swapped
        c2A004={"label": "Ajaccio", "acv": True, "acv_signed_at": "2024-11-03"},  # plausible, perhaps 11 March
        c97105={"label": "Basse-Terre", "acv": True, "acv_signed_at": "2024-01-01"},  # the same either way
        c75056={"label": "Paris", "ort": True},
    )
    rows, report = labels.read_acv(file, TERRITORIES, codes())
    assert rows == [
        ("01004", "t-1", "Ambérieu", "", "2023-12-19"),
        ("01015", "t-2", "Deux villes", "", ""),
        ("2A004", "t-2", "Deux villes", "", ""),
        ("97105", "", "Basse-Terre", "", "2024-01-01"),
    ]
    assert (report.rows_read, report.matched, report.repaired) == (4, 4, {"former_code": 1})
    assert any("93066" in note for note in report.notes)


def test_pvd_takes_the_date_of_the_agency_and_none_that_is_swapped():
    file = programmes(
        c01004={"label": "Ambérieu", "pvd": True, "pvd_signed_at": "2021-07-12"},
        c2A004={"label": "Ajaccio", "pvd": True, "pvd_signed_at": "2020-01-15"},
        c97105={"label": "Basse-Terre", "pvd": True, "pvd_signed_at": "2026-11-03"},
    )
    rows, _ = labels.read_pvd(file, TERRITORIES, codes())
    assert rows == [
        ("01004", "t-1", "Ambérieu", "", "2021-05-28"),
        ("2A004", "t-2", "Ajaccio", "", ""),
        ("97105", "", "Basse-Terre", "", ""),
    ]
    swapped = collection(
        {"id_territoire": "t", "lib_territoire": "X", "date_signature": "2021-05-07", "liste_geo": "X (01004)"}
    )
    rows, report = labels.read_pvd(
        programmes(c01004={"label": "X", "pvd": True, "pvd_signed_at": "2021-07-05"}), swapped, codes()
    )
    assert rows[0][4] == "" and "swapped" in report.notes[0]


def test_labels_need_their_keys():
    with pytest.raises(SourceError, match="“acv”"):
        labels.read_acv(programmes(c01004={"pvd": True}), TERRITORIES, codes())
    with pytest.raises(SourceError, match="“liste_geo”"):
        labels.read_acv(
            programmes(c01004={"acv": True}), collection({"id_territoire": "a", "lib_territoire": "b"}), codes()
        )


def industry(count: int, **more: str):
    """`count` territories: the first three real in kind, the others empty of known members."""
    lists = ["CC Hautes Terres (200066660)", "Plaine Commune (200057867)", "Ambérieu (210100046)", "X (999999999)"]
    return collection(
        *(
            {"id_territoire": f"ti-{n:03}", "lib_territoire": f" Nom {n}", "liste_geo": lists[min(n, 3)]} | more
            for n in range(count)
        )
    )


def test_ti_resolves_epci_ept_and_communes():
    rows, names, report = contracts.read_ti(industry(183), codes())
    assert [row[:2] for row in rows] == [
        ("01004", "ti-002"),
        ("15031", "ti-000"),
        ("15141", "ti-000"),
        ("93066", "ti-001"),
    ]
    assert len(names) == 183 and names[0] == ("ti", "ti-000", "Nom 0")
    assert report.rows_read == 183 and report.matched == 3 and len(report.refused) == 180


def test_the_149_territories_of_phase_1_are_refused():
    with pytest.raises(SourceError, match="149 .*phase 1.*183"):
        contracts.read_ti(industry(149), codes())
    # The real file of phase 1 has other columns too: the reason stays the phase.
    other = collection(*({"id_ti": f"ti-{n}", "lib_ti": "x"} for n in range(149)))
    with pytest.raises(SourceError, match="phase 1"):
        contracts.read_ti(other, codes())


def test_members_are_communes_or_groups_and_doubles_count_once():
    double = {"id_territoire": "a-1", "lib_territoire": "Un", "liste_geo": "CC Hautes Terres (200066660)"}
    file = collection(
        double,
        double,
        {"id_territoire": "a-2 ; a-3", "lib_territoire": "Nord ; Sud", "liste_geo": "Paris (75056)"},
        {"id_territoire": "a-4 ; a-5", "lib_territoire": "Est ; Ouest", "liste_geo": "A (01004); B (2A004)"},
        {"id_territoire": "a-6", "lib_territoire": "PETR", "liste_geo": "PETR (299999999); Ambérieu (01004)"},
        {"id_territoire": "a-7", "lib_territoire": "Loin", "liste_geo": "Saint-Martin (97801)"},
    )
    known = {"a-6": ["01004", "01015"]}
    rows, names, report = contracts.read_members(file, codes(), "ami", known=known)
    assert [row[:3] for row in rows] == [
        ("01004", "a-4 ; a-5", "Est ; Ouest"),  # over two communes, nothing tells which is whose
        ("01004", "a-6", "PETR"),
        ("01015", "a-6", "PETR"),
        ("15031", "a-1", "Un"),
        ("15141", "a-1", "Un"),
        ("2A004", "a-4 ; a-5", "Est ; Ouest"),
        ("75056", "a-2", "Nord"),
        ("75056", "a-3", "Sud"),
    ]
    assert ("ami", "a-3", "Sud") in names and "a-6" in report.notes[0]
    assert report.reasons() == {
        "repeated feature": 1,
        "SIREN of no known EPCI or commune": 1,
        "overseas collectivity, out of scope": 1,
    }


def test_members_in_bare_codes_and_ids_that_are_not_unique():
    bare = {"id": "id_tec", "label": "lib_groupement", "members": "siren_groupement"}
    file = collection(
        {"id_tec": "ai-1", "lib_groupement": "Hautes Terres", "siren_groupement": "200066660"},
        {"id_tec": "cco-1", "lib_groupement": "Arboys", "siren_groupement": "01340"},
        {"id_tec": "ai-2", "lib_groupement": "Deux", "siren_groupement": "210100046, 2A004"},
    )
    rows, _, report = contracts.read_members(file, codes(), "tec", bare)
    assert [row[:2] for row in rows] == [
        ("01004", "ai-2"), ("01015", "cco-1"), ("15031", "ai-1"), ("15141", "ai-1"), ("2A004", "ai-2"),
    ]  # fmt: skip
    assert report.repaired == {"former_code": 1}
    operations = collection(
        *(
            {"id_territoire": "OP1", "lib_territoire": why, "liste_geo": f"X ({code})"}
            for code, why in (("01004", "ACV"), ("2A004", "PVD / BC"))
        )
    )
    rows, names, _ = contracts.read_members(
        operations, codes(), "frla", {"id": "", "label": "", "status": "lib_territoire"}
    )
    assert rows == [("01004", "", "", "ACV", ""), ("2A004", "", "", "PVD / BC", "")] and names == []


def test_ort_keeps_the_label_and_only_dates_beyond_doubt():
    from datetime import date

    file = programmes(
        c01004={"ort": True, "ort_signed_at": "2020-06-24"},
        c2A004={"ort": True, "ort_signed_at": "2026-11-03"},  # after the list
        c97105={"ort": True, "ort_signed_at": "2021-03-02"},  # perhaps 3 February
        c75056={"acv": True},
    )
    rows, report = labels.read_flag(file, codes(), "ort", date(2018, 11, 23), date(2026, 7, 23))
    assert [(row[0], row[4]) for row in rows] == [("01004", "2020-06-24"), ("2A004", ""), ("97105", "")]
    assert report.notes == ("dates left out: 1 implausible, 1 with day and month perhaps swapped",)


def test_zrr_statuses_and_mergers_of_different_ones():
    def records(**statuses: str):
        return raw_json("zrr.json", [{"fields": {"insee_code": c[1:], "status": s}} for c, s in statuses.items()])

    rows, report = zonings.read_zrr(records(c01004="NC", c01015="C", c01340="NC", c2A004="PC"), codes())
    assert rows == [("01004", "Non classée"), ("2A004", "Classée partiellement")]
    assert "several statuses" in dict(report.refused)["01015"]
    with pytest.raises(SourceError, match="“Z”.*01004"):
        zonings.read_zrr(records(c01004="Z"), codes())
    with pytest.raises(SourceError, match="insee_code"):
        zonings.read_zrr(raw_json("zrr.json", {"a": 1}), codes())


def test_crte_keeps_every_contract_of_a_commune():
    rows, names, report = contracts.read_column(raw("crte.csv"), codes(), "crte", "id_crte")
    assert [row[:2] for row in rows] == [
        ("01004", "crte-84-01-14"),
        ("01004", "crte-84-74-8"),
        ("01015", "crte-84-01-1"),
        ("01015", "crte-84-01-2"),
    ]
    assert len(names) == 4 and all(label == "" for _, _, label in names)
    assert dict(report.refused) == {"2A004": "no contract", "97501": "overseas collectivity, out of scope"}
    assert "01015" in report.notes[0]


SQUARE = [[[0, 0], [1, 0], [1, 1], [0, 1]]]
FLAT = [[[0, 0], [1, 0], [0, 0], [0, 0]]]


def test_qpv_gives_one_row_per_commune_and_district():
    districts = [
        {"code": "QN1", "label": "Sur deux communes", "insee": ["01004", "01340"], "g": [SQUARE, FLAT]},
        {"code": "QN2", "label": "Même commune", "insee": ["93059", "93066"], "g": [SQUARE]},
        {"code": "QN3", "label": "Saint-Martin", "insee": ["97801"], "g": [SQUARE]},
        {"code": "QN4", "label": "Aussi ici", "insee": ["01004"], "g": [SQUARE]},
    ]
    rows, contours, report = qpv.read(raw_json("qpv.json", {"qpvs": districts}), codes(), floor=4)
    assert [row[:2] for row in rows] == [("01004", "QN1"), ("01004", "QN4"), ("01015", "QN1"), ("93066", "QN2")]
    assert contours[0] == ("QN1", "Sur deux communes", "01004 01015", "MULTIPOLYGON (((0 0,1 0,1 1,0 1,0 0)))")
    assert [c[0] for c in contours] == ["QN1", "QN2", "QN4"]
    assert report.refused == (("QN3", "overseas collectivity, out of scope"),) and "QN1" in report.notes[0]


def test_one_qpv_per_commune_is_refused():
    points = collection(*({"code_qp": f"QN{n}", "insee_com": "01004"} for n in range(824)))
    with pytest.raises(SourceError, match=r"824 districts, one per commune.*1,584"):
        qpv.read(points, codes())
    part = [{"code": "QN1", "label": "x", "insee": ["01004"], "g": [SQUARE]}] * 824
    with pytest.raises(SourceError, match="824"):
        qpv.read(raw_json("qpv.json", {"qpvs": part}), codes())


def test_sites_have_a_kind_a_commune_and_readable_hours():
    rows, report = france_services.read(raw("sites.csv"), codes())
    sites = {row[0]: dict(zip(france_services.COLUMNS, row, strict=True)) for row in rows}
    assert {ident: (s["code"], s["genre"]) for ident, s in sites.items()} == {
        "10": ("01004", "fixe"),
        "11": ("01004", "bus"),
        "12": ("01004", "bus"),
        "13": ("93066", "antenne"),
        "14": ("75056", "fixe"),
    }
    first = sites["10"]
    assert first["horaires"].replace("\u00a0", " ") == (
        "lundi, mardi 9 h-12 h, 13 h 30-17 h ; mercredi 8 h 30-12 h ; samedi sur rendez-vous"
    )
    assert first["adresse"] == "1 Rue X, Bât. B"
    assert (first["longitude"], first["latitude"], first["rendez_vous"]) == ("5.34", "45.95", "Oui")
    assert report.repaired == {"four_digit_code": 1, "former_code": 1, "arrondissement": 1}
    assert dict(report.refused) == {
        "15": "overseas collectivity, out of scope",
        "16": "no usable coordinates",
        "10": "repeated site id",
    }
    assert report.notes == ("site 14: département 27, but commune 75056; the commune is kept",)


def test_frr_keeps_its_classes_and_refuses_an_unknown_one():
    rows, report = zonings.read_frr(raw("frr.csv"), codes())
    assert rows == [("01004", "Non classée"), ("15141", "FRR+")] and report.matched == 2
    with pytest.raises(SourceError, match=r"unknown class “FRR\+\+” for commune 15141"):
        zonings.read_frr(Raw("frr.csv", raw("frr.csv").data.replace(b"FRR+;", b"FRR++;")), codes())
    with pytest.raises(SourceError, match="“Classement”"):
        zonings.read_frr(Raw("frr.csv", b"Code_insee;Autre\n01004;x"), codes())


def test_grids_lose_the_bom_the_leading_space_and_undefined():
    rows, report = zonings.read_grid(raw("ruralite.csv"), "ruralite", codes())
    assert rows == [
        ("01004", "Les ruralités résidentielles mixtes"),
        ("01015", "Hors champ : DOM ou commune urbaine"),
    ]
    assert report.refused == (("97105", "no status"),)
    with pytest.raises(SourceError, match="niveau_densite"):
        zonings.read_grid(raw("ruralite.csv"), "densite", codes())


def test_a_merged_commune_of_two_statuses_has_none():
    file = Raw("densite.csv", b"insee_com,niveau_densite\n01015,Bourgs ruraux\n01340,Petites villes\n")
    rows, report = zonings.read_grid(file, "densite", codes())
    assert rows == [] and "several statuses" in report.refused[0][1]


def test_gaps_go_to_their_owner():
    ring = [[0.123456789012345, 0], [1, 0], [1, 1], [0.123456789012345, 0]]
    feature = {
        "type": "Feature",
        "properties": {"cog2026": "93059"},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
    rows, report = gaps.read(raw_json("gaps.geojson", {"features": [feature]}), codes())
    assert rows == [("93066", "POLYGON ((0.123456789012345 0,1 0,1 1,0.123456789012345 0))")] and report.matched == 1
