"""What a person should know about the way a query was read."""

from collections.abc import Sequence
from dataclasses import replace

from photon.app.encoding.encoder_client import EncoderClient
from photon.domain import Answer, AnyOf, Hit, Query, QueryWords
from photon.language import tr
from photon.search.language import LANGUAGES, guess_language, language_words
from photon.vision.kit.text_parts import MOST

_BY_ENCODER = frozenset({"meaning", "look"})  # channels of a hit that the encoder found; all others found it exactly


def notices_for(encoder: EncoderClient, query: Query, hits: Sequence[Hit], translation: str = "") -> tuple[str, ...]:
    """Sentences about words that the encoder may not have understood, or not read whole; most often none.

    Args:
        encoder: What read the words.
        query: As it was searched for. Its words, also unwanted ones and alternatives, are looked at; exact texts are
            found as they stand, in any language.
        hits: Best first. Where the best was found by its name, place or date, the language does not matter.
        translation: What to tell of its translation, in which the words that are left are names.
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
    """An answer that says so where the starter gave it for an encoder that is not on this computer.

    Args:
        answer: As found.
        missing: Name of that encoder, or empty.
    """
    if not missing:
        return answer
    said = tr(
        "The model “{name}”, chosen for this library, is not installed; searching with the starter instead.",
        name=missing,
    )
    hint = tr("Install it, or choose another one.")
    return replace(answer, notices=(f"{said} {hint}", *answer.notices))


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
