"""What the answer's first line says."""

from collections.abc import Sequence

from photon.domain import Hit, Query

UNSURE = 0.3  # chance of the best hit from which it may well be right: nonsense words stayed below
# Chance that there is anything to find, below which Photon says that there is not. Nothing is said too soon: at .3, in
# libraries of 50 photos, it was said of two thirds of the things that were there.
ABSENT = 0.2
_SHOWN = {"meaning", "look"}  # channels of pictures; the others are of words


def sentence_for(
    query: Query, chances: Sequence[float], strong: int, searchable: float, presence: float | None = None
) -> str:
    """A sentence for people: how many photos clearly match, or that none does.

    Args:
        query: What was asked.
        chances: Scores of the hits, best first.
        strong: How many photos are strong, also beyond the hits.
        searchable: Share of the library that can be searched so far, 0..1.
        presence: Chance that the library shows what the words say at all, where that can be told.
    """
    if not chances:
        return "There is nothing to find yet." if searchable < 1 else "There are no photos here to search."
    if query.unwanted and not (query.words or query.likes or query.exact):
        unwanted = " or ".join(f"“{text}”" for text in query.unwanted)
        return f"{_photos(strong)} without {unwanted}, as far as Photon can tell"
    if strong:
        return f"{_photos(strong)} {_verb(query, strong)}"
    words = query.words.strip()
    if not words or query.likes:
        return "Nothing is clearly like that. The nearest:"
    if chances[0] >= UNSURE or (presence is not None and presence >= ABSENT):
        return f"Not sure any of these shows “{words}”:"
    return f"No photo clearly shows “{words}”. The nearest:"


def sentence_for_words(query: Query, hits: Sequence[Hit], named: int, having: int, clear: int = 0) -> str | None:
    """The sentence where names and dates had a say in the answer, else None.

    Args:
        query: What was asked.
        hits: The answer, best first.
        named: How many of the hits have the file name that was typed.
        having: How many photos have the quoted texts, also beyond the hits.
        clear: How many photos are strong, also beyond the hits.
    """
    strong = [hit for hit in hits if hit.strong]
    clear = max(clear, len(strong))
    if query.exact:
        return _quoted(query, hits, having, clear)
    if named:
        more = clear - named
        tail = f", {more:,} more clearly match{'' if more > 1 else 'es'}" if more > 0 else ""
        return f"{_photos(named)} {'have' if named > 1 else 'has'} this file name{tail}"
    if any(not _SHOWN.issuperset(hit.why) for hit in strong):
        return f"{_photos(clear)} clearly match{'' if clear > 1 else 'es'}"
    return None


def sentence_for_filters(number: int) -> str:
    """The sentence where nothing but conditions was asked."""
    if not number:
        return "No photo is like that."
    return f"{_photos(number)} {'is' if number == 1 else 'are'} like that"


def _quoted(query: Query, hits: Sequence[Hit], having: int, clear: int) -> str:
    texts = " and ".join(f"“{text}”" for text in query.exact)
    if not having:
        return f"No photo {'in this folder ' if query.folder else ''}has {texts} in its name, folder, date or camera."
    if not (query.words or query.likes or query.unwanted):
        where = {channel for hit in hits for channel in hit.why}
        one = next(iter(where)) if len(where) == 1 else "name, folder, date or camera"
        return (
            f"{_photos(having)} {'have' if having > 1 else 'has'} {texts} in {'their' if having > 1 else 'its'} {one}"
        )
    if clear:
        return f"{_photos(clear)} with {texts} {_verb(query, clear)}"
    what = f"clearly shows “{query.words}”" if query.words else "is clearly like that"
    return f"No photo with {texts} {what}. The nearest:"


def _photos(number: int) -> str:
    return "1 photo" if number == 1 else f"{number:,} photos"


def _verb(query: Query, strong: int) -> str:
    """What the strong photos do: show what the words say, or look like the example."""
    if query.words.strip() and not query.likes:
        return "clearly shows this" if strong == 1 else "clearly show this"
    if query.likes:
        return "is clearly like this" if strong == 1 else "are clearly like this"
    return "clearly matches" if strong == 1 else "clearly match"
