"""The last good answer of a service, kept with its date: offline is a normal state, and is said in one sentence.

    shelf = Shelf(folder)
    answer = fetch(transport, request, shelf, "communes_46", cancelled)
    answer.path, answer.date                 # always a whole file, new or the last good one
    answer.sentence                          # "" when fresh; else "API Géo … Data of 12/03/2026 shown."

A crash at any moment leaves the older answer or the newer one, whole: the card beside the body is replaced last.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import secrets
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from ...errors import SourceUnavailable
from ...i18n import translate
from . import failures
from .endpoints import SERVICES
from .transport import IsCancelled, Request, Transport, never

KEY = re.compile(r"[a-z0-9_-]{1,80}")
# Seconds after which a body without a card was left there, and is not being written.
_BEING_WRITTEN = 86400


@dataclass(frozen=True)
class Kept:
    """An answer on the shelf.

    Attributes:
        file: name of its body in the folder.
        fetched: ISO date and time (UTC) at which it came, or was last said to be unchanged.
        etag, last_modified: what it said of itself.
        digest: BLAKE2b of the body, against a damaged disk.
    """

    file: str
    fetched: str
    etag: str
    last_modified: str
    digest: str


@dataclass(frozen=True)
class Answer:
    """A whole answer, new or kept.

    Attributes:
        path: its body.
        fetched: ISO date and time (UTC) of it.
        problem: why it is not fresh; None when it is.
    """

    path: Path
    fetched: str
    problem: SourceUnavailable | None = None

    @property
    def is_fresh(self) -> bool:
        """Whether the service was asked just now, with success."""
        return self.problem is None

    @property
    def date(self) -> str:
        """Its day, as French people write it: "12/03/2026"."""
        return datetime.fromisoformat(self.fetched).strftime("%d/%m/%Y")

    @property
    def sentence(self) -> str:
        """What to say beside the data: "" when fresh, else what happened and the day of what is shown."""
        return "" if self.problem is None else shown_instead(self.problem, self.date)


def shown_instead(problem: SourceUnavailable, date: str) -> str:
    """ "API Géo ne répond pas (délai 10 s). Données du 12/03/2026 affichées." """
    return translate("Anct", "{problem} Data of {date} shown.").format(problem=problem.message, date=date)


class Shelf:
    """A folder of last good answers, by key (lower-case letters, digits, "_" and "-").

    Args:
        folder: made at the first answer.
        now: gives the moment; a test gives its own.
    """

    def __init__(self, folder: Path, now: Callable[[], datetime] | None = None) -> None:
        self.folder = folder
        self._now = now or (lambda: datetime.now(UTC))

    def get(self, key: str) -> Kept | None:
        """What is kept under a key; None if nothing is, or it is damaged."""
        kept = self._read(self._card(key))
        try:
            return kept if kept is not None and digest(self.folder / kept.file) == kept.digest else None
        except OSError:
            return None

    def new_file(self, key: str) -> Path:
        """Where a new body may be written."""
        self._card(key)
        return self.folder / f"{key}.{secrets.token_hex(8)}.body"

    def keep(self, key: str, body: Path, etag: str, last_modified: str) -> Kept:
        """Put a whole body, already in the folder, in the place of the last one.

        Raises:
            OSError: if it cannot be written; the last one then stays.
        """
        kept = Kept(body.name, self._moment(), etag, last_modified, digest(body))
        self._write(key, kept)
        for other in self.folder.glob(f"{key}.*.body"):
            if other.name != kept.file:
                # In use elsewhere on Windows: it goes the next time.
                with contextlib.suppress(OSError):
                    other.unlink()
        return kept

    def confirm(self, key: str, kept: Kept) -> Kept:
        """Note that the service has just said that it has nothing newer."""
        confirmed = replace(kept, fetched=self._moment())
        self._write(key, confirmed)
        return confirmed

    def prune(self, bound: int) -> None:
        """Let the oldest answers go until their bodies weigh at most `bound` bytes, and bodies that no card names.

        Raises:
            OSError: the folder cannot be read.
        """
        cards = []
        for card in self.folder.glob("*.json"):
            kept = self._read(card)
            size = _size(self.folder / kept.file) if kept is not None else 0
            cards.append((kept.fetched if kept is not None else "", card, kept, size))
        total = sum(size for *_, size in cards)
        for _, card, kept, size in sorted(cards, key=lambda found: found[:2]):
            if kept is not None and total <= bound:
                break
            _remove(card)
            if kept is not None:
                _remove(self.folder / kept.file)
                total -= size
        named = {kept.file for *_, kept, _ in cards if kept is not None}
        # One that is being written has no card yet.
        before = self._now().timestamp() - _BEING_WRITTEN
        for body in self.folder.glob("*.body"):
            if body.name not in named and 0 < _moment_of(body) < before:
                _remove(body)

    def _read(self, card: Path) -> Kept | None:
        """A card; None if it is damaged, or names a file elsewhere."""
        try:
            found = json.loads(card.read_text(encoding="utf-8"))
            kept = Kept(**{name: str(found[name]) for name in Kept.__dataclass_fields__})
            datetime.fromisoformat(kept.fetched)
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return kept if Path(kept.file).name == kept.file else None

    def _card(self, key: str) -> Path:
        if not KEY.fullmatch(key):
            raise ValueError(f"not a key: {key!r}")
        return self.folder / f"{key}.json"

    def _moment(self) -> str:
        return self._now().astimezone(UTC).isoformat(timespec="seconds")

    def _write(self, key: str, kept: Kept) -> None:
        card = self._card(key)
        part = card.with_name(f"{card.name}.{secrets.token_hex(4)}.part")
        try:
            part.write_text(json.dumps(asdict(kept)), encoding="utf-8")
            os.replace(part, card)
        finally:
            part.unlink(missing_ok=True)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _moment_of(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def _remove(path: Path) -> None:
    # In use elsewhere on Windows: it goes the next time.
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)


def digest(path: Path) -> str:
    """BLAKE2b of a file, hexadecimal."""
    found = hashlib.blake2b(digest_size=32)
    with path.open("rb") as file:
        while part := file.read(1024 * 1024):
            found.update(part)
    return found.hexdigest()


def fetch(
    transport: Transport,
    request: Request,
    shelf: Shelf,
    key: str,
    cancelled: IsCancelled = never,
    check: Callable[[Path], None] | None = None,
) -> Answer:
    """The answer of a service, or the last good one with the reason: asked conditionally, checked, then kept.

    Args:
        request: without `save_to`; its conditions are set here.
        key: on the shelf.
        check: raises to refuse a file (any AnctError); SourceUnavailable means "show the last good one".

    Raises:
        SourceUnavailable: if the service gave nothing and nothing is kept.
        Cancelled: the shelf is then as before.
    """
    known = shelf.get(key)
    target = shelf.new_file(key)
    asked = replace(
        request,
        save_to=target,
        check=check,
        etag=known.etag if known else "",
        last_modified=known.last_modified if known else "",
    )
    try:
        reply = transport.send(asked, cancelled)
    except SourceUnavailable as problem:
        if known is None:
            raise
        return Answer(shelf.folder / known.file, known.fetched, problem)
    try:
        if reply.not_modified and known is not None:
            kept = shelf.confirm(key, known)
        elif reply.path is not None:
            kept = shelf.keep(key, reply.path, reply.etag, reply.last_modified)
        else:
            raise failures.not_understood(SERVICES[request.service].name, f"HTTP {reply.status} without a question")
    except OSError as error:
        target.unlink(missing_ok=True)
        raise failures.disk(SERVICES[request.service].name, str(error)) from error
    return Answer(shelf.folder / kept.file, kept.fetched)
