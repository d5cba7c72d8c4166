"""The use case of explaining how well a photo matches words, why, and where."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TypeVar

import numpy as np

from photon.annotate.captions.named_things import NamedThings
from photon.app.encoding.encoder_client import EncoderClient, answering_here
from photon.app.encoding.stored_vectors import exact_index
from photon.app.runtime.decoders import Decoders
from photon.app.runtime.default_paths import default_library
from photon.app.search.query_translation import read_query
from photon.app.search.text_vectors import text_term
from photon.domain import PhotonError, Query, UnreadableFile
from photon.domain.arrays import Floats
from photon.domain.photo.heat import Explanation
from photon.domain.photo.turn import AS_IT_IS
from photon.domain.query.filter_kinds.regions import sought_names
from photon.index import VectorIndex
from photon.language import tr
from photon.library import Library, open_library
from photon.library.db.integrity import CATALOG
from photon.library.films.frames import frame_near
from photon.library.photos import folders, photo_turns, photos
from photon.library.vectors import vectors
from photon.media.decode.decoding import Fit
from photon.media.file.file_kinds import is_video
from photon.media.read.heat_picture import LONG, write_heat_picture
from photon.media.read.original import render_preview
from photon.media.read.picture import render
from photon.media.read.preview_turning import turn_preview
from photon.search.evidence.caption_evidence import CaptionEvidence
from photon.search.heat import (
    REFERENCE_SENTENCES,
    WINDOWS,
    Surroundings,
    contrast,
    estimate_z_score,
    heat_values,
    join_windows,
    peak_place,
)
from photon.search.ranking import SAMPLE, probability, rank, z_score_in_sample
from photon.vision.kit.encoder import DamagedPreview

T = TypeVar("T")

_FEWEST = 20  # photos; with fewer, there is no useful baseline
_THINGS = 6  # things that a photo shows beside what is searched; 4 to 12 are equally good
_SAME = 0.6  # cosine of words from which they mean the same thing, or nearly so
_NO_WORDS = PhotonError(tr("There is nothing to explain."), tr("Type what the photo should show, for example: a dog"))
_ELSEWHERE = tr("Name another file with --out.")
_NO_MAP = PhotonError(
    tr("This model can't show where a photo matches."),
    tr("You can still search with it. To see where photos match, use the starter model."),
)


class Explaining:
    """Explains photos by the maps of an encoder."""

    def __init__(self, encoder: EncoderClient) -> None:
        """Create it for an encoder."""
        self._encoder = encoder
        self._captions = CaptionEvidence(encoder, NamedThings())
        self._everyday: Floats | None = None
        self._things: dict[str, Floats] = {}  # vectors of the caption memory's objects

    def photo(
        self, library: Library, index: VectorIndex, photo: int, query: Query, seconds: float | None = None
    ) -> Explanation:
        """Explain a photo of the library, or the frame of a video at a moment, if there is one.

        Raises:
            PhotonError: There are no words, no preview of the photo, or no maps.
        """
        frame = None if seconds is None else frame_near(library, photo, seconds)
        preview = frame.jpeg if frame else photos.previews(library, [photo]).get(photo)
        if preview is None:
            raise PhotonError(tr("That photo hasn't been indexed yet."), tr("Wait until Photon has indexed it."))
        words = read_query(self._encoder, library, query).spoken or sought_names(query.parts)
        asked = words, self.vector(words)
        if frame is not None:
            return self.preview(preview, asked, index.sample(SAMPLE))
        _, meanings = vectors.meanings_of(library, self._encoder.id, [photo], with_missing=True)
        meaning = meanings[0] if len(meanings) else None
        explanation = self.preview(preview, asked, index.sample(SAMPLE), meaning)
        return self.as_found(library, index, photo, asked, explanation)

    def vector(self, words: str) -> Floats:
        """Return the embedding of words, float32 (d,), unit length.

        Raises:
            PhotonError: There are no words.
        """
        vector: Floats = self._encoder.texts([_checked(words)])[0]
        return vector

    def preview(
        self, preview: bytes, words: tuple[str, Floats], sample: Floats, meaning: Floats | None = None
    ) -> Explanation:
        """Explain an upright JPEG preview.

        Args:
            preview: The picture.
            words: What is asked, and the result of ``vector`` for it.
            sample: float32 (n, d), vectors of the library for comparison; with too few, everyday sentences are used.
            meaning: float32 (d,), its vector if known.

        Raises:
            PhotonError: The preview is damaged, or the encoder has no maps.
        """
        try:
            places = join_windows(self._maps(preview))
        except DamagedPreview as error:
            raise PhotonError(tr("The preview of that photo is damaged."), tr("Rescan folders.")) from error
        if self._everyday is None:
            self._everyday = self._encoder.texts(REFERENCE_SENTENCES)
        everyday, (text, asked) = self._everyday, words
        # not every encoder's vector of a photo is the mean over its places
        photo = self._encoder.images([preview]).meaning[0] if meaning is None else meaning
        has_library = len(sample) >= _FEWEST
        alone = estimate_z_score(everyday, asked, photo)
        standing = z_score_in_sample(sample, asked, photo) if has_library else alone
        contrasts = contrast(places, asked, everyday, self._around(text, asked, photo, places))
        heat = heat_values(contrasts, max(standing, alone))
        score = float(probability(np.array([standing], np.float32))[0])
        return Explanation(heat, score, by_library=has_library, peak=peak_place(contrasts))

    def _around(self, words: str, asked: Floats, photo: Floats, places: Floats) -> Surroundings | None:
        """Return what the caption memory knows about a photo float32 (d,) and its places; None without a memory."""
        if self._encoder.knowledge is None:
            return None
        memory, named = self._encoder.knowledge.caption_memory(), self._captions.names_in(words)
        objects = [memory.names[at] for at in memory.objects]
        likely = memory.speak_of_places(photo[None], objects)[0]
        best = np.argsort(-likely, kind="stable")[:_THINGS]
        things = self._vectors_of([objects[at] for at in best])
        wanted = {name for names in named for name in names}
        is_other = [objects[at] not in wanted for at in best] & (things @ asked < _SAME)
        weights = np.where(is_other, likely[best], 0)
        others = np.asarray(weights @ things / max(float(weights.sum()), 1e-6), np.float32)
        if len(named) != 1:
            return Surroundings(others)
        shares = memory.speak_of_places(places.reshape(-1, places.shape[-1]), named[0]).max(axis=1)
        return Surroundings(others, shares.reshape(places.shape[:2]))

    def _vectors_of(self, objects: Sequence[str]) -> Floats:
        """Return the vectors of objects of the caption memory, float32 (n, d)."""
        new = [name for name in objects if name not in self._things]
        if new:
            self._things.update(zip(new, self._encoder.texts([name.removeprefix("o:") for name in new]), strict=True))
        return np.stack([self._things[name] for name in objects])

    def as_found(
        self, library: Library, index: VectorIndex, photo: int, words: tuple[str, Floats], explanation: Explanation
    ) -> Explanation:
        """Return the explanation with the score that a search for the words (given as a vector) assigns the photo."""
        term = text_term(library, self._encoder, *words)
        ranked = rank(index, [term], 1, [photo], self._encoder.yardstick)
        return replace(explanation, score=float(ranked.scores[0])) if len(ranked.scores) else explanation

    def _maps(self, preview: bytes) -> list[Floats]:
        """Return the maps of the windows.

        All are requested at once: one by one, each would wait for another batch of photos being indexed.
        """
        with ThreadPoolExecutor(len(WINDOWS), "photon-map") as pool:
            maps = list(pool.map(partial(self._encoder.map, preview), WINDOWS))
        found = [places for places in maps if places is not None]
        if len(found) < len(WINDOWS):
            raise _NO_MAP
        return found


def explain_file(
    directory: Path | None, file: str, words: str, out: Path, progress: Callable[[float, str], None]
) -> Explanation:
    """Explain a picture file, which need not be in the library, and draw the explanation.

    Args:
        directory: Folder of the library, or None for the platform's default; it need not exist.
        file: The picture; it is only read.
        words: Words to match.
        out: PNG to write; photos are never overwritten.
        progress: Called while the encoder is prepared, which happens once per machine.

    Raises:
        PhotonError: The file is no picture, there are no words, the encoder has no maps, or ``out`` cannot be used.
    """
    words = _checked(words)
    directory = directory or default_library()
    turn = _decided_turn(directory, file)
    with closing(Decoders(1)) as decoders:
        preview = _awaited(file, decoders.read(file)).preview
        preview = turn_preview(preview, turn) or preview
        drawn = (
            decoders.run(render_preview, preview, Fit(long=LONG), (0, 0))
            if is_video(file)
            else decoders.run(render, file, LONG, turn)
        )
        picture = _awaited(file, drawn)
    if not (directory / CATALOG).exists():
        _refuse_photos(out, Path(file), [])
        encoder = answering_here(None)
        encoder.prepare(progress)
        explaining = Explaining(encoder)
        words = read_query(encoder, None, Query.build(words)).spoken or words
        asked = words, explaining.vector(words)
        explanation = explaining.preview(preview, asked, np.zeros((0, 0), np.float32))
    else:
        with open_library(directory, writable=False) as library:
            encoder = answering_here(library)
            encoder.prepare(progress)
            explaining = Explaining(encoder)
            words = read_query(encoder, library, Query.build(words)).spoken or words
            asked = words, explaining.vector(words)
            _refuse_photos(out, Path(file), [Path(folder.path).resolve() for folder in folders.uncounted(library)])
            index = exact_index(library, encoder.id)
            explanation = explaining.preview(preview, asked, index.sample(SAMPLE))
            photo = photos.at(library, str(Path(file).resolve())) or 0
            explanation = explaining.as_found(library, index, photo, asked, explanation)
    write_heat_picture(picture, explanation.heat, out)
    return explanation


def _decided_turn(directory: Path, file: str) -> int:
    """Return how a person turned the photo of a file, 1..8."""
    if not (directory / CATALOG).exists():
        return AS_IT_IS
    with open_library(directory, writable=False) as library:
        photo = photos.at(library, str(Path(file).resolve())) or 0
        return photo_turns.turn_shown(library, photo)


def _checked(words: str) -> str:
    words = " ".join(words.split())
    if not words:
        raise _NO_WORDS
    return words


def _awaited(file: str, made: Future[T]) -> T:
    try:
        return made.result()
    except UnreadableFile as error:
        raise PhotonError(f"{file}: {error.message}", error.hint) from error


def _refuse_photos(out: Path, photo: Path, watched: Sequence[Path]) -> None:
    """Raise unless ``out`` is a new file, or one that is neither the photo nor in a folder of photos.

    Raises:
        PhotonError: ``out`` must not be written.
    """
    place = out.resolve()
    if place.is_dir():
        raise PhotonError(tr("{path} is a folder.", path=out), tr("Name a file to write, for example: --out map.png"))
    if not place.exists():
        return
    if not place.is_file():
        raise PhotonError(tr("{path} isn't a regular file.", path=out), _ELSEWHERE)
    if place.samefile(photo):
        raise PhotonError(tr("{path} is the photo itself; Photon never overwrites photos.", path=out), _ELSEWHERE)
    if any(place.is_relative_to(folder) for folder in watched):
        raise PhotonError(
            tr("{path} is in one of your photo folders; Photon never overwrites files there.", path=out), _ELSEWHERE
        )
