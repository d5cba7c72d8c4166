"""Choosing a sentence: agreement with the photo, the things named, dropped phrases, certainty."""

from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from photon.annotate.captions.draft_certainty import keeping_chance, says_enough
from photon.annotate.captions.draft_choice import (
    LEAST,
    OTHERS,
    TRIED,
    as_sentence,
    certainty,
    choose,
    known_objects,
    repeated,
    support,
    without_doubtful,
)
from photon.annotate.captions.named_objects import Objects
from photon.annotate.captions.sentence_check import SentenceContext
from photon.vision.knowledge.caption_scoring import PhraseEvidence

OBJECTS = Objects("person\n  man\n  woman\nanimal\n  dog\nstick\nball\n")
CHANCES = {"person": 0.1, "man": 0.08, "woman": 0.02, "animal": 0.95, "dog": 0.93, "stick": 0.01, "ball": 0.3}


@dataclass(frozen=True)
class Odds:
    least: float = -2.0


@dataclass(frozen=True)
class Scored:
    text: str
    agreement: float
    chance: Odds = field(default_factory=Odds)
    phrases: PhraseEvidence | None = None


def remembered(text: str, share: float = 0.6, *, agreement: float = 0.5, clarity: float = 0.6) -> Scored:
    """Return a sentence of the memory whose subject and action occur in a given share of captions."""
    return Scored(text, agreement, phrases=PhraseEvidence((share, share, None), {}, agreement, clarity))


def test_of_equal_sentences_the_one_with_likely_objects_is_shown() -> None:
    scored = [Scored("a man runs", 0.5), Scored("a dog runs", 0.5), Scored("a dog plays with a ball", 0.5)]
    choice = choose(scored, CHANCES, OBJECTS)
    assert choice is not None
    assert choice.text == "A dog runs."
    assert choice.others == ("A dog plays with a ball.", "A man runs.")
    assert choice.certainty > 0.5


def test_the_next_sentence_replaces_one_that_may_not_be_shown() -> None:
    scored = [Scored("a dog is", 0.9), Scored("a dog runs", 0.5), Scored("a man runs", 0.4)]
    choice = choose(scored, CHANCES, OBJECTS)
    assert choice is not None
    assert (choice.text, choice.others) == ("A dog runs.", ("A man runs.",))
    refused = choose(scored, CHANCES, OBJECTS, SentenceContext(absent=frozenset({"dog"})))
    assert refused is not None
    assert (refused.text, refused.others) == ("A man runs.", ())
    assert choose(scored[:1], CHANCES, OBJECTS) is None


def test_a_sentence_that_agrees_much_more_wins() -> None:
    choice = choose([Scored("a man runs", 0.9), Scored("a dog runs", 0.4)], CHANCES, OBJECTS)
    assert choice is not None
    assert choice.text == "A man runs."
    assert choice.certainty < 0.5


def test_a_sentence_with_repeated_words_ranks_lower() -> None:
    choice = choose([Scored("a dog runs with dogs", 0.52), Scored("a dog runs", 0.5)], CHANCES, OBJECTS)
    assert choice is not None
    assert choice.text == "A dog runs."


def test_consecutive_repetition_counts_more() -> None:
    apart, together = repeated("a rock in water on a rock"), repeated("a man on rock rocks")
    assert (apart, together, repeated("a man on a rock")) == (1, 3, 0)


def test_a_sentence_with_an_error_ranks_lower() -> None:
    choice = choose([Scored("a dog water", 0.55, Odds(-7.0)), Scored("a dog runs", 0.5)], CHANCES, OBJECTS)
    assert choice is not None
    assert choice.text == "A dog runs."


def test_no_sentences_show_nothing_and_few_others_are_kept() -> None:
    assert choose([], CHANCES, OBJECTS) is None
    choice = choose([Scored(f"a dog runs {n} times", 0.5 - n / 100) for n in range(9)], CHANCES, OBJECTS)
    assert choice is not None
    assert len(choice.others) == OTHERS


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a dog runs with a stick", "a dog runs"),
        ("a dog runs with a ball", "a dog runs with a ball"),
        ("a stick lies on the floor", "a stick lies on the floor"),
        ("a dog with a ball and a stick", "a dog with a ball"),
        ("a dog runs with a stick and a ball", "a dog runs with a stick and a ball"),
        ("A dog, which runs with a stick.", "A dog, which runs with a stick."),
    ],
)
def test_last_phrases_are_dropped_if_their_objects_are_unlikely(before: str, after: str) -> None:
    assert without_doubtful(before, CHANCES, OBJECTS) == after


def test_only_sure_tags_of_one_meaning_are_known_objects() -> None:
    tags = {"Man": 1.0, "ball": 0.5, "dog with man": 1.0, "sunset": 1.0}
    assert known_objects(tags, OBJECTS) == {"man": 1.0, "person": 1.0}


@given(st.floats(0, 1), st.floats(0, 1))
def test_certainty_grows_with_support_and_stays_between_0_and_1(one: float, other: float) -> None:
    low, high = sorted([one, other])
    assert 0 <= certainty(low) <= certainty(high) <= 1


@given(st.text())
def test_any_text_can_be_scored(text: str) -> None:
    assert 0 <= support(OBJECTS.mentions(text), CHANCES) <= 1
    assert len(without_doubtful(text, CHANCES, OBJECTS)) <= len(text)
    assert as_sentence(as_sentence(text)) == as_sentence(text)


def test_the_surest_sentence_is_shown_and_sure_ones_are_kept() -> None:
    scored = [remembered("a man runs"), remembered("a dog runs"), remembered("a dog is running", 0.5)]
    choice = choose(scored, CHANCES, OBJECTS)
    assert choice is not None
    assert (choice.text, choice.others) == ("A dog runs.", ("A dog is running.",))
    assert LEAST <= choice.certainty < 1


def test_an_unsure_memory_shows_nothing() -> None:
    assert choose([remembered("a man runs")], CHANCES, OBJECTS) is None
    assert choose([remembered("a dog runs", 0.01, clarity=0.1)], CHANCES, OBJECTS) is None
    assert choose([remembered("a dog")], CHANCES, OBJECTS) is None, "that says too little"
    refused = SentenceContext(absent=frozenset({"dog"}))
    assert choose([remembered("a dog runs")], CHANCES, OBJECTS, refused) is None


def test_only_sentences_that_agree_best_are_tried() -> None:
    better = [remembered(f"a man runs {n} times", agreement=0.9) for n in range(TRIED)]
    assert choose([*better, remembered("a dog runs")], CHANCES, OBJECTS) is None
    assert choose([*better[1:], remembered("a dog runs")], CHANCES, OBJECTS) is not None


def test_known_objects_make_a_sentence_surer() -> None:
    def sure(text: str, shares: tuple[float, float | None, float | None], clarity: float = 0.5) -> float:
        nouns = {"dog": 0.9, "rainbow": 0.01, "sky": 0.8}
        return keeping_chance(text, PhraseEvidence(shares, nouns, 0.3, clarity), CHANCES, OBJECTS)

    plain = sure("A dog is running.", (0.5, 0.5, None))
    assert plain > sure("A dog is running.", (0.5, 0.05, None)) > sure("A man is running.", (0.5, 0.05, None))
    assert plain > sure("A dog is running.", (0.5, 0.5, None), clarity=0.2)
    assert plain > sure("Two dogs are running.", (0.5, 0.5, None))
    assert plain > sure("A black dog is running.", (0.5, 0.5, None))
    assert sure("A dog in the sky.", (0.5, None, 0.5)) > sure("A dog in the rainbow.", (0.5, None, 0.5))
    assert 0 < sure("Nothing of the sort.", (0.0, None, 0.0)) < 1


@pytest.mark.parametrize("text", ["A dog is running.", "A plate of food.", "A man and a woman.", "A black cat."])
def test_a_thing_with_a_detail_is_enough(text: str) -> None:
    assert says_enough(text)


@pytest.mark.parametrize("text", ["A dog.", "An elephant.", "A group of people.", "Two dogs.", "A man is smiling.", ""])
def test_a_bare_thing_is_not_enough(text: str) -> None:
    assert not says_enough(text)
