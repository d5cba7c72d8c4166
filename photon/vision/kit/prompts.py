"""Bare words: queries that name a thing but are no sentence."""

BARE = 2
"""Maximum number of words in a query that still counts as bare words."""

SMALL_WORDS = frozenset(
    "a an the this that my our no not and or of in on at by to for from with without is are there who".split()  # noqa: SIM905 - easier to read as one line
)


def is_bare(text: str) -> bool:
    """Whether a text is one or two words without function words: "dog", "red car", but not "a dog".

    Args:
        text: A query.
    """
    words = text.lower().split()
    return 1 <= len(words) <= BARE and not SMALL_WORDS.intersection(words)
