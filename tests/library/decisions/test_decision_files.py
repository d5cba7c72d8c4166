"""Files of decisions: written, and imported into an empty library and into one with its own decisions."""

import itertools
import json
import random
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from photon.domain import PhotonError
from photon.domain.decisions.decision_kinds import SHAPES
from photon.domain.metadata.caption import Caption
from photon.domain.metadata.hybrid_clock import read_clock
from photon.domain.metadata.tag import TagMark
from photon.library import Library, open_library
from photon.library.captions import captions
from photon.library.captions.caption_settings import SERVER
from photon.library.db import settings
from photon.library.decisions import decision_import
from photon.library.decisions.decision_import import apply_waiting
from photon.library.photos import files, folders, photo_dates, photo_turns, ratings
from photon.library.photos.found_files import Found
from photon.library.places.own_places import own_places
from photon.library.searches import searches
from photon.library.tags import tag_moves, tags
from tests.library.decisions.decided import PHOTOS, add, decide, exported, import_, lines_of, only, read, wandering


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Library]:
    with open_library(tmp_path / "other", writable=True) as opened:
        yield opened


@pytest.fixture
def decided(library: Library, folder: int) -> Library:
    add(library, folder, range(1, PHOTOS + 1))
    decide(library)
    return library


def test_every_decision_is_a_separate_line(decided: Library) -> None:
    lines = lines_of(exported(decided))
    tags_ = {(one["hash"][:2], tuple(one["tag"]), one["state"]) for one in only(lines, "tag")}
    assert tags_ == {
        ("01", ("nature", "Beach"), "confirmed"),
        ("02", ("nature", "Beach"), "confirmed"),
        ("01", ("Fluffy",), "confirmed"),
        ("03", ("Fluffy",), "example"),
        ("02", ("Fluffy",), "rejected"),
        ("04", ("Orte", "Straße"), "confirmed"),
        ("04", ("wrong",), "none"),
        ("04", ("Straße",), "none"),
        ("05", ("deleted", "below"), "none"),
    }
    assert all(one["at"] and one["device"] and one["path"].endswith(".jpg") for one in only(lines, "tag"))
    assert {(one["hash"][:2], one["stars"]) for one in only(lines, "rating")} == {("01", 5), ("02", 3), ("03", 0)}
    assert {(one["hash"][:2], one["colour"]) for one in only(lines, "label")} == {
        ("01", "red"),
        ("03", "purple"),
        ("05", ""),
    }
    assert {(one["hash"][:2], one["state"]) for one in only(lines, "flag")} == {("02", 1), ("03", -1), ("04", 0)}
    assert {(one["hash"][:2], one["on"], one["never"]) for one in only(lines, "in_album") if "never" in one} == {
        ("01", False, True),
        ("03", False, True),
    }
    best = [one for one in only(lines, "in_album") if one["album"] == ["Trips", "Best"]]
    assert {one["hash"][:2] for one in best if "on" not in one} == {"02", "04"}
    searches = {tuple(one["album"]): one["query"] for one in only(lines, "album") if "query" in one}
    assert searches == {("Trips", "Best"): 'rating:5 "Straße"'}
    assert {one["by"] for one in only(lines, "tag") if "run" in one} == {"batch"}
    assert [one["name"] for one in only(lines, "setting")] == ["suggest_tags"]  # none that is for this computer only
    assert {(one["pattern"], one.get("on", True)) for one in only(lines, "skip")} == {
        ("*_proxies", True),
        ("*.tmp", False),
    }


def test_a_file_has_every_kind_of_line(decided: Library) -> None:
    assert {one["what"] for one in lines_of(exported(decided)) if "what" in one} == set(SHAPES)


def count_waiting(library: Library) -> tuple[int, int]:
    """Return the number of waiting decisions, and of the photos that they wait for."""
    row = library.db.execute("SELECT count(*), count(DISTINCT file_hash) FROM waiting_decisions").fetchone()
    return int(row[0]), int(row[1])


def test_a_library_recreated_from_a_file_is_equal(decided: Library, other: Library) -> None:
    before = exported(decided)
    (folder,) = [one.path for one in folders.all_folders(decided)]
    assert import_(other, before).folders == [folder]
    assert count_waiting(other)[1] == PHOTOS
    assert folders.all_folders(other) == [], "whoever made the file does not decide what is watched"
    assert wandering(exported(other)) == wandering(before)  # even while all of them are waiting
    add(other, folders.add(other, folder).id, (3, 1, 5, 2, 4))
    assert count_waiting(other) == (0, 0)
    assert wandering(exported(other)) == wandering(before)
    given = (
        "SELECT p.file_hash, t.given, t.certainty FROM photo_tags t JOIN photos p ON p.id = t.photo_id ORDER BY 1, 2, 3"
    )
    assert other.db.execute(given).fetchall() == decided.db.execute(given).fetchall()


def test_existing_photos_get_all_decisions_at_once(decided: Library, other: Library, tmp_path: Path) -> None:
    content = exported(decided)
    add(other, folders.add(other, str(tmp_path / "photos")).id, range(1, PHOTOS + 1))
    report = import_(other, content)
    assert not report.waiting
    assert not report.kept_here
    assert wandering(exported(other)) == wandering(content)


def test_the_order_of_lines_does_not_matter(decided: Library, other: Library, tmp_path: Path) -> None:
    lines = exported(decided).splitlines(keepends=True)
    random.Random(1).shuffle(lines)  # noqa: S311 - no secret
    add(other, folders.add(other, str(tmp_path / "photos")).id, range(1, PHOTOS + 1))
    import_(other, b"".join(lines))
    assert only(lines_of(exported(other)), "tag") == [
        {key: value for key, value in one.items() if key not in {"run", "by"}} | _run_of(one, other)
        for one in only(lines_of(exported(decided)), "tag")
    ]


def _run_of(line: dict[str, object], library: Library) -> dict[str, object]:
    """Return the run of a tag, if its own line came before."""
    known = {one["run"] for one in only(lines_of(exported(library)), "run")}
    return {key: line[key] for key in ("run", "by") if key in line and line["run"] in known}


def test_a_second_import_changes_nothing(decided: Library, other: Library, tmp_path: Path) -> None:
    content = exported(decided)
    add(other, folders.add(other, str(tmp_path / "photos")).id, range(1, 4))
    import_(other, content)
    once, waiting = exported(other), count_waiting(other)
    rows = other.db.execute("SELECT count(*) FROM journal").fetchone()
    report = import_(other, content)
    assert (report.taken.total(), report.waiting, report.kept_here) == (0, 0, 0)
    assert lines_of(exported(other)) == lines_of(once)
    assert count_waiting(other) == waiting
    assert other.db.execute("SELECT count(*) FROM journal").fetchone() == rows
    again = import_(decided, content)
    assert (again.taken.total(), again.kept_here) == (0, 0)


def test_later_local_decisions_are_kept_and_reported(decided: Library) -> None:
    content = exported(decided)
    ratings.rate(decided, {1: 2, 2: 0})
    ratings.favour(decided, {2: False})
    ratings.label(decided, {1: "", 3: "green"})
    ratings.flag(decided, {2: -1})
    ratings.hide(decided, {2: "shown"})
    photo_dates.date_photos(decided, {1: ""})
    photo_turns.turn_photos(decided, [2], "flip", {})
    tags.mark(decided, [TagMark(1, ("Fluffy",), None), TagMark(2, ("Fluffy",), "confirmed")])
    captions.write(decided, {1: Caption("", "Another one"), 2: Caption()})
    tag_moves.move(decided, ("Orte", "Straße"), ("Orte", "Gasse"))
    searches.save(decided, "Best", "rating:4", None)
    settings.store_named(decided, "suggest_tags", None)
    here = exported(decided)
    report = import_(decided, content)
    assert report.taken.total() == 0
    assert lines_of(exported(decided)) == lines_of(here)
    subjects = [about for about, _ in report.kept_examples]
    assert report.kept_here == len(subjects)
    marks = {"rating", "favourite", "label", "flag", "date", "turn", "hidden", "face"}  # a face turned with its photo
    assert marks | {"Fluffy", "caption", "Orte/Straße", "Best", "suggested tags"} == set(subjects)


def test_the_later_of_two_decisions_counts(
    decided: Library, other: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticks = itertools.count(time.time_ns(), 10**6)  # no two decisions in the same millisecond
    monkeypatch.setattr("photon.domain.metadata.hybrid_clock.time.time_ns", partial(next, ticks))
    add(other, folders.add(other, str(tmp_path / "photos")).id, range(1, PHOTOS + 1))
    import_(other, exported(decided))
    tags.mark(other, [TagMark(1, ("Fluffy",), "rejected"), TagMark(2, ("nature", "Beach"), None)])
    ratings.rate(other, {1: 4})
    captions.write(other, {1: Caption()})
    ratings.rate(decided, {1: 3})
    there = exported(other)
    report = import_(decided, there)
    assert report.taken["tag"] == 2
    assert report.taken["caption"] == 1
    assert [about for about, _ in report.kept_examples] == ["rating"]
    import_(other, exported(decided))
    assert wandering(exported(other)) == wandering(exported(decided))


def test_the_users_decision_replaces_one_from_a_file(decided: Library, other: Library, tmp_path: Path) -> None:
    content = exported(decided)
    add(other, folders.add(other, str(tmp_path / "photos")).id, range(1, PHOTOS + 1))
    with other.transaction() as db:
        other.journal.sign("file")
        ratings.set_within(db, "rating", {1: 1})
        tags.mark_within(db, [TagMark(4, ("wrong",), "confirmed")])
    report = import_(other, content)
    assert not report.kept_here
    for what in ("tag", "rating"):
        assert only(wandering(exported(other)), what) == only(wandering(content), what)


def test_a_photo_is_matched_by_its_picture_if_only_its_metadata_changed(
    decided: Library, other: Library, tmp_path: Path
) -> None:
    folder = folders.add(other, str(tmp_path / "photos")).id
    files.record(
        other, [(Found(folder, "moved/1.JPG", 10, 1), read(1, file=9)), (Found(folder, "x.jpg", 1, 1), read(2, 9))]
    )
    import_(other, exported(decided))
    assert other.db.execute("SELECT id, rating FROM photos ORDER BY id").fetchall() == [(1, 5), (2, 0)]
    assert count_waiting(other)[1] == PHOTOS - 1


def test_views_are_notified_only_of_photos_that_waited(decided: Library, other: Library, tmp_path: Path) -> None:
    head, *lines = exported(decided).splitlines(keepends=True)
    ratings_ = [line for line in lines if json.loads(line)["what"] == "rating"]
    import_(other, b"".join([head, *ratings_]))
    folder = folders.add(other, str(tmp_path / "photos")).id
    with other.transaction():
        ids: dict[Found, int] = {}
        found = [(Found(folder, f"in/{n}.jpg", 10, 1), read(n)) for n in range(1, PHOTOS + 1)]
        files.record(other, found, ids=ids)
        changes = apply_waiting(other, list(ids.values()))
    assert changes.kinds == {"marks"}
    assert changes.photos


def test_paths_of_another_system_do_not_matter(decided: Library, other: Library, tmp_path: Path) -> None:
    text = exported(decided).decode()
    (folder,) = [one.path for one in folders.all_folders(decided)]
    foreign = text.replace(json.dumps(folder)[1:-1], "C:\\\\Users\\\\Änna\\\\Pictures").encode()
    report = import_(other, foreign)
    assert report.folders == ["C:\\Users\\Änna\\Pictures"]
    assert folders.all_folders(other) == []
    add(other, folders.add(other, str(tmp_path / "photos")).id, range(1, PHOTOS + 1))
    assert only(lines_of(exported(other)), "rating")[0]["stars"] == 5
    assert count_waiting(other) == (0, 0)


@pytest.mark.parametrize(
    "damage",
    [
        b'{"what":"rating","hash":"01',
        b"\xff\xfe\x00",
        b"[" * 100_000,
        b'{"what":"rating","hash":"' + b"01" * 16 + b'","stars":6}',
        b'{"what":"tag","hash":"' + b"01" * 16 + b'","tag":["' + b"x" * 300 + b'"],"state":"confirmed"}',
        b'{"what":"tag","hash":"' + b"01" * 16 + b'","tag":"x","state":"confirmed"}',
        b'{"what":"rating","hash":"01","stars":1,"at":"yesterday"}',
        b'{"what":"rating","hash":"' + b"01" * 16 + b'","stars":' + b"9" * 5000 + b"}",
        b"x" * (decision_import._LONGEST_LINE + 5),
        b"7",
        b'{"photon":"something"}',
    ],
)
def test_a_damaged_line_is_skipped(decided: Library, other: Library, damage: bytes) -> None:
    lines = exported(decided).splitlines()
    report = import_(other, b"\n".join([*lines[:5], damage, *lines[5:]]))
    assert report.damaged == 1
    assert report.faults[0][0] == 6
    assert wandering(exported(other)) == wandering(exported(decided))


def test_a_truncated_file_gives_its_complete_lines(decided: Library, other: Library) -> None:
    content = exported(decided)
    report = import_(other, content[: len(content) // 2])
    assert report.damaged == 1
    assert report.understood == len(content[: len(content) // 2].splitlines()) - 2


def test_a_line_about_a_place_without_its_name_makes_and_changes_none(decided: Library) -> None:
    before = own_places(decided)
    for key in (*before, "00000000000000d4"):
        for more in ({}, {"name": ""}):
            line = {"what": "own_place", "place": key, "at": "2099-01-01T00:00:00.000Z-0000", "device": "x"} | more
            import_(decided, exported(decided).splitlines()[0] + b"\n" + json.dumps(line).encode())
    assert own_places(decided) == before


def test_unknown_kinds_are_counted(other: Library) -> None:
    report = import_(other, b'{"what":"melody","name":"x"}\n\n{"what":"search","name":"a","query":"x"}\n')
    assert (report.unknown, report.damaged, report.taken["search"]) == (1, 0, 1)


def test_a_newer_file_is_refused(other: Library) -> None:
    with pytest.raises(PhotonError, match="newer"):
        import_(other, b'{"photon": "decisions", "format": 2}\n{"what":"search","name":"a","query":"x"}\n')
    assert searches.find_named(other, "a") is None


def test_a_file_cannot_set_where_photos_are_sent(other: Library) -> None:
    line = {"what": "setting", "name": "caption_server", "value": "http://elsewhere"}
    report = import_(other, json.dumps(line).encode())
    assert settings.get(other, SERVER) is None
    assert report.taken.total() == 0


def test_future_times_count_as_now(decided: Library) -> None:
    line = {
        "what": "rating",
        "hash": "01" * 15 + "00",
        "stars": 1,
        "at": "2999-01-01T00:00:00.000Z-0000",
        "device": "x",
    }
    import_(decided, json.dumps(line).encode())
    ratings.rate(decided, {1: 4})
    report = import_(decided, json.dumps({**line, "at": "2026-11-01T00:00:00Z"}).encode())
    assert report.kept_here == 1


def test_a_future_time_that_waits_counts_as_when_it_came(library: Library, folder: int) -> None:
    line = {"what": "rating", "hash": "01" * 15 + "00", "device": "x"}
    import_(library, json.dumps({**line, "stars": 1, "at": "2999-01-01T00:00:00.000Z-0000"}).encode())
    library.db.execute("UPDATE waiting_decisions SET clock = ?", (read_clock("2026-11-01T00:00:00.000Z-0000"),))
    report = import_(library, json.dumps({**line, "stars": 5, "at": "2026-11-02T00:00:00.000Z-0000"}).encode())
    assert (report.waiting, report.same) == (1, 0)
    report = import_(library, json.dumps({**line, "stars": 2, "at": "2026-10-31T00:00:00.000Z-0000"}).encode())
    assert (report.waiting, report.same) == (0, 1)
    add(library, folder, [1])
    assert library.column("SELECT rating FROM photos") == [5]


@pytest.mark.parametrize(("devices", "stars"), [(("a", "b"), 2), (("b", "a"), 1)])
@pytest.mark.parametrize("waits", [False, True])
def test_of_two_lines_of_one_time_the_device_decides(
    library: Library, folder: int, devices: tuple[str, str], stars: int, *, waits: bool
) -> None:
    line = {"what": "rating", "hash": "01" * 15 + "00", "at": "2026-11-01T00:00:00.000Z-0000"}
    if not waits:
        add(library, folder, [1])
    for device, given in zip(devices, (1, 2), strict=True):
        import_(library, json.dumps({**line, "stars": given, "device": device}).encode())
    if waits:
        add(library, folder, [1])
    assert library.column("SELECT rating FROM photos") == [stars]


def test_an_older_decision_of_a_person_still_stands_after_it_replaced_one_of_a_file(
    library: Library, folder: int
) -> None:
    add(library, folder, [1])
    line = {"what": "rating", "hash": "01" * 15 + "00", "device": "x"}
    for stars, at, actor in ((1, "2026-11-03", "file"), (2, "2026-11-02", "person"), (3, "2026-11-01", "person")):
        import_(library, json.dumps({**line, "stars": stars, "at": f"{at}T00:00:00Z", "by": actor}).encode())
    assert library.column("SELECT rating FROM photos") == [2]
