"""The whole replay of ../shared/fixtures/http through a local server, with `requests`: every route, its outcome."""

from __future__ import annotations

import pytest
from clocks import FakeTime
from replay import Replay, load
from scenarios import SCENARIOS, Stage

from anct_qgis_plugin.connectors.http.polite import Pacer
from anct_qgis_plugin.connectors.http.requests_transport import RequestsTransport


class RequestsStage(Stage):
    """With a transport that can be sent through the server as a proxy."""

    def through_proxy(self):
        clocks = FakeTime().as_time()
        return RequestsTransport(self.server.endpoints(), Pacer(), clocks, proxies={"http": self.server.root})


@pytest.fixture
def routes(shared):
    return load(shared / "fixtures" / "http")


def play(name, routes, folder) -> Replay:
    folder.mkdir(exist_ok=True)
    with Replay(*routes) as server:
        transport = RequestsTransport(server.endpoints(), Pacer(), FakeTime().as_time(), proxies={})
        SCENARIOS[name](RequestsStage(server, transport, folder))
    return server


@pytest.fixture(autouse=True)
def _no_proxy_of_this_machine(monkeypatch):
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize("name", SCENARIOS)
def test_each_recorded_exchange_has_its_outcome(name, routes, tmp_path):
    server = play(name, routes, tmp_path)
    assert server.served, "the scenario asked for a recorded exchange"


def test_no_recorded_exchange_is_left_out(routes, tmp_path):
    served = set()
    for number, name in enumerate(SCENARIOS):
        served |= play(name, routes, tmp_path / str(number)).served
    left = [route["name"] for number, route in enumerate(routes[0]) if number not in served]
    assert left == []
    assert len(routes[0]) >= 110
