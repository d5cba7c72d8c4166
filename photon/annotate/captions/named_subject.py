"""Name the people that a sentence is about: "a woman on a beach" becomes "Emma on a beach".

Only if the sentence begins with people, speaks of no others, and says as many as are known by name.
"""

import re
from collections.abc import Mapping, Sequence

NAMED = "named"
"""The fact that has the names of the people who were confirmed in the photo, one a line."""
_ONE = "person|man|woman|boy|girl|child|kid|toddler|baby|lady|guy|gentleman"
_MANY = "people|persons|men|women|boys|girls|children|kids|toddlers|babies|ladies|guys|gentlemen|friends"
_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_WORDS = r"(?:(?!and\b)[\w-]+ ){0,2}"  # such as "young" or "smiling"
_ENDS = r"(?![\w'’-])"
_SINGLE = rf"(?:an?|one) {_WORDS}(?:{_ONE}){_ENDS}"
_SUBJECT = re.compile(
    rf"(?P<pair>{_SINGLE} and {_SINGLE})|(?P<one>{_SINGLE})(?! and\b)"
    rf"|(?P<number>{'|'.join(_NUMBERS)}) {_WORDS}(?:{_MANY}){_ENDS}(?! and\b)",
    re.IGNORECASE,
)
_ANYBODY = re.compile(rf"\b(?:{_ONE}|{_MANY}|couple|group|family|crowd|somebody|someone)(?:'s|’s)?\b", re.IGNORECASE)


def name_subject(sentence: str, facts: Mapping[str, str]) -> tuple[str, Mapping[str, str]]:
    """Put the names of the confirmed people in place of the people that a sentence begins with.

    Args:
        sentence: In English.
        facts: Facts by name; people are listed after the sentence unless it names them.

    Returns:
        The sentence and the facts, without the people if the sentence names them; the same if it can't.
    """
    names = facts.get(NAMED, "").split("\n") if facts.get(NAMED) else []
    found = _SUBJECT.match(sentence)
    if found is None or len(names) != _count(found) or _ANYBODY.search(sentence, found.end()):
        return sentence, facts
    rest = {name: text for name, text in facts.items() if name != "people"}
    return listed_names(names) + sentence[found.end() :], rest


def listed_names(names: Sequence[str]) -> str:
    """Format a list: ``Anna``, ``Anna and Ben``, ``Anna, Ben and Cleo``."""
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _count(found: re.Match[str]) -> int:
    return 2 if found["pair"] else 1 if found["one"] else _NUMBERS[found["number"].lower()]
