"""A missing library is one plain sentence that says how to add it; vendored libraries serve only where needed."""

from __future__ import annotations

import sys

import pytest

from anct_qgis_plugin import dependencies, paths
from anct_qgis_plugin.errors import MissingDependency


def hide(monkeypatch, name: str) -> None:
    """Make `import name` fail as it does where the library is not installed."""
    for loaded in [key for key in sys.modules if key == name or key.startswith(name + ".")]:
        monkeypatch.delitem(sys.modules, loaded)
    real = dependencies.importlib.import_module

    def absent(wanted, package=None):
        if wanted.partition(".")[0] == name:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return real(wanted, package)

    monkeypatch.setattr(dependencies.importlib, "import_module", absent)


def test_a_library_that_is_there_is_given_back():
    assert dependencies.require("json").loads("[1]") == [1]


@pytest.mark.parametrize(
    ("platform", "library", "words"),
    [
        ("linux", "geopandas", ["geopandas", "sudo apt install python3-geopandas"]),
        ("linux", "matplotlib", ["matplotlib", "sudo apt install python3-matplotlib"]),
        ("win32", "geopandas", ["geopandas", "OSGeo4W", "python3-geopandas"]),
        ("darwin", "matplotlib", ["matplotlib", "pip install matplotlib"]),
    ],
)
def test_a_missing_library_says_what_to_install_and_how(monkeypatch, platform, library, words):
    hide(monkeypatch, library)
    monkeypatch.setattr(sys, "platform", platform)
    with pytest.raises(MissingDependency) as caught:
        dependencies.require(library)
    for word in words:
        assert word in caught.value.message
    assert library in caught.value.details


def test_a_library_that_lacks_one_of_its_own_names_the_latter(monkeypatch):
    def broken(_name, _package=None):
        raise ModuleNotFoundError("No module named 'shapely'", name="shapely")

    monkeypatch.setattr(dependencies.importlib, "import_module", broken)
    monkeypatch.setattr(sys, "platform", "linux")
    with pytest.raises(MissingDependency, match="python3-shapely"):
        dependencies.require("geopandas")


def test_a_vendored_library_that_is_gone_asks_to_reinstall_the_plugin(monkeypatch, tmp_path):
    hide(monkeypatch, "odfdo")
    monkeypatch.setattr(paths, "VENDOR", tmp_path / "none")
    with pytest.raises(MissingDependency, match="reinstall the plugin"):
        dependencies.require("odfdo")


def test_vendored_libraries_come_last_and_only_where_the_system_has_none(monkeypatch, tmp_path):
    (tmp_path / "anct_example_library.py").write_text("ANSWER = 42\n", encoding="utf-8")
    monkeypatch.setattr(paths, "VENDOR", tmp_path)
    monkeypatch.setattr(sys, "path", list(sys.path))
    monkeypatch.setattr(dependencies, "VENDORED", ("json",))
    assert not dependencies.add_vendor()
    assert str(tmp_path) not in sys.path

    monkeypatch.setattr(dependencies, "VENDORED", ("anct_example_library",))
    assert dependencies.require("anct_example_library").ANSWER == 42
    assert sys.path[-1] == str(tmp_path)
    assert not dependencies.add_vendor()
    dependencies.remove_vendor()
    assert str(tmp_path) not in sys.path
    sys.modules.pop("anct_example_library")
