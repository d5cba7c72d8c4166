"""Words to token ids, with the ``tokenizers`` library alone: equal to what open_clip's own tokenizers give."""

import html
import json
import re
import string
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from photon.vision.kit.text_parts import ENDS, INSIDE, MOST, cut

PSEUDO = -1  # the id of a pseudo-word: its vector comes from elsewhere
_PART = 60  # tokens of a part at most: these text towers were trained on captions, most of them far shorter
_WORD_END, _WORD_STARTS = "</w>", ("▁", "Ġ")
_ALL_ENDS = "".join(sorted(ENDS[0] | ENDS[1]))
_CLAUSE = re.compile(rf"[^{re.escape(_ALL_ENDS)}]*(?:[{re.escape(_ALL_ENDS)}]+|$)")
_NO_PUNCTUATION = str.maketrans("", "", string.punctuation)


@dataclass(frozen=True, slots=True)
class TokenFacts:
    """What has to be known beside tokenizer.json.

    Attributes:
        clean: open_clip's name of what is done to words before: "lower", "whitespace" or "canonicalize".
        context: Tokens that are read at once, marks included.
        before: Ids of the marks before every text.
        after: Ids of the marks after it.
        pad: The id that fills the room after that.
        swapped: Ids that are taken instead of others (open_clip's ``strip_sep_token``), as pairs.
    """

    clean: str
    context: int
    before: tuple[int, ...]
    after: tuple[int, ...]
    pad: int = 0
    swapped: tuple[tuple[int, int], ...] = ()

    @classmethod
    def from_json(cls, facts: Mapping[str, Any]) -> "TokenFacts":
        """What ``dataclasses.asdict`` and JSON made of one.

        Raises:
            KeyError: Something is missing.
        """
        return cls(
            facts["clean"], facts["context"], tuple(facts["before"]), tuple(facts["after"]), facts["pad"],
            tuple((old, new) for old, new in facts["swapped"]),
        )  # fmt: skip


def clean(text: str, way: str) -> str:
    """What open_clip does to words before it takes them apart (``open_clip.tokenizer``, 3.3)."""
    if "&" in text or not (text.isascii() and text.isprintable()):
        import ftfy  # 60 ms that plain letters do not need: it mends encodings, quotes and control characters

        text = ftfy.fix_text(text)
        text = html.unescape(html.unescape(text))
    if way == "canonicalize":
        text = text.strip().replace("_", " ").translate(_NO_PUNCTUATION).lower()
    elif way == "lower":
        # In this order: a lowered letter never becomes a blank.
        text = " ".join(text.split()).lower()
    return " ".join(text.split())


class Tokens:
    """Takes words apart, in parts where they are too long to be read at once."""

    def __init__(self, path: Path, facts: TokenFacts) -> None:
        """Opens tokenizer.json.

        Raises:
            OSError: It is missing.
            ValueError: It is damaged.
        """
        from tokenizers import Tokenizer

        text = path.read_text(encoding="utf-8")
        json.loads(text)  # says ValueError to damage, where the tokenizer says a bare Exception
        self._tokenizer = Tokenizer.from_str(text)
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self.facts = facts
        self._swapped = dict(facts.swapped)
        self.room = facts.context - len(facts.before) - len(facts.after)

    def parts(self, text: str, pseudo: Sequence[str] = ()) -> list[list[int]]:
        """Ids of each part of a text, marks included, in one part where it fits.

        Args:
            text: As typed. Marks such as ``<end_of_text>`` are letters like others when somebody types them.
            pseudo: Placeholders in it; the n-th becomes the id ``PSEUDO - n``.
        """
        ids, pieces = self._read([text[: 16 * _PART * MOST]], pseudo)  # nobody's words are longer than that
        if len(ids) > self.room:
            ids, pieces = self._read(list(_clauses(text[: 16 * _PART * MOST])), pseudo)
        before, after = self.facts.before, self.facts.after
        return [[*before, *ids[part], *after] for part in cut(pieces, self.room, min(self.room, _PART))]

    def _read(self, texts: Sequence[str], pseudo: Sequence[str]) -> tuple[list[int], list[str]]:
        """Ids and, for cutting, pieces: one that ends a clause is its sign, one inside a word begins with ``##``."""
        ids: list[int] = []
        pieces: list[str] = []
        for text in texts:
            for words in _at_placeholders(text, pseudo):
                if words in pseudo:
                    ids.append(PSEUDO - pseudo.index(words))
                    pieces.append(words)
                else:
                    read = self._tokenizer.encode(clean(words, self.facts.clean), add_special_tokens=False)
                    ids += [self._swapped.get(one, one) for one in read.ids]
                    pieces += _marked(read.tokens)
            if len(texts) > 1 and pieces and text.strip() and text.strip()[-1] in _ALL_ENDS:
                pieces[-1] = text.strip()[-1]
        return ids, pieces


def _at_placeholders(text: str, pseudo: Sequence[str]) -> Iterator[str]:
    """A text as words and placeholders in turn."""
    if not pseudo:
        yield text
        return
    cuts = re.split(f"({'|'.join(map(re.escape, pseudo))})", text)
    yield from (words for words in cuts if words.strip())


def _clauses(text: str) -> Iterator[str]:
    """A text cut after the signs that end sentences and clauses; a sign inside a number or a name does not count."""
    start = 0
    for match in _CLAUSE.finditer(text):
        end = match.end()
        if end == len(text) or text[end].isspace() or unicodedata.east_asian_width(text[end - 1]) in "WF":
            if text[start:end].strip():
                yield text[start:end]
            start = end


def _marked(tokens: Sequence[str]) -> list[str]:
    """Pieces of any tokenizer in the way that ``cut`` reads: inside a word they begin with ``##``."""
    if any(token.endswith(_WORD_END) for token in tokens):
        ends = [True, *(token.endswith(_WORD_END) for token in tokens)]
        return [
            token.removesuffix(_WORD_END) if new else INSIDE + token for new, token in zip(ends, tokens, strict=False)
        ]
    if any(token.startswith(_WORD_STARTS) for token in tokens):
        return [token.lstrip("▁Ġ") if token.startswith(_WORD_STARTS) else INSIDE + token for token in tokens]
    return list(tokens)
