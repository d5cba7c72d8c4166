"""Text in photos that goes into files on request: it fills empty descriptions, is no caption, and can be removed."""

from pathlib import Path

import pytest

from photon.app.metadata.metadata_writing import Done
from photon.app.session import Session
from photon.domain import Changes, PhotonError
from photon.domain.metadata.export_recipe import CopyContents, FileChoice
from photon.domain.metadata.file_metadata import Metadata
from photon.domain.metadata.writing import PROFILES, MetadataEdit, Policy
from photon.domain.metadata.written_text import TextChoice, WrittenText, written_text
from photon.domain.photo.page_text import PageText, TextLine
from photon.library import Library
from photon.library.text import texts
from photon.library.text.texts import PendingText
from photon.media.metadata.text_fields import is_own
from photon.media.read.metadata_reading import read_words
from photon.media.write.xmp_document import XmpDocument
from photon.media.write.xmp_writing import check_for, merged
from tests.app.conftest import settle
from tests.media.packets import languages, packet, with_xmp
from tests.pictures import draw

POLICIES: tuple[Policy, ...] = ("sidecar", "embed", "both")
SPOT = (0.1, 0.1, 0.9, 0.1, 0.9, 0.2, 0.1, 0.2)
TEXT = "Gate 12\n<b>Lisboa</b> & more"
EVERYWHERE = PROFILES["everywhere"]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in ("a.jpg", "b.jpg", "c.jpg"):
        draw(tmp_path / "photos" / name, seed=ord(name[0]))
    with_xmp(str(tmp_path / "photos" / "b.jpg"), packet(languages("dc:description", x_default="A person's own")))
    return tmp_path / "photos"


@pytest.fixture
def session(session: Session) -> Session:
    """The session; text was read in the first two photos."""
    for photo in photos(session)[:2]:
        read(session, photo, TEXT)
    return session


def photos(session: Session) -> list[int]:
    return session.browsing.photos("name").result()


def read(session: Session, photo: int, text: str) -> None:
    def act(library: Library) -> Changes:
        (found,) = [one for one in texts.unseen(library, "reader", 99) if one.photo == photo]
        texts.store_chances(library, "reader", [(found, 0.9)])
        page = PageText(tuple(TextLine(line, SPOT, 0.99) for line in text.split("\n")))
        return texts.store_page(library, "reader", PendingText(photo, found.image_hash), page)

    session.store.write(act).result()


def save(session: Session, text: TextChoice, policy: Policy = "sidecar") -> Done:
    plan = session.writing.plan(photos(session), policy=policy, text=text).result()
    return session.writing.write(plan).result()


def said(path: Path) -> Metadata:
    words = read_words(str(path)).metadata
    assert words is not None
    return words


def contents(root: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in root.iterdir()}


def scan(session: Session) -> None:
    session.work.rescan().result()
    settle(session)


def captions(session: Session) -> list[str]:
    found = session.captions.captions_for_photos(photos(session)).result()
    return [found[photo].caption.text for photo in photos(session)]


def test_text_stays_in_photon_unless_asked_for(session: Session, root: Path) -> None:
    before = contents(root)
    assert save(session, "leave").paths == ()
    assert contents(root) == before


def test_passwords_are_written_into_no_file(session: Session, root: Path, tmp_path: Path) -> None:
    save(session, "field")
    for _ in range(2):
        session.store.write(texts.delete_some, 99).result()
    read(session, photos(session)[0], "Password: sunflower")
    read(session, photos(session)[1], TEXT)
    assert save(session, "field").paths == ()
    assert said(root / "a.jpg").text == WrittenText(TEXT)
    choice = FileChoice(carried=CopyContents(words=True, text="field"))
    plan = session.exporting.plan_files(photos(session)[:2], str(tmp_path / "out"), choice).result()
    session.exporting.write_files(plan).result()
    assert b"sunflower" not in b"".join(path.read_bytes() for path in (tmp_path / "out").iterdir())
    assert said(tmp_path / "out" / "b.jpg").text == WrittenText(TEXT)
    save(session, "remove")
    assert said(root / "a.jpg").text == WrittenText()


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("choice", ["field", "description"])
def test_text_is_written_once_is_no_caption_and_is_restored(
    session: Session, root: Path, policy: Policy, choice: TextChoice
) -> None:
    before = contents(root)
    done = save(session, choice, policy)
    assert said(root / "a.jpg").text == (WrittenText(TEXT) if choice == "field" else WrittenText(description=TEXT))
    assert said(root / "a.jpg").caption is None
    assert said(root / "b.jpg").caption == "A person's own"
    assert said(root / "b.jpg").text == (WrittenText(TEXT) if choice == "field" else WrittenText())
    assert said(root / "c.jpg").text == WrittenText()  # nothing was read in it
    scan(session)
    assert captions(session) == ["", "A person's own", ""]
    assert save(session, choice, policy).paths == ()
    assert save(session, "leave", policy).paths == ()
    assert done.run
    session.writing.put_back(done.run).result()
    assert contents(root) == before


@pytest.mark.parametrize("policy", POLICIES)
def test_a_caption_takes_the_place_of_text_and_text_that_of_no_caption(
    session: Session, root: Path, policy: Policy
) -> None:
    save(session, "description", policy)
    first = photos(session)[:1]
    session.captions.write(first, text=TEXT).result()  # the same, but a person's
    save(session, "description", policy)
    assert (said(root / "a.jpg").caption, said(root / "a.jpg").text) == (TEXT, WrittenText())
    scan(session)
    assert captions(session)[0] == TEXT
    session.captions.write(first, text="").result()
    save(session, "description", policy)
    assert (said(root / "a.jpg").caption, said(root / "a.jpg").text.description) == (None, TEXT)
    save(session, "remove", policy)
    assert (said(root / "a.jpg").caption, said(root / "a.jpg").text) == (None, WrittenText())
    assert said(root / "b.jpg").caption == "A person's own"


def test_ways_follow_each_other(session: Session, root: Path) -> None:
    for choice in ("description", "field", "description"):
        save(session, choice)
        assert bool(said(root / "a.jpg").text.text) is (choice == "field")
        assert bool(said(root / "a.jpg").text.description) is (choice == "description")


def test_what_was_not_read_stays_and_hidden_photos_are_left_out(session: Session, root: Path) -> None:
    save(session, "field")
    session.store.write(texts.delete_some, 99).result()
    session.store.write(texts.delete_some, 99).result()
    assert save(session, "field").paths == ()
    assert said(root / "a.jpg").text == WrittenText(TEXT)
    read(session, photos(session)[2], "A secret")
    session.marking.hide(photos(session)[2:], True).result()
    session.hiding.set(True).result()
    asked = [*photos(session), 3]
    assert not session.writing.plan(asked, text="field").result().files


def test_copies_follow_the_choice(session: Session, root: Path, tmp_path: Path) -> None:
    def copy(name: str, carried: CopyContents) -> list[Metadata]:
        plan = session.exporting.plan_files(photos(session), str(tmp_path / name), FileChoice(carried=carried)).result()
        session.exporting.write_files(plan).result()
        return [said(one) for one in sorted((tmp_path / name).glob("*.jpg"))]

    assert [one.text for one in copy("leave", CopyContents(words=True))] == [WrittenText()] * 3
    found = copy("field", CopyContents(words=True, text="field"))
    assert [one.text.text for one in found] == [TEXT, TEXT, ""]
    found = copy("description", CopyContents(words=True, text="description"))
    assert [(one.text.description, one.caption) for one in found] == [(TEXT, None), ("", "A person's own"), ("", None)]
    session.tags.mark(photos(session)[:1], [("People", "Lisboa")], "confirmed").result()
    found = copy("people", CopyContents(people=False, words=True, text="field"))
    assert found[0].text.text == "Gate 12"
    save(session, "description", "embed")
    covered = copy("covered", CopyContents(words=True, text="field", readable=False))
    assert [(one.text, one.caption) for one in covered] == [(WrittenText(), None), (WrittenText(), "A person's own")]
    assert b"Gate 12" in (root / "a.jpg").read_bytes()
    assert b"Gate 12" not in (tmp_path / "covered" / "a.jpg").read_bytes()


def test_an_unknown_way_is_refused(session: Session) -> None:
    with pytest.raises(PhotonError, match="as “shout”"):
        session.writing.plan([], text="shout").result()  # type: ignore[arg-type]


def test_another_program_makes_the_text_a_caption_by_changing_it() -> None:
    raw, changes = merged(None, MetadataEdit(text=WrittenText(description="Gate 12")), EVERYWHERE)
    assert {one.field for one in changes} == {"dc:description", "photon:Description"}
    document = XmpDocument(raw)
    document.set_default("dc:description", "Gate 12, where we waited")
    theirs = document.to_bytes()
    edit = MetadataEdit(text=WrittenText(description="Gate 13"))
    after, _ = merged(theirs, edit, EVERYWHERE)
    assert XmpDocument(after).properties.text("dc:description") == "Gate 12, where we waited"
    assert not XmpDocument(after).properties.text("photon:Description")
    check_for(theirs, edit, EVERYWHERE)(after)
    with pytest.raises(ValueError, match="not be correct"):
        check_for(raw, edit, EVERYWHERE)(raw)


def test_copies_of_the_text_in_other_fields_are_no_captions(tmp_path: Path) -> None:
    long = "word " * 600
    assert is_own("Gate\r\n12 ", {"Gate 12"})
    assert is_own(long[:1990], {long.strip()})  # cut by IPTC
    assert not is_own("Gate", {"Gate 12"})
    path = draw(tmp_path / "a.jpg")
    own = 'photon:Description="Gate 12" tiff:ImageDescription="Gate 12"'
    with_xmp(str(path), packet(languages("dc:description", x_default="Gate 12"), f'xmlns:photon="urn:x-photon:xmp:1.0/" {own}'))  # fmt: skip # noqa: E501
    assert said(path).caption is None


def test_very_long_text_is_cut() -> None:
    page = PageText((TextLine("long line", SPOT, 1.0),) * 9_000)
    assert [len(written_text(page, choice).text) for choice in ("field", "remove")] == [9_999, 0]  # type: ignore[union-attr]
    description = written_text(page, "description")
    assert description is not None
    assert len(description.description) == 1_999
    assert written_text(page, "leave") is None


def test_what_codes_say_stays_out() -> None:
    page = PageText((TextLine("Guests", SPOT, 1.0), TextLine("Wi-Fi: secret", SPOT, 1.0, "QR Code")))
    assert written_text(page, "field") == WrittenText("Guests")
