"""What the editor of a dossier does beside editing: new figures, other dossiers, hand-over, identity, grants."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from qgis.core import QgsFeedback
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QGuiApplication
from qgis.PyQt.QtWidgets import QDialog, QMenu

from .. import messages
from ..core import living
from ..core.dossier import rows_of
from ..core.dossier_copy import import_sheet, start_from
from ..core.dossier_perimeter import territory_of
from ..core.handover import Places
from ..errors import AnctError
from ..gis.jobs import Job
from ..i18n import translate
from . import state_menu, work

if TYPE_CHECKING:
    from .dialogs.dossier_dialog import DossierDialog


class DossierMenu(QMenu):
    """Each entry opens a window that belongs to the editor's; long work runs in the background."""

    def __init__(self, window: DossierDialog) -> None:
        super().__init__(window)
        self.window_ = window
        self._job: Job | None = None
        self.addAction(translate("Anct", "Bring the figures up to date…"), self.look_at_figures)
        self.addAction(translate("Anct", "Another territory…"), self.choose_territory)
        self.addAction(translate("Anct", "Take from another dossier…"), self.take_from_another)
        self.addSeparator()
        self.addAction(translate("Anct", "Hand over to Démarche numérique…"), self.hand_over)
        self.addAction(translate("Anct", "Copy the zoning block"), self.copy_zonings)
        fields = window.definition.fields
        if "siret" in fields:
            self.addAction(translate("Anct", "Identity of the authority, online…"), self.ask_identity)
        if "aides" in fields:
            self.addAction(translate("Anct", "Grants (Aides-territoires)…"), self.look_for_aids)
        self.addSeparator()
        self.states = self.addMenu(translate("Anct", "Change state"))
        self.history_action = self.addAction(translate("Anct", "History…"), self.show_history)
        self.files_action = self.addAction(translate("Anct", "Attachments…"), self.show_attachments)
        self.aboutToShow.connect(self._enable)

    def close_work(self) -> None:
        """Stop what runs."""
        if self._job is not None:
            self._job.blockSignals(True)
            self._job.cancel()
            self._job = None

    # -- figures --------------------------------------------------------------------------------------------------

    def look_at_figures(self, expression: str = "") -> None:
        """Compare the dossier with the present data, then show what would change.

        Args:
            expression: of the territory that the dossier is to be about; "" is its own, as its perimeter says it.
        """
        session = self.window_.session
        dossier, definition = session.dossier, session.definition

        def compute(feedback: QgsFeedback) -> tuple[living.Refresh, bytes | None]:
            from .. import settings
            from ..gis.perimeter import perimeter_wkb
            from ..snapshot import profiles, reader

            analyst = reader.analyst()
            profile = profiles.read_profile(analyst.facts.catalogue.indicators, settings.profile())
            feedback.setProgress(40)
            territory, unread = territory_of(dossier, definition, analyst.gazetteer)
            if expression:
                territory, unread = analyst.gazetteer.resolve(expression), ()
            work.stop_if_cancelled(feedback)
            found = living.refresh(dossier, definition, analyst.diagnostic(territory, profile), analyst, unread)
            feedback.setProgress(80)
            outline = perimeter_wkb(territory.level, territory.code, found.fresh.communes) if found.moved else None
            return found, outline

        job = Job(translate("Anct", "Comparing with the present data…"), compute)
        self._run(job, lambda found: self.show_figures(*found))

    def choose_territory(self) -> QDialog:
        """Choose another territory, then see what it changes."""
        from .dialogs.territory_dialog import TerritoryDialog

        session = self.window_.session
        dialog = TerritoryDialog(session.dossier, session.definition, self.window_)
        dialog.accepted.connect(lambda: self.look_at_figures(dialog.expression))
        return self._show(dialog)

    def show_figures(self, refreshed: living.Refresh, outline: bytes | None = None) -> QDialog:
        """Show what the present data would change; what is ticked is taken.

        Args:
            outline: WKB, EPSG:4326, of the territory if it is another one than the dossier's.
        """
        from .dialogs.living_dialog import LivingDialog

        dialog = LivingDialog(refreshed, self.window_)

        def take() -> None:
            session = self.window_.session
            session.take(living.accept(session.dossier, refreshed, session.definition, dialog.chosen()), outline)

        dialog.accepted.connect(take)
        return self._show(dialog)

    # -- other dossiers -------------------------------------------------------------------------------------------

    def take_from_another(self) -> QDialog:
        """Choose what to take from another dossier of the store."""
        from .dialogs.other_dossier_dialog import OtherDossierDialog

        session = self.window_.session
        dialog = OtherDossierDialog(session.store, session.dossier, self.window_)

        def take() -> None:
            found = session.dossier
            if dialog.takes_all() and dialog.other is not None:
                found = start_from(found, dialog.other, session.definition)
            for number in dialog.sheets():
                found = import_sheet(found, dialog.other, number)
            session.take(found)

        dialog.accepted.connect(lambda: self._attempt(take))
        return self._show(dialog)

    # -- hand-over ------------------------------------------------------------------------------------------------

    def hand_over(self) -> None:
        """Prepare what a procedure of the State's portal takes."""
        dossier = self.window_.session.dossier

        def compute(_feedback: QgsFeedback) -> Places:
            return _places(dossier.territory)

        self._run(Job(translate("Anct", "Preparing the hand-over…"), compute), self.show_hand_over)

    def show_hand_over(self, places: Places) -> QDialog:
        """Open the hand-over window."""
        from .dialogs.handover_dialog import HandoverDialog

        session = self.window_.session
        return self._show(HandoverDialog(session.dossier, session.definition, places, self.window_))

    def copy_zonings(self) -> None:
        """Copy what the forms of DETR and DSIL ask: is the project in a QPV, in FRR, in a CRTE, ACV, PVD or VA?"""
        expression = self.window_.session.dossier.territory

        def compute(_feedback: QgsFeedback) -> str:
            from ..core.zoning_block import zoning_text
            from ..snapshot import reader

            analyst = reader.analyst()
            return zoning_text(analyst.facts, analyst.gazetteer.resolve(expression))

        def copy(text: object) -> None:
            QGuiApplication.clipboard().setText(str(text))
            messages.success(self.window_, translate("Anct", "The zoning block is copied: paste it into the form."))

        self._run(Job(translate("Anct", "Looking up the zonings…"), compute), copy)

    def ask_identity(self) -> None:
        """Ask the public directories who the authority is, then fill in what is empty."""
        dossier = self.window_.session.dossier
        code = str(dossier.values.get("code_insee") or dossier.values.get("siren") or "")
        if not code:
            messages.warning(self.window_, translate("Anct", "The dossier names no commune or EPCI to ask about."))
            return

        def compute(feedback: QgsFeedback) -> dict[str, str]:
            return _identity(code, feedback)

        self._run(Job(translate("Anct", "Asking the public directories…"), compute), self.take_identity)

    def take_identity(self, found: dict[str, str]) -> None:
        """Fill in the empty fields with what the directories say; what a person wrote stays."""
        session = self.window_.session
        taken = []
        for field, value in found.items():
            if field in session.definition.fields and value and not session.dossier.values.get(field):
                session.set_value(field, value)
                taken.append(session.definition.fields[field].label)
        self.window_.form.show_change("")
        text = translate("Anct", "Filled in from the public directories: {fields}.").format(fields=", ".join(taken))
        nothing = translate("Anct", "The public directories add nothing to what the dossier says.")
        messages.success(self.window_, text if taken else nothing)

    def look_for_aids(self) -> QDialog:
        """Look for grants; those ticked are added to the dossier's list."""
        from .dialogs.aids_dialog import AUDIENCES, AidsDialog

        session = self.window_.session
        insee = str(session.dossier.values.get("code_insee") or (session.dossier.communes or ("",))[0])
        audience = AUDIENCES.get(str(session.dossier.values.get("type", "")), "commune")
        dialog = AidsDialog(insee, audience, self.window_)

        def take() -> None:
            field = session.definition.field("aides")
            session.set_value(field.id, [*rows_of(field, session.dossier.values.get(field.id)), *dialog.rows()])
            self.window_.form.show_change(field.id)

        dialog.accepted.connect(take)
        return self._show(dialog)

    # -- the store ------------------------------------------------------------------------------------------------

    def show_history(self) -> QDialog:
        """Who changed what, and earlier versions."""
        from .dialogs.history_dialog import HistoryDialog

        session = self.window_.session
        session.save_now()
        dialog = HistoryDialog(session.store, self.window_.summary(), self.window_)
        dialog.restored.connect(session.reload)
        return self._show(dialog)

    def show_attachments(self) -> QDialog:
        """The files kept with the dossier."""
        from .dialogs.attachments_dialog import AttachmentsDialog

        return self._show(AttachmentsDialog(self.window_.session.store, self.window_.summary(), self.window_))

    def change_state(self, after: str, comment: str) -> None:
        """Move the dossier on; a refusal says what is missing."""
        from .dialogs.dossier_dialog import author

        session = self.window_.session
        if session.save_now():
            self._attempt(lambda: session.store.change_state(session.dossier.id, after, author(), comment))
            session.reload()

    def _enable(self) -> None:
        stored = self.window_.session.stored is not None
        self.history_action.setEnabled(stored)
        self.files_action.setEnabled(stored)
        self.states.clear()
        state_menu.fill(self.states, self.window_.session.dossier, self.window_, self.change_state)
        self.states.setEnabled(stored and self.window_.store.can_write)

    def _show(self, dialog: QDialog) -> QDialog:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.show()
        return dialog

    def _run(self, job: Job, then: Callable[[object], object]) -> None:
        self.close_work()
        self._job = job
        job.succeeded.connect(then)
        job.failed.connect(lambda problem: messages.error(self.window_, problem))
        job.start()

    def _attempt(self, action: Callable[[], object]) -> None:
        try:
            action()
        except AnctError as problem:
            messages.error(self.window_, problem)


def _places(expression: str) -> Places:
    """What the portal wants of the dossier's territory; the postal code is asked for online, and left out offline."""
    from ..snapshot import reader

    analyst = reader.analyst()
    facts, territory = analyst.facts, analyst.gazetteer.resolve(expression)
    rows = facts.communes.iloc[territory.positions]
    epci = territory.code if territory.level == "epci" else rows["code_epci"].iloc[0]
    insee = territory.code if territory.level == "commune" else ""
    unit = facts.unit_rows.get(("epci", epci), {})
    department = unit.get("code_departement") if territory.level == "epci" else rows["code_departement"].iloc[0]
    return Places(_postal_code(insee) if insee else "", insee, department or "", epci, rows["code_region"].iloc[0])


def _postal_code(insee: str) -> str:
    from ..connectors.services.geo_api import GeoApi
    from ..errors import SourceUnavailable
    from ..gis.network import QgisTransport

    try:
        found = GeoApi(QgisTransport()).commune(insee)
    except SourceUnavailable:
        return ""  # offline: the preview says that it is not known
    return found.postcodes[0] if found is not None and found.postcodes else ""


def _identity(code: str, feedback: QgsFeedback) -> dict[str, str]:
    from ..connectors.services.annuaire import Annuaire
    from ..connectors.services.entreprises import Entreprises
    from ..gis.network import QgisTransport

    transport = QgisTransport()
    found: dict[str, str] = {}
    entities = Entreprises(transport, cancelled=feedback.isCanceled).authority(code)
    if entities:
        found |= {"siren": entities[0].siren, "siret": entities[0].siret}
    feedback.setProgress(60)
    if len(code) == 5:
        halls = Annuaire(transport, cancelled=feedback.isCanceled).town_halls(code)
        if halls and not halls[0].delegated:
            found |= {"contact_mail": halls[0].email, "contact_tel": halls[0].phone}
    return found
