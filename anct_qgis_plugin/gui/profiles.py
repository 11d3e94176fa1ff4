"""Choosing a fragility profile: the shipped ones, or the user's own file."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QFileDialog, QMenu, QWidget

from .. import messages, settings
from ..i18n import translate

if TYPE_CHECKING:  # pandas is imported when the data are first read
    from .work import Ready


def profile_menu(ready: Ready, use: Callable[[str], None], parent: QWidget) -> QMenu:
    """A menu of the profiles, the one in use ticked; `use` gets the key or the path chosen."""
    from ..snapshot import profiles

    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.setToolTipsVisible(True)
    known = ready.analyst.facts.catalogue.indicators
    shipped = profiles.shipped()
    for key in shipped:
        profile = profiles.read_profile(known, key)
        action = menu.addAction(profile.label, lambda key=key: use(key))
        action.setToolTip(messages.plain(profile.description))
        action.setCheckable(True)
        action.setChecked(profile == ready.profile)
    if ready.profile.id not in shipped:
        own = menu.addAction(ready.profile.label)
        own.setCheckable(True)
        own.setChecked(True)
    menu.addSeparator()
    menu.addAction(translate("Anct", "Your own profile (JSON file)…"), lambda: _own(use, parent))
    return menu


def _own(use: Callable[[str], None], parent: QWidget) -> None:
    chosen, _ = QFileDialog.getOpenFileName(
        parent,
        translate("Anct", "Fragility profile"),
        str(settings.output_folder()),
        translate("Anct", "Fragility profile (*.json)"),
    )
    if chosen:
        use(chosen)
