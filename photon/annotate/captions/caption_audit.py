"""Finds captions that do not fit their photo, from stored vectors.

Two questions are asked of each sentence of a caption: how does the photo's score for it stand among those of the
library's photos (self-retrieval: Liu et al., 2018), and among those of the same photo for other captions? The second
sets back photos that lie near everything (as CSLS: Conneau et al., 2018). How well that tells captions of other photos
from their own, on photos that the encoder had not seen: packaging/lab/captions/bench_audit.py.

Sentences that say nothing a photo can show (names, dates, occasions) are not judged, nor are captions of such alone.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from photon.annotate.tags.visual_words import VisualWord, visual_words
from photon.annotate.tags.vocabulary import TagVocabulary
from photon.domain.metadata.caption_mismatch import Doubt

Floats = npt.NDArray[np.float32]

PRIOR = 0.1
"""Share of captions that belong to another photo, for which a doubt is the chance that this one does."""

# Log-odds that a sentence is wrong where half of them are, by ``features``;
# fitted by packaging/lab/captions/bench_audit.py.
_START, _ROW, _COLUMN, _WORD = 2.2, -0.92, -0.4, -0.4
_FEW = 10.0  # photos or captions: as many must be there for half of what they say to count
_ENOUGH = 200  # below, everyday photos and captions are mixed in
_FLAT = 1e-3  # smallest spread of scores: among equal photos noise must not look like certainty
# Shares of photos that fit a word better, above which a photo seems not to show it, and below which it seems to.
_MISSING, _THERE = 0.5, 0.35
_CHUNK = 256  # sentences that are compared with the library at once
_MOST_SENTENCES = 40  # of a caption; what comes after is passed over
_END = re.compile(r"[.!?…。！？]+[\"”’)»]*(?=\s|$)|[。！？]|\n")


@dataclass(frozen=True, slots=True)
class Captioned:
    """A photo with a caption, and its meaning vector float32 (d,) of unit length."""

    photo: int
    caption: str
    meaning: Floats


@dataclass(frozen=True, slots=True)
class ScoreBackground:
    """What scores are compared with.

    Attributes:
        library: float32 (m, d), photos spread over the library.
        photos: float32 (p, d), everyday photos, for small libraries; may be empty.
        captions: float32 (c, d), everyday captions, for libraries with few; may be empty.
    """

    library: Floats
    photos: Floats
    captions: Floats


@dataclass(frozen=True, slots=True)
class AuditedSentence:
    """A part of a caption that can be judged.

    Attributes:
        start: Where it begins in the caption.
        end: Exclusive.
        words: What it says that a photo can show.
    """

    start: int
    end: int
    words: tuple[VisualWord, ...]


def sentences_of(caption: str, vocabulary: TagVocabulary) -> list[AuditedSentence]:
    """The sentences of a caption that say something a photo can show; empty for names, dates and occasions alone."""
    found = visual_words(caption, vocabulary)
    sentences = []
    for start, end in _spans(caption):
        inside = tuple(word for word in found if start <= word.start < end)
        if inside:
            sentences.append(AuditedSentence(start, end, inside))
    return sentences[:_MOST_SENTENCES]


def texts_of(captions: Sequence[str], vocabulary: TagVocabulary) -> list[str]:
    """Every text whose vector ``audit`` needs, each once: sentences, and names of concepts."""
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
) -> list[Doubt]:
    """Captions with how doubtful they are, the most doubtful first.

    Args:
        captioned: Photos with captions.
        vectors: Of ``texts_of`` the captions, float32 (d,) each, of unit length.
        vocabulary: Knows what can be seen.
        background: What scores are compared with.

    Returns:
        One for each caption that can be judged, in an order that depends on nothing else.
    """
    judged = [(one, sentences_of(one.caption, vocabulary)) for one in captioned]
    judged = [(one, sentences) for one, sentences in judged if sentences]
    if not judged:
        return []
    said = [one.caption[part.start : part.end] for one, parts in judged for part in parts]
    standing = Standing(vectors, vocabulary, background, said)
    found = [_doubt(one, sentences, standing) for one, sentences in judged]
    return sorted(found, key=lambda doubt: (-doubt.doubt, doubt.photo))


@dataclass(frozen=True, slots=True)
class Score:
    """How a text stands with a photo.

    Attributes:
        height: In spreads above the mean of the library's photos.
        better: The share of those with which it stands higher, 0..1.
    """

    height: float
    better: float


class Standing:
    """How texts stand with photos of the library.

    Attributes:
        vocabulary: Knows what can be seen.
        trust: 0..1, how far comparisons with so few count.
    """

    def __init__(
        self, vectors: Mapping[str, Floats], vocabulary: TagVocabulary, background: ScoreBackground, said: Sequence[str]
    ) -> None:
        """Compare every text with the library.

        Args:
            vectors: Of every text.
            vocabulary: Knows what can be seen.
            background: What scores are compared with.
            said: The sentences among the texts, each as often as it is said; at least one.
        """
        self.vocabulary = vocabulary
        self._vectors = vectors
        self._library = _with_everyday(background.library, background.photos)
        captions = _with_everyday(np.stack([vectors[text] for text in said]), background.captions)
        few = min(len(self._library), len(captions))
        self.trust = few / (few + _FEW)
        self._middle = captions.mean(axis=0)
        centred = captions - self._middle
        self._spread = centred.T @ centred / len(captions)
        self._rows: dict[str, tuple[float, float, Floats]] = {}
        self._keep_rows(list(vectors))

    def among_photos(self, text: str, photo: Floats) -> Score:
        """How high a photo's score for a text stands among those of the library's photos."""
        middle, spread, ordered = self._rows[text]
        own = float(self._vectors[text] @ photo)
        above = len(ordered) - int(np.searchsorted(ordered, own + _FLAT / 10))  # the photo itself is not above itself
        return Score((own - middle) / spread, above / len(ordered))

    def among_captions(self, text: str, photo: Floats) -> float:
        """How high a photo's score for a text stands among those for other captions, in spreads above their mean."""
        spread = max(_FLAT, float(photo @ self._spread @ photo) ** 0.5)
        return float((self._vectors[text] - self._middle) @ photo / spread)

    def _keep_rows(self, texts: Sequence[str]) -> None:
        for at in range(0, len(texts), _CHUNK):
            some = texts[at : at + _CHUNK]
            products = np.sort(np.stack([self._vectors[text] for text in some]) @ self._library.T, axis=1)
            for text, row in zip(some, products, strict=True):
                self._rows[text] = (float(row.mean()), max(_FLAT, float(row.std())), row)


def _doubt(one: Captioned, sentences: Sequence[AuditedSentence], standing: Standing) -> Doubt:
    """Judge a caption as if one of its sentences, whichever, were wrong: by the mean of their odds."""
    judged = [(_odds(one, sentence, standing), sentence) for sentence in sentences]
    _, worst = max(judged, key=lambda each: each[0])
    odds = standing.trust * float(np.log(np.mean(np.exp([each for each, _ in judged]))))
    better = standing.among_photos(one.caption[worst.start : worst.end], one.meaning).better
    scored = _by_word(one, worst, standing)
    score, word = scored[0]
    is_word = score.better > _MISSING and scored[-1][0].better < _THERE  # else the sentence as a whole is doubtful
    start, end = (word.start, word.end) if is_word else (worst.start, worst.end)
    odds += float(np.log(PRIOR / (1 - PRIOR)))
    return Doubt(one.photo, one.caption, float(1 / (1 + np.exp(-odds))), start, end, better, score.better)


def features(one: Captioned, sentence: AuditedSentence, standing: Standing) -> tuple[float, float, float]:
    """What tells a sentence of another photo: its heights among photos and captions, and that of its weakest word."""
    text = one.caption[sentence.start : sentence.end]
    row = standing.among_photos(text, one.meaning).height
    return row, standing.among_captions(text, one.meaning), _by_word(one, sentence, standing)[0][0].height


def _odds(one: Captioned, sentence: AuditedSentence, standing: Standing) -> float:
    row, column, word = features(one, sentence, standing)
    return _START + _ROW * row + _COLUMN * column + _WORD * word


def _by_word(one: Captioned, sentence: AuditedSentence, standing: Standing) -> list[tuple[Score, VisualWord]]:
    """The things that a sentence names, those first that the photo shows least."""
    entries = standing.vocabulary.entries
    scored = [(standing.among_photos(entries[word.place].name, one.meaning), word) for word in sentence.words]
    return sorted(scored, key=lambda each: (each[0].height, each[1].start))


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """Where sentences begin and end, without blanks around them."""
    begun = 0
    for end in [*(match.end() for match in _END.finditer(text)), len(text)]:
        piece = text[begun:end]
        start = begun + len(piece) - len(piece.lstrip())
        if piece.strip():
            yield start, begun + len(piece.rstrip())
        begun = end


def _with_everyday(own: Floats, everyday: Floats) -> Floats:
    if len(own) >= _ENOUGH or not len(everyday):
        return own
    return np.concatenate([own, everyday[: _ENOUGH - len(own)]])
