"""Libraries in which photos of a source are mixed with captioned ones."""

from collections.abc import Iterator, Sequence

import numpy as np
from lab.tags.mixed_truth import MixedTruth
from lab.tags.tag_heads import MixedSource

from photon.annotate.tags.tag_scores import StoredVectors

PHOTOS = 300
SHARES = (0.1, 0.5, 1.0)
_SEED = 4


def libraries_of(source: MixedSource, described: MixedSource) -> Iterator[MixedSource]:
    """Yield a library of at most PHOTOS for each of SHARES, its photos drawn from both sources.

    A source with too few photos makes a smaller library: the share counts.
    """
    for share in SHARES:
        size = int(min(PHOTOS, len(source.seen) / share, len(described.seen) / max(1 - share, 1e-6)))
        counts = round(size * share), size - round(size * share)
        random = np.random.default_rng(_SEED)
        pairs = zip((source, described), counts, strict=True)
        drawn = [one.some(np.sort(random.permutation(len(one.seen))[:count])) for one, count in pairs]
        name = f"{source.truth.name}, {counts[0]} of {size}"
        yield joined(name, [one for one in drawn if len(one.seen)])


def joined(name: str, parts: Sequence[MixedSource]) -> MixedSource:
    """Return the photos of several sources as one source."""
    truths, seen = [one.truth for one in parts], [one.seen for one in parts]
    starts = np.cumsum([0, *map(len, seen)])
    owners = np.concatenate([one.kinds[0] + start for one, start in zip(seen, starts, strict=False)])
    kinds, chances = (np.concatenate([one.kinds[at] for one in seen]) for at in (1, 2))
    marks, people = (np.concatenate([getattr(one, what) for one in truths]) for what in ("marks", "people"))
    photos = [photo for one in truths for photo in one.photos]
    labels: list[int | None] = []
    for one in truths:
        labels += one.labels or [None] * len(one.photos)
    meanings, looks = (np.concatenate([getattr(one, what) for one in seen]) for what in ("meanings", "looks"))
    return MixedSource(
        MixedTruth(name, photos, marks, people, labels), StoredVectors(meanings, looks, (owners, kinds, chances))
    )
