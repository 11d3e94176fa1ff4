"""A thematic map with its legend on a page of running text."""

from __future__ import annotations

from pathlib import Path

from ..core.diagnostic import Analyst
from .map_frame import add_map
from .map_legend import add_legend
from .page_items import Flow

# Width of the legend beside a map, and of the gap between them, mm.
LEGEND, GAP = 52.0, 4.0


def themed_map(flow: Flow, analyst: Analyst, dataset: Path, theme: str, height: float) -> None:
    """A map with its legend on the right; as high as the legend where that is higher."""
    x = flow.left + flow.inner - LEGEND
    below = add_legend(flow.layout, analyst, dataset, theme, (x, flow.y, LEGEND, height), flow.page, 7.0)
    height = max(height, below - flow.y)
    rect = (flow.left, flow.y, flow.inner - LEGEND - GAP, height)
    add_map(flow.layout, analyst, dataset, theme, rect, flow.page, f"carte_{theme}")
    flow.y += height + 3.5
