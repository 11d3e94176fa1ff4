"""Each connector on short replies of the services' real form, and on replies that are not what they should be.

Needs no file beside the repository.
"""

from __future__ import annotations

import contextlib
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from replay import Answer

from anct_qgis_plugin import errors
from anct_qgis_plugin.connectors.http import replies
from anct_qgis_plugin.connectors.http.endpoints import WFS_TYPES
from anct_qgis_plugin.connectors.services import (
    aides,
    annuaire,
    datagouv,
    demarche,
    entreprises,
    geo_api,
    geocoding,
    geopf_wfs,
    insee_files,
    isochrone,
    melodi,
    observatoire,
)
from anct_qgis_plugin.connectors.services.ofgl import Ofgl
from anct_qgis_plugin.connectors.services.opendatasoft import text
from anct_qgis_plugin.connectors.services.tabular import Tabular

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures" / "http"
SQUARE = {"type": "Polygon", "coordinates": [[[2.0, 44.0], [2.1, 44.0], [2.1, 44.1], [2.0, 44.0]]]}
WFS = "data.geopf.fr/wfs/ows"


def body(value) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def page(*features, matched=None, returned=None) -> bytes:
    return body(
        {
            "type": "FeatureCollection",
            "features": list(features),
            "numberMatched": len(features) if matched is None else matched,
            "numberReturned": len(features) if returned is None else returned,
        }
    )


def feature(number: int, **properties) -> dict:
    default = {"code_insee": f"4600{number}", "nom_officiel": f"Commune {number}", "population": 10}
    return {"type": "Feature", "id": f"commune.{number}", "geometry": SQUARE, "properties": {**default, **properties}}


# WFS ---------------------------------------------------------------------------------------------------------------


def test_wfs_pages_come_in_order_and_each_feature_once(server, transport):
    server.on(
        WFS,
        Answer(200, page(feature(1), feature(2), matched=4)),
        Answer(200, page(feature(2), feature(3), matched=4)),
        Answer(200, page(feature(3), matched=4)),
    )
    # Five came, three different, of four: one is missing, and that is said.
    with pytest.raises(errors.BadContent) as caught:
        geopf_wfs.Wfs(transport).features(WFS_TYPES["commune"], page=2)
    assert "3 different features of 4" in caught.value.details


def test_wfs_asks_from_where_the_last_page_ended(server, transport):
    server.on(WFS, *[Answer(200, page(feature(n), matched=3)) for n in (1, 2, 3)])
    found = geopf_wfs.Wfs(transport).communes("46")
    assert [c.code for c in found] == ["46001", "46002", "46003"]
    queries = [dict(seen.query) for seen in server.seen]
    assert [q["STARTINDEX"] for q in queries] == ["0", "1", "2"]
    assert queries[0]["CQL_FILTER"] == "code_insee_du_departement='46'" and queries[0]["COUNT"] == "1000"


def test_wfs_a_page_too_short_then_nothing_is_not_taken_for_the_whole(server, transport):
    server.on(WFS, Answer(200, page(feature(1), matched=3)), Answer(200, page(matched=3)))
    with pytest.raises(errors.BadContent):
        geopf_wfs.Wfs(transport).communes("46")


def test_wfs_never_asks_for_more_than_the_service_gives(server, transport):
    server.on(WFS, Answer(200, page(feature(1))))
    geopf_wfs.Wfs(transport).features("t", page=20_000)
    assert dict(server.seen[0].query)["COUNT"] == "5000"


def test_wfs_reads_older_editions_and_the_communes_of_paris(server, transport):
    properties = {"insee_com": "2A004", "nom": "Ajaccio", "insee_dep": "2A", "siren_epci": "242010056"}
    old = {"id": "c.1", "geometry": SQUARE, "properties": properties}
    new = feature(2, code_insee="93066", nom_officiel="Saint-Denis", codes_siren_des_epci="200054781/200057867")
    server.on(WFS, Answer(200, page(old, new)))
    ajaccio, saint_denis = geopf_wfs.Wfs(transport).communes("93")
    assert (ajaccio.code, ajaccio.name, ajaccio.departement, ajaccio.epci) == ("2A004", "Ajaccio", "2A", ("242010056",))
    assert saint_denis.epci == ("200054781", "200057867")


def test_wfs_an_exception_inside_200_is_an_error(server, transport):
    xml = b'<?xml version="1.0"?><ows:ExceptionReport><ows:Exception><ows:ExceptionText>Cannot &lt;do&gt; this'
    xml += b"</ows:ExceptionText></ows:Exception></ows:ExceptionReport>"
    for answer in (
        xml,
        body({"version": "2.0.0", "exceptions": [{"code": "NoApplicableCode", "text": "Cannot <do> this"}]}),
    ):
        server.on(WFS, Answer(200, answer))
        with pytest.raises(errors.RequestRefused, match="Cannot <do> this"):
            geopf_wfs.Wfs(transport).communes("46")


def test_wfs_a_passing_400_is_tried_again_a_reasoned_one_is_not(server, transport):
    server.on(WFS, Answer(400, b"Bad Request"), Answer(200, page(feature(1))))
    assert len(geopf_wfs.Wfs(transport).communes("46")) == 1
    server.on(WFS, Answer(400, b"Bad Request"))
    with pytest.raises(errors.RequestRefused):
        geopf_wfs.Wfs(transport).communes("46")
    assert server.count() == 5


def test_wfs_a_type_that_cannot_be_sorted_is_asked_unsorted(server, transport):
    sort = body({"exceptions": [{"code": "InvalidParameterValue", "text": "Sorting is not supported: SORTBY"}]})
    server.on(WFS, Answer(400, sort), Answer(200, page(feature(1))))
    assert len(geopf_wfs.Wfs(transport).communes("46")) == 1
    assert [("SORTBY" in dict(seen.query)) for seen in server.seen] == [True, False]


def test_wfs_a_long_filter_goes_as_a_form(server, transport):
    server.on(WFS, Answer(200, page(feature(1))))
    codes = ",".join(f"'{n:05d}'" for n in range(500))
    geopf_wfs.Wfs(transport).features("t", f"code_insee IN ({codes})")
    assert server.seen[0].method == "POST" and dict(server.seen[0].query)["CQL_FILTER"].endswith("'00499')")


@pytest.mark.parametrize("departement", ["", "046", "46' or '1'='1", "2C", "20"])
def test_wfs_takes_codes_of_departements_only(server, transport, departement):
    if departement == "20":  # of the form of one, of none: the service finds nothing
        server.on(WFS, Answer(200, page()))
        assert geopf_wfs.Wfs(transport).communes(departement) == []
        return
    with pytest.raises(ValueError, match="not a code"):
        geopf_wfs.Wfs(transport).communes(departement)
    assert server.seen == []


# Others ------------------------------------------------------------------------------------------------------------


def test_a_code_that_came_as_a_number_is_refused(server, transport):
    """1004 may be 01004, or anything: nothing is guessed."""
    server.on("geo.api.gouv.fr/communes", Answer(200, body([{"nom": "Ambérieu-en-Bugey", "code": 1004}])))
    with pytest.raises(errors.BadContent) as caught:
        geo_api.GeoApi(transport).communes(code="01004")
    assert "not a code: 1004" in caught.value.details


def test_an_island_has_no_epci(server, transport):
    server.on("geo.api.gouv.fr/communes", Answer(200, body([{"nom": "Ouessant", "code": "29155", "population": 0}])))
    (found,) = geo_api.GeoApi(transport).communes(code="29155")
    assert (found.epci, found.population, found.surface) == ("", 0, None)


def test_tabular_rows_that_do_not_add_up_are_refused(server, transport):
    row = {"data": [{"__id": 1, "a": "x"}], "links": {"next": None}, "meta": {"total": 2}}
    server.on("tabular-api.data.gouv.fr/api/resources/r/data/", Answer(200, body(row)))
    with pytest.raises(errors.BadContent) as caught:
        list(Tabular(transport).rows("r"))
    assert "1 rows of 2" in caught.value.details


def test_pages_that_turn_in_a_circle_end(server, transport):
    path = "tabular-api.data.gouv.fr/api/resources/r/data/"
    again = f"{server.root}/{path}?page=1&page_size=50"
    server.on(path, Answer(200, body({"data": [], "links": {"next": again}, "meta": {"total": 0}})))
    with pytest.raises(errors.BadContent):
        list(Tabular(transport).rows("r"))
    assert server.count() == 1


def test_a_next_page_elsewhere_is_not_asked_for(server, transport):
    path = "tabular-api.data.gouv.fr/api/resources/r/data/"
    away = {"data": [], "links": {"next": "https://example.org/next"}, "meta": {"total": 0}}
    server.on(path, Answer(200, body(away)))
    with pytest.raises(errors.RedirectRefused):
        list(Tabular(transport).rows("r"))


def observation(code: str, value=None, **attributes) -> dict:
    measure = {} if value is None else {"value": value}
    return {
        "dimensions": {"GEO": f"2025-COM-{code}", "TIME_PERIOD": "2023"},
        "attributes": attributes,
        "measures": {"OBS_VALUE_NIVEAU": measure},
    }


def test_melodi_without_a_next_address_raises_the_page_number(server, transport):
    pages = [[observation("01004", 1.0), observation("2A004", 2.0)], [observation("97105", 3.0)]]
    server.on("api.insee.fr/melodi/data/DS", *[Answer(200, body({"observations": found})) for found in pages])
    found = list(melodi.Melodi(transport).observations("DS", ["COM-01004", "COM-2A004"], page=2))
    assert [(o.code, o.value) for o in found] == [("01004", 1), ("2A004", 2), ("97105", 3)]
    assert [dict(seen.query)["page"] for seen in server.seen] == ["1", "2"]
    assert [value for name, value in server.seen[0].query if name == "GEO"] == ["COM-01004", "COM-2A004"]


def test_melodi_tells_zero_secret_and_missing_apart(server, transport):
    found = [observation("01004", 0.0), observation("2A004", CONF_STATUS="C"), observation("97608", CONF_STATUS="F")]
    server.on("api.insee.fr/melodi/data/DS", Answer(200, body({"observations": found, "paging": {"isLast": True}})))
    said = [(o.value, o.status) for o in melodi.Melodi(transport).observations("DS", ["COM-01004"])]
    assert said == [(0.0, "ok"), (None, "secret"), (None, "missing")]


def test_melodi_an_unknown_territory_is_an_empty_list(server, transport):
    server.on("api.insee.fr/melodi/data/DS", Answer(200, b"[]"))
    client = melodi.Melodi(transport)
    assert list(client.observations("DS", ["COM-99999"])) == [] and client.count("DS", ["COM-99999"]) == 0


def test_isochrone_without_a_road_has_no_geometry(server, transport):
    answer = {"costValue": 15, "timeUnit": "minute", "geometry": None}
    server.on("data.geopf.fr/navigation/isochrone", Answer(200, body(answer)))
    assert isochrone.Isochrones(transport).minutes(-61.5, 16.2, 15).geometry is None


@pytest.mark.parametrize(
    "change",
    [
        {"geometry": {"type": "Point", "coordinates": [2, 44]}},
        {"geometry": {"type": "Polygon", "coordinates": []}},
        {"geometry": {"type": "Polygon", "coordinates": [[["2", "44"]]]}},
        {"costValue": 900},
        {"timeUnit": "second"},
    ],
)
def test_isochrone_for_another_question_is_refused(server, transport, change):
    answer = {"costValue": 15, "timeUnit": "minute", "geometry": SQUARE, **change}
    server.on("data.geopf.fr/navigation/isochrone", Answer(200, body(answer)))
    with pytest.raises(errors.BadContent):
        isochrone.Isochrones(transport).minutes(2, 44, 15)


@pytest.mark.parametrize(
    ("x", "y", "minutes"), [(200, 44, 15), (2, 91, 15), (2, 44, 0), (2, 44, 601), (2, 44, float("nan"))]
)
def test_isochrone_arguments_are_checked_before_anything_is_asked(server, transport, x, y, minutes):
    with pytest.raises(ValueError, match="degrees|bounds"):
        isochrone.Isochrones(transport).minutes(x, y, minutes)
    assert server.seen == []


def test_geocoding_rows_that_were_lost_or_moved_are_refused(server, transport):
    url = "data.geopf.fr/geocodage/search/csv"
    head = b"c0,anct_rank,longitude,latitude,result_score,result_status\n"
    for rows in (b"a,0,2,44,0.9,ok\n", b"b,1,2,44,0.9,ok\na,0,2,44,0.9,ok\n"):
        server.on(url, Answer(200, head + rows))
        with pytest.raises(errors.BadContent):
            geocoding.Geocoding(transport).table([["a"], ["b"]], ["adresse"])


def test_ofgl_quotes_cannot_end_a_text():
    assert text('a" or "1"="1') == '"a\\" or \\"1\\"=\\"1"'
    assert text("a\\") == '"a\\\\"'


def test_ofgl_beyond_the_reach_of_pages_is_said(server, transport):
    url = "data.ofgl.fr/api/explore/v2.1/catalog/datasets/d/records"
    server.on(url, Answer(200, body({"total_count": 10_001, "results": []})))
    with pytest.raises(errors.BadContent):
        list(Ofgl(transport).records("d"))


def test_html_is_made_text_and_scripts_are_gone():
    html = (
        '<p>Aide&nbsp;: <b onclick="x()">80&nbsp;%</b></p><script>alert(1)</script><ul><li>un<li>deux</ul><img src=x>'
    )
    assert replies.plain_text(html) == "Aide : 80 %\n\n- un\n- deux"
    assert replies.plain_text("a &lt;b&gt; &amp; c") == "a <b> & c"
    assert replies.plain_text(None) == "" and replies.plain_text("<p>a<br>b") == "a\nb"


def test_a_link_of_an_aid_stays_on_its_site():
    for path in ("//example.org/x", "https://example.org", "javascript:alert(1)", ""):
        assert aides.parse_aid({"id": 1, "name": "Aide", "url": path}, "aides").url == ""


def test_aides_without_a_key_asks_nothing(server, transport):
    with pytest.raises(errors.SourceUnavailable, match="personal key"):
        next(aides.Aides(transport).aids(1))
    assert server.seen == []


def test_directory_entries_with_broken_inner_json_are_left_empty():
    hall = annuaire.parse_hall(
        {"nom": "Mairie déléguée - X", "telephone": "[{", "adresse": "null",
         "site_internet": '[{"valeur": "javascript:x"}]', "affectation_personne": '[{"personne": {"nom": "DURAND"}}]'}
    )  # fmt: skip
    assert (hall.phone, hall.street, hall.site, hall.longitude, hall.delegated) == ("", "", "", None, True)
    assert "DURAND" not in repr(hall)


@pytest.mark.parametrize("data", [b"", b"{", b'{"a": NaN}', b"[Infinity]", b"\xff\xfe{", b"[" * 100_000, b"1" * 5000])
def test_what_is_no_json_is_said(data):
    with pytest.raises(errors.BadContent, match="expected form"):
        replies.json_of(data, "x")


# Files -------------------------------------------------------------------------------------------------------------


def test_windows_encoding_non_breaking_spaces_and_secret():
    table = replies.table((FIXTURES / "subventions_cp1252.csv").read_bytes(), "x", ("code_insee",))
    assert table.columns == ("code_insee", "commune", "département", "subvention (€)") and table.separator == ";"
    assert [row["code_insee"] for row in table.rows] == ["01004", "2A004", "97608"]
    assert table.rows[0]["commune"] == "Ambérieu-en-Bugey"
    amounts = [replies.Value.of(row["subvention (€)"].removesuffix("€")) for row in table.rows]
    assert amounts == [replies.Value(1234.5, "ok"), replies.Value(None, "missing"), replies.Value(None, "secret")]


@pytest.mark.parametrize("written", ["", "nd", "-9999", None, "texte", "inf", float("nan"), float("inf"), True])
def test_missing_is_never_zero(written):
    assert replies.Value.of(written) == replies.Value(None, "missing")


@pytest.mark.parametrize(
    ("data", "rows"),
    [
        (b"a;b\r\n1;2\r\n", [{"a": "1", "b": "2"}]),
        (b"\xef\xbb\xbfa\tb\n1\t2\n\n", [{"a": "1", "b": "2"}]),
        (b'a;b;;\n="01004";"x;y";;\n', [{"a": "01004", "b": "x;y"}]),
        (b'a,b\n"1\n2",3\n', [{"a": "1\n2", "b": "3"}]),
        (b"a,b\n1\n", [{"a": "1", "b": ""}]),
    ],
)
def test_tables_in_all_their_forms(data, rows):
    assert list(replies.table(data, "x").rows) == rows


@pytest.mark.parametrize(
    "data", [b"", b"\t\n;;\n", b"a;b\n", b"a;a\n1;2\n", b"x;y\n1;2\n", b"a\x00b;c\n1;2\n", b"PK\x03\x04\x00\x00"]
)
def test_tables_that_are_none(data):
    with pytest.raises(errors.BadContent):
        replies.table(data, "x", ("a",))


def test_the_newest_vintage_is_found_whatever_its_year():
    table = replies.table(b"CODGEO;P23_POP;P17_POP;P12_POP;P23_POP1564\n01004;3;2;1;9\n", "x")
    assert insee_files.vintages(table.columns, r"P(\d\d)_POP") == [
        (2023, "P23_POP"),
        (2017, "P17_POP"),
        (2012, "P12_POP"),
    ]
    assert insee_files.figures(table, r"P(\d\d)_POP", 1).values["01004"].value == 2
    with pytest.raises(errors.BadContent):
        insee_files.figures(table, r"MED(\d\d)")


def test_observatoire_finds_its_columns_under_any_heading():
    lines = [
        ["Titre"],
        [],
        ["Maille : communes"],
        ["CODGEO", "libgeo", "an", "Indic"],
        ["1004", "A", "2020", "0"],
        ["2A004"],
    ]
    found = observatoire.from_rows(lines, "indic", "x")
    assert found.values == {"01004": replies.Value(0, "ok"), "2A004": replies.Value(None, "missing")}
    for bad in ([["codgeo", "other"], ["01004", "1"]], [["codgeo", "indic"]], [*lines, ["01004", "A", "2020", "5"]]):
        with pytest.raises(errors.BadContent):
            observatoire.from_rows(bad, "indic", "x")


# Anything may come -------------------------------------------------------------------------------------------------

GOOD = {
    "dataset": (datagouv.parse_dataset, {"id": "5acc7eddc751df5e21efdf20", "title": "t", "resources": [
        {"id": "8b6f422b-cbdf-459a", "url": "https://static.data.gouv.fr/a", "checksum": {"type": "sha1", "value": "a"},
         "filesize": 3}]}),
    "communes": (geo_api.parse_communes, [
        {"nom": "Ajaccio", "code": "2A004", "codesPostaux": ["20000"], "population": 1}]),
    "outlines": (geo_api.parse_features, {"features": [
        {"properties": {"nom": "A", "code": "01004"}, "geometry": SQUARE}]}),
    "places": (geocoding.parse_places, {"features": [
        {"properties": {"label": "x", "score": 0.5}, "geometry": {"type": "Point", "coordinates": [2, 44]}}]}),
    "isochrone": (lambda v, s: isochrone.parse(v, s, 15, "minute"), {
        "costValue": 15, "timeUnit": "minute", "geometry": SQUARE}),
    "observation": (melodi.parse_observation, observation("01004", 1.0)),
    "form": (lambda v, s: demarche.parse_schema(v, "p", s), {"number": 4, "revision": {"champDescriptors": [
        {"__typename": "TextChampDescriptor", "id": "Q2g=", "label": "l", "options": ["a"],
         "champDescriptors": [{"id": "x", "__typename": "TextChampDescriptor"}]}]}}),
    "aid": (aides.parse_aid, {"id": 1, "name": "n", "financers": ["f"], "description": "<p>d"}),
    "entity": (entreprises.parse_entity, {"siren": "219000106", "siege": {"siret": "21900010600017"},
                                          "complements": {"collectivite_territoriale": {"code": "90010"}}}),
    "hall": (lambda v, s: annuaire.parse_hall(v), {
        "nom": "Mairie", "telephone": '[{"valeur": "01"}]', "adresse": "[{}]"}),
    "wfs page": (lambda v, s: geopf_wfs.parse_page(body(v), s), json.loads(page(feature(1)))),
}  # fmt: skip
ANYTHING = st.one_of(
    st.none(), st.booleans(), st.integers(-5, 5), st.floats(), st.text(max_size=5), st.just([]), st.just({}),
    st.just([None]), st.just([[1]]), st.just([{}]), st.just("x" * 3000),
)  # fmt: skip


def places_in(value, path=()):
    yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield from places_in(item, (*path, key))


def changed(value, path, new):
    if not path:
        return new
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = changed(value[path[0]], path[1:], new)
    return copy


@pytest.mark.parametrize("name", GOOD)
def test_the_good_forms_are_read(name):
    parse, value = GOOD[name]
    assert parse(value, "x")


@pytest.mark.parametrize("name", GOOD)
@settings(max_examples=150)
@given(data=st.data())
def test_whatever_stands_in_the_place_of_a_value_is_read_or_refused(name, data):
    """One value of a good reply replaced by anything: a result or BadContent, never another exception."""
    parse, value = GOOD[name]
    path = data.draw(st.sampled_from(sorted(places_in(value), key=str)))
    if name in ("observation", "entity", "hall") and not path:
        return  # these are given an object by their caller, who has checked it
    with contextlib.suppress(errors.BadContent, errors.RequestRefused):
        parse(changed(value, path, data.draw(ANYTHING)), "x")


@settings(max_examples=300)
@given(st.binary(max_size=300))
def test_any_bytes_are_a_table_or_refused(data):
    try:
        table = replies.table(data, "x")
    except errors.BadContent:
        return
    assert table.rows and all(set(row) == set(table.columns) for row in table.rows)


@settings(max_examples=200)
@given(st.text(max_size=200))
def test_any_html_becomes_text(html):
    assert isinstance(replies.plain_text(html), str)
