"""The user's captioning server: choosing it, its default, and testing it."""

from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict, replace

from photon.app.runtime.library_threads import LibraryThreads
from photon.domain import Changes, PhotonError
from photon.domain.encoders.caption_server import CaptionServer
from photon.language import tr
from photon.library import Library
from photon.library.captions.caption_settings import LONGEST_NETWORK, SERVER
from photon.library.db import settings
from photon.vision.server.server_waits import ServerWaits

_TRYING = 8.0  # seconds, in total


def chosen_server(library: Library) -> CaptionServer | None:
    """Return the server that drafts captions for this library; None if none was chosen."""
    return settings.get(library, SERVER)


def choose_server(library: Library, server: CaptionServer | None) -> Changes:
    """Set the server that drafts captions from now on, or none; its address was looked up."""
    return settings.store(library, SERVER, None if server is None else asdict(server))


class CaptionServers:
    """The operations on the choice of a server."""

    def __init__(self, store: LibraryThreads) -> None:
        """Create it for a library."""
        self._store = store
        self._waits = ServerWaits()
        self._desk = ThreadPoolExecutor(1, "photon-caption-server")  # a server may keep it waiting

    def chosen(self) -> Future[CaptionServer | None]:
        """Return the server in use, with its address as shown, or None."""
        return self._store.read(chosen_server)

    def choose(self, server: CaptionServer | None) -> Future[Changes]:
        """Use a server, or none.

        The Future may raise PhotonError: the address is invalid or that of another computer that was not allowed, or
        the model has no name.
        """
        if server is None:
            return self._store.write(choose_server, None)
        return self._desk.submit(lambda: self._store.write(choose_server, self._checked(server)).result())

    def try_out(self, server: CaptionServer) -> Future[list[str]]:
        """Return the models that a server offers, without choosing it; the Future may raise PhotonError."""
        return self._desk.submit(self._models_of, server)

    def close(self) -> None:
        """Give up what is asked of servers."""
        self._waits.end()
        self._desk.shutdown(wait=True)

    def _checked(self, server: CaptionServer) -> CaptionServer:
        from photon.vision.server.caption_server import find_server  # http.client

        network = server.network.strip()
        if not network or len(network) > LONGEST_NETWORK or not network.isprintable():
            raise PhotonError(
                tr("The captioning server needs the name of a vision model."),
                tr("For example llava or qwen2.5vl; “ollama list” shows your models."),
            )
        return replace(server, address=find_server(server, self._waits).shown, network=network)

    def _models_of(self, server: CaptionServer) -> list[str]:
        from photon.vision.server.caption_server import ServerCaptioner  # http.client

        return ServerCaptioner(server, _TRYING, self._waits).networks()
