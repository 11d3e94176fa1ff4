"""A dossier handed to a procedure of « Démarche numérique »: what goes where, and what cannot be sent.

The portal drops unknown or invalid values without a word: each value is therefore checked here against the declared
type of its field, and what cannot be sent is listed with its reason before anything leaves.
Source: the portal's public interface (repository demarche.numerique.gouv.fr, app/models/prefill_*.rb).
"""

from __future__ import annotations

import base64
import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import urlencode

from ..errors import HandoverError
from ..i18n import translate
from .dossier import Dossier, is_empty
from .dossier_definition import Definition, Field
from .search import plain

# A link longer than this is cut by browsers and proxies: the draft is then made by a POST.
LONGEST_LINK = 2000
# How alike two labels must be to be proposed as the same field.
_ALIKE = 0.72
_SIRET = re.compile(r"\d{14}")

TEXTS = ("Text", "Textarea", "Formatted", "Phone", "Email", "Iban", "Address")
NUMBERS = ("IntegerNumber", "DecimalNumber")
CHOICES = ("DropDownList", "MultipleDropDownList", "LinkedDropDownList")
YES_NO = ("YesNo", "Checkbox")
# Kinds that the portal never takes from a link or a POST.
NEVER = ("PieceJustificative", "TitreIdentite", "Carte", "Annotation", "HeaderSection", "Explication", "DossierLink")


@dataclass(frozen=True)
class Champ:
    """A field of a procedure.

    id: as the schema gives it ("Q2hhbXAtMjI="). kind: its type without "ChampDescriptor" ("Text", "Commune", "Siret").
    options: exact labels of a list; other: whether another text is taken. columns: of a repetition.
    """

    id: str
    label: str
    kind: str
    required: bool = False
    options: tuple[str, ...] = ()
    other: bool = False
    columns: tuple[Champ, ...] = ()

    @property
    def key(self) -> str:
        """The name of its value in what is sent: "champ_Q2hhbXAtMjI"."""
        return f"champ_{self.id.rstrip('=')}"


@dataclass(frozen=True)
class Procedure:
    """A procedure of the portal. number: of the POST; path: of its public link; either may be 0 or ""."""

    number: int
    path: str
    title: str
    champs: tuple[Champ, ...]


@dataclass(frozen=True)
class Places:
    """What the portal wants of a place: postal and INSEE codes of the commune, département and SIREN of the EPCI."""

    postal_code: str = ""
    insee: str = ""
    departement: str = ""
    epci: str = ""
    region: str = ""


@dataclass(frozen=True)
class Item:
    """One field of the procedure in the preview. value: what is sent, None if nothing; reason: why nothing is."""

    champ: Champ
    source: str
    shown: str
    value: Any = None
    reason: str = ""


def champ_id(stable_id: int) -> str:
    """The identifier of a field whose stable number is known: base64 of "Champ-<n>" without its padding."""
    return base64.b64encode(f"Champ-{stable_id}".encode()).decode("ascii").rstrip("=")


def suggest(procedure: Procedure, definition: Definition) -> dict[str, str]:
    """A first mapping, champ id → field id, from labels that say the same; each of our fields serves once."""
    scored = []
    for champ in procedure.champs:
        if champ.kind in NEVER:
            continue
        for field in definition:
            if _fits(champ, field):
                ratio = difflib.SequenceMatcher(None, plain(champ.label), plain(field.label)).ratio()
                if ratio >= _ALIKE or champ.kind.lower() == field.format:
                    scored.append((ratio, champ.id, field.id))
    found: dict[str, str] = {}
    for _, ours, theirs in sorted(((-ratio, field, champ) for ratio, champ, field in scored)):
        if theirs not in found and ours not in found.values():
            found[theirs] = ours
    return found


def preview(
    procedure: Procedure, mapping: Mapping[str, str], dossier: Dossier, definition: Definition, places: Places
) -> list[Item]:
    """Every field of the procedure, with the value that would be sent or the reason why none is.

    Raises:
        HandoverError: the mapping names a field that the dossier's definition does not have.
    """
    unknown = sorted(set(mapping.values()) - set(definition.fields) - set(PLACES))
    if unknown:
        raise HandoverError(
            translate("Anct", "The mapping names fields that the dossier does not have: {fields}.").format(
                fields=", ".join(unknown)
            )
        )
    return [_item(champ, mapping.get(champ.id, ""), dossier, definition, places) for champ in procedure.champs]


# Sources that are no field of the dossier: its own territory.
PLACES = ("@commune", "@epci", "@departement", "@region")


def body(items: Sequence[Item]) -> dict[str, Any]:
    """What the POST sends: "champ_<id>" → value."""
    return {item.champ.key: item.value for item in items if item.value is not None}


def link(base: str, procedure: Procedure, items: Sequence[Item]) -> str | None:
    """The link that opens the procedure filled in; None where the procedure has no path or the link is too long.

    Args:
        base: address of the portal, without a final "/".
    """
    if not procedure.path:
        return None
    pairs: list[tuple[str, str]] = []
    for key, value in body(items).items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            for row in value:
                pairs += [(f"{key}[][{name}]", str(cell)) for name, cell in row.items()]
        elif isinstance(value, list):
            pairs += [(f"{key}[]", str(one)) for one in value]
        else:
            pairs.append((key, str(value)))
    made = f"{base}/commencer/{procedure.path}" + (f"?{urlencode(pairs)}" if pairs else "")
    return made if len(made) <= LONGEST_LINK else None


# -- one field --------------------------------------------------------------------------------------------------------


def _item(champ: Champ, source: str, dossier: Dossier, definition: Definition, places: Places) -> Item:
    if champ.kind in NEVER:
        return Item(
            champ, source, "", reason=translate("Anct", "the portal takes no file, map or annotation in advance")
        )
    if not source:
        return Item(champ, "", "", reason=translate("Anct", "no field of the dossier is chosen for it"))
    if source in PLACES or champ.kind in _OF_PLACES:
        value, reason = _place(champ, places)
        return Item(champ, source, _shown(value), value, reason)
    field = definition.field(source)
    raw = dossier.values.get(field.id)
    if is_empty(raw):
        return Item(champ, source, "", reason=translate("Anct", "nothing is written in the dossier"))
    value, reason = _converted(champ, field, raw)
    return Item(champ, source, _shown(raw), value, reason)


_OF_PLACES = ("Commune", "Epci", "Departement", "Region")


def _place(champ: Champ, places: Places) -> tuple[Any, str]:
    missing = translate("Anct", "the dossier’s territory does not give it")
    if champ.kind == "Commune":
        if places.insee and places.postal_code:
            return [places.postal_code, places.insee], ""
        return None, translate("Anct", "the postal code of the commune is not known") if places.insee else missing
    if champ.kind == "Epci":
        return ([places.departement, places.epci], "") if places.epci and places.departement else (None, missing)
    value = {"Departement": places.departement, "Region": places.region}.get(champ.kind, places.insee)
    return (value, "") if value else (None, missing)


def _converted(champ: Champ, field: Field, raw: Any) -> tuple[Any, str]:
    if champ.kind == "Repetition":
        return _rows(champ, field, raw)
    if champ.kind in CHOICES:
        return _options(champ, raw)
    if isinstance(raw, list) and champ.kind not in TEXTS:
        return None, translate("Anct", "a list cannot go into a field of one value")
    if champ.kind in NUMBERS:
        return _number(champ, raw)
    if champ.kind in YES_NO:
        if isinstance(raw, bool):
            return ("true" if raw else "false"), ""
        return None, translate("Anct", "a yes or a no is needed")
    if champ.kind == "Siret":
        digits = re.sub(r"\s", "", str(raw))
        return (digits, "") if _SIRET.fullmatch(digits) else (None, translate("Anct", "14 digits are needed"))
    if champ.kind in ("Date", "Datetime"):
        try:
            return date.fromisoformat(str(raw)[:10]).isoformat(), ""
        except ValueError:
            return None, translate("Anct", "a date is needed")
    if champ.kind in TEXTS:
        return _text(raw), ""
    return None, translate("Anct", "fields of this type ({kind}) are not filled in advance").format(kind=champ.kind)


def _number(champ: Champ, raw: Any) -> tuple[Any, str]:
    try:
        value = Decimal(str(raw))
    except InvalidOperation:
        value = Decimal("NaN")
    if isinstance(raw, bool) or not value.is_finite():
        return None, translate("Anct", "a number is needed")
    if champ.kind == "IntegerNumber" and value != value.to_integral_value():
        return None, translate("Anct", "a whole number is needed, and the dossier has {value}").format(value=raw)
    return str(value.quantize(Decimal(1)) if value == value.to_integral_value() else value), ""


def _options(champ: Champ, raw: Any) -> tuple[Any, str]:
    wanted = [str(one) for one in raw] if isinstance(raw, list) else [str(raw)]
    exact = {plain(option): option for option in champ.options}
    found = [exact[plain(one)] for one in wanted if plain(one) in exact]
    lost = [one for one in wanted if plain(one) not in exact]
    if lost and champ.other and champ.kind == "DropDownList" and len(wanted) == 1:
        return lost[0], ""
    if not found:
        return None, translate("Anct", "“{value}” is not among the choices of the procedure").format(
            value=", ".join(lost)
        )
    if champ.kind == "MultipleDropDownList":
        note = translate("Anct", "left out, not among the choices: {values}").format(values=", ".join(lost))
        return found, note if lost else ""
    if len(wanted) > 1:
        return None, translate("Anct", "the procedure takes one choice, and the dossier has {count}").format(
            count=len(wanted)
        )
    return found[0], ""


def _rows(champ: Champ, field: Field, raw: Any) -> tuple[Any, str]:
    if not field.tabular:
        return None, translate("Anct", "a list with columns is needed")
    pairs = [(column, _alike(column, field.columns)) for column in champ.columns]
    rows, notes = [], []
    for number, row in enumerate(raw, start=1):
        made = {}
        for column, mine in pairs:
            if mine is None or is_empty(row.get(mine.id)):
                continue
            value, reason = _converted(column, mine, row[mine.id])
            if value is None:
                notes.append(translate("Anct", "row {row}, {column}: {reason}").format(
                    row=number, column=column.label, reason=reason))  # fmt: skip
            else:
                made[column.key] = value
        if made:
            rows.append(made)
    if not rows:
        return None, "; ".join(notes) or translate("Anct", "none of its columns answers to one of the dossier’s")
    return rows, "; ".join(notes)


def _alike(champ: Champ, columns: Sequence[Field]) -> Field | None:
    best, most = None, 0.5
    for column in columns:
        ratio = difflib.SequenceMatcher(None, plain(champ.label), plain(column.label)).ratio()
        if ratio > most and _fits(champ, column):
            best, most = column, ratio
    return best


def _fits(champ: Champ, field: Field) -> bool:
    """Whether values of our field may go into the procedure's: a number into a number, a list into a repetition."""
    accepted: dict[str, tuple[str, ...]] = {
        "Repetition": ("list", "table"),
        "Date": ("date",),
        "Datetime": ("date",),
        "Siret": ("text",),
        **dict.fromkeys(NUMBERS, ("int", "eur")),
        **dict.fromkeys(YES_NO, ("bool",)),
        **dict.fromkeys(CHOICES, ("choice", "multi", "text")),
        **dict.fromkeys(TEXTS, ("text", "long", "choice", "multi", "date", "int", "eur")),
        **dict.fromkeys(_OF_PLACES, ("geo", "text")),
    }
    return field.type in accepted.get(champ.kind, ())


def _text(raw: Any) -> str:
    if isinstance(raw, list):
        return "; ".join(_text(one) for one in raw)
    if isinstance(raw, Mapping):
        return ", ".join(str(value) for value in raw.values() if not is_empty(value))
    return str(raw).strip()


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return translate("Anct", "yes") if value else translate("Anct", "no")
    return _text(value)
