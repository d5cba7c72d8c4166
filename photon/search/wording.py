"""What the answer's first line says."""

from photon.domain import Query


def sentence_for(query: Query, strong: int, shown: int, searchable: float) -> str:
    """A sentence for people: how many photos clearly match, or that none does.

    Args:
        query: What was asked.
        strong: How many hits are strong.
        shown: How many hits there are at all.
        searchable: Share of the library that can be searched so far, 0..1.
    """
    if not shown:
        return "There is nothing to find yet." if searchable < 1 else "There are no photos here to search."
    if strong == 1:
        return f"1 photo clearly {_verb(query)}"
    if strong:
        return f"{strong:,} photos clearly {_verb(query, plural=True)}"
    what = f"shows “{query.words.strip()}”" if query.words.strip() else "is like that"
    return f"No photo clearly {what}. The nearest:"


def _verb(query: Query, *, plural: bool = False) -> str:
    if query.words.strip():
        return "show this" if plural else "shows this"
    return "match" if plural else "matches"
