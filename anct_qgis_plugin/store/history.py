"""The history of dossiers: every change, any earlier version read and restored."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from ..core.dossier import Dossier
from ..core.dossier_sections import SectionContent, changed_fields
from ..errors import StoreError
from ..i18n import translate
from .base import Change, StoredDossier, Version
from .tables import Database, read_content

RESTORATION = "restauration"
_LINES = (
    "SELECT sauvegarde, date, auteur, action, section, champs, etat, commentaire, contenu FROM journal "
    "WHERE dossier = ? ORDER BY sauvegarde, numero"
)


class HistoryMixin:
    """Reads the journal that `SqlStore` writes."""

    def versions(self, identifier: str) -> tuple[Version, ...]:
        found: dict[int, Version] = {}
        for line in self._lines(identifier):
            number, section, fields = int(line[0]), str(line[4]), tuple(json.loads(line[5]))
            before = found.get(number)
            if before is not None:
                # One save of several sections is one version.
                section, fields = "", (*before.fields, *fields)
            found[number] = Version(number, line[1], line[2], line[3], section, fields, line[6], line[7])
        return tuple(found.values())

    def history(self, identifier: str) -> tuple[Change, ...]:
        changes: list[Change] = []
        present: dict[str, SectionContent] = {}
        for number, date, author, action, section, _fields, state, comment, text in self._lines(identifier):
            if text is None:
                changes.append(Change(int(number), date, author, action, section, "", None, state or None, comment))
                continue
            before, after = present.get(section), read_content(text, self.label)
            old = before.values if before is not None else {}
            changes += [
                Change(int(number), date, author, action, section, one, old.get(one), after.values.get(one), comment)
                for one in changed_fields(before, after)
            ]
            present[section] = after
        return tuple(changes)

    def version(self, identifier: str, number: int) -> Dossier:
        stored = self.load(identifier)
        with self._reading() as db:
            sections, date, state = self._as_of(db, identifier, number)
        dossier = stored.dossier
        changes = [change for change in dossier.to_dict()["changes"] if change["date"] <= date]
        return self._joined(
            {
                "id": dossier.id, "type": dossier.type, "created": dossier.created, "modified": date, "state": state,
                "revision": number, "changes": changes,
            },
            sections,
        )  # fmt: skip

    def restore(self, identifier: str, number: int, author: str, perimeter: bytes | None = None) -> StoredDossier:
        with self._writing() as db:
            self._taken(db, identifier)
            sections, _date, _state = self._as_of(db, identifier, number)
            present = self._sections(db, identifier)
            wanted = {one: sections.get(one, SectionContent()) for one in {**present, **sections}}
            revisions = {one: present[one].revision if one in present else 0 for one in wanted}
            text = f"{RESTORATION} de la version {number}"
            contents = {one: (content, revisions[one]) for one, content in wanted.items()}
            self._save(db, identifier, contents, author, text, perimeter)
            return self._read(db, identifier)

    def _as_of(self, db: Database, identifier: str, number: int) -> tuple[dict[str, SectionContent], str, str]:
        """Every section after a save, with the save's moment and the state the dossier then had."""
        sections: dict[str, SectionContent] = {}
        date = state = ""
        found = False
        for line in db.execute(_LINES, (identifier,)):
            if int(line[0]) > number:
                break
            found = found or int(line[0]) == number
            date, state = str(line[1]), str(line[6]) or state
            if line[8] is not None:
                # What was saved last stands last, as when the dossier is read.
                sections.pop(line[4], None)
                sections[line[4]] = read_content(line[8], self.label)
        if not found:
            raise StoreError(translate("Anct", "This dossier has no version {number}.").format(number=number))
        return sections, date, state

    def _lines(self, identifier: str) -> Iterator[tuple[Any, ...]]:
        with self._reading() as db:
            rows = db.execute(_LINES, (identifier,))
        if not rows:
            raise self._absent(identifier)
        return iter(rows)
