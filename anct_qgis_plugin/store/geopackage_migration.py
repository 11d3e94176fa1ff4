"""Brings a GeoPackage store of schema 1 (whole dossiers, one journal line per save) to schema 2, in one transaction."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..core.dossier import Dossier
from ..core.dossier_sections import SectionContent
from ..errors import DossierError, StoreError
from ..i18n import translate
from .base import pieces
from .geometry import blob, bounds, wkb_of
from .geopackage_file import ADDED_IN_2, spatial_index
from .tables import Database, inserting, script, statements, written

if TYPE_CHECKING:
    from .sql import SqlStore


def migrate_to_2(db: Database, folder: Path, store: SqlStore) -> None:
    """Cut every dossier and every line of its journal into sections. Raises StoreError; the caller then rolls back."""
    whole = {
        str(row[0]): (_parsed(row[1], store), str(row[2]))
        for row in db.execute("SELECT id, contenu, modifie FROM dossier")
    }
    lines = db.execute("SELECT dossier, revision, date, auteur, action, etat, contenu FROM journal ORDER BY numero")
    db.execute("DROP TABLE journal")
    for statement in ADDED_IN_2:
        db.execute(statement)
    for statement in statements(script("geopackage", "002_sections.sql")):
        db.execute(statement)
    db.execute("UPDATE dossier SET corbeille = '', auteur = '', titre_tri = '', territoire_tri = ''")
    for identifier, (dossier, modified) in whole.items():
        entries = [line for line in lines if line[0] == identifier]
        # What is shown is what was saved last, should the journal not end with it.
        last = (identifier, dossier.revision, modified, "", "", dossier.state, "")
        _write(db, store, dossier, [*((line, _parsed(line[6], store)) for line in entries), (last, dossier)])
    db.execute("ALTER TABLE dossier DROP COLUMN contenu")
    _index(db, folder)
    db.execute("UPDATE store_info SET value = '2' WHERE key = 'schema'")


def _write(db: Database, store: SqlStore, dossier: Dossier, saves: list[tuple[tuple[Any, ...], Dossier]]) -> None:
    present: dict[str, tuple[SectionContent, int, str, str]] = {}
    author = ""
    for (_, number, date, name, action, state, _text), saved in saves:
        cut = pieces(saved)
        noted = False
        for section in {**present, **cut}:
            before = present.get(section)
            after = cut.get(section, SectionContent())
            if before is not None and written(before[0]) == written(after):
                continue
            revision = 1 if before is None else before[1] + 1
            present[section] = (after, revision, date, name)
            store._note(
                db, dossier.id, number, section, revision, name, action or "modification", state,
                before[0] if before else None, after, date,
            )  # fmt: skip
            noted = True
        if not noted and action:
            store._note(db, dossier.id, number, "", 0, name, action, state, None, None, date)
        author = name or author
    for section, (content, revision, date, name) in present.items():
        db.execute(inserting("section"), (dossier.id, section, revision, date, name, written(content)))
    store._write_changes(db, dossier.id, dossier.changes)
    db.execute("UPDATE dossier SET auteur = ? WHERE id = ?", (author, dossier.id))
    store._refresh(db, dossier.id)


def _index(db: Database, folder: Path) -> None:
    """Give every perimeter its envelope, and the layer a spatial index."""
    rows = db.execute("SELECT fid, geom FROM dossier WHERE geom IS NOT NULL")
    shapes = [(blob(wkb_of(geometry)), fid) for fid, geometry in rows]
    db.many("UPDATE dossier SET geom = ? WHERE fid = ?", shapes)
    for statement in spatial_index(folder):
        db.execute(statement)
    boxes = [(fid, *box) for shape, fid in shapes if (box := bounds(shape)) is not None]
    db.many("INSERT INTO rtree_dossier_geom VALUES (?, ?, ?, ?, ?)", boxes)


def _parsed(content: str, store: SqlStore) -> Dossier:
    try:
        return Dossier.from_dict(json.loads(content))
    except (json.JSONDecodeError, TypeError, DossierError) as error:
        raise StoreError(
            translate("Anct", "A dossier of the store {file} cannot be read: its content is damaged.").format(
                file=store.label
            ),
            details=str(error),
        ) from error
