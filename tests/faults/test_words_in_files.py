"""Cases 37 and 38: sidecars of other programs, and metadata that is written into files and imported again."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.faults import proofs
from tests.faults.editing import photos_of
from tests.faults.injection import need
from tests.faults.place import Place, draw_photo

HEAD = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"'
    ' xmlns:crs="http://ns.adobe.com/camera-raw-settings/1.0/" xmlns:own="urn:another-program"'
)
TAIL = "</rdf:Description></rdf:RDF></x:xmpmeta>"
FOREIGN = (
    f'{HEAD} crs:Exposure2012="+0.35" own:Place="left of the door" xmp:Label="Red">'
    "<own:Steps><rdf:Seq><rdf:li>crop</rdf:li><rdf:li>turn</rdf:li></rdf:Seq></own:Steps>"
    f"<dc:subject><rdf:Bag><rdf:li>theirs</rdf:li></rdf:Bag></dc:subject>{TAIL}"
)
OWN = ("XMP-dc:Subject", "XMP-dc:Description", "XMP-dc:Title", "XMP-xmp:Rating", "XMP-lr:", "XMP-digiKam:", "XMP-mwg",
       "XMP-microsoft", "XMP-MicrosoftPhoto", "XMP-mediapro", "XMP-acdsee", "XMP-photon", "XMP-x:", "IPTC:", "System:",
       "File:", "ExifTool:", "SourceFile", "IFD0:", "ExifIFD:", "Composite:", "Photoshop:IPTCDigest")  # fmt: skip
"""Groups and fields that Photon writes at the user's request, and those that change as a consequence."""


def told_by_exiftool(path: Path) -> dict[str, Any]:
    need("exiftool")
    done = subprocess.run(["exiftool", "-q", "-j", "-G1", "-struct", str(path)], capture_output=True, check=False)
    return dict(json.loads(done.stdout)[0])


def foreign_in(path: Path) -> dict[str, Any]:
    return {name: value for name, value in told_by_exiftool(path).items() if not name.startswith(OWN)}


def tags_of(place: Place, relative: str) -> set[str]:
    photo = place.there()[relative]
    image = dict(photos_of(place.library))[photo]
    return {said for kind, of, said in place.facts() if kind == "tag" and of == image}


def test_37_words_of_other_programs_stay(place: Place) -> None:
    before, path = place.facts(), place.photos / "p01.jpg.xmp"
    path.write_text(FOREIGN)
    theirs = foreign_in(path)
    assert len(theirs) >= 3
    place.photon("index")
    assert "theirs" in tags_of(place, "p01.jpg")
    place.photon("write-metadata", place.photos, "--yes")
    assert foreign_in(path) == theirs
    found = proofs.keywords_of(path)
    assert "theirs" in found
    assert len(found) == len(set(found)) > 1
    assert len(list(place.photos.glob("p01*.xmp"))) == 1
    assert before <= place.facts()


BROKEN = {
    "cut": FOREIGN[: len(FOREIGN) // 2].encode(),
    "header": ('<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>' + FOREIGN).encode("utf-16")[7:],
    "bytes": bytes(range(256)) * 8,
    "other": b"<html><body>not XMP</body></html>",
    "zeros": bytes(2000),
}


@pytest.mark.parametrize("policy", ["sidecar", "both"])
def test_37_a_sidecar_that_cannot_be_read_is_never_overwritten(place: Place, policy: str) -> None:
    before, sums = place.facts(), {}
    for number, (name, raw) in enumerate(BROKEN.items()):
        path = place.photos / f"p{number:02}.jpg.xmp"
        path.write_bytes(raw)
        sums[path] = (proofs.digest(path), path.stat().st_mtime_ns, name)
    place.photon("index")
    ended = place.photon("write-metadata", place.photos, "--policy", policy, "--yes", codes=(0, 1))
    place.edit(100, 6)
    place.photon("write-metadata", place.photos, "--policy", policy, "--yes", codes=(0, 1))
    for path, (hashed, when, name) in sums.items():
        assert (proofs.digest(path), path.stat().st_mtime_ns) == (hashed, when), name
        assert path.name in ended.said, name  # and reported
    place.check_edits(before)


def test_37_a_raw_photo_and_its_jpeg_keep_sidecars_of_their_own(place: Place, shared: Callable[[str], Path]) -> None:
    import tarfile

    with tarfile.open(shared("data/corpus/corpus.tar")) as files:
        some = [entry for entry in files if "raw-plus-jpeg" in entry.name and entry.isfile()]
        if not some:
            pytest.skip("needs raw-plus-jpeg of the corpus")
        for entry in some:
            entry.name = Path(entry.name).name
            files.extract(entry, place.photos / "pair", filter="data")
    before = proofs.digests(place.photos / "pair")
    known = place.facts()
    place.photon("index")
    place.photon("write-metadata", place.photos / "pair", "--yes", codes=(0, 1))
    now = proofs.digests(place.photos / "pair")
    assert {name: told for name, told in now.items() if not name.endswith(".xmp")} == {
        name: told for name, told in before.items() if not name.endswith(".xmp")
    }
    assert known <= place.facts()


@pytest.mark.parametrize("policy", ["embed", "sidecar"])
def test_38_there_and_back_twice_with_an_edit_between(place: Place, policy: str) -> None:
    need("exiftool")
    before = place.facts()
    write = ("write-metadata", place.photos, "--policy", policy, "--yes")
    shown = {name: proofs.pixels(place.photos / name) for name in place.originals()}
    place.photon(*write)
    place.photon("index")
    once = proofs.digests(place.photos)
    place.photon(*write)
    assert proofs.digests(place.photos) == once  # nothing changed: neither bytes nor times
    assert place.facts() == before

    target = place.photos / ("p03.jpg" if policy == "embed" else "p03.jpg.xmp")
    gone = next(iter(tags_of(place, "p03.jpg")))
    leaf, upper = gone.rpartition("/")[2], gone.replace("/", "|")
    changes = [f"-XMP-dc:Subject-={leaf}", f"-XMP-lr:HierarchicalSubject-={upper}", f"-XMP-digiKam:TagsList-={gone}",
               f"-IPTC:Keywords-={leaf}", "-XMP-dc:Subject+=from outside", "-XMP-photoshop:City=Rome"]  # fmt: skip
    subprocess.run(["exiftool", "-q", "-overwrite_original", *changes, str(target)], check=True)
    place.photon("index")
    assert gone not in tags_of(place, "p03.jpg")
    assert "from outside" in tags_of(place, "p03.jpg")
    rest = {fact for fact in before if fact[2] != gone}
    assert rest <= place.facts()
    place.photon(*write)
    place.photon("index")
    assert gone not in tags_of(place, "p03.jpg")  # deleted metadata stays deleted
    told = told_by_exiftool(target)
    assert told["XMP-photoshop:City"] == "Rome"
    found = told["XMP-dc:Subject"]
    assert leaf not in found
    assert isinstance(found, str) or len(found) == len(set(found))
    assert {name: proofs.pixels(place.photos / name) for name in shown} == shown
    assert proofs.strays(place.photos) == []


def test_38_undo_gives_back_every_byte(place: Place) -> None:
    draw_photo(place.photos / "new.jpg", 38)
    place.photon("index")
    place.edit(100, 54)
    before, facts = {name: told[0] for name, told in proofs.digests(place.photos).items()}, place.facts()
    for policy in ("embed", "sidecar", "both"):
        place.photon("write-metadata", place.photos, "--policy", policy, "--yes")
        with proofs.database(place.catalog) as db:
            (run,) = db.execute("SELECT max(run) FROM writes").fetchone()
        assert {name: told[0] for name, told in proofs.digests(place.photos).items()} != before
        place.photon("write-metadata", "--undo", run, "--yes")
        assert {name: told[0] for name, told in proofs.digests(place.photos).items()} == before, policy
        place.photon("index")
        assert place.facts() == facts
