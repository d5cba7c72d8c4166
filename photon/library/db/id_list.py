"""Lists as one bound value, so that a query with any number of ids has the same text and is prepared once."""

import json
from collections.abc import Iterable

IN_LIST = "IN (SELECT value FROM json_each(?))"
"""SQL after a column; the value to bind is made by ``id_list`` or ``text_list``."""


def id_list(ids: Iterable[int]) -> str:
    """Convert ids, including numpy's, to a JSON list."""
    return json.dumps([int(id_) for id_ in ids])


def text_list(texts: Iterable[str]) -> str:
    """Convert texts to a JSON list."""
    return json.dumps(list(texts))
