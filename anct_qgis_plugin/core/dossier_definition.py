"""Sections and fields of a kind of dossier, as declared in resources/dossiers/*.toml."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Any

from ..errors import DossierError
from ..i18n import translate
from . import toml_text

TYPES = ("text", "long", "int", "eur", "date", "bool", "choice", "multi", "list", "geo", "table")
FORMATS = ("", "year", "siret", "mail", "phone")
LAYOUTS = ("", "cards", "images", "charts", "territories")
ALIGNMENTS = ("left", "right")
# What core.prefill can write; a test compares them with its functions.
PREFILLS = (
    "titre", "perimetre", "departements", "regions", "population", "periode_debut", "periode_fin", "signataires",
    "chiffres", "atouts", "fragilites", "indice", "couverture", "acces_fs", "zonages", "axes", "programmes", "crte",
    "liste_communes", "sources", "collectivite", "type", "code_insee", "siren", "epci", "localisation",
    "couverture_texte", "acces_texte", "preuve_fragilite", "justification_a", "prise_en_charge", "dans_crte",
)  # fmt: skip
# What is computed from the dossier's other fields each time it is shown.
LIVE = ("", "recevabilite", "maquette")
# Lists of choices kept outside the definition: the catalogue's indicators, and the files of core.dossier_catalogues.
CHOICES_FROM = ("", "indicators", "formations", "participation", "operateurs")
# What a rule checks; see `Rule`.
RULES = ("order", "funding", "refuse")


@dataclass(frozen=True)
class Field:
    """One field, or one column of a list or table.

    type: one of `TYPES`. auto: computed, never typed. prefill: name of the function that drafts it. live: computed from
    the other fields when shown. format: a check of its text ("siret", "mail", "phone") or number ("year"). choices:
    labels, in order; choices_from: one of `CHOICES_FROM`, whose labels are put into `choices` when the definition is
    read. suggest: "field" or "field.column" of the same dossier, whose texts are offered while typing. columns: of a
    list or table; a list without columns is a list of texts. minimum, maximum: number of rows of a list, of choices
    ticked in a multi (0: no limit). width: relative width of a column. layout: "cards" (a block per row instead of a
    table), "images" (the maps joined to the document), "charts" (its charts), "territories" (rows with the columns
    nature, code, nom and communes, chosen by name or on the map).
    """

    id: str
    label: str
    type: str
    required: bool = False
    auto: bool = False
    prefill: str = ""
    live: str = ""
    unit: str = ""
    format: str = ""
    help: str = ""
    layout: str = ""
    align: str = "left"
    width: float = 1.0
    default: Any = None
    choices: tuple[str, ...] = ()
    choices_from: str = ""
    suggest: str = ""
    minimum: int = 0
    maximum: int = 0
    columns: tuple[Field, ...] = ()

    @property
    def tabular(self) -> bool:
        """True if its value is a list of rows (dicts by column id)."""
        return self.type == "table" or (self.type == "list" and bool(self.columns))


@dataclass(frozen=True)
class Section:
    """A chapter of the dossier. reserved: who alone fills it in, a sentence; "" for everyone."""

    id: str
    label: str
    fields: tuple[Field, ...]
    reserved: str = ""
    help: str = ""


@dataclass(frozen=True)
class Rule:
    """A check that looks at several fields; it warns and never blocks.

    kind: "order" (`last` is not before `first`; fields, or columns of `list`), "funding" (the amounts of `lines` do not
    exceed `cost`, and the owner's own share is `own_share` percent at least; fields, or columns of `list`), "refuse"
    (`field` is none of `values`; `text` says why). lines: id of the list of fundings, with its columns `amount` and
    `funder`. owner: field or column that names who builds: what it pays itself is no funding by others.
    """

    kind: str
    list: str = ""
    first: str = ""
    last: str = ""
    cost: str = ""
    lines: str = ""
    amount: str = ""
    funder: str = ""
    owner: str = ""
    own_share: int = 0
    field: str = ""
    values: tuple[str, ...] = ()
    text: str = ""


@dataclass(frozen=True)
class Definition:
    """A kind of dossier: "pacte" or "ingenierie". short: begins a new dossier's title; note: stands under it."""

    id: str
    label: str
    sections: tuple[Section, ...]
    note: str = ""
    short: str = ""
    rules: tuple[Rule, ...] = ()

    @cached_property
    def fields(self) -> dict[str, Field]:
        """Every field by id, in order."""
        return {field.id: field for section in self.sections for field in section.fields}

    def field(self, identifier: str) -> Field:
        """A field by id. Raises DossierError if there is none."""
        if identifier not in self.fields:
            raise DossierError(
                translate("Anct", "“{definition}” has no field “{field}”.").format(
                    definition=self.label, field=identifier
                )
            )
        return self.fields[identifier]

    @property
    def title_field(self) -> str:
        """Id of the field that is the dossier's title as well; "" where the definition has none."""
        return next((field.id for field in self if field.prefill == "titre"), "")

    def section_of(self, identifier: str) -> Section | None:
        """The section that holds a field; None if none does."""
        return next((s for s in self.sections if any(one.id == identifier for one in s.fields)), None)

    def with_choices(self, lists: Mapping[str, Sequence[str]]) -> Definition:
        """The definition with the labels of its `choices_from`, by name of list; its own choices come first."""
        sections = tuple(
            replace(section, fields=tuple(_with_choices(one, lists) for one in section.fields))
            for section in self.sections
        )
        return replace(self, sections=sections)

    def __iter__(self) -> Iterator[Field]:
        return iter(self.fields.values())


def _with_choices(one: Field, lists: Mapping[str, Sequence[str]]) -> Field:
    columns = tuple(_with_choices(column, lists) for column in one.columns)
    choices = tuple(dict.fromkeys((*one.choices, *lists.get(one.choices_from, ()))))
    return replace(one, columns=columns, choices=choices)


def parse(text: str, file: str) -> Definition:
    """The definition written in a TOML text.

    Args:
        file: its name, for messages.

    Raises:
        DossierError: naming the file, the section and the field of what is unknown, missing or given twice.
    """
    raw = toml_text.read(text, file)
    known = ("id", "label", "note", "short", "section", "rule")
    _keys(raw, known, known[:2], file)
    sections = tuple(_section(table, file) for table in _tables(raw.get("section", []), file))
    if not sections:
        raise _error(file, translate("Anct", "there is no section"))
    _once([section.id for section in sections], file)
    # Values are kept by field: an identifier serves once in the whole definition.
    _once([field.id for section in sections for field in section.fields], file)
    made = Definition(str(raw["id"]), str(raw["label"]), sections, str(raw.get("note", "")), str(raw.get("short", "")))
    for one in made:
        _check_suggestions(made, one, f"{file}, {one.id}")
    rules = tuple(_rule(made, table, file) for table in _tables(raw.get("rule", []), file))
    return replace(made, rules=rules)


def _check_suggestions(made: Definition, one: Field, where: str) -> None:
    for column in one.columns:
        _check_suggestions(made, column, f"{where}, {column.id}")
    if one.suggest:
        _place(made, one.suggest, where, "suggest")


def _place(made: Definition, path: str, where: str, key: str) -> None:
    """Check that "field" or "field.column" exists."""
    name, _, column = path.partition(".")
    found = made.fields.get(name)
    if found is None or (column and all(one.id != column for one in found.columns)):
        raise _error(where, translate("Anct", "“{key}” names “{path}”, which is no field").format(key=key, path=path))


def _rule(made: Definition, raw: Mapping[str, Any], file: str) -> Rule:
    where = f"{file}, [rule {raw.get('kind', '?')}]"
    needs = {"order": ("first", "last"), "funding": ("cost", "lines", "amount"), "refuse": ("field", "text")}
    known = tuple(one.name for one in fields(Rule))
    if raw.get("kind") not in RULES:
        message = translate("Anct", "unknown {key} “{value}”; known ones: {known}")
        raise _error(where, message.format(key="kind", value=raw.get("kind", ""), known=", ".join(RULES)))
    _keys(raw, known, ("kind", *needs[raw["kind"]]), where)
    for key, value in raw.items():
        wanted: type = {"own_share": int, "values": list}.get(key, str)
        if not isinstance(value, wanted):
            raise _error(where, translate("Anct", "“{key}” has the wrong kind of value").format(key=key))
    inside = f"{raw['list']}." if raw.get("list") else ""
    for key in ("first", "last", "cost", "lines", "owner", "field"):
        if raw.get(key):
            _place(made, f"{inside}{raw[key]}", where, key)
    if raw["kind"] == "funding":
        holder = made.field(raw["list"] if inside else raw["lines"])
        lines = next((c for c in holder.columns if c.id == raw["lines"]), holder) if inside else holder
        for key in ("amount", "funder"):
            if raw.get(key) and all(column.id != raw[key] for column in lines.columns):
                message = translate("Anct", "“{key}” names “{path}”, which is no field")
                raise _error(where, message.format(key=key, path=raw[key]))
    return Rule(**{**raw, "values": tuple(raw.get("values", ()))})


def _section(raw: Mapping[str, Any], file: str) -> Section:
    where = f"{file}, [{raw.get('id', '?')}]"
    _keys(raw, ("id", "label", "reserved", "help", "field"), ("id", "label"), where)
    found = tuple(_field(table, where) for table in _tables(raw.get("field", []), where))
    if not found:
        raise _error(where, translate("Anct", "there is no field"))
    return Section(str(raw["id"]), str(raw["label"]), found, str(raw.get("reserved", "")), str(raw.get("help", "")))


_KINDS: dict[str, type | tuple[type, ...]] = {
    "required": bool, "auto": bool, "width": (int, float), "minimum": int, "maximum": int, "choices": list,
    "columns": list, "default": object,
}  # fmt: skip


def _field(raw: Mapping[str, Any], where: str) -> Field:
    where = f"{where}, {raw.get('id', '?')}"
    _keys(raw, tuple(f.name for f in fields(Field)), ("id", "label", "type"), where)
    for key, value in raw.items():
        # bool is an int for Python, not for a reader.
        wrong_bool = isinstance(value, bool) and _KINDS.get(key) not in (bool, object)
        if not isinstance(value, _KINDS.get(key, str)) or wrong_bool:
            raise _error(where, translate("Anct", "“{key}” has the wrong kind of value").format(key=key))
    for key, allowed in (
        ("type", TYPES), ("format", FORMATS), ("layout", LAYOUTS), ("align", ALIGNMENTS), ("live", LIVE),
        ("choices_from", CHOICES_FROM), ("prefill", ("", *PREFILLS)),
    ):  # fmt: skip
        if key in raw and raw[key] not in allowed:
            message = translate("Anct", "unknown {key} “{value}”; known ones: {known}").format(
                key=key, value=raw[key], known=", ".join(filter(None, allowed))
            )
            raise _error(where, message)
    columns = tuple(_field(table, where) for table in _tables(raw.get("columns", []), where))
    _once([column.id for column in columns], where)
    kind = raw["type"]
    if kind in ("choice", "multi") and not raw.get("choices") and not raw.get("choices_from"):
        raise _error(where, translate("Anct", "a choice needs its “choices”"))
    if kind == "table" and not columns:
        raise _error(where, translate("Anct", "a table needs its “columns”"))
    if columns and kind not in ("list", "table"):
        raise _error(where, translate("Anct", "only a list or a table has “columns”"))
    return Field(**{**raw, "choices": tuple(raw.get("choices", ())), "columns": columns})


def _tables(value: Any, where: str) -> Sequence[Mapping[str, Any]]:
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        raise _error(where, translate("Anct", "a list of tables is needed"))
    return value


def _keys(raw: Mapping[str, Any], known: Sequence[str], needed: Sequence[str], where: str) -> None:
    for key in raw:
        if key not in known:
            raise _error(where, translate("Anct", "unknown key “{key}”").format(key=key))
    for key in needed:
        if not isinstance(raw.get(key), str) or not raw[key]:
            raise _error(where, translate("Anct", "“{key}” is missing").format(key=key))


def _once(identifiers: Sequence[str], where: str) -> None:
    seen: set[str] = set()
    for identifier in identifiers:
        if identifier in seen:
            raise _error(where, translate("Anct", "“{key}” is given twice").format(key=identifier))
        seen.add(identifier)


def _error(where: str, reason: str) -> DossierError:
    return DossierError(
        translate("Anct", "The dossier definition is not valid: {where}: {reason}.").format(where=where, reason=reason)
    )
