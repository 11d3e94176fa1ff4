"""Who wants to know that other data are in use: after a refresh, a step back, an import, a deletion.

Whoever changes the data calls `announce`, in any thread; a listener is called in that thread and must be quick. News is
a hint: what is in use is asked of `reader.is_current`.
"""

from __future__ import annotations

import threading
import weakref
from collections.abc import Callable

_lock = threading.Lock()
_listeners: list[weakref.WeakMethod] = []


def listen(method: Callable[[], None]) -> None:
    """Call a bound method at each change, for as long as its object lives."""
    with _lock:
        _listeners.append(weakref.WeakMethod(method))


def announce() -> None:
    """Tell every listener."""
    with _lock:
        _listeners[:] = [one for one in _listeners if one() is not None]
        methods = [one() for one in _listeners]
    for method in methods:
        if method is not None:
            method()
