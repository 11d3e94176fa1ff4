"""The staged plugin is whole, loads through qgis.utils, and leaves nothing behind when it stops."""

from __future__ import annotations

import ast
import configparser
import importlib.util
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
_spec = importlib.util.spec_from_file_location("package_plugin", ROOT / "package_plugin.py")
package_plugin = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(package_plugin)


@pytest.fixture(scope="module")
def staged(tmp_path_factory) -> Path:
    """The plugin staged from the source tree, without the libraries that pip would download."""
    target = tmp_path_factory.mktemp("plugins") / "anct_qgis_plugin"
    package_plugin.stage(target, with_vendor=False)
    return target


def tree(root: Path) -> None:
    """A small source tree with everything that has to be left out."""
    for name, text in {
        "metadata.txt": "[general]\nversion=1.2.3\n",
        "LICENSE": "licence",
        "anct_qgis_plugin/__init__.py": "",
        "anct_qgis_plugin/core/__pycache__/x.cpython-311.pyc": "",
        "anct_qgis_plugin/core/x.py": "X = 1\n",
        "anct_qgis_plugin/vendor/old.py": "",
        "resources/data/anct.gpkg": "data",
        "resources/data/anct.gpkg-wal": "journal",
        "resources/snapshot/cog.csv": "code\n",
        "resources/icons/anct.svg": "<svg/>",
        "i18n/anct_fr.ts": "<TS/>",
        "i18n/anct_fr.qm": "qm",
        "i18n/update.py": "",
        "tests/test_x.py": "",
    }.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")


def names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_only_what_the_plugin_needs_is_staged_and_nothing_is_copied_twice(tmp_path):
    tree(tmp_path / "source")
    target = tmp_path / "build" / "anct_qgis_plugin"
    assert package_plugin.stage(target, tmp_path / "source", with_vendor=False) == 7
    assert names(target) == [
        "LICENSE",
        "__init__.py",
        "core/x.py",
        "i18n/anct_fr.qm",
        "metadata.txt",
        "resources/data/anct.gpkg",
        "resources/icons/anct.svg",
    ]
    assert not any(path.is_symlink() for path in target.rglob("*"))
    assert package_plugin.stage(target, tmp_path / "source", with_vendor=False) == 0


def test_a_changed_file_is_copied_again_and_a_removed_one_goes(tmp_path):
    source, target = tmp_path / "source", tmp_path / "staged"
    tree(source)
    package_plugin.stage(target, source, with_vendor=False)
    (source / "anct_qgis_plugin/core/x.py").write_text("X = 22\n", encoding="utf-8")
    (source / "resources/icons/anct.svg").unlink()
    assert package_plugin.stage(target, source, with_vendor=False) == 2
    assert (target / "core/x.py").read_text(encoding="utf-8") == "X = 22\n"
    assert not (target / "resources/icons").exists()


@pytest.mark.parametrize(
    ("absent", "target"), [("resources/data/anct.gpkg", "make snapshot"), ("i18n/anct_fr.qm", "make i18n")]
)
def test_what_has_not_been_built_is_named_with_its_command(tmp_path, absent, target):
    tree(tmp_path)
    (tmp_path / absent).unlink()
    with pytest.raises(package_plugin.PackagingError, match=target):
        package_plugin.stage(tmp_path / "staged", tmp_path, with_vendor=False)


def test_the_same_files_give_the_same_zip(tmp_path):
    tree(tmp_path / "source")
    package_plugin.stage(tmp_path / "staged", tmp_path / "source", with_vendor=False)
    package_plugin.make_zip(tmp_path / "staged", tmp_path / "a.zip")
    for path in (tmp_path / "staged").rglob("*"):
        os.utime(path)
    package_plugin.make_zip(tmp_path / "staged", tmp_path / "b.zip")
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        found = archive.namelist()
    assert found == sorted(found)
    assert all(name.startswith("anct_qgis_plugin/") for name in found)


def test_metadata_is_complete(staged):
    parser = configparser.ConfigParser()
    parser.read(staged / "metadata.txt", encoding="utf-8")
    general = parser["general"]
    for key in ("name", "description", "about", "version", "author", "email", "homepage", "tracker", "repository"):
        assert general[key].strip(), key
    assert general["qgisMinimumVersion"] == "3.40"
    assert general["qgisMaximumVersion"] == "4.99"
    assert general["supportsQt6"] == "True"
    assert general["hasProcessingProvider"] == "yes"
    assert (staged / general["icon"]).exists()


def test_the_version_is_the_same_everywhere():
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert package_plugin.version() == project
    assert f"## [{project}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_staged_code_asserts_nothing_and_has_no_bare_except(staged):
    for path in staged.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            assert not isinstance(node, ast.Assert), f"{path.name}:{node.lineno}"
            assert not (isinstance(node, ast.ExceptHandler) and node.type is None), f"{path.name}:{node.lineno}"


def start_and_stop(staged: Path, tmp_path: Path, *arguments: str, locale: str = "C.UTF-8") -> dict:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QGIS_CUSTOM_CONFIG_PATH": str(tmp_path / "profile")}
    environment |= {"LC_ALL": locale, "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, str(Path(__file__).with_name("start_stop.py")), str(staged.parent), "3", *arguments]
    done = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, text=True, check=False)
    lines = [line for line in done.stdout.splitlines() if line.startswith("RESULT ")]
    assert lines, done.stdout + done.stderr
    return json.loads(lines[0].removeprefix("RESULT "))


def test_started_and_stopped_three_times_it_leaves_nothing(staged, tmp_path):
    result = start_and_stop(staged, tmp_path)
    assert "anct_qgis_plugin" in result["available"]
    assert Path(result["from"]).parent == staged
    # While it runs there is something to clean up, or the comparison below would prove nothing.
    assert "anct" in result["running"]["providers"]
    assert "QToolBar:AnctToolBar" in result["running"]["objects"]
    assert result["running"]["handlers"] == 1
    assert result["running"]["menus"] == 1
    assert result["running"]["layer_actions"] == 1
    assert all(result["icons"])
    assert result["after"] == [result["before"]] * 3


def test_starting_imports_no_data_library(staged, tmp_path):
    assert start_and_stop(staged, tmp_path)["heavy"] == []


def test_panel_and_map_tool_leave_nothing_either(staged, tmp_path):
    result = start_and_stop(staged, tmp_path, "open")
    assert result["messages"] == []
    assert result["shown"]
    assert result["tool"]
    # What the window itself makes when a first dock is shown stays the same from one cycle to the next.
    own = [name for name in result["after"][0]["objects"] if "Anct" in name]
    assert own == []
    assert result["after"][1] == result["after"][0]
    assert result["after"][2] == result["after"][0]
