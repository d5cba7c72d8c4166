"""Words to sentence vectors: tokens, MiniLM, mean pooling."""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from photon.vision.encoder import FloatArray
from photon.vision.preparation import TEXT_FILE, TOKENIZER_FILE, WORDS_FILE
from photon.vision.runtime import open_graph
from photon.vision.text_graph import LONGEST, WIDTH

_BATCH = 32


class TextTower:
    """The text side up to the adapter."""

    def __init__(self, folder: Path, threads: int) -> None:
        """Opens the converted files.

        Raises:
            ValueError: A file is damaged.
        """
        from tokenizers import Tokenizer

        self._session = open_graph(folder / TEXT_FILE, threads)
        # Mapped: a query touches a few rows of 47 MB.
        self._words = np.load(folder / WORDS_FILE, mmap_mode="r")
        self._places = np.array(self._words[-LONGEST:])
        text = (folder / TOKENIZER_FILE).read_text(encoding="utf-8")
        json.loads(text)  # says ValueError to damage, where the tokenizer says a bare Exception
        self._tokenizer = Tokenizer.from_str(text)
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(LONGEST)

    def encode(self, texts: Sequence[str]) -> FloatArray:
        """Mean of the token vectors, float32 [n, 384], not normalised."""
        rows = [entry.ids for entry in self._tokenizer.encode_batch(list(texts))]
        order = sorted(range(len(rows)), key=lambda row: len(rows[row]))  # little padding
        sentences = np.empty((len(rows), WIDTH), np.float32)
        for start in range(0, len(order), _BATCH):
            part = order[start : start + _BATCH]
            sentences[part] = self._run([rows[row] for row in part])
        return sentences

    def _run(self, rows: list[list[int]]) -> FloatArray:
        longest = max(map(len, rows))
        tokens = np.zeros((len(rows), longest), np.int64)
        mask = np.zeros_like(tokens)
        for row, ids in enumerate(rows):
            tokens[row, : len(ids)] = ids
            mask[row, : len(ids)] = 1
        words = self._words[tokens] + self._places[:longest]
        sentences: FloatArray
        (sentences,) = self._session.run(["sentence"], {"words": words, "mask": mask})
        return sentences
