"""Photon itself, queried about a library of the judged photos: its ranking is not reimplemented here."""

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import numpy.typing as npt

from photon.annotate.tags.vocabulary import TagVocabulary
from photon.app.encoding.encoder_client import EncoderClient
from photon.app.session import Session
from photon.domain import Answer, Query
from photon.domain.metadata.tag import tag_key
from photon.library.db import settings
from photon.library.photos import photos
from photon.library.text.text_settings import READ_TEXT
from photon.library.vectors import vectors
from photon.search.query_language import parse
from photon.vision.starter import starter

FloatArray = npt.NDArray[np.float32]
_TICK = 0.05
_PORTION = 50  # number of photos whose captions are drafted at once


class AskedLibrary:
    """A library that is up to date. Photos are identified by their index in the list of files."""

    def __init__(self, session: Session, ids: Sequence[int], encoder: str) -> None:
        """Set the session, the id of each photo, and the id of the encoder."""
        self._session, self._ids, self._encoder = session, list(ids), encoder
        self._index = {photo: at for at, photo in enumerate(self._ids)}

    def __len__(self) -> int:
        """Return the number of photos."""
        return len(self._ids)

    def meanings(self) -> FloatArray:
        """Return the vectors of the photos in the joint space, float32 (photos, d)."""
        ids, found = self._session.store.read(vectors.meanings, self._encoder).result()
        return np.asarray(found[np.searchsorted(ids, self._ids)], np.float32)

    def previews(self, count: int) -> list[bytes]:
        """Return the previews of the first photos, JPEG."""
        found = self._session.store.read(photos.previews, self._ids[:count]).result()
        return [found[photo] for photo in self._ids[:count]]

    def photo(self, at: int) -> int:
        """Return Photon's id of a photo, for ``Like``."""
        return self._ids[at]

    def answer(self, asked: str | Query) -> Answer:
        """Return the answer to a text as typed, or to a query, with as many hits as there are photos.

        As in the window and on the command line, colours are checked where the words assign them.
        """
        top = Query(top=len(self._ids))
        query = parse(asked, top).query if isinstance(asked, str) else asked
        return self._session.searching.search(query, closely=True).result()

    def order(self, asked: str | Query) -> list[int]:
        """Return the photos in the order of the answer, best first."""
        return [self._index[hit.photo] for hit in self.answer(asked).hits]

    def tags(self, vocabulary: TagVocabulary) -> list[list[int]]:
        """Return the indices of the concepts suggested for each photo, most certain first."""
        # Groups share the keyword of their ancestor, and are never suggested.
        place = {tag_key(vocabulary.keyword(at)): at for at in np.flatnonzero(vocabulary.suggestable).tolist()}
        found = self._session.tags.suggest(self._ids).result()
        return [[place[tag_key(tag.path)] for tag in found[photo] if tag.state == "suggested"] for photo in self._ids]

    def drafts(self) -> list[str]:
        """Return the sentence drafted for each photo; empty if there is none."""
        texts = []
        for at in range(0, len(self._ids), _PORTION):
            some = self._ids[at : at + _PORTION]
            found = self._session.captions.draft(some).result()
            drafts = [found[photo].draft if photo in found else None for photo in some]
            texts += [draft.text if draft else "" for draft in drafts]
        return texts

    def peak(self, at: int, words: str) -> tuple[float, float]:
        """Return the position in a photo that matches words best, in shares of it."""
        return self._session.searching.explain(self._ids[at], Query.build(words)).result().peak


@contextmanager
def asked_library(
    directory: Path, folder: Path, files: Sequence[Path], encoder: EncoderClient | None = None
) -> Iterator[AskedLibrary]:
    """Create a library of a folder of photos, or update an earlier one, and yield it for queries.

    Args:
        directory: Folder of the library.
        folder: Folder of the photos.
        files: The photos.
        encoder: Encodes photos and queries; None: the starter.

    Raises:
        PhotonError: Photon cannot index the folder.
        LookupError: It could not read all photos, or two of them are identical.
    """
    with Session.open(directory, background=False, encoder=encoder) as session:
        session.store.write(settings.store, READ_TEXT, value=False).result()  # ranking by looks is judged
        session.work.add_folder(str(folder)).result()
        session.start_work()
        while not session.work.up_to_date:
            time.sleep(_TICK)
        by_path = _by_path(session)
        missing = [file.name for file in files if str(file) not in by_path]
        if missing:
            raise LookupError(f"Photon has no photo of its own for {len(missing)} files, such as {missing[0]}")
        ids = [by_path[str(file)] for file in files]
        yield AskedLibrary(session, ids, starter.encoder_id() if encoder is None else encoder.id)


def _by_path(session: Session) -> Mapping[str, int]:
    paths = session.browsing.paths(session.browsing.photos("name").result()).result()
    return {path: photo for photo, path in paths.items()}
