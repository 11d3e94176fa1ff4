"""Says why the plugin cannot start on an old QGIS or Python; must itself load there (Python 3.9)."""

from __future__ import annotations

import sys

from . import i18n
from .i18n import translate

PYTHON_MINIMUM = (3, 11)
QGIS_MINIMUM = 34000


def why_not() -> str:
    """One translated sentence that says why the plugin cannot start here; "" where it can."""
    from qgis.core import Qgis, QgsApplication

    reasons = {
        "python": sys.version_info[:2] < PYTHON_MINIMUM,
        "qgis": Qgis.versionInt() < QGIS_MINIMUM,
    }
    if not any(reasons.values()):
        return ""
    i18n.install(QgsApplication.locale())
    if reasons["qgis"]:
        return translate(
            "Anct", "The ANCT plugin needs QGIS 3.40 or newer; this is QGIS {version}: please update QGIS."
        ).format(version=Qgis.version())
    return translate(
        "Anct",
        "The ANCT plugin needs a QGIS that brings Python 3.11 or newer; this one brings Python {version}: please"
        " install a more recent build of QGIS.",
    ).format(version=".".join(str(part) for part in sys.version_info[:3]))


class UnsupportedPlugin:
    """Stands in for the plugin where it cannot run: shows the reason once and registers nothing."""

    def __init__(self, iface, reason: str) -> None:
        self.iface = iface
        self.reason = reason

    def initGui(self) -> None:  # noqa: N802
        """Show the reason in the message bar; it stays until closed."""
        from qgis.core import Qgis

        self.iface.messageBar().pushMessage("ANCT", self.reason, Qgis.Warning, 0)

    def initProcessing(self) -> None:  # noqa: N802
        """Log the reason: no algorithm is offered."""
        from qgis.core import Qgis, QgsMessageLog

        QgsMessageLog.logMessage(self.reason, "ANCT", Qgis.Warning)

    def unload(self) -> None:
        """Take the translator away."""
        i18n.remove()
