"""Dossiers in SQL: what both stores do the same way, on tables of the same names."""

from __future__ import annotations

import json
from abc import abstractmethod
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any

from ..core import dossier_facets as facets
from ..core.dossier import Dossier, StateChange
from ..core.dossier_sections import HEAD, NOTE, SectionContent, changed_fields, join
from ..core.dossier_states import change_state
from ..errors import DossierError, SectionConflict, StoreError, StoreReadOnly
from ..i18n import translate
from .base import EVERYTHING, Count, DossierStore, File, Page, Query, Role, SectionState, StoredDossier, pieces, utc_now
from .definitions import definition
from .files import FilesMixin
from .geometry import multipolygon
from .history import HistoryMixin
from .queries import AMONG, COUNTED, SUMMARY, Where, conditions, cut, order, summary
from .tables import TABLES, Database, clean, inserting, read_content, selecting, written

_FACETS = "SELECT genre, cle, libelle FROM facette WHERE dossier = ?"
_CHANGE = ("date", "author", "before", "after", "comment")
CREATION, EDIT, STATE = "création", "modification", "changement d'état"
TRASHED, RECOVERED = "mise à la corbeille", "sortie de la corbeille"


class SqlStore(FilesMixin, HistoryMixin, DossierStore):
    """A store in an SQL database. Every save is one transaction, and takes the dossier's row before it reads."""

    # Before and after a statement that gives ids: the condition that a dossier is one of these.
    _among = AMONG

    # -- what a kind of database does its own way ----------------------------------------------------------------

    @abstractmethod
    def _reading(self) -> AbstractContextManager[Database]:
        """A connection that sees one moment of the store, its schema known."""

    @abstractmethod
    def _writing(self) -> AbstractContextManager[Database]:
        """A connection inside one transaction, kept if nothing is raised, its schema known."""

    @abstractmethod
    def _lock(self, db: Database, identifier: str) -> list[tuple[Any, ...]]:
        """revision, etat, corbeille of a dossier, its row kept from others until the transaction ends."""

    @abstractmethod
    def _write_perimeter(self, db: Database, identifier: str, wkb: bytes) -> None:
        """Keep a perimeter. wkb: multipolygon, checked."""

    @abstractmethod
    def _read_perimeters(self, db: Database, identifier: str = "") -> dict[str, bytes]:
        """WKB by dossier, of one or of all; those that have one."""

    @abstractmethod
    def _write_search(self, db: Database, texts: Sequence[tuple[str, str]]) -> None:
        """Keep the words of dossiers for the search. texts: id, words separated by spaces."""

    @abstractmethod
    def _search(self, words: Sequence[str], alone: bool) -> tuple[str, list[Any]]:
        """A condition on `dossier.fid` that holds where each word begins a word of the dossier, and its values.

        Args:
            alone: False where the dossiers are found by their ids already.
        """

    @abstractmethod
    def _delete(self, db: Database, identifier: str) -> None:
        """Delete a dossier and all that is about it."""

    def _now(self, db: Database) -> str:
        """The store's moment: a server's own, so that all its users share one clock."""
        return utc_now()

    # -- dossiers -------------------------------------------------------------------------------------------------

    def create(
        self, dossier: Dossier, author: str, perimeter: bytes | None = None, files: Sequence[File] = ()
    ) -> StoredDossier:
        shape = None if perimeter is None else multipolygon(perimeter)
        self._make()
        with self._writing() as db:
            if db.execute("SELECT 1 FROM dossier WHERE id = ?", (dossier.id,)):
                raise StoreError(
                    translate("Anct", "The store {store} holds the dossier “{title}” already.").format(
                        store=self.label, title=dossier.title
                    )
                )
            now = self._now(db)
            db.execute(
                inserting("dossier"),
                (
                    dossier.id, dossier.type, "", "", "", dossier.state, None, None,
                    author, dossier.created or now, now, "", "", "", "", 1,
                ),
            )  # fmt: skip
            self._write_changes(db, dossier.id, dossier.changes)
            for section, content in pieces(dossier).items():
                self._insert_section(db, dossier.id, section, content, now, author)
                self._note(db, dossier.id, 1, section, 1, author, CREATION, dossier.state, None, content, now)
            self._refresh(db, dossier.id)
            if shape is not None:
                self._write_perimeter(db, dossier.id, shape)
            for number, file in enumerate(files, 2):
                self._attach(db, dossier.id, file, author, number, now)
            return self._read(db, dossier.id)

    def load(self, identifier: str) -> StoredDossier:
        with self._reading() as db:
            return self._read(db, identifier)

    def save_section(
        self,
        identifier: str,
        section: str,
        content: SectionContent,
        base_revision: int,
        author: str,
        perimeter: bytes | None = None,
        action: str = EDIT,
    ) -> SectionState:
        with self._writing() as db:
            self._save(db, identifier, {section: (content, base_revision)}, author, action, perimeter)
            return self._sections(db, identifier).get(section) or SectionState(section, content, 0, "", "")

    def save(self, base: StoredDossier, dossier: Dossier, author: str, perimeter: bytes | None = None) -> StoredDossier:
        before, after = pieces(base.dossier), pieces(dossier)
        changed = {
            one: (after.get(one, SectionContent()), base.revision(one))
            for one in {**before, **after}
            if written(before.get(one, SectionContent())) != written(after.get(one, SectionContent()))
        }
        with self._writing() as db:
            self._save(db, dossier.id, changed, author, EDIT, perimeter)
            return self._read(db, dossier.id)

    def change_state(self, identifier: str, after: str, author: str, comment: str = "") -> StoredDossier:
        with self._writing() as db:
            number = self._taken(db, identifier)
            stored = self._read(db, identifier)
            now, before = self._now(db), stored.dossier.state
            moved = change_state(stored.dossier, definition(stored.dossier.type), after, now, author, comment)
            db.execute(
                "UPDATE dossier SET etat = ?, modifie = ?, auteur = ?, revision = ? WHERE id = ? AND etat = ?",
                (after, now, author, number, identifier, before),
            )
            self._write_changes(db, identifier, moved.changes[-1:], len(moved.changes))
            self._note(db, identifier, number, "", 0, author, STATE, after, None, None, now, comment.strip())
            return self._read(db, identifier)

    def trash(self, identifier: str, author: str) -> None:
        with self._writing() as db:
            number, now = self._taken(db, identifier), self._now(db)
            db.execute("UPDATE dossier SET corbeille = ?, revision = ? WHERE id = ?", (now, number, identifier))
            self._note(db, identifier, number, "", 0, author, TRASHED, "", None, None, now)

    def recover(self, identifier: str, author: str) -> None:
        with self._writing() as db:
            number, now = self._taken(db, identifier, in_trash=True), self._now(db)
            db.execute("UPDATE dossier SET corbeille = '', revision = ? WHERE id = ?", (number, identifier))
            self._note(db, identifier, number, "", 0, author, RECOVERED, "", None, None, now)

    def purge(self, identifier: str) -> None:
        if self.role() is not Role.ADMIN:
            raise StoreReadOnly(translate("Anct", "Only an administrator of the store deletes a dossier for ever."))
        with self._writing() as db:
            self._taken(db, identifier, in_trash=True)
            self._delete(db, identifier)

    # -- lists ----------------------------------------------------------------------------------------------------

    def query(self, query: Query = EVERYTHING) -> Page:
        if not self._is_there():
            return Page((), 0)
        where = conditions(query, self._search, self._among)
        with self._reading() as db:
            rows, total = self._page(db, query, where)
        return Page(tuple(summary(row) for row in rows), total)

    def _page(self, db: Database, query: Query, where: Where) -> tuple[list[tuple[Any, ...]], int]:
        """The rows of SUMMARY that a query shows, and how many answer it in all."""
        ending, limit = cut(query)
        rows = db.execute(" ".join([SUMMARY, where.sql, order(query), ending]), [*where.values, *limit])
        total = len(rows)
        if query.limit is not None and (query.offset or len(rows) >= query.limit):
            total = int(db.execute(" ".join(["SELECT count(*) FROM dossier", where.sql]), where.values)[0][0])
        return rows, total

    def counts(self, facet: str) -> tuple[Count, ...]:
        if facet not in COUNTED:
            raise StoreError(
                translate("Anct", "Dossiers are not counted by “{facet}”; known ones: {known}.").format(
                    facet=facet, known=", ".join(COUNTED)
                )
            )
        if not self._is_there():
            return ()
        statement = COUNTED[facet]
        with self._reading() as db:
            rows = db.execute(statement, (facet,) if "?" in statement else ())
        return tuple(Count(str(key), str(label), int(number)) for key, label, number in rows)

    # -- whole rows -----------------------------------------------------------------------------------------------

    def rows(self, table: str, identifier: str = "") -> Sequence[tuple[Any, ...]]:
        with self._reading() as db:
            return self._rows(db, table, identifier)

    def whole(self) -> tuple[dict[str, Sequence[tuple[Any, ...]]], dict[str, bytes]]:
        if not self._is_there():
            return {table: [] for table in TABLES}, {}
        with self._reading() as db:
            return {table: self._rows(db, table) for table in TABLES}, self._read_perimeters(db)

    def _rows(self, db: Database, table: str, identifier: str = "") -> list[tuple[Any, ...]]:
        statement, values = selecting(table), []
        if identifier:
            column = "id" if table == "dossier" else "dossier"
            statement, values = " ".join([statement, "WHERE", column, "= ?"]), [identifier]
        if table == "journal":
            statement += " ORDER BY numero"
        # psycopg2 gives bytea as memoryview.
        return [
            tuple(bytes(one) if isinstance(one, memoryview) else one for one in row)
            for row in db.execute(statement, values)
        ]

    def insert_rows(self, rows: Mapping[str, Sequence[tuple[Any, ...]]], perimeters: Mapping[str, bytes]) -> None:
        shapes = {identifier: multipolygon(wkb) for identifier, wkb in perimeters.items()}
        self._make()
        with self._writing() as db:
            for table in TABLES:
                db.many(inserting(table), rows.get(table, ()))
            texts: dict[str, dict[str, Any]] = {}
            for row in rows.get("section", ()):
                content = read_content(str(row[5]), self.label)
                if row[1] not in (HEAD, NOTE):
                    texts.setdefault(row[0], {}).update(content.values)
            self._write_search(
                db, [(r[0], facets.search_text(r[2], r[4], texts.get(r[0], {}))) for r in rows.get("dossier", ())]
            )
            for identifier, shape in shapes.items():
                self._write_perimeter(db, identifier, shape)

    # -- inside a transaction -------------------------------------------------------------------------------------

    def _make(self) -> None:
        """Make the store if it is not there and making it asks for no rights."""

    def _is_there(self) -> bool:
        """False for a store that is made at its first save and has yet to be."""
        return True

    def _taken(self, db: Database, identifier: str, in_trash: bool = False) -> int:
        """Keep a dossier's row from others; the number of the save that is being made."""
        rows = self._lock(db, identifier)
        if not rows:
            raise self._absent(identifier)
        revision, _state, trashed = rows[0]
        if bool(trashed) is not in_trash:
            message = translate("Anct", "This dossier is in the trash: take it out before changing it.")
            if in_trash:
                message = translate("Anct", "This dossier is not in the trash.")
            raise StoreError(message)
        return int(revision) + 1

    def _absent(self, identifier: str) -> StoreError:
        return StoreError(
            translate("Anct", "The store {file} holds no dossier “{id}”.").format(file=self.label, id=identifier)
        )

    def _save(
        self,
        db: Database,
        identifier: str,
        sections: Mapping[str, tuple[SectionContent, int]],
        author: str,
        action: str,
        perimeter: bytes | None = None,
    ) -> None:
        shape = None if perimeter is None else multipolygon(perimeter)
        number = self._taken(db, identifier)
        now = self._now(db)
        state = str(db.execute("SELECT etat FROM dossier WHERE id = ?", (identifier,))[0][0])
        present = self._sections(db, identifier)
        done = False
        for section, (content, base) in sections.items():
            found = present.get(section)
            before = found.content if found is not None else None
            if written(before or SectionContent()) == written(content):
                # The same was written there already: by no one else, or by this very save whose answer was lost.
                continue
            if found is None and base == 0:
                self._insert_section(db, identifier, section, content, now, author)
            elif not db.changed(
                "UPDATE section SET revision = revision + 1, date = ?, auteur = ?, contenu = ? "
                "WHERE dossier = ? AND section = ? AND revision = ?",
                (now, author, written(content), identifier, section, base),
            ):
                raise self._conflict(identifier, section, found)
            self._note(db, identifier, number, section, base + 1, author, action, state, before, content, now)
            done = True
        if done or shape is not None:
            db.execute(
                "UPDATE dossier SET modifie = ?, auteur = ?, revision = ? WHERE id = ?",
                (now, author, number, identifier),
            )
            self._refresh(db, identifier)
        if shape is not None:
            self._write_perimeter(db, identifier, shape)

    def _conflict(self, identifier: str, section: str, found: SectionState | None) -> StoreError:
        if found is None:
            return StoreError(translate("Anct", "The section “{id}” is no longer in the store.").format(id=section))
        message = translate(
            "Anct",
            "{author} saved this section on {date}, after you opened it. Nothing was overwritten: compare both and "
            "choose.",
        )
        return SectionConflict(
            message.format(author=found.author, date=found.date),
            identifier, section, found.content, found.author, found.date, found.revision,
        )  # fmt: skip

    def _insert_section(
        self, db: Database, identifier: str, section: str, content: SectionContent, now: str, author: str
    ) -> None:
        db.execute(inserting("section"), (identifier, section, 1, now, author, written(content)))

    def _note(
        self,
        db: Database,
        identifier: str,
        number: int,
        section: str,
        revision: int,
        author: str,
        action: str,
        state: str,
        before: SectionContent | None,
        after: SectionContent | None,
        now: str,
        comment: str = "",
    ) -> None:
        """Write one line of the history."""
        fields = [] if after is None else changed_fields(before, after)
        content = None if after is None else written(after)
        row = (
            identifier,
            number,
            section,
            revision,
            now,
            author,
            action,
            state,
            comment,
            json.dumps(fields, ensure_ascii=False),
        )
        db.execute(inserting("journal"), (*row, content))

    def _write_changes(self, db: Database, identifier: str, changes: Sequence[StateChange], first: int = 1) -> None:
        db.many(
            inserting("changement_etat"),
            [
                (identifier, number, c.date, c.author, c.before, c.after, c.comment)
                for number, c in enumerate(changes, first)
            ],
        )

    def _sections(self, db: Database, identifier: str) -> dict[str, SectionState]:
        rows = db.execute(
            "SELECT section, contenu, revision, auteur, date FROM section WHERE dossier = ? ORDER BY date, section",
            (identifier,),
        )
        return {r[0]: SectionState(r[0], read_content(r[1], self.label), int(r[2]), r[3], r[4]) for r in rows}

    def _read(self, db: Database, identifier: str) -> StoredDossier:
        rows = db.execute(
            "SELECT id, type, cree, modifie, etat, revision, corbeille FROM dossier WHERE id = ?", (identifier,)
        )
        if not rows:
            raise self._absent(identifier)
        row = rows[0]
        changes = db.execute(
            "SELECT date, auteur, avant, apres, commentaire FROM changement_etat WHERE dossier = ? ORDER BY numero",
            (identifier,),
        )
        sections = self._sections(db, identifier)
        dossier = self._joined(
            {
                "id": row[0], "type": row[1], "created": row[2], "modified": row[3], "state": row[4],
                "revision": int(row[5]),
                "changes": [dict(zip(_CHANGE, change, strict=True)) for change in changes],
            },
            {one: state.content for one, state in sections.items()},
        )  # fmt: skip
        return StoredDossier(dossier, sections, self._read_perimeters(db, identifier).get(identifier), row[6])

    def _joined(self, stored: Mapping[str, Any], sections: Mapping[str, SectionContent]) -> Dossier:
        try:
            return join(stored, sections)
        except DossierError as error:
            raise StoreError(
                translate("Anct", "A dossier of the store {file} cannot be read: its content is damaged.").format(
                    file=self.label
                ),
                details=str(error),
            ) from error

    def _refresh(self, db: Database, identifier: str) -> None:
        """Bring what lists, maps and searches read up to date with the sections."""
        stored = self._read(db, identifier).dossier
        amount = facets.amount(stored.values)
        db.execute(
            "UPDATE dossier SET titre = ?, titre_tri = ?, territoire = ?, territoire_libelle = ?, territoire_tri = ?, "
            "communes = ?, annee = ?, montant = ? WHERE id = ?",
            (
                stored.title, facets.plain(stored.title), stored.territory,
                stored.territory_label, facets.plain(stored.territory_label),
                " ".join(stored.communes), facets.year(stored.values, stored.created),
                None if amount is None else self._amount(amount), identifier,
            ),
        )  # fmt: skip
        # A région has thousands of communes, and most saves change none.
        present = {(r[0], r[1]): r[2] for r in db.execute(_FACETS, (identifier,))}
        found = {
            (one.kind, clean(one.key)): clean(one.label)
            for one in facets.facets(stored.values, stored.territory, stored.communes)
        }
        gone = [(identifier, *key) for key, label in present.items() if found.get(key) != label]
        db.many("DELETE FROM facette WHERE dossier = ? AND genre = ? AND cle = ?", gone)
        new = [(identifier, *key, label) for key, label in found.items() if present.get(key) != label]
        db.many(inserting("facette"), new)
        text = facets.search_text(stored.title, stored.territory_label, stored.values)
        self._write_search(db, [(identifier, text)])

    def _amount(self, amount: Any) -> Any:
        """An amount as the database takes it."""
        return amount
