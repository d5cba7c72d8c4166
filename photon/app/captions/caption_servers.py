"""The user's captioning server: choosing it, its default, and testing it."""

from collections.abc import Callable
from concurrent.futures import Future

from photon.app.runtime.library_threads import LibraryThreads
from photon.domain import Changes, PhotonError
from photon.domain.encoders.caption_server import CaptionServer
from photon.language import tr
from photon.library import Library
from photon.library.captions.caption_settings import LONGEST_NETWORK, SERVER
from photon.library.db import settings

_TRYING = 8.0  # seconds


def chosen_server(library: Library) -> CaptionServer | None:
    """Return the server that drafts captions for this library; None if none was chosen."""
    return settings.get(library, SERVER)


def choose_server(library: Library, server: CaptionServer | None) -> Changes:
    """Set the server that drafts captions from now on, or none.

    Raises:
        PhotonError: The address is invalid or that of another computer that was not allowed, or the model has no name.
    """
    if server is None:
        return settings.store(library, SERVER, None)
    from photon.vision.server.caption_address import resolve_address

    network = server.network.strip()
    if not network or len(network) > LONGEST_NETWORK or not network.isprintable():
        raise PhotonError(
            tr("The captioning server needs the name of a vision model."),
            tr("For example llava or qwen2.5vl; “ollama list” shows your models."),
        )
    place = resolve_address(server.address, is_anywhere=server.is_anywhere)
    kept = {"address": place.shown, "network": network, "is_anywhere": server.is_anywhere}
    return settings.store(library, SERVER, kept)


class CaptionServers:
    """The operations on the choice of a server."""

    def __init__(self, store: LibraryThreads) -> None:
        """Create it for a library."""
        self._store = store

    def chosen(self) -> Future[CaptionServer | None]:
        """Return the server in use, with its address as shown, or None."""
        return self._store.read(chosen_server)

    def choose(self, server: CaptionServer | None) -> Future[Changes]:
        """Use a server, or none; the Future may raise PhotonError."""
        return self._store.write(choose_server, server)

    def try_out(self, server: CaptionServer) -> Future[list[str]]:
        """Return the models that a server offers, without choosing it; the Future may raise PhotonError."""
        return self._store.read(_asking(server))


def _asking(server: CaptionServer) -> Callable[[Library], list[str]]:
    def ask(_: Library) -> list[str]:
        from photon.vision.server.caption_server import ServerCaptioner

        return ServerCaptioner(server, _TRYING).networks()

    return ask
