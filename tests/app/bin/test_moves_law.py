"""Whatever is done in whatever order with the bin and outside of it: no content and no word is lost, ever."""

import os
import random
import shutil
import uuid
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from photon.app.bin.bin_plan import MoveScope
from photon.app.bin.rename_plan import RenameChoice
from photon.app.session import Session
from photon.domain import PhotonError
from photon.domain.photo.marks import Label
from photon.export.naming import read_template
from tests.app.conftest import settle
from tests.fakes import ColourEncoding
from tests.pictures import draw

NAMES = ("a.jpg", "b.jpg", "c.jpg", "d.jpg")
LABELS: tuple[Label, ...] = ("", "red", "yellow", "green", "blue")
EXAMPLES = 25
"""Sequences of some ten steps each; ``PHOTON_SEQUENCES`` asks for more, as before a release."""
CHANCE = random.Random(0)  # noqa: S311 - where nothing is left to chance


class World:
    """A folder, its library, and what people know of both."""

    def __init__(self, session: Session, place: Path) -> None:
        self.session, self.place = session, place
        self.root = place / "photos"
        self.trash = place / "data" / "Trash"
        self.contents = {path.read_bytes(): stars for stars, path in enumerate(sorted(self.root.iterdir()), 1)}
        photos = session.browsing.paths(session.browsing.photos("name").result()).result()
        self.ids = {Path(path).read_bytes(): photo for photo, path in photos.items()}
        for content, stars in self.contents.items():
            session.marking.rate([self.ids[content]], stars).result()
            session.tags.mark([self.ids[content]], [("Kept", f"word {stars}")], "confirmed").result()
            session.marking.label([self.ids[content]], LABELS[stars]).result()
        session.albums.make("Kept", [self.ids[content] for content in self.contents]).result()
        self.first = session.undoing.last_step().result()

    def act(self, kind: str, draw_one: random.Random) -> None:
        """One step; what is refused is no fault."""
        with suppress(PhotonError):
            getattr(self, f"_{kind}")(draw_one)
        self.session.bin.settled().result()

    def _put(self, chance: random.Random) -> None:
        photos = self.session.browsing.photos("name").result()
        some = chance.sample(photos, min(len(photos), chance.randint(1, 2)))
        plan = self.session.bin.plan(some, MoveScope(copies=chance.random() < 0.5)).result()
        self.session.bin.move_to_bin(plan).result()

    def _put_back(self, chance: random.Random) -> None:
        listed = self.session.bin.listed().result()
        self.session.bin.put_back([chance.choice(listed).id if listed else 1]).result()

    def _undo(self, _: random.Random) -> None:
        if self.session.undoing.last_step().result() > self.first:  # not the words that were given at first
            self.session.undoing.undo().result()

    def _redo(self, _: random.Random) -> None:
        self.session.undoing.redo().result()

    def _rename(self, chance: random.Random) -> None:
        photos = self.session.browsing.photos("name").result()
        some = chance.sample(photos, min(len(photos), chance.randint(1, 3)))
        template = read_template(chance.choice(("{date:%Y}/{name}-{number}", "{name}x", "same", "{number:3}")))
        plan = self.session.bin.renaming.plan(some, RenameChoice(template)).result()
        self.session.bin.renaming.rename(plan).result()

    def _mark(self, chance: random.Random) -> None:
        photos = self._some(chance)
        if chance.random() < 0.5:
            self.session.marking.favour(photos, chance.random() < 0.5).result()
        else:
            self.session.marking.flag(photos, chance.choice((-1, 0, 1))).result()

    def _stack(self, chance: random.Random) -> None:
        self.session.stacks.make(self._some(chance)).result()

    def _dissolve(self, chance: random.Random) -> None:
        self.session.stacks.dissolve(self._some(chance)).result()

    def _fill_album(self, chance: random.Random) -> None:
        self.session.albums.add(chance.choice(("Other", "Other/Below")), self._some(chance), make=True).result()

    def _empty_album(self, chance: random.Random) -> None:
        self.session.albums.remove("Other", self._some(chance)).result()

    def _delete_album(self, _: random.Random) -> None:
        self.session.albums.delete("Other").result()

    def _some(self, chance: random.Random) -> list[int]:
        photos = self.session.browsing.photos("name").result()
        return chance.sample(photos, min(len(photos), chance.randint(1, 3)))

    def _rescan(self, _: random.Random) -> None:
        self.session.work.rescan().result()
        settle(self.session)

    def _move_outside(self, chance: random.Random) -> None:
        there = self._files()
        if there:
            target = self.root / chance.choice(("", "sub")) / f"{uuid.UUID(int=chance.getrandbits(128))}.jpg"
            target.parent.mkdir(exist_ok=True)
            chance.choice(there).rename(target)

    def _swap_outside(self, chance: random.Random) -> None:
        there = self._files()
        if len(there) > 1:
            one, other = chance.sample(there, 2)
            between = self.place / "between"
            one.rename(between)
            other.rename(one)
            between.rename(other)

    def _copy_outside(self, chance: random.Random) -> None:
        there = self._files()
        if there:
            shutil.copy2(chance.choice(there), self.root / f"{uuid.UUID(int=chance.getrandbits(128))}.jpg")

    def _restore_outside(self, chance: random.Random) -> None:
        """As a file manager does it."""
        there = sorted(self.trash.glob("files/*"))
        if there:
            one = chance.choice(there)
            target = self.root / one.name
            if not target.exists():
                one.rename(target)
                (self.trash / "info" / f"{one.name}.trashinfo").unlink(missing_ok=True)

    def _files(self) -> list[Path]:
        return sorted(path for path in self.root.rglob("*") if path.is_file())

    def check(self) -> None:
        """Every content is there, and every photo that is shown has its words."""
        held = {path.read_bytes() for path in [*self._files(), *self.trash.glob("files/*")]}
        assert held == set(self.contents)
        self._rescan(CHANCE)
        while listed := self.session.bin.listed().result():
            for one in listed:
                Path(one.path).parent.mkdir(exist_ok=True)
                if Path(one.path).exists():  # make room for what is to come back
                    Path(one.path).rename(self.root / f"{uuid.uuid4()}.jpg")
            self.session.bin.put_back([one.id for one in listed]).result()
        for left in self.trash.glob("files/*"):  # restored twice, or binned as one of two copies of one name
            left.rename(self.root / f"{uuid.uuid4()}.jpg")
        self._rescan(CHANCE)
        photos = self.session.browsing.photos("name").result()
        assert sorted(photos) == sorted(self.ids.values())
        tags = self.session.tags.tags_for_photos(photos).result()
        assert self.session.albums.photos("Kept").result() == [self.ids[content] for content in self.contents]
        for stack in self.session.stacks.all_stacks().result():
            assert len(stack) == len(set(stack) & set(photos)) > 1
        for content, photo in self.ids.items():
            stars = self.contents[content]
            found = self.session.browsing.photo(photo).result()
            assert found is not None
            assert (found.rating, found.label) == (stars, LABELS[stars])
            assert ("Kept", f"word {stars}") in {tag.path for tag in tags[photo]}
            assert {Path(file.path).read_bytes() for file in found.files} == {content}


STEPS = (
    "put", "put", "rename", "put_back", "undo", "undo", "redo", "rescan",
    "move_outside", "swap_outside", "copy_outside", "restore_outside", "mark", "stack", "stack", "dissolve",
    "fill_album", "empty_album", "delete_album",
)  # fmt: skip


@pytest.fixture
def make_world(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Callable[[], Any]:
    def make() -> World:
        place = tmp_path_factory.mktemp("world")
        monkeypatch.setenv("XDG_DATA_HOME", str(place / "data"))
        for number, name in enumerate(NAMES):
            draw(place / "photos" / name, seed=number, size=(16, 12))
        session = Session.open(place / "library", background=False, encoder=ColourEncoding())
        session.work.add_folder(str(place / "photos")).result()
        session.start_work()
        settle(session)
        return World(session, place)

    return make


@pytest.mark.slow
@settings(
    max_examples=int(os.environ.get("PHOTON_SEQUENCES", EXAMPLES)),
    suppress_health_check=[*HealthCheck],
    deadline=None,
)
@given(st.lists(st.sampled_from(STEPS), min_size=3, max_size=14), st.integers(0, 2**31))
def test_no_content_and_no_word_is_lost(make_world: Callable[[], World], steps: list[str], seed: int) -> None:
    world = make_world()
    try:
        chance = random.Random(seed)  # noqa: S311 - hypothesis draws the seed
        for kind in steps:
            world.act(kind, chance)
        world.check()
    finally:
        world.session.close()
        shutil.rmtree(world.place)
