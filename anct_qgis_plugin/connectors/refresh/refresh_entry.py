"""What is said of a source that can be refreshed: the files that hold it, and how they are read."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from ..tables.reading import Desk, Reading

# Exact limits of communes, one département at a time: "ign_limites:46" (connectors/refresh/limits.py).
LIMITS = "ign_limites"
# A name that ends as that of a table, packed or not.
TABLE = r"\.(csv|txt|json|xlsx|xls|ods|zip)(\.gz)?$"


@dataclass(frozen=True)
class File:
    """One file of a source.

    pattern: its name in a folder (regular expression, any case). resource: id at data.gouv.fr, "" if it is not there.
    title: pattern of its title among the resources of `dataset`, where no id is known. path: at `service` (for the
    Observatoire: level, dataset and indicator). variable: of a dataset of OFGL.
    since: oldest year known to be at a path that holds "{year}"; the newest one there is asked for.
    optional: whether the source can be read without it.
    """

    pattern: str
    resource: str = ""
    dataset: str = ""
    title: str = ""
    service: str = "datagouv"
    path: str = ""
    variable: str = ""
    since: int = 0
    optional: bool = False

    @property
    def on_web(self) -> bool:
        """Whether an address of it is known."""
        return bool(self.resource or self.dataset or self.path)

    def matches(self, name: str) -> bool:
        """Whether a file of that name is this one."""
        return re.search(self.pattern, name, re.IGNORECASE) is not None


@dataclass(frozen=True)
class Refreshable:
    """A source that can be refreshed.

    key: as `anct:refresh` names it. label: in French. source: id in the table `source`.
    programmes, indicators: ids of the catalogue that it feeds; only those declared there are.
    files: by role, "" the main one. read: Desk → Reading. floor: least number of lines of a whole file.
    ranges: indicator → least and greatest plausible value. limits: what to say of the new data ("" = nothing).
    origin: columns of its line in `source`, where the embedded data have none, or another producer may have given it.
    example: of a file's name. optional: read only when it is named or ticked, never as one of "all".
    population: whether it gives the people of the communes; its reader then needs the figures held.
    page: where a person downloads the files, said where no address of theirs is known.
    """

    key: str
    label: str
    source: str
    files: Mapping[str, File]
    read: Callable[[Desk], Reading]
    floor: int
    programmes: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()
    ranges: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    limits: str = ""
    origin: Mapping[str, str] = field(default_factory=dict)
    example: str = ""
    optional: bool = False
    page: str = ""
    population: bool = False

    @property
    def by_hand(self) -> bool:
        """Whether a file without which it cannot be read has no known address: read from a folder only."""
        return not any(file.on_web for file in self.files.values()) or any(
            not file.on_web and not file.optional for file in self.files.values()
        )
