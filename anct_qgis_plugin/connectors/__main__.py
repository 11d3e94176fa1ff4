"""python -m anct_qgis_plugin.connectors RAW_FOLDER [--cog COG_PACKAGE] [--out FOLDER]: rewrites all facts."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from .. import paths
from ..errors import AnctError
from . import former_names
from .facts import load_codes, rewrite, write_table
from .raw import Raw


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
            older = former_names.rows(Raw.open(options.raw / former_names.RAW), load_codes(options.out))
            write_table(paths.CATALOGUE / former_names.FILE, former_names.COLUMNS, older)
    except AnctError as error:
        print(error, file=sys.stderr)
        return 1
    for report in reports:
        print(report.text())
    return 0


if __name__ == "__main__":
    sys.exit(main())
