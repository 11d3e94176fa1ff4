"""A clock that takes no time."""

from __future__ import annotations

import time

from anct_qgis_plugin.connectors.http.polite import Time


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
