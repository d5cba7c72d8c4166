"""The best photos of an answer are put in order by what people would say of them."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from photon.annotate.captions.named_things import NamedThings
from photon.app.search.text_vectors import TextVectorCache
from photon.domain import Facts, Reading
from photon.domain.arrays import Floats
from photon.index import VectorIndex
from photon.library import Library, open_library
from photon.library.photos import files, folders
from photon.library.photos.found_files import Found
from photon.library.vectors import vectors
from photon.library.vectors.vectors import Embedded
from photon.search.evidence import caption_evidence
from photon.search.evidence.caption_evidence import CaptionEvidence
from photon.search.evidence.second_readings import SecondReader
from photon.search.ranking import Term
from photon.search.score_calibrator import ScoreCalibrator
from photon.search.second_reading import SecondReading, judge_best
from photon.vision.starter import starter
from tests.app.search.test_caption_evidence import StarterIds
from tests.fakes import ColourEncoding, colour_calibration

COUNT = 40
INDEX = VectorIndex(384)
NEW = COUNT + 1  # a photo without vectors
SNOW = ("o:snow", "n:snow", "t:weather and light\x1fweather\x1fsnow")  # the names of snow as such
CLOSE = 0.01  # vectors are stored with 16 bits


@pytest.fixture(scope="module")
def looks() -> Floats:
    found = np.random.default_rng(2).normal(size=(COUNT, 1280)).astype(np.float32)
    return np.asarray(found / np.linalg.norm(found, axis=1, keepdims=True), np.float32)


@pytest.fixture
def library(tmp_path: Path, looks: Floats) -> Iterator[Library]:
    root = tmp_path / "Pictures"
    root.mkdir()
    with open_library(tmp_path / "library", writable=True) as library:
        hashes = [number.to_bytes(16, "big") for number in range(1, NEW + 1)]
        readings = [Reading(key, key, 1, Facts("JPEG", 4, 3), b"", 0) for key in hashes]
        folder = folders.add(library, str(root)).id
        found = [Found(folder, f"{number}.jpg", 1, 1) for number in range(1, NEW + 1)]
        files.record(library, list(zip(found, readings, strict=True)))
        meaning = np.full(384, 384**-0.5, np.float32)
        seen = zip(range(1, NEW), hashes, looks, strict=False)
        vectors.store(library, starter.encoder_id(), [Embedded(photo, key, meaning, look) for photo, key, look in seen])
        yield library


class Roses(ColourEncoding):
    """Roses are red; other flowers are blue."""

    def texts(self, texts: Sequence[str]) -> np.ndarray:
        return super().texts(["red" if text.endswith("rose") else "blue" for text in texts])


def _reader(encoder: ColourEncoding | None = None) -> SecondReader:
    encoder = encoder or StarterIds()
    return _reader_of(encoder, encoder)


def _reader_of(encoder: ColourEncoding, texts: ColourEncoding) -> SecondReader:
    things, asking = NamedThings(), TextVectorCache(texts, lambda _: None)
    return SecondReader(encoder, CaptionEvidence(encoder, things), things, asking.vectors)


def _gains(reading: SecondReading | None) -> Floats:
    assert reading is not None
    found = reading.odds(np.arange(1, NEW + 1))
    assert not np.isfinite(found[-1]), "nothing is known of a new photo"
    return np.asarray(found[:-1], np.float32)


def _odds(looks: Floats, *names: str) -> Floats:
    shares = starter.caption_memory().speak_of(looks, names).max(axis=1).clip(0.002, 0.998)
    return np.asarray(np.log(shares / (1 - shares)), np.float32)


def _term(*, sentence: bool = False) -> Term:
    vector = starter.caption_memory().adapter.centre_text
    return Term(vector / np.linalg.norm(vector), sentence=sentence)


def test_a_thing_is_judged_by_the_share_of_people_who_would_name_it(library: Library, looks: Floats) -> None:
    for words in ("snow", "the snow"):
        reading = _reader().of_words(library, INDEX, words, _term())
        assert _gains(reading) == pytest.approx(_odds(looks, *SNOW), abs=CLOSE)
        assert reading is not None
        assert reading.curve is not None, "it tells how sure a photo is"


def test_a_kind_is_not_judged_by_the_name_of_its_family(library: Library, looks: Floats) -> None:
    evidence, rose = CaptionEvidence(StarterIds(), NamedThings()), "t:plant\x1fflower\x1frose"
    assert evidence.names_in("roses") == [[rose]], "in captions a rose is a flower, but not every flower is a rose"
    assert evidence.names_in("flowers") == [["o:flower", "n:flower", "t:plant\x1fflower"]]
    reading = _reader().of_words(library, INDEX, "roses", _term())
    assert _gains(reading) == pytest.approx(_odds(looks, rose), abs=CLOSE)
    assert reading is not None
    assert reading.family is not None
    assert reading.family.name == "flower"
    flowers = _odds(looks, "o:flower", "n:flower", "t:plant\x1fflower")
    assert reading.family.odds(np.arange(1, NEW)) == pytest.approx(flowers, abs=CLOSE)


def test_numbers_of_things_are_unclear(library: Library) -> None:
    for words in ("two dogs", "3 xyzzy", "two dogs in the snow"):
        reading = _reader().of_words(library, INDEX, words, _term())
        assert reading is not None
        assert reading.is_unclear
    reading = _reader().of_words(library, INDEX, "a pair of dogs", _term())
    assert reading is not None
    assert not reading.is_unclear


def test_what_is_more_like_its_kin_is_doubted(library: Library) -> None:
    encoder = StarterIds()
    encoder.yardstick = ScoreCalibrator(colour_calibration())
    texts = encoder.texts(["red", "blue"])
    index = VectorIndex(texts.shape[1])
    index.add([1, 2], texts)
    reader = _reader_of(encoder, Roses())
    reading = reader.of_words(library, index, "roses", _term())
    assert reading is not None
    assert reading.doubt is not None
    red, blue = reading.doubt(np.array([1, 2]))
    assert red == 0
    assert blue < -1


def test_what_the_regression_of_a_tag_denies_is_doubted(library: Library, looks: Floats) -> None:
    known = starter.tag_knowledge()
    at = known.headed.index("weather and light\x1fweather\x1fsnow")
    odds = looks @ known.heads[:-1, at] + known.heads[-1, at]
    reading = _reader().of_words(library, INDEX, "the snow", _term())
    assert reading is not None
    assert reading.doubt is not None
    assert reading.doubt(np.arange(1, NEW)) == pytest.approx(3 * np.minimum(odds + 1.25, 0), abs=0.05)
    assert reading.doubt(np.array([NEW])) == [0.0], "of a new photo nothing is known"


def test_people_are_doubted_where_hardly_anybody_is(library: Library, looks: Floats) -> None:
    known = starter.tag_knowledge()
    person = known.headed.index("people\x1fperson")
    own, anybody = (looks @ known.heads[:-1, [person, -1]] + known.heads[-1, [person, -1]]).T
    reading = _reader().of_words(library, INDEX, "people", _term())
    assert reading is not None
    assert reading.doubt is not None
    assert reading.doubt(np.arange(1, NEW)) == pytest.approx(
        3 * np.minimum(np.minimum(own, 2 * anybody) + 1.25, 0), abs=0.05
    )


def test_groupings_are_no_kin() -> None:
    assert NamedThings().kin_of("people") == []
    assert {"there is a dog", "there is a wild dog", "there is a cat"} <= set(NamedThings().kin_of("a dog"))


def test_of_several_things_the_least_likely_counts(library: Library, looks: Floats) -> None:
    reading = _reader().of_words(library, INDEX, "grass under the snow", _term())
    assert _gains(reading) == pytest.approx(np.minimum(_odds(looks, "n:snow"), _odds(looks, "n:grass")), abs=CLOSE)
    assert reading is not None
    assert reading.curve is not None
    assert reading.order is not None
    order = reading.order(np.arange(1, NEW))
    assert order == pytest.approx((_odds(looks, "n:snow") + _odds(looks, "n:grass")) / 4, abs=CLOSE)
    people = _gains(_reader().of_words(library, INDEX, "people in the snow", _term()))
    anybody = np.minimum(_odds(looks, "n:snow"), _odds(looks, "o:person"))
    assert people == pytest.approx(anybody, abs=CLOSE), "one person is enough"


def test_words_that_name_only_a_part_put_photos_in_order(library: Library, looks: Floats) -> None:
    reading = _reader().of_words(library, INDEX, "dazzling grass, snow", _term())
    assert _gains(reading) == pytest.approx((_odds(looks, "n:snow") + _odds(looks, "n:grass")) / 4, abs=CLOSE)
    assert reading is not None
    assert reading.curve is None


def test_sentences_are_also_compared_with_the_predicted_caption(library: Library, looks: Floats) -> None:
    words, reader = "grass under the snow", _reader()
    term = _term(sentence=True)
    memory = starter.caption_memory()
    fits = memory.describe(memory.predict(looks)) @ term.vector
    plain = (_odds(looks, "n:snow") + _odds(looks, "n:grass")) / 4
    for _ in range(2):  # the second time from memory
        reading = reader.of_words(library, INDEX, words, term)
        least = np.minimum(_odds(looks, "n:snow"), _odds(looks, "n:grass"))
        assert _gains(reading) == pytest.approx(least, abs=CLOSE), "how sure a photo is"
        assert reading is not None
        assert reading.order is not None
        assert reading.order(np.arange(1, NEW)) == pytest.approx(plain + 7 * fits, abs=CLOSE)
    alone = _gains(reader.of_words(library, INDEX, "xyzzy", term))
    assert alone == pytest.approx(7 * fits, abs=CLOSE)


def test_an_example_is_judged_by_the_words_and_by_its_own_things(library: Library, looks: Floats) -> None:
    memory, reader = starter.caption_memory(), _reader()
    shares = memory.recall(looks[:1])[0][memory.objects]
    best = np.argsort(-shares)[:5]
    own = sum(shares[at] / shares[best].sum() * _odds(looks, memory.names[memory.objects[at]]) for at in best.tolist())
    words = _odds(looks, *SNOW)
    assert _gains(reader.of_example(library, looks[0], "snow", 0.5)) == pytest.approx(words + own, abs=CLOSE)
    assert _gains(reader.of_example(library, looks[0], "snow", 1.0)) == pytest.approx(2 * words, abs=CLOSE)
    assert _gains(reader.of_example(library, looks[0], "snow", 0.0)) == pytest.approx(2 * own, abs=CLOSE)
    assert _gains(reader.of_example(library, looks[0], "xyzzy", 0.5)) == pytest.approx(own, abs=CLOSE)


def test_vectors_are_too_sure_of_unknown_words_and_other_encoders_change_nothing(
    library: Library, looks: Floats
) -> None:
    reading = _reader().of_words(library, INDEX, "xyzzy", _term())
    assert reading is not None
    assert judge_best(reading, np.arange(1, 3), np.array([0.9, 0.6]))[0] == pytest.approx([0.817, 0.427], abs=0.001)
    other = _reader(ColourEncoding())
    assert other.of_words(library, INDEX, "snow", _term()) is None
    assert other.of_words(library, INDEX, "grass under the snow", _term(sentence=True)) is None
    assert other.of_example(library, looks[0], "snow", 0.5) is None


def test_words_may_name_nothing_but_things() -> None:
    evidence = CaptionEvidence(StarterIds(), NamedThings())
    for words in ("snow", "the snow", "a dog on the beach", "man with an umbrella near a car"):
        assert evidence.read_names(words) == (evidence.names_in(words), True)
    for words in ("", "xyzzy", "the", "two dogs", "a dog on the xyzzy", "cat or dog", "street with no cars"):
        assert evidence.read_names(words) == (evidence.names_in(words), False)
    assert not evidence.read_names("a room without people")[1]
    assert CaptionEvidence(ColourEncoding(), NamedThings()).read_names("snow") == ([], False)


def test_words_name_their_things() -> None:
    evidence = CaptionEvidence(StarterIds(), NamedThings())
    assert evidence.names_in("a dog on the beach") == [["n:dog"], ["n:beach"]]
    assert evidence.names_in("dogs and a dog") == [["n:dog"]]
    assert evidence.names_in("a flag, an american flag") == [["n:flag"], ["n:american flag"]]
    assert evidence.names_in("people") == [["o:person", "t:people\x1fperson"]]
    assert evidence.names_in("a cat behind the sofa") == [["n:cat"], ["n:sofa"]]
    assert evidence.names_in("") == evidence.names_in("xyzzy of Qqq") == []
    assert CaptionEvidence(ColourEncoding(), NamedThings()).names_in("a dog on the beach") == []


def test_shares_in_use_are_not_replaced(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(caption_evidence, "_REMEMBERED", COUNT)
    captions, photos = CaptionEvidence(StarterIds(), NamedThings()), np.arange(1, NEW)
    before = captions.odds_of_names(library, ["n:snow"], photos)
    captions.odds_of_names(library, ["n:dog"], photos[COUNT // 2 :])  # replaces half of them
    assert captions.odds_of_names(library, ["n:snow"], photos) == pytest.approx(before, abs=1e-3)


def test_changed_picture_is_judged_anew(library: Library, looks: Floats) -> None:
    captions, photos = CaptionEvidence(StarterIds(), NamedThings()), np.arange(1, 3)
    before = captions.odds_of_names(library, SNOW, photos), captions.captions_of(library, photos)
    key, meaning = (COUNT + 5).to_bytes(16, "big"), np.full(384, 384**-0.5, np.float32)
    library.db.execute("UPDATE photos SET image_hash = ? WHERE id = 1", (key,))  # as when it is turned
    vectors.store(library, starter.encoder_id(), [Embedded(1, key, meaning, looks[COUNT - 1])])
    afresh = CaptionEvidence(StarterIds(), NamedThings())
    odds, described = captions.odds_of_names(library, SNOW, photos), captions.captions_of(library, photos)
    assert odds == pytest.approx(afresh.odds_of_names(library, SNOW, photos), abs=1e-3)
    assert described[0] == pytest.approx(afresh.captions_of(library, photos)[0], abs=1e-3)
    assert described[0] != pytest.approx(before[1][0], abs=1e-3)
    assert (odds[:, 1] == before[0][:, 1]).all(), "the other photo is as before"
