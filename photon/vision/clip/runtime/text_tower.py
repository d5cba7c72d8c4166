"""The text tower without torch: tokenizer, token embeddings from a memory-mapped file, ONNX graph."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import numpy as np

from photon.domain.arrays import Floats
from photon.quick_dataclass import dataclass
from photon.vision.clip.runtime.tokens import TokenFacts, Tokens
from photon.vision.clip.shelf.encoder_shelf import TEXT_FILE, TOKENIZER_FILE, WORDS_FILE
from photon.vision.kit.adapter import normalise
from photon.vision.kit.onnx_session import open_graph
from photon.vision.kit.text_parts import encode_parts

_BATCH = 32

Pooled = Literal["end", "last", "first"]
"""The position whose vector is pooled: that of the end token, the last of the context, or the first."""


@dataclass(frozen=True, slots=True)
class TextFacts:
    """What is needed in addition to the files of a text tower.

    Attributes:
        tokens: How texts are tokenized.
        pooled: The position that is pooled.
        full: Whether texts must be padded to the full context, because attention is not causal.
    """

    tokens: TokenFacts
    pooled: Pooled
    full: bool

    @classmethod
    def from_json(cls, facts: Mapping[str, Any]) -> "TextFacts":
        """Read the result of ``dataclasses.asdict``.

        Args:
            facts: Its result.

        Raises:
            KeyError: A value is missing.
        """
        return cls(TokenFacts.from_json(facts["tokens"]), facts["pooled"], facts["full"])


class ClipTextTower:
    """The text side of an encoder.

    A text longer than the context is encoded in parts, and its vector is the length-weighted mean of their
    L2-normalised vectors: nothing is truncated.
    """

    def __init__(self, folder: Path, facts: TextFacts, threads: int) -> None:
        """Open the files.

        Args:
            folder: Folder of the encoder.
            facts: How to use them.
            threads: Threads per operator.

        Raises:
            OSError: A file is missing.
            ValueError: A file is damaged.
        """
        self._facts = facts
        self._tokens = Tokens(folder / TOKENIZER_FILE, facts.tokens)
        self._session = open_graph(folder / TEXT_FILE, threads)
        self._words = np.load(folder / WORDS_FILE, mmap_mode="r")  # a query reads a few rows of it

    def count_parts(self, text: str) -> int:
        """Count the parts in which a text is encoded.

        Args:
            text: The text.
        """
        return len(self._tokens.parts(text))

    def encode(self, texts: Sequence[str]) -> Floats:
        """Encode texts.

        Args:
            texts: At least one.

        Returns:
            float32 (n, dimension), L2-normalised.
        """
        return normalise(encode_parts([self._tokens.parts(text) for text in texts], self._run, _BATCH))

    def _run(self, rows: list[list[int]]) -> Floats:
        """L2-normalised vectors float32 (n, dimension) of one batch."""
        longest = self._facts.tokens.context if self._facts.full else max(map(len, rows))
        ids = np.full((len(rows), longest), self._facts.tokens.pad, np.int64)
        for row, some in enumerate(rows):
            ids[row, : len(some)] = some
        words = self._words[ids].astype(np.float32)
        match self._facts.pooled:
            case "end":
                ends = [len(row) - 1 for row in rows]
            case "last":
                ends = [longest - 1] * len(rows)
            case "first":
                ends = [0] * len(rows)
        meaning: Floats
        (meaning,) = self._session.run(["meaning"], {"words": words, "ends": np.asarray(ends, np.int64)})
        return normalise(meaning)
