"""What lists ask of the tables. Statements are constants put together; every value is bound."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from ..core.dossier_facets import plain, tokens
from .base import Query, Summary
from .tables import read_amount

SUMMARY = (
    "SELECT id, type, titre, territoire, territoire_libelle, etat, cree, modifie, revision, montant, annee, auteur, "
    "corbeille FROM dossier"
)
_FACET = (
    "SELECT cle, min(libelle), count(*) FROM facette WHERE genre = ? "
    "AND dossier NOT IN (SELECT id FROM dossier WHERE corbeille > '') GROUP BY cle ORDER BY 3 DESC, 1"
)
COUNTED = {
    **dict.fromkeys(("formation", "operateur", "mot_cle", "programme", "departement"), _FACET),
    "etat": "SELECT etat, min(etat), count(*) FROM dossier WHERE corbeille = '' GROUP BY etat ORDER BY 3 DESC, 1",
    "type": "SELECT type, min(type), count(*) FROM dossier WHERE corbeille = '' GROUP BY type ORDER BY 3 DESC, 1",
    "annee": "SELECT annee, min(annee), count(*) FROM dossier WHERE corbeille = '' AND annee IS NOT NULL "
    "GROUP BY annee ORDER BY 3 DESC, 1",
}
_SORTS = {
    "modified": "modifie", "created": "cree", "title": "titre_tri", "territory": "territoire_tri", "state": "etat",
    "type": "type", "amount": "montant", "year": "annee",
}  # fmt: skip
# So many communes are the country, which holds every dossier; SQLite takes no more values in a statement.
_COUNTRY = 30_000
_HAS_FACET = "id IN (SELECT dossier FROM facette WHERE genre = ? AND cle IN"


def conditions(query: Query, search: Callable[[Sequence[str]], tuple[str, list[Any]]]) -> tuple[str, list[Any]]:
    """The WHERE of a query, "" for none, and its values.

    Args:
        search: gives the condition of the full-text search for words.
    """
    found: list[str] = []
    values: list[Any] = []

    def add(condition: str, *given: Any) -> None:
        found.append(condition)
        values.extend(given)

    if query.trashed is not None:
        add("corbeille > ''" if query.trashed else "corbeille = ''")
    words = tokens(query.text)
    if words:
        condition, given = search(words)
        add(condition, *given)
    elif query.text.strip():
        # Something was asked for that no word can hold ("%%"): nothing answers, rather than everything.
        add("1 = 0")
    if query.territory:
        kind, _, code = query.territory.partition(":")
        simple = "+" not in code and "-" not in code
        if kind == "dep" and simple:
            add(_HAS_FACET + " (?))", "departement", code)
        elif kind == "com" and simple:
            add(_HAS_FACET + " (?))", "commune", code)
        else:
            add("territoire = ?", query.territory)
    if 0 < len(query.communes) < _COUNTRY:
        add(" ".join([_HAS_FACET, "(", _marks(query.communes), "))"]), "commune", *query.communes)
    for column, wanted in (("etat", query.states), ("type", query.types), ("annee", query.years)):
        if wanted:
            add(" ".join([column, "IN (", _marks(wanted), ")"]), *wanted)
    for kind, labels in (
        ("programme", query.programmes), ("mot_cle", query.keywords), ("formation", query.trainings),
        ("operateur", query.operators),
    ):  # fmt: skip
        if labels:
            add(" ".join([_HAS_FACET, "(", _marks(labels), "))"]), kind, *map(plain, labels))
    return ("WHERE " + " AND ".join(found) if found else "", values)


def order(query: Query) -> str:
    """The ORDER BY of a query; an unknown sort is by last change."""
    direction = "DESC" if query.descending else "ASC"
    column = _SORTS.get(query.sort, "modifie")
    # Where nothing is known comes last, whichever way: the same in both databases.
    nulls = "NULLS LAST" if column in ("montant", "annee") else ""
    return " ".join(["ORDER BY", column, direction, nulls, ", id", direction])


def summary(row: Sequence[Any]) -> Summary:
    """A row of SUMMARY."""
    return Summary(*row[:8], int(row[8]), read_amount(row[9]), row[10], row[11], row[12])


def _marks(values: Sequence[Any]) -> str:
    return ", ".join("?" for _ in values)
