"""Words that join phrases or may be repeated in a sentence."""

_JOINT_LINES = """
with in on at near by next behind beside over under through along into onto off from of and while beneath above across
around against inside outside between toward towards using for
"""
JOINTS = frozenset(_JOINT_LINES.split())
"""Words that join phrases."""
_SHORT = 2  # maximum letters of words that may be repeated
SMALL_WORDS = JOINTS | {"the", "two", "his", "her", "its", "who", "that", "are", "is", "another", "other", "each"}
"""Words that may be repeated."""


def stem(word: str) -> str:
    """Return the form in which a word counts as a repetition ("dog" for "dogs"); empty for words that may be repeated.

    Args:
        word: A word, in lower case.
    """
    return "" if len(word) <= _SHORT or word in SMALL_WORDS else word.removesuffix("s")
