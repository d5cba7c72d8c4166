"""Measure how many small things are found by parts of photos, and whether it is known where they are.

    python -m lab.explore.bench_regions PICTURES [--distractors 450]

Recall at 10 of the names of things among all photos, by:

- *whole*: the vector of the photo as a whole, the simplest baseline;
- *whole, centred*: the same, less what it has in common with everyday things;
- *quarters and middle*: the best vector of four quarters and the middle, with the whole;
- *map*: the best of 49 regions of the map of the whole, which costs one pass more;
- *maps of quarters*: those of the joined maps of the quarters; four passes;
- *regions*: those of a larger look, as ``library.vectors.photo_regions`` stores them; as long as two passes;
- *as shipped*: the same with the whole, as ``search.evidence.region_evidence`` adds them.

Sources: *coco*, boxes that cover 1 to 10% of a photo, photos of larger boxes of the same kind are left out; *coco among
others*, the same with photos of Flickr8k whose captions don't name the thing, although it may be in them; *captions*,
those photos alone, with things that two of their captions name, of any size; *planted*,
pictures of caltech101 pasted at 3 to 8% of scenes of Flickr8k, among others; *drawn*, the same asked by another picture
of the same kind. *Order* is the share of collages of two things in which left of, or above, scores the right order
higher. Intervals are 90%, over the things.
"""

import argparse
import csv
import io
import random
import re
import tarfile
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import numpy as np
import numpy.typing as npt
from lab.quality.quality_sources import Source, held_out, read_source
from lab.quality.quality_truth import SourceTruth, one_of
from PIL import Image

from photon.annotate.tags.vocabulary_file import everyday
from photon.app.encoding.encoder_client import InProcessEncoder
from photon.domain.query.filter_kinds.regions import Place, SoughtThing
from photon.library.vectors.photo_regions import map_regions, pack_map, unpack_maps
from photon.search.evidence.region_evidence import best_regions, score_things
from photon.search.heat import EVERYDAY_THINGS
from photon.vision.kit.encoder import WHOLE, Window
from photon.vision.kit.quarters import QUARTERS, join_quarters

Floats = npt.NDArray[np.float32]
_SIDE, _TOP, _DRAWS = 512, 10, 1000
_LEAST, _MOST = 0.01, 0.10  # area of a box
_MEANINGS = {"sports ball": "ball", "orange": "orange fruit", "mouse": "computer mouse"}
_MIDDLE = (0.25, 0.25, 0.75, 0.75)
_WAYS = ("whole", "whole, centred", "quarters and middle", "map", "maps of quarters", "regions", "as shipped")
_COLUMNS = ("whole", "crops", "plain", "quarters", "regions", "seconds")
_SCENES, _OF_EACH, _COLLAGES = 330, 3, 160
_NAMED = (
    "ball, frisbee, hat, helmet, sunglasses, backpack, stick, leash, collar, toy, flower, guitar, camera, umbrella, "
    "flag, bag, rope, bicycle, book, sign, skateboard, surfboard, chair, bench, boat, car, glasses, bat, balloon, "
    "tent, fence"
)


@dataclass(frozen=True)
class Looked:
    """What was computed of some pictures: vectors of the whole, quarters and middle, two kinds of regions, times.

    Attributes:
        whole: float32 (n, d).
        crops: float32 (n, 5, d).
        plain, quarters, regions: float32 (n, 49, d), of the map of the whole, of those of the quarters, and of a larger
            look; the last two as they are stored.
        seconds: float32 (n, 3), processor time of the whole, the quarters and the larger look with its packing.
    """

    whole: Floats
    crops: Floats
    plain: Floats
    quarters: Floats
    regions: Floats
    seconds: Floats

    def joined(self, other: "Looked") -> "Looked":
        """Return both, one after the other."""
        pairs = [(getattr(self, name), getattr(other, name)) for name in _COLUMNS]
        return Looked(*(np.concatenate(pair) for pair in pairs))


@dataclass(frozen=True)
class Question:
    """A thing, the pictures that show it, and those that are left out."""

    name: str
    right: frozenset[int]
    skipped: frozenset[int] = frozenset()


def main() -> None:
    """Parse the arguments and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pictures", type=Path, help="folder of the sources")
    parser.add_argument("--distractors", type=int, default=450)
    given = parser.parse_args()
    encoder = InProcessEncoder()
    coco = read_source(given.pictures, "coco_val", "")
    others = held_out(read_source(given.pictures, "flickr8k", ""), 0, given.distractors)
    boxed = look(encoder, _pictures(given.pictures, "coco_val", [coco.photos[at] for at in coco.boxed]).values())
    among = look(encoder, _pictures(given.pictures, "flickr8k", others.photos).values())
    things = Things(given.pictures)
    planted, labels = things.plant(encoder)
    asked = box_questions(coco)
    print(f"| source | photos | things | {' | '.join(_WAYS)} |\n|---|---|---|{'---|' * len(_WAYS)}")
    _print_row(encoder, "coco", boxed, asked)
    _print_row(encoder, "coco among others", boxed.joined(among), among_others(asked, others, len(boxed.whole)))
    _print_row(encoder, "captions", among, named_questions(others))
    _print_row(encoder, "planted", planted.joined(among), labels)
    drawn = np.stack([_unit(look(encoder, [things.example(one.name)]).whole[0]) for one in labels])
    _print_row(encoder, "drawn", planted.joined(among), labels, drawn)
    times = 1000 * np.median(np.concatenate([boxed.seconds, among.seconds]), axis=0)
    print("\nprocessor time of a photo: whole {:.0f} ms, quarters {:.0f} ms, larger {:.0f} ms".format(*times))
    print(f"order of things in collages: {things.order(encoder):.3f}")


def look(encoder: InProcessEncoder, pictures: Iterable[bytes]) -> Looked:
    """Compute all vectors of pictures."""
    rows: list[tuple[Floats, ...]] = []
    for picture in pictures:
        begun = time.process_time()
        whole = _map(encoder, picture, WHOLE)
        seen = time.process_time()
        quarters = [_map(encoder, picture, window) for window in QUARTERS]
        joined = join_quarters(quarters)
        divided = time.process_time()
        packed = pack_map(map_regions(cast("Floats", encoder.map_details(picture))))
        done = time.process_time()
        stored = unpack_maps([1, 2], [pack_map(map_regions(joined)), packed], whole.shape[-1])
        plain = map_regions(whole)
        crops = np.stack([one.mean(axis=(0, 1)) for one in (*quarters, _map(encoder, picture, _MIDDLE))])
        times = np.array([seen - begun, divided - seen, done - divided], np.float32)
        regions = plain.shares @ plain.axes, *(stored.shares @ stored.axes)
        rows.append((_unit(whole.mean(axis=(0, 1))), _unit(crops), *regions, times))
    return Looked(*(np.stack(column) for column in zip(*rows, strict=True)))


def _map(encoder: InProcessEncoder, picture: bytes, window: Window) -> Floats:
    return cast("Floats", encoder.map(picture, window))  # the starter has maps


def box_questions(coco: Source) -> list[Question]:
    """Return the things of which a photo has boxes, the largest of which covers 1 to 10% of it."""
    place = {at: number for number, at in enumerate(coco.boxed)}
    largest: dict[str, dict[int, float]] = defaultdict(dict)
    for box in coco.boxes:
        at = place[box.photo]
        largest[box.label][at] = max(box.area, largest[box.label].get(at, 0.0))
    found = []
    for label, areas in sorted(largest.items()):
        right = frozenset(at for at, area in areas.items() if _LEAST <= area <= _MOST)
        if right:
            found.append(Question(_MEANINGS.get(label, label), right, frozenset(areas) - right))
    return found


def among_others(asked: Sequence[Question], others: Source, first: int) -> list[Question]:
    """Return the questions for the same photos among others, numbered from ``first``, without those that name it."""
    vocabulary = everyday()
    named = SourceTruth(others, vocabulary).named
    found = []
    for one in asked:
        place = vocabulary.place(one.name)
        saying = {at for at, texts in enumerate(others.captions) if any(one.name in text.lower() for text in texts)}
        saying |= set() if place is None else set(np.flatnonzero(named[:, place]).tolist())
        found.append(Question(one.name, one.right, one.skipped | {first + at for at in saying}))
    return found


def named_questions(others: Source) -> list[Question]:
    """Return things that are seldom large and that at least two captions of two photos name."""
    found = []
    for name in _NAMED.split(", "):
        word = re.compile(rf"\b{name}(s|es)?\b")
        counts = np.array([sum(bool(word.search(text.lower())) for text in texts) for texts in others.captions])
        right, unclear = (frozenset(np.flatnonzero(rows).tolist()) for rows in (counts >= 2, counts == 1))
        if len(right) >= 2:
            found.append(Question(name, right, unclear))
    return found


class Things:
    """Pictures of single things, to be pasted into scenes."""

    def __init__(self, folder: Path) -> None:
        """Read them."""
        self._folder, self._of = folder, defaultdict[str, list[str]](list)
        with (folder / "caltech101.csv").open(encoding="utf-8", newline="") as table:
            for row in csv.DictReader(table):
                self._of[row["label"]].append(row["image"])
        self._files = _pictures(folder, "caltech101", [name for names in self._of.values() for name in names])
        self._random = random.Random(5)  # noqa: S311 - no secret

    def example(self, label: str) -> bytes:
        """Return a picture of a thing that was not planted."""
        return self._files[self._of[label][_OF_EACH]]

    def plant(self, encoder: InProcessEncoder) -> tuple[Looked, list[Question]]:
        """Paste three pictures of each thing into a scene each."""
        scenes = self._scenes(1, _SCENES)
        planted: dict[str, set[int]] = defaultdict(set)
        pictures: list[bytes] = []
        for label in sorted(self._of):
            for name in self._of[label][:_OF_EACH]:
                if scenes:
                    planted[label].add(len(pictures))
                    scene = scenes.pop()
                    self._paste(scene, name, (0.03, 0.08), (0, 0, 1, 1))
                    pictures.append(_encoded(scene))
        return look(encoder, pictures), [Question(label, frozenset(at)) for label, at in planted.items()]

    def order(self, encoder: InProcessEncoder) -> float:
        """Return how often the right order of two things in a scene scores higher than the wrong one."""
        labels, right = sorted(self._of), 0
        for scene in self._scenes(2, _COLLAGES):
            names, is_beside = self._random.sample(labels, 2), self._random.random() < 0.5
            halves = ((0, 0, 0.5, 1), (0.5, 0, 1, 1)) if is_beside else ((0, 0, 1, 0.5), (0, 0.5, 1, 1))
            for name, half in zip(names, halves, strict=True):
                self._paste(scene, self._random.choice(self._of[name]), (0.04, 0.10), half)
            seen = look(encoder, [_encoded(scene)])
            texts = encoder.texts(names) - encoder.texts(EVERYDAY_THINGS).mean(axis=0)
            regions = np.einsum("kd,nwd->knw", texts, seen.regions)
            place: Place = "left of" if is_beside else "above"
            scores = [_ordered(regions[list(way)], SoughtThing("a", place, "b")) for way in ((0, 1), (1, 0))]
            right += scores[0] > scores[1]
        return right / _COLLAGES

    def _scenes(self, fold: int, most: int) -> list[Image.Image]:
        names = held_out(read_source(self._folder, "flickr8k", ""), fold, most).photos
        return [_enlarged(one) for one in _pictures(self._folder, "flickr8k", names).values()]

    def _paste(self, scene: Image.Image, name: str, shares: tuple[float, float], inside: Sequence[float]) -> None:
        """Paste a picture that covers such a share of the scene somewhere inside a part of it."""
        thing = Image.open(io.BytesIO(self._files[name]))
        ratio = min(2.0, max(0.5, thing.width / thing.height))
        area = self._random.uniform(*shares) * scene.width * scene.height
        size = round((area * ratio) ** 0.5), round((area / ratio) ** 0.5)
        left, top, right, bottom = (int(share * side) for share, side in zip(inside, 2 * scene.size, strict=True))
        x = self._random.randint(left, max(left, right - size[0]))
        y = self._random.randint(top, max(top, bottom - size[1]))
        scene.paste(thing.resize(size, Image.Resampling.BICUBIC), (x, y))


def _ordered(regions: Floats, thing: SoughtThing) -> float:
    """Return the score of two things, whose products float32 (2, 1, 49) are compared with themselves only."""
    spread = regions - np.median(regions, axis=2, keepdims=True)
    return float(best_regions(spread / spread.std(), thing)[0])


def _print_row(
    encoder: InProcessEncoder, source: str, seen: Looked, asked: Sequence[Question], examples: Floats | None = None
) -> None:
    """Print the recall of each way, and its ratio to the first; ``examples`` are asked in place of names."""
    texts = encoder.texts([one_of(one.name) for one in asked]) if examples is None else examples
    own = texts - encoder.texts(EVERYDAY_THINGS).mean(axis=0) * (examples is None)
    whole = texts @ seen.whole.T
    crops = np.einsum("kd,nwd->knw", texts, seen.crops).max(axis=2)
    plain, quarters, regions = (np.einsum("kd,nwd->knw", own, one) for one in (seen.plain, seen.quarters, seen.regions))
    every = np.arange(len(seen.whole))
    shipped = [
        score_things(SoughtThing(one.name), whole[[at]], regions[[at]], every)
        if examples is None
        else regions[at].max(axis=1)
        for at, one in enumerate(asked)
    ]
    ways = (
        whole,
        own @ seen.whole.T,
        np.maximum(whole, crops),
        plain.max(axis=2),
        quarters.max(axis=2),
        regions.max(axis=2),
        np.stack(shipped),
    )
    recalls = [np.array([_recall(one, row) for one, row in zip(asked, way, strict=True)]) for way in ways]
    base = recalls[0].mean()
    draws = np.random.default_rng(1).integers(0, len(asked), (_DRAWS, len(asked)))
    cells = []
    for recall in recalls:
        low, high = np.percentile((recall - recalls[0])[draws].mean(axis=1), (5, 95))
        cells.append(f"{recall.mean():.3f} x{recall.mean() / base:.2f} ({low:+.3f} to {high:+.3f})")
    print(f"| {source} | {len(seen.whole)} | {len(asked)} | {' | '.join(cells)} |", flush=True)


def _recall(asked: Question, scores: Floats) -> float:
    """Return the share of the right pictures among the first ten."""
    left = np.array([at for at in range(len(scores)) if at not in asked.skipped])
    first = left[np.argsort(-scores[left], kind="stable")[:_TOP]].tolist()
    return len(asked.right.intersection(first)) / min(_TOP, len(asked.right))


def _pictures(folder: Path, source: str, names: Sequence[str]) -> dict[str, bytes]:
    """Read pictures of a source as JPEGs, in the order of their names."""
    wanted, found = set(names), dict[str, bytes]()
    with tarfile.open(folder / f"{source}.tar") as archive:
        for member in archive:
            name = Path(member.name).name
            data = archive.extractfile(member) if name in wanted else None
            if data is not None:
                found[name] = _encoded(Image.open(io.BytesIO(data.read())))
    return {name: found[name] for name in names}


def _encoded(picture: Image.Image) -> bytes:
    buffer = io.BytesIO()
    picture.convert("RGB").save(buffer, "JPEG", quality=85)
    return buffer.getvalue()


def _enlarged(picture: bytes) -> Image.Image:
    """Return a picture as large as previews are."""
    found = Image.open(io.BytesIO(picture)).convert("RGB")
    factor = _SIDE / min(found.size)
    return found.resize((round(found.width * factor), round(found.height * factor)), Image.Resampling.BICUBIC)


def _unit(vectors: Floats) -> Floats:
    return np.asarray(vectors / np.linalg.norm(vectors, axis=-1, keepdims=True), np.float32)


if __name__ == "__main__":
    main()
