"""Composed queries with known relevant photos among held-out ones, derived from human captions.

*Subject and place*: an example photo with a subject S (two captions name it), and a place or an action B as words that
no caption of the photo has; every other photo of the pool whose captions have S and B is relevant. *Without*: things A
and B that often occur together; photos of A without B are relevant.
"""

import re
from collections import defaultdict
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from lab.starter.starter_figures import Fold, Trials

Truth = npt.NDArray[np.bool_]
Counts = npt.NDArray[np.int64]

_WORD = re.compile(r"[a-z]+")
AGREED = 2  # captions of five
_SUBJECTS = """
man: man men; woman: woman women lady ladies; boy: boy boys; girl: girl girls; child: child children kid kids toddler;
dog: dog dogs puppy; people: people crowd; baby: baby; bicycle: bicycle bike bikes bicycles cyclist biker;
horse: horse horses; bird: bird birds; car: car cars; boat: boat boats; skateboard: skateboard skateboarder;
player: player players; couple: couple
"""
_PLACES = """
beach: beach shore sand; street: street road sidewalk; grass: grass grassy lawn; water: water lake ocean river sea pool;
snow: snow snowy; mountain: mountain mountains hill cliff; field: field; city: city building buildings; park: park;
forest: forest woods trees; stage: stage concert; kitchen: kitchen; indoors: room indoors table;
running: running runs run; jumping: jumping jumps jump leaping; sitting: sitting sits sit seated;
standing: standing stands stand; walking: walking walks walk; playing: playing plays play; riding: riding rides ride;
swimming: swimming swims swim; climbing: climbing climbs climb; dancing: dancing dances dance;
sleeping: sleeping sleeps sleep lying laying; eating: eating eats eat food; smiling: smiling smiles smile laughing;
night: night dark
"""
_FEWEST_OF_SUBJECT = 20  # minimum queries of a subject over all pools
_MOST_OF_SUBJECT = 300  # maximum queries of a subject, so that dogs and men do not dominate
_ALIKE = (frozenset({"child", "boy"}), frozenset({"child", "girl"}), frozenset({"girl", "woman"}))
_TOGETHER, _APART, _SHARE = 6, 5, 0.15  # minimum photos with A and B, with A alone, and fraction of B among A


@dataclass(frozen=True)
class Change:
    """An example with a change.

    Attributes:
        pool: Number of the fold.
        photo: Index of the example in the fold.
        subject: What it shows.
        words: The change.
        relevant: bool (n,).
    """

    pool: int
    photo: int
    subject: str
    words: str
    relevant: Truth


@dataclass(frozen=True)
class Without:
    """A thing without another.

    Attributes:
        pool: Number of the fold.
        wanted, unwanted: Words of the query.
        shows_wanted: bool (n,), photos for which two captions name it.
        mentions_wanted, mentions_unwanted: bool (n,), photos for which any caption names it.
    """

    pool: int
    wanted: str
    unwanted: str
    shows_wanted: Truth
    mentions_wanted: Truth
    mentions_unwanted: Truth


def change_queries(trials: Trials, folds: list[Fold]) -> list[Change]:
    """Return queries by subject and place, the same number for all subjects that have enough."""
    subjects, places = _listed(_SUBJECTS), _listed(_PLACES)
    counts = _Captions(trials)
    by_subject: dict[str, list[Change]] = defaultdict(list)
    for pool, fold in enumerate(folds):
        of_subject = {name: counts.of(fold, forms) for name, forms in subjects.items()}
        of_place = {name: counts.of(fold, forms) for name, forms in places.items()}
        somewhere = np.max(list(of_place.values()), axis=0) >= AGREED
        for subject, shown in of_subject.items():
            for photo in np.flatnonzero((shown >= AGREED) & somewhere).tolist():
                for words, there in of_place.items():
                    relevant = (shown > 0) & (there > 0)
                    relevant[photo] = False
                    if there[photo] == 0 and relevant.any():
                        by_subject[subject].append(Change(pool, photo, subject, words, relevant))
    random = np.random.default_rng(0)
    kept = [queries for queries in by_subject.values() if len(queries) >= _FEWEST_OF_SUBJECT]
    return [queries[at] for queries in kept for at in random.permutation(len(queries))[:_MOST_OF_SUBJECT]]


def without_queries(trials: Trials, folds: list[Fold]) -> list[Without]:
    """Return queries of one thing without another."""
    lists = _listed(_SUBJECTS) | _listed(_PLACES)
    counts = _Captions(trials)
    found = []
    for pool, fold in enumerate(folds):
        of_thing = {name: counts.of(fold, forms) for name, forms in lists.items()}
        for wanted, a in of_thing.items():
            for unwanted, b in of_thing.items():
                both, alone = ((a >= AGREED) & (b >= AGREED)).sum(), ((a >= AGREED) & (b == 0)).sum()
                is_other = wanted != unwanted and frozenset({wanted, unwanted}) not in _ALIKE
                if is_other and both >= _TOGETHER and alone >= _APART and both >= _SHARE * (a >= AGREED).sum():
                    found.append(Without(pool, wanted, unwanted, a >= AGREED, a > 0, b > 0))
    return found


class _Captions:
    """How many captions of each photo contain a word."""

    def __init__(self, trials: Trials) -> None:
        captioned = trials.material.captioned
        self._words: dict[int, list[set[str]]] = defaultdict(list)
        for caption, photo in zip(captioned.captions, captioned.owner.tolist(), strict=True):
            self._words[photo].append(set(_WORD.findall(caption.lower())))

    def of(self, fold: Fold, forms: set[str]) -> Counts:
        """Return the captions of each photo of a fold with one of the forms of a word: int64 (n,)."""
        return np.array([sum(bool(words & forms) for words in self._words[photo]) for photo in fold.held.tolist()])


def _listed(lines: str) -> dict[str, set[str]]:
    entries = (entry.split(":") for entry in lines.replace("\n", " ").split(";"))
    return {name.strip(): set(forms.split()) for name, forms in entries}
