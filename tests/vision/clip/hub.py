"""A web server on this computer that answers like the Hugging Face hub and the store behind it."""

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

COMMIT = "0123456789abcdef0123456789abcdef01234567"
PIECE = 16384


@dataclass
class Served:
    """A file of the hub and how it misbehaves."""

    body: bytes
    large: bool = False  # in the store behind the hub, with a checksum
    status: int = 200
    ranges: bool = True
    cuts: list[int] = field(default_factory=list)  # bytes after which an answer breaks off, one for each
    shifts: list[int] = field(default_factory=list)  # how far beside the part asked for an answer begins
    tag: str = ""

    @property
    def etag(self) -> str:
        """Of the answer with the body: not a sha256, whatever the hub says of large files."""
        return self.tag or f'"{hashlib.sha1(self.body).hexdigest()}"'  # noqa: S324


class Hub:
    """What the server has, and what it was asked for.

    Attributes:
        files: By ``REPOSITORY/NAME``.
        asked: Method, path and ``Range`` of every request, in order.
        sent: Bytes of bodies sent.
    """

    def __init__(self) -> None:
        self.files: dict[str, Served] = {}
        self.asked: list[tuple[str, str, str]] = []
        self.sent = 0
        self.address = ""

    def gets(self) -> list[str]:
        """The ranges of the requests for bodies that the store got."""
        return [span for method, path, span in self.asked if method == "GET" and "/store/" in path]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    hub: Hub

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name in the class above
        """Nothing on the screen."""

    def do_HEAD(self) -> None:
        self._answer()

    def do_GET(self) -> None:
        self._answer()

    def _answer(self) -> None:
        self.hub.asked.append((self.command, self.path, self.headers.get("Range", "")))
        for name, served in self.hub.files.items():
            repository, _, file = name.rpartition("/")
            if served.status != 200 and self.path.endswith(f"/{file}"):
                return self._bare(served.status)
            if self.path in {f"/{repository}/resolve/{version}/{file}" for version in ("main", COMMIT)}:
                return self._redirected(name, served)
            if self.path in {f"/store/{name}", f"/api/resolve-cache/{name}"}:
                return self._body(served)
        return self._bare(404)

    def _bare(self, status: int, **headers: str) -> None:
        self.send_response(status)
        for key, value in {"Content-Length": "0", "X-Repo-Commit": COMMIT, **headers}.items():
            self.send_header(key.replace("_", "-"), value)
        self.end_headers()

    def _redirected(self, name: str, served: Served) -> None:
        """Large files are in a store, of which the answer says what is there; small ones in a cache."""
        if served.large:
            size, digest = str(len(served.body)), f'"{hashlib.sha256(served.body).hexdigest()}"'
            self._bare(302, Location=f"/store/{name}", X_Linked_Size=size, X_Linked_Etag=digest)
        else:
            self._bare(307, Location=f"/api/resolve-cache/{name}")

    def _body(self, served: Served) -> None:
        body, begin = served.body, 0
        span, condition = self.headers.get("Range", ""), self.headers.get("If-Range", served.etag)
        partial = served.ranges and span and condition == served.etag
        if partial:
            begin = int(span.removeprefix("bytes=").rstrip("-"))
            if begin >= len(body):
                return self._bare(416)
            begin += served.shifts.pop(0) if served.shifts else 0
        self.send_response(206 if partial else 200)
        if partial:
            self.send_header("Content-Range", f"bytes {begin}-{len(body) - 1}/{len(body)}")
        self.send_header("Content-Length", str(len(body) - begin))
        self.send_header("ETag", served.etag)
        if not served.large:
            self.send_header("X-Repo-Commit", COMMIT)
        self.end_headers()
        if self.command == "GET":
            end = min(len(body), begin + served.cuts.pop(0)) if served.cuts else len(body)
            for place in range(begin, end, PIECE):
                piece = body[place : min(end, place + PIECE)]
                self.hub.sent += len(piece)  # counted first: the other side may look as soon as it has the last
                self.wfile.write(piece)
            self.close_connection = end < len(body)
        return None


@contextmanager
def serving() -> Iterator[Hub]:
    """A hub that answers until the end of the block."""
    hub = Hub()
    handler = type("Handler", (_Handler,), {"hub": hub})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        hub.address = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield hub
        finally:
            server.shutdown()
            thread.join()
