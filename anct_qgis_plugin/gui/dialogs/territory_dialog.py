"""Another territory for a dossier: named, given by an expression, or made on the map, commune by commune."""

from __future__ import annotations

import numpy as np
from qgis.PyQt.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from ...core.dossier import Dossier
from ...core.dossier_definition import Definition
from ...core.dossier_perimeter import named, territory_of
from ...core.territory import Territory
from ...errors import AnctError
from ...i18n import translate
from .. import style, work
from ..widgets.places_editor import PlacesEditor


class TerritoryChoice(PlacesEditor):
    """The search and the map of places; `territory` is the one chosen, and `changed` says that it is another one."""

    most = None

    def __init__(self, dossier: Dossier, definition: Definition, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.territory: Territory | None = None
        self._of = (dossier, definition)
        self.list.hide()
        self.remove_button.hide()
        self.search.field.setPlaceholderText(translate("Anct", "A name, 46102, 200067361, dep:46…"))

    def take(self, territory: Territory) -> None:
        self.search.field.clear()
        self.say("")
        self.territory = territory
        self.changed.emit()

    def toggle(self, code: str) -> None:
        """Add the commune clicked to the territory, or take it away."""
        if self.analyst is None or self.territory is None or code not in self.analyst.facts.position:
            self.say(translate("Anct", "There is no commune of France here."))
            return
        positions = np.setxor1d(self.territory.positions, [self.analyst.facts.position[code]]).astype(int)
        if not len(positions):
            self.say(translate("Anct", "The perimeter holds no commune: add one first."))
            return
        self.take(named(self.analyst.gazetteer, positions, self.territory))

    def _ready(self, data: work.Ready) -> None:
        super()._ready(data)
        try:
            self.take(territory_of(*self._of, data.analyst.gazetteer)[0])
        except AnctError as problem:
            self.say(str(problem))


class TerritoryDialog(QDialog):
    """Choose it; `expression` names it. Nothing of the dossier changes here."""

    def __init__(self, dossier: Dossier, definition: Definition, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("AnctTerritoryDialog")
        self.setWindowTitle(translate("Anct", "Another territory"))
        self.resize(560, 320)
        intro = style.Label(
            translate(
                "Anct",
                "Choose the territory that the dossier is to be about. You then see what it changes, figure by figure; "
                "nothing is replaced before you take it, and what a person wrote is never touched.",
            ),
            self,
        )
        intro.setWordWrap(True)
        self.choice = TerritoryChoice(dossier, definition, self)
        self.shown = style.Label("", self)
        self.shown.setWordWrap(True)
        self.shown.setFont(style.font(self.shown, 1.1, bold=True))
        box = QDialogButtonBox(self)
        self.go = box.addButton(translate("Anct", "See the changes"), QDialogButtonBox.ButtonRole.AcceptRole)
        box.addButton(translate("Anct", "Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        self.go.setEnabled(False)
        self.go.setAutoDefault(False)
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        self.choice.changed.connect(self._show)
        layout = QVBoxLayout(self)
        for widget in (intro, self.choice, self.shown):
            layout.addWidget(widget)
        layout.addStretch(1)
        layout.addWidget(box)

    @property
    def expression(self) -> str:
        """Of the territory chosen; "" while there is none."""
        return "" if self.choice.territory is None else self.choice.territory.expression

    def _show(self) -> None:
        territory = self.choice.territory
        if territory is not None:
            text = translate("Anct", "{territory} – communes: {n}")
            self.shown.setText(text.format(territory=territory.label, n=len(territory.positions)))
        self.go.setEnabled(territory is not None)
