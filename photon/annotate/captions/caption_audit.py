"""Find captions that do not match their photo, from stored vectors.

Each sentence of a caption is tested in two directions: how the photo's score for it ranks among the library's photos
(self-retrieval: Liu et al., 2018), and among the same photo's scores for other captions. The latter corrects for hubs,
photos that are close to everything (as in CSLS: Conneau et al., 2018).

Sentences without anything visible (names, dates, events) are not judged; captions consisting only of these are skipped.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from photon.annotate.tags.visual_words import VisualWord, visual_words
from photon.annotate.tags.vocabulary import TagVocabulary
from photon.domain.arrays import Floats
from photon.domain.metadata.caption_mismatch import CaptionMismatch
from photon.quick_dataclass import dataclass

PRIOR = 0.1
"""Prior probability that a caption belongs to another photo; ``Doubt.doubt`` is the posterior."""

# Weights of ``features`` for the log-odds that a sentence is wrong, at equal priors; fitted to
# planted errors.
_START, _ROW, _COLUMN, _WORD = 2.2, -0.92, -0.4, -0.4
_FEW = 10.0  # number of photos or captions at which comparisons count half
_ENOUGH = 200  # with fewer, everyday photos and captions are mixed in
_FLAT = 1e-3  # smallest spread, so that noise among near-identical photos does not look like certainty
# A word counts as missing if more than this share of photos fits it better, and as present if less than that.
_MISSING, _THERE = 0.5, 0.35
_CHUNK = 256  # texts compared with the library at once
_MOST_SENTENCES = 40  # per caption; further ones are ignored
_END = re.compile(r"[.!?…。！？]+[\"”’)»]*(?=\s|$)|[。！？]|\n")


@dataclass(frozen=True, slots=True)
class Captioned:
    """A photo with a caption, and its joint embedding, float32 (d,), unit length."""

    photo: int
    caption: str
    meaning: Floats


@dataclass(frozen=True, slots=True)
class ScoreBackground:
    """Reference vectors for scores.

    Attributes:
        library: float32 (m, d), unit length, a sample of the library's photos.
        photos: float32 (p, d), unit length, everyday photos for small libraries; may be empty.
        captions: float32 (c, d), unit length, everyday captions for libraries with few captions; may be empty.
    """

    library: Floats
    photos: Floats
    captions: Floats


@dataclass(frozen=True, slots=True)
class AuditedSentence:
    """A sentence of a caption that can be judged.

    Attributes:
        start: Start in the caption, in characters from 0.
        end: End, exclusive.
        words: Its mentions of visible things.
    """

    start: int
    end: int
    words: tuple[VisualWord, ...]


def sentences_of(caption: str, vocabulary: TagVocabulary) -> list[AuditedSentence]:
    """Split a caption into sentences, and keep those that mention something visible."""
    found = visual_words(caption, vocabulary)
    sentences = []
    for start, end in _spans(caption):
        inside = tuple(word for word in found if start <= word.start < end)
        if inside:
            sentences.append(AuditedSentence(start, end, inside))
    return sentences[:_MOST_SENTENCES]


def texts_of(captions: Sequence[str], vocabulary: TagVocabulary) -> list[str]:
    """Collect every text whose embedding ``audit`` needs: sentences and names of concepts."""
    found: dict[str, None] = {}
    for caption in captions:
        for sentence in sentences_of(caption, vocabulary):
            found[caption[sentence.start : sentence.end]] = None
            found |= dict.fromkeys(vocabulary.entries[word.place].name for word in sentence.words)
    return list(found)


def audit(
    captioned: Sequence[Captioned],
    vectors: Mapping[str, Floats],
    vocabulary: TagVocabulary,
    background: ScoreBackground,
) -> list[CaptionMismatch]:
    """Judge captions by how doubtful they are.

    Args:
        captioned: Photos with captions.
        vectors: Embedding of each text of ``texts_of``, float32 (d,), unit length.
        vocabulary: The visible concepts.
        background: Reference vectors for scores.

    Returns:
        One doubt for each caption that can be judged, most doubtful first, in a deterministic order.
    """
    judged = [(one, sentences_of(one.caption, vocabulary)) for one in captioned]
    judged = [(one, sentences) for one, sentences in judged if sentences]
    if not judged:
        return []
    parts = [one.caption[span.start : span.end] for one, spans in judged for span in spans]
    standing = Standing(vectors, vocabulary, background, parts)
    found = [_judge_caption(one, sentences, standing) for one, sentences in judged]
    return sorted(found, key=lambda doubt: (-doubt.doubt, doubt.photo))


@dataclass(frozen=True, slots=True)
class Score:
    """The score of a text for a photo, relative to the library.

    Attributes:
        height: z-score among the library's photos.
        better: Share 0..1 of these photos that score higher.
    """

    height: float
    better: float


class Standing:
    """Scores of texts for photos, relative to the library.

    Attributes:
        vocabulary: The visible concepts.
        trust: 0..1, shrinkage for small numbers of photos or captions.
    """

    def __init__(
        self, vectors: Mapping[str, Floats], vocabulary: TagVocabulary, background: ScoreBackground, parts: list[str]
    ) -> None:
        """Score every text on the library.

        Args:
            vectors: Embedding of every text, float32 (d,), unit length.
            vocabulary: The visible concepts.
            background: Reference vectors for scores.
            parts: The sentences among the texts, with repetitions; at least one.
        """
        self.vocabulary = vocabulary
        self._vectors = vectors
        self._library = _pad_with_everyday(background.library, background.photos)
        captions = _pad_with_everyday(np.stack([vectors[text] for text in parts]), background.captions)
        few = min(len(self._library), len(captions))
        self.trust = few / (few + _FEW)
        self._middle = captions.mean(axis=0)
        centred = captions - self._middle
        self._spread = centred.T @ centred / len(captions)
        self._rows: dict[str, tuple[float, float, Floats]] = {}
        self._keep_rows(list(vectors))

    def among_photos(self, text: str, photo: Floats) -> Score:
        """Compare a photo's score for a text with those of the library's photos.

        Args:
            text: One of the embedded texts.
            photo: float32 (d,), unit length.

        Returns:
            The z-score, and the share of photos that score higher.
        """
        middle, spread, ordered = self._rows[text]
        own = float(self._vectors[text] @ photo)
        above = len(ordered) - int(np.searchsorted(ordered, own + _FLAT / 10))  # do not count the photo itself
        return Score((own - middle) / spread, above / len(ordered))

    def among_captions(self, text: str, photo: Floats) -> float:
        """Compute the z-score of a photo's score for a text among its scores for other captions.

        Args:
            text: One of the embedded texts.
            photo: float32 (d,), unit length.

        Returns:
            The z-score.
        """
        spread = max(_FLAT, float(photo @ self._spread @ photo) ** 0.5)
        return float((self._vectors[text] - self._middle) @ photo / spread)

    def _keep_rows(self, texts: Sequence[str]) -> None:
        for at in range(0, len(texts), _CHUNK):
            some = texts[at : at + _CHUNK]
            products = np.sort(np.stack([self._vectors[text] for text in some]) @ self._library.T, axis=1)
            for text, row in zip(some, products, strict=True):
                self._rows[text] = (float(row.mean()), max(_FLAT, float(row.std())), row)


def _judge_caption(one: Captioned, sentences: Sequence[AuditedSentence], standing: Standing) -> CaptionMismatch:
    """Judge a caption by the mean odds of its sentences, as if exactly one of them, any one, were wrong."""
    judged = [(_odds(one, sentence, standing), sentence) for sentence in sentences]
    _, worst = max(judged, key=lambda each: each[0])
    odds = standing.trust * float(np.log(np.mean(np.exp([each for each, _ in judged]))))
    better = standing.among_photos(one.caption[worst.start : worst.end], one.meaning).better
    scored = _scores_by_word(one, worst, standing)
    score, word = scored[0]
    is_word = score.better > _MISSING and scored[-1][0].better < _THERE  # otherwise the whole sentence is marked
    start, end = (word.start, word.end) if is_word else (worst.start, worst.end)
    odds += float(np.log(PRIOR / (1 - PRIOR)))
    return CaptionMismatch(one.photo, one.caption, float(1 / (1 + np.exp(-odds))), start, end, better, score.better)


def features(one: Captioned, sentence: AuditedSentence, standing: Standing) -> tuple[float, float, float]:
    """Return the features of a possibly wrong sentence: z-scores among photos and captions, and of its weakest word."""
    text = one.caption[sentence.start : sentence.end]
    row = standing.among_photos(text, one.meaning).height
    return row, standing.among_captions(text, one.meaning), _scores_by_word(one, sentence, standing)[0][0].height


def _odds(one: Captioned, sentence: AuditedSentence, standing: Standing) -> float:
    row, column, word = features(one, sentence, standing)
    return _START + _ROW * row + _COLUMN * column + _WORD * word


def _scores_by_word(one: Captioned, sentence: AuditedSentence, standing: Standing) -> list[tuple[Score, VisualWord]]:
    """Return the visible things that a sentence names, worst match first."""
    entries = standing.vocabulary.entries
    scored = [(standing.among_photos(entries[word.place].name, one.meaning), word) for word in sentence.words]
    return sorted(scored, key=lambda each: (each[0].height, each[1].start))


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of sentences, without surrounding white space."""
    begun = 0
    for end in [*(match.end() for match in _END.finditer(text)), len(text)]:
        piece = text[begun:end]
        start = begun + len(piece) - len(piece.lstrip())
        if piece.strip():
            yield start, begun + len(piece.rstrip())
        begun = end


def _pad_with_everyday(own: Floats, everyday: Floats) -> Floats:
    if len(own) >= _ENOUGH or not len(everyday):
        return own
    return np.concatenate([own, everyday[: _ENOUGH - len(own)]])
