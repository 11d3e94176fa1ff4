"""A PostgreSQL cluster of the tests' own, with PostGIS: made in a temporary folder, on a free port, then removed."""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import pytest

ADMIN = "essai"


def _programs() -> Path | None:
    """The folder of the newest server installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return found[-1].parent if found else None


class Cluster:
    """A running server. PostgreSQL refuses to run as root: then it runs as the user that its package made."""

    def __init__(self) -> None:
        programs = _programs()
        if programs is None:
            pytest.skip("PostgreSQL's server is not installed (sh bootstrap.sh installs it)")
        version = programs.parent.name
        if not Path(f"/usr/share/postgresql/{version}/extension/postgis.control").exists():
            pytest.skip(f"PostGIS is not installed for PostgreSQL {version} (sh bootstrap.sh installs it)")
        pytest.importorskip("psycopg2")
        self.programs = programs
        self.folder = Path(tempfile.mkdtemp(prefix="anct-postgis-"))
        self.password = secrets.token_hex(8)
        self.port = _free_port()
        self.data = self.folder / "data"
        secret = self.folder / "secret"
        secret.write_text(self.password)
        if os.getuid() == 0:
            owner = pwd.getpwnam("postgres")
            for path in (self.folder, secret):
                os.chown(path, owner.pw_uid, owner.pw_gid)
        self._run(
            "initdb", "-D", str(self.data), "-U", ADMIN, "--pwfile", str(secret), "-A", "scram-sha-256",
            "-E", "UTF8", "--locale=C.UTF-8", "--no-sync",
        )  # fmt: skip
        self.start()

    def start(self) -> None:
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off"
        log = str(self.folder / "log")
        self._run("pg_ctl", "-D", str(self.data), "-w", "-t", "60", "-l", log, "-o", options, "start")

    def stop(self) -> None:
        """At once, as when the server's machine is lost."""
        self._run("pg_ctl", "-D", str(self.data), "-m", "immediate", "-w", "stop", check=False)

    def remove(self) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def connect(self, database: str = "postgres", user: str = ADMIN, password: str = "") -> Any:
        import psycopg2

        return psycopg2.connect(
            host="127.0.0.1", port=self.port, dbname=database, user=user, password=password or self.password,
            connect_timeout=5,
        )  # fmt: skip

    def execute(self, sql: str, database: str = "postgres", values: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        connection = self.connect(database)
        connection.autocommit = True
        try:
            cursor = connection.cursor()
            cursor.execute(sql, values)
            return cursor.fetchall() if cursor.description else []
        finally:
            connection.close()

    def database(self, name: str) -> str:
        """A new, empty database."""
        self.execute(f'CREATE DATABASE "{name}"')
        return name

    def _run(self, program: str, *arguments: str, check: bool = True) -> None:
        command = [str(self.programs / program), *arguments]
        if os.getuid() == 0:
            command = ["runuser", "-u", "postgres", "--", *command]
        # Not through a pipe: the server would keep it open.
        with open(self.folder / "out", "a", encoding="utf-8") as out:
            done = subprocess.run(command, cwd="/", stdout=out, stderr=out, stdin=subprocess.DEVNULL, check=False)
        if check and done.returncode:
            pytest.fail(f"{program}: {(self.folder / 'out').read_text()[-2000:]}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
