"""Sources of caption drafts: the describer, an encoder that writes captions, or a server of the user.

The describer is the model that comes with Photon: it writes captions from the visual features of photos, and weighs
those of others.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field

import numpy as np

from photon.annotate.captions.draft_choice import choose, known_objects
from photon.annotate.captions.named_objects import caption_objects
from photon.annotate.captions.plain_draft import plain_draft
from photon.annotate.captions.sentence_check import SentenceContext
from photon.annotate.captions.text_draft import with_text
from photon.app.captions.caption_servers import chosen_server
from photon.app.encoding.encoder_client import EncoderClient
from photon.app.runtime.cpu_count import count_cpus
from photon.app.runtime.encoder_process import EncoderProcess
from photon.domain.arrays import Floats
from photon.domain.encoders.caption_server import CaptionServer
from photon.domain.metadata.caption import OWN, CaptionDraft, DraftSource
from photon.domain.photo.page_text import PageText
from photon.library import Library
from photon.quick_dataclass import dataclass
from photon.vision import encoders, worker
from photon.vision.kit.encoder import Encoder
from photon.vision.knowledge.caption_scoring import CaptionCandidates, CaptionScorer
from photon.vision.server.server_waits import ServerWaits

_OF_MOMENT = 0.75  # certainty from which a draft of a moment counts: more than of a photo, as it is the best of several
Sentences = list[list[tuple[str, float]]]


@dataclass(frozen=True, slots=True)
class DraftRequest:
    """A photo to draft a caption for.

    Attributes:
        photo: Its id.
        image_hash: Hash of its image.
        preview: JPEG.
        tags: Its tags with certainties 0..1.
        known: What its tags say of things that a sentence may name.
        things: Certainties of its tags by their places in Photon's own vocabulary.
        page: The text in it that may be named.
        look: float32 (1280,), unit length, the visual features that the describer knows, if they are stored.
        moments: Those of moments of a video, like ``look``; the surest draft of all counts.
    """

    photo: int
    image_hash: bytes
    preview: bytes
    tags: Mapping[str, float] = field(default_factory=dict)
    known: SentenceContext = field(default_factory=SentenceContext)
    things: Mapping[int, float] = field(default_factory=dict)
    page: PageText = PageText()
    look: Floats | None = field(default=None, compare=False)
    moments: Sequence[Floats] = field(default=(), compare=False)


class DescriberProcess:
    """The describer in a separate process, which ends after some time without drafts.

    It is not the process that computes embeddings, so new photos never wait for sentences.
    """

    def __init__(self) -> None:
        """Create it without starting the process."""
        self._lane = EncoderProcess(worker.WorkerSpec(encoders.fallback().model, count_cpus()))

    def looks(self, previews: Sequence[bytes]) -> Floats:
        """Return look vectors of previews; blocks."""
        return self._lane.ask("embed", Encoder.encode_images, list(previews)).look

    def write(self, looks: Floats, known: Sequence[Mapping[str, float]]) -> list[CaptionCandidates]:
        """Return sentences of its own; blocks."""
        return self._lane.ask("describe", CaptionScorer.write, looks, list(known))

    def weigh(
        self, looks: Floats, known: Sequence[Mapping[str, float]], sentences: Sequence[Mapping[str, float]]
    ) -> list[CaptionCandidates]:
        """Return sentences of another captioner, compared with the photos; blocks."""
        return self._lane.ask("describe", CaptionScorer.weigh, looks, list(known), list(sentences))

    def rest(self, unused: float) -> None:
        """Free memory after this many seconds without a request."""
        self._lane.rest(unused)

    def close(self) -> None:
        """End the process."""
        self._lane.close()


class Drafts:
    """Drafts by the describer, or sentences of another captioner, checked by the describer.

    Attributes:
        version: Changes whenever the drafts would change.
    """

    def __init__(
        self,
        describer: DescriberProcess,
        version: str = "",
        name: DraftSource = OWN,
        sentences: Callable[[Sequence[bytes]], Sentences] | None = None,
    ) -> None:
        """Create a source.

        Args:
            describer: The describer.
            version: Version of the captioner; empty for the describer with its own visual features.
            name: The captioner.
            sentences: Returns sentences for previews, best first, with log probabilities; None: the describer's.
        """
        self._describer, self._name, self._sentences = describer, name, sentences
        self.version = version or encoders.shared_knowledge().captioner_id()

    def drafts(self, wanted: Sequence[DraftRequest]) -> list[CaptionDraft | None]:
        """Return a draft for each photo, None if nothing can be said; blocks.

        Raises:
            DamagedPreview: Some cannot be decoded.
            PhotonError: Nothing can be written.
        """
        if not wanted:
            return []
        previews = [request.preview for request in wanted]
        stored = [request.look for request in wanted if request.look is not None]
        looks = np.stack(stored) if len(stored) == len(wanted) else self._describer.looks(previews)
        objects = caption_objects()
        known = [known_objects(request.tags, objects) for request in wanted]
        shown = list(range(len(wanted)))  # places in ``wanted``
        if self._sentences is None:
            shown += [at for at, request in enumerate(wanted) for _ in request.moments]
            moments = [look for request in wanted for look in request.moments]
            written = self._describer.write(np.stack([*looks, *moments]), [known[at] for at in shown])
        else:
            sentences = [dict(each) for each in self._sentences(previews)]
            written = self._describer.weigh(looks, known, sentences)
        best: list[CaptionDraft | None] = [None] * len(wanted)
        for number, (at, found) in enumerate(zip(shown, written, strict=True)):
            draft, before = self._draft(found, wanted[at]), best[at]
            least = max(before.certainty if before else 0.0, 0.0 if number == at else _OF_MOMENT)
            best[at] = draft if draft and draft.certainty >= least else before
        return best

    def close(self) -> None:
        """Free all memory."""
        self._describer.close()

    def _draft(self, written: CaptionCandidates, request: DraftRequest) -> CaptionDraft | None:
        objects, find = caption_objects(), encoders.shared_knowledge().class_labels().find
        choice = choose(written.sentences, written.chances, objects, request.known)
        if self._sentences is None and (choice is None or objects.names_person(choice.text)):
            choice = plain_draft(request.things, written.classes, find) or choice
        choice = with_text(choice, request.page, request.tags)
        return None if choice is None else CaptionDraft(choice.text, choice.certainty, choice.others, self._name)


class DraftChoice:
    """Chooses the source of drafts for a library; returns the same one until another one is chosen."""

    def __init__(self, encoder: Callable[[], EncoderClient], describer: DescriberProcess | None = None) -> None:
        """Create it without starting anything.

        Args:
            encoder: Returns the encoder in use.
            describer: The describer; by default in a process of its own.
        """
        self._encoder = encoder
        self._describer = describer or DescriberProcess()
        self._known: tuple[object, Drafts] | None = None
        self._waits = ServerWaits()

    def __call__(self, library: Library) -> Drafts:
        """Return the chosen source; runs a query."""
        server, encoder = chosen_server(library), self._encoder()
        key = (server, encoder.id)
        if self._known is None or self._known[0] != key:
            self._known = (key, self._made(server, encoder))
        return self._known[1]

    def rest(self, unused: float) -> None:
        """Free memory if no draft was made for ``unused`` seconds."""
        self._describer.rest(unused)

    def give_up(self) -> None:
        """Stop waiting for a captioning server, at once and for good."""
        self._waits.end()

    def close(self) -> None:
        """End the describer's process."""
        self._describer.close()

    def _made(self, server: CaptionServer | None, encoder: EncoderClient) -> Drafts:
        if server is not None:
            from photon.vision.server.caption_server import ServerCaptioner  # http.client

            asked = ServerCaptioner(server, waits=self._waits)
            return Drafts(self._describer, asked.id, "server", asked.sentences)
        if "caption" in encoder.model.capabilities:
            return Drafts(
                self._describer,
                encoder.id,
                "coca",
                lambda previews: encoder.sentences(previews) or [[] for _ in previews],
            )
        return Drafts(self._describer, _captioner(encoder))


def _captioner(encoder: EncoderClient) -> str:
    """Return the version of the describer: other visual features of a photo make another draft."""
    own = encoders.shared_knowledge().captioner_id()
    has_others = encoder.knowledge is not None and encoder.id != encoders.fallback().model.id
    return f"{own}-{encoder.id}" if has_others else own
