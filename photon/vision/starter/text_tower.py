"""The starter's text tower: tokenizer, MiniLM, mean pooling."""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from photon.domain.arrays import Floats
from photon.vision.kit.onnx_session import open_graph
from photon.vision.kit.text_parts import MOST, PART, cut, encode_parts
from photon.vision.starter.starter_install import TEXT_FILE, TOKENIZER_FILE, WORDS_FILE
from photon.vision.starter.text_graph import LONGEST

_BATCH = 32
_FARTHEST = 16 * PART * MOST  # maximum characters to tokenize; a megabyte would take seconds


class StarterTextTower:
    """The text tower, up to the adapter."""

    def __init__(self, folder: Path, threads: int) -> None:
        """Open the converted files.

        Args:
            folder: Folder of the converted starter.
            threads: Threads per operator.

        Raises:
            OSError: A file is missing.
            ValueError: A file is damaged.
        """
        from tokenizers import Tokenizer

        self._session = open_graph(folder / TEXT_FILE, threads)
        # Memory-mapped: a query reads a few rows of 24 MB.
        self._words = np.load(folder / WORDS_FILE, mmap_mode="r")
        self._places = self._words[-LONGEST:].astype(np.float32)
        text = (folder / TOKENIZER_FILE).read_text(encoding="utf-8")
        json.loads(text)  # raises ValueError if damaged, where Tokenizer would raise a bare Exception
        self._tokenizer = Tokenizer.from_str(text)
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._marks: list[int] = self._tokenizer.encode("").ids  # [CLS] and [SEP], before and after every text

    def count_parts(self, text: str) -> int:
        """Count the parts in which a text is encoded.

        Args:
            text: The text.
        """
        return len(self._parts(text))

    def encode(self, texts: Sequence[str]) -> Floats:
        """Compute the mean of the token vectors of each text; long texts are encoded in parts, averaged by length.

        Args:
            texts: The texts.

        Returns:
            float32 (n, 384), not normalised.
        """
        return encode_parts([self._parts(text) for text in texts], self._run, _BATCH)

    def _parts(self, text: str) -> list[list[int]]:
        """Token ids of each part, including special tokens."""
        whole = self._tokenizer.encode(text[:_FARTHEST], add_special_tokens=False)
        before, after = self._marks
        return [[before, *whole.ids[part], after] for part in cut(whole.tokens)]

    def _run(self, rows: list[list[int]]) -> Floats:
        """Sentence embeddings float32 (n, 384) of one batch of token ids."""
        longest = max(map(len, rows))
        tokens = np.zeros((len(rows), longest), np.int64)
        mask = np.zeros_like(tokens)
        for row, ids in enumerate(rows):
            tokens[row, : len(ids)] = ids
            mask[row, : len(ids)] = 1
        words = self._words[tokens].astype(np.float32) + self._places[:longest]
        sentences: Floats
        (sentences,) = self._session.run(["sentence"], {"words": words, "mask": mask})
        return sentences
