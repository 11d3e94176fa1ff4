"""Where the communes of a perimeter come from: a territory, a QGIS expression, a pasted list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from qgis.gui import QgsExpressionLineEdit
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QGridLayout, QInputDialog, QPushButton, QWidget

from ...core import wording
from ...errors import AnctError, UnknownTerritory
from ...gis import commune_filter
from ...i18n import translate
from .. import style
from .territory_search import TerritorySearch

if TYPE_CHECKING:
    from ...core.diagnostic import Analyst

PUT, ADD, REMOVE = "put", "add", "remove"


class PerimeterSources(QWidget):
    """Signals: `given` (what to do: "put", "add", "remove"; the codes), `picked` when a territory is chosen in the
    list, `said` with a sentence for the person."""

    given = pyqtSignal(str, list)
    picked = pyqtSignal()
    said = pyqtSignal(str)

    def __init__(self, scope: Callable[[], Sequence[str]], parent: QWidget | None = None) -> None:
        """Build the fields.

        Args:
            scope: codes of the communes that an expression looks through; all of France when empty.
        """
        super().__init__(parent)
        self._scope = scope
        self.analyst: Analyst | None = None
        self.search = TerritorySearch(self)
        self.search.failed.connect(self.said)
        self.search.chosen.connect(lambda _expression: self.picked.emit())
        self.expression = QgsExpressionLineEdit(self)
        self.expression.setMultiLine(False)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setColumnStretch(1, 1)
        self.buttons: dict[tuple[str, str], QPushButton] = {}
        rows: tuple[tuple[str, str, QWidget, Callable[[], list[str]]], ...] = (
            ("territory", translate("Anct", "Territory"), self.search, self.typed_codes),
            ("expression", translate("Anct", "QGIS expression"), self.expression, self.matching_codes),
        )
        for row, (field, text, widget, codes) in enumerate(rows):
            label = style.Label(text, self)
            label.setBuddy(widget)
            grid.addWidget(label, row, 0)
            grid.addWidget(widget, row, 1)
            for column, (what, name) in enumerate(
                (
                    (PUT, translate("Anct", "Replace")),
                    (ADD, translate("Anct", "Add")),
                    (REMOVE, translate("Anct", "Take away")),
                ),
                start=2,
            ):
                button = QPushButton(name, self)
                button.setAutoDefault(False)
                button.clicked.connect(lambda _=False, what=what, codes=codes: self.give(what, codes))
                grid.addWidget(button, row, column)
                self.buttons[field, what] = button
        self.list_button = QPushButton(translate("Anct", "From a list…"), self)
        self.list_button.setAutoDefault(False)
        self.list_button.clicked.connect(lambda _=False: self.ask_list())
        self.click_button = QPushButton(translate("Anct", "Click on the map"), self)
        self.click_button.setAutoDefault(False)
        self.click_button.setCheckable(True)
        grid.addWidget(self.list_button, 0, 5)
        grid.addWidget(self.click_button, 1, 5)
        self.setEnabled(False)

    def set_analyst(self, analyst: Analyst) -> None:
        """Begin with the data."""
        self.analyst = analyst
        self.search.set_gazetteer(analyst.gazetteer)
        # Kept: the field does not own its layer.
        self._layer = commune_filter.layer(analyst.facts)
        self.expression.setLayer(self._layer)
        self.setEnabled(True)

    def give(self, what: str, codes: Callable[[], list[str]]) -> None:
        """Hand on the communes that a field names; what goes wrong is said."""
        try:
            found = codes()
        except AnctError as problem:
            self.said.emit(str(problem))
            return
        self.given.emit(what, found)
        counted = wording.counted(len(found), "commune", "communes")
        text = {
            PUT: translate("Anct", "The variant now holds {communes}."),
            ADD: translate("Anct", "{communes} added."),
            REMOVE: translate("Anct", "{communes} taken away."),
        }[what]
        self.said.emit(text.format(communes=counted))

    def typed_codes(self) -> list[str]:
        """Communes of the territory typed.

        Raises:
            UnknownTerritory, AmbiguousTerritory: nothing answers to it.
        """
        return self._codes_of(self.search.field.text())

    def matching_codes(self) -> list[str]:
        """Communes that the expression chooses, in the scope.

        Raises:
            UnknownTerritory: there is no expression. PerimeterError: it cannot be read, or fails.
        """
        text = self.expression.expression().strip()
        if not text:
            raise UnknownTerritory(translate("Anct", 'Write an expression first, such as "population" < 500.'))
        facts = self.analyst.facts
        positions = [facts.position[code] for code in self._scope()] or list(range(len(facts.codes)))
        return commune_filter.matching(facts, positions, text)

    def ask_list(self) -> None:
        """Ask for a list of codes or names until all its entries are found, or the person gives up."""
        asked, rest = translate("Anct", "Codes or names, one per line or separated by commas:"), ""
        while True:
            text, wanted = QInputDialog.getMultiLineText(self, translate("Anct", "From a list"), asked, rest)
            if not wanted:
                return
            unknown = self.add_list(text)
            if not unknown:
                return
            rest = "\n".join(unknown)
            asked = translate("Anct", "The others were added. These name no territory: mend them, or cancel.")

    def add_list(self, text: str) -> list[str]:
        """Hand on the territories of a list; the entries that name nothing come back."""
        codes: list[str] = []
        unknown = []
        for entry in commune_filter.entries(text):
            try:
                codes += self._codes_of(entry)
            except AnctError:
                unknown.append(entry)
        self.give(ADD, lambda: sorted(set(codes)))
        return unknown

    def _codes_of(self, expression: str) -> list[str]:
        territory = self.analyst.gazetteer.resolve(expression)
        return [str(code) for code in self.analyst.facts.codes[territory.positions]]
