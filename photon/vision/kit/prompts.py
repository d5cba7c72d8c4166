"""Bare words: queries that name a thing but are no sentence."""

import re

BARE = 2
"""Maximum number of words in a query that still counts as bare words."""

SMALL_WORDS = frozenset(
    "a an the this that my our no not and or of in on at by to for from with without is are there who".split()  # noqa: SIM905 - easier to read as one line
)

# About a word of Chinese, Japanese and Thai, which have no blanks between words: two and four letters.
_UNSPACED = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]{2}|[\u0e00-\u0e7f]{4}")
_PICTURE_WORDS = frozenset({"photo", "photos", "picture", "pictures", "image", "images"})


def is_bare(text: str) -> bool:
    """Whether a text is one or two words without function words: "dog", "red car", but not "a dog".

    Args:
        text: A query.
    """
    words = text.lower().split()
    return 1 <= len(words) <= BARE and not SMALL_WORDS.intersection(words)


def is_sentence(text: str) -> bool:
    """Whether a text says more than the name of a thing: it has at least three content words.

    Args:
        text: A query.
    """
    words = _UNSPACED.sub(r"\g<0> ", text.lower()).split()
    return sum(word not in SMALL_WORDS and word not in _PICTURE_WORDS for word in words) > BARE
