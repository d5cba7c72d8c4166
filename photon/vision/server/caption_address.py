"""Address of a captioning server: parsed as users type it, restricted to this computer unless the user allows more."""

import ipaddress
import socket
from typing import Literal
from urllib.parse import SplitResult, urlsplit

from photon.domain import PhotonError
from photon.language import tr
from photon.quick_dataclass import dataclass

_EXAMPLE = tr("For example: http://localhost:11434/v1 (Ollama) or http://localhost:1234/v1 (LM Studio)")
_LONGEST = 500  # characters
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class ServerAddress:
    """A resolved server address.

    Attributes:
        scheme: ``http`` or ``https``.
        host: As typed.
        port: Port of the server.
        path: Base path of its API, such as ``/v1``; without a trailing slash.
        numbers: The host's IP addresses, resolved and checked, in the system's order.
    """

    scheme: Literal["http", "https"]
    host: str
    port: int
    path: str
    numbers: tuple[str, ...]

    @property
    def shown(self) -> str:
        """The address for users."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}:{self.port}{self.path}"


def resolve_address(address: str, *, is_anywhere: bool = False) -> ServerAddress:
    """Parse and resolve an address.

    Args:
        address: With or without ``http://`` and ``/v1``.
        is_anywhere: Whether other computers are allowed.

    Returns:
        The resolved address.

    Raises:
        PhotonError: It is malformed, cannot be resolved, or any of its IP addresses is another computer's.
    """
    parts, port = _parts(address)
    host = parts.hostname or ""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise PhotonError(
            tr("The computer “{host}” was not found.", host=host), f"{tr('Check the spelling.')} {_EXAMPLE}"
        ) from None
    numbers = tuple(dict.fromkeys(str(entry[4][0]) for entry in found))
    away = [number for number in numbers if not _is_here(number)]
    if away and not is_anywhere:
        raise PhotonError(
            tr(
                "The captioning server {host} is not on this computer ({address}), so your photos would leave it.",
                host=host,
                address=away[0],
            ),
            tr("Use a server on this computer, such as http://localhost:11434/v1, or allow other computers."),
        )
    path = parts.path.rstrip("/").removesuffix("/chat/completions").rstrip("/") or "/v1"
    return ServerAddress("https" if parts.scheme == "https" else "http", host, port, path, numbers)


def _parts(address: str) -> tuple[SplitResult, int]:
    """Split an address into scheme, host, port and path.

    Raises:
        PhotonError: It is malformed.
    """
    typed = address.strip()
    try:
        parts = urlsplit(typed if "://" in typed else f"http://{typed}")
        port = parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError:
        raise _no_address(typed) from None
    is_plain = typed.isascii() and typed.isprintable() and " " not in typed and len(typed) <= _LONGEST
    if not is_plain or parts.scheme not in _PORTS or not parts.hostname or parts.query or parts.fragment:
        raise _no_address(typed)
    if parts.username is not None or parts.password is not None:
        raise PhotonError(
            tr("Photon doesn't store passwords, so the address of a captioning server can't contain one."),
            f"{tr('Remove the part before the @.')} {_EXAMPLE}",
        )
    return parts, port


def _no_address(typed: str) -> PhotonError:
    return PhotonError(tr("“{address}” isn't a valid server address.", address=typed[:80]), _EXAMPLE)


def _is_here(number: str) -> bool:
    """Whether an IP address is the loopback interface."""
    found = ipaddress.ip_address(number)
    mapped = getattr(found, "ipv4_mapped", None)
    return bool((mapped or found).is_loopback)
