"""A real server on this computer that answers as it is told to, on a raw socket, so that it can lie in every way."""

import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

Reply = Callable[[socket.socket], None]


class FaultyServer:
    """Takes connections one after the other.

    Attributes:
        port: Where it listens.
        asked: Head and body of every request.
        stopping: Set when the test is over, for replies that wait.
    """

    def __init__(self, reply: Reply) -> None:
        self._reply = reply
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        self.asked: list[tuple[str, bytes]] = []
        self.stopping = threading.Event()
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    def stop(self) -> None:
        self.stopping.set()
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self._thread.join()

    def _serve(self) -> None:
        while not self.stopping.is_set():
            try:
                wire, _ = self._listening.accept()
            except OSError:
                return
            with wire, suppress(OSError):
                wire.settimeout(10)
                self.asked.append(_request(wire))
                self._reply(wire)


def _request(wire: socket.socket) -> tuple[str, bytes]:
    raw = b""
    while b"\r\n\r\n" not in raw and (some := wire.recv(65536)):
        raw += some
    head, _, body = raw.partition(b"\r\n\r\n")
    length = next(
        (int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length")), 0
    )
    while len(body) < length and (some := wire.recv(65536)):
        body += some
    return head.decode(), body


def answer(body: bytes, status: str = "200 OK", *headers: str, kind: str = "application/json") -> Reply:
    """A proper answer, unless the headers say otherwise."""
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", *(headers or (f"Content-Length: {len(body)}",))]
    raw = "\r\n".join([*lines, "Connection: close", "", ""]).encode() + body
    return lambda wire: wire.sendall(raw)


def saying(text: object) -> Reply:
    """What a chat service answers."""
    return answer(json.dumps({"choices": [{"message": {"role": "assistant", "content": text}}]}).encode())


@contextmanager
def serving(reply: Reply) -> Iterator[FaultyServer]:
    server = FaultyServer(reply)
    try:
        yield server
    finally:
        server.stop()
