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
    "secret". source: producer and title, as printed.
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
    drafted and not edited since. note_interne: never exported. revision: counts the saves; 0 = never saved.
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
    """The dossier with a value typed by a person: it is no longer marked as generated. An empty value is removed."""
    values = dict(dossier.values)
    if is_empty(value):
        values.pop(field.id, None)
    elif values.get(field.id) == value:
        return dossier
    else:
        values[field.id] = value
    return replace(dossier, values=values, generated=dossier.generated - {field.id})


def is_empty(value: Any) -> bool:
    """True where nothing was said: zero and "no" are answers."""
    return value is None or (isinstance(value, str) and not value.strip()) or (isinstance(value, list) and not value)


# -- completeness -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Lack:
    """Something required that is not there. row: 1-based row of a list, 0 for the field itself; column: its label."""

    field: Field
    row: int = 0
    column: str = ""

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


def _lacks(one: Field, value: Any) -> list[Lack]:
    # A required box (a deliberation that must be joined) is missing until ticked.
    empty = is_empty(value) or (one.type == "bool" and value is not True)
    if one.required and empty:
        return [Lack(one)]
    if empty or not one.tabular or one.auto:
        return []
    found = [
        Lack(one, number, column.label)
        for number, row in enumerate(value, 1)
        for column in one.columns
        if column.required and is_empty(row.get(column.id))
    ]
    if one.minimum and len(value) < one.minimum:
        found.append(Lack(one, len(value) + 1, translate("Anct", "at least {n} rows").format(n=one.minimum)))
    return found
