"""Measure how faces are grouped and named: Photon's way beside simple ones, on labelled and on planted faces.

    python -m lab.people.grouping FACES [--planted 100000] [--only as_photon]

FACES is a folder with `faces.csv` (file, x, y, w, h as shares of the upright picture, person); faces without a person
are left out. Planted faces are described in `planted_faces`.

* right, found: of the pairs of faces in one group those of one person (precision), and of the pairs of one person those
  in one group (recall).
* twice: faces of people who are more than once in a photo.
* seconds of a processor, and megabytes of the whole process, for the planted faces.
* named: after one face of each of 20 people was named, the share of the suggestions that are right, and of their other
  faces that get the right one; the 20 with the most faces, and 20 at random of those with ten.
* added: seconds of a processor for 1,000 planted faces that are new to the others.
"""

import argparse
import csv
import multiprocessing
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
from lab.people import group_baselines as simple
from lab.people.planted_faces import FACES, plant_faces

from photon.annotate.people.face_groups import USUAL, add_faces, group_faces
from photon.annotate.people.group_steps import GroupStep, make_groups
from photon.domain.arrays import Floats, Ids
from photon.domain.people.face import SAME_FACE, overlap
from photon.domain.people.face_table import FaceTable, no_faces
from photon.domain.people.person import NO_DAY
from photon.domain.photo.region import Region
from photon.media.read.picture import READING, render_fit
from photon.vision.people.installed_faces import open_faces

_NAMED = 20
_ADDED = 1000


class Known(NamedTuple):
    """Faces, and whose they are."""

    table: FaceTable
    truth: Ids


Method = Callable[[FaceTable], Iterator[tuple[str, Ids]]]
"""Yields groups, each with a name."""


def main() -> None:
    """Parse the arguments and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("faces", type=Path)
    parser.add_argument("--planted", type=int, default=FACES)
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    labelled, planted = read_labelled(options.faces), Known(*_plant(options.planted))
    print(f"{len(labelled.truth)} labelled faces, {len(planted.truth)} planted ones: right, found, twice")
    for method in METHODS:
        if options.only in method.__name__:
            _print_methods(method, (labelled, planted))
    if not options.only:
        _print_naming(labelled, planted)
        _print_adding(planted.table)


def _plant(faces: int) -> Known:
    planted = plant_faces(faces, seed=1)
    return Known(planted.table, planted.persons)


def read_labelled(folder: Path) -> Known:
    """Return the labelled faces of a folder, with what the model of faces makes of them."""
    model = open_faces(1)
    found, photos, persons, boxes = [], [], [], []
    with (folder / "faces.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["person"]]
    for number, name in enumerate(dict.fromkeys(row["file"] for row in rows)):
        picture = render_fit(str(folder / name), READING)
        (faces,) = model.find_faces([picture.pixels], [(picture.full_width, picture.full_height)])
        for row in (row for row in rows if row["file"] == name):
            region = Region(*(float(row[side]) for side in "xywh"))
            best = max(faces, key=lambda face: overlap(face.region, region), default=None)
            if best is None or overlap(best.region, region) < SAME_FACE:
                print("not found:", name, row["person"])
                continue
            found.append(best.embedding)
            photos.append(number)
            persons.append(row["person"])
            boxes.append((region.x, region.y, region.width, region.height))
    return Known(_table(np.array(found, np.float32), np.array(photos), np.array(boxes, np.float32)), _numbered(persons))


def _table(embeddings: Floats, photos: Ids, boxes: Floats) -> FaceTable:
    count = len(photos)
    return replace(
        no_faces(embeddings.shape[1]),
        ids=np.arange(count) + 1,
        photos=photos,
        embeddings=embeddings,
        quality=np.ones(count, np.float32),
        is_weak=np.zeros(count, np.bool_),
        days=np.full(count, NO_DAY),
        hashes=np.arange(count, dtype=np.uint64),
        boxes=boxes,
        bursts=np.full(count, -1),
        persons=np.full(count, -1),
    )


def _numbered(names: Iterable[str]) -> Ids:
    return np.unique(list(names), return_inverse=True)[1]


def by_graph(table: FaceTable) -> Iterator[tuple[str, Ids]]:
    """Yield groups of the simple ways; the first one takes the time of the graph as well."""
    count, graph = len(table), simple.make_graph(table.embeddings, 0.4)
    for least in (0.45, 0.55, 0.65):
        yield f"connected from {least}", simple.connect(count, graph.above(least))
    for least in (0.5, 0.6, 0.7):
        yield f"DBSCAN (3) from {least}", simple.scan_densely(count, graph.above(least))
    for least in (0.5, 0.55):
        yield f"Chinese whispers from {least}", simple.whisper(count, graph.above(least))
    yield "HDBSCAN (3) above 0.4", simple.grow_density_tree(count, graph)


def by_mean(table: FaceTable) -> Iterator[tuple[str, Ids]]:
    """Yield groups by mean likeness alone, of all faces; the first one takes the time of all."""
    steps = [GroupStep(least) for least in (0.43, 0.40, 0.37)]
    trace = make_groups(table, [USUAL.steps[0], *steps])
    for step, clusters in zip(trace.steps, trace.clusters[1:], strict=True):
        if step in steps:
            yield f"mean likeness from {step.least}", clusters


def by_mean_alone(table: FaceTable) -> Iterator[tuple[str, Ids]]:
    """Yield groups by mean likeness where two of a photo may be one."""
    steps = [step for step in USUAL.steps if not step.span]
    yield "the same, two in a photo allowed", make_groups(replace(table, photos=table.ids), steps).clusters[-1]


def as_photon(table: FaceTable) -> Iterator[tuple[str, Ids]]:
    """Yield Photon's groups; faces that are in none are alone."""
    groups = group_faces(table).groups
    yield "Photon", np.where(groups > 0, groups, -table.ids)


METHODS: tuple[Method, ...] = (as_photon, by_mean, by_mean_alone, by_graph)


class _Figures(NamedTuple):
    right: float
    found: float
    twice: int
    seconds: float
    megabytes: float


def _print_methods(method: Method, sets: Iterable[Known]) -> None:
    figures = defaultdict[str, list[_Figures]](list)
    for known in sets:
        with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
            for name, one in pool.submit(_measure, method, known).result():
                figures[name].append(one)
    for name, some in figures.items():
        scores = "   ".join(f"{one.right:.4f} {one.found:.4f} {one.twice:5}" for one in some)
        print(f"{name:34} {scores}   {some[-1].seconds:.0f} s, {some[-1].megabytes:.0f} MB", flush=True)


def _measure(method: Method, known: Known) -> list[tuple[str, _Figures]]:
    figures, began = [], time.process_time()
    for name, groups in method(known.table):
        seconds = time.process_time() - began
        megabytes = _peak_megabytes()
        right, found = score_pairs(np.unique(groups, return_inverse=True)[1], known.truth)
        twice = len(groups) - len(np.unique(np.column_stack([known.table.photos, groups]), axis=0))
        figures.append((name, _Figures(right, found, twice, seconds, megabytes)))
        began = time.process_time()
    return figures


def _peak_megabytes() -> float:
    """Return the most memory that this process had; ``ru_maxrss`` would include what its parent had."""
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


def score_pairs(groups: Ids, truth: Ids) -> tuple[float, float]:
    """Return the share of the pairs in one group that are of one person, and of the pairs of one person in a group."""
    both = _count_pairs(groups * (int(truth.max()) + 1) + truth)
    return both / max(_count_pairs(groups), 1), both / max(_count_pairs(truth), 1)


def _count_pairs(labels: Ids) -> int:
    sizes = np.unique(labels, return_counts=True)[1]
    return int((sizes * (sizes - 1) // 2).sum())


def _print_naming(labelled: Known, planted: Known) -> None:
    random = np.random.default_rng(7)
    for name, known in (("labelled", labelled), ("planted", planted)):
        sizes = np.bincount(known.truth)
        most = np.argsort(-sizes)[:_NAMED]
        fit = np.flatnonzero(sizes >= min(10, int(sizes[most[-1]])))
        for kind, people in (("most faces", most), ("at random", random.choice(fit, _NAMED, replace=False))):
            right, found = score_names(known, people, random)
            print(f"named, {name}, {kind}: {right:.3f} of the suggestions are right, {found:.3f} of the others found")


def score_names(known: Known, people: Ids, random: np.random.Generator) -> tuple[float, float]:
    """Name one face of each of the people; return how many suggestions are right, and how many others get one."""
    persons = np.full(len(known.truth), -1)
    for row, person in enumerate(people.tolist()):
        persons[random.choice(np.flatnonzero((known.truth == person) & ~known.table.is_weak))] = row
    none = np.full(len(people), NO_DAY)
    table = replace(known.table, persons=persons, births=none, hidden=np.zeros(len(people), np.bool_))
    suggested = np.where(persons < 0, group_faces(table).persons, -1)
    right = (suggested >= 0) & (people[suggested] == known.truth)
    others = np.isin(known.truth, people) & (persons < 0)
    return right.sum() / max((suggested >= 0).sum(), 1), right.sum() / others.sum()


def _print_adding(table: FaceTable) -> None:
    new = np.isin(table.photos, np.random.default_rng(3).choice(np.unique(table.photos), _ADDED // 2, replace=False))
    before = group_faces(table.select(np.flatnonzero(~new)))
    began = time.process_time()
    added = add_faces(table, before, np.zeros(0, np.int64))
    seconds = time.process_time() - began
    same = (added.groups == group_faces(table).groups).all()
    print(f"added {new.sum()} in {seconds:.1f} s of a processor; equal to all made at once: {same}")


if __name__ == "__main__":
    main()
