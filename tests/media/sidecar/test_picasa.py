"""Picasa's faces: in the stored picture, of RAW files in the upright one; they fill gaps and harm nothing."""

from pathlib import Path

import pytest

from photon.domain import Region
from photon.domain.metadata.file_metadata import Face, FileMetadata, Metadata
from photon.domain.people.face import overlap
from photon.media.read.metadata_reading import read_words
from photon.media.sidecar.picasa import PicasaEntry, read_picasa, with_picasa
from tests.media.drawn import drawn
from tests.media.packets import bag, packet, with_xmp

INI = """[Picasa]\r
name=Holidays\r
[Contacts2]\r
d10a8325c557b085=Emma Müller;;\r
8e62398ebda8c1a5=Smith, Ben;ben@example.org;\r
[A.jpg]\r
faces=rect64(19993333333399999),8;rect64(1999333333339999),d10a8325c557b085;rect64(3333000066663333),8e62398ebda8c1a5;\
rect64(0),d10a8325c557b085;rect64(66660000ffffffff),ffffffffffffffff;rect64(9999999911111111),8e62398ebda8c1a5\r
backuphash=5\r
[b.jpg]\r
faces=rect64(1),nonsense\r
"""


def written(folder: Path, text: str | bytes = INI, name: str = ".picasa.ini") -> Path:
    (folder / name).write_bytes(text.encode() if isinstance(text, str) else text)
    drawn().save(folder / "a.jpg")
    return folder / "a.jpg"


def read(path: Path) -> FileMetadata:
    return read_words(str(path))


@pytest.mark.parametrize("name", [".picasa.ini", "Picasa.ini"])
def test_faces_of_known_contacts_are_read_whatever_the_case_of_the_name(tmp_path: Path, name: str) -> None:
    account = read(written(tmp_path, name=name))
    assert account.metadata is not None
    assert [one.name for one in account.metadata.faces] == ["Emma Müller", "Smith, Ben"]
    assert account.metadata.people == ("Emma Müller", "Smith, Ben")
    assert overlap(account.metadata.faces[0].region, Region(0.1, 0.2, 0.1, 0.4)) > 0.99
    assert account.export == str(tmp_path / name)
    assert account.written is not None
    assert account.written.faces == ()


def test_digits_are_filled_up_from_the_left(tmp_path: Path) -> None:
    path = written(
        tmp_path, "[Contacts2]\nab=Emma;;\n[a.jpg]\nfaces=rect64(80000000ffffffff),ab;rect64(8000ffffffff),ab\n"
    )
    found = read_picasa(str(path))
    assert found is not None
    assert [(round(one.region.x, 2), round(one.region.y, 2)) for one in found.faces] == [(0.5, 0.0), (0.0, 0.5)]


def test_regions_follow_the_orientation_but_not_those_of_raw_files() -> None:
    entry = PicasaEntry("", (Face("Emma", Region(0.1, 0.2, 0.3, 0.4)),))
    turned = with_picasa(Metadata(), entry, "a.jpg", 6).faces[0].region
    assert overlap(turned, Region(0.4, 0.1, 0.4, 0.3)) > 0.99
    assert with_picasa(Metadata(), entry, "a.NEF", 6).faces[0].region == Region(0.1, 0.2, 0.3, 0.4)


def test_names_that_a_photo_has_are_not_added_again(tmp_path: Path) -> None:
    path = written(tmp_path)
    with_xmp(str(path), packet(bag("Iptc4xmpExt:PersonInImage", "EMMA MÜLLER")))
    account = read(path)
    assert account.metadata is not None
    assert account.metadata.people == ("EMMA MÜLLER", "Smith, Ben")
    assert [one.name for one in account.metadata.faces] == ["Smith, Ben"]


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe\0[", b"faces=rect64(1),2", b"[a.jpg\nfaces", b"=\n" * 99, b"[]\n=="]
)
def test_a_broken_file_is_ignored(tmp_path: Path, content: bytes) -> None:
    account = read(written(tmp_path, content))
    assert account.metadata == Metadata()
    assert account.export == ""


def test_a_folder_of_that_name_is_ignored(tmp_path: Path) -> None:
    (tmp_path / ".picasa.ini").mkdir()
    drawn().save(tmp_path / "a.jpg")
    assert read(tmp_path / "a.jpg").metadata == Metadata()


def test_more_faces_than_a_photo_has_are_left_out(tmp_path: Path) -> None:
    faces = ";".join(["rect64(3f845bcb59418507),ab"] * 1500)
    entry = read_picasa(str(written(tmp_path, f"[Contacts2]\nab=Anna;;\n[a.jpg]\nfaces={faces}\n")))
    assert entry is not None
    assert len(entry.faces) == 1000
