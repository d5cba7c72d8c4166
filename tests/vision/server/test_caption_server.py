"""Captions by a server on this computer, against a real one that has every fault a server can have."""

import base64
import io
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator

import pytest
from PIL import Image

from photon.domain import PhotonError
from photon.domain.encoders.caption_server import CaptionServer
from photon.vision.kit.encoder import DamagedPreview
from photon.vision.server import caption_server
from photon.vision.server.caption_address import resolve_address
from photon.vision.server.caption_server import ServerCaptioner
from photon.vision.server.server_waits import ServerWaits
from tests.vision.faulty_server import FaultyServer, Reply, answer, saying, serving


def preview(**metadata: object) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (900, 600), (200, 30, 40)).save(file, "JPEG", **metadata)
    return file.getvalue()


def captioner(server: FaultyServer, seconds: float = 5.0) -> ServerCaptioner:
    return ServerCaptioner(CaptionServer(server.address, "llava"), seconds)


def test_a_sentence_is_asked_for_and_cleaned() -> None:
    with serving(saying("**Caption:** The image shows a red wall.\n\n- It is plain.\n- Nobody is there.")) as server:
        assert captioner(server).sentences([preview()]) == [[("A red wall. It is plain.", 0.0)]]
    head, body = server.asked[0]
    assert head.startswith("POST /v1/chat/completions HTTP/1.1")
    wish = json.loads(body)
    assert wish["model"] == "llava"
    assert wish["stream"] is False


def test_only_pixels_are_sent() -> None:
    exif = Image.Exif()
    exif[0x010E] = "secret place"
    full = preview(exif=exif, comment=b"secret comment", xmp=b"<x>secret words</x>", icc_profile=b"secret profile")
    assert full.count(b"secret") == 4
    with serving(saying("A wall.")) as server:
        captioner(server).sentences([full])
    (content,) = [part for part in json.loads(server.asked[0][1])["messages"][0]["content"] if "image_url" in part]
    sent = base64.b64decode(content["image_url"]["url"].removeprefix("data:image/jpeg;base64,"))
    assert b"secret" not in sent
    assert not Image.open(io.BytesIO(sent)).getexif()
    assert Image.open(io.BytesIO(sent)).size == (768, 512)


def test_text_in_parts_and_thoughts() -> None:
    parts = [{"type": "text", "text": "<think>Is it red?</think>"}, {"type": "text", "text": "A red wall."}]
    with serving(saying(parts)) as server:
        assert captioner(server).sentences([preview()]) == [[("A red wall.", 0.0)]]


def test_networks_are_listed() -> None:
    listed = {"data": [{"id": "llava"}, {"id": "bakllava"}, {"id": 7}, None]}
    with serving(answer(json.dumps(listed).encode())) as server:
        assert captioner(server).networks() == ["bakllava", "llava"]
    assert server.asked[0][0].startswith("GET /v1/models")


def test_a_damaged_preview_is_told_before_anything_is_sent() -> None:
    with serving(saying("A wall.")) as server:
        with pytest.raises(DamagedPreview) as caught:
            captioner(server).sentences([preview(), b"damaged"])
        assert caught.value.positions == (1,)
    assert not server.asked


def test_proxies_of_the_environment_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.setenv("no_proxy", "")
    with serving(saying("A wall.")) as server:
        assert captioner(server).sentences([preview()])[0][0][0] == "A wall."


def chunks_without_end(wire: socket.socket) -> None:
    wire.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n")
    while True:
        wire.sendall(b"1000\r\n" + b"x" * 0x1000 + b"\r\n")


DEEP = b"[" * 60_000
FAULTS: list[tuple[Reply, str]] = [
    (answer(b'{"choices": []}'), "no text"),
    (answer(b'{"choices": [{"message": {"content": null}}]}'), "no text"),
    (answer(b'{"choices": [{"message": {"content": 5}}]}'), "no text"),
    (answer(b'{"choices": [{"message": {"content": ["x"]}}]}'), "no text"),
    (answer(b'{"choices": "yes"}'), "no text"),
    (answer(b"[]"), "no text"),
    (answer(b"7"), "no text"),
    (saying(""), "did not return a caption"),
    (saying("* * *"), "did not return a caption"),
    (saying("I'm sorry, I can't help with that image."), "did not return a caption"),
    (answer(b""), "isn't JSON"),
    (answer(b"a red wall"), "isn't JSON"),
    (answer(b"\xff\xfe\x00"), "isn't JSON"),
    (answer(DEEP), "isn't JSON"),
    (answer(b"<html><body>Welcome</body></html>", kind="text/html; charset=utf-8"), "a web page"),
    (answer(b"x" * 10_000_000), "more than 64 kB"),
    (chunks_without_end, "more than 64 kB"),
    (answer(b"x" * 100, "200 OK", "Content-Length: 5000"), "is incomplete"),
    (answer(b"{}", "200 OK", "Content-Length: 2", "Content-Encoding: gzip"), "compressed"),
    (answer(b"", "302 Found", "Location: http://example.org/", "Content-Length: 0"), "another address"),
    (answer(b"", "307 Temporary Redirect", "Location: /elsewhere", "Content-Length: 0"), "another address"),
    (answer(b'{"error": {"message": "model llava not found"}}', "404 Not Found"), "Model llava not found"),
    (answer(b'{"error": "this network sees nothing"}', "400 Bad Request"), "This network sees nothing"),
    (answer(b"", "401 Unauthorized"), "a key or password"),
    (answer(b"oops", "500 Internal Server Error"), r"failed \(500\)"),
    (answer(b"", "299 Strange"), r"failed \(299\)"),
    (lambda wire: wire.sendall(b"SSH-2.0-OpenSSH_9.2\r\n"), "connection broke"),
    (lambda wire: wire.sendall(b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 1000), "connection broke"),
    (lambda wire: wire.sendall(b"HTTP/1.1 200 OK\r\nA: " + b"x" * 10_000_000), "connection broke"),
    (lambda _: None, "connection broke"),
]


@pytest.mark.parametrize(("reply", "words"), FAULTS)
def test_a_server_that_lies_gets_a_sentence(reply: Reply, words: str) -> None:
    with serving(reply) as server, pytest.raises(PhotonError, match=words) as caught:
        captioner(server).sentences([preview()])
    assert caught.value.hint
    assert "Traceback" not in str(caught.value)
    assert len(str(caught.value)) < 400


def silent(wire: socket.socket) -> None:
    wire.recv(1)


def dripping(before: bytes) -> Callable[[socket.socket], None]:
    def reply(wire: socket.socket) -> None:
        wire.sendall(before)
        while True:
            time.sleep(0.05)
            wire.sendall(b"x")

    return reply


def repeating(some: bytes) -> Callable[[socket.socket], None]:
    def reply(wire: socket.socket) -> None:
        while True:
            time.sleep(0.05)
            wire.sendall(some)

    return reply


HANGING = {
    "silent": silent,
    "a slow line": dripping(b""),
    "a slow body": dripping(b"HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n"),
    "slow chunks": dripping(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n99\r\n"),
    "slow headers": dripping(b"HTTP/1.1 200 OK\r\nServer: "),
    "promises": repeating(b"HTTP/1.1 100 Continue\r\n\r\n"),
}


@pytest.mark.parametrize("reply", HANGING.values(), ids=HANGING)
def test_a_server_that_hangs_is_left(reply: Reply) -> None:
    begun = time.monotonic()
    with serving(reply) as server, pytest.raises(PhotonError, match="did not respond within"):
        captioner(server, 0.4).sentences([preview()])
    assert time.monotonic() - begun < 5  # it is left after 0.4 s, and never waited for


@pytest.mark.parametrize("reply", HANGING.values(), ids=HANGING)
def test_waiting_for_a_server_can_be_given_up(reply: Reply) -> None:
    waits, begun = ServerWaits(), time.monotonic()
    timer = threading.Timer(0.2, waits.end)
    with serving(reply) as server, pytest.raises(PhotonError, match="being closed"):
        timer.start()
        ServerCaptioner(CaptionServer(server.address, "llava"), 60, waits).sentences([preview()])
    timer.join()
    assert time.monotonic() - begun < 5
    with pytest.raises(PhotonError, match="being closed"):
        ServerCaptioner(CaptionServer("localhost", "llava"), 60, waits).networks()


@pytest.fixture
def wordless() -> Iterator[int]:
    """The port of a server that takes connections and reads nothing."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening.getsockname()[1]


def test_a_server_that_never_agrees_on_encryption_is_left_soon(wordless: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(caption_server, "_CONNECTING", 0.4)
    begun = time.monotonic()
    with pytest.raises(PhotonError, match="No captioning server responds"):
        ServerCaptioner(CaptionServer(f"https://127.0.0.1:{wordless}", "llava"), 60).networks()
    assert time.monotonic() - begun < 5


def test_a_name_that_is_looked_up_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    given_up = threading.Event()
    monkeypatch.setattr(caption_server, "_FINDING", 0.2)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: given_up.wait(10))
    with pytest.raises(PhotonError, match="took too long") as caught:
        ServerCaptioner(CaptionServer("http://slow.test", "llava")).networks()
    assert caught.value.hint
    given_up.set()


def test_a_server_that_is_not_there() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(PhotonError, match="No captioning server responds") as caught:
        ServerCaptioner(CaptionServer(f"localhost:{port}", "llava")).sentences([preview()])
    assert "ollama serve" in caught.value.hint


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("localhost:11434", "http://localhost:11434/v1"),
        ("http://127.0.0.1:1234/v1/", "http://127.0.0.1:1234/v1"),
        (" http://[::1]:80/api/v1/chat/completions ", "http://[::1]:80/api/v1"),
        ("https://localhost/v1", "https://localhost:443/v1"),
        ("http://[::ffff:127.0.0.1]:5/x", "http://[::ffff:127.0.0.1]:5/x"),
    ],
)
def test_addresses_as_people_type_them(typed: str, shown: str) -> None:
    assert resolve_address(typed).shown == shown


@pytest.mark.parametrize(
    "typed",
    ["", " ", "ftp://localhost", "http://", "http://localhost:99999", "localhost:abc", "a b", "http://localhost/?x=1",
     "http://[::1", "http://lo\ncalhost", "http://löcalhost/", "x" * 600, "file:///etc/passwd"],
)  # fmt: skip
def test_what_is_no_address(typed: str) -> None:
    with pytest.raises(PhotonError, match="isn't a valid server address") as caught:
        resolve_address(typed)
    assert "11434" in caught.value.hint


def test_passwords_are_refused() -> None:
    with pytest.raises(PhotonError, match="doesn't store passwords"):
        resolve_address("http://me:secret@localhost:11434")


@pytest.mark.parametrize(
    "typed", ["http://192.0.2.7:11434", "10.0.0.1", "http://0.0.0.0:11434", "http://[2001:db8::1]"]
)
def test_other_computers_only_where_allowed(typed: str) -> None:
    with pytest.raises(PhotonError, match="would leave it"):
        resolve_address(typed)
    assert resolve_address(typed, is_anywhere=True).port in {80, 11434}


def test_every_address_of_a_name_must_be_this_computer(monkeypatch: pytest.MonkeyPatch) -> None:
    def both(*_: object, **__: object) -> list[tuple[object, ...]]:
        return [(socket.AF_INET, 0, 0, "", (number, 1)) for number in ("127.0.0.1", "203.0.113.9")]

    monkeypatch.setattr(socket, "getaddrinfo", both)
    with pytest.raises(PhotonError, match=r"203\.0\.113\.9"):
        resolve_address("http://rebinding.test")


def test_a_name_that_nobody_has(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody(*_: object, **__: object) -> list[tuple[object, ...]]:
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", nobody)
    with pytest.raises(PhotonError, match="was not found"):
        resolve_address("http://nowhere.test")
