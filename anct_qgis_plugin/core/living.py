"""Living figures: what new data would change in a dossier, piece by piece; what a person wrote is never touched.

A piece is a line of a drafted text, a row of a table, or a whole short value. Its old form is the one that was drafted;
when the dossier no longer holds that form, a person wrote there: the change is shown and cannot be accepted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from . import wording
from .diagnostic import Analyst, Diagnostic
from .dossier import Dossier, Provenance, is_edited
from .dossier_definition import Definition, Field
from .dossier_perimeter import has_moved, perimeter_field
from .dossier_text import display
from .prefill import prefill, title_of
from .search import plain

REFERENCES = ("departement", "region", "FR")
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
# Ids of the updates of what heads the dossier.
TERRITORY, TITLE = "/territoire", "/titre"
# Beyond, a value is found anywhere: "3 %" or "12" says nothing of where it was read.
_SHORTEST_QUOTE = 4


@dataclass(frozen=True)
class FigureChange:
    """One figure, old and new. flipped: the territory is now on the other side of this reference (or level with it)."""

    old: Provenance
    new: Provenance
    old_text: str
    new_text: str


@dataclass(frozen=True)
class Update:
    """One piece that new data would change.

    id: "field/piece". old, new: as a person reads them; "" where the piece appears or goes. figures: those it shows
    that changed. flipped: its sense is turned round (above or below the département, the région or France). edited: a
    person wrote there, or took it away: `accept` leaves it.
    """

    id: str
    field: str
    label: str
    old: str
    new: str
    figures: tuple[FigureChange, ...]
    flipped: bool
    edited: bool


@dataclass(frozen=True)
class Reread:
    """A sentence that a person wrote and that quotes a changed figure. flipped: its sense may be turned round."""

    field: str
    label: str
    sentence: str
    figure: FigureChange
    flipped: bool


@dataclass(frozen=True)
class Refresh:
    """What would change: `fresh` is the draft that the new data give, never shown as such.

    moved: it is of another territory than the dossier. unread: rows of the dossier's perimeter that name no territory.
    """

    fresh: Dossier
    updates: tuple[Update, ...]
    rereads: tuple[Reread, ...]
    moved: bool = False
    unread: tuple[str, ...] = ()


def refresh(
    dossier: Dossier, definition: Definition, diagnostic: Diagnostic, analyst: Analyst, unread: tuple[str, ...] = ()
) -> Refresh:
    """Compare a dossier with what the present data say of its territory; changes nothing.

    Args:
        diagnostic: of the dossier's territory, from the new data: the one of `dossier_perimeter.territory_of`, or any
            other that the dossier is to be about. unread: as in `Refresh`.
    """
    # A title that nobody changed follows the territory.
    title = "" if dossier.title == title_of(definition, dossier.territory_label) else dossier.title
    fresh = prefill(definition, diagnostic, analyst, title, _moment(dossier.created))
    moved = fresh.territory != dossier.territory or set(fresh.communes) != set(dossier.communes)
    compared = _Compared(dossier, fresh, {key: one.decimals for key, one in analyst.facts.catalogue.indicators.items()})
    # The list of a perimeter that moved is part of the move.
    listed = perimeter_field(definition) if moved else None
    updates = [*_heading(dossier, fresh, definition, moved)]
    updates += [one for field in definition if field.prefill and field != listed for one in compared.updates(field)]
    updates += compared.beside()
    rereads = [one for field in definition for one in compared.rereads(field)]
    return Refresh(fresh, tuple(updates), tuple(rereads), moved, unread)


def _heading(dossier: Dossier, fresh: Dossier, definition: Definition, moved: bool) -> Iterable[Update]:
    """What heads the dossier, and no field of every definition shows."""
    if moved:
        old, new = (f"{one.territory_label} ({_communes(len(one.communes))})" for one in (dossier, fresh))
        yield Update(TERRITORY, "", "Périmètre du dossier", old, new, (), False, False)
    if fresh.title != dossier.title and not any(one.prefill == "titre" for one in definition):
        yield Update(TITLE, "", "Titre du dossier", dossier.title, fresh.title, (), False, False)


def _communes(number: int) -> str:
    return f"{wording.number(number)}{wording.NBSP}commune{'s' if number > 1 else ''}"


def accept(dossier: Dossier, refreshed: Refresh, definition: Definition, identifiers: Iterable[str]) -> Dossier:
    """The dossier with the chosen updates; an edited one, or one unknown, changes nothing.

    Whatever is taken of another territory makes the dossier one of that territory.
    """
    chosen = set(identifiers)
    taken = [update for update in refreshed.updates if update.id in chosen and not update.edited]
    if taken and refreshed.moved:
        dossier = _moved(dossier, refreshed.fresh, definition)
    for update in taken:
        dossier = _accepted(dossier, refreshed.fresh, definition, update)
    return dossier


def _moved(dossier: Dossier, fresh: Dossier, definition: Definition) -> Dossier:
    """The dossier on another territory: its expression, communes and list of the perimeter; no figure of its own."""
    values, drafts = dict(dossier.values), dict(dossier.drafts)
    field = perimeter_field(definition)
    if field is not None:
        if not has_moved(dossier, definition):
            # The territory was chosen otherwise than by the list: the list follows. Rows without a code are a person's.
            rows = [row for row in values.get(field.id) or () if isinstance(row, Mapping) and not row.get("code")]
            values[field.id] = [*fresh.values.get(field.id, ()), *rows]
        drafts[field.id] = values[field.id]
    # A figure that says the same there is of the new territory.
    new = {(one.field, one.indicator, one.place): one for one in fresh.figures}
    figures = tuple(
        found if (found := new.get((one.field, one.indicator, one.place))) and _said(found) == _said(one) else one
        for one in dossier.figures
    )
    return replace(
        dossier, territory=fresh.territory, territory_label=fresh.territory_label, communes=fresh.communes,
        values=values, drafts=drafts, figures=figures,
    )  # fmt: skip


# -- pieces -----------------------------------------------------------------------------------------------------------


def pieces(field: Field, value: Any) -> dict[str, Any]:
    """A value cut in pieces, by a key that stays the same when the figures change."""
    if value is None:
        return {}
    if field.tabular and isinstance(value, list):
        return _keyed((_row_key(field, row), row) for row in value if isinstance(row, Mapping))
    if field.type == "long":
        return _keyed((_line_key(line), line) for line in str(value).split("\n") if line.strip())
    return {"": value}


def _keyed(found: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for key, piece in found:
        number = 2
        unique = key
        while unique in made:
            unique, number = f"{key} ({number})", number + 1
        made[unique] = piece
    return made


def _line_key(line: str) -> str:
    """What a drafted sentence is about: all that stands before its first figure or colon."""
    head = re.split(r"[\s\u00a0]:|\d", line, maxsplit=1)[0]
    return " ".join(head.split())[:80]


def _row_key(field: Field, row: Mapping[str, Any]) -> str:
    if row.get("code"):
        return str(row["code"])
    return next((str(row[column.id]) for column in field.columns if row.get(column.id)), "")


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except ValueError:
        return datetime.now(UTC)


class _Compared:
    """A dossier and its fresh draft, side by side."""

    def __init__(self, dossier: Dossier, fresh: Dossier, decimals: Mapping[str, int]) -> None:
        self.dossier, self.fresh, self.decimals = dossier, fresh, decimals
        self.new = {(one.field, one.indicator, one.place): one for one in fresh.figures}
        self.by_name = {(one.field, one.indicator, one.territory): one for one in fresh.figures}
        self.changes = [
            FigureChange(old, new, self.text(old), self.text(new))
            for old in dossier.figures
            if (new := self._match(old)) is not None and _said(old) != _said(new)
        ]

    def text(self, figure: Provenance) -> str:
        """A figure as it is printed, with its vintage."""
        if figure.value is None:
            return "secret" if figure.status == "secret" else "n. d."
        value = wording.quantity(figure.value, figure.unit, self.decimals.get(figure.indicator, 0))
        return f"{value} ({figure.vintage})" if figure.vintage and len(figure.vintage) <= 9 else value

    def _match(self, old: Provenance) -> Provenance | None:
        place = old.place or ("territoire" if old.territory == self.dossier.territory_label else "")
        if place:
            return self.new.get((old.field, old.indicator, place))
        return self.by_name.get((old.field, old.indicator, old.territory))

    def updates(self, field: Field) -> Iterable[Update]:
        """The pieces of a field that differ."""
        drafted = self._drafted(field)
        old, new = pieces(field, drafted), pieces(field, self.fresh.values.get(field.id))
        current = pieces(field, self.dossier.values.get(field.id))
        kept = list(current.values())
        for key in dict.fromkeys((*new, *old)):
            before, after = old.get(key), new.get(key)
            # The same as before, or what a person wrote already.
            if before == after or (after is not None and current.get(key) == after):
                continue
            edited = before is not None and before not in kept
            # Nothing was drafted there, and a person wrote something of the same name or filled the field in.
            if before is None and (key in current or (not field.tabular and field.type != "long" and current)):
                edited = True
            yield Update(
                id=f"{field.id}/{key}",
                field=field.id,
                label=" – ".join(filter(None, (field.label, key))),
                old=_shown(field, before),
                new=_shown(field, after),
                figures=tuple(self._about(field.id, key)),
                flipped=self._flipped(field.id, key),
                edited=edited,
            )

    def _drafted(self, field: Field) -> Any:
        if field.auto or field.id in self.dossier.generated:
            return self.dossier.values.get(field.id)
        return self.dossier.drafts.get(field.id)

    def beside(self) -> Iterable[Update]:
        """Figures that no field shows and that rules read: the index and its class."""
        changes = {change.old.indicator: change for change in self.changes if not change.old.field}
        old = {one.indicator: one for one in self.dossier.figures if not one.field}
        new = {one.indicator: one for one in self.fresh.figures if not one.field}
        for key in dict.fromkeys((*old, *new)):
            if key in changes or (key in old) != (key in new):
                before, after = (self.text(side[key]) if key in side else "" for side in (old, new))
                about = (changes[key],) if key in changes else ()
                yield Update(f"/{key}", "", (new.get(key) or old[key]).label, before, after, about, False, False)

    def rereads(self, field: Field) -> Iterable[Reread]:
        """Sentences in a person's own words that quote a figure that changed."""
        if field.type != "long" or not is_edited(self.dossier, field.id):
            return
        # A line that is still as drafted is an update, not a person's sentence.
        draft = set(pieces(field, self.dossier.drafts.get(field.id)).values())
        told: set[tuple[str, str, str]] = set()
        for line in str(self.dossier.values[field.id]).split("\n"):
            for sentence in _SENTENCE.split(line) if line not in draft else ():
                for change in self.changes:
                    key = (sentence, change.old.indicator, change.old.territory)
                    if key not in told and _quotes(sentence, change):
                        told.add(key)
                        flipped = self._turned(change.old.field, change.old.indicator)
                        yield Reread(field.id, field.label, sentence.strip(), change, flipped)

    def _about(self, field: str, key: str) -> list[FigureChange]:
        """The changed figures that a piece shows: those whose label begins it, the longest label winning."""
        names = _shown_by([one.old for one in self.changes], field, key)
        return [one for one in self.changes if one.old.field == field and one.old.indicator in names]

    def _flipped(self, field: str, key: str) -> bool:
        return any(self._turned(field, one.old.indicator) for one in self._about(field, key))

    def _turned(self, field: str, indicator: str) -> bool:
        """True if the territory passed to the other side of a reference, as the figures are printed."""
        old = {one.place: one for one in self.dossier.figures if (one.field, one.indicator) == (field, indicator)}
        for place in REFERENCES:
            new_own, new_other = self.new.get((field, indicator, "territoire")), self.new.get((field, indicator, place))
            before = self._sense(old.get("territoire"), old.get(place))
            after = self._sense(new_own, new_other)
            if before is not None and after is not None and before != after:
                return True
        return False

    def _sense(self, own: Provenance | None, other: Provenance | None) -> int | None:
        if own is None or other is None or own.value is None or other.value is None:
            return None
        decimals = self.decimals.get(own.indicator, 0)
        gap = round(own.value, decimals) - round(other.value, decimals)
        return (gap > 0) - (gap < 0)


def _shown_by(figures: Iterable[Provenance], field: str, key: str) -> set[str]:
    """Indicators of the figures that a piece shows: those whose label begins it, the longest label winning."""
    mine = [one for one in figures if one.field == field and key.startswith(one.label if key else "")]
    longest = max((len(one.label) for one in mine), default=0) if key else 0
    return {one.indicator for one in mine if not key or len(one.label) == longest}


def _said(figure: Provenance) -> tuple[Any, ...]:
    return (figure.value, figure.status, figure.vintage, figure.source)


def _quotes(sentence: str, change: FigureChange) -> bool:
    quoted = _spaced(change.old_text.partition(" (")[0])
    if change.old.value is not None and len(quoted) >= _SHORTEST_QUOTE:
        pattern = r"(?<![\d,])" + re.escape(quoted) + r"(?!\d)"
        if re.search(pattern, _spaced(sentence)):
            return True
    return f" {plain(change.old.label)} " in f" {plain(sentence)} "


def _spaced(text: str) -> str:
    """A text with plain spaces, as a person types them."""
    return re.sub(r"[\s\u00a0\u202f]+", " ", text)


def _shown(field: Field, piece: Any) -> str:
    if piece is None:
        return ""
    if isinstance(piece, Mapping):
        return display(field, [piece])
    return piece if field.type == "long" else display(field, piece)


# -- accepting --------------------------------------------------------------------------------------------------------


def _accepted(dossier: Dossier, fresh: Dossier, definition: Definition, update: Update) -> Dossier:
    if update.id == TERRITORY:
        return dossier
    if update.id == TITLE:
        return replace(dossier, title=fresh.title)
    key = update.id.partition("/")[2]
    if not update.field:
        return replace(dossier, figures=_figures(dossier, fresh, "", {key}))
    field = definition.field(update.field)
    names = _shown_by((*dossier.figures, *fresh.figures), field.id, key)
    figures = _figures(dossier, fresh, field.id, names)
    values, drafts = dict(dossier.values), dict(dossier.drafts)
    drafted = values.get(field.id) if field.auto or field.id in dossier.generated else drafts.get(field.id)
    new = pieces(field, fresh.values.get(field.id))
    old_piece, new_piece = pieces(field, drafted).get(key), new.get(key)
    _put(values, field, _replaced(field, values.get(field.id), old_piece, new_piece))
    if not field.auto:
        _put(drafts, field, _replaced(field, drafted, old_piece, new_piece))
    generated = dossier.generated
    if field.id in generated and field.id not in values:
        generated -= {field.id}
    title = fresh.title if field.prefill == "titre" else dossier.title
    return replace(dossier, title=title, values=values, drafts=drafts, generated=generated, figures=figures)


def _put(values: dict[str, Any], field: Field, value: Any) -> None:
    if value in (None, "", []):
        values.pop(field.id, None)
    else:
        values[field.id] = value


def _replaced(field: Field, value: Any, old: Any, new: Any) -> Any:
    """A value with one piece replaced, added at its end, or taken away."""
    if not field.tabular and field.type != "long":
        return new
    found = list(value) if isinstance(value, list) else [line for line in str(value or "").split("\n") if line.strip()]
    if old is None:
        found.append(new)
    elif old in found:
        place = found.index(old)
        found[place : place + 1] = [] if new is None else [new]
    return found if field.tabular else "\n".join(found)


def _figures(dossier: Dossier, fresh: Dossier, field: str, indicators: set[str]) -> tuple[Provenance, ...]:
    """The figures with those of some indicators in one field as the fresh draft has them, or has them no more."""
    renewed = [one for one in fresh.figures if one.field == field and one.indicator in indicators]
    kept = [one for one in dossier.figures if not (one.field == field and one.indicator in indicators)]
    return (*kept, *renewed)
