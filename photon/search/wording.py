"""What the answer's first line says."""

from collections.abc import Sequence

from photon.domain import Query

UNSURE = 0.3  # chance of the best hit from which it may well be right: nonsense words stayed below


def sentence_for(query: Query, chances: Sequence[float], strong: int, searchable: float) -> str:
    """A sentence for people: how many photos clearly match, or that none does.

    Args:
        query: What was asked.
        chances: Scores of the hits, best first.
        strong: How many hits are strong.
        searchable: Share of the library that can be searched so far, 0..1.
    """
    if not chances:
        return "There is nothing to find yet." if searchable < 1 else "There are no photos here to search."
    if strong == 1:
        return f"1 photo clearly {_verb(query)}"
    if strong:
        return f"{strong:,} photos clearly {_verb(query, plural=True)}"
    words = query.words.strip()
    if not words:
        return "Nothing is clearly like that. The nearest:"
    if chances[0] >= UNSURE:
        return f"Not sure any of these shows “{words}”:"
    return f"No photo clearly shows “{words}”. The nearest:"


def _verb(query: Query, *, plural: bool = False) -> str:
    if query.words.strip():
        return "show this" if plural else "shows this"
    return "match" if plural else "matches"
