"""Where maps or a diagnostic go, and in which form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from qgis.gui import QgsFileWidget
from qgis.PyQt.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QVBoxLayout,
    QWidget,
)

from ... import settings
from ...gis.formats import DIAGNOSTIC
from ...i18n import translate
from .. import style


@dataclass(frozen=True)
class MapChoice:
    """What the user asked for. themes: as `anct:maps`; paper "A4" or "A3"; form: of `gis.formats.MAPS`."""

    themes: tuple[str, ...]
    paper: str
    form: str
    folder: Path


class _FolderDialog(QDialog):
    """A dialog with a folder, remembered from one time to the next."""

    def __init__(self, title: str, intro: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(460)
        text = style.Label(intro, self)
        text.setWordWrap(True)
        self.form = QFormLayout()
        self.folder_field = QgsFileWidget(self)
        self.folder_field.setStorageMode(QgsFileWidget.StorageMode.GetDirectory)
        self.folder_field.setFilePath(str(settings.output_folder()))
        self.buttons = QDialogButtonBox(self)
        self.go = self.buttons.addButton(translate("Anct", "Create"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.addButton(translate("Anct", "Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.folder_field.fileChanged.connect(self.check)
        layout = QVBoxLayout(self)
        layout.addWidget(text)
        layout.addLayout(self.form)
        layout.addWidget(self.buttons)

    @property
    def folder(self) -> Path:
        """The folder chosen; made when it does not exist yet."""
        return Path(self.folder_field.filePath().strip()).expanduser()

    def check(self) -> None:
        """Let the user go on only with all that is needed."""
        self.go.setEnabled(bool(self.folder_field.filePath().strip()))

    def accept(self) -> None:
        settings.set_output_folder(self.folder)
        super().accept()


class MapsDialog(_FolderDialog):
    """Which maps, on which paper, in which format, in which folder."""

    def __init__(
        self,
        territory: str,
        parent: QWidget | None = None,
        evolutions: Mapping[str, str] | None = None,
        indicators: Mapping[str, str] | None = None,
        zonings: Mapping[str, str] | None = None,
    ) -> None:
        """Ask.

        Args:
            evolutions: theme → indicator, of the changes that can be mapped. indicators: the same of their values.
            zonings: theme → zoning.
        """
        super().__init__(
            translate("Anct", "Maps of {name}").format(name=territory),
            translate("Anct", "One file per map. Files of the same name are replaced."),
            parent,
        )
        self.themes = {
            "programmes": QCheckBox(translate("Anct", "Programmes"), self),
            "fragilite": QCheckBox(translate("Anct", "Fragility"), self),
            "lacunes": QCheckBox(translate("Anct", "Fragility against programmes"), self),
            "acces": QCheckBox(translate("Anct", "Access to France services"), self),
        }
        for number, box in enumerate(self.themes.values()):
            box.setChecked(number < 2)
            box.toggled.connect(self.check)
            self.form.addRow(translate("Anct", "Maps") if number == 0 else "", box)
        self.zoning = self._one_of(translate("Anct", "Zoning"), zonings)
        self.indicator = self._one_of(translate("Anct", "Indicator"), indicators)
        self.evolution = self._one_of(translate("Anct", "Change of"), evolutions)
        self.paper = QComboBox(self)
        self.paper.addItems(["A4", "A3"])
        self.format = QComboBox(self)
        self.format.addItem("PDF", "pdf")
        self.format.addItem("PNG", "png")
        self.format.addItem("SVG", "svg")
        self.format.addItem(translate("Anct", "PDF, georeferenced"), "geopdf")
        self.form.addRow(translate("Anct", "Paper"), self.paper)
        self.form.addRow(translate("Anct", "Format"), self.format)
        self.form.addRow(translate("Anct", "Folder"), self.folder_field)

    def _one_of(self, title: str, themes: Mapping[str, str] | None) -> QComboBox:
        """A list of themes under a title, with none chosen; hidden where there is none to choose."""
        box = QComboBox(self)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(24)
        box.addItem(translate("Anct", "no map"), "")
        for theme, label in (themes or {}).items():
            box.addItem(label, theme)
        box.currentIndexChanged.connect(self.check)
        if themes:
            self.form.addRow(title, box)
        else:
            box.hide()
        return box

    def check(self) -> None:
        super().check()
        self.go.setEnabled(self.go.isEnabled() and bool(self._chosen()))

    def _chosen(self) -> tuple[str, ...]:
        chosen = (self.zoning.currentData(), self.indicator.currentData(), self.evolution.currentData())
        return (*(key for key, box in self.themes.items() if box.isChecked()), *(theme for theme in chosen if theme))

    @property
    def choice(self) -> MapChoice:
        """What the user asked for."""
        return MapChoice(self._chosen(), self.paper.currentText(), self.format.currentData(), self.folder)


class DiagnosticDialog(_FolderDialog):
    """In which formats the diagnostic is made, and in which folder it goes."""

    def __init__(self, territory: str, parent: QWidget | None = None) -> None:
        super().__init__(
            translate("Anct", "Diagnostic of {name}").format(name=territory),
            translate(
                "Anct",
                "Map, identity card, programmes, fragility, gaps, access and sources, in one file per format."
                " Files of the same name are replaced.",
            ),
            parent,
        )
        labels = {
            "pdf": translate("Anct", "PDF, to show and to print"),
            "odt": translate("Anct", "Document (ODT), to edit"),
            "html": translate("Anct", "Web page (HTML), in one file"),
            "xlsx": translate("Anct", "Spreadsheet (XLSX), to calculate with"),
            "gpkg": translate("Anct", "GeoPackage (GPKG), for a GIS"),
        }
        self.formats = {key: QCheckBox(labels[key], self) for key in DIAGNOSTIC}
        for number, (key, box) in enumerate(self.formats.items()):
            box.setChecked(key == "pdf")
            box.toggled.connect(self.check)
            self.form.addRow(translate("Anct", "Formats") if number == 0 else "", box)
        self.form.addRow(translate("Anct", "Folder"), self.folder_field)

    @property
    def chosen(self) -> tuple[str, ...]:
        """The formats ticked."""
        return tuple(key for key, box in self.formats.items() if box.isChecked())

    def check(self) -> None:
        super().check()
        self.go.setEnabled(self.go.isEnabled() and bool(self.chosen))
