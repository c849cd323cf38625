"""A real HTTP server on loopback that serves an index and packages, and misbehaves on demand.

Origin: written for this project; it serves nothing but what a test gives it.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Served:
    """What the server does with one path.

    Attributes:
        content: of the file.
        headers: beyond the usual ones; ``Content-Length`` given here is sent as it is.
        status: of a GET; with no file if it is not 200.
        head: status of a HEAD.
        ranges: whether a Range is honoured; ``"always"``: even where If-Range says not to.
        cuts: bytes of body after which each GET's connection is dropped, GET by GET.
        stalls: bytes of body after which a GET waits until the server ends.
        length: whether the length is told.
    """

    content: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    status: int = 200
    head: int = 200
    ranges: bool | str = True
    cuts: list[int] = field(default_factory=list)
    stalls: int | None = None
    length: bool = True


@dataclass(frozen=True)
class Asked:
    """A request that came in."""

    method: str
    path: str
    headers: dict[str, str]


class PackageServer:
    """Serves ``files``; ``asked`` is what came in, in order."""

    def __init__(self) -> None:
        self.files: dict[str, Served] = {}
        self.asked: list[Asked] = []
        self.ended = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}{path}"

    def gets(self, path: str) -> list[Asked]:
        """The GETs of ``path``."""
        return [asked for asked in self.asked if (asked.method, asked.path) == ("GET", path)]

    def index(self, *entries: dict[str, Any], path: str = "/index.json") -> str:
        """Serve an index of ``entries``; its address."""
        self.files[path] = Served(json.dumps(entries).encode())
        return self.url(path)

    def package(self, content: bytes, code: str = "zt", **behaviour: Any) -> Served:
        """Serve a package at ``/<code>.argosmodel`` with an ETag."""
        served = Served(content, {"ETag": '"one"'}, **behaviour)
        self.files[f"/{code}.argosmodel"] = served
        return served

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._answer(body=True)

            def do_HEAD(self) -> None:
                self._answer(body=False)

            def _answer(self, *, body: bool) -> None:
                outer.asked.append(Asked(self.command, self.path, dict(self.headers.items())))
                served = outer.files.get(self.path, Served(status=404, head=404))
                status = served.status if body else served.head
                content, status, extra = _ranged(served, status, dict(self.headers.items()))
                self.send_response(status)
                headers = {"Content-Length": str(len(content))} if served.length else {}
                for name, value in {**headers, **extra, **served.headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                if body:
                    self._send(served, content)
                self.close_connection = True

            def _send(self, served: Served, content: bytes) -> None:
                end = served.cuts.pop(0) if served.cuts else len(content)
                if served.stalls is not None:
                    end = served.stalls
                self.wfile.write(content[:end])
                self.wfile.flush()
                if served.stalls is not None:
                    outer.ended.wait(60)

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  (the base class's name)
                """Say nothing: the test looks at ``asked``."""

        return Handler

    def start(self) -> None:
        threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        ).start()

    def stop(self) -> None:
        self.ended.set()
        self._server.shutdown()
        self._server.server_close()


def _ranged(served: Served, status: int, asked: dict[str, str]) -> tuple[bytes, int, dict[str, str]]:
    """Body, status and headers for what was asked."""
    wanted = asked.get("Range")
    if status != 200 or wanted is None or not served.ranges:
        return served.content, status, {}
    validators = {served.headers.get("ETag"), served.headers.get("Last-Modified")}
    if "If-Range" in asked and asked["If-Range"] not in validators and served.ranges != "always":
        return served.content, status, {}
    start = int(wanted.removeprefix("bytes=").removesuffix("-"))
    total = len(served.content)
    if start >= total:
        return b"", 416, {"Content-Range": f"bytes */{total}"}
    return served.content[start:], 206, {"Content-Range": f"bytes {start}-{total - 1}/{total}"}


@contextmanager
def running() -> Iterator[PackageServer]:
    """A server that runs meanwhile."""
    server = PackageServer()
    server.start()
    try:
        yield server
    finally:
        server.stop()


def entry(link: str | list[str], code: str = "zt", version: str = "0.1", **changes: Any) -> dict[str, Any]:
    """An index entry as Argos's own are; ``None`` drops a key."""
    links = [link] if isinstance(link, str) else link
    data = {
        "package_version": version,
        "argos_version": "1.9.0",
        "from_code": code,
        "from_name": "Chinese",
        "to_code": "en",
        "to_name": "English",
        "links": links,
        "code": f"translate-{code}_en",
        **changes,
    }
    return {key: value for key, value in data.items() if value is not None}


def closed_port() -> str:
    """An address on loopback where nobody listens."""
    server = PackageServer()
    address = server.url("/index.json")
    server._server.server_close()
    return address
