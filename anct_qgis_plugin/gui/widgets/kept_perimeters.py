"""The perimeters that the user keeps: a name to keep one under, the list of those kept, rename and delete."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QInputDialog,
    QLineEdit,
    QMenu,
    QPushButton,
    QToolButton,
    QWidget,
)

from ...core.kept import Kept, named, renamed
from ...errors import AnctError
from ...i18n import translate
from ...snapshot.kept import PerimeterFile
from .. import asking


class KeptPerimeters(QWidget):
    """Signals: `keep_asked` (the button or Enter), `chosen` with the `Kept` picked, `altered` after any change of the
    file, `failed` with a sentence."""

    keep_asked = pyqtSignal()
    chosen = pyqtSignal(object)
    altered = pyqtSignal(object)
    failed = pyqtSignal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kept: dict[str, Kept] = {}
        self.name = QLineEdit(self)
        self.name.setPlaceholderText(translate("Anct", "Name of the perimeter"))
        self.name.setAccessibleName(translate("Anct", "Name of the perimeter"))
        self.name.setMinimumWidth(200)
        self.name.returnPressed.connect(self.keep_asked)
        self.button = QPushButton(translate("Anct", "Keep"), self)
        self.button.setAutoDefault(False)
        self.button.clicked.connect(lambda _=False: self.keep_asked.emit())
        self.box = QComboBox(self)
        self.box.setMinimumContentsLength(20)
        self.box.setAccessibleName(translate("Anct", "Kept perimeters"))
        self.box.activated.connect(lambda _row: self._choose())
        self.menu_button = QToolButton(self)
        self.menu_button.setText("…")
        self.menu_button.setToolTip(translate("Anct", "Rename or delete the kept perimeter"))
        self.menu_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self.menu_button)
        menu.addAction(translate("Anct", "Rename…"), self.ask_rename)
        menu.addAction(translate("Anct", "Delete"), self.ask_delete)
        self.menu_button.setMenu(menu)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for widget in (self.name, self.button, self.box, self.menu_button):
            layout.addWidget(widget)
        self.reload()

    def reload(self, current: str = "") -> None:
        """Read the file again and show its perimeters, the one of id `current` picked."""
        try:
            self.kept = PerimeterFile().read()
        except AnctError as problem:
            self.kept = {}
            self.failed.emit(str(problem))
        self.box.clear()
        self.box.addItem(translate("Anct", "Kept perimeters…"), "")
        for one in sorted(self.kept.values(), key=lambda kept: kept.name.lower()):
            self.box.addItem(one.name, one.id)
        self.box.setCurrentIndex(max(self.box.findData(current), 0))
        self.menu_button.setEnabled(bool(self.box.currentData()))
        self.altered.emit(self.kept)

    def set_can_keep(self, able: bool) -> None:
        """Whether there is something to keep."""
        self.name.setEnabled(able)
        self.button.setEnabled(able)

    def keep(self, codes: Sequence[str]) -> Kept:
        """Keep these communes under the name typed; one of that very name is replaced.

        Raises:
            PerimeterError: no name, no commune, or the file cannot be written.
        """
        today = datetime.date.today().isoformat()
        same = [one for one in self.kept.values() if one.name.lower() == " ".join(self.name.text().split()).lower()]
        if not self.name.text().strip():
            self.name.setFocus()
        made = named(self.name.text(), codes, today, [] if same else self.kept)
        if same:
            made = Kept(same[0].id, made.name, made.communes, today)
        PerimeterFile().keep(made)
        self.reload(made.id)
        return made

    def current(self) -> Kept | None:
        """The kept perimeter picked in the list."""
        return self.kept.get(self.box.currentData() or "")

    def rename(self, kept: Kept, name: str) -> None:
        """Give a kept perimeter another name."""
        self._attempt(lambda: PerimeterFile().keep(renamed(kept, name)), kept.id)

    def delete(self, kept: Kept) -> None:
        """Forget a kept perimeter."""
        self._attempt(lambda: PerimeterFile().forget(kept.id))

    def ask_rename(self) -> None:
        """Ask for the new name."""
        kept = self.current()
        if kept is None:
            return
        title = translate("Anct", "Rename the perimeter")
        name, wanted = QInputDialog.getText(self, title, translate("Anct", "New name:"), text=kept.name)
        if wanted:
            self.rename(kept, name)

    def ask_delete(self) -> None:
        """Ask before forgetting."""
        kept = self.current()
        if kept is None:
            return
        text = translate("Anct", "Delete the kept perimeter “{name}”? Dossiers made from it are not touched.")
        action = translate("Anct", "Delete")
        if asking.sure(self, action, text.format(name=kept.name), action):
            self.delete(kept)

    def _choose(self) -> None:
        kept = self.current()
        self.menu_button.setEnabled(kept is not None)
        if kept is not None:
            self.name.setText(kept.name)
            self.chosen.emit(kept)

    def _attempt(self, action: Callable[[], None], current: str = "") -> None:
        try:
            action()
        except AnctError as problem:
            self.failed.emit(str(problem))
        else:
            self.reload(current)
