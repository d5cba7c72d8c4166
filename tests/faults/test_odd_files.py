"""Cases 30, 31 and 33 to 36: links, special files, very many files, bombs, killed decoders, hostile metadata."""

import os
import random
import shutil
import signal
import socket
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
from PIL import Image

from tests.faults import proofs
from tests.faults.injection import need
from tests.faults.photon_process import MOST_BYTES, comes_true, family, wait
from tests.faults.place import Place, draw_photo
from tests.pictures import age


def test_30_links_that_loop_lead_out_or_are_the_same_file(place: Place) -> None:
    before, ids = place.facts(), place.there()
    outside = place.folder / "outside"
    draw_photo(outside / "far.jpg", 30)
    (place.photos / "loop").symlink_to("..")
    (place.photos / "self").symlink_to("self")
    (place.photos / "deep").mkdir()
    (place.photos / "deep" / "up").symlink_to(place.photos)
    (place.photos / "out").symlink_to(outside)
    (outside / "back").symlink_to(place.photos)
    (place.photos / "broken.jpg").symlink_to("nowhere.jpg")
    os.link(place.photos / "p00.jpg", place.photos / "hard.jpg")
    place.photon("index")
    there = place.there()
    assert there.keys() == ids.keys() | {"hard.jpg", "out/far.jpg"}
    assert there["hard.jpg"] == ids["p00.jpg"]  # one photo with two files
    assert proofs.census(place.catalog)["photos"] == 9
    assert place.facts() == before


def test_31_what_is_named_like_a_photo_but_is_no_file(place: Place) -> None:
    before = place.facts()
    os.mkfifo(place.photos / "pipe.jpg")
    (place.photos / "folder.jpg").mkdir()
    draw_photo(place.photos / "folder.jpg" / "in.jpg", 31)
    (place.photos / "device.jpg").symlink_to("/dev/zero")
    (place.photos / "empty.jpg").touch()
    with socket.socket(socket.AF_UNIX) as listener:
        here = os.open(place.photos, os.O_RDONLY)
        try:
            listener.bind(f"/proc/self/fd/{here}/socket.jpg")
        finally:
            os.close(here)
        age(place.photos / "empty.jpg")
        place.photon("index")
    assert place.there().keys() == {f"p{number:02}.jpg" for number in range(8)} | {"folder.jpg/in.jpg"}
    told = place.photon("doctor").said
    assert all(name in told for name in ("pipe.jpg", "device.jpg", "socket.jpg", "empty.jpg"))
    assert place.facts() == before


def test_33_very_many_files_long_names_and_deep_folders(place: Place, is_long: bool) -> None:
    before, count = place.facts(), 100_000 if is_long else 1000
    small = draw_photo(place.folder / "small.jpg", 33, (64, 64))
    many = place.photos / "many"
    many.mkdir()
    for number in range(count):
        os.link(small, many / f"n{number:06}.jpg")
        if number % 50_000 == 49_999:  # some file systems allow 65,000 links
            small = Path(shutil.copy(small, place.folder / f"small{number}.jpg"))
            age(small)
    deep = place.photos.joinpath(*["d" * 20] * 20)
    draw_photo(deep / "deep.jpg", 34)
    draw_photo(place.photos / f"{'l' * 245}.jpg", 35)
    ended = place.photon("index")
    assert len(place.there()) == 8 + 2 + count
    assert ended.peak < MOST_BYTES
    assert place.photon("search", "tag:edits").said.count(".jpg") == 8
    shutil.rmtree(many)
    place.photon("index")
    assert len(place.there()) == 10
    assert before == place.facts()


def png_bomb(path: Path, side: int) -> None:
    """Return a small PNG that declares a huge picture, and contains it."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    row, packer = bytes(1 + side // 8), zlib.compressobj(9)
    packed = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0))
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", packed) + chunk(b"IEND", b""))
    age(path)


def test_34_bombs_and_huge_pictures(place: Place) -> None:
    before = place.facts()
    png_bomb(place.photos / "bomb.png", 60_000)
    Image.new("L", (20_000, 5_000), 90).save(place.photos / "panorama.jpg", quality=50)
    for name, content in (("text.svgz.jpg", zlib.compress(bytes(50_000_000))), ("zeros.jpg", bytes(30_000_000))):
        (place.photos / name).write_bytes(content)
    for path in place.photos.iterdir():
        age(path)
    ended = place.photon("index")
    assert ended.peak < MOST_BYTES
    assert "panorama.jpg" in place.there()
    told = place.photon("doctor").said
    assert all(name in told for name in ("bomb.png", "text.svgz.jpg", "zeros.jpg"))
    assert place.facts() == before


def test_34_the_corpus_of_huge_and_broken_files(place: Place, shared: Callable[[str], Path], is_long: bool) -> None:
    if not is_long:
        pytest.skip("is part of the long run; tests/media/test_corpus.py reads the same files in one process")
    import tarfile

    before = place.facts()
    with tarfile.open(shared("data/corpus/corpus.tar")) as files:
        files.extractall(place.photos / "corpus", filter="data")
    for path in (place.photos / "corpus").rglob("*"):
        if path.is_file():
            age(path)
    originals = proofs.digests(place.photos)
    ended = place.photon("index")
    assert ended.peak < MOST_BYTES
    assert proofs.digests(place.photos) == originals
    proofs.check_sound(place.library)
    assert before <= place.facts()


def test_35_decoders_are_killed(place: Place) -> None:
    before, chance = place.facts(), random.Random(35)
    for number in range(20, 80):
        draw_photo(place.photos / f"new{number}.jpg", number, (1600, 1200))
    process, said = place.start("index")
    assert comes_true(lambda: len(family(process.pid)) > 0 and len(proofs.files_of(place.catalog)) > 8)
    killed = 0
    while process.poll() is None and killed < 6:
        decoders = [pid for pid in family(process.pid) if is_decoder(pid)]
        if decoders:
            try:
                os.kill(chance.choice(decoders), signal.SIGKILL)
            except ProcessLookupError:
                continue
            killed += 1
            comes_true(lambda: process.poll() is not None, 0.2)
    if process.returncode is None:
        assert wait(process, said).code == 0  # Photon survives
    assert killed
    place.photon("index")
    assert len(place.there()) == 68  # a file in a killed decoder does not count as bad
    assert "No problems." in place.photon("doctor").said
    assert place.facts() == before
    proofs.check_index(place.library)


def is_decoder(pid: int) -> bool:
    try:
        return any("decoder" in part or "spawn_main" in part for part in psutil.Process(pid).cmdline())
    except psutil.Error:
        return False


HOSTILE = {
    "entity": '<!DOCTYPE x [<!ENTITY e SYSTEM "file://{secret}">]>'
    '<x:xmpmeta xmlns:x="adobe:ns:meta/">{rdf}</x:xmpmeta>',
    "bomb": '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">{more}]><x:xmpmeta xmlns:x="adobe:ns:meta/">{rdf}</x:xmpmeta>',
    "remote": '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd"><x:xmpmeta xmlns:x="adobe:ns:meta/">{rdf}</x:xmpmeta>',
}
RDF = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:subject><rdf:Bag><rdf:li>{word}</rdf:li></rdf:Bag></dc:subject>'
    "</rdf:Description></rdf:RDF>"
)


def test_36_hostile_sidecars(place: Place) -> None:
    need("strace")
    before = place.facts()
    secret = place.folder / "secret.txt"
    secret.write_text("the secret word")
    more = "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    for number, (name, text) in enumerate(HOSTILE.items()):
        draw_photo(place.photos / f"{name}.jpg", 36 + number)
        word = {"entity": "&e;", "bomb": "&i;", "remote": "harmless"}[name]
        raw = (
            text.replace("{rdf}", RDF.replace("{word}", word)).replace("{secret}", str(secret)).replace("{more}", more)
        )
        (place.photos / f"{name}.jpg.xmp").write_text(raw)
    (place.photos / "cut.jpg.xmp").write_bytes(RDF.encode()[:100])
    draw_photo(place.photos / "cut.jpg", 40)
    originals, trace = proofs.digests(place.photos), place.folder / "trace"
    wrap = ("strace", "-f", "-qq", "-o", trace, "-e", "trace=openat,connect")
    ended = place.photon("index", wrap=wrap)
    assert ended.peak < MOST_BYTES
    calls = trace.read_text(errors="replace")
    assert str(secret) not in calls
    assert "AF_INET" not in calls
    assert len(place.there()) == 12
    said = place.facts() - before
    assert not any("secret" in text or "aaaa" in text for _, _, text in said)
    assert before <= place.facts()
    assert proofs.digests(place.photos) == originals
