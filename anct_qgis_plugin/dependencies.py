"""Python libraries that some installers of QGIS lack: imported at first use, asked for in one plain sentence.

Libraries that travel with the plugin (`vendor/`) go at the end of the search path, and only where the system has none.
"""

from __future__ import annotations

import importlib
import sys
from importlib.util import find_spec
from types import ModuleType

from . import paths
from .errors import MissingDependency
from .i18n import translate

VENDORED = ("odfdo",)
# Import name → name in Debian, in the OSGeo4W installer, on PyPI.
PACKAGES = {
    "geopandas": ("python3-geopandas", "python3-geopandas", "geopandas"),
    "pandas": ("python3-pandas", "python3-pandas", "pandas"),
    "shapely": ("python3-shapely", "python3-shapely", "shapely"),
    "matplotlib": ("python3-matplotlib", "python3-matplotlib", "matplotlib"),
    "jinja2": ("python3-jinja2", "python3-jinja2", "jinja2"),
    "lxml": ("python3-lxml", "python3-lxml", "lxml"),
}


def require(name: str) -> ModuleType:
    """The module of that name, imported now.

    Raises:
        MissingDependency: saying which library is missing and how to install it on this system.
    """
    if name.partition(".")[0] in VENDORED:
        add_vendor()
    try:
        return importlib.import_module(name)
    except ImportError as error:
        # A library may be there and lack one of its own: name the one that is really missing.
        missing = (error.name or name).partition(".")[0]
        raise MissingDependency(_sentence(name, missing), details=f"{type(error).__name__}: {error}") from error


def _sentence(name: str, missing: str) -> str:
    library = name.partition(".")[0]
    debian, osgeo4w, pypi = PACKAGES.get(missing, ("", "", missing))
    if library in VENDORED and missing == library:
        return translate(
            "Anct",
            "The library {library}, which comes with the plugin, is not in its folder: reinstall the plugin from its"
            " zip file.",
        ).format(library=library)
    if sys.platform == "win32" and osgeo4w:
        return translate(
            "Anct",
            "The Python library {library} is missing: close QGIS, run the OSGeo4W installer, choose “Advanced install”,"
            " tick {package}, then start QGIS again.",
        ).format(library=missing, package=osgeo4w)
    if sys.platform.startswith("linux") and debian:
        return translate(
            "Anct",
            "The Python library {library} is missing: install it with “sudo apt install {package}” (or the same library"
            " of your system), then start QGIS again.",
        ).format(library=missing, package=debian)
    return translate(
        "Anct",
        "The Python library {library} is missing: install it for the Python of QGIS with “python3 -m pip install"
        " {package}”, then start QGIS again.",
    ).format(library=missing, package=pypi)


def add_vendor() -> bool:
    """Put the plugin's own libraries at the end of the search path, if the system lacks them; True if it was done."""
    folder = str(paths.VENDOR)
    if folder in sys.path or not paths.VENDOR.is_dir():
        return False
    if all(find_spec(name) is not None for name in VENDORED):
        return False
    sys.path.append(folder)
    importlib.invalidate_caches()
    return True


def remove_vendor() -> None:
    """Take the plugin's own libraries off the search path."""
    folder = str(paths.VENDOR)
    if folder in sys.path:
        sys.path.remove(folder)
