"""python -m anct_qgis_plugin.connectors RAW_FOLDER [--cog COG_PACKAGE] [--out FOLDER]: rewrites all facts."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from .. import paths
from ..errors import AnctError
from .embedded import arrondissements, employment_zones
from .embedded.facts import load_codes, rewrite, write_table
from .tables import former_names
from .tables.raw import Raw


def main(arguments: list[str] | None = None) -> int:
    """Rewrite the facts and print each reader's report; 1 and the reason if something is wrong."""
    parser = argparse.ArgumentParser(prog="python -m anct_qgis_plugin.connectors", description=main.__doc__)
    parser.add_argument("raw", type=Path, help="folder of the raw files (programmes/, zonages/, indicateurs/, …)")
    parser.add_argument("--cog", type=Path, help="unpacked @etalab/decoupage-administratif 6.0.0")
    parser.add_argument("--out", type=Path, default=paths.FACTS, help="where the facts go")
    options = parser.parse_args(arguments)
    try:
        reports = rewrite(options.raw, options.out, options.cog)
        if options.out == paths.FACTS:
            # Beside the catalogue: the plugin ships it, and not the facts.
            codes = load_codes(options.out)
            for beside in (former_names, arrondissements, employment_zones):
                rows = beside.rows(Raw.open(options.raw / beside.RAW), codes)
                write_table(paths.CATALOGUE / beside.FILE, beside.COLUMNS, rows)
    except AnctError as error:
        print(error, file=sys.stderr)
        return 1
    for report in reports:
        print(report.text())
    return 0


if __name__ == "__main__":
    sys.exit(main())
