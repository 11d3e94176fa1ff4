"""What has not changed is not sent twice: pages in memory as whole files, whatever the service; little is kept."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta

import pytest
from replay import Answer

from anct_qgis_plugin import errors
from anct_qgis_plugin.connectors.http.conditional import Conditional
from anct_qgis_plugin.connectors.http.state import Shelf
from anct_qgis_plugin.connectors.http.transport import Request
from anct_qgis_plugin.connectors.services.geo_api import GeoApi
from anct_qgis_plugin.connectors.services.geopf_wfs import Wfs
from anct_qgis_plugin.connectors.services.melodi import Melodi

COMMUNES = "geo.api.gouv.fr/communes"
WFS = "data.geopf.fr/wfs/ows"
TAG = {"ETag": '"a"'}
SAME = Answer(304, headers=TAG)


@pytest.fixture
def shelf(tmp_path):
    class Dated(Shelf):
        now = datetime(2026, 3, 12, tzinfo=UTC)

    return Dated(tmp_path / "kept", lambda: Dated.now)


@pytest.fixture
def kept(transport, shelf):
    return Conditional(transport, shelf)


def ask(server, kept, path="/communes", **more):
    return kept.send(Request(server.endpoints().url("geo_api", path), "geo_api", **more))


def bodies(shelf) -> list[int]:
    return sorted(path.stat().st_size for path in shelf.folder.glob("*.body"))


def test_a_page_in_memory_is_read_from_what_is_kept(server, kept):
    server.on(COMMUNES, Answer(200, b'[{"nom": "Cahors"}]', TAG), SAME)
    client = GeoApi(kept)
    for condition in (None, '"a"'):
        assert client.json(client.request("/communes")) == [{"nom": "Cahors"}]
        assert server.seen[-1].headers.get("if-none-match") == condition


def test_a_date_serves_where_there_is_no_tag(server, kept):
    day = "Thu, 12 Mar 2026 10:00:00 GMT"
    server.on(COMMUNES, Answer(200, b"[1]", {"Last-Modified": day}), Answer(304, headers={"Last-Modified": day}))
    assert ask(server, kept).body == ask(server, kept).body == b"[1]"
    assert server.seen[-1].headers["if-modified-since"] == day


def test_a_file_is_put_where_it_is_wanted(server, kept, tmp_path):
    server.on(COMMUNES, Answer(200, b"[1]", TAG), SAME)
    for name in ("first", "second"):
        reply = ask(server, kept, save_to=tmp_path / name)
        assert (reply.status, reply.not_modified, reply.size) == (200, False, 3)
        assert reply.path == tmp_path / name and reply.path.read_bytes() == b"[1]"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["first", "kept", "second"]


def test_pages_of_the_wfs_are_each_kept(server, kept):
    def page(ident: str) -> bytes:
        feature = f'{{"type":"Feature","id":"{ident}","properties":{{"code_insee":"{ident}"}},"geometry":null}}'
        return (f'{{"type":"FeatureCollection","numberMatched":2,"numberReturned":1,"features":[{feature}]}}').encode()

    pages = [Answer(200, page(i), {"ETag": f'"{i}"'}) for i in ("46001", "46002")]
    server.on(WFS, *pages, *[Answer(304, headers={"ETag": f'"{i}"'}) for i in ("46001", "46002")])
    found = [
        [feature.properties["code_insee"] for feature in Wfs(kept).features("ADMIN:commune", page=1)] for _ in range(2)
    ]
    assert found == [["46001", "46002"]] * 2
    assert [seen.headers.get("if-none-match") for seen in server.seen] == [None, None, '"46001"', '"46002"']


def test_a_file_of_melodi_is_asked_for_under_condition_only_if_it_says_what_it_is(server, kept, shelf, tmp_path):
    path = "api.insee.fr/melodi/file/DS_X/DS_X_2023_CSV_FR"
    server.on(path, Answer(200, b"PK", {"Cache-Control": "no-store"}), Answer(200, b"PK2", TAG), SAME)
    for rank, body in enumerate((b"PK", b"PK2", b"PK2")):
        reply = Melodi(kept).download("DS_X", "DS_X_2023_CSV_FR", tmp_path / str(rank))
        assert reply.path.read_bytes() == body
    assert [seen.headers.get("if-none-match") for seen in server.seen] == [None, None, '"a"']


@pytest.mark.parametrize("harm", ["body", "no body", "card"])
def test_damage_means_that_it_is_asked_whole(server, kept, shelf, harm):
    server.on(COMMUNES, Answer(200, b"[1]", TAG))
    ask(server, kept)
    if harm == "body":
        next(shelf.folder.glob("*.body")).write_bytes(b"[2]")
    elif harm == "no body":
        next(shelf.folder.glob("*.body")).unlink()
    else:
        next(shelf.folder.glob("*.json")).write_text("{")
    assert ask(server, kept).body == b"[1]"
    assert "if-none-match" not in server.seen[-1].headers


def test_what_its_question_no_longer_accepts_is_asked_whole(server, kept, tmp_path):
    """The catalogue gives another checksum while the file's server says that nothing changed."""
    server.on(COMMUNES, Answer(200, b"[1]", TAG), SAME, Answer(200, b"[2]", {"ETag": '"b"'}))
    ask(server, kept, save_to=tmp_path / "first")

    def check(path):
        if path.read_bytes() != b"[2]":
            raise errors.BadContent("another checksum")

    reply = ask(server, kept, save_to=tmp_path / "second", check=check)
    assert reply.path.read_bytes() == b"[2]"


def test_a_changed_answer_takes_the_place_of_the_older_one(server, kept, shelf):
    server.on(COMMUNES, Answer(200, b"[1]", TAG), Answer(200, b"[22]", {"ETag": '"b"'}))
    assert (ask(server, kept).body, ask(server, kept).body) == (b"[1]", b"[22]")
    assert bodies(shelf) == [4]


def test_what_fails_is_not_hidden_by_what_is_kept(server, kept):
    """The refresh must say that a service is down; the data in use are those of the last good refresh."""
    server.on(COMMUNES, Answer(200, b"[1]", TAG), Answer(503))
    ask(server, kept)
    with pytest.raises(errors.ServiceDown):
        ask(server, kept)


def test_what_creates_and_what_bears_a_key_is_never_kept(server, kept, shelf):
    server.on(COMMUNES, Answer(200, b"[1]", TAG))
    ask(server, kept, method="POST", body=b"{}")
    ask(server, kept, etag='"mine"')
    assert not shelf.folder.exists()


def test_the_folder_is_bounded_the_oldest_go_first(server, transport, shelf):
    kept = Conditional(transport, shelf, bound=100)
    for rank in range(5):
        server.on(f"{COMMUNES}/{rank}", Answer(200, bytes(f"{rank}" * 30, "ascii"), TAG))
        type(shelf).now += timedelta(days=1)
        ask(server, kept, f"/communes/{rank}")
    assert bodies(shelf) == [30, 30, 30]
    assert {path.read_bytes()[:1] for path in shelf.folder.glob("*.body")} == {b"2", b"3", b"4"}
    server.on(f"{COMMUNES}/5", Answer(200, b"x" * 60, TAG))  # more than half of the bound
    assert ask(server, kept, "/communes/5").size == 60
    assert bodies(shelf) == [30, 30, 30]


def test_a_body_that_no_card_names_goes_after_a_day(server, kept, shelf):
    server.on(COMMUNES, Answer(200, b"[1]", TAG), Answer(200, b"[2]", {"ETag": '"b"'}))
    ask(server, kept)
    left, written = shelf.folder / "x.0.body", shelf.folder / "y.0.body"
    for path, age in ((left, timedelta(days=2)), (written, timedelta(minutes=1))):
        path.write_bytes(b"left")
        moment = (shelf._now() - age).timestamp()
        os.utime(path, (moment, moment))
    ask(server, kept)
    assert not left.exists() and written.exists()


def test_a_folder_that_cannot_be_written_only_costs_the_saving(server, transport, tmp_path):
    (tmp_path / "kept").write_text("a file where a folder should be")
    server.on(COMMUNES, Answer(200, b"[1]", TAG))
    kept = Conditional(transport, Shelf(tmp_path / "kept"))
    assert ask(server, kept).body == ask(server, kept).body == b"[1]"
