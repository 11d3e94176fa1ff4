"""Where a GeoPackage lies: on a network drive, whose locks are not to be trusted, a store keeps a lock file."""

from __future__ import annotations

import getpass
import json
import os
import socket
import sys
import time
from pathlib import Path

from ..errors import StoreError, StoreLocked
from ..i18n import translate

NETWORK_TYPES = {
    "cifs", "smb", "smb3", "smbfs", "nfs", "nfs4", "afs", "ncpfs", "davfs", "fuse.davfs2", "fuse.sshfs", "fuse.rclone",
    "fuse.gvfsd-fuse", "fuse.smbnetfs", "9p", "webdav", "afpfs",
}  # fmt: skip
# A lock that its holder has not renewed for so long belongs to no one.
STALE_SECONDS = 120.0
_DRIVE_REMOTE = 4


def on_network(path: Path, mounts: str | None = None) -> bool:
    """True if a path lies on a network drive, as far as the system says.

    Args:
        mounts: the system's table of mounts, in the form of /proc/mounts; read where None.
    """
    text = str(path)
    if text.startswith(("\\\\", "//")):
        return True
    if sys.platform == "win32":
        import ctypes

        return ctypes.windll.kernel32.GetDriveTypeW(str(Path(text).absolute().anchor)) == _DRIVE_REMOTE
    if mounts is None:
        try:
            mounts = Path("/proc/mounts").read_text(encoding="utf-8", errors="replace")
        except OSError:
            return False
    return _mount_type(Path(os.path.abspath(text)), mounts) in NETWORK_TYPES


def _mount_type(path: Path, mounts: str) -> str:
    """Type of the file system that a path lies on: that of the longest mount point above it."""
    best, kind = -1, ""
    for line in mounts.splitlines():
        fields = line.split()
        if len(fields) < 3:
            continue
        # Blanks in a mount point are written \040.
        point = Path(fields[1].replace("\\040", " "))
        if (path == point or point in path.parents) and len(str(point)) >= best:
            best, kind = len(str(point)), fields[2]
    return kind


class NetworkLock:
    """A lock file beside a store: whoever writes has it until the store is closed or two minutes pass."""

    def __init__(self, store: Path) -> None:
        self.file = store.with_name(f"{store.name}.verrou")
        self._mine = f"{socket.gethostname()}:{os.getpid()}:{id(self)}"
        self.held = False

    def take(self) -> None:
        """Take or renew the lock. Raises StoreLocked, saying who holds it; StoreError if it cannot be written."""
        try:
            if self.held and self._owner().get("holder") == self._mine:
                os.utime(self.file)
                return
            self._make()
        except FileExistsError as error:
            owner = self._owner()
            raise StoreLocked(
                translate(
                    "Anct",
                    "The dossier store {file} is in use by {user} on {machine} since {date}. Try again once it is "
                    "closed there.",
                ).format(
                    file=self.file.name.removesuffix(".verrou"),
                    user=owner.get("user", "?"),
                    machine=owner.get("machine", "?"),
                    date=owner.get("since", "?"),
                )
            ) from error
        except OSError as error:
            raise StoreError(
                translate(
                    "Anct", "The lock of the dossier store cannot be written: check the rights of {folder}."
                ).format(folder=self.file.parent),
                details=str(error),
            ) from error
        self.held = True

    def release(self) -> None:
        """Give the lock back, if it is still ours."""
        if self.held and self._owner().get("holder") == self._mine:
            self.file.unlink(missing_ok=True)
        self.held = False

    def _make(self) -> None:
        try:
            if time.time() - self.file.stat().st_mtime > STALE_SECONDS:
                self.file.unlink(missing_ok=True)
        except FileNotFoundError:
            self.held = False
        text = json.dumps(
            {
                "holder": self._mine,
                "user": getpass.getuser(),
                "machine": socket.gethostname(),
                "since": time.strftime("%Y-%m-%d %H:%M"),
            }
        )
        with open(self.file, "x", encoding="utf-8") as out:
            out.write(text)

    def _owner(self) -> dict[str, str]:
        try:
            found = json.loads(self.file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}
