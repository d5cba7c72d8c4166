"""What writes drafts now: a server that the person chose, an encoder that writes itself, or the starter's captioner."""

import threading
from collections.abc import Sequence

from photon.app.caption_servers import chosen_server
from photon.app.draft_sources import Drafts, DraftSource, Sentences, StarterProcess
from photon.app.lenses import Lenses
from photon.domain.caption_server import CaptionServer
from photon.library import Library
from photon.vision import encoders

_REST = 60.0  # seconds without a sentence after which the memory for writing is given back


class Drafting:
    """Gives the source of drafts; all of them share one process that checks what is written against the photo."""

    def __init__(self, lenses: Lenses) -> None:
        """Start nothing yet."""
        self._lenses = lenses
        self._starter = StarterProcess()
        self._lock = threading.Lock()
        self._kept: tuple[object, DraftSource] | None = None

    def source(self, library: Library) -> DraftSource:
        """What writes for this library, as it is chosen now.

        Raises:
            PhotonError: The installation is incomplete.
        """
        server, encoder = chosen_server(library), self._lenses.current.encoder
        key = server or encoder.id
        with self._lock:
            if self._kept is None or self._kept[0] != key:
                self._kept = (key, self._by_server(server) if server else self._by_encoder(encoder.name))
            return self._kept[1]

    def rest(self) -> None:
        """Give memory back where nothing was written for a while; asked now and then."""
        self._starter.rest(_REST)

    def close(self) -> None:
        """End the process."""
        self._starter.close()

    def _by_server(self, server: CaptionServer) -> DraftSource:
        from photon.vision.caption_server import ServerCaptioner

        captioner = ServerCaptioner(server)
        return Drafts(self._starter, captioner.id, "server", captioner.sentences)

    def _by_encoder(self, name: str) -> DraftSource:
        if not encoders.writes(name):
            return Drafts(self._starter)

        def write(previews: Sequence[bytes]) -> Sentences:
            with self._lenses.use() as lens:
                return lens.encoder.sentences(previews) or [[] for _ in previews]

        return Drafts(self._starter, f"coca-{self._lenses.current.encoder.id}", "coca", write)
