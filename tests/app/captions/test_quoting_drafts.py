"""Drafts that name what is written are not shown once their photo is hidden or sensitive."""

from pathlib import Path

import pytest

from photon.app.captions.caption_facts import completed
from photon.app.runtime.library_threads import LibraryThreads
from photon.domain import Changes
from photon.domain.metadata.caption import CaptionDraft
from photon.domain.metadata.tag import TagMark
from photon.domain.photo.page_text import PageText, TextLine
from photon.library import Library
from photon.library.photos import files, folders, ratings
from photon.library.photos.found_files import Found
from photon.library.tags import tags
from photon.library.text import texts
from photon.library.text.texts import PendingText
from photon.library.vectors.vectors import Pending
from photon.media.read.reading import read
from tests.pictures import draw


def store_password(library: Library, photo: int) -> Changes:
    """Store that a photo shows a password."""
    picture = bytes(library.db.execute("SELECT image_hash FROM photos WHERE id = ?", (photo,)).fetchone()[0])
    texts.store_chances(library, "reader", [(Pending(photo, picture, b""), 0.9)])
    line = TextLine("Password: sunflower", (0.1, 0.1, 0.5, 0.1, 0.5, 0.2, 0.1, 0.2), 0.99)
    return texts.store_page(library, "reader", PendingText(photo, picture), PageText((line,)))


@pytest.mark.usefixtures("all_words")
def test_drafts_with_text_of_private_photos_are_not_shown(tmp_path: Path) -> None:
    store = LibraryThreads(tmp_path / "library")
    folder = store.write(lambda lib: folders.add(lib, str(tmp_path))).result().id
    paths = [draw(tmp_path / f"{number}.jpg", seed=number) for number in range(4)]
    found = [(Found(folder, path.name, 1, 1), read(str(path))) for path in paths]
    store.write(lambda lib: files.record(lib, found)).result()
    draft = CaptionDraft("A wall, with the text “NO NO NO”.", 0.7, ("A wall.",))
    assert completed(store.here(), {1: draft})[1].text.startswith(draft.text[:-1])
    store.write(lambda lib: tags.mark(lib, [TagMark(1, ("passport",), "confirmed")])).result()
    store.write(lambda lib: ratings.hide(lib, {2: "hidden"})).result()
    store.write(store_password, 4).result()
    shown = completed(store.here(), dict.fromkeys(range(1, 5), draft))
    assert ["NO NO" in repr(shown[photo]) for photo in range(1, 5)] == [False, False, True, False]
    assert shown[1].text.startswith("A wall")
    assert completed(store.here(), {1: CaptionDraft("A receipt from Harbour Grocer.", 0.9)}) == {}
    store.close()
