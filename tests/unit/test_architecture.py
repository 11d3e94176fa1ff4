"""The rules of docs/architecture.md about who may import whom, read from the code."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "anct_qgis_plugin"
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path.relative_to(PACKAGE).parts[0] != "vendor")

# Room → rooms of the package that it may import, beside itself and the open modules at the root.
MAY_IMPORT = {
    "core": set(),
    "connectors": {"core"},
    "snapshot": {"core", "connectors"},
    "documents": {"core"},
    "store": {"core"},
    "gis": {"core", "snapshot", "documents", "store", "connectors"},
    "processing": {"core", "snapshot", "documents", "store", "connectors", "gis"},
    "gui": {"core", "snapshot", "documents", "store", "connectors", "gis"},
}
OPEN = {"errors", "i18n", "paths", "dependencies"}
# Rooms where QGIS and Qt have no business at all.
WITHOUT_QGIS = {"core", "connectors", "documents"}
# Imported at first use only: some installers of QGIS lack them.
LATE = {"geopandas", "matplotlib", "odfdo"}


def room(path: Path) -> str:
    parts = path.relative_to(PACKAGE).parts
    return parts[0] if len(parts) > 1 else ""


def imports(source: str, path: Path, only_at_load: bool = False) -> set[str]:
    """Dotted names imported by a module; those of the package as "anct_qgis_plugin.room.module"."""
    found = set()
    for node in _nodes(ast.parse(source), only_at_load):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            found |= {f"{node.module}.{alias.name}" for alias in node.names} | {node.module}
        elif isinstance(node, ast.ImportFrom):
            base = ("anct_qgis_plugin", *path.relative_to(PACKAGE).parent.parts)
            base = base[: len(base) - node.level + 1]
            prefix = ".".join((*base, *(node.module.split(".") if node.module else ())))
            found |= {f"{prefix}.{alias.name}" for alias in node.names}
    return found


def _nodes(tree: ast.AST, only_at_load: bool):
    for node in ast.iter_child_nodes(tree):
        if only_at_load and isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        if only_at_load and isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING"):
            continue
        yield node
        yield from _nodes(node, only_at_load)


def upward(source: str, path: Path) -> list[str]:
    """Imports of the package that the module's room may not make."""
    mine = room(path)
    bad = []
    for name in imports(source, path):
        parts = name.split(".")
        if parts[0] != "anct_qgis_plugin" or len(parts) < 2 or mine == "":
            continue
        target = parts[1]
        is_room = target in MAY_IMPORT
        if is_room and target != mine and target not in MAY_IMPORT[mine]:
            bad.append(name)
        # settings and messages talk to QGIS: only the rooms that do so themselves may use them.
        if not is_room and target not in OPEN and mine not in ("gui", "processing", "gis"):
            bad.append(name)
    return sorted(bad)


def ids(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


@pytest.mark.parametrize("path", MODULES, ids=ids)
def test_imports_point_downwards(path):
    assert upward(path.read_text(encoding="utf-8"), path) == []


@pytest.mark.parametrize("path", MODULES, ids=ids)
def test_no_binding_of_qt_is_named(path):
    named = {name.split(".")[0] for name in imports(path.read_text(encoding="utf-8"), path)}
    assert not named & {"PyQt5", "PyQt6", "sip", "PySide2", "PySide6"}


@pytest.mark.parametrize("path", [p for p in MODULES if room(p) in WITHOUT_QGIS], ids=ids)
def test_no_qgis_in_the_core_connectors_and_documents(path):
    assert "qgis" not in {name.split(".")[0] for name in imports(path.read_text(encoding="utf-8"), path)}


@pytest.mark.parametrize("path", MODULES, ids=ids)
def test_libraries_that_may_be_missing_are_imported_at_first_use(path):
    at_load = {name.split(".")[0] for name in imports(path.read_text(encoding="utf-8"), path, only_at_load=True)}
    assert not at_load & LATE


@pytest.mark.parametrize("name", ["__init__", "errors", "i18n", "paths", "dependencies", "support"])
def test_modules_open_to_all_import_no_qt_when_loaded(name):
    path = PACKAGE / f"{name}.py"
    at_load = {name.split(".")[0] for name in imports(path.read_text(encoding="utf-8"), path, only_at_load=True)}
    assert "qgis" not in at_load


@pytest.mark.parametrize("path", MODULES, ids=ids)
def test_every_package_of_the_plugin_is_a_known_room(path):
    assert room(path) in {"", *MAY_IMPORT}


def test_the_core_runs_where_qgis_cannot_be_imported():
    """In an interpreter where `qgis` and `PyQt5` raise, every module of the three rooms loads."""
    names = [
        "anct_qgis_plugin." + ".".join(path.relative_to(PACKAGE).with_suffix("").parts)
        for path in MODULES
        if room(path) in WITHOUT_QGIS and path.name not in ("__init__.py", "__main__.py")
    ]
    script = (
        "import sys, importlib\n"
        "sys.modules['qgis'] = None\nsys.modules['PyQt5'] = None\n"
        f"for name in {names!r}: importlib.import_module(name)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_reading_of_imports_sees_an_upward_one():
    """The checks above can fail: each kind of forbidden import is recognised."""
    core = PACKAGE / "core" / "example.py"
    assert upward("from ..gis import layers", core) == ["anct_qgis_plugin.gis.layers"]
    assert upward("def f():\n    from ..snapshot.reader import load", core) == ["anct_qgis_plugin.snapshot.reader.load"]
    assert upward("import anct_qgis_plugin.gui.docks", core) == ["anct_qgis_plugin.gui.docks"]
    assert upward("from .. import settings", core) == ["anct_qgis_plugin.settings"]
    assert upward("from ..errors import AnctError\nfrom .facts import Facts", core) == []
    assert imports("if TYPE_CHECKING:\n    import geopandas", core, only_at_load=True) == set()
    assert imports("class A:\n    import matplotlib", core, only_at_load=True) == {"matplotlib"}
