"""The card of a territory: what it is, its programmes, its index and what weighs in it, its key figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ... import messages
from ...core import robustness, wording, zoning
from ...core.diagnostic import Diagnostic, ProgrammeFact
from ...core.fragility import TerritoryIndex
from ...core.positions import Position
from ...i18n import translate
from .. import names, style
from .bars import Bar, BarChart, IndexBar
from .chip import ProgrammeChip
from .figures import FigureTable
from .flow import FlowLayout


@dataclass(frozen=True)
class CardFacts:
    """What a card shows: the facts of a territory, and where it stands for every indicator."""

    diagnostic: Diagnostic
    positions: Sequence[Position]


class TerritoryCard(QWidget):
    """Shows one territory.

    Signals: `details_asked`: the user wants every figure; `profile_asked`: another fragility profile;
    `explanation_asked`: how the index is built; `analysis_asked`: the menu of analyses; `zoning_asked`: a zoning on the
    map, by its id.
    """

    details_asked = pyqtSignal()
    profile_asked = pyqtSignal()
    explanation_asked = pyqtSignal()
    analysis_asked = pyqtSignal()
    zoning_asked = pyqtSignal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.facts: CardFacts | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 6, 0)
        layout.setSpacing(6)
        self.name = self._label("AnctCardName", 1.6, bold=True)
        self.subtitle = self._label("AnctCardSubtitle", 0.95)
        self.notes = self._label("AnctCardNotes", 0.95)
        self._chips = QWidget(self)
        self._flow = FlowLayout(self._chips)
        self.zonings = self._label("AnctCardZonings", 0.92)
        self.zoning_links = self._links("AnctCardZoningLinks")
        self.zoning_links.linkActivated.connect(self.zoning_asked.emit)
        self.index_title = self._label("AnctCardIndexTitle", 1.08, bold=True)
        self.index_value = self._label("AnctCardIndexValue", 1.02, bold=True)
        self.index_value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.index_bar = IndexBar(self)
        self.rank = self._label("AnctCardRank", 0.92)
        self.verdict = self._label("AnctCardVerdict", 0.92)
        self.index_links = self._links("AnctCardIndexLinks")
        self.index_links.linkActivated.connect(self._index_link)
        self._weighs = self._label("AnctCardWeighs", 1.08, bold=True)
        self._weighs.setText(translate("Anct", "What weighs"))
        self.bars = BarChart(self)
        self.figures = FigureTable(self)
        self.details = QPushButton(translate("Anct", "All figures…"), self)
        self.details.clicked.connect(lambda _checked=False: self.details_asked.emit())
        self.analyses = QPushButton(f"{translate('Anct', 'Analyse')} ▾", self)
        self.analyses.clicked.connect(lambda _checked=False: self.analysis_asked.emit())
        more = QHBoxLayout()
        more.addWidget(self.details)
        more.addWidget(self.analyses)
        more.addStretch(1)
        heading = QHBoxLayout()
        heading.addWidget(self.index_title)
        heading.addWidget(self.index_value, 1)
        layout.addWidget(self.name)
        layout.addWidget(self.subtitle)
        layout.addWidget(self.notes)
        layout.addSpacing(2)
        layout.addWidget(self._chips)
        layout.addWidget(self.zonings)
        layout.addWidget(self.zoning_links)
        layout.addSpacing(10)
        layout.addLayout(heading)
        layout.addWidget(self.index_bar)
        layout.addWidget(self.rank)
        layout.addWidget(self.verdict)
        layout.addWidget(self.index_links)
        layout.addSpacing(8)
        layout.addWidget(self._weighs)
        layout.addWidget(self.bars)
        layout.addSpacing(8)
        layout.addWidget(self.figures)
        layout.addSpacing(4)
        layout.addLayout(more)
        layout.addStretch(1)

    def show_facts(self, facts: CardFacts) -> None:
        """Fill the card."""
        self.facts = facts
        diagnostic = facts.diagnostic
        territory = diagnostic.territory
        self.name.setText(territory.label)
        population = diagnostic.population
        people = (
            translate("Anct", "population unknown")
            if population.value is None
            else names.people(population.value, population.vintage)
        )
        parts = [names.level(territory.level), people]
        if len(territory.positions) > 1:
            parts.insert(
                1, translate("Anct", "{count} communes").format(count=wording.number(len(territory.positions)))
            )
        self.subtitle.setText(" · ".join(parts))
        style.colour(self.subtitle, style.quiet(self.palette()))
        notes = [*territory.notes, *([population.note] if population.note else [])]
        self.notes.setText("\n".join(notes))
        self.notes.setVisible(bool(notes))
        self._show_chips([*diagnostic.programmes, *diagnostic.zonings])
        self._show_zoning_links(diagnostic)
        self._show_index(diagnostic)
        self.figures.show_figures(diagnostic, facts.positions)

    def _index_link(self, target: str) -> None:
        (self.profile_asked if target == "profile" else self.explanation_asked).emit()

    @property
    def chips(self) -> list[ProgrammeChip]:
        """The programmes shown, in order."""
        return [self._flow.itemAt(k).widget() for k in range(self._flow.count())]

    def _show_chips(self, facts: Sequence[ProgrammeFact]) -> None:
        while self._flow.count():
            widget = self._flow.takeAt(0).widget()
            widget.hide()
            widget.deleteLater()
        for fact in facts:
            text = chip_text(fact)
            if text:
                self._flow.addWidget(ProgrammeChip(fact.programme, text, chip_tooltip(fact), self._chips))
        self._chips.setVisible(bool(self._flow.count()))
        self._chips.updateGeometry()
        self.zonings.setText(zoning_line(facts))
        self.zonings.setVisible(bool(self.zonings.text()))
        style.colour(self.zonings, style.quiet(self.palette()))

    def _show_zoning_links(self, diagnostic: Diagnostic) -> None:
        """The zonings in which some commune is, each one click from the map."""
        there = zoning.present(diagnostic.facts, diagnostic.territory.positions)
        self.zoning_links.setText(
            translate("Anct", "On the map: {zonings}").format(
                zonings=self._linked({one.id: escape(one.short) for one in there})
            )
        )
        self.zoning_links.setVisible(bool(there))

    def _show_index(self, diagnostic: Diagnostic) -> None:
        index = diagnostic.index
        self.index_title.setText(diagnostic.profile.label)
        self.index_title.setToolTip(messages.plain(diagnostic.profile.description))
        self.index_links.setText(
            self._linked(
                {
                    "profile": translate("Anct", "Another profile…"),
                    "built": translate("Anct", "How is it built?"),
                }
            )
        )
        for widget in (self.index_bar, self.index_value, self._weighs, self.bars, self.verdict):
            widget.setVisible(index is not None)
        if index is None:
            self.rank.setText(diagnostic.index_absence)
            style.colour(self.rank, style.ink(self.palette()))
            self.bars.set_bars([])
            return
        self.index_value.setText(f"{wording.number(index.value)} / 100, {index.class_label}")
        style.colour(self.index_value, style.mixed(style.accent(self.palette()), style.paper(self.palette()), 0.15))
        self.index_bar.set_value(index.value)
        self.index_bar.setToolTip(
            translate("Anct", "0: least fragile; 100: most fragile. A built index, not official.")
        )
        rank = translate("Anct", "Rank {rank} of {total} {units} of France (1 = most fragile)").format(
            rank=wording.number(index.rank),
            total=wording.number(index.total),
            units=names.level(index.level, several=True),
        )
        if index.coverage < 0.9995:
            rank += " · " + translate("Anct", "{share} % of the weight known").format(share=round(100 * index.coverage))
        self.rank.setText(rank)
        style.colour(self.rank, style.quiet(self.palette()))
        self.verdict.setText(verdict_text(index))
        self.verdict.setVisible(bool(self.verdict.text()))
        moving = robustness.moving_sentence(index, diagnostic.facts.catalogue.indicators)
        told = "\n".join(filter(None, [robustness.verdict_sentence(index), moving]))
        self.verdict.setToolTip(messages.plain(told))
        style.colour(self.verdict, style.ink(self.palette()))
        self.bars.set_bars(contribution_bars(diagnostic))

    def _links(self, name: str) -> QLabel:
        """A label whose links answer to the mouse and to the keyboard."""
        label = self._label(name, 0.92)
        label.setTextFormat(Qt.TextFormat.RichText)
        label.setTextInteractionFlags(
            Qt.TextInteractionFlag.LinksAccessibleByMouse | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        return label

    def _linked(self, links: Mapping[str, str]) -> str:
        """Target → text as links in a row."""
        tint = style.accent(self.palette()).name()
        return " · ".join(
            f'<a href="{target}" style="color:{tint}; text-decoration:none">{text}</a>'
            for target, text in links.items()
        )

    def _label(self, name: str, factor: float, bold: bool = False) -> QLabel:
        label = style.Label("", self)
        label.setObjectName(name)
        label.setFont(style.font(label, factor, bold))
        label.setWordWrap(True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        return label


def verdict_text(index: TerritoryIndex) -> str:
    """How sure the rank is, in two short sentences; "" where no weights were drawn."""
    found = index.uncertainty
    if found is None:
        return ""
    low, high, total = (wording.number(one) for one in (found.p05, found.p95, index.total))
    if found.robust:
        said = translate(
            "Anct", "Robust rank: between {low} and {high} of {total} in nine draws of weights out of ten."
        )
    else:
        said = translate(
            "Anct", "Inconclusive rank: between {low} and {high} of {total}, depending on the weights chosen."
        )
    parts = [said.format(low=low, high=high, total=total)]
    if found.fifth >= 0.5:
        share, most = (found.decile, 10) if found.decile >= 0.5 else (found.fifth, 20)
        text = translate("Anct", "Among the most fragile {most} % in {share} of the weightings studied.")
        parts.append(text.format(most=most, share=robustness.frequency(share)))
    return " ".join(parts)


LONGEST_INITIALS = 5


def chip_text(fact: ProgrammeFact) -> str:
    """What a chip says of a programme; "" when it has nothing there."""
    programme, short = fact.programme, fact.programme.short
    if programme.unit == "site":
        count = sum(fact.sites.values())
        return f"{count} {programme.label}" if count else ""
    if not fact.communes:
        return ""
    if programme.kind == "zonage":
        # A zoning whose status does not name itself ("FRR socle") goes to the line under the chips.
        if not all(status.startswith((short, "Classée " + short)) for status in fact.statuses):
            return ""
        return ", ".join(fact.statuses) if fact.total == 1 else f"{short} : {fact.text}"
    if programme.unit in ("perimetre", "quartier"):
        named = [label for _, label in fact.contracts if label]
        if len(fact.contracts) == 1:
            label = named[0] if named else fact.contracts[0][0].removeprefix(f"{programme.id}-")
            return label if label.startswith(short) else f"{short} {label}"
        return _several(len(fact.contracts), fact)
    if fact.total == 1:
        return programme.label
    return _several(len(fact.communes), fact)


def _several(count: int, fact: ProgrammeFact) -> str:
    """ "8 ACV", "1 Fabrique de territoire", "7 Fabriques de territoire": labels are plural, initials have no number."""
    short = fact.programme.short
    return f"{count} {short if count == 1 or len(short) <= LONGEST_INITIALS else fact.programme.label}"


def zoning_line(facts: Sequence[ProgrammeFact]) -> str:
    """The zonings of a commune that are not chips, on one line; "" for a larger territory, which holds several."""
    named = [f for f in facts if f.programme.kind == "zonage" and f.total == 1 and f.statuses and not chip_text(f)]
    return " · ".join(f"{f.programme.short} : {', '.join(f.statuses)}" for f in named)


def chip_tooltip(fact: ProgrammeFact) -> str:
    """The programme's name, what it is, its whole extent there, and the limits of its list."""
    lines = [fact.programme.label, fact.programme.definition, fact.text]
    if fact.statuses and fact.total > 1:
        lines.append(
            "; ".join(f"{status} : {wording.counted(n, 'commune', 'communes')}" for status, n in fact.statuses.items())
        )
    named = [label or identifier for identifier, label in fact.contracts]
    if named and named != [""]:
        lines.append(wording.listing(named, most=12))
    lines.append(fact.programme.note)
    return "\n".join(line for line in lines if line)


def contribution_bars(diagnostic: Diagnostic) -> list[Bar]:
    """The points of the index by indicator, longest first."""
    index, catalogue = diagnostic.index, diagnostic.facts.catalogue.indicators
    if index is None:
        return []
    weights = {w.indicator: w.weight for w in diagnostic.profile.indicators}
    parts = {key: part for key, part in index.contributions.items() if part == part}
    present = sum(weights[key] for key in parts) or 1.0
    additive = diagnostic.profile.aggregation == "arithmetic"
    standings = {s.figure.indicator: s.figure for s in diagnostic.standings}
    bars = []
    for key in sorted(parts, key=lambda key: parts[key], reverse=True):
        most = 100 * weights[key] / present if additive else parts[key]
        value = standings[key].text if key in standings else ""
        tooltip = f"{catalogue[key].label}\n{value}\n" + translate(
            "Anct", "{points} points of the index, {most} at most"
        ).format(points=wording.number(parts[key], 1), most=wording.number(most, 1))
        bars.append(Bar(catalogue[key].short, parts[key], most, wording.number(parts[key], 1), tooltip))
    return bars
