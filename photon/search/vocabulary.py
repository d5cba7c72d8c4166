"""Names of things that photos show, used to describe an example photo in words."""

import functools
import re

import numpy as np

from photon.domain.arrays import Floats, Truth
from photon.quick_dataclass import dataclass
from photon.resource_files import resource

_FILE = "vocabularies/subjects.txt"
# Groups that name the subject of a photo; the others name places, styles and activities.
_SUBJECTS = frozenset({"people", "sport", "animals", "birds and small animals", "vehicles"})
# Other words for a group. The embedding of a general word is not close to what it covers: for queries such as "beach
# -people" in unseen pools in which 77% of photos show people, 66% of the first 20 hits still show them with the word
# itself, and 54% with its hyponyms.
_GENERAL = {
    **dict.fromkeys(("person", "persons", "human", "humans", "anybody", "anyone", "a person"), "people"),
    **dict.fromkeys(("animal", "an animal"), "animals"),
    **dict.fromkeys(("vehicle", "a vehicle"), "vehicles"),
    **dict.fromkeys(("building", "a building"), "buildings"),
    **dict.fromkeys(("plant", "a plant"), "plants"),
}
_NARROWER = 8
_ENTRY = re.compile(r"(.+?) (\d+)")
_WORD = re.compile(r"[a-z]+")


@dataclass(frozen=True)
class ConceptNames:
    """A list of names with their properties.

    Attributes:
        names: n distinct names.
        are_subjects: bool (n,), whether a name denotes the subject of a photo (people, animals, vehicles) and not its
            surroundings.
        commonness: float32 (n,), natural logarithm of the name's frequency in captions.
        groups: The group of each name: people, animals, food …
    """

    names: tuple[str, ...]
    are_subjects: Truth
    commonness: Floats
    groups: tuple[str, ...] = ()

    def narrower(self, text: str) -> tuple[str, ...]:
        """Return the most common hyponyms of a general word, such as man and woman for people, or none."""
        word = " ".join(text.lower().split()).removeprefix("any ")
        group = _GENERAL.get(word, word)
        places = [at for at, own in enumerate(self.groups) if own == group]
        return tuple(self.names[at] for at in sorted(places, key=lambda at: -self.commonness[at])[:_NARROWER])

    def names_subject(self, text: str) -> bool:
        """Return whether a text contains the name of a subject."""
        words = {form for word in _WORD.findall(text.lower()) for form in (word, word.removesuffix("s"))}
        known = zip(self.names, self.are_subjects, strict=True)
        return any(set(name.split()) <= words for name, is_subject in known if is_subject)


@functools.cache
def load_subject_names() -> ConceptNames:
    """Load Photon's list of names; takes a few milliseconds the first time.

    Raises:
        FileNotFoundError: The installation is incomplete.
    """
    found: dict[str, tuple[str, float]] = {}
    for line in resource(_FILE).read_text(encoding="utf-8").splitlines():
        group, colon, entries = line.partition(":")
        if not colon or line.startswith("#"):
            continue
        for entry in entries.split(","):
            parts = _ENTRY.fullmatch(entry.strip())
            if parts:
                found.setdefault(parts[1], (group, int(parts[2]) / 2 * np.log(10)))
    return ConceptNames(
        tuple(found),
        np.array([group in _SUBJECTS for group, _ in found.values()], bool),
        np.array([common for _, common in found.values()], np.float32),
        tuple(group for group, _ in found.values()),
    )
