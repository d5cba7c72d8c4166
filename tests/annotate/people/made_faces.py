"""Small tables of faces with known people."""

from dataclasses import replace

import numpy as np

from photon.domain.arrays import Ids
from photon.domain.people.face_table import FaceTable
from photon.domain.people.person import NO_DAY

DIMENSION = 32


def make_faces(people: list[int], photos: list[int] | None = None, *, noise: float = 0.5, seed: int = 0) -> FaceTable:
    """Return a face for each of the people, in photos of their own, all taken on one day.

    Two faces of one person have a likeness of about 1 / (1 + noise²), of two people about 0.
    """
    random, count = np.random.default_rng(seed), len(people)
    identities = _directions(np.random.default_rng(1), max(people, default=0) + 1)
    embeddings = identities[people] + noise * _directions(random, count)
    return FaceTable(
        ids=np.arange(count) + 1,
        photos=np.arange(count) if photos is None else np.array(photos, np.int64),
        embeddings=(embeddings / np.linalg.norm(embeddings, axis=1, keepdims=True)).astype(np.float32),
        quality=np.ones(count, np.float32),
        is_weak=np.zeros(count, np.bool_),
        days=np.full(count, 18_000),
        hashes=random.permutation(count).astype(np.uint64),
        boxes=np.tile(np.array([0.1, 0.1, 0.2, 0.2], np.float32), (count, 1)),
        bursts=np.full(count, -1),
        persons=np.full(count, -1),
        rejected=np.zeros((0, 2), np.int64),
        births=np.zeros(0, np.int64),
        hidden=np.zeros(0, np.bool_),
    )


def confirm(table: FaceTable, persons: dict[int, int]) -> FaceTable:
    """Return the table with confirmed people: by row of the face, the row of the person."""
    confirmed = table.persons.copy()
    for row, person in persons.items():
        confirmed[row] = person
    count = max([len(table.births), *(person + 1 for person in persons.values())])
    births = np.concatenate([table.births, np.full(count - len(table.births), NO_DAY)])
    return replace(table, persons=confirmed, births=births, hidden=np.zeros(count, np.bool_))


def reject(table: FaceTable, *pairs: tuple[int, int]) -> FaceTable:
    """Return the table with rejections: rows of faces and of people."""
    return replace(table, rejected=np.array(pairs, np.int64))


def sets_of(groups: Ids) -> set[tuple[int, ...]]:
    """Return the rows of each group."""
    return {tuple(np.flatnonzero(groups == group).tolist()) for group in np.unique(groups[groups > 0])}


def _directions(random: np.random.Generator, count: int) -> np.ndarray:
    drawn = random.normal(size=(count, DIMENSION))
    return drawn / np.linalg.norm(drawn, axis=1, keepdims=True)
