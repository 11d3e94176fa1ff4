"""JSON of any of the forms in which tables are published, as lines of cells under their headings.

Objects in a list (as Opendatasoft exports them), features, or objects keyed by commune, at the top or under one key of
the document; the key is then the column "codgeo".
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

KEY = "codgeo"


def rows(text: str) -> list[list[str]] | None:
    """The headings, then a line per object; None where the text is no JSON, or holds no table.

    A key that an object lacks is an empty cell, as null is.
    """
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    objects = _listed(found)
    if objects is None:
        return None
    headings = list(dict.fromkeys(str(key) for one in objects for key in one))
    return [headings, *([_cell(one.get(heading)) for heading in headings] for one in objects)]


def _listed(document: Any) -> list[dict[str, Any]] | None:
    """The objects of a document, each with its key where they are keyed."""
    if isinstance(document, list):
        return _flat(document)
    if not isinstance(document, dict):
        return None
    for name in ("features", "results", "records"):
        if isinstance(document.get(name), list):
            return _flat(document[name])
    keyed = max((*document.values(), document), key=_objects)
    if not _objects(keyed):
        return None
    return [{KEY: key, **one} for key, one in keyed.items() if isinstance(one, dict)]


def _objects(value: Any) -> int:
    """How many objects a mapping holds; the mapping of a whole document counts as the one that it wraps."""
    return sum(isinstance(one, dict) for one in value.values()) if isinstance(value, dict) else 0


def _flat(found: Iterable[Any]) -> list[dict[str, Any]] | None:
    """Objects of a list; of a feature its properties, of an Opendatasoft record its fields."""
    objects = [one for one in found if isinstance(one, dict)]
    inner = [next((one[n] for n in ("properties", "fields") if isinstance(one.get(n), dict)), one) for one in objects]
    return inner or None


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
