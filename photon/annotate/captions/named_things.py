"""What words name, among the objects of captions and the words of Photon's vocabulary."""

from photon.annotate.captions.named_objects import caption_objects, words_of
from photon.annotate.tags.translations import languages, translation
from photon.annotate.tags.vocabulary_file import everyday
from photon.annotate.tags.word_key import word_forms
from photon.domain.metadata.tag import tag_key
from photon.language.language import current_language

_ARTICLES = frozenset({"a", "an", "the", "any", "some"})


class NamedThings:
    """Reads the names of things in words; see ``ThingReader``."""

    def words_of(self, sentence: str) -> list[str]:
        """Split a sentence into lower-case words, without punctuation."""
        return words_of(sentence)

    def bare(self, words: str) -> str:
        """Return words in lower case, without an article."""
        tokens = words_of(words)
        return " ".join(tokens[1:] if tokens and tokens[0] in _ARTICLES else tokens)

    def forms_of(self, word: str) -> tuple[str, ...]:
        """Return keys to look up for a word: the word itself, then its possible singular forms."""
        return word_forms(word)

    def object_of(self, words: str) -> str | None:
        """Return the only object that words name, if they say nothing else, and nothing narrower.

        "roses" are flowers in captions, but what shows flowers needn't show roses.
        """
        mentions = caption_objects().mentions(words)
        is_object = len(mentions) == 1 and mentions[0].words == words and len(mentions[0].objects) == 1
        name = next(iter(mentions[0].objects)) if is_object else None
        return None if name is None or _is_below(words, name) else name

    def tag_of(self, words: str) -> str:
        """Return the key of the tag that words name in Photon's vocabulary; empty if they name none."""
        place = everyday().place(self.bare(words))
        return "" if place is None else tag_key(everyday().entries[place].path)

    def kin_of(self, words: str) -> list[str]:
        """Return a text for what words name in Photon's vocabulary, and one for each thing of the same family.

        The result is empty if nothing else is of its family.
        """
        vocabulary, place = everyday(), everyday().place(self.bare(words))
        above = -1 if place is None else int(vocabulary.parents[place])
        below = [(at, vocabulary.entries[at]) for at in vocabulary.children(above)] if above >= 0 else []
        # a grouping that is no kind is nothing that photos show: people have "looks" and "parts of the body"
        others = [at for at, one in below if at != place and (one.is_choice or not one.is_grouping)]
        return [f"there is a {vocabulary.entries[at].name}" for at in (place, *others) if at is not None and others]

    def family_of(self, words: str) -> tuple[str, str] | None:
        """Return the family of what words name in Photon's vocabulary: in English, and in the window's language."""
        entries, place = everyday().entries, everyday().place(self.bare(words))
        above = -1 if place is None else int(everyday().parents[place])
        if above < 0 or not entries[above].is_choice:
            return None
        language = current_language()
        shown = translation(language) if language in {one.code for one in languages()} else {}
        return entries[above].name, shown.get(entries[above].name, entries[above].name)


def _is_below(words: str, wider: str) -> bool:
    """Return whether words name something narrower in Photon's vocabulary than another word, which names it, too."""
    place, above = everyday().place(words), everyday().place(wider)
    return place is not None and above in everyday().ancestors(place)
