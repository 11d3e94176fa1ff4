"""Provenance of each source (resources/catalogue/sources.toml): the real producer, never the relay of its file."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import astuple, dataclass, fields

from ...errors import CatalogueError
from ...i18n import translate
from ..tables.merging import Row

COLUMNS = ("id", "producteur", "titre", "millesime", "licence", "adresse", "lignes", "date", "limites")


@dataclass(frozen=True)
class Source:
    """A data set as its producer publishes it; `date`: ISO date of the vintage, no finer than what is known
    (of the collection where the file states none); `limites`: one French sentence; `jamais`: why it is never refreshed,
    in French, "" if it is."""

    id: str
    producteur: str
    titre: str
    millesime: str
    adresse: str
    date: str
    limites: str
    licence: str = "Licence Ouverte 2.0"
    lignes: int = 0
    jamais: str = ""


def parse(text: str) -> tuple[Source, ...]:
    """The sources declared in a TOML text.

    Raises:
        CatalogueError: if it is badly written, or an entry has an unknown or a missing key.
    """
    try:
        tables = tomllib.loads(text)
        return tuple(Source(id=key, **table) for key, table in tables.items())
    except (tomllib.TOMLDecodeError, TypeError) as error:
        raise CatalogueError(
            translate("Anct", "{file} is not valid TOML: {error}").format(file="sources.toml", error=error)
        ) from error


def rows(sources: tuple[Source, ...], lines: Mapping[str, int]) -> list[Row]:
    """Rows of sources.csv, sorted by id.

    Args:
        lines: source → rows read from its file.
    """
    names = [field.name for field in fields(Source)]
    found = []
    for source in sorted(sources, key=lambda s: s.id):
        values = dict(zip(names, astuple(source), strict=True))
        values["lignes"] = lines.get(source.id, source.lignes)
        found.append(tuple(str(values[column]) for column in COLUMNS))
    return found
