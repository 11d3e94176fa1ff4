"""The Processing provider `anct`: toolbox, models, qgis_process."""

from __future__ import annotations

from qgis.core import QgsProcessingProvider
from qgis.PyQt.QtGui import QIcon

from .. import paths
from ..i18n import translate


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
        from .coverage import Coverage
        from .diagnostic import DiagnosticPdf
        from .dossier import DossierAlgorithm
        from .fragility import FragilityIndex
        from .loadterritory import LoadTerritory
        from .maps import Maps
        from .programmes import Programmes

        for algorithm in (LoadTerritory, Programmes, Coverage, FragilityIndex, Maps, DiagnosticPdf, DossierAlgorithm):
            self.addAlgorithm(algorithm())
