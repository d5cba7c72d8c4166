"""Relations between entries, and the user's own entries among Photon's."""

import numpy as np
from lab.tags.tag_truth import rivals as rivals_of

from photon.annotate.tags.vocabulary import TagVocabulary, VocabularyEntry
from photon.annotate.tags.vocabulary_file import read_vocabulary

TEXT = """
nature [group]
  animal
    mammal [group] [one of]
      dog = hound
        puppy
      cat
    bird
  time [group] [one of]
    day
    night
"""


def small() -> TagVocabulary:
    return TagVocabulary(read_vocabulary(TEXT, "small").entries)


def names(known: TagVocabulary, places: tuple[int, ...]) -> list[str]:
    return [known.entries[place].name for place in places]


def place(known: TagVocabulary, name: str) -> int:
    found = known.place(name)
    assert found is not None
    return found


def test_ancestors_descendants_and_siblings() -> None:
    known = small()
    puppy, dog = place(known, "puppy"), place(known, "dog")
    assert known.parents.tolist() == [-1, 0, 1, 2, 3, 2, 1, 0, 7, 7]
    assert names(known, known.ancestors(puppy)) == ["dog", "mammal", "animal", "nature"]
    assert names(known, known.below(place(known, "animal"))) == ["mammal", "dog", "puppy", "cat", "bird"]
    assert names(known, known.children(-1)) == ["nature"]
    assert names(known, rivals_of(known, puppy)) == ["cat"]
    assert names(known, rivals_of(known, place(known, "cat"))) == ["dog", "puppy"]
    assert names(known, rivals_of(known, place(known, "bird"))) == []
    assert known.keyword(dog) == ("animal", "dog")
    assert known.find("mammal") is None
    assert known.place_of(("Nature", "animal", "MAMMAL")) == 2


def test_exclusion_includes_all_descendants() -> None:
    text = "place\n  room [one of] [not with nature; sky]\n    kitchen\n      pantry\n    bath\nnature\n  beach\nsky\n"
    known = TagVocabulary(read_vocabulary(text, "any").entries)
    excluding = known.excluding()
    pairs = {(known.entries[one].name, known.entries[other].name) for one, other in np.argwhere(excluding).tolist()}
    indoors, outdoors = ("room", "kitchen", "pantry", "bath"), ("nature", "beach", "sky")
    wanted = {(one, other) for one in indoors for other in outdoors} | {("kitchen", "bath"), ("pantry", "bath")}
    assert pairs == wanted | {(other, one) for one, other in wanted}


def test_own_entries_join_their_concepts_and_keep_all_indices() -> None:
    known = small()
    own = [
        VocabularyEntry(("Tiere", "Dog")),  # no ancestor shows that it means the animal
        VocabularyEntry(("Animals", "Cat"), synonyms=("Mieze", "CAT")),
        VocabularyEntry(("Night",)),
        VocabularyEntry(("Animals", "Cat", "Minka")),
        VocabularyEntry(("Holiday", "2024", "Beach")),
    ]
    joined = known.with_own(own)
    assert [entry.path for entry in joined.entries[: len(known)]] == [entry.path for entry in known.entries]
    assert [entry.path for entry in joined.entries[len(known) :]] == [own[0].path, own[3].path, own[4].path]
    cat = place(joined, "Mieze")
    assert joined.entries[cat].words == ("cat", "Mieze")
    assert joined.keyword(cat) == ("Animals", "Cat")
    assert joined.keyword(place(joined, "night")) == ("Night",)
    assert names(joined, joined.ancestors(place(joined, "minka")))[:1] == ["cat"]
    assert joined.parents[place(joined, "beach")] == -1
    dog = joined.find("dog")
    assert dog is not None
    assert dog.path == dog.keyword == own[0].path
    assert joined.keyword(place(joined, "minka")) == ("Animals", "Cat", "Minka")
    assert joined.with_own(own).entries == joined.entries


def test_a_users_word_for_a_group_can_be_suggested() -> None:
    joined = small().with_own([VocabularyEntry(("nature",))])
    assert joined.suggestable[0]
    assert len(joined) == len(small())


def test_disabled_entries_remain_rivals_and_steps() -> None:
    known = small()
    off = known.without([("nature", "animal", "mammal", "dog"), ("nothing",)])
    dog, puppy = place(off, "dog"), place(off, "puppy")
    assert not off.suggestable[dog]
    assert off.suggestable[puppy]
    assert known.suggestable[dog]
    assert off.keyword(puppy) == ("animal", "dog", "puppy")
    assert dog in rivals_of(off, place(off, "cat"))
    assert off.digest != known.digest
    assert known.without([]).digest == known.digest


def test_the_spelling_of_a_tag_outdates_no_suggestions() -> None:
    known = small()
    assert known.keyword(place(known, "dog")) == ("animal", "dog")
    for own, is_new in ((("Animal", "DOG"), False), (("dog",), True), (("Pets", "dog"), True)):
        assert (known.with_own([VocabularyEntry(own)]).digest != known.digest) == is_new, own


def test_names_in_another_language_are_found_and_become_tags() -> None:
    german = small().in_language({"dog": "Hund", "animal": "Tier", "nature": "Natur"})
    dog = place(german, "HUND")
    assert german.place("dog") == dog
    assert german.entries[dog].words == ("dog", "hound")
    assert german.keyword(place(german, "puppy")) == ("Tier", "Hund", "puppy")
    assert german.with_own([VocabularyEntry(("Tier", "Hund"))]).entries == german.entries
    assert german.with_own([VocabularyEntry(("hund",))]).keyword(dog) == ("hund",)
    assert german.in_language({}).entries == small().entries
