"""Build the sets of a library: copies first, then moments of the remaining photos."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from itertools import combinations, product

from photon.domain.people.found_face import FoundFace
from photon.domain.photo.likeness import Likeness, ProbableWay
from photon.domain.photo.photo_set import Apart, PhotoSet, set_key
from photon.domain.photo.shot import Shot
from photon.duplicates.best_of_set import order_copies, order_moment, order_probable, reasons_for
from photon.duplicates.burst_faces import judge_frames
from photon.duplicates.complete_link import link_completely
from photon.duplicates.moments import (
    Alike,
    Likenesses,
    find_moments,
    find_pairs,
    kind_of_moment,
    kind_of_series,
)
from photon.duplicates.same_picture import (
    are_different_exposures,
    are_frames,
    are_surely_one,
    is_same_picture,
    may_be_probable,
    may_be_same_picture,
    may_be_series,
)
from photon.language import tr

_NONE: Apart = {}
_NO_KEYS: frozenset[str] = frozenset()
FindFaces = Callable[[Sequence[int]], Mapping[int, Sequence[FoundFace]]]
"""The faces of some photos; photos that were not looked at are left out."""
_WAYS: frozenset[ProbableWay] = frozenset({"turned", "border", "part"})


def make_sets(  # noqa: PLR0913 - what is known of photos, and what was decided
    shots: Sequence[Shot],
    likenesses: Likenesses,
    alike: Alike,
    apart: Apart = _NONE,
    behind: Set[int] = frozenset(),
    find_faces: FindFaces = lambda _: {},
) -> list[PhotoSet]:
    """Build all sets of some photos.

    A photo is in at most one set of each layer. A moment contains only the best photo of each set of copies.

    Args:
        shots: The photos.
        likenesses: How compared pictures agree.
        alike: Cosine similarity between the embeddings of two photos; 0 if one has none.
        apart: Photos that the user decided are no duplicates.
        behind: Pictures that belong to a RAW file, which may not be among the photos.
        find_faces: Returns the faces of the shots of a moment.

    Returns:
        Sets of files, pairs, copies, probable copies and moments, in this order.
    """
    pairs = find_pairs(shots)
    behind = behind | {photo for pair in pairs for photo in pair[1:]}
    same_file = [
        PhotoSet("same-file", (shot.photo,), (tr("all of these files have the same content"),), offer=True)
        for shot in shots
        if shot.files > 1 and set_key([shot.image_hash]) not in apart.get(shot.photo, ())
    ]
    own = [shot for shot in shots if shot.photo not in behind]
    series = find_series(own, likenesses)
    in_series = {photo for one in series for photo in one.photos}
    copies = make_copies(own, likenesses, apart, series)
    probable = find_probable(own, likenesses, copies, apart)
    turned = find_probable(own, likenesses, copies, apart, _WAYS - {"part"})  # no second shot of a moment is one
    folded = behind | {photo for one in (*copies, *turned) for photo in one.photos[1:]}
    moments = []
    single = [shot for shot in shots if shot.photo not in folded | in_series]
    for run in find_moments(single, alike, likenesses):
        kind = kind_of_moment(run, likenesses)
        if kind != "same-moment":
            moments.append(PhotoSet(kind, tuple(shot.photo for shot in run)))
            continue
        known = find_faces([shot.photo for shot in run])
        faces = judge_frames({shot.photo: known[shot.photo] for shot in run}) if len(known) == len(run) else {}
        ordered = order_moment(run, faces)
        reasons = reasons_for(ordered, copies=False, faces=faces)
        moments.append(PhotoSet(kind, tuple(shot.photo for shot in ordered), reasons))
    raw = [PhotoSet("pair", tuple(pair), (tr("the camera saved one shot in several files"),)) for pair in pairs]
    moments += series
    in_moments = {photo: position for position, one in enumerate(moments) for photo in one.photos}
    probable = [one for one in probable if len({in_moments.get(photo, -photo) for photo in one.photos}) > 1]
    return [*same_file, *raw, *copies, *probable, *moments]


def make_copies(
    shots: Sequence[Shot], likenesses: Likenesses, apart: Apart = _NONE, series: Sequence[PhotoSet] | None = None
) -> list[PhotoSet]:
    """Build the sets of copies of one picture.

    Args:
        shots: The photos.
        likenesses: How compared pictures agree.
        apart: Photos that the user decided are no duplicates.
        series: Brackets and focus stacks among them; None if they are to be found.
    """
    known = {shot.photo: shot for shot in shots}
    if series is None:
        series = find_series(shots, likenesses)
    frames = {pair for one in series for pair in combinations(sorted(one.photos), 2)}
    agreeing: dict[tuple[int, int], float] = {}
    tolerated: dict[tuple[int, int], float] = {}
    for pair, likeness in likenesses.items():
        if all(photo in known for photo in pair) and may_be_same_picture(likeness):
            one, other = (known[photo] for photo in pair)
            if pair not in frames and not are_different_exposures(one, other) and not are_frames(one, other, likeness):
                is_sure = is_same_picture(likeness) and are_surely_one(one, other, likeness)
                (agreeing if is_sure else tolerated)[pair] = likeness.worst
    alone = _twins(shots, apart)
    compared = _between_twins(dict.fromkeys(likenesses, 0.0), known, alone, {})
    kept = {photo: _keys_of(group, apart) for photo, group in alone.items()}

    def may_join(one: int, other: int) -> bool:
        if (min(one, other), max(one, other)) in compared or not kept[one].isdisjoint(kept[other]):
            return False
        return not are_different_exposures(known[one], known[other]) and not are_frames(known[one], known[other], None)

    pairs, beside = (_between_twins(some, known, alone, apart) for some in (agreeing, tolerated))
    linked = link_completely(pairs, beside, may_join)
    in_sets = {photo for group in linked for photo in group}
    groups = [[shot for photo in group for shot in alone[photo]] for group in linked]
    groups += [group for photo, group in alone.items() if len(group) > 1 and photo not in in_sets]
    return [_as_set(group) for group in groups]


def find_series(shots: Sequence[Shot], likenesses: Likenesses) -> list[PhotoSet]:
    """Find series of three or more shots of one size: focus stacks, and without capture times brackets, too.

    Args:
        shots: The photos.
        likenesses: How compared pictures agree.
    """
    known = {shot.photo: shot for shot in shots if shot.fingerprint is not None}
    near: dict[int, dict[int, Likeness]] = {}
    for (one, other), likeness in likenesses.items():
        if one in known and other in known and may_be_series(known[one], known[other], likeness):
            near.setdefault(one, {})[other] = near.setdefault(other, {})[one] = likeness
    found = []
    for group in _connected(near):
        some = [known[photo] for photo in group]
        inner = [near[one][other] for one in group for other in near[one] if one < other]
        kind = kind_of_series(some, inner)
        if kind is not None:
            found.append(PhotoSet(kind, tuple(group)))
    return found


def _connected(near: Mapping[int, Iterable[int]]) -> Iterator[list[int]]:
    """Yield the photos that are connected by pairs, ascending."""
    seen: set[int] = set()
    for photo in sorted(near):
        if photo not in seen:
            group, left = {photo}, [photo]
            while left:
                more = set(near[left.pop()]) - group
                group |= more
                left += more
            seen |= group
            yield sorted(group)


def find_probable(
    shots: Sequence[Shot],
    likenesses: Likenesses,
    copies: Sequence[PhotoSet],
    apart: Apart = _NONE,
    ways: Set[ProbableWay] = _WAYS,
) -> list[PhotoSet]:
    """Build the sets of pictures that are probably the same: turned, mirrored, with a border or with words on them.

    Args:
        shots: The photos.
        likenesses: How compared pictures agree.
        copies: The sets of copies; the best of each stands for it.
        apart: Photos that the user decided are no duplicates.
        ways: Why pictures are probably the same.
    """
    known = {shot.photo: shot for shot in shots}
    best = {photo: one.photos[0] for one in copies for photo in one.photos}
    near: dict[int, set[int]] = {}
    for (one, other), likeness in likenesses.items():
        if likeness.way not in ways or one not in known or other not in known:
            continue
        if not may_be_probable(known[one], known[other], likeness):
            continue
        first, second = best.get(one, one), best.get(other, other)
        if first != second and apart.get(first, _NO_KEYS).isdisjoint(apart.get(second, ())):
            near.setdefault(first, set()).add(second)
            near.setdefault(second, set()).add(first)
    ordered = (order_probable([known[photo] for photo in group]) for group in _connected(near))
    return [PhotoSet("probably-same", tuple(shot.photo for shot in some)) for some in ordered]


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
        if one not in known or other not in known:
            continue
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
