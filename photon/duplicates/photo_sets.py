"""Build the sets of a library: copies first, then moments of the remaining photos."""

from collections.abc import Mapping, Sequence, Set
from itertools import product

from photon.domain.photo.likeness import Likeness
from photon.domain.photo.photo_set import Apart, PhotoSet, set_key
from photon.domain.photo.shot import Shot
from photon.duplicates.best_of_set import order_copies, order_moment, reasons_for
from photon.duplicates.complete_link import link_completely
from photon.duplicates.moments import Alike, find_moments, find_pairs, kind_of_moment
from photon.duplicates.same_picture import are_different_exposures, is_same_picture, may_be_same_picture
from photon.language import tr

Likenesses = Mapping[tuple[int, int], Likeness]
"""How pictures agree, by pairs of photo ids, the smaller one first."""
_NONE: Apart = {}


def make_sets(
    shots: Sequence[Shot], likenesses: Likenesses, alike: Alike, apart: Apart = _NONE, behind: Set[int] = frozenset()
) -> list[PhotoSet]:
    """Build all sets of some photos.

    A photo is in at most one set of each layer. A moment contains only the best photo of each set of copies.

    Args:
        shots: The photos.
        likenesses: How compared pictures agree.
        alike: Cosine similarity between the embeddings of two photos; 0 if one has none.
        apart: Photos that the user decided are no duplicates.
        behind: Pictures that belong to a RAW file, which may not be among the photos.

    Returns:
        Sets of files, pairs, copies and moments, in this order.
    """
    known = {shot.photo: shot for shot in shots}
    pairs = find_pairs(shots)
    behind = behind | {photo for pair in pairs for photo in pair[1:]}
    same_file = [
        PhotoSet("same-file", (shot.photo,), (tr("all of these files have the same content"),), offer=True)
        for shot in shots
        if shot.files > 1 and set_key([shot.image_hash]) not in apart.get(shot.photo, ())
    ]
    copies = make_copies([shot for shot in shots if shot.photo not in behind], likenesses, apart)
    folded = behind | {photo for one in copies for photo in one.photos[1:]}
    moments = []
    for run in find_moments([shot for shot in shots if shot.photo not in folded], alike):
        ordered = order_moment(run)
        kind = kind_of_moment(run, likenesses)
        reasons = reasons_for(ordered, copies=False) if kind == "same-moment" else ()
        photos = ordered if kind == "same-moment" else run
        moments.append(PhotoSet(kind, tuple(shot.photo for shot in photos), reasons))
    raw = [PhotoSet("pair", tuple(pair), (tr("the camera saved one shot in several files"),)) for pair in pairs]
    return [*same_file, *raw, *copies, *(one for one in moments if all(photo in known for photo in one.photos))]


def make_copies(shots: Sequence[Shot], likenesses: Likenesses, apart: Apart = _NONE) -> list[PhotoSet]:
    """Build the sets of copies of one picture.

    Args:
        shots: The photos.
        likenesses: How compared pictures agree.
        apart: Photos that the user decided are no duplicates.
    """
    known = {shot.photo: shot for shot in shots}
    agreeing: dict[tuple[int, int], float] = {}
    tolerated: dict[tuple[int, int], float] = {}
    for pair, likeness in likenesses.items():
        if all(photo in known for photo in pair) and may_be_same_picture(likeness):
            one, other = (known[photo] for photo in pair)
            if not are_different_exposures(one, other):
                (agreeing if is_same_picture(likeness) else tolerated)[pair] = likeness.worst
    alone = _twins(shots, apart)
    linked = link_completely(*(_between_twins(some, known, alone, apart) for some in (agreeing, tolerated)))
    in_sets = {photo for group in linked for photo in group}
    groups = [[shot for photo in group for shot in alone[photo]] for group in linked]
    groups += [group for photo, group in alone.items() if len(group) > 1 and photo not in in_sets]
    return [_as_set(group) for group in groups]


def _twins(shots: Sequence[Shot], apart: Apart) -> dict[int, list[Shot]]:
    """Return photos with equal pixels, by the first of them; those that the user separated are in different groups."""
    by_picture: dict[bytes, list[list[Shot]]] = {}
    for shot in shots:
        groups = by_picture.setdefault(shot.image_hash, [])
        keys = apart.get(shot.photo, frozenset())
        for group in groups:
            if keys.isdisjoint(_keys_of(group, apart)):
                group.append(shot)
                break
        else:
            groups.append([shot])
    return {group[0].photo: group for groups in by_picture.values() for group in groups}


def _keys_of(group: Sequence[Shot], apart: Apart) -> frozenset[str]:
    return frozenset(key for shot in group for key in apart.get(shot.photo, ()))


def _between_twins(
    agreeing: Mapping[tuple[int, int], float], known: Mapping[int, Shot], alone: Mapping[int, list[Shot]], apart: Apart
) -> dict[tuple[int, int], float]:
    """Return pairs of different pictures: photos with equal pixels count as one, whichever of them was compared.

    The result for a picture applies to all groups of photos with it, except those that the user separated.
    """
    of_picture: dict[bytes, list[int]] = {}
    for photo, group in alone.items():
        of_picture.setdefault(group[0].image_hash, []).append(photo)
    keys = {photo: _keys_of(group, apart) for photo, group in alone.items()}
    found: dict[tuple[int, int], float] = {}
    for (one, other), worst in agreeing.items():
        for first, second in product(of_picture[known[one].image_hash], of_picture[known[other].image_hash]):
            low, high = sorted((first, second))
            if low != high and keys[low].isdisjoint(keys[high]):
                found[low, high] = max(worst, found.get((low, high), 0.0))
    return found


def _as_set(shots: Sequence[Shot]) -> PhotoSet:
    ordered = order_copies(shots)
    return PhotoSet(
        "same-picture", tuple(shot.photo for shot in ordered), reasons_for(ordered, copies=True), offer=True
    )
