"""What connectors ask of the network, and what they get back: one interface inside QGIS and outside.

    transport = RequestsTransport()                      # connectors.http.requests_transport: command line, tests
    transport = QgisTransport()                          # gis.network: inside QGIS, in a background task
    reply = transport.send(Request(url, "geo_api"), feedback.isCanceled)
    reply.body                                           # bytes; or reply.path with Request(save_to=…)

Both keep the same manners (`polite`): pacing, two retries, Retry-After, at most five redirections to known hosts over
https, size caps, no web page taken for data, cancel within a second. `send` returns data or raises one of
the children of `errors.SourceUnavailable`, or `errors.Cancelled`: a status never has to be checked by the caller.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Protocol

IsCancelled = Callable[[], bool]


def never() -> bool:
    """For callers that cannot be cancelled."""
    return False


@dataclass(frozen=True)
class Request:
    """One question to a service.

    Attributes:
        url: full address, from `Endpoints.url`.
        service: key in `endpoints.SERVICES`; gives name, pace, time-out and size cap.
        method: "GET" or "POST".
        headers: beside those that every request has (User-Agent, Accept, conditions).
        body: of a POST.
        timeout: longest silence in seconds; None = the service's.
        max_bytes: largest answer; None = the service's.
        etag, last_modified: what the last answer said of itself; an unchanged source then gives `not_modified`.
        save_to: file that receives the body (written beside, checked, then put in place); None = in memory.
        check: called with the complete file before it is put in place; raises to refuse it (`save_to` only).
        repeatable: whether asking twice does no harm; None = yes for GET, no for POST. What is not repeatable is sent
            again only after a 429, which says that it was not dealt with.
        authcfg: id of a configuration in QGIS's authentication manager ("" = none); inside QGIS only.
        may_be_empty: whether an empty body is an answer.
        still_worth: (status, first bytes) → whether a 4xx of this service is a passing one, to be tried again.
    """

    url: str
    service: str
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    timeout: float | None = None
    max_bytes: int | None = None
    etag: str = ""
    last_modified: str = ""
    save_to: Path | None = None
    check: Callable[[Path], None] | None = None
    repeatable: bool | None = None
    authcfg: str = ""
    may_be_empty: bool = False
    still_worth: Callable[[int, bytes], bool] | None = None


@dataclass(frozen=True)
class Reply:
    """A good answer: 2xx, or 304 to a conditional question.

    Attributes:
        status: 200…299 or 304.
        headers: names in lower case.
        url: where the answer came from, after redirections.
        body: the bytes; empty where `path` holds them.
        path: the file of `Request.save_to`, complete and in place.
        size: bytes received, decompressed.
        not_modified: True for 304: what you have is still right; there is no body.
        service: the service's name, for messages.
    """

    status: int
    headers: Mapping[str, str]
    url: str
    body: bytes = b""
    path: Path | None = None
    size: int = 0
    not_modified: bool = False
    service: str = ""

    @property
    def etag(self) -> str:
        """To be given back as `Request.etag`; "" where the service gives none."""
        return self.headers.get("etag", "")

    @property
    def last_modified(self) -> str:
        """To be given back as `Request.last_modified`; "" where the service gives none."""
        return self.headers.get("last-modified", "")


class Transport(Protocol):
    """What connectors need. Not for the main thread of QGIS: it waits."""

    def send(self, request: Request, cancelled: IsCancelled = never) -> Reply:
        """The answer, after as many tries and redirections as the manners allow.

        Raises:
            NoNetwork, ProxyLogin, PortalPage, UntrustedCertificate, ServiceDown, RedirectRefused, RequestRefused,
            BadContent, TooLarge: children of SourceUnavailable, each with a sentence for the user and a hint.
            Cancelled: within a second of `cancelled()` being true; nothing half written is left.
        """
        ...  # pragma: no cover


class Trouble(Enum):
    """What can go wrong below HTTP."""

    NO_NETWORK = "no network"
    TIMEOUT = "time-out"
    CONNECTION = "connection refused or closed"
    TRUNCATED = "answer cut short"
    PROXY_LOGIN = "proxy wants a login"
    PROXY = "proxy out of reach"
    CERTIFICATE = "certificate not trusted"
    AUTHENTICATION = "no such authentication"


class WireTrouble(Exception):
    """Raised by a wire; `polite` turns it into a sentence, after retries.

    Attributes:
        issuer: who issued the certificate that is not trusted ("" = not known).
    """

    def __init__(self, trouble: Trouble, details: str = "", issuer: str = "") -> None:
        super().__init__(details)
        self.trouble = trouble
        self.details = details
        self.issuer = issuer


@dataclass(frozen=True)
class Head:
    """Status and headers (names in lower case) of one exchange."""

    status: int
    headers: Mapping[str, str]


@dataclass(frozen=True)
class Exchange:
    """One question and one answer, without redirection or retry.

    Attributes:
        timeout: longest silence, seconds.
    """

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes
    timeout: float
    authcfg: str = ""


class Wire(Protocol):
    """What each transport does in its own way: a single exchange."""

    def exchange(
        self, exchange: Exchange, on_head: Callable[[Head], None], on_data: Callable[[bytes], None], stop: IsCancelled
    ) -> None:
        """Send, call `on_head` once, then `on_data` for each decompressed part.

        The certificate is always checked; redirections are handed over, not followed; an exception of `on_data` ends
        the exchange and comes through; the connection is closed in every case.

        Raises:
            WireTrouble: for anything below HTTP.
            Cancelled: within half a second of `stop()` being true.
        """
        ...  # pragma: no cover
