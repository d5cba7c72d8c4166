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
_ENTRY = re.compile(r"(.+?) (\d+)")
_WORD = re.compile(r"[a-z]+")


@dataclass(frozen=True)
class Vocabulary:
    """Names and what is known of them.

    Attributes:
        names: n of them, each once.
        are_subjects: bool (n,), whether they name what acts or stands in the middle of a photo (people, animals,
            vehicles), not its place.
        commonness: float32 (n,), natural logarithm of how often they are mentioned in captions.
    """

    names: tuple[str, ...]
    are_subjects: Truth
    commonness: Floats

    def names_subject(self, text: str) -> bool:
        """Whether a text has a word for a subject."""
        words = {form for word in _WORD.findall(text.lower()) for form in (word, word.removesuffix("s"))}
        known = zip(self.names, self.are_subjects, strict=True)
        return any(set(name.split()) <= words for name, is_subject in known if is_subject)


@functools.cache
def subjects() -> Vocabulary:
    """Photon's own vocabulary; costs milliseconds.

    Raises:
        FileNotFoundError: The installation is incomplete.
    """
    found: dict[str, tuple[bool, float]] = {}
    for line in resource(_FILE).read_text(encoding="utf-8").splitlines():
        group, colon, entries = line.partition(":")
        if not colon or line.startswith("#"):
            continue
        for entry in entries.split(","):
            parts = _ENTRY.fullmatch(entry.strip())
            if parts:
                found.setdefault(parts[1], (group in _SUBJECTS, int(parts[2]) / 2 * np.log(10)))
    return Vocabulary(
        tuple(found),
        np.array([is_subject for is_subject, _ in found.values()], bool),
        np.array([common for _, common in found.values()], np.float32),
    )
