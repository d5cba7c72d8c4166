"""The people of a video: of the faces in its frames one for each, because the same person is in many."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from photon.annotate.people.face_groups import group_faces
from photon.domain.people.face import UNSEEN_EYES
from photon.domain.people.face_table import WEAK, no_faces, rate_faces
from photon.domain.people.found_face import FoundFace

MOST = 20  # people of a video: those in the most frames


def distinct_faces(preview: Sequence[FoundFace], found: Sequence[FoundFace]) -> list[FoundFace]:
    """Return the best face of each person who is in frames of a video and not in its preview.

    Args:
        preview: The faces in the preview.
        found: The faces in frames, which their regions name.
    """
    faces = [*preview, *found]
    if not found:
        return []
    measures = np.array([(one.score, one.size, one.sharpness, one.pose) for one in (face.quality for face in faces)])
    boxes = [(one.x, one.y, one.width, one.height) for one in (face.region for face in faces)]
    times, count = [face.region.seconds for face in faces], len(faces)
    quality = rate_faces(*measures.astype(np.float32).T)
    embeddings = np.array([face.embedding for face in faces], np.float32)
    lengths = np.maximum(np.linalg.norm(embeddings, axis=1, keepdims=True), 1e-12).astype(np.float32)
    table = replace(
        no_faces(embeddings.shape[1]),
        ids=np.arange(1, count + 1),
        photos=np.unique(times, return_inverse=True)[1],  # a person is in a frame once at most
        embeddings=embeddings / lengths,
        quality=quality,
        is_weak=quality < WEAK,
        days=np.zeros(count, np.int64),
        hashes=np.arange(count).astype(np.uint64),
        boxes=np.array(boxes, np.float32),
        bursts=np.zeros(count, np.int64),
        persons=np.full(count, -1),
    )
    groups = group_faces(table).groups.tolist()
    people: dict[int, list[int]] = {}
    for at, group in enumerate(groups):
        people.setdefault(group, []).append(at)
    new = [rows for group, rows in people.items() if group and rows[0] >= len(preview)]
    best = [max(rows, key=lambda row: quality[row]) for rows in sorted(new, key=len, reverse=True)[:MOST]]
    return [replace(faces[at], quality=replace(faces[at].quality, eyes=UNSEEN_EYES)) for at in best]
