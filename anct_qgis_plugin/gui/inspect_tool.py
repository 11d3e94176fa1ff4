"""A map tool: click a place, read the facts of its commune."""

from __future__ import annotations

from qgis.core import QgsPointXY
from qgis.gui import QgsMapMouseEvent, QgsMapTool
from qgis.PyQt import sip
from qgis.PyQt.QtCore import Qt

from .. import messages
from ..errors import AnctError, UnknownTerritory
from ..gis.jobs import Job
from ..gis.locate import commune_at
from ..i18n import translate
from . import work


class InspectTool(QgsMapTool):
    """Opens the inspect dialog of the commune that is clicked; outside France it says so."""

    def __init__(self, iface) -> None:
        super().__init__(iface.mapCanvas())
        self.iface = iface
        self.dialog = None
        self._data: work.Ready | None = None
        self._job: Job | None = None
        self.setCursor(Qt.CursorShape.WhatsThisCursor)

    def flags(self) -> QgsMapTool.Flags:
        return QgsMapTool.Flag.AllowZoomRect

    def canvasReleaseEvent(self, event: QgsMapMouseEvent) -> None:  # noqa: N802
        if event.button() == Qt.MouseButton.LeftButton:
            self.inspect_at(event.mapPoint())

    def inspect_at(self, point: QgsPointXY) -> None:
        """Show the commune under a point in the canvas's CRS; the data are read first if need be."""
        from ..snapshot import reader

        if self._data is not None and reader.is_current(self._data.analyst):
            self._show(point)
            return
        if self._job is not None:
            return  # already reading for an earlier click
        self._job = work.read_data()
        self._job.succeeded.connect(lambda data: self._ready(data, point))
        self._job.failed.connect(lambda problem: messages.error(self.iface, problem))
        self._job.ended.connect(self._read)
        self._job.start()

    def deactivate(self) -> None:
        if self._job is not None:
            self._job.cancel()
        super().deactivate()

    def close_dialogs(self) -> None:
        """Close the dialog it opened."""
        # Closed by the user, it has been deleted meanwhile.
        if self.dialog is not None and not sip.isdeleted(self.dialog):
            self.dialog.close()
        self.dialog = None

    def _ready(self, data: work.Ready, point: QgsPointXY) -> None:
        self._data = data
        self._show(point)

    def _read(self) -> None:
        self._job = None

    def _show(self, point: QgsPointXY) -> None:
        from .dialogs.inspect_dialog import InspectDialog

        try:
            analyst = self._data.analyst
            crs = self.canvas().mapSettings().destinationCrs()
            code = commune_at(point, crs)
            if code is None or code not in analyst.facts.position:
                raise UnknownTerritory(
                    translate(
                        "Anct", "There is no commune of France here: click inside métropole or an overseas département."
                    )
                )
            dialog = InspectDialog(analyst, analyst.gazetteer.of_unit("commune", code), self.iface.mainWindow())
        except UnknownTerritory as problem:
            messages.warning(self.iface, str(problem))
            return
        except AnctError as problem:
            messages.error(self.iface, problem)
            return
        self.close_dialogs()
        self.dialog = dialog
        dialog.show()
