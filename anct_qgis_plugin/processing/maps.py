"""anct:maps – thematic maps of a territory, one file per theme."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputString,
    QgsProcessingParameterString,
)

from ..gis.formats import MAPS
from ..i18n import translate
from .base import FolderAlgorithm

if TYPE_CHECKING:  # loading the provider must not import pandas
    from ..core.territory import Territory


class Maps(FolderAlgorithm):
    ID = "maps"

    def label(self) -> str:
        return translate("Anct", "Thematic maps")

    def help(self) -> str:
        return translate(
            "Anct",
            "Map pages ready to show: the programmes that cover a territory, its fragility, the gaps between both, the "
            "access to France services, one indicator, yours included (indicateur:<id>), its change between two "
            "vintages (evolution:<id>), one zoning (zonage:frr, zonage:densite…). One file per theme, with legend, "
            "scale, sources, vintages and reading note. As geopdf, a PDF that knows where it lies on Earth, with "
            "layers to switch on and off (its name ends in _geo.pdf).",
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:  # noqa: N802
        self.add_territory()
        self.addParameter(
            QgsProcessingParameterString(
                "THEMES",
                translate(
                    "Anct",
                    "Themes, comma separated (programmes, fragilite, lacunes, acces, indicateur:<id>, evolution:<id>, "
                    "zonage:<id>)",
                ),
                defaultValue="programmes,fragilite",
            )
        )
        self.add_choice("PAPER", translate("Anct", "Paper"), ["A4", "A3"], "A4")
        self.add_choice("FORMAT", translate("Anct", "Format"), list(MAPS), "pdf")
        self.add_split(translate("Anct", "One map per"))
        self.add_profile()
        self.add_folder()
        self.addOutput(QgsProcessingOutputString("FILES", translate("Anct", "Files")))

    def compute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        from ..gis.layout_export import check_format
        from ..gis.map_page import THEMES, check_theme, write_maps

        def write(part: Territory, folder: Path, steps: QgsProcessingFeedback) -> list[Path]:
            return write_maps(analyst, part, profile, themes, paper, fmt, folder, steps)

        wanted = self.parameterAsString(parameters, "THEMES", context)
        themes = list(dict.fromkeys(key.strip() for key in wanted.split(",") if key.strip())) or list(THEMES)
        fmt = self.parameterAsEnumString(parameters, "FORMAT", context)
        check_format(fmt)
        analyst = self.analyst(feedback)
        for theme in themes:
            check_theme(analyst, theme)
        territory = self.territory(analyst, parameters, context, feedback)
        profile = self.profile(analyst, parameters, context)
        paper = self.parameterAsEnumString(parameters, "PAPER", context)
        return self.each(territory, parameters, context, feedback, analyst, write)
