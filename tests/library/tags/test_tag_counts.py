"""Numbers of photos per tag: right for every tree, and counted once while nothing changes."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from photon.domain.metadata.tag import TagPath
from photon.library import Library, open_library
from photon.library.db.veil import draw_veil, lifted
from photon.library.tags import tags
from tests.library.tagged import tag

PATHS: tuple[TagPath, ...] = (("a",), ("a", "b"), ("a", "b", "c"), ("a", "d"), ("e", "f"), ("g",))
PHOTOS = range(1, 7)
SOME = st.sets(st.sampled_from(PHOTOS))


@contextmanager
def six_photos(place: Path) -> Iterator[Library]:
    with open_library(place, writable=True) as library:
        with library.transaction() as db:
            db.executemany(
                "INSERT INTO photos (id, file_hash, image_hash, format, width, height, colour, shown, added)"
                " VALUES (?1, ?2, ?2, 'JPEG', 4, 3, 0, '', '')",
                [(photo, bytes([photo] * 16)) for photo in PHOTOS],
            )
        yield library


@given(st.dictionaries(st.sampled_from(PATHS), SOME), SOME)
def test_a_tag_counts_the_present_photos_of_its_branch_once(given_: dict[TagPath, set[int]], gone: set[int]) -> None:
    with tempfile.TemporaryDirectory() as place, six_photos(Path(place)) as library:
        for path, photos in given_.items():
            tag(library, path, photos)
        with library.transaction() as db:
            db.executemany("UPDATE photos SET present = 0 WHERE id = ?", [(photo,) for photo in gone])
        known = {path[:depth] for path in given_ for depth in range(1, len(path) + 1)}
        below = {top: [given_[path] for path in given_ if path[: len(top)] == top] for top in known}
        assert tags.all_tags(library) == [(top, len(set().union(*below[top]) - gone)) for top in sorted(known)]
        uses = [(top, sum(len(photos - gone) for photos in below[top])) for top in sorted(known)]
        assert tags.tag_uses(library) == uses


def test_tags_are_counted_again_only_after_a_change(tmp_path: Path) -> None:
    with six_photos(tmp_path) as library, library.again(writable=False) as reader:
        asked: list[str] = []
        tag(library, ("a",), {1, 2})
        assert tags.all_tags(reader) == [(("a",), 2)]
        reader.db.set_trace_callback(asked.append)
        tags.all_tags(reader).clear()  # of one's own copy
        assert tags.all_tags(reader) == [(("a",), 2)]
        assert not any("photo_tags" in statement for statement in asked)
        tag(library, ("a",), {3})  # by another connection
        assert tags.all_tags(reader) == [(("a",), 3)]
        assert tags.all_tags(library) == [(("a",), 3)]
        tag(library, ("a",), {4})  # by the same connection
        assert tags.all_tags(library) == [(("a",), 4)]
        draw_veil(reader, np.array([1, 2]))
        assert tags.all_tags(reader) == [(("a",), 2)]
        with lifted(reader):
            assert tags.all_tags(reader) == [(("a",), 4)]
        assert tags.all_tags(reader) == [(("a",), 2)]
