"""Summarise an answer in one sentence for display."""

from collections.abc import Sequence

from photon.domain import AnyOf, Exact, Filter, Hit, Part, Query, QueryWords
from photon.language import counted
from photon.search.query_formatting import part_text
from photon.search.ranking import UNSURE

# Presence below which the summary reports no clear match. The threshold is cautious: at .3, in libraries of 50 photos,
# no match was reported for two thirds of the things that were there.
ABSENT = 0.2
_LONGEST = 80  # characters of the query that a sentence quotes
_CLOSEST = "Closest photos:"
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
        return "Nothing is searchable here yet." if searchable < 1 else _explain_no_photos(query)
    if strong and query.unwanted and not (_describe_wanted(query) or query.likes or query.exact):
        does = "doesn't" if strong == 1 else "don't"
        return f"{counted(strong, 'photo')} that {does} seem to show {' or '.join(query.unwanted)}"
    if strong:
        return _good_matches(strong)
    words = _describe_wanted(query)
    if not words:
        return f"No clear match. {_CLOSEST}"
    # With an example, most hits do show the words; they may just as well lack similarity.
    both = f"both the photo{'s' if len(query.likes) > 1 else ''} and the words" if query.likes else ""
    if chances[0] >= UNSURE or (presence is not None and presence >= ABSENT):
        return f"These might match {both}:" if both else f"These might show “{words}”:"
    return f"No clear match for {both or f'“{words}”'}. {_CLOSEST}"


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
        tail = f", {counted(more, 'more good match', 'more good matches')}" if more > 0 else ""
        return f"{counted(named, 'photo')} {'have' if named > 1 else 'has'} this file name{tail}"
    if any(not _SHOWN.issuperset(hit.why) for hit in strong):
        return _good_matches(clear)
    return None


def summarize_filter_matches(number: int) -> str:
    """Summarise an answer to a query with filters only."""
    if not number:
        return "No photos match."
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
        return f"{_good_matches(clear)} with {texts}"
    what = f" for “{_describe_wanted(query)}”" if query.words else ""
    return f"No clear match{what} among photos with {texts}. {_CLOSEST}"


def _explain_no_photos(query: Query) -> str:
    """Explain why no photo is left to search: no photo passes the filters."""
    filters = [part for part in query.parts if _is_filter(part)]
    if not filters:
        return "There are no photos to search here."
    return f"No photos match {_shorten(' '.join(map(part_text, filters)))}."


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


def _good_matches(count: int) -> str:
    return counted(count, "good match", "good matches")
