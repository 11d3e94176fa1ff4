"""A server that nobody else uses, and a transport whose waits take no time."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))

from clocks import FakeTime
from replay import Replay

from anct_qgis_plugin.connectors.http.polite import Pacer
from anct_qgis_plugin.connectors.http.requests_transport import RequestsTransport


@pytest.fixture
def server(monkeypatch):
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    with Replay() as running:
        yield running


@pytest.fixture
def fake_time():
    return FakeTime()


@pytest.fixture
def transport(server, fake_time):
    """`requests` with the manners, on the local server; no real wait."""
    return RequestsTransport(server.endpoints(), Pacer(), fake_time.as_time())
