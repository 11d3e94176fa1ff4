"""The tabular API of data.gouv.fr: rows of a file as JSON, filtered by the service.

Types are guessed there ("01004" may come as 1004): for anything with codes, take the CSV file (`datagouv`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ...errors import BadContent, RequestRefused
from ..http import failures, replies
from ..http.client import Client
from ..http.transport import Request

# Above, the service refuses (400).
PAGE_SIZE = 50


@dataclass(frozen=True)
class Profile:
    """What the service found in a file: separator, encoding, columns in order with the guessed type, lines."""

    columns: tuple[str, ...]
    types: Mapping[str, str]
    separator: str
    encoding: str
    lines: int | None


class Tabular(Client):
    """Rows of one resource at a time."""

    SERVICE = "tabular"

    def rows(
        self, resource: str, filters: Mapping[str, str] | None = None, page_size: int = PAGE_SIZE
    ) -> Iterator[dict[str, Any]]:
        """All rows, page after page, as the service types them, without its own `__id`.

        Args:
            resource: id on data.gouv.fr.
            filters: "column__exact", "column__sort"… → value.
            page_size: 1-50.

        Raises:
            RequestRefused: 400 (unknown column; `.message` gives the service's words), 404 (never parsed), 410.
            BadContent: if fewer or more rows come than announced.
        """
        if not 1 <= page_size <= PAGE_SIZE:
            raise ValueError(f"1-{PAGE_SIZE} rows per page")
        query: dict[str, str | int | float | None] = {"page": 1, "page_size": page_size, **(filters or {})}
        total = received = 0
        try:
            for page in self.pages(self.request(f"/resources/{resource}/data/", query), self._page):
                total = page[1]
                received += len(page[0])
                yield from page[0]
        except RequestRefused as refusal:
            raise explained(refusal) from refusal
        if received != total:
            raise failures.not_understood(self.name, f"{received} rows of {total}")

    def _page(self, value: Any, request: Request) -> tuple[tuple[list[dict[str, Any]], int], str | None]:
        found = replies.mapping(value, self.name, "page")
        meta = replies.mapping(found.get("meta"), self.name, "meta")
        links = replies.mapping(found.get("links"), self.name, "links")
        rows = replies.objects(found.get("data"), self.name, "data")
        total = replies.whole(meta, "total")
        if total is None:
            raise failures.not_understood(self.name, "no total")
        kept = [{name: cell for name, cell in row.items() if name != "__id"} for row in rows]
        return (kept, total), replies.word(links, "next") or None

    def source_url(self, resource: str) -> tuple[str, str]:
        """(address of the file that the service has read, ISO date of that reading)."""
        try:
            found = replies.mapping(self.json(self.request(f"/resources/{resource}/")), self.name, "meta")
        except RequestRefused as refusal:
            raise explained(refusal) from refusal
        return replies.word(found, "url"), replies.word(found, "created_at")

    def profile(self, resource: str) -> Profile:
        """What the service found in the file."""
        try:
            value = self.json(self.request(f"/resources/{resource}/profile/"))
        except RequestRefused as refusal:
            raise explained(refusal) from refusal
        outer = replies.mapping(value, self.name, "answer")
        found = replies.mapping(outer.get("profile"), self.name, "profile")
        header = found.get("header")
        if not isinstance(header, list):
            raise failures.not_understood(self.name, "no header")
        columns = replies.mapping(found.get("columns"), self.name, "columns")
        types = {name: replies.word(info, "python_type") for name, info in columns.items() if isinstance(info, dict)}
        return Profile(
            tuple(str(name) for name in header),
            types,
            str(found.get("separator") or ""),
            replies.word(found, "encoding"),
            replies.whole(found, "total_lines"),
        )


def explained(refusal: RequestRefused) -> RequestRefused:
    """The refusal with the words of the service: {"errors": [{"title", "detail"}]} (detail: text or object)."""
    try:
        value = replies.json_of(refusal.body, refusal.service)
    except BadContent:
        return refusal
    errors = value.get("errors") if isinstance(value, dict) else None
    if not isinstance(errors, list) or not errors or not isinstance(errors[0], dict):
        return refusal
    detail = errors[0].get("detail")
    said = replies.word(detail, "message") if isinstance(detail, dict) else str(detail or errors[0].get("title") or "")
    return failures.with_words(refusal, said)
