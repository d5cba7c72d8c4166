"""Objects in sentences: what is named, its hypernyms, and what other sentences support."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lab.captions.supported_objects import borne_out, unsupported

from photon.annotate.captions.named_objects import Objects, caption_objects

TREE = """
# what there is

person = people, someone
  man = men, guy
  child = kid
    boy = little boy
animal
  dog = hound
    poodle
bicycle = bike
motorcycle = bike
"""


@pytest.fixture(scope="module")
def objects() -> Objects:
    return Objects(TREE)


def test_longer_names_win_and_plurals_are_recognised(objects: Objects) -> None:
    found = objects.mentions("A little boy, two hounds and some people's bikes near Men")
    assert [mention.words for mention in found] == ["little boy", "hounds", "bikes", "men"]
    assert found[0].objects == {"boy"}
    assert found[2].objects == {"bicycle", "motorcycle"}
    assert (found[0].start, found[0].stop) == (1, 3)


def test_a_hyponym_supports_its_hypernym_but_not_vice_versa(objects: Objects) -> None:
    held = borne_out(objects, ["A poodle runs .", "it is fast"])
    assert held == {"poodle", "dog", "animal"}
    assert unsupported(objects, "a dog and an animal", held) == []
    assert [one.words for one in unsupported(objects, "a man with a poodle", held)] == ["man"]
    assert [one.words for one in unsupported(objects, "a poodle", borne_out(objects, ["a dog"]))] == ["poodle"]


def test_an_ambiguous_word_is_supported_by_either_meaning(objects: Objects) -> None:
    assert unsupported(objects, "a bike", borne_out(objects, ["a motorcycle"])) == []


def test_the_built_in_list_is_a_tree() -> None:
    objects = caption_objects()
    assert {"person", "animal"} <= objects.above("boy") | objects.above("dog")
    assert all(name in objects.above(name) for name in objects.names)
    assert not objects.mentions("a red and quick thing")


@given(st.lists(st.sampled_from(sorted(caption_objects().names)), max_size=6))
def test_a_sentence_supports_itself(names: list[str]) -> None:
    objects, sentence = caption_objects(), " and ".join(names)
    assert unsupported(objects, sentence, borne_out(objects, [sentence])) == []
