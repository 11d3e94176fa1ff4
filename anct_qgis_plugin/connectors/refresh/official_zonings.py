"""Grids of communes in classes: density, ruralities, levels of centre, massifs, as their producers publish them.

The agency's own table ("insee_com;lib_com;niveau_densite"), Insee's workbook (CODGEO, DENS, LIBDENS under lines of
title), the Observatoire's exports ("codgeo;libgeo;an;<code>", or "Code;Libellé;<title>") and the workbook of massifs
(CODGEO, LIBGEO, MASSIF) are one form to this reader. A class is known because the data held have it. A file that gives
codes in the place of labels is read by what the communes of each code are in the data held: producers do not number
their classes alike.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ...errors import SourceError
from ...i18n import translate
from ..embedded import zonings
from ..tables import forms
from ..tables.identify import finder
from ..tables.merging import Row
from ..tables.raw import Raw, missing_column
from ..tables.reading import Desk, Reading, trust, vintage_of
from ..tables.report import Tally
from .official import COMMUNE

# A code stands for a class where nine of its communes in ten have that class in the data held.
AGREED = 0.9
_ABSENT = frozenset({"", "undefined", "null", "nd", "n/d", "9999", "na"})
_NUMBER = re.compile(r"^\s*\d{1,2}\s*[-–.]\s+")
_IN_PART = re.compile(r"\s*\((partiellement|en partie)\)\s*$", re.IGNORECASE)
_OF = re.compile(r"^massif\s+(de la|de l|des|de|du|d)\b")
_CODE = re.compile(r"[\w-]{1,12}")
_KEYS = {
    "insee_com": (*COMMUNE["insee_com"], "depcom", "code"),
    "lib_com": (*COMMUNE["lib_com"], "libelle", "libcom"),
    "insee_dep": (),
    "an": ("annee",),
}


@dataclass(frozen=True)
class Grid:
    """How a grid is written.

    headings: of a column of labels. codes: of a column of codes. outside: what says that a commune is in no class.
    aliases: other words for a label held. passing: labels that a newer edition may do without; all others must be met.
    """

    headings: tuple[str, ...]
    codes: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()
    aliases: Mapping[str, str] = field(default_factory=dict)
    passing: tuple[str, ...] = ()


_CHANGED = "Commune dont le périmètre a changé depuis la réalisation de la typologie"
GRIDS: Mapping[str, Grid] = {
    "densite": Grid(
        ("niveau_densite", "libdens", "libelle degre densite", "libelle degre de densite",
         "grille communale de densite en 7 niveaux*"),
        ("dens", "degre de densite", "typodens7"),
    ),
    "ruralite": Grid(
        ("niveau_ruralite", "typologie diversite des ruralites*"),
        ("typo_ruralite",),
        aliases={"Communes ayant changé de périmètre depuis la réalisation de la typologie": _CHANGED},
        passing=(_CHANGED,),
    ),
    "centralite": Grid(
        ("niveau_centralite", "niveau de centres d equipements*", "niveaux de centres d equipements*"),
        aliases={f"Centre {size}": f"Centre {size} d'équipements et de services"
                 for size in ("local", "intermédiaire", "structurant", "majeur")},
    ),
    "montagne": Grid(("niveau_montagne", "massif"), outside=("Hors massif",)),
}  # fmt: skip


def read_grid(desk: Desk, zoning: str) -> Reading:
    """Rows of zoning_<zoning>.csv.

    Raises:
        SourceError: a column is missing; a class is unknown, which must not be taken for "none"; a code cannot be told;
            or no commune has a class that the data held have.
    """
    raw, grid = desk.files[""], GRIDS[zoning]
    table, heading = _table(raw, grid)
    tally = Tally(zoning, desk.codes)
    find = finder(table, desk.codes, tally, "insee_com")
    held = {row["code"]: row["statut"] for row in desk.facts.get(f"zoning_{zoning}", ())}
    said = [(find.communes(line["insee_com"], line["lib_com"], line["insee_dep"]), line) for line in table.lines]
    meaning = _meanings(raw.name, grid, [(communes, line["class"], line["insee_com"]) for communes, line in said], held)
    found: dict[str, set[str]] = {}
    part = 0
    for communes, line in said:
        label = meaning[line["class"]]
        if label is None:
            tally.refuse(f"{line['insee_com']} {line['lib_com']}", "no status")
            continue
        part += bool(_IN_PART.search(line["class"]))
        for code in communes:
            tally.matched += 1
            found.setdefault(code, set()).add(label)
    rows: list[Row] = []
    for code, labels in sorted(found.items()):
        if len(labels) > 1:
            tally.refuse(code, f"several classes: {', '.join(sorted(filter(None, labels)))}")
        elif "" not in labels:
            rows.append((code, labels.pop()))
    if part:
        tally.note(f"{part} communes only in part")
    _whole(raw.name, grid, rows, held)
    vintage, year = vintage_of(raw.name, heading, [line["an"] for line in table.lines])
    return Reading({f"zoning_{zoning}": (zonings.COLUMNS, rows)}, tally.report(), vintage, year, trust=trust(find))


def _table(raw: Raw, grid: Grid) -> tuple[forms.Table, str]:
    """The lines, their class under "class", and the heading above it: of labels, of codes, else the only other one."""
    wanted = {**_KEYS, "label": grid.headings, "number": grid.codes}
    table = forms.read(raw, forms.form("insee_com lib_com", "insee_dep an label number", wanted))
    name = "label" if "label" in table.headings else "number"
    if name not in table.headings:
        if len(table.others) != 1:
            raise missing_column(raw.name, grid.headings[0])
        wanted["label"] = table.others
        table, name = forms.read(raw, forms.form("insee_com lib_com label", "insee_dep an", wanted)), "label"
    for line in table.lines:
        line["class"] = line[name]
    return table, table.headings[name]


def _meanings(
    file: str, grid: Grid, lines: Sequence[tuple[list[str], str, str]], held: Mapping[str, str]
) -> dict[str, str | None]:
    """What each writing of a class means: the label held, "" for no class, None where the file says nothing.

    Args:
        lines: (communes, class as written, code as written).
    """
    labels = {_key(label): label for label in sorted(set(held.values()))}
    known = {_key(written): label for written, label in grid.aliases.items() if _key(label) in labels}
    known |= {_key(written): "" for written in grid.outside} | labels
    written = Counter(text for _, text, _ in lines)
    silent = {text for text in written if _key(text) in _ABSENT}
    meaning: dict[str, str | None] = {text: None if text in silent else known.get(_key(text)) for text in written}
    strange = [text for text in written if text not in silent and meaning[text] is None]
    if not strange:
        return meaning
    if len(strange) + len(silent) < len(written) or not all(map(_CODE.fullmatch, strange)) or not held:
        code = next(code for _, text, code in lines if text == strange[0])
        raise SourceError(
            translate(
                "Anct", "{file}: unknown class “{label}” for commune {code}. Check the file's version."
            ).format(file=file, label=strange[0], code=code)
        )  # fmt: skip
    return {**meaning, **_explained(file, lines, set(strange), held)}


def _explained(
    file: str, lines: Sequence[tuple[list[str], str, str]], codes: set[str], held: Mapping[str, str]
) -> dict[str, str]:
    """The label that each code stands for, by what its communes are in the data held."""
    are: dict[str, Counter[str]] = {code: Counter() for code in sorted(codes)}
    for communes, text, _ in lines:
        if text in are:
            are[text].update(held.get(code, "") for code in communes)
    found: dict[str, str] = {}
    for code, labels in are.items():
        label, count = labels.most_common(1)[0] if labels else ("", 0)
        if count < AGREED * max(1, labels.total()) or label in found.values():
            raise SourceError(
                translate(
                    "Anct",
                    "{file}: the data held do not tell which class the code “{code}” stands for. Download the file that"
                    " has the names of the classes.",
                ).format(file=file, code=code)
            )
        found[code] = label
    return found


def _whole(file: str, grid: Grid, rows: Sequence[Row], held: Mapping[str, str]) -> None:
    """Refuse a file in which nobody has a class that the data held have: another typology, or a part."""
    missing = Counter(held.values()) - Counter({row[1]: len(held) + 1 for row in rows})
    for label, count in missing.items():
        if label not in grid.passing:
            raise SourceError(
                translate(
                    "Anct",
                    "{file}: no commune is “{label}”, {count} are in the data held. It is another classification, or a"
                    " part of it.",
                ).format(file=file, label=label, count=count)
            )


def _key(label: str) -> str:
    """A label without number, case, accents, plurals, "massif de", and "(partiellement)"."""
    plain = unicodedata.normalize("NFD", _IN_PART.sub("", _NUMBER.sub("", label)).casefold())
    words = re.findall(r"[a-z0-9]+", "".join(sign for sign in plain if not unicodedata.combining(sign)))
    rest = _OF.sub("", " ".join(words)) or label
    return "".join(word.rstrip("s") if len(word) > 2 else word for word in rest.split())
