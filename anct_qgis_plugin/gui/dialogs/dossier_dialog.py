"""A dossier in a window: sections and what they lack at the left, the form at the right; kept as one types."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from qgis.core import QgsApplication
from qgis.gui import QgsMessageBar
from qgis.PyQt.QtCore import QLocale, Qt, pyqtSignal
from qgis.PyQt.QtGui import QCloseEvent, QKeyEvent, QKeySequence
from qgis.PyQt.QtWidgets import (
    QAction,
    QApplication,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ... import i18n, messages, settings
from ...core.dossier import Dossier
from ...core.dossier_checks import findings
from ...core.dossier_definition import Definition
from ...core.dossier_perimeter import has_moved
from ...core.prefill import slug
from ...errors import AnctError, SectionConflict
from ...gis.dossier_document import FORMATS, write_document
from ...i18n import translate
from ...snapshot import reader
from ...snapshot.profiles import read_profile
from ...store.base import DossierStore, StoredDossier, Summary
from ...store.journal import Entry
from .. import style
from ..dossier_menu import DossierMenu
from ..dossier_session import DossierSession
from ..widgets.dossier_form import DossierForm
from ..widgets.problems_list import ProblemsList

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
    """Reads, fills in and exports one dossier. `saved` gives the dossier as the store now has it.

    What is typed is on the disk after each pause, then in the store: closing loses nothing and asks nothing.
    """

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
            dossier: as the store gave it, or a new one, kept from the first change on.
            perimeter: WKB, EPSG:4326, given to the store with a new dossier.
        """
        super().__init__(parent)
        self.store = store
        self.definition = definition
        self.session = DossierSession(store, dossier, definition, author(), perimeter, self)
        self._waits = ""
        self.setObjectName("AnctDossierDialog")
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint, True)
        self.setWindowFlag(Qt.WindowType.WindowMinimizeButtonHint, True)
        style.open_at(self, 1080, 780)
        self._build()
        self._listen()
        self._refresh()
        self.form.sections.setCurrentRow(0)
        self.form.sections.setFocus()
        if self.session.recovered:
            messages.warning(
                self,
                translate("Anct", "Changes of {when} that had not reached “{store}” were found and taken up.").format(
                    when=local_time(self.session.recovered[-1].date), store=store.label
                ),
            )
            self.session.send()

    # -- what messages.py needs of an interface -------------------------------------------------------------------

    def messageBar(self) -> QgsMessageBar:  # noqa: N802
        """The dialog's own message bar."""
        return self.bar

    def mainWindow(self) -> QWidget:  # noqa: N802
        """The window that a details viewer belongs to."""
        return self

    # -- actions --------------------------------------------------------------------------------------------------

    @property
    def dossier(self) -> Dossier:
        """The dossier as it stands in the window."""
        return self.session.dossier

    def summary(self) -> Summary:
        """The dossier as a row of the projetothèque; what the store has of it."""
        dossier = self.dossier
        return Summary(
            dossier.id, dossier.type, dossier.title, dossier.territory, dossier.territory_label, dossier.state,
            dossier.created, dossier.modified, dossier.revision,
        )  # fmt: skip

    def save(self) -> bool:
        """Give it to the store now; False, with a message, if the store does not have it all."""
        done = self.session.save_now()
        self._refresh()
        return done

    def export(self) -> None:
        """Write the dossier as it stands to a file that the user chooses, in the format of its ending."""
        proposed = settings.output_folder() / f"{slug(self.dossier.title)}.odt"
        kinds = translate(
            "Anct",
            "OpenDocument text (*.odt);;PDF document (*.pdf);;Web page (*.html);;Dossier, for another store (*.json)",
        )
        chosen, kind = QFileDialog.getSaveFileName(self, translate("Anct", "Export the dossier"), str(proposed), kinds)
        if chosen:
            path = Path(chosen)
            # Where the system adds no ending, the kind chosen says it.
            ending = next((f".{one}" for one in FORMATS if f"*.{one}" in kind), ".odt")
            self.export_to(path if path.suffix.lower().lstrip(".") in FORMATS else path.with_name(path.name + ending))

    def export_to(self, path: Path) -> None:
        """Write the dossier as it stands; says so, or says why not."""
        if path.suffix.lower().lstrip(".") not in FORMATS:
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
        """Keep what is typed; stay open only if the disk refuses it."""
        event.setAccepted(self._may_close())

    def reject(self) -> None:
        """The Close button, and Escape outside of the form."""
        if self._may_close():
            super().reject()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Escape in a field leaves the field, and only then the window: a key too many must not take the form away."""
        at = self.focusWidget()
        if (
            event.key() == Qt.Key.Key_Escape
            and at is not None
            and (at is self.title or self.form.stack.isAncestorOf(at))
        ):
            self.form.sections.setFocus(Qt.FocusReason.OtherFocusReason)
            event.accept()
            return
        super().keyPressEvent(event)

    def _may_close(self) -> bool:
        if not self.session.is_kept and not self.session.keep():
            return False
        if not self.session.is_saved and self.session.stored is not None:
            self.session.save_now()
        self.session.close()
        self.menu.close_work()
        return True

    # -- building -------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.bar = QgsMessageBar(self)
        kind = style.Label(self.definition.label, self)
        style.colour(kind, style.accent(self.palette()))
        self.title = QLineEdit(self.dossier.title, self)
        self.title.setObjectName("dossier_title")
        self.title.setFont(style.font(self.title, 1.25, bold=True))
        self.title.setAccessibleName(translate("Anct", "Title of the dossier"))
        self.status = style.Label("", self)
        self.status.setWordWrap(True)
        style.colour(self.status, style.quiet(self.palette()))
        self.moved = self._moved_line()
        self.form = DossierForm(self.session, self)
        self.problems = ProblemsList(self)
        self.problems.chosen.connect(self.form.go_to)
        layout = QVBoxLayout(self)
        for widget in (self.bar, kind, self.title, self.status, self.moved):
            layout.addWidget(widget)
        layout.addWidget(self.form, 1)
        layout.addWidget(self.problems)
        layout.addWidget(self._buttons())
        for key, step in (("Ctrl+PgDown", 1), ("Ctrl+PgUp", -1)):
            action = QAction(self)
            action.setShortcut(QKeySequence(key))
            action.triggered.connect(lambda _checked=False, by=step: self.form.step(by))
            self.addAction(action)

    def _moved_line(self) -> QWidget:
        """Says that the figures are still of the former perimeter, and brings them up to date."""
        line = QWidget(self)
        text = style.Label(
            translate("Anct", "The perimeter has changed; the figures are still of the former one."), line
        )
        text.setWordWrap(True)
        style.colour(text, style.accent(self.palette()))
        self.moved_button = QPushButton(translate("Anct", "Bring the figures up to date…"), line)
        self.moved_button.setAutoDefault(False)
        self.moved_button.clicked.connect(lambda _checked=False: self.menu.look_at_figures())
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(text, 1)
        row.addWidget(self.moved_button)
        return line

    def _buttons(self) -> QDialogButtonBox:
        box = QDialogButtonBox(self)
        roles = QDialogButtonBox.ButtonRole

        def button(text: str, role: QDialogButtonBox.ButtonRole, action: Callable[[], object]) -> QPushButton:
            made = box.addButton(text, role)
            # Enter in a line of text must not press a button.
            made.setAutoDefault(False)
            made.clicked.connect(lambda _checked=False: action())
            return made

        self.save_button = button(translate("Anct", "Save"), roles.ApplyRole, self.save)
        self.save_button.setObjectName("dossier_save")
        self.save_button.setShortcut(QKeySequence(QKeySequence.StandardKey.Save))
        self.undo_button = button(translate("Anct", "Undo"), roles.ActionRole, self.session.undo)
        self.redo_button = button(translate("Anct", "Redo"), roles.ActionRole, self.session.redo)
        self.more_button = button(translate("Anct", "More"), roles.ActionRole, lambda: None)
        self.menu = DossierMenu(self)
        self.more_button.setMenu(self.menu)
        self.export_button = button(translate("Anct", "Export…"), roles.ActionRole, self.export)
        box.addButton(translate("Anct", "Close"), roles.RejectRole).setAutoDefault(False)
        box.rejected.connect(self.reject)
        return box

    def _listen(self) -> None:
        self.title.textEdited.connect(self.session.set_title)
        self.session.changed.connect(self._changed)
        self.session.acknowledged.connect(self._refresh)
        self.session.saved.connect(self._saved)
        self.session.waiting.connect(self._waits_for)
        self.session.failed.connect(lambda problem: messages.error(self, problem))
        self.session.conflicted.connect(self._ask)

    # -- what the session says ------------------------------------------------------------------------------------

    def _changed(self, field_id: str) -> None:
        if not self.title.hasFocus() and self.title.text().strip() != self.dossier.title:
            self.title.setText(self.dossier.title)
        self._refresh()

    def _saved(self) -> None:
        self._waits = ""
        self._refresh()
        self.saved.emit(self.dossier)

    def _waits_for(self, sentence: str) -> None:
        self._waits = sentence
        self._refresh()

    def _ask(self, entry: Entry, conflict: SectionConflict) -> None:
        """Someone wrote in the same section: show both, and go on from what is chosen."""
        from .conflict_dialog import ConflictDialog

        dialog = ConflictDialog(self.definition, entry.content, conflict, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self._settle(entry, conflict, dialog))
        dialog.show()

    def _settle(self, entry: Entry, conflict: SectionConflict, dialog) -> None:
        try:
            self.session.settle(entry, conflict, dialog.content())
        except AnctError as problem:
            messages.error(self, problem)

    # -- showing --------------------------------------------------------------------------------------------------

    def _refresh(self) -> None:
        """Completeness, problems, state, and whether all is kept."""
        found = findings(self.definition, self.dossier)
        self.form.refresh(found)
        self.problems.show_findings(found)
        self.status.setText(self._status())
        self.moved.setVisible(has_moved(self.dossier, self.definition))
        style.colour(self.status, style.ink(self.palette()) if self._waits else style.quiet(self.palette()))
        self.save_button.setEnabled(not self.session.is_saved)
        self.undo_button.setEnabled(self.session.can_undo)
        self.redo_button.setEnabled(self.session.can_redo)
        self.setWindowTitle(translate("Anct", "{title} – dossier").format(title=self.dossier.title))

    def _status(self) -> str:
        dossier = self.dossier
        state = translate("Anct", "{territory} – {state}").format(
            territory=dossier.territory_label, state=dossier.state
        )
        if self._waits:
            return f"{state} – {self._waits}"
        if not self.session.is_kept:
            return translate("Anct", "{state} – typing…").format(state=state)
        if self.session.stored is None:
            return translate("Anct", "{state} – new, kept from the first change on").format(state=state)
        if not self.session.is_saved:
            return translate("Anct", "{state} – kept on this computer").format(state=state)
        when = local_time(self.session.stored.dossier.modified)
        return translate("Anct", "{state} – saved on {when}").format(state=state, when=when)


def author() -> str:
    """The name that the history shows."""
    return QgsApplication.userFullName() or QgsApplication.userLoginName()


def local_time(moment: str) -> str:
    """A stored moment (ISO, UTC) in the user's own time and form."""
    try:
        local = datetime.fromisoformat(moment).astimezone()
    except ValueError:
        return moment
    language = i18n.language()
    # The system's form is that of the interface only if both speak the same language.
    locale = QLocale() if QLocale().name().startswith(language) else QLocale(language)
    return locale.toString(local.replace(tzinfo=None), QLocale.FormatType.ShortFormat)
