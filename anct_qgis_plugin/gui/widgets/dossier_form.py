"""The form of a dossier: its sections at the left with what they lack, the fields of the chosen one at the right."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QBrush, QColor, QIcon, QPainter, QPen, QPixmap
from qgis.PyQt.QtWidgets import (
    QApplication,
    QFrame,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ... import messages
from ...core.dossier import Dossier, is_empty, suggestions
from ...core.dossier_checks import Finding
from ...core.dossier_definition import Field, Section
from ...core.dossier_text import columns_of, value_of
from ...i18n import translate
from .. import style
from ..dossier_session import DossierSession
from ..tab_order import follow
from .field_editor import FieldEditor
from .problems_list import sentence

# Narrower, tables could not be read: the form then scrolls sideways.
PAGE_WIDTH = 560


class DossierForm(QSplitter):
    """Each section's page is built when it is first shown. What is typed goes to the session."""

    def __init__(self, session: DossierSession, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.session, self.definition = session, session.definition
        self.editors: dict[str, FieldEditor] = {}
        self._pages: dict[int, QScrollArea] = {}
        self.note: QPlainTextEdit | None = None
        self.sections = QListWidget(self)
        self.sections.setObjectName("dossier_sections")
        self.sections.setWordWrap(True)
        self.sections.setSpacing(1)
        self.sections.setAccessibleName(translate("Anct", "Sections"))
        self._dots = {lacking: _dot(style.accent(self.palette()), lacking) for lacking in (True, False)}
        self._no_dot = _dot(QColor(Qt.GlobalColor.transparent), True)
        for section in self.definition.sections:
            QListWidgetItem(section.label, self.sections)
        QListWidgetItem(self._no_dot, translate("Anct", "Internal note"), self.sections)
        self.sections.currentRowChanged.connect(self._show)
        self.stack = QStackedWidget(self)
        self.addWidget(self.sections)
        self.addWidget(self.stack)
        self.setStretchFactor(1, 1)
        self.setSizes([270, 810])
        self.setChildrenCollapsible(False)
        session.changed.connect(self.show_change)

    @property
    def dossier(self) -> Dossier:
        """The dossier as it stands."""
        return self.session.dossier

    def step(self, by: int) -> None:
        """Go to the next section (1) or the one before (-1)."""
        self.sections.setCurrentRow(min(max(self.sections.currentRow() + by, 0), self.sections.count() - 1))

    def refresh(self, found: Sequence[Finding]) -> None:
        """Say under each section what it lacks, and what in it cannot be right.

        Args:
            found: all there is to look at in the dossier.
        """
        for row, section in enumerate(self.definition.sections):
            here = [one for one in found if one.section == section.id]
            lacking = sum(one.level == "missing" for one in here)
            item = self.sections.item(row)
            begun = any(self._is_typed(field) for field in section.fields)
            item.setText(f"{section.label}\n{_completeness(section, lacking, len(here) - lacking, begun)}")
            asked = any(field.required for field in section.fields)
            item.setIcon(self._dots[bool(here)] if asked or here else self._no_dot)
            item.setToolTip(messages.plain("\n".join(sentence(one) for one in here)))

    def _is_typed(self, field: Field) -> bool:
        dossier = self.dossier
        return not (field.auto or field.id in dossier.generated or is_empty(dossier.values.get(field.id)))

    def show_change(self, field_id: str) -> None:
        """A value changed: by typing here, or by undoing, restoring, another person's save."""
        for key, editor in self.editors.items():
            if (
                field_id not in ("", key)
                or editor.hasFocus()
                or editor.isAncestorOf(QApplication.focusWidget() or self)
            ):
                continue
            value = value_of(self.dossier, self.definition.field(key))
            if editor.editable and editor.value() != value:
                editor.show_value(value)
            editor.mark.setVisible(key in self.dossier.generated)
        self._refresh_live()

    def _show(self, row: int) -> None:
        """Show a section; its form is built the first time."""
        if row < 0:
            return
        if row not in self._pages:
            last = row == len(self.definition.sections)
            self._pages[row] = self._note_page() if last else self._page(self.definition.sections[row])
            self.stack.addWidget(self._pages[row])
            follow(self.sections, self._pages[row])
        self._refresh_live()
        self.stack.setCurrentWidget(self._pages[row])

    def go_to(self, path: Sequence[str | int]) -> None:
        """Show the field of a path, its row, and the row's field: ("fiches_actions", 2, "cout_ht")."""
        for row, section in enumerate(self.definition.sections):
            if any(field.id == path[0] for field in section.fields):
                self.sections.setCurrentRow(row)
                editor = self.editors.get(str(path[0]))
                if editor is not None:
                    editor.go_to(path[1:])
                return

    def _page(self, section: Section) -> QScrollArea:
        page, layout = self._empty_page(section.label)
        for note in filter(None, (section.reserved, section.help)):
            text = style.Label(note, page)
            text.setWordWrap(True)
            style.colour(text, style.quiet(self.palette()))
            layout.addWidget(text)
        for field in section.fields:
            if field.layout in ("images", "charts"):
                continue
            editor = FieldEditor(field, None, field.id in self.dossier.generated, page, self._suggest)
            self._show_field(editor)
            # Said once, by the heading.
            editor.label.setVisible(field.label != section.label)
            editor.edited.connect(lambda key: self.session.set_value(key, self.editors[key].value()))
            self.editors[field.id] = editor
            layout.addWidget(editor)
        layout.addStretch(1)
        return self._scrolled(page)

    def _note_page(self) -> QScrollArea:
        page, layout = self._empty_page(translate("Anct", "Internal note"))
        text = style.Label(translate("Anct", "Kept in the store, never exported."), page)
        style.colour(text, style.quiet(self.palette()))
        self.note = QPlainTextEdit(self.dossier.note_interne, page)
        self.note.setObjectName("dossier_note")
        self.note.setTabChangesFocus(True)
        self.note.textChanged.connect(self._note_edited)
        layout.addWidget(text)
        layout.addWidget(self.note, 1)
        return self._scrolled(page)

    def _note_edited(self) -> None:
        self.session.set_note(self.note.toPlainText())

    def _empty_page(self, label: str) -> tuple[QWidget, QVBoxLayout]:
        page = QWidget(self)
        page.setMinimumWidth(PAGE_WIDTH)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(14, 6, 14, 14)
        layout.setSpacing(14)
        heading = style.Label(label, page)
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

    def _refresh_live(self) -> None:
        for field in self.definition:
            if field.live and field.id in self.editors:
                self._show_field(self.editors[field.id])

    def _show_field(self, editor: FieldEditor) -> None:
        field = editor.field
        editor.show_value(value_of(self.dossier, field), columns_of(self.dossier, field))
        if field.auto and not field.tabular:
            # A table says it row by row.
            found = self.dossier.provenance(field.id)
            editor.show_source(" ; ".join(dict.fromkeys(f"{one.vintage} – {one.source}" for one in found)))

    def _suggest(self, field: Field) -> list[str]:
        return suggestions(self.dossier, field)


def _completeness(section: Section, lacking: int, wrong: int, begun: bool) -> str:
    """What the list of sections says under a section's name."""
    parts = []
    if lacking:
        parts.append(translate("Anct", "{n} to complete").format(n=lacking))
    if wrong:
        parts.append(translate("Anct", "{n} to look at").format(n=wrong))
    if parts:
        return " · ".join(parts)
    if any(field.required for field in section.fields):
        return translate("Anct", "complete")
    if all(field.auto for field in section.fields):
        return translate("Anct", "filled in by the plugin")
    return translate("Anct", "optional, begun") if begun else translate("Anct", "optional")


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
