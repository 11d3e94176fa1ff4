"""A window, a stub of QGIS's interface and the made-up country of tests/world.py for the panel's tests."""

from __future__ import annotations

from pathlib import Path

import pytest
import world
from qgis.core import QgsSettings
from qgis.gui import QgsMapCanvas, QgsMessageBar
from qgis.PyQt.QtWidgets import QMainWindow
from waiting import Bot

from anct_qgis_plugin import paths
from anct_qgis_plugin.core.diagnostic import Analyst
from anct_qgis_plugin.core.profile import Profile, Weighted


class Interface:
    """What the panel asks of QGIS: a canvas, a window, a message bar; real ones."""

    def __init__(self) -> None:
        self.window = QMainWindow()
        self.canvas = QgsMapCanvas(self.window)
        self.window.setCentralWidget(self.canvas)
        self.bar = QgsMessageBar(self.window)

    def mapCanvas(self):  # noqa: N802
        return self.canvas

    def mainWindow(self):  # noqa: N802
        return self.window

    def messageBar(self):  # noqa: N802
        return self.bar

    def said(self) -> str:
        """What the message bar shows now."""
        item = self.bar.currentItem()
        return "" if item is None else item.text()


@pytest.fixture
def qtbot(qgis_app) -> Bot:
    """Clicks and waits."""
    return Bot()


@pytest.fixture
def interface(qgis_app):
    """The stub of QGIS's interface."""
    made = Interface()
    made.window.resize(900, 900)
    made.window.show()
    yield made
    made.window.close()
    made.window.deleteLater()


@pytest.fixture(autouse=True)
def own_settings(qgis_app):
    """No test sees what another one remembered."""
    QgsSettings().remove("anct")
    yield
    QgsSettings().remove("anct")


@pytest.fixture(scope="session")
def made_up() -> Analyst:
    """The made-up country: incomes everywhere but in Dzaoudzi and La Boisse, poverty secret in Figeac."""
    column = world.column
    values = {
        commune[0]: 18000.0 + 500 * row
        for row, commune in enumerate(world.COMMUNES)
        if commune[0] not in ("97608", "01007")
    }
    income = column(**{f"c{code}": (value, world.NAN, 100.0) for code, value in values.items()})
    # 0 is a value; secret and missing are not.
    poverty = column(
        c46102=("secret", world.NAN, 100.0), c46042=(0.0, world.NAN, 100.0), c75056=(15.0, world.NAN, 900.0)
    )
    return Analyst(world.facts(niveau_vie_median=income, taux_pauvrete=poverty))


@pytest.fixture(scope="session")
def profile() -> Profile:
    """Incomes alone."""
    return Profile("essai", "Revenus seuls", "", (Weighted("niveau_vie_median", 1.0, "low", ""),), ())


@pytest.fixture
def in_made_up_country(monkeypatch, made_up, profile):
    """The panel reads the made-up country instead of the snapshot."""
    from anct_qgis_plugin.snapshot import profiles, reader

    monkeypatch.setattr(reader, "analyst", lambda: made_up)
    monkeypatch.setattr(profiles, "read_profile", lambda known, key: profile)


@pytest.fixture(scope="session")
def real_snapshot() -> Path:
    """The built snapshot; skipped where `make snapshot` has not run."""
    if not paths.SNAPSHOT.is_file():
        pytest.skip("the snapshot is not built (make snapshot)")
    return paths.SNAPSHOT
