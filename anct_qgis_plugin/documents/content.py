"""What a dossier's document says, whatever its format: headings, paragraphs, tables, pictures and notes, in order.

The formats only lay it out. A source stands as a note beside its figure. The internal note is never part of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from ..core import wording
from ..core.dossier import Dossier, is_empty, missing
from ..core.dossier_checks import money
from ..core.dossier_definition import Definition, Field, Section
from ..core.dossier_finance import TOTAL_MARK
from ..core.dossier_text import EMPTY, columns_of, display, euros, long_date, value_of
from ..core.prose import typeset

GENERATED_NOTE = "Texte proposé à partir des données, à relire."
# Layouts of fields that show pictures, and what they are called.
PICTURES = {"images": "Carte", "charts": "Graphique"}
_NOTHING_JOINED = {
    "images": "Aucune carte n'est jointe à cette édition.",
    "charts": "Aucun graphique n'est joint à cette édition.",
}
# Signs in a line of a table as wide as the page, and the lines that a cell may have before its column grows.
_LINE, _LINES = 110, 3
_WORD = 16
# Titles are set in bold, that much wider.
_BOLD = 1.15
# Where a line may be cut; not within a date.
_BREAKS = re.compile(r"[ \n-]|(?<!\d)/|/(?!\d)")
_SOURCE = re.compile(r"[\s\u00a0]*\[source[\s\u00a0]*:[\s\u00a0]*([^\]]+)\]")


@dataclass(frozen=True)
class Run:
    """A stretch of text. mark: "" or "missing" (required, to be filled in), "empty"; note: text of a note after it."""

    text: str
    mark: str = ""
    note: str = ""


@dataclass(frozen=True)
class Heading:
    """A title: level 1 (section, numbered 1.), 2 (field, numbered 1.1) or 3 (fiche). anchor: unique in the document."""

    level: int
    text: str
    anchor: str
    new_page: bool = False


@dataclass(frozen=True)
class Paragraph:
    """Text. style: "body", "note" (small), "lead" (small, of what follows), "generated" (a drafted text follows) or
    "label"."""

    runs: tuple[Run, ...]
    style: str = "body"


@dataclass(frozen=True)
class Column:
    """A column: its title, its share of the width (0-1), "left" or "right"."""

    label: str
    share: float
    align: str = "left"


@dataclass(frozen=True)
class Row:
    """A row: runs by cell. total: it sums up others, or is set off among them."""

    cells: tuple[tuple[Run, ...], ...]
    total: bool = False


@dataclass(frozen=True)
class Table:
    """A table; with `head` its columns have titles, repeated on each page; without, the first column holds labels.

    caption: what it says, for a reader who sees the table alone; the first column then names the rows.
    """

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    head: bool = True
    caption: str = ""


@dataclass(frozen=True)
class Picture:
    """An image file (PNG) and its caption. width: in cm; 0 for that of the text."""

    path: Path
    caption: str
    name: str
    width: float = 0.0


Block = Heading | Paragraph | Table | Picture


@dataclass(frozen=True)
class Content:
    """A whole document. subtitle, edition, progress: what stands under the title; blocks: the rest, in order.

    fields: the short fields by id, as printed, for templates that name them.
    """

    kind: str
    title: str
    subtitle: str
    edition: str
    progress: str
    warning: str
    territory: str
    state: str
    fields: Mapping[str, str]
    blocks: tuple[Block, ...]

    @property
    def headings(self) -> list[Heading]:
        """The headings, for a table of contents."""
        return [block for block in self.blocks if isinstance(block, Heading)]


@dataclass(frozen=True)
class Joined:
    """A picture to join: layout: the fields that show it ("images", "charts")."""

    layout: str
    caption: str
    path: Path


def content(
    dossier: Dossier, definition: Definition, pictures: Sequence[Joined] = (), today: date | None = None
) -> Content:
    """Everything that a dossier's document says, as of `today`."""
    state = dossier.state[:1].upper() + dossier.state[1:]
    lacks = sum(len(found) for found in missing(dossier, definition).values())
    people = next((f for f in dossier.figures if f.indicator == "population" and f.value is not None), None)
    parts = [dossier.territory_label, wording.counted(len(dossier.communes), "commune", "communes")]
    if people is not None and people.value is not None:
        parts.append(f"{wording.quantity(people.value, people.unit)} ({people.vintage})")
    return Content(
        kind=definition.label,
        title=dossier.title,
        subtitle=" – ".join(parts),
        edition=f"{state} – édité le {long_date((today or date.today()).isoformat())}",
        progress=wording.counted(lacks, "élément obligatoire à compléter", "éléments obligatoires à compléter")
        if lacks
        else "tous les éléments obligatoires sont renseignés",
        warning=typeset(definition.note),
        territory=dossier.territory_label,
        state=dossier.state,
        fields={
            one.id: display(one, value_of(dossier, one)) or EMPTY
            for one in definition
            if not one.tabular and one.layout not in PICTURES
        },
        blocks=tuple(_Builder(dossier, definition, pictures).blocks()),
    )


def numbers(headings: Iterable[Heading]) -> dict[str, str]:
    """By anchor, the number of each heading: "3.", "3.1"; "" below."""
    first = second = 0
    found = {}
    for heading in headings:
        if heading.level == 1:
            first, second = first + 1, 0
            found[heading.anchor] = f"{first}."
        elif heading.level == 2:
            second += 1
            found[heading.anchor] = f"{first}.{second}"
        else:
            found[heading.anchor] = ""
    return found


class _Builder:
    def __init__(self, dossier: Dossier, definition: Definition, pictures: Sequence[Joined]) -> None:
        self.dossier, self.definition, self.pictures = dossier, definition, pictures
        self.found: list[Block] = []

    def blocks(self) -> list[Block]:
        sections = self.definition.sections
        for section in sections:
            # The first one leaves its page to the title and the table of contents; the last holds the annexes.
            self._section(section, section in (sections[0], sections[-1]))
        return self.found

    def _section(self, section: Section, new_page: bool) -> None:
        self.found.append(Heading(1, typeset(section.label), f"s-{section.id}", new_page))
        self.found += [Paragraph((Run(typeset(text)),), "note") for text in (section.reserved, section.help) if text]
        simple: list[Field] = []
        for field in section.fields:
            if field.tabular or field.type == "long" or field.layout in PICTURES:
                self._simple(simple)
                simple = []
                self._block(field, alone=len(section.fields) == 1 and field.label == section.label)
            else:
                simple.append(field)
        self._simple(simple)

    def _simple(self, fields: Sequence[Field]) -> None:
        """Short fields, in a table of two columns without titles."""
        if fields:
            rows = tuple(Row(((Run(typeset(f.label)),), self._value(f))) for f in fields)
            self.found.append(Table((Column("", 0.32), Column("", 0.68)), rows, head=False))

    def _value(self, field: Field) -> tuple[Run, ...]:
        text = display(field, value_of(self.dossier, field))
        if not text:
            return (_blank(field),)
        sources = list(dict.fromkeys(f.source for f in self.dossier.provenance(field.id) if f.value is not None))
        return (Run(text, note=" ; ".join(sources) if len(sources) == 1 else ""),)

    def _block(self, field: Field, alone: bool) -> None:
        """A field with a heading of its own, unless it is all its section holds: long text, list, table, pictures."""
        if not alone:
            self.found.append(Heading(2, typeset(field.label), f"f-{field.id}"))
        if field.layout in PICTURES:
            self._pictures(field.layout)
            return
        value = value_of(self.dossier, field)
        if is_empty(value):
            self.found.append(Paragraph((_blank(field),)))
            return
        if field.id in self.dossier.generated:
            self.found.append(Paragraph((Run(GENERATED_NOTE),), "generated"))
        if not field.tabular:
            self.found += [Paragraph(sourced(line.strip())) for line in str(value).split("\n") if line.strip()]
        elif field.layout == "cards":
            self._cards(field, value)
        else:
            self._rows(field, columns_of(self.dossier, field), value)

    def _cards(self, field: Field, rows: Sequence[dict[str, Any]]) -> None:
        for number, row in enumerate(rows, 1):
            first = field.columns[0]
            title = f"{number}. {display(first, row.get(first.id)) or EMPTY}"
            self.found.append(Heading(3, title, f"f-{field.id}-{number}"))
            short = [column for column in field.columns[1:] if not column.tabular]
            cells = tuple(Row(((Run(typeset(c.label)),), self._cell(c, row))) for c in short)
            self.found.append(Table((Column("", 0.32), Column("", 0.68)), cells, head=False))
            for column in field.columns:
                if column.tabular and row.get(column.id):
                    self.found.append(Paragraph((Run(typeset(column.label)),), "label"))
                    self._rows(column, column.columns, row[column.id])

    def _rows(self, field: Field, columns: Sequence[Field], rows: Sequence[dict[str, Any]]) -> None:
        body = [Row(tuple(self._cell(c, row, field.auto) for c in columns), TOTAL_MARK in row) for row in rows]
        body += self._total(field, columns, rows)
        widths = fitted([column.width for column in columns], [typeset(c.label) for c in columns], body)
        shown = tuple(Column(typeset(c.label), w, c.align) for c, w in zip(columns, widths, strict=True))
        self.found.append(Table(shown, tuple(body)))
        if not field.auto and field.minimum and len(rows) < field.minimum:
            text = typeset(f"[à compléter : {field.minimum} lignes au moins]")
            self.found.append(Paragraph((Run(text, "missing"),)))

    def _total(self, field: Field, columns: Sequence[Field], rows: Sequence[dict[str, Any]]) -> list[Row]:
        """The sum of each column of euros, under a list of several rows."""
        if field.auto or len(rows) < 2 or all(column.type != "eur" for column in columns):
            return []
        cells = []
        for number, column in enumerate(columns):
            text = "Total" if number == 0 else ""
            if column.type == "eur":
                amounts = [found for row in rows if (found := money(row.get(column.id))) is not None]
                text = euros(sum(amounts, Decimal(0))) if amounts else ""
            cells.append((Run(text),))
        return [Row(tuple(cells), total=True)]

    def _cell(self, column: Field, row: dict[str, Any], auto: bool = False) -> tuple[Run, ...]:
        text = display(column, row.get(column.id))
        if text or auto:
            # What is computed and left blank has nothing to say there.
            return (Run(text),)
        return (_blank(column),)

    def _pictures(self, layout: str) -> None:
        mine = [one for one in self.pictures if one.layout == layout]
        if not mine:
            self.found.append(Paragraph((Run(_NOTHING_JOINED[layout], "empty"),)))
        for rank, one in enumerate(mine, 1):
            name = f"{PICTURES[layout]} {rank}"
            self.found.append(Picture(one.path, f"{name} – {one.caption}", name))


def fitted(widths: Sequence[float], labels: Sequence[str], rows: Sequence[Row]) -> list[float]:
    """Shares of a table's width, of sum 1: as declared, but a column that holds a long text takes up to twice its own.

    Declared widths are made for a line or two; a paragraph typed there would be a thread down the page. No column gets
    too narrow for the longest word of its title, or of its figures.
    """
    whole = sum(widths)
    grown = []
    for rank, width in enumerate(widths):
        longest = max((sum(len(run.text) for run in row.cells[rank]) for row in rows), default=0)
        lines = longest / max(_LINE * width / whole, 1)
        grown.append(width * min(max((lines / _LINES) ** 0.5, 1), 2))
    shares = [width / sum(grown) for width in grown]
    least = [_least(rank, label, rows) for rank, label in enumerate(labels)]
    tight: set[int] = set()
    while True:
        room = 1 - sum(least[rank] for rank in tight)
        others = sum(share for rank, share in enumerate(shares) if rank not in tight)
        if room <= 0 or not others:
            return [width / sum(least) for width in least]
        found = [least[rank] if rank in tight else share * room / others for rank, share in enumerate(shares)]
        # What makes room for one column may make another one too narrow.
        more = {rank for rank, share in enumerate(found) if share < least[rank] - 1e-9}
        if not more:
            return found
        tight |= more


def _least(rank: int, label: str, rows: Sequence[Row]) -> float:
    """The share of a table's width that holds the longest word of a column; a very long one (an address) is cut."""
    texts = ("".join(run.text for run in row.cells[rank]) for row in rows)
    longest = max((len(word) for text in texts for word in _BREAKS.split(text)), default=0)
    title = max(len(word) for word in _BREAKS.split(label))
    return (min(max(longest, title * _BOLD), _WORD) + 3) / _LINE * 1.1


def sourced(line: str) -> tuple[Run, ...]:
    """A line with its "[source : …]" made notes."""
    runs: list[Run] = []
    start = 0
    for match in _SOURCE.finditer(line):
        text = line[start : match.start()]
        # The note's number goes after the full stop, as printers do.
        start = match.end()
        if line[start : start + 1] == ".":
            text, start = f"{text}.", start + 1
        runs.append(Run(text, note=match.group(1).strip()))
    if start < len(line):
        runs.append(Run(line[start:]))
    return tuple(runs)


def _blank(field: Field) -> Run:
    if field.required:
        return Run(typeset(f"[à compléter : {field.label}]"), "missing")
    return Run(EMPTY, "empty")
