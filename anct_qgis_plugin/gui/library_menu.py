"""The projetothèque's menu: which store, and dossiers carried from one to another."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from qgis.core import QgsProject
from qgis.PyQt.QtWidgets import QFileDialog, QMenu, QWidget

from .. import messages, settings
from ..core.prefill import slug
from ..errors import AnctError
from ..i18n import translate
from ..store import exchange, opening, workbook
from ..store.base import DossierStore, utc_now
from . import asking

GEOPACKAGES = "GeoPackage (*.gpkg)"


class LibraryMenu(QMenu):
    """Filled anew each time it opens, as connections and projects change.

    Args:
        window: a LibraryDialog: `store`, `selected()`, `select(id)`, `use(name)`, `reload()`, and a message bar.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.window_ = window
        self.aboutToShow.connect(self._fill)

    def _fill(self) -> None:
        self.clear()
        window = self.window_
        own = settings.own_store()
        stores = self.addMenu(translate("Anct", "Store"))
        choices = [(translate("Anct", "My own (QGIS profile)"), own)]
        home = QgsProject.instance().homePath()
        if home:
            choices.append((translate("Anct", "Beside the project"), str(Path(home) / "dossiers-anct.gpkg")))
        choices += [(name, name) for name in opening.postgres_connections()]
        for text, name in choices:
            action = stores.addAction(text, lambda name=name: self._use(name))
            action.setCheckable(True)
            action.setChecked(name == settings.store_name())
        stores.addSeparator()
        stores.addAction(translate("Anct", "Another GeoPackage…"), self.ask_geopackage)
        self.addSeparator()
        chosen = window.selected() is not None
        self.addAction(translate("Anct", "Export the dossier…"), self.ask_export).setEnabled(chosen)
        self.addAction(translate("Anct", "Import a dossier…"), self.ask_import).setEnabled(_can_write(window.store))
        self.addSeparator()
        self.addAction(translate("Anct", "Export the list (ODS)…"), self.ask_table)
        self.addAction(translate("Anct", "Export the whole store (GeoPackage)…"), self.ask_whole)
        self.addAction(translate("Anct", "Export the whole store (ODS)…"), self.ask_workbook)

    # -- stores ---------------------------------------------------------------------------------------------------

    def ask_geopackage(self) -> None:
        """Ask for a GeoPackage, there or to be made."""
        path, _ = QFileDialog.getSaveFileName(
            self.window_,
            translate("Anct", "Store of dossiers"),
            settings.store_name(),
            GEOPACKAGES,
            options=QFileDialog.Option.DontConfirmOverwrite,
        )
        if path:
            self._use(path if path.lower().endswith(opening.SUFFIX) else f"{path}{opening.SUFFIX}")

    def _use(self, name: str) -> None:
        self._attempt(lambda: self.window_.use(name))

    # -- from store to store --------------------------------------------------------------------------------------

    def ask_export(self) -> None:
        """Write the chosen dossier and its attachments to one file."""
        summary = self.window_.selected()
        proposed = settings.output_folder() / f"{slug(summary.title)}{exchange.SUFFIX}"
        self._save(
            translate("Anct", "Export the dossier"),
            proposed,
            translate("Anct", "Dossier ANCT (*{suffix})").format(suffix=exchange.SUFFIX),
            lambda path: exchange.export_dossier(self.window_.store, summary.id, path),
        )

    def ask_import(self) -> None:
        """Take in the dossier of a file."""
        path, _ = QFileDialog.getOpenFileName(
            self.window_,
            translate("Anct", "Import a dossier"),
            str(settings.output_folder()),
            translate("Anct", "Dossier ANCT (*{suffix})").format(suffix=exchange.SUFFIX),
        )
        if path:
            self.take_in(Path(path))

    def take_in(self, path: Path) -> None:
        """Keep the dossier of a file; one that the store holds already may come as a copy, if the user says so."""
        from .dialogs.dossier_dialog import author

        window = self.window_
        known = {summary.id for summary in window.store.list()}

        def bring(keep_id: bool) -> None:
            stored = exchange.import_dossier(window.store, path, author(), keep_id=keep_id)
            window.reload()
            window.select(stored.dossier.id)
            messages.success(window, translate("Anct", "“{title}” was imported.").format(title=stored.dossier.title))

        try:
            identifier = exchange.identifier(path)
        except AnctError as problem:
            messages.error(window, problem)
            return
        keep_id = identifier not in known
        if not keep_id:
            text = translate("Anct", "The store holds this dossier already. Import it as a copy beside it?")
            title, action = translate("Anct", "Import a dossier"), translate("Anct", "Import a copy")
            if not asking.sure(window, title, text, action):
                return
        self._attempt(lambda: bring(keep_id))

    def ask_table(self) -> None:
        """Write the list and what is counted to a spreadsheet."""
        self._save(
            translate("Anct", "Export the list"),
            settings.output_folder() / f"projetotheque-{utc_now()[:10]}.ods",
            translate("Anct", "OpenDocument spreadsheet (*.ods)"),
            lambda path: workbook.export_table(self.window_.store, path),
        )

    def ask_whole(self) -> None:
        """Write the whole store to a new GeoPackage."""
        self._save(
            translate("Anct", "Export the whole store"),
            settings.output_folder() / f"projetotheque-{utc_now()[:10]}.gpkg",
            GEOPACKAGES,
            lambda path: exchange.export_store(self.window_.store, path),
        )

    def ask_workbook(self) -> None:
        """Write every dossier with its fields and history to a spreadsheet."""
        self._save(
            translate("Anct", "Export the whole store"),
            settings.output_folder() / f"projetotheque-complete-{utc_now()[:10]}.ods",
            translate("Anct", "OpenDocument spreadsheet (*.ods)"),
            lambda path: workbook.export_workbook(self.window_.store, path),
        )

    def _save(self, title: str, proposed: Path, kinds: str, write: Callable[[Path], Path]) -> None:
        chosen, _ = QFileDialog.getSaveFileName(self.window_, title, str(proposed), kinds)
        if not chosen:
            return
        path = Path(chosen)
        if path.suffix.lower() != proposed.suffix:
            path = path.with_name(f"{path.name}{proposed.suffix}")

        def done() -> None:
            written = write(path)
            text = translate("Anct", "{file} was written.").format(file=written.name)
            messages.success(self.window_, text, written.parent)

        self._attempt(done)

    def _attempt(self, action: Callable[[], object]) -> None:
        try:
            action()
        except AnctError as problem:
            messages.error(self.window_, problem)


def _can_write(store: DossierStore) -> bool:
    try:
        return store.can_write
    except AnctError:
        return False
