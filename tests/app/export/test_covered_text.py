"""Copies whose text is covered: a reader finds nothing in them, and what can't be covered is not exported."""

import io
import json
import os
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from photon.annotate.text.page_facts import RULES, read_facts
from photon.app.export.covered_copies import CopyChecks
from photon.app.session import Session
from photon.app.text.photo_texts import PhotoTexts
from photon.domain import Changes
from photon.domain.arrays import Pixels
from photon.domain.metadata.export_recipe import (
    READ_SIDE,
    CopyContents,
    Exported,
    FileChoice,
    Reencode,
    TableChoice,
    covering,
)
from photon.domain.photo.page_text import PageText, TextLine
from photon.library import Library
from photon.library.text import stated_facts, texts
from photon.library.text.stated_facts import PageOfPhoto
from photon.library.text.texts import PendingText
from photon.media.read.metadata_reading import read_words
from photon.media.read.picture import READING
from tests.media.packets import bag, languages, packet, with_xmp
from tests.pictures import age, draw

CARRIED = CopyContents(words=True, readable=False)
COVERED = FileChoice(redrawn=covering(None, CARRIED), carried=CARRIED)
LINES = {"GATE 12": (0.1, 0.1, 0.6, 0.1, 0.6, 0.3, 0.1, 0.3), "Lisboa": (0.1, 0.6, 0.6, 0.6, 0.6, 0.8, 0.1, 0.8)}
PAGE = PageText(tuple(TextLine(text, corners, 0.99) for text, corners in LINES.items()))


def write_page(path: Path) -> None:
    """Draw a page with its lines, with a thumbnail of it in its EXIF."""
    image = Image.new("RGB", (400, 300), (250, 250, 240))
    for text, corners in LINES.items():
        spot = (corners[0] * 400, (corners[1] + corners[5]) / 2 * 300)
        ImageDraw.Draw(image).text(spot, text, (0, 0, 0), ImageFont.load_default(40), "lm")
    small = io.BytesIO()
    image.resize((160, 120)).save(small, "JPEG")
    exif = Image.Exif()
    exif[0x010E], exif[0x927C] = "At gate 12", small.getvalue()
    path.parent.mkdir(parents=True, exist_ok=True)
    image.save(path, exif=exif, quality=95)
    words = bag("dc:subject", "Lisboa", "travel") + languages("dc:description", x_default="Waiting at GATE 12")
    with_xmp(str(path), packet(words, 'photoshop:Headline="gate 12" xmp:CreateDate="2026-11-30"'))
    age(path)


@pytest.fixture(autouse=True)
def nothing_left(monkeypatch: pytest.MonkeyPatch) -> None:
    """Find no text in copies; a reader's process takes seconds to start."""
    monkeypatch.setattr(PhotoTexts, "read_picture", lambda *_: PageText())


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write_page(tmp_path / "photos" / "a.jpg")
    for seed, name in enumerate(("b.jpg", "c.jpg")):
        draw(tmp_path / "photos" / name, seed=seed)
    return tmp_path / "photos"


def photo_at(session: Session, name: str) -> int:
    paths = session.browsing.paths(session.browsing.photos("name").result()).result()
    return next(photo for photo, path in paths.items() if Path(path).name == name)


def read(session: Session, name: str, page: PageText) -> int:
    """Store what a reader found in a photo."""
    photo = photo_at(session, name)

    def act(library: Library) -> Changes:
        (found,) = [one for one in texts.unseen(library, "reader", 99) if one.photo == photo]
        texts.store_chances(library, "reader", [(found, 0.9 if page.lines or page.unreadable else 0.1)])
        stored = texts.store_page(library, "reader", PendingText(photo, found.image_hash), page)
        return stored | stated_facts.store_facts(
            library, RULES, [(PageOfPhoto(photo, found.image_hash), read_facts(page))]
        )

    session.store.write(act).result()
    return photo


def export(session: Session, folder: Path, choice: FileChoice = COVERED) -> Exported:
    plan = session.exporting.plan_files(session.browsing.photos("name").result(), str(folder), choice).result()
    return session.exporting.write_files(plan).result()


def inked(path: Path) -> list[str]:
    """Read a copy: return the lines of which there is ink where they stood."""
    return inked_lines(np.array(Image.open(path).convert("L"), np.int32))


def inked_lines(pixels: NDArray[np.int32]) -> list[str]:
    """Return the lines of which there is ink in grey pixels."""
    high, wide = pixels.shape
    boxes = {text: (slice(int(c[1] * high), int(c[5] * high)), slice(int(c[0] * wide), int(c[2] * wide)))
             for text, c in LINES.items()}  # fmt: skip
    return [text for text, box in boxes.items() if np.ptp(pixels[box]) > 20]


def test_a_reader_finds_none_of_the_text_in_a_copy(session: Session, root: Path, tmp_path: Path) -> None:
    read(session, "a.jpg", PAGE)
    read(session, "b.jpg", PageText())
    assert inked(root / "a.jpg") == list(LINES)
    done = export(session, tmp_path / "out")
    assert done.made == ("a.jpg", "b.jpg")
    assert inked(tmp_path / "out" / "a.jpg") == []
    content = (tmp_path / "out" / "a.jpg").read_bytes()
    assert content.count(b"\xff\xd8\xff") == 1  # no other picture, such as a thumbnail
    assert not [word for word in (b"GATE", b"ate 12", b"Lisboa") if word in content]
    metadata = read_words(str(tmp_path / "out" / "a.jpg")).metadata
    assert metadata is not None
    assert (metadata.keywords, metadata.caption) == ((("travel",),), None)
    assert inked(root / "a.jpg") == list(LINES)  # the photo stays as it is


@pytest.mark.parametrize("redrawn", [None, Reencode("png", 200), Reencode("webp")])
def test_text_is_covered_however_copies_are_encoded(session: Session, tmp_path: Path, redrawn: Reencode | None) -> None:
    read(session, "a.jpg", PAGE)
    export(session, tmp_path / "out", FileChoice(redrawn=redrawn, carried=CopyContents(readable=False)))
    (copy,) = (tmp_path / "out").glob("a.*")
    assert inked(copy) == []


def test_photos_whose_text_cannot_be_covered_are_left_out(session: Session, root: Path, tmp_path: Path) -> None:
    read(session, "a.jpg", PAGE)
    read(session, "b.jpg", PageText(unreadable=2))
    done = export(session, tmp_path / "out")
    assert done.made == ("a.jpg",)
    assert {Path(one.path).name: one.reason for one in done.left_out} == {"b.jpg": "illegible", "c.jpg": "unread"}
    assert all("can't cover it" in one.message for one in done.left_out)
    assert ["Check that “Read text in photos” is on" in one.hint for one in done.left_out] == [
        one.reason == "unread" for one in done.left_out
    ]
    session.work.background.pause()
    write_page(root / "c.jpg")  # a page in place of a photo that had no text
    read(session, "c.jpg", PageText())
    assert {Path(one.path).name for one in export(session, tmp_path / "later").left_out} == {"b.jpg", "c.jpg"}


def test_a_file_that_changes_under_way_is_not_copied(session: Session, root: Path, tmp_path: Path) -> None:
    read(session, "a.jpg", PAGE)
    photos = [photo_at(session, "a.jpg")]
    plan = session.exporting.plan_files(photos, str(tmp_path / "out"), COVERED).result()
    session.work.background.pause()
    os.utime(root / "a.jpg")
    done = session.exporting.write_files(plan).result()
    assert (done.made, [one.reason for one in done.left_out]) == ((), ["damaged"])


def test_a_copy_follows_what_was_read(session: Session, tmp_path: Path) -> None:
    read(session, "a.jpg", PageText(PAGE.lines[:1]))
    assert export(session, tmp_path / "out").made == ("a.jpg",)
    assert inked(tmp_path / "out" / "a.jpg") == ["Lisboa"]
    session.store.write(texts.delete_some, 99).result()
    session.store.write(texts.delete_some, 99).result()
    read(session, "a.jpg", PAGE)
    assert export(session, tmp_path / "out").made == ("a (2).jpg",)
    assert inked(tmp_path / "out" / "a (2).jpg") == []


def test_what_a_reader_still_finds_in_a_copy_is_covered_too(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_copy(pixels: Pixels) -> PageText:
        found = inked_lines(pixels.mean(axis=2).astype(np.int32))
        return PageText(tuple(line for line in PAGE.lines if line.text in found))

    monkeypatch.setattr(session.exporting, "_checks", CopyChecks(read_copy))
    read(session, "a.jpg", PageText())  # overlooked
    export(session, tmp_path / "out")
    assert inked(tmp_path / "out" / "a.jpg") == []
    said = read_words(str(tmp_path / "out" / "a.jpg")).metadata
    assert said is not None
    assert (said.keywords, said.caption) == ((("travel",),), None)
    monkeypatch.setattr(session.exporting, "_checks", CopyChecks(lambda _: PAGE))
    done = export(session, tmp_path / "never")
    assert (done.made, list((tmp_path / "never").iterdir())) == ((), [])
    assert [one.message for one in done.left_out if "a.jpg" in one.path] == [
        "Some of the text in it could not be covered, so it was not exported."
    ]


def test_a_title_that_quotes_the_text_is_no_name(session: Session, tmp_path: Path) -> None:
    photo = read(session, "a.jpg", PAGE)
    session.captions.write([photo], title="Gate 12", text="GATE 12 to Lisboa").result()
    read(session, "b.jpg", PageText())
    session.captions.write([photo_at(session, "b.jpg")], title="Gate 12").result()
    done = export(session, tmp_path / "out", FileChoice("{title}", covering(None, CARRIED), CARRIED))
    assert len(done.made) == 2
    assert [name for name in done.made if "Gate" in name] == ["Gate 12.jpg"]  # of the photo without text
    metadata = [read_words(str(tmp_path / "out" / name)).metadata for name in done.made]
    assert [one.title for one in metadata if one is not None and one.title] == ["Gate 12"]
    assert not [one for one in metadata if one is not None and one.caption]


def test_nothing_of_hidden_photos_is_exported(session: Session, tmp_path: Path) -> None:
    photo = read(session, "a.jpg", PAGE)
    read(session, "b.jpg", PageText())
    asked = session.browsing.photos("name").result()
    session.marking.hide([photo], True).result()
    plan = session.exporting.plan_files(asked, str(tmp_path / "out"), COVERED).result()
    assert session.exporting.write_files(plan).result().made == ("b.jpg",)
    out = io.StringIO()
    columns = ("path", "text", "document", "total")
    session.exporting.write_table(asked, out, TableChoice(columns, "jsonl")).result()
    assert "GATE" not in out.getvalue()
    assert "a.jpg" not in out.getvalue()


def test_copies_are_no_larger_than_what_was_read() -> None:
    assert READING.size(READ_SIDE, READ_SIDE * 3 // 4) == (READ_SIDE, READ_SIDE * 3 // 4)
    drawn = [covering(one, CARRIED) for one in (None, Reencode(), Reencode(long_side=80))]
    assert [one and one.long_side for one in drawn] == [3500, 3500, 80]
    assert covering(None, CopyContents()) is None


def test_a_table_has_what_documents_state(session: Session) -> None:
    rows = ("Harbour Grocer", "12/07/2024 14:32", "Oat milk £3.49", "=HYPERLINK(1) £2.00", "TOTAL £5.49")
    tops = [0.05 + 0.1 * at for at in range(len(rows))]
    lines = [TextLine(row, (0.1, y, 0.6, y, 0.6, y + 0.05, 0.1, y + 0.05), 0.98) for row, y in zip(rows, tops, strict=True)]  # fmt: skip # noqa: E501
    code = TextLine("WIFI: Harbour, WPA: kelp-9931", lines[0].corners, 1.0, "QR Code")
    photo, other = read(session, "a.jpg", PageText((*lines, code))), read(session, "b.jpg", PageText())
    columns = ("document", "total", "currency", "shop", "document_date", "iban", "text")
    out = io.StringIO()
    session.exporting.write_table([photo, other], out, TableChoice(columns, "jsonl")).result()
    fields, empty = map(json.loads, out.getvalue().splitlines())
    assert list(fields.values())[:5] == ["receipt", 5.49, "GBP", "Harbour Grocer", "2024-07-12"]
    assert (fields["iban"], fields["text"]) == (None, "\n".join(rows))
    assert list(empty.values()) == [None] * 6 + [""]
    table = io.StringIO()
    session.exporting.write_table([photo], table, TableChoice(("total", "text"), decimal_comma=True)).result()
    assert table.getvalue().splitlines()[1].startswith('5,49;"Harbour Grocer')
    session.store.write(stated_facts.decide_facts, photo, {"total": "about twelve"}).result()
    odd = io.StringIO()
    session.exporting.write_table([photo], odd, TableChoice(("total", "shop"), "jsonl")).result()
    assert json.loads(odd.getvalue()) == {"total": None, "shop": "Harbour Grocer"}
