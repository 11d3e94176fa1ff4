"""A dossier as an OpenDocument text: real headings, named styles, tables, marked blanks, figures with their source."""

from __future__ import annotations

import io
import os
import re
import struct
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from ..core import wording
from ..core.dossier import Dossier, is_empty, missing
from ..core.dossier_definition import Definition, Field, Section
from ..core.dossier_text import EMPTY, display, long_date, value_of
from ..core.prose import typeset
from ..dependencies import require
from ..errors import OutputError
from ..i18n import translate
from . import odt_styles

GENERATED_NOTE = "Texte proposé à partir des données, à relire."
IMAGE_WIDTH_CM = odt_styles.TEXT_WIDTH_CM
IMAGE_MOST_HEIGHT_CM = 22.0
_CELLS = {"left": "Anct_20_Cell", "right": "Anct_20_Number"}
# What XML cannot hold: typed or pasted control characters.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def write_odt(
    dossier: Dossier,
    definition: Definition,
    path: Path,
    images: Sequence[tuple[str, Path]] = (),
    today: date | None = None,
) -> Path:
    """The file written: the whole dossier but its internal note.

    Args:
        images: (caption, PNG map) for the annex, in order.
        today: edition date printed; by default today.

    Raises:
        OutputError: if an image cannot be read, or the file cannot be written (read-only place, open elsewhere).
        MissingDependency: without odfdo.
    """
    require("odfdo")
    writer = _Writer(dossier, definition, images, today or date.today())
    content = io.BytesIO()
    writer.document().save(content)
    _replace(path, content.getvalue())
    return path


def _replace(path: Path, content: bytes) -> None:
    if (path.parent / f".~lock.{path.name}#").exists():
        raise OutputError(
            translate("Anct", "{file} is open in LibreOffice: close it there, then try again.").format(file=path.name)
        )
    beside = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(content)
        os.replace(beside, path)
    except OSError as error:
        try:
            beside.unlink(missing_ok=True)
        except OSError:
            beside = path  # the folder itself cannot be written: there is nothing to take away
        raise OutputError(
            translate(
                "Anct", "{file} cannot be written in {folder}: close it if it is open, and check the folder's rights."
            ).format(file=path.name, folder=path.parent),
            details=str(error),
        ) from error


def clean(text: str) -> str:
    """A text that XML can hold."""
    return _FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


class _Writer:
    """Builds one document."""

    def __init__(
        self, dossier: Dossier, definition: Definition, images: Sequence[tuple[str, Path]], today: date
    ) -> None:
        self.dossier = dossier
        self.definition = definition
        self.images = images
        self.today = today
        self.tables = 0
        self.columns: dict[float, str] = {}
        self.odf = require("odfdo")
        self.file = self.odf.Document("text")
        self.body = self.file.body

    def document(self) -> Any:
        """The finished odfdo document."""
        self._set_up()
        self._front()
        for section in self.definition.sections:
            self._section(section)
        return self.file

    # -- frame ----------------------------------------------------------------------------------------------------

    def _set_up(self) -> None:
        for style in odt_styles.COMMON:
            self.file.insert_style(style)
        for style in odt_styles.AUTOMATIC:
            self.file.insert_style(style, automatic=True)
        outline = self.file.styles.get_element("//text:outline-style")
        outline.parent.append(self.odf.Element.from_tag(odt_styles.outline()))
        outline.delete()
        self.file.insert_style(odt_styles.page_layout())
        self.file.insert_style(self._master_page())
        self.body.clear()
        meta = self.file.meta
        meta.title = clean(self.dossier.title)
        meta.subject = self.definition.label
        meta.language = "fr-FR"

    @property
    def _edition(self) -> str:
        state = self.dossier.state[:1].upper() + self.dossier.state[1:]
        return f"{state} – édité le {long_date(self.today.isoformat())}"

    def _master_page(self) -> Any:
        element = self.odf.Element.from_tag
        master = element(
            '<style:master-page style:name="Standard" style:page-layout-name="AnctPage"><style:header/><style:footer/>'
            "</style:master-page>"
        )
        header, footer = master.get_element("style:header"), master.get_element("style:footer")
        header.append(self._paragraph([self.definition.label, element("<text:tab/>"), self.dossier.title], "Header"))
        current = element('<text:page-number text:select-page="current">1</text:page-number>')
        total = element("<text:page-count>1</text:page-count>")
        footer.append(
            self._paragraph([self._edition, element("<text:tab/>"), "Page ", current, " sur ", total], "Footer")
        )
        return master

    def _front(self) -> None:
        dossier = self.dossier
        self._add(self.definition.label, "Anct_20_Kind")
        self._add(dossier.title, "Title")
        people = next((f for f in dossier.figures if f.indicator == "population" and f.value is not None), None)
        parts = [dossier.territory_label, wording.counted(len(dossier.communes), "commune", "communes")]
        if people is not None and people.value is not None:
            parts.append(f"{wording.quantity(people.value, people.unit)} ({people.vintage})")
        self._add(" – ".join(parts), "Subtitle")
        lacks = sum(len(found) for found in missing(dossier, self.definition).values())
        state = f"{self._edition} – "
        state += wording.counted(lacks, "élément obligatoire à compléter", "éléments obligatoires à compléter")
        self._add(state, "Anct_20_Status")
        if self.definition.note:
            self._add(typeset(self.definition.note), "Anct_20_Note")

    # -- sections -------------------------------------------------------------------------------------------------

    def _section(self, section: Section) -> None:
        annex = section is self.definition.sections[-1]
        # Numbers come from the outline, as in any document written by hand.
        self._heading(1, typeset(section.label), "AnctNewPage" if annex else "Heading_20_1")
        for note in filter(None, (section.reserved, section.help)):
            self._add(typeset(note), "Anct_20_Note")
        simple: list[Field] = []
        for field in section.fields:
            if field.tabular or field.type == "long" or field.layout == "images":
                self._simple(simple)
                simple = []
                self._block(field)
            else:
                simple.append(field)
        self._simple(simple)

    def _simple(self, fields: Iterable[Field]) -> None:
        """Short fields in a table of two columns: label, value."""
        rows = [[self._cell(typeset(f.label), "Anct_20_Label"), self._value_cell(f)] for f in fields]
        if rows:
            self._table([], rows, [0.32, 0.68])

    def _value_cell(self, field: Field) -> Any:
        text = display(field, value_of(self.dossier, field))
        parts: list[Any] = [text] if text else [self._blank(field)]
        figures = [f for f in self.dossier.provenance(field.id) if f.value is not None]
        if text and len(figures) == 1:
            parts.append(self._span(f"  ({figures[0].source})", "Anct_20_Source"))
        return self._cell(parts, "Anct_20_Value")

    def _block(self, field: Field) -> None:
        """A field with a heading of its own: long text, list, table, maps."""
        self._heading(2, typeset(field.label), "Heading_20_2")
        if field.layout == "images":
            self._images()
            return
        value = value_of(self.dossier, field)
        if is_empty(value):
            self._add([self._blank(field)], "Text_20_body")
            return
        if field.id in self.dossier.generated:
            self._add(GENERATED_NOTE, "Anct_20_Generated")
        if not field.tabular:
            for line in str(value).split("\n"):
                if line.strip():
                    self._add(line.strip(), "Text_20_body")
        elif field.layout == "cards":
            self._cards(field, value)
        else:
            self._rows(field, field.columns, value)

    def _cards(self, field: Field, rows: Sequence[dict[str, Any]]) -> None:
        for number, row in enumerate(rows, 1):
            first = field.columns[0]
            self._heading(3, f"{number}. {display(first, row.get(first.id)) or EMPTY}", "Heading_20_3")
            short = [column for column in field.columns[1:] if not column.tabular]
            cells = [
                [self._cell(typeset(c.label), "Anct_20_Label"), self._cell([self._text(c, row)], "Anct_20_Value")]
                for c in short
            ]
            self._table([], cells, [0.32, 0.68])
            for column in field.columns:
                if column.tabular and row.get(column.id):
                    self._add(typeset(column.label), "Anct_20_Label")
                    self._rows(column, column.columns, row[column.id])

    def _rows(self, field: Field, columns: Sequence[Field], rows: Sequence[dict[str, Any]]) -> None:
        whole = sum(column.width for column in columns)
        body = [
            [
                self._cell([self._text(c, row)], "Anct_20_Number" if c.align == "right" else "Anct_20_Cell")
                for c in columns
            ]
            for row in rows
        ]
        self._table(columns, body, [column.width / whole for column in columns])
        if field.auto or not field.minimum or len(rows) >= field.minimum:
            return
        text = f"[à compléter : {field.minimum} lignes au moins]"
        self._add([self._span(typeset(text), "Anct_20_Missing")], "Text_20_body")

    def _text(self, column: Field, row: dict[str, Any]) -> Any:
        return display(column, row.get(column.id)) or (self._blank(column) if column.required else "")

    def _images(self) -> None:
        if not self.images:
            self._add("Aucune carte n'est jointe à cette édition.", "Text_20_body")
        for rank, (title, image) in enumerate(self.images, 1):
            width, height = _size_of(image)
            shown = min(IMAGE_WIDTH_CM, IMAGE_MOST_HEIGHT_CM * width / height)
            uri = self.file.add_file(str(image))
            caption = f"Carte {rank} – {title}"
            frame = self.odf.Frame.image_frame(
                uri, name=f"Carte {rank}", style="AnctPicture", anchor_type="as-char",
                size=(f"{shown:.2f}cm", f"{shown * height / width:.2f}cm"),
            )  # fmt: skip
            frame.svg_title = caption
            self._add([frame], "Text_20_body")
            self._add(caption, "Anct_20_Note")

    # -- pieces ---------------------------------------------------------------------------------------------------

    def _blank(self, field: Field) -> Any:
        if field.required:
            return self._span(typeset(f"[à compléter : {field.label}]"), "Anct_20_Missing")
        return self._span(EMPTY, "Anct_20_Empty")

    def _span(self, text: str, style: str) -> Any:
        return self.odf.Span(clean(text), style=style)

    def _paragraph(self, parts: Any, style: str) -> Any:
        if isinstance(parts, str):
            return self.odf.Paragraph(clean(parts), style=style)
        paragraph = self.odf.Paragraph("", style=style)
        for part in parts:
            if isinstance(part, str):
                paragraph.append_plain_text(clean(part))
            else:
                paragraph.append(part)
        return paragraph

    def _add(self, parts: Any, style: str) -> None:
        self.body.append(self._paragraph(parts, style))

    def _heading(self, level: int, text: str, style: str) -> None:
        heading = self.odf.Header(level, clean(text))
        heading.style = style  # odfdo 3.27 leaves out the one given to its constructor
        self.body.append(heading)

    def _cell(self, parts: Any, style: str) -> Any:
        cell = self.odf.Cell(cell_type="string", style="AnctCell")
        cell.append(self._paragraph(parts, style))
        return cell

    def _table(self, columns: Sequence[Field], rows: Sequence[Sequence[Any]], shares: Sequence[float]) -> None:
        """A table; its header row, if there are columns, is repeated on every page."""
        element = self.odf.Element.from_tag
        self.tables += 1
        table = self.odf.Table(f"Tableau{self.tables}", style="AnctTable")
        for share in shares:
            self._child(table, element(f'<table:table-column table:style-name="{self._column(share)}"/>'))
        if columns:
            head = element("<table:table-header-rows/>")
            cells = []
            for column in columns:
                style = "Anct_20_HeadNumber" if column.align == "right" else "Anct_20_Head"
                cell = self._cell(typeset(column.label), style)
                cell.style = "AnctCellHead"
                cells.append(cell)
            self._child(head, self._row(cells))
            self._child(table, head)
        for number, row in enumerate(rows):
            for cell in row:
                if columns and number % 2:
                    cell.style = "AnctCellAlternate"
            self._child(table, self._row(list(row)))
        self.body.append(table)

    def _row(self, cells: list[Any]) -> Any:
        row = self.odf.Row(style="AnctRow")
        for cell in cells:
            self._child(row, cell)
        return row

    def _child(self, parent: Any, child: Any) -> None:
        # Table and Row count their children again at each `append` of their own: quadratic on long lists.
        self.odf.Element.append(parent, child)

    def _column(self, share: float) -> str:
        key = round(share, 4)
        if key not in self.columns:
            self.columns[key] = f"AnctColumn{len(self.columns) + 1}"
            self.file.insert_style(odt_styles.column(self.columns[key], key), automatic=True)
        return self.columns[key]


def _size_of(image: Path) -> tuple[int, int]:
    """Width and height of a PNG in pixels, from its header."""
    try:
        with image.open("rb") as stream:
            head = stream.read(24)
    except OSError as error:
        raise OutputError(
            translate("Anct", "The map {file} cannot be read: {reason}").format(file=image, reason=error)
        ) from error
    if len(head) < 24 or not head.startswith(b"\x89PNG\r\n\x1a\n"):
        raise OutputError(translate("Anct", "The map {file} is not a PNG image.").format(file=image.name))
    width, height = struct.unpack(">II", head[16:24])
    return max(int(width), 1), max(int(height), 1)
