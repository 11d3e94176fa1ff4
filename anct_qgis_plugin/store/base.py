"""What a store of dossiers does, whatever holds it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass

from ..core.dossier import Dossier


@dataclass(frozen=True)
class Summary:
    """A dossier in a list. created, modified: ISO 8601, UTC."""

    id: str
    type: str
    title: str
    territory: str
    territory_label: str
    state: str
    created: str
    modified: str
    revision: int


@dataclass(frozen=True)
class JournalEntry:
    """One save. fields: ids of the values that changed; content: the dossier as it was saved then."""

    revision: int
    date: str
    author: str
    action: str
    state: str
    fields: tuple[str, ...]
    content: Dossier


class DossierStore(ABC):
    """Keeps dossiers. Nothing is ever overwritten unseen: each save names the revision that it was made from."""

    @abstractmethod
    def save(self, dossier: Dossier, author: str, now: str, perimeter: bytes | None = None) -> Dossier:
        """The dossier as saved, its revision one higher.

        Args:
            author: who saves it, for the journal. now: ISO 8601, UTC.
            perimeter: WKB polygons, EPSG:4326; None keeps the geometry that is there.

        Raises:
            StoreError: if the store cannot be written, or the dossier has been saved elsewhere since it was read.
        """

    @abstractmethod
    def load(self, identifier: str) -> Dossier:
        """The dossier of that id. Raises StoreError if there is none, or it cannot be read."""

    @abstractmethod
    def list(self) -> list[Summary]:
        """All dossiers, last modified first. Raises StoreError."""

    @abstractmethod
    def check(self) -> None:
        """Nothing, if the store can be used or has yet to be made. Raises StoreError."""

    @abstractmethod
    def journal(self, identifier: str) -> list[JournalEntry]:
        """Every save of a dossier, first to last. Raises StoreError."""
