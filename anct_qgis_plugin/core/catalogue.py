"""Programmes and indicators as declared in resources/catalogue/*.toml: adding one is an entry there."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any

from ..errors import CatalogueError
from ..i18n import translate

if TYPE_CHECKING:
    from .travel import TravelModel

KINDS = ("programme", "zonage", "history")
UNITS = ("commune", "perimetre", "quartier", "site")
DRAWS = ("symbole", "contour", "hachures", "surface", "points", "aucun")
# Signs that a list of one's own may have (QGIS simple marker names), the one offered first.
OWN_SYMBOLS = ("star", "triangle", "diamond", "hexagon", "cross_fill", "circle", "square", "pentagon")
ZONING_KINDS = ("class", "aside", "unknown")
ZONING_TEXTURES = ("", "diagonal")
AGGREGATIONS = ("ratio", "annual_rate", "weighted_mean", "none")


@dataclass(frozen=True)
class ZoningClass:
    """A class of a zoning, as a map shows it.

    label: as `statut` has it; text: shorter, for legends. colour: "#rrggbb", ours. texture: "diagonal" for a commune
    classed in part.
    kind: "class", "aside" (the commune is not in the zoning: pale) or "unknown" (not known: hatched).
    """

    label: str
    colour: str
    text: str = ""
    texture: str = ""
    kind: str = "class"


@dataclass(frozen=True)
class Programme:
    """A programme of the ANCT or a zoning.

    kind: "programme", "zonage", or "history" (no longer in force: known of each commune, never counted as present).
    family: one of the agency's seven families, or "Zonages".
    unit: what is labelled: "commune", "perimetre" (group of EPCI or communes), "quartier" (district), "site".
    colour: the agency's own where it has published one, "#rrggbb". symbol: a distinct shape (QGIS simple marker name)
        or texture ("diagonal", "antidiagonal", "horizontal", "vertical", "dots"; "outline", "dotted", "dashdot").
    draw: "symbole" (a marker per commune), "contour", "hachures" (an outlined or textured perimeter),
        "surface" (a filled district), "points" (sites), "aucun" (not on the map).
    eligible: rule that a commune without the label must meet to count as eligible: max_population (people),
        excludes (programmes that rule this one out); empty: every commune is eligible.
    not_covering: values of `statut` that do not count as covered.
    classes: of a zoning, in the order of a legend; one without classes has no map.
    inside: where a commune in a class of a zoning is, after "est" or "sont". outside: what a commune is that the list
        of a zoning does not name ("" = that is not known).
    note: the honest limits of the list, shown to the user.
    read: how the list is read from its file (connectors/embedded/programmes.py): reader, file, and what it asks for.
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
    classes: tuple[ZoningClass, ...] = ()
    inside: str = "dans une classe"
    outside: str = ""
    note: str = ""
    read: Mapping[str, Any] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Indicator:
    """An indicator of a commune.

    unit: as shown ("%", "€/UC/an", "km"); decimals: as shown.
    fragile: "high" or "low", the side on which a territory is fragile.
    aggregation: "ratio" (sum of numerators over sum of denominators, x `factor`), "annual_rate" (from the sums of two
        populations, `years` apart), "weighted_mean" (weights in the denominator), "none" (not aggregable).
    approximate: the aggregate only stands in for the true figure ("approché").
    note: the honest limits, shown to the user.
    card: whether it stands on identity cards; the others are there for profiles, maps and fields.
    kind: "current", or "history": an older point of another indicator, there to show a change and nowhere else.
    before: id of the "history" indicator that holds the older point ("" if there is none); their vintages tell when.
    comparable: what to say of the comparison of the two points ("" if they compare without reserve).
    weight: whose denominator serves, and is not stored again: "population" (the commune's own), or the id of an
        indicator whose denominator it is too ("" if the indicator has its own).
    optional: not among the embedded data: it has values once an optional source has been refreshed, not before.
    read: how it is read from its file (connectors/embedded/figures.py).
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
    card: bool = False
    kind: str = "current"
    before: str = ""
    comparable: str = ""
    weight: str = ""
    optional: bool = False
    read: Mapping[str, Any] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Absence:
    """Something that does not exist, and what to say of it.

    indicators, programmes: ids that it concerns; sources: all that comes from them.
    departements, communes: where; both empty: everywhere.
    until: id of an optional indicator: once it has values, there is nothing to say any more.
    as_of: ISO date: it is said of data of that date; a newer vintage of what it concerns ends it.
    """

    id: str
    text: str
    indicators: tuple[str, ...] = ()
    programmes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    departements: tuple[str, ...] = ()
    communes: tuple[str, ...] = ()
    until: str = ""
    as_of: str = ""

    @property
    def local(self) -> bool:
        """Whether it holds in some places only."""
        return bool(self.departements or self.communes)


@dataclass(frozen=True)
class Catalogue:
    """Everything declared, by id, in the order of the files; travel: how times are estimated from distances."""

    programmes: dict[str, Programme]
    indicators: dict[str, Indicator]
    travel: TravelModel | None = None
    absences: tuple[Absence, ...] = ()

    def of_kind(self, kind: str) -> list[Programme]:
        """Programmes ("programme"), zonings ("zonage") or what they replaced ("history")."""
        return [p for p in self.programmes.values() if p.kind == kind]

    def current(self, card: bool = False) -> list[str]:
        """Ids of the indicators in force; those of identity cards only, if asked."""
        return [key for key, i in self.indicators.items() if i.kind == "current" and (i.card or not card)]

    def extended(self, programmes: Iterable[Programme] = (), indicators: Iterable[Indicator] = ()) -> Catalogue:
        """The catalogue with further entries, which win over those of the same id."""
        return replace(
            self,
            programmes=self.programmes | {p.id: p for p in programmes},
            indicators=self.indicators | {i.id: i for i in indicators},
        )

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


def parse(programmes_toml: str, indicators_toml: str, absences_toml: str = "") -> Catalogue:
    """The catalogue from the text of its files.

    Raises:
        CatalogueError: on a key that is unknown, missing or given twice, on a word that a key does not know, or on a
            reference (`before`, `weight`, `excludes`, those of an absence) to an entry that is not there.
    """
    programmes = {key: _classed(one) for key, one in _entries(programmes_toml, Programme, "programmes.toml").items()}
    indicators = _entries(indicators_toml, Indicator, "indicators.toml")
    for entry in programmes.values():
        _word("programmes.toml", entry, "kind", KINDS)
        _word("programmes.toml", entry, "unit", UNITS)
        _word("programmes.toml", entry, "draw", DRAWS)
        for other in entry.excludes:
            _known("programmes.toml", entry.id, "excludes", other, programmes)
    for one in indicators.values():
        _word("indicators.toml", one, "kind", ("current", "history"))
        _word("indicators.toml", one, "fragile", ("high", "low"))
        _word("indicators.toml", one, "aggregation", AGGREGATIONS)
        if one.weight and one.weight != "population":
            _known("indicators.toml", one.id, "weight", one.weight, indicators)
        if one.before:
            _known("indicators.toml", one.id, "before", one.before, indicators)
    absences = _entries(absences_toml, Absence, "absences.toml")
    for absence in absences.values():
        for other in absence.indicators:
            _known("absences.toml", absence.id, "indicators", other, indicators)
        for other in absence.programmes:
            _known("absences.toml", absence.id, "programmes", other, programmes)
        if absence.until:
            optional = {key: one for key, one in indicators.items() if one.optional}
            _known("absences.toml", absence.id, "until", absence.until, optional)
    return Catalogue(programmes, indicators, absences=tuple(absences.values()))


def _classed(programme: Programme) -> Programme:
    """The programme with its classes as such, from the tables of the file."""
    try:
        classes = tuple(ZoningClass(**table) for table in programme.classes)  # type: ignore[arg-type]
    except TypeError as error:
        raise CatalogueError(
            translate("Anct", "{file}: [{entry}] is incomplete: {error}").format(
                file="programmes.toml", entry=f"{programme.id}.classes", error=error
            )
        ) from error
    for one in classes:
        for key, allowed in (("kind", ZONING_KINDS), ("texture", ZONING_TEXTURES)):
            _allowed("programmes.toml", f"{programme.id}.classes", key, getattr(one, key), allowed)
    return replace(programme, classes=classes)


def _word(file: str, entry: Programme | Indicator, key: str, allowed: Sequence[str]) -> None:
    _allowed(file, entry.id, key, getattr(entry, key), allowed)


def _allowed(file: str, entry: str, key: str, value: str, allowed: Sequence[str]) -> None:
    if value not in allowed:
        raise CatalogueError(
            translate("Anct", "{file}: in [{entry}], “{key}” is “{value}”; it may be: {allowed}.").format(
                file=file, entry=entry, key=key, value=value, allowed=", ".join(allowed)
            )
        )


def _known(file: str, entry: str, key: str, other: str, entries: Mapping[str, object]) -> None:
    if other not in entries:
        raise CatalogueError(
            translate("Anct", "{file}: in [{entry}], “{key}” names “{value}”, which is not declared.").format(
                file=file, entry=entry, key=key, value=other
            )
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
