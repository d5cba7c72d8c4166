"""Evaluate duplicates, moments and the best of each set, compared with the simplest methods.

    PYTHONPATH=packaging .venv/bin/python -m lab.duplicates.duplicate_figures FOLDER

FOLDER contains ``duplicates.csv`` with the columns file, group, relation (same-picture, same-moment, trap, single),
best (1 keep, 0 certainly not, empty no opinion), variant, and strict (``soft`` if reasonable programs may disagree).

* copies, strict and soft: share of the pairs of a group that are in one set.
* text: strict pairs of which one photo has text drawn over it; they are not part of ``listed``, the edits that Photon
  promises to find (saved again, other size, crops of up to a tenth, colours, messengers).
* with probable: the same with what is only called probably the same picture.
* false: pairs from different groups, and pairs of traps and moments, that are reported as copies.
* moments: precision, recall and F of pairs of one moment; each set of copies counts as one photo.
* offered: photos of traps and moments that would be offered for deletion.
* best: share of groups with a known best whose set starts with a photo that is not certainly worse (``ok``), or with
  the best itself (``first``); compared with the largest file, and the sharpest by the Laplacian of the whole picture.
* reasons: number of reasons given, and how many of them prove untrue in a second measurement.
"""

import argparse
import csv
import itertools
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import cache
from pathlib import Path

import numpy as np

from photon.app.encoding.encoder_client import InProcessEncoder
from photon.domain.arrays import Floats, Truth
from photon.domain.photo.likeness import NO_LIKENESS, Likeness
from photon.domain.photo.photo_set import PhotoSet
from photon.domain.photo.shot import Shot
from photon.duplicates import best_of_set
from photon.duplicates.candidate_pairs import Codes
from photon.duplicates.copy_search import Asked, CopySearch
from photon.duplicates.neighbours import find_neighbours
from photon.duplicates.photo_sets import make_sets
from photon.duplicates.same_picture import is_one_view, should_trace
from photon.language import tr
from photon.media.read.exposure_traces import compare_traces, read_traces
from photon.media.read.fingerprinting import measure_fingerprints, read_luma
from photon.media.read.neighbouring_views import compare_views
from photon.media.read.preview_alignment import PreviewPair, compare_previews
from photon.media.read.reading import read
from photon.media.read.turned_comparison import TurnedPreviews, compare_turned

Pair = tuple[int, int]
Row = dict[str, str]
_UNLISTED = ("text",)


@dataclass
class Material:
    """The photos of a folder: a row of the table, a shot, and the embedding of each; ids are indices of the lists."""

    rows: list[Row] = field(default_factory=list)
    shots: list[Shot] = field(default_factory=list)
    previews: list[bytes] = field(default_factory=list)
    hashes: list[bytes] = field(default_factory=list)
    looks: Floats = field(default_factory=lambda: np.zeros((0, 0), np.float32))
    codes: Codes = field(default_factory=lambda: np.zeros((0, 0), np.uint64))


def main() -> None:
    """Parse the arguments, and print the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--misses", type=int, default=0, help="print so many pairs that were missed or false")
    wish = parser.parse_args()
    material = _material(wish.folder)
    likenesses = _compared(material)
    sets = make_sets(material.shots, likenesses, lambda one, other: float(material.looks[one] @ material.looks[other]))
    truth = _Truth(material)
    print(f"{len(material.shots)} photos, {len(likenesses)} pairs compared")
    print(f"{'':24}{'strict':>8}{'listed':>8}{'text':>8}{'soft':>8}{'false':>8}")
    apart = np.bitwise_count(material.codes[:, 0][:, None] ^ material.codes[:, 0][None, :])
    cosines = material.looks @ material.looks.T
    for name, pairs in (
        ("Photon", _pairs_of(one for one in sets if one.kind == "same-picture")),
        ("Photon, with probable", _with_probable(sets)),
        ("hash, 3 bits", _where(apart <= 3)),
        ("hash, 10 bits", _where(apart <= 10)),
        ("look, .95", _where(cosines >= 0.95)),
        ("look, .98", _where(cosines >= 0.98)),
        ("hash 3 and look .98", _where((apart <= 3) & (cosines >= 0.98))),
    ):
        print(f"{name:24}" + "".join(f"{figure:>8}" for figure in truth.copies(pairs)))
    _print_misses(material, truth, _pairs_of(one for one in sets if one.kind == "same-picture"), wish.misses)
    _print_moments(truth, sets)
    _print_best(material, truth, sets)


def _material(folder: Path) -> Material:
    found = Material()
    with (folder / "duplicates.csv").open(newline="") as table:
        for row in csv.DictReader(table):
            reading = read(str(folder / row["file"]))
            facts = reading.facts
            if reading.file_hash in found.hashes:  # one photo with several files
                continue
            found.rows.append(row)
            found.hashes.append(reading.file_hash)
            found.previews.append(reading.preview)
            found.shots.append(
                Shot(
                    len(found.shots), str(folder / row["file"]), reading.image_hash, facts.format, facts.width,
                    facts.height, reading.size, 1, facts.taken, facts.camera, facts.exposure, facts.aperture,
                    facts.iso, 0, measure_fingerprints([reading.preview])[0],
                )
            )  # fmt: skip
    found.looks = InProcessEncoder().images(found.previews).look
    marks = [shot.fingerprint for shot in found.shots if shot.fingerprint]
    found.codes = np.array([[*mark.codes, mark.inner] for mark in marks], np.uint64)
    return found


def _compared(material: Material) -> dict[Pair, Likeness]:
    found: dict[Pair, Likeness] = {}
    read_once = cache(lambda path: read_traces([path])[0])

    def compare(asked: Sequence[Asked], shots: Mapping[int, Shot]) -> dict[Pair, Likeness]:
        some = {one.pair: _likeness(material, one) for one in asked}
        for pair, likeness in some.items():
            one, other = (shots[photo] for photo in pair)
            if should_trace(one, other, likeness):
                first, second = (read_once(shot.path) for shot in (one, other))
                traces = first and second and compare_traces(first, second)
                if traces:
                    some[pair] = replace(likeness, **asdict(traces))
        kept = {one.pair: some[one.pair] for one in asked if one.turn is None or some[one.pair].way}
        found.update(kept)
        return kept

    everything = range(len(material.shots))
    CopySearch(
        np.array(everything, np.int64),
        material.codes,
        lambda photos: {photo: material.shots[photo] for photo in photos},
        lambda photos: {pair: likeness for pair, likeness in found.items() if set(pair) & set(photos)},
        compare,
    ).search(everything)
    same = {pair for pair, likeness in found.items() if is_one_view(likeness)}
    beside = find_neighbours(material.shots, everything, same)
    views = compare_views([(material.previews[one], material.previews[other]) for one, other in beside])
    return found | {
        pair: view for pair, view in zip(beside, views, strict=True) if view is not None and view.overlap > 0
    }


def _likeness(material: Material, asked: Asked) -> Likeness:
    frame, picture = (material.previews[photo] for photo in (asked.frame, asked.picture))
    if asked.turn is None:
        (likeness,) = compare_previews([PreviewPair(frame, picture, asked.window)])
    else:
        (likeness,) = compare_turned([TurnedPreviews(frame, picture, asked.turn)])
    return likeness or NO_LIKENESS


def _pairs_of(sets: Iterable[PhotoSet]) -> set[Pair]:
    return {(min(pair), max(pair)) for one in sets for pair in itertools.combinations(one.photos, 2)}


def _with_probable(sets: Sequence[PhotoSet]) -> set[Pair]:
    """Return the pairs of copies and of probable copies; the best of each set of copies stands for all of it."""
    behind = {one.photos[0]: one.photos for one in sets if one.kind == "same-picture"}
    probable = [
        PhotoSet(one.kind, tuple(more for photo in one.photos for more in behind.get(photo, (photo,))))
        for one in sets
        if one.kind == "probably-same"
    ]
    return _pairs_of([*probable, *(one for one in sets if one.kind == "same-picture")])


def _where(near: Truth) -> set[Pair]:
    return {(one, other) for one, other in np.argwhere(np.triu(near, 1)).tolist()}


class _Truth:
    """The ground truth of pairs, from the table."""

    def __init__(self, material: Material) -> None:
        self.rows = material.rows
        groups: dict[str, list[int]] = defaultdict(list)
        for place, row in enumerate(material.rows):
            groups[row["group"]].append(place)
        self.groups = groups
        self.strict: set[Pair] = set()
        self.text: set[Pair] = set()
        self.soft: set[Pair] = set()
        for members in groups.values():
            if material.rows[members[0]]["relation"] == "same-picture":
                for pair in itertools.combinations(members, 2):
                    self._sort(pair)

    def _sort(self, pair: Pair) -> None:
        rows = [self.rows[place] for place in pair]
        if any(row["strict"] != "yes" for row in rows):
            self.soft.add(pair)
        else:
            self.strict.add(pair)
            if any(word in row["variant"] for row in rows for word in _UNLISTED):
                self.text.add(pair)

    def copies(self, pairs: set[Pair]) -> list[str]:
        """Return the shares of pairs found, and the number of false ones."""
        kinds = (self.strict, self.strict - self.text, self.text, self.soft)
        shares = [f"{len(kind & pairs) / len(kind):.3f}" if kind else "-" for kind in kinds]
        return [*shares, str(len(pairs - self.strict - self.soft))]

    def is_one_group(self, pair: Pair) -> bool:
        """Return whether two photos are in one group."""
        return self.rows[pair[0]]["group"] == self.rows[pair[1]]["group"]

    def moment(self, pair: Pair) -> bool:
        one, other = (self.rows[place] for place in pair)
        return one["group"] == other["group"] and one["relation"] == "same-moment"


def _print_misses(material: Material, truth: _Truth, pairs: set[Pair], most: int) -> None:
    for title, some in (("missed", truth.strict - truth.text - pairs), ("false", pairs - truth.strict - truth.soft)):
        for pair in sorted(some)[:most]:
            print(title, *(f"{material.rows[place]['file']} ({material.rows[place]['variant']})" for place in pair))


def _print_moments(truth: _Truth, sets: Sequence[PhotoSet]) -> None:
    moments = [one for one in sets if one.kind not in {"same-picture", "probably-same", "same-file", "pair"}]
    folded = {photo for one in sets if one.kind == "same-picture" for photo in one.photos[1:]}
    shown = set(range(len(truth.rows))) - folded
    wanted = {
        pair
        for members in truth.groups.values()
        for pair in itertools.combinations([place for place in members if place in shown], 2)
        if truth.moment(pair)
    }
    # shots of a bracket or panorama also count as a moment, whatever their kind, and so do mirrored copies of one time
    found = {pair for pair in _pairs_of(moments) if truth.moment(pair) or not truth.is_one_group(pair)}
    right = len(found & wanted)
    precision, recall = right / max(1, len(found)), right / max(1, len(wanted))
    score = 2 * precision * recall / max(1e-9, precision + recall)
    print(f"moments: precision {precision:.3f}, recall {recall:.3f}, F {score:.3f} of {len(wanted)} pairs")
    for kind in ("bracket", "focus-stack", "panorama"):
        names = sorted({truth.rows[one.photos[0]]["group"] for one in moments if one.kind == kind})
        print(f"called {kind}: {', '.join(names) or 'none'}")
    offered = {photo for one in sets if one.offer for photo in one.photos[1:]}
    wrong = [truth.rows[place]["file"] for place in offered if truth.rows[place]["relation"] != "same-picture"]
    print(f"offered for deletion: {len(offered)}, of them of traps, moments and singles: {len(wrong)} {wrong or ''}")


def _print_best(material: Material, truth: _Truth, sets: Sequence[PhotoSet]) -> None:
    ways: dict[str, Callable[[Sequence[int]], int]] = {
        "largest file": lambda some: max(some, key=lambda place: material.shots[place].size),
        "most pixels": lambda some: max(some, key=lambda place: material.shots[place].pixels),
        "sharpest": lambda some: max(some, key=lambda place: _laplacian(material.previews[place])),
    }
    for relation in ("same-picture", "same-moment"):
        groups = [members for members in truth.groups.values() if material.rows[members[0]]["relation"] == relation
                  and any(material.rows[place]["best"] == "1" for place in members)]  # fmt: skip
        firsts = {name: [way(members) for members in groups] for name, way in ways.items()}
        firsts["Photon, whole group"] = [_first(material, members, relation) for members in groups]
        if relation == "same-picture":
            keepers = {photo: one.photos[0] for one in sets if one.kind == relation for photo in one.photos}
            known = [place for members in groups for place in members if material.rows[place]["best"] == "1"]
            firsts["Photon, its own sets"] = [keepers.get(place, place) for place in known]
        for name, chosen in firsts.items():
            marks = [material.rows[place]["best"] for place in chosen]
            print(f"best of {relation}, {name}: {marks.count('1')} of {len(groups)}, certainly not: {marks.count('0')}")
    _print_reasons(material, sets)


def _first(material: Material, members: Sequence[int], relation: str) -> int:
    shots = [material.shots[place] for place in members]
    order = best_of_set.order_copies if relation == "same-picture" else best_of_set.order_moment
    return order(shots)[0].photo


def _laplacian(preview: bytes) -> float:
    luma = read_luma(preview, 256)
    around = luma[:-2, 1:-1] + luma[2:, 1:-1] + luma[1:-1, :-2] + luma[1:-1, 2:]
    return float((luma[1:-1, 1:-1] - around / 4).var())


def _print_reasons(material: Material, sets: Sequence[PhotoSet]) -> None:
    """Check the reasons with measurements on the files themselves."""
    given, untrue = 0, []
    for one in sets:
        if len(one.photos) > 1 and one.kind in {"same-picture", "same-moment"}:
            for reason in one.reasons:
                given += 1
                if not _is_true(reason, [material.shots[place] for place in one.photos]):
                    untrue.append((material.rows[one.photos[0]]["file"], reason))
    print(f"reasons: {given}, of them not true: {len(untrue)} {untrue or ''}")


def _is_true(reason: str, shots: Sequence[Shot]) -> bool:
    best, *others = [read(shot.path) for shot in shots]
    words = reason.partition(" than ")[0]
    if words == tr("sharper") or words == tr("less noise"):
        kept, rest = _grain(best.preview), [_grain(other.preview) for other in others]
        place, wanted = (0, 1) if words == tr("sharper") else (1, -1)
        return any(wanted * kept[place] > wanted * other[place] for other in rest)
    if "pixels as" in reason or "many pixels" in reason or reason == tr("none has more pixels"):
        mine = best.facts.width * best.facts.height
        return all(mine >= other.facts.width * other.facts.height for other in others)
    if words == tr("less compressed"):
        rate = best.size / (best.facts.width * best.facts.height)
        return any(rate > other.size / (other.facts.width * other.facts.height) for other in others)
    if words == tr("fewer pixels are pure black or white"):
        return any(_clipped(best.preview) < _clipped(other.preview) for other in others)
    if reason == tr("the camera's own data is still in it"):
        return bool(best.facts.camera) and any(not other.facts.camera for other in others)
    return False


def _grain(preview: bytes) -> tuple[float, float]:
    """Return the detail of the sharpest tenth at full preview size, and the noise of the smoothest tenth.

    Both are computed differently from Photon.
    """
    luma = read_luma(preview, 10_000)
    across = np.abs(np.diff(luma[:-1], axis=1)) + np.abs(np.diff(luma[:, :-1], axis=0))
    rows, columns = (side // 12 or 1 for side in across.shape)
    cut = across[: across.shape[0] // rows * rows, : across.shape[1] // columns * columns]
    tiles = cut.reshape(cut.shape[0] // rows, rows, -1, columns).mean(axis=(1, 3))
    return float(np.quantile(tiles, 0.95)), float(np.quantile(tiles, 0.1))


def _clipped(preview: bytes) -> float:
    luma = read_luma(preview, 10_000)
    return float(((luma < 6) | (luma > 249)).mean())


if __name__ == "__main__":
    main()
