"""A long text as parts that are read one by one: cut at sentence ends, else between clauses, else between words.

The text encoder was trained on single sentences and cut what was longer than 256 tokens. Measured on 200 photos of
Flickr8k (which the adapter had seen, so only the differences count), their five captions joined and repeated to some
330 tokens: R@1 .680 when cut at the limit, .700 in parts of 254 tokens, .770 of 128, .790 of 64, .805 of 32, .795 of
16; joined to some 64 tokens: .755 read at once, .810 in parts of 32. With the captions after 250 tokens of talk: .015
when cut, .320 in parts of 32 whose token vectors are averaged; .150 to .265 with other means of the parts.
"""

import unicodedata
from collections.abc import Sequence

WHOLE = 64  # tokens of a text that is read at once
PART = 32  # tokens of a part at most
MOST = 128  # parts that are read, some 16,000 characters; what comes after is passed over
ENDS = (frozenset(".!?…。！？"), frozenset(",;:)—、，；"))
INSIDE = "##"  # how a piece inside a word begins


def is_short(text: str) -> bool:
    """Whether ``text`` is surely read at once, told without counting: a token has at least one letter."""
    return len(text) <= WHOLE and len(unicodedata.normalize("NFD", text)) <= WHOLE


def cut(tokens: Sequence[str], whole: int = WHOLE, most: int = PART) -> list[slice]:
    """Where the parts of a text begin and end.

    Args:
        tokens: Its word pieces, without the encoder's own marks; one inside a word begins with ``##``.
        whole: Tokens of a text that is read at once.
        most: Tokens of a part at most.
    """
    if len(tokens) <= whole:
        return [slice(0, len(tokens))]
    parts: list[slice] = []
    start = 0
    while start < len(tokens) and len(parts) < MOST:
        end = len(tokens) if len(tokens) - start <= most else _end(tokens, start, most)
        parts.append(slice(start, end))
        start = end
    return parts


def _end(tokens: Sequence[str], start: int, most: int) -> int:
    """The last good place to end in the second half of a part's room."""
    room = range(start + most - 1, start + most // 2, -1)
    for ends in ENDS:
        for at in room:
            if tokens[at] in ends:
                return at + 1
    return next((at for at in range(start + most, start, -1) if not tokens[at].startswith(INSIDE)), start + most)
