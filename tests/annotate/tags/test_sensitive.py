"""Which tags are sensitive."""

from photon.annotate.tags.sensitive import sensitive_keys
from photon.annotate.tags.vocabulary import TagVocabulary
from photon.annotate.tags.vocabulary_file import everyday, read_vocabulary
from photon.domain.metadata.tag import tag_key


def test_entries_marked_by_path_keyword_and_word() -> None:
    text = "papers [group] [sensitive]\n  passport = travel document\nanimal\n  dog\n"
    vocabulary = TagVocabulary(read_vocabulary(text, "small").entries).in_language({"passport": "Reisepass"})
    assert sensitive_keys(vocabulary) == {
        tag_key(path)
        for path in [("papers",), ("papers", "passport"), ("Reisepass",), ("passport",), ("travel document",)]
    }


def test_the_built_in_vocabulary_has_exactly_the_sensitive_entries() -> None:
    keys = sensitive_keys(everyday())
    for name in ("nudity", "passport", "identity card", "bank card", "password on a screen", "medical record"):
        assert tag_key((name,)) in keys
    for name in ("person", "beach", "document", "screenshot", "phone"):
        assert tag_key((name,)) not in keys
