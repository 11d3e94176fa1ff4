"""The tables that both kinds of store have, and how their rows are written."""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, Protocol

from .. import paths
from ..core.dossier_sections import SectionContent
from ..errors import StoreError
from ..i18n import translate

# Table → columns, in the order of `DossierStore.rows`. Each store numbers the journal's lines anew.
TABLES: dict[str, tuple[str, ...]] = {
    "dossier": (
        "id", "type", "titre", "territoire", "territoire_libelle", "etat", "annee", "montant", "auteur", "cree",
        "modifie", "corbeille", "communes", "titre_tri", "territoire_tri", "revision",
    ),
    "section": ("dossier", "section", "revision", "date", "auteur", "contenu"),
    "journal": (
        "dossier", "sauvegarde", "section", "revision", "date", "auteur", "action", "etat", "commentaire", "champs",
        "contenu",
    ),
    "changement_etat": ("dossier", "numero", "date", "auteur", "avant", "apres", "commentaire"),
    "piece": ("id", "dossier", "nom", "mime", "taille", "sha256", "date", "auteur", "retire", "contenu"),
    "facette": ("dossier", "genre", "cle", "libelle"),
}  # fmt: skip


class Database(Protocol):
    """An open connection. Statements are constants, with "?" for each value."""

    def execute(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """The rows that a statement gives; none for one that gives none."""

    def changed(self, sql: str, values: Sequence[Any] = ()) -> int:
        """How many rows a statement wrote."""

    def many(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        """Run a statement once for each row of values."""


def quoted(identifier: str) -> str:
    """An identifier as SQL takes it, whatever it holds: the one place where one enters a statement."""
    return '"' + identifier.replace("\0", "").replace('"', '""') + '"'


def selecting(table: str) -> str:
    """SELECT of a table's columns, without condition."""
    return " ".join(["SELECT", ", ".join(map(quoted, TABLES[table])), "FROM", quoted(table)])


def inserting(table: str) -> str:
    """INSERT of a whole row of a table."""
    columns = TABLES[table]
    values = ", ".join("?" for _ in columns)
    return " ".join(["INSERT INTO", quoted(table), "(", ", ".join(map(quoted, columns)), ") VALUES (", values, ")"])


def script(kind: str, name: str) -> str:
    """A file of resources/sql. Raises StoreError if it is not there."""
    file: Path = paths.RESOURCES / "sql" / kind / name
    try:
        return file.read_text(encoding="utf-8")
    except OSError as error:
        raise StoreError(
            translate("Anct", "The plugin's file {file} is missing: install the plugin again.").format(file=name),
            details=str(error),
        ) from error


def statements(text: str) -> list[str]:
    """The statements of a script without functions, comments left out."""
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("--")]
    return [one.strip() for one in "\n".join(lines).split(";") if one.strip()]


def clean(text: str) -> str:
    """Text that every database takes: without the signs that are no text."""
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


def written(content: SectionContent) -> str:
    """A content as kept: JSON, keys sorted, so that equal contents are equal texts."""
    text = json.dumps(content.to_dict(), ensure_ascii=False, sort_keys=True)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        text = json.dumps(content.to_dict(), ensure_ascii=True, sort_keys=True)
    return text


def read_content(text: str, store: str) -> SectionContent:
    """The content that `written` wrote. Raises StoreError, naming the store, if it is damaged."""
    try:
        return SectionContent.from_dict(json.loads(text))
    except (json.JSONDecodeError, TypeError, KeyError, ValueError, AttributeError) as error:
        raise StoreError(
            translate("Anct", "A dossier of the store {file} cannot be read: its content is damaged.").format(
                file=store
            ),
            details=str(error),
        ) from error


def read_amount(value: Any) -> str | None:
    """An amount of a row as decimal text."""
    return None if value is None else str(Decimal(str(value)).quantize(Decimal("0.01")))
