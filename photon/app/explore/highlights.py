"""Highlights: the photos that stand for an event, a trip, a year or any answer, with reasons."""

import os
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from statistics import median

import numpy as np

from photon.annotate.explore.highlights import Scenes, choose_scenes, link_views
from photon.app.engine.encoder_engine import EncoderEngine
from photon.app.explore.highlight_reasons import START, SceneFacts, Trait, find_reasons
from photon.app.explore.varied_order import looks_in_order
from photon.domain.arrays import Floats
from photon.domain.explore.highlight import Highlight
from photon.domain.photo.marks import PICKED, REJECTED
from photon.domain.photo.photo_set import PhotoSet
from photon.domain.photo.shot import Shot
from photon.domain.photo.styles import STYLES
from photon.domain.query.filter_kinds.states import IS
from photon.duplicates.best_of_set import order_moment, reasons_for, true_sharpness
from photon.duplicates.photo_sets import make_sets
from photon.duplicates.same_picture import are_pages, time_of
from photon.library import Library
from photon.library.duplicates import kept_apart, picture_pairs
from photon.library.duplicates.shots import shots_of
from photon.library.people.face_evidence import found_faces
from photon.library.people.named_people import people_in_photos
from photon.library.photos.ratings import PhotoMarks, marks_for_photos
from photon.library.places.photo_places import names_of
from photon.library.searches.filters import matching
from photon.library.stacks.stacks import stacks_of
from photon.library.vectors import styles
from photon.search.near_duplicates import NEARLY_SAME

_BLURRED, _DRAWN, _DARK = 0.5, 0.5, 0.5  # chances, as for ``is:dark``
_STARS = (1.0, 0.3, 0.5, 1.2, 2.5, 4.0)
_HEART, _FLAG = 4.0, 2.5
_PAGE, _DRAWING, _DIM = 0.3, 0.5, 0.6  # what documents, drawings and dark photos count
_LEAST = 0.7  # what the softest photo counts: sharpness says more about what is shown than about how good it is
_SHARP = 0.9  # share of photos that are softer than one of the sharpest
_UNSURE = np.float32(1e-4)  # what counts of photos that only may match
_PARTS = (5, 12, 18, 22)  # hours at which morning, afternoon, evening and night begin
_OF_ONE_MOMENT = ("same-moment", "bracket", "panorama", "focus-stack")


def choose_highlights(
    engine: EncoderEngine, library: Library, photos: Sequence[int], count: int, unsure: Collection[int] = ()
) -> list[Highlight]:
    """Choose the photos that stand for some, in order of time; a larger number keeps those of a smaller one.

    Neither videos, rejected or blurred photos, nor those that the person left out are chosen.

    Args:
        engine: Its encoder says what looks alike.
        library: The library.
        photos: Among which to choose.
        count: How many.
        unsure: Those that only may match what was searched for, and so come last.
    """
    doubted = frozenset(unsure)
    given = _Given(library, photos, engine.encoder.id)
    scenes = given.scenes()
    removed = _decided(library, "not-highlighted")
    fronts = [next((photo for photo in scene if photo not in removed), 0) for scene in scenes]
    firsts = [scene[0] for scene in scenes]
    sharp = given.sharpness_of(firsts)
    facts = [given.facts_of(scene, place) for scene, place in zip(scenes, sharp, strict=True)]
    table = Scenes(
        np.array([one.seconds for one in facts], np.float64),
        given.looks_of(firsts),
        np.array(given.merits(firsts, sharp), np.float32)
        * np.where([doubted.issuperset(scene) for scene in scenes], _UNSURE, 1),
        np.array([len(scene) for scene in scenes], np.int64),
        np.array([not front for front in fronts], np.bool_),
        [one.traits for one in facts],
    )
    picks = sorted(
        choose_scenes(table, count, NEARLY_SAME),
        key=lambda pick: (np.isnan(table.times[pick.row]), table.times[pick.row]),
    )
    return [
        Highlight(front, find_reasons(facts[pick.row], pick, given.marks[front], is_best=front == scenes[pick.row][0]))
        for pick in picks
        for front in (fronts[pick.row],)
    ]


class _Given:
    """What is known of the photos among which to choose."""

    def __init__(self, library: Library, photos: Sequence[int], encoder: str) -> None:
        self._library = library
        self.marks = marks_for_photos(library, photos)
        ids, chances = styles.everything_of(library, photos)
        self._styles = dict(zip(ids.tolist(), chances.tolist(), strict=True))
        self._shots = self._worthy(shots_of(library, photos))
        known = list(self._shots)
        self._looks = looks_in_order(library, encoder, known)
        self._rows = {photo: row for row, photo in enumerate(known)}
        self._named, self._places = people_in_photos(library, known), names_of(library, known)
        self._sets = self._find_sets()
        self._best_of: dict[int, list[PhotoSet]] = {}
        for one in self._sets:
            self._best_of.setdefault(one.photos[0], []).append(one)
        self._whys = dict[int, tuple[str, ...]]()  # by photo, why it is the best of a view
        self._are_sorted = len({_folder_of(shot) for shot in self._shots.values()}) > 1
        self._traits = {photo: frozenset(self._find_traits(photo)) for photo in known}
        self._counts = Counter(trait for traits in self._traits.values() for trait in traits)

    def _worthy(self, shots: Mapping[int, Shot]) -> dict[int, Shot]:
        """Return the photos that may be chosen: blurred ones only if there are no others."""
        away = _decided(self._library, "not-recalled")
        left = {
            photo: shot for photo, shot in shots.items() if photo not in away and self.marks[photo].flag != REJECTED
        }
        clear = {
            photo: shot
            for photo, shot in left.items()
            if self._is_praised(photo) or not self._has(photo, "blurred", _BLURRED)
        }
        found = clear or left
        # of equal pixels, one is enough: sets of 30,000 of them would take minutes
        alone = {shot.image_hash: shot for shot in sorted(found.values(), key=lambda shot: (shot.merit, -shot.photo))}
        return {shot.photo: shot for shot in sorted(alone.values(), key=lambda shot: shot.photo)}

    def _is_praised(self, photo: int) -> bool:
        return _praise(self.marks[photo]) > _STARS[3]

    def _has(self, photo: int, style: str, chance: float) -> bool:
        found = self._styles.get(photo)
        return found is not None and found[STYLES.index(style)] >= chance

    def _find_sets(self) -> list[PhotoSet]:
        known = self._shots
        likenesses = {
            pair: likeness
            for pair, likeness in picture_pairs.likenesses_of(self._library, known).items()
            if pair[0] in known and pair[1] in known
        }
        faces = partial(found_faces, self._library)
        decided = kept_apart.apart_of(self._library, known)
        return make_sets(list(known.values()), likenesses, self._alike, decided, find_faces=faces)

    def _alike(self, one: int, other: int) -> float:
        return float(self._looks[self._rows[one]] @ self._looks[self._rows[other]])

    def scenes(self) -> list[list[int]]:
        """Return photos that show one moment, one picture or one view, the best first."""
        stacks = [list(stack) for stack in set(stacks_of(self._library, list(self._shots)).values())]
        sets = [one for one in self._sets if len(one.photos) > 1]
        sets.sort(key=lambda one: one.kind not in _OF_ONE_MOMENT)  # of copies, only the best are in moments
        scenes = {scene[0]: scene for scene in group_photos(self._shots, [*stacks, *map(self._in_order, sets)])}
        return [
            [photo for front in self._order_view(view) for photo in scenes[front]]
            for view in group_photos(scenes, self._find_views(list(scenes)))
        ]

    def _find_views(self, photos: Sequence[int]) -> Iterable[tuple[int, int]]:
        """Return pairs that show one view, unless they show different people before it."""
        marks = [self._shots[photo].fingerprint for photo in photos]
        codes = np.array([mark.codes[0] if mark else 0 for mark in marks], np.uint64)
        times = np.array([self._seconds_of(photo) for photo in photos], np.float64)
        people = [{trait for trait in self._traits[photo] if trait.kind == "person"} for photo in photos]
        for one, other in link_views(times, self.looks_of(photos), codes):
            if not (people[one] and people[other] and people[one].isdisjoint(people[other])):
                yield photos[one], photos[other]

    def _order_view(self, photos: Sequence[int]) -> Sequence[int]:
        if len(photos) == 1:
            return photos
        shots = order_moment([self._shots[photo] for photo in photos])
        self._whys[shots[0].photo] = reasons_for(shots, copies=False)
        return [shot.photo for shot in shots]

    def _seconds_of(self, photo: int) -> float:
        time = time_of(self._shots[photo])
        return np.nan if time is None else (time - START).total_seconds()

    def _in_order(self, one: PhotoSet) -> Sequence[int]:
        """Return the photos of a set, the best first: of a bracket or a panorama, the set itself names none."""
        if one.kind not in _OF_ONE_MOMENT[1:]:
            return one.photos
        shots = order_moment([self._shots[photo] for photo in one.photos])
        if one.kind == "bracket":
            levels = {shot.photo: shot.fingerprint.level if shot.fingerprint else 0.0 for shot in shots}
            shots.sort(key=lambda shot: abs(levels[shot.photo] - median(levels.values())))
        return [shot.photo for shot in shots]

    def looks_of(self, photos: Sequence[int]) -> Floats:
        """Return the looks of photos, float32 (n, d); zeros where there are none."""
        return self._looks[np.array([self._rows[photo] for photo in photos], np.int64)]

    def sharpness_of(self, photos: Sequence[int]) -> list[float]:
        """Return which share of photos is softer than each."""
        marks = [self._shots[photo].fingerprint for photo in photos]
        sharp = np.array([true_sharpness(mark) if mark else 0.0 for mark in marks])
        places: list[float] = (np.searchsorted(np.sort(sharp), sharp) / max(1, len(photos) - 1)).tolist()
        return places

    def merits(self, photos: Sequence[int], sharp: Sequence[float]) -> list[float]:
        """Return how good photos are, compared with each other."""
        return [self._merit(photo, _LEAST + (1 - _LEAST) * place) for photo, place in zip(photos, sharp, strict=True)]

    def _merit(self, photo: int, quality: float) -> float:
        shot = self._shots[photo]
        if self._is_praised(photo):
            return quality * _praise(self.marks[photo])
        kind = _DRAWING if self._has(photo, "drawing", _DRAWN) else _PAGE if are_pages(shot, shot) else 1.0
        kind *= _DIM if self._has(photo, "dark", _DARK) else 1.0
        return quality * kind * _praise(self.marks[photo])

    def facts_of(self, scene: Sequence[int], sharpness: float) -> SceneFacts:
        """Return what is known of a scene."""
        best = scene[0]
        traits = self._traits[best]
        alone = frozenset(trait for trait in traits if self._counts[trait] == 1)
        own = [one for one in self._best_of.get(best, ()) if len(one.photos) > 1]
        reasons = next((one.reasons for one in own if one.kind == "same-moment"), ())
        are_copies = any(one.offer and len(one.photos) == len(scene) for one in own)
        reasons = self._whys.get(best, reasons)
        time, is_sharp = self._seconds_of(best), sharpness >= _SHARP
        return SceneFacts(time, len(scene), reasons, traits, alone, are_copies=are_copies, is_sharp=is_sharp)

    def _find_traits(self, photo: int) -> Iterable[Trait]:
        people, place, time = self._named.get(photo), self._places.get(photo), time_of(self._shots[photo])
        if people is not None:
            hidden = {mark.key for mark in people.decisions.hidden}
            yield from (Trait("person", mark.name) for mark in people.marks if mark.key not in hidden)
        if place is not None and place.town:
            yield Trait("place", place.town)
        if self._are_sorted:
            yield Trait("folder", _folder_of(self._shots[photo]), int(time is None))
        if time is not None:
            part = sum(time.hour >= hour for hour in _PARTS) % len(_PARTS)
            yield Trait("day", time.date().isoformat(), part)


def group_photos(photos: Collection[int], sets: Iterable[Sequence[int]]) -> list[list[int]]:
    """Join sets that share photos; photos in none are alone.

    Args:
        photos: All that are grouped.
        sets: Photos that belong together, the best first; the earlier sets decide which comes first.

    Returns:
        Each photo in one group, the best first.
    """
    home: dict[int, list[int]] = {}
    for members in sets:
        here = [photo for photo in members if photo in photos]
        joined: list[int] = []
        for group in {id(home[photo]): home[photo] for photo in here if photo in home}.values():
            joined += group
        joined += [photo for photo in here if photo not in home]
        home.update(dict.fromkeys(joined, joined))
    groups = {id(group): group for group in home.values()}
    return [*groups.values(), *([photo] for photo in photos if photo not in home)]


def _folder_of(shot: Shot) -> str:
    return os.path.dirname(shot.path)  # noqa: PTH120 - objects for paths take 10 times longer


def _praise(marks: PhotoMarks) -> float:
    """Return what a person's marks count."""
    found = _STARS[min(max(marks.stars, 0), 5)]
    return max(found, _HEART if marks.favourite else 0, _FLAG if marks.flag == PICKED else 0)


def _decided(library: Library, state: str) -> frozenset[int]:
    """Return the photos about which a person decided something, as ``is:`` finds them."""
    return frozenset(matching(library, [IS.filter_by(state)], date.today()).tolist())  # noqa: DTZ011 - unused
