"""What suggested tags are made of, as a library keeps it: vectors of words and photos, kinds, styles, decisions."""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np

from photon.annotate.tags.tag_feedback import FeedbackExample, TagFeedback
from photon.annotate.tags.tag_prompts import every_prompt
from photon.annotate.tags.tag_scores import CosineScale, StoredVectors, scale_of
from photon.annotate.tags.tag_suggester import PhotoDecisions
from photon.annotate.tags.vocabulary import TagVocabulary
from photon.annotate.tags.vocabulary_file import everyday
from photon.app.encoding.encoder_client import EncoderClient
from photon.domain.arrays import Floats, Ids
from photon.domain.metadata.tag import tag_key
from photon.domain.photo.styles import STYLES
from photon.library import Library
from photon.library.files import export_queries
from photon.library.tags import tag_decisions
from photon.library.vectors import styles, vectors
from photon.vision.starter.vocabulary_vectors import keep_words, read_words

Keep = Callable[[Mapping[str, Floats]], None]

_SAMPLE = 2000  # photos that stand for the library
_EXAMPLES = 600  # decisions of either kind that have a say in other photos: 60 ms for each thousand of these
_TEXTS = 64  # encoded at once: a quarter of a second


def text_vectors(library: Library, encoder: EncoderClient, vocabulary: TagVocabulary, keep: Keep) -> dict[str, Floats]:
    """The vectors of all sentences of a vocabulary; some 5,000 new ones take half a minute on one core.

    Those of Photon's own words are made once per computer, those of the person's once per library.

    Args:
        library: Where the person's may be kept.
        encoder: Makes those that are not kept.
        vocabulary: The concepts.
        keep: Called with new ones of the person, a few at a time, so that an interruption loses little.

    Raises:
        PhotonError: The encoder cannot be used.
    """
    wanted = every_prompt(vocabulary)
    common = set(every_prompt(everyday()))
    found = read_words(encoder.id, wanted)
    made: dict[str, Floats] = {}
    for texts in _portions([text for text in wanted if text in common and text not in found]):
        made |= dict(zip(texts, encoder.texts(texts), strict=True))
    if made:
        found |= made
        keep_words(encoder.id, {text: vector for text, vector in found.items() if text in common})
    found |= vectors.text_vectors(library, encoder.id, [text for text in wanted if text not in found])
    for texts in _portions([text for text in wanted if text not in found]):
        own = dict(zip(texts, encoder.texts(texts), strict=True))
        keep(own)
        found |= own
    return found


def _portions(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    return (texts[at : at + _TEXTS] for at in range(0, len(texts), _TEXTS))


def usual_scale(library: Library, encoder: EncoderClient, concept_vectors: Floats) -> CosineScale:
    """How the cosines of concepts, float32 (t, d), lie among everyday photos, or a sample of the library's."""
    if encoder.yardstick is not None:
        return scale_of(concept_vectors, encoder.yardstick.everyday)
    sample = vectors.sample_photos(library, encoder.id, _SAMPLE)
    _, meanings = vectors.meanings_of(library, encoder.id, sample)
    return scale_of(concept_vectors, meanings)


def measured_among(library: Library, encoder: EncoderClient) -> str:
    """Which photos of the library ``usual_scale`` measures by, the same text for the same pictures; empty for none."""
    if encoder.yardstick is not None:
        return ""
    pictures = export_queries.pictures(library, vectors.sample_photos(library, encoder.id, _SAMPLE))
    return hashlib.blake2b(b"".join(sorted(pictures.values())), digest_size=8).hexdigest()


def seen_of(library: Library, encoder: str, photos: Sequence[int]) -> tuple[Ids, StoredVectors]:
    """What is stored of those photos that have vectors: ids int64 (n,) ascending, and the rest in that order."""
    ids, meanings, looks = vectors.everything_of(library, encoder, photos)
    owners, kinds, named = vectors.kinds_of(library, encoder, ids.tolist())
    of, values = styles.everything_of(library, ids.tolist())
    chances = np.full((len(ids), len(STYLES)), np.nan, np.float32)
    chances[np.searchsorted(ids, of)] = values
    measured = dict(zip(STYLES, chances.T, strict=True))
    return ids, StoredVectors(meanings, looks, (np.searchsorted(ids, owners), kinds, named), measured)


def decided_of(library: Library, vocabulary: TagVocabulary, rows: Mapping[int, int]) -> dict[int, PhotoDecisions]:
    """What was decided about photos, by their row; ``rows`` gives it for each photo."""
    found: dict[int, tuple[set[int], set[int]]] = {}
    places = _places(vocabulary)
    for one in tag_decisions.about(library, rows.keys()):
        place = places(one.key)
        if place is not None:
            found.setdefault(rows[one.photo], (set(), set()))[0 if one.is_right else 1].add(place)
    return {row: PhotoDecisions(frozenset(right), frozenset(wrong)) for row, (right, wrong) in found.items()}


def feedback_of(library: Library, encoder: str, vocabulary: TagVocabulary) -> TagFeedback:
    """What the latest decisions say about similar photos."""
    latest, places = tag_decisions.latest(library, _EXAMPLES), _places(vocabulary)
    ids, looks = vectors.looks_of(library, encoder, sorted({one.photo for one in latest}))
    rows = {photo: row for row, photo in enumerate(ids.tolist())}
    told = ((one, places(one.key)) for one in latest if one.photo in rows)
    return TagFeedback(
        vocabulary,
        [FeedbackExample(looks[rows[one.photo]], place, one.is_right) for one, place in told if place is not None],
    )


def _places(vocabulary: TagVocabulary) -> Callable[[str], int | None]:
    """The place of the entry that becomes the tag with a key, each looked up once."""
    known = {tag_key(vocabulary.keyword(at)): at for at in range(len(vocabulary))}
    return known.get
