"""Titles, captions and drafts in a session: a draft never overwrites the user's text."""

from collections.abc import Callable
from pathlib import Path

import pytest

from photon.app.session import Session
from photon.domain import PhotonError
from photon.domain.metadata.caption import Caption, CaptionDraft
from photon.domain.metadata.writing import WordOrigin
from photon.library import Library
from photon.library.captions import captions
from photon.library.captions.captions import Drafted
from photon.library.tags import runs
from photon.media.write.xmp_document import XmpDocument
from photon.media.write.xmp_writing import OWNED, origins_in
from tests.app.conftest import settle
from tests.pictures import draw


@pytest.fixture
def session(open_session: Callable[..., Session], tmp_path: Path) -> Session:
    for number in range(3):
        draw(tmp_path / "photos" / f"{number}.jpg", seed=number)
    session = open_session()
    session.work.add_folder(str(tmp_path / "photos")).result()
    settle(session)
    return session


@pytest.fixture
def photos(session: Session) -> list[int]:
    return session.browsing.photos("name").result()


def draft(session: Session, photos: list[int]) -> int:
    def act(library: Library) -> int:
        run = runs.begin(library, "draft", "colours", "1", "drafted captions")
        drafts = [CaptionDraft(f"draft {photo}", 0.5, (f"other {photo}",), "starter", run) for photo in photos]
        hashes = dict(library.db.execute("SELECT id, image_hash FROM photos"))
        captions.store_drafts(library, "1", [Drafted(p, hashes[p], d) for p, d in zip(photos, drafts, strict=True)])
        runs.count(library, run, len(photos))
        return run

    return session.store.write(act).result()


def caption(session: Session, photo: int) -> Caption:
    return session.captions.captions_for_photos([photo]).result()[photo].caption


def test_titles_and_captions_of_many_are_written_and_undone(session: Session, photos: list[int]) -> None:
    session.captions.write(photos[:1], text="At the lake").result()
    session.captions.write(photos, title="Summer").result()
    assert caption(session, photos[0]) == Caption("Summer", "At the lake")
    assert caption(session, photos[1]) == Caption("Summer", "")
    session.captions.write(photos, text="").result()
    assert caption(session, photos[0]) == Caption("Summer", "")
    for name in ("changed caption of 3 photos", "changed title of 3 photos", "changed caption of 1 photo"):
        assert session.undoing.undo().result() == name
    assert not caption(session, photos[0])
    for _ in range(2):
        session.undoing.redo().result()
    assert caption(session, photos[0]) == Caption("Summer", "At the lake")


def test_a_draft_is_shown_only_without_a_caption(session: Session, photos: list[int]) -> None:
    session.captions.write(photos[:1], text="Mine").result()
    run = draft(session, photos)
    assert session.captions.captions_for_photos(photos[:1]).result()[photos[0]].draft is None
    assert session.captions.waiting().result() == sorted(photos[1:])
    session.captions.accept({photos[0]: "draft", photos[1]: f"draft {photos[1]}"}).result()
    assert caption(session, photos[0]) == Caption("", "Mine")
    assert caption(session, photos[1]) == Caption("", f"draft {photos[1]}", run, "draft")
    assert session.captions.waiting().result() == photos[2:]
    assert session.undoing.undo().result() == "accepted 1 caption draft"
    assert session.captions.waiting().result() == sorted(photos[1:])


def test_a_broken_draft_or_one_that_contradicts_a_tag_is_not_shown(session: Session, photos: list[int]) -> None:
    photo = photos[0]
    sentences = ("A dog with a dog.", "A dog is.", "A dog runs.", "A horse runs.")

    def act(library: Library) -> None:
        hashes = dict(library.db.execute("SELECT id, image_hash FROM photos"))
        one = CaptionDraft(sentences[0], 0.5, sentences[1:], "starter")
        captions.store_drafts(library, "1", [Drafted(photo, hashes[photo], one)])

    def shown() -> tuple[str, ...]:
        one = session.captions.captions_for_photos([photo]).result()[photo].draft
        return (one.text, *one.others) if one else ()

    session.store.write(act).result()
    assert shown() == ("A dog runs.", "A horse runs.")  # the next best one replaces it
    session.tags.mark([photo], [("Animals", "Dog")], "rejected").result()
    assert shown() == ("A horse runs.",)
    session.tags.mark([photo], [("Cow",)], "confirmed").result()
    assert shown() == ()
    for _ in range(2):
        session.undoing.undo().result()
    assert shown() == ("A dog runs.", "A horse runs.")


def test_a_declined_draft_never_returns_and_the_next_one_replaces_it(session: Session, photos: list[int]) -> None:
    draft(session, photos)
    session.captions.decline(photos[0], f"draft {photos[0]}").result()
    left = session.captions.captions_for_photos(photos[:1]).result()[photos[0]].draft
    assert left is not None
    assert (left.text, left.others) == (f"other {photos[0]}", ())
    draft(session, photos)
    again = session.captions.captions_for_photos(photos[:1]).result()[photos[0]].draft
    assert again is not None
    assert again.text == f"other {photos[0]}"
    assert session.undoing.undo().result() == "declined a caption draft"


def test_all_drafts_are_declined_as_one_step(session: Session, photos: list[int]) -> None:
    draft(session, photos)
    session.captions.decline(photos[0], f"draft {photos[0]}", f"other {photos[0]}").result()
    assert session.captions.captions_for_photos(photos[:1]).result()[photos[0]].draft is None
    assert session.undoing.undo().result() == "declined a caption draft"
    back = session.captions.captions_for_photos(photos[:1]).result()[photos[0]].draft
    assert back is not None
    assert (back.text, back.others) == (f"draft {photos[0]}", (f"other {photos[0]}",))


def test_drafts_are_completed_by_the_template(session: Session, photos: list[int]) -> None:
    draft(session, photos)
    session.tags.mark(photos[:1], [("People", "Anna")], "confirmed").result()
    captions = session.captions.captions_for_photos(photos[:2]).result()
    assert captions[photos[0]].draft is not None
    assert captions[photos[1]].draft is not None
    assert captions[photos[0]].draft.text == f"draft {photos[0]}. With Anna."
    assert captions[photos[1]].draft.text == f"draft {photos[1]}"
    session.captions.use_template("{people}: {sentence}").result()
    again = session.captions.captions_for_photos(photos[:1]).result()[photos[0]].draft
    assert again is not None
    assert again.text == f"Anna: draft {photos[0]}"
    session.captions.decline(photos[0], again.text).result()
    left = session.captions.captions_for_photos(photos[:1]).result()[photos[0]].draft
    assert left is not None
    assert (left.text, left.others) == (f"Anna: other {photos[0]}", ())
    session.undoing.undo().result()
    assert session.captions.captions_for_photos(photos[:1]).result()[photos[0]].draft == again


def test_an_undone_run_leaves_no_empty_drafts(session: Session, photos: list[int]) -> None:
    run = draft(session, photos)
    session.decisions.runs.undo(run).result()
    assert all(one.draft is None for one in session.captions.captions_for_photos(photos).result().values())


def test_a_caption_stays_confirmed_until_it_changes(session: Session, photos: list[int]) -> None:
    session.captions.write(photos[:2], text="The harbour").result()
    about = dict.fromkeys(photos[:2], "The harbour")
    assert session.captions.doubted(about).result() == about
    session.captions.vouch({photos[0]: "The harbour"}).result()
    assert session.captions.doubted(about).result() == {photos[1]: "The harbour"}
    session.captions.write(photos[1:2], text="Fog").result()
    assert session.captions.doubted(about).result() == {photos[1]: "Fog"}
    session.undoing.undo().result()
    assert session.undoing.undo().result() == "marked 1 caption as correct"
    assert session.captions.doubted(about).result() == about


def test_captions_accepted_in_bulk_are_undone_except_edited_ones(session: Session, photos: list[int]) -> None:
    draft(session, photos)
    session.captions.accept({photo: f"draft {photo}" for photo in photos}).result()
    session.captions.write(photos[:1], text="Better").result()
    run = session.decisions.runs.all_runs().result()[0]
    assert (run.kind, run.photos) == ("accept", 3)
    assert (run.encoder, run.version) == ("colours", "1")  # the source of the drafts is kept
    session.decisions.runs.undo(run.id).result()
    assert [caption(session, photo).text for photo in photos] == ["Better", "", ""]
    assert session.undoing.undo().result() == "reversed 2 accepted captions"
    assert [caption(session, photo).text for photo in photos] == ["Better", *(f"draft {p}" for p in photos[1:])]


LONG = "A brown dog runs along the beach"


@pytest.fixture
def drafted(session: Session, photos: list[int]) -> int:
    """A run of three drafts with many words."""

    def act(library: Library) -> int:
        run = runs.begin(library, "draft", "colours", "1", "drafted captions")
        hashes = dict(library.db.execute("SELECT id, image_hash FROM photos"))
        made = [Drafted(photo, hashes[photo], CaptionDraft(LONG, 0.5, ("A dog",), "starter", run)) for photo in photos]
        captions.store_drafts(library, "1", made)
        runs.count(library, run, len(photos))
        return run

    return session.store.write(act).result()


def test_only_an_unchanged_draft_counts_as_a_draft(session: Session, photos: list[int], drafted: int) -> None:
    edited = "A brown dog runs along the river"
    session.captions.accept({photos[0]: LONG}).result()
    session.captions.accept({photos[1]: edited}).result()
    session.captions.accept({photos[2]: "Rex on his last holiday"}).result()
    assert caption(session, photos[0]) == Caption("", LONG, drafted, "draft")
    assert caption(session, photos[1]) == Caption("", edited, drafted, "edited")
    assert caption(session, photos[2]) == Caption("", "Rex on his last holiday")


def test_text_typed_over_a_draft_is_the_users_even_if_similar(
    session: Session, photos: list[int], drafted: int
) -> None:
    session.captions.accept({photos[0]: "A brown dog runs on the sand", photos[1]: LONG}, anew=photos[:1]).result()
    assert caption(session, photos[0]) == Caption("", "A brown dog runs on the sand")
    assert caption(session, photos[1]).origin == "draft"
    session.captions.write(photos[2:], text="A brown dog runs along the river").result()  # the draft was only shown
    assert caption(session, photos[2]) == Caption("", "A brown dog runs along the river")


def test_an_accepted_draft_that_is_changed_later_is_an_edited_one(
    session: Session, photos: list[int], drafted: int
) -> None:
    session.captions.accept({photos[0]: LONG}).result()
    session.captions.write(photos[:1], title="Rex").result()
    assert caption(session, photos[0]) == Caption("Rex", LONG, drafted, "draft")
    session.captions.write(photos[:1], text="A brown dog runs along the river").result()
    assert caption(session, photos[0]).origin == "edited"
    session.captions.write(photos[:1], text="Rex on his last holiday").result()
    assert caption(session, photos[0]) == Caption("Rex", "Rex on his last holiday")
    session.undoing.undo().result()
    session.undoing.undo().result()
    assert caption(session, photos[0]) == Caption("Rex", LONG, drafted, "draft")


def test_undoing_a_run_of_accepted_drafts_keeps_the_users_changes(
    session: Session, photos: list[int], drafted: int
) -> None:
    edited = "A brown dog runs along the river"
    session.captions.accept({photos[0]: LONG, photos[1]: edited, photos[2]: "Rex on holiday"}).result()
    run = session.decisions.runs.all_runs().result()[0]
    assert (run.kind, run.photos) == ("accept", 2)
    session.decisions.runs.undo(run.id).result()
    assert [caption(session, photo).text for photo in photos] == ["", edited, "Rex on holiday"]
    session.undoing.undo().result()
    assert not session.decisions.runs.all_runs().result()[0].undone
    session.undoing.undo().result()  # the acceptance itself is undone
    assert session.decisions.runs.all_runs().result()[0].undone


def test_files_name_a_model_only_for_unchanged_drafts(
    session: Session, photos: list[int], drafted: int, tmp_path: Path
) -> None:
    texts = dict(zip(photos, (LONG, "A brown dog runs along the river", "Rex on holiday"), strict=True))
    for photo, text in texts.items():
        session.captions.accept({photo: text}).result()
    session.tags.mark(photos, [("dog",)], "confirmed", by_hand=True).result()
    session.writing.write(session.writing.plan(photos).result()).result()
    beside = [Path(f"{path}.xmp").read_bytes() for path in session.browsing.paths(photos).result().values()]
    found = {one for raw in beside for one in origins_in(XmpDocument(raw, OWNED).properties)}
    assert found == {
        WordOrigin("caption", LONG, "colours"),
        WordOrigin("caption", texts[photos[1]], "edited from a draft"),
    }
    session.work.rescan().result()  # the metadata of the files is imported again
    settle(session)
    assert [caption(session, photo).origin for photo in photos] == ["draft", "edited", ""]


def test_wrongly_marked_drafts_of_an_older_library_are_corrected_once(
    session: Session, open_session: Callable[..., Session], photos: list[int], drafted: int
) -> None:
    texts = {photos[0]: LONG, photos[1]: "A brown dog runs along the river", photos[2]: "Rex on holiday"}

    def as_before(library: Library) -> None:  # older versions compared no text with its draft
        captions.write(library, {photo: Caption("", text, drafted) for photo, text in texts.items()})
        library.db.execute("UPDATE captions SET origin = NULL")

    session.store.write(as_before).result()
    session.close()
    again = open_session()
    assert [caption(again, photo) for photo in photos] == [
        Caption("", LONG, drafted, "draft"),
        Caption("", texts[photos[1]], drafted, "edited"),
        Caption("", "Rex on holiday"),
    ]


def test_captions_are_found_by_their_words(session: Session, photos: list[int]) -> None:
    from photon.search.query_language import parse

    session.captions.write(photos[1:2], text="Grandma’s quilt").result()
    hits = session.searching.search(parse('"grandma\'s quilt"').query).result().hits
    assert [hit.photo for hit in hits] == photos[1:2]


def test_a_too_long_caption_is_refused(session: Session, photos: list[int]) -> None:
    with pytest.raises(PhotonError, match="30,000 characters"):
        session.captions.write(photos, text="x" * 30_000).result()
