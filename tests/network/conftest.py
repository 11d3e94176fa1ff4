"""A server that nobody else uses, and a transport whose waits take no time."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))

from replay import Replay

from anct_qgis_plugin.connectors.polite import Pacer, Time
from anct_qgis_plugin.connectors.requests_transport import RequestsTransport


class FakeTime:
    """A clock that only sleeping moves; notes every wait."""

    def __init__(self) -> None:
        self.moment = 1000.0
        self.sleeps: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.sleeps.append(seconds)
        self.moment += seconds

    def as_time(self, now: float | None = None, jitter: float = 0.5) -> Time:
        wall = now if now is not None else time.time()
        return Time(lambda: self.moment, self.sleep, lambda: wall + self.moment - 1000.0, lambda: jitter)

    @property
    def total(self) -> float:
        return sum(self.sleeps)


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
