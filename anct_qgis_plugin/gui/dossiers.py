"""What the panel and the toolbar ask of the dossier dialogs: a new draft for a territory, the list of those kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import QgsFeedback
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QWidget

from .. import settings
from ..gis.jobs import Job
from ..i18n import translate
from .work import stop_if_cancelled

if TYPE_CHECKING:  # pandas is imported when the data are first read
    from ..core.diagnostic import Diagnostic
    from ..core.dossier import Dossier
    from .work import Ready


def kinds() -> dict[str, str]:
    """The kinds of dossier and their names."""
    from ..store.definitions import TYPES, definition

    return {kind: definition(kind).label for kind in TYPES}


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


def open_draft(dossier: Dossier, perimeter: bytes | None, parent: QWidget) -> QWidget:
    """Open a new draft for reading and filling in; it is kept once it is saved.

    Raises:
        StoreError: if the user's store cannot be used.
    """
    from ..store.definitions import definition
    from ..store.geopackage import GeoPackageStore
    from .dialogs.dossier_dialog import DossierDialog

    store = GeoPackageStore(settings.store_path())
    store.check()
    dialog = DossierDialog(store, dossier, definition(dossier.type), perimeter, parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.show()
    return dialog


def open_list(parent: QWidget) -> QWidget:
    """Open the list of the user's dossiers.

    Raises:
        StoreError: if the user's store cannot be used.
    """
    from ..store.geopackage import GeoPackageStore
    from .dialogs.dossier_list_dialog import DossierListDialog

    dialog = DossierListDialog(GeoPackageStore(settings.store_path()), parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.show()
    return dialog
