"""Which drafted sentences may be shown, according to their words and the photo's tags."""

from collections.abc import Callable
from pathlib import Path

import pytest

from photon.annotate.captions.named_objects import Objects, caption_objects
from photon.annotate.captions.sentence_check import SentenceContext, known_by, may_be_shown
from photon.domain.metadata.tag import Tagged


@pytest.fixture(scope="module")
def objects() -> Objects:
    return caption_objects()


@pytest.mark.parametrize(
    "text",
    [
        "A red bus on a street.",
        "Two men at the beach",
        "A black dog is playing with a brown dog .",
        "A tennis player swings a racket at a tennis ball on a tennis court",
        "A computer on a table with another computer.",
        "Child on a blue slide with mother at the top of the slide.",
        "Many many cabinets in a kitchen with a path to the sea",
        "People watch while a horse jumps over a fence",
        "A man throws the dog a ball.",
        "a bottle, a glass and a plate next to a window",
        "Two people ride a horse to a barn",
        "A dog in the snow looks on.",
        "The man has a hat on and is standing by a car.",
        "A girl in white and a boy in red.",
        "A bathroom with a sink.",
        "Snow.",
        "一只狗在海滩上奔跑",
    ],
)
def test_natural_sentences_may_be_shown(text: str, objects: Objects) -> None:
    assert may_be_shown(text, SentenceContext(), objects)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "A red red ball.",
        "A ball balls on the grass.",
        "A dog with a dog.",
        "A boat on a boat on the water.",
        "A dog is.",
        "A man in a.",
        "A girl in a white.",
        "A person skateboarding a a rail.",
        "A horse with is running.",
        "A man to a street.",
        "A man a dog.",
        "Two people pose for a picture while another child.",
        "A group of",
    ],
)
def test_broken_sentences_may_not_be_shown(text: str, objects: Objects) -> None:
    assert not may_be_shown(text, SentenceContext(), objects)


@pytest.mark.parametrize(
    ("tags", "shown", "hidden"),
    [
        ([Tagged(("Animals", "Dog"), "rejected")], "An animal runs.", "A poodle runs."),
        ([Tagged(("Dog",), "rejected"), Tagged(("Poodle",))], "A poodle runs.", "A poodle and a cat with a is."),
        ([Tagged(("Horse",))], "A horse and a dog run.", "A dog runs."),
        ([Tagged(("Horse",))], "An animal runs.", "A brown dog runs next to a cow."),
        ([Tagged(("Woman",))], "A person with a camera.", "A man with a camera."),
        ([Tagged(("Woman",))], "A surfer rides a wave.", "A boy rides a wave."),
        ([Tagged(("Dog",), "suggested", 0.9)], "A puppy sleeps.", "A cat sleeps."),
    ],
)
def test_sentences_that_contradict_tags_may_not_be_shown(
    tags: list[Tagged], shown: str, hidden: str, objects: Objects
) -> None:
    known = known_by(tags, objects)
    assert may_be_shown(shown, known, objects)
    assert not may_be_shown(hidden, known, objects)


def test_uncertain_tags_contradict_nothing(objects: Objects) -> None:
    tags = [
        Tagged(("Horse",), "suggested", 0.7),
        Tagged(("Bus",)),
        Tagged(("Our trip",)),
        Tagged(("Beach",), "rejected"),
    ]
    assert may_be_shown("A dog runs past a car.", known_by(tags, objects), objects)


def test_nearly_all_human_captions_may_be_shown(shared: Callable[[str], Path], objects: Objects) -> None:
    """The share is a requirement: catching more broken sentences at the cost of good ones is no improvement."""
    for name in ("coco_captions.txt", "flickr8k_captions.txt"):
        lines = shared(f"data/{name}").read_text(encoding="utf-8").splitlines()[::40]
        assert sum(may_be_shown(line, SentenceContext(), objects) for line in lines) > 0.98 * len(lines)
