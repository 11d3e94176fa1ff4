"""QGIS's own network manager under the same manners: the whole replay, the faults, never in the main thread."""

from __future__ import annotations

import base64
import os
import sys
import time
from pathlib import Path

import pytest
from qgis.core import (
    Qgis,
    QgsApplication,
    QgsAuthCertUtils,
    QgsAuthMethodConfig,
    QgsNetworkAccessManager,
    QgsSettings,
    QgsTask,
)
from qgis.PyQt.QtCore import QEventLoop, QTimer
from qgis.PyQt.QtNetwork import QNetworkProxy, QSslCertificate

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "network"))

from clocks import FakeTime
from replay import Answer, Replay, load
from scenarios import SCENARIOS, Stage
from tls import self_signed_certificate

from anct_qgis_plugin import errors, settings
from anct_qgis_plugin.connectors.http.endpoints import Endpoints
from anct_qgis_plugin.connectors.http.polite import Pacer
from anct_qgis_plugin.connectors.http.transport import Request
from anct_qgis_plugin.gis.network import QgisTransport

URL = "geo.api.gouv.fr/communes"


@pytest.fixture(autouse=True)
def manager(qgis_app):
    """The manager that asks: that of the main thread, without a proxy afterwards."""
    found = QgsNetworkAccessManager.instance()
    yield found
    found.setFallbackProxyAndExcludes(QNetworkProxy(QNetworkProxy.ProxyType.NoProxy), [], [])


def in_task(function, *arguments, patience: float = 60):
    """What a function returns or raises in a background task, while the main thread goes on living."""
    kept: dict = {}

    class Task(QgsTask):
        def run(self):
            try:
                kept["result"] = function(*arguments)
            except (AssertionError, Exception, pytest.fail.Exception) as error:  # noqa: BLE001 - brought back to the test
                kept["error"] = error
            return True

    task, loop = Task("test"), QEventLoop()
    task.taskCompleted.connect(loop.quit)
    task.taskTerminated.connect(loop.quit)
    QTimer.singleShot(int(patience * 1000), loop.quit)
    QgsApplication.taskManager().addTask(task)
    loop.exec()
    assert kept, "the task did not end"
    if "error" in kept:
        raise kept["error"]
    return kept["result"]


@pytest.fixture
def server(qgis_app):
    with Replay() as running:
        yield running


@pytest.fixture
def transport(server):
    return QgisTransport(server.endpoints(), Pacer(), FakeTime().as_time())


def ask(server, path="/communes", service="geo_api", **more) -> Request:
    return Request(server.endpoints().url(service, path), service, **more)


class QgisStage(Stage):
    manager: QgsNetworkAccessManager

    def through_proxy(self):
        # A plain proxy of QGIS, for all that it asks.
        proxy = QNetworkProxy(QNetworkProxy.ProxyType.HttpProxy, "127.0.0.1", self.server.port)
        self.manager.setFallbackProxyAndExcludes(proxy, [], [])
        return self.transport


def play(name, routes, folder, manager):
    folder.mkdir(exist_ok=True)
    with Replay(*routes) as server:
        stage = QgisStage(server, QgisTransport(server.endpoints(), Pacer(), FakeTime().as_time()), folder)
        stage.manager = manager
        SCENARIOS[name](stage)
    return server.served


@pytest.mark.parametrize("name", SCENARIOS)
def test_each_recorded_exchange_has_the_same_outcome(name, manager, shared, tmp_path):
    routes = load(shared / "fixtures" / "http")
    assert in_task(play, name, routes, tmp_path, manager)


def test_the_main_thread_is_never_made_to_wait(server, transport):
    server.on(URL, Answer(200, b"[]"))
    with pytest.raises(RuntimeError, match="main thread"):
        transport.send(ask(server))
    assert server.seen == []


def test_a_good_answer(server, transport, tmp_path):
    server.on(URL, Answer(200, b"x" * 2_000_000, {"ETag": '"a"'}))
    reply = in_task(transport.send, ask(server, save_to=tmp_path / "f"))
    assert reply.path.stat().st_size == reply.size == 2_000_000 and reply.etag == '"a"'
    # QGIS puts its own name in; ours goes beside it.
    assert "QGIS/" in server.seen[0].headers["user-agent"]
    assert server.seen[0].headers["x-user-agent"].startswith("anct_qgis_plugin/")


def test_a_post_carries_its_body(server, transport):
    server.on(URL, Answer(201, b"{}"))
    body = '{"a": "é"}'.encode()
    headers = {"Content-Type": "application/json"}
    in_task(transport.send, ask(server, method="POST", body=body, headers=headers))
    assert (server.seen[0].body, server.seen[0].headers["content-type"]) == (body, "application/json")


def test_nothing_comes_from_a_cache(server, transport):
    server.on(URL, Answer(200, b"[1]", {"Cache-Control": "max-age=3600"}), Answer(200, b"[2]"))
    assert in_task(transport.send, ask(server)).body == b"[1]"
    assert in_task(transport.send, ask(server)).body == b"[2]"
    server.on(URL, Answer(304))
    assert in_task(transport.send, ask(server, etag='"a"')).not_modified
    assert server.seen[-1].headers["if-none-match"] == '"a"'


@pytest.mark.parametrize(
    ("answer", "kind", "asked"),
    [
        (Answer(500, b"oops"), errors.ServiceDown, 3),
        (Answer(502, b"<html>"), errors.ServiceDown, 3),
        (Answer(404, b"Not Found"), errors.RequestRefused, 1),
        (Answer(401, b"{}"), errors.RequestRefused, 1),
        (Answer(200, b"<!DOCTYPE html><html>"), errors.PortalPage, 1),
        (Answer(200, b""), errors.BadContent, 1),
        (Answer(200, b"x" * 5000, cut=2000), errors.BadContent, 3),
        (Answer(302, b"", {"Location": "https://portail.example.org/"}), errors.RedirectRefused, 1),
        (Answer(302, b"", {"Location": "/geo.api.gouv.fr/communes"}), errors.RedirectRefused, 6),
        (Answer(200, b"x" * 2_000_000), errors.TooLarge, 1),
        (Answer(200, b"x" * 65536, endless=True), errors.TooLarge, 1),
        (Answer(200, b"[]", delay=30), errors.ServiceDown, 3),
        (Answer(200, b"x" * 1000, pause=30), errors.ServiceDown, 3),
    ],
    ids=[
        "500", "502", "404", "401", "portal", "empty", "truncated", "redirected elsewhere", "redirected in a circle",
        "too large", "endless", "silent", "silent in the middle",
    ],
)  # fmt: skip
def test_each_fault_has_its_error(server, transport, tmp_path, answer, kind, asked):
    server.on(URL, answer)
    with pytest.raises(kind, match="API Géo"):
        in_task(transport.send, ask(server, timeout=0.5, max_bytes=1024 * 1024, save_to=tmp_path / "f"))
    assert server.count() == asked
    assert os.listdir(tmp_path) == []


def test_a_closed_door_and_an_unknown_name(server):
    closed = Endpoints({"geo_api": "http://127.0.0.1:1"})
    with pytest.raises(errors.ServiceDown, match="refused or closed"):
        in_task(
            QgisTransport(closed, Pacer(), FakeTime().as_time()).send,
            Request(closed.url("geo_api", "/communes"), "geo_api"),
        )
    # RFC 6761: no name under .invalid exists.
    nowhere = Endpoints({"geo_api": "https://geo.invalid"})
    with pytest.raises(errors.NoNetwork, match="no network"):
        in_task(
            QgisTransport(nowhere, Pacer(), FakeTime().as_time()).send,
            Request(nowhere.url("geo_api", "/communes"), "geo_api"),
        )


def test_an_untrusted_certificate_is_refused_and_its_issuer_named(qgis_app, tmp_path):
    with Replay(tls=self_signed_certificate(tmp_path)) as server:
        server.on(URL, Answer(200, b"[]"))
        transport = QgisTransport(server.endpoints(), Pacer(), FakeTime().as_time())
        with pytest.raises(errors.UntrustedCertificate, match="Préfecture de Test, Proxy RIE de test"):
            in_task(transport.send, ask(server))
        assert server.seen == []


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
    transport = QgisTransport(server.endpoints(), Pacer())
    begun = time.monotonic()
    with pytest.raises(errors.Cancelled):
        in_task(transport.send, ask(server, save_to=tmp_path / "f"), lambda: time.monotonic() - begun > 0.5)
    assert time.monotonic() - begun < 1.5
    assert os.listdir(tmp_path) == []


def test_an_authentication_that_is_not_there_is_said(server, transport):
    server.on(URL, Answer(200, b"[]"))
    with pytest.raises(errors.SourceUnavailable, match="authentication manager"):
        in_task(transport.send, ask(server, authcfg="nothere"))
    assert server.seen == []


def test_a_replaced_address_is_read_from_the_settings(server, monkeypatch):
    for name in [n for n in os.environ if n.startswith("ANCT_ENDPOINT_")]:
        monkeypatch.delenv(name)
    QgsSettings().setValue("anct/endpoints/geo_api", f"{server.root}/geo.api.gouv.fr")
    try:
        assert settings.endpoint_overrides() == {"geo_api": f"{server.root}/geo.api.gouv.fr"}
        server.on(URL, Answer(200, b"[]"))
        transport = QgisTransport(pacer=Pacer())
        assert (
            in_task(transport.send, Request(transport.endpoints.url("geo_api", "/communes"), "geo_api")).body == b"[]"
        )
    finally:
        QgsSettings().remove("anct/endpoints")
    assert Qgis.versionInt() >= 34000


@pytest.fixture
def auth_manager(qgis_app):
    """QGIS's authentication manager, opened with a master password of the test's own profile."""
    manager = QgsApplication.authManager()
    if manager.isDisabled():
        pytest.skip(f"authentication manager disabled: {manager.disabledMessage()}")
    if not manager.masterPasswordIsSet() and not manager.setMasterPassword("a test's own", True):
        pytest.skip("the profile of these tests has another master password")
    return manager


def test_a_login_comes_from_the_authentication_manager(server, transport, auth_manager):
    config = QgsAuthMethodConfig("Basic")
    config.setName("relais")
    config.setConfig("username", "agent")
    config.setConfig("password", "à voir")
    assert auth_manager.storeAuthenticationConfig(config)[0]
    try:
        server.on(URL, Answer(200, b"[]"))
        in_task(transport.send, ask(server, authcfg=config.id()))
        scheme, _, told = server.seen[0].headers["authorization"].partition(" ")
        assert scheme == "Basic" and base64.b64decode(told).decode("utf-8") == "agent:à voir"
    finally:
        auth_manager.removeAuthenticationConfig(config.id())


def test_a_certificate_added_in_qgis_is_trusted(qgis_app, tmp_path, auth_manager):
    pair = self_signed_certificate(tmp_path)
    (authority,) = QSslCertificate.fromPath(str(pair[0]))
    assert auth_manager.storeCertAuthority(authority)
    policy = QgsAuthCertUtils.CertTrustPolicy.Trusted
    try:
        assert auth_manager.storeCertTrustPolicy(authority, policy)
        assert auth_manager.initSslCaches()
        with Replay(tls=pair) as server:
            server.on(URL, Answer(200, b"[]"))
            transport = QgisTransport(server.endpoints(), Pacer(), FakeTime().as_time())
            assert in_task(transport.send, ask(server)).body == b"[]"
    finally:
        auth_manager.removeCertTrustPolicy(authority)
        auth_manager.removeCertAuthority(authority)
        auth_manager.initSslCaches()


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (Answer(407, b"<html>", {"Proxy-Authenticate": 'Basic realm="RIE"'}), errors.ProxyLogin),
        (Answer(502, b"<html>no route"), errors.NoNetwork),
    ],
    ids=["wants a login", "answers nonsense"],
)
def test_a_proxy_before_a_secured_address(server, manager, answer, kind):
    server.on("www.data.gouv.fr:443/", answer)
    endpoints = Endpoints()

    manager.setFallbackProxyAndExcludes(
        QNetworkProxy(QNetworkProxy.ProxyType.HttpProxy, "127.0.0.1", server.port), [], []
    )
    transport = QgisTransport(endpoints, Pacer(), FakeTime().as_time())
    request = Request(endpoints.url("datagouv", "/api/1/"), "datagouv")
    with pytest.raises(kind, match="proxy"):
        in_task(transport.send, request)
    assert {seen.method for seen in server.seen} == {"CONNECT"}
