"""A stage gets a photo's pixels from its file, at the size it names and turned as decided; else from the preview."""

from collections.abc import Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import cast

import pytest
from PIL import Image

from photon.app.indexing.preview_stage import DecoderStage
from photon.app.runtime.decoders import Decoders
from photon.app.runtime.library_threads import LibraryThreads
from photon.library import Library
from photon.library.photos import files, folders, photo_turns
from photon.library.photos.found_files import Found
from photon.library.vectors import styles
from photon.library.vectors.vectors import Pending
from photon.media.decode.decoding import Fit
from photon.media.read.original import OriginalSource, read_originals
from photon.media.read.picture import Picture
from photon.media.read.preview_turning import turn_previews
from photon.media.read.reading import read
from tests.pictures import age

LONG = Fit(long=900)


class Looking(DecoderStage[Pending, Picture]):
    """Looks at photos at 900 pixels."""

    name = "styling"
    size = 4

    def __init__(self, store: LibraryThreads, decoders: Decoders) -> None:
        super().__init__(store, decoders, lambda: None)
        self.seen: list[Picture] = []

    def anything_left(self, library: Library) -> bool:
        return not self.seen and styles.PENDING.count(library) > 0

    def pending(self, library: Library, limit: int, after: int) -> Sequence[Pending]:
        return [] if self.seen else styles.PENDING.list(library, limit, after)

    def ask(self, batch: Sequence[Pending]) -> Future[list[Picture | None]]:
        return self._decoders.run(read_originals, self.originals(batch), LONG)

    def save(self, done: Sequence[tuple[Pending, Picture]]) -> None:
        self.seen += [picture for _, picture in done]


@pytest.mark.usefixtures("processes")
def test_a_stage_sees_the_original_turned_as_decided_and_the_preview_once_the_file_is_away(tmp_path: Path) -> None:
    path = tmp_path / "wide.jpg"
    picture = Image.new("RGB", (2400, 1600), "blue")
    picture.paste("red", (0, 0, 1200, 1600))
    picture.save(path)
    age(path)
    store, decoders = LibraryThreads(tmp_path / "library"), Decoders(1)
    try:
        folder = store.write(lambda library: folders.add(library, str(tmp_path))).result().id
        reading = read(str(path))
        store.write(lambda library: files.record(library, [(Found(folder, path.name, 1, 1), reading)])).result()
        planned = photo_turns.plan_previews(store.here(), [1], "right")
        made = turn_previews([(one.preview, one.turn) for one in planned])
        turned = {(one.photo, one.image_hash): cast("bytes", jpeg) for one, jpeg in zip(planned, made, strict=True)}
        store.write(lambda library: photo_turns.turn_photos(library, [1], "right", turned)).result()
        for width, height in ((600, 900), (512, 768)):  # the file, then the preview
            stage = Looking(store, decoders)
            while stage.step():
                pass
            (seen,) = stage.seen
            assert (seen.width, seen.height, seen.full_width, seen.full_height) == (width, height, 1600, 2400)
            top, bottom = seen.rgb[:3], seen.rgb[-3:]
            assert top[0] > 200 > 50 > top[2]
            assert bottom[2] > 200 > 50 > bottom[0]
            path.unlink(missing_ok=True)
    finally:
        decoders.close()
        store.close()


def test_a_photo_without_a_file_and_with_a_damaged_preview_has_no_pixels() -> None:
    assert read_originals([OriginalSource("", b"no JPEG"), OriginalSource("/nowhere.jpg", b"")], LONG) == [None, None]
