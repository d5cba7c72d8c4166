"""Albums in files: written as keywords or collections, never read as tags, and removed without a trace."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from photon.domain.metadata.album_words import ALBUM_ROOT, AlbumWords, album_keyword, album_words
from photon.domain.metadata.byte_patch import way_back
from photon.domain.metadata.tag import TagPath, name_key, tag_key
from photon.domain.metadata.writing import PROFILES, MetadataEdit, TargetMetadata
from photon.media.metadata.album_fields import COLLECTIONS, OWNED_KEYWORDS
from photon.media.metadata.container import ContainerParts
from photon.media.metadata.keywords import albums_of, flat_of_albums, keywords_of
from photon.media.metadata.packets import Packets
from photon.media.metadata.xmp import read_packet, read_sidecar
from photon.media.write.album_writing import keywords_in
from photon.media.write.photo_writing import revert_photo, write_photo
from photon.media.write.xmp_document import XmpDocument
from photon.media.write.xmp_writing import OWNED, check_for, merged
from tests.examples import examples
from tests.media.packets import bag, dataset, packet
from tests.media.photos import iptc, plan_photo, rich_jpeg, told

TRIP, CHILD = ("Trips", "Rome"), ("Family",)
_NAMES = st.sampled_from(["Rome", "rome", "Trips", "Albums", "AC|DC", "a,b", "Été", "x;y", "Family", "Dog"])
_ALBUMS = st.lists(st.lists(_NAMES, min_size=1, max_size=3).map(tuple), max_size=4, unique_by=tag_key)
_TAGS = st.lists(st.lists(_NAMES | st.just("a/b"), min_size=1, max_size=3).map(tuple), max_size=4)
_PROFILES = st.sampled_from(sorted(PROFILES))
_FIELDS = [*(field for field in OWNED if field != OWNED_KEYWORDS)]
_COLLECTION = (
    "<mwg-coll:Collections><rdf:Bag><rdf:li rdf:parseType='Resource'><mwg-coll:CollectionName>Theirs"
    "</mwg-coll:CollectionName><mwg-coll:CollectionURI>urn:theirs</mwg-coll:CollectionURI></rdf:li></rdf:Bag>"
    "</mwg-coll:Collections>"
)


def write(raw: bytes | None, words: MetadataEdit, profile: str = "everywhere") -> bytes:
    """Merge, and check the result as before a file is replaced."""
    new, _ = merged(raw, words, PROFILES[profile])
    check_for(raw, words, PROFILES[profile])(new)
    return new


def as_keywords(*albums: tuple[str, ...]) -> AlbumWords:
    found = album_words(albums, "keywords")
    assert found is not None
    return found


def read(raw: bytes) -> tuple[set[str], set[str]]:
    """Return the keys of the keywords and of the albums that a reader finds in a document."""
    packets = Packets({}, ContainerParts(xmp=raw))
    return set(map(tag_key, keywords_of(packets))), set(map(tag_key, albums_of(packets).keywords))


def with_flat(raw: bytes, *words: str) -> bytes:
    """Return a document to which another program has added flat keywords."""
    document = XmpDocument(raw, OWNED)
    there = set(map(name_key, document.properties.texts("dc:subject")))
    more = list({name_key(word): word for word in words if name_key(word) not in there}.values())
    document.edit_list("dc:subject", set(), more, "Bag")
    return document.to_bytes()


def fields_of(raw: bytes) -> dict[str, set[str]]:
    found = read_sidecar(raw)
    return {field: set(found.texts(field)) for field in _FIELDS if found.texts(field)}


def without_list(raw: bytes) -> bytes:
    """Return what a program writes that copies keywords, but not the list of those that stand for albums."""
    document = XmpDocument(raw, OWNED)
    document.edit_list("photon:Albums", set(document.properties.texts("photon:Albums")), [], "Bag")
    return document.to_bytes()


@pytest.mark.parametrize("profile", sorted(PROFILES))
@pytest.mark.parametrize("levels", [(), ("Albums", "Trips")])
def test_albums_that_another_program_copies_to_or_from_a_sidecar_are_no_tags(
    profile: str, levels: tuple[str, ...]
) -> None:
    own = write(None, MetadataEdit((("Sea",),), albums=as_keywords(TRIP)), profile)
    if not any(read_sidecar(own).texts(field) for field in ("lr:hierarchicalSubject", "digiKam:TagsList")):
        levels = ()  # no program knows them
    copied = with_flat(without_list(own), *levels)
    assert read_sidecar(copied).texts("photon:Albums") == []
    for inside, beside in ((own, copied), (copied, own)):
        found = keywords_of(Packets({}, ContainerParts(xmp=inside)), [read_sidecar(beside)])
        assert found == (("Sea",),)
    alone = with_flat(without_list(write(None, MetadataEdit((("Sea",),)), profile)), TRIP[-1])  # IPTC's words, say
    assert keywords_of(Packets({}, ContainerParts(xmp=alone)), [read_sidecar(own)]) == (("Sea",),)


@pytest.mark.parametrize("profile", sorted(PROFILES))
def test_an_album_is_a_keyword_for_other_programs_and_none_for_photon(profile: str) -> None:
    new = write(None, MetadataEdit((("Sunset",),), albums=as_keywords(TRIP)), profile)
    found = read_sidecar(new)
    assert set(found.texts("dc:subject")) == {"Sunset", "Rome"}
    for field, mark in (("lr:hierarchicalSubject", "|"), ("digiKam:TagsList", "/")):
        wanted = {"Sunset", mark.join((ALBUM_ROOT, *TRIP))} if field in PROFILES[profile].paths else set()
        assert set(found.texts(field)) == wanted
    assert read(new) == ({"sunset"}, {tag_key(album_keyword(TRIP))})


def test_a_name_that_a_tag_needs_stays_when_the_album_is_left() -> None:
    inside = packet(bag("dc:subject", "Rome") + bag("lr:hierarchicalSubject", "Rome"))
    tags: tuple[TagPath, ...] = (("Rome",),)
    filed = write(inside, MetadataEdit(tags, albums=as_keywords(TRIP)))
    assert read(filed) == ({"rome"}, {tag_key(album_keyword(TRIP))})
    left = write(filed, MetadataEdit(tags, albums=AlbumWords()))
    assert set(read_sidecar(left).texts("dc:subject")) == {"Rome"}
    assert read(left) == ({"rome"}, set())
    assert OWNED_KEYWORDS not in read_sidecar(left).values


def test_a_tag_given_later_takes_the_name_over() -> None:
    filed = write(None, MetadataEdit((), albums=as_keywords(TRIP)), "apple")
    assert read(filed)[0] == set()
    tagged = write(filed, MetadataEdit((("Rome",),)), "apple")  # what is written of albums stays
    assert read(tagged) == ({"rome"}, {tag_key(album_keyword(TRIP))})
    left = write(tagged, MetadataEdit((("Rome",),), albums=AlbumWords()), "apple")
    assert read_sidecar(left).texts("dc:subject") == ["Rome"]


def test_a_keyword_that_was_there_before_is_not_photons() -> None:
    theirs = packet(bag("lr:hierarchicalSubject", "Albums|Trips|Rome"))
    mine: tuple[TagPath, ...] = (album_keyword(TRIP),)
    filed = write(theirs, MetadataEdit(mine, albums=as_keywords(TRIP).beside(set(map(tag_key, mine)))))
    left = write(filed, MetadataEdit(mine, albums=AlbumWords()))
    assert read_sidecar(left).texts("lr:hierarchicalSubject") == ["Albums|Trips|Rome"]
    assert keywords_in(read_sidecar(left)) == mine


@pytest.mark.parametrize("profile", sorted(PROFILES))
def test_a_tag_above_the_keyword_of_an_album_stays_a_tag(profile: str) -> None:
    tags: tuple[TagPath, ...] = ((ALBUM_ROOT, "Trips"),)
    filed = write(None, MetadataEdit(tags, albums=as_keywords(TRIP)), profile)
    assert read(filed) == (read(write(None, MetadataEdit(tags), profile))[0], set())
    assert read(filed)[0]


@pytest.mark.parametrize("profile", sorted(PROFILES))
@pytest.mark.parametrize("word", ["Trips", "trips", "Albums"])
def test_a_word_above_an_album_that_another_program_adds_is_a_tag_and_stays(profile: str, word: str) -> None:
    own: tuple[TagPath, ...] = (("Sunset",),)
    filed = with_flat(write(None, MetadataEdit(own, albums=as_keywords(TRIP)), profile), word)
    assert read(filed) == ({"sunset", word.lower()}, {tag_key(album_keyword(TRIP))})
    kept = (*own, (word,))
    albums = as_keywords(TRIP).beside({tag_key((word,))})
    saved = write(filed, MetadataEdit(kept, albums=albums), profile)
    assert read(saved)[0] == {"sunset", word.lower()}
    left = write(saved, MetadataEdit(kept, albums=AlbumWords()), profile)
    assert set(read_sidecar(left).texts("dc:subject")) == {"Sunset", word}
    assert read(left) == ({"sunset", word.lower()}, set())
    untagged = write(saved, MetadataEdit(own, albums=albums), profile)  # as a tag, it can be taken away
    assert read(untagged)[0] == {"sunset"}


@pytest.mark.parametrize("profile", ["everywhere", "lightroom", "digikam"])
def test_all_levels_above_an_album_together_are_those_that_a_program_wrote_for_it(profile: str) -> None:
    own: tuple[TagPath, ...] = (("Sunset",),)
    filed = with_flat(write(None, MetadataEdit(own, albums=as_keywords(TRIP)), profile), ALBUM_ROOT, "Trips")
    assert read(filed) == ({"sunset"}, {tag_key(album_keyword(TRIP))})
    titled = write(filed, MetadataEdit(own, title="a title", albums=as_keywords(TRIP)), profile)
    assert set(read_sidecar(titled).texts("dc:subject")) == {"Sunset", "Rome", ALBUM_ROOT, "Trips"}
    moved = write(filed, MetadataEdit(own, albums=as_keywords(("Trips", "Oslo"))), profile)
    assert set(read_sidecar(moved).texts("dc:subject")) == {"Sunset", "Oslo", ALBUM_ROOT, "Trips"}
    deeper = write(filed, MetadataEdit(own, albums=as_keywords(("Trips", "Italy", "Rome"))), profile)
    assert set(read_sidecar(deeper).texts("dc:subject")) == {"Sunset", "Rome"}
    left = write(filed, MetadataEdit(own, albums=AlbumWords()), profile)
    assert set(read_sidecar(left).texts("dc:subject")) == {"Sunset"}
    tags = (*own, ("Trips",))  # a tag that Photon knows stays with them
    tagged = write(filed, MetadataEdit(tags, albums=as_keywords(TRIP)), profile)
    assert read(tagged) == ({"sunset", "trips"}, {tag_key(album_keyword(TRIP))})
    assert set(read_sidecar(write(tagged, MetadataEdit(tags, albums=AlbumWords()))).texts("dc:subject")) == {
        "Sunset",
        "Trips",
    }


@given(tags=_TAGS, albums=_ALBUMS, then=_ALBUMS, words=st.lists(_NAMES, max_size=3), profile=_PROFILES)
@settings(max_examples=examples(100), deadline=None)
def test_words_of_other_programs_outlive_the_albums_unless_these_are_listed_or_all_levels(
    tags: list[TagPath], albums: list[TagPath], then: list[TagPath], words: list[str], profile: str
) -> None:
    own = keywords_in(read_sidecar(write(None, MetadataEdit(tuple(tags)), profile)))
    wanted = as_keywords(*albums).beside(set(map(tag_key, own)))
    written = write(None, MetadataEdit(own, albums=wanted), profile)
    listed = flat_of_albums(read_sidecar(written))
    filed = with_flat(written, *words)
    found = keywords_in(read_sidecar(filed))
    names = {name_key(name) for path in found for name in path}
    if name_key(ALBUM_ROOT) not in map(name_key, words):
        assert {name_key(word) for word in words} <= names | listed
    keys = set(map(tag_key, found))
    saved = write(filed, MetadataEdit(found, albums=as_keywords(*then).beside(keys)), profile)
    assert read(saved)[0] == keys
    left = write(saved, MetadataEdit(found, albums=AlbumWords()), profile)
    assert read(left) == (keys, set())


@given(tags=_TAGS, first=_ALBUMS, then=_ALBUMS, profile=_PROFILES)
@settings(max_examples=examples(100), deadline=None)
def test_what_is_written_of_albums_can_be_removed_without_a_trace(
    tags: list[TagPath], first: list[TagPath], then: list[TagPath], profile: str
) -> None:
    own = keywords_in(read_sidecar(write(None, MetadataEdit(tuple(tags)), profile)))
    plain = write(None, MetadataEdit(own), profile)
    keys = set(map(tag_key, own))
    filed = plain
    for albums in (first, then):
        wanted = as_keywords(*albums).beside(keys)
        filed = write(filed, MetadataEdit(own, albums=wanted), profile)
        assert read(filed) == (set(map(tag_key, keywords_in(read_sidecar(filed)))), set(wanted.keys[0]))
        assert read(filed)[0] == keys
        assert merged(filed, MetadataEdit(own, albums=wanted), PROFILES[profile]) == (filed, ())
        named = write(filed, MetadataEdit(title="a title"), profile)
        assert read(named) == read(filed)
    left = write(filed, MetadataEdit(own, albums=AlbumWords()), profile)
    assert fields_of(left) == fields_of(plain)


@given(first=_ALBUMS, then=_ALBUMS)
@settings(max_examples=examples(50), deadline=None)
def test_collections_follow_the_albums_and_those_of_others_stay(first: list[TagPath], then: list[TagPath]) -> None:
    filed = plain = packet(_COLLECTION, 'xmlns:mwg-coll="http://www.metadataworkinggroup.com/schemas/collections/"')
    for albums in (first, then):
        wanted = AlbumWords(collections=tuple(albums))
        filed = write(filed, MetadataEdit(albums=wanted))
        packets = Packets({}, ContainerParts(xmp=filed))
        assert albums_of(packets).keys == wanted.keys
        assert keywords_of(packets) == ()
        assert merged(filed, MetadataEdit(albums=wanted), PROFILES["everywhere"]) == (filed, ())
    left = write(filed, MetadataEdit(albums=AlbumWords()))
    assert read_sidecar(left).structs(COLLECTIONS) == read_sidecar(plain).structs(COLLECTIONS)


@pytest.mark.parametrize("text", ["", "a/" * 40 + "b", "x" * 500, "/", "\\"])
def test_a_list_of_albums_that_is_none_hides_nothing(text: str) -> None:
    assert read(packet(bag("dc:subject", "Sunset") + bag(OWNED_KEYWORDS, text)))[0] == {"sunset"}


def test_iptc_and_exif_follow_and_the_former_bytes_come_back(tmp_path: Path) -> None:
    place = rich_jpeg(tmp_path / "a.jpg", photoshop=iptc(dataset(25, b"press"), dataset(25, b"Rome")))
    former, before = place.read_bytes(), told(place)
    words = MetadataEdit(before.keywords, albums=as_keywords(TRIP, CHILD))
    plan = plan_photo(str(place), TargetMetadata(words), PROFILES["apple"])
    assert plan is not None
    write_photo(plan)
    changes = {one.field: set(one.after) - set(one.before) for one in plan.changes}
    assert changes["IPTC Keywords"] >= {"Family"}
    assert "Rome" not in read_packet(_xmp(place)).texts(OWNED_KEYWORDS)
    now = told(place)
    assert (now.keywords, now.albums.keys) == (before.keywords, words.albums.keys if words.albums else ())
    assert plan_photo(str(place), TargetMetadata(words), PROFILES["apple"]) is None
    left = TargetMetadata(MetadataEdit(before.keywords, albums=AlbumWords()))
    again = plan_photo(str(place), left, PROFILES["apple"])
    assert again is not None
    written_back = way_back(plan.splice)
    write_photo(again)
    assert (told(place).keywords, told(place).albums) == (before.keywords, AlbumWords())
    revert_photo(str(place), way_back(again.splice))
    revert_photo(str(place), written_back)
    assert place.read_bytes() == former


def test_an_album_keyword_that_another_program_removed_is_written_again() -> None:
    theirs = packet(bag("dc:subject", "Sunset") + bag(OWNED_KEYWORDS, "Albums/Trips/Rome", "Rome"))
    assert read(theirs) == ({"sunset"}, set())
    again = write(theirs, MetadataEdit((("Sunset",),), albums=as_keywords(TRIP)))
    assert read(again) == ({"sunset"}, {tag_key(album_keyword(TRIP))})


def _xmp(place: Path) -> bytes:
    with Image.open(place) as image:
        return bytes(image.info["xmp"])
