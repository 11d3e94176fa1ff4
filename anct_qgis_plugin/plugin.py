"""Registers the plugin's actions, panel, map tool and Processing provider, and takes them away again; no logic."""

from __future__ import annotations

from collections.abc import Callable

from qgis.core import Qgis, QgsApplication
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QAction, QDialog

from . import dependencies, i18n, messages, paths
from .errors import AnctError
from .i18n import translate

MENU = "ANCT"


class AnctPlugin:
    """The plugin as QGIS sees it. Panels, dialogs and tools are made when they are first asked for."""

    def __init__(self, iface) -> None:
        self.iface = iface
        self.provider = None
        self.toolbar = None
        self.actions: dict[str, QAction] = {}
        self.layer_action: QAction | None = None
        self.dock = None
        self.tool = None
        dependencies.add_vendor()
        i18n.install(QgsApplication.locale())
        messages.install()

    def initGui(self) -> None:  # noqa: N802
        """Add menu, toolbar and provider; opens no file and imports no data library."""
        self.initProcessing()
        self.toolbar = self.iface.addToolBar(MENU)
        self.toolbar.setObjectName("AnctToolBar")
        self._add("territory", translate("Anct", "Territory panel"), self.show_dock, checkable=True)
        self._add("inspect", translate("Anct", "Inspect a territory"), self.start_inspecting, checkable=True)
        self._add("maps", translate("Anct", "Maps of a territory…"), lambda: self.open_algorithm("anct:maps"))
        self._add(
            "diagnostic",
            translate("Anct", "Diagnostic of a territory…"),
            lambda: self.open_algorithm("anct:diagnostic"),
        )
        self._add("dossier", translate("Anct", "Dossiers…"), self.open_dossiers)
        self._add("perimeter", translate("Anct", "Perimeter workshop…"), lambda: self.open_dialog("perimeter_dialog"))
        self._add(
            "refresh",
            translate("Anct", "Refresh the data…"),
            lambda: self.open_dialog("refresh_dialog"),
            toolbar=False,
        )

        self._add(
            "import",
            translate("Anct", "Import data of your own…"),
            lambda: self.open_dialog("import_dialog"),
            toolbar=False,
        )
        self._add(
            "sources",
            translate("Anct", "Sources of the data"),
            lambda: self.open_dialog("sources_dialog"),
            toolbar=False,
        )
        self._add_to_layers(translate("Anct", "Enrich with the ANCT data…"))

    def initProcessing(self) -> None:  # noqa: N802
        """Add the Processing provider and the expression functions; works without a window (qgis_process)."""
        from .gis import expressions
        from .processing.provider import AnctProvider

        expressions.register()

        self.provider = AnctProvider()
        if not QgsApplication.processingRegistry().addProvider(self.provider):
            self.provider = None
            messages.LOGGER.warning(translate("Anct", "The Processing provider “anct” is already there."))

    def unload(self) -> None:
        """Take away everything that was added, in the reverse order."""
        self._cancel_tasks()
        self._close_windows()
        if self.layer_action is not None:
            self.iface.removeCustomActionForLayerType(self.layer_action)
            self.layer_action.deleteLater()
            self.layer_action = None
        for action in self.actions.values():
            self.iface.removePluginMenu(MENU, action)
            action.deleteLater()
        self.actions.clear()
        if self.toolbar is not None:
            self.iface.mainWindow().removeToolBar(self.toolbar)
            self.toolbar.deleteLater()
            self.toolbar = None
        from .gis import expressions

        expressions.unregister()
        if self.provider is not None:
            QgsApplication.processingRegistry().removeProvider(self.provider)
            self.provider = None
        messages.remove()
        i18n.remove()
        dependencies.remove_vendor()

    def show_dock(self, visible: bool = True) -> None:
        """Show or hide the territory panel."""
        if self.dock is None:
            if not visible:
                return
            from .gui.docks.territory_dock import TerritoryDock

            try:
                self.dock = TerritoryDock(self.iface, self.iface.mainWindow(), self.actions)
            except AnctError as problem:
                self.actions["territory"].setChecked(False)
                messages.error(self.iface, problem)
                return
            self.iface.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self.dock)
            self.dock.visibilityChanged.connect(self.actions["territory"].setChecked)
        self.dock.setVisible(visible)
        if visible:
            self.dock.raise_()

    def start_inspecting(self, active: bool = True) -> None:
        """Take the map tool that shows the facts of the unit under the pointer, or give it back."""
        canvas = self.iface.mapCanvas()
        if not active:
            if self.tool is not None:
                canvas.unsetMapTool(self.tool)
            return
        if self.tool is None:
            from .gui.inspect_tool import InspectTool

            try:
                self.tool = InspectTool(self.iface)
            except AnctError as problem:
                self.actions["inspect"].setChecked(False)
                messages.error(self.iface, problem)
                return
            self.tool.setAction(self.actions["inspect"])
        canvas.setMapTool(self.tool)

    def open_dossiers(self) -> None:
        """Open the list of the user's dossiers."""
        from .gui.dossiers import open_list

        try:
            open_list(self.iface.mainWindow())
        except AnctError as problem:
            messages.error(self.iface, problem)

    def open_dialog(self, module: str) -> None:
        """Open a window of gui/dialogs, named by its module, whose `open_dialog(iface)` shows it."""
        from importlib import import_module

        try:
            import_module(f".gui.dialogs.{module}", __package__).open_dialog(self.iface)
        except AnctError as problem:
            messages.error(self.iface, problem)

    def open_algorithm(self, identifier: str) -> None:
        """Open the Processing dialog of one of the plugin's algorithms."""
        from qgis import processing

        processing.execAlgorithmDialog(identifier)

    def _add(
        self, key: str, text: str, slot: Callable[..., None], checkable: bool = False, toolbar: bool = True
    ) -> None:
        icon = QIcon(str(paths.RESOURCES / "icons" / f"{key}.svg"))
        action = QAction(icon, text, self.iface.mainWindow())
        action.setObjectName(f"AnctAction_{key}")
        action.setCheckable(checkable)
        # `triggered` hands over the checked state, which only the checkable actions want.
        action.triggered.connect(slot if checkable else lambda _checked=False: slot())
        self.iface.addPluginToMenu(MENU, action)
        if toolbar:
            self.toolbar.addAction(action)
        self.actions[key] = action

    def _add_to_layers(self, text: str) -> None:
        """An entry in the menu of every vector layer and table."""
        icon = QIcon(str(paths.RESOURCES / "icons" / "enrich.svg"))
        self.layer_action = QAction(icon, text, self.iface.mainWindow())
        self.layer_action.setObjectName("AnctAction_enrich")
        self.layer_action.triggered.connect(lambda _checked=False: self.enrich_layer())
        self.iface.addCustomActionForLayerType(self.layer_action, "", Qgis.LayerType.Vector, True)

    def enrich_layer(self) -> None:
        """Open the enrichment for the layer whose menu was used."""
        from qgis import processing

        layer = self.iface.activeLayer()
        processing.execAlgorithmDialog("anct:enrich", {} if layer is None else {"INPUT": layer.id()})

    def _close_windows(self) -> None:
        package = __name__.partition(".")[0]
        # qgis_process gives no interface: there is no window then.
        for window in self.iface.mainWindow().findChildren(QDialog) if self.iface is not None else ():
            if type(window).__module__.partition(".")[0] == package:
                window.close()
                window.deleteLater()
        if self.tool is not None:
            self.iface.mapCanvas().unsetMapTool(self.tool)
            self.tool.close_dialogs()
            self.tool.deleteLater()
            self.tool = None
        if self.dock is not None:
            self.dock.close_work()
            self.dock.visibilityChanged.disconnect(self.actions["territory"].setChecked)
            self.iface.removeDockWidget(self.dock)
            self.dock.deleteLater()
            self.dock = None

    @staticmethod
    def _cancel_tasks() -> None:
        package = __name__.partition(".")[0]
        for task in QgsApplication.taskManager().tasks():
            if type(task).__module__.partition(".")[0] == package:
                task.cancel()
