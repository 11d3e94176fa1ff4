"""A dossier as a PDF: A4 pages laid out by Qt, with a table of contents, running titles, page numbers and notes."""

from __future__ import annotations

import tempfile
from pathlib import Path

from qgis.PyQt.QtCore import QMarginsF, QRectF, QSizeF, Qt
from qgis.PyQt.QtGui import (
    QBrush,
    QColor,
    QFont,
    QImage,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrameFormat,
    QTextImageFormat,
    QTextLength,
    QTextTableCellFormat,
    QTextTableFormat,
    QTransform,
)

from ..documents.content import Content, Heading, Paragraph, Picture, Run, Table, numbers
from ..documents.html import note_numbers
from ..documents.odt import short, size_of
from ..errors import OutputError
from ..i18n import translate
from .dossier_pages import ANCHOR, HEIGHT, LABEL, LEVEL, MARGIN, PAGE, START, TOP, UNIT, WIDTH, Part, places

# Lengths are laid out in tenths of a point (`UNIT`) and drawn at DPI.
DPI = 600
POINT = 72.0
FAMILIES = ["Liberation Sans", "Open Sans", "Arial", "DejaVu Sans"]
VIOLET, INK, QUIET, RULE, SHADE = "#4b2e83", "#1e1e1e", "#5a5a5a", "#c9c3d6", "#f6f6fa"
_HEADINGS = {1: 15.0, 2: 11.5, 3: 10.0}
_PASSES = 400


def pdf_bytes(made: Content) -> bytes:
    """The PDF of a content.

    Raises:
        OutputError: if an image cannot be read, or Qt cannot write the pages.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "dossier.pdf"
        try:
            _print(made, path)
            found = path.read_bytes()
        except OSError as error:
            raise _failed(str(error)) from error
    if not found.startswith(b"%PDF"):
        raise _failed("")
    return found


def _failed(details: str) -> OutputError:
    return OutputError(
        translate("Anct", "The PDF could not be made: check the room left on the disk, then try again."), details
    )


def _print(made: Content, path: Path) -> None:
    pages: dict[str, int] = {}
    pushed: set[str] = set()
    # Each pass sends one title or row to the next page, since that moves all that follows; then pages are known.
    for _ in range(_PASSES):
        layout = _Layout(made, pages, pushed)
        document = layout.document()
        found, low = places(document, layout.parts, pushed)
        if found == pages and not low:
            break
        pages = found
        pushed |= {low} if low else set()
    writer = QPdfWriter(str(path))
    writer.setResolution(DPI)
    writer.setPageLayout(
        QPageLayout(QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0))
    )
    writer.setTitle(made.title)
    writer.setCreator("ANCT – cohésion des territoires, extension QGIS")
    painter = QPainter()
    if not painter.begin(writer):
        raise OSError("QPainter.begin")
    try:
        scale = DPI / POINT / UNIT
        count = document.pageCount()
        for number in range(count):
            if number:
                writer.newPage()
            painter.save()
            painter.scale(scale, scale)
            _running(painter, made, number + 1, count)
            painter.setTransform(QTransform.fromTranslate(MARGIN, TOP - number * HEIGHT), True)
            document.drawContents(painter, QRectF(0, number * HEIGHT, WIDTH, HEIGHT))
            painter.restore()
    finally:
        painter.end()


def _running(painter: QPainter, made: Content, page: int, count: int) -> None:
    """Header and footer."""
    painter.setFont(_font(8.0))
    painter.setPen(QColor(QUIET))
    flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
    metrics = painter.fontMetrics()
    title = metrics.elidedText(made.title, Qt.TextElideMode.ElideRight, int(WIDTH * 0.6))
    for top, left, right in (
        (30.0 * UNIT, made.kind, title),
        (PAGE[1] - 44.0 * UNIT, made.edition, f"Page {page} sur {count}"),
    ):
        box = QRectF(MARGIN, top, WIDTH, 14.0 * UNIT)
        painter.drawText(box, int(flags | Qt.AlignmentFlag.AlignLeft), left)
        painter.drawText(box, int(flags | Qt.AlignmentFlag.AlignRight), right)
    painter.fillRect(QRectF(MARGIN, 47.0 * UNIT, WIDTH, 0.5 * UNIT), QColor(RULE))


def _font(points: float, bold: bool = False, italic: bool = False) -> QFont:
    font = QFont()
    font.setFamilies(FAMILIES)
    # The layout's unit is a tenth of a point: whole pixels, whatever the screen's resolution.
    font.setPixelSize(round(UNIT * points))
    font.setBold(bold)
    font.setItalic(italic)
    return font


class _Layout:
    """Builds the text document; lengths are given in points and laid out in UNIT."""

    def __init__(self, made: Content, pages: dict[str, int], pushed: set[str]) -> None:
        self.made, self.pages, self.pushed = made, pages, pushed
        self.numbers = numbers(made.headings)
        self.notes = note_numbers(made)
        self.found = QTextDocument()
        self.found.setUndoRedoEnabled(False)
        self.found.setUseDesignMetrics(True)
        self.found.setDocumentMargin(0)
        self.found.setDefaultFont(_font(10))
        self.found.setPageSize(QSizeF(WIDTH, HEIGHT))
        self.cursor = QTextCursor(self.found)
        self.first = True
        self.parts: list[Part] = []
        self.above = ""
        self.titled = False

    def document(self) -> QTextDocument:
        made = self.made
        self._line(made.kind.upper(), 10, VIOLET)
        self._line(made.title, 22, VIOLET, bold=True, above=2, below=3)
        self._line(made.subtitle, 12, QUIET, below=6)
        self._line(f"{made.edition} – {made.progress}", 9, INK, above=4, below=4)
        if made.warning:
            self._line(made.warning, 8, QUIET, italic=True, below=10)
        self._contents()
        for number, block in enumerate(made.blocks):
            if isinstance(block, Heading):
                self._heading(block)
                continue
            self.titled = False
            if isinstance(block, Paragraph):
                self._paragraph(block, f"b{number}")
            elif isinstance(block, Table):
                self._table(block, f"b{number}")
                self.above = ""
            else:
                self._picture(block)
                self.above = ""
        if self.notes:
            self._heading(Heading(1, "Notes et sources", "notes"))
            for text, number in self.notes.items():
                self._line(f"{number}. {text}", 8, QUIET, below=1.5)
        return self.found

    # -- pieces ---------------------------------------------------------------------------------------------------

    def _block(self, form: QTextBlockFormat) -> None:
        if self.first:
            self.cursor.setBlockFormat(form)
            self.first = False
        else:
            self.cursor.insertBlock(form, QTextCharFormat())

    def _format(self, points: float, colour: str = INK, bold: bool = False, italic: bool = False) -> QTextCharFormat:
        form = QTextCharFormat()
        form.setFont(_font(points, bold, italic))
        form.setForeground(QBrush(QColor(colour)))
        return form

    def _spaced(self, above: float, below: float) -> QTextBlockFormat:
        form = QTextBlockFormat()
        form.setTopMargin(above * UNIT)
        form.setBottomMargin(below * UNIT)
        form.setLineHeight(118, int(QTextBlockFormat.LineHeightTypes.ProportionalHeight))
        return form

    def _line(
        self, text: str, points: float, colour: str, bold: bool = False, italic: bool = False, above: float = 0,
        below: float = 2,
    ) -> None:  # fmt: skip
        self._block(self._spaced(above, below))
        self.cursor.insertText(_plain(text), self._format(points, colour, bold, italic))

    def _runs(self, runs: tuple[Run, ...], form: QTextCharFormat) -> None:
        for run in runs:
            shown = QTextCharFormat(form)
            if run.mark == "missing":
                shown.setBackground(QBrush(QColor("#fff0b3")))
                shown.setForeground(QBrush(QColor("#5c4300")))
            elif run.mark == "empty":
                font = QFont(form.font())
                font.setItalic(True)
                shown.setFont(font)
                shown.setForeground(QBrush(QColor("#696969")))
            self.cursor.insertText(_plain(run.text), shown)
            if run.note:
                raised = QTextCharFormat(form)
                raised.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignSuperScript)
                self.cursor.insertText(str(self.notes[run.note]), raised)

    def _contents(self) -> None:
        self._line("Sommaire", 12, VIOLET, bold=True, above=8, below=4)
        shown = [heading for heading in self.made.headings if heading.level < 3]
        form = self._table_format([92.0, 8.0])
        form.setBorder(0)
        form.setCellPadding(0.2 * UNIT)
        table = self.cursor.insertTable(len(shown), 2, form)
        for row, heading in enumerate(shown):
            top = heading.level == 1
            text = f"{self.numbers[heading.anchor]} {heading.text}"
            page = str(self.pages.get(heading.anchor, "–"))
            for column, words in enumerate((text, page)):
                cursor = table.cellAt(row, column).firstCursorPosition()
                block = QTextBlockFormat()
                block.setLeftMargin(14 * UNIT if column == 0 and not top else 0)
                block.setTopMargin(1.5 * UNIT if top else 0)
                right = Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft
                block.setAlignment(right)
                cursor.setBlockFormat(block)
                cursor.insertText(_plain(words), self._format(9.5 if top else 8.5, INK if top else QUIET))
        self._after_table()

    def _heading(self, block: Heading) -> None:
        form = self._spaced({1: 20, 2: 11, 3: 9}[block.level], {1: 7, 2: 4, 3: 3}[block.level])
        form.setHeadingLevel(block.level)
        form.setProperty(ANCHOR, block.anchor)
        form.setProperty(LEVEL, block.level)
        # Titles that follow each other at once go together.
        self.above = self.above if self.titled and self.above else block.anchor
        form.setProperty(START, self.above)
        self.titled = True
        if block.new_page or block.anchor in self.pushed:
            form.setPageBreakPolicy(QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore)
        self._block(form)
        text = f"{self.numbers.get(block.anchor, '')} {block.text}".strip()
        colour = "#333333" if block.level == 3 else VIOLET
        self.cursor.insertText(_plain(text), self._format(_HEADINGS[block.level], colour, bold=True))

    def _paragraph(self, block: Paragraph, key: str) -> None:
        points, colour, italic = {
            "body": (10.0, INK, False), "note": (8.0, QUIET, True), "generated": (8.0, VIOLET, True),
            "label": (9.5, "#4a4a4a", False),
        }[block.style]  # fmt: skip
        spaced = self._spaced(0, 5)
        if block.style == "label":
            spaced.setProperty(ANCHOR, key)
            spaced.setProperty(LEVEL, LABEL)
            self.above = key
            if key in self.pushed:
                spaced.setPageBreakPolicy(QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore)
        elif block.style != "generated":
            self.above = ""
        self._block(spaced)
        self._runs(block.runs, self._format(points, colour, italic=italic))

    def _table_format(self, shares: list[float]) -> QTextTableFormat:
        form = QTextTableFormat()
        form.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
        form.setColumnWidthConstraints([QTextLength(QTextLength.Type.PercentageLength, share) for share in shares])
        form.setCellSpacing(0)
        form.setCellPadding(3 * UNIT)
        form.setBorder(0)
        form.setTopMargin(2 * UNIT)
        form.setBottomMargin(2 * UNIT)
        return form

    def _table(self, block: Table, key: str) -> None:
        starts = [0, *(row for row in range(len(block.rows)) if row and f"{key}r{row}" in self.pushed)]
        for first, end in zip(starts, [*starts[1:], len(block.rows)], strict=True):
            self._part(block, key, first, end)

    def _part(self, block: Table, key: str, first: int, end: int) -> None:
        """Rows of a table, from the first to the one before the end, with its head."""
        form = self._table_format([100 * column.share for column in block.columns])
        form.setHeaderRowCount(1 if block.head else 0)
        if f"{key}r{first}" in self.pushed:
            form.setPageBreakPolicy(QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore)
        shift = 1 if block.head else 0
        if not end - first + shift:
            return
        table = self.cursor.insertTable(end - first + shift, len(block.columns), form)
        self.parts.append(Part(key, first, table, block.head, self.above, short(block)))
        if block.head:
            for rank, column in enumerate(block.columns):
                self._fill(table.cellAt(0, rank), (Run(column.label),), column.align, VIOLET, "#ffffff", bold=True)
        for number, row in enumerate(block.rows[first:end]):
            shade = SHADE if block.head and (first + number) % 2 and not row.total else ""
            for rank, runs in enumerate(row.cells):
                cell = table.cellAt(number + shift, rank)
                label = not block.head and rank == 0
                size = 8.5 if block.head else 9.5
                self._fill(cell, runs, block.columns[rank].align, shade, "#4a4a4a" if label else INK, row.total, size)
        self._after_table()

    def _fill(
        self, cell, runs: tuple[Run, ...], align: str, shade: str, colour: str, bold: bool = False, size: float = 8.5
    ) -> None:  # fmt: skip
        form = QTextTableCellFormat()
        if shade:
            form.setBackground(QBrush(QColor(shade)))
        # Lines between rows only, as in the OpenDocument.
        form.setBottomBorder(0.5 * UNIT)
        form.setBottomBorderBrush(QBrush(QColor(VIOLET if bold and shade != VIOLET else RULE)))
        form.setBottomBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
        cell.setFormat(form)
        kept, self.cursor = self.cursor, cell.firstCursorPosition()
        block = QTextBlockFormat()
        right = Qt.AlignmentFlag.AlignRight if align == "right" else Qt.AlignmentFlag.AlignLeft
        block.setAlignment(right)
        self.cursor.setBlockFormat(block)
        self._runs(runs, self._format(size, colour, bold))
        self.cursor = kept

    def _after_table(self) -> None:
        """Go on after the table; the block that follows it is the next one's."""
        self.cursor.movePosition(QTextCursor.MoveOperation.End)
        form = QTextBlockFormat()
        form.setLineHeight(4 * UNIT, int(QTextBlockFormat.LineHeightTypes.FixedHeight))
        self.cursor.setBlockFormat(form)

    def _picture(self, block: Picture) -> None:
        width, height = size_of(block.path)
        shown = min(WIDTH - 2 * UNIT, (HEIGHT - 60 * UNIT) * width / height)
        image = QImage(str(block.path))
        # A proportional line height would be taken of the image's.
        line = self._spaced(2, 2)
        line.setLineHeight(100, int(QTextBlockFormat.LineHeightTypes.SingleHeight))
        if self.above:
            line.setProperty(START, self.above)
        self._block(line)
        form = QTextImageFormat()
        name = f"image-{block.name}"
        self.found.addResource(int(QTextDocument.ResourceType.ImageResource), _url(name), image)
        form.setName(name)
        form.setWidth(shown)
        form.setHeight(shown * height / width)
        self.cursor.insertImage(form)
        self._line(block.caption, 8, QUIET, italic=True, below=8)


def _url(name: str):
    from qgis.PyQt.QtCore import QUrl

    return QUrl(name)


def _plain(text: str) -> str:
    """Lines within a paragraph stay in it."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\u2028")
