"""Where maps or a diagnostic go, and in which form."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from qgis.gui import QgsFileWidget
from qgis.PyQt.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from ... import settings
from ...i18n import translate


@dataclass(frozen=True)
class MapChoice:
    """What the user asked for. themes: "programmes", "fragilite"; paper "A4"; form "pdf" or "png"."""

    themes: tuple[str, ...]
    paper: str
    form: str
    folder: Path


class _FolderDialog(QDialog):
    """A dialog with a folder, remembered from one time to the next."""

    def __init__(self, title: str, intro: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(420)
        text = QLabel(intro, self)
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

    def __init__(self, territory: str, parent: QWidget | None = None) -> None:
        super().__init__(
            translate("Anct", "Maps of {name}").format(name=territory),
            translate("Anct", "One file per map. Files of the same name are replaced."),
            parent,
        )
        self.themes = {
            "programmes": QCheckBox(translate("Anct", "Programmes"), self),
            "fragilite": QCheckBox(translate("Anct", "Fragility"), self),
        }
        for number, box in enumerate(self.themes.values()):
            box.setChecked(True)
            box.toggled.connect(self.check)
            self.form.addRow(translate("Anct", "Maps") if number == 0 else "", box)
        self.paper = QComboBox(self)
        self.paper.addItem("A4")
        self.format = QComboBox(self)
        self.format.addItem("PDF", "pdf")
        self.format.addItem("PNG", "png")
        self.form.addRow(translate("Anct", "Paper"), self.paper)
        self.form.addRow(translate("Anct", "Format"), self.format)
        self.form.addRow(translate("Anct", "Folder"), self.folder_field)

    def check(self) -> None:
        super().check()
        self.go.setEnabled(self.go.isEnabled() and any(box.isChecked() for box in self.themes.values()))

    @property
    def choice(self) -> MapChoice:
        """What the user asked for."""
        themes = tuple(key for key, box in self.themes.items() if box.isChecked())
        return MapChoice(themes, self.paper.currentText(), self.format.currentData(), self.folder)


class DiagnosticDialog(_FolderDialog):
    """In which folder the diagnostic goes."""

    def __init__(self, territory: str, parent: QWidget | None = None) -> None:
        super().__init__(
            translate("Anct", "Diagnostic of {name}").format(name=territory),
            translate(
                "Anct",
                "A PDF: cover map, identity card, programmes, fragility and sources."
                " A file of the same name is replaced.",
            ),
            parent,
        )
        self.form.addRow(translate("Anct", "Folder"), self.folder_field)
