"""Moving a dossier on: the states that it may go to, and the comment that goes with the change."""

from __future__ import annotations

from collections.abc import Callable

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QMenu, QWidget

from ..core.dossier import Dossier
from ..core.dossier_states import allowed_states, is_reopening
from ..i18n import translate
from . import asking


def fill(menu: QMenu, dossier: Dossier, window: QWidget, change: Callable[[str, str], object]) -> None:
    """Put the states into a menu; the one chosen goes to `change`, with the comment."""
    for state in allowed_states(dossier):
        action = menu.addAction(state)
        # Once the menu is gone: a window opened from inside its click would outlive it.
        action.triggered.connect(
            lambda _checked=False, after=state: _ask(window, dossier.state, after, change),
            Qt.ConnectionType.QueuedConnection,
        )


def _ask(window: QWidget, before: str, after: str, change: Callable[[str, str], object]) -> None:
    """Ask for a comment, needed where a closed dossier is taken up again."""
    asked = translate("Anct", "Comment (may stay empty):")
    if is_reopening(before, after):
        asked = translate("Anct", "Reason for reopening:")
    title = translate("Anct", "{before} → {after}").format(before=before, after=after)
    action = translate("Anct", "Change state")
    comment = asking.text(window, title, asked, action, needed=is_reopening(before, after))
    if comment is not None:
        change(after, comment)
