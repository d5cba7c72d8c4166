"""Choose photos of an event so that everybody appears: who is in them, and how good they are."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import groupby

import numpy as np

from photon.annotate.people.family_picks import pick_fairly
from photon.domain.arrays import Ids
from photon.domain.people.face import PhotoFace
from photon.domain.people.found_face import FoundFace
from photon.domain.photo.shot import Shot
from photon.duplicates.burst_faces import judge_frames
from photon.duplicates.same_picture import time_of
from photon.library import Library
from photon.library.duplicates.shots import shots_of
from photon.library.people.face_evidence import found_faces, hidden_groups, rejected_photos
from photon.library.people.faces import faces_of
from photon.quick_dataclass import dataclass

_SURE = 0.8  # certainty from which a suggested person counts
_STARS = 7  # five, a favourite, and how the faces are
_MOMENT = np.timedelta64(10, "s")  # between two photos from which they show different moments


@dataclass(frozen=True, slots=True)
class FairPicks:
    """Photos chosen so that everybody appears.

    Attributes:
        photos: Photo ids in the order of choice.
        appearances: In how many of them each person is, who is in any of the photos to choose from; ascending.
    """

    photos: Sequence[int]
    appearances: Sequence[int]


def pick_family(library: Library, photos: Sequence[int], count: int) -> FairPicks:
    """Choose so many of the photos that everybody appears about equally often.

    People are those with a name, and groups of faces without one; hidden people don't count. Of photos that serve
    everybody alike, those with more stars are chosen, then those in which nobody blinks and all look at the camera.
    Rejected photos are not chosen.

    Args:
        library: The library.
        photos: Photo ids, such as those of an album or a day.
        count: How many, at most.
    """
    shots = shots_of(library, set(photos) - rejected_photos(library, photos))
    ids = sorted(shots, key=lambda photo: (shots[photo].taken or "", photo))
    faces, found, hidden = faces_of(library, ids), found_faces(library, ids), hidden_groups(library, ids)
    people = [{name for face in faces.get(photo, ()) if (name := _who(face, hidden))} for photo in ids]
    moments = _moments([shots[photo] for photo in ids])
    looks = _looks(found, dict(zip(ids, moments.tolist(), strict=True)))
    merits = np.array([(shots[photo].merit + looks[photo]) / _STARS for photo in ids], np.float32)
    picks = pick_fairly(people, merits, moments, count)
    shown = Counter({name: 0 for some in people for name in some})
    shown.update(name for at in picks for name in people[at])
    return FairPicks([ids[at] for at in picks], sorted(shown.values()))


def _looks(found: Mapping[int, Sequence[FoundFace]], moments: Mapping[int, int]) -> dict[int, float]:
    """Return how well the faces of photos are taken, 0..1: all look at the camera, and nobody blinks in the moment."""
    looks = {photo: min((face.quality.pose for face in found.get(photo, ())), default=0.0) for photo in moments}
    for _, photos in groupby(moments, key=moments.__getitem__):
        for photo, faces in judge_frames({photo: found.get(photo, ()) for photo in photos}).items():
            looks[photo] *= faces.merit
    return looks


def _who(face: PhotoFace, hidden: set[int]) -> str:
    if face.person and face.certainty >= _SURE:
        return face.person
    return f"group {face.group}" if face.group and face.group not in hidden else ""


def _moments(shots: Sequence[Shot]) -> Ids:
    """Return the number of the moment of each shot, in order of time; one without a time is a moment of its own."""
    times = np.array([time_of(shot) for shot in shots], "datetime64[ms]")
    return np.cumsum(~(np.diff(times, prepend=np.datetime64("NaT", "ms")) < _MOMENT))
