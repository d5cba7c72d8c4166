"""The flags of some photos are counted."""

from collections.abc import Callable

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from photon.domain import Reading
from photon.domain.photo.marks import Flag, FlagCounts
from photon.library import Library
from photon.library.photos import files, ratings
from photon.library.photos.found_files import Found

FLAGS: list[Flag] = [1, -1, 0]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(st.lists(st.sampled_from(FLAGS), min_size=6, max_size=6), st.sets(st.integers(0, 5)))
def test_flags_of_the_named_photos_are_counted(
    library: Library, at: Callable[[str], Found], reading: Callable[..., Reading], flags: list[Flag], some: set[int]
) -> None:
    for number in range(6):
        files.record(library, [(at(f"{number}.jpg"), reading(str(number)))])
    photos = library.column("SELECT id FROM photos ORDER BY id")
    ratings.flag(library, dict(zip(photos, flags, strict=True)))
    named = [flags[number] for number in some]
    found = ratings.count_flags(library, [photos[number] for number in some])
    assert found == FlagCounts(named.count(1), named.count(-1), named.count(0))
