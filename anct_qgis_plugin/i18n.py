"""Translation of what the interface says: English at the source, French in i18n/anct_fr.ts.

`translate` is usable everywhere, core included: Qt is asked only once a translator has been installed,
so that nothing here imports Qt when the module is loaded.
"""

from __future__ import annotations

import errno
from collections.abc import Callable

from . import paths

_ask: Callable[[str, str], str] | None = None
_installed: object | None = None
_language = "en"


def translate(context: str, text: str) -> str:
    """The text in the interface's language; the text itself where no translator is installed."""
    return _ask(context, text) if _ask is not None else text


def system_reason(error: OSError) -> str:
    """Why the system refused a file or folder, in the interface's language; its own words for what is rare."""
    known = {
        errno.ENOENT: translate("Anct", "there is no such file or folder"),
        errno.EACCES: translate("Anct", "access is refused"),
        errno.EPERM: translate("Anct", "access is refused"),
        errno.ENOSPC: translate("Anct", "the disk is full"),
        getattr(errno, "EDQUOT", -1): translate("Anct", "the space allowed is used up"),
        errno.EROFS: translate("Anct", "the disk is read-only"),
        errno.EISDIR: translate("Anct", "it is a folder"),
        errno.ENOTDIR: translate("Anct", "a part of the path is not a folder"),
    }
    return known.get(error.errno or 0) or error.strerror or str(error)


def language() -> str:
    """Two letters: the language that the interface speaks."""
    return _language


def install(locale: str) -> bool:
    """Install the translator for a locale ("fr", "fr_FR"); True if one was found.

    Without a translation (English, or an unknown locale) the English source strings are shown.
    """
    global _ask, _installed, _language
    from qgis.PyQt.QtCore import QCoreApplication, QTranslator

    remove()
    file = paths.TRANSLATIONS / f"anct_{(locale or 'en')[:2].lower()}.qm"
    translator = QTranslator()
    if not file.exists() or not translator.load(str(file)):
        return False
    QCoreApplication.installTranslator(translator)
    _installed, _language = translator, (locale or "en")[:2].lower()
    _ask = QCoreApplication.translate
    return True


def remove() -> None:
    """Take the translator away again."""
    global _ask, _installed, _language
    if _installed is not None:
        from qgis.PyQt.QtCore import QCoreApplication

        QCoreApplication.removeTranslator(_installed)
    _ask = _installed = None
    _language = "en"
