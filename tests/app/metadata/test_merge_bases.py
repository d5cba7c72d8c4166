"""The base of merging follows its file, and files remove only what they said themselves; that is told and undone."""

import os
import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from photon.app.bin.rename_plan import RenameChoice
from photon.app.indexing.file_losses import FileLosses
from photon.app.session import Session
from photon.domain import PhotonError
from photon.domain.photo.marks import Label
from photon.export.naming import read_template
from photon.library.files import imports
from photon.library.files.library_metadata import library_metadata
from photon.library.photos import photos
from tests.app.gathered import gather
from tests.fakes import ColourEncoding
from tests.media.packets import bag, languages, packet
from tests.pictures import age, draw

_TICKS = count(10**18)


class Place:
    """A watched folder, scanned on request."""

    def __init__(self, session: Session, root: Path) -> None:
        self.session, self.root = session, root

    def reopen(self) -> Session:
        """Close Photon, and open it again."""
        self.session.close()
        self.session = Session.open(self.root.parent / "library", background=False, encoder=ColourEncoding())
        return self.session

    def say(self, name: str, *words: str, stars: int = 0, caption: str = "", ending: str = ".xmp") -> None:
        """Write a sidecar as another program does."""
        body = bag("dc:subject", *words) + (languages("dc:description", x_default=caption) if caption else "")
        path = self.root / f"{name}{ending}"
        path.write_bytes(packet(body, f'xmp:Rating="{stars}"' if stars else ""))
        os.utime(path, ns=(0, next(_TICKS)))

    def copy(self, old: str, new: str) -> None:
        (self.root / new).parent.mkdir(exist_ok=True)
        shutil.copy2(self.root / old, self.root / new)

    def move(self, old: str, new: str) -> None:
        """Move a photo and its sidecar as a file manager does."""
        (self.root / new).parent.mkdir(exist_ok=True)
        for ending in ("", ".xmp"):
            if (self.root / f"{old}{ending}").exists():
                (self.root / f"{old}{ending}").rename(self.root / f"{new}{ending}")

    def scan(self) -> list[int]:
        """Scan, and return how many words each batch of losses had."""
        before = len(self.session.work.losses.found)
        for folder in (self.root, *filter(Path.is_dir, self.root.iterdir())):
            os.utime(folder, ns=(0, next(_TICKS)))  # listings are remembered until the folder changes
        gather(self.session.store, losses=self.session.work.losses)
        return [loss.words for loss in self.session.work.losses.found[before:]]

    def photo(self, name: str) -> int:
        found = self.session.store.read(photos.at, str(self.root / name)).result()
        assert found is not None
        return found

    def tags(self, name: str) -> set[str]:
        said = self.session.store.read(lambda lib: library_metadata(lib, [self.photo(name)])).result().metadata
        return {path[-1] for path in said[self.photo(name)].keywords}

    def marks(self, name: str) -> tuple[int, str, Label]:
        said = self.session.store.read(lambda lib: library_metadata(lib, [self.photo(name)])).result().metadata
        return said[self.photo(name)].rating, said[self.photo(name)].caption, said[self.photo(name)].label

    def untag(self, name: str, word: str) -> None:
        self.session.tags.mark([self.photo(name)], [(word,)], None).result()

    def rename(self, name: str, template: str) -> None:
        plan = self.session.bin.renaming.plan([self.photo(name)], RenameChoice(read_template(template))).result()
        assert plan.obstacles == ()
        self.session.bin.renaming.rename(plan).result()


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    age(draw(tmp_path / "photos" / "a" / "0.jpg", seed=1, size=(16, 12)))
    session = Session.open(tmp_path / "library", background=False, encoder=ColourEncoding())
    opened = Place(session, tmp_path / "photos")
    try:
        session.work.add_folder(str(tmp_path / "photos")).result()
        yield opened
    finally:
        opened.session.close()


def test_each_of_two_copies_takes_its_base_along_when_photon_renames_them(place: Place) -> None:
    place.copy("a/0.jpg", "b/0.jpg")
    place.say("a/0.jpg", "one", "both", stars=4)
    place.say("b/0.jpg", "other", "both")
    place.scan()
    place.untag("a/0.jpg", "both")
    plan = place.session.bin.renaming.plan([place.photo("a/0.jpg")], RenameChoice(read_template("z"))).result()
    place.session.bin.renaming.rename(plan).result()
    moved = next(name for name in ("a/z.jpg", "b/z.jpg") if (place.root / name).exists())
    assert place.scan() == []
    assert place.tags(moved) == {"one", "other"}
    word = {"a": "one", "b": "other"}[moved[0]]
    place.say(moved, "both", stars=4 if word == "one" else 0)  # it lacks what its own sidecar said before
    assert place.scan() == [1]
    assert place.tags(moved) == {"one", "other"} - {word}
    place.session.undoing.undo().result()
    assert place.tags(moved) == {"one", "other"}
    place.session.undoing.undo().result()
    place.session.bin.settled().result()
    assert place.scan() == []
    assert place.tags("a/0.jpg") == {"one", "other"}


def test_a_word_that_a_sidecar_drops_after_photon_moved_it_is_removed(place: Place) -> None:
    place.say("a/0.jpg", "kept", "dropped")
    place.scan()
    place.rename("a/0.jpg", "c/new")
    place.say("a/c/new.jpg", "kept")  # before Photon has read it there
    assert place.scan() == [1]
    assert place.tags("a/c/new.jpg") == {"kept"}


def test_copies_that_a_file_manager_moves_lose_nothing_and_nothing_removed_returns(place: Place) -> None:
    place.copy("a/0.jpg", "b/0.jpg")
    place.say("a/0.jpg", "one", "old")
    place.say("b/0.jpg", "other")
    place.scan()
    place.untag("a/0.jpg", "old")
    place.move("a/0.jpg", "a/z0.jpg")
    place.move("b/0.jpg", "b/z0.jpg")
    assert place.scan() == []
    assert place.tags("a/z0.jpg") == {"one", "other"}
    place.say("a/z0.jpg", "one")
    place.say("b/z0.jpg", "new")
    assert place.scan() == [1]
    assert place.tags("a/z0.jpg") == {"one", "new"}


def test_a_chain_of_names_keeps_words_with_their_photo(place: Place) -> None:
    place.say("a/0.jpg", "first", stars=3)
    place.scan()
    first = place.photo("a/0.jpg")
    place.move("a/0.jpg", "a/1.jpg")
    age(draw(place.root / "a" / "0.jpg", seed=2, size=(16, 12)))
    place.say("a/0.jpg", "second")
    place.scan()
    assert place.photo("a/1.jpg") == first != place.photo("a/0.jpg")
    assert place.tags("a/1.jpg") == {"first"}
    place.say("a/1.jpg", "later", stars=3)
    assert place.scan() == [1]
    assert place.tags("a/1.jpg") == {"later"}
    assert "second" in place.tags("a/0.jpg")


def test_a_lost_sidecar_takes_its_base_along(place: Place) -> None:
    place.scan()
    photo = place.photo("a/0.jpg")
    place.session.tags.mark([photo], [("mine",), ("gone",)], "confirmed").result()
    place.session.marking.rate([photo], 5).result()
    place.session.writing.write(place.session.writing.plan([photo]).result()).result()
    written = (place.root / "a" / "0.jpg.xmp").read_bytes()
    place.untag("a/0.jpg", "gone")
    (place.root / "a" / "0.jpg.xmp").unlink()
    assert place.scan() == []
    (place.root / "a" / "0.jpg.xmp").write_bytes(written)
    assert place.scan() == []
    assert place.tags("a/0.jpg") == {"mine"}  # what was removed meanwhile does not return with it
    (place.root / "a" / "0.jpg.xmp").unlink()
    assert place.scan() == []
    place.say("a/0.jpg", "darktable", stars=1)
    assert place.scan() == []
    assert (place.tags("a/0.jpg"), place.marks("a/0.jpg")[0]) == ({"mine", "darktable"}, 5)
    (conflict,) = place.session.importing.open_questions([photo]).result()
    assert conflict.merged.conflicts == ("rating",)  # the other program's stars are listed, not used
    place.say("a/0.jpg", "new")
    assert place.scan() == [1]  # what it says itself, it removes again
    assert place.tags("a/0.jpg") == {"mine", "new"}


def test_a_sidecar_of_another_name_does_not_replace_one_that_is_gone(place: Place) -> None:
    place.say("a/0.jpg", "mine", stars=5)
    place.scan()
    (place.root / "a" / "0.jpg.xmp").unlink()
    place.say("a/0", "theirs")
    assert place.scan() == []
    assert (place.tags("a/0.jpg"), place.marks("a/0.jpg")[0]) == ({"mine", "theirs"}, 5)


def test_a_word_that_one_copy_dropped_is_news_when_another_says_it_again(place: Place) -> None:
    place.copy("a/0.jpg", "b/0.jpg")
    place.say("a/0.jpg", "kept", "dropped")
    place.say("b/0.jpg", "kept", "dropped")
    place.scan()
    (place.root / "b" / "0.jpg.xmp").unlink()
    assert place.scan() == []
    place.say("a/0.jpg", "kept")
    assert place.scan() == [1]
    place.say("b/0.jpg", "kept", "dropped")
    assert place.scan() == []
    assert place.tags("b/0.jpg") == {"kept", "dropped"}


def test_the_first_sidecar_of_a_copy_removes_nothing_that_another_said(place: Place) -> None:
    place.copy("a/0.jpg", "b/0.jpg")
    place.say("a/0.jpg", "one", "two", "removed", stars=3)
    place.scan()
    place.untag("a/0.jpg", "removed")
    place.say("b/0.jpg", "one", "removed", "new")
    assert place.scan() == []
    assert (place.tags("b/0.jpg"), place.marks("b/0.jpg")[0]) == ({"one", "two", "new"}, 3)


def test_an_edited_copy_takes_its_base_along(place: Place) -> None:
    place.copy("a/0.jpg", "b/0.jpg")
    place.say("b/0.jpg", "kept", "dropped")
    place.scan()
    age(draw(place.root / "b" / "0.jpg", seed=3, size=(16, 12)))
    place.say("b/0.jpg", "kept")
    assert place.scan() == [1]
    assert (place.tags("b/0.jpg"), place.tags("a/0.jpg")) == ({"kept"}, {"kept", "dropped"})


def test_the_base_waits_for_a_photo_in_the_bin(place: Place) -> None:
    place.copy("a/0.jpg", "b/0.jpg")
    place.say("a/0.jpg", "one", "dropped here")
    place.say("b/0.jpg", "other", "dropped there")
    place.scan()
    plan = place.session.bin.plan([place.photo("a/0.jpg")]).result()
    binned = place.session.bin.move_to_bin(plan).result()
    (source,) = {one.source for one in binned.moved if one.role == "photo"}
    place.copy("b/0.jpg" if "/a/" in source else "a/0.jpg", "c/0.jpg")  # another copy takes over no base that waits
    place.scan()
    place.session.undoing.undo().result()
    place.session.bin.settled().result()
    assert place.scan() == []
    assert place.tags("b/0.jpg") == {"one", "other", "dropped here", "dropped there"}
    place.say("a/0.jpg", "one")
    place.say("b/0.jpg", "other")
    assert place.scan() == [2]
    assert place.tags("b/0.jpg") == {"one", "other"}


def test_a_photo_that_comes_back_elsewhere_with_an_older_sidecar_loses_nothing(place: Place) -> None:
    place.say("a/0.jpg", "old")
    place.copy("a/0.jpg.xmp", "../older.xmp")
    place.scan()
    place.say("a/0.jpg", "old", "new", caption="a long text")
    place.scan()
    (place.root / "a" / "0.jpg").rename(place.root.parent / "away.jpg")
    (place.root / "a" / "0.jpg.xmp").unlink()
    place.scan()
    (place.root / "b").mkdir()
    (place.root.parent / "away.jpg").rename(place.root / "b" / "1.jpg")
    (place.root.parent / "older.xmp").rename(place.root / "b" / "1.jpg.xmp")
    assert place.scan() == []
    assert (place.tags("b/1.jpg"), place.marks("b/1.jpg")[1]) == ({"old", "new"}, "a long text")


def test_losses_and_gains_of_one_scan_are_undone_apart(place: Place) -> None:
    place.say("a/0.jpg", "kept", "dropped", stars=4, caption="before")
    place.scan()
    place.say("a/0.jpg", "kept", "new", caption="after")
    assert place.scan() == [3]  # a tag, the stars and the caption
    assert (place.tags("a/0.jpg"), place.marks("a/0.jpg")[:2]) == ({"kept", "new"}, (0, "after"))
    loss = place.session.work.losses.found[-1]
    run = next(one for one in place.session.decisions.runs.all_runs().result() if one.id == loss.run)
    assert (loss.photos, run.photos, run.what) == (1, 1, "what files no longer say")
    assert place.session.undoing.undo().result() == "removed metadata that the file of 1 photo no longer has"
    assert (place.tags("a/0.jpg"), place.marks("a/0.jpg")[:2]) == ({"kept", "new", "dropped"}, (4, "before"))
    assert place.session.undoing.redo().result() == "removed metadata that the file of 1 photo no longer has"
    assert (place.tags("a/0.jpg"), place.marks("a/0.jpg")[:2]) == ({"kept", "new"}, (0, "after"))
    place.session.undoing.undo().result()
    place.say("a/0.jpg", "kept", "new", "newer", caption="after")
    assert place.scan() == []  # what was given back is not taken again
    assert (place.tags("a/0.jpg"), place.marks("a/0.jpg")[:2]) == ({"kept", "new", "newer", "dropped"}, (4, "before"))


def test_a_loss_is_the_newest_step_in_every_process_and_in_the_list(place: Place) -> None:
    place.say("a/0.jpg", "kept", "dropped", stars=4)
    place.scan()
    photo = place.photo("a/0.jpg")
    place.session.tags.mark([photo], [("mine",)], "confirmed").result()
    place.say("a/0.jpg", "kept")
    assert place.scan() == [2]
    name, tagged = "removed metadata that the file of 1 photo no longer has", "tagged 1 photo “mine”"
    newest = place.session.decisions.steps.steps(1).result()[0]
    assert (newest.name, newest.actor, newest.photos, newest.is_undone) == (name, "file", 1, False)
    later = place.reopen()
    assert later.decisions.steps.undo(later.decisions.steps.find_latest().result()).result().name == name
    assert (place.tags("a/0.jpg"), place.marks("a/0.jpg")[0]) == ({"kept", "dropped", "mine"}, 4)
    (run,) = (one for one in later.decisions.runs.all_runs().result() if one.what == "what files no longer say")
    steps = later.decisions.steps.steps(9).result()
    assert (bool(run.undone), [one.is_undone for one in steps if one.id == newest.id]) == (True, [True])
    with pytest.raises(PhotonError, match="already undone"):
        later.decisions.steps.undo(newest.id).result()
    later.undoing.undo().result()  # undoes that it was undone
    assert place.tags("a/0.jpg") == {"kept", "mine"}
    later = place.reopen()
    assert [later.undoing.undo().result() for _ in range(2)] == [name, tagged]
    assert (place.tags("a/0.jpg"), place.marks("a/0.jpg")[0]) == ({"kept", "dropped"}, 4)
    assert [later.undoing.redo().result() for _ in range(2)] == [tagged, name]
    assert (place.tags("a/0.jpg"), place.marks("a/0.jpg")[0]) == ({"kept", "mine"}, 0)
    place.say("a/0.jpg", "kept", "new")
    assert place.scan() == []  # and it is told once


def test_a_loss_that_a_killed_process_did_not_tell_is_told_at_the_next_start(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.say("a/0.jpg", "kept", "dropped")
    place.scan()
    place.say("a/0.jpg", "kept")
    with monkeypatch.context() as patch:
        patch.setattr(FileLosses, "tell_losses", lambda _: None)
        assert place.scan() == []
    later = place.reopen()
    assert place.scan() == [1]
    assert later.undoing.undo().result() == "removed metadata that the file of 1 photo no longer has"
    assert place.tags("a/0.jpg") == {"kept", "dropped"}
    place.reopen()
    assert place.scan() == []


def test_a_loss_that_could_not_be_noted_is_told_later_and_stops_no_undo(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.say("a/0.jpg", "kept", "dropped")
    place.scan()
    place.session.marking.rate([place.photo("a/0.jpg")], 3).result()
    place.say("a/0.jpg", "kept")

    def fail(*_: object) -> None:
        raise PhotonError("The disk is full.")

    with monkeypatch.context() as patch, pytest.raises(PhotonError, match="full"):
        patch.setattr(imports, "name_run", fail)
        place.scan()
    assert place.session.undoing.undo().result() == "rated 1 photo"
    assert place.scan() == [1]


def test_undoing_a_loss_gives_back_only_what_was_lost(place: Place) -> None:
    place.say("a/0.jpg", "lost", "kept", caption="before")
    place.scan()
    place.say("a/0.jpg", "kept", caption="after")
    assert place.scan() == [2]
    place.say("a/0.jpg", "kept", "later", caption="after")
    place.scan()
    photo = place.photo("a/0.jpg")
    place.session.tags.mark([photo], [("later",)], None).result()
    place.session.captions.write([photo], text="mine").result()
    place.session.decisions.runs.undo(place.session.work.losses.found[-1].run).result()
    for stars in (0, 3):
        assert place.tags("a/0.jpg") == {"lost", "kept"}
        assert place.marks("a/0.jpg")[1] == "mine"
        place.say("a/0.jpg", "kept", "later", caption="after", stars=stars)
        assert place.scan() == []
    found = place.session.store.read(lambda lib: list(imports.open_questions(lib))).result()
    assert [one.merged.conflicts for one in found if one.merged.conflicts] == []


def test_words_of_two_sidecars_stay_while_one_of_them_cannot_be_read(place: Place) -> None:
    place.say("a/0.jpg", "own")
    place.say("a/0", "shared")
    place.scan()
    whole = (place.root / "a" / "0.jpg.xmp").read_bytes()
    (place.root / "a" / "0.jpg.xmp").write_bytes(whole[: len(whole) // 2])
    assert place.scan() == []
    assert place.tags("a/0.jpg") == {"own", "shared"}
    place.say("a/0.jpg", "other")
    assert place.scan() == [1]
    assert place.tags("a/0.jpg") == {"other", "shared"}


def test_undoing_a_loss_brings_no_tag_back_that_was_rejected_since(place: Place) -> None:
    place.say("a/0.jpg", "sea", "dog")
    place.scan()
    place.say("a/0.jpg")
    place.scan()
    assert place.tags("a/0.jpg") == set()
    place.session.tags.mark([place.photo("a/0.jpg")], [("dog",)], "rejected").result()
    place.session.decisions.runs.undo(place.session.work.losses.found[-1].run).result()
    assert place.tags("a/0.jpg") == {"sea"}
