"""Bare words: what people type that names a thing and is no sentence yet."""

BARE = 2
"""Words that are no sentence yet, at most."""

SMALL_WORDS = frozenset(
    "a an the this that my our no not and or of in on at by to for from with without is are there who".split()  # noqa: SIM905 - a line is easier to read
)


def is_bare(text: str) -> bool:
    """Whether ``text`` is a word or two without a small one: "dog", "red car", but not "a dog"."""
    words = text.lower().split()
    return 1 <= len(words) <= BARE and not SMALL_WORDS.intersection(words)
