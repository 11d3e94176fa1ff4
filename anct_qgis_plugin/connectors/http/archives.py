"""Zip files from outside, read with care: no name that leads out, no bomb, nothing written anywhere."""

from __future__ import annotations

import io
import re
import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from ...errors import BadContent, TooLarge
from ...i18n import translate

MB = 1024 * 1024
MEMBER_MAXIMUM = 500 * MB
TOTAL_MAXIMUM = 1000 * MB
COUNT_MAXIMUM = 2000
# Real tables are compressed 5 to 30 times; a bomb a thousand times. Small members may be anything.
RATIO_MAXIMUM = 200
RATIO_FROM = 10 * MB
CHUNK = 64 * 1024


@dataclass(frozen=True)
class Limits:
    """Most bytes of one member, of all together, and most members."""

    member: int = MEMBER_MAXIMUM
    total: int = TOTAL_MAXIMUM
    count: int = COUNT_MAXIMUM


class Archive:
    """The members of a zip, checked when it is opened; in a `with` block.

    Args:
        source: its bytes, or its path.
        name: for messages.

    Raises:
        BadContent: if it is no zip, is damaged or encrypted, or a member's name is absolute or leads out of it.
        TooLarge: if its members together are announced larger than the limits.
    """

    def __init__(self, source: bytes | Path, name: str, limits: Limits | None = None) -> None:
        self.name = name
        self._limits = limits or Limits()
        self._left = self._limits.total
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(source) if isinstance(source, bytes) else source)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise damaged(name, str(error)) from error
        try:
            self._infos = self._checked()
        except BaseException:
            self._zip.close()
            raise

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    @property
    def names(self) -> tuple[str, ...]:
        """The members that are files."""
        return tuple(info.filename for info in self._infos)

    def find(self, pattern: str) -> str:
        """The one member whose name, without its folders and whatever its case, fits the regular expression.

        Raises:
            BadContent: if there is none, or more than one.
        """
        found = [n for n in self.names if re.fullmatch(pattern, PurePosixPath(n).name, re.IGNORECASE)]
        if len(found) != 1:
            raise BadContent(
                translate("Anct", "The archive {name} does not hold the expected file.").format(name=self.name),
                details=f"{pattern}: {found} among {list(self.names)[:50]}",
                hint=translate("Anct", "It is another archive, or its form has changed."),
            )
        return found[0]

    def read(self, member: str) -> bytes:
        """The bytes of a member, counted while they are decompressed (its header may lie).

        Raises:
            BadContent: if it is damaged.
            TooLarge: once a limit is passed.
        """
        return b"".join(self.parts(member))

    def parts(self, member: str) -> Iterator[bytes]:
        """The bytes of a member one part after the other, for what does not fit in memory; counted as in `read`.

        Raises:
            BadContent: if it is damaged.
            TooLarge: once a limit is passed.
        """
        info = next((i for i in self._infos if i.filename == member), None)
        if info is None:
            raise damaged(self.name, f"no member {member}")
        size = 0
        try:
            with self._zip.open(info) as file:
                while part := file.read(CHUNK):
                    size += len(part)
                    self._left -= len(part)
                    swollen = size > RATIO_FROM and size > RATIO_MAXIMUM * max(info.compress_size, 1)
                    if size > self._limits.member or self._left < 0 or swollen:
                        raise too_large(self.name, member)
                    yield part
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError) as error:
            # ValueError: a member said to begin before the file. RuntimeError: encrypted, or an unknown compression.
            raise damaged(self.name, f"{member}: {error}") from error

    def _checked(self) -> list[zipfile.ZipInfo]:
        infos = self._zip.infolist()
        if len(infos) > self._limits.count:
            raise too_large(self.name, f"{len(infos)} members")
        for info in infos:
            path = PurePosixPath(info.filename.replace("\\", "/"))
            leads_out = path.is_absolute() or ".." in path.parts or re.match(r"[A-Za-z]:", info.filename)
            if leads_out or stat.S_ISLNK(info.external_attr >> 16):
                raise BadContent(
                    translate("Anct", "The archive {name} is not safe and was not opened.").format(name=self.name),
                    details=f"member {info.filename!r}",
                )
            if not info.filename:
                raise damaged(self.name, "a member without a name")
            if info.flag_bits & 0x1:
                raise damaged(self.name, f"{info.filename} is encrypted")
        files = [info for info in infos if not info.is_dir()]
        if sum(info.file_size for info in files) > self._limits.total:
            raise too_large(self.name, "in total")
        big = next((info for info in files if info.file_size > self._limits.member), None)
        if big is not None:
            raise too_large(self.name, big.filename)
        return files


def damaged(name: str, details: str) -> BadContent:
    """No zip, or a broken one."""
    return BadContent(
        translate("Anct", "The archive {name} is damaged or is no zip file. Download it again.").format(name=name),
        details=details,
    )


def too_large(name: str, details: str) -> TooLarge:
    """More than such archives ever hold."""
    return TooLarge(
        translate("Anct", "The archive {name} holds more data than expected: it was not read.").format(name=name),
        details=details,
    )
