"""The ranges in which files differ: small, and applicable in both directions."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from photon.domain.metadata.byte_patch import BytePatch, former_hash, from_way_back, splice_between, way_back

pieces = st.lists(
    st.sampled_from([b"a" * 300, bytes(range(256)) * 20, b"", b"xyz", bytes(5000), b"q" * 70]), max_size=6
)


@given(pieces, pieces, st.binary(max_size=40))
def test_any_two_files_can_be_converted_into_each_other(some: list[bytes], others: list[bytes], between: bytes) -> None:
    old, new = b"".join(some), between.join(others)
    splice = splice_between(old, new)
    assert splice.applied(old) == new
    assert splice.reversed().applied(new) == old
    kept = way_back(splice)
    assert from_way_back(kept, new).applied(new) == old
    assert former_hash(kept) == splice.before
    starts = [edit.start for edit in splice.edits]
    assert starts == sorted(starts)


def noise(seed: int, size: int) -> bytes:
    return random.Random(seed).randbytes(size)  # noqa: S311


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (noise(1, 300_000), noise(1, 300_000) + b"behind"),
        (noise(1, 300_000), noise(2, 900) + noise(1, 300_000)),
        (
            b"A" + noise(1, 150_000) + b"B" + noise(2, 150_000),
            b"C" + noise(1, 150_000) + b"DD" + noise(2, 150_000) + b"E",
        ),
        (noise(1, 200_000) + noise(2, 200_000), b"1" + noise(1, 200_000)[:-7] + noise(3, 500) + noise(2, 200_000)),
    ],
    ids=["longer", "moved", "moved-by-parts", "overwritten-and-moved"],
)
def test_the_reverse_patch_is_small_if_pixels_only_moved(old: bytes, new: bytes) -> None:
    splice = splice_between(old, new)
    assert splice.applied(old) == new
    assert len(way_back(splice)) < 2500


def test_another_file_is_refused() -> None:
    splice = splice_between(b"one", b"two")
    for wrong in (b"", b"three", b"two"):
        with pytest.raises(ValueError, match="another file"):
            splice.applied(wrong)
    with pytest.raises(ValueError, match="another result"):
        BytePatch(splice.edits, splice.before, splice.before).applied(b"one")
