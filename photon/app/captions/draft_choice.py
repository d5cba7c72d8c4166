"""Which source drafts captions now: the person's server, the answering encoder if it writes, else the starter."""

from collections.abc import Callable

from photon.app.captions.caption_servers import chosen_server
from photon.app.captions.draft_sources import Drafts, StarterProcess
from photon.app.encoding.encoder_client import EncoderClient
from photon.domain.encoders.caption_server import CaptionServer
from photon.library import Library
from photon.vision import encoders

_REST = 60.0  # seconds without a sentence after which the memory for writing is given back


class DraftChoice:
    """Chooses the source for a library; the same one is given again as long as nothing else is chosen."""

    def __init__(self, encoder: Callable[[], EncoderClient], describer: StarterProcess | None = None) -> None:
        """Start nothing yet.

        Args:
            encoder: Gives the one that answers.
            describer: The starter's captioner; usually in a process of its own.
        """
        self._encoder = encoder
        self._describer = describer or StarterProcess()
        self._known: tuple[object, Drafts] | None = None

    def __call__(self, library: Library) -> Drafts:
        """The source that is chosen now; costs a query."""
        server, encoder = chosen_server(library), self._encoder()
        key = (server, encoder.id)
        if self._known is None or self._known[0] != key:
            self._known = (key, self._made(server, encoder))
        return self._known[1]

    def rest(self) -> None:
        """Give memory back where nothing was written for a while; asked now and then."""
        self._describer.rest(_REST)

    def close(self) -> None:
        """End the starter's process."""
        self._describer.close()

    def _made(self, server: CaptionServer | None, encoder: EncoderClient) -> Drafts:
        if server is not None:
            from photon.vision.server.caption_server import ServerCaptioner

            asked = ServerCaptioner(server)
            return Drafts(self._describer, asked.id, "server", asked.sentences)
        if encoders.writes(encoder.name):
            return Drafts(
                self._describer,
                encoder.id,
                "coca",
                lambda previews: encoder.sentences(previews) or [[] for _ in previews],
            )
        return Drafts(self._describer)
