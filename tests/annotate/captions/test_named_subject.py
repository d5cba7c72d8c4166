"""Captions that name the people they are about: as many as the sentence speaks of, and nobody else."""

import pytest

from photon.annotate.captions.caption_facts import complete, known_facts
from photon.annotate.captions.long_caption import extend_caption

EMMA, BOTH = ["Emma"], ["Emma", "Ben"]


@pytest.mark.parametrize(
    ("sentence", "names", "caption"),
    [
        ("A woman on a beach", EMMA, "Emma on a beach"),
        ("a smiling young girl is eating cake.", EMMA, "Emma is eating cake."),
        ("Two people sitting on a bench.", BOTH, "Emma and Ben sitting on a bench."),
        ("A man and a woman on a boat", BOTH, "Emma and Ben on a boat"),
        ("Three little children in the snow", ["A", "B", "C"], "A, B and C in the snow"),
        ("A man with a dog", EMMA, "Emma with a dog"),
        ("A woman on a beach", BOTH, "A woman on a beach. With Emma and Ben."),
        ("A man and a woman on a boat", EMMA, "A man and a woman on a boat. With Emma."),
        ("A woman holding a baby", EMMA, "A woman holding a baby. With Emma."),
        ("A woman's hand with a ring", EMMA, "A woman's hand with a ring. With Emma."),
        ("A woman and child on a beach", EMMA, "A woman and child on a beach. With Emma."),
        ("A group of people", BOTH, "A group of people. With Emma and Ben."),
        ("A cake on a table.", EMMA, "A cake on a table. With Emma."),
        ("A manhole in a street", EMMA, "A manhole in a street. With Emma."),
        ("Two people on a bench", ["Emma", "Emma"], "Two people on a bench. With Emma."),
        ("A woman on a beach", [], "A woman on a beach"),
    ],
)
def test_names_stand_for_the_people_of_the_sentence_or_follow_it(sentence: str, names: list[str], caption: str) -> None:
    assert complete(sentence, known_facts([], None, None, names)) == caption


def test_tags_below_people_are_listed_once_beside_faces() -> None:
    facts = known_facts([("People", "emma"), ("People", "Zoë")], None, None, EMMA)
    assert complete("A dog", facts) == "A dog. With Emma and Zoë."
    assert complete("A woman in the snow", known_facts([("People", "Emma")], None)) == "A woman in the snow. With Emma."


def test_a_template_without_people_names_nobody() -> None:
    assert complete("A woman on a beach", known_facts([], None, None, EMMA), "{sentence}") == "A woman on a beach"


def test_long_captions_name_people_once() -> None:
    facts = known_facts([], "2023-07-14T18:00:00", None, EMMA)
    assert extend_caption("A woman on a beach", facts, "2023-07-14T18:00:00", ()).startswith(
        "Emma on a beach. Photographed"
    )
    assert "Emma, photographed" in extend_caption("A cake", facts, "2023-07-14T18:00:00", ())
