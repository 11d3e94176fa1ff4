"""The Processing provider `anct`: toolbox, models, qgis_process."""

from __future__ import annotations

from importlib import import_module

from qgis.core import QgsProcessingProvider
from qgis.PyQt.QtGui import QIcon

from .. import paths
from ..i18n import translate

# One module per algorithm, imported when QGIS asks for the provider's algorithms.
ALGORITHMS = (
    ("loadterritory", "LoadTerritory"),
    ("programmes", "Programmes"),
    ("coverage", "Coverage"),
    ("fragility", "FragilityIndex"),
    ("gaps", "GapAnalysis"),
    ("access", "AccessToServices"),
    ("newsites", "NewSites"),
    ("twins", "StatisticalTwins"),
    ("change", "ChangeOverTime"),
    ("maps", "Maps"),
    ("diagnostic", "DiagnosticAlgorithm"),
    ("dossier", "DossierAlgorithm"),
    ("enrich", "Enrich"),
    ("importindicator", "ImportIndicator"),
    ("importprogramme", "ImportProgramme"),
    ("refresh", "RefreshAlgorithm"),
)


class AnctProvider(QgsProcessingProvider):
    """Registers one instance of each algorithm."""

    def id(self) -> str:
        return "anct"

    def name(self) -> str:
        return "ANCT"

    def longName(self) -> str:  # noqa: N802
        return translate("Anct", "ANCT – territorial cohesion")

    def icon(self) -> QIcon:
        return QIcon(str(paths.RESOURCES / "icons" / "anct.svg"))

    def supportsNonFileBasedOutput(self) -> bool:  # noqa: N802
        # A memory layer cannot hold points and polygons together, as anct:programmes may give: temporary results
        # are temporary GeoPackages.
        return False

    def loadAlgorithms(self) -> None:  # noqa: N802
        for module, name in ALGORITHMS:
            self.addAlgorithm(getattr(import_module(f".{module}", __package__), name)())
