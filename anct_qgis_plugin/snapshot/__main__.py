"""`python -m anct_qgis_plugin.snapshot [--out PATH]`: build the embedded snapshot and say what is in it."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from .. import paths
from ..errors import AnctError
from .build import build


def main(arguments: list[str] | None = None) -> int:
    """Build; 0 if it worked, 1 with one clear line on standard error if not."""
    parser = argparse.ArgumentParser(prog="python -m anct_qgis_plugin.snapshot", description=__doc__)
    parser.add_argument("--out", type=Path, default=paths.SNAPSHOT, help="GeoPackage to write")
    parser.add_argument("--facts", type=Path, default=paths.FACTS, help="folder of the facts files")
    options = parser.parse_args(arguments)
    began = time.perf_counter()
    try:
        report = build(options.out, options.facts, say=print)
    except AnctError as error:
        print(error, file=sys.stderr)
        return 1
    for what, value in report.lines:
        print(f"{what}: {value}")
    print(f"{options.out} ({time.perf_counter() - began:.1f} s)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
