"""What lists ask of the tables. Statements are constants put together; every value is bound."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from ..core.dossier_facets import plain, tokens
from .base import Query, Summary
from .tables import read_amount

COLUMNS = (
    "SELECT id, type, titre, territoire, territoire_libelle, etat, cree, modifie, revision, montant, annee, auteur, "
    "corbeille"
)
SUMMARY = COLUMNS + " FROM dossier"
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
AMONG = ("id IN (", ")")
_FACETED = "SELECT dossier FROM facette WHERE genre = ? AND cle IN"


@dataclass(frozen=True)
class Where:
    """The WHERE of a query, "" for none, and its values. faceted: it asks for facets (communes, keywords…)."""

    sql: str
    values: list[Any]
    faceted: bool


def conditions(
    query: Query,
    search: Callable[[Sequence[str], bool], tuple[str, list[Any]]],
    among: tuple[str, str],
) -> Where:
    """What a query asks for.

    Args:
        search: gives the condition of the full-text search for words; True where no facet finds the dossiers.
        among: before and after a statement that gives ids, the condition that a dossier is one of these.
    """
    found: list[str] = []
    values: list[Any] = []
    facets: list[str] = []
    asked: list[Any] = []

    def add(condition: str, *given: Any) -> None:
        found.append(condition)
        values.extend(given)

    def add_facet(kind: str, *keys: Any) -> None:
        facets.append(" ".join([_FACETED, "(", _marks(keys), ")"]))
        asked.extend((kind, *keys))

    if query.trashed is not None:
        add("corbeille > ''" if query.trashed else "corbeille = ''")
    if query.territory:
        kind, _, code = query.territory.partition(":")
        simple = "+" not in code and "-" not in code
        if kind == "dep" and simple:
            add_facet("departement", code)
        elif kind == "com" and simple:
            add_facet("commune", code)
        else:
            add("territoire = ?", query.territory)
    if 0 < len(query.communes) < _COUNTRY:
        add_facet("commune", *query.communes)
    for column, wanted in (("etat", query.states), ("type", query.types), ("annee", query.years)):
        if wanted:
            add(" ".join([column, "IN (", _marks(wanted), ")"]), *wanted)
    for kind, labels in (
        ("programme", query.programmes), ("mot_cle", query.keywords), ("formation", query.trainings),
        ("operateur", query.operators),
    ):  # fmt: skip
        if labels:
            add_facet(kind, *map(plain, labels))
    words = tokens(query.text)
    if words:
        condition, given = search(words, not facets)
        add(condition, *given)
    elif query.text.strip():
        # Something was asked for that no word can hold ("%%"): nothing answers, rather than everything.
        add("1 = 0")
    if facets:
        add(" ".join([among[0], " INTERSECT ".join(facets), among[1]]), *asked)
    return Where("WHERE " + " AND ".join(found) if found else "", values, bool(facets))


def sorted_by(query: Query) -> str:
    """The column that a query sorts by; an unknown sort is by last change."""
    return _SORTS.get(query.sort, "modifie")


def order(query: Query) -> str:
    """The ORDER BY of a query."""
    direction = "DESC" if query.descending else "ASC"
    column = sorted_by(query)
    # Where nothing is known comes last, whichever way: the same in both databases.
    nulls = "NULLS LAST" if column in ("montant", "annee") else ""
    return " ".join(["ORDER BY", column, direction, nulls, ", id", direction])


def cut(query: Query) -> tuple[str, list[int]]:
    """The LIMIT of a query, "" for all of it, and its values."""
    if query.limit is None:
        return "", []
    return "LIMIT ? OFFSET ?", [max(query.limit, 0), max(query.offset, 0)]


def summary(row: Sequence[Any]) -> Summary:
    """A row of SUMMARY."""
    return Summary(*row[:8], int(row[8]), read_amount(row[9]), row[10], row[11], row[12])


def _marks(values: Sequence[Any]) -> str:
    return ", ".join("?" for _ in values)
