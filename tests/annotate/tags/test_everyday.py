"""The vocabulary that ships with Photon, and its translations."""

from collections import Counter

import pytest
from lab.tags.tag_truth import rivals as rivals_of

from photon.annotate.tags.translations import languages, translation
from photon.annotate.tags.vocabulary_file import everyday, format_vocabulary, read_vocabulary
from photon.annotate.tags.word_key import word_key
from photon.domain.errors import PhotonError
from photon.domain.metadata.tag import tag_key
from photon.resource_files import resource

FILE = "vocabularies/everyday.txt"


def test_the_file_is_valid_and_has_the_intended_size() -> None:
    read = read_vocabulary(resource(FILE).read_text(encoding="utf-8"), FILE)
    assert read.faults == ()
    known = everyday()
    assert known.entries == read.entries
    assert 1400 <= known.suggestable.sum() <= 1700
    assert max(len(entry.path) for entry in known.entries) <= 6
    assert [entry.name for entry in known.entries if len(entry.name) > 40] == []
    assert sum("dog breed" in entry.path for entry in known.entries) >= 60


def test_every_name_and_synonym_leads_to_its_own_entry() -> None:
    known = everyday()
    wrong = [
        (word, entry.path)
        for place, entry in enumerate(known.entries)
        for word in (entry.synonyms if entry.is_grouping else entry.words)
        if known.place(word) != place
    ]
    assert wrong == []


def test_each_suggestion_becomes_its_own_keyword() -> None:
    known = everyday()
    places = known.suggestable.nonzero()[0].tolist()
    keywords = Counter(tag_key(known.keyword(place)) for place in places)
    assert [key for key, count in keywords.items() if count > 1] == []


def test_sensitive_entries_have_their_own_branch_with_sentences() -> None:
    hidden = [entry for entry in everyday().entries if entry.is_sensitive]
    assert {entry.path[0] for entry in hidden} == {"sensitive"}
    assert all(entry.prompts for entry in hidden if not entry.is_grouping)
    for word in ("nudity", "passport", "credit card", "password", "x-ray", "ID card"):
        found = everyday().find(word)
        assert found is not None, word
        assert found.is_sensitive, word


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("guy", "man"), ("Ladies", "woman"), ("kids", "child"), ("men", "man"), ("children", "child"),
        ("firemen", "firefighter"), ("people", "person"), ("puppies", "puppy"), ("bikes", "bicycle"),
        ("plane", "airplane"), ("soda", "soft drink"), ("cell  phone", "phone"), ("T shirt", "T-shirt"),
        ("geese", "goose"), ("mice", "mouse"), ("teeth", "mouth"), ("wolves", "wolf"), ("knives", "knife"),
        ("Groups of People", "group of people"), ("cafe\N{COMBINING ACUTE ACCENT}", "cafe"),
        ("New Year’s Eve", "New Year's Eve"), ("black-and-white", "black and white"), ("dominoes", None),
        ("does", None), ("glass", "drinking glass"), ("glasses", "glasses"), ("light", None), ("", None),
    ],
)  # fmt: skip
def test_words_are_found_in_any_spelling(word: str, name: str | None) -> None:
    found = everyday().find(word)
    assert (found and found.name) == name


def test_ambiguous_words_are_meanings_but_not_found() -> None:
    known = everyday()
    assert known.find("football") is None
    assert {entry.name for entry in known.entries if "football" in entry.possible} == {"soccer", "American football"}


def test_choices_and_groups_have_children() -> None:
    known = everyday()
    few = [
        entry.path
        for place, entry in enumerate(known.entries)
        if (entry.is_choice and len(known.children(place)) < 2) or (entry.is_grouping and not known.children(place))
    ]
    assert few == []


def test_excluded_entries_exist_and_are_not_their_own_ancestors() -> None:
    known = everyday()
    names = {entry.name for entry in known.entries}
    assert {name for entry in known.entries for name in entry.excludes} <= names
    excluding = known.excluding()
    for place in range(len(known)):
        assert not excluding[place, [place, *known.ancestors(place)]].any()

    def excludes(one: str, other: str) -> bool:
        return bool(excluding[known.place(one), known.place(other)])

    assert excludes("indoors", "beach")
    assert excludes("daytime", "night")
    assert excludes("daytime", "starry sky")
    assert excludes("dog", "cat")
    assert not excludes("dog", "beach")
    assert not excludes("night", "fireworks")


def test_breeds_exclude_each_other_across_groups() -> None:
    known = everyday()
    beagle, pug, hound, dog, puppy = (known.place(name) for name in ("beagle", "pug", "hound", "dog", "puppy"))
    assert beagle is not None
    rivals = set(rivals_of(known, beagle))
    assert pug in rivals
    assert known.place("cat") in rivals
    assert not rivals & {hound, dog, puppy, beagle}
    assert all(beagle in rivals_of(known, rival) for rival in rivals)


def test_translations_name_existing_entries_without_duplicates() -> None:
    known = {entry.name for entry in everyday().entries}
    assert {language.code for language in languages()} >= {"en", "de", "pt"}
    for language in languages():
        if language.code == "en":
            continue
        shown = translation(language.code)
        assert set(shown) - known == set()
        assert len(shown) >= 300
        names = Counter(word_key(shown.get(name, name)) for name in known)
        assert [name for name, count in names.items() if count > 1] == []
    assert translation("de")["dog"] == "Hund"
    assert dict(translation("en")) == {}
    with pytest.raises(PhotonError, match="no keywords in the language"):
        translation("xx")


def test_rewriting_the_file_does_not_change_it() -> None:
    text = format_vocabulary(everyday().entries)
    assert read_vocabulary(text, "again").entries == everyday().entries
