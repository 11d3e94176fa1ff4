"""Waiting for Qt, as pytest-qt does, for the few things that the tests need."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest


class Bot:
    """Clicks, and turns the event loop until something has happened."""

    def wait(self, milliseconds: int) -> None:
        """Let Qt work for a while."""
        QTest.qWait(milliseconds)

    def waitUntil(self, condition: Callable[[], bool], timeout: int) -> None:  # noqa: N802
        """Let Qt work until the condition holds; fails after `timeout` milliseconds."""
        for _ in range(max(timeout // 10, 1)):
            if condition():
                return
            QTest.qWait(10)
        if not condition():
            raise AssertionError(f"did not happen within {timeout} ms")

    @contextmanager
    def waitSignal(self, signal: Any, timeout: int) -> Iterator[SimpleNamespace]:  # noqa: N802
        """Leave the block only once the signal has come; its arguments are then in `.args`."""
        heard = SimpleNamespace(args=None)
        signal.connect(lambda *values: setattr(heard, "args", list(values)))
        yield heard
        self.waitUntil(lambda: heard.args is not None, timeout)

    def mouseClick(self, widget: object, button: Qt.MouseButton) -> None:  # noqa: N802
        """Click the middle of a widget."""
        QTest.mouseClick(widget, button)
