"""A TOML file that a person edits, and where it is badly written."""

from __future__ import annotations

import re
import tomllib
from typing import Any

from ..errors import DossierError
from ..i18n import translate

_PLACE = re.compile(r"at line (\d+), column (\d+)")


def read(text: str, file: str) -> dict[str, Any]:
    """The tables of a file.

    Args:
        file: its name, for the message.

    Raises:
        DossierError: naming the file and the line; the reader's own words, in English, are in its details.
    """
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _PLACE.search(str(error))
        if found:
            where = translate("Anct", "line {line}, column {column}").format(line=found[1], column=found[2])
        else:
            where = translate("Anct", "at the end of the file")
        said = translate(
            "Anct", "{file} is not valid TOML: a quotation mark, a bracket or a value is missing or too many, {place}."
        )
        raise DossierError(said.format(file=file, place=where), str(error)) from error
