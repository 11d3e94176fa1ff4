"""A dossier in a window: sections and what they lack at the left, the form at the right."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from qgis.core import QgsApplication
from qgis.gui import QgsMessageBar
from qgis.PyQt.QtCore import QLocale, Qt, pyqtSignal
from qgis.PyQt.QtGui import QBrush, QCloseEvent, QColor, QIcon, QKeySequence, QPainter, QPen, QPixmap
from qgis.PyQt.QtWidgets import (
    QAction,
    QApplication,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFrame,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QMessageBox,
    QPlainTextEdit,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ... import messages, settings
from ...core.dossier import Dossier, conform, missing, with_value
from ...core.dossier_definition import Definition, Section
from ...core.dossier_text import value_of
from ...core.prefill import slug
from ...errors import AnctError
from ...gis.dossier_document import write_document
from ...i18n import translate
from ...snapshot import reader
from ...snapshot.profiles import read_profile
from ...store.base import DossierStore, StoredDossier
from .. import style
from ..widgets.field_editor import FieldEditor

# Narrower, tables could not be read: the form then scrolls sideways.
PAGE_WIDTH = 560


@contextmanager
def _waiting() -> Iterator[None]:
    QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
    try:
        yield
    finally:
        QApplication.restoreOverrideCursor()


class DossierDialog(QDialog):
    """Reads, fills in, saves and exports one dossier. `saved` gives the dossier as the store now has it."""

    saved = pyqtSignal(object)

    def __init__(
        self,
        store: DossierStore,
        dossier: Dossier | StoredDossier,
        definition: Definition,
        perimeter: bytes | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Open a dossier.

        Args:
            dossier: as the store gave it, or a new one, kept only once it is saved.
            perimeter: WKB, EPSG:4326, saved with a new dossier; None keeps the geometry that the store has.
        """
        super().__init__(parent)
        self.store = store
        self._stored = dossier if isinstance(dossier, StoredDossier) else None
        # Lists in the form of the present definition; nothing is thereby said to have been edited.
        self.dossier = conform(dossier.dossier if isinstance(dossier, StoredDossier) else dossier, definition)
        self.definition = definition
        self.perimeter = perimeter
        self._kept = self.dossier if self._stored is not None else None
        self.editors: dict[str, FieldEditor] = {}
        self._pages: dict[int, QScrollArea] = {}
        self.setObjectName("AnctDossierDialog")
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint, True)
        self.setWindowFlag(Qt.WindowType.WindowMinimizeButtonHint, True)
        self.resize(1080, 740)
        self._build()
        self._refresh()
        self.sections.setCurrentRow(0)
        self.sections.setFocus()

    # -- what messages.py needs of an interface -------------------------------------------------------------------

    def messageBar(self) -> QgsMessageBar:  # noqa: N802
        """The dialog's own message bar."""
        return self.bar

    def mainWindow(self) -> QWidget:  # noqa: N802
        """The window that a details viewer belongs to."""
        return self

    # -- actions --------------------------------------------------------------------------------------------------

    @property
    def is_dirty(self) -> bool:
        """True if something would be lost by closing."""
        return self._kept is None or _content(self.dossier) != _content(self._kept)

    def save(self) -> bool:
        """Save to the store; False, with a message, if it could not be."""
        try:
            author = QgsApplication.userLoginName()
            if self._stored is None:
                self._stored = self.store.create(self.dossier, author, self.perimeter)
            else:
                self._stored = self.store.save(self._stored, self.dossier, author)
        except AnctError as problem:
            messages.error(self, problem)
            return False
        self.dossier = self._kept = self._stored.dossier
        self._refresh()
        self.saved.emit(self.dossier)
        return True

    def export(self) -> None:
        """Write the dossier as it stands to an ODT file that the user chooses."""
        proposed = settings.output_folder() / f"{slug(self.dossier.title)}.odt"
        chosen, _ = QFileDialog.getSaveFileName(
            self, translate("Anct", "Export the dossier"), str(proposed), translate("Anct", "OpenDocument text (*.odt)")
        )
        if chosen:
            self.export_to(Path(chosen))

    def export_to(self, path: Path) -> None:
        """Write the dossier as it stands; says so, or says why not."""
        if path.suffix.lower() != ".odt":
            path = path.with_name(f"{path.name}.odt")
        try:
            with _waiting():
                analyst = reader.analyst()
                profile = read_profile(analyst.facts.catalogue.indicators, settings.profile())
                write_document(analyst, profile, self.dossier, self.definition, path)
        except AnctError as problem:
            messages.error(self, problem)
            return
        messages.success(self, translate("Anct", "{file} was written.").format(file=path.name), path.parent)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        """Ask only if something would be lost."""
        event.setAccepted(self._may_close())

    def reject(self) -> None:
        """Escape and the Close button."""
        if self._may_close():
            super().reject()

    def _may_close(self) -> bool:
        if not self.is_dirty:
            return True
        buttons = QMessageBox.StandardButton
        answer = QMessageBox.question(
            self,
            translate("Anct", "Dossier not saved"),
            translate("Anct", "“{title}” has changes that are not saved. Save them?").format(title=self.dossier.title),
            buttons.Save | buttons.Discard | buttons.Cancel,
            buttons.Save,
        )
        if answer == buttons.Save:
            return self.save()
        if answer == buttons.Discard:
            # Closing asks once: what was given up is no longer unsaved.
            self._kept = self.dossier
            return True
        return False

    # -- building -------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.bar = QgsMessageBar(self)
        kind = QLabel(self.definition.label, self)
        style.colour(kind, style.accent(self.palette()))
        self.title = QLineEdit(self.dossier.title, self)
        self.title.setObjectName("dossier_title")
        self.title.setFont(style.font(self.title, 1.25, bold=True))
        self.title.setAccessibleName(translate("Anct", "Title of the dossier"))
        self.title.textEdited.connect(self._retitle)
        self.status = QLabel(self)
        style.colour(self.status, style.quiet(self.palette()))
        self.sections = QListWidget(self)
        self.sections.setObjectName("dossier_sections")
        self.sections.setWordWrap(True)
        self.sections.setSpacing(1)
        self._dots = {lacking: _dot(style.accent(self.palette()), lacking) for lacking in (True, False)}
        self._no_dot = _dot(QColor(Qt.GlobalColor.transparent), True)
        self.sections.setAccessibleName(translate("Anct", "Sections"))
        for section in self.definition.sections:
            QListWidgetItem(section.label, self.sections)
        QListWidgetItem(self._no_dot, translate("Anct", "Internal note"), self.sections)
        self.sections.currentRowChanged.connect(self._show)
        self.stack = QStackedWidget(self)
        splitter = QSplitter(Qt.Orientation.Horizontal, self)
        splitter.addWidget(self.sections)
        splitter.addWidget(self.stack)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([270, 810])
        splitter.setChildrenCollapsible(False)
        layout = QVBoxLayout(self)
        for widget in (self.bar, kind, self.title, self.status):
            layout.addWidget(widget)
        layout.addWidget(splitter, 1)
        layout.addWidget(self._buttons())
        for key, step in (("Ctrl+PgDown", 1), ("Ctrl+PgUp", -1)):
            action = QAction(self)
            action.setShortcut(QKeySequence(key))
            action.triggered.connect(lambda _checked=False, by=step: self._step(by))
            self.addAction(action)

    def _buttons(self) -> QDialogButtonBox:
        box = QDialogButtonBox(self)
        roles = QDialogButtonBox.ButtonRole
        self.save_button = box.addButton(translate("Anct", "Save"), roles.ApplyRole)
        self.save_button.setObjectName("dossier_save")
        self.save_button.setShortcut(QKeySequence(QKeySequence.StandardKey.Save))
        self.save_button.clicked.connect(lambda: self.save())
        self.export_button = box.addButton(translate("Anct", "Export to ODT…"), roles.ActionRole)
        self.export_button.clicked.connect(lambda: self.export())
        close = box.addButton(translate("Anct", "Close"), roles.RejectRole)
        box.rejected.connect(self.reject)
        for button in (self.save_button, self.export_button, close):
            # Enter in a line of text must not press a button.
            button.setAutoDefault(False)
        return box

    def _step(self, by: int) -> None:
        self.sections.setCurrentRow(min(max(self.sections.currentRow() + by, 0), self.sections.count() - 1))

    def _show(self, row: int) -> None:
        """Show a section; its form is built the first time."""
        if row < 0:
            return
        if row not in self._pages:
            last = row == len(self.definition.sections)
            self._pages[row] = self._note_page() if last else self._page(self.definition.sections[row])
            self.stack.addWidget(self._pages[row])
        self._refresh_live()
        self.stack.setCurrentWidget(self._pages[row])

    def _page(self, section: Section) -> QScrollArea:
        page, layout = self._empty_page(section.label)
        for note in filter(None, (section.reserved, section.help)):
            text = QLabel(note, page)
            text.setWordWrap(True)
            style.colour(text, style.quiet(self.palette()))
            layout.addWidget(text)
        for field in section.fields:
            if field.layout == "images":
                continue
            editor = FieldEditor(field, value_of(self.dossier, field), field.id in self.dossier.generated, page)
            editor.edited.connect(self._edited)
            self.editors[field.id] = editor
            layout.addWidget(editor)
        layout.addStretch(1)
        return self._scrolled(page)

    def _note_page(self) -> QScrollArea:
        page, layout = self._empty_page(translate("Anct", "Internal note"))
        text = QLabel(translate("Anct", "Kept in the store, never exported."), page)
        style.colour(text, style.quiet(self.palette()))
        self.note = QPlainTextEdit(self.dossier.note_interne, page)
        self.note.setObjectName("dossier_note")
        self.note.setTabChangesFocus(True)
        self.note.textChanged.connect(self._note_edited)
        layout.addWidget(text)
        layout.addWidget(self.note, 1)
        return self._scrolled(page)

    def _empty_page(self, label: str) -> tuple[QWidget, QVBoxLayout]:
        page = QWidget(self)
        page.setMinimumWidth(PAGE_WIDTH)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(14, 6, 14, 14)
        layout.setSpacing(14)
        heading = QLabel(label, page)
        heading.setFont(style.font(heading, 1.35, bold=True))
        style.colour(heading, style.accent(self.palette()))
        layout.addWidget(heading)
        return page, layout

    def _scrolled(self, page: QWidget) -> QScrollArea:
        area = QScrollArea(self)
        area.setWidget(page)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        return area

    # -- edits ----------------------------------------------------------------------------------------------------

    def _edited(self, field_id: str) -> None:
        field = self.definition.field(field_id)
        self.dossier = with_value(self.dossier, field, self.editors[field_id].value())
        self._refresh_live()
        self._refresh()

    def _retitle(self, text: str) -> None:
        self.dossier = replace(self.dossier, title=text.strip() or self.definition.label)
        self._refresh()

    def _note_edited(self) -> None:
        self.dossier = replace(self.dossier, note_interne=self.note.toPlainText())
        self._refresh()

    def _refresh_live(self) -> None:
        for field in self.definition:
            if field.live and field.id in self.editors:
                self.editors[field.id].show_value(value_of(self.dossier, field))

    def _refresh(self) -> None:
        """Completeness of each section, state, and whether something is unsaved."""
        lacking = missing(self.dossier, self.definition)
        for row, section in enumerate(self.definition.sections):
            lacks = lacking[section.id]
            item = self.sections.item(row)
            item.setText(f"{section.label}\n{_completeness(section, len(lacks))}")
            asked = any(field.required for field in section.fields)
            item.setIcon(self._dots[bool(lacks)] if asked else self._no_dot)
            item.setToolTip("\n".join(lack.text for lack in lacks))
        self.status.setText(self._status())
        self.save_button.setEnabled(self.is_dirty)
        star = "*" if self.is_dirty else ""
        self.setWindowTitle(translate("Anct", "{title}{star} – dossier").format(title=self.dossier.title, star=star))

    def _status(self) -> str:
        dossier = self.dossier
        state = translate("Anct", "{territory} – {state}").format(
            territory=dossier.territory_label, state=dossier.state
        )
        if self._kept is None:
            return translate("Anct", "{state} – not saved yet").format(state=state)
        text = translate("Anct", "{state} – changes not saved; last saved {when}")
        if not self.is_dirty:
            text = translate("Anct", "{state} – saved {when}")
        return text.format(state=state, when=local_time(self._kept.modified))


def _content(dossier: Dossier) -> tuple[Any, ...]:
    return dossier.title, dossier.values, dossier.generated, dossier.note_interne, dossier.state


def _completeness(section: Section, lacking: int) -> str:
    """What the list of sections says under a section's name."""
    if lacking:
        return translate("Anct", "{n} to complete").format(n=lacking)
    if any(field.required for field in section.fields):
        return translate("Anct", "complete")
    if all(field.auto for field in section.fields):
        return translate("Anct", "filled in by the plugin")
    return translate("Anct", "optional")


def _dot(tint: QColor, hollow: bool) -> QIcon:
    """A ring for what lacks something, a full dot for what does not."""
    picture = QPixmap(24, 24)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(tint, 3))
    painter.setBrush(QBrush(Qt.BrushStyle.NoBrush) if hollow else QBrush(tint))
    painter.drawEllipse(5, 5, 14, 14)
    painter.end()
    return QIcon(picture)


def local_time(moment: str) -> str:
    """A stored moment (ISO, UTC) in the user's own time and form."""
    try:
        local = datetime.fromisoformat(moment).astimezone()
    except ValueError:
        return moment
    return QLocale().toString(local.replace(tzinfo=None), QLocale.FormatType.ShortFormat)
