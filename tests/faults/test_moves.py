"""Cases 23 to 27: files that are moved, renamed, replaced, still growing, or saved again and again."""

import io
import os
import shutil
import sqlite3
import threading
import time
import unicodedata
from contextlib import closing
from pathlib import Path

import pytest
from PIL import Image

from tests.faults import proofs
from tests.faults.place import Place, draw_photo
from tests.pictures import age


def preview_of(place: Place, relative: str) -> Image.Image | None:
    """Return the stored preview of a file; None until it is written, shortly after the photo's row."""
    with proofs.database(place.library / "previews.db") as db:
        photo = place.there().get(relative)
        found = db.execute("SELECT jpeg FROM previews WHERE photo_id = ?", (photo,)).fetchone()
    return Image.open(io.BytesIO(found[0])).convert("RGB") if found else None


def looks_like(preview: Image.Image | None, path: Path) -> bool:
    """Return whether a preview shows this file, at the top and at the bottom (small pictures of both are similar)."""
    if preview is None:
        return False
    with Image.open(path) as picture:
        told = picture.convert("RGB").resize((16, 12))
    small = preview.resize((16, 12))
    pairs = zip(told.tobytes(), small.tobytes(), strict=True)
    return max(abs(one - other) for one, other in pairs) < 40


@pytest.mark.parametrize("running", [False, True])
def test_23_moved_inside_and_across_roots(place: Place, running: bool) -> None:
    second = place.folder / "second"
    draw_photo(second / "s.jpg", 40)
    place.photon("index", second)
    place.photon("write-metadata", place.photos, "--yes")
    place.photon("index")
    before, ids, vectors = place.facts(), place.there(), proofs.vectors_of(place.library)

    def move() -> None:
        (place.photos / "inner").mkdir()
        for number in range(8):
            to = second if number < 4 else place.photos / "inner"
            for path in place.photos.glob(f"p{number:02}.jpg*"):  # with its sidecar
                path.rename(to / path.name.replace("p0", "moved 0"))

    wanted = {f"{'' if number < 4 else 'inner/'}moved {number:02}.jpg" for number in range(8)}
    if running:
        with place.watching():
            move()
            place.until(lambda: place.there().keys() == wanted | {"s.jpg"})
    else:
        move()
    receipt = place.photon("index").said
    assert running or "8 moved or renamed photos" in receipt
    assert place.there().keys() == wanted | {"s.jpg"}
    assert sorted(place.there().values()) == sorted(ids.values())
    assert all(place.there()[name] == ids["p" + name[-6:]] for name in wanted)
    assert place.facts() == before
    assert proofs.vectors_of(place.library) == vectors
    assert len(list(place.folder.rglob("*.xmp"))) == 8


def test_24_names_that_differ_in_case_or_in_their_form_alone(place: Place) -> None:
    before, ids, vectors = place.facts(), place.there(), proofs.vectors_of(place.library)
    composed = unicodedata.normalize("NFC", "Zoë Ångström.jpg")
    parted = unicodedata.normalize("NFD", composed)
    (place.photos / "p00.jpg").rename(place.photos / "P00.JPG")
    (place.photos / "p01.jpg").rename(place.photos / composed)
    place.photon("index")
    assert place.there()["P00.JPG"] == ids["p00.jpg"]
    assert place.there()[composed] == ids["p01.jpg"]
    (place.photos / composed).rename(place.photos / parted)
    place.photon("index")
    assert place.there()[parted] == ids["p01.jpg"]
    assert len(place.there()) == 8
    draw_photo(place.photos / composed, 41)
    draw_photo(place.photos / "p00.JPG", 42)
    place.photon("index")
    assert len(set(place.there().values())) == 10  # twins are two photos
    assert place.facts() == before
    assert vectors.items() <= proofs.vectors_of(place.library).items()


@pytest.mark.parametrize("running", [False, True])
def test_25_another_picture_under_the_same_name_with_the_same_time_and_size(place: Place, running: bool) -> None:
    path = place.photos / "p02.jpg"
    words = {fact[0::2] for fact in place.facts() if fact[1] == image_of(place, "p02.jpg")}
    status, other = path.stat(), draw_photo(place.folder / "other.jpg", 43)
    raw = other.read_bytes()
    path.write_bytes((raw + bytes(max(0, status.st_size - len(raw))))[: max(status.st_size, len(raw))])
    same = path.stat().st_size == status.st_size

    def replaced() -> bool:
        return looks_like(preview_of(place, "p02.jpg"), other)

    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert not replaced()
    if running:
        with place.watching():
            place.until(replaced)
    place.photon("index")
    assert replaced()
    assert same or len(raw) > status.st_size
    assert words == {fact[0::2] for fact in place.facts() if fact[1] == image_of(place, "p02.jpg")}
    proofs.check_index(place.library)


def image_of(place: Place, relative: str) -> str:
    with closing(sqlite3.connect(place.catalog)) as db:
        row = db.execute("SELECT image_hash FROM photos WHERE id = ?", (place.there()[relative],)).fetchone()
    return bytes(row[0]).hex()


@pytest.mark.parametrize("ending", ["jpg", "tif", "gif"])
def test_26_a_photo_that_is_still_growing(place: Place, ending: str) -> None:
    """It is read again when complete; the preview of its first half is not kept."""
    whole = place.folder / f"whole.{ending}"
    with Image.open(draw_photo(place.folder / "large.jpg", 44, (1200, 900))) as picture:
        picture.save(whole)
    raw, growing = whole.read_bytes(), place.photos / f"growing.{ending}"

    def write() -> None:
        with growing.open("wb", buffering=0) as out:
            for part in range(12):
                out.write(raw[part * len(raw) // 12 : (part + 1) * len(raw) // 12])
                time.sleep(0.5)  # the pause of a slow writer; it synchronises nothing

    with place.watching():
        writer = threading.Thread(target=write)
        writer.start()
        writer.join()
        place.until(lambda: growing.name in place.there() and looks_like(preview_of(place, growing.name), whole))
    place.photon("index")
    assert looks_like(preview_of(place, growing.name), whole)
    assert "No problems." in place.photon("doctor").said
    assert len(place.there()) == 9


def test_27_a_program_that_saves_by_renaming(place: Place) -> None:
    before = {fact for fact in place.facts() if fact[1] != image_of(place, "p04.jpg")}
    words = {fact[0::2] for fact in place.facts() if fact[1] == image_of(place, "p04.jpg")}
    ids = place.there()
    versions = [draw_photo(place.folder / f"v{number}.jpg", 50 + number, shift=number % 5) for number in range(3)]
    with place.watching():
        for number in range(100):
            part = place.photos / "p04.jpg.tmp"
            shutil.copy(versions[number % 3], part)
            part.replace(place.photos / "p04.jpg")
        age(place.photos / "p04.jpg")
        place.until(lambda: looks_like(preview_of(place, "p04.jpg"), versions[0]))
    place.photon("index")
    assert looks_like(preview_of(place, "p04.jpg"), versions[0])
    assert place.there() == ids  # one row, the same photo
    assert before <= place.facts()
    assert words == {fact[0::2] for fact in place.facts() if fact[1] == image_of(place, "p04.jpg")}
    proofs.check_index(place.library)
