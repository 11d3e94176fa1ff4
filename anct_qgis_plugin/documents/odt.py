"""A dossier as an OpenDocument text: real headings, named styles, tables, marked blanks, sources as notes."""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from ..core.dossier import Dossier
from ..core.dossier_definition import Definition
from ..dependencies import require
from ..errors import OutputError
from ..i18n import translate
from . import odt_styles
from .content import Block, Column, Content, Heading, Joined, Paragraph, Picture, Row, Run, Table, content, numbers
from .files import put, template
from .odt_template import NAMES, Template

IMAGE_WIDTH_CM = odt_styles.TEXT_WIDTH_CM
IMAGE_MOST_HEIGHT_CM = 22.0
# Lines of a table that is not cut between two pages: under half a page.
_SHORT = 22
_PARAGRAPHS = {
    "body": "Text_20_body", "note": "Anct_20_Note", "generated": "AnctGeneratedKept", "label": "AnctLabelKept",
    "lead": "AnctCaptionKept",
}  # fmt: skip
_MARKS = {"missing": "Anct_20_Missing", "empty": "Anct_20_Empty"}
# What XML cannot hold: typed or pasted control characters.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def write_odt(
    dossier: Dossier,
    definition: Definition,
    path: Path,
    pictures: Sequence[Joined] = (),
    today: date | None = None,
    model: Path | None = None,
) -> Path:
    """The file written: the whole dossier but its internal note.

    Args:
        pictures: maps and charts (PNG), in order. today: edition date printed; by default today.
        model: template; by default the user's, else the plugin's.

    Raises:
        OutputError: if an image or the template cannot be read, or the file cannot be written.
        MissingDependency: without odfdo.
    """
    return put(path, odt_bytes(content(dossier, definition, pictures, today), model))


def odt_bytes(made: Content, model: Path | None = None) -> bytes:
    """The document of a content, as `write_odt`."""
    stream = io.BytesIO()
    _Writer(made, model or template(NAMES)).document().save(stream)
    return stream.getvalue()


def placeholders(made: Content) -> dict[str, str]:
    """The short placeholders of a template, by name."""
    found = {
        "type": made.kind, "titre": made.title, "sous_titre": made.subtitle, "territoire": made.territory,
        "etat": made.state, "edition": made.edition, "avancement": made.progress, "avertissement": made.warning,
    }  # fmt: skip
    return {
        **{key: clean(text) for key, text in found.items()},
        **{f"champ:{key}": clean(text) for key, text in made.fields.items()},
    }


def clean(text: str) -> str:
    """A text that XML can hold."""
    return _FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


class _Writer:
    """Builds one document."""

    def __init__(self, made: Content, model: Path) -> None:
        self.made = made
        self.odf = require("odfdo")
        self.template = Template(model, placeholders(made))
        self.file = self.template.document
        self.tables = self.notes = 0
        self.columns: dict[float, str] = {}

    def document(self) -> Any:
        """The finished odfdo document."""
        self.template.complete(self.odf)
        self.template.fill()
        for style in odt_styles.automatic(self.template.colour()):
            self.file.insert_style(style, automatic=True)
        place = self.template.take("sommaire")
        if place is not None:
            self._swap(place, [self._contents()])
        self._swap(self.template.take("contenu"), [one for block in self.made.blocks for one in self._block(block)])
        meta = self.file.meta
        meta.title = clean(self.made.title)
        meta.subject = clean(self.made.kind)
        meta.language = "fr-FR"
        return self.file

    def _swap(self, place: Any, elements: Sequence[Any]) -> None:
        """Put elements where a template holds their place."""
        parent = place.parent
        at = parent.index(place)
        place.delete()
        for number, element in enumerate(elements):
            parent.insert(element, position=at + number)

    def _block(self, block: Block) -> Iterable[Any]:
        if isinstance(block, Heading):
            yield self._heading(block)
        elif isinstance(block, Paragraph):
            yield self._paragraph(block.runs, _PARAGRAPHS[block.style])
        elif isinstance(block, Table):
            if block.caption:
                yield self._paragraph((Run(block.caption),), "AnctCaptionKept")
            yield self._table(block)
        else:
            yield from self._picture(block)

    # -- table of contents ----------------------------------------------------------------------------------------

    def _contents(self) -> Any:
        """Entries whose page numbers a word processor works out when it opens the file."""
        element = self.odf.Element.from_tag
        levels = "".join(
            f'<text:table-of-content-entry-template text:outline-level="{level}" text:style-name="Contents_20_{level}">'
            "<text:index-entry-chapter/><text:index-entry-span> </text:index-entry-span><text:index-entry-text/>"
            '<text:index-entry-tab-stop style:type="right" style:leader-char="."/><text:index-entry-page-number/>'
            "</text:table-of-content-entry-template>"
            for level in (1, 2)
        )
        toc = element(
            '<text:table-of-content text:name="Sommaire" text:protected="false"><text:table-of-content-source '
            f'text:outline-level="2"><text:index-title-template/>{levels}</text:table-of-content-source>'
            "<text:index-body/></text:table-of-content>"
        )
        body = toc.get_element("text:index-body")
        found = numbers(self.made.headings)
        for heading in self.made.headings:
            if heading.level > 2:
                continue
            line = self.odf.Paragraph("", style=f"Contents_20_{heading.level}")
            link = element('<text:a xlink:type="simple" text:style-name="Anct_20_TocLink"/>')
            link.set_attribute("text:visited-style-name", "Anct_20_TocLink")
            link.set_attribute("xlink:href", f"#{heading.anchor}")
            link.text = clean(f"{found[heading.anchor]} {heading.text}")
            page = element('<text:bookmark-ref text:reference-format="page">–</text:bookmark-ref>')
            page.set_attribute("text:ref-name", heading.anchor)
            for part in (link, element("<text:tab/>"), page):
                line.append(part)
            body.append(line)
        return toc

    # -- blocks ---------------------------------------------------------------------------------------------------

    def _heading(self, block: Heading) -> Any:
        heading = self.odf.Header(block.level, "")
        heading.style = "AnctNewPage" if block.new_page else f"Heading_20_{block.level}"
        bookmark = self.odf.Element.from_tag("<text:bookmark/>")
        bookmark.set_attribute("text:name", block.anchor)
        heading.append(bookmark)
        heading.append_plain_text(clean(block.text))
        return heading

    def _paragraph(self, runs: Sequence[Run], style: str) -> Any:
        paragraph = self.odf.Paragraph("", style=style)
        for run in runs:
            if run.mark:
                paragraph.append(self.odf.Span(clean(run.text), style=_MARKS[run.mark]))
            else:
                paragraph.append_plain_text(clean(run.text))
            if run.note:
                paragraph.append(self._note(run.note))
        return paragraph

    def _note(self, text: str) -> Any:
        self.notes += 1
        note = self.odf.Element.from_tag(
            f'<text:note text:id="ftn{self.notes}" text:note-class="footnote"><text:note-citation>{self.notes}'
            '</text:note-citation><text:note-body><text:p text:style-name="Footnote"/></text:note-body></text:note>'
        )
        note.get_element("text:note-body/text:p").text = clean(text)
        return note

    def _picture(self, block: Picture) -> Iterable[Any]:
        width, height = size_of(block.path)
        shown = min(block.width or IMAGE_WIDTH_CM, IMAGE_MOST_HEIGHT_CM * width / height)
        frame = self.odf.Frame.image_frame(
            self.file.add_file(str(block.path)), name=block.name, style="AnctPicture", anchor_type="as-char",
            size=(f"{shown:.2f}cm", f"{shown * height / width:.2f}cm"),
        )  # fmt: skip
        frame.svg_title = clean(block.caption)
        # Not a body text: its proportional line height would be taken of the image's.
        paragraph = self.odf.Paragraph("", style="AnctImageKept")
        paragraph.append(frame)
        yield paragraph
        yield self._paragraph((Run(block.caption),), "Anct_20_Note")

    def _table(self, block: Table) -> Any:
        """A table; its header row, if it has one, is repeated on every page."""
        element = self.odf.Element.from_tag
        self.tables += 1
        table = self.odf.Table(f"Tableau{self.tables}", style="AnctTableKept" if short(block) else "AnctTable")
        for column in block.columns:
            self._child(table, element(f'<table:table-column table:style-name="{self._column(column.share)}"/>'))
        if block.head:
            head = element("<table:table-header-rows/>")
            cells = [
                self._cell((Run(c.label),), "Anct_20_HeadNumber" if c.align == "right" else "Anct_20_Head", "Head")
                for c in block.columns
            ]
            self._child(head, self._row(cells))
            self._child(table, head)
        for number, row in enumerate(block.rows):
            shade = "Total" if row.total else "Alternate" if block.head and number % 2 else ""
            styles = [self._cell_style(block, row, column, rank) for rank, column in enumerate(block.columns)]
            cells = [self._cell(runs, style, shade) for runs, style in zip(row.cells, styles, strict=True)]
            self._child(table, self._row(cells))
        return table

    def _cell_style(self, block: Table, row: Row, column: Column, rank: int) -> str:
        if not block.head:
            return "Anct_20_Value" if rank else "Anct_20_Label"
        name = "Total" if row.total else ""
        number = "Number" if column.align == "right" else "" if row.total else "Cell"
        return f"Anct_20_{name}{number}"

    def _cell(self, runs: Sequence[Run], style: str, shade: str) -> Any:
        cell = self.odf.Cell(cell_type="string", style=f"AnctCell{shade}")
        cell.append(self._paragraph(runs, style))
        return cell

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


def short(block: Table) -> bool:
    """Whether a table is short enough to be kept on one page rather than cut at its foot."""
    lines = 0
    for row in block.rows:
        signs = [sum(len(run.text) for run in cell) for cell in row.cells]
        lines += max(
            (1 + int(length / (110 * column.share)) for length, column in zip(signs, block.columns, strict=True)),
            default=1,
        )
    return lines <= _SHORT


def size_of(image: Path) -> tuple[int, int]:
    """Width and height of a PNG in pixels, from its header. Raises OutputError if it is none."""
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
