"""anct:refresh – a new version of the data from the services or from a folder of files."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsApplication,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputBoolean,
    QgsProcessingOutputString,
    QgsProcessingParameterString,
)
from qgis.PyQt.QtCore import QThread

from ..i18n import translate
from .base import AnctAlgorithm

if TYPE_CHECKING:
    from ..connectors.http.transport import Transport
    from ..snapshot.refresh import Outcome


class RefreshAlgorithm(AnctAlgorithm):
    """Refreshes sources; what is in use changes only when everything has been checked."""

    ID = "refresh"

    def label(self) -> str:
        return translate("Anct", "Refresh the data")

    def help(self) -> str:
        return translate(
            "Anct",
            "Reads official files, from the public services or from a folder where you downloaded them, checks them, "
            "and makes a new version of the plugin's data. A file that fails a check is refused whole, and what was "
            "held stays. The new version is put into use only when it is whole; the three last ones are kept.",
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:  # noqa: N802
        for name, label, default in (
            ("SOURCES", translate("Anct", "Sources (keys, comma separated; empty = all but the optional ones)"), ""),
            ("FROM", translate("Anct", "From: “web”, or a folder of files"), "web"),
            ("SNAPSHOT", translate("Anct", "Version or file to start from (empty = the data in use)"), ""),
        ):
            self.addParameter(QgsProcessingParameterString(name, label, defaultValue=default, optional=True))
        self.addOutput(QgsProcessingOutputString("REPORT", translate("Anct", "Report (JSON)")))
        self.addOutput(QgsProcessingOutputString("SNAPSHOT", translate("Anct", "Data in use")))
        self.addOutput(QgsProcessingOutputBoolean("ACTIVATED", translate("Anct", "A new version is in use")))

    def compute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        from ..connectors.refresh import supply
        from ..connectors.refresh.refreshable import REFRESHABLE
        from ..snapshot import refresh, versions

        keys = [key.strip() for key in self.parameterAsString(parameters, "SOURCES", context).split(",") if key.strip()]
        origin = self.parameterAsString(parameters, "FROM", context).strip() or "web"
        start = self.parameterAsString(parameters, "SNAPSHOT", context).strip()
        base = None if not start else Path(start) if Path(start).is_file() else versions.find(start).path

        def say(share: float, text: str) -> None:
            feedback.setProgress(100 * share)
            feedback.setProgressText(text)

        with tempfile.TemporaryDirectory(prefix="anct-") as folder:
            if origin == "web":
                supplied = supply.from_web(transport(), Path(folder), feedback.isCanceled, supply.downloads())
            else:
                supplied = supply.from_folder(Path(origin))
            outcome = refresh.refresh(supplied, keys, base, cancelled=feedback.isCanceled, say=say)
        states = refresh.state_names()
        for result in outcome.results:
            line = f"{result.label} : {states[result.state]}. {result.reason or result.vintage}"
            feedback.pushWarning(line) if result.state == refresh.REFUSED else feedback.pushInfo(line)
        apart = [entry.key for entry in REFRESHABLE.values() if entry.optional]
        if not keys and apart:
            feedback.pushInfo(
                translate("Anct", "Optional sources, read only when they are named: {keys}.").format(
                    keys=", ".join(apart)
                )
            )
        using = refresh.put_into_use(outcome)
        feedback.setProgress(100)
        return {
            "REPORT": json.dumps(report(outcome), ensure_ascii=False),
            "SNAPSHOT": str(using.path if using else versions.active()),
            "ACTIVATED": using is not None,
        }


def transport() -> Transport:
    """QGIS's network manager; `requests` where the algorithm runs in the main thread (qgis_process), which must not
    wait for the former."""
    from ..connectors.http.requests_transport import RequestsTransport
    from ..gis.network import QgisTransport

    if QThread.currentThread() == QgsApplication.instance().thread():
        return RequestsTransport()
    return QgisTransport()


def report(outcome: Outcome) -> dict[str, Any]:
    """The outcome as plain dicts and lists: per source what was read, matched, unmatched, and what changes."""
    from ..connectors.refresh.refreshable import REFRESHABLE
    from ..documents.difference_report import counts

    change = counts(outcome.difference) if outcome.difference else {"programmes": {}, "sites": {}, "indicators": {}}
    sources = {}
    for result in outcome.results:
        entry = REFRESHABLE.get(result.key)
        moved = [
            change[kind].get(p, {}) for p in (entry.programmes if entry else ()) for kind in ("programmes", "sites")
        ]
        sources[result.key] = {
            "label": result.label,
            "state": result.state,
            "reason": result.reason,
            "origin": result.origin,
            "rows_read": result.rows_read,
            "matched": result.matched,
            "unmatched": len(result.unmatched),
            "unmatched_rows": [{"row": row, "tried": tried} for row, tried in result.unmatched],
            "kept": len(result.kept),
            "kept_rows": [{"row": row, "why": why} for row, why in result.kept],
            "notes": list(result.notes),
            "repaired": dict(result.repaired),
            "added": sorted(code for part in moved for code in part.get("added", ())),
            "removed": sorted(code for part in moved for code in part.get("removed", ())),
            "vintage": result.vintage or result.vintage_before,
            "vintage_before": result.vintage_before,
        }
    version = outcome.version.name if outcome.version else ""
    return {"version": version, "sources": sources, "indicators": change["indicators"]}
