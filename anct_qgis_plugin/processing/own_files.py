"""What the algorithms that take in a person's own file share: the files offered, the report, the rows left out."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from qgis.core import QgsProcessingFeedback

from ..errors import OutputError
from ..i18n import translate

if TYPE_CHECKING:  # loading the provider must not import pandas
    from ..connectors.own_import import Imported
    from ..connectors.own_table import Table

FILES = "*.csv *.txt *.tsv *.ods *.xlsx *.xls"


def file_filter() -> str:
    """What QGIS checks a file's name against, case minded: a filter without brackets would refuse all files, one
    without "*.*" would refuse "LISTE.CSV"."""
    return f"{translate('Anct', 'Tables')} ({FILES});;{translate('Anct', 'All files')} (*.*)"


def write_report(
    path: Path, done: Imported, table: Table, reasons: Sequence[str], figures: Mapping[str, object]
) -> None:
    """The outcome as JSON, its keys and reasons in French.

    Args:
        reasons: how the columns were told.
        figures: what is counted of this kind of import.

    Raises:
        OutputError: it cannot be written.
    """
    content = {
        "fichier": table.name,
        "lecture": [*table.reasons, *reasons],
        "lignes": done.rows,
        **figures,
        "repares": done.repaired,
        "avertissements": done.warnings,
        "laissees_de_cote": [
            {"ligne": one.row, "code": one.code, "valeur": one.value, "raison": one.reason} for one in done.left_out
        ],
    }
    try:
        path.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")
    except OSError as error:
        raise OutputError(
            translate("Anct", "The result cannot be written to {place}. Check the folder and its rights.").format(
                place=path
            )
        ) from error


def warn_of_left_out(feedback: QgsProcessingFeedback, done: Imported) -> None:
    """Say what a person should look at."""
    for warning in done.warnings:
        feedback.pushWarning(warning)
    if done.left_out:
        feedback.pushWarning(
            translate("Anct", "{n} rows were left out; the report says why.").format(n=len(done.left_out))
        )
