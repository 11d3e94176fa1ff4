"""What a store of dossiers does, whatever holds it: a GeoPackage of one's own, or a service's PostgreSQL.

The editor works section by section:

    stored = store.load(identifier)                       # dossier + revision of each section
    done = store.save_section(identifier, "ambition", content, stored.revision("ambition"), author)
    # → done.revision is the base of the next save; SectionConflict says who wrote meanwhile, and what

`core.dossier_sections` cuts a dossier into these contents (`section_content`) and `core.dossier_states` says which
changes of state are allowed. What is typed is first acknowledged by `store.journal.DraftJournal`, which also keeps it
while a server does not answer.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path
from typing import Any

from ..core.dossier import Dossier
from ..core.dossier_sections import SectionContent, split
from ..errors import DossierError
from .definitions import definition

# The tables' version, the same for both kinds of store.
SCHEMA = 2


class Role(Enum):
    """What the user may do: read; also write; also purge and bring the schema up to date."""

    NONE = "aucun"
    READER = "lecteur"
    WRITER = "redacteur"
    ADMIN = "administrateur"


@dataclass(frozen=True)
class Summary:
    """A dossier in a list.

    created, modified: ISO 8601, UTC. amount: euros to the cent, as decimal text, None where none is given. year: it
    begins in. trashed: when it was put in the trash, "" if it was not. revision: counts every save.
    """

    id: str
    type: str
    title: str
    territory: str
    territory_label: str
    state: str
    created: str
    modified: str
    revision: int
    amount: str | None = None
    year: int | None = None
    author: str = ""
    trashed: str = ""


@dataclass(frozen=True)
class Page:
    """Some rows of a list. total: how many the query finds in all."""

    rows: tuple[Summary, ...]
    total: int


@dataclass(frozen=True)
class Query:
    """What to list. Every filter that is given must hold; a tuple holds if one of its values does.

    text: words looked for in everything written in a dossier but its internal note, accents and case ignored; each word
    may be the beginning of one. territory: canonical expression ("dep:46" finds every dossier with a commune of it,
    "com:46042" every dossier that covers it, others the dossiers of exactly that territory). communes: codes; finds the
    dossiers that cover one of them. programme, keyword, training, operator: labels as written, accents and case
    ignored. year: the dossier begins in. trashed: False for those that are not in the trash, True for those that are,
    None for both. sort: "modified", "created", "title", "territory", "state", "type", "amount" or "year". limit: None
    for all.
    """

    text: str = ""
    territory: str = ""
    communes: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    programmes: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    trainings: tuple[str, ...] = ()
    operators: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    trashed: bool | None = False
    sort: str = "modified"
    descending: bool = True
    offset: int = 0
    limit: int | None = 100


EVERYTHING = Query()


@dataclass(frozen=True)
class SectionState:
    """A section as the store has it. date: ISO 8601, UTC, of its last save; author: whose it is."""

    section: str
    content: SectionContent
    revision: int
    author: str
    date: str


@dataclass(frozen=True)
class StoredDossier:
    """A dossier as read, with what its next saves are made from.

    sections: by id (those of the definition, and HEAD, NOTE, OTHER of core.dossier_sections); one never saved is
    absent. perimeter: WKB multipolygon, EPSG:4326, or None. trashed: as in `Summary`.
    """

    dossier: Dossier
    sections: Mapping[str, SectionState]
    perimeter: bytes | None = None
    trashed: str = ""

    def revision(self, section: str) -> int:
        """The revision of a section, to give as base of its next save; 0 if it was never saved."""
        return self.sections[section].revision if section in self.sections else 0


@dataclass(frozen=True)
class Change:
    """One field changed by one save, for the history.

    number: of the save (see `Version`). field: its id; "" for an action that changes no value. old, new: values in the
    form of `Dossier.values`, None where absent.
    """

    number: int
    date: str
    author: str
    action: str
    section: str
    field: str
    old: Any
    new: Any
    comment: str = ""


@dataclass(frozen=True)
class Version:
    """One save of a dossier, which can be read and restored. number: rises along the whole store."""

    number: int
    date: str
    author: str
    action: str
    section: str
    fields: tuple[str, ...]
    state: str
    comment: str = ""


@dataclass(frozen=True)
class Attachment:
    """A file kept with a dossier. size: bytes. removed: when it was taken out, "" if it is there."""

    id: str
    dossier: str
    name: str
    mime: str
    size: int
    sha256: str
    date: str
    author: str
    removed: str = ""


@dataclass(frozen=True)
class File:
    """A file to attach: its name, its MIME type, its bytes."""

    name: str
    mime: str
    content: bytes


@dataclass(frozen=True)
class Count:
    """How many dossiers say something. label: as written first."""

    key: str
    label: str
    dossiers: int


@dataclass(frozen=True)
class Migration:
    """One numbered change of the tables. text: what it does, a sentence, to show before asking for a yes."""

    number: int
    text: str


@dataclass(frozen=True)
class Limits:
    """What may be attached. extensions: with their MIME types; file, dossier: bytes."""

    extensions: Mapping[str, str] = field(
        default_factory=lambda: {
            ".pdf": "application/pdf",
            ".odt": "application/vnd.oasis.opendocument.text",
            ".ods": "application/vnd.oasis.opendocument.spreadsheet",
            ".odp": "application/vnd.oasis.opendocument.presentation",
            ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            ".png": "image/png",
            ".jpg": "image/jpeg",
            ".jpeg": "image/jpeg",
            ".tif": "image/tiff",
            ".tiff": "image/tiff",
            ".csv": "text/csv",
            ".txt": "text/plain",
            ".gpkg": "application/geopackage+sqlite3",
            ".geojson": "application/geo+json",
        }
    )
    file: int = 20 * 1024 * 1024
    dossier: int = 200 * 1024 * 1024


LIMITS = Limits()


class DossierStore(ABC):
    """Keeps dossiers. Nothing is ever overwritten unseen: each save names the revision that it was made from.

    Every method may raise StoreError, or its children: StoreUnreachable (the server does not answer: keep the work in
    the draft journal), StoreLocked (someone holds the file), StoreReadOnly (the user's role does not allow it),
    MigrationNeeded (an older schema). A store of a newer schema is refused and left as it is. `author` is the name that
    the history shows. Moments are ISO 8601, UTC.
    """

    #: What a person calls the store: a file's name, or a connection's.
    label: str
    #: Tells stores apart: a file's whole path, or "postgresql:<connection>"; the draft journal keeps it.
    key: str

    # -- the store itself -----------------------------------------------------------------------------------------

    @abstractmethod
    def check(self) -> None:
        """Nothing, if the store can be used or has yet to be made. Raises StoreError."""

    @abstractmethod
    def schema_version(self) -> int:
        """The version of the store's tables; 0 if they have yet to be made."""

    @abstractmethod
    def migrations_pending(self) -> tuple[Migration, ...]:
        """What `migrate` would do, in order; none if the store is up to date or has yet to be made as a file."""

    @abstractmethod
    def migrate(self, yes: bool) -> tuple[Migration, ...]:
        """Bring the tables up to date, each migration one transaction; those that were done.

        Args:
            yes: the user's explicit yes; nothing is done without.

        Raises:
            MigrationNeeded: if `yes` is False and something is pending. StoreReadOnly: without the rights.
        """

    @abstractmethod
    def role(self) -> Role:
        """What the present user may do."""

    @property
    def can_write(self) -> bool:
        """True if the present user may create and change dossiers."""
        return self.role() in (Role.WRITER, Role.ADMIN)

    @abstractmethod
    def warnings(self) -> tuple[str, ...]:
        """Sentences to show once when the store is opened (a GeoPackage on a network drive); usually none."""

    @abstractmethod
    def close(self) -> None:
        """Let go of connections and locks. The store opens them again when needed."""

    # -- dossiers -------------------------------------------------------------------------------------------------

    @abstractmethod
    def create(
        self, dossier: Dossier, author: str, perimeter: bytes | None = None, files: Sequence[File] = ()
    ) -> StoredDossier:
        """Keep a new dossier, under the id it has.

        Args:
            perimeter: WKB polygons, EPSG:4326. files: attached at once, all or nothing.

        Raises:
            StoreError: if the store holds that id already, or the perimeter is none.
        """

    @abstractmethod
    def load(self, identifier: str) -> StoredDossier:
        """The dossier of that id, with the revision of each section. Raises StoreError if there is none."""

    @abstractmethod
    def save_section(
        self,
        identifier: str,
        section: str,
        content: SectionContent,
        base_revision: int,
        author: str,
        perimeter: bytes | None = None,
        action: str = "modification",
    ) -> SectionState:
        """Save one section; its new state (the same as before where nothing changed).

        Args:
            section: of the definition, or HEAD (title and territory) or NOTE (internal note).
            content: all of the section; values that it does not hold are removed.
            base_revision: the one that the content was made from; 0 if the section was never saved.
            perimeter: WKB; with HEAD only; None keeps the geometry that is there.

        Raises:
            SectionConflict: if someone saved the section since; carries what they wrote. Nothing is written.
        """

    @abstractmethod
    def save(self, base: StoredDossier, dossier: Dossier, author: str, perimeter: bytes | None = None) -> StoredDossier:
        """Save every section in which `dossier` differs from `base`, all or none; the dossier as the store now has it.

        Sections that others saved meanwhile and that did not change here are theirs in the result.

        Raises:
            SectionConflict: for the first section that changed on both sides. Nothing is written.
        """

    @abstractmethod
    def change_state(self, identifier: str, after: str, author: str, comment: str = "") -> StoredDossier:
        """Move a dossier to another state; date, author and comment are kept. A reopening needs a reason (comment).

        Raises:
            DossierError: if the change is not allowed from the state that the store now has, or something is missing.
        """

    @abstractmethod
    def trash(self, identifier: str, author: str) -> None:
        """Put a dossier in the trash: it is kept whole, listed only there, and can no longer be changed."""

    @abstractmethod
    def recover(self, identifier: str, author: str) -> None:
        """Take a dossier out of the trash, as it was."""

    @abstractmethod
    def purge(self, identifier: str) -> None:
        """Delete for ever a dossier that is in the trash, with its history and attachments. Administrators only."""

    # -- lists ----------------------------------------------------------------------------------------------------

    @abstractmethod
    def query(self, query: Query = EVERYTHING) -> Page:
        """The dossiers that answer a query, in light rows."""

    def list(self) -> list[Summary]:
        """All dossiers that are not in the trash, last modified first."""
        return [*self.query(Query(limit=None)).rows]

    @abstractmethod
    def counts(self, facet: str) -> tuple[Count, ...]:
        """How many dossiers, out of the trash, say each thing; most often said first.

        Args:
            facet: "formation", "operateur", "mot_cle", "programme", "departement", "etat", "type" or "annee".
        """

    # -- history --------------------------------------------------------------------------------------------------

    @abstractmethod
    def versions(self, identifier: str) -> tuple[Version, ...]:
        """Every save of a dossier, first to last."""

    @abstractmethod
    def history(self, identifier: str) -> tuple[Change, ...]:
        """Every change of a dossier, field by field, first to last."""

    @abstractmethod
    def version(self, identifier: str, number: int) -> Dossier:
        """The dossier as it was after a save."""

    @abstractmethod
    def restore(self, identifier: str, number: int, author: str, perimeter: bytes | None = None) -> StoredDossier:
        """Give the dossier's sections the content they had after a save; a new save, so that nothing is lost.

        State, attachments and what stands in the history stay as they are.

        Args:
            perimeter: WKB, EPSG:4326, where the dossier was then of another territory: the history keeps no outlines.
        """

    # -- attachments ----------------------------------------------------------------------------------------------

    @abstractmethod
    def attach(self, identifier: str, file: Path, author: str) -> Attachment:
        """Copy a file into the dossier. Raises StoreError if its type or size is not within LIMITS, or it is empty."""

    @abstractmethod
    def attachments(self, identifier: str, removed: bool = False) -> tuple[Attachment, ...]:
        """The attachments of a dossier, in order of arrival; those taken out if `removed`."""

    @abstractmethod
    def attachment_bytes(self, identifier: str, attachment: str) -> bytes:
        """What an attachment holds."""

    @abstractmethod
    def extract(self, identifier: str, attachment: str, folder: Path) -> Path:
        """Copy an attachment to a folder, for the system to open; its path, under its own name made safe."""

    @abstractmethod
    def remove_attachment(self, identifier: str, attachment: str, author: str) -> None:
        """Take an attachment out. Its content stays until the dossier is purged."""

    @abstractmethod
    def recover_attachment(self, identifier: str, attachment: str, author: str) -> None:
        """Put back an attachment that was taken out."""

    # -- whole rows, for store.exchange ---------------------------------------------------------------------------

    @abstractmethod
    def rows(self, table: str, identifier: str = "") -> Sequence[tuple[Any, ...]]:
        """The rows of one of `TABLES`, in the order of its columns; of one dossier, or of all."""

    @abstractmethod
    def whole(self) -> tuple[dict[str, Sequence[tuple[Any, ...]]], dict[str, bytes]]:
        """Every row of every table of `TABLES`, and the perimeters (WKB) by dossier, of one same moment."""

    @abstractmethod
    def insert_rows(self, rows: Mapping[str, Sequence[tuple[Any, ...]]], perimeters: Mapping[str, bytes]) -> None:
        """Write rows read from another store, all or none, with the perimeters (WKB) by dossier."""


def pieces(dossier: Dossier) -> dict[str, SectionContent]:
    """A dossier cut by its definition; by none if its kind is not known here."""
    try:
        return split(dossier, definition(dossier.type))
    except DossierError:
        return split(dossier, None)


def utc_now() -> str:
    """The present moment, ISO 8601, UTC, to the millisecond."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")
