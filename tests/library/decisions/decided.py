"""A library with every kind of decision that a user can make, and the content of files of decisions."""

import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from photon.domain import Facts, Reading
from photon.domain.decisions.explore import NOT_HIGHLIGHTED
from photon.domain.decisions.recall import NOT_RECALLED
from photon.domain.metadata.caption import Caption
from photon.domain.metadata.merge import MetadataSnapshot
from photon.domain.metadata.tag import TagMark
from photon.domain.people.face import FaceKey, box_text
from photon.domain.photo.region import WHOLE, Region
from photon.domain.places.coordinates import Coordinates
from photon.library import Library
from photon.library.albums import album_content, albums, smart_albums
from photon.library.captions import captions
from photon.library.captions.confirmed_captions import confirm_captions
from photon.library.db import decision_rows, settings
from photon.library.decisions.decision_export import decision_lines
from photon.library.decisions.decision_import import apply_waiting, merge_portion, read_portions
from photon.library.decisions.decision_report import DecisionReport
from photon.library.duplicates import kept_apart
from photon.library.explore import decided_topics
from photon.library.explore.decided_topics import TopicDecision
from photon.library.files import file_metadata
from photon.library.files.file_metadata import FileMetadataState
from photon.library.people import people
from photon.library.photos import files, folders, photo_dates, photo_turns, ratings
from photon.library.photos.found_files import Found
from photon.library.photos.photo_locations import locate_photos
from photon.library.places.own_places import delete_place, own_place_at, store_place
from photon.library.searches import judging, searches
from photon.library.stacks import stacks
from photon.library.tags import learned_tags, runs, tag_moves, tags, vocabulary
from photon.library.tags.vocabulary import WordOverride
from photon.library.text import stated_facts
from tests.library.people.drawn_faces import confirm_by_file
from tests.library.places.named_places import name_place

PHOTOS = 5


def add(library: Library, folder: int, numbers: Iterable[int]) -> None:
    """Record photos as if they had been read, with their decisions from before they arrived."""
    with library.transaction():
        ids: dict[Found, int] = {}
        library.journal.sign("photon")
        files.record(library, [(Found(folder, f"in/{n}.jpg", 10, 1), read(n)) for n in numbers], ids=ids)
        apply_waiting(library, list(ids.values()))


def read(number: int, file: int = 0) -> Reading:
    """Return a photo; ``file`` is another state of its metadata."""
    image = bytes([number]) * 16
    return Reading(bytes([number]) * 15 + bytes([file]), image, 10, Facts("JPEG", 40, 30), b"preview", 0)


def decide(library: Library) -> None:
    """Make every kind of decision, and undo some of them."""
    run = runs.begin(library, "confirm", "starter", "v1", "beach, 2 photos at once")
    box = Region(0.1, 0.2, 1 / 3, 0.25)
    tags.mark(
        library,
        [
            TagMark(1, ("nature", "Beach"), "confirmed", 0.91, run),
            TagMark(2, ("nature", "Beach"), "confirmed", 1 / 3, run),
            TagMark(1, ("Fluffy",), "confirmed", regions=(box, WHOLE)),
            TagMark(3, ("Fluffy",), "example", regions=(box,)),
            TagMark(2, ("Fluffy",), "rejected", 0.4),
            TagMark(4, ("Straße",), "confirmed"),
            TagMark(4, ("wrong",), "confirmed"),
            TagMark(5, ("deleted", "below"), "confirmed"),
        ],
    )
    tags.mark(library, [TagMark(4, ("wrong",), None)])
    tag_moves.delete_subtree(library, ("deleted",))
    tag_moves.move(library, ("Straße",), ("Orte", "Straße"))
    learned_tags.set_learned(library, ("Fluffy",), taught=True, kind="dog")
    ratings.rate(library, {1: 5, 2: 3, 3: 1})
    ratings.rate(library, {3: 0})
    ratings.favour(library, {2: True})
    ratings.label(library, {1: "red", 3: "purple", 5: "blue"})
    ratings.label(library, {5: ""})
    ratings.flag(library, {2: 1, 3: -1, 4: 1})
    ratings.flag(library, {4: 0})
    ratings.hide(library, {1: "shown", 2: "hidden", 3: "hidden"})
    ratings.hide(library, {3: ""})
    photo_dates.date_photos(library, {1: "2020-07-15T12:00:00.5+02:00", 4: "1970-01-01T00:00:00"})
    photo_dates.date_photos(library, {4: ""})
    photo_turns.turn_photos(library, [2, 3, 5], "right", {})
    photo_turns.turn_photos(library, [5], "reset", {})
    captions.write(library, {1: Caption('A "title"', "Zwei\nZeilen, ä"), 2: Caption("", "A bus", run, "edited")})
    captions.write(library, {3: Caption("", "gone")})
    captions.write(library, {3: Caption()})
    captions.decline(library, {1: ["A desert", "A ship"]})
    captions.decline(library, {1: ["A ship"]}, on=False)
    confirm_captions(library, {1: "Zwei\nZeilen, ä"})
    with library.transaction() as db:
        known = MetadataSnapshot((("taken away",),), "", "", 2)
        file_metadata.store_state(db, 1, "/elsewhere/1.jpg", FileMetadataState(known, known, 1))
    kept_apart.keep_apart(library, [(1, 2), (4,), (3, 5)])
    with library.transaction() as db:
        db.execute("DELETE FROM kept_apart WHERE photo_id IN (3, 5)")
    judging.judge(library, "a dog", "wrong", {1: 0.5, 2: None}, "starter")
    judging.judge(library, "a dog", "right", {2: 2.5}, "starter")
    stated_facts.decide_facts(library, 1, {"total": "12.50 EUR", "shop": "Straßenbäckerei", "date": ""})
    stated_facts.decide_facts(library, 2, {"kind": "receipt"})
    stated_facts.decide_facts(library, 2, {"kind": ""})
    decide_albums(library)
    decide_stacks(library)
    decide_recall(library)
    decide_topics(library)
    decide_people(library)
    decide_places(library)
    decide_without_photos(library)


def decide_albums(library: Library) -> None:
    """Create nested albums, ordered manually, with a cover; photos and albums are removed again."""
    trips, _ = albums.make_album(library, ("Trips",))
    rome, _ = albums.make_album(library, ("Trips", "Rome 2024"))
    album_content.add_photos(library, trips, [4, 2])
    album_content.add_photos(library, rome, [1, 2, 3, 5])
    album_content.move_photos(library, rome, [3], before=1)
    album_content.remove_photos(library, rome, [5])
    album_content.set_cover(library, rome, 2)
    gone, _ = albums.make_album(library, ("Gone", "below"))
    album_content.add_photos(library, gone, [1])
    albums.delete_album(library, gone - 1)
    albums.make_album(library, ("Empty",))
    best, _, _ = smart_albums.store_smart_album(library, ("Trips", "Best"), "rating:4")
    smart_albums.store_smart_album(library, ("Trips", "Best"), 'rating:5 "Straße"')
    album_content.add_photos(library, best, [3, 4])
    album_content.remove_photos(library, best, [1, 2, 3])
    album_content.add_photos(library, best, [2])


def decide_stacks(library: Library) -> None:
    """Create a stack of three with another one on top, and one that is dissolved."""
    stacks.make_stacks(library, [[1, 2, 3]])
    stacks.put_on_top(library, 3)
    stacks.make_stacks(library, [[4, 5]])
    stacks.dissolve(library, [5])


def decide_recall(library: Library) -> None:
    """Leave photos out of "On this day", one of them no longer."""
    decision_rows.decide(library, NOT_RECALLED, [2, 4], on=True)
    decision_rows.decide(library, NOT_RECALLED, [4], on=False)


def decide_topics(library: Library) -> None:
    """Name, pin and hide topics, withdraw one; leave photos out of highlights, one of them no longer."""
    for key, *decided in (("00000000000000f6", "Boote, Häfen", "pinned"), ("0" * 16, "Gone", "")):
        decided_topics.decide_topic(library, "theme", key, TopicDecision(*decided))
    decided_topics.decide_topic(library, "thing", "dog", TopicDecision(state="hidden"))
    decided_topics.decide_topic(library, "theme", "0" * 16, TopicDecision())
    decision_rows.decide(library, NOT_HIGHLIGHTED, [1, 2], on=True)
    decision_rows.decide(library, NOT_HIGHLIGHTED, [2], on=False)


def decide_people(library: Library) -> None:
    """Name, reject and draw faces of two people, merge and forget others, and withdraw some of it."""
    anna, ben, annie, gone = (people.create_person(library, name)[0] for name in ("Anna", "Müller, Ben", "Annie", "No"))
    face, other, third = (FaceKey(1, box_text(Region(x, 0.25, 0.125, 0.25))) for x in (0.0, 0.25, 0.5))
    people.set_birthday(library, anna, date(2015, 5, 1))
    people.favour_person(library, anna, on=True)
    people.hide_person(library, ben, hidden=True)
    people.confirm_faces(library, [face, FaceKey(2, face.box)], anna)
    people.set_cover(library, anna, face)
    people.confirm_faces(library, [other], annie)
    confirm_by_file(library, FaceKey(3, face.box), ben)
    people.reject_faces(library, [third, face], ben)
    people.mark_no_faces(library, [FaceKey(4, face.box), FaceKey(5, face.box)])
    people.reject_faces(library, [FaceKey(5, other.box)], anna)
    people.withdraw(library, [FaceKey(5, face.box), FaceKey(5, other.box)])
    people.merge_people(library, anna, [annie])
    people.forget_person(library, gone)


def decide_without_photos(library: Library) -> None:
    """Add words, searches, settings, folders."""
    vocabulary.store_words(library, [WordOverride(("Tram",), ("streetcar",)), WordOverride(("Gone",))])
    vocabulary.store_words(library, [WordOverride(("nature", "sea"), is_own=False, is_on=False)])
    vocabulary.remove(library, [("Gone",)])
    searches.save(library, "Best", "rating:5", None)
    searches.remove(library, searches.save(library, "No more", "x", None)[0].id)
    settings.store_named(library, "suggest_tags", value=False)
    settings.store_named(library, "caption_server", {"address": "http://10.0.0.1", "network": "llava"})
    settings.store_named(library, "hidden_at", 17.5)
    settings.store_named(library, "keep_hidden", value=True)
    folders.set_skip(library, "*_proxies", on=True)
    folders.set_skip(library, "*.tmp", on=True)
    folders.set_skip(library, "*.tmp", on=False)


def exported(library: Library) -> bytes:
    """Return the file of decisions."""
    return "".join(text for text, _ in decision_lines(library)).encode()


def lines_of(content: bytes) -> list[dict[str, Any]]:
    """Return its lines without the header, in a fixed order."""
    found = [json.loads(line) for line in content.splitlines()[1:]]
    return sorted(found, key=lambda line: json.dumps(line, sort_keys=True))


def import_(library: Library, content: bytes) -> DecisionReport:
    """Merge a file of decisions into the library."""
    report = DecisionReport()
    for portion in read_portions(io.BytesIO(content), report):
        with library.transaction():
            library.journal.sign("decisions", "imported decisions")
            merge_portion(library, portion, report)
    return report


def only(lines: Sequence[dict[str, Any]], what: str) -> list[dict[str, Any]]:
    """Return the lines of a kind."""
    return [line for line in lines if line["what"] == what]


def wandering(content: bytes) -> list[dict[str, Any]]:
    """Return the lines that mean the same on every computer: all except the folders and what is skipped in them."""
    return [line for line in lines_of(content) if line["what"] not in {"folder", "skip"}]


def decide_places(library: Library) -> None:
    """Decide where photos were taken, and name places; one decision and one place are withdrawn again."""
    locate_photos(library, {1: "38.700000,-9.100000", 2: "none", 3: "1.000000,2.000000"})
    locate_photos(library, {3: ""})
    house, _ = name_place(library, 'Oma\'s "house", Köln', Coordinates(50.9, 6.9), 120.5, is_private=True)
    gone, _ = name_place(library, "gone", Coordinates(-10.123456, 179.9))
    store_place(library, replace(own_place_at(library, house), name="Omas Haus"))
    delete_place(library, gone)
