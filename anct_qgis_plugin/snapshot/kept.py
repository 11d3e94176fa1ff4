"""The file of the perimeters that the user keeps: read again when it changes, replaced whole at each change."""

from __future__ import annotations

import os
from pathlib import Path

from .. import paths
from ..core.kept import Kept, parse, text_of
from ..errors import PerimeterError
from ..i18n import system_reason, translate


class PerimeterFile:
    """Perimeters by id in one JSON file; a change is written beside, then renamed over it."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or paths.user_folder() / "perimetres.json"

    def read(self) -> dict[str, Kept]:
        """All perimeters by id; none where there is no file yet.

        Raises:
            PerimeterError: the file cannot be read, is damaged or of a newer form.
        """
        try:
            return parse(self.path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, UnicodeDecodeError) as error:
            raise PerimeterError(
                translate("Anct", "The kept perimeters in {file} cannot be read: {reason}.").format(
                    file=self.path, reason=error
                )
            ) from error

    def keep(self, perimeter: Kept) -> None:
        """Add a perimeter, or replace the one of that id. Raises PerimeterError as `read`, or if it cannot write."""
        self._write({**self.read(), perimeter.id: perimeter})

    def forget(self, identifier: str) -> None:
        """Take a perimeter away. Raises PerimeterError as `keep`."""
        found = self.read()
        found.pop(identifier, None)
        self._write(found)

    def _write(self, perimeters: dict[str, Kept]) -> None:
        beside = self.path.with_name(f".{self.path.name}.{os.getpid()}")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with beside.open("w", encoding="utf-8", newline="\n") as file:
                file.write(text_of(perimeters))
                file.flush()
                os.fsync(file.fileno())
            os.replace(beside, self.path)
        except OSError as error:
            beside.unlink(missing_ok=True)
            raise PerimeterError(
                translate("Anct", "The perimeter cannot be kept in {file}: {reason}.").format(
                    file=self.path, reason=system_reason(error)
                )
            ) from error
