"""Evidence from how people would describe photos: for unwanted things, and for whether a thing is present at all."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Protocol

import numpy as np

from photon.domain.arrays import Doubles, Floats, Ids
from photon.domain.bounded_cache import BoundedCache
from photon.index import VectorIndex
from photon.library import Library
from photon.library.people.face_evidence import photos_with_faces
from photon.library.tags import tag_decisions
from photon.library.vectors import vectors
from photon.search.evidence_channel import Exclusion, LinearOdds, fit_linear_odds
from photon.search.lexicons.nobody_words import names_anybody
from photon.search.score_calibrator import ScoreCalibrator
from photon.vision.kit.prompts import SMALL_WORDS
from photon.vision.knowledge.model_knowledge import ModelKnowledge

_FIRST = 1000  # photos whose captions are estimated: takes a quarter of a second, once
_SAMPLE = 1000  # photos of the library to which what is estimated for all others is fitted, once
_FITS = 50  # unwanted things
_REMEMBERED = 200_000  # estimates
_DESCRIBED = 4000  # predicted captions: 6 MB
_PLACES = "above across against along among around behind below beside between into near next onto over through under"
_NO_NAMES = SMALL_WORDS.union(_PLACES.split())  # the memory knows some of them from sentences, but as no things
_JOINING = _NO_NAMES - {"or", "no", "not", "without"}  # words between names of things that are all asked for
# Log-odds that a photo with a found face shows people: .97 of 1,245 do, by captions. Of 2,923 thumbnails, .78 of which
# show people, the first 20 for 41 queries such as "beach without people" show some in .36, with faces of any size in
# .29, with those of 26 pixels or more (in a fifth of the photos) in .35, without the exclusion in .77. As many of the
# first 20 as before are the beach without people.
_FACE = 3.5
_SELDOM = 0.002  # smallest share


class RankingEncoder(Protocol):
    """What ranking needs of an encoder.

    Attributes:
        id: The encoder's id.
        knowledge: What was learned about its visual features; None: nothing.
    """

    id: str
    knowledge: ModelKnowledge | None

    @property
    def yardstick(self) -> ScoreCalibrator | None:
        """What tells how sure scores are; None: nobody knows."""

    def paintings(self, looks: Floats) -> Floats | None:
        """Compute the probabilities float32 (n,) of being paintings from features float32 (n, e); None if unknown."""


class ThingReader(Protocol):
    """Reads the names of things in words."""

    def words_of(self, sentence: str) -> list[str]:
        """Split a sentence into lower-case words, without punctuation."""

    def forms_of(self, word: str) -> tuple[str, ...]:
        """Return keys to look up for a word: the word itself, then its possible singular forms."""

    def bare(self, words: str) -> str:
        """Return words in lower case, without an article."""

    def object_of(self, words: str) -> str | None:
        """Return the only object that words name, if they say nothing else, and nothing narrower."""

    def tag_of(self, words: str) -> str:
        """Return the key of the tag that words name in Photon's vocabulary; empty if they name none."""

    def kin_of(self, words: str) -> list[str]:
        """Return a text for what words name, and one for each thing of the same family; empty if there is none."""

    def family_of(self, words: str) -> tuple[str, str] | None:
        """Return the family of what words name: in English, and in the window's language; None without one."""


class CaptionEvidence:
    """Estimates what photos show from how people would describe them, and from tags; thread-safe."""

    def __init__(self, encoder: RankingEncoder, things: ThingReader) -> None:
        """Create it for the encoder in use; if it knows no captions, only tags are used."""
        self._encoder_id, self._things = encoder.id, things
        self._memory = encoder.knowledge.caption_memory if encoder.knowledge else None
        # by the hash of the picture: a photo whose picture changes gets other vectors
        self._known: BoundedCache[tuple[str, bytes], float] = BoundedCache(_REMEMBERED)
        self._described: BoundedCache[bytes, Floats] = BoundedCache(_DESCRIBED)
        self._fits: BoundedCache[tuple[tuple[str, ...], int], LinearOdds] = BoundedCache(_FITS)

    def knows(self, words: str) -> bool:
        """Return whether descriptions tell if a photo shows this; otherwise its words must be used."""
        return bool(self._names(words))

    def exclusion(self, library: Library, index: VectorIndex, words: str, weight: float) -> Exclusion:
        """Return the evidence for an unwanted thing, as typed, with its weight."""
        return Exclusion(partial(self._odds, library, index, words), weight, is_known=self.knows(words))

    def mentions(self, library: Library, words: str) -> Callable[[Ids], Doubles] | None:
        """Return a function from photos int64 (n,) to log-odds that people would name a thing, float64 (n,).

        Photos without vectors have -inf. The thing is as typed. Returns None if it is unknown to the memory.
        """
        is_named = any(not name.startswith("t:") for name in self._names(words))
        return partial(self._mentioned, library, words) if is_named else None

    def _odds(self, library: Library, index: VectorIndex, words: str, photos: Ids) -> Doubles:
        odds, wholes = np.full(len(photos), -np.inf), index.owners.photos_of(photos)
        if self.knows(words):
            odds[:_FIRST] = self._mentioned(library, words, photos[:_FIRST])
            odds[_FIRST:] = self._estimated(library, index, words, photos[_FIRST:])
        if names_anybody(self._things.bare(words)):
            seen = photos_with_faces(library, wholes.tolist())
            odds[[photo in seen for photo in wholes.tolist()]] = _FACE
        confirmed, rejected = tag_decisions.named(library, self._things.forms_of(self._things.bare(words)))
        odds[np.isin(wholes, rejected)] = -np.inf
        odds[np.isin(wholes, confirmed)] = np.inf
        return odds

    def _estimated(self, library: Library, index: VectorIndex, words: str, photos: Ids) -> Doubles:
        """Estimate ``_mentioned`` of any number of photos by their vectors."""
        if not len(photos):
            return np.zeros(0)
        key = tuple(self._names(words)), len(index)
        fit = self._fits.get(key)
        if fit is None:
            labels = np.sort(index.labels())
            some = labels[np.linspace(0, len(labels) - 1, min(_SAMPLE, len(labels))).astype(np.int64)]
            ids, meanings = vectors.meanings_of(library, self._encoder_id, some.tolist())
            odds = self._mentioned(library, words, ids)
            known = np.isfinite(odds)
            if not known.any():
                return np.full(len(photos), -np.inf)
            fit = fit_linear_odds(meanings[known], odds[known])
            self._fits.store(key, fit)
        products = index.products(fit.direction, photos).astype(np.float64)
        return np.where(np.isnan(products), -np.inf, products + fit.start)

    def _mentioned(self, library: Library, words: str, photos: Ids) -> Doubles:
        return np.asarray(np.max(self.odds_of_names(library, self._names(words), photos), axis=0))

    def odds_of_names(self, library: Library, names: Sequence[str], photos: Ids) -> Doubles:
        """Compute the log-odds of the shares of people who would name things.

        Args:
            library: The library with the photos.
            names: Names of the caption memory.
            photos: int64 (n,).

        Returns:
            float64 (names, n); -inf for photos without vectors.
        """
        pictures = self.read(library, names, photos, described=False)
        known = [self._known.get((name, picture)) or 0.0 for name in names for picture in pictures]
        chances = np.array(known, np.float64).reshape(len(names), len(photos))
        held = np.clip(chances, _SELDOM, 1 - _SELDOM)
        return np.where(chances > 0, np.log(held / (1 - held)), -np.inf)

    def captions_of(self, library: Library, photos: Ids) -> list[Floats | None]:
        """Return the caption predicted for each photo, float32 (d,), unit length; None for photos without vectors.

        Args:
            library: The library with the photos.
            photos: int64 (n,).
        """
        return [self._described.get(picture) for picture in self.read(library, [], photos, described=True)]

    def read(self, library: Library, names: Sequence[str], photos: Ids, *, described: bool) -> list[bytes]:
        """Read the vectors of photos, int64 (n,), and remember the shares of some names, and their predicted captions.

        Returns:
            The hash of each photo's picture; empty for photos without vectors.
        """
        hashes = self._pictures(library, photos.tolist())
        missing = [photo for photo, of in hashes.items() if not self._has_read(names, of, described=described)]
        if missing:
            self._remember(library, names, missing, hashes, described=described)
        return [hashes.get(photo, b"") for photo in photos.tolist()]

    def _pictures(self, library: Library, photos: list[int]) -> dict[int, bytes]:
        """Return the hashes of pictures; each judge of an answer asks for those of the same best photos."""
        held = library.remember(f"pictures {self._encoder_id}", partial(BoundedCache[int, bytes], _FIRST), "all")
        found = {photo: held.get(photo) for photo in photos}
        if new := [photo for photo, picture in found.items() if picture is None]:
            read = vectors.hashes_of(library, self._encoder_id, new)
            for photo in new:
                found[photo] = picture = read.get(photo, b"")
                held.store(photo, picture)
        return {photo: picture for photo, picture in found.items() if picture}

    def _remember(
        self, library: Library, names: Sequence[str], photos: list[int], hashes: dict[int, bytes], *, described: bool
    ) -> None:
        ids, looks = vectors.looks_of(library, self._encoder_id, photos)
        if not len(ids) or self._memory is None:
            return
        pictures, memory = [hashes[photo] for photo in ids.tolist()], self._memory()
        predicted = memory.predict(looks)
        if described:
            for picture, caption in zip(pictures, memory.describe(predicted), strict=True):
                self._described.store(picture, caption)
        by_name = memory.speak_of(looks, names, predicted).T.tolist() if names else []
        for name, shares in zip(names, by_name, strict=True):
            for picture, share in zip(pictures, shares, strict=True):
                self._known.store((name, picture), share)

    def _has_read(self, names: Sequence[str], picture: bytes, *, described: bool) -> bool:
        """Return whether all of it is remembered; it then counts as used, and what is read next does not replace it."""
        if described and self._described.get(picture) is None:
            return False
        return all(self._known.get((name, picture)) is not None for name in names)

    def names_in(self, words: str) -> list[list[str]]:
        """Return the caption memory's names for a thing, or for each thing that some words name."""
        return self.read_names(words)[0]

    def read_names(self, words: str) -> tuple[list[list[str]], bool]:
        """Return ``names_in``, and whether the words say nothing more than these."""
        named, others = self._read_names(words)
        return named, bool(named) and _JOINING.issuperset(others)

    def _read_names(self, words: str) -> tuple[list[list[str]], list[str]]:
        """Return ``names_in``, and the words that name nothing."""
        tokens, found, at = self._things.words_of(words), list[list[str]](), 0
        whole = list(dict.fromkeys([*self._names(words), *self._tags(words)]))
        if whole or self._memory is None:
            return ([whole], []) if whole else ([], tokens)
        others = []
        while at < len(tokens):
            two = self._noun(tokens[at : at + 2])
            one = None if tokens[at] in _NO_NAMES else self._noun(tokens[at : at + 1])
            noun = two if at + 1 < len(tokens) and two else one
            found += [[noun]] if noun and [noun] not in found else []
            others += [] if noun else [tokens[at]]
            at += 2 if noun and noun is two else 1
        return found, others

    def _noun(self, tokens: Sequence[str]) -> str | None:
        known = self._memory().places if self._memory else {}
        return next((name for form in self._things.forms_of(" ".join(tokens)) if (name := f"n:{form}") in known), None)

    def _names(self, words: str) -> list[str]:
        """Return the caption memory's names for this, as an object and as a noun, or else as a tag."""
        if self._memory is None:
            return []
        bare = self._things.bare(words)
        named = self._things.object_of(bare)
        names = [f"o:{named}"] if named else []
        names += [] if names == ["o:person"] else [f"n:{form}" for form in self._things.forms_of(bare)]
        known = self._memory().places
        return [name for name in names if name in known] or self._tags(words)

    def _tags(self, words: str) -> list[str]:
        """Return the caption memory's name for this as a tag; empty if it has none."""
        name = f"t:{self._things.tag_of(words)}"
        return [name] if self._memory is not None and name in self._memory().places else []
