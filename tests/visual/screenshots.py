"""`make screenshots`: QGIS in a real window (Xvfb), in French, with the plugin's panel open on a territory.

    /usr/bin/python3 tests/visual/screenshots.py [dep:46]

Writes out/screenshots/*.png. Needs what `sh bootstrap.sh screen` installs.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "out" / "screenshots"
TIMEOUT = 180
SIZE = "1500x950"

# Run by QGIS itself once it is up: opens the panel, types the territory, adds its layers, grabs the window, leaves.
INSIDE = """
from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtWidgets import QApplication
from qgis.utils import iface, plugins

FOLDER, TERRITORY = {folder!r}, {territory!r}
window = iface.mainWindow()
window.setGeometry(0, 0, 1500, 950)


def grab(name):
    QApplication.processEvents()
    window.grab().save(FOLDER + "/" + name + ".png")


def leave():
    from qgis.core import QgsProject
    QgsProject.instance().setDirty(False)
    iface.actionExit().trigger()


def shown(_expression):
    grab("panneau")
    dock.load_layers()
    QTimer.singleShot(12000, lambda: (grab("carte"), leave()))


plugin = plugins["anct_qgis_plugin"]
plugin.actions["territory"].trigger()
dock = plugin.dock
dock.territory_shown.connect(lambda expression: QTimer.singleShot(500, lambda: shown(expression)))
dock.ready.connect(lambda: dock.choose(TERRITORY))
"""


def main() -> int:
    territory = sys.argv[1] if len(sys.argv) > 1 else "dep:46"
    FOLDER.mkdir(parents=True, exist_ok=True)
    missing = [name for name in ("Xvfb", "openbox", "qgis") if shutil.which(name) is None]
    if missing:
        print(f"not installed: {', '.join(missing)} (sh bootstrap.sh screen)", file=sys.stderr)
        return 1
    display = next(f":{number}" for number in range(90, 200) if not Path(f"/tmp/.X11-unix/X{number}").exists())
    # Not in the system's temporary folder: QGIS would take the layers for temporary ones, and ask before it leaves.
    with tempfile.TemporaryDirectory(dir=ROOT / "build") as profile:
        settings = Path(profile) / "profiles" / "default" / "QGIS" / "QGIS3.ini"
        settings.parent.mkdir(parents=True)
        settings.write_text(
            "[PythonPlugins]\nanct_qgis_plugin=true\n\n[locale]\noverrideFlag=true\nuserLocale=fr\n", encoding="utf-8"
        )
        script = Path(profile) / "inside.py"
        script.write_text(INSIDE.format(folder=str(FOLDER), territory=territory), encoding="utf-8")
        environment = {**os.environ, "DISPLAY": display, "QGIS_PLUGINPATH": str(ROOT / "build")}
        environment |= {"QGIS_CUSTOM_CONFIG_PATH": profile, "QT_QPA_PLATFORM": "xcb"}
        screen = subprocess.Popen(["Xvfb", display, "-screen", "0", f"{SIZE}x24"], stderr=subprocess.DEVNULL)
        time.sleep(2)
        manager = subprocess.Popen(["openbox"], env=environment, stderr=subprocess.DEVNULL)
        begun = time.time()
        try:
            command = ["qgis", "--nologo", "--noversioncheck", "--code", str(script)]
            subprocess.run(command, env=environment, timeout=TIMEOUT, check=False, capture_output=True)
        except subprocess.TimeoutExpired:
            print(f"QGIS did not finish within {TIMEOUT} s", file=sys.stderr)
        finally:
            manager.terminate()
            screen.terminate()
    written = [path for path in sorted(FOLDER.glob("*.png")) if path.stat().st_mtime >= begun]
    for path in written:
        print(path.relative_to(ROOT))
    return 0 if written else 1


if __name__ == "__main__":
    sys.exit(main())
