"""A small HTTP server on the loopback interface: answers as a test says, remembers what it was asked."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What the server sends; `raw` replaces everything, status line and headers too."""

    body: bytes = b""
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    raw: bytes = b""


@dataclass(frozen=True, slots=True)
class Asked:
    path: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(slots=True)
class LoopbackServer:
    """`answer` gets the path and how often it was asked before."""

    answer: Callable[[str, int], Reply]
    base: str = ""
    asked: list[Asked] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def count(self, path: str) -> int:
        return sum(1 for one in self.asked if one.path == path)

    def _reply(self, asked: Asked) -> Reply:
        with self._lock:
            before = self.count(asked.path)
            self.asked.append(asked)
        return self.answer(asked.path, before)


class _Quiet(ThreadingHTTPServer):
    def handle_error(self, *_: Any) -> None:
        """A client that was killed is no news."""


@contextmanager
def serving(answer: Callable[[str, int], Reply] | Mapping[str, Reply]) -> Iterator[LoopbackServer]:
    """A server for the time of the block; paths that a mapping does not name get 404."""
    given = answer
    server = LoopbackServer(
        given if callable(given) else lambda path, _: given.get(path, Reply(status=404, body=b"no"))
    )

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            size = int(self.headers.get("Content-Length") or 0)
            asked = Asked(self.path, {k.lower(): v for k, v in self.headers.items()}, self.rfile.read(size))
            reply = server._reply(asked)
            if reply.raw:
                self.wfile.write(reply.raw)
                self.close_connection = True
                return
            self.send_response(reply.status)
            for name, value in reply.headers:
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            self.wfile.write(reply.body)

        do_POST = do_GET  # noqa: N815

        def log_message(self, *_: Any) -> None:
            """Silent."""

    with _Quiet(("127.0.0.1", 0), Handler) as listening:
        server.base = f"http://127.0.0.1:{listening.server_address[1]}"
        thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            listening.shutdown()
            thread.join(5)
