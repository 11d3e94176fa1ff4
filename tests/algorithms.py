"""Runs a Processing algorithm as QGIS does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qgis.core import QgsProcessingAlgorithm, QgsProcessingContext, QgsProcessingFeedback


def outputs_of(
    algorithm: QgsProcessingAlgorithm, parameters: Mapping[str, Any], feedback: QgsProcessingFeedback | None = None
) -> dict[str, Any]:
    """Outputs of an algorithm; an error comes out as an exception."""
    results, done = QgsProcessingAlgorithm.run(
        algorithm.create(), dict(parameters), QgsProcessingContext(), feedback or QgsProcessingFeedback(), {}, False
    )
    assert done
    return results
