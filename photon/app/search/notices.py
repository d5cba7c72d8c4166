"""Messages about how a query was understood."""

from collections.abc import Sequence
from dataclasses import replace
from difflib import get_close_matches

from photon.app.encoding.encoder_client import EncoderClient
from photon.domain import Answer, AnyOf, Filter, Hit, Query, QueryWords
from photon.domain.name_list import listed
from photon.domain.query.filter_kinds.explore import THEME, TOPIC_KINDS, NamedTopic, named_topics
from photon.domain.query.filter_kinds.regions import sought_names
from photon.language import tr
from photon.library import Library
from photon.library.explore.topics import has_photos, topic_counts
from photon.library.vectors import photo_regions
from photon.search.language import LANGUAGES, guess_language, language_words
from photon.search.query_formatting import part_text
from photon.vision.kit.text_parts import MOST

_BY_ENCODER = frozenset({"meaning", "look"})  # channels that use the encoder; all others are exact


def notices_for(encoder: EncoderClient, query: Query, hits: Sequence[Hit], translation: str = "") -> tuple[str, ...]:
    """Return messages about words that the encoder may not have understood or read in full; usually none.

    Args:
        encoder: The encoder that read the words.
        query: The query as searched for. Its words are checked, including unwanted ones and alternatives; exact texts
            are found verbatim, in any language.
        hits: The hits, best first. If the best was found by name, place or date, the language does not matter.
        translation: The message about its translation, in which remaining words are names.
    """
    options = [option for part in query.parts if isinstance(part, AnyOf) for option in part.options]
    either = [option.spoken for option in options if isinstance(option, QueryWords)]
    texts = [text for text in (query.words, *query.unwanted, *either) if text.strip()]
    notices = [translation]
    if encoder.languages and not translation and not (hits and set(hits[0].why) - _BY_ENCODER):
        notices += [_of_language(encoder, text) for text in texts]
    notices += [_of_length(encoder.count_parts(text)) for text in texts]
    return tuple(dict.fromkeys(filter(None, notices)))


def with_missing(answer: Answer, missing: str) -> Answer:
    """Add a notice if the starter answered instead of an encoder that is not installed.

    Args:
        answer: The answer.
        missing: Name of the missing encoder, or empty.
    """
    return replace(answer, notices=(*missing_notices(missing), *answer.notices))


def missing_notices(missing: str) -> tuple[str, ...]:
    """Return a sentence if the starter is used because the chosen encoder is not installed; else an empty text."""
    notice = tr(
        "The model “{name}”, chosen for this library, is not installed; searching with the starter instead.",
        name=missing,
    )
    return (f"{notice} {tr('Install it, or choose another one.')}",) if missing else ()


def things_notices(library: Library, query: Query) -> tuple[str, ...]:
    """Return a sentence if a query asks for small things, but Photon has not looked at parts of photos."""
    if not sought_names(query.parts) or photo_regions.has_any(library):
        return ()
    where = tr("To find small things, switch on “Find small things” under Search quality in the window's preferences.")
    return (f"{tr('Photon compared photos as a whole.')} {where}",)


def unknown_topics(library: Library, query: Query) -> tuple[str, ...]:
    """Return sentences for each theme and thing in a query that has no photos, with similar ones or those there are."""
    asked = dict.fromkeys(named_topics(query.parts))
    return tuple(_about_unknown_topic(library, one) for one in asked if not has_photos(library, one.kind, one.text))


def _about_unknown_topic(library: Library, asked: NamedTopic) -> str:
    known: dict[str, Filter] = {}
    for kind in sorted(TOPIC_KINDS, key=asked.kind.__eq__):  # of a name that both have, the one asked for is kept
        known |= {name.casefold(): Filter(kind, name) for name, _ in topic_counts(library, kind)}
    near = get_close_matches(asked.text.casefold(), known, 1, 0.7)
    own = [one.value for one in known.values() if one.field == asked.kind]
    no_theme, no_thing = tr("There is no theme “{name}”."), tr("There is no thing “{name}”.")
    sentences = [(no_theme if asked.kind == THEME.name else no_thing).format(name=asked.text)]
    if near:
        sentences.append(tr("Did you mean {filter}?", filter=part_text(known[near[0]])))
    elif own:
        sentences.append(tr("The largest are: {names}.", names=listed(own)))
    return " ".join([*sentences, tr("To search by words, leave out “{field}:”.", field=asked.kind)])


def _of_language(encoder: EncoderClient, text: str) -> str:
    guess = guess_language(text)
    if guess is None or guess.languages & encoder.languages:
        return ""
    if len(guess.languages) == 1:
        first = tr("This looks like {language}.", language=LANGUAGES[next(iter(guess.languages))])
    else:
        first = tr("This is not in English.") if guess.by_script else tr("This doesn't look like English.")
    known = language_words(encoder.languages)
    rest = tr(
        "The {name} model only understands {languages}; results may be wrong.", name=encoder.name, languages=known
    )
    return f"{first} {rest}"


def _of_length(parts: int) -> str:
    if parts >= MOST:
        return tr("Very long query: searched with its first {parts} parts.", parts=parts)
    return tr("Long query: searched in {parts} parts.", parts=parts) if parts > 1 else ""
