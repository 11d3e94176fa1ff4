"""A dossier: its values, where its figures come from, its state, and what it still lacks."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from ..errors import DossierError
from ..i18n import translate
from .dossier_definition import Definition, Field

FIRST_STATE = "brouillon"


@dataclass(frozen=True)
class Provenance:
    """Where a prefilled figure comes from, kept with the dossier.

    field: id of the field that shows it. value: in `unit`, None where status is not "ok". status: "ok", "missing" or
    "secret". source: producer and title, as printed. place: which territory it is of, seen from the dossier's:
    "territoire", "departement", "region", "epci", "FR"; "" in a dossier made before this was kept.
    """

    field: str
    indicator: str
    label: str
    territory: str
    value: float | None
    unit: str
    vintage: str
    source: str
    status: str
    approximate: bool = False
    place: str = ""


@dataclass(frozen=True)
class StateChange:
    """One change of state. date: ISO."""

    date: str
    author: str
    before: str
    after: str
    comment: str = ""


@dataclass(frozen=True)
class Dossier:
    """A dossier of either kind; changed through the functions below, which give a new one.

    territory: canonical expression; communes: codes. created, modified: ISO 8601, UTC. values: by field id; str for
    text, long, date (ISO) and choice, int, bool, decimal text
    (eur: "12500.50", exact to the cent), list of str (multi, plain list), list of dict (list,
    table), list of {"code", "nom"} (geo); a field without value is absent. generated: ids of fields whose text was
    drafted and not edited since. drafts: what was drafted, by field id, kept beside so that what a person changed can
    be told from it. note_interne: never exported. revision: counts the saves; 0 = never saved.
    """

    id: str
    type: str
    title: str
    territory: str
    territory_label: str
    communes: tuple[str, ...]
    created: str
    modified: str
    state: str = FIRST_STATE
    values: Mapping[str, Any] = field(default_factory=dict)
    generated: frozenset[str] = frozenset()
    drafts: Mapping[str, Any] = field(default_factory=dict)
    figures: tuple[Provenance, ...] = ()
    changes: tuple[StateChange, ...] = ()
    note_interne: str = ""
    revision: int = 0

    def provenance(self, field_id: str) -> list[Provenance]:
        """The figures that a field shows."""
        return [figure for figure in self.figures if figure.field == field_id]

    def to_dict(self) -> dict[str, Any]:
        """Plain data, fit for JSON."""
        data = asdict(self)
        data["generated"] = sorted(self.generated)
        return data

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Dossier:
        """The dossier that `to_dict` wrote.

        Raises:
            DossierError: if something is missing or unknown.
        """
        try:
            return cls(
                **{
                    **data,
                    "communes": tuple(data["communes"]),
                    "values": dict(data["values"]),
                    "generated": frozenset(data["generated"]),
                    "drafts": dict(data.get("drafts", {})),
                    "figures": tuple(Provenance(**row) for row in data["figures"]),
                    "changes": tuple(StateChange(**row) for row in data["changes"]),
                }
            )
        except (KeyError, TypeError, ValueError) as error:
            raise DossierError(
                translate("Anct", "The content of the dossier cannot be read: {error}").format(error=error)
            ) from error


def new_dossier(
    definition: Definition, title: str, territory: str, label: str, communes: tuple[str, ...], now: str
) -> Dossier:
    """An empty draft with the definition's default values. now: ISO 8601, UTC."""
    defaults = {one.id: one.default for one in definition if one.default is not None}
    return Dossier(str(uuid.uuid4()), definition.id, title, territory, label, communes, now, now, values=defaults)


def with_value(dossier: Dossier, field: Field, value: Any) -> Dossier:
    """The dossier with a value typed by a person. An empty value is removed.

    It is marked as generated only as long as it is what was drafted: a change that is undone brings the mark back.
    """
    values = dict(dossier.values)
    if is_empty(value):
        values.pop(field.id, None)
    elif values.get(field.id) == value:
        return dossier
    else:
        values[field.id] = value
    generated = dossier.generated - {field.id}
    if field.id in values and dossier.drafts.get(field.id) == values[field.id]:
        generated |= {field.id}
    return replace(dossier, values=values, generated=generated)


def is_edited(dossier: Dossier, field_id: str) -> bool:
    """True if a person wrote the field: it has a value that is not the one drafted for it."""
    if field_id in dossier.generated:
        return False
    value = dossier.values.get(field_id)
    return not is_empty(value) and value != dossier.drafts.get(field_id)


def rows_of(field: Field, value: Any) -> list[dict[str, Any]]:
    """The rows of a list or table. A plain text stands for a row with its first column: a list that had none before."""
    if not isinstance(value, list) or not field.columns:
        return []
    first = field.columns[0].id
    return [dict(row) if isinstance(row, Mapping) else {first: str(row)} for row in value]


def conform(dossier: Dossier, definition: Definition) -> Dossier:
    """The dossier with every list in the form that the definition now gives it; the same one where nothing differs."""
    values = {
        one.id: rows_of(one, dossier.values[one.id])
        for one in definition
        if one.tabular and isinstance(dossier.values.get(one.id), list)
    }
    changed = {key: rows for key, rows in values.items() if rows != dossier.values[key]}
    return replace(dossier, values={**dossier.values, **changed}) if changed else dossier


def suggestions(dossier: Dossier, field: Field) -> list[str]:
    """Texts to offer in a field: those that the dossier already holds where `field.suggest` points, each once."""
    name, _, column = field.suggest.partition(".")
    value = dossier.values.get(name) if name else None
    rows = value if isinstance(value, list) else [value]
    found = [row.get(column) if column and isinstance(row, Mapping) else row for row in rows]
    return list(dict.fromkeys(one.strip() for one in found if isinstance(one, str) and one.strip()))


def is_empty(value: Any) -> bool:
    """True where nothing was said: zero and "no" are answers."""
    return value is None or (isinstance(value, str) and not value.strip()) or (isinstance(value, list) and not value)


# -- completeness -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Lack:
    """Something required that is not there.

    row: 1-based row of a list, 0 for the field itself; column: its label. path: the way to it, as in
    `core.dossier_checks.Finding`.
    """

    field: Field
    row: int = 0
    column: str = ""
    path: tuple[int | str, ...] = ()

    @property
    def text(self) -> str:
        """Which it is: "Signataires, ligne 2 : Qualité"."""
        if not self.row:
            return self.field.label
        return translate("Anct", "{field}, row {row}: {column}").format(
            field=self.field.label, row=self.row, column=self.column
        )


def missing(dossier: Dossier, definition: Definition) -> dict[str, list[Lack]]:
    """By section id (every section, in order): what is required and not there."""
    return {
        section.id: [lack for one in section.fields for lack in _lacks(one, dossier.values.get(one.id))]
        for section in definition.sections
    }


def _lacks(one: Field, value: Any, inside: bool = False) -> list[Lack]:
    """What a value lacks. inside: of a list in a row, whose own absence has been said already."""
    # A required box (a deliberation that must be joined) is missing until ticked.
    empty = is_empty(value) or (one.type == "bool" and value is not True)
    if one.required and empty and not inside:
        return [Lack(one, path=(one.id,))]
    if empty or one.auto:
        return []
    if one.type == "multi":
        if one.minimum and len(value) < one.minimum:
            text = translate("Anct", "at least {n} choices").format(n=one.minimum)
            return [Lack(one, len(value) + 1, text, (one.id,))]
        return []
    if one.type != "list":
        return []
    found = [lack for number, row in enumerate(rows_of(one, value), 1) for lack in _row_lacks(one, number, row)]
    if one.minimum and len(value) < one.minimum:
        text = translate("Anct", "at least {n} rows").format(n=one.minimum)
        found.append(Lack(one, len(value) + 1, text, (one.id,)))
    return found


def _row_lacks(one: Field, number: int, row: Mapping[str, Any]) -> list[Lack]:
    found = []
    for column in one.columns:
        value = row.get(column.id)
        path: tuple[int | str, ...] = (one.id, number, column.id)
        if column.required and is_empty(value):
            found.append(Lack(one, number, column.label, path))
        # A list inside a row: its own rows are named within the column's name.
        for lack in _lacks(column, value, inside=True):
            found.append(Lack(one, number, lack.text, (one.id, number, *lack.path)))
    return found
