"""What the clients of all services share: a transport, the endpoints, and pages that end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, TypeVar

from . import failures, replies
from .endpoints import SERVICES, Endpoints, Query
from .transport import IsCancelled, Request, Transport, never

Page = TypeVar("Page")


class Client:
    """Base of the clients: one per service, made where it is needed, kept as long as its transport.

    Args:
        transport: `RequestsTransport()` outside QGIS, `QgisTransport()` inside (in a background task).
        endpoints: where the services are; those of the transport if it has some, else those of the environment.
        cancelled: looked at five times a second; a `QgsFeedback.isCanceled` does.
    """

    SERVICE = ""

    def __init__(
        self, transport: Transport, endpoints: Endpoints | None = None, cancelled: IsCancelled = never
    ) -> None:
        self.transport = transport
        own = getattr(transport, "endpoints", None)
        self.endpoints: Endpoints = endpoints or (own if isinstance(own, Endpoints) else Endpoints.from_settings())
        self.cancelled = cancelled

    @property
    def name(self) -> str:
        """The service's name, as messages give it."""
        return SERVICES[self.SERVICE].name

    def request(self, path: str = "", query: Query | None = None, **more: Any) -> Request:
        """A request to this service; `more` are other fields of `Request`."""
        return Request(self.endpoints.url(self.SERVICE, path, query), self.SERVICE, **more)

    def json(self, request: Request) -> Any:
        """The parsed JSON of the answer."""
        return replies.json_of(self.transport.send(request, self.cancelled).body, self.name)

    def pages(self, first: Request, read: Callable[[Any, Request], tuple[Page, str | None]]) -> Iterator[Page]:
        """The pages of an answer, one after the other.

        Args:
            first: the first page's request.
            read: parsed JSON and its request → (what the page holds, address of the next page or None).

        Raises:
            BadContent: if the pages do not end, or one comes back.
        """
        seen: set[str] = set()
        request = first
        while True:
            seen.add(request.url)
            page, following = read(self.json(request), request)
            yield page
            if not following:
                return
            following = self.endpoints.rebase(following)
            if following in seen or len(seen) >= SERVICES[self.SERVICE].max_pages:
                raise failures.not_understood(self.name, f"pages without end: {following}")
            request = replace(request, url=following)
