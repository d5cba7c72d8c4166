"""Vectors of the prompts of Photon's own vocabulary, computed once per computer for each encoder, a few at a time."""

from collections.abc import Callable, Iterable
from contextlib import closing

from photon.annotate.tags.tag_prompts import every_prompt
from photon.annotate.tags.vocabulary_file import everyday
from photon.app.encoding.encoder_client import EncoderClient, SubprocessEncoder
from photon.domain.arrays import Floats
from photon.language import tr
from photon.vision.knowledge.vocabulary_vectors import keep_words, read_words

TEXTS = 64  # texts encoded at once: a quarter of a second


class PromptVectors:
    """The vectors of those prompts, as far as they were computed.

    Attributes:
        found: Float32 (d,), unit length, by prompt.
        missing: Prompts without vectors.
    """

    def __init__(self, encoder: EncoderClient, prompts: Iterable[str] | None = None) -> None:
        """Read what was computed before.

        Args:
            encoder: Computes the others.
            prompts: The wanted ones; those of the user's own words are ignored. None for all.
        """
        self._encoder = encoder
        common = every_prompt(everyday())
        self.found: dict[str, Floats] = read_words(encoder.words_id, common)
        wanted = set(common if prompts is None else prompts)
        self.missing = [text for text in common if text in wanted and text not in self.found]

    def encode_some(self) -> bool:
        """Encode some of the missing prompts; once there are none, store all vectors. Some 5,000 take 20 s of a core.

        Returns:
            Whether any were missing.

        Raises:
            PhotonError: The encoder cannot be used.
        """
        texts = self.missing[:TEXTS]
        if texts:
            self.found |= zip(texts, self._encoder.texts(texts), strict=True)
            self.missing = self.missing[TEXTS:]
            if not self.missing:
                keep_words(self._encoder.words_id, self.found)
        return bool(texts)


def encode_prompts(name: str, progress: Callable[[float, str], None], is_stopped: Callable[[], bool]) -> None:
    """Encode all of them for an encoder just installed, so that the first library that uses it doesn't wait for them.

    Args:
        name: Name of the encoder.
        progress: Called with the share done 0..1 and what is being done.
        is_stopped: Polled often; what is left then is encoded when it is needed.

    Raises:
        PhotonError: The encoder cannot be used.
    """
    with closing(SubprocessEncoder(name)) as encoder:
        prompts = PromptVectors(encoder)
        count = len(prompts.missing)
        while not is_stopped() and prompts.encode_some():
            progress(1 - len(prompts.missing) / count, tr("Preparing the words of tags"))
