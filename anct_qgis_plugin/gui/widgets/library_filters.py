"""What to look for in the projetothèque: words, territory, and boxes to tick that the store's own dossiers fill."""

from __future__ import annotations

from qgis.gui import QgsCheckableComboBox
from qgis.PyQt.QtCore import Qt, QTimer, pyqtSignal
from qgis.PyQt.QtWidgets import QCheckBox, QGridLayout, QLineEdit, QPushButton, QWidget

from ...core.dossier_states import STATES
from ...i18n import translate
from ...store.base import DossierStore, Query
from ...store.definitions import TYPES
from .. import style
from .summaries_model import kind_name

# Facet of the store → field of `Query`.
_FACETS = {
    "programme": "programmes",
    "mot_cle": "keywords",
    "formation": "trainings",
    "operateur": "operators",
    "annee": "years",
}
MOST_WIDTH = 640  # pixels of a list that pops up
_PAUSE = 250  # milliseconds of a pause in typing


class LibraryFilters(QWidget):
    """Signal: `changed` once typing pauses or a box is ticked."""

    changed = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.changed)
        self.text = self._line("dossier_filter", translate("Anct", "Words in the dossiers…"))
        self.territory = self._line("dossier_territory", translate("Anct", "Territory: a name, dep:46, 46102…"))
        self.trash = QCheckBox(translate("Anct", "Trash"), self)
        self.trash.toggled.connect(lambda _on: self.changed.emit())
        self.boxes: dict[str, QgsCheckableComboBox] = {}
        # Two words, since a language may have it agree with what it is said of.
        every, every_one = translate("Anct", "all"), translate("Anct", "any")
        titles = {
            "states": (translate("Anct", "State"), every),
            "types": (translate("Anct", "Kind"), every),
            "programmes": (translate("Anct", "Programme"), every),
            "years": (translate("Anct", "Year"), every_one),
            "trainings": (translate("Anct", "Training asked for"), every_one),
            "operators": (translate("Anct", "Operator"), every),
            "keywords": (translate("Anct", "Keyword"), every),
        }
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.addWidget(self.text, 0, 0, 1, 3)
        grid.addWidget(self.territory, 0, 3, 1, 2)
        grid.addWidget(self.trash, 0, 5)
        self.clear_button = QPushButton(translate("Anct", "Clear"), self)
        self.clear_button.setAutoDefault(False)
        self.clear_button.clicked.connect(lambda _checked=False: self.clear())
        grid.addWidget(self.clear_button, 0, 6)
        for column, (key, (title, unticked)) in enumerate(titles.items()):
            label = style.Label(title, self)
            box = QgsCheckableComboBox(self)
            box.setAccessibleName(title)
            box.setDefaultText(unticked)
            box.setMinimumContentsLength(9)
            box.checkedItemsChanged.connect(lambda _items: self.changed.emit())
            label.setBuddy(box)
            grid.addWidget(label, 1, column)
            grid.addWidget(box, 2, column)
            grid.setColumnStretch(column, 1)
            self.boxes[key] = box
        for state in STATES:
            self.boxes["states"].addItemWithCheckState(state, Qt.CheckState.Unchecked, state)
        for kind in TYPES:
            self.boxes["types"].addItemWithCheckState(kind_name(kind), Qt.CheckState.Unchecked, kind)

    def fill(self, store: DossierStore) -> None:
        """Offer what the store's dossiers say, most frequent first, with their number. Raises StoreError."""
        for facet, key in _FACETS.items():
            box = self.boxes[key]
            ticked = set(box.checkedItemsData())
            box.blockSignals(True)
            box.clear()
            for count in store.counts(facet):
                state = Qt.CheckState.Checked if count.label in ticked else Qt.CheckState.Unchecked
                box.addItemWithCheckState(f"{count.label} ({count.dossiers})", state, count.label)
            box.blockSignals(False)
            # The list that pops up is as wide as its entries, not as its box.
            room = box.view().sizeHintForColumn(0) + box.view().verticalScrollBar().sizeHint().width() + 8
            box.view().setMinimumWidth(min(room, MOST_WIDTH))

    def query(self, expression: str = "") -> Query:
        """What is asked for now.

        Args:
            expression: canonical form of the territory typed; "" for all.
        """
        chosen = {key: tuple(box.checkedItemsData()) for key, box in self.boxes.items()}
        years = tuple(int(year) for year in chosen.pop("years"))
        return Query(
            text=self.text.text().strip(), territory=expression, years=years, trashed=self.trash.isChecked(), **chosen
        )

    def clear(self) -> None:
        """Ask for everything."""
        self.blockSignals(True)
        self.text.clear()
        self.territory.clear()
        self.trash.setChecked(False)
        for box in self.boxes.values():
            box.deselectAllOptions()
        self.blockSignals(False)
        self._timer.stop()
        self.changed.emit()

    def _line(self, name: str, hint: str) -> QLineEdit:
        line = QLineEdit(self)
        line.setObjectName(name)
        line.setPlaceholderText(hint)
        line.setAccessibleName(hint)
        line.setClearButtonEnabled(True)
        line.textChanged.connect(lambda _text: self._timer.start(_PAUSE))
        return line
