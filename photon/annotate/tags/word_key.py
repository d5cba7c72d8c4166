"""Normalise the spelling of words, and derive the forms under which a vocabulary word may be found."""

from photon.domain.metadata.tag import name_key

_SPELLINGS = str.maketrans({"-": " ", "_": " ", "‐": " ", "‑": " ", "–": " ", "’": "'", "‘": "'"})
# Irregular English plurals; they also occur as word endings (firemen, grandchildren).
_IRREGULAR = {
    "men": "man", "children": "child", "people": "person", "feet": "foot", "teeth": "tooth", "mice": "mouse",
    "geese": "goose", "oxen": "ox", "cacti": "cactus", "fungi": "fungus", "wolves": "wolf", "lives": "life",
    "leaves": "leaf", "calves": "calf", "octopi": "octopus", "dice": "die",
}  # fmt: skip
_JOINTS = (" of ", " in ", " on ", " with ", " at ", " from ", " for ", " behind ")  # the head noun precedes these


def word_key(word: str) -> str:
    """Normalise a word: no case, hyphens or typographic characters, one Unicode form, single blanks."""
    if word.isascii():  # the common case, ten times as fast
        return " ".join(word.replace("-", " ").replace("_", " ").lower().split())
    return name_key(word.translate(_SPELLINGS))


def word_forms(word: str) -> tuple[str, ...]:
    """Return keys to look up for a word: the word itself, then its possible singular forms.

    "groups of people" also gives "group of people"; "Firemen" also gives "fireman".
    """
    key = word_key(word)
    cut = min((at for joint in _JOINTS if (at := key.find(joint)) > 0), default=len(key))
    noun, rest = key[:cut], key[cut:]
    return (key, *(form + rest for form in _singulars(noun)))


def _singulars(noun: str) -> list[str]:
    for many, one in _IRREGULAR.items():
        if noun.endswith(many):
            return [noun.removesuffix(many) + one]
    found = []
    if noun.endswith("s") and not noun.endswith("ss"):
        found.append(noun[:-1])
    if noun.endswith("ies"):
        found.append(noun[:-3] + "y")
    if noun.endswith("ves"):
        found += [noun[:-3] + "f", noun[:-3] + "fe"]
    if noun.endswith(("ses", "xes", "zes", "ches", "shes", "oes")):
        found.append(noun[:-2])
    return found
