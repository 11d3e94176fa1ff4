"""Lists of choices that a service extends: themes of training, methods of participation, partner operators."""

from __future__ import annotations

from dataclasses import dataclass

from ..errors import DossierError
from ..i18n import translate
from . import toml_text

# Names of the lists, which are also those of their files in resources/dossiers/.
LISTS = ("formations", "participation", "operateurs")


@dataclass(frozen=True)
class Choice:
    """One choice: its label, which is what a dossier keeps, and a sentence that explains it."""

    label: str
    help: str = ""


@dataclass(frozen=True)
class ChoiceList:
    """A list and whether it stands alone (`alone`) or adds to the one that comes with the plugin."""

    choices: tuple[Choice, ...]
    alone: bool = False

    def extended_by(self, other: ChoiceList) -> ChoiceList:
        """This list with another's choices: alone, they replace it; else the same label takes the other's help."""
        if other.alone:
            return other
        merged = {one.label: one for one in (*self.choices, *other.choices)}
        return ChoiceList(tuple(merged.values()))


def parse(text: str, file: str) -> ChoiceList:
    """The list written in a TOML text: `[[choice]]` with `label` and `help`; `alone = true` at the top replaces ours.

    Raises:
        DossierError: naming the file and what is wrong in it.
    """
    raw = toml_text.read(text, file)
    rows, alone = raw.get("choice", []), raw.get("alone", False)
    unknown = sorted(set(raw) - {"choice", "alone"})
    if unknown or not isinstance(rows, list) or not isinstance(alone, bool):
        reason = translate("Anct", "only “alone” (true or false) and [[choice]] tables are expected")
        raise _error(file, f"{reason} ({', '.join(unknown)})" if unknown else reason)
    found: dict[str, Choice] = {}
    for number, row in enumerate(rows, 1):
        if not isinstance(row, dict) or set(row) - {"label", "help"}:
            raise _error(file, translate("Anct", "choice {n} may hold “label” and “help” only").format(n=number))
        label, explained = row.get("label"), row.get("help", "")
        if not isinstance(label, str) or not label.strip() or not isinstance(explained, str):
            raise _error(file, translate("Anct", "choice {n} has no “label”").format(n=number))
        if label in found:
            raise _error(file, translate("Anct", "“{key}” is given twice").format(key=label))
        found[label] = Choice(label, explained)
    return ChoiceList(tuple(found.values()), alone)


def _error(where: str, reason: str) -> DossierError:
    return DossierError(
        translate("Anct", "The dossier definition is not valid: {where}: {reason}.").format(where=where, reason=reason)
    )
