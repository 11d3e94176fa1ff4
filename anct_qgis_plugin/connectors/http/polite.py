"""The manners of every request, whichever wire carries it: pace, retries, redirections, caps, sniffing, cancel.

Pure Python: clock, sleep, wall clock and jitter are given, so that tests need not wait.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin, urlsplit

from ... import paths
from ...errors import Cancelled
from . import failures
from .endpoints import SERVICES, Endpoints, Service
from .receiving import Receiver
from .transport import Exchange, Head, IsCancelled, Reply, Request, Trouble, Wire, WireTrouble, never

RETRIES = 2
REDIRECTS = 5
FIRST_WAIT = 0.5
# Longer than this nobody waits in front of a progress bar: the service is then said to be overloaded.
LONGEST_WAIT = 90.0
# Between two looks at the cancel button.
STEP = 0.2
REDIRECTIONS = frozenset({301, 302, 303, 307, 308})
# Not to be handed to another host than the one they were meant for.
PRIVATE_HEADERS = frozenset({"authorization", "x-auth-token", "cookie"})
PASSING = frozenset({Trouble.NO_NETWORK, Trouble.TIMEOUT, Trouble.CONNECTION, Trouble.TRUNCATED, Trouble.PROXY})


@dataclass(frozen=True)
class Time:
    """The clocks and the chance that the manners use.

    Attributes:
        clock: seconds, never going back.
        sleep: waits that many seconds.
        now: wall clock, seconds since 1970, for Retry-After dates.
        jitter: 0-1, drawn anew at each call.
    """

    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    now: Callable[[], float] = time.time
    jitter: Callable[[], float] = secrets.SystemRandom().random

    def wait(self, seconds: float, cancelled: IsCancelled) -> None:
        """Wait, looking at the cancel button five times a second.

        Raises:
            Cancelled: if it was pressed.
        """
        end = self.clock() + seconds
        while True:
            stop_if(cancelled)
            left = end - self.clock()
            if left <= 0:
                return
            self.sleep(min(STEP, left))


@dataclass
class Pacer:
    """Keeps two requests to one service apart, whichever tasks they come from."""

    _next: dict[str, float] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def wait(self, service: Service, clocks: Time, cancelled: IsCancelled) -> None:
        """Take the next free moment of the service and wait for it.

        Raises:
            Cancelled: if it was asked for meanwhile; the moment taken is then lost.
        """
        with self._lock:
            now = clocks.clock()
            turn = max(now, self._next.get(service.key, 0.0))
            self._next[service.key] = turn + service.pace
        clocks.wait(turn - now, cancelled)

    def hold(self, service: Service, until: float) -> None:
        """Let nobody ask the service before that moment of the clock (it said that it is overloaded)."""
        with self._lock:
            self._next[service.key] = max(until, self._next.get(service.key, 0.0))


# Shared by all transports of the process: limits are per machine, not per task.
PACER = Pacer()


def stop_if(cancelled: IsCancelled) -> None:
    """Raise Cancelled if asked to."""
    if cancelled():
        raise Cancelled("")


def user_agent() -> str:
    """How the plugin presents itself: name, version, where to complain."""
    return f"anct_qgis_plugin/{paths.version()} (+https://github.com/anct-qgis/anct_qgis_plugin)"


class PoliteTransport:
    """A wire with manners: the `Transport` that connectors use.

    Args:
        wire: does one exchange.
        endpoints: where services are; those of the environment if not given.
        pacer: shared by all transports unless a test gives its own.
        clocks: the time; a test gives its own.
    """

    def __init__(
        self, wire: Wire, endpoints: Endpoints | None = None, pacer: Pacer | None = None, clocks: Time | None = None
    ) -> None:
        self.endpoints = endpoints if endpoints is not None else Endpoints.from_settings()
        self._wire = wire
        self._pacer = pacer if pacer is not None else PACER
        self._time = clocks if clocks is not None else Time()

    def send(self, request: Request, cancelled: IsCancelled = never) -> Reply:
        """See `transport.Transport.send`."""
        service = SERVICES[request.service]
        repeatable = request.repeatable if request.repeatable is not None else request.method == "GET"
        attempt = 0
        while True:
            last = attempt == RETRIES
            try:
                return self._follow(request, service, cancelled)
            except WireTrouble as trouble:
                if last or not repeatable or trouble.trouble not in PASSING:
                    timeout = request.timeout or service.timeout
                    raise failures.of_trouble(service.name, trouble, timeout) from trouble
                wait = self._growing(attempt)
            except _Overloaded as overloaded:
                wait = self._wait_after(overloaded, service, attempt)
                if last or wait > LONGEST_WAIT or not (repeatable or overloaded.status == 429):
                    raise overloaded.error(service, wait if wait > LONGEST_WAIT else None) from overloaded
                if overloaded.status == 429:
                    self._pacer.hold(service, self._time.clock() + wait)
            self._time.wait(wait, cancelled)
            attempt += 1

    def _growing(self, attempt: int) -> float:
        """0.5-1 s, then 1-2 s, …"""
        return FIRST_WAIT * 2**attempt * (1 + self._time.jitter())

    def _wait_after(self, overloaded: _Overloaded, service: Service, attempt: int) -> float:
        asked = retry_after(overloaded.headers.get("retry-after", ""), self._time.now())
        if asked is not None:
            return asked
        if overloaded.status == 429 and service.busy_wait:
            return service.busy_wait + self._time.jitter()
        return self._growing(attempt)

    def _follow(self, request: Request, service: Service, cancelled: IsCancelled) -> Reply:
        """One try, through its redirections."""
        url = self.endpoints.rebase(request.url)
        headers = self._headers(request)
        for _hop in range(REDIRECTS + 1):
            self.endpoints.check(url, request.service)
            self._pacer.wait(service, self._time, cancelled)
            with Receiver(request, service) as receiver:
                timeout = request.timeout or service.timeout
                exchange = Exchange(request.method, url, headers, request.body, timeout, request.authcfg)
                self._wire.exchange(exchange, receiver.on_head, receiver.on_data, cancelled)
                head = receiver.head
                if head.status in REDIRECTIONS:
                    url, headers = self._next_hop(request, service, head, url, headers)
                    continue
                _judge(head, receiver.start, service, url, request)
                stop_if(cancelled)
                return receiver.reply(url)
        raise failures.too_many_redirects(service.name, url)

    def _headers(self, request: Request) -> dict[str, str]:
        headers = {"User-Agent": user_agent(), "Accept": "application/json, */*;q=0.8", **request.headers}
        if request.etag:
            headers["If-None-Match"] = request.etag
        if request.last_modified:
            headers["If-Modified-Since"] = request.last_modified
        return headers

    def _next_hop(
        self, request: Request, service: Service, head: Head, url: str, headers: dict[str, str]
    ) -> tuple[str, dict[str, str]]:
        target = head.headers.get("location", "")
        if not target:
            raise failures.unexpected_status(service.name, head.status)
        if request.method != "GET" and head.status not in (307, 308):
            raise failures.redirected_post(service.name, target)
        following = self.endpoints.rebase(urljoin(url, target))
        if urlsplit(following).netloc != urlsplit(url).netloc:
            if request.method != "GET":
                raise failures.redirected_post(service.name, target)
            headers = {name: value for name, value in headers.items() if name.lower() not in PRIVATE_HEADERS}
        return following, headers


class _Overloaded(Exception):
    """429, 5xx, or a 4xx that the connector knows to pass: worth another try."""

    def __init__(self, head: Head, start: bytes) -> None:
        super().__init__(head.status)
        self.status = head.status
        self.headers = head.headers
        self.start = start

    def error(self, service: Service, asked: float | None) -> Exception:
        details = f"HTTP {self.status}: {shown(self.start)}"
        if 400 <= self.status < 429:
            return failures.refused(service.name, self.status, self.start, details)
        if self.status == 429 or asked is not None:
            return failures.busy(service.name, details, asked)
        return failures.down(service.name, self.status, details)


def _judge(head: Head, start: bytes, service: Service, url: str, request: Request) -> None:
    """Raise for a status that is no answer, or a web page in place of data."""
    status = head.status
    page = is_web_page(start)
    details = f"HTTP {status} {url}: {shown(start)}"
    if status == 407:
        raise failures.proxy(service.name, details, wants_login=True)
    # A filter's refusal, or a portal: the services themselves refuse in JSON or plain text.
    if page and (status < 300 or status in (403, 511)):
        raise failures.portal(service.name, details)
    if status == 429 or status >= 500:
        raise _Overloaded(head, start)
    if status >= 400 and request.still_worth is not None and request.still_worth(status, start):
        raise _Overloaded(head, start)
    if status >= 400:
        raise failures.refused(service.name, status, start, details)
    if status != 304 and not 200 <= status < 300:
        raise failures.unexpected_status(service.name, status)


def is_web_page(start: bytes) -> bool:
    """Whether the first bytes are those of an HTML page, whatever the headers say."""
    text = start.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    # Some proxies put a comment or an XML declaration first.
    if text.startswith((b"<!--", b"<?xml")):
        text = text.partition(b">")[2].lstrip()
    return text.startswith((b"<!doctype html", b"<html", b"<head", b"<body"))


def shown(start: bytes) -> str:
    """The first bytes of an answer for the log: short, one line, printable."""
    text = start[:200].decode("utf-8", errors="replace")
    return "".join(c if c.isprintable() else " " for c in text).strip()


def retry_after(value: str, now: float) -> float | None:
    """Seconds to wait as a Retry-After header says (seconds or a date, RFC 9110); None where it says nothing usable."""
    text = value.strip()
    if text.isdigit():
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.fromtimestamp(now, UTC)).total_seconds())


def conditional(request: Request, etag: str, last_modified: str) -> Request:
    """The same question, "unless it has not changed since"."""
    return replace(request, etag=etag, last_modified=last_modified)
