"""A store as a spreadsheet (ODS): the list and what is counted, or every dossier with its fields and history.

Every text stays a text: a cell that begins like a formula is none.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from ..core.dossier import rows_of
from ..core.dossier_definition import Definition
from ..core.dossier_sections import HEAD, NOTE
from ..core.dossier_text import display
from ..core.spreadsheet_text import clean
from ..errors import DossierError, MissingDependency, StoreError
from ..i18n import translate
from .base import DossierStore, Query, Summary
from .definitions import definition
from .exchange import beside
from .tables import TABLES, read_content

# A spreadsheet holds no more rows in a sheet.
MOST_ROWS = 1_048_575
_TYPES = {"pacte": "pacte de cohésion", "ingenierie": "demande d’ingénierie"}
_HEAD = {
    "title": "Titre",
    "territory": "Expression du territoire",
    "territory_label": "Territoire",
    "communes": "Communes",
}
Sheet = tuple[str, Sequence[str], Iterable[Sequence[Any]]]


COLUMNS: tuple[tuple[str, Callable[[Summary], Any]], ...] = (
    ("Titre", lambda row: row.title),
    ("Type", lambda row: _TYPES.get(row.type, row.type)),
    ("Territoire", lambda row: row.territory_label),
    ("Expression", lambda row: row.territory),
    ("État", lambda row: row.state),
    ("Année", lambda row: row.year),
    ("Montant (€)", lambda row: None if row.amount is None else float(row.amount)),
    ("Créé le", lambda row: row.created[:10]),
    ("Modifié le", lambda row: row.modified[:10]),
    ("Modifié par", lambda row: row.author),
    ("Identifiant", lambda row: row.id),
)
_COUNTS = (
    ("Formations", "formation"), ("Opérateurs", "operateur"), ("Programmes", "programme"), ("Mots-clés", "mot_cle"),
    ("États", "etat"),
)  # fmt: skip


def export_table(store: DossierStore, path: Path, query: Query | None = None) -> Path:
    """Write the list of dossiers, and how many ask for what, to a spreadsheet (ODS).

    Raises:
        StoreError: if it cannot be written. MissingDependency: without odfdo.
    """
    rows = store.query(query or Query(limit=None)).rows
    listed = ([read(row) for _, read in COLUMNS] for row in rows)
    return _write(path, [("Dossiers", [name for name, _ in COLUMNS], listed), *_counted(store)])


def export_workbook(store: DossierStore, path: Path) -> Path:
    """Write a whole store, trash and history included, to a spreadsheet (ODS), to read and to reckon with.

    The files themselves and the outlines are in the GeoPackage of `exchange.export_store`, which another store can take
    in again. The internal notes stay.

    Raises:
        StoreError: if it cannot be written, or a spreadsheet cannot hold it. MissingDependency: without odfdo.
    """
    whole, _outlines = store.whole()
    tables = {
        table: [dict(zip(TABLES[table], row, strict=True)) for row in rows if NOTE not in row[:3]]
        for table, rows in whole.items()
    }
    known = _Definitions({str(row["id"]): str(row["type"]) for row in tables["dossier"]})
    titles = {row["id"]: row["titre"] for row in tables["dossier"]}
    removed = ("titre_tri", "territoire_tri")
    columns = [name for name in TABLES["dossier"] if name not in removed]
    sheets: list[Sheet] = [
        ("Dossiers", columns, ([row[name] for name in columns] for row in tables["dossier"])),
        (
            "Champs",
            ["dossier", "titre", "rubrique", "champ", "valeur", "rédigé à partir des données", "date", "auteur"],
            [line for row in tables["section"] for line in _fields(store, known, titles, row)],
        ),
        (
            "Historique",
            ["dossier", "titre", "sauvegarde", "date", "auteur", "action", "rubrique", "champs", "état", "commentaire"],
            (
                [
                    row["dossier"], titles.get(row["dossier"]), row["sauvegarde"], row["date"], row["auteur"],
                    row["action"], known.section(row["dossier"], row["section"]),
                    ", ".join(known.field(row["dossier"], one)[0] for one in json.loads(row["champs"] or "[]")),
                    row["etat"], row["commentaire"],
                ]
                for row in tables["journal"]
            ),
        ),
        ("Changements d'état", TABLES["changement_etat"], (list(row.values()) for row in tables["changement_etat"])),
        ("Pièces", TABLES["piece"][:-1], (list(row.values())[:-1] for row in tables["piece"])),
        ("Mots et lieux", TABLES["facette"], (list(row.values()) for row in tables["facette"])),
        *_counted(store),
    ]  # fmt: skip
    return _write(path, sheets)


class _Definitions:
    """Names of sections and fields of dossiers; their ids where no definition knows them."""

    def __init__(self, types: Mapping[str, str]) -> None:
        self.types = types
        self._known: dict[str, Definition | None] = {}

    def of(self, dossier: str) -> Definition | None:
        kind = self.types.get(dossier, "")
        if kind not in self._known:
            try:
                self._known[kind] = definition(kind)
            except DossierError:
                self._known[kind] = None
        return self._known[kind]

    def section(self, dossier: str, identifier: str) -> str:
        made = self.of(dossier)
        labels = {one.id: one.label for one in made.sections} if made is not None else {}
        return "Dossier" if identifier == HEAD else labels.get(identifier, identifier)

    def field(self, dossier: str, identifier: str, value: Any = None) -> tuple[str, Any]:
        """The name of a field, and a value of it as a person reads it."""
        made = self.of(dossier)
        if made is None or identifier not in made.fields:
            if identifier == "communes" and isinstance(value, list):
                value = ", ".join(map(str, value))
            plain = isinstance(value, str | float) or type(value) is int
            return _HEAD.get(identifier, identifier), value if plain else json.dumps(value, ensure_ascii=False)
        field = made.fields[identifier]
        if field.tabular:
            value = rows_of(field, value)
        number = isinstance(value, int) and not isinstance(value, bool)
        return field.label, value if number else display(field, value)


def _fields(
    store: DossierStore, known: _Definitions, titles: Mapping[Any, Any], row: Mapping[str, Any]
) -> Iterable[list[Any]]:
    content = read_content(str(row["contenu"]), store.label)
    for key, value in content.values.items():
        if row["section"] == HEAD and key not in _HEAD:
            continue
        label, text = known.field(row["dossier"], key, value)
        drafted = "oui" if key in content.generated else "non"
        yield [
            row["dossier"], titles.get(row["dossier"]), known.section(row["dossier"], row["section"]), label, text,
            drafted, row["date"], row["auteur"],
        ]  # fmt: skip


def _counted(store: DossierStore) -> list[Sheet]:
    return [
        (name, [name, "Nombre de dossiers"], [[one.label, one.dossiers] for one in store.counts(facet)])
        for name, facet in _COUNTS
    ]


def _write(path: Path, sheets: Sequence[Sheet]) -> Path:
    try:
        from odfdo import Document, Table
    except ImportError as error:
        raise MissingDependency(
            translate(
                "Anct", "Spreadsheets need the Python library odfdo, which is missing: install the plugin again."
            ),
            details=str(error),
        ) from error
    document = Document("spreadsheet")
    document.body.clear()
    for name, titles, rows in sheets:
        sheet = Table(name.replace("'", "’"))
        sheet.append_row(_row(list(titles)))
        for number, row in enumerate(rows, 1):
            if number > MOST_ROWS:
                raise StoreError(
                    translate(
                        "Anct", "The sheet “{name}” would have too many rows: export the store as a GeoPackage."
                    ).format(name=name)
                )
            sheet.append_row(_row(list(row)))
        document.body.append(sheet)
    with beside(path) as part:
        document.save(str(part))
    return Path(path)


def _row(values: list[Any]) -> Any:
    from odfdo import Cell, Row

    made = Row()
    for value in values:
        if value is None or value == "":
            made.append_cell(Cell())
        elif isinstance(value, int | float):
            made.append_cell(Cell(value, cell_type="float"))
        else:
            # The type keeps "=…" from being a formula.
            made.append_cell(Cell(clean(str(value)), cell_type="string"))
    return made
