"""Photon is killed at random moments of all its commands: no metadata is lost, and the result is as without kills.

Each command starts from the state in which the previous one left the library. It is killed once or several times; then
it runs to its end, and the library, the photos and the sidecars must equal those of an undisturbed run.
"""

import gzip
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.faults import editing, proofs
from tests.faults.photon_process import KILLED, are_gone, family, wait
from tests.faults.place import Place, draw_photo
from tests.library.make_catalogs import CATALOGS

pytestmark = [pytest.mark.timeout(7200), pytest.mark.xdist_group("kill loop")]  # the undisturbed runs are made once

SEED = os.environ.get("FAULTS_SEED", "1")
KILLS, MANY = 4, 50  # kills of each command, in the normal and in the long run
AT_MOST, OFTEN = 3, 8  # kills before the command may run to its end, likewise
EDITS = 36


@dataclass
class Command:
    """A command that is killed.

    Attributes:
        start: Starts it, or continues it.
        takes_back: Whether it undoes metadata, so that less of it is there at its end.
        prepare: Called once, in the state after the previous command.
        spoil: Called on each copy of that state, for damage that does not survive copying.
        damaged: The databases that are damaged when it starts.
        seconds: Its undisturbed duration; the latest measurement, because the load of the computer varies.
        base: The state in which it starts.
        end: ``state_of`` its end.
    """

    start: Callable[[Place], tuple[subprocess.Popen[bytes], Path]]
    takes_back: bool = False
    prepare: Callable[[Place], None] = lambda _: None
    spoil: Callable[[Place], None] = lambda _: None
    damaged: tuple[str, ...] = ()
    seconds: float = 0
    base: Place | None = None
    end: Mapping[str, Any] = field(default_factory=dict)

    def kill(self, place: Place, chance: random.Random, most: int) -> Iterator[float]:
        """Kill it once or several times, unless it ends before; yield the seconds until each kill."""
        for number in range(chance.randint(1, most)):
            moment, began = chance.uniform(0.05, 1.05) * self.seconds, time.monotonic()
            if not kill_at_a_moment(*self.start(place), moment):
                if not number:
                    self.seconds = time.monotonic() - began
                return
            if moment > self.seconds:
                self.seconds = 1.3 * moment
            yield moment


def state_of(place: Place) -> dict[str, Any]:
    """Return the state that must be the same, disturbed or not."""
    with proofs.database(place.catalog) as db:
        half = db.execute("SELECT count(*) FROM writes WHERE state IN ('writing', 'putting back')").fetchone()[0]
        undone = db.execute("SELECT count(*) FROM runs WHERE undone <> ''").fetchone()[0]
    with proofs.database(place.library / "cache.db") as db:
        drafts = db.execute("SELECT count(*) FROM drafts").fetchone()[0]
        vectors = set(db.execute("SELECT photo_id, encoder FROM vectors"))
    files = {name: told[0] for name, told in proofs.digests(place.photos).items()}
    names = {name: there for name, (_, there) in proofs.files_of(place.catalog).items()}
    return {"facts": place.facts(), "half": half, "undone": undone, "drafts": drafts, "vectors": vectors,
            "files": files, "names": names, "backups": backups_of(place)}  # fmt: skip


def backups_of(place: Place) -> set[proofs.Facts]:
    """Return the content of each backup; every existing backup must be complete."""
    found = set()
    for path in (place.library / "backups").glob("*.gz"):
        unpacked = place.folder / "unpacked.db"
        unpacked.write_bytes(gzip.decompress(path.read_bytes()))
        with closing(sqlite3.connect(unpacked)) as db:
            assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        found.add(proofs.facts_of(unpacked))
        unpacked.unlink()
    return found


def last_run(place: Place, query: str) -> int:
    with proofs.database(place.catalog) as db:
        return int(db.execute(query).fetchone()[0])


def add_photos(place: Place) -> None:
    for number in range(20, 30):
        draw_photo(place.photos / f"new{number}.jpg", number, (800, 600))


def start_edits(place: Place) -> tuple[subprocess.Popen[bytes], Path]:
    """Make those edits that are not recorded as saved."""
    saved = place.notes.read_text().count('["saved"') if place.notes.exists() else 0
    return place.start_editing(1000 + saved, EDITS - saved)


def damage_cache(place: Place) -> None:
    for name in ("cache.db", "previews.db"):
        raw = (place.library / name).read_bytes()
        (place.library / name).write_bytes(raw[: len(raw) // 2])


def back_up(place: Place) -> None:
    place.photon("backup")


def damage_catalog(place: Place) -> None:
    """Zero pages with the user's metadata; the backup has it, too."""
    with proofs.database(place.catalog) as db:
        size = int(db.execute("PRAGMA page_size").fetchone()[0])
        tables = "SELECT rootpage FROM sqlite_master WHERE name IN ('captions', 'photo_tags')"
        pages = [int(row[0]) for row in db.execute(tables)]
    with place.catalog.open("r+b") as file:
        for page in pages:
            file.seek((page - 1) * size)
            file.write(bytes(size))


def check_between(
    name: str, place: Place, damaged: Mapping[str, str], before: proofs.Facts, kept: proofs.Facts
) -> None:
    """Check after a kill: the databases are intact, and no metadata is lost; or the damage is unchanged."""
    untouched = {one for one, digest in damaged.items() if proofs.digest(place.library / one) == digest}
    proofs.check_sound(place.library, set(proofs.DATABASES) - untouched)
    if place.catalog.name in untouched:
        return
    now = place.facts()
    if name == "edit and undo":
        kept = frozenset(fact for fact in kept if fact[0] not in proofs.ONE_EACH)
        editing.check_edits(before, place.notes, now)
    assert now >= kept


COMMANDS = {
    "index": Command(lambda place: place.start("index"), prepare=add_photos),
    "tag": Command(lambda place: place.start("tag", place.photos, "--confirm-above", "0.3")),
    "edit and undo": Command(start_edits),
    "caption": Command(lambda place: place.start("caption", place.photos)),
    "write": Command(lambda place: place.start("write-metadata", place.photos, "--policy", "both", "--yes")),
    "backup": Command(lambda place: place.start("backup")),
    "undo of words in files": Command(
        lambda place: place.start("write-metadata", "--undo", last_run(place, "SELECT max(run) FROM writes"), "--yes"),
    ),
    "undo of tags": Command(
        lambda place: place.start("runs", "undo", last_run(place, "SELECT max(id) FROM runs WHERE kind = 'confirm'")),
        takes_back=True,
    ),
    "mend": Command(lambda place: place.start("index"), prepare=damage_cache, damaged=("cache.db", "previews.db")),
    "repair": Command(
        lambda place: place.start("doctor", "--repair", "--yes"),
        prepare=back_up,
        spoil=damage_catalog,
        damaged=("catalog.db",),
    ),
}


@pytest.fixture(scope="module")
def chain(seeded: Place, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Command]:
    """Run the commands one after another, undisturbed."""
    before = seeded
    for number, command in enumerate(COMMANDS.values()):
        command.base = before.copy(tmp_path_factory.mktemp("base"))
        was = state_of(command.base)
        command.prepare(command.base)
        after = command.base.copy(tmp_path_factory.mktemp(f"end{number}"))
        command.spoil(after)
        began = time.monotonic()
        ended = wait(*command.start(after))
        assert ended.code == 0, ended
        command.seconds = time.monotonic() - began
        command.end = state_of(after)
        did_it = command.end["facts"] == was["facts"] if command.damaged else command.end != was
        assert did_it, ended
        before = after
    return COMMANDS


def kill_at_a_moment(process: subprocess.Popen[bytes], said: Path, after: float) -> bool:
    """Kill a process after a number of seconds, unless it has ended; no child may keep running."""
    try:
        process.wait(after)
    except subprocess.TimeoutExpired:
        below = family(process.pid)
        os.kill(process.pid, signal.SIGKILL)  # Popen.kill would reap a process that has just ended
        is_killed = wait(process, said).code == KILLED
        assert are_gone(below), f"left running: {below}"
        if is_killed:
            return True
    text = said.read_text()
    assert process.returncode == 0 or "already" in text or "nothing to restore" in text, text  # it was undone before
    return False


@pytest.mark.parametrize("name", COMMANDS)
def test_killed_at_random_moments(
    chain: dict[str, Command], name: str, tmp_path: Path, is_long: bool, record_property: Callable[[str, object], None]
) -> None:
    command, chance = chain[name], random.Random(f"{SEED} {name}")
    assert command.base is not None
    shown = {path.name: proofs.pixels(path) for path in command.base.photos.glob("*.jpg")}
    before, kills, trial = command.base.facts(), 0, 0
    kept = before & command.end["facts"] if command.takes_back else before
    while kills < (MANY if is_long else KILLS):
        trial += 1
        place = command.base.copy(tmp_path / str(trial))
        command.spoil(place)
        damaged = {one: proofs.digest(place.library / one) for one in command.damaged}
        moment = 0.0
        for moment in command.kill(place, chance, OFTEN if is_long else AT_MOST):
            kills += 1
            check_between(name, place, damaged, before, kept)
            assert {path.name: proofs.pixels(path) for path in place.photos.glob("*.jpg")} == shown, moment
            backups_of(place)
        if "undo" not in name or state_of(place) != command.end:  # what is already undone is refused
            ended = wait(*command.start(place))
            assert ended.code == 0 or ("undo" in name and ended.code == 1), ended
        place.photon("index")
        now = state_of(place)
        for kind, wanted in command.end.items():
            if kind != "backups":  # killed runs may have made more of them
                assert now[kind] == wanted, f"{kind} after {moment:.2f} of {command.seconds:.2f} s, seed {SEED}"
        assert now["backups"] >= command.end["backups"]
        assert proofs.strays(place.photos) == []
        proofs.check_index(place.library)
        shutil.rmtree(place.folder)
    record_property("kills", kills)


def test_killed_while_a_catalogue_is_brought_up_to_date(
    tmp_path: Path, is_long: bool, record_property: Callable[[str, object], None]
) -> None:
    chance, kills, ends = random.Random(f"{SEED} migrate"), 0, {}

    def old(version: Path, name: str) -> Place:
        place = Place(tmp_path / name)
        place.library.mkdir(parents=True)
        shutil.copy(version, place.catalog)
        return place

    versions = sorted(CATALOGS.glob("m*.db"))
    for version in versions:
        place = old(version, version.stem)
        began = time.monotonic()
        place.photon("runs", "list")
        ends[version] = (place.facts(), time.monotonic() - began)
    for trial in range(2000):
        version = chance.choice(versions)
        wanted, seconds = ends[version]
        place = old(version, str(trial))
        for _ in range(AT_MOST):
            killed = kill_at_a_moment(*place.start("runs", "list"), chance.uniform(0.3, 1) * seconds)
            kills += killed
            if not killed:
                break
        place.photon("runs", "list")
        proofs.check_sound(place.library)
        assert place.facts() == wanted
        shutil.rmtree(place.folder)
        if kills >= (MANY if is_long else KILLS):
            break
    record_property("kills", kills)
