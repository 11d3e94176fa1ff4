"""Programmes and indicators as declared in resources/catalogue/*.toml: adding one is an entry there."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields

from ..errors import CatalogueError
from ..i18n import translate


@dataclass(frozen=True)
class Programme:
    """A programme of the ANCT or a zoning.

    kind: "programme" or "zonage".
    unit: what is labelled: "commune", "perimetre" (group of EPCI or communes), "quartier" (district), "site".
    colour: the agency's own, "#rrggbb". symbol: a distinct shape (QGIS simple marker name) or texture.
    draw: "symbole" (a marker per commune), "contour", "hachures" (an outlined or textured perimeter),
        "surface" (a filled district), "points" (sites), "aucun" (not on the map).
    eligible: rule that a commune without the label must meet to count as eligible: max_population (people),
        excludes (programmes that rule this one out); empty: every commune is eligible.
    not_covering: values of `statut` that do not count as covered.
    """

    id: str
    kind: str
    label: str
    short: str
    family: str
    unit: str
    colour: str
    symbol: str
    draw: str
    definition: str
    source: str
    max_population: int | None = None
    excludes: tuple[str, ...] = ()
    not_covering: tuple[str, ...] = ()
    status_matters: bool = False


@dataclass(frozen=True)
class Indicator:
    """An indicator of a commune.

    unit: as shown ("%", "€/UC/an", "km"); decimals: as shown.
    fragile: "high" or "low", the side on which a territory is fragile.
    aggregation: "ratio" (sum of numerators over sum of denominators, x `factor`), "annual_rate" (from the sums of two
        populations, `years` apart), "weighted_mean" (weights in the denominator), "none" (not aggregable).
    approximate: the aggregate only stands in for the true figure ("approché").
    note: the honest limits, shown to the user.
    """

    id: str
    label: str
    short: str
    theme: str
    unit: str
    decimals: int
    fragile: str
    aggregation: str
    source: str
    vintage: str
    note: str = ""
    approximate: bool = False
    factor: float = 100.0
    years: int = 0
    why_not_aggregable: str = ""


@dataclass(frozen=True)
class Catalogue:
    """Everything declared, by id, in the order of the files."""

    programmes: dict[str, Programme]
    indicators: dict[str, Indicator]

    def of_kind(self, kind: str) -> list[Programme]:
        """Programmes ("programme") or zonings ("zonage")."""
        return [p for p in self.programmes.values() if p.kind == kind]

    def programme_keys(self, text: str) -> list[str]:
        """Programme keys from a comma-separated list; every programme (no zoning) when it is empty.

        Raises:
            CatalogueError: naming an unknown key and the known ones.
        """
        keys = [key.strip() for key in text.split(",") if key.strip()]
        for key in keys:
            if key not in self.programmes:
                raise CatalogueError(
                    translate("Anct", "Unknown programme “{key}”. Known ones: {known}.").format(
                        key=key, known=", ".join(self.programmes)
                    )
                )
        return keys or [p.id for p in self.of_kind("programme")]


def parse(programmes_toml: str, indicators_toml: str) -> Catalogue:
    """The catalogue from the text of its two files.

    Raises:
        CatalogueError: on a key that is unknown, missing or given twice.
    """
    return Catalogue(
        _entries(programmes_toml, Programme, "programmes.toml"), _entries(indicators_toml, Indicator, "indicators.toml")
    )


def _entries(text: str, kind: type, file: str) -> dict:
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise CatalogueError(
            translate("Anct", "{file} is not valid TOML: {error}").format(file=file, error=error)
        ) from error
    known = {f.name for f in fields(kind)}
    found = {}
    for key, table in tables.items():
        unknown = set(table) - known
        if unknown:
            raise CatalogueError(
                translate("Anct", "{file}: unknown key “{key}” in [{entry}].").format(
                    file=file, key=min(unknown), entry=key
                )
            )
        values = {name: tuple(value) if isinstance(value, list) else value for name, value in table.items()}
        try:
            found[key] = kind(id=key, **values)
        except TypeError as error:
            raise CatalogueError(
                translate("Anct", "{file}: [{entry}] is incomplete: {error}").format(file=file, entry=key, error=error)
            ) from error
    return found
