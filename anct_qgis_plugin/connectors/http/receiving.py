"""What arrives is counted, looked at, and put in place only once it is whole."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path
from types import TracebackType
from typing import IO

from ...errors import AnctError
from . import failures
from .endpoints import Service
from .transport import Head, Reply, Request

START = 64 * 1024


class Receiver:
    """Takes the parts of one answer; in a `with` block, so that nothing half written is left behind.

    Only a good status is written to the file: an error's body stays in memory, capped.
    """

    def __init__(self, request: Request, service: Service) -> None:
        self._request = request
        self._service = service
        self._limit = request.max_bytes if request.max_bytes is not None else service.max_bytes
        self._parts: list[bytes] = []
        self._file: IO[bytes] | None = None
        self._part: Path | None = None
        self._head: Head | None = None
        self.start = b""
        self.size = 0

    def __enter__(self) -> Receiver:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file is not None:
            self._file.close()
        if self._part is not None:
            with contextlib.suppress(OSError):
                self._part.unlink(missing_ok=True)

    @property
    def head(self) -> Head:
        """Status and headers; status 0 if nothing came."""
        return self._head if self._head is not None else Head(0, {})

    def on_head(self, head: Head) -> None:
        """Take the status and headers; refuse at once what announces itself as too large.

        Raises:
            TooLarge: if Content-Length is above the cap.
        """
        self._head = head
        announced = head.headers.get("content-length", "")
        if announced.isdigit() and int(announced) > self._limit:
            raise failures.too_large(self._service.name, self._limit, f"Content-Length: {announced}")
        if self._request.save_to is not None and 200 <= head.status < 300:
            self._open(self._request.save_to)

    def on_data(self, data: bytes) -> None:
        """Take a part.

        Raises:
            TooLarge: once the cap is passed.
        """
        self.size += len(data)
        if self.size > self._limit:
            raise failures.too_large(self._service.name, self._limit, f"more than {self._limit} bytes")
        if len(self.start) < START:
            self.start += data[: START - len(self.start)]
        if self._file is None:
            self._parts.append(data)
            return
        try:
            self._file.write(data)
        except OSError as error:
            raise failures.disk(self._service.name, str(error)) from error

    def reply(self, url: str) -> Reply:
        """The whole answer; its file checked, then put in place in one step.

        Raises:
            BadContent: if it is empty and may not be.
            AnctError: what `Request.check` raises.
        """
        head, target, name = self.head, self._request.save_to, self._service.name
        not_modified = head.status == 304
        if not self.size and not not_modified and not self._request.may_be_empty:
            raise failures.empty(name, f"HTTP {head.status} {url}")
        path = None
        if self._file is not None and self._part is not None and target is not None:
            self._put_in_place(self._file, self._part, target)
            path = target
        return Reply(head.status, head.headers, url, b"".join(self._parts), path, self.size, not_modified, service=name)

    def _open(self, target: Path) -> None:
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            handle, part = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent)
        except OSError as error:
            raise failures.disk(self._service.name, str(error)) from error
        self._part = Path(part)
        self._file = os.fdopen(handle, "wb")

    def _put_in_place(self, file: IO[bytes], part: Path, target: Path) -> None:
        try:
            file.flush()
            os.fsync(file.fileno())
            file.close()
            if self._request.check is not None:
                self._request.check(part)
            os.replace(part, target)
        except AnctError:
            raise
        except OSError as error:
            raise failures.disk(self._service.name, str(error)) from error
        self._part = None
