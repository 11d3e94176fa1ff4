"""Dossiers from store to store: one as one file with its attachments, a whole store as a GeoPackage.

The file of a dossier (".anct-dossier") is a zip: `dossier.json` (format, version, the dossier as `Dossier.to_dict`, its
perimeter as hexadecimal WKB, its attachments with their checksums) and the attachments in `pieces/`. The internal note
never leaves its store.
"""

from __future__ import annotations

import hashlib
import json
import os
import uuid
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from .. import paths
from ..core.dossier import Dossier
from ..core.dossier_sections import NOTE
from ..errors import DossierError, StoreError
from ..i18n import translate
from .base import LIMITS, DossierStore, File, StoredDossier, utc_now
from .files import safe_name
from .geopackage import GeoPackageStore
from .tables import TABLES

FORMAT, VERSION = "anct-dossier", 1
SUFFIX = ".anct-dossier"
_JSON = "dossier.json"
_JSON_MAXIMUM = 64 * 1024 * 1024


def export_dossier(store: DossierStore, identifier: str, path: Path) -> Path:
    """Write a dossier and its attachments to one file, whole or not at all; its path.

    Raises:
        StoreError: if the dossier cannot be read, or the file not written.
    """
    stored = store.load(identifier)
    files = []
    contents = {}
    for number, one in enumerate(store.attachments(identifier), 1):
        place = f"pieces/{number:03d}-{safe_name(one.name)}"
        contents[place] = store.attachment_bytes(identifier, one.id)
        files.append({"file": place, "name": one.name, "size": one.size, "sha256": one.sha256, "date": one.date})
    described = {
        "format": FORMAT,
        "version": VERSION,
        "plugin": paths.version(),
        "exported": utc_now(),
        "dossier": replace(stored.dossier, note_interne="").to_dict(),
        "perimeter": stored.perimeter.hex() if stored.perimeter is not None else None,
        "attachments": files,
    }
    with beside(path) as part, zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as out:
        # ASCII: a text that is no valid Unicode goes through as well.
        out.writestr(_JSON, json.dumps(described, ensure_ascii=True, indent=1))
        for place, content in contents.items():
            out.writestr(place, content)
    return Path(path)


def import_dossier(store: DossierStore, path: Path, author: str, keep_id: bool = True) -> StoredDossier:
    """Keep the dossier of a file that `export_dossier` wrote, with its attachments, all or nothing.

    Args:
        keep_id: False gives it a new id: a copy beside the one that the store may hold already.

    Raises:
        StoreError: if the file is none, is damaged, is of a newer version, or the store holds the dossier already.
    """
    described, files = _read(Path(path))
    try:
        dossier = Dossier.from_dict({**described["dossier"], "note_interne": ""})
        perimeter = bytes.fromhex(described["perimeter"]) if described.get("perimeter") else None
    except (KeyError, TypeError, ValueError, DossierError) as error:
        raise _damaged(path, str(error)) from error
    if not keep_id:
        dossier = replace(dossier, id=str(uuid.uuid4()))
    return store.create(replace(dossier, revision=0), author, perimeter, files)


def identifier(path: Path) -> str:
    """The id of the dossier in a file that `export_dossier` wrote. Raises StoreError as `import_dossier`."""
    described, _ = _read(Path(path))
    found = described["dossier"].get("id") if isinstance(described["dossier"], dict) else None
    if not isinstance(found, str):
        raise _damaged(path, "no id")
    return found


def export_store(store: DossierStore, path: Path, notes: bool = False) -> Path:
    """Write a whole store, trash and history included, to a new GeoPackage store.

    Args:
        notes: True takes the internal notes along, to move a service's own store; otherwise they stay.

    Raises:
        StoreError: if the file is there already, or cannot be written.
    """
    path = Path(path)
    if path.exists():
        raise StoreError(translate("Anct", "{file} is there already: choose another name.").format(file=path.name))
    with beside(path, ".part.gpkg") as part:
        copy_store(store, GeoPackageStore(part), notes)
    return path


def copy_store(source: DossierStore, target: DossierStore, notes: bool) -> int:
    """Copy every row of a store to another that holds none of these dossiers; the number of dossiers."""
    rows, perimeters = source.whole()
    if not notes:
        for table in ("section", "journal"):
            place = TABLES[table].index("section")
            rows[table] = [row for row in rows[table] if row[place] != NOTE]
    target.insert_rows(rows, perimeters)
    return len(rows["dossier"])


def _read(path: Path) -> tuple[dict[str, Any], list[File]]:
    """What a file of a dossier says, and its attachments; nothing of it is written anywhere."""
    try:
        with zipfile.ZipFile(path) as archive:
            described = _described(archive, path)
            files: list[File] = []
            for one in described["attachments"]:
                files.append(_file(archive, one, path))
                # Before the next is unpacked: a small archive can name the same large file a thousand times.
                if sum(len(file.content) for file in files) > LIMITS.dossier:
                    raise ValueError("attachments too large")
    except FileNotFoundError as error:
        raise StoreError(translate("Anct", "{file} is not there.").format(file=path)) from error
    except (OSError, zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise _damaged(path, str(error)) from error
    except (KeyError, TypeError, ValueError, AttributeError, zlib.error) as error:
        raise _damaged(path, repr(error)) from error
    return described, files


def _described(archive: zipfile.ZipFile, path: Path) -> dict[str, Any]:
    if archive.getinfo(_JSON).file_size > _JSON_MAXIMUM:
        raise ValueError("dossier.json too large")
    described = json.loads(_taken(archive, _JSON, _JSON_MAXIMUM))
    if not isinstance(described, dict) or described.get("format") != FORMAT:
        raise ValueError("not an anct-dossier")
    version = described.get("version")
    if isinstance(version, int) and version > VERSION:
        raise StoreError(
            translate(
                "Anct",
                "{file} was written by a newer version of the plugin (format {found}, this version knows {known}): "
                "update the plugin. Nothing was imported.",
            ).format(file=path.name, found=version, known=VERSION)
        )
    if version != VERSION:
        raise ValueError(f"version {version!r}")
    return described


def _file(archive: zipfile.ZipFile, described: dict[str, Any], path: Path) -> File:
    name = safe_name(str(described["name"]))
    mime = LIMITS.extensions.get(Path(name).suffix.lower())
    if mime is None:
        raise StoreError(
            translate("Anct", "{file} holds an attachment of a type that is not allowed: {name}.").format(
                file=path.name, name=name
            )
        )
    content = _taken(archive, str(described["file"]), LIMITS.file)
    if hashlib.sha256(content).hexdigest() != described["sha256"]:
        raise ValueError(f"{name}: checksum")
    return File(name, mime, content)


def _taken(archive: zipfile.ZipFile, name: str, maximum: int) -> bytes:
    """What a file of the archive holds; ValueError if it says less than it holds, and that is too much."""
    with archive.open(name) as source:
        content = source.read(maximum + 1)
    if len(content) > maximum:
        raise ValueError(f"{name}: too large")
    return content


def _damaged(path: Path, details: str) -> StoreError:
    return StoreError(
        translate(
            "Anct", "{file} is not a dossier written by this plugin, or is damaged. Nothing was imported."
        ).format(file=Path(path).name),
        details=details,
    )


@contextmanager
def beside(path: Path, suffix: str = ".part") -> Iterator[Path]:
    """A file to write beside the wanted one, put in its place once whole. Raises StoreError."""
    path = Path(path)
    part = path.with_name(f".{path.name}.{os.getpid()}{suffix}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.unlink(missing_ok=True)
        yield part
        os.replace(part, path)
    except OSError as error:
        raise StoreError(
            translate("Anct", "{file} cannot be written in {folder}: check its rights and free space.").format(
                file=path.name, folder=path.parent
            ),
            details=str(error),
        ) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
