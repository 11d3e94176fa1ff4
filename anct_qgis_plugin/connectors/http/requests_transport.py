"""The transport outside QGIS (command line, tests): the `requests` library.

Its proxies are those of the environment (HTTPS_PROXY, NO_PROXY), with Basic login only, and its certificates those of
REQUESTS_CA_BUNDLE or of the library; never used inside QGIS, whose own network manager does more.
"""

from __future__ import annotations

import queue
import socket
import ssl
import threading
from collections.abc import Callable
from urllib.parse import urlsplit

import requests
import urllib3

from ...errors import Cancelled
from . import certificates
from .endpoints import Endpoints
from .polite import Pacer, PoliteTransport, Time
from .transport import Exchange, Head, IsCancelled, Trouble, WireTrouble

CHUNK = 16 * 1024
LOOK = 0.1


class RequestsTransport(PoliteTransport):
    """`requests` with the common manners.

    Args:
        endpoints, pacer, clocks: see PoliteTransport.
        proxies: as `requests` takes them; those of the environment if not given.
    """

    def __init__(
        self,
        endpoints: Endpoints | None = None,
        pacer: Pacer | None = None,
        clocks: Time | None = None,
        proxies: dict[str, str] | None = None,
    ) -> None:
        super().__init__(RequestsWire(proxies), endpoints, pacer, clocks)


class RequestsWire:
    """One exchange at a time, in a helper thread.

    `requests` blocks while it connects and waits, and cannot be interrupted: only another thread can answer to the
    cancel button within a second. That thread touches nothing but its own connection; abandoned, it ends at its
    time-out. The wire is for programs outside QGIS, where the rule "no threads" has no widget to protect.
    """

    def __init__(self, proxies: dict[str, str] | None = None) -> None:
        self._proxies = proxies

    def exchange(
        self, exchange: Exchange, on_head: Callable[[Head], None], on_data: Callable[[bytes], None], stop: IsCancelled
    ) -> None:
        """See `transport.Wire.exchange`."""
        if exchange.authcfg:
            raise WireTrouble(Trouble.AUTHENTICATION, "authcfg without QGIS")
        work = _Work(exchange, self._proxies)
        threading.Thread(target=work.run, name="anct-request", daemon=True).start()
        try:
            while True:
                if stop():
                    raise Cancelled("")
                try:
                    item = work.out.get(timeout=LOOK)
                except queue.Empty:
                    continue
                if item is None:
                    return
                if isinstance(item, Exception):
                    raise item
                if isinstance(item, Head):
                    on_head(item)
                else:
                    on_data(item)
        finally:
            work.abandoned.set()


class _Work:
    """What the helper thread does: puts a Head, then bytes, then None into `out`; or an exception."""

    def __init__(self, exchange: Exchange, proxies: dict[str, str] | None) -> None:
        # Bounded: a fast server must not fill the memory before its answer is counted.
        self.out: queue.Queue[Head | bytes | Exception | None] = queue.Queue(maxsize=8)
        self.abandoned = threading.Event()
        self._exchange = exchange
        self._proxies = proxies

    def run(self) -> None:
        try:
            self._talk()
            self._put(None)
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError, ValueError) as error:
            self._put(_trouble(error, self._exchange))

    def _talk(self) -> None:
        exchange = self._exchange
        with (
            requests.Session() as session,
            session.request(
                exchange.method,
                exchange.url,
                headers=dict(exchange.headers),
                data=exchange.body or None,
                timeout=exchange.timeout,
                allow_redirects=False,
                stream=True,
                proxies=self._proxies,
            ) as response,
        ):
            headers = {name.lower(): value for name, value in response.headers.items()}
            self._put(Head(response.status_code, headers))
            for part in response.raw.stream(CHUNK, decode_content=True):
                if self.abandoned.is_set():
                    return
                self._put(part)
            announced = headers.get("content-length", "")
            if announced.isdigit() and response.raw.tell() < int(announced) and response.status_code != 304:
                raise WireTroubleError(f"{response.raw.tell()} of {announced} bytes")

    def _put(self, item: Head | bytes | Exception | None) -> None:
        while not self.abandoned.is_set():
            try:
                self.out.put(item, timeout=LOOK)
            except queue.Full:
                continue
            return


class WireTroubleError(OSError):
    """Fewer bytes than announced."""


def _trouble(error: Exception, exchange: Exchange) -> WireTrouble:
    """What an exception of `requests` means, from the chain of its causes."""
    text = f"{type(error).__name__}: {error}"
    chain = _chain(error)
    if isinstance(error, WireTroubleError) or any(isinstance(e, urllib3.exceptions.ProtocolError) for e in chain[:1]):
        return WireTrouble(Trouble.TRUNCATED, text)
    if any(isinstance(e, ssl.SSLCertVerificationError) for e in chain):
        parts = urlsplit(exchange.url)
        return WireTrouble(Trouble.CERTIFICATE, text, certificates.peer_issuer(parts.hostname or "", parts.port or 443))
    if isinstance(error, requests.exceptions.ProxyError):
        return WireTrouble(Trouble.PROXY_LOGIN if " 407 " in f"{text} " else Trouble.PROXY, text)
    timeouts = (requests.Timeout, TimeoutError, urllib3.exceptions.ReadTimeoutError)
    if any(isinstance(e, timeouts) for e in chain):
        return WireTrouble(Trouble.TIMEOUT, text)
    # urllib3 wraps a failed name in a NewConnectionError whose only trace of it is its text in older versions.
    unknown = any(isinstance(e, socket.gaierror) for e in chain) or "Name or service not known" in text
    unknown = unknown or "name resolution" in text or "nodename nor servname" in text or "getaddrinfo failed" in text
    if unknown or any(getattr(e, "errno", None) in _NO_ROUTE for e in chain) or "unreachable" in text:
        return WireTrouble(Trouble.NO_NETWORK, text)
    return WireTrouble(Trouble.CONNECTION, text)


# ENETDOWN, ENETUNREACH, EHOSTUNREACH on Linux, and on Windows.
_NO_ROUTE = frozenset({100, 101, 113, 10050, 10051, 10065})


def _chain(error: BaseException) -> list[BaseException]:
    """The exception, its causes, and those that libraries keep as arguments or as `reason`."""
    found: list[BaseException] = []
    waiting: list[object] = [error]
    while waiting:
        item = waiting.pop(0)
        if isinstance(item, BaseException) and item not in found:
            found.append(item)
            waiting += [item.__cause__, item.__context__, getattr(item, "reason", None), *item.args]
    return found
