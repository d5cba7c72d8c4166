"""What a photo may be of: the names by which an example photo is put into words."""

import functools
import re
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from photon.domain.resources import resource

Truth = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float32]

_FILE = "vocabularies/subjects.txt"
# Groups of what a photo is of; all others are where it is, how it looks, or what goes on there.
_SUBJECTS = frozenset({"people", "sport", "animals", "birds and small animals", "vehicles"})
# Other words for a group. A general word lies near nothing that it covers: of the first 20 photos for "beach -people"
# and the like, in unseen pools in which 77% show somebody, 66% do so by the word itself and 54% by its narrower names.
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
    """Names and what is known of them.

    Attributes:
        names: n of them, each once.
        are_subjects: bool (n,), whether they name what acts or stands in the middle of a photo (people, animals,
            vehicles), not its place.
        commonness: float32 (n,), natural logarithm of how often they are mentioned in captions.
        groups: What kind of thing each is: people, animals, food …
    """

    names: tuple[str, ...]
    are_subjects: Truth
    commonness: Floats
    groups: tuple[str, ...] = ()

    def narrower(self, text: str) -> tuple[str, ...]:
        """The most common names of what a general word covers: man, woman … for people; empty for all other texts."""
        word = " ".join(text.lower().split()).removeprefix("any ")
        group = _GENERAL.get(word, word)
        places = [at for at, own in enumerate(self.groups) if own == group]
        return tuple(self.names[at] for at in sorted(places, key=lambda at: -self.commonness[at])[:_NARROWER])

    def names_subject(self, text: str) -> bool:
        """Whether a text has a word for a subject."""
        words = {form for word in _WORD.findall(text.lower()) for form in (word, word.removesuffix("s"))}
        known = zip(self.names, self.are_subjects, strict=True)
        return any(set(name.split()) <= words for name, is_subject in known if is_subject)


@functools.cache
def load_subject_names() -> ConceptNames:
    """Photon's own vocabulary; costs milliseconds.

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
