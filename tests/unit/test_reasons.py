"""Every reason that a reader of the refresh gives has its sentence, whose names are those of its pattern."""

from __future__ import annotations

import ast
import re
import string
from pathlib import Path

import pytest

from anct_qgis_plugin import connectors
from anct_qgis_plugin.connectors.refresh.refreshable import REFRESHABLE
from anct_qgis_plugin.connectors.tables import identify, reasons

FOLDER = Path(connectors.__file__).parent
# What the refresh reads with; the other readers only make the embedded data, and their reports are for developers.
_OTHERS = ("identify", "merging", "report", "france_services", "limits", "geography_checks")
MODULES = {
    path.stem: path for path in sorted(FOLDER.rglob("*.py")) if path.stem.startswith("official") or path.stem in _OTHERS
}


def literals(module: str) -> set[str]:
    """Texts given to `refuse` and `note`; what an f-string fills is "1"."""
    found: set[str] = set()
    tree = ast.parse(MODULES[module].read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        if node.func.attr in ("refuse", "note") and node.args:
            found |= texts(node.args[-1])
    return found


def texts(node: ast.expr) -> set[str]:
    if isinstance(node, ast.Constant):
        return {str(node.value)}
    if isinstance(node, ast.IfExp):
        return texts(node.body) | texts(node.orelse)
    if isinstance(node, ast.JoinedStr):
        return {"".join(str(part.value) if isinstance(part, ast.Constant) else "1" for part in node.values)}
    return {identify.BROKEN} if isinstance(node, ast.Name) and node.id == "BROKEN" else set()


@pytest.mark.parametrize("module", MODULES)
def test_each_reason_has_a_sentence(module):
    # Names that differ from those held are words of their own: they say all.
    for reason in literals(module) - {"1 1 → 1", "1 1 : 1 → 1"}:
        known = [text for pattern, text in reasons.sentences() if re.fullmatch(pattern, reason)]
        assert len(known) == 1, (reason, known)


def test_the_readers_of_all_sources_are_looked_at():
    from functools import partial

    used = {(e.read.func if isinstance(e.read, partial) else e.read).__module__ for e in REFRESHABLE.values()}
    assert {name.rpartition(".")[2] for name in used} <= set(MODULES)


def test_sentences_name_what_their_pattern_finds():
    for pattern, text in reasons.sentences():
        named = {name for _, name, _, _ in string.Formatter().parse(text) if name}
        assert named == set(re.compile(pattern).groupindex), pattern


def test_a_line_number_and_an_unknown_reason():
    assert reasons.lines_said([("line 12: 46042;Ca", "cells lost or added"), ("46042", "{odd}")]) == (
        ("line 12: 46042;Ca", "the line has lost or gained cells"), ("46042", "{odd}"),
    )  # fmt: skip
