"""Words to meaning vectors: tokens, their embeddings from a mapped file, the text graph. No torch."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np

from photon.vision.clip.runtime.tokens import PSEUDO, TokenFacts, Tokens
from photon.vision.clip.shelf.encoder_shelf import TEXT_FILE, TOKENIZER_FILE, WORDS_FILE
from photon.vision.kit.adapter import normalise
from photon.vision.kit.encoder import FloatArray
from photon.vision.kit.onnx_session import open_graph

_BATCH = 32

Pooled = Literal["end", "last", "first"]
"""Which token's place becomes the vector: the mark after the text, the last place of the room, or the first."""


@dataclass(frozen=True, slots=True)
class TextFacts:
    """What has to be known beside the files of a text tower.

    Attributes:
        tokens: How words are taken apart.
        pooled: The place that becomes the vector.
        full: Whether texts have to be filled up to the whole context, because attention looks forward, too.
    """

    tokens: TokenFacts
    pooled: Pooled
    full: bool

    def to_json(self) -> dict[str, Any]:
        """What ``from_json`` reads."""
        return asdict(self)

    @classmethod
    def from_json(cls, facts: Mapping[str, Any]) -> "TextFacts":
        """The same again.

        Raises:
            KeyError: Something is missing.
        """
        return cls(TokenFacts.from_json(facts["tokens"]), facts["pooled"], facts["full"])


class ClipTextTower:
    """The text side of an encoder.

    A text that exceeds the context is read in parts, and its vector is the mean of their unit vectors, weighted by
    length: nothing is cut off.
    """

    def __init__(self, folder: Path, facts: TextFacts, threads: int) -> None:
        """Opens the files.

        Raises:
            OSError: A file is missing.
            ValueError: A file is damaged.
        """
        self._facts = facts
        self._tokens = Tokens(folder / TOKENIZER_FILE, facts.tokens)
        self._session = open_graph(folder / TEXT_FILE, threads)
        self._words = np.load(folder / WORDS_FILE, mmap_mode="r")  # a query touches a few rows of it

    def count_parts(self, text: str) -> int:
        """In how many parts ``text`` is read."""
        return len(self._tokens.parts(text))

    def encode(self, texts: Sequence[str], pseudo: Mapping[str, FloatArray] | None = None) -> FloatArray:
        """Unit vectors of texts: float32 (n, dimension).

        Args:
            texts: At least one.
            pseudo: Pseudo-words: placeholder in the texts, and the token embedding float32 (width,) in its place.
        """
        names = tuple(pseudo or {})
        parts = [self._tokens.parts(text, names) for text in texts]
        rows = [row for each in parts for row in each]
        vectors = np.asarray(list((pseudo or {}).values()), np.float32)
        units = self._units(rows, vectors)
        lengths = [len(row) for row in rows]
        means = []
        at = 0
        for each in parts:
            some = slice(at, at + len(each))
            means.append(np.average(units[some], axis=0, weights=lengths[some]))
            at += len(each)
        return normalise(np.asarray(means, np.float32))

    def _units(self, rows: list[list[int]], pseudo: FloatArray) -> FloatArray:
        """Unit vectors of rows of ids, marks included."""
        order = sorted(range(len(rows)), key=lambda row: len(rows[row]))  # little padding
        units: list[FloatArray | None] = [None] * len(rows)
        for start in range(0, len(order), _BATCH):
            batch = order[start : start + _BATCH]
            for row, unit in zip(batch, self._run([rows[row] for row in batch], pseudo), strict=True):
                units[row] = unit
        return np.asarray(units, np.float32)

    def _run(self, rows: list[list[int]], pseudo: FloatArray) -> FloatArray:
        longest = self._facts.tokens.context if self._facts.full else max(map(len, rows))
        ids = np.full((len(rows), longest), self._facts.tokens.pad, np.int64)
        for row, some in enumerate(rows):
            ids[row, : len(some)] = some
        words = self._words[np.maximum(ids, 0)].astype(np.float32)
        if (ids <= PSEUDO).any():
            words[ids <= PSEUDO] = pseudo[PSEUDO - ids[ids <= PSEUDO]]
        match self._facts.pooled:
            case "end":
                ends = [len(row) - 1 for row in rows]
            case "last":
                ends = [longest - 1] * len(rows)
            case "first":
                ends = [0] * len(rows)
        meaning: FloatArray
        (meaning,) = self._session.run(["meaning"], {"words": words, "ends": np.asarray(ends, np.int64)})
        return normalise(meaning)
