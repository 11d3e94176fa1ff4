"""Text for spreadsheets: what a person typed never becomes a formula when a file is opened."""

from __future__ import annotations

import re

# A cell that begins so is worked out by Excel, LibreOffice or a clipboard import.
_TRIGGERS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
# Numbers, dates, telephone numbers: signs and digits only cannot name a function or a command.
_HARMLESS = re.compile(r"[+-]?[0-9][0-9 .,\u00a0\u202f%€]*")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def safe(text: str, keep_lines: bool = False) -> str:
    """A text as a cell of a CSV file, or of the clipboard: an apostrophe stands before what would be a formula.

    A typed cell of ODS or XLSX needs none of it: give it the type "string" and `clean` its text.

    Args:
        keep_lines: keep line ends (quoted CSV); otherwise they and tabs become spaces.
    """
    text = clean(text)
    if not keep_lines:
        text = re.sub(r"[\t\r\n]+", " ", text)
    # Spreadsheets skip blanks before they look for a sign.
    start = text.lstrip(" \u00a0\u202f\u200b\ufeff")
    if start.startswith(_TRIGGERS) and not _HARMLESS.fullmatch(start.strip()):
        return f"'{text}"
    return text


def clean(text: str) -> str:
    """A text without the control characters that XML and spreadsheets cannot hold."""
    return _FORBIDDEN.sub("", text)
