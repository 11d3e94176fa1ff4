"""Places of a dossier: communes chosen by name, by code or on the map."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from qgis import utils
from qgis.PyQt.QtCore import QSize, Qt, pyqtSignal
from qgis.PyQt.QtGui import QKeySequence
from qgis.PyQt.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QShortcut,
    QVBoxLayout,
    QWidget,
)

from ...errors import AnctError
from ...gis.jobs import Job
from ...i18n import translate
from .. import style, work
from ..map_aside import MapAside
from .territory_search import TerritorySearch

if TYPE_CHECKING:
    from ...core.diagnostic import Analyst
    from ...core.territory import Territory

_CODE = Qt.ItemDataRole.UserRole
# A place larger than this is refused in one go: nobody lists a whole country in a project.
MOST_COMMUNES = 2000


class PlacesEditor(QWidget):
    """A list of communes as {"code", "nom"}; `changed` says that a person changed it. The data are read when the field
    is first used."""

    changed = pyqtSignal()
    # More communes in one go are refused; None: any number is taken.
    most: int | None = MOST_COMMUNES

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.analyst: Analyst | None = None
        self._job: Job | None = None
        self.list = QListWidget(self)
        self.list.setSelectionMode(QListWidget.SelectionMode.ExtendedSelection)
        self.list.setUniformItemSizes(True)
        delete = QShortcut(QKeySequence(Qt.Key.Key_Delete), self.list)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self.remove_selected)
        self.search = TerritorySearch(self)
        self.search.field.setPlaceholderText(translate("Anct", "Add a commune, an EPCI… by its name or code"))
        self.search.chosen.connect(self.add)
        self.search.failed.connect(self.say)
        self.map_button = QPushButton(translate("Anct", "Click on the map"), self)
        self.map_button.setCheckable(True)
        self.map_button.setAutoDefault(False)
        self.map_button.toggled.connect(self._click_on_map)
        self.map_button.setVisible(_canvas() is not None)
        self.remove_button = QPushButton(translate("Anct", "Take away"), self)
        self.remove_button.setAutoDefault(False)
        self.remove_button.clicked.connect(lambda _checked=False: self.remove_selected())
        self.sentence = style.Label("", self)
        self.sentence.setWordWrap(True)
        style.colour(self.sentence, style.quiet(self.palette()))
        row = QHBoxLayout()
        row.addWidget(self.search, 1)
        row.addWidget(self.map_button)
        row.addWidget(self.remove_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.list)
        layout.addLayout(row)
        layout.addWidget(self.sentence)
        self.setFocusProxy(self.search)
        self._tool = None
        self._aside: MapAside | None = None
        self._fit()

    def value(self) -> list[dict[str, str]]:
        """The communes, in their order."""
        items = [self.list.item(row) for row in range(self.list.count())]
        return [{"code": item.data(_CODE), "nom": item.text().rpartition(" (")[0]} for item in items]

    def set_value(self, places: list[Any]) -> None:
        """Show these communes."""
        self.list.clear()
        for place in places:
            if isinstance(place, Mapping):
                self._append(str(place.get("code", "")), str(place.get("nom", "")))
        self._fit()

    def showEvent(self, event) -> None:  # noqa: N802
        super().showEvent(event)
        if self.analyst is None and self._job is None:
            self._job = work.read_data()
            self._job.succeeded.connect(self._ready)
            self._job.failed.connect(lambda problem: self.say(str(problem)))
            self._job.start()

    def hideEvent(self, event) -> None:  # noqa: N802
        # Aside for the map, the window is hidden too.
        if self._aside is None:
            self.map_button.setChecked(False)
        super().hideEvent(event)

    def add(self, expression: str) -> None:
        """Add the communes of a territory; those already there stay once."""
        try:
            territory = self.analyst.gazetteer.resolve(expression)
        except AnctError as problem:
            self.say(str(problem))
            return
        if self.most is not None and len(territory.positions) > self.most:
            self.say(
                translate("Anct", "{territory} has {count} communes: choose a smaller territory.").format(
                    territory=territory.label, count=len(territory.positions)
                )
            )
            return
        self.take(territory)

    def take(self, territory: Territory) -> None:
        """Put the communes of a territory into the list."""
        present = {place["code"] for place in self.value()}
        communes = self.analyst.facts.communes
        new = [str(c) for c in self.analyst.facts.codes[territory.positions] if c not in present]
        for code in new:
            self._append(code, communes.at[code, "nom"])
        self.search.field.clear()
        self.say("" if new else translate("Anct", "{territory} is already there.").format(territory=territory.label))
        if new:
            self._fit()
            self.changed.emit()

    def remove_selected(self) -> None:
        """Take the selected communes away."""
        chosen = self.list.selectedItems()
        for item in chosen:
            self.list.takeItem(self.list.row(item))
        if chosen:
            self._fit()
            self.changed.emit()

    def toggle(self, code: str) -> None:
        """Add the commune clicked on the map, or take it away."""
        self.say("")
        if self.analyst is None or code not in self.analyst.facts.position:
            self.say(translate("Anct", "There is no commune of France here."))
            return
        for row in range(self.list.count()):
            if self.list.item(row).data(_CODE) == code:
                self.list.takeItem(row)
                self._fit()
                self.changed.emit()
                return
        self.add(f"com:{code}")

    def say(self, text: str) -> None:
        """One sentence under the field."""
        self.sentence.setText(text)
        self.sentence.setVisible(bool(text))

    def _ready(self, data: work.Ready) -> None:
        self.analyst = data.analyst
        self.search.set_gazetteer(data.analyst.gazetteer)

    def _append(self, code: str, name: str) -> None:
        item = QListWidgetItem(f"{name} ({code})", self.list)
        item.setData(_CODE, code)

    def _fit(self) -> None:
        row = self.list.fontMetrics().height() + 5
        self.list.setFixedHeight(min(max(self.list.count(), 1), 6) * row + 8)
        self.say("")

    def hint(self) -> str:
        """What a click on the map does."""
        return translate("Anct", "Click a commune to add it, or to take it away.")

    def _click_on_map(self, on: bool) -> None:
        canvas = _canvas()
        if canvas is None:
            return
        if on:
            from ..perimeter_tool import PerimeterTool

            self._tool = PerimeterTool(canvas)
            self._tool.clicked.connect(self._clicked)
            self._tool.deactivated.connect(self._leave_map)
            # The window may be closed meanwhile, by QGIS: nothing of it stays on the map.
            self.destroyed.connect(self._tool.deleteLater)
            canvas.setMapTool(self._tool)
            self._aside = MapAside(self, utils.iface, self.told(""))
            self._aside.back.connect(self._leave_map)
            self._aside.start()
        elif self._tool is not None:
            aside, self._aside = self._aside, None
            if aside is not None:
                aside.end()
            tool, self._tool = self._tool, None
            if canvas.mapTool() is tool:
                canvas.unsetMapTool(tool)
            tool.deleteLater()

    def _leave_map(self) -> None:
        self.map_button.setChecked(False)

    def _clicked(self, code: str) -> None:
        self.toggle(code)
        if self._aside is not None:
            self._aside.say(self.told(code))

    def told(self, code: str) -> str:
        """What the bar over the map says after a click on a commune (its code; "" before the first one)."""
        if self.sentence.text():  # no commune here, or too large a place
            return self.sentence.text()
        names = [place["nom"] for place in self.value()]
        return f"{self.hint()} {translate('Anct', 'Now: {places}.').format(places=', '.join(names) or '–')}"

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(400, super().sizeHint().height())


def _canvas():
    """QGIS's map; None outside its window."""
    return None if utils.iface is None else utils.iface.mapCanvas()
