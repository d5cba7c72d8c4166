"""Conflicts between the user's metadata and a file's are listed and decided one by one; decisions can be changed."""

from collections.abc import Callable
from pathlib import Path

import pytest

from photon.app.session import Session
from photon.domain.metadata.conflict import Conflict
from photon.domain.metadata.tag import TagPath
from tests.app.conftest import settle
from tests.media.packets import bag, languages, packet
from tests.pictures import draw


class Library:
    """Two photos with caption and title changed on both sides, and keywords in files that were rejected here."""

    def __init__(self, session: Session, root: Path) -> None:
        self.session, self.root = session, root
        self.conflicts = session.importing.conflicts
        for name in ("a", "b"):
            draw(root / f"{name}.jpg", seed=ord(name))
        session.work.add_folder(str(root)).result()
        settle(session)
        self.photos = session.browsing.photos("name").result()
        session.captions.write(self.photos, text="mine", title="My own").result()
        session.tags.mark(self.photos, [("beach",)], "rejected").result()
        for name in ("a", "b"):
            self.say(name, "theirs")

    def say(self, name: str, caption: str) -> None:
        body = bag("dc:subject", "beach", "sea") + languages("dc:description", x_default=caption)
        body += languages("dc:title", x_default="Theirs")
        (self.root / f"{name}.xmp").write_bytes(packet(body))
        self.session.work.rescan().result()
        settle(self.session)

    def open(self) -> list[tuple[str, str]]:
        return [(Path(one.path).stem, one.field) for one in self.conflicts.conflicts_for_photos().result()]

    def one(self, name: str, field: str) -> Conflict:
        found = self.conflicts.conflicts_for_photos().result()
        return next(one for one in found if (Path(one.path).stem, one.field) == (name, field))

    def said(self, at: int) -> tuple[str, str, set[TagPath]]:
        photo = self.photos[at]
        caption = self.session.captions.captions_for_photos([photo]).result()[photo].caption
        given = self.session.tags.tags_for_photos([photo]).result()[photo]
        return caption.text, caption.title, {one.path for one in given if one.state == "confirmed"}


@pytest.fixture
def library(open_session: Callable[..., Session], tmp_path: Path) -> Library:
    return Library(open_session(), tmp_path / "photos")


ALL = [(name, field) for name in ("a", "b") for field in ("caption", "title", "keywords")]
MINE = ("mine", "My own", {("sea",)})


def test_each_conflict_is_listed_with_both_sides(library: Library) -> None:
    assert library.open() == ALL
    assert library.said(0) == MINE
    caption, keywords = library.one("a", "caption"), library.one("b", "keywords")
    assert (caption.ours, caption.theirs, caption.photo) == ("mine", "theirs", library.photos[0])
    assert (keywords.ours, keywords.theirs) == ((), (("beach",),))


@pytest.mark.parametrize("by_file", [True, False])
def test_deciding_one_conflict_leaves_the_others_open(library: Library, *, by_file: bool) -> None:
    library.conflicts.settle([library.one("a", "caption")], by_file=by_file).result()
    assert library.open() == ALL[1:]
    after = ("theirs" if by_file else "mine", "My own", {("sea",)})
    assert (library.said(0), library.said(1)) == (after, MINE)
    library.session.importing.import_photos(library.photos).result()  # decided conflicts stay decided
    assert (library.open(), library.said(0)) == (ALL[1:], after)
    library.session.undoing.undo().result()
    assert (library.open(), library.said(0)) == (ALL, MINE)
    library.session.undoing.redo().result()
    assert (library.open(), library.said(0)) == (ALL[1:], after)
    library.session.undoing.undo().result()
    library.conflicts.settle([library.one("a", "caption")], by_file=not by_file).result()
    assert library.said(0)[0] == ("mine" if by_file else "theirs")


@pytest.mark.parametrize("by_file", [True, False])
def test_all_are_decided_as_one_step(library: Library, *, by_file: bool) -> None:
    library.conflicts.settle(library.conflicts.conflicts_for_photos().result(), by_file=by_file).result()
    assert library.open() == []
    after = ("theirs", "Theirs", {("sea",), ("beach",)}) if by_file else MINE
    assert (library.said(0), library.said(1)) == (after, after)
    library.session.undoing.undo().result()
    assert (library.open(), library.said(0), library.said(1)) == (ALL, MINE, MINE)
    given = library.session.tags.tags_for_photos([library.photos[0]]).result()[library.photos[0]]
    assert [one.path for one in given if one.state == "rejected"] == [("beach",)]


def test_a_conflict_that_changed_meanwhile_stays_open(library: Library) -> None:
    shown = library.one("a", "caption")
    library.say("a", "newer")
    library.conflicts.settle([shown], by_file=True).result()
    assert library.said(0) == MINE
    assert library.one("a", "caption").theirs == "newer"
    assert library.session.undoing.undo().result() != "resolved 1 conflict with the metadata of the file"


def test_undoing_a_decision_does_not_hide_new_metadata_of_the_file(library: Library) -> None:
    library.conflicts.settle([library.one("a", "caption")], by_file=False).result()
    library.say("a", "newer")
    library.session.undoing.undo().result()
    assert library.one("a", "caption").theirs == "newer"


def test_an_undone_import_stays_undone(library: Library) -> None:
    for run in library.session.decisions.runs.all_runs().result():
        if run.kind == "import" and not run.undone:
            library.session.decisions.runs.undo(run.id).result()
    assert library.said(0) == ("mine", "My own", set())
    library.conflicts.settle([library.one("a", "caption")], by_file=True).result()
    assert library.said(0) == ("theirs", "My own", set())


@pytest.mark.slow
def test_a_moved_or_edited_photo_is_listed_once(library: Library) -> None:
    (library.root / "moved").mkdir()
    for name in ("a.jpg", "a.xmp"):
        (library.root / name).rename(library.root / "moved" / name)
    draw(library.root / "b.jpg", "blue", seed=99)
    library.say("b", "newer")
    paths = {one.path for one in library.conflicts.conflicts_for_photos().result()}
    assert paths == {str(library.root / "b.jpg"), str(library.root / "moved" / "a.jpg")}
    assert sorted(library.open()) == sorted(ALL)
    (library.root / "b.jpg").unlink()
    library.say("a", "nobody's")
    assert library.open() == ALL[:3]


def test_hidden_photos_are_not_listed(library: Library) -> None:
    library.session.marking.hide([library.photos[0]], True).result()
    assert library.open() == ALL[3:]


@pytest.mark.parametrize("by_file", [True, False])
def test_a_decision_is_undone_after_a_restart(
    library: Library, open_session: Callable[..., Session], *, by_file: bool
) -> None:
    library.conflicts.settle(library.conflicts.conflicts_for_photos().result(), by_file=by_file).result()
    after = library.said(0)
    library.session.close()
    library.session = open_session(background=False)
    library.conflicts = library.session.importing.conflicts
    assert str(library.session.undoing.undo().result()).startswith("resolved 6 conflicts with the metadata of ")
    assert (library.open(), library.said(0)) == (ALL, MINE)
    library.session.undoing.redo().result()
    assert (library.open(), library.said(0)) == ([], after)
    library.session.undoing.undo().result()
    assert (library.open(), library.said(0)) == (ALL, MINE)
