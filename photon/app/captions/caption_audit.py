"""Finds captions that do not match their photo, without blocking a reader thread for more than a moment."""

from collections.abc import Callable, Mapping
from concurrent.futures import Future, InvalidStateError
from contextlib import suppress
from dataclasses import field

import numpy as np

from photon.annotate.captions.caption_audit import Captioned, ScoreBackground, audit, texts_of
from photon.annotate.tags.vocabulary import TagVocabulary
from photon.app.encoding.encoder_client import EncoderClient
from photon.app.engine.encoder_engine import EncoderEngine
from photon.app.tags.vocabularies import vocabulary_of
from photon.domain import PhotonError
from photon.domain.arrays import Floats
from photon.domain.metadata.caption_mismatch import CaptionMismatch
from photon.language import tr
from photon.library import Library
from photon.library.captions import captions, confirmed_captions
from photon.library.vectors import vectors
from photon.quick_dataclass import dataclass
from photon.search.language import guess_language
from photon.search.ranking import SAMPLE
from photon.vision.knowledge.language_bridge import BRIDGED

Ask = Callable[[Callable[[EncoderEngine, Library], None]], Future[None]]
"""Runs a function that needs the encoder in use on a reader thread."""

_BATCH = 64  # texts encoded per batch: a quarter of a second
_PHOTOS = 1000  # photos of the library that scores are compared with


@dataclass(slots=True)
class _Work:
    """An audit in progress.

    Attributes:
        result: The Future that the caller waits for.
        encoder: Id of the encoder whose vectors are compared.
        captions: Photos and captions as they were at the start.
        waiting: Texts without a vector.
        known: Vectors of texts.
    """

    result: Future[list[CaptionMismatch]]
    encoder: str = ""
    captions: list[tuple[int, str]] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)
    known: dict[str, Floats] = field(default_factory=dict)


class CaptionAudit:
    """The caption audit of a session."""

    def __init__(self, ask: Ask, vocabulary: Callable[[Library], TagVocabulary] = vocabulary_of) -> None:
        """Create it from its dependencies.

        Args:
            ask: Runs a function on a reader thread, with the encoder in use.
            vocabulary: Returns the vocabulary in use, which lists what photos can show.
        """
        self._ask, self._vocabulary = ask, vocabulary

    def audit_captions(self) -> Future[list[CaptionMismatch]]:
        """Return captions that can be judged, most doubtful first; the Future may raise PhotonError and be cancelled.

        Captions without anything visible, captions in a language that the encoder does not read, and photos without a
        vector are left out.
        """
        work = _Work(Future())
        self._go_on(work, self._begin)
        return work.result

    def _go_on(self, work: _Work, step: Callable[[_Work, EncoderEngine, Library], bool]) -> None:
        """Run a step on a reader thread, then the next; an error goes to the caller."""

        def ask(engine: EncoderEngine, library: Library) -> None:
            if not work.result.cancelled() and step(work, engine, library):
                self._go_on(work, self._encode)

        try:
            self._ask(ask).add_done_callback(lambda done: _tell_failure(work.result, done))
        except RuntimeError:  # the readers are closed
            _fail(work.result, PhotonError(tr("Photon is being closed.")))

    def _begin(self, work: _Work, engine: EncoderEngine, library: Library) -> bool:
        """Determine what to judge; return whether there is more to do."""
        encoder = engine.encoder
        described = captions.described(library)
        confirmed = confirmed_captions.confirmed_photos(library, dict(described))
        work.encoder = encoder.id
        work.captions = [(photo, text) for photo, text in described if photo not in confirmed and _reads(encoder, text)]
        texts = texts_of([text for _, text in work.captions], self._vocabulary(library))
        work.known = vectors.text_vectors(library, encoder.id, texts)
        work.waiting = [text for text in texts if text not in work.known]
        return True

    def _encode(self, work: _Work, engine: EncoderEngine, library: Library) -> bool:
        """Encode some texts, or judge once all are encoded; return whether there is more to do."""
        if engine.encoder.id != work.encoder:  # another encoder took over meanwhile
            return self._begin(work, engine, library)
        if work.waiting:
            some, work.waiting = work.waiting[:_BATCH], work.waiting[_BATCH:]
            made = dict(zip(some, engine.encoder.texts(some), strict=True))
            work.known |= made
            engine.keep_words(made)
            return True
        doubts = self._judged(work, engine, library)
        with suppress(InvalidStateError):  # it was cancelled meanwhile
            work.result.set_result(doubts)
        return False

    def _judged(self, work: _Work, engine: EncoderEngine, library: Library) -> list[CaptionMismatch]:
        found, meanings = vectors.meanings_of(library, work.encoder, [photo for photo, _ in work.captions])
        rows: Mapping[int, Floats] = dict(zip(found.tolist(), meanings, strict=True))
        captioned = [Captioned(photo, text, rows[photo]) for photo, text in work.captions if photo in rows]
        yardstick = engine.encoder.yardstick
        sample = engine.indexing.index(library).sample(SAMPLE)  # shared with searches
        none = np.zeros((0, engine.encoder.dimension), np.float32)
        background = ScoreBackground(
            sample[:: max(1, len(sample) // _PHOTOS)],
            none if yardstick is None else yardstick.everyday,
            none if yardstick is None else yardstick.captions,
        )
        return audit(captioned, work.known, self._vocabulary(library), background)


def _reads(encoder: EncoderClient, text: str) -> bool:
    """Return whether the encoder may read the language of a caption well enough to doubt it."""
    guess = guess_language(text) if encoder.languages else None
    return guess is None or bool(guess.languages & (encoder.languages - BRIDGED))


def _tell_failure(result: Future[list[CaptionMismatch]], done: Future[None]) -> None:
    if done.cancelled():
        _fail(result, PhotonError(tr("Photon is being closed.")))
    elif (error := done.exception()) is not None:
        _fail(result, error)


def _fail(result: Future[list[CaptionMismatch]], error: BaseException) -> None:
    with suppress(InvalidStateError):  # it was cancelled meanwhile
        result.set_exception(error)
