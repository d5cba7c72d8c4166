"""Cases 1 to 5: Photon is killed while it writes its databases, a photo, a sidecar, the vectors."""

import shutil
from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest

from tests.faults import proofs
from tests.faults.injection import failing
from tests.faults.place import Place, draw_photo
from tests.library.make_catalogs import CATALOGS, COMMITS

KILLED = (0, 137, -9)  # strace ends as its program did


@pytest.mark.parametrize("call", ["pwrite64", "fdatasync"])
def test_01_killed_at_any_database_write(new_place: Callable[[], Place], call: str, is_long: bool) -> None:
    points = range(1, 201) if is_long else (1, 4, 11, 34)
    saved, died = [], 0
    for point in points:
        place = new_place()
        before = place.facts()
        log = place.library / "catalog.db-wal"
        ended = place.edit(100, 18, wrap=failing(f"{call}:signal=KILL:when={point}", path=log), codes=KILLED)
        died += ended.code != 0
        saved.append(place.check_edits(before))
        place.edit(200, 2)  # the next start opens it without asking
        place.check_edits(before)
        shutil.rmtree(place.folder)
    assert died >= 3
    assert max(saved) > min(saved)


@pytest.mark.parametrize("version", sorted(COMMITS))
def test_02_killed_during_an_upgrade_of_the_catalogue(tmp_path: Path, version: str, is_long: bool) -> None:
    def old(name: str) -> Place:
        place = Place(tmp_path / name)
        place.library.mkdir(parents=True)
        shutil.copy(CATALOGS / f"{version}.db", place.catalog)
        return place

    undisturbed = old("undisturbed")
    before = undisturbed.facts()
    undisturbed.photon("runs", "list")
    wanted = undisturbed.facts()
    # the search index changed since then, and one setting became a table; tests/library/db checks what becomes of them
    assert all(fact[0] in {"search", "setting"} for fact in before - wanted)
    copies = 0
    for point in range(1, 101, 3) if is_long else (3, 40):
        place = old(str(point))
        place.photon("runs", "list", wrap=failing(f"pwrite64:signal=KILL:when={point}"), codes=KILLED)
        place.photon("runs", "list")
        proofs.check_sound(place.library)
        assert place.facts() == wanted
        for copy in place.library.glob("catalog-before-*.db"):
            copies += 1
            assert proofs.facts_of(copy) == before
    assert copies


CALLS = ("write", "fsync", "utimensat", "rename", "link", "unlink")
POINTS = {
    "embed": (("fsync", 1), ("utimensat", 1), ("rename", 1), ("rename", 2), ("unlink", 1)),
    "sidecar": (("fsync", 1), ("link", 1), ("unlink", 1)),
}
"""Which call of which kind kills; each file is written by its own thread, and strace counts for each thread."""


@pytest.mark.parametrize("policy", ["embed", "sidecar"])
def test_03_04_killed_while_writing_photos_and_sidecars(
    new_place: Callable[[], Place], policy: str, is_long: bool
) -> None:
    """A file is the old one or the new one; the next start completes interrupted writes (cases 3 and 4)."""
    undisturbed = new_place()
    before, old = undisturbed.facts(), proofs.digests(undisturbed.photos)
    shown = {name: proofs.pixels(undisturbed.photos / name) for name in old}
    undisturbed.photon("write-metadata", undisturbed.photos, "--policy", policy, "--yes")
    new = proofs.digests(undisturbed.photos)
    assert new != old
    seen = set()
    for call, point in product(CALLS, range(1, 13)) if is_long else POINTS[policy]:
        place = new_place()
        wrap = failing(f"{call}:signal=KILL:when={point}")
        place.photon("write-metadata", place.photos, "--policy", policy, "--yes", wrap=wrap, codes=(*KILLED, 1))
        for name, was in shown.items():
            assert proofs.pixels(place.photos / name) == was, (call, point)
        place.photon("index")
        assert proofs.strays(place.photos) == []
        proofs.check_sound(place.library)
        assert place.facts() == before
        now = proofs.digests(place.photos)
        seen |= {name in now and now[name][0] == new[name][0] for name in new if new[name] != old.get(name)}
        for name, (hashed, _, _) in now.items():
            assert hashed in {old.get(name, ("",))[0], new[name][0]}, (call, point, name)
            if name.endswith(".xmp"):
                found = proofs.keywords_of(place.photos / name)
                assert found
                assert len(found) == len(set(found))
        shutil.rmtree(place.folder)
    assert False in seen  # not all kills came too late


def test_05_killed_while_writing_vectors(new_place: Callable[[], Place], is_long: bool) -> None:
    for point in range(1, 61) if is_long else (2, 9, 20, 33):
        place = new_place()
        before = place.facts()
        for number in range(20, 24):
            draw_photo(place.photos / f"new{number}.jpg", number)
        log = place.library / "cache.db-wal"
        place.photon("index", wrap=failing(f"pwrite64:signal=KILL:when={point}", path=log), codes=KILLED)
        place.photon("index")
        proofs.check_sound(place.library)
        proofs.check_index(place.library)
        assert len(proofs.vectors_of(place.library)) == 12
        assert before <= place.facts()
        shutil.rmtree(place.folder)
