"""Names in a row, for sentences."""

from collections.abc import Sequence

from photon.domain.unseen_characters import shortened_line
from photon.language import tr

_LONGEST = 500  # characters of a name; those of a hostile catalogue may have millions


def listed(names: Sequence[str], most: int = 5) -> str:
    """Return ``a, b``; of many names only the first: ``a, b, c, d, e and 3 more``.

    Args:
        names: The names.
        most: How many are named.
    """
    some, more = ", ".join(shortened_line(name, _LONGEST) for name in names[:most]), len(names) - most
    return tr("{names} and {count:,} more", names=some, count=more) if more > 0 else some
