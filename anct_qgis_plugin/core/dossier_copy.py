"""New dossiers made from others: a duplicate, a start from a twin's content, one fiche action taken over."""

from __future__ import annotations

import copy
import uuid
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ..errors import DossierError
from ..i18n import translate
from .dossier import FIRST_STATE, Dossier, is_empty, rows_of
from .dossier_definition import Definition, Field

SHEETS = "fiches_actions"


def duplicate(dossier: Dossier, definition: Definition, now: str, title: str = "") -> Dossier:
    """The same content under another identity, as a draft that was never saved; its history and note stay behind.

    Args:
        now: ISO 8601, UTC. title: by default the first one's, followed by "(copie)".
    """
    title = title.strip() or f"{dossier.title} (copie)"
    values = copy.deepcopy(dict(dossier.values))
    if definition.title_field:
        values[definition.title_field] = title
    return replace(
        dossier,
        id=str(uuid.uuid4()),
        title=title,
        created=now,
        modified=now,
        state=FIRST_STATE,
        values=values,
        drafts=copy.deepcopy(dict(dossier.drafts)),
        changes=(),
        note_interne="",
        revision=0,
    )


def start_from(draft: Dossier, twin: Dossier, definition: Definition) -> Dossier:
    """A new draft with what a twin's dossier says in words; figures, places and identity stay the draft's own.

    Taken over: fields that a person fills in (ambition, axes, governance…) and that the draft could not prefill. Not
    taken over: what is computed or prefilled from data, places, dates, and sections reserved to the prefecture.

    Raises:
        DossierError: if the two are not of the same kind.
    """
    _same_kind(draft, twin)
    values = dict(draft.values)
    for section in definition.sections:
        if section.reserved or section is definition.sections[0]:
            continue
        for field in section.fields:
            value = twin.values.get(field.id)
            kept = field.auto or field.prefill or field.type in ("geo", "date") or field.id.startswith("piece_")
            if not kept and not is_empty(value) and is_empty(values.get(field.id)):
                values[field.id] = [_elsewhere(row, field) for row in rows_of(field, value)] or value
    return replace(draft, values=copy.deepcopy(values))


def _elsewhere(row: Mapping[str, Any], field: Field) -> dict[str, Any]:
    """A row without what belongs to the twin's own territory and calendar: places and dates."""
    left = {column.id for column in field.columns if column.type in ("geo", "date")}
    return {key: value for key, value in row.items() if key not in left}


def sheets(dossier: Dossier) -> list[str]:
    """The titles of a dossier's fiches actions, in order."""
    return [str(row.get("intitule") or "") for row in _sheets(dossier)]


def import_sheet(dossier: Dossier, source: Dossier, number: int) -> Dossier:
    """The dossier with one fiche action of another at its end.

    Its title, text, cost and fundings come along; its communes, dates, axis and progress belong to the other territory
    and are left to be filled in. Fundings already granted there are only asked for here.

    Args:
        number: which one, from 0.

    Raises:
        DossierError: if there is no such fiche, or the dossier's kind has none.
    """
    found = _sheets(source)
    if not 0 <= number < len(found):
        raise DossierError(
            translate("Anct", "“{title}” has no action sheet number {n}.").format(title=source.title, n=number + 1)
        )
    if dossier.type != source.type:
        raise DossierError(
            translate("Anct", "An action sheet can only be taken into a dossier of the same kind as “{title}”.").format(
                title=source.title
            )
        )
    left = {"communes", "debut", "fin", "axe", "avancement", "maitre_ouvrage"}
    row = {key: copy.deepcopy(value) for key, value in found[number].items() if key not in left}
    lines = row.get("financements")
    if isinstance(lines, list):
        row["financements"] = [
            {key: value for key, value in line.items() if key not in ("statut", "annee")}
            for line in lines
            if isinstance(line, Mapping)
        ]
    values = {**dossier.values, SHEETS: [*(dossier.values.get(SHEETS) or []), row]}
    return replace(dossier, values=values, generated=dossier.generated - {SHEETS})


def _sheets(dossier: Dossier) -> list[Mapping[str, Any]]:
    value = dossier.values.get(SHEETS)
    return [row for row in value if isinstance(row, Mapping)] if isinstance(value, list) else []


def _same_kind(one: Dossier, other: Dossier) -> None:
    if one.type != other.type:
        raise DossierError(
            translate("Anct", "“{one}” and “{other}” are not dossiers of the same kind.").format(
                one=one.title, other=other.title
            )
        )
