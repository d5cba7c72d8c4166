"""Albums as XML can hold them: each name of a path counts, and each path once."""

import pytest

from photon.domain.metadata.album_words import AlbumWords
from photon.media.write.album_writing import clean_albums

Paths = tuple[tuple[str, ...], ...]


@pytest.mark.parametrize(
    ("paths", "kept"),
    [
        ((("Trips", "Rome"),), (("Trips", "Rome"),)),
        ((("Trips", " "),), ()),  # a collection without a name
        (((" ", "Rome"),), ()),
        (((),), ()),
        (((" Trips ", "Rome\x00"),), (("Trips", "Rome"),)),
        ((("Trips",), ("TRIPS",)), (("TRIPS",),)),  # one album in two spellings
        ((("Trips",), ("Trips", "Rome")), (("Trips",), ("Trips", "Rome"))),
    ],
)
def test_collections(paths: Paths, kept: Paths) -> None:
    found = clean_albums(AlbumWords((), paths))
    assert found is not None
    assert (found.keywords, found.collections) == ((), kept)


def test_no_albums_is_not_none() -> None:
    assert clean_albums(None) is None
    assert clean_albums(AlbumWords()) == AlbumWords()
