"""Offline is a normal state: the last good answer is shown with its date, whatever the service or the disk does."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime

import pytest
from replay import Answer

from anct_qgis_plugin import errors
from anct_qgis_plugin.connectors.http.state import Shelf, fetch
from anct_qgis_plugin.connectors.http.transport import Request

URL = "geo.api.gouv.fr/communes"
MARCH = datetime(2026, 3, 12, 10, 30, tzinfo=UTC)


@pytest.fixture
def shelf(tmp_path):
    class Dated(Shelf):
        now = MARCH

    return Dated(tmp_path / "kept", lambda: Dated.now)


@pytest.fixture
def ask(server, transport, shelf):
    def asked(check=None, cancelled=lambda: False):
        request = Request(server.endpoints().url("geo_api", "/communes"), "geo_api")
        return fetch(transport, request, shelf, "communes", cancelled, check)

    return asked


def test_a_first_answer_is_kept_and_an_unchanged_one_is_not_sent_again(server, shelf, ask):
    server.on(URL, Answer(200, b"[1]", {"ETag": '"a"'}), Answer(304, headers={"ETag": '"a"'}))
    first = ask()
    assert first.is_fresh and first.sentence == "" and first.path.read_bytes() == b"[1]"
    type(shelf).now = datetime(2026, 4, 1, tzinfo=UTC)
    second = ask()
    assert server.seen[-1].headers["if-none-match"] == '"a"'
    assert second.path.read_bytes() == b"[1]" and second.date == "01/04/2026"


@pytest.mark.parametrize("answer", [Answer(503), Answer(200, b"<html>"), Answer(200, b""), Answer(404)])
def test_when_the_service_fails_the_last_good_one_is_shown_with_its_date(server, shelf, ask, answer):
    server.on(URL, Answer(200, b"[1]"), answer)
    ask()
    type(shelf).now = datetime(2026, 4, 1, tzinfo=UTC)
    found = ask()
    assert found.path.read_bytes() == b"[1]" and not found.is_fresh
    assert found.sentence == f"{found.problem.message} Data of 12/03/2026 shown."
    assert "API Géo" in found.sentence


def test_without_anything_kept_the_failure_is_the_answer(server, ask, shelf):
    server.on(URL, Answer(503))
    with pytest.raises(errors.ServiceDown):
        ask()
    assert not shelf.folder.exists() or os.listdir(shelf.folder) == []


def test_a_new_answer_takes_the_place_of_the_old_one(server, shelf, ask):
    server.on(URL, Answer(200, b"[1]"), Answer(200, b"[2]"))
    ask()
    assert ask().path.read_bytes() == b"[2]"
    assert len(os.listdir(shelf.folder)) == 2, "one body, one card"


def test_a_refused_file_does_not_take_the_place_of_the_good_one(server, shelf, ask):
    server.on(URL, Answer(200, b"[1]"), Answer(200, b"[2]"))
    ask()

    def refuse(path):
        raise errors.BadContent("API Géo: too few rows")

    found = ask(refuse)
    assert found.path.read_bytes() == b"[1]" and found.sentence.startswith("API Géo: too few rows Data of 12/03/2026")
    assert len(os.listdir(shelf.folder)) == 2


def test_cancelling_leaves_the_shelf_as_it_was(server, shelf, ask):
    server.on(URL, Answer(200, b"[1]"))
    ask()
    before = sorted(os.listdir(shelf.folder))
    with pytest.raises(errors.Cancelled):
        ask(cancelled=lambda: True)
    assert sorted(os.listdir(shelf.folder)) == before


@pytest.mark.parametrize("harm", ["body", "no body", "card", "card of something else", "a way out"])
def test_what_is_damaged_is_asked_for_again(server, shelf, ask, harm):
    server.on(URL, Answer(200, b"[1]", {"ETag": '"a"'}))
    kept = ask()
    card = shelf.folder / "communes.json"
    if harm == "body":
        kept.path.write_bytes(b"[9]")
    elif harm == "no body":
        kept.path.unlink()
    elif harm == "card":
        card.write_text(card.read_text()[:20])
    elif harm == "card of something else":
        card.write_text("[1, 2]")
    else:
        card.write_text(json.dumps({**json.loads(card.read_text()), "file": "../communes.json"}))
    assert shelf.get("communes") is None
    assert ask().path.read_bytes() == b"[1]"
    assert "if-none-match" not in server.seen[-1].headers


@pytest.mark.parametrize("key", ["", "../x", "a/b", "A", "é", "a.b"])
def test_a_key_names_no_other_place(shelf, key):
    with pytest.raises(ValueError, match="key"):
        shelf.get(key)
