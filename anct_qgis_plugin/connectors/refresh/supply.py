"""Where the files of a source come from: a folder that a person filled, or the services."""

from __future__ import annotations

import datetime
import json
import os
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import unquote, urlsplit

from ... import paths
from ...errors import SourceError
from ...i18n import translate
from ..http.conditional import Conditional
from ..http.endpoints import DATASETS, WFS_TYPES
from ..http.state import Shelf
from ..http.transport import IsCancelled, Reply, Transport, never
from ..services.datagouv import DataGouv
from ..services.geo_api import GeoApi
from ..services.geopf_wfs import Wfs
from ..services.insee_files import InseeFiles
from ..services.melodi import Melodi
from ..services.observatoire import Observatoire
from ..services.ofgl import Ofgl
from ..services.opendatasoft import Odisse
from ..tables.raw import Raw
from ..tables.reading import day_of
from .limits import document
from .refreshable import File, Refreshable

_LARGEST = 400 << 20
# Of a folder that somebody chose: how deep its files are looked for, and how many of them.
_DEEPEST, _MOST = 2, 20_000


@dataclass(frozen=True)
class Supplied:
    """The files of a source by role, and where they came from (for the report).

    edition: what tells these files from older ones before they are fetched (they are when they are first asked for),
        "" where nothing does.
    """

    files: Mapping[str, Raw]
    origin: str
    edition: str = ""


class _Later(Mapping[str, Raw]):
    """Files by role, each fetched when it is first asked for."""

    def __init__(self, fetch: Mapping[str, Callable[[], Raw]]) -> None:
        self._fetch = fetch
        self._held: dict[str, Raw] = {}

    def __getitem__(self, role: str) -> Raw:
        if role not in self._held:
            self._held[role] = self._fetch[role]()
        return self._held[role]

    def __iter__(self) -> Iterator[str]:
        return iter(self._fetch)

    def __len__(self) -> int:
        return len(self._fetch)


# The files of a source, or None where there are none.
Supply = Callable[[Refreshable], Supplied | None]


def from_folder(folder: Path) -> Supply:
    """Files in a folder and the folders in it, known by their names; of several, that with the latest date in its name.

    Raises:
        SourceError: there is no such folder, or it holds far more than downloads.
    """
    held = _inside(folder)

    def supply(entry: Refreshable) -> Supplied | None:
        files = {}
        for role, file in entry.files.items():
            found = [path for path in held if file.matches(path.name)]
            if found:
                chosen = max(found, key=lambda path: (day_of(path.name), path.name, -len(path.parts)))
                if chosen.stat().st_size > _LARGEST:
                    raise SourceError(
                        translate("Anct", "{file} is too large to be such a list.").format(file=chosen.name)
                    )
                files[role] = Raw.open(chosen)
        return _usable(entry, files, ", ".join(raw.name for raw in files.values()))

    return supply


def _inside(folder: Path) -> list[Path]:
    """The files in a folder, down to two folders below; hidden ones and those that cannot be entered are left out."""
    try:
        top = sorted(folder.iterdir())
    except OSError as error:
        raise SourceError(
            translate(
                "Anct", "The folder {folder} cannot be read. Choose the one that holds the downloaded files."
            ).format(folder=folder),
            details=str(error),
        ) from error
    found = [path for path in top if path.is_file()]
    for place, folders, names in os.walk(folder):
        here = Path(place)
        depth = len(here.relative_to(folder).parts)
        folders[:] = sorted(name for name in folders if depth < _DEEPEST and not name.startswith("."))
        if depth:
            found += [here / name for name in sorted(names)]
        if len(found) > _MOST:
            raise SourceError(
                translate(
                    "Anct",
                    "The folder {folder} holds more than {count} files. Choose the one that holds the downloads alone.",
                ).format(folder=folder, count=_MOST)
            )
    return found


def from_web(transport: Transport, folder: Path, cancelled: IsCancelled = never, shelf: Shelf | None = None) -> Supply:
    """Files asked of the services, by the addresses declared; `folder` receives them.

    What they give is kept on `shelf`, and asked again under condition: what has not changed is not sent twice.

    The supply raises the children of SourceUnavailable, each with its sentence, and Cancelled.
    """
    if shelf is not None:
        transport = Conditional(transport, shelf)
    catalogue, insee = DataGouv(transport, cancelled=cancelled), InseeFiles(transport, cancelled=cancelled)
    melodi = Melodi(transport, cancelled=cancelled)

    def limits(departement: str) -> Raw:
        found = Wfs(transport, cancelled=cancelled).features(
            WFS_TYPES["commune"], f"code_insee_du_departement='{departement}'"
        )
        day = datetime.date.today().strftime("%Y%m%d")
        return Raw(f"limites-{departement}-{day}.geojson", json.dumps(document(found)).encode())

    def whole_country(dataset: str, name: str, target: Path) -> Raw:
        melodi.download(dataset, name, target)
        return Raw(f"{name}.zip", Raw.open(target).data)

    def announced(entry: Refreshable) -> Supplied:
        """Files of Melodi, large and unchanged most of the year: the catalogue tells their last change."""
        newest = {role: melodi.newest(file.path) for role, file in entry.files.items()}
        later = {
            role: partial(whole_country, entry.files[role].path, one.name, folder / f"{entry.key}-{role or 'main'}")
            for role, one in newest.items()
        }
        dated = all(one.modified for one in newest.values())
        edition = ", ".join(f"{one.name} {one.modified}" for one in newest.values()) if dated else ""
        return Supplied(_Later(later), ", ".join(f"{one.name}.zip" for one in newest.values()), edition)

    def asked(target: Path, download: Callable[[Path], Reply]) -> Raw:
        reply = download(target)
        name = unquote(urlsplit(reply.url).path.rpartition("/")[2])
        # The address of an export ends as ".../exports/csv".
        return Raw(name if "." in name else target.name, Raw.open(target).data)

    def fetch(entry: Refreshable, role: str, file: File) -> Raw | None:
        if file.service == "geopf_wfs":
            return limits(file.path)
        target = folder / f"{entry.key}-{role or 'main'}"
        if file.service == "geo_api":
            question = GeoApi(transport, cancelled=cancelled).request(file.path, save_to=target, timeout=30)
            transport.send(question, cancelled)
            return Raw(f"communes-{datetime.date.today():%Y%m%d}.json", Raw.open(target).data)
        if file.service == "observatoire":
            level, group, name = file.path.split("/")
            body = Observatoire(transport, cancelled=cancelled).file(level, group, name)
            return Raw(f"observatoire-{name}-{level}-{datetime.date.today():%Y%m%d}.csv", body)
        if file.service == "ofgl":
            year = Ofgl(transport, cancelled=cancelled).newest(file.path, file.variable, target)
            return Raw(f"{file.path}-{year}.csv", Raw.open(target).data)
        if file.service == "odisse":
            Odisse(transport, cancelled=cancelled).download(file.path, target, labels=True)
            return Raw(f"{file.path}.csv", Raw.open(target).data)
        if file.resource:
            return asked(target, partial(catalogue.download, file.resource))
        if file.since:
            return asked(
                target, partial(insee.newest, file.path, range(datetime.date.today().year, file.since - 1, -1))
            )
        if file.path:
            return asked(target, partial(insee.download, file.path))
        if file.dataset:
            dataset = catalogue.dataset(DATASETS[file.dataset])
            found = [r for r in dataset.resources if re.search(file.title, f"{r.title} {r.file_name}", re.I)]
            if found:
                newest = max(found, key=lambda resource: resource.modified)
                return asked(target, partial(catalogue.download, newest))
        return None

    def supply(entry: Refreshable) -> Supplied | None:
        if all(file.service == "melodi" for file in entry.files.values()):
            return announced(entry)
        files = {}
        for role, file in entry.files.items() if not entry.by_hand else ():
            raw = fetch(entry, role, file)
            if raw is not None:
                files[role] = raw
        return _usable(entry, files, ", ".join(raw.name for raw in files.values()))

    return supply


def downloads() -> Shelf:
    """The last answers of the services, in the user's folder."""
    return Shelf(paths.user_folder() / "downloads")


def expected(entry: Refreshable) -> str:
    """What a person must look for: a file name as an example."""
    if entry.example:
        return entry.example
    return f"liste-{entry.key}-….csv" if entry.programmes else f"{entry.key}….csv"


def absent(entry: Refreshable) -> str:
    """What is said of a source without a file: what to look for, and where, if no address of it is known."""
    if not entry.by_hand:
        return translate("Anct", "No file found (for example {name}).").format(name=expected(entry))
    return translate(
        "Anct", "File to download from {page} (for example {name}), then refresh from the folder that holds it."
    ).format(name=expected(entry), page=entry.page)


def _usable(entry: Refreshable, files: dict[str, Raw], origin: str) -> Supplied | None:
    """The files, if those without which nothing can be read are there."""
    if not files or any(role not in files and not file.optional for role, file in entry.files.items()):
        return None
    return Supplied(files, origin)
