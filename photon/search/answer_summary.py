"""Summarise an answer in one sentence for display."""

from collections.abc import Sequence

from photon.domain import AnyOf, Exact, Filter, Hit, Part, Query, QueryWords
from photon.domain.wording import counted
from photon.search.query_formatting import part_text
from photon.search.ranking import UNSURE

# Presence below which the summary reports no clear match. The threshold is cautious: at .3, in libraries of 50 photos,
# no match was reported for two thirds of the things that were there.
ABSENT = 0.2
_LONGEST = 80  # characters of the query that a sentence quotes
_SHOWN = {"meaning", "look"}  # channels based on pictures; the others are based on text


def summarize_answer(
    query: Query, chances: Sequence[float], strong: int, searchable: float, presence: float | None = None
) -> str:
    """Summarise how many photos clearly match, or that none does.

    Args:
        query: The query.
        chances: Scores of the hits, 0..1, best first.
        strong: Number of strong photos, including those beyond the hits.
        searchable: Share of the library that is indexed so far, 0..1.
        presence: Probability 0..1 that the library shows what the words describe, or None if unknown.

    Returns:
        A sentence for display.
    """
    if not chances:
        return "There is nothing to find yet." if searchable < 1 else _explain_no_photos(query)
    if strong and query.unwanted and not (_describe_wanted(query) or query.likes or query.exact):
        unwanted = " or ".join(f"“{text}”" for text in query.unwanted)
        return f"{counted(strong, 'photo')} without {unwanted}, as far as Photon can tell"
    if strong:
        return f"{counted(strong, 'photo')} {_verb(query, strong)}"
    words = _describe_wanted(query)
    if not words:
        return "Nothing is clearly like that. The nearest:"
    # With an example, most hits do show the words; they may just as well lack similarity.
    both = f"matches both photo{'s' if len(query.likes) > 1 else ''} and words"
    what = both if query.likes else f"shows “{words}”"
    if chances[0] >= UNSURE or (presence is not None and presence >= ABSENT):
        return f"Not sure any of these {what}:"
    return f"No photo clearly {what}. The nearest:"


def summarize_text_matches(query: Query, hits: Sequence[Hit], named: int, having: int, clear: int = 0) -> str | None:
    """Summarise an answer to which names, dates or quoted texts contributed.

    Args:
        query: The query.
        hits: The answer, best first.
        named: Number of hits with the typed file name.
        having: Number of photos with the quoted texts, including those beyond the hits.
        clear: Number of strong photos, including those beyond the hits.

    Returns:
        A sentence for display, or None if only pictures contributed.
    """
    strong = [hit for hit in hits if hit.strong]
    clear = max(clear, len(strong))
    if query.exact:
        return _quoted(query, hits, having, clear)
    if named:
        more = clear - named
        tail = f", {more:,} more clearly match{'' if more > 1 else 'es'}" if more > 0 else ""
        return f"{counted(named, 'photo')} {'have' if named > 1 else 'has'} this file name{tail}"
    if any(not _SHOWN.issuperset(hit.why) for hit in strong):
        return f"{counted(clear, 'photo')} clearly match{'' if clear > 1 else 'es'}"
    return None


def summarize_filter_matches(number: int) -> str:
    """Summarise an answer to a query with filters only."""
    if not number:
        return "No photo matches."
    return f"{counted(number, 'photo')} match{'es' if number == 1 else ''}"


def _quoted(query: Query, hits: Sequence[Hit], having: int, clear: int) -> str:
    texts = " and ".join(f"“{text}”" for text in query.exact)
    if not having:
        return f"No photo {'in this folder ' if query.folder else ''}has {texts} in its name, folder, date or camera."
    if not (query.words or query.likes or query.unwanted):
        where = {channel for hit in hits for channel in hit.why}
        one = next(iter(where)) if len(where) == 1 else "name, folder, date or camera"
        have, their = ("have", "their") if having > 1 else ("has", "its")
        return f"{counted(having, 'photo')} {have} {texts} in {their} {one}"

    if clear:
        return f"{counted(clear, 'photo')} with {texts} {_verb(query, clear)}"
    what = f"clearly shows “{_describe_wanted(query)}”" if query.words else "is clearly like that"
    return f"No photo with {texts} {what}. The nearest:"


def _explain_no_photos(query: Query) -> str:
    """Explain why no photo is left to search: no photo passes the filters."""
    filters = [part for part in query.parts if _is_filter(part)]
    if not filters:
        return "There are no photos here to search."
    return f"No photo matches {_shorten(' '.join(map(part_text, filters)))}."


def _is_filter(part: Part) -> bool:
    options = part.options if isinstance(part, AnyOf) else (part,)
    return all(isinstance(option, Filter) for option in options)


def _describe_wanted(query: Query) -> str:
    """What the photo should show, as a phrase, including alternatives."""
    return _shorten(", ".join(filter(None, map(_describe_part, query.parts))))


def _describe_part(part: Part) -> str:
    if part.unwanted:
        return ""
    if isinstance(part, AnyOf):
        return " or ".join(option.spoken if isinstance(option, QueryWords) else option.text for option in _texts(part))
    return part.spoken.strip() if isinstance(part, QueryWords) else ""


def _texts(part: AnyOf) -> list[QueryWords | Exact]:
    return [option for option in part.options if isinstance(option, QueryWords | Exact) and not option.unwanted]


def _shorten(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rstrip()}…"


def _verb(query: Query, strong: int) -> str:
    """The verb phrase for the strong photos: they show the words, are like the example, or match both."""
    words = _describe_wanted(query)
    if words and not query.likes:
        return "clearly shows this" if strong == 1 else "clearly show this"
    if query.likes and not words:
        return "is clearly like this" if strong == 1 else "are clearly like this"
    return "clearly matches" if strong == 1 else "clearly match"
