"""What must come out of each recorded exchange of ../shared/fixtures/http: one scenario per question, named.

Expected values are read off the recorded bodies by eye, never from our own output.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from replay import Replay

from anct_qgis_plugin import errors
from anct_qgis_plugin.connectors.http import replies
from anct_qgis_plugin.connectors.http.endpoints import DATASETS, GROUP_RESOURCES, RESOURCES, WFS_TYPES
from anct_qgis_plugin.connectors.http.transport import Request, Transport
from anct_qgis_plugin.connectors.services import insee_files
from anct_qgis_plugin.connectors.services.aides import Aides
from anct_qgis_plugin.connectors.services.annuaire import Annuaire
from anct_qgis_plugin.connectors.services.datagouv import DataGouv
from anct_qgis_plugin.connectors.services.demarche import DemarcheNumerique
from anct_qgis_plugin.connectors.services.entreprises import Entreprises
from anct_qgis_plugin.connectors.services.geo_api import GeoApi
from anct_qgis_plugin.connectors.services.geocoding import Geocoding
from anct_qgis_plugin.connectors.services.geopf_wfs import COMMON, Wfs
from anct_qgis_plugin.connectors.services.insee_files import COMPARATOR, InseeFiles, cog_path
from anct_qgis_plugin.connectors.services.isochrone import Isochrones
from anct_qgis_plugin.connectors.services.melodi import Melodi
from anct_qgis_plugin.connectors.services.observatoire import Observatoire
from anct_qgis_plugin.connectors.services.ofgl import Ofgl, read_export
from anct_qgis_plugin.connectors.services.opendatasoft import text
from anct_qgis_plugin.connectors.services.tabular import Tabular


@dataclass
class Stage:
    """What a scenario plays on: server, transport, an empty folder."""

    server: Replay
    transport: Transport
    folder: Path

    def ask(self, service: str, path: str, query: dict | None = None, **more) -> Request:
        return Request(self.server.endpoints().url(service, path, query), service, **more)

    def send(self, service: str, path: str, query: dict | None = None, **more):
        return self.transport.send(self.ask(service, path, query, **more))


SCENARIOS: dict[str, Callable[[Stage], None]] = {}


def scenario(name: str):
    """Register a scenario under a name."""

    def keep(function):
        assert name not in SCENARIOS
        SCENARIOS[name] = function
        return function

    return keep


def refused(status: int, words: str):
    """Expect a refusal of that status whose message holds those words."""
    return pytest.raises(errors.RequestRefused, match=words), status


# data.gouv.fr ------------------------------------------------------------------------------------------------------

FILES = {
    # set: (resource, rows, first column, first value, last value)
    "acv": (RESOURCES["acv"], 3, "insee_com", "26362", "75056"),
    "pvd": (RESOURCES["pvd"], 2, "insee_com", "01034", "75056"),
    "crte": (GROUP_RESOURCES["crte"], 3, "siren_groupement", "200069052", "212900849"),
    "qpv": (RESOURCES["qpv"], 3, "insee_com", "01004", "92025;92036"),
    "va": (RESOURCES["va"], 2, "insee_com", "01004", "2A004"),
    "fs": (RESOURCES["fs"], 8, "insee_com", "01033", "03190"),
}
ETAGS = {
    "acv": "e630dfa7f4996bee2f91a91111387c8e",
    "pvd": "c21f6b308fc70b2969ae3878c43b392f",
    "crte": "b5f73afbf37c58f5cba98bb82f33d2ba",
    "qpv": "aa4a2d951bf8eb8bbef9c461dc578ccb",
    "va": "e65a2a546fbcc24daf2b7dcd0bf56dda",
    "fs": "e06cce382bb47031483f2a1cfc6a03cc",
}


def rows_of(reply, column: str, count: int, first: str, last: str) -> None:
    content = reply.path.read_bytes() if reply.path else reply.body
    table = replies.table(content, "data.gouv.fr", (column,))
    assert len(table.rows) == count
    assert (table.rows[0][column], table.rows[-1][column]) == (first, last)


def register_file(key: str) -> None:
    resource, count, column, first, last = FILES[key]

    @scenario(f"data.gouv.fr: the file {key} by its stable address")
    def by_stable_address(s: Stage) -> None:
        target = s.folder / f"{key}.csv"
        reply = DataGouv(s.transport).download(resource, target)
        assert reply.etag == f'"{ETAGS[key]}"' and reply.path == target
        rows_of(reply, column, count, first, last)

    @scenario(f"data.gouv.fr: the file {key} by its older address")
    def by_older_address(s: Stage) -> None:
        rows_of(s.send("datagouv", f"/fr/datasets/r/{resource}"), column, count, first, last)

    @scenario(f"data.gouv.fr: the file {key}, unchanged, is not sent again")
    def unchanged(s: Stage) -> None:
        target = s.folder / f"{key}.csv"
        target.write_text("what was here", encoding="utf-8")
        reply = DataGouv(s.transport).download(resource, target, etag=f'"{ETAGS[key]}"')
        assert reply.not_modified and reply.size == 0
        assert target.read_text(encoding="utf-8") == "what was here"


for _key in FILES:
    register_file(_key)


@scenario("data.gouv.fr: dataset by slug")
def dataset_by_slug(s):
    found = DataGouv(s.transport).dataset(DATASETS["acv"])
    assert (found.id, found.licence) == ("5acc7eddc751df5e21efdf20", "lov2")
    assert found.producer.startswith("Agence nationale de la cohésion")
    resource = found.by_title("communes", "bénéficiaires")
    assert resource.id == RESOURCES["acv"] and resource.cog == "2025" and resource.size == 220
    assert found.by_title("quartiers") is None


@scenario("data.gouv.fr: dataset by id")
def dataset_by_id(s):
    assert DataGouv(s.transport).dataset("5acc7eddc751df5e21efdf20").slug == DATASETS["acv"]


@scenario("data.gouv.fr: dataset without its final slash is redirected")
def dataset_redirected(s):
    reply = s.send("datagouv", f"/api/1/datasets/{DATASETS['acv']}")
    assert reply.url.endswith("/") and replies.json_of(reply.body, "x")["id"] == "5acc7eddc751df5e21efdf20"


@scenario("data.gouv.fr: dataset PVD")
def dataset_pvd(s):
    assert RESOURCES["pvd"] in [r.id for r in DataGouv(s.transport).dataset(DATASETS["pvd"]).resources]


@scenario("data.gouv.fr: dataset of three files")
def dataset_crte(s):
    found = DataGouv(s.transport).dataset(DATASETS["crte"])
    assert len(found.resources) == 3
    assert {RESOURCES["crte"], GROUP_RESOURCES["crte"]} < {r.id for r in found.resources}


@scenario("data.gouv.fr: freshness of one file, and its checksum")
def resource_freshness(s):
    client = DataGouv(s.transport)
    found = client.resource(RESOURCES["acv"])
    assert found.dataset == "5acc7eddc751df5e21efdf20"
    assert (found.checksum_type, found.checksum) == ("sha1", "34ce62edb8c1819fc7e719c284e5aa9dcc21705f")
    assert not found.is_newer_than(found) and found.is_newer_than(None)
    assert found.is_newer_than(replace(found, checksum="0" * 40))
    # The file as recorded has this very checksum (sha1sum says so), and another one is refused whole.
    target = s.folder / "acv.csv"
    assert client.download(found, target).size == 220
    before = target.read_bytes()
    with pytest.raises(errors.BadContent, match="checksum"):
        client.download(replace(found, checksum="0" * 40), target)
    assert target.read_bytes() == before


@scenario("data.gouv.fr: unknown file")
def resource_unknown(s):
    with pytest.raises(errors.RequestRefused, match="does not have") as caught:
        DataGouv(s.transport).download("00000000-0000-4000-8000-000000000000", s.folder / "f")
    assert caught.value.status == 404 and list(s.folder.iterdir()) == []


@scenario("data.gouv.fr: unknown dataset")
def dataset_unknown(s):
    with pytest.raises(errors.RequestRefused) as caught:
        DataGouv(s.transport).dataset("jeu-inconnu")
    assert caught.value.status == 404


@scenario("data.gouv.fr: deleted dataset")
def dataset_deleted(s):
    with pytest.raises(errors.RequestRefused, match="no longer has") as caught:
        DataGouv(s.transport).dataset("jeu-supprime")
    assert caught.value.status == 410


# Tabular API -------------------------------------------------------------------------------------------------------

FS = RESOURCES["fs"]


@scenario("tabular: two pages of rows")
def tabular_pages(s):
    rows = list(Tabular(s.transport).rows(FS, page_size=5))
    assert [row["insee_com"] for row in rows] == [
        "01033", "01388", "02361", "02558", "02648", "75112", "2A004", "03190",
    ]  # fmt: skip
    assert rows[0]["groupe_fs"] is None and "__id" not in rows[0]


@scenario("tabular: where the rows come from")
def tabular_meta(s):
    url, read = Tabular(s.transport).source_url(FS)
    assert url.endswith("/liste-fs-20260105.csv") and read.startswith("2026-01-06")


@scenario("tabular: profile of a file")
def tabular_profile(s):
    profile = Tabular(s.transport).profile(FS)
    assert len(profile.columns) == 24 and profile.lines == 8 and profile.separator == ","
    assert profile.types["insee_com"] == "string"


@scenario("tabular: unknown column")
def tabular_column(s):
    with pytest.raises(errors.RequestRefused, match="nombre_piscines does not exist") as caught:
        list(Tabular(s.transport).rows(FS, {"nombre_piscines__exact": "1"}))
    assert caught.value.status == 400


@scenario("tabular: more than 50 rows a page")
def tabular_page_size(s):
    with pytest.raises(ValueError, match="1-50"):
        list(Tabular(s.transport).rows(FS, page_size=51))
    with pytest.raises(errors.RequestRefused) as caught:
        s.send("tabular", f"/resources/{FS}/data/", {"page": 1, "page_size": 51})
    assert b"allowed maximum: 50" in caught.value.body


@scenario("tabular: file never parsed")
def tabular_unknown(s):
    with pytest.raises(errors.RequestRefused) as caught:
        list(Tabular(s.transport).rows("00000000-0000-4000-8000-000000000000"))
    assert caught.value.status == 404


@scenario("tabular: deleted file")
def tabular_deleted(s):
    with pytest.raises(errors.RequestRefused) as caught:
        list(Tabular(s.transport).rows("00000000-0000-4000-8000-000000000410"))
    assert caught.value.status == 410


# API Géo -----------------------------------------------------------------------------------------------------------

BELFORT = ["90060", "90083", "90079", "90010"]


@scenario("API Géo: communes of a département")
def geo_departement(s):
    found = GeoApi(s.transport).communes_of_departement("90")
    assert [c.code for c in found] == BELFORT
    belfort = found[-1]
    assert (belfort.name, belfort.population, belfort.epci, belfort.siren) == (
        "Belfort", 45912, "200069052", "219000106",
    )  # fmt: skip
    assert belfort.postcodes == ("90000",) and belfort.surface is None and belfort.geometry is None


@scenario("API Géo: communes by filter")
def geo_filter(s):
    assert [c.code for c in GeoApi(s.transport).communes(codeDepartement="90")] == BELFORT


@scenario("API Géo: commune by name")
def geo_name(s):
    (found,) = GeoApi(s.transport).communes(nom="Lagrange", boost="population", limit="1")
    assert (found.code, found.population) == ("90060", 144)


@scenario("API Géo: commune by code, surface in hectares")
def geo_code(s):
    (found,) = GeoApi(s.transport).communes(code="28390")
    assert (found.name, found.surface, found.siren) == ("Tillay-le-Péneux", 2233.44, "")


@scenario("API Géo: outlines of a département")
def geo_contours(s):
    found = GeoApi(s.transport).contours("90")
    assert {c.code for c in found} == set(BELFORT)
    lagrange = next(c for c in found if c.code == "90060")
    assert lagrange.geometry["type"] == "Polygon" and lagrange.geometry["coordinates"][0][0] == [6.9836, 47.6858]


@scenario("API Géo: members of an EPCI")
def geo_members(s):
    found = GeoApi(s.transport).communes_of_epci("200069052")
    assert [c.code for c in found] == ["90060", "90010"] and {c.epci for c in found} == {"200069052"}


@scenario("API Géo: an EPCI")
def geo_epci(s):
    found = GeoApi(s.transport).epci("200069052")
    assert (found.name, found.departements, found.population) == ("CA Grand Belfort", ("90",), 101451)


@scenario("API Géo: départements, Corsica and overseas")
def geo_departements(s):
    found = {d.code: d.name for d in GeoApi(s.transport).departements()}
    assert found == {
        "01": "Ain", "2A": "Corse-du-Sud", "75": "Paris", "90": "Territoire de Belfort", "971": "Guadeloupe",
    }  # fmt: skip


@scenario("API Géo: outlines without a filter are refused in plain text")
def geo_unfiltered(s):
    with pytest.raises(errors.RequestRefused) as caught:
        s.send("geo_api", "/communes", {"format": "geojson"})
    assert caught.value.status == 400 and b"unfiltered API call" in caught.value.body


@scenario("API Géo: unknown code in the path")
def geo_unknown(s):
    assert GeoApi(s.transport).commune("99999") is None


@scenario("API Géo: unknown code as a filter")
def geo_unknown_filter(s):
    assert GeoApi(s.transport).communes(code="99999") == []


@scenario("API Géo: all outlines at once end in 502")
def geo_too_much(s):
    with pytest.raises(errors.ServiceDown, match=r"API Géo.*502"):
        s.send("geo_api", "/communes", {"fields": "contour", "type": "commune-actuelle,arrondissement-municipal"})


# Géoplateforme -----------------------------------------------------------------------------------------------------

COMMUNE = WFS_TYPES["commune"]
GET = {**COMMON, "REQUEST": "GetFeature", "TYPENAMES": COMMUNE}


@scenario("WFS: feature types")
def wfs_types(s):
    assert COMMUNE in Wfs(s.transport).types()


@scenario("WFS: how many features, in XML")
def wfs_hits(s):
    assert Wfs(s.transport).count(COMMUNE) == 4


@scenario("WFS: two pages make the whole")
def wfs_pages(s):
    found = Wfs(s.transport).features(COMMUNE, page=2)
    assert [f.id for f in found] == ["commune.1", "commune.2", "commune.3", "commune.4"]
    assert found[0].properties["nom_officiel"] == "Lagrange" and found[0].geometry["type"] == "MultiPolygon"


@scenario("WFS: nothing fits")
def wfs_empty(s):
    assert Wfs(s.transport).features(COMMUNE, "code_insee='99999'") == []


@scenario("WFS: exception in XML")
def wfs_error_xml(s):
    with pytest.raises(errors.RequestRefused, match="Illegal property name: geom") as caught:
        Wfs(s.transport).features(COMMUNE, "BBOX(geom,48,1,49,2)")
    assert caught.value.status == 400


@scenario("WFS: exception in JSON")
def wfs_error_json(s):
    with pytest.raises(errors.RequestRefused) as caught:
        s.send("geopf_wfs", "", {**GET, "EXCEPTIONS": "application/json", "PROPERTYNAME": "toto=toto"})
    from anct_qgis_plugin.connectors.services.geopf_wfs import explained

    assert "toto=toto is not available" in explained(caught.value).message


@scenario("WFS: too many requests")
def wfs_busy(s):
    with s.server.scenario("ratelimit"), pytest.raises(errors.ServiceDown, match="overloaded"):
        Wfs(s.transport).count(COMMUNE)


@scenario("isochrone: fifteen minutes by car from Belfort")
def isochrone(s):
    found = Isochrones(s.transport).minutes(6.863849, 47.639674, 15)
    assert (found.cost, found.unit, found.version) == (15, "minute", "2026-07-01")
    assert found.geometry["type"] == "Polygon" and len(found.geometry["coordinates"][0]) == 7


@scenario("isochrone: a point is missing")
def isochrone_refused(s):
    from anct_qgis_plugin.connectors.services.isochrone import explained

    with pytest.raises(errors.RequestRefused) as caught:
        query = {"resource": "bdtopo-valhalla", "costType": "time", "costValue": "15"}
        s.send("isochrone", "/isochrone", query)
    assert "Parameter 'point' not found" in explained(caught.value).message


@scenario("isochrone: unknown address")
def isochrone_unknown(s):
    with pytest.raises(errors.RequestRefused) as caught:
        s.send("isochrone", "/inconnu")
    assert caught.value.status == 404


@scenario("geocoding: an address")
def geocoding(s):
    (found,) = Geocoding(s.transport).search("8 boulevard du port", 1)
    assert (found.label, found.code, found.kind) == ("8 Boulevard du Port 95000 Cergy", "95127", "housenumber")
    assert (found.longitude, found.latitude) == (2.062794, 49.031407) and 0.97 < found.score < 0.98


@scenario("geocoding: nothing found")
def geocoding_none(s):
    assert Geocoding(s.transport).search("zzzz") == []


@scenario("geocoding: a table, one row of which has no match")
def geocoding_table(s):
    rows = [["8 boulevard du port", "95000"], ["mairie", "28140"]]
    first, second = Geocoding(s.transport).table(rows, ("adresse", "cp"))
    assert (first.code, first.latitude) == ("95127", 49.031407) and second is None
    sent = s.server.seen[-1]
    assert b'name="data"; filename="data.csv"' in sent.body and sent.body.count(b'name="columns"') == 2


# INSEE -------------------------------------------------------------------------------------------------------------

POPULATIONS = "DS_POPULATIONS_REFERENCE"


@scenario("Melodi: how many figures")
def melodi_count(s):
    assert Melodi(s.transport).count(POPULATIONS, ["COM-44109"], {"FREQ": "A"}) == 3


@scenario("Melodi: populations of Nantes")
def melodi_data(s):
    found = list(Melodi(s.transport).observations(POPULATIONS, ["COM-44109"], {"FREQ": "A"}, page=100000))
    values = {o.dimensions["POPREF_MEASURE"]: o.value for o in found}
    assert values == {"PMUN": 327734, "PTOT": 332515, "PCAP": 4781}
    assert {(o.level, o.code, o.year) for o in found} == {("COM", "44109", "2025")}


@scenario("Melodi: no figure for that year")
def melodi_empty(s):
    assert Melodi(s.transport).count(POPULATIONS, ["COM-44109"], {"TIME_PERIOD": "1900"}) == 0


@scenario("Melodi: the communes of an EPCI")
def melodi_epci(s):
    filters = {"POPREF_MEASURE": "PMUN"}
    found = list(Melodi(s.transport).observations(POPULATIONS, ["EPCI-244400404*COM"], filters, page=100000))
    values = {o.code: o.value for o in found}
    # Nantes Métropole has 24 communes.
    assert len(values) == len(found) == 24 and values["44109"] == 327734 and values["44215"] == 26227


@scenario("Melodi: unknown dataset, answered with an error 500")
def melodi_unknown(s):
    with pytest.raises(errors.ServiceDown, match="DS_NEXISTEPAS"):
        Melodi(s.transport).count("DS_NEXISTEPAS", [])


@scenario("Melodi: files of a dataset")
def melodi_products(s):
    found = Melodi(s.transport).products("DS_FILOSOFI_CC")
    csv = next(p for p in found if p.format == "CSV")
    assert csv.id == "DS_FILOSOFI_CC_2021_CSV_FR" and csv.size == 5064436


@scenario("Melodi: two pages, a withheld figure")
def melodi_pages(s):
    found = list(Melodi(s.transport).observations("DS_FILOSOFI_CC", ["DEP-90*COM"], page=3))
    said = [(o.code, o.dimensions["FILOSOFI_MEASURE"], o.value, o.status) for o in found]
    assert said[:3] == [
        ("90010", "MED_SL", 20140, "ok"), ("90010", "PR_MD60", 21, "ok"), ("90001", "MED_SL", None, "secret"),
    ]  # fmt: skip
    assert said[-1] == ("90008", "MED_SL", 25360, "ok") and len(said) == 5
    assert s.server.count("/melodi/data/DS_FILOSOFI_CC") == 2


@scenario("Melodi: too many requests")
def melodi_busy(s):
    with s.server.scenario("ratelimit"), pytest.raises(errors.ServiceDown, match="overloaded"):
        list(Melodi(s.transport).observations("DS_FILOSOFI_CC", ["DEP-90*COM"]))


@scenario("Melodi: the whole country's file")
def melodi_file(s):
    path = s.folder / "filosofi.zip"
    Melodi(s.transport).download("DS_FILOSOFI_CC", "DS_FILOSOFI_CC_2021_CSV_FR", path)
    chosen = {"GEO_OBJECT": "COM", "FILOSOFI_MEASURE": "MED_SL", "TIME_PERIOD": "2021"}
    values, labels = insee_files.read_melodi(path, chosen)
    assert values == {"90010": replies.Value(20140, "ok"), "90001": replies.Value(None, "secret")}
    assert {row["LIB_MOD"] for row in labels.rows} >= {"Niveau de vie médian"}


@scenario("Insee: the comparator's zip")
def insee_comparator(s):
    path = s.folder / "comparateur.zip"
    InseeFiles(s.transport).download(COMPARATOR, path)
    table = insee_files.read_comparator(path)
    newest, before = (insee_files.figures(table, r"P(\d\d)_POP", rank) for rank in (0, 1))
    assert (newest.column, newest.year, before.column) == ("P22_POP", 2022, "P16_POP")
    assert newest.values["01001"].value == 771 and before.values["01001"].value == 767
    assert newest.values["2A004"].value == 70817
    # Nothing published for a small commune: missing, and no zero.
    assert insee_files.figures(table, r"TP60(\d\d)").values["01001"] == replies.Value(None, "missing")


@scenario("Insee: Filosofi with decimal commas, secret and unknown")
def insee_filosofi(s):
    reply = s.send("insee_files", "/7756855/cc_filosofi_2021_COM.csv")
    table = insee_files.read_filosofi(reply.body)
    poverty = insee_files.figures(table, r"TP60(\d\d)")
    assert poverty.year == 2021
    assert poverty.values["90010"].value == 29 and poverty.values["01001"].status == "secret"
    assert poverty.values["09304"].status == "missing"
    assert insee_files.figures(table, r"PIMPOT(\d\d)").values["01004"].value == -14.8


@scenario("Insee: the geographic code in its zip")
def insee_cog(s):
    path = s.folder / "cog.zip"
    InseeFiles(s.transport).download(cog_path(2025), path)
    check_cog(insee_files.read_cog(path))


@scenario("Insee: the geographic code, file alone")
def insee_cog_file(s):
    check_cog(insee_files.read_cog(s.send("insee_files", "/8377162/v_commune_2025.csv").body))


def check_cog(found) -> None:
    assert [c.code for c in found if c.kind == "COM"] == ["01001", "75056", "01033", "2A004"]
    assert next(c for c in found if c.kind == "ARM").parent == "75056"
    assert next(c for c in found if c.kind == "COMD").parent == "01033"


# Observatoire des territoires --------------------------------------------------------------------------------------


@scenario("Observatoire: an indicator as CSV, with none where it says -9999")
def observatoire_csv(s):
    found = Observatoire(s.transport).indicator("com2025", "frr", "codefrr")
    assert found.texts == {"01001": "", "01187": "FRR+", "90010": "", "15014": "FRR"}
    assert found.values["01001"] == replies.Value(None, "missing")


@scenario("Observatoire: an indicator as a spreadsheet, under heading rows")
def observatoire_xlsx(s):
    found = Observatoire(s.transport).indicator("com2025", "agri", "exp2020", spreadsheet=True)
    assert found.values == {"01001": replies.Value(14, "ok"), "90010": replies.Value(None, "missing")}
    assert found.years == {"01001": "2020", "90010": "2020"}


@scenario("Observatoire: an unknown indicator is answered with an error 500")
def observatoire_unknown(s):
    with pytest.raises(errors.ServiceDown, match="knows no indicator “inconnu”"):
        Observatoire(s.transport).indicator("com2025", "agri", "inconnu")


# OFGL --------------------------------------------------------------------------------------------------------------


@scenario("OFGL: records of a commune")
def ofgl_records(s):
    where = f"code_insee={text('69123')} and year(exercice)=2026 and variable={text('Montant Dotation DGF')}"
    (found,) = Ofgl(s.transport).records("dotations-communes", where, page=5)
    assert (found["code_insee"], found["valeur"], found["unite"]) == ("69123", 56959311.0, "euros")


@scenario("OFGL: two pages of records")
def ofgl_pages(s):
    found = list(Ofgl(s.transport).records("dotations-communes", page=2))
    assert [(r["code_insee"], r["valeur"]) for r in found] == [
        ("90010", 9100000.0),
        ("90001", 88000.0),
        ("90008", None),
    ]


@scenario("OFGL: the whole as CSV, with its BOM")
def ofgl_export(s):
    reply = Ofgl(s.transport).download("dotations-communes", s.folder / "f.csv")
    table = read_export(reply.path.read_bytes(), ("code_insee", "valeur"))
    assert table.columns[0] == "exercice" and [row["code_insee"] for row in table.rows] == ["69123", "69123", "75056"]
    # Paris receives nothing, which is a figure.
    assert replies.Value.of(table.rows[2]["valeur"]) == replies.Value(0.0, "ok")


@scenario("OFGL: the newest year of a variable, as the refresh asks for it")
def ofgl_newest(s):
    year = Ofgl(s.transport).newest("dotations-communes", "Montant Dotation DGF", s.folder / "f.csv")
    asked = dict(s.server.seen[-1].query)
    assert asked["where"] == f'variable="Montant Dotation DGF" and year(exercice)={year}'
    assert len((s.folder / "f.csv").read_text(encoding="utf-8-sig").splitlines()) == 4


@scenario("OFGL: a condition that it does not understand")
def ofgl_bad(s):
    with pytest.raises(errors.RequestRefused, match="Unknown field: anzahl"):
        list(Ofgl(s.transport).records("dotations-communes", "anzahl=1"))


@scenario("OFGL: more than 100 records a page")
def ofgl_limit(s):
    with pytest.raises(ValueError, match="1-100"):
        list(Ofgl(s.transport).records("dotations-communes", page=101))
    with pytest.raises(errors.RequestRefused) as caught:
        s.send("ofgl", "/dotations-communes/records", {"limit": 101})
    assert b"-1 <= limit <= 100" in caught.value.body


# Démarche numérique ------------------------------------------------------------------------------------------------


@scenario("démarche: the form of a procedure")
def demarche_form(s):
    found = DemarcheNumerique(s.transport).procedure("demande-de-subvention")
    assert (found.number, found.path) == (42, "demande-de-subvention")
    champs = {c.label: c for c in found.champs}
    assert champs["Commune"].kind == "Commune" and champs["Commune"].required
    assert champs["Programme"].options == ("Action cœur de ville", "Petites villes de demain", "Villages d'avenir")
    assert [c.label for c in champs["Cofinanceurs"].columns] == ["Nom", "Montant"]
    assert champs["Délibération"].kind == "PieceJustificative"
    assert champs["Intitulé du projet"].key == "champ_Q2hhbXAtMjI"


@scenario("démarche: unknown procedure")
def demarche_unknown(s):
    with pytest.raises(errors.RequestRefused, match="procedure inconnue is not found"):
        DemarcheNumerique(s.transport).procedure("inconnue")


@scenario("démarche: a file is created after an explicit yes, as bare JSON")
def demarche_create(s):
    client = DemarcheNumerique(s.transport)
    values = {"champ_Q2hhbXAtMjI": "Halle couverte", "champ_Q2hhbXAtMjQ": ["01500", "01004"]}
    with pytest.raises(errors.HandoverError, match="Nothing was sent"):
        client.create(42, values, agreed=False)
    assert s.server.seen == []
    found = client.create(42, values, agreed=True)
    assert found.url.endswith("prefill_token=h3mXbWqHqZq5mYtCjV9sGQ3b") and found.state == "prefilled"
    assert found.number == 42 and found.sent == values
    sent = s.server.seen[-1]
    assert sent.headers["content-type"] == "application/json"
    assert replies.json_of(sent.body, "x") == values


@scenario("démarche: another type of content is refused")
def demarche_content_type(s):
    headers = {"Content-Type": "application/json; charset=utf-8"}
    with pytest.raises(errors.RequestRefused) as caught:
        s.send("demarche", "/api/public/v1/demarches/42/dossiers", method="POST", body=b"{}", headers=headers)
    assert b"Content-Type should be json" in caught.value.body


@scenario("démarche: creating in an unknown procedure")
def demarche_create_unknown(s):
    with pytest.raises(errors.RequestRefused, match="procedure 999999 is not found"):
        DemarcheNumerique(s.transport).create(999999, {}, agreed=True)


@scenario("démarche: state of a file")
def demarche_state(s):
    (found,) = DemarcheNumerique(s.transport).states(42, "h3mXbWqHqZq5mYtCjV9sGQ3b")
    assert (found.state, found.number) == ("brouillon", 42)


@scenario("démarche: a token that nobody knows, or no more")
def demarche_no_state(s):
    assert DemarcheNumerique(s.transport).states(42, "inconnu") == []


@scenario("démarche: too many requests")
def demarche_busy(s):
    with s.server.scenario("ratelimit"), pytest.raises(errors.ServiceDown, match="overloaded") as caught:
        DemarcheNumerique(s.transport).create(42, {}, agreed=True)
    assert "cowboy" in caught.value.details


# Aides-territoires -------------------------------------------------------------------------------------------------


@scenario("aides: login with the key, in its header only")
def aides_login(s):
    client = Aides(s.transport, key="une-cle")
    client.login()
    sent = s.server.seen[-1]
    assert sent.headers["x-auth-token"] == "une-cle" and "une-cle" not in f"{sent.path}{sent.query}{sent.body}"


@scenario("aides: a key that is not known")
def aides_refused(s):
    with s.server.scenario("mauvaise-cle"), pytest.raises(errors.RequestRefused, match="does not know this key"):
        Aides(s.transport, key="fausse").login()


@scenario("aides: an expired token is renewed once")
def aides_expired(s):
    client = Aides(s.transport, key="une-cle")
    with s.server.scenario("jwt-expire", times=1):
        assert [a.id for a in client.aids(95861, page=2)] == [101, 102, 103]
    assert s.server.count("/api/connexion/") == 2
    # Refused again with a new token: said, and no third try.
    with s.server.scenario("jwt-expire"), pytest.raises(errors.RequestRefused) as caught:
        next(client.aids(95861, page=2))
    assert caught.value.status == 401 and s.server.count("/api/connexion/") == 3


@scenario("aides: perimeters of a commune")
def aides_perimeters(s):
    found = Aides(s.transport, key="k").perimeters(insee="63113")
    assert [(p.id, p.scale) for p in found] == [(95861, "Commune"), (70973, "Région")]


@scenario("aides: two pages of grants, HTML made text")
def aides_aids(s):
    found = list(Aides(s.transport, key="k").aids(95861, "commune", page=2))
    assert [a.id for a in found] == [101, 102, 103]
    assert found[0].description == "Texte échappé en HTML." and found[0].contact == "contact@example.org"
    assert (found[0].rate_low, found[0].rate_high, found[0].deadline) == (None, 80, "2026-12-31")
    assert found[0].url == "https://aides-territoires.beta.gouv.fr/aides/0065-ingenierie/"
    assert s.server.seen[-1].headers["authorization"].startswith("Bearer ")


@scenario("aides: unknown grant")
def aides_unknown(s):
    with pytest.raises(errors.RequestRefused, match="n'existe pas"):
        Aides(s.transport, key="k").aid(999999)


# Project owner -----------------------------------------------------------------------------------------------------


@scenario("entreprises: a commune's identity, without its people")
def entreprises_authority(s):
    (found,) = Entreprises(s.transport).authority("90010")
    assert (found.siren, found.siret, found.level, found.code) == ("219000106", "21900010600017", "commune", "90010")
    assert found.active and "EXEMPLE" not in repr(found) and "Camille" not in repr(found)


@scenario("entreprises: without a criterion")
def entreprises_nothing(s):
    from anct_qgis_plugin.connectors.services.entreprises import explained

    with pytest.raises(ValueError, match="word"):
        Entreprises(s.transport).search(" ")
    with pytest.raises(errors.RequestRefused) as caught:
        s.send("entreprises", "/search")
    assert "au moins un paramètre" in explained(caught.value).message


@scenario("entreprises: too many requests")
def entreprises_busy(s):
    with s.server.scenario("ratelimit"), pytest.raises(errors.ServiceDown, match="overloaded"):
        Entreprises(s.transport).search("belfort")
    assert s.server.count("/search") == 3


@scenario("annuaire: a town hall, JSON inside texts")
def annuaire(s):
    client = Annuaire(s.transport)
    (found,) = client.town_halls("77188", limit=3)
    assert (found.phone, found.email, found.site) == (
        "01 00 00 00 00", "mairie@example.org", "https://www.example.org",
    )  # fmt: skip
    assert (found.street, found.postcode, found.city) == ("Place de la Mairie", "77590", "Fontaine-le-Port")
    assert (found.longitude, found.latitude, found.delegated) == (2.7659, 48.4801, False)
    with pytest.raises(ValueError, match="77188 or"):
        client.town_halls('77188 or "1"="1"')


# Proxy -------------------------------------------------------------------------------------------------------------


@scenario("proxy: a login is asked for")
def proxy_login(s):
    with pytest.raises(errors.ProxyLogin, match="login"):
        s.through_proxy().send(s.ask("geo_api", "/communes"))
