"""Where things are, for every suite: several conftest.py may be imported at once, so no name is kept in one."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("ANCT_SHARED", ROOT.parent / "shared"))
