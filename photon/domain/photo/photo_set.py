"""Photos that belong together: copies, or shots of one moment."""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Literal, get_args

from photon.quick_dataclass import dataclass

SetKind = Literal[
    "same-file", "same-picture", "probably-same", "same-moment", "bracket", "panorama", "focus-stack", "pair"
]
SET_KINDS: tuple[SetKind, ...] = get_args(SetKind)
Apart = Mapping[int, frozenset[str]]
"""By photo, the keys of sets that a person took apart: photos that share one are no duplicates of each other."""


@dataclass(frozen=True, slots=True)
class PhotoSet:
    """A set of photos, in the order of what to keep.

    Attributes:
        kind: Why they belong together.
        photos: Photo ids, the best first; one alone if a photo has several files.
        reasons: Why the first one is the best, in words, the weightiest first; empty where nothing tells.
        offer: Whether all but the first may be offered for deletion.
    """

    kind: SetKind
    photos: tuple[int, ...]
    reasons: tuple[str, ...] = ()
    offer: bool = False


def set_key(hashes: Iterable[bytes]) -> str:
    """A name for a set of pictures that is the same on every computer, whatever their order: 32 hexadecimal digits.

    Args:
        hashes: Hash of the pixel data of each picture.
    """
    digest = hashlib.blake2b(digest_size=16)
    for one in sorted(hashes):
        digest.update(len(one).to_bytes(2) + one)
    return digest.hexdigest()
