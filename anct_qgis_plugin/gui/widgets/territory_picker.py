"""Territories for the rows of a list (a perimeter): chosen by name, by code or on the map."""

from __future__ import annotations

from typing import Any

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QWidget

from ...core.territory import Territory
from ...i18n import translate
from .places_editor import PlacesEditor


class TerritoryPicker(PlacesEditor):
    """The search and the map of places, without a list of its own. `picked` gives rows (nature, code, nom, communes);
    `clicked` the rows of the intercommunality under the pointer, to add or to take away."""

    picked = pyqtSignal(list)
    clicked = pyqtSignal(list)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.list.hide()
        self.remove_button.hide()

    def take(self, territory: Territory) -> None:
        """Give the EPCI and communes that make up a territory."""
        self.search.field.clear()
        self.say("")
        self.picked.emit(self._rows(territory))

    def toggle(self, code: str) -> None:
        """Give the intercommunality of the commune clicked, or the commune where it is in none."""
        self.say("")
        if self.analyst is None or code not in self.analyst.facts.position:
            self.say(translate("Anct", "There is no commune of France here."))
            return
        epci = str(self.analyst.facts.communes.at[code, "code_epci"] or "")
        expression = f"epci:{epci}" if epci else f"com:{code}"
        self.clicked.emit(self._rows(self.analyst.gazetteer.resolve(expression)))

    def told(self, code: str) -> str:
        if self.sentence.text() or not code or self.analyst is None:
            return self.sentence.text() or self.hint()
        epci = str(self.analyst.facts.communes.at[code, "code_epci"] or "")
        place = self.analyst.gazetteer.resolve(f"epci:{epci}" if epci else f"com:{code}").label
        return f"{self.hint()} {translate('Anct', 'Last click: {place}.').format(place=place)}"

    def hint(self) -> str:
        return translate("Anct", "Click a commune to add its intercommunality, or to take it away.")

    def _rows(self, territory: Territory) -> list[dict[str, Any]]:
        from ...core.prefill_tables import territory_rows

        return territory_rows(self.analyst.facts, territory)
