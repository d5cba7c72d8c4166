"""Drafts in the background: requested photos first, all others only if enabled; the result survives being killed."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from photon.app.captions.draft_sources import DraftRequest
from photon.app.captions.draft_stage import BATCH, MOMENTS, DraftStage
from photon.app.films.moment_stage import _store_moments
from photon.app.runtime.library_threads import LibraryThreads
from photon.app.tags.sensitive_filter import private_photos
from photon.domain import Changes, PhotonError
from photon.domain.metadata.caption import Caption, CaptionDraft
from photon.domain.metadata.tag import TagMark
from photon.domain.photo.page_text import PageText, TextLine
from photon.library import Library
from photon.library.captions import captions
from photon.library.captions.caption_settings import DRAFT
from photon.library.db import settings
from photon.library.films.frames import FilmPart
from photon.library.photos import files, folders, photos, problems, ratings
from photon.library.photos.found_files import Found
from photon.library.tags import runs, tags
from photon.library.text import texts
from photon.library.text.texts import PendingText
from photon.library.vectors import vectors
from photon.library.vectors.items import EmbeddedPart, Part
from photon.library.vectors.vectors import Embedded
from photon.media.read.reading import read
from photon.vision import encoders
from photon.vision.kit.encoder import DamagedPreview
from tests.fakes import ColourEncoding
from tests.pictures import draw

MANY = 2 * BATCH + 3


class Source:
    """Writes the same text for every photo and counts calls; can be made to fail."""

    def __init__(self, version: str = "one") -> None:
        self.version = version
        self.asked: list[DraftRequest] = []
        self.failure: Exception | None = None

    def drafts(self, wanted: Sequence[DraftRequest]) -> list[CaptionDraft | None]:
        if self.failure is not None:
            failure, self.failure = self.failure, None
            raise failure
        self.asked += wanted
        return [CaptionDraft(f"Photo {one.photo}.", 0.7, ("Another.",)) if one.photo % 5 else None for one in wanted]

    def rest(self, unused: float) -> None:
        pass

    def close(self) -> None:
        pass


@pytest.fixture
def encoder() -> ColourEncoding:
    return ColourEncoding()


@pytest.fixture
def store(tmp_path: Path, encoder: ColourEncoding) -> Iterator[LibraryThreads]:
    opened = LibraryThreads(tmp_path / "library")
    folder = opened.write(lambda lib: folders.add(lib, str(tmp_path))).result().id
    for number in range(MANY):
        path = draw(tmp_path / f"{number}.jpg", "red" if number % 2 else "blue", number)
        found = Found(folder, path.name, 1, 1)
        opened.write(lambda lib, found=found, path=path: files.record(lib, [(found, read(str(path)))])).result()
    waiting = vectors.pending(opened.here(), encoder.id, 99)
    made = encoder.images([item.preview for item in waiting])
    rows = [
        Embedded(item.photo, item.image_hash, meaning, look)
        for item, meaning, look in zip(waiting, made.meaning, made.look, strict=True)
    ]
    opened.write(lambda lib: vectors.store(lib, encoder.id, rows)).result()
    yield opened
    opened.close()


def _stage(
    store: LibraryThreads, encoder: ColourEncoding, source: Source, lost: list[bool] | None = None
) -> DraftStage:
    return DraftStage(store, lambda: encoder, lambda _: source, lambda: (lost if lost is not None else []).append(True))


def _run(stage: DraftStage, most: int = 100) -> int:
    steps = 0
    while steps < most and stage.step():
        steps += 1
    return steps


def _choose(store: LibraryThreads) -> None:
    store.write(lambda lib: settings.store(lib, DRAFT, True)).result()


def _ids(store: LibraryThreads) -> list[int]:
    return sorted(photos.in_order(store.here(), "newest"))


def _drafts(store: LibraryThreads) -> dict[int, CaptionDraft]:
    return captions.drafts(store.here(), _ids(store))


def test_nothing_is_drafted_until_it_is_enabled(store: LibraryThreads, encoder: ColourEncoding) -> None:
    stage = _stage(store, encoder, source := Source())
    assert _run(stage) == 0
    assert stage.idle
    assert not stage.anything_left(store.here())
    _choose(store)
    stage.notify()
    assert stage.anything_left(store.here())
    assert _run(stage) == 3
    assert len(source.asked) == MANY
    drafts = _drafts(store)
    assert set(drafts) == {photo for photo in _ids(store) if photo % 5}
    (run,) = runs.all_runs(store.here())
    assert (run.kind, run.encoder, run.version, run.photos) == ("draft", encoder.id, "one", MANY)
    assert {draft.run for draft in drafts.values()} == {run.id}


def test_stopping_anywhere_gives_the_same_result_and_a_second_run_writes_nothing(
    store: LibraryThreads, encoder: ColourEncoding
) -> None:
    _choose(store)
    _run(_stage(store, encoder, Source()), most=1)  # it is then killed
    assert 0 < captions.count_pending(store.here(), encoder.id, "one") < MANY
    _run(_stage(store, encoder, Source()))
    assert len(runs.all_runs(store.here())) == 1
    before = store.here().stamp()
    stage = _stage(store, encoder, again := Source())
    assert _run(stage) == 0
    assert (store.here().stamp(), again.asked) == (before, [])


def test_requested_photos_come_first_in_any_setting(store: LibraryThreads, encoder: ColourEncoding) -> None:
    stage = _stage(store, encoder, source := Source())
    _run(stage)
    last = _ids(store)[-1]
    stage.request([last, 9999])  # the second does not exist
    assert not stage.idle
    assert _run(stage) == 1
    assert [one.photo for one in source.asked] == [last]
    assert stage.idle


def test_photos_with_captions_are_skipped(store: LibraryThreads, encoder: ColourEncoding) -> None:
    _choose(store)
    mine = _ids(store)[1]
    store.write(lambda lib: captions.write(lib, {mine: Caption(text="Mine")})).result()
    stage = _stage(store, encoder, source := Source())
    stage.request([mine])
    _run(stage)
    assert mine not in {one.photo for one in source.asked}
    assert captions.captions_for_photos(store.here(), [mine])[mine].text == "Mine"


def test_another_captioner_drafts_again_and_an_undone_run_stays_undone(
    store: LibraryThreads, encoder: ColourEncoding
) -> None:
    _choose(store)
    _run(_stage(store, encoder, Source()))
    (first,) = runs.all_runs(store.here())
    store.write(lambda lib: captions.drop_drafts(lib, first.id)).result()
    store.write(lambda lib: runs.close(lib, first.id, undone=True)).result()
    stage = _stage(store, encoder, Source())
    assert _run(stage) == 0
    assert _drafts(store) == {}
    assert _run(_stage(store, encoder, Source("two"))) == 3
    assert _drafts(store)


def test_text_lets_photos_without_a_draft_be_described_unless_a_person_undid_their_drafts(
    store: LibraryThreads, encoder: ColourEncoding
) -> None:
    _choose(store)
    stage = _stage(store, encoder, Source())
    _run(stage)
    (run,) = runs.all_runs(store.here())
    store.write(lambda lib: captions.drop_drafts(lib, run.id)).result()
    photo, version = _ids(store)[0], Source().version
    page = PageText((TextLine("Gate 12", (0, 0, 1, 0, 1, 1, 0, 1), 0.99),))
    (seen,) = [one for one in texts.unseen(store.here(), "one", 9) if one.photo == photo]
    store.write(texts.store_chances, "one", [(seen, 0.9)]).result()
    for is_undone in (True, False):
        store.write(lambda lib, on=is_undone: runs.close(lib, run.id, undone=on)).result()
        store.write(texts.store_page, "one", PendingText(photo, seen.image_hash), page).result()
        stage.hear(frozenset({"texts"}))
        assert (photo in captions.drafted(store.here(), version, [photo])) == is_undone
    assert _run(stage) == 1


def test_tags_are_passed_without_rejected_ones(store: LibraryThreads, encoder: ColourEncoding) -> None:
    photo = _ids(store)[0]
    marks = [TagMark(photo, ("Animals", "Dog"), "confirmed"), TagMark(photo, ("Cat",), "rejected")]
    store.write(lambda lib: tags.mark(lib, marks)).result()
    stage = _stage(store, encoder, source := Source())
    stage.request([photo])
    _run(stage)
    assert source.asked[0].tags == {"Dog": 1.0}


def _read(store: LibraryThreads, photo: int, text: str) -> None:
    """Store a sign that was read in a photo."""

    def act(library: Library) -> Changes:
        (found,) = [one for one in texts.unseen(library, "reader", 99) if one.photo == photo]
        texts.store_chances(library, "reader", [(found, 0.9)])
        line = TextLine(text, (0.1, 0.1, 0.9, 0.1, 0.9, 0.2, 0.1, 0.2), 0.999)
        return texts.store_page(library, "reader", PendingText(photo, found.image_hash), PageText((line,)))

    store.write(act).result()


@pytest.mark.usefixtures("all_words")
def test_text_is_passed_except_that_of_hidden_and_sensitive_photos(
    store: LibraryThreads, encoder: ColourEncoding
) -> None:
    ids = _ids(store)[:4]
    for photo in ids[:3]:
        _read(store, photo, "WET PAINT")
    store.write(lambda lib: ratings.hide(lib, {ids[1]: "hidden"})).result()
    store.write(lambda lib: tags.mark(lib, [TagMark(ids[2], ("passport",), "confirmed")])).result()
    assert private_photos(store.here()) == {ids[1], ids[2]}
    stage = _stage(store, encoder, source := Source())
    stage.request(ids)
    _run(stage)
    assert {one.photo: one.page.text for one in source.asked} == dict(zip(ids, ("WET PAINT", "", "", ""), strict=True))


def test_a_photo_that_could_not_be_described_is_tried_again_once_its_text_is_read(
    store: LibraryThreads, encoder: ColourEncoding
) -> None:
    _choose(store)
    _run(_stage(store, encoder, Source()))
    assert captions.count_pending(store.here(), encoder.id, "one") == 0
    for photo in (4, 5):  # of the second nothing could be said
        _read(store, photo, "WET PAINT")
    assert captions.pending(store.here(), encoder.id, "one", 9) == [5]


def test_a_damaged_preview_is_made_again_and_others_are_described(
    store: LibraryThreads, encoder: ColourEncoding
) -> None:
    lost: list[bool] = []
    stage = _stage(store, encoder, source := Source(), lost)
    wanted = _ids(store)[:3]
    stage.request(wanted)
    source.failure = DamagedPreview((1,))
    _run(stage)
    assert lost == [True]
    assert [one.photo for one in source.asked] == [wanted[0], wanted[2]]
    assert wanted[1] not in photos.previews(store.here(), wanted)


def test_a_request_survives_a_failure(store: LibraryThreads, encoder: ColourEncoding) -> None:
    stage = _stage(store, encoder, source := Source())
    stage.request(_ids(store)[:2])
    source.failure = PhotonError("The captioning server does not answer.")
    with pytest.raises(PhotonError):
        stage.step()
    assert not stage.idle
    _run(stage)
    assert len(source.asked) == 2


def test_a_photo_that_causes_an_error_loses_only_its_own_draft(store: LibraryThreads, encoder: ColourEncoding) -> None:
    bad = _ids(store)[2]

    class Failing(Source):
        def drafts(self, wanted: Sequence[DraftRequest]) -> list[CaptionDraft | None]:
            if bad in [one.photo for one in wanted]:
                raise KeyError("a bug")
            return super().drafts(wanted)

    _choose(store)
    stage = _stage(store, encoder, source := Failing())
    stage.request([bad])
    _run(stage)
    assert stage.idle
    assert sorted(one.photo for one in source.asked) == [one for one in _ids(store) if one != bad]
    assert [Path(one.path).stem for one in problems.all_problems(store.here())] == [str(bad - 1)]


def test_a_photo_requested_again_meanwhile_is_drafted_again(store: LibraryThreads, encoder: ColourEncoding) -> None:
    photo = _ids(store)[0]

    class Again(Source):
        def drafts(self, wanted: Sequence[DraftRequest]) -> list[CaptionDraft | None]:
            if not self.asked:
                stage.request([photo])
            return super().drafts(wanted)

    stage = _stage(store, encoder, source := Again())
    stage.request([photo])
    assert _run(stage) == 2
    assert [one.photo for one in source.asked] == [photo, photo]
    assert stage.idle


def test_stored_looks_are_used_instead_of_the_preview(store: LibraryThreads, encoder: ColourEncoding) -> None:
    stage = _stage(store, encoder, source := Source())
    stage.request(_ids(store)[:2])
    assert _run(stage) == 1
    assert [one.look for one in source.asked] == [None, None]  # colours are not what the starter sees
    encoder.knowledge = encoders.shared_knowledge()
    stage.request(_ids(store)[2:4])
    assert _run(stage) == 1
    asked = source.asked[2:]
    ids, looks = vectors.looks_of(store.here(), encoder.id, [one.photo for one in asked])
    assert {one.photo: one.look.tolist() for one in asked} == dict(zip(ids.tolist(), looks.tolist(), strict=True))


def test_drafts_of_a_video_are_made_from_its_moments_once_all_are_there(
    store: LibraryThreads, encoder: ColourEncoding
) -> None:
    encoder.knowledge = encoders.shared_knowledge()
    film, image = _ids(store)[1], vectors.hashes_of(store.here(), encoder.id, [_ids(store)[1]])[_ids(store)[1]]
    times = [float(second) for second in range(2 * MOMENTS + 1)]
    looks = {second: np.eye(encoder.dimension, dtype=np.float32)[int(second)] for second in times}
    parts = [EmbeddedPart(Part(film, image, "moment", seconds=one), looks[one], looks[one]) for one in times]
    stage = _stage(store, encoder, source := Source())
    stage.request([film])
    _run(stage)
    assert [len(one.moments) for one in source.asked] == [0]
    for start, until, is_on in ((0.0, 20.0, True), (20.0, 40.0, False), (20.0, 40.0, True)):
        assert film in captions.drafted(store.here(), "one", [film])
        store.write(lambda lib, on=is_on: settings.store(lib, DRAFT, on)).result()
        some = [one for one in parts if start <= one.part.seconds < until] if start == 0 else []
        store.write(_store_moments, encoder.id, FilmPart(film, image, 40.0, start, until), until, some).result()
    assert film not in captions.drafted(store.here(), "one", [film])
    stage.request([film, _ids(store)[2]])
    _run(stage, 1)
    seen, still = source.asked[1:3]
    assert len(still.moments) == 0
    assert np.allclose(seen.moments, [looks[one] for one in times[::3]], atol=1e-3)
