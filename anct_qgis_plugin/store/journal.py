"""What was typed and is not in a store yet: a local journal that neither a crash nor a power cut breaks.

The editor writes here after each pause in typing; once `write` has returned, the text is on the disk. What the store
then accepts is settled, and what it could not be asked for is sent when it answers again:

    entry = journal.write(store.key, identifier, section, content, base_revision, author)
    state = journal.save(store, entry)        # the section's new state; None: kept here, the server does not answer
    …
    journal.pending(store.key)                # at the next opening: what was never accepted
    journal.send(store)                       # → what was saved, conflicts to choose in, what was refused
"""

from __future__ import annotations

import hashlib
import json
import os
import uuid
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ..core.dossier import Dossier
from ..core.dossier_sections import SectionContent
from ..errors import DossierError, SectionConflict, StoreError, StoreUnreachable
from ..i18n import translate
from .base import DossierStore, SectionState, utc_now

SUFFIX = ".journal"
# A journal that is longer is written anew without what is settled.
_LONG = 4 * 1024 * 1024
# The section of an entry that holds a whole new dossier.
WHOLE = "*"


@dataclass(frozen=True)
class Entry:
    """Something typed and acknowledged.

    section: of a dossier of the store, or WHOLE for one that the store has yet to create. base: revision that it was
    made from; None for a section of a dossier that is itself still to be created. date: ISO 8601, UTC.
    """

    id: str
    store: str
    dossier: str
    section: str
    content: SectionContent
    base: int | None
    author: str
    date: str
    whole: Dossier | None = None
    perimeter: bytes | None = None


@dataclass(frozen=True)
class Sent:
    """What `DraftJournal.send` did. Conflicts and refusals stay in the journal until `rebase` or `forget`."""

    saved: tuple[tuple[Entry, SectionState | None], ...] = ()
    conflicts: tuple[tuple[Entry, SectionConflict], ...] = ()
    refused: tuple[tuple[Entry, StoreError], ...] = ()
    unreachable: bool = False


class DraftJournal:
    """One file per store and dossier, only added to; each line carries its own checksum."""

    def __init__(self, folder: Path) -> None:
        """Make nothing yet.

        Args:
            folder: on a local disk; made at the first entry.
        """
        self.folder = Path(folder)

    # -- writing --------------------------------------------------------------------------------------------------

    def write(
        self,
        store: str,
        dossier: str,
        section: str,
        content: SectionContent,
        base: int | None,
        author: str,
        perimeter: bytes | None = None,
    ) -> Entry:
        """Keep a section as typed. Once this returns, the disk has it.

        Args:
            store: the store's `key`. base: as in `Entry`. perimeter: WKB, of a dossier that moves with this section.

        Raises:
            StoreError: if it cannot be kept (disk full, rights).
        """
        entry = Entry(uuid.uuid4().hex, store, dossier, section, content, base, author, utc_now(), perimeter=perimeter)
        self._append(entry, _line(entry))
        return entry

    def write_new(self, store: str, dossier: Dossier, perimeter: bytes | None, author: str) -> Entry:
        """Keep a whole dossier that the store has yet to create; raises as `write`."""
        entry = Entry(
            uuid.uuid4().hex, store, dossier.id, WHOLE, SectionContent(), 0, author, utc_now(), dossier, perimeter
        )
        self._append(entry, _line(entry))
        return entry

    def forget(self, entry: Entry) -> None:
        """Settle an entry, and those before it on the same section: they are in the store, or given up."""
        file = self._file(entry.store, entry.dossier)
        try:
            _add(file, {"settled": entry.id})
            left = list(_unsettled(file))
            if not left:
                file.unlink(missing_ok=True)
            elif file.stat().st_size > _LONG:
                beside = file.with_suffix(".part")
                beside.unlink(missing_ok=True)
                for one in left:
                    _add(beside, _line(one))
                os.replace(beside, file)
        except OSError as error:
            raise self._cannot(error) from error

    def rebase(self, entry: Entry, revision: int) -> Entry:
        """Keep an entry as made from another revision: the user chose it, knowing what the store holds."""
        moved = replace(entry, id=uuid.uuid4().hex, base=revision, date=utc_now())
        self._append(moved, _line(moved))
        return moved

    # -- reading --------------------------------------------------------------------------------------------------

    def pending(self, store: str = "", dossier: str = "") -> tuple[Entry, ...]:
        """What is not settled, of a store and a dossier or of all: the last entry of each section, oldest first.

        A line that a crash cut short was never acknowledged: it is passed over.
        """
        files = [self._file(store, dossier)] if store and dossier else sorted(self.folder.glob(f"*{SUFFIX}"))
        found = [
            entry
            for file in files
            for entry in _unsettled(file)
            if store in ("", entry.store) and dossier in ("", entry.dossier)
        ]
        # A dossier is created before its sections are saved.
        return tuple(sorted(found, key=lambda entry: (entry.section != WHOLE, entry.date)))

    # -- to the store ---------------------------------------------------------------------------------------------

    def save(self, store: DossierStore, entry: Entry) -> SectionState | None:
        """Give an entry to its store and settle it; None if the store does not answer, and it waits here.

        Raises:
            SectionConflict, StoreError: as the store does; the entry stays.
        """
        try:
            done = self._give(store, entry)
        except StoreUnreachable:
            return None
        self.forget(entry)
        return done

    def send(self, store: DossierStore, dossier: str = "") -> Sent:
        """Give a store all that waits for it, of one dossier or of all. Stops where it does not answer."""
        saved: list[tuple[Entry, SectionState | None]] = []
        conflicts: list[tuple[Entry, SectionConflict]] = []
        refused: list[tuple[Entry, StoreError]] = []
        unreachable = False
        for entry in self.pending(store.key, dossier):
            try:
                done = self._give(store, entry)
            except StoreUnreachable:
                unreachable = True
                break
            except SectionConflict as conflict:
                conflicts.append((entry, conflict))
                continue
            except StoreError as error:
                refused.append((entry, error))
                continue
            self.forget(entry)
            saved.append((entry, done))
        return Sent(tuple(saved), tuple(conflicts), tuple(refused), unreachable)

    def _give(self, store: DossierStore, entry: Entry) -> SectionState | None:
        try:
            return _given(store, entry)
        except SectionConflict as conflict:
            # What the store holds may be our own earlier text, whose acceptance was lost with the connection.
            own = (
                line["section"] == entry.section
                and line["base"] == entry.base
                and SectionContent.from_dict(line["content"]).to_dict() == conflict.theirs.to_dict()
                for line in _lines(self._file(entry.store, entry.dossier))
                if "settled" not in line
            )
            if conflict.author != entry.author or not any(own):
                raise
            return _given(store, replace(entry, base=conflict.revision))

    # -- the file -------------------------------------------------------------------------------------------------

    def _file(self, store: str, dossier: str) -> Path:
        name = hashlib.sha256(f"{store}\0{dossier}".encode("utf-8", "replace")).hexdigest()[:32]
        return self.folder / f"{name}{SUFFIX}"

    def _append(self, entry: Entry, line: dict[str, Any]) -> None:
        file = self._file(entry.store, entry.dossier)
        try:
            new = not file.exists()
            self.folder.mkdir(parents=True, exist_ok=True)
            _add(file, line)
            if new:
                _sync_folder(self.folder)
        except OSError as error:
            raise self._cannot(error) from error

    def _cannot(self, error: OSError) -> StoreError:
        return StoreError(
            translate(
                "Anct", "What you type cannot be kept in {folder}: check its rights and the free space on the disk."
            ).format(folder=self.folder),
            details=str(error),
        )


def _given(store: DossierStore, entry: Entry) -> SectionState | None:
    """Give one entry to the store; a whole dossier that it has already was created by a call whose answer was lost."""
    if entry.whole is not None:
        try:
            store.create(entry.whole, entry.author, entry.perimeter)
        except StoreUnreachable:
            raise
        except StoreError:
            store.load(entry.dossier)
        return None
    base = entry.base
    if base is None:
        base = store.load(entry.dossier).revision(entry.section)
    return store.save_section(entry.dossier, entry.section, entry.content, base, entry.author, entry.perimeter)


def _line(entry: Entry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "store": entry.store,
        "dossier": entry.dossier,
        "section": entry.section,
        "content": entry.content.to_dict(),
        "base": entry.base,
        "author": entry.author,
        "date": entry.date,
        "whole": entry.whole.to_dict() if entry.whole is not None else None,
        "perimeter": entry.perimeter.hex() if entry.perimeter is not None else None,
    }


def _entry(line: dict[str, Any]) -> Entry:
    return Entry(
        line["id"], line["store"], line["dossier"], line["section"], SectionContent.from_dict(line["content"]),
        line["base"], line["author"], line["date"],
        Dossier.from_dict(line["whole"]) if line["whole"] is not None else None,
        bytes.fromhex(line["perimeter"]) if line["perimeter"] is not None else None,
    )  # fmt: skip


def _add(file: Path, line: dict[str, Any]) -> None:
    """Append a line and wait for the disk. Raises OSError."""
    # ASCII only: any text that was typed can be written, even one that is no valid Unicode.
    text = json.dumps(line, ensure_ascii=True, separators=(",", ":")).encode("ascii")
    with open(file, "ab") as out:
        # A line that a crash cut short must not swallow this one.
        start = b"\n" if out.tell() else b""
        out.write(start + text + b"\t%08x" % zlib.crc32(text))
        out.flush()
        os.fsync(out.fileno())


def _sync_folder(folder: Path) -> None:
    """Wait until the disk knows of a new file; Windows neither needs nor allows it."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _lines(file: Path) -> Iterator[dict[str, Any]]:
    """The whole lines of a file, first to last; what a crash cut short is passed over."""
    try:
        content = file.read_bytes()
    except OSError:
        return
    for raw in content.split(b"\n"):
        text, _, checksum = raw.rpartition(b"\t")
        if text and checksum == b"%08x" % zlib.crc32(text):
            yield json.loads(text)


def _unsettled(file: Path) -> Iterator[Entry]:
    """The last entry of each section that is not settled, in order."""
    last: dict[str, dict[str, Any]] = {}
    places: dict[str, tuple[str, int]] = {}
    for number, line in enumerate(_lines(file)):
        if "settled" in line:
            section, place = places.get(line["settled"], ("", -1))
            if section in last and places[last[section]["id"]][1] <= place:
                del last[section]
        else:
            places[line["id"]] = (line["section"], number)
            last.pop(line["section"], None)
            last[line["section"]] = line
    for line in last.values():
        try:
            yield _entry(line)
        except (KeyError, TypeError, ValueError, DossierError):
            # Written by another version: left in the file for it.
            continue
