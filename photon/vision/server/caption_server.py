"""Caption photos with a server that the user runs (Ollama, LM Studio or any other with OpenAI's API).

Responses are not trusted: size, duration, format and text are checked. The connection goes to the checked address only:
no proxies, no redirects, no second DNS lookup.
"""

import base64
import hashlib
import http.client
import io
import json
import socket
import ssl
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, NamedTuple

import photon
from photon.domain import PhotonError
from photon.domain.encoders.caption_server import CaptionServer
from photon.language import tr
from photon.vision.kit.previews import for_each
from photon.vision.server.caption_address import ServerAddress, resolve_address
from photon.vision.server.plain_sentence import plain_sentences
from photon.vision.server.server_waits import Hold, ServerWaits

MOST_BYTES = 64_000  # of a response; a sentence has about 100
_FINDING = 5.0  # seconds; names of computers are looked up by the system
_CONNECTING = 5.0  # seconds, TLS included; the server usually runs on this computer
_SECONDS = 120.0  # per photo, in total: small networks on a CPU take up to a minute
_LONG_SIDE = 768  # pixels of the image that is sent
_TOKENS = 120
_WISH = (
    "Describe this photo for a photo album in one short, plain English sentence. Say only what can be seen; "
    "guess no names, places or dates. Answer with the sentence alone."
)
_START = tr("Start it (Ollama: “ollama serve”; LM Studio: Developer, Start server) and check the address.")
_SEEING = tr("Choose a vision model, such as llava or qwen2.5vl.")


class ServerCaptioner:
    """A captioning server. Each request is about one photo.

    Attributes:
        id: Derived from address and network; identifies the origin of drafts.
        shown: The address, for users.
    """

    def __init__(self, choice: CaptionServer, seconds: float = _SECONDS, waits: ServerWaits | None = None) -> None:
        """Set the server; nothing is sent yet.

        Args:
            choice: Address and network chosen by the user.
            seconds: Time limit of a request, in total.
            waits: Where its waits can be given up; by default nowhere.
        """
        digest = hashlib.blake2b(f"{choice.address} {choice.network}".encode("utf-8", "replace"), digest_size=4)
        self.id = f"server-{digest.hexdigest()}"
        self.shown = choice.address
        self._choice = choice
        self._seconds = seconds
        self._waits = waits or ServerWaits()

    def sentences(self, previews: Sequence[bytes]) -> list[list[tuple[str, float]]]:
        """Generate captions: one sentence per photo, with log-probability 0.0, since the server reports none.

        Args:
            previews: JPEGs; only their pixels are sent, no metadata.

        Returns:
            Per preview, one sentence.

        Raises:
            DamagedPreview: Some previews cannot be decoded.
            PhotonError: The server is unreachable, or its response is invalid.
        """
        with ThreadPoolExecutor(1) as pool:
            pictures = for_each(_bare, previews, pool)
        place = find_server(self._choice, self._waits)
        return [[(self._sentence(place, picture), 0.0)] for picture in pictures]

    def networks(self) -> list[str]:
        """Names of the networks that the server offers, with or without image input.

        Raises:
            PhotonError: The server is unreachable, or its response is invalid.
        """
        answer = self._ask(find_server(self._choice, self._waits), "GET", "/models", None)
        entries = answer.get("data") if isinstance(answer, dict) else None
        if not isinstance(entries, list):
            raise self._strange(tr("it does not list its models"))
        names = [entry["id"] for entry in entries if isinstance(entry, dict) and isinstance(entry.get("id"), str)]
        return sorted({name[:200] for name in names})

    def _sentence(self, place: ServerAddress, picture: bytes) -> str:
        url = f"data:image/jpeg;base64,{base64.b64encode(picture).decode()}"
        content = [{"type": "text", "text": _WISH}, {"type": "image_url", "image_url": {"url": url}}]
        request = {
            "model": self._choice.network,
            "messages": [{"role": "user", "content": content}],
            "max_tokens": _TOKENS,
            "temperature": 0.0,
            "stream": False,
        }
        response = _response_text(self._ask(place, "POST", "/chat/completions", request))
        if response is None:
            raise self._strange(tr("it contains no text"))
        sentence = plain_sentences(response)
        if not sentence:
            raise PhotonError(
                tr("The captioning server at {server} did not return a caption.", server=place.shown), _SEEING
            )
        return sentence

    def _ask(self, place: ServerAddress, method: str, service: str, request: dict[str, Any] | None) -> Any:  # noqa: ANN401 - JSON
        """Send a request and parse the response.

        Raises:
            PhotonError: There is no valid response.
        """
        body = None if request is None else json.dumps(request).encode()
        status, kind, raw = self._exchange(place, method, place.path + service, body)
        if status != http.client.OK:
            raise self._refusal(status, raw)
        if "html" in kind:
            raise self._strange(tr("it is a web page"))
        try:
            return json.loads(raw)
        except (ValueError, RecursionError):
            raise self._strange(tr("it isn't JSON")) from None

    def _exchange(self, place: ServerAddress, method: str, path: str, body: bytes | None) -> tuple[int, str, bytes]:
        """Status, content type and body of a response.

        Raises:
            PhotonError: There is no response, it took too long, or it is too large.
        """
        headers = {"Accept": "application/json", "User-Agent": f"photon/{photon.__version__}"}
        if body is not None:
            headers["Content-Type"] = "application/json"
        request = _Request(method, path, body, headers)
        try:
            answer, raw = self._waits.run(lambda hold: _exchange(place, request, hold), self._seconds)
        except TimeoutError as error:
            raise self._late() from error
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise self._strange(tr("the connection broke ({reason})", reason=_reason(error))) from error
        if len(raw) > MOST_BYTES:
            raise self._strange(tr("it has more than {limit} kB", limit=MOST_BYTES // 1000))
        if answer.headers.get("Content-Encoding", "identity") != "identity":
            raise self._strange(tr("it is compressed, which Photon did not ask for"))
        if answer.length not in {None, 0}:  # bytes announced but not received
            raise self._strange(tr("it is incomplete"))
        return answer.status, answer.headers.get_content_type(), raw

    def _late(self) -> PhotonError:
        return PhotonError(
            tr(
                "The captioning server at {server} did not respond within {seconds:.0f} seconds.",
                server=self.shown,
                seconds=self._seconds,
            ),
            tr("Check whether it is busy, or use a smaller model."),
        )

    def _strange(self, why: str) -> PhotonError:
        return PhotonError(
            tr("The response of {server} can't be used: {reason}.", server=self.shown, reason=why),
            tr("Check that this is a server with an OpenAI-compatible interface (/v1)."),
        )

    def _refusal(self, status: int, raw: bytes) -> PhotonError:
        """Convert a status other than 200 to a message for the user."""
        reason = _server_reason(raw)
        if 300 <= status < 400:
            return PhotonError(
                tr("{server} redirects to another address, which Photon does not follow.", server=self.shown),
                tr("Enter the address of the captioning server itself."),
            )
        if status == http.client.NOT_FOUND:
            return PhotonError(
                tr(
                    "The server at {server} has no model “{model}”, or no such service{reason}.",
                    server=self.shown,
                    model=self._choice.network,
                    reason=reason,
                ),
                tr(
                    "Check the address and the name of the model; with Ollama, “ollama pull {model}” downloads it.",
                    model=self._choice.network,
                ),
            )
        if status in {401, 403}:
            return PhotonError(
                tr("The server at {server} needs a key or password{reason}.", server=self.shown, reason=reason),
                tr("Photon doesn't send one; switch this off in the server."),
            )
        if status in {400, 413, 415, 422}:
            return PhotonError(
                tr("The server at {server} did not accept the photo{reason}.", server=self.shown, reason=reason),
                _SEEING,
            )
        return PhotonError(
            tr(
                "The captioning server at {server} failed ({status}){reason}.",
                server=self.shown,
                status=status,
                reason=reason,
            ),
            tr("For details, check the server's own window."),
        )


def find_server(choice: CaptionServer, waits: ServerWaits) -> ServerAddress:
    """Return the address of a server, looked up and checked.

    Raises:
        PhotonError: It is malformed, not found in time, or that of another computer that was not allowed.
    """
    try:
        return waits.run(lambda _: resolve_address(choice.address, is_anywhere=choice.is_anywhere), _FINDING)
    except TimeoutError as error:
        raise PhotonError(
            tr("Looking up the address {server} took too long.", server=choice.address),
            tr("Check the network, or enter the IP address."),
        ) from error


class _Request(NamedTuple):
    method: str
    path: str
    body: bytes | None
    headers: dict[str, str]


def _exchange(place: ServerAddress, request: _Request, hold: Hold) -> tuple[http.client.HTTPResponse, bytes]:
    """Return a response, and at most one byte more of its body than it may have."""
    connection = http.client.HTTPConnection(place.host, place.port)
    connection.sock = _connect(place, hold)
    try:
        connection.request(*request)
        with connection.getresponse() as answer:
            return answer, answer.read(MOST_BYTES + 1)
    finally:
        connection.close()


def _connect(place: ServerAddress, hold: Hold) -> socket.socket:
    """Connect to one of the checked IP addresses.

    Raises:
        PhotonError: None of them accepts the connection in time.
    """
    until = time.monotonic() + _CONNECTING
    for number in place.numbers:
        try:
            wire = socket.create_connection((number, place.port), timeout=max(0.01, until - time.monotonic()))
        except OSError:
            continue
        try:
            if place.scheme == "https":
                context = ssl.create_default_context()
                wire = context.wrap_socket(wire, server_hostname=place.host, do_handshake_on_connect=False)
            hold(partial(socket.socket.shutdown, wire, socket.SHUT_RDWR))  # TLS's own farewell would wait
            if isinstance(wire, ssl.SSLSocket):
                wire.settimeout(max(0.01, until - time.monotonic()))  # a limit of the whole handshake
                wire.do_handshake()
        except OSError:
            wire.close()
            continue
        wire.settimeout(None)  # from now on, the total time is limited
        return wire
    raise PhotonError(tr("No captioning server responds at {server}.", server=place.shown), _START)


def _response_text(answer: Any) -> str | None:  # noqa: ANN401 - JSON
    """The text of a response, which may be split into parts."""
    try:
        content = answer["choices"][0]["message"]["content"]
        if isinstance(content, list):
            content = " ".join(part["text"] for part in content if part.get("type") == "text")
    except (KeyError, IndexError, TypeError, AttributeError):
        return None
    return content if isinstance(content, str) else None


def _server_reason(raw: bytes) -> str:
    """The server's own error message, shortened and prefixed with a colon; empty if there is none."""
    try:
        error = json.loads(raw)["error"]
    except (ValueError, RecursionError, KeyError, TypeError):
        return ""
    error = error.get("message") if isinstance(error, dict) else error
    reason = plain_sentences(error, 1, 120).rstrip(".") if isinstance(error, str) else ""
    return f": {reason}" if reason else ""


def _reason(error: Exception) -> str:
    return " ".join(str(error).split())[:80] or type(error).__name__


def _bare(preview: bytes) -> bytes:
    """Re-encode a preview without any metadata: no location, time, comment or thumbnail."""
    from PIL import Image

    with Image.open(io.BytesIO(preview)) as opened:
        picture = opened.convert("RGB")
    picture.thumbnail((_LONG_SIDE, _LONG_SIDE))
    picture.info = {}  # otherwise Pillow would write comments
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=88)
    return file.getvalue()
