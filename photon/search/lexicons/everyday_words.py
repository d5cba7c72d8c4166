"""Tells everyday words from names: the latter may be misspelled without being another word."""

import functools

from photon.library.db.text_folding import fold
from photon.resource_files import resource

_LONGEST_ENDING = 2


def is_everyday(word: str) -> bool:
    """Return whether a folded word, apart from its ending, is in one of Photon's lists of words, in any language."""
    return any(word[: len(word) - ending] in _everyday_words() for ending in range(_LONGEST_ENDING + 1))


@functools.cache
def _everyday_words() -> frozenset[str]:
    """Read the lists; takes 60 ms."""
    files = [*resource("vocabularies").glob("*.txt"), *resource("lexicons").glob("*.txt")]
    return frozenset(fold(" ".join(file.read_text(encoding="utf-8") for file in files)).split())
