"""Summarise an answer in one sentence for display."""

from collections.abc import Callable, Sequence
from functools import reduce

from photon.domain import AnyOf, Exact, Hit, Part, Query, QueryWords
from photon.domain.query.filter_kinds.formats import finds_videos
from photon.domain.query.filter_kinds.regions import sought_names
from photon.domain.query.query import is_condition
from photon.language import counted, tr, tr_n
from photon.search.query_formatting import part_text
from photon.search.ranking import UNSURE

# Presence below which the summary reports no clear match. The threshold is cautious: at .3, in libraries of 50 photos,
# no match was reported for two thirds of the things that were there.
ABSENT = 0.2
_LONGEST = 80  # characters of the query that a sentence quotes
_CLOSEST = tr("Closest photos:")
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
        return tr("Nothing is searchable here yet.") if searchable < 1 else _explain_no_photos(query)
    if strong and query.unwanted and not (_describe_wanted(query) or query.likes or query.exact):
        return tr_n(
            "{count:,} photo that doesn't seem to show {things}",
            "{count:,} photos that don't seem to show {things}",
            strong,
            things=reduce(_either, query.unwanted),
        )
    if strong:
        return _good_matches(strong)
    words = _describe_wanted(query)
    if not words:
        return f"{tr('No clear match.')} {_CLOSEST}"
    if chances[0] >= UNSURE or (presence is not None and presence >= ABSENT):
        return _possible_matches(words, len(query.likes))
    return f"{_no_match(words, len(query.likes))} {_CLOSEST}"


def summarize_family(query: Query, family: str) -> str:
    """Summarise an answer whose first photos surely show the family of what is asked; empty without a family."""
    if not family:
        return ""
    words = _describe_wanted(query)
    return tr("These show “{family}”; “{words}” can't be told apart", family=family, words=words)


def summarize_excluded(query: Query, number: int) -> str:
    """Summarise the photos that were removed by the unwanted words of a query."""
    return tr_n(
        "{count:,} photo that seems to show {things}",
        "{count:,} photos that seem to show {things}",
        number,
        things=_shorten(reduce(_either, query.unwanted)),
    )


def summarize_all_excluded(query: Query) -> str:
    """Summarise an answer with no photos left, because the unwanted words removed all."""
    return tr("All photos that might match seem to show {things}.", things=_shorten(reduce(_either, query.unwanted)))


def _possible_matches(words: str, examples: int) -> str:
    # With an example, most hits do show the words; they may just as well lack similarity.
    if examples > 1:
        return tr("These might match the photos and the words")
    if examples:
        return tr("These might match the photo and the words")
    return tr("These might show “{words}”", words=words)


def _no_match(words: str, examples: int) -> str:
    if examples:  # a sentence that names them is cut in a window of 1,024 pixels
        return tr("No clear match for photo and words.")
    return tr("No clear match for “{words}”.", words=words)


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
        first = tr_n("{count:,} photo has this file name", "{count:,} photos have this file name", named)
        return f"{first}, {counted(more, 'more good match', 'more good matches')}" if more > 0 else first
    if any(not _SHOWN.issuperset(hit.why) for hit in strong):
        return _good_matches(clear)
    return None


def summarize_filter_matches(query: Query, number: int) -> str:
    """Summarise an answer to a query with filters only."""
    if not number:
        return tr("No photos match.")
    if any(map(finds_videos, query.filters)):
        return tr_n("{count:,} video matches", "{count:,} videos match", number)
    return tr_n("{count:,} photo matches", "{count:,} photos match", number)


def _quoted(query: Query, hits: Sequence[Hit], having: int, clear: int) -> str:
    texts = reduce(_both, (tr("“{text}”", text=text) for text in query.exact))
    if not having:
        if query.folder:
            return tr("No photo in this folder has {texts} in its name, folder, date or camera.", texts=texts)
        return tr("No photo has {texts} in its name, folder, date or camera.", texts=texts)
    if not (query.words or query.likes or query.unwanted):
        where = {channel for hit in hits for channel in hit.why}
        return _HAVING.get(next(iter(where)) if len(where) == 1 else "", _having)(having, texts)
    if clear:
        return tr_n("{count:,} good match with {texts}", "{count:,} good matches with {texts}", clear, texts=texts)
    if query.words:
        words = _describe_wanted(query)
        first = tr("No clear match for “{words}” among photos with {texts}.", words=words, texts=texts)
    else:
        first = tr("No clear match among photos with {texts}.", texts=texts)
    return f"{first} {_CLOSEST}"


def _having(count: int, texts: str) -> str:
    return tr_n(
        "{count:,} photo has {texts} in its name, folder, date or camera",
        "{count:,} photos have {texts} in their name, folder, date or camera",
        count,
        texts=texts,
    )


_HAVING: dict[str, Callable[[int, str], str]] = {
    "file name": lambda count, texts: tr_n(
        "{count:,} photo has {texts} in its file name",
        "{count:,} photos have {texts} in their file name",
        count,
        texts=texts,
    ),
    "folder": lambda count, texts: tr_n(
        "{count:,} photo has {texts} in its folder", "{count:,} photos have {texts} in their folder", count, texts=texts
    ),
    "date": lambda count, texts: tr_n(
        "{count:,} photo has {texts} in its date", "{count:,} photos have {texts} in their date", count, texts=texts
    ),
    "camera": lambda count, texts: tr_n(
        "{count:,} photo has {texts} in its camera", "{count:,} photos have {texts} in their camera", count, texts=texts
    ),
    "lens": lambda count, texts: tr_n(
        "{count:,} photo has {texts} in its lens", "{count:,} photos have {texts} in their lens", count, texts=texts
    ),
    "tag": lambda count, texts: tr_n(
        "{count:,} photo has {texts} in its tag", "{count:,} photos have {texts} in their tag", count, texts=texts
    ),
    "caption": lambda count, texts: tr_n(
        "{count:,} photo has {texts} in its caption",
        "{count:,} photos have {texts} in their caption",
        count,
        texts=texts,
    ),
    "text": lambda count, texts: tr_n(
        "{count:,} photo has {texts} in it", "{count:,} photos have {texts} in them", count, texts=texts
    ),
}
"""Summaries by channel, for photos that have the texts in no other channel."""


def _either(names: str, last: str) -> str:
    return tr("{names} or {last}", names=names, last=last) if names else last


def _both(names: str, last: str) -> str:
    return tr("{names} and {last}", names=names, last=last)


def _explain_no_photos(query: Query) -> str:
    """Explain why no photo is left to search: no photo passes the filters."""
    filters = [part for part in query.parts if is_condition(part)]
    if not filters:
        return tr("There are no photos to search here.")
    return tr("No photos match {filters}.", filters=_shorten(" ".join(map(part_text, filters))))


def _describe_wanted(query: Query) -> str:
    """Return what the photo should show, as a phrase, including alternatives."""
    return _shorten(", ".join(filter(None, map(_describe_part, query.parts))))


def _describe_part(part: Part) -> str:
    if part.unwanted:
        return ""
    if isinstance(part, AnyOf):
        texts = [option.spoken if isinstance(option, QueryWords) else option.text for option in _texts(part)]
        return reduce(_either, texts, "")
    return part.spoken.strip() if isinstance(part, QueryWords) else sought_names([part])


def _texts(part: AnyOf) -> list[QueryWords | Exact]:
    return [option for option in part.options if isinstance(option, QueryWords | Exact) and not option.unwanted]


def _shorten(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rstrip()}…"


def _good_matches(count: int) -> str:
    return counted(count, "good match", "good matches")
