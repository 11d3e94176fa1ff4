"""The key figures of a territory beside those around it."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.PyQt.QtCore import QSize, Qt
from qgis.PyQt.QtGui import QPainter, QPaintEvent, QResizeEvent
from qgis.PyQt.QtWidgets import QFrame, QGridLayout, QLabel, QSizePolicy, QWidget

from ... import messages
from ...core import indicators, wording
from ...core.diagnostic import Diagnostic
from ...core.facts import Facts
from ...core.indicators import Figure
from ...core.positions import Position
from ...core.territory import Territory
from ...i18n import translate
from .. import names, style
from .bars import PeerDot

_POSITION = 4
# From this width on, in pixels, there is room for the column of positions.
WIDE = 372


class ElidedLabel(style.Label):
    """A label whose text ends in "…" where there is no room for all of it."""

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setPen(style.ink(self.palette()))
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), int(self.alignment()), text)
        painter.end()


class FigureTable(QWidget):
    """One row per indicator: the territory, the nearest wider unit, France, and where it stands among its peers."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(7)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(0, 3)
        self._grid.setColumnStretch(_POSITION, 1)
        self._cells: dict[tuple[int, int], QLabel] = {}
        self._dots: dict[int, PeerDot] = {}
        self._lines: list[QFrame] = []
        self._rows = 0

    def show_figures(self, diagnostic: Diagnostic, positions: Sequence[Position]) -> None:
        """Fill the table; the label of each row is the indicator's short name."""
        beside = columns_beside(diagnostic)
        title = self._cell(0, 0)
        title.setText(translate("Anct", "Key figures"))
        title.setFont(style.font(self, 1.08, True))
        wanted = [diagnostic.columns[0], *(diagnostic.columns[k] for k in beside)]
        for column in range(1, 4):
            head = self._cell(0, column)
            head.setText(heading(wanted[column - 1]) if column <= len(wanted) else "")
            head.setToolTip(messages.plain(wanted[column - 1].label if column <= len(wanted) else ""))
            self._finish(head, 0.88, style.quiet(self.palette()))
        peers = self._cell(0, _POSITION)
        peers.setText(translate("Anct", "position"))
        peers.setToolTip(
            translate("Anct", "Among the {units} of France: left, the least fragile; right, the most fragile.").format(
                units=names.level(positions[0].level, several=True) if positions else ""
            )
        )
        self._finish(peers, 0.88, style.quiet(self.palette()))
        shares = {p.indicator: p for p in positions}
        # The population stands in the card's heading already.
        card = [figures for figures in diagnostic.card if figures[0].indicator != "population"]
        for row, figures in enumerate(card, start=1):
            self._row(row, diagnostic, [figures[0], *(figures[k] for k in beside)], shares.get(figures[0].indicator))
        self._hide_beyond(len(card))
        self._rows = len(card)
        self._show_positions()

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        # Without the last column, which is hidden where the panel is narrow.
        return QSize(300, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._show_positions()

    def _show_positions(self) -> None:
        wide = self.width() >= WIDE
        self._grid.setColumnStretch(_POSITION, 1 if wide else 0)
        for row, dot in self._dots.items():
            dot.setVisible(wide and row <= self._rows)
        head = self._cells.get((0, _POSITION))
        if head is not None:
            head.setVisible(wide)

    def texts(self) -> list[list[str]]:
        """What the rows say, from left to right."""
        return [[self._cells[row, column].text() for column in range(4)] for row in range(1, self._rows + 1)]

    def _row(self, row: int, diagnostic: Diagnostic, figures: Sequence[Figure], position: Position | None) -> None:
        catalogue = diagnostic.facts.catalogue.indicators
        key = figures[0].indicator
        name = self._cell(row, 0)
        name.setText(catalogue[key].short if key in catalogue else figures[0].label)
        name.setToolTip(messages.plain(tooltip(diagnostic.facts, figures[0])))
        self._finish(name, 0.95, style.ink(self.palette()))
        for column in range(1, 4):
            cell = self._cell(row, column)
            figure = figures[column - 1] if column <= len(figures) else None
            cell.setText("" if figure is None else figure.text.replace("€/UC/an", "€").replace("%/an", "%"))
            cell.setToolTip(messages.plain("" if figure is None else tooltip(diagnostic.facts, figure)))
            own = column == 1 and figure is not None and figure.value is not None
            self._finish(cell, 0.95, style.ink(self.palette()) if own else style.quiet(self.palette()), bold=own)
        dot = self._dots.get(row)
        if dot is None:
            dot = self._dots[row] = PeerDot(self)
            self._grid.addWidget(dot, 2 * row, _POSITION)
        share = position.shares[0] if position is not None else None
        dot.set_share(share, "" if share is None or position is None else position_tooltip(position, share))

    def _cell(self, row: int, column: int) -> QLabel:
        label = self._cells.get((row, column))
        if label is None:
            label = self._cells[row, column] = ElidedLabel("", self) if column == 0 else style.Label("", self)
            policy = QSizePolicy.Policy.Ignored if column == 0 else QSizePolicy.Policy.Preferred
            label.setSizePolicy(policy, QSizePolicy.Policy.Fixed)
            label.setMinimumWidth(96 if column == 0 else 0)
            side = Qt.AlignmentFlag.AlignLeft if column == 0 else Qt.AlignmentFlag.AlignRight
            label.setAlignment(side | Qt.AlignmentFlag.AlignVCenter)
            self._grid.addWidget(label, 2 * row, column)
            if column == 0 and row:
                line = QFrame(self)
                line.setFixedHeight(1)
                line.setAutoFillBackground(True)
                self._lines.append(line)
                self._grid.addWidget(line, 2 * row + 1, 0, 1, _POSITION + 1)
        label.show()
        return label

    def _finish(self, label: QLabel, factor: float, tint: object, bold: bool = False) -> None:
        label.setFont(style.font(self, factor, bold))
        style.colour(label, tint)

    def _hide_beyond(self, rows: int) -> None:
        for (row, _column), label in self._cells.items():
            label.setVisible(row <= rows)
        for number, line in enumerate(self._lines, start=1):
            palette = line.palette()
            palette.setColor(line.backgroundRole(), style.track(self.palette()))
            line.setPalette(palette)
            line.setVisible(number <= rows)


def columns_beside(diagnostic: Diagnostic) -> list[int]:
    """The columns shown beside the territory: the nearest wider unit of the card, then France."""
    around = list(range(1, len(diagnostic.columns)))
    named = [k for k in around if diagnostic.columns[k].level in ("departement", "region")]
    return [*named[:1], *[k for k in around if diagnostic.columns[k].expression == "FR"]]


def heading(territory: Territory) -> str:
    """A territory's name, short enough for a column."""
    name = "France" if territory.expression == "FR" else territory.label
    return name if len(name) <= 14 else name[:13].rstrip(" -") + "…"


def tooltip(facts: Facts, figure: Figure) -> str:
    """Where a figure comes from: label, territory, value or why there is none, source, vintage, limits."""
    sources = facts.sources
    source = figure.source
    if figure.source in sources.index:
        row = sources.loc[figure.source]
        source = f"{row['producteur']}, {row['titre']}"
    lines = [
        figure.label,
        f"{figure.territory} : {figure.text} ({indicators.status_name(figure.status)})",
        translate("Anct", "Source: {source}, {vintage}").format(source=source, vintage=figure.vintage),
    ]
    if figure.approximate:
        lines.append(translate("Anct", "≈ approximated by aggregation"))
    if figure.absence:
        lines.append(figure.absence)
    if figure.note:
        lines.append(figure.note)
    return "\n".join(lines)


def position_tooltip(position: Position, share: float) -> str:
    """The position in words."""
    return translate("Anct", "Less favourable than {share} % of the {total} {units} that have a value").format(
        share=wording.number(share),
        total=wording.number(position.total),
        units=names.level(position.level, several=True),
    )
