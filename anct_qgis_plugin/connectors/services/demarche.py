"""Démarche numérique: the form of a procedure, and a prefilled file that the user then claims and completes.

What is sent is prepared by `core.handover` (preview, body, link). Creating a file is a real act: `create` wants
`agreed=True`, which only an explicit yes of the user may give. The service drops unknown or invalid fields without a
word, takes no attachment, and forgets unclaimed files after 5 days: the user must open `Prefilled.url` and log in;
show what was sent (`Prefilled.sent`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from ...core.handover import Champ, Procedure
from ...errors import BadContent, HandoverError, RequestRefused
from ...i18n import translate
from ..http import failures, replies
from ..http.client import Client

DAYS_BEFORE_FORGOTTEN = 5


@dataclass(frozen=True)
class Prefilled:
    """A file that was created.

    Attributes:
        url: page where the user claims it, after login.
        sent: what was sent, as sent: the service may have dropped some of it.
    """

    url: str
    number: int | None
    id: str
    token: str
    state: str
    sent: Mapping[str, Any]


@dataclass(frozen=True)
class FileState:
    """State of a prefilled file: "brouillon", "en_construction", "en_instruction", "accepte"…"""

    number: int | None
    id: str
    state: str


class DemarcheNumerique(Client):
    """Procedures and prefilled files."""

    SERVICE = "demarche"

    def procedure(self, path: str) -> Procedure:
        """A procedure and its fields, by the last part of its address (only those marked as open data).

        Raises:
            RequestRefused: 404 for an unknown or closed one, with the service's words.
            BadContent: if the answer has another form.
        """
        try:
            return parse_schema(self.json(self.request(f"/preremplir/{path}/schema")), path, self.name)
        except RequestRefused as refusal:
            raise explained(refusal) from refusal

    def create(self, number: int, values: Mapping[str, Any], *, agreed: bool) -> Prefilled:
        """Create a prefilled file, once: nothing is retried that could create a second one.

        Args:
            number: of the procedure.
            values: `core.handover.body(items)`, and `identite_prenom`, `identite_nom`, `identite_genre` for personal
                procedures.
            agreed: True only after the user has said yes to what is sent and where.

        Raises:
            HandoverError: if `agreed` is not True: nothing is sent.
            RequestRefused: 400, 404 (unknown procedure), with the service's words.
            ServiceDown: overloaded, or no answer: the file may then exist all the same, which the message cannot know.
        """
        if agreed is not True:
            raise HandoverError(translate("Anct", "Nothing was sent: creating a file online needs an explicit yes."))
        request = self.request(
            f"/api/public/v1/demarches/{int(number)}/dossiers",
            method="POST",
            # Exactly that: with a charset after it the service refuses.
            headers={"Content-Type": "application/json"},
            body=json.dumps(dict(values), ensure_ascii=False).encode("utf-8"),
        )
        try:
            found = replies.mapping(self.json(request), self.name, "file")
        except RequestRefused as refusal:
            raise explained(refusal) from refusal
        return parse_prefilled(found, values, self.name)

    def states(self, number: int, token: str) -> list[FileState]:
        """State of the file that has this token; empty where there is none, or no more."""
        query = {"prefill_token": token}
        value = self.json(self.request(f"/api/public/v1/demarches/{int(number)}/dossiers", query))
        return [
            FileState(
                replies.whole(found, "dossier_number"),
                replies.word(found, "dossier_id"),
                replies.word(found, "state"),
            )
            for found in replies.objects(value, self.name, "files")
        ]


def parse_schema(value: Any, path: str, service: str) -> Procedure:
    """The schema of a procedure.

    Raises:
        BadContent: if it has not this form.
    """
    found = replies.mapping(value, service, "schema")
    number = replies.whole(found, "number")
    revision = replies.mapping(found.get("revision"), service, "revision")
    if number is None:
        raise failures.not_understood(service, "no number")
    return Procedure(number, path, replies.word(found, "title"), _champs(revision.get("champDescriptors"), service))


def _champs(value: Any, service: str) -> tuple[Champ, ...]:
    champs = []
    for found in replies.objects(value, service, "champDescriptors"):
        ident = replies.word(found, "id")
        if not ident:
            raise failures.not_understood(service, f"field without id: {found}")
        options = found.get("options")
        nested = found.get("champDescriptors")
        champs.append(
            Champ(
                ident,
                replies.word(found, "label"),
                replies.word(found, "__typename").removesuffix("ChampDescriptor"),
                found.get("required") is True,
                tuple(str(option) for option in options) if isinstance(options, list) else (),
                found.get("otherOption") is True,
                _champs(nested, service) if nested is not None else (),
            )
        )
    return tuple(champs)


def parse_prefilled(found: dict[str, Any], sent: Mapping[str, Any], service: str) -> Prefilled:
    """The answer to `create`.

    Raises:
        BadContent: if it gives no https address to open.
    """
    url = replies.word(found, "dossier_url")
    if urlsplit(url).scheme != "https":
        raise failures.not_understood(service, f"no address to open: {url!r}")
    return Prefilled(
        url,
        replies.whole(found, "dossier_number"),
        replies.word(found, "dossier_id"),
        replies.word(found, "dossier_prefill_token"),
        replies.word(found, "state"),
        dict(sent),
    )


def explained(refusal: RequestRefused) -> RequestRefused:
    """The refusal with the service's words: {"error"}."""
    try:
        value = replies.json_of(refusal.body, refusal.service)
    except BadContent:
        return refusal
    return failures.with_words(refusal, replies.word(value, "error") if isinstance(value, dict) else "")
