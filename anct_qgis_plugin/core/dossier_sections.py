"""A dossier in pieces that are saved one by one: its sections, what heads it, and its internal note.

Two people who write in different sections then never meet. A piece is plain data, fit for JSON.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .dossier import Dossier
from .dossier_definition import Definition

# Pieces that no definition declares. HEAD: title, territory, and whatever else stands beside the values.
HEAD = "_dossier"
NOTE = "_note"
# Values that the present definition does not know, and figures that belong to no field: kept, never dropped.
OTHER = "_autres"
# Kept by the store itself, in columns of their own.
_STORED = {"id", "type", "created", "modified", "state", "changes", "revision"}
_SPLIT = {"values", "generated", "figures", "note_interne"}
# A mark may name a place inside a field ("fiches_actions.2.cout_ht"): what stands before belongs to a section.
_PLACE = re.compile(r"[.:/\[#]")


@dataclass(frozen=True)
class SectionContent:
    """What one section holds, in the form of `Dossier.to_dict`.

    values: by field id; for HEAD the keys of the dossier itself (title, territory, territory_label, communes), for NOTE
    "note_interne". generated: ids of fields drafted and not edited since. figures: where figures come from, one dict
    per figure.
    """

    values: Mapping[str, Any] = field(default_factory=dict)
    generated: tuple[str, ...] = ()
    figures: tuple[Mapping[str, Any], ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Plain data, fit for JSON."""
        return {
            "values": dict(self.values),
            "generated": sorted(self.generated),
            "figures": [dict(figure) for figure in self.figures],
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> SectionContent:
        """The content that `to_dict` wrote; KeyError or TypeError if it is none."""
        return cls(
            dict(data["values"]), tuple(data.get("generated", ())), tuple(dict(f) for f in data.get("figures", ()))
        )

    @property
    def is_empty(self) -> bool:
        """True if there is nothing to keep."""
        return not self.values and not self.generated and not self.figures


def section_of(identifier: str, definition: Definition | None) -> str:
    """The section that keeps a field, or a place inside one; OTHER if the definition knows none."""
    if definition is not None:
        name = _PLACE.split(identifier, maxsplit=1)[0]
        for section in definition.sections:
            if any(one.id in (identifier, name) for one in section.fields):
                return section.id
    return OTHER


def split(dossier: Dossier, definition: Definition | None) -> dict[str, SectionContent]:
    """Every piece of a dossier that is not empty, by section id, HEAD first."""
    data = dossier.to_dict()
    values: dict[str, dict[str, Any]] = {
        HEAD: {key: value for key, value in data.items() if key not in _STORED | _SPLIT},
    }
    values[HEAD]["communes"] = list(data["communes"])
    if dossier.note_interne:
        values[NOTE] = {"note_interne": dossier.note_interne}
    generated: dict[str, list[str]] = {}
    figures: dict[str, list[Mapping[str, Any]]] = {}
    homes: dict[str, str] = {}

    def home(identifier: str) -> str:
        if identifier not in homes:
            homes[identifier] = section_of(identifier, definition)
        return homes[identifier]

    for key, value in data["values"].items():
        values.setdefault(home(key), {})[key] = value
    for key in data["generated"]:
        generated.setdefault(home(key), []).append(key)
    for figure in data["figures"]:
        figures.setdefault(home(str(figure.get("field", ""))), []).append(figure)
    return {
        one: SectionContent(values.get(one, {}), tuple(sorted(generated.get(one, ()))), tuple(figures.get(one, ())))
        for one in {**values, **generated, **figures}
    }


def section_content(dossier: Dossier, definition: Definition | None, section: str) -> SectionContent:
    """What one section of a dossier holds: empty where nothing was said."""
    return split(dossier, definition).get(section, SectionContent())


def join(stored: Mapping[str, Any], sections: Mapping[str, SectionContent]) -> Dossier:
    """The dossier made of its pieces, later ones winning where two hold the same field.

    Args:
        stored: id, type, created, modified, state, changes (list of dicts), revision.

    Raises:
        DossierError: if something is missing or unknown.
    """
    values: dict[str, Any] = {}
    generated: set[str] = set()
    figures: list[Mapping[str, Any]] = []
    head: dict[str, Any] = {}
    note = ""
    for identifier, content in sections.items():
        if identifier == HEAD:
            head = dict(content.values)
        elif identifier == NOTE:
            note = str(content.values.get("note_interne", ""))
        else:
            values |= content.values
        if identifier not in (HEAD, NOTE):
            generated |= set(content.generated)
            figures += content.figures
    data = {
        **head,
        **stored,
        "values": values,
        "generated": sorted(generated),
        "figures": figures,
        "note_interne": note,
    }
    return Dossier.from_dict(data)


def changed_fields(before: SectionContent | None, after: SectionContent) -> list[str]:
    """Ids of the values that differ between two contents of a section, sorted."""
    old = before.values if before is not None else {}
    keys = {*old, *after.values}
    return sorted(key for key in keys if old.get(key) != after.values.get(key) or (key in old) != (key in after.values))
