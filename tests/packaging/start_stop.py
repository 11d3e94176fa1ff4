"""Run by test_package.py in an interpreter of its own: loads a staged plugin through qgis.utils, starts and stops it.

    python start_stop.py FOLDER_OF_PLUGINS CYCLES [open]

Prints one JSON object: what the window, the registry, the log and the search path hold before, while the plugin runs
(first cycle), and after each cycle. With "open", the panel and the map tool are opened in each cycle.
"""

import json
import logging
import sys
import tempfile
import time

from qgis import utils
from qgis.core import QgsApplication, QgsExpression, QgsProcessingRegistry  # noqa: F401
from qgis.gui import QgsMapCanvas, QgsMessageBar
from qgis.PyQt.QtCore import QCoreApplication, QEvent, QObject
from qgis.PyQt.QtWidgets import QMainWindow, QMenu

NAME = "anct_qgis_plugin"
HEAVY = ("geopandas", "pandas", "matplotlib", "shapely", "odfdo", "sqlite3")


class Window:
    """The part of QgisInterface that the plugin uses, on a real window whose content can be counted."""

    def __init__(self) -> None:
        self.window = QMainWindow()
        self.canvas = QgsMapCanvas(self.window)
        self.window.setCentralWidget(self.canvas)
        self.bar = QgsMessageBar(self.window)
        self.menu = QMenu("Plugins", self.window)
        self.plugin_menus = {}
        self.layer_actions = []

    def mainWindow(self):  # noqa: N802
        return self.window

    def mapCanvas(self):  # noqa: N802
        return self.canvas

    def messageBar(self):  # noqa: N802
        return self.bar

    def addToolBar(self, name):  # noqa: N802
        return self.window.addToolBar(name)

    def addPluginToMenu(self, name, action):  # noqa: N802
        if name not in self.plugin_menus:
            self.plugin_menus[name] = self.menu.addMenu(name)
        self.plugin_menus[name].addAction(action)

    def removePluginMenu(self, name, action):  # noqa: N802
        self.plugin_menus[name].removeAction(action)
        if self.plugin_menus[name].isEmpty():
            # As QGIS does: an empty menu goes.
            menu = self.plugin_menus.pop(name)
            self.menu.removeAction(menu.menuAction())
            menu.deleteLater()

    def addCustomActionForLayerType(self, action, menu, kind, everywhere):  # noqa: N802
        self.layer_actions.append(action)

    def removeCustomActionForLayerType(self, action):  # noqa: N802
        self.layer_actions.remove(action)

    def addDockWidget(self, area, dock):  # noqa: N802
        self.window.addDockWidget(area, dock)

    def removeDockWidget(self, dock):  # noqa: N802
        self.window.removeDockWidget(dock)


def settle() -> None:
    """Let what has been asked for happen: deferred deletions, the end of cancelled tasks.

    On a busy machine the first reading of the data takes its time; a task that does not end is still counted.
    """
    end = time.monotonic() + 30
    while any(task.isCanceled() for task in QgsApplication.taskManager().tasks()) and time.monotonic() < end:
        QCoreApplication.processEvents()
        time.sleep(0.02)
    for _ in range(3):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QCoreApplication.processEvents()


def count(iface: Window) -> dict:
    settle()
    return {
        "objects": sorted(
            type(child).__name__ + ":" + child.objectName() for child in iface.window.findChildren(QObject)
        ),
        "menus": len(iface.plugin_menus),
        "layer_actions": len(iface.layer_actions),
        "providers": sorted(provider.id() for provider in QgsApplication.processingRegistry().providers()),
        "functions": sorted(f.name() for f in QgsExpression.Functions() if f.name().startswith("anct_")),
        "handlers": len(logging.getLogger(NAME).handlers),
        "tasks": QgsApplication.taskManager().count(),
        "search_path": [folder for folder in sys.path if folder.endswith("vendor")],
    }


def main() -> None:
    folder, cycles, opened = sys.argv[1], int(sys.argv[2]), "open" in sys.argv
    app = QgsApplication([], True, tempfile.mkdtemp())
    app.initQgis()
    sys.path.insert(0, folder)
    iface = Window()
    # QGIS keeps its dock areas once one has been shown: not the plugin's doing.
    iface.window.show()
    utils.iface = iface
    utils.plugin_paths = [folder]
    utils.updateAvailablePlugins()
    result = {"available": utils.available_plugins, "before": count(iface), "after": []}
    for _ in range(cycles):
        loaded = set(sys.modules)
        assert utils.loadPlugin(NAME)
        assert utils.startPlugin(NAME)
        if "heavy" not in result:
            result["heavy"] = sorted(name for name in HEAVY if name in set(sys.modules) - loaded)
            result["running"] = count(iface)
            result["actions"] = [action.text() for action in utils.plugins[NAME].actions.values()]
            result["icons"] = [not action.icon().isNull() for action in utils.plugins[NAME].actions.values()]
            result["from"] = sys.modules[NAME].__file__
        if opened:
            plugin = utils.plugins[NAME]
            plugin.actions["territory"].trigger()
            plugin.actions["inspect"].trigger()
            settle()
            result["shown"] = plugin.dock is not None and plugin.dock.isVisible()
            result["tool"] = plugin.tool is not None and iface.canvas.mapTool() is plugin.tool
            result["messages"] = [item.text() for item in iface.bar.items()]
        assert utils.unloadPlugin(NAME)
        result["after"].append(count(iface))
    print("RESULT " + json.dumps(result))
    sys.stdout.flush()
    utils.iface = None
    app.exitQgis()


main()
