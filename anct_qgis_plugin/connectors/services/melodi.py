"""INSEE's Melodi: figures by territory, with what is withheld told apart from what is missing.

30 requests a minute: for the whole country, take the file (`file_request`), not the pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from ...errors import ServiceDown
from ...i18n import translate
from ..http import failures, replies
from ..http.client import Client
from ..http.transport import Reply, Request

PAGE = 1000
GEO = re.compile(r"(?:(?P<year>\d{4})-)?(?P<level>[A-Z0-9]+)-(?P<code>[0-9A-Z]+)")


@dataclass(frozen=True)
class Observation:
    """One figure.

    Attributes:
        level, code, year: of the territory ("COM", "44109", "2025"; year "" if not said).
        dimensions: the others, as given ("FILOSOFI_MEASURE": "MED_SL", "TIME_PERIOD": "2023"…).
        value: None unless `status` is "ok".
        status: "ok", "secret" (withheld) or "missing".
        measure: "OBS_VALUE_NIVEAU", or another.
    """

    level: str
    code: str
    year: str
    dimensions: Mapping[str, str]
    value: float | None
    status: str
    measure: str


@dataclass(frozen=True)
class Product:
    """A downloadable file: id, format, address, bytes (None if not said), ISO date of change, title."""

    id: str
    format: str
    url: str
    size: int | None
    modified: str
    title: str


@dataclass(frozen=True)
class Edition:
    """A whole-country file: its name, and the ISO moment of its last change ("" if the catalogue does not tell)."""

    name: str
    modified: str


class Melodi(Client):
    """INSEE's figures."""

    SERVICE = "melodi"

    def observations(
        self, dataset: str, geo: Iterable[str], filters: Mapping[str, str] | None = None, page: int = PAGE
    ) -> Iterator[Observation]:
        """The figures, page after page; none at all is an answer too.

        Args:
            dataset: "DS_FILOSOFI_CC"…
            geo: territories: "COM-01004", "DEP-69", "EPCI-244400404", "EPCI-244400404*COM" (its communes).
            filters: dimension → value ("TIME_PERIOD": "2022").
            page: figures per request.

        Raises:
            ServiceDown: also for an unknown dataset, which this service answers with an error 500; the message says so.
        """
        query = [("GEO", place) for place in geo]
        query += [*(filters or {}).items(), ("idTerritoire", "TRUE"), ("maxResult", str(page)), ("page", "1")]
        try:
            for found in self.pages(self.request(f"/data/{dataset}", query), self._page):
                yield from found
        except ServiceDown as down:
            raise explained(down, dataset) from down

    def count(self, dataset: str, geo: Iterable[str], filters: Mapping[str, str] | None = None) -> int:
        """How many figures there are.

        Raises:
            ServiceDown: see `observations`.
        """
        query = [*[("GEO", place) for place in geo], *(filters or {}).items(), ("totalCount", "TRUE")]
        try:
            value = self.json(self.request(f"/data/{dataset}", [*query, ("maxResult", "0")]))
        except ServiceDown as down:
            raise explained(down, dataset) from down
        if value == []:
            return 0
        paging = replies.mapping(replies.mapping(value, self.name, "answer").get("paging"), self.name, "paging")
        count = replies.whole(paging, "count")
        if count is None:
            raise failures.not_understood(self.name, "no count")
        return count

    def products(self, dataset: str) -> list[Product]:
        """The files of a dataset, from its entry in the catalogue.

        Raises:
            ServiceDown: see `observations`.
        """
        try:
            entry = replies.mapping(self.json(self.request(f"/catalog/{dataset}")), self.name, "entry")
        except ServiceDown as down:
            raise explained(down, dataset) from down
        return [
            Product(
                replies.word(item, "id"),
                replies.word(item, "format"),
                replies.word(item, "accessURL"),
                replies.whole(item, "byteSize"),
                replies.word(item, "modified"),
                replies.word(item, "title"),
            )
            for item in replies.objects(entry.get("product"), self.name, "product")
        ]

    def newest(self, dataset: str) -> Edition:
        """The newest whole-country file of a dataset: "DS_FILOSOFI_CC_2021_CSV_FR".

        A dataset that is one long series has a file without a year: "DS_POPULATIONS_HISTORIQUES_CSV_FR".

        Raises:
            BadContent: its entry in the catalogue names none. ServiceDown: see `observations`.
        """
        form = re.compile(rf"{dataset}(?:_\d{{4}})?_CSV_FR")
        found = {
            Edition(m[0], p.modified) for p in self.products(dataset) if (m := form.search(f"{p.id} {p.url} {p.title}"))
        }
        if not found:
            raise failures.not_understood(self.name, f"no whole-country file of {dataset} in the catalogue")
        return max(found, key=lambda one: (any(map(str.isdigit, one.name)), one.name, one.modified))

    def download(self, dataset: str, name: str, target: Path, **more: Any) -> Reply:
        """A whole-country file of a dataset by its name, as `newest` gives it (a zip)."""
        path = f"/file/{dataset}/{name}"
        request = self.request(path, save_to=target, max_bytes=300 * 1024 * 1024, **more)
        return self.transport.send(replace(request, headers={"Accept": "*/*"}), self.cancelled)

    def _page(self, value: Any, request: Request) -> tuple[list[Observation], str | None]:
        # An unknown territory is answered with a bare [].
        if value == []:
            return [], None
        page = replies.mapping(value, self.name, "page")
        items = replies.objects(page.get("observations"), self.name, "observations")
        paging = page.get("paging")
        return [parse_observation(item, self.name) for item in items], following(request.url, paging, len(items))


def following(url: str, paging: Any, found: int) -> str | None:
    """The next page's address: the one given, else the number raised until the last or a short page."""
    paging = paging if isinstance(paging, dict) else {}
    given = replies.word(paging, "next")
    if given:
        return given
    parts = urlsplit(url)
    query = parse_qsl(parts.query)
    numbers = dict(query)
    size, page = numbers.get("maxResult", ""), numbers.get("page", "1")
    if paging.get("isLast") is True or not size.isdigit() or not page.isdigit() or found < int(size) or not found:
        return None
    raised = [(name, value) for name, value in query if name != "page"] + [("page", str(int(page) + 1))]
    return urlunsplit(parts._replace(query=urlencode(raised)))


def parse_observation(found: dict[str, Any], service: str) -> Observation:
    """One figure.

    Raises:
        BadContent: if its territory or its measure is not understood.
    """
    dimensions = replies.mapping(found.get("dimensions"), service, "dimensions")
    place = GEO.fullmatch(replies.word(dimensions, "GEO"))
    measures = replies.mapping(found.get("measures"), service, "measures")
    if place is None or not measures:
        raise failures.not_understood(service, f"observation: {str(found)[:200]}")
    name = "OBS_VALUE_NIVEAU" if "OBS_VALUE_NIVEAU" in measures else next(iter(measures))
    measure = replies.mapping(measures[name], service, name)
    attributes = found.get("attributes") if isinstance(found.get("attributes"), dict) else {}
    value = replies.Value.of(measure.get("value"))
    status = value.status
    if status != "ok":
        # No value, and not said to be free to publish: withheld.
        status = "missing" if replies.word(attributes or {}, "CONF_STATUS") == "F" else "secret"
    others = {key: str(item) for key, item in dimensions.items() if key != "GEO" and item is not None}
    return Observation(place["level"], place["code"], place["year"] or "", others, value.value, status, name)


def explained(down: ServiceDown, dataset: str) -> ServiceDown:
    """The failure, saying that the dataset may not exist: the service does not tell one from the other."""
    if not down.details.startswith("HTTP 500"):
        return down
    return ServiceDown(
        translate("Anct", "{service} is out of order, or knows no dataset “{dataset}”.").format(
            service=down.service, dataset=dataset
        ),
        down.details,
        down.hint,
        down.service,
    )
