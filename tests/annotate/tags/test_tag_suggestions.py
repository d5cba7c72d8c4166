"""Suggested tags: properties of the selection, learned tags, decisions, small libraries."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some
from hypothesis.extra.numpy import arrays

from photon.annotate.tags.tag_choice import LEAST, MOST, SURE, ChosenTags, TagChoice
from photon.annotate.tags.tag_feedback import FeedbackExample, TagFeedback
from photon.annotate.tags.tag_prompts import concept_vectors, every_prompt, prompts
from photon.annotate.tags.tag_scores import CosineScale, StoredVectors, TagScores, scale_of
from photon.annotate.tags.tag_suggester import WATCHED, PhotoDecisions, SuggestionContext, TagSuggester
from photon.annotate.tags.vocabulary import TagVocabulary, VocabularyEntry
from photon.annotate.tags.vocabulary_file import read_vocabulary
from photon.domain.metadata.tag import tag_key
from photon.vision.kit.adapter import Adapter
from photon.vision.knowledge.caption_memory import CaptionMemory
from photon.vision.knowledge.class_labels import NamedClasses
from photon.vision.knowledge.tag_knowledge import TagKnowledge

WORDS = TagVocabulary(
    read_vocabulary(
        "animal\n  mammal [group] [one of]\n    dog\n      terrier\n      hound\n    cat\n  fish\n"
        "place\n  beach\n  street\n"
        "colors [group]\n  black and white\nsecret [sensitive]\n",
        "words",
    ).entries
)
AT = {entry.name: at for at, entry in enumerate(WORDS.entries)}
N = len(WORDS)
PLAIN = np.array([0, 1, 0, 0], np.float32)
LEARNED = np.eye(16, dtype=np.float32)[[1, 3]].sum(axis=0)  # both depend on a tag's own log-odds only
NO_HEADS, NO_PHOTOS = np.zeros((5, 1), np.float32), np.zeros((0, 4), np.float32)


def _knowledge() -> TagKnowledge:
    names = tuple(tag_key(entry.path) for entry in WORDS.entries)
    seen, unseen = np.array([0, 0, 0, 0, 0, 0, 2], np.float32), np.array([-3, 1, 1, 0, 0, 0], np.float32)
    return TagKnowledge(names, np.full(N, -3, np.float32), seen, unseen, LEARNED, PLAIN, NO_HEADS, ())


def _memory(learned: tuple[str, ...], looks: int = 4) -> CaptionMemory | None:
    """Recalls one tag for each axis of the looks, and nothing for the others."""
    if not learned:
        return None
    names = tuple(f"t:{tag_key(WORDS.entries[AT[name]].path)}" for name in learned)
    axes = np.eye(looks, dtype=np.float32)
    known = np.arange(len(learned))
    starts = np.minimum(np.arange(looks + 1), len(learned))
    photo = np.concatenate([axes, np.zeros((1, looks), np.float32)])
    nothing = np.zeros(looks, np.float32)
    shares = np.ones(len(learned), np.float32)
    joint = Adapter(axes, nothing, axes, nothing, nothing, nothing)
    return CaptionMemory(
        names,
        photo,
        nothing,
        nothing,
        axes,
        nothing,
        starts,
        known,
        shares,
        np.zeros((looks + 1, 1), np.float32),
        joint,
    )


def _seen(count: int, meanings: np.ndarray | None = None, looks: np.ndarray | None = None) -> StoredVectors:
    nothing = (np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.float32))
    return StoredVectors(
        np.zeros((count, N), np.float32) if meanings is None else meanings,
        np.zeros((count, 4), np.float32) if looks is None else looks,
        nothing,
    )


def _suggesting(learned: tuple[str, ...] = (), **more) -> TagSuggester:
    """Concept vectors are axes, so that a photo's meaning vector gives the score of each concept."""
    scale = CosineScale(np.zeros(N, np.float32), np.ones(N, np.float32))
    known = SuggestionContext(
        np.eye(N, dtype=np.float32), scale, _knowledge(), _memory(learned), more.pop("kind_of", _none)
    )
    return TagSuggester(WORDS, known, **more)


def _none(word: str) -> NamedClasses | None:
    del word
    return None


def _fits(**heights: float) -> np.ndarray:
    row = np.zeros((1, N), np.float32)
    for name, height in heights.items():
        row[0, AT[name.replace("_", " ")]] = height
    return row


def _names(suggested) -> list[str]:
    return [path[-1] for path, _ in suggested]


@given(arrays(np.float32, (5, N), elements=some.floats(0, 1, width=32)))
def test_suggestions_are_possible_certain_and_not_redundant(certainties) -> None:
    places = np.repeat(np.arange(N)[None], 5, axis=0)
    chosen = TagChoice(WORDS).choose(ChosenTags(places, certainties))
    assert chosen.places.shape == chosen.certainties.shape == (5, min(MOST, N))
    assert (np.diff(chosen.certainties, axis=1) <= 0).all()
    for row, (tags, sure) in enumerate(zip(chosen.places.tolist(), chosen.certainties.tolist(), strict=True)):
        shown = {at: one for at, one in zip(tags, sure, strict=True) if one > 0}
        assert all(one >= np.float32(LEAST) and one == certainties[row, at] for at, one in shown.items())
        for at, one in shown.items():
            wider = [above for above in WORDS.ancestors(at) if above in shown]
            assert all(one < SURE and one < shown[above] for above in wider)
        excluding = WORDS.excluding()
        assert not any(excluding[one, other] for one in shown for other in shown), "each photo is one of them only"


def test_of_exclusive_tags_the_most_certain_is_suggested() -> None:
    choice, places = TagChoice(WORDS), np.array([[AT["dog"], AT["cat"], AT["beach"], AT["street"]]])

    def shown(sure: list[float], rejected: list[bool] | None = None) -> set[str]:
        gone = None if rejected is None else np.array([rejected])
        chosen = choice.choose(ChosenTags(places, np.array([sure], np.float32)), gone)
        return {
            WORDS.entries[at].name for at, one in zip(chosen.places[0], chosen.certainties[0], strict=True) if one > 0
        }

    assert shown([0.8, 0.7, 0.6, 0.5]) == {"dog", "beach", "street"}
    assert shown([0.3, 0.7, 0.6, 0.5]) == {"cat", "beach", "street"}
    assert shown([0.05, 0.7, 0.6, 0.5]) == {"cat", "beach", "street"}
    assert shown([0.8, 0.7, 0.6, 0.5], [True, False, False, False]) == {"dog", "cat", "beach", "street"}


@given(arrays(np.float32, (3, N), elements=some.floats(-9, 9, width=32)))
def test_rivals_are_the_other_choices_with_their_descendants(logits) -> None:
    choice = TagChoice(WORDS)
    margins = choice.margins(logits)
    dog, cat, beach = AT["dog"], AT["cat"], AT["beach"]
    assert (margins[:, beach] == 0).all(), "a beach has no rivals here"
    best = logits[:, [dog, AT["terrier"], AT["hound"]]].max(axis=1)
    np.testing.assert_allclose(margins[:, cat], np.clip(logits[:, cat] - best, -6, 6), atol=1e-5)
    logits[:, cat] += 1
    assert (choice.margins(logits)[:, dog] <= margins[:, dog]).all()


@given(arrays(np.float32, (4, N), elements=some.floats(-9, 9, width=32)))
def test_candidates_are_the_likeliest_allowed_tags(logits) -> None:
    hidden = np.arange(N) == AT["dog"]
    places = TagChoice(WORDS).candidates(logits, hidden)
    best = np.take_along_axis(logits, places, axis=1)[:, : N - 1]
    assert (np.diff(best, axis=1) <= 0).all()
    assert (places[:, -1] == AT["dog"]).all(), "what is hidden comes last"


def test_the_most_specific_certain_tag_represents_its_ancestors() -> None:
    stage = _suggesting()
    (found,) = stage.suggest(_seen(1, _fits(animal=8, dog=7, terrier=6, beach=4)))
    assert _names(found) == ["terrier", "beach"]
    assert found[0][0] == ("animal", "dog", "terrier"), "groups are no part of a path"
    (found,) = stage.suggest(_seen(1, _fits(animal=7, dog=6, terrier=1.5)))
    assert _names(found) == ["dog", "terrier"], "a terrier is not sure enough to stand for the dog"
    assert found[0][1] > 0.9


def test_a_photo_that_shows_nothing_known_gets_no_tags() -> None:
    assert _suggesting().suggest(_seen(2)) == [[], []]


def test_learned_tags_follow_looks_and_other_tags_follow_words() -> None:
    looks = np.array([[1, 0, 0, 0], [0, 0, 0, 1]], np.float32)
    found = _suggesting(("dog",)).suggest(_seen(2, np.repeat(_fits(beach=6), 2, axis=0), looks))
    assert _names(found[0]) == ["beach", "dog"] or _names(found[0]) == ["dog", "beach"]
    assert _names(found[1]) == ["beach"]


def _suggesting_by_looks(
    *, somebody: float, dog: float, curve: dict[int, float], among: np.ndarray = NO_PHOTOS
) -> TagSuggester:
    """Remembers all tags alike, with a regression for dogs, and one for people."""
    names = ("person", "sitting", "dog", "terrier", "cat")
    text = "people [group]\n  person\nactivities [group]\n  sitting\nanimal\n  dog\n    terrier\n  cat\n"
    words = TagVocabulary(read_vocabulary(text, "words").entries)
    places = {entry.name: at for at, entry in enumerate(words.entries)}
    keys = tuple(tag_key(words.entries[places[name]].path) for name in names)
    memory = _memory(("dog",))
    assert memory is not None
    shares, starts = np.full(5, 0.7, np.float32), np.array([0, 5, 5, 5, 5])
    recalled = tuple(f"t:{key}" for key in keys)
    memory = replace(memory, names=recalled, starts=starts, columns=np.arange(5), shares=shares)
    heads = np.zeros((5, 2), np.float32)
    heads[-1] = dog, somebody
    choice = LEARNED.copy()
    choice[list(curve)] = list(curve.values())
    known = TagKnowledge(
        keys, np.zeros(5, np.float32), np.eye(7, dtype=np.float32)[0], np.zeros(6, np.float32), choice, PLAIN, heads,
        (tag_key(words.entries[places["dog"]].path),),
    )  # fmt: skip
    concepts = np.eye(len(words), 4, dtype=np.float32)
    scale = CosineScale(np.zeros(len(words), np.float32), np.ones(len(words), np.float32), among)
    return TagSuggester(words, SuggestionContext(concepts, scale, known, memory, _none))


def _sure_by_looks(**more: object) -> dict[str, float]:
    looks = np.eye(4, dtype=np.float32)[:1]
    weighed = _suggesting_by_looks(**more).weigh(_seen(1, looks, looks))  # type: ignore[arg-type]
    names = ["people", "person", "activities", "sitting", "animal", "dog", "terrier", "cat"]
    found = zip(weighed.places[0].tolist(), weighed.certainties[0].tolist(), strict=True)
    return {names[at]: sure for at, sure in found}


def test_tags_of_people_are_less_certain_where_a_photo_is_unlike_everyday_ones() -> None:
    everyday = np.eye(4, dtype=np.float32)[np.zeros(9, np.int64)]
    like, unlike = (_sure_by_looks(somebody=3, dog=0, curve={12: 0.5}, among=axis * everyday) for axis in (1, -1))
    assert like["person"] == pytest.approx(0.924, abs=1e-3)
    assert unlike["person"] == pytest.approx(0.378, abs=1e-3)
    assert unlike["sitting"] == unlike["dog"] == like["dog"] == pytest.approx(0.731, abs=1e-3)


def test_people_and_what_they_do_are_less_certain_where_nobody_seems_to_be() -> None:
    curve = {8: 2.0, 9: 1.0}
    there, gone = (_sure_by_looks(somebody=odds, dog=0, curve=curve) for odds in (3, -2))
    assert there["person"] == there["sitting"] == pytest.approx(0.731, abs=1e-3)
    assert gone["person"] == pytest.approx(0.047, abs=1e-3)
    assert gone["sitting"] == pytest.approx(0.269, abs=1e-3)
    assert gone["dog"] == there["dog"]


def test_a_regression_speaks_for_its_tag_and_what_is_below_it() -> None:
    sure = _sure_by_looks(somebody=3, dog=-2, curve={4: 1.0, 6: 0.5})
    assert sure["dog"] == pytest.approx(0.269, abs=1e-3)
    assert sure["terrier"] == pytest.approx(0.5, abs=1e-3)
    assert sure["cat"] == pytest.approx(0.731, abs=1e-3)


def test_classes_of_the_encoder_count() -> None:
    stage = _suggesting(kind_of=lambda word: NamedClasses((3, 4), 1.0) if word == "hound" else None)
    kinds = (np.array([1], np.int64), np.array([4], np.int64), np.array([0.9], np.float32))
    seen = _seen(2)
    found = stage.suggest(StoredVectors(seen.meanings, seen.looks, kinds))
    assert [_names(one) for one in found] == [[], ["hound"]]


def test_things_that_the_encoder_does_not_name_are_less_certain() -> None:
    words = TagVocabulary(read_vocabulary("object\n  vase\nanimal\n  cat\n", "words").entries)
    vase, cat = words.place("vase"), words.place("cat")
    assert vase is not None
    assert cat is not None
    scale = CosineScale(np.zeros(4, np.float32), np.ones(4, np.float32))
    scores = TagScores(words, np.eye(4, dtype=np.float32), scale, _knowledge())
    scores.name_kinds(words, lambda word: NamedClasses((3,), 1.0) if word == "vase" else None)
    kinds = (np.array([0, 0, 1]), np.array([3, 5, 5]), np.array([0.3, 0.6, 0.8], np.float32))
    seen = StoredVectors(np.zeros((3, 4), np.float32), np.zeros((3, 4), np.float32), kinds)
    weighed = replace(scores.weigh(seen), recalled=np.zeros((3, 4), np.float32))
    assert weighed.surest.tolist() == pytest.approx([0.6, 0.8, 0])
    logits = np.zeros((3, 4), np.float32)
    found = TagChoice(words).features(logits, np.array([[vase, cat]] * 3), scores, weighed)
    assert found[:, 0, 14].tolist() == pytest.approx([0, 0.8, 0]), "the first one is named"
    assert found[:, 1, 14].tolist() == [0, 0, 0]
    assert found[:, 0, 15].tolist() == [0, 1, 1]
    assert found[:, 1, 15].tolist() == [0, 0, 0], "no class is a cat"


def test_measured_styles_determine_the_certainty_of_their_concepts() -> None:
    seen = _seen(3)
    styled = StoredVectors(
        seen.meanings, seen.looks, seen.kinds, {"monochrome": np.array([0.9, 0.01, np.nan], np.float32)}
    )
    found = _suggesting().suggest(styled)
    assert found[0] == [(("black and white",), 0.9)]
    assert found[1:] == [[], []]


def test_sensitive_and_switched_off_tags_are_not_suggested() -> None:
    seen = _seen(1, _fits(secret=6, beach=6))
    assert _names(_suggesting().suggest(seen)[0]) == ["beach"]
    assert sorted(_names(_suggesting(sensitive=True).suggest(seen)[0])) == ["beach", "secret"]
    off = WORDS.without([WORDS.entries[AT["beach"]].path])
    known = SuggestionContext(
        np.eye(N, dtype=np.float32),
        CosineScale(np.zeros(N, np.float32), np.ones(N, np.float32)),
        _knowledge(),
        None,
        _none,
    )
    assert TagSuggester(off, known).suggest(seen) == [[]]


def test_decisions_about_the_photo_are_respected() -> None:
    stage, seen = _suggesting(), _seen(1, _fits(animal=6, dog=6, terrier=6, beach=6))
    (found,) = stage.suggest(seen, decided={0: PhotoDecisions(rejected=frozenset([AT["dog"]]))})
    assert "terrier" not in _names(found)
    (found,) = stage.suggest(_seen(1, _fits(animal=6)), decided={0: PhotoDecisions(confirmed=frozenset([AT["dog"]]))})
    assert found == [], "an animal is said by the dog"
    seen = _seen(1, _fits(cat=6, beach=6))
    (found,) = stage.suggest(seen, decided={0: PhotoDecisions(confirmed=frozenset([AT["dog"]]))})
    assert _names(found) == ["beach"], "a cat is excluded by the dog"
    seen = _seen(1, _fits(cat=5, dog=6))
    assert _names(stage.suggest(seen)[0]) == ["dog"]
    (found,) = stage.suggest(seen, decided={0: PhotoDecisions(rejected=frozenset([AT["dog"]]))})
    assert _names(found) == ["dog", "cat"], "what was rejected excludes nothing"


def test_decisions_about_similar_photos_change_the_certainty() -> None:
    stage, looks = _suggesting(), np.eye(4, dtype=np.float32)[[0, 1]]
    seen = _seen(2, np.repeat(_fits(dog=4, terrier=4, beach=2), 2, axis=0), looks)
    wrong = TagFeedback(WORDS, [FeedbackExample(looks[0], AT["dog"], is_right=False)])
    near, far = stage.suggest(seen, wrong)
    assert "terrier" not in _names(near)
    assert "terrier" in _names(far)
    right = TagFeedback(WORDS, [FeedbackExample(looks[0], AT["beach"], is_right=True)])
    near, far = (dict(one) for one in stage.suggest(seen, right))
    assert near["place", "beach"] > far["place", "beach"] + 0.1
    assert [dict(one) for one in stage.suggest(seen, TagFeedback(WORDS, []))] == [
        dict(one) for one in stage.suggest(seen)
    ]


def test_a_scale_is_the_median_and_deviation_of_photos_without_the_concept() -> None:
    photos = np.random.default_rng(3).normal(size=(300, N)).astype(np.float32)
    axes = np.eye(N, dtype=np.float32)
    usual, alike = scale_of(axes, photos), scale_of(axes, np.repeat(_fits(beach=5), 3, axis=0))
    np.testing.assert_allclose(usual.middle, np.median(photos, axis=0), atol=1e-3)
    assert alike.middle[AT["beach"]] == 5
    assert (alike.spread > 0).all()
    assert scale_of(axes, np.zeros((0, N), np.float32)).spread.tolist() == [1] * N


def test_a_concept_is_queried_by_its_words_or_its_own_sentences() -> None:
    one, other = (
        VocabularyEntry(("zoo", "hen"), synonyms=("chicken",)),
        VocabularyEntry(("iron",), prompts=("an iron for clothes",)),
    )
    assert prompts(other) == ("an iron for clothes",)
    assert {"there is a hen", "there is a chicken"} <= set(prompts(one))
    words = TagVocabulary((one, other))
    texts = {text: np.eye(9, dtype=np.float32)[at] for at, text in enumerate(every_prompt(words))}
    vectors = concept_vectors(words, texts)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)
    assert vectors[0] @ vectors[1] == 0


@pytest.mark.parametrize("count", [0, 1, 3])
def test_every_pair_has_a_score(count: int) -> None:
    scores = TagScores(
        WORDS,
        np.eye(N, dtype=np.float32),
        CosineScale(np.zeros(N, np.float32), np.ones(N, np.float32)),
        _knowledge(),
        _memory(("dog",)),
    )
    weighed = scores.weigh(_seen(count))
    assert scores.logits(weighed).shape == weighed.own.shape == (count, N)
    assert np.isfinite(scores.logits(weighed)).all()


def test_possible_sensitive_tags_are_kept_on_request() -> None:
    meanings = np.eye(N, dtype=np.float32) * 9
    meanings[:, AT["dog"]] += 4
    seen = _seen(N, meanings)
    wanted, unwanted = _suggesting(sensitive=True), _suggesting()
    weighed = wanted.weigh(seen)
    sure = np.where(weighed.places == AT["secret"], weighed.certainties, 0).max(axis=1)
    found = [dict(tags).get(("secret",), 0.0) for tags in wanted.suggest(seen)]
    assert (sure >= WATCHED).any()
    assert found == [round(float(one), 3) if one >= WATCHED else 0.0 for one in sure]
    assert not any(("secret",) in dict(tags) for tags in unwanted.suggest(seen))
