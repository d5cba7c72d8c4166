"""Cases 6 to 10, 14 and 32: disks that are full, fail, are read-only, or forbid."""

import shutil
from pathlib import Path

import pytest

from tests.faults import proofs
from tests.faults.injection import Namespace, as_anybody, failing, fill, namespace
from tests.faults.place import Place, draw_photo

DISK = 'mount -t tmpfs -o size="$2" none "$1"'


def on_small_disk(place: Place, here: Namespace, size: str) -> Place:
    """Return the library on a small separate disk, as seen from outside. In the namespace, it has its usual path."""
    kept = place.folder / "kept"
    shutil.copytree(place.library, kept)
    here.sh(DISK, place.library, size)
    here.sh('cp -a "$1/." "$2"', kept, place.library)
    outside = Place(place.folder)
    outside.library = here.seen(place.library)
    return outside


def looked_at(outside: Place) -> Place:
    """Create a copy of a library in a namespace.

    SQLite follows the link by which it is reached from outside, and cannot create its files on a full disk.
    """
    copied = Place(outside.folder)
    copied.library = outside.folder / f"seen{len(list(outside.folder.glob('seen*')))}"
    copied.library.mkdir()
    for path in outside.library.glob("*.db*"):
        if not path.name.endswith("-shm"):
            shutil.copy(path, copied.library)
    return copied


def test_06_disk_full_when_the_database_is_written(place: Place) -> None:
    before = place.facts()
    with namespace() as here:
        outside = on_small_disk(place, here, "16m")
        filler = fill(outside.library, 60_000)
        ended = place.edit(100, 400, wrap=here.within, codes=(3,))
        assert "full" in ended.said
        saved = looked_at(outside).check_edits(before)
        assert 0 <= saved < 400
        place.photon("search", "rating:>=1", wrap=here.within)  # it can still be used
        refused = place.photon("vocabulary", "add", "No room", wrap=here.within, codes=(1,))
        assert "full" in refused.said
        assert ("word", "", '["No room"]11') not in looked_at(outside).facts()
        filler.unlink()
        place.edit(600, 6, wrap=here.within)
        assert looked_at(outside).check_edits(before) == saved + 6


def test_07_disk_full_when_previews_are_written(place: Place) -> None:
    before = place.facts()
    for number in range(20, 60):
        draw_photo(place.photos / f"new{number}.jpg", number, (1600, 1200))
    with namespace() as here:
        outside = on_small_disk(place, here, "16m")
        filler = fill(outside.library, 300_000)
        ended = place.photon("index", wrap=here.within, codes=(1,))
        assert "full" in ended.said
        proofs.check_sound(looked_at(outside).library)
        assert before <= looked_at(outside).facts()
        place.photon("search", "rating:>=1", wrap=here.within)
        filler.unlink()
        place.photon("index", wrap=here.within)
        seen = looked_at(outside)
        proofs.check_index(seen.library)
        assert len(proofs.vectors_of(seen.library)) == 48
        assert before <= seen.facts()


@pytest.mark.parametrize("policy", ["embed", "sidecar"])
def test_08_disk_full_when_words_are_written(place: Place, policy: str) -> None:
    before, originals = place.facts(), place.originals()
    kept = place.folder / "kept"
    shutil.copytree(place.photos, kept)
    with namespace() as here:
        here.sh(DISK, place.photos, "16m")
        here.sh('cp -a "$1/." "$2"', kept, place.photos)
        photos = here.seen(place.photos)
        filler = fill(photos, 4096)
        words = ("write-metadata", place.photos, "--policy", policy, "--yes")
        ended = place.photon(*words, wrap=here.within, codes=(0, 1))
        assert "full" in ended.said or "No space" in ended.said
        filler.unlink()
        assert proofs.strays(photos) == []
        told = proofs.digests(photos)
        written = [name for name in told if originals.get(name) != told[name]]
        assert len(written) < len(originals)  # the files that did fit are complete:
        for name in written:
            if name.endswith(".xmp"):
                assert proofs.keywords_of(photos / name)
            else:
                assert proofs.pixels(photos / name) == proofs.pixels(kept / name)
        place.photon(*words, wrap=here.within)  # with enough space, nothing is left to do
        now = proofs.digests(photos)
        assert len([name for name in now if originals.get(name) != now[name]]) == len(originals)
        assert {name: proofs.pixels(photos / name) for name in originals} == {
            name: proofs.pixels(kept / name) for name in originals
        }
    assert place.facts() == before


@pytest.mark.parametrize("which", ["new", "known"])
def test_09_a_photo_that_cannot_be_read(place: Place, which: str) -> None:
    before = place.facts()
    bad = place.photos / "p03.jpg" if which == "known" else draw_photo(place.photos / "bad.jpg", 30)
    if which == "known":
        bad.write_bytes(bad.read_bytes() + b"\0")
    draw_photo(place.photos / "good.jpg", 31)
    wrap = failing("read,pread64,readv:error=EIO", path=bad)
    place.photon("index", wrap=wrap)
    told = place.photon("doctor").said
    assert bad.name in told
    assert "good.jpg" not in told
    assert proofs.files_of(place.catalog)["good.jpg"][1]
    assert proofs.files_of(place.catalog)["p03.jpg"][1]
    assert place.facts() == before
    place.photon("index")  # the disk works again
    assert "No problems." in place.photon("doctor").said
    assert proofs.files_of(place.catalog)[bad.name][1]
    assert place.facts() == before


def test_10_fsync_fails(place: Place) -> None:
    before, originals = place.facts(), place.originals()
    log = place.library / "catalog.db-wal"
    ended = place.edit(100, 6, wrap=failing("fsync,fdatasync:error=EIO", path=log), codes=(3,))
    assert ended.said.startswith("refused")
    assert place.check_edits(before) == 0
    wrap = failing("fsync:error=EIO")
    place.photon("write-metadata", place.photos, "--policy", "embed", "--yes", wrap=wrap, codes=(1,))
    place.photon("index")
    assert place.originals() == originals
    assert proofs.strays(place.photos) == []
    assert place.check_edits(before) == 0


def test_14_a_library_that_is_read_only(place: Place) -> None:
    before = place.facts()
    with namespace('mount --bind "$1" "$1"; mount -o remount,ro,bind "$1"', place.library) as here:
        told = proofs.digests(place.library)
        found = place.photon("search", "tag:edits", wrap=here.within)
        assert "p0" in found.said
        assert "read-only" in place.photon("doctor", wrap=here.within).said
        for words in (("index",), ("vocabulary", "add", "Word"), ("backup",)):
            refused = place.photon(*words, wrap=here.within, codes=(1,))
            assert refused.said.strip()
        assert place.edit(100, 1, wrap=here.within, codes=(3,)).said.startswith("refused")
        assert proofs.digests(place.library) == told
    assert place.facts() == before


def test_32_files_and_folders_without_permission(place: Place) -> None:
    shut, closed = place.photos / "p02.jpg", place.photos / "closed"
    closed.mkdir()
    for name in ("p04.jpg", "p05.jpg"):
        (place.photos / name).rename(closed / name)
    place.photon("index")
    before, originals = place.facts(), place.originals()
    shut.chmod(0)
    closed.chmod(0o555)
    anybody = as_anybody()
    for policy in ("embed", "sidecar"):
        ended = place.photon("write-metadata", place.photos, "--policy", policy, "--yes", wrap=anybody, codes=(0, 1))
        assert "p04.jpg" in ended.said
    place.edit(100, 6, wrap=anybody)
    place.photon("index", wrap=anybody)
    closed.chmod(0)
    place.photon("index", wrap=anybody)
    assert str(closed) in place.photon("doctor", wrap=anybody).said
    assert all(there for _, there in proofs.files_of(place.catalog).values())
    place.check_edits(before)
    shut.chmod(0o644)
    closed.chmod(0o755)
    untouched = {name: told for name, told in place.originals().items() if name.startswith(("closed/", "p02"))}
    assert untouched == {name: originals[name] for name in untouched}
    assert len(untouched) == 3
    place.photon("write-metadata", place.photos, "--yes")  # retried
    assert (closed / "p04.jpg.xmp").exists()
    place.check_edits(before)


def test_14_fixture_is_real(tmp_path: Path) -> None:
    """A disk created here is really small, and really read-only; otherwise the tests above would prove nothing."""
    with namespace('mount -t tmpfs -o size=64k none "$1"', tmp_path) as here:
        seen = here.seen(tmp_path)
        assert fill(seen).stat().st_size <= 65536
        with pytest.raises(OSError, match="No space"):
            (seen / "more").write_bytes(bytes(8192))
        here.sh('mount -o remount,ro "$1"', tmp_path)
        with pytest.raises(OSError, match="Read-only"):
            (seen / "filler").unlink()
