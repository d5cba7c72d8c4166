"""Whatever happens to files and sidecars, by Photon or by others: no word that a person gave is lost.

The model knows nothing of bases and merging. It remembers what lay on the disk at the last scan, and which files Photon
itself moved since (by their inodes). From that follows what a scan may remove: only words that a sidecar said at the
last scan, in the same place, and that are gone while no sidecar of the file is.
"""

import os
import random
import re
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from photon.app.bin.bin_plan import MoveScope
from photon.app.bin.rename_plan import RenameChoice
from photon.app.session import Session
from photon.domain import PhotonError
from photon.export.naming import read_template
from photon.library.files.library_metadata import library_metadata
from photon.library.photos import photos
from tests.app.gathered import gather
from tests.examples import examples
from tests.fakes import ColourEncoding
from tests.media.packets import bag, languages, packet
from tests.pictures import draw

SEQUENCES = int(os.environ.get("PHOTON_SEQUENCES", "0")) or examples(15)
"""A third of a second each; ``PHOTON_SEQUENCES`` asks for more, as before a release."""
KINDS = ("own", "stem")


@dataclass(frozen=True)
class Said:
    """What the sidecars of one file say."""

    content: bytes
    words: frozenset[str] = frozenset()
    stars: int = 0
    caption: str = ""
    kinds: frozenset[str] = frozenset()


@dataclass
class Known:
    """What is known of one content, whatever its files are called."""

    photo: int
    declined: set[str] = field(default_factory=set)  # removed in Photon, and not written anywhere since
    retracted: set[str] = field(default_factory=set)  # removed by a scan, and not given again since


@dataclass(frozen=True)
class Words:
    """What the library has of a photo."""

    tags: frozenset[str]
    stars: int
    caption: str


def sidecar_of(photo: Path, kind: str) -> Path:
    return photo.with_name(f"{photo.name}.xmp") if kind == "own" else photo.with_suffix(".xmp")


def read_beside(photo: Path) -> Said:
    words, kinds, stars, caption = set[str](), set[str](), 0, ""
    for kind in KINDS:
        path = sidecar_of(photo, kind)
        if path.exists():
            text = path.read_text(encoding="utf-8")
            kinds.add(kind)
            words.update(re.findall(r">(w\d+)<", text))
            stars = stars or int((re.findall(r'xmp:Rating(?:="|[^>]*>)(\d)', text) or ["0"])[0])
            caption = caption or (re.findall(r">(c\d+)<", text) or [""])[0]
    return Said(photo.read_bytes(), frozenset(words), stars, caption, frozenset(kinds))


class World:
    """A folder with copies and sidecars, its library, and what the model knows of both."""

    def __init__(self, place: Path, chance: random.Random) -> None:
        self.place, self.chance = place, chance
        self.root, self.outside = place / "photos", place / "outside"
        self.count = 0
        for name in ("a/0.jpg", "b/0.jpg", "a/1.jpg"):
            draw(self.root / name, seed=int(Path(name).stem), size=(16, 12))
        self.outside.mkdir()
        for photo in self.photos():
            if chance.random() < 0.7:
                self._write_beside(photo, "own", self._fresh(2), stars=chance.randint(0, 5))
        self.session = Session.open(place / "library", background=False, encoder=ColourEncoding())
        self.session.work.add_folder(str(self.root)).result()
        self.seen: dict[Path, Said] = {}
        self.away: dict[int, Said] = {}  # of files in the bin, by inode
        self.known: dict[bytes, Known] = {}
        self.scan()

    def photos(self) -> list[Path]:
        return sorted(self.root.rglob("*.jpg"))

    def words(self) -> dict[bytes, Words]:
        """What the library has, by content."""
        some = {one.photo: content for content, one in self.known.items()}
        marks = self.session.store.read(lambda lib: library_metadata(lib, list(some))).result().metadata
        return {
            content: Words(frozenset(path[-1] for path in marks[id_].keywords), marks[id_].rating, marks[id_].caption)
            for id_, content in some.items()
        }

    # -- what people do in Photon ------------------------------------------------------------------

    def act(self, kind: str) -> None:
        """One step; what is refused is no fault."""
        if kind == "save":  # which file is which photo's is known from the last scan
            self.scan()
        if kind in OF_PHOTON:
            before, places = self.words(), {path.stat().st_ino: path for path in self.photos()}
            with suppress(PhotonError):
                getattr(self, f"_{kind}")()
            self.session.bin.settled().result()
            self._follow(places)
            after = self.words()
            for content, one in self.known.items():
                one.declined |= before[content].tags - after[content].tags
                came = after[content].tags - before[content].tags
                one.declined -= came
                one.retracted -= came
                if kind in ("rename", "put_in_bin", "put_back", "save"):
                    assert after[content] == before[content], kind
        else:
            getattr(self, f"_{kind}")()
        self._tick()

    def _follow(self, places: dict[int, Path]) -> None:
        """Take along what was seen of files that Photon moved."""
        seen = {inode: self.seen[path] for inode, path in places.items() if path in self.seen} | self.away
        now = {path.stat().st_ino: path for path in self.photos()}
        gone = {path for inode, path in places.items() if now.get(inode) != path}
        self.seen = {path: said for path, said in self.seen.items() if path not in gone}
        for inode, path in now.items():
            if inode in seen and places.get(inode) != path:
                self.seen[path] = seen[inode]
        self.away = {inode: said for inode, said in seen.items() if inode not in now}

    def _tag(self) -> None:
        self.session.tags.mark([self._one().photo], [(self._fresh(1)[0],)], "confirmed").result()

    def _untag(self) -> None:
        content, one = self.chance.choice(sorted(self.known.items()))
        if tags := sorted(self.words()[content].tags):
            self.session.tags.mark([one.photo], [(self.chance.choice(tags),)], None).result()

    def _rate(self) -> None:
        self.session.marking.rate([self._one().photo], self.chance.randint(1, 5)).result()

    def _describe(self) -> None:
        self.count += 1
        self.session.captions.write([self._one().photo], text=f"c{self.count}").result()

    def _save(self) -> None:
        plan = self.session.writing.plan([self._one().photo]).result()
        written = self.session.writing.write(plan).result().paths
        for photo in self.photos():
            if any(str(sidecar_of(photo, kind)) in written for kind in KINDS):
                self.seen[photo] = read_beside(photo)

    def _rename(self) -> None:
        some = self.chance.sample(
            sorted(one.photo for one in self.known.values()), self.chance.randint(1, len(self.known))
        )
        template = self.chance.choice(("{name}x", "c/{name}-{number}", "{number:3}"))
        plan = self.session.bin.renaming.plan(some, RenameChoice(read_template(template))).result()
        self.session.bin.renaming.rename(plan).result()

    def _put_in_bin(self) -> None:
        scope = MoveScope(copies=self.chance.random() < 0.5)
        self.session.bin.move_to_bin(self.session.bin.plan([self._one().photo], scope).result()).result()

    def _put_back(self) -> None:
        listed = self.session.bin.listed().result()
        self.session.bin.put_back([self.chance.choice(listed).id] if listed else []).result()

    def _undo(self) -> None:
        self.session.undoing.undo().result()

    def _redo(self) -> None:
        self.session.undoing.redo().result()

    def _one(self) -> Known:
        return self.chance.choice([one for _, one in sorted(self.known.items())])

    # -- what other programs do --------------------------------------------------------------------

    def _edit_beside(self) -> None:
        if (photo := self._photo()) is None:
            return
        kind = self.chance.choice(KINDS)
        path = sidecar_of(photo, kind)
        words = set(re.findall(r">(w\d+)<", path.read_text())) if path.exists() else set()
        keep = {word for word in sorted(words) if self.chance.random() < 0.6}
        new = set(self._fresh(self.chance.randint(0, 2)))
        new |= {f"w{self.chance.randint(1, self.count or 1)}"} if self.chance.random() < 0.3 else set()
        old = self.seen.get(photo)
        if old is not None and old.content == photo.read_bytes() and kind in old.kinds:
            self.known[old.content].declined -= new - words - old.words  # a new sidecar may be an old one
        caption = f"c{self.count}" if self.chance.random() < 0.3 else ""
        self._write_beside(photo, kind, sorted(keep | new), stars=self.chance.randint(0, 5), caption=caption)

    def _remove_beside(self) -> None:
        if (photo := self._photo()) is not None:
            sidecar_of(photo, self.chance.choice(KINDS)).unlink(missing_ok=True)

    def _move(self, *, with_sidecars: bool = True, target: Path | None = None, source: Path | None = None) -> None:
        if (photo := source or self._photo()) is None:
            return
        self.count += 1
        to = target or self.root / self.chance.choice("ab") / f"m{self.count}.jpg"
        to.parent.mkdir(exist_ok=True)
        photo.rename(to)
        for kind in KINDS if with_sidecars else ():
            if sidecar_of(photo, kind).exists():
                sidecar_of(photo, kind).rename(sidecar_of(to, kind))

    def _move_alone(self) -> None:
        self._move(with_sidecars=False)

    def _swap(self) -> None:
        """Two photos change places; with two copies of one, only the sidecars would, as if both were edited."""
        there = {path.read_bytes(): path for path in self.photos()}
        if len(there) > 1:
            one, other = self.chance.sample(sorted(there.values()), 2)
            between = self.place / "between" / "0.jpg"
            self._move(source=one, target=between)
            self._move(source=other, target=one)
            self._move(source=between, target=other)

    def _copy(self) -> None:
        if (photo := self._photo()) is None:
            return
        self.count += 1
        to = self.root / self.chance.choice("ab") / f"k{self.count}.jpg"
        to.parent.mkdir(exist_ok=True)
        shutil.copy2(photo, to)
        for kind in KINDS if self.chance.random() < 0.5 else ():
            if sidecar_of(photo, kind).exists():
                shutil.copy2(sidecar_of(photo, kind), sidecar_of(to, kind))

    def _take_out(self) -> None:
        self.count += 1
        self._move(target=self.outside / f"o{self.count}.jpg")

    def _bring_in(self) -> None:
        if there := sorted(self.outside.glob("*.jpg")):
            self._move(source=self.chance.choice(there))

    def _delete(self) -> None:
        """One of several copies, as a content that is nowhere has nothing to lose."""
        if (photo := self._photo()) is not None:
            same = [path for path in self.photos() if path.read_bytes() == photo.read_bytes()]
            if len(same) > 1:
                for path in (photo, *(sidecar_of(photo, kind) for kind in KINDS)):
                    path.unlink(missing_ok=True)

    def _replace_moved(self) -> None:
        """A photo gets another name, and a new one takes its former name, before anybody looks.

        A new picture in the place of one that is nowhere else is an edit of it.
        """
        self.scan()
        if (photo := self._photo()) is not None:
            self._move(source=photo)
            draw(photo, seed=100 + self.count, size=(16, 12))
            self._tick()
            self.scan()

    def _scan(self) -> None:
        self.scan()

    def _photo(self) -> Path | None:
        there = self.photos()
        return self.chance.choice(there) if there else None

    def _fresh(self, number: int) -> list[str]:
        self.count += number
        return [f"w{self.count - at}" for at in range(number)]

    def _write_beside(self, photo: Path, kind: str, words: list[str], *, stars: int = 0, caption: str = "") -> None:
        body = bag("dc:subject", *words) if words else ""
        body += languages("dc:description", x_default=caption) if caption else ""
        path = sidecar_of(photo, kind)
        path.write_bytes(packet(body, f'xmp:Rating="{stars}"' if stars else ""))
        self.count += 1
        os.utime(path, ns=(0, 10**18 + self.count))  # the clock of a file system is too coarse for programs this quick

    def _tick(self) -> None:
        for folder in (self.root, *filter(Path.is_dir, self.root.iterdir())):
            self.count += 1
            os.utime(folder, ns=(0, 10**18 + self.count))

    # -- the law -----------------------------------------------------------------------------------

    def scan(self) -> None:
        """Look at the folder, and check what that changes."""
        before, told = self.words(), len(self.session.work.losses.found)
        now = {path: read_beside(path) for path in self.photos()}
        gather(self.session.store, losses=self.session.work.losses)
        for path, said in now.items():
            if said.content not in self.known:
                photo = self.session.store.read(photos.at, str(path)).result()
                assert photo is not None
                self.known[said.content] = Known(photo)
        after = self.words()
        for content, was in before.items():
            self._check(content, was, after[content], now)
        gone = {content: was for content, was in before.items() if self._has_lost(was, after[content])}
        assert bool(gone) == (len(self.session.work.losses.found) > told), "what is removed is said, and nothing else"
        self.seen = now
        if gone and self.chance.random() < 0.3:
            self._undo_losses(gone)

    def _check(self, content: bytes, was: Words, has: Words, now: dict[Path, Said]) -> None:
        one = self.known[content]
        files = [(said, self.seen.get(path)) for path, said in now.items() if said.content == content]
        same = [(said, old) for said, old in files if old and old.content == content and old.kinds <= said.kinds]
        may_go = {word for said, old in same for word in old.words - said.words}
        lost = was.tags - has.tags
        assert lost <= may_go, f"lost {lost - may_go}"
        news = {word for said, old in same if old.kinds == said.kinds for word in said.words - old.words}
        every = {word for said, _ in files for word in said.words}
        assert not (may_go & was.tags & has.tags) - every, "what a person removed in a sidecar is removed"
        wanted = news | (every - {word for said, old in same for word in old.words} - one.retracted)
        assert wanted - one.declined - may_go <= has.tags, f"not taken: {wanted - one.declined - may_go - has.tags}"
        assert not (has.tags - was.tags) & one.declined, f"returned {(has.tags - was.tags) & one.declined}"
        for name in ("stars", "caption"):
            old_value, value = getattr(was, name), getattr(has, name)
            if old_value and value != old_value:
                dropped = {getattr(old, name) for said, old in same if getattr(old, name) != getattr(said, name)}
                assert old_value in dropped, f"{name}: {old_value} became {value}"
                assert not value or value in {getattr(said, name) for said, _ in files}
        one.retracted = (one.retracted | lost) - has.tags

    def _has_lost(self, was: Words, has: Words) -> bool:
        return bool(was.tags - has.tags) or any(
            getattr(was, name) not in ("", 0, getattr(has, name)) for name in ("stars", "caption")
        )

    def _undo_losses(self, gone: dict[bytes, Words]) -> None:
        """What was removed comes back with one step, and stays."""
        self.session.undoing.undo().result()
        for content, words in self.words().items():
            if content in gone:
                assert words.tags >= gone[content].tags
                assert gone[content].stars in (0, words.stars)
                assert gone[content].caption in ("", words.caption)
                self.known[content].retracted -= words.tags


OF_PHOTON = ("tag", "untag", "rate", "describe", "save", "rename", "put_in_bin", "put_back", "undo", "redo")
STEPS = (
    *OF_PHOTON, "tag", "save", "rename", "scan", "scan", "scan", "edit_beside", "edit_beside", "edit_beside",
    "remove_beside", "move", "move", "move_alone", "swap", "copy", "take_out", "bring_in", "delete", "replace_moved",
)  # fmt: skip


@pytest.fixture
def make_world(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Callable[[int], World]:
    def make(seed: int) -> World:
        place = tmp_path_factory.mktemp("words")
        monkeypatch.setenv("XDG_DATA_HOME", str(place / "data"))
        return World(place, random.Random(seed))  # noqa: S311 - hypothesis draws the seed

    return make


@settings(max_examples=SEQUENCES, suppress_health_check=[*HealthCheck], deadline=None)
@given(st.lists(st.sampled_from(STEPS), min_size=4, max_size=20), st.integers(0, 2**31))
def test_no_word_that_a_person_gave_is_lost(make_world: Callable[[int], World], steps: list[str], seed: int) -> None:
    world = make_world(seed)
    try:
        for kind in steps:
            world.act(kind)
        world.scan()
        world.scan()
    finally:
        world.session.close()
        shutil.rmtree(world.place)
