"""Files kept with a dossier: copied in, never linked, within declared limits."""

from __future__ import annotations

import hashlib
import re
import unicodedata
import uuid
from pathlib import Path

from ..errors import StoreError
from ..i18n import translate
from .base import LIMITS, Attachment, File
from .tables import Database, clean, inserting

ADDED, REMOVED, PUT_BACK = "ajout d'une pièce", "retrait d'une pièce", "remise d'une pièce"
_COLUMNS = (
    "SELECT id, dossier, nom, mime, taille, sha256, date, auteur, retire FROM piece WHERE dossier = ? ORDER BY date, id"
)
_MEGABYTE = 1024 * 1024
# Names that Windows keeps for itself.
_RESERVED = {"CON", "PRN", "AUX", "NUL", *(f"{name}{n}" for name in ("COM", "LPT") for n in range(1, 10))}
# Control signs, and those that turn the reading round: "fdp.exe" would be read as "exe.pdf".
_UNSEEN = ("Cc", "Cf", "Cs")


class FilesMixin:
    """Attachments of an SQL store."""

    def attach(self, identifier: str, file: Path, author: str) -> Attachment:
        read = read_attachment(Path(file))
        with self._writing() as db:
            return self._attach(db, identifier, read, author, self._taken(db, identifier), self._now(db))

    def attachments(self, identifier: str, removed: bool = False) -> tuple[Attachment, ...]:
        with self._reading() as db:
            rows = db.execute(_COLUMNS, (identifier,))
        found = (Attachment(*row[:4], int(row[4]), *row[5:]) for row in rows)
        return tuple(one for one in found if bool(one.removed) is removed)

    def attachment_bytes(self, identifier: str, attachment: str) -> bytes:
        with self._reading() as db:
            rows = db.execute(
                "SELECT contenu, sha256, nom FROM piece WHERE dossier = ? AND id = ?", (identifier, attachment)
            )
        if not rows:
            raise StoreError(translate("Anct", "This attachment is no longer in the store."))
        content = bytes(rows[0][0])
        if hashlib.sha256(content).hexdigest() != rows[0][1]:
            raise StoreError(
                translate("Anct", "The attachment “{name}” is damaged in the store.").format(name=rows[0][2])
            )
        return content

    def extract(self, identifier: str, attachment: str, folder: Path) -> Path:
        found = [one for removed in (False, True) for one in self.attachments(identifier, removed)]
        name = next((one.name for one in found if one.id == attachment), "")
        content = self.attachment_bytes(identifier, attachment)
        target = Path(folder) / safe_name(name)
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        except OSError as error:
            raise StoreError(
                translate("Anct", "“{name}” cannot be written in {folder}: check its rights and free space.").format(
                    name=target.name, folder=folder
                ),
                details=str(error),
            ) from error
        return target

    def remove_attachment(self, identifier: str, attachment: str, author: str) -> None:
        self._mark(identifier, attachment, author, removed=True)

    def recover_attachment(self, identifier: str, attachment: str, author: str) -> None:
        self._mark(identifier, attachment, author, removed=False)

    def _attach(self, db: Database, identifier: str, file: File, author: str, number: int, now: str) -> Attachment:
        """Attach within a transaction that holds the dossier. number: of the save."""
        held = db.execute("SELECT coalesce(sum(taille), 0) FROM piece WHERE dossier = ?", (identifier,))[0][0]
        if int(held) + len(file.content) > LIMITS.dossier:
            raise StoreError(
                translate(
                    "Anct", "With “{name}” the attachments of this dossier would pass {limit} MB: take some out."
                ).format(name=file.name, limit=LIMITS.dossier // _MEGABYTE)
            )
        digest = hashlib.sha256(file.content).hexdigest()
        name = clean(file.name)
        found = Attachment(str(uuid.uuid4()), identifier, name, file.mime, len(file.content), digest, now, author)
        row = (found.id, identifier, name, file.mime, found.size, digest, now, author, "", file.content)
        db.execute(inserting("piece"), row)
        self._line(db, identifier, number, author, ADDED, now, name)
        return found

    def _mark(self, identifier: str, attachment: str, author: str, removed: bool) -> None:
        with self._writing() as db:
            number, now = self._taken(db, identifier), self._now(db)
            rows = db.execute("SELECT nom FROM piece WHERE dossier = ? AND id = ?", (identifier, attachment))
            if not rows:
                raise StoreError(translate("Anct", "This attachment is no longer in the store."))
            db.execute("UPDATE piece SET retire = ? WHERE id = ?", (now if removed else "", attachment))
            self._line(db, identifier, number, author, REMOVED if removed else PUT_BACK, now, str(rows[0][0]))

    def _line(self, db: Database, identifier: str, number: int, author: str, action: str, now: str, name: str) -> None:
        db.execute(
            "UPDATE dossier SET revision = ?, modifie = ?, auteur = ? WHERE id = ?",
            (number, now, author, identifier),
        )
        self._note(db, identifier, number, "", 0, author, action, "", None, None, now, name)


def read_attachment(file: Path) -> File:
    """A file that may be attached.

    Raises:
        StoreError: if its type is not allowed, it is too large or empty, or cannot be read.
    """
    mime = LIMITS.extensions.get(file.suffix.lower())
    if mime is None:
        raise StoreError(
            translate("Anct", "“{name}” cannot be attached: only these types are: {types}.").format(
                name=file.name, types=", ".join(sorted(one[1:] for one in LIMITS.extensions))
            )
        )
    try:
        size = file.stat().st_size
        content = file.read_bytes() if size <= LIMITS.file else b""
    except OSError as error:
        raise StoreError(
            translate("Anct", "“{name}” cannot be read: check that it is there and that you may open it.").format(
                name=file.name
            ),
            details=str(error),
        ) from error
    if size > LIMITS.file or len(content) > LIMITS.file:
        raise StoreError(
            translate("Anct", "“{name}” is too large to be attached ({size} MB; {limit} MB at most).").format(
                name=file.name, size=round(size / _MEGABYTE), limit=LIMITS.file // _MEGABYTE
            )
        )
    if not content:
        raise StoreError(translate("Anct", "“{name}” is empty: nothing was attached.").format(name=file.name))
    return File(file.name, mime, content)


def _readable(text: str) -> str:
    return "".join("_" if one in '<>:"|?*' or unicodedata.category(one) in _UNSEEN else one for one in text)


def safe_name(name: str) -> str:
    """A file's name without anything that leads elsewhere or that a system refuses."""
    stem, dot, suffix = re.split(r"[/\\]", name)[-1].rpartition(".")
    stem, suffix = _readable(stem if dot else suffix), _readable(suffix if dot else "")
    stem = stem.strip(" .") or "piece"
    if stem.upper() in _RESERVED:
        stem = f"_{stem}"
    return f"{stem[:100]}.{suffix[:10]}" if suffix else stem[:100]
