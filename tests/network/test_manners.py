"""The manners of every request, on a real local server: each fault has its own error, no wait is longer than due."""

from __future__ import annotations

import os
import socket
import threading
import time
from email.utils import formatdate

import pytest
from clocks import FakeTime
from replay import Answer, Replay
from tls import self_signed_certificate

from anct_qgis_plugin import errors, paths
from anct_qgis_plugin.connectors.http.endpoints import SERVICES, Endpoints
from anct_qgis_plugin.connectors.http.polite import LONGEST_WAIT, Pacer, Time, is_web_page, retry_after
from anct_qgis_plugin.connectors.http.requests_transport import RequestsTransport
from anct_qgis_plugin.connectors.http.transport import Request

URL = "geo.api.gouv.fr/communes"
PAGE = b"\xef\xbb\xbf\n<!DOCTYPE html><html><head><title>Connexion au Wi-Fi</title></head></html>"


def ask(server, path="/communes", service="geo_api", **more) -> Request:
    return Request(server.endpoints().url(service, path), service, **more)


def test_a_good_answer_comes_with_its_validators(server, transport):
    server.on(URL, Answer(200, b"[]", {"ETag": '"a"', "Last-Modified": "Wed, 24 Sep 2025 15:42:00 GMT"}))
    reply = transport.send(ask(server))
    assert (reply.status, reply.body, reply.size, reply.etag) == (200, b"[]", 2, '"a"')
    assert reply.last_modified == "Wed, 24 Sep 2025 15:42:00 GMT"
    sent = server.seen[0].headers
    assert sent["user-agent"].startswith(f"anct_qgis_plugin/{paths.version()} ")
    assert "application/json" in sent["accept"]


def test_an_unchanged_source_is_not_sent_again(server, transport):
    server.on(URL, Answer(304, headers={"ETag": '"a"'}))
    reply = transport.send(ask(server, etag='"a"', last_modified="Wed, 24 Sep 2025 15:42:00 GMT"))
    assert reply.not_modified and reply.body == b""
    assert server.seen[0].headers["if-none-match"] == '"a"'
    assert server.seen[0].headers["if-modified-since"] == "Wed, 24 Sep 2025 15:42:00 GMT"


@pytest.mark.parametrize("status", [500, 502, 503])
def test_a_passing_failure_is_retried_with_growing_waits(server, transport, fake_time, status):
    server.on(URL, Answer(status), Answer(status), Answer(200, b"[]"))
    assert transport.send(ask(server)).body == b"[]"
    # Jitter of one half: 0.75 s, then 1.5 s; beside them only the pace (0.12 s), which these waits cover.
    assert fake_time.total == pytest.approx(2.25)


def test_a_lasting_failure_is_said_after_two_retries(server, transport):
    server.on(URL, Answer(502, b"<html><title>502 Bad Gateway</title></html>"))
    with pytest.raises(errors.ServiceDown, match=r"API Géo.*502") as caught:
        transport.send(ask(server))
    assert server.count() == 3
    assert caught.value.hint and caught.value.service == "API Géo"


@pytest.mark.parametrize("status", [400, 401, 404, 410, 422])
def test_other_refusals_are_final(server, transport, status):
    server.on(URL, Answer(status, b"This endpoint does not support it"))
    with pytest.raises(errors.RequestRefused) as caught:
        transport.send(ask(server))
    assert (caught.value.status, caught.value.body) == (status, b"This endpoint does not support it")
    assert server.count() == 1


def test_retry_after_in_seconds_is_obeyed(server, transport, fake_time):
    server.on(URL, Answer(429, b"slow", {"Retry-After": "7"}), Answer(200, b"[]"))
    transport.send(ask(server))
    assert fake_time.total == pytest.approx(7, abs=0.01)


def test_retry_after_as_a_date_is_obeyed(server):
    fake = FakeTime()
    now = 1_760_000_000
    server.on(URL, Answer(503, b"", {"Retry-After": formatdate(now + 12, usegmt=True)}), Answer(200, b"[]"))
    RequestsTransport(server.endpoints(), Pacer(), fake.as_time(now)).send(ask(server))
    assert fake.total == pytest.approx(12, abs=0.01)


def test_nobody_waits_an_hour(server, transport, fake_time):
    server.on(URL, Answer(429, b"slow", {"Retry-After": "3600"}))
    with pytest.raises(errors.ServiceDown, match="3600 s"):
        transport.send(ask(server))
    assert server.count() == 1
    assert fake_time.total < 1


def test_a_busy_service_that_says_nothing_is_given_its_own_wait(server, transport, fake_time):
    server.on("api.insee.fr/melodi/data/DS", Answer(429, b"{}"), Answer(200, b"[]"))
    transport.send(ask(server, "/data/DS", "melodi"))
    assert 60 <= fake_time.total <= 62


@pytest.mark.parametrize(
    ("value", "seconds"), [("5", 5.0), ("0", 0.0), ("", None), ("soon", None), ("-3", None), ("1.5", None)]
)
def test_retry_after_is_read_or_left(value, seconds):
    assert retry_after(value, 0) == seconds


def test_a_past_retry_date_means_at_once():
    assert retry_after("Wed, 21 Oct 2015 07:28:00 GMT", 1_760_000_000) == 0
    assert retry_after("Wed, 21 Oct 2015 07:28:00 GMT", 1_445_412_420) == pytest.approx(60)  # by `date -u -d`


def test_what_creates_something_is_not_sent_twice(server, transport):
    url = "demarche.numerique.gouv.fr/api/public/v1/demarches/42/dossiers"
    path = "/api/public/v1/demarches/42/dossiers"
    server.on(url, Answer(500, b"oops"))
    with pytest.raises(errors.ServiceDown):
        transport.send(ask(server, path, "demarche", method="POST", body=b"{}"))
    assert server.count() == 1
    server.on(url, Answer(429, b"slow", {"Retry-After": "1"}), Answer(201, b"{}"))
    assert transport.send(ask(server, path, "demarche", method="POST", body=b"{}")).status == 201
    assert server.count() == 3


def test_requests_to_one_service_are_kept_apart(server, transport, fake_time):
    server.on("api.insee.fr/melodi/data/DS", Answer(200, b"[]"))
    for _ in range(4):
        transport.send(ask(server, "/data/DS", "melodi"))
    # 30 requests a minute allowed: three gaps of 2.1 s for four requests.
    assert fake_time.total == pytest.approx(6.3, abs=0.01)
    server.on(URL, Answer(200, b"[]"))
    transport.send(ask(server))
    assert fake_time.total == pytest.approx(6.3, abs=0.01), "another service does not wait"


def test_two_tasks_share_the_pace(server):
    pacer, fake = Pacer(), FakeTime()
    server.on("api.insee.fr/melodi/data/DS", Answer(200, b"[]"))
    for _ in range(2):
        RequestsTransport(server.endpoints(), pacer, fake.as_time()).send(ask(server, "/data/DS", "melodi"))
    assert fake.total == pytest.approx(2.1, abs=0.01)


@pytest.mark.parametrize("status", [200, 403, 511])
def test_a_portal_is_not_taken_for_data(server, transport, status, tmp_path):
    server.on(URL, Answer(status, PAGE, {"Content-Type": "application/json"}))
    target = tmp_path / "kept.json"
    target.write_text("the last good one")
    with pytest.raises(errors.PortalPage, match="web page"):
        transport.send(ask(server, save_to=target))
    assert target.read_text() == "the last good one"
    assert os.listdir(tmp_path) == ["kept.json"]
    assert server.count() == 1


@pytest.mark.parametrize(
    ("start", "page"),
    [
        (b"<!doctype HTML>", True),
        (b"  \r\n<HTML lang=fr>", True),
        (b"<!-- proxy --><html>", True),
        (b'<?xml version="1.0"?><!DOCTYPE html PUBLIC', True),
        (b'<?xml version="1.0"?><wfs:FeatureCollection', False),
        (b"insee_com,lib_com\n01004,<html>", False),
        (b"", False),
    ],
)
def test_web_pages_are_recognised_by_their_first_bytes(start, page):
    assert is_web_page(start) is page


def test_an_empty_answer_is_no_answer(server, transport):
    server.on(URL, Answer(200, b""))
    with pytest.raises(errors.BadContent, match="empty"):
        transport.send(ask(server))
    assert transport.send(ask(server, may_be_empty=True)).body == b""


def test_a_truncated_answer_is_asked_again_then_refused(server, transport, tmp_path):
    whole = b"x" * 5000
    server.on(URL, Answer(200, whole, cut=4000), Answer(200, whole))
    assert transport.send(ask(server)).size == 5000
    server.on(URL, Answer(200, whole, cut=4000))
    with pytest.raises(errors.BadContent, match="cut short"):
        transport.send(ask(server, save_to=tmp_path / "f.csv"))
    assert os.listdir(tmp_path) == []


def test_silence_is_not_waited_for_longer_than_the_time_out(server, transport):
    server.on(URL, Answer(200, b"[]", delay=30))
    begun = time.monotonic()
    with pytest.raises(errors.ServiceDown, match=r"waited 0\.3 s"):
        transport.send(ask(server, timeout=0.3))
    assert time.monotonic() - begun < 5
    assert server.count() == 3


def test_silence_in_the_middle_counts_too(server, transport, tmp_path):
    server.on(URL, Answer(200, b"x" * 1000, pause=30))
    with pytest.raises(errors.ServiceDown, match="does not answer"):
        transport.send(ask(server, timeout=0.3, save_to=tmp_path / "f"))
    assert os.listdir(tmp_path) == []


def test_a_closed_door_is_a_service_down(transport, fake_time):
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port = door.getsockname()[1]
    endpoints = Endpoints({"geo_api": f"http://127.0.0.1:{port}"})
    with pytest.raises(errors.ServiceDown, match="refused or closed"):
        RequestsTransport(endpoints, Pacer(), fake_time.as_time()).send(
            Request(endpoints.url("geo_api", "/communes"), "geo_api")
        )


def test_a_name_that_nobody_knows_means_no_network(fake_time, monkeypatch):
    def unknown(*_args, **_kwargs):
        raise socket.gaierror(-3, "Temporary failure in name resolution")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    endpoints = Endpoints()
    with pytest.raises(errors.NoNetwork, match="no network"):
        RequestsTransport(endpoints, Pacer(), fake_time.as_time(), proxies={}).send(
            Request(endpoints.url("geo_api", "/communes"), "geo_api")
        )


def test_a_proxy_that_wants_a_login(server, fake_time):
    server.routes = [
        {
            "name": "proxy",
            "method": "CONNECT",
            "host": "*",
            "path": "*",
            "query": {},
            "status": 407,
            "headers": {"Proxy-Authenticate": 'Negotiate, NTLM, Basic realm="RIE"'},
            "body": "<html>Vous devez vous authentifier.</html>",
        }
    ]
    endpoints = Endpoints()
    transport = RequestsTransport(endpoints, Pacer(), fake_time.as_time(), proxies={"https": server.root})
    with pytest.raises(errors.ProxyLogin, match="login") as caught:
        transport.send(Request(endpoints.url("geo_api", "/communes"), "geo_api"))
    assert "Network" in caught.value.hint
    assert server.count() == 1
    plain = RequestsTransport(server.endpoints(), Pacer(), fake_time.as_time(), proxies={"http": server.root})
    with pytest.raises(errors.ProxyLogin):
        plain.send(ask(server))


@pytest.fixture(scope="module")
def self_signed(tmp_path_factory):
    """Certificate and key of a proxy that signs by itself."""
    return self_signed_certificate(tmp_path_factory.mktemp("tls"))


def test_an_untrusted_certificate_is_refused_and_its_issuer_named(self_signed, fake_time):
    with Replay(tls=self_signed) as server:
        server.on(URL, Answer(200, b"[]"))
        transport = RequestsTransport(server.endpoints(), Pacer(), fake_time.as_time())
        with pytest.raises(errors.UntrustedCertificate, match="Préfecture de Test, Proxy RIE de test"):
            transport.send(ask(server))
        assert server.seen == [], "nothing was asked of a server that is not trusted"


def test_a_trusted_one_is_accepted(self_signed, fake_time, monkeypatch):
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(self_signed[0]))
    with Replay(tls=self_signed) as server:
        server.on(URL, Answer(200, b"[]"))
        assert RequestsTransport(server.endpoints(), Pacer(), fake_time.as_time()).send(ask(server)).body == b"[]"


def test_redirections_stay_on_the_replaced_services(server, transport):
    server.on(URL, Answer(302, b"<html>", {"Location": "https://static.data.gouv.fr/resources/a/b.csv"}))
    server.on("static.data.gouv.fr/resources/a/b.csv", Answer(200, b"a;b\n"))
    reply = transport.send(ask(server))
    assert reply.body == b"a;b\n"
    assert reply.url == f"{server.root}/static.data.gouv.fr/resources/a/b.csv"


def test_redirections_in_a_circle_end(server, transport):
    server.on(URL, Answer(302, b"", {"Location": f"{server.root}/{URL}"}))
    with pytest.raises(errors.RedirectRefused, match="without end"):
        transport.send(ask(server))
    assert server.count() == 6


@pytest.mark.parametrize(
    "target",
    [
        "https://portail.example.org/login",
        "http://www.data.gouv.fr/fichier.csv",
        "https://data.gouv.fr.example.org/a",
        "https://user@www.data.gouv.fr/a",
        "file:///etc/passwd",
        "https://www.data.gouv.fr:8443/a",
    ],
)
def test_redirections_elsewhere_are_refused(server, transport, target):
    server.on(URL, Answer(302, b"", {"Location": target}))
    with pytest.raises(errors.RedirectRefused, match="not on the list"):
        transport.send(ask(server))
    assert server.count() == 1


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_what_is_sent_is_not_sent_elsewhere(server, fake_time, status):
    with Replay() as other:
        endpoints = Endpoints({"demarche": f"{server.root}/demarche", "datagouv": f"{other.root}/www.data.gouv.fr"})
        server.on("demarche/dossiers", Answer(status, b"", {"Location": "https://www.data.gouv.fr/collect"}))
        other.on("www.data.gouv.fr/collect", Answer(200, b"{}"))
        request = Request(endpoints.url("demarche", "/dossiers"), "demarche", method="POST", body=b"{}")
        with pytest.raises(errors.RedirectRefused, match="nothing was sent"):
            RequestsTransport(endpoints, Pacer(), fake_time.as_time()).send(request)
        assert other.seen == []


def test_a_key_stays_with_its_host(server, fake_time):
    with Replay() as other:
        endpoints = Endpoints({"aides": f"{server.root}/aides", "geo_api": f"{other.root}/geo.api.gouv.fr"})
        server.on("aides/aids/", Answer(302, b"", {"Location": "https://geo.api.gouv.fr/communes"}))
        other.on(URL, Answer(200, b"[]"))
        RequestsTransport(endpoints, Pacer(), fake_time.as_time()).send(
            Request(endpoints.url("aides", "/aids/"), "aides", headers={"Authorization": "Bearer abc"})
        )
        assert server.seen[0].headers["authorization"] == "Bearer abc"
        assert "authorization" not in other.seen[0].headers


def test_an_oversized_answer_is_refused_before_it_is_read(server, transport, tmp_path):
    server.on(URL, Answer(200, b"x" * 3_000_000))
    with pytest.raises(errors.TooLarge, match="1 MB"):
        transport.send(ask(server, max_bytes=1024 * 1024, save_to=tmp_path / "f"))
    assert os.listdir(tmp_path) == []


def test_an_endless_answer_is_stopped(server, transport, tmp_path):
    server.on(URL, Answer(200, b"x" * 65536, endless=True))
    with pytest.raises(errors.TooLarge):
        transport.send(ask(server, max_bytes=1024 * 1024, save_to=tmp_path / "f"))
    assert os.listdir(tmp_path) == []


def test_a_file_takes_its_place_only_when_checked(server, transport, tmp_path):
    target = tmp_path / "new" / "list.csv"
    server.on(URL, Answer(200, b"a;b\n1;2\n"))

    def refuse(path):
        assert path.read_bytes() == b"a;b\n1;2\n" and path != target
        raise errors.SourceError("too few rows")

    with pytest.raises(errors.SourceError, match="too few rows"):
        transport.send(ask(server, save_to=target, check=refuse))
    assert os.listdir(target.parent) == []
    reply = transport.send(ask(server, save_to=target, check=lambda path: None))
    assert reply.path == target and target.read_bytes() == b"a;b\n1;2\n" and reply.body == b""
    assert os.listdir(target.parent) == ["list.csv"]


def test_a_folder_that_cannot_be_written_is_said(server, transport, tmp_path):
    (tmp_path / "file").write_text("")
    server.on(URL, Answer(200, b"[]"))
    with pytest.raises(errors.SourceUnavailable, match="cannot be written"):
        transport.send(ask(server, save_to=tmp_path / "file" / "f"))


@pytest.mark.parametrize(
    "answer",
    [
        Answer(200, b"[]", delay=30),
        Answer(200, b"x" * 1000, pause=30),
        Answer(429, b"", {"Retry-After": "60"}),
        Answer(200, b"x" * 1000, pause=0.02, endless=True),
    ],
    ids=["before the answer", "in the middle", "while waiting to retry", "while receiving"],
)
def test_cancel_acts_within_a_second(server, tmp_path, answer):
    server.on(URL, answer)
    transport = RequestsTransport(server.endpoints(), Pacer(), Time())
    pressed: list[float] = []

    def press():
        pressed.append(time.monotonic())

    threading.Timer(0.5, press).start()
    with pytest.raises(errors.Cancelled):
        transport.send(ask(server, save_to=tmp_path / "f"), lambda: bool(pressed))
    assert time.monotonic() - pressed[0] < 1
    assert os.listdir(tmp_path) == []


def test_every_message_names_the_service_and_says_what_to_do(server, transport):
    for answer in (Answer(500), Answer(200, PAGE), Answer(404), Answer(200), Answer(429, b"", {"Retry-After": "999"})):
        server.on(URL, answer)
        with pytest.raises(errors.SourceUnavailable) as caught:
            transport.send(ask(server))
        assert "API Géo" in caught.value.message
        assert caught.value.hint


def test_replacements_come_from_settings_then_from_the_environment():
    endpoints = Endpoints.from_settings(
        {"geo_api": "https://relais.example.org/geo/", "ofgl": " "},
        {"ANCT_ENDPOINT_GEO_API": "http://127.0.0.1:9/geo", "ANCT_ENDPOINT_MELODI": "", "PATH": "/bin"},
    )
    assert endpoints.url("geo_api", "/communes", {"codeDepartement": "2A", "limit": None}) == (
        "http://127.0.0.1:9/geo/communes?codeDepartement=2A"
    )
    assert endpoints.base("ofgl") == SERVICES["ofgl"].base


@pytest.mark.parametrize(
    ("key", "base"),
    [
        ("nothing", "https://example.org"),
        ("geo_api", "http://example.org"),
        ("geo_api", "http://127.0.0.1.example.org"),
        ("geo_api", "ftp://127.0.0.1"),
        ("geo_api", "https://user:pass@example.org"),
        ("geo_api", "https://example.org/?a=1"),
        ("geo_api", "file:///etc"),
        ("geo_api", "https://[::1"),
        ("geo_api", "https://example.org:port"),
        ("geo_api", "relais"),
    ],
)
def test_unsafe_replacements_are_refused(key, base):
    with pytest.raises(errors.EndpointError, match=key):
        Endpoints({key: base})


@pytest.mark.parametrize("service", SERVICES.values(), ids=lambda service: service.key)
def test_every_service_is_on_the_list_and_has_its_limits(service):
    assert Endpoints().is_allowed(service.base)
    assert service.base.startswith("https://") and not service.base.endswith("/")
    assert 0 < service.pace < 5 and 5 <= service.timeout <= 60 and 0 < service.max_bytes <= 500 * 1024**2
    assert service.busy_wait < LONGEST_WAIT
