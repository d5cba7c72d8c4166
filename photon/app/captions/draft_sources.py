"""Sources of caption drafts: the starter's captioner, an encoder that writes captions, or a server of the user."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from photon.annotate.captions.draft_choice import choose, known_objects
from photon.annotate.captions.named_objects import caption_objects
from photon.annotate.captions.sentence_check import SentenceContext
from photon.app.captions.caption_servers import chosen_server
from photon.app.encoding.encoder_client import EncoderClient
from photon.app.runtime.cpu_count import count_cpus
from photon.app.runtime.encoder_process import EncoderProcess
from photon.domain.arrays import Floats
from photon.domain.encoders.caption_server import CaptionServer
from photon.domain.encoders.encoder_info import STARTER
from photon.domain.metadata.caption import CaptionDraft, DraftSource
from photon.library import Library
from photon.vision import encoders, worker
from photon.vision.starter import starter
from photon.vision.starter.caption_scoring import CaptionCandidates

Sentences = list[list[tuple[str, float]]]


@dataclass(frozen=True, slots=True)
class DraftRequest:
    """A photo that a draft is wanted for.

    Attributes:
        photo: Its id.
        image_hash: Of its picture.
        preview: JPEG.
        tags: What is known of it, with certainties 0..1.
        known: What its tags say of things that a sentence may name.
    """

    photo: int
    image_hash: bytes
    preview: bytes
    tags: Mapping[str, float] = field(default_factory=dict)
    known: SentenceContext = field(default_factory=SentenceContext)


class StarterProcess:
    """The starter in a separate process, which ends after a time without captions.

    Apart from the one that makes vectors: new photos never wait behind sentences.
    """

    def __init__(self) -> None:
        """Create it without starting the process."""
        self._lane = EncoderProcess(worker.WorkerSpec(STARTER, count_cpus()))

    def looks(self, previews: Sequence[bytes]) -> Floats:
        """Return look vectors of previews; blocks."""
        return self._lane.run(worker.encode_images, list(previews)).look

    def write(self, looks: Floats, known: Sequence[Mapping[str, float]]) -> list[CaptionCandidates]:
        """Return sentences of the starter's captioner; blocks."""
        return self._lane.run(worker.write, looks, list(known))

    def weigh(
        self, looks: Floats, known: Sequence[Mapping[str, float]], sentences: Sequence[Mapping[str, float]]
    ) -> list[CaptionCandidates]:
        """Sentences from elsewhere, compared with the photos; waits."""
        return self._lane.run(worker.weigh, looks, list(known), list(sentences))

    def rest(self, unused: float) -> None:
        """Give memory back if nothing was asked for so many seconds."""
        self._lane.rest(unused)

    def close(self) -> None:
        """End the process."""
        self._lane.close()


class Drafts:
    """Drafts from the starter's captioner, or from sentences that something else writes, checked by the starter.

    Attributes:
        version: Changes with what would be written.
    """

    def __init__(
        self,
        describer: StarterProcess,
        version: str = "",
        name: DraftSource = "starter",
        sentences: Callable[[Sequence[bytes]], Sentences] | None = None,
    ) -> None:
        """Take the tools.

        Args:
            describer: The starter.
            version: Of what writes; empty for the starter's captioner.
            name: What writes.
            sentences: Writes about previews, best first, with logarithms of chances; None: the starter's captioner.
        """
        self._describer, self._name, self._sentences = describer, name, sentences
        self.version = version or starter.captioner_id()

    def drafts(self, wanted: Sequence[DraftRequest]) -> list[CaptionDraft | None]:
        """A draft for each photo, None where nothing can be said; waits.

        Raises:
            DamagedPreview: Some cannot be decoded.
            PhotonError: Nothing can be written.
        """
        if not wanted:
            return []
        previews = [request.preview for request in wanted]
        looks, objects = self._describer.looks(previews), caption_objects()
        known = [known_objects(request.tags, objects) for request in wanted]
        if self._sentences is None:
            written = self._describer.write(looks, known)
        else:
            said = [dict(each) for each in self._sentences(previews)]
            written = self._describer.weigh(looks, known, said)
        return [self._draft(found, request.known) for found, request in zip(written, wanted, strict=True)]

    def close(self) -> None:
        """Give all memory back."""
        self._describer.close()

    def _draft(self, written: CaptionCandidates, known: SentenceContext) -> CaptionDraft | None:
        choice = choose(written.sentences, written.chances, caption_objects(), known)
        return None if choice is None else CaptionDraft(choice.text, choice.certainty, choice.others, self._name)


class DraftChoice:
    """Chooses the source for a library; the same one is given again as long as nothing else is chosen."""

    def __init__(self, encoder: Callable[[], EncoderClient], describer: StarterProcess | None = None) -> None:
        """Create it without starting anything.

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

    def rest(self, unused: float) -> None:
        """Give memory back if nothing was written for so many seconds."""
        self._describer.rest(unused)

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
