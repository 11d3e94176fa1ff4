"""The two variants of the perimeter workshop: sets of communes that can be changed, undone and found again."""

from __future__ import annotations

from collections.abc import Iterable

from qgis.PyQt.QtCore import QObject, pyqtSignal

from .. import paths
from ..core.kept import Kept
from ..errors import PerimeterError
from ..messages import LOGGER
from ..snapshot.kept import PerimeterFile

KEYS = ("a", "b")
# Steps that can be undone in each variant.
MOST_STEPS = 200


class Variants(QObject):
    """Communes of variants "a" and "b". Each change is written at once, so that closing QGIS loses nothing.

    Signal: `changed` with the key of the variant.
    """

    changed = pyqtSignal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._file = PerimeterFile(paths.user_folder() / "atelier.json")
        self._codes: dict[str, tuple[str, ...]] = dict.fromkeys(KEYS, ())
        self._done: dict[str, list[tuple[str, ...]]] = {key: [] for key in KEYS}
        self._undone: dict[str, list[tuple[str, ...]]] = {key: [] for key in KEYS}

    def restore(self, known: Iterable[str]) -> None:
        """Take up the variants as they were left; codes that are no longer known are dropped.

        Raises:
            PerimeterError: the file cannot be read; the variants are empty then.
        """
        present = set(known)
        for key, kept in self._file.read().items():
            if key in KEYS:
                self._codes[key] = tuple(code for code in kept.communes if code in present)
                self.changed.emit(key)

    def codes(self, key: str) -> tuple[str, ...]:
        """Codes of a variant's communes, sorted."""
        return self._codes[key]

    def put(self, key: str, codes: Iterable[str]) -> None:
        """Make a variant of these communes."""
        new = tuple(sorted(set(codes)))
        if new == self._codes[key]:
            return
        self._done[key] = [*self._done[key], self._codes[key]][-MOST_STEPS:]
        self._undone[key].clear()
        self._set(key, new)

    def add(self, key: str, codes: Iterable[str]) -> None:
        """Add communes."""
        self.put(key, {*self._codes[key], *codes})

    def remove(self, key: str, codes: Iterable[str]) -> None:
        """Take communes away."""
        self.put(key, set(self._codes[key]) - set(codes))

    def toggle(self, key: str, code: str) -> None:
        """Add a commune, or take it away."""
        self.put(key, set(self._codes[key]) ^ {code})

    def can_undo(self, key: str) -> bool:
        """Whether there is a change to undo."""
        return bool(self._done[key])

    def can_redo(self, key: str) -> bool:
        """Whether there is an undone change to make again."""
        return bool(self._undone[key])

    def undo(self, key: str) -> None:
        """Undo the last change."""
        if self._done[key]:
            self._undone[key].append(self._codes[key])
            self._set(key, self._done[key].pop())

    def redo(self, key: str) -> None:
        """Make again the change that was undone last."""
        if self._undone[key]:
            self._done[key].append(self._codes[key])
            self._set(key, self._undone[key].pop())

    def _set(self, key: str, codes: tuple[str, ...]) -> None:
        self._codes[key] = codes
        try:
            self._file.keep(Kept(key, key, codes))
        except PerimeterError as problem:  # the work goes on in memory; keeping it under a name will say so again
            LOGGER.warning("%s", problem)
        self.changed.emit(key)
