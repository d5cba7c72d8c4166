"""Plain drafts: a thing that tags or classes are sure of is named, grammatically, and nothing else."""

import pytest

from photon.annotate.captions.plain_draft import known_things, name_thing, plain_draft
from photon.annotate.tags.vocabulary import VocabularyEntry
from photon.annotate.tags.vocabulary_file import everyday
from photon.domain.metadata.tag import Tagged
from photon.vision.knowledge.class_labels import NamedClasses

CLASSES = {"daisy": (985,), "sea turtle": (33, 34), "turtle": (33, 34, 35, 36, 37), "corgi": (263, 264)}


def find(name: str) -> NamedClasses | None:
    return NamedClasses(CLASSES[name], 1.0) if name in CLASSES else None


def drafted(tags: dict[str, float], classes: dict[int, float] | None = None) -> str | None:
    places = {everyday().place(name): sure for name, sure in tags.items()}
    draft = plain_draft({at: sure for at, sure in places.items() if at is not None}, classes or {}, find)
    return draft and draft.text


def test_the_narrowest_thing_that_is_sure_is_named() -> None:
    assert drafted({"animal": 0.97, "dog": 0.97, "corgi": 0.6}) == "A dog."
    assert drafted({"animal": 0.97, "dog": 0.97, "corgi": 0.95}, {263: 0.9}) == "A corgi."
    assert drafted({"turtle": 0.9, "sea turtle": 0.8}, {33: 0.5, 34: 0.45}) == "A sea turtle."
    assert drafted({"plant": 0.97, "flower": 0.97, "vase": 0.5}) == "A flower."


def test_a_family_is_named_where_no_kind_is_sure() -> None:
    assert drafted({"flower": 0.8, "daisy": 0.8}, {985: 0.6}) == "A flower."
    assert drafted({"daisy": 0.8}, {985: 0.6}) is None


def test_wider_names_are_alternatives() -> None:
    places = (everyday().place("dog"), everyday().place("corgi"))
    draft = plain_draft({at: 0.97 for at in places if at is not None}, {263: 0.95}, find)
    assert draft is not None
    assert (draft.text, draft.others) == ("A corgi.", ("A dog.",))
    assert 0.85 <= draft.certainty < 1


def test_nothing_is_said_of_people_backgrounds_and_what_is_not_sure() -> None:
    assert drafted({"flower": 0.95, "person": 0.45}) is None
    assert drafted({"flower": 0.5}) is None
    assert drafted({"water": 0.99, "nature": 0.99, "running": 0.99}) is None
    assert drafted({}, {985: 0.3}) is None


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("ant", "An ant."), ("unicycle", "A unicycle."), ("hourglass", "An hourglass."), ("Akita", "An Akita."),
        ("binoculars", "Binoculars."), ("octopus", "An octopus."), ("walrus", "A walrus."), ("dress", "A dress."),
        ("ibis", "An ibis."), ("skis", "Skis."), ("vase of flowers", "A vase of flowers."), ("ATM", "An ATM."),
        ("rhinoceros", "A rhinoceros."), ("dog with a ball", "A dog with a ball."),
    ],
)  # fmt: skip
def test_things_are_named_with_their_article_or_as_plurals(name: str, sentence: str) -> None:
    assert name_thing(name) == sentence


def test_what_is_not_counted_is_never_drafted() -> None:
    names = {entry.name for entry in everyday().entries}
    for name in ("bread", "sand", "furniture", "clothing"):
        assert name in names
        assert drafted({name: 0.97}) is None


def test_tags_count_whatever_the_user_calls_them_and_own_words_do_not() -> None:
    vocabulary = everyday().with_own([VocabularyEntry(("Tiere", "Schnuffi"))])
    tags = [
        Tagged(vocabulary.keyword(vocabulary.place("corgi") or 0), "suggested", 0.9),
        Tagged(("Tiere", "Schnuffi"), "confirmed", 1.0),
    ]
    assert known_things(tags, vocabulary) == {everyday().place("corgi"): 0.9}
