"""A transport that keeps what services give, and asks for it again under condition: what has not changed is not sent
twice, whether it is a whole file or a page of an answer.

Only answers that say what they are (ETag, Last-Modified) are kept. A 304 is read from what is kept; where that is
damaged or cannot be read, the question is asked again whole. What is kept is bounded: the oldest answers go first.
"""

from __future__ import annotations

import contextlib
import hashlib
import shutil
from dataclasses import replace
from pathlib import Path

from ...errors import AnctError
from .endpoints import MB, Endpoints
from .state import Kept, Shelf
from .transport import IsCancelled, Reply, Request, Transport, never

BOUND = 256 * MB


class Conditional:
    """A `Transport` over another one.

    Args:
        shelf: where answers are kept. bound: most bytes kept there; an answer of more than half of it is not kept.
    """

    def __init__(self, transport: Transport, shelf: Shelf, bound: int = BOUND) -> None:
        self._transport, self._shelf, self._bound = transport, shelf, bound

    @property
    def endpoints(self) -> Endpoints | None:
        """Where the services are, as the transport below has them."""
        found = getattr(self._transport, "endpoints", None)
        return found if isinstance(found, Endpoints) else None

    def send(self, request: Request, cancelled: IsCancelled = never) -> Reply:
        """See `transport.Transport.send`; an answer that has not changed comes whole, as if it had been sent."""
        if request.method != "GET" or request.authcfg or request.etag or request.last_modified:
            return self._transport.send(request, cancelled)
        key = _key(request)
        known = self._shelf.get(key)
        if known is not None:
            conditions = replace(request, etag=known.etag, last_modified=known.last_modified)
            reply = self._transport.send(conditions, cancelled)
            if reply.not_modified:
                with contextlib.suppress(OSError):
                    self._shelf.confirm(key, known)
                with contextlib.suppress(OSError, AnctError):
                    return self._given(request, reply, known)
                reply = self._transport.send(request, cancelled)
        else:
            reply = self._transport.send(request, cancelled)
        self._keep(key, reply)
        return reply

    def _given(self, request: Request, reply: Reply, known: Kept) -> Reply:
        """The answer kept, where the question wants it.

        Raises:
            OSError: it cannot be read or copied. AnctError: the question's own check refuses it.
        """
        body = self._shelf.folder / known.file
        whole = replace(reply, status=200, not_modified=False, size=body.stat().st_size)
        if request.save_to is None:
            return replace(whole, body=body.read_bytes())
        if request.check is not None:
            request.check(body)
        beside = request.save_to.with_name(f"{request.save_to.name}.kept")
        try:
            shutil.copyfile(body, beside)
            beside.replace(request.save_to)
        finally:
            beside.unlink(missing_ok=True)
        return replace(whole, path=request.save_to)

    def _keep(self, key: str, reply: Reply) -> None:
        """Keep an answer that can be asked for under condition; without room it is only asked whole again."""
        if not (reply.etag or reply.last_modified) or not 0 < reply.size <= self._bound // 2:
            return
        body: Path = self._shelf.new_file(key)
        try:
            self._shelf.folder.mkdir(parents=True, exist_ok=True)
            if reply.path is not None:
                shutil.copyfile(reply.path, body)
            else:
                body.write_bytes(reply.body)
            self._shelf.keep(key, body, reply.etag, reply.last_modified)
            self._shelf.prune(self._bound)
        except OSError:
            with contextlib.suppress(OSError):
                body.unlink(missing_ok=True)


def _key(request: Request) -> str:
    """The shelf's key of a question: its service and its address."""
    digest = hashlib.blake2b(request.url.encode(), digest_size=16).hexdigest()
    return f"{request.service}-{digest}"
