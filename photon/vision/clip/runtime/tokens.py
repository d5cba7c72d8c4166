"""Tokenize with the ``tokenizers`` library alone; the ids equal those of open_clip's own tokenizers."""

import html
import json
import re
import string
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from photon.quick_dataclass import dataclass
from photon.vision.kit.text_parts import ENDS, INSIDE, MOST, cut

_PART = 60  # maximum tokens per part: these text towers were trained on captions, mostly far shorter
_WORD_END, _WORD_STARTS = "</w>", ("▁", "Ġ")
_ALL_ENDS = "".join(sorted(ENDS[0] | ENDS[1]))
_CLAUSE = re.compile(rf"[^{re.escape(_ALL_ENDS)}]*(?:[{re.escape(_ALL_ENDS)}]+|$)")
_NO_PUNCTUATION = str.maketrans("", "", string.punctuation)


@dataclass(frozen=True, slots=True)
class TokenFacts:
    """What is needed in addition to tokenizer.json.

    Attributes:
        clean: open_clip's name of the text normalisation: "lower", "whitespace" or "canonicalize".
        context: Context length, including special tokens.
        before: Ids of special tokens before every text.
        after: Ids of special tokens after it.
        pad: Id of the padding token.
        swapped: Pairs of ids: the first is replaced by the second (open_clip's ``strip_sep_token``).
    """

    clean: str
    context: int
    before: tuple[int, ...]
    after: tuple[int, ...]
    pad: int = 0
    swapped: tuple[tuple[int, int], ...] = ()

    @classmethod
    def from_json(cls, facts: Mapping[str, Any]) -> "TokenFacts":
        """Read the result of ``dataclasses.asdict`` after a round trip through JSON.

        Args:
            facts: The result.

        Raises:
            KeyError: A value is missing.
        """
        return cls(
            facts["clean"], facts["context"], tuple(facts["before"]), tuple(facts["after"]), facts["pad"],
            tuple((old, new) for old, new in facts["swapped"]),
        )  # fmt: skip


def clean(text: str, way: str) -> str:
    """Normalise a text as open_clip does before tokenizing (``open_clip.tokenizer``, 3.3).

    Args:
        text: The text.
        way: "lower", "whitespace" or "canonicalize".
    """
    if "&" in text or not (text.isascii() and text.isprintable()):
        import ftfy  # takes 60 ms; only needed to repair encodings, quotes and control characters

        text = ftfy.fix_text(text)
        text = html.unescape(html.unescape(text))
    if way == "canonicalize":
        text = text.strip().replace("_", " ").translate(_NO_PUNCTUATION).lower()
    elif way == "lower":
        # Whitespace can be split first, as lower-casing never produces any.
        text = " ".join(text.split()).lower()
    return " ".join(text.split())


class Tokens:
    """Tokenizes texts, in parts if they exceed the context."""

    def __init__(self, path: Path, facts: TokenFacts) -> None:
        """Open tokenizer.json.

        Args:
            path: The file.
            facts: How to use it.

        Raises:
            OSError: The file is missing.
            ValueError: The file is damaged.
        """
        from tokenizers import Tokenizer

        text = path.read_text(encoding="utf-8")
        json.loads(text)  # raises ValueError if damaged, where Tokenizer would raise a bare Exception
        self._tokenizer = Tokenizer.from_str(text)
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self.facts = facts
        self._swapped = dict(facts.swapped)
        self.room = facts.context - len(facts.before) - len(facts.after)

    def parts(self, text: str) -> list[list[int]]:
        """Tokenize a text, in one part if it fits.

        Args:
            text: As typed. Special tokens such as ``<end_of_text>`` are ordinary characters when a user types them.

        Returns:
            Ids of each part, including special tokens.
        """
        ids, pieces = self._read([text[: 16 * _PART * MOST]])  # the rest of a longer text is ignored
        if len(ids) > self.room:
            ids, pieces = self._read(list(_clauses(text[: 16 * _PART * MOST])))
        before, after = self.facts.before, self.facts.after
        return [[*before, *ids[part], *after] for part in cut(pieces, self.room, min(self.room, _PART))]

    def _read(self, texts: Sequence[str]) -> tuple[list[int], list[str]]:
        """Ids, and word pieces for ``cut``: clauses end with punctuation, pieces inside words start with ``##``."""
        ids: list[int] = []
        pieces: list[str] = []
        for text in texts:
            read = self._tokenizer.encode(clean(text, self.facts.clean), add_special_tokens=False)
            ids += [self._swapped.get(token, token) for token in read.ids]
            pieces += _marked(read.tokens)
            if len(texts) > 1 and pieces and text.strip() and text.strip()[-1] in _ALL_ENDS:
                pieces[-1] = text.strip()[-1]
        return ids, pieces


def _clauses(text: str) -> Iterator[str]:
    """Split a text after punctuation that ends sentences and clauses, but not inside numbers or names."""
    start = 0
    for match in _CLAUSE.finditer(text):
        end = match.end()
        if end == len(text) or text[end].isspace() or unicodedata.east_asian_width(text[end - 1]) in "WF":
            if text[start:end].strip():
                yield text[start:end]
            start = end


def _marked(tokens: Sequence[str]) -> list[str]:
    """Word pieces of any tokenizer in the form that ``cut`` expects: inside a word they start with ``##``."""
    if any(token.endswith(_WORD_END) for token in tokens):
        ends = [True, *(token.endswith(_WORD_END) for token in tokens)]
        return [
            token.removesuffix(_WORD_END) if new else INSIDE + token for new, token in zip(ends, tokens, strict=False)
        ]
    if any(token.startswith(_WORD_STARTS) for token in tokens):
        return [token.lstrip("▁Ġ") if token.startswith(_WORD_STARTS) else INSIDE + token for token in tokens]
    return list(tokens)
