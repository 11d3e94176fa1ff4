"""New dossiers made from others: a copy to start again from, the content of another territory's, one list row."""

from __future__ import annotations

import copy
import uuid
from dataclasses import replace
from typing import Any

from ..errors import DossierError
from ..i18n import translate
from .dossier import FIRST_STATE, Dossier, with_value
from .dossier_definition import Definition


def duplicated(dossier: Dossier, now: str) -> Dossier:
    """A draft with the same content, without the state, the history and the internal note of the first.

    now: ISO 8601, UTC.
    """
    return replace(
        dossier,
        id=str(uuid.uuid4()),
        title=f"{dossier.title} (copie)",
        created=now,
        modified=now,
        state=FIRST_STATE,
        values=copy.deepcopy(dict(dossier.values)),
        changes=(),
        note_interne="",
        revision=0,
    )


def started_from(draft: Dossier, other: Dossier, definition: Definition) -> Dossier:
    """A draft that takes over what a person wrote in another dossier of its kind, where it has nothing of its own.

    Prefilled and computed fields keep the draft's own territory: only what is empty there is taken.

    Raises:
        DossierError: if the kinds differ.
    """
    if draft.type != other.type:
        raise DossierError(translate("Anct", "A dossier can only start from another one of the same kind."))
    found = draft
    for field in definition:
        if field.auto or field.prefill or field.id in found.values or field.id in other.generated:
            continue
        if field.id in other.values:
            found = with_value(found, field, copy.deepcopy(other.values[field.id]))
    return found


def with_row_of(dossier: Dossier, definition: Definition, field_id: str, row: dict[str, Any]) -> Dossier:
    """The dossier with one more row of a list, copied from another dossier (a fiche action).

    Raises:
        DossierError: if the field is no list, or is full.
    """
    field = definition.field(field_id)
    if not field.tabular or field.auto:
        raise DossierError(translate("Anct", "“{field}” is not a list.").format(field=field.label))
    rows = list(dossier.values.get(field_id) or [])
    if field.maximum and len(rows) >= field.maximum:
        raise DossierError(
            translate("Anct", "“{field}” holds its {most} rows already.").format(field=field.label, most=field.maximum)
        )
    known = {column.id for column in field.columns}
    return with_value(dossier, field, [*rows, {key: copy.deepcopy(v) for key, v in row.items() if key in known}])
