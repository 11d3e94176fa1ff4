"""A local server that answers as the services do, from recorded exchanges or scripted ones, with faults on demand.

Every service's base is replaced by http://127.0.0.1:PORT/<its real host and path>: the first part of a path received
is the host that it stands for. The same server also stands for an HTTP proxy, which answers for any host.
"""

from __future__ import annotations

import contextlib
import json
import socket
import ssl
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from anct_qgis_plugin.connectors.http.endpoints import SERVICES, Endpoints


@dataclass(frozen=True)
class Answer:
    """A scripted answer and its fault.

    Attributes:
        delay: silence before the status line, seconds.
        pause: silence in the middle of the body, seconds.
        cut: bytes of the body really sent, fewer than Content-Length says (None = all).
        endless: the body is repeated until the client leaves (every `pause` seconds), without Content-Length.
    """

    status: int = 200
    body: bytes = b""
    headers: dict = field(default_factory=dict)
    delay: float = 0.0
    pause: float = 0.0
    cut: int | None = None
    endless: bool = False


@dataclass(frozen=True)
class Seen:
    """A request as it came."""

    method: str
    host: str
    path: str
    query: tuple
    headers: dict
    body: bytes
    moment: float


class Replay:
    """The server; in a `with` block.

    Attributes:
        seen: requests, in order of arrival.
        served: numbers of the routes used.
        switch: value of `_scenario` that is on: only routes of that scenario then answer; never sent by a client.
    """

    def __init__(self, routes: list | None = None, folder: Path | None = None, tls: tuple | None = None) -> None:
        self.routes = routes or []
        self.folder = folder
        self.seen: list[Seen] = []
        self.served: set[int] = set()
        self.switch = ""
        self._times = 0
        self._scripts: dict[tuple[str, str], list[Answer]] = {}
        self._stop = threading.Event()
        replay = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def do_GET(self):
                replay._handle(self)

            do_POST = do_CONNECT = do_GET  # noqa: N815

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_):  # a client that leaves is what many of these tests are about
                pass

        self._server = Server(("127.0.0.1", 0), Handler)
        self.scheme = "http"
        if tls is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(*tls)
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
            self.scheme = "https"
        self.port = self._server.server_address[1]

    def __enter__(self) -> Replay:
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(self, *_) -> None:
        self._stop.set()
        self._server.shutdown()
        self._server.server_close()

    @property
    def root(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self.port}"

    def endpoints(self) -> Endpoints:
        """Every service, played by this server."""
        return Endpoints(
            {key: f"{self.root}/{service.base.removeprefix('https://')}" for key, service in SERVICES.items()}
        )

    def on(self, url: str, *answers: Answer) -> None:
        """Answer so, one after the other (the last one again and again), at "host/path", before any route."""
        host, _, path = url.partition("/")
        self._scripts[host, f"/{path}"] = list(answers)

    @contextlib.contextmanager
    def scenario(self, name: str, times: int = 1_000_000):
        """With the test switch `_scenario=name` on, for so many answers of that scenario."""
        self.switch, self._times = name, times
        try:
            yield self
        finally:
            self.switch = ""

    def count(self, path: str = "") -> int:
        """How many requests came (whose path contains that)."""
        return sum(path in seen.path for seen in self.seen)

    def unserved(self) -> list[str]:
        """The routes that nobody asked for."""
        return [
            f"{route['method']} {route['host']}{route['path']} ({route['name']})"
            for number, route in enumerate(self.routes)
            if number not in self.served
        ]

    def _handle(self, handler: BaseHTTPRequestHandler) -> None:
        length = int(handler.headers.get("Content-Length") or 0)
        body = handler.rfile.read(length) if length else b""
        as_proxy = handler.command == "CONNECT" or not handler.path.startswith("/")
        parts = urlsplit(handler.path)
        if as_proxy:
            host, path = (handler.path, "/") if handler.command == "CONNECT" else (parts.netloc, parts.path)
        else:
            host, _, path = parts.path.lstrip("/").partition("/")
            path = f"/{path}"
        query = tuple(parse_qsl(parts.query, keep_blank_values=True))
        if handler.headers.get("Content-Type", "") == "application/x-www-form-urlencoded":
            query += tuple(parse_qsl(body.decode()))
        headers = {name.lower(): value for name, value in handler.headers.items()}
        seen = Seen(handler.command, host, path, query, headers, body, time.monotonic())
        self.seen.append(seen)
        with contextlib.suppress(OSError):
            self._write(handler, self._answer(seen, as_proxy))

    def _answer(self, seen: Seen, as_proxy: bool) -> Answer:
        script = self._scripts.get((seen.host, seen.path))
        if script:
            return script.pop(0) if len(script) > 1 else script[0]
        switch = self.switch if self._times else ""
        found = [n for n, route in enumerate(self.routes) if self._fits(route, seen, as_proxy, switch)]
        if found and switch:
            self._times -= 1
        # What the scenario does not speak of goes on as usual.
        found = found or [n for n, route in enumerate(self.routes) if self._fits(route, seen, as_proxy, "")]
        if not found:
            return Answer(418, f"no route for {seen.method} {seen.host}{seen.path} {seen.query}".encode())
        number = max(found, key=lambda n: (self._is_special(self.routes[n]), len(self.routes[n]["query"])))
        route = self.routes[number]
        self.served.add(number)
        content = (self.folder / route["body_file"]).read_bytes() if "body_file" in route else route["body"].encode()
        return Answer(route["status"], content, dict(route["headers"]))

    @staticmethod
    def _is_special(route: dict) -> bool:
        """Routes that answer to a header, before those that only look at the address."""
        return route["status"] == 304 or route["name"] == "wrong content type"

    def _fits(self, route: dict, seen: Seen, as_proxy: bool, switch: str) -> bool:
        if as_proxy or route["host"] == "*":
            return as_proxy and route["host"] == "*"
        if (route["host"], route["path"]) != (seen.host, seen.path) or route["method"] != seen.method:
            return False
        if route["query"].get("_scenario", "") != switch:
            return False
        if route["status"] == 304 and seen.headers.get("if-none-match") != route["headers"].get("ETag", ""):
            return False
        if route["name"] == "wrong content type" and seen.headers.get("content-type") == "application/json":
            return False
        plain = dict(seen.query)
        # Names of WFS parameters may be written in any case.
        folded = {name.upper(): value for name, value in seen.query}
        given = folded if seen.path.startswith("/wfs") else plain
        return all(given.get(name) == value for name, value in route["query"].items() if name != "_scenario")

    def _write(self, handler: BaseHTTPRequestHandler, answer: Answer) -> None:
        if self._stop.wait(answer.delay):
            return
        handler.send_response(answer.status)
        for name, value in answer.headers.items():
            # Recorded answers give full addresses: they stay as they are, for the endpoints to replace.
            handler.send_header(name, value)
        if answer.endless:
            handler.send_header("Connection", "close")
            handler.end_headers()
            while not self._stop.wait(answer.pause):
                handler.wfile.write(answer.body)
            return
        if answer.status != 304:
            handler.send_header("Content-Length", str(len(answer.body)))
        handler.end_headers()
        content = answer.body if answer.cut is None else answer.body[: answer.cut]
        half = len(content) // 2 if answer.pause else 0
        handler.wfile.write(content[:half])
        handler.wfile.flush()
        if self._stop.wait(answer.pause):
            return
        if handler.command != "HEAD" and answer.status != 304:
            handler.wfile.write(content[half:])
        if answer.cut is not None:
            handler.wfile.flush()
            handler.close_connection = True
            handler.connection.shutdown(socket.SHUT_RDWR)


def load(folder: Path) -> tuple[list, Path]:
    """Routes of a folder with a routes.json."""
    return json.loads((folder / "routes.json").read_text(encoding="utf-8"))["routes"], folder
