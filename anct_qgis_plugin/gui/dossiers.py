"""What the panel and the toolbar ask of the dossier dialogs: a new draft for a territory, the list of those kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import QgsFeedback
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QWidget

from .. import paths, settings
from ..errors import DossierError, MigrationNeeded
from ..gis.jobs import Job
from ..i18n import translate
from . import asking
from .work import stop_if_cancelled

if TYPE_CHECKING:  # pandas is imported when the data are first read
    from ..core.diagnostic import Diagnostic
    from ..core.dossier import Dossier
    from ..store.base import DossierStore
    from .work import Ready


def kinds() -> dict[str, str]:
    """The kinds of dossier and their names; where the user's own definition is wrong, the plugin's name."""
    from ..store.definitions import TYPES, definition

    found = {}
    for kind in TYPES:
        try:
            found[kind] = definition(kind).label
        except DossierError:
            # What is wrong is said when such a dossier is opened.
            found[kind] = definition(kind, own=paths.DOSSIERS).label
    return found


def draft(ready: Ready, diagnostic: Diagnostic, kind: str) -> Job:
    """Prefill a dossier; the result is the dossier and its perimeter (WKB), not kept anywhere yet."""

    def compute(feedback: QgsFeedback) -> tuple[Dossier, bytes | None]:
        from ..core.prefill import prefill
        from ..gis.perimeter import perimeter_wkb
        from ..store.definitions import definition

        dossier = prefill(definition(kind), diagnostic, ready.analyst)
        feedback.setProgress(60)
        stop_if_cancelled(feedback)
        territory = diagnostic.territory
        return dossier, perimeter_wkb(territory.level, territory.code, dossier.communes)

    return Job(translate("Anct", "Preparing the dossier…"), compute)


def user_store(parent: QWidget | None = None, name: str = "") -> DossierStore:
    """A store, ready for use; one of an older schema is brought up to date if the user says yes.

    Args:
        name: path of a GeoPackage or name of a PostgreSQL connection; the one in use when empty.

    Raises:
        StoreError: if it cannot be used; MigrationNeeded if the user said no.
    """
    from ..store.opening import open_store

    store = open_store(name or settings.store_name())
    try:
        store.check()
    except MigrationNeeded as needed:
        work = "\n".join(f"– {migration.text}" for migration in store.migrations_pending())
        question = translate("Anct", "{reason}\n\n{work}\n\nDo it now?").format(reason=needed.message, work=work)
        if store.schema_version():
            title = translate("Anct", "Dossier store of an earlier version")
            action = translate("Anct", "Update the store")
        else:
            title = translate("Anct", "New dossier store")
            action = translate("Anct", "Create the store")
        if not asking.sure(parent, title, question, action, translate("Anct", "Not now")):
            raise
        store.migrate(yes=True)
    return store


def open_draft(dossier: Dossier, perimeter: bytes | None, parent: QWidget) -> QWidget:
    """Open a new draft for reading and filling in; it is kept once it is saved.

    Raises:
        StoreError: if the user's store cannot be used.
    """
    from ..store.definitions import definition
    from .dialogs.dossier_dialog import DossierDialog

    store = user_store(parent)
    dialog = DossierDialog(store, dossier, definition(dossier.type), perimeter, parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.show()
    return dialog


def open_list(parent: QWidget) -> QWidget:
    """Open the list of the user's dossiers.

    Raises:
        StoreError: if the user's store cannot be used.
    """
    from .dialogs.library_dialog import LibraryDialog

    dialog = LibraryDialog(user_store(parent), parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.show()
    return dialog
