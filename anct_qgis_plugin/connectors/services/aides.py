"""Aides-territoires: the grants open to a territory. A personal key is needed; it is never written nor logged here.

aids = Aides(transport, key=key)                 # outside QGIS
aids = Aides(transport, authcfg=config_id)       # inside: an "API header" X-AUTH-TOKEN of the authentication manager
perimeter = aids.perimeters(insee="63113")[0]
for aid in aids.aids(perimeter.id, "commune"): …
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from ...errors import BadContent, RequestRefused, SourceUnavailable
from ...i18n import translate
from ..http import failures, replies
from ..http.client import Client
from ..http.transport import Request

PAGE = 50
PAGE_MAXIMUM = 100
SITE = "https://aides-territoires.beta.gouv.fr"


@dataclass(frozen=True)
class Perimeter:
    """A territory of the service: its own number, name, scale ("Commune", "Région"…), INSEE code ("" if none)."""

    id: int
    name: str
    scale: str
    code: str


@dataclass(frozen=True)
class Aid:
    """A grant, all texts plain (the service sends HTML).

    Attributes:
        url: of its page.
        deadline: ISO date; "" if it has none.
        rate_low, rate_high: percent; None where not said.
    """

    id: int
    name: str
    url: str
    financers: tuple[str, ...]
    programmes: tuple[str, ...]
    description: str
    eligibility: str
    audiences: tuple[str, ...]
    types: tuple[str, ...]
    perimeter: str
    deadline: str
    recurrence: str
    rate_low: float | None
    rate_high: float | None
    contact: str


class Aides(Client):
    """Grants by territory; the token, valid 24 hours, is asked for at first use and renewed once when refused.

    Args:
        key: the user's key; or
        authcfg: id of the configuration that holds it in QGIS's authentication manager.
    """

    SERVICE = "aides"

    def __init__(self, *arguments: Any, key: str = "", authcfg: str = "", **more: Any) -> None:
        super().__init__(*arguments, **more)
        self._key = key
        self._authcfg = authcfg
        self._bearer = ""

    def login(self) -> None:
        """Ask for a token.

        Raises:
            SourceUnavailable: if there is no key.
            RequestRefused: if the service does not know it.
        """
        if not self._key and not self._authcfg:
            raise SourceUnavailable(
                translate("Anct", "{service} needs a personal key.").format(service=self.name),
                hint=translate("Anct", "Ask for one on its site (API), then add it in the plugin's options."),
                service=self.name,
            )
        request = self.request(
            "/connexion/",
            method="POST",
            headers={"X-AUTH-TOKEN": self._key} if self._key else {},
            authcfg="" if self._key else self._authcfg,
            repeatable=True,
        )
        try:
            found = replies.mapping(self.json(request), self.name, "token")
        except RequestRefused as refusal:
            if refusal.status != 401:
                raise
            raise RequestRefused(
                translate("Anct", "{service} does not know this key.").format(service=self.name),
                refusal.details,
                refusal.hint,
                self.name,
                401,
            ) from refusal
        self._bearer = replies.word(found, "token")
        if not self._bearer:
            raise failures.not_understood(self.name, "no token")

    def perimeters(self, insee: str = "", text: str = "", scale: str = "") -> list[Perimeter]:
        """The territories of a commune code or a text.

        Args:
            scale: "commune", "epci", "department" or "region", to keep those only.

        Raises:
            ValueError: with neither code nor text: the service would list everything.
        """
        if not insee and not text:
            raise ValueError("a code or a text is needed")
        query = {"insees": insee or None, "q": text or None, "scale": scale or None}
        found: list[Perimeter] = []
        for page in self._pages(self.request("/perimeters/", query)):
            found += [parse_perimeter(item, self.name) for item in page]
        return found

    def aids(self, perimeter: int, audience: str = "commune", page: int = PAGE) -> Iterator[Aid]:
        """The grants open to a territory, page after page.

        Args:
            perimeter: `Perimeter.id`.
            audience: "commune", "epci", "department", "region"…
            page: grants per request, 1-100.
        """
        query: dict[str, str | int | float | None] = {
            "perimeter_id": perimeter,
            "organization_type_slugs": audience,
            "page": 1,
            "itemsPerPage": max(1, min(page, PAGE_MAXIMUM)),
        }
        seen: set[int] = set()
        for items in self._pages(self.request("/aids/", query)):
            for item in items:
                aid = parse_aid(item, self.name)
                if aid.id not in seen:
                    seen.add(aid.id)
                    yield aid

    def aid(self, ident: int) -> Aid:
        """One grant by number.

        Raises:
            RequestRefused: 404 if there is none of that number.
        """
        return parse_aid(self._ask(self.request(f"/aids/by-id/{int(ident)}/")), self.name)

    def _pages(self, first: Request) -> Iterator[list[dict[str, Any]]]:
        request: Request | None = first
        seen = 0
        while request is not None:
            found = replies.mapping(self._ask(request), self.name, "page")
            items = replies.objects(found.get("results"), self.name, "results")
            total = replies.whole(found, "count")
            yield items
            seen += len(items)
            following = self.endpoints.rebase(replies.word(found, "next"))
            if following and (following == request.url or not items):
                raise failures.not_understood(self.name, f"pages without end: {following}")
            if not following and total is not None and seen != total:
                raise failures.not_understood(self.name, f"{seen} results of {total}")
            request = replace(first, url=following) if following else None

    def _ask(self, request: Request) -> Any:
        if not self._bearer:
            self.login()
        try:
            return self.json(self._signed(request))
        except RequestRefused as refusal:
            if refusal.status != 401:
                raise explained(refusal) from refusal
        # Expired: once more with a new one.
        self.login()
        return self.json(self._signed(request))

    def _signed(self, request: Request) -> Request:
        return replace(request, headers={**request.headers, "Authorization": f"Bearer {self._bearer}"})


def parse_perimeter(found: dict[str, Any], service: str) -> Perimeter:
    """A territory; its number is the beginning of "95861-clermont-ferrand".

    Raises:
        BadContent: if it has no number.
    """
    number = replies.word(found, "id").partition("-")[0]
    if not number.isdigit():
        raise failures.not_understood(service, f"perimeter: {found.get('id')!r}")
    return Perimeter(
        int(number), replies.word(found, "name"), replies.word(found, "scale"), replies.word(found, "code")
    )


def parse_aid(value: Any, service: str) -> Aid:
    """A grant.

    Raises:
        BadContent: if it has no number or no name.
    """
    found = replies.mapping(value, service, "aid")
    ident, name = replies.whole(found, "id"), replies.plain_text(replies.word(found, "name"))
    if ident is None or not name:
        raise failures.not_understood(service, f"aid: {str(found)[:200]}")

    def texts(key: str) -> tuple[str, ...]:
        items = found.get(key)
        return tuple(replies.plain_text(str(item)) for item in items) if isinstance(items, list) else ()

    path = replies.word(found, "url")
    return Aid(
        ident,
        name,
        # A path of the site; anything else is not shown as a link.
        f"{SITE}{path}" if path.startswith("/") and not path.startswith("//") else "",
        texts("financers"),
        texts("programs"),
        replies.plain_text(replies.word(found, "description")),
        replies.plain_text(replies.word(found, "eligibility")),
        texts("targeted_audiences"),
        texts("aid_types"),
        replies.word(found, "perimeter"),
        replies.word(found, "submission_deadline"),
        replies.word(found, "recurrence"),
        replies.Value.of(found.get("subvention_rate_lower_bound")).value,
        replies.Value.of(found.get("subvention_rate_upper_bound")).value,
        replies.plain_text(replies.word(found, "contact")),
    )


def explained(refusal: RequestRefused) -> RequestRefused:
    """The refusal with the service's words: {"detail"} (RFC 7807) or {"message"}."""
    try:
        value = replies.json_of(refusal.body, refusal.service)
    except BadContent:
        return refusal
    said = (replies.word(value, "detail") or replies.word(value, "message")) if isinstance(value, dict) else ""
    return failures.with_words(refusal, said)
