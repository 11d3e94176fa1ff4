"""A projection outlives the task whose thread asked for it first."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# In a process of its own: once the main thread knows a projection, there is nothing to see.
SCRIPT = """
import os, sys
sys.path.insert(0, {root!r})
from qgis.core import (QgsApplication, QgsCoordinateReferenceSystem, QgsCoordinateTransform,
                       QgsCoordinateTransformContext, QgsProject)
from qgis.testing import start_app
app = start_app()
from qgis.PyQt.QtCore import QThreadPool
from qgis.PyQt.QtTest import QTest
from anct_qgis_plugin.gis.jobs import Job
pool = getattr(QgsApplication.taskManager(), "threadPool", QThreadPool.globalInstance)()
pool.setExpiryTimeout(50)
WGS84 = "EPSG:4326"

def compute(_feedback):
    there = QgsCoordinateReferenceSystem("EPSG:2154")
    return QgsCoordinateTransform(QgsCoordinateReferenceSystem(WGS84), there, QgsCoordinateTransformContext()).isValid()

heard = []
job = Job("essai", compute)
job.succeeded.connect(heard.append)
job.start()
while not heard:
    QTest.qWait(20)
project = QgsProject.instance()
project.setCrs(QgsCoordinateReferenceSystem("EPSG:2154"))
QTest.qWait(600)
moved = QgsCoordinateTransform(QgsCoordinateReferenceSystem(WGS84), project.crs(), project)
print("SEEN", heard, bool(project.crs().toWkt()), moved.isValid(), flush=True)
os._exit(0)
"""


def test_the_projects_projection_outlives_the_thread_of_the_task() -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT.format(root=str(ROOT))], capture_output=True, text=True, timeout=60, check=False
    )
    assert "SEEN [True] True True" in done.stdout, done.stderr[-2000:]
